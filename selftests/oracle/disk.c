// SPDX-License-Identifier: GPL-2.0-only
/*
 * disk - file systems for scenarios, each on a loop device of its own
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <linux/loop.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/stat.h>

#include "disk.h"
#include "oracle.h"

/* mkfs.btrfs insists on an id that no other disk has. */
static const struct {
	const char *kind, *modules, *mkfs;
} kinds[] = {
	{ "ext4", "ext4",
	  "/sbin/mke2fs -q -F -t ext4 -U $ID -E hash_seed=$ID,lazy_itable_init=0" },
	{ "ext2", "ext4", "/sbin/mke2fs -q -F -t ext2 -U $ID -E hash_seed=$ID" },
	{ "xfs", "xfs", "/sbin/mkfs.xfs -q -f -m uuid=$ID" },
	{ "btrfs", "btrfs", "/sbin/mkfs.btrfs -q -f -U $ID" },
	{ "vfat", "vfat nls_cp437 nls_ascii", "/sbin/mkfs.fat -i 6a7e3200" },
};

static void __attribute__((noreturn)) cannot(const char *what)
{
	char reason[100];

	snprintf(reason, sizeof(reason), "cannot %s: %s", what,
		 strerrorname_np(errno));
	skip(reason);
}

static void make_fs(const char *kind, const char *image, unsigned int number,
		    const char *options)
{
	unsigned int i;

	for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		if (strcmp(kinds[i].kind, kind))
			continue;
		if (shell("modprobe -a %s 2>/dev/null", kinds[i].modules))
			skip("no module for the file system");
		if (shell("ID=6a7e3200-0000-4000-8000-%012x; "
			  "%s %s %s >/dev/null 2>&1", number, kinds[i].mkfs,
			  options, image))
			skip("no mkfs for the file system, or it has failed");
		return;
	}
	skip("unknown kind of disk");
}

/* The free device may be gone by the time it is to be used. */
static void attach(struct disk *d, int image)
{
	struct loop_config config = {
		.fd = image,
		.info.lo_flags = LO_FLAGS_AUTOCLEAR,
	};
	int control, tries, number;

	need_module("loop");
	control = open("/dev/loop-control", O_RDWR | O_CLOEXEC);
	if (control < 0)
		cannot("open /dev/loop-control");
	for (tries = 0; tries < 100; tries++) {
		number = ioctl(control, LOOP_CTL_GET_FREE);
		snprintf(d->path, sizeof(d->path), "/dev/loop%d", number);
		d->fd = open(d->path, O_RDWR | O_CLOEXEC);
		if (d->fd < 0)
			continue;
		if (!ioctl(d->fd, LOOP_CONFIGURE, &config)) {
			close(control);
			return;
		}
		close(d->fd);
		pause_ms(10);
	}
	cannot("use a loop device");
}

struct disk disk_new(const char *kind, unsigned int mb, const char *options)
{
	struct disk d = { .kind = kind };
	static unsigned int count;
	char path[32];
	int image;

	/* Out of the way, and unseen by others: it is our mount namespace. */
	if (!count && mount("images", "/run", "tmpfs", 0, NULL))
		cannot("mount a tmpfs");
	snprintf(path, sizeof(path), "/run/image%u", ++count);
	image = open64(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (image < 0 || ftruncate64(image, (off64_t)mb << 20))
		cannot("make an image");
	if (kind)
		make_fs(kind, path, count, options);
	attach(&d, image);
	close(image);
	return d;
}

void disk_mount(const struct disk *d, const char *dir, unsigned long flags,
		const char *data)
{
	if (mkdir(dir, 0755) && errno != EEXIST)
		cannot("make a directory");
	if (mount(d->path, dir, d->kind, flags, data))
		cannot("mount");
}

void disk_close(struct disk *d)
{
	close(d->fd);
	d->fd = -1;
}

void disk(const char *kind, unsigned int mb, const char *dir)
{
	struct disk d = disk_new(kind, mb, "");

	disk_mount(&d, dir, 0, NULL);
	disk_close(&d);
}
