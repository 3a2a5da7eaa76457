// SPDX-License-Identifier: GPL-2.0-only
/*
 * nvme_check - nvme.h against the headers of the ARM compiler
 */
#include <linux/nvme_ioctl.h>

#include "check.h"
#include "nvme.h"

SAME_SIZE(nvme_passthru_cmd, struct nvme_passthru_cmd);
SAME_PLACE(nvme_passthru_cmd, result, struct nvme_passthru_cmd, result);
SAME_SIZE(nvme_passthru_cmd64, struct nvme_passthru_cmd64);
SAME_PLACE(nvme_passthru_cmd64, result, struct nvme_passthru_cmd64, result);
SAME_SIZE(nvme_user_io, struct nvme_user_io);
SAME_PLACE(nvme_user_io, appmask, struct nvme_user_io, appmask);
