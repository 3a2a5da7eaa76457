// SPDX-License-Identifier: GPL-2.0-only
/*
 * scenarios: an NVMe disk: controller, block device and generic device
 *
 * Addresses are 64-bit numbers here, of which the kernel takes the lower half
 * if a 32-bit program asks.
 */
#include <fcntl.h>

#include <linux/fs.h>
#include <linux/hdreg.h>
#include <linux/nvme_ioctl.h>
#include <linux/pr.h>
#include <linux/sed-opal.h>

#include "device.h"
#include "oracle.h"

#define GROUP "nvme"

#define UPPER_HALF	0x1234567800000000ULL

/* Opcodes of NVMe, for the controller and for reading and writing. */
#define GET_LOG		0x02
#define IDENTIFY	0x06
#define GET_FEATURES	0x0a
#define WRITE		0x01
#define READ		0x02

static int open_nvme(const char *path)
{
	need_module("nvme");
	driver("nvme");
	return wait_device(path, O_RDWR);
}

#define CMD(...)	SET(nvme_passthru_cmd, __VA_ARGS__)
#define CMD64(...)	SET(nvme_passthru_cmd64, __VA_ARGS__)

static void identify(int fd)
{
	struct g_nvme_passthru_cmd *c;
	char *data = pages(1);

	c = CMD(.opcode = IDENTIFY, .addr = PTR(data), .data_len = 4096,
		.cdw10 = 1);
	IO(NVME_IOCTL_ADMIN_CMD, c);
	OUT(nvme_passthru_cmd, c);
	outb(data, 64);
	data = pages(1);
	c->addr = PTR(data) | UPPER_HALF;
	IO(NVME_IOCTL_ADMIN_CMD, c);
	outb(data, 64);
	c->addr = BAD_HIGH;
	IO(NVME_IOCTL_ADMIN_CMD, c);
	c->addr = UPPER_HALF;
	IO(NVME_IOCTL_ADMIN_CMD, c);
	c->addr = PTR(data);
	c->data_len = 0x80000000;
	IO(NVME_IOCTL_ADMIN_CMD, c);
	c->data_len = 4096;
	c->flags = 1;
	IO(NVME_IOCTL_ADMIN_CMD, c);
	c->flags = 0;
	c->cdw10 = 0xfe;		/* nothing that it knows */
	IO(NVME_IOCTL_ADMIN_CMD, c);
	IO(NVME_IOCTL_ADMIN_CMD, BAD);
	IO(NVME_IOCTL_ADMIN_CMD, edge(sizeof(*c) - 1));
}

SCENARIO(controller)
{
	struct g_nvme_passthru_cmd64 *c64;
	struct g_nvme_passthru_cmd *c;
	int fd = open_nvme("/dev/nvme0");
	char *data = pages(1);

	identify(fd);
	c = CMD(.opcode = GET_FEATURES, .cdw10 = 7);
	IO(NVME_IOCTL_ADMIN_CMD, c);
	OUT(nvme_passthru_cmd, c);
	c64 = CMD64(.opcode = GET_FEATURES, .cdw10 = 1, .result = -1ULL);
	IO(NVME_IOCTL_ADMIN64_CMD, c64);
	OUT(nvme_passthru_cmd64, c64);
	c64 = CMD64(.opcode = GET_LOG, .nsid = -1, .cdw10 = 1 | 127 << 16,
		    .addr = PTR(data) | UPPER_HALF, .data_len = 512);
	IO(NVME_IOCTL_ADMIN64_CMD, c64);
	OUT(nvme_passthru_cmd64, c64);
	IO(NVME_IOCTL_ADMIN64_CMD, BAD_HIGH);
	c = CMD(.opcode = READ, .nsid = 1, .addr = PTR(data), .data_len = 512);
	IO(NVME_IOCTL_IO_CMD, c);
	OUT(nvme_passthru_cmd, c);
	c->nsid = 7;
	IO(NVME_IOCTL_IO_CMD, c);
	IO(NVME_IOCTL_IO_CMD, BAD);
	IO(NVME_IOCTL_RESCAN, 0);
	IO(NVME_IOCTL_RESET, 0);
	IO(NVME_IOCTL_ID, 0);
	IO(0x4eff, 0);
}

