// SPDX-License-Identifier: GPL-2.0-only
/*
 * fds - the descriptors and the files of a generated case
 */
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <linux/userfaultfd.h>
#include <netinet/in.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/fanotify.h>
#include <sys/inotify.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/timerfd.h>
#include <sys/un.h>

#include "fuzz.h"
#include "oracle.h"

void files(void)
{
	static bool done;
	static char text[10000];
	size_t i;
	int fd;

	if (done)
		return;
	done = true;
	own_namespace(CLONE_NEWNS);
	for (i = 0; i < sizeof(text); i++)
		text[i] = 'a' + i % 23;
	fd = open("file", O_CREAT | O_RDWR, 0644);
	if (fd < 0 || write(fd, text, sizeof(text)) != sizeof(text))
		note("FATAL: no file");
	close(fd);
	mkdir("dir", 0755);
	close(open("dir/one", O_CREAT | O_RDWR, 0600));
	close(open("dir/two", O_CREAT | O_RDWR, 0600));
	mkdir("dir/empty", 0700);
	mknod("null", S_IFCHR | 0666, makedev(1, 3));
	if (symlink("file", "link") || symlink("nowhere", "dangling") ||
	    symlink("circle", "circle") || mkfifo("fifo", 0644))
		note("FATAL: no links");
}

/* By the call of 32-bit programs, for it tells: no O_LARGEFILE. */
static int opened(const char *path, int flags)
{
	return silent(open, str(path), flags, 0);
}

static int made_memfd(void)
{
	int fd = memfd_create("made", MFD_ALLOW_SEALING);

	return ftruncate(fd, 5000) ? -1 : fd;
}

static int made_pipe(int end)
{
	int fd[2];

	if (pipe2(fd, O_NONBLOCK) || write(fd[1], "0123456789", 10) != 10)
		return -1;
	return fd[end];
}

static int made_pair(int type)
{
	int fd[2];

	if (socketpair(AF_UNIX, type | SOCK_NONBLOCK, 0, fd) ||
	    write(fd[1], "0123456789", 10) != 10)
		return -1;
	return fd[0];
}

static int made_listener(void)
{
	struct sockaddr_in sin = { .sin_family = AF_INET };
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);

	sin.sin_port = htons(4711);
	if (bind(fd, (struct sockaddr *)&sin, sizeof(sin)) || listen(fd, 3))
		return -1;
	return fd;
}

/* Someone is waiting to be accepted. */
static int made_server(void)
{
	struct sockaddr_un name = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0);
	int client = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0);

	strcpy(name.sun_path + 1, "server");
	if (bind(fd, (struct sockaddr *)&name, sizeof(name)) ||
	    listen(fd, 3) ||
	    connect(client, (struct sockaddr *)&name, sizeof(name)))
		return -1;
	return fd;
}

static int made_epoll(void)
{
	struct epoll_event ev = { .events = EPOLLIN, .data.u32 = 0x11223344 };
	int fd = epoll_create1(0);

	epoll_ctl(fd, EPOLL_CTL_ADD, fd_get(FD_pipe), &ev);
	ev.events = EPOLLOUT | EPOLLET;
	epoll_ctl(fd, EPOLL_CTL_ADD, fd_get(FD_stream), &ev);
	return fd;
}

static int made_signalfd(void)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGUSR2);
	return signalfd(-1, &set, SFD_NONBLOCK);
}

static int made_inotify(void)
{
	int fd = inotify_init1(IN_NONBLOCK);

	files();
	inotify_add_watch(fd, "dir", IN_ALL_EVENTS);
	mkdir("dir/watched", 0755);
	return fd;
}

static int made_pidfd(void)
{
	return silent(pidfd_open, fuzz_case.peers ? PID_PEER : PID_CASE, 0);
}

static int made_pty(int side)
{
	static int master = -1, slave = -1;

	if (master < 0) {
		master = opened("/dev/ptmx", O_RDWR | O_NOCTTY | O_NONBLOCK);
		unlockpt(master);
		slave = ioctl(master, TIOCGPTPEER,
			      O_RDWR | O_NOCTTY | O_NONBLOCK);
	}
	return side ? slave : master;
}

static int made_fanotify(void)
{
	int fd = fanotify_init(FAN_NONBLOCK, O_RDONLY);

	files();
	fanotify_mark(fd, FAN_MARK_ADD, FAN_OPEN, AT_FDCWD, "dir");
	return fd;
}

static int made_mqueue(void)
{
	struct g_mq_attr *attr = ZNEW(mq_attr);
	int fd;

	own_namespace(CLONE_NEWIPC);
	attr->mq_maxmsg = 4;
	attr->mq_msgsize = 32;
	fd = silent(mq_open, str("made"), O_CREAT | O_RDWR | O_NONBLOCK, 0600,
		    attr);
	silent(mq_timedsend, fd, str("message"), 7, 3, NULL);
	return fd;
}

static int made_landlock(void)
{
	const uint64_t rights[] = { 0x1fff };

	return silent(landlock_create_ruleset, bytes(rights, sizeof(rights)),
		      sizeof(rights), 0);
}

static int made_fscontext(void)
{
	return silent(fsopen, str("tmpfs"), 0);
}

static int made_mount(void)
{
	files();
	return silent(open_tree, AT_FDCWD, str("dir"), 1);
}

static int made_uring(void)
{
	return silent(io_uring_setup, 4, ZNEW(io_uring_params));
}

static int made_userfaultfd(void)
{
	return silent(userfaultfd, O_NONBLOCK | UFFD_USER_MODE_ONLY);
}

static int made_perf(void)
{
	static const uint32_t attr[28] = { 1, sizeof(attr), 1 };

	return silent(perf_event_open, bytes(attr, sizeof(attr)), 0, -1, -1, 0);
}

#define FD(name, group, common, make)	\
	static int make_##name(void) { return make; }
#include "fds.def"
#undef FD

static const struct {
	const char *name, *group;
	bool common;
	int (*make)(void);
} kinds[] = {
#define FD(name, group, common, make)	{ #name, group, common, make_##name },
#include "fds.def"
};

#undef FD

int fd_get(enum fd_kind kind)
{
	static int fds[FD_KINDS];
	static bool made[FD_KINDS];

	if (!made[kind]) {
		made[kind] = true;
		if (!strcmp(kinds[kind].group, "file") ||
		    !strcmp(kinds[kind].group, "dir"))
			files();
		fds[kind] = kinds[kind].make();
		if (fds[kind] < 0)
			fds[kind] = -1;
	}
	return fds[kind];
}

const char *fd_name(enum fd_kind kind)
{
	return kinds[kind].name;
}

int fd_any(const char *group)
{
	unsigned int fitting[FD_KINDS], count = 0, i;

	for (i = 0; i < FD_KINDS; i++) {
		if (*group ? !strcmp(kinds[i].group, group) : kinds[i].common)
			fitting[count++] = i;
	}
	return count ? fd_get(fitting[below(count)]) : -1;
}
