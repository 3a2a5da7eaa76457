// SPDX-License-Identifier: GPL-2.0-only
/*
 * scenarios: ioctls of real drivers, and reads and writes that depend on who
 * calls. Devices that a machine lacks are skipped.
 */
#include <dirent.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <linux/blkpg.h>
#include <linux/fs.h>
#include <linux/hdreg.h>
#include <linux/input.h>
#include <linux/loop.h>
#include <linux/rtc.h>
#include <linux/uinput.h>
#include <linux/videodev2.h>
#include <sound/asound.h>

#include "guest_driver.h"
#include "oracle.h"

#define GROUP "driver"

#define IO(cmd, arg)	sys(ioctl, fd, cmd, arg)

SCENARIO(serial)
{
	struct g_serial *s = NEW(serial);
	uint32_t *n = mem(4);
	int fd = open("/dev/ttyAMA0", O_RDWR | O_NOCTTY | O_NONBLOCK);

	if (fd < 0)
		skip("no serial port /dev/ttyAMA0");
	IO(TIOCGSERIAL, s);
	OUT(serial, s);
	IO(TIOCGSERIAL, BAD);
	IO(TIOCSSERIAL, BAD_HIGH);
	IO(TIOCMGET, n);
	out(n);
	IO(TIOCGICOUNT, BAD);
	IO(TIOCGSOFTCAR, n);
	out(n);
	IO(TIOCOUTQ, BAD);
}

SCENARIO(loop)
{
	struct g_loop_info64 *info64 = ZNEW(loop_info64);
	struct g_loop_info *info = ZNEW(loop_info);
	uint32_t *n = mem(64);
	int control = open("/dev/loop-control", O_RDWR), fd, file;
	char path[32];

	if (control < 0)
		skip("no /dev/loop-control");
	snprintf(path, sizeof(path), "/dev/loop%d",
		 ioctl(control, LOOP_CTL_GET_FREE));
	fd = open(path, O_RDWR);
	if (fd < 0)
		skip("no loop device");
	file = sys(memfd_create, str("disk"), 0);
	sys(ftruncate, file, 1 << 20);
	IO(LOOP_GET_STATUS, info);
	IO(LOOP_SET_FD, file);
	IO(LOOP_SET_FD, file);
	info->lo_offset = 4096;
	strcpy(info->lo_name, "name");
	IO(LOOP_SET_STATUS, info);
	info = NEW(loop_info);
	IO(LOOP_GET_STATUS, info);
	OUT(loop_info, info);
	info64 = NEW(loop_info64);
	IO(LOOP_GET_STATUS64, info64);
	OUT(loop_info64, info64);
	info64->lo_offset = 0x200000000ULL;
	sys(ftruncate64, file, PAD, LL(0x300000000ULL));
	IO(LOOP_SET_STATUS64, info64);
	IO(LOOP_GET_STATUS, info);
	IO(BLKGETSIZE, n);
	outb(n, 8);
	IO(G_BLKGETSIZE64, n);
	outb(n, 12);
	info64->lo_offset = 0;
	IO(LOOP_SET_STATUS64, info64);
	sys(ftruncate64, file, PAD, LL(0x20000000000ULL));
	IO(LOOP_SET_CAPACITY, 0);
	IO(BLKGETSIZE, n);		/* more than 2 TB: too big for it */
	IO(G_BLKGETSIZE64, n);
	outb(n, 12);
	IO(0x80081272, n);		/* BLKGETSIZE64 of AArch64 */
	IO(BLKSSZGET, n);
	out(n);
	IO(G_BLKBSZGET, n);
	outb(n, 8);
	IO(0x80081270, n);		/* BLKBSZGET of AArch64 */
	*n = 1000;
	IO(G_BLKBSZSET, n);
	IO(BLKROGET, n);
	out(n);
	IO(BLKRASET, 64);
	IO(BLKRAGET, n);
	outb(n, 8);
	IO(BLKFRAGET, n);
	outb(n, 8);
	IO(BLKSECTGET, n);
	outb(n, 4);
	IO(BLKIOMIN, n);
	out(n);
	IO(BLKIOOPT, n);
	out(n);
	IO(BLKPBSZGET, n);
	out(n);
	IO(BLKALIGNOFF, n);
	out(n);
	IO(BLKDISCARD, bytes((uint64_t[]){ 0, 4096 }, 16));
	IO(BLKZEROOUT, bytes((uint64_t[]){ 0, 1 }, 16));
	IO(BLKFLSBUF, 0);
	IO(BLKRRPART, 0);
	IO(BLKPG, bytes((uint32_t[]){ 1, 0, 152, BAD }, 16));
	IO(HDIO_GETGEO, n);
	IO(BLKGETSIZE, BAD);
	IO(BLKGETSIZE, BAD_HIGH);
	IO(LOOP_SET_BLOCK_SIZE, 1000);
	IO(LOOP_SET_DIRECT_IO, 0);
	IO(LOOP_SET_STATUS, BAD);
	IO(LOOP_CHANGE_FD, -1);
	IO(0x4cff, 0);
	IO(LOOP_CLR_FD, 0);
	IO(LOOP_CLR_FD, 0);
}

