// SPDX-License-Identifier: GPL-2.0-only
/*
 * scenarios: ioctls of protocols that only the machine's own network has
 */
#include <string.h>
#include <unistd.h>

#include <sys/ioctl.h>
#include <sys/socket.h>

#include <linux/atm.h>
#include <linux/atmdev.h>
#include <linux/atmsap.h>
#include <linux/ax25.h>
#include <linux/sockios.h>

#include "cases.h"
#include "device.h"

#define GROUP "oldnet"

static int socket_of(const char *module, int family, int type, int protocol)
{
	int fd;

	need_module(module);
	first_network();
	fd = socket(family, type, protocol);
	if (fd < 0)
		skip("no such socket");
	driver(module);
	return fd;
}

/* AppleTalk's addresses: network 1, node 2. */
#define AT_ADDRESS	"\5\0\0\0\0\1\2\0\2\0\1\0\3"

static struct g_ifreq *at_request(const char *device)
{
	struct g_ifreq *r = SET(ifreq, .value = 0);

	strcpy(r->name, device);
	memcpy(&r->addr, AT_ADDRESS, 13);
	return r;
}

SCENARIO(appletalk)
{
	int fd = socket_of("appletalk", AF_APPLETALK, SOCK_DGRAM, 0);
	struct g_rtentry *rt = ZNEW(rtentry);

	SET_CASES(SIOCSIFADDR, at_request("lo"));
	ASK_CASES(SIOCGIFADDR, at_request("lo"), 32);
	ASK_CASES(SIOCGIFBRDADDR, at_request("lo"), 32);
	IO(SIOCGIFADDR, at_request("none"));
	memcpy(&rt->rt_dst, AT_ADDRESS, 13);
	memcpy(&rt->rt_gateway, AT_ADDRESS, 13);
	rt->rt_flags = 1;
	rt->rt_dev = PTR(str("lo"));
	SET_CASES(SIOCADDRT, rt);
	rt->rt_dev = BAD_HIGH;
	IO(SIOCADDRT, rt);
	rt->rt_dev = PTR(str("none"));
	IO(SIOCADDRT, rt);
	SET_CASES(SIOCDELRT, rt);
	IO(SIOCDELRT, rt);
	rt->rt_dst.sin_family = 99;
	IO(SIOCADDRT, rt);
	IO(SIOCDELRT, rt);
	IO(SIOCSARP, at_request("lo"));
	IO(SIOCDARP, at_request("lo"));
	GET_CASES(SIOCINQ, 4);
	GET_CASES(SIOCOUTQ, 4);
	SET_CASES(SIOCPROTOPRIVATE, at_request("lo"));	/* SIOCATALKDIFADDR */
	IO(SIOCDIFADDR, at_request("lo"));
	IO(SIOCGIFMTU, at_request("lo"));
}

#define G_ATM_GETNAMES	_IOW('a', ATMIOC_ITF + 3, uint64_t)
#define G_ATM_GETLINKRATE	_IOW('a', ATMIOC_ITF + 1, uint32_t[3])
#define G_ATM_GETTYPE	_IOW('a', ATMIOC_ITF + 4, uint32_t[3])
#define G_ATM_GETESI	_IOW('a', ATMIOC_ITF + 5, uint32_t[3])
#define G_ATM_GETSTAT	_IOW('a', ATMIOC_SARCOM, uint32_t[3])
#define G_ATM_SETBACKEND	_IOW('a', ATMIOC_SPECIAL + 2, uint16_t)

/* There is no such hardware: what every command answers before it asks it. */
SCENARIO(atm)
{
	int fd = socket_of("atm", AF_ATMPVC, SOCK_DGRAM, 0);
	uint32_t *names = bytes((uint32_t[]){ 16, PTR(mem(16)) }, 8);
	uint32_t *request = bytes((uint32_t[]){ 7, 16, PTR(mem(16)) }, 12);

	IO(G_ATM_GETNAMES, names);
	outb(names, 4);
	IO(G_ATM_GETNAMES, BAD);
	names[1] = BAD_HIGH;
	IO(G_ATM_GETNAMES, names);
	names[0] = -1;
	IO(G_ATM_GETNAMES, names);
	IO(G_ATM_GETLINKRATE, request);
	IO(G_ATM_GETTYPE, request);
	IO(G_ATM_GETESI, request);
	IO(G_ATM_GETESI, BAD);
	IO(G_ATM_GETSTAT, request);
	IO(_IOW('a', ATMIOC_SARCOM + 4, uint32_t[3]), request);
	GET_CASES(SIOCINQ, 4);
	GET_CASES(SIOCOUTQ, 4);
	IO(ATM_SETSC, 0);
	IO(G_ATM_SETBACKEND, BAD);
	IO(SIOCGIFCONF, BAD);
}

