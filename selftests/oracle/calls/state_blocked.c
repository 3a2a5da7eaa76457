// SPDX-License-Identifier: GPL-2.0-only
/*
 * scenarios: state between calls: what sleeps is interrupted
 *
 * Each call that can sleep, by signals with and without SA_RESTART, by a stop,
 * by a debugger, by a fatal signal.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/futex.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/file.h>
#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/timerfd.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#include "peers.h"

#define GROUP "state"

#define LONG	1000		/* seconds: nothing waits so long */
#define ROOM	0x80000		/* more than a socket holds */

static char *one_byte(void)
{
	return str("x");
}

/* Pairs of descriptors: what comes out of one end goes in at the other. */
static void new_pipe(int fds[2])
{
	if (pipe(fds))
		note("FATAL: no pipe");
}

static void new_pair(int fds[2])
{
	if (socketpair(AF_UNIX, SOCK_STREAM, 0, fds))
		note("FATAL: no socket");
}

static void fill(int fd)
{
	static char many[65536];

	fcntl(fd, F_SETFL, O_NONBLOCK);
	while (write(fd, many, sizeof(many)) > 0)
		;
	while (write(fd, many, 1) > 0)
		;
	fcntl(fd, F_SETFL, 0);
}

static void pipe_read(struct blocking *b)
{
	int fds[2];

	new_pipe(fds);
	BLOCKS(b, read, fds[0], mem(4), 4);
	b->wake = CALL(write, fds[1], PTR(one_byte()), 1);
}

static void pipe_readv(struct blocking *b)
{
	int fds[2];

	new_pipe(fds);
	BLOCKS(b, readv, fds[0], SET(iovec, PTR(mem(4)), 4), 1);
	b->wake = CALL(write, fds[1], PTR(one_byte()), 1);
}

static void pipe_write(struct blocking *b)
{
	int fds[2];

	new_pipe(fds);
	fill(fds[1]);
	BLOCKS(b, write, fds[1], one_byte(), 1);
	b->wake = CALL(read, fds[0], PTR(mem(65536)), 65536);
}

static void pipe_splice(struct blocking *b)
{
	int fds[2], to[2];

	new_pipe(fds);
	new_pipe(to);
	BLOCKS(b, splice, fds[0], 0, to[1], 0, 16, 0);
	b->wake = CALL(write, fds[1], PTR(one_byte()), 1);
}

static void tty_read(struct blocking *b)
{
	int to = posix_openpt(O_RDWR | O_NOCTTY), from;

	unlockpt(to);
	from = open(ptsname(to), O_RDWR | O_NOCTTY);
	BLOCKS(b, read, from, mem(4), 4);
	b->wake = CALL(write, to, PTR(str("x\n")), 2);
}

static void event_read(struct blocking *b)
{
	int fd = eventfd(0, 0);

	BLOCKS(b, read, fd, mem(8), 8);
	b->wake = CALL(write, fd, PTR(bytes(&(uint64_t){ 5 }, 8)), 8);
}

static void timer_read(struct blocking *b)
{
	int fd = timerfd_create(CLOCK_MONOTONIC, 0);

	BLOCKS(b, read, fd, mem(8), 8);
	b->wake = CALL(timerfd_settime, fd, 0,
		       PTR(SET(itimerspec, .value_nsec = 1)), 0);
}

static void socket_recv(struct blocking *b)
{
	int fds[2];

	new_pair(fds);
	BLOCKS(b, recv, fds[0], mem(4), 4, 0);
	b->wake = CALL(send, fds[1], PTR(one_byte()), 1, 0);
}

static void socket_recvfrom(struct blocking *b)
{
	int fds[2];

	new_pair(fds);
	BLOCKS(b, recvfrom, fds[0], mem(4), 4, 0, 0, 0);
	b->wake = CALL(send, fds[1], PTR(one_byte()), 1, 0);
}

static void socket_recvmsg(struct blocking *b)
{
	struct g_iovec *iov = SET(iovec, PTR(mem(4)), 4);
	int fds[2];

	new_pair(fds);
	BLOCKS(b, recvmsg, fds[0],
	       SET(msghdr, .msg_iov = PTR(iov), .msg_iovlen = 1), 0);
	b->wake = CALL(write, fds[1], PTR(one_byte()), 1);
}

