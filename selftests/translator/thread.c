// SPDX-License-Identifier: GPL-2.0-only
/*
 * gate32-run - threads: start, exit, thread-local storage
 *
 * A thread of the guest is a thread of our libc, which needs one for malloc
 * and errno. So the kernel's clear_child_tid is libc's, and the guest's is
 * done here. Everything else that the kernel does when a thread ends, robust
 * futexes for one, it does for the guest as well.
 */
#include <asm/unistd.h>
#include <linux/futex.h>
#include <errno.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdlib.h>
#include <unistd.h>

#include "cpu.h"
#include "lock.h"
#include "memory.h"
#include "signals.h"
#include "stats.h"
#include "sys.h"
#include "task.h"
#include "types.h"

/* For unicorn's translator and our own code; the guest has its own stack. */
#define HOST_STACK	(256UL << 10)

/* Protected by the guest lock: */
static unsigned int nr_threads = 1;

/* Threads that are about to end and may be inside libc until they are gone */
static struct {
	u32 *tids;
	size_t count, room;
} leaving;

/* A new thread tells its creator, which waits, its tid. */
struct handshake {
	struct task *task;
	sem_t started;
};

static u32 native_gettid(void)
{
	return native(__NR_gettid, 0, 0, 0, 0, 0);
}

static bool is_gone(u32 tid)
{
	return native(__NR_tgkill, getpid(), tid, 0, 0, 0) == -ESRCH;
}

static void note_leaving(u32 tid)
{
	size_t i, kept = 0;

	for (i = 0; i < leaving.count; i++)
		if (!is_gone(leaving.tids[i]))
			leaving.tids[kept++] = leaving.tids[i];
	leaving.count = kept;
	if (leaving.count == leaving.room) {
		leaving.room = leaving.room ? leaving.room * 2 : 16;
		leaving.tids = realloc(leaving.tids,
				       leaving.room * sizeof(u32));
		if (!leaving.tids)
			abort();
	}
	leaving.tids[leaving.count++] = tid;
}

/**
 * thread_wait_for_exits() - before a fork: nobody else may be inside libc
 *
 * All other threads are in the guest lock's futex or in a system call of the
 * guest, but for those that have left for good.
 */
void thread_wait_for_exits(void)
{
	while (leaving.count) {
		if (is_gone(leaving.tids[leaving.count - 1]))
			leaving.count--;
		else
			native(__NR_sched_yield, 0, 0, 0, 0, 0);
	}
}

/* In the child of a fork */
void thread_only_survivor(void)
{
	nr_threads = 1;
	leaving.count = 0;
	self->tid = native_gettid();
	/* The kernel takes its clear_child_tid from fork's flags: ours. */
	self->is_pthread = false;
	self->clear_tid = 0;
}

static void end_of_thread(void)
{
	u32 zero = 0;

	if (self->clear_tid && guest_write(self->clear_tid, &zero, 4) == 0)
		native(__NR_futex, self->clear_tid, FUTEX_WAKE, 1, 0, 0);
	note_leaving(self->tid);
	nr_threads--;
	cpu_put(self->cpu);
}

static void *thread_main(void *arg)
{
	struct handshake *hs = arg;

	self = hs->task;
	self->tid = native_gettid();
	sem_post(&hs->started);
	/* The creator has the guest lock until it has stored our tid. */
	lock_guest();
	unlock_guest();
	signals_restore(self->blocked);
	task_loop();
	end_of_thread();
	unlock_guest();
	free(self);
	return NULL;
}

static struct task *new_task(u32 stack, bool set_tls, u32 tls)
{
	struct task *task = calloc(1, sizeof(*task));
	struct cpu_regs regs;
	struct cpu_vfp vfp;

	if (!task)
		return NULL;
	task->cpu = cpu_get();
	task->sighand = self->sighand;
	task->blocked = self->blocked;
	task->is_pthread = true;
	cpu_read_regs(self->cpu, &regs);
	regs.r[0] = 0;
	if (stack)
		regs.r[REG_SP] = stack;
	cpu_write_regs(task->cpu, &regs);
	cpu_read_vfp(self->cpu, &vfp);
	cpu_write_vfp(task->cpu, &vfp);
	cpu_write_tls(task->cpu, set_tls ? tls : cpu_read_tls(self->cpu));
	return task;
}

/**
 * thread_start() - another thread, which returns from the same clone() with 0
 * @stack: its stack pointer, or 0 for the caller's
 * @parent_tid, @child_tid: where to write its tid, or 0
 * @clear_tid: where to write 0 when it ends, or 0
 *
 * Called with all signals blocked; so starts the thread.
 *
 * Return: tid, or a negative error number
 */
long thread_start(u32 stack, bool set_tls, u32 tls, u32 parent_tid,
		  u32 child_tid, u32 clear_tid)
{
	struct handshake hs = { .task = new_task(stack, set_tls, tls) };
	struct task *task = hs.task;
	pthread_attr_t attr;
	pthread_t thread;
	int err;

	if (!task)
		return -ENOMEM;
	task->clear_tid = clear_tid;
	sem_init(&hs.started, 0, 0);
	pthread_attr_init(&attr);
	pthread_attr_setstacksize(&attr, HOST_STACK);
	pthread_attr_setdetachstate(&attr, PTHREAD_CREATE_DETACHED);
	err = pthread_create(&thread, &attr, thread_main, &hs);
	pthread_attr_destroy(&attr);
	if (err) {
		cpu_put(task->cpu);
		free(task);
		return -err;
	}
	while (sem_wait(&hs.started))
		;
	nr_threads++;
	/* As in the kernel, a bad pointer here is the guest's loss. */
	if (parent_tid)
		guest_write(parent_tid, &task->tid, 4);
	if (child_tid)
		guest_write(child_tid, &task->tid, 4);
	return task->tid;
}

long own_exit(const u32 args[7])
{
	if (nr_threads == 1 && !self->shares_memory)
		stats_report();
	if (!self->is_pthread) {
		/* Not libc's exit: other threads go on. */
		if (!self->shares_memory) {
			nr_threads--;
			cpu_put(self->cpu);
		}
		unlock_guest();
		native(__NR_exit, args[0], 0, 0, 0, 0);
	}
	self->exiting = true;
	return 0;
}

long own_exit_group(const u32 args[7])
{
	if (!self->shares_memory)
		stats_report();
	native(__NR_exit_group, args[0], 0, 0, 0, 0);
	return 0;
}

long own_set_tid_address(const u32 args[7])
{
	if (!self->is_pthread)
		return native(__NR_set_tid_address, args[0], 0, 0, 0, 0);
	self->clear_tid = args[0];
	return self->tid;
}

long own_set_tls(const u32 args[7])
{
	cpu_write_tls(self->cpu, args[0]);
	return 0;
}

long own_get_tls(const u32 args[7])
{
	(void)args;
	return cpu_read_tls(self->cpu);
}

/* The kernel's answer to this call is a SIGTRAP at the pc behind it. */
long own_breakpoint(const u32 args[7])
{
	struct cpu_regs regs;
	struct cpu_trap trap = { SIGTRAP, TRAP_BRKPT, 0 };

	(void)args;
	cpu_read_regs(self->cpu, &regs);
	trap.addr = regs.r[REG_PC];
	self->blocked = signals_force_masked(&trap, self->blocked);
	return CALL_REGS_SET;
}
