// SPDX-License-Identifier: GPL-2.0-only
/*
 * scenarios: ALSA's sequencer
 */
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <sound/asequencer.h>

#include "ask.h"
#include "sound_card.h"

#define GROUP "sound"

/* Asks, once, for the events of 32-bit programs; tells the client's number. */
static int open_seq(int32_t *client)
{
	int fd = sound_open("/dev/snd/seq", 0, O_RDWR | O_NONBLOCK);
	int32_t *id = mem(4);

	driver("snd-seq");
	ASK(SNDRV_SEQ_IOCTL_CLIENT_ID, id);
	*client = *id;
	return fd;
}

static struct g_snd_seq_port_info *port(uint8_t client, uint8_t number)
{
	struct g_snd_seq_port_info *p = ZNEW(snd_seq_port_info);

	p->addr[0] = client;
	p->addr[1] = number;
	strcpy(p->name, "oracle");
	p->capability = SNDRV_SEQ_PORT_CAP_READ | SNDRV_SEQ_PORT_CAP_WRITE |
			SNDRV_SEQ_PORT_CAP_SUBS_READ |
			SNDRV_SEQ_PORT_CAP_SUBS_WRITE;
	p->type = SNDRV_SEQ_PORT_TYPE_APPLICATION;
	p->midi_channels = 16;
	return p;
}

SCENARIO(sound_seq_clients)
{
	struct snd_seq_running_info *mode = zmem(sizeof(*mode));
	struct snd_seq_client_info *info = zmem(sizeof(*info));
	struct snd_seq_client_pool *pool = zmem(sizeof(*pool));
	int32_t client;
	int fd = open_seq(&client);

	ASK(SNDRV_SEQ_IOCTL_PVERSION, mem(4));
	FAULTS(SNDRV_SEQ_IOCTL_PVERSION);
	FAULTS(SNDRV_SEQ_IOCTL_CLIENT_ID);
	ASK(SNDRV_SEQ_IOCTL_SYSTEM_INFO, zmem(48));
	FAULTS(SNDRV_SEQ_IOCTL_SYSTEM_INFO);
	mode->client = client;
	mode->cpu_mode = 4;
	ASK(SNDRV_SEQ_IOCTL_RUNNING_MODE, mode);
	mode->cpu_mode = 16;
	ASK(SNDRV_SEQ_IOCTL_RUNNING_MODE, mode);
	mode->cpu_mode = 4;
	mode->big_endian = 1;
	ASK(SNDRV_SEQ_IOCTL_RUNNING_MODE, mode);
	FAULTS(SNDRV_SEQ_IOCTL_RUNNING_MODE);
	info->client = client;
	ASK(SNDRV_SEQ_IOCTL_GET_CLIENT_INFO, info);
	strcpy(info->name, "oracle");
	ASK(SNDRV_SEQ_IOCTL_SET_CLIENT_INFO, info);
	ASK(SNDRV_SEQ_IOCTL_GET_CLIENT_INFO, info);
	info->type = 9;
	ASK(SNDRV_SEQ_IOCTL_SET_CLIENT_INFO, info);
	info->client = 999;
	ASK(SNDRV_SEQ_IOCTL_GET_CLIENT_INFO, info);
	FAULTS(SNDRV_SEQ_IOCTL_GET_CLIENT_INFO);
	FAULTS(SNDRV_SEQ_IOCTL_SET_CLIENT_INFO);
	info->client = client - 1;
	ASK(SNDRV_SEQ_IOCTL_QUERY_NEXT_CLIENT, info);
	info->client = 200;
	ASK(SNDRV_SEQ_IOCTL_QUERY_NEXT_CLIENT, info);
	FAULTS(SNDRV_SEQ_IOCTL_QUERY_NEXT_CLIENT);
	pool->client = client;
	ASK(SNDRV_SEQ_IOCTL_GET_CLIENT_POOL, pool);
	pool->output_pool = 50;
	pool->output_room = 10;
	ASK(SNDRV_SEQ_IOCTL_SET_CLIENT_POOL, pool);
	ASK(SNDRV_SEQ_IOCTL_GET_CLIENT_POOL, pool);
	pool->client = 0;
	ASK(SNDRV_SEQ_IOCTL_SET_CLIENT_POOL, pool);
	FAULTS(SNDRV_SEQ_IOCTL_GET_CLIENT_POOL);
	FAULTS(SNDRV_SEQ_IOCTL_SET_CLIENT_POOL);
	IO(_IO('S', 0xfe), 0);
}

static struct snd_seq_port_subscribe *subscription(uint8_t client,
						   uint8_t from, uint8_t to)
{
	struct snd_seq_port_subscribe *s = zmem(sizeof(*s));

	s->sender.client = client;
	s->sender.port = from;
	s->dest.client = client;
	s->dest.port = to;
	return s;
}

