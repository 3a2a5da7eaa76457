// SPDX-License-Identifier: GPL-2.0-only
/*
 * scenarios: buffers of Video4Linux, with several planes, at user addresses,
 * through requests and with read()
 */
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

#include <linux/media.h>

#include "ask.h"
#include "vivid.h"

#define GROUP "video"

#define PLANES	3

static struct g_v4l2_buffer *buffer(uint32_t type, uint32_t memory,
				    uint32_t index)
{
	struct g_v4l2_buffer *b = ZNEW(v4l2_buffer);

	b->type = type;
	b->memory = memory;
	b->index = index;
	return b;
}

static struct v4l2_requestbuffers *request(uint32_t type, uint32_t memory,
					   uint32_t count)
{
	struct v4l2_requestbuffers *req = zmem(sizeof(*req));

	req->type = type;
	req->memory = memory;
	req->count = count;
	return req;
}

static void set_format(int fd, uint32_t type, uint32_t pixelformat)
{
	struct g_v4l2_format *f = vivid_format(type);

	if (type == V4L2_BUF_TYPE_VIDEO_OUTPUT)
		GIVE(VIDIOC_S_OUTPUT, 0);
	else
		GIVE(VIDIOC_S_INPUT, 0);
	f->width = 320;
	f->height = 180;
	f->pixelformat = pixelformat;
	ASK(G_VIDIOC_S_FMT, f);
}

static void planes_bad(int fd, struct g_v4l2_buffer *b)
{
	gptr_t planes = b->offset;

	b->length = 1;			/* too few planes */
	ASK(G_VIDIOC_QUERYBUF, b);
	ASK(G_VIDIOC_QBUF, b);
	b->length = PLANES;
	b->offset = BAD;
	ASK(G_VIDIOC_QUERYBUF, b);
	ASK(G_VIDIOC_QBUF, b);
	b->offset = BAD_HIGH;
	ASK(G_VIDIOC_QUERYBUF, b);
	b->offset = PTR(edge(PLANES * 60 - 1));
	ASK(G_VIDIOC_QUERYBUF, b);
	b->offset = 0;
	ASK(G_VIDIOC_QUERYBUF, b);
	b->offset = planes;
	b->length = 0x10000000;
	ASK(G_VIDIOC_QUERYBUF, b);
	b->length = PLANES;
}

static void planes_mmap(int fd, uint32_t type)
{
	struct g_v4l2_buffer *b = buffer(type, V4L2_MEMORY_MMAP, 0);
	struct g_v4l2_plane *planes = ZNEWS(v4l2_plane, PLANES);
	struct v4l2_exportbuffer *export = zmem(sizeof(*export));
	struct g_v4l2_buffer64 *b64 = ZNEW(v4l2_buffer64);
	uint32_t at;

	ASK(VIDIOC_REQBUFS, request(type, V4L2_MEMORY_MMAP, 2));
	b->offset = PTR(planes);
	b->length = PLANES;
	ASK(G_VIDIOC_QUERYBUF, b);
	outb(planes, PLANES * sizeof(*planes));
	planes_bad(fd, b);
	ASK(G_VIDIOC_QUERYBUF, b);
	at = sys(mmap2, 0, 4096, 3, 1, fd, planes[1].mem_offset >> 12);
	sys(munmap, at, 4096);
	ASK(G_VIDIOC_PREPARE_BUF, b);
	ASK(G_VIDIOC_PREPARE_BUF, b);
	ASK(G_VIDIOC_QBUF, b);
	b64->type = type;
	b64->memory = V4L2_MEMORY_MMAP;
	b64->index = 1;
	b64->offset = PTR(planes);
	b64->length = PLANES;
	ASK(G_VIDIOC_PREPARE_BUF64, b64);
	ASK(G_VIDIOC_QBUF64, b64);
	outb(planes, PLANES * sizeof(*planes));
	export->type = type;
	export->plane = 2;
	export->flags = O_RDWR;
	ASK(VIDIOC_EXPBUF, export);
	export->plane = 3;
	ASK(VIDIOC_EXPBUF, export);
	FAULTS(VIDIOC_EXPBUF);
	GIVE(VIDIOC_STREAMON, type);
	memset(planes, 0, PLANES * sizeof(*planes));
	ASKM(G_VIDIOC_DQBUF, v4l2_buffer, b);
	outb(planes, PLANES * sizeof(*planes));
	memset(planes, 0, PLANES * sizeof(*planes));
	ASKM(G_VIDIOC_DQBUF64, v4l2_buffer64, b64);
	outb(planes, PLANES * sizeof(*planes));
	GIVE(VIDIOC_STREAMOFF, type);
	/* Its DMA-BUF keeps the buffer. */
	sys(close, export->fd);
	ASK(VIDIOC_REQBUFS, request(type, V4L2_MEMORY_MMAP, 0));
}

