// SPDX-License-Identifier: GPL-2.0-only
/*
 * scenarios: socket options
 *
 * First all of a level by number, then those with structures of their own.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <grp.h>
#include <netinet/in.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <linux/if_ether.h>
#include <linux/if_packet.h>

#include "net.h"

#define GROUP "sockopt"

#define TCP_INFO_NR		11
#define TCP_ZEROCOPY_NR		35

/* Values that are different in every run, or say how the machine is. */
static int is_random(int level, int option)
{
	switch (level) {
	case SOL_SOCKET:
		return option == 49 || option == 57 || option == 71;
	case IPPROTO_TCP:
		return option == TCP_INFO_NR || option == 24;
	}
	return 0;
}

static void get(int s, int level, int option, uint32_t size)
{
	uint32_t *length = bytes(&size, 4);
	char *value = mem(64);

	sys(getsockopt, s, level, option, value, length);
	out(length);
	outb(value, 40);
}

/* Each option: got, set from nowhere, set, got once more. */
static void level(int s, int level, int first, int last)
{
	int i, *value = on();

	for (i = first; i <= last; i++) {
		if (is_random(level, i))
			continue;
		get(s, level, i, 40);
		sys(setsockopt, s, level, i, BAD_HIGH, 4);
		sys(setsockopt, s, level, i, value, 3);
		sys(setsockopt, s, level, i, value, 4);
		get(s, level, i, 4);
	}
}

SCENARIO(socket)
{
	level(sys(socket, AF_INET, SOCK_STREAM, 0), SOL_SOCKET, 1, 84);
}

SCENARIO(unix)
{
	int32_t *s = mem(8);

	sys(socketpair, AF_UNIX, SOCK_STREAM, 0, s);
	level(s[0], SOL_SOCKET, 1, 84);
}

SCENARIO(ip)
{
	level(sys(socket, AF_INET, SOCK_DGRAM, 0), IPPROTO_IP, 1, 53);
}

SCENARIO(ipv6)
{
	level(sys(socket, AF_INET6, SOCK_DGRAM, 0), IPPROTO_IPV6, 1, 80);
}

SCENARIO(tcp)
{
	level(sys(socket, AF_INET, SOCK_STREAM, 0), IPPROTO_TCP, 1, 45);
}

/* The length is what the caller has room for, however much there is. */
SCENARIO(tcp_info)
{
	static const uint32_t sizes[] = { 0, 1, 3, 8, 104, 232, 0x7fffffff,
					  0x80000000, 0xffffffff };
	int s = sys(socket, AF_INET, SOCK_STREAM, 0);
	unsigned int i;

	net_up();
	sys(bind, s, in4(1000), 16);
	sys(listen, s, 3);
	for (i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		uint32_t *length = bytes(&sizes[i], 4);
		char *value = mem(300);

		sys(getsockopt, s, IPPROTO_TCP, TCP_INFO_NR, value, length);
		out(length);
		outb(value, 112);
	}
	sys(getsockopt, s, IPPROTO_TCP, TCP_INFO_NR, edge(8), on());
	sys(getsockopt, s, IPPROTO_TCP, TCP_INFO_NR, BAD, on());
	sys(getsockopt, s, IPPROTO_TCP, TCP_INFO_NR, mem(8), edge(3));
}

static int connected(int *listener)
{
	int s = sys(socket, AF_INET, SOCK_STREAM, 0);

	net_up();
	*listener = sys(socket, AF_INET, SOCK_STREAM, 0);
	sys(bind, *listener, in4(1000), 16);
	sys(listen, *listener, 3);
	sys(connect, s, in4(1000), 16);
	return s;
}

/* Addresses in 64 bits: what does not fit 32 is not ours. */
SCENARIO(tcp_zerocopy)
{
	struct g_tcp_zerocopy_receive *z = ZNEW(tcp_zerocopy_receive);
	uint32_t *length = bytes(&(uint32_t){ 64 }, 4);
	int s, l, c = connected(&l);
	char *copy = mem(32);

	s = sys(accept4, l, 0, 0, 0);
	sys(send, c, str("by copy"), 7, 0);
	net_wait(s, POLLIN);
	z->copybuf_address = PTR(copy);
	z->copybuf_len = 32;
	sys(getsockopt, s, IPPROTO_TCP, TCP_ZEROCOPY_NR, z, length);
	OUT(tcp_zerocopy_receive, z);
	out(length);
	outb(copy, 32);
	z->address = 0x100000000ULL;
	sys(getsockopt, s, IPPROTO_TCP, TCP_ZEROCOPY_NR, z, length);
	z->address = PTR(pages(1));
	z->length = 4096;
	sys(getsockopt, s, IPPROTO_TCP, TCP_ZEROCOPY_NR, z, length);
	*length = 12;
	sys(getsockopt, s, IPPROTO_TCP, TCP_ZEROCOPY_NR, z, length);
	*length = 64;
	sys(getsockopt, s, IPPROTO_TCP, TCP_ZEROCOPY_NR, BAD, length);
	sys(getsockopt, s, IPPROTO_TCP, TCP_ZEROCOPY_NR, edge(63), length);
	*length = 8;
	sys(getsockopt, s, IPPROTO_TCP, TCP_ZEROCOPY_NR, z, length);
}

