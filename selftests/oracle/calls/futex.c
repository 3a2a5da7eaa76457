// SPDX-License-Identifier: GPL-2.0-only
/*
 * scenarios: futexes of all kinds, and the lists of robust ones
 */
#include <linux/futex.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "peers.h"

#define GROUP "futex"

#define WAIT_ABS	(FUTEX_WAIT_BITSET | FUTEX_PRIVATE_FLAG)

SCENARIO(times)
{
	struct g_timespec *ts = SET(timespec, .tv_nsec = 1000000);
	struct g_timespec64 *ts64 = SET(timespec64, .tv_nsec = 1000000);
	uint32_t *word = zmem(4);

	sys(futex, word, FUTEX_WAIT, 0, ts, 0, 0);
	sys(futex_time64, word, FUTEX_WAIT, 0, ts64, 0, 0);
	sys(futex, word, FUTEX_WAIT | 256, 0, ts, 0, 0);
	sys(futex, word, FUTEX_WAIT, 1, ts, 0, 0);
	sys(futex_time64, word, FUTEX_WAIT, -1, ts64, 0, 0);
	ts->tv_nsec = 1000000000;
	sys(futex, word, FUTEX_WAIT, 0, ts, 0, 0);
	ts->tv_nsec = 0x80000000;
	sys(futex, word, FUTEX_WAIT, 0, ts, 0, 0);
	ts->tv_nsec = 0;
	ts->tv_sec = -1;
	sys(futex, word, FUTEX_WAIT, 0, ts, 0, 0);
	sys(futex, word, WAIT_ABS, 0, ts, 0, -1);
	ts->tv_sec = 0x80000000;
	sys(futex, word, WAIT_ABS | 256, 0, ts, 0, -1);
	ts->tv_sec = 1;
	sys(futex, word, WAIT_ABS, 0, ts, 0, -1);
	sys(futex, word, WAIT_ABS | 256, 0, ts, 0, 1);
	/* The upper half of nanoseconds is padding, that of seconds is not. */
	ts64->tv_nsec = 0x500000001LL;
	sys(futex_time64, word, FUTEX_WAIT, 0, ts64, 0, 0);
	ts64->tv_nsec = 1000000000;
	sys(futex_time64, word, FUTEX_WAIT, 0, ts64, 0, 0);
	ts64->tv_nsec = 0;
	ts64->tv_sec = 1;
	sys(futex_time64, word, WAIT_ABS | 256, 0, ts64, 0, -1);
	ts64->tv_sec = -0x10000000000LL;
	sys(futex_time64, word, WAIT_ABS, 0, ts64, 0, -1);
	sys(futex, word, WAIT_ABS, 0, BAD, 0, -1);
	sys(futex_time64, word, WAIT_ABS, 0, BAD_HIGH, 0, -1);
	sys(futex_time64, BAD, FUTEX_WAIT, 0, 0, 0, 0);
	sys(futex_time64, BAD_HIGH, FUTEX_WAKE, 1, 0, 0, 0);
	sys(futex_time64, (char *)word + 2, FUTEX_WAKE, 1, 0, 0, 0);
}

/* Until the year 2106 a 64-bit time is in the future. */
SCENARIO(late_timeout)
{
	struct g_timespec64 *ts64 = SET(timespec64, .tv_sec = 0x80000000LL);
	uint32_t *word = shared_pages(1);
	int pid;

	pid = peer_calls_later(CALL(futex, PTR(word), FUTEX_WAKE, 1));
	sys(futex_time64, word, FUTEX_WAIT_BITSET | 256, 0, ts64, 0, -1);
	peer_wait(pid);
	ts64->tv_sec = 0x7fffffffffffffffLL;
	pid = peer_calls_later(CALL(futex, PTR(word), FUTEX_WAKE, 1));
	sys(futex_time64, word, FUTEX_WAIT, 0, ts64, 0, 0);
	peer_wait(pid);
	pid = peer_calls_later(CALL(futex, PTR(word), FUTEX_WAKE, 1));
	sys(futex, word, FUTEX_WAIT, 0, SET(timespec, 0x7fffffff, 999999999));
	peer_wait(pid);
}

