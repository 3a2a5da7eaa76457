// SPDX-License-Identifier: GPL-2.0-only
/*
 * scenarios: owners in 16 and 32 bits, and other parts of struct stat
 */
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "disk.h"
#include "oracle.h"

#define GROUP "owner"

static void tell(const char *name)
{
	struct g_stat64 *st = NEW(stat64);
	struct g_stat *old = NEW(stat);
	struct g_statx *stx = NEW(statx);

	sys(lstat64, str(name), st);
	outb(&st->st_mode, 16);
	sys(lstat, str(name), old);
	outb(&old->st_mode, 8);
	sys(statx, AT_FDCWD, str(name), AT_SYMLINK_NOFOLLOW, 0x1f, stx);
	outb(&stx->nlink, 16);
}

/* 0xffff means "as it was", also in the middle of 32 bits. */
SCENARIO(ids)
{
	static const uint32_t ids[] = { 0, 1, 0x7fff, 0x8000, 0xfffd, 0xfffe,
					0xffff, 0x10000, 0x1ffff, 0x7fffffff,
					0x80000000, 0xfffffffe, 0xffffffff };
	int fd = sys(creat, str("f"), 0600);
	unsigned int i;

	sys(symlink, str("f"), str("l"));
	for (i = 0; i < sizeof(ids) / sizeof(ids[0]); i++) {
		sys(chown, str("f"), ids[i], 5);
		tell("f");
		sys(fchown, fd, 6, ids[i]);
		tell("f");
		sys(lchown, str("l"), ids[i], ids[i]);
		tell("l");
		sys(chown32, str("f"), ids[i], 5);
		tell("f");
		sys(fchown32, fd, 6, ids[i]);
		tell("f");
		sys(lchown32, str("l"), ids[i], ids[i]);
		tell("l");
		sys(fchownat, AT_FDCWD, str("f"), ids[i], ids[i], 0);
		tell("f");
	}
	sys(fchownat, AT_FDCWD, str("l"), 1, 2, AT_SYMLINK_NOFOLLOW);
	tell("l");
	sys(fchownat, AT_FDCWD, str("l"), 1, 2, 0x80000000);
}

SCENARIO(modes)
{
	static const uint32_t modes[] = { 0, 0777, 07777, 0170000, 0x8000,
					  0xffff, 0x10000, 0xffffffff };
	int fd = sys(creat, str("f"), 0xffffffff);
	unsigned int i;

	tell("f");
	for (i = 0; i < sizeof(modes) / sizeof(modes[0]); i++) {
		sys(chmod, str("f"), modes[i]);
		tell("f");
		sys(fchmod, fd, modes[i]);
		sys(fchmodat, AT_FDCWD, str("f"), modes[i]);
		sys(fchmodat2, AT_FDCWD, str("f"), modes[i], 0x100);
		tell("f");
		sys(umask, modes[i]);
		sys(umask, 022);
	}
}

/* Device numbers: 16 bits once, 32 in two parts now. */
SCENARIO(devices)
{
	static const uint32_t devices[] = { 0x0103, 0x00ff, 0xff00, 0x1234,
					    0x100000ff, 0xfff00, 0xffffffff,
					    0x80000000 };
	struct g_stat64 *st = NEW(stat64);
	struct g_stat *old = NEW(stat);
	struct g_statx *stx = NEW(statx);
	unsigned int i;

	for (i = 0; i < sizeof(devices) / sizeof(devices[0]); i++) {
		char *name = str("d0");

		name[1] += i;
		sys(mknod, name, S_IFCHR | 0600, devices[i]);
		sys(stat64, name, st);
		outb(&st->st_rdev, 8);
		sys(stat, name, old);
		out(&old->st_rdev);
		sys(statx, AT_FDCWD, name, 0, 0x7ff, stx);
		outb(&stx->rdev_major, 8);
		name[0] = 'b';
		sys(mknodat, AT_FDCWD, name, S_IFBLK | 0600, devices[i]);
	}
}

/* Times beyond 2038 as each of the structures tells them. */
SCENARIO(times)
{
	static const int64_t seconds[] = { -0x80000001LL, -0x80000000LL, -1, 0,
					   0x7fffffff, 0x80000000LL,
					   0xffffffffLL, 0x100000000LL,
					   0x37fffffffLL, 0x380000000LL };
	struct g_timespec64 *ts64 = ZNEWS(timespec64, 2);
	struct g_stat64 *st = NEW(stat64);
	struct g_stat *old = NEW(stat);
	struct g_statx *stx = NEW(statx);
	unsigned int i;

	disk("ext4", 16, "d");
	sys(close, sys(creat, str("d/f"), 0600));
	for (i = 0; i < sizeof(seconds) / sizeof(seconds[0]); i++) {
		ts64[0].tv_sec = seconds[i];
		ts64[1].tv_sec = seconds[i];
		ts64[1].tv_nsec = 999999999;
		sys(utimensat_time64, AT_FDCWD, str("d/f"), ts64, 0);
		sys(stat64, str("d/f"), st);
		outb(&st->st_atime_sec, 16);
		sys(stat, str("d/f"), old);
		outb(&old->st_atime_sec, 16);
		sys(statx, AT_FDCWD, str("d/f"), 0, 0x7ff, stx);
		outb(&stx->atime_sec, 12);
		outb(&stx->mtime_sec, 12);
	}
}

/* statx: what is asked for, what comes anyway, on a disk with all of it. */
SCENARIO(statx)
{
	static const uint32_t masks[] = { 0, 1, 0x200, 0x7ff, 0xfff, 0x1000,
					  0x2000, 0x4000, 0x10000, 0x7fffffff };
	struct g_statx *stx;
	unsigned int i;

	disk("ext4", 16, "d");
	for (i = 0; i < sizeof(masks) / sizeof(masks[0]); i++) {
		stx = NEW(statx);
		sys(statx, AT_FDCWD, str("d/lost+found"), 0, masks[i], stx);
		OUT(statx, stx);
	}
	sys(statx, AT_FDCWD, str("d"), 0x800, 0x7ff, stx);
	sys(statx, AT_FDCWD, 0, 0x1000, 0x7ff, stx);
	sys(statx, 3, str(""), 0x1000, 0x7ff, stx);
}
