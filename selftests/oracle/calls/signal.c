// SPDX-License-Identifier: GPL-2.0-only
/*
 * scenarios: sending, masking and waiting for signals
 */
#include <fcntl.h>
#include <signal.h>

#include "oracle.h"

#define GROUP "signal"

#define BIT(sig)	(1u << ((sig) - 1))
#define RT		40	/* a real-time signal, in the second word */

static struct g_sigset *set_of(uint32_t low, uint32_t high)
{
	return SET(sigset, .sig = { low, high });
}

SCENARIO(mask)
{
	struct g_sigset *old = NEW(sigset);
	uint32_t *old1 = mem(4);

	sys(rt_sigprocmask, SIG_BLOCK, set_of(BIT(SIGUSR1), 1 << 7), old, 8);
	outb(old, 8);
	sys(rt_sigprocmask, SIG_SETMASK, 0, old, 8);
	outb(old, 8);
	sys(rt_sigprocmask, SIG_UNBLOCK, set_of(BIT(SIGUSR1), 0), old, 8);
	outb(old, 8);
	sys(rt_sigprocmask, SIG_SETMASK, set_of(-1, -1), 0, 8);
	sys(rt_sigprocmask, 99, 0, old, 8);
	outb(old, 8);
	sys(rt_sigprocmask, 99, old, 0, 8);
	sys(rt_sigprocmask, SIG_BLOCK, old, 0, 4);
	sys(rt_sigprocmask, SIG_BLOCK, BAD, 0, 8);
	sys(rt_sigprocmask, SIG_BLOCK, 0, BAD_HIGH, 8);
	sys(sigprocmask, SIG_SETMASK, SET(mask32, BIT(SIGUSR2)), old1);
	out(old1);
	sys(sigprocmask, SIG_BLOCK, 0, old1);
	out(old1);
	sys(sigprocmask, 99, SET(mask32, 0), 0);
	sys(sigprocmask, SIG_BLOCK, BAD, 0);
	sys(kill, 2, SIGUSR2);
	sys(rt_sigpending, old, 8);
	outb(old, 8);
	sys(rt_sigpending, old, 4);
	outb(old, 8);
	sys(rt_sigpending, old, 16);
	sys(rt_sigpending, BAD, 8);
	sys(sigpending, old1);
	out(old1);
	sys(sigpending, BAD_HIGH);
	on_signal(SIGUSR2, 0);
	sys(rt_sigsuspend, set_of(0, 0), 8);
	note("SIGUSR2 seen %d times", signals_seen[SIGUSR2]);
	sys(kill, 2, SIGUSR2);
	sys(sigsuspend, 0, 0, 0);
	note("SIGUSR2 seen %d times", signals_seen[SIGUSR2]);
	sys(rt_sigsuspend, BAD, 8);
	sys(rt_sigsuspend, old, 4);
}

SCENARIO(wait_for)
{
	struct g_timespec64 *ts64 = SET(timespec64, .tv_nsec = 1000000);
	struct g_timespec *ts = SET(timespec, .tv_nsec = 1000000);
	struct g_sigset *set = set_of(BIT(SIGUSR1), 1 << (RT - 33));
	struct g_siginfo *info = NEW(siginfo), *send;

	sys(rt_sigprocmask, SIG_BLOCK, set, 0, 8);
	sys(rt_sigtimedwait, set, info, ts, 8);
	sys(kill, 2, SIGUSR1);
	sys(rt_sigtimedwait, set, info, ts, 8);
	OUT(siginfo, info);
	sys(tkill, 2, SIGUSR1);
	info = NEW(siginfo);
	sys(rt_sigtimedwait, set, info, 0, 8);
	OUT(siginfo, info);
	sys(tgkill, 2, 2, SIGUSR1);
	sys(rt_sigtimedwait_time64, set, info, ts64, 8);
	OUT(siginfo, info);
	send = SET(siginfo, .si_signo = 7, .si_errno = 5, .si_code = -1,
		   .from_pid = 0x1234, .from_uid = 0x5678,
		   .value = 0x9abcdef0);
	sys(rt_sigqueueinfo, 2, RT, send);
	info = NEW(siginfo);
	sys(rt_sigtimedwait, set, info, 0, 8);
	OUT(siginfo, info);
	/* SI_MESGQ, SI_TIMER, SI_SIGIO: other members of the union. */
	send->si_code = -3;
	sys(rt_sigqueueinfo, 2, RT, send);
	sys(rt_sigtimedwait, set, info, 0, 8);
	OUT(siginfo, info);
	send->si_code = -2;
	sys(rt_tgsigqueueinfo, 2, 2, RT, send);
	sys(rt_sigtimedwait, set, info, 0, 8);
	OUT(siginfo, info);
	send->si_code = -5;
	sys(rt_sigqueueinfo, 2, RT, send);
	sys(rt_sigtimedwait, set, info, 0, 8);
	OUT(siginfo, info);
	send->si_code = 1;
	sys(rt_sigqueueinfo, 2, RT, send);
	sys(rt_sigtimedwait, set, info, ts, 8);
	sys(rt_sigqueueinfo, 1, RT, send);
	sys(rt_sigqueueinfo, 2, 99, send);
	sys(rt_sigqueueinfo, 2, RT, BAD);
	sys(rt_sigtimedwait, set, info, ts, 4);
	sys(rt_sigtimedwait, BAD, info, ts, 8);
	sys(rt_sigtimedwait, set, info, BAD_HIGH, 8);
	sys(rt_sigtimedwait_time64, set, info, BAD, 8);
	sys(kill, 2, SIGUSR1);
	sys(rt_sigtimedwait, set, BAD, ts, 8);
	ts->tv_nsec = 1000000000;
	sys(rt_sigtimedwait, set, info, ts, 8);
	sys(kill, 2, 99);
	sys(kill, 9999, 0);
	sys(kill, 2, 0);
	sys(kill, -2147483647 - 1, 0);
	sys(tkill, 0, 0);
	sys(tgkill, 1, 2, 0);
	sys(tgkill, 2, -1, 0);
}

