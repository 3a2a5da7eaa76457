// SPDX-License-Identifier: GPL-2.0-only
/*
 * scenarios: uinput's old ways, force feedback, more of evdev; joysticks, mice
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include <linux/input.h>
#include <linux/joystick.h>
#include <linux/uinput.h>

#include "ask.h"
#include "input_node.h"

#define GROUP "input"

static int open_uinput(void)
{
	int fd = open("/dev/uinput", O_RDWR);

	if (fd < 0)
		skip("no /dev/uinput");
	driver("uinput");
	return fd;
}

static struct uinput_user_dev *user_dev(uint32_t effects)
{
	struct uinput_user_dev *dev = zmem(sizeof(*dev));

	strcpy(dev->name, "oracle");
	dev->id.bustype = BUS_VIRTUAL;
	dev->ff_effects_max = effects;
	dev->absmin[ABS_X] = -100;
	dev->absmax[ABS_X] = 100;
	dev->absmax[ABS_Y] = 200;
	return dev;
}

/* One key, its repetition, a scan code for it. */
static void evdev_keys(int fd)
{
	struct input_keymap_entry *entry = zmem(sizeof(*entry));
	uint32_t *pair = zmem(8);

	ASK(EVIOCGREP, pair);
	pair[0] = 500;
	pair[1] = 33;
	ASK(EVIOCSREP, pair);
	ASK(EVIOCGREP, pair);
	FAULTS(EVIOCGREP);
	FAULTS(EVIOCSREP);
	pair[0] = 0;
	ASK(EVIOCGKEYCODE, pair);
	ASK(EVIOCSKEYCODE, pair);
	FAULTS(EVIOCGKEYCODE);
	FAULTS(EVIOCSKEYCODE);
	entry->flags = INPUT_KEYMAP_BY_INDEX;
	ASK(EVIOCGKEYCODE_V2, entry);
	ASK(EVIOCSKEYCODE_V2, entry);
	FAULTS(EVIOCGKEYCODE_V2);
	FAULTS(EVIOCSKEYCODE_V2);
}

/* An address as 64 bits, whatever the program's are. */
static void evdev_masks(int fd)
{
	struct input_mask *mask = zmem(sizeof(*mask));
	uint8_t *codes = zmem(128);

	codes[KEY_A / 8] = 1 << KEY_A % 8;
	mask->type = EV_KEY;
	mask->codes_size = 128;
	mask->codes_ptr = PTR(codes);
	ASK(EVIOCSMASK, mask);
	memset(codes, 0x55, 128);
	ASK(EVIOCGMASK, mask);
	outb(codes, 128);
	mask->codes_ptr = BAD;
	ASK(EVIOCSMASK, mask);
	ASK(EVIOCGMASK, mask);
	mask->codes_ptr = (1ULL << 32) | PTR(codes);
	ASK(EVIOCSMASK, mask);
	mask->type = 99;
	ASK(EVIOCSMASK, mask);
	FAULTS(EVIOCSMASK);
	FAULTS(EVIOCGMASK);
}

static void evdev_states(int fd)
{
	int32_t *slots = zmem(64);

	ASK(EVIOCGSND(16), mem(16));
	ASK(EVIOCGSW(16), mem(16));
	ASK(EVIOCGKEY(96), mem(96));
	ASK(EVIOCGLED(16), mem(16));
	FAULTS(EVIOCGKEY(96));
	slots[0] = ABS_MT_POSITION_X;
	IO(EVIOCGMTSLOTS(16), slots);
	slots[0] = ABS_X;
	IO(EVIOCGMTSLOTS(16), slots);
	FAULTS(EVIOCGMTSLOTS(16));
	IO(EVIOCGMTSLOTS(3), slots);
	GIVE(EVIOCSCLOCKID, 7);
	FAULTS(EVIOCSCLOCKID);
	FAULTS(EVIOCGABS(ABS_X));
	FAULTS(EVIOCSABS(ABS_X));
	IO(EVIOCREVOKE, 1);
	IO(EVIOCREVOKE, 0);
	ASK(EVIOCGID, mem(8));
	sys(read, fd, mem(16), 16);
	sys(write, fd, mem(16), 16);
}

