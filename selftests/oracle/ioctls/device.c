// SPDX-License-Identifier: GPL-2.0-only
/*
 * device - find the device nodes that a scenario is about
 */
#include <fcntl.h>
#include <glob.h>
#include <sched.h>
#include <pty.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/utsname.h>

#include "device.h"
#include "oracle.h"

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

static void __attribute__((noreturn)) missing(const char *what)
{
	char reason[96];

	snprintf(reason, sizeof(reason), "no %.80s", what);
	skip(reason);
}

int wait_node(const char *path, int flags)
{
	int fd, waited;

	for (waited = 0; waited < PATIENCE_MS; waited += 10) {
		fd = open(path, flags);
		if (fd >= 0)
			return fd;
		pause_ms(10);
	}
	return -1;
}

int wait_device(const char *path, int flags)
{
	int fd = wait_node(path, flags);

	if (fd < 0)
		missing(path);
	return fd;
}

void wait_path(const char *pattern, char *path, size_t size)
{
	int found, waited;
	glob_t paths;

	for (waited = 0; waited < PATIENCE_MS; waited += 10) {
		found = !glob(pattern, 0, NULL, &paths);
		if (found)
			snprintf(path, size, "%s", paths.gl_pathv[0]);
		globfree(&paths);
		if (found)
			return;
		pause_ms(10);
	}
	missing(pattern);
}

int open_pty(int *slave)
{
	struct termios t;
	int master;

	if (openpty(&master, slave, NULL, NULL, NULL))
		return -1;
	tcgetattr(*slave, &t);
	cfmakeraw(&t);
	tcsetattr(*slave, TCSANOW, &t);
	fcntl(*slave, F_SETFL, O_RDWR | O_NONBLOCK);
	fcntl(master, F_SETFL, O_RDWR | O_NONBLOCK);
	return master;
}

void skip_on(const char *release, const char *reason)
{
	struct utsname uts;

	if (!uname(&uts) && !strncmp(uts.release, release, strlen(release)))
		skip(reason);
}

void first_network(void)
{
	int fd;

	/* Below this name space's own there is that of process 1. */
	if (umount2("/proc", MNT_DETACH))
		skip("no other /proc");
	fd = open("/proc/1/ns/net", O_RDONLY | O_CLOEXEC);
	if (mount("proc", "/proc", "proc", 0, NULL))
		skip("no /proc");
	if (fd < 0 || setns(fd, CLONE_NEWNET))
		skip("no other network");
	close(fd);
}