static int open_event(int uinput)
{
	char name[64], path[128];
	struct dirent *entry;
	int fd = -1, tries;
	DIR *dir;

	if (ioctl(uinput, UI_GET_SYSNAME(sizeof(name)), name) < 0)
		return -1;
	snprintf(path, sizeof(path), "/sys/devices/virtual/input/%s", name);
	dir = opendir(path);
	while (dir && (entry = readdir(dir))) {
		if (strncmp(entry->d_name, "event", 5))
			continue;
		snprintf(path, sizeof(path), "/dev/input/%.32s", entry->d_name);
		for (tries = 0; fd < 0 && tries < 200; tries++) {
			pause_ms(5);
			fd = open(path, O_RDWR | O_NONBLOCK);
		}
	}
	if (dir)
		closedir(dir);
	return fd;
}

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
	fd = open_event(uinput);
	if (fd < 0)
		skip("no evdev device for uinput's");

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

static int find_device(const char *format, unsigned long cmd, void *answer,
		       const char *text, const char *wanted)
{
	char path[64];
	int i, fd;

	for (i = 0; i < 32; i++) {
		snprintf(path, sizeof(path), format, i);
		fd = open(path, O_RDWR);
		if (fd < 0)
			continue;
		if (!ioctl(fd, cmd, answer) && !strcmp(text, wanted))
			return fd;
		close(fd);
	}
	return -1;
}

static int open_vivid(void)
{
	struct v4l2_capability cap;
	int fd;

	/* The first node of vivid captures. */
	fd = find_device("/dev/video%d", VIDIOC_QUERYCAP, &cap,
			 (char *)cap.driver, "vivid");
	if (fd < 0)
		skip("no vivid device");
	return fd;
}

static struct g_v4l2_format *video_format(void)
{
	struct g_v4l2_format *f = ZNEW(v4l2_format);

	f->type = V4L2_BUF_TYPE_VIDEO_CAPTURE;
	f->width = 320;
	f->height = 180;
	f->pixelformat = V4L2_PIX_FMT_YUYV;
	return f;
}

