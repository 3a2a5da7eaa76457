// SPDX-License-Identifier: GPL-2.0-only
/*
 * scenarios: commands that several file systems have, on each of them
 */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <linux/fiemap.h>
#include <linux/fs.h>
#include <linux/fsmap.h>

#include "disk.h"
#include "oracle.h"

#define GROUP "filesystem"

/* A file with a hole between two blocks of data, on the disk. */
static int data_file(const char *name)
{
	char block[4096];
	int fd = open(name, O_RDWR | O_CREAT | O_TRUNC, 0600);

	memset(block, '#', sizeof(block));
	if (pwrite(fd, block, sizeof(block), 0) < 0 ||
	    pwrite(fd, block, sizeof(block), 1 << 20) < 0 || fsync(fd))
		note("FATAL: no file on the disk");
	return fd;
}

static void flags(int fd)
{
	struct g_fsxattr *attr = NEW(fsxattr);
	uint32_t *n = mem(16);

	IO(G_FS_IOC_GETFLAGS, n);
	outb(n, 8);
	*n |= FS_NOATIME_FL;
	IO(G_FS_IOC_SETFLAGS, n);
	*n |= FS_VERITY_FL;
	IO(G_FS_IOC_SETFLAGS, n);
	IO(G_FS_IOC_SETFLAGS, BAD);
	IO(G_FS_IOC_GETFLAGS, BAD_HIGH);
	IO(G_FS_IOC_SETFLAGS_64, n);
	IO(FS_IOC_FSGETXATTR, attr);
	OUT(fsxattr, attr);
	IO(FS_IOC_FSGETXATTR, edge(27));
	attr->fsx_xflags = FS_XFLAG_NODUMP;
	IO(FS_IOC_FSSETXATTR, attr);
	attr->fsx_extsize = 0x80000000;
	attr->fsx_xflags = FS_XFLAG_EXTSIZE;
	IO(FS_IOC_FSSETXATTR, attr);
	IO(FS_IOC_FSSETXATTR, BAD);
	IO(G_FS_IOC_GETVERSION_64, n);
	IO(G_FS_IOC_GETVERSION, BAD);
}

static void maps(int fd)
{
	struct {
		struct g_fiemap head;
		struct g_fiemap_extent extents[2];
	} *m = zmem(sizeof(*m));
	struct g_fiemap *all = ZNEW(fiemap);
	int32_t *n = mem(16);

	all->fm_length = -1ULL;
	all->fm_flags = FIEMAP_FLAG_SYNC;
	IO(FS_IOC_FIEMAP, all);
	OUT(fiemap, all);
	m->head.fm_length = 0x200000000ULL;
	m->head.fm_extent_count = 2;
	IO(FS_IOC_FIEMAP, m);
	OUT(fiemap, &m->head);
	outb(m->extents, sizeof(m->extents));
	m->head.fm_extent_count = 0x10000000;
	IO(FS_IOC_FIEMAP, m);
	m->head.fm_extent_count = 2;
	m->head.fm_flags = 0x80000000;
	IO(FS_IOC_FIEMAP, m);
	OUT(fiemap, &m->head);
	IO(FS_IOC_FIEMAP, BAD);
	IO(FS_IOC_FIEMAP, edge(sizeof(m->head) - 1));
	IO(G_FIGETBSZ, n);
	out(n);
	IO(G_FIGETBSZ, BAD);
	n[0] = 0;
	IO(G_FIBMAP, n);
	out(n);
	n[0] = -1;
	IO(G_FIBMAP, n);
	IO(G_FIBMAP, BAD_HIGH);
}

static struct g_space_resv *space(int whence, int64_t start, int64_t length)
{
	return SET(space_resv, .l_whence = whence, .l_start = start,
		   .l_len = length);
}

static void reserve(int fd)
{
	struct g_stat64 *st = NEW(stat64);

	IO(G_FS_IOC_RESVSP, space(SEEK_SET, 65536, 8192));
	IO(G_FS_IOC_RESVSP64, space(SEEK_END, -4096, 8192));
	IO(G_FS_IOC_UNRESVSP, space(SEEK_SET, 65536, 4096));
	IO(G_FS_IOC_UNRESVSP64, space(SEEK_CUR, 69632, 4096));
	IO(G_FS_IOC_ZERO_RANGE, space(SEEK_SET, 0, 4096));
	sys(fstat64, fd, st);
	note("size %lld", (long long)st->st_size);
	IO(G_FS_IOC_RESVSP, space(SEEK_SET, -1, 4096));
	IO(G_FS_IOC_RESVSP, space(SEEK_SET, 0, 0));
	IO(G_FS_IOC_RESVSP, space(7, 0, 4096));
	IO(G_FS_IOC_RESVSP, space(SEEK_SET, 0, 0x7fffffffffffffffLL));
	IO(G_FS_IOC_RESVSP64, BAD);
	IO(G_FS_IOC_RESVSP64, edge(47));
	IO(G_FS_IOC_UNRESVSP, BAD_HIGH);
	IO(G_FS_IOC_ZERO_RANGE, BAD_HIGH);
	IO(0x402c5828, space(SEEK_SET, 0, 4096));	/* of the i386 */
}

