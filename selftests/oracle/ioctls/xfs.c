// SPDX-License-Identifier: GPL-2.0-only
/*
 * scenarios: what only XFS has
 */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <sys/stat.h>
#include <sys/xattr.h>

#include <linux/fs.h>

#include "disk.h"
#include "oracle.h"

#define GROUP "xfs"

#define MB	300

static int mounted(void)
{
	disk("xfs", MB, "dir");
	driver("xfs");
	return open("dir", O_RDONLY);
}

static int new_file(const char *name)
{
	int fd = open(name, O_RDWR | O_CREAT | O_TRUNC, 0600);
	char block[4096];

	memset(block, '#', sizeof(block));
	if (pwrite(fd, block, sizeof(block), 0) < 0 ||
	    pwrite(fd, block, sizeof(block), 65536) < 0 || fsync(fd))
		note("FATAL: no file on the disk");
	return fd;
}

SCENARIO(geometry)
{
	struct g_xfs_fsop_geom_v1 *v1 = NEW(xfs_fsop_geom_v1);
	int fd = mounted();
	uint64_t *counts = mem(32), *reserved = mem(16);
	char *geometry = mem(256), *group = zmem(128);

	IO(G_XFS_IOC_FSGEOMETRY_V1, v1);
	OUT(xfs_fsop_geom_v1, v1);
	IO(G_XFS_IOC_FSGEOMETRY_V1, edge(sizeof(*v1) - 1));
	IO(G_XFS_IOC_FSGEOMETRY_V4, geometry);
	outb(geometry, 128);
	IO(G_XFS_IOC_FSGEOMETRY_V4, BAD);
	IO(G_XFS_IOC_FSGEOMETRY, geometry);
	outb(geometry, 256);
	IO(G_XFS_IOC_FSGEOMETRY, BAD_HIGH);
	IO(G_XFS_IOC_AG_GEOMETRY, group);
	outb(group, 128);
	*(uint32_t *)group = 0x80000000;
	IO(G_XFS_IOC_AG_GEOMETRY, group);
	IO(G_XFS_IOC_AG_GEOMETRY, BAD);
	IO(G_XFS_IOC_FSCOUNTS, counts);
	outb(counts + 2, 16);
	IO(G_XFS_IOC_FSCOUNTS, BAD);
	reserved[0] = 100;
	IO(G_XFS_IOC_SET_RESBLKS, reserved);
	outb(reserved, 16);
	IO(G_XFS_IOC_GET_RESBLKS, reserved);
	outb(reserved, 16);
	IO(G_XFS_IOC_GET_RESBLKS, BAD);
	IO(G_XFS_IOC_SET_RESBLKS, BAD_HIGH);
}

SCENARIO(grow)
{
	struct g_xfs_growfs_data *grow;
	int fd = mounted();

	grow = SET(xfs_growfs_data, .newblocks = MB << 8, .imaxpct = 20);
	IO(G_XFS_IOC_FSGROWFSDATA, grow);
	grow->newblocks = 0x7fffffffffffffffULL;
	IO(G_XFS_IOC_FSGROWFSDATA, grow);
	grow->imaxpct = 101;
	IO(G_XFS_IOC_FSGROWFSDATA, grow);
	IO(G_XFS_IOC_FSGROWFSDATA, BAD);
	IO(G_XFS_IOC_FSGROWFSDATA, edge(15));
	IO(G_XFS_IOC_FSGROWFSRT, grow);
	IO(G_XFS_IOC_FSGROWFSRT, BAD_HIGH);
	IO(G_XFS_IOC_FSGROWFSLOG, SET(xfs_growfs_log, .newblocks = 1000));
	IO(G_XFS_IOC_FSGROWFSLOG, BAD);
}

