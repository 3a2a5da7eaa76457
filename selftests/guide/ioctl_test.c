// SPDX-License-Identifier: GPL-2.0-only
/*
 * Of the guide: a family of ioctls. The guest plays sound and reads a keyboard;
 * the drivers are snd-aloop, a sound card that needs no hardware, and uinput.
 */
#include <dirent.h>
#include <linux/uinput.h>
#include <sound/asound.h>
#include <stddef.h>
#include <sys/ioctl.h>

#include "sample.h"

/*
 * What the guest has in its memory: the structures of its 32-bit headers. A
 * translator needs none of them.
 */
struct arm_xferi {
	int32_t result;
	uint32_t buf;
	uint32_t frames;
};

struct arm_hw_params {
	uint32_t flags, masks[8][8];
	struct {
		uint32_t min, max, flags;
	} intervals[21];
	uint32_t rmask, cmask, info, msbits, rate_num, rate_den, fifo_size;
	uint8_t reserved[64];
};

struct arm_status {
	int32_t state, trigger_sec, trigger_nsec, tstamp_sec, tstamp_nsec;
	uint32_t appl_ptr, hw_ptr;
	uint8_t rest[80];
};

struct arm_input_event {
	int32_t sec, usec;
	uint16_t type, code;
	int32_t value;
};

#define ARM_HW_PARAMS	_IOWR('A', 0x11, struct arm_hw_params)
#define ARM_STATUS	_IOR('A', 0x20, struct arm_status)
#define ARM_PREPARE	_IO('A', 0x40)
#define ARM_WRITEI	_IOW('A', 0x50, struct arm_xferi)

_Static_assert(sizeof(struct arm_hw_params) == 604, "as armhf has it");
_Static_assert(sizeof(struct arm_status) == 108, "as armhf has it");
_Static_assert(sizeof(struct arm_input_event) == 16, "as armhf has it");

#define FRAMES	480		/* 10 ms */

/* guide: begin by-hand */
/*
 * One command by hand. Its number differs, too, because it has the size of the
 * structure in it: 12 bytes in the guest, 24 here.
 */
static long writei_by_hand(int fd, struct arm_xferi *guest)
{
	struct snd_xferi host = {
		.buf = (void *)(uintptr_t)guest->buf,
		.frames = guest->frames,
	};

	if (ioctl(fd, SNDRV_PCM_IOCTL_WRITEI_FRAMES, &host) < 0)
		return -errno;
	guest->result = host.result;
	return 0;
}

static long ioctl_by_hand(int fd, uint32_t cmd, uint32_t arg)
{
	switch (cmd) {
	case ARM_WRITEI:
		return writei_by_hand(fd, (void *)(uintptr_t)arg);
	/* and so on, for every command of every driver */
	default:
		return -ENOTTY;
	}
}

/* guide: end */

/* guide: begin gate */
static long guest_ioctl(int fd, uint32_t cmd, uint32_t arg)
{
	return gate32_call(BASE, ARM_NR_ioctl, fd, cmd, arg, 0, 0, 0);
}

static long guest_read(int fd, uint32_t buf, uint32_t count)
{
	return gate32_call(BASE, ARM_NR_read, fd, buf, count, 0, 0, 0);
}

/* guide: end */

/* The playing side of the card whose driver is snd-aloop. */
static int open_loopback(void)
{
	struct snd_ctl_card_info info;
	char path[32];
	int i, fd;

	for (i = 0; i < 8; i++) {
		snprintf(path, sizeof(path), "/dev/snd/controlC%d", i);
		fd = open(path, O_RDWR);
		if (fd < 0)
			continue;
		if (ioctl(fd, SNDRV_CTL_IOCTL_CARD_INFO, &info))
			info.driver[0] = 0;
		close(fd);
		if (strcmp((char *)info.driver, "Loopback"))
			continue;
		snprintf(path, sizeof(path), "/dev/snd/pcmC%dD0p", i);
		return open(path, O_RDWR);
	}
	return -1;
}

