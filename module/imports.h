/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * gate32 - functions of the kernel that it calls and that are not exported
 */
#ifndef _GATE32_IMPORTS_H
#define _GATE32_IMPORTS_H

#include "compat/seccomp.h"

struct audit_context;
struct gate32_ksyms;
struct pt_regs;
struct timespec64;

/**
 * struct gate32_import - imported functions, all set once the module is up
 * @compat_arm_syscall: arch/arm64/kernel/sys_compat.c: numbers in no table
 * @seccomp: of kernel/seccomp.c: judge a call (compat/seccomp.h)
 * @system_32bit_el0_cpumask: where the kernel runs 32-bit tasks
 * @audit_stamp: auditsc_get_stamp() of kernel/auditsc.c: 0 if the thread's
 *	record of a call has not begun; NULL where audit has no such records
 *
 * The types are the kernel's: kCFI checks them at the call.
 */
struct gate32_import {
	long (*compat_arm_syscall)(struct pt_regs *regs, int scno);
	gate32_seccomp_t *seccomp;
	const struct cpumask *(*system_32bit_el0_cpumask)(void);
	int (*audit_stamp)(struct audit_context *ctx, struct timespec64 *time,
			   unsigned int *serial);
};

extern struct gate32_import gate32_import;

int gate32_imports_want(struct gate32_ksyms *syms);
int gate32_imports_bind(void);

#endif /* _GATE32_IMPORTS_H */
