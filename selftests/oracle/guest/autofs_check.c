// SPDX-License-Identifier: GPL-2.0-only
/*
 * autofs_check - autofs.h against the headers of the ARM compiler
 */
#include <stddef.h>

#include <linux/auto_dev-ioctl.h>
#include <linux/auto_fs.h>

#include "autofs.h"
#include "check.h"

SAME_SIZE(autofs_packet, struct autofs_v5_packet);
SAME_PLACE(autofs_packet, name, struct autofs_v5_packet, name);
SAME_PLACE(autofs_dev, path, struct autofs_dev_ioctl, path);
_Static_assert(G_AUTOFS_IOC_SETTIMEOUT == AUTOFS_IOC_SETTIMEOUT, "SETTIMEOUT");
