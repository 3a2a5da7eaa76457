/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * ask - short forms for the many ioctls of a driver
 *
 * As IO() they are for a variable that is called fd, and leave the name of the
 * command in the trace.
 */
#ifndef ORACLE_ASK_H
#define ORACLE_ASK_H

#include <string.h>

#include <sys/ioctl.h>

#include "oracle.h"

/* ASK(): an ioctl, then as much of what it points to as its number tells. */
#define ASK(cmd, p)		ask(fd, #cmd, cmd, p, "")
/* ASKM(): the same, with the masks of structure @tag. */
#define ASKM(cmd, tag, p)	ask(fd, #cmd, cmd, p, #tag)
/* GIVE(): an ioctl that is given a number in memory. */
#define GIVE(cmd, value)	give(fd, #cmd, cmd, value)
/* FAULTS(): addresses that an ioctl may not accept. */
#define FAULTS(cmd)		faults(fd, #cmd, cmd)
/* SHORT(): a structure whose last byte is not in memory. */
#define SHORT(cmd, p)		cut_short(fd, #cmd, cmd, p)

static inline int32_t ask(int fd, const char *text, uint32_t cmd,
			  const void *p, const char *tag)
{
	int32_t ret = oracle_ioctl(fd, text, cmd, SYS_W(p));

	oracle_out(*tag ? tag : "out", tag, p, _IOC_SIZE(cmd));
	return ret;
}

static inline int32_t give(int fd, const char *text, uint32_t cmd,
			   uint32_t value)
{
	return oracle_ioctl(fd, text, cmd, SYS_W(bytes(&value, 4)));
}

static inline void faults(int fd, const char *text, uint32_t cmd)
{
	oracle_ioctl(fd, text, cmd, BAD);
	oracle_ioctl(fd, text, cmd, BAD_HIGH);
}

static inline void cut_short(int fd, const char *text, uint32_t cmd,
			     const void *p)
{
	size_t size = _IOC_SIZE(cmd) - 1;

	oracle_ioctl(fd, text, cmd, SYS_W(memcpy(edge(size), p, size)));
}

#endif /* ORACLE_ASK_H */
