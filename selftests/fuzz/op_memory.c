// SPDX-License-Identifier: GPL-2.0-only
/*
 * op_memory - operations: native calls on mappings, io_uring
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <linux/io_uring.h>
#include <linux/userfaultfd.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/syscall.h>

#include <gate32/client.h>

#include "arm_nr.h"
#include "fuzz.h"
#include "ops.h"

/* Not above what operations may use: the fuzzer's own memory is there. */
static bool is_own(uint64_t at, uint64_t length)
{
	return at + length < at || at + length > HIGH_BASE + 0x400000000ULL;
}

static uint64_t cut(uint64_t length)
{
	return length & 0x1ffffffffULL;
}

/* arg[3]: bits */
long op_map(struct runner *r, const uint64_t *arg)
{
	unsigned long flags = MAP_ANONYMOUS | MAP_NORESERVE;

	flags |= arg[3] & 1 ? MAP_SHARED : MAP_PRIVATE;
	if (arg[3] & 2)
		flags |= MAP_FIXED;
	if (arg[3] & 4)
		flags |= MAP_GROWSDOWN;
	if (arg[3] & 8)
		flags |= MAP_FIXED_NOREPLACE;
	if ((arg[3] & 16) && cut(arg[1]) < 0x100000)
		flags |= MAP_POPULATE;
	if (is_own(arg[0], cut(arg[1])))
		return -EINVAL;
	return gate32_svc(__NR_mmap, arg[0], cut(arg[1]), arg[2], flags, -1, 0);
}

long op_unmap(struct runner *r, const uint64_t *arg)
{
	if (is_own(arg[0], cut(arg[1])))
		return -EINVAL;
	return gate32_svc(__NR_munmap, arg[0], cut(arg[1]), 0, 0, 0, 0);
}

long op_protect(struct runner *r, const uint64_t *arg)
{
	if (is_own(arg[0], cut(arg[1])))
		return -EINVAL;
	return gate32_svc(__NR_mprotect, arg[0], cut(arg[1]), arg[2], 0, 0, 0);
}

long op_remap(struct runner *r, const uint64_t *arg)
{
	unsigned long flags = arg[3] & 0x10000 ? MREMAP_MAYMOVE | MREMAP_FIXED :
						 MREMAP_MAYMOVE;

	if (is_own(arg[0], cut(arg[1])) || is_own(arg[3], cut(arg[2])))
		return -EINVAL;
	return gate32_svc(__NR_mremap, arg[0], cut(arg[1]), cut(arg[2]), flags,
			  arg[3], 0);
}

/* Pages that are offline or poisoned for good are the machine's, not ours. */
long op_advise(struct runner *r, const uint64_t *arg)
{
	if (is_own(arg[0], cut(arg[1])) || arg[2] == MADV_HWPOISON ||
	    arg[2] == 101)
		return -EINVAL;
	return gate32_svc(__NR_madvise, arg[0], cut(arg[1]), arg[2], 0, 0, 0);
}

long op_touch(struct runner *r, const uint64_t *arg)
{
	volatile char *p = (volatile char *)arg[0];

	*p = *p + 1;

	return 0;
}

/* Faults that are handled a little later, by another thread */
static void *handle_faults(void *arg)
{
	int fd = (long)arg;
	struct uffd_msg msg;

	for (;;) {
		struct pollfd p = { .fd = fd, .events = POLLIN };
		struct uffdio_zeropage zero = { { 0 } };

		if (poll(&p, 1, -1) < 1 ||
		    read(fd, &msg, sizeof(msg)) != sizeof(msg))
			return NULL;
		usleep(500);
		zero.range.start = msg.arg.pagefault.address & ~4095ULL;
		zero.range.len = 4096;
		if (ioctl(fd, UFFDIO_ZEROPAGE, &zero))
			ioctl(fd, UFFDIO_WAKE, &zero.range);
	}
}

long op_uffd(struct runner *r, const uint64_t *arg)
{
	struct uffdio_register reg = {
		.range = { arg[0] & ~4095ULL, cut(arg[1]) },
		.mode = UFFDIO_REGISTER_MODE_MISSING,
	};
	struct uffdio_api api = { .api = UFFD_API };
	int fd = syscall(__NR_userfaultfd, O_CLOEXEC);
	pthread_t thread;

	if (fd < 0 || is_own(arg[0], cut(arg[1])))
		return -EINVAL;
	if (ioctl(fd, UFFDIO_API, &api) || ioctl(fd, UFFDIO_REGISTER, &reg) ||
	    pthread_create(&thread, NULL, handle_faults, (void *)(long)fd)) {
		close(fd);
		return -errno;
	}
	pthread_detach(thread);

	return 0;
}

/*
 * io_uring: two rings, made by a 32-bit or by a native call
 */

static struct ring {
	int fd;
	bool routed;
	uint32_t *tail, *mask, *array, *head, *cq_head, *cq_tail;
	struct io_uring_sqe *sqe;
} rings[2] = { { .fd = -1 }, { .fd = -1 } };

