// SPDX-License-Identifier: GPL-2.0-only
/*
 * scenarios: sizes and positions beyond 2 and 4 GB, on several file systems
 *
 * All files are sparse: what is written is a few bytes.
 */
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <unistd.h>

#include "disk.h"
#include "oracle.h"

#define GROUP "bigfile"

#define GB2	0x80000000ULL
#define GB4	0x100000000ULL

static void where(int fd)
{
	struct g_loff *pos = NEW(loff);

	sys(_llseek, fd, 0, 0, pos, SEEK_CUR);
	OUT(loff, pos);
}

static void size_of(int fd)
{
	struct g_stat64 *st = NEW(stat64);

	sys(fstat64, fd, st);
	outb(&st->st_size, 8);
}

/* Each size: what open, stat and lseek say of it. */
static void sizes(int large)
{
	static const uint64_t list[] = {
		GB2 - 2, GB2 - 1, GB2, GB2 + 1, GB4 - 1, GB4, GB4 + 1,
	};
	struct g_stat *st = NEW(stat);
	unsigned int i;

	for (i = 0; i < sizeof(list) / sizeof(list[0]); i++) {
		sys(ftruncate64, large, PAD, LL(list[i]));
		sys(close, sys(open, str("f"), O_RDWR));
		sys(close, sys(openat, AT_FDCWD, str("f"), O_RDONLY));
		sys(close, sys(creat, str("f"), 0600));
		sys(ftruncate64, large, PAD, LL(list[i]));
		sys(openat2, AT_FDCWD, str("f"), ZNEW(open_how), 24);
		sys(close, 4);
		sys(stat, str("f"), st);
		sys(lstat, str("f"), st);
		sys(fstat, large, st);
		outb(&st->st_size, 4);
		size_of(large);
		sys(lseek, large, 0, SEEK_END);
		where(large);
		sys(lseek, large, 0, SEEK_CUR);
		sys(lseek, large, -1, SEEK_END);
		sys(lseek, large, 1, SEEK_CUR);
	}
}

/* A descriptor without O_LARGEFILE, of a file that grows by another. */
static void without_largefile(int small, int large)
{
	char *text = str("0123456789"), *in = mem(16);
	struct g_loff *pos = NEW(loff);

	sys(ftruncate64, large, PAD, LL(0));
	sys(_llseek, small, 0, GB2 - 4, pos, SEEK_SET);
	sys(write, small, text, 10);
	where(small);
	sys(write, small, text, 1);
	sys(write, small, text, 0);
	sys(pwrite64, small, text, 10, PAD, LL(GB2 - 2));
	sys(pwrite64, small, text, 10, PAD, LL(GB4));
	size_of(small);
	sys(ftruncate, small, GB2 - 1);
	sys(ftruncate64, small, PAD, LL(GB2));
	sys(ftruncate64, small, PAD, LL(GB4));
	sys(truncate, str("f"), 0x80000000);
	sys(fallocate, small, 0, LL(GB2), LL(4096));
	sys(pwrite64, large, text, 10, PAD, LL(GB2 - 4));
	sys(_llseek, small, 0, GB2 - 4, pos, SEEK_SET);
	sys(read, small, in, 16);
	outb(in, 16);
	where(small);
	sys(read, small, in, 16);
	sys(lseek, small, 0, SEEK_CUR);
	sys(pread64, small, in, 4, PAD, LL(GB2));
	sys(mmap2, 0, 4096, PROT_READ, MAP_SHARED, small, 0x80000);
}

