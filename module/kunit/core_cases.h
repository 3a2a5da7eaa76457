/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * gate32 - every decision of core.c at its boundaries
 *
 * The expected values come from uapi/linux/gate32.h and from what brk(2) and
 * arm64's address spaces are; the vectors are spelled out, not computed.
 *
 * For two frameworks: KUnit (core_kunit.c) in the kernel, and kselftest's harness
 * (selftests/gate/core_test.c) on any machine. Before this is included they
 * define CASE(name), the head of a test, and what is expected in it:
 * SAME(want, got), and SAME_FOR(want, got, format, ...), which says for which
 * vector it failed.
 */
#ifndef _GATE32_CORE_CASES_H
#define _GATE32_CORE_CASES_H

#include "../core.h"

#define K4	4096UL
#define K16	16384UL
#define K64	65536UL
#define GB4	0x100000000UL

#define EACH(_v, _table)						\
	for (_v = _table; _v < _table + ARRAY_SIZE(_table); _v++)

static const struct unused_vector {
	unsigned long verb, a, b, c;
	int want;
} unused_vectors[] = {
	{ GATE32_GET_VERSION, 0, 0, 0, 0 },
	{ GATE32_GET_VERSION, 1, 0, 0, -EINVAL },
	{ GATE32_GET_VERSION, 0, 1UL << 63, 0, -EINVAL },
	{ GATE32_GET_VERSION, 0, 0, 1UL << 32, -EINVAL },
	{ GATE32_GET_FEATURES, 0, 0, 0, 0 },
	{ GATE32_GET_FEATURES, 1, 0, 0, -EINVAL },
	{ GATE32_GET_FEATURES, 0, 1, 0, -EINVAL },
	{ GATE32_GET_FEATURES, 0, 0, 1, -EINVAL },
	{ GATE32_ENABLE, 1, 2, 3, 0 },
	{ GATE32_ENABLE, -1UL, -1UL, -1UL, 0 },
	{ GATE32_DISABLE, 0, 0, 0, 0 },
	{ GATE32_DISABLE, 1, 0, 0, -EINVAL },
	{ GATE32_DISABLE, 0, 1, 0, -EINVAL },
	{ GATE32_DISABLE, 0, 0, 1, -EINVAL },
	{ GATE32_CALL, -1UL, -1UL, 0, 0 },
	{ GATE32_CALL, 0, 0, 1, -EINVAL },
	{ GATE32_CALL, 0, 0, 1UL << 40, -EINVAL },
	{ GATE32_IOCTL, -1UL, -1UL, -1UL, 0 },
	{ GATE32_MMAP_LIMIT, -1UL, 0, 0, 0 },
	{ GATE32_MMAP_LIMIT, 0, 1, 0, -EINVAL },
	{ GATE32_MMAP_LIMIT, 0, 0, 1, -EINVAL },
	{ GATE32_BRK, -1UL, 0, 0, 0 },
	{ GATE32_BRK, 0, 1, 0, -EINVAL },
	{ GATE32_BRK, 0, 0, 1, -EINVAL },
	{ GATE32_LOCK, 0, 0, 0, 0 },
	{ GATE32_LOCK, 1, 0, 0, -EINVAL },
	{ GATE32_LOCK, 0, 1, 0, -EINVAL },
	{ GATE32_LOCK, 0, 0, 1, -EINVAL },
	{ GATE32_LOCK + 1, 0, 0, 0, -EINVAL },
	{ -1UL, 0, 0, 0, -EINVAL },
	{ 1UL << 32, 0, 0, 0, -EINVAL },
	{ 1UL << 32 | GATE32_ENABLE, 0, 0, 0, -EINVAL },
};

CASE(check_unused)
{
	const struct unused_vector *v;

	EACH(v, unused_vectors) {
		SAME_FOR(v->want,
			 gate32_check_unused(v->verb, v->a, v->b, v->c),
			 "%lu(%#lx, %#lx, %#lx)", v->verb, v->a, v->b, v->c);
	}
}

