// SPDX-License-Identifier: GPL-2.0-only
/*
 * scenarios: ioctls of the media controller and of HDMI's CEC, on vivid
 */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <linux/cec.h>
#include <linux/media.h>

#include "ask.h"
#include "device.h"

#define GROUP "media"

static int open_media(void)
{
	struct media_device_info info = {};
	int fd = find_device("/dev/media%d", MEDIA_IOC_DEVICE_INFO, &info,
			     info.bus_info, "platform:vivid-000");

	if (fd < 0)
		skip("no media device of vivid");
	driver("media");
	return fd;
}

static void links(int fd)
{
	struct g_media_links_enum *list = ZNEW(media_links_enum);
	struct media_pad_desc *pads = mem(8 * sizeof(*pads));
	struct media_link_desc *l = mem(8 * sizeof(*l));

	list->entity = 1;
	ASK(G_MEDIA_IOC_ENUM_LINKS, list);
	list->pads = PTR(pads);
	list->links = PTR(l);
	ASK(G_MEDIA_IOC_ENUM_LINKS, list);
	outb(pads, 2 * sizeof(*pads));
	outb(l, 2 * sizeof(*l));
	list->pads = BAD;
	ASK(G_MEDIA_IOC_ENUM_LINKS, list);
	list->pads = BAD_HIGH;
	ASK(G_MEDIA_IOC_ENUM_LINKS, list);
	list->pads = 0;
	list->links = BAD;
	ASK(G_MEDIA_IOC_ENUM_LINKS, list);
	list->entity = 9999;
	ASK(G_MEDIA_IOC_ENUM_LINKS, list);
	FAULTS(G_MEDIA_IOC_ENUM_LINKS);
	SHORT(G_MEDIA_IOC_ENUM_LINKS, list);
	l[0].flags = 0x7777;
	ASK(MEDIA_IOC_SETUP_LINK, l);
	memset(l, 0, sizeof(*l));
	ASK(MEDIA_IOC_SETUP_LINK, l);
	FAULTS(MEDIA_IOC_SETUP_LINK);
}

SCENARIO(media_controller)
{
	int fd = open_media();
	struct media_entity_desc *entity = zmem(sizeof(*entity));
	struct media_v2_topology *t = zmem(sizeof(*t));
	uint32_t i, *buf = mem(0x2000);

	ASK(MEDIA_IOC_DEVICE_INFO, zmem(256));
	FAULTS(MEDIA_IOC_DEVICE_INFO);
	for (i = 0; i < 4; i++) {
		entity->id |= MEDIA_ENT_ID_FLAG_NEXT;
		ASK(MEDIA_IOC_ENUM_ENTITIES, entity);
	}
	entity->id = 9999;
	ASK(MEDIA_IOC_ENUM_ENTITIES, entity);
	FAULTS(MEDIA_IOC_ENUM_ENTITIES);
	links(fd);
	ASK(MEDIA_IOC_G_TOPOLOGY, t);
	t->ptr_pads = PTR(buf);
	t->num_entities = 0;
	t->num_interfaces = 0;
	t->num_links = 0;
	ASK(MEDIA_IOC_G_TOPOLOGY, t);
	outb(buf, 128);
	t->ptr_pads = 0;
	t->num_pads = 0;
	t->ptr_entities = PTR(buf);
	ASK(MEDIA_IOC_G_TOPOLOGY, t);
	outb(buf, 256);
	t->num_entities = 1;
	ASK(MEDIA_IOC_G_TOPOLOGY, t);
	t->num_entities = 100;
	t->ptr_entities = BAD;
	ASK(MEDIA_IOC_G_TOPOLOGY, t);
	/* What only a 64-bit program can have. */
	t->ptr_entities = 1ULL << 40;
	ASK(MEDIA_IOC_G_TOPOLOGY, t);
	FAULTS(MEDIA_IOC_G_TOPOLOGY);
	IO(_IO('|', 0x70), 0);
}

static int open_cec(void)
{
	struct cec_caps caps = {};
	int fd = find_device("/dev/cec%d", CEC_ADAP_G_CAPS, &caps, caps.name,
			     "vivid-000-vid-cap0");

	if (fd < 0)
		skip("no CEC device of vivid");
	driver("cec");
	return fd;
}

