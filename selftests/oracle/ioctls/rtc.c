// SPDX-License-Identifier: GPL-2.0-only
/*
 * scenarios: ioctls of real-time clocks
 */
#include <fcntl.h>

#include <linux/rtc.h>

#include "oracle.h"

#define GROUP "rtc"

SCENARIO(clock)
{
	int fd = open("/dev/rtc0", O_RDWR);
	uint32_t *n = mem(64);

	if (fd < 0)
		skip("no /dev/rtc0");
	driver("rtc");
	IO(RTC_RD_TIME, BAD);
	IO(RTC_ALM_READ, BAD);
	IO(_IOW('p', 0x0c, uint32_t), 32);	/* RTC_IRQP_SET */
	IO(_IOR('p', 0x0b, uint32_t), n);	/* RTC_IRQP_READ */
	outb(n, 8);
	IO(_IOR('p', 0x0b, uint64_t), n);
	IO(_IOW('p', 0x0c, uint32_t), 64);
	IO(_IOW('p', 0x0c, uint32_t), 3);
	IO(_IOR('p', 0x0d, uint32_t), n);	/* RTC_EPOCH_READ */
	IO(RTC_PIE_ON, 0);
	IO(RTC_PIE_OFF, 0);
	IO(RTC_UIE_OFF, 0);
	IO(RTC_AIE_OFF, 0);
	IO(RTC_WKALM_RD, BAD_HIGH);
	IO(RTC_VL_READ, n);
	IO(_IO('p', 0xfe), 0);
}
