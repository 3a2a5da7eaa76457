// SPDX-License-Identifier: GPL-2.0-only
/*
 * gate32-run - clone and its family: thread, fork, vfork
 */
#include <asm/unistd.h>
#include <linux/sched.h>
#include <sys/mman.h>
#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cpu.h"
#include "lock.h"
#include "memory.h"
#include "signals.h"
#include "stats.h"
#include "sys.h"
#include "task.h"
#include "types.h"

/* What makes a child a thread, in the sense of pthread_create() */
#define THREAD_FLAGS	(CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | \
			 CLONE_THREAD | CLONE_SYSVSEM)

/* What a thread of ours can have besides */
#define THREAD_EXTRA	(CLONE_SETTLS | CLONE_PARENT_SETTID | \
			 CLONE_CHILD_CLEARTID | CLONE_CHILD_SETTID | \
			 CLONE_DETACHED)

/* Own flags that the kernel must not see: the guest's TLS is a register. */
#define HIDDEN_FLAGS	((u64)CLONE_SETTLS)

/* Host stack of a vfork child */
#define VFORK_STACK	(256UL << 10)

/* clone's arguments, in clone3's form */
typedef struct clone_args request;

static long start_thread(const request *r)
{
	u64 flags = r->flags;

	if ((flags & ~THREAD_EXTRA) != THREAD_FLAGS)
		return -EINVAL;
	return thread_start(r->stack, flags & CLONE_SETTLS, r->tls,
			    flags & CLONE_PARENT_SETTID ? r->parent_tid : 0,
			    flags & CLONE_CHILD_SETTID ? r->child_tid : 0,
			    flags & CLONE_CHILD_CLEARTID ? r->child_tid : 0);
}

/* What is different in a new process, which has the parent's CPU */
static void enter_child(const request *r)
{
	struct cpu_regs regs;

	cpu_read_regs(self->cpu, &regs);
	if (r->stack)
		regs.r[REG_SP] = r->stack;
	cpu_write_regs(self->cpu, &regs);
	if (r->flags & CLONE_SETTLS)
		cpu_write_tls(self->cpu, r->tls);
	if (r->flags & CLONE_CLEAR_SIGHAND)
		signals_reset_handlers();
}

/* clone(2) has one argument for both, and allows one of them. */
static u64 third_argument(const request *r)
{
	return r->flags & CLONE_PIDFD ? r->pidfd : r->parent_tid;
}

static long native_fork(const request *r, size_t size)
{
	request kernels = *r;

	kernels.flags &= ~HIDDEN_FLAGS;
	/* The child continues on a copy of our stack; not so the guest. */
	kernels.stack = 0;
	kernels.stack_size = 0;
	kernels.tls = 0;
	if (size)
		return native(__NR_clone3, &kernels, size, 0, 0, 0);
	return native(__NR_clone, kernels.flags | kernels.exit_signal, 0,
		      third_argument(&kernels), 0, kernels.child_tid);
}

static long fork_process(const request *r, size_t size)
{
	long ret;

	thread_wait_for_exits();
	ret = native_fork(r, size);
	if (ret)
		return ret;
	lock_after_fork();
	cpu_only_survivor(self->cpu);
	thread_only_survivor();
	stats_forget();
	enter_child(r);
	return 0;
}

struct vfork_child {
	const request *request;
	struct task task;
	struct sighand sighand;
};

static int vfork_main(void *arg)
{
	struct vfork_child *child = arg;

	/*
	 * The thread that has libc's data for this stands still until we are
	 * gone, and so does its CPU.
	 */
	self = &child->task;
	self->tid = native(__NR_gettid, 0, 0, 0, 0, 0);
	lock_guest();
	enter_child(child->request);
	cpu_write_result(self->cpu, 0);
	unlock_guest();
	signals_restore(self->blocked);
	task_loop();
	_exit(127);		/* not reached: such a child does not return */
}

/*
 * A child that shares the memory until it ends or executes a program. It has
 * to be a real one: posix_spawn() learns through memory that exec has failed.
 */