SCENARIO(sound_seq_ports)
{
	struct snd_seq_query_subs *query = zmem(sizeof(*query));
	struct g_snd_seq_port_info *p;
	int32_t client;
	int fd = open_seq(&client);

	ASK(G_SND_SEQ_CREATE_PORT, port(client, 0));
	p = port(client, 0);
	p->kernel = BAD_HIGH;
	ASK(G_SND_SEQ_CREATE_PORT, p);
	p = port(client, 7);
	p->flags = SNDRV_SEQ_PORT_FLG_GIVEN_PORT;
	ASK(G_SND_SEQ_CREATE_PORT, p);
	ASK(G_SND_SEQ_CREATE_PORT, port(client - 1, 0));
	FAULTS(G_SND_SEQ_CREATE_PORT);
	SHORT(G_SND_SEQ_CREATE_PORT, port(client, 0));
	p->midi_voices = 4;
	p->time_queue = 1;
	ASK(G_SND_SEQ_SET_PORT, p);
	memset(p->name, 0, sizeof(*p) - 2);
	ASK(G_SND_SEQ_GET_PORT, p);
	ASK(G_SND_SEQ_GET_PORT, port(client, 99));
	ASK(G_SND_SEQ_SET_PORT, port(client, 99));
	FAULTS(G_SND_SEQ_GET_PORT);
	FAULTS(G_SND_SEQ_SET_PORT);
	ASK(G_SND_SEQ_NEXT_PORT, port(client, 0));
	ASK(G_SND_SEQ_NEXT_PORT, port(client, 7));
	FAULTS(G_SND_SEQ_NEXT_PORT);
	ASK(SNDRV_SEQ_IOCTL_SUBSCRIBE_PORT, subscription(client, 0, 7));
	ASK(SNDRV_SEQ_IOCTL_SUBSCRIBE_PORT, subscription(client, 0, 7));
	ASK(SNDRV_SEQ_IOCTL_GET_SUBSCRIPTION, subscription(client, 0, 7));
	ASK(SNDRV_SEQ_IOCTL_GET_SUBSCRIPTION, subscription(client, 7, 0));
	query->root.client = client;
	ASK(SNDRV_SEQ_IOCTL_QUERY_SUBS, query);
	query->index = 5;
	ASK(SNDRV_SEQ_IOCTL_QUERY_SUBS, query);
	FAULTS(SNDRV_SEQ_IOCTL_QUERY_SUBS);
	FAULTS(SNDRV_SEQ_IOCTL_GET_SUBSCRIPTION);
	FAULTS(SNDRV_SEQ_IOCTL_SUBSCRIBE_PORT);
	ASK(SNDRV_SEQ_IOCTL_UNSUBSCRIBE_PORT, subscription(client, 0, 7));
	ASK(SNDRV_SEQ_IOCTL_UNSUBSCRIBE_PORT, subscription(client, 0, 7));
	FAULTS(SNDRV_SEQ_IOCTL_UNSUBSCRIBE_PORT);
	ASK(G_SND_SEQ_DELETE_PORT, port(client, 7));
	ASK(G_SND_SEQ_DELETE_PORT, port(client, 7));
	FAULTS(G_SND_SEQ_DELETE_PORT);
}

static void queue_timing(int fd, int32_t queue)
{
	struct snd_seq_queue_client *user = zmem(sizeof(*user));
	struct snd_seq_queue_tempo *tempo = zmem(sizeof(*tempo));
	struct snd_seq_queue_timer *timer = zmem(sizeof(*timer));

	tempo->queue = queue;
	ASK(SNDRV_SEQ_IOCTL_GET_QUEUE_TEMPO, tempo);
	tempo->tempo = 100000;
	ASK(SNDRV_SEQ_IOCTL_SET_QUEUE_TEMPO, tempo);
	tempo->queue = 31;
	ASK(SNDRV_SEQ_IOCTL_SET_QUEUE_TEMPO, tempo);
	ASK(SNDRV_SEQ_IOCTL_GET_QUEUE_TEMPO, tempo);
	FAULTS(SNDRV_SEQ_IOCTL_GET_QUEUE_TEMPO);
	FAULTS(SNDRV_SEQ_IOCTL_SET_QUEUE_TEMPO);
	timer->queue = queue;
	ASK(SNDRV_SEQ_IOCTL_GET_QUEUE_TIMER, timer);
	ASK(SNDRV_SEQ_IOCTL_SET_QUEUE_TIMER, timer);
	timer->type = 9;
	ASK(SNDRV_SEQ_IOCTL_SET_QUEUE_TIMER, timer);
	FAULTS(SNDRV_SEQ_IOCTL_GET_QUEUE_TIMER);
	FAULTS(SNDRV_SEQ_IOCTL_SET_QUEUE_TIMER);
	user->queue = queue;
	ASK(SNDRV_SEQ_IOCTL_GET_QUEUE_CLIENT, user);
	user->used = 0;
	ASK(SNDRV_SEQ_IOCTL_SET_QUEUE_CLIENT, user);
	ASK(SNDRV_SEQ_IOCTL_GET_QUEUE_CLIENT, user);
	FAULTS(SNDRV_SEQ_IOCTL_GET_QUEUE_CLIENT);
	FAULTS(SNDRV_SEQ_IOCTL_SET_QUEUE_CLIENT);
}

