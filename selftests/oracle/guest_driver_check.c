// SPDX-License-Identifier: GPL-2.0-only
/*
 * guest_driver_check - guest_driver.h against the headers of the ARM compiler
 *
 * Compiled for armhf only; nothing of it runs.
 */
#include <linux/fs.h>
#include <linux/input.h>
#include <linux/loop.h>
#include <linux/serial.h>
#include <linux/uinput.h>
#include <linux/videodev2.h>
#include <sound/asound.h>

#include "guest_check.h"
#include "guest_driver.h"

/* Drivers: the number of a command has the size of its structure in it. */
#define SAME_NUMBER(name)						\
	_Static_assert((unsigned int)(G_##name) == (unsigned int)(name), #name)
#define SAME_SOUND(ours, theirs)					\
	_Static_assert((unsigned int)(G_SND_##ours) ==			\
		       (unsigned int)(SNDRV_##theirs), #ours)

SAME_SIZE(serial, struct serial_struct);
SAME_PLACE(serial, iomem_base, struct serial_struct, iomem_base);
SAME_SIZE(loop_info, struct loop_info);
SAME_PLACE(loop_info, lo_offset, struct loop_info, lo_offset);
SAME_SIZE(loop_info64, struct loop_info64);
SAME_NUMBER(BLKBSZGET);
SAME_NUMBER(BLKBSZSET);
SAME_NUMBER(BLKGETSIZE64);
SAME_SIZE(input_event, struct input_event);
SAME_NUMBER(EVIOCSFF);
SAME_NUMBER(UI_SET_PHYS);
SAME_NUMBER(VIDIOC_G_FMT);
SAME_NUMBER(VIDIOC_S_FMT);
SAME_NUMBER(VIDIOC_QUERYBUF);
SAME_NUMBER(VIDIOC_QBUF);
SAME_NUMBER(VIDIOC_DQBUF);
SAME_NUMBER(VIDIOC_ENUMSTD);
SAME_NUMBER(VIDIOC_ENUMINPUT);
SAME_NUMBER(VIDIOC_G_EDID);
SAME_NUMBER(VIDIOC_TRY_FMT);
SAME_NUMBER(VIDIOC_G_EXT_CTRLS);
SAME_NUMBER(VIDIOC_S_EXT_CTRLS);
SAME_NUMBER(VIDIOC_TRY_EXT_CTRLS);
SAME_NUMBER(VIDIOC_DQEVENT);
SAME_NUMBER(VIDIOC_CREATE_BUFS);
SAME_NUMBER(VIDIOC_PREPARE_BUF);
SAME_PLACE(v4l2_buffer, sequence, struct v4l2_buffer, sequence);
SAME_PLACE(v4l2_event, tv_sec, struct v4l2_event, timestamp);
SAME_SOUND(HW_REFINE, PCM_IOCTL_HW_REFINE);
SAME_SOUND(HW_PARAMS, PCM_IOCTL_HW_PARAMS);
SAME_SOUND(SW_PARAMS, PCM_IOCTL_SW_PARAMS);
SAME_SOUND(STATUS, PCM_IOCTL_STATUS);
SAME_SOUND(DELAY, PCM_IOCTL_DELAY);
SAME_SOUND(SYNC_PTR, PCM_IOCTL_SYNC_PTR);
SAME_SOUND(STATUS_EXT, PCM_IOCTL_STATUS_EXT);
SAME_SOUND(CHANNEL_INFO, PCM_IOCTL_CHANNEL_INFO);
SAME_SOUND(REWIND, PCM_IOCTL_REWIND);
SAME_SOUND(FORWARD, PCM_IOCTL_FORWARD);
SAME_SOUND(WRITEI, PCM_IOCTL_WRITEI_FRAMES);
SAME_SOUND(READI, PCM_IOCTL_READI_FRAMES);
SAME_SOUND(ELEM_LIST, CTL_IOCTL_ELEM_LIST);
SAME_SOUND(ELEM_INFO, CTL_IOCTL_ELEM_INFO);
SAME_SOUND(ELEM_READ, CTL_IOCTL_ELEM_READ);
SAME_SOUND(ELEM_WRITE, CTL_IOCTL_ELEM_WRITE);
SAME_SOUND(TIMER_GINFO, TIMER_IOCTL_GINFO);
SAME_SOUND(TIMER_INFO, TIMER_IOCTL_INFO);
SAME_SOUND(TIMER_STATUS, TIMER_IOCTL_STATUS);
