// SPDX-License-Identifier: GPL-2.0-only
/*
 * abi.c and abi_arm.c under KUnit: the table of calls, and the policy on it
 *
 * Compiled with what it tests, like core_kunit.c. What these get from other
 * files of gate32 is made up here: each handler is found at the address of
 * its name in the table.
 */
#include <kunit/test.h>

#include "../abi.c"
#include "../abi_arm.c"
#include "../window.c"

/* Symbols that "this kernel" does not have. */
static const char *missing_symbol;

/* What the private calls' handler was called with. */
static struct {
	const struct pt_regs *regs;
	int nr;
	bool in_window;
	unsigned int calls;
} private;

struct gate32_import gate32_import;

int gate32_ksyms_want(struct gate32_ksyms *syms, const char *name, void **where)
{
	if (!missing_symbol || strcmp(name, missing_symbol))
		*where = (void *)name;
	return 0;
}

long gate32_brk(struct gate32_state *state, const struct pt_regs *frame)
{
	return 0;
}

static long private_handler(struct pt_regs *regs, int nr)
{
	private.regs = regs;
	private.nr = nr;
	private.in_window = test_thread_flag(TIF_32BIT);
	private.calls++;

	return 42;
}

static int init(struct kunit *test)
{
	memset(arm_calls, 0, sizeof(arm_calls));
	memset(&private, 0, sizeof(private));
	missing_symbol = NULL;
	gate32_import.compat_arm_syscall = private_handler;

	return 0;
}

static int bind(void)
{
	return gate32_abi_want(NULL) ?: gate32_abi_bind();
}

/* ARM's numbers, as in its own unistd.h. */
static const struct class_vector {
	u32 nr;
	enum gate32_class want;
} class_vectors[] = {
	{ 0, GATE32_REFUSED },		/* restart_syscall */
	{ 1, GATE32_NATIVE },		/* exit */
	{ 2, GATE32_NATIVE },		/* fork */
	{ 3, GATE32_WINDOW },		/* read */
	{ 11, GATE32_EXEC },		/* execve */
	{ 17, GATE32_MISSING },		/* break */
	{ 20, GATE32_WINDOW },		/* getpid */
	{ 26, GATE32_REFUSED },		/* ptrace */
	{ 45, GATE32_OWN },		/* brk */
	{ 54, GATE32_WINDOW },		/* ioctl */
	{ 67, GATE32_REFUSED },		/* sigaction */
	{ 119, GATE32_REFUSED },	/* sigreturn */
	{ 120, GATE32_NATIVE },		/* clone */
	{ 125, GATE32_WINDOW },		/* mprotect */
	{ 173, GATE32_REFUSED },	/* rt_sigreturn */
	{ 174, GATE32_REFUSED },	/* rt_sigaction */
	{ 175, GATE32_WINDOW },		/* rt_sigprocmask */
	{ 186, GATE32_REFUSED },	/* sigaltstack */
	{ 190, GATE32_NATIVE },		/* vfork */
	{ 192, GATE32_WINDOW },		/* mmap2 */
	{ 248, GATE32_NATIVE },		/* exit_group */
	{ 256, GATE32_REFUSED },	/* set_tid_address */
	{ 338, GATE32_WINDOW },		/* set_robust_list */
	{ 387, GATE32_EXEC },		/* execveat */
	{ 398, GATE32_REFUSED },	/* rseq */
	{ 435, GATE32_NATIVE },		/* clone3 */
};

static void classes(struct kunit *test)
{
	const struct class_vector *v;

	KUNIT_ASSERT_EQ(test, bind(), 0);
	for (v = class_vectors; v < class_vectors + ARRAY_SIZE(class_vectors); v++)
		KUNIT_EXPECT_EQ_MSG(test, arm_calls[v->nr].class, v->want,
				    "number %u", v->nr);
}

static void classes_are_as_many_as_rows(struct kunit *test)
{
	u32 i, special = 0;

	KUNIT_ASSERT_EQ(test, bind(), 0);
	for (i = 0; i < gate32_abi_arm.nr_calls; i++) {
		if (arm_calls[i].class != GATE32_WINDOW &&
		    arm_calls[i].class != GATE32_MISSING)
			special++;
	}
	KUNIT_EXPECT_EQ(test, special, gate32_abi_arm.nr_policy);
}

