/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * fuse - structures of FUSE: the same in a 32-bit ARM EABI program
 */
#ifndef ORACLE_GUEST_FUSE_H
#define ORACLE_GUEST_FUSE_H

#include "calls.h"

struct g_fuse_in_header {
	uint32_t len, opcode;
	uint64_t unique, nodeid;
	uint32_t uid, gid, pid, padding;
};

struct g_fuse_out_header {
	uint32_t len;
	int32_t error;
	uint64_t unique;
};

#endif /* ORACLE_GUEST_FUSE_H */
