// SPDX-License-Identifier: GPL-2.0-only
/*
 * scenarios: ioctls of what has but a few of them
 */
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include <sys/epoll.h>
#include <sys/inotify.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/timerfd.h>

#include <linux/dma-buf.h>
#include <linux/nsfs.h>
#include <linux/rfkill.h>
#include <linux/suspend_ioctls.h>
#include <linux/sync_file.h>
#include <linux/udmabuf.h>
#include <linux/vtpm_proxy.h>

#include "cases.h"
#include "device.h"

#define GROUP "misc"

/* Newer than the headers that there are, or of no header at all. */
#define G_EPIOCSPARAMS		_IOW(0x8a, 1, uint64_t)
#define G_EPIOCGPARAMS		_IOR(0x8a, 2, uint64_t)
#define G_INOTIFY_IOC_SETNEXTWD	_IOW('I', 0, int32_t)
#define G_TFD_IOC_SET_TICKS	_IOW('T', 0, uint64_t)
#define G_NS_GET_MNTNS_ID	_IOR(NSIO, 5, uint64_t)
#define G_NS_GET_PID_FROM_PIDNS	_IOR(NSIO, 6, int)
#define G_NS_GET_TGID_FROM_PIDNS	_IOR(NSIO, 7, int)
#define G_NS_GET_PID_IN_PIDNS	_IOR(NSIO, 8, int)
#define G_NS_GET_TGID_IN_PIDNS	_IOR(NSIO, 9, int)
#define G_NS_MNT_GET_INFO	_IOR(NSIO, 10, uint64_t[2])
#define G_PIDFD_GET_CGROUP_NAMESPACE	_IO(0xff, 1)
#define G_PIDFD_GET_IPC_NAMESPACE	_IO(0xff, 2)
#define G_PIDFD_GET_MNT_NAMESPACE	_IO(0xff, 3)
#define G_PIDFD_GET_NET_NAMESPACE	_IO(0xff, 4)
#define G_PIDFD_GET_PID_NAMESPACE	_IO(0xff, 5)
#define G_PIDFD_GET_PID_FOR_CHILDREN_NAMESPACE	_IO(0xff, 6)
#define G_PIDFD_GET_TIME_NAMESPACE	_IO(0xff, 7)
#define G_PIDFD_GET_TIME_FOR_CHILDREN_NAMESPACE	_IO(0xff, 8)
#define G_PIDFD_GET_USER_NAMESPACE	_IO(0xff, 9)
#define G_PIDFD_GET_UTS_NAMESPACE	_IO(0xff, 10)
#define G_DMA_BUF_SET_NAME_A	_IOW('b', 1, uint32_t)
#define G_DMA_BUF_SET_NAME_B	_IOW('b', 1, uint64_t)
#define G_DMA_BUF_EXPORT_SYNC_FILE	_IOWR('b', 2, uint64_t)
#define G_DMA_BUF_IMPORT_SYNC_FILE	_IOW('b', 3, uint64_t)

/* Each name space has one that it is in, and some a parent. */
static void name_space(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	IO(NS_GET_NSTYPE, 0);
	close(IO(NS_GET_USERNS, 0));
	close(IO(NS_GET_PARENT, 0));
	GET_CASES(NS_GET_OWNER_UID, 4);
	IO(_IO(NSIO, 99), 0);
	close(fd);
}

SCENARIO(nsfs)
{
	int fd;

	driver("nsfs");
	name_space("/proc/self/ns/net");
	name_space("/proc/self/ns/user");
	name_space("/proc/self/ns/pid");
	fd = open("/proc/self/ns/pid", O_RDONLY);
	/* Of later kernels: numbers of processes, seen from elsewhere. */
	IO(G_NS_GET_PID_FROM_PIDNS, 1);
	IO(G_NS_GET_TGID_FROM_PIDNS, 1);
	IO(G_NS_GET_PID_IN_PIDNS, 2);
	IO(G_NS_GET_TGID_IN_PIDNS, 2);
	IO(G_NS_GET_TGID_IN_PIDNS, -1);
	IO(G_NS_GET_MNTNS_ID, mem(8));
	fd = open("/proc/self/ns/mnt", O_RDONLY);
	IO(G_NS_GET_MNTNS_ID, BAD);
	/* The size is part of the number, and it is checked. */
	IO(G_NS_MNT_GET_INFO, BAD);
	IO(_IOR(NSIO, 10, uint32_t[2]), mem(16));
}