static struct sockaddr_ax25 call_sign(const char *shifted)
{
	struct sockaddr_ax25 a = { .sax25_family = AF_AX25 };

	memcpy(&a.sax25_call, shifted, 7);
	return a;
}

SCENARIO(ax25)
{
	int fd = socket_of("ax25", AF_AX25, SOCK_DGRAM, 0);
	struct full_sockaddr_ax25 *a = zmem(sizeof(*a));
	uint8_t *route = zmem(128);

	a->fsa_ax25 = call_sign("\x9c\x60\x86\x82\x98\x98\0");
	a->fsa_ax25.sax25_ndigis = 4321;
	SET_CASES(SIOCAX25ADDUID, a);
	IO(SIOCAX25ADDUID, a);
	SET_CASES(SIOCAX25GETUID, a);
	SET_CASES(SIOCAX25DELUID, a);
	IO(SIOCAX25DELUID, a);
	IO(SIOCAX25GETUID, a);
	SET_CASES(SIOCAX25NOUID, NUM(1));
	IO(SIOCAX25NOUID, NUM(0));
	IO(SIOCAX25NOUID, NUM(9));
	SET_CASES(SIOCAX25CTLCON, zmem(64));
	SET_CASES(SIOCADDRT, route);
	SET_CASES(SIOCDELRT, route);
	SET_CASES(SIOCAX25OPTRT, route);
	SET_CASES(SIOCAX25ADDFWD, route);
	SET_CASES(SIOCAX25DELFWD, route);
	IO(SIOCAX25GETINFO, mem(64));
	GET_CASES(SIOCINQ, 4);
	GET_CASES(SIOCOUTQ, 4);
	IO(SIOCGIFADDR, zmem(32));
	fd = socket(AF_AX25, SOCK_SEQPACKET, 0);
	GET_CASES(SIOCAX25GETINFO, sizeof(struct ax25_info_struct));
	GET_CASES(SIOCAX25GETINFOOLD, sizeof(struct ax25_info_struct_deprecated));
}

#define BLUETOOTH	31	/* AF_BLUETOOTH */
#define BTPROTO_HCI	1
#define BTPROTO_RFCOMM	3
#define BTPROTO_BNEP	4
#define BTPROTO_HIDP	6

#define HCIUARTSETPROTO		_IOW('U', 200, int)
#define HCIUARTGETPROTO		_IOR('U', 201, int)
#define HCIUARTGETDEVICE	_IOR('U', 202, int)
#define HCIUARTSETFLAGS		_IOW('U', 203, int)
#define HCIUARTGETFLAGS		_IOR('U', 204, int)
#define HCIDEVUP		_IOW('H', 201, int)
#define HCIDEVDOWN		_IOW('H', 202, int)
#define HCIDEVRESET		_IOW('H', 203, int)
#define HCIDEVRESTAT		_IOW('H', 204, int)
#define HCIGETDEVLIST		_IOR('H', 210, int)
#define HCIGETDEVINFO		_IOR('H', 211, int)
#define HCIGETCONNLIST		_IOR('H', 212, int)
#define HCISETRAW		_IOW('H', 220, int)
#define HCISETSCAN		_IOW('H', 221, int)
#define HCISETLINKMODE		_IOW('H', 226, int)
#define HCISETPTYPE		_IOW('H', 224, int)
#define HCISETACLMTU		_IOW('H', 227, int)
#define HCIINQUIRY		_IOR('H', 240, int)
#define BNEPCONNADD		_IOW('B', 200, int)
#define BNEPCONNDEL		_IOW('B', 201, int)
#define BNEPGETCONNLIST		_IOR('B', 210, int)
#define BNEPGETCONNINFO		_IOR('B', 211, int)
#define BNEPGETSUPPFEAT		_IOR('B', 212, int)
#define HIDPCONNADD		_IOW('H', 200, int)
#define HIDPCONNDEL		_IOW('H', 201, int)
#define HIDPGETCONNLIST		_IOR('H', 210, int)
#define HIDPGETCONNINFO		_IOR('H', 211, int)
#define RFCOMMCREATEDEV		_IOW('R', 200, int)
#define RFCOMMRELEASEDEV	_IOW('R', 201, int)
#define RFCOMMGETDEVLIST	_IOR('R', 210, int)
#define RFCOMMGETDEVINFO	_IOR('R', 211, int)

/* Debian's 6.1 warns of its own ECDH as it loads it, which is all it takes. */
static int bluetooth_socket(const char *module, int protocol)
{
	skip_on("6.1.", "this kernel's Bluetooth ends in a warning");
	return socket_of(module, BLUETOOTH, SOCK_RAW, protocol);
}

