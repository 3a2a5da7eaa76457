// SPDX-License-Identifier: GPL-2.0-only
/*
 * uring - a read by io_uring, with what the kernel has to know of 32-bit rings
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/io_uring.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#define AT(base, offset)	((uint32_t *)((char *)(base) + (offset)))

static struct io_uring_params params;
static struct io_uring_sqe *sqes;
static void *rings;
static int ring;

static int set_up(void)
{
	size_t size;

	ring = syscall(SYS_io_uring_setup, 4, &params);
	if (ring < 0) {
		printf("io_uring_setup: %s\n", strerror(errno));
		return -1;
	}
	size = params.cq_off.cqes + params.cq_entries * sizeof(struct io_uring_cqe);
	rings = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, ring,
		     IORING_OFF_SQ_RING);
	sqes = mmap(NULL, params.sq_entries * sizeof(*sqes),
		    PROT_READ | PROT_WRITE, MAP_SHARED, ring, IORING_OFF_SQES);
	if (rings == MAP_FAILED || sqes == MAP_FAILED) {
		perror("mmap");
		return -1;
	}

	return 0;
}

/* One request at a time: the first slot, and what comes of it. */
static void one(const char *what)
{
	struct io_uring_cqe *cqes = (void *)AT(rings, params.cq_off.cqes);
	uint32_t tail = *AT(rings, params.sq_off.tail);
	uint32_t head = *AT(rings, params.cq_off.head);
	long ret;

	AT(rings, params.sq_off.array)[tail & (params.sq_entries - 1)] = 0;
	__atomic_store_n(AT(rings, params.sq_off.tail), tail + 1,
			 __ATOMIC_RELEASE);
	ret = syscall(SYS_io_uring_enter, ring, 1, 1, IORING_ENTER_GETEVENTS,
		      NULL, 0);
	if (ret != 1) {
		printf("%s: io_uring_enter: %s\n", what, strerror(errno));
		return;
	}
	printf("%s: %d\n", what, cqes[head & (params.cq_entries - 1)].res);
	__atomic_store_n(AT(rings, params.cq_off.head), head + 1,
			 __ATOMIC_RELEASE);
}

int main(void)
{
	static char text[8], more[8];
	struct iovec vec[2] = { { text, 4 }, { more, 4 } };
	int fds[2];

	if (set_up() || pipe(fds))
		return 1;
	if (write(fds[1], "abcdefgh", 8) != 8)
		return 1;

	memset(sqes, 0, sizeof(*sqes));
	sqes->opcode = IORING_OP_NOP;
	one("nop");
	/* Pairs of 32-bit words: what a ring has to remember. */
	sqes->opcode = IORING_OP_READV;
	sqes->fd = fds[0];
	sqes->addr = (uintptr_t)vec;
	sqes->len = 2;
	sqes->off = -1;
	one("readv");
	printf("%s %s\n", text, more);

	return 0;
}
