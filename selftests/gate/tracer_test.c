// SPDX-License-Identifier: GPL-2.0-only
/*
 * A tracer that stops threads all the time while they make routed calls
 *
 * Wherever it stops one, in user space, between calls or in the middle of one,
 * it finds a 64-bit thread, reads and writes back all that there is of it, and
 * makes it go on by steps, by calls or at once. The threads see to it that
 * their calls do what they should, and that their registers stay what they are.
 */
#include "gate32_test.h"

#include <elf.h>
#include <linux/audit.h>
#include <pthread.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <time.h>

#define LOW		0x50000000UL
#define PATTERN		0x7e57c0de12345678UL
#define THREADS		5
#define STOPS		20
#define STEPS		6
#define CALLS		4

/* Shared by the tracer and its tracee. */
struct shared {
	bool routed;
	volatile bool stop;
	volatile int wrong;
	volatile long wrong_result;
	uint64_t pattern;
	int ping[2], pong[2];
	struct {
		pid_t tid;
		uint64_t tpidr;
		volatile unsigned long rounds;
	} thread[THREADS];
};

static struct shared *shared;

struct user_regs {
	uint64_t x[31], sp, pc, pstate;
};

/* By either number, with structures as either side has them. */
#define CALL(_name, ...)						\
	(shared->routed ? ARM(_name, ##__VA_ARGS__) :			\
	 native_call(__NR_##_name, ##__VA_ARGS__, 0, 0, 0, 0, 0))

#define native_call(_nr, _a, _b, _c, _d, _e, ...)			\
	gate32_svc(_nr, (unsigned long)(_a), (unsigned long)(_b),	\
		   (unsigned long)(_c), (unsigned long)(_d),		\
		   (unsigned long)(_e), 0)

static void expect(long want, long got, int which)
{
	if (want == got || shared->wrong)
		return;
	shared->wrong_result = got;
	shared->wrong = which;
}

static void set_time(void *at, long nsec)
{
	if (shared->routed)
		memcpy(at, (int32_t [2]) { 0, nsec }, 8);
	else
		memcpy(at, (int64_t [2]) { 0, nsec }, 16);
}

/* What the threads do in a round; each has memory of its own. */
static void ping(char *low)
{
	expect(1, CALL(write, shared->ping[1], low, 1), 10);
	expect(1, CALL(read, shared->pong[0], low, 1), 11);
	expect(getpid(), CALL(getpid), 12);
	set_time(low, 1000000);
	expect(0, CALL(nanosleep, low, 0), 13);
}

static void pong(char *low)
{
	expect(1, CALL(read, shared->ping[0], low, 1), 20);
	expect(1, CALL(write, shared->pong[1], low, 1), 21);
	expect(-EBADF, CALL(close, -1), 22);
}

static void nap(char *low)
{
	set_time(low, 2000000);
	expect(0, CALL(nanosleep, low, 0), 30);
	expect(0, CALL(ppoll, 0, 0, low, 0, 0), 31);
}

static void wait_in_vain(char *low)
{
	set_time(low, 2000000);
	expect(-ETIMEDOUT, CALL(futex, low + 64, 0, 0, low, 0), 40);
	expect(-EAGAIN, CALL(futex, low + 64, 0, 1, low, 0), 41);
}

static void no_calls(char *low)
{
	volatile int i;

	for (i = 0; i < 1000; i++)
		;
}

static void (*const rounds[THREADS])(char *low) = {
	ping, pong, nap, wait_in_vain, no_calls,
};

static void *run_thread(void *arg)
{
	int n = (long)arg;
	char *low = (char *)LOW + 256 * n;
	uint64_t tpidr = (uintptr_t)__builtin_thread_pointer(), now;

	shared->thread[n].tpidr = tpidr;
	__atomic_store_n(&shared->thread[n].tid, syscall(__NR_gettid),
			 __ATOMIC_RELEASE);
	while (!shared->stop) {
		rounds[n](low);
		__asm__ __volatile__("mrs %0, tpidr_el0" : "=r"(now));
		expect(tpidr, now, 1);
		__asm__ __volatile__("mrs %0, tpidrro_el0" : "=r"(now));
		expect(0, now, 2);
		shared->thread[n].rounds++;
	}

	return NULL;
}

static void tracee(void)
{
	pthread_t thread;
	long i;

	/* The tracer comes first. */
	(void)!nice(19);
	if (shared->routed && gate32_enable(GATE32_ABI_ARM, BASE))
		_exit(1);
	for (i = 0; i < THREADS; i++)
		if (pthread_create(&thread, NULL, run_thread, (void *)i))
			_exit(2);
	while (true)
		pause();
}

FIXTURE(tracer)
{
	pid_t pid;
};

FIXTURE_VARIANT(tracer)
{
	bool routed;
};

FIXTURE_VARIANT_ADD(tracer, native) { .routed = false };
FIXTURE_VARIANT_ADD(tracer, routed) { .routed = true };

FIXTURE_SETUP(tracer)
{
	int i;

	REQUIRE_GATE32();
	ASSERT_NE(NULL, low_map(LOW, 4096));
	shared = mmap(NULL, sizeof(*shared), PROT_READ | PROT_WRITE,
		      MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	ASSERT_NE(MAP_FAILED, shared);
	shared->routed = variant->routed;
	shared->pattern = PATTERN;
	ASSERT_EQ(0, pipe(shared->ping));
	ASSERT_EQ(0, pipe(shared->pong));
	self->pid = fork();
	if (self->pid == 0)
		tracee();
	for (i = 0; i < THREADS; i++)
		while (!__atomic_load_n(&shared->thread[i].tid,
					__ATOMIC_ACQUIRE))
			usleep(1000);
}

FIXTURE_TEARDOWN(tracer)
{
	kill(self->pid, SIGKILL);
	EXPECT_EQ(KILLED_BY(SIGKILL), exit_code(self->pid));
	EXPECT_EQ(0, shared->wrong) {
		TH_LOG("check %d of a thread: %ld (%#lx)", shared->wrong,
		       shared->wrong_result, shared->wrong_result);
	}
}

/* Read a set of registers and write back the same. */
static long exchange(pid_t tid, int type, void *data, size_t size)
{
	struct iovec iov = { data, size };
	size_t len;

	if (ptrace(PTRACE_GETREGSET, tid, type, &iov))
		return -errno;
	len = iov.iov_len;
	if (ptrace(PTRACE_SETREGSET, tid, type, &iov))
		return -errno;

	return len;
}

/* All that a stopped thread has to show. */
static void inspect(struct __test_metadata *_metadata, int n)
{
	pid_t tid = shared->thread[n].tid;
	struct __ptrace_syscall_info info = {};
	struct user_regs regs[2] = {};
	uint64_t tls[4] = {};
	char fp[1024];
	int nr;

	EXPECT_EQ(sizeof(regs[0]), exchange(tid, NT_PRSTATUS, regs,
					    sizeof(regs)));
	EXPECT_LT(FOUR_GB, regs[0].sp);
	EXPECT_LT(FOUR_GB, regs[0].pc);
	/* PSR_MODE32_BIT */
	EXPECT_EQ(0, regs[0].pstate & 0x10);
	/* 32 vectors, two words, padding */
	EXPECT_EQ(32 * 16 + 16, exchange(tid, NT_PRFPREG, fp, sizeof(fp)));
	EXPECT_LE(8, exchange(tid, NT_ARM_TLS, tls, sizeof(tls)));
	EXPECT_EQ(shared->thread[n].tpidr, tls[0]);
	EXPECT_EQ(4, exchange(tid, NT_ARM_SYSTEM_CALL, &nr, sizeof(nr)));
	EXPECT_LT(0, ptrace(PTRACE_GET_SYSCALL_INFO, tid, sizeof(info), &info));
	/*
	 * A number is another one for a module and for a kernel; x8 is not, but
	 * for nanosleep, which goes on as restart_syscall of either table.
	 */
	EXPECT_EQ(info.op != PTRACE_SYSCALL_INFO_NONE &&
		  (uint32_t)regs[0].x[8] - BASE < GATE32_NR_SPAN ?
		  AUDIT_ARCH_ARM : AUDIT_ARCH_AARCH64, info.arch);
	errno = 0;
	EXPECT_EQ(PATTERN, ptrace(PTRACE_PEEKDATA, tid, &shared->pattern, 0));
	EXPECT_EQ(0, errno);
}

static bool wait_stop(pid_t tid)
{
	int status;

	return waitpid(tid, &status, __WALL) == tid && WIFSTOPPED(status);
}

/* Let it go on to its next stop so many times, and look at it there. */
static void go_on(struct __test_metadata *_metadata, int n, int how, int times)
{
	pid_t tid = shared->thread[n].tid;

	while (times--) {
		ASSERT_EQ(0, ptrace(how, tid, NULL, NULL));
		ASSERT_TRUE(wait_stop(tid));
		inspect(_metadata, n);
	}
}

static void all_advance(struct __test_metadata *_metadata)
{
	unsigned long before;
	int i, n;

	for (n = 0; n < THREADS; n++) {
		before = shared->thread[n].rounds;
		for (i = 0; i < 5000 && shared->thread[n].rounds == before; i++)
			usleep(1000);
		EXPECT_NE(before, shared->thread[n].rounds) {
			TH_LOG("thread %d hangs", n);
		}
	}
}

TEST_F(tracer, attaches)
{
	int i, n;

	for (i = 0; i < STOPS; i++) {
		n = i % THREADS;
		ASSERT_EQ(0, ptrace(PTRACE_ATTACH, shared->thread[n].tid, NULL,
				    NULL));
		ASSERT_TRUE(wait_stop(shared->thread[n].tid));
		inspect(_metadata, n);
		go_on(_metadata, n, PTRACE_SINGLESTEP, STEPS);
		ASSERT_EQ(0, ptrace(PTRACE_DETACH, shared->thread[n].tid, NULL,
				    NULL));
	}
	all_advance(_metadata);
}

TEST_F(tracer, seizes_and_interrupts)
{
	const long options = PTRACE_O_TRACESYSGOOD;
	int i, n;

	for (i = 0; i < STOPS; i++) {
		n = i % THREADS;
		ASSERT_EQ(0, ptrace(PTRACE_SEIZE, shared->thread[n].tid, NULL,
				    options));
		/* Into calls that block, too. */
		usleep(i * 37 % 1000);
		ASSERT_EQ(0, ptrace(PTRACE_INTERRUPT, shared->thread[n].tid,
				    NULL, NULL));
		ASSERT_TRUE(wait_stop(shared->thread[n].tid));
		inspect(_metadata, n);
		if (rounds[n] != no_calls)
			go_on(_metadata, n, PTRACE_SYSCALL, CALLS);
		go_on(_metadata, n, PTRACE_SINGLESTEP, STEPS);
		ASSERT_EQ(0, ptrace(PTRACE_DETACH, shared->thread[n].tid, NULL,
				    NULL));
	}
	all_advance(_metadata);
}

/* All at once, so that those that wait for each other are stopped as well. */
TEST_F(tracer, stops_all)
{
	int i, n;

	for (i = 0; i < STOPS / 2; i++) {
		for (n = 0; n < THREADS; n++) {
			ASSERT_EQ(0, ptrace(PTRACE_SEIZE, shared->thread[n].tid,
					    NULL, NULL));
			ASSERT_EQ(0, ptrace(PTRACE_INTERRUPT,
					    shared->thread[n].tid, NULL, NULL));
		}
		for (n = 0; n < THREADS; n++) {
			ASSERT_TRUE(wait_stop(shared->thread[n].tid));
			inspect(_metadata, n);
		}
		for (n = 0; n < THREADS; n++)
			ASSERT_EQ(0, ptrace(PTRACE_DETACH,
					    shared->thread[n].tid, NULL, NULL));
	}
	all_advance(_metadata);
}

TEST_HARNESS_MAIN
