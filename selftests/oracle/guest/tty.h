/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * tty - what terminals have different in a 32-bit ARM EABI program
 */
#ifndef ORACLE_GUEST_TTY_H
#define ORACLE_GUEST_TTY_H

#include <sys/ioctl.h>

#include "calls.h"

struct g_serial {
	int32_t type, line;
	uint32_t port;
	int32_t irq, flags, xmit_fifo_size, custom_divisor, baud_base;
	uint16_t close_delay;
	int8_t io_type, reserved_char;
	int32_t hub6;
	uint16_t closing_wait, closing_wait2;
	gptr_t iomem_base;
	uint16_t iomem_reg_shift;
	uint32_t port_high;
	int32_t reserved;
};

#define G_TCGETS2	_IOR('T', 0x2a, uint8_t[44])

#endif /* ORACLE_GUEST_TTY_H */
