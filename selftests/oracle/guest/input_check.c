// SPDX-License-Identifier: GPL-2.0-only
/*
 * input_check - input.h against the headers of the ARM compiler
 */
#include <linux/input.h>
#include <linux/joystick.h>
#include <linux/lirc.h>
#include <linux/uhid.h>
#include <linux/uinput.h>

#include "check.h"
#include "input.h"

SAME_SIZE(input_event, struct input_event);
SAME_NUMBER(EVIOCSFF);
SAME_NUMBER(UI_SET_PHYS);
SAME_NUMBER(UI_BEGIN_FF_UPLOAD);
SAME_NUMBER(UI_END_FF_UPLOAD);
SAME_NUMBER(JS_SET_ALL);
SAME_SIZE(js_data, struct JS_DATA_SAVE_TYPE_32);
SAME_SIZE(js_event, struct js_event);
SAME_SIZE(lirc_scancode, struct lirc_scancode);
SAME_PLACE(uhid_create, rd_data, struct uhid_event, u.create.rd_data);
SAME_PLACE(uhid_create, country, struct uhid_event, u.create.country);
