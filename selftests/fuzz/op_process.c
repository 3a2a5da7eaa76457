// SPDX-License-Identifier: GPL-2.0-only
/*
 * op_process - operations: processes, signals, tracers, filters, identities
 */
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <elf.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <asm/ptrace.h>
#include <sys/wait.h>

#include <gate32/client.h>

#include "arm_nr.h"
#include "fuzz.h"
#include "ops.h"

#define CHILD_STACK	0x40000UL
#define PROGRAM_AARCH32	"../gate/arm32_call"

bool is_child(void)
{
	return gate32_svc(__NR_getpid, 0, 0, 0, 0, 0, 0) != world.pid;
}

void leave_child(struct runner *r)
{
	check_thread(r, "in a child, after");
	for (;;)
		gate32_svc(__NR_exit, 0, 0, 0, 0, 0, 0);
}

static const struct way {
	bool routed;
	uint32_t nr;
	unsigned long flags;
	bool stack;
} ways[SPAWN_WAYS] = {
	{ false, __NR_clone, SIGCHLD },
	{ true, ARM_NR_fork, 0 },
	{ true, ARM_NR_clone, SIGCHLD },
	{ false, __NR_clone, SIGCHLD | CLONE_VM, true },
	{ true, ARM_NR_clone, SIGCHLD | CLONE_VM, true },
	{ true, ARM_NR_clone, SIGCHLD | CLONE_VM | CLONE_VFORK, true },
	{ false, __NR_clone, SIGCHLD | CLONE_VM | CLONE_VFORK, true },
	{ true, ARM_NR_clone, CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND |
		CLONE_THREAD | CLONE_SYSVSEM, true },
	{ false, __NR_clone, SIGCHLD | CLONE_NEWUSER },
	{ true, ARM_NR_clone, SIGCHLD | CLONE_NEWUSER | CLONE_NEWPID },
	{ true, ARM_NR_clone, SIGCHLD | CLONE_PARENT },
	{ false, __NR_clone, SIGCHLD | CLONE_FILES | CLONE_FS },
};

static void *child_stack(struct runner *r)
{
	char *p = mmap((void *)(LOW_BASE - 0x1000000 +
				CHILD_STACK * (r->thread + 1)), CHILD_STACK,
		       PROT_READ | PROT_WRITE,
		       MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);

	return p == MAP_FAILED ? NULL : p + CHILD_STACK;
}

/* What a child with its parent's memory does: it has no C library. */
static long spawn_with_memory(struct runner *r, const struct way *way)
{
	uint64_t regs[7] = { way->nr, way->flags, (uintptr_t)child_stack(r) };
	uint64_t then[7] = { world.base + ARM_NR_getppid };

	if (!regs[2])
		return -ENOMEM;
	if (way->routed)
		regs[0] += world.base;

	return call_regs(regs, then);
}

/*
 * Do children of this thread live in its own PID namespace? In another one they
 * are all killed by the kernel when the first of them, its process 1, ends.
 */
static bool shares_namespace(void)
{
	char own[64] = "", theirs[64] = "";

	return readlink("/proc/thread-self/ns/pid", own, sizeof(own) - 1) > 0 &&
	       readlink("/proc/thread-self/ns/pid_for_children", theirs,
			sizeof(theirs) - 1) > 0 && !strcmp(own, theirs);
}

static long spawn_copy(struct runner *r, const struct way *way,
		       unsigned int first, unsigned int last)
{
	uint64_t regs[7] = { way->nr, way->flags };
	/* The child of another is not waited for: it may be killed first. */
	bool counted = !r->child && !(way->flags & CLONE_PARENT) &&
		       shares_namespace();
	struct runner child;
	long pid;

	if (way->routed)
		regs[0] += world.base;
	pid = call_regs(regs, NULL);
	if (pid > 0 && counted)
		__atomic_fetch_add(&shared->made, 1, __ATOMIC_RELAXED);
	if (pid || !is_child())
		return pid;
	if (planted == FAULT_CHILD)
		__builtin_trap();
	if (counted)
		__atomic_fetch_add(&shared->begun, 1, __ATOMIC_RELAXED);
	child = *r;
	child.child = true;
	world.pid = gate32_svc(__NR_getpid, 0, 0, 0, 0, 0, 0);
	child.tid = world.pid;
	cover_start();
	check_thread(&child, "in a child, before");
	run_ops(&child, first, last);
	check_end(&child);
	leave_child(&child);
}

