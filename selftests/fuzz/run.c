// SPDX-License-Identifier: GPL-2.0-only
/*
 * run - the process of a program: its limits, its threads, its operations
 */
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <ucontext.h>
#include <unistd.h>

#include <linux/capability.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include <gate32/client.h>

#include "fuzz.h"
#include "ops.h"

#define NOBODY		65534

struct shared *shared;
struct world world;

static const op_fn op_functions[OP_CODES] = {
#define OP(name, weight, kinds)	op_##name,
#include "ops.def"
};

#undef OP

static __thread struct runner *this_runner;
static volatile uint32_t arrived, running;

/*
 * Faults: operations take away the memory that others use
 */

static void on_fault(int sig, siginfo_t *info, void *context)
{
	struct runner *r = this_runner;

	/* A step that was ordered by a tracer which is gone: nothing is wrong. */
	if (sig == SIGTRAP && info->si_code == TRAP_TRACE)
		return;
	if (!r || gate32_svc(__NR_gettid, 0, 0, 0, 0, 0, 0) != r->tid)
		_exit(3);
	siglongjmp(r->fault, 1);
}

/* A signal that gets sleepers out of their calls */
static void on_wake(int sig)
{
}

static void set_signals(void)
{
	struct sigaction fault = {
		.sa_sigaction = on_fault,
		.sa_flags = SA_SIGINFO | SA_NODEFER,
	};
	struct sigaction wake = { .sa_handler = on_wake };
	static const int faults[] = { SIGSEGV, SIGBUS, SIGILL, SIGTRAP };
	static const int ignored[] = {
		SIGALRM, SIGVTALRM, SIGPROF, SIGIO, SIGURG, SIGXCPU, SIGXFSZ,
		SIGPIPE, SIGCHLD, SIGUSR2, SIGSYS,
	};
	unsigned int i;
	sigset_t none;

	for (i = 0; i < sizeof(ignored) / sizeof(ignored[0]); i++)
		signal(ignored[i], SIG_IGN);
	for (i = 0; i < sizeof(faults) / sizeof(faults[0]); i++)
		sigaction(faults[i], &fault, NULL);
	sigaction(SIGUSR1, &wake, NULL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
}

/*
 * What no program may do to the machine, or to the fuzzer: each capability
 * stands for the calls that it would take, whoever makes them and how.
 */
static const unsigned char dropped[] = {
	CAP_SYS_BOOT,		/* reboot, kexec */
	CAP_SYS_MODULE,		/* unload gate32, load anything */
	CAP_SYS_TIME,		/* the clock that the run is measured by */
	CAP_SYS_PACCT,		/* a log that fills the disk */
	CAP_SYSLOG,		/* empty the log that splats are found in */
	CAP_SYS_RAWIO,		/* ports, memory, and raw disks */
	CAP_SYS_NICE,		/* real-time loops, above the watchdog */
	CAP_SYS_TTY_CONFIG,	/* vhangup of the console */
	CAP_WAKE_ALARM,		/* wake a machine that sleeps */
	CAP_BLOCK_SUSPEND,
	CAP_MAC_ADMIN,
	CAP_BPF,		/* programs in the kernel are another fuzzer's */
};

static void drop_capabilities(void)
{
	struct __user_cap_header_struct header = {
		.version = _LINUX_CAPABILITY_VERSION_3,
	};
	struct __user_cap_data_struct data[2];
	unsigned int i;

	if (syscall(SYS_capget, &header, data))
		return;
	for (i = 0; i < sizeof(dropped); i++) {
		unsigned int word = dropped[i] / 32;
		uint32_t bit = 1U << dropped[i] % 32;

		prctl(PR_CAPBSET_DROP, dropped[i], 0, 0, 0);
		data[word].effective &= ~bit;
		data[word].permitted &= ~bit;
		data[word].inheritable &= ~bit;
	}
	syscall(SYS_capset, &header, data);
}

static void set_limits(void)
{
	static const struct {
		int what;
		struct rlimit limit;
	} limits[] = {
		{ RLIMIT_NPROC, { 400, 400 } },
		{ RLIMIT_FSIZE, { 16 << 20, 16 << 20 } },
		{ RLIMIT_CORE, { 0, 0 } },
		{ RLIMIT_MEMLOCK, { 4 << 20, 4 << 20 } },
		{ RLIMIT_CPU, { 10, 10 } },
		{ RLIMIT_RTPRIO, { 0, 0 } },
		{ RLIMIT_NOFILE, { 1024, 1024 } },
		{ RLIMIT_DATA, { 512 << 20, 512 << 20 } },
		{ RLIMIT_MSGQUEUE, { 1 << 20, 1 << 20 } },
	};
	unsigned int i;

	for (i = 0; i < sizeof(limits) / sizeof(limits[0]); i++)
		setrlimit(limits[i].what, &limits[i].limit);
}

/* Its own mounts, with an empty /tmp; files of others can only be read. */
static void set_namespaces(void)
{
	if (unshare(CLONE_NEWNS | CLONE_NEWIPC | CLONE_NEWUTS) ||
	    mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) ||
	    mount("fuzz", "/tmp", "tmpfs", 0, "size=64m,nr_inodes=1000") ||
	    chmod("/tmp", 01777) || chdir("/tmp"))
		_exit(4);
}

static void become_nobody(void)
{
	if (syscall(__NR_setgroups, 0, NULL) ||
	    syscall(__NR_setresgid, NOBODY, NOBODY, NOBODY) ||
	    syscall(__NR_setresuid, NOBODY, NOBODY, NOBODY))
		_exit(4);
	prctl(PR_SET_DUMPABLE, 1, 0, 0, 0);
}

