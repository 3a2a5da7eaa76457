// SPDX-License-Identifier: GPL-2.0-only
/*
 * gate32-run - siginfo_t for the guest: which fields there are depends on the
 * signal and on who sent it
 */
#include <string.h>

#include "signals.h"
#include "sys.h"
#include "types.h"

enum layout {
	LAYOUT_KILL,	/* pid, uid */
	LAYOUT_RT,	/* pid, uid, value */
	LAYOUT_TIMER,	/* timer id, overrun, value */
	LAYOUT_POLL,	/* band, fd */
	LAYOUT_CHLD,	/* pid, uid, status, utime, stime */
	LAYOUT_FAULT,	/* addr */
	LAYOUT_SYS,	/* call address, number, arch */
};

static enum layout layout_of(const siginfo_t *info)
{
	switch (info->si_code) {
	case SI_USER:
	case SI_TKILL:
		return LAYOUT_KILL;
	case SI_TIMER:
		return LAYOUT_TIMER;
	case SI_SIGIO:
		return LAYOUT_POLL;
	case SI_KERNEL:
		return LAYOUT_KILL;
	}
	if (info->si_code < 0)
		return LAYOUT_RT;
	switch (info->si_signo) {
	case SIGILL:
	case SIGFPE:
	case SIGSEGV:
	case SIGBUS:
	case SIGTRAP:
		return LAYOUT_FAULT;
	case SIGCHLD:
		return LAYOUT_CHLD;
	case SIGPOLL:
		return LAYOUT_POLL;
	case SIGSYS:
		return LAYOUT_SYS;
	default:
		return LAYOUT_KILL;
	}
}

/**
 * siginfo_to_guest() - convert a siginfo_t
 * @guest_pc: where the guest is, for the signals that say so
 */
void siginfo_to_guest(struct guest_siginfo *to, const siginfo_t *from,
		      u32 guest_pc)
{
	/* Behind signo, errno and code */
	s32 *f = &to->word[3];

	memset(to, 0, sizeof(*to));
	to->word[0] = from->si_signo;
	to->word[1] = from->si_errno;
	to->word[2] = from->si_code;
	switch (layout_of(from)) {
	case LAYOUT_RT:
		f[2] = from->si_value.sival_int;
		/* fall through */
	case LAYOUT_KILL:
		f[0] = from->si_pid;
		f[1] = from->si_uid;
		break;
	case LAYOUT_TIMER:
		f[0] = from->si_timerid;
		f[1] = from->si_overrun;
		f[2] = from->si_value.sival_int;
		break;
	case LAYOUT_POLL:
		f[0] = from->si_band;
		f[1] = from->si_fd;
		break;
	case LAYOUT_CHLD:
		f[0] = from->si_pid;
		f[1] = from->si_uid;
		f[2] = from->si_status;
		f[3] = from->si_utime;
		f[4] = from->si_stime;
		break;
	case LAYOUT_FAULT:
		f[0] = (u32)(u64)from->si_addr;
		break;
	case LAYOUT_SYS:
		/* The kernel knows our svc only, not the guest's. */
		f[0] = guest_pc;
		f[1] = from->si_syscall;
		f[2] = from->si_arch;
		break;
	}
}