SCENARIO(time_limits)
{
	static const int options[] = { G_SO_RCVTIMEO_OLD, G_SO_SNDTIMEO_OLD,
				       G_SO_RCVTIMEO_NEW, G_SO_SNDTIMEO_NEW };
	static const int64_t seconds[] = { 0, 1, 0x7fffffff, -1, 0x80000000LL,
					   0x100000001LL, -0x80000000LL };
	int s = sys(socket, AF_INET, SOCK_STREAM, 0);
	unsigned int i, j;

	for (i = 0; i < 4; i++) {
		for (j = 0; j < sizeof(seconds) / sizeof(seconds[0]); j++) {
			void *value = i < 2 ?
				(void *)SET(timeval, seconds[j], 4000) :
				(void *)SET(timespec64, seconds[j], 4000);

			sys(setsockopt, s, SOL_SOCKET, options[i], value,
			    i < 2 ? 8 : 16);
			get(s, SOL_SOCKET, options[i], 40);
			get(s, SOL_SOCKET, options[i], 12);
			get(s, SOL_SOCKET, options[i], 4);
		}
		sys(setsockopt, s, SOL_SOCKET, options[i], BAD, 16);
		sys(setsockopt, s, SOL_SOCKET, options[i],
		    SET(timespec64, 1, 1), 12);
		sys(setsockopt, s, SOL_SOCKET, options[i], edge(7), 8);
	}
	s = sys(socket, AF_INET, SOCK_DGRAM, 0);
	sys(setsockopt, s, SOL_SOCKET, G_SO_RCVTIMEO_OLD,
	    SET(timeval, 0, 2000), 8);
	sys(recv, s, mem(4), 4, 0);
	sys(recvmsg, s, message(mem(4), 4, 0, 0), 0);
}

/* Filters: an array by its 32-bit address, from several options. */
SCENARIO(filters)
{
	static const int options[] = { SO_ATTACH_FILTER, 51 };
	struct g_sock_filter *f = zmem(3 * 8);
	struct g_sock_fprog *p = ZNEW(sock_fprog);
	int s = sys(socket, AF_INET, SOCK_DGRAM, 0);
	uint32_t *length = mem(4);
	unsigned int i;
	char *got;

	sys(setsockopt, s, SOL_SOCKET, SO_REUSEPORT, on(), 4);
	sys(bind, s, SET(sockaddr_in, AF_INET, htons(1000)), 16);
	f[0] = (struct g_sock_filter){ 0x28, 0, 0, 12 };
	f[1] = (struct g_sock_filter){ 0x15, 0, 0, 0x800 };
	f[2] = (struct g_sock_filter){ 6, 0, 0, 0x40000 };
	for (i = 0; i < 2; i++) {
		p->len = 3;
		p->filter = PTR(f);
		sys(setsockopt, s, SOL_SOCKET, options[i], p, 8);
		sys(setsockopt, s, SOL_SOCKET, options[i], p, 7);
		sys(setsockopt, s, SOL_SOCKET, options[i], p, 12);
		sys(setsockopt, s, SOL_SOCKET, options[i], p, 16);
		sys(setsockopt, s, SOL_SOCKET, options[i], edge(7), 8);
		p->len = 4;
		p->filter = PTR(edge(24));
		memcpy(edge(24), f, 24);
		sys(setsockopt, s, SOL_SOCKET, options[i], p, 8);
		p->len = 0;
		sys(setsockopt, s, SOL_SOCKET, options[i], p, 8);
		p->len = 0xffff;
		sys(setsockopt, s, SOL_SOCKET, options[i], p, 8);
		p->filter = BAD_HIGH;
		sys(setsockopt, s, SOL_SOCKET, options[i], p, 8);
	}
	for (i = 0; i < 5; i++) {
		*length = i;
		got = mem(48);
		sys(getsockopt, s, SOL_SOCKET, SO_GET_FILTER, got, length);
		out(length);
		outb(got, 48);
	}
	sys(getsockopt, s, SOL_SOCKET, SO_GET_FILTER, edge(16), length);
	sys(setsockopt, s, SOL_SOCKET, SO_LOCK_FILTER, on(), 4);
	sys(setsockopt, s, SOL_SOCKET, SO_DETACH_FILTER, on(), 4);
	sys(setsockopt, s, SOL_SOCKET, SO_ATTACH_BPF, bytes(&s, 4), 4);
}

