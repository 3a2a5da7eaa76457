// SPDX-License-Identifier: GPL-2.0-only
/*
 * scenarios: io_uring, whose rings are mapped by mmap2
 *
 * A ring that a 32-bit call has set up takes 32-bit iovecs, messages and
 * sets of signals from then on, whoever works on a request.
 */
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include <linux/io_uring.h>
#include <linux/uinput.h>

#include "net.h"

#define GROUP "uring"

#define RW	(PROT_READ | PROT_WRITE)
#define GET	1			/* IORING_ENTER_GETEVENTS */
#define GET_EXT	9			/* the same with IORING_ENTER_EXT_ARG */

struct ring {
	int fd;
	struct g_io_uring_params *p;
	char *rings;
	struct g_uring_sqe *sqes;
};

static volatile uint32_t *sq(struct ring *r, unsigned int field)
{
	return (void *)(r->rings + r->p->sq_off[field]);
}

static volatile uint32_t *cq(struct ring *r, unsigned int field)
{
	return (void *)(r->rings + r->p->cq_off[field]);
}

enum { HEAD, TAIL, MASK, ENTRIES, CQES = 5, ARRAY };

static void ring_map(struct ring *r)
{
	uint32_t rings, sqes;

	rings = sys(mmap2, 0, 4096, RW, MAP_SHARED | MAP_POPULATE, r->fd, 0);
	sqes = sys(mmap2, 0, 4096, RW, MAP_SHARED | MAP_POPULATE, r->fd,
		   IORING_OFF_SQES >> 12);
	if (rings >= -4095U || sqes >= -4095U)
		skip("the rings cannot be mapped");
	r->rings = (char *)(uintptr_t)rings;
	r->sqes = (void *)(uintptr_t)sqes;
}

static struct ring ring_new(uint32_t flags)
{
	struct ring r = { .p = ZNEW(io_uring_params) };

	r.p->flags = flags;
	r.fd = sys(io_uring_setup, 8, r.p);
	outb(r.p, sizeof(*r.p));
	if (r.fd < 0)
		skip("no io_uring");
	ring_map(&r);
	return r;
}

static void push(struct ring *r, struct g_uring_sqe *sqe)
{
	uint32_t tail = *sq(r, TAIL), at = tail & *sq(r, MASK);

	r->sqes[at] = *sqe;
	sq(r, ARRAY)[at] = at;
	__atomic_store_n(sq(r, TAIL), tail + 1, __ATOMIC_RELEASE);
}

/* Whatever has completed, in its order. */
static void reap(struct ring *r)
{
	uint32_t head = *cq(r, HEAD), count, i;
	struct g_uring_cqe *all = (void *)cq(r, CQES), *got;

	count = __atomic_load_n(cq(r, TAIL), __ATOMIC_ACQUIRE) - head;
	got = mem(16 * 16);
	for (i = 0; i < count && i < 16; i++)
		got[i] = all[(head + i) & *cq(r, MASK)];
	OUTN(uring_cqe, got, count);
	__atomic_store_n(cq(r, HEAD), head + count, __ATOMIC_RELEASE);
}

static void run(struct ring *r, struct g_uring_sqe sqe)
{
	push(r, &sqe);
	sys(io_uring_enter, r->fd, 1, 1, GET, 0, 0);
	reap(r);
}

#define RUN(r, ...)	run(r, (struct g_uring_sqe){ __VA_ARGS__ })

/* Submitted, but nobody waits for it. */
#define START(r, ...)							\
	do {								\
		push(r, &(struct g_uring_sqe){ __VA_ARGS__ });		\
		sys(io_uring_enter, (r)->fd, 1, 0, 0, 0, 0);		\
	} while (0)

