// SPDX-License-Identifier: GPL-2.0-only
/*
 * scenarios: mounts, by the old call and by the new ones; file handles
 */
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "disk.h"
#include "oracle.h"

#define GROUP "mount"

#define CLONE_TREE	1		/* OPEN_TREE_CLONE */
#define F_EMPTY		4		/* MOVE_MOUNT_F_EMPTY_PATH */
#define EMPTY		0x1000		/* AT_EMPTY_PATH */

/* FSCONFIG_* */
enum {
	SET_FLAG, SET_STRING, SET_BINARY, SET_PATH, SET_PATH_EMPTY, SET_FD,
	CREATE, RECONFIGURE, CREATE_EXCL,
};

SCENARIO(old)
{
	struct g_stat64 *st = NEW(stat64);
	char *data = edge(8);

	sys(mkdir, str("m"), 0755);
	sys(mkdir, str("n"), 0755);
	/* Options are a page long, or as much as there is. */
	strcpy(data, "size=8k");
	sys(mount, str("none"), str("m"), str("tmpfs"), 0, data);
	sys(mount, 0, str("m"), str("tmpfs"), MS_RDONLY, 0);
	sys(open, str("m/f"), O_RDWR | O_CREAT, 0600);
	sys(umount2, str("m"), MNT_EXPIRE);
	sys(umount2, str("m"), MNT_EXPIRE);
	sys(umount2, str("m"), MNT_EXPIRE | MNT_FORCE);
	sys(mkdir, str("m/d"), 0700);
	sys(mount, str("m"), str("n"), 0, MS_BIND, 0);
	sys(access, str("n/d"), F_OK);
	sys(mount, 0, str("n"), 0, MS_REMOUNT | MS_BIND | MS_RDONLY, 0);
	sys(mkdir, str("n/x"), 0700);
	sys(mount, 0, str("n"), 0, MS_REMOUNT | MS_BIND, 0);
	sys(mount, 0, str("n"), 0, 0xc0ed0000 | MS_REMOUNT | MS_BIND | MS_NOEXEC,
	    0);
	sys(mount, 0, str("m"), 0, MS_REMOUNT, str("size=16k"));
	sys(mount, 0, str("m"), 0, MS_SHARED, 0);
	sys(mount, 0, str("m"), 0, MS_SHARED | MS_PRIVATE, 0);
	sys(mount, 0, str("m"), 0, MS_SLAVE | MS_NOEXEC, 0);
	sys(mount, 0, str("m"), 0, MS_PRIVATE, 0);
	sys(mount, str("n"), str("m/d"), 0, MS_MOVE, 0);
	sys(mount, str("n"), str("m/d"), 0, MS_MOVE, 0);
	sys(stat64, str("m/d"), st);
	OUT(stat64, st);
	sys(umount2, str("m"), 0);
	sys(symlink, str("m"), str("l"));
	sys(umount2, str("l"), 8);
	sys(umount2, str("m/d"), 0);
	sys(umount2, str("m"), 0x80000000);
	sys(umount2, str("m"), MNT_DETACH);
	sys(umount2, str("m"), 0);
	sys(umount2, BAD, 0);
	sys(umount2, str("none"), 0);
	sys(mount, BAD, str("m"), 0, MS_BIND, 0);
	sys(mount, str("m"), BAD_HIGH, 0, MS_BIND, 0);
	sys(mount, str("m"), str("n"), BAD, 0, 0);
	sys(mount, str("m"), str("n"), 0, 0, 0);
	sys(mount, str("/dev/null"), str("m"), str("ext4"), 0, 0);
	sys(mount, str("none"), str("none"), str("tmpfs"), 0, 0);
}

