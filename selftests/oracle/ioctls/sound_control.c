// SPDX-License-Identifier: GPL-2.0-only
/*
 * scenarios: controls of ALSA that a program makes, their events; devices
 */
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include <sound/asound.h>
#include <sound/tlv.h>

#include "ask.h"
#include "sound_card.h"

#define GROUP "sound"

static int open_control(void)
{
	int card = sound_card("Loopback", NULL);

	driver("snd-control");
	return sound_open("/dev/snd/controlC%d", card, O_RDWR | O_NONBLOCK);
}

/* Where struct snd_ctl_elem_id has its interface and its name. */
static void set_id(uint8_t *id, const char *name)
{
	memset(id, 0, 64);
	*(int32_t *)(id + 4) = SNDRV_CTL_ELEM_IFACE_MIXER;
	strcpy((char *)id + 16, name);
}

/* Programs' elements outlive them: a scenario removes its own. */
static void remove_element(int fd, const char *name)
{
	uint8_t *id = mem(64);

	set_id(id, name);
	ASKM(SNDRV_CTL_IOCTL_ELEM_REMOVE, snd_ctl_elem_id, id);
}

static struct g_snd_ctl_elem_info *element(const char *name, int32_t type,
					   uint32_t count)
{
	struct g_snd_ctl_elem_info *info = ZNEW(snd_ctl_elem_info);

	set_id(info->id, name);
	info->type = type;
	info->count = count;
	info->access = SNDRV_CTL_ELEM_ACCESS_READWRITE;
	info->owner = 1;		/* how many of them */
	return info;
}

static void read_write(int fd, const char *name)
{
	struct g_snd_ctl_elem_value *value = ZNEW(snd_ctl_elem_value);
	struct g_snd_ctl_elem_info *info = ZNEW(snd_ctl_elem_info);

	set_id(info->id, name);
	ASKM(G_SND_ELEM_INFO, snd_ctl_elem_info, info);
	set_id(value->id, name);
	memset(value->integer, 1, 8);
	value->integer[3] = 1;
	IO(G_SND_ELEM_WRITE, value);
	OUT(snd_ctl_elem_value, value);
	memset(value->integer, 0x55, 64);
	set_id(value->id, name);
	IO(G_SND_ELEM_READ, value);
	OUT(snd_ctl_elem_value, value);
	memset(value->integer, 0xff, 64);
	IO(G_SND_ELEM_WRITE, value);
}

SCENARIO(sound_elements)
{
	int fd = open_control();
	struct g_snd_ctl_elem_info *info;

	info = element("big", SNDRV_CTL_ELEM_TYPE_INTEGER64, 2);
	((uint64_t *)info->value)[1] = 1ULL << 56;	/* max */
	ASKM(G_SND_ELEM_ADD, snd_ctl_elem_info, info);
	ASKM(G_SND_ELEM_ADD, snd_ctl_elem_info, info);
	read_write(fd, "big");
	info = element("small", SNDRV_CTL_ELEM_TYPE_INTEGER, 3);
	((uint32_t *)info->value)[0] = -5;
	((uint32_t *)info->value)[1] = 0x7fffffff;
	ASKM(G_SND_ELEM_ADD, snd_ctl_elem_info, info);
	read_write(fd, "small");
	ASKM(G_SND_ELEM_REPLACE, snd_ctl_elem_info, info);
	info->type = 99;
	ASKM(G_SND_ELEM_REPLACE, snd_ctl_elem_info, info);
	info = element("flag", SNDRV_CTL_ELEM_TYPE_BOOLEAN, 1);
	ASKM(G_SND_ELEM_ADD, snd_ctl_elem_info, info);
	read_write(fd, "flag");
	info = element("bytes", SNDRV_CTL_ELEM_TYPE_BYTES, 20);
	ASKM(G_SND_ELEM_ADD, snd_ctl_elem_info, info);
	read_write(fd, "bytes");
	info = element("iec", SNDRV_CTL_ELEM_TYPE_IEC958, 1);
	ASKM(G_SND_ELEM_ADD, snd_ctl_elem_info, info);
	read_write(fd, "iec");
	FAULTS(G_SND_ELEM_ADD);
	FAULTS(G_SND_ELEM_REPLACE);
	FAULTS(G_SND_ELEM_WRITE);
	FAULTS(G_SND_ELEM_INFO);
	SHORT(G_SND_ELEM_INFO, info);
	/* Who adds an element has it locked. */
	ASKM(SNDRV_CTL_IOCTL_ELEM_UNLOCK, snd_ctl_elem_id, info->id);
	ASKM(SNDRV_CTL_IOCTL_ELEM_UNLOCK, snd_ctl_elem_id, info->id);
	ASKM(SNDRV_CTL_IOCTL_ELEM_LOCK, snd_ctl_elem_id, info->id);
	ASKM(SNDRV_CTL_IOCTL_ELEM_LOCK, snd_ctl_elem_id, info->id);
	FAULTS(SNDRV_CTL_IOCTL_ELEM_LOCK);
	FAULTS(SNDRV_CTL_IOCTL_ELEM_UNLOCK);
	remove_element(fd, "big");
	remove_element(fd, "small");
	remove_element(fd, "flag");
	remove_element(fd, "bytes");
	remove_element(fd, "iec");
	remove_element(fd, "iec");
	FAULTS(SNDRV_CTL_IOCTL_ELEM_REMOVE);
}

