/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * gate32 - functions of the kernel that it calls and that are not exported
 */
#ifndef _GATE32_IMPORTS_H
#define _GATE32_IMPORTS_H

struct gate32_ksyms;
struct pt_regs;
struct seccomp_data;

/*
 * GATE32_IMPORT(return type, name, arguments). The types must be the
 * kernel's: kCFI checks them at the call.
 */
#define GATE32_IMPORTS \
	/* arch/arm64/kernel/sys_compat.c: what no table has */		\
	GATE32_IMPORT(long, compat_arm_syscall,				\
		      (struct pt_regs *regs, int scno))			\
	/* kernel/seccomp.c: judge a call */				\
	GATE32_IMPORT(int, __secure_computing,				\
		      (const struct seccomp_data *sd))

/**
 * struct gate32_import - imported functions, all set once the module is up
 */
struct gate32_import {
#define GATE32_IMPORT(_ret, _name, _args) _ret (*_name)_args;
	GATE32_IMPORTS
#undef GATE32_IMPORT
};

extern struct gate32_import gate32_import;

int gate32_imports_want(struct gate32_ksyms *syms);
int gate32_imports_bind(void);

#endif /* _GATE32_IMPORTS_H */
