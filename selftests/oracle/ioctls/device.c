// SPDX-License-Identifier: GPL-2.0-only
/*
 * device - find the device nodes that a scenario is about
 */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <sys/ioctl.h>

#include "device.h"

int find_device(const char *format, unsigned long cmd, void *answer,
		const char *text, const char *wanted)
{
	char path[64];
	int i, fd;

	for (i = 0; i < 32; i++) {
		snprintf(path, sizeof(path), format, i);
		fd = open(path, O_RDWR);
		if (fd < 0)
			continue;
		if (!ioctl(fd, cmd, answer) && !strcmp(text, wanted))
			return fd;
		close(fd);
	}
	return -1;
}