/* arg: way, how many of the operations that follow are the child's */
long op_spawn(struct runner *r, const uint64_t *arg)
{
	const struct way *way = &ways[arg[0] % SPAWN_WAYS];
	unsigned int first = r->op + 1, last = first + arg[1];
	long pid;

	if (last > world.program->count)
		last = world.program->count;
	if (way->stack)
		return spawn_with_memory(r, way);
	pid = spawn_copy(r, way, first, last);
	if (pid > 0)
		r->op = last - 1;	/* they are done */

	return pid > 0 ? 0 : pid;
}

static void exec_call(bool routed, const char *path, char **argv)
{
	static char *none[] = { NULL };
	uint32_t *low = (void *)(LOW_BASE + 0x2000);
	char *text = (char *)(low + 64);
	uint64_t args[6] = { 0 };
	unsigned int i;

	if (!routed) {
		execve(path, argv, none);
		return;
	}
	strcpy(text, path);
	for (i = 0; argv[i]; i++) {
		char *copy = text + 128 * (i + 1);

		snprintf(copy, 128, "%s", argv[i]);
		low[i] = (uintptr_t)copy;
	}
	low[i] = 0;
	low[32] = 0;
	args[0] = (uintptr_t)text;
	args[1] = (uintptr_t)low;
	args[2] = (uintptr_t)(low + 32);
	arm_call(ARM_NR_execve, args, 0);
}

/* arg: 0, 1 the fuzzer itself, 2, 3 an AArch32 program, 4, 5 nothing; routed */
long op_exec(struct runner *r, const uint64_t *arg)
{
	char locked[8];
	char *self[] = { "gate32_fuzz", "--after-exec", locked, NULL };
	char *other[] = { "arm32_call", "20", "20", NULL };

	snprintf(locked, sizeof(locked), "%d",
		 world.lock == LOCK_NO ? LOCK_NO : world.lock);
	if (arg[0] < 2)
		exec_call(arg[1], "/proc/self/exe", self);
	else if (arg[0] < 4)
		exec_call(arg[1], PROGRAM_AARCH32, other);
	else
		exec_call(arg[1], "missing", other);

	return -errno;
}

/* arg: exit or exit_group; routed */
long op_leave(struct runner *r, const uint64_t *arg)
{
	const uint64_t none[6] = { 0 };
	bool group = arg[0] & 1;

	if (arg[1])
		return arm_call(group ? ARM_NR_exit_group : ARM_NR_exit, none,
				arg[0] & 2 ? BY_VERB : 0);
	return gate32_svc(group ? __NR_exit_group : __NR_exit, 0, 0, 0, 0, 0,
			  0);
}

/* arg: signal; a thread of the program, or 4: the process */
long op_kill(struct runner *r, const uint64_t *arg)
{
	if (arg[1] >= THREADS_MAX)
		return kill(world.pid, arg[0]) ? -errno : 0;
	if (!shared->tid[arg[1]])
		return -ESRCH;
	return syscall(__NR_tgkill, world.pid, shared->tid[arg[1]], arg[0]) ?
		-errno : 0;
}

static void handle(int sig, siginfo_t *info, void *context)
{
	const uint64_t none[6] = { 0 };
	int saved = errno;

	arm_call(ARM_NR_getppid, none, sig & 1 ? BY_VERB : 0);
	gate32_svc(__NR_getppid, 0, 0, 0, 0, 0, 0);
	errno = saved;
}

/* arg: signal; bits: SA_RESTART, with a handler, default */
long op_handle(struct runner *r, const uint64_t *arg)
{
	struct sigaction sa = {
		.sa_sigaction = handle,
		.sa_flags = SA_SIGINFO | (arg[1] & 1 ? SA_RESTART : 0),
	};

	/* Those by which the fuzzer survives, and notices */
	if (arg[0] == SIGSEGV || arg[0] == SIGBUS)
		return -EINVAL;
	if ((arg[1] & 6) == 6)
		sa.sa_handler = arg[1] & 1 ? SIG_IGN : SIG_DFL;
	return sigaction(arg[0], &sa, NULL) ? -errno : 0;
}

