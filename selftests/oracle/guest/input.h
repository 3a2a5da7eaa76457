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

struct g_uinput_ff_upload {
	uint32_t request_id;
	int32_t retval;
	struct g_ff_effect effect, old;
};

/* The old uhid_create_req, with an address; in front of it the type. */
struct g_uhid_create {
	uint32_t type;
	uint8_t name[128], phys[64], uniq[64];
	gptr_t rd_data;
	uint16_t rd_size, bus;
	uint32_t vendor, product, version, country;
};

#define G_UI_BEGIN_FF_UPLOAD	_IOWR('U', 200, struct g_uinput_ff_upload)
#define G_UI_END_FF_UPLOAD	_IOW('U', 201, struct g_uinput_ff_upload)

/* Of "joystick" before there were numbers with a size. */
#define G_JS_SET_CAL		1
#define G_JS_GET_CAL		2
#define G_JS_SET_TIMEOUT	3
#define G_JS_GET_TIMEOUT	4
#define G_JS_SET_TIMELIMIT	5
#define G_JS_GET_TIMELIMIT	6
#define G_JS_GET_ALL		7
#define G_JS_SET_ALL		8

struct g_js_data {
	int32_t timeout, busy, expiretime, timelimit, save[3], corr[3];
};

/* The same on both ABIs; for a mask, and for those whose header lacks it. */
struct g_js_event {
	uint32_t time;
	int16_t value;
	uint8_t type, number;
};

struct g_lirc_scancode {
	uint64_t timestamp;
	uint16_t flags, rc_proto;
	uint32_t keycode;
	uint64_t scancode;
};

#endif /* ORACLE_GUEST_INPUT_H */
