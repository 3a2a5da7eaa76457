// SPDX-License-Identifier: GPL-2.0-only
/*
 * Small ioctls: pipes, file systems, random numbers, the clock.
 */
#include <linux/fs.h>
#include <linux/random.h>
#include <linux/rtc.h>

#include "driver.h"

/* "long" is in their numbers. */
#define FS_IOC32_GETFLAGS_	_IOR('f', 1, int32_t)
#define FS_IOC32_SETFLAGS_	_IOW('f', 2, int32_t)
#define FS_IOC32_GETVERSION_	_IOR('v', 1, int32_t)
#define RTC_IRQP_READ32_	_IOR('p', 0x0b, uint32_t)
#define RTC_IRQP_SET32_		_IOW('p', 0x0c, uint32_t)

FIXTURE(misc) {
	char path[32];
};

BOTH_WAYS(misc);

FIXTURE_SETUP(misc)
{
	OPEN_GATE();
	strcpy(self->path, "/tmp/gate32-misc-XXXXXX");
}

FIXTURE_TEARDOWN(misc)
{
	unlink(self->path);
}

TEST_F(misc, pipe)
{
	int *n = low(sizeof(*n)), fd[2];

	ASSERT_EQ(0, pipe(fd));
	ASSERT_EQ(7, write(fd[1], "1234567", 7));
	ASSERT_EQ(0, IOCTL32(fd[0], FIONREAD, n));
	EXPECT_EQ(7, *n);
	EXPECT_TRUE(untouched(n + 1, 60));
	*n = 1;
	ASSERT_EQ(0, IOCTL32(fd[0], FIONBIO, n));
	EXPECT_EQ(O_NONBLOCK, fcntl(fd[0], F_GETFL) & O_NONBLOCK);
	ASSERT_EQ(0, IOCTL32(fd[0], FIOCLEX, 0));
	EXPECT_EQ(FD_CLOEXEC, fcntl(fd[0], F_GETFD));
	EXPECT_EQ(-EFAULT, IOCTL32(fd[0], FIONREAD, 16));
	EXPECT_EQ(-EBADF, IOCTL32(-1, FIONREAD, n));
	EXPECT_EQ(-ENOTTY, IOCTL32(fd[0], 0x12345678, n));
	EXPECT_SHUT(fd[0], FIONREAD, n);
}

TEST_F(misc, file_flags)
{
	int *flags = low(sizeof(*flags));
	long native = 0;
	int fd = mkstemp(self->path);

	ASSERT_LE(0, fd);
	if (ioctl(fd, FS_IOC_GETFLAGS, &native)) {
		close(fd);
		SKIP(return, "the file system of /tmp has no flags");
	}
	ASSERT_EQ(0, IOCTL32(fd, FS_IOC32_GETFLAGS_, flags));
	EXPECT_EQ((int)native, *flags);
	EXPECT_TRUE(untouched(flags + 1, 60));
	*flags |= FS_NODUMP_FL;
	ASSERT_EQ(0, IOCTL32(fd, FS_IOC32_SETFLAGS_, flags));
	ASSERT_EQ(0, ioctl(fd, FS_IOC_GETFLAGS, &native));
	EXPECT_EQ(FS_NODUMP_FL, native & FS_NODUMP_FL);
	/* Controls: each number belongs to one kind of process. */
	EXPECT_EQ(-ENOTTY, ioctl64(fd, FS_IOC32_GETFLAGS_,
				   (unsigned long)flags));
	EXPECT_SHUT(fd, FS_IOC32_GETFLAGS_, flags);
	EXPECT_EQ(-EFAULT, IOCTL32(fd, FS_IOC32_GETFLAGS_, 16));
	close(fd);
}

TEST_F(misc, random)
{
	int fd = open("/dev/urandom", O_RDWR), *n = low(16);

	if (fd < 0)
		SKIP(return, "no /dev/urandom");
	ASSERT_EQ(0, IOCTL32(fd, RNDGETENTCNT, n));
	EXPECT_LE(0, *n);
	EXPECT_TRUE(untouched(n + 1, 60));
	n[0] = 8;
	n[1] = 4;
	n[2] = 0x12345678;
	EXPECT_EQ(0, IOCTL32(fd, RNDADDENTROPY, n));
	n[0] = -1;
	EXPECT_EQ(-EINVAL, IOCTL32(fd, RNDADDENTROPY, n));
	EXPECT_EQ(-EFAULT, IOCTL32(fd, RNDADDENTROPY, 16));
	EXPECT_SHUT(fd, RNDGETENTCNT, n);
	close(fd);
}

TEST_F(misc, clock)
{
	struct rtc_time *t = low(sizeof(*t));
	uint32_t *rate = low(sizeof(*rate));
	int fd = open("/dev/rtc0", O_RDWR);
	unsigned long native;

	if (fd < 0)
		SKIP(return, "no /dev/rtc0");
	ASSERT_EQ(0, IOCTL32(fd, RTC_RD_TIME, t));
	EXPECT_LT(120, t->tm_year);
	EXPECT_TRUE(untouched(t + 1, 64));
	ASSERT_EQ(0, IOCTL32(fd, RTC_IRQP_READ32_, rate));
	EXPECT_TRUE(untouched(rate + 1, 60));
	ASSERT_EQ(0, ioctl(fd, RTC_IRQP_READ, &native));
	EXPECT_EQ(native, *rate);
	/* Control: no such number for a 64-bit process. */
	EXPECT_EQ(-ENOTTY, ioctl64(fd, RTC_IRQP_READ32_, (unsigned long)rate));
	EXPECT_EQ(-EFAULT, IOCTL32(fd, RTC_RD_TIME, 16));
	EXPECT_SHUT(fd, RTC_RD_TIME, t);
	close(fd);
}

TEST_HARNESS_MAIN