SCENARIO(context)
{
	char *text = mem(128);
	int32_t n;
	int fd;

	sys(mkdir, str("m"), 0755);
	sys(fsopen, str("none"), 0);
	sys(fsopen, BAD, 0);
	sys(fsopen, BAD_HIGH, 0);
	sys(fsopen, str("tmpfs"), 2);
	fd = sys(fsopen, str("tmpfs"), 1);
	sys(fcntl64, fd, F_GETFD);
	sys(fsmount, fd, 0, 0);
	sys(fsconfig, fd, SET_STRING, str("source"), str("here"), 0);
	sys(fsconfig, fd, SET_STRING, str("size"), str("64k"), 0);
	sys(fsconfig, fd, SET_STRING, str("size"), str("nonsense"), 0);
	n = sys(read, fd, text, 128);
	if (n > 0)
		outb(text, n);
	sys(read, fd, text, 128);
	sys(fsconfig, fd, SET_STRING, BAD, str("64k"), 0);
	sys(fsconfig, fd, SET_STRING, str("size"), BAD_HIGH, 0);
	sys(fsconfig, fd, SET_STRING, str("size"), 0, 0);
	sys(fsconfig, fd, SET_STRING, str("size"), str("1"), 1);
	sys(fsconfig, fd, SET_FLAG, str("ro"), 0, 0);
	sys(fsconfig, fd, SET_FLAG, str("rw"), 0, 0);
	sys(fsconfig, fd, SET_FLAG, str("rw"), str("x"), 0);
	sys(fsconfig, fd, SET_BINARY, str("size"), text, 4);
	sys(fsconfig, fd, SET_BINARY, str("size"), BAD, 4);
	sys(fsconfig, fd, SET_BINARY, str("size"), text, 0x7fffffff);
	sys(fsconfig, fd, SET_PATH, str("size"), str("/tmp"), AT_FDCWD);
	sys(fsconfig, fd, SET_PATH, str("size"), BAD, AT_FDCWD);
	sys(fsconfig, fd, SET_PATH_EMPTY, str("size"), str(""), 0);
	sys(fsconfig, fd, SET_FD, str("size"), 0, 0);
	sys(fsconfig, fd, SET_FD, str("size"), 0, 77);
	sys(fsconfig, fd, CREATE, 0, str("x"), 0);
	sys(fsconfig, fd, CREATE, 0, 0, 0);
	sys(fsconfig, fd, CREATE, 0, 0, 0);
	sys(fsconfig, 0, CREATE, 0, 0, 0);
	sys(fsmount, fd, 2, 0);
	sys(fsmount, fd, 0, 0x40000000);
	fd = sys(fsmount, fd, 1, 8);	/* MOUNT_ATTR_NOEXEC */
	sys(fcntl64, fd, F_GETFD);
	sys(move_mount, fd, BAD, AT_FDCWD, str("m"), F_EMPTY);
	sys(move_mount, fd, str(""), AT_FDCWD, BAD_HIGH, F_EMPTY);
	sys(move_mount, fd, str(""), AT_FDCWD, str("m"), 0);
	sys(move_mount, fd, str(""), AT_FDCWD, str("none"), F_EMPTY);
	sys(move_mount, fd, str(""), AT_FDCWD, str("m"), 0x80000000);
	sys(move_mount, fd, str(""), AT_FDCWD, str("m"), F_EMPTY);
	sys(move_mount, fd, str(""), AT_FDCWD, str("m"), F_EMPTY);
	sys(open, str("m/f"), O_RDWR | O_CREAT, 0600);
	fd = sys(fspick, AT_FDCWD, str("m"), 8);
	sys(fspick, AT_FDCWD, BAD, 0);
	sys(fspick, fd, str(""), 8);
	sys(fsconfig, fd, SET_STRING, str("size"), str("128k"), 0);
	sys(fsconfig, fd, RECONFIGURE, 0, 0, 0);
	sys(fsconfig, fd, CREATE, 0, 0, 0);
	sys(fsopen, str("proc"), 0);
}

/* A disk by the new calls: the source is a path of the guest's. */
SCENARIO(context_disk)
{
	struct disk d = disk_new("ext4", 16, "");
	int fd;

	sys(mkdir, str("m"), 0755);
	fd = sys(fsopen, str("ext4"), 0);
	sys(fsconfig, fd, SET_STRING, str("source"), str("/dev/none"), 0);
	sys(fsconfig, fd, CREATE, 0, 0, 0);
	fd = sys(fsopen, str("ext4"), 0);
	sys(fsconfig, fd, SET_STRING, str("source"), str(d.path), 0);
	sys(fsconfig, fd, SET_FLAG, str("ro"), 0, 0);
	sys(fsconfig, fd, SET_STRING, str("errors"), str("continue"), 0);
	sys(fsconfig, fd, CREATE_EXCL, 0, 0, 0);
	fd = sys(fsmount, fd, 0, 0);
	sys(move_mount, fd, str(""), AT_FDCWD, str("m"), F_EMPTY);
	sys(mkdir, str("m/x"), 0700);
	sys(access, str("m/lost+found"), F_OK);
}