static void set_interval(struct arm_hw_params *hw, int which, uint32_t value)
{
	which -= SNDRV_PCM_HW_PARAM_FIRST_INTERVAL;
	hw->intervals[which].min = value;
	hw->intervals[which].max = value;
}

/* 48 kHz, stereo, 16 bits, as a guest's libasound asks for it. */
static void sound_wanted(struct arm_hw_params *hw)
{
	int i;

	memset(hw, 0, sizeof(*hw));
	memset(hw->masks, 0xff, sizeof(hw->masks));
	memset(hw->masks[0], 0, 2 * sizeof(hw->masks[0]));
	hw->masks[0][0] = 1 << SNDRV_PCM_ACCESS_RW_INTERLEAVED;
	hw->masks[1][0] = 1 << SNDRV_PCM_FORMAT_S16_LE;
	for (i = 0; i < 12; i++)
		hw->intervals[i].max = ~0U;
	set_interval(hw, SNDRV_PCM_HW_PARAM_CHANNELS, 2);
	set_interval(hw, SNDRV_PCM_HW_PARAM_RATE, 48000);
	set_interval(hw, SNDRV_PCM_HW_PARAM_BUFFER_SIZE, 8 * FRAMES);
	hw->rmask = ~0U;
}

/* What all of this has to be about: a page of the guest's memory. */
struct page {
	struct arm_hw_params hw;
	struct arm_status status;
	struct arm_xferi xferi;
	struct arm_input_event event[8];
	int16_t sound[FRAMES][2];
};

static struct page *guest_page(void)
{
	return guest_memory(0x20000000, sizeof(struct page));
}

static bool sound(void)
{
	struct page *page = guest_page();
	int fd = open_loopback();

	if (fd < 0)
		MISSING("no snd-aloop card");
	OPEN_GATE();

	/* guide: begin guest-plays */
	sound_wanted(&page->hw);
	CHECK(guest_ioctl(fd, ARM_HW_PARAMS, PTR32(&page->hw)) == 0);
	CHECK(page->hw.rate_num == 48000 && page->hw.msbits == 16);
	CHECK(guest_ioctl(fd, ARM_PREPARE, 0) == 0);

	page->xferi.buf = PTR32(page->sound);
	page->xferi.frames = FRAMES;
	CHECK(guest_ioctl(fd, ARM_WRITEI, PTR32(&page->xferi)) == 0);
	CHECK(page->xferi.result == FRAMES);

	CHECK(guest_ioctl(fd, ARM_STATUS, PTR32(&page->status)) == 0);
	CHECK(page->status.appl_ptr == FRAMES);
	/* guide: end */

	/* Errors are the driver's own. */
	CHECK(guest_ioctl(fd, ARM_HW_PARAMS, 16) == -EFAULT);
	set_interval(&page->hw, SNDRV_PCM_HW_PARAM_CHANNELS, 1000);
	CHECK(guest_ioctl(fd, ARM_HW_PARAMS, PTR32(&page->hw)) < 0);

	return true;
}

/* By hand, what is written works like what is through the gate; no more. */
static bool sound_by_hand(void)
{
	struct page *page = guest_page();
	int fd = open_loopback();

	if (fd < 0)
		MISSING("no snd-aloop card");
	OPEN_GATE();
	sound_wanted(&page->hw);
	CHECK(guest_ioctl(fd, ARM_HW_PARAMS, PTR32(&page->hw)) == 0);
	CHECK(guest_ioctl(fd, ARM_PREPARE, 0) == 0);
	CHECK(gate32_disable() == 0);

	page->xferi.buf = PTR32(page->sound);
	page->xferi.frames = FRAMES;
	CHECK(ioctl_by_hand(fd, ARM_WRITEI, PTR32(&page->xferi)) == 0);
	CHECK(page->xferi.result == FRAMES);
	CHECK(ioctl_by_hand(fd, ARM_STATUS, PTR32(&page->status)) == -ENOTTY);

	OPEN_GATE();
	CHECK(guest_ioctl(fd, ARM_STATUS, PTR32(&page->status)) == 0);
	CHECK(page->status.appl_ptr == FRAMES);

	return true;
}

