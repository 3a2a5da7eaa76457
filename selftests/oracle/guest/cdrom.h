/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * cdrom - what CD-ROM drives have different in a 32-bit ARM EABI program
 */
#ifndef ORACLE_GUEST_CDROM_H
#define ORACLE_GUEST_CDROM_H

#include "calls.h"

struct g_cdrom_read_audio {
	uint32_t addr;		/* a union, of numbers and of minutes */
	uint8_t addr_format;
	int32_t nframes;
	gptr_t buf;
};

struct g_cdrom_generic_command {
	uint8_t cmd[12];
	gptr_t buffer;
	uint32_t buflen;
	int32_t stat;
	gptr_t sense;
	uint8_t data_direction;
	int32_t quiet, timeout;
	gptr_t reserved;
};

#endif /* ORACLE_GUEST_CDROM_H */