SCENARIO(peer)
{
	const gid_t groups[] = { 5, 70000, 6 };
	uint32_t *length = bytes(&(uint32_t){ 8 }, 4);
	char *list = mem(32);
	int32_t *s = mem(8);

	setgroups(3, groups);
	sys(socketpair, AF_UNIX, SOCK_STREAM, 0, s);
	sys(getsockopt, s[0], SOL_SOCKET, 59, list, length);
	out(length);
	*length = 32;
	sys(getsockopt, s[0], SOL_SOCKET, 59, list, length);
	out(length);
	outb(list, 32);
	sys(getsockopt, s[0], SOL_SOCKET, 59, edge(8), length);
	*length = 12;
	sys(getsockopt, s[0], SOL_SOCKET, SO_PEERCRED, list, length);
	outb(list, 12);
	*length = 7;
	sys(getsockopt, s[0], SOL_SOCKET, SO_PEERCRED, list, length);
	out(length);
	*length = -1;
	sys(getsockopt, s[0], SOL_SOCKET, SO_PEERCRED, list, length);
	*length = 4;
	sys(getsockopt, s[0], SOL_SOCKET, 77, list, length);
	outb(list, 4);
}

SCENARIO(device)
{
	int s = sys(socket, AF_INET, SOCK_DGRAM, 0);

	net_up();
	sys(setsockopt, s, SOL_SOCKET, SO_BINDTODEVICE, str("lo"), 3);
	get(s, SOL_SOCKET, SO_BINDTODEVICE, 16);
	get(s, SOL_SOCKET, SO_BINDTODEVICE, 15);
	get(s, SOL_SOCKET, SO_BINDTODEVICE, 2);
	sys(setsockopt, s, SOL_SOCKET, SO_BINDTODEVICE, str("none"), 4);
	sys(setsockopt, s, SOL_SOCKET, SO_BINDTODEVICE, str(""), 0);
	sys(setsockopt, s, SOL_SOCKET, SO_BINDTODEVICE, BAD, 3);
	sys(setsockopt, s, SOL_SOCKET, SO_BINDTODEVICE, str("lo"), 0x7fffffff);
	sys(setsockopt, s, SOL_SOCKET, SO_BINDTODEVICE, str("lo"), 0x80000000);
	get(s, SOL_SOCKET, SO_BINDTODEVICE, 16);
	sys(setsockopt, s, SOL_SOCKET, SO_LINGER, SET(linger, 1, -1), 8);
	get(s, SOL_SOCKET, SO_LINGER, 8);
	sys(setsockopt, s, SOL_SOCKET, SO_LINGER, SET(linger, 1, 0x7fffffff), 8);
	get(s, SOL_SOCKET, SO_LINGER, 40);
	sys(setsockopt, s, SOL_SOCKET, SO_LINGER, SET(linger, 0, 5), 12);
	get(s, SOL_SOCKET, SO_LINGER, 5);
	sys(setsockopt, s, SOL_SOCKET, SO_LINGER, edge(7), 8);
}

static void multicast_source(int s, int level, const void *group,
			     const void *source, unsigned int size)
{
	struct g_group_source_req *r = ZNEW(group_source_req);
	static const int options[] = { G_MCAST_JOIN_SOURCE, G_MCAST_JOIN_SOURCE,
				       43, 44, G_MCAST_LEAVE_SOURCE,
				       G_MCAST_LEAVE_SOURCE };
	unsigned int i;

	r->interface = 1;
	memcpy(r->group, group, size);
	memcpy(r->source, source, size);
	for (i = 0; i < 6; i++) {
		sys(setsockopt, s, level, options[i], r, 260);
		sys(setsockopt, s, level, options[i], r, 264);
		sys(setsockopt, s, level, options[i], r, 259);
		sys(setsockopt, s, level, options[i], edge(259), 260);
	}
}

