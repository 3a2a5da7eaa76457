// SPDX-License-Identifier: GPL-2.0-only
/*
 * scenarios: ioctls of USB devices and of what listens to a bus
 *
 * The device is a serial port that the kernel plays itself.
 */
#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <linux/usbdevice_fs.h>

#include "cases.h"
#include "device.h"

#define GROUP "usb"

static int bus, serial;
static uint8_t bulk_in, bulk_out;

static int number_in(const char *device, const char *file)
{
	char path[300], text[16] = "";
	int fd;

	snprintf(path, sizeof(path), "/sys/bus/usb/devices/%s/%s", device, file);
	fd = open(path, O_RDONLY);
	if (fd < 0 || read(fd, text, sizeof(text) - 1) <= 0)
		text[0] = '\0';
	close(fd);
	return strtol(text, NULL, strncmp(file, "id", 2) ? 10 : 16);
}

static int open_node(void)
{
	DIR *dir = opendir("/sys/bus/usb/devices");
	struct dirent *entry;
	char path[64];
	int fd = -1;

	while (fd < 0 && dir && (entry = readdir(dir))) {
		if (strchr(entry->d_name, ':') ||
		    number_in(entry->d_name, "idVendor") != 0x0525 ||
		    number_in(entry->d_name, "idProduct") != 0xa4a7)
			continue;
		bus = number_in(entry->d_name, "busnum");
		snprintf(path, sizeof(path), "/dev/bus/usb/%03d/%03d", bus,
			 number_in(entry->d_name, "devnum"));
		fd = open(path, O_RDWR);
	}
	if (dir)
		closedir(dir);
	return fd;
}

/* In the order of the configuration: the last two are the bulk ones. */
static void find_endpoints(int fd)
{
	uint8_t d[512];
	ssize_t n = read(fd, d, sizeof(d)), i;

	for (i = 0; i + 6 < n && d[i]; i += d[i]) {
		if (d[i + 1] != 5 || (d[i + 3] & 3) != 2)
			continue;
		if (d[i + 2] & 0x80)
			bulk_in = d[i + 2];
		else
			bulk_out = d[i + 2];
	}
	lseek(fd, 0, SEEK_SET);
}

static int open_device(void)
{
	int fd = -1, acm;

	need_module("cdc-acm");
	need_module("dummy_hcd");
	need_module("g_serial");
	/* The driver has the device: it is as it is to be. */
	acm = wait_node("/dev/ttyACM0", O_RDWR | O_NOCTTY | O_NONBLOCK);
	if (acm >= 0)
		fd = open_node();
	close(acm);
	if (fd < 0)
		skip("no USB device");
	serial = wait_node("/dev/ttyGS0", O_RDWR | O_NOCTTY | O_NONBLOCK);
	shell("stty -F /dev/ttyGS0 raw -echo");
	find_endpoints(fd);
	driver("usbfs");
	return fd;
}

static void remove_device(int fd)
{
	int tries;

	close(fd);
	close(serial);
	if (shell("rmmod g_serial"))
		note("cannot remove the device");
	for (tries = 0; tries < 400 && !access("/dev/ttyACM0", F_OK); tries++)
		pause_ms(5);
}

static struct g_usbdevfs_ctrltransfer *get_descriptor(void *data, uint16_t n)
{
	return SET(usbdevfs_ctrltransfer, 0x80, 6, 0x100, 0, n, 1000,
		   PTR(data));
}

