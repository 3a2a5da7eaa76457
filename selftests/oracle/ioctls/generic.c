// SPDX-License-Identifier: GPL-2.0-only
/*
 * scenarios: ioctl on what every machine has: pipes, files, random numbers
 */
#include <fcntl.h>
#include <stdio.h>
#include <sys/ioctl.h>

#include <linux/fiemap.h>
#include <linux/fs.h>
#include <linux/random.h>

#include "oracle.h"

#define GROUP "ioctl"

/* Of this both ABIs have an own number. */
#define G_FS_IOC_GETFLAGS_64	0x80086601U

SCENARIO(generic)
{
	int32_t *ends = mem(8);
	uint32_t *value = bytes(&(uint32_t){ 1 }, 4);
	int fd;

	driver("pipe");
	sys(pipe, ends);
	sys(write, ends[1], str("12345"), 5);
	ioc(ends[0], FIONREAD, value);
	out(value);
	ioc(ends[0], FIONREAD, BAD);
	*value = 1;
	ioc(ends[0], FIONBIO, value);
	sys(fcntl64, ends[0], F_GETFL);
	ioc(ends[0], FIONBIO, BAD_HIGH);
	ioc(ends[0], FIOCLEX, 0);
	sys(fcntl64, ends[0], F_GETFD);
	ioc(ends[0], FIONCLEX, 0);
	sys(fcntl64, ends[0], F_GETFD);
	ioc(ends[0], FIOASYNC, value);
	ioc(ends[0], 0xffffffff, 0xffffffff);
	ioc(-1, FIONREAD, value);
	ioc(0, TCGETS, mem(64));
	driver("tmpfs");
	fd = sys(open, str("f"), O_RDWR | O_CREAT, 0600);
	sys(write, fd, str("12345"), 5);
	ioc(fd, FIONREAD, value);
	out(value);
	ioc(fd, FS_IOC32_GETFLAGS, value);
	out(value);
	ioc(fd, G_FS_IOC_GETFLAGS_64, value);
	ioc(fd, G_FIGETBSZ, value);
	out(value);
	ioc(fd, G_FIBMAP, value);
	ioc(fd, FICLONE, ends[0]);
	ioc(fd, FS_IOC_FIEMAP, zmem(64));
	ioc(fd, G_FS_IOC_RESVSP, zmem(64));
	ioc(fd, 0x402c5828, zmem(64));	/* the i386 one */
}

SCENARIO(random)
{
	int fd = sys(open, str("/dev/urandom"), O_RDWR);
	uint32_t *value = mem(16);

	driver("random");
	ioc(fd, RNDGETENTCNT, value);
	out(value);
	value[0] = -5;
	ioc(fd, RNDADDTOENTCNT, value);
	value[0] = 8;
	value[1] = 4;
	ioc(fd, RNDADDENTROPY, value);
	value[1] = -4;
	ioc(fd, RNDADDENTROPY, value);
	ioc(fd, RNDADDENTROPY, BAD);
	ioc(fd, 0x52ff, 0);
}
