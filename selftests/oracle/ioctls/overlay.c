// SPDX-License-Identifier: GPL-2.0-only
/*
 * scenario: what an overlay hands on to the file systems below it
 */
#include <fcntl.h>
#include <unistd.h>

#include <sys/mount.h>
#include <sys/stat.h>

#include <linux/fs.h>
#include <linux/fsverity.h>

#include "disk.h"
#include "oracle.h"

#define GROUP "overlay"

SCENARIO(overlay)
{
	struct g_fsxattr *attr = NEW(fsxattr);
	uint32_t *n = mem(16);
	int fd;

	need_module("overlay");
	disk("ext4", 32, "disk");
	mkdir("disk/upper", 0755);
	mkdir("disk/work", 0755);
	mkdir("disk/lower", 0755);
	close(open("disk/lower/file", O_WRONLY | O_CREAT, 0600));
	mkdir("dir", 0755);
	if (mount("overlay", "dir", "overlay", 0,
		  "lowerdir=disk/lower,upperdir=disk/upper,workdir=disk/work"))
		skip("no overlay");
	driver("overlay");
	fd = open("dir/file", O_RDONLY);
	IO(G_FS_IOC_GETFLAGS, n);
	outb(n, 8);
	*n |= FS_NOATIME_FL;
	IO(G_FS_IOC_SETFLAGS, n);	/* it takes a copy of the file */
	IO(G_FS_IOC_GETFLAGS, n);
	outb(n, 8);
	IO(G_FS_IOC_SETFLAGS, BAD);
	IO(FS_IOC_FSGETXATTR, attr);
	OUT(fsxattr, attr);
	attr->fsx_xflags = FS_XFLAG_NODUMP;
	IO(FS_IOC_FSSETXATTR, attr);
	attr->fsx_projid = 0x80000000;
	IO(FS_IOC_FSSETXATTR, attr);
	IO(FS_IOC_FSGETXATTR, BAD_HIGH);
	IO(G_EXT4_IOC_GETVERSION, n);
	IO(FS_IOC_MEASURE_VERITY, zmem(64));
	IO(G_FIGETBSZ, n);
	out(n);
	IO(FITRIM, zmem(24));
}
