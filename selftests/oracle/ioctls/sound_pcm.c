// SPDX-License-Identifier: GPL-2.0-only
/*
 * scenarios: PCM streams of ALSA, with both formats of time
 */
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include <sound/asound.h>

#include "ask.h"
#include "sound_card.h"

#define GROUP "sound"

#define PERIOD	1200
#define BUFFER	9600

static struct g_snd_hw_params *hw_params(void)
{
	/* Parameter, and what it has to be: frames of 4 bytes at 48 kHz. */
	static const struct {
		unsigned int interval, value;
	} wanted[] = { { 2, 2 }, { 3, 48000 }, { 5, PERIOD }, { 9, BUFFER } };
	struct g_snd_hw_params *hw = ZNEW(snd_hw_params);
	unsigned int i;

	memset(hw->masks, 0xff, 3 * 32);
	memset(hw->masks, 0, 2 * 32);
	hw->masks[0][0] = 1 << SNDRV_PCM_ACCESS_RW_INTERLEAVED;
	hw->masks[1][0] = 1 << 2;	/* S16_LE */
	for (i = 0; i < 12; i++)
		hw->intervals[i].max = ~0U;
	for (i = 0; i < 4; i++) {
		hw->intervals[wanted[i].interval].min = wanted[i].value;
		hw->intervals[wanted[i].interval].max = wanted[i].value;
	}
	hw->rmask = ~0U;
	return hw;
}

static struct g_snd_sw_params *sw_params(uint32_t start)
{
	return SET(snd_sw_params, .avail_min = 1, .period_step = 1,
		   .start_threshold = start, .stop_threshold = BUFFER,
		   .tstamp_mode = 1);
}

static int open_loopback(const char *format)
{
	int card = sound_card("Loopback", NULL), fd;

	driver("snd-aloop");
	fd = sound_open(format, card, O_RDWR);
	return fd;
}

static void prepare(int fd, uint32_t start)
{
	ASK(G_SND_HW_PARAMS, hw_params());
	ASK(G_SND_SW_PARAMS, sw_params(start));
	IO(SNDRV_PCM_IOCTL_PREPARE, 0);
}

SCENARIO(sound_pcm_status)
{
	int fd = open_loopback("/dev/snd/pcmC%dD0p");
	struct g_snd_sync_ptr64 *sync = ZNEW(snd_sync_ptr64);
	struct g_snd_status64 *status = NEW(snd_status64);

	GIVE(SNDRV_PCM_IOCTL_USER_PVERSION, SNDRV_PCM_VERSION);
	FAULTS(SNDRV_PCM_IOCTL_USER_PVERSION);
	ASK(G_SND_STATUS64, status);
	GIVE(SNDRV_PCM_IOCTL_TTSTAMP, SNDRV_PCM_TSTAMP_TYPE_MONOTONIC);
	prepare(fd, BUFFER);
	ASKM(G_SND_STATUS64, snd_status64, status);
	memset(status, 0, sizeof(*status));
	ASKM(G_SND_STATUS_EXT64, snd_status64, status);
	FAULTS(G_SND_STATUS64);
	FAULTS(G_SND_STATUS_EXT64);
	SHORT(G_SND_STATUS64, status);
	sync->flags = SNDRV_PCM_SYNC_PTR_HWSYNC | SNDRV_PCM_SYNC_PTR_APPL |
		      SNDRV_PCM_SYNC_PTR_AVAIL_MIN;
	ASKM(G_SND_SYNC_PTR64, snd_sync_ptr64, sync);
	sync->flags = 0;
	sync->appl_ptr = 500;
	sync->avail_min = 7;
	ASKM(G_SND_SYNC_PTR64, snd_sync_ptr64, sync);
	ASKM(G_SND_STATUS64, snd_status64, status);
	FAULTS(G_SND_SYNC_PTR64);
	SHORT(G_SND_SYNC_PTR64, sync);
	FAULTS(G_SND_SYNC_PTR);
	SHORT(G_SND_SYNC_PTR, ZNEW(snd_sync_ptr));
	GIVE(SNDRV_PCM_IOCTL_TSTAMP, 1);
	FAULTS(SNDRV_PCM_IOCTL_TSTAMP);
	GIVE(SNDRV_PCM_IOCTL_TTSTAMP, SNDRV_PCM_TSTAMP_TYPE_MONOTONIC_RAW);
	GIVE(SNDRV_PCM_IOCTL_TTSTAMP, 99);
	FAULTS(SNDRV_PCM_IOCTL_TTSTAMP);
	IO(SNDRV_PCM_IOCTL_RESET, 0);
	FAULTS(G_SND_SW_PARAMS);
	SHORT(G_SND_SW_PARAMS, sw_params(1));
	SHORT(G_SND_HW_PARAMS, hw_params());
}

static void planes(int fd)
{
	struct g_snd_xfern *x = ZNEW(snd_xfern);
	uint32_t *bufs = zmem(8);

	bufs[0] = PTR(mem(4096));
	bufs[1] = PTR(mem(4096));
	x->bufs = PTR(bufs);
	x->frames = 100;
	/* The loopback has both channels in one buffer. */
	ASK(G_SND_WRITEN_FRAMES, x);
	ASK(G_SND_READN_FRAMES, x);
	x->bufs = BAD;
	ASK(G_SND_WRITEN_FRAMES, x);
	x->bufs = BAD_HIGH;
	ASK(G_SND_READN_FRAMES, x);
	FAULTS(G_SND_WRITEN_FRAMES);
	FAULTS(G_SND_READN_FRAMES);
}

