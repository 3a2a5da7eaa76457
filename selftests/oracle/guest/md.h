/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * md - structures of software RAID: the same in a 32-bit ARM EABI program
 */
#ifndef ORACLE_GUEST_MD_H
#define ORACLE_GUEST_MD_H

#include "calls.h"

struct g_mdu_array_info {
	int32_t major_version, minor_version, patch_version;
	uint32_t ctime;
	int32_t level, size, nr_disks, raid_disks, md_minor, not_persistent;
	uint32_t utime;
	int32_t state, active_disks, working_disks, failed_disks, spare_disks,
		layout, chunk_size;
};

struct g_mdu_disk_info {
	int32_t number, major, minor, raid_disk, state;
};

#endif /* ORACLE_GUEST_MD_H */