SCENARIO(information)
{
	struct g_usbdevfs_connectinfo *info = NEW(usbdevfs_connectinfo);
	struct g_usbdevfs_conninfo_ex *more = NEW(usbdevfs_conninfo_ex);
	struct usbdevfs_getdriver *driver_of = zmem(sizeof(*driver_of));
	int fd = open_device();
	char *in = mem(512);

	sys(read, fd, in, 512);
	outb(in, 512);
	sys(read, fd, in, 18);
	sys(lseek, fd, 18, SEEK_SET);
	sys(read, fd, in, 9);
	sys(lseek, fd, 0, SEEK_SET);
	sys(read, fd, BAD, 18);
	GET_CASES(USBDEVFS_GET_CAPABILITIES, 4);
	IO(USBDEVFS_GET_SPEED, 0);
	IO(USBDEVFS_CONNECTINFO, info);
	OUT(usbdevfs_connectinfo, info);
	IO(USBDEVFS_CONNECTINFO, BAD);
	IO(USBDEVFS_CONNINFO_EX(24), more);
	OUT(usbdevfs_conninfo_ex, more);
	IO(USBDEVFS_CONNINFO_EX(24), BAD_HIGH);
	IO(USBDEVFS_CONNINFO_EX(4), more);
	ASK_CASES(USBDEVFS_GETDRIVER, driver_of, sizeof(*driver_of));
	driver_of->interface = 9;
	IO(USBDEVFS_GETDRIVER, driver_of);
	IO(USBDEVFS_FORBID_SUSPEND, 0);
	IO(USBDEVFS_ALLOW_SUSPEND, 0);
	on_signal(SIGALRM, 0);
	ualarm(50000, 0);
	IO(USBDEVFS_WAIT_FOR_RESUME, 0);
	SET_CASES(USBDEVFS_CLAIM_PORT, NUM(1));
	SET_CASES(USBDEVFS_RELEASE_PORT, NUM(1));
	IO(_IO('U', 99), 0);
	remove_device(fd);
}

static void claim(int fd)
{
	struct usbdevfs_disconnect_claim *dc = zmem(sizeof(*dc));
	struct g_usbdevfs_ioctl *io = SET(usbdevfs_ioctl, .ifno = 1,
					  .ioctl_code = 99);
	struct usbdevfs_getdriver *driver_of;

	SET_CASES(USBDEVFS_CLAIMINTERFACE, NUM(1));
	dc->flags = USBDEVFS_DISCONNECT_CLAIM_IF_DRIVER;
	strcpy(dc->driver, "other");
	IO(USBDEVFS_DISCONNECT_CLAIM, dc);
	dc->flags = USBDEVFS_DISCONNECT_CLAIM_EXCEPT_DRIVER;
	SET_CASES(USBDEVFS_DISCONNECT_CLAIM, dc);
	SET_CASES(G_USBDEVFS_IOCTL, io);
	io->ioctl_code = USBDEVFS_CONNECT;
	IO(G_USBDEVFS_IOCTL, io);
	io->ioctl_code = USBDEVFS_DISCONNECT;
	IO(G_USBDEVFS_IOCTL, io);
	io->ifno = 9;
	IO(G_USBDEVFS_IOCTL, io);
	SET_CASES(USBDEVFS_CLAIMINTERFACE, NUM(1));
	IO(USBDEVFS_CLAIMINTERFACE, NUM(99));
	driver_of = zmem(sizeof(*driver_of));
	driver_of->interface = 1;
	ASK_CASES(USBDEVFS_GETDRIVER, driver_of, sizeof(*driver_of));
}

SCENARIO(transfers)
{
	struct g_usbdevfs_ctrltransfer *c;
	struct g_usbdevfs_bulktransfer *b;
	int fd = open_device();
	char *in = mem(64);

	c = get_descriptor(in, 18);
	SET_CASES(G_USBDEVFS_CONTROL, c);
	outb(in, 64);
	IO(0xc0185500, c);			/* AArch64's */
	c->data = BAD_HIGH;
	IO(G_USBDEVFS_CONTROL, c);
	c->wLength = 0xffff;
	IO(G_USBDEVFS_CONTROL, c);
	c->wLength = 18;
	c->wValue = 0x9900;
	c->data = PTR(in);
	IO(G_USBDEVFS_CONTROL, c);
	claim(fd);
	b = SET(usbdevfs_bulktransfer, bulk_out, 5, 1000, PTR(str("hello")));
	SET_CASES(G_USBDEVFS_BULK, b);
	silent(poll, SET(pollfd, .fd = serial, .events = 1), 1, 2000);
	memset(in, 0, 64);
	note("the device got %zd: %s", read(serial, in, 5), in);
	b->data = BAD;
	IO(G_USBDEVFS_BULK, b);
	b->len = 0xffffffff;
	IO(G_USBDEVFS_BULK, b);
	b->ep = 0x8f;
	IO(G_USBDEVFS_BULK, b);
	note("the device sends %zd", write(serial, "answer", 6));
	memset(in, POISON, 64);
	b = SET(usbdevfs_bulktransfer, bulk_in, 64, 2000, PTR(in));
	IO(G_USBDEVFS_BULK, b);
	outb(in, 64);
	IO(0xc0185502, b);			/* AArch64's */
	b->timeout = 30;
	IO(G_USBDEVFS_BULK, b);
	SET_CASES(USBDEVFS_SETINTERFACE, bytes((uint32_t[]){ 1, 0 }, 8));
	IO(USBDEVFS_SETINTERFACE, bytes((uint32_t[]){ 1, 9 }, 8));
	SET_CASES(USBDEVFS_RESETEP, NUM(bulk_in));
	IO(USBDEVFS_RESETEP, NUM(0x8f));
	SET_CASES(USBDEVFS_CLEAR_HALT, NUM(bulk_in));
	IO(USBDEVFS_CLEAR_HALT, NUM(0x8f));
	SET_CASES(USBDEVFS_SETCONFIGURATION, NUM(2));
	SET_CASES(USBDEVFS_ALLOC_STREAMS,
		  bytes((uint32_t[]){ 2, 1, bulk_in }, 12));
	SET_CASES(USBDEVFS_FREE_STREAMS, bytes((uint32_t[]){ 0, 1, bulk_in }, 12));
	SET_CASES(USBDEVFS_RELEASEINTERFACE, NUM(1));
	IO(USBDEVFS_RELEASEINTERFACE, NUM(1));
	SET_CASES(USBDEVFS_DROP_PRIVILEGES, zmem(4));
	IO(USBDEVFS_CLAIMINTERFACE, NUM(1));
	remove_device(fd);
}

