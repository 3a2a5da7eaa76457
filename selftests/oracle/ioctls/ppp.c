// SPDX-License-Identifier: GPL-2.0-only
/*
 * scenarios: ioctls of point-to-point links and of what they run over
 */
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include <sys/ioctl.h>
#include <sys/socket.h>

#include <linux/ppp-ioctl.h>
#include <linux/if_pppox.h>
#include <linux/sockios.h>

#include "cases.h"
#include "device.h"

#define GROUP "ppp"

#define N_SLIP	1
#define N_PPP	3
#define N_SYNC_PPP	14

#define G_SIOCSKEEPALIVE	(SIOCDEVPRIVATE + 0)
#define G_SIOCGKEEPALIVE	(SIOCDEVPRIVATE + 1)
#define G_SIOCSOUTFILL		(SIOCDEVPRIVATE + 2)
#define G_SIOCGOUTFILL		(SIOCDEVPRIVATE + 3)

static int unit(void)
{
	int fd;

	need_module("ppp_async");
	fd = wait_node("/dev/ppp", O_RDWR | O_NONBLOCK);
	if (fd < 0)
		skip("no /dev/ppp");
	return fd;
}

static void unit_flags(int fd)
{
	GET_CASES(PPPIOCGUNIT, 4);
	SET_CASES(PPPIOCSMRU, NUM(1400));
	GET_CASES(PPPIOCGFLAGS, 4);
	SET_CASES(PPPIOCSFLAGS, NUM(SC_COMP_TCP | SC_NO_TCP_CCID));
	GET_CASES(PPPIOCGFLAGS, 4);
	GET_CASES(PPPIOCGDEBUG, 4);
	SET_CASES(PPPIOCSDEBUG, NUM(0));
	SET_CASES(PPPIOCSMAXCID, NUM(15));
	SET_CASES(PPPIOCSNPMODE, bytes((uint32_t[]){ 0x21, NPMODE_PASS }, 8));
	IO(PPPIOCSNPMODE, bytes((uint32_t[]){ 0x99, NPMODE_PASS }, 8));
	ASK_CASES(PPPIOCGNPMODE, bytes((uint32_t[]){ 0x21, 9 }, 8), 8);
	SET_CASES(PPPIOCSMRRU, NUM(1500));
	IO(PPPIOCATTACH, NUM(0));
	IO(PPPIOCATTCHAN, NUM(1));
	IO(PPPIOCNEWUNIT, NUM(-1));
}

/* Commands that differ, by the size or by what they point to. */
static void unit_layouts(int fd)
{
	struct g_sock_filter *f = SET(sock_filter, .code = 6, .k = 0xffff);
	struct g_sock_fprog *p = SET(sock_fprog, .len = 1, .filter = PTR(f));
	struct g_ppp_option_data *o = ZNEW(ppp_option_data);

	SET_CASES(G_PPPIOCSPASS, p);
	SET_CASES(G_PPPIOCSACTIVE, p);
	IO(0x40107447, p);			/* AArch64's */
	p->filter = BAD_HIGH;
	IO(G_PPPIOCSPASS, p);
	p->len = 0;
	IO(G_PPPIOCSACTIVE, p);
	p->len = 5000;
	IO(G_PPPIOCSPASS, p);
	/* Deflate with a window of 2^15. */
	o->ptr = PTR(bytes("\x1a\x04\x78\x00", 4));
	o->length = 4;
	o->transmit = 1;
	SET_CASES(G_PPPIOCSCOMPRESS, o);
	IO(0x4010744d, o);			/* AArch64's */
	o->length = 33;
	IO(G_PPPIOCSCOMPRESS, o);
	o->length = 4;
	o->ptr = BAD;
	IO(G_PPPIOCSCOMPRESS, o);
}