static const struct enable_vector {
	unsigned long abi, base, flags;
	unsigned int features;
	int want;
} enable_vectors[] = {
#define ROUTES GATE32_FEATURE_ROUTE
#define HAS_ARM (GATE32_FEATURE_ABI_ARM | ROUTES)
#define HAS_I386 (GATE32_FEATURE_ABI_I386 | ROUTES)
	/* abi */
	{ 0, 0x80000000, 0, HAS_ARM, -EINVAL },
	{ GATE32_ABI_ARM, 0x80000000, 0, HAS_ARM, 0 },
	{ GATE32_ABI_ARM, 0x80000000, 0, HAS_I386, -EOPNOTSUPP },
	{ GATE32_ABI_ARM, 0x80000000, 0, 0, -EOPNOTSUPP },
	{ GATE32_ABI_I386, 0x80000000, 0, HAS_ARM, -EOPNOTSUPP },
	{ GATE32_ABI_I386, 0x80000000, 0, HAS_ARM | HAS_I386, 0 },
	{ 3, 0x80000000, 0, -1U, -EINVAL },
	{ 1UL << 32 | GATE32_ABI_ARM, 0x80000000, 0, -1U, -EINVAL },
	/* base */
	{ GATE32_ABI_ARM, 0, 0, HAS_ARM, 0 },
	{ GATE32_ABI_ARM, 0, 0, GATE32_FEATURE_ABI_ARM, 0 },
	{ GATE32_ABI_ARM, 0x100000, 0, GATE32_FEATURE_ABI_ARM, -EOPNOTSUPP },
	{ GATE32_ABI_ARM, 0x80000000, 0, GATE32_FEATURE_ABI_ARM, -EOPNOTSUPP },
	{ GATE32_ABI_ARM, 1, 0, GATE32_FEATURE_ABI_ARM, -EINVAL },
	{ GATE32_ABI_ARM, 0x80000000, 0, ROUTES, -EOPNOTSUPP },
	{ GATE32_ABI_ARM, 1, 0, HAS_ARM, -EINVAL },
	{ GATE32_ABI_ARM, 0xfffff, 0, HAS_ARM, -EINVAL },
	{ GATE32_ABI_ARM, 0x100000, 0, HAS_ARM, 0 },
	{ GATE32_ABI_ARM, 0x100001, 0, HAS_ARM, -EINVAL },
	{ GATE32_ABI_ARM, 0x180000, 0, HAS_ARM, -EINVAL },
	{ GATE32_ABI_ARM, 0x200000, 0, HAS_ARM, 0 },
	{ GATE32_ABI_ARM, 0xffe00000, 0, HAS_ARM, 0 },
	{ GATE32_ABI_ARM, 0xffe80000, 0, HAS_ARM, -EINVAL },
	{ GATE32_ABI_ARM, 0xfff00000, 0, HAS_ARM, -EINVAL },
	{ GATE32_ABI_ARM, 0x100000000, 0, HAS_ARM, -EINVAL },
	{ GATE32_ABI_ARM, 0x180000000, 0, HAS_ARM, -EINVAL },
	{ GATE32_ABI_ARM, -0x100000UL, 0, HAS_ARM, -EINVAL },
	/* flags */
	{ GATE32_ABI_ARM, 0x80000000, 1, HAS_ARM, -EINVAL },
	{ GATE32_ABI_ARM, 0x80000000, 1UL << 63, HAS_ARM, -EINVAL },
	/* order: only what is right otherwise is not supported */
	{ GATE32_ABI_I386, 1, 0, HAS_ARM, -EINVAL },
	{ GATE32_ABI_I386, 0x80000000, 1, HAS_ARM, -EINVAL },
};

CASE(check_enable)
{
	const struct enable_vector *v;

	EACH(v, enable_vectors) {
		SAME_FOR(v->want,
			 gate32_check_enable(v->abi, v->base, v->flags,
					     v->features),
			 "abi %#lx base %#lx flags %#lx features %#x", v->abi,
			 v->base, v->flags, v->features);
	}
}

static const struct limit_vector {
	unsigned long limit, page, task_size;
	int want;
} limit_vectors[] = {
	{ 0, K4, 1UL << 48, 0 },
	{ 1, K4, 1UL << 48, -EINVAL },
	{ K4 - 1, K4, 1UL << 48, -EINVAL },
	{ K4, K4, 1UL << 48, 0 },
	{ K4, K16, 1UL << 48, -EINVAL },
	{ K16, K64, 1UL << 48, -EINVAL },
	{ K64, K64, 1UL << 48, 0 },
	{ GB4, K64, 1UL << 48, 0 },
	{ 1UL << 39, K4, 1UL << 39, 0 },
	{ (1UL << 39) + K4, K4, 1UL << 39, -EINVAL },
	{ 1UL << 48, K4, 1UL << 48, 0 },
	{ 1UL << 48, K4, 1UL << 39, -EINVAL },
	{ 1UL << 52, K4, 1UL << 52, 0 },
	{ -K4, K4, 1UL << 52, -EINVAL },
	{ -1UL, K4, 1UL << 52, -EINVAL },
};

