// SPDX-License-Identifier: GPL-2.0-only
/*
 * scenarios: the plain file calls at their edges
 *
 * What every call has to say of addresses that cannot be used, of descriptors
 * that are not open, of names that are too long and of limits that are reached.
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "oracle.h"

#define GROUP "edges"

static int touch(const char *name)
{
	return silent(openat, AT_FDCWD, str(name), O_RDWR | O_CREAT, 0644);
}

/* A path in the last bytes of a mapping, without its terminating zero. */
static char *unterminated(void)
{
	return memcpy(edge(4), "./aa", 4);
}

/* Calls with a path as their first argument: name, others... */
#define PATH_CALLS(call)						\
	call(open, O_RDONLY); call(creat, 0600); call(link, str("new")); \
	call(unlink); call(chdir); call(mknod, S_IFIFO | 0600, 0); call(chmod, 0600); \
	call(lchown, 1, 1); call(access, F_OK); call(mkdir, 0700); call(rmdir); \
	call(rename, str("new")); call(symlink, str("new")); call(chroot); \
	call(readlink, mem(16), 16); call(truncate, 1); call(statfs, NEW(statfs)); \
	call(stat, NEW(stat)); call(lstat, NEW(stat));			\
	call(truncate64, PAD, LL(1)); call(stat64, NEW(stat64));	\
	call(lstat64, NEW(stat64)); call(lchown32, 1, 1); call(chown, 1, 1); \
	call(chown32, 1, 1); call(umount2, 0); call(statfs64, 84, NEW(statfs64)); \
	call(utimes, ZNEWS(timeval, 2)); call(acct); call(swapon, 0);	\
	call(swapoff); call(setxattr, str("trusted.a"), str("v"), 1, 0); \
	call(lsetxattr, str("trusted.a"), str("v"), 1, 0);		\
	call(getxattr, str("trusted.a"), mem(16), 16);			\
	call(lgetxattr, str("trusted.a"), mem(16), 16);			\
	call(listxattr, mem(16), 16); call(llistxattr, mem(16), 16);	\
	call(removexattr, str("trusted.a")); call(lremovexattr, str("trusted.a"))

/* The same with a directory before the path. */
#define AT_CALLS(call)							\
	call(openat, O_RDONLY); call(openat2, ZNEW(open_how), 24);	\
	call(mkdirat, 0700); call(mknodat, S_IFIFO | 0600, 0);		\
	call(fchownat, 1, 1, 0); call(futimesat, ZNEWS(timeval, 2));	\
	call(fstatat64, NEW(stat64), 0); call(unlinkat, 0);		\
	call(renameat, AT_FDCWD, str("new"));				\
	call(renameat2, AT_FDCWD, str("new"), 0);			\
	call(linkat, AT_FDCWD, str("new"), 0);				\
	call(readlinkat, mem(16), 16); call(fchmodat, 0600);		\
	call(fchmodat2, 0600, 0); call(faccessat, F_OK);		\
	call(faccessat2, F_OK, 0); call(statx, 0, 0x7ff, NEW(statx));	\
	call(utimensat, ZNEWS(timespec, 2), 0);				\
	call(utimensat_time64, ZNEWS(timespec64, 2), 0);		\
	call(name_to_handle_at, ZNEW(file_handle), mem(4), 0);		\
	call(open_tree, 0); call(fspick, 0); call(mount_setattr, 0, zmem(32), 32)

#define PATH_CASE(name, ...)	sys(name, path, ##__VA_ARGS__)
#define AT_CASE(name, ...)	sys(name, dir, path, ##__VA_ARGS__)

static void path_calls(uintptr_t path)
{
	PATH_CALLS(PATH_CASE);
}

static void at_calls(int dir, uintptr_t path)
{
	AT_CALLS(AT_CASE);
}

SCENARIO(bad_path)
{
	path_calls(BAD);
	at_calls(AT_FDCWD, BAD);
	sys(symlinkat, BAD, AT_FDCWD, str("new"));
	sys(symlinkat, str("old"), AT_FDCWD, BAD);
}

SCENARIO(bad_high_path)
{
	path_calls(BAD_HIGH);
	at_calls(AT_FDCWD, BAD_HIGH);
}

SCENARIO(unterminated_path)
{
	uintptr_t path = (uintptr_t)unterminated();

	path_calls(path);
	at_calls(AT_FDCWD, path);
}

SCENARIO(no_such_path)
{
	uintptr_t path = (uintptr_t)str("none/of/this");

	path_calls(path);
	at_calls(AT_FDCWD, path);
	sys(symlinkat, str("old"), AT_FDCWD, path);
}

SCENARIO(empty_path)
{
	uintptr_t path = (uintptr_t)str("");

	path_calls(path);
	at_calls(AT_FDCWD, path);
	sys(symlinkat, str("old"), AT_FDCWD, path);
	sys(symlinkat, path, AT_FDCWD, str("new"));
}

