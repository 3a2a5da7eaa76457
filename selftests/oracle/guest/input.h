/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * input - what input devices have different in a 32-bit ARM EABI program
 */
#ifndef ORACLE_GUEST_INPUT_H
#define ORACLE_GUEST_INPUT_H

#include <sys/ioctl.h>

#include "calls.h"

struct g_input_event {
	int32_t sec, usec;
	uint16_t type, code;
	int32_t value;
};

struct g_ff_effect {
	uint16_t type;
	int16_t id;
	uint16_t direction, trigger[2], replay[2], pad;
	uint8_t u[28];
};

#define G_EVIOCSFF	_IOW('E', 0x80, struct g_ff_effect)
#define G_UI_SET_PHYS	_IOW('U', 108, gptr_t)

#endif /* ORACLE_GUEST_INPUT_H */
