// SPDX-License-Identifier: GPL-2.0-only
/*
 * scenarios: ioctl on what every machine has: terminals, pipes, files
 */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <sys/ioctl.h>

#include "oracle.h"

#define GROUP "ioctl"

SCENARIO(terminal)
{
	struct g_winsize *w = SET(winsize, 25, 80, 3, 4);
	struct g_termios *t = NEW(termios);
	uint32_t *number = zmem(4);
	char *in = mem(32), name[32];
	int master, slave;

	master = sys(open, str("/dev/ptmx"), O_RDWR | O_NOCTTY);
	sys(ioctl, master, 0x40045431, number);	/* TIOCSPTLCK */
	/* Its number depends on what else runs. */
	silent(ioctl, master, 0x80045430, number);	/* TIOCGPTN */
	snprintf(name, sizeof(name), "/dev/pts/%u", *number);
	slave = silent(open, str(name), O_RDWR);
	sys(ioctl, slave, TCGETS, t);
	OUT(termios, t);
	t->c_lflag &= ~2;
	sys(ioctl, slave, TCSETS, t);
	sys(ioctl, slave, TCSETSW, t);
	sys(ioctl, slave, TCGETA, in);
	outb(in, 32);
	in = mem(64);
	sys(ioctl, slave, 0x802c542a, in);	/* TCGETS2 */
	outb(in, 64);
	sys(ioctl, slave, TIOCSWINSZ, w);
	w = NEW(winsize);
	sys(ioctl, master, TIOCGWINSZ, w);
	OUT(winsize, w);
	sys(ioctl, slave, TIOCGWINSZ, BAD);
	sys(ioctl, slave, TCGETS, BAD_HIGH);
	sys(write, slave, str("out"), 3);
	/* It comes by a work queue. */
	silent(poll, SET(pollfd, .fd = master, .events = 1), 1, -1);
	sys(ioctl, master, FIONREAD, number);
	out(number);
	sys(ioctl, slave, TIOCOUTQ, number);
	out(number);
	sys(ioctl, slave, TIOCGETD, number);
	out(number);
	sys(ioctl, slave, TIOCSCTTY, 0);
	sys(ioctl, slave, TIOCGPGRP, number);
	out(number);
	sys(ioctl, slave, TIOCGSID, number);
	out(number);
	sys(ioctl, slave, TIOCEXCL, 0);
	sys(ioctl, slave, 0x80045440, number);	/* TIOCGEXCL */
	out(number);
	sys(ioctl, slave, TIOCNXCL, 0);
	sys(ioctl, master, TIOCPKT, number);
	sys(ioctl, master, 0x80045438, number);	/* TIOCGPKT */
	out(number);
	sys(ioctl, slave, TCXONC, 99);
	sys(ioctl, slave, TCFLSH, 2);
	sys(ioctl, slave, TIOCSTI, str("i"));
	sys(ioctl, slave, TIOCGSERIAL, mem(64));
	sys(ioctl, slave, 0x54ff, 0);
	on_signal(SIGHUP, 0);
	on_signal(SIGCONT, 0);
	sys(ioctl, slave, TIOCNOTTY, 0);
	note("SIGHUP seen %d times", signals_seen[SIGHUP]);
}

SCENARIO(generic)
{
	int32_t *ends = mem(8);
	uint32_t *value = bytes(&(uint32_t){ 1 }, 4);
	int fd;

	sys(pipe, ends);
	sys(write, ends[1], str("12345"), 5);
	sys(ioctl, ends[0], FIONREAD, value);
	out(value);
	sys(ioctl, ends[0], FIONREAD, BAD);
	*value = 1;
	sys(ioctl, ends[0], FIONBIO, value);
	sys(fcntl64, ends[0], F_GETFL);
	sys(ioctl, ends[0], FIONBIO, BAD_HIGH);
	sys(ioctl, ends[0], FIOCLEX, 0);
	sys(fcntl64, ends[0], F_GETFD);
	sys(ioctl, ends[0], FIONCLEX, 0);
	sys(fcntl64, ends[0], F_GETFD);
	sys(ioctl, ends[0], FIOASYNC, value);
	sys(ioctl, ends[0], 0xffffffff, 0xffffffff);
	sys(ioctl, -1, FIONREAD, value);
	sys(ioctl, 0, TCGETS, mem(64));
	fd = sys(open, str("f"), O_RDWR | O_CREAT, 0600);
	sys(write, fd, str("12345"), 5);
	sys(ioctl, fd, FIONREAD, value);
	out(value);
	sys(ioctl, fd, 0x80046601, value);	/* FS_IOC32_GETFLAGS */
	out(value);
	sys(ioctl, fd, 0x80086601, value);	/* the 64-bit one */
	sys(ioctl, fd, G_FIGETBSZ, value);
	out(value);
	sys(ioctl, fd, G_FIBMAP, value);
	sys(ioctl, fd, 0x40049409, ends[0]);	/* FICLONE */
	sys(ioctl, fd, 0xc020660b, zmem(64));	/* FS_IOC_FIEMAP */
	sys(ioctl, fd, 0x40305828, zmem(64));	/* FS_IOC_RESVSP */
	sys(ioctl, fd, 0x402c5828, zmem(64));	/* the i386 one */
}

SCENARIO(random)
{
	int fd = sys(open, str("/dev/urandom"), O_RDWR);
	uint32_t *value = mem(16);

	sys(ioctl, fd, 0x80045200, value);	/* RNDGETENTCNT */
	out(value);
	value[0] = -5;
	sys(ioctl, fd, 0x40045201, value);	/* RNDADDTOENTCNT */
	value[0] = 8;
	value[1] = 4;
	sys(ioctl, fd, 0x40085203, value);	/* RNDADDENTROPY */
	value[1] = -4;
	sys(ioctl, fd, 0x40085203, value);
	sys(ioctl, fd, 0x40085203, BAD);
	sys(ioctl, fd, 0x52ff, 0);
}
