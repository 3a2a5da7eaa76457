// SPDX-License-Identifier: GPL-2.0-only
/*
 * scenarios: what only Btrfs has
 */
#include <fcntl.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <sys/stat.h>

#include <linux/btrfs.h>
#include <linux/btrfs_tree.h>

#include "disk.h"
#include "oracle.h"

#define GROUP "btrfs"

static int mounted(void)
{
	disk("btrfs", 128, "dir");
	driver("btrfs");
	return open("dir", O_RDONLY);
}

static struct btrfs_ioctl_vol_args *vol(int64_t fd, const char *name)
{
	struct btrfs_ioctl_vol_args *v = zmem(sizeof(*v));

	v->fd = fd;
	strcpy(v->name, name);
	return v;
}

static struct btrfs_ioctl_vol_args_v2 *vol2(int64_t fd, uint64_t flags,
					    const char *name)
{
	struct btrfs_ioctl_vol_args_v2 *v = zmem(sizeof(*v));

	v->fd = fd;
	v->flags = flags;
	strcpy(v->name, name);
	return v;
}

SCENARIO(subvolume)
{
	int fd = mounted(), sub;
	uint64_t *flags = mem(16);

	IO(BTRFS_IOC_SUBVOL_CREATE, vol(0, "a"));
	IO(BTRFS_IOC_SUBVOL_CREATE, vol(0, "a"));
	IO(BTRFS_IOC_SUBVOL_CREATE, vol(0, "x/y"));
	IO(BTRFS_IOC_SUBVOL_CREATE, BAD);
	IO(BTRFS_IOC_SUBVOL_CREATE_V2, vol2(0, 0, "b"));
	IO(BTRFS_IOC_SUBVOL_CREATE_V2, vol2(0, 1ULL << 63, "c"));
	sub = open("dir/a", O_RDONLY);
	IO(BTRFS_IOC_SNAP_CREATE, vol(sub, "snap"));
	IO(BTRFS_IOC_SNAP_CREATE, vol(-1, "snap2"));
	IO(BTRFS_IOC_SNAP_CREATE, vol(0x100000000LL | sub, "snap3"));
	IO(BTRFS_IOC_SNAP_CREATE_V2, vol2(sub, BTRFS_SUBVOL_RDONLY, "snap4"));
	IO(BTRFS_IOC_SNAP_CREATE_V2, BAD_HIGH);
	ioc(sub, BTRFS_IOC_SUBVOL_GETFLAGS, flags);
	outb(flags, 16);
	*flags = BTRFS_SUBVOL_RDONLY;
	ioc(sub, BTRFS_IOC_SUBVOL_SETFLAGS, flags);
	*flags = 1ULL << 40;
	ioc(sub, BTRFS_IOC_SUBVOL_SETFLAGS, flags);
	ioc(sub, BTRFS_IOC_SUBVOL_SETFLAGS, BAD);
	ioc(sub, BTRFS_IOC_SUBVOL_GETFLAGS, BAD_HIGH);
	*flags = 256;
	IO(BTRFS_IOC_DEFAULT_SUBVOL, flags);
	*flags = 0x100000000ULL;
	IO(BTRFS_IOC_DEFAULT_SUBVOL, flags);
	IO(BTRFS_IOC_DEFAULT_SUBVOL, BAD);
	*flags = 5;
	IO(BTRFS_IOC_DEFAULT_SUBVOL, flags);
	IO(BTRFS_IOC_SNAP_DESTROY, vol(0, "snap"));
	IO(BTRFS_IOC_SNAP_DESTROY, vol(0, "snap"));
	IO(BTRFS_IOC_SNAP_DESTROY, BAD);
	IO(BTRFS_IOC_SNAP_DESTROY_V2, vol2(0, 0, "snap4"));
	IO(BTRFS_IOC_SNAP_DESTROY_V2, BAD_HIGH);
}