static void submit_io(int fd)
{
	struct g_nvme_user_io *io;
	char *data = pages(1);

	io = SET(nvme_user_io, .opcode = READ, .nblocks = 0,
		 .addr = PTR(data), .slba = 1);
	IO(NVME_IOCTL_SUBMIT_IO, io);
	OUT(nvme_user_io, io);
	outb(data, 1024);
	io->opcode = WRITE;
	io->nblocks = 7;
	io->addr |= UPPER_HALF;
	IO(NVME_IOCTL_SUBMIT_IO, io);
	io->slba = 0x100000000ULL;	/* beyond its end */
	IO(NVME_IOCTL_SUBMIT_IO, io);
	io->addr = BAD;
	IO(NVME_IOCTL_SUBMIT_IO, io);
	io->metadata = PTR(data);
	io->addr = PTR(data);
	IO(NVME_IOCTL_SUBMIT_IO, io);
	io->opcode = 0x7f;
	IO(NVME_IOCTL_SUBMIT_IO, io);
	io->flags = 1;
	IO(NVME_IOCTL_SUBMIT_IO, io);
	IO(NVME_IOCTL_SUBMIT_IO, BAD_HIGH);
	IO(NVME_IOCTL_SUBMIT_IO, edge(sizeof(*io) - 1));
}

static void io_commands(int fd)
{
	struct g_nvme_passthru_cmd64 *c64;
	struct g_nvme_passthru_cmd *c;
	char *a = mem(512), *b = mem(512);
	struct g_iovec *v;

	c = CMD(.opcode = READ, .nsid = 1, .addr = PTR(a) | UPPER_HALF,
		.data_len = 512);
	IO(NVME_IOCTL_IO_CMD, c);
	OUT(nvme_passthru_cmd, c);
	outb(a, 512);
	c->nsid = 2;
	IO(NVME_IOCTL_IO_CMD, c);
	c->nsid = 1;
	c->cdw11 = 1;			/* beyond its end */
	IO(NVME_IOCTL_IO_CMD, c);
	c64 = CMD64(.opcode = READ, .nsid = 1, .addr = PTR(b),
		    .data_len = 512);
	IO(NVME_IOCTL_IO64_CMD, c64);
	OUT(nvme_passthru_cmd64, c64);
	outb(b, 512);
	IO(NVME_IOCTL_IO64_CMD, BAD);
	a = mem(512);
	b = mem(512);
	v = bytes((struct g_iovec[]){ { PTR(a), 512 }, { PTR(b), 512 } },
		  2 * sizeof(*v));
	c64 = CMD64(.opcode = READ, .nsid = 1, .addr = PTR(v) | UPPER_HALF,
		    .data_len = 2, .cdw12 = 1);
	IO(NVME_IOCTL_IO64_CMD_VEC, c64);
	OUT(nvme_passthru_cmd64, c64);
	outb(a, 512);
	outb(b, 512);
	v[1].base = BAD_HIGH;
	IO(NVME_IOCTL_IO64_CMD_VEC, c64);
	v[1].len = -1;
	IO(NVME_IOCTL_IO64_CMD_VEC, c64);
	c64->data_len = 0x7fffffff;
	IO(NVME_IOCTL_IO64_CMD_VEC, c64);
	c64->addr = BAD;
	IO(NVME_IOCTL_IO64_CMD_VEC, c64);
}

/* Drives that can lock themselves: this one cannot. */
static void opal(int fd)
{
	IO(IOC_OPAL_SAVE, zmem(512));
	IO(IOC_OPAL_LOCK_UNLOCK, zmem(512));
	IO(IOC_OPAL_TAKE_OWNERSHIP, zmem(512));
	IO(IOC_OPAL_ACTIVATE_LSP, zmem(512));
	IO(IOC_OPAL_GET_STATUS, BAD);
}

SCENARIO(namespace)
{
	int fd = open_nvme("/dev/nvme0n1");
	uint32_t *n = zmem(64);

	IO(NVME_IOCTL_ID, 0);
	identify(fd);
	submit_io(fd);
	io_commands(fd);
	opal(fd);
	IO(IOC_PR_REGISTER, n);
	IO(IOC_PR_CLEAR, BAD);
	IO(HDIO_GETGEO, n);
	outb(n, 8);
	IO(BLKGETSIZE, n);
	out(n);
	IO(NVME_IOCTL_RESET, 0);
}

SCENARIO(generic)
{
	int fd = open_nvme("/dev/ng0n1");

	IO(NVME_IOCTL_ID, 0);
	identify(fd);
	submit_io(fd);
	io_commands(fd);
	opal(fd);
	IO(BLKGETSIZE, zmem(16));
}