SCENARIO(unit)
{
	int fd = unit(), s = socket(AF_INET, SOCK_DGRAM, 0);
	char *data = zmem(128);
	struct g_ifreq *r;

	need_module("ppp_deflate");
	driver("ppp");
	IO(PPPIOCGFLAGS, mem(4));
	SET_CASES(PPPIOCNEWUNIT, NUM(-1));
	unit_flags(fd);
	unit_layouts(fd);
	sys(read, fd, data, 64);
	sys(write, fd, str("\xc0\x21"), 1);
	sys(write, fd, BAD, 64);
	r = SET(ifreq, .name = "ppp0", .value = PTR(data));
	fd = s;
	SET_CASES(SIOCGPPPVER, r);
	outb(data, 128);
	IO(SIOCGPPPSTATS, r);
	outb(data, 128);
	IO(SIOCGPPPCSTATS, r);
	outb(data, 128);
	r->value = BAD_HIGH;
	IO(SIOCGPPPSTATS, r);
	IO(SIOCDEVPRIVATE + 5, r);
}

static void channel_maps(int fd)
{
	GET_CASES(PPPIOCGASYNCMAP, 4);
	SET_CASES(PPPIOCSASYNCMAP, NUM(0x80000000));
	GET_CASES(PPPIOCGASYNCMAP, 4);
	GET_CASES(PPPIOCGRASYNCMAP, 4);
	SET_CASES(PPPIOCSRASYNCMAP, NUM(0xff));
	GET_CASES(PPPIOCGXASYNCMAP, 32);
	SET_CASES(PPPIOCSXASYNCMAP, zmem(32));
	GET_CASES(PPPIOCGMRU, 4);
	SET_CASES(PPPIOCSMRU, NUM(1600));
	GET_CASES(PPPIOCGMRU, 4);
}

static void idle_times(int fd)
{
	struct g_ppp_idle64 *idle64 = NEW(ppp_idle64);
	struct g_ppp_idle *idle = NEW(ppp_idle);

	IO(G_PPPIOCGIDLE, idle);
	OUT(ppp_idle, idle);
	IO(G_PPPIOCGIDLE64, idle64);
	OUT(ppp_idle64, idle64);
	IO(G_PPPIOCGIDLE, BAD);
	IO(G_PPPIOCGIDLE64, BAD_HIGH);
}

/* A unit over a terminal, and a frame each way. */
SCENARIO(async)
{
	int control = unit(), channel = unit(), fd, master = open_pty(&fd);
	char *in = mem(64), *frame;

	if (master < 0)
		skip("no pseudo-terminal");
	driver("ppp_async");
	IO(PPPIOCGCHAN, mem(4));
	IO(TIOCSETD, NUM(N_PPP));
	GET_CASES(PPPIOCGCHAN, 4);
	GET_CASES(PPPIOCGUNIT, 4);
	GET_CASES(PPPIOCGFLAGS, 4);
	IO(TCFLSH, 2);
	GET_CASES(FIONREAD, 4);
	fd = channel;
	driver("ppp");
	SET_CASES(PPPIOCATTCHAN, NUM(1));
	IO(PPPIOCATTCHAN, NUM(9));
	IO(PPPIOCNEWUNIT, NUM(-1));
	channel_maps(fd);
	GET_CASES(PPPIOCGFLAGS, 4);
	GET_CASES(PPPIOCGCHAN, 4);
	IO(PPPIOCGUNIT, mem(4));
	fd = control;
	IO(PPPIOCNEWUNIT, NUM(5));
	fd = channel;
	SET_CASES(PPPIOCCONNECT, NUM(5));
	IO(PPPIOCCONNECT, NUM(6));
	GET_CASES(PPPIOCGUNIT, 4);
	/* Only data count as use of the link: one frame each way. */
	silent(write, control, bytes("\0\x21\x45\0\0\x04", 6), 6);
	silent(poll, SET(pollfd, .fd = master, .events = 1), 1, 1000);
	silent(write, master, in, silent(read, master, in, 64));
	pause_ms(20);
	idle_times(control);
	memset(in, POISON, 64);
	sys(write, control, bytes("\xc0\x21\x09\x01\x00\x04", 6), 6);
	silent(poll, SET(pollfd, .fd = master, .events = 1), 1, 1000);
	silent(read, master, in, 64);
	/* A line that was idle for a second gets a flag in front of it. */
	frame = in + (in[0] == 0x7e);
	outb(frame, 16);
	sys(write, master, frame, 11);
	silent(poll, SET(pollfd, .fd = fd, .events = 1), 1, 1000);
	memset(in, POISON, 64);
	sys(read, fd, in, 64);
	outb(in, 64);
	sys(read, fd, in, 64);
	IO(PPPIOCDISCONN, 0);
	IO(PPPIOCDISCONN, 0);
	IO(PPPIOCBRIDGECHAN, NUM(1));
	IO(PPPIOCUNBRIDGECHAN, 0);
}

