// SPDX-License-Identifier: GPL-2.0-only
/*
 * gate32 - decisions: argument checks, placement arithmetic, the break
 */
#include "core.h"

static bool aligned(unsigned long value, unsigned long size)
{
	return !(value & (size - 1));
}

static unsigned long align_up(unsigned long value, unsigned long size)
{
	return (value + size - 1) & ~(size - 1);
}

/* First byte above what a 32-bit task can map: TASK_SIZE_32 of arm64. */
static unsigned long task_size_32(unsigned long page_size)
{
	return 0x100000000UL - page_size;
}

/**
 * gate32_check_cpus() - may a task of this machine be marked 32-bit?
 * @capable: CPUs that the kernel runs 32-bit tasks on; 0: there are no such
 *	tasks, and it does not care where a marked one runs
 * @possible: CPUs that there are or may come to be
 *
 * Return: 0; -EOPNOTSUPP: a marked task would be moved to some of the CPUs
 */
int gate32_check_cpus(unsigned int capable, unsigned int possible)
{
	return !capable || capable == possible ? 0 : -EOPNOTSUPP;
}

/**
 * gate32_check_unused() - is the verb known and are its unused arguments 0?
 * @verb: of enum gate32_verb, or anything
 * @a: first argument
 * @b: second argument
 * @c: third argument
 *
 * Return: 0; -EINVAL: the verb is unknown; -EINVAL: an argument is not 0
 * that the verb does not use
 */
int gate32_check_unused(unsigned long verb, unsigned long a, unsigned long b,
			unsigned long c)
{
	unsigned long unused;

	switch (verb) {
	case GATE32_GET_VERSION:
	case GATE32_GET_FEATURES:
	case GATE32_DISABLE:
	case GATE32_LOCK:
		unused = a | b | c;
		break;
	case GATE32_MMAP_LIMIT:
	case GATE32_BRK:
		unused = b | c;
		break;
	case GATE32_CALL:
		unused = c;
		break;
	case GATE32_ENABLE:
	case GATE32_IOCTL:
		unused = 0;
		break;
	default:
		return -EINVAL;
	}

	return unused ? -EINVAL : 0;
}

/**
 * gate32_check_enable() - are these settings that a gate can have?
 * @abi: of enum gate32_abi, or anything
 * @base: 0, or a multiple of GATE32_NR_SPAN between the bounds
 * @flags: none is defined
 * @features: GATE32_FEATURE_* that this kernel offers
 *
 * Return: 0; -EINVAL: unknown @abi, bad @base, unknown @flags, in this order;
 * -EOPNOTSUPP: @abi, or any base but 0, is known but not among @features
 */
int gate32_check_enable(unsigned long abi, unsigned long base,
			unsigned long flags, unsigned int features)
{
	unsigned int needs;

	switch (abi) {
	case GATE32_ABI_ARM:
		needs = GATE32_FEATURE_ABI_ARM;
		break;
	case GATE32_ABI_I386:
		needs = GATE32_FEATURE_ABI_I386;
		break;
	default:
		return -EINVAL;
	}

	if (base && (!aligned(base, GATE32_NR_SPAN) ||
		     base < GATE32_BASE_MIN || base > GATE32_BASE_MAX))
		return -EINVAL;
	if (flags)
		return -EINVAL;
	if (base)
		needs |= GATE32_FEATURE_ROUTE;

	return (features & needs) == needs ? 0 : -EOPNOTSUPP;
}

/**
 * gate32_check_limit() - is this a ceiling that placement can have?
 * @limit: bytes from address 0; 0 stands for none
 * @page_size: of the kernel
 * @task_size: of a 64-bit task
 *
 * Return: 0; -EINVAL: not a multiple of @page_size; -EINVAL: above @task_size
 */
int gate32_check_limit(unsigned long limit, unsigned long page_size,
		       unsigned long task_size)
{
	return aligned(limit, page_size) && limit <= task_size ? 0 : -EINVAL;
}

/**
 * gate32_check_brk() - can a guest's break start here?
 * @start: address; need not be aligned, an ELF file's end seldom is
 * @page_size: of the kernel
 *
 * Return: 0; -EINVAL: 0, or not below the end of a 32-bit address space
 */
int gate32_check_brk(unsigned long start, unsigned long page_size)
{
	return start && start < task_size_32(page_size) ? 0 : -EINVAL;
}

/**
 * gate32_clamp_search() - keep a search for free addresses below an end
 * @low: where the search begins; changed if it would begin above its end
 * @high: where it ends, exclusive; lowered to @end
 * @end: exclusive bound, page-aligned
 * @page_size: of the kernel
 *
 * Bottom-up searches of a 64-bit task begin far above 4 GB. They get the
 * starting point that the kernel gives a task whose address space ends at
 * @end: a quarter of it (TASK_UNMAPPED_BASE, arch/arm64/include/asm/
 * processor.h, 6.12).
 */
void gate32_clamp_search(unsigned long *low, unsigned long *high,
			 unsigned long end, unsigned long page_size)
{
	unsigned long start = align_up(end / 4, page_size);

	if (*high > end)
		*high = end;
	if (*low >= *high)
		*low = start > GATE32_PLACE_FLOOR ? start : GATE32_PLACE_FLOOR;
}

/**
 * gate32_drop_hint() - would following this hint break the limit?
 * @addr: hint, any value; 0 is none
 * @len: bytes to map, any value
 * @fixed: the caller insists (MAP_FIXED, MAP_FIXED_NOREPLACE)
 * @limit: ceiling in force; 0 is none
 *
 * Return: true if the kernel should choose without the hint
 */
bool gate32_drop_hint(unsigned long addr, unsigned long len, bool fixed,
		      unsigned long limit)
{
	if (!limit || !addr || fixed)
		return false;

	return len > limit || addr > limit - len;
}

/**
 * gate32_plan_brk() - what brk(2) does, before it is known if there is room
 * @start: where the break began
 * @brk: where it is; never below @start
 * @want: where the caller wants it
 * @data_limit: RLIMIT_DATA in bytes
 * @page_size: of the kernel
 *
 * The rules are those of mm/mmap.c, 6.12: brk(2) never fails, it answers with
 * the break as it is. The data segment itself is the translator's, so only
 * the break counts against RLIMIT_DATA here; mmap's own accounting against
 * that limit comes on top.
 *
 * Return: the plan
 */
struct gate32_brk_plan gate32_plan_brk(unsigned long start, unsigned long brk,
				       unsigned long want,
				       unsigned long data_limit,
				       unsigned long page_size)
{
	struct gate32_brk_plan plan = { .action = GATE32_BRK_KEEP };
	unsigned long old_end = align_up(brk, page_size);
	unsigned long new_end = align_up(want, page_size);

	if (want < start || want - start > data_limit)
		return plan;

	if (new_end == old_end) {
		plan.action = GATE32_BRK_SET;
	} else if (want < brk) {
		plan.action = GATE32_BRK_SHRINK;
		plan.from = new_end;
		plan.to = old_end;
	} else if (new_end <= task_size_32(page_size)) {
		plan.action = GATE32_BRK_GROW;
		plan.from = old_end;
		plan.to = new_end;
	}

	return plan;
}
