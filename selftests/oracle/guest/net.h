/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * net - structures of sockets beyond those of calls.h
 */
#ifndef ORACLE_GUEST_NET_H
#define ORACLE_GUEST_NET_H

#include "calls.h"

struct g_sockaddr_in6 {
	uint16_t sin6_family, sin6_port;
	uint32_t sin6_flowinfo;
	uint8_t sin6_addr[16];
	uint32_t sin6_scope_id;
};

struct g_cmsg_int {
	struct g_cmsghdr hdr;
	int32_t value;
};

struct g_cmsg_pktinfo {
	struct g_cmsghdr hdr;
	int32_t ifindex;
	uint32_t spec_dst, addr;
};

struct g_cmsg_pktinfo6 {
	struct g_cmsghdr hdr;
	uint8_t addr[16];
	uint32_t ifindex;
};

/* Three times: by software, unused, by hardware. */
struct g_cmsg_stamps {
	struct g_cmsghdr hdr;
	int32_t sec, nsec, more[4];
};

struct g_cmsg_stamps64 {
	struct g_cmsghdr hdr;
	gulong_t sec, sec_high, nsec, nsec_high, more[8];
};

/* struct group_req and its kin have no padding in the compat layout. */
struct g_group_req {
	uint32_t interface;
	uint8_t group[128];
};

struct g_group_source_req {
	uint32_t interface;
	uint8_t group[128], source[128];
};

struct g_group_filter {
	uint32_t interface;
	uint8_t group[128];
	uint32_t fmode, numsrc;
	uint8_t list[2][128];
};

struct g_ip_msfilter {
	uint32_t multiaddr, interface, fmode, numsrc, list[2];
};

/* Addresses of 64 bits, in a structure of the same layout everywhere. */
struct g_tcp_zerocopy_receive {
	uint64_t address;
	uint32_t length, recv_skip_hint, inq;
	int32_t err;
	uint64_t copybuf_address;
	int32_t copybuf_len;
	uint32_t flags;
	uint64_t msg_control, msg_controllen;
	uint32_t msg_flags, reserved;
};

#define G_SO_TIMESTAMPING_OLD	37
#define G_SO_TIMESTAMPING_NEW	65
#define G_SO_PASSPIDFD		76
#define G_MCAST_JOIN_GROUP	42
#define G_MCAST_JOIN_SOURCE	46
#define G_MCAST_LEAVE_SOURCE	47
#define G_MCAST_LEAVE_GROUP	45
#define G_MCAST_MSFILTER	48

#endif /* ORACLE_GUEST_NET_H */
