// SPDX-License-Identifier: GPL-2.0-only
/*
 * fuse_check - fuse.h against the headers of the ARM compiler
 */
#include <linux/fuse.h>

#include "check.h"
#include "fuse.h"

SAME_SIZE(fuse_in_header, struct fuse_in_header);
SAME_SIZE(fuse_out_header, struct fuse_out_header);
