// SPDX-License-Identifier: GPL-2.0-only
/*
 * scenarios: clocks, sleeping, timers; each with 32-bit and 64-bit time
 */
#include <signal.h>
#include <time.h>
#include <fcntl.h>

#include "oracle.h"

#define GROUP "time"

SCENARIO(clocks)
{
	struct g_timespec *ts = NEW(timespec);
	struct g_timespec64 *ts64 = NEW(timespec64);
	struct g_timeval *tv = NEW(timeval);
	struct g_timezone *tz = NEW(timezone);
	struct g_tms *tms = NEW(tms);

	sys(clock_gettime, CLOCK_REALTIME, ts);
	OUT(timespec, ts);
	sys(clock_gettime64, CLOCK_REALTIME, ts64);
	OUT(timespec64, ts64);
	sys(clock_gettime, CLOCK_MONOTONIC, ts);
	outm(uptime, ts, 8);
	sys(clock_gettime64, CLOCK_MONOTONIC, ts64);
	outm(uptime64, ts64, 16);
	sys(clock_gettime, 99, ts);
	sys(clock_gettime64, -1, ts64);
	sys(clock_gettime, CLOCK_REALTIME, BAD);
	sys(clock_gettime64, CLOCK_REALTIME, BAD_HIGH);
	sys(clock_getres, CLOCK_REALTIME, ts);
	outb(ts, 8);
	sys(clock_getres, CLOCK_REALTIME_COARSE, ts);
	outb(ts, 8);
	sys(clock_getres_time64, CLOCK_MONOTONIC, ts64);
	outb(ts64, 16);
	sys(clock_getres, CLOCK_REALTIME, 0);
	sys(clock_getres, 99, ts);
	ts->tv_sec = 1;
	ts->tv_nsec = 1000000000;
	sys(clock_settime, CLOCK_REALTIME, ts);
	sys(clock_settime, CLOCK_MONOTONIC, ts);
	sys(clock_settime, CLOCK_REALTIME, BAD);
	ts64->tv_nsec = -1;
	sys(clock_settime64, CLOCK_REALTIME, ts64);
	sys(gettimeofday, tv, tz);
	OUT(timeval, tv);
	outb(tz, 8);
	sys(gettimeofday, 0, 0);
	sys(gettimeofday, BAD, 0);
	sys(gettimeofday, tv, BAD_HIGH);
	tv->tv_usec = 1000000;
	sys(settimeofday, tv, 0);
	sys(settimeofday, BAD, 0);
	tz->tz_minuteswest = 10000;
	sys(settimeofday, 0, tz);
	sys(times, tms);
	OUT(tms, tms);
	sys(times, 0);
	sys(times, BAD);
}

SCENARIO(sleep)
{
	struct g_timespec *ts = SET(timespec, .tv_nsec = 1000000);
	struct g_timespec64 *ts64 = SET(timespec64, .tv_nsec = 1000000);
	struct g_timespec *left = NEW(timespec);

	sys(nanosleep, ts, left);
	outb(left, 8);
	sys(clock_nanosleep, CLOCK_MONOTONIC, 0, ts, left);
	sys(clock_nanosleep_time64, CLOCK_MONOTONIC, 0, ts64, left);
	outb(left, 8);
	sys(clock_nanosleep, CLOCK_MONOTONIC, TIMER_ABSTIME, ts, 0);
	sys(clock_nanosleep, CLOCK_REALTIME, 77, ts, 0);
	sys(clock_nanosleep, 99, 0, ts, 0);
	ts->tv_nsec = 1000000000;
	sys(nanosleep, ts, 0);
	ts->tv_nsec = -1;
	sys(nanosleep, ts, 0);
	ts->tv_nsec = 0;
	ts->tv_sec = -1;
	sys(nanosleep, ts, 0);
	sys(clock_nanosleep, CLOCK_REALTIME, TIMER_ABSTIME, ts, 0);
	sys(nanosleep, BAD, 0);
	sys(clock_nanosleep, CLOCK_REALTIME, 0, BAD_HIGH, 0);
	/* What is above 32 bits in the nanoseconds is padding. */
	ts64->tv_nsec = 0x500000001LL;
	sys(clock_nanosleep_time64, CLOCK_REALTIME, 0, ts64, 0);
	ts64->tv_nsec = 0x3b9aca00;
	sys(clock_nanosleep_time64, CLOCK_REALTIME, 0, ts64, 0);
}

