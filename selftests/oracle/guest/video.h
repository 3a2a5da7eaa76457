/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * video - what Video4Linux have different in a 32-bit ARM EABI program
 */
#ifndef ORACLE_GUEST_VIDEO_H
#define ORACLE_GUEST_VIDEO_H

#include <sys/ioctl.h>

#include "calls.h"

struct g_v4l2_format {
	uint32_t type;
	union {
		struct {
			uint32_t width, height, pixelformat, field,
				 bytesperline, sizeimage;
		};
		uint8_t raw[200];
	};
};

struct g_v4l2_buffer {
	uint32_t index, type, bytesused, flags, field;
	int32_t tv_sec, tv_usec;
	uint8_t timecode[16];
	uint32_t sequence, memory, offset, length, reserved2;
	int32_t request_fd;
};

struct g_v4l2_buffer64 {	/* with 64-bit time */
	uint32_t index, type, bytesused, flags, field;
	int64_t tv_sec, tv_usec;
	uint8_t timecode[16];
	uint32_t sequence, memory, offset, length, reserved2;
	int32_t request_fd;
};

struct g_v4l2_plane {
	uint32_t bytesused, length;
	union {
		uint32_t mem_offset;
		gulong_t userptr;
		int32_t fd;
	};
	uint32_t data_offset, reserved[11];
};

struct g_v4l2_framebuffer {
	uint32_t capability, flags;
	gptr_t base;
	uint32_t width, height, pixelformat, field, bytesperline, sizeimage,
		 colorspace, priv;
};

struct g_v4l2_clip {
	int32_t left, top;
	uint32_t width, height;
	gptr_t next;
};

struct g_v4l2_window {		/* in g_v4l2_format.raw */
	int32_t left, top;
	uint32_t width, height, field, chromakey;
	gptr_t clips;
	uint32_t clipcount;
	gptr_t bitmap;
	uint8_t global_alpha;
};

struct g_v4l2_create_buffers {
	uint32_t index, count, memory;
	struct g_v4l2_format format;
	uint32_t capabilities, flags, max_num_buffers, reserved[5];
};

struct g_v4l2_standard {
	uint32_t index;
	uint64_t id;
	uint8_t name[24];
	uint32_t numerator, denominator, framelines, reserved[4];
};

struct g_v4l2_ext_controls {
	uint32_t which, count, error_idx;
	int32_t request_fd;
	uint32_t reserved;
	gptr_t controls;
};

struct g_v4l2_ext_control {
	uint32_t id, size, reserved2;
	int32_t value, value_high;
};

struct g_v4l2_edid {
	uint32_t pad, start_block, blocks, reserved[5];
	gptr_t edid;
};

struct g_v4l2_event {
	uint32_t type;
	uint64_t u[8];
	uint32_t pending, sequence;
	int32_t tv_sec, tv_nsec;
	uint32_t id, reserved[8];
};

struct g_v4l2_event64 {		/* with 64-bit time */
	uint32_t type;
	uint64_t u[8];
	uint32_t pending, sequence;
	int64_t tv_sec, tv_nsec;
	uint32_t id, reserved[8];
};

#define G_VIDIOC_G_FMT		_IOWR('V', 4, struct g_v4l2_format)
#define G_VIDIOC_S_FMT		_IOWR('V', 5, struct g_v4l2_format)
#define G_VIDIOC_QUERYBUF	_IOWR('V', 9, struct g_v4l2_buffer)
#define G_VIDIOC_G_FBUF		_IOR('V', 10, struct g_v4l2_framebuffer)
#define G_VIDIOC_S_FBUF		_IOW('V', 11, struct g_v4l2_framebuffer)
#define G_VIDIOC_QBUF		_IOWR('V', 15, struct g_v4l2_buffer)
#define G_VIDIOC_DQBUF		_IOWR('V', 17, struct g_v4l2_buffer)
#define G_VIDIOC_QUERYBUF64	_IOWR('V', 9, struct g_v4l2_buffer64)
#define G_VIDIOC_QBUF64		_IOWR('V', 15, struct g_v4l2_buffer64)
#define G_VIDIOC_DQBUF64	_IOWR('V', 17, struct g_v4l2_buffer64)
#define G_VIDIOC_ENUMSTD	_IOWR('V', 25, struct g_v4l2_standard)
#define G_VIDIOC_ENUMINPUT	_IOWR('V', 26, uint8_t[80])
#define G_VIDIOC_G_EDID		_IOWR('V', 40, struct g_v4l2_edid)
#define G_VIDIOC_S_EDID		_IOWR('V', 41, struct g_v4l2_edid)
#define G_VIDIOC_TRY_FMT	_IOWR('V', 64, struct g_v4l2_format)
#define G_VIDIOC_G_EXT_CTRLS	_IOWR('V', 71, struct g_v4l2_ext_controls)
#define G_VIDIOC_S_EXT_CTRLS	_IOWR('V', 72, struct g_v4l2_ext_controls)
#define G_VIDIOC_TRY_EXT_CTRLS	_IOWR('V', 73, struct g_v4l2_ext_controls)
#define G_VIDIOC_DQEVENT	_IOR('V', 89, struct g_v4l2_event)
#define G_VIDIOC_DQEVENT64	_IOR('V', 89, struct g_v4l2_event64)
#define G_VIDIOC_CREATE_BUFS	_IOWR('V', 92, struct g_v4l2_create_buffers)
#define G_VIDIOC_PREPARE_BUF	_IOWR('V', 93, struct g_v4l2_buffer)
#define G_VIDIOC_PREPARE_BUF64	_IOWR('V', 93, struct g_v4l2_buffer64)

/* Newer than the headers of some compilers. */
struct g_v4l2_remove_buffers {
	uint32_t index, count, type, reserved[13];
};

#define G_VIDIOC_REMOVE_BUFS	_IOWR('V', 104, struct g_v4l2_remove_buffers)

#endif /* ORACLE_GUEST_VIDEO_H */
