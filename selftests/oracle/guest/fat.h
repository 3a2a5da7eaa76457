/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * fat - what FAT file systems have different in a 32-bit ARM EABI program
 */
#ifndef ORACLE_GUEST_FAT_H
#define ORACLE_GUEST_FAT_H

#include <sys/ioctl.h>

#include "calls.h"

struct g_fat_dirent {
	glong_t d_ino, d_off;
	uint16_t d_reclen;
	char d_name[256];
};

#define G_VFAT_IOCTL_READDIR_BOTH	_IOR('r', 1, struct g_fat_dirent[2])
#define G_VFAT_IOCTL_READDIR_SHORT	_IOR('r', 2, struct g_fat_dirent[2])

#endif /* ORACLE_GUEST_FAT_H */
