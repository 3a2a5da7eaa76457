// SPDX-License-Identifier: GPL-2.0-only
/*
 * scenarios: ioctls of terminals
 */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

#include <sys/ioctl.h>

#include "cases.h"
#include "device.h"

#define GROUP "tty"

SCENARIO(terminal)
{
	struct g_winsize *w = SET(winsize, 25, 80, 3, 4);
	uint32_t *number = zmem(4);
	int master, slave;
	char name[32];

	driver("pty");
	master = sys(open, str("/dev/ptmx"), O_RDWR | O_NOCTTY);
	ioc(master, TIOCSPTLCK, NUM(1));
	ioc(master, TIOCGPTLCK, number);
	out(number);
	ioc(master, TIOCGPTPEER, O_RDWR | O_NOCTTY);
	ioc(master, TIOCSPTLCK, number);
	ioc(master, TIOCSPTLCK, NUM(0));
	ioc(master, TIOCSPTLCK, BAD);
	/* Its number depends on what else runs. */
	silent(ioctl, master, TIOCGPTN, number);
	snprintf(name, sizeof(name), "/dev/pts/%u", *number);
	ioc(master, TIOCGPTN, BAD);
	slave = silent(open, str(name), O_RDWR);
	ioc(master, TIOCGPTPEER, O_RDWR | O_NOCTTY);
	ioc(master, TIOCGPTPEER, 0xffffffff);
	ioc(slave, TIOCSWINSZ, w);
	w = NEW(winsize);
	ioc(master, TIOCGWINSZ, w);
	OUT(winsize, w);
	ioc(slave, TIOCGWINSZ, BAD);
	sys(write, slave, str("out"), 3);
	/* It comes by a work queue. */
	silent(poll, SET(pollfd, .fd = master, .events = 1), 1, -1);
	ioc(master, FIONREAD, number);
	out(number);
	ioc(slave, TIOCOUTQ, number);
	out(number);
	ioc(slave, TIOCSCTTY, 0);
	ioc(slave, TIOCGPGRP, number);
	out(number);
	ioc(slave, TIOCGSID, number);
	out(number);
	ioc(slave, TIOCSPGRP, NUM(getpid()));
	ioc(slave, TIOCSPGRP, NUM(9999));
	ioc(slave, TIOCSPGRP, BAD);
	ioc(slave, TIOCEXCL, 0);
	ioc(slave, TIOCGEXCL, number);
	out(number);
	ioc(slave, TIOCNXCL, 0);
	ioc(slave, TIOCSTI, str("i"));
	ioc(slave, TIOCSTI, BAD);
	ioc(slave, TIOCGSERIAL, mem(64));
	ioc(slave, TIOCMGET, number);
	ioc(slave, TIOCGICOUNT, mem(80));
	ioc(slave, 0x54ff, 0);
	on_signal(SIGHUP, 0);
	on_signal(SIGCONT, 0);
	on_signal(SIGINT, SA_RESTART);
	ioc(master, TIOCSIG, SIGINT);
	ioc(master, TIOCSIG, 99);
	note("SIGINT seen %d times", signals_seen[SIGINT]);
	ioc(slave, TIOCNOTTY, 0);
	note("SIGHUP seen %d times", signals_seen[SIGHUP]);
	ioc(slave, TIOCVHANGUP, 0);
	ioc(slave, TCGETS, mem(64));
	sys(read, slave, mem(8), 8);
}

