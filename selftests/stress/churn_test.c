// SPDX-License-Identifier: GPL-2.0-only
/*
 * Gates by the thousand: opened and closed under calls, in bombs of processes
 * and threads, in storms of programs, and killed at any moment
 *
 * A routed call gets the 32-bit answer, or none (ENOSYS); never another one.
 */
#include "stress.h"

#include <pthread.h>
#include <sys/resource.h>

#define TOGGLERS	8
#define CALLERS		2
#define USER		65534

FIXTURE(churn)
{
};

FIXTURE_SETUP(churn)
{
	REQUIRE_GATE32();
	ASSERT_TRUE(setup_shared());
}

FIXTURE_TEARDOWN(churn)
{
	EXPECT_NOTHING_WRONG();
	EXPECT_TRUE(wait_until(none_stuck, 5000));
}

/* All states of a test go; only root may ask, and only of a module. */
#define EXPECT_NO_STATES()						\
	EXPECT_TRUE(references() < 0 ||					\
		    wait_until(no_states, STATES_GONE_MS)) {		\
		TH_LOG("%d states are left", references());		\
	}

/*
 * Opening and closing
 */
static long per_thread;

static void *toggle(void *unused)
{
	long i, ret;

	for (i = 0; i < per_thread; i++) {
		ret = gate32_enable(GATE32_ABI_ARM, BASE);
		CHECK(ret == 0, ret);
		count_one(&shared->opens);
		ret = ARM(getpid);
		CHECK(ret == getpid() || ret == -ENOSYS, ret);
		ret = gate32_disable();
		CHECK(ret == 0 || ret == -EUNATCH, ret);
	}

	return NULL;
}

static void answer(long ret, bool is_right)
{
	if (ret == -ENOSYS)
		count_one(&shared->execs);	/* used here for those that got none */
	else if (is_right)
		count_one(&shared->calls);
	else
		COMPLAIN(ret);
}

static void *call(void *unused)
{
	while (!shared->stop) {
		long low = ARM(mmap2, 0, 4096, PROT_READ, ANON, -1, 0);
		long high = (long)mmap(NULL, 4096, PROT_READ, ANON, -1, 0);
		long ret = ARM(getpid);

		answer(low, low >= 4096 && low < (long)PLACE_END);
		answer(ret, ret == getpid());
		CHECK(high > (long)FOUR_GB, high);
		if (low > 0)
			munmap((void *)low, 4096);
		munmap((void *)high, 4096);
	}

	return NULL;
}

static int toggle_and_call(void *unused)
{
	pthread_t toggler[TOGGLERS], caller[CALLERS];
	int i;

	for (i = 0; i < CALLERS; i++)
		if (pthread_create(&caller[i], NULL, call, NULL))
			return 1;
	for (i = 0; i < TOGGLERS; i++)
		if (pthread_create(&toggler[i], NULL, toggle, NULL))
			return 2;
	for (i = 0; i < TOGGLERS; i++)
		pthread_join(toggler[i], NULL);
	shared->stop = true;
	for (i = 0; i < CALLERS; i++)
		pthread_join(caller[i], NULL);

	return ARM(getpid) == -ENOSYS ? 0 : 3;
}

STRESS_F(churn, toggling)
{
	per_thread = amount(500, 10000);
	ASSERT_EQ(0, in_child(toggle_and_call, NULL));
	EXPECT_EQ(per_thread * TOGGLERS, shared->opens);
	/* Control: calls have met it open and shut. */
	EXPECT_LT(0, shared->calls);
	EXPECT_LT(0, shared->execs);
	EXPECT_NO_STATES();
	did("enable/disable", shared->opens);
	did("calls", shared->calls);
}

/*
 * Bombs
 */

/* Each child is the same, and has children until there is no more room. */
static void bomb_of_processes(void)
{
	unsigned int turns = 0;
	long pid;
	int i;

	while (true) {
		for (i = 0; i < 3; i++) {
			pid = i == 1 ? fork() : ARM(fork);
			if (pid < 0)
				break;
			if (pid == 0) {
				i = -1;
				continue;
			}
			count_one(&shared->forks);
		}
		call_both_ways();
		while (waitpid(-1, NULL, WNOHANG) > 0)
			;
		/* The first one stays, or the bomb would burn out. */
		if (getpid() != getpgrp() && ++turns % 7 == 0)
			_exit(0);
	}
}

/* @limit: of processes and threads that a user may have */
static void become_user(unsigned long limit)
{
	const struct rlimit nproc = { limit, limit };

	if (setrlimit(RLIMIT_NPROC, &nproc) || setgid(USER) || setuid(USER))
		_exit(100);
	setpgid(0, 0);
}

static bool group_gone(pid_t pgid)
{
	while (waitpid(-pgid, NULL, WNOHANG) > 0)
		;

	return kill(-pgid, 0) && errno == ESRCH;
}