SCENARIO(no_such_directory)
{
	at_calls(77, (uintptr_t)str("f"));
	at_calls(touch("f"), (uintptr_t)str("f"));
	at_calls(0x80000000, (uintptr_t)str("f"));
	at_calls(0xffff, (uintptr_t)str("f"));
}

/* One byte more than a name or a path may have. */
SCENARIO(long_path)
{
	char *name = memset(zmem(300), 'n', 256), *path = zmem(5000);

	path_calls((uintptr_t)name);
	at_calls(AT_FDCWD, (uintptr_t)name);
	memset(path, '/', 4096);
	path_calls((uintptr_t)path);
	at_calls(AT_FDCWD, (uintptr_t)path);
	name[255] = '\0';
	sys(mkdir, name, 0755);
	sys(chdir, name);
	path[4095] = '\0';
	path[4094] = '.';
	sys(access, path, F_OK);
}

/* A path that ends with the last byte that there is. */
SCENARIO(path_at_edge)
{
	char *path = edge(2);

	silent(close, touch("f"));
	strcpy(path, "f");
	sys(access, path, F_OK);
	sys(stat64, path, NEW(stat64));
	path[1] = 'f';
	sys(access, path, F_OK);
	sys(mknod, path, S_IFREG, 0);
}

/* Calls with a descriptor as their first argument. */
#define FD_CALLS(call)							\
	call(read, mem(4), 4); call(write, mem(4), 4); call(close);	\
	call(lseek, 0, SEEK_CUR); call(dup); call(fcntl, F_GETFL);	\
	call(fcntl64, F_GETFL); call(dup2, 60); call(dup3, 60, 0);	\
	call(ftruncate, 1); call(fchmod, 0600); call(fchown, 1, 1);	\
	call(fchown32, 1, 1); call(fstatfs, NEW(statfs));		\
	call(fstatfs64, 84, NEW(statfs64)); call(fstat, NEW(stat));	\
	call(fstat64, NEW(stat64)); call(fsync); call(fdatasync); call(syncfs); \
	call(fchdir); call(flock, 8); call(readv, ZNEW(iovec), 1);	\
	call(writev, ZNEW(iovec), 1); call(pread64, mem(4), 4, PAD, LL(0)); \
	call(pwrite64, mem(4), 4, PAD, LL(0));				\
	call(preadv, ZNEW(iovec), 1, LL(0));				\
	call(pwritev, ZNEW(iovec), 1, LL(0));				\
	call(preadv2, ZNEW(iovec), 1, LL(0), 0);			\
	call(pwritev2, ZNEW(iovec), 1, LL(0), 0);			\
	call(ftruncate64, PAD, LL(1)); call(getdents, mem(64), 64);	\
	call(getdents64, mem(64), 64); call(readahead, PAD, LL(0), 1);	\
	call(arm_fadvise64_64, 0, LL(0), LL(1));			\
	call(arm_sync_file_range, 0, LL(0), LL(1));			\
	call(fallocate, 0, LL(0), LL(1));				\
	call(fsetxattr, str("trusted.a"), str("v"), 1, 0);		\
	call(fgetxattr, str("trusted.a"), mem(4), 4);			\
	call(flistxattr, mem(4), 4); call(fremovexattr, str("trusted.a")); \
	call(sendfile, 0, 0, 4); call(sendfile64, 0, 0, 4);		\
	call(splice, 0, 0, 0, 4, 0); call(tee, 0, 4, 0);		\
	call(vmsplice, ZNEW(iovec), 1, 0);				\
	call(copy_file_range, 0, 0, 0, 4, 0); call(ioctl, 0x5421, zmem(4)); \
	call(inotify_add_watch, str("."), 1); call(inotify_rm_watch, 1); \
	call(epoll_wait, mem(16), 1, 0); call(epoll_ctl, 3, 0, 0);	\
	call(cachestat, zmem(16), mem(40), 0); call(fsmount, 0, 0);	\
	call(fsconfig, 6, 0, 0, 0); call(open_by_handle_at, ZNEW(file_handle), 0); \
	call(quotactl_fd, 0x800002, 0, 0); call(fanotify_mark, 1, LL(1), 3, 0); \
	call(landlock_add_rule, 1, zmem(16), 0); call(landlock_restrict_self, 0); \
	call(io_uring_enter, 0, 0, 0, 0, 0); call(io_uring_register, 4, 0, 0)

#define FD_CASE(name, ...)	sys(name, fd, ##__VA_ARGS__)

static void fd_calls(uint32_t fd)
{
	FD_CALLS(FD_CASE);
}

SCENARIO(bad_fd)
{
	fd_calls(-1);
	fd_calls(77);
}

