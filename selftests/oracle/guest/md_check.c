// SPDX-License-Identifier: GPL-2.0-only
/*
 * md_check - md.h against the headers of the ARM compiler
 */
#include <linux/types.h>
#include <linux/raid/md_u.h>

#include "check.h"
#include "md.h"

SAME_SIZE(mdu_array_info, mdu_array_info_t);
SAME_PLACE(mdu_array_info, chunk_size, mdu_array_info_t, chunk_size);
SAME_SIZE(mdu_disk_info, mdu_disk_info_t);
