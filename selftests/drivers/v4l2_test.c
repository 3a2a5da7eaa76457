// SPDX-License-Identifier: GPL-2.0-only
/*
 * Video capture with the vivid driver: formats, buffers, a captured frame.
 */
#include <linux/videodev2.h>
#include <time.h>

#include "driver.h"
#include "guest/video.h"

/* With 32-bit time, as most armhf programs have it, and with 64-bit time. */
struct v4l2_input32 {
	uint32_t index;
	uint8_t name[32];
	uint32_t type, audioset, tuner;
	uint64_t std;
	uint32_t status, capabilities, reserved[3];
};

#define ENUMINPUT32	_IOWR('V', 26, struct v4l2_input32)

#define WIDTH		320
#define HEIGHT		180
#define BUFFERS		3

/* The node of vivid that captures video. */
static int open_vivid(void)
{
	struct v4l2_capability cap;
	char path[32];
	int i, fd;

	for (i = 0; i < 64; i++) {
		snprintf(path, sizeof(path), "/dev/video%d", i);
		fd = open(path, O_RDWR);
		if (fd < 0)
			continue;
		if (!ioctl(fd, VIDIOC_QUERYCAP, &cap) &&
		    !strcmp((char *)cap.driver, "vivid") &&
		    (cap.device_caps & V4L2_CAP_VIDEO_CAPTURE))
			return fd;
		close(fd);
	}
	return -1;
}

FIXTURE(v4l2) {
	int fd;
};

BOTH_WAYS(v4l2);

FIXTURE_SETUP(v4l2)
{
	OPEN_GATE();
	self->fd = open_vivid();
	if (self->fd < 0)
		SKIP(return, "no vivid device");
}

FIXTURE_TEARDOWN(v4l2)
{
	close(self->fd);
}

TEST_F(v4l2, querycap_and_formats)
{
	struct v4l2_capability *cap = low(sizeof(*cap));
	struct v4l2_fmtdesc *desc = low_zero(sizeof(*desc));
	struct v4l2_input32 *input = low_zero(sizeof(*input));
	struct v4l2_capability cap64;
	int n = 0;

	ASSERT_EQ(0, IOCTL32(self->fd, VIDIOC_QUERYCAP, cap));
	EXPECT_STREQ("vivid", (char *)cap->driver);
	ASSERT_EQ(0, ioctl(self->fd, VIDIOC_QUERYCAP, &cap64));
	EXPECT_EQ(0, memcmp(cap, &cap64, sizeof(cap64)));
	EXPECT_TRUE(untouched(cap + 1, 64));

	desc->type = V4L2_BUF_TYPE_VIDEO_CAPTURE;
	while (!IOCTL32(self->fd, VIDIOC_ENUM_FMT, desc)) {
		EXPECT_NE(0, desc->pixelformat);
		desc->index = ++n;
	}
	EXPECT_LT(10, n);
	EXPECT_EQ(-EINVAL, IOCTL32(self->fd, VIDIOC_ENUM_FMT, desc));

	ASSERT_EQ(0, IOCTL32(self->fd, ENUMINPUT32, input));
	EXPECT_EQ(V4L2_INPUT_TYPE_CAMERA, input->type);
	EXPECT_EQ(0, strncmp("Webcam", (char *)input->name, 6));
	EXPECT_TRUE(untouched(input + 1, 64));

	EXPECT_EQ(-EFAULT, IOCTL32(self->fd, VIDIOC_QUERYCAP, 16));
	EXPECT_SHUT(self->fd, VIDIOC_QUERYCAP, cap);
}

TEST_F(v4l2, get_and_set_format)
{
	struct g_v4l2_format *f = low_zero(sizeof(*f));
	struct v4l2_format native = { .type = V4L2_BUF_TYPE_VIDEO_CAPTURE };

	f->type = V4L2_BUF_TYPE_VIDEO_CAPTURE;
	ASSERT_EQ(0, IOCTL32(self->fd, G_VIDIOC_G_FMT, f));
	f->width = WIDTH;
	f->height = HEIGHT;
	f->pixelformat = V4L2_PIX_FMT_YUYV;
	f->bytesperline = 0;
	ASSERT_EQ(0, IOCTL32(self->fd, G_VIDIOC_S_FMT, f));
	EXPECT_EQ(WIDTH, f->width);
	EXPECT_EQ(HEIGHT, f->height);
	EXPECT_EQ(WIDTH * 2, f->bytesperline);
	EXPECT_EQ(WIDTH * HEIGHT * 2, f->sizeimage);
	EXPECT_TRUE(untouched(f + 1, 64));

	/* What the native call says of it now. */
	ASSERT_EQ(0, ioctl(self->fd, VIDIOC_G_FMT, &native));
	EXPECT_EQ(WIDTH, native.fmt.pix.width);
	EXPECT_EQ(HEIGHT, native.fmt.pix.height);
	EXPECT_EQ(V4L2_PIX_FMT_YUYV, native.fmt.pix.pixelformat);

	/* Control: the 32-bit command is none for a 64-bit process. */
	EXPECT_NE((uint32_t)VIDIOC_G_FMT, (uint32_t)G_VIDIOC_G_FMT);
	EXPECT_EQ(-ENOTTY, ioctl64(self->fd, G_VIDIOC_G_FMT, (unsigned long)f));
	EXPECT_SHUT(self->fd, G_VIDIOC_G_FMT, f);
	EXPECT_EQ(-EFAULT, IOCTL32(self->fd, G_VIDIOC_G_FMT, 16));
	f->type = 99;
	EXPECT_EQ(-EINVAL, IOCTL32(self->fd, G_VIDIOC_G_FMT, f));
}

