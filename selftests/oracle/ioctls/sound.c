// SPDX-License-Identifier: GPL-2.0-only
/*
 * scenarios: ioctls of ALSA
 */
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <sound/asound.h>

#include "device.h"
#include "oracle.h"

#define GROUP "sound"

static int loopback_card(int *control)
{
	struct snd_ctl_card_info info = {};

	*control = find_device("/dev/snd/controlC%d", SNDRV_CTL_IOCTL_CARD_INFO,
			       &info, (char *)info.driver, "Loopback");
	if (*control < 0)
		skip("no snd-aloop card");
	driver("snd-aloop");
	return info.card;
}

SCENARIO(sound_control)
{
	struct g_snd_ctl_elem_list *list = ZNEW(snd_ctl_elem_list);
	struct g_snd_ctl_elem_value *value;
	struct g_snd_ctl_elem_info *info;
	uint8_t *buf = mem(512), *ids = mem(64 * 64);
	unsigned int i;
	int fd;

	loopback_card(&fd);
	IO(SNDRV_CTL_IOCTL_PVERSION, buf);
	outb(buf, 4);
	IO(SNDRV_CTL_IOCTL_CARD_INFO, buf);
	outb(buf, 80);
	IO(SNDRV_CTL_IOCTL_CARD_INFO, BAD);
	IO(G_SND_ELEM_LIST, list);
	out(&list->count);
	list->space = 64;
	list->pids = PTR(ids);
	IO(G_SND_ELEM_LIST, list);
	outb(list, 72);
	/* "Playback Channel Map" and its kin come and go with PCM devices. */
	for (i = 0; i < list->used && i < 4; i++) {
		outb(ids + 64 * i, 64);
		info = ZNEW(snd_ctl_elem_info);
		memcpy(info->id, ids + 64 * i, 64);
		IO(G_SND_ELEM_INFO, info);
		OUT(snd_ctl_elem_info, info);
		value = ZNEW(snd_ctl_elem_value);
		memcpy(value->id, ids + 64 * i, 64);
		IO(G_SND_ELEM_READ, value);
		outb(value, 200);
	}
	IO(G_SND_ELEM_WRITE, ZNEW(snd_ctl_elem_value));
	IO(G_SND_ELEM_READ, ZNEW(snd_ctl_elem_value));
	IO(G_SND_ELEM_READ, BAD_HIGH);
	list->pids = BAD;
	IO(G_SND_ELEM_LIST, list);
	*(int *)buf = -1;
	IO(SNDRV_CTL_IOCTL_PCM_NEXT_DEVICE, buf);
	outb(buf, 4);
	memset(buf, 0, 512);
	IO(SNDRV_CTL_IOCTL_PCM_INFO, buf);
	outb(buf, 288);
	IO(SNDRV_CTL_IOCTL_SUBSCRIBE_EVENTS, bytes(&(int){ 1 }, 4));
	IO(SNDRV_CTL_IOCTL_POWER_STATE, buf);
	outb(buf, 4);
	IO(_IO('U', 0xfe), 0);
}

