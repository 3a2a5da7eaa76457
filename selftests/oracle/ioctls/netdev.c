// SPDX-License-Identifier: GPL-2.0-only
/*
 * scenarios: ioctls of sockets, about network devices, addresses and routes
 */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <netinet/in.h>
#include <sys/socket.h>

#include <linux/ethtool.h>
#include <linux/if_arp.h>
#include <linux/if_bonding.h>
#include <linux/if_bridge.h>
#include <linux/if_tunnel.h>
#include <linux/if_vlan.h>
#include <linux/ip6_tunnel.h>
#include <linux/mii.h>
#include <linux/mroute.h>
#include <linux/mroute6.h>
#include <linux/sockios.h>
#include <linux/un.h>

#include "cases.h"

#define GROUP "netdev"

#define IP(a, b, c, d)	((uint32_t)(a) | (b) << 8 | (c) << 16 | (uint32_t)(d) << 24)
#define IPV4(...)	{ .sin_family = AF_INET, .sin_addr = IP(__VA_ARGS__) }

/* A device of the scenario's own, with an address that is no random one. */
static int dummy_device(int family)
{
	need_module("dummy");
	if (shell("ip link add name d0 type dummy") ||
	    shell("ip link set d0 address 02:00:00:00:00:01"))
		skip("no dummy network device");
	return socket(family, SOCK_DGRAM, 0);
}

static struct g_ifreq *about(const char *device, const void *data)
{
	struct g_ifreq *r = SET(ifreq, .value = PTR(data));

	strcpy(r->name, device);
	return r;
}

static struct g_ifreq *address(const char *device, uint32_t ip)
{
	struct g_ifreq *r = about(device, NULL);

	r->addr.sin_family = AF_INET;
	r->addr.sin_addr = ip;
	return r;
}

