// SPDX-License-Identifier: GPL-2.0-only
/*
 * scenarios: HID devices that a program makes, raw or not; infrared
 */
#include <dirent.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <linux/hiddev.h>
#include <linux/hidraw.h>
#include <linux/input.h>
#include <linux/lirc.h>
#include <linux/uhid.h>

#include "ask.h"
#include "device.h"
#include "input_node.h"

#define GROUP "input"

#define UHID_FOLDER	"/sys/devices/virtual/misc/uhid"

/* A device of a vendor's own with an input, output and feature report. */
static const uint8_t descriptor[] = {
	0x06, 0x00, 0xff, 0x09, 0x01, 0xa1, 0x01, 0x85, 0x01, 0x15, 0x00,
	0x26, 0xff, 0x00, 0x75, 0x08, 0x95, 0x04, 0x09, 0x01, 0x81, 0x02,
	0x09, 0x02, 0x91, 0x02, 0x09, 0x03, 0xb1, 0x02, 0xc0,
};

static int open_uhid(void)
{
	int fd;

	need_module("uhid");
	need_module("hid-generic");
	if (access("/sys/class/hidraw", F_OK))
		skip("no hidraw in this kernel");
	fd = open("/dev/uhid", O_RDWR);
	if (fd < 0)
		skip("no /dev/uhid");
	driver("uhid");
	return fd;
}

/* The hidraw node of the only device of uhid's, however it is numbered. */
static int open_raw(void)
{
	char path[512];
	struct dirent *entry;
	int fd = -1, tries;
	DIR *dir;

	for (tries = 0; fd < 0 && tries < 100; tries++) {
		dir = opendir(UHID_FOLDER);
		while (dir && fd < 0 && (entry = readdir(dir))) {
			if (strncmp(entry->d_name, "0003:", 5))
				continue;
			snprintf(path, sizeof(path), UHID_FOLDER "/%s/hidraw",
				 entry->d_name);
			fd = open_in(path, "hidraw", "/dev/%s");
		}
		if (dir)
			closedir(dir);
		pause_ms(10);
	}
	if (fd < 0)
		skip("no hidraw node");
	driver("hidraw");
	return fd;
}

static struct uhid_event *event(uint32_t type)
{
	struct uhid_event *e = zmem(sizeof(*e));

	e->type = type;
	return e;
}

static struct uhid_event *create2(void)
{
	struct uhid_event *e = event(UHID_CREATE2);
	struct uhid_create2_req *c = &e->u.create2;

	strcpy((char *)c->name, "oracle");
	strcpy((char *)c->phys, "phys");
	strcpy((char *)c->uniq, "uniq");
	c->bus = BUS_USB;
	c->vendor = 0x1234;
	c->product = 0x5678;
	c->rd_size = sizeof(descriptor);
	memcpy(c->rd_data, descriptor, sizeof(descriptor));
	return e;
}

/* What the kernel tells a device: started, opened, a report to put out... */
static uint32_t told(int fd, size_t size)
{
	struct uhid_event *e = event(0);
	struct g_pollfd *p = SET(pollfd, .fd = fd, .events = POLLIN);

	sys(poll, p, 1, 5000);
	sys(read, fd, e, sizeof(*e));
	outb(e, size);
	return e->type == UHID_GET_REPORT || e->type == UHID_SET_REPORT ?
	       e->u.get_report.id : 0;
}

/* The old way, with an address in what is written. */
SCENARIO(uhid_create_old)
{
	int fd = open_uhid();
	struct g_uhid_create *c = ZNEW(uhid_create);

	c->type = UHID_CREATE;
	strcpy((char *)c->name, "oracle");
	c->bus = BUS_USB;
	c->vendor = 0x1234;
	c->rd_data = PTR(bytes(descriptor, sizeof(descriptor)));
	c->rd_size = sizeof(descriptor);
	sys(write, fd, c, 3);
	c->rd_data = BAD;
	sys(write, fd, c, sizeof(*c));
	c->rd_data = BAD_HIGH;
	sys(write, fd, c, sizeof(*c));
	c->rd_data = PTR(edge(sizeof(descriptor) - 1));
	sys(write, fd, c, sizeof(*c));
	c->rd_data = PTR(bytes(descriptor, sizeof(descriptor)));
	c->rd_size = 0;
	sys(write, fd, c, sizeof(*c));
	c->rd_size = sizeof(descriptor);
	sys(write, fd, c, sizeof(*c));
	sys(write, fd, c, sizeof(*c));
	close(open_raw());
	told(fd, 12);
	sys(write, fd, BAD, 4);
	sys(write, fd, event(UHID_DESTROY), 4);
	sys(write, fd, event(UHID_DESTROY), 4);
	sys(write, fd, event(0x7777), 4);
}