/* Positions in pairs of registers, both halves used. */
static void beyond(int large)
{
	struct g_iovec *v = ZNEWS(iovec, 2);
	char *in = mem(16);
	uint32_t a;

	v[0].base = PTR(str("beyond"));
	v[0].len = 6;
	v[1].base = PTR(str(" 4 GB"));
	v[1].len = 5;
	sys(pwritev, large, v, 2, LL(GB4 + 4090));
	sys(pwritev2, large, v, 1, LL(GB4 + 8000), 0);
	sys(pwrite64, large, str("X"), 1, PAD, LL(GB4 + 4092));
	size_of(large);
	v[0].base = PTR(in);
	v[0].len = 8;
	v[1].base = PTR(in + 8);
	v[1].len = 8;
	sys(preadv, large, v, 2, LL(GB4 + 4090));
	outb(in, 16);
	sys(preadv2, large, v, 2, LL(GB4 + 8000), 0);
	outb(in, 16);
	sys(pread64, large, in, 4, PAD, LL(GB4 + 4091));
	outb(in, 16);
	sys(pread64, large, in, 4, PAD, LL(4091));
	outb(in, 16);
	a = sys(mmap2, 0, 4096, PROT_READ, MAP_SHARED, large, 0x100001);
	if (a < -4095U)
		note("%.6s", (char *)(uintptr_t)a);
	sys(readahead, large, PAD, LL(GB4), 0x7fffffff);
	sys(arm_fadvise64_64, large, G_FADV_WILLNEED, LL(GB4), LL(GB4));
	sys(arm_fadvise64_64, large, G_FADV_DONTNEED, LL(0), LL(-1));
	sys(arm_sync_file_range, large, 7, LL(GB4), LL(8192));
	sys(arm_sync_file_range, large, 7, LL(0x7fffffffffffffffULL), LL(1));
	sys(arm_sync_file_range, large, 7, LL(1), LL(-1));
}

static void holes(int large)
{
	struct g_loff *pos = NEW(loff);

	sys(fsync, large);
	sys(_llseek, large, 0, 1, pos, SEEK_DATA);
	OUT(loff, pos);
	sys(_llseek, large, 1, 4096, pos, SEEK_HOLE);
	OUT(loff, pos);
	sys(lseek, large, 0, SEEK_DATA);
	where(large);
	sys(_llseek, large, 2, 0, pos, SEEK_DATA);
	sys(fallocate, large, 3, LL(GB4), LL(GB2));
	sys(_llseek, large, 0, 1, pos, SEEK_DATA);
	sys(fallocate, large, 1, LL(GB4 * 2), LL(4096));
	size_of(large);
	sys(fallocate, large, 0x10, LL(GB4), LL(4096));
	sys(fallocate, large, 0x20, LL(GB4), LL(4096));
	sys(fallocate, large, 8, LL(GB4), LL(4096));
	size_of(large);
}

/* Copying: a 32-bit position can overflow, a 64-bit one cannot. */
static void copies(int large)
{
	struct g_loff *from = ZNEW(loff), *to = ZNEW(loff);
	int32_t *old = zmem(4), *pair = mem(8);
	char *in = mem(16);
	int out = sys(open, str("out"), O_RDWR | O_CREAT | G_O_LARGEFILE, 0600);

	sys(pwrite64, large, str("copy this"), 9, PAD, LL(GB2 - 5));
	sys(pwrite64, large, str("and this"), 8, PAD, LL(GB4 + 1));
	*old = 0x7ffffffb;
	sys(sendfile, out, large, old, 9);
	out(old);
	*old = 0x7fffffff;
	sys(sendfile, out, large, old, 1);
	out(old);
	from->value = GB2 - 5;
	sys(sendfile64, out, large, from, 9);
	OUT(loff, from);
	from->value = GB4 + 1;
	sys(sendfile64, out, large, from, 8);
	OUT(loff, from);
	from->value = -1;
	sys(sendfile64, out, large, from, 8);
	sys(_llseek, large, 1, 1, to, SEEK_SET);
	sys(sendfile, out, large, 0, 0x7fffffff);
	where(large);
	sys(pread64, out, in, 16, PAD, LL(0));
	outb(in, 16);
	from->value = GB4 + 1;
	to->value = GB4 * 2;
	sys(copy_file_range, large, from, out, to, 8, 0);
	OUT(loff, from);
	OUT(loff, to);
	size_of(out);
	sys(pipe, pair);
	from->value = GB4 + 1;
	sys(splice, large, from, pair[1], 0, 8, 0);
	OUT(loff, from);
	to->value = GB4 + 100;
	sys(splice, pair[0], 0, out, to, 8, 0);
	OUT(loff, to);
	sys(pread64, out, in, 16, PAD, LL(GB4 + 98));
	outb(in, 16);
	sys(close, pair[0]);
	sys(close, pair[1]);
	sys(close, out);
	sys(unlink, str("out"));
}