/* With a timeout of its own a socket does not restart. */
static void socket_timeout(struct blocking *b)
{
	struct timeval tv = { LONG, 0 };
	int fds[2];

	new_pair(fds);
	setsockopt(fds[0], SOL_SOCKET, SO_RCVTIMEO, &tv, sizeof(tv));
	BLOCKS(b, recv, fds[0], mem(4), 4, 0);
	b->wake = CALL(send, fds[1], PTR(one_byte()), 1, 0);
}

static void socket_send(struct blocking *b)
{
	int fds[2];

	new_pair(fds);
	fill(fds[1]);
	BLOCKS(b, send, fds[1], one_byte(), 1, 0);
	/* All of it: who sends is not woken before there is a lot of room. */
	b->wake = CALL(read, fds[0], PTR(mem(ROOM)), ROOM);
}

static struct g_sockaddr_un *name_of(void)
{
	static unsigned int count;
	struct g_sockaddr_un *name = ZNEW(sockaddr_un);

	name->sun_family = AF_UNIX;
	name->sun_path[1] = ++count;	/* an abstract one */
	return name;
}

static void socket_accept(struct blocking *b)
{
	struct g_sockaddr_un *name = name_of();
	int to = socket(AF_UNIX, SOCK_STREAM, 0);
	int from = socket(AF_UNIX, SOCK_STREAM, 0);

	bind(to, (void *)name, 4);
	listen(to, 5);
	BLOCKS(b, accept, to, 0, 0);
	b->wake = CALL(connect, from, PTR(name), 4);
}

static void socket_accept4(struct blocking *b)
{
	socket_accept(b);
	BLOCKS(b, accept4, b->call.args[0], 0, 0, 0);
}

static void socket_connect(struct blocking *b)
{
	struct g_sockaddr_un *name = name_of();
	int to = socket(AF_UNIX, SOCK_STREAM, 0);
	int first = socket(AF_UNIX, SOCK_STREAM, 0);
	int from = socket(AF_UNIX, SOCK_STREAM, 0);

	bind(to, (void *)name, 4);
	listen(to, 0);
	connect(first, (void *)name, 4);
	BLOCKS(b, connect, from, name, 4);
	b->wake = CALL(accept, to, 0, 0);
}

static struct g_pollfd *poll_pipe(struct blocking *b)
{
	int fds[2];

	new_pipe(fds);
	b->wake = CALL(write, fds[1], PTR(one_byte()), 1);
	return SET(pollfd, .fd = fds[0], .events = POLLIN);
}

static void wait_poll(struct blocking *b)
{
	BLOCKS(b, poll, poll_pipe(b), 1, LONG * 1000);
}

static void wait_poll_for_ever(struct blocking *b)
{
	BLOCKS(b, poll, poll_pipe(b), 1, -1);
}

static void wait_ppoll(struct blocking *b)
{
	BLOCKS(b, ppoll, poll_pipe(b), 1, SET(timespec, LONG), ZNEW(sigset), 8);
}

static void wait_ppoll_64(struct blocking *b)
{
	BLOCKS(b, ppoll_time64, poll_pipe(b), 1, SET(timespec64, LONG), 0, 8);
}

static struct g_fd_set *select_pipe(struct blocking *b, uint32_t *n)
{
	struct g_fd_set *set = ZNEW(fd_set);
	int fds[2];

	new_pipe(fds);
	b->wake = CALL(write, fds[1], PTR(one_byte()), 1);
	set->bits[fds[0] / 32] = 1u << fds[0] % 32;
	*n = fds[0] + 1;
	return set;
}

static void wait_select(struct blocking *b)
{
	uint32_t n;
	struct g_fd_set *set = select_pipe(b, &n);

	BLOCKS(b, _newselect, n, set, 0, 0, SET(timeval, LONG));
}

static void wait_pselect(struct blocking *b)
{
	uint32_t n;
	struct g_fd_set *set = select_pipe(b, &n);

	BLOCKS(b, pselect6, n, set, 0, 0, SET(timespec, LONG), 0);
}

static void wait_pselect_64(struct blocking *b)
{
	uint32_t n;
	struct g_fd_set *set = select_pipe(b, &n);

	BLOCKS(b, pselect6_time64, n, set, 0, 0, SET(timespec64, LONG), 0);
}

