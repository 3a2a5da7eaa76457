// SPDX-License-Identifier: GPL-2.0-only
/*
 * Who may read the counter, on CPUs with erratum 1418040
 *
 * There the kernel has AArch32's accesses to CNTVCT trapped, and switches this
 * on and off as 32-bit and 64-bit tasks come and go. What is counted here is
 * how often it serves such an access: always for an AArch32 program, never for
 * a 64-bit one, whoever has been in a routed call on the same CPU before.
 */
#include "gate32_test.h"

#include <linux/perf_event.h>
#include <sched.h>
#include <sys/syscall.h>
#include <sys/ioctl.h>

#define TIMES		200
#define LOW		0x50000000UL

FIXTURE(counter)
{
	int handler64, handler32;
	pid_t beside;
};

FIXTURE_VARIANT(counter)
{
	bool routed;
};

FIXTURE_VARIANT_ADD(counter, native) { .routed = false };
FIXTURE_VARIANT_ADD(counter, routed) { .routed = true };

/* Count calls of a function of the kernel, by this process and its children. */
static int count_calls(const char *function)
{
	struct perf_event_attr attr = {
		.size = sizeof(attr),
		.inherit = 1,
		.kprobe_func = (uintptr_t)function,
	};
	FILE *f = fopen("/sys/bus/event_source/devices/kprobe/type", "r");

	if (!f || fscanf(f, "%u", &attr.type) != 1)
		return -1;
	fclose(f);

	return syscall(__NR_perf_event_open, &attr, 0, -1, -1, 0);
}

static uint64_t calls_so_far(int fd)
{
	uint64_t n = ~0ULL;

	(void)!read(fd, &n, sizeof(n));

	return n;
}

static uint64_t read_counter(void)
{
	uint64_t v;

	__asm__ __volatile__("mrs %0, cntvct_el0" : "=r"(v));

	return v;
}

/* Comes to the CPU as a 64-bit task, and leaves it in a routed call. */
static void yield_for_good(bool routed)
{
	while (true) {
		if (routed)
			ARM(sched_yield);
		sched_yield();
	}
}

/* An AArch32 program that reads the counter TIMES times; its exit code. */
static int run_reader(void)
{
	pid_t pid = fork();

	if (pid == 0) {
		execl("./arm32_counter", "arm32_counter", "200", NULL);
		_exit(127);
	}

	return exit_code(pid);
}

FIXTURE_SETUP(counter)
{
	cpu_set_t one;

	OPEN_GATE();
	if (!aarch32_capable())
		SKIP(return, "this CPU has no AArch32");
	CPU_ZERO(&one);
	CPU_SET(0, &one);
	ASSERT_EQ(0, sched_setaffinity(0, sizeof(one), &one));
	self->handler64 = count_calls("cntvct_read_handler");
	self->handler32 = count_calls("compat_cntvct_read_handler");
	if (self->handler64 < 0 || self->handler32 < 0)
		SKIP(return, "no events of kprobes");
	ASSERT_EQ(0, run_reader());
	if (!calls_so_far(self->handler32))
		SKIP(return, "this CPU has no erratum 1418040");
	ASSERT_EQ(TIMES, calls_so_far(self->handler32));
	self->beside = fork();
	if (self->beside == 0)
		yield_for_good(variant->routed);
}

FIXTURE_TEARDOWN(counter)
{
	if (self->beside > 0) {
		kill(self->beside, SIGKILL);
		exit_code(self->beside);
	}
}

TEST_F(counter, of_aarch32_is_trapped)
{
	ASSERT_EQ(0, run_reader());
	EXPECT_EQ(2 * TIMES, calls_so_far(self->handler32));
}

TEST_F(counter, of_64bit_is_not_trapped)
{
	uint64_t before = calls_so_far(self->handler64), last = 0, now;
	int i;

	for (i = 0; i < TIMES; i++) {
		if (variant->routed)
			ARM(sched_yield);
		else
			sched_yield();
		now = read_counter();
		ASSERT_LE(last, now);
		last = now;
	}
	EXPECT_EQ(0, calls_so_far(self->handler64) - before);
}

TEST_HARNESS_MAIN