SCENARIO(video_formats)
{
	struct g_v4l2_create_buffers *create = ZNEW(v4l2_create_buffers);
	struct g_v4l2_ext_controls *list = ZNEW(v4l2_ext_controls);
	struct g_v4l2_ext_control *c = ZNEWS(v4l2_ext_control, 2);
	struct g_v4l2_standard *std = ZNEW(v4l2_standard);
	struct g_v4l2_format *f = video_format();
	struct g_v4l2_edid *edid = ZNEW(v4l2_edid);
	struct g_v4l2_event *event = NEW(v4l2_event);
	int fd = open_vivid(), i;
	uint32_t *buf = zmem(256);

	IO(VIDIOC_QUERYCAP, buf);
	outb(buf, 104);
	buf[1] = 1;
	for (i = 0; i < 6; i++) {
		buf[0] = i;
		IO(VIDIOC_ENUM_FMT, buf);
		outb(buf, 64);
	}
	buf[0] = 9999;
	IO(VIDIOC_ENUM_FMT, buf);
	IO(G_VIDIOC_S_FMT, f);
	outb(f, 204);
	IO(G_VIDIOC_G_FMT, f);
	outb(f, 204);
	f->width = 123456;
	IO(G_VIDIOC_TRY_FMT, f);
	outb(f, 204);
	f->type = V4L2_BUF_TYPE_VIDEO_OVERLAY;
	IO(G_VIDIOC_G_FMT, f);
	f->type = 99;
	IO(G_VIDIOC_G_FMT, f);
	IO(G_VIDIOC_G_FMT, BAD);
	IO(G_VIDIOC_G_FMT, BAD_HIGH);
	IO(VIDIOC_G_FMT & ~0x3fff0000, f);
	memset(buf, 0, 256);
	IO(G_VIDIOC_ENUMINPUT, buf);
	outb(buf, 84);
	IO(VIDIOC_S_INPUT, zmem(4));
	IO(VIDIOC_G_INPUT, buf);
	outb(buf, 4);
	IO(G_VIDIOC_ENUMSTD, std);
	OUT(v4l2_standard, std);
	IO(VIDIOC_G_STD, buf);
	memset(buf, 0, 256);
	buf[0] = 1;
	IO(VIDIOC_G_PARM, buf);
	outb(buf, 204);
	IO(VIDIOC_CROPCAP, buf);
	outb(buf, 48);
	memset(buf, 0, 256);
	buf[0] = 1;
	IO(VIDIOC_G_SELECTION, buf);
	outb(buf, 64);
	memset(buf, 0, 256);
	buf[1] = V4L2_PIX_FMT_YUYV;
	IO(VIDIOC_ENUM_FRAMESIZES, buf);
	outb(buf, 44);
	memset(buf, 0, 256);
	buf[1] = V4L2_PIX_FMT_YUYV;
	buf[2] = 320;
	buf[3] = 180;
	IO(VIDIOC_ENUM_FRAMEINTERVALS, buf);
	outb(buf, 52);
	memset(buf, 0, 256);
	buf[0] = V4L2_CID_BRIGHTNESS;
	IO(VIDIOC_QUERYCTRL, buf);
	outb(buf, 68);
	memset(buf, 0, 256);
	buf[0] = V4L2_CTRL_FLAG_NEXT_CTRL | V4L2_CTRL_FLAG_NEXT_COMPOUND;
	IO(VIDIOC_QUERY_EXT_CTRL, buf);
	outb(buf, 232);
	list->which = V4L2_CTRL_CLASS_USER;
	list->count = 2;
	list->controls = PTR(c);
	c[0].id = V4L2_CID_BRIGHTNESS;
	c[0].value = 99;
	c[1].id = V4L2_CID_CONTRAST;
	c[1].value = 77;
	IO(G_VIDIOC_S_EXT_CTRLS, list);
	memset(c, 0, 40);
	c[0].id = V4L2_CID_BRIGHTNESS;
	c[1].id = V4L2_CID_CONTRAST;
	IO(G_VIDIOC_G_EXT_CTRLS, list);
	outb(list, 24);
	outb(c, 40);
	c[1].value = 99999;
	IO(G_VIDIOC_TRY_EXT_CTRLS, list);
	outb(list, 24);
	c[1].id = 0x7777;
	IO(G_VIDIOC_G_EXT_CTRLS, list);
	outb(list, 24);
	list->controls = BAD;
	IO(G_VIDIOC_G_EXT_CTRLS, list);
	list->count = 0x10000000;
	IO(G_VIDIOC_G_EXT_CTRLS, list);
	memset(buf, 0, 256);
	buf[0] = V4L2_EVENT_CTRL;
	buf[1] = V4L2_CID_BRIGHTNESS;
	buf[2] = V4L2_EVENT_SUB_FL_SEND_INITIAL;
	IO(VIDIOC_SUBSCRIBE_EVENT, buf);
	IO(G_VIDIOC_DQEVENT, event);
	OUT(v4l2_event, event);
	edid->blocks = 1;
	edid->edid = PTR(mem(128));
	IO(G_VIDIOC_G_EDID, edid);
	create->count = 2;
	create->memory = V4L2_MEMORY_MMAP;
	create->format = *video_format();
	create->format.bytesperline = 640;
	create->format.sizeimage = 320 * 180 * 2;
	IO(G_VIDIOC_CREATE_BUFS, create);
	outb(create, sizeof(*create));
	IO(_IO('V', 250), 0);
}