static int new_epoll(struct blocking *b)
{
	struct epoll_event event = { .events = EPOLLIN };
	int ep = epoll_create1(0);
	int fds[2];

	new_pipe(fds);
	epoll_ctl(ep, EPOLL_CTL_ADD, fds[0], &event);
	b->wake = CALL(write, fds[1], PTR(one_byte()), 1);
	return ep;
}

static void wait_epoll(struct blocking *b)
{
	BLOCKS(b, epoll_wait, new_epoll(b), mem(16), 1, LONG * 1000);
}

static void wait_epoll_p(struct blocking *b)
{
	BLOCKS(b, epoll_pwait, new_epoll(b), mem(16), 1, -1, ZNEW(sigset), 8);
}

static void wait_epoll_p2(struct blocking *b)
{
	BLOCKS(b, epoll_pwait2, new_epoll(b), mem(16), 1,
	       SET(timespec64, LONG), 0, 8);
}

/* Sets the word to 1 and wakes who waits for it. */
static struct oracle_call wake_op(uint32_t *word)
{
	return CALL(futex, PTR(word), FUTEX_WAKE_OP, 1, 0, PTR(word),
		    FUTEX_OP(FUTEX_OP_SET, 1, FUTEX_OP_CMP_EQ, 9));
}

static void futex_plain(struct blocking *b)
{
	uint32_t *word = shared_pages(1);

	BLOCKS(b, futex, word, FUTEX_WAIT, 0, 0, 0, 0);
	b->wake = wake_op(word);
}

static void futex_timeout(struct blocking *b)
{
	uint32_t *word = shared_pages(1);

	BLOCKS(b, futex, word, FUTEX_WAIT, 0, SET(timespec, LONG), 0, 0);
	b->wake = wake_op(word);
}

static void futex_until(struct blocking *b)
{
	uint32_t *word = shared_pages(1);

	BLOCKS(b, futex_time64, word, FUTEX_WAIT_BITSET | 256, 0,
	       SET(timespec64, 0x80000000LL), 0, -1);
	b->wake = wake_op(word);
}

static void futex_vector(struct blocking *b)
{
	uint32_t *word = shared_pages(1);

	BLOCKS(b, futex_waitv, SET(futex_waitv, .uaddr = PTR(word), .flags = 2),
	       1, 0, 0, 0);
	b->wake = wake_op(word);
}

static struct g_sembuf *sembuf(int op)
{
	return SET(sembuf, .sem_op = op);
}

static void sem_plain(struct blocking *b)
{
	int id = semget(IPC_PRIVATE, 1, 0600);

	BLOCKS(b, semop, id, sembuf(-1), 1);
	b->wake = CALL(semop, id, PTR(sembuf(1)), 1);
}

static void sem_timeout(struct blocking *b)
{
	int id = semget(IPC_PRIVATE, 1, 0600);

	BLOCKS(b, semtimedop, id, sembuf(-1), 1, SET(timespec, LONG));
	b->wake = CALL(semop, id, PTR(sembuf(1)), 1);
}

static void sem_timeout_64(struct blocking *b)
{
	int id = semget(IPC_PRIVATE, 1, 0600);

	BLOCKS(b, semtimedop_time64, id, sembuf(-1), 1, SET(timespec64, LONG));
	b->wake = CALL(semop, id, PTR(sembuf(1)), 1);
}

static void msg_receive(struct blocking *b)
{
	int id = msgget(IPC_PRIVATE, 0600);

	BLOCKS(b, msgrcv, id, NEW(msgbuf), 60, 0, 0);
	b->wake = CALL(msgsnd, id, PTR(SET(msgbuf, .mtype = 1)), 4, 0);
}

static void msg_send(struct blocking *b)
{
	int id = msgget(IPC_PRIVATE, 0600);
	struct msqid_ds ds;

	msgctl(id, IPC_STAT, &ds);
	ds.msg_qbytes = 4;
	msgctl(id, IPC_SET, &ds);
	silent(msgsnd, id, SET(msgbuf, .mtype = 1), 4, 0);
	BLOCKS(b, msgsnd, id, SET(msgbuf, .mtype = 1), 4, 0);
	b->wake = CALL(msgrcv, id, PTR(NEW(msgbuf)), 60, 0, 0);
}

static int new_queue(int full)
{
	struct g_mq_attr *attr = SET(mq_attr, .mq_maxmsg = 1, .mq_msgsize = 4);
	int fd;

	fd = silent(mq_open, str("queue"), O_RDWR | O_CREAT, 0600, attr);
	silent(mq_unlink, str("queue"));
	if (full)
		silent(mq_timedsend, fd, one_byte(), 1, 0, 0);
	return fd;
}

