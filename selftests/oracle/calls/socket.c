// SPDX-License-Identifier: GPL-2.0-only
/*
 * scenarios: sockets, messages with control data, options
 */
#include <linux/filter.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include "net.h"

#define GROUP "socket"

SCENARIO(pair)
{
	char *in = mem(32);
	int32_t *s = mem(8);

	sys(socketpair, AF_UNIX, SOCK_STREAM, 0, s);
	outb(s, 8);
	sys(socketpair, AF_UNIX, SOCK_STREAM, 0, BAD_HIGH);
	sys(socketpair, 99, SOCK_STREAM, 0, in);
	outb(in, 8);
	sys(send, s[0], str("sent"), 4, 0);
	sys(sendto, s[0], str("sent to"), 7, 0, 0, 0);
	sys(recv, s[1], in, 32, MSG_PEEK);
	outb(in, 32);
	sys(recvfrom, s[1], in, 6, 0, mem(16), zmem(4));
	sys(recv, s[1], in, 32, MSG_DONTWAIT);
	outb(in, 32);
	sys(recv, s[1], in, 32, MSG_DONTWAIT);
	sys(send, s[0], BAD, 4, 0);
	sys(recv, s[1], BAD_HIGH, 4, MSG_DONTWAIT);
	sys(send, 0, in, 4, 0);
	sys(send, -1, in, 4, 0);
	sys(shutdown, s[0], SHUT_WR);
	sys(recv, s[1], in, 32, 0);
	sys(send, s[0], in, 4, MSG_NOSIGNAL);
	sys(shutdown, s[0], 99);
	/* The bit that the kernel keeps for compat callers is not for users. */
	sys(send, s[1], in, 4, 0x80000000);
	sys(recv, s[0], in, 4, 0x80000000);
}

SCENARIO(rights)
{
	struct g_cmsg_fds *c = SET(cmsg_fds, .hdr = { 20, SOL_SOCKET,
						      SCM_RIGHTS },
				   .fds = { 0, 1 });
	char *control = mem(64), *in = mem(16);
	struct g_msghdr *m, *r;
	int32_t *s = mem(8);

	sys(socketpair, AF_UNIX, SOCK_DGRAM, 0, s);
	m = message(str("two"), 3, c, 20);
	sys(sendmsg, s[0], m, 0);
	r = message(in, 16, control, 64);
	sys(recvmsg, s[1], r, 0);
	OUT(msghdr, r);
	outb(control, 64);
	outb(in, 16);
	/* Room for one of two: the other is lost. */
	sys(sendmsg, s[0], m, 0);
	control = mem(64);
	r = message(in, 16, control, 16);
	sys(recvmsg, s[1], r, MSG_CMSG_CLOEXEC);
	OUT(msghdr, r);
	outb(control, 64);
	sys(fcntl64, ((struct g_cmsg_fds *)control)->fds[0], 1);
	sys(sendmsg, s[0], m, 0);
	control = mem(64);
	r = message(in, 16, control, 11);
	sys(recvmsg, s[1], r, 0);
	OUT(msghdr, r);
	outb(control, 64);
	c->fds[0] = 99;
	sys(sendmsg, s[0], m, 0);
	c->fds[0] = 0;
	c->hdr.cmsg_len = 11;
	sys(sendmsg, s[0], m, 0);
	c->hdr.cmsg_len = 0xffffffff;
	sys(sendmsg, s[0], m, 0);
	c->hdr.cmsg_len = 20;
	c->hdr.cmsg_type = 99;
	sys(sendmsg, s[0], m, 0);
	m->msg_control = BAD;
	sys(sendmsg, s[0], m, 0);
	m->msg_control = PTR(c);
	m->msg_controllen = 0xffffffff;
	sys(sendmsg, s[0], m, 0);
	m->msg_controllen = 0;
	m->msg_iovlen = 1025;
	sys(sendmsg, s[0], m, 0);
	m->msg_iovlen = 1;
	m->msg_iov = BAD_HIGH;
	sys(sendmsg, s[0], m, 0);
	sys(sendmsg, s[0], BAD, 0);
	m->msg_iov = r->msg_iov;
	m->msg_name = PTR(in);
	m->msg_namelen = -1;
	sys(sendmsg, s[0], m, 0);
	sys(recvmsg, s[1], m, MSG_DONTWAIT);
	sys(recvmsg, s[1], BAD_HIGH, MSG_DONTWAIT);
}