static void set_memory(void)
{
	static const uint64_t places[][2] = {
		{ LOW_BASE, LOW_SIZE }, { HIGH_BASE, HIGH_SIZE },
	};
	unsigned int i;

	for (i = 0; i < 2; i++)
		mmap((void *)places[i][0], places[i][1],
		     PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS |
		     MAP_FIXED_NOREPLACE | MAP_NORESERVE, -1, 0);
	generated_open();
}

/*
 * Operations
 */

/* Threads that have ended do not come: nobody is waited for long. */
void run_meet(void)
{
	uint32_t mine = __atomic_add_fetch(&arrived, 1, __ATOMIC_SEQ_CST);
	uint32_t all = world.program->threads, tries;

	for (tries = 0; tries < 400; tries++) {
		uint32_t now = __atomic_load_n(&arrived, __ATOMIC_SEQ_CST);

		if ((now - 1) / all > (mine - 1) / all || now % all == 0)
			return;
		if (running < all)
			return;
		sched_yield();
	}
}

long op_meet(struct runner *r, const uint64_t *arg)
{
	if (!r->child)
		run_meet();

	return 0;
}

long op_nap(struct runner *r, const uint64_t *arg)
{
	return usleep(arg[0]);
}

long op_probe(struct runner *r, const uint64_t *arg)
{
	check_thread(r, "at");

	return 0;
}

static void run_op(struct runner *r, const struct op *op)
{
	unsigned int at = r->op;
	volatile long ret = -EFAULT;

	shared->done[at] = OP_BEGUN;
	if (!sigsetjmp(r->fault, 1))
		ret = op_functions[op->code](r, op->arg);
	/* A clone that nobody has asked for, of a call with wild arguments */
	if (!r->child && is_child()) {
		r->child = true;
		leave_child(r);
	}
	shared->result[at] = ret;
	shared->done[at] = OP_ENDED;
	__atomic_fetch_add(&shared->progress, 1, __ATOMIC_RELAXED);
	if (!sigsetjmp(r->fault, 1))
		check_thread(r, "after");
}

void run_ops(struct runner *r, unsigned int first, unsigned int last)
{
	const struct program *p = world.program;

	for (r->op = first; r->op < last; r->op++) {
		if (p->op[r->op].thread == r->thread)
			run_op(r, &p->op[r->op]);
	}
}

static void runner_init(struct runner *r, unsigned int thread)
{
	memset(r, 0, sizeof(*r));
	r->thread = thread;
	r->tid = gate32_svc(__NR_gettid, 0, 0, 0, 0, 0, 0);
	r->high_page = mmap(NULL, 4096, PROT_READ | PROT_WRITE,
			    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	/* Below 4 GB if another thread has set a limit before. */
	if (r->high_page == MAP_FAILED || (uintptr_t)r->high_page < FOUR_GB)
		r->high_page = NULL;
	shared->tid[thread] = r->tid;
	this_runner = r;
}

static void *run_thread(void *arg)
{
	const struct program *p = world.program;
	struct runner runner;
	unsigned int i;

	runner_init(&runner, (long)arg);
	__atomic_fetch_add(&running, 1, __ATOMIC_SEQ_CST);
	cover_start();
	run_meet();
	for (i = 0; i < p->loops; i++)
		run_ops(&runner, 0, p->count);
	__atomic_fetch_sub(&running, 1, __ATOMIC_SEQ_CST);

	return NULL;
}

static void run_threads(const struct program *p)
{
	pthread_t thread[THREADS_MAX];
	unsigned int i, count = 0;

	for (i = 0; i < p->threads; i++) {
		if (pthread_create(&thread[count], NULL, run_thread,
				   (void *)(long)i))
			break;
		count++;
	}
	for (i = 0; i < count; i++)
		pthread_join(thread[i], NULL);
}

/* Can the program have killed its own children? */
static bool may_kill(const struct program *p)
{
	unsigned int i;

	for (i = 0; i < p->count; i++) {
		const struct op *op = &p->op[i];

		if (op->code == OP_raw || op->code == OP_kill ||
		    op->code == OP_timer)
			return true;
		if ((op->code == OP_route || op->code == OP_native) &&
		    (strstr(signatures[op->arg[0]].name, "kill") ||
		     strstr(signatures[op->arg[0]].name, "sig") ||
		     strstr(signatures[op->arg[0]].name, "timer")))
			return true;
	}
	return false;
}

/*
 * Children have their own operations; who waits too long is looked after. A
 * child that is no good dies before it has done anything.
 */
static void wait_for_children(const struct program *p)
{
	while (waitpid(-1, NULL, __WALL) > 0 || errno == EINTR)
		;
	if (shared->made != shared->begun && !shared->tampered &&
	    !world.filtered && !may_kill(p))
		finding("of %u children, %u have begun", shared->made,
			shared->begun);
}

void run_program(const struct program *p)
{
	struct runner runner;

	setsid();
	set_signals();
	set_namespaces();
	set_limits();
	drop_capabilities();
	if (p->nobody)
		become_nobody();
	memset(&world, 0, sizeof(world));
	world.program = p;
	world.pid = gate32_svc(__NR_getpid, 0, 0, 0, 0, 0, 0);
	world.base = p->gate ?: GATE32_BASE_DEFAULT;
	world.break_start = BREAK_BASE;
	gate32_disable();
	if (p->gate &&
	    (gate32_enable(GATE32_ABI_ARM, p->gate) ||
	     gate32_brk_start(BREAK_BASE)))
		finding("the gate does not open at the start");
	set_memory();
	run_threads(p);
	runner_init(&runner, 0);
	runner.op = p->count;
	if (!sigsetjmp(runner.fault, 1))
		check_end(&runner);
	wait_for_children(p);
	_exit(0);
}