static void transfers(struct ring *r, uint8_t flags)
{
	int fd = sys(open, str("f"), O_RDWR | O_CREAT | G_O_LARGEFILE, 0600);
	struct g_iovec *v = ZNEWS(iovec, 2);
	char *in = mem(32);

	v[0].base = PTR(str("first"));
	v[0].len = 5;
	v[1].base = PTR(str("second"));
	v[1].len = 6;
	RUN(r, IORING_OP_WRITEV, flags, 0, fd, 0x100000000ULL, PTR(v), 2);
	v[0].base = PTR(in);
	v[1].base = PTR(in + 8);
	RUN(r, IORING_OP_READV, flags, 0, fd, 0x100000000ULL, PTR(v), 2,
	    .user_data = 0x1122334455667788ULL);
	outb(in, 32);
	RUN(r, IORING_OP_READV, flags, 0, fd, 0, PTR(v), 1025);
	RUN(r, IORING_OP_READV, flags, 0, fd, 0, BAD, 1);
	RUN(r, IORING_OP_READV, flags, 0, fd, 0, PTR(edge(7)), 1);
	v[0].len = 0x80000000;
	RUN(r, IORING_OP_READV, flags, 0, fd, 0, PTR(v), 1);
	v[0].len = 8;
	v[0].base = BAD_HIGH;
	RUN(r, IORING_OP_READV, flags, 0, fd, 0x100000000ULL, PTR(v), 1);
	RUN(r, IORING_OP_WRITE, flags, 0, fd, 4, PTR(str("text")), 4);
	RUN(r, IORING_OP_READ, flags, 0, fd, 2, PTR(in), 8);
	outb(in, 8);
	RUN(r, IORING_OP_READ, flags, 0, fd, 0x100000000ULL, BAD_HIGH, 8);
	RUN(r, IORING_OP_READ, flags, 0, fd, -1, PTR(in), 4);
	RUN(r, IORING_OP_READ, flags, 0, fd, 0, PTR(edge(8)), 0x80000000);
	RUN(r, IORING_OP_READ, flags, 0, 77, 0, PTR(in), 4);
	RUN(r, IORING_OP_FSYNC, flags, 0, fd);
	RUN(r, IORING_OP_FSYNC, flags, 0, fd, .rw_flags = 99);
	RUN(r, IORING_OP_FALLOCATE, flags, 0, fd, 0x200000000ULL, 4096, 0);
	RUN(r, IORING_OP_SYNC_FILE_RANGE, flags, 0, fd, 0, 0, 4096, 2);
	RUN(r, IORING_OP_FADVISE, flags, 0, fd, 0, 0, 4096, 3);
	RUN(r, IORING_OP_MADVISE, flags, 0, -1, 0, PTR(pages(1)), 4096, 0);
	RUN(r, IORING_OP_CLOSE, flags, 0, fd);
	RUN(r, IORING_OP_CLOSE, flags, 0, fd);
	RUN(r, 99);
}

SCENARIO(transfers)
{
	struct ring r = ring_new(0);

	RUN(&r, IORING_OP_NOP);
	transfers(&r, 0);
}

/* By a worker thread, which is not in a 32-bit call. */
SCENARIO(transfers_by_worker)
{
	struct ring r = ring_new(0);

	transfers(&r, IOSQE_ASYNC);
}

