// SPDX-License-Identifier: GPL-2.0-only
/*
 * scenarios: a SCSI disk by its four interfaces: sg, sd, BSG, and sg's read()
 * and write()
 */
#include <fcntl.h>
#include <glob.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <linux/bsg.h>
#include <linux/fs.h>
#include <linux/hdreg.h>
#include <linux/pr.h>
#include <scsi/scsi_ioctl.h>
#include <scsi/sg.h>

#include "device.h"
#include "oracle.h"

#define GROUP "scsi"

/* What the headers leave out. */
#define SG_FLAG_Q_AT_HEAD		0x20
#define SG_GET_ACCESS_COUNT		0x2289
#define SCSI_IOCTL_PROBE_HOST		0x5385
#define SCSI_IOCTL_GET_PCI		0x5387
#define SCSI_IOCTL_GET_BUS_NUMBER	0x5386
#define SCSI_IOCTL_GET_IDLUN		0x5382

/* Folder in sysfs of the disk that QEMU makes up. */
static int disk_folder(char *folder, size_t size)
{
	char model[32] = "";
	glob_t paths;
	size_t i;
	int fd, found = 0;

	if (glob("/sys/bus/scsi/devices/*:*/model", 0, NULL, &paths))
		return 0;
	for (i = 0; i < paths.gl_pathc && !found; i++) {
		fd = open(paths.gl_pathv[i], O_RDONLY);
		found = read(fd, model, sizeof(model) - 1) > 0 &&
			!strncmp(model, "QEMU HARDDISK", 13);
		close(fd);
		if (found)
			snprintf(folder, size, "%.*s",
				 (int)strlen(paths.gl_pathv[i]) - 5,
				 paths.gl_pathv[i]);
	}
	globfree(&paths);
	return found;
}

/* Open its node of an interface; the format is that of the node's path. */
static int open_disk(const char *interface, const char *format)
{
	char folder[96], pattern[128], path[160], node[192];
	int tries;

	need_module("virtio_scsi");
	need_module("sd_mod");
	need_module("sg");
	for (tries = 0; !disk_folder(folder, sizeof(folder)); tries++) {
		if (tries == PATIENCE_MS / 10)
			skip("no SCSI disk");
		pause_ms(10);
	}
	snprintf(pattern, sizeof(pattern), "%s/%s/*", folder, interface);
	wait_path(pattern, path, sizeof(path));
	snprintf(node, sizeof(node), format, strrchr(path, '/') + 1);
	return wait_device(node, O_RDWR);
}

#define OPEN_SD()	open_disk("block", "/dev/%s")
#define OPEN_SG()	open_disk("scsi_generic", "/dev/%s")
#define OPEN_BSG()	open_disk("bsg", "/dev/bsg/%s")

static const uint8_t ready[6];
static const uint8_t inquiry[6] = { 0x12, 0, 0, 0, 36 };
static const uint8_t bad_page[6] = { 0x12, 1, 0xee, 0, 36 };
static const uint8_t read10[10] = { 0x28, 0, 0, 0, 0, 1, 0, 0, 1 };
static const uint8_t write10[10] = { 0x2a, 0, 0, 0, 0, 1, 0, 0, 1 };
static const uint8_t capacity[10] = { 0x25 };
static const uint8_t far_away[10] = { 0x28, 0, 0xff, 0, 0, 0, 0, 0, 1 };

#define COMMAND(c)	.cmdp = PTR(bytes(c, sizeof(c))), .cmd_len = sizeof(c)

static struct g_sg_io_hdr *header(struct g_sg_io_hdr h)
{
	h.interface_id = 'S';
	h.timeout = 10000;
	h.pack_id = -7;
	h.usr_ptr = 0x87654321;
	return bytes(&h, sizeof(h));
}

#define HEADER(...)	header((struct g_sg_io_hdr){ __VA_ARGS__ })

