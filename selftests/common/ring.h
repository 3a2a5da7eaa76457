/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * io_uring by hand, set up and entered natively or through the gate
 */
#ifndef _RING_H
#define _RING_H

#include "gate32_test.h"

#include <linux/io_uring.h>
#include <sys/syscall.h>

struct ring {
	int fd;
	bool routed;
	uint32_t *sq_tail, *sq_mask, *sq_array, *sq_flags;
	uint32_t *cq_head, *cq_tail, *cq_mask;
	struct io_uring_sqe *sqes;
	struct io_uring_cqe *cqes;
};

/* ring_map(): map the ring of r->fd, natively; false with errno set */
static inline bool ring_map(struct ring *r, const struct io_uring_params *p)
{
	size_t sq_len = p->sq_off.array + p->sq_entries * sizeof(uint32_t);
	size_t cq_len = p->cq_off.cqes + p->cq_entries * sizeof(*r->cqes);
	char *sq, *cq;

	sq = mmap(NULL, sq_len, PROT_READ | PROT_WRITE, MAP_SHARED, r->fd,
		  IORING_OFF_SQ_RING);
	cq = mmap(NULL, cq_len, PROT_READ | PROT_WRITE, MAP_SHARED, r->fd,
		  IORING_OFF_CQ_RING);
	r->sqes = mmap(NULL, p->sq_entries * sizeof(*r->sqes),
		       PROT_READ | PROT_WRITE, MAP_SHARED, r->fd,
		       IORING_OFF_SQES);
	if (sq == MAP_FAILED || cq == MAP_FAILED || r->sqes == MAP_FAILED)
		return false;
	r->sq_tail = (void *)(sq + p->sq_off.tail);
	r->sq_mask = (void *)(sq + p->sq_off.ring_mask);
	r->sq_array = (void *)(sq + p->sq_off.array);
	r->sq_flags = (void *)(sq + p->sq_off.flags);
	r->cq_head = (void *)(cq + p->cq_off.head);
	r->cq_tail = (void *)(cq + p->cq_off.tail);
	r->cq_mask = (void *)(cq + p->cq_off.ring_mask);
	r->cqes = (void *)(cq + p->cq_off.cqes);

	return true;
}

/* ring_put(): a request for the next io_uring_enter() */
static inline void ring_put(struct ring *r, const struct io_uring_sqe *sqe)
{
	uint32_t tail = *r->sq_tail;
	uint32_t index = tail & *r->sq_mask;

	r->sqes[index] = *sqe;
	r->sq_array[index] = index;
	__atomic_store_n(r->sq_tail, tail + 1, __ATOMIC_RELEASE);
}

/* ring_get(): the next completion; false if there is none in 5 seconds */
static inline bool ring_get(struct ring *r, struct io_uring_cqe *cqe)
{
	uint32_t head = *r->cq_head;
	int i;

	for (i = 0; i < 5000; i++) {
		if (__atomic_load_n(r->cq_tail, __ATOMIC_ACQUIRE) != head) {
			*cqe = r->cqes[head & *r->cq_mask];
			__atomic_store_n(r->cq_head, head + 1,
					 __ATOMIC_RELEASE);
			return true;
		}
		usleep(1000);
	}

	return false;
}

/**
 * ring_setup() - a ring of 8 requests
 * @r: filled in
 * @params: in memory that the call can reach; flags and the like are set
 * @routed: of a 32-bit program, or native
 *
 * Return: 0, -ENOSYS or -EPERM if there is no io_uring, or another error
 */
static inline int ring_setup(struct ring *r, struct io_uring_params *params,
			     bool routed)
{
	long fd;

	if (routed)
		fd = ARM(io_uring_setup, 8, params);
	else
		fd = gate32_svc(__NR_io_uring_setup, 8, (unsigned long)params,
				0, 0, 0, 0);
	if (fd < 0)
		return fd;
	r->fd = fd;
	r->routed = routed;

	return ring_map(r, params) ? 0 : -errno;
}

/* ring_enter(): submit so many requests, wait for so many completions */
static inline long ring_enter(const struct ring *r, unsigned int submit,
			      unsigned int wait, unsigned int flags)
{
	if (r->routed)
		return ARM(io_uring_enter, r->fd, submit, wait, flags, 0, 0);
	return gate32_svc(__NR_io_uring_enter, r->fd, submit, wait, flags, 0,
			  0);
}

#endif /* _RING_H */
