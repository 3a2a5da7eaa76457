// SPDX-License-Identifier: GPL-2.0-only
/*
 * scenarios: ioctls of Video4Linux on nodes of every kind
 */
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include <linux/v4l2-dv-timings.h>

#include "ask.h"
#include "vivid.h"

#define GROUP "video"

/* Inputs of vivid as it comes. */
enum { WEBCAM, TV, SVIDEO, HDMI };

SCENARIO(video_inputs)
{
	int fd = vivid_open(SINGLE, V4L2_CAP_VIDEO_CAPTURE);
	struct v4l2_streamparm *rate = zmem(sizeof(*rate));
	struct v4l2_audio *audio = zmem(sizeof(*audio));
	uint32_t *value = mem(8);
	uint8_t *input = zmem(84);

	for (input[0] = 0; input[0] < 5; input[0]++)
		ASK(G_VIDIOC_ENUMINPUT, input);
	FAULTS(G_VIDIOC_ENUMINPUT);
	GIVE(VIDIOC_S_INPUT, 4);
	FAULTS(VIDIOC_S_INPUT);
	GIVE(VIDIOC_S_INPUT, WEBCAM);
	ASK(VIDIOC_G_INPUT, value);
	FAULTS(VIDIOC_G_INPUT);
	ASK(VIDIOC_G_STD, value);
	ASK(VIDIOC_ENUMAUDIO, audio);
	audio->index = 1;
	ASK(VIDIOC_ENUMAUDIO, audio);
	audio->index = 2;
	ASK(VIDIOC_ENUMAUDIO, audio);
	ASK(VIDIOC_G_AUDIO, audio);
	GIVE(VIDIOC_S_INPUT, TV);
	ASK(VIDIOC_G_AUDIO, audio);
	audio->index = 1;
	ASK(VIDIOC_S_AUDIO, audio);
	audio->index = 0;
	ASK(VIDIOC_S_AUDIO, audio);
	audio->index = 7;
	ASK(VIDIOC_S_AUDIO, audio);
	FAULTS(VIDIOC_G_AUDIO);
	GIVE(VIDIOC_S_INPUT, WEBCAM);
	rate->type = V4L2_BUF_TYPE_VIDEO_CAPTURE;
	ASK(VIDIOC_G_PARM, rate);
	rate->parm.capture.timeperframe.numerator = 1;
	rate->parm.capture.timeperframe.denominator = 25;
	ASK(VIDIOC_S_PARM, rate);
	rate->parm.capture.timeperframe.denominator = 5;
	ASK(VIDIOC_S_PARM, rate);
	rate->type = 77;
	ASK(VIDIOC_S_PARM, rate);
	FAULTS(VIDIOC_S_PARM);
	ASK(VIDIOC_G_PRIORITY, value);
	GIVE(VIDIOC_S_PRIORITY, V4L2_PRIORITY_RECORD);
	ASK(VIDIOC_G_PRIORITY, value);
	GIVE(VIDIOC_S_PRIORITY, 9);
	FAULTS(VIDIOC_S_PRIORITY);
	IO(VIDIOC_LOG_STATUS, 0);
	SHORT(VIDIOC_QUERYCAP, zmem(104));
}