static long vfork_process(const request *r)
{
	struct task *parent = self;
	struct vfork_child *child = calloc(1, sizeof(*child));
	char *stack = mmap(NULL, VFORK_STACK, PROT_READ | PROT_WRITE,
			   MAP_PRIVATE | MAP_ANONYMOUS | MAP_STACK, -1, 0);
	struct cpu_regs regs;
	struct cpu_vfp vfp;
	long ret = -ENOMEM;
	u32 tls;

	if (!child || stack == MAP_FAILED)
		goto out;
	child->request = r;
	child->task = *parent;
	child->task.sighand = &child->sighand;
	child->sighand = *parent->sighand;
	child->task.is_pthread = false;
	child->task.clear_tid = 0;
	child->task.shares_memory = true;
	child->task.has_ticket = false;
	child->task.exec_strings = NULL;

	cpu_read_regs(parent->cpu, &regs);
	cpu_read_vfp(parent->cpu, &vfp);
	tls = cpu_read_tls(parent->cpu);
	unlock_guest();
	ret = clone(vfork_main, stack + VFORK_STACK,
		    (u32)(r->flags & ~HIDDEN_FLAGS) | r->exit_signal, child,
		    third_argument(r), NULL, r->child_tid);
	if (ret < 0)
		ret = -errno;
	self = parent;
	lock_bury(&child->task);
	lock_guest();
	exec_strings_free(&child->task);
	cpu_write_regs(parent->cpu, &regs);
	cpu_write_vfp(parent->cpu, &vfp);
	cpu_write_tls(parent->cpu, tls);
out:
	if (stack != MAP_FAILED)
		munmap(stack, VFORK_STACK);
	free(child);
	return ret;
}

static long do_clone(const request *r, size_t size)
{
	if (r->flags & CLONE_THREAD)
		return start_thread(r);
	if (!(r->flags & CLONE_VM))
		return fork_process(r, size);
	/* Sharing memory without waiting would need a second libc thread. */
	if (!(r->flags & CLONE_VFORK) || (r->flags & CLONE_SIGHAND) ||
	    (r->flags >> 32 & ~(CLONE_CLEAR_SIGHAND >> 32)))
		return -EINVAL;
	return vfork_process(r);
}

long own_fork(const u32 args[7])
{
	request r = { .exit_signal = SIGCHLD };

	(void)args;
	return do_clone(&r, 0);
}

long own_vfork(const u32 args[7])
{
	request r = {
		.flags = CLONE_VM | CLONE_VFORK,
		.exit_signal = SIGCHLD,
	};

	(void)args;
	return do_clone(&r, 0);
}

/* clone(flags, stack, parent_tid, tls, child_tid) */
long own_clone(const u32 args[7])
{
	request r = {
		.flags = args[0] & ~CSIGNAL,
		.exit_signal = args[0] & CSIGNAL,
		.stack = args[1],
		.parent_tid = args[2],
		.pidfd = args[2],
		.tls = args[3],
		.child_tid = args[4],
	};

	return do_clone(&r, 0);
}

/* The structure has the same layout for all; its pointers are 64 bits wide. */
long own_clone3(const u32 args[7])
{
	request r = { 0 };
	size_t size = args[1], have = size;
	u8 more;

	if (size < CLONE_ARGS_SIZE_VER0)
		return -EINVAL;
	if (size > 4096)
		return -E2BIG;
	if (have > sizeof(r))
		have = sizeof(r);
	if (guest_read(&r, args[0], have))
		return -EFAULT;
	for (; have < size; have++) {
		if (guest_read(&more, args[0] + have, 1))
			return -EFAULT;
		if (more)
			return -E2BIG;
	}
	if (r.flags & (CLONE_DETACHED | CSIGNAL) ||
	    !!r.stack != !!r.stack_size)
		return -EINVAL;
	/* clone3 is given the low end of the stack, clone its top. */
	if (r.stack)
		r.stack += r.stack_size;
	if ((r.flags & CLONE_VM) && r.set_tid_size)
		return -EINVAL;
	return do_clone(&r, sizeof(r));
}
