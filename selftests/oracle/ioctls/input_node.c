// SPDX-License-Identifier: GPL-2.0-only
/*
 * input_node - device nodes of what uinput and uhid make
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>

#include <linux/uinput.h>

#include "input_node.h"
#include "oracle.h"

static int try_open(const char *folder, const char *kind, const char *format)
{
	DIR *dir = opendir(folder);
	struct dirent *entry;
	char path[128];
	int fd = -1;

	while (dir && fd < 0 && (entry = readdir(dir))) {
		if (strncmp(entry->d_name, kind, strlen(kind)))
			continue;
		snprintf(path, sizeof(path), format, entry->d_name);
		fd = open(path, O_RDWR | O_NONBLOCK);
		/* A joystick's; but not if it is just not there yet. */
		if (fd < 0 && errno != ENOENT && errno != ENXIO &&
		    errno != ENODEV)
			fd = open(path, O_RDONLY | O_NONBLOCK);
	}
	if (dir)
		closedir(dir);
	return fd;
}

int open_in(const char *folder, const char *kind, const char *format)
{
	int fd, tries;

	for (tries = 0; tries < 400; tries++) {
		fd = try_open(folder, kind, format);
		if (fd >= 0)
			return fd;
		pause_ms(5);
	}
	return -1;
}

int open_input(int uinput, const char *kind)
{
	char name[64], path[128];

	if (ioctl(uinput, UI_GET_SYSNAME(sizeof(name)), name) < 0)
		return -1;
	snprintf(path, sizeof(path), "/sys/devices/virtual/input/%s", name);
	return open_in(path, kind, "/dev/input/%s");
}