static void names(struct ring *r, uint8_t flags)
{
	struct g_open_how *how = ZNEW(open_how);
	struct g_statx *stx = NEW(statx);
	char *in = mem(16);
	int fd;

	RUN(r, IORING_OP_MKDIRAT, flags, 0, AT_FDCWD, 0, PTR(str("d")), 0700);
	RUN(r, IORING_OP_OPENAT, flags, 0, AT_FDCWD, 0, PTR(str("d/f")), 0600,
	    O_RDWR | O_CREAT);
	RUN(r, IORING_OP_OPENAT, flags, 0, AT_FDCWD, 0, BAD_HIGH, 0, 0);
	sys(truncate64, str("d/f"), PAD, LL(0x80000000ULL));
	RUN(r, IORING_OP_OPENAT, flags, 0, AT_FDCWD, 0, PTR(str("d/f")), 0, 0);
	how->flags = O_RDWR;
	RUN(r, IORING_OP_OPENAT2, flags, 0, AT_FDCWD, PTR(how),
	    PTR(str("d/f")), 24);
	RUN(r, IORING_OP_OPENAT2, flags, 0, AT_FDCWD, BAD, PTR(str("d/f")), 24);
	RUN(r, IORING_OP_STATX, flags, 0, AT_FDCWD, PTR(stx), PTR(str("d/f")),
	    0x7ff, 0);
	OUT(statx, stx);
	RUN(r, IORING_OP_STATX, flags, 0, AT_FDCWD, BAD_HIGH, PTR(str("d/f")),
	    0x7ff, 0);
	RUN(r, IORING_OP_RENAMEAT, flags, 0, AT_FDCWD, PTR(str("d/g")),
	    PTR(str("d/f")), AT_FDCWD);
	RUN(r, IORING_OP_SYMLINKAT, flags, 0, AT_FDCWD, PTR(str("d/l")),
	    PTR(str("target")), 0);
	RUN(r, IORING_OP_LINKAT, flags, 0, AT_FDCWD, PTR(str("d/h")),
	    PTR(str("d/g")), AT_FDCWD);
	RUN(r, IORING_OP_UNLINKAT, flags, 0, AT_FDCWD, 0, PTR(str("d/l")), 0);
	RUN(r, IORING_OP_UNLINKAT, flags, 0, AT_FDCWD, 0, PTR(str("d/l")), 0);
	fd = sys(open, str("x"), O_RDWR | O_CREAT, 0600);
	RUN(r, IORING_OP_FSETXATTR, flags, 0, fd, PTR(str("value")),
	    PTR(str("trusted.a")), 5, 0);
	RUN(r, IORING_OP_FGETXATTR, flags, 0, fd, PTR(in),
	    PTR(str("trusted.a")), 16, 0);
	outb(in, 16);
	RUN(r, G_OP_FTRUNCATE, flags, 0, fd, 0x100000000ULL);
}

SCENARIO(names)
{
	struct ring r = ring_new(0);

	names(&r, 0);
}

SCENARIO(names_by_worker)
{
	struct ring r = ring_new(0);

	names(&r, IOSQE_ASYNC);
}

/* Control messages in both directions, also after having to wait. */
static void messages(struct ring *r, uint8_t flags)
{
	struct g_cmsg_fds *c = SET(cmsg_fds, .hdr = { 20, SOL_SOCKET,
						      SCM_RIGHTS },
				   .fds = { 0, 1 });
	int *on = bytes(&(int){ 1 }, 4);
	char *in = mem(16), *control = mem(96);
	struct g_msghdr *m, *got;
	int32_t *s = mem(8);

	sys(socketpair, AF_UNIX, SOCK_DGRAM, 0, s);
	sys(setsockopt, s[1], SOL_SOCKET, SO_PASSCRED, on, 4);
	m = message(str("two"), 3, c, 20);
	got = message(in, 16, control, 96);
	RUN(r, IORING_OP_SENDMSG, flags, 0, s[0], 0, PTR(m), 1);
	RUN(r, IORING_OP_RECVMSG, flags, 0, s[1], 0, PTR(got), 1);
	OUT(msghdr, got);
	outb(control, 96);
	START(r, IORING_OP_RECVMSG, flags, 0, s[1], 0,
	      PTR(message(in, 16, memset(control, POISON, 96), 96)), 1);
	pause_ms(5);
	silent(sendmsg, s[0], m, 0);
	sys(io_uring_enter, r->fd, 0, 1, GET, 0, 0);
	reap(r);
	outb(control, 96);
	c->hdr.cmsg_len = 11;
	RUN(r, IORING_OP_SENDMSG, flags, 0, s[0], 0, PTR(m), 1);
	m->msg_iovlen = 1025;
	RUN(r, IORING_OP_SENDMSG, flags, 0, s[0], 0, PTR(m), 1);
	RUN(r, IORING_OP_SENDMSG, flags, 0, s[0], 0, BAD, 1);
	RUN(r, IORING_OP_SENDMSG, flags, 0, s[0], 0, PTR(edge(27)), 1);
	RUN(r, IORING_OP_RECVMSG, flags, 0, s[1], 0, BAD_HIGH, 1);
	RUN(r, IORING_OP_SEND, flags, 0, s[0], 0, PTR(str("x")), 1);
	RUN(r, IORING_OP_RECV, flags, 0, s[1], 0, PTR(in), 16);
	RUN(r, IORING_OP_SHUTDOWN, flags, 0, s[0], 0, 0, 2);
}

