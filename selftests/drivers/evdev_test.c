// SPDX-License-Identifier: GPL-2.0-only
/*
 * Input devices: one is made by uinput, and used through the gate. Events have
 * 16 bytes for a 32-bit program and 24 for a 64-bit one, so that read and
 * write depend on who calls.
 */
#include <dirent.h>
#include <linux/uinput.h>
#include <time.h>

#include "driver.h"
#include "guest/input.h"
#include "ring.h"

FIXTURE(evdev) {
	int uinput, fd;
};

BOTH_WAYS(evdev);

/* /dev/input/eventN of the device, which appears a little later. */
static int open_event(int uinput)
{
	char name[64], path[128];
	struct dirent *entry;
	DIR *dir;
	int fd = -1, tries;

	if (ioctl(uinput, UI_GET_SYSNAME(sizeof(name)), name) < 0)
		return -1;
	snprintf(path, sizeof(path), "/sys/devices/virtual/input/%s", name);
	dir = opendir(path);
	if (!dir)
		return -1;
	while ((entry = readdir(dir))) {
		if (strncmp(entry->d_name, "event", 5))
			continue;
		snprintf(path, sizeof(path), "/dev/input/%.32s", entry->d_name);
		for (tries = 0; fd < 0 && tries < 100; tries++) {
			fd = open(path, O_RDWR | O_NONBLOCK);
			if (fd < 0)
				usleep(10000);
		}
		break;
	}
	closedir(dir);
	return fd;
}

FIXTURE_SETUP(evdev)
{
	struct uinput_setup setup = {
		.id = { BUS_USB, 0x1234, 0x5678, 9 },
		.name = "gate32 test device",
	};
	struct uinput_abs_setup abs = {
		.code = ABS_X,
		.absinfo = { .minimum = -100, .maximum = 100, .fuzz = 3 },
	};

	OPEN_GATE();
	self->fd = -1;
	self->uinput = open("/dev/uinput", O_RDWR | O_NONBLOCK);
	if (self->uinput < 0)
		SKIP(return, "no /dev/uinput");
	ASSERT_EQ(0, ioctl(self->uinput, UI_SET_EVBIT, EV_KEY));
	ASSERT_EQ(0, ioctl(self->uinput, UI_SET_KEYBIT, KEY_A));
	ASSERT_EQ(0, ioctl(self->uinput, UI_SET_EVBIT, EV_ABS));
	ASSERT_EQ(0, ioctl(self->uinput, UI_SET_EVBIT, EV_LED));
	ASSERT_EQ(0, ioctl(self->uinput, UI_SET_LEDBIT, LED_CAPSL));
	ASSERT_EQ(0, ioctl(self->uinput, UI_ABS_SETUP, &abs));
	ASSERT_EQ(0, ioctl(self->uinput, UI_DEV_SETUP, &setup));
	ASSERT_EQ(0, ioctl(self->uinput, UI_DEV_CREATE));
	self->fd = open_event(self->uinput);
	if (self->fd < 0)
		SKIP(return, "no evdev device for uinput's");
}

FIXTURE_TEARDOWN(evdev)
{
	close(self->fd);
	close(self->uinput);
}

static int emit(int fd, int type, int code, int value)
{
	struct input_event ev = { .type = type, .code = code, .value = value };

	return write(fd, &ev, sizeof(ev)) == sizeof(ev) ? 0 : -errno;
}

