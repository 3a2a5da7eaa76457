// SPDX-License-Identifier: GPL-2.0-only
/*
 * scenarios: waiting for many descriptors, for sets with odd sizes
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>

#include "oracle.h"

#define GROUP "ready"

#define LONGS	48			/* 1536 descriptors */

static void limit_to(rlim_t count)
{
	struct rlimit limit = { count, count };

	setrlimit(RLIMIT_NOFILE, &limit);
}

static void set_bit(uint32_t *set, unsigned int bit)
{
	set[bit / 32] |= 1U << bit % 32;
}

/* Sets are arrays of 32-bit longs, whatever the kernel's own have. */
SCENARIO(many)
{
	static const uint32_t counts[] = { 0, 1, 31, 32, 33, 63, 64, 65, 1023,
					   1024, 1025, 1056, 1501, 1536 };
	struct g_timeval *tv = ZNEW(timeval);
	uint32_t *in, *outs, *ex;
	int32_t *ends = mem(8);
	unsigned int i;

	limit_to(2000);
	sys(pipe, ends);
	sys(dup2, ends[1], 33);
	sys(dup2, ends[1], 64);
	sys(dup2, ends[1], 1024);
	sys(dup2, ends[1], 1500);
	for (i = 0; i < sizeof(counts) / sizeof(counts[0]); i++) {
		in = zmem(LONGS * 4);
		outs = zmem(LONGS * 4);
		ex = zmem(LONGS * 4);
		set_bit(in, ends[0]);
		set_bit(outs, 33);
		set_bit(outs, 64);
		set_bit(outs, 1024);
		set_bit(outs, 1500);
		set_bit(ex, ends[0]);
		sys(_newselect, counts[i], in, outs, ex, tv);
		outb(in, 8);
		outb(outs, LONGS * 4);
		outb(ex, 8);
	}
}

/* No byte behind the last long that is needed may be touched. */
SCENARIO(at_edge)
{
	struct g_timespec64 *ts64 = ZNEW(timespec64);
	struct g_timespec *ts = ZNEW(timespec);
	struct g_timeval *tv = ZNEW(timeval);
	uint32_t *set = memset(edge(4), 0, 4);
	int32_t *ends = mem(8);

	sys(pipe, ends);
	set_bit(set, ends[1]);
	sys(_newselect, 32, 0, set, 0, tv);
	outb(set, 4);
	sys(pselect6, 32, 0, set, 0, ts, 0);
	outb(set, 4);
	sys(pselect6_time64, 32, 0, set, 0, ts64, 0);
	outb(set, 4);
	sys(_newselect, 33, 0, set, 0, tv);
	sys(pselect6, 33, 0, set, 0, ts, 0);
	sys(pselect6_time64, 33, 0, set, 0, ts64, 0);
	set = memset(edge(12), 0, 12);
	set_bit(set, 70);
	sys(_newselect, 96, 0, set, 0, tv);
	sys(_newselect, 64, 0, set, 0, tv);
	outb(set, 12);
	sys(_newselect, 0x7fffffff, 0, set, 0, tv);
	sys(_newselect, 0x80000000, 0, set, 0, tv);
}

