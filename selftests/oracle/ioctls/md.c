// SPDX-License-Identifier: GPL-2.0-only
/*
 * scenario: a RAID of two RAM disks, without anything written on them
 */
#include <fcntl.h>
#include <unistd.h>

#include <sys/stat.h>
#include <sys/sysmacros.h>

#include <linux/fs.h>
#include <linux/hdreg.h>
#include <linux/major.h>
#include <linux/types.h>

#include <linux/raid/md_p.h>
#include <linux/raid/md_u.h>

#include "device.h"
#include "oracle.h"

#define GROUP "md"

#define NUMBER	120	/* of the array, that no other has */

/* Opening the node of an array makes one. */
static int open_array(void)
{
	need_module("md-mod");
	need_module("raid1");
	need_module("brd");
	driver("md");
	mknod("md", S_IFBLK | 0600, makedev(MD_MAJOR, NUMBER));
	return wait_device("md", O_RDWR);
}

static struct g_mdu_disk_info *disk_info(int number, unsigned int minor)
{
	return SET(mdu_disk_info, .number = number, .major = RAMDISK_MAJOR,
		   .minor = minor, .raid_disk = number,
		   .state = 1 << MD_DISK_ACTIVE | 1 << MD_DISK_SYNC);
}

static struct g_mdu_array_info *array_info(void)
{
	return SET(mdu_array_info, .minor_version = 90, .level = 1,
		   .size = 1024, .nr_disks = 2, .raid_disks = 2,
		   .md_minor = NUMBER, .not_persistent = 1,
		   .state = 1 << MD_SB_CLEAN);
}

static void array_empty(int fd)
{
	IO(RAID_VERSION, BAD);
	IO(GET_ARRAY_INFO, NEW(mdu_array_info));
	IO(GET_DISK_INFO, BAD);
	IO(RUN_ARRAY, 0);
	IO(STOP_ARRAY, 0);
	IO(RESTART_ARRAY_RW, 0);
	IO(SET_ARRAY_INFO, BAD);
	IO(SET_ARRAY_INFO, edge(71));
	IO(ADD_NEW_DISK, disk_info(0, 2));
}

static void wait_gone(const char *path)
{
	int tries = 0;

	while (!access(path, F_OK) && tries++ < 5000)
		pause_ms(1);
}

/* Numbers instead of addresses are handed on as they are. */
static void array_numbers(int fd)
{
	IO(SET_DISK_FAULTY, makedev(RAMDISK_MAJOR, 9));
	IO(SET_DISK_FAULTY, 0xffffffff);
	IO(HOT_REMOVE_DISK, makedev(RAMDISK_MAJOR, 3));
	IO(SET_DISK_FAULTY, makedev(RAMDISK_MAJOR, 3));
	/* A faulty disk is let go by a thread of the array's. */
	wait_gone("/sys/block/md120/md/rd1");
	IO(HOT_REMOVE_DISK, makedev(RAMDISK_MAJOR, 3));
	IO(HOT_REMOVE_DISK, 0xffffffff);
	/* Up to v6.4 a removed disk's name is in use for a while. */
	wait_gone("/sys/block/md120/md/dev-ram3");
	IO(HOT_ADD_DISK, makedev(RAMDISK_MAJOR, 3));
	IO(HOT_ADD_DISK, 0xffffffff);
	IO(CLUSTERED_DISK_NACK, 0);
}

SCENARIO(raid1)
{
	struct g_mdu_array_info *info;
	struct g_mdu_disk_info *disk;
	int fd = open_array();
	uint32_t *n = mem(16);
	char *file = mem(4096);

	IO(RAID_VERSION, n);
	outb(n, 12);
	array_empty(fd);
	IO(SET_ARRAY_INFO, array_info());
	IO(ADD_NEW_DISK, disk_info(0, 2));
	IO(ADD_NEW_DISK, disk_info(1, 3));
	IO(ADD_NEW_DISK, disk_info(1, 3));
	IO(ADD_NEW_DISK, BAD_HIGH);
	IO(SET_BITMAP_FILE, 1000);
	IO(SET_BITMAP_FILE, -1);
	IO(RUN_ARRAY, 0);
	IO(RUN_ARRAY, 0);
	IO(GET_ARRAY_INFO, info = NEW(mdu_array_info));
	OUT(mdu_array_info, info);
	IO(GET_ARRAY_INFO, BAD_HIGH);
	IO(GET_ARRAY_INFO, edge(71));
	disk = NEW(mdu_disk_info);
	disk->number = 1;
	IO(GET_DISK_INFO, disk);
	OUT(mdu_disk_info, disk);
	disk->number = 5;
	IO(GET_DISK_INFO, disk);
	OUT(mdu_disk_info, disk);
	IO(GET_BITMAP_FILE, file);
	outb(file, 16);
	IO(GET_BITMAP_FILE, BAD);
	IO(BLKGETSIZE, n);
	out(n);
	IO(HDIO_GETGEO, n);
	outb(n, 8);
	IO(STOP_ARRAY_RO, 0);
	IO(RESTART_ARRAY_RW, 0);
	array_numbers(fd);
	IO(0x9ff, 0);
	IO(STOP_ARRAY, 0);
	IO(GET_ARRAY_INFO, info);
}
