// SPDX-License-Identifier: GPL-2.0-only
/*
 * scenarios: quotas, swap space
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include <linux/dqblk_xfs.h>
#include <linux/quota.h>

#include "disk.h"
#include "oracle.h"

#define GROUP "quota"

#define USER	1000

/* What a user without privileges gets for some pages more. */
static int write_as_user(void *arg)
{
	static char page[4096];
	int fd, i;

	if (setgid(USER) || setuid(USER))
		return 1;
	fd = open("d/mine", O_RDWR);
	if (fd < 0)
		return 2;
	for (i = 4; i < 20; i++) {
		if (pwrite(fd, page, sizeof(page), i * sizeof(page)) < 0)
			return errno;
	}
	return 0;
}

static void limits(const char *dev)
{
	struct g_dqblk *q = ZNEW(dqblk);
	struct g_nextdqblk *next = NEW(nextdqblk);

	sys(quotactl, G_QCMD(Q_GETQUOTA, 0), str(dev), USER, q);
	OUT(dqblk, q);
	q->bhardlimit = 24;
	q->bsoftlimit = 0x100000001ULL;
	q->ihardlimit = 0xffffffffffffffffULL;
	q->valid = QIF_LIMITS;
	sys(quotactl, G_QCMD(Q_SETQUOTA, 0), str(dev), USER, q);
	q->ihardlimit = 0x100000005ULL;
	sys(quotactl, G_QCMD(Q_SETQUOTA, 0), str(dev), USER, q);
	memset(q, POISON, sizeof(*q));
	sys(quotactl, G_QCMD(Q_GETQUOTA, 0), str(dev), USER, q);
	OUT(dqblk, q);
	sys(quotactl, G_QCMD(Q_GETQUOTA, 1), str(dev), 0, q);
	OUT(dqblk, q);
	sys(quotactl, G_QCMD(G_Q_GETNEXTQUOTA, 0), str(dev), 1, next);
	OUT(nextdqblk, next);
	sys(quotactl, G_QCMD(G_Q_GETNEXTQUOTA, 0), str(dev), USER + 1, next);
	sys(quotactl, G_QCMD(Q_GETQUOTA, 0), str(dev), 0xffffffff, q);
	sys(quotactl, G_QCMD(Q_GETQUOTA, 0), str(dev), 0x80000000, q);
	note("writing beyond it: %s",
	     strerrorname_np(peer_wait(peer(write_as_user, NULL))));
}

static void infos(const char *dev)
{
	struct g_dqinfo *info = NEW(dqinfo);
	uint32_t *format = mem(4);

	sys(quotactl, G_QCMD(Q_GETFMT, 0), str(dev), 0, format);
	out(format);
	sys(quotactl, G_QCMD(Q_GETINFO, 0), str(dev), 0, info);
	OUT(dqinfo, info);
	info->bgrace = 0x100000000ULL;
	info->valid = IIF_BGRACE;
	sys(quotactl, G_QCMD(Q_SETINFO, 0), str(dev), 0, info);
	sys(quotactl, G_QCMD(Q_GETINFO, 0), str(dev), 0, info);
	OUT(dqinfo, info);
	sys(quotactl, G_QCMD(Q_SYNC, 0), str(dev), 0, 0);
	sys(quotactl, G_QCMD(Q_SYNC, 0), 0, 0, 0);
}

