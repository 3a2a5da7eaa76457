// SPDX-License-Identifier: GPL-2.0-only
/*
 * The gate while several use it at once: threads that open, close and call,
 * forks and execs among them, signals in the middle of all
 *
 * Each test says which answers are right at any time; one that is not, or a
 * complaint of the kernel, fails it.
 */
#include "gate32_test.h"

#include <pthread.h>
#include <sched.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>

#define LOW		0x50000000UL
#define OTHER_BASE	0x40000000UL
#define THREADS		3
#define SECONDS		1
#define ANON		(MAP_PRIVATE | MAP_ANONYMOUS)

static volatile bool stop;

/* What was wrong first: a result that is not among the right ones. */
static volatile long wrong;
static volatile bool is_wrong;

static void complain(long result)
{
	if (!is_wrong) {
		wrong = result;
		is_wrong = true;
	}
}

FIXTURE(race)
{
	pthread_t thread[THREADS];
	struct timespec end;	/* zero until time_left() sets it */
};

FIXTURE_SETUP(race)
{
	REQUIRE_GATE32();
	ASSERT_NE(NULL, low_map(LOW, 16 * getpagesize()));
}

FIXTURE_TEARDOWN(race)
{
	EXPECT_FALSE(is_wrong) {
		TH_LOG("wrong result: %ld (%#lx)", wrong, wrong);
	}
}

/*
 * The time begins when it is asked for first: a kernel with KASAN and lockdep
 * takes seconds for the first ENABLE, which plants the hooks.
 */
static bool time_left(struct timespec *end)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	if (!end->tv_sec) {
		*end = now;
		end->tv_sec += SECONDS;
	}

	return now.tv_sec < end->tv_sec ||
	       (now.tv_sec == end->tv_sec && now.tv_nsec < end->tv_nsec);
}

#define START(_fn)							\
	do {								\
		int _i;							\
									\
		for (_i = 0; _i < THREADS; _i++)			\
			ASSERT_EQ(0, pthread_create(&self->thread[_i],	\
						    NULL, _fn,		\
						    (void *)(long)_i));	\
	} while (0)

#define JOIN()								\
	do {								\
		int _i;							\
									\
		stop = true;						\
		for (_i = 0; _i < THREADS; _i++)			\
			ASSERT_EQ(0, pthread_join(self->thread[_i],	\
						  NULL));		\
	} while (0)

/* A call is made or it is not; there is nothing between. */
static void *call_either_base(void *arg)
{
	while (!stop) {
		long ret = gate32_call(BASE, ARM_NR_getpid, 0, 0, 0, 0, 0, 0);

		if (ret != getpid() && ret != -ENOSYS)
			complain(ret);
		ret = gate32_call(OTHER_BASE, ARM_NR_close, -1, 0, 0, 0, 0, 0);
		if (ret != -EBADF && ret != -ENOSYS)
			complain(ret);
		ret = ARM_ARGS(ARM_NR_getpid, 0);
		if (ret != getpid() && ret != -EUNATCH)
			complain(ret);
	}

	return NULL;
}

TEST_F(race, calls_and_toggling)
{
	long made = 0;

	START(call_either_base);
	while (time_left(&self->end)) {
		ASSERT_EQ(0, gate32_enable(GATE32_ABI_ARM, BASE));
		made += ARM(getpid) == getpid();
		ASSERT_EQ(0, gate32_disable());
		ASSERT_EQ(0, gate32_enable(GATE32_ABI_ARM, OTHER_BASE));
		ASSERT_EQ(-ENOSYS, ARM(getpid));
		ASSERT_EQ(0, gate32_disable());
	}
	JOIN();
	EXPECT_LT(0, made);
}

/* Of different settings asked for at once exactly one is had. */
static pthread_barrier_t barrier;
static volatile int winners;

static void *enable_own_base(void *arg)
{
	unsigned long base = GATE32_BASE_MIN * (1 + (long)arg);

	while (true) {
		long ret;

		pthread_barrier_wait(&barrier);
		if (stop)
			return NULL;
		ret = gate32_enable(GATE32_ABI_ARM, base);
		if (ret == 0)
			__atomic_add_fetch(&winners, 1, __ATOMIC_SEQ_CST);
		else if (ret != -EBUSY)
			complain(ret);
		if (ret == 0 && gate32_call(base, ARM_NR_getpid, 0, 0, 0, 0, 0,
					    0) != getpid())
			complain(base);
		pthread_barrier_wait(&barrier);
	}
}

