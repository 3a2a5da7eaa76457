// SPDX-License-Identifier: GPL-2.0-only
/*
 * keys - a keyboard of two keys, by uinput
 *
 * Prints its name in sysfs, waits for a line on standard input, presses and
 * releases each key, and goes at the next line.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/uinput.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

static const int keys[] = { KEY_G, KEY_O };

static int put(int fd, int type, int code, int value)
{
	struct input_event event = { .type = type, .code = code, .value = value };
	ssize_t ret = write(fd, &event, sizeof(event));

	if (ret != sizeof(event)) {
		printf("%zd of %zu bytes written\n", ret, sizeof(event));
		return -1;
	}

	return 0;
}

static int press(int fd)
{
	unsigned int i;
	int down;

	for (i = 0; i < 2; i++)
		for (down = 1; down >= 0; down--)
			if (put(fd, EV_KEY, keys[i], down) ||
			    put(fd, EV_SYN, SYN_REPORT, 0))
				return -1;

	return 0;
}

static int make(int fd)
{
	struct uinput_setup setup = { .id = { .bustype = BUS_VIRTUAL } };
	unsigned int i;

	strcpy(setup.name, "two keys");
	if (ioctl(fd, UI_SET_EVBIT, EV_KEY))
		return -1;
	for (i = 0; i < 2; i++)
		if (ioctl(fd, UI_SET_KEYBIT, keys[i]))
			return -1;

	return ioctl(fd, UI_DEV_SETUP, &setup) || ioctl(fd, UI_DEV_CREATE);
}

int main(void)
{
	int fd = open("/dev/uinput", O_RDWR | O_CLOEXEC);
	char name[64], line[16];

	if (fd < 0 || make(fd) ||
	    ioctl(fd, UI_GET_SYSNAME(sizeof(name)), name) < 0) {
		printf("uinput: %s\n", strerror(errno));
		return 1;
	}
	printf("%s\n", name);
	fflush(stdout);
	if (!fgets(line, sizeof(line), stdin) || press(fd) ||
	    !fgets(line, sizeof(line), stdin))
		return 1;

	return 0;
}