SCENARIO(trees)
{
	struct g_mount_attr *attr = ZNEW(mount_attr);
	struct g_stat64 *st = NEW(stat64);
	int fd, more;

	if (shell("mkdir a b && mount -t tmpfs a a && echo 1 >a/f"))
		skip("cannot mount");
	sys(open_tree, AT_FDCWD, BAD, 0);
	sys(open_tree, AT_FDCWD, str("none"), CLONE_TREE);
	sys(open_tree, AT_FDCWD, str("a"), 0x8000);	/* recursive alone */
	sys(open_tree, AT_FDCWD, str("a"), 0x80000000);
	fd = sys(open_tree, AT_FDCWD, str("a"), CLONE_TREE | O_CLOEXEC);
	sys(open_tree, fd, str(""), EMPTY);
	attr->attr_set = 1;		/* read-only */
	sys(mount_setattr, fd, str(""), EMPTY, attr, 32);
	sys(move_mount, fd, str(""), AT_FDCWD, str("b"), F_EMPTY);
	sys(open, str("b/new"), O_RDWR | O_CREAT, 0600);
	sys(open, str("a/new"), O_RDWR | O_CREAT, 0600);
	attr->attr_clr = 1;
	attr->attr_set = 0;
	sys(mount_setattr, AT_FDCWD, str("b"), 0x8000, attr, 32);
	sys(open, str("b/new"), O_RDWR, 0);
	attr->propagation = MS_SHARED;
	sys(mount_setattr, AT_FDCWD, str("b"), 0, attr, 32);
	attr->propagation = 5;
	sys(mount_setattr, AT_FDCWD, str("b"), 0, attr, 32);
	attr->propagation = 0;
	sys(mount_setattr, AT_FDCWD, str("b"), 0, attr, 31);
	sys(mount_setattr, AT_FDCWD, str("b"), 0, attr, 4097);
	sys(mount_setattr, AT_FDCWD, str("b"), 0, edge(31), 32);
	sys(mount_setattr, AT_FDCWD, str("b"), 0, zmem(40), 40);
	sys(mount_setattr, AT_FDCWD, str("b"), 0, memset(zmem(40), 1, 40), 40);
	sys(mount_setattr, AT_FDCWD, str("b"), 0x80000000, attr, 32);
	attr->attr_clr = 0;
	attr->attr_set = 0x100000;	/* idmapped, but to nothing */
	attr->userns_fd = 0;
	sys(mount_setattr, fd, str(""), EMPTY, attr, 32);
	attr->userns_fd = 0x100000000ULL;
	sys(mount_setattr, fd, str(""), EMPTY, attr, 32);
	more = sys(open_tree, AT_FDCWD, str("a"), CLONE_TREE | 0x8000);
	sys(move_mount, more, str(""), fd, str(""), F_EMPTY | 0x40);
	sys(fstat64, fd, st);
	OUT(stat64, st);
}

static int user_namespace(void *arg)
{
	char byte;

	if (unshare(CLONE_NEWUSER) || write(((int *)arg)[1], "x", 1) != 1)
		return 1;
	return read(((int *)arg)[2], &byte, 1) < 0;
}

/* Owners as an idmapped mount shows them, also beyond 16 bits. */
SCENARIO(idmapped)
{
	struct g_mount_attr *attr = ZNEW(mount_attr);
	struct g_stat64 *st = NEW(stat64);
	struct g_stat *old = NEW(stat);
	int ready[4], pid, fd;
	char path[32], byte;

	disk("ext4", 16, "d");
	if (pipe(ready) || pipe(ready + 2))
		skip("no pipes");
	pid = peer(user_namespace, (int[]){ 0, ready[1], ready[2] });
	if (read(ready[0], &byte, 1) != 1 ||
	    shell("echo 0 100000 1000 >/proc/%d/uid_map", pid) ||
	    shell("echo 0 200000 1000 >/proc/%d/gid_map", pid))
		skip("no user namespace");
	snprintf(path, sizeof(path), "/proc/%d/ns/user", pid);
	attr->userns_fd = open(path, O_RDONLY);
	attr->attr_set = 0x100000;
	sys(mkdir, str("m"), 0755);
	fd = sys(open_tree, AT_FDCWD, str("d"), CLONE_TREE);
	sys(mount_setattr, fd, str(""), EMPTY, attr, 32);
	sys(mount_setattr, fd, str(""), EMPTY, attr, 32);
	sys(move_mount, fd, str(""), AT_FDCWD, str("m"), F_EMPTY);
	sys(stat64, str("m/lost+found"), st);
	outb(&st->st_uid, 8);
	sys(stat, str("m/lost+found"), old);
	outb(&old->st_uid, 4);
	sys(chown, str("m/lost+found"), 1, 1);
	sys(chown32, str("m/lost+found"), 100005, 200006);
	sys(stat64, str("d/lost+found"), st);
	outb(&st->st_uid, 8);
	close(ready[3]);
	kill(pid, SIGKILL);
}

