/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * gate32 - what an ABI is: a table of calls, and the few facts beside it
 */
#ifndef _GATE32_ABI_H
#define _GATE32_ABI_H

#include <linux/types.h>
#include <asm/syscall.h>
#include <uapi/linux/gate32.h>

/* A power of two: any number, masked, is inside a table. */
#define GATE32_MAX_CALLS	512

/**
 * struct gate32_abi_desc - a 32-bit ABI
 * @ioctl_nr: number of ioctl(2)
 * @nr_calls: numbers below this one are in the table
 * @calls: GATE32_MAX_CALLS handlers
 * @beyond: numbers that are not in the table
 */
struct gate32_abi_desc {
	u32 ioctl_nr;
	u32 nr_calls;
	const syscall_fn_t *calls;
	long (*beyond)(u32 nr, const struct pt_regs *frame);
};

extern const struct gate32_abi_desc gate32_abi_arm;
/* Aligned to 4 KB. */
extern const syscall_fn_t gate32_arm_calls[GATE32_MAX_CALLS];

/**
 * gate32_abi() - ABI by number
 * @id: of enum gate32_abi, checked by gate32_check_enable()
 *
 * Return: the ABI
 */
static inline const struct gate32_abi_desc *gate32_abi(u32 id)
{
	return &gate32_abi_arm;
}

/**
 * gate32_abi_features() - feature bits of the ABIs that there are
 *
 * Return: mask of GATE32_FEATURE_ABI_*
 */
static inline unsigned int gate32_abi_features(void)
{
	return IS_ENABLED(CONFIG_GATE32_COMPAT) ? GATE32_FEATURE_ABI_ARM : 0;
}

#endif /* _GATE32_ABI_H */
