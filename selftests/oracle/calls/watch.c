// SPDX-License-Identifier: GPL-2.0-only
/*
 * scenarios: fanotify and inotify
 */
#include <fcntl.h>
#include <string.h>
#include <sys/fanotify.h>
#include <unistd.h>

#include "disk.h"
#include "oracle.h"

#define GROUP "watch"

/* The mask has 64 bits and follows two numbers: no padding before it. */
#define MARK(fd, flags, mask, dir, path)	\
	sys(fanotify_mark, fd, flags, LL(mask), dir, path)

static void read_all(int fd, size_t size)
{
	char *buf = mem(size);
	int32_t n = sys(read, fd, buf, size);

	if (n > 0)
		outb(buf, n);
}

/* Events that come with an open file: its number is the next one free. */
SCENARIO(descriptors)
{
	char *buf = mem(64);
	int fd, file;

	sys(close, sys(creat, str("f"), 0600));
	fd = sys(fanotify_init, FAN_CLASS_NOTIF | FAN_NONBLOCK | FAN_CLOEXEC,
		 O_RDONLY | G_O_LARGEFILE);
	sys(fanotify_init, 0x80000000, 0);
	sys(fanotify_init, 0, 0x80000000);
	MARK(fd, FAN_MARK_ADD, FAN_OPEN | FAN_MODIFY, AT_FDCWD, str("f"));
	MARK(fd, FAN_MARK_ADD, FAN_CLOSE | FAN_EVENT_ON_CHILD, AT_FDCWD,
	     str("."));
	MARK(fd, FAN_MARK_ADD, 1ULL << 32, AT_FDCWD, str("."));
	MARK(fd, FAN_MARK_ADD, 0, AT_FDCWD, str("."));
	MARK(fd, FAN_MARK_ADD | FAN_MARK_REMOVE, 1, AT_FDCWD, str("."));
	MARK(fd, FAN_MARK_ADD | FAN_MARK_ONLYDIR, 1, AT_FDCWD, str("f"));
	MARK(fd, FAN_MARK_ADD, 1, AT_FDCWD, BAD);
	MARK(fd, FAN_MARK_ADD, 1, AT_FDCWD, BAD_HIGH);
	MARK(fd, FAN_MARK_ADD, 1, AT_FDCWD, str("none"));
	MARK(fd, FAN_MARK_ADD, 1, 77, str("f"));
	MARK(fd, 0x80000000, 1, AT_FDCWD, str("f"));
	MARK(0, FAN_MARK_ADD, 1, AT_FDCWD, str("f"));
	file = sys(open, str("f"), O_RDWR);
	sys(write, file, str("x"), 1);
	sys(close, file);
	sys(read, fd, buf, 23);
	sys(read, fd, BAD_HIGH, 64);
	file = sys(open, str("f"), O_RDWR);
	read_all(fd, 24);
	read_all(fd, 256);
	read_all(fd, 256);
	MARK(fd, FAN_MARK_REMOVE, FAN_OPEN, AT_FDCWD, str("f"));
	MARK(fd, FAN_MARK_REMOVE, FAN_ACCESS, AT_FDCWD, str("none"));
	MARK(fd, FAN_MARK_FLUSH, 0, AT_FDCWD, str("f"));
	MARK(fd, FAN_MARK_FLUSH | FAN_MARK_MOUNT, 0, AT_FDCWD, str("."));
	sys(write, fd, buf, 8);
}

static int open_it(void *arg)
{
	return open("f", O_RDONLY) < 0 ? 1 : 0;
}

/* Permission events wait for an answer of 8 bytes. */
SCENARIO(permission)
{
	struct fanotify_response *answer = zmem(8);
	char *buf = mem(64);
	int fd, i, pid;

	sys(close, sys(creat, str("f"), 0600));
	fd = sys(fanotify_init, FAN_CLASS_CONTENT, O_RDONLY);
	MARK(fd, FAN_MARK_ADD, FAN_OPEN_PERM, AT_FDCWD, str("f"));
	for (i = 0; i < 2; i++) {
		pid = peer(open_it, NULL);
		sys(read, fd, buf, 64);
		outb(buf, 64);
		answer->fd = *(int32_t *)(buf + 16);
		answer->response = 99;
		sys(write, fd, answer, 8);
		answer->response = i ? FAN_DENY : FAN_ALLOW;
		sys(write, fd, answer, 7);
		sys(write, fd, BAD, 8);
		sys(write, fd, answer, 8);
		sys(write, fd, answer, 8);
		note("open: %d", peer_wait(pid));
		sys(close, answer->fd);
	}
}

/* Events with handles instead of descriptors. */
SCENARIO(handles)
{
	int fd;

	disk("ext4", 16, "d");
	fd = sys(fanotify_init, FAN_REPORT_DIR_FID | FAN_REPORT_NAME |
		 FAN_NONBLOCK, 0);
	MARK(fd, FAN_MARK_ADD, FAN_CREATE | FAN_DELETE | FAN_MOVE | FAN_ONDIR,
	     AT_FDCWD, str("d"));
	MARK(fd, FAN_MARK_ADD | FAN_MARK_MOUNT, FAN_CREATE, AT_FDCWD,
	     str("d"));
	sys(mkdir, str("d/sub"), 0700);
	sys(rename, str("d/sub"), str("d/moved"));
	sys(rmdir, str("d/moved"));
	read_all(fd, 512);
	MARK(fd, FAN_MARK_ADD | FAN_MARK_FILESYSTEM, FAN_CREATE, AT_FDCWD,
	     str("d"));
	sys(close, sys(creat, str("d/f"), 0600));
	read_all(fd, 512);
}

SCENARIO(inotify)
{
	int fd = sys(inotify_init1, O_NONBLOCK), watch, count;
	uint32_t *waiting = mem(4);

	sys(mkdir, str("d"), 0700);
	watch = sys(inotify_add_watch, fd, str("d"), 0x700);
	sys(inotify_add_watch, fd, str("d"), 0x10000700);
	sys(inotify_add_watch, fd, str("d"), 0x20000100);
	sys(inotify_add_watch, fd, BAD_HIGH, 0x100);
	sys(inotify_add_watch, fd, str("d"), 0x30000100);
	for (count = 0; count < 3; count++) {
		char *name = str("d/a-name-of-20-bytes");

		name[20 - count] = '\0';
		sys(close, sys(openat, AT_FDCWD, name, O_RDWR | O_CREAT, 0600));
	}
	sys(ioctl, fd, 0x541b, waiting);
	out(waiting);
	read_all(fd, 20);
	sys(read, fd, edge(20), 48);
	read_all(fd, 48);
	read_all(fd, 256);
	sys(inotify_rm_watch, fd, watch);
	sys(inotify_rm_watch, fd, 0x80000000);
	read_all(fd, 256);
	sys(inotify_rm_watch, 0, 1);
}
