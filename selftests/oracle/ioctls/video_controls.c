// SPDX-License-Identifier: GPL-2.0-only
/*
 * scenarios: controls of Video4Linux and their events
 */
#include <fcntl.h>
#include <string.h>

#include "ask.h"
#include "vivid.h"

#define GROUP "video"

/* Controls that vivid has to show every type. */
#define CID_BUTTON	(V4L2_CID_USER_BASE | 0xf000)
#define CID_INTEGER64	(CID_BUTTON + 3)
#define CID_MENU	(CID_BUTTON + 4)
#define CID_STRING	(CID_BUTTON + 5)
#define CID_INTMENU	(CID_BUTTON + 7)
#define CID_U32_ARRAY	(CID_BUTTON + 8)
#define CID_U16_MATRIX	(CID_BUTTON + 9)
#define CID_AREA	(CID_BUTTON + 11)
#define CID_RO_INTEGER	(CID_BUTTON + 12)
#define CID_DYN_ARRAY	(CID_BUTTON + 13)

static struct g_v4l2_ext_controls *controls(struct g_v4l2_ext_control *c,
					    uint32_t count)
{
	struct g_v4l2_ext_controls *list = ZNEW(v4l2_ext_controls);

	list->count = count;
	list->controls = PTR(c);
	return list;
}

/* Where the pointer of a control is: in the place of its value. */
static void set_pointer(struct g_v4l2_ext_control *c, uint32_t id,
			uint32_t pointer, uint32_t size)
{
	c->id = id;
	c->value = pointer;
	c->size = size;
}

SCENARIO(video_query_controls)
{
	int fd = vivid_open(SINGLE, V4L2_CAP_VIDEO_CAPTURE);
	struct v4l2_query_ext_ctrl *ext = zmem(sizeof(*ext));
	struct v4l2_querymenu *menu = zmem(sizeof(*menu));
	struct v4l2_queryctrl *query = zmem(sizeof(*query));
	struct v4l2_control *c = zmem(sizeof(*c));
	uint32_t i;

	for (i = 0; i < 20; i++) {
		query->id |= V4L2_CTRL_FLAG_NEXT_CTRL;
		ASK(VIDIOC_QUERYCTRL, query);
	}
	query->id = 1;
	ASK(VIDIOC_QUERYCTRL, query);
	FAULTS(VIDIOC_QUERYCTRL);
	for (i = 0; i < 17; i++) {
		ext->id = CID_BUTTON + i;
		ASK(VIDIOC_QUERY_EXT_CTRL, ext);
	}
	FAULTS(VIDIOC_QUERY_EXT_CTRL);
	menu->id = CID_MENU;
	menu->index = 3;
	ASK(VIDIOC_QUERYMENU, menu);
	menu->id = CID_INTMENU;
	ASK(VIDIOC_QUERYMENU, menu);
	menu->index = 99;
	ASK(VIDIOC_QUERYMENU, menu);
	FAULTS(VIDIOC_QUERYMENU);
	c->id = V4L2_CID_BRIGHTNESS;
	c->value = 200;
	ASK(VIDIOC_S_CTRL, c);
	c->value = 0;
	ASK(VIDIOC_G_CTRL, c);
	c->value = -5;
	ASK(VIDIOC_S_CTRL, c);
	c->id = CID_RO_INTEGER;
	ASK(VIDIOC_S_CTRL, c);
	c->id = CID_INTEGER64;
	ASK(VIDIOC_G_CTRL, c);
	FAULTS(VIDIOC_S_CTRL);
	FAULTS(VIDIOC_G_CTRL);
	c->id = V4L2_CID_BRIGHTNESS;
	c->value = 128;
	ASK(VIDIOC_S_CTRL, c);
}

/* A string, a 64-bit number and arrays: with and without pointers. */
SCENARIO(video_ext_controls)
{
	int fd = vivid_open(SINGLE, V4L2_CAP_VIDEO_CAPTURE);
	struct g_v4l2_ext_control *c = ZNEWS(v4l2_ext_control, 5);
	struct g_v4l2_ext_controls *list = controls(c, 5);
	char *text = str("1234");
	uint16_t *matrix = zmem(8 * 16 * 2);
	uint32_t *area = bytes((uint32_t[]){ 640, 480 }, 8);
	uint32_t *dynamic = bytes((uint32_t[]){ 50, 60, 70 }, 12);

	matrix[3] = 0x20;
	set_pointer(&c[0], CID_STRING, PTR(text), 5);
	c[1].id = CID_INTEGER64;
	c[1].value = 5;
	c[1].value_high = -1;
	set_pointer(&c[2], CID_U16_MATRIX, PTR(matrix), 8 * 16 * 2);
	set_pointer(&c[3], CID_AREA, PTR(area), 8);
	set_pointer(&c[4], CID_DYN_ARRAY, PTR(dynamic), 12);
	ASK(G_VIDIOC_S_EXT_CTRLS, list);
	OUTN(v4l2_ext_control, c, 5);
	memset(text, 0x55, 5);
	memset(matrix, 0x55, 256);
	memset(area, 0x55, 8);
	memset(dynamic, 0x55, 12);
	c[1].value = 0x55;
	c[1].value_high = 0x55;
	ASK(G_VIDIOC_G_EXT_CTRLS, list);
	OUTN(v4l2_ext_control, c, 5);
	outb(text, 5);
	outb(matrix, 256);
	outb(area, 8);
	outb(dynamic, 12);
	list->which = V4L2_CTRL_WHICH_DEF_VAL;
	ASK(G_VIDIOC_G_EXT_CTRLS, list);
	outb(matrix, 256);
	list->which = V4L2_CTRL_WHICH_CUR_VAL;
	ASK(G_VIDIOC_TRY_EXT_CTRLS, list);
	ASK(G_VIDIOC_S_EXT_CTRLS, list);
}