SCENARIO(signal_fd)
{
	struct g_sigset *set = set_of(BIT(SIGUSR1), 1 << (RT - 33));
	struct g_signalfd_siginfo *info = NEW(signalfd_siginfo);
	struct g_siginfo *send;
	int fd;

	sys(rt_sigprocmask, SIG_BLOCK, set, 0, 8);
	fd = sys(signalfd4, -1, set, 8, O_NONBLOCK);
	sys(read, fd, info, 128);
	sys(kill, 2, SIGUSR1);
	sys(read, fd, info, 128);
	outb(info, 128);
	send = SET(siginfo, .si_code = -1, .from_pid = 0x1234,
		   .from_uid = 0x5678, .value = 0x9abcdef0);
	sys(rt_sigqueueinfo, 2, RT, send);
	sys(read, fd, info, 128);
	outb(info, 128);
	sys(read, fd, info, 127);
	sys(signalfd, fd, set, 8);
	sys(signalfd, -1, set, 4);
	sys(signalfd4, -1, set, 16, 0);
	sys(signalfd4, -1, set, 8, 0x1234);
	sys(signalfd4, -1, BAD, 8, 0);
	sys(signalfd4, 0, set, 8, 0);
}

static int exit_now(void *arg)
{
	return 5;
}

SCENARIO(child)
{
	struct g_sigset *set = set_of(BIT(SIGCHLD), 0);
	struct g_signalfd_siginfo *from_fd = NEW(signalfd_siginfo);
	struct g_siginfo_child *info = NEW(siginfo_child);
	int fd;

	sys(rt_sigprocmask, SIG_BLOCK, set, 0, 8);
	peer(exit_now, NULL);
	sys(rt_sigtimedwait, set, info, 0, 8);
	OUT(siginfo_child, info);
	fd = sys(signalfd4, -1, set, 8, 0);
	peer(exit_now, NULL);
	sys(read, fd, from_fd, 128);
	OUT(signalfd_siginfo, from_fd);
}

SCENARIO(pid_fd)
{
	struct g_sigset *set = set_of(BIT(SIGUSR1), 0);
	struct g_siginfo *send;
	int fd;

	sys(rt_sigprocmask, SIG_BLOCK, set, 0, 8);
	fd = sys(pidfd_open, 2, 0);
	sys(pidfd_open, 9999, 0);
	sys(pidfd_open, 2, 0x1234);
	sys(pidfd_open, -1, 0);
	sys(pidfd_send_signal, fd, SIGUSR1, 0, 0);
	sys(rt_sigtimedwait, set, 0, 0, 8);
	send = SET(siginfo, .si_signo = SIGUSR1, .si_code = -1, .value = 77);
	sys(pidfd_send_signal, fd, SIGUSR1, send, 0);
	send = NEW(siginfo);
	sys(rt_sigtimedwait, set, send, 0, 8);
	OUT(siginfo, send);
	sys(pidfd_send_signal, fd, SIGUSR2, send, 0);
	sys(pidfd_send_signal, fd, SIGUSR1, BAD, 0);
	sys(pidfd_send_signal, 0, SIGUSR1, 0, 0);
	sys(pidfd_getfd, fd, 0, 0);
	sys(pidfd_getfd, fd, 99, 0);
}

/*
 * Every form that the information of a signal can have: which of its members
 * are translated depends on the number of the signal and the code.
 */
static const struct {
	int sig, first, last;
} forms[] = {
	{ SIGILL, 1, 11 }, { SIGFPE, 1, 9 }, { SIGFPE, 14, 15 },
	{ SIGSEGV, 1, 10 }, { SIGBUS, 1, 6 }, { SIGTRAP, 1, 7 },
	{ SIGCHLD, 1, 7 }, { SIGPOLL, 1, 7 }, { SIGSYS, 1, 3 },
	{ SIGUSR1, 0, 1 }, { SIGUSR1, 0x80, 0x81 }, { RT, -8, 0 },
	{ RT, -60, -60 }, { RT, 0x7fffffff, 0x7fffffff },
	{ SIGSEGV, -5, -1 }, { SIGCHLD, -6, 0 },
};

