/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * scsi - what SCSI devices have different in a 32-bit ARM EABI program
 */
#ifndef ORACLE_GUEST_SCSI_H
#define ORACLE_GUEST_SCSI_H

#include "calls.h"

struct g_sg_io_hdr {
	int32_t interface_id, dxfer_direction;
	uint8_t cmd_len, mx_sb_len;
	uint16_t iovec_count;
	uint32_t dxfer_len;
	gptr_t dxferp, cmdp, sbp;
	uint32_t timeout, flags;
	int32_t pack_id;
	gptr_t usr_ptr;
	uint8_t status, masked_status, msg_status, sb_len_wr;
	uint16_t host_status, driver_status;
	int32_t resid;
	uint32_t duration, info;
};

/* The interface before that: the same on both, data follow. */
struct g_sg_header {
	int32_t pack_len, reply_len, pack_id, result;
	uint32_t bits;
	uint8_t sense[16];
};

struct g_sg_req_info {
	uint8_t req_state, orphan, sg_io_owned, problem;
	int32_t pack_id;
	gptr_t usr_ptr;
	uint32_t duration;
	int32_t unused;
};

struct g_sg_io_v4 {		/* of BSG: the same on both */
	int32_t guard;
	uint32_t protocol, subprotocol, request_len;
	uint64_t request, request_tag;
	uint32_t request_attr, request_priority, request_extra,
		 max_response_len;
	uint64_t response;
	uint32_t dout_iovec_count, dout_xfer_len, din_iovec_count, din_xfer_len;
	uint64_t dout_xferp, din_xferp;
	uint32_t timeout, flags;
	uint64_t usr_ptr;
	uint32_t spare_in, driver_status, transport_status, device_status,
		 retry_delay, info, duration, response_len;
	int32_t din_resid, dout_resid;
	uint64_t generated_tag;
	uint32_t spare_out, padding;
};

struct g_scsi_id {
	int32_t host_no, channel, scsi_id, lun, scsi_type;
	int16_t h_cmd_per_lun, d_queue_depth;
	int32_t unused[2];
};

struct g_scsi_idlun {
	uint32_t dev_id, host_unique_id;
};

struct g_scsi_host {		/* SCSI_IOCTL_GET_BUS_NUMBER */
	int32_t number;
};

#endif /* ORACLE_GUEST_SCSI_H */
