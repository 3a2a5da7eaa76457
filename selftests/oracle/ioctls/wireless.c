// SPDX-License-Identifier: GPL-2.0-only
/*
 * scenarios: wireless extensions, with a radio that the kernel plays
 */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <sys/socket.h>

#include <linux/genetlink.h>
#include <linux/netlink.h>
#include <linux/wireless.h>

#include "cases.h"

#define GROUP "wireless"

/* Generic netlink, as little of it as makes a radio in this namespace. */
struct message {
	struct nlmsghdr header;
	struct genlmsghdr genl;
	char attributes[256];
};

static void attribute(struct message *m, uint16_t type, const void *data,
		      uint16_t size)
{
	struct nlattr a = { NLA_HDRLEN + size, type };
	char *at = (char *)m + NLMSG_ALIGN(m->header.nlmsg_len);

	memcpy(at, &a, sizeof(a));
	memcpy(at + NLA_HDRLEN, data, size);
	m->header.nlmsg_len = at - (char *)m + NLA_ALIGN(a.nla_len);
}

static int request(int fd, struct message *m)
{
	struct nlmsgerr *error = (void *)&m->genl;
	ssize_t n;

	m->header.nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK;
	if (send(fd, m, m->header.nlmsg_len, 0) < 0)
		return -1;
	n = recv(fd, m, sizeof(*m), 0);
	if (n < (ssize_t)NLMSG_HDRLEN)
		return -1;
	return m->header.nlmsg_type == NLMSG_ERROR ? error->error : 0;
}

static void message(struct message *m, uint16_t type, uint8_t command)
{
	memset(m, 0, sizeof(*m));
	m->header.nlmsg_len = NLMSG_LENGTH(GENL_HDRLEN);
	m->header.nlmsg_type = type;
	m->genl.cmd = command;
	m->genl.version = 1;
}

static int family(int fd, const char *name)
{
	struct message *m = &(struct message){ };
	struct message ack;
	char *at;

	message(m, GENL_ID_CTRL, CTRL_CMD_GETFAMILY);
	attribute(m, CTRL_ATTR_FAMILY_NAME, name, strlen(name) + 1);
	if (request(fd, m))
		return -1;
	recv(fd, &ack, sizeof(ack), MSG_DONTWAIT);
	for (at = m->attributes; at < m->attributes + sizeof(m->attributes) - 8;
	     at += NLA_ALIGN(((struct nlattr *)at)->nla_len)) {
		if (((struct nlattr *)at)->nla_type == CTRL_ATTR_FAMILY_ID)
			return *(uint16_t *)(at + NLA_HDRLEN);
		if (!((struct nlattr *)at)->nla_len)
			break;
	}
	return -1;
}

#define HWSIM_NEW_RADIO		4
#define HWSIM_DESTROY_ON_CLOSE	16
#define HWSIM_PERM_ADDR		22

/* It goes with its socket. */
static int new_radio(const char *address)
{
	int fd = socket(AF_NETLINK, SOCK_RAW, NETLINK_GENERIC), id;
	struct message m;

	need_module("mac80211_hwsim");
	id = family(fd, "MAC80211_HWSIM");
	if (id < 0)
		skip("no family MAC80211_HWSIM");
	message(&m, id, HWSIM_NEW_RADIO);
	attribute(&m, HWSIM_DESTROY_ON_CLOSE, "", 0);
	attribute(&m, HWSIM_PERM_ADDR, address, 6);
	if (request(fd, &m) < 0)
		skip("no new radio");
	driver("mac80211_hwsim");
	return socket(AF_INET, SOCK_DGRAM, 0);
}

#define ABOUT(...)	SET(iwreq, .name = "wlan0", ##__VA_ARGS__)
/* A number or the like in the request itself. */
#define IW(cmd, ...)	ask_cases(fd, #cmd, cmd, ABOUT(__VA_ARGS__), 32)
/* Data behind a pointer: with room, with too little room, with none. */
#define IW_POINT(cmd, size, flags)	iw_point(fd, #cmd, cmd, size, flags)

static void iw_point(int fd, const char *text, uint32_t cmd, uint16_t size,
		     uint16_t flags)
{
	char *data = mem(size);
	struct g_iwreq *r = ABOUT(.data = { PTR(data), size, flags });

	oracle_ioctl(fd, text, cmd, SYS_W(r));
	outb(&r->data, 8);
	outb(data, size);
	r->data.pointer = BAD_HIGH;
	r->data.length = size;
	oracle_ioctl(fd, text, cmd, SYS_W(r));
	r->data.pointer = PTR(data);
	r->data.length = 1;
	oracle_ioctl(fd, text, cmd, SYS_W(r));
	r->data.pointer = 0;
	r->data.length = 0;
	oracle_ioctl(fd, text, cmd, SYS_W(r));
}

static void give(int fd, const char *text, uint32_t cmd, const void *data,
		 uint16_t size, uint16_t flags)
{
	struct g_iwreq *r = ABOUT(.data = { PTR(bytes(data, size)), size,
					    flags });

	oracle_ioctl(fd, text, cmd, SYS_W(r));
	r->data.pointer = BAD;
	oracle_ioctl(fd, text, cmd, SYS_W(r));
	r->data.length = 0xffff;
	oracle_ioctl(fd, text, cmd, SYS_W(r));
}

#define IW_GIVE(cmd, data, size, flags)	give(fd, #cmd, cmd, data, size, flags)