/* Without the gate: the kernel takes the command for one of 64-bit programs. */
static bool sound_control_shut(void)
{
	struct page *page = guest_page();
	int fd = open_loopback();

	if (fd < 0)
		MISSING("no snd-aloop card");
	sound_wanted(&page->hw);
	CHECK(guest_ioctl(fd, ARM_HW_PARAMS, PTR32(&page->hw)) == -ENOSYS);
	/* guide: begin shut */
	CHECK(ioctl(fd, ARM_HW_PARAMS, &page->hw) == -1 && errno == ENOTTY);
	/* guide: end */
	CHECK(page->hw.rate_num == 0);

	return true;
}

/* A keyboard with one key, made by uinput. */
static int make_keyboard(char *sysname, size_t size)
{
	struct uinput_setup setup = { .name = "gate32 guide" };
	int fd = open("/dev/uinput", O_RDWR);

	if (fd < 0)
		return -1;
	if (ioctl(fd, UI_SET_EVBIT, EV_KEY) ||
	    ioctl(fd, UI_SET_KEYBIT, KEY_A) ||
	    ioctl(fd, UI_DEV_SETUP, &setup) || ioctl(fd, UI_DEV_CREATE) ||
	    ioctl(fd, UI_GET_SYSNAME(size), sysname) < 0) {
		close(fd);
		return -1;
	}
	return fd;
}

/* Its /dev/input/eventN, which may take a moment. */
static int open_keyboard(const char *sysname)
{
	char path[128];
	struct dirent *entry;
	int fd = -1, tries;
	DIR *dir;

	snprintf(path, sizeof(path), "/sys/devices/virtual/input/%.60s",
		 sysname);
	dir = opendir(path);
	if (!dir)
		return -1;
	while ((entry = readdir(dir)) && strncmp(entry->d_name, "event", 5))
		;
	if (entry)
		snprintf(path, sizeof(path), "/dev/input/%.32s", entry->d_name);
	closedir(dir);
	for (tries = 0; entry && fd < 0 && tries < 100; tries++) {
		fd = open(path, O_RDWR | O_NONBLOCK);
		if (fd < 0)
			usleep(10000);
	}
	return fd;
}

static void press(int keyboard, int value)
{
	const struct input_event event[2] = {
		{ .type = EV_KEY, .code = KEY_A, .value = value },
		{ .type = EV_SYN },
	};

	if (write(keyboard, event, sizeof(event)) != sizeof(event))
		perror("uinput");
}

static bool events(void)
{
	struct page *page = guest_page();
	struct input_event host[8];
	char name[64];
	int keyboard = make_keyboard(name, sizeof(name)), fd;

	if (keyboard < 0)
		MISSING("no /dev/uinput");
	fd = open_keyboard(name);
	if (fd < 0)
		MISSING("no evdev device for uinput's");
	OPEN_GATE();

	/* guide: begin guest-reads */
	press(keyboard, 1);
	CHECK(guest_read(fd, PTR32(page->event), sizeof(page->event)) ==
	      2 * sizeof(struct arm_input_event));
	CHECK(page->event[0].type == EV_KEY && page->event[0].code == KEY_A);
	CHECK(page->event[0].value == 1);

	/* The translator's own read in the same process: 24 bytes each. */
	press(keyboard, 0);
	CHECK(read(fd, host, sizeof(host)) == 2 * sizeof(struct input_event));
	/* guide: end */
	CHECK(host[0].code == KEY_A && host[0].value == 0);

	return true;
}

int main(void)
{
	static const struct sample samples[] = {
		{ "sound", sound },
		{ "sound_by_hand", sound_by_hand },
		{ "sound_control_shut", sound_control_shut },
		{ "events", events },
	};

	return sample_run(samples, ARRAY_SIZE(samples));
}
