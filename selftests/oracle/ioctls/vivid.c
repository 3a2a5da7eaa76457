// SPDX-License-Identifier: GPL-2.0-only
/*
 * vivid - nodes of the test driver of Video4Linux
 */
#include <fcntl.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "ask.h"
#include "vivid.h"

/* vivid of a node; what it can do, as the node has it. */
static bool is_wanted(const char *path, const char *bus, uint32_t cap)
{
	struct v4l2_capability c = {};
	int fd = open(path, O_RDWR | O_NONBLOCK);
	bool wanted;

	if (fd < 0)
		return false;
	wanted = !ioctl(fd, VIDIOC_QUERYCAP, &c) &&
		 !strcmp((char *)c.driver, "vivid") &&
		 !strcmp((char *)c.bus_info, bus) && (c.device_caps & cap) == cap;
	close(fd);
	return wanted;
}

const char *vivid_path(enum vivid_instance which, uint32_t cap)
{
	static const char *const nodes[] = {
		"video", "vbi", "radio", "swradio", "v4l-touch",
	};
	static char path[64];
	char bus[32];
	unsigned int i, k;

	snprintf(bus, sizeof(bus), "platform:vivid-%03u", which);
	for (k = 0; k < sizeof(nodes) / sizeof(nodes[0]); k++) {
		for (i = 0; i < 16; i++) {
			snprintf(path, sizeof(path), "/dev/%s%u", nodes[k], i);
			if (is_wanted(path, bus, cap))
				return path;
		}
	}
	skip("no such node of vivid");
}

int vivid_open(enum vivid_instance which, uint32_t cap)
{
	int fd = open(vivid_path(which, cap), O_RDWR);

	if (fd < 0)
		skip("cannot open a node of vivid");
	driver("vivid");
	return fd;
}

struct g_v4l2_format *vivid_format(uint32_t type)
{
	struct g_v4l2_format *f = ZNEW(v4l2_format);

	f->type = type;
	return f;
}

void vivid_formats(int fd, uint32_t type)
{
	struct g_v4l2_format *f = vivid_format(type);
	struct v4l2_fmtdesc *d = zmem(sizeof(*d));

	/* The other types have but one format each. */
	d->type = type;
	for (d->index = 0; d->index < 3; d->index++) {
		if (ASK(VIDIOC_ENUM_FMT, d) < 0)
			break;
	}
	ASK(G_VIDIOC_G_FMT, f);
	ASK(G_VIDIOC_S_FMT, f);
	memset(f->raw, 0xff, 8);
	ASK(G_VIDIOC_TRY_FMT, f);
	SHORT(G_VIDIOC_G_FMT, f);
}

/*
 * What is put out is only given to the node: Linux 6.1 may warn of a negative
 * timeout if its thread for that is late (vivid_thread_vid_out()).
 */
void vivid_stream(int fd, uint32_t type)
{
	struct v4l2_requestbuffers *req = zmem(sizeof(*req));
	struct g_v4l2_buffer *b = ZNEW(v4l2_buffer);
	struct g_pollfd *p = SET(pollfd, .fd = fd, .events = POLLIN | POLLOUT);
	unsigned int i;

	req->count = 2;
	req->type = type;
	req->memory = V4L2_MEMORY_MMAP;
	ASK(VIDIOC_REQBUFS, req);
	for (i = 0; i < 2; i++) {
		memset(b, 0, sizeof(*b));
		b->index = i;
		b->type = type;
		b->memory = V4L2_MEMORY_MMAP;
		ASK(G_VIDIOC_QUERYBUF, b);
		b->bytesused = b->length;
		ASK(G_VIDIOC_QBUF, b);
	}
	if (!V4L2_TYPE_IS_OUTPUT(type)) {
		GIVE(VIDIOC_STREAMON, type);
		sys(poll, p, 1, 10000);
		ASKM(G_VIDIOC_DQBUF, v4l2_buffer, b);
	}
	GIVE(VIDIOC_STREAMOFF, type);
	req->count = 0;
	ASK(VIDIOC_REQBUFS, req);
}
