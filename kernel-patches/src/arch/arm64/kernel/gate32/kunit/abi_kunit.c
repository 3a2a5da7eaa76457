// SPDX-License-Identifier: GPL-2.0-only
/*
 * abi_arm.c under KUnit: is the table the kernel's, but for what the list of
 * policies says?
 */
#include <kunit/test.h>
#include <linux/ptrace.h>
#include <asm/unistd.h>
#include <asm/unistd_compat_32.h>

#include "../abi.h"

enum class { NATIVE, EXEC, OWN, REFUSED };

static const struct row {
	u32 nr;
	const char *name;
	enum class class;
} rows[] = {
#define GATE32_POLICY(_name, _class, _own, _reason)	\
	{ __NR_compat32_##_name, #_name, _class },
#define GATE32_PRIVATE_POLICY(_name, _class, _reason)
#include "../abi_arm_policy.h"
#undef GATE32_PRIVATE_POLICY
#undef GATE32_POLICY
};

static const struct row *row_of(u32 nr)
{
	int i;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		if (rows[i].nr == nr)
			return &rows[i];
	}

	return NULL;
}

static void calls_are_the_kernels(struct kunit *test)
{
	const struct row *row;
	u32 nr;

	for (nr = 0; nr < gate32_abi_arm.nr_calls; nr++) {
		row = row_of(nr);
		if (!row || row->class == NATIVE)
			KUNIT_EXPECT_PTR_EQ_MSG(test, gate32_arm_calls[nr],
						compat_sys_call_table[nr],
						"call %u", nr);
		else
			KUNIT_EXPECT_PTR_NE_MSG(test, gate32_arm_calls[nr],
						compat_sys_call_table[nr],
						"%s", row->name);
	}
}

/* restart_syscall is refused by a function of its own: the kernel makes it. */
static void refused_calls_are_refused(struct kunit *test)
{
	struct pt_regs frame = {};
	int i, refused = 0;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		if (rows[i].class != REFUSED)
			continue;
		refused++;
		if (rows[i].nr != __NR_compat32_restart_syscall)
			KUNIT_EXPECT_EQ_MSG(test, -EOPNOTSUPP,
					    gate32_arm_calls[rows[i].nr](&frame),
					    "%s", rows[i].name);
	}
	KUNIT_EXPECT_GT(test, refused, 1);
}

/* What is speculated past the last call finds nothing but ENOSYS. */
static void rest_of_the_table_is_enosys(struct kunit *test)
{
	struct pt_regs frame = {};
	u32 nr;

	KUNIT_EXPECT_EQ(test, 0, GATE32_MAX_CALLS & (GATE32_MAX_CALLS - 1));
	for (nr = gate32_abi_arm.nr_calls; nr < GATE32_MAX_CALLS; nr++)
		KUNIT_EXPECT_EQ_MSG(test, -ENOSYS, gate32_arm_calls[nr](&frame),
				    "call %u", nr);
}

static void private_calls(struct kunit *test)
{
	struct pt_regs frame = {};

	KUNIT_EXPECT_EQ(test, -EOPNOTSUPP,
			gate32_abi_arm.beyond(__ARM_NR_compat_set_tls, &frame));
	/* Breakpoint: AArch32 tasks do not have it either. */
	KUNIT_EXPECT_EQ(test, -ENOSYS,
			gate32_abi_arm.beyond(__ARM_NR_COMPAT_BASE + 1, &frame));
}

static struct kunit_case cases[] = {
	KUNIT_CASE(calls_are_the_kernels),
	KUNIT_CASE(refused_calls_are_refused),
	KUNIT_CASE(rest_of_the_table_is_enosys),
	KUNIT_CASE(private_calls),
	{}
};

static struct kunit_suite suite = {
	.name		= "gate32_abi",
	.test_cases	= cases,
};

kunit_test_suite(suite);
