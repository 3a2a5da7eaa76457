// SPDX-License-Identifier: GPL-2.0-only
/*
 * scenarios: reading, writing and positioning, files beyond 2 and 4 GB
 */
#include <fcntl.h>
#include <unistd.h>

#include "oracle.h"

#define GROUP "file"

static int open_new(const char *name)
{
	return sys(open, str(name), O_RDWR | O_CREAT | O_TRUNC, 0644);
}

SCENARIO(read_write)
{
	char *in = mem(32), *text = str("the quick brown fox");
	int fd;

	fd = open_new("f");
	sys(write, fd, text, 19);
	sys(write, fd, text, 0);
	sys(write, fd, BAD, 4);
	sys(write, fd, BAD_HIGH, 4);
	sys(write, -1, text, 4);
	sys(write, fd, edge(8), 0xffffffff);
	sys(write, fd, edge(8), 0x80000000);
	sys(lseek, fd, 4, SEEK_SET);
	sys(read, fd, in, 8);
	outb(in, 32);
	sys(read, fd, in, 32);
	outb(in, 32);
	sys(read, fd, in, 32);
	outb(in, 32);
	sys(lseek, fd, 0, SEEK_SET);
	sys(read, fd, BAD, 4);
	sys(read, fd, BAD_HIGH, 4);
	in = edge(8);
	sys(read, fd, in, 0xffffffff);
	outb(in, 8);
	sys(read, fd, in, 0x7fffffff);
	outb(in, 8);
	sys(read, fd, in, 9);
	sys(read, 1000, in, 4);
	sys(close, fd);
	sys(close, fd);
	sys(read, fd, in, 4);
}

SCENARIO(vectors)
{
	char *a = str("first"), *b = str("second"), *in = mem(16);
	struct g_iovec *v = ZNEWS(iovec, 4);
	int fd;

	fd = open_new("f");
	v[0].base = PTR(a);
	v[0].len = 5;
	v[1].base = PTR(b);
	v[1].len = 6;
	sys(writev, fd, v, 2);
	sys(writev, fd, v, 0);
	sys(writev, fd, v, -1);
	sys(writev, fd, v, 1025);
	sys(writev, fd, BAD, 1);
	sys(writev, fd, BAD_HIGH, 1);
	v[1].len = 0x80000000;
	sys(writev, fd, v, 2);
	v[1].base = PTR(edge(6));
	v[1].len = 0x7fffffff;
	sys(writev, fd, v, 2);
	v[1].base = BAD;
	v[1].len = 4;
	sys(writev, fd, v, 2);
	sys(pwritev, fd, v, 1, LL(20));
	sys(pwritev2, fd, v, 1, LL(-1), 0);
	sys(pwritev2, fd, v, 1, LL(30), 0xffff);
	v[0].base = PTR(in);
	v[0].len = 3;
	v[1].base = PTR(in + 8);
	v[1].len = 3;
	sys(lseek, fd, 0, SEEK_SET);
	sys(readv, fd, v, 2);
	outb(in, 16);
	sys(preadv, fd, v, 2, LL(6));
	outb(in, 16);
	sys(preadv2, fd, v, 2, LL(-1), 0);
	outb(in, 16);
	sys(preadv2, fd, v, 2, LL(1), 8);
	sys(preadv, fd, v, 2, LL(-2));
	sys(preadv, fd, v, 2, LL(0x100000000ULL));
	sys(preadv, fd, v, 2, LL(0x7fffffffffffffffULL));
	v[0].base = BAD_HIGH;
	sys(readv, fd, v, 1);
	v[0].len = 0;
	sys(readv, fd, v, 1);
	sys(readv, fd, v, 2);
}

SCENARIO(positions)
{
	struct g_loff *pos = NEW(loff);
	int fd;

	fd = open_new("f");
	sys(lseek, fd, 0x7fffffff, SEEK_SET);
	sys(lseek, fd, 1, SEEK_CUR);
	sys(lseek, fd, 0x80000000, SEEK_SET);
	sys(lseek, fd, -1, SEEK_CUR);
	sys(lseek, fd, 0, 99);
	sys(_llseek, fd, 0, 0, pos, SEEK_CUR);
	OUT(loff, pos);
	sys(_llseek, fd, 0, 0x80000000, pos, SEEK_SET);
	OUT(loff, pos);
	sys(_llseek, fd, 1, 2, pos, SEEK_SET);
	OUT(loff, pos);
	sys(lseek, fd, 0, SEEK_CUR);
	sys(_llseek, fd, -1, -5, pos, SEEK_CUR);
	OUT(loff, pos);
	sys(_llseek, fd, 0x80000000, 0, pos, SEEK_SET);
	OUT(loff, pos);
	sys(_llseek, fd, 0, 0, BAD, SEEK_SET);
	sys(_llseek, fd, 0, 0, BAD_HIGH, SEEK_SET);
	sys(_llseek, fd, 0, 0, pos, 99);
	sys(_llseek, -1, 0, 0, pos, SEEK_SET);
	sys(lseek, fd, 0, SEEK_DATA);
	sys(lseek, fd, 0, SEEK_HOLE);
}

