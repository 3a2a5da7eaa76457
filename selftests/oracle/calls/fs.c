// SPDX-License-Identifier: GPL-2.0-only
/*
 * scenarios: names, attributes, directories, locks, watches
 */
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "oracle.h"

#define GROUP "fs"

static int touch(const char *name)
{
	return silent(openat, AT_FDCWD, str(name), O_RDWR | O_CREAT, 0644);
}

SCENARIO(stat)
{
	struct g_stat64 *st = NEW(stat64);
	struct g_statx *stx = NEW(statx);
	struct g_stat *old = NEW(stat);
	int fd = touch("f");

	sys(write, fd, str("contents"), 8);
	sys(symlink, str("f"), str("l"));
	sys(stat64, str("l"), st);
	OUT(stat64, st);
	sys(lstat64, str("l"), st);
	OUT(stat64, st);
	sys(fstatat64, AT_FDCWD, str("l"), st, AT_SYMLINK_NOFOLLOW);
	OUT(stat64, st);
	sys(fstatat64, fd, str(""), st, AT_EMPTY_PATH);
	OUT(stat64, st);
	sys(fstatat64, fd, str(""), st, 0);
	sys(fstatat64, fd, str("x"), st, 0x80000000);
	sys(stat64, str("none"), st);
	sys(stat64, BAD, st);
	sys(stat64, str("f"), BAD);
	sys(stat64, str("f"), BAD_HIGH);
	sys(fstat64, -1, st);
	sys(stat, str("f"), old);
	OUT(stat, old);
	sys(lstat, str("l"), old);
	OUT(stat, old);
	sys(fstat, fd, old);
	OUT(stat, old);
	sys(fstat, fd, BAD);
	sys(stat64, str("/dev/null"), st);
	outb(&st->st_rdev, 8);
	sys(stat, str("/dev/null"), old);
	out(&old->st_rdev);
	sys(statx, AT_FDCWD, str("f"), 0, 0x7ff, stx);
	OUT(statx, stx);
	sys(statx, fd, str(""), AT_EMPTY_PATH, 0x2, stx);
	outb(&stx->size, 8);
	sys(statx, AT_FDCWD, str("f"), 0, 0x80000000, stx);
	sys(statx, AT_FDCWD, str("f"), 0x6000, 0, stx);
	sys(statx, AT_FDCWD, str("f"), 0, 0x7ff, BAD_HIGH);
}

SCENARIO(statfs)
{
	struct g_statfs64 *sf64 = NEW(statfs64);
	struct g_statfs *sf = NEW(statfs);
	int fd = touch("f");

	sys(statfs, str("f"), sf);
	OUT(statfs, sf);
	sys(fstatfs, fd, sf);
	OUT(statfs, sf);
	sys(statfs64, str("f"), 84, sf64);
	OUT(statfs64, sf64);
	/* ARM's odd one: 88 is taken, too, but 84 bytes are written. */
	sf64 = NEW(statfs64);
	sys(statfs64, str("f"), 88, sf64);
	OUT(statfs64, sf64);
	sys(fstatfs64, fd, 84, sf64);
	OUT(statfs64, sf64);
	sys(fstatfs64, fd, 88, sf64);
	OUT(statfs64, sf64);
	sys(statfs64, str("f"), 80, sf64);
	sys(statfs64, str("f"), 96, sf64);
	sys(fstatfs64, fd, 0, sf64);
	sys(fstatfs64, -1, 84, sf64);
	sys(statfs64, str("none"), 84, sf64);
	sys(statfs64, str("f"), 84, BAD);
	sys(statfs, str("f"), BAD_HIGH);
	sys(statfs, BAD, sf);
	/* A file system of no size: nothing to mask. */
	sys(statfs, str("/proc"), sf);
	OUT(statfs, sf);
	sys(statfs64, str("/proc"), 84, sf64);
	OUT(statfs64, sf64);
}