SCENARIO(bad_high_fd)
{
	fd_calls(0x7fffffff);
	fd_calls(0x80000000);
}

/* A descriptor that stands for a place only. */
SCENARIO(path_fd)
{
	int fd;

	silent(close, touch("f"));
	for (fd = 0; fd < 3; fd++)
		sys(openat, AT_FDCWD, str("f"), G_O_PATH, 0);
	/* FD_CALLS has closed it after the first three. */
	sys(read, 3, mem(4), 4);
	fd_calls(4);
	sys(dup2, 5, 4);
	sys(fstat64, 5, NEW(stat64));
	sys(fgetxattr, 5, str("trusted.a"), mem(4), 4);
	sys(lseek, 5, 0, SEEK_CUR);
	sys(fcntl64, 5, F_GETFL);
}

/* Not one descriptor more. */
SCENARIO(no_descriptor)
{
	struct rlimit limit = { 6, 6 };
	int32_t *pair = mem(8);
	struct g_epoll_event *ev = ZNEW(epoll_event);

	silent(pipe, pair);
	silent(close, touch("f"));
	silent(dup, 0);
	setrlimit(RLIMIT_NOFILE, &limit);
	sys(dup, 0);
	sys(dup2, 0, 6);
	sys(dup3, 0, 6, 0);
	sys(fcntl64, 0, F_DUPFD, 0);
	sys(fcntl64, 0, F_DUPFD, 6);
	sys(open, str("f"), O_RDONLY);
	sys(openat, AT_FDCWD, str("f"), O_RDONLY);
	sys(openat2, AT_FDCWD, str("f"), ZNEW(open_how), 24);
	sys(creat, str("new"), 0600);
	sys(pipe, pair);
	outb(pair, 8);
	sys(pipe2, pair, 0);
	sys(socket, AF_UNIX, SOCK_STREAM, 0);
	sys(socketpair, AF_UNIX, SOCK_STREAM, 0, pair);
	outb(pair, 8);
	sys(epoll_create, 1);
	sys(epoll_create1, 0);
	sys(eventfd, 0);
	sys(eventfd2, 0, 0);
	sys(inotify_init);
	sys(inotify_init1, 0);
	sys(fanotify_init, 0, 0);
	sys(signalfd, -1, ev, 8);
	sys(signalfd4, -1, ev, 8, 0);
	sys(timerfd_create, 1, 0);
	sys(memfd_create, str("m"), 0);
	sys(userfaultfd, 1);
	sys(open_tree, AT_FDCWD, str("."), 0);
	sys(fsopen, str("tmpfs"), 0);
	sys(fspick, AT_FDCWD, str("/tmp"), 0);
	sys(io_uring_setup, 4, ZNEW(io_uring_params));
	sys(landlock_create_ruleset, bytes((uint64_t[]){ 1 }, 8), 8, 0);
	sys(pidfd_open, 1, 0);
	sys(close, 5);
	sys(pipe, pair);
	outb(pair, 8);
	sys(inotify_init);
}

/* The second half of a pair of addresses, and the last argument of others. */
SCENARIO(bad_pointers)
{
	struct g_file_handle *h = ZNEW(file_handle);
	int fd = touch("f");
	int32_t *pair = mem(8);

	sys(link, str("f"), BAD);
	sys(rename, str("f"), BAD);
	sys(symlink, BAD, str("l"));
	sys(symlink, str("f"), BAD_HIGH);
	sys(linkat, AT_FDCWD, str("f"), AT_FDCWD, BAD_HIGH, 0);
	sys(renameat, AT_FDCWD, str("f"), AT_FDCWD, BAD_HIGH);
	sys(renameat2, AT_FDCWD, str("f"), AT_FDCWD, BAD, 0);
	sys(stat, str("f"), BAD);
	sys(lstat, str("f"), BAD_HIGH);
	sys(lstat64, str("f"), BAD);
	sys(fstat64, fd, BAD);
	sys(fstat64, fd, edge(103));
	sys(fstatat64, AT_FDCWD, str("f"), BAD_HIGH, 0);
	sys(statx, AT_FDCWD, str("f"), 0, 0x7ff, edge(255));
	sys(fstat, fd, edge(63));
	sys(statfs, str("f"), edge(63));
	sys(fstatfs, fd, BAD);
	sys(statfs64, str("f"), 84, edge(83));
	sys(statfs64, str("f"), 88, edge(84));
	sys(fstatfs64, fd, 84, BAD_HIGH);
	sys(symlink, str("f"), str("l"));
	sys(readlinkat, AT_FDCWD, str("l"), BAD, 4);
	sys(readlinkat, AT_FDCWD, str("l"), mem(4), 0x80000000);
	sys(utimensat_time64, AT_FDCWD, str("f"), BAD, 0);
	sys(utimensat_time64, AT_FDCWD, str("f"), edge(31), 0);
	sys(utimensat, AT_FDCWD, str("f"), edge(15), 0);
	sys(futimesat, AT_FDCWD, str("f"), edge(15));
	sys(preadv, fd, BAD, 1, LL(0));
	sys(preadv, fd, BAD_HIGH, 1, LL(0));
	sys(pwritev, fd, BAD, 1, LL(0));
	sys(preadv2, fd, BAD, 1, LL(0), 0);
	sys(pwritev2, fd, BAD_HIGH, 1, LL(0), 0);
	sys(pwrite64, fd, BAD, 4, PAD, LL(0));
	sys(write, fd, str("four"), 4);
	sys(sendfile64, 1, fd, BAD, 4);
	sys(sendfile64, 1, fd, BAD_HIGH, 4);
	sys(sendfile, 1, fd, edge(3), 4);
	sys(fcntl, fd, G_F_GETLK, BAD);
	sys(fcntl64, fd, G_F_GETLK, edge(15));
	sys(fcntl64, fd, G_F_GETLK64, edge(31));
	sys(fcntl64, fd, 16, BAD);
	sys(fcntl64, fd, 15, edge(7));
	sys(pipe, edge(7));
	sys(pipe2, edge(4), 0);
	sys(pipe, pair);
	outb(pair, 8);
	h->handle_bytes = 32;
	sys(name_to_handle_at, AT_FDCWD, str("f"), edge(8), mem(4), 0);
	sys(open_by_handle_at, AT_FDCWD, edge(7), 0);
	sys(fchmod, fd, 0);
	sys(getcwd, edge(3), 64);
	sys(ioctl, fd, 0x5421, BAD);
	sys(ioctl, fd, 2, BAD);
}

