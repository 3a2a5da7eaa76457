// SPDX-License-Identifier: GPL-2.0-only
/*
 * graphics_check - graphics.h against the headers of the ARM compiler
 */
#include <drm/drm.h>
#include <drm/vgem_drm.h>
#include <linux/dma-buf.h>
#include <linux/fb.h>
#include <linux/kd.h>

#include "check.h"
#include "graphics.h"

#define SAME_DRM(name)							\
	_Static_assert((unsigned int)(G_DRM_##name) ==			\
		       (unsigned int)(DRM_IOCTL_##name), #name)

SAME_DRM(VERSION);
SAME_DRM(GET_UNIQUE);
SAME_DRM(GET_CLIENT);
SAME_DRM(GET_STATS);
SAME_DRM(SET_UNIQUE);
SAME_DRM(WAIT_VBLANK);
SAME_PLACE(drm_version, desc, struct drm_version, desc);
_Static_assert(G_VGEM_FENCE_ATTACH == DRM_IOCTL_VGEM_FENCE_ATTACH, "attach");
_Static_assert(G_VGEM_FENCE_SIGNAL == DRM_IOCTL_VGEM_FENCE_SIGNAL, "signal");
SAME_SIZE(drm_event_vblank, struct drm_event_vblank);
SAME_NUMBER(DMA_BUF_SET_NAME_A);
SAME_NUMBER(DMA_BUF_SET_NAME_B);
SAME_SIZE(fb_fix_screeninfo, struct fb_fix_screeninfo);
SAME_PLACE(fb_fix_screeninfo, mmio_start, struct fb_fix_screeninfo, mmio_start);
SAME_SIZE(fb_cmap, struct fb_cmap);
SAME_SIZE(console_font_op, struct console_font_op);
SAME_SIZE(unimapdesc, struct unimapdesc);
SAME_PLACE(unimapdesc, entries, struct unimapdesc, entries);
