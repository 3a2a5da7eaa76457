/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * megaraid - what megaraid_sas has different in a 32-bit ARM EABI program
 *
 * The driver has no header that programs could use.
 */
#ifndef ORACLE_GUEST_MEGARAID_H
#define ORACLE_GUEST_MEGARAID_H

#include <sys/ioctl.h>

#include "calls.h"

/* A frame of the controller that asks it for something: DCMD. */
struct g_megasas_dcmd {
	uint8_t cmd, reserved0, cmd_status, reserved1[4], sge_count;
	uint32_t context, pad0;
	uint16_t flags, timeout;
	uint32_t data_xfer_len, opcode;
	uint8_t mailbox[12], sgl[88];
};

struct g_megasas_iocpacket {
	uint16_t host_no, pad1;
	uint32_t sgl_off, sge_count, sense_off, sense_len;
	struct g_megasas_dcmd frame;
	struct g_iovec sgl[16];
};

struct g_megasas_aen {
	uint16_t host_no, pad1;
	uint32_t seq_num, class_locale_word;
};

#define G_MEGASAS_IOC_FIRMWARE	_IOWR('M', 1, struct g_megasas_iocpacket)
#define G_MEGASAS_IOC_GET_AEN	_IOW('M', 3, struct g_megasas_aen)

#endif /* ORACLE_GUEST_MEGARAID_H */
