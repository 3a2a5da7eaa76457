// SPDX-License-Identifier: GPL-2.0-only
/*
 * gate32-run - system calls of the guest: dispatch, and the gate itself
 */
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cpu.h"
#include "lock.h"
#include "memory.h"
#include "options.h"
#include "signals.h"
#include "stats.h"
#include "sys.h"
#include "sysno.h"
#include "types.h"

#define BASE	GATE32_BASE_DEFAULT

/*
 * Under a seccomp filter numbers beyond the kernel's own may be refused, before
 * the gate sees them. prctl() will do.
 */
static bool by_verb;

/* Is there a filter that judges calls of the guest's? */
static bool filtered;

static void die(const char *what, long err, const char *advice)
{
	fprintf(stderr, "gate32-run: %s: %s\ngate32-run: %s\n", what,
		strerror(-err), advice);
	exit(125);
}

/* Is there a gate that offers what we need? */
void sys_init(void)
{
	const u32 needed = GATE32_FEATURE_ABI_ARM | GATE32_FEATURE_ROUTE |
			   GATE32_FEATURE_CALL | GATE32_FEATURE_BRK;

	if (options.no_gate)
		return;
	if (gate32_version() < 1) {
		fputs("gate32-run: this kernel has no gate32.\n"
		      "gate32-run: load the module (modprobe gate32, or insmod gate32.ko), or give\n"
		      "gate32-run: --no-gate to see what happens without it.\n",
		      stderr);
		exit(125);
	}
	if ((gate32_features() & needed) != needed) {
		fprintf(stderr,
			"gate32-run: this kernel's gate32 lacks a feature: %#lx, needed are %#x\n",
			gate32_features(), needed);
		exit(125);
	}
}

/* From here on numbers are routed. */
void sys_open_gate(void)
{
	long err;

	if (options.no_gate)
		return;
	err = gate32_enable(GATE32_ABI_ARM, BASE);
	if (err == -EPERM)
		die("opening the gate", err,
		    "the administrator decides who may: parameter \"allow\" of the module gate32");
	if (err)
		die("opening the gate", err, "see the kernel's log (dmesg)");
	by_verb = prctl(PR_GET_SECCOMP) == SECCOMP_MODE_FILTER;
	filtered = by_verb;
}

/* The guest is about to install a filter. */
void sys_filtered(void)
{
	filtered = !options.no_gate;
}

/* The guest's break starts at @start, page-aligned. */
void sys_set_brk(u32 start)
{
	long err;

	if (options.no_gate)
		return;
	err = gate32_brk_start(start);
	if (err)
		die("setting the break", err, "this is a bug");
}

static void prepare_native(u64 block[8], u64 nr, const u32 args[7])
{
	int i;

	block[0] = nr;
	for (i = 0; i < 7; i++)
		block[i + 1] = args[i];
}

/**
 * sys_place() - let the kernel choose an address for the guest
 *
 * Return: address of @len reserved bytes, or 0 if that was not possible
 */
u32 sys_place(u32 len)
{
	/* PROT_NONE; MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE */
	const u32 args[7] = { 0, len, 0, 0x4022, -1, 0 };
	const u32 none_captured = 0;
	u64 block[8];
	long addr;

	if (options.no_gate)
		return 0;
	sys_prepare(block, ARM_NR(mmap2), args);
	addr = gate_svc(block, &none_captured);
	return addr < 0 ? 0 : addr;
}

/**
 * sys_prepare() - what gate_svc() needs for a call of the guest's
 * @block: for gate_svc()
 * @nr: 32-bit number
 * @args: its arguments; needed until the call is over
 */
void sys_prepare(u64 block[8], u32 nr, const u32 args[7])
{
	const u64 verb[8] = {
		GATE32_NR_PRCTL, PR_GATE32, GATE32_CALL, nr, (u64)args,
	};

	if (by_verb)
		memcpy(block, verb, sizeof(verb));
	else
		prepare_native(block, BASE + nr, args);
}