static int waiter(uint32_t *word, uint32_t op, uint32_t bits)
{
	int pid = peer_call(CALL(futex, PTR(word), op, 0, 0, 0, bits));

	until_asleep(pid);
	return pid;
}

SCENARIO(wake)
{
	uint32_t *word = shared_pages(1);
	int a, b;

	sys(futex, word, FUTEX_WAKE, 1, 0, 0, 0);
	a = waiter(word, FUTEX_WAIT, 0);
	b = waiter(word, FUTEX_WAIT, 0);
	sys(futex, word, FUTEX_WAKE, 1, 0, 0, 0);
	sys(futex, word, FUTEX_WAKE, 0x7fffffff, 0, 0, 0);
	peer_result(a);
	peer_result(b);
	/* 0 and less wake one, too. */
	a = waiter(word, FUTEX_WAIT, 0);
	b = waiter(word, FUTEX_WAIT, 0);
	sys(futex, word, FUTEX_WAKE, 0, 0, 0, 0);
	sys(futex, word, FUTEX_WAKE, 0x80000000, 0, 0, 0);
	peer_result(a);
	peer_result(b);
	a = waiter(word, FUTEX_WAIT_BITSET, 1);
	b = waiter(word, FUTEX_WAIT_BITSET, 0x80000000);
	sys(futex, word, FUTEX_WAKE_BITSET, 9, 0, 0, 0x80000000);
	sys(futex, word, FUTEX_WAKE_BITSET, 9, 0, 0, 0x7ffffffe);
	sys(futex, word, FUTEX_WAKE_BITSET, 9, 0, 0, 0);
	sys(futex_time64, word, FUTEX_WAKE_BITSET, 9, 0, 0, 1);
	peer_result(a);
	peer_result(b);
	sys(futex, word, FUTEX_WAIT_BITSET, 0, 0, 0, 0);
}

SCENARIO(requeue)
{
	uint32_t *word = shared_pages(1), *other = word + 1;
	int a, b;

	a = waiter(word, FUTEX_WAIT, 0);
	b = waiter(word, FUTEX_WAIT, 0);
	sys(futex, word, FUTEX_CMP_REQUEUE, 1, 1, other, 5);
	sys(futex, word, FUTEX_CMP_REQUEUE, -1, 1, other, 0);
	sys(futex, word, FUTEX_CMP_REQUEUE, 0, 0x80000000, other, 0);
	sys(futex, word, FUTEX_CMP_REQUEUE, 0, 2, BAD, 0);
	sys(futex, BAD, FUTEX_CMP_REQUEUE, 0, 2, other, 0);
	sys(futex, word, FUTEX_CMP_REQUEUE, 1, 1, other, 0);
	sys(futex, word, FUTEX_WAKE, 9, 0, 0, 0);
	sys(futex, other, FUTEX_WAKE, 9, 0, 0, 0);
	peer_result(a);
	peer_result(b);
	a = waiter(word, FUTEX_WAIT, 0);
	sys(futex_time64, word, FUTEX_REQUEUE, 0, 0x7fffffff, other, 0);
	sys(futex_time64, other, FUTEX_WAKE, 1, 0, 0, 0);
	peer_result(a);
}

#define OP(op, arg, cmp, against)	\
	((uint32_t)(op) << 28 | (cmp) << 24 | (arg) << 12 | (against))

