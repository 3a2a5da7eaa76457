// SPDX-License-Identifier: GPL-2.0-only
/*
 * scenarios: the automounter's side of autofs: packets that ask for something,
 * commands that answer
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include <linux/auto_dev-ioctl.h>
#include <linux/auto_fs.h>

#include "device.h"
#include "oracle.h"

#define GROUP "autofs"

/* Mounts one below "dir"; returns the end of the pipe that has its packets. */
static int mounted(void)
{
	char options[96];
	int ends[2];

	need_module("autofs4");
	if (pipe2(ends, O_CLOEXEC))
		skip("no pipe");
	snprintf(options, sizeof(options),
		 "fd=%d,pgrp=%d,minproto=5,maxproto=5,indirect", ends[1],
		 getpgrp());
	mkdir("dir", 0755);
	if (mount("automounter", "dir", "autofs", 0, options))
		skip("no autofs");
	close(ends[1]);
	driver("autofs");
	return ends[0];
}

/* Someone else, as the process group tells, has a look at a folder. */
static int look(void *arg)
{
	struct stat st;

	setpgid(0, 0);
	return stat(arg, &st) ? errno : 0;
}

static uint32_t packet(int fd)
{
	struct g_autofs_packet *p = NEW(autofs_packet);

	sys(read, fd, p, sizeof(*p));
	OUT(autofs_packet, p);
	return p->token;
}

SCENARIO(mount)
{
	int from = mounted(), fd = open("dir", O_RDONLY), user;
	uint32_t token;

	user = peer(look, "dir/there");
	token = packet(from);
	mkdir("dir/there", 0755);
	/* Its number is no business of the trace. */
	note("ready %d", silent(ioctl, fd, AUTOFS_IOC_READY, token));
	note("user %d", peer_wait(user));
	user = peer(look, "dir/nothing");
	token = packet(from);
	note("fail %d", silent(ioctl, fd, AUTOFS_IOC_FAIL, token));
	note("user %d", peer_wait(user));
	IO(AUTOFS_IOC_READY, 0xffffffff);
	IO(AUTOFS_IOC_FAIL, 0xffffffff);
	IO(AUTOFS_IOC_CATATONIC, 0);
	user = peer(look, "dir/later");
	note("user %d", peer_wait(user));
}

SCENARIO(settings)
{
	int fd;
	uint32_t *n = mem(16);

	mounted();
	fd = open("dir", O_RDONLY);
	IO(AUTOFS_IOC_PROTOVER, n);
	outb(n, 8);
	IO(AUTOFS_IOC_PROTOVER, BAD);
	IO(AUTOFS_IOC_PROTOSUBVER, n);
	outb(n, 8);
	IO(AUTOFS_IOC_PROTOSUBVER, BAD_HIGH);
	*n = 77;
	IO(G_AUTOFS_IOC_SETTIMEOUT, n);
	outb(n, 8);
	*n = 0xffffffff;
	IO(G_AUTOFS_IOC_SETTIMEOUT, n);
	outb(n, 8);
	IO(G_AUTOFS_IOC_SETTIMEOUT, n);
	outb(n, 8);
	IO(G_AUTOFS_IOC_SETTIMEOUT, BAD);
	IO(0xc0089364, n);		/* the number of AArch64 */
	IO(AUTOFS_IOC_ASKUMOUNT, n);
	outb(n, 8);
	IO(AUTOFS_IOC_ASKUMOUNT, BAD);
	IO(AUTOFS_IOC_EXPIRE, mem(300));
	*n = 0;
	IO(AUTOFS_IOC_EXPIRE_MULTI, n);
	IO(AUTOFS_IOC_EXPIRE_MULTI, BAD);
	IO(0x93ff, 0);
}

static struct g_autofs_dev *parameters(int fd, const char *path)
{
	struct g_autofs_dev *p = ZNEW(autofs_dev);

	p->ver_major = AUTOFS_DEV_IOCTL_VERSION_MAJOR;
	p->ver_minor = AUTOFS_DEV_IOCTL_VERSION_MINOR;
	p->size = *path ? 24 + strlen(path) + 1 : 24;
	p->ioctlfd = fd;
	strcpy(p->path, path);
	return p;
}

