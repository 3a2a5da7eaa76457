// SPDX-License-Identifier: GPL-2.0-only
/*
 * scenarios: ioctls of terminals
 */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>

#include <sys/ioctl.h>

#include "oracle.h"

#define GROUP "tty"

SCENARIO(terminal)
{
	struct g_winsize *w = SET(winsize, 25, 80, 3, 4);
	struct g_termios *t = NEW(termios);
	uint32_t *number = zmem(4);
	char *in = mem(32), name[32];
	int master, slave;

	driver("pty");
	master = sys(open, str("/dev/ptmx"), O_RDWR | O_NOCTTY);
	ioc(master, TIOCSPTLCK, number);
	/* Its number depends on what else runs. */
	silent(ioctl, master, TIOCGPTN, number);
	snprintf(name, sizeof(name), "/dev/pts/%u", *number);
	slave = silent(open, str(name), O_RDWR);
	ioc(slave, TCGETS, t);
	OUT(termios, t);
	t->c_lflag &= ~2;
	ioc(slave, TCSETS, t);
	ioc(slave, TCSETSW, t);
	ioc(slave, TCGETA, in);
	outb(in, 32);
	in = mem(64);
	ioc(slave, G_TCGETS2, in);
	outb(in, 64);
	ioc(slave, TIOCSWINSZ, w);
	w = NEW(winsize);
	ioc(master, TIOCGWINSZ, w);
	OUT(winsize, w);
	ioc(slave, TIOCGWINSZ, BAD);
	ioc(slave, TCGETS, BAD_HIGH);
	sys(write, slave, str("out"), 3);
	/* It comes by a work queue. */
	silent(poll, SET(pollfd, .fd = master, .events = 1), 1, -1);
	ioc(master, FIONREAD, number);
	out(number);
	ioc(slave, TIOCOUTQ, number);
	out(number);
	ioc(slave, TIOCGETD, number);
	out(number);
	ioc(slave, TIOCSCTTY, 0);
	ioc(slave, TIOCGPGRP, number);
	out(number);
	ioc(slave, TIOCGSID, number);
	out(number);
	ioc(slave, TIOCEXCL, 0);
	ioc(slave, TIOCGEXCL, number);
	out(number);
	ioc(slave, TIOCNXCL, 0);
	ioc(master, TIOCPKT, number);
	ioc(master, TIOCGPKT, number);
	out(number);
	ioc(slave, TCXONC, 99);
	ioc(slave, TCFLSH, 2);
	ioc(slave, TIOCSTI, str("i"));
	ioc(slave, TIOCGSERIAL, mem(64));
	ioc(slave, 0x54ff, 0);
	on_signal(SIGHUP, 0);
	on_signal(SIGCONT, 0);
	ioc(slave, TIOCNOTTY, 0);
	note("SIGHUP seen %d times", signals_seen[SIGHUP]);
}

SCENARIO(serial)
{
	struct g_serial *s = NEW(serial);
	uint32_t *n = mem(4);
	int fd = open("/dev/ttyAMA0", O_RDWR | O_NOCTTY | O_NONBLOCK);

	if (fd < 0)
		skip("no serial port /dev/ttyAMA0");
	driver("pl011");
	IO(TIOCGSERIAL, s);
	OUT(serial, s);
	IO(TIOCGSERIAL, BAD);
	IO(TIOCSSERIAL, BAD_HIGH);
	IO(TIOCMGET, n);
	out(n);
	IO(TIOCGICOUNT, BAD);
	IO(TIOCGSOFTCAR, n);
	out(n);
	IO(TIOCOUTQ, BAD);
}