#define GET_IF(cmd)	ask_cases(fd, #cmd, cmd, about("d0", NULL), 32)
#define SET_IF(cmd, v)	tell_cases(fd, #cmd, cmd, about("d0", (void *)(v)))
#define SET_IF_ADDR(cmd, ...)	\
	tell_cases(fd, #cmd, cmd, address("d0", IP(__VA_ARGS__)))

SCENARIO(addresses)
{
	int fd = dummy_device(AF_INET);
	struct g_ifreq *r;

	driver("inet");
	SET_IF_ADDR(SIOCSIFADDR, 10, 1, 2, 3);
	GET_IF(SIOCGIFADDR);
	GET_IF(SIOCGIFNETMASK);
	GET_IF(SIOCGIFBRDADDR);
	SET_IF_ADDR(SIOCSIFNETMASK, 255, 255, 0, 0);
	SET_IF_ADDR(SIOCSIFNETMASK, 255, 1, 0, 0);
	SET_IF_ADDR(SIOCSIFBRDADDR, 10, 1, 255, 255);
	SET_IF_ADDR(SIOCSIFDSTADDR, 10, 1, 9, 9);
	GET_IF(SIOCGIFNETMASK);
	GET_IF(SIOCGIFBRDADDR);
	GET_IF(SIOCGIFDSTADDR);
	GET_IF(SIOCGIFPFLAGS);
	SET_CASES(SIOCSIFADDR, address("d0:1", IP(10, 1, 2, 4)));
	ASK_CASES(SIOCGIFADDR, about("d0:1", NULL), 32);
	IO(SIOCSIFADDR, address("none", IP(10, 1, 2, 4)));
	r = address("d0", 0);
	r->addr.sin_family = AF_INET6;
	IO(SIOCSIFADDR, r);
	IO(SIOCGIFADDR, about("none", NULL));
	fd = socket(AF_INET6, SOCK_DGRAM, 0);
	driver("inet6");
	SET_CASES(SIOCSIFADDR, SET(in6_ifreq, .addr = { 0xfd, [15] = 1 }, 64, 2));
	IO(SIOCSIFADDR, SET(in6_ifreq, .addr = { 0xfd, [15] = 2 }, 200, 2));
	SET_CASES(SIOCSIFDSTADDR, SET(in6_ifreq, .addr = { 0xfd, [15] = 2 }, 64, 2));
	SET_CASES(SIOCDIFADDR, SET(in6_ifreq, .addr = { 0xfd, [15] = 1 }, 64, 2));
	IO(SIOCDIFADDR, SET(in6_ifreq, .addr = { 0xfd, [15] = 1 }, 64, 2));
	IO(SIOCDIFADDR, SET(in6_ifreq, .ifindex = 999));
}

SCENARIO(devices)
{
	int fd = dummy_device(AF_INET);

	driver("netdev");
	GET_IF(SIOCGIFFLAGS);
	SET_IF(SIOCSIFFLAGS, 0x1000 | 1);
	GET_IF(SIOCGIFFLAGS);
	GET_IF(SIOCGIFMTU);
	SET_IF(SIOCSIFMTU, 1400);
	IO(SIOCSIFMTU, about("d0", (void *)-1));
	GET_IF(SIOCGIFMTU);
	GET_IF(SIOCGIFMETRIC);
	SET_IF(SIOCSIFMETRIC, 1);
	GET_IF(SIOCGIFTXQLEN);
	SET_IF(SIOCSIFTXQLEN, 77);
	IO(SIOCSIFTXQLEN, about("d0", (void *)-1));
	GET_IF(SIOCGIFTXQLEN);
	GET_IF(SIOCGIFINDEX);
	ASK_CASES(SIOCGIFNAME, SET(ifreq, .value = 2), 32);
	IO(SIOCGIFNAME, SET(ifreq, .value = 999));
	SET_IF(SIOCSIFFLAGS, 0);
	SET_CASES(SIOCSIFNAME, SET(ifreq, .name = "d0", .addr = { 'a' | 'b' << 8 }));
	ASK_CASES(SIOCGIFINDEX, about("ab", NULL), 32);
	GET_IF(SIOCGIFINDEX);
}

SCENARIO(hardware)
{
	int fd = dummy_device(AF_INET);
	struct g_ifreq *r;

	driver("netdev");
	shell("ip link set d0 up");
	GET_IF(SIOCGIFHWADDR);
	r = SET(ifreq, .name = "d0", .addr = { 1, 0x0602, 0x05040302 });
	SET_CASES(SIOCSIFHWADDR, r);
	r->addr.sin_family = 99;
	IO(SIOCSIFHWADDR, r);
	GET_IF(SIOCGIFHWADDR);
	r->addr.sin_family = 1;
	SET_CASES(SIOCSIFHWBROADCAST, r);
	GET_IF(SIOCGIFMAP);
	r = SET(ifreq, .name = "d0", .map = { 1, 0x80000000, 2, 3, 4, 5 });
	SET_CASES(SIOCSIFMAP, r);
	GET_IF(SIOCGIFMAP);
	r = SET(ifreq, .name = "d0", .addr = { 0, 1, 0x5e000001 });
	SET_CASES(SIOCADDMULTI, r);
	SET_CASES(SIOCDELMULTI, r);
	IO(SIOCDELMULTI, r);
	GET_IF(SIOCGMIIPHY);
	GET_IF(SIOCGHWTSTAMP);
	SET_IF(SIOCSHWTSTAMP, zmem(12));
}

/* What no driver here has, or no kernel any more. */
SCENARIO(unused)
{
	int fd = dummy_device(AF_INET);

	driver("netdev");
	GET_IF(SIOCGIFSLAVE);
	SET_IF(SIOCSIFSLAVE, 1);
	GET_IF(SIOCGIFENCAP);
	SET_IF(SIOCSIFENCAP, 1);
	SET_IF(SIOCSIFPFLAGS, 0);
	GET_IF(SIOCGIFCOUNT);
	SET_IF(SIOCSIFMEM, 1);
	GET_IF(SIOCGIFMEM);
	SET_IF(SIOCSIFLINK, 1);
	SET_IF(SIOCWANDEV, zmem(16));
	SET_IF(SIOCDEVPRIVATE, zmem(16));
	SET_IF(SIOCDEVPRIVATE + 15, zmem(16));
}

SCENARIO(configuration)
{
	int fd = dummy_device(AF_INET);
	struct g_ifconf *conf = ZNEW(ifconf);
	struct g_ifreq *list = mem(4 * 32);
	uint32_t sizes[] = { 0, 31, 32, 128, 0xffffffff };
	unsigned int i;

	driver("inet");
	shell("ip link set lo up");
	shell("ip addr add 10.1.2.3/8 dev d0 && ip link set d0 up");
	IO(SIOCGIFCONF, conf);
	out(&conf->len);
	conf->buf = PTR(list);
	for (i = 0; i < 5; i++) {
		conf->len = sizes[i];
		memset(list, POISON, 4 * 32);
		IO(SIOCGIFCONF, conf);
		OUT(ifconf, conf);
		outb(list, 4 * 32);
	}
	conf->len = 64;
	conf->buf = BAD_HIGH;
	IO(SIOCGIFCONF, conf);
	conf->buf = PTR(edge(40));
	IO(SIOCGIFCONF, conf);
	OUT(ifconf, conf);
	IO(SIOCGIFCONF, BAD);
	IO(SIOCGIFCONF, edge(4));
}

SCENARIO(routes)
{
	int fd = dummy_device(AF_INET);
	struct g_rtentry *rt = SET(rtentry, .rt_dst = IPV4(10, 9, 0, 0),
				   .rt_genmask = IPV4(255, 255, 0, 0),
				   .rt_flags = 1, .rt_metric = 3,
				   .rt_mtu = 1200, .rt_window = 5000);
	struct g_in6_rtmsg *rt6;

	shell("ip addr add 10.1.2.3/8 dev d0; ip link set d0 up");
	driver("inet");
	rt->rt_dev = PTR(str("d0"));
	SET_CASES(SIOCADDRT, rt);
	IO(SIOCADDRT, rt);
	note("route: %d", shell("ip route | grep -q '^10.9.0.0/16.* metric 2'"));
	SET_CASES(SIOCDELRT, rt);
	IO(SIOCDELRT, rt);
	rt->rt_dev = BAD_HIGH;
	IO(SIOCADDRT, rt);
	rt->rt_dev = PTR(str("none"));
	IO(SIOCADDRT, rt);
	rt->rt_dev = PTR(memcpy(edge(2), "d0", 2));
	IO(SIOCADDRT, rt);
	rt->rt_dev = 0;
	rt->rt_flags = 3;
	rt->rt_gateway = (struct g_sockaddr_in)IPV4(10, 1, 2, 9);
	IO(SIOCADDRT, rt);
	IO(SIOCDELRT, rt);
	rt->rt_dst.sin_family = 99;
	IO(SIOCADDRT, rt);
	IO(SIOCRTMSG, rt);
	fd = socket(AF_INET6, SOCK_DGRAM, 0);
	driver("inet6");
	rt6 = SET(in6_rtmsg, .rtmsg_dst = { 0xfd, 1 }, .rtmsg_dst_len = 64,
		  .rtmsg_metric = 7, .rtmsg_info = 0x80000000,
		  .rtmsg_flags = 1, .rtmsg_ifindex = 2);
	SET_CASES(SIOCADDRT, rt6);
	IO(SIOCADDRT, rt6);
	SET_CASES(SIOCDELRT, rt6);
	IO(SIOCDELRT, rt6);
	rt6->rtmsg_ifindex = 99;
	IO(SIOCADDRT, rt6);
}

SCENARIO(neighbours)
{
	int fd = dummy_device(AF_INET);
	struct g_arpreq *a;

	/* A dummy device has no neighbours: NOARP; but a bridge has. */
	need_module("bridge");
	shell("ip link add name br type bridge");
	shell("ip link set br address 02:00:00:00:00:07");
	shell("ip addr add 10.1.2.3/8 dev br; ip link set br up");
	driver("arp");
	a = SET(arpreq, .arp_pa = IPV4(10, 1, 2, 9),
		.arp_ha = { 1, 0, 2, 3, 4, 5, 6, 7 },
		.arp_flags = ATF_COM | ATF_PERM, .arp_dev = "br");
	SET_CASES(SIOCSARP, a);
	a = SET(arpreq, .arp_pa = IPV4(10, 1, 2, 9), .arp_dev = "br");
	ASK_CASES(SIOCGARP, a, sizeof(*a));
	a = SET(arpreq, .arp_pa = IPV4(10, 1, 2, 9), .arp_dev = "br");
	SET_CASES(SIOCDARP, a);
	IO(SIOCDARP, SET(arpreq, .arp_pa = IPV4(10, 1, 2, 8), .arp_dev = "br"));
	IO(SIOCGARP, SET(arpreq, .arp_pa = IPV4(10, 1, 2, 8), .arp_dev = "br"));
	IO(SIOCSARP, SET(arpreq, .arp_pa = { .sin_family = 99 }));
	IO(SIOCDRARP, a);
	IO(SIOCGRARP, a);
	IO(SIOCSRARP, a);
}

/* Commands whose data are behind a pointer in struct ifreq. */
SCENARIO(bridge)
{
	int fd = dummy_device(AF_INET);
	struct g_bridge_info *info = NEW(bridge_info);
	uint32_t *list = mem(64), *args = zmem(16);

#define OLD(...)	memcpy(args, (uint32_t[4]) { __VA_ARGS__ }, 16)
	need_module("bridge");
	driver("bridge");
	SET_CASES(SIOCBRADDBR, str("br"));
	IO(SIOCBRADDBR, str("br"));
	shell("ip link set br address 02:00:00:00:00:07");
	SET_CASES(SIOCBRADDIF, SET(ifreq, .name = "br", .value = 2));
	IO(SIOCBRADDIF, SET(ifreq, .name = "br", .value = 99));
	OLD(BRCTL_GET_VERSION);
	SET_CASES(SIOCGIFBR, args);
	OLD(BRCTL_GET_BRIDGES, PTR(list), 4);
	IO(SIOCGIFBR, args);
	outb(list, 64);
	OLD(BRCTL_GET_BRIDGES, BAD, 4);
	IO(SIOCGIFBR, args);
	OLD(BRCTL_ADD_BRIDGE, PTR(str("br2")));
	SET_CASES(SIOCSIFBR, args);
	IO(SIOCSIFBR, args);
	OLD(BRCTL_DEL_BRIDGE, PTR(str("br2")));
	IO(SIOCSIFBR, args);
	OLD(BRCTL_DEL_BRIDGE, BAD_HIGH);
	IO(SIOCSIFBR, args);
	IO(SIOCGIFBR, edge(8));
	OLD(BRCTL_GET_BRIDGE_INFO, PTR(info));
	IO(SIOCDEVPRIVATE, about("br", args));
	/* The timers run. */
	info->gc_timer_value = 0;
	info->hello_timer_value = 0;
	OUT(bridge_info, info);
	OLD(BRCTL_GET_BRIDGE_INFO, BAD_HIGH);
	IO(SIOCDEVPRIVATE, about("br", args));
	OLD(BRCTL_GET_PORT_LIST, PTR(list), 16);
	IO(SIOCDEVPRIVATE, about("br", args));
	outb(list, 64);
	OLD(BRCTL_SET_AGEING_TIME, 0x80000000);
	IO(SIOCDEVPRIVATE, about("br", args));
	OLD(BRCTL_SET_BRIDGE_PRIORITY, 0x1234);
	IO(SIOCDEVPRIVATE, about("br", args));
	OLD(BRCTL_GET_PORT_INFO, PTR(memset(list, POISON, 64)), 1);
	IO(SIOCDEVPRIVATE, about("br", args));
	outb(list, 64);
	OLD(BRCTL_GET_FDB_ENTRIES, PTR(memset(list, POISON, 64)), 4);
	IO(SIOCDEVPRIVATE, about("br", args));
	outb(list, 64);
	OLD(99);
	IO(SIOCDEVPRIVATE, about("br", args));
	IO(SIOCDEVPRIVATE, about("br", (void *)BAD));
	SET_CASES(SIOCBRDELIF, SET(ifreq, .name = "br", .value = 2));
	SET_CASES(SIOCBRDELBR, str("br"));
	IO(SIOCBRDELBR, str("br"));
#undef OLD
}

SCENARIO(bonding)
{
	int fd = dummy_device(AF_INET);
	struct ifslave *slave = zmem(sizeof(*slave));
	struct ifbond *bond = mem(sizeof(*bond));
	struct g_ifreq *r, *with;

	need_module("bonding max_bonds=0");
	if (shell("ip link add name bond type bond") ||
	    shell("ip link set bond address 02:00:00:00:00:09"))
		skip("no bonding device");
	driver("bonding");
	shell("ip link set d0 down; ip link set bond up");
	r = SET(ifreq, .name = "bond");
	with = SET(ifreq, .name = "bond");
	memcpy(&with->value, "d0", 3);
	SET_CASES(SIOCBONDENSLAVE, with);
	IO(SIOCBONDENSLAVE, with);
	SET_CASES(SIOCBONDCHANGEACTIVE, with);
	r->value = PTR(bond);
	IO(SIOCBONDINFOQUERY, r);
	outb(bond, sizeof(*bond));
	r->value = BAD_HIGH;
	IO(SIOCBONDINFOQUERY, r);
	IO(SIOCBONDINFOQUERY, BAD);
	r->value = PTR(slave);
	IO(SIOCBONDSLAVEINFOQUERY, r);
	/* How long the link was up or down is counted, not the rest. */
	slave->link_failure_count = 0;
	outb(slave, sizeof(*slave));
	slave->slave_id = 7;
	IO(SIOCBONDSLAVEINFOQUERY, r);
	SET_CASES(SIOCBONDSETHWADDR, with);
	ASK_CASES(SIOCGMIIPHY, about("bond", NULL), 32);
	ASK_CASES(SIOCGMIIREG, about("bond", NULL), 32);
	SET_CASES(SIOCSMIIREG, about("bond", NULL));
	SET_CASES(SIOCBONDRELEASE, with);
	IO(SIOCBONDRELEASE, with);
	shell("ip link del bond");
}

SCENARIO(vlan)
{
	int fd = dummy_device(AF_INET);
	struct g_vlan_ioctl_args *v;

	need_module("8021q");
	driver("8021q");
	SET_CASES(SIOCSIFVLAN, SET(vlan_ioctl_args, ADD_VLAN_CMD, "d0", .u.vid = 5));
	IO(SIOCSIFVLAN, SET(vlan_ioctl_args, ADD_VLAN_CMD, "d0", .u.vid = 5));
	IO(SIOCSIFVLAN, SET(vlan_ioctl_args, ADD_VLAN_CMD, "no", .u.vid = 6));
	v = SET(vlan_ioctl_args, GET_VLAN_VID_CMD, "d0.5");
	ASK_CASES(SIOCGIFVLAN, v, sizeof(*v));
	v = SET(vlan_ioctl_args, GET_VLAN_REALDEV_NAME_CMD, "d0.5");
	ASK_CASES(SIOCGIFVLAN, v, sizeof(*v));
	IO(SIOCGIFVLAN, SET(vlan_ioctl_args, GET_VLAN_VID_CMD, "d0"));
	IO(SIOCSIFVLAN, SET(vlan_ioctl_args, SET_VLAN_EGRESS_PRIORITY_CMD,
			    "d0.5", .u.number = 3, .vlan_qos = 2));
	IO(SIOCSIFVLAN, SET(vlan_ioctl_args, SET_VLAN_FLAG_CMD, "d0.5",
			    .u.number = 1, .vlan_qos = 1));
	IO(SIOCSIFVLAN, SET(vlan_ioctl_args, 99, "d0.5"));
	IO(SIOCSIFVLAN, SET(vlan_ioctl_args, DEL_VLAN_CMD, "d0.5"));
}

static void isatap(int fd, struct g_ip_tunnel_prl *prl, void *rd)
{
	prl->addr = IP(10, 1, 2, 9);
	SET_CASES(SIOCADDPRL, about("tun7", prl));
	IO(SIOCADDPRL, about("tun7", prl));
	IO(SIOCCHGPRL, about("tun7", prl));
	prl->addr = 0;
	prl->datalen = 2 * sizeof(*prl);
	ASK_CASES(SIOCGETPRL, about("tun7", prl), 32);
	outb(prl, sizeof(*prl));
	IO(SIOCGETPRL, about("tun7", (void *)BAD));
	SET_CASES(SIOCDELPRL, about("tun7", prl));
	IO(SIOCGET6RD, about("tun7", rd));
	outb(rd, 24);
	SET_CASES(SIOCCHG6RD, about("tun7", rd));
	IO(SIOCADD6RD, about("tun7", (void *)BAD));
	SET_CASES(SIOCDEL6RD, about("tun7", rd));
}

/*
 * The module makes a device in each network namespace, old and new: it may not
 * stay loaded, or the numbers of devices would depend on it.
 */
static void tunnel(const char *module, const char *base, uint8_t proto)
{
	struct g_ip_tunnel_parm *p = ZNEW(ip_tunnel_parm), *got;
	int fd = socket(AF_INET, SOCK_DGRAM, 0);

	need_module(module);
	driver(module);
	got = NEW(ip_tunnel_parm);
	IO(SIOCGETTUNNEL, about(base, got));
	OUT(ip_tunnel_parm, got);
	IO(SIOCGETTUNNEL, about(base, (void *)BAD));
	strcpy(p->name, "tun7");
	p->version_ihl = 0x45;
	p->protocol = proto;
	p->saddr = IP(10, 1, 2, 3);
	p->daddr = IP(10, 1, 2, 4);
	p->ttl = 9;
	p->frag_off = 0x40;
	SET_CASES(SIOCADDTUNNEL, about(base, p));
	IO(SIOCADDTUNNEL, about(base, p));
	OUT(ip_tunnel_parm, p);
	p->ttl = 10;
	SET_CASES(SIOCCHGTUNNEL, about("tun7", p));
	memset(got, POISON, sizeof(*got));
	IO(SIOCGETTUNNEL, about("tun7", got));
	OUT(ip_tunnel_parm, got);
	p->protocol = 99;
	IO(SIOCCHGTUNNEL, about("tun7", p));
	if (proto == IPPROTO_IPV6)
		isatap(fd, ZNEW(ip_tunnel_prl), zmem(24));
	p->protocol = proto;
	SET_CASES(SIOCDELTUNNEL, about("tun7", p));
	IO(SIOCDELTUNNEL, about(base, p));
	if (shell("modprobe -r %s", module))
		note("cannot unload it");
}

SCENARIO(tunnel_ipip)
{
	tunnel("ipip", "tunl0", IPPROTO_IPIP);
}

SCENARIO(tunnel_sit)
{
	tunnel("sit", "sit0", IPPROTO_IPV6);
}

SCENARIO(tunnel_ip6)
{
	struct ip6_tnl_parm *p = zmem(sizeof(*p));
	int fd = socket(AF_INET6, SOCK_DGRAM, 0);

	need_module("ip6_tunnel");
	driver("ip6_tunnel");
	ASK_CASES(SIOCGETTUNNEL, about("ip6tnl0", p), 32);
	outb(p, sizeof(*p));
	memset(p, 0, sizeof(*p));
	strcpy(p->name, "tun7");
	p->proto = IPPROTO_IPV6;
	p->laddr.s6_addr[0] = 0xfd;
	p->raddr.s6_addr[0] = 0xfd;
	p->raddr.s6_addr[15] = 1;
	SET_CASES(SIOCADDTUNNEL, about("ip6tnl0", p));
	IO(SIOCADDTUNNEL, about("ip6tnl0", p));
	p->hop_limit = 9;
	SET_CASES(SIOCCHGTUNNEL, about("tun7", p));
	IO(SIOCCHGTUNNEL, about("tun7", (void *)BAD));
	IO(SIOCGETTUNNEL, about("tun7", p));
	outb(p, sizeof(*p));
	SET_CASES(SIOCDELTUNNEL, about("tun7", p));
	IO(SIOCDELTUNNEL, about("ip6tnl0", p));
	if (shell("modprobe -r ip6_tunnel"))
		note("cannot unload it");
}

SCENARIO(multicast_routing)
{
	struct g_sioc_vif_req *vif = SET(sioc_vif_req, .vifi = 0);
	struct g_sioc_sg_req *sg = ZNEW(sioc_sg_req);
	uint32_t *routed = zmem(60);		/* struct mfcctl */
	int fd = socket(AF_INET, SOCK_RAW, IPPROTO_IGMP);

	if (fd < 0)
		skip("no raw sockets");
	shell("ip link set lo up; ip link set lo multicast on");
	driver("ipmr");
	IO(SIOCGETVIFCNT, vif);
	sys(setsockopt, fd, IPPROTO_IP, MRT_INIT, NUM(1), 4);
	sys(setsockopt, fd, IPPROTO_IP, MRT_ADD_VIF,
	    bytes((uint32_t[]){ 0x01080000, 0, 1, 0 }, 16), 16);
	ASK_CASES(SIOCGETVIFCNT, vif, sizeof(*vif));
	vif->vifi = 9;
	IO(SIOCGETVIFCNT, vif);
	routed[0] = IP(10, 1, 2, 3);
	routed[1] = IP(224, 1, 2, 3);
	sys(setsockopt, fd, IPPROTO_IP, MRT_ADD_MFC, routed, 60);
	sg->src = IP(10, 1, 2, 3);
	sg->grp = IP(224, 1, 2, 3);
	ASK_CASES(SIOCGETSGCNT, sg, sizeof(*sg));
	sg->src = 0;
	IO(SIOCGETSGCNT, sg);
	IO(SIOCGETRPF, sg);
}

SCENARIO(multicast_routing6)
{
	/* Of these two, the kernel has a compat version that nothing calls. */
	struct g_sioc_mif_req6 *mif = SET(sioc_mif_req6, .mifi = 0);
	struct g_sioc_sg_req6 *sg = ZNEW(sioc_sg_req6);
	int fd = socket(AF_INET6, SOCK_RAW, IPPROTO_ICMPV6);
	struct mf6cctl *mfc = zmem(sizeof(*mfc));

	if (fd < 0)
		skip("no raw sockets");
	driver("ip6mr");
	IO(SIOCGETMIFCNT_IN6, mif);
	sys(setsockopt, fd, IPPROTO_IPV6, MRT6_INIT, NUM(1), 4);
	sys(setsockopt, fd, IPPROTO_IPV6, MRT6_ADD_MIF,
	    bytes((uint16_t[]){ 0, 0x0100, 1, 0, 0, 0 }, 12), 12);
	ASK_CASES(SIOCGETMIFCNT_IN6, mif, sizeof(*mif));
	mif->mifi = 9;
	IO(SIOCGETMIFCNT_IN6, mif);
	mfc->mf6cc_origin.sin6_family = AF_INET6;
	mfc->mf6cc_origin.sin6_addr.s6_addr[0] = 0xfd;
	mfc->mf6cc_mcastgrp.sin6_family = AF_INET6;
	mfc->mf6cc_mcastgrp.sin6_addr.s6_addr[0] = 0xff;
	mfc->mf6cc_mcastgrp.sin6_addr.s6_addr[1] = 0x0e;
	sys(setsockopt, fd, IPPROTO_IPV6, MRT6_ADD_MFC, mfc, sizeof(*mfc));
	memcpy(sg->src, &mfc->mf6cc_origin, 28);
	memcpy(sg->grp, &mfc->mf6cc_mcastgrp, 28);
	ASK_CASES(SIOCGETSGCNT_IN6, sg, sizeof(*sg));
	sg->src[8] = 0xfe;
	IO(SIOCGETSGCNT_IN6, sg);
}

static void ethtool(int fd, const char *device, uint32_t cmd, uint32_t word,
		    size_t size)
{
	uint32_t *data = zmem(size);

	/* It tells the kernel's version as well. */
	if (cmd == ETHTOOL_GDRVINFO)
		data = zmem(sizeof(struct ethtool_drvinfo));
	data[0] = cmd;
	data[1] = word;
	IO(SIOCETHTOOL, about(device, data));
	outb(data, size);
}

/* Both kinds of commands: a number behind it, and a structure of any length. */
SCENARIO(ethtool)
{
	int fd = dummy_device(AF_INET);
	const char *v = "v0";

	need_module("veth");
	if (shell("ip link add name v0 type veth && ip link set v0 up"))
		skip("no veth device");
	driver("veth");
	ethtool(fd, v, ETHTOOL_GDRVINFO, 0, 36);
	ethtool(fd, v, ETHTOOL_GLINK, 0, 8);
	ethtool(fd, v, ETHTOOL_GSET, 0, 44);
	ethtool(fd, v, ETHTOOL_GLINKSETTINGS, 0, 64);
	ethtool(fd, v, ETHTOOL_GSSET_INFO, 0, 32);
	ethtool(fd, v, ETHTOOL_GSTRINGS, ETH_SS_STATS, 1036);
	ethtool(fd, v, ETHTOOL_GFEATURES, 2, 64);
	ethtool(fd, v, ETHTOOL_GCHANNELS, 0, 36);
	ethtool(fd, v, ETHTOOL_GRINGPARAM, 0, 36);
	ethtool(fd, v, ETHTOOL_GPERMADDR, 6, 16);
	ethtool(fd, v, ETHTOOL_GET_TS_INFO, 0, 44);
	ethtool(fd, v, ETHTOOL_GFLAGS, 0, 8);
	ethtool(fd, v, ETHTOOL_GTSO, 0, 8);
	ethtool(fd, v, ETHTOOL_STSO, 0, 8);
	ethtool(fd, v, ETHTOOL_GGRO, 0, 8);
	ethtool(fd, v, ETHTOOL_GRXRINGS, 0, 192);
	ethtool(fd, v, ETHTOOL_GRXCLSRLCNT, 0, 192);
	ethtool(fd, v, ETHTOOL_GRXCLSRLALL, 0, 192);
	ethtool(fd, v, ETHTOOL_GRXCLSRULE, 0, 192);
	ethtool(fd, v, ETHTOOL_SRXCLSRLINS, 0, 192);
	ethtool(fd, v, ETHTOOL_GRXFHINDIR, 0, 16);
	ethtool(fd, v, ETHTOOL_GRSSH, 0, 64);
	ethtool(fd, v, ETHTOOL_GCOALESCE, 0, 92);
	ethtool(fd, v, ETHTOOL_GTUNABLE, 0, 24);
	ethtool(fd, v, ETHTOOL_GPFLAGS, 0, 8);
	ethtool(fd, v, 0xffff, 0, 8);
	ethtool(fd, "d0", ETHTOOL_GET_TS_INFO, 0, 44);
	ethtool(fd, "none", ETHTOOL_GLINK, 0, 8);
	IO(SIOCETHTOOL, about(v, (void *)BAD));
	IO(SIOCETHTOOL, about(v, memcpy(edge(4), "\x03\0\0", 4)));
	IO(SIOCETHTOOL, BAD_HIGH);
}

static int udp_self(struct g_sockaddr_in *name)
{
	int fd = socket(AF_INET, SOCK_DGRAM, 0);

	bind(fd, (void *)name, sizeof(*name));
	connect(fd, (void *)name, sizeof(*name));
	return fd;
}

SCENARIO(queues)
{
	struct g_sockaddr_in name = IPV4(127, 0, 0, 1);
	struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = 0x1234,
				  .sin_addr.s_addr = name.sin_addr };
	uint32_t *n = zmem(4);
	int fd, in, out;

	shell("ip link set lo up");
	name.sin_port = 0x1234;
	fd = udp_self(&name);
	driver("udp");
	note("sent: %zd", send(fd, "12345", 5, 0));
	GET_CASES(SIOCINQ, 4);
	GET_CASES(SIOCOUTQ, 4);
	IO(SIOCATMARK, n);
	IO(SIOCOUTQNSD, n);
	in = socket(AF_INET, SOCK_STREAM, 0);
	bind(in, (void *)&to, sizeof(to));
	listen(in, 1);
	out = socket(AF_INET, SOCK_STREAM, 0);
	driver("tcp");
	fd = in;
	IO(SIOCINQ, n);
	IO(SIOCOUTQ, n);
	fd = out;
	connect(fd, (void *)&to, sizeof(to));
	in = accept(in, NULL, NULL);
	note("sent: %zd", send(fd, "abc", 3, 0));
	note("sent: %zd", send(fd, "X", 1, MSG_OOB));
	fd = in;
	silent(poll, SET(pollfd, .fd = fd, .events = 2), 1, -1);
	GET_CASES(SIOCINQ, 4);
	GET_CASES(SIOCATMARK, 4);
	note("received: %zd", recv(fd, n, 4, 0));
	GET_CASES(SIOCATMARK, 4);
	GET_CASES(SIOCOUTQ, 4);
	GET_CASES(SIOCOUTQNSD, 4);
	driver("sock");
	SET_CASES(SIOCSPGRP, NUM(getpid()));
	GET_CASES(SIOCGPGRP, 4);
	SET_CASES(FIOSETOWN, NUM(0));
	GET_CASES(FIOGETOWN, 4);
	IO(FIOSETOWN, NUM(9999));
	IO(SIOCSPGRP, NUM(0x80000000));
}