TEST_F(evdev, read_events)
{
	struct g_input_event *ev = low(4 * sizeof(*ev));
	struct timespec now;

	EXPECT_EQ(-EAGAIN, ARM(read, self->fd, ev, 4 * sizeof(*ev)));
	ASSERT_EQ(0, emit(self->uinput, EV_KEY, KEY_A, 1));
	ASSERT_EQ(0, emit(self->uinput, EV_ABS, ABS_X, -50));
	ASSERT_EQ(0, emit(self->uinput, EV_SYN, SYN_REPORT, 0));
	ASSERT_EQ(3 * sizeof(*ev), ARM(read, self->fd, ev, 4 * sizeof(*ev)));
	EXPECT_EQ(EV_KEY, ev[0].type);
	EXPECT_EQ(KEY_A, ev[0].code);
	EXPECT_EQ(1, ev[0].value);
	EXPECT_EQ(EV_ABS, ev[1].type);
	EXPECT_EQ(ABS_X, ev[1].code);
	EXPECT_EQ(-50, ev[1].value);
	EXPECT_EQ(EV_SYN, ev[2].type);
	clock_gettime(CLOCK_REALTIME, &now);
	EXPECT_LE(now.tv_sec - 60, ev[0].sec);
	EXPECT_GE(now.tv_sec, ev[0].sec);
	EXPECT_GT(1000000, ev[0].usec);
	EXPECT_TRUE(untouched(ev + 3, sizeof(*ev) + 64));
	EXPECT_EQ(-EINVAL, ARM(read, self->fd, ev, 8));

	/* Control: for a 64-bit program 16 bytes are not even one event. */
	ASSERT_EQ(0, emit(self->uinput, EV_KEY, KEY_A, 0));
	ASSERT_EQ(0, emit(self->uinput, EV_SYN, SYN_REPORT, 0));
	EXPECT_EQ(-1, read(self->fd, ev, sizeof(*ev)));
	EXPECT_EQ(EINVAL, errno);
	/* And what it reads is nothing that a 32-bit one could use. */
	EXPECT_EQ(2 * sizeof(struct input_event),
		  read(self->fd, ev, 4 * sizeof(*ev)));
	EXPECT_NE(EV_KEY, ev[0].type);

	ASSERT_EQ(0, gate32_disable());
	EXPECT_EQ(-ENOSYS, ARM(read, self->fd, ev, sizeof(*ev)));
}

TEST_F(evdev, write_events)
{
	struct g_input_event *ev = low_zero(2 * sizeof(*ev));
	struct input_event got[4];
	int i, n, seen = 0;

	/* To the device: its maker is told to switch the light on. */
	ev[0].type = EV_LED;
	ev[0].code = LED_CAPSL;
	ev[0].value = 1;
	ev[1].type = EV_SYN;
	ASSERT_EQ(2 * sizeof(*ev), ARM(write, self->fd, ev, 2 * sizeof(*ev)));
	n = read(self->uinput, got, sizeof(got));
	ASSERT_LE((int)sizeof(got[0]), n);
	for (i = 0; i < n / (int)sizeof(got[0]); i++)
		seen += got[i].type == EV_LED && got[i].code == LED_CAPSL &&
			got[i].value == 1;
	EXPECT_EQ(1, seen);

	/* By the device: a key is pressed through the gate. */
	ev[0].type = EV_KEY;
	ev[0].code = KEY_A;
	ASSERT_EQ(2 * sizeof(*ev), ARM(write, self->uinput, ev,
				       2 * sizeof(*ev)));
	seen = 0;
	n = read(self->fd, got, sizeof(got));
	for (i = 0; i < n / (int)sizeof(got[0]); i++)
		seen += got[i].type == EV_KEY && got[i].code == KEY_A &&
			got[i].value == 1;
	EXPECT_EQ(1, seen);

	/* Control: the same bytes from a 64-bit process. */
	EXPECT_EQ(-1, write(self->fd, ev, sizeof(*ev)));
	EXPECT_EQ(EINVAL, errno);
}

/* io_uring has events read by a worker, which two rings share. */
TEST_F(evdev, read_by_io_uring)
{
	const size_t size[] = { sizeof(struct input_event),
				sizeof(struct g_input_event) };
	struct io_uring_params *params;
	struct io_uring_cqe cqe;
	struct ring ring[2];
	int i, ret, routed;

	for (routed = 0; routed < 2; routed++) {
		params = low_zero(sizeof(*params));
		ret = ring_setup(&ring[routed], params, routed);
		if (ret == -ENOSYS || ret == -EPERM)
			SKIP(return, "io_uring is not available");
		ASSERT_EQ(0, ret);
	}
	for (i = 0; i < 6; i++) {
		const struct io_uring_sqe sqe = {
			.opcode = IORING_OP_READ,
			.flags = i < 3 ? IOSQE_ASYNC : 0,
			.fd = self->fd,
			.addr = (uintptr_t)low(96),
			.len = 96,
		};

		routed = i % 2;
		ASSERT_EQ(0, emit(self->uinput, EV_KEY, KEY_A, !routed));
		ASSERT_EQ(0, emit(self->uinput, EV_SYN, SYN_REPORT, 0));
		ring_put(&ring[routed], &sqe);
		ASSERT_EQ(1, ring_enter(&ring[routed], 1, 0, 0));
		ASSERT_TRUE(ring_get(&ring[routed], &cqe));
		EXPECT_EQ(2 * size[routed], cqe.res) {
			TH_LOG("%s ring", routed ? "routed" : "native");
		}
	}
}

