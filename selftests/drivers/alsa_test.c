// SPDX-License-Identifier: GPL-2.0-only
/*
 * Sound with the snd-aloop driver: control, PCM parameters, and samples that
 * are written to one side of the loop and read from the other.
 */
#include <sound/asound.h>

#include "driver.h"
#include "guest/sound.h"

#define DELAY32		_IOR('A', 0x21, int32_t)

#define RATE	48000
#define CHANNELS 2
#define FRAMES	4800		/* 100 ms */

/* The card that is a loop, by the name in its control's answer. */
static int loopback_card(void)
{
	struct snd_ctl_card_info info;
	char path[32];
	int i, fd, found;

	for (i = 0; i < 8; i++) {
		snprintf(path, sizeof(path), "/dev/snd/controlC%d", i);
		fd = open(path, O_RDWR);
		if (fd < 0)
			continue;
		found = !ioctl(fd, SNDRV_CTL_IOCTL_CARD_INFO, &info) &&
			!strcmp((char *)info.driver, "Loopback");
		close(fd);
		if (found)
			return i;
	}
	return -1;
}

static int open_node(int card, const char *format)
{
	char path[32];

	snprintf(path, sizeof(path), format, card);
	return open(path, O_RDWR);
}

FIXTURE(alsa) {
	int card, control, play, record;
};

BOTH_WAYS(alsa);

FIXTURE_SETUP(alsa)
{
	OPEN_GATE();
	self->card = loopback_card();
	if (self->card < 0)
		SKIP(return, "no snd-aloop card");
	self->control = open_node(self->card, "/dev/snd/controlC%d");
	self->play = open_node(self->card, "/dev/snd/pcmC%dD0p");
	self->record = open_node(self->card, "/dev/snd/pcmC%dD1c");
	ASSERT_LE(0, self->control);
	ASSERT_LE(0, self->play);
	ASSERT_LE(0, self->record);
}

FIXTURE_TEARDOWN(alsa)
{
	close(self->control);
	close(self->play);
	close(self->record);
}

TEST_F(alsa, control)
{
	struct snd_ctl_card_info *info = low(sizeof(*info));
	struct g_snd_ctl_elem_list *list = low_zero(sizeof(*list));
	struct g_snd_ctl_elem_value *value = low_zero(sizeof(*value));
	struct snd_ctl_elem_value native = {};
	struct snd_ctl_elem_id *ids;
	unsigned int i;

	ASSERT_EQ(0, IOCTL32(self->control, SNDRV_CTL_IOCTL_CARD_INFO, info));
	EXPECT_STREQ("Loopback", (char *)info->driver);
	EXPECT_EQ(self->card, info->card);
	EXPECT_TRUE(untouched(info + 1, 64));

	ASSERT_EQ(0, IOCTL32(self->control, G_SND_ELEM_LIST, list));
	ASSERT_LT(0, list->count);
	ids = low(list->count * sizeof(*ids));
	list->space = list->count;
	list->pids = PTR32(ids);
	ASSERT_EQ(0, IOCTL32(self->control, G_SND_ELEM_LIST, list));
	EXPECT_EQ(list->count, list->used);
	EXPECT_TRUE(untouched(ids + list->count, 64));

	for (i = 0; i < list->used; i++) {
		if (!strcmp((char *)ids[i].name, "PCM Rate Shift 100000"))
			break;
	}
	ASSERT_LT(i, list->used);
	memcpy(value->id, &ids[i], sizeof(value->id));
	native.id = ids[i];
	ASSERT_EQ(0, IOCTL32(self->control, G_SND_ELEM_READ, value));
	ASSERT_EQ(0, ioctl(self->control, SNDRV_CTL_IOCTL_ELEM_READ, &native));
	EXPECT_EQ(native.value.integer.value[0], value->integer[0]);
	EXPECT_TRUE(untouched(value + 1, 64));
	value->integer[0] = 100001;
	EXPECT_LE(0, IOCTL32(self->control, G_SND_ELEM_WRITE, value));
	ASSERT_EQ(0, ioctl(self->control, SNDRV_CTL_IOCTL_ELEM_READ, &native));
	EXPECT_EQ(100001, native.value.integer.value[0]);
	value->integer[0] = 100000;
	EXPECT_LE(0, IOCTL32(self->control, G_SND_ELEM_WRITE, value));

	/* Controls. */
	EXPECT_EQ(-ENOTTY, ioctl64(self->control, G_SND_ELEM_LIST,
				   (unsigned long)list));
	EXPECT_EQ(-ENOTTY, ioctl64(self->control, G_SND_ELEM_READ,
				   (unsigned long)value));
	EXPECT_SHUT(self->control, G_SND_ELEM_LIST, list);
	list->pids = 16;
	EXPECT_EQ(-EFAULT, IOCTL32(self->control, G_SND_ELEM_LIST, list));
}