SCENARIO(wake_op)
{
	uint32_t *word = shared_pages(1), *other = word + 1;
	int a;

	*other = 7;
	a = waiter(word, FUTEX_WAIT, 0);
	sys(futex, word, FUTEX_WAKE_OP, 1, 1, other,
	    OP(FUTEX_OP_ADD, 5, FUTEX_OP_CMP_EQ, 7));
	out(other);
	peer_result(a);
	sys(futex, word, FUTEX_WAKE_OP, 1, 1, other,
	    OP(FUTEX_OP_ANDN, 4, FUTEX_OP_CMP_LT, 0));
	out(other);
	/* Arguments of 12 bits have a sign. */
	sys(futex, word, FUTEX_WAKE_OP, 1, 1, other,
	    OP(FUTEX_OP_SET, 0xfff, FUTEX_OP_CMP_GT, 0x800));
	out(other);
	sys(futex, word, FUTEX_WAKE_OP, 1, 1, other,
	    OP(FUTEX_OP_XOR | 8, 31, FUTEX_OP_CMP_NE, 1));
	out(other);
	sys(futex, word, FUTEX_WAKE_OP, 1, 1, other,
	    OP(6, 1, FUTEX_OP_CMP_EQ, 0));
	sys(futex, word, FUTEX_WAKE_OP, 1, 1, other,
	    OP(FUTEX_OP_SET, 1, 7, 0));
	sys(futex, word, FUTEX_WAKE_OP, 1, 1, BAD, 0);
	sys(futex, word, FUTEX_WAKE_OP, 1, 1, BAD_HIGH, 0);
}

SCENARIO(inherit)
{
	struct g_timespec64 *ts64 = SET(timespec64, .tv_sec = 1);
	struct g_timespec *ts = SET(timespec, .tv_sec = 1);
	uint32_t *word = shared_pages(1);
	int a;

	sys(futex, word, FUTEX_LOCK_PI, 0, 0, 0, 0);
	out(word);
	sys(futex, word, FUTEX_LOCK_PI, 0, 0, 0, 0);
	sys(futex, word, FUTEX_TRYLOCK_PI, 0, 0, 0, 0);
	sys(futex, word, FUTEX_UNLOCK_PI, 0, 0, 0, 0);
	out(word);
	sys(futex, word, FUTEX_UNLOCK_PI, 0, 0, 0, 0);
	sys(futex_time64, word, FUTEX_TRYLOCK_PI, 0, 0, 0, 0);
	out(word);
	a = peer_call(CALL(futex, PTR(word), FUTEX_LOCK_PI));
	until_asleep(a);
	out(word);
	sys(futex, word, FUTEX_UNLOCK_PI, 0, 0, 0, 0);
	peer_result(a);
	out(word);
	/* Held by process 1; absolute times in the past. */
	*word = 1;
	sys(futex, word, FUTEX_LOCK_PI, 0, ts, 0, 0);
	sys(futex_time64, word, FUTEX_LOCK_PI, 0, ts64, 0, 0);
	sys(futex_time64, word, FUTEX_LOCK_PI2, 0, ts64, 0, 0);
	sys(futex, word, FUTEX_LOCK_PI2 | 256, 0, ts, 0, 0);
	ts->tv_sec = -1;
	sys(futex, word, FUTEX_LOCK_PI, 0, ts, 0, 0);
	sys(futex, word, FUTEX_LOCK_PI, 0, BAD, 0, 0);
	sys(futex, word, FUTEX_UNLOCK_PI, 0, 0, 0, 0);
	*word = 9999;
	sys(futex, word, FUTEX_LOCK_PI, 0, 0, 0, 0);
	sys(futex, BAD, FUTEX_LOCK_PI, 0, 0, 0, 0);
	sys(futex, BAD_HIGH, FUTEX_UNLOCK_PI, 0, 0, 0, 0);
}

static int wait_requeue(void *arg)
{
	uint32_t *word = arg;
	int32_t ret;

	ret = silent(futex, word, FUTEX_WAIT_REQUEUE_PI, 0, 0, word + 1, 0);
	if (ret)
		return 100 - ret;
	ret = silent(futex, word + 1, FUTEX_UNLOCK_PI, 0, 0, 0, 0);
	return ret ? 100 - ret : 0;
}