SCENARIO(directory)
{
	char *buf = mem(256);
	int fd, i;

	sys(mkdir, str("d"), 0755);
	sys(mkdir, str("d"), 0755);
	sys(mkdirat, AT_FDCWD, str("d/e"), 0700);
	sys(mknod, str("d/p"), S_IFIFO | 0600, 0);
	sys(mknodat, AT_FDCWD, str("d/c"), S_IFCHR | 0600, 0x103);
	sys(mknod, str("d/q"), S_IFDIR, 0);
	fd = sys(open, str("d"), O_RDONLY | 040000);
	for (i = 0; i < 3; i++) {
		sys(getdents64, fd, buf, 64);
		outb(buf, 64);
	}
	sys(lseek, fd, 0, SEEK_SET);
	sys(getdents64, fd, buf, 256);
	outb(buf, 256);
	sys(getdents64, fd, buf, 256);
	sys(lseek, fd, 0, SEEK_SET);
	sys(getdents, fd, buf, 48);
	outb(buf, 48);
	sys(getdents, fd, buf, 256);
	outb(buf, 256);
	sys(lseek, fd, 0, SEEK_CUR);
	sys(lseek, fd, 0, SEEK_SET);
	sys(getdents, fd, buf, 8);
	sys(getdents64, fd, buf, 8);
	sys(getdents64, fd, BAD, 256);
	sys(getdents, fd, BAD_HIGH, 256);
	sys(getdents64, -1, buf, 256);
	sys(getdents64, touch("f"), buf, 256);
	sys(chdir, str("d/e"));
	sys(getcwd, buf, 256);
	outb(buf, 16);
	sys(getcwd, buf, 3);
	sys(getcwd, BAD_HIGH, 100);
	sys(fchdir, fd);
	sys(getcwd, buf, 256);
	outb(buf, 16);
	sys(fchdir, -1);
	sys(rmdir, str("e"));
	sys(rmdir, str("p"));
	sys(unlink, str("p"));
	sys(unlinkat, fd, str("c"), 0);
	sys(unlinkat, fd, str("c"), 0x1000);
}

SCENARIO(names)
{
	char *buf = mem(32);

	sys(close, touch("a"));
	sys(link, str("a"), str("b"));
	sys(linkat, AT_FDCWD, str("a"), AT_FDCWD, str("c"), 0);
	sys(linkat, AT_FDCWD, str("a"), AT_FDCWD, str("c"), 0x4000);
	sys(symlink, str("target of it"), str("s"));
	sys(symlinkat, str("t"), AT_FDCWD, str("s2"));
	sys(readlink, str("s"), buf, 32);
	outb(buf, 32);
	sys(readlink, str("s"), buf, 3);
	sys(readlink, str("s"), buf, 0);
	sys(readlink, str("s"), buf, -1);
	sys(readlink, str("a"), buf, 32);
	sys(readlink, str("s"), BAD, 32);
	sys(readlinkat, AT_FDCWD, str("s2"), buf, 32);
	outb(buf, 32);
	sys(rename, str("a"), str("d"));
	sys(renameat, AT_FDCWD, str("d"), AT_FDCWD, str("a"));
	sys(renameat2, AT_FDCWD, str("a"), AT_FDCWD, str("b"), 1);
	sys(renameat2, AT_FDCWD, str("a"), AT_FDCWD, str("s"), 2);
	sys(renameat2, AT_FDCWD, str("a"), AT_FDCWD, str("s"), 3);
	sys(renameat2, AT_FDCWD, str("a"), AT_FDCWD, str("x"), 0x80);
	sys(readlink, str("a"), buf, 32);
	sys(access, str("b"), R_OK | W_OK);
	sys(access, str("b"), 8);
	sys(faccessat, AT_FDCWD, str("none"), F_OK);
	sys(faccessat2, AT_FDCWD, str("b"), F_OK, 0x200);
	sys(faccessat2, AT_FDCWD, str("b"), F_OK, 0x80000000);
	sys(chmod, str("b"), 04711);
	sys(fchmodat, AT_FDCWD, str("b"), 0600);
	sys(fchmod, -1, 0);
	sys(umask, 077);
	sys(umask, 0xffffffff);
	sys(umask, 0);
	sys(unlink, str("none"));
	sys(unlink, BAD);
	sys(rename, str("none"), BAD_HIGH);
}