static int signal_parent(void *arg)
{
	const int *what = arg;

	until_asleep(what[0]);
	silent(kill, what[0], what[1]);
	return 0;
}

SCENARIO(sleep_interrupted)
{
	struct g_timespec *ts = SET(timespec, .tv_sec = 100);
	struct g_timespec64 *ts64 = SET(timespec64, .tv_sec = 100);
	struct g_timespec *left = NEW(timespec);
	struct g_timespec64 *left64 = NEW(timespec64);
	int what[2] = { 0, SIGUSR1 };
	int pid;

	on_signal(SIGUSR1, SA_RESTART);
	what[0] = silent(getpid);
	pid = peer(signal_parent, what);
	sys(nanosleep, ts, left);
	OUT(timespec_left, left);
	peer_wait(pid);
	pid = peer(signal_parent, what);
	sys(clock_nanosleep, CLOCK_MONOTONIC, 0, ts, left);
	OUT(timespec_left, left);
	peer_wait(pid);
	pid = peer(signal_parent, what);
	sys(clock_nanosleep_time64, CLOCK_MONOTONIC, 0, ts64, left64);
	OUT(timespec64_left, left64);
	peer_wait(pid);
	pid = peer(signal_parent, what);
	sys(nanosleep, ts, BAD);
	peer_wait(pid);
	pid = peer(signal_parent, what);
	sys(pause);
	peer_wait(pid);
	note("SIGUSR1 seen %d times", signals_seen[SIGUSR1]);
}

/* A signal without a handler: the sleep goes on, by restart_syscall. */
static int stop_and_continue(void *arg)
{
	const int *what = arg;

	until_asleep(what[0]);
	silent(kill, what[0], SIGSTOP);
	pause_ms(20);
	silent(kill, what[0], SIGCONT);
	return 0;
}

SCENARIO(sleep_stopped)
{
	struct g_timespec *ts = SET(timespec, .tv_nsec = 300000000);
	struct g_pollfd *fds = SET(pollfd, .fd = -1);
	uint32_t *word = zmem(4);
	int what[1];
	int pid;

	what[0] = silent(getpid);
	pid = peer(stop_and_continue, what);
	sys(nanosleep, ts, 0);
	peer_wait(pid);
	pid = peer(stop_and_continue, what);
	sys(clock_nanosleep, CLOCK_MONOTONIC, 0, ts, 0);
	peer_wait(pid);
	pid = peer(stop_and_continue, what);
	sys(poll, fds, 1, 300);
	peer_wait(pid);
	pid = peer(stop_and_continue, what);
	sys(futex, word, 0, 0, ts, 0, 0);
	peer_wait(pid);
}

SCENARIO(itimer)
{
	struct g_itimerval *it = SET(itimerval, .value_sec = 500);
	struct g_itimerval *old = NEW(itimerval);

	on_signal(SIGALRM, 0);
	sys(setitimer, 0, it, old);
	outb(old, 16);
	sys(getitimer, 0, old);
	OUT(itimerval, old);
	sys(getitimer, 1, old);
	outb(old, 16);
	sys(getitimer, 9, old);
	sys(getitimer, 0, BAD);
	it->value_usec = 1000000;
	sys(setitimer, 0, it, 0);
	it->value_sec = -1;
	it->value_usec = 0;
	sys(setitimer, 0, it, 0);
	sys(setitimer, 0, BAD_HIGH, 0);
	sys(setitimer, 0, 0, old);
	*it = (struct g_itimerval){ .value_usec = 1000 };
	sys(setitimer, 0, it, 0);
	while (!signals_seen[SIGALRM])
		pause_ms(1);
	note("SIGALRM seen");
}