SCENARIO(video_capture)
{
	struct g_v4l2_buffer64 *b64 = ZNEW(v4l2_buffer64);
	struct g_v4l2_buffer *b = ZNEW(v4l2_buffer);
	struct g_v4l2_format *f = video_format();
	struct v4l2_requestbuffers *req = zmem(sizeof(*req));
	struct v4l2_exportbuffer *export = zmem(sizeof(*export));
	uint32_t *type = bytes(&(uint32_t){ 1 }, 4), at;
	struct g_pollfd *p;
	int fd = open_vivid();
	unsigned int i;

	IO(G_VIDIOC_S_FMT, f);
	req->count = 3;
	req->type = V4L2_BUF_TYPE_VIDEO_CAPTURE;
	req->memory = V4L2_MEMORY_MMAP;
	IO(VIDIOC_REQBUFS, req);
	outb(req, 20);
	b64->type = V4L2_BUF_TYPE_VIDEO_CAPTURE;
	IO(G_VIDIOC_QUERYBUF64, b64);
	outb(b64, 80);
	for (i = 0; i < 3; i++) {
		b = ZNEW(v4l2_buffer);
		b->index = i;
		b->type = V4L2_BUF_TYPE_VIDEO_CAPTURE;
		b->memory = V4L2_MEMORY_MMAP;
		IO(G_VIDIOC_QUERYBUF, b);
		outb(b, 68);
		at = sys(mmap2, 0, b->length, 3, 1, fd, b->offset >> 12);
		IO(G_VIDIOC_QBUF, b);
		outb(b, 68);
	}
	IO(G_VIDIOC_QBUF, b);
	b->index = 9;
	IO(G_VIDIOC_QUERYBUF, b);
	IO(G_VIDIOC_QUERYBUF, BAD);
	IO(G_VIDIOC_PREPARE_BUF, b);
	IO(VIDIOC_STREAMON, type);
	IO(VIDIOC_STREAMON, BAD);
	IO(G_VIDIOC_DQBUF, b);
	OUT(v4l2_buffer, b);
	IO(G_VIDIOC_QBUF, b);
	IO(G_VIDIOC_DQBUF64, b64);
	OUT(v4l2_buffer64, b64);
	p = SET(pollfd, .fd = fd, .events = POLLIN);
	sys(poll, p, 1, 10000);
	outb(p, 8);
	export->type = V4L2_BUF_TYPE_VIDEO_CAPTURE;
	export->flags = O_CLOEXEC;
	IO(VIDIOC_EXPBUF, export);
	outb(export, 64);
	sys(munmap, at, 4096);
	IO(VIDIOC_STREAMOFF, type);
	IO(G_VIDIOC_DQBUF, b);
	req->count = 0;
	IO(VIDIOC_REQBUFS, req);
}

static int loopback_card(int *control)
{
	struct snd_ctl_card_info info;

	*control = find_device("/dev/snd/controlC%d", SNDRV_CTL_IOCTL_CARD_INFO,
			       &info, (char *)info.driver, "Loopback");
	if (*control < 0)
		skip("no snd-aloop card");
	return info.card;
}