/* What came with the last datagram, in four layouts. */
SCENARIO(stamps)
{
	struct g_sockaddr_in name = IPV4(127, 0, 0, 1);
	struct g_timespec64 *t64;
	struct g_timespec *ts;
	struct g_timeval *tv;
	int fd;

	shell("ip link set lo up");
	name.sin_port = 0x1234;
	fd = udp_self(&name);
	driver("sock");
	IO(SIOCGSTAMP_OLD, mem(8));
	note("sent: %zd", send(fd, "12345", 5, 0));
	note("received: %zd", recv(fd, mem(8), 8, 0));
	tv = NEW(timeval);
	IO(SIOCGSTAMP_OLD, tv);
	OUT(timeval, tv);
	ts = NEW(timespec);
	IO(SIOCGSTAMPNS_OLD, ts);
	OUT(timespec, ts);
	t64 = NEW(timespec64);
	IO(SIOCGSTAMPNS_NEW, t64);
	OUT(timespec64, t64);
	t64 = NEW(timespec64);
	IO(SIOCGSTAMP_NEW, t64);
	OUT(timespec64, t64);
	IO(SIOCGSTAMP_OLD, BAD);
	IO(SIOCGSTAMPNS_OLD, BAD_HIGH);
	IO(SIOCGSTAMP_NEW, edge(12));
	IO(SIOCGSTAMPNS_NEW, BAD_HIGH);
}

