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

struct g_snd_status64 {		/* with 64-bit time */
	int32_t state;
	uint8_t pad[4];
	int64_t trigger_sec, trigger_nsec, tstamp_sec, tstamp_nsec;
	uint32_t appl_ptr, hw_ptr;
	int32_t delay;
	uint32_t avail, avail_max, overrange;
	int32_t suspended_state;
	uint32_t audio_tstamp_data;
	int64_t audio_sec, audio_nsec, driver_sec, driver_nsec;
	uint32_t audio_tstamp_accuracy;
	uint8_t reserved[20];
};

struct g_snd_xfern {
	int32_t result;
	gptr_t bufs;
	uint32_t frames;
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

struct g_snd_sync_ptr64 {	/* with 64-bit time */
	uint32_t flags, pad0;
	union {
		struct {
			int32_t state, pad1;
			uint32_t hw_ptr, pad2;
			int64_t tstamp_sec, tstamp_nsec;
			int32_t suspended_state, pad3;
			int64_t audio_sec, audio_nsec;
		};
		uint8_t status[64];
	};
	union {
		struct {
			uint32_t appl_ptr, pad4, pad5, avail_min;
		};
		uint8_t control[64];
	};
};

struct g_snd_ctl_elem_list {
	uint32_t offset, space, used, count;
	gptr_t pids;
	uint8_t reserved[50];
};

struct g_snd_ctl_elem_id {
	uint32_t numid;
	int32_t iface;
	uint32_t device, subdevice;
	uint8_t name[44];
	uint32_t index;
};

struct g_snd_ctl_event {
	int32_t type;
	uint32_t mask;
	struct g_snd_ctl_elem_id id;
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

struct g_snd_timer_gparams {
	uint32_t tid[5];
	gulong_t period_num, period_den;
	uint8_t reserved[32];
};

struct g_snd_timer_gstatus {
	uint32_t tid[5];
	gulong_t resolution, resolution_num, resolution_den;
	uint8_t reserved[32];
};

struct g_snd_timer_status64 {	/* with 64-bit time */
	int64_t sec, nsec;
	uint32_t resolution, lost, overrun, queue;
	uint8_t reserved[64];
};

/* What is read of a timer: without, with a time, with a 64-bit time. */
struct g_snd_timer_read {
	uint32_t resolution, ticks;
};

struct g_snd_timer_tread {
	int32_t event, sec, nsec;
	uint32_t value;
};

struct g_snd_timer_tread64 {
	int32_t event;
	uint32_t pad1;
	int64_t sec, nsec;
	uint32_t value, pad2;
};

struct g_snd_seq_port_info {
	uint8_t addr[2];
	char name[64];
	uint32_t capability, type;
	int32_t midi_channels, midi_voices, synth_voices, read_use, write_use;
	gptr_t kernel;
	uint32_t flags;
	uint8_t time_queue, reserved[59];
};

struct g_snd_seq_event {
	uint8_t type, flags, tag, queue;
	uint32_t time[2];
	uint8_t source[2], dest[2];
	union {
		uint8_t raw[12];
		struct {
			uint32_t len;
			gptr_t ptr;
		};
	};
};

struct g_snd_rawmidi_params {
	int32_t stream;
	uint32_t buffer_size, avail_min, no_active_sensing, mode;
	uint8_t reserved[12];
};

struct g_snd_rawmidi_status {
	int32_t stream, sec, nsec;
	uint32_t avail, xruns;
	uint8_t reserved[16];
};

struct g_snd_rawmidi_status64 {	/* with 64-bit time */
	int32_t stream;
	uint32_t pad;
	int64_t sec, nsec;
	uint32_t avail, xruns;
	uint8_t reserved[16];
};

struct g_snd_hwdep_dsp_image {
	uint32_t index;
	uint8_t name[64];
	gptr_t image;
	uint32_t length;
	gulong_t driver_data;
};

#define G_SND_HW_REFINE		_IOWR('A', 0x10, struct g_snd_hw_params)
#define G_SND_HW_PARAMS		_IOWR('A', 0x11, struct g_snd_hw_params)
#define G_SND_SW_PARAMS		_IOWR('A', 0x13, struct g_snd_sw_params)
#define G_SND_STATUS		_IOR('A', 0x20, struct g_snd_status)
#define G_SND_STATUS64		_IOR('A', 0x20, struct g_snd_status64)
#define G_SND_STATUS_EXT64	_IOWR('A', 0x24, struct g_snd_status64)
#define G_SND_SYNC_PTR64	_IOWR('A', 0x23, struct g_snd_sync_ptr64)
#define G_SND_WRITEN_FRAMES	_IOW('A', 0x52, struct g_snd_xfern)
#define G_SND_READN_FRAMES	_IOR('A', 0x53, struct g_snd_xfern)
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
#define G_SND_ELEM_ADD		_IOWR('U', 0x17, struct g_snd_ctl_elem_info)
#define G_SND_ELEM_REPLACE	_IOWR('U', 0x18, struct g_snd_ctl_elem_info)
#define G_SND_TIMER_GPARAMS	_IOW('T', 0x04, struct g_snd_timer_gparams)
#define G_SND_TIMER_GSTATUS	_IOWR('T', 0x05, struct g_snd_timer_gstatus)
#define G_SND_TIMER_STATUS64	_IOR('T', 0x14, struct g_snd_timer_status64)
#define G_SND_TIMER_STATUS_W	_IOW('T', 0x14, struct g_snd_timer_status)
#define G_SND_TIMER_STATUS64_W	_IOW('T', 0x14, struct g_snd_timer_status64)
#define G_SND_TIMER_TREAD_OLD	_IOW('T', 0x02, int32_t)
#define G_SND_TIMER_TREAD64	_IOW('T', 0xa4, int32_t)
#define G_SND_SEQ_CREATE_PORT	_IOWR('S', 0x20, struct g_snd_seq_port_info)
#define G_SND_SEQ_DELETE_PORT	_IOW('S', 0x21, struct g_snd_seq_port_info)
#define G_SND_SEQ_GET_PORT	_IOWR('S', 0x22, struct g_snd_seq_port_info)
#define G_SND_SEQ_SET_PORT	_IOW('S', 0x23, struct g_snd_seq_port_info)
#define G_SND_SEQ_NEXT_PORT	_IOWR('S', 0x52, struct g_snd_seq_port_info)
#define G_SND_MIDI_PARAMS	_IOWR('W', 0x10, struct g_snd_rawmidi_params)
#define G_SND_MIDI_STATUS	_IOWR('W', 0x20, struct g_snd_rawmidi_status)
#define G_SND_MIDI_STATUS64	_IOWR('W', 0x20, struct g_snd_rawmidi_status64)
#define G_SND_DSP_LOAD		_IOW('H', 0x03, struct g_snd_hwdep_dsp_image)

/* OSS */
struct g_oss_mixer_info {
	char id[16], name[32];
	int32_t modify_counter, fillers[10];
};

struct g_oss_buffmem_desc {
	gptr_t buffer;
	int32_t size;
};

#define G_SNDCTL_DSP_MAPINBUF	_IOR('P', 19, struct g_oss_buffmem_desc)
#define G_SNDCTL_DSP_MAPOUTBUF	_IOR('P', 20, struct g_oss_buffmem_desc)

/* Of a header that only the kernel has. */
struct g_hda_verb {
	uint32_t verb, res;
};

#define G_HDA_PVERSION		_IOR('H', 0x10, int32_t)
#define G_HDA_VERB_WRITE	_IOWR('H', 0x11, struct g_hda_verb)
#define G_HDA_GET_WCAP		_IOWR('H', 0x12, struct g_hda_verb)

#endif /* ORACLE_GUEST_SOUND_H */