SCENARIO(large)
{
	char *in = mem(8), *text = str("abcdef");
	struct g_stat64 *st = NEW(stat64);
	struct g_stat *old = NEW(stat);
	int fd, large;

	fd = open_new("f");
	/* Without O_LARGEFILE nothing is written at or beyond 2 GB - 1. */
	sys(pwrite64, fd, text, 4, PAD, LL(0x7ffffffeULL));
	sys(pwrite64, fd, text, 4, PAD, LL(0x7fffffffULL));
	sys(pwrite64, fd, text, 4, PAD, LL(0x80000000ULL));
	sys(ftruncate, fd, 0x7fffffff);
	sys(ftruncate, fd, 0x80000000);
	sys(ftruncate64, fd, PAD, LL(0x80000000ULL));
	sys(truncate64, str("f"), PAD, LL(0x80000001ULL));
	sys(fstat64, fd, st);
	OUT(stat64, st);
	sys(fstat, fd, old);
	OUT(stat, old);
	sys(open, str("f"), O_RDONLY);
	sys(creat, str("f2"), 0600);
	large = sys(open, str("f"), O_RDWR | G_O_LARGEFILE);
	sys(fcntl64, large, F_GETFL);
	sys(fcntl64, fd, F_GETFL);
	sys(pwrite64, large, text, 6, PAD, LL(0x80000000ULL));
	sys(pwrite64, large, text, 6, PAD, LL(0x100000002ULL));
	sys(pread64, large, in, 8, PAD, LL(0x100000000ULL));
	outb(in, 8);
	sys(pread64, large, in, 8, PAD, LL(-1));
	sys(pread64, large, BAD, 8, PAD, LL(0x100000000ULL));
	sys(pread64, fd, in, 4, PAD, LL(0x80000002ULL));
	outb(in, 8);
	sys(lseek, large, 0, SEEK_END);
	sys(fstat64, large, st);
	OUT(stat64, st);
	sys(fstat, large, old);
	sys(stat, str("f"), old);
	sys(open, str("f"), O_RDONLY);
	sys(openat, AT_FDCWD, str("f"), O_RDONLY);
	sys(openat, AT_FDCWD, str("f"), O_RDONLY | G_O_LARGEFILE);
	sys(truncate, str("f"), -1);
	sys(truncate, str("f"), 0x7fffffff);
	sys(truncate64, str("f"), PAD, LL(-1));
	sys(truncate64, BAD, PAD, LL(1));
	sys(ftruncate64, large, PAD, LL(0x200000000ULL));
	sys(fstat64, large, st);
	OUT(stat64, st);
	sys(fallocate, large, 0, LL(0x200000000ULL), LL(4096));
	sys(fallocate, large, 3, LL(0x100000000ULL), LL(4096));
	sys(fallocate, large, 1, LL(0), LL(0));
	sys(fallocate, large, 1, LL(-1), LL(1));
	sys(fallocate, large, 0x1000, LL(0), LL(1));
	sys(fstat64, large, st);
	OUT(stat64, st);
	sys(arm_fadvise64_64, large, G_FADV_NORMAL, LL(0), LL(0x300000000ULL));
	sys(arm_fadvise64_64, large, 77, LL(0), LL(1));
	sys(arm_fadvise64_64, -1, G_FADV_WILLNEED, LL(0), LL(1));
	sys(arm_fadvise64_64, large, G_FADV_DONTNEED, LL(0x100000000ULL),
	    LL(4096));
	sys(sync_file_range2, large, 2, LL(0x100000000ULL), LL(4096));
	sys(sync_file_range2, large, 0xff, LL(0), LL(0));
	sys(sync_file_range2, large, 1, LL(-1), LL(1));
	sys(readahead, large, PAD, LL(0x100000000ULL), 4096);
	sys(readahead, -1, PAD, LL(0), 1);
	sys(fsync, large);
	sys(fdatasync, large);
	sys(fdatasync, -1);
}

