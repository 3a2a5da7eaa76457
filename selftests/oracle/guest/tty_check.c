// SPDX-License-Identifier: GPL-2.0-only
/*
 * tty_check - tty.h against the headers of the ARM compiler
 */
#include <asm/ioctls.h>
#include <asm/termbits.h>
#include <linux/serial.h>

#include "check.h"
#include "tty.h"

SAME_SIZE(serial, struct serial_struct);
SAME_PLACE(serial, iomem_base, struct serial_struct, iomem_base);
SAME_SIZE(termios2, struct termios2);
SAME_SIZE(icounter, struct serial_icounter_struct);
SAME_SIZE(rs485, struct serial_rs485);
SAME_NUMBER(TCGETS2);
SAME_NUMBER(TCSETS2);
SAME_NUMBER(TCSETSW2);
SAME_NUMBER(TCSETSF2);
SAME_NUMBER(TIOCGRS485);
SAME_NUMBER(TIOCSRS485);
SAME_NUMBER(TCGETX);
SAME_NUMBER(TCSETX);