static void multicast_filter(int s, int level, const void *group,
			     const void *source, unsigned int size)
{
	struct g_group_filter *f = ZNEW(group_filter);
	uint32_t *length = bytes(&(uint32_t){ 400 }, 4);

	f->interface = 1;
	memcpy(f->group, group, size);
	f->fmode = 1;
	f->numsrc = 1;
	memcpy(f->list[0], source, size);
	sys(setsockopt, s, level, G_MCAST_MSFILTER, f, 268);
	sys(setsockopt, s, level, G_MCAST_MSFILTER, f, 267);
	sys(setsockopt, s, level, G_MCAST_MSFILTER, f, 140);
	f->numsrc = 0x40000000;
	sys(setsockopt, s, level, G_MCAST_MSFILTER, f, 268);
	f->numsrc = 2;
	memset(f->list, POISON, sizeof(f->list));
	sys(getsockopt, s, level, G_MCAST_MSFILTER, f, length);
	OUT(group_filter, f);
	out(length);
	*length = 140;
	sys(getsockopt, s, level, G_MCAST_MSFILTER, f, length);
	*length = 139;
	sys(getsockopt, s, level, G_MCAST_MSFILTER, f, length);
	*length = 400;
	sys(getsockopt, s, level, G_MCAST_MSFILTER, BAD, length);
	sys(getsockopt, s, level, G_MCAST_MSFILTER, f, BAD_HIGH);
	f->numsrc = 0;			/* leaves the group */
	sys(setsockopt, s, level, G_MCAST_MSFILTER, f, 140);
	sys(getsockopt, s, level, G_MCAST_MSFILTER, f, length);
}

static void multicast(int s, int level, const void *group, const void *source,
		      unsigned int size)
{
	struct g_group_req *r = ZNEW(group_req);

	r->interface = 1;
	memcpy(r->group, group, size);
	sys(setsockopt, s, level, G_MCAST_JOIN_GROUP, r, 131);
	sys(setsockopt, s, level, G_MCAST_JOIN_GROUP, r, 132);
	sys(setsockopt, s, level, G_MCAST_JOIN_GROUP, r, 136);
	sys(setsockopt, s, level, G_MCAST_JOIN_GROUP, edge(131), 132);
	multicast_filter(s, level, group, source, size);
	sys(setsockopt, s, level, G_MCAST_LEAVE_GROUP, r, 136);
	sys(setsockopt, s, level, G_MCAST_LEAVE_GROUP, r, 132);
	multicast_source(s, level, group, source, size);
}

SCENARIO(multicast4)
{
	int s = sys(socket, AF_INET, SOCK_DGRAM, 0);
	struct g_sockaddr_in *group = in4(0);

	net_up();
	shell("ifconfig lo multicast");
	group->sin_addr = htonl(0xe0030201);
	multicast(s, IPPROTO_IP, group, in4(0), 16);
}

SCENARIO(multicast6)
{
	int s = sys(socket, AF_INET6, SOCK_DGRAM, 0);
	struct g_sockaddr_in6 *group = in6(0);

	net_up();
	shell("ifconfig lo multicast");
	memcpy(group->sin6_addr, "\xff\x02", 2);
	group->sin6_addr[14] = 5;
	multicast(s, IPPROTO_IPV6, group, in6(0), 28);
}

/* The older one, without room for other families. */
SCENARIO(msfilter)
{
	struct g_ip_msfilter *f = ZNEW(ip_msfilter);
	uint32_t *length = bytes(&(uint32_t){ 24 }, 4);
	int s = sys(socket, AF_INET, SOCK_DGRAM, 0);
	uint32_t *join = bytes((uint32_t[]){ htonl(0xe0030201),
					     htonl(0x7f000001), 1 }, 12);

	net_up();
	shell("ifconfig lo multicast");
	sys(setsockopt, s, IPPROTO_IP, 35, join, 12);
	sys(setsockopt, s, IPPROTO_IP, 35, join, 8);
	f->multiaddr = join[0];
	f->interface = join[1];
	f->fmode = 1;
	f->numsrc = 2;
	f->list[0] = htonl(0x7f000002);
	f->list[1] = htonl(0x7f000003);
	sys(setsockopt, s, IPPROTO_IP, 41, f, 24);
	f->numsrc = 1;
	sys(setsockopt, s, IPPROTO_IP, 41, f, 20);
	sys(setsockopt, s, IPPROTO_IP, 41, f, 19);
	sys(setsockopt, s, IPPROTO_IP, 41, edge(19), 20);
	f->numsrc = 2;
	sys(getsockopt, s, IPPROTO_IP, 41, f, length);
	OUT(ip_msfilter, f);
	out(length);
	*length = 15;
	sys(getsockopt, s, IPPROTO_IP, 41, f, length);
	f->numsrc = 0xffffffff;
	sys(setsockopt, s, IPPROTO_IP, 41, f, 24);
}