SCENARIO(various)
{
	struct g_xfs_eofblocks *eof = SET(xfs_eofblocks, .version = 1);
	struct g_xfs_scrub *scrub = ZNEW(xfs_scrub);
	int fd = mounted();
	uint32_t *n = mem(32);

	IO(G_XFS_IOC_DIOINFO, n);
	IO(G_XFS_IOC_DIOINFO, BAD);
	IO(G_XFS_IOC_FSGETXATTRA, n);
	outb(n, 32);
	IO(G_XFS_IOC_FREE_EOFBLOCKS, eof);
	eof->version = 2;
	IO(G_XFS_IOC_FREE_EOFBLOCKS, eof);
	eof->version = 1;
	eof->flags = 0x80000000;
	IO(G_XFS_IOC_FREE_EOFBLOCKS, eof);
	IO(G_XFS_IOC_FREE_EOFBLOCKS, BAD);
	IO(G_XFS_IOC_SCRUB_METADATA, scrub);
	IO(G_XFS_IOC_SCRUB_METADATA, BAD);
	IO(G_XFS_IOC_ERROR_INJECTION, zmem(8));
	IO(G_XFS_IOC_ERROR_CLEARALL, 0);
	IO(G_XFS_IOC_ALLOCSP64, zmem(48));
	*n = 7;
	IO(G_XFS_IOC_GOINGDOWN, n);
	IO(G_XFS_IOC_GOINGDOWN, BAD);
	*n = 1;
	IO(G_XFS_IOC_GOINGDOWN, n);
	IO(G_XFS_IOC_FSCOUNTS, BAD);
}

static uint64_t inode(int fd)
{
	struct stat64 st;

	fstat64(fd, &st);
	return st.st_ino;
}

static struct g_xfs_bulkreq *bulk(uint64_t *last, int count, void *to,
				  int32_t *counted)
{
	return SET(xfs_bulkreq, .lastip = PTR(last), .icount = count,
		   .ubuffer = PTR(to), .ocount = PTR(counted));
}

/* Descriptions of inodes as they were, with 32-bit times. */
static void bulkstat(int fd, uint64_t ino)
{
	struct g_xfs_bstat *st = NEW(xfs_bstat), *all;
	struct g_xfs_bulkreq *request;
	uint64_t *last = mem(8);
	int32_t *counted = mem(4);

	*last = ino;
	IO(G_XFS_IOC_FSBULKSTAT_SINGLE, bulk(last, 1, st, counted));
	OUT(xfs_bstat, st);
	out(counted);
	*last = 0x100000000ULL;
	IO(G_XFS_IOC_FSBULKSTAT_SINGLE, bulk(last, 1, st, counted));
	*last = ino - 1;
	all = mem(2 * sizeof(*all));
	IO(G_XFS_IOC_FSBULKSTAT, bulk(last, 2, all, counted));
	OUTN(xfs_bstat, all, 2);
	out(last);
	out(counted);
	*last = 0;
	IO(G_XFS_IOC_FSBULKSTAT, bulk(last, 1, all, (void *)0));
	out(last);
	IO(G_XFS_IOC_FSBULKSTAT, bulk(last, 0, all, counted));
	IO(G_XFS_IOC_FSBULKSTAT, bulk(last, -1, all, counted));
	IO(G_XFS_IOC_FSBULKSTAT, bulk(last, 1, (void *)0, counted));
	IO(G_XFS_IOC_FSBULKSTAT, bulk((void *)BAD, 1, all, counted));
	request = bulk(last, 1, (void *)BAD_HIGH, counted);
	IO(G_XFS_IOC_FSBULKSTAT, request);
	IO(G_XFS_IOC_FSBULKSTAT, bulk(last, 1, all, (void *)BAD_HIGH));
	IO(G_XFS_IOC_FSBULKSTAT, BAD);
	IO(G_XFS_IOC_FSBULKSTAT_SINGLE, edge(sizeof(*request) - 1));
	IO(0xc0205865, request);	/* FSBULKSTAT of AArch64 */
}

