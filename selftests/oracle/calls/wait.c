// SPDX-License-Identifier: GPL-2.0-only
/*
 * scenarios: waiting for descriptors
 */
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/epoll.h>

#include "oracle.h"

#define GROUP "wait"

SCENARIO(poll)
{
	struct g_timespec *ts = SET(timespec, .tv_nsec = 1000000);
	struct g_timespec64 *ts64 = SET(timespec64, .tv_nsec = 1000000);
	struct g_sigset *set = ZNEW(sigset);
	struct g_pollfd *fds = ZNEWS(pollfd, 3);
	int32_t *ends = mem(8);

	sys(pipe, ends);
	fds[0].fd = ends[0];
	fds[0].events = POLLIN;
	fds[1].fd = ends[1];
	fds[1].events = POLLOUT;
	fds[2].fd = 77;
	fds[2].events = POLLIN;
	sys(poll, fds, 3, 0);
	outb(fds, 24);
	sys(poll, fds, 1, 1);
	outb(fds, 24);
	sys(write, ends[1], fds, 1);
	sys(poll, fds, 2, -1);
	outb(fds, 24);
	fds[2].fd = -5;
	sys(ppoll, fds, 3, ts, set, 8);
	outb(fds, 24);
	OUT(timespec_left, ts);
	sys(read, ends[0], mem(4), 1);
	sys(ppoll, fds, 1, ts, set, 8);
	outb(ts, 8);
	sys(ppoll_time64, fds, 1, ts64, 0, 8);
	outb(ts64, 16);
	sys(ppoll, fds, 1, ts, set, 4);
	sys(ppoll, fds, 1, ts, set, 16);
	ts->tv_nsec = -1;
	sys(ppoll, fds, 1, ts, 0, 0);
	sys(ppoll, fds, 1, BAD, 0, 0);
	sys(ppoll_time64, fds, 1, BAD_HIGH, 0, 0);
	sys(ppoll, fds, 1, 0, BAD, 8);
	sys(poll, BAD, 1, 0);
	sys(poll, fds, -1, 0);
	sys(poll, 0, 0, 1);
}

SCENARIO(select)
{
	struct g_fd_set *in = ZNEW(fd_set), *outs = ZNEW(fd_set);
	struct g_timespec64 *ts64 = SET(timespec64, .tv_nsec = 1000000);
	struct g_timespec *ts = SET(timespec, .tv_nsec = 1000000);
	struct g_timeval *tv = SET(timeval, .tv_usec = 1000);
	struct g_sigset *set = ZNEW(sigset);
	struct g_sigset_arg *arg = SET(sigset_arg, .set = PTR(set), .size = 8);
	int32_t *ends = mem(8);

	sys(pipe, ends);
	in->bits[0] = 1 << ends[0];
	outs->bits[0] = 1 << ends[1];
	sys(_newselect, 32, in, outs, 0, tv);
	outb(in, 16);
	outb(outs, 16);
	/* Bits beyond the highest descriptor, in the second word. */
	sys(dup2, ends[1], 40);
	in->bits[0] = 1 << ends[0];
	outs->bits[0] = 0;
	outs->bits[1] = 1 << (40 - 32);
	sys(_newselect, 64, in, outs, 0, tv);
	outb(in, 16);
	outb(outs, 16);
	outs->bits[1] = 1 << (40 - 32);
	sys(_newselect, 40, 0, outs, 0, tv);
	outb(outs, 16);
	outb(tv, 8);
	in->bits[0] = 1 << ends[0];
	tv->tv_usec = 1000;
	sys(_newselect, 5, in, 0, 0, tv);
	outb(tv, 8);
	outb(in, 8);
	in->bits[0] = 1 << ends[0];
	sys(pselect6, 5, in, 0, 0, ts, arg);
	outb(ts, 8);
	outb(in, 8);
	in->bits[0] = 1 << ends[0];
	sys(pselect6_time64, 5, in, 0, 0, ts64, 0);
	outb(ts64, 16);
	in->bits[0] = 1 << 20;
	sys(_newselect, 32, in, 0, 0, tv);
	sys(_newselect, -1, in, 0, 0, tv);
	sys(_newselect, 5, BAD, 0, 0, tv);
	sys(_newselect, 5, 0, 0, 0, BAD_HIGH);
	tv->tv_usec = -1;
	sys(_newselect, 5, 0, 0, 0, tv);
	arg->size = 4;
	sys(pselect6, 0, 0, 0, 0, ts, arg);
	arg->size = 8;
	arg->set = BAD;
	sys(pselect6, 0, 0, 0, 0, ts, arg);
	sys(pselect6, 0, 0, 0, 0, ts, BAD);
	ts->tv_nsec = 1000000000;
	sys(pselect6, 0, 0, 0, 0, ts, 0);
	sys(pselect6_time64, 0, 0, 0, 0, BAD, 0);
}

