/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * i2c - what I2C adapters have different in a 32-bit ARM EABI program
 */
#ifndef ORACLE_GUEST_I2C_H
#define ORACLE_GUEST_I2C_H

#include "calls.h"

struct g_i2c_msg {
	uint16_t addr, flags, len;
	gptr_t buf;
};

struct g_i2c_rdwr_ioctl_data {
	gptr_t msgs;
	uint32_t nmsgs;
};

struct g_i2c_smbus_ioctl_data {
	uint8_t read_write, command;
	uint32_t size;
	gptr_t data;
};

#endif /* ORACLE_GUEST_I2C_H */