static void sg_io_good(int fd, uint32_t flags)
{
	struct g_sg_io_hdr *h;
	char *data = mem(512), *sense = mem(32);

	h = HEADER(COMMAND(ready), .dxfer_direction = SG_DXFER_NONE,
		   .sbp = PTR(sense), .mx_sb_len = 32, .flags = flags);
	IO(SG_IO, h);
	OUT(sg_io_hdr, h);
	h = HEADER(COMMAND(inquiry), .dxfer_direction = SG_DXFER_FROM_DEV,
		   .dxferp = PTR(data), .dxfer_len = 64,
		   .sbp = PTR(sense), .mx_sb_len = 32, .flags = flags);
	IO(SG_IO, h);
	OUT(sg_io_hdr, h);
	/* Zeros may follow: that depends on the size of a cache's lines. */
	outb(data, 36);
	h = HEADER(COMMAND(bad_page), .dxfer_direction = SG_DXFER_FROM_DEV,
		   .dxferp = PTR(data), .dxfer_len = 64,
		   .sbp = PTR(sense), .mx_sb_len = 32, .flags = flags);
	IO(SG_IO, h);
	OUT(sg_io_hdr, h);
	outb(sense, 32);
	h = HEADER(COMMAND(capacity), .dxfer_direction = SG_DXFER_TO_FROM_DEV,
		   .dxferp = PTR(data), .dxfer_len = 8, .flags = flags);
	IO(SG_IO, h);
	OUT(sg_io_hdr, h);
	outb(data, 8);
	h = HEADER(COMMAND(write10), .dxfer_direction = SG_DXFER_TO_DEV,
		   .dxferp = PTR(data), .dxfer_len = 512, .flags = flags);
	IO(SG_IO, h);
	OUT(sg_io_hdr, h);
	h = HEADER(COMMAND(far_away), .dxfer_direction = SG_DXFER_FROM_DEV,
		   .dxferp = PTR(data), .dxfer_len = 512,
		   .sbp = PTR(sense), .mx_sb_len = 8, .flags = flags);
	IO(SG_IO, h);
	OUT(sg_io_hdr, h);
	outb(sense, 32);
}

/* Data in pieces, by a list of 32-bit addresses and sizes. */
static void sg_io_pieces(int fd)
{
	char *a = mem(16), *b = mem(32), *c = mem(512);
	struct g_iovec v[3] = {
		{ PTR(a), 5 }, { PTR(b), 15 }, { PTR(c), 492 }
	};
	struct g_iovec *list = bytes(v, sizeof(v));
	struct g_sg_io_hdr *h;

	h = HEADER(COMMAND(inquiry), .dxfer_direction = SG_DXFER_FROM_DEV,
		   .iovec_count = 3, .dxferp = PTR(list), .dxfer_len = 36);
	IO(SG_IO, h);
	OUT(sg_io_hdr, h);
	outb(a, 16);
	outb(b, 32);
	outb(c, 32);
	h = HEADER(COMMAND(read10), .dxfer_direction = SG_DXFER_FROM_DEV,
		   .iovec_count = 3, .dxferp = PTR(list), .dxfer_len = 512);
	IO(SG_IO, h);
	OUT(sg_io_hdr, h);
	outb(b, 32);
	list[1].len = -1;
	IO(SG_IO, h);
	list[1].len = 15;
	list[2].base = BAD_HIGH;
	IO(SG_IO, h);
	h->dxferp = BAD;
	IO(SG_IO, h);
	h->iovec_count = 2000;
	IO(SG_IO, h);
}

static void sg_io_wrong(int fd)
{
	struct g_sg_io_hdr *h;

	IO(SG_IO, BAD);
	IO(SG_IO, BAD_HIGH);
	IO(SG_IO, edge(63));
	h = HEADER(COMMAND(inquiry), .dxfer_direction = SG_DXFER_FROM_DEV,
		   .dxfer_len = 64, .dxferp = BAD);
	IO(SG_IO, h);
	OUT(sg_io_hdr, h);
	h->dxferp = BAD_HIGH;
	IO(SG_IO, h);
	h->dxferp = PTR(mem(64));
	h->cmdp = BAD_HIGH;
	IO(SG_IO, h);
	h->cmdp = 0;
	IO(SG_IO, h);
	h->cmdp = PTR(bytes(inquiry, 6));
	h->cmd_len = 200;
	IO(SG_IO, h);
	h->cmd_len = 6;
	h->dxfer_len = 0x80000000;
	IO(SG_IO, h);
	h->dxfer_len = 64;
	h->interface_id = 'Q';
	IO(SG_IO, h);
	h->interface_id = 'S';
	h->dxfer_direction = 7;
	IO(SG_IO, h);
	h = HEADER(COMMAND(bad_page), .dxfer_direction = SG_DXFER_NONE,
		   .sbp = BAD, .mx_sb_len = 32);
	IO(SG_IO, h);
	OUT(sg_io_hdr, h);
}