/* What is left: errors that have nothing to do with addresses. */
SCENARIO(wrong_kind)
{
	int fd = touch("f"), dir;

	sys(mkdir, str("d"), 0755);
	dir = sys(open, str("d"), O_RDONLY);
	sys(read, dir, mem(4), 4);
	sys(pread64, dir, mem(4), 4, PAD, LL(0));
	sys(write, dir, mem(4), 4);
	sys(ftruncate, dir, 0);
	sys(ftruncate64, dir, PAD, LL(0));
	sys(truncate, str("d"), 0);
	sys(creat, str("d"), 0600);
	sys(unlink, str("d"));
	sys(rmdir, str("f"));
	sys(chdir, str("f"));
	sys(fchdir, fd);
	sys(getdents, fd, mem(64), 64);
	sys(rename, str("d"), str("d/e"));
	sys(rename, str("f"), str("d"));
	sys(rename, str("d"), str("f"));
	sys(link, str("d"), str("e"));
	sys(mkdir, str("d/x"), 0755);
	sys(rmdir, str("d"));
	sys(rmdir, str("."));
	sys(rmdir, str("d/.."));
	sys(unlinkat, AT_FDCWD, str("d/x"), 0x200);
	sys(linkat, fd, str(""), AT_FDCWD, str("again"), 0x1000);
	sys(linkat, AT_FDCWD, str("f"), AT_FDCWD, str("/proc/f"), 0);
	sys(rename, str("f"), str("/proc/f"));
	sys(symlink, str("loop"), str("loop"));
	sys(open, str("loop"), O_RDONLY);
	sys(stat64, str("loop"), NEW(stat64));
	sys(fallocate, dir, 0, LL(0), LL(1));
	sys(fallocate, 0, 0, LL(0), LL(1));
	sys(mknod, str("big"), S_IFCHR | 0600, 0xffffffff);
	sys(mknod, str("none"), 0xf000, 0);
	sys(access, str("f"), 0x80000000);
	sys(faccessat, AT_FDCWD, str("f"), R_OK);
	sys(faccessat, AT_FDCWD, str("f"), 8);
	sys(fchmod, fd, 0xffffffff);
	sys(fchmod, fd, 0640);
	sys(close_range, 10, 0xffffffff, 0x80000000);
	sys(close_range, 3, 4, 4);
	sys(fcntl64, fd, F_GETFD);
	sys(close_range, 3, 4, 0);
	sys(fcntl64, fd, F_GETFD);
}

SCENARIO(sync_all)
{
	int fd = touch("f");

	sys(sync);
	sys(syncfs, fd);
	sys(fsync, fd);
	sys(fdatasync, fd);
	sys(fsync, 0);
}

/* Where process accounting goes: one file for each PID namespace. */
SCENARIO(accounting)
{
	silent(close, touch("log"));
	sys(acct, str("log"));
	sys(acct, str("."));
	sys(acct, str("none"));
	sys(acct, BAD);
	sys(acct, BAD_HIGH);
	sys(acct, 0);
}
