// SPDX-License-Identifier: GPL-2.0-only
/*
 * scenarios: extended attributes, on tmpfs and on disks
 */
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "disk.h"
#include "oracle.h"

#define GROUP "xattr"

static int touch(const char *name)
{
	return silent(openat, AT_FDCWD, str(name), O_RDWR | O_CREAT, 0644);
}

static void values(int fd)
{
	char *buf = mem(64);

	sys(setxattr, str("f"), str("trusted.a"), str("value"), 5, 1);
	sys(setxattr, str("f"), str("trusted.a"), str("value"), 5, 1);
	sys(setxattr, str("f"), str("trusted.b"), str("value"), 5, 2);
	sys(lsetxattr, str("f"), str("trusted.b"), str("longer value"), 12, 0);
	sys(fsetxattr, fd, str("trusted.c"), 0, 0, 0);
	sys(fsetxattr, fd, str("trusted.a"), str("other"), 5, 2);
	sys(fsetxattr, fd, str("trusted.a"), str("other"), 5, 99);
	sys(getxattr, str("f"), str("trusted.a"), buf, 64);
	outb(buf, 64);
	sys(lgetxattr, str("f"), str("trusted.b"), buf, 64);
	outb(buf, 64);
	sys(fgetxattr, fd, str("trusted.b"), buf, 11);
	sys(fgetxattr, fd, str("trusted.b"), buf, 12);
	sys(fgetxattr, fd, str("trusted.c"), buf, 64);
	sys(fgetxattr, fd, str("trusted.b"), 0, 0);
	sys(lgetxattr, str("f"), str("trusted.none"), buf, 64);
	sys(lgetxattr, str("f"), str("trusted.b"), buf, 0x7fffffff);
	sys(getxattr, str("f"), str("trusted.b"), buf, 0xffffffff);
	sys(getxattr, str("f"), str("trusted.b"), buf, 0x80000000);
	outb(buf, 64);
}

static void lists(int fd)
{
	char *buf = mem(96);

	sys(listxattr, str("f"), buf, 96);
	outb(buf, 96);
	sys(llistxattr, str("f"), buf, 96);
	sys(flistxattr, fd, buf, 96);
	sys(flistxattr, fd, buf, 10);
	sys(flistxattr, fd, buf, -1);
	sys(listxattr, str("f"), 0, 0);
	sys(listxattr, str("f"), 0, 96);
	sys(llistxattr, str("f"), BAD, 96);
	sys(flistxattr, fd, BAD_HIGH, 96);
	sys(flistxattr, fd, edge(10), 96);
}

static void faults(int fd)
{
	char *buf = mem(64);

	sys(setxattr, str("f"), BAD, buf, 1, 0);
	sys(setxattr, str("f"), str("trusted.a"), BAD_HIGH, 1, 0);
	sys(lsetxattr, str("f"), str("trusted.a"), edge(4), 5, 0);
	sys(fsetxattr, fd, str("trusted.a"), BAD, 1, 0);
	sys(fsetxattr, fd, BAD_HIGH, buf, 1, 0);
	sys(getxattr, str("f"), BAD, buf, 64);
	sys(getxattr, str("f"), str("trusted.a"), BAD, 64);
	sys(lgetxattr, str("f"), str("trusted.a"), BAD_HIGH, 64);
	sys(fgetxattr, fd, str("trusted.a"), edge(4), 64);
	sys(fgetxattr, fd, BAD, buf, 64);
	sys(removexattr, str("f"), BAD);
	sys(lremovexattr, str("f"), BAD_HIGH);
	sys(fremovexattr, fd, BAD);
}

