// SPDX-License-Identifier: GPL-2.0-only
/*
 * scenarios: times beyond 32 bits and out of range, timers of all kinds
 */
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#include "peers.h"

#define GROUP "timers"

/* 2038-01-19, the first second that 32 bits cannot hold, and one of 2106. */
#define LATE		0x80000000LL
#define LATER		0x100000005LL

/*
 * The machine's clock is somewhere else for a moment: what it is ahead is
 * taken back at the end.
 */
static void set_clock(int64_t sec)
{
	struct g_timespec64 *ts64 = SET(timespec64, .tv_sec = sec);

	silent(clock_settime64, CLOCK_REALTIME, ts64);
}

static void clocks_of(void)
{
	struct g_timespec64 *ts64 = NEW(timespec64);
	struct g_timespec *ts = NEW(timespec);
	struct g_timeval *tv = NEW(timeval);
	struct g_timex64 *tx64 = ZNEW(timex64);
	struct g_timex *tx = ZNEW(timex);

	sys(clock_gettime64, CLOCK_REALTIME, ts64);
	outb(&ts64->tv_sec, 8);
	sys(clock_gettime, CLOCK_REALTIME, ts);
	outb(&ts->tv_sec, 4);
	sys(clock_gettime, CLOCK_REALTIME_COARSE, ts);
	outb(&ts->tv_sec, 4);
	sys(gettimeofday, tv, 0);
	outb(&tv->tv_sec, 4);
	sys(adjtimex, tx);
	outb(&tx->time_sec, 4);
	sys(clock_adjtime, CLOCK_REALTIME, tx);
	outb(&tx->time_sec, 4);
	sys(clock_adjtime64, CLOCK_REALTIME, tx64);
	outb(&tx64->time_sec, 8);
}

static void stamps_of(void)
{
	struct g_stat64 *st64 = NEW(stat64);
	struct g_statx *stx = NEW(statx);
	struct g_stat *st = NEW(stat);
	int32_t id;

	sys(open, str("new"), O_RDWR | O_CREAT | O_TRUNC, 0600);
	sys(fstat64, 3, st64);
	outb(&st64->st_mtime_sec, 4);
	sys(fstat, 3, st);
	outb(&st->st_mtime_sec, 4);
	sys(statx, 3, str(""), 0x1000, 0x7ff, stx);
	outb(&stx->mtime_sec, 8);
	sys(close, 3);
	sys(unlink, str("new"));
	id = sys(semget, 0, 1, 0600);
	struct g_semid64_ds *ds64 = NEW(semid64_ds);
	struct g_semid_ds *ds = NEW(semid_ds);

	sys(semctl, id, 0, 2 | G_IPC_64, ds64);
	outb(&ds64->sem_ctime, 8);
	sys(semctl, id, 0, 2, ds);
	outb(&ds->sem_ctime, 4);
	sys(semctl, id, 0, 0, 0);
}

SCENARIO(late)
{
	struct timespec real, mono, now;

	clock_gettime(CLOCK_MONOTONIC, &mono);
	clock_gettime(CLOCK_REALTIME, &real);
	set_clock(LATE);
	clocks_of();
	stamps_of();
	set_clock(LATER);
	clocks_of();
	stamps_of();
	/* A 32-bit time that is set is before 2038, and not before 1970. */
	sys(clock_settime, CLOCK_REALTIME, SET(timespec, .tv_sec = -1));
	sys(clock_settime, CLOCK_REALTIME, SET(timespec, 5, -1));
	sys(clock_settime, CLOCK_REALTIME, SET(timespec, 0x80000000, 0));
	sys(clock_settime, CLOCK_REALTIME, SET(timespec, 0x7ffffff0, 0));
	sys(settimeofday, SET(timeval, -1, 0), 0);
	sys(settimeofday, SET(timeval, 0x7ffffff0, 999999), 0);
	sys(settimeofday, SET(timeval, 0x7ffffff0, -1), 0);
	sys(settimeofday, 0, SET(timezone, 0, 0));
	sys(settimeofday, 0, SET(timezone, 901, 0));
	sys(settimeofday, 0, 0);
	sys(settimeofday, 0, BAD);
	sys(settimeofday, BAD_HIGH, 0);
	sys(clock_settime64, CLOCK_REALTIME, SET(timespec64, -1, 0));
	sys(clock_settime64, CLOCK_REALTIME, SET(timespec64, 5, 1000000000));
	sys(clock_settime64, CLOCK_REALTIME, SET(timespec64, LATE, 0x7LL << 32));
	sys(clock_settime64, CLOCK_REALTIME,
	    SET(timespec64, 0x7fffffffffffffffLL, 0));
	sys(clock_settime64, CLOCK_REALTIME, BAD);
	sys(clock_settime64, CLOCK_MONOTONIC, SET(timespec64, 5, 0));
	clock_gettime(CLOCK_MONOTONIC, &now);
	silent(clock_settime64, CLOCK_REALTIME,
	       SET(timespec64, real.tv_sec + now.tv_sec - mono.tv_sec,
		   real.tv_nsec));
}

