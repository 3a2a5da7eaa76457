/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * netdev - what network devices have different in a 32-bit ARM EABI program
 */
#ifndef ORACLE_GUEST_NETDEV_H
#define ORACLE_GUEST_NETDEV_H

#include "calls.h"

struct g_rtentry {
	gulong_t rt_pad1;
	struct g_sockaddr_in rt_dst, rt_gateway, rt_genmask;
	uint16_t rt_flags, rt_pad2;
	gulong_t rt_pad3;
	gptr_t rt_pad4;
	int16_t rt_metric;
	gptr_t rt_dev;
	gulong_t rt_mtu, rt_window;
	uint16_t rt_irtt;
};

struct g_in6_rtmsg {
	uint8_t rtmsg_dst[16], rtmsg_src[16], rtmsg_gateway[16];
	uint32_t rtmsg_type;
	uint16_t rtmsg_dst_len, rtmsg_src_len;
	uint32_t rtmsg_metric;
	gulong_t rtmsg_info;
	uint32_t rtmsg_flags;
	int32_t rtmsg_ifindex;
};

struct g_in6_ifreq {
	uint8_t addr[16];
	uint32_t prefixlen;
	int32_t ifindex;
};

struct g_arpreq {
	struct g_sockaddr_in arp_pa;
	uint8_t arp_ha[16];
	int32_t arp_flags;
	struct g_sockaddr_in arp_netmask;
	char arp_dev[16];
};

struct g_bridge_info {
	uint64_t designated_root, bridge_id;
	uint32_t root_path_cost, max_age, hello_time, forward_delay,
		 bridge_max_age, bridge_hello_time, bridge_forward_delay;
	uint8_t topology_change, topology_change_detected, root_port,
		stp_enabled;
	uint32_t ageing_time, gc_interval, hello_timer_value, tcn_timer_value,
		 topology_change_timer_value, gc_timer_value;
};

struct g_vlan_ioctl_args {
	int32_t cmd;
	char device1[24];
	union {
		char device2[24];
		int32_t vid;
		uint32_t number;
	} u;
	int16_t vlan_qos;
};

struct g_ip_tunnel_parm {
	char name[16];
	int32_t link;
	uint16_t i_flags, o_flags;
	uint32_t i_key, o_key;
	uint8_t version_ihl, tos;
	uint16_t tot_len, id, frag_off;
	uint8_t ttl, protocol;
	uint16_t check;
	uint32_t saddr, daddr;
};

struct g_ip_tunnel_prl {
	uint32_t addr;
	uint16_t flags, reserved;
	uint32_t datalen, reserved2;
};

struct g_sioc_vif_req {
	uint16_t vifi;
	gulong_t icount, ocount, ibytes, obytes;
};

struct g_sioc_sg_req {
	uint32_t src, grp;
	gulong_t pktcnt, bytecnt, wrong_if;
};

struct g_sioc_mif_req6 {
	uint16_t mifi;
	gulong_t icount, ocount, ibytes, obytes;
};

struct g_sioc_sg_req6 {
	uint8_t src[28], grp[28];	/* struct sockaddr_in6 */
	gulong_t pktcnt, bytecnt, wrong_if;
};

#endif /* ORACLE_GUEST_NETDEV_H */