static void planes_userptr(int fd, uint32_t type)
{
	struct g_v4l2_buffer *b = buffer(type, V4L2_MEMORY_USERPTR, 0);
	struct g_v4l2_plane *planes = ZNEWS(v4l2_plane, PLANES);
	unsigned int i;

	ASK(VIDIOC_REQBUFS, request(type, V4L2_MEMORY_USERPTR, 2));
	b->offset = PTR(planes);
	b->length = PLANES;
	for (i = 0; i < PLANES; i++) {
		planes[i].userptr = PTR(pages(16));
		planes[i].length = 16 * 4096;
	}
	ASK(G_VIDIOC_QBUF, b);
	outb(planes, PLANES * sizeof(*planes));
	b->index = 1;
	planes[1].userptr = BAD_HIGH & ~0xfffU;
	ASK(G_VIDIOC_QBUF, b);
	planes[1].userptr = 0;
	ASK(G_VIDIOC_QBUF, b);
	planes[1].userptr = planes[0].userptr;
	planes[1].length = 16;
	ASK(G_VIDIOC_QBUF, b);
	planes[1].length = 16 * 4096;
	ASK(G_VIDIOC_QBUF, b);
	GIVE(VIDIOC_STREAMON, type);
	memset(planes, 0, PLANES * sizeof(*planes));
	ASKM(G_VIDIOC_DQBUF, v4l2_buffer, b);
	outb(planes, PLANES * sizeof(*planes));
	GIVE(VIDIOC_STREAMOFF, type);
	ASK(VIDIOC_REQBUFS, request(type, V4L2_MEMORY_USERPTR, 0));
}

SCENARIO(video_planes)
{
	const uint32_t type = V4L2_BUF_TYPE_VIDEO_CAPTURE_MPLANE;
	int fd = vivid_open(MULTI, V4L2_CAP_VIDEO_CAPTURE_MPLANE);
	struct g_v4l2_create_buffers *create = ZNEW(v4l2_create_buffers);

	ASK(VIDIOC_QUERYCAP, zmem(104));
	set_format(fd, type, V4L2_PIX_FMT_YUV420M);
	vivid_formats(fd, type);
	planes_mmap(fd, type);
	planes_userptr(fd, type);
	create->count = 1;
	create->memory = V4L2_MEMORY_MMAP;
	create->format.type = type;
	ASK(G_VIDIOC_G_FMT, &create->format);
	ASK(G_VIDIOC_CREATE_BUFS, create);
	create->format.type = 66;
	ASK(G_VIDIOC_CREATE_BUFS, create);
	FAULTS(G_VIDIOC_CREATE_BUFS);
	SHORT(G_VIDIOC_CREATE_BUFS, create);
	ASK(VIDIOC_REQBUFS, request(type, V4L2_MEMORY_MMAP, 0));
	close(fd);
	fd = vivid_open(MULTI, V4L2_CAP_VIDEO_OUTPUT_MPLANE);
	vivid_formats(fd, V4L2_BUF_TYPE_VIDEO_OUTPUT_MPLANE);
}

