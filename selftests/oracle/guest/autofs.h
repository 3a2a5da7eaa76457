/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * autofs - what autofs has different in a 32-bit ARM EABI program
 */
#ifndef ORACLE_GUEST_AUTOFS_H
#define ORACLE_GUEST_AUTOFS_H

#include <sys/ioctl.h>

#include "calls.h"

struct g_autofs_packet {		/* of version 5 */
	int32_t proto_version, type;
	uint32_t token, dev;
	uint64_t ino;
	uint32_t uid, gid, pid, tgid, len;
	char name[256];
};

struct g_autofs_dev {
	uint32_t ver_major, ver_minor, size;
	int32_t ioctlfd;
	union {
		uint32_t u32[2];
		uint64_t u64;
	};
	char path[32];
};

#define G_AUTOFS_IOC_SETTIMEOUT	_IOWR(0x93, 0x64, gulong_t)

#endif /* ORACLE_GUEST_AUTOFS_H */