/* Names of an enumeration: a pointer in 64 bits, and a length. */
SCENARIO(sound_enumerated)
{
	int fd = open_control();
	char *names = bytes("one\0two\0three", 14);
	struct g_snd_ctl_elem_info *info;
	struct {
		uint32_t items, item;
		char name[64];
		uint64_t names;
		uint32_t length;
	} *e;

	info = element("enum", SNDRV_CTL_ELEM_TYPE_ENUMERATED, 2);
	e = (void *)info->value;
	e->items = 3;
	e->names = PTR(names);
	e->length = 14;
	ASKM(G_SND_ELEM_ADD, snd_ctl_elem_info, info);
	read_write(fd, "enum");
	info = element("enum", 0, 0);
	e = (void *)info->value;
	e->item = 2;
	ASKM(G_SND_ELEM_INFO, snd_ctl_elem_info, info);
	e->item = 77;
	ASKM(G_SND_ELEM_INFO, snd_ctl_elem_info, info);
	info = element("enum2", SNDRV_CTL_ELEM_TYPE_ENUMERATED, 1);
	e = (void *)info->value;
	e->items = 3;
	e->names = BAD;
	e->length = 14;
	ASKM(G_SND_ELEM_ADD, snd_ctl_elem_info, info);
	e->names = (1ULL << 32) | PTR(names);
	ASKM(G_SND_ELEM_ADD, snd_ctl_elem_info, info);
	e->names = PTR(names);
	e->length = 0xffffffff;
	ASKM(G_SND_ELEM_ADD, snd_ctl_elem_info, info);
	remove_element(fd, "enum");
	remove_element(fd, "enum2");
}

static uint32_t *tlv(uint32_t id, uint32_t length)
{
	uint32_t *t = zmem(8 + 64);

	t[0] = id;
	t[1] = length;
	t[2] = SNDRV_CTL_TLVT_DB_SCALE;
	t[3] = 8;
	t[4] = -3000;
	t[5] = 50;
	return t;
}

SCENARIO(sound_tlv)
{
	int fd = open_control();
	struct g_snd_ctl_elem_info *info;
	uint32_t *t, id;

	info = element("level", SNDRV_CTL_ELEM_TYPE_INTEGER, 1);
	info->access |= SNDRV_CTL_ELEM_ACCESS_TLV_READWRITE;
	((uint32_t *)info->value)[1] = 100;
	ASKM(G_SND_ELEM_ADD, snd_ctl_elem_info, info);
	/* Its number, which ELEM_ADD does not tell 32-bit programs. */
	IO(G_SND_ELEM_INFO, info);
	id = *(uint32_t *)info->id;
	t = tlv(id, 16);
	IO(SNDRV_CTL_IOCTL_TLV_WRITE, t);
	t = tlv(id, 64);
	memset(t + 2, 0x55, 64);
	IO(SNDRV_CTL_IOCTL_TLV_READ, t);
	outm(snd_ctl_tlv, t, 72);
	t = tlv(id, 4);
	IO(SNDRV_CTL_IOCTL_TLV_READ, t);
	IO(SNDRV_CTL_IOCTL_TLV_COMMAND, tlv(id, 16));
	IO(SNDRV_CTL_IOCTL_TLV_WRITE, tlv(id, 0x10000000));
	IO(SNDRV_CTL_IOCTL_TLV_WRITE, tlv(9999, 16));
	FAULTS(SNDRV_CTL_IOCTL_TLV_READ);
	FAULTS(SNDRV_CTL_IOCTL_TLV_WRITE);
	FAULTS(SNDRV_CTL_IOCTL_TLV_COMMAND);
	remove_element(fd, "level");
}

SCENARIO(sound_events)
{
	int fd = open_control();
	struct g_snd_ctl_event *events = (void *)mem(3 * 72);
	struct g_snd_ctl_elem_info *info;

	sys(read, fd, events, 72);
	GIVE(SNDRV_CTL_IOCTL_SUBSCRIBE_EVENTS, 1);
	GIVE(SNDRV_CTL_IOCTL_SUBSCRIBE_EVENTS, -1);
	FAULTS(SNDRV_CTL_IOCTL_SUBSCRIBE_EVENTS);
	info = element("event", SNDRV_CTL_ELEM_TYPE_BOOLEAN, 1);
	ASKM(G_SND_ELEM_ADD, snd_ctl_elem_info, info);
	read_write(fd, "event");
	sys(read, fd, events, 71);
	sys(read, fd, events, 3 * 72);
	OUTN(snd_ctl_event, events, 1);
	sys(read, fd, events, 72);
	remove_element(fd, "event");
	sys(read, fd, BAD, 72);
	sys(read, fd, events, 72);
	GIVE(SNDRV_CTL_IOCTL_SUBSCRIBE_EVENTS, 0);
}