static void any(struct g_snd_hw_params *p)
{
	unsigned int i;

	memset(p, 0, sizeof(*p));
	memset(p->masks, 0xff, sizeof(p->masks));
	for (i = 0; i < 12; i++)
		p->intervals[i].max = ~0U;
	p->rmask = ~0U;
}

static void only(struct g_snd_hw_params *p, unsigned int which,
		 unsigned int value)
{
	if (which < SNDRV_PCM_HW_PARAM_FIRST_INTERVAL) {
		memset(p->masks[which], 0, sizeof(p->masks[which]));
		p->masks[which][value / 32] = 1U << (value % 32);
	} else {
		which -= SNDRV_PCM_HW_PARAM_FIRST_INTERVAL;
		p->intervals[which].min = value;
		p->intervals[which].max = value;
	}
}

static void stereo(struct g_snd_hw_params *p)
{
	any(p);
	only(p, SNDRV_PCM_HW_PARAM_ACCESS, SNDRV_PCM_ACCESS_RW_INTERLEAVED);
	only(p, SNDRV_PCM_HW_PARAM_FORMAT, SNDRV_PCM_FORMAT_S16_LE);
	only(p, SNDRV_PCM_HW_PARAM_CHANNELS, CHANNELS);
	only(p, SNDRV_PCM_HW_PARAM_RATE, RATE);
	only(p, SNDRV_PCM_HW_PARAM_PERIOD_SIZE, FRAMES / 4);
	only(p, SNDRV_PCM_HW_PARAM_BUFFER_SIZE, FRAMES * 2);
}

#define CHANNELS_OF(_p)	((_p)->intervals[SNDRV_PCM_HW_PARAM_CHANNELS - 8])
#define RATE_OF(_p)	((_p)->intervals[SNDRV_PCM_HW_PARAM_RATE - 8])
#define BUFFER_OF(_p)	((_p)->intervals[SNDRV_PCM_HW_PARAM_BUFFER_SIZE - 8])

TEST_F(alsa, parameters)
{
	struct g_snd_hw_params *hw = low(sizeof(*hw));
	struct g_snd_sw_params *sw = low_zero(sizeof(*sw));
	struct g_snd_status *status = low(sizeof(*status));
	struct snd_pcm_status native;

	any(hw);
	ASSERT_EQ(0, IOCTL32(self->play, G_SND_HW_REFINE, hw));
	EXPECT_LE(1, CHANNELS_OF(hw).min);
	EXPECT_LE(CHANNELS, CHANNELS_OF(hw).max);
	EXPECT_GE(RATE, RATE_OF(hw).min);
	EXPECT_LE(RATE, RATE_OF(hw).max);
	EXPECT_NE(0, hw->cmask);
	EXPECT_TRUE(untouched(hw + 1, 64));

	stereo(hw);
	ASSERT_EQ(0, IOCTL32(self->play, G_SND_HW_PARAMS, hw));
	EXPECT_EQ(RATE, RATE_OF(hw).min);
	EXPECT_EQ(FRAMES * 2, BUFFER_OF(hw).max);
	EXPECT_EQ(RATE, hw->rate_num);
	EXPECT_EQ(1, hw->rate_den);
	EXPECT_EQ(16, hw->msbits);
	EXPECT_TRUE(untouched(hw + 1, 64));

	sw->avail_min = 1;
	sw->start_threshold = FRAMES * 2;
	sw->stop_threshold = FRAMES * 2;
	ASSERT_EQ(0, IOCTL32(self->play, G_SND_SW_PARAMS, sw));
	/* A 32-bit program gets a boundary that fits its long. */
	EXPECT_LT(0, sw->boundary);
	EXPECT_GT(0x80000000, sw->boundary);
	EXPECT_EQ(0, sw->boundary % (FRAMES * 2));
	EXPECT_TRUE(untouched(sw + 1, 64));

	ASSERT_EQ(0, IOCTL32(self->play, SNDRV_PCM_IOCTL_PREPARE, 0));
	ASSERT_EQ(0, IOCTL32(self->play, G_SND_STATUS, status));
	EXPECT_EQ(SNDRV_PCM_STATE_PREPARED, status->state);
	EXPECT_EQ(FRAMES * 2, status->avail);
	EXPECT_TRUE(untouched(status + 1, 64));
	ASSERT_EQ(0, ioctl(self->play, SNDRV_PCM_IOCTL_STATUS, &native));
	EXPECT_EQ(native.avail, status->avail);

	/* Controls. */
	EXPECT_EQ(-ENOTTY, ioctl64(self->play, G_SND_HW_PARAMS,
				   (unsigned long)hw));
	EXPECT_EQ(-ENOTTY, ioctl64(self->play, G_SND_SW_PARAMS,
				   (unsigned long)sw));
	EXPECT_NE((uint32_t)SNDRV_PCM_IOCTL_STATUS, (uint32_t)G_SND_STATUS);
	EXPECT_SHUT(self->play, G_SND_HW_PARAMS, hw);
	stereo(hw);
	only(hw, SNDRV_PCM_HW_PARAM_CHANNELS, 1000);
	EXPECT_EQ(-EINVAL, IOCTL32(self->play, G_SND_HW_REFINE, hw));
	EXPECT_EQ(-EFAULT, IOCTL32(self->play, G_SND_HW_REFINE, 16));
}

