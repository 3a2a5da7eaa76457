// SPDX-License-Identifier: GPL-2.0-only
/*
 * Block devices: the loop driver, and what every disk answers.
 */
#include <linux/fs.h>
#include <linux/hdreg.h>
#include <linux/loop.h>

#include "driver.h"
#include "guest/block.h"

#define SIZE		(1UL << 20)

FIXTURE(loop) {
	int number, fd, file;
};

BOTH_WAYS(loop);

FIXTURE_SETUP(loop)
{
	char path[32];
	int control;

	OPEN_GATE();
	self->fd = -1;
	control = open("/dev/loop-control", O_RDWR);
	if (control < 0)
		SKIP(return, "no /dev/loop-control");
	self->number = ioctl(control, LOOP_CTL_GET_FREE);
	close(control);
	ASSERT_LE(0, self->number);
	snprintf(path, sizeof(path), "/dev/loop%d", self->number);
	self->fd = open(path, O_RDWR);
	ASSERT_LE(0, self->fd);
	self->file = memfd_create("disk", 0);
	ASSERT_EQ(0, ftruncate(self->file, SIZE));
	ASSERT_EQ(0, IOCTL32(self->fd, LOOP_SET_FD, self->file));
}

FIXTURE_TEARDOWN(loop)
{
	if (self->fd >= 0) {
		ioctl(self->fd, LOOP_CLR_FD);
		close(self->fd);
		close(self->file);
	}
}

TEST_F(loop, status)
{
	struct g_loop_info *info = low_zero(sizeof(*info));
	struct loop_info64 native;

	info->lo_offset = 4096;
	strcpy(info->lo_name, "name of it");
	ASSERT_EQ(0, IOCTL32(self->fd, LOOP_SET_STATUS, info));
	ASSERT_EQ(0, ioctl(self->fd, LOOP_GET_STATUS64, &native));
	EXPECT_EQ(4096, native.lo_offset);
	EXPECT_STREQ("name of it", (char *)native.lo_file_name);

	info = low(sizeof(*info));
	ASSERT_EQ(0, IOCTL32(self->fd, LOOP_GET_STATUS, info));
	EXPECT_EQ(self->number, info->lo_number);
	EXPECT_EQ((uint32_t)native.lo_inode, info->lo_inode);
	EXPECT_EQ(4096, info->lo_offset);
	EXPECT_STREQ("name of it", info->lo_name);
	EXPECT_TRUE(untouched(info + 1, 64));

	/*
	 * Control: for a 64-bit process the same number is a structure of 168
	 * bytes, with the name 24 bytes further on.
	 */
	info = low(sizeof(*info));
	ASSERT_EQ(0, ioctl64(self->fd, LOOP_GET_STATUS, (unsigned long)info));
	EXPECT_FALSE(untouched(info + 1, 28));
	EXPECT_NE(0, strcmp("name of it", info->lo_name));

	/* What the old structure cannot hold. */
	native.lo_offset = 0x200000000ULL;
	ASSERT_EQ(0, ftruncate(self->file, 0x300000000L));
	ASSERT_EQ(0, ioctl(self->fd, LOOP_SET_STATUS64, &native));
	EXPECT_EQ(-EOVERFLOW, IOCTL32(self->fd, LOOP_GET_STATUS, info));
	EXPECT_EQ(-EFAULT, IOCTL32(self->fd, LOOP_SET_STATUS, 16));
	EXPECT_SHUT(self->fd, LOOP_GET_STATUS, info);
}

TEST_F(loop, status64)
{
	struct loop_info64 *info = low_zero(sizeof(*info));

	info->lo_offset = 8192;
	info->lo_sizelimit = 65536;
	ASSERT_EQ(0, IOCTL32(self->fd, LOOP_SET_STATUS64, info));
	info = low(sizeof(*info));
	ASSERT_EQ(0, IOCTL32(self->fd, LOOP_GET_STATUS64, info));
	EXPECT_EQ(8192, info->lo_offset);
	EXPECT_EQ(65536, info->lo_sizelimit);
	EXPECT_TRUE(untouched(info + 1, 64));
	ASSERT_EQ(0, ftruncate(self->file, SIZE * 2));
	EXPECT_EQ(0, IOCTL32(self->fd, LOOP_SET_CAPACITY, 0));
	EXPECT_EQ(0, IOCTL32(self->fd, LOOP_SET_BLOCK_SIZE, 1024));
	EXPECT_EQ(-EINVAL, IOCTL32(self->fd, LOOP_SET_BLOCK_SIZE, 1000));
	EXPECT_EQ(0, IOCTL32(self->fd, LOOP_CLR_FD, 0));
	EXPECT_EQ(-ENXIO, IOCTL32(self->fd, LOOP_GET_STATUS64, info));
}

TEST_F(loop, disk)
{
	uint64_t *size64 = low(sizeof(*size64));
	uint32_t *n = low(64);
	unsigned long native;

	ASSERT_EQ(0, IOCTL32(self->fd, BLKGETSIZE, n));
	EXPECT_EQ(SIZE / 512, *n);
	EXPECT_TRUE(untouched(n + 1, 60));
	ASSERT_EQ(0, IOCTL32(self->fd, G_BLKGETSIZE64, size64));
	EXPECT_EQ(SIZE, *size64);
	ASSERT_EQ(0, IOCTL32(self->fd, BLKSSZGET, n));
	EXPECT_EQ(512, *n);
	ASSERT_EQ(0, IOCTL32(self->fd, G_BLKBSZGET, n));
	/* The compat layer's own answer: the logical block size. */
	EXPECT_EQ(512, *n);
	*n = 1024;
	ASSERT_EQ(0, IOCTL32(self->fd, G_BLKBSZSET, n));
	*n = 1000;
	EXPECT_EQ(-EINVAL, IOCTL32(self->fd, G_BLKBSZSET, n));
	ASSERT_EQ(0, IOCTL32(self->fd, BLKROGET, n));
	EXPECT_EQ(0, *n);
	ASSERT_EQ(0, IOCTL32(self->fd, BLKRASET, 64));
	n = low(64);
	ASSERT_EQ(0, IOCTL32(self->fd, BLKRAGET, n));
	EXPECT_EQ(64, *n);
	EXPECT_TRUE(untouched(n + 1, 60));
	ASSERT_EQ(0, ioctl(self->fd, BLKRAGET, &native));
	EXPECT_EQ(64, native);
	EXPECT_EQ(0, IOCTL32(self->fd, BLKFLSBUF, 0));
	EXPECT_EQ(-ENOTTY, IOCTL32(self->fd, HDIO_GETGEO, low(16)));
	EXPECT_EQ(-EFAULT, IOCTL32(self->fd, BLKGETSIZE, 16));

	/* Controls: a long of a 64-bit process, or no such number. */
	n = low(64);
	ASSERT_EQ(0, ioctl64(self->fd, BLKGETSIZE, (unsigned long)n));
	EXPECT_FALSE(untouched(n + 1, 4));
	EXPECT_GT(0, ioctl64(self->fd, G_BLKGETSIZE64, (unsigned long)n));
	EXPECT_GT(0, ioctl64(self->fd, G_BLKBSZGET, (unsigned long)n));
	EXPECT_SHUT(self->fd, BLKGETSIZE, n);
}

TEST_HARNESS_MAIN