SCENARIO(sound_pcm_write)
{
	int fd = open_loopback("/dev/snd/pcmC%dD0p");
	struct g_snd_xferi *x = ZNEW(snd_xferi);
	struct g_snd_channel_info *channel = ZNEW(snd_channel_info);
	int32_t *delay = mem(4);

	planes(fd);
	ASK(G_SND_WRITEI, x);
	prepare(fd, BUFFER);
	planes(fd);
	x->buf = PTR(zmem(4096));
	x->frames = 1000;
	ASK(G_SND_WRITEI, x);
	ASK(G_SND_DELAY, delay);
	FAULTS(G_SND_DELAY);
	GIVE(G_SND_REWIND, 100);
	ASK(G_SND_DELAY, delay);
	GIVE(G_SND_REWIND, 0x80000000);
	ASK(G_SND_DELAY, delay);
	GIVE(G_SND_FORWARD, 10);
	ASK(G_SND_DELAY, delay);
	GIVE(G_SND_FORWARD, 0xffffffff);
	FAULTS(G_SND_REWIND);
	FAULTS(G_SND_FORWARD);
	/* That has left no room. */
	IO(SNDRV_PCM_IOCTL_PREPARE, 0);
	x->buf = PTR(edge(100 * 4 - 1));
	x->frames = 100;
	ASK(G_SND_WRITEI, x);
	x->buf = BAD_HIGH;
	ASK(G_SND_WRITEI, x);
	sys(write, fd, zmem(400), 400);
	sys(write, fd, zmem(400), 399);
	sys(write, fd, BAD, 400);
	channel->channel = 1;
	ASK(G_SND_CHANNEL_INFO, channel);
	channel->channel = 99;
	ASK(G_SND_CHANNEL_INFO, channel);
	FAULTS(G_SND_CHANNEL_INFO);
	IO(SNDRV_PCM_IOCTL_XRUN, 0);
	IO(SNDRV_PCM_IOCTL_DROP, 0);
	IO(SNDRV_PCM_IOCTL_HW_FREE, 0);
}

/* What is played comes out at the other end, linked or not. */
SCENARIO(sound_pcm_stream)
{
	int play = open_loopback("/dev/snd/pcmC%dD0p");
	int record = open_loopback("/dev/snd/pcmC%dD1c"), fd = play;
	struct g_snd_xferi *x = ZNEW(snd_xferi);
	uint8_t *buf = mem(8192);

	prepare(play, BUFFER);
	prepare(record, BUFFER);
	fd = record;
	planes(fd);
	IO(SNDRV_PCM_IOCTL_LINK, play);
	IO(SNDRV_PCM_IOCTL_LINK, play);
	IO(SNDRV_PCM_IOCTL_LINK, -1);
	IO(SNDRV_PCM_IOCTL_UNLINK, 0);
	IO(SNDRV_PCM_IOCTL_UNLINK, 0);
	IO(SNDRV_PCM_IOCTL_START, 0);
	IO(SNDRV_PCM_IOCTL_START, 0);
	x->buf = PTR(buf);
	x->frames = 2000;
	ASK(G_SND_READI, x);
	x->buf = BAD;
	ASK(G_SND_READI, x);
	sys(read, fd, buf, 400);
	sys(read, fd, buf, 399);
	FAULTS(G_SND_READI);
	IO(SNDRV_PCM_IOCTL_PAUSE, 1);
	IO(SNDRV_PCM_IOCTL_PAUSE, 1);
	IO(SNDRV_PCM_IOCTL_PAUSE, 0);
	IO(SNDRV_PCM_IOCTL_DROP, 0);
	fd = play;
	x->buf = PTR(memset(buf, 0, 8192));
	x->frames = 1000;
	ASK(G_SND_WRITEI, x);
	IO(SNDRV_PCM_IOCTL_START, 0);
	IO(SNDRV_PCM_IOCTL_DRAIN, 0);
	IO(SNDRV_PCM_IOCTL_DRAIN, 0);
	IO(SNDRV_PCM_IOCTL_HWSYNC, 0);
}

/* Pages with pointers as long as the kernel's are not for 32-bit programs. */
SCENARIO(sound_pcm_mmap)
{
	int fd = open_loopback("/dev/snd/pcmC%dD0p");
	struct g_snd_hw_params *hw = hw_params();
	uint32_t at;

	hw->masks[0][0] = 1 << SNDRV_PCM_ACCESS_MMAP_INTERLEAVED;
	ASK(G_SND_HW_PARAMS, hw);
	sys(mmap2, 0, 4096, 1, 1, fd, 0x80000000U >> 12);
	sys(mmap2, 0, 4096, 3, 1, fd, 0x81000000U >> 12);
	sys(mmap2, 0, 4096, 1, 1, fd, 0x82000000U >> 12);
	sys(mmap2, 0, 4096, 3, 1, fd, 0x83000000U >> 12);
	at = sys(mmap2, 0, 4096, 3, 1, fd, 0);
	sys(munmap, at, 4096);
	sys(mmap2, 0, 0x10000000, 3, 1, fd, 0);
}
