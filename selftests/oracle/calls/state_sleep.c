// SPDX-License-Identifier: GPL-2.0-only
/*
 * scenarios: state between calls: sleeps that go on, handlers within handlers
 */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "peers.h"

#define GROUP "state"

/* Short for what is to end, long for what a signal is to end. */
#define SHORT_MS	60
#define LONG_MS		900000

static unsigned int sleep_ms;
static struct timespec begun;

static void begin(void)
{
	clock_gettime(CLOCK_MONOTONIC, &begun);
}

static void check_slept(unsigned int ms)
{
	struct timespec now;
	int64_t passed;

	clock_gettime(CLOCK_MONOTONIC, &now);
	passed = (now.tv_sec - begun.tv_sec) * 1000000000LL +
		 now.tv_nsec - begun.tv_nsec;
	note("slept long enough: %s", passed >= ms * 1000000LL ? "yes" : "no");
}

static void disturb(unsigned int ms, struct deed deed, int (*sleep)(void))
{
	int pid, ret;

	sleep_ms = ms;
	begin();
	pid = peer_does(deed);
	ret = sleep();
	if (!ret || ret == -ETIMEDOUT)
		check_slept(ms);
	peer_wait(pid);
}

static struct g_timespec *some_time(void)
{
	return SET(timespec, sleep_ms / 1000, sleep_ms % 1000 * 1000000);
}

static struct g_timespec64 *some_time64(void)
{
	return SET(timespec64, sleep_ms / 1000, sleep_ms % 1000 * 1000000);
}

static int plain(void)
{
	return sys(nanosleep, some_time(), 0);
}

static int relative(void)
{
	return sys(clock_nanosleep, CLOCK_MONOTONIC, 0, some_time(), 0);
}

static int relative64(void)
{
	return sys(clock_nanosleep_time64, CLOCK_REALTIME, 0, some_time64(), 0);
}

static struct timespec later(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	t.tv_sec += sleep_ms / 1000;
	t.tv_nsec += sleep_ms % 1000 * 1000000;
	if (t.tv_nsec >= 1000000000) {
		t.tv_nsec -= 1000000000;
		t.tv_sec++;
	}
	return t;
}

static int absolute(void)
{
	struct timespec t = later();

	return sys(clock_nanosleep, CLOCK_MONOTONIC, TIMER_ABSTIME,
		   SET(timespec, t.tv_sec, t.tv_nsec), 0);
}

static int absolute64(void)
{
	struct timespec t = later();

	return sys(clock_nanosleep_time64, CLOCK_MONOTONIC, TIMER_ABSTIME,
		   SET(timespec64, t.tv_sec, t.tv_nsec), 0);
}

static int by_poll(void)
{
	return sys(poll, 0, 0, sleep_ms);
}

static int by_ppoll(void)
{
	return sys(ppoll, 0, 0, some_time(), 0, 8);
}

static int by_select(void)
{
	return sys(_newselect, 0, 0, 0, 0,
		   SET(timeval, sleep_ms / 1000, sleep_ms % 1000 * 1000));
}

static int by_futex(void)
{
	return sys(futex, zmem(4), 0, 0, some_time(), 0, 0);
}

static int by_futex64(void)
{
	return sys(futex_time64, zmem(4), 0, 0, some_time64(), 0, 0);
}

static int by_signal(void)
{
	return sys(rt_sigtimedwait, ZNEW(sigset), 0, some_time(), 8);
}

static int (*const sleeps[])(void) = {
	plain, relative, relative64, absolute, absolute64, by_poll, by_ppoll,
	by_select, by_futex, by_futex64,
};

#define EACH_SLEEP(ms, ...)						\
	do {								\
		size_t each;						\
									\
		for (each = 0; each < sizeof(sleeps) / sizeof(*sleeps);	\
		     each++)						\
			disturb(ms, (struct deed){ __VA_ARGS__ },	\
				sleeps[each]);				\
	} while (0)

SCENARIO(sleeps_stopped)
{
	EACH_SLEEP(SHORT_MS, .stop = 1);
}

SCENARIO(sleeps_traced)
{
	EACH_SLEEP(SHORT_MS, .trace = 1);
}

SCENARIO(sleeps_handled)
{
	on_signal(SIGUSR1, 0);
	EACH_SLEEP(LONG_MS, .sig = SIGUSR1);
	note("handled %d times", signals_seen[SIGUSR1]);
}