static void mq_receive(struct blocking *b)
{
	int fd = new_queue(0);

	BLOCKS(b, mq_timedreceive, fd, mem(4), 4, 0, SET(timespec, 0x7fffffff));
	b->wake = CALL(mq_timedsend, fd, PTR(one_byte()), 1, 0, 0);
}

static void mq_send(struct blocking *b)
{
	int fd = new_queue(1);

	BLOCKS(b, mq_timedsend_time64, fd, one_byte(), 1, 0, 0);
	b->wake = CALL(mq_timedreceive, fd, PTR(mem(4)), 4, 0, 0);
}

static int sleeper(void *arg)
{
	for (;;)
		pause();
	return 0;
}

static void wait_child(struct blocking *b)
{
	int pid = peer(sleeper, NULL);

	BLOCKS(b, wait4, pid, mem(4), 0, 0);
	b->wake = CALL(kill, pid, SIGKILL);
}

static void wait_child_id(struct blocking *b)
{
	int pid = peer(sleeper, NULL);

	BLOCKS(b, waitid, P_PID, pid, NEW(siginfo), WEXITED, 0);
	b->wake = CALL(kill, pid, SIGKILL);
}

static void wait_signal(struct blocking *b)
{
	struct g_sigset *set = SET(sigset, .sig[0] = 1 << (SIGUSR2 - 1));

	silent(rt_sigprocmask, SIG_BLOCK, set, 0, 8);
	BLOCKS(b, rt_sigtimedwait, set, 0, SET(timespec, LONG), 8);
	b->wake = CALL(kill, silent(getpid), SIGUSR2);
}

static void lock_file(struct blocking *b)
{
	int fd = open("lock", O_RDWR | O_CREAT, 0600);
	int other = open("lock", O_RDWR);

	flock(other, LOCK_EX);
	BLOCKS(b, flock, fd, LOCK_EX);
	b->wake = CALL(flock, other, LOCK_UN);
}

static void lock_range(struct blocking *b)
{
	int fd = open("lock2", O_RDWR | O_CREAT, 0600);
	int other = open("lock2", O_RDWR);
	struct g_flock64 *lock = SET(flock64, .l_type = F_WRLCK, .l_len = 9);

	silent(fcntl64, other, G_F_OFD_SETLK, lock);
	BLOCKS(b, fcntl64, fd, G_F_OFD_SETLK + 1, lock);
	b->wake = CALL(fcntl64, other, G_F_OFD_SETLK,
		       PTR(SET(flock64, .l_type = F_UNLCK, .l_len = 9)));
}

/* The owner of such a lock is a process, and it goes with it. */
static int lock_holder(void *arg)
{
	silent(fcntl64, *(int *)arg, G_F_SETLK,
	       SET(flock, .l_type = F_WRLCK, .l_len = 9));
	return sleeper(NULL);
}

static void lock_posix(struct blocking *b)
{
	int fd = open("lock3", O_RDWR | O_CREAT, 0600);
	int pid = peer(lock_holder, &fd);

	until_asleep(pid);
	BLOCKS(b, fcntl, fd, G_F_SETLKW,
	       SET(flock, .l_type = F_WRLCK, .l_len = 9));
	b->wake = CALL(kill, pid, SIGKILL);
}

static void aio_events(struct blocking *b)
{
	uint32_t *ctx = zmem(4), *list = mem(4);
	struct g_iocb *iocb = ZNEW(iocb);
	int fds[2];

	new_pipe(fds);
	silent(io_setup, 4, ctx);
	iocb->aio_lio_opcode = 5;	/* IOCB_CMD_POLL */
	iocb->aio_fildes = fds[0];
	iocb->aio_buf = POLLIN;
	*list = PTR(iocb);
	silent(io_submit, *ctx, 1, list);
	BLOCKS(b, io_getevents, *ctx, 1, 1, mem(32), 0);
	b->wake = CALL(write, fds[1], PTR(one_byte()), 1);
}

static void aio_events_64(struct blocking *b)
{
	aio_events(b);
	BLOCKS(b, io_pgetevents_time64, b->call.args[0], 1, 1, mem(32),
	       SET(timespec64, LONG), 0);
}

