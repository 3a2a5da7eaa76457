// SPDX-License-Identifier: GPL-2.0-only
/*
 * scenarios: ioctls of I2C adapters
 *
 * The adapter is a MCP2221 on a HID bus, both of which a peer plays. What it
 * reads from its own I2C bus are the bytes 0x30, 0x31 and so on.
 */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <linux/i2c.h>
#include <linux/i2c-dev.h>
#include <linux/uhid.h>

#include "cases.h"
#include "device.h"

#define GROUP "i2c"

/* Reports of 64 bytes without a number, in both directions. */
static const uint8_t reports[] = {
	0x06, 0x00, 0xff, 0x09, 0x01, 0xa1, 0x01, 0x09, 0x02, 0x15, 0x00, 0x26,
	0xff, 0x00, 0x75, 0x08, 0x95, 0x40, 0x81, 0x02, 0x09, 0x03, 0x15, 0x00,
	0x26, 0xff, 0x00, 0x75, 0x08, 0x95, 0x40, 0x91, 0x02, 0xc0
};

#define SET_PARAMETERS	0x10
#define GET_DATA	0x40
#define READ_DATA	0x91
#define READ_REPEATED	0x93

static void answer(int fd, const uint8_t *command)
{
	static unsigned int wanted;
	struct uhid_event e = { .type = UHID_INPUT2 };
	uint8_t *data = e.u.input2.data;
	unsigned int i, now;

	e.u.input2.size = 64;
	data[0] = command[0];
	switch (command[0]) {
	case SET_PARAMETERS:
		data[3] = command[3];
		break;
	case READ_DATA:
	case READ_REPEATED:
		wanted = command[1] | command[2] << 8;
		break;
	case GET_DATA:
		now = wanted > 60 ? 60 : wanted;
		wanted -= now;
		data[2] = wanted ? 0x54 : 0x55;
		data[3] = now;
		for (i = 0; i < now; i++)
			data[4 + i] = 0x30 + i;
		break;
	}
	write(fd, &e, sizeof(e));
}

static int adapter(void *unused)
{
	struct uhid_event e = { .type = UHID_CREATE2 };
	int fd = open("/dev/uhid", O_RDWR);

	strcpy((char *)e.u.create2.name, "oracle");
	memcpy(e.u.create2.rd_data, reports, sizeof(reports));
	e.u.create2.rd_size = sizeof(reports);
	e.u.create2.bus = 3;
	e.u.create2.vendor = 0x04d8;
	e.u.create2.product = 0x00dd;
	if (fd < 0 || write(fd, &e, sizeof(e)) < 0)
		return 1;
	while (read(fd, &e, sizeof(e)) > 0) {
		if (e.type == UHID_OUTPUT)
			answer(fd, e.u.output.data);
	}
	return 0;
}

static int open_adapter(void)
{
	char path[64], name[32] = "";
	int i, fd;

	for (i = 0; i < 32; i++) {
		snprintf(path, sizeof(path), "/sys/bus/i2c/devices/i2c-%d/name",
			 i);
		fd = open(path, O_RDONLY);
		if (fd < 0)
			continue;
		read(fd, name, sizeof(name) - 1);
		close(fd);
		snprintf(path, sizeof(path), "/dev/i2c-%d", i);
		if (!strncmp(name, "MCP2221", 7))
			return open(path, O_RDWR);
	}
	return -1;
}

static int plug(int *pid)
{
	int fd = -1, tries;

	skip_on("6.1.", "this kernel's driver does not hear while it probes");
	need_module("i2c-dev");
	need_module("hid-mcp2221");
	need_module("uhid");
	close(wait_node("/dev/uhid", O_RDWR));
	*pid = peer(adapter, NULL);
	for (tries = 0; fd < 0 && tries < 400; tries++) {
		pause_ms(5);
		fd = open_adapter();
	}
	if (fd < 0)
		skip("no I2C adapter");
	driver("i2c-dev");
	return fd;
}

static void unplug(int fd, int pid)
{
	close(fd);
	kill(pid, SIGTERM);
	peer_wait(pid);
}