static void locks(int large)
{
	static const uint64_t list[] = { 5, GB2 - 2, GB2 - 1, GB2, GB4 + 5 };
	struct g_flock64 *l64 = ZNEW(flock64);
	struct g_flock *l = ZNEW(flock);
	int other = sys(open, str("f"), O_RDWR | G_O_LARGEFILE);
	unsigned int i;

	for (i = 0; i < sizeof(list) / sizeof(list[0]); i++) {
		*l64 = (struct g_flock64){ F_WRLCK, 0, list[i], 2 };
		sys(fcntl64, other, G_F_OFD_SETLK, l64);
		*l = (struct g_flock){ F_WRLCK };
		sys(fcntl64, large, G_F_GETLK, l);
		OUT(flock, l);
		l64->l_start = 0;
		l64->l_len = 0;
		sys(fcntl64, large, G_F_GETLK64, l64);
		OUT(flock64, l64);
		sys(fcntl64, large, G_F_OFD_GETLK, l64);
		*l64 = (struct g_flock64){ F_UNLCK };
		sys(fcntl64, other, G_F_OFD_SETLK, l64);
	}
	*l = (struct g_flock){ F_WRLCK, SEEK_END, 0, 1 };
	sys(fcntl64, large, G_F_SETLK, l);
	*l64 = (struct g_flock64){ F_WRLCK, SEEK_END, -1, 2 };
	sys(fcntl64, large, G_F_SETLK64, l64);
	*l64 = (struct g_flock64){ F_WRLCK, 0, 10, -5 };
	sys(fcntl64, large, G_F_SETLK64, l64);
	*l64 = (struct g_flock64){ F_WRLCK, 0, 0x7fffffffffffffffLL, 2 };
	sys(fcntl64, large, G_F_SETLK64, l64);
	sys(close, other);
}

static void all_of_it(const char *dir)
{
	int small, large;

	sys(chdir, str(dir));
	large = sys(open, str("f"), O_RDWR | O_CREAT | G_O_LARGEFILE, 0644);
	sizes(large);
	sys(ftruncate64, large, PAD, LL(0));
	small = sys(open, str("f"), O_RDWR);
	without_largefile(small, large);
	beyond(large);
	holes(large);
	sys(ftruncate64, large, PAD, LL(0));
	copies(large);
	locks(large);
	sys(ftruncate64, large, PAD, LL(0x7fffffffffffffffULL));
	sys(pwrite64, large, str("x"), 1, PAD, LL(0x7fffffffffffffffULL));
}

SCENARIO(tmpfs)
{
	all_of_it(".");
}

SCENARIO(ext4)
{
	disk("ext4", 16, "d");
	all_of_it("d");
}

/* Without extents: files end at 16 GB. */
SCENARIO(ext2)
{
	disk("ext2", 16, "d");
	all_of_it("d");
}

SCENARIO(xfs)
{
	disk("xfs", 300, "d");
	all_of_it("d");
}

SCENARIO(btrfs)
{
	disk("btrfs", 128, "d");
	all_of_it("d");
}

/* No holes, and a size has 32 bits. */
SCENARIO(vfat)
{
	int fd;

	disk("vfat", 16, "d");
	sys(chdir, str("d"));
	fd = sys(open, str("f"), O_RDWR | O_CREAT | G_O_LARGEFILE, 0644);
	sys(pwrite64, fd, str("x"), 1, PAD, LL(GB4));
	sys(pwrite64, fd, str("x"), 1, PAD, LL(GB4 - 1));
	sys(ftruncate64, fd, PAD, LL(GB4));
	sys(ftruncate64, fd, PAD, LL(20000));
	size_of(fd);
	sys(fallocate, fd, 0, LL(0), LL(GB4));
	sys(fallocate, fd, 0, LL(0), LL(40000));
	size_of(fd);
	sys(getdents64, sys(open, str("."), O_RDONLY), zmem(256), 256);
}

