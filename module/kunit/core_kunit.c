// SPDX-License-Identifier: GPL-2.0-only
/*
 * core.c under KUnit
 *
 * As a module, compiled with what it tests, not linked to it: gate32.ko has no
 * symbols for others, and need not be loaded.
 */
#include <kunit/test.h>

#define CASE(_name) static void _name(struct kunit *test)
#define SAME(_want, _got) KUNIT_EXPECT_EQ(test, _want, _got)
#define SAME_FOR(_want, _got, ...)					\
	KUNIT_EXPECT_EQ_MSG(test, _want, _got, __VA_ARGS__)

#ifdef MODULE
#include "../core.c"
#else
#include "../core.h"
#endif
#include "core_cases.h"

static struct kunit_case cases[] = {
	KUNIT_CASE(check_unused),
	KUNIT_CASE(check_enable),
	KUNIT_CASE(check_limit),
	KUNIT_CASE(check_brk),
	KUNIT_CASE(check_cpus),
	KUNIT_CASE(clamp_search),
	KUNIT_CASE(drop_hint),
	KUNIT_CASE(plan_brk),
	KUNIT_CASE(routes),
	KUNIT_CASE(setting),
	KUNIT_CASE(result),
	{}
};

static struct kunit_suite suite = {
	.name		= "gate32_core",
	.test_cases	= cases,
};

kunit_test_suite(suite);

MODULE_DESCRIPTION("KUnit tests of gate32's decisions");
MODULE_LICENSE("GPL");