SCENARIO(unix)
{
	int pair[2], fd;
	uint32_t *n = zmem(4);

	socketpair(AF_UNIX, SOCK_STREAM, 0, pair);
	fd = pair[0];
	driver("unix");
	note("sent: %zd", send(pair[1], "1234567", 7, 0));
	GET_CASES(SIOCINQ, 4);
	GET_CASES(SIOCATMARK, 4);
	fd = pair[1];
	/* What a queued byte costs is the kernel's business. */
	IO(SIOCOUTQ, n);
	note("queued: %s", *n ? "yes" : "no");
	IO(SIOCOUTQ, BAD);
	IO(SIOCUNIXFILE, 0);
	fd = socket(AF_UNIX, SOCK_STREAM, 0);
	IO(SIOCINQ, n);
	bind(fd, bytes("\1\0path", 7), 7);
	IO(SIOCUNIXFILE, 0);
	listen(fd, 1);
	IO(SIOCINQ, n);
	fd = socket(AF_PACKET, SOCK_RAW, 0);
	driver("packet");
	GET_CASES(SIOCINQ, 4);
	GET_CASES(SIOCOUTQ, 4);
	IO(SIOCGIFCONF, BAD);
	fd = socket(AF_NETLINK, SOCK_RAW, 0);
	driver("netlink");
	IO(SIOCINQ, n);
	IO(SIOCGIFINDEX, about("lo", NULL));
}
