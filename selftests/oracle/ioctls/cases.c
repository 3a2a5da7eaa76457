// SPDX-License-Identifier: GPL-2.0-only
/*
 * cases - an ioctl command in the cases that most of them have
 */
#include "cases.h"

void *ask_cases(int fd, const char *text, uint32_t cmd, void *p, size_t size)
{
	oracle_ioctl(fd, text, cmd, SYS_W(p));
	outb(p, size);
	oracle_ioctl(fd, text, cmd, BAD_HIGH);
	return p;
}

void tell_cases(int fd, const char *text, uint32_t cmd, void *p)
{
	oracle_ioctl(fd, text, cmd, SYS_W(p));
	oracle_ioctl(fd, text, cmd, BAD);
}