SCENARIO(posix_timers)
{
	struct g_sigevent *ev = SET(sigevent, .sigev_signo = SIGUSR1,
				    .sigev_value.sival_int = 0x12345678);
	struct g_itimerspec *it = SET(itimerspec, .value_sec = 500);
	struct g_itimerspec64 *it64 = SET(itimerspec64, .value_sec = 500);
	struct g_itimerspec64 *old64 = NEW(itimerspec64);
	struct g_itimerspec *old = NEW(itimerspec);
	struct g_siginfo *info = NEW(siginfo);
	struct g_sigset *set = SET(sigset, .sig[0] = 1 << (SIGUSR1 - 1));
	int32_t *id = mem(4);

	sys(timer_create, CLOCK_MONOTONIC, ev, id);
	out(id);
	sys(timer_settime, 0, 0, it, old);
	outb(old, 16);
	sys(timer_gettime, 0, old);
	OUT(itimerspec, old);
	sys(timer_gettime64, 0, old64);
	OUT(itimerspec64, old64);
	it64->value_sec = 0x100000000LL;
	sys(timer_settime64, 0, 0, it64, old64);
	OUT(itimerspec64, old64);
	sys(timer_gettime, 0, old);
	outb(&old->interval_sec, 8);
	it->value_nsec = 1000000000;
	sys(timer_settime, 0, 0, it, 0);
	sys(timer_settime, 77, 0, it, 0);
	sys(timer_settime, 0, 0, BAD, 0);
	sys(timer_gettime, 0, BAD_HIGH);
	sys(rt_sigprocmask, SIG_BLOCK, set, 0, 8);
	*it = (struct g_itimerspec){ .value_nsec = 1 };
	sys(timer_settime, 0, 0, it, 0);
	sys(rt_sigtimedwait, set, info, 0, 8);
	OUT(siginfo, info);
	sys(timer_getoverrun, 0);
	sys(timer_delete, 0);
	sys(timer_delete, 0);
	sys(timer_getoverrun, 0);
	ev->sigev_notify = 77;
	sys(timer_create, CLOCK_MONOTONIC, ev, id);
	ev->sigev_notify = 0;
	ev->sigev_signo = 99;
	sys(timer_create, CLOCK_MONOTONIC, ev, id);
	ev->sigev_notify = 1;
	sys(timer_create, 99, ev, id);
	sys(timer_create, CLOCK_MONOTONIC, BAD, id);
	sys(timer_create, CLOCK_MONOTONIC, ev, BAD);
	sys(timer_create, CLOCK_MONOTONIC, 0, id);
}

SCENARIO(timerfd)
{
	struct g_itimerspec *it = SET(itimerspec, .value_nsec = 1);
	struct g_itimerspec64 *it64 = SET(itimerspec64, .value_sec = 500,
					  .interval_sec = 0x200000000LL);
	struct g_itimerspec64 *old64 = NEW(itimerspec64);
	struct g_itimerspec *old = NEW(itimerspec);
	uint64_t *count = mem(8);
	int fd;

	fd = sys(timerfd_create, CLOCK_MONOTONIC, 0);
	sys(timerfd_create, 99, 0);
	sys(timerfd_create, CLOCK_MONOTONIC, 0x1234);
	sys(timerfd_settime, fd, 0, it, old);
	outb(old, 16);
	sys(read, fd, count, 8);
	out(count);
	sys(read, fd, count, 4);
	sys(timerfd_settime64, fd, 0, it64, old64);
	outb(old64, 32);
	sys(timerfd_gettime64, fd, old64);
	OUT(itimerspec64, old64);
	sys(timerfd_gettime, fd, old);
	outb(&old->interval_sec, 8);
	it->value_sec = -1;
	sys(timerfd_settime, fd, 0, it, 0);
	sys(timerfd_settime, fd, 9, it, 0);
	sys(timerfd_settime, 0, 0, it, 0);
	sys(timerfd_settime, fd, 0, BAD, 0);
	sys(timerfd_gettime, fd, BAD_HIGH);
}

SCENARIO(adjust)
{
	struct g_timex64 *tx64 = ZNEW(timex64);
	struct g_timex *tx = ZNEW(timex);

	sys(adjtimex, tx);
	OUT(timex, tx);
	sys(clock_adjtime, CLOCK_REALTIME, tx);
	OUT(timex, tx);
	sys(clock_adjtime64, CLOCK_REALTIME, tx64);
	OUT(timex64, tx64);
	tx->modes = 0x4000;
	tx->tick = 1;
	sys(adjtimex, tx);
	sys(adjtimex, BAD);
	sys(clock_adjtime, CLOCK_MONOTONIC, tx);
	sys(clock_adjtime64, 99, tx64);
	sys(clock_adjtime64, CLOCK_REALTIME, BAD_HIGH);
}