CASE(check_limit)
{
	const struct limit_vector *v;

	EACH(v, limit_vectors) {
		SAME_FOR(v->want,
			 gate32_check_limit(v->limit, v->page, v->task_size),
			 "%#lx of %#lx, page %lu", v->limit, v->task_size,
			 v->page);
	}
}

static const struct brk_vector {
	unsigned long start, page;
	int want;
} brk_vectors[] = {
	{ 0, K4, -EINVAL },
	{ 1, K4, 0 },
	{ 0x10000, K4, 0 },
	{ 0xffffefff, K4, 0 },
	{ 0xfffff000, K4, -EINVAL },
	{ 0xffffbfff, K16, 0 },
	{ 0xffffc000, K16, -EINVAL },
	{ 0xfffeffff, K64, 0 },
	{ 0xffff0000, K64, -EINVAL },
	{ 0xffffffff, K4, -EINVAL },
	{ GB4, K4, -EINVAL },
	{ GB4 + 0x10000, K4, -EINVAL },
	{ -1UL, K4, -EINVAL },
};

CASE(check_brk)
{
	const struct brk_vector *v;

	EACH(v, brk_vectors) {
		SAME_FOR(v->want, gate32_check_brk(v->start, v->page),
			 "%#lx, page %lu", v->start, v->page);
	}
}

CASE(check_cpus)
{
	/* No AArch32, everywhere, one CPU of one. */
	SAME(0, gate32_check_cpus(0, 4));
	SAME(0, gate32_check_cpus(4, 4));
	SAME(0, gate32_check_cpus(1, 1));
	SAME(-EOPNOTSUPP, gate32_check_cpus(1, 2));
	SAME(-EOPNOTSUPP, gate32_check_cpus(3, 4));
	SAME(-EOPNOTSUPP, gate32_check_cpus(4, 512));
}

static const struct search_vector {
	unsigned long low, high, end, page;
	unsigned long want_low, want_high;
} search_vectors[] = {
	/* A top-down search from far above: lowered. */
	{ K4, 0xffff80000000, 0xffff0000, K4, K4, 0xffff0000 },
	{ 0x10000, 0xffff80000000, 0x80000000, K4, 0x10000, 0x80000000 },
	/* One that ends below anyway: left alone. */
	{ 0x10000, 0x80000000, 0xffff0000, K4, 0x10000, 0x80000000 },
	{ 0x10000, 0xffff0000, 0xffff0000, K4, 0x10000, 0xffff0000 },
	/* A bottom-up search from far above: from a quarter of the space. */
	{ 0x400000000000, 1UL << 48, 0xffff0000, K4, 0x3fffc000, 0xffff0000 },
	{ 0x400000000000, 1UL << 48, GB4, K4, 0x40000000, GB4 },
	{ 0x400000000000, 1UL << 48, 0xffff0000, K64, 0x40000000, 0xffff0000 },
	{ 0xffff0000, 1UL << 48, 0xffff0000, K4, 0x3fffc000, 0xffff0000 },
	{ 0xfffef000, 1UL << 48, 0xffff0000, K4, 0xfffef000, 0xffff0000 },
	/* Never below what every process has to leave free. */
	{ 0x400000000000, 1UL << 48, 0x20000, K4, 0x10000, 0x20000 },
	{ 0x400000000000, 1UL << 48, K4, K4, 0x10000, K4 },
};

CASE(clamp_search)
{
	const struct search_vector *v;

	EACH(v, search_vectors) {
		unsigned long low = v->low, high = v->high;

		gate32_clamp_search(&low, &high, v->end, v->page);
		SAME_FOR(v->want_high, high,
			 "[%#lx, %#lx) below %#lx", v->low, v->high, v->end);
		SAME_FOR(v->want_low, low,
			 "[%#lx, %#lx) below %#lx", v->low, v->high, v->end);
	}
}

static const struct hint_vector {
	unsigned long addr, len;
	bool fixed;
	unsigned long limit;
	bool want;
} hint_vectors[] = {
	{ 0x40000000, K4, false, 0, false },
	{ -K4, K4, false, 0, false },
	{ 0, K4, false, GB4, false },
	{ 0, GB4 + K4, false, GB4, false },
	{ 0x40000000, K4, false, GB4, false },
	{ GB4 - K4, K4, false, GB4, false },
	{ GB4 - K4, K4 + 1, false, GB4, true },
	{ GB4 - K4, 2 * K4, false, GB4, true },
	{ GB4, K4, false, GB4, true },
	{ GB4, K4, true, GB4, false },
	{ -K4, K4, true, GB4, false },
	{ -K4, 2 * K4, false, GB4, true },
	{ K4, -K4, false, GB4, true },
	{ K4, -1UL, false, GB4, true },
	{ K4, GB4, false, GB4, true },
	{ K4, K4, false, K4, true },
	{ K4, K4, false, 2 * K4, false },
};

