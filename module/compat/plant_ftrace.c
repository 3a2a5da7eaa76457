// SPDX-License-Identifier: GPL-2.0-only
/*
 * gate32 - planting a hook by ftrace
 */
#include <linux/errno.h>
#include <linux/ftrace.h>
#include <linux/mutex.h>
#include <linux/string.h>
#include <asm/insn.h>

#include "../hooks.h"
#include "plant.h"

#if defined(CONFIG_DYNAMIC_FTRACE_WITH_ARGS)
/* v6.5 on arm64: only what a function's caller has set is saved */
#define HAVE_REDIRECT
#define SAVE_FLAG	FTRACE_OPS_FL_SAVE_ARGS

static unsigned long *saved_args(struct ftrace_regs *fregs)
{
	/* v6.13 and backports: struct ftrace_regs became opaque */
#ifdef arch_ftrace_regs
	return arch_ftrace_regs(fregs)->regs;
#else
	return fregs->regs;
#endif
}

static void redirect(struct ftrace_regs *fregs, void *target)
{
	ftrace_regs_set_instruction_pointer(fregs, (unsigned long)target);
}
#elif defined(CONFIG_DYNAMIC_FTRACE_WITH_REGS)
/*
 * Before that all registers are. ftrace_instruction_pointer_set() does
 * nothing on arm64 then, but the saved pc is what is returned to.
 */
#define HAVE_REDIRECT
#define SAVE_FLAG	FTRACE_OPS_FL_SAVE_REGS

static unsigned long *saved_args(struct ftrace_regs *fregs)
{
	return (unsigned long *)ftrace_get_regs(fregs)->regs;
}

static void redirect(struct ftrace_regs *fregs, void *target)
{
	ftrace_get_regs(fregs)->pc = (unsigned long)target;
}
#endif

#if defined(HAVE_REDIRECT) || defined(CONFIG_DYNAMIC_FTRACE_WITH_DIRECT_CALLS)
/*
 * ftrace takes the address of a function for any call site up to the next
 * symbol, and what the linker has left of overridden weak functions has no
 * symbol: behind sys_ni_syscall() of 6.1 there are eight of them. So name the
 * site itself: after "mov x9, x30" and, in kernels with BTI, a landing pad.
 */
static int set_filter(struct ftrace_ops *ops, struct gate32_hook *hook)
{
	unsigned long site = (unsigned long)hook->addr + AARCH64_INSN_SIZE;
	int ret;

	ret = ftrace_set_filter_ip(ops, site, 0, 0);
	if (ret == -EINVAL) {
		site += AARCH64_INSN_SIZE;
		ret = ftrace_set_filter_ip(ops, site, 0, 0);
	}
	hook->plant.site = site;

	return ret;
}
#endif

#ifdef HAVE_REDIRECT
/*
 * One ftrace_ops for all hooks. With one for each, every call of any would ask
 * all of them whether it is theirs: call sites do not know their ops before
 * v6.3, and after that they only call those directly that need no guard against
 * recursion (kernel/trace/ftrace.c, FTRACE_FL_CALL_OPS).
 */
static struct gate32_hook *planted[GATE32_HOOKS_MAX];
static DEFINE_MUTEX(planted_lock);

static void notrace callback(unsigned long ip, unsigned long parent_ip,
			     struct ftrace_ops *ops, struct ftrace_regs *fregs)
{
	struct gate32_hook *hook;
	void *target;
	int i;

	for (i = 0; i < ARRAY_SIZE(planted); i++) {
		hook = READ_ONCE(planted[i]);
		if (!hook || hook->plant.site != ip)
			continue;
		target = hook->visit(saved_args(fregs));
		if (target)
			redirect(fregs, target);
		return;
	}
}

static struct ftrace_ops shared;

/* ftrace_free_filter() leaves a pointer to what it frees. */
static void init_shared(void)
{
	memset(&shared, 0, sizeof(shared));
	shared.func = callback;
	/* PERMANENT: "echo 0 > ftrace_enabled" would disable it silently. */
	shared.flags = SAVE_FLAG | FTRACE_OPS_FL_RECURSION |
		       FTRACE_OPS_FL_PERMANENT | FTRACE_OPS_FL_IPMODIFY;
}

/* An empty filter would stand for every function of the kernel. */
static bool none_planted(void)
{
	return !memchr_inv(planted, 0, sizeof(planted));
}

static struct gate32_hook **find_slot(struct gate32_hook *hook)
{
	int i;

	for (i = 0; i < ARRAY_SIZE(planted); i++)
		if (planted[i] == hook)
			return &planted[i];

	return NULL;
}

int gate32_plant_ftrace(struct gate32_hook *hook)
{
	struct gate32_hook **slot;
	bool first;
	int ret;

	mutex_lock(&planted_lock);
	first = none_planted();
	if (first)
		init_shared();
	slot = find_slot(NULL);
	ret = set_filter(&shared, hook);
	if (!ret && first) {
		ret = register_ftrace_function(&shared);
		if (ret)
			ftrace_free_filter(&shared);
	}
	if (!ret)
		WRITE_ONCE(*slot, hook);
	mutex_unlock(&planted_lock);

	return ret;
}

void gate32_unplant_ftrace(struct gate32_hook *hook)
{
	mutex_lock(&planted_lock);
	WRITE_ONCE(*find_slot(hook), NULL);
	if (none_planted()) {
		unregister_ftrace_function(&shared);
		ftrace_free_filter(&shared);
	} else {
		/* Were there no memory for that, the callback finds no hook. */
		ftrace_set_filter_ip(&shared, hook->plant.site, 1, 0);
	}
	mutex_unlock(&planted_lock);
}
#else
int gate32_plant_ftrace(struct gate32_hook *hook)
{
	return -EOPNOTSUPP;
}

void gate32_unplant_ftrace(struct gate32_hook *hook)
{
}
#endif

#ifdef CONFIG_DYNAMIC_FTRACE_WITH_DIRECT_CALLS
static bool site_calls(const struct gate32_hook *hook)
{
	return aarch64_insn_is_bl(le32_to_cpup((__le32 *)hook->plant.site));
}

int gate32_plant_direct(struct gate32_hook *hook)
{
	struct ftrace_ops *ops = &hook->plant.ops;
	int ret;

	if (!hook->direct)
		return -EOPNOTSUPP;

	memset(ops, 0, sizeof(*ops));
	ret = set_filter(ops, hook);
	if (ret)
		return ret;
	ret = register_ftrace_direct(ops, (unsigned long)hook->direct);
	if (ret) {
		ftrace_free_filter(ops);
		return ret;
	}
	/*
	 * register_ftrace_direct() sets the flags itself, without this one.
	 * So it does not notice either if ftrace is switched off already.
	 */
	ops->flags |= FTRACE_OPS_FL_PERMANENT;
	if (!site_calls(hook)) {
		gate32_unplant_direct(hook);
		return -EBUSY;
	}

	return 0;
}

void gate32_unplant_direct(struct gate32_hook *hook)
{
	unregister_ftrace_direct(&hook->plant.ops, (unsigned long)hook->direct,
				 true);
}
#else
int gate32_plant_direct(struct gate32_hook *hook)
{
	return -EOPNOTSUPP;
}

void gate32_unplant_direct(struct gate32_hook *hook)
{
}
#endif