SCENARIO(owner)
{
	struct g_stat64 *st = NEW(stat64);
	struct g_stat *old = NEW(stat);
	int fd = touch("f");

	/* 16-bit ids: 0xffff is "no change", more than that does not fit. */
	sys(chown, str("f"), 1000, 2000);
	sys(fstat64, fd, st);
	outb(&st->st_uid, 8);
	sys(chown, str("f"), 0xffff, 3000);
	sys(fchown, fd, 4000, 0xffff);
	sys(lchown, str("f"), 0xffff, 0xffff);
	sys(chown, str("f"), 0x12345, 0xffff);
	sys(fstat64, fd, st);
	outb(&st->st_uid, 8);
	sys(chown32, str("f"), 70000, 80000);
	sys(fstat64, fd, st);
	outb(&st->st_uid, 8);
	sys(fstat, fd, old);
	outb(&old->st_uid, 4);
	sys(fchown32, fd, -1, 5);
	sys(lchown32, str("f"), 0xfffe, 0xffff);
	sys(fchownat, fd, str(""), 7, 8, AT_EMPTY_PATH);
	sys(fstat64, fd, st);
	outb(&st->st_uid, 8);
	sys(fchown, -1, 0, 0);
	sys(chown, BAD, 0, 0);
}

SCENARIO(times)
{
	struct g_timespec *ts = ZNEWS(timespec, 2);
	struct g_timespec64 *ts64 = ZNEWS(timespec64, 2);
	struct g_timeval *tv = ZNEWS(timeval, 2);
	struct g_stat64 *st = NEW(stat64);
	struct g_statx *stx = NEW(statx);
	int fd = touch("f");

	ts[0].tv_sec = 1000;
	ts[0].tv_nsec = 999999999;
	ts[1].tv_sec = -5;
	sys(utimensat, AT_FDCWD, str("f"), ts, 0);
	sys(fstat64, fd, st);
	outb(&st->st_atime_sec, 16);
	sys(statx, fd, str(""), AT_EMPTY_PATH, 0x7ff, stx);
	outb(&stx->atime_sec, 12);
	outb(&stx->mtime_sec, 12);
	ts[0].tv_nsec = 0x3ffffffe;	/* UTIME_OMIT */
	ts[1].tv_sec = 77;
	sys(utimensat, fd, 0, ts, 0);
	sys(fstat64, fd, st);
	outb(&st->st_atime_sec, 16);
	ts[1].tv_nsec = 0x3fffffff;	/* UTIME_NOW */
	sys(utimensat, AT_FDCWD, str("f"), ts, 0);
	sys(fstat64, fd, st);
	outb(&st->st_atime_sec, 8);
	ts[1].tv_nsec = 1000000000;
	sys(utimensat, AT_FDCWD, str("f"), ts, 0);
	sys(utimensat, AT_FDCWD, str("f"), ts, 0x1000000);
	sys(utimensat, AT_FDCWD, str("f"), BAD, 0);
	/* Beyond 2038: what the old stat64 says of it is a different matter. */
	ts64[0].tv_sec = 0x123456789LL;
	ts64[1].tv_sec = 0x80000001LL;
	ts64[1].tv_nsec = 5;
	sys(utimensat_time64, AT_FDCWD, str("f"), ts64, 0);
	sys(fstat64, fd, st);
	outb(&st->st_atime_sec, 16);
	sys(statx, fd, str(""), AT_EMPTY_PATH, 0x7ff, stx);
	outb(&stx->atime_sec, 12);
	outb(&stx->mtime_sec, 12);
	/* The upper half of the nanoseconds is padding of a 32-bit program. */
	ts64[1].tv_nsec = 0x700000005LL;
	sys(utimensat_time64, AT_FDCWD, str("f"), ts64, 0);
	tv[0].tv_sec = 0x7fffffff;
	tv[0].tv_usec = 999999;
	tv[1].tv_sec = 0x80000000;
	sys(utimes, str("f"), tv);
	sys(futimesat, AT_FDCWD, str("f"), tv);
	sys(fstat64, fd, st);
	outb(&st->st_atime_sec, 16);
	tv[1].tv_usec = 1000000;
	sys(utimes, str("f"), tv);
	sys(utimes, str("f"), BAD_HIGH);
	sys(utimes, str("none"), 0);
}

