// SPDX-License-Identifier: GPL-2.0-only
/*
 * scenarios: asynchronous input and output, the old kind
 */
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include <linux/aio_abi.h>

#include "oracle.h"

#define GROUP "aio"

static uint32_t context(void)
{
	uint32_t *id = zmem(4);

	sys(io_setup, 8, id);
	return *id;
}

/* One iocb, and what became of it. */
static void run(uint32_t ctx, struct g_iocb *cb)
{
	struct g_io_event *event = NEW(io_event);
	uint32_t *list = bytes(&(uint32_t){ PTR(cb) }, 4);

	if (sys(io_submit, ctx, 1, list) != 1)
		return;
	sys(io_getevents, ctx, 1, 1, event, 0);
	OUT(io_event, event);
}

SCENARIO(vectors)
{
	int fd = sys(open, str("f"), O_RDWR | O_CREAT | G_O_LARGEFILE, 0600);
	struct g_iovec *v = ZNEWS(iovec, 3);
	struct g_iocb *cb = ZNEW(iocb);
	uint32_t ctx = context();
	char *in = mem(32);

	v[0].base = PTR(str("first"));
	v[0].len = 5;
	v[1].base = PTR(str("second"));
	v[1].len = 6;
	*cb = (struct g_iocb){ .aio_lio_opcode = IOCB_CMD_PWRITEV,
			       .aio_fildes = fd, .aio_buf = PTR(v),
			       .aio_nbytes = 2, .aio_offset = 0x100000000LL };
	run(ctx, cb);
	v[0].base = PTR(in);
	v[0].len = 8;
	v[1].base = PTR(in + 16);
	v[1].len = 8;
	cb->aio_lio_opcode = IOCB_CMD_PREADV;
	run(ctx, cb);
	outb(in, 32);
	cb->aio_nbytes = 1025;
	run(ctx, cb);
	cb->aio_nbytes = 0x100000001ULL;
	run(ctx, cb);
	cb->aio_nbytes = 2;
	cb->aio_buf = BAD;
	run(ctx, cb);
	cb->aio_buf = BAD_HIGH;
	run(ctx, cb);
	cb->aio_buf = 0x100000000ULL + PTR(v);
	run(ctx, cb);
	cb->aio_buf = PTR(v);
	v[1].len = 0x80000000;
	run(ctx, cb);
	v[1].base = BAD_HIGH;
	v[1].len = 8;
	run(ctx, cb);
	cb->aio_offset = -1;
	run(ctx, cb);
	cb->aio_offset = 0x7fffffffffffffffLL;
	run(ctx, cb);
}

SCENARIO(kinds)
{
	int fd = sys(open, str("f"), O_RDWR | O_CREAT, 0600), event;
	struct g_iocb *cb = ZNEW(iocb);
	uint32_t ctx = context();
	uint64_t *count = mem(8);

	event = sys(eventfd2, 0, O_NONBLOCK);
	*cb = (struct g_iocb){ .aio_lio_opcode = IOCB_CMD_PWRITE,
			       .aio_fildes = fd, .aio_buf = PTR(str("text")),
			       .aio_nbytes = 4, .aio_flags = IOCB_FLAG_RESFD,
			       .aio_resfd = event, .aio_data = -2ULL };
	run(ctx, cb);
	sys(read, event, count, 8);
	out(count);
	cb->aio_resfd = fd;
	run(ctx, cb);
	cb->aio_flags = 0x80;
	run(ctx, cb);
	cb->aio_flags = 0;
	cb->aio_reserved2 = 1;
	run(ctx, cb);
	cb->aio_reserved2 = 0;
	cb->aio_rw_flags = 0x10;	/* RWF_APPEND */
	run(ctx, cb);
	cb->aio_rw_flags = 0x80000000;
	run(ctx, cb);
	cb->aio_rw_flags = 0;
	cb->aio_buf = PTR(edge(4));
	cb->aio_nbytes = 0x80000000;
	run(ctx, cb);
	cb->aio_nbytes = 0xffffffff;
	run(ctx, cb);
	cb->aio_nbytes = 0x100000004ULL;
	run(ctx, cb);
	*cb = (struct g_iocb){ .aio_lio_opcode = IOCB_CMD_FSYNC,
			       .aio_fildes = fd };
	run(ctx, cb);
	cb->aio_lio_opcode = IOCB_CMD_FDSYNC;
	run(ctx, cb);
	cb->aio_buf = 1;
	run(ctx, cb);
	cb->aio_buf = 0;
	cb->aio_fildes = 77;
	run(ctx, cb);
}

