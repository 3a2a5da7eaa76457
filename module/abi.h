/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * gate32 - what an ABI is: a table of calls, and the few facts beside it
 *
 * The core knows ABIs only through this header. A new one is a new
 * abi_NAME.c with its policy, and a line in abi.c.
 */
#ifndef _GATE32_ABI_H
#define _GATE32_ABI_H

#include <linux/types.h>
#include <asm/syscall.h>
#include <linux/gate32.h>

struct gate32_state;

/**
 * enum gate32_class - how a call is made
 * @GATE32_MISSING: the kernel has no handler: -ENOSYS
 * @GATE32_WINDOW: by the compat handler, with the task marked 32-bit
 * @GATE32_NATIVE: by the compat handler, with the task left 64-bit
 * @GATE32_EXEC: as GATE32_NATIVE, and the process's state may be gone after it
 * @GATE32_OWN: by a function of gate32
 * @GATE32_REFUSED: not at all: -EOPNOTSUPP, the translator does it
 */
enum gate32_class {
	GATE32_MISSING,
	GATE32_WINDOW,
	GATE32_NATIVE,
	GATE32_EXEC,
	GATE32_OWN,
	GATE32_REFUSED,
};

typedef long (*gate32_own_fn)(struct gate32_state *state,
			      const struct pt_regs *frame);

/**
 * struct gate32_call - one entry of an ABI's table
 * @fn: the kernel's handler
 * @own: gate32's function, for GATE32_OWN
 * @class: how the call is made
 */
struct gate32_call {
	union {
		syscall_fn_t fn;
		gate32_own_fn own;
	};
	enum gate32_class class;
};

/**
 * struct gate32_policy - how a call is made that is not GATE32_WINDOW
 * @name: of the call, as in the kernel's handler without "sys_"
 * @class: how it is made
 * @own: gate32's function, for GATE32_OWN
 * @reason: why, for the manual
 */
struct gate32_policy {
	const char *name;
	enum gate32_class class;
	gate32_own_fn own;
	const char *reason;
};

/**
 * struct gate32_abi_desc - a 32-bit ABI
 * @name: for messages
 * @audit_arch: AUDIT_ARCH_*, as seccomp filters know it
 * @ioctl_nr: number of ioctl(2)
 * @nr_calls: numbers below this one are in the table
 * @names: handler of each number as the kernel's symbol table has it; NULL
 *	where the kernel has no handler
 * @calls: GATE32_MAX_CALLS entries, filled in by gate32_abi_bind()
 * @policy: calls that are not GATE32_WINDOW
 * @nr_policy: entries in @policy
 * @beyond: numbers that are not in the table
 */
struct gate32_abi_desc {
	const char *name;
	u32 audit_arch;
	u32 ioctl_nr;
	u32 nr_calls;
	const char *const *names;
	struct gate32_call *calls;
	const struct gate32_policy *policy;
	u32 nr_policy;
	long (*beyond)(u32 nr, const struct pt_regs *frame);
};

extern const struct gate32_abi_desc gate32_abi_arm;

/* A power of two: any number, masked, is inside a table. */
#define GATE32_MAX_CALLS	512

#define GATE32_NR_ABIS		(GATE32_ABI_ARM + 1)

extern const struct gate32_abi_desc *const gate32_abis[GATE32_NR_ABIS];

/**
 * gate32_abi() - ABI by number
 * @id: of enum gate32_abi, checked by gate32_check_enable()
 *
 * Return: the ABI
 */
static inline const struct gate32_abi_desc *gate32_abi(u32 id)
{
	return gate32_abis[id];
}

unsigned int gate32_abi_features(void);

struct gate32_ksyms;

int gate32_abi_want(struct gate32_ksyms *syms);
int gate32_abi_bind(void);

#endif /* _GATE32_ABI_H */
