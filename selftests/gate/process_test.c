// SPDX-License-Identifier: GPL-2.0-only
/*
 * The gate over threads, fork, exec and exit; and what the kernel makes of
 * tasks that are born or die in a routed call
 */
#include "gate32_test.h"
#include "ring.h"

#include <elf.h>
#include <linux/sched.h>
#include <linux/stat.h>
#include <pthread.h>
#include <sched.h>
#include <spawn.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <ucontext.h>

#define LOW	0x50000000UL
#define ANON	(MAP_PRIVATE | MAP_ANONYMOUS)

/* Exit codes of "process_test --probe": what a fresh program finds. */
#define PROBE_CLEAN	40
#define PROBE_GATE	41
#define PROBE_ROUTED	42
#define PROBE_LIMIT	43
#define PROBE_ARGS	44

long clone_raw(unsigned long nr, unsigned long flags, void *stack, void *ptid,
	       void *tls, void *ctid, void (*fn)(void *), void *arg);

extern char **environ;

static int probe(int argc, char **argv)
{
	void *p;

	if (argc != 4 || strcmp(argv[2], "second") || strcmp(argv[3], ""))
		return PROBE_ARGS;
	if (gate32_disable() != -EUNATCH)
		return PROBE_GATE;
	if (ARM(getpid) != -ENOSYS)
		return PROBE_ROUTED;
	p = mmap(NULL, getpagesize(), PROT_READ, ANON, -1, 0);
	if ((unsigned long)p < FOUR_GB)
		return PROBE_LIMIT;

	return PROBE_CLEAN;
}

static bool is_open(void)
{
	return ARM(getpid) == getpid();
}

static bool is_shut(void)
{
	return ARM(getpid) == -ENOSYS && gate32_disable() == -EUNATCH;
}

/*
 * Nothing of this task is 32-bit: it maps high, the kernel can reach its
 * memory there that is not present yet, and its signal frames are 64-bit.
 */
static volatile bool handler_is_64bit;

static void handler(int sig, siginfo_t *info, void *context)
{
	const ucontext_t *uc = context;

	handler_is_64bit = uc->uc_mcontext.sp > FOUR_GB &&
			   info->si_value.sival_ptr == (void *)0x123456789abc;
}

static int not_32bit(void)
{
	const struct sigaction act = {
		.sa_sigaction = handler,
		.sa_flags = SA_SIGINFO,
	};
	const union sigval value = { .sival_ptr = (void *)0x123456789abc };
	long page = getpagesize();
	int fd[2];
	char *p;

	p = mmap(NULL, page, PROT_READ | PROT_WRITE, ANON, -1, 0);
	if ((unsigned long)p < FOUR_GB || p == MAP_FAILED)
		return 60;
	if (pipe(fd) || write(fd[1], "high", 4) != 4 || read(fd[0], p, 4) != 4)
		return 61;
	handler_is_64bit = false;
	if (sigaction(SIGUSR2, &act, NULL) ||
	    sigqueue(getpid(), SIGUSR2, value))
		return 62;
	if (!handler_is_64bit)
		return 63;
	munmap(p, page);
	close(fd[0]);
	close(fd[1]);

	return 0;
}

FIXTURE(process)
{
	char *low;
};

FIXTURE_SETUP(process)
{
	REQUIRE_GATE32();
	self->low = low_map(LOW, 16 * getpagesize());
	ASSERT_NE(NULL, self->low);
}

FIXTURE_TEARDOWN(process)
{
}

/*
 * Threads
 */
static pthread_barrier_t barrier;

static void *ask_twice(void *arg)
{
	bool before, after;

	before = is_shut();
	pthread_barrier_wait(&barrier);
	pthread_barrier_wait(&barrier);
	after = is_open();
	pthread_barrier_wait(&barrier);
	pthread_barrier_wait(&barrier);

	return (void *)(long)(before && after && is_shut());
}

TEST_F(process, threads_that_exist)
{
	pthread_t thread[3];
	void *ret;
	int i;

	ASSERT_EQ(0, pthread_barrier_init(&barrier, NULL, 4));
	for (i = 0; i < 3; i++)
		ASSERT_EQ(0, pthread_create(&thread[i], NULL, ask_twice, NULL));
	pthread_barrier_wait(&barrier);
	ASSERT_EQ(0, gate32_enable(GATE32_ABI_ARM, BASE));
	pthread_barrier_wait(&barrier);
	pthread_barrier_wait(&barrier);
	ASSERT_EQ(0, gate32_disable());
	pthread_barrier_wait(&barrier);
	for (i = 0; i < 3; i++) {
		ASSERT_EQ(0, pthread_join(thread[i], &ret));
		EXPECT_NE(NULL, ret);
	}
}

static void *ask(void *arg)
{
	return (void *)(long)is_open();
}

static void *enable(void *arg)
{
	return (void *)gate32_enable(GATE32_ABI_ARM, BASE);
}

static void *disable(void *arg)
{
	return (void *)gate32_disable();
}

static void *in_thread(void *(*fn)(void *), void *arg)
{
	pthread_t thread;
	void *ret = (void *)-1;

	if (pthread_create(&thread, NULL, fn, arg) ||
	    pthread_join(thread, &ret))
		return (void *)-1;

	return ret;
}

TEST_F(process, threads_to_come)
{
	ASSERT_EQ(0, gate32_enable(GATE32_ABI_ARM, BASE));
	EXPECT_EQ((void *)1, in_thread(ask, NULL));
}

/* Any thread opens and closes it for all. */
TEST_F(process, threads_are_equal)
{
	EXPECT_EQ(NULL, in_thread(enable, NULL));
	EXPECT_TRUE(is_open());
	EXPECT_EQ(NULL, in_thread(disable, NULL));
	EXPECT_TRUE(is_shut());
}