static void errors(const char *dev)
{
	struct g_dqblk *q = ZNEW(dqblk);

	sys(quotactl, G_QCMD(Q_GETQUOTA, 0), str(dev), 0, BAD);
	sys(quotactl, G_QCMD(Q_GETQUOTA, 0), str(dev), 0, edge(71));
	sys(quotactl, G_QCMD(Q_SETQUOTA, 0), str(dev), 0, BAD_HIGH);
	sys(quotactl, G_QCMD(G_Q_GETNEXTQUOTA, 0), str(dev), 0, edge(71));
	sys(quotactl, G_QCMD(Q_GETINFO, 0), str(dev), 0, edge(23));
	sys(quotactl, G_QCMD(Q_GETFMT, 0), str(dev), 0, BAD);
	sys(quotactl, G_QCMD(Q_GETQUOTA, 0), BAD_HIGH, 0, q);
	sys(quotactl, G_QCMD(Q_GETQUOTA, 0), str("none"), 0, q);
	sys(quotactl, G_QCMD(Q_GETQUOTA, 0), str("."), 0, q);
	sys(quotactl, G_QCMD(Q_GETQUOTA, 2), str(dev), 0, q);
	sys(quotactl, G_QCMD(Q_GETQUOTA, 3), str(dev), 0, q);
	sys(quotactl, G_QCMD(0x80000f, 0), str(dev), 0, q);
	sys(quotactl, 0xffffffff, str(dev), 0, q);
}

/* The same by a descriptor of any file of the mount. */
static void by_fd(int fd)
{
	struct g_dqblk *q = NEW(dqblk);

	sys(quotactl_fd, fd, G_QCMD(Q_GETQUOTA, 0), USER, q);
	OUT(dqblk, q);
	sys(quotactl_fd, fd, G_QCMD(Q_GETQUOTA, 0), USER, BAD);
	sys(quotactl_fd, fd, G_QCMD(Q_SYNC, 0), 0, 0);
	sys(quotactl_fd, 0, G_QCMD(Q_GETQUOTA, 0), USER, q);
	sys(quotactl_fd, 77, G_QCMD(Q_GETQUOTA, 0), USER, q);
	sys(quotactl_fd, fd, G_QCMD(Q_GETQUOTA, 3), USER, q);
	sys(quotactl_fd, fd, G_QCMD(Q_QUOTAON, 0), 4, str("x"));
}

SCENARIO(ext4)
{
	struct disk d;
	int fd;

	need_module("quota_v2");
	d = disk_new("ext4", 16, "-O quota");
	disk_mount(&d, "d", 0, "usrquota,grpquota");
	disk_close(&d);
	fd = sys(open, str("d/mine"), O_RDWR | O_CREAT, 0666);
	sys(write, fd, pages(4), 16384);
	sys(fchown32, fd, USER, USER);
	limits(d.path);
	infos(d.path);
	errors(d.path);
	by_fd(fd);
	sys(quotactl, G_QCMD(Q_QUOTAOFF, 0), str(d.path), 0, 0);
	sys(quotactl, G_QCMD(Q_QUOTAOFF, 0), str(d.path), 0, 0);
	sys(quotactl, G_QCMD(Q_QUOTAON, 0), str(d.path), 4, str("none"));
	sys(quotactl, G_QCMD(Q_QUOTAON, 0), str(d.path), 4, BAD);
}

static void xfs_state(const char *dev)
{
	char *state = mem(256);

	sys(quotactl, G_QCMD(Q_XGETQSTAT, 0), str(dev), 0, state);
	outb(state, 96);
	state = zmem(256);
	state[0] = FS_QSTATV_VERSION1;
	sys(quotactl, G_QCMD(Q_XGETQSTATV, 0), str(dev), 0, state);
	outb(state, 200);
	state[0] = FS_QSTATV_VERSION1 + 1;
	sys(quotactl, G_QCMD(Q_XGETQSTATV, 0), str(dev), 0, state);
	sys(quotactl, G_QCMD(Q_XGETQSTAT, 0), str(dev), 0, edge(79));
	sys(quotactl, G_QCMD(Q_XGETQSTATV, 0), str(dev), 0, BAD);
	sys(quotactl, G_QCMD(Q_XQUOTASYNC, 0), str(dev), 0, 0);
}

