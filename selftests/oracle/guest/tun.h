/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * tun - what tun and macvtap have different in a 32-bit ARM EABI program
 */
#ifndef ORACLE_GUEST_TUN_H
#define ORACLE_GUEST_TUN_H

#include <sys/ioctl.h>

#include "calls.h"

#define G_TUNATTACHFILTER	_IOW('T', 213, struct g_sock_fprog)
#define G_TUNDETACHFILTER	_IOW('T', 214, struct g_sock_fprog)
#define G_TUNGETFILTER		_IOR('T', 219, struct g_sock_fprog)

#endif /* ORACLE_GUEST_TUN_H */