/*
 * fork
 */
static int child_disables(void *arg)
{
	if (!is_open())
		return 1;
	if (gate32_disable())
		return 2;

	return is_shut() ? 0 : 3;
}

static int child_enables(void *arg)
{
	if (!is_shut())
		return 1;
	if (gate32_enable(GATE32_ABI_ARM, BASE))
		return 2;

	return is_open() ? 0 : 3;
}

TEST_F(process, fork_copies)
{
	EXPECT_EQ(0, in_child(child_enables, NULL));
	EXPECT_TRUE(is_shut());
	ASSERT_EQ(0, gate32_enable(GATE32_ABI_ARM, BASE));
	EXPECT_EQ(0, in_child(child_disables, NULL));
	EXPECT_TRUE(is_open());
}

/* What the parent does after the fork is not the child's business. */
TEST_F(process, fork_is_a_copy)
{
	int fd[2];
	pid_t pid;
	char c;

	ASSERT_EQ(0, gate32_enable(GATE32_ABI_ARM, BASE));
	ASSERT_EQ(0, pipe(fd));
	pid = fork();
	if (pid == 0) {
		close(fd[1]);
		(void)!read(fd[0], &c, 1);
		_exit(is_open() ? 0 : 1);
	}
	ASSERT_EQ(0, gate32_disable());
	ASSERT_EQ(0, gate32_enable(GATE32_ABI_ARM, 0));
	close(fd[1]);
	EXPECT_EQ(0, exit_code(pid));
}

static int grandchildren(void *arg)
{
	int depth = (long)arg;

	if (!is_open())
		return 1;

	return depth ? in_child(grandchildren, (void *)(depth - 1L)) : 0;
}

TEST_F(process, fork_copies_copies)
{
	ASSERT_EQ(0, gate32_enable(GATE32_ABI_ARM, BASE));
	EXPECT_EQ(0, in_child(grandchildren, (void *)5));
}

/*
 * CLONE_VM: one memory map, one gate
 */
static int open_in_shared_map(void *arg)
{
	_exit(gate32_enable(GATE32_ABI_ARM, BASE) ? 1 : 0);
}

static int shut_in_shared_map(void *arg)
{
	_exit(gate32_disable() ? 1 : 0);
}

static pid_t clone_vm(int (*fn)(void *), int flags)
{
	static char stack[65536] __attribute__((aligned(16)));

	return clone(fn, stack + sizeof(stack), CLONE_VM | SIGCHLD | flags,
		     NULL);
}

TEST_F(process, clone_vm_shares)
{
	EXPECT_EQ(0, exit_code(clone_vm(open_in_shared_map, 0)));
	EXPECT_TRUE(is_open());
	EXPECT_EQ(0, exit_code(clone_vm(shut_in_shared_map, 0)));
	EXPECT_TRUE(is_shut());
	EXPECT_EQ(0, exit_code(clone_vm(open_in_shared_map, CLONE_VFORK)));
	EXPECT_TRUE(is_open());
}

static int exec_probe(void *arg)
{
	execl("/proc/self/exe", "process_test", "--probe", "second", "", NULL);
	_exit(1);
}

/* exec takes the child out of the map; the parent's gate stays open. */
TEST_F(process, clone_vm_and_exec)
{
	ASSERT_EQ(0, gate32_enable(GATE32_ABI_ARM, BASE));
	EXPECT_EQ(PROBE_CLEAN, exit_code(clone_vm(exec_probe, CLONE_VFORK)));
	EXPECT_TRUE(is_open());
	EXPECT_EQ(PROBE_CLEAN, exit_code(clone_vm(exec_probe, 0)));
	EXPECT_TRUE(is_open());
}

/* The map outlives the process that has opened the gate. */
static pid_t outlived;

static int outlive(void *arg)
{
	int fd = *(int *)arg;
	char c;

	while (getppid() == outlived)
		usleep(1000);
	c = is_open();
	(void)!write(fd, &c, 1);
	_exit(0);
}

TEST_F(process, clone_vm_outlives)
{
	static char stack[65536] __attribute__((aligned(16)));
	static int fd[2];
	char c = 0;
	pid_t pid;

	ASSERT_EQ(0, pipe(fd));
	pid = fork();
	if (pid == 0) {
		outlived = getpid();
		if (gate32_enable(GATE32_ABI_ARM, BASE) ||
		    clone(outlive, stack + sizeof(stack), CLONE_VM, &fd[1]) < 0)
			_exit(1);
		_exit(0);
	}
	EXPECT_EQ(0, exit_code(pid));
	EXPECT_EQ(1, read(fd[0], &c, 1));
	EXPECT_EQ(1, c);
}

/* What libc makes of vfork and the like. */
TEST_F(process, posix_spawn)
{
	char *argv[] = { "process_test", "--probe", "second", "", NULL };
	pid_t pid;

	ASSERT_EQ(0, gate32_enable(GATE32_ABI_ARM, BASE));
	ASSERT_EQ(0, posix_spawn(&pid, "/proc/self/exe", NULL, NULL, argv,
				 environ));
	EXPECT_EQ(PROBE_CLEAN, exit_code(pid));
	EXPECT_TRUE(is_open());
}

/*
 * exec, by every door
 */
static long exec_native(const char *path, uint32_t argv, char **argv64)
{
	return gate32_svc(__NR_execve, (unsigned long)path,
			  (unsigned long)argv64, (unsigned long)environ, 0, 0,
			  0);
}

static long exec_routed(const char *path, uint32_t argv, char **argv64)
{
	return ARM(execve, path, argv, 0);
}