SCENARIO(clock_now)
{
	struct g_timespec64 *ts64 = NEW(timespec64);
	struct g_timespec *ts = NEW(timespec);

	sys(clock_gettime, CLOCK_PROCESS_CPUTIME_ID, ts);
	outm(timespec_left, ts, 8);
	sys(clock_gettime64, CLOCK_THREAD_CPUTIME_ID, ts64);
	outm(timespec64_left, ts64, 16);
	sys(clock_gettime64, CLOCK_TAI, ts64);
	OUT(timespec64, ts64);
	sys(clock_gettime, CLOCK_BOOTTIME, ts);
	outm(uptime, ts, 8);
	/* Clocks of other processes are negative numbers. */
	sys(clock_gettime, (~2u << 3) | 2, ts);
	outm(timespec_left, ts, 8);
	sys(clock_gettime64, (~1u << 3) | 2, ts64);
	outm(timespec64_left, ts64, 16);
	sys(clock_gettime, (~9999u << 3) | 2, ts);
	sys(clock_getres, (~2u << 3) | 2, ts);
	outb(ts, 8);
	sys(clock_getres, CLOCK_PROCESS_CPUTIME_ID, ts);
	outb(ts, 8);
	sys(clock_getres_time64, CLOCK_REALTIME_COARSE, ts64);
	outb(ts64, 16);
	sys(clock_getres, 0, BAD);
	sys(clock_getres_time64, 0, BAD_HIGH);
	sys(clock_getres_time64, 99, ts64);
	sys(clock_getres_time64, -1, ts64);
	sys(clock_gettime, 0x80000000, ts);
	sys(clock_gettime, CLOCK_REALTIME, edge(4));
	sys(clock_gettime64, CLOCK_REALTIME, edge(12));
}

static void sleeps(const char *what, int32_t sec, int32_t nsec)
{
	struct g_timespec *ts = SET(timespec, sec, nsec);
	struct g_timespec64 *ts64 = SET(timespec64, sec, nsec);

	note("%s", what);
	sys(nanosleep, ts, 0);
	sys(clock_nanosleep, CLOCK_REALTIME, 0, ts, 0);
	sys(clock_nanosleep, CLOCK_BOOTTIME, TIMER_ABSTIME, ts, 0);
	sys(clock_nanosleep_time64, CLOCK_MONOTONIC, 0, ts64, 0);
	sys(clock_nanosleep_time64, CLOCK_TAI, TIMER_ABSTIME, ts64, 0);
}

SCENARIO(sleep_range)
{
	struct g_timespec64 *ts64 = ZNEW(timespec64);

	sleeps("no time", 0, 0);
	sleeps("a nanosecond", 0, 1);
	sleeps("negative", -1, 0);
	sleeps("negative nanoseconds", 0, -1);
	sleeps("the most negative", 0x80000000, 0x80000000);
	sleeps("too many nanoseconds", 0, 1000000000);
	sys(clock_nanosleep, CLOCK_MONOTONIC_RAW, 0, ts64, 0);
	sys(clock_nanosleep, CLOCK_THREAD_CPUTIME_ID, 0, ts64, 0);
	sys(clock_nanosleep_time64, 99, 0, ts64, 0);
	sys(clock_nanosleep_time64, -1, 0, ts64, 0);
	sys(clock_nanosleep_time64, 0, 0, BAD, 0);
	sys(clock_nanosleep_time64, 0, 0, edge(12), 0);
	sys(clock_nanosleep, 0, 0, edge(4), 0);
	ts64->tv_sec = -0x100000000LL;
	sys(clock_nanosleep_time64, 0, 0, ts64, 0);
	sys(clock_nanosleep_time64, 0, TIMER_ABSTIME, ts64, 0);
}

