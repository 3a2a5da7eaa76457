/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * graphics - what DRM, frame buffers and consoles have different in a 32-bit
 * ARM EABI program
 */
#ifndef ORACLE_GUEST_GRAPHICS_H
#define ORACLE_GUEST_GRAPHICS_H

#include <sys/ioctl.h>

#include "calls.h"

struct g_drm_version {
	int32_t major, minor, patchlevel;
	uint32_t name_len;
	gptr_t name;
	uint32_t date_len;
	gptr_t date;
	uint32_t desc_len;
	gptr_t desc;
};

struct g_drm_unique {
	uint32_t len;
	gptr_t unique;
};

struct g_drm_client {
	int32_t idx, auth;
	gulong_t pid, uid, magic, iocs;
};

struct g_drm_stats {
	gulong_t count;
	struct {
		gulong_t value;
		int32_t type;
	} data[15];
};

struct g_drm_wait_vblank {
	uint32_t type, sequence;
	int32_t sec, usec;
};

#define G_DRM_VERSION		_IOWR('d', 0x00, struct g_drm_version)
#define G_DRM_GET_UNIQUE	_IOWR('d', 0x01, struct g_drm_unique)
#define G_DRM_GET_CLIENT	_IOWR('d', 0x05, struct g_drm_client)
#define G_DRM_GET_STATS		_IOR('d', 0x06, struct g_drm_stats)
#define G_DRM_SET_UNIQUE	_IOW('d', 0x10, struct g_drm_unique)
#define G_DRM_WAIT_VBLANK	_IOWR('d', 0x3a, struct g_drm_wait_vblank)

/* Newer than the headers of some compilers. */
struct g_drm_mode_closefb {
	uint32_t fb_id, pad;
};

struct g_drm_syncobj_eventfd {
	uint32_t handle, flags;
	uint64_t point;
	int32_t fd;
	uint32_t pad;
};

#define G_DRM_MODE_CLOSEFB	_IOWR('d', 0xd0, struct g_drm_mode_closefb)
#define G_DRM_SYNCOBJ_EVENTFD	\
	_IOWR('d', 0xcf, struct g_drm_syncobj_eventfd)

/* Of a header that only the kernel and libdrm have. */
struct g_drm_vgem_fence {
	uint32_t handle, flags, out_fence, pad;
};

#define G_VGEM_FENCE_ATTACH	_IOWR('d', 0x41, struct g_drm_vgem_fence)
#define G_VGEM_FENCE_SIGNAL	_IOW('d', 0x42, uint32_t[2])

/* What a program reads when a page has been flipped: declared for its masks. */
struct g_drm_event_vblank {
	uint32_t type, length;
	uint64_t user_data;
	uint32_t sec, usec, sequence, crtc;
};

/* DMA-BUFs have a number for each kind of address. */
#define G_DMA_BUF_SET_NAME_A	_IOW('b', 1, uint32_t)
#define G_DMA_BUF_SET_NAME_B	_IOW('b', 1, uint64_t)

struct g_fb_fix_screeninfo {
	char id[16];
	gulong_t smem_start;
	uint32_t smem_len, type, type_aux, visual;
	uint16_t xpanstep, ypanstep, ywrapstep;
	uint32_t line_length;
	gulong_t mmio_start;
	uint32_t mmio_len, accel;
	uint16_t capabilities, reserved[2];
};

struct g_fb_cmap {
	uint32_t start, len;
	gptr_t red, green, blue, transp;
};

struct g_console_font_op {
	uint32_t op, flags, width, height, charcount;
	gptr_t data;
};

struct g_unimapdesc {
	uint16_t entry_ct;
	gptr_t entries;
};

#endif /* ORACLE_GUEST_GRAPHICS_H */
