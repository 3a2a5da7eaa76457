// SPDX-License-Identifier: GPL-2.0-only
/*
 * Signals in the middle of a routed call: interrupted, restarted, stopped
 *
 * Every test runs natively as well: the native variants are the control, and
 * the routed calls have to end as they do.
 */
#include "gate32_test.h"
#include "svc_regs.h"

#include <linux/futex.h>
#include <limits.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/syscall.h>
#include <time.h>
#include <ucontext.h>

#define LOW	0x20000000UL
#define MS	1000000L

/*
 * What x8 is when a call goes on by itself: restart_syscall, the native one, or
 * where the gate is part of the kernel the one of the call's own table.
 */
#define NR_RESTART							\
	(variant->how == ROUTED && gate32_builtin() ?			\
	 BASE + ARM_NR_restart_syscall : __NR_restart_syscall)

enum how { NATIVE, ROUTED, CALL };

FIXTURE(restart)
{
	char *low;
	int fd[2];
	/* x8 after the last call */
	uint64_t x8;
};

FIXTURE_VARIANT(restart)
{
	enum how how;
	bool again;
};

FIXTURE_VARIANT_ADD(restart, native_interrupted) { .how = NATIVE };
FIXTURE_VARIANT_ADD(restart, native_restarted) { .how = NATIVE, .again = true };
FIXTURE_VARIANT_ADD(restart, routed_interrupted) { .how = ROUTED };
FIXTURE_VARIANT_ADD(restart, routed_restarted) { .how = ROUTED, .again = true };
FIXTURE_VARIANT_ADD(restart, call_interrupted) { .how = CALL };
FIXTURE_VARIANT_ADD(restart, call_restarted) { .how = CALL, .again = true };

static volatile int handled;
static volatile uint64_t handler_pc, handler_sp;
static volatile int handler_native_ok;

