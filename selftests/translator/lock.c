// SPDX-License-Identifier: GPL-2.0-only
/*
 * gate32-run - the guest lock: one thread at a time runs guest code
 *
 * All of them share one engine. A second one would not do, either: Unicorn 2.0
 * emulates ldrex/strex by a plain compare and store, which is atomic only if no
 * other engine runs. The lock is given away around every system call. A thread
 * that makes none gives it away when somebody asks: a waiter that has been
 * patient for SLICE_NS kicks the owner out of its translated code. It is a
 * ticket lock, so that every waiter has its turn.
 *
 * It also protects whatever the translator shares between threads, malloc
 * included: a fork under the lock finds no other thread inside libc.
 */
#include <linux/futex.h>
#include <sys/syscall.h>
#include <stdatomic.h>
#include <time.h>
#include <unistd.h>

#include "cpu.h"
#include "lock.h"
#include "types.h"

#define SLICE_NS	5000000L

static atomic_uint next_ticket;
static atomic_uint now_serving;
static struct cpu *_Atomic owner;

static void wait_while(unsigned int seen)
{
	struct timespec slice = { .tv_nsec = SLICE_NS };
	struct cpu *busy;

	/* Any return is fine: the caller looks again. */
	syscall(SYS_futex, &now_serving, FUTEX_WAIT_PRIVATE, seen, &slice);
	if (atomic_load(&now_serving) != seen)
		return;
	busy = atomic_load(&owner);
	if (busy)
		cpu_kick(busy);
}

void lock_guest(void)
{
	unsigned int seen;

	self->ticket = atomic_fetch_add(&next_ticket, 1);
	self->has_ticket = true;
	while ((seen = atomic_load(&now_serving)) != self->ticket)
		wait_while(seen);
	atomic_store(&owner, self->cpu);
}

static void serve_next(void)
{
	unsigned int serve;

	atomic_store(&owner, NULL);
	serve = atomic_fetch_add(&now_serving, 1) + 1;
	if (atomic_load(&next_ticket) != serve)
		syscall(SYS_futex, &now_serving, FUTEX_WAKE_PRIVATE, INT32_MAX);
}

void unlock_guest(void)
{
	serve_next();
	self->has_ticket = false;
}

/* In the child of a fork only the forking thread, the owner, is left. */
void lock_after_fork(void)
{
	self->ticket = 0;
	atomic_store(&next_ticket, 1);
	atomic_store(&now_serving, 0);
	atomic_store(&owner, self->cpu);
}

/**
 * lock_bury() - a task that shared our memory is gone
 *
 * It may have been killed, or have executed another program, with the lock or
 * while it waited for it.
 */
void lock_bury(const struct task *dead)
{
	unsigned int seen;

	if (!dead->has_ticket)
		return;
	do {
		seen = atomic_load(&now_serving);
		if ((int)(seen - dead->ticket) > 0)
			return;
		if (seen != dead->ticket)
			wait_while(seen);
	} while (seen != dead->ticket);
	serve_next();
}
