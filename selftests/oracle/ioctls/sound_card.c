// SPDX-License-Identifier: GPL-2.0-only
/*
 * sound_card - find ALSA's cards
 */
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include <sound/asound.h>

#include "device.h"
#include "oracle.h"
#include "sound_card.h"

int sound_card(const char *name, int *control)
{
	struct snd_ctl_card_info info = {};
	int fd, waited;

	/* snd-hda-intel looks for codecs after its module has been loaded. */
	for (waited = 0; waited < PATIENCE_MS; waited += 10) {
		fd = find_device("/dev/snd/controlC%d",
				 SNDRV_CTL_IOCTL_CARD_INFO, &info,
				 (char *)info.driver, name);
		if (fd >= 0)
			break;
		usleep(10000);
	}
	if (fd < 0)
		skip("no such sound card");
	if (control)
		*control = fd;
	else
		close(fd);
	return info.card;
}

int sound_open(const char *format, int card, int flags)
{
	char path[64];
	int fd;

	snprintf(path, sizeof(path), format, card);
	fd = silent(open, str(path), flags);
	if (fd < 0)
		skip("cannot open a sound device");
	return fd;
}
