// SPDX-License-Identifier: GPL-2.0-only
/*
 * scenarios: pipes, and moving data without a buffer
 */
#include <fcntl.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "oracle.h"

#define GROUP "pipes"

static void make(int32_t *ends)
{
	sys(pipe2, ends, O_NONBLOCK);
}

static void drain(int fd)
{
	char *in = mem(32);

	sys(read, fd, in, 32);
	outb(in, 32);
}

SCENARIO(splice)
{
	static const uint32_t sizes[] = { 0, 1, 0x7fffffff, 0x80000000,
					  0xffffffff };
	struct g_loff *pos = NEW(loff);
	int32_t *p = mem(8);
	unsigned int i;
	int fd;

	make(p);
	fd = sys(open, str("f"), O_RDWR | O_CREAT | G_O_LARGEFILE, 0600);
	sys(write, fd, str("0123456789"), 10);
	for (i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		pos->value = 2;
		sys(splice, fd, pos, p[1], 0, sizes[i], 0);
		OUT(loff, pos);
		drain(p[0]);
	}
	sys(splice, fd, edge(7), p[1], 0, 4, 0);
	sys(splice, fd, BAD_HIGH, p[1], 0, 4, 0);
	pos->value = -1;
	sys(splice, fd, pos, p[1], 0, 4, 0);
	pos->value = 0x7fffffffffffffffLL;
	sys(splice, fd, pos, p[1], 0, 4, 0);
	sys(splice, fd, pos, p[1], pos, 4, 0);
	sys(splice, fd, 0, fd, 0, 4, 0);
	sys(splice, p[0], 0, p[1], 0, 4, 0);
	sys(splice, p[0], 0, fd, 0, 4, 2);
	sys(splice, p[1], 0, fd, 0, 4, 0);
	sys(splice, p[0], 0, fd, 0, 4, 0x80000000);
	sys(write, p[1], str("back"), 4);
	pos->value = 0x100000000LL;
	sys(splice, p[0], 0, fd, pos, 0xffffffff, 0);
	OUT(loff, pos);
}

SCENARIO(tee)
{
	int32_t *a = mem(8), *b = mem(8);

	make(a);
	make(b);
	sys(write, a[1], str("both"), 4);
	sys(tee, a[0], b[1], 0xffffffff, 2);
	drain(b[0]);
	sys(tee, a[0], b[1], 2, 0);
	drain(b[0]);
	drain(a[0]);
	sys(tee, a[0], b[1], 4, 2);
	sys(tee, a[0], a[1], 4, 0);
	sys(tee, a[0], b[1], 0, 0);
	sys(tee, a[0], b[1], 4, 0x80000000);
	sys(tee, a[0], 0, 4, 0);
}

SCENARIO(vmsplice)
{
	struct g_iovec *v = ZNEWS(iovec, 2);
	char *page = pages(2);
	int32_t *p = mem(8);

	make(p);
	strcpy(page, "page");
	v[0].base = PTR(page);
	v[0].len = 4;
	v[1].base = PTR(page + 4094);
	v[1].len = 4;
	sys(vmsplice, p[1], v, 2, 0);
	drain(p[0]);
	sys(vmsplice, p[1], v, 2, 8);
	v[1].len = 2;
	sys(vmsplice, p[0], v, 1, 2);
	outb(page, 8);
	sys(vmsplice, p[1], v, 0, 0);
	sys(vmsplice, p[1], v, 1025, 0);
	sys(vmsplice, p[1], edge(15), 2, 0);
	sys(vmsplice, p[1], BAD_HIGH, 1, 0);
	sys(vmsplice, p[1], v, 1, 0x80000000);
	sys(vmsplice, 0, v, 1, 0);
	v[0].len = 0x80000000;
	sys(vmsplice, p[1], v, 1, 2);
	v[0].len = 0x7fffffff;
	v[0].base = PTR(edge(4));
	sys(vmsplice, p[1], v, 1, 2);
	v[0].base = BAD_HIGH;
	v[0].len = 4;
	sys(vmsplice, p[1], v, 1, 2);
}

SCENARIO(sizes)
{
	struct g_iovec *v = ZNEWS(iovec, 1024);
	uint32_t letter = PTR(str("x"));
	int32_t *p = mem(8);
	unsigned int i;

	make(p);
	sys(fcntl64, p[0], 1032);
	sys(fcntl64, p[0], 1031, 1);
	sys(fcntl64, p[0], 1031, 5000);
	sys(fcntl64, p[0], 1031, 0x7fffffff);
	sys(fcntl64, p[0], 1031, 0x80000000);
	sys(fcntl64, p[0], 1031, 0xffffffff);
	sys(write, p[1], pages(3), 0x3000);
	sys(write, p[1], pages(1), 1);
	sys(fcntl64, p[0], 1031, 4096);
	sys(read, p[0], pages(2), 8192);
	for (i = 0; i < 1024; i++) {
		v[i].base = letter;
		v[i].len = 1;
	}
	sys(writev, p[1], v, 1024);
	drain(p[0]);
	sys(pipe2, p, O_DIRECT);
	sys(pipe2, p, 0x80000000);
	sys(pipe2, p, 0200);
}

/* To and from sockets, whose other end closes in between. */
SCENARIO(sockets)
{
	int32_t *s = mem(8), *p = mem(8), *pos = zmem(4);
	int fd = sys(open, str("f"), O_RDWR | O_CREAT, 0600);

	make(p);
	sys(write, fd, str("through"), 7);
	sys(socketpair, AF_UNIX, SOCK_STREAM, 0, s);
	sys(sendfile, s[0], fd, pos, 0xffffffff);
	out(pos);
	sys(sendfile, s[0], fd, pos, 1);
	*pos = 0x80000000;
	sys(sendfile, s[0], fd, pos, 1);
	sys(splice, s[1], 0, p[1], 0, 100, 0);
	drain(p[0]);
	sys(write, p[1], str("more"), 4);
	sys(splice, p[0], 0, s[1], 0, 100, 0);
	drain(s[0]);
	on_signal(13, 0);
	sys(close, s[0]);
	*pos = 0;
	sys(sendfile, s[1], fd, pos, 7);
	out(pos);
	sys(write, p[1], str("more"), 4);
	sys(splice, p[0], 0, s[1], 0, 100, 0);
	note("SIGPIPE seen %d times", signals_seen[13]);
	sys(copy_file_range, fd, 0, s[1], 0, 1, 0);
	sys(copy_file_range, fd, BAD_HIGH, fd, 0, 1, 0);
	sys(copy_file_range, fd, 0, fd, edge(7), 1, 0);
	sys(copy_file_range, fd, 0, fd, 0, 0x80000000, 0x80000000);
}