/* They belong to process 1 when their parents have died before them. */
static bool kill_group(pid_t pgid)
{
	long end = now_ms() + 20000;

	while (!group_gone(pgid)) {
		kill(-pgid, SIGKILL);
		if (now_ms() > end)
			return false;
		usleep(1000);
	}

	return true;
}

static unsigned long enough;

/* Those whose parents have died are ours; dead, they still take up room. */
static bool forked_enough(void)
{
	while (waitpid(-1, NULL, WNOHANG) > 0)
		;

	return shared->forks >= enough;
}

/* With KASAN and lockdep it is some six forks a second. */
#define BOMB_PATIENCE	300000

STRESS_F(churn, fork_bomb)
{
	long i, bombs = amount(3, 10);
	pid_t pid;

	if (geteuid())
		SKIP(return, "needs root");
	prctl(PR_SET_CHILD_SUBREAPER, 1);
	for (i = 0; i < bombs; i++) {
		pid = fork();
		if (pid == 0) {
			become_user(60);
			if (gate32_enable(GATE32_ABI_ARM, BASE))
				_exit(1);
			count_one(&shared->opens);
			bomb_of_processes();
		}
		setpgid(pid, pid);
		enough = shared->forks + amount(60, 500);
		EXPECT_TRUE(wait_until(forked_enough, BOMB_PATIENCE));
		ASSERT_TRUE(kill_group(pid));
		EXPECT_NO_STATES();
	}
	EXPECT_EQ(bombs, shared->opens);
	did("forks", shared->forks);
	did("calls", shared->calls);
}

static void *brief_thread(void *unused)
{
	call_both_ways();

	return NULL;
}

static void *endless_thread(void *unused)
{
	while (true)
		ARM(getppid);

	return NULL;
}

static int bomb_of_threads(void *how)
{
	pthread_t thread;
	int made;

	become_user(60);
	if (gate32_enable(GATE32_ABI_ARM, BASE))
		return 1;
	for (made = 0; !pthread_create(&thread, NULL, how ? brief_thread :
				       endless_thread, NULL) && made < 300; made++)
		if (how)
			pthread_detach(thread);
	__atomic_add_fetch(&shared->opens, made, __ATOMIC_RELAXED);
	ARM(exit_group, 7);

	return 2;
}

STRESS_F(churn, thread_bomb)
{
	long i, bombs = amount(10, 60);

	if (geteuid())
		SKIP(return, "needs root");
	for (i = 0; i < bombs; i++)
		ASSERT_EQ(7, in_child(bomb_of_threads, (void *)(i % 2)));
	/* As many as there is room for, and one more. */
	EXPECT_LT(40 * bombs, shared->opens);
	EXPECT_NO_STATES();
	did("threads", shared->opens);
	did("calls", shared->calls);
}

/*
 * Programs
 */
#define EXIT_CHAIN	56

/* Each program finds the gate shut, opens it, and becomes the next one. */
static int next_program(int left)
{
	static const char path[] = "/proc/self/exe";
	uint32_t *argv;
	char *text;

	if (probe_shut() != EXIT_SHUT)
		return 1;
	if (gate32_enable(GATE32_ABI_ARM, BASE))
		return 2;
	if (ARM(getpid) != getpid())
		return 3;
	if (!left)
		return EXIT_CHAIN;
	text = low_map(LOW, 4096);
	if (!text)
		return 4;
	argv = (uint32_t *)(text + 1024);
	strcpy(text, path);
	strcpy(text + 128, "--chain");
	sprintf(text + 256, "%d", left - 1);
	argv[0] = LOW;
	argv[1] = LOW + 128;
	argv[2] = LOW + 256;
	argv[3] = 0;
	if (left % 2)
		ARM(execve, text, argv, argv + 3);
	else
		execl(path, path, text + 128, text + 256, NULL);

	return 5;
}

static int exec_chain(void *length)
{
	char left[16];

	sprintf(left, "%ld", (long)length);
	execl("/proc/self/exe", "churn_test", "--chain", left, NULL);
	return 100;
}

STRESS_F(churn, exec_storm)
{
	long length = amount(40, 300);
	pid_t pid[4];
	int i;

	for (i = 0; i < 4; i++) {
		pid[i] = fork();
		if (pid[i] == 0)
			_exit(exec_chain((void *)length));
	}
	for (i = 0; i < 4; i++)
		EXPECT_EQ(EXIT_CHAIN, exit_code(pid[i]));
	EXPECT_NO_STATES();
	did("execs", 4 * length);
	did("enable/disable", 4 * (length + 1));
}

/*
 * Processes that share their memory without being threads
 */
static char stacks[2][65536] __attribute__((aligned(16)));

static int sharer(void *unused)
{
	int i;

	for (i = 0; i < 20; i++)
		call_both_ways();

	return 0;
}

static int outlives(void *maker)
{
	/* The maker goes; its map and its gate stay. */
	while (getppid() == (long)maker)
		usleep(1000);
	call_both_ways();
	/* Nobody executes anything here. */
	count_one(&shared->execs);
	_exit(0);
}