SCENARIO(termios)
{
	struct g_termios2 *t2 = NEW(termios2);
	struct g_termios *t = NEW(termios);
	struct g_termio *o = NEW(termio);
	int fd, master = open_pty(&fd);

	if (master < 0)
		skip("no pseudo-terminal");
	driver("pty");
	ASK_CASES(TCGETS, t, sizeof(*t));
	t->c_lflag &= ~2;
	SET_CASES(TCSETS, t);
	SET_CASES(TCSETSW, t);
	SET_CASES(TCSETSF, t);
	ASK_CASES(TCGETA, o, sizeof(*o));
	o->c_iflag ^= 0x100;
	SET_CASES(TCSETA, o);
	SET_CASES(TCSETAW, o);
	SET_CASES(TCSETAF, o);
	ASK_CASES(G_TCGETS2, t2, sizeof(*t2));
	t2->c_cflag = (t2->c_cflag & ~0x100f) | 0x1000;	/* BOTHER */
	t2->c_ispeed = 12345;
	t2->c_ospeed = 54321;
	SET_CASES(G_TCSETS2, t2);
	SET_CASES(G_TCSETSW2, t2);
	SET_CASES(G_TCSETSF2, t2);
	GET_CASES(G_TCGETS2, sizeof(*t2));
	GET_CASES(TIOCGLCKTRMIOS, sizeof(*t));
	t->c_iflag = 1;
	SET_CASES(TIOCSLCKTRMIOS, t);
	GET_CASES(TIOCGLCKTRMIOS, sizeof(*t));
	SET_CASES(TIOCSSOFTCAR, NUM(1));
	GET_CASES(TIOCGSOFTCAR, 4);
	IO(G_TCGETX, zmem(16));
	IO(G_TCSETX, zmem(16));
	IO(TCSBRK, 1);
	IO(TCSBRK, 0);
	IO(TCSBRKP, 1);
	IO(TIOCSBRK, 0);
	IO(TIOCCBRK, 0);
	IO(TCXONC, 0);
	IO(TCXONC, 1);
	IO(TCXONC, 2);
	IO(TCXONC, 99);
	IO(TCFLSH, 2);
	IO(TCFLSH, 99);
	IO(-1, 0);
	/* It becomes the console, until the real one is asked to be it. */
	IO(TIOCCONS, 99);
	IO(TIOCCONS, 0);
	ioc(open("/dev/console", O_WRONLY | O_NOCTTY), TIOCCONS, 0);
}

SCENARIO(discipline)
{
	uint32_t *n = mem(4);
	int fd, master = open_pty(&fd);

	if (master < 0)
		skip("no pseudo-terminal");
	driver("pty");
	GET_CASES(TIOCGETD, 4);
	SET_CASES(TIOCSETD, NUM(27));		/* N_NULL */
	GET_CASES(TIOCGETD, 4);
	IO(FIONREAD, n);
	IO(TIOCSETD, NUM(99));
	IO(TIOCSETD, NUM(0x80000000));
	SET_CASES(TIOCSETD, NUM(0));
	fd = master;
	SET_CASES(TIOCPKT, NUM(1));
	GET_CASES(TIOCGPKT, 4);
}

/* What is read from the master in packet mode, and from the slave by lines. */
SCENARIO(packets)
{
	int fd, master = open_pty(&fd);
	struct g_termios *t = NEW(termios);
	char *in = mem(32);

	if (master < 0)
		skip("no pseudo-terminal");
	driver("pty");
	ioc(master, TIOCPKT, NUM(1));
	sys(write, fd, str("data"), 4);
	silent(poll, SET(pollfd, .fd = master, .events = 1), 1, -1);
	sys(read, master, in, 32);
	outb(in, 32);
	IO(TCFLSH, 1);
	silent(poll, SET(pollfd, .fd = master, .events = 1), 1, -1);
	sys(read, master, in, 32);
	outb(in, 32);
	IO(TCFLSH, 1);
	silent(poll, SET(pollfd, .fd = master, .events = 1), 1, -1);
	sys(read, master, BAD_HIGH, 32);
	IO(TCGETS, t);
	t->c_lflag |= 2;			/* lines */
	t->c_iflag |= 0x100;
	IO(TCSETS, t);
	sys(write, master, str("one\rtwo\r"), 8);
	silent(poll, SET(pollfd, .fd = fd, .events = 1), 1, -1);
	GET_CASES(FIONREAD, 4);
	sys(read, fd, in, 32);
	outb(in, 32);
	sys(read, fd, BAD, 32);
	sys(read, fd, in, 2);
	outb(in, 32);
}

static void serial_lines(int fd)
{
	struct g_rs485 *rs = ZNEW(rs485);

	GET_CASES(TIOCMGET, 4);
	SET_CASES(TIOCMSET, NUM(TIOCM_DTR | TIOCM_RTS));
	SET_CASES(TIOCMBIS, NUM(TIOCM_RTS));
	SET_CASES(TIOCMBIC, NUM(TIOCM_RTS));
	GET_CASES(TIOCMGET, 4);
	IO(TIOCGICOUNT, BAD_HIGH);
	GET_CASES(TIOCGSOFTCAR, 4);
	SET_CASES(TIOCSSOFTCAR, NUM(0));
	GET_CASES(TIOCGSOFTCAR, 4);
	IO(TIOCSSOFTCAR, NUM(1));
	GET_CASES(TIOCOUTQ, 4);
	GET_CASES(FIONREAD, 4);
	SET_CASES(G_TIOCSRS485, rs);
	GET_CASES(G_TIOCGRS485, sizeof(*rs));
	rs->flags = 0xffffffff;
	IO(G_TIOCSRS485, rs);
	IO(G_TIOCGISO7816, zmem(44));
	GET_CASES(TIOCSERGETLSR, 4);
	IO(TIOCSERCONFIG, 0);
	IO(TIOCSERGWILD, zmem(16));
	IO(TIOCSERSWILD, zmem(16));
	on_signal(SIGALRM, 0);
	ualarm(50000, 0);
	IO(TIOCMIWAIT, 0);
}

