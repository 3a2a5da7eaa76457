// SPDX-License-Identifier: GPL-2.0-only
/*
 * Of the guide: robust futexes. A thread of the guest dies with a lock in its
 * hands; the kernel finds it on the thread's list, marks it and wakes who waits.
 */
#include <linux/futex.h>
#include <pthread.h>
#include <signal.h>
#include <stddef.h>

#include "sample.h"

/* guide: begin guest */
/* As the guest's C library has them: 32-bit pointers. */
struct arm_robust_head {
	uint32_t next;
	int32_t futex_offset;
	uint32_t pending;
};

struct arm_lock {
	uint32_t next;			/* on the list of who holds it */
	uint32_t word;			/* the futex: thread, flags */
};

/* guide: end */

_Static_assert(sizeof(struct arm_robust_head) == 12, "as armhf has it");

struct arm_timespec {
	int32_t sec, nsec;
};

/* Memory of the guest that its threads and processes share. */
struct page {
	struct arm_robust_head head;
	struct arm_lock lock;
	struct arm_timespec timeout;
	uint32_t head_found, len_found;
};

static struct page *page;

/* guide: begin gate */
static long guest_set_robust_list(uint32_t head, uint32_t len)
{
	return gate32_call(BASE, ARM_NR_set_robust_list, head, len, 0, 0, 0, 0);
}

static long guest_get_robust_list(int pid, uint32_t head, uint32_t len)
{
	return gate32_call(BASE, ARM_NR_get_robust_list, pid, head, len, 0, 0,
			   0);
}

static long guest_futex(uint32_t word, uint32_t op, uint32_t value,
			uint32_t timeout)
{
	return gate32_call(BASE, ARM_NR_futex, word, op, value, timeout, 0, 0);
}

/* guide: end */

static uint32_t get(uint32_t *word)
{
	return __atomic_load_n(word, __ATOMIC_SEQ_CST);
}

/* An empty list, whose end is its head, and a free lock. */
static void make_list(void)
{
	page->head.next = PTR32(&page->head);
	page->head.futex_offset = (int)offsetof(struct arm_lock, word) -
				  (int)offsetof(struct arm_lock, next);
	page->head.pending = 0;
	page->lock.word = 0;
}

/* guide: begin guest-locks */
/* What the guest's pthread_mutex_lock() does to a robust mutex. */
static bool guest_lock(struct arm_lock *lock)
{
	uint32_t expected = 0;

	page->head.pending = PTR32(lock);
	if (!__atomic_compare_exchange_n(&lock->word, &expected, gettid(),
					 false, __ATOMIC_SEQ_CST,
					 __ATOMIC_SEQ_CST))
		return false;
	lock->next = page->head.next;
	page->head.next = PTR32(lock);
	page->head.pending = 0;
	return true;
}

/* guide: end */

/* guide: begin guest-waits */
/* What another thread's does: say that it waits, and sleep. */
static long guest_wait(struct arm_lock *lock)
{
	uint32_t word = __atomic_or_fetch(&lock->word, FUTEX_WAITERS,
					  __ATOMIC_SEQ_CST);

	if (word & FUTEX_OWNER_DIED)
		return -EAGAIN;
	return guest_futex(PTR32(&lock->word), FUTEX_WAIT, word,
			   PTR32(&page->timeout));
}

/* guide: end */

static bool start(int timeout_ms)
{
	OPEN_GATE();
	page = guest_memory(0x20000000, sizeof(*page));
	page->timeout.sec = timeout_ms / 1000;
	page->timeout.nsec = timeout_ms % 1000 * 1000000;
	make_list();

	return true;
}

/* What dies, and what it does before. */
struct owner {
	bool registers;
	pthread_mutex_t *native;
	uint32_t tid;
	bool good;
};

/* Dying is of interest when somebody sleeps, which takes a moment. */
static void await_waiter(void)
{
	while (!(get(&page->lock.word) & FUTEX_WAITERS))
		usleep(1000);
	usleep(50000);
}

/* A thread of the guest is a thread of the translator, and dies as one. */
static void *owner_thread(void *arg)
{
	struct owner *owner = arg;

	owner->good = true;
	/* guide: begin in-the-thread */
	if (owner->registers)
		owner->good = guest_set_robust_list(PTR32(&page->head),
						    sizeof(page->head)) == 0;
	/* guide: end */
	owner->good = owner->good && guest_lock(&page->lock);
	if (owner->native)
		pthread_mutex_lock(owner->native);
	__atomic_store_n(&owner->tid, gettid(), __ATOMIC_SEQ_CST);
	if (owner->good)
		await_waiter();

	return NULL;
}