static void inumbers(int fd)
{
	struct g_xfs_inogrp *groups = mem(2 * sizeof(*groups));
	uint64_t *last = zmem(8);
	int32_t *counted = mem(4);

	IO(G_XFS_IOC_FSINUMBERS, bulk(last, 2, groups, counted));
	OUTN(xfs_inogrp, groups, 2);
	out(last);
	out(counted);
	*last = -1ULL;
	IO(G_XFS_IOC_FSINUMBERS, bulk(last, 2, groups, counted));
	*last = 0;
	IO(G_XFS_IOC_FSINUMBERS, bulk(last, 1, (void *)BAD, counted));
	IO(G_XFS_IOC_FSINUMBERS, BAD_HIGH);
}

SCENARIO(bulkstat)
{
	int dir = mounted(), fd = new_file("dir/file");

	bulkstat(dir, inode(fd));
	inumbers(dir);
}

/* The same in their newer form, that both ABIs have. */
SCENARIO(bulkstat_v5)
{
	struct {
		struct g_xfs_bulk_ireq head;
		struct g_xfs_bulkstat st[1];
	} *s = zmem(sizeof(*s));
	struct {
		struct g_xfs_bulk_ireq head;
		struct g_xfs_inumbers numbers[2];
	} *n = zmem(sizeof(*n));
	int fd = mounted(), file = new_file("dir/file");

	s->head.ino = inode(file);
	s->head.icount = 1;
	IO(G_XFS_IOC_BULKSTAT, s);
	OUT(xfs_bulk_ireq, &s->head);
	OUT(xfs_bulkstat, s->st);
	s->head.flags = 0x80000000;
	IO(G_XFS_IOC_BULKSTAT, s);
	s->head.flags = 1;		/* only of one group */
	s->head.agno = 1000;
	IO(G_XFS_IOC_BULKSTAT, s);
	IO(G_XFS_IOC_BULKSTAT, BAD);
	n->head.icount = 2;
	IO(G_XFS_IOC_INUMBERS, n);
	OUT(xfs_bulk_ireq, &n->head);
	OUTN(xfs_inumbers, n->numbers, 2);
	n->head.icount = 0;
	IO(G_XFS_IOC_INUMBERS, n);
	IO(G_XFS_IOC_INUMBERS, BAD_HIGH);
}

static struct g_xfs_handle *handle_of(int dir, const char *path)
{
	struct g_xfs_handle *handle = NEW(xfs_handle);

	ioc(dir, G_XFS_IOC_PATH_TO_HANDLE,
	    SET(xfs_handlereq, .path = PTR(str(path)), .ohandle = PTR(handle),
		.ohandlen = PTR(mem(4))));
	return handle;
}

static struct g_xfs_handlereq handle_request(struct g_xfs_handle *handle,
					     void *to, void *length)
{
	return (struct g_xfs_handlereq) {
		.ihandle = PTR(handle), .ihandlen = sizeof(*handle),
		.ohandle = PTR(to), .ohandlen = PTR(length),
	};
}

static void make_handles(int dir, int fd)
{
	struct g_xfs_handlereq *r = ZNEW(xfs_handlereq);
	struct g_xfs_handle *handle = NEW(xfs_handle);
	uint32_t *length = mem(4);

	r->path = PTR(str("dir"));
	r->ohandle = PTR(handle);
	r->ohandlen = PTR(length);
	ioc(dir, G_XFS_IOC_PATH_TO_FSHANDLE, r);
	OUT(xfs_handle, handle);
	out(length);
	ioc(dir, G_XFS_IOC_PATH_TO_FSHANDLE, BAD);
	r->fd = fd;
	r->oflags = O_RDWR | G_O_LARGEFILE;
	ioc(dir, G_XFS_IOC_FD_TO_HANDLE, r);
	OUT(xfs_handle, handle);
	out(length);
	r->fd = -1;
	ioc(dir, G_XFS_IOC_FD_TO_HANDLE, r);
	r->fd = fd;
	r->ohandle = BAD_HIGH;
	ioc(dir, G_XFS_IOC_FD_TO_HANDLE, r);
	r->ohandle = PTR(handle);
	r->ohandlen = BAD;
	ioc(dir, G_XFS_IOC_FD_TO_HANDLE, r);
	r->path = BAD_HIGH;
	ioc(dir, G_XFS_IOC_PATH_TO_HANDLE, r);
	ioc(dir, G_XFS_IOC_PATH_TO_HANDLE, edge(sizeof(*r) - 1));
}

