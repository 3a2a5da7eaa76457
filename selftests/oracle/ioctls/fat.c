// SPDX-License-Identifier: GPL-2.0-only
/*
 * scenarios: what only FAT has
 */
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include <linux/fs.h>
#include <linux/msdos_fs.h>

#include "disk.h"
#include "oracle.h"

#define GROUP "fat"

#define LONG_NAME	"A name that has no room in eight letters"

static void mounted(void)
{
	disk("vfat", 32, "dir");
	driver("vfat");
}

/* What a 32-bit program has is smaller: the kernel fills it in on its own. */
SCENARIO(readdir)
{
	struct g_fat_dirent *d = mem(2 * sizeof(*d));
	int fd;

	mounted();
	close(open("dir/" LONG_NAME, O_WRONLY | O_CREAT, 0600));
	close(open("dir/short", O_WRONLY | O_CREAT, 0600));
	fd = open("dir", O_RDONLY);
	IO(G_VFAT_IOCTL_READDIR_BOTH, d);	/* the folder itself */
	OUTN(fat_dirent, d, 2);
	IO(G_VFAT_IOCTL_READDIR_SHORT, d);	/* its parent */
	OUTN(fat_dirent, d, 2);
	IO(G_VFAT_IOCTL_READDIR_BOTH, d);
	OUTN(fat_dirent, d, 2);
	IO(G_VFAT_IOCTL_READDIR_SHORT, d);
	OUTN(fat_dirent, d, 2);
	IO(G_VFAT_IOCTL_READDIR_BOTH, d);	/* the end */
	OUTN(fat_dirent, d, 2);
	sys(lseek, fd, 0, SEEK_SET);
	IO(G_VFAT_IOCTL_READDIR_BOTH, BAD);
	IO(G_VFAT_IOCTL_READDIR_SHORT, BAD_HIGH);
	IO(G_VFAT_IOCTL_READDIR_SHORT, edge(2 * sizeof(*d) - 1));
	IO(0x82307201, zmem(1024));		/* the number of AArch64 */
	close(fd);
	fd = open("dir/short", O_RDONLY);
	IO(G_VFAT_IOCTL_READDIR_BOTH, d);
}

SCENARIO(attributes)
{
	uint32_t *n = mem(16);
	int fd;

	mounted();
	fd = open("dir/file", O_RDWR | O_CREAT, 0600);
	IO(FAT_IOCTL_GET_ATTRIBUTES, n);
	outb(n, 8);
	*n = ATTR_RO | ATTR_HIDDEN;
	IO(FAT_IOCTL_SET_ATTRIBUTES, n);
	IO(FAT_IOCTL_GET_ATTRIBUTES, n);
	out(n);
	*n = ATTR_DIR;
	IO(FAT_IOCTL_SET_ATTRIBUTES, n);
	*n = 0xffffff00 | ATTR_ARCH;
	IO(FAT_IOCTL_SET_ATTRIBUTES, n);
	IO(FAT_IOCTL_GET_ATTRIBUTES, BAD);
	IO(FAT_IOCTL_SET_ATTRIBUTES, BAD_HIGH);
	IO(FAT_IOCTL_GET_VOLUME_ID, n);
	outb(n, 8);
	IO(FAT_IOCTL_GET_VOLUME_ID, BAD);
	IO(0x72ff, 0);
}
