// SPDX-License-Identifier: GPL-2.0-only
/*
 * scenarios: ioctls of Video4Linux
 */
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

#include <linux/videodev2.h>

#include "device.h"
#include "oracle.h"

#define GROUP "video"

static int open_vivid(void)
{
	struct v4l2_capability cap = {};
	int fd;

	/* The first node of vivid captures. */
	fd = find_device("/dev/video%d", VIDIOC_QUERYCAP, &cap,
			 (char *)cap.driver, "vivid");
	if (fd < 0)
		skip("no vivid device");
	driver("vivid");
	return fd;
}

static struct g_v4l2_format *video_format(void)
{
	struct g_v4l2_format *f = ZNEW(v4l2_format);

	f->type = V4L2_BUF_TYPE_VIDEO_CAPTURE;
	f->width = 320;
	f->height = 180;
	f->pixelformat = V4L2_PIX_FMT_YUYV;
	return f;
}

SCENARIO(video_formats)
{
	struct g_v4l2_create_buffers *create = ZNEW(v4l2_create_buffers);
	struct g_v4l2_ext_controls *list = ZNEW(v4l2_ext_controls);
	struct g_v4l2_ext_control *c = ZNEWS(v4l2_ext_control, 2);
	struct g_v4l2_standard *std = ZNEW(v4l2_standard);
	struct g_v4l2_format *f = video_format();
	struct g_v4l2_edid *edid = ZNEW(v4l2_edid);
	struct g_v4l2_event *event = NEW(v4l2_event);
	int fd = open_vivid(), i;
	uint32_t *buf = zmem(256);

	IO(VIDIOC_QUERYCAP, buf);
	outb(buf, 104);
	buf[1] = 1;
	for (i = 0; i < 6; i++) {
		buf[0] = i;
		IO(VIDIOC_ENUM_FMT, buf);
		outb(buf, 64);
	}
	buf[0] = 9999;
	IO(VIDIOC_ENUM_FMT, buf);
	IO(G_VIDIOC_S_FMT, f);
	outb(f, 204);
	IO(G_VIDIOC_G_FMT, f);
	outb(f, 204);
	f->width = 123456;
	IO(G_VIDIOC_TRY_FMT, f);
	outb(f, 204);
	f->type = V4L2_BUF_TYPE_VIDEO_OVERLAY;
	IO(G_VIDIOC_G_FMT, f);
	f->type = 99;
	IO(G_VIDIOC_G_FMT, f);
	IO(G_VIDIOC_G_FMT, BAD);
	IO(G_VIDIOC_G_FMT, BAD_HIGH);
	IO(VIDIOC_G_FMT & ~0x3fff0000, f);
	memset(buf, 0, 256);
	IO(G_VIDIOC_ENUMINPUT, buf);
	outb(buf, 84);
	IO(VIDIOC_S_INPUT, zmem(4));
	IO(VIDIOC_G_INPUT, buf);
	outb(buf, 4);
	IO(G_VIDIOC_ENUMSTD, std);
	OUT(v4l2_standard, std);
	IO(VIDIOC_G_STD, buf);
	memset(buf, 0, 256);
	buf[0] = 1;
	IO(VIDIOC_G_PARM, buf);
	outb(buf, 204);
	IO(VIDIOC_CROPCAP, buf);
	outb(buf, 48);
	memset(buf, 0, 256);
	buf[0] = 1;
	IO(VIDIOC_G_SELECTION, buf);
	outb(buf, 64);
	memset(buf, 0, 256);
	buf[1] = V4L2_PIX_FMT_YUYV;
	IO(VIDIOC_ENUM_FRAMESIZES, buf);
	outb(buf, 44);
	memset(buf, 0, 256);
	buf[1] = V4L2_PIX_FMT_YUYV;
	buf[2] = 320;
	buf[3] = 180;
	IO(VIDIOC_ENUM_FRAMEINTERVALS, buf);
	outb(buf, 52);
	memset(buf, 0, 256);
	buf[0] = V4L2_CID_BRIGHTNESS;
	IO(VIDIOC_QUERYCTRL, buf);
	outb(buf, 68);
	memset(buf, 0, 256);
	buf[0] = V4L2_CTRL_FLAG_NEXT_CTRL | V4L2_CTRL_FLAG_NEXT_COMPOUND;
	IO(VIDIOC_QUERY_EXT_CTRL, buf);
	outb(buf, 232);
	list->which = V4L2_CTRL_CLASS_USER;
	list->count = 2;
	list->controls = PTR(c);
	c[0].id = V4L2_CID_BRIGHTNESS;
	c[0].value = 99;
	c[1].id = V4L2_CID_CONTRAST;
	c[1].value = 77;
	IO(G_VIDIOC_S_EXT_CTRLS, list);
	memset(c, 0, 40);
	c[0].id = V4L2_CID_BRIGHTNESS;
	c[1].id = V4L2_CID_CONTRAST;
	IO(G_VIDIOC_G_EXT_CTRLS, list);
	outb(list, 24);
	outb(c, 40);
	c[1].value = 99999;
	IO(G_VIDIOC_TRY_EXT_CTRLS, list);
	outb(list, 24);
	c[1].id = 0x7777;
	IO(G_VIDIOC_G_EXT_CTRLS, list);
	outb(list, 24);
	list->controls = BAD;
	IO(G_VIDIOC_G_EXT_CTRLS, list);
	list->count = 0x10000000;
	IO(G_VIDIOC_G_EXT_CTRLS, list);
	memset(buf, 0, 256);
	buf[0] = V4L2_EVENT_CTRL;
	buf[1] = V4L2_CID_BRIGHTNESS;
	buf[2] = V4L2_EVENT_SUB_FL_SEND_INITIAL;
	IO(VIDIOC_SUBSCRIBE_EVENT, buf);
	IO(G_VIDIOC_DQEVENT, event);
	OUT(v4l2_event, event);
	edid->blocks = 1;
	edid->edid = PTR(mem(128));
	IO(G_VIDIOC_G_EDID, edid);
	create->count = 2;
	create->memory = V4L2_MEMORY_MMAP;
	create->format = *video_format();
	create->format.bytesperline = 640;
	create->format.sizeimage = 320 * 180 * 2;
	IO(G_VIDIOC_CREATE_BUFS, create);
	outb(create, sizeof(*create));
	IO(_IO('V', 250), 0);
}

