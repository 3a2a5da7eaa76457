// SPDX-License-Identifier: GPL-2.0-only
/*
 * scenarios: addresses of sockets, of every family that is there
 */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <linux/if_alg.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <linux/netlink.h>
#include <linux/vm_sockets.h>

#include "net.h"

#define GROUP "address"

/* Told with room for every size. */
static void tell(int s)
{
	static const uint32_t sizes[] = { 0, 1, 2, 3, 8, 15, 16, 27, 28, 110,
					  128, 0x7fffffff, 0x80000000 };
	unsigned int i;

	for (i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		uint32_t *size = bytes(&sizes[i], 4);
		char *name = mem(128);

		sys(getsockname, s, name, size);
		out(size);
		outb(name, 32);
		*size = sizes[i];
		sys(getpeername, s, name, size);
		out(size);
	}
	sys(getsockname, s, BAD_HIGH, bytes(&(uint32_t){ 16 }, 4));
	sys(getsockname, s, edge(2), bytes(&(uint32_t){ 16 }, 4));
	sys(getpeername, s, BAD, bytes(&(uint32_t){ 16 }, 4));
	sys(getpeername, s, mem(16), BAD_HIGH);
}

static void bind_sizes(int family, int type, const void *address)
{
	static const uint32_t sizes[] = { 0, 1, 2, 3, 8, 11, 12, 15, 16, 19, 20,
					  24, 27, 28, 108, 109, 110, 111, 128,
					  129, 0x7fffffff, 0x80000000 };
	unsigned int i;

	for (i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		int s = silent(socket, family, type, 0);

		sys(bind, s, address, sizes[i]);
		silent(close, s);
		if (family == AF_UNIX)
			unlink(((const struct sockaddr_un *)address)->sun_path);
		s = silent(socket, family, type, 0);
		sys(connect, s, address, sizes[i]);
		sys(sendto, s, str("x"), 1, MSG_DONTWAIT, address, sizes[i]);
		silent(close, s);
	}
}

static void *long_copy(const void *address, unsigned int size)
{
	return memcpy(zmem(160), address, size);
}

SCENARIO(ipv4)
{
	struct g_sockaddr_in *a = in4(1000);
	int s;

	net_up();
	bind_sizes(AF_INET, SOCK_DGRAM, long_copy(a, 16));
	s = sys(socket, AF_INET, SOCK_DGRAM, 0);
	sys(bind, s, a, 16);
	sys(connect, s, a, 16);
	tell(s);
	a->sin_family = AF_INET6;
	sys(bind, s, a, 16);
	a->sin_family = 0;
	sys(connect, s, a, 16);
	sys(getpeername, s, mem(16), bytes(&(uint32_t){ 16 }, 4));
	a->sin_family = AF_INET;
	a->sin_addr = htonl(0x01020304);
	sys(bind, sys(socket, AF_INET, SOCK_DGRAM, 0), a, 16);
	sys(connect, s, a, 16);
	sys(bind, s, edge(15), 16);
}

SCENARIO(ipv6)
{
	struct g_sockaddr_in6 *a = in6(1000);
	int s;

	net_up();
	bind_sizes(AF_INET6, SOCK_DGRAM, long_copy(a, 28));
	s = sys(socket, AF_INET6, SOCK_DGRAM, 0);
	a->sin6_scope_id = 0x80000000;
	sys(bind, s, a, 28);
	sys(connect, s, a, 28);
	tell(s);
	/* An address of the other family in this one. */
	memset(a->sin6_addr, 0, 16);
	memset(a->sin6_addr + 10, 0xff, 2);
	a->sin6_addr[12] = 127;
	a->sin6_addr[15] = 1;
	s = sys(socket, AF_INET6, SOCK_DGRAM, 0);
	sys(bind, s, a, 28);
	sys(connect, s, a, 28);
	tell(s);
}