static int write_later(void *arg)
{
	const int *what = arg;

	until_asleep(what[0]);
	silent(kill, what[0], SIGUSR1);
	pause_ms(5);
	until_asleep(what[0]);
	silent(write, what[1], "x", 1);
	return 0;
}

/* poll and select never restart after a handler, read does if told so. */
SCENARIO(interrupted)
{
	struct g_timespec *ts = SET(timespec, .tv_sec = 50);
	struct g_pollfd *fds = ZNEW(pollfd);
	struct g_fd_set *in = ZNEW(fd_set);
	struct g_sigset *set = ZNEW(sigset);
	struct g_epoll_event *ev = ZNEW(epoll_event);
	char *byte = mem(1);
	int32_t *ends = mem(8);
	int what[2], pid, ep;

	on_signal(SIGUSR1, SA_RESTART);
	sys(pipe, ends);
	fds->fd = ends[0];
	fds->events = POLLIN;
	in->bits[0] = 1 << ends[0];
	what[0] = silent(getpid);
	what[1] = ends[1];
	pid = peer(write_later, what);
	sys(read, ends[0], byte, 1);
	note("SIGUSR1 seen %d times", signals_seen[SIGUSR1]);
	peer_wait(pid);
	pid = peer(write_later, what);
	sys(poll, fds, 1, 50000);
	sys(read, ends[0], byte, 1);
	peer_wait(pid);
	pid = peer(write_later, what);
	sys(ppoll, fds, 1, ts, set, 8);
	OUT(timespec_left, ts);
	sys(read, ends[0], byte, 1);
	peer_wait(pid);
	pid = peer(write_later, what);
	sys(_newselect, 32, in, 0, 0, 0);
	sys(read, ends[0], byte, 1);
	peer_wait(pid);
	ep = sys(epoll_create1, 0);
	ev->events = EPOLLIN;
	sys(epoll_ctl, ep, EPOLL_CTL_ADD, ends[0], ev);
	pid = peer(write_later, what);
	sys(epoll_wait, ep, ev, 1, 50000);
	sys(read, ends[0], byte, 1);
	peer_wait(pid);
	on_signal(SIGUSR1, 0);
	pid = peer(write_later, what);
	sys(read, ends[0], byte, 1);
	sys(read, ends[0], byte, 1);
	peer_wait(pid);
	note("SIGUSR1 seen %d times", signals_seen[SIGUSR1]);
}

SCENARIO(epoll)
{
	struct g_epoll_event *ev = ZNEW(epoll_event), *got = mem(32);
	struct g_timespec64 *ts = SET(timespec64, .tv_nsec = 1000);
	struct g_sigset *set = ZNEW(sigset);
	int32_t *ends = mem(8);
	int ep;

	sys(pipe, ends);
	ep = sys(epoll_create1, 0);
	sys(epoll_create, 1);
	sys(epoll_create, 0);
	sys(epoll_create1, 1);
	ev->events = EPOLLIN;
	ev->data = 0x1122334455667788ULL;
	sys(epoll_ctl, ep, EPOLL_CTL_ADD, ends[0], ev);
	ev->events = EPOLLOUT | EPOLLET;
	ev->data = 0x99aabbccddeeff00ULL;
	sys(epoll_ctl, ep, EPOLL_CTL_ADD, ends[1], ev);
	sys(epoll_ctl, ep, EPOLL_CTL_ADD, ends[1], ev);
	sys(epoll_wait, ep, got, 2, 0);
	outb(got, 32);
	sys(write, ends[1], ev, 1);
	sys(epoll_pwait, ep, got, 2, -1, set, 8);
	outb(got, 32);
	sys(epoll_pwait2, ep, got, 2, ts, set, 8);
	sys(epoll_pwait, ep, got, 2, 0, set, 4);
	sys(epoll_wait, ep, got, 0, 0);
	sys(epoll_wait, ep, got, 0x7fffffff, 0);
	sys(epoll_wait, ep, BAD_HIGH, 1, 0);
	sys(epoll_wait, ends[0], got, 1, 0);
	sys(epoll_ctl, ep, EPOLL_CTL_MOD, ends[0], BAD);
	sys(epoll_ctl, ep, 77, ends[0], ev);
	sys(epoll_ctl, ep, EPOLL_CTL_DEL, ends[0], 0);
	sys(epoll_ctl, ep, EPOLL_CTL_DEL, ends[0], 0);
	sys(epoll_ctl, ep, EPOLL_CTL_ADD, ep, ev);
}

SCENARIO(event_fd)
{
	uint64_t *value = mem(8);
	int fd;

	fd = sys(eventfd2, 5, O_NONBLOCK);
	sys(eventfd, 0xffffffff);
	sys(eventfd2, 0, 0x1234);
	sys(read, fd, value, 8);
	out(value);
	sys(read, fd, value, 8);
	*value = 0xfffffffffffffffeULL;
	sys(write, fd, value, 8);
	sys(write, fd, value, 8);
	*value = -1;
	sys(write, fd, value, 8);
	sys(write, fd, value, 4);
	sys(read, fd, value, 8);
	out(value);
}
