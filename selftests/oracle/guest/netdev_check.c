// SPDX-License-Identifier: GPL-2.0-only
/*
 * netdev_check - netdev.h against the headers of the ARM compiler
 */
#include <netinet/in.h>
#include <linux/if.h>
#include <linux/if_arp.h>
#include <linux/if_bridge.h>
#include <linux/if_tunnel.h>
#include <linux/if_vlan.h>
#include <linux/ipv6_route.h>
#include <linux/mroute.h>
#include <linux/mroute6.h>
#include <linux/route.h>

#include "check.h"
#include "netdev.h"

SAME_SIZE(rtentry, struct rtentry);
SAME_PLACE(rtentry, rt_dev, struct rtentry, rt_dev);
SAME_SIZE(in6_rtmsg, struct in6_rtmsg);
SAME_PLACE(in6_rtmsg, rtmsg_flags, struct in6_rtmsg, rtmsg_flags);
SAME_SIZE(arpreq, struct arpreq);
SAME_SIZE(bridge_info, struct __bridge_info);
SAME_SIZE(vlan_ioctl_args, struct vlan_ioctl_args);
SAME_SIZE(ip_tunnel_parm, struct ip_tunnel_parm);
SAME_SIZE(ip_tunnel_prl, struct ip_tunnel_prl);
SAME_SIZE(sioc_vif_req, struct sioc_vif_req);
SAME_SIZE(sioc_sg_req, struct sioc_sg_req);
SAME_SIZE(sioc_mif_req6, struct sioc_mif_req6);
SAME_SIZE(sioc_sg_req6, struct sioc_sg_req6);
SAME_SIZE(ifreq, struct ifreq);
