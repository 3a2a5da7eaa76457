// SPDX-License-Identifier: GPL-2.0-only
/*
 * scenarios: control messages
 *
 * They have 4 bytes of alignment for a 32-bit caller and 8 for the kernel:
 * sizes, places and what is cut off are different from what a 64-bit caller
 * gets.
 */
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/udp.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "net.h"

#define GROUP "cmsg"

/* Every size that cuts somewhere into three or four messages. */
static const uint32_t cuts[] = {
	0, 1, 8, 11, 12, 13, 15, 16, 19, 20, 23, 24, 27, 28, 31, 32, 35, 36,
	39, 40, 44, 48, 52, 56, 60, 64, 72, 80, 96, 128,
};

#define CUTS	(sizeof(cuts) / sizeof(cuts[0]))

static void receive(int s, uint32_t room, uint32_t flags)
{
	char *control = mem(256), *in = mem(16);
	struct g_msghdr *m = message(in, 16, control, room);

	sys(recvmsg, s, m, flags);
	outb((char *)m + 16, 12);
	outb(control, 160);
}

SCENARIO(ipv4)
{
	static const int options[] = { IP_PKTINFO, IP_RECVTTL, IP_RECVTOS,
				       IP_RECVORIGDSTADDR, IP_RECVOPTS };
	struct g_sockaddr_in *to = in4(1000);
	int s, from;
	unsigned int i;

	net_up();
	s = sys(socket, AF_INET, SOCK_DGRAM, 0);
	from = sys(socket, AF_INET, SOCK_DGRAM, 0);
	sys(bind, s, to, 16);
	sys(bind, from, in4(1001), 16);
	for (i = 0; i < sizeof(options) / sizeof(options[0]); i++) {
		sys(setsockopt, s, IPPROTO_IP, options[i], on(), 4);
		silent(sendto, from, str("one"), 3, 0, to, 16);
		receive(s, 256, 0);
	}
	sys(setsockopt, s, SOL_SOCKET, SO_RXQ_OVFL, on(), 4);
	sys(setsockopt, s, SOL_SOCKET, 75, on(), 4);	/* SO_RCVMARK */
	for (i = 0; i < CUTS; i++) {
		silent(sendto, from, str("two"), 3, 0, to, 16);
		receive(s, cuts[i], 0);
	}
}

SCENARIO(ipv6)
{
	static const int options[] = { IPV6_RECVPKTINFO, IPV6_RECVHOPLIMIT,
				       IPV6_RECVTCLASS, 74, IPV6_RECVRTHDR,
				       IPV6_RECVHOPOPTS };
	struct g_sockaddr_in6 *to = in6(1000);
	int s, from;
	unsigned int i;

	net_up();
	s = sys(socket, AF_INET6, SOCK_DGRAM, 0);
	from = sys(socket, AF_INET6, SOCK_DGRAM, 0);
	sys(bind, s, to, 28);
	sys(bind, from, in6(1001), 28);
	for (i = 0; i < sizeof(options) / sizeof(options[0]); i++) {
		sys(setsockopt, s, IPPROTO_IPV6, options[i], on(), 4);
		silent(sendto, from, str("one"), 3, 0, to, 28);
		receive(s, 256, 0);
	}
	for (i = 0; i < CUTS; i++) {
		silent(sendto, from, str("two"), 3, 0, to, 28);
		receive(s, cuts[i], 0);
	}
}

