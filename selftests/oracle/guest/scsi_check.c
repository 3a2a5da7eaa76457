// SPDX-License-Identifier: GPL-2.0-only
/*
 * scsi_check - scsi.h against the headers of the ARM compiler
 */
#include <stddef.h>

#include <linux/bsg.h>
#include <scsi/sg.h>

#include "check.h"
#include "scsi.h"

SAME_SIZE(sg_io_hdr, struct sg_io_hdr);
SAME_PLACE(sg_io_hdr, sbp, struct sg_io_hdr, sbp);
SAME_PLACE(sg_io_hdr, status, struct sg_io_hdr, status);
SAME_PLACE(sg_io_hdr, info, struct sg_io_hdr, info);
SAME_SIZE(sg_header, struct sg_header);
SAME_SIZE(sg_req_info, struct sg_req_info);
SAME_PLACE(sg_req_info, usr_ptr, struct sg_req_info, usr_ptr);
SAME_SIZE(sg_io_v4, struct sg_io_v4);
SAME_PLACE(sg_io_v4, generated_tag, struct sg_io_v4, generated_tag);
SAME_SIZE(scsi_id, struct sg_scsi_id);