static long exec_call(const char *path, uint32_t argv, char **argv64)
{
	return ARM_ARGS(ARM_NR_execve, (uintptr_t)path, argv, 0);
}

static long exec_at(const char *path, uint32_t argv, char **argv64)
{
	return ARM(execveat, AT_FDCWD, path, argv, 0, 0);
}

static long exec_at_call(const char *path, uint32_t argv, char **argv64)
{
	return ARM_ARGS(ARM_NR_execveat, AT_FDCWD, (uintptr_t)path, argv, 0, 0);
}

FIXTURE(exec)
{
	char *low;
};

FIXTURE_VARIANT(exec)
{
	long (*exec)(const char *path, uint32_t argv, char **argv64);
	bool thread;
};

#define EXEC(_name)							\
	FIXTURE_VARIANT_ADD(exec, _name) { .exec = exec_##_name };	\
	FIXTURE_VARIANT_ADD(exec, _name##_by_thread) {			\
		.exec = exec_##_name, .thread = true,			\
	}

EXEC(native);
EXEC(routed);
EXEC(call);
EXEC(at);
EXEC(at_call);

FIXTURE_SETUP(exec)
{
	OPEN_GATE();
	ASSERT_EQ(0, gate32_mmap_limit(0xc0000000));
	self->low = low_map(LOW, 16 * getpagesize());
	ASSERT_NE(NULL, self->low);
}

FIXTURE_TEARDOWN(exec)
{
	EXPECT_TRUE(is_open());
}

struct exec_job {
	long (*exec)(const char *path, uint32_t argv, char **argv64);
	char *path;
	uint32_t argv;
	char **argv64;
};

static void *exec_job(void *arg)
{
	struct exec_job *job = arg;

	return (void *)job->exec(job->path, job->argv, job->argv64);
}

/* Path and arguments in low memory, lists of them for both sides. */
static long do_exec(const FIXTURE_VARIANT(exec) *variant, char *low,
		    const char *path, const char *const *words)
{
	uint32_t *argv = (void *)(low + 0x800);
	char **argv64 = (void *)(low + 0x900);
	struct exec_job job = {
		.exec = variant->exec,
		.path = strcpy(low + 0x1000, path),
		.argv = (uintptr_t)argv,
		.argv64 = argv64,
	};
	char *text = low;
	int i;

	for (i = 0; words[i]; i++) {
		argv64[i] = strcpy(text, words[i]);
		argv[i] = (uintptr_t)text;
		text += strlen(text) + 1;
	}
	argv[i] = 0;
	argv64[i] = NULL;

	return variant->thread ? (long)in_thread(exec_job, &job) :
				 (long)exec_job(&job);
}

static const char *const probe_words[] = {
	"process_test", "--probe", "second", "", NULL,
};

TEST_F(exec, clears)
{
	pid_t pid = fork();

	if (pid == 0) {
		do_exec(variant, self->low, "/proc/self/exe", probe_words);
		_exit(1);
	}
	EXPECT_EQ(PROBE_CLEAN, exit_code(pid));
}

/* An exec that fails leaves all as it is. */
TEST_F(exec, fails)
{
	EXPECT_EQ(-ENOENT, do_exec(variant, self->low, "/nonexistent",
				   probe_words));
	EXPECT_TRUE(is_open());
	EXPECT_EQ(-EACCES, do_exec(variant, self->low, "/proc/self/status",
				   probe_words));
	EXPECT_TRUE(is_open());
	ASSERT_EQ(0, gate32_mmap_limit(0));
	EXPECT_EQ(0, not_32bit());
}

/* A real AArch32 program: it runs as one, where the CPU can. */
TEST_F(exec, aarch32)
{
	char getpid_call[32], mmap_call[64];
	const char *words[] = { "arm32_call", getpid_call, mmap_call, NULL };
	uint32_t pid32 = 0, addr = 0;
	int fd[2], status;
	FILE *out;
	pid_t pid;

	snprintf(getpid_call, 32, "%d", ARM_NR_getpid);
	snprintf(mmap_call, 64, "%d,0,4096,3,0x22,-1,0", ARM_NR_mmap2);
	ASSERT_EQ(0, access("./arm32_call", X_OK));
	ASSERT_EQ(0, pipe2(fd, O_CLOEXEC));
	pid = fork();
	if (pid == 0) {
		dup2(fd[1], 1);
		_exit(do_exec(variant, self->low, "./arm32_call", words) ==
		      -ENOEXEC ? 77 : 78);
	}
	close(fd[1]);
	out = fdopen(fd[0], "r");
	status = fscanf(out, "%x %*d %*d %x", &pid32, &addr);
	if (aarch32_capable()) {
		EXPECT_EQ(2, status);
		EXPECT_EQ(pid, pid32);
		EXPECT_EQ(0, addr & 0xfff);
		EXPECT_LT(0x10000, addr);
		EXPECT_EQ(0, exit_code(pid));
	} else {
		EXPECT_EQ(77, exit_code(pid));
	}
	fclose(out);
}

/*
 * Children by routed calls
 */
static long fork_native(void)
{
	return gate32_svc(__NR_clone, SIGCHLD, 0, 0, 0, 0, 0);
}

static long fork_routed(void)
{
	return ARM(fork);
}

static long fork_call(void)
{
	return ARM_ARGS(ARM_NR_fork, 0);
}

static long fork_clone(void)
{
	return ARM(clone, SIGCHLD, 0, 0, 0, 0);
}

static long fork_clone_call(void)
{
	return ARM_ARGS(ARM_NR_clone, SIGCHLD);
}

static long fork_clone3(void)
{
	struct clone_args *args = (void *)LOW;

	memset(args, 0, sizeof(*args));
	args->exit_signal = SIGCHLD;

	return ARM(clone3, args, sizeof(*args));
}

FIXTURE(child)
{
	char *low;
};

FIXTURE_VARIANT(child)
{
	long (*fork)(void);
};

FIXTURE_VARIANT_ADD(child, native) { .fork = fork_native };
FIXTURE_VARIANT_ADD(child, fork) { .fork = fork_routed };
FIXTURE_VARIANT_ADD(child, fork_by_call) { .fork = fork_call };
FIXTURE_VARIANT_ADD(child, clone) { .fork = fork_clone };
FIXTURE_VARIANT_ADD(child, clone_by_call) { .fork = fork_clone_call };
FIXTURE_VARIANT_ADD(child, clone3) { .fork = fork_clone3 };

FIXTURE_SETUP(child)
{
	OPEN_GATE();
	self->low = low_map(LOW, getpagesize());
	ASSERT_NE(NULL, self->low);
}

FIXTURE_TEARDOWN(child)
{
}

TEST_F(child, is_64bit)
{
	long pid = variant->fork();

	if (pid == 0)
		_exit(not_32bit());
	ASSERT_LT(0, pid);
	EXPECT_EQ(0, exit_code(pid));
	EXPECT_EQ(0, not_32bit());
}

TEST_F(child, has_the_gate)
{
	long pid = variant->fork();

	if (pid == 0) {
		/* By its own number, not by what libc remembers. */
		long me = gate32_svc(__NR_getpid, 0, 0, 0, 0, 0, 0);

		if (ARM(getpid) != me || ARM(getppid) == me)
			_exit(1);
		if (gate32_disable() || ARM(getpid) != -ENOSYS)
			_exit(2);
		_exit(0);
	}
	ASSERT_LT(0, pid);
	EXPECT_EQ(0, exit_code(pid));
	EXPECT_TRUE(is_open());
}

TEST_F(child, execs)
{
	long pid = variant->fork();

	if (pid == 0)
		exec_probe(NULL);
	ASSERT_LT(0, pid);
	EXPECT_EQ(PROBE_CLEAN, exit_code(pid));
}

TEST_F(child, is_waited_for)
{
	int *status = (int *)(self->low + 64);
	long pid = variant->fork();

	if (pid == 0) {
		ARM(exit_group, 33);
		_exit(1);
	}
	ASSERT_LT(0, pid);
	status[1] = 0x55555555;
	EXPECT_EQ(pid, ARM(wait4, pid, status, 0, 0));
	EXPECT_EQ(33, WEXITSTATUS(*status));
	EXPECT_EQ(0x55555555, status[1]);
}

TEST_F(child, grandchild)
{
	long pid = variant->fork();

	if (pid == 0) {
		pid = variant->fork();
		if (pid == 0)
			_exit(not_32bit());
		_exit(pid > 0 ? exit_code(pid) : 1);
	}
	ASSERT_LT(0, pid);
	EXPECT_EQ(0, exit_code(pid));
}

/* A child of vfork runs on its parent's stack: all in one function. */
static __attribute__((noinline)) long vfork_and_exit(int code)
{
	long pid = ARM(vfork);

	if (pid == 0) {
		ARM(exit_group, code);
		__builtin_trap();
	}

	return pid;
}

static __attribute__((noinline)) long vfork_and_exec(const char *path,
						     char **argv)
{
	long pid = ARM(vfork);

	if (pid == 0) {
		gate32_svc(__NR_execve, (unsigned long)path,
			   (unsigned long)argv, (unsigned long)environ, 0, 0,
			   0);
		ARM(exit_group, 1);
		__builtin_trap();
	}

	return pid;
}

TEST_F(process, vfork)
{
	char *argv[] = { "process_test", "--probe", "second", "", NULL };
	long pid;

	ASSERT_EQ(0, gate32_enable(GATE32_ABI_ARM, BASE));
	pid = vfork_and_exit(12);
	ASSERT_LT(0, pid);
	/* The parent goes on when the child is gone. */
	EXPECT_EQ(12, exit_code(pid));
	pid = vfork_and_exec("/proc/self/exe", argv);
	ASSERT_LT(0, pid);
	EXPECT_EQ(PROBE_CLEAN, exit_code(pid));
	EXPECT_TRUE(is_open());
	EXPECT_EQ(0, not_32bit());
}

/*
 * A thread by routed clone, as a translator's guest would have it: stack,
 * thread pointer and addresses of its number are below 4 GB.
 */
struct raw_thread {
	uint64_t tp;
	uint64_t tpidrro;
	long pid, tid;
	long mapped;
};

static void raw_thread(void *arg)
{
	struct raw_thread *t = arg;

	__asm__ __volatile__("mrs %0, tpidr_el0" : "=r"(t->tp));
	__asm__ __volatile__("mrs %0, tpidrro_el0" : "=r"(t->tpidrro));
	t->pid = ARM(getpid);
	t->tid = ARM(gettid);
	t->mapped = gate32_svc(__NR_mmap, 0, 4096, PROT_READ, ANON, -1, 0);
	ARM(exit, 0);
	__builtin_trap();
}

TEST_F(process, thread_by_clone)
{
	struct raw_thread *t = (void *)(self->low + 256);
	volatile int *ptid = (void *)self->low;
	volatile int *ctid = ptid + 1;
	int i;
	long tid;

	ASSERT_EQ(0, gate32_enable(GATE32_ABI_ARM, BASE));
	*ctid = -1;
	tid = clone_raw(BASE + ARM_NR_clone,
			CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND |
			CLONE_THREAD | CLONE_SYSVSEM | CLONE_SETTLS |
			CLONE_PARENT_SETTID | CLONE_CHILD_CLEARTID,
			self->low + 8 * getpagesize(), (void *)ptid,
			self->low + 128, (void *)ctid, raw_thread, t);
	ASSERT_LT(0, tid);
	EXPECT_EQ(tid, *ptid);
	/* Cleared when it is gone. */
	for (i = 0; i < 5000 && *ctid; i++)
		usleep(1000);
	EXPECT_EQ(0, *ctid);
	EXPECT_EQ((uintptr_t)self->low + 128, t->tp);
	EXPECT_EQ(0, t->tpidrro);
	EXPECT_EQ(getpid(), t->pid);
	EXPECT_EQ(tid, t->tid);
	EXPECT_LT((long)FOUR_GB, t->mapped);
	EXPECT_EQ(0, not_32bit());
}

/*
 * exit
 */
static void *exit_routed(void *arg)
{
	ARM(exit, 0);
	return arg;
}

static void *exit_by_call(void *arg)
{
	ARM_ARGS(ARM_NR_exit, 0);
	return arg;
}

/* The kernel tells pthread_join by a pointer above 4 GB. */
TEST_F(process, exit_of_a_thread)
{
	pthread_t thread;

	ASSERT_EQ(0, gate32_enable(GATE32_ABI_ARM, BASE));
	ASSERT_EQ(0, pthread_create(&thread, NULL, exit_routed, NULL));
	EXPECT_EQ(0, pthread_join(thread, NULL));
	ASSERT_EQ(0, pthread_create(&thread, NULL, exit_by_call, NULL));
	EXPECT_EQ(0, pthread_join(thread, NULL));
}

/* Even where that page is not present. */
static int *high_tid;

static int exit_with_high_tid(void *arg)
{
	syscall(__NR_set_tid_address, high_tid);
	ARM(exit, 0);
	return 1;
}

TEST_F(process, exit_clears_absent_page)
{
	static char stack[65536] __attribute__((aligned(16)));
	int fd = memfd_create("tid", 0);
	int value = 5;
	pid_t pid;

	ASSERT_EQ(0, gate32_enable(GATE32_ABI_ARM, BASE));
	ASSERT_EQ(sizeof(value), pwrite(fd, &value, sizeof(value), 0));
	high_tid = mmap(NULL, getpagesize(), PROT_READ | PROT_WRITE, MAP_SHARED,
			fd, 0);
	ASSERT_LT(FOUR_GB, (unsigned long)high_tid);
	pid = clone(exit_with_high_tid, stack + sizeof(stack),
		    CLONE_VM | SIGCHLD, NULL);
	ASSERT_LT(0, pid);
	EXPECT_EQ(0, exit_code(pid));
	EXPECT_EQ(sizeof(value), pread(fd, &value, sizeof(value), 0));
	EXPECT_EQ(0, value);
}

static pthread_mutex_t robust;

static void *lock_and_exit(void *arg)
{
	pthread_mutex_lock(&robust);
	ARM(exit, 0);
	return NULL;
}

TEST_F(process, exit_releases_robust_mutex)
{
	pthread_mutexattr_t attr;
	pthread_t thread;

	ASSERT_EQ(0, gate32_enable(GATE32_ABI_ARM, BASE));
	pthread_mutexattr_init(&attr);
	pthread_mutexattr_setrobust(&attr, PTHREAD_MUTEX_ROBUST);
	ASSERT_EQ(0, pthread_mutex_init(&robust, &attr));
	ASSERT_EQ(0, pthread_create(&thread, NULL, lock_and_exit, NULL));
	ASSERT_EQ(0, pthread_join(thread, NULL));
	EXPECT_EQ(EOWNERDEAD, pthread_mutex_lock(&robust));
}

static void *exit_group_in_thread(void *arg)
{
	ARM(exit_group, (long)arg);
	return NULL;
}

static int exit_group_by_thread(void *arg)
{
	in_thread(exit_group_in_thread, arg);
	return 1;
}

static int exit_group_itself(void *arg)
{
	ARM(exit_group, (long)arg);
	return 1;
}

TEST_F(process, exit_group)
{
	ASSERT_EQ(0, gate32_enable(GATE32_ABI_ARM, BASE));
	EXPECT_EQ(21, in_child(exit_group_by_thread, (void *)21));
	EXPECT_EQ(22, in_child(exit_group_itself, (void *)22));
	/* Only the low eight bits of an int, whatever is above. */
	EXPECT_EQ(23, in_child(exit_group_itself, (void *)0xdead00000017));
}

/*
 * A tracer sees a 64-bit task, wherever it stops.
 */
TEST_F(process, traced_asleep)
{
	struct user_regs { uint64_t x[31], sp, pc, pstate; } regs[2];
	struct iovec iov = { regs, sizeof(regs) };
	int fd[2], status;
	pid_t pid;

	ASSERT_EQ(0, gate32_enable(GATE32_ABI_ARM, BASE));
	ASSERT_EQ(0, pipe(fd));
	pid = fork();
	if (pid == 0)
		_exit(ARM(read, fd[0], LOW, 1) == 1 ? 0 : 1);
	ASSERT_TRUE(wait_asleep(pid));
	ASSERT_EQ(0, ptrace(PTRACE_ATTACH, pid, NULL, NULL));
	ASSERT_EQ(pid, waitpid(pid, &status, 0));
	ASSERT_TRUE(WIFSTOPPED(status));
	ASSERT_EQ(0, ptrace(PTRACE_GETREGSET, pid, NT_PRSTATUS, &iov));
	EXPECT_EQ(sizeof(regs[0]), iov.iov_len);
	EXPECT_LT(FOUR_GB, regs[0].sp);
	EXPECT_EQ(BASE + ARM_NR_read, regs[0].x[8]);
	/* PSR_MODE32_BIT */
	EXPECT_EQ(0, regs[0].pstate & 0x10);
	ASSERT_EQ(0, ptrace(PTRACE_SETREGSET, pid, NT_PRSTATUS, &iov));
	ASSERT_EQ(0, ptrace(PTRACE_DETACH, pid, NULL, NULL));
	ASSERT_EQ(1, write(fd[1], "x", 1));
	EXPECT_EQ(0, exit_code(pid));
}

TEST_F(process, traced_calls)
{
	struct user_regs { uint64_t x[31], sp, pc, pstate; } regs[2];
	struct iovec iov = { regs, sizeof(regs) };
	int status, stops = 0, seen = 0;
	pid_t pid;

	ASSERT_EQ(0, gate32_enable(GATE32_ABI_ARM, BASE));
	pid = fork();
	if (pid == 0) {
		ptrace(PTRACE_TRACEME, 0, NULL, NULL);
		raise(SIGSTOP);
		_exit(ARM(getppid) == getppid() && ARM(close, -1) == -EBADF ?
		      0 : 1);
	}
	ASSERT_EQ(pid, waitpid(pid, &status, 0));
	while (!ptrace(PTRACE_SYSCALL, pid, NULL, NULL) &&
	       waitpid(pid, &status, 0) == pid && WIFSTOPPED(status)) {
		iov.iov_len = sizeof(regs);
		ASSERT_EQ(0, ptrace(PTRACE_GETREGSET, pid, NT_PRSTATUS, &iov));
		EXPECT_EQ(sizeof(regs[0]), iov.iov_len);
		stops++;
		if (regs[0].x[8] == BASE + ARM_NR_close &&
		    (int64_t)regs[0].x[0] == -EBADF)
			seen++;
	}
	ASSERT_TRUE(WIFEXITED(status));
	EXPECT_EQ(0, WEXITSTATUS(status));
	EXPECT_LE(6, stops);
	EXPECT_EQ(1, seen);
}

/* Where the kernel stops a task for its tracer in the middle of a call. */
TEST_F(process, traced_events)
{
	const long options = PTRACE_O_TRACEFORK | PTRACE_O_TRACEVFORK |
			     PTRACE_O_TRACECLONE | PTRACE_O_TRACEEXEC |
			     PTRACE_O_TRACEEXIT | PTRACE_O_EXITKILL;
	struct user_regs { uint64_t x[31], sp, pc, pstate; } regs[2];
	uint32_t *argv = (void *)(self->low + 0x800);
	int status, forks = 0, execs = 0, exits = 0;
	struct iovec iov = { regs };
	pid_t pid, child;

	ASSERT_EQ(0, gate32_enable(GATE32_ABI_ARM, BASE));
	pid = fork();
	if (pid == 0) {
		ptrace(PTRACE_TRACEME, 0, NULL, NULL);
		raise(SIGSTOP);
		child = ARM(fork);
		if (child == 0)
			ARM(exit_group, 3);
		if (child < 0 || exit_code(child) != 3)
			_exit(1);
		argv[0] = (uintptr_t)strcpy(self->low, "process_test");
		argv[1] = (uintptr_t)strcpy(self->low + 32, "--probe");
		argv[2] = (uintptr_t)strcpy(self->low + 64, "second");
		argv[3] = (uintptr_t)strcpy(self->low + 96, "");
		argv[4] = 0;
		ARM(execve, strcpy(self->low + 128, "/proc/self/exe"), argv, 0);
		_exit(2);
	}
	ASSERT_EQ(pid, waitpid(pid, &status, 0));
	ASSERT_EQ(0, ptrace(PTRACE_SETOPTIONS, pid, NULL, options));
	ASSERT_EQ(0, ptrace(PTRACE_CONT, pid, NULL, NULL));
	while ((child = waitpid(-1, &status, __WALL)) > 0) {
		int event = status >> 16, sig = 0;

		if (!WIFSTOPPED(status)) {
			if (child == pid)
				break;
			continue;
		}
		iov.iov_len = sizeof(regs);
		EXPECT_EQ(0, ptrace(PTRACE_GETREGSET, child, NT_PRSTATUS, &iov));
		EXPECT_EQ(sizeof(regs[0]), iov.iov_len) {
			TH_LOG("event %d", event);
		}
		EXPECT_LT(FOUR_GB, regs[0].sp);
		forks += event == PTRACE_EVENT_FORK;
		execs += event == PTRACE_EVENT_EXEC;
		exits += event == PTRACE_EVENT_EXIT;
		if (!event && WSTOPSIG(status) != SIGSTOP)
			sig = WSTOPSIG(status);
		ASSERT_EQ(0, ptrace(PTRACE_CONT, child, NULL, (long)sig));
	}
	EXPECT_TRUE(WIFEXITED(status));
	EXPECT_EQ(PROBE_CLEAN, WEXITSTATUS(status));
	EXPECT_EQ(1, forks);
	EXPECT_EQ(1, execs);
	EXPECT_EQ(2, exits);
}

/*
 * Workers that the kernel makes in a routed call work for all rings of the
 * process, and for each as whoever has set it up.
 */
FIXTURE(worker)
{
	struct ring ring;
	int file;
};

FIXTURE_VARIANT(worker)
{
	bool routed;
	/* A thread of the kernel fetches the requests, or carries them out. */
	bool sqpoll;
};

FIXTURE_VARIANT_ADD(worker, native_sqpoll) { .sqpoll = true };
FIXTURE_VARIANT_ADD(worker, routed_sqpoll) { .routed = true, .sqpoll = true };
FIXTURE_VARIANT_ADD(worker, native_async) { .routed = false };
FIXTURE_VARIANT_ADD(worker, routed_async) { .routed = true };

FIXTURE_SETUP(worker)
{
	struct io_uring_params *params;
	int ret;

	OPEN_GATE();
	params = low_map(LOW, getpagesize());
	ASSERT_NE(NULL, params);
	if (variant->sqpoll) {
		params->flags = IORING_SETUP_SQPOLL;
		params->sq_thread_idle = 1000;
	}
	ret = ring_setup(&self->ring, params, variant->routed);
	if (ret == -ENOSYS || ret == -EPERM)
		SKIP(return, "io_uring is not available");
	ASSERT_EQ(0, ret);
	self->file = memfd_create("worker", 0);
	ASSERT_LE(0, self->file);
	ASSERT_EQ(5, pwrite(self->file, "hello", 5, 0));
}

FIXTURE_TEARDOWN(worker)
{
}

/* A native ring's above 4 GB, the other's below. */
TEST_F(worker, reaches_memory)
{
	unsigned int flags = variant->sqpoll ? IORING_ENTER_SQ_WAKEUP : 0;
	unsigned long low = LOW + 0x100000;
	struct io_uring_cqe cqe;
	int i;

	for (i = 0; i < 4; i++) {
		/* Fresh pages each time, so that none is present. */
		char *p = variant->routed ?
			low_map(low + i * getpagesize(), getpagesize()) :
			mmap(NULL, getpagesize(), PROT_READ | PROT_WRITE, ANON,
			     -1, 0);
		const struct io_uring_sqe sqe = {
			.opcode = IORING_OP_READ,
			.flags = IOSQE_ASYNC,
			.fd = self->file,
			.addr = (uintptr_t)p,
			.len = 5,
			.user_data = 0x123456789abcdef0,
		};

		ASSERT_EQ(!variant->routed, (unsigned long)p > FOUR_GB);
		ring_put(&self->ring, &sqe);
		ASSERT_EQ(1, ring_enter(&self->ring, 1, 0, flags));
		ASSERT_TRUE(ring_get(&self->ring, &cqe));
		EXPECT_EQ(5, cqe.res);
		EXPECT_EQ(0x123456789abcdef0, cqe.user_data);
		EXPECT_EQ(0, memcmp(p, "hello", 5));
	}
}

/* Signals find the process 64-bit with such threads around, too. */
TEST_F(worker, process_is_64bit)
{
	EXPECT_EQ(0, not_32bit());
	EXPECT_EQ(getpid(), ARM(getpid));
}

static int pipe_writer(int to_native, int to_routed, pid_t reader)
{
	char path[32], state = 0;
	FILE *stat;

	/* Not before the reader waits in its routed call. */
	snprintf(path, sizeof(path), "/proc/%d/stat", reader);
	while (state != 'S') {
		usleep(1000);
		stat = fopen(path, "r");
		if (!stat || fscanf(stat, "%*d (%*[^)]) %c", &state) != 1)
			return 1;
		fclose(stat);
	}
	if (write(to_native, "native", 6) != 6)
		return 2;
	usleep(100000);

	return write(to_routed, "routed", 6) == 6 ? 0 : 3;
}

/*
 * What a request waits for comes while its maker is in a routed call for
 * another ring, and it is carried out there: on memory that no 32-bit task has.
 */
FIXTURE(rings)
{
	struct ring native, routed;
	char *high, *low;	/* memory for the requests of each */
	int pipe[2];		/* from which the routed ring reads */
};

FIXTURE_SETUP(rings)
{
	struct io_uring_params *params;
	int ret;

	OPEN_GATE();
	self->low = low_map(LOW, 2 * getpagesize());
	ASSERT_NE(NULL, self->low);
	params = (void *)(self->low + getpagesize());
	self->high = mmap(NULL, getpagesize(), PROT_READ | PROT_WRITE, ANON, -1,
			  0);
	ASSERT_LT(FOUR_GB, (unsigned long)self->high);
	ret = ring_setup(&self->native, params, false);
	if (ret == -ENOSYS || ret == -EPERM)
		SKIP(return, "io_uring is not available");
	ASSERT_EQ(0, ret);
	memset(params, 0, sizeof(*params));
	ASSERT_EQ(0, ring_setup(&self->routed, params, true));
	ASSERT_EQ(0, pipe(self->pipe));
}

FIXTURE_TEARDOWN(rings)
{
}

/* In a routed wait until somebody writes to the pipe */
static void routed_wait(struct __test_metadata *_metadata, struct ring *ring,
			int fd, void *to)
{
	const struct io_uring_sqe sqe = {
		.opcode = IORING_OP_READ, .len = 6, .fd = fd,
		.addr = (uintptr_t)to,
	};
	struct io_uring_cqe cqe;
	int ret;

	ring_put(ring, &sqe);
	do {
		ret = ring_enter(ring, 1, 1, IORING_ENTER_GETEVENTS);
	} while (ret == -EINTR);
	EXPECT_LE(0, ret);
	ASSERT_TRUE(ring_get(ring, &cqe));
	EXPECT_EQ(6, cqe.res);
	EXPECT_EQ(0, memcmp(to, "routed", 6));
}

TEST_F(rings, native_request_in_a_routed_wait)
{
	struct io_uring_sqe sqe = { .opcode = IORING_OP_READ, .len = 6 };
	struct io_uring_cqe cqe;
	int native_pipe[2];
	pid_t child;

	ASSERT_EQ(0, pipe(native_pipe));
	sqe.fd = native_pipe[0];
	sqe.addr = (uintptr_t)self->high;
	ring_put(&self->native, &sqe);
	ASSERT_EQ(1, ring_enter(&self->native, 1, 0, 0));
	child = fork();
	ASSERT_LE(0, child);
	if (!child)
		_exit(pipe_writer(native_pipe[1], self->pipe[1], getppid()));
	routed_wait(_metadata, &self->routed, self->pipe[0], self->low);
	ASSERT_TRUE(ring_get(&self->native, &cqe));
	EXPECT_EQ(6, cqe.res);
	EXPECT_EQ(0, memcmp(self->high, "native", 6));
	EXPECT_EQ(0, exit_code(child));
}

/* IORING_OP_WAITID of Linux 6.7 */
#define OP_WAITID	50

static int write_last(int to_routed, pid_t parent)
{
	if (!wait_asleep(parent))
		return 1;
	usleep(300000);

	return write(to_routed, "routed", 6) == 6 ? 0 : 2;
}

/*
 * The same for a request that is done in two steps: the second one is taken
 * when a child ends, and writes what it knows of it to memory.
 */
TEST_F(rings, native_waitid_in_a_routed_wait)
{
	const siginfo_t *info = (void *)self->high;
	struct io_uring_sqe sqe = {
		.opcode = OP_WAITID, .len = P_PID, .file_index = WEXITED,
		.addr2 = (uintptr_t)self->high,
	};
	struct io_uring_cqe cqe;
	pid_t child, writer;

	child = fork();
	if (child == 0)
		_exit(wait_asleep(getppid()) && !usleep(100000) ? 9 : 1);
	sqe.fd = child;
	ring_put(&self->native, &sqe);
	ASSERT_EQ(1, ring_enter(&self->native, 1, 0, 0));
	writer = fork();
	if (writer == 0)
		_exit(write_last(self->pipe[1], getppid()));
	routed_wait(_metadata, &self->routed, self->pipe[0], self->low);
	ASSERT_TRUE(ring_get(&self->native, &cqe));
	if (cqe.res == -EINVAL)
		SKIP(return, "this kernel has no IORING_OP_WAITID");
	EXPECT_EQ(0, cqe.res);
	EXPECT_EQ(child, info->si_pid);
	EXPECT_EQ(9, info->si_status);
	EXPECT_EQ(0, exit_code(writer));
}

/* The answer of IORING_OP_STATX to an open file, which a worker finds. */
static int statx_by(struct ring *ring, char *low, uint64_t to)
{
	const struct io_uring_sqe sqe = {
		.opcode = IORING_OP_STATX, .statx_flags = AT_EMPTY_PATH,
		.addr = (uintptr_t)low, .addr2 = to, .len = STATX_BASIC_STATS,
	};
	struct io_uring_cqe cqe;
	int ret;

	*low = 0;
	ring_put(ring, &sqe);
	do {
		ret = ring_enter(ring, 1, 1, IORING_ENTER_GETEVENTS);
	} while (ret == -EINTR);

	return ring_get(ring, &cqe) ? cqe.res : -ETIME;
}

/*
 * A worker takes tagged addresses from the one ring and not from the other,
 * also if it was made in a routed call.
 */
TEST_F(rings, tagged_addresses)
{
	const uint64_t plain = (uintptr_t)self->low + 1024;
	const uint64_t tagged = plain | 0x5aUL << 56;

	if (prctl(PR_SET_TAGGED_ADDR_CTRL, PR_TAGGED_ADDR_ENABLE, 0, 0, 0))
		SKIP(return, "this kernel has no tagged addresses");
	EXPECT_EQ(-EFAULT, statx_by(&self->routed, self->low, tagged));
	EXPECT_EQ(0, statx_by(&self->routed, self->low, plain));
	EXPECT_EQ(0, statx_by(&self->native, self->low, tagged));
	EXPECT_EQ(-EFAULT, statx_by(&self->routed, self->low, tagged));
	EXPECT_EQ(0, statx_by(&self->native, self->low, tagged));
}

/* So does a thread that polls for both rings, made when the first was set up. */
TEST_F(rings, tagged_addresses_polled)
{
	struct io_uring_params *params = (void *)(self->low + getpagesize());
	const uint64_t tagged = (uintptr_t)self->low | 0x5aUL << 56;
	struct io_uring_sqe sqe = {
		.opcode = IORING_OP_READ, .len = 6, .fd = self->pipe[0],
		.addr = tagged,
	};
	struct ring routed, native;
	struct io_uring_cqe cqe;

	if (prctl(PR_SET_TAGGED_ADDR_CTRL, PR_TAGGED_ADDR_ENABLE, 0, 0, 0))
		SKIP(return, "this kernel has no tagged addresses");
	*params = (struct io_uring_params){ .flags = IORING_SETUP_SQPOLL };
	ASSERT_EQ(0, ring_setup(&routed, params, true));
	*params = (struct io_uring_params){
		.flags = IORING_SETUP_SQPOLL | IORING_SETUP_ATTACH_WQ,
		.wq_fd = routed.fd,
	};
	ASSERT_EQ(0, ring_setup(&native, params, false));
	ASSERT_EQ(6, write(self->pipe[1], "polled", 6));
	ring_put(&native, &sqe);
	ring_enter(&native, 1, 0, IORING_ENTER_SQ_WAKEUP);
	ASSERT_TRUE(ring_get(&native, &cqe));
	EXPECT_EQ(6, cqe.res);
	EXPECT_EQ(0, memcmp(self->low, "polled", 6));
}

int main(int argc, char **argv)
{
	if (argc > 1 && !strcmp(argv[1], "--probe"))
		return probe(argc, argv);

	return test_harness_run(argc, argv);
}
