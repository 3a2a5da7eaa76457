// SPDX-License-Identifier: GPL-2.0-only
/*
 * fat_check - fat.h against the headers of the ARM compiler
 */
#include <linux/msdos_fs.h>

#include "check.h"
#include "fat.h"

SAME_SIZE(fat_dirent, struct __fat_dirent);
SAME_PLACE(fat_dirent, d_name, struct __fat_dirent, d_name);
SAME_NUMBER(VFAT_IOCTL_READDIR_BOTH);
SAME_NUMBER(VFAT_IOCTL_READDIR_SHORT);
