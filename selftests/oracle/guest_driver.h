/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * guest_driver - structures and commands of drivers as a 32-bit ARM EABI
 * program has them, where they are not what AArch64 has, too
 *
 * guest_check.c compares them with the headers of the ARM compiler.
 */
#ifndef ORACLE_GUEST_DRIVER_H
#define ORACLE_GUEST_DRIVER_H

#include <sys/ioctl.h>

#include "guest.h"

/* Terminals and disks */

struct g_serial {
	int32_t type, line;
	uint32_t port;
	int32_t irq, flags, xmit_fifo_size, custom_divisor, baud_base;
	uint16_t close_delay;
	int8_t io_type, reserved_char;
	int32_t hub6;
	uint16_t closing_wait, closing_wait2;
	gptr_t iomem_base;
	uint16_t iomem_reg_shift;
	uint32_t port_high;
	int32_t reserved;
};

struct g_loop_info {
	int32_t lo_number;
	uint16_t lo_device;
	gulong_t lo_inode;
	uint16_t lo_rdevice;
	int32_t lo_offset, lo_encrypt_type, lo_encrypt_key_size, lo_flags;
	char lo_name[64];
	uint8_t lo_encrypt_key[32];
	gulong_t lo_init[2];
	char reserved[4];
};

struct g_loop_info64 {
	uint64_t lo_device, lo_inode, lo_rdevice, lo_offset, lo_sizelimit;
	uint32_t lo_number, lo_encrypt_type, lo_encrypt_key_size, lo_flags;
	uint8_t lo_file_name[64], lo_crypt_name[64], lo_encrypt_key[32];
	uint64_t lo_init[2];
};

#define G_BLKBSZGET	_IOR(0x12, 112, uint32_t)
#define G_BLKBSZSET	_IOW(0x12, 113, uint32_t)
#define G_BLKGETSIZE64	_IOR(0x12, 114, uint32_t)

/* Input */

struct g_input_event {
	int32_t sec, usec;
	uint16_t type, code;
	int32_t value;
};

struct g_ff_effect {
	uint16_t type;
	int16_t id;
	uint16_t direction, trigger[2], replay[2], pad;
	uint8_t u[28];
};

#define G_EVIOCSFF	_IOW('E', 0x80, struct g_ff_effect)
#define G_UI_SET_PHYS	_IOW('U', 108, gptr_t)

/* Video */

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

#define G_VIDIOC_G_FMT		_IOWR('V', 4, struct g_v4l2_format)
#define G_VIDIOC_S_FMT		_IOWR('V', 5, struct g_v4l2_format)
#define G_VIDIOC_QUERYBUF	_IOWR('V', 9, struct g_v4l2_buffer)
#define G_VIDIOC_QBUF		_IOWR('V', 15, struct g_v4l2_buffer)
#define G_VIDIOC_DQBUF		_IOWR('V', 17, struct g_v4l2_buffer)
#define G_VIDIOC_QUERYBUF64	_IOWR('V', 9, struct g_v4l2_buffer64)
#define G_VIDIOC_DQBUF64	_IOWR('V', 17, struct g_v4l2_buffer64)
#define G_VIDIOC_ENUMSTD	_IOWR('V', 25, struct g_v4l2_standard)
#define G_VIDIOC_ENUMINPUT	_IOWR('V', 26, uint8_t[80])
#define G_VIDIOC_G_EDID		_IOWR('V', 40, struct g_v4l2_edid)
#define G_VIDIOC_TRY_FMT	_IOWR('V', 64, struct g_v4l2_format)
#define G_VIDIOC_G_EXT_CTRLS	_IOWR('V', 71, struct g_v4l2_ext_controls)
#define G_VIDIOC_S_EXT_CTRLS	_IOWR('V', 72, struct g_v4l2_ext_controls)
#define G_VIDIOC_TRY_EXT_CTRLS	_IOWR('V', 73, struct g_v4l2_ext_controls)
#define G_VIDIOC_DQEVENT	_IOR('V', 89, struct g_v4l2_event)
#define G_VIDIOC_CREATE_BUFS	_IOWR('V', 92, struct g_v4l2_create_buffers)
#define G_VIDIOC_PREPARE_BUF	_IOWR('V', 93, struct g_v4l2_buffer)

/* Sound */

struct g_snd_hw_params {
	uint32_t flags, masks[8][8];
	struct {
		uint32_t min, max, flags;
	} intervals[21];
	uint32_t rmask, cmask, info, msbits, rate_num, rate_den, fifo_size;
	uint8_t reserved[64];
};

