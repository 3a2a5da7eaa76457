// SPDX-License-Identifier: GPL-2.0-only
/*
 * scenarios: loop devices, and what all block devices have in common
 *
 * Loop devices have numbers of their own here, so that nothing depends on what
 * else uses some.
 */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <sys/mman.h>

#include <linux/blkpg.h>
#include <linux/blktrace_api.h>
#include <linux/blkzoned.h>
#include <linux/fs.h>
#include <linux/hdreg.h>
#include <linux/loop.h>
#include <linux/pr.h>

#include "device.h"
#include "oracle.h"

#define GROUP "block"

#define NUMBER	40
#define DISK	(1 << 20)

/* A file of a size in memory. */
static int disk_file(uint64_t size)
{
	int fd = memfd_create("disk", 0);

	if (ftruncate64(fd, size))
		note("FATAL: no file of this size");
	return fd;
}

static int loop_control(void)
{
	int control;

	need_module("loop");
	control = open("/dev/loop-control", O_RDWR);
	if (control < 0)
		skip("no /dev/loop-control");
	return control;
}

/* A loop device that nothing is attached to, and its end. */
static int loop_new(void)
{
	int control = loop_control();
	char path[32];

	ioctl(control, LOOP_CTL_ADD, NUMBER);
	close(control);
	snprintf(path, sizeof(path), "/dev/loop%d", NUMBER);
	return wait_device(path, O_RDWR);
}

static void loop_end(int fd)
{
	int control = loop_control();

	ioctl(fd, LOOP_CLR_FD, 0);
	close(fd);
	if (ioctl(control, LOOP_CTL_REMOVE, NUMBER) < 0)
		note("FATAL: the loop device is still used");
	close(control);
}

static int loop_attached(uint64_t size)
{
	int fd = loop_new(), file = disk_file(size);

	ioctl(fd, LOOP_SET_FD, file);
	close(file);
	return fd;
}

SCENARIO(loop)
{
	struct g_loop_info *info = ZNEW(loop_info);
	int fd = loop_new(), file = disk_file(DISK);

	driver("loop");
	IO(LOOP_GET_STATUS, info);
	IO(LOOP_SET_STATUS, info);
	IO(LOOP_SET_CAPACITY, 0);
	IO(LOOP_SET_FD, -1);
	IO(LOOP_SET_FD, file);
	IO(LOOP_SET_FD, file);
	info->lo_offset = 4096;
	strcpy(info->lo_name, "name");
	IO(LOOP_SET_STATUS, info);
	info = NEW(loop_info);
	IO(LOOP_GET_STATUS, info);
	OUT(loop_info, info);
	IO(LOOP_GET_STATUS, BAD);
	IO(LOOP_GET_STATUS, BAD_HIGH);
	IO(LOOP_SET_STATUS, BAD);
	IO(LOOP_SET_STATUS, edge(sizeof(*info) - 1));
	info->lo_encrypt_type = 1;
	info->lo_encrypt_key_size = 33;
	IO(LOOP_SET_STATUS, info);
	info->lo_encrypt_key_size = 0;
	IO(LOOP_SET_STATUS, info);
	info->lo_encrypt_type = 0;
	info->lo_offset = -4096;	/* of 32 bits, and it has a sign */
	IO(LOOP_SET_STATUS, info);
	info->lo_offset = 0;
	info->lo_flags = LO_FLAGS_AUTOCLEAR | LO_FLAGS_READ_ONLY;
	IO(LOOP_SET_STATUS, info);
	IO(LOOP_GET_STATUS, info);
	OUT(loop_info, info);
	IO(LOOP_CHANGE_FD, -1);
	IO(LOOP_CHANGE_FD, file);	/* only of a read-only device */
	IO(0x4cff, 0);
	IO(LOOP_CLR_FD, 0);
	IO(LOOP_CLR_FD, 0);
	loop_end(fd);
}