SCENARIO(video_tv)
{
	int fd = vivid_open(SINGLE, V4L2_CAP_VIDEO_CAPTURE);
	struct g_v4l2_standard *std = ZNEW(v4l2_standard);
	struct v4l2_tuner *tuner = zmem(sizeof(*tuner));
	struct v4l2_frequency *f = zmem(sizeof(*f));
	struct v4l2_frequency_band *band = zmem(sizeof(*band));
	uint64_t *id = mem(8);

	GIVE(VIDIOC_S_INPUT, TV);
	*id = V4L2_STD_PAL;
	ASK(VIDIOC_S_STD, id);
	*id = 0;
	ASK(VIDIOC_G_STD, id);
	ASK(VIDIOC_QUERYSTD, id);
	*id = 1ULL << 60;
	ASK(VIDIOC_S_STD, id);
	FAULTS(VIDIOC_S_STD);
	FAULTS(VIDIOC_G_STD);
	FAULTS(VIDIOC_QUERYSTD);
	for (std->index = 0; std->index < 4; std->index++)
		ASK(G_VIDIOC_ENUMSTD, std);
	std->index = 99;
	ASK(G_VIDIOC_ENUMSTD, std);
	FAULTS(G_VIDIOC_ENUMSTD);
	SHORT(G_VIDIOC_ENUMSTD, ZNEW(v4l2_standard));
	tuner->audmode = V4L2_TUNER_MODE_STEREO;
	ASK(VIDIOC_S_TUNER, tuner);
	f->type = V4L2_TUNER_ANALOG_TV;
	f->frequency = 2804;		/* 175.25 MHz */
	ASK(VIDIOC_S_FREQUENCY, f);
	f->frequency = 0;
	ASK(VIDIOC_G_FREQUENCY, f);
	FAULTS(VIDIOC_G_FREQUENCY);
	f->tuner = 3;
	ASK(VIDIOC_S_FREQUENCY, f);
	ASK(VIDIOC_G_TUNER, tuner);
	tuner->index = 3;
	ASK(VIDIOC_G_TUNER, tuner);
	ASK(VIDIOC_S_TUNER, tuner);
	FAULTS(VIDIOC_G_TUNER);
	band->type = V4L2_TUNER_ANALOG_TV;
	ASK(VIDIOC_ENUM_FREQ_BANDS, band);
	band->index = 9;
	ASK(VIDIOC_ENUM_FREQ_BANDS, band);
	GIVE(VIDIOC_S_INPUT, WEBCAM);
}

SCENARIO(video_hdmi)
{
	int fd = vivid_open(SINGLE, V4L2_CAP_VIDEO_CAPTURE);
	struct v4l2_enum_dv_timings *e = zmem(sizeof(*e));
	struct v4l2_dv_timings *t = zmem(sizeof(*t));
	struct v4l2_dv_timings_cap *cap = zmem(sizeof(*cap));
	struct g_v4l2_edid *edid = ZNEW(v4l2_edid);
	uint8_t *blocks = mem(512);
	uint32_t i;

	GIVE(VIDIOC_S_INPUT, HDMI);
	ASK(VIDIOC_DV_TIMINGS_CAP, cap);
	for (i = 0; i < 3; i++) {
		e->index = i;
		ASK(VIDIOC_ENUM_DV_TIMINGS, e);
	}
	*t = e->timings;
	ASK(VIDIOC_S_DV_TIMINGS, t);
	memset(t, 0, sizeof(*t));
	ASK(VIDIOC_G_DV_TIMINGS, t);
	ASK(VIDIOC_QUERY_DV_TIMINGS, t);
	t->bt.width = 1;
	ASK(VIDIOC_S_DV_TIMINGS, t);
	FAULTS(VIDIOC_S_DV_TIMINGS);
	FAULTS(VIDIOC_G_DV_TIMINGS);
	FAULTS(VIDIOC_ENUM_DV_TIMINGS);
	e->index = 999;
	ASK(VIDIOC_ENUM_DV_TIMINGS, e);
	edid->pad = HDMI;
	edid->blocks = 2;
	edid->edid = PTR(blocks);
	ASK(G_VIDIOC_G_EDID, edid);
	outb(blocks, 512);
	ASK(G_VIDIOC_S_EDID, edid);
	edid->start_block = 1;
	ASK(G_VIDIOC_G_EDID, edid);
	edid->blocks = 9;
	ASK(G_VIDIOC_S_EDID, edid);
	edid->start_block = 0;
	edid->blocks = 1;
	edid->edid = BAD;
	ASK(G_VIDIOC_G_EDID, edid);
	ASK(G_VIDIOC_S_EDID, edid);
	edid->edid = BAD_HIGH;
	ASK(G_VIDIOC_G_EDID, edid);
	edid->blocks = 0;
	ASK(G_VIDIOC_G_EDID, edid);
	edid->blocks = 0x10000000;
	ASK(G_VIDIOC_G_EDID, edid);
	FAULTS(G_VIDIOC_G_EDID);
	SHORT(G_VIDIOC_S_EDID, edid);
	GIVE(VIDIOC_S_INPUT, WEBCAM);
	ASK(VIDIOC_G_DV_TIMINGS, t);
}