/* 64-bit frame, 64-bit calls: the window is closed before a handler runs. */
static void handler(int sig, siginfo_t *info, void *context)
{
	const ucontext_t *uc = context;
	void *p = mmap(NULL, getpagesize(), PROT_READ,
		       MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	handler_pc = uc->uc_mcontext.pc;
	handler_sp = uc->uc_mcontext.sp;
	handler_native_ok = p != MAP_FAILED && (unsigned long)p > FOUR_GB;
	munmap(p, getpagesize());
	handled++;
}

FIXTURE_SETUP(restart)
{
	struct sigaction act = {
		.sa_sigaction = handler,
		.sa_flags = SA_SIGINFO | (variant->again ? SA_RESTART : 0),
	};

	REQUIRE_GATE32();
	if (variant->how != NATIVE)
		ASSERT_EQ(0, gate32_enable(GATE32_ABI_ARM, BASE));
	ASSERT_EQ(0, sigaction(SIGUSR1, &act, NULL));
	self->low = low_map(LOW, getpagesize());
	ASSERT_NE(NULL, self->low);
	ASSERT_EQ(0, pipe(self->fd));
}

FIXTURE_TEARDOWN(restart)
{
}

/* A call by any way, its arguments the same for both tables. */
static long make(enum how how, uint64_t *x8, unsigned int native_nr,
		 unsigned int arm_nr, const uint64_t *args)
{
	struct svc_regs r = {};
	__u32 args32[6];
	int i;

	for (i = 0; i < 6; i++) {
		args32[i] = args[i];
		r.x[i] = args[i];
	}
	switch (how) {
	case NATIVE:
		r.x[8] = native_nr;
		break;
	case ROUTED:
		r.x[8] = BASE + arm_nr;
		break;
	case CALL:
		r.x[8] = GATE32_NR_PRCTL;
		r.x[0] = PR_GATE32;
		r.x[1] = GATE32_CALL;
		r.x[2] = arm_nr;
		r.x[3] = (uintptr_t)args32;
		r.x[4] = 0;
	}
	svc_regs(&r);
	*x8 = r.x[8];

	return r.x[0];
}

static uint64_t number(enum how how, unsigned int native_nr,
		       unsigned int arm_nr)
{
	return how == NATIVE ? native_nr :
	       how == ROUTED ? BASE + arm_nr : GATE32_NR_PRCTL;
}

#define MAKE(_native, _arm, ...)					\
	make(variant->how, &self->x8, _native, _arm,			\
	     (const uint64_t [6]) { __VA_ARGS__ })
#define NUMBER(_native, _arm)	number(variant->how, _native, _arm)

/* Another process that signals this one as soon as it sleeps. */
static pid_t disturb(int signo, int times, void (*finally)(void *), void *arg)
{
	pid_t parent = getpid();
	pid_t pid = fork();

	if (pid)
		return pid;
	while (times--) {
		if (!wait_asleep(parent))
			_exit(1);
		/* Not just about to sleep: asleep. */
		usleep(20000);
		kill(parent, signo);
		usleep(20000);
	}
	if (finally) {
		if (!wait_asleep(parent))
			_exit(2);
		finally(arg);
	}
	_exit(0);
}

static void write_one(void *arg)
{
	(void)!write(*(int *)arg, "x", 1);
}

TEST_F(restart, read)
{
	pid_t pid = disturb(SIGUSR1, 1, write_one, &self->fd[1]);
	long ret = MAKE(__NR_read, ARM_NR_read, self->fd[0], LOW, 1);

	EXPECT_EQ(1, handled);
	EXPECT_EQ(variant->again ? 1 : -EINTR, ret);
	/* The svc was made again, or gone past; x8 is the user's own. */
	EXPECT_EQ(NUMBER(__NR_read, ARM_NR_read), self->x8);
	EXPECT_EQ((uint64_t)svc_regs_insn + (variant->again ? 0 : 4),
		  handler_pc);
	EXPECT_LT(FOUR_GB, handler_sp);
	EXPECT_EQ(1, handler_native_ok);
	EXPECT_EQ(0, exit_code(pid));
}

TEST_F(restart, read_many)
{
	const int times = 10;
	pid_t pid = disturb(SIGUSR1, variant->again ? times : 1, write_one,
			    &self->fd[1]);
	long ret = MAKE(__NR_read, ARM_NR_read, self->fd[0], LOW, 1);

	EXPECT_EQ(variant->again ? times : 1, handled);
	EXPECT_EQ(variant->again ? 1 : -EINTR, ret);
	EXPECT_EQ(0, exit_code(pid));
}

/* A futex without a timeout is restarted, one with a timeout never. */
static void wake(void *arg)
{
	*(volatile uint32_t *)arg = 1;
	syscall(SYS_futex, arg, FUTEX_WAKE, 1, NULL, NULL, 0);
}

TEST_F(restart, futex)
{
	uint32_t *word = mmap((void *)(LOW + 0x100000), getpagesize(),
			      PROT_READ | PROT_WRITE, MAP_SHARED |
			      MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0);
	pid_t pid;
	long ret;

	ASSERT_NE(MAP_FAILED, word);
	pid = disturb(SIGUSR1, 1, wake, word);
	ret = MAKE(__NR_futex, ARM_NR_futex, (uintptr_t)word, FUTEX_WAIT, 0,
		   0);
	EXPECT_EQ(1, handled);
	EXPECT_EQ(variant->again ? 0 : -EINTR, ret);
	EXPECT_EQ(NUMBER(__NR_futex, ARM_NR_futex), self->x8);
	EXPECT_EQ(0, exit_code(pid));
}

TEST_F(restart, futex_timeout)
{
	/* Five seconds, in the layout of either. */
	int64_t *ts64 = (void *)(LOW + 64);
	int32_t *ts32 = (void *)(LOW + 128);
	pid_t pid;
	long ret;

	ts64[0] = 5;
	ts32[0] = 5;
	pid = disturb(SIGUSR1, 1, NULL, NULL);
	ret = MAKE(__NR_futex, ARM_NR_futex, LOW, FUTEX_WAIT, 0,
		   variant->how == NATIVE ? LOW + 64 : LOW + 128);
	EXPECT_EQ(1, handled);
	EXPECT_EQ(-EINTR, ret);
	EXPECT_EQ(0, exit_code(pid));
}

/* Interrupted by a handler, whatever SA_RESTART says; the rest is told. */
TEST_F(restart, nanosleep)
{
	int64_t *ts64 = (void *)LOW;
	int32_t *ts32 = (void *)LOW;
	pid_t pid;
	long ret;

	if (variant->how == NATIVE) {
		ts64[0] = 5;
		ts64[4] = -1;
		ts64[6] = -1;
	} else {
		ts32[0] = 5;
		ts32[8] = -1;
		ts32[10] = -1;
	}
	pid = disturb(SIGUSR1, 1, NULL, NULL);
	ret = MAKE(__NR_nanosleep, ARM_NR_nanosleep, LOW, LOW + 32);
	EXPECT_EQ(1, handled);
	EXPECT_EQ(-EINTR, ret);
	if (variant->how == NATIVE) {
		EXPECT_LE(0, ts64[4]);
		EXPECT_GT(5, ts64[4]);
		EXPECT_EQ(-1, ts64[6]);
	} else {
		EXPECT_LE(0, ts32[8]);
		EXPECT_GT(5, ts32[8]);
		EXPECT_LE(0, ts32[9]);
		EXPECT_GT(1000 * MS, ts32[9]);
		EXPECT_EQ(-1, ts32[10]);
	}
	EXPECT_EQ(0, exit_code(pid));
}

TEST_F(restart, epoll_wait)
{
	int epfd = epoll_create1(0);
	pid_t pid = disturb(SIGUSR1, 1, NULL, NULL);
	long ret = MAKE(__NR_epoll_pwait, ARM_NR_epoll_pwait, epfd, LOW, 1, -1,
			0, 8);

	EXPECT_EQ(1, handled);
	EXPECT_EQ(-EINTR, ret);
	EXPECT_EQ(0, exit_code(pid));
}

TEST_F(restart, rt_sigsuspend)
{
	sigset_t set, now;
	pid_t pid;
	long ret;

	sigemptyset(&set);
	sigaddset(&set, SIGUSR1);
	ASSERT_EQ(0, sigprocmask(SIG_BLOCK, &set, NULL));
	pid = disturb(SIGUSR1, 1, NULL, NULL);
	ret = MAKE(__NR_rt_sigsuspend, ARM_NR_rt_sigsuspend, LOW, 8);
	EXPECT_EQ(1, handled);
	EXPECT_EQ(-EINTR, ret);
	ASSERT_EQ(0, sigprocmask(SIG_BLOCK, NULL, &now));
	EXPECT_EQ(1, sigismember(&now, SIGUSR1));
	EXPECT_EQ(0, exit_code(pid));
}

/*
 * Stopped and continued. Calls without a timeout are made again; sleeps go on
 * by restart_syscall, which is seen in x8.
 */
FIXTURE(stopped)
{
	char *low;
	int fd[2];
	struct report {
		long ret;
		uint64_t x8;
		long ms;
	} *report;
};

FIXTURE_VARIANT(stopped)
{
	enum how how;
};

FIXTURE_VARIANT_ADD(stopped, native) { .how = NATIVE };
FIXTURE_VARIANT_ADD(stopped, routed) { .how = ROUTED };
FIXTURE_VARIANT_ADD(stopped, call) { .how = CALL };

FIXTURE_SETUP(stopped)
{
	REQUIRE_GATE32();
	if (variant->how != NATIVE)
		ASSERT_EQ(0, gate32_enable(GATE32_ABI_ARM, BASE));
	self->low = low_map(LOW, getpagesize());
	ASSERT_NE(NULL, self->low);
	self->report = mmap(NULL, sizeof(*self->report), PROT_READ | PROT_WRITE,
			    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	ASSERT_NE(MAP_FAILED, self->report);
	ASSERT_EQ(0, pipe(self->fd));
}

FIXTURE_TEARDOWN(stopped)
{
}

static long now_ms(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);

	return ts.tv_sec * 1000 + ts.tv_nsec / MS;
}

/*
 * Make the call in a child, stop the child in it, let it go on, twice.
 * Returns how often the child was stopped in the call for certain: on a busy
 * machine one that lasts for @ms may be over before the signal comes.
 */
static int run_stopped(struct __test_metadata *_metadata, enum how how,
		       struct report *report, long ms, void (*finally)(void *),
		       void *arg, unsigned int native_nr, unsigned int arm_nr,
		       const uint64_t *args)
{
	int status = 0, stops = 0, i;
	long begun = now_ms();
	pid_t pid;

	pid = fork();
	if (pid == 0) {
		report->ms = now_ms();
		report->ret = make(how, &report->x8, native_nr, arm_nr, args);
		report->ms = now_ms() - report->ms;
		_exit(0);
	}
	for (i = 0; i < 2 && wait_asleep(pid); i++) {
		usleep(20000);
		if (kill(pid, SIGSTOP) ||
		    waitpid(pid, &status, WUNTRACED) != pid)
			break;
		if (!WIFSTOPPED(status))
			return stops;
		if (now_ms() - begun < ms)
			stops++;
		if (kill(pid, SIGCONT))
			break;
	}
	if (finally) {
		EXPECT_TRUE(wait_asleep(pid));
		finally(arg);
	}
	EXPECT_EQ(0, exit_code(pid));

	return stops;
}

/* Until a sleep is long enough to be stopped in it. */
#define FOR_LONGER_AND_LONGER(_ms, _stops)				\
	for (_ms = 300, _stops = 0; !_stops && _ms < 10000; _ms *= 4)

static void set_time(unsigned long at, bool is_64bit, long ms)
{
	int64_t *ts64 = (void *)at;
	int32_t *ts32 = (void *)at;

	if (is_64bit) {
		ts64[0] = ms / 1000;
		ts64[1] = ms % 1000 * MS;
	} else {
		ts32[0] = ms / 1000;
		ts32[1] = ms % 1000 * MS;
	}
}

/* In a call that lasts until something is done about it */
#define STOPPED(_finally, _arg, _native, _arm, ...)			\
	run_stopped(_metadata, variant->how, self->report, LONG_MAX,	\
		    _finally, _arg, _native, _arm,			\
		    (const uint64_t [6]) { __VA_ARGS__ })

/* In one that lasts for a time */
#define STOPPED_SLEEP(_ms, _native, _arm, ...)				\
	run_stopped(_metadata, variant->how, self->report, _ms, NULL,	\
		    NULL, _native, _arm,				\
		    (const uint64_t [6]) { __VA_ARGS__ })

TEST_F(stopped, read)
{
	EXPECT_EQ(2, STOPPED(write_one, &self->fd[1], __NR_read, ARM_NR_read,
			     self->fd[0], LOW, 1));
	EXPECT_EQ(1, self->report->ret);
	EXPECT_EQ(NUMBER(__NR_read, ARM_NR_read), self->report->x8);
}

TEST_F(stopped, nanosleep)
{
	long ms;
	int stops;

	FOR_LONGER_AND_LONGER(ms, stops) {
		set_time(LOW, variant->how == NATIVE, ms);
		stops = STOPPED_SLEEP(ms, __NR_nanosleep, ARM_NR_nanosleep,
				      LOW, LOW + 64);
		EXPECT_EQ(0, self->report->ret);
		EXPECT_LE(ms, self->report->ms);
	}
	ASSERT_LT(0, stops);
	EXPECT_EQ(NR_RESTART, self->report->x8);
}

TEST_F(stopped, clock_nanosleep_time64)
{
	long ms;
	int stops;

	FOR_LONGER_AND_LONGER(ms, stops) {
		set_time(LOW, true, ms);
		stops = STOPPED_SLEEP(ms, __NR_clock_nanosleep,
				      ARM_NR_clock_nanosleep_time64,
				      CLOCK_MONOTONIC, 0, LOW, LOW + 64);
		EXPECT_EQ(0, self->report->ret);
		EXPECT_LE(ms, self->report->ms);
	}
	ASSERT_LT(0, stops);
	EXPECT_EQ(NR_RESTART, self->report->x8);
}

TEST_F(stopped, futex_timeout)
{
	long ms;
	int stops;

	FOR_LONGER_AND_LONGER(ms, stops) {
		set_time(LOW + 64, variant->how == NATIVE, ms);
		stops = STOPPED_SLEEP(ms, __NR_futex, ARM_NR_futex, LOW,
				      FUTEX_WAIT, 0, LOW + 64);
		EXPECT_EQ(-ETIMEDOUT, self->report->ret);
		EXPECT_LE(ms, self->report->ms);
	}
	ASSERT_LT(0, stops);
	EXPECT_EQ(NR_RESTART, self->report->x8);
}

/* ppoll has no such function: the call is made again, without what is left. */
TEST_F(stopped, ppoll)
{
	int64_t *ts64 = (void *)(LOW + 64);
	struct pollfd *pfd = (void *)LOW;

	pfd->fd = self->fd[0];
	pfd->events = POLLIN;
	ts64[0] = 25;
	EXPECT_EQ(2, STOPPED(write_one, &self->fd[1], __NR_ppoll,
			     ARM_NR_ppoll_time64, LOW, 1, LOW + 64, 0, 0));
	EXPECT_EQ(1, self->report->ret);
	EXPECT_EQ(NUMBER(__NR_ppoll, ARM_NR_ppoll_time64), self->report->x8);
}

/* poll has one. arm64 has no native poll to compare with. */
FIXTURE(stopped_poll)
{
	struct report *report;
};

FIXTURE_VARIANT(stopped_poll)
{
	enum how how;
};

FIXTURE_VARIANT_ADD(stopped_poll, routed) { .how = ROUTED };
FIXTURE_VARIANT_ADD(stopped_poll, call) { .how = CALL };

FIXTURE_SETUP(stopped_poll)
{
	OPEN_GATE();
	ASSERT_NE(NULL, low_map(LOW, getpagesize()));
	self->report = mmap(NULL, sizeof(*self->report), PROT_READ | PROT_WRITE,
			    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	ASSERT_NE(MAP_FAILED, self->report);
}

FIXTURE_TEARDOWN(stopped_poll)
{
}

TEST_F(stopped_poll, poll)
{
	struct pollfd *pfd = (void *)LOW;
	int fd[2], stops;
	long ms;

	ASSERT_EQ(0, pipe(fd));
	pfd->fd = fd[0];
	pfd->events = POLLIN;
	FOR_LONGER_AND_LONGER(ms, stops) {
		stops = STOPPED_SLEEP(ms, 0, ARM_NR_poll, LOW, 1, ms);
		EXPECT_EQ(0, self->report->ret);
		EXPECT_LE(ms, self->report->ms);
	}
	ASSERT_LT(0, stops);
	EXPECT_EQ(NR_RESTART, self->report->x8);
}

TEST_HARNESS_MAIN