SCENARIO(video_userptr)
{
	const uint32_t type = V4L2_BUF_TYPE_VIDEO_CAPTURE;
	const uint32_t size = 320 * 180 * 2, space = 29 * 4096;
	int fd = vivid_open(SINGLE, V4L2_CAP_VIDEO_CAPTURE), i;
	struct g_v4l2_buffer *b;

	set_format(fd, type, V4L2_PIX_FMT_YUYV);
	ASK(VIDIOC_REQBUFS, request(type, V4L2_MEMORY_USERPTR, 2));
	for (i = 0; i < 2; i++) {
		b = buffer(type, V4L2_MEMORY_USERPTR, i);
		b->offset = PTR(pages(29)) + 16 * i;
		b->length = i ? size : space;
		ASK(G_VIDIOC_QBUF, b);
	}
	b = buffer(type, V4L2_MEMORY_USERPTR, 0);
	ASK(G_VIDIOC_QUERYBUF, b);
	GIVE(VIDIOC_STREAMON, type);
	ASKM(G_VIDIOC_DQBUF, v4l2_buffer, b);
	note("filled: %d", *(uint8_t *)(uintptr_t)b->offset != POISON);
	ASKM(G_VIDIOC_DQBUF, v4l2_buffer, b);
	b->offset = BAD_HIGH & ~0xfffU;
	IO(G_VIDIOC_QBUF, b);
	b->offset = 0xfffff000;
	b->length = 0xfffff000;
	IO(G_VIDIOC_QBUF, b);
	FAULTS(G_VIDIOC_QBUF);
	FAULTS(G_VIDIOC_DQBUF);
	FAULTS(G_VIDIOC_PREPARE_BUF);
	SHORT(G_VIDIOC_QBUF, b);
	GIVE(VIDIOC_STREAMOFF, type);
	ASK(VIDIOC_REQBUFS, request(type, V4L2_MEMORY_USERPTR, 0));
	ASK(VIDIOC_REQBUFS, request(type, 99, 1));
	FAULTS(VIDIOC_REQBUFS);
}

/* Buffers of one queue, as DMA-BUFs of another. */
SCENARIO(video_dmabuf)
{
	const uint32_t type = V4L2_BUF_TYPE_VIDEO_CAPTURE;
	int fd = vivid_open(SINGLE, V4L2_CAP_VIDEO_CAPTURE), capture = fd;
	struct v4l2_exportbuffer *export = zmem(sizeof(*export));
	struct g_v4l2_buffer *b;

	set_format(fd, type, V4L2_PIX_FMT_YUYV);
	ASK(VIDIOC_REQBUFS, request(type, V4L2_MEMORY_MMAP, 1));
	export->type = type;
	export->flags = O_RDWR | O_CLOEXEC;
	ASK(VIDIOC_EXPBUF, export);
	fd = vivid_open(SINGLE, V4L2_CAP_VIDEO_OUTPUT);
	set_format(fd, V4L2_BUF_TYPE_VIDEO_OUTPUT, V4L2_PIX_FMT_YUYV);
	ASK(VIDIOC_REQBUFS, request(V4L2_BUF_TYPE_VIDEO_OUTPUT,
				    V4L2_MEMORY_DMABUF, 1));
	b = buffer(V4L2_BUF_TYPE_VIDEO_OUTPUT, V4L2_MEMORY_DMABUF, 0);
	b->offset = export->fd;
	b->bytesused = 320 * 180 * 2;
	b->length = b->bytesused;
	ASK(G_VIDIOC_PREPARE_BUF, b);
	ASK(G_VIDIOC_QUERYBUF, b);
	b->offset = capture;
	ASK(G_VIDIOC_QBUF, b);
	ASK(VIDIOC_REQBUFS, request(V4L2_BUF_TYPE_VIDEO_OUTPUT,
				    V4L2_MEMORY_DMABUF, 0));
	close(fd);
	fd = capture;
	sys(close, export->fd);
	ASK(VIDIOC_REQBUFS, request(type, V4L2_MEMORY_MMAP, 0));
}

SCENARIO(video_remove)
{
	const uint32_t type = V4L2_BUF_TYPE_VIDEO_CAPTURE;
	int fd = vivid_open(SINGLE, V4L2_CAP_VIDEO_CAPTURE);
	struct g_v4l2_remove_buffers *r = ZNEW(v4l2_remove_buffers);

	set_format(fd, type, V4L2_PIX_FMT_YUYV);
	ASK(VIDIOC_REQBUFS, request(type, V4L2_MEMORY_MMAP, 4));
	r->type = type;
	r->index = 1;
	r->count = 2;
	ASK(G_VIDIOC_REMOVE_BUFS, r);
	ASK(G_VIDIOC_REMOVE_BUFS, r);
	FAULTS(G_VIDIOC_REMOVE_BUFS);
	ASK(G_VIDIOC_QUERYBUF, buffer(type, V4L2_MEMORY_MMAP, 1));
	ASK(VIDIOC_REQBUFS, request(type, V4L2_MEMORY_MMAP, 0));
}