SCENARIO(input_written)
{
	int fd = open_uinput(), uinput = fd;

	IO(UI_SET_EVBIT, EV_KEY);
	IO(UI_SET_EVBIT, EV_REP);
	IO(UI_SET_KEYBIT, KEY_A);
	IO(UI_SET_EVBIT, EV_SND);
	IO(UI_SET_SNDBIT, SND_BELL);
	IO(UI_SET_SNDBIT, 99);
	IO(UI_SET_EVBIT, EV_SW);
	IO(UI_SET_SWBIT, SW_LID);
	IO(UI_SET_SWBIT, 99);
	IO(UI_SET_EVBIT, EV_MSC);
	IO(UI_SET_MSCBIT, MSC_SCAN);
	IO(UI_SET_MSCBIT, 99);
	IO(UI_SET_LEDBIT, 99);
	IO(UI_SET_PROPBIT, 99);
	IO(UI_SET_EVBIT, EV_ABS);
	IO(UI_SET_ABSBIT, ABS_X);
	IO(UI_SET_ABSBIT, ABS_Y);
	IO(UI_SET_ABSBIT, 99);
	FAULTS(G_UI_SET_PHYS);
	FAULTS(UI_GET_VERSION);
	sys(write, fd, user_dev(0), sizeof(struct uinput_user_dev) - 1);
	sys(write, fd, BAD, sizeof(struct uinput_user_dev));
	sys(write, fd, user_dev(0), sizeof(struct uinput_user_dev));
	ASK(UI_GET_SYSNAME(16), mem(16));
	IO(UI_DEV_CREATE, 0);
	FAULTS(UI_GET_SYSNAME(16));
	fd = open_input(uinput, "event");
	driver("evdev");
	evdev_keys(fd);
	evdev_masks(fd);
	evdev_states(fd);
	close(fd);
	fd = uinput;
	driver("uinput");
	IO(UI_DEV_DESTROY, 0);
	IO(_IO('U', 250), 0);
}

static struct g_ff_effect *rumble(int16_t id)
{
	struct g_ff_effect *effect = ZNEW(ff_effect);

	effect->type = FF_RUMBLE;
	effect->id = id;
	effect->replay[0] = 100;
	effect->u[0] = 0x12;
	effect->u[3] = 0x34;
	return effect;
}

static int make_feedback(void)
{
	int fd = open_uinput();

	IO(UI_SET_EVBIT, EV_FF);
	IO(UI_SET_FFBIT, FF_RUMBLE);
	IO(UI_SET_FFBIT, FF_PERIODIC);
	IO(UI_SET_FFBIT, FF_CUSTOM);
	IO(UI_SET_FFBIT, FF_GAIN);
	IO(UI_SET_FFBIT, 999);
	sys(write, fd, user_dev(4), sizeof(struct uinput_user_dev));
	IO(UI_DEV_CREATE, 0);
	return fd;
}

static int event_fd;

/* Uploads two effects, erases one; the driver of the device is the parent. */
static int upload(void *uinput)
{
	struct g_ff_effect *effect = rumble(-1);
	int ret;

	ret = silent(ioctl, event_fd, G_EVIOCSFF, effect);
	if (ret < 0 || effect->id)
		return 1;
	effect = rumble(0);
	effect->u[0] = 0x77;
	ret = silent(ioctl, event_fd, G_EVIOCSFF, effect);
	if (ret < 0)
		return 2;
	if (silent(ioctl, event_fd, G_EVIOCSFF, rumble(-1)) != -EIO)
		return 3;
	return silent(ioctl, event_fd, EVIOCRMFF, 0) ? 4 : 0;
}

/* Wait for the event that tells of a request; its number is the value. */
static uint32_t next_request(int fd)
{
	struct g_input_event *event = NEW(input_event);

	do {
		sys(read, fd, event, sizeof(*event));
		OUT(input_event, event);
	} while (event->type != EV_UINPUT);
	return event->value;
}

static void answer_upload(int fd, int32_t retval)
{
	struct g_uinput_ff_upload *up = ZNEW(uinput_ff_upload);

	up->request_id = next_request(fd);
	ASK(G_UI_BEGIN_FF_UPLOAD, up);
	up->retval = retval;
	ASK(G_UI_END_FF_UPLOAD, up);
}

