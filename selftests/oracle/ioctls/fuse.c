// SPDX-License-Identifier: GPL-2.0-only
/*
 * scenarios: file systems and character devices whose server is a child of the
 * scenario
 *
 * The kernel tells the server if a 32-bit program asks. What the server has
 * been told is in memory that it shares with the scenario.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/uio.h>

#include <linux/fs.h>
#include <linux/fuse.h>

#include "device.h"
#include "oracle.h"

#define GROUP "fuse"

#define FILE_NODE	2
#define FILE_INODE	0x100000002ULL	/* no 32 bits are enough */

struct server {
	int fd;
	int old_format;			/* of lists of pieces */
	struct fuse_ioctl_in seen;	/* the last ioctl */
	unsigned int ioctls;		/* how many of them */
};

union message {
	struct fuse_in_header in;
	struct fuse_out_header out;
	char bytes[FUSE_MIN_READ_BUFFER + 131072];
};

static void reply(const struct server *s, uint64_t unique, int error,
		  const void *data, size_t size)
{
	struct fuse_out_header out = {
		.len = sizeof(out) + size, .error = error, .unique = unique,
	};
	struct iovec v[2] = { { &out, sizeof(out) }, { (void *)data, size } };

	writev(s->fd, v, 2);
}

static struct fuse_attr attributes(uint64_t node)
{
	struct fuse_attr a = {
		.ino = node, .mode = S_IFDIR | 0755, .nlink = 2,
		.blksize = 4096, .atime = 1000000000, .mtime = 1000000000,
		.ctime = 1000000000,
	};

	if (node == FILE_NODE) {
		a.ino = FILE_INODE;
		a.mode = S_IFREG | 0644;
		a.size = 0x123456789aULL;
	}
	return a;
}

static void entry(const struct server *s, const struct fuse_in_header *in,
		  const char *name)
{
	struct fuse_entry_out out = { .nodeid = FILE_NODE };

	out.attr = attributes(FILE_NODE);
	if (strcmp(name, "file"))
		reply(s, in->unique, -ENOENT, NULL, 0);
	else
		reply(s, in->unique, 0, &out, sizeof(out));
}

/* Two names; where the second is continued takes more than 32 bits. */
static void directory(const struct server *s, const struct fuse_in_header *in,
		      const struct fuse_read_in *what)
{
	struct {
		struct fuse_dirent head;
		char name[8];
	} entries[2] = {
		{ { 11, 1, 5, DT_REG }, "small" },
		{ { FILE_INODE, 1ULL << 32, 4, DT_REG }, "file" },
	};

	_Static_assert(sizeof(entries[0]) == FUSE_NAME_OFFSET + 8, "dirent");
	if (!what->offset)
		reply(s, in->unique, 0, entries, sizeof(entries));
	else if (what->offset == 1)
		reply(s, in->unique, 0, &entries[1], sizeof(entries[1]));
	else
		reply(s, in->unique, 0, NULL, 0);
}

/* Commands that the server knows, by their last byte. */
enum { TELL = 1, FILL, SUM, ASK_HIGH, ASK_MUCH, FAIL };

static void retry(const struct server *s, uint64_t unique, unsigned int in,
		  unsigned int out, const struct fuse_ioctl_iovec *pieces)
{
	struct {
		struct fuse_ioctl_out out;
		union {
			struct fuse_ioctl_iovec pieces[2];
			struct g_iovec old[2];
		};
	} m = {
		.out = {
			.flags = FUSE_IOCTL_RETRY, .in_iovs = in,
			.out_iovs = out,
		},
	};
	unsigned int i, each = s->old_format ? sizeof(m.old[0]) :
					       sizeof(m.pieces[0]);

	for (i = 0; i < in + out; i++) {
		if (s->old_format) {
			m.old[i].base = pieces[i].base;
			m.old[i].len = pieces[i].len;
		} else {
			m.pieces[i] = pieces[i];
		}
	}
	reply(s, unique, 0, &m, sizeof(m.out) + (in + out) * each);
}

static void answer(const struct server *s, uint64_t unique, int result,
		   const char *data, uint32_t size)
{
	struct {
		struct fuse_ioctl_out out;
		char data[64];
	} m = { .out = { .result = result } };

	if (size > sizeof(m.data))
		size = sizeof(m.data);
	memcpy(m.data, data, size);
	reply(s, unique, 0, &m, sizeof(m.out) + size);
}