SCENARIO(sg_io)
{
	int fd = OPEN_SG();

	driver("sg");
	sg_io_good(fd, 0);
	sg_io_good(fd, SG_FLAG_DIRECT_IO);
	sg_io_pieces(fd);
	sg_io_wrong(fd);
}

SCENARIO(sd_io)
{
	int fd = OPEN_SD();

	driver("sd");
	sg_io_good(fd, 0);
	sg_io_good(fd, SG_FLAG_Q_AT_HEAD);
	sg_io_pieces(fd);
	sg_io_wrong(fd);
}

/* write() insists on the size of an AArch64 header, and reads less of it. */
#define SG_WRITE_SIZE	88

static struct g_sg_io_hdr *write_header(const void *data, const void *sense)
{
	struct g_sg_io_hdr *h;

	h = HEADER(COMMAND(inquiry), .dxfer_direction = SG_DXFER_FROM_DEV,
		   .dxferp = PTR(data), .dxfer_len = 36,
		   .sbp = PTR(sense), .mx_sb_len = 32);
	return memcpy(zmem(SG_WRITE_SIZE), h, sizeof(*h));
}

static void wait_reply(int fd)
{
	struct g_pollfd *poll = SET(pollfd, .fd = fd, .events = 1);

	silent(poll, poll, 1, 10000);
}

/* A command by write(), its result by read(): headers have 32-bit pointers. */
SCENARIO(sg_write)
{
	struct g_sg_req_info *table = ZNEWS(sg_req_info, 16);
	char *data = mem(64), *sense = mem(32);
	struct g_sg_io_hdr *h = write_header(data, sense);
	struct g_sg_io_hdr *reply = NEW(sg_io_hdr);
	int fd = OPEN_SG();
	int *n = mem(16);

	driver("sg");
	sys(write, fd, h, sizeof(*h));
	sys(write, fd, h, SG_WRITE_SIZE);
	wait_reply(fd);
	IO(SG_GET_NUM_WAITING, n);
	out(n);
	IO(SG_GET_PACK_ID, n);
	out(n);
	IO(SG_GET_REQUEST_TABLE, table);
	OUTN(sg_req_info, table, 2);
	IO(SG_GET_REQUEST_TABLE, BAD);
	IO(SG_GET_REQUEST_TABLE, edge(319));
	sys(read, fd, reply, sizeof(*reply));
	OUT(sg_io_hdr, reply);
	outb(data, 64);
	sys(fcntl64, fd, F_SETFL, O_RDWR | O_NONBLOCK);
	sys(read, fd, reply, sizeof(*reply));
	sys(write, fd, BAD_HIGH, SG_WRITE_SIZE);
	h->cmdp = BAD;
	sys(write, fd, h, SG_WRITE_SIZE);
}

/* Results asked for by a number of the caller's. */
SCENARIO(sg_pack_id)
{
	struct g_sg_io_hdr *h = write_header(mem(64), mem(32));
	struct g_sg_io_hdr *reply = NEW(sg_io_hdr);
	int fd = OPEN_SG();
	int *n = mem(16);

	driver("sg");
	*n = 1;
	IO(SG_SET_FORCE_PACK_ID, n);
	h->pack_id = 3;
	sys(write, fd, h, SG_WRITE_SIZE);
	wait_reply(fd);
	sys(fcntl64, fd, F_SETFL, O_RDWR | O_NONBLOCK);
	reply->interface_id = 'S';
	reply->dxfer_direction = SG_DXFER_FROM_DEV;
	reply->pack_id = 4;		/* nothing with this one */
	sys(read, fd, reply, sizeof(*reply));
	reply->pack_id = 3;
	sys(read, fd, reply, sizeof(*reply));
	OUT(sg_io_hdr, reply);
	sys(read, fd, BAD, sizeof(*h));
	sys(write, fd, h, SG_WRITE_SIZE);
	wait_reply(fd);
	sys(read, fd, reply, sizeof(*reply) - 1);	/* and it is gone */
	sys(read, fd, reply, sizeof(*reply));
}