SCENARIO(requeue_inherit)
{
	uint32_t *word = shared_pages(1);
	int a, b;

	a = peer(wait_requeue, word);
	until_asleep(a);
	b = peer(wait_requeue, word);
	until_asleep(b);
	sys(futex, word, FUTEX_CMP_REQUEUE_PI, 1, 9, word + 1, 5);
	sys(futex, word, FUTEX_CMP_REQUEUE_PI, 2, 9, word + 1, 0);
	sys(futex, word, FUTEX_CMP_REQUEUE_PI, 1, 9, word, 0);
	sys(futex, word, FUTEX_CMP_REQUEUE_PI, 1, 9, word + 1, 0);
	peer_result(a);
	peer_result(b);
	out(word + 1);
	sys(futex, word, FUTEX_WAIT_REQUEUE_PI, 1, 0, word + 1, 0);
	sys(futex, word, FUTEX_WAIT_REQUEUE_PI, 0, 0, word, 0);
	sys(futex, word, FUTEX_WAIT_REQUEUE_PI, 0,
	    SET(timespec, .tv_sec = 1), word + 1, 0);
	sys(futex_time64, word, FUTEX_WAIT_REQUEUE_PI, 0,
	    SET(timespec64, .tv_sec = 1), word + 1, 0);
	sys(futex, word, FUTEX_WAIT_REQUEUE_PI, 0, 0, BAD, 0);
}

SCENARIO(vector)
{
	struct g_timespec64 *ts64 = SET(timespec64, .tv_sec = 1);
	uint32_t *word = shared_pages(1);
	struct g_futex_waitv *v = ZNEWS(futex_waitv, 3);
	int i, pid;

	for (i = 0; i < 3; i++)
		v[i] = (struct g_futex_waitv){ .uaddr = PTR(word + i),
					       .flags = 2 };
	pid = peer_calls_later(CALL(futex, PTR(word + 1), FUTEX_WAKE, 1));
	sys(futex_waitv, v, 3, 0, 0, 0);
	peer_wait(pid);
	sys(futex_waitv, v, 3, 0, ts64, CLOCK_MONOTONIC);
	sys(futex_waitv, v, 3, 0, ts64, CLOCK_REALTIME);
	sys(futex_waitv, v, 3, 0, ts64, CLOCK_BOOTTIME);
	ts64->tv_sec = -1;
	sys(futex_waitv, v, 3, 0, ts64, CLOCK_REALTIME);
	sys(futex_waitv, v, 3, 0, BAD, CLOCK_REALTIME);
	sys(futex_waitv, v, 3, 1, 0, 0);
	sys(futex_waitv, v, 0, 0, 0, 0);
	sys(futex_waitv, v, 129, 0, 0, 0);
	sys(futex_waitv, v, -1, 0, 0, 0);
	sys(futex_waitv, BAD, 3, 0, 0, 0);
	sys(futex_waitv, BAD_HIGH, 3, 0, 0, 0);
	v[1].val = 1;
	sys(futex_waitv, v, 3, 0, 0, 0);
	/* Linux 6.1 takes the lower half for the whole and waits. */
	ts64->tv_sec = 1;
	v[1].val = 1ULL << 32;
	sys(futex_waitv, v, 3, 0, ts64, CLOCK_MONOTONIC);
	v[1].val = 0;
	v[1].reserved = 1;
	sys(futex_waitv, v, 3, 0, ts64, CLOCK_MONOTONIC);
	v[1].reserved = 0;
	v[1].flags = 1;
	sys(futex_waitv, v, 3, 0, ts64, CLOCK_MONOTONIC);
	v[1].flags = 2;
	v[1].uaddr = BAD;
	sys(futex_waitv, v, 3, 0, ts64, CLOCK_MONOTONIC);
	v[1].uaddr = 0xffffff0000000000ULL;
	sys(futex_waitv, v, 3, 0, ts64, CLOCK_MONOTONIC);
	v[1].uaddr = 0x100000000ULL | PTR(word);
	sys(futex_waitv, v, 3, 0, SET(timespec64, .tv_sec = 1), 1);
}