static void ask(int fd, int root, const char *name, uint32_t cmd)
{
	struct g_autofs_dev *p = parameters(root, "");

	oracle_ioctl(fd, name, cmd, PTR(p));
	outb(p, 24);
}

#define ASK(cmd)	ask(fd, root, #cmd, cmd)

static void wrong_parameters(int fd)
{
	struct g_autofs_dev *p = parameters(-1, "");

	IO(AUTOFS_DEV_IOCTL_VERSION, p);
	p->ver_major++;
	IO(AUTOFS_DEV_IOCTL_VERSION, p);
	outb(p, 24);
	p = parameters(-1, "");
	p->size = 23;
	IO(AUTOFS_DEV_IOCTL_VERSION, p);
	p->size = 0x80000000;
	IO(AUTOFS_DEV_IOCTL_VERSION, p);
	IO(AUTOFS_DEV_IOCTL_PROTOVER, parameters(-1, ""));
	IO(AUTOFS_DEV_IOCTL_PROTOVER, parameters(0, ""));
	IO(AUTOFS_DEV_IOCTL_ISMOUNTPOINT, parameters(-1, "no slash"));
	IO(AUTOFS_DEV_IOCTL_ISMOUNTPOINT, parameters(-1, ""));
	IO(AUTOFS_DEV_IOCTL_VERSION, BAD);
	IO(AUTOFS_DEV_IOCTL_VERSION, edge(23));
	IO(0xc018937f, parameters(-1, ""));
}

/* The other way to the same, by the device of all of them. */
SCENARIO(device)
{
	int from = mounted(), fd = open("/dev/autofs", O_RDWR), root;
	struct g_autofs_dev *p = parameters(-1, "/tmp/dir");
	struct stat st;
	int ends[2];

	if (fd < 0)
		skip("no /dev/autofs");
	wrong_parameters(fd);
	IO(AUTOFS_DEV_IOCTL_ISMOUNTPOINT, p);
	outb(p->u32 + 1, 4);
	stat("dir", &st);
	p = parameters(-1, "/tmp/dir");
	p->u32[0] = minor(st.st_dev);	/* its major number is 0 */
	IO(AUTOFS_DEV_IOCTL_OPENMOUNT, p);
	root = p->ioctlfd;
	note("root %d", root);
	p->u32[0] ^= 0x100000;
	IO(AUTOFS_DEV_IOCTL_OPENMOUNT, p);
	ASK(AUTOFS_DEV_IOCTL_PROTOVER);
	ASK(AUTOFS_DEV_IOCTL_PROTOSUBVER);
	p = parameters(root, "");
	p->u64 = 0x100000001ULL;
	IO(AUTOFS_DEV_IOCTL_TIMEOUT, p);
	outb(p, 24);
	IO(AUTOFS_DEV_IOCTL_TIMEOUT, BAD_HIGH);
	ASK(AUTOFS_DEV_IOCTL_ASKUMOUNT);
	IO(AUTOFS_DEV_IOCTL_EXPIRE, parameters(root, ""));
	p = parameters(root, "/tmp/dir/who");
	IO(AUTOFS_DEV_IOCTL_REQUESTER, p);
	IO(AUTOFS_DEV_IOCTL_READY, parameters(root, ""));
	IO(AUTOFS_DEV_IOCTL_FAIL, parameters(root, ""));
	if (pipe(ends))
		note("FATAL: no pipe");
	p = parameters(root, "");
	p->u32[0] = ends[1];
	IO(AUTOFS_DEV_IOCTL_SETPIPEFD, p);
	IO(AUTOFS_DEV_IOCTL_CATATONIC, parameters(root, ""));
	IO(AUTOFS_DEV_IOCTL_SETPIPEFD, p);
	p->u32[0] = -1;
	IO(AUTOFS_DEV_IOCTL_SETPIPEFD, p);
	IO(AUTOFS_DEV_IOCTL_CLOSEMOUNT, parameters(root, ""));
	close(from);
}