SCENARIO(subvolume_info)
{
	struct g_btrfs_subvol_info *info = NEW(btrfs_subvol_info);
	struct g_btrfs_received *received = ZNEW(btrfs_received);
	struct btrfs_ioctl_get_subvol_rootref_args *refs = zmem(4096);
	struct btrfs_ioctl_ino_lookup_user_args *user = zmem(4096);
	int fd = mounted();

	ioctl(fd, BTRFS_IOC_SUBVOL_CREATE, vol(0, "a"));
	IO(BTRFS_IOC_GET_SUBVOL_ROOTREF, refs);
	outb(refs, 24);
	IO(BTRFS_IOC_GET_SUBVOL_ROOTREF, BAD);
	user->dirid = BTRFS_FIRST_FREE_OBJECTID;
	user->treeid = BTRFS_FIRST_FREE_OBJECTID;
	IO(BTRFS_IOC_INO_LOOKUP_USER, user);
	outb(user, 64);
	IO(BTRFS_IOC_INO_LOOKUP_USER, BAD_HIGH);
	fd = open("dir/a", O_RDONLY);
	IO(BTRFS_IOC_GET_SUBVOL_INFO, info);
	OUT(btrfs_subvol_info, info);
	IO(BTRFS_IOC_GET_SUBVOL_INFO, edge(sizeof(*info) - 1));
	memset(received->uuid, '#', 16);
	received->stransid = 7;
	received->stime.sec = 0x100000000ULL;
	received->stime.nsec = 999999999;
	IO(G_BTRFS_IOC_SET_RECEIVED_SUBVOL, received);
	outb(received, offsetof(struct g_btrfs_received, rtime));
	outm(btrfs_rtime, &received->rtime, 12);
	IO(G_BTRFS_IOC_SET_RECEIVED_SUBVOL, BAD);
	/* i386 packs it: a number of its own, which is no business of ARM's. */
	IO(0xc0c09425, received);
	IO(BTRFS_IOC_GET_SUBVOL_INFO, info);
	outb(info->received_uuid, 16);
	outb(&info->stime, sizeof(info->stime));
}

/* A request for the items of the file system's own tree. */
static void search_key(struct btrfs_ioctl_search_key *key)
{
	key->tree_id = BTRFS_FS_TREE_OBJECTID;
	key->max_objectid = -1ULL;
	key->max_offset = -1ULL;
	key->max_transid = -1ULL;
	key->max_type = -1;
	key->nr_items = 2;
}

SCENARIO(search)
{
	struct btrfs_ioctl_search_args *args = zmem(sizeof(*args));
	struct btrfs_ioctl_search_args_v2 *v2 = zmem(sizeof(*v2) + 1024);
	struct btrfs_ioctl_ino_lookup_args *lookup = zmem(sizeof(*lookup));
	int fd = mounted();

	search_key(&args->key);
	IO(BTRFS_IOC_TREE_SEARCH, args);
	outb(args, sizeof(args->key) + 32);
	args->key.tree_id = 0x100000000ULL;
	IO(BTRFS_IOC_TREE_SEARCH, args);
	IO(BTRFS_IOC_TREE_SEARCH, BAD);
	search_key(&v2->key);
	v2->buf_size = 1024;
	IO(BTRFS_IOC_TREE_SEARCH_V2, v2);
	outb(v2, sizeof(*v2) + 32);
	v2->buf_size = 16;
	v2->key.nr_items = 1;
	IO(BTRFS_IOC_TREE_SEARCH_V2, v2);
	outb(v2, sizeof(*v2));
	IO(BTRFS_IOC_TREE_SEARCH_V2, edge(sizeof(*v2) - 1));
	mkdir("dir/a", 0700);
	mkdir("dir/a/b", 0700);
	lookup->objectid = 258;
	IO(BTRFS_IOC_INO_LOOKUP, lookup);
	outb(lookup, 32);
	lookup->objectid = 0x100000000ULL;
	IO(BTRFS_IOC_INO_LOOKUP, lookup);
	IO(BTRFS_IOC_INO_LOOKUP, BAD_HIGH);
}

/* Addresses are 64-bit numbers here, and the kernel takes all of them. */
SCENARIO(references)
{
	struct btrfs_ioctl_ino_path_args *paths = zmem(sizeof(*paths));
	struct btrfs_ioctl_logical_ino_args *logical = zmem(sizeof(*logical));
	int fd = mounted(), file;
	uint64_t *to = mem(256);

	file = open("dir/file", O_RDWR | O_CREAT, 0600);
	if (link("dir/file", "dir/name"))
		note("FATAL: no second name");
	fsync(file);
	paths->inum = 257;
	paths->size = 256;
	paths->fspath = PTR(to);
	IO(BTRFS_IOC_INO_PATHS, paths);
	outb(to, 64);
	paths->fspath |= 1ULL << 47;
	IO(BTRFS_IOC_INO_PATHS, paths);
	paths->fspath = BAD_HIGH;
	IO(BTRFS_IOC_INO_PATHS, paths);
	paths->inum = 0x100000000ULL;
	IO(BTRFS_IOC_INO_PATHS, paths);
	IO(BTRFS_IOC_INO_PATHS, BAD);
	logical->logical = 0x7fffffff0000ULL;
	logical->size = 256;
	logical->inodes = PTR(to);
	IO(BTRFS_IOC_LOGICAL_INO, logical);
	IO(BTRFS_IOC_LOGICAL_INO, BAD);
	logical->flags = 1ULL << 40;
	IO(BTRFS_IOC_LOGICAL_INO_V2, logical);
	IO(BTRFS_IOC_LOGICAL_INO_V2, BAD_HIGH);
}