/* Far away, until a signal comes: what is left has to fit, too. */
SCENARIO(sleep_long)
{
	struct g_timespec64 *left64 = NEW(timespec64);
	struct g_timespec *left = NEW(timespec);
	int pid;

	on_signal(SIGUSR1, SA_RESTART);
	pid = peer_signals(SIGUSR1);
	sys(nanosleep, SET(timespec, 0x7fffffff, 0), left);
	note("left: %s", left->tv_sec > 0x7ffff000 ? "nearly all" : "?");
	peer_wait(pid);
	pid = peer_signals(SIGUSR1);
	sys(clock_nanosleep_time64, CLOCK_MONOTONIC, 0,
	    SET(timespec64, LATER, 0), left64);
	note("left: %s", left64->tv_sec > LATER - 1000 ? "nearly all" : "?");
	peer_wait(pid);
	pid = peer_signals(SIGUSR1);
	sys(clock_nanosleep_time64, CLOCK_REALTIME, TIMER_ABSTIME,
	    SET(timespec64, 0x7fffffffffffffffLL, 0), left64);
	peer_wait(pid);
	pid = peer_signals(SIGUSR1);
	sys(clock_nanosleep_time64, CLOCK_MONOTONIC, 0,
	    SET(timespec64, 1000, 0), BAD_HIGH);
	peer_wait(pid);
	pid = peer_signals(SIGUSR1);
	sys(clock_nanosleep, CLOCK_MONOTONIC, 0, SET(timespec, 1000, 0), BAD);
	peer_wait(pid);
	pid = peer_signals(SIGUSR1);
	sys(clock_nanosleep, CLOCK_BOOTTIME, TIMER_ABSTIME,
	    SET(timespec, 0x7fffffff, 0), left);
	peer_wait(pid);
	note("SIGUSR1 seen %d times", signals_seen[SIGUSR1]);
}

SCENARIO(interval)
{
	struct g_itimerval *it = ZNEW(itimerval), *old = NEW(itimerval);

	on_signal(SIGVTALRM, 0);
	on_signal(SIGPROF, 0);
	it->value_sec = 0x7fffffff;
	it->interval_sec = 0x7fffffff;
	it->interval_usec = 999999;
	sys(setitimer, ITIMER_REAL, it, 0);
	sys(getitimer, ITIMER_REAL, old);
	outb(&old->interval_sec, 8);
	note("left: %s", old->value_sec > 0x7ffff000 ? "nearly all" : "?");
	sys(setitimer, ITIMER_REAL, zmem(16), old);
	outb(&old->interval_sec, 8);
	*it = (struct g_itimerval){ .value_usec = 1000 };
	sys(setitimer, ITIMER_VIRTUAL, it, 0);
	sys(setitimer, ITIMER_PROF, it, 0);
	while (!signals_seen[SIGVTALRM] || !signals_seen[SIGPROF])
		;
	note("both seen");
	it->value_usec = -1;
	sys(setitimer, ITIMER_REAL, it, 0);
	it->value_usec = 0;
	it->interval_usec = 1000000;
	sys(setitimer, ITIMER_REAL, it, 0);
	it->interval_usec = 0;
	it->interval_sec = 0x80000000;
	sys(setitimer, ITIMER_REAL, it, 0);
	sys(setitimer, 3, it, 0);
	sys(setitimer, -1, zmem(16), 0);
	sys(setitimer, ITIMER_REAL, zmem(16), BAD);
	sys(setitimer, ITIMER_REAL, edge(12), 0);
	sys(getitimer, ITIMER_REAL, edge(12));
}

static const struct {
	const char *what;
	struct g_itimerspec64 value;
} settings[] = {
	{ "late", { .value_sec = LATE } },
	{ "later, with an interval", { 0x200000000LL, 0, LATER, 5 } },
	{ "negative", { .value_sec = -1 } },
	{ "negative interval", { .interval_sec = -1, .value_sec = 5 } },
	{ "nanoseconds", { .value_sec = 5, .value_nsec = 1000000000 } },
	{ "their upper half", { .value_sec = 5, .value_nsec = 1LL << 35 } },
	{ "the most", { .value_sec = 0x7fffffffffffffffLL } },
};