/* What a selection is about has to be set before it is told. */
SCENARIO(video_selection)
{
	int fd = vivid_open(SINGLE, V4L2_CAP_VIDEO_CAPTURE);
	struct g_v4l2_format *f = vivid_format(V4L2_BUF_TYPE_VIDEO_CAPTURE);
	struct v4l2_selection *s = zmem(sizeof(*s));
	struct v4l2_cropcap *cap = zmem(sizeof(*cap));
	struct v4l2_crop *crop = zmem(sizeof(*crop));
	uint64_t *id = bytes(&(uint64_t){ V4L2_STD_PAL }, 8);

	GIVE(VIDIOC_S_INPUT, SVIDEO);
	ASK(VIDIOC_S_STD, id);
	f->width = 360;
	f->height = 288;
	f->pixelformat = V4L2_PIX_FMT_YUYV;
	ASK(G_VIDIOC_S_FMT, f);
	cap->type = V4L2_BUF_TYPE_VIDEO_CAPTURE;
	ASK(VIDIOC_CROPCAP, cap);
	crop->type = V4L2_BUF_TYPE_VIDEO_CAPTURE;
	ASK(VIDIOC_G_CROP, crop);
	crop->c.width = 300;
	crop->c.height = 200;
	ASK(VIDIOC_S_CROP, crop);
	s->type = V4L2_BUF_TYPE_VIDEO_CAPTURE;
	ASK(VIDIOC_G_SELECTION, s);
	s->target = V4L2_SEL_TGT_CROP_BOUNDS;
	ASK(VIDIOC_G_SELECTION, s);
	s->target = V4L2_SEL_TGT_COMPOSE;
	s->r.width = 100;
	s->r.height = 100;
	ASK(VIDIOC_S_SELECTION, s);
	s->target = 0x7777;
	ASK(VIDIOC_S_SELECTION, s);
	FAULTS(VIDIOC_S_SELECTION);
	FAULTS(VIDIOC_G_SELECTION);
	FAULTS(VIDIOC_G_CROP);
	FAULTS(VIDIOC_S_CROP);
	cap->type = 44;
	ASK(VIDIOC_CROPCAP, cap);
	GIVE(VIDIOC_S_INPUT, WEBCAM);
}

static void output_overlay(int fd)
{
	struct g_v4l2_format *f =
		vivid_format(V4L2_BUF_TYPE_VIDEO_OUTPUT_OVERLAY);
	struct g_v4l2_framebuffer *fb = ZNEW(v4l2_framebuffer);
	struct g_v4l2_window *w = (void *)f->raw;

	ASK(G_VIDIOC_G_FBUF, fb);
	fb->base = BAD_HIGH;
	ASK(G_VIDIOC_S_FBUF, fb);
	FAULTS(G_VIDIOC_G_FBUF);
	FAULTS(G_VIDIOC_S_FBUF);
	SHORT(G_VIDIOC_S_FBUF, fb);
	ASK(G_VIDIOC_G_FMT, f);
	w->width = 64;
	w->height = 64;
	/* Neither kernel takes clips from a 32-bit program. */
	w->clips = BAD;
	w->clipcount = 3;
	w->bitmap = BAD_HIGH;
	ASK(G_VIDIOC_TRY_FMT, f);
	ASK(G_VIDIOC_S_FMT, f);
	SHORT(G_VIDIOC_S_FMT, f);
	GIVE(VIDIOC_OVERLAY, 1);
	GIVE(VIDIOC_OVERLAY, 0);
	FAULTS(VIDIOC_OVERLAY);
}

