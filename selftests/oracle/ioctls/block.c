// SPDX-License-Identifier: GPL-2.0-only
/*
 * scenarios: ioctls of block devices
 */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>

#include <linux/blkpg.h>
#include <linux/fs.h>
#include <linux/hdreg.h>
#include <linux/loop.h>

#include "oracle.h"

#define GROUP "block"

SCENARIO(loop)
{
	struct g_loop_info64 *info64 = ZNEW(loop_info64);
	struct g_loop_info *info = ZNEW(loop_info);
	uint32_t *n = mem(64);
	int control = open("/dev/loop-control", O_RDWR), fd, file;
	char path[32];

	if (control < 0)
		skip("no /dev/loop-control");
	snprintf(path, sizeof(path), "/dev/loop%d",
		 ioctl(control, LOOP_CTL_GET_FREE));
	fd = open(path, O_RDWR);
	if (fd < 0)
		skip("no loop device");
	file = sys(memfd_create, str("disk"), 0);
	sys(ftruncate, file, 1 << 20);
	driver("loop");
	IO(LOOP_GET_STATUS, info);
	IO(LOOP_SET_FD, file);
	IO(LOOP_SET_FD, file);
	info->lo_offset = 4096;
	strcpy(info->lo_name, "name");
	IO(LOOP_SET_STATUS, info);
	info = NEW(loop_info);
	IO(LOOP_GET_STATUS, info);
	OUT(loop_info, info);
	info64 = NEW(loop_info64);
	IO(LOOP_GET_STATUS64, info64);
	OUT(loop_info64, info64);
	info64->lo_offset = 0x200000000ULL;
	sys(ftruncate64, file, PAD, LL(0x300000000ULL));
	IO(LOOP_SET_STATUS64, info64);
	IO(LOOP_GET_STATUS, info);
	IO(BLKGETSIZE, n);
	outb(n, 8);
	IO(G_BLKGETSIZE64, n);
	outb(n, 12);
	info64->lo_offset = 0;
	IO(LOOP_SET_STATUS64, info64);
	sys(ftruncate64, file, PAD, LL(0x20000000000ULL));
	IO(LOOP_SET_CAPACITY, 0);
	IO(BLKGETSIZE, n);		/* more than 2 TB: too big for it */
	IO(G_BLKGETSIZE64, n);
	outb(n, 12);
	IO(0x80081272, n);		/* BLKGETSIZE64 of AArch64 */
	IO(BLKSSZGET, n);
	out(n);
	IO(G_BLKBSZGET, n);
	outb(n, 8);
	IO(0x80081270, n);		/* BLKBSZGET of AArch64 */
	*n = 1000;
	IO(G_BLKBSZSET, n);
	IO(BLKROGET, n);
	out(n);
	IO(BLKRASET, 64);
	IO(BLKRAGET, n);
	outb(n, 8);
	IO(BLKFRAGET, n);
	outb(n, 8);
	IO(BLKSECTGET, n);
	outb(n, 4);
	IO(BLKIOMIN, n);
	out(n);
	IO(BLKIOOPT, n);
	out(n);
	IO(BLKPBSZGET, n);
	out(n);
	IO(BLKALIGNOFF, n);
	out(n);
	IO(BLKDISCARD, bytes((uint64_t[]){ 0, 4096 }, 16));
	IO(BLKZEROOUT, bytes((uint64_t[]){ 0, 1 }, 16));
	IO(BLKFLSBUF, 0);
	IO(BLKRRPART, 0);
	IO(BLKPG, bytes((uint32_t[]){ 1, 0, 152, BAD }, 16));
	IO(HDIO_GETGEO, n);
	IO(BLKGETSIZE, BAD);
	IO(BLKGETSIZE, BAD_HIGH);
	IO(LOOP_SET_BLOCK_SIZE, 1000);
	IO(LOOP_SET_DIRECT_IO, 0);
	IO(LOOP_SET_STATUS, BAD);
	IO(LOOP_CHANGE_FD, -1);
	IO(0x4cff, 0);
	IO(LOOP_CLR_FD, 0);
	IO(LOOP_CLR_FD, 0);
}