struct g_snd_sw_params {
	int32_t tstamp_mode;
	uint32_t period_step, sleep_min, avail_min, xfer_align,
		 start_threshold, stop_threshold, silence_threshold,
		 silence_size, boundary, proto, tstamp_type;
	uint8_t reserved[56];
};

struct g_snd_status {
	int32_t state, trigger_sec, trigger_nsec, tstamp_sec, tstamp_nsec;
	uint32_t appl_ptr, hw_ptr;
	int32_t delay;
	uint32_t avail, avail_max, overrange;
	int32_t suspended_state;
	uint32_t audio_tstamp_data;
	int32_t audio_sec, audio_nsec, driver_sec, driver_nsec;
	uint32_t audio_tstamp_accuracy;
	uint8_t reserved[36];
};

struct g_snd_xferi {
	int32_t result;
	gptr_t buf;
	uint32_t frames;
};

struct g_snd_channel_info {
	uint32_t channel;
	int32_t offset;
	uint32_t first, step;
};

struct g_snd_sync_ptr {
	uint32_t flags;
	union {
		struct {
			int32_t state, pad1;
			uint32_t hw_ptr;
			int32_t tstamp_sec, tstamp_nsec, suspended_state,
				audio_sec, audio_nsec;
		};
		uint8_t status[64];
	};
	union {
		struct {
			uint32_t appl_ptr, avail_min;
		};
		uint8_t control[64];
	};
};

struct g_snd_ctl_elem_list {
	uint32_t offset, space, used, count;
	gptr_t pids;
	uint8_t reserved[50];
};

struct g_snd_ctl_elem_info {
	uint8_t id[64];
	int32_t type;
	uint32_t access, count;
	int32_t owner;
	uint8_t value[128], reserved[64];
};

struct g_snd_ctl_elem_value {
	uint8_t id[64];
	uint32_t indirect;
	union {
		int32_t integer[128];
		int64_t integer64[64];
	};
	uint8_t reserved[128];
};

struct g_snd_timer_ginfo {
	uint32_t tid[5], flags;
	int32_t card;
	uint8_t id[64], name[80];
	gulong_t reserved0, resolution, resolution_min, resolution_max;
	uint32_t clients;
	uint8_t reserved[32];
};

struct g_snd_timer_info {
	uint32_t flags;
	int32_t card;
	uint8_t id[64], name[80];
	gulong_t reserved0, resolution;
	uint8_t reserved[64];
};

struct g_snd_timer_status {
	int32_t sec, nsec;
	uint32_t resolution, lost, overrun, queue;
	uint8_t reserved[64];
};

#define G_SND_HW_REFINE		_IOWR('A', 0x10, struct g_snd_hw_params)
#define G_SND_HW_PARAMS		_IOWR('A', 0x11, struct g_snd_hw_params)
#define G_SND_SW_PARAMS		_IOWR('A', 0x13, struct g_snd_sw_params)
#define G_SND_STATUS		_IOR('A', 0x20, struct g_snd_status)
#define G_SND_DELAY		_IOR('A', 0x21, int32_t)
#define G_SND_SYNC_PTR		_IOWR('A', 0x23, struct g_snd_sync_ptr)
#define G_SND_STATUS_EXT	_IOWR('A', 0x24, struct g_snd_status)
#define G_SND_CHANNEL_INFO	_IOR('A', 0x32, struct g_snd_channel_info)
#define G_SND_REWIND		_IOW('A', 0x46, uint32_t)
#define G_SND_FORWARD		_IOW('A', 0x49, uint32_t)
#define G_SND_WRITEI		_IOW('A', 0x50, struct g_snd_xferi)
#define G_SND_READI		_IOR('A', 0x51, struct g_snd_xferi)
#define G_SND_ELEM_LIST		_IOWR('U', 0x10, struct g_snd_ctl_elem_list)
#define G_SND_ELEM_INFO		_IOWR('U', 0x11, struct g_snd_ctl_elem_info)
#define G_SND_ELEM_READ		_IOWR('U', 0x12, struct g_snd_ctl_elem_value)
#define G_SND_ELEM_WRITE	_IOWR('U', 0x13, struct g_snd_ctl_elem_value)
#define G_SND_TIMER_GINFO	_IOWR('T', 0x03, struct g_snd_timer_ginfo)
#define G_SND_TIMER_INFO	_IOR('T', 0x11, struct g_snd_timer_info)
#define G_SND_TIMER_STATUS	_IOR('T', 0x14, struct g_snd_timer_status)

#endif /* ORACLE_GUEST_DRIVER_H */