static int raw_fd;

static int ask_reports(void *arg)
{
	uint8_t report[5] = { 1 };

	if (ioctl(raw_fd, HIDIOCGFEATURE(5), report) != 5)
		return 1;
	if (report[4] != 0x44)
		return 2;
	return ioctl(raw_fd, HIDIOCSFEATURE(5), report) == 5 ? 0 : 3;
}

SCENARIO(uhid_reports)
{
	int fd = open_uhid(), pid;
	struct uhid_event *e;

	sys(write, fd, create2(), sizeof(*e));
	told(fd, 12);				/* UHID_START */
	raw_fd = open_raw();
	told(fd, 4);				/* UHID_OPEN */
	e = event(UHID_INPUT2);
	e->u.input2.size = 5;
	memcpy(e->u.input2.data, "\1abcd", 5);
	sys(write, fd, e, 6 + 5);
	sys(read, raw_fd, e, 3);
	outb(e, 3);
	sys(read, raw_fd, e, 64);
	pid = peer(ask_reports, NULL);
	e = event(UHID_GET_REPORT_REPLY);
	e->u.get_report_reply.id = told(fd, 10);
	e->u.get_report_reply.size = 5;
	memcpy(e->u.get_report_reply.data, "\1\x11\x22\x33\x44", 5);
	sys(write, fd, e, sizeof(*e));
	e = event(UHID_SET_REPORT_REPLY);
	e->u.set_report_reply.id = told(fd, 17);
	sys(write, fd, e, sizeof(*e));
	note("reports: %d", peer_wait(pid));
	sys(write, raw_fd, bytes("\1wxyz", 5), 5);
	told(fd, 9);				/* UHID_OUTPUT */
	close(raw_fd);
	sys(read, fd, BAD, sizeof(*e));
	told(fd, 4);				/* UHID_CLOSE */
	sys(write, fd, event(UHID_DESTROY), 4);
	told(fd, 4);				/* UHID_STOP */
}

/* The device's driver: it has an answer for every question. */
static int serve(void *arg)
{
	static struct uhid_event e;
	int fd = *(int *)arg;
	uint32_t id;

	while (read(fd, &e, sizeof(e)) > 0) {
		id = e.u.get_report.id;
		if (e.type == UHID_GET_REPORT) {
			memset(&e, 0, sizeof(e));
			e.type = UHID_GET_REPORT_REPLY;
			e.u.get_report_reply.size = 5;
			memcpy(e.u.get_report_reply.data, "\1ABCD", 5);
		} else if (e.type == UHID_SET_REPORT) {
			memset(&e, 0, sizeof(e));
			e.type = UHID_SET_REPORT_REPLY;
		} else {
			continue;
		}
		e.u.get_report_reply.id = id;
		if (write(fd, &e, sizeof(e)) < 0)
			return 1;
	}
	return 0;
}

static void raw_reports(int fd)
{
	uint8_t *report = zmem(16);

	report[0] = 1;
	ASK(HIDIOCGFEATURE(5), report);
	ASK(HIDIOCSFEATURE(5), report);
	ASK(HIDIOCGINPUT(5), report);
	ASK(HIDIOCSINPUT(5), report);
	ASK(HIDIOCGOUTPUT(5), report);
	ASK(HIDIOCSOUTPUT(5), report);
	ASK(HIDIOCGFEATURE(1), report);
	FAULTS(HIDIOCGFEATURE(5));
	FAULTS(HIDIOCSFEATURE(5));
	FAULTS(HIDIOCGINPUT(5));
	FAULTS(HIDIOCSINPUT(5));
	FAULTS(HIDIOCGOUTPUT(5));
	FAULTS(HIDIOCSOUTPUT(5));
}

SCENARIO(hidraw)
{
	int uhid = open_uhid(), fd, pid;
	struct hidraw_report_descriptor *d = zmem(sizeof(*d));

	if (write(uhid, create2(), sizeof(struct uhid_event)) < 0)
		skip("no device of uhid");
	pid = peer(serve, &uhid);
	fd = open_raw();
	ASK(HIDIOCGRDESCSIZE, mem(4));
	d->size = 4;
	IO(HIDIOCGRDESC, d);
	outb(d, 12);
	d->size = sizeof(descriptor);
	IO(HIDIOCGRDESC, d);
	outb(d, 4 + sizeof(descriptor));
	d->size = 99999;
	IO(HIDIOCGRDESC, d);
	FAULTS(HIDIOCGRDESCSIZE);
	FAULTS(HIDIOCGRDESC);
	ASK(HIDIOCGRAWINFO, mem(8));
	ASK(HIDIOCGRAWNAME(16), mem(16));
	ASK(HIDIOCGRAWNAME(3), mem(3));
	ASK(HIDIOCGRAWPHYS(16), mem(16));
	ASK(HIDIOCGRAWUNIQ(16), mem(16));
	FAULTS(HIDIOCGRAWINFO);
	FAULTS(HIDIOCGRAWNAME(16));
	FAULTS(HIDIOCGRAWPHYS(16));
	FAULTS(HIDIOCGRAWUNIQ(16));
	raw_reports(fd);
	sys(write, fd, bytes("\1abcd", 5), 5);
	sys(write, fd, BAD, 5);
	sys(write, fd, zmem(1), 0x80000000);
	sys(read, fd, zmem(16), 16);
	IO(_IO('H', 0xfe), 0);
	close(fd);
	kill(pid, SIGKILL);
	peer_wait(pid);
}

