// SPDX-License-Identifier: GPL-2.0-only
/*
 * dm_check - dm.h against the headers of the ARM compiler
 */
#include <linux/dm-ioctl.h>

#include "check.h"
#include "dm.h"

SAME_SIZE(dm_ioctl, struct dm_ioctl);
SAME_PLACE(dm_ioctl, dev, struct dm_ioctl, dev);
SAME_PLACE(dm_ioctl, data, struct dm_ioctl, data);
SAME_SIZE(dm_target_spec, struct dm_target_spec);
