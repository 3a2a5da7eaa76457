/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * gate32-run - system calls: who does which, and how
 */
#ifndef GATE32_RUN_SYS_H
#define GATE32_RUN_SYS_H

#include <gate32/client.h>

#include "types.h"

/* Who answers a call of the guest */
enum sys_class {
	SYS_GATE,	/* the kernel, through the gate */
	SYS_OWN,	/* the translator */
	SYS_REFUSE,	/* nobody: ENOSYS */
};

/**
 * struct sys_call - what is special about a call
 * @class: who answers it
 * @own: how, if SYS_OWN; runs under the guest lock, all signals blocked
 * @refused: if SYS_OWN: what the kernel says of the call if its filters let it
 *	pass, 0 if it must not be asked
 * @ask: if @refused: may change the arguments so that the kernel says that
 * @before: if SYS_GATE: may change the arguments; or answer the call, if it
 *	returns true
 * @after: if SYS_GATE: to be told about a call that succeeded
 * @result: ... and to say what the guest is told
 * @done: if SYS_GATE: to be told that it is over, with whatever result
 * @mask: if SYS_GATE: find the signal mask that the call sets while it waits
 * @why: the reason for all that
 */
struct sys_call {
	enum sys_class class;
	long (*own)(const u32 args[7]);
	long refused;
	void (*ask)(u32 args[7]);
	bool (*before)(u32 args[7], long *result);
	void (*after)(const u32 args[7], u32 result);
	u32 (*result)(const u32 args[7], u32 result);
	void (*done)(void);
	bool (*mask)(const u32 args[7], u64 *mask);
	const char *why;
};

const struct sys_call *sys_lookup(u32 nr);

void sys_init(void);
void sys_open_gate(void);
void sys_set_brk(u32 start);
u32 sys_place(u32 len);
void sys_prepare(u64 block[8], u32 nr, const u32 args[7]);
void sys_filtered(void);
void sys_enter(void);

/* Native calls of ours, by the numbers of <asm/unistd.h> */
#define native(nr, a, b, c, d, e)					\
	gate32_svc(nr, (unsigned long)(a), (unsigned long)(b),		\
		   (unsigned long)(c), (unsigned long)(d),		\
		   (unsigned long)(e), 0)

/* svc.S */
long gate_svc(const u64 call[8], const volatile u32 *captured);
extern const char gate_svc_start[], gate_svc_end[], gate_svc_again[];

/* The calls that the translator answers, by file */

/* signal.c */
long own_sigaction(const u32 args[7]);
long own_rt_sigaction(const u32 args[7]);
long own_sigaltstack(const u32 args[7]);
/* sigframe.c */
long own_sigreturn(const u32 args[7]);
long own_rt_sigreturn(const u32 args[7]);
/* clone.c */
long own_fork(const u32 args[7]);
long own_vfork(const u32 args[7]);
long own_clone(const u32 args[7]);
long own_clone3(const u32 args[7]);
/* thread.c */
long own_exit(const u32 args[7]);
long own_exit_group(const u32 args[7]);
long own_set_tid_address(const u32 args[7]);
long own_set_tls(const u32 args[7]);
long own_get_tls(const u32 args[7]);
long own_breakpoint(const u32 args[7]);
/* exec.c */
void exec_strings_free(struct task *task);
long own_execve(const u32 args[7]);
long own_execveat(const u32 args[7]);

/* The calls that the translator only looks at, by file */

/* identity.c */
bool before_open(u32 args[7], long *result);
bool before_openat(u32 args[7], long *result);
bool before_readlink(u32 args[7], long *result);
bool before_readlinkat(u32 args[7], long *result);
bool before_personality(u32 args[7], long *result);
u32 result_personality(const u32 args[7], u32 old);
void after_uname(const u32 args[7], u32 result);
/* filter.c */
bool before_seccomp(u32 args[7], long *result);
bool before_prctl(u32 args[7], long *result);
void done_seccomp(void);

#endif /* GATE32_RUN_SYS_H */