static struct cec_log_addrs *log_addrs(void)
{
	struct cec_log_addrs *a = zmem(sizeof(*a));

	a->cec_version = CEC_OP_CEC_VERSION_2_0;
	a->num_log_addrs = 1;
	a->vendor_id = CEC_VENDOR_ID_NONE;
	strcpy(a->osd_name, "oracle");
	a->primary_device_type[0] = CEC_OP_PRIM_DEVTYPE_TV;
	a->log_addr_type[0] = CEC_LOG_ADDR_TYPE_TV;
	a->all_device_types[0] = CEC_OP_ALL_DEVTYPE_TV;
	return a;
}

static struct g_cec_msg *message(uint8_t to, uint32_t len)
{
	struct g_cec_msg *m = ZNEW(cec_msg);

	m->len = len;
	m->msg[0] = to;
	m->msg[1] = CEC_MSG_STANDBY;
	return m;
}

static void cec_messages(int fd, int other)
{
	struct g_cec_msg *m = message(0x0f, 2);	/* to everybody */

	ASKM(CEC_TRANSMIT, cec_msg, m);
	m = ZNEW(cec_msg);
	m->timeout = 5000;
	ioc(other, CEC_RECEIVE, m);
	OUT(cec_msg, m);
	m = message(0x0f, 17);
	ASKM(CEC_TRANSMIT, cec_msg, m);
	m = message(0x00, 2);			/* to itself */
	ASKM(CEC_TRANSMIT, cec_msg, m);
	m = message(0x5f, 2);			/* from somebody else */
	ASKM(CEC_TRANSMIT, cec_msg, m);
	FAULTS(CEC_TRANSMIT);
	FAULTS(CEC_RECEIVE);
}

SCENARIO(media_cec)
{
	int fd = open_cec(), other = open_cec();
	struct cec_log_addrs *none = zmem(sizeof(*none));
	uint32_t *value = mem(4);

	ASK(CEC_ADAP_G_CAPS, zmem(76));
	ASK(CEC_ADAP_G_PHYS_ADDR, value);
	GIVE(CEC_ADAP_S_PHYS_ADDR, 0x1000);
	ASK(CEC_ADAP_G_CONNECTOR_INFO, mem(68));
	ASK(CEC_G_MODE, value);
	GIVE(CEC_S_MODE, CEC_MODE_INITIATOR);
	ASK(CEC_G_MODE, value);
	GIVE(CEC_S_MODE, 0x0f);
	FAULTS(CEC_S_MODE);
	FAULTS(CEC_G_MODE);
	/* What answers is what was there before. */
	ioctl(fd, CEC_ADAP_S_LOG_ADDRS, none);
	ASKM(CEC_DQEVENT, cec_event, NEW(cec_event));
	ASK(CEC_ADAP_S_LOG_ADDRS, log_addrs());
	ASK(CEC_ADAP_G_LOG_ADDRS, mem(92));
	ASK(CEC_ADAP_S_LOG_ADDRS, log_addrs());
	FAULTS(CEC_ADAP_S_LOG_ADDRS);
	FAULTS(CEC_ADAP_G_LOG_ADDRS);
	FAULTS(CEC_ADAP_G_CAPS);
	/* Behind what a new device has to say by itself. */
	ASKM(CEC_TRANSMIT, cec_msg, message(0x0f, 2));
	ioc(other, CEC_S_MODE, bytes(&(uint32_t){ CEC_MODE_MONITOR }, 4));
	cec_messages(fd, other);
	fcntl(fd, F_SETFL, O_NONBLOCK);
	ASKM(CEC_DQEVENT, cec_event, NEW(cec_event));
	ASKM(CEC_DQEVENT, cec_event, NEW(cec_event));
	FAULTS(CEC_DQEVENT);
	fcntl(fd, F_SETFL, 0);
	ASK(CEC_ADAP_S_LOG_ADDRS, none);
	IO(_IO('a', 0x70), 0);
}