long op_timer(struct runner *r, const uint64_t *arg)
{
	const struct itimerval timer = { { 0, arg[0] }, { 0, arg[0] + 1 } };

	return setitimer(ITIMER_REAL, &timer, NULL) ? -errno : 0;
}

/*
 * A tracer, which lives for a while and does what its seed says
 */

#define TRACER_STEPS	24

static void change_registers(pid_t tid)
{
	struct user_pt_regs regs;
	struct iovec v = { &regs, sizeof(regs) };
	uint64_t tls[2] = { 0, 0 };
	int nr;

	switch (below(5)) {
	case 0:		/* to be refused: AArch32 state for a 64-bit task */
		if (ptrace(PTRACE_GETREGSET, tid, NT_PRSTATUS, &v))
			break;
		regs.pstate |= 0x10;
		ptrace(PTRACE_SETREGSET, tid, NT_PRSTATUS, &v);
		break;
	case 1:
		v.iov_base = tls;
		v.iov_len = percent(50) ? 8 : 16;
		if (!ptrace(PTRACE_GETREGSET, tid, NT_ARM_TLS, &v))
			ptrace(PTRACE_SETREGSET, tid, NT_ARM_TLS, &v);
		break;
	case 2:
		nr = percent(50) ? (int)(world.base + below(512)) : -1;
		v.iov_base = &nr;
		v.iov_len = sizeof(nr);
		ptrace(PTRACE_SETREGSET, tid, NT_ARM_SYSTEM_CALL, &v);
		break;
	default:
		if (ptrace(PTRACE_GETREGSET, tid, NT_PRSTATUS, &v))
			break;
		regs.regs[below(6)] = random64();
		ptrace(PTRACE_SETREGSET, tid, NT_PRSTATUS, &v);
	}
}

static void ask(pid_t tid)
{
	static char info[512];

	ptrace(0x420e, tid, sizeof(info), info);	/* GET_SYSCALL_INFO */
	ptrace(PTRACE_PEEKDATA, tid, LOW_BASE, 0);
	ptrace(PTRACE_GETSIGINFO, tid, 0, info);
}

static void step(pid_t tid, bool change)
{
	if (percent(50))
		ask(tid);
	if (change && percent(30))
		change_registers(tid);
	switch (below(4)) {
	case 0:
		ptrace(PTRACE_CONT, tid, 0, 0);
		ptrace(PTRACE_INTERRUPT, tid, 0, 0);
		break;
	case 1:
		ptrace(PTRACE_SINGLESTEP, tid, 0, 0);
		break;
	default:
		ptrace(PTRACE_SYSCALL, tid, 0, 0);
	}
}

static void trace_task(pid_t tid, uint64_t seed, bool change)
{
	unsigned int i, idle;
	int status;

	random_seed(seed);
	if (ptrace(PTRACE_SEIZE, tid, 0, below(256)))
		return;
	ptrace(PTRACE_INTERRUPT, tid, 0, 0);
	for (i = 0, idle = 0; i < TRACER_STEPS && idle < 40;) {
		pid_t pid = waitpid(tid, &status, WNOHANG | __WALL);

		if (pid != tid) {
			idle++;
			usleep(500);
			continue;
		}
		if (!WIFSTOPPED(status))
			return;
		idle = 0;
		i++;
		step(tid, change);
	}
	ptrace(PTRACE_INTERRUPT, tid, 0, 0);
	waitpid(tid, &status, __WALL);
	ptrace(PTRACE_DETACH, tid, 0, 0);
}

/* arg: seed; if 0 or 1, registers are changed as well */
long op_trace(struct runner *r, const uint64_t *arg)
{
	pid_t tid = r->tid, pid;
	bool change = arg[1] < 2;

	if (change)
		shared->tampered = 1;
	pid = fork();
	if (pid == 0) {
		trace_task(tid, arg[0], change);
		_exit(0);
	}
	usleep(1000);

	return pid < 0 ? -errno : 0;
}

/*
 * Filters: what to do about one number of one architecture
 */

