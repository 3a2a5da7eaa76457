// SPDX-License-Identifier: GPL-2.0-only
/*
 * scenarios: ioctls of input devices, and what is read from and written to them
 */
#include <fcntl.h>
#include <string.h>

#include <linux/input.h>
#include <linux/uinput.h>

#include "input_node.h"
#include "oracle.h"

#define GROUP "input"

SCENARIO(input)
{
	struct g_input_event *out = ZNEWS(input_event, 3);
	struct g_input_event *in = (void *)mem(8 * sizeof(*in));
	struct uinput_setup *setup = zmem(sizeof(*setup));
	struct uinput_abs_setup *abs = zmem(sizeof(*abs));
	struct g_ff_effect *effect = ZNEW(ff_effect);
	struct input_keymap_entry *key = zmem(sizeof(*key));
	int fd = open("/dev/uinput", O_RDWR | O_NONBLOCK), uinput = fd;
	char *buf = mem(64);

	if (fd < 0)
		skip("no /dev/uinput");
	driver("uinput");
	IO(UI_GET_VERSION, buf);
	outb(buf, 8);
	IO(UI_SET_EVBIT, EV_KEY);
	IO(UI_SET_KEYBIT, KEY_A);
	IO(UI_SET_KEYBIT, 99999);
	IO(UI_SET_EVBIT, EV_ABS);
	IO(UI_SET_EVBIT, EV_LED);
	IO(UI_SET_LEDBIT, LED_CAPSL);
	IO(UI_SET_PROPBIT, 2);
	IO(G_UI_SET_PHYS, str("phys/input0"));
	IO(0x4008556c, BAD);		/* UI_SET_PHYS of AArch64 */
	abs->code = ABS_X;
	abs->absinfo.minimum = -100;
	abs->absinfo.maximum = 100;
	IO(UI_ABS_SETUP, abs);
	setup->id.vendor = 0x1234;
	strcpy(setup->name, "oracle");
	IO(UI_DEV_SETUP, setup);
	IO(UI_DEV_SETUP, BAD_HIGH);
	IO(UI_DEV_CREATE, 0);
	IO(UI_DEV_CREATE, 0);
	fd = open_input(uinput, "event");
	if (fd < 0)
		skip("no evdev device for uinput's");

	driver("evdev");
	IO(EVIOCGVERSION, buf);
	outb(buf, 4);
	IO(EVIOCGID, buf);
	outb(buf, 8);
	IO(EVIOCGNAME(64), buf);
	outb(buf, 16);
	IO(EVIOCGNAME(3), buf);
	IO(EVIOCGPHYS(64), buf);
	outb(buf, 16);
	IO(EVIOCGUNIQ(64), buf);
	IO(EVIOCGPROP(64), buf);
	outb(buf, 8);
	IO(EVIOCGBIT(0, 64), memset(buf, 0xa5, 64));
	outb(buf, 64);
	IO(EVIOCGBIT(EV_KEY, 6), memset(buf, 0xa5, 64));
	outb(buf, 16);
	IO(EVIOCGBIT(EV_LED, 64), memset(buf, 0xa5, 64));
	outb(buf, 16);
	IO(EVIOCGKEY(64), buf);
	IO(EVIOCGLED(64), buf);
	IO(EVIOCGSW(64), buf);
	IO(EVIOCGABS(ABS_X), buf);
	outb(buf, 24);
	abs->absinfo.maximum = 50;
	IO(EVIOCSABS(ABS_X), &abs->absinfo);
	IO(EVIOCGABS(ABS_X), buf);
	outb(buf, 24);
	IO(EVIOCGABS(ABS_Y), buf);
	IO(EVIOCGREP, buf);
	IO(EVIOCGEFFECTS, buf);
	outb(buf, 4);
	IO(G_EVIOCSFF, effect);
	IO(0x40304580, effect);		/* EVIOCSFF of AArch64 */
	IO(EVIOCRMFF, 0);
	IO(EVIOCGKEYCODE, zmem(8));
	IO(EVIOCGKEYCODE_V2, key);
	IO(EVIOCGMASK, zmem(16));
	IO(EVIOCSCLOCKID, bytes(&(int){ 1 }, 4));
	IO(EVIOCSCLOCKID, bytes(&(int){ 99 }, 4));
	IO(EVIOCGRAB, 1);
	IO(EVIOCGRAB, 1);
	IO(EVIOCGRAB, 0);
	IO(EVIOCGID, BAD);
	IO(EVIOCGNAME(64), BAD_HIGH);
	IO(_IO('E', 0xfe), 0);

	out[0] = (struct g_input_event){ .type = EV_KEY, .code = KEY_A,
					 .value = 1 };
	out[1] = (struct g_input_event){ .type = EV_ABS, .code = ABS_X,
					 .value = -7 };
	sys(write, uinput, out, 3 * sizeof(*out));
	sys(write, uinput, out, 15);
	sys(write, uinput, BAD, 16);
	sys(read, fd, in, 8 * sizeof(*in));
	OUTN(input_event, in, 8);
	sys(read, fd, in, 8 * sizeof(*in));
	sys(read, fd, in, 15);
	out[0] = (struct g_input_event){ .type = EV_LED, .code = LED_CAPSL,
					 .value = 1 };
	out[1] = out[2];
	sys(write, fd, out, 2 * sizeof(*out));
	in = (void *)mem(8 * sizeof(*in));
	sys(read, uinput, in, 8 * sizeof(*in));
	OUTN(input_event, in, 8);
	sys(read, uinput, in, 8);
	sys(ioctl, uinput, UI_DEV_DESTROY, 0);
	sys(read, fd, in, 16);
	IO(EVIOCGID, buf);
}