SCENARIO(handle)
{
	int dir = mounted(), fd = new_file("dir/file"), other;
	struct g_xfs_handle *handle;
	struct g_xfs_handlereq *r;
	uint32_t *length = mem(4);
	char *text = mem(32);

	make_handles(dir, fd);
	handle = handle_of(dir, "dir/file");
	r = ZNEW(xfs_handlereq);
	*r = handle_request(handle, NULL, NULL);
	other = ioc(dir, G_XFS_IOC_OPEN_BY_HANDLE, r);
	r->oflags = O_RDWR | O_CLOEXEC | G_O_LARGEFILE;
	other = ioc(dir, G_XFS_IOC_OPEN_BY_HANDLE, r);
	sys(fcntl64, other, F_GETFL);
	sys(fcntl64, other, F_GETFD);
	handle->fid_ino++;
	ioc(dir, G_XFS_IOC_OPEN_BY_HANDLE, r);
	r->ihandlen = 7;
	ioc(dir, G_XFS_IOC_OPEN_BY_HANDLE, r);
	ioc(dir, G_XFS_IOC_OPEN_BY_HANDLE, BAD);
	if (symlink("where it points", "dir/link"))
		note("FATAL: no link");
	*length = 32;
	*r = handle_request(handle_of(dir, "dir/link"), text, length);
	ioc(dir, G_XFS_IOC_READLINK_BY_HANDLE, r);
	outb(text, 32);
	*length = 5;
	ioc(dir, G_XFS_IOC_READLINK_BY_HANDLE, r);
	r->ohandle = BAD_HIGH;
	ioc(dir, G_XFS_IOC_READLINK_BY_HANDLE, r);
	ioc(dir, G_XFS_IOC_READLINK_BY_HANDLE, BAD);
}

static struct g_xfs_attr_multiop attr_op(uint32_t op, const char *name,
					 void *value, uint32_t length)
{
	return (struct g_xfs_attr_multiop) {
		.opcode = op, .attrname = PTR(str(name)),
		.attrvalue = PTR(value), .length = length,
	};
}

