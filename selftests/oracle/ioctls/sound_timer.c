// SPDX-License-Identifier: GPL-2.0-only
/*
 * scenarios: timers of ALSA and what is read of them
 */
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include <sound/asound.h>

#include "ask.h"
#include "sound_card.h"

#define GROUP "sound"

static int open_timer(int flags)
{
	need_module("snd-hrtimer");
	driver("snd-timer");
	return sound_open("/dev/snd/timer", 0, O_RDWR | flags);
}

/* struct snd_timer_id of the high resolution timer, or the system's. */
static int32_t *global_timer(int32_t device)
{
	return bytes((int32_t[13]) { SNDRV_TIMER_CLASS_GLOBAL, 0, -1, device },
		     52);
}

static void select_timer(int fd)
{
	struct snd_timer_params *params = zmem(sizeof(*params));

	ASK(SNDRV_TIMER_IOCTL_SELECT,
	    global_timer(SNDRV_TIMER_GLOBAL_HRTIMER));
	params->ticks = 5 * 1000 * 1000;	/* ns, once */
	params->queue_size = 32;
	params->filter = 1 << SNDRV_TIMER_EVENT_TICK |
			 1 << SNDRV_TIMER_EVENT_START |
			 1 << SNDRV_TIMER_EVENT_STOP;
	ASK(SNDRV_TIMER_IOCTL_PARAMS, params);
}

SCENARIO(sound_timer_read)
{
	struct g_snd_timer_read *event = (void *)mem(8);
	int fd = open_timer(0);

	sys(read, fd, event, 7);
	select_timer(fd);
	IO(SNDRV_TIMER_IOCTL_START, 0);
	sys(read, fd, event, 8);
	OUT(snd_timer_read, event);
	GIVE(G_SND_TIMER_TREAD_OLD, 1);
	IO(SNDRV_TIMER_IOCTL_STOP, 0);
	IO(SNDRV_TIMER_IOCTL_START, 0);
	sys(read, fd, BAD, 8);
}

SCENARIO(sound_timer_tread)
{
	struct g_snd_timer_status *status = NEW(snd_timer_status);
	struct g_snd_timer_tread *event = (void *)mem(3 * 16);
	int fd = open_timer(0);

	GIVE(G_SND_TIMER_TREAD_OLD, 1);
	FAULTS(G_SND_TIMER_TREAD_OLD);
	select_timer(fd);
	IO(SNDRV_TIMER_IOCTL_START, 0);
	sys(read, fd, event, 15);
	sys(read, fd, event, 16);
	OUTN(snd_timer_tread, event, 1);
	sys(read, fd, event, 16);
	OUTN(snd_timer_tread, event, 1);
	/* ALSA has the wrong direction in the number for 32-bit programs. */
	IO(G_SND_TIMER_STATUS, status);
	IO(G_SND_TIMER_STATUS_W, status);
	OUT(snd_timer_status, status);
	FAULTS(G_SND_TIMER_STATUS_W);
}

SCENARIO(sound_timer_tread64)
{
	struct g_snd_timer_status64 *status = NEW(snd_timer_status64);
	struct g_snd_timer_tread64 *event = (void *)mem(3 * 32);
	int fd = open_timer(0);

	GIVE(G_SND_TIMER_TREAD64, 1);
	FAULTS(G_SND_TIMER_TREAD64);
	select_timer(fd);
	IO(SNDRV_TIMER_IOCTL_START, 0);
	sys(read, fd, event, 31);
	sys(read, fd, event, 32);
	OUTN(snd_timer_tread64, event, 1);
	sys(read, fd, event, 32);
	OUTN(snd_timer_tread64, event, 1);
	IO(G_SND_TIMER_STATUS64, status);
	IO(G_SND_TIMER_STATUS64_W, status);
	OUT(snd_timer_status64, status);
	FAULTS(G_SND_TIMER_STATUS64_W);
}

SCENARIO(sound_timer_more)
{
	struct g_snd_timer_gparams *gparams = ZNEW(snd_timer_gparams);
	struct g_snd_timer_gstatus *gstatus = ZNEW(snd_timer_gstatus);
	struct snd_timer_params *params = zmem(sizeof(*params));
	int32_t *id = bytes((int32_t[5]) { -1, -1, -1, -1, -1 }, 20), i;
	int fd = open_timer(O_NONBLOCK);

	for (i = 0; i < 3; i++)
		ASK(SNDRV_TIMER_IOCTL_NEXT_DEVICE, id);
	FAULTS(SNDRV_TIMER_IOCTL_NEXT_DEVICE);
	memcpy(gparams->tid, global_timer(SNDRV_TIMER_GLOBAL_SYSTEM), 20);
	gparams->period_num = 1;
	gparams->period_den = 1000;
	ASK(G_SND_TIMER_GPARAMS, gparams);
	gparams->tid[3] = 77;
	ASK(G_SND_TIMER_GPARAMS, gparams);
	FAULTS(G_SND_TIMER_GPARAMS);
	memcpy(gstatus->tid, global_timer(SNDRV_TIMER_GLOBAL_SYSTEM), 20);
	ASK(G_SND_TIMER_GSTATUS, gstatus);
	IO(SNDRV_TIMER_IOCTL_CONTINUE, 0);
	IO(SNDRV_TIMER_IOCTL_PAUSE, 0);
	ASK(SNDRV_TIMER_IOCTL_PARAMS, params);
	ASK(SNDRV_TIMER_IOCTL_SELECT, global_timer(88));
	FAULTS(SNDRV_TIMER_IOCTL_SELECT);
	select_timer(fd);
	params->queue_size = 7;
	ASK(SNDRV_TIMER_IOCTL_PARAMS, params);
	FAULTS(SNDRV_TIMER_IOCTL_PARAMS);
	IO(SNDRV_TIMER_IOCTL_STOP, 0);
	IO(SNDRV_TIMER_IOCTL_CONTINUE, 0);
	params->queue_size = 64;
	params->ticks = 4000U * 1000 * 1000;
	ASK(SNDRV_TIMER_IOCTL_PARAMS, params);
	IO(SNDRV_TIMER_IOCTL_START, 0);
	IO(SNDRV_TIMER_IOCTL_PAUSE, 0);
	IO(SNDRV_TIMER_IOCTL_CONTINUE, 0);
	IO(SNDRV_TIMER_IOCTL_STOP, 0);
	sys(read, fd, mem(8), 8);
	GIVE(G_SND_TIMER_TREAD_OLD, 0);
}
