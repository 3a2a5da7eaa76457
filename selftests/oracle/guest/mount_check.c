// SPDX-License-Identifier: GPL-2.0-only
/*
 * mount_check - mount.h against the headers of the ARM compiler
 */
#include <stddef.h>

#include <linux/mount.h>
#include <linux/quota.h>

#include "check.h"
#include "mount.h"

SAME_SIZE(mount_attr, struct mount_attr);
SAME_SIZE(dqblk, struct if_dqblk);
SAME_PLACE(dqblk, valid, struct if_dqblk, dqb_valid);
SAME_SIZE(nextdqblk, struct if_nextdqblk);
SAME_SIZE(dqinfo, struct if_dqinfo);