static void hci_commands(int fd, uint16_t dev)
{
	uint16_t *list = zmem(64), *info = zmem(128);

	/* It is still being opened: what state it is in depends on time. */
	list[0] = 4;
	ASK_CASES(HCIGETDEVLIST, list, 6);
	info[0] = dev;
	ASK_CASES(HCIGETDEVINFO, info, 16);
	info[0] = 99;
	IO(HCIGETDEVINFO, info);
	list[0] = dev;
	list[1] = 2;
	ASK_CASES(HCIGETCONNLIST, list, 4);
	IO(HCIDEVRESTAT, dev);
	IO(HCIDEVRESTAT, 99);
	IO(HCIDEVDOWN, 99);
	IO(HCIDEVUP, 99);
	IO(HCIDEVRESET, 99);
	IO(HCISETRAW, 1);
	SET_CASES(HCISETSCAN, bytes((uint16_t[]){ 99, 0, 0, 0 }, 8));
	SET_CASES(HCISETPTYPE, bytes((uint16_t[]){ dev, 0, 0x18, 0 }, 8));
	SET_CASES(HCISETLINKMODE, bytes((uint16_t[]){ dev, 0, 1, 0 }, 8));
	SET_CASES(HCISETACLMTU, bytes((uint16_t[]){ dev, 0, 4, 5 }, 8));
	SET_CASES(HCIINQUIRY, bytes((uint16_t[]){ 99, 0, 0, 0, 0 }, 10));
}

/* A controller behind a terminal, raw: nothing is sent to it. */
SCENARIO(hci)
{
	int slave, master = open_pty(&slave), fd, dev;

	fd = bluetooth_socket("hci_uart", BTPROTO_HCI);
	if (master < 0 || ioctl(slave, TIOCSETD, &(int){ 15 }))
		skip("no such line discipline");
	ioc(slave, HCIUARTGETPROTO, 0);
	ioc(slave, HCIUARTGETFLAGS, 0);
	ioc(slave, HCIUARTSETFLAGS, 0xff000000);
	ioc(slave, HCIUARTSETFLAGS, 1);
	ioc(slave, HCIUARTGETFLAGS, 0);
	ioc(slave, HCIUARTGETDEVICE, 0);
	ioc(slave, HCIUARTSETPROTO, 99);
	ioc(slave, HCIUARTSETPROTO, 0);
	ioc(slave, HCIUARTSETPROTO, 0);
	ioc(slave, HCIUARTGETPROTO, 0);
	dev = ioc(slave, HCIUARTGETDEVICE, 0);
	if (dev >= 0)
		hci_commands(fd, dev);
	ioctl(slave, TIOCSETD, &(int){ 0 });
}

/* Lists of no connections, and connections over what is no channel. */
static void connections(int fd)
{
	uint32_t *list = mem(8);

	list[0] = 2;
	list[1] = PTR(mem(512));
	ASK_CASES(BNEPGETCONNLIST, list, 8);
	IO(BNEPGETCONNLIST, bytes((uint32_t[]){ 0, BAD }, 8));
	SET_CASES(BNEPGETCONNINFO, zmem(64));
	SET_CASES(BNEPCONNDEL, zmem(16));
	SET_CASES(BNEPCONNADD, zmem(32));
	IO(BNEPCONNADD, memset(mem(32), 0xff, 32));
}

SCENARIO(bnep)
{
	int fd = bluetooth_socket("bnep", BTPROTO_BNEP);

	connections(fd);
	GET_CASES(BNEPGETSUPPFEAT, 4);
}

SCENARIO(hidp)
{
	int fd = bluetooth_socket("hidp", BTPROTO_HIDP);
	uint32_t *list = mem(8);

	list[0] = 2;
	list[1] = PTR(mem(512));
	ASK_CASES(HIDPGETCONNLIST, list, 8);
	IO(HIDPGETCONNLIST, bytes((uint32_t[]){ 0, BAD }, 8));
	SET_CASES(HIDPGETCONNINFO, zmem(256));
	SET_CASES(HIDPCONNDEL, zmem(16));
	SET_CASES(HIDPCONNADD, zmem(176));
	IO(HIDPCONNADD, memset(mem(176), 0xff, 176));
	IO(HIDPCONNADD, edge(100));
}

SCENARIO(rfcomm)
{
	int fd = bluetooth_socket("rfcomm", BTPROTO_RFCOMM);
	uint16_t *list = zmem(64), *info = zmem(32);

	*list = 2;
	ASK_CASES(RFCOMMGETDEVLIST, list, 64);
	*list = 0;
	IO(RFCOMMGETDEVLIST, list);
	SET_CASES(RFCOMMGETDEVINFO, info);
	SET_CASES(RFCOMMRELEASEDEV, zmem(32));
	SET_CASES(RFCOMMCREATEDEV, memset(mem(32), 0xff, 32));
}