SCENARIO(loop_large)
{
	struct g_loop_info64 *info64 = NEW(loop_info64);
	struct g_loop_info *info = NEW(loop_info);
	int fd = loop_new(), file = disk_file(DISK);
	uint32_t *n = mem(16);

	driver("loop");
	IO(LOOP_SET_FD, file);
	IO(LOOP_GET_STATUS64, info64);
	OUT(loop_info64, info64);
	IO(LOOP_GET_STATUS64, BAD_HIGH);
	IO(LOOP_SET_STATUS64, BAD);
	info64->lo_offset = 0x200000000ULL;
	sys(ftruncate64, file, PAD, LL(0x300000000ULL));
	IO(LOOP_SET_STATUS64, info64);
	IO(LOOP_GET_STATUS, info);	/* does not fit */
	IO(BLKGETSIZE, n);
	outb(n, 8);
	IO(G_BLKGETSIZE64, n);
	outb(n, 12);
	info64->lo_offset = 0;
	info64->lo_sizelimit = 0x100000200ULL;
	IO(LOOP_SET_STATUS64, info64);
	IO(LOOP_GET_STATUS, info);
	OUT(loop_info, info);
	IO(G_BLKGETSIZE64, n);
	outb(n, 12);
	info64->lo_sizelimit = 0;
	info64->lo_offset = 0x8000000000000000ULL;
	IO(LOOP_SET_STATUS64, info64);
	info64->lo_offset = 0;
	IO(LOOP_SET_STATUS64, info64);
	sys(ftruncate64, file, PAD, LL(0x20000000000ULL));
	IO(LOOP_SET_CAPACITY, 0);
	IO(BLKGETSIZE, n);		/* more than 2 TB: too big for it */
	IO(BLKGETSIZE, BAD);
	IO(G_BLKGETSIZE64, n);
	outb(n, 12);
	IO(0x80081272, n);		/* BLKGETSIZE64 of AArch64 */
	loop_end(fd);
}

SCENARIO(loop_configure)
{
	struct loop_config *config = zmem(sizeof(*config));
	struct g_loop_info64 *info = NEW(loop_info64);
	int fd = loop_new(), file = disk_file(DISK), other = disk_file(DISK);
	uint32_t *n = mem(16);

	driver("loop");
	IO(LOOP_CONFIGURE, BAD);
	IO(LOOP_CONFIGURE, edge(sizeof(*config) - 8));
	config->fd = 1000;
	IO(LOOP_CONFIGURE, config);
	config->fd = file;
	config->block_size = 1000;
	IO(LOOP_CONFIGURE, config);
	config->block_size = 4096;
	config->info.lo_flags = 0x80000000;
	IO(LOOP_CONFIGURE, config);
	config->info.lo_flags = LO_FLAGS_READ_ONLY | LO_FLAGS_PARTSCAN;
	config->info.lo_offset = 8192;
	strcpy((char *)config->info.lo_file_name, "file");
	IO(LOOP_CONFIGURE, config);
	IO(LOOP_CONFIGURE, config);
	IO(LOOP_GET_STATUS64, info);
	OUT(loop_info64, info);
	IO(BLKSSZGET, n);
	outb(n, 8);
	IO(BLKROGET, n);
	outb(n, 8);
	IO(LOOP_CHANGE_FD, other);
	IO(LOOP_CHANGE_FD, fd);
	IO(LOOP_SET_BLOCK_SIZE, 512);
	IO(LOOP_SET_BLOCK_SIZE, 1000);
	IO(LOOP_SET_BLOCK_SIZE, 0xffffffff);
	IO(LOOP_SET_DIRECT_IO, 0);
	loop_end(fd);
}

/* A number that is asked for may be taken if another scenario still ends. */
static void wait_free(int control)
{
	int tries = 0;

	while (ioctl(control, LOOP_CTL_GET_FREE) && tries++ < 1000)
		pause_ms(1);
}

SCENARIO(loop_control)
{
	int fd = loop_control(), user;

	driver("loop-control");
	IO(LOOP_CTL_ADD, NUMBER);
	IO(LOOP_CTL_ADD, NUMBER);
	IO(LOOP_CTL_ADD, 0x7fffffff);
	wait_free(fd);
	IO(LOOP_CTL_GET_FREE, 0);
	user = wait_device("/dev/loop40", O_RDWR);
	IO(LOOP_CTL_REMOVE, NUMBER);
	close(user);
	IO(LOOP_CTL_REMOVE, NUMBER);
	IO(LOOP_CTL_REMOVE, NUMBER);
	IO(LOOP_CTL_REMOVE, -1);
	IO(0x4c83, 0);
}

