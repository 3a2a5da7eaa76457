/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * xfs - what XFS has different in a 32-bit ARM EABI program
 *
 * The kernel has no header that programs could use.
 */
#ifndef ORACLE_GUEST_XFS_H
#define ORACLE_GUEST_XFS_H

#include <sys/ioctl.h>

#include "calls.h"

struct g_xfs_bulkreq {
	gptr_t lastip;
	int32_t icount;
	gptr_t ubuffer, ocount;
};

struct g_xfs_bstat {
	uint64_t bs_ino;
	uint16_t bs_mode, bs_nlink;
	uint32_t bs_uid, bs_gid, bs_rdev;
	int32_t bs_blksize;
	int64_t bs_size;
	int32_t atime_sec, atime_nsec, mtime_sec, mtime_nsec, ctime_sec,
		ctime_nsec;
	int64_t bs_blocks;
	uint32_t bs_xflags;
	int32_t bs_extsize, bs_extents;
	uint32_t bs_gen;
	uint16_t bs_projid_lo, bs_forkoff, bs_projid_hi;
	uint8_t bs_pad[10];
	uint32_t bs_dmevmask;
	uint16_t bs_dmstate, bs_aextents;
};

struct g_xfs_inogrp {
	uint64_t xi_startino;
	int32_t xi_alloccount;
	uint64_t xi_allocmask;
};

struct g_xfs_handlereq {
	uint32_t fd;
	gptr_t path;
	uint32_t oflags;
	gptr_t ihandle;
	uint32_t ihandlen;
	gptr_t ohandle, ohandlen;
};

struct g_xfs_handle {
	uint32_t fsid[2];
	uint16_t fid_len, fid_pad;
	uint32_t fid_gen;
	uint64_t fid_ino;
};

struct g_xfs_attrlist {
	struct g_xfs_handlereq hreq;
	uint32_t pos[4], flags, buflen;
	gptr_t buffer;
};

struct g_xfs_attr_multiop {
	uint32_t opcode;
	int32_t error;
	gptr_t attrname, attrvalue;
	uint32_t length, flags;
};

struct g_xfs_attrmulti {
	struct g_xfs_handlereq hreq;
	uint32_t opcount;
	gptr_t ops;
};

struct g_xfs_swapext {
	int64_t sx_version, sx_fdtarget, sx_fdtmp, sx_offset, sx_length;
	char sx_pad[16];
	struct g_xfs_bstat sx_stat;
};

/* The rest is the same on both. */

struct g_xfs_bulk_ireq {
	uint64_t ino;
	uint32_t flags, icount, ocount, agno;
	uint64_t reserved[5];
};

struct g_xfs_bulkstat {
	uint64_t ino, size, blocks, xflags;
	int64_t atime, mtime, ctime, btime;
	uint32_t gen, uid, gid, projectid, atime_nsec, mtime_nsec, ctime_nsec,
		 btime_nsec, blksize, rdev, cowextsize_blks, extsize_blks,
		 nlink, extents, aextents;
	uint16_t version, forkoff, sick, checked, mode, pad2;
	uint64_t extents64, pad[6];
};

struct g_xfs_inumbers {
	uint64_t startino, allocmask;
	uint8_t alloccount, version, padding[6];
};

struct g_xfs_fsop_geom_v1 {
	uint32_t small[8];
	uint64_t large[4];
	uint8_t uuid[16];
	uint32_t more[7];
};

struct g_xfs_growfs_data {
	uint64_t newblocks;
	uint32_t imaxpct;
};

struct g_xfs_growfs_log {
	uint32_t newblocks, isint;
};

struct g_xfs_eofblocks {
	uint32_t version, flags, uid, gid, prid, pad32;
	uint64_t min_file_size, pad64[12];
};

struct g_xfs_scrub {
	uint32_t type, flags;
	uint64_t ino;
	uint32_t gen, agno;
	uint64_t reserved[5];
};

struct g_xfs_getbmap {
	int64_t offset, block, length;
	int32_t count, entries;
};

struct g_xfs_getbmapx {
	int64_t offset, block, length;
	int32_t count, entries, iflags, oflags, unused1, unused2;
};