SCENARIO(sound_devices)
{
	int32_t *next = mem(4);
	uint8_t *info = zmem(288);
	int fd;

	/* They answer for their devices, even if there is none. */
	need_module("snd-hwdep");
	need_module("snd-rawmidi");
	fd = open_control();

	*next = -1;
	ASK(SNDRV_CTL_IOCTL_PCM_NEXT_DEVICE, next);
	ASK(SNDRV_CTL_IOCTL_PCM_NEXT_DEVICE, next);
	ASK(SNDRV_CTL_IOCTL_PCM_NEXT_DEVICE, next);
	FAULTS(SNDRV_CTL_IOCTL_PCM_NEXT_DEVICE);
	ASK(SNDRV_CTL_IOCTL_PCM_INFO, info);
	info[0] = 9;
	ASK(SNDRV_CTL_IOCTL_PCM_INFO, info);
	FAULTS(SNDRV_CTL_IOCTL_PCM_INFO);
	GIVE(SNDRV_CTL_IOCTL_PCM_PREFER_SUBDEVICE, 1);
	FAULTS(SNDRV_CTL_IOCTL_PCM_PREFER_SUBDEVICE);
	*next = -1;
	ASK(SNDRV_CTL_IOCTL_HWDEP_NEXT_DEVICE, next);
	FAULTS(SNDRV_CTL_IOCTL_HWDEP_NEXT_DEVICE);
	*next = -1;
	ASK(SNDRV_CTL_IOCTL_RAWMIDI_NEXT_DEVICE, next);
	FAULTS(SNDRV_CTL_IOCTL_RAWMIDI_NEXT_DEVICE);
	GIVE(SNDRV_CTL_IOCTL_RAWMIDI_PREFER_SUBDEVICE, 0);
	ASK(SNDRV_CTL_IOCTL_RAWMIDI_INFO, zmem(268));
	ASK(SNDRV_CTL_IOCTL_HWDEP_INFO, zmem(220));
	GIVE(SNDRV_CTL_IOCTL_POWER, 0);
	ASK(SNDRV_CTL_IOCTL_POWER_STATE, next);
	FAULTS(SNDRV_CTL_IOCTL_POWER_STATE);
	FAULTS(SNDRV_CTL_IOCTL_CARD_INFO);
	FAULTS(SNDRV_CTL_IOCTL_PVERSION);
}

/* An audio codec, and what programs may ask it. */
SCENARIO(sound_hwdep)
{
	struct g_snd_hwdep_dsp_image *image = ZNEW(snd_hwdep_dsp_image);
	struct g_hda_verb *verb = ZNEW(hda_verb);
	uint8_t *buf = mem(256);
	int fd, card;

	need_module("snd-hda-codec-generic");
	need_module("snd-hda-intel");
	/* The driver looks for codecs when it is there already. */
	for (card = 0; card < 500 &&
	     shell("ls /dev/snd/hwC* >/dev/null 2>&1"); card++)
		pause_ms(10);
	card = sound_card("HDA-Intel", NULL);
	driver("snd-hwdep");
	fd = sound_open("/dev/snd/hwC%dD0", card, O_RDWR);
	ASK(SNDRV_HWDEP_IOCTL_PVERSION, buf);
	ASK(SNDRV_HWDEP_IOCTL_INFO, buf);
	FAULTS(SNDRV_HWDEP_IOCTL_INFO);
	ASK(SNDRV_HWDEP_IOCTL_DSP_STATUS, buf);
	image->image = PTR(buf);
	image->length = 16;
	ASK(G_SND_DSP_LOAD, image);
	FAULTS(G_SND_DSP_LOAD);
	sys(read, fd, buf, 16);
	sys(write, fd, buf, 16);
	driver("snd-hda-intel");
	ASK(G_HDA_PVERSION, buf);
	FAULTS(G_HDA_PVERSION);
	verb->verb = 0xf0000;		/* GET_PARAMETERS: vendor */
	ASK(G_HDA_VERB_WRITE, verb);
	verb->verb = 0xf0004;
	ASK(G_HDA_VERB_WRITE, verb);
	FAULTS(G_HDA_VERB_WRITE);
	verb->verb = 2U << 24;
	ASK(G_HDA_GET_WCAP, verb);
	verb->verb = 0x7fU << 24;
	ASK(G_HDA_GET_WCAP, verb);
	FAULTS(G_HDA_GET_WCAP);
	IO(_IO('H', 0xfe), 0);
}
