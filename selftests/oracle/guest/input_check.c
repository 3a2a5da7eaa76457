// SPDX-License-Identifier: GPL-2.0-only
/*
 * input_check - input.h against the headers of the ARM compiler
 */
#include <linux/input.h>
#include <linux/uinput.h>

#include "check.h"
#include "input.h"

SAME_SIZE(input_event, struct input_event);
SAME_NUMBER(EVIOCSFF);
SAME_NUMBER(UI_SET_PHYS);
