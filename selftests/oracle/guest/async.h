/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * async - structures of io_uring and asynchronous input and output
 */
#ifndef ORACLE_GUEST_ASYNC_H
#define ORACLE_GUEST_ASYNC_H

#include "calls.h"

struct g_uring_sqe {
	uint8_t opcode, flags;
	uint16_t ioprio;
	int32_t fd;
	uint64_t off, addr;
	uint32_t len, rw_flags;
	uint64_t user_data;
	uint16_t buf_index, personality;
	int32_t splice_fd_in;
	uint64_t addr3, pad;
};

struct g_uring_cqe {
	uint64_t user_data;
	int32_t res;
	uint32_t flags;
};

struct g_uring_getevents {	/* the extended argument of io_uring_enter */
	uint64_t sigmask;
	uint32_t sigmask_sz, pad;
	uint64_t ts;
};

struct g_uring_files_update {
	uint32_t offset, resv;
	uint64_t fds;
};

struct g_uring_rsrc_register {
	uint32_t nr, flags;
	uint64_t resv2, data, tags;
};

struct g_uring_buf_reg {
	uint64_t ring_addr;
	uint32_t ring_entries;
	uint16_t bgid, flags;
	uint64_t resv[3];
};

struct g_uring_sync_cancel {
	uint64_t addr;
	int32_t fd;
	uint32_t flags;
	int64_t sec, nsec;
	uint64_t pad[4];
};

struct g_aio_sigset {
	gptr_t sigmask;
	uint32_t sigsetsize;
};

#define G_OP_FTRUNCATE	55	/* newer than the headers */

#endif /* ORACLE_GUEST_ASYNC_H */