TEST_F(race, enable_at_once)
{
	ASSERT_EQ(0, pthread_barrier_init(&barrier, NULL, THREADS + 1));
	START(enable_own_base);
	while (time_left(&self->end)) {
		winners = 0;
		pthread_barrier_wait(&barrier);
		pthread_barrier_wait(&barrier);
		ASSERT_EQ(1, winners);
		ASSERT_EQ(0, gate32_disable());
	}
	stop = true;
	pthread_barrier_wait(&barrier);
	JOIN();
}

/* A child has the gate as it was at some moment, and it stays so. */
static int same_for_a_while(void *arg)
{
	long ret = ARM(getpid);
	int i;

	if (ret != getpid() && ret != -ENOSYS)
		return 1;
	for (i = 0; i < 100; i++)
		if (ARM(getpid) != ret)
			return 2;

	return 0;
}

static void *toggle(void *arg)
{
	while (!stop) {
		long ret = gate32_enable(GATE32_ABI_ARM, BASE);

		if (ret)
			complain(ret);
		ret = gate32_disable();
		if (ret && ret != -EUNATCH)
			complain(ret);
	}

	return NULL;
}

TEST_F(race, fork_and_toggling)
{
	START(toggle);
	while (time_left(&self->end))
		ASSERT_EQ(0, in_child(same_for_a_while, NULL));
	JOIN();
}

/* A limit is in force or it is not; an address is below one that was set. */
static void *map_under_limits(void *arg)
{
	while (!stop) {
		void *p = mmap(NULL, 4096, PROT_READ, ANON, -1, 0);
		unsigned long at = (unsigned long)p;

		if (p == MAP_FAILED || (at >= 0x80000000 && at < FOUR_GB))
			complain(at);
		else
			munmap(p, 4096);
	}

	return NULL;
}

TEST_F(race, maps_and_limits)
{
	START(map_under_limits);
	while (time_left(&self->end)) {
		void *p;

		ASSERT_EQ(0, gate32_mmap_limit(0x40000000));
		p = mmap(NULL, 4096, PROT_READ, ANON, -1, 0);
		ASSERT_GT(0x40000000, (unsigned long)p);
		munmap(p, 4096);
		ASSERT_EQ(0, gate32_mmap_limit(0x80000000));
		ASSERT_EQ(0, gate32_mmap_limit(0));
		p = mmap(NULL, 4096, PROT_READ, ANON, -1, 0);
		ASSERT_LT(FOUR_GB, (unsigned long)p);
		munmap(p, 4096);
	}
	JOIN();
}

/* Routed and native placement in all threads at once: never mixed up. */
static void *map_both_ways(void *arg)
{
	while (!stop) {
		unsigned long low = ARM(mmap2, 0, 4096, PROT_READ, ANON, -1, 0);
		void *high = mmap(NULL, 4096, PROT_READ, ANON, -1, 0);

		if (low >= PLACE_END || low < 4096)
			complain(low);
		if ((unsigned long)high < FOUR_GB)
			complain((long)high);
		ARM(munmap, low, 4096);
		munmap(high, 4096);
		sched_yield();
	}

	return NULL;
}

TEST_F(race, routed_and_native_maps)
{
	ASSERT_EQ(0, gate32_enable(GATE32_ABI_ARM, BASE));
	START(map_both_ways);
	while (time_left(&self->end))
		usleep(10000);
	JOIN();
}

/*
 * The break from several threads: serialised, so every page that was given is
 * there when the last one is done.
 */
static void *move_break(void *arg)
{
	unsigned int x = 12345 + (long)arg;

	while (!stop) {
		unsigned long want, got;

		x = x * 1103515245 + 12345;
		want = 0x60000000 + (x >> 8 & 0x1ffff);
		got = ARM(brk, want);
		if (got < 0x60000000 || got > 0x60020000)
			complain(got);
	}

	return NULL;
}

TEST_F(race, breaks)
{
	unsigned long end, addr;

	ASSERT_EQ(0, gate32_enable(GATE32_ABI_ARM, BASE));
	ASSERT_EQ(0, gate32_brk_start(0x60000000));
	START(move_break);
	while (time_left(&self->end))
		usleep(10000);
	JOIN();
	end = ARM(brk, 0);
	for (addr = 0x60000000; addr < end; addr += 4096)
		*(volatile char *)addr = 1;
	EXPECT_EQ(0x60000000, ARM(brk, 0x60000000));
}

/*
 * Signals all the time, whose handler makes calls of both kinds, over a
 * thread that does so as well.
 */
static volatile long handled;

static void call_both_ways(void)
{
	unsigned long low = ARM(mmap2, 0, 4096, PROT_READ, ANON, -1, 0);
	void *high = mmap(NULL, 4096, PROT_READ, ANON, -1, 0);

	if (low >= PLACE_END || low < 4096)
		complain(low);
	if ((unsigned long)high < FOUR_GB)
		complain((long)high);
	ARM(munmap, low, 4096);
	munmap(high, 4096);
	if (ARM(close, -1) != -EBADF)
		complain(-1);
}

