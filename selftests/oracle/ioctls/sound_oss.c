// SPDX-License-Identifier: GPL-2.0-only
/*
 * scenarios: OSS as ALSA emulates it
 */
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include <linux/soundcard.h>

#include "ask.h"
#include "sound_card.h"

#define GROUP "sound"

static int open_oss(const char *path, int flags)
{
	need_module("snd-pcm-oss");
	driver("snd-pcm-oss");
	return sound_open(path, 0, flags);
}

/* The answer is in the place of the question. */
static void set(int fd, const char *text, uint32_t cmd, uint32_t value)
{
	ask(fd, text, cmd, bytes(&value, 4), "");
	faults(fd, text, cmd);
}

static void get(int fd, const char *text, uint32_t cmd)
{
	ask(fd, text, cmd, mem(_IOC_SIZE(cmd)), "");
	faults(fd, text, cmd);
}

#define SET_TO(cmd, value)	set(fd, #cmd, cmd, value)
#define GET(cmd)		get(fd, #cmd, cmd)

SCENARIO(sound_oss_setup)
{
	int fd = open_oss("/dev/dsp", O_WRONLY);

	GET(OSS_GETVERSION);
	SET_TO(SNDCTL_DSP_SETFRAGMENT, 0x0004000a);
	SET_TO(SNDCTL_DSP_SETFMT, AFMT_S16_LE);
	SET_TO(SNDCTL_DSP_CHANNELS, 2);
	SET_TO(SNDCTL_DSP_STEREO, 0);
	SET_TO(SNDCTL_DSP_SPEED, 44100);
	SET_TO(SNDCTL_DSP_SUBDIVIDE, 1);
	GET(SNDCTL_DSP_GETBLKSIZE);
	GET(SNDCTL_DSP_GETFMTS);
	GET(SNDCTL_DSP_GETCAPS);
	GET(SNDCTL_DSP_GETTRIGGER);
	GET(SOUND_PCM_READ_RATE);
	GET(SOUND_PCM_READ_CHANNELS);
	GET(SOUND_PCM_READ_BITS);
	IO(SNDCTL_DSP_NONBLOCK, 0);
	IO(SNDCTL_DSP_SETDUPLEX, 0);
	IO(SNDCTL_DSP_SYNC, 0);
	IO(SNDCTL_DSP_POST, 0);
	IO(SNDCTL_DSP_RESET, 0);
	IO(SNDCTL_DSP_SETSYNCRO, 0);
}

SCENARIO(sound_oss_play)
{
	int fd = open_oss("/dev/dsp", O_WRONLY);
	uint8_t *silence = zmem(4096);

	SET_TO(SNDCTL_DSP_SETFRAGMENT, 0x0004000a);
	/* Nothing moves before the trigger says so. */
	SET_TO(SNDCTL_DSP_SETTRIGGER, 0);
	GET(SNDCTL_DSP_GETOSPACE);
	sys(write, fd, silence, 1024);
	sys(write, fd, BAD, 1024);
	GET(SNDCTL_DSP_GETOSPACE);
	GET(SNDCTL_DSP_GETODELAY);
	GET(SNDCTL_DSP_GETOPTR);
	GET(SNDCTL_DSP_GETISPACE);
	GET(SNDCTL_DSP_GETIPTR);
	GET(G_SNDCTL_DSP_MAPINBUF);
	GET(G_SNDCTL_DSP_MAPOUTBUF);
	IO(SNDCTL_DSP_RESET, 0);
	close(fd);
	fd = open_oss("/dev/dsp", O_RDONLY);
	SET_TO(SNDCTL_DSP_SETTRIGGER, 0);
	GET(SNDCTL_DSP_GETISPACE);
	IO(SNDCTL_DSP_RESET, 0);
}

SCENARIO(sound_oss_mixer)
{
	int fd = open_oss("/dev/mixer", O_RDWR);

	/* Asked for what it is to be at the end: it stays. */
	SET_TO(SOUND_MIXER_WRITE_VOLUME, 0x3232);
	SET_TO(SOUND_MIXER_WRITE_RECSRC, 1);
	ASKM(SOUND_MIXER_INFO, oss_mixer_info, ZNEW(oss_mixer_info));
	FAULTS(SOUND_MIXER_INFO);
	GET(SOUND_OLD_MIXER_INFO);
	GET(OSS_GETVERSION);
	GET(SOUND_MIXER_READ_DEVMASK);
	GET(SOUND_MIXER_READ_STEREODEVS);
	GET(SOUND_MIXER_READ_RECMASK);
	GET(SOUND_MIXER_READ_CAPS);
	GET(SOUND_MIXER_READ_RECSRC);
	GET(SOUND_MIXER_READ_VOLUME);
	GET(SOUND_MIXER_READ_PCM);
}
