/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * dm - structures of the device mapper: the same in a 32-bit ARM EABI program
 */
#ifndef ORACLE_GUEST_DM_H
#define ORACLE_GUEST_DM_H

#include "calls.h"

struct g_dm_ioctl {
	uint32_t version[3], data_size, data_start, target_count;
	int32_t open_count;
	uint32_t flags, event_nr, padding;
	uint64_t dev;
	char name[128], uuid[129], data[7];
};

struct g_dm_target_spec {
	uint64_t sector_start, length;
	int32_t status;
	uint32_t next;
	char target_type[16];
};

#endif /* ORACLE_GUEST_DM_H */