SCENARIO(xfs)
{
	struct disk d = disk_new("xfs", 300, "");
	struct fs_disk_quota *q = mem(sizeof(*q));
	uint32_t *flags = zmem(4);
	int fd;

	disk_mount(&d, "d", 0, "uquota");
	disk_close(&d);
	fd = sys(open, str("d/mine"), O_RDWR | O_CREAT, 0666);
	sys(write, fd, pages(4), 16384);
	sys(fchown32, fd, USER, USER);
	sys(fsync, fd);
	sys(quotactl, G_QCMD(Q_XGETQUOTA, 0), str(d.path), USER, q);
	outb(q, sizeof(*q));
	memset(q, 0, sizeof(*q));
	q->d_version = FS_DQUOT_VERSION;
	q->d_flags = FS_USER_QUOTA;
	q->d_fieldmask = FS_DQ_BHARD | FS_DQ_IHARD;
	q->d_id = USER;
	q->d_blk_hardlimit = 48;
	q->d_ino_hardlimit = 0x100000000ULL;
	sys(quotactl, G_QCMD(Q_XSETQLIM, 0), str(d.path), USER, q);
	sys(quotactl, G_QCMD(Q_XSETQLIM, 0), str(d.path), USER, BAD);
	sys(quotactl, G_QCMD(Q_XGETQUOTA, 0), str(d.path), USER, q);
	outb(q, sizeof(*q));
	sys(quotactl, G_QCMD(Q_XGETNEXTQUOTA, 0), str(d.path), 1, q);
	outb(q, sizeof(*q));
	sys(quotactl, G_QCMD(Q_XGETQUOTA, 0), str(d.path), USER, edge(111));
	xfs_state(d.path);
	limits(d.path);
	*flags = FS_QUOTA_UDQ_ENFD;
	sys(quotactl, G_QCMD(Q_XQUOTAOFF, 0), str(d.path), 0, flags);
	sys(quotactl, G_QCMD(Q_XQUOTAON, 0), str(d.path), 0, flags);
	sys(quotactl, G_QCMD(Q_XQUOTAON, 0), str(d.path), 0, BAD);
	sys(quotactl, G_QCMD(Q_XQUOTARM, 0), str(d.path), 0, flags);
}

/* A header as mkswap makes it. */
static void make_swap(int fd, unsigned int pages)
{
	const uint32_t info[3] = { 1, pages - 1, 0 };

	if (pwrite(fd, info, sizeof(info), 1024) != sizeof(info) ||
	    pwrite(fd, "SWAPSPACE2", 10, 4086) != 10 || fsync(fd))
		skip("cannot write a header");
}

SCENARIO(swap)
{
	struct disk d = disk_new(NULL, 4, "");
	int fd;

	sys(swapon, str(d.path), 0);
	make_swap(d.fd, 1024);
	sys(swapon, str(d.path), 0x80000000);
	sys(swapon, str(d.path), 0x8000 | 0x7fff);
	sys(swapon, str(d.path), 0);
	sys(swapon, BAD, 0);
	sys(swapon, BAD_HIGH, 0);
	sys(swapon, str("none"), 0);
	sys(swapon, str("."), 0);
	fd = sys(open, str("f"), O_RDWR | O_CREAT, 0600);
	sys(ftruncate, fd, 65536);
	sys(swapon, str("f"), 0);
	sys(swapoff, str("f"));
	sys(swapoff, BAD);
	sys(swapoff, BAD_HIGH);
	sys(swapoff, str(d.path));
	sys(swapoff, str(d.path));
	sys(swapoff, str("none"));
}

/* A file of a disk, which must not have holes. */
SCENARIO(swap_file)
{
	int fd;

	disk("ext4", 16, "d");
	fd = sys(open, str("d/f"), O_RDWR | O_CREAT, 0600);
	sys(ftruncate, fd, 1 << 20);
	make_swap(fd, 256);
	sys(swapon, str("d/f"), 0);
	sys(fallocate, fd, 0, LL(0), LL(1 << 20));
	sys(fsync, fd);
	sys(swapon, str("d/f"), 0x10000);
	sys(swapon, str("d/f"), 0);
	sys(write, fd, str("x"), 1);
	sys(truncate, str("d/f"), 0);
	sys(unlink, str("d/f"));
	sys(swapoff, str("d/f"));
}
