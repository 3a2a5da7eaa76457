// SPDX-License-Identifier: GPL-2.0-only
/*
 * scenarios: ioctls of watchdogs, which are stopped again each time
 */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <linux/watchdog.h>

#include "cases.h"

#define GROUP "watchdog"

/* By what it is called: to open a watchdog starts it. */
static int open_watchdog(const char *identity)
{
	char path[64], text[64];
	int i, fd;
	ssize_t n;

	for (i = 0; i < 8; i++) {
		snprintf(path, sizeof(path),
			 "/sys/class/watchdog/watchdog%d/identity", i);
		fd = open(path, O_RDONLY);
		n = read(fd, text, sizeof(text) - 1);
		close(fd);
		if (n <= 0 || strncmp(text, identity, strlen(identity)))
			continue;
		snprintf(path, sizeof(path), "/dev/watchdog%d", i);
		return open(path, O_WRONLY);
	}
	return -1;
}

static void start_and_stop(const char *module, const char *identity)
{
	int fd;

	need_module(module);
	fd = open_watchdog(identity);
	if (fd < 0)
		skip("no such watchdog");
	driver(module);
	GET_CASES(WDIOC_GETSUPPORT, sizeof(struct watchdog_info));
	GET_CASES(WDIOC_GETSTATUS, 4);
	GET_CASES(WDIOC_GETBOOTSTATUS, 4);
	IO(WDIOC_GETTEMP, mem(4));
	IO(WDIOC_KEEPALIVE, 0);
	ASK_CASES(WDIOC_SETTIMEOUT, NUM(100), 4);
	IO(WDIOC_SETTIMEOUT, NUM(0));
	IO(WDIOC_SETTIMEOUT, NUM(0x80000000));
	GET_CASES(WDIOC_GETTIMEOUT, 4);
	GET_CASES(WDIOC_GETTIMELEFT, 4);
	SET_CASES(WDIOC_SETPRETIMEOUT, NUM(0));
	GET_CASES(WDIOC_GETPRETIMEOUT, 4);
	SET_CASES(WDIOC_SETOPTIONS, NUM(0));
	IO(WDIOC_SETOPTIONS, NUM(WDIOS_DISABLECARD));
	IO(WDIOC_SETOPTIONS, NUM(WDIOS_ENABLECARD));
	ASK_CASES(WDIOC_SETTIMEOUT, NUM(60), 4);
	IO(_IO('W', 99), 0);
	sys(write, fd, str("x"), 1);
	sys(write, fd, BAD, 1);
	sys(write, fd, str("V"), 1);
	sys(close, fd);
}

SCENARIO(softdog)
{
	start_and_stop("softdog", "Software Watchdog");
}

SCENARIO(i6300esb)
{
	start_and_stop("i6300esb", "i6300ESB timer");
}