static void control(struct server *s, const struct fuse_in_header *in,
		    const struct fuse_ioctl_in *what)
{
	const uint8_t *data = (const uint8_t *)(what + 1);
	struct fuse_ioctl_iovec pieces[2] = {
		{ what->arg, 4 }, { what->arg + 8, 4 },
	};
	struct fuse_ioctl_out much = {
		.flags = FUSE_IOCTL_RETRY, .in_iovs = 200, .out_iovs = 100,
	};
	unsigned int i, sum = 0;

	s->seen = *what;
	s->ioctls++;
	for (i = 0; i < what->in_size; i++)
		sum += data[i];
	switch (what->cmd & 0xff) {
	case FILL:
		if (!what->out_size)
			return retry(s, in->unique, 0, 2, pieces);
		return answer(s, in->unique, 0, "abcdefghijklmnopqrstuvwxyz",
			      what->out_size);
	case SUM:
		if (!what->in_size)
			return retry(s, in->unique, 2, 0, pieces);
		return answer(s, in->unique, sum, "", 0);
	case ASK_HIGH:
		if (what->in_size)
			return answer(s, in->unique, sum, "", 0);
		pieces[0].base |= 1ULL << 32;
		return retry(s, in->unique, 1, 0, pieces);
	case ASK_MUCH:
		return reply(s, in->unique, 0, &much, sizeof(much));
	case FAIL:
		return answer(s, in->unique, -EXDEV, "", 0);
	default:
		return answer(s, in->unique, 7, "", 0);
	}
}

/* Of flags and the like that a later kernel has more of, nothing is wanted. */
static void init(const struct server *s, const struct fuse_in_header *in)
{
	struct fuse_init_out out = {
		.major = FUSE_KERNEL_VERSION, .minor = 31, .max_write = 4096,
	};

	reply(s, in->unique, 0, &out, sizeof(out));
}

static void cuse_init(const struct server *s, const struct fuse_in_header *in)
{
	static const char name[] = "DEVNAME=gate32";
	struct {
		struct cuse_init_out out;
		char name[sizeof(name)];
	} m = {
		.out = {
			.major = FUSE_KERNEL_VERSION,
			.minor = s->old_format ? 15 : 31,
			.flags = CUSE_UNRESTRICTED_IOCTL,
			.max_read = 4096, .max_write = 4096,
		},
	};

	memcpy(m.name, name, sizeof(name));
	reply(s, in->unique, 0, &m, sizeof(m.out) + sizeof(name));
}

static void serve_one(struct server *s, const struct fuse_in_header *in)
{
	struct fuse_statfs_out st = { .st = { .blocks = 1ULL << 40,
		.bsize = 4096, .namelen = 255, .frsize = 4096 } };
	struct fuse_attr_out attr = { .attr = attributes(in->nodeid) };
	struct fuse_open_out opened = { .open_flags = FOPEN_DIRECT_IO };
	struct fuse_write_out written = { .size = 3 };

	switch (in->opcode) {
	case FUSE_INIT:
		return init(s, in);
	case CUSE_INIT:
		return cuse_init(s, in);
	case FUSE_LOOKUP:
		return entry(s, in, (const char *)(in + 1));
	case FUSE_GETATTR:
		return reply(s, in->unique, 0, &attr, sizeof(attr));
	case FUSE_OPENDIR:
		opened.open_flags = 0;
		return reply(s, in->unique, 0, &opened, sizeof(opened));
	case FUSE_OPEN:
		return reply(s, in->unique, 0, &opened, sizeof(opened));
	case FUSE_READDIR:
		return directory(s, in, (const void *)(in + 1));
	case FUSE_READ:
		return reply(s, in->unique, 0, "read", 4);
	case FUSE_WRITE:
		return reply(s, in->unique, 0, &written, sizeof(written));
	case FUSE_STATFS:
		return reply(s, in->unique, 0, &st, sizeof(st));
	case FUSE_IOCTL:
		return control(s, in, (const void *)(in + 1));
	case FUSE_FORGET:
	case FUSE_BATCH_FORGET:
	case FUSE_INTERRUPT:
		return;
	case FUSE_RELEASE:
	case FUSE_RELEASEDIR:
		return reply(s, in->unique, 0, NULL, 0);
	default:
		return reply(s, in->unique, -ENOSYS, NULL, 0);
	}
}