SCENARIO(attributes)
{
	int dir = mounted(), fd = new_file("dir/file");
	struct g_xfs_handle *handle = handle_of(dir, "dir/file");
	struct g_xfs_attr_multiop *ops = mem(3 * sizeof(*ops));
	struct g_xfs_attrmulti *multi = ZNEW(xfs_attrmulti);
	struct g_xfs_attrlist *list = ZNEW(xfs_attrlist);
	char *names = mem(128), *value = mem(32);

	fsetxattr(fd, "user.colour", "green", 5, 0);
	fsetxattr(fd, "user.size", "large", 5, 0);
	list->hreq = handle_request(handle, NULL, NULL);
	list->buffer = PTR(names);
	list->buflen = 128;
	ioc(dir, G_XFS_IOC_ATTRLIST_BY_HANDLE, list);
	OUT(xfs_attrlist, list);
	outb(names, 24);
	list->buflen = 8;
	ioc(dir, G_XFS_IOC_ATTRLIST_BY_HANDLE, list);
	list->buflen = 128;
	list->buffer = BAD_HIGH;
	ioc(dir, G_XFS_IOC_ATTRLIST_BY_HANDLE, list);
	ioc(dir, G_XFS_IOC_ATTRLIST_BY_HANDLE, edge(sizeof(*list) - 1));
	multi->hreq = list->hreq;
	multi->opcount = 3;
	multi->ops = PTR(ops);
	ops[0] = attr_op(1, "colour", value, 32);		/* get */
	ops[1] = attr_op(2, "age", str("new"), 3);		/* set */
	ops[2] = attr_op(3, "shape", NULL, 0);		/* remove */
	ioc(dir, G_XFS_IOC_ATTRMULTI_BY_HANDLE, multi);
	outb(ops, 3 * sizeof(*ops));
	outb(value, 32);
	ops[0].attrname = BAD;
	ops[1].attrvalue = BAD_HIGH;
	ops[2].opcode = 77;
	ioc(dir, G_XFS_IOC_ATTRMULTI_BY_HANDLE, multi);
	outb(ops, 3 * sizeof(*ops));
	multi->opcount = 0x10000000;
	ioc(dir, G_XFS_IOC_ATTRMULTI_BY_HANDLE, multi);
	multi->opcount = 1;
	multi->ops = BAD_HIGH;
	ioc(dir, G_XFS_IOC_ATTRMULTI_BY_HANDLE, multi);
	ioc(dir, G_XFS_IOC_ATTRMULTI_BY_HANDLE, BAD);
}

SCENARIO(extents)
{
	struct g_xfs_getbmapx *bmapx = ZNEWS(xfs_getbmapx, 4);
	struct g_xfs_getbmap *bmap = ZNEWS(xfs_getbmap, 4);
	int dir = mounted(), fd = new_file("dir/file");

	bmap->length = -1;
	bmap->count = 4;
	IO(G_XFS_IOC_GETBMAP, bmap);
	OUTN(xfs_getbmap, bmap, 4);
	bmapx->length = -1;
	bmapx->count = 4;
	bmapx->iflags = 4;
	IO(G_XFS_IOC_GETBMAPX, bmapx);
	OUTN(xfs_getbmapx, bmapx, 4);
	IO(G_XFS_IOC_GETBMAP, zmem(64));
	bmap = ZNEWS(xfs_getbmap, 2);
	bmap->length = -1;
	bmap->count = 0x7fffffff;
	IO(G_XFS_IOC_GETBMAP, bmap);
	bmap->count = 2;
	IO(G_XFS_IOC_GETBMAPA, bmap);
	IO(G_XFS_IOC_GETBMAP, BAD);
	IO(G_XFS_IOC_GETBMAPX, BAD_HIGH);
	close(dir);
}

/* Two files exchange what they have, if it is what the caller thinks. */
SCENARIO(swap)
{
	struct g_xfs_swapext *swap = ZNEW(xfs_swapext);
	int dir = mounted(), fd = new_file("dir/a"), other = new_file("dir/b");
	uint64_t *last = mem(8);

	*last = inode(fd);
	silent(ioctl, dir, G_XFS_IOC_FSBULKSTAT_SINGLE,
	       bulk(last, 1, &swap->sx_stat, (void *)0));
	swap->sx_fdtarget = fd;
	swap->sx_fdtmp = other;
	swap->sx_length = swap->sx_stat.bs_size;
	IO(G_XFS_IOC_SWAPEXT, swap);
	IO(G_XFS_IOC_SWAPEXT, swap);
	swap->sx_stat.mtime_sec++;
	IO(G_XFS_IOC_SWAPEXT, swap);
	swap->sx_fdtmp = -1;
	IO(G_XFS_IOC_SWAPEXT, swap);
	swap->sx_fdtmp = 0;
	IO(G_XFS_IOC_SWAPEXT, swap);
	IO(G_XFS_IOC_SWAPEXT, BAD);
	IO(G_XFS_IOC_SWAPEXT, edge(sizeof(*swap) - 1));
}