/* Linux 6.7 and later. */
SCENARIO(second)
{
	struct g_timespec64 *ts64 = SET(timespec64, .tv_sec = 1);
	uint32_t *word = shared_pages(1);
	struct g_futex_waitv *v = ZNEWS(futex_waitv, 2);
	int pid;

	v[0] = (struct g_futex_waitv){ .uaddr = PTR(word), .flags = 2 };
	v[1] = (struct g_futex_waitv){ .uaddr = PTR(word + 1), .flags = 2 };
	pid = waiter(word, FUTEX_WAIT, 0);
	sys(futex_wake, word, 2, 1, 0x82);
	sys(futex_wake, word, -1, 1, 2);
	silent(futex, word, FUTEX_WAKE, 1, 0, 0, 0);
	peer_result(pid);
	sys(futex_wait, word, 0, -1, 2, ts64, CLOCK_MONOTONIC);
	sys(futex_wait, word, 0, -1, 2, ts64, CLOCK_REALTIME);
	sys(futex_wait, word, 1, -1, 2, 0, CLOCK_MONOTONIC);
	sys(futex_wait, word, 0, 0, 2, 0, CLOCK_MONOTONIC);
	sys(futex_wait, word, 0, -1, 2, BAD, CLOCK_MONOTONIC);
	sys(futex_wait, BAD, 0, -1, 2, 0, CLOCK_MONOTONIC);
	sys(futex_wait, BAD_HIGH, 0, -1, 2, 0, CLOCK_MONOTONIC);
	sys(futex_wait, word, 0, -1, 2, ts64, 99);
	pid = peer_calls_later(CALL(futex, PTR(word), FUTEX_WAKE, 1));
	sys(futex_wait, word, 0, -1, 2, 0, CLOCK_MONOTONIC);
	silent(kill, pid, SIGKILL);
	peer_wait(pid);
	sys(futex_wake, BAD, -1, 1, 2);
	sys(futex_wake, word, 0, 1, 2);
	sys(futex_wake, word, -1, 1, 3);
	sys(futex_wake, (char *)word + 1, -1, 1, 2);
	pid = waiter(word, FUTEX_WAIT, 0);
	sys(futex_requeue, v, 0, 0, 1);
	sys(futex_requeue, v, 1, 0, 1);
	sys(futex_requeue, v, 0, -1, 1);
	sys(futex_requeue, BAD, 0, 0, 1);
	v[0].val = 1;
	sys(futex_requeue, v, 0, 0, 1);
	sys(futex_wake, word + 1, -1, 1, 2);
	silent(futex, word, FUTEX_WAKE, 1, 0, 0, 0);
	peer_result(pid);
}

/*
 * Robust lists: in the 32-bit layout, walked by the kernel when the owner is
 * gone.
 */
#define LOCKS	4

struct robust {
	struct g_robust_list_head head;
	struct g_robust_lock lock[LOCKS];
	uint32_t how;
};

enum { BY_EXIT, BY_SIGNAL, BY_EXEC, BY_NOTHING };

static int owner(void *arg)
{
	struct robust *r = arg;
	int i, tid = silent(gettid);
	uint32_t *argv = zmem(8);

	silent(set_robust_list, &r->head, sizeof(r->head));
	for (i = 0; i < LOCKS; i++)
		r->lock[i].word |= tid;
	while (r->how == BY_NOTHING)
		pause();
	if (r->how == BY_SIGNAL)
		silent(kill, silent(getpid), SIGKILL);
	if (r->how == BY_EXEC) {
		argv[0] = PTR(str("sh"));
		silent(execve, str("/bin/sh"), argv, 0);
	}
	return 5;
}

static struct robust *new_robust(int how)
{
	struct robust *r = shared_pages(1);
	int i;

	r->how = how;
	r->head.futex_offset = 4;
	r->head.next = PTR(&r->lock[0]);
	for (i = 0; i < LOCKS; i++)
		r->lock[i].next = PTR(&r->lock[i + 1]);
	r->lock[LOCKS - 1].next = PTR(&r->head);
	return r;
}

static void show_words(const struct robust *r)
{
	note("words: %#x %#x %#x %#x", r->lock[0].word, r->lock[1].word,
	     r->lock[2].word, r->lock[3].word);
}