static bool map_ring(struct ring *ring, const struct io_uring_params *p)
{
	size_t size = p->sq_off.array + p->sq_entries * sizeof(uint32_t);
	size_t cq = p->cq_off.cqes +
		    p->cq_entries * sizeof(struct io_uring_cqe);
	char *at;

	at = mmap(NULL, cq > size ? cq : size, PROT_READ | PROT_WRITE,
		  MAP_SHARED, ring->fd, IORING_OFF_SQ_RING);
	ring->sqe = mmap(NULL, p->sq_entries * sizeof(*ring->sqe),
			 PROT_READ | PROT_WRITE, MAP_SHARED, ring->fd,
			 IORING_OFF_SQES);
	if (at == MAP_FAILED || ring->sqe == MAP_FAILED)
		return false;
	ring->tail = (void *)(at + p->sq_off.tail);
	ring->mask = (void *)(at + p->sq_off.ring_mask);
	ring->array = (void *)(at + p->sq_off.array);
	ring->cq_head = (void *)(at + p->cq_off.head);
	ring->cq_tail = (void *)(at + p->cq_off.tail);

	return true;
}

long op_ring(struct runner *r, const uint64_t *arg)
{
	static const uint32_t flags[] = { 0, 0, IORING_SETUP_SQPOLL };
	struct io_uring_params *p = (void *)(LOW_BASE + 0x3000);
	struct ring *ring = &rings[arg[0] & 1];
	long fd;

	memset(p, 0, sizeof(*p));
	p->flags = flags[r->op % 3];
	p->sq_thread_idle = 10;
	if (arg[1]) {
		const uint64_t args[6] = { 8, (uintptr_t)p };

		fd = arm_call(ARM_NR_io_uring_setup, args, 0);
	} else {
		fd = gate32_svc(__NR_io_uring_setup, 8, (uintptr_t)p, 0, 0, 0,
				0);
	}
	if (fd < 0)
		return fd;
	ring->fd = fd;
	ring->routed = arg[1];
	if (!map_ring(ring, p))
		ring->fd = -1;

	return 0;
}

/* What it points to is above 4 GB for one half of the requests. */
static void draw_request(struct io_uring_sqe *sqe)
{
	static const uint8_t codes[] = {
		IORING_OP_NOP, IORING_OP_READV, IORING_OP_WRITEV,
		IORING_OP_READ, IORING_OP_WRITE, IORING_OP_SENDMSG,
		IORING_OP_RECVMSG, IORING_OP_TIMEOUT, IORING_OP_OPENAT,
		IORING_OP_STATX, IORING_OP_EPOLL_CTL, IORING_OP_CONNECT,
		IORING_OP_SEND, IORING_OP_RECV, IORING_OP_MADVISE,
		IORING_OP_SPLICE, IORING_OP_PROVIDE_BUFFERS,
		IORING_OP_POLL_ADD, IORING_OP_ASYNC_CANCEL, IORING_OP_CLOSE,
		IORING_OP_URING_CMD, IORING_OP_ACCEPT, IORING_OP_FALLOCATE,
	};
	uint64_t at = percent(50) ? LOW_BASE : HIGH_BASE;

	memset(sqe, 0, sizeof(*sqe));
	sqe->opcode = percent(90) ? codes[below(sizeof(codes))] : below(70);
	sqe->flags = percent(40) ? 0 : 1U << below(8);
	sqe->fd = percent(90) ? fd_any("") : (int32_t)any_number();
	sqe->addr = percent(90) ? at + 16 * below(128) : random64();
	sqe->len = percent(80) ? below(5) : below(5000);
	sqe->off = percent(80) ? 0 : at + below(4096);
	sqe->rw_flags = percent(90) ? 0 : 1U << below(32);
	sqe->user_data = random64();
}

/* arg: ring, seed, how many, and whether to wait */
long op_submit(struct runner *r, const uint64_t *arg)
{
	struct ring *ring = &rings[arg[0] & 1];
	unsigned int n = 1 + (arg[2] & 3), i;
	uint32_t tail, flags = arg[2] & 4 ? IORING_ENTER_GETEVENTS : 0;

	if (ring->fd < 0)
		return -EBADF;
	random_seed(arg[1]);
	tail = *ring->tail;
	for (i = 0; i < n; i++) {
		uint32_t at = (tail + i) & *ring->mask & 7;

		draw_request(&ring->sqe[at]);
		ring->array[at] = at;
	}
	__atomic_store_n(ring->tail, tail + n, __ATOMIC_RELEASE);
	__atomic_store_n(ring->cq_head, *ring->cq_tail, __ATOMIC_RELEASE);
	if (arg[2] & 8) {
		const uint64_t args[6] = {
			ring->fd, n, 0, flags | 2,	/* SQ_WAKEUP */
		};

		return arm_call(ARM_NR_io_uring_enter, args, 0);
	}
	return gate32_svc(__NR_io_uring_enter, ring->fd, n, 0, flags | 2, 0, 0);
}