/* How many of those that were made are through, in the end */
static unsigned long outliving(unsigned long made)
{
	long end = now_ms() + 60000;

	while (shared->execs < made && now_ms() < end)
		usleep(1000);

	return shared->execs;
}

static int make_sharers(void *unused)
{
	pid_t pid;
	int i;

	if (gate32_enable(GATE32_ABI_ARM, BASE))
		return 1;
	for (i = 0; i < 2; i++) {
		pid = clone(sharer, stacks[i] + sizeof(stacks[i]),
			    CLONE_VM | SIGCHLD, NULL);
		if (pid < 0)
			return 2;
		count_one(&shared->forks);
	}
	for (i = 0; i < 20; i++)
		call_both_ways();
	while (waitpid(-1, &i, 0) > 0)
		if (i)
			return 3;
	/* By vfork: the child runs on this very stack, and is gone by exec. */
	pid = vfork();
	if (pid == 0) {
		execl("/proc/self/exe", "churn_test", "--shut", NULL);
		_exit(1);
	}
	count_one(&shared->forks);
	if (exit_code(pid) != EXIT_SHUT)
		return 4;
	/* By the gate, where the child shares no stack. */
	pid = ARM(clone, SIGCHLD, 0, 0, 0, 0);
	if (pid == 0)
		_exit(ARM(getpid) != getpid());
	count_one(&shared->forks);
	if (exit_code(pid))
		return 5;
	pid = clone(outlives, stacks[0] + sizeof(stacks[0]),
		    CLONE_VM | SIGCHLD, (void *)(long)getpid());

	return pid > 0 ? 0 : 6;
}

STRESS_F(churn, shared_maps)
{
	long i, cycles = amount(10, 100);

	for (i = 0; i < cycles; i++)
		ASSERT_EQ(0, in_child(make_sharers, NULL));
	EXPECT_EQ(cycles, outliving(cycles));
	EXPECT_NO_STATES();
	EXPECT_EQ(4 * cycles, shared->forks);
	did("forks", shared->forks);
	did("calls", shared->calls);
}

/*
 * Death at any moment
 */
static void live_until_killed(void)
{
	pthread_t thread;
	int i;

	setpgid(0, 0);
	while (true) {
		gate32_enable(GATE32_ABI_ARM, BASE);
		gate32_mmap_limit(0x80000000);
		gate32_brk_start(LOW);
		ARM(brk, LOW + 0x10000);
		pthread_create(&thread, NULL, endless_thread, NULL);
		for (i = 0; i < 3; i++)
			if (ARM(fork) == 0)
				break;
		count_one(&shared->forks);
		gate32_mmap_limit(0);
		call_both_ways();
		gate32_disable();
		if (i < 3)
			execl("/proc/self/exe", "churn_test", "--sleep", NULL);
		usleep(2000);
	}
}

static pid_t start_life(void)
{
	pid_t pid = fork();

	if (pid == 0)
		live_until_killed();
	setpgid(pid, pid);

	return pid;
}

static bool live_and_die(unsigned int *seed, long most_ms)
{
	pid_t pid = start_life();

	usleep(rand_r(seed) % (most_ms * 1000));

	return kill_group(pid);
}

static bool has_forked(void)
{
	return shared->forks;
}

/* What was under way is no complaint: it was killed. */
STRESS_F(churn, kill_anywhere)
{
	long i, begun, kills = amount(40, 300), most = 60;
	unsigned int seed = 1;
	pid_t pid, holder;

	prctl(PR_SET_CHILD_SUBREAPER, 1);
	for (i = 0; i < kills / 2; i++)
		ASSERT_TRUE(live_and_die(&seed, most));
	/*
	 * A slow kernel has not planted its hooks by then. The others find them
	 * planted, and get twice the time that one of them takes to its forks.
	 */
	holder = start_holder();
	shared->forks = 0;
	begun = now_ms();
	pid = start_life();
	EXPECT_TRUE(wait_until(has_forked, BOMB_PATIENCE));
	ASSERT_TRUE(kill_group(pid));
	most += 2 * (now_ms() - begun);
	for (; i < kills; i++)
		ASSERT_TRUE(live_and_die(&seed, most));
	EXPECT_LT(kills / 8, shared->forks);
	EXPECT_TRUE(end_holder(holder));
	EXPECT_NO_STATES();
	EXPECT_TRUE(gate_works());
	did("killed", kills);
	did("forks", shared->forks);
}

int main(int argc, char **argv)
{
	if (argc == 2 && !strcmp(argv[1], "--shut"))
		return probe_shut();
	if (argc == 3 && !strcmp(argv[1], "--chain"))
		return next_program(atoi(argv[2]));
	if (argc == 2 && !strcmp(argv[1], "--sleep"))
		return pause();

	return test_harness_run(argc, argv);
}