static void hiddev_reports(int fd)
{
	struct hiddev_report_info *r = zmem(sizeof(*r));
	struct hiddev_field_info *f = zmem(sizeof(*f));
	struct hiddev_usage_ref *u = zmem(sizeof(*u));
	struct hiddev_usage_ref_multi *m = zmem(sizeof(*m));
	struct hiddev_collection_info *c = zmem(sizeof(*c));

	r->report_type = HID_REPORT_TYPE_INPUT;
	r->report_id = HID_REPORT_ID_FIRST;
	ASK(HIDIOCGREPORTINFO, r);
	ASK(HIDIOCGREPORT, r);
	r->report_type = 99;
	ASK(HIDIOCGREPORTINFO, r);
	ASK(HIDIOCSREPORT, r);
	FAULTS(HIDIOCGREPORTINFO);
	FAULTS(HIDIOCGREPORT);
	FAULTS(HIDIOCSREPORT);
	f->report_type = HID_REPORT_TYPE_INPUT;
	f->report_id = HID_REPORT_ID_FIRST;
	ASK(HIDIOCGFIELDINFO, f);
	f->field_index = 99;
	ASK(HIDIOCGFIELDINFO, f);
	FAULTS(HIDIOCGFIELDINFO);
	u->report_type = HID_REPORT_TYPE_INPUT;
	u->report_id = HID_REPORT_ID_FIRST;
	ASK(HIDIOCGUCODE, u);
	ASK(HIDIOCGUSAGE, u);
	ASK(HIDIOCSUSAGE, u);
	ASK(HIDIOCGCOLLECTIONINDEX, u);
	FAULTS(HIDIOCGUCODE);
	FAULTS(HIDIOCGUSAGE);
	FAULTS(HIDIOCSUSAGE);
	FAULTS(HIDIOCGCOLLECTIONINDEX);
	m->uref = *u;
	m->num_values = 1;
	ASK(HIDIOCGUSAGES, m);
	m->num_values = 9999;
	ASK(HIDIOCGUSAGES, m);
	ASK(HIDIOCSUSAGES, m);
	FAULTS(HIDIOCGUSAGES);
	FAULTS(HIDIOCSUSAGES);
	ASK(HIDIOCGCOLLECTIONINFO, c);
	c->index = 99;
	ASK(HIDIOCGCOLLECTIONINFO, c);
	FAULTS(HIDIOCGCOLLECTIONINFO);
}

/* QEMU's tablet, see scripts/guest. */
SCENARIO(hiddev)
{
	struct hiddev_string_descriptor *s = zmem(sizeof(*s));
	struct hiddev_devinfo *info = mem(sizeof(*info));
	int fd = -1, tries;

	need_module("xhci-pci");
	need_module("usbhid");
	need_module("hid-generic");
	for (tries = 0; fd < 0 && tries < 1000; tries++) {
		pause_ms(10);
		fd = open("/dev/usb/hiddev0", O_RDWR | O_NONBLOCK);
	}
	if (fd < 0)
		skip("no /dev/usb/hiddev0");
	driver("hiddev");
	ASK(HIDIOCGVERSION, mem(4));
	IO(HIDIOCAPPLICATION, 0);
	IO(HIDIOCAPPLICATION, 99);
	ASK(HIDIOCGDEVINFO, info);
	s->index = 3;
	ASK(HIDIOCGSTRING, s);
	s->index = 99;
	ASK(HIDIOCGSTRING, s);
	IO(HIDIOCINITREPORT, 0);
	ASK(HIDIOCGNAME(16), mem(16));
	ASK(HIDIOCGPHYS(16), mem(16));
	FAULTS(HIDIOCGVERSION);
	FAULTS(HIDIOCGDEVINFO);
	FAULTS(HIDIOCGSTRING);
	FAULTS(HIDIOCGNAME(16));
	hiddev_reports(fd);
	ASK(HIDIOCGFLAG, mem(4));
	GIVE(HIDIOCSFLAG, HIDDEV_FLAG_UREF);
	GIVE(HIDIOCSFLAG, 99);
	FAULTS(HIDIOCGFLAG);
	FAULTS(HIDIOCSFLAG);
	sys(read, fd, zmem(64), 64);
	sys(write, fd, zmem(64), 64);
	IO(_IO('H', 0xfe), 0);
}