SCENARIO(sg_write_old)
{
	struct {
		struct g_sg_header header;
		uint8_t command[6];
		uint8_t more[90];
	} *m = zmem(sizeof(*m));
	int fd = OPEN_SG();

	driver("sg");
	m->header.reply_len = 36 + 36;
	m->header.pack_id = 9;
	memcpy(m->command, inquiry, 6);
	sys(write, fd, m, 42);
	wait_reply(fd);
	sys(read, fd, m, 72);
	outb(m, sizeof(*m));
	m->header.reply_len = 36;
	memcpy(m->command, bad_page, 6);
	sys(write, fd, m, 42);
	wait_reply(fd);
	sys(read, fd, m, 36);
	outb(m, 36);
	sys(write, fd, m, 10);
}

static void get_set(int fd, const char *get, uint32_t get_cmd, const char *set,
		    uint32_t set_cmd, uint32_t value)
{
	uint32_t *n = bytes(&value, 4);

	oracle_ioctl(fd, set, set_cmd, PTR(n));
	*n = 0xa5a5a5a5;
	oracle_ioctl(fd, get, get_cmd, PTR(n));
	out(n);
	oracle_ioctl(fd, get, get_cmd, BAD);
	oracle_ioctl(fd, set, set_cmd, BAD_HIGH);
}