SCENARIO(sleeps_restarted)
{
	on_signal(SIGUSR1, SA_RESTART);
	EACH_SLEEP(LONG_MS, .sig = SIGUSR1);
	note("handled %d times", signals_seen[SIGUSR1]);
}

/* A signal that is ignored does not end a sleep either. */
SCENARIO(sleeps_ignoring)
{
	signal(SIGUSR1, SIG_IGN);
	EACH_SLEEP(SHORT_MS, .sig = SIGUSR1);
	EACH_SLEEP(SHORT_MS, .sig = SIGWINCH);
	disturb(SHORT_MS, (struct deed){ .sig = SIGUSR1 }, by_signal);
}

/* The one that ends, whatever it is that has happened. */
SCENARIO(signal_wait)
{
	disturb(LONG_MS, (struct deed){ .stop = 1 }, by_signal);
	disturb(LONG_MS, (struct deed){ .trace = 1 }, by_signal);
	on_signal(SIGUSR1, SA_RESTART);
	disturb(LONG_MS, (struct deed){ .sig = SIGUSR1 }, by_signal);
}

/* A restart that is stopped again, by a stop or a debugger, several times. */
static int stop_again(void *arg)
{
	int pid = *(int *)arg, i;

	for (i = 0; i < 3; i++) {
		until_asleep(pid);
		kill(pid, SIGSTOP);
		pause_ms(3);
		kill(pid, SIGCONT);
		pause_ms(3);
		until_asleep(pid);
		look_at(pid);
	}
	return 0;
}

SCENARIO(sleeps_stopped_often)
{
	struct g_timespec *left = NEW(timespec);
	int self = getpid(), pid;

	begin();
	pid = peer(stop_again, &self);
	sys(nanosleep, SET(timespec, .tv_nsec = 500000000), left);
	check_slept(500);
	outm(timespec_left, left, 8);
	peer_wait(pid);
	begin();
	pid = peer(stop_again, &self);
	sys(poll, 0, 0, 500);
	check_slept(500);
	peer_wait(pid);
	begin();
	pid = peer(stop_again, &self);
	sys(futex, zmem(4), 0, 0, SET(timespec, .tv_nsec = 500000000), 0, 0);
	check_slept(500);
	peer_wait(pid);
}

/*
 * A sleep whose restart has been prepared, and then a handler that sleeps
 * itself: the outer one is not the worse for it.
 */
static volatile int32_t inner[7];
static int32_t *inner_ends;

static void outer_handler(int sig)
{
	inner[0] = silent(getpid);
	inner[1] = silent(nanosleep, SET(timespec, .tv_sec = 1000), 0);
	inner[2] = silent(write, inner_ends[1], "ab", 0);
}

static void inner_handler(int sig)
{
	inner[3] = silent(getppid);
	inner[4] = silent(poll, 0, 0, 5);
	inner[5] = silent(kill, inner[0], 0);
	inner[6]++;
}

static void on(int sig, void (*handler)(int), int flags)
{
	struct sigaction sa = { .sa_handler = handler, .sa_flags = flags };

	sigaction(sig, &sa, NULL);
}

static int two_signals(void *arg)
{
	int pid = *(int *)arg;

	until_asleep(pid);
	kill(pid, SIGUSR1);
	/* Now it sleeps in the handler, not in the call any more. */
	pause_ms(10);
	until_asleep(pid);
	kill(pid, SIGUSR2);
	pause_ms(30);
	until_asleep(pid);
	silent(write, inner_ends[1], str("x"), 1);
	return 0;
}

static void nested(int flags)
{
	int self = getpid(), pid, i;

	memset((void *)inner, 0, sizeof(inner));
	on(SIGUSR1, outer_handler, flags);
	on(SIGUSR2, inner_handler, flags);
	pid = peer(two_signals, &self);
	if (sys(read, inner_ends[0], mem(4), 4) == -EINTR) {
		peer_wait(pid);
		sys(read, inner_ends[0], mem(4), 4);
	} else {
		peer_wait(pid);
	}
	for (i = 0; i < 7; i++)
		note("in handlers: %d", inner[i]);
}

SCENARIO(handlers_that_call)
{
	inner_ends = mem(8);
	sys(pipe, inner_ends);
	nested(0);
	nested(SA_RESTART);
}