SCENARIO(sound_pcm)
{
	struct g_snd_channel_info *channel = ZNEW(snd_channel_info);
	struct g_snd_hw_params *hw = ZNEW(snd_hw_params);
	struct g_snd_sw_params *sw = ZNEW(snd_sw_params);
	struct g_snd_sync_ptr *sync = ZNEW(snd_sync_ptr);
	struct g_snd_status *status = NEW(snd_status);
	struct g_snd_xferi *x = ZNEW(snd_xferi);
	uint8_t *buf = zmem(512);
	const struct {
		unsigned int interval, value;
	} wanted[] = { { 2, 2 }, { 3, 48000 }, { 5, 1200 }, { 9, 9600 } };
	char path[32];
	unsigned int i;
	int fd;

	snprintf(path, sizeof(path), "/dev/snd/pcmC%dD0p", loopback_card(&fd));
	fd = open(path, O_RDWR);
	if (fd < 0)
		skip("no PCM device of snd-aloop");
	IO(SNDRV_PCM_IOCTL_PVERSION, buf);
	outb(buf, 4);
	IO(SNDRV_PCM_IOCTL_INFO, buf);
	outb(buf, 288);
	IO(SNDRV_PCM_IOCTL_TTSTAMP, bytes(&(int){ 1 }, 4));
	memset(hw->masks, 0xff, 3 * 32);
	for (i = 0; i < 12; i++)
		hw->intervals[i].max = ~0U;
	hw->rmask = ~0U;
	IO(G_SND_HW_REFINE, hw);
	outb(hw, sizeof(*hw));
	memset(hw->masks, 0, 2 * 32);
	hw->masks[0][0] = 1 << 3;
	hw->masks[1][0] = 1 << 2;
	for (i = 0; i < 4; i++) {
		hw->intervals[wanted[i].interval].min = wanted[i].value;
		hw->intervals[wanted[i].interval].max = wanted[i].value;
		hw->intervals[wanted[i].interval].flags = 0;
	}
	hw->rmask = ~0U;
	IO(G_SND_HW_PARAMS, hw);
	outb(hw, sizeof(*hw));
	sw->avail_min = 1;
	sw->start_threshold = 9600;
	sw->stop_threshold = 9600;
	IO(G_SND_SW_PARAMS, sw);
	outb(sw, sizeof(*sw));
	IO(SNDRV_PCM_IOCTL_PREPARE, 0);
	IO(G_SND_STATUS, status);
	OUT(snd_status, status);
	status = ZNEW(snd_status);
	IO(G_SND_STATUS_EXT, status);
	OUT(snd_status, status);
	IO(G_SND_CHANNEL_INFO, channel);
	outb(channel, sizeof(*channel));
	x->buf = PTR(zmem(4096));
	x->frames = 1000;
	IO(G_SND_WRITEI, x);
	outb(x, sizeof(*x));
	IO(G_SND_DELAY, buf);
	outb(buf, 8);
	IO(G_SND_REWIND, bytes(&(uint32_t){ 100 }, 4));
	IO(G_SND_FORWARD, bytes(&(uint32_t){ 10 }, 4));
	sync->flags = 7;
	IO(G_SND_SYNC_PTR, sync);
	OUT(snd_sync_ptr, sync);
	IO(SNDRV_PCM_IOCTL_HWSYNC, 0);
	IO(SNDRV_PCM_IOCTL_PAUSE, 1);
	x->buf = BAD;
	IO(G_SND_WRITEI, x);
	IO(G_SND_WRITEI, BAD_HIGH);
	x->frames = 0x80000000;
	IO(G_SND_WRITEI, x);
	IO(G_SND_READI, x);
	IO(SNDRV_PCM_IOCTL_DROP, 0);
	IO(SNDRV_PCM_IOCTL_RESUME, 0);
	IO(SNDRV_PCM_IOCTL_HW_FREE, 0);
	IO(G_SND_STATUS, BAD);
	hw->intervals[2].min = 1000;
	hw->intervals[2].max = 1000;
	IO(G_SND_HW_REFINE, hw);
	IO(G_SND_HW_PARAMS, BAD);
	IO(_IO('A', 0xfe), 0);
}

SCENARIO(sound_timer)
{
	struct g_snd_timer_ginfo *ginfo = ZNEW(snd_timer_ginfo);
	struct g_snd_timer_status *status = NEW(snd_timer_status);
	struct g_snd_timer_info *info = NEW(snd_timer_info);
	int32_t *id = bytes((int32_t[]){ -1, -1, -1, -1, -1 }, 20);
	int fd = open("/dev/snd/timer", O_RDWR | O_NONBLOCK);
	struct snd_timer_params *params = zmem(sizeof(*params));
	int32_t *select = zmem(52);

	if (fd < 0)
		skip("no /dev/snd/timer");
	driver("snd-timer");
	IO(SNDRV_TIMER_IOCTL_PVERSION, id + 4);
	outb(id + 4, 4);
	id[4] = -1;
	IO(SNDRV_TIMER_IOCTL_NEXT_DEVICE, id);
	outb(id, 20);
	memcpy(ginfo->tid, id, 20);
	IO(G_SND_TIMER_GINFO, ginfo);
	outb(ginfo, sizeof(*ginfo));
	IO(G_SND_TIMER_GINFO, BAD);
	IO(G_SND_TIMER_STATUS, status);
	memcpy(select, id, 20);
	IO(SNDRV_TIMER_IOCTL_SELECT, select);
	IO(G_SND_TIMER_INFO, info);
	outb(info, sizeof(*info));
	IO(G_SND_TIMER_STATUS, status);
	outb(status, sizeof(*status));
	IO(G_SND_TIMER_STATUS, BAD_HIGH);
	/* Many ticks: it is not to be over before it is stopped. */
	params->ticks = 1000000;
	params->queue_size = 32;
	IO(SNDRV_TIMER_IOCTL_PARAMS, params);
	IO(SNDRV_TIMER_IOCTL_START, 0);
	IO(SNDRV_TIMER_IOCTL_STOP, 0);
	IO(SNDRV_TIMER_IOCTL_STOP, 0);
	IO(_IO('T', 0xfe), 0);
}