SCENARIO(locks)
{
	struct g_flock64 *l64 = ZNEW(flock64);
	struct g_f_owner_ex *owner = ZNEW(f_owner_ex);
	struct g_flock *l = ZNEW(flock);
	int fd = touch("f"), other = touch("f");

	l->l_type = F_WRLCK;
	l->l_start = 10;
	l->l_len = 20;
	sys(fcntl, fd, G_F_SETLK, l);
	sys(fcntl64, fd, G_F_SETLK, l);
	l->l_type = F_RDLCK;
	sys(fcntl64, fd, G_F_GETLK, l);
	OUT(flock, l);
	/* An OFD lock conflicts even within the process. */
	l64->l_type = F_WRLCK;
	sys(fcntl64, other, G_F_OFD_GETLK, l64);
	OUT(flock64, l64);
	l64->l_pid = 0;
	l64->l_type = F_WRLCK;
	l64->l_start = 0x100000000LL;
	l64->l_len = 0x100000000LL;
	sys(fcntl64, other, G_F_OFD_SETLK, l64);
	/* It is beyond what the old structure can tell. */
	l->l_type = F_WRLCK;
	l->l_whence = 0;
	l->l_start = 0x7fffffff;
	l->l_len = 0;
	sys(fcntl64, fd, G_F_GETLK, l);
	OUT(flock, l);
	sys(fcntl64, fd, G_F_SETLK, l);
	l64->l_type = F_WRLCK;
	l64->l_start = 0;
	l64->l_len = 0;
	sys(fcntl64, fd, G_F_GETLK64, l64);
	OUT(flock64, l64);
	l64->l_type = F_RDLCK;
	l64->l_start = 0x300000000LL;
	l64->l_len = -1;
	sys(fcntl64, fd, G_F_SETLK64, l64);
	sys(fcntl, fd, G_F_SETLK64, l64);
	sys(fcntl, fd, G_F_GETLK64, l64);
	sys(fcntl, fd, G_F_OFD_SETLK, l64);
	l64->l_type = F_UNLCK;
	l64->l_start = -1;
	sys(fcntl64, fd, G_F_SETLK64, l64);
	l64->l_type = 7;
	l64->l_start = 0;
	sys(fcntl64, fd, G_F_SETLKW64, l64);
	sys(fcntl64, fd, G_F_SETLK, BAD);
	sys(fcntl64, fd, G_F_SETLK64, BAD_HIGH);
	sys(fcntl64, fd, G_F_GETLK64, BAD);
	sys(fcntl64, -1, G_F_GETLK64, l64);
	sys(flock, fd, 2 | 4);
	sys(flock, other, 1 | 4);
	sys(flock, fd, 8);
	sys(flock, fd, 99);
	owner->type = 1;
	owner->pid = 2;
	sys(fcntl64, fd, 15, owner);
	owner->pid = 0;
	sys(fcntl64, fd, 16, owner);
	OUT(f_owner_ex, owner);
	sys(fcntl64, fd, F_GETOWN);
	sys(fcntl64, fd, 1024, F_RDLCK);
	sys(fcntl64, fd, 1025);
}

static int lock_and_hold(void *arg)
{
	struct g_flock64 *l = SET(flock64, .l_type = F_WRLCK, .l_start = 5,
				  .l_len = 0x7fffffffffffff00LL);
	int fd = touch("f");

	if (silent(fcntl64, fd, G_F_SETLK64, l))
		return 1;
	silent(close, *(int *)arg);
	silent(rt_sigsuspend, zmem(8), 8);
	return 0;
}

SCENARIO(locks_of_another)
{
	struct g_flock64 *l64 = SET(flock64, .l_type = F_RDLCK);
	struct g_flock *l = SET(flock, .l_type = F_RDLCK);
	int fd = touch("f"), *ends = mem(8), pid;
	char *byte = mem(1);

	on_signal(10, 0);
	silent(pipe, ends);
	pid = peer(lock_and_hold, &ends[1]);
	silent(close, ends[1]);
	silent(read, ends[0], byte, 1);	/* until the other has the lock */
	until_asleep(pid);
	sys(fcntl64, fd, G_F_GETLK64, l64);
	OUT(flock64, l64);
	sys(fcntl64, fd, G_F_GETLK, l);
	OUT(flock, l);
	l64->l_type = F_WRLCK;
	sys(fcntl64, fd, G_F_SETLK64, l64);
	sys(kill, pid, 10);
	note("other process: %d", peer_wait(pid));
	sys(fcntl64, fd, G_F_SETLKW64, l64);
}

SCENARIO(inotify)
{
	char *buf = mem(64);
	int fd, watch;

	fd = sys(inotify_init1, O_NONBLOCK);
	sys(inotify_init);
	sys(inotify_init1, 0x7);
	watch = sys(inotify_add_watch, fd, str("."), 0xfff);
	sys(close, touch("new"));
	sys(read, fd, buf, 64);
	outb(buf, 64);
	sys(read, fd, buf, 8);
	sys(rename, str("new"), str("other"));
	sys(read, fd, buf, 64);
	outm(inotify_event, buf, 32);
	outm(inotify_event, buf + 32, 32);
	sys(inotify_add_watch, fd, str("none"), 0xfff);
	sys(inotify_add_watch, fd, BAD, 0xfff);
	sys(inotify_add_watch, fd, str("."), 0);
	sys(inotify_rm_watch, fd, watch);
	sys(inotify_rm_watch, fd, 77);
	sys(read, fd, buf, 64);
	outm(inotify_event, buf, 16);
}