SCENARIO(unix)
{
	struct g_sockaddr_un *a = SET(sockaddr_un, AF_UNIX, "name");
	struct g_sockaddr_un *got = NEW(sockaddr_un);
	uint32_t *size = bytes(&(uint32_t){ 110 }, 4);
	int s, c;

	bind_sizes(AF_UNIX, SOCK_DGRAM, long_copy(a, 110));
	s = sys(socket, AF_UNIX, SOCK_DGRAM, 0);
	memset(a->sun_path, 'p', 108);
	sys(bind, s, a, 110);
	tell(s);
	/* In no file system: all bytes count. */
	memcpy(a->sun_path, "\0abstract", 9);
	s = sys(socket, AF_UNIX, SOCK_DGRAM, 0);
	sys(bind, s, a, 11);
	tell(s);
	c = sys(socket, AF_UNIX, SOCK_DGRAM, 0);
	sys(bind, c, SET(sockaddr_un, AF_UNIX, "\0other"), 8);
	sys(connect, c, a, 12);
	sys(connect, c, a, 11);
	sys(sendto, c, str("x"), 1, 0, 0, 0);
	sys(recvfrom, s, mem(4), 4, 0, got, size);
	out(size);
	outb(got, 16);
	sys(sendto, c, str("x"), 1, 0, a, 11);
	*size = 5;
	got = NEW(sockaddr_un);
	sys(recvfrom, s, mem(4), 4, 0, got, size);
	out(size);
	outb(got, 16);
}

SCENARIO(netlink)
{
	struct sockaddr_nl *a = zmem(12);
	int s = sys(socket, AF_NETLINK, SOCK_RAW, NETLINK_ROUTE);

	a->nl_family = AF_NETLINK;
	bind_sizes(AF_NETLINK, SOCK_RAW, long_copy(a, 12));
	a->nl_pid = 0x80000001;
	a->nl_groups = 0x80000001;
	sys(bind, s, a, 12);
	tell(s);
	a->nl_pid = 5;
	sys(bind, s, a, 12);
	sys(socket, AF_NETLINK, SOCK_RAW, 99);
	sys(socket, AF_NETLINK, SOCK_STREAM, NETLINK_ROUTE);
}

SCENARIO(packet)
{
	struct sockaddr_ll *a = zmem(20);
	int s = sys(socket, AF_PACKET, SOCK_RAW, 0);

	net_up();
	a->sll_family = AF_PACKET;
	a->sll_protocol = htons(ETH_P_IP);
	a->sll_ifindex = 1;
	bind_sizes(AF_PACKET, SOCK_RAW, long_copy(a, 20));
	sys(bind, s, a, 20);
	tell(s);
	a->sll_ifindex = 0x80000001;
	sys(bind, s, a, 20);
}

SCENARIO(vsock)
{
	struct sockaddr_vm *a = zmem(16);
	int s, c;

	need_module("vsock_loopback");
	a->svm_family = AF_VSOCK;
	a->svm_cid = VMADDR_CID_LOCAL;
	a->svm_port = 0x80000001;
	s = sys(socket, AF_VSOCK, SOCK_STREAM, 0);
	sys(bind, s, a, 15);
	sys(bind, s, a, 16);
	sys(listen, s, 2);
	tell(s);
	c = sys(socket, AF_VSOCK, SOCK_STREAM, 0);
	sys(setsockopt, c, AF_VSOCK, 6, SET(timeval, 1, 5), 8);
	sys(setsockopt, c, AF_VSOCK, 8, SET(timespec64, 2, 5000), 16);
	sys(getsockopt, c, AF_VSOCK, 6, mem(8), bytes(&(uint32_t){ 8 }, 4));
	sys(setsockopt, c, AF_VSOCK, 0, bytes(&(uint64_t){ 4096 }, 8), 8);
	sys(connect, c, a, 16);
	s = sys(accept, s, a, bytes(&(uint32_t){ 16 }, 4));
	sys(send, c, str("through"), 7, 0);
	sys(recv, s, mem(8), 8, 0);
	a->svm_cid = 12345;
	c = sys(socket, AF_VSOCK, SOCK_STREAM, 0);
	sys(connect, c, a, 16);
	a->svm_cid = VMADDR_CID_LOCAL;
	a->svm_port = 77;
	c = sys(socket, AF_VSOCK, SOCK_STREAM, 0);
	sys(connect, c, a, 16);
}