SCENARIO(sound_control)
{
	struct g_snd_ctl_elem_list *list = ZNEW(snd_ctl_elem_list);
	struct g_snd_ctl_elem_value *value;
	struct g_snd_ctl_elem_info *info;
	uint8_t *buf = mem(512), *ids = mem(64 * 64);
	unsigned int i;
	int fd;

	loopback_card(&fd);
	IO(SNDRV_CTL_IOCTL_PVERSION, buf);
	outb(buf, 4);
	IO(SNDRV_CTL_IOCTL_CARD_INFO, buf);
	outb(buf, 80);
	IO(SNDRV_CTL_IOCTL_CARD_INFO, BAD);
	IO(G_SND_ELEM_LIST, list);
	out(&list->count);
	list->space = 64;
	list->pids = PTR(ids);
	IO(G_SND_ELEM_LIST, list);
	outb(list, 72);
	/* "Playback Channel Map" and its kin come and go with PCM devices. */
	for (i = 0; i < list->used && i < 4; i++) {
		outb(ids + 64 * i, 64);
		info = ZNEW(snd_ctl_elem_info);
		memcpy(info->id, ids + 64 * i, 64);
		IO(G_SND_ELEM_INFO, info);
		OUT(snd_ctl_elem_info, info);
		value = ZNEW(snd_ctl_elem_value);
		memcpy(value->id, ids + 64 * i, 64);
		IO(G_SND_ELEM_READ, value);
		outb(value, 200);
	}
	IO(G_SND_ELEM_WRITE, ZNEW(snd_ctl_elem_value));
	IO(G_SND_ELEM_READ, ZNEW(snd_ctl_elem_value));
	IO(G_SND_ELEM_READ, BAD_HIGH);
	list->pids = BAD;
	IO(G_SND_ELEM_LIST, list);
	*(int *)buf = -1;
	IO(SNDRV_CTL_IOCTL_PCM_NEXT_DEVICE, buf);
	outb(buf, 4);
	memset(buf, 0, 512);
	IO(SNDRV_CTL_IOCTL_PCM_INFO, buf);
	outb(buf, 288);
	IO(SNDRV_CTL_IOCTL_SUBSCRIBE_EVENTS, bytes(&(int){ 1 }, 4));
	IO(SNDRV_CTL_IOCTL_POWER_STATE, buf);
	outb(buf, 4);
	IO(_IO('U', 0xfe), 0);
}

SCENARIO(sound_pcm)
{
	struct g_snd_channel_info *channel = ZNEW(snd_channel_info);
	struct g_snd_hw_params *hw = ZNEW(snd_hw_params);
	struct g_snd_sw_params *sw = ZNEW(snd_sw_params);
	struct g_snd_sync_ptr *sync = ZNEW(snd_sync_ptr);
	struct g_snd_status *status = NEW(snd_status);
	struct g_snd_xferi *x = ZNEW(snd_xferi);
	uint8_t *buf = zmem(512);
	const struct {
		unsigned int interval, value;
	} wanted[] = { { 2, 2 }, { 3, 48000 }, { 5, 1200 }, { 9, 9600 } };
	char path[32];
	unsigned int i;
	int fd;

	snprintf(path, sizeof(path), "/dev/snd/pcmC%dD0p", loopback_card(&fd));
	fd = open(path, O_RDWR);
	if (fd < 0)
		skip("no PCM device of snd-aloop");
	IO(SNDRV_PCM_IOCTL_PVERSION, buf);
	outb(buf, 4);
	IO(SNDRV_PCM_IOCTL_INFO, buf);
	outb(buf, 288);
	IO(SNDRV_PCM_IOCTL_TTSTAMP, bytes(&(int){ 1 }, 4));
	memset(hw->masks, 0xff, 3 * 32);
	for (i = 0; i < 12; i++)
		hw->intervals[i].max = ~0U;
	hw->rmask = ~0U;
	IO(G_SND_HW_REFINE, hw);
	outb(hw, sizeof(*hw));
	memset(hw->masks, 0, 2 * 32);
	hw->masks[0][0] = 1 << 3;
	hw->masks[1][0] = 1 << 2;
	for (i = 0; i < 4; i++) {
		hw->intervals[wanted[i].interval].min = wanted[i].value;
		hw->intervals[wanted[i].interval].max = wanted[i].value;
		hw->intervals[wanted[i].interval].flags = 0;
	}
	hw->rmask = ~0U;
	IO(G_SND_HW_PARAMS, hw);
	outb(hw, sizeof(*hw));
	sw->avail_min = 1;
	sw->start_threshold = 9600;
	sw->stop_threshold = 9600;
	IO(G_SND_SW_PARAMS, sw);
	outb(sw, sizeof(*sw));
	IO(SNDRV_PCM_IOCTL_PREPARE, 0);
	IO(G_SND_STATUS, status);
	OUT(snd_status, status);
	status = ZNEW(snd_status);
	IO(G_SND_STATUS_EXT, status);
	OUT(snd_status, status);
	IO(G_SND_CHANNEL_INFO, channel);
	outb(channel, sizeof(*channel));
	x->buf = PTR(zmem(4096));
	x->frames = 1000;
	IO(G_SND_WRITEI, x);
	outb(x, sizeof(*x));
	IO(G_SND_DELAY, buf);
	outb(buf, 8);
	IO(G_SND_REWIND, bytes(&(uint32_t){ 100 }, 4));
	IO(G_SND_FORWARD, bytes(&(uint32_t){ 10 }, 4));
	sync->flags = 7;
	IO(G_SND_SYNC_PTR, sync);
	OUT(snd_sync_ptr, sync);
	IO(SNDRV_PCM_IOCTL_HWSYNC, 0);
	IO(SNDRV_PCM_IOCTL_PAUSE, 1);
	x->buf = BAD;
	IO(G_SND_WRITEI, x);
	IO(G_SND_WRITEI, BAD_HIGH);
	x->frames = 0x80000000;
	IO(G_SND_WRITEI, x);
	IO(G_SND_READI, x);
	IO(SNDRV_PCM_IOCTL_DROP, 0);
	IO(SNDRV_PCM_IOCTL_RESUME, 0);
	IO(SNDRV_PCM_IOCTL_HW_FREE, 0);
	IO(G_SND_STATUS, BAD);
	hw->intervals[2].min = 1000;
	hw->intervals[2].max = 1000;
	IO(G_SND_HW_REFINE, hw);
	IO(G_SND_HW_PARAMS, BAD);
	IO(_IO('A', 0xfe), 0);
}