SCENARIO(messages)
{
	struct ring r = ring_new(0);

	messages(&r, 0);
}

SCENARIO(messages_by_worker)
{
	struct ring r = ring_new(0);

	messages(&r, IOSQE_ASYNC);
}

SCENARIO(connections)
{
	struct g_sockaddr_un *un = SET(sockaddr_un, AF_UNIX, "sock");
	struct g_sockaddr_un *got = NEW(sockaddr_un);
	uint32_t *size = bytes(&(uint32_t){ 110 }, 4);
	struct ring r = ring_new(0);
	int s, c;

	RUN(&r, IORING_OP_SOCKET, 0, 0, AF_UNIX, SOCK_STREAM);
	s = sys(socket, AF_UNIX, SOCK_STREAM, 0);
	sys(bind, s, un, 110);
	sys(listen, s, 5);
	c = sys(socket, AF_UNIX, SOCK_STREAM, 0);
	RUN(&r, IORING_OP_CONNECT, 0, 0, c, 110, PTR(un));
	RUN(&r, IORING_OP_CONNECT, 0, 0, c, 110, BAD_HIGH);
	RUN(&r, IORING_OP_ACCEPT, 0, 0, s, PTR(size), PTR(got), 0,
	    SOCK_CLOEXEC);
	outb(got, 4);
	out(size);
	START(&r, IORING_OP_ACCEPT, 0, 0, s, .user_data = 7);
	RUN(&r, IORING_OP_ASYNC_CANCEL, 0, 0, -1, 0, 7, .user_data = 8);
	RUN(&r, IORING_OP_ASYNC_CANCEL, 0, 0, -1, 0, 7, .user_data = 8);
}

SCENARIO(timeouts)
{
	struct g_timespec64 *ts = SET(timespec64, .tv_nsec = 1000000);
	struct ring r = ring_new(0);
	int32_t *ends = mem(8);

	sys(pipe, ends);
	RUN(&r, IORING_OP_TIMEOUT, 0, 0, -1, 0, PTR(ts), 1);
	RUN(&r, IORING_OP_TIMEOUT, 0, 0, -1, 0, BAD, 1);
	RUN(&r, IORING_OP_TIMEOUT, 0, 0, -1, 0, PTR(edge(15)), 1);
	ts->tv_nsec = 0x100000001LL;	/* the upper half is padding */
	RUN(&r, IORING_OP_TIMEOUT, 0, 0, -1, 0, PTR(ts), 1);
	ts->tv_nsec = -1;
	RUN(&r, IORING_OP_TIMEOUT, 0, 0, -1, 0, PTR(ts), 1);
	ts->tv_sec = 0x100000000LL;
	ts->tv_nsec = 0;
	START(&r, IORING_OP_TIMEOUT, 0, 0, -1, 0, PTR(ts), 1, .user_data = 5);
	RUN(&r, IORING_OP_TIMEOUT_REMOVE, 0, 0, -1, 0, 5);
	START(&r, IORING_OP_POLL_ADD, 0, 0, ends[0], .rw_flags = POLLIN,
	      .user_data = 6);
	sys(write, ends[1], ts, 1);
	sys(io_uring_enter, r.fd, 0, 1, GET, 0, 0);
	reap(&r);
	sys(read, ends[0], ts, 1);
	START(&r, IORING_OP_POLL_ADD, 0, 0, ends[0], .rw_flags = POLLIN,
	      .user_data = 6);
	RUN(&r, IORING_OP_POLL_REMOVE, 0, 0, -1, 0, 6, .user_data = 9);
	/* A read with a time limit of its own. */
	*ts = (struct g_timespec64){ 0, 1000000 };
	push(&r, &(struct g_uring_sqe){ IORING_OP_READ, IOSQE_IO_LINK, 0,
	     ends[0], 0, PTR(mem(4)), 4, .user_data = 10 });
	push(&r, &(struct g_uring_sqe){ IORING_OP_LINK_TIMEOUT, 0, 0, -1, 0,
	     PTR(ts), 1, .user_data = 11 });
	sys(io_uring_enter, r.fd, 2, 2, GET, 0, 0);
	note("completed: %u", *cq(&r, TAIL) - *cq(&r, HEAD));
}

