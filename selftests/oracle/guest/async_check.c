// SPDX-License-Identifier: GPL-2.0-only
/*
 * async_check - async.h against the headers of the ARM compiler
 */
#include <stddef.h>

#include <linux/io_uring.h>

#include "async.h"
#include "check.h"

SAME_SIZE(uring_sqe, struct io_uring_sqe);
SAME_PLACE(uring_sqe, user_data, struct io_uring_sqe, user_data);
SAME_PLACE(uring_sqe, addr3, struct io_uring_sqe, addr3);
SAME_SIZE(uring_cqe, struct io_uring_cqe);
SAME_SIZE(uring_getevents, struct io_uring_getevents_arg);
SAME_SIZE(uring_files_update, struct io_uring_files_update);
SAME_SIZE(uring_rsrc_register, struct io_uring_rsrc_register);
SAME_SIZE(uring_buf_reg, struct io_uring_buf_reg);
SAME_SIZE(uring_sync_cancel, struct io_uring_sync_cancel_reg);
