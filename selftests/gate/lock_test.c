// SPDX-License-Identifier: GPL-2.0-only
/*
 * GATE32_LOCK: a process gives the gate up for good, and all below it
 *
 * - what a lock refuses, what it leaves alone, the order of the checks
 * - the tasks that it reaches: threads, sharers of the memory map, children
 * - the tasks that it does not reach: the parent, other processes
 * - exec, of every kind: no way out
 * - races with threads that open gates, and with threads that come to be
 *
 * The control of each is the same without the lock.
 */
#include "gate32_test.h"

#include <pthread.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>

#define LIMIT		0x40000000UL

/* What a task that may open a gate answers, and one that may not. */
#define MAY		50
#define MAY_NOT		51
#define BROKEN		52

static int ask(void *unused)
{
	long ret = gate32_enable(GATE32_ABI_ARM, BASE);
	bool routed = ARM(getpid) == getpid();

	if (!ret && routed)
		return MAY;
	if (ret == -EPERM && !routed && gate32_mmap_limit(LIMIT) == -EPERM)
		return MAY_NOT;

	return BROKEN;
}

/* "lock_test --ask [uid]": the same of a fresh program. */
static int asked(int argc, char **argv)
{
	if (argc > 2 && geteuid() != (uid_t)atoi(argv[2]))
		return BROKEN;
	if (gate32_disable() != -EUNATCH || ARM(getpid) != -ENOSYS)
		return BROKEN;

	return ask(NULL);
}

static int exec_ask(void *unused)
{
	execl("/proc/self/exe", "lock_test", "--ask", NULL);
	return BROKEN;
}

FIXTURE(lock)
{
	int want;
};

FIXTURE_VARIANT(lock)
{
	bool locks;
	bool open;
};

FIXTURE_VARIANT_ADD(lock, locked) { .locks = true };
FIXTURE_VARIANT_ADD(lock, locked_open) { .locks = true, .open = true };
FIXTURE_VARIANT_ADD(lock, control) { .locks = false };
FIXTURE_VARIANT_ADD(lock, control_open) { .locks = false, .open = true };

/* What the lock does, or what comes nearest to it. */
static long lock_or_not(const FIXTURE_VARIANT(lock) *variant)
{
	if (variant->locks)
		return gate32_lock();

	return variant->open ? gate32_disable() : 0;
}

FIXTURE_SETUP(lock)
{
	REQUIRE_GATE32();
	if (variant->open)
		ASSERT_EQ(0, gate32_enable(GATE32_ABI_ARM, BASE));
	self->want = variant->locks ? MAY_NOT : MAY;
}

FIXTURE_TEARDOWN(lock)
{
}

TEST_F(lock, itself)
{
	ASSERT_EQ(0, lock_or_not(variant));
	EXPECT_EQ(-ENOSYS, ARM(getpid));
	EXPECT_EQ(-EUNATCH, ARM_ARGS(ARM_NR_getpid, 0));
	EXPECT_EQ(-EUNATCH, gate32_ioctl(-1, 0, 0));
	EXPECT_EQ(-EUNATCH, gate32_brk_start(0x20000000));
	EXPECT_EQ(-EUNATCH, gate32_disable());
	EXPECT_EQ(self->want, ask(NULL));
	/* Native calls are as before, and so are the questions. */
	EXPECT_EQ(getpid(), gate32_svc(__NR_getpid, 0, 0, 0, 0, 0, 0));
	EXPECT_LT(0, gate32_version());
	EXPECT_LT(0, gate32_features());
}

TEST_F(lock, twice)
{
	ASSERT_EQ(0, lock_or_not(variant));
	if (variant->locks)
		EXPECT_EQ(0, gate32_lock());
	EXPECT_EQ(self->want, ask(NULL));
	/* It cannot be shut or locked into being open. */
	gate32_disable();
	if (variant->locks)
		EXPECT_EQ(0, gate32_lock());
	EXPECT_EQ(self->want, ask(NULL));
}