/* Have a thread take the lock, and wait for it until it is dead. */
static bool outlive(struct owner *owner, long *waited)
{
	pthread_t thread;

	CHECK(pthread_create(&thread, NULL, owner_thread, owner) == 0);
	while (!get(&owner->tid))
		usleep(1000);
	CHECK(owner->good);
	CHECK(get(&page->lock.word) == owner->tid);
	*waited = guest_wait(&page->lock);
	pthread_join(thread, NULL);

	return true;
}

/* On a busy machine the thread may be dead before anybody sleeps: again. */
#define TRIES	10

static bool thread_dies(void)
{
	long waited = -EAGAIN;
	int i;

	if (!start(20000))
		return false;
	for (i = 0; i < TRIES && waited == -EAGAIN; i++) {
		struct owner owner = { .registers = true };

		make_list();
		if (!outlive(&owner, &waited))
			return false;
	}
	/* guide: begin dead */
	CHECK(waited == 0);
	CHECK(get(&page->lock.word) & FUTEX_OWNER_DIED);
	CHECK((get(&page->lock.word) & FUTEX_TID_MASK) == 0);
	/* guide: end */

	return true;
}

/* By hand: the head is kept for get_robust_list, and the kernel not told. */
static bool by_hand_nobody_notices(void)
{
	struct owner owner = { .registers = false };
	long waited;

	if (!start(300) || !outlive(&owner, &waited))
		return false;
	/* guide: begin nobody-notices */
	CHECK(waited == -ETIMEDOUT);
	CHECK(get(&page->lock.word) == (owner.tid | FUTEX_WAITERS));
	/* guide: end */

	return true;
}

/* The thread's own robust list, its C library's, is another one. */
static bool both_lists(void)
{
	pthread_mutex_t native;
	struct owner owner = { .registers = true, .native = &native };
	pthread_mutexattr_t attr;
	long waited;

	pthread_mutexattr_init(&attr);
	pthread_mutexattr_setrobust(&attr, PTHREAD_MUTEX_ROBUST);
	CHECK(pthread_mutex_init(&native, &attr) == 0);
	if (!start(20000) || !outlive(&owner, &waited))
		return false;
	CHECK(get(&page->lock.word) & FUTEX_OWNER_DIED);
	CHECK(pthread_mutex_lock(&native) == EOWNERDEAD);

	return true;
}

static int owner_process(void)
{
	if (guest_set_robust_list(PTR32(&page->head), sizeof(page->head)) ||
	    !guest_lock(&page->lock))
		return 1;
	await_waiter();
	kill(getpid(), SIGKILL);

	return 1;
}

/* A whole process of the guest is killed; the lock is in shared memory. */
static bool outlive_process(long *waited)
{
	int status;
	pid_t pid;

	make_list();
	pid = fork();
	if (pid == 0)
		_exit(owner_process());
	CHECK(pid > 0);
	while (!get(&page->lock.word))
		CHECK(waitpid(pid, NULL, WNOHANG) == 0 && !usleep(1000));

	/* guide: begin asked */
	CHECK(guest_get_robust_list(pid, PTR32(&page->head_found),
				    PTR32(&page->len_found)) == 0);
	CHECK(page->head_found == PTR32(&page->head));
	CHECK(page->len_found == sizeof(page->head));
	/* guide: end */

	*waited = guest_wait(&page->lock);
	CHECK(waitpid(pid, &status, 0) == pid);
	CHECK(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);

	return true;
}

static bool process_dies(void)
{
	long waited = -EAGAIN;
	int i;

	if (!start(20000))
		return false;
	for (i = 0; i < TRIES && waited == -EAGAIN; i++) {
		if (!outlive_process(&waited))
			return false;
	}
	CHECK(waited == 0);
	CHECK(get(&page->lock.word) & FUTEX_OWNER_DIED);

	return true;
}

/* Without the gate: the kernel wants the 24 bytes of a 64-bit list. */
static bool control_shut(void)
{
	struct arm_robust_head *head = guest_memory(0x20000000, sizeof(*head));

	CHECK(guest_set_robust_list(PTR32(head), sizeof(*head)) == -ENOSYS);
	/* guide: begin shut */
	CHECK(gate32_svc(99 /* set_robust_list */, (unsigned long)head,
			 sizeof(*head), 0, 0, 0, 0) == -EINVAL);
	/* guide: end */

	return true;
}

int main(void)
{
	static const struct sample samples[] = {
		{ "thread_dies", thread_dies },
		{ "by_hand_nobody_notices", by_hand_nobody_notices },
		{ "both_lists", both_lists },
		{ "process_dies", process_dies },
		{ "control_shut", control_shut },
	};

	return sample_run(samples, ARRAY_SIZE(samples));
}