static void timer_values(uint32_t flags)
{
	struct g_itimerspec64 *old64 = NEW(itimerspec64);
	struct g_itimerspec *old = NEW(itimerspec);
	struct g_itimerspec *it = NEW(itimerspec);
	unsigned int i;

	for (i = 0; i < sizeof(settings) / sizeof(settings[0]); i++) {
		const struct g_itimerspec64 *v = &settings[i].value;

		note("%s", settings[i].what);
		sys(timer_settime64, 0, flags, bytes(v, sizeof(*v)), 0);
		sys(timer_gettime64, 0, old64);
		outb(&old64->interval_sec, 16);
		sys(timer_gettime, 0, old);
		outb(&old->interval_sec, 8);
		sys(timer_settime64, 0, 0, zmem(32), old64);
		note("left: %s", !old64->value_sec ? "nothing" :
		     old64->value_sec > 0x80000000LL - 1000 ? "much" : "some");
		*it = (struct g_itimerspec){ v->interval_sec,
					     v->interval_nsec,
					     v->value_sec, v->value_nsec };
		sys(timer_settime, 0, flags, it, 0);
		sys(timer_settime, 0, 0, zmem(16), old);
		outb(&old->interval_sec, 8);
	}
}

SCENARIO(posix_late)
{
	struct g_sigevent *ev = SET(sigevent, .sigev_notify = 1);
	struct g_itimerspec64 *it64 = ZNEW(itimerspec64);

	sys(timer_create, CLOCK_MONOTONIC, ev, mem(4));
	timer_values(0);
	sys(timer_settime64, 77, 0, it64, 0);
	sys(timer_settime64, -1, 0, it64, 0);
	sys(timer_settime64, 0, 0, BAD, 0);
	sys(timer_settime64, 0, 0, it64, BAD_HIGH);
	sys(timer_settime64, 0, 0, edge(28), 0);
	sys(timer_settime, 0, 0, it64, BAD);
	sys(timer_settime, 0, 0, edge(12), 0);
	sys(timer_gettime64, 77, it64);
	sys(timer_gettime64, 0, BAD);
	sys(timer_gettime, 77, it64);
	sys(timer_gettime, -1, it64);
	sys(timer_getoverrun, -1);
	sys(timer_delete, -1);
}

SCENARIO(posix_kinds)
{
	struct g_sigset *set = SET(sigset, .sig[0] = 1 << (SIGUSR1 - 1));
	struct g_sigevent *ev = SET(sigevent, .sigev_signo = SIGUSR1,
				    .sigev_notify = 4, .sigev_tid = 2,
				    .sigev_value.sival_int = 0xfedcba98);
	struct g_itimerspec *it = SET(itimerspec, .value_nsec = 1,
				      .interval_nsec = 1);
	struct g_siginfo *info = NEW(siginfo);
	struct g_timespec *zero = ZNEW(timespec);
	int32_t *id = mem(4);

	sys(rt_sigprocmask, SIG_BLOCK, set, 0, 8);
	/* Without an event: SIGALRM with the number of the timer. */
	sys(timer_create, CLOCK_REALTIME, 0, id);
	sys(timer_create, CLOCK_BOOTTIME, ev, id);
	out(id);
	sys(timer_settime, *id, 0, it, 0);
	pause_ms(2);
	sys(rt_sigtimedwait, set, info, 0, 8);
	outb(info, 16);
	note("overrun: %s", silent(timer_getoverrun, *id) > 0 ? "yes" : "no");
	note("and in the signal: %s", info->pad[1] > 0 ? "yes" : "no");
	outb(&info->value, 4);
	sys(timer_delete, *id);
	silent(rt_sigtimedwait, set, info, zmem(8), 8);
	sys(timer_create, CLOCK_PROCESS_CPUTIME_ID, ev, id);
	*it = (struct g_itimerspec){ .value_nsec = 1000 };
	sys(timer_settime, *id, 0, it, 0);
	while (silent(rt_sigtimedwait, set, info, zero, 8) < 0)
		;
	note("processor time is used up");
	outb(info, 16);
	sys(timer_delete, *id);
	ev->sigev_tid = 1;
	sys(timer_create, CLOCK_REALTIME, ev, id);
	ev->sigev_tid = -1;
	sys(timer_create, CLOCK_REALTIME, ev, id);
	sys(timer_create, CLOCK_MONOTONIC_RAW, 0, id);
	sys(timer_create, CLOCK_REALTIME, edge(32), id);
	sys(timer_create, CLOCK_REALTIME, 0, BAD_HIGH);
}