/* To the other direction: what a sender asks for. */
SCENARIO(ipv4_send)
{
	struct {
		struct g_cmsg_int ttl, tos;
		struct g_cmsg_pktinfo info;
	} *c = zmem(sizeof(*c));
	struct g_sockaddr_in *to = in4(1000);
	struct g_msghdr *m;
	int s, from;

	net_up();
	s = sys(socket, AF_INET, SOCK_DGRAM, 0);
	from = sys(socket, AF_INET, SOCK_DGRAM, 0);
	sys(bind, s, to, 16);
	sys(bind, from, SET(sockaddr_in, AF_INET, htons(1001)), 16);
	sys(setsockopt, s, IPPROTO_IP, IP_RECVTTL, on(), 4);
	sys(setsockopt, s, IPPROTO_IP, IP_RECVTOS, on(), 4);
	sys(setsockopt, s, IPPROTO_IP, IP_PKTINFO, on(), 4);
	c->ttl = (struct g_cmsg_int){ { 16, IPPROTO_IP, IP_TTL }, 7 };
	c->tos = (struct g_cmsg_int){ { 16, IPPROTO_IP, IP_TOS }, 0x10 };
	c->info = (struct g_cmsg_pktinfo){ { 24, IPPROTO_IP, IP_PKTINFO }, 1,
					   htonl(0x7f000005), 0 };
	m = message(str("data"), 4, c, sizeof(*c));
	m->msg_name = PTR(to);
	m->msg_namelen = 16;
	sys(sendmsg, from, m, 0);
	receive(s, 256, 0);
	c->tos.hdr.cmsg_len = 13;	/* one byte is enough for it */
	sys(sendmsg, from, m, 0);
	receive(s, 256, 0);
	c->tos.hdr.cmsg_len = 16;
	c->ttl.value = 256;
	sys(sendmsg, from, m, 0);
	c->ttl.value = 7;
	c->info.hdr.cmsg_len = 20;
	sys(sendmsg, from, m, 0);
	c->info.hdr.cmsg_len = 25;
	sys(sendmsg, from, m, 0);
	m->msg_controllen = 33;
	sys(sendmsg, from, m, 0);
	m->msg_controllen = 43;
	sys(sendmsg, from, m, 0);
	c->info.hdr.cmsg_len = 24;
	c->info.ifindex = 77;
	m->msg_controllen = sizeof(*c);
	sys(sendmsg, from, m, 0);
	/* As a 64-bit caller would place it: not the second one. */
	c->ttl.hdr.cmsg_len = 20;
	sys(sendmsg, from, m, 0);
	c->ttl.hdr.cmsg_len = 0;
	sys(sendmsg, from, m, 0);
	c->ttl.hdr.cmsg_len = 0xfffffff0;
	sys(sendmsg, from, m, 0);
	c->ttl.hdr.cmsg_len = 0x80000000;
	sys(sendmsg, from, m, 0);
	m->msg_control = PTR(edge(20));
	memcpy(edge(20), c, 20);
	m->msg_controllen = 21;
	sys(sendmsg, from, m, 0);
	m->msg_controllen = 0x7fffffff;
	sys(sendmsg, from, m, 0);
	m->msg_controllen = 0x80000000;
	sys(sendmsg, from, m, 0);
}

SCENARIO(ipv6_send)
{
	struct {
		struct g_cmsg_int hops, class;
		struct g_cmsg_pktinfo6 info;
	} *c = zmem(sizeof(*c));
	struct g_sockaddr_in6 *to = in6(1000);
	struct g_msghdr *m;
	int s, from;

	net_up();
	s = sys(socket, AF_INET6, SOCK_DGRAM, 0);
	from = sys(socket, AF_INET6, SOCK_DGRAM, 0);
	sys(bind, s, to, 28);
	sys(setsockopt, s, IPPROTO_IPV6, IPV6_RECVHOPLIMIT, on(), 4);
	sys(setsockopt, s, IPPROTO_IPV6, IPV6_RECVTCLASS, on(), 4);
	c->hops = (struct g_cmsg_int){ { 16, IPPROTO_IPV6, IPV6_HOPLIMIT }, 9 };
	c->class = (struct g_cmsg_int){ { 16, IPPROTO_IPV6, IPV6_TCLASS }, 5 };
	c->info.hdr = (struct g_cmsghdr){ 32, IPPROTO_IPV6, IPV6_PKTINFO };
	c->info.addr[15] = 1;
	c->info.ifindex = 1;
	m = message(str("data"), 4, c, sizeof(*c));
	m->msg_name = PTR(to);
	m->msg_namelen = 28;
	sys(sendmsg, from, m, 0);
	receive(s, 256, 0);
	c->info.hdr.cmsg_len = 28;
	sys(sendmsg, from, m, 0);
	c->info.hdr.cmsg_len = 32;
	c->info.addr[15] = 2;
	sys(sendmsg, from, m, 0);
	c->hops.hdr.cmsg_len = 12;
	sys(sendmsg, from, m, 0);
}

