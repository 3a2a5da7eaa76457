// SPDX-License-Identifier: GPL-2.0-only
/*
 * scenarios: directories, whose positions are hashes or numbers of 64 bits
 *
 * ext4 gives a 32-bit caller hashes of 31 bits, which have to fit d_off of
 * getdents and the result of lseek.
 */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "disk.h"
#include "oracle.h"

#define GROUP "dirs"

#define FILES	300

static int open_dir(void)
{
	return sys(open, str("."), O_RDONLY | G_O_DIRECTORY);
}

static void fill(unsigned int count)
{
	char name[64];
	unsigned int i;

	for (i = 0; i < count; i++) {
		snprintf(name, sizeof(name), "file-%03u-%.*s", i, i % 40,
			 "0123456789012345678901234567890123456789");
		close(creat(name, 0600));
	}
}

/* To the end, and the position there. */
static void list64(int fd, uint32_t size)
{
	char *buf = mem(size);
	int32_t n;

	do {
		memset(buf, POISON, size);
		n = sys(getdents64, fd, buf, size);
		if (n > 0)
			outb(buf, n);
	} while (n > 0);
	sys(lseek, fd, 0, SEEK_CUR);
}

static void list(int fd, uint32_t size)
{
	char *buf = mem(size);
	int32_t n;

	do {
		memset(buf, POISON, size);
		n = sys(getdents, fd, buf, size);
		if (n > 0)
			outb(buf, n);
	} while (n > 0);
	sys(lseek, fd, 0, SEEK_CUR);
}

/* Back to positions that were told, by both kinds of seek. */
static void resume(int fd)
{
	struct g_dirent64 *d = (void *)mem(256);
	struct g_dirent *old = (void *)mem(256);
	struct g_loff *pos = NEW(loff);
	unsigned int i;
	uint64_t next;

	sys(lseek, fd, 0, SEEK_SET);
	for (i = 0; i < 10; i++) {
		sys(getdents64, fd, d, 80);
		outb(d, 24);
		/* One is always whole in 80 bytes, more may follow. */
		next = d->d_off;
		sys(lseek, fd, next, SEEK_SET);
		sys(getdents, fd, old, 80);
		outb(old, 20);
		sys(_llseek, fd, next >> 32, next, pos, SEEK_SET);
		OUT(loff, pos);
	}
}

static void tiny_buffers(int fd)
{
	static const uint32_t sizes[] = { 0, 1, 8, 16, 18, 19, 20, 23, 24, 31,
					  32, 48, 0x7fffffff, 0x80000000,
					  0xffffffff };
	unsigned int i;
	char *buf;

	for (i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		sys(lseek, fd, 0, SEEK_SET);
		buf = edge(64);
		sys(getdents64, fd, buf, sizes[i]);
		outb(buf, 64);
		sys(lseek, fd, 0, SEEK_SET);
		buf = edge(64);
		sys(getdents, fd, buf, sizes[i]);
		outb(buf, 64);
	}
}

static void seeks(int fd)
{
	struct g_loff *pos = NEW(loff);
	char *buf = mem(64);

	sys(lseek, fd, 0, SEEK_END);
	sys(_llseek, fd, 0, 0, pos, SEEK_END);
	OUT(loff, pos);
	sys(lseek, fd, 0x7fffffff, SEEK_SET);
	sys(getdents64, fd, buf, 64);
	sys(lseek, fd, 0x80000000, SEEK_SET);
	sys(lseek, fd, -1, SEEK_SET);
	sys(lseek, fd, 1, SEEK_CUR);
	sys(_llseek, fd, 0, 0x7fffffff, pos, SEEK_SET);
	sys(_llseek, fd, 0, 0x80000000, pos, SEEK_SET);
	sys(_llseek, fd, 1, 0, pos, SEEK_SET);
	sys(_llseek, fd, 0x7fffffff, 0xffffffff, pos, SEEK_SET);
	sys(getdents64, fd, buf, 64);
	sys(lseek, fd, 0, 99);
	sys(lseek, fd, 0, SEEK_HOLE);
}

static void all_of_it(const char *dir, unsigned int count)
{
	int fd;

	if (chdir(dir) || shell("mkdir x") || chdir("x"))
		skip("cannot make a directory");
	fill(count);
	fd = open_dir();
	list64(fd, 4096);
	sys(lseek, fd, 0, SEEK_SET);
	list(fd, 4096);
	resume(fd);
	tiny_buffers(fd);
	seeks(fd);
}

SCENARIO(tmpfs)
{
	all_of_it(".", 40);
}

SCENARIO(ext4)
{
	disk("ext4", 16, "d");
	all_of_it("d", FILES);
}

SCENARIO(ext2)
{
	struct disk d = disk_new("ext2", 16, "-O ^dir_index");

	disk_mount(&d, "d", 0, NULL);
	disk_close(&d);
	all_of_it("d", 100);
}

SCENARIO(xfs)
{
	disk("xfs", 300, "d");
	all_of_it("d", FILES);
}

SCENARIO(btrfs)
{
	disk("btrfs", 128, "d");
	all_of_it("d", 100);
}

/* Removed while it is read: positions of what is left stay good. */
SCENARIO(changing)
{
	char *buf = mem(512);
	int fd;

	disk("ext4", 16, "d");
	if (chdir("d"))
		skip("no directory");
	fill(100);
	fd = open_dir();
	sys(getdents64, fd, buf, 512);
	outb(buf, 512);
	sys(unlink, str("file-050-0123456789"));
	sys(unlink, str("file-001-0"));
	sys(rename, str("file-002-01"), str("moved"));
	list64(fd, 1024);
}