static long call_kernel(const u64 block[8], const u32 args[7],
			const struct sys_call *call)
{
	long ret;

	self->has_temp_mask = call->mask && call->mask(args, &self->temp_mask);
	unlock_guest();
	ret = gate_svc(block, &self->captured);
	lock_guest();
	return ret;
}

static long call_gate(u32 nr, u32 args[7], const struct sys_call *call)
{
	enum stats_fate fate = STATS_ROUTED;
	long ret = -ENOSYS;
	u64 block[8];

	if (call->before && call->before(args, &ret)) {
		stats_count(nr, STATS_NATIVE, ret);
		return ret;
	}
	if (options.no_gate && sysno_native(nr) < 0) {
		fate = STATS_MISSING;
	} else if (options.no_gate) {
		fate = STATS_NATIVE;
		prepare_native(block, sysno_native(nr), args);
		ret = call_kernel(block, args, call);
	} else if (nr < GATE32_NR_SPAN) {
		/*
		 * What lies beyond the gate's numbers does not exist. The
		 * kernel says ENOSYS, or SIGILL for the upper private ones.
		 */
		sys_prepare(block, nr, args);
		ret = call_kernel(block, args, call);
	}
	if (call->done)
		call->done();
	if (ret == CALL_AGAIN)
		return ret;
	stats_count(nr, fate, ret);
	if (ret < 0 && ret >= -4095)
		return ret;
	if (call->after)
		call->after(args, ret);
	if (call->result)
		ret = call->result(args, ret);
	return ret;
}

/*
 * Filters judge what goes through the gate. So an own call is sent there as well,
 * in a form that the kernel refuses if no filter has done so before.
 *
 * Return: whether it may be made; if not, @ret is its result
 */
static bool allowed(u32 nr, const u32 args[7], const struct sys_call *call,
		    long *ret)
{
	u64 block[8];
	u32 asked[7];

	if (!filtered || !call->refused)
		return true;
	memcpy(asked, args, sizeof(asked));
	if (call->ask)
		call->ask(asked);
	sys_prepare(block, nr, asked);
	*ret = call_kernel(block, asked, call);
	return *ret == call->refused;
}

/*
 * Own calls look at and change what signal delivery depends upon, so no signal
 * may be captured meanwhile; one that was before comes first.
 */
static long call_own(u32 nr, const u32 args[7], const struct sys_call *call)
{
	long ret;

	if (!allowed(nr, args, call, &ret)) {
		if (ret != CALL_AGAIN)
			stats_count(nr, STATS_ROUTED, ret);
		return ret;
	}
	signals_block(&self->blocked);
	if (self->captured)
		return CALL_AGAIN;
	/* exit and execve do not come back: count before. */
	stats_count(nr, STATS_NATIVE, 0);
	ret = call->own(args);
	/* execve may have let one in, if it has failed. */
	if (!self->exiting && !self->captured)
		signals_restore(self->blocked);
	return ret;
}

/**
 * sys_enter() - make the system call at which the guest has stopped
 *
 * Caller holds the guest lock.
 */
void sys_enter(void)
{
	const struct sys_call *call;
	u32 args[8], nr;
	long ret;

	cpu_read_args(self->cpu, args);
	nr = args[7];
	call = sys_lookup(nr);
	trace_call(nr, args);
	switch (call->class) {
	case SYS_OWN:
		ret = call_own(nr, args, call);
		break;
	case SYS_REFUSE:
		ret = -ENOSYS;
		stats_count(nr, STATS_REFUSED, ret);
		break;
	default:
		ret = call_gate(nr, args, call);
		break;
	}
	if (self->exiting)
		return;
	trace_result(nr, ret);
	if (ret == CALL_AGAIN)
		cpu_rewind_svc(self->cpu);
	else if (ret != CALL_REGS_SET)
		cpu_write_result(self->cpu, ret);
}
