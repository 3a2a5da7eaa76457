/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * nvme - structures of NVMe: the same in a 32-bit ARM EABI program
 */
#ifndef ORACLE_GUEST_NVME_H
#define ORACLE_GUEST_NVME_H

#include "calls.h"

struct g_nvme_passthru_cmd {
	uint8_t opcode, flags;
	uint16_t rsvd1;
	uint32_t nsid, cdw2, cdw3;
	uint64_t metadata, addr;
	uint32_t metadata_len, data_len, cdw10, cdw11, cdw12, cdw13, cdw14,
		 cdw15, timeout_ms, result;
};

struct g_nvme_passthru_cmd64 {
	uint8_t opcode, flags;
	uint16_t rsvd1;
	uint32_t nsid, cdw2, cdw3;
	uint64_t metadata, addr;
	uint32_t metadata_len, data_len, cdw10, cdw11, cdw12, cdw13, cdw14,
		 cdw15, timeout_ms, rsvd2;
	uint64_t result;
};

struct g_nvme_user_io {
	uint8_t opcode, flags;
	uint16_t control, nblocks, rsvd;
	uint64_t metadata, addr, slba;
	uint32_t dsmgmt, reftag;
	uint16_t apptag, appmask;
};

#endif /* ORACLE_GUEST_NVME_H */