static void reap(int fd, const struct g_usbdevfs_urb *urb)
{
	uint32_t *done = mem(8);

	IO(G_USBDEVFS_REAPURB, done);
	outb(done, 8);
	OUT(usbdevfs_urb, urb);
}

static void bulk_requests(int fd, struct g_usbdevfs_urb *urb)
{
	int tries;

	urb->type = USBDEVFS_URB_TYPE_BULK;
	urb->endpoint = bulk_in;
	urb->buffer = PTR(mem(16));
	urb->buffer_length = 16;
	IO(G_USBDEVFS_SUBMITURB, urb);
	IO(G_USBDEVFS_REAPURBNDELAY, BAD);
	IO(USBDEVFS_DISCARDURB, urb);
	reap(fd, urb);
	IO(USBDEVFS_DISCARDURB, urb);
	IO(USBDEVFS_DISCARDURB, BAD);
	urb->buffer = BAD;
	urb->endpoint = bulk_out;
	IO(G_USBDEVFS_SUBMITURB, urb);
	urb->buffer_length = -1;
	IO(G_USBDEVFS_SUBMITURB, urb);
	urb->buffer_length = 4;
	urb->buffer = PTR(str("four"));
	urb->flags = 0xffffffff;
	IO(G_USBDEVFS_SUBMITURB, urb);
	urb->flags = USBDEVFS_URB_ZERO_PACKET;
	urb->signr = SIGUSR1;
	on_signal(SIGUSR1, SA_RESTART);
	IO(G_USBDEVFS_SUBMITURB, urb);
	/* Else it may interrupt the next call. */
	for (tries = 0; tries < 2000 && !signals_seen[SIGUSR1]; tries++)
		pause_ms(1);
	reap(fd, urb);
	note("SIGUSR1 seen %d times", signals_seen[SIGUSR1]);
	urb->signr = 99;
	IO(G_USBDEVFS_SUBMITURB, urb);
	urb->signr = 0;
	urb->type = USBDEVFS_URB_TYPE_ISO;
	urb->number_of_packets = 1;
	IO(G_USBDEVFS_SUBMITURB, urb);
	urb->type = 9;
	IO(G_USBDEVFS_SUBMITURB, urb);
}

