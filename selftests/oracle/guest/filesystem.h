/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * filesystem - what file systems have different in a 32-bit ARM EABI program
 */
#ifndef ORACLE_GUEST_FILESYSTEM_H
#define ORACLE_GUEST_FILESYSTEM_H

#include <sys/ioctl.h>

#include "calls.h"

struct g_space_resv {		/* of XFS, and of all by now */
	int16_t l_type, l_whence;
	int64_t l_start, l_len;
	int32_t l_sysid;
	uint32_t l_pid;
	int32_t l_pad[4];
};

struct g_fsxattr {
	uint32_t fsx_xflags, fsx_extsize, fsx_nextents, fsx_projid,
		 fsx_cowextsize;
	uint8_t fsx_pad[8];
};

struct g_fiemap {
	uint64_t fm_start, fm_length;
	uint32_t fm_flags, fm_mapped_extents, fm_extent_count, fm_reserved;
};

struct g_fiemap_extent {
	uint64_t fe_logical, fe_physical, fe_length, fe_reserved64[2];
	uint32_t fe_flags, fe_reserved[3];
};

struct g_fsmap {
	uint32_t fmr_device, fmr_flags;
	uint64_t fmr_physical, fmr_owner, fmr_offset, fmr_length,
		 fmr_reserved[3];
};

struct g_fsmap_head {
	uint32_t fmh_iflags, fmh_oflags, fmh_count, fmh_entries;
	uint64_t fmh_reserved[6];
	struct g_fsmap fmh_keys[2];
};

struct g_fstrim_range {
	uint64_t start, len, minlen;
};

struct g_file_clone_range {
	int64_t src_fd;
	uint64_t src_offset, src_length, dest_offset;
};

struct g_file_dedupe_range {
	uint64_t src_offset, src_length;
	uint16_t dest_count, reserved1;
	uint32_t reserved2;
};

struct g_file_dedupe_range_info {
	int64_t dest_fd;
	uint64_t dest_offset, bytes_deduped;
	int32_t status;
	uint32_t reserved;
};

struct g_ext4_new_group_input {
	uint32_t group;
	uint64_t block_bitmap, inode_bitmap, inode_table;
	uint32_t blocks_count;
	uint16_t reserved_blocks, unused;
};

struct g_move_extent {
	uint32_t reserved, donor_fd;
	uint64_t orig_start, donor_start, len, moved_len;
};

struct g_fsuuid {
	uint32_t fsu_len, fsu_flags;
	uint8_t fsu_uuid[16];
};

/* Flags and versions: "long" by name, 32 bits in truth. */
#define G_FS_IOC_GETFLAGS		_IOR('f', 1, glong_t)
#define G_FS_IOC_SETFLAGS		_IOW('f', 2, glong_t)
#define G_FS_IOC_GETVERSION		_IOR('v', 1, glong_t)
#define G_FS_IOC_SETVERSION		_IOW('v', 2, glong_t)

#define G_FS_IOC_RESVSP			_IOW('X', 40, struct g_space_resv)
#define G_FS_IOC_UNRESVSP		_IOW('X', 41, struct g_space_resv)
#define G_FS_IOC_RESVSP64		_IOW('X', 42, struct g_space_resv)
#define G_FS_IOC_UNRESVSP64		_IOW('X', 43, struct g_space_resv)
#define G_FS_IOC_ZERO_RANGE		_IOW('X', 57, struct g_space_resv)
#define G_FS_IOC_GETFSUUID		_IOR(0x15, 0, uint8_t[17])
#define G_FS_IOC_GETFSSYSFSPATH		_IOR(0x15, 1, uint8_t[129])
#define G_FS_IOC_GOINGDOWN		_IOR('X', 125, uint32_t)

/* There is no header that programs could use. */
#define G_EXT4_IOC_GETVERSION		_IOR('f', 3, glong_t)
#define G_EXT4_IOC_SETVERSION		_IOW('f', 4, glong_t)
#define G_EXT4_IOC_GETRSVSZ		_IOR('f', 5, glong_t)
#define G_EXT4_IOC_SETRSVSZ		_IOW('f', 6, glong_t)
#define G_EXT4_IOC_GROUP_EXTEND		_IOW('f', 7, gulong_t)
#define G_EXT4_IOC_GROUP_ADD		\
	_IOW('f', 8, struct g_ext4_new_group_input)
#define G_EXT4_IOC_MIGRATE		_IO('f', 9)
#define G_EXT4_IOC_ALLOC_DA_BLKS	_IO('f', 12)
#define G_EXT4_IOC_MOVE_EXT		_IOWR('f', 15, struct g_move_extent)
#define G_EXT4_IOC_RESIZE_FS		_IOW('f', 16, uint64_t)
#define G_EXT4_IOC_SWAP_BOOT		_IO('f', 17)
#define G_EXT4_IOC_PRECACHE_EXTENTS	_IO('f', 18)
#define G_EXT4_IOC_CLEAR_ES_CACHE	_IO('f', 40)
#define G_EXT4_IOC_GETSTATE		_IOW('f', 41, uint32_t)
#define G_EXT4_IOC_GET_ES_CACHE		_IOWR('f', 42, struct g_fiemap)
#define G_EXT4_IOC_CHECKPOINT		_IOW('f', 43, uint32_t)
#define G_EXT4_IOC_GETFSUUID		_IOR('f', 44, uint64_t)
#define G_EXT4_IOC_SETFSUUID		_IOW('f', 44, uint64_t)
#define G_EXT4_IOC_SHUTDOWN		G_FS_IOC_GOINGDOWN

/* Of the table that calls them "long": what AArch64 has. */
#define G_FS_IOC_SETFLAGS_64		0x40086602U
#define G_FS_IOC_GETVERSION_64		0x80087601U

#endif /* ORACLE_GUEST_FILESYSTEM_H */