SCENARIO(robust)
{
	struct robust *r;
	int how;

	for (how = BY_EXIT; how <= BY_EXEC; how++) {
		r = new_robust(how);
		r->lock[1].word = FUTEX_WAITERS;
		r->lock[2].next |= 1;	/* the next one inherits priority */
		note("owner ends: %d", peer_wait(peer(owner, r)));
		show_words(r);
	}
}

/* Whoever waits is woken and finds that the owner has died. */
SCENARIO(robust_waiter)
{
	struct robust *r = new_robust(BY_NOTHING);
	volatile uint32_t *word = &r->lock[0].word;
	int pid = peer(owner, r);

	while (!r->lock[LOCKS - 1].word)
		pause_ms(1);
	*word |= FUTEX_WAITERS;
	peer_calls_later(CALL(kill, pid, SIGKILL));
	sys(futex, word, FUTEX_WAIT, *word, 0, 0, 0);
	note("owner died: %s", *word & FUTEX_OWNER_DIED ? "yes" : "no");
	peer_wait(pid);
	show_words(r);
}

/* One that inherits priority goes to the next in the queue. */
SCENARIO(robust_inherit)
{
	struct robust *r = new_robust(BY_NOTHING);
	volatile uint32_t *word = &r->lock[0].word;
	int pid;

	r->head.next |= 1;
	pid = peer(owner, r);
	while (!r->lock[LOCKS - 1].word)
		pause_ms(1);
	peer_calls_later(CALL(kill, pid, SIGKILL));
	sys(futex, word, FUTEX_LOCK_PI, 0, 0, 0, 0);
	out(&r->lock[0].word);
	peer_wait(pid);
	show_words(r);
	sys(futex, word, FUTEX_UNLOCK_PI, 0, 0, 0, 0);
	out(&r->lock[0].word);
}

/* Lists that are not what they should be. */
SCENARIO(robust_broken)
{
	struct robust *r;

	r = new_robust(BY_EXIT);
	r->lock[1].next = BAD;
	peer_wait(peer(owner, r));
	show_words(r);
	r = new_robust(BY_EXIT);
	r->lock[1].next = BAD_HIGH;
	peer_wait(peer(owner, r));
	show_words(r);
	r = new_robust(BY_EXIT);
	r->lock[2].next = PTR(&r->lock[1]);	/* a loop */
	peer_wait(peer(owner, r));
	show_words(r);
	/* In the middle of an operation: not in the list yet. */
	r = new_robust(BY_EXIT);
	r->head.next = PTR(&r->head);
	r->head.list_op_pending = PTR(&r->lock[3]);
	peer_wait(peer(owner, r));
	show_words(r);
	/* The words may lie in front of the links. */
	r = new_robust(BY_EXIT);
	r->head.futex_offset = -4;
	r->lock[0].next = PTR(&r->head);
	r->head.next = PTR(&r->lock[0]);
	r->how = 0;
	note("owner ends: %d", peer_wait(peer(owner, r)));
	show_words(r);
}

static int of_child(void *arg)
{
	silent(set_robust_list, arg, 12);
	pause();
	return 0;
}

SCENARIO(robust_head)
{
	struct g_robust_list_head *head = ZNEW(robust_list_head);
	uint32_t *at = mem(4), *size = mem(4);
	int pid;

	sys(set_robust_list, head, 12);
	sys(get_robust_list, 0, at, size);
	outb(at, 4);
	out(size);
	sys(set_robust_list, BAD_HIGH, 12);
	sys(get_robust_list, 0, at, size);
	outb(at, 4);
	sys(set_robust_list, 0, 12);
	sys(set_robust_list, head, 24);
	sys(set_robust_list, head, -1);
	pid = peer(of_child, head);
	until_asleep(pid);
	sys(get_robust_list, pid, at, size);
	outb(at, 4);
	sys(get_robust_list, 9999, at, size);
	sys(get_robust_list, -1, at, size);
	sys(get_robust_list, pid, BAD, size);
	sys(get_robust_list, pid, at, BAD_HIGH);
	sys(kill, pid, SIGKILL);
}