CASE(drop_hint)
{
	const struct hint_vector *v;

	EACH(v, hint_vectors) {
		SAME_FOR(v->want,
			 gate32_drop_hint(v->addr, v->len, v->fixed, v->limit),
			 "%#lx+%#lx fixed %d limit %#lx", v->addr, v->len,
			 v->fixed, v->limit);
	}
}

static const struct plan_vector {
	unsigned long start, brk, want, data, page;
	enum gate32_brk_action action;
	unsigned long from, to;
} plan_vectors[] = {
#define S 0x20000000UL
#define NO_LIMIT (-1UL)
	/* Asking, and what is below the start: keep. */
	{ S, S, 0, NO_LIMIT, K4, GATE32_BRK_KEEP, 0, 0 },
	{ S, S + 10, 0, NO_LIMIT, K4, GATE32_BRK_KEEP, 0, 0 },
	{ S, S + 10, S - 1, NO_LIMIT, K4, GATE32_BRK_KEEP, 0, 0 },
	{ S, S + 10, 1, NO_LIMIT, K4, GATE32_BRK_KEEP, 0, 0 },
	/* In the page where it is. */
	{ S, S, S, NO_LIMIT, K4, GATE32_BRK_SET, 0, 0 },
	{ S, S + 1, S + K4, NO_LIMIT, K4, GATE32_BRK_SET, 0, 0 },
	{ S, S + K4, S + 1, NO_LIMIT, K4, GATE32_BRK_SET, 0, 0 },
	{ S + 5, S + 5, S + 6, NO_LIMIT, K4, GATE32_BRK_SET, 0, 0 },
	{ S + 5, S + 6, S + 5, NO_LIMIT, K4, GATE32_BRK_SET, 0, 0 },
	/* Up. */
	{ S, S, S + 1, NO_LIMIT, K4, GATE32_BRK_GROW, S, S + K4 },
	{ S, S, S + K4, NO_LIMIT, K4, GATE32_BRK_GROW, S, S + K4 },
	{ S, S, S + K4 + 1, NO_LIMIT, K4, GATE32_BRK_GROW, S, S + 2 * K4 },
	{ S + 5, S + 5, S + K4 + 1, NO_LIMIT, K4, GATE32_BRK_GROW,
	  S + K4, S + 2 * K4 },
	{ S, S, S + 1, NO_LIMIT, K64, GATE32_BRK_GROW, S, S + K64 },
	/* Down. */
	{ S, S + K4 + 1, S + K4, NO_LIMIT, K4, GATE32_BRK_SHRINK,
	  S + K4, S + 2 * K4 },
	{ S, S + 3 * K4, S, NO_LIMIT, K4, GATE32_BRK_SHRINK, S, S + 3 * K4 },
	{ S, S + 3 * K4, S + 1, NO_LIMIT, K4, GATE32_BRK_SHRINK,
	  S + K4, S + 3 * K4 },
	{ S + 5, S + K4 + 7, S + 5, NO_LIMIT, K4, GATE32_BRK_SHRINK,
	  S + K4, S + 2 * K4 },
	/* The end of a 32-bit address space. */
	{ S, S, 0xfffff000, NO_LIMIT, K4, GATE32_BRK_GROW, S, 0xfffff000 },
	{ S, S, 0xfffff001, NO_LIMIT, K4, GATE32_BRK_KEEP, 0, 0 },
	{ S, S, 0xffffffff, NO_LIMIT, K4, GATE32_BRK_KEEP, 0, 0 },
	{ S, S, 0xffff0001, NO_LIMIT, K64, GATE32_BRK_KEEP, 0, 0 },
	{ 0xffffefff, 0xffffefff, 0xfffff000, NO_LIMIT, K4, GATE32_BRK_SET,
	  0, 0 },
	/* RLIMIT_DATA counts bytes from the start, not pages. */
	{ S, S, S + 1000, 999, K4, GATE32_BRK_KEEP, 0, 0 },
	{ S, S, S + 1000, 1000, K4, GATE32_BRK_GROW, S, S + K4 },
	{ S, S + 1000, S + 1001, 1000, K4, GATE32_BRK_KEEP, 0, 0 },
	/* It has been lowered below what is in use: even down is refused. */
	{ S, S + 3 * K4, S + 2 * K4, K4, K4, GATE32_BRK_KEEP, 0, 0 },
	{ S, S + 3 * K4, S + K4, K4, K4, GATE32_BRK_SHRINK,
	  S + K4, S + 3 * K4 },
};

