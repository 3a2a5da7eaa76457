// SPDX-License-Identifier: GPL-2.0-only
/*
 * op_gate - operations: the verbs, and 32-bit calls
 */
#include <errno.h>
#include <sched.h>
#include <string.h>
#include <unistd.h>

#include <sys/prctl.h>
#include <sys/syscall.h>

#include <gate32/client.h>

#include "arm_nr.h"
#include "fuzz.h"
#include "ops.h"

/*
 * What the process knows of its lock has to be true at any moment: a thread
 * may fork while another one locks.
 */
long gate_verb(uint64_t verb, uint64_t a, uint64_t b, uint64_t c)
{
	bool locks = verb == GATE32_LOCK && !a && !b && !c;
	long ret;

	if (locks)
		shared->lock_tried = 1;
	if (locks && world.lock == LOCK_NO)
		world.lock = LOCK_PERHAPS;
	ret = gate32_prctl(verb, a, b, c);
	if (locks && !ret && !world.filtered && !shared->tampered)
		world.lock = LOCK_YES;
	if (verb == GATE32_ENABLE && !ret && b)
		world.base = b;
	if (verb == GATE32_BRK && !ret)
		world.break_start = a;

	return ret;
}

long op_enable(struct runner *r, const uint64_t *arg)
{
	return gate_verb(GATE32_ENABLE, arg[0], arg[1], arg[2]);
}

long op_disable(struct runner *r, const uint64_t *arg)
{
	return gate_verb(GATE32_DISABLE, arg[0], 0, 0);
}

long op_verb(struct runner *r, const uint64_t *arg)
{
	return gate_verb(arg[0], arg[1], arg[2], arg[3]);
}

long op_limit(struct runner *r, const uint64_t *arg)
{
	return gate_verb(GATE32_MMAP_LIMIT, arg[0], 0, 0);
}

long op_brk_start(struct runner *r, const uint64_t *arg)
{
	return gate_verb(GATE32_BRK, arg[0], 0, 0);
}

long op_lock(struct runner *r, const uint64_t *arg)
{
	return gate_verb(GATE32_LOCK, 0, 0, 0);
}

long call_regs(const uint64_t regs[7], const uint64_t then[7])
{
	uint64_t tpidrro;
	long ret = svc_regs(regs, then, &tpidrro);

	check_left(tpidrro);

	return ret;
}

/* Calls that can return in a child on its parent's stack */
static bool makes_child(uint32_t nr)
{
	return nr == ARM_NR_fork || nr == ARM_NR_vfork || nr == ARM_NR_clone ||
	       nr == ARM_NR_clone3;
}

static uint32_t *high_args(struct runner *r)
{
	return (uint32_t *)(HIGH_BASE + 0x800 + r->thread * 32);
}

static void by_verb(uint64_t *regs, uint32_t nr, const uint32_t *args)
{
	regs[0] = __NR_prctl;
	regs[1] = PR_GATE32;
	regs[2] = GATE32_CALL;
	regs[3] = nr;
	regs[4] = (uintptr_t)args;
	regs[5] = 0;
	regs[6] = 0;
}

static void by_number(uint64_t *regs, uint32_t nr, const uint64_t *args,
		      bool junk)
{
	unsigned int i;

	regs[0] = (uint64_t)world.base + nr;
	for (i = 0; i < 6; i++)
		regs[i + 1] = junk ? args[i] | 0xdead5eed00000000UL : args[i];
}

/* Where a child goes, that has no stack of its own: through the gate again */
static void child_call(uint64_t *then)
{
	memset(then, 0, 7 * sizeof(*then));
	then[0] = (uint64_t)world.base + ARM_NR_getppid;
}

static long make_call(uint32_t nr, const uint64_t *args, unsigned int how,
		      uint32_t *args32)
{
	uint64_t regs[7], then[7];
	unsigned int i;

	if (how & BY_VERB) {
		for (i = 0; i < 6; i++)
			args32[i] = args[i];
		by_verb(regs, nr, args32);
	} else {
		by_number(regs, nr, args, how & JUNK);
	}
	child_call(then);

	return call_regs(regs, makes_child(nr) ? then : NULL);
}

long arm_call(uint32_t nr, const uint64_t *args, unsigned int how)
{
	uint32_t args32[6];

	return make_call(nr, args, how & ~ARGS_HIGH, args32);
}

static long route(struct runner *r, uint32_t nr, const uint64_t *args,
		  unsigned int how)
{
	uint32_t args32[6], *at = args32;

	if (how & ARGS_HIGH)
		at = high_args(r);

	return make_call(nr, args, how, at);
}

static void replace(uint64_t *args, const uint64_t *pairs)
{
	unsigned int i;

	for (i = 0; i < 4; i += 2) {
		if (pairs[i] < 6)
			args[pairs[i]] = pairs[i + 1];
	}
}

static void widen(uint64_t *args, const uint32_t *args32)
{
	unsigned int i;

	for (i = 0; i < 6; i++)
		args[i] = args32[i];
}

/* arg: call, seed, how, which argument, value, which argument, value */
long op_route(struct runner *r, const uint64_t *arg)
{
	uint32_t args32[6] = { 0 };
	uint64_t args[6];

	generate_call(arg[0], arg[1], args32);
	widen(args, args32);
	replace(args, &arg[3]);

	return route(r, signatures[arg[0]].nr, args, arg[2]);
}

long op_raw(struct runner *r, const uint64_t *arg)
{
	return route(r, arg[0] & 0xfffff, &arg[2], arg[1]);
}

/* With a single argument to replace */
long op_ioctl(struct runner *r, const uint64_t *arg)
{
	uint32_t args32[6] = { 0 };
	uint64_t args[6];
	const uint64_t pairs[4] = { arg[2], arg[3], 7, 0 };

	generate_ioctl(arg[0], args32);
	widen(args, args32);
	replace(args, pairs);
	if ((arg[1] & BY_IOCTL) && (arg[1] & BY_VERB))
		return gate32_prctl(GATE32_IOCTL, args[0], args[1], args[2]);
	if (arg[1] & BY_IOCTL)
		return gate32_svc(__NR_ioctl, args[0], args[1], args[2], 0, 0,
				  0);
	return route(r, ARM_NR_ioctl, args, arg[1]);
}

long op_native(struct runner *r, const uint64_t *arg)
{
	long nr = native_number(arg[0]);
	uint32_t args32[6] = { 0 };
	uint64_t args[6];

	if (nr < 0)
		return -ENOSYS;
	generate_call(arg[0], arg[1], args32);
	widen(args, args32);
	replace(args, &arg[2]);

	return gate32_svc(nr, args[0], args[1], args[2], args[3], args[4],
			  args[5]);
}

long op_brk(struct runner *r, const uint64_t *arg)
{
	const uint64_t args[6] = { world.break_start + arg[0] };

	return arm_call(ARM_NR_brk, args, 0);
}