static int serve(void *arg)
{
	static union message m;
	struct server *s = arg;

	while (read(s->fd, &m, sizeof(m)) > 0 || errno == EINTR ||
	       errno == ENOENT)
		serve_one(s, &m.in);
	return 0;
}

static struct server *new_server(int fd, int old_format)
{
	struct server *s = mmap(NULL, 4096, PROT_READ | PROT_WRITE,
				MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	s->fd = fd;
	s->old_format = old_format;
	return s;
}

static void tell(const struct server *s)
{
	note("flags %#x, command %#x, argument %#llx, in %u, out %u, %u asked",
	     s->seen.flags, s->seen.cmd, (unsigned long long)s->seen.arg,
	     s->seen.in_size, s->seen.out_size, s->ioctls);
}

static void mount_fuse(int fd)
{
	char options[64];

	snprintf(options, sizeof(options),
		 "fd=%d,rootmode=40000,user_id=0,group_id=0", fd);
	mkdir("dir", 0700);
	if (mount("fuse", "dir", "fuse", 0, options))
		skip("no FUSE");
}

static struct server *serve_fuse(void)
{
	struct server *s;

	need_module("fuse");
	s = new_server(open("/dev/fuse", O_RDWR | O_CLOEXEC), 0);
	mount_fuse(s->fd);
	peer(serve, s);
	close(s->fd);
	driver("fuse");
	return s;
}

/* Named by the size that they have in them. */
#define FUSE_TELL	_IO('G', TELL)
#define FUSE_FILL	_IOR('G', FILL, uint32_t[4])
#define FUSE_SUM	_IOW('G', SUM, uint8_t[8])
#define FUSE_BOTH	_IOWR('G', FILL, uint8_t[16])
#define FUSE_RETRY	_IO('G', ASK_MUCH)
#define FUSE_FAIL	_IO('G', FAIL)

SCENARIO(ioctl)
{
	struct server *s = serve_fuse();
	int fd = open64("dir/file", O_RDWR);
	uint8_t *data = mem(32);

	IO(FUSE_TELL, 0xfedcba98);
	tell(s);
	IO(FUSE_FILL, data);
	outb(data, 32);
	tell(s);
	IO(FUSE_SUM, data);
	tell(s);
	IO(FUSE_BOTH, data);
	IO(FUSE_FILL, BAD);
	IO(FUSE_SUM, BAD_HIGH);
	IO(FUSE_SUM, edge(7));
	IO(FUSE_RETRY, 0);		/* for devices only */
	IO(FUSE_FAIL, 0);
	IO(G_FS_IOC_GETFLAGS, data);
	tell(s);
	IO(FS_IOC_FSGETXATTR, data);
	tell(s);
	IO(G_FS_IOC_GETVERSION, data);
	tell(s);
}

SCENARIO(files)
{
	struct g_statfs64 *st64 = NEW(statfs64);
	struct g_stat64 *stat64 = NEW(stat64);
	char *names = mem(256);
	int fd, dir;

	serve_fuse();
	sys(statfs64, str("dir"), sizeof(*st64), st64);
	outb(st64, sizeof(*st64));
	sys(statfs, str("dir"), NEW(statfs));
	sys(stat64, str("dir/file"), stat64);
	out(&stat64->st_ino);
	out(&stat64->st_size);
	sys(stat, str("dir/file"), NEW(stat));
	fd = sys(open, str("dir/file"), O_RDWR | G_O_LARGEFILE);
	sys(read, fd, names, 256);
	outb(names, 4);
	sys(write, fd, str("abc"), 3);
	sys(open, str("dir/file"), O_RDWR);
	dir = sys(open, str("dir"), O_RDONLY | G_O_DIRECTORY);
	sys(getdents64, dir, names, 256);
	outb(names, 64);
	sys(lseek, dir, 0, SEEK_SET);
	sys(getdents, dir, names, 256);
	outb(names, 64);
	sys(lseek, dir, 0, SEEK_SET);
	sys(getdents, dir, names, 24);	/* of the first name only */
	outb(names, 24);
	sys(getdents, dir, names, 256);
}

static int stat_it(void *arg)
{
	struct stat64 st;

	return stat64("dir/file", &st) ? errno : st.st_size == 5 ? 0 : 1;
}

/* The server is on this side, and goes through the calls under test. */
static void receive(int fd, void *message)
{
	struct g_fuse_in_header *in = message;

	sys(read, fd, in, sizeof(union message));
	OUT(fuse_in_header, in);
	if (in->len > sizeof(*in) && in->len < 128)
		outb(in + 1, in->len - sizeof(*in));
}

static void send(int fd, uint64_t unique, const void *data, uint32_t size)
{
	struct g_fuse_out_header *out;
	struct g_iovec *v = mem(2 * sizeof(*v));

	out = SET(fuse_out_header, .len = sizeof(*out) + size,
		  .unique = unique);
	v[0] = (struct g_iovec){ PTR(out), sizeof(*out) };
	v[1] = (struct g_iovec){ PTR(bytes(data, size)), size };
	sys(writev, fd, v, 2);
}

SCENARIO(server)
{
	struct fuse_init_out init = {
		.major = FUSE_KERNEL_VERSION, .minor = 31, .max_write = 4096,
	};
	struct fuse_entry_out found = { .nodeid = FILE_NODE };
	struct g_fuse_in_header *in = mem(sizeof(union message));
	struct g_fuse_out_header *none;
	int fd, user;

	need_module("fuse");
	driver("fuse");
	fd = sys(open, str("/dev/fuse"), O_RDWR);
	sys(read, fd, in, 65536);	/* of no file system yet */
	mount_fuse(fd);
	sys(read, fd, in, 64);		/* too small for any message */
	receive(fd, in);
	send(fd, in->unique, &init, sizeof(init));
	user = peer(stat_it, NULL);
	receive(fd, in);
	none = SET(fuse_out_header, .len = 16, .unique = 0x100000077ULL);
	sys(write, fd, none, 16);
	sys(write, fd, none, 15);
	sys(write, fd, BAD_HIGH, 16);
	found.attr = attributes(FILE_NODE);
	found.attr.size = 5;
	found.attr_valid = 1000;
	send(fd, in->unique, &found, sizeof(found));
	note("user %d", peer_wait(user));
}

SCENARIO(clone)
{
	int fd, other;
	uint32_t *n = mem(16);

	need_module("fuse");
	driver("fuse");
	fd = open("/dev/fuse", O_RDWR);
	other = open("/dev/fuse", O_RDWR);
	*n = fd;
	ioc(other, FUSE_DEV_IOC_CLONE, n);
	mount_fuse(fd);
	ioc(other, FUSE_DEV_IOC_CLONE, n);
	ioc(other, FUSE_DEV_IOC_CLONE, n);
	*n = -1;
	ioc(other, FUSE_DEV_IOC_CLONE, n);
	*n = 0;
	ioc(other, FUSE_DEV_IOC_CLONE, n);
	ioc(other, FUSE_DEV_IOC_CLONE, BAD);
	ioc(other, FUSE_DEV_IOC_CLONE, BAD_HIGH);
	IO(0xe5ff, 0);
}

static void use_device(int old_format)
{
	uint8_t *data = bytes("0123456789abcdef", 16);
	struct server *s;
	int fd, pid;

	need_module("cuse");
	s = new_server(open("/dev/cuse", O_RDWR | O_CLOEXEC), old_format);
	if (s->fd < 0)
		skip("no /dev/cuse");
	pid = peer(serve, s);
	close(s->fd);
	fd = wait_device("/dev/gate32", O_RDWR);
	driver("cuse");
	IO(FUSE_TELL, 0xfedcba98);
	tell(s);
	IO(_IO('G', SUM), data);	/* two pieces of it, on request */
	tell(s);
	IO(_IO('G', FILL), data);
	outb(data, 16);
	tell(s);
	IO(FUSE_SUM, BAD);
	IO(FUSE_SUM, BAD_HIGH);
	IO(FUSE_FILL, edge(8));
	IO(_IO('G', ASK_HIGH), data);
	tell(s);
	IO(FUSE_RETRY, data);
	IO(FUSE_FAIL, data);
	sys(read, fd, data, 16);
	outb(data, 16);
	sys(write, fd, data, 3);
	close(fd);
	kill(pid, SIGKILL);
	peer_wait(pid);
}

SCENARIO(cuse)
{
	use_device(0);
}

/* A server of long ago: lists of 32-bit pieces, for 32-bit programs only. */
SCENARIO(cuse_old)
{
	use_device(1);
}