SCENARIO(sound_seq_queues)
{
	struct snd_seq_queue_status *status = zmem(sizeof(*status));
	struct snd_seq_queue_info *queue = zmem(sizeof(*queue));
	struct snd_seq_remove_events *events = zmem(sizeof(*events));
	int32_t client;
	int fd = open_seq(&client);

	strcpy(queue->name, "oracle");
	ASK(SNDRV_SEQ_IOCTL_CREATE_QUEUE, queue);
	FAULTS(SNDRV_SEQ_IOCTL_CREATE_QUEUE);
	ASK(SNDRV_SEQ_IOCTL_GET_QUEUE_INFO, queue);
	queue->locked = 1;
	ASK(SNDRV_SEQ_IOCTL_SET_QUEUE_INFO, queue);
	queue->queue = 30;
	ASK(SNDRV_SEQ_IOCTL_SET_QUEUE_INFO, queue);
	ASK(SNDRV_SEQ_IOCTL_GET_NAMED_QUEUE, queue);
	strcpy(queue->name, "nobody");
	ASK(SNDRV_SEQ_IOCTL_GET_NAMED_QUEUE, queue);
	FAULTS(SNDRV_SEQ_IOCTL_GET_QUEUE_INFO);
	FAULTS(SNDRV_SEQ_IOCTL_SET_QUEUE_INFO);
	FAULTS(SNDRV_SEQ_IOCTL_GET_NAMED_QUEUE);
	status->queue = queue->queue;
	ASK(SNDRV_SEQ_IOCTL_GET_QUEUE_STATUS, status);
	status->queue = 99;
	ASK(SNDRV_SEQ_IOCTL_GET_QUEUE_STATUS, status);
	FAULTS(SNDRV_SEQ_IOCTL_GET_QUEUE_STATUS);
	queue_timing(fd, queue->queue);
	events->remove_mode = SNDRV_SEQ_REMOVE_INPUT | SNDRV_SEQ_REMOVE_OUTPUT;
	ASK(SNDRV_SEQ_IOCTL_REMOVE_EVENTS, events);
	FAULTS(SNDRV_SEQ_IOCTL_REMOVE_EVENTS);
	ASK(SNDRV_SEQ_IOCTL_DELETE_QUEUE, queue);
	ASK(SNDRV_SEQ_IOCTL_DELETE_QUEUE, queue);
	FAULTS(SNDRV_SEQ_IOCTL_DELETE_QUEUE);
}

static struct g_snd_seq_event *event(uint8_t client, uint8_t type)
{
	struct g_snd_seq_event *e = (void *)zmem(sizeof(*e) + 16);

	e->type = type;
	e->queue = SNDRV_SEQ_QUEUE_DIRECT;
	e->dest[0] = client;
	return e;
}

/* Events: as they are, with data behind them, with data elsewhere. */
SCENARIO(sound_seq_events)
{
	struct snd_seq_running_info *mode = zmem(sizeof(*mode));
	uint8_t *data = bytes("0123456789abcdef", 16);
	struct g_snd_seq_event *e, *in = (void *)mem(5 * sizeof(*in));
	int32_t client;
	int fd = open_seq(&client);

	ASK(G_SND_SEQ_CREATE_PORT, port(client, 0));
	mode->client = client;
	mode->cpu_mode = 4;
	ASK(SNDRV_SEQ_IOCTL_RUNNING_MODE, mode);
	sys(read, fd, in, 28);
	e = event(client, SNDRV_SEQ_EVENT_NOTEON);
	memcpy(e->raw, data, 12);
	sys(write, fd, e, 28);
	sys(read, fd, in, 27);
	sys(read, fd, in, 5 * 28);
	outb(in, 28);
	e = event(client, SNDRV_SEQ_EVENT_SYSEX);
	e->flags = SNDRV_SEQ_EVENT_LENGTH_VARIABLE;
	e->len = 10;
	memcpy(e + 1, data, 10);
	sys(write, fd, e, 38);
	sys(write, fd, e, 37);
	sys(read, fd, in, 5 * 28);
	outb(in, 2 * 28);
	e = event(client, SNDRV_SEQ_EVENT_USR_VAR0);
	e->flags = SNDRV_SEQ_EVENT_LENGTH_VARUSR;
	e->len = 16;
	e->ptr = PTR(data);
	sys(write, fd, e, 28);
	sys(read, fd, in, 5 * 28);
	outb(in, 2 * 28);
	e->ptr = BAD;
	sys(write, fd, e, 28);
	e->ptr = BAD_HIGH;
	sys(write, fd, e, 28);
	e->len = 0x3fffffff;
	sys(write, fd, e, 28);
	sys(write, fd, BAD, 28);
	e = event(client, SNDRV_SEQ_EVENT_NOTEOFF);
	sys(write, fd, e, 28);
	sys(read, fd, BAD, 28);
	sys(read, fd, in, 28);
	e->dest[0] = 199;
	sys(write, fd, e, 28);
	sys(write, fd, e, 5);
}
