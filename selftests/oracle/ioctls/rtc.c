// SPDX-License-Identifier: GPL-2.0-only
/*
 * scenarios: ioctls of real-time clocks
 */
#include <fcntl.h>
#include <stdbool.h>
#include <string.h>

#include <sys/ioctl.h>

#include <linux/rtc.h>

#include "cases.h"

#define GROUP "rtc"

/* With the size of a long in their numbers. */
#define G_RTC_IRQP_READ		_IOR('p', 0x0b, uint32_t)
#define G_RTC_IRQP_SET		_IOW('p', 0x0c, uint32_t)
#define G_RTC_EPOCH_READ	_IOR('p', 0x0d, uint32_t)
#define G_RTC_EPOCH_SET		_IOW('p', 0x0e, uint32_t)
#define RTC_PARAMETER_GET	_IOW('p', 0x13, uint64_t[3])
#define RTC_PARAMETER_SET	_IOW('p', 0x14, uint64_t[3])

SCENARIO(clock)
{
	int fd = open("/dev/rtc0", O_RDWR);
	uint32_t *n = mem(64);

	if (fd < 0)
		skip("no /dev/rtc0");
	driver("rtc");
	IO(G_RTC_IRQP_SET, 32);
	GET_CASES(G_RTC_IRQP_READ, 8);
	IO(_IOR('p', 0x0b, uint64_t), n);
	IO(G_RTC_IRQP_SET, 64);
	IO(_IOW('p', 0x0c, uint64_t), 32);
	GET_CASES(G_RTC_IRQP_READ, 8);
	IO(G_RTC_IRQP_SET, 3);
	IO(G_RTC_IRQP_SET, 0);
	IO(G_RTC_IRQP_SET, 0x80000000);
	IO(G_RTC_EPOCH_READ, n);
	IO(G_RTC_EPOCH_SET, 1900);
	IO(RTC_VL_READ, n);
	IO(RTC_VL_CLR, 0);
	ASK_CASES(RTC_PARAMETER_GET, zmem(24), 24);
	IO(RTC_PARAMETER_GET, bytes((uint64_t[]){ 99, 0, 0 }, 24));
	IO(RTC_PARAMETER_GET, bytes((uint64_t[]){ 0, 0, 1 }, 24));
	SET_CASES(RTC_PARAMETER_SET, zmem(24));
	IO(_IO('p', 0xfe), 0);
}

static bool same_day(const struct rtc_time *t)
{
	return t->tm_year > 100 && t->tm_mon < 12 && t->tm_mday < 32 &&
	       t->tm_hour < 24 && t->tm_min < 60 && t->tm_sec < 60;
}

SCENARIO(times)
{
	struct rtc_time *t = mem(sizeof(*t));
	struct rtc_wkalrm *w = mem(sizeof(*w));
	int fd = open("/dev/rtc0", O_RDWR);

	if (fd < 0)
		skip("no /dev/rtc0");
	driver("rtc");
	IO(RTC_RD_TIME, t);
	note("time: %s", same_day(t) ? "good" : "bad");
	out(&t->tm_isdst);
	SET_CASES(RTC_SET_TIME, t);
	IO(RTC_RD_TIME, BAD_HIGH);
	t->tm_hour = 1;
	t->tm_min = 2;
	t->tm_sec = 3;
	SET_CASES(RTC_ALM_SET, t);
	memset(t, POISON, sizeof(*t));
	IO(RTC_ALM_READ, t);
	outb(t, 12);
	IO(RTC_ALM_READ, BAD);
	IO(RTC_AIE_ON, 0);
	IO(RTC_AIE_OFF, 0);
	memset(w, 0, sizeof(*w));
	w->time.tm_year = 190;
	w->time.tm_mday = 5;
	SET_CASES(RTC_WKALM_SET, w);
	GET_CASES(RTC_WKALM_RD, sizeof(*w));
	w->time.tm_mon = 13;
	IO(RTC_WKALM_SET, w);
	t->tm_hour = 99;
	IO(RTC_ALM_SET, t);
	IO(RTC_SET_TIME, t);
}

/*
 * What is read has the size of a long, or of an int: flags, and above them how
 * many interrupts there were, which depends on how busy the machine is.
 */
static void read_interrupts(int fd, size_t size)
{
	uint8_t *n = mem(16);

	sys(read, fd, n, size);
	outb(n, 1);
	outb(n + 4, 12);
}

SCENARIO(interrupts)
{
	int fd = open("/dev/rtc0", O_RDWR);
	uint32_t *n = mem(16);

	if (fd < 0)
		skip("no /dev/rtc0");
	driver("rtc");
	IO(G_RTC_IRQP_SET, 4);
	IO(RTC_PIE_ON, 0);
	read_interrupts(fd, 4);
	read_interrupts(fd, 8);
	sys(read, fd, n, 7);
	IO(RTC_PIE_OFF, 0);
	IO(G_RTC_IRQP_SET, 64);
	IO(RTC_UIE_ON, 0);
	IO(RTC_UIE_OFF, 0);
	fcntl(fd, F_SETFL, O_RDWR | O_NONBLOCK);
	/* One may have come at the turn of a second. */
	silent(read, fd, n, 4);
	sys(read, fd, n, 4);
	sys(read, fd, BAD, 4);
	sys(write, fd, n, 4);
}