SCENARIO(video_capture)
{
	struct g_v4l2_buffer64 *b64 = ZNEW(v4l2_buffer64);
	struct g_v4l2_buffer *b = ZNEW(v4l2_buffer);
	struct g_v4l2_format *f = video_format();
	struct v4l2_requestbuffers *req = zmem(sizeof(*req));
	struct v4l2_exportbuffer *export = zmem(sizeof(*export));
	uint32_t *type = bytes(&(uint32_t){ 1 }, 4), at;
	struct g_pollfd *p;
	int fd = open_vivid();
	unsigned int i;

	IO(G_VIDIOC_S_FMT, f);
	req->count = 3;
	req->type = V4L2_BUF_TYPE_VIDEO_CAPTURE;
	req->memory = V4L2_MEMORY_MMAP;
	IO(VIDIOC_REQBUFS, req);
	outb(req, 20);
	b64->type = V4L2_BUF_TYPE_VIDEO_CAPTURE;
	IO(G_VIDIOC_QUERYBUF64, b64);
	outb(b64, 80);
	for (i = 0; i < 3; i++) {
		b = ZNEW(v4l2_buffer);
		b->index = i;
		b->type = V4L2_BUF_TYPE_VIDEO_CAPTURE;
		b->memory = V4L2_MEMORY_MMAP;
		IO(G_VIDIOC_QUERYBUF, b);
		outb(b, 68);
		at = sys(mmap2, 0, b->length, 3, 1, fd, b->offset >> 12);
		IO(G_VIDIOC_QBUF, b);
		outb(b, 68);
	}
	IO(G_VIDIOC_QBUF, b);
	b->index = 9;
	IO(G_VIDIOC_QUERYBUF, b);
	IO(G_VIDIOC_QUERYBUF, BAD);
	IO(G_VIDIOC_PREPARE_BUF, b);
	IO(VIDIOC_STREAMON, type);
	IO(VIDIOC_STREAMON, BAD);
	IO(G_VIDIOC_DQBUF, b);
	OUT(v4l2_buffer, b);
	IO(G_VIDIOC_QBUF, b);
	IO(G_VIDIOC_DQBUF64, b64);
	OUT(v4l2_buffer64, b64);
	p = SET(pollfd, .fd = fd, .events = POLLIN);
	sys(poll, p, 1, 10000);
	outb(p, 8);
	export->type = V4L2_BUF_TYPE_VIDEO_CAPTURE;
	export->flags = O_CLOEXEC;
	IO(VIDIOC_EXPBUF, export);
	outb(export, 64);
	sys(munmap, at, 4096);
	IO(VIDIOC_STREAMOFF, type);
	IO(G_VIDIOC_DQBUF, b);
	req->count = 0;
	IO(VIDIOC_REQBUFS, req);
}