SCENARIO(credentials)
{
	struct g_cmsg_ucred *c = SET(cmsg_ucred, .hdr = { 24, SOL_SOCKET,
							  SCM_CREDENTIALS },
				     .pid = 1, .uid = 5, .gid = 6);
	char *control = mem(64), *in = mem(16);
	struct g_ucred *peer = NEW(ucred);
	uint32_t *size = mem(4);
	struct g_msghdr *r;
	int32_t *s = mem(8);

	sys(socketpair, AF_UNIX, SOCK_DGRAM, 0, s);
	sys(setsockopt, s[1], SOL_SOCKET, SO_PASSCRED, bytes(&(int){ 1 }, 4),
	    4);
	sys(sendmsg, s[0], message(str("me"), 2, 0, 0), 0);
	r = message(in, 16, control, 64);
	sys(recvmsg, s[1], r, 0);
	OUT(msghdr, r);
	outb(control, 64);
	sys(sendmsg, s[0], message(str("he"), 2, c, 24), 0);
	r = message(in, 16, control, 64);
	sys(recvmsg, s[1], r, 0);
	outb(control, 64);
	c->pid = 9999;
	sys(sendmsg, s[0], message(str("no"), 2, c, 24), 0);
	*size = 12;
	sys(getsockopt, s[0], SOL_SOCKET, SO_PEERCRED, peer, size);
	outb(peer, 12);
	out(size);
}

/* Both kinds of time stamps, each in two layouts. */
SCENARIO(timestamps)
{
	const int options[] = { G_SO_TIMESTAMP_OLD, G_SO_TIMESTAMPNS_OLD,
				G_SO_TIMESTAMP_NEW, G_SO_TIMESTAMPNS_NEW };
	struct g_sockaddr_in *to = SET(sockaddr_in, .sin_family = AF_INET,
				       .sin_port = 0x1234,
				       .sin_addr = 0x0100007f);
	int *on = bytes(&(int){ 1 }, 4), *off = zmem(4);
	struct g_timespec *ts = NEW(timespec);
	struct g_timeval *tv = NEW(timeval);
	struct g_msghdr *r;
	char *in = mem(16);
	unsigned int i;
	void *control;
	int s, u;

	s = sys(socket, AF_INET, SOCK_DGRAM, 0);
	u = sys(socket, AF_INET, SOCK_DGRAM, 0);
	struct g_ifreq *lo = SET(ifreq, .name = "lo", .flags = 1);

	sys(ioctl, s, 0x8914, lo);	/* SIOCSIFFLAGS: up */
	sys(bind, s, to, 16);
	for (i = 0; i < 4; i++) {
		sys(setsockopt, s, SOL_SOCKET, options[i], on, 4);
		sys(sendto, u, str("x"), 1, 0, to, 16);
		control = mem(64);
		r = message(in, 16, control, 64);
		sys(recvmsg, s, r, 0);
		OUT(msghdr, r);
		switch (i) {
		case 0:
			OUT(cmsg_timeval, control);
			break;
		case 1:
			OUT(cmsg_timespec, control);
			break;
		case 2:
			outm(cmsg_timeval64, control, 28);
			break;
		case 3:
			OUT(cmsg_timespec64, control);
			break;
		}
		sys(setsockopt, s, SOL_SOCKET, options[i], off, 4);
	}
	sys(sendto, u, str("x"), 1, 0, to, 16);
	sys(recvfrom, s, in, 16, 0, 0, 0);
	sys(ioctl, s, 0x8906, tv);
	OUT(timeval, tv);
	sys(ioctl, s, 0x8907, ts);
	OUT(timespec, ts);
	sys(ioctl, s, 0x8906, BAD);
}