CASE(plan_brk)
{
	const struct plan_vector *v;

	EACH(v, plan_vectors) {
		struct gate32_brk_plan plan;

		plan = gate32_plan_brk(v->start, v->brk, v->want, v->data,
				       v->page);
		SAME_FOR(v->action, plan.action,
			 "start %#lx brk %#lx want %#lx data %#lx", v->start,
			 v->brk, v->want, v->data);
		if (v->action == GATE32_BRK_GROW ||
		    v->action == GATE32_BRK_SHRINK) {
			SAME(v->from, plan.from);
			SAME(v->to, plan.to);
		}
	}
}

static const struct routes_vector {
	__u32 base, scno;
	bool want;
} routes_vectors[] = {
	{ 0, 0, false },
	{ 0, 20, false },
	{ 0, 0xfffff, false },
	{ 0, 0x80000014, false },
	{ 0x80000000, 0x7fffffff, false },
	{ 0x80000000, 0x80000000, true },
	{ 0x80000000, 0x800fffff, true },
	{ 0x80000000, 0x80100000, false },
	{ 0x80000000, 20, false },
	{ 0x80000000, 0xffffffff, false },
	{ 0x00100000, 0x000fffff, false },
	{ 0x00100000, 0x00100000, true },
	{ 0x00100000, 0x001fffff, true },
	{ 0x00100000, 0x00200000, false },
	{ 0xffe00000, 0xffdfffff, false },
	{ 0xffe00000, 0xffe00000, true },
	{ 0xffe00000, 0xffefffff, true },
	{ 0xffe00000, 0xfff00000, false },
	{ 0xffe00000, 0xffffffff, false },
	{ 0xffe00000, 0, false },
};

CASE(routes)
{
	const struct routes_vector *v;

	EACH(v, routes_vectors) {
		struct gate32_setting s = gate32_setting(GATE32_ABI_ARM,
							 v->base);

		SAME_FOR(v->want, gate32_routes(s, v->scno),
			 "base %#x number %#x", v->base, v->scno);
	}
}

CASE(setting)
{
	struct gate32_setting locked = { .word = GATE32_SETTING_LOCKED };
	struct gate32_setting shut = { 0 };
	struct gate32_setting s;
	__u32 base;

	SAME(false, gate32_setting_open(shut));
	SAME(false, gate32_routes(shut, 0));
	/* Locked: neither open nor a base for any number. */
	SAME(false, gate32_setting_open(locked));
	SAME(false, gate32_routes(locked, 0));
	SAME(false, gate32_routes(locked, 0xffffffff));
	SAME(false, gate32_routes(locked, GATE32_BASE_DEFAULT));
	for (base = GATE32_BASE_MIN; base <= GATE32_BASE_MAX;
	     base += GATE32_NR_SPAN) {
		s = gate32_setting(GATE32_ABI_I386, base);
		SAME(true, gate32_setting_open(s));
		SAME(GATE32_ABI_I386, gate32_setting_abi(s));
		SAME(base, gate32_setting_base(s));
	}
	/* A gate without a base is open, too. */
	s = gate32_setting(GATE32_ABI_ARM, 0);
	SAME(true, gate32_setting_open(s));
	SAME(GATE32_ABI_ARM, gate32_setting_abi(s));
	SAME(0, gate32_setting_base(s));
}

static const struct result_vector {
	long ret, want;
} result_vectors[] = {
	{ 0, 0 },
	{ 1, 1 },
	{ 0x7fffffff, 0x7fffffff },
	/* No error: zero-extended, however the handler has extended it. */
	{ 0x80000000, 0x80000000 },
	{ -0x80000000L, 0x80000000 },
	{ 0xc0000000, 0xc0000000 },
	{ 0xffffefff, 0xffffefff },
	{ -4097, 0xffffefff },
	{ -4096, 0xfffff000 },
	/* Errors, from either extension. */
	{ -4095, -4095 },
	{ 0xfffff001, -4095 },
	{ -EINVAL, -EINVAL },
	{ 0xffffffea, -EINVAL },
	{ -1, -1 },
	{ 0xffffffff, -1 },
	{ -512, -512 },
	/* Upper halves are dropped. */
	{ 0x123456789, 0x23456789 },
	{ 0x1ffffffff, -1 },
	{ 0x100000000, 0 },
};

CASE(result)
{
	const struct result_vector *v;

	EACH(v, result_vectors) {
		SAME_FOR(v->want, gate32_result(v->ret),
			 "%#lx", v->ret);
	}
}

#endif /* _GATE32_CORE_CASES_H */
