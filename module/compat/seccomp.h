/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * gate32 - how this kernel judges a system call
 */
#ifndef _GATE32_COMPAT_SECCOMP_H
#define _GATE32_COMPAT_SECCOMP_H

#include <linux/seccomp.h>

/*
 * v6.12's is told which call that is; v7.2's reads that from the registers.
 * v7.3's says whether the call may be made, not whether it may not.
 *
 * In each case gate32_seccomp_permits() asks the function by that name, and
 * returns whether the call may be made; @sd describes it.
 */
#if defined(GATE32_HAVE_SECCOMP_PERMIT)
#define GATE32_SECCOMP_FUNCTION		"__seccomp_permit_syscall"
#define GATE32_SECCOMP_READS_REGS	true
typedef bool gate32_seccomp_t(void);

static inline bool gate32_seccomp_permits(gate32_seccomp_t *judge,
					  const struct seccomp_data *sd)
{
	return judge();
}
#elif defined(GATE32_HAVE_SECCOMP_VOID)
#define GATE32_SECCOMP_FUNCTION		"__secure_computing"
#define GATE32_SECCOMP_READS_REGS	true
typedef int gate32_seccomp_t(void);

static inline bool gate32_seccomp_permits(gate32_seccomp_t *judge,
					  const struct seccomp_data *sd)
{
	return !judge();
}
#else
#define GATE32_SECCOMP_FUNCTION		"__secure_computing"
#define GATE32_SECCOMP_READS_REGS	false
typedef int gate32_seccomp_t(const struct seccomp_data *sd);

static inline bool gate32_seccomp_permits(gate32_seccomp_t *judge,
					  const struct seccomp_data *sd)
{
	return !judge(sd);
}
#endif

#endif /* _GATE32_COMPAT_SECCOMP_H */