/* A mask of this kind bounds the index of what is no number of the table. */
static void table_is_a_power_of_two(struct kunit *test)
{
	u32 i;

	KUNIT_EXPECT_EQ(test, GATE32_MAX_CALLS & (GATE32_MAX_CALLS - 1), 0);
	KUNIT_ASSERT_EQ(test, bind(), 0);
	for (i = gate32_abi_arm.nr_calls; i < GATE32_MAX_CALLS; i++)
		KUNIT_EXPECT_EQ(test, arm_calls[i].class, GATE32_MISSING);
}

static void handler_is_missing(struct kunit *test)
{
	missing_symbol = "__arm64_sys_getpid";
	KUNIT_EXPECT_EQ(test, bind(), -ENOENT);
}

static void row_fits_nothing(struct kunit *test)
{
	static const struct gate32_policy policy = {
		.name = "no_such_call", .class = GATE32_REFUSED,
	};
	struct gate32_abi_desc desc = gate32_abi_arm;

	KUNIT_ASSERT_EQ(test, bind(), 0);
	desc.policy = &policy;
	desc.nr_policy = 1;
	KUNIT_EXPECT_EQ(test, apply_policy(&desc), -ENOENT);
}

static void names(struct kunit *test)
{
	KUNIT_EXPECT_TRUE(test, names_call("__arm64_sys_exit", "exit"));
	KUNIT_EXPECT_TRUE(test, names_call("__arm64_compat_sys_exit", "exit"));
	KUNIT_EXPECT_FALSE(test, names_call("__arm64_sys_exit_group", "exit"));
	KUNIT_EXPECT_FALSE(test, names_call("__arm64_sys_exit", "exit_group"));
	KUNIT_EXPECT_FALSE(test, names_call("__arm64_sys_vfork", "fork"));
	KUNIT_EXPECT_FALSE(test, names_call(NULL, "exit"));
	KUNIT_EXPECT_FALSE(test, names_call("exit", "exit"));
}

static void features(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, gate32_abi_features(), GATE32_FEATURE_ABI_ARM);
	KUNIT_EXPECT_PTR_EQ(test, gate32_abi(GATE32_ABI_ARM), &gate32_abi_arm);
}

static void private_call_in_the_window(struct kunit *test)
{
	struct pt_regs frame = { };

	KUNIT_EXPECT_EQ(test, arm_beyond(__ARM_NR_compat_cacheflush, &frame), 42);
	KUNIT_EXPECT_EQ(test, private.calls, 1);
	KUNIT_EXPECT_EQ(test, private.nr, __ARM_NR_compat_cacheflush);
	KUNIT_EXPECT_PTR_EQ(test, private.regs, (const struct pt_regs *)&frame);
	KUNIT_EXPECT_TRUE(test, private.in_window);
	KUNIT_EXPECT_FALSE(test, test_thread_flag(TIF_32BIT));
}

/* Its signal is raised on the thread's own registers, as a 64-bit task. */
static void private_call_that_signals(struct kunit *test)
{
	struct pt_regs frame = { };

	arm_beyond(__ARM_NR_COMPAT_END, &frame);
	KUNIT_EXPECT_EQ(test, private.calls, 1);
	KUNIT_EXPECT_PTR_EQ(test, private.regs,
			    (const struct pt_regs *)current_pt_regs());
	KUNIT_EXPECT_FALSE(test, private.in_window);
}

static void private_call_refused(struct kunit *test)
{
	struct pt_regs frame = { };

	KUNIT_EXPECT_EQ(test, arm_beyond(__ARM_NR_compat_set_tls, &frame),
			-EOPNOTSUPP);
	KUNIT_EXPECT_EQ(test, private.calls, 0);
}

static struct kunit_case cases[] = {
	KUNIT_CASE(classes),
	KUNIT_CASE(classes_are_as_many_as_rows),
	KUNIT_CASE(table_is_a_power_of_two),
	KUNIT_CASE(handler_is_missing),
	KUNIT_CASE(row_fits_nothing),
	KUNIT_CASE(names),
	KUNIT_CASE(features),
	KUNIT_CASE(private_call_in_the_window),
	KUNIT_CASE(private_call_that_signals),
	KUNIT_CASE(private_call_refused),
	{}
};

static struct kunit_suite suite = {
	.name		= "gate32_abi",
	.init		= init,
	.test_cases	= cases,
};

kunit_test_suite(suite);