/* A structure that points to an array, whose members point to nothing. */
TEST_F(v4l2, extended_controls)
{
	struct g_v4l2_ext_controls *list = low_zero(sizeof(*list));
	struct g_v4l2_ext_control *c = low_zero(2 * sizeof(*c));
	struct v4l2_control native = { .id = V4L2_CID_BRIGHTNESS };

	list->which = V4L2_CTRL_CLASS_USER;
	list->count = 2;
	list->controls = PTR32(c);
	c[0].id = V4L2_CID_BRIGHTNESS;
	c[0].value = 99;
	c[1].id = V4L2_CID_CONTRAST;
	c[1].value = 77;
	ASSERT_EQ(0, IOCTL32(self->fd, G_VIDIOC_S_EXT_CTRLS, list));
	c[0].value = 0;
	c[1].value = 0;
	ASSERT_EQ(0, IOCTL32(self->fd, G_VIDIOC_G_EXT_CTRLS, list));
	EXPECT_EQ(99, c[0].value);
	EXPECT_EQ(77, c[1].value);
	ASSERT_EQ(0, ioctl(self->fd, VIDIOC_G_CTRL, &native));
	EXPECT_EQ(99, native.value);

	list->controls = 16;
	EXPECT_EQ(-EFAULT, IOCTL32(self->fd, G_VIDIOC_G_EXT_CTRLS, list));
	list->controls = PTR32(c);
	EXPECT_EQ(-ENOTTY, ioctl64(self->fd, G_VIDIOC_G_EXT_CTRLS,
				   (unsigned long)list));
}

static bool all_zero(const unsigned char *p, size_t size)
{
	while (size && !*p) {
		p++;
		size--;
	}
	return !size;
}

