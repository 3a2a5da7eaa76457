// SPDX-License-Identifier: GPL-2.0-only
/*
 * filesystem_check - filesystem.h against the headers of the ARM compiler
 */
#include <linux/fiemap.h>
#include <linux/fs.h>
#include <linux/fsmap.h>

#include "check.h"
#include "filesystem.h"

SAME_SIZE(fsxattr, struct fsxattr);
SAME_SIZE(fiemap, struct fiemap);
SAME_SIZE(fiemap_extent, struct fiemap_extent);
SAME_SIZE(fsmap, struct fsmap);
SAME_SIZE(fsmap_head, struct fsmap_head);
SAME_SIZE(fstrim_range, struct fstrim_range);
SAME_SIZE(file_clone_range, struct file_clone_range);
SAME_SIZE(file_dedupe_range, struct file_dedupe_range);
SAME_SIZE(file_dedupe_range_info, struct file_dedupe_range_info);
SAME_NUMBER(FS_IOC_GETFLAGS);
SAME_NUMBER(FS_IOC_SETFLAGS);
SAME_NUMBER(FS_IOC_GETVERSION);
SAME_NUMBER(FS_IOC_SETVERSION);
