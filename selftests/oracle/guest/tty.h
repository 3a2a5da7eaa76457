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

struct g_termio {
	uint16_t c_iflag, c_oflag, c_cflag, c_lflag;
	uint8_t c_line, c_cc[8];
};

struct g_termios2 {
	uint32_t c_iflag, c_oflag, c_cflag, c_lflag;
	uint8_t c_line, c_cc[19];
	uint32_t c_ispeed, c_ospeed;
};

struct g_icounter {
	int32_t cts, dsr, rng, dcd, rx, tx, frame, overrun, parity, brk,
		buf_overrun, reserved[9];
};

struct g_rs485 {
	uint32_t flags, delay_before, delay_after;
	uint8_t padding[20];
};

#define G_TCGETS2	_IOR('T', 0x2a, struct g_termios2)
#define G_TCSETS2	_IOW('T', 0x2b, struct g_termios2)
#define G_TCSETSW2	_IOW('T', 0x2c, struct g_termios2)
#define G_TCSETSF2	_IOW('T', 0x2d, struct g_termios2)
#define G_TIOCGRS485	0x542e
#define G_TIOCSRS485	0x542f
#define G_TIOCGISO7816	_IOR('T', 0x42, uint8_t[44])
#define G_TCGETX	0x5432
#define G_TCSETX	0x5433

#endif /* ORACLE_GUEST_TTY_H */