SCENARIO(sync)
{
	int fd, master = open_pty(&fd);

	if (master < 0)
		skip("no pseudo-terminal");
	need_module("ppp_synctty");
	driver("ppp_synctty");
	IO(TIOCSETD, NUM(N_SYNC_PPP));
	GET_CASES(PPPIOCGCHAN, 4);
	GET_CASES(PPPIOCGUNIT, 4);
	IO(TCFLSH, 2);
	GET_CASES(FIONREAD, 4);
}

SCENARIO(slip)
{
	int fd, master = open_pty(&fd);

	if (master < 0)
		skip("no pseudo-terminal");
	need_module("slip");
	driver("slip");
	IO(TIOCSETD, NUM(N_SLIP));
	GET_CASES(SIOCGIFNAME, 16);
	GET_CASES(SIOCGIFENCAP, 4);
	SET_CASES(SIOCSIFENCAP, NUM(0));
	IO(SIOCSIFENCAP, NUM(99));
	IO(SIOCSIFHWADDR, NUM(0));
	SET_CASES(G_SIOCSKEEPALIVE, NUM(10));
	IO(G_SIOCSKEEPALIVE, NUM(300));
	GET_CASES(G_SIOCGKEEPALIVE, 4);
	SET_CASES(G_SIOCSOUTFILL, NUM(20));
	GET_CASES(G_SIOCGOUTFILL, 4);
	IO(G_SIOCSKEEPALIVE, NUM(0));
	IO(G_SIOCSOUTFILL, NUM(0));
	IO(TCGETS, mem(36));
	IO(TIOCSETD, NUM(0));
}

SCENARIO(pppoe)
{
	struct sockaddr_pppox *to = zmem(sizeof(*to));
	int fd;

	need_module("dummy");
	need_module("pppoe");
	shell("ip link add name d0 type dummy && ip link set d0 mtu 1400 up");
	fd = socket(AF_PPPOX, SOCK_STREAM, PX_PROTO_OE);
	if (fd < 0)
		skip("no PPPoE sockets");
	driver("pppoe");
	IO(PPPIOCGCHAN, mem(4));
	IO(PPPIOCGMRU, mem(4));
	to->sa_family = AF_PPPOX;
	to->sa_protocol = PX_PROTO_OE;
	to->sa_addr.pppoe.sid = 7;
	memcpy(to->sa_addr.pppoe.remote, "\2\0\0\0\0\7", 6);
	strcpy(to->sa_addr.pppoe.dev, "d0");
	sys(connect, fd, to, sizeof(*to));
	SET_CASES(G_PPPOEIOCSFWD, to);
	IO(0x4008b100, to);			/* AArch64's */
	IO(G_PPPOEIOCDFWD, 0);
	IO(G_PPPOEIOCDFWD, 0);
	GET_CASES(PPPIOCGCHAN, 4);
	GET_CASES(PPPIOCGMRU, 4);
	SET_CASES(PPPIOCSMRU, NUM(1300));
	IO(PPPIOCSMRU, NUM(9999));
	SET_CASES(PPPIOCSFLAGS, NUM(0));
	IO(G_PPPOEIOCSFWD, to);
}