static void information(int fd)
{
	struct btrfs_ioctl_dev_info_args *device = zmem(sizeof(*device));
	struct btrfs_ioctl_fs_info_args *info = zmem(sizeof(*info));
	struct btrfs_ioctl_space_args *space = zmem(sizeof(*space) + 8 * 24);
	struct btrfs_ioctl_feature_flags *features = zmem(3 * 24);
	struct btrfs_ioctl_get_dev_stats *stats = zmem(sizeof(*stats));

	IO(BTRFS_IOC_FS_INFO, info);
	outb(info, 64);
	IO(BTRFS_IOC_FS_INFO, edge(sizeof(*info) - 1));
	device->devid = 1;
	IO(BTRFS_IOC_DEV_INFO, device);
	outb(&device->bytes_used, 16);
	device->devid = 0x100000001ULL;
	memset(device->uuid, 0, 16);
	IO(BTRFS_IOC_DEV_INFO, device);
	IO(BTRFS_IOC_DEV_INFO, BAD);
	IO(BTRFS_IOC_SPACE_INFO, space);
	outb(space, sizeof(*space));
	space->space_slots = 8;
	IO(BTRFS_IOC_SPACE_INFO, space);
	outb(space, sizeof(*space) + 4 * 24);
	IO(BTRFS_IOC_SPACE_INFO, BAD_HIGH);
	IO(BTRFS_IOC_GET_FEATURES, features);
	outb(features, 24);
	IO(BTRFS_IOC_GET_SUPPORTED_FEATURES, features);
	outb(features, 72);
	memset(features, 0xff, 48);
	IO(BTRFS_IOC_SET_FEATURES, features);
	IO(BTRFS_IOC_SET_FEATURES, BAD);
	stats->devid = 1;
	stats->nr_items = 5;
	IO(BTRFS_IOC_GET_DEV_STATS, stats);
	outb(stats, 64);
	stats->devid = 77;
	IO(BTRFS_IOC_GET_DEV_STATS, stats);
}

static void upkeep(int fd)
{
	struct btrfs_ioctl_dev_replace_args *replace = zmem(sizeof(*replace));
	struct btrfs_ioctl_balance_args *balance = zmem(sizeof(*balance));
	struct btrfs_ioctl_scrub_args *scrub = zmem(sizeof(*scrub));
	uint64_t *transid = mem(16);

	IO(BTRFS_IOC_SYNC, 0);
	*transid = 0;
	IO(BTRFS_IOC_WAIT_SYNC, transid);
	*transid = -1ULL;
	IO(BTRFS_IOC_WAIT_SYNC, transid);
	IO(BTRFS_IOC_START_SYNC, BAD);
	scrub->devid = 77;
	IO(BTRFS_IOC_SCRUB, scrub);
	IO(BTRFS_IOC_SCRUB_CANCEL, 0);
	scrub->devid = 1;
	IO(BTRFS_IOC_SCRUB_PROGRESS, scrub);
	IO(BTRFS_IOC_SCRUB, BAD);
	IO(BTRFS_IOC_BALANCE_CTL, 1);
	IO(BTRFS_IOC_BALANCE_CTL, 0x80000000);
	IO(BTRFS_IOC_BALANCE_PROGRESS, balance);
	balance->flags = 1ULL << 63;
	IO(BTRFS_IOC_BALANCE_V2, balance);
	IO(BTRFS_IOC_BALANCE_V2, BAD_HIGH);
	replace->cmd = BTRFS_IOCTL_DEV_REPLACE_CMD_STATUS;
	IO(BTRFS_IOC_DEV_REPLACE, replace);
	outb(replace, 32);
	replace->cmd = 0x100000001ULL;
	IO(BTRFS_IOC_DEV_REPLACE, replace);
	IO(BTRFS_IOC_RESIZE, vol(0, "1:+0"));
	IO(BTRFS_IOC_RESIZE, vol(0, "1:1000t"));
	IO(BTRFS_IOC_RESIZE, BAD);
	IO(BTRFS_IOC_ADD_DEV, vol(0, "/dev/null"));
	IO(BTRFS_IOC_RM_DEV, vol(0, "/dev/null"));
	IO(BTRFS_IOC_RM_DEV_V2, vol2(0, BTRFS_DEVICE_SPEC_BY_ID, ""));
	IO(BTRFS_IOC_DEFRAG, 0);
}

