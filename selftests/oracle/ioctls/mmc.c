// SPDX-License-Identifier: GPL-2.0-only
/*
 * scenarios: an SD card
 */
#include <fcntl.h>
#include <string.h>

#include <linux/fs.h>
#include <linux/hdreg.h>
#include <linux/major.h>
#include <linux/mmc/ioctl.h>

#include "device.h"
#include "oracle.h"

#define GROUP "mmc"

/* Commands of the card, and the answers that are waited for. */
#define SEND_STATUS	13
#define SET_BLOCKLEN	16
#define READ_BLOCK	17
#define SD_STATUS	13	/* after APP_CMD */
#define ANSWER_R1	0x15
#define COMMAND_ADTC	0x20

static int open_card(void)
{
	need_module("sdhci-pci");
	need_module("mmc_block");
	driver("mmc");
	return wait_device("/dev/mmcblk0", O_RDWR);
}

static struct mmc_ioc_cmd *command(int app, unsigned int opcode, uint64_t data,
				   unsigned int size)
{
	struct mmc_ioc_cmd c = {
		.is_acmd = app, .opcode = opcode,
		.flags = ANSWER_R1 | (size ? COMMAND_ADTC : 0),
		.blksz = size, .blocks = !!size, .data_ptr = data,
	};

	return bytes(&c, sizeof(c));
}

SCENARIO(command)
{
	int fd = open_card();
	struct mmc_ioc_cmd *c;
	char *data = mem(512);

	c = command(0, READ_BLOCK, PTR(data), 512);
	IO(MMC_IOC_CMD, c);
	outb(c, sizeof(*c));
	outb(data, 512);
	c = command(1, SD_STATUS, PTR(data), 64);
	IO(MMC_IOC_CMD, c);
	outb(c, sizeof(*c));
	outb(data, 64);
	c = command(0, SET_BLOCKLEN, 0, 0);
	c->arg = 512;
	IO(MMC_IOC_CMD, c);
	outb(c, sizeof(*c));
	IO(MMC_IOC_CMD, command(0, READ_BLOCK, BAD, 512));
	IO(MMC_IOC_CMD, command(0, READ_BLOCK, BAD_HIGH, 512));
	/* All 64 bits of the address count, and there is nothing. */
	IO(MMC_IOC_CMD, command(0, READ_BLOCK, PTR(data) | 1ULL << 47, 512));
	c = command(0, READ_BLOCK, PTR(data), 512);
	c->blocks = 0x10000;
	IO(MMC_IOC_CMD, c);
	c->blocks = 0xffffffff;
	IO(MMC_IOC_CMD, c);
	IO(MMC_IOC_CMD, BAD);
	IO(MMC_IOC_CMD, edge(sizeof(*c) - 1));
}

SCENARIO(commands)
{
	struct {
		uint64_t count;
		struct mmc_ioc_cmd cmds[2];
	} *m = zmem(sizeof(*m));
	char *data = mem(512);
	int fd = open_card();

	m->count = 2;
	m->cmds[0] = *command(0, READ_BLOCK, PTR(data), 512);
	m->cmds[1] = *command(1, SD_STATUS, PTR(data), 64);
	IO(MMC_IOC_MULTI_CMD, m);
	outb(m, sizeof(*m));
	outb(data, 512);
	m->cmds[1].data_ptr = BAD_HIGH;
	IO(MMC_IOC_MULTI_CMD, m);
	m->count = 0;
	IO(MMC_IOC_MULTI_CMD, m);
	m->count = 256;
	IO(MMC_IOC_MULTI_CMD, m);
	m->count = 0x100000001ULL;
	IO(MMC_IOC_MULTI_CMD, m);
	IO(MMC_IOC_MULTI_CMD, BAD);
	IO(MMC_IOC_MULTI_CMD, edge(sizeof(*m) - 1));
}

SCENARIO(block)
{
	struct g_hd_geometry *geometry = NEW(hd_geometry);
	int fd = open_card();
	uint32_t *n = mem(16);

	IO(HDIO_GETGEO, geometry);
	OUT(hd_geometry, geometry);
	IO(BLKGETSIZE, n);
	out(n);
	IO(BLKROGET, n);
	out(n);
	IO(BLKDISCARD, bytes((uint64_t[]){ 0, 4096 }, 16));
	IO(BLKFLSBUF, 0);
	IO(0xb3ff, 0);
}
