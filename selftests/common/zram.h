/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Swap on a compressed disk in memory (zram0). It is the whole machine's: who
 * has turned it on turns it off.
 */
#ifndef _ZRAM_H
#define _ZRAM_H

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

/* Is there such a disk? It may take a module. */
static inline bool zram_there(void)
{
	return !system("[ -e /sys/block/zram0 ] || modprobe zram 2>/dev/null");
}

static inline bool zram_is_on(void)
{
	return !system("grep -q zram0 /proc/swaps");
}

static inline bool zram_off(void)
{
	return !system("swapoff /dev/zram0 && echo 1 >/sys/block/zram0/reset");
}

static inline bool zram_on(unsigned int megabytes)
{
	char text[64];

	if (zram_is_on() && !zram_off())
		return false;
	snprintf(text, sizeof(text), "echo %uM >/sys/block/zram0/disksize",
		 megabytes);

	return !system(text) && !system("mkswap /dev/zram0 >/dev/null") &&
	       !system("swapon /dev/zram0");
}

#endif /* _ZRAM_H */