static void timerfd_values(int fd)
{
	struct g_itimerspec64 *old64 = NEW(itimerspec64);
	struct g_itimerspec *old = NEW(itimerspec);
	unsigned int i;

	for (i = 0; i < sizeof(settings) / sizeof(settings[0]); i++) {
		const struct g_itimerspec64 *v = &settings[i].value;

		note("%s", settings[i].what);
		sys(timerfd_settime64, fd, 1, bytes(v, sizeof(*v)), 0);
		sys(timerfd_gettime64, fd, old64);
		outb(&old64->interval_sec, 16);
		sys(timerfd_gettime, fd, old);
		outb(&old->interval_sec, 8);
		sys(timerfd_settime, fd, 0, zmem(16), old);
		outb(&old->interval_sec, 8);
	}
}

SCENARIO(timerfd_late)
{
	struct g_itimerspec64 *it64 = ZNEW(itimerspec64);
	uint64_t *count = mem(8);
	int fd;

	fd = sys(timerfd_create, CLOCK_REALTIME, O_NONBLOCK);
	timerfd_values(fd);
	/* Long past: expired, as often as its interval fits. */
	it64->value_sec = 1;
	sys(timerfd_settime64, fd, 1, it64, 0);
	poll(&(struct pollfd){ fd, POLLIN }, 1, -1);
	sys(read, fd, count, 8);
	out(count);
	sys(read, fd, count, 8);
	/* Cancelled when the clock is set. */
	it64->value_sec = LATER;
	sys(timerfd_settime64, fd, 3, it64, 0);
	sys(settimeofday, 0, SET(timezone, 0, 0));
	sys(read, fd, count, 8);
	sys(timerfd_settime64, fd, 4, it64, 0);
	sys(timerfd_settime64, fd, 0, BAD, 0);
	sys(timerfd_settime64, fd, 0, it64, BAD_HIGH);
	sys(timerfd_settime64, 0, 0, it64, 0);
	sys(timerfd_settime64, -1, 0, it64, 0);
	sys(timerfd_gettime64, 0, it64);
	sys(timerfd_gettime64, fd, BAD);
	sys(timerfd_gettime64, fd, edge(28));
	sys(timerfd_gettime, -1, it64);
	sys(timerfd_gettime, 0, it64);
	sys(timerfd_gettime, fd, edge(12));
	sys(timerfd_create, CLOCK_REALTIME_ALARM, 0);
	sys(timerfd_create, CLOCK_PROCESS_CPUTIME_ID, 0);
	sys(timerfd_create, -1, 0);
}

static void adjust(uint32_t modes, int64_t value)
{
	struct g_timex64 *tx64 = ZNEW(timex64);
	struct g_timex *tx = ZNEW(timex);

	tx->modes = modes;
	tx->offset = value;
	tx->freq = value;
	tx->constant = value;
	tx->tick = value;
	tx64->modes = modes;
	tx64->offset = value;
	tx64->freq = value;
	tx64->constant = value;
	tx64->tick = value;
	note("modes %#x", modes);
	sys(adjtimex, tx);
	/* The mask knows microseconds only. */
	if (modes != 0x2000)
		OUT(timex, tx);
	sys(clock_adjtime, CLOCK_REALTIME, tx);
	sys(clock_adjtime64, CLOCK_REALTIME, tx64);
	if (modes != 0x2000)
		OUT(timex64, tx64);
}

/* Only to what it is anyhow, or to what is refused. */
SCENARIO(adjustments)
{
	adjust(0x4000, 10000);		/* ADJ_TICK */
	adjust(0x4000, 0x10000000000LL + 10000);
	adjust(0x4000, -1);
	adjust(0x8001, 0);		/* ADJ_OFFSET_SINGLESHOT */
	adjust(0xa001, 0);		/* ADJ_OFFSET_SS_READ */
	adjust(0x2000, 0);		/* ADJ_NANO */
	adjust(0x1000, 0);		/* ADJ_MICRO */
	adjust(0x80, 0);		/* ADJ_TAI */
	sys(adjtimex, BAD_HIGH);
	sys(adjtimex, edge(124));
	sys(clock_adjtime, CLOCK_REALTIME, BAD);
	sys(clock_adjtime, 99, zmem(128));
	sys(clock_adjtime, -1, zmem(128));
	sys(clock_adjtime64, CLOCK_REALTIME, edge(204));
	sys(clock_adjtime64, -1, zmem(208));
}