SCENARIO(open_flags)
{
	struct g_open_how *how = ZNEW(open_how);

	sys(open, str("none"), O_RDONLY);
	sys(open, str("n"), O_WRONLY | O_CREAT | O_EXCL, 0600);
	sys(open, str("n"), O_WRONLY | O_CREAT | O_EXCL, 0600);
	sys(open, str("."), G_O_DIRECTORY);
	sys(open, str("n"), G_O_DIRECTORY);
	sys(open, str("."), O_WRONLY);
	sys(symlink, str("n"), str("l"));
	sys(open, str("l"), G_O_NOFOLLOW);
	sys(open, BAD, 0);
	sys(open, BAD_HIGH, 0);
	sys(open, str(""), 0);
	sys(openat, -1, str("n"), 0);
	sys(openat, -1, str("/tmp/n"), 0);
	sys(openat, AT_FDCWD, str("t"), O_RDWR | O_CREAT | 0x80000000, 0600);
	how->flags = O_RDWR | G_O_LARGEFILE;
	sys(openat2, AT_FDCWD, str("n"), how, sizeof(*how));
	how->flags = 1ULL << 40;
	sys(openat2, AT_FDCWD, str("n"), how, sizeof(*how));
	sys(openat2, AT_FDCWD, str("n"), how, 23);
	sys(openat2, AT_FDCWD, str("n"), BAD, sizeof(*how));
	sys(dup, 3);
	sys(dup2, 3, 50);
	sys(dup2, 3, 3);
	sys(dup2, 3, -1);
	sys(dup3, 3, 51, O_CLOEXEC);
	sys(dup3, 3, 3, 0);
	sys(dup3, 3, 52, 0x1234);
	sys(fcntl64, 51, F_GETFD);
	sys(fcntl, 51, F_GETFD);
	sys(fcntl64, 3, F_DUPFD, 100);
	sys(fcntl64, 3, F_DUPFD, -1);
	sys(fcntl64, 3, 0x7777, 0);
	sys(close_range, 3, 0xffffffff, 0);
	sys(fcntl64, 51, F_GETFD);
	sys(close_range, 5, 3, 0);
}

SCENARIO(copy)
{
	struct g_loff *from = ZNEW(loff), *to = ZNEW(loff);
	int32_t *pos32 = zmem(4);
	char *in = mem(32);
	int a, b;

	a = open_new("a");
	b = open_new("b");
	sys(write, a, str("0123456789abcdef"), 16);
	from->value = 2;
	to->value = 4;
	sys(copy_file_range, a, from, b, to, 6, 0);
	OUT(loff, from);
	OUT(loff, to);
	sys(copy_file_range, a, BAD, b, to, 6, 0);
	sys(copy_file_range, a, from, b, to, 6, 1);
	sys(copy_file_range, a, from, b, to, 0xffffffff, 0);
	OUT(loff, from);
	from->value = -1;
	sys(copy_file_range, a, from, b, to, 1, 0);
	*pos32 = 10;
	sys(sendfile, b, a, pos32, 3);
	out(pos32);
	*pos32 = -4;
	sys(sendfile, b, a, pos32, 3);
	sys(sendfile, b, a, BAD, 3);
	from->value = 1;
	sys(sendfile64, b, a, from, 4);
	OUT(loff, from);
	from->value = 0x100000000LL;
	sys(sendfile64, b, a, from, 4);
	OUT(loff, from);
	sys(sendfile64, b, -1, from, 4);
	sys(pread64, b, in, 32, PAD, LL(0));
	outb(in, 32);
}

SCENARIO(pipes)
{
	struct g_iovec *v = ZNEWS(iovec, 2);
	struct g_loff *pos = ZNEW(loff);
	int32_t *one = mem(8), *two = mem(8);
	char *in = mem(16);
	int fd;

	sys(pipe, one);
	outb(one, 8);
	sys(pipe2, two, O_CLOEXEC | O_NONBLOCK);
	outb(two, 8);
	sys(pipe2, two, 0x1000000);
	sys(pipe, BAD);
	sys(pipe2, BAD_HIGH, 0);
	sys(read, two[0], in, 4);
	sys(write, one[1], str("hello, pipe"), 11);
	sys(tee, one[0], two[1], 5, 0);
	sys(tee, one[0], two[1], 5, 0xff);
	sys(read, two[0], in, 16);
	outb(in, 16);
	v[0].base = PTR(str("vm"));
	v[0].len = 2;
	sys(vmsplice, one[1], v, 1, 0);
	sys(vmsplice, one[1], BAD, 1, 0);
	sys(vmsplice, one[1], v, 1, 0xff);
	fd = open_new("f");
	pos->value = 3;
	sys(splice, one[0], 0, fd, pos, 100, 0);
	OUT(loff, pos);
	sys(splice, one[0], pos, fd, pos, 100, 0);
	sys(splice, fd, BAD, one[1], 0, 4, 0);
	pos->value = 5;
	sys(splice, fd, pos, one[1], 0, 4, 0);
	OUT(loff, pos);
	sys(read, one[0], in, 16);
	outb(in, 16);
	sys(fcntl64, one[0], 1032);
	sys(fcntl64, one[0], 1031, 4096);
	sys(lseek, one[0], 0, SEEK_SET);
	sys(close, two[0]);
	on_signal(13, 0);
	sys(write, two[1], in, 4);
	note("SIGPIPE seen %d times", signals_seen[13]);
}
