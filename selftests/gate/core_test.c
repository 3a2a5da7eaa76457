// SPDX-License-Identifier: GPL-2.0-only
/*
 * module/core.c in user space. Needs no kernel with gate32.
 */
#include <kselftest_harness.h>

#ifndef ARRAY_SIZE
#define ARRAY_SIZE(_a) (sizeof(_a) / sizeof((_a)[0]))
#endif

#define CASE(_name) TEST(_name)
#define SAME(_want, _got) EXPECT_EQ(_want, _got)
#define SAME_FOR(_want, _got, ...)					\
	EXPECT_EQ(_want, _got) {					\
		TH_LOG(__VA_ARGS__);					\
	}

#include "../../module/kunit/core_cases.h"

TEST_HARNESS_MAIN
