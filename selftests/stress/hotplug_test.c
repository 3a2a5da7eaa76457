// SPDX-License-Identifier: GPL-2.0-only
/*
 * CPUs that come and go under routed calls, and while hooks are planted
 */
#include "stress.h"

#define CPU1	"/sys/devices/system/cpu/cpu1/online"

FIXTURE(hotplug)
{
	struct module_setting setting;
};

FIXTURE_VARIANT(hotplug)
{
	const char *parameters;
};

FIXTURE_VARIANT_ADD(hotplug, auto) { .parameters = "hook=auto" };
FIXTURE_VARIANT_ADD(hotplug, kprobe) { .parameters = "hook=kprobe" };

FIXTURE_SETUP(hotplug)
{
	REQUIRE_MODULE(&self->setting);
	if (access(CPU1, W_OK))
		SKIP(return, "no second CPU that can be switched off");
	ASSERT_EQ(0, unload_within(STATES_GONE_MS));
	ASSERT_EQ(0, load(variant->parameters));
}

FIXTURE_TEARDOWN(hotplug)
{
	EXPECT_NOTHING_WRONG();
	EXPECT_EQ(0, write_file(CPU1, "1"));
	EXPECT_EQ(0, restore_module(&self->setting));
}

static bool is_online(void)
{
	char state[4];

	return read_file(CPU1, state, sizeof(state)) && state[0] == '1';
}

STRESS_F(hotplug, calls_and_hooks)
{
	long i, cycles = amount(6, 40);
	struct load others;

	start_load(&others, "hotplug_test");
	for (i = 0; i < cycles; i++) {
		ASSERT_EQ(0, write_file(CPU1, "0"));
		ASSERT_FALSE(is_online());
		ASSERT_TRUE(gate_works());
		ASSERT_EQ(0, write_file(CPU1, "1"));
		ASSERT_TRUE(is_online());
		/* Now and then so long that the hooks go and come again. */
		shared->rest = i % 3 == 2;
		if (shared->rest)
			wait_until(no_demanded_hooks, 3000);
		shared->rest = false;
		ASSERT_TRUE(gate_works());
	}
	EXPECT_TRUE(stop_load(&others));
	did("CPUs switched off", cycles);
}

/* The module is loaded and unloaded where there is another CPU each time. */
STRESS_F(hotplug, load_and_unload)
{
	long i, cycles = amount(3, 15);

	for (i = 0; i < cycles; i++) {
		ASSERT_EQ(0, write_file(CPU1, i % 2 ? "1" : "0"));
		ASSERT_EQ(0, unload_within(STATES_GONE_MS));
		ASSERT_EQ(0, write_file(CPU1, i % 2 ? "0" : "1"));
		ASSERT_TRUE(no_trace());
		ASSERT_EQ(0, load(variant->parameters));
		ASSERT_TRUE(gate_works());
	}
	did("load/unload", cycles);
}

STRESS_MAIN
