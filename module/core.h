/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * gate32 - decisions: pure functions, no kernel state, no hooks
 *
 * Everything here depends on its arguments alone, so that the same source is
 * compiled into the module and into a user-space test (core_test).
 */
#ifndef _GATE32_CORE_H
#define _GATE32_CORE_H

#ifdef __KERNEL__
#include <linux/errno.h>
#include <linux/types.h>
#include <linux/gate32.h>
#else
#include <errno.h>
#include <stdbool.h>
#include <linux/types.h>
#include <linux/gate32.h>
#endif

/* Numbers that the kernel returns as errors: include/linux/err.h */
#define GATE32_MAX_ERRNO	4095U

/*
 * No address at or above this one is ever chosen for a routed call. An
 * AArch32 task has its vector page here, so the kernel never hands it out
 * there either (arch/arm64/kernel/vdso.c, 6.12: AARCH32_VECTORS_BASE), and
 * translators put their copy of that page here.
 */
#define GATE32_PLACE_END	0xffff0000UL

/* Where a search starts that finds nothing where it was told to look. */
#define GATE32_PLACE_FLOOR	0x10000UL

/**
 * struct gate32_setting - what GATE32_ENABLE has set, packed into one word
 * @word: base in the upper half, abi in the lower; 0 while the gate is shut,
 *	GATE32_SETTING_LOCKED once it is locked
 *
 * One word, so that a reader without locks never sees the base of one
 * setting with the abi of another.
 */
struct gate32_setting {
	__u64 word;
};

static inline struct gate32_setting gate32_setting(__u32 abi, __u32 base)
{
	return (struct gate32_setting){ .word = (__u64)base << 32 | abi };
}

static inline __u32 gate32_setting_abi(struct gate32_setting s)
{
	return (__u32)s.word;
}

static inline __u32 gate32_setting_base(struct gate32_setting s)
{
	return s.word >> 32;
}

/*
 * In the place of a setting: the gate is locked. It has no base, so that
 * nothing is routed, and an abi that there is none of.
 */
#define GATE32_SETTING_LOCKED	0xffffffffULL

static inline bool gate32_setting_open(struct gate32_setting s)
{
	return s.word != 0 && s.word != GATE32_SETTING_LOCKED;
}

/**
 * gate32_routes() - is this number one that the gate routes?
 * @s: setting of the calling process
 * @scno: number in w8
 *
 * A base of 0 routes nothing. No valid number of the native table gets here,
 * as no base is below GATE32_BASE_MIN.
 *
 * Return: true if scno - base is the number of a 32-bit call
 */
static inline bool gate32_routes(struct gate32_setting s, __u32 scno)
{
	__u32 base = gate32_setting_base(s);

	return base && scno - base < GATE32_NR_SPAN;
}

/**
 * gate32_result() - x0 for what a compat handler has returned
 * @ret: as the handler returns it; may have all 64 bits in use
 *
 * The low half is what an AArch32 task finds in r0. An error stays negative
 * as a 64-bit number, which is also what the signal code needs to see in
 * order to restart a call (-ERESTART*).
 *
 * Return: the value for x0
 */
static inline long gate32_result(long ret)
{
	__u32 low = (__u32)ret;
	__u64 high = low >= -GATE32_MAX_ERRNO ? ~0ULL : 0;

	/* In halves it takes an instruction less than as two extensions. */
	return high << 32 | low;
}

int gate32_check_cpus(unsigned int capable, unsigned int possible);
int gate32_check_unused(unsigned long verb, unsigned long a, unsigned long b,
			unsigned long c);
int gate32_check_enable(unsigned long abi, unsigned long base,
			unsigned long flags, unsigned int features);
int gate32_check_limit(unsigned long limit, unsigned long page_size,
		       unsigned long task_size);
int gate32_check_brk(unsigned long start, unsigned long page_size);
void gate32_clamp_search(unsigned long *low, unsigned long *high,
			 unsigned long end, unsigned long page_size);
bool gate32_drop_hint(unsigned long addr, unsigned long len, bool fixed,
		      unsigned long limit);

/**
 * enum gate32_brk_action - what a routed brk(2) has to do
 * @GATE32_BRK_KEEP: answer with the break as it is
 * @GATE32_BRK_SET: move the break within its last page
 * @GATE32_BRK_GROW: map [from, to), then move it
 * @GATE32_BRK_SHRINK: unmap [from, to), then move it
 */
enum gate32_brk_action {
	GATE32_BRK_KEEP,
	GATE32_BRK_SET,
	GATE32_BRK_GROW,
	GATE32_BRK_SHRINK,
};

/**
 * struct gate32_brk_plan - outcome of gate32_plan_brk()
 * @action: what to do
 * @from: first byte of the pages to map or unmap, page-aligned
 * @to: end of them, exclusive, page-aligned
 */
struct gate32_brk_plan {
	enum gate32_brk_action action;
	unsigned long from;
	unsigned long to;
};

struct gate32_brk_plan gate32_plan_brk(unsigned long start, unsigned long brk,
				       unsigned long want,
				       unsigned long data_limit,
				       unsigned long page_size);

#endif /* _GATE32_CORE_H */
