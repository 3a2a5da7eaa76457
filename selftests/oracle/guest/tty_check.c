// SPDX-License-Identifier: GPL-2.0-only
/*
 * tty_check - tty.h against the headers of the ARM compiler
 */
#include <linux/serial.h>

#include "check.h"
#include "tty.h"

SAME_SIZE(serial, struct serial_struct);
SAME_PLACE(serial, iomem_base, struct serial_struct, iomem_base);