static int interrupt(void *arg)
{
	until_asleep(*(int *)arg);
	silent(kill, *(int *)arg, SIGUSR1);
	return 0;
}

/* Waiting with a set of signals, and with the extended argument. */
SCENARIO(waiting)
{
	struct g_timespec64 *ts = SET(timespec64, .tv_nsec = 1000000);
	struct g_uring_getevents *e = ZNEW(uring_getevents);
	struct g_sigset *set = ZNEW(sigset);
	int self = silent(getpid), pid;
	struct ring r = ring_new(0);

	e->ts = PTR(ts);
	sys(io_uring_enter, r.fd, 0, 1, GET_EXT, e, 24);
	e->sigmask = PTR(set);
	e->sigmask_sz = 8;
	sys(io_uring_enter, r.fd, 0, 1, GET_EXT, e, 24);
	e->sigmask_sz = 4;
	sys(io_uring_enter, r.fd, 0, 1, GET_EXT, e, 24);
	e->sigmask_sz = 8;
	sys(io_uring_enter, r.fd, 0, 1, GET_EXT, e, 16);
	sys(io_uring_enter, r.fd, 0, 1, GET_EXT, BAD, 24);
	sys(io_uring_enter, r.fd, 0, 1, GET_EXT, edge(23), 24);
	e->ts = BAD;
	sys(io_uring_enter, r.fd, 0, 1, GET_EXT, e, 24);
	e->ts = PTR(ts);
	e->sigmask = BAD_HIGH;
	sys(io_uring_enter, r.fd, 0, 1, GET_EXT, e, 24);
	sys(io_uring_enter, r.fd, 0, 1, GET, BAD, 8);
	sys(io_uring_enter, r.fd, 0, 1, GET, set, 4);
	sys(io_uring_enter, r.fd, 0, 1, GET, set, 16);
	on_signal(SIGUSR1, SA_RESTART);
	pid = peer(interrupt, &self);
	sys(io_uring_enter, r.fd, 0, 1, GET, 0, 0);
	peer_wait(pid);
	set->sig[0] = 1 << (SIGUSR1 - 1);
	set->sig[1] = 1;
	sys(rt_sigprocmask, SIG_BLOCK, set, 0, 8);
	sys(kill, self, SIGUSR1);
	set->sig[0] = 0;
	sys(io_uring_enter, r.fd, 0, 1, GET, set, 8);
	note("SIGUSR1 seen %d times", signals_seen[SIGUSR1]);
	e->sigmask = PTR(set);
	e->ts = 0;
	sys(kill, self, SIGUSR1);
	sys(io_uring_enter, r.fd, 0, 1, GET_EXT, e, 24);
	note("SIGUSR1 seen %d times", signals_seen[SIGUSR1]);
	sys(io_uring_enter, 0, 0, 0, 0, 0, 0);
	sys(io_uring_enter, r.fd, 0, 0, 0x80000000, 0, 0);
}

