// SPDX-License-Identifier: GPL-2.0-only
/*
 * bench - the operations
 *
 * Compiled once for each way to make a call, see call.h; all data that calls
 * get is static, hence below 4 GB in a static program.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <net/if.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "bench.h"
#include "call.h"
#include "layout.h"

/* A loop that stops at the first result that is not what it should be. */
#define LOOP(name, expression, expected)				\
static unsigned int name(unsigned int times)				\
{									\
	for (; times; times--)						\
		if ((expression) != (expected))				\
			break;						\
	return times;							\
}

static int fd = -1;
static long pid;
static char byte;

static int open_or_say(const char *path, int flags)
{
	if (fd >= 0)
		close(fd);
	fd = open(path, flags | O_CLOEXEC);
	if (fd >= 0)
		return 0;
	fprintf(stderr, "bench: %s: %s\n", path, strerror(errno));
	return -1;
}

/* The cost of the loop, of the arguments and of looking at the result. */
LOOP(loop_empty, NO_CALL(0), 0)

static int prepare_getpid(void)
{
	pid = getpid();
	return 0;
}

LOOP(loop_getpid, CALL(getpid), pid)

static int prepare_read(void)
{
	return open_or_say("/dev/zero", O_RDONLY);
}

LOOP(loop_read, CALL(read, fd, &byte, 1), 1)

static int prepare_write(void)
{
	return open_or_say("/dev/null", O_WRONLY);
}

LOOP(loop_write, CALL(write, fd, &byte, 1), 1)

static struct l_timespec now;
LOOP(loop_clock_gettime, CALL(clock_gettime, CLOCK_MONOTONIC, &now), 0)

#if defined(BENCH_GUEST) || defined(__NR_clock_gettime64)
#define GETTIME64	NR(clock_gettime64)
#else
#define GETTIME64	NR(clock_gettime)
#endif

static int64_t now64[2];
LOOP(loop_clock_gettime64, CALL_NR(GETTIME64, CLOCK_MONOTONIC, now64), 0)

static struct l_iovec vec[4];
static char vec_data[4][16];

static int prepare_readv(void)
{
	unsigned int i;

	for (i = 0; i < 4; i++) {
		vec[i].base = WORD(vec_data[i]);
		vec[i].len = sizeof(vec_data[i]);
	}
	return open_or_say("/dev/zero", O_RDONLY);
}

LOOP(loop_readv, CALL(readv, fd, vec, 4), (long)sizeof(vec_data))

#if defined(BENCH_GUEST) || !defined(__NR_mmap)
#define NR_MMAP	NR(mmap2)
#else
#define NR_MMAP	NR(mmap)
#endif
#define MMAP_SIZE	0x10000

static inline int mmap_munmap(void)
{
	unsigned long at;

	at = CALL_NR(NR_MMAP, 0, MMAP_SIZE, PROT_READ | PROT_WRITE,
		     MAP_PRIVATE | MAP_ANONYMOUS, -1);
	return at & 0xfff || CALL(munmap, at, MMAP_SIZE);
}

LOOP(loop_mmap, mmap_munmap(), 0)

static struct l_v4l2_format format;

static int prepare_g_fmt(void)
{
	memset(&format, 0, sizeof(format));
	format.type = 1;	/* V4L2_BUF_TYPE_VIDEO_CAPTURE */
	return open_or_say("/dev/video0", O_RDWR);
}

LOOP(loop_g_fmt, CALL(ioctl, fd, L_VIDIOC_G_FMT, &format), 0)

static struct l_ifconf ifconf;
static char ifs[4 * sizeof(struct ifreq)];

static int prepare_ifconf(void)
{
	if (fd >= 0)
		close(fd);
	fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	ifconf.buf = WORD(ifs);
	if (fd >= 0)
		return 0;
	perror("bench: socket");
	return -1;
}

static inline long get_ifconf(void)
{
	ifconf.len = sizeof(ifs);
	return CALL(ioctl, fd, SIOCGIFCONF, &ifconf);
}

LOOP(loop_ifconf, get_ifconf(), 0)

static int ends[2] = { -1, -1 };
static struct l_iovec payload;
static struct l_rights sent, received;
static struct l_msghdr send_hdr, recv_hdr;

static int prepare_rights(void)
{
	if (ends[0] < 0 &&
	    socketpair(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0, ends)) {
		perror("bench: socketpair");
		return -1;
	}
	payload = (struct l_iovec){ WORD(&byte), 1 };
	sent = (struct l_rights){ L_RIGHTS_LEN, SOL_SOCKET, SCM_RIGHTS,
				  ends[0] };
	send_hdr = (struct l_msghdr){
		.iov = WORD(&payload), .iovlen = 1,
		.control = WORD(&sent), .controllen = sizeof(sent),
	};
	return 0;
}

static inline int pass_rights(void)
{
	recv_hdr = (struct l_msghdr){
		.iov = WORD(&payload), .iovlen = 1,
		.control = WORD(&received), .controllen = sizeof(received),
	};
	return CALL(sendmsg, ends[0], &send_hdr, 0) != 1 ||
	       CALL(recvmsg, ends[1], &recv_hdr, 0) != 1 ||
	       received.len != L_RIGHTS_LEN || CALL(close, received.fd);
}

LOOP(loop_rights, pass_rights(), 0)

/* Not vfork: the child runs in a copy of this memory, on this stack. */
static inline int fork_exit_wait(void)
{
	static int32_t status;
	long child = CALL(clone, SIGCHLD);

	if (!child)
		CALL(exit_group, 0);
	return child <= 0 || CALL(wait4, child, &status, 0, 0) != child ||
	       status;
}

LOOP(loop_fork, fork_exit_wait(), 0)

/* Two that meet hooks of the module even in processes that know no gate. */
LOOP(loop_prctl, CALL(prctl, PR_GET_DUMPABLE), 1)
LOOP(loop_enosys, CALL_NR(1000), -ENOSYS)

#define CALLS	480
#define REPS	9

#ifdef BENCH_VERBS
const struct bench_op bench_verbs[] = {
#elif defined(BENCH_ROUTED)
const struct bench_op bench_routed[] = {
#else
const struct bench_op bench_native[] = {
#endif
	{ "empty loop", NULL, loop_empty, CALLS, REPS },
	{ "getpid", prepare_getpid, loop_getpid, CALLS, REPS },
	{ "read 1 B", prepare_read, loop_read, CALLS, REPS },
	{ "write 1 B", prepare_write, loop_write, CALLS, REPS },
	{ "clock_gettime", NULL, loop_clock_gettime, CALLS, REPS },
	{ "clock_gettime64", NULL, loop_clock_gettime64, CALLS, REPS },
	{ "readv 4 x 16 B", prepare_readv, loop_readv, CALLS, REPS },
	{ "mmap2+munmap 64 KB", NULL, loop_mmap, 48, REPS, 1 },
	{ "ioctl VIDIOC_G_FMT", prepare_g_fmt, loop_g_fmt, CALLS, REPS },
	{ "ioctl SIOCGIFCONF", prepare_ifconf, loop_ifconf, CALLS, REPS },
	{ "sendmsg+recvmsg SCM_RIGHTS+close", prepare_rights, loop_rights,
	  CALLS / 3, REPS },
	{ "fork+exit+wait", NULL, loop_fork, 1, 480 },
	{ "prctl", NULL, loop_prctl, CALLS, REPS },
	{ "unimplemented number", NULL, loop_enosys, CALLS, REPS },
	{ }
};