SCENARIO(settings)
{
	int pid, fd = plug(&pid);

	GET_CASES(I2C_FUNCS, 8);
	IO(I2C_RETRIES, 3);
	IO(I2C_RETRIES, 0x80000000);
	IO(I2C_TIMEOUT, 100);
	IO(I2C_TIMEOUT, 0xffffffff);
	IO(I2C_SLAVE, 0x50);
	IO(I2C_SLAVE, 0x80);
	IO(I2C_SLAVE, 0xffffffff);
	IO(I2C_SLAVE_FORCE, 0x51);
	IO(I2C_TENBIT, 1);
	IO(I2C_SLAVE, 0x3ff);
	IO(I2C_TENBIT, 0);
	IO(I2C_PEC, 1);
	IO(I2C_PEC, 0);
	IO(0x07ff, 0);
	unplug(fd, pid);
}

SCENARIO(messages)
{
	struct g_i2c_msg *m = ZNEWS(i2c_msg, 3);
	struct g_i2c_rdwr_ioctl_data *d = SET(i2c_rdwr_ioctl_data, PTR(m), 1);
	int pid, fd = plug(&pid);
	char *in = mem(80);

	m[0] = (struct g_i2c_msg){ 0x50, 0, 3, PTR(str("abc")) };
	m[1] = (struct g_i2c_msg){ 0x50, I2C_M_RD, 70, PTR(in) };
	SET_CASES(I2C_RDWR, d);
	d->nmsgs = 2;
	m[1].len = 7;
	IO(I2C_RDWR, d);
	outb(in, 80);
	d->msgs = PTR(&m[1]);
	d->nmsgs = 1;
	m[1].len = 70;
	IO(I2C_RDWR, d);
	outb(in, 80);
	m[1].buf = BAD_HIGH;
	IO(I2C_RDWR, d);
	m[1].len = 0xffff;
	IO(I2C_RDWR, d);
	d->msgs = BAD;
	IO(I2C_RDWR, d);
	d->nmsgs = 43;
	IO(I2C_RDWR, d);
	d->msgs = 0;
	IO(I2C_RDWR, d);
	IO(I2C_RDWR, edge(4));
	IO(I2C_SLAVE, 0x50);
	memset(in, POISON, 80);
	sys(read, fd, in, 5);
	outb(in, 80);
	sys(write, fd, str("data"), 4);
	sys(read, fd, BAD, 5);
	sys(write, fd, BAD_HIGH, 5);
	unplug(fd, pid);
}

static void smbus(int fd, uint8_t read_write, uint32_t size, const char *data)
{
	uint8_t *block = mem(34);
	struct g_i2c_smbus_ioctl_data *d = SET(i2c_smbus_ioctl_data, read_write,
					       7, size, PTR(block));

	if (data)
		memcpy(block, data, 5);
	IO(I2C_SMBUS, d);
	outb(block, 34);
}

SCENARIO(smbus)
{
	struct g_i2c_smbus_ioctl_data *d = ZNEW(i2c_smbus_ioctl_data);
	int pid, fd = plug(&pid);

	IO(I2C_SLAVE, 0x50);
	smbus(fd, I2C_SMBUS_WRITE, I2C_SMBUS_QUICK, NULL);
	smbus(fd, I2C_SMBUS_READ, I2C_SMBUS_BYTE, NULL);
	smbus(fd, I2C_SMBUS_WRITE, I2C_SMBUS_BYTE, "x....");
	smbus(fd, I2C_SMBUS_READ, I2C_SMBUS_BYTE_DATA, NULL);
	smbus(fd, I2C_SMBUS_WRITE, I2C_SMBUS_BYTE_DATA, "x....");
	smbus(fd, I2C_SMBUS_READ, I2C_SMBUS_WORD_DATA, NULL);
	smbus(fd, I2C_SMBUS_WRITE, I2C_SMBUS_WORD_DATA, "xy...");
	smbus(fd, I2C_SMBUS_WRITE, I2C_SMBUS_BLOCK_DATA, "\4wxyz");
	smbus(fd, I2C_SMBUS_WRITE, I2C_SMBUS_BLOCK_DATA, "\x7fwxyz");
	smbus(fd, I2C_SMBUS_READ, I2C_SMBUS_I2C_BLOCK_DATA, "\4....");
	smbus(fd, I2C_SMBUS_WRITE, I2C_SMBUS_I2C_BLOCK_DATA, "\4wxyz");
	smbus(fd, I2C_SMBUS_READ, 99, NULL);
	smbus(fd, 9, I2C_SMBUS_BYTE_DATA, NULL);
	d->size = I2C_SMBUS_BYTE_DATA;
	SET_CASES(I2C_SMBUS, d);
	d->data = BAD;
	IO(I2C_SMBUS, d);
	d->read_write = 1;
	IO(I2C_SMBUS, d);
	unplug(fd, pid);
}