static void fixed_buffers(struct ring *r, int fd)
{
	struct g_uring_rsrc_register *more = ZNEW(uring_rsrc_register);
	struct g_iovec *v = ZNEWS(iovec, 2);
	char *buffer = pages(2);

	v[0].base = PTR(buffer);
	v[0].len = 4096;
	v[1].base = PTR(buffer + 4096);
	v[1].len = 4096;
	sys(io_uring_register, r->fd, 0, v, 2);
	sys(io_uring_register, r->fd, 0, v, 2);
	strcpy(buffer, "fixed");
	RUN(r, IORING_OP_WRITE_FIXED, 0, 0, fd, 0, PTR(buffer), 6);
	RUN(r, IORING_OP_READ_FIXED, 0, 0, fd, 0, PTR(buffer + 4096), 6,
	    .buf_index = 1);
	outb(buffer + 4096, 8);
	RUN(r, IORING_OP_READ_FIXED, 0, 0, fd, 0, PTR(buffer), 6,
	    .buf_index = 1);
	RUN(r, IORING_OP_READ_FIXED, 0, 0, fd, 0, PTR(buffer), 6,
	    .buf_index = 2);
	sys(io_uring_register, r->fd, 1, 0, 0);
	sys(io_uring_register, r->fd, 1, 0, 0);
	sys(io_uring_register, r->fd, 0, BAD, 2);
	sys(io_uring_register, r->fd, 0, edge(12), 2);
	sys(io_uring_register, r->fd, 0, v, 0x80000000);
	v[1].base = BAD_HIGH;
	sys(io_uring_register, r->fd, 0, v, 2);
	v[1].len = 0;
	sys(io_uring_register, r->fd, 0, v, 2);
	v[1].base = 0;
	more->nr = 2;
	more->data = PTR(v);
	sys(io_uring_register, r->fd, 15, more, 32);
	sys(io_uring_register, r->fd, 15, more, 31);
	sys(io_uring_register, r->fd, 1, 0, 0);
}

static void fixed_files(struct ring *r, int fd)
{
	struct g_uring_files_update *up = ZNEW(uring_files_update);
	int32_t *list = bytes((int32_t[]){ fd, -1, 0 }, 12);

	sys(io_uring_register, r->fd, 2, list, 3);
	sys(io_uring_register, r->fd, 2, list, 3);
	RUN(r, IORING_OP_WRITE, IOSQE_FIXED_FILE, 0, 0, 0, PTR(str("x")), 1);
	RUN(r, IORING_OP_WRITE, IOSQE_FIXED_FILE, 0, 1, 0, PTR(str("x")), 1);
	RUN(r, IORING_OP_WRITE, IOSQE_FIXED_FILE, 0, 9, 0, PTR(str("x")), 1);
	up->offset = 1;
	up->fds = PTR(list);
	sys(io_uring_register, r->fd, 6, up, 1);
	RUN(r, IORING_OP_WRITE, IOSQE_FIXED_FILE, 0, 1, 0, PTR(str("x")), 1);
	up->offset = 3;
	sys(io_uring_register, r->fd, 6, up, 1);
	up->offset = 0;
	up->fds = BAD_HIGH;
	sys(io_uring_register, r->fd, 6, up, 1);
	sys(io_uring_register, r->fd, 6, BAD, 1);
	sys(io_uring_register, r->fd, 3, 0, 0);
	sys(io_uring_register, r->fd, 2, BAD, 1);
	list[0] = 77;
	sys(io_uring_register, r->fd, 2, list, 1);
}