SCENARIO(requests)
{
	char *setup = mem(64);
	struct g_usbdevfs_urb *urb = ZNEW(usbdevfs_urb);
	int fd = open_device(), i;

	memcpy(setup, "\x80\6\0\1\0\0\x12\0", 8);
	urb->type = USBDEVFS_URB_TYPE_CONTROL;
	urb->buffer = PTR(setup);
	urb->buffer_length = 26;
	urb->usercontext = 0x89abcdef;
	SET_CASES(G_USBDEVFS_SUBMITURB, urb);
	IO(0x8038550a, urb);			/* AArch64's */
	reap(fd, urb);
	outb(setup, 64);
	IO(G_USBDEVFS_REAPURBNDELAY, mem(8));
	IO(G_USBDEVFS_SUBMITURB, urb);
	for (i = 0; i < 1000 && silent(poll, SET(pollfd, .fd = fd, .events = 4),
				       1, 1000) != 1; i++)
		;
	IO(G_USBDEVFS_REAPURBNDELAY, BAD_HIGH);
	urb->buffer_length = 7;
	IO(G_USBDEVFS_SUBMITURB, urb);
	claim(fd);
	bulk_requests(fd, urb);
	SET_CASES(G_USBDEVFS_DISCSIGNAL,
		  SET(usbdevfs_disconnectsignal, SIGUSR2, 0x1234));
	on_signal(SIGUSR2, SA_RESTART);
	remove_device(-1);
	note("SIGUSR2 seen %d times", signals_seen[SIGUSR2]);
	IO(USBDEVFS_GET_SPEED, 0);
	IO(G_USBDEVFS_REAPURBNDELAY, mem(8));
	IO(USBDEVFS_CONNECTINFO, mem(8));
	sys(read, fd, mem(18), 18);
}

SCENARIO(reset)
{
	int fd = open_device();

	IO(USBDEVFS_RESET, 0);
	IO(USBDEVFS_GET_SPEED, 0);
	remove_device(fd);
}

/* Without the ids of requests, which are addresses, and the times. */
static void show_event(const uint8_t *h)
{
	note("event %c type %u endpoint %#x flags %d %d status %d length %u %u",
	     h[8], h[9], h[10], (int8_t)h[14], (int8_t)h[15],
	     *(const int32_t *)(h + 28), *(const uint32_t *)(h + 32),
	     *(const uint32_t *)(h + 36));
	outb(h + 40, 8);
}

static void fetch(int fd)
{
	uint32_t *offsets = mem(16);
	struct g_mon_mfetch *m = SET(mon_mfetch, PTR(offsets), 4, 0);

	IO(G_MON_IOCX_MFETCH, m);
	OUT(mon_mfetch, m);
	outb(offsets, 16);
	m->nflush = 1;
	m->nfetch = 1;
	m->offvec = BAD;
	IO(G_MON_IOCX_MFETCH, m);
	IO(G_MON_IOCX_MFETCH, BAD_HIGH);
	IO(MON_IOCH_MFLUSH, 9);
}

SCENARIO(monitor)
{
	struct g_usbdevfs_ctrltransfer *c = get_descriptor(mem(18), 18);
	int device = open_device(), fd;
	struct g_mon_get *get = SET(mon_get, PTR(mem(64)), PTR(mem(64)), 64);
	char path[32];

	need_module("usbmon");
	snprintf(path, sizeof(path), "/dev/usbmon%d", bus);
	fd = wait_node(path, O_RDWR | O_NONBLOCK);
	if (fd < 0)
		skip("no usbmon device");
	driver("usbmon");
	IO(MON_IOCQ_URB_LEN, 0);
	IO(G_MON_IOCX_GET, get);
	IO(MON_IOCQ_RING_SIZE, 0);
	IO(MON_IOCT_RING_SIZE, 65536);
	IO(MON_IOCT_RING_SIZE, 1);
	IO(MON_IOCT_RING_SIZE, 0x80000000);
	IO(MON_IOCQ_RING_SIZE, 0);
	silent(ioctl, device, G_USBDEVFS_CONTROL, c);
	silent(ioctl, device, G_USBDEVFS_CONTROL, c);
	IO(MON_IOCQ_URB_LEN, 0);
	GET_CASES(MON_IOCG_STATS, 8);
	IO(G_MON_IOCX_GET, get);
	show_event((void *)(uintptr_t)get->hdr);
	IO(G_MON_IOCX_GETX, get);
	show_event((void *)(uintptr_t)get->hdr);
	outb((void *)(uintptr_t)get->data, 64);
	IO(0x4018920a, get);			/* AArch64's */
	IO(G_MON_IOCX_GETX, BAD);
	fetch(fd);
	get->hdr = BAD;
	IO(G_MON_IOCX_GET, get);
	sys(read, fd, mem(64), 64);
	sys(read, fd, BAD, 64);
	remove_device(device);
}
