/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * wireless - wireless extensions as a 32-bit ARM EABI program has them
 */
#ifndef ORACLE_GUEST_WIRELESS_H
#define ORACLE_GUEST_WIRELESS_H

#include "calls.h"

struct g_iwreq {
	char name[16];
	union {
		char text[16];
		struct {
			gptr_t pointer;
			uint16_t length, flags;
		} data;
		struct {
			int32_t value;
			uint8_t fixed, disabled;
			uint16_t flags;
		} param;
		struct {
			int32_t m;
			int16_t e;
			uint8_t i, flags;
		} freq;
		uint32_t mode;
		struct {
			uint16_t family;
			uint8_t address[14];
		} ap;
	};
};

#endif /* ORACLE_GUEST_WIRELESS_H */