SCENARIO(serial)
{
	struct g_serial *s = NEW(serial);
	int fd = open("/dev/ttyAMA0", O_RDWR | O_NOCTTY | O_NONBLOCK);

	if (fd < 0)
		skip("no serial port /dev/ttyAMA0");
	driver("pl011");
	ASK_CASES(TIOCGSERIAL, s, sizeof(*s));
	SET_CASES(TIOCSSERIAL, s);
	s->baud_base = 1;
	s->iomem_base = 0x80000000;
	s->xmit_fifo_size = -1;
	IO(TIOCSSERIAL, s);
	IO(TIOCSSERIAL, edge(8));
	GET_CASES(TIOCGSERIAL, sizeof(*s));
	serial_lines(fd);
}

/* A port that has no hardware still answers a lot. */
SCENARIO(serial8250)
{
	int fd = open("/dev/ttyS3", O_RDWR | O_NOCTTY | O_NONBLOCK);
	struct g_serial *s = NEW(serial);

	if (fd < 0)
		skip("no serial port /dev/ttyS3");
	driver("8250");
	ASK_CASES(TIOCGSERIAL, s, sizeof(*s));
	SET_CASES(TIOCSSERIAL, s);
	GET_CASES(TIOCGICOUNT, sizeof(struct g_icounter));
	IO(TIOCMGET, zmem(4));
	IO(TIOCMSET, BAD);
	IO(TIOCSERCONFIG, 0);
}

/* Both ends of a serial line over USB. */
SCENARIO(usb_serial)
{
	int device, fd, lines, tries;
	struct g_serial *s = NEW(serial);

	need_module("cdc-acm");
	need_module("dummy_hcd");
	need_module("g_serial");
	fd = wait_node("/dev/ttyACM0", O_RDWR | O_NOCTTY | O_NONBLOCK);
	device = wait_node("/dev/ttyGS0", O_RDWR | O_NOCTTY | O_NONBLOCK);
	if (fd < 0 || device < 0)
		skip("no serial line over USB");
	/* How they were left the last time is remembered. */
	shell("stty -F /dev/ttyACM0 raw -echo; stty -F /dev/ttyGS0 raw -echo");
	driver("cdc-acm");
	for (tries = 0; tries < 2000; tries++) {
		if (ioctl(fd, TIOCMGET, &lines) || lines & TIOCM_CD)
			break;
		pause_ms(1);
	}
	ASK_CASES(TIOCGSERIAL, s, sizeof(*s));
	SET_CASES(TIOCSSERIAL, s);
	GET_CASES(TIOCMGET, 4);
	SET_CASES(TIOCMBIC, NUM(TIOCM_RTS));
	SET_CASES(TIOCMSET, NUM(TIOCM_DTR | TIOCM_RTS));
	GET_CASES(TIOCGICOUNT, sizeof(struct g_icounter));
	on_signal(SIGALRM, 0);
	ualarm(50000, 0);
	IO(TIOCMIWAIT, 0);
	IO(TCSBRKP, 1);
	sys(write, fd, str("over USB"), 8);
	silent(poll, SET(pollfd, .fd = device, .events = 1), 1, 2000);
	fd = device;
	driver("g_serial");
	GET_CASES(FIONREAD, 4);
	sys(read, fd, mem(16), 16);
	GET_CASES(TIOCOUTQ, 4);
	IO(TIOCMGET, zmem(4));
	IO(TIOCSBRK, 0);
	IO(TIOCCBRK, 0);
	GET_CASES(TIOCGSERIAL, sizeof(*s));
	close(device);
	shell("rmmod g_serial");
	for (tries = 0; tries < 400 && !access("/dev/ttyACM0", F_OK); tries++)
		pause_ms(5);
}