static void on_timer(int sig)
{
	int saved = errno;

	call_both_ways();
	handled++;
	errno = saved;
}

TEST_F(race, signals)
{
	const struct itimerval timer = { { 0, 1000 }, { 0, 1000 } };
	const struct itimerval off = {};
	const struct sigaction act = {
		.sa_handler = on_timer,
		.sa_flags = SA_RESTART,
	};
	int32_t *nap = (void *)LOW;
	int fd[2];
	char c;

	ASSERT_EQ(0, gate32_enable(GATE32_ABI_ARM, BASE));
	ASSERT_EQ(0, pipe(fd));
	ASSERT_EQ(0, sigaction(SIGALRM, &act, NULL));
	ASSERT_EQ(0, setitimer(ITIMER_REAL, &timer, NULL));
	while (time_left(&self->end)) {
		long ret;

		call_both_ways();
		nap[0] = 0;
		nap[1] = 2000000;
		ret = ARM(nanosleep, nap, nap);
		if (ret && ret != -EINTR)
			complain(ret);
		ASSERT_EQ(1, write(fd[1], "x", 1));
		ASSERT_EQ(1, ARM(read, fd[0], LOW + 64, 1));
		ASSERT_EQ(1, ARM(write, fd[1], LOW + 64, 1));
		ASSERT_EQ(1, read(fd[0], &c, 1));
		ASSERT_EQ('x', c);
	}
	ASSERT_EQ(0, setitimer(ITIMER_REAL, &off, NULL));
	EXPECT_LT(10, handled);
}

/* exec by one thread while the others are in routed calls. */
static void *sleep_in_call(void *arg)
{
	int fd[2];

	if (pipe(fd) == 0)
		ARM(read, fd[0], LOW, 1);

	return NULL;
}

static void *be_in_calls(void *arg)
{
	while (true)
		ARM(getppid);

	return NULL;
}

static int exec_among_threads(void *arg)
{
	pthread_t thread;
	int i;

	for (i = 0; i < THREADS; i++)
		if (pthread_create(&thread, NULL, sleep_in_call, NULL) ||
		    pthread_create(&thread, NULL, be_in_calls, NULL))
			return 1;
	usleep(5000);
	execl("/proc/self/exe", "race_test", "--shut", NULL);
	return 2;
}

static int exit_among_threads(void *arg)
{
	pthread_t thread;
	int i;

	for (i = 0; i < THREADS; i++)
		if (pthread_create(&thread, NULL, sleep_in_call, NULL) ||
		    pthread_create(&thread, NULL, be_in_calls, NULL))
			return 1;
	usleep(5000);
	ARM(exit_group, 7);
	return 2;
}

TEST_F(race, exec_and_calls)
{
	ASSERT_EQ(0, gate32_enable(GATE32_ABI_ARM, BASE));
	while (time_left(&self->end))
		ASSERT_EQ(55, in_child(exec_among_threads, NULL));
}

TEST_F(race, exit_and_calls)
{
	ASSERT_EQ(0, gate32_enable(GATE32_ABI_ARM, BASE));
	while (time_left(&self->end))
		ASSERT_EQ(7, in_child(exit_among_threads, NULL));
}

/* First and last users of the gate come and go: hooks come and go with them. */
static int open_and_leave(void *arg)
{
	struct timespec end = {};

	while (time_left(&end)) {
		pid_t pid = fork();

		if (pid == 0) {
			if (gate32_enable(GATE32_ABI_ARM, BASE))
				_exit(1);
			call_both_ways();
			pid = ARM(fork);
			if (pid == 0)
				_exit(ARM(getppid) > 0 ? 0 : 2);
			if (exit_code(pid))
				_exit(3);
			_exit(is_wrong ? 4 : 0);
		}
		if (exit_code(pid))
			return 1;
		/* Now and then long enough for the last state to be gone. */
		if (pid % 8 == (long)arg)
			usleep(400000);
	}

	return 0;
}

TEST_F(race, processes)
{
	pid_t pid[4];
	int i;

	for (i = 0; i < 4; i++) {
		pid[i] = fork();
		if (pid[i] == 0)
			_exit(open_and_leave((void *)(long)i));
	}
	for (i = 0; i < 4; i++)
		EXPECT_EQ(0, exit_code(pid[i]));
}

int main(int argc, char **argv)
{
	if (argc == 2 && !strcmp(argv[1], "--shut"))
		return gate32_disable() == -EUNATCH &&
		       ARM(getpid) == -ENOSYS ? 55 : 56;

	return test_harness_run(argc, argv);
}