SCENARIO(whole)
{
	int fd = mounted();

	information(fd);
	upkeep(fd);
}

SCENARIO(quota)
{
	struct btrfs_ioctl_qgroup_create_args *create = zmem(sizeof(*create));
	struct btrfs_ioctl_qgroup_assign_args *assign = zmem(sizeof(*assign));
	struct btrfs_ioctl_qgroup_limit_args *limit = zmem(sizeof(*limit));
	struct btrfs_ioctl_quota_rescan_args *scan = zmem(sizeof(*scan));
	struct btrfs_ioctl_quota_ctl_args *control = zmem(sizeof(*control));
	int fd = mounted();

	create->create = 1;
	create->qgroupid = 1ULL << 48;
	IO(BTRFS_IOC_QGROUP_CREATE, create);
	control->cmd = BTRFS_QUOTA_CTL_ENABLE;
	IO(BTRFS_IOC_QUOTA_CTL, control);
	control->cmd = 1ULL << 32 | 1;
	IO(BTRFS_IOC_QUOTA_CTL, control);
	IO(BTRFS_IOC_QUOTA_CTL, BAD);
	IO(BTRFS_IOC_QUOTA_RESCAN_WAIT, 0);
	IO(BTRFS_IOC_QUOTA_RESCAN_STATUS, scan);
	outb(scan, sizeof(*scan));
	IO(BTRFS_IOC_QUOTA_RESCAN_STATUS, BAD);
	scan->flags = 1ULL << 40;
	IO(BTRFS_IOC_QUOTA_RESCAN, scan);
	IO(BTRFS_IOC_QGROUP_CREATE, create);
	IO(BTRFS_IOC_QGROUP_CREATE, create);
	IO(BTRFS_IOC_QGROUP_CREATE, BAD_HIGH);
	assign->assign = 1;
	assign->src = 5;
	assign->dst = 1ULL << 48;
	IO(BTRFS_IOC_QGROUP_ASSIGN, assign);
	assign->dst = 2ULL << 48;
	IO(BTRFS_IOC_QGROUP_ASSIGN, assign);
	IO(BTRFS_IOC_QGROUP_ASSIGN, BAD);
	limit->qgroupid = 1ULL << 48;
	limit->lim.flags = 1;
	limit->lim.max_rfer = 0x123456789abcULL;
	IO(BTRFS_IOC_QGROUP_LIMIT, limit);
	limit->qgroupid = 2ULL << 48;
	IO(BTRFS_IOC_QGROUP_LIMIT, limit);
	IO(BTRFS_IOC_QGROUP_LIMIT, BAD);
	IO(BTRFS_IOC_QUOTA_RESCAN_WAIT, 0);
	control->cmd = BTRFS_QUOTA_CTL_DISABLE;
	IO(BTRFS_IOC_QUOTA_CTL, control);
}

SCENARIO(send)
{
	struct g_btrfs_send *send = ZNEW(btrfs_send);
	int dir = mounted(), fd, file = open("stream", O_RDWR | O_CREAT, 0600);
	uint64_t *root = mem(8);
	char *head = mem(32);

	ioctl(dir, BTRFS_IOC_SUBVOL_CREATE, vol(0, "a"));
	fd = open("dir/a", O_RDONLY);
	send->send_fd = file;
	IO(G_BTRFS_IOC_SEND, send);		/* it can be written to */
	ioctl(dir, BTRFS_IOC_SNAP_CREATE_V2, vol2(fd, BTRFS_SUBVOL_RDONLY, "b"));
	fd = open("dir/b", O_RDONLY);
	IO(G_BTRFS_IOC_SEND, send);
	sys(pread64, file, head, 17, LL(0));
	outb(head, 32);
	*root = 999;
	send->clone_sources = PTR(root);
	send->clone_sources_count = 1;
	IO(G_BTRFS_IOC_SEND, send);
	send->clone_sources = BAD_HIGH;
	IO(G_BTRFS_IOC_SEND, send);
	send->clone_sources = PTR(root);
	send->pad = 0x8000;
	IO(G_BTRFS_IOC_SEND, send);
	send->pad = 0;
	send->clone_sources_count = 0x7fffffffffffffffULL;
	IO(G_BTRFS_IOC_SEND, send);
	send->clone_sources_count = 0;
	send->flags = 1ULL << 63;
	IO(G_BTRFS_IOC_SEND, send);
	send->flags = 0;
	send->send_fd = -1;
	IO(G_BTRFS_IOC_SEND, send);
	IO(G_BTRFS_IOC_SEND, BAD);
	IO(0x40449426, send);			/* as i386 packs it */
}