SCENARIO(input_feedback)
{
	struct uinput_ff_erase *erase = zmem(sizeof(*erase));
	struct g_uinput_ff_upload *up = ZNEW(uinput_ff_upload);
	int fd = make_feedback(), pid;

	event_fd = open_input(fd, "event");
	up->request_id = 5;
	ASK(G_UI_BEGIN_FF_UPLOAD, up);
	ASK(G_UI_END_FF_UPLOAD, up);
	erase->request_id = 5;
	ASK(UI_BEGIN_FF_ERASE, erase);
	ASK(UI_END_FF_ERASE, erase);
	FAULTS(G_UI_BEGIN_FF_UPLOAD);
	FAULTS(G_UI_END_FF_UPLOAD);
	FAULTS(UI_BEGIN_FF_ERASE);
	FAULTS(UI_END_FF_ERASE);
	SHORT(G_UI_BEGIN_FF_UPLOAD, up);
	pid = peer(upload, NULL);
	answer_upload(fd, 0);
	answer_upload(fd, 0);
	answer_upload(fd, -EIO);
	erase->request_id = next_request(fd);
	ASK(UI_BEGIN_FF_ERASE, erase);
	ASK(UI_END_FF_ERASE, erase);
	note("uploads: %d", peer_wait(pid));
	IO(UI_DEV_DESTROY, 0);
}

/* The device's driver, for the other side of the same. */
static int serve(void *arg)
{
	struct g_input_event *event = NEW(input_event);
	struct g_uinput_ff_upload *up = ZNEW(uinput_ff_upload);
	struct uinput_ff_erase *erase = zmem(sizeof(*erase));
	int fd = *(int *)arg;

	while (silent(read, fd, event, sizeof(*event)) > 0) {
		if (event->type != EV_UINPUT)
			continue;
		if (event->code == UI_FF_UPLOAD) {
			up->request_id = event->value;
			silent(ioctl, fd, G_UI_BEGIN_FF_UPLOAD, up);
			up->retval = 0;
			silent(ioctl, fd, G_UI_END_FF_UPLOAD, up);
		} else {
			erase->request_id = event->value;
			silent(ioctl, fd, UI_BEGIN_FF_ERASE, erase);
			silent(ioctl, fd, UI_END_FF_ERASE, erase);
		}
	}
	return 0;
}

SCENARIO(input_effects)
{
	int fd = make_feedback(), uinput = fd, pid;
	struct g_ff_effect *effect = rumble(-1);

	/* In this order: the last close() erases, and the peer answers. */
	pid = peer(serve, &uinput);
	fd = open_input(uinput, "event");
	driver("evdev");
	ASK(EVIOCGEFFECTS, mem(4));
	FAULTS(EVIOCGEFFECTS);
	IO(G_EVIOCSFF, effect);
	OUT(ff_effect, effect);
	effect = rumble(-1);
	effect->type = FF_PERIODIC;
	effect->u[0] = FF_CUSTOM;
	effect->u[20] = 4;		/* so much data there */
	*(gptr_t *)(effect->u + 24) = PTR(zmem(8));
	IO(G_EVIOCSFF, effect);
	OUT(ff_effect, effect);
	effect = rumble(-1);
	effect->type = 0x7777;
	IO(G_EVIOCSFF, effect);
	IO(G_EVIOCSFF, rumble(9));
	FAULTS(G_EVIOCSFF);
	SHORT(G_EVIOCSFF, rumble(-1));
	sys(write, fd, SET(input_event, .type = EV_FF, .value = 1), 16);
	IO(EVIOCRMFF, 0);
	IO(EVIOCRMFF, 0);
	IO(EVIOCRMFF, 99);
	close(fd);
	kill(pid, SIGKILL);
	peer_wait(pid);
	fd = uinput;
	IO(UI_DEV_DESTROY, 0);
}

static int make_joystick(void)
{
	int fd = open_uinput();

	IO(UI_SET_EVBIT, EV_KEY);
	IO(UI_SET_KEYBIT, BTN_JOYSTICK);
	IO(UI_SET_KEYBIT, BTN_THUMB);
	IO(UI_SET_EVBIT, EV_ABS);
	IO(UI_SET_ABSBIT, ABS_X);
	IO(UI_SET_ABSBIT, ABS_Y);
	sys(write, fd, user_dev(0), sizeof(struct uinput_user_dev));
	IO(UI_DEV_CREATE, 0);
	return fd;
}