/* A ring that is mapped: the first version has longs in its headers. */
static void packet_ring(int version)
{
	struct g_sockaddr_in *to = in4(1000);
	/* Size and number of blocks and of frames, how long to wait. */
	uint32_t *req = bytes((uint32_t[]){ 4096, 2, 2048, 4, 0, 0, 0 }, 28);
	volatile char *ring;
	int s, u, i;
	uint32_t a;

	s = sys(socket, AF_PACKET, SOCK_RAW, htons(ETH_P_ALL));
	sys(setsockopt, s, SOL_PACKET, PACKET_VERSION, bytes(&version, 4), 4);
	req[4] = version == TPACKET_V3 ? 10 : 0;
	sys(setsockopt, s, SOL_PACKET, PACKET_RX_RING, req,
	    version == TPACKET_V3 ? 28 : 16);
	sys(setsockopt, s, SOL_PACKET, PACKET_RX_RING, req, 12);
	sys(setsockopt, s, SOL_PACKET, PACKET_RX_RING, BAD, 28);
	a = sys(mmap2, 0, 8192, 3, 1, s, 0);
	sys(mmap2, 0, 4096, 3, 1, s, 0);
	if (a >= -4095U)
		return;
	ring = (char *)(uintptr_t)a;
	u = sys(socket, AF_INET, SOCK_DGRAM, 0);
	sys(bind, u, to, 16);
	sys(sendto, u, str("ring"), 4, 0, to, 16);
	net_wait(u, POLLIN);
	silent(close, u);
	for (i = 0; i < 1000 && !ring[version == TPACKET_V3 ? 8 : 0]; i++)
		pause_ms(1);
	/* Without the times: state, lengths, places. */
	outb((void *)ring, version == TPACKET_V3 ? 12 : 16);
	get(s, SOL_PACKET, PACKET_STATISTICS, 40);
	sys(munmap, a, 8192);
}

SCENARIO(packet)
{
	int s, i;

	net_up();
	s = sys(socket, AF_PACKET, SOCK_DGRAM, 0);
	level(s, SOL_PACKET, 1, 25);
	for (i = -1; i < 4; i++) {
		uint32_t *length = bytes(&(uint32_t){ 4 }, 4);
		int *version = bytes(&i, 4);

		sys(getsockopt, s, SOL_PACKET, PACKET_HDRLEN, version, length);
		out(version);
	}
	for (i = 0; i < 3; i++)
		packet_ring(i);
}

SCENARIO(packet_fanout)
{
	struct g_sock_filter *f = SET(sock_filter, 6, 0, 0, 0);
	struct g_sock_fprog *p = SET(sock_fprog, 1, PTR(f));
	char *aux = mem(64), *in = mem(64), *name = mem(32);
	struct g_msghdr *m;
	int s, u;

	net_up();
	s = sys(socket, AF_PACKET, SOCK_RAW, htons(ETH_P_IP));
	sys(setsockopt, s, SOL_PACKET, PACKET_FANOUT,
	    bytes(&(uint32_t){ 6 << 16 }, 4), 4);
	sys(setsockopt, s, SOL_PACKET, PACKET_FANOUT_DATA, p, 8);
	sys(setsockopt, s, SOL_PACKET, PACKET_FANOUT_DATA, p, 16);
	sys(setsockopt, s, SOL_PACKET, PACKET_FANOUT_DATA, BAD, 8);
	p->filter = BAD_HIGH;
	sys(setsockopt, s, SOL_PACKET, PACKET_FANOUT_DATA, p, 8);
	sys(setsockopt, s, SOL_PACKET, PACKET_AUXDATA, on(), 4);
	sys(setsockopt, s, SOL_PACKET, PACKET_ADD_MEMBERSHIP,
	    bytes((uint32_t[]){ 1, 1, 0, 0 }, 16), 16);
	u = sys(socket, AF_INET, SOCK_DGRAM, 0);
	sys(sendto, u, str("pack"), 4, 0, in4(1000), 16);
	net_wait(s, POLLIN);
	m = message(in, 64, aux, 64);
	m->msg_name = PTR(name);
	m->msg_namelen = 32;
	sys(recvmsg, s, m, MSG_DONTWAIT);
	OUT(msghdr, m);
	outb(name, 32);
	outb(aux, 40);
	outb(in, 16);
}