SCENARIO(xattr)
{
	char *buf = mem(64);
	int fd = touch("f");

	sys(setxattr, str("f"), str("trusted.a"), str("value"), 5, 0);
	sys(fsetxattr, fd, str("trusted.b"), str(""), 0, 1);
	sys(lsetxattr, str("f"), str("trusted.a"), str("v2"), 2, 1);
	sys(lsetxattr, str("f"), str("trusted.c"), str("v2"), 2, 2);
	sys(setxattr, str("f"), str("nonsense"), str("v"), 1, 0);
	sys(setxattr, str("f"), str("trusted.a"), BAD, 1, 0);
	sys(setxattr, str("f"), str("trusted.a"), str("v"), -1, 0);
	sys(getxattr, str("f"), str("trusted.a"), buf, 64);
	outb(buf, 64);
	sys(getxattr, str("f"), str("trusted.a"), buf, 2);
	sys(lgetxattr, str("f"), str("trusted.a"), 0, 0);
	sys(fgetxattr, fd, str("trusted.none"), buf, 64);
	sys(fgetxattr, fd, str("trusted.a"), BAD, 64);
	sys(listxattr, str("f"), buf, 64);
	outb(buf, 64);
	sys(llistxattr, str("f"), buf, 4);
	sys(flistxattr, fd, 0, 0);
	sys(removexattr, str("f"), str("trusted.a"));
	sys(lremovexattr, str("f"), str("trusted.a"));
	sys(fremovexattr, fd, str("trusted.b"));
}

SCENARIO(mounts)
{
	int fd;

	sys(mkdir, str("m"), 0755);
	sys(mount, str("none"), str("m"), str("tmpfs"), 0, str("size=4k"));
	sys(umount2, str("m"), 0);
	sys(umount2, str("m"), 0);
	sys(umount2, str("m"), 0x100);
	sys(mount, str("none"), str("m"), str("nosuchfs"), 0, 0);
	sys(mount, str("none"), BAD, str("tmpfs"), 0, 0);
	sys(mount, BAD_HIGH, str("m"), str("tmpfs"), 0, 0);
	sys(mount, str("none"), str("m"), str("tmpfs"), 0, BAD);
	sys(mount, str("none"), str("m"), str("tmpfs"), 0, str("nonsense=1"));
	sys(pivot_root, str("m"), str("m"));
	fd = sys(fsopen, str("tmpfs"), 0);
	sys(fsconfig, fd, 1, str("size"), str("8k"), 0);
	sys(fsconfig, fd, 1, str("nonsense"), str("8k"), 0);
	sys(fsconfig, fd, 99, 0, 0, 0);
	sys(fsconfig, fd, 6, 0, 0, 0);
	fd = sys(fsmount, fd, 0, 0);
	sys(move_mount, fd, str(""), AT_FDCWD, str("m"), 4);
	sys(open_tree, AT_FDCWD, str("m"), 0);
	sys(open_tree, AT_FDCWD, str("m"), 0x80000000);
	sys(umount2, str("m"), 2);
	sys(sync);
	sys(syncfs, fd);
	sys(syncfs, -1);
}

SCENARIO(handles)
{
	struct g_file_handle *h = NEW(file_handle);
	int32_t *mount = mem(4);

	sys(close, touch("f"));
	h->handle_bytes = 0;
	sys(name_to_handle_at, AT_FDCWD, str("f"), h, mount, 0);
	out(&h->handle_bytes);
	h->handle_bytes = 200;
	sys(name_to_handle_at, AT_FDCWD, str("f"), h, mount, 0);
	h->handle_bytes = 32;
	sys(name_to_handle_at, AT_FDCWD, str("f"), h, BAD, 0);
	sys(name_to_handle_at, AT_FDCWD, str("f"), BAD, mount, 0);
	sys(name_to_handle_at, AT_FDCWD, str("f"), h, mount, 0x80000000);
	sys(open_by_handle_at, AT_FDCWD, BAD, 0);
}
