// SPDX-License-Identifier: GPL-2.0-only
/*
 * i2c_check - i2c.h against the headers of the ARM compiler
 */
#include <linux/i2c.h>
#include <linux/i2c-dev.h>

#include "check.h"
#include "i2c.h"

SAME_SIZE(i2c_msg, struct i2c_msg);
SAME_PLACE(i2c_msg, buf, struct i2c_msg, buf);
SAME_SIZE(i2c_rdwr_ioctl_data, struct i2c_rdwr_ioctl_data);
SAME_SIZE(i2c_smbus_ioctl_data, struct i2c_smbus_ioctl_data);
SAME_PLACE(i2c_smbus_ioctl_data, data, struct i2c_smbus_ioctl_data, data);
