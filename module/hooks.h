/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * gate32 - hooks: functions of the kernel whose calls gate32 gets to see
 */
#ifndef _GATE32_HOOKS_H
#define _GATE32_HOOKS_H

#include <linux/bitops.h>
#include <linux/linkage.h>
#include <linux/sched.h>
#include <linux/types.h>

#include "compat/plant.h"
#include "flags.h"

struct gate32_ksyms;

/* At most so many hooks */
#define GATE32_HOOKS_MAX	16

/**
 * enum gate32_hook_when - when a hook is planted
 * @GATE32_HOOK_ALWAYS: as long as the module is loaded
 * @GATE32_HOOK_ON_DEMAND: while some process has a gate or a limit, because
 *	the function is one that every process calls
 */
enum gate32_hook_when {
	GATE32_HOOK_ALWAYS,
	GATE32_HOOK_ON_DEMAND,
};

/**
 * struct gate32_hook - one function of the kernel
 * @symbols: its names, newest kernel first; the first that exists is taken
 * @purpose: what does not work without it, for messages
 * @when: when it is planted
 * @visit: called with the first eight arguments, which it may change; returns
 *	the function to be entered instead, or NULL. May not sleep, fault, or
 *	be traced.
 * @rare: the function is called so seldom that a kprobe does, which costs more
 *	in a call, but is planted sooner
 * @optional: a kernel without the function has no need of the hook either
 * @direct: assembly for a direct call of ftrace that does what @visit says;
 *	NULL for a hook whose function is called back
 * @addr: of the function, for what @visit returns to call it. Such a call
 *	comes to @visit, too, which must know it and return NULL.
 * @plant: how it is planted
 */
struct gate32_hook {
	const char *symbols[2];
	const char *purpose;
	enum gate32_hook_when when;
	void *(*visit)(unsigned long *args);
	bool rare;
	bool optional;
	void (*direct)(void);
	void *addr;
	struct gate32_plant plant;
};

/*
 * The task is about to call a hooked function itself. It is not by its return
 * address that such a call can be known: where somebody has a kretprobe on the
 * function, that is the same for all calls. Never set in a task that forks,
 * hence never copied.
 */
static inline void gate32_own_call_begin(void)
{
	set_bit(GATE32_PFA_OWN_CALL, &current->atomic_flags);
}

static inline void gate32_own_call_end(void)
{
	clear_bit(GATE32_PFA_OWN_CALL, &current->atomic_flags);
}

/**
 * gate32_is_own_call() - is it gate32 that calls the hooked function?
 *
 * Return: true between gate32_own_call_begin() and gate32_own_call_end()
 */
static inline bool gate32_is_own_call(void)
{
	return test_bit(GATE32_PFA_OWN_CALL, &current->atomic_flags);
}

/* compat/direct.S */
void gate32_entry_direct(void);
void gate32_prctl_direct(void);
void gate32_search_direct(void);
void gate32_hint_direct(void);
void gate32_issue_direct(void);

/* What these call. */
asmlinkage long gate32_entry(void);
void *gate32_prctl_visit(unsigned long *args);
void *gate32_search_visit(unsigned long *args);
void *gate32_hint_visit(unsigned long *args);
void *gate32_issue_visit(unsigned long *args);

extern struct gate32_hook gate32_hook_entry;
extern struct gate32_hook gate32_hook_prctl;
extern struct gate32_hook gate32_hook_search;
extern struct gate32_hook gate32_hook_hint;
extern struct gate32_hook gate32_hook_spawn;
extern struct gate32_hook gate32_hook_issue;
extern struct gate32_hook gate32_hook_poll_issue;
extern struct gate32_hook gate32_hook_waitid;
extern struct gate32_hook gate32_hook_stop;
extern struct gate32_hook gate32_hook_exit;
extern struct gate32_hook gate32_hook_inquire;
extern struct gate32_hook gate32_hook_audit_entry;
extern struct gate32_hook gate32_hook_audit_exit;

int gate32_hooks_want(struct gate32_ksyms *syms);
int gate32_hooks_bind(enum gate32_mech mech);
int gate32_hooks_plant(enum gate32_hook_when when);
void gate32_hooks_remove(enum gate32_hook_when when);

#endif /* _GATE32_HOOKS_H */