SCENARIO(many)
{
	struct g_timespec64 *ts64 = SET(timespec64, .tv_nsec = 1000000);
	struct g_timespec *ts = SET(timespec, .tv_nsec = 1000000);
	struct g_mmsghdr *m = (void *)zmem(3 * 32);
	char *in = mem(32);
	int32_t *s = mem(8);
	unsigned int i;

	sys(socketpair, AF_UNIX, SOCK_DGRAM, 0, s);
	for (i = 0; i < 2; i++)
		m[i].msg_hdr = *message(str(i ? "second" : "first"), 5 + i, 0,
					0);
	m[2].msg_hdr.msg_iov = BAD;
	m[2].msg_hdr.msg_iovlen = 1;
	sys(sendmmsg, s[0], m, 3, 0);
	outb(&m[0].msg_len, 4);
	outb(&m[1].msg_len, 4);
	sys(sendmmsg, s[0], BAD, 1, 0);
	sys(sendmmsg, s[0], m, 0, 0);
	sys(sendmmsg, s[0], m, 1, 0x80000000);
	for (i = 0; i < 3; i++)
		m[i].msg_hdr = *message(in + 8 * i, 8, 0, 0);
	sys(recvmmsg, s[1], m, 3, MSG_DONTWAIT, 0);
	OUTN(mmsghdr, m, 3);
	outb(in, 32);
	sys(recvmmsg, s[1], m, 1, MSG_DONTWAIT, ts);
	sys(send, s[0], str("x"), 1, 0);
	sys(recvmmsg, s[1], m, 1, 0, ts);
	OUT(timespec_left, ts);
	sys(send, s[0], str("x"), 1, 0);
	sys(recvmmsg_time64, s[1], m, 1, 0, ts64);
	OUT(timespec64_left, ts64);
	sys(recvmmsg, s[1], BAD_HIGH, 1, MSG_DONTWAIT, 0);
	sys(recvmmsg, s[1], m, 1, MSG_DONTWAIT, BAD);
	ts->tv_nsec = -1;
	sys(recvmmsg, s[1], m, 1, MSG_DONTWAIT, ts);
	sys(recvmmsg_time64, s[1], m, 1, MSG_DONTWAIT, BAD_HIGH);
}