SCENARIO(video_output)
{
	int fd = vivid_open(SINGLE, V4L2_CAP_VIDEO_OUTPUT);
	struct g_v4l2_format *f = vivid_format(V4L2_BUF_TYPE_VIDEO_OUTPUT);
	struct v4l2_output *o = zmem(sizeof(*o));
	struct v4l2_audioout *audio = zmem(sizeof(*audio));
	uint32_t *value = mem(4);
	uint64_t *id = bytes(&(uint64_t){ V4L2_STD_PAL }, 8);

	ASK(VIDIOC_QUERYCAP, zmem(104));
	for (o->index = 0; o->index < 3; o->index++)
		ASK(VIDIOC_ENUMOUTPUT, o);
	FAULTS(VIDIOC_ENUMOUTPUT);
	GIVE(VIDIOC_S_OUTPUT, 0);
	ASK(VIDIOC_G_OUTPUT, value);
	GIVE(VIDIOC_S_OUTPUT, 2);
	FAULTS(VIDIOC_S_OUTPUT);
	FAULTS(VIDIOC_G_OUTPUT);
	ASK(VIDIOC_S_STD, id);
	ASK(VIDIOC_ENUMAUDOUT, audio);
	ASK(VIDIOC_G_AUDOUT, audio);
	ASK(VIDIOC_S_AUDOUT, audio);
	audio->index = 5;
	ASK(VIDIOC_S_AUDOUT, audio);
	ASK(VIDIOC_ENUMAUDOUT, audio);
	FAULTS(VIDIOC_G_AUDOUT);
	FAULTS(VIDIOC_S_AUDOUT);
	f->width = 720;
	f->height = 576;
	f->pixelformat = V4L2_PIX_FMT_YUYV;
	f->field = V4L2_FIELD_INTERLACED;
	ASK(G_VIDIOC_S_FMT, f);
	vivid_formats(fd, V4L2_BUF_TYPE_VIDEO_OUTPUT);
	vivid_stream(fd, V4L2_BUF_TYPE_VIDEO_OUTPUT);
	output_overlay(fd);
}

SCENARIO(video_vbi)
{
	int fd = vivid_open(SINGLE, V4L2_CAP_VBI_CAPTURE);
	struct v4l2_sliced_vbi_cap *cap = zmem(sizeof(*cap));
	struct g_v4l2_format *f =
		vivid_format(V4L2_BUF_TYPE_SLICED_VBI_CAPTURE);
	uint64_t *id = bytes(&(uint64_t){ V4L2_STD_PAL }, 8);

	GIVE(VIDIOC_S_INPUT, SVIDEO);
	ASK(VIDIOC_S_STD, id);
	vivid_formats(fd, V4L2_BUF_TYPE_VBI_CAPTURE);
	vivid_stream(fd, V4L2_BUF_TYPE_VBI_CAPTURE);
	cap->type = V4L2_BUF_TYPE_SLICED_VBI_CAPTURE;
	ASK(VIDIOC_G_SLICED_VBI_CAP, cap);
	cap->type = 55;
	ASK(VIDIOC_G_SLICED_VBI_CAP, cap);
	FAULTS(VIDIOC_G_SLICED_VBI_CAP);
	ASK(G_VIDIOC_G_FMT, f);
	f->width = V4L2_SLICED_VBI_625;		/* service_set, as it is */
	ASK(G_VIDIOC_TRY_FMT, f);
	ASK(G_VIDIOC_S_FMT, f);
	vivid_stream(fd, V4L2_BUF_TYPE_SLICED_VBI_CAPTURE);
	close(fd);

	fd = vivid_open(SINGLE, V4L2_CAP_VBI_OUTPUT);
	GIVE(VIDIOC_S_OUTPUT, 0);
	vivid_formats(fd, V4L2_BUF_TYPE_VBI_OUTPUT);
	vivid_formats(fd, V4L2_BUF_TYPE_SLICED_VBI_OUTPUT);
	close(fd);
	fd = vivid_open(SINGLE, V4L2_CAP_VIDEO_CAPTURE);
	GIVE(VIDIOC_S_INPUT, WEBCAM);
}

