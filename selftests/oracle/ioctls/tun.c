// SPDX-License-Identifier: GPL-2.0-only
/*
 * scenarios: ioctls of tun and macvtap, and frames that are read and written
 */
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include <sys/socket.h>

#include <linux/if_tun.h>
#include <linux/sockios.h>

#include "cases.h"
#include "device.h"

#define GROUP "tun"

static struct g_ifreq *with_flags(const char *name, int16_t flags)
{
	struct g_ifreq *r = SET(ifreq, .flags = flags);

	strcpy(r->name, name);
	return r;
}

static struct g_sock_fprog *accept_all(void)
{
	struct g_sock_filter *f = SET(sock_filter, .code = 6, .k = 0xffff);

	return SET(sock_fprog, .len = 1, .filter = PTR(f));
}

static void queue_options(int fd)
{
	SET_CASES(TUNSETSNDBUF, NUM(4096));
	IO(TUNSETSNDBUF, NUM(0));
	IO(TUNSETSNDBUF, NUM(-1));
	GET_CASES(TUNGETSNDBUF, 4);
	GET_CASES(TUNGETVNETHDRSZ, 4);
	SET_CASES(TUNSETVNETHDRSZ, NUM(12));
	IO(TUNSETVNETHDRSZ, NUM(9));
	GET_CASES(TUNGETVNETHDRSZ, 4);
	SET_CASES(TUNSETVNETLE, NUM(1));
	GET_CASES(TUNGETVNETLE, 4);
	IO(TUNSETVNETLE, NUM(0));
	SET_CASES(TUNSETVNETBE, NUM(1));
	GET_CASES(TUNGETVNETBE, 4);
	IO(TUNSETOFFLOAD, 1);
	IO(TUNSETOFFLOAD, 0x80000000);
	IO(TUNSETOFFLOAD, 0);
	ASK_CASES(SIOCGIFHWADDR, with_flags("t0", 0), 32);
	SET_CASES(SIOCSIFHWADDR, SET(ifreq, "t0", .addr = { 1, 0x0602, 9 }));
	IO(TUNSETIFF, BAD);
	GET_CASES(TUNGETFEATURES, 4);
	GET_CASES(TUNGETIFF, 32);
	IO(_IO('T', 254), 0);
}

SCENARIO(tap)
{
	int fd = open("/dev/net/tun", O_RDWR | O_NONBLOCK);

	if (fd < 0)
		skip("no /dev/net/tun");
	driver("tun");
	GET_CASES(TUNGETFEATURES, 4);
	IO(TUNGETIFF, mem(32));
	IO(TUNSETOFFLOAD, 0);
	SET_CASES(TUNSETIFINDEX, NUM(7));
	IO(TUNSETIFF, with_flags("t0", 0x0c00));
	SET_CASES(TUNSETIFF, with_flags("t0", IFF_TAP | IFF_NO_PI | IFF_VNET_HDR |
				   IFF_MULTI_QUEUE));
	IO(TUNSETIFF, with_flags("t0", IFF_TAP));
	/* Multicast and the like would be to be read from it. */
	shell("ip link set t0 address 02:00:00:00:00:05");
	queue_options(fd);
	SET_CASES(TUNSETQUEUE, with_flags("", IFF_DETACH_QUEUE));
	IO(TUNSETQUEUE, with_flags("", IFF_DETACH_QUEUE));
	IO(TUNSETQUEUE, with_flags("", IFF_ATTACH_QUEUE));
	IO(TUNSETQUEUE, with_flags("", 1));
	SET_CASES(TUNSETTXFILTER, bytes("\0\0\1\0\x33\x33\0\0\0\1", 10));
	IO(TUNSETTXFILTER, bytes("\1\0\xff\xff", 4));
	IO(TUNSETTXFILTER, bytes("\0\0\0\0", 4));
	SET_CASES(G_TUNATTACHFILTER, accept_all());
	IO(0x401054d5, accept_all());	/* AArch64's */
	IO(G_TUNGETFILTER, ZNEW(sock_fprog));
	IO(G_TUNDETACHFILTER, accept_all());
	SET_CASES(TUNSETSTEERINGEBPF, NUM(-1));
	SET_CASES(TUNSETFILTEREBPF, NUM(-1));
	IO(TUNSETFILTEREBPF, NUM(0));
	SET_CASES(TUNSETCARRIER, NUM(0));
	SET_CASES(TUNSETCARRIER, NUM(1));
	IO(TUNSETOWNER, 1);
	IO(TUNSETOWNER, 0xfffffffe);
	IO(TUNSETGROUP, 2);
	IO(TUNSETLINK, 65534);
	IO(TUNSETNOCSUM, 1);
	IO(TUNSETDEBUG, 1);
	IO(TUNSETPERSIST, 1);
	IO(TUNSETPERSIST, 0);
	fd = IO(TUNGETDEVNETNS, 0);
}