#define G_XFS_IOC_DIOINFO		_IOR('X', 30, uint32_t[3])
#define G_XFS_IOC_GETBMAP		_IOWR('X', 38, struct g_xfs_getbmap)
#define G_XFS_IOC_ALLOCSP64		_IOW('X', 36, uint8_t[48])
#define G_XFS_IOC_GETBMAPA		_IOWR('X', 44, struct g_xfs_getbmap)
#define G_XFS_IOC_FSGETXATTRA		_IOR('X', 45, uint8_t[28])
#define G_XFS_IOC_GETBMAPX		_IOWR('X', 56, struct g_xfs_getbmap)
#define G_XFS_IOC_FREE_EOFBLOCKS	_IOR('X', 58, struct g_xfs_eofblocks)
#define G_XFS_IOC_SCRUB_METADATA	_IOWR('X', 60, struct g_xfs_scrub)
#define G_XFS_IOC_AG_GEOMETRY		_IOWR('X', 61, uint8_t[128])
#define G_XFS_IOC_FSGEOMETRY_V1		\
	_IOR('X', 100, struct g_xfs_fsop_geom_v1)
#define G_XFS_IOC_FSBULKSTAT		_IOWR('X', 101, struct g_xfs_bulkreq)
#define G_XFS_IOC_FSBULKSTAT_SINGLE	_IOWR('X', 102, struct g_xfs_bulkreq)
#define G_XFS_IOC_FSINUMBERS		_IOWR('X', 103, struct g_xfs_bulkreq)
#define G_XFS_IOC_PATH_TO_FSHANDLE	_IOWR('X', 104, struct g_xfs_handlereq)
#define G_XFS_IOC_PATH_TO_HANDLE	_IOWR('X', 105, struct g_xfs_handlereq)
#define G_XFS_IOC_FD_TO_HANDLE		_IOWR('X', 106, struct g_xfs_handlereq)
#define G_XFS_IOC_OPEN_BY_HANDLE	_IOWR('X', 107, struct g_xfs_handlereq)
#define G_XFS_IOC_READLINK_BY_HANDLE	_IOWR('X', 108, struct g_xfs_handlereq)
#define G_XFS_IOC_SWAPEXT		_IOWR('X', 109, struct g_xfs_swapext)
#define G_XFS_IOC_FSGROWFSDATA		_IOW('X', 110, struct g_xfs_growfs_data)
#define G_XFS_IOC_FSGROWFSLOG		_IOW('X', 111, struct g_xfs_growfs_log)
#define G_XFS_IOC_FSGROWFSRT		_IOW('X', 112, struct g_xfs_growfs_data)
#define G_XFS_IOC_FSCOUNTS		_IOR('X', 113, uint64_t[4])
#define G_XFS_IOC_SET_RESBLKS		_IOWR('X', 114, uint64_t[2])
#define G_XFS_IOC_GET_RESBLKS		_IOR('X', 115, uint64_t[2])
#define G_XFS_IOC_ERROR_INJECTION	_IOW('X', 116, int32_t[2])
#define G_XFS_IOC_ERROR_CLEARALL	_IOW('X', 117, int32_t[2])
#define G_XFS_IOC_ATTRLIST_BY_HANDLE	_IOW('X', 122, struct g_xfs_attrlist)
#define G_XFS_IOC_ATTRMULTI_BY_HANDLE	_IOW('X', 123, struct g_xfs_attrmulti)
#define G_XFS_IOC_FSGEOMETRY_V4		_IOR('X', 124, uint8_t[112])
#define G_XFS_IOC_GOINGDOWN		_IOR('X', 125, uint32_t)
#define G_XFS_IOC_FSGEOMETRY		_IOR('X', 126, uint8_t[256])
#define G_XFS_IOC_BULKSTAT		_IOR('X', 127, struct g_xfs_bulk_ireq)
#define G_XFS_IOC_INUMBERS		_IOR('X', 128, struct g_xfs_bulk_ireq)

#endif /* ORACLE_GUEST_XFS_H */