SCENARIO(video_metadata)
{
	int fd = vivid_open(SINGLE, V4L2_CAP_META_CAPTURE);

	vivid_formats(fd, V4L2_BUF_TYPE_META_CAPTURE);
	vivid_stream(fd, V4L2_BUF_TYPE_META_CAPTURE);
	close(fd);
	fd = vivid_open(SINGLE, V4L2_CAP_META_OUTPUT);
	vivid_formats(fd, V4L2_BUF_TYPE_META_OUTPUT);
	vivid_stream(fd, V4L2_BUF_TYPE_META_OUTPUT);
	close(fd);
	fd = vivid_open(SINGLE, V4L2_CAP_TOUCH);
	ASK(VIDIOC_QUERYCAP, zmem(104));
	vivid_formats(fd, V4L2_BUF_TYPE_VIDEO_CAPTURE);
	vivid_stream(fd, V4L2_BUF_TYPE_VIDEO_CAPTURE);
}

static void radio_frequency(int fd, uint32_t type)
{
	struct v4l2_frequency_band *band = zmem(sizeof(*band));
	struct v4l2_frequency *f = zmem(sizeof(*f));

	band->type = type;
	for (band->index = 0; band->index < 4; band->index++)
		ASK(VIDIOC_ENUM_FREQ_BANDS, band);
	FAULTS(VIDIOC_ENUM_FREQ_BANDS);
	f->type = type;
	f->frequency = 95U * 16000;
	ASK(VIDIOC_S_FREQUENCY, f);
	f->frequency = 0;
	ASK(VIDIOC_G_FREQUENCY, f);
	f->frequency = 0xffffffff;
	ASK(VIDIOC_S_FREQUENCY, f);
	ASK(VIDIOC_G_FREQUENCY, f);
	FAULTS(VIDIOC_S_FREQUENCY);
}

SCENARIO(video_radio)
{
	int fd = vivid_open(SINGLE, V4L2_CAP_RADIO | V4L2_CAP_TUNER);
	struct v4l2_tuner *tuner = zmem(sizeof(*tuner));
	struct v4l2_modulator *modulator = zmem(sizeof(*modulator));
	struct v4l2_hw_freq_seek *seek = zmem(sizeof(*seek));

	ASK(VIDIOC_QUERYCAP, zmem(104));
	tuner->type = V4L2_TUNER_RADIO;
	tuner->audmode = V4L2_TUNER_MODE_STEREO;
	ASK(VIDIOC_S_TUNER, tuner);
	radio_frequency(fd, V4L2_TUNER_RADIO);
	seek->type = V4L2_TUNER_RADIO;
	seek->seek_upward = 1;
	seek->wrap_around = 1;
	ASK(VIDIOC_S_HW_FREQ_SEEK, seek);
	seek->rangelow = 5;
	ASK(VIDIOC_S_HW_FREQ_SEEK, seek);
	FAULTS(VIDIOC_S_HW_FREQ_SEEK);
	close(fd);
	fd = vivid_open(SINGLE, V4L2_CAP_MODULATOR);
	ASK(VIDIOC_QUERYCAP, zmem(104));
	modulator->txsubchans = V4L2_TUNER_SUB_STEREO | V4L2_TUNER_SUB_RDS;
	ASK(VIDIOC_S_MODULATOR, modulator);
	ASK(VIDIOC_G_MODULATOR, modulator);
	modulator->index = 4;
	ASK(VIDIOC_G_MODULATOR, modulator);
	ASK(VIDIOC_S_MODULATOR, modulator);
	FAULTS(VIDIOC_G_MODULATOR);
	FAULTS(VIDIOC_S_MODULATOR);
	radio_frequency(fd, V4L2_TUNER_RADIO);
}

SCENARIO(video_sdr)
{
	int fd = vivid_open(SINGLE, V4L2_CAP_SDR_CAPTURE);
	struct v4l2_tuner *tuner = zmem(sizeof(*tuner));

	ASK(VIDIOC_QUERYCAP, zmem(104));
	for (tuner->index = 0; tuner->index < 3; tuner->index++)
		ASK(VIDIOC_G_TUNER, tuner);
	radio_frequency(fd, V4L2_TUNER_ADC);
	radio_frequency(fd, V4L2_TUNER_RF);
	vivid_formats(fd, V4L2_BUF_TYPE_SDR_CAPTURE);
	vivid_stream(fd, V4L2_BUF_TYPE_SDR_CAPTURE);
}