static int32_t make(const struct blocking *b)
{
	return oracle_sys(b->name, b->call.nr, b->count, b->call.args);
}

/* With a handler; who is told to try again tries again. */
static void with_handler(prepare_fn prepare, int flags)
{
	struct blocking b;
	int before, pid;

	prepare(&b);
	before = signals_seen[SIGUSR1];
	on_signal(SIGUSR1, flags);
	pid = peer_does((struct deed){ .sig = SIGUSR1, .call = b.wake });
	if (make(&b) == -EINTR) {
		peer_wait(pid);
		make(&b);
	} else {
		peer_wait(pid);
	}
	if (signals_seen[SIGUSR1] != before + 1)
		note("handled %d times", signals_seen[SIGUSR1] - before);
}

/* Without one: stopped and continued, or looked at by a debugger. */
static void disturbed(prepare_fn prepare, struct deed deed)
{
	struct blocking b;
	int pid;

	prepare(&b);
	deed.call = b.wake;
	pid = peer_does(deed);
	if (make(&b) == -EINTR) {
		peer_wait(pid);
		make(&b);
	} else {
		peer_wait(pid);
	}
}

/* What it waits for may be its own child, so it is the one to prepare. */
struct victim {
	prepare_fn prepare;
	struct blocking *b;
};

static int make_silently(void *arg)
{
	const struct victim *v = arg;

	v->prepare(v->b);
	backend_call(v->b->call.nr, v->b->call.args);
	return 77;
}

static void killed(prepare_fn prepare, int unused)
{
	struct victim v = { prepare, shared_pages(1) };
	static int sig = SIGTERM;
	int pid, status;

	/* The one that can be caught and the one that cannot, in turns. */
	sig ^= SIGTERM ^ SIGKILL;

	pid = peer(make_silently, &v);
	while (!*(volatile uint32_t *)&v.b->wake.nr)
		pause_ms(1);
	until_asleep(pid);
	kill(pid, sig);
	waitpid(pid, &status, 0);
	/* Without the bit that tells of a core: limits decide that. */
	note("%s: status %#x", v.b->name, status & 0xff7f);
}

static const prepare_fn input_output[] = {
	pipe_read, pipe_readv, pipe_write, pipe_splice, tty_read, event_read,
	timer_read,
};

static const prepare_fn sockets[] = {
	socket_recv, socket_recvfrom, socket_recvmsg, socket_timeout,
	socket_send, socket_accept, socket_accept4, socket_connect,
};

static const prepare_fn waits[] = {
	wait_poll, wait_poll_for_ever, wait_ppoll, wait_ppoll_64, wait_select,
	wait_pselect, wait_pselect_64, wait_epoll, wait_epoll_p, wait_epoll_p2,
};

static const prepare_fn futexes[] = {
	futex_plain, futex_timeout, futex_until, futex_vector,
};

static const prepare_fn queues[] = {
	sem_plain, sem_timeout, sem_timeout_64, msg_receive, msg_send,
	mq_receive, mq_send,
};

static const prepare_fn others[] = {
	wait_child, wait_child_id, wait_signal, lock_file, lock_range,
	lock_posix, aio_events, aio_events_64,
};

#define FOR_EACH(list, what, ...)					\
	do {								\
		size_t each;						\
									\
		for (each = 0; each < sizeof(list) / sizeof(*(list)); each++) \
			what((list)[each], __VA_ARGS__);		\
	} while (0)

#define STOPPED		((struct deed){ .stop = 1 })
#define TRACED		((struct deed){ .trace = 1 })

#define FAMILY(list)							\
	SCENARIO(list##_handled)					\
	{								\
		FOR_EACH(list, with_handler, 0);				\
	}								\
									\
	SCENARIO(list##_restarted)					\
	{								\
		FOR_EACH(list, with_handler, SA_RESTART);			\
	}								\
									\
	SCENARIO(list##_stopped)					\
	{								\
		FOR_EACH(list, disturbed, STOPPED);			\
	}								\
									\
	SCENARIO(list##_traced)						\
	{								\
		FOR_EACH(list, disturbed, TRACED);			\
	}								\
									\
	SCENARIO(list##_killed)						\
	{								\
		FOR_EACH(list, killed, 0);				\
	}

FAMILY(input_output)
FAMILY(sockets)
FAMILY(waits)
FAMILY(futexes)
FAMILY(queues)
FAMILY(others)