static void provided_buffers(struct ring *r)
{
	struct g_iovec *v = ZNEW(iovec);
	char *buffers = mem(64);
	int32_t *ends = mem(8);

	sys(pipe, ends);
	sys(write, ends[1], str("provided"), 8);
	RUN(r, IORING_OP_PROVIDE_BUFFERS, 0, 0, 4, 3, PTR(buffers), 16,
	    .buf_index = 9);
	v->len = 5;
	RUN(r, IORING_OP_READV, IOSQE_BUFFER_SELECT, 0, ends[0], 0, PTR(v), 1,
	    .buf_index = 9);
	outb(buffers, 64);
	RUN(r, IORING_OP_READ, IOSQE_BUFFER_SELECT, 0, ends[0], 0, 0, 5,
	    .buf_index = 9);
	outb(buffers, 64);
	RUN(r, IORING_OP_READ, IOSQE_BUFFER_SELECT, 0, ends[0], 0, 0, 5,
	    .buf_index = 8);
	RUN(r, IORING_OP_REMOVE_BUFFERS, 0, 0, 9, .buf_index = 9);
}

SCENARIO(registered)
{
	int fd = sys(open, str("f"), O_RDWR | O_CREAT, 0600), event;
	struct ring r = ring_new(0);
	uint64_t *count = mem(8);

	fixed_buffers(&r, fd);
	fixed_files(&r, fd);
	provided_buffers(&r);
	event = sys(eventfd2, 0, O_NONBLOCK);
	sys(io_uring_register, r.fd, 4, bytes(&event, 4), 1);
	sys(io_uring_register, r.fd, 4, bytes(&event, 4), 1);
	RUN(&r, IORING_OP_NOP);
	sys(read, event, count, 8);
	out(count);
	sys(io_uring_register, r.fd, 5, 0, 0);
	sys(io_uring_register, r.fd, 4, BAD, 1);
	sys(io_uring_register, r.fd, 4, bytes(&fd, 4), 1);
}

SCENARIO(register_more)
{
	struct g_uring_sync_cancel *cancel = ZNEW(uring_sync_cancel);
	struct ring r = ring_new(1 << 6);	/* disabled at first */
	uint32_t *workers = zmem(8);
	char *probe = zmem(16 + 80 * 8);

	RUN(&r, IORING_OP_NOP);
	sys(io_uring_register, r.fd, 12, 0, 0);
	sys(io_uring_enter, r.fd, 1, 1, GET, 0, 0);
	reap(&r);
	sys(io_uring_register, r.fd, 12, 0, 0);
	sys(io_uring_register, r.fd, 8, probe, 80);
	outb(probe, 16 + 80 * 8);
	sys(io_uring_register, r.fd, 8, BAD_HIGH, 80);
	sys(io_uring_register, r.fd, 8, probe, 257);
	sys(io_uring_register, r.fd, 9, 0, 0);
	sys(io_uring_register, r.fd, 10, 0, 1);
	sys(io_uring_register, r.fd, 10, 0, 1);
	/* A set of processors: words of 32 bits. */
	sys(io_uring_register, r.fd, 17, bytes((uint32_t[]){ 3, 0 }, 8), 4);
	sys(io_uring_register, r.fd, 17, edge(4), 8);
	sys(io_uring_register, r.fd, 17, edge(7), 8);
	sys(io_uring_register, r.fd, 17, BAD, 8);
	sys(io_uring_register, r.fd, 18, 0, 0);
	workers[0] = 3;
	sys(io_uring_register, r.fd, 19, workers, 2);
	sys(io_uring_register, r.fd, 19, workers, 2);
	outb(workers + 0, 4);
	sys(io_uring_register, r.fd, 19, BAD, 2);
	cancel->addr = 5;
	cancel->fd = -1;
	cancel->sec = -1;
	cancel->nsec = -1;
	sys(io_uring_register, r.fd, 24, cancel, 1);
	sys(io_uring_register, r.fd, 24, BAD, 1);
	sys(io_uring_register, r.fd, 0x7fffffff, 0, 0);
	sys(io_uring_register, 77, 0, 0, 0);
	sys(io_uring_register, 0, 0, 0, 0);
}