TEST_F(v4l2, capture)
{
	struct v4l2_requestbuffers *req = low_zero(sizeof(*req));
	struct g_v4l2_buffer64 *b64 = low_zero(sizeof(*b64));
	struct g_v4l2_buffer *b = low_zero(sizeof(*b));
	struct g_v4l2_format *f = low_zero(sizeof(*f));
	unsigned int *type = low(sizeof(*type));
	unsigned char *frame[BUFFERS];
	struct timespec now;
	unsigned int i;
	long p;

	f->type = V4L2_BUF_TYPE_VIDEO_CAPTURE;
	ASSERT_EQ(0, IOCTL32(self->fd, G_VIDIOC_G_FMT, f));
	f->width = WIDTH;
	f->height = HEIGHT;
	f->pixelformat = V4L2_PIX_FMT_YUYV;
	f->bytesperline = 0;
	ASSERT_EQ(0, IOCTL32(self->fd, G_VIDIOC_S_FMT, f));

	req->count = BUFFERS;
	req->type = V4L2_BUF_TYPE_VIDEO_CAPTURE;
	req->memory = V4L2_MEMORY_MMAP;
	ASSERT_EQ(0, IOCTL32(self->fd, VIDIOC_REQBUFS, req));
	ASSERT_EQ(BUFFERS, req->count);
	for (i = 0; i < BUFFERS; i++) {
		b->index = i;
		b->type = V4L2_BUF_TYPE_VIDEO_CAPTURE;
		b->memory = V4L2_MEMORY_MMAP;
		ASSERT_EQ(0, IOCTL32(self->fd, G_VIDIOC_QUERYBUF, b));
		EXPECT_LE(WIDTH * HEIGHT * 2, b->length);
		EXPECT_TRUE(untouched(b + 1, 64));
		/* The driver's own mapping lands below 4 GB. */
		p = ARM(mmap2, 0, b->length, PROT_READ | PROT_WRITE,
			MAP_SHARED, self->fd, b->offset >> 12);
		ASSERT_LT(0, p) {
			TH_LOG("mmap2: %ld", p);
		}
		ASSERT_GE(PLACE_END, p + b->length);
		frame[i] = (unsigned char *)p;
		memset(frame[i], 0, b->length);
		ASSERT_EQ(0, IOCTL32(self->fd, G_VIDIOC_QBUF, b));
	}
	/* Control: no such command in a 64-bit process. */
	EXPECT_EQ(-ENOTTY, ioctl64(self->fd, G_VIDIOC_QUERYBUF, (unsigned long)b));

	*type = V4L2_BUF_TYPE_VIDEO_CAPTURE;
	ASSERT_EQ(0, IOCTL32(self->fd, VIDIOC_STREAMON, type));
	memset(b, 0, sizeof(*b));
	b->type = V4L2_BUF_TYPE_VIDEO_CAPTURE;
	b->memory = V4L2_MEMORY_MMAP;
	ASSERT_EQ(0, IOCTL32(self->fd, G_VIDIOC_DQBUF, b));
	ASSERT_GT(BUFFERS, b->index);
	EXPECT_EQ(WIDTH * HEIGHT * 2, b->bytesused);
	EXPECT_FALSE(all_zero(frame[b->index], b->bytesused));
	/* Seconds and microseconds are where a 32-bit program looks. */
	clock_gettime(CLOCK_MONOTONIC, &now);
	EXPECT_LE(now.tv_sec - 60, b->tv_sec);
	EXPECT_GE(now.tv_sec + 2, b->tv_sec);
	EXPECT_GT(1000000, b->tv_usec);
	ASSERT_EQ(0, IOCTL32(self->fd, G_VIDIOC_QBUF, b));

	/* The same with 64-bit time. */
	b64->type = V4L2_BUF_TYPE_VIDEO_CAPTURE;
	b64->memory = V4L2_MEMORY_MMAP;
	ASSERT_EQ(0, IOCTL32(self->fd, G_VIDIOC_DQBUF64, b64));
	EXPECT_EQ(WIDTH * HEIGHT * 2, b64->bytesused);
	EXPECT_LE(now.tv_sec - 60, b64->tv_sec);
	EXPECT_GT(1000000, b64->tv_usec);
	EXPECT_FALSE(all_zero(frame[b64->index], b64->bytesused));
	EXPECT_LT(b->sequence, b64->sequence);
	EXPECT_TRUE(untouched(b64 + 1, 64));

	EXPECT_SHUT(self->fd, G_VIDIOC_DQBUF, b);
	ASSERT_EQ(0, IOCTL32(self->fd, VIDIOC_STREAMOFF, type));
	EXPECT_EQ(-EINVAL, IOCTL32(self->fd, G_VIDIOC_DQBUF, b));
}

/* A frame into memory of the guest: the driver takes a 32-bit pointer. */
TEST_F(v4l2, capture_to_own_memory)
{
	struct v4l2_requestbuffers *req = low_zero(sizeof(*req));
	struct g_v4l2_buffer *b = low_zero(sizeof(*b));
	struct g_v4l2_format *f = low_zero(sizeof(*f));
	unsigned int *type = low(sizeof(*type));
	const size_t size = 0x40000;
	unsigned char *frame;
	int i;

	f->type = V4L2_BUF_TYPE_VIDEO_CAPTURE;
	ASSERT_EQ(0, IOCTL32(self->fd, G_VIDIOC_G_FMT, f));
	f->width = WIDTH;
	f->height = HEIGHT;
	f->pixelformat = V4L2_PIX_FMT_YUYV;
	f->bytesperline = 0;
	ASSERT_EQ(0, IOCTL32(self->fd, G_VIDIOC_S_FMT, f));
	ASSERT_GE(size, f->sizeimage);
	frame = low_map(0x30000000, BUFFERS * size);
	ASSERT_NE(NULL, frame);

	req->count = BUFFERS;
	req->type = V4L2_BUF_TYPE_VIDEO_CAPTURE;
	req->memory = V4L2_MEMORY_USERPTR;
	ASSERT_EQ(0, IOCTL32(self->fd, VIDIOC_REQBUFS, req));
	for (i = 0; i < BUFFERS; i++) {
		memset(b, 0, sizeof(*b));
		b->index = i;
		b->type = V4L2_BUF_TYPE_VIDEO_CAPTURE;
		b->memory = V4L2_MEMORY_USERPTR;
		b->offset = PTR32(frame + i * size);	/* m.userptr */
		b->length = size;
		ASSERT_EQ(0, IOCTL32(self->fd, G_VIDIOC_QBUF, b));
	}
	*type = V4L2_BUF_TYPE_VIDEO_CAPTURE;
	ASSERT_EQ(0, IOCTL32(self->fd, VIDIOC_STREAMON, type));
	ASSERT_EQ(0, IOCTL32(self->fd, G_VIDIOC_DQBUF, b));
	EXPECT_EQ(PTR32(frame + b->index * size), b->offset);
	EXPECT_FALSE(all_zero(frame + b->index * size, b->bytesused));
	ASSERT_EQ(0, IOCTL32(self->fd, VIDIOC_STREAMOFF, type));
}

TEST_HARNESS_MAIN
