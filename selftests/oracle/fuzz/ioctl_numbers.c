// SPDX-License-Identifier: GPL-2.0-only
/*
 * ioctl_numbers - compiled to assembly by the ARM compiler, never run: the
 * numbers that ioctls.def has for 32-bit programs become ioctl_numbers.h
 */
#include <linux/kernel.h>
#include <time.h>
#include <stddef.h>
#include <stdint.h>
#include <asm/termbits.h>
#include <asm/ioctls.h>
#include <drm/drm.h>
#include <drm/drm_mode.h>
#include <linux/blkpg.h>
#include <linux/blktrace_api.h>
#include <linux/blkzoned.h>
#include <linux/falloc.h>
#include <linux/fiemap.h>
#include <linux/fs.h>
#include <linux/fscrypt.h>
#include <linux/fsverity.h>
#include <linux/fuse.h>
#include <linux/if_tun.h>
#include <linux/inotify.h>
#include <linux/loop.h>
#include <linux/nsfs.h>
#include <linux/perf_event.h>
#include <linux/random.h>
#include <linux/rtc.h>
#include <linux/serial.h>
#include <linux/sockios.h>
#include <linux/timerfd.h>
#include <linux/uinput.h>
#include <linux/un.h>
#include <linux/userfaultfd.h>
#include <linux/videodev2.h>
#include <sound/asequencer.h>
#include <sound/asound.h>

#define IOCTL(kind, command)	\
	{ asm volatile("\n@->#define IOCTL_" #command " %c0" : : "i"(command)); }

void ioctl_numbers(void);

void ioctl_numbers(void)
{
#include "ioctls.def"
}
