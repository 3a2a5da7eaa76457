// SPDX-License-Identifier: GPL-2.0-only
/*
 * scenarios: raw MIDI, on the card of a USB gadget
 */
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include <sound/asound.h>

#include "ask.h"
#include "sound_card.h"

#define GROUP "sound"

#define GADGET	"/sys/kernel/config/usb_gadget/oracle"
#define UDC	"/sys/class/udc/dummy_udc.0"

static int in_gadget(const char *command)
{
	return shell("cd " GADGET " && %s", command);
}

/* What becomes of written bytes depends on it; "not attached" is its first. */
static int gadget_configured(void)
{
	int tries;

	for (tries = 0; tries < 500; tries++) {
		if (!shell("grep -qx configured " UDC "/state"))
			return 1;
		pause_ms(20);
	}

	return 0;
}

/* Once, 6.1 has crashed in this, with the gadget still busy, it seems. */
static void gadget_stop(void)
{
	pause_ms(200);
	in_gadget("echo >UDC");
	in_gadget("rm configs/c.1/midi.0");
	in_gadget("rmdir configs/c.1 functions/midi.0");
	shell("rmdir " GADGET);
}

static void gadget_start(void)
{
	need_module("dummy_hcd");
	need_module("usb_f_midi");
	shell("mount -t configfs none /sys/kernel/config 2>/dev/null");
	shell("mkdir " GADGET);
	in_gadget("mkdir configs/c.1 functions/midi.0");
	in_gadget("echo 0x1d6b >idVendor && echo 0x104 >idProduct");
	in_gadget("echo 5 >functions/midi.0/index");
	in_gadget("ln -s functions/midi.0 configs/c.1");
	if (!in_gadget("echo dummy_udc.0 >UDC") && gadget_configured())
		return;
	gadget_stop();
	skip("no USB gadget, or its host does not see it");
}

static void midi_params(int fd)
{
	struct g_snd_rawmidi_params *params = ZNEW(snd_rawmidi_params);

	for (params->stream = 0; params->stream < 3; params->stream++) {
		params->buffer_size = 512;
		params->avail_min = 1;
		ASK(G_SND_MIDI_PARAMS, params);
	}
	params->stream = SNDRV_RAWMIDI_STREAM_OUTPUT;
	params->buffer_size = 0xffffffff;
	ASK(G_SND_MIDI_PARAMS, params);
	params->buffer_size = 512;
	params->avail_min = 1000;
	ASK(G_SND_MIDI_PARAMS, params);
	params->avail_min = 1;
	params->no_active_sensing = 1;
	ASK(G_SND_MIDI_PARAMS, params);
	FAULTS(G_SND_MIDI_PARAMS);
	SHORT(G_SND_MIDI_PARAMS, params);
}

static void midi_status(int fd)
{
	struct g_snd_rawmidi_status *status = ZNEW(snd_rawmidi_status);
	struct g_snd_rawmidi_status64 *status64 = ZNEW(snd_rawmidi_status64);

	for (status->stream = 0; status->stream < 3; status->stream++)
		ASK(G_SND_MIDI_STATUS, status);
	for (status64->stream = 0; status64->stream < 3; status64->stream++)
		ASK(G_SND_MIDI_STATUS64, status64);
	FAULTS(G_SND_MIDI_STATUS);
	FAULTS(G_SND_MIDI_STATUS64);
	SHORT(G_SND_MIDI_STATUS64, status64);
}

SCENARIO(sound_rawmidi)
{
	uint8_t *info = zmem(sizeof(struct snd_rawmidi_info));
	int fd, control, card;

	gadget_start();
	card = sound_card("MIDI Gadget", &control);
	fd = control;
	driver("snd-rawmidi");
	ASK(SNDRV_CTL_IOCTL_RAWMIDI_INFO, info);
	GIVE(SNDRV_CTL_IOCTL_RAWMIDI_NEXT_DEVICE, -1);
	fd = sound_open("/dev/snd/midiC%dD0", card, O_RDWR | O_NONBLOCK);
	ASK(SNDRV_RAWMIDI_IOCTL_PVERSION, info);
	memset(info, 0, 268);
	ASK(SNDRV_RAWMIDI_IOCTL_INFO, info);
	info[8] = 7;				/* no such stream */
	ASK(SNDRV_RAWMIDI_IOCTL_INFO, info);
	FAULTS(SNDRV_RAWMIDI_IOCTL_PVERSION);
	FAULTS(SNDRV_RAWMIDI_IOCTL_INFO);
	midi_params(fd);
	midi_status(fd);
	GIVE(SNDRV_RAWMIDI_IOCTL_DROP, SNDRV_RAWMIDI_STREAM_OUTPUT);
	GIVE(SNDRV_RAWMIDI_IOCTL_DROP, SNDRV_RAWMIDI_STREAM_INPUT);
	GIVE(SNDRV_RAWMIDI_IOCTL_DROP, 9);
	FAULTS(SNDRV_RAWMIDI_IOCTL_DROP);
	GIVE(SNDRV_RAWMIDI_IOCTL_DRAIN, SNDRV_RAWMIDI_STREAM_OUTPUT);
	GIVE(SNDRV_RAWMIDI_IOCTL_DRAIN, SNDRV_RAWMIDI_STREAM_INPUT);
	GIVE(SNDRV_RAWMIDI_IOCTL_DRAIN, 9);
	FAULTS(SNDRV_RAWMIDI_IOCTL_DRAIN);
	sys(write, fd, bytes("\x90\x40\x7f", 3), 3);
	sys(write, fd, BAD, 3);
	sys(read, fd, info, 16);
	sys(read, fd, BAD, 16);
	IO(_IO('W', 0xfe), 0);
	GIVE(SNDRV_RAWMIDI_IOCTL_DROP, SNDRV_RAWMIDI_STREAM_OUTPUT);
	close(fd);
	close(control);
	gadget_stop();
}
