// SPDX-License-Identifier: GPL-2.0-only
/*
 * Pages above 4 GB that are not there when the kernel itself needs them, on
 * behalf of a thread that is on its way out of a routed call
 *
 * The kernel cannot fault such a page in for a task that is marked 32-bit. So
 * whatever it does to a thread's own memory it has to do outside the window.
 * A page can be not mapped, be swapped out, or be some other thread's business
 * (userfaultfd). That nothing hangs is seen to by the harness's time limit.
 */
#include "gate32_test.h"
#include "zram.h"

#include <linux/futex.h>
#include <linux/userfaultfd.h>
#include <pthread.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/rseq.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/uio.h>

#define LOW		0x50000000UL
#define SIZE		65536UL
#define TID		1234567

static char *area;
static char saved[SIZE];
static int uffd;

/*
 * Ways to be absent
 */
static bool map_file(void)
{
	int fd = memfd_create("absent", 0);

	if (fd < 0 || ftruncate(fd, SIZE))
		return false;
	area = mmap(NULL, SIZE, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);

	return area != MAP_FAILED;
}

static bool unmap_file(void)
{
	return madvise(area, SIZE, MADV_DONTNEED) == 0;
}

static bool map_anonymous(void)
{
	area = mmap(NULL, SIZE, PROT_READ | PROT_WRITE,
		    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	return area != MAP_FAILED;
}

static bool map_swappable(void)
{
	return zram_there() && zram_on(16) && map_anonymous();
}

static bool is_swapped(void)
{
	uint64_t entry = 0;
	int fd = open("/proc/self/pagemap", O_RDONLY);

	(void)!pread(fd, &entry, sizeof(entry),
		     (uintptr_t)area / getpagesize() * sizeof(entry));
	close(fd);

	return entry >> 62 & 1;
}

static bool swap_out(void)
{
	int i;

	for (i = 0; i < 100; i++) {
		if (madvise(area, SIZE, MADV_PAGEOUT))
			return false;
		if (is_swapped())
			return true;
		usleep(10000);
	}

	return false;
}

/* Another thread brings pages when they are asked for. */
static void *serve(void *arg)
{
	struct uffd_msg msg;

	while (read(uffd, &msg, sizeof(msg)) == sizeof(msg)) {
		unsigned long page = msg.arg.pagefault.address &
				     ~(getpagesize() - 1UL);
		struct uffdio_copy copy = {
			.dst = page,
			.src = (uintptr_t)saved + (page - (uintptr_t)area),
			.len = getpagesize(),
		};

		usleep(1000);
		ioctl(uffd, UFFDIO_COPY, &copy);
	}

	return NULL;
}

static bool map_served(void)
{
	struct uffdio_register reg = { .mode = UFFDIO_REGISTER_MODE_MISSING };
	struct uffdio_api api = { .api = UFFD_API };
	pthread_t thread;

	uffd = syscall(__NR_userfaultfd, O_CLOEXEC);
	if (uffd < 0 || ioctl(uffd, UFFDIO_API, &api) || !map_anonymous())
		return false;
	memset(area, 0, SIZE);
	reg.range.start = (uintptr_t)area;
	reg.range.len = SIZE;

	return ioctl(uffd, UFFDIO_REGISTER, &reg) == 0 &&
	       pthread_create(&thread, NULL, serve, NULL) == 0;
}

static bool take_away(void)
{
	memcpy(saved, area, SIZE);

	return madvise(area, SIZE, MADV_DONTNEED) == 0;
}

FIXTURE(absent)
{
};

FIXTURE_VARIANT(absent)
{
	bool (*map)(void);
	bool (*drop)(void);
	bool routed;
	/* The kernel does not wait for others when a task ends. */
	bool lost_at_exit;
};

#define ABSENT(_way, _map, _drop, _lost_at_exit)			\
	FIXTURE_VARIANT_ADD(absent, _way##_native) {			\
		.map = _map, .drop = _drop,				\
		.lost_at_exit = _lost_at_exit,				\
	};								\
	FIXTURE_VARIANT_ADD(absent, _way##_routed) {			\
		.map = _map, .drop = _drop, .routed = true,		\
		.lost_at_exit = _lost_at_exit,				\
	}

ABSENT(unmapped, map_file, unmap_file, false);
ABSENT(swapped, map_swappable, swap_out, false);
ABSENT(served, map_served, take_away, true);

FIXTURE_SETUP(absent)
{
	cpu_set_t one;

	OPEN_GATE();
	/* What was put on lists of another CPU cannot be swapped out at once. */
	CPU_ZERO(&one);
	CPU_SET(0, &one);
	ASSERT_EQ(0, sched_setaffinity(0, sizeof(one), &one));
	ASSERT_NE(NULL, low_map(LOW, getpagesize()));
	if (!variant->map())
		SKIP(return, "no such memory");
	memset(area, 0, SIZE);
	ASSERT_LT(FOUR_GB, (unsigned long)area);
}

FIXTURE_TEARDOWN(absent)
{
	if (zram_is_on())
		EXPECT_TRUE(zram_off());
}

/* Exit codes of the threads that use the area. */
static const FIXTURE_VARIANT(absent) *how;

static void leave(void)
{
	if (!how->drop())
		gate32_svc(__NR_exit, 3, 0, 0, 0, 0, 0);
	if (how->routed)
		ARM(exit, 0);
	gate32_svc(__NR_exit, 0, 0, 0, 0, 0, 0);
}

static int exit_with_tid_address(void *arg)
{
	*(int *)area = TID;
	syscall(__NR_set_tid_address, area);
	leave();
	return 4;
}

static pid_t run(int (*fn)(void *arg))
{
	static char stack[65536] __attribute__((aligned(16)));

	return clone(fn, stack + sizeof(stack), CLONE_VM | SIGCHLD, NULL);
}

TEST_F(absent, tid_is_cleared)
{
	how = variant;
	ASSERT_EQ(0, exit_code(run(exit_with_tid_address)));
	EXPECT_EQ(variant->lost_at_exit ? TID : 0, *(int *)area);
}

/* A list with one lock in it, which the thread holds. */
struct lock {
	struct robust_list list;
	uint32_t futex;
};

static int exit_with_lock(void *arg)
{
	struct robust_list_head *head = (void *)area;
	struct lock *lock = (void *)(area + SIZE / 2);

	lock->list.next = &head->list;
	lock->futex = gate32_svc(__NR_gettid, 0, 0, 0, 0, 0, 0);
	head->list.next = &lock->list;
	head->futex_offset = offsetof(struct lock, futex);
	head->list_op_pending = NULL;
	if (syscall(__NR_set_robust_list, head, sizeof(*head)))
		return 5;
	leave();
	return 4;
}

TEST_F(absent, lock_is_released)
{
	struct lock *lock = (void *)(area + SIZE / 2);

	how = variant;
	ASSERT_EQ(0, exit_code(run(exit_with_lock)));
	EXPECT_EQ(variant->lost_at_exit ? 0 : FUTEX_OWNER_DIED,
		  lock->futex & FUTEX_OWNER_DIED);
}

static volatile uintptr_t handler_sp;

static void note_stack(int sig)
{
	handler_sp = (uintptr_t)__builtin_frame_address(0);
}

static long sleep_a_second(bool routed)
{
	static const int64_t second[2] = { 1, 0 };
	int32_t *low = (void *)LOW;

	if (!routed)
		return gate32_svc(__NR_nanosleep, (uintptr_t)second, 0, 0, 0, 0,
				  0);
	low[0] = 1;
	low[1] = 0;

	return ARM(nanosleep, low, 0);
}

/* The frame of a signal that interrupts a call. */
TEST_F(absent, signal_frame_is_written)
{
	const struct itimerval timer = { .it_value.tv_usec = 100000 };
	const stack_t stack = { .ss_sp = area, .ss_size = SIZE };
	const struct sigaction act = {
		.sa_handler = note_stack,
		.sa_flags = SA_ONSTACK,
	};

	ASSERT_EQ(0, sigaltstack(&stack, NULL));
	ASSERT_EQ(0, sigaction(SIGALRM, &act, NULL));
	ASSERT_TRUE(variant->drop());
	ASSERT_EQ(0, setitimer(ITIMER_REAL, &timer, NULL));
	EXPECT_EQ(-EINTR, sleep_a_second(variant->routed));
	EXPECT_LE((uintptr_t)area, handler_sp);
	EXPECT_GT((uintptr_t)area + SIZE, handler_sp);
}

/* The CPU's number, written after each switch. */
TEST_F(absent, rseq_is_updated)
{
	struct rseq *old = (void *)((char *)__builtin_thread_pointer() +
				    __rseq_offset);
	volatile struct rseq *rseq = (void *)area;
	int i;

	/* What libc has registered may be larger than it says. */
	if (syscall(__NR_rseq, old, 32, RSEQ_FLAG_UNREGISTER, RSEQ_SIG))
		SKIP(return, "rseq is not registered");
	rseq->cpu_id = RSEQ_CPU_ID_UNINITIALIZED;
	ASSERT_EQ(0, syscall(__NR_rseq, rseq, 32, 0, RSEQ_SIG));
	for (i = 0; i < 5; i++) {
		rseq->cpu_id = 4711;
		ASSERT_TRUE(variant->drop());
		if (variant->routed)
			ARM(nanosleep, memcpy((void *)LOW,
					      (int32_t [2]) { 0, 30000000 }, 8),
			    0);
		else
			usleep(30000);
		ASSERT_GT(4711, rseq->cpu_id);
	}
}

/* Pages that are in a pipe are there, whatever becomes of the mapping. */
TEST_F(absent, gift_is_read)
{
	struct iovec iov = { area, 5 };
	char *low = (void *)LOW;
	int fd[2];

	ASSERT_EQ(0, pipe(fd));
	strcpy(area, "gift");
	ASSERT_EQ(5, vmsplice(fd[1], &iov, 1, 0));
	ASSERT_TRUE(variant->drop());
	ASSERT_EQ(5, variant->routed ? ARM(read, fd[0], low, 5) :
				       read(fd[0], low, 5));
	EXPECT_STREQ("gift", low);
}

TEST_HARNESS_MAIN