SCENARIO(pidfd)
{
	int fd = syscall(SYS_pidfd_open, getpid(), 0);

	driver("pidfd");
	/* Name spaces of a process, on kernels that have that. */
	IO(G_PIDFD_GET_CGROUP_NAMESPACE, 0);
	IO(G_PIDFD_GET_IPC_NAMESPACE, 0);
	IO(G_PIDFD_GET_MNT_NAMESPACE, 0);
	IO(G_PIDFD_GET_NET_NAMESPACE, 0);
	IO(G_PIDFD_GET_PID_NAMESPACE, 0);
	IO(G_PIDFD_GET_PID_FOR_CHILDREN_NAMESPACE, 0);
	IO(G_PIDFD_GET_TIME_NAMESPACE, 0);
	IO(G_PIDFD_GET_TIME_FOR_CHILDREN_NAMESPACE, 0);
	IO(G_PIDFD_GET_USER_NAMESPACE, 0);
	IO(G_PIDFD_GET_UTS_NAMESPACE, 0);
	IO(G_PIDFD_GET_UTS_NAMESPACE, 1);
	IO(_IO(0xff, 99), 0);
}

SCENARIO(queues)
{
	const struct itimerspec hours = { { 9000, 0 }, { 9000, 0 } };
	int fd = epoll_create1(0);

	driver("epoll");
	GET_CASES(G_EPIOCGPARAMS, 8);
	SET_CASES(G_EPIOCSPARAMS, bytes((uint32_t[]){ 50, 8 }, 8));
	IO(G_EPIOCSPARAMS, bytes((uint32_t[]){ -1, 8 }, 8));
	GET_CASES(G_EPIOCGPARAMS, 8);
	fd = inotify_init1(IN_NONBLOCK);
	driver("inotify");
	note("watch: %d", inotify_add_watch(fd, ".", IN_CREATE));
	close(open("file", O_CREAT | O_RDWR, 0600));
	GET_CASES(FIONREAD, 4);
	IO(G_INOTIFY_IOC_SETNEXTWD, 77);
	IO(G_INOTIFY_IOC_SETNEXTWD, -1);
	note("watch: %d", inotify_add_watch(fd, "file", IN_OPEN));
	fd = syscall(SYS_fanotify_init, 2, O_RDONLY);
	driver("fanotify");
	if (fd >= 0)
		GET_CASES(FIONREAD, 4);
	fd = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK);
	timerfd_settime(fd, 0, &hours, NULL);
	driver("timerfd");
	SET_CASES(G_TFD_IOC_SET_TICKS, bytes(&(uint64_t){ 1ULL << 33 }, 8));
	IO(G_TFD_IOC_SET_TICKS, zmem(8));
	sys(read, fd, mem(8), 8);
}

SCENARIO(pps)
{
	uint32_t *params = zmem(40), *fetch = zmem(64);
	int slave, master = open_pty(&slave), fd;

	need_module("pps-ldisc");
	if (master < 0 || ioctl(slave, TIOCSETD, &(int){ 18 }))
		skip("no pulses of a terminal");
	fd = wait_node("/dev/pps0", O_RDWR);
	if (fd < 0)
		skip("no /dev/pps0");
	driver("pps");
	GET_CASES(G_PPS_GETPARAMS, 40);
	GET_CASES(G_PPS_GETCAP, 4);
	params[0] = 1;
	params[1] = 0x1001;
	params[2] = 7;
	SET_CASES(G_PPS_SETPARAMS, params);
	params[1] = 0x80000000;
	IO(G_PPS_SETPARAMS, params);
	GET_CASES(G_PPS_GETPARAMS, 40);
	IO(0x800870a1, mem(40));		/* AArch64's */
	/* No pulse comes. The layout is the i386 one. */
	fetch[11] = 0;
	fetch[13] = 20000000;
	IO(G_PPS_FETCH, fetch);
	outb(fetch, 64);
	fetch[14] = 1;				/* no time: for ever */
	on_signal(SIGALRM, 0);
	ualarm(50000, 0);
	IO(G_PPS_FETCH, fetch);
	IO(G_PPS_FETCH, BAD);
	SET_CASES(G_PPS_KC_BIND, zmem(16));
	IO(_IO('p', 0xfe), 0);
	close(fd);
	ioctl(slave, TIOCSETD, &(int){ 0 });
}

SCENARIO(rfkill)
{
	int fd;

	need_module("rfkill");
	fd = wait_node("/dev/rfkill", O_RDWR | O_NONBLOCK);
	if (fd < 0)
		skip("no /dev/rfkill");
	driver("rfkill");
	IO(RFKILL_IOCTL_NOINPUT, 0);
	IO(RFKILL_IOCTL_NOINPUT, 0);
	SET_CASES(RFKILL_IOCTL_MAX_SIZE, NUM(9));
	IO(RFKILL_IOCTL_MAX_SIZE, NUM(1));
	IO(_IO('R', 99), 0);
	sys(write, fd, zmem(8), 4);
	sys(write, fd, BAD, 8);
	sys(write, fd, bytes("\0\0\0\0\0\xff\0\0", 8), 8);
}