SCENARIO(size)
{
	int fd = loop_attached(DISK);
	uint32_t *n = mem(16);

	driver("loop");
	IO(BLKSSZGET, n);
	out(n);
	IO(BLKSSZGET, BAD);
	IO(G_BLKBSZGET, n);
	outb(n, 8);
	IO(G_BLKBSZGET, 0);
	IO(G_BLKBSZGET, BAD_HIGH);
	IO(0x80081270, n);		/* BLKBSZGET of AArch64 */
	*n = 1000;
	IO(G_BLKBSZSET, n);
	IO(0x40081271, n);		/* BLKBSZSET of AArch64 */
	*n = 1024;
	IO(G_BLKBSZSET, n);
	IO(G_BLKBSZSET, 0);
	IO(G_BLKBSZSET, BAD);
	*n = 0x80000000;
	IO(G_BLKBSZSET, n);
	IO(BLKGETSIZE, n);
	outb(n, 8);
	IO(BLKGETSIZE, BAD);
	IO(BLKGETSIZE, BAD_HIGH);
	IO(G_BLKGETSIZE64, BAD_HIGH);
	IO(BLKIOMIN, n);
	out(n);
	IO(BLKIOOPT, n);
	out(n);
	IO(BLKPBSZGET, n);
	out(n);
	IO(BLKALIGNOFF, n);
	out(n);
	IO(BLKALIGNOFF, BAD);
	IO(BLKSECTGET, n);
	outb(n, 4);
	IO(BLKSECTGET, BAD);
	IO(BLKROTATIONAL, n);
	outb(n, 4);
	IO(BLKGETDISKSEQ, n);
	outm(diskseq, n, 8);
	IO(BLKGETDISKSEQ, BAD);
	IO(HDIO_GETGEO, n);
	loop_end(fd);
}

SCENARIO(read_ahead)
{
	int fd = loop_attached(DISK);
	uint32_t *n = mem(16);

	driver("loop");
	IO(BLKRASET, 64);
	IO(BLKRAGET, n);
	outb(n, 8);
	IO(BLKFRAGET, n);
	outb(n, 8);
	IO(BLKRAGET, 0);
	IO(BLKRAGET, BAD);
	IO(BLKFRAGET, BAD_HIGH);
	IO(BLKRASET, 0xffffffff);
	IO(BLKRAGET, n);
	outb(n, 8);
	IO(BLKFRASET, 256);
	IO(BLKFRAGET, n);
	outb(n, 8);
	*n = 1;
	IO(BLKROSET, n);
	IO(BLKROGET, n);
	out(n);
	sys(write, fd, n, 512);
	*n = 0;
	IO(BLKROSET, n);
	IO(BLKROSET, BAD);
	IO(BLKROGET, BAD);
	loop_end(fd);
}

/* Commands with a range of 64-bit numbers. */
SCENARIO(discard)
{
	int fd = loop_attached(DISK);
	char *data = bytes("data to lose", 13);
	uint64_t *range = mem(16);

	driver("loop");
	sys(pwrite64, fd, mem(8192), 8192, LL(0));
	range[0] = 0;
	range[1] = 4096;
	IO(BLKDISCARD, range);
	sys(pread64, fd, data, 13, LL(0));
	outb(data, 13);
	IO(BLKZEROOUT, bytes((uint64_t[]){ 4096, 512 }, 16));
	sys(pread64, fd, data, 13, LL(4096));
	outb(data, 13);
	IO(BLKZEROOUT, bytes((uint64_t[]){ 0, 1 }, 16));
	IO(BLKZEROOUT, bytes((uint64_t[]){ DISK, 512 }, 16));
	IO(BLKZEROOUT, bytes((uint64_t[]){ -512, 512 }, 16));
	IO(BLKZEROOUT, BAD_HIGH);
	IO(BLKDISCARD, bytes((uint64_t[]){ 1, 512 }, 16));
	IO(BLKDISCARD, bytes((uint64_t[]){ 512, -512 }, 16));
	IO(BLKDISCARD, BAD);
	IO(BLKDISCARD, edge(15));
	IO(BLKSECDISCARD, range);
	IO(BLKSECDISCARD, BAD);
	IO(BLKDISCARDZEROES, range);
	outb(range, 8);
	IO(BLKFLSBUF, 0);
	loop_end(fd);
}