SCENARIO(setup)
{
	struct g_io_uring_params *p = ZNEW(io_uring_params);
	int fd;

	sys(io_uring_setup, 1, BAD);
	sys(io_uring_setup, 1, edge(119));
	sys(io_uring_setup, 0, p);
	sys(io_uring_setup, 32769, p);
	sys(io_uring_setup, 0x80000000, p);
	p->resv[2] = 1;
	sys(io_uring_setup, 1, p);
	memset(p, 0, sizeof(*p));
	p->flags = 8;
	p->cq_entries = 100;
	fd = sys(io_uring_setup, 5, p);
	outb(p, sizeof(*p));
	sys(mmap2, 0, 4096, RW, MAP_SHARED, fd, 0);
	sys(mmap2, 0, 4096, RW, MAP_SHARED, fd, IORING_OFF_CQ_RING >> 12);
	sys(mmap2, 0, 4096, RW, MAP_SHARED, fd, IORING_OFF_SQES >> 12);
	sys(mmap2, 0, 4096, RW, MAP_SHARED, fd, 0x20000);
	sys(mmap2, 0, 0x10000, RW, MAP_SHARED, fd, 0);
	sys(mmap2, 0, 4096, RW, MAP_PRIVATE, fd, 0);
	sys(mmap2, 0x70000000, 4096, RW, MAP_SHARED, fd, 0);
	sys(mmap2, pages(1), 4096, RW, MAP_SHARED | MAP_FIXED, fd, 0);
}

/* A made-up keyboard with one key; -1 if there is none. */
static int keyboard(int *uinput)
{
	struct uinput_setup setup = { .id.vendor = 0x1234, .name = "uring" };
	char name[64], path[128];
	int i, fd, clock = CLOCK_MONOTONIC;

	*uinput = open("/dev/uinput", O_RDWR);
	if (*uinput < 0 || ioctl(*uinput, UI_SET_EVBIT, EV_KEY) ||
	    ioctl(*uinput, UI_SET_KEYBIT, KEY_A) ||
	    ioctl(*uinput, UI_DEV_SETUP, &setup) ||
	    ioctl(*uinput, UI_DEV_CREATE) ||
	    ioctl(*uinput, UI_GET_SYSNAME(sizeof(name)), name) < 0)
		return -1;
	for (i = 0; i < 32; i++) {
		snprintf(path, sizeof(path), "/sys/devices/virtual/input/%s/event%d",
			 name, i);
		if (access(path, F_OK))
			continue;
		snprintf(path, sizeof(path), "/dev/input/event%d", i);
		for (i = 0; i < 200; i++) {
			fd = open(path, O_RDWR);
			if (fd >= 0 && !ioctl(fd, EVIOCSCLOCKID, &clock))
				return fd;
			pause_ms(5);
		}
	}
	return -1;
}

static void press(int uinput, int value)
{
	struct input_event event[2] = { { .type = EV_KEY, .code = KEY_A,
					  .value = value } };

	if (write(uinput, event, sizeof(event)) != sizeof(event))
		note("FATAL: no key pressed");
}

/*
 * Events have times of 32 bits for a 32-bit reader. The kernel looks at who
 * is reading, not at the ring, and this file is always read by a worker.
 */
static void read_keys(struct ring *r, uint8_t flags)
{
	struct g_input_event *in = (void *)mem(64);
	int uinput, fd = keyboard(&uinput);

	if (fd < 0)
		skip("no keyboard");
	press(uinput, 1);
	RUN(r, IORING_OP_READ, flags, 0, fd, 0, PTR(in), 64);
	OUTN(input_event, in, 2);
	outb(in + 2, 32);
	in = (void *)mem(64);
	START(r, IORING_OP_READ, flags, 0, fd, 0, PTR(in), 64);
	pause_ms(5);
	press(uinput, 0);
	pause_ms(5);
	sys(io_uring_enter, r->fd, 0, 1, GET, 0, 0);
	reap(r);
	OUTN(input_event, in, 2);
	outb(in + 2, 32);
}

SCENARIO(keys)
{
	struct ring r = ring_new(0);

	read_keys(&r, 0);
}

SCENARIO(keys_by_worker)
{
	struct ring r = ring_new(0);

	read_keys(&r, IOSQE_ASYNC);
}