SCENARIO(snapshot)
{
	int fd = open("/dev/snapshot", O_RDONLY);

	if (fd < 0)
		skip("no /dev/snapshot");
	driver("snapshot");
	IO(SNAPSHOT_GET_IMAGE_SIZE, mem(8));
	GET_CASES(SNAPSHOT_AVAIL_SWAP_SIZE, 8);
	IO(SNAPSHOT_ALLOC_SWAP_PAGE, mem(8));
	IO(SNAPSHOT_FREE_SWAP_PAGES, 0);
	IO(SNAPSHOT_PLATFORM_SUPPORT, 0);
	SET_CASES(SNAPSHOT_SET_SWAP_AREA, zmem(12));
	IO(_IO('3', 99), 0);
	IO(_IO('4', 99), 0);
}

static void buffer(int fd)
{
	uint64_t *sync = zmem(8);
	uint32_t *file = zmem(8);

	driver("dma-buf");
	*sync = DMA_BUF_SYNC_START | DMA_BUF_SYNC_READ;
	SET_CASES(DMA_BUF_IOCTL_SYNC, sync);
	*sync |= DMA_BUF_SYNC_END;
	IO(DMA_BUF_IOCTL_SYNC, sync);
	*sync = 0xff;
	IO(DMA_BUF_IOCTL_SYNC, sync);
	SET_CASES(G_DMA_BUF_SET_NAME_A, str("name"));
	SET_CASES(G_DMA_BUF_SET_NAME_B, str("name"));
	*file = 3;
	ASK_CASES(G_DMA_BUF_EXPORT_SYNC_FILE, file, 8);
	IO(G_DMA_BUF_IMPORT_SYNC_FILE, file);
	IO(_IO('b', 99), 0);
	fd = file[1];
	driver("sync_file");
	ASK_CASES(SYNC_IOC_FILE_INFO, zmem(56), 56);
	IO(SYNC_IOC_MERGE, zmem(48));
	SET_CASES(SYNC_IOC_MERGE, strcpy(zmem(48), "merged"));
	IO(_IO('>', 99), 0);
}

SCENARIO(udmabuf)
{
	int fd = open("/dev/udmabuf", O_RDWR), memory, made;
	struct udmabuf_create *c = zmem(sizeof(*c));
	uint32_t *list = zmem(32);

	if (fd < 0)
		skip("no /dev/udmabuf");
	memory = memfd_create("memory", MFD_ALLOW_SEALING);
	ftruncate(memory, 8192);
	driver("udmabuf");
	c->memfd = memory;
	c->size = 4096;
	IO(UDMABUF_CREATE, c);
	fcntl(memory, F_ADD_SEALS, F_SEAL_SHRINK);
	made = IO(UDMABUF_CREATE, c);
	IO(UDMABUF_CREATE, BAD);
	c->offset = 0x100000000ULL;
	IO(UDMABUF_CREATE, c);
	c->offset = 1;
	IO(UDMABUF_CREATE, c);
	list[1] = 1;
	list[2] = memory;
	list[6] = 4096;
	SET_CASES(UDMABUF_CREATE_LIST, list);
	list[1] = 0xffffffff;
	IO(UDMABUF_CREATE_LIST, list);
	if (made >= 0)
		buffer(made);
}

/* The scenario is the hardware: it reads commands and writes answers. */
SCENARIO(tpm)
{
	struct vtpm_proxy_new_dev *dev = zmem(sizeof(*dev));
	char *command = mem(64);
	int fd;

	need_module("tpm_vtpm_proxy");
	fd = wait_node("/dev/vtpmx", O_RDWR);
	if (fd < 0)
		skip("no /dev/vtpmx");
	driver("tpm_vtpm_proxy");
	dev->flags = 0x80;
	IO(VTPM_PROXY_IOC_NEW_DEV, dev);
	IO(VTPM_PROXY_IOC_NEW_DEV, BAD);
	IO(_IO(0xa1, 99), 0);
	dev->flags = VTPM_PROXY_FLAG_TPM2;
	if (IO(VTPM_PROXY_IOC_NEW_DEV, dev) < 0)
		return;
	outb(dev, 12);
	fd = dev->fd;
	silent(poll, SET(pollfd, .fd = fd, .events = 1), 1, 2000);
	sys(read, fd, command, 64);
	outb(command, 64);
	IO(FIONREAD, mem(4));
	sys(write, fd, zmem(65536), 65536);
	sys(write, fd, BAD, 10);
	sys(close, fd);
}