SCENARIO(options)
{
	uint32_t *size = mem(4), *value = mem(64);
	struct g_sock_filter *filter = zmem(16);
	struct g_sock_fprog *prog = ZNEW(sock_fprog);
	int s = sys(socket, AF_INET, SOCK_STREAM, 0);
	int *five = bytes(&(int){ 5 }, 4);

#define GET(level, option, n)						\
	do {								\
		*size = n;						\
		value = mem(64);					\
		sys(getsockopt, s, level, option, value, size);		\
		out(size);						\
		outb(value, 32);					\
	} while (0)

	GET(SOL_SOCKET, SO_TYPE, 4);
	GET(SOL_SOCKET, SO_TYPE, 2);
	GET(SOL_SOCKET, SO_TYPE, -1);
	GET(SOL_SOCKET, SO_TYPE, 64);
	GET(SOL_SOCKET, 9999, 4);
	GET(99, 1, 4);
	sys(setsockopt, s, SOL_SOCKET, G_SO_RCVTIMEO_OLD,
	    SET(timeval, 3, 500000), 8);
	GET(SOL_SOCKET, G_SO_RCVTIMEO_OLD, 8);
	GET(SOL_SOCKET, G_SO_RCVTIMEO_OLD, 16);
	GET(SOL_SOCKET, G_SO_RCVTIMEO_NEW, 16);
	GET(SOL_SOCKET, G_SO_RCVTIMEO_NEW, 8);
	sys(setsockopt, s, SOL_SOCKET, G_SO_SNDTIMEO_NEW,
	    SET(timespec64, 7, 250000), 16);
	GET(SOL_SOCKET, G_SO_SNDTIMEO_OLD, 8);
	sys(setsockopt, s, SOL_SOCKET, G_SO_RCVTIMEO_OLD,
	    SET(timeval, 3, 1000000), 8);
	sys(setsockopt, s, SOL_SOCKET, G_SO_RCVTIMEO_OLD,
	    SET(timeval, -3, 0), 8);
	sys(setsockopt, s, SOL_SOCKET, G_SO_RCVTIMEO_OLD, five, 4);
	GET(SOL_SOCKET, G_SO_RCVTIMEO_OLD, 8);
	sys(setsockopt, s, SOL_SOCKET, SO_LINGER, SET(linger, 1, 9), 8);
	GET(SOL_SOCKET, SO_LINGER, 8);
	sys(setsockopt, s, SOL_SOCKET, SO_LINGER, five, 4);
	sys(setsockopt, s, SOL_SOCKET, SO_RCVBUF, five, 4);
	GET(SOL_SOCKET, SO_RCVBUF, 4);
	sys(setsockopt, s, SOL_SOCKET, SO_BINDTODEVICE, str("lo"), 2);
	GET(SOL_SOCKET, SO_BINDTODEVICE, 16);
	sys(setsockopt, s, IPPROTO_TCP, 1, five, 4);
	GET(IPPROTO_TCP, 1, 4);
	GET(IPPROTO_IP, 2, 4);
	sys(setsockopt, s, SOL_SOCKET, SO_REUSEADDR, BAD, 4);
	sys(setsockopt, s, SOL_SOCKET, SO_REUSEADDR, five, -1);
	sys(setsockopt, s, SOL_SOCKET, SO_REUSEADDR, five, 2);
	sys(getsockopt, s, SOL_SOCKET, SO_TYPE, BAD_HIGH, size);
	sys(getsockopt, s, SOL_SOCKET, SO_TYPE, value, BAD);
	/* A structure with a pointer in it. */
	filter[0] = (struct g_sock_filter){ .code = 6, .k = 0xffff };
	prog->len = 1;
	prog->filter = PTR(filter);
	sys(setsockopt, s, SOL_SOCKET, SO_ATTACH_FILTER, prog, 8);
	GET(SOL_SOCKET, SO_GET_FILTER, 1);
	sys(setsockopt, s, SOL_SOCKET, SO_DETACH_FILTER, five, 4);
	prog->filter = BAD;
	sys(setsockopt, s, SOL_SOCKET, SO_ATTACH_FILTER, prog, 8);
	sys(setsockopt, s, SOL_SOCKET, SO_ATTACH_FILTER, prog, 16);
	filter[0].code = 0xffff;
	prog->filter = PTR(filter);
	sys(setsockopt, s, SOL_SOCKET, SO_ATTACH_FILTER, prog, 8);
}

/* struct group_req and its kin: their sockaddr is aligned differently. */
SCENARIO(multicast)
{
	uint8_t *group = zmem(132), *source = zmem(260), *filter = zmem(144);
	struct g_sockaddr_in *any = SET(sockaddr_in, .sin_family = AF_INET);
	struct g_ifreq *lo = SET(ifreq, .name = "lo", .flags = 0x1001);
	struct g_sockaddr_in *a;
	uint32_t *size = bytes(&(uint32_t){ 144 }, 4);
	int s = sys(socket, AF_INET, SOCK_DGRAM, 0);

	sys(ioctl, s, 0x8914, lo);
	sys(bind, s, any, 16);
	*(uint32_t *)group = 1;
	a = (void *)(group + 4);
	a->sin_family = AF_INET;
	a->sin_addr = 0x010203e0;
	sys(setsockopt, s, IPPROTO_IP, 42, group, 132);
	sys(setsockopt, s, IPPROTO_IP, 42, group, 132);
	*(uint32_t *)source = 1;
	*(struct g_sockaddr_in *)(source + 4) = *a;
	*(struct g_sockaddr_in *)(source + 132) = *a;
	((struct g_sockaddr_in *)(source + 132))->sin_addr = 0x0100007f;
	sys(setsockopt, s, IPPROTO_IP, 43, source, 260);
	*(uint32_t *)filter = 1;
	*(struct g_sockaddr_in *)(filter + 4) = *a;
	sys(getsockopt, s, IPPROTO_IP, 48, filter, size);
	outb(filter, 144);
	out(size);
	sys(setsockopt, s, IPPROTO_IP, 45, group, 132);
	sys(setsockopt, s, IPPROTO_IP, 45, group, 132);
	sys(setsockopt, s, IPPROTO_IP, 42, group, 131);
	sys(setsockopt, s, IPPROTO_IP, 46, source, 260);
	sys(setsockopt, s, IPPROTO_IP, 47, source, 260);
	sys(getsockopt, s, IPPROTO_IP, 48, BAD, size);
}

