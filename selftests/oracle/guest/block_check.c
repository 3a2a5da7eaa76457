// SPDX-License-Identifier: GPL-2.0-only
/*
 * block_check - block.h against the headers of the ARM compiler
 */
#include <stddef.h>

#include <linux/blkpg.h>
#include <linux/fs.h>
#include <linux/hdreg.h>
#include <linux/loop.h>

#include "check.h"
#include "block.h"

SAME_SIZE(loop_info, struct loop_info);
SAME_PLACE(loop_info, lo_offset, struct loop_info, lo_offset);
SAME_SIZE(loop_info64, struct loop_info64);
SAME_SIZE(blkpg_ioctl_arg, struct blkpg_ioctl_arg);
SAME_PLACE(blkpg_ioctl_arg, data, struct blkpg_ioctl_arg, data);
SAME_SIZE(hd_geometry, struct hd_geometry);
SAME_PLACE(hd_geometry, start, struct hd_geometry, start);
SAME_NUMBER(BLKBSZGET);
SAME_NUMBER(BLKBSZSET);
SAME_NUMBER(BLKGETSIZE64);