static int open_lirc(void)
{
	uint32_t features;
	int fd;

	need_module("rc-loopback");
	/* It is the only one that sends: vivid's are CEC's. */
	fd = open_in("/sys/devices/virtual/rc/rc0", "lirc", "/dev/%s");
	if (fd >= 0 && !ioctl(fd, LIRC_GET_FEATURES, &features) &&
	    features & LIRC_CAN_SEND_PULSE)
		goto out;
	fd = open("/dev/lirc0", O_RDWR | O_NONBLOCK);
	if (fd < 0)
		skip("no /dev/lirc0");
out:
	driver("lirc");
	return fd;
}

static void lirc_receive(int fd)
{
	GIVE(LIRC_SET_REC_CARRIER, 38000);
	GIVE(LIRC_SET_REC_CARRIER_RANGE, 30000);
	GIVE(LIRC_SET_REC_CARRIER, 40000);
	GIVE(LIRC_SET_REC_TIMEOUT_REPORTS, 1);
	GIVE(LIRC_SET_MEASURE_CARRIER_MODE, 0);
	GIVE(LIRC_SET_WIDEBAND_RECEIVER, 0);
	ASK(LIRC_GET_MIN_TIMEOUT, mem(4));
	ASK(LIRC_GET_MAX_TIMEOUT, mem(4));
	GIVE(LIRC_SET_REC_TIMEOUT, 100000);
	ASK(LIRC_GET_REC_TIMEOUT, mem(4));
	GIVE(LIRC_SET_REC_TIMEOUT, 0xffffffff);
	ASK(LIRC_GET_REC_RESOLUTION, mem(4));
	FAULTS(LIRC_GET_REC_RESOLUTION);
	FAULTS(LIRC_GET_REC_TIMEOUT);
	FAULTS(LIRC_SET_REC_TIMEOUT);
	FAULTS(LIRC_GET_MIN_TIMEOUT);
	FAULTS(LIRC_SET_REC_CARRIER);
}

SCENARIO(lirc)
{
	uint32_t *pulses = bytes((uint32_t[]){ 900, 450, 560 }, 12);
	struct g_lirc_scancode *code = ZNEW(lirc_scancode);
	int fd = open_lirc();

	ASK(LIRC_GET_FEATURES, mem(4));
	FAULTS(LIRC_GET_FEATURES);
	ASK(LIRC_GET_LENGTH, mem(4));
	ASK(LIRC_GET_SEND_MODE, mem(4));
	ASK(LIRC_GET_REC_MODE, mem(4));
	GIVE(LIRC_SET_REC_MODE, LIRC_MODE_MODE2);
	GIVE(LIRC_SET_REC_MODE, 0x77);
	GIVE(LIRC_SET_SEND_MODE, LIRC_MODE_PULSE);
	GIVE(LIRC_SET_SEND_MODE, 0x77);
	GIVE(LIRC_SET_SEND_CARRIER, 38000);
	GIVE(LIRC_SET_SEND_DUTY_CYCLE, 33);
	GIVE(LIRC_SET_SEND_DUTY_CYCLE, 0);
	GIVE(LIRC_SET_TRANSMITTER_MASK, 1);
	GIVE(LIRC_SET_TRANSMITTER_MASK, 0xff);
	FAULTS(LIRC_SET_SEND_MODE);
	FAULTS(LIRC_SET_REC_MODE);
	FAULTS(LIRC_GET_SEND_MODE);
	FAULTS(LIRC_GET_REC_MODE);
	FAULTS(LIRC_SET_SEND_CARRIER);
	FAULTS(LIRC_SET_TRANSMITTER_MASK);
	lirc_receive(fd);
	sys(write, fd, pulses, 12);
	sys(write, fd, pulses, 8);
	sys(write, fd, BAD, 12);
	sys(read, fd, mem(64), 3);
	GIVE(LIRC_SET_SEND_MODE, LIRC_MODE_SCANCODE);
	code->rc_proto = RC_PROTO_RC5;
	code->scancode = 0x1e01;
	sys(write, fd, code, sizeof(*code));
	code->rc_proto = 99;
	sys(write, fd, code, sizeof(*code));
	sys(write, fd, code, 23);
	GIVE(LIRC_SET_SEND_MODE, LIRC_MODE_PULSE);
	IO(_IO('i', 0xfe), 0);
}