/* Both formats of time, in the past, beyond 2038, and unusable. */
SCENARIO(times)
{
	static const int64_t seconds[] = { -1, 0x80000000LL, 0x100000000LL,
					   -0x100000000LL };
	struct g_sigset *set = ZNEW(sigset);
	struct g_sigset_arg *arg = SET(sigset_arg, PTR(set), 8);
	struct g_pollfd *fds = SET(pollfd, 0, POLLIN);
	struct g_epoll_event *ev = ZNEW(epoll_event);
	struct g_timespec64 *ts64;
	int ep = sys(epoll_create1, 0);
	unsigned int i;

	sys(epoll_ctl, ep, EPOLL_CTL_ADD, sys(eventfd2, 1, 0), ev);
	ev->events = EPOLLIN;
	sys(epoll_ctl, ep, EPOLL_CTL_MOD, 4, ev);
	for (i = 0; i < sizeof(seconds) / sizeof(seconds[0]); i++) {
		ts64 = SET(timespec64, seconds[i], 5);
		sys(ppoll_time64, fds, 1, ts64, set, 8);
		sys(pselect6_time64, 0, 0, 0, 0, seconds[i] > 0 ? 0 : ts64,
		    seconds[i] > 0 ? BAD : (uintptr_t)arg);
		sys(epoll_pwait2, ep, ev, 1, ts64, set, 8);
	}
	ts64 = SET(timespec64, 0, 0x500000001LL);
	sys(ppoll_time64, 0, 0, ts64, set, 8);
	sys(pselect6_time64, 0, 0, 0, 0, ts64, arg);
	sys(epoll_pwait2, ep, ev, 1, ts64, set, 8);
	ts64 = SET(timespec64, 0, 1000000000);
	sys(ppoll_time64, 0, 0, ts64, set, 8);
	sys(pselect6_time64, 0, 0, 0, 0, ts64, arg);
	sys(epoll_pwait2, ep, ev, 1, ts64, set, 8);
	ts64 = ZNEW(timespec64);
	sys(ppoll_time64, 0, 0, ts64, set, 4);
	sys(ppoll_time64, 0, 0, ts64, BAD, 8);
	sys(ppoll_time64, BAD_HIGH, 1, ts64, 0, 0);
	sys(epoll_pwait2, ep, ev, 1, BAD, set, 8);
	sys(epoll_pwait2, ep, ev, 1, edge(15), set, 8);
	sys(epoll_pwait2, ep, ev, 1, ts64, BAD_HIGH, 8);
	sys(epoll_pwait2, ep, ev, 1, ts64, set, 16);
	sys(epoll_pwait2, ep, BAD, 1, ts64, set, 8);
	sys(epoll_pwait2, ep, ev, 0, ts64, set, 8);
	arg->size = 16;
	sys(pselect6_time64, 0, 0, 0, 0, ts64, arg);
	sys(pselect6_time64, 0, 0, 0, 0, ts64, edge(7));
}

SCENARIO(epoll)
{
	struct g_epoll_event *ev = ZNEW(epoll_event), *got = mem(64);
	int ep = sys(epoll_create1, EPOLL_CLOEXEC), fd, other;
	struct g_sigset *set = ZNEW(sigset);

	fd = sys(eventfd2, 1, O_NONBLOCK);
	sys(epoll_ctl, ep, EPOLL_CTL_ADD, fd, edge(15));
	ev->events = 0x80000000 | EPOLLIN | EPOLLOUT;	/* edge-triggered */
	ev->data = -1ULL;
	sys(epoll_ctl, ep, EPOLL_CTL_ADD, fd, ev);
	sys(epoll_pwait, ep, got, 4, 0, set, 8);
	outb(got, 32);
	sys(epoll_pwait, ep, got, 4, 0, set, 8);
	ev->events = 0x40000000 | EPOLLIN;		/* once */
	sys(epoll_ctl, ep, EPOLL_CTL_MOD, fd, ev);
	sys(epoll_wait, ep, edge(15), 1, 0);
	sys(epoll_wait, ep, got, 4, 0);
	sys(epoll_wait, ep, got, 4, 0);
	ev->events = 0x10000000 | EPOLLIN;		/* exclusive */
	sys(epoll_ctl, ep, EPOLL_CTL_MOD, fd, ev);
	sys(epoll_ctl, ep, EPOLL_CTL_DEL, fd, BAD);
	sys(epoll_ctl, ep, EPOLL_CTL_ADD, fd, ev);
	sys(epoll_pwait, ep, BAD_HIGH, 1, 0, 0, 0);
	sys(epoll_pwait, ep, got, 1, 0, BAD, 8);
	sys(epoll_pwait, ep, got, 0x80000000, 0, 0, 0);
	sys(epoll_wait, ep, got, 0x0aaaaaab, 0);
	sys(epoll_pwait, ep, got, 1, 0x80000000, 0, 0);
	other = sys(epoll_create, 0x7fffffff);
	sys(epoll_create, 0x80000000);
	sys(epoll_ctl, other, EPOLL_CTL_ADD, ep, ev);
	ev->events = EPOLLIN;
	sys(epoll_ctl, other, EPOLL_CTL_ADD, ep, ev);
	sys(epoll_ctl, ep, EPOLL_CTL_ADD, other, ev);
	sys(epoll_ctl, ep, EPOLL_CTL_ADD, sys(creat, str("f"), 0600), ev);
	sys(epoll_wait, other, got, 4, 0);
	outb(got, 16);
}