static struct g_siginfo *new_info(int code)
{
	struct g_siginfo *info = NEW(siginfo);
	unsigned int i;

	for (i = 0; i < 29; i++)
		info->pad[i] = 0x80818283 + i * 0x04040404;
	info->si_signo = 0x11111111;
	info->si_errno = 0x22222222;
	info->si_code = code;
	return info;
}

SCENARIO(forms)
{
	struct g_sigset *all = set_of(-1, -1);
	struct g_siginfo *got;
	unsigned int i;
	int code;

	sys(rt_sigprocmask, SIG_BLOCK, all, 0, 8);
	for (i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
		for (code = forms[i].first; code <= forms[i].last; code++) {
			note("signal %d code %d", forms[i].sig, code);
			sys(rt_sigqueueinfo, 2, forms[i].sig, new_info(code));
			got = NEW(siginfo);
			sys(rt_sigtimedwait, all, got, ZNEW(timespec), 8);
			OUT(siginfo, got);
			if (code == 0x7fffffff)
				break;
		}
	}
}

SCENARIO(forms_by_fd)
{
	struct g_sigset *all = set_of(-1, -1);
	struct g_signalfd_siginfo *got;
	unsigned int i;
	int code, fd;

	sys(rt_sigprocmask, SIG_BLOCK, all, 0, 8);
	fd = sys(signalfd4, -1, all, 8, O_NONBLOCK);
	for (i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
		for (code = forms[i].first; code <= forms[i].last; code++) {
			note("signal %d code %d", forms[i].sig, code);
			sys(rt_tgsigqueueinfo, 2, 2, forms[i].sig,
			    new_info(code));
			got = NEW(signalfd_siginfo);
			sys(read, fd, got, 128);
			outb(got, 128);
			if (code == 0x7fffffff)
				break;
		}
	}
}

SCENARIO(bounds)
{
	struct g_sigset *set = set_of(BIT(SIGUSR1), 0);
	struct g_siginfo *send = SET(siginfo, .si_code = -1);
	struct g_timespec64 *ts64 = ZNEW(timespec64);

	sys(rt_tgsigqueueinfo, 2, 2, SIGUSR1, BAD);
	sys(rt_tgsigqueueinfo, 2, 2, SIGUSR1, edge(100));
	sys(rt_tgsigqueueinfo, 2, 2, 65, send);
	sys(rt_tgsigqueueinfo, 2, -1, SIGUSR1, send);
	sys(rt_tgsigqueueinfo, 0, 2, SIGUSR1, send);
	sys(rt_tgsigqueueinfo, 1, 2, SIGUSR1, send);
	sys(rt_tgsigqueueinfo, 2, 2, 0, send);
	sys(rt_sigqueueinfo, 2, -1, send);
	sys(rt_sigqueueinfo, 0, SIGUSR1, send);
	sys(rt_sigqueueinfo, 0x80000000, SIGUSR1, send);
	sys(rt_sigqueueinfo, 2, 0, BAD_HIGH);
	sys(rt_sigprocmask, SIG_BLOCK, set, 0, 8);
	sys(rt_sigtimedwait_time64, set, 0, ts64, 8);
	sys(rt_sigtimedwait_time64, set, 0, ts64, 4);
	ts64->tv_nsec = 1000000000;
	sys(rt_sigtimedwait_time64, set, 0, ts64, 8);
	ts64->tv_nsec = 0;
	ts64->tv_sec = -1;
	sys(rt_sigtimedwait_time64, set, 0, ts64, 8);
	sys(rt_sigtimedwait_time64, set, 0, edge(12), 8);
	sys(rt_sigtimedwait_time64, edge(4), 0, ts64, 8);
	sys(rt_sigtimedwait, set, 0, SET(timespec, 0x80000000, 0), 8);
	sys(signalfd, -1, BAD, 8);
	sys(signalfd, -1, edge(4), 8);
	sys(signalfd, 99, set, 8);
	sys(signalfd, 0, set, 8);
	sys(signalfd, -1, set, 8);
	sys(kill, 2, -1);
	sys(kill, 0x80000001, 0);
	sys(kill, 0, 0);
	sys(tkill, -1, 0);
	sys(tkill, 0x80000000, 0);
	sys(tkill, 2, 65);
	sys(tgkill, 0x80000000, 2, 0);
	sys(tgkill, 2, 2, -1);
	sys(rt_sigpending, edge(4), 8);
	sys(rt_sigprocmask, SIG_BLOCK, 0, edge(4), 8);
	sys(sigprocmask, SIG_SETMASK, 0, BAD_HIGH);
	sys(rt_sigsuspend, edge(4), 8);
	sys(rt_sigsuspend, set, -1);
}
