/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * gate32 - where this kernel's headers have the ARM EABI table
 *
 * Either is a list of __SYSCALL(number, handler). Include this before any
 * other header: the old one defines __NR_* itself and wants the native ones
 * kept away.
 */
#ifndef _GATE32_COMPAT_ARM_TABLE_H
#define _GATE32_COMPAT_ARM_TABLE_H

#define __COMPAT_SYSCALL_NR

#ifdef GATE32_HAVE_SYSCALL_TABLE_32
/* v6.11: generated from arch/arm64/tools/syscall_32.tbl */
#define GATE32_ARM_TABLE	<asm/syscall_table_32.h>
#include <asm/unistd_compat_32.h>
#define GATE32_ARM_NR_IOCTL	__NR_compat32_ioctl
#define __SYSCALL_WITH_COMPAT(nr, native, compat) __SYSCALL(nr, compat)
#else
#define GATE32_ARM_TABLE	<asm/unistd32.h>
#define GATE32_ARM_NR_IOCTL	__NR_ioctl
#endif

#endif /* _GATE32_COMPAT_ARM_TABLE_H */