static struct g_file_dedupe_range *dedupe(int dest_fd, uint64_t length)
{
	struct {
		struct g_file_dedupe_range head;
		struct g_file_dedupe_range_info info;
	} *m = zmem(sizeof(*m));

	m->head.src_length = length;
	m->head.dest_count = 1;
	m->info.dest_fd = dest_fd;
	return &m->head;
}

static void clones(int fd)
{
	int other = data_file("dir/other");
	struct g_file_clone_range *range;
	struct g_file_dedupe_range *same;

	ioc(other, FICLONE, fd);
	ioc(other, FICLONE, -1);
	ioc(other, FICLONE, 0);
	range = SET(file_clone_range, .src_fd = fd, .src_length = 4096,
		    .dest_offset = 8192);
	ioc(other, FICLONERANGE, range);
	range->src_offset = 1;
	ioc(other, FICLONERANGE, range);
	range->src_offset = 0x7fffffffffff0000LL;
	ioc(other, FICLONERANGE, range);
	range->src_fd = 0x100000000LL | fd;	/* only an int of it counts */
	range->src_offset = 0;
	ioc(other, FICLONERANGE, range);
	ioc(other, FICLONERANGE, BAD);
	same = dedupe(other, 4096);
	IO(FIDEDUPERANGE, same);
	outb(same, sizeof(*same) + sizeof(struct g_file_dedupe_range_info));
	same = dedupe(-1, 4096);
	IO(FIDEDUPERANGE, same);
	outb(same, sizeof(*same) + sizeof(struct g_file_dedupe_range_info));
	same->dest_count = 0xffff;
	IO(FIDEDUPERANGE, same);
	IO(FIDEDUPERANGE, BAD_HIGH);
	close(other);
}

/* Commands for the whole of a file system. */
static void whole(int fd)
{
	struct g_fstrim_range *trim = SET(fstrim_range, .len = -1ULL);
	char *label = zmem(256), *text = mem(144);
	int *n = mem(16);

	IO(FIFREEZE, 0);
	IO(FIFREEZE, 0);
	IO(FITHAW, 0);
	IO(FITHAW, 0);
	IO(FITRIM, trim);
	IO(FITRIM, BAD);
	trim->start = 0x7fffffffffffffffULL;
	IO(FITRIM, trim);
	IO(FS_IOC_GETFSLABEL, label);
	outb(label, 256);
	strcpy(label, "label");
	IO(FS_IOC_SETFSLABEL, label);
	IO(FS_IOC_GETFSLABEL, label);
	outb(label, 16);
	memset(label, 'x', 256);
	IO(FS_IOC_SETFSLABEL, label);
	IO(FS_IOC_SETFSLABEL, BAD);
	IO(FS_IOC_GETFSLABEL, BAD_HIGH);
	IO(G_FS_IOC_GETFSUUID, text);
	outb(text, 32);
	IO(G_FS_IOC_GETFSUUID, BAD);
	IO(G_FS_IOC_GETFSSYSFSPATH, BAD);
	IO(0x545e, n);		/* FIOQSIZE of ARM */
	IO(0x5460, n);		/* FIOQSIZE of AArch64 */
	outb(n, 16);
}

static void space_map(int fd)
{
	struct {
		struct g_fsmap_head head;
		struct g_fsmap records[2];
	} *m = zmem(sizeof(*m));

	memset(&m->head.fmh_keys[1], 0xff, sizeof(m->head.fmh_keys[1]));
	memset(m->head.fmh_keys[1].fmr_reserved, 0, 24);
	IO(FS_IOC_GETFSMAP, m);
	m->head.fmh_count = 2;
	IO(FS_IOC_GETFSMAP, m);
	OUT(fsmap_head, &m->head);
	OUTN(fsmap, m->records, 2);
	m->head.fmh_iflags = 0x80000000;
	IO(FS_IOC_GETFSMAP, m);
	IO(FS_IOC_GETFSMAP, BAD);
	IO(FS_IOC_GETFSMAP, edge(sizeof(m->head) - 1));
}

static void filesystem(const char *kind, unsigned int mb)
{
	int fd;

	disk(kind, mb, "dir");
	driver(kind);
	fd = data_file("dir/file");
	maps(fd);
	flags(fd);
	reserve(fd);
	clones(fd);
	whole(fd);
	space_map(fd);
	close(fd);
}

SCENARIO(ext4)
{
	filesystem("ext4", 32);
}

SCENARIO(xfs)
{
	filesystem("xfs", 300);
}

SCENARIO(btrfs)
{
	filesystem("btrfs", 128);
}

SCENARIO(vfat)
{
	filesystem("vfat", 32);
}