SCENARIO(video_read)
{
	int fd = vivid_open(SINGLE, V4L2_CAP_VIDEO_CAPTURE);
	uint8_t *frame = mem(320 * 180 * 2 + 100);
	struct g_pollfd *p = SET(pollfd, .fd = fd, .events = POLLIN);

	set_format(fd, V4L2_BUF_TYPE_VIDEO_CAPTURE, V4L2_PIX_FMT_YUYV);
	sys(poll, p, 1, 10000);
	outb(p, 8);
	sys(read, fd, frame, 1000);
	sys(read, fd, frame, 320 * 180 * 2 + 100);
	sys(read, fd, BAD, 100);
	sys(read, fd, BAD_HIGH, 0x80000000);
	sys(write, fd, frame, 16);
}

static int open_media(void)
{
	struct media_device_info info;
	char path[] = "/dev/media0";
	int fd, i;

	for (i = 0; i < 8; i++) {
		path[10] = '0' + i;
		fd = open(path, O_RDWR);
		if (fd < 0)
			continue;
		if (!ioctl(fd, MEDIA_IOC_DEVICE_INFO, &info) &&
		    !strcmp(info.bus_info, "platform:vivid-000"))
			return fd;
		close(fd);
	}
	skip("no media device of vivid");
}

/* A buffer and a control that take effect together. */
SCENARIO(video_request)
{
	const uint32_t type = V4L2_BUF_TYPE_VIDEO_CAPTURE;
	struct g_v4l2_buffer *b = buffer(type, V4L2_MEMORY_MMAP, 0);
	struct g_v4l2_ext_controls *list = ZNEW(v4l2_ext_controls);
	struct g_v4l2_ext_control *c = ZNEW(v4l2_ext_control);
	int video = vivid_open(SINGLE, V4L2_CAP_VIDEO_CAPTURE);
	int32_t *request_fd = mem(4);
	struct g_pollfd *p;
	int fd = video, media = open_media();

	set_format(fd, type, V4L2_PIX_FMT_YUYV);
	ASK(VIDIOC_REQBUFS, request(type, V4L2_MEMORY_MMAP, 1));
	fd = media;
	ASK(MEDIA_IOC_REQUEST_ALLOC, request_fd);
	FAULTS(MEDIA_IOC_REQUEST_ALLOC);
	fd = video;
	c->id = V4L2_CID_BRIGHTNESS;
	c->value = 55;
	list->which = V4L2_CTRL_WHICH_REQUEST_VAL;
	list->count = 1;
	list->request_fd = *request_fd;
	list->controls = PTR(c);
	ASK(G_VIDIOC_S_EXT_CTRLS, list);
	b->flags = V4L2_BUF_FLAG_REQUEST_FD;
	b->request_fd = *request_fd;
	ASK(G_VIDIOC_QBUF, b);
	GIVE(VIDIOC_STREAMON, type);
	fd = *request_fd;
	IO(MEDIA_REQUEST_IOC_QUEUE, 0);
	IO(MEDIA_REQUEST_IOC_QUEUE, 0);
	p = SET(pollfd, .fd = fd, .events = POLLPRI);
	sys(poll, p, 1, 10000);
	outb(p, 8);
	fd = video;
	ASK(G_VIDIOC_G_EXT_CTRLS, list);
	OUT(v4l2_ext_control, c);
	b->flags = 0;
	ASKM(G_VIDIOC_DQBUF, v4l2_buffer, b);
	GIVE(VIDIOC_STREAMOFF, type);
	fd = *request_fd;
	IO(MEDIA_REQUEST_IOC_REINIT, 0);
	IO(MEDIA_REQUEST_IOC_QUEUE, 0);
	sys(close, fd);
	fd = video;
	ASK(VIDIOC_REQBUFS, request(type, V4L2_MEMORY_MMAP, 0));
}