SCENARIO(poll)
{
	struct g_pollfd *fds;
	unsigned int i;

	limit_to(100);
	sys(poll, edge(8), 1, 0);
	fds = edge(8);
	*fds = (struct g_pollfd){ 0, 0x7fff, 0 };
	sys(poll, fds, 1, 0);
	outb(fds, 8);
	sys(poll, fds, 2, 0);
	fds = zmem(101 * 8);
	for (i = 0; i < 101; i++)
		fds[i].fd = i - 1;
	sys(poll, fds, 100, 0);
	outb(fds, 64);
	sys(poll, fds, 101, 0);
	sys(poll, fds, 0x20000001, 0);
	sys(poll, fds, 0x80000000, 0);
	fds->fd = 0x80000000;
	sys(poll, fds, 1, 1);
	sys(ppoll, fds, 101, 0, 0, 0);
	sys(ppoll_time64, fds, 101, 0, 0, 0);
}

static int signal_twice(void *arg)
{
	int self = *(int *)arg, i;

	for (i = 0; i < 2; i++) {
		until_asleep(self);
		silent(kill, self, SIGUSR1);
		pause_ms(5);
	}
	return 0;
}

/* The set that holds while it waits, and what is left of the time. */
SCENARIO(masks)
{
	struct g_timespec64 *ts64 = SET(timespec64, .tv_sec = 50);
	struct g_timespec *ts = SET(timespec, .tv_sec = 50);
	struct g_sigset *blocked = ZNEW(sigset), *none = ZNEW(sigset);
	struct g_sigset_arg *arg = SET(sigset_arg, PTR(none), 8);
	struct g_epoll_event *ev = ZNEW(epoll_event);
	int self = silent(getpid), pid, ep;

	on_signal(SIGUSR1, SA_RESTART);
	blocked->sig[0] = 1 << (SIGUSR1 - 1);
	sys(rt_sigprocmask, SIG_BLOCK, blocked, 0, 8);
	pid = peer(signal_twice, &self);
	sys(ppoll, 0, 0, ts, none, 8);
	OUT(timespec_left, ts);
	sys(ppoll_time64, 0, 0, ts64, none, 8);
	OUT(timespec64_left, ts64);
	peer_wait(pid);
	pid = peer(signal_twice, &self);
	sys(pselect6, 0, 0, 0, 0, ts, arg);
	OUT(timespec_left, ts);
	sys(pselect6_time64, 0, 0, 0, 0, ts64, arg);
	OUT(timespec64_left, ts64);
	peer_wait(pid);
	ep = sys(epoll_create1, 0);
	pid = peer(signal_twice, &self);
	sys(epoll_pwait, ep, ev, 1, -1, none, 8);
	sys(epoll_pwait2, ep, ev, 1, ts64, none, 8);
	peer_wait(pid);
	note("SIGUSR1 seen %d times", signals_seen[SIGUSR1]);
	sys(rt_sigprocmask, SIG_BLOCK, 0, none, 8);
	outb(none, 8);
}