static void *blkpg(uint32_t op, const void *partition)
{
	return SET(blkpg_ioctl_arg, .op = op, .datalen = 152,
		   .data = PTR(partition));
}

SCENARIO(partitions)
{
	struct blkpg_partition *p = zmem(sizeof(*p));
	struct loop_config config = {
		.fd = disk_file(DISK), .info.lo_flags = LO_FLAGS_PARTSCAN,
	};
	int fd = loop_new(), part;
	uint32_t *n = mem(16);

	ioctl(fd, LOOP_CONFIGURE, &config);
	driver("loop");
	p->pno = 1;
	p->start = 65536;
	p->length = 131072;
	IO(BLKPG, blkpg(BLKPG_ADD_PARTITION, p));
	IO(BLKPG, blkpg(BLKPG_ADD_PARTITION, p));
	p->pno = 2;
	p->length = 1;
	IO(BLKPG, blkpg(BLKPG_ADD_PARTITION, p));
	p->length = 0x7ffffffffffffe00LL;
	IO(BLKPG, blkpg(BLKPG_ADD_PARTITION, p));
	p->start = -512;
	IO(BLKPG, blkpg(BLKPG_ADD_PARTITION, p));
	part = wait_device("/dev/loop40p1", O_RDONLY);
	ioc(part, BLKGETSIZE, n);
	out(n);
	ioc(part, BLKPG, blkpg(BLKPG_DEL_PARTITION, p));
	p->pno = 1;
	p->start = 65536;
	p->length = 262144;
	IO(BLKPG, blkpg(BLKPG_RESIZE_PARTITION, p));
	ioc(part, G_BLKGETSIZE64, n);
	outb(n, 8);
	IO(BLKPG, blkpg(BLKPG_DEL_PARTITION, p));
	IO(BLKRRPART, 0);
	close(part);
	IO(BLKPG, blkpg(BLKPG_DEL_PARTITION, p));
	IO(BLKPG, blkpg(BLKPG_DEL_PARTITION, p));
	IO(BLKPG, blkpg(9, p));
	IO(BLKPG, blkpg(BLKPG_ADD_PARTITION, (void *)BAD));
	IO(BLKPG, blkpg(BLKPG_ADD_PARTITION, (void *)BAD_HIGH));
	IO(BLKPG, BAD);
	IO(BLKPG, edge(12));
	IO(BLKRRPART, 0);
	loop_end(fd);
}

SCENARIO(reservations)
{
	int fd = loop_attached(DISK);

	driver("loop");
	IO(IOC_PR_REGISTER, zmem(24));
	IO(IOC_PR_REGISTER, BAD);
	IO(IOC_PR_RESERVE, zmem(16));
	IO(IOC_PR_RELEASE, zmem(16));
	IO(IOC_PR_PREEMPT, zmem(24));
	IO(IOC_PR_PREEMPT_ABORT, zmem(24));
	IO(IOC_PR_CLEAR, zmem(16));
	loop_end(fd);
}

SCENARIO(trace)
{
	struct blk_user_trace_setup *setup = zmem(sizeof(*setup));
	int fd = loop_attached(DISK);

	if (access("/sys/kernel/debug/block", F_OK))
		skip("no debugfs");
	driver("blktrace");
	setup->act_mask = 0xffff;
	IO(BLKTRACESTART, 0);
	IO(BLKTRACESETUP, setup);
	setup->buf_size = 4096;
	setup->buf_nr = 2;
	setup->end_lba = 0x100000000ULL;
	IO(BLKTRACESETUP, BAD);
	IO(BLKTRACESETUP, setup);
	outb(setup, sizeof(*setup));
	IO(BLKTRACESETUP, setup);
	IO(BLKTRACESTART, 0);
	IO(BLKTRACESTART, 0);
	IO(BLKTRACESTOP, 0);
	IO(BLKTRACETEARDOWN, 0);
	IO(BLKTRACETEARDOWN, 0);
	loop_end(fd);
}