/* Operations and vectors come in control messages. */
SCENARIO(cipher)
{
	struct {
		struct g_cmsg_int op;
		struct g_cmsghdr iv;
		uint32_t ivlen;
		uint8_t bytes[16];
	} *c = zmem(sizeof(*c));
	struct sockaddr_alg *a = zmem(sizeof(*a));
	char *in = mem(16), *key = zmem(16);
	int s, r;

	need_module("algif_skcipher");
	a->salg_family = AF_ALG;
	strcpy((char *)a->salg_type, "skcipher");
	strcpy((char *)a->salg_name, "none");
	s = sys(socket, AF_ALG, SOCK_SEQPACKET, 0);
	sys(bind, s, a, sizeof(*a));
	strcpy((char *)a->salg_name, "cbc(aes)");
	sys(bind, s, a, sizeof(*a) - 1);
	sys(bind, s, BAD, sizeof(*a));
	sys(bind, s, a, sizeof(*a));
	sys(setsockopt, s, SOL_ALG, ALG_SET_KEY, key, 15);
	sys(setsockopt, s, SOL_ALG, ALG_SET_KEY, BAD, 16);
	sys(setsockopt, s, SOL_ALG, ALG_SET_KEY, key, 16);
	r = sys(accept4, s, 0, 0, 0);
	c->op = (struct g_cmsg_int){ { 16, SOL_ALG, ALG_SET_OP }, 1 };
	c->iv = (struct g_cmsghdr){ 32, SOL_ALG, ALG_SET_IV };
	c->ivlen = 16;
	sys(sendmsg, r, message(str("sixteen letters!"), 16, c, sizeof(*c)), 0);
	sys(recvmsg, r, message(in, 16, 0, 0), 0);
	outb(in, 16);
	c->op.value = 0;
	sys(sendmsg, r, message(in, 16, c, sizeof(*c)), 0);
	sys(read, r, in, 16);
	outb(in, 16);
	c->ivlen = 17;
	sys(sendmsg, r, message(in, 16, c, sizeof(*c)), 0);
	c->iv.cmsg_len = 31;
	c->ivlen = 16;
	sys(sendmsg, r, message(in, 16, c, sizeof(*c)), 0);
}

SCENARIO(digest)
{
	struct sockaddr_alg *a = zmem(sizeof(*a));
	char *in = mem(32);
	int s, r;

	need_module("algif_hash");
	a->salg_family = AF_ALG;
	strcpy((char *)a->salg_type, "hash");
	strcpy((char *)a->salg_name, "sha256");
	s = sys(socket, AF_ALG, SOCK_SEQPACKET, 0);
	sys(bind, s, a, sizeof(*a));
	r = sys(accept, s, 0, 0);
	sys(send, r, str("some"), 4, MSG_MORE);
	sys(send, r, str("thing"), 5, 0);
	sys(recv, r, in, 32, 0);
	outb(in, 32);
	sys(accept, r, 0, 0);
}

/* Without those that the kernel would load a module for. */
SCENARIO(families)
{
	static const uint32_t families[] = { 0, AF_UNIX, AF_INET, AF_INET6,
					     AF_NETLINK, AF_PACKET, 46, 1000 };
	unsigned int i;

	for (i = 0; i < sizeof(families) / sizeof(families[0]); i++) {
		sys(socket, families[i], 0, 0);
		sys(socket, families[i], SOCK_SEQPACKET, 0);
		sys(socket, families[i], SOCK_DGRAM, 99);
	}
	sys(socket, 0x7fffffff, SOCK_STREAM, 0);
	sys(socket, 0x80000000, SOCK_STREAM, 0);
	sys(socket, AF_INET, SOCK_STREAM | 0x80000000, 0);
	sys(socket, AF_INET, SOCK_STREAM, 0x80000000);
	sys(socket, AF_INET, SOCK_STREAM, IPPROTO_UDP);
	sys(socket, AF_INET, SOCK_RAW, 256);
	sys(socket, AF_INET, SOCK_PACKET, 0);
}