/* RLIMIT_FSIZE comes with a signal, the limit of a small file does not. */
SCENARIO(limit)
{
	struct rlimit64 limit = { GB4 + 10, RLIM64_INFINITY };
	int fd = sys(open, str("f"), O_RDWR | O_CREAT | G_O_LARGEFILE, 0644);

	on_signal(SIGXFSZ, 0);
	setrlimit64(RLIMIT_FSIZE, &limit);
	sys(pwrite64, fd, str("0123456789"), 10, PAD, LL(GB4 + 5));
	size_of(fd);
	sys(pwrite64, fd, str("0123456789"), 10, PAD, LL(GB4 + 10));
	note("SIGXFSZ seen %d times", signals_seen[SIGXFSZ]);
	sys(ftruncate64, fd, PAD, LL(GB4 + 11));
	note("SIGXFSZ seen %d times", signals_seen[SIGXFSZ]);
	sys(truncate64, str("f"), PAD, LL(GB4 * 2));
	sys(fallocate, fd, 0, LL(GB4), LL(11));
	note("SIGXFSZ seen %d times", signals_seen[SIGXFSZ]);
}

/* More blocks or files than 32 bits can tell. */
SCENARIO(statfs)
{
	struct g_statfs64 *sf64 = NEW(statfs64);
	struct g_statfs *sf = NEW(statfs);
	int fd;

	sys(mkdir, str("m"), 0755);
	sys(mount, str("none"), str("m"), str("tmpfs"), 0,
	    str("size=32768g,nr_inodes=100"));
	sys(statfs, str("m"), sf);
	fd = sys(open, str("m"), O_RDONLY);
	sys(fstatfs, fd, sf);
	outb(sf, 64);
	sys(statfs64, str("m"), 84, sf64);
	OUT(statfs64, sf64);
	sys(fstatfs64, fd, 88, sf64);
	OUT(statfs64, sf64);
	sys(close, fd);
	sys(umount2, str("m"), 0);
	sys(mount, str("none"), str("m"), str("tmpfs"), 0,
	    str("size=1m,nr_inodes=5g"));
	sys(statfs, str("m"), sf);
	outb(sf, 28);
	sys(statfs64, str("m"), 84, sf64);
	outb(sf64, 48);
	/* No limits: zeros, and no overflow. */
	sys(mount, str("none"), str("m"), str("tmpfs"), MS_REMOUNT,
	    str("size=0,nr_inodes=0"));
	sys(statfs, str("m"), sf);
	outb(sf, 28);
	sys(statfs64, str("m"), 84, sf64);
	outb(sf64, 48);
}

static void big_ino(const char *dir)
{
	struct g_stat64 *st64 = NEW(stat64);
	struct g_stat *st = NEW(stat);
	char *buf = mem(512);
	int fd;

	sys(chdir, str(dir));
	sys(stat, str("f"), st);
	outb(st, 64);
	sys(lstat, str("f"), st);
	fd = sys(open, str("f"), O_RDONLY);
	sys(fstat, fd, st);
	sys(fstat64, fd, st64);
	OUT(stat64, st64);
	sys(stat64, str("f"), st64);
	OUT(stat64, st64);
	fd = sys(open, str("."), O_RDONLY);
	sys(getdents, fd, buf, 512);
	outb(buf, 128);
	sys(getdents, fd, buf, 512);
	sys(lseek, fd, 0, SEEK_SET);
	buf = mem(512);
	sys(getdents64, fd, buf, 512);
	outb(buf, 128);
}

/* Numbers of inodes with more than 32 bits: those of a second layer. */
SCENARIO(ino_overlay)
{
	need_module("overlay");
	if (shell("mkdir a b m") || shell("mount -t tmpfs -o inode32 a a") ||
	    shell("mount -t tmpfs -o inode32 b b") ||
	    shell("mkdir b/up b/work a/d && echo 1 >a/d/f") ||
	    shell("mount -t overlay -o xino=on,%s o m",
		  "lowerdir=a,upperdir=b/up,workdir=b/work"))
		skip("cannot mount an overlay");
	big_ino("m/d");
}