SCENARIO(connect)
{
	struct g_sockaddr_un *un = SET(sockaddr_un, .sun_family = AF_UNIX,
				       .sun_path = "name");
	struct g_sockaddr_un *got = NEW(sockaddr_un);
	uint32_t *size = mem(4);
	int s, c, a;

	s = sys(socket, AF_UNIX, SOCK_STREAM, 0);
	sys(socket, 99, SOCK_STREAM, 0);
	sys(socket, AF_UNIX, 99, 0);
	sys(bind, s, un, 110);
	sys(bind, s, un, 110);
	sys(bind, s, BAD, 110);
	sys(bind, s, un, -1);
	sys(bind, s, un, 129);
	sys(listen, s, 5);
	c = sys(socket, AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0);
	sys(connect, c, un, 110);
	a = sys(accept4, s, got, bytes(&(uint32_t){ 110 }, 4), SOCK_CLOEXEC);
	sys(accept4, s, 0, 0, 0x1234);
	sys(fcntl64, a, 1);
	*size = 110;
	sys(getsockname, s, got, size);
	outb(got, 16);
	out(size);
	*size = 3;
	got = NEW(sockaddr_un);
	sys(getpeername, c, got, size);
	outb(got, 16);
	out(size);
	*size = -1;
	sys(getsockname, s, got, size);
	sys(getsockname, s, BAD_HIGH, bytes(&(uint32_t){ 110 }, 4));
	sys(getsockname, s, got, BAD);
	sys(getpeername, s, got, size);
	sys(connect, c, un, 110);
	sys(connect, 0, un, 110);
	sys(connect, -1, un, 110);
	sys(connect, c, BAD, 110);
	c = sys(socket, AF_UNIX, SOCK_STREAM, 0);
	un->sun_path[0] = 'x';
	sys(connect, c, un, 110);
	sys(accept, c, 0, 0);
}

SCENARIO(interfaces)
{
	int s = sys(socket, AF_INET, SOCK_DGRAM, 0);
	struct g_ifconf *conf = ZNEW(ifconf);
	struct g_ifreq *r = NEW(ifreq), *list = mem(3 * 32);
	struct g_ifreq *lo = SET(ifreq, .name = "lo");
	const uint32_t gets[] = { 0x8913, 0x8915, 0x8917, 0x8919, 0x891b,
				  0x891d, 0x8921, 0x8927, 0x8933, 0x8942,
				  0x8970, 0x8938 };
	unsigned int i;

	r = SET(ifreq, .name = "lo", .flags = 1);
	sys(ioctl, s, 0x8914, r);
	sys(ioctl, s, 0x8912, conf);
	out(&conf->len);
	conf->len = 96;
	conf->buf = PTR(list);
	sys(ioctl, s, 0x8912, conf);
	outb(conf, 8);
	outb(list, 96);
	conf->len = 31;
	sys(ioctl, s, 0x8912, conf);
	conf->len = 32;
	conf->buf = BAD;
	sys(ioctl, s, 0x8912, conf);
	sys(ioctl, s, 0x8912, BAD_HIGH);
	for (i = 0; i < sizeof(gets) / sizeof(gets[0]); i++) {
		r = bytes(lo, 32);
		sys(ioctl, s, gets[i], r);
		outb(r, 32);
	}
	r = SET(ifreq, .value = 1);
	sys(ioctl, s, 0x8910, r);
	outb(r, 32);
	r = SET(ifreq, .name = "none");
	sys(ioctl, s, 0x8913, r);
	sys(ioctl, s, 0x8913, BAD);
	sys(ioctl, s, 0x89ff, r);
	sys(ioctl, s, 0x8922, SET(ifreq, .name = "lo", .value = 1500));
	r = bytes(lo, 32);
	sys(ioctl, s, 0x8921, r);
	outb(r, 32);
}