static uint64_t id_of(const char *path)
{
	struct g_statx *stx = NEW(statx);

	sys(statx, AT_FDCWD, str(path), 0, 0x4000, stx);
	outb(stx, 4);
	return stx->mnt_id;
}

static void tell_mounts(struct g_mnt_id_req *req)
{
	struct g_mount_number *list = mem(8 * 8);
	int32_t n;

	req->param = 0;
	n = sys(listmount, req, list, 8, 0);
	if (n > 0)
		OUTN(mount_number, list, (unsigned int)n);
	n = sys(listmount, req, list, 1, 0);
	req->param = list->id;
	n = sys(listmount, req, list, 8, 0);
	if (n > 0)
		OUTN(mount_number, list, (unsigned int)n);
	req->param = 0;
	sys(listmount, req, list, 1, 1);	/* the other way round */
	sys(listmount, req, list, 8, 2);
	sys(listmount, req, BAD_HIGH, 8, 0);
	sys(listmount, req, edge(12), 2, 0);
	sys(listmount, BAD, list, 8, 0);
	sys(listmount, req, list, 0xffffffff, 0);
}

static void tell_one(struct g_mnt_id_req *req)
{
	char *buf = mem(1024);
	int i;

	for (i = 0; i < 6; i++) {
		req->param = 1ULL << i;
		buf = mem(1024);
		sys(statmount, req, buf, 1024, 0);
		outm(statmount, buf, 512);
		outb(buf + 512, 64);
	}
	req->param = 0x3f;
	sys(statmount, req, buf, 511, 0);
	sys(statmount, req, buf, 513, 0);
	sys(statmount, req, buf, 1024, 1);
	sys(statmount, req, BAD, 1024, 0);
	sys(statmount, BAD_HIGH, buf, 1024, 0);
	sys(statmount, req, edge(511), 0x7fffffff, 0);
	req->param = 1ULL << 63;
	sys(statmount, req, buf, 1024, 0);
	req->size = 23;
	sys(statmount, req, buf, 1024, 0);
	req->size = 24;
	req->mnt_id = 1;
	sys(statmount, req, buf, 1024, 0);
}

SCENARIO(tell)
{
	struct g_mnt_id_req *req = SET(mnt_id_req, .size = 24);

	if (shell("mkdir a && mount -t tmpfs a a && mkdir a/b a/c") ||
	    shell("mount -t tmpfs b a/b && mount --bind a/b a/c"))
		skip("cannot mount");
	req->mnt_id = id_of("a");
	tell_mounts(req);
	req->mnt_id = id_of("a/c");
	tell_one(req);
}

/* The root file system itself cannot be left, but one on top of it can. */
SCENARIO(pivot_root)
{
	if (shell("mkdir r && mount -t tmpfs r r && mkdir r/new") ||
	    shell("mount -t tmpfs new r/new && mkdir r/new/old r/dir"))
		skip("cannot mount");
	sys(pivot_root, str("r"), str("r/new"));
	sys(chroot, str("r"));
	sys(chdir, str("/"));
	sys(pivot_root, BAD, str("new/old"));
	sys(pivot_root, str("new"), BAD_HIGH);
	sys(pivot_root, str("none"), str("new/old"));
	sys(pivot_root, str("dir"), str("new/old"));
	sys(pivot_root, str("new"), str("dir"));
	sys(pivot_root, str("."), str("."));
	sys(pivot_root, str("new"), str("new/old"));
	sys(access, str("/old/new"), F_OK);
	sys(chdir, str("/"));
	sys(access, str("old/dir"), F_OK);
	sys(umount2, str("old"), MNT_DETACH);
	sys(access, str("old/dir"), F_OK);
}

SCENARIO(ustat)
{
	struct g_stat64 *st = NEW(stat64);
	struct g_ustat *u = NEW(ustat);

	disk("ext2", 8, "d");
	silent(stat64, str("d"), st);
	sys(ustat, (uint32_t)st->st_dev, u);
	OUT(ustat, u);
	sys(ustat, (uint32_t)st->st_dev, BAD);
	sys(ustat, (uint32_t)st->st_dev, edge(19));
	sys(ustat, 0xffff, u);
	sys(sysfs, 3);
	sys(sysfs, 1, str("tmpfs"));
}