#define GET_SET(what, value)						\
	get_set(fd, "SG_GET_" #what, SG_GET_##what,			\
		"SG_SET_" #what, SG_SET_##what, value)

/* What sd answers as well. */
static void sg_options(int fd)
{
	int *n = mem(16);

	IO(SG_GET_VERSION_NUM, n);
	out(n);
	IO(SG_GET_VERSION_NUM, BAD);
	*n = 5000;
	IO(SG_SET_TIMEOUT, n);
	IO(SG_GET_TIMEOUT, 0);
	*n = -1;
	IO(SG_SET_TIMEOUT, n);
	*n = 0x7fffffff;
	IO(SG_SET_TIMEOUT, n);
	IO(SG_GET_TIMEOUT, 0);
	IO(SG_SET_TIMEOUT, BAD);
	GET_SET(RESERVED_SIZE, 8192);
	GET_SET(RESERVED_SIZE, 0x7fffffff);
	GET_SET(RESERVED_SIZE, 0x80000000);
	IO(SG_EMULATED_HOST, n);
	out(n);
}

SCENARIO(sg_options)
{
	struct g_scsi_id *id = NEW(scsi_id);
	int fd = OPEN_SG();
	int *n = mem(16);

	driver("sg");
	sg_options(fd);
	GET_SET(COMMAND_Q, 1);
	GET_SET(KEEP_ORPHAN, 1);
	IO(SG_GET_LOW_DMA, n);
	out(n);
	IO(SG_SET_FORCE_LOW_DMA, n);
	IO(SG_GET_SG_TABLESIZE, n);
	out(n);
	IO(SG_GET_ACCESS_COUNT, n);
	out(n);
	IO(SG_GET_SCSI_ID, id);
	OUT(scsi_id, id);
	IO(SG_GET_SCSI_ID, edge(31));
	*n = 12;
	IO(SG_NEXT_CMD_LEN, n);
	*n = -1;
	IO(SG_NEXT_CMD_LEN, n);
	*n = 0;
	IO(SG_SET_DEBUG, n);
	IO(SG_SET_FORCE_PACK_ID, BAD);
	*n = 0;
	IO(SG_SCSI_RESET, n);
	*n = 77;
	IO(SG_SCSI_RESET, n);
	IO(SG_SCSI_RESET, BAD);
	IO(SG_GET_TRANSFORM, 0);
	IO(0x22ff, 0);
}

static void scsi_ioctls(int fd)
{
	struct g_scsi_idlun *idlun = NEW(scsi_idlun);
	struct g_scsi_host *host = NEW(scsi_host);
	char *text = zmem(64);
	struct {
		uint32_t in, out;
		uint8_t data[64];
	} *m = zmem(sizeof(*m));

	IO(SCSI_IOCTL_GET_IDLUN, idlun);
	OUT(scsi_idlun, idlun);
	IO(SCSI_IOCTL_GET_IDLUN, BAD);
	IO(SCSI_IOCTL_GET_BUS_NUMBER, host);
	OUT(scsi_host, host);
	IO(SCSI_IOCTL_GET_BUS_NUMBER, BAD_HIGH);
	*(uint32_t *)text = 63;
	IO(SCSI_IOCTL_PROBE_HOST, text);
	outb(text, 64);
	IO(SCSI_IOCTL_PROBE_HOST, BAD);
	IO(SCSI_IOCTL_TEST_UNIT_READY, 0);
	IO(SCSI_IOCTL_DOORLOCK, 0);
	IO(SCSI_IOCTL_DOORUNLOCK, 0);
	IO(SCSI_IOCTL_START_UNIT, 0);
	IO(SCSI_IOCTL_GET_PCI, mem(32));
	m->out = 36;
	memcpy(m->data, inquiry, 6);
	IO(SCSI_IOCTL_SEND_COMMAND, m);
	outb(m, 48);
	m->in = 0;
	m->out = 36;
	memcpy(m->data, bad_page, 6);
	IO(SCSI_IOCTL_SEND_COMMAND, m);
	outb(m, 48);
	m->out = 0x80000000;
	IO(SCSI_IOCTL_SEND_COMMAND, m);
	IO(SCSI_IOCTL_SEND_COMMAND, BAD);
}

SCENARIO(scsi_sg)
{
	int fd = OPEN_SG();

	driver("sg");
	scsi_ioctls(fd);
}

SCENARIO(scsi_sd)
{
	int fd = OPEN_SD();

	driver("sd");
	sg_options(fd);
	scsi_ioctls(fd);
}

static struct g_sg_io_v4 *v4(const uint8_t *command, uint32_t size)
{
	return SET(sg_io_v4, .guard = 'Q', .protocol = BSG_PROTOCOL_SCSI,
		   .subprotocol = BSG_SUB_PROTOCOL_SCSI_CMD,
		   .request = PTR(bytes(command, size)), .request_len = size,
		   .response = PTR(mem(32)), .max_response_len = 32,
		   .din_xferp = PTR(mem(64)), .din_xfer_len = 64,
		   .timeout = 10000, .usr_ptr = 0x8765432187654321ULL);
}

SCENARIO(bsg)
{
	int fd = OPEN_BSG();
	struct g_sg_io_v4 *h = v4(inquiry, 6);
	char *data;

	driver("bsg");
	IO(SG_IO, h);
	OUT(sg_io_v4, h);
	data = (char *)(uintptr_t)h->din_xferp;
	outb(data, 36);
	h = v4(bad_page, 6);
	IO(SG_IO, h);
	OUT(sg_io_v4, h);
	data = (char *)(uintptr_t)h->response;
	outb(data, 32);
	h->request = BAD_HIGH;
	IO(SG_IO, h);
	h = v4(inquiry, 6);
	h->din_xferp |= 0x100000000ULL;	/* nothing there */
	IO(SG_IO, h);
	h->din_xferp = BAD;
	IO(SG_IO, h);
	h = v4(inquiry, 6);
	h->din_iovec_count = 1;
	IO(SG_IO, h);
	h->guard = 'S';
	IO(SG_IO, h);
	IO(SG_IO, BAD);
	IO(SG_IO, edge(159));
	GET_SET(COMMAND_Q, 16);
	GET_SET(COMMAND_Q, 0x80000000);
	sg_options(fd);
	scsi_ioctls(fd);
}

SCENARIO(sd_block)
{
	struct g_hd_geometry *geometry = NEW(hd_geometry);
	int fd = OPEN_SD();
	uint32_t *n = mem(64);

	driver("sd");
	IO(HDIO_GETGEO, geometry);
	OUT(hd_geometry, geometry);
	IO(HDIO_GETGEO, 0);
	IO(HDIO_GETGEO, BAD);
	IO(HDIO_GETGEO, edge(7));
	IO(BLKGETSIZE, n);
	out(n);
	IO(BLKROTATIONAL, n);
	outb(n, 4);
	IO(BLKSSZGET, n);
	out(n);
	memset(n, 0, 64);
	IO(IOC_PR_RESERVE, n);
	IO(IOC_PR_CLEAR, n);
	n[3] = 0x80000000;		/* a flag that there is not */
	IO(IOC_PR_RESERVE, n);
	IO(IOC_PR_RESERVE, BAD);
	IO(IOC_PR_REGISTER, BAD_HIGH);
	IO(BLKRRPART, 0);
}
