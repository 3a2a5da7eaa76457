// SPDX-License-Identifier: GPL-2.0-only
/*
 * video_check - video.h against the headers of the ARM compiler
 */
#include <linux/videodev2.h>

#include "check.h"
#include "video.h"

SAME_NUMBER(VIDIOC_G_FMT);
SAME_NUMBER(VIDIOC_S_FMT);
SAME_NUMBER(VIDIOC_QUERYBUF);
SAME_NUMBER(VIDIOC_G_FBUF);
SAME_NUMBER(VIDIOC_S_FBUF);
SAME_NUMBER(VIDIOC_QBUF);
SAME_NUMBER(VIDIOC_DQBUF);
SAME_NUMBER(VIDIOC_ENUMSTD);
SAME_NUMBER(VIDIOC_ENUMINPUT);
SAME_NUMBER(VIDIOC_G_EDID);
SAME_NUMBER(VIDIOC_S_EDID);
SAME_NUMBER(VIDIOC_TRY_FMT);
SAME_NUMBER(VIDIOC_G_EXT_CTRLS);
SAME_NUMBER(VIDIOC_S_EXT_CTRLS);
SAME_NUMBER(VIDIOC_TRY_EXT_CTRLS);
SAME_NUMBER(VIDIOC_DQEVENT);
SAME_NUMBER(VIDIOC_CREATE_BUFS);
SAME_NUMBER(VIDIOC_PREPARE_BUF);
SAME_PLACE(v4l2_buffer, sequence, struct v4l2_buffer, sequence);
SAME_PLACE(v4l2_event, tv_sec, struct v4l2_event, timestamp);
SAME_SIZE(v4l2_plane, struct v4l2_plane);
SAME_PLACE(v4l2_plane, data_offset, struct v4l2_plane, data_offset);
SAME_SIZE(v4l2_window, struct v4l2_window);
SAME_PLACE(v4l2_window, bitmap, struct v4l2_window, bitmap);
SAME_SIZE(v4l2_clip, struct v4l2_clip);
SAME_PLACE(v4l2_framebuffer, base, struct v4l2_framebuffer, base);
SAME_SIZE(v4l2_ext_control, struct v4l2_ext_control);