SCENARIO(parameters)
{
	int fd = new_radio("\2\0\0\0\5\0");

	IW(SIOCGIWNAME);
	IW(SIOCGIWFREQ);
	IW(SIOCSIWFREQ, .freq = { 2412, 6 });
	IW(SIOCSIWFREQ, .freq = { 99, 0 });
	IW(SIOCGIWMODE);
	IW(SIOCSIWMODE, .mode = IW_MODE_MONITOR);
	IW(SIOCGIWMODE);
	IW(SIOCSIWMODE, .mode = 99);
	IW(SIOCSIWMODE, .mode = IW_MODE_INFRA);
	IW(SIOCGIWRTS);
	IW(SIOCSIWRTS, .param = { 500, 1 });
	IW(SIOCGIWRTS);
	IW(SIOCSIWRTS, .param = { -1, 1 });
	IW(SIOCSIWFRAG, .param = { 1000, 1 });
	IW(SIOCGIWFRAG);
	IW(SIOCSIWRETRY, .param = { 5, 1, 0, IW_RETRY_LIMIT });
	IW(SIOCGIWRETRY);
	IW(SIOCSIWRATE, .param = { 1000000, 1 });
	IW(SIOCGIWRATE);
	IW(SIOCSIWTXPOW, .param = { 10, 1 });
	IW(SIOCGIWTXPOW);
	IW(SIOCSIWPOWER, .param = { 0, 0, 1 });
	IW(SIOCGIWPOWER);
	IW(SIOCGIWAP);
	IW(SIOCSIWAP, .ap = { 1, "\2\0\0\0\0\1" });
	IW(SIOCSIWAUTH, .param = { 0, 0, 0, IW_AUTH_WPA_VERSION });
	IW(SIOCGIWAUTH);
	IW(SIOCGIWSENS);
	IW(SIOCSIWNWID);
	IW(SIOCIWLASTPRIV);
	IO(SIOCGIWNAME, SET(iwreq, .name = "none"));
	IO(SIOCGIWNAME, SET(iwreq, .name = "lo"));
}

SCENARIO(pointers)
{
	int fd = new_radio("\2\0\0\0\5\0");

	IW_POINT(SIOCGIWRANGE, sizeof(struct iw_range), 0);
	IW_POINT(SIOCGIWPRIV, 64, 0);
	IW_POINT(SIOCGIWSTATS, sizeof(struct iw_statistics), 1);
	IW_POINT(SIOCGIWESSID, 33, 0);
	IW_POINT(SIOCGIWNICKN, 33, 0);
	IW_POINT(SIOCGIWENCODE, 32, 0);
	IW_POINT(SIOCGIWSPY, 64, 0);
	IW_POINT(SIOCGIWSCAN, 64, 0);
	IW_POINT(SIOCGIWGENIE, 64, 0);
	IW_GIVE(SIOCSIWESSID, "oracle", 6, 1);
	IW_GIVE(SIOCSIWNICKN, "oracle", 6, 0);
	IW_GIVE(SIOCSIWENCODE, "12345", 5, 1);
	IW_GIVE(SIOCSIWGENIE, "\xdd\3abc", 5, 0);
	IW_GIVE(SIOCSIWMLME, (char[sizeof(struct iw_mlme)]) { 0 },
		sizeof(struct iw_mlme), 0);
	IW_GIVE(SIOCSIWSCAN, (char[4]) { 0 }, 4, 0);
	IW_GIVE(SIOCSIWENCODEEXT, (char[48]) { 0 }, 48, 1);
	IW_GIVE(SIOCSIWPMKSA, (char[sizeof(struct iw_pmksa)]) { 1 },
		sizeof(struct iw_pmksa), 0);
	IW_GIVE(SIOCSIWSPY, (char[16]) { 1 }, 1, 0);
}

/* A cell of one, which it finds when it looks for others. */
SCENARIO(scan)
{
	int fd = new_radio("\2\0\0\0\5\0"), tries;
	struct g_iwreq *r = ABOUT(.freq = { 2412, 6 });
	struct iw_scan_req *what = zmem(sizeof(*what));
	char *stream = mem(4096);

	IW(SIOCSIWMODE, .mode = IW_MODE_ADHOC);
	IO(SIOCSIWFREQ, r);
	IW(SIOCSIWAP, .ap = { 1, "\2\1\2\3\4\5" });
	shell("ip link set wlan0 up");
	IW_GIVE(SIOCSIWESSID, "oracle", 6, 1);
	r = ABOUT();
	for (tries = 0; tries < 400; tries++) {
		silent(ioctl, fd, SIOCGIWAP, r);
		if (r->ap.address[0])
			break;
		pause_ms(10);
	}
	IW(SIOCGIWAP);
	IW(SIOCGIWFREQ);
	IW_POINT(SIOCGIWESSID, 33, 0);
	what->num_channels = 1;
	what->channel_list[0].m = 2412;
	what->channel_list[0].e = 6;
	r = ABOUT(.data = { PTR(what), sizeof(*what), 0 });
	IO(SIOCSIWSCAN, r);
	r = ABOUT(.data = { PTR(stream), 4096, 0 });
	for (tries = 0; tries < 400; tries++) {
		r->data.length = 4096;
		if ((int)silent(ioctl, fd, SIOCGIWSCAN, r) != -11)
			break;
		pause_ms(10);
	}
	memset(stream, POISON, 4096);
	r = ABOUT(.data = { PTR(stream), 4096, 0 });
	IO(SIOCGIWSCAN, r);
	/* The age of a cell is further down. */
	outb(stream, 64);
	r = ABOUT(.data = { PTR(stream), 30, 0 });
	IO(SIOCGIWSCAN, r);
	OUT(iwreq, r);
	IO(SIOCGIWSCAN, ABOUT(.data = { BAD, 4096, 0 }));
}