/* What reports zones: a header, and some of them. */
static struct blk_zone_report *zone_report(uint64_t sector, uint32_t zones)
{
	struct blk_zone_report *report = mem(sizeof(*report) + 3 * 64);

	report->sector = sector;
	report->nr_zones = zones;
	return report;
}

#define ZONE	(64 << 11)	/* sectors in 64 MB */

static void *zone_range(uint64_t sector, uint64_t sectors)
{
	struct blk_zone_range range = { sector, sectors };

	return bytes(&range, sizeof(range));
}

SCENARIO(zones)
{
	struct blk_zone_report *report;
	uint32_t *n = mem(16);
	int fd;

	need_module("null_blk nr_devices=1 gb=1 zoned=1 zone_size=64 zone_nr_conv=1");
	fd = wait_device("/dev/nullb0", O_RDWR | O_DIRECT);
	driver("null_blk");
	IO(BLKGETZONESZ, n);
	out(n);
	IO(BLKGETNRZONES, n);
	out(n);
	IO(BLKGETNRZONES, BAD);
	IO(BLKOPENZONE, zone_range(ZONE, ZONE));
	IO(BLKOPENZONE, zone_range(0, ZONE));	/* a conventional one */
	IO(BLKOPENZONE, zone_range(ZONE, 1));
	report = zone_report(0, 3);
	IO(BLKREPORTZONE, report);
	outb(report, sizeof(*report) + 3 * 64);
	IO(BLKCLOSEZONE, zone_range(ZONE, ZONE));
	sys(pwrite64, fd, pages(1), 4096, LL(2ULL * ZONE * 512));
	IO(BLKFINISHZONE, zone_range(3ULL * ZONE, ZONE));
	report = zone_report(2 * ZONE, 2);
	IO(BLKREPORTZONE, report);
	outb(report, sizeof(*report) + 3 * 64);
	IO(BLKRESETZONE, zone_range(ZONE, 3ULL * ZONE));
	IO(BLKRESETZONE, BAD_HIGH);
	IO(BLKRESETZONE, zone_range(-(uint64_t)ZONE, 2ULL * ZONE));
	IO(BLKREPORTZONE, zone_report(0, 0));
	IO(BLKREPORTZONE, BAD);
	report = (void *)edge(sizeof(*report) + 32);
	report->sector = 0;
	report->nr_zones = 1;
	report->flags = 0;
	IO(BLKREPORTZONE, report);
	report = zone_report(0x100000000ULL, 1);
	IO(BLKREPORTZONE, report);
	outb(report, sizeof(*report));
}

/* The same few of other drivers: each answers in its own way. */
static void common(const char *name, int fd)
{
	uint32_t *n = mem(16);

	driver(name);
	IO(BLKGETSIZE, n);
	outb(n, 8);
	IO(G_BLKGETSIZE64, n);
	outb(n, 8);
	IO(BLKSSZGET, n);
	out(n);
	IO(BLKPBSZGET, n);
	out(n);
	IO(BLKDISCARD, zone_range(0, 4096));
	IO(BLKZEROOUT, zone_range(0, 4096));
	IO(BLKFLSBUF, 0);
	IO(HDIO_GETGEO, BAD);
	close(fd);
}

SCENARIO(brd)
{
	need_module("brd");
	common("brd", wait_device("/dev/ram1", O_RDWR));
}

SCENARIO(zram)
{
	int fd, size;

	need_module("zram");
	fd = wait_device("/dev/zram0", O_RDWR);
	size = open("/sys/block/zram0/disksize", O_WRONLY);
	if (write(size, "16M", 3) != 3)
		skip("no zram");
	close(size);
	common("zram", fd);
	shell("echo 1 >/sys/block/zram0/reset");
}