/* Compressed data, by a list of 32-bit addresses and sizes. */
SCENARIO(encoded)
{
	struct disk d = disk_new("btrfs", 128, "");
	struct g_btrfs_encoded_io *io = ZNEW(btrfs_encoded_io);
	char *a = mem(16), *b = zmem(65536), *c = mem(16);
	struct g_iovec *v = mem(2 * sizeof(*v));
	uint64_t *range = zmem(48);
	int fd, other;

	disk_mount(&d, "dir", 0, "compress-force=zlib");
	disk_close(&d);
	driver("btrfs");
	fd = open("dir/file", O_RDWR | O_CREAT, 0600);
	other = open("dir/other", O_RDWR | O_CREAT, 0600);
	if (write(fd, b, 65536) != 65536 || fsync(fd))
		note("FATAL: no file on the disk");
	memset(b, POISON, 65536);
	v[0] = (struct g_iovec){ PTR(a), 16 };
	v[1] = (struct g_iovec){ PTR(b), 65536 };
	io->iov = PTR(v);
	io->iovcnt = 2;
	IO(G_BTRFS_IOC_ENCODED_READ, io);
	OUT(btrfs_encoded_io, io);
	outb(a, 16);
	outb(b, 16);
	/* Its size has to be right, of that read nothing is known. */
	v[1].len = 0;
	while (v[1].len < 65536 && (uint8_t)b[v[1].len] != POISON)
		v[1].len++;
	ioc(other, G_BTRFS_IOC_ENCODED_WRITE, io);
	sys(pread64, other, c, 16, LL(65520));
	outb(c, 16);
	v[0].base = BAD_HIGH;
	IO(G_BTRFS_IOC_ENCODED_READ, io);
	ioc(other, G_BTRFS_IOC_ENCODED_WRITE, io);
	io->iov = BAD;
	IO(G_BTRFS_IOC_ENCODED_READ, io);
	io->iovcnt = 0x80000000;
	IO(G_BTRFS_IOC_ENCODED_READ, io);
	ioc(other, G_BTRFS_IOC_ENCODED_WRITE, io);
	io->flags = 1;
	IO(G_BTRFS_IOC_ENCODED_READ, io);
	IO(G_BTRFS_IOC_ENCODED_READ, BAD);
	IO(G_BTRFS_IOC_ENCODED_WRITE, BAD_HIGH);
	IO(0x80809440, io);		/* the number of AArch64 */
	ioc(other, BTRFS_IOC_DEFRAG_RANGE, range);
	ioc(other, BTRFS_IOC_DEFRAG_RANGE, BAD);
	range[1] = -1ULL;
	range[2] = 1ULL << 63;
	ioc(other, BTRFS_IOC_DEFRAG_RANGE, range);
}

SCENARIO(control)
{
	struct disk d = disk_new("btrfs", 128, "");
	int fd = open("/dev/btrfs-control", O_RDWR);
	uint64_t *features = mem(72);

	if (fd < 0)
		skip("no /dev/btrfs-control");
	driver("btrfs-control");
	IO(BTRFS_IOC_SCAN_DEV, vol(0, d.path));
	IO(BTRFS_IOC_SCAN_DEV, vol(0, "/dev/null"));
	IO(BTRFS_IOC_SCAN_DEV, BAD);
	IO(BTRFS_IOC_DEVICES_READY, vol(0, d.path));
	IO(BTRFS_IOC_DEVICES_READY, BAD_HIGH);
	IO(BTRFS_IOC_GET_SUPPORTED_FEATURES, features);
	outb(features, 72);
	IO(BTRFS_IOC_FORGET_DEV, vol(0, d.path));
	IO(BTRFS_IOC_FORGET_DEV, vol(0, "/dev/null"));
	IO(BTRFS_IOC_SYNC, 0);
	disk_close(&d);
}