/* A poll that waits until something comes, or until it is called off. */
SCENARIO(poll)
{
	struct g_io_event *event = mem(2 * sizeof(*event));
	struct g_iocb *cb = ZNEW(iocb);
	int32_t *ends = mem(8);
	uint32_t ctx = context(), *list;

	sys(pipe, ends);
	*cb = (struct g_iocb){ .aio_lio_opcode = IOCB_CMD_POLL,
			       .aio_fildes = ends[0], .aio_buf = POLLIN };
	list = bytes((uint32_t[]){ PTR(cb), BAD }, 8);
	sys(io_submit, ctx, 1, list);
	sys(io_getevents, ctx, 0, 2, event, 0);
	sys(write, ends[1], event, 1);
	sys(io_getevents, ctx, 1, 2, event, 0);
	OUT(io_event, event);
	sys(read, ends[0], event, 1);
	sys(io_submit, ctx, 2, list);
	sys(io_cancel, ctx, BAD, event);
	sys(io_cancel, ctx, BAD_HIGH, event);
	sys(io_cancel, ctx, event + 1, event);
	sys(io_cancel, 0x1000, cb, event);
	sys(io_cancel, ctx, cb, BAD);
	sys(io_cancel, ctx, cb, event);
	memset(event, POISON, 32);
	sys(io_getevents, ctx, 1, 2, event, 0);
	OUT(io_event, event);
	cb->aio_buf = 0x10000;
	sys(io_submit, ctx, 1, list);
	sys(io_submit, ctx, 1, edge(3));
	sys(io_submit, ctx, 0, BAD);
	sys(io_submit, ctx, 0x7fffffff, list + 1);
	sys(io_submit, ctx, 0x80000000, list);
	sys(io_destroy, ctx);
	sys(io_destroy, 0);
	sys(io_destroy, 0xfffff000);
}

static int interrupt(void *arg)
{
	until_asleep(*(int *)arg);
	silent(kill, *(int *)arg, SIGUSR1);
	return 0;
}

SCENARIO(waiting)
{
	struct g_timespec64 *ts64 = SET(timespec64, .tv_nsec = 1000000);
	struct g_timespec *ts = SET(timespec, .tv_nsec = 1000000);
	struct g_io_event *event = NEW(io_event);
	struct g_sigset *set = ZNEW(sigset);
	struct g_aio_sigset *arg = SET(aio_sigset, PTR(set), 8);
	int self = silent(getpid), pid;
	uint32_t ctx = context();

	sys(io_getevents, ctx, 1, 1, event, ts);
	sys(io_pgetevents, ctx, 1, 1, event, ts, arg);
	sys(io_pgetevents_time64, ctx, 1, 1, event, ts64, arg);
	sys(io_pgetevents, ctx, 1, 1, event, BAD, arg);
	sys(io_pgetevents, ctx, 1, 1, event, edge(7), arg);
	sys(io_pgetevents_time64, ctx, 1, 1, event, BAD_HIGH, arg);
	sys(io_pgetevents_time64, ctx, 1, 1, event, edge(15), arg);
	sys(io_pgetevents, ctx, 1, 1, event, ts, BAD);
	sys(io_pgetevents_time64, ctx, 1, 1, event, ts64, edge(7));
	sys(io_pgetevents, ctx, 2, 1, event, ts, 0);
	sys(io_pgetevents_time64, ctx, 2, 1, event, ts64, 0);
	sys(io_pgetevents, 0x1000, 1, 1, event, ts, 0);
	sys(io_pgetevents_time64, 0x1000, 1, 1, event, ts64, 0);
	sys(io_getevents, ctx, -1, 1, event, ts);
	sys(io_getevents, ctx, 0x80000000, 0x7fffffff, event, ts);
	sys(io_getevents, ctx, 1, 0x7fffffff, event, ts);
	arg->sigsetsize = 4;
	sys(io_pgetevents, ctx, 1, 1, event, ts, arg);
	sys(io_pgetevents_time64, ctx, 1, 1, event, ts64, arg);
	arg->sigsetsize = 8;
	arg->sigmask = BAD_HIGH;
	sys(io_pgetevents, ctx, 1, 1, event, ts, arg);
	arg->sigmask = PTR(set);
	ts->tv_nsec = 1000000000;
	sys(io_getevents, ctx, 1, 1, event, ts);
	/* Interrupted: one by its own mask only. */
	on_signal(SIGUSR1, SA_RESTART);
	pid = peer(interrupt, &self);
	sys(io_getevents, ctx, 1, 1, event, 0);
	peer_wait(pid);
	set->sig[0] = 1 << (SIGUSR1 - 1);
	sys(rt_sigprocmask, SIG_BLOCK, set, 0, 8);
	set->sig[0] = 0;
	sys(kill, self, SIGUSR1);
	note("SIGUSR1 seen %d times", signals_seen[SIGUSR1]);
	sys(io_pgetevents, ctx, 1, 1, event, 0, arg);
	note("SIGUSR1 seen %d times", signals_seen[SIGUSR1]);
	sys(kill, self, SIGUSR1);
	sys(io_pgetevents_time64, ctx, 1, 1, event, 0, arg);
	note("SIGUSR1 seen %d times", signals_seen[SIGUSR1]);
}

SCENARIO(setup)
{
	uint32_t *id = zmem(4);

	sys(io_setup, 1, edge(3));
	sys(io_setup, 1, BAD);
	sys(io_setup, 0x7fffffff, id);
	sys(io_setup, 0x80000000, id);
	sys(io_setup, 0xffffffff, id);
	sys(io_setup, 1, id);
	sys(io_setup, 1, id);
}
