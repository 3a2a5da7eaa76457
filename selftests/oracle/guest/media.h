/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * media - the media controller's structures with addresses; times of CEC
 */
#ifndef ORACLE_GUEST_MEDIA_H
#define ORACLE_GUEST_MEDIA_H

#include <sys/ioctl.h>

#include "calls.h"

struct g_media_links_enum {
	uint32_t entity;
	gptr_t pads, links;
	uint32_t reserved[4];
};

#define G_MEDIA_IOC_ENUM_LINKS	_IOWR('|', 0x02, struct g_media_links_enum)

/* The same on both ABIs; declared for their masks. */
struct g_cec_msg {
	uint64_t tx_ts, rx_ts;
	uint32_t len, timeout, sequence, flags;
	uint8_t msg[16], rest[7];
};

struct g_cec_event {
	uint64_t ts;
	uint32_t event, flags, raw[16];
};

#endif /* ORACLE_GUEST_MEDIA_H */