/* What has come back for a datagram that nobody wanted. */
SCENARIO(error_queue)
{
	struct g_sockaddr_in6 *name = NEW(sockaddr_in6);
	char *control = mem(128);
	struct g_msghdr *m;
	int s;

	net_up();
	s = sys(socket, AF_INET, SOCK_DGRAM, 0);
	sys(setsockopt, s, IPPROTO_IP, IP_RECVERR, on(), 4);
	sys(bind, s, in4(1001), 16);
	sys(connect, s, in4(1000), 16);
	sys(send, s, str("x"), 1, 0);
	net_wait(s, 0);
	m = message(mem(16), 16, control, 128);
	m->msg_name = PTR(name);
	m->msg_namelen = 28;
	sys(recvmsg, s, m, MSG_ERRQUEUE);
	OUT(msghdr, m);
	outb(name, 16);
	outb(control, 64);
	sys(recvmsg, s, m, MSG_ERRQUEUE);
	sys(send, s, str("x"), 1, 0);
	net_wait(s, 0);
	control = mem(64);
	m = message(mem(16), 16, control, 40);
	sys(recvmsg, s, m, MSG_ERRQUEUE);
	outb((char *)m + 16, 12);
	outb(control, 64);
	s = sys(socket, AF_INET6, SOCK_DGRAM, 0);
	sys(setsockopt, s, IPPROTO_IPV6, IPV6_RECVERR, on(), 4);
	sys(bind, s, in6(1001), 28);
	sys(connect, s, in6(1000), 28);
	sys(send, s, str("x"), 1, 0);
	net_wait(s, 0);
	receive(s, 256, MSG_ERRQUEUE);
}

/* They begin some time after they have been asked for. */
static void until_stamped(int s, struct g_sockaddr_in *to)
{
	struct g_msghdr *m = message(mem(4), 4, mem(64), 64);
	int tries;

	for (tries = 0; tries < 1000; tries++) {
		m->msg_controllen = 64;
		silent(sendto, s, MEM_BASE, 1, 0, to, 16);
		silent(recvmsg, s, m, 0);
		if (m->msg_controllen)
			return;
		pause_ms(2);
	}
	note("FATAL: no time stamps");
}

/* Time stamps of the third kind, three at once. */
SCENARIO(timestamping)
{
	static const int options[] = { G_SO_TIMESTAMPING_OLD,
				       G_SO_TIMESTAMPING_NEW };
	uint32_t *flags = bytes(&(uint32_t){ 0x18 }, 4);
	struct g_sockaddr_in *to = in4(1000);
	unsigned int i, room;
	char *control;
	int s;

	net_up();
	for (i = 0; i < 2; i++) {
		s = sys(socket, AF_INET, SOCK_DGRAM, 0);
		sys(bind, s, to, 16);
		sys(setsockopt, s, SOL_SOCKET, options[i], flags, 4);
		sys(setsockopt, s, SOL_SOCKET, options[i], BAD, 4);
		until_stamped(s, to);
		for (room = 60; room >= 8; room -= room > 30 ? 24 : 8) {
			struct g_msghdr *m;

			silent(sendto, s, str("x"), 1, 0, to, 16);
			control = mem(64);
			m = message(mem(4), 4, control, room);
			sys(recvmsg, s, m, 0);
			outb((char *)m + 16, 12);
			if (i)
				OUT(cmsg_stamps64, control);
			else
				OUT(cmsg_stamps, control);
		}
		sys(close, s);
	}
}

static void send_fds(int s, unsigned int count, const char *text)
{
	struct g_cmsghdr *c = zmem(12 + 4 * count);

	*c = (struct g_cmsghdr){ 12 + 4 * count, SOL_SOCKET, SCM_RIGHTS };
	sys(sendmsg, s, message(str(text), 1, c, 12 + 4 * count), 0);
}