/* Sending and receiving: sizes and flags at their limits. */
SCENARIO(traffic)
{
	static const uint32_t sizes[] = { 0, 65507, 65508, 0x7fffffff,
					  0x80000000, 0xffffffff };
	struct g_iovec *v = ZNEWS(iovec, 3);
	struct g_msghdr *m;
	char *in = mem(16);
	int32_t *pair = mem(8);
	unsigned int i, wait;
	int s;

	net_up();
	s = sys(socket, AF_INET, SOCK_DGRAM, 0);
	sys(bind, s, in4(1000), 16);
	sys(connect, s, in4(1000), 16);
	for (i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		sys(send, s, MEM_BASE, sizes[i], 0);
		sys(sendto, s, MEM_BASE, sizes[i], 0, in4(1000), 16);
		wait = i < 2 ? 0 : MSG_DONTWAIT;
		sys(recv, s, in, 0, wait | MSG_TRUNC);
		sys(recvfrom, s, in, 4, wait, 0, 0);
	}
	sys(send, s, str("0123456789"), 10, 0);
	sys(recv, s, in, 4, MSG_PEEK | MSG_TRUNC);
	sys(recv, s, edge(16), 0xffffffff, 0);
	sys(send, s, str("0123456789"), 10, 0);
	sys(recv, s, BAD, 10, 0);
	sys(send, s, str("0123456789"), 10, 0);
	sys(recvfrom, s, in, 16, 0, BAD_HIGH, bytes(&(uint32_t){ 16 }, 4));
	sys(recvfrom, s, in, 16, MSG_DONTWAIT, 0, 0);
	sys(recvfrom, -1, in, 16, MSG_DONTWAIT, 0, 0);
	sys(sendto, -1, in, 16, 0, 0, 0);
	sys(sendto, s, BAD, 16, 0, 0, 0);
	sys(sendto, s, in, 16, 0, BAD_HIGH, 16);
	m = message(in, 4, 0, 0);
	m->msg_iov = PTR(v);
	for (i = 0; i < 3; i++) {
		v[i].base = PTR(edge(16));
		v[i].len = 0x7ffffff0;
	}
	m->msg_iovlen = 3;
	sys(sendmsg, s, m, 0);
	v[2].len = 0x80000000;
	sys(sendmsg, s, m, 0);
	m->msg_iovlen = 0;
	sys(sendmsg, s, m, 0);
	sys(recvmsg, s, m, 0);
	m->msg_iovlen = 0x80000000;
	sys(sendmsg, s, m, 0);
	sys(sendmmsg, -1, m, 1, 0);
	sys(recvmmsg, -1, m, 1, 0, 0);
	sys(recvmmsg_time64, -1, m, 1, 0, 0);
	sys(recvmmsg_time64, s, m, 1, MSG_DONTWAIT,
	    SET(timespec64, .tv_nsec = 1000000000));
	sys(socketpair, AF_UNIX, SOCK_STREAM, 0, pair);
	sys(accept, pair[0], 0, 0);
	sys(listen, pair[0], 1);
	sys(listen, -1, 1);
	sys(shutdown, -1, 0);
	sys(send, pair[0], str("o"), 1, MSG_OOB);
	sys(send, pair[0], str("rest"), 4, MSG_MORE);
	sys(recv, pair[1], in, 16, MSG_WAITALL | MSG_DONTWAIT);
	outb(in, 16);
}

/* Where the address goes, and what a connection says of the other side. */
SCENARIO(accepting)
{
	int l, c, i;

	net_up();
	l = sys(socket, AF_INET, SOCK_STREAM, 0);
	sys(bind, l, in4(1000), 16);
	sys(listen, l, 0x80000000);
	sys(listen, l, 5);
	for (i = 0; i < 5; i++) {
		uint32_t *size = bytes(&(uint32_t){ 14 + i }, 4);
		char *name = mem(16);

		c = silent(socket, AF_INET, SOCK_STREAM, 0);
		silent(bind, c, in4(2000 + i), 16);
		silent(connect, c, in4(1000), 16);
		net_wait(l, POLLIN);
		if (i >= 3)
			continue;
		sys(accept, l, name, size);
		out(size);
		outb(name, 16);
	}
	sys(accept, l, BAD, bytes(&(uint32_t){ 16 }, 4));
	sys(accept4, l, mem(16), BAD_HIGH, 0);
	sys(accept4, l, mem(16), BAD_HIGH, SOCK_NONBLOCK | 0x80000000);
	sys(fcntl64, l, 4, 04000);
	sys(accept4, l, 0, 0, 0);
}
