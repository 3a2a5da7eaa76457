/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * block - what block devices have different in a 32-bit ARM EABI program
 */
#ifndef ORACLE_GUEST_BLOCK_H
#define ORACLE_GUEST_BLOCK_H

#include <sys/ioctl.h>

#include "calls.h"

struct g_loop_info {
	int32_t lo_number;
	uint16_t lo_device;
	gulong_t lo_inode;
	uint16_t lo_rdevice;
	int32_t lo_offset, lo_encrypt_type, lo_encrypt_key_size, lo_flags;
	char lo_name[64];
	uint8_t lo_encrypt_key[32];
	gulong_t lo_init[2];
	char reserved[4];
};

struct g_loop_info64 {
	uint64_t lo_device, lo_inode, lo_rdevice, lo_offset, lo_sizelimit;
	uint32_t lo_number, lo_encrypt_type, lo_encrypt_key_size, lo_flags;
	uint8_t lo_file_name[64], lo_crypt_name[64], lo_encrypt_key[32];
	uint64_t lo_init[2];
};

struct g_blkpg_ioctl_arg {
	int32_t op, flags, datalen;
	gptr_t data;
};

struct g_hd_geometry {
	uint8_t heads, sectors;
	uint16_t cylinders;
	gulong_t start;
};

#define G_BLKBSZGET	_IOR(0x12, 112, uint32_t)
#define G_BLKBSZSET	_IOW(0x12, 113, uint32_t)
#define G_BLKGETSIZE64	_IOR(0x12, 114, uint32_t)

#endif /* ORACLE_GUEST_BLOCK_H */