static void joystick_old(int fd)
{
	struct g_js_data *all = ZNEW(js_data);

	GIVE(G_JS_SET_TIMEOUT, 33);
	IO(G_JS_GET_TIMEOUT, all);
	OUT(js_data, all);
	GIVE(G_JS_SET_TIMELIMIT, 44);
	IO(G_JS_GET_TIMELIMIT, all);
	OUT(js_data, all);
	IO(G_JS_GET_ALL, all);
	OUT(js_data, all);
	all->expiretime = -7;
	all->timelimit = 0x7fffffff;
	all->save[1] = 5;
	all->corr[2] = 6;
	IO(G_JS_SET_ALL, all);
	memset(all, 0x55, sizeof(*all));
	IO(G_JS_GET_ALL, all);
	OUT(js_data, all);
	IO(G_JS_SET_CAL, all);
	IO(G_JS_GET_CAL, all);
	OUT(js_data, all);
	FAULTS(G_JS_SET_TIMEOUT);
	FAULTS(G_JS_GET_TIMEOUT);
	FAULTS(G_JS_SET_TIMELIMIT);
	FAULTS(G_JS_GET_TIMELIMIT);
	FAULTS(G_JS_GET_ALL);
	FAULTS(G_JS_SET_ALL);
}

SCENARIO(input_joystick)
{
	struct g_js_event *events = ZNEWS(js_event, 8);
	int fd, uinput;
	uint8_t *map;

	need_module("joydev");
	uinput = make_joystick();
	fd = open_input(uinput, "js");
	driver("joydev");
	ASK(JSIOCGVERSION, mem(4));
	ASK(JSIOCGAXES, mem(1));
	ASK(JSIOCGBUTTONS, mem(1));
	ASK(JSIOCGNAME(16), mem(16));
	FAULTS(JSIOCGNAME(16));
	FAULTS(JSIOCGVERSION);
	FAULTS(JSIOCGAXES);
	FAULTS(JSIOCGBUTTONS);
	map = zmem(2 * sizeof(struct js_corr));
	IO(JSIOCGCORR, map);
	outb(map, 2 * sizeof(struct js_corr));
	IO(JSIOCSCORR, map);
	FAULTS(JSIOCGCORR);
	FAULTS(JSIOCSCORR);
	map = zmem(1024);
	ASK(JSIOCGAXMAP, map);
	ASK(JSIOCSAXMAP, map);
	map[1] = 0xff;
	ASK(JSIOCSAXMAP, map);
	FAULTS(JSIOCGAXMAP);
	FAULTS(JSIOCSAXMAP);
	ASK(JSIOCGBTNMAP, map);
	ASK(JSIOCSBTNMAP, map);
	map[0] = 1;
	ASK(JSIOCSBTNMAP, map);
	FAULTS(JSIOCGBTNMAP);
	FAULTS(JSIOCSBTNMAP);
	joystick_old(fd);
	sys(read, fd, events, 7);
	sys(read, fd, BAD, 64);
	sys(read, fd, events, 64);
	OUTN(js_event, events, 4);
	sys(read, fd, events, 64);
	IO(_IO('j', 0xfe), 0);
	close(fd);
	ioctl(uinput, UI_DEV_DESTROY);
}

SCENARIO(input_mouse)
{
	int fd = open_uinput(), uinput = fd;
	uint8_t *packet = zmem(8);

	IO(UI_SET_EVBIT, EV_KEY);
	IO(UI_SET_KEYBIT, BTN_LEFT);
	IO(UI_SET_EVBIT, EV_REL);
	IO(UI_SET_RELBIT, REL_X);
	IO(UI_SET_RELBIT, REL_Y);
	IO(UI_SET_RELBIT, 99);
	sys(write, fd, user_dev(0), sizeof(struct uinput_user_dev));
	IO(UI_DEV_CREATE, 0);
	fd = open_input(uinput, "mouse");
	driver("mousedev");
	sys(read, fd, packet, 3);
	sys(write, uinput, SET(input_event, .type = EV_REL, .code = REL_X,
			       .value = 5), 16);
	sys(write, uinput, SET(input_event, .type = EV_KEY, .code = BTN_LEFT,
			       .value = 1), 16);
	sys(write, uinput, SET(input_event, .type = EV_SYN), 16);
	sys(read, fd, packet, 8);
	outb(packet, 8);
	sys(write, fd, bytes("\xf2", 1), 1);	/* what are you? */
	sys(read, fd, packet, 8);
	outb(packet, 8);
	sys(write, fd, BAD, 1);
	sys(read, fd, BAD, 3);
	IO(EVIOCGVERSION, packet);
	close(fd);
	ioctl(uinput, UI_DEV_DESTROY);
}