/* Descriptors that have room, or not: each that fits is made. */
SCENARIO(rights)
{
	int32_t *s = mem(8);
	unsigned int i;

	sys(socketpair, AF_UNIX, SOCK_DGRAM, 0, s);
	for (i = 0; i < 12; i++) {
		send_fds(s[0], 3, "x");
		receive(s[1], cuts[i], i & 1 ? MSG_CMSG_CLOEXEC : 0);
		sys(dup, 0);
		sys(close_range, 5, -1, 0);
	}
	send_fds(s[0], 0, "a");
	receive(s[1], 256, 0);
	send_fds(s[0], 253, "b");
	receive(s[1], 256, MSG_PEEK);
	sys(dup, 0);
	receive(s[1], 64, 0);
	sys(close_range, 5, -1, 0);
	send_fds(s[0], 254, "c");
	send_fds(s[0], 0x1000, "c");
	send_fds(s[0], 1, "d");
	/* No control buffer that can be written. */
	sys(recvmsg, s[1], message(mem(4), 4, (void *)BAD, 64), 0);
	send_fds(s[0], 1, "d");
	sys(recvmsg, s[1], message(mem(4), 4, edge(14), 64), 0);
	send_fds(s[0], 1, "d");
	sys(recv, s[1], mem(4), 4, 0);
	sys(dup, 0);
}

SCENARIO(several)
{
	struct {
		struct g_cmsg_ucred who;
		struct g_cmsg_fds fds, more;
	} *c = zmem(sizeof(*c));
	int32_t *s = mem(8);
	struct g_msghdr *m;
	unsigned int i;

	sys(socketpair, AF_UNIX, SOCK_SEQPACKET, 0, s);
	sys(setsockopt, s[1], SOL_SOCKET, SO_PASSCRED, on(), 4);
	c->who = (struct g_cmsg_ucred){ { 24, SOL_SOCKET, SCM_CREDENTIALS },
					2, 0, 0 };
	c->fds = (struct g_cmsg_fds){ { 20, SOL_SOCKET, SCM_RIGHTS }, { 0, 1 } };
	c->more = c->fds;
	m = message(str("several"), 7, c, sizeof(*c));
	for (i = 0; i < CUTS; i++) {
		silent(sendmsg, s[0], m, 0);
		receive(s[1], cuts[i], 0);
		silent(close_range, 5, -1, 0);
	}
	c->more.hdr.cmsg_type = SCM_CREDENTIALS;
	sys(sendmsg, s[0], m, 0);
	c->more.hdr.cmsg_type = 99;
	sys(sendmsg, s[0], m, 0);
	c->more.hdr.cmsg_level = 99;	/* not for this kind of socket */
	sys(sendmsg, s[0], m, 0);
	receive(s[1], 256, MSG_DONTWAIT);
	c->who.hdr.cmsg_len = 23;
	sys(sendmsg, s[0], m, 0);
	c->who.hdr.cmsg_len = 24;
	c->who.uid = 0x80000000;
	sys(sendmsg, s[0], m, 0);
	sys(setsockopt, s[1], SOL_SOCKET, G_SO_PASSPIDFD, on(), 4);
	sys(send, s[0], str("pid"), 3, 0);
	receive(s[1], 256, MSG_DONTWAIT);
	sys(send, s[0], str("pid"), 3, 0);
	receive(s[1], 36, MSG_DONTWAIT);
}

SCENARIO(netlink)
{
	struct {
		uint32_t len;
		uint16_t type, flags;
		uint32_t seq, pid;
	} *h = zmem(16);
	char *in = mem(128), *control = mem(64), *name = mem(16);
	struct g_msghdr *m = message(in, 128, control, 64);
	int s = sys(socket, AF_NETLINK, SOCK_RAW, 0);

	sys(setsockopt, s, 270, 3, on(), 4);	/* NETLINK_PKTINFO */
	h->len = 16;
	h->type = 0x7fff;
	h->flags = 5;
	h->seq = 0x1234;
	sys(send, s, h, 16, 0);
	m->msg_name = PTR(name);
	m->msg_namelen = 12;
	sys(recvmsg, s, m, 0);
	OUT(msghdr, m);
	outb(name, 16);
	outb(in, 64);
	outb(control, 64);
	sys(send, s, h, 16, 0);
	sys(recv, s, in, 10, MSG_TRUNC);
	sys(send, s, BAD, 16, 0);
}