/* With the flags and the protocol in front of a packet. */
SCENARIO(tun)
{
	const char packet[] = "\0\0\x08\0\x45\0\0\x1c\0\0\0\0\x40\x11\0\0"
			      "\x0a\1\2\4\x0a\1\2\3\1\2\3\4\0\x08\0\0";
	int fd = open("/dev/net/tun", O_RDWR | O_NONBLOCK), to;
	char *in = mem(64);

	if (fd < 0)
		skip("no /dev/net/tun");
	driver("tun");
	IO(TUNSETIFF, with_flags("t%d", IFF_TUN));
	IO(TUNSETLINK, 1);
	sys(read, fd, in, 64);
	sys(write, fd, bytes(packet, 32), 32);
	shell("echo 1 > /proc/sys/net/ipv6/conf/t0/disable_ipv6");
	shell("ip addr add 10.1.2.3/8 dev t0; ip link set t0 up");
	sys(write, fd, bytes(packet, 32), 3);
	sys(write, fd, BAD, 32);
	sys(writev, fd, SET(iovec, PTR(bytes(packet, 32)), 32), 1);
	to = socket(AF_INET, SOCK_DGRAM, 0);
	/* Not just any port. */
	bind(to, (void *)bytes("\2\0\7\7\x0a\1\2\3\0\0\0\0\0\0\0", 16), 16);
	connect(to, (void *)bytes("\2\0\1\2\x0a\1\2\4\0\0\0\0\0\0\0", 16), 16);
	note("sent: %zd", send(to, "data", 4, 0));
	sys(read, fd, BAD_HIGH, 64);
	note("sent: %zd", send(to, "data", 4, 0));
	silent(poll, SET(pollfd, .fd = fd, .events = 1), 1, 1000);
	sys(read, fd, in, 64);
	/* The packet's number is random, and so is its checksum. */
	outb(in, 8);
	outb(in + 16, 48);
	sys(read, fd, in, 64);
}

SCENARIO(macvtap)
{
	int fd;

	need_module("dummy");
	need_module("macvtap");
	if (shell("ip link add name d0 type dummy") ||
	    shell("ip link add link d0 name t0 type macvtap") ||
	    shell("ip link set t0 address 02:00:00:00:00:05"))
		skip("no macvtap device");
	fd = wait_node("/dev/tap3", O_RDWR | O_NONBLOCK);
	if (fd < 0)
		skip("no /dev/tap3");
	driver("macvtap");
	SET_CASES(TUNSETIFF, with_flags("t0", IFF_TAP | IFF_NO_PI | IFF_VNET_HDR));
	IO(TUNSETIFF, with_flags("t0", IFF_TUN));
	queue_options(fd);
	SET_CASES(TUNSETQUEUE, with_flags("", IFF_DETACH_QUEUE));
	IO(TUNSETQUEUE, with_flags("", IFF_ATTACH_QUEUE));
	sys(read, fd, mem(64), 64);
	sys(write, fd, zmem(64), 64);
	sys(write, fd, zmem(8), 8);
	close(fd);
	shell("ip link del t0");
}