static void show_stamps(const char *path)
{
	struct g_stat64 *st64 = NEW(stat64);
	struct g_statx *stx = NEW(statx);
	struct g_stat *st = NEW(stat);

	sys(stat64, path, st64);
	outb(&st64->st_atime_sec, 16);
	sys(stat, path, st);
	outb(&st->st_atime_sec, 16);
	sys(statx, AT_FDCWD, path, 0, 0x60, stx);
	outb(&stx->atime_sec, 12);
	outb(&stx->mtime_sec, 12);
}

static void stamp64(const char *path, int64_t sec, int64_t nsec)
{
	struct g_timespec64 *ts64 = ZNEWS(timespec64, 2);

	ts64[0].tv_sec = sec;
	ts64[0].tv_nsec = nsec;
	ts64[1].tv_sec = sec + 1;
	ts64[1].tv_nsec = nsec;
	sys(utimensat_time64, AT_FDCWD, path, ts64, 0);
	show_stamps(path);
}

SCENARIO(stamps_64)
{
	struct g_timespec64 *ts64 = ZNEWS(timespec64, 2);
	char *path = str("f");

	sys(open, path, O_RDWR | O_CREAT, 0600);
	stamp64(path, -1, 999999999);
	stamp64(path, -0x80000000LL, 0);
	stamp64(path, -0x80000001LL, 1);
	stamp64(path, LATE, 5);
	stamp64(path, LATER, 0);
	stamp64(path, 0x7fffffffffffffLL, 0);
	stamp64(path, 5, 1000000000);
	stamp64(path, 5, -1);
	stamp64(path, 5, 0x700000001LL);
	stamp64(path, 5, 0x3ffffffe);		/* UTIME_OMIT */
	sys(utimensat_time64, AT_FDCWD, BAD, ts64, 0);
	sys(utimensat_time64, AT_FDCWD, path, BAD, 0);
	sys(utimensat_time64, AT_FDCWD, path, edge(28), 0);
	sys(utimensat_time64, AT_FDCWD, path, ts64, 0x8000);
	sys(utimensat_time64, -1, path, ts64, 0);
	sys(utimensat_time64, AT_FDCWD, 0, ts64, 0);
	sys(utimensat_time64, 3, 0, ts64, 0);
	show_stamps(path);
}

static void stamp32(const char *path, int32_t sec, int32_t nsec)
{
	struct g_timespec *ts = ZNEWS(timespec, 2);
	struct g_timeval *tv = ZNEWS(timeval, 2);

	ts[0].tv_sec = sec;
	ts[0].tv_nsec = nsec;
	ts[1].tv_sec = sec;
	sys(utimensat, AT_FDCWD, path, ts, 0);
	show_stamps(path);
	tv[0].tv_sec = sec;
	tv[1].tv_sec = sec;
	tv[1].tv_usec = nsec;
	sys(utimes, path, tv);
	show_stamps(path);
	sys(futimesat, AT_FDCWD, path, tv);
}

SCENARIO(stamps_32)
{
	struct g_timespec *ts = ZNEWS(timespec, 2);
	char *path = str("f");

	sys(open, path, O_RDWR | O_CREAT, 0600);
	stamp32(path, -1, 999999);
	stamp32(path, 0x80000000, 1);
	stamp32(path, 0x7fffffff, 1000000);
	stamp32(path, 0, -1);
	stamp32(path, 0, 0x3ffffffe);	/* UTIME_OMIT */
	sys(utimensat, AT_FDCWD, path, BAD, 0);
	sys(utimensat, AT_FDCWD, path, edge(12), 0);
	sys(utimensat, AT_FDCWD, 0, ts, 0);
	sys(utimensat, -1, path, ts, 0x100);
	sys(utimes, path, BAD_HIGH);
	sys(utimes, BAD, 0);
	sys(utimes, str("none"), 0);
	sys(utimes, path, 0);
	sys(futimesat, AT_FDCWD, BAD, 0);
	sys(futimesat, AT_FDCWD, path, BAD);
	sys(futimesat, -1, str("f"), 0);
	sys(futimesat, 3, 0, 0);
	sys(futimesat, AT_FDCWD, str("none"), 0);
}

SCENARIO(times_of_children)
{
	struct g_tms *tms = NEW(tms);

	sys(times, tms);
	OUT(tms, tms);
	sys(times, edge(12));
	sys(times, BAD_HIGH);
	sys(gettimeofday, edge(4), 0);
	sys(gettimeofday, 0, edge(4));
	sys(gettimeofday, 0, BAD);
}