TEST_F(evdev, questions)
{
	struct input_absinfo *abs = low(sizeof(*abs));
	struct input_id *id = low(sizeof(*id));
	unsigned int *types = low(64);
	unsigned long native[8] = {};
	int *version = low(sizeof(*version));
	char *name = low(64);

	ASSERT_EQ(0, IOCTL32(self->fd, EVIOCGVERSION, version));
	EXPECT_EQ(EV_VERSION, *version);
	ASSERT_EQ(0, IOCTL32(self->fd, EVIOCGID, id));
	EXPECT_EQ(0x1234, id->vendor);
	EXPECT_EQ(0x5678, id->product);
	EXPECT_EQ(19, IOCTL32(self->fd, EVIOCGNAME(64), name));
	EXPECT_STREQ("gate32 test device", name);
	ASSERT_EQ(0, IOCTL32(self->fd, EVIOCGABS(ABS_X), abs));
	EXPECT_EQ(-100, abs->minimum);
	EXPECT_EQ(100, abs->maximum);
	EXPECT_EQ(3, abs->fuzz);

	/* Bitmaps are of longs: 4 bytes of types here, 8 natively. */
	EXPECT_EQ(4, IOCTL32(self->fd, EVIOCGBIT(0, 64), types));
	EXPECT_EQ(1 << EV_SYN | 1 << EV_KEY | 1 << EV_ABS | 1 << EV_LED,
		  *types & ~(1 << EV_REP));
	EXPECT_TRUE(untouched(types + 1, 60));
	EXPECT_EQ(8, ioctl(self->fd, EVIOCGBIT(0, sizeof(native)), native));
	EXPECT_EQ(native[0], *types);

	ASSERT_EQ(0, IOCTL32(self->fd, EVIOCGRAB, 1));
	ASSERT_EQ(0, IOCTL32(self->fd, EVIOCGRAB, 0));
	*version = CLOCK_MONOTONIC;
	ASSERT_EQ(0, IOCTL32(self->fd, EVIOCSCLOCKID, version));
	EXPECT_EQ(-EFAULT, IOCTL32(self->fd, EVIOCGID, 16));
	EXPECT_EQ(-EINVAL, IOCTL32(self->fd, _IO('E', 0xff), 0));
	EXPECT_SHUT(self->fd, EVIOCGID, id);
}

/* A device made through the gate: the name's length and a pointer in it. */
TEST_F(evdev, uinput_through_the_gate)
{
	struct uinput_setup *setup = low_zero(sizeof(*setup));
	char *phys = low_string("gate32/input0"), *name = low(64);
	int made, fd;

	made = open("/dev/uinput", O_RDWR | O_NONBLOCK);
	ASSERT_LE(0, made);
	strcpy(setup->name, "made through the gate");
	ASSERT_EQ(0, IOCTL32(made, UI_SET_EVBIT, EV_KEY));
	ASSERT_EQ(0, IOCTL32(made, UI_SET_KEYBIT, KEY_B));
	/* UI_SET_PHYS has a pointer's size in its number: 4 here. */
	ASSERT_EQ(0, IOCTL32(made, _IOW('U', 108, ptr32_t), phys));
	EXPECT_EQ(-EINVAL, ioctl64(made, _IOW('U', 108, ptr32_t),
				   (unsigned long)phys));
	ASSERT_EQ(0, IOCTL32(made, UI_DEV_SETUP, setup));
	ASSERT_EQ(0, IOCTL32(made, UI_DEV_CREATE, 0));
	fd = open_event(made);
	ASSERT_LE(0, fd);
	EXPECT_EQ(22, IOCTL32(fd, EVIOCGNAME(64), name));
	EXPECT_STREQ("made through the gate", name);
	EXPECT_EQ(14, IOCTL32(fd, EVIOCGPHYS(64), name));
	EXPECT_STREQ("gate32/input0", name);
	EXPECT_EQ(0, IOCTL32(made, UI_DEV_DESTROY, 0));
	close(fd);
	close(made);
}

TEST_HARNESS_MAIN