static void *native_map(void)
{
	return mmap(NULL, getpagesize(), PROT_NONE,
		    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
}

/* A limit is no gate: it stays, and can be lifted, but no new one be set. */
TEST_F(lock, limit)
{
	ASSERT_EQ(0, gate32_mmap_limit(LIMIT));
	ASSERT_EQ(0, lock_or_not(variant));
	EXPECT_GT(LIMIT, (unsigned long)native_map());
	EXPECT_EQ(variant->locks ? -EPERM : 0, gate32_mmap_limit(2 * LIMIT));
	EXPECT_EQ(self->want, in_child(ask, NULL));
	EXPECT_EQ(0, gate32_mmap_limit(0));
	EXPECT_LT(FOUR_GB, (unsigned long)native_map());
	EXPECT_EQ(self->want, in_child(ask, NULL));
}

TEST_F(lock, order_of_checks)
{
	const long refused = variant->locks ? -EPERM : 0;

	ASSERT_EQ(0, lock_or_not(variant));
	EXPECT_EQ(-EINVAL, gate32_enable(0, BASE));
	EXPECT_EQ(-EINVAL, gate32_enable(GATE32_ABI_ARM, 1));
	EXPECT_EQ(-EINVAL, gate32_prctl(GATE32_ENABLE, GATE32_ABI_ARM, BASE, 1));
	if (!(gate32_features() & GATE32_FEATURE_ABI_I386))
		EXPECT_EQ(-EOPNOTSUPP, gate32_enable(GATE32_ABI_I386, BASE));
	EXPECT_EQ(-EINVAL, gate32_mmap_limit(1));
	EXPECT_EQ(refused, gate32_enable(GATE32_ABI_ARM, 0));
	EXPECT_EQ(refused, gate32_mmap_limit(LIMIT));
}

static int ask_below(void *depth)
{
	return depth ? in_child(ask_below, (char *)depth - 1) : ask(NULL);
}

TEST_F(lock, children)
{
	ASSERT_EQ(0, lock_or_not(variant));
	EXPECT_EQ(self->want, in_child(ask, NULL));
	EXPECT_EQ(self->want, in_child(ask_below, (void *)3));
	EXPECT_EQ(self->want, in_child(exec_ask, NULL));
}

static pid_t clone_vm(int (*fn)(void *), int flags)
{
	static char stack[65536] __attribute__((aligned(16)));

	return clone(fn, stack + sizeof(stack), CLONE_VM | SIGCHLD | flags,
		     NULL);
}

TEST_F(lock, sharers_of_the_map)
{
	ASSERT_EQ(0, lock_or_not(variant));
	EXPECT_EQ(self->want, exit_code(clone_vm(exec_ask, CLONE_VFORK)));
	EXPECT_EQ(self->want, exit_code(clone_vm(exec_ask, 0)));
	EXPECT_EQ(self->want, exit_code(clone_vm(ask, 0)));
}

/* A child with a map of its own locks itself alone... */
static int lock_in_child(void *variant)
{
	return lock_or_not(variant) ? BROKEN : ask(NULL);
}

TEST_F(lock, parent_is_not_reached)
{
	EXPECT_EQ(self->want, in_child(lock_in_child, (void *)variant));
	EXPECT_EQ(variant->open, ARM(getpid) == getpid());
	EXPECT_EQ(MAY, in_child(ask, NULL));
	EXPECT_EQ(MAY, in_child(exec_ask, NULL));
}

/* ...one that shares the map locks all that do. */
static const void *shared_variant;

static int lock_in_shared_map(void *unused)
{
	_exit(!!lock_or_not(shared_variant));
}

TEST_F(lock, parent_with_the_same_map)
{
	shared_variant = variant;
	EXPECT_EQ(0, exit_code(clone_vm(lock_in_shared_map, CLONE_VFORK)));
	EXPECT_EQ(-ENOSYS, ARM(getpid));
	EXPECT_EQ(self->want, in_child(exec_ask, NULL));
	EXPECT_EQ(self->want, ask(NULL));
}

/* Threads: one that is there before, and one that comes after. */
static pthread_barrier_t barrier;

static void *ask_in_thread(void *early)
{
	long want[2];

	if (early) {
		pthread_barrier_wait(&barrier);
		pthread_barrier_wait(&barrier);
	}
	/* The mark of this very thread is what counts in a new map. */
	want[0] = in_child(ask, NULL);
	want[1] = in_child(exec_ask, NULL);

	return (void *)(want[0] == want[1] ? want[0] : BROKEN);
}

TEST_F(lock, threads)
{
	pthread_t thread;
	void *answer;

	pthread_barrier_init(&barrier, NULL, 2);
	ASSERT_EQ(0, pthread_create(&thread, NULL, ask_in_thread, &barrier));
	pthread_barrier_wait(&barrier);
	ASSERT_EQ(0, lock_or_not(variant));
	pthread_barrier_wait(&barrier);
	ASSERT_EQ(0, pthread_join(thread, &answer));
	EXPECT_EQ(self->want, (long)answer);

	ASSERT_EQ(0, pthread_create(&thread, NULL, ask_in_thread, NULL));
	ASSERT_EQ(0, pthread_join(thread, &answer));
	EXPECT_EQ(self->want, (long)answer);
}

static int exec_from_thread(void *unused)
{
	pthread_t thread;

	if (pthread_create(&thread, NULL, (void *(*)(void *))exec_ask, NULL))
		return BROKEN;
	pause();

	return BROKEN;
}

/* All that a task can do to become another one. */
TEST_F(lock, exec)
{
	pid_t pid;

	ASSERT_EQ(0, lock_or_not(variant));
	EXPECT_EQ(self->want, in_child(exec_from_thread, NULL));
	pid = vfork();
	if (pid == 0)
		_exit(exec_ask(NULL));
	EXPECT_EQ(self->want, exit_code(pid));
	/* Through a shell and back. */
	pid = fork();
	if (pid == 0) {
		char line[64];

		snprintf(line, sizeof(line), "exec /proc/%d/exe --ask",
			 getppid());
		execl("/bin/sh", "sh", "-c", line, NULL);
		_exit(BROKEN);
	}
	EXPECT_EQ(self->want, exit_code(pid));
}

/* A set-user-ID program starts with no gate, and a lock holds for it, too. */
static int exec_set_user_id(void *path)
{
	if (setgid(65534) || setuid(65534))
		return BROKEN;
	execl(path, "lock_test", "--ask", "0", NULL);
	return BROKEN;
}

static bool copy_of_this(const char *path)
{
	int in = open("/proc/self/exe", O_RDONLY);
	int out = open(path, O_WRONLY | O_CREAT | O_EXCL, 0755);
	static char buf[65536];
	ssize_t n;

	while ((n = read(in, buf, sizeof(buf))) > 0)
		if (write(out, buf, n) != n)
			break;
	close(in);

	return !fchmod(out, 04755) && !close(out) && !n;
}

TEST_F(lock, set_user_id)
{
	char path[64];

	if (getuid())
		SKIP(return, "needs root");
	snprintf(path, sizeof(path), "./lock_suid.%d", getpid());
	ASSERT_TRUE(copy_of_this(path));
	if (!variant->open || variant->locks)
		ASSERT_EQ(0, lock_or_not(variant));
	EXPECT_EQ(self->want, in_child(exec_set_user_id, path));
	unlink(path);
}

/* Root of a user namespace of one's own is root of nothing else. */
static int ask_in_userns(void *unused)
{
	return unshare(CLONE_NEWUSER) ? 99 : ask(NULL);
}

TEST_F(lock, user_namespace)
{
	int answer;

	ASSERT_EQ(0, lock_or_not(variant));
	answer = in_child(ask_in_userns, NULL);
	if (answer == 99)
		SKIP(return, "no user namespaces");
	EXPECT_EQ(self->want, answer);
}

/* A call under way finishes; the thread is locked all the same. */
static int sleeper_fd[2];
static char *sleeper_buf;
static volatile pid_t sleeper_tid;

static void *sleeper(void *unused)
{
	sleeper_tid = syscall(__NR_gettid);

	return (void *)ARM(read, sleeper_fd[0], sleeper_buf, 1);
}

TEST(call_under_way)
{
	pthread_t thread;
	void *answer;

	OPEN_GATE();
	sleeper_buf = low_map(0x50000000, getpagesize());
	ASSERT_NE(NULL, sleeper_buf);
	ASSERT_EQ(0, pipe(sleeper_fd));
	ASSERT_EQ(0, pthread_create(&thread, NULL, sleeper, NULL));
	while (!sleeper_tid)
		usleep(1000);
	ASSERT_TRUE(wait_asleep(sleeper_tid));
	ASSERT_EQ(0, gate32_lock());
	EXPECT_EQ(-ENOSYS, ARM(getpid));
	ASSERT_EQ(1, write(sleeper_fd[1], "x", 1));
	ASSERT_EQ(0, pthread_join(thread, &answer));
	EXPECT_EQ(1, (long)answer);
	EXPECT_EQ('x', sleeper_buf[0]);
}

/*
 * Races: whatever the other threads do meanwhile, when GATE32_LOCK has
 * returned the gate is shut for good.
 */
#define ROUNDS		20
#define RACERS		3

static volatile bool locked, stop;

/* Before the lock: no error but what others may cause. After it: EPERM. */
static void *opener(void *unused)
{
	long ok = 1;

	while (!stop) {
		bool before = locked;
		long ret = gate32_enable(GATE32_ABI_ARM, BASE);

		if (before && ret != -EPERM)
			ok = 0;
		gate32_disable();
	}

	return (void *)ok;
}

static int lock_under_openers(void *unused)
{
	pthread_t racer[RACERS];
	void *ok;
	int i, ret = 0;

	for (i = 0; i < RACERS; i++)
		if (pthread_create(&racer[i], NULL, opener, NULL))
			return BROKEN;
	usleep(1000);
	if (gate32_lock())
		ret = BROKEN;
	locked = true;
	for (i = 0; i < 1000; i++)
		if (ARM(getpid) != -ENOSYS)
			ret = MAY;
	stop = true;
	for (i = 0; i < RACERS; i++) {
		pthread_join(racer[i], &ok);
		if (!ok)
			ret = MAY;
	}

	return ret;
}

TEST(race_with_openers)
{
	int i;

	REQUIRE_GATE32();
	for (i = 0; i < ROUNDS; i++)
		ASSERT_EQ(0, in_child(lock_under_openers, NULL));
}

/*
 * Threads that come to be meanwhile: each asks in a new map, where nothing but
 * its own mark counts.
 */
#define LITTER		12

/* Held until the process is locked. */
static pthread_mutex_t before_lock = PTHREAD_MUTEX_INITIALIZER;

static void *newborn(void *unused)
{
	/* Asleep: the lock plants hooks, and needs the CPU for that. */
	pthread_mutex_lock(&before_lock);
	pthread_mutex_unlock(&before_lock);

	return (void *)(long)in_child(ask, NULL);
}

static void *breeder(void *unused)
{
	pthread_t thread[LITTER];
	long ret = MAY_NOT;
	void *answer;
	int i;

	for (i = 0; i < LITTER; i++)
		if (pthread_create(&thread[i], NULL, newborn, NULL))
			return (void *)BROKEN;
	for (i = 0; i < LITTER; i++) {
		pthread_join(thread[i], &answer);
		if ((long)answer != MAY_NOT)
			ret = (long)answer;
	}

	return (void *)ret;
}

static int lock_under_breeders(void *delay)
{
	pthread_t racer[RACERS];
	int i, ret = MAY_NOT;
	void *answer;

	pthread_mutex_lock(&before_lock);
	for (i = 0; i < RACERS; i++)
		if (pthread_create(&racer[i], NULL, breeder, NULL))
			return BROKEN;
	usleep((long)delay);
	if (gate32_lock())
		return BROKEN;
	pthread_mutex_unlock(&before_lock);
	for (i = 0; i < RACERS; i++) {
		pthread_join(racer[i], &answer);
		if ((long)answer != MAY_NOT)
			ret = (long)answer;
	}

	return ret;
}

TEST(race_with_new_threads)
{
	long i;

	REQUIRE_GATE32();
	for (i = 0; i < ROUNDS; i++)
		ASSERT_EQ(MAY_NOT, in_child(lock_under_breeders,
					    (void *)(i * 200)));
}

int main(int argc, char **argv)
{
	if (argc > 1 && !strcmp(argv[1], "--ask"))
		return asked(argc, argv);

	return test_harness_run(argc, argv);
}
