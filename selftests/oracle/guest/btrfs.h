/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * btrfs - what Btrfs has different in a 32-bit ARM EABI program
 */
#ifndef ORACLE_GUEST_BTRFS_H
#define ORACLE_GUEST_BTRFS_H

#include <sys/ioctl.h>

#include "calls.h"

struct g_btrfs_timespec {
	uint64_t sec;
	uint32_t nsec;
};

struct g_btrfs_received {
	uint8_t uuid[16];
	uint64_t stransid, rtransid;
	struct g_btrfs_timespec stime, rtime;
	uint64_t flags, reserved[16];
};

struct g_btrfs_send {
	int64_t send_fd;
	uint64_t clone_sources_count;
	gptr_t clone_sources, pad;	/* which AArch64 takes for a part */
	uint64_t parent_root, flags;
	uint32_t version;
	uint8_t reserved[28];
};

struct g_btrfs_encoded_io {
	gptr_t iov;
	gulong_t iovcnt;
	int64_t offset;
	uint64_t flags, len, unencoded_len, unencoded_offset;
	uint32_t compression, encryption;
	uint8_t reserved[64];
};

struct g_btrfs_subvol_info {
	uint64_t treeid;
	char name[256];
	uint64_t parent_id, dirid, generation, flags;
	uint8_t uuid[16], parent_uuid[16], received_uuid[16];
	uint64_t ctransid, otransid, stransid, rtransid;
	uint64_t ctime_sec;
	uint32_t ctime_nsec;
	uint64_t otime_sec;
	uint32_t otime_nsec;
	struct g_btrfs_timespec stime, rtime;
	uint64_t reserved[8];
};

#define G_BTRFS_IOC_SET_RECEIVED_SUBVOL	\
	_IOWR(0x94, 37, struct g_btrfs_received)
#define G_BTRFS_IOC_SEND		_IOW(0x94, 38, struct g_btrfs_send)
#define G_BTRFS_IOC_ENCODED_READ	\
	_IOR(0x94, 64, struct g_btrfs_encoded_io)
#define G_BTRFS_IOC_ENCODED_WRITE	\
	_IOW(0x94, 64, struct g_btrfs_encoded_io)

#endif /* ORACLE_GUEST_BTRFS_H */