static void limits(int fd)
{
	char *big = pages(17), *name = zmem(300);

	sys(fsetxattr, fd, str("trusted.big"), big, 65536, 0);
	sys(fsetxattr, fd, str("trusted.big"), big, 65537, 0);
	sys(fsetxattr, fd, str("trusted.big"), big, 0x80000000, 0);
	sys(fsetxattr, fd, str("trusted.big"), big, 3000, 0);
	sys(fgetxattr, fd, str("trusted.big"), big, 65536);
	sys(fgetxattr, fd, str("trusted.big"), big, 65537);
	memset(memcpy(name, "trusted.", 8) + 8, 'n', 247);
	sys(fsetxattr, fd, name, big, 4, 0);
	sys(fgetxattr, fd, name, big, 4);
	sys(fremovexattr, fd, name);
	name[255] = 'n';
	sys(fsetxattr, fd, name, big, 4, 0);
	sys(fgetxattr, fd, name, big, 4);
	sys(fremovexattr, fd, name);
	sys(fsetxattr, fd, str(""), big, 4, 0);
	sys(fsetxattr, fd, str("trusted."), big, 4, 0);
	sys(fsetxattr, fd, str("none.a"), big, 4, 0);
	sys(fgetxattr, fd, str("none.a"), big, 4);
	sys(fremovexattr, fd, str("none.a"));
	sys(fremovexattr, fd, str("trusted.big"));
}

/* One of a link is the link's own. */
static void links(void)
{
	char *buf = mem(32);

	sys(symlink, str("f"), str("l"));
	sys(lsetxattr, str("l"), str("trusted.of"), str("link"), 4, 0);
	sys(setxattr, str("l"), str("trusted.of"), str("file"), 4, 0);
	sys(lgetxattr, str("l"), str("trusted.of"), buf, 32);
	outb(buf, 32);
	sys(getxattr, str("l"), str("trusted.of"), buf, 32);
	outb(buf, 32);
	sys(lsetxattr, str("l"), str("user.of"), str("link"), 4, 0);
	sys(llistxattr, str("l"), buf, 32);
	outb(buf, 32);
	sys(lremovexattr, str("l"), str("trusted.of"));
	sys(lremovexattr, str("l"), str("trusted.of"));
	sys(removexattr, str("l"), str("trusted.of"));
	sys(removexattr, str("f"), str("trusted.of"));
	sys(llistxattr, str("l"), buf, 32);
}

/* An ACL and capabilities: what is stored is checked, or turned around. */
static void checked(int fd)
{
	static const uint32_t acl[] = {
		2, 0x00060001, -1, 0x00040002, 1000, 0x00040004, -1,
		0x00040010, -1, 0x00040020, -1,
	};
	static const uint32_t caps[] = { 0x02000001, 0x20, 0, 0, 0 };
	char *buf = mem(64);

	sys(fsetxattr, fd, str("system.posix_acl_access"),
	    bytes(acl, sizeof(acl)), sizeof(acl), 0);
	sys(fgetxattr, fd, str("system.posix_acl_access"), buf, 64);
	outb(buf, 64);
	sys(fsetxattr, fd, str("system.posix_acl_access"),
	    bytes(acl, sizeof(acl)), sizeof(acl) - 1, 0);
	sys(fsetxattr, fd, str("security.capability"),
	    bytes(caps, sizeof(caps)), sizeof(caps), 0);
	buf = mem(64);
	sys(fgetxattr, fd, str("security.capability"), buf, 64);
	outb(buf, 64);
	sys(fsetxattr, fd, str("security.capability"),
	    bytes(caps, sizeof(caps)), 3, 0);
}

static void all_of_it(const char *dir)
{
	int fd;

	sys(chdir, str(dir));
	fd = touch("f");
	values(fd);
	lists(fd);
	faults(fd);
	limits(fd);
	links();
	checked(fd);
	sys(fremovexattr, fd, str("trusted.a"));
	sys(fremovexattr, fd, str("trusted.a"));
	sys(fsetxattr, 0, str("user.a"), str("v"), 1, 0);
	sys(fsetxattr, 0, str("trusted.none"), str("v"), 1, 2);
}

SCENARIO(tmpfs)
{
	all_of_it(".");
}

SCENARIO(ext4)
{
	disk("ext4", 16, "d");
	all_of_it("d");
}

SCENARIO(xfs)
{
	disk("xfs", 300, "d");
	all_of_it("d");
}

SCENARIO(vfat)
{
	disk("vfat", 16, "d");
	sys(setxattr, str("d"), str("user.a"), str("v"), 1, 0);
	sys(getxattr, str("d"), str("user.a"), mem(4), 4);
	sys(listxattr, str("d"), mem(4), 4);
	sys(removexattr, str("d"), str("user.a"));
}