TEST_F(alsa, play_and_record)
{
	struct g_snd_hw_params *hw = low(sizeof(*hw));
	struct g_snd_sw_params *sw = low_zero(sizeof(*sw));
	struct g_snd_status *status = low(sizeof(*status));
	const size_t frame = CHANNELS * sizeof(int16_t);
	struct g_snd_xferi *x = low_zero(sizeof(*x));
	int16_t *out = low(FRAMES * frame), *in;
	const unsigned int total = FRAMES * 4;
	int32_t *delay = low(sizeof(*delay));
	unsigned int i, got = 0, at;
	int fd[] = { self->play, self->record };

	for (i = 0; i < 2; i++) {
		stereo(hw);
		ASSERT_EQ(0, IOCTL32(fd[i], G_SND_HW_PARAMS, hw));
		sw->avail_min = 1;
		sw->start_threshold = 1;
		sw->stop_threshold = 0x7fffffff;	/* never by itself */
		sw->silence_threshold = 0;
		sw->silence_size = 0;
		ASSERT_EQ(0, IOCTL32(fd[i], G_SND_SW_PARAMS, sw));
		ASSERT_EQ(0, IOCTL32(fd[i], SNDRV_PCM_IOCTL_PREPARE, 0));
	}
	for (i = 0; i < FRAMES * CHANNELS; i++)
		out[i] = i * 7 + 1;
	in = low(total * frame);

	/* The one that records has to run before the first frame is played. */
	ASSERT_EQ(0, IOCTL32(self->record, SNDRV_PCM_IOCTL_START, 0));
	x->buf = PTR32(out);
	x->frames = FRAMES;
	ASSERT_EQ(0, IOCTL32(self->play, G_SND_WRITEI, x));
	EXPECT_EQ(FRAMES, x->result);
	ASSERT_EQ(0, IOCTL32(self->play, G_SND_STATUS, status));
	EXPECT_EQ(SNDRV_PCM_STATE_RUNNING, status->state);
	EXPECT_EQ(FRAMES, status->appl_ptr);
	EXPECT_EQ(0, IOCTL32(self->play, DELAY32, delay));
	EXPECT_TRUE(untouched(delay + 1, 60));

	while (got < total) {
		x->buf = PTR32(in + got * CHANNELS);
		x->frames = total - got < FRAMES ? total - got : FRAMES;
		ASSERT_EQ(0, IOCTL32(self->record, G_SND_READI, x));
		ASSERT_LT(0, x->result);
		got += x->result;
	}
	EXPECT_TRUE(untouched(in + total * CHANNELS, 60));
	/* Silence, then all that was played. */
	for (at = 0; at < total && in[at * CHANNELS] != out[0]; at++)
		;
	ASSERT_GE(total - FRAMES, at) {
		TH_LOG("nothing of what was played has been recorded");
	}
	EXPECT_EQ(0, memcmp(in + at * CHANNELS, out, FRAMES * frame));

	/* Controls: the native command has another number. */
	EXPECT_EQ(-ENOTTY, ioctl64(self->play, G_SND_WRITEI, (unsigned long)x));
	EXPECT_SHUT(self->play, G_SND_WRITEI, x);
	x->buf = 16;
	x->frames = 16;
	EXPECT_EQ(-EFAULT, IOCTL32(self->play, G_SND_WRITEI, x));
	EXPECT_EQ(0, IOCTL32(self->play, SNDRV_PCM_IOCTL_DROP, 0));
	EXPECT_EQ(0, IOCTL32(self->record, SNDRV_PCM_IOCTL_DROP, 0));
}

TEST_HARNESS_MAIN