static int signal_twice(void *arg)
{
	int pid = *(int *)arg;

	until_asleep(pid);
	kill(pid, SIGUSR1);
	pause_ms(10);
	until_asleep(pid);
	kill(pid, SIGUSR2);
	return 0;
}

/* The outer sleep ends, with what is left of it, after the inner one. */
SCENARIO(sleep_in_handler_of_sleep)
{
	struct g_timespec *left = NEW(timespec);
	int self = getpid(), pid;

	inner_ends = mem(8);
	sys(pipe, inner_ends);
	on(SIGUSR1, outer_handler, SA_RESTART);
	on(SIGUSR2, inner_handler, SA_RESTART);
	pid = peer(signal_twice, &self);
	sys(nanosleep, SET(timespec, .tv_sec = 1000), left);
	note("left: %s", left->tv_sec > 900 && left->tv_sec < 1000 ? "most" :
	     "?");
	note("inner: %d %d", inner[1], inner[6]);
	peer_wait(pid);
	memset((void *)inner, 0, sizeof(inner));
	pid = peer(signal_twice, &self);
	sys(futex, zmem(4), 0, 0, SET(timespec, .tv_sec = 1000), 0, 0);
	note("inner: %d %d", inner[1], inner[6]);
	peer_wait(pid);
}

/* The mask that holds while a call waits, and the one before and after. */
static void show_mask(void)
{
	struct g_sigset *now = NEW(sigset);

	sys(rt_sigprocmask, SIG_BLOCK, 0, now, 8);
	outb(now, 8);
	note("SIGUSR1 %d SIGUSR2 %d", signals_seen[SIGUSR1],
	     signals_seen[SIGUSR2]);
}

static void masked(int ready)
{
	struct g_sigset *all = SET(sigset, .sig = { -1, -1 });
	struct g_sigset *usr2 = SET(sigset, .sig[0] = 1 << (SIGUSR2 - 1));
	struct g_epoll_event *event = SET(epoll_event, .events = EPOLLIN);
	struct g_sigset_arg *arg = SET(sigset_arg, PTR(usr2), 8);
	struct g_pollfd *fds = ZNEW(pollfd);
	struct g_fd_set *set = ZNEW(fd_set);
	int32_t *ends = mem(8);
	int self = getpid(), ep;

	sys(pipe, ends);
	ep = sys(epoll_create1, 0);
	sys(epoll_ctl, ep, EPOLL_CTL_ADD, ends[0], event);
	if (ready)
		sys(write, ends[1], str("x"), 1);
	fds->fd = ends[0];
	fds->events = POLLIN;
	silent(rt_sigprocmask, SIG_SETMASK, all, 0, 8);
	kill(self, SIGUSR1);
	kill(self, SIGUSR2);
	sys(ppoll, fds, 1, SET(timespec, .tv_sec = 1000), usr2, 8);
	show_mask();
	kill(self, SIGUSR1);
	set->bits[0] = 1 << ends[0];
	sys(pselect6, 8, set, 0, 0, SET(timespec, .tv_sec = 1000), arg);
	show_mask();
	kill(self, SIGUSR1);
	set->bits[0] = 1 << ends[0];
	sys(pselect6_time64, 8, set, 0, 0, SET(timespec64, .tv_sec = 1000), arg);
	show_mask();
	kill(self, SIGUSR1);
	sys(epoll_pwait, ep, mem(16), 1, -1, usr2, 8);
	show_mask();
	kill(self, SIGUSR1);
	sys(epoll_pwait2, ep, mem(16), 1, 0, usr2, 8);
	show_mask();
	kill(self, SIGUSR1);
	sys(ppoll_time64, fds, 1, 0, usr2, 8);
	show_mask();
	kill(self, SIGUSR1);
	sys(rt_sigsuspend, usr2, 8);
	show_mask();
	kill(self, SIGUSR1);
	sys(sigsuspend, 0, 0, 1 << (SIGUSR2 - 1));
	show_mask();
}

SCENARIO(masks_of_waits)
{
	on_signal(SIGUSR1, SA_RESTART);
	on_signal(SIGUSR2, SA_RESTART);
	masked(0);
}

SCENARIO(masks_of_ready_waits)
{
	on_signal(SIGUSR1, SA_RESTART);
	on_signal(SIGUSR2, SA_RESTART);
	masked(1);
}