SCENARIO(video_ext_faults)
{
	int fd = vivid_open(SINGLE, V4L2_CAP_VIDEO_CAPTURE);
	struct g_v4l2_ext_control *c = ZNEWS(v4l2_ext_control, 2);
	struct g_v4l2_ext_controls *list = controls(c, 1);

	set_pointer(c, CID_STRING, BAD, 8);
	ASK(G_VIDIOC_G_EXT_CTRLS, list);
	ASK(G_VIDIOC_S_EXT_CTRLS, list);
	c->value = BAD_HIGH;
	ASK(G_VIDIOC_TRY_EXT_CTRLS, list);
	c->value = PTR(mem(4));
	c->size = 3;			/* less than the string */
	ASK(G_VIDIOC_G_EXT_CTRLS, list);
	OUT(v4l2_ext_control, c);
	set_pointer(c, CID_U16_MATRIX, PTR(mem(256)), 100);
	ASK(G_VIDIOC_G_EXT_CTRLS, list);
	OUT(v4l2_ext_control, c);
	c->size = 0xfffffff0;
	ASK(G_VIDIOC_G_EXT_CTRLS, list);
	set_pointer(c, CID_U32_ARRAY, 0, 0);
	ASK(G_VIDIOC_G_EXT_CTRLS, list);
	OUT(v4l2_ext_control, c);
	c->id = CID_RO_INTEGER;
	c->size = 0;
	ASK(G_VIDIOC_S_EXT_CTRLS, list);
	ASK(G_VIDIOC_TRY_EXT_CTRLS, list);
	ASK(G_VIDIOC_G_EXT_CTRLS, list);
	list->which = V4L2_CTRL_WHICH_REQUEST_VAL;
	list->request_fd = -1;
	ASK(G_VIDIOC_G_EXT_CTRLS, list);
	list->which = 0x7777;
	ASK(G_VIDIOC_G_EXT_CTRLS, list);
	list->which = 0;
	list->count = 0;
	ASK(G_VIDIOC_G_EXT_CTRLS, list);
	list->count = 0xffffffff;
	ASK(G_VIDIOC_G_EXT_CTRLS, list);
	list->count = 2;
	list->controls = PTR(edge(2 * sizeof(*c) - 1));
	ASK(G_VIDIOC_G_EXT_CTRLS, list);
	list->controls = 0xfffffff8;
	ASK(G_VIDIOC_S_EXT_CTRLS, list);
	FAULTS(G_VIDIOC_G_EXT_CTRLS);
	FAULTS(G_VIDIOC_S_EXT_CTRLS);
	FAULTS(G_VIDIOC_TRY_EXT_CTRLS);
	SHORT(G_VIDIOC_S_EXT_CTRLS, list);
}

static void set_control(int fd, uint32_t id, int32_t value)
{
	struct v4l2_control *c = zmem(sizeof(*c));

	c->id = id;
	c->value = value;
	ASK(VIDIOC_S_CTRL, c);
}

SCENARIO(video_events)
{
	int fd = open(vivid_path(SINGLE, V4L2_CAP_VIDEO_CAPTURE),
		      O_RDWR | O_NONBLOCK);
	struct v4l2_event_subscription *s = zmem(sizeof(*s));

	driver("vivid");
	set_control(fd, V4L2_CID_CONTRAST, 128);
	s->type = V4L2_EVENT_CTRL;
	s->id = V4L2_CID_CONTRAST;
	s->flags = V4L2_EVENT_SUB_FL_ALLOW_FEEDBACK |
		   V4L2_EVENT_SUB_FL_SEND_INITIAL;
	ASK(VIDIOC_SUBSCRIBE_EVENT, s);
	ASKM(G_VIDIOC_DQEVENT, v4l2_event, NEW(v4l2_event));
	s->id = CID_INTEGER64;
	ASK(VIDIOC_SUBSCRIBE_EVENT, s);
	ASKM(G_VIDIOC_DQEVENT64, v4l2_event64, NEW(v4l2_event64));
	set_control(fd, V4L2_CID_CONTRAST, 1);
	set_control(fd, V4L2_CID_CONTRAST, 2);
	ASKM(G_VIDIOC_DQEVENT64, v4l2_event64, NEW(v4l2_event64));
	set_control(fd, V4L2_CID_CONTRAST, 128);
	ASKM(G_VIDIOC_DQEVENT, v4l2_event, NEW(v4l2_event));
	set_control(fd, V4L2_CID_CONTRAST, 127);
	FAULTS(G_VIDIOC_DQEVENT);
	set_control(fd, V4L2_CID_CONTRAST, 128);
	SHORT(G_VIDIOC_DQEVENT64, zmem(136));
	s->type = V4L2_EVENT_SOURCE_CHANGE;
	s->id = 0;
	s->flags = 0;
	ASK(VIDIOC_SUBSCRIBE_EVENT, s);
	s->type = 0x777;
	ASK(VIDIOC_SUBSCRIBE_EVENT, s);
	FAULTS(VIDIOC_SUBSCRIBE_EVENT);
	s->type = V4L2_EVENT_ALL;
	ASK(VIDIOC_UNSUBSCRIBE_EVENT, s);
	FAULTS(VIDIOC_UNSUBSCRIBE_EVENT);
}