static const struct {
	uint32_t arch, nr, action;
} filters[FILTER_KINDS] = {
	{ 0, 0, SECCOMP_RET_ALLOW },
	{ AUDIT_ARCH_ARM, ARM_NR_getpid, SECCOMP_RET_ERRNO | 77 },
	{ AUDIT_ARCH_ARM, ARM_NR_getppid, SECCOMP_RET_TRAP },
	{ AUDIT_ARCH_ARM, ARM_NR_mmap2, SECCOMP_RET_ERRNO | ENOMEM },
	{ AUDIT_ARCH_ARM, ARM_NR_brk, SECCOMP_RET_TRACE },
	{ AUDIT_ARCH_ARM, ARM_NR_openat, SECCOMP_RET_LOG },
	{ AUDIT_ARCH_ARM, ARM_NR_uname, SECCOMP_RET_KILL_THREAD },
	{ AUDIT_ARCH_ARM, ARM_NR_ioctl, SECCOMP_RET_TRACE },
	{ AUDIT_ARCH_AARCH64, __NR_getppid, SECCOMP_RET_TRAP },
	{ AUDIT_ARCH_AARCH64, __NR_prctl, SECCOMP_RET_ERRNO | EPERM },
	{ AUDIT_ARCH_ARM, ARM_NR_close, SECCOMP_RET_KILL_PROCESS },
	{ AUDIT_ARCH_ARM, ARM_NR_fork, SECCOMP_RET_ERRNO | EAGAIN },
};

long op_filter(struct runner *r, const uint64_t *arg)
{
	unsigned int i = arg[0] % FILTER_KINDS;
	struct sock_filter code[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
			 offsetof(struct seccomp_data, arch)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, filters[i].arch, 0, 3),
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
			 offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, filters[i].nr, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, filters[i].action),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	const struct sock_fprog prog = { sizeof(code) / sizeof(code[0]), code };

	world.filtered = true;
	prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);

	return syscall(__NR_seccomp, SECCOMP_SET_MODE_FILTER,
		       r->op & 1 ? SECCOMP_FILTER_FLAG_TSYNC : 0, &prog) ?
		-errno : 0;
}

long op_become(struct runner *r, const uint64_t *arg)
{
	static const int spaces[] = {
		CLONE_NEWUSER, CLONE_NEWNS, CLONE_NEWIPC, CLONE_NEWUTS,
		CLONE_NEWPID, CLONE_FILES, CLONE_FS, CLONE_SYSVSEM,
	};
	const unsigned int count = sizeof(spaces) / sizeof(spaces[0]);
	long ret;

	if (arg[0] < count)
		ret = unshare(spaces[arg[0]]);
	else if (arg[0] == count)
		ret = syscall(__NR_setuid, 65534);
	else if (arg[0] == count + 1)
		ret = syscall(__NR_setresuid, 65534, 0, 0);
	else if (arg[0] == count + 2)
		ret = prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
	else if (arg[0] == count + 3)
		ret = prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	else if (arg[0] == count + 4)
		ret = prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0);
	else
		ret = prctl(PR_SET_THP_DISABLE, 1, 0, 0, 0);

	return ret ? -errno : 0;
}

long op_allow(struct runner *r, const uint64_t *arg)
{
	static const char *const words[] = {
		"nobody", "admin", "unfiltered", "everybody", "no such word",
	};
	int fd = open("/proc/sys/kernel/gate32_allow", O_WRONLY | O_CLOEXEC);
	ssize_t n;

	if (fd < 0)
		return -errno;
	shared->allow_touched = 1;
	n = write(fd, words[arg[0] % 5], strlen(words[arg[0] % 5]));
	close(fd);

	return n < 0 ? -errno : 0;
}

long op_setmm(struct runner *r, const uint64_t *arg)
{
	static const int what[] = {
		PR_SET_MM_START_BRK, PR_SET_MM_BRK, PR_SET_MM_START_DATA,
		PR_SET_MM_END_DATA, PR_SET_MM_ARG_START,
	};

	return prctl(PR_SET_MM, what[arg[0] % 5], arg[1], 0, 0) ? -errno : 0;
}

long op_persona(struct runner *r, const uint64_t *arg)
{
	static const unsigned long personas[] = { PER_LINUX32, ADDR_COMPAT_LAYOUT };

	return personality(personas[arg[0] & 1]) < 0 ? -errno : 0;
}