SCENARIO(sound_timer)
{
	struct g_snd_timer_ginfo *ginfo = ZNEW(snd_timer_ginfo);
	struct g_snd_timer_status *status = NEW(snd_timer_status);
	struct g_snd_timer_info *info = NEW(snd_timer_info);
	int32_t *id = bytes((int32_t[]){ -1, -1, -1, -1, -1 }, 20);
	int fd = open("/dev/snd/timer", O_RDWR | O_NONBLOCK);
	int32_t *select = zmem(52);

	if (fd < 0)
		skip("no /dev/snd/timer");
	IO(SNDRV_TIMER_IOCTL_PVERSION, id + 4);
	outb(id + 4, 4);
	id[4] = -1;
	IO(SNDRV_TIMER_IOCTL_NEXT_DEVICE, id);
	outb(id, 20);
	memcpy(ginfo->tid, id, 20);
	IO(G_SND_TIMER_GINFO, ginfo);
	outb(ginfo, sizeof(*ginfo));
	IO(G_SND_TIMER_GINFO, BAD);
	IO(G_SND_TIMER_STATUS, status);
	memcpy(select, id, 20);
	IO(SNDRV_TIMER_IOCTL_SELECT, select);
	IO(G_SND_TIMER_INFO, info);
	outb(info, sizeof(*info));
	IO(G_SND_TIMER_STATUS, status);
	outb(status, sizeof(*status));
	IO(G_SND_TIMER_STATUS, BAD_HIGH);
	IO(SNDRV_TIMER_IOCTL_START, 0);
	IO(SNDRV_TIMER_IOCTL_STOP, 0);
	IO(SNDRV_TIMER_IOCTL_STOP, 0);
	IO(_IO('T', 0xfe), 0);
}

SCENARIO(clock)
{
	int fd = open("/dev/rtc0", O_RDWR);
	uint32_t *n = mem(64);

	if (fd < 0)
		skip("no /dev/rtc0");
	IO(RTC_RD_TIME, BAD);
	IO(RTC_ALM_READ, BAD);
	IO(_IOW('p', 0x0c, uint32_t), 32);	/* RTC_IRQP_SET */
	IO(_IOR('p', 0x0b, uint32_t), n);	/* RTC_IRQP_READ */
	outb(n, 8);
	IO(_IOR('p', 0x0b, uint64_t), n);
	IO(_IOW('p', 0x0c, uint32_t), 64);
	IO(_IOW('p', 0x0c, uint32_t), 3);
	IO(_IOR('p', 0x0d, uint32_t), n);	/* RTC_EPOCH_READ */
	IO(RTC_PIE_ON, 0);
	IO(RTC_PIE_OFF, 0);
	IO(RTC_UIE_OFF, 0);
	IO(RTC_AIE_OFF, 0);
	IO(RTC_WKALM_RD, BAD_HIGH);
	IO(RTC_VL_READ, n);
	IO(_IO('p', 0xfe), 0);
}
