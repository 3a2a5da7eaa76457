// SPDX-License-Identifier: GPL-2.0-only
/*
 * scenarios: calls of a child that wait for an answer
 */
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stddef.h>
#include <string.h>
#include <unistd.h>

#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>

#include <linux/filter.h>
#include <linux/seccomp.h>

#include "cases.h"

#define GROUP "seccomp"

/* Of later kernels. */
#define G_SECCOMP_IOCTL_NOTIF_SET_FLAGS	_IOW('!', 4, uint64_t)

/* The child's own libc makes it: a number of each side's own ABI. */
static const unsigned int watched = SYS_sethostname;

static int send_fd(int s, int fd)
{
	union {
		struct cmsghdr header;
		char room[CMSG_SPACE(sizeof(int))];
	} control = { .header = { CMSG_LEN(sizeof(int)), SOL_SOCKET,
				  SCM_RIGHTS } };
	struct iovec v = { "x", 1 };
	struct msghdr m = { .msg_iov = &v, .msg_iovlen = 1,
			    .msg_control = &control,
			    .msg_controllen = sizeof(control) };

	memcpy(CMSG_DATA(&control.header), &fd, sizeof(fd));
	return sendmsg(s, &m, 0);
}

static int receive_fd(int s)
{
	union {
		struct cmsghdr header;
		char room[CMSG_SPACE(sizeof(int))];
	} control;
	char c;
	struct iovec v = { &c, 1 };
	struct msghdr m = { .msg_iov = &v, .msg_iovlen = 1,
			    .msg_control = &control,
			    .msg_controllen = sizeof(control) };
	int fd = -1;

	if (recvmsg(s, &m, 0) > 0)
		memcpy(&fd, CMSG_DATA(&control.header), sizeof(fd));
	return fd;
}

static int child(void *arg)
{
	struct sock_filter code[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
			 offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, watched, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_USER_NOTIF),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog prog = { 4, code };
	int s = (intptr_t)arg, fd, i;
	ssize_t got = 0;

	prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	fd = syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER,
		     SECCOMP_FILTER_FLAG_NEW_LISTENER, &prog);
	send_fd(s, fd);
	close(fd);
	for (i = 0; i < 4; i++) {
		got = syscall(watched, 0x11111111, 0x22222222, 3, 4, 5, 6);
		got = got < 0 ? -1 : got;
		write(s, &(int){ got }, sizeof(int));
	}
	return 7;
}

static void receive(int fd, struct seccomp_notif *n)
{
	memset(n, 0, sizeof(*n));
	IO(SECCOMP_IOCTL_NOTIF_RECV, n);
	/* Who calls, what and from where is each side's own. */
	note("pid %u flags %u %s", n->pid, n->flags,
	     n->data.nr == (int)watched ? "watched" : "another");
	outb(n->data.args, 16);
}

static void answer(int fd, struct seccomp_notif *n, int64_t val, int32_t error,
		   uint32_t flags)
{
	struct seccomp_notif_resp *r = zmem(sizeof(*r));

	r->id = n->id;
	r->val = val;
	r->error = error;
	r->flags = flags;
	IO(SECCOMP_IOCTL_NOTIF_SEND, r);
}

static void result(int s)
{
	int got = 0;

	read(s, &got, sizeof(got));
	note("the child got %d", got);
}

SCENARIO(notify)
{
	struct seccomp_notif *n = zmem(sizeof(*n));
	struct seccomp_notif_addfd *add;
	int pair[2], pid, fd;

	socketpair(AF_UNIX, SOCK_STREAM, 0, pair);
	pid = peer(child, (void *)(intptr_t)pair[1]);
	fd = receive_fd(pair[0]);
	if (fd < 0)
		skip("no listener");
	driver("seccomp");
	n->pid = 1;
	IO(SECCOMP_IOCTL_NOTIF_RECV, n);	/* has to be 0 */
	receive(fd, n);
	SET_CASES(SECCOMP_IOCTL_NOTIF_ID_VALID, bytes(&n->id, 8));
	SET_CASES(SECCOMP_IOCTL_NOTIF_ID_VALID, zmem(8));
	IO(SECCOMP_IOCTL_NOTIF_SEND, BAD);
	answer(fd, n, 1, -1, SECCOMP_USER_NOTIF_FLAG_CONTINUE);
	answer(fd, n, 0, 0, 0xfe);
	answer(fd, n, 77, 0, 0);
	result(pair[0]);
	answer(fd, n, 77, 0, 0);
	receive(fd, n);
	answer(fd, n, 0, -1, 0);
	result(pair[0]);
	receive(fd, n);
	add = zmem(sizeof(*add));
	add->id = n->id;
	add->srcfd = 0;
	SET_CASES(SECCOMP_IOCTL_NOTIF_ADDFD, add);
	add->srcfd = 99;
	IO(SECCOMP_IOCTL_NOTIF_ADDFD, add);
	add->srcfd = 0;
	add->flags = SECCOMP_ADDFD_FLAG_SEND;
	IO(SECCOMP_IOCTL_NOTIF_ADDFD, add);
	result(pair[0]);
	IO(SECCOMP_IOCTL_NOTIF_ADDFD, add);
	receive(fd, n);
	IO(G_SECCOMP_IOCTL_NOTIF_SET_FLAGS, 1);
	IO(G_SECCOMP_IOCTL_NOTIF_SET_FLAGS, 0x80);
	answer(fd, n, 0x100000005LL, 0, 0);
	result(pair[0]);
	IO(_IO('!', 99), 0);
	note("the child ends with %d", peer_wait(pid));
	/* Nobody is left, which earlier kernels do not notice. */
	on_signal(SIGALRM, 0);
	ualarm(50000, 0);
	note("received: %d", silent(ioctl, fd, SECCOMP_IOCTL_NOTIF_RECV,
				    memset(n, 0, sizeof(*n))) < 0);
	IO(SECCOMP_IOCTL_NOTIF_RECV, BAD_HIGH);
}
