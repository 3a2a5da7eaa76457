/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * sound - what ALSA have different in a 32-bit ARM EABI program
 */
#ifndef ORACLE_GUEST_SOUND_H
#define ORACLE_GUEST_SOUND_H

#include <sys/ioctl.h>

#include "calls.h"

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

#endif /* ORACLE_GUEST_SOUND_H */
