// SPDX-License-Identifier: GPL-2.0-only
/*
 * scenarios: ioctls of GPIO chips, of the old kind and of the new
 */
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include <linux/gpio.h>

#include "cases.h"
#include "device.h"

#define GROUP "gpio"

/* Lines of it that nothing else uses. */
#define LINE_A	5
#define LINE_B	6

static int open_chip(void)
{
	struct gpiochip_info *info = mem(sizeof(*info));
	int fd = find_device("/dev/gpiochip%d", GPIO_GET_CHIPINFO_IOCTL, info,
			     info->label, "9030000.pl061");

	if (fd < 0)
		skip("no pl061");
	fcntl(fd, F_SETFL, O_RDWR | O_NONBLOCK);
	driver("gpio");
	return fd;
}

SCENARIO(old)
{
	int fd = open_chip(), chip = fd;
	struct gpiohandle_request *h = zmem(sizeof(*h));
	struct gpiohandle_config *c = zmem(sizeof(*c));
	struct gpioevent_request *e = zmem(sizeof(*e));
	struct gpioline_info *i = zmem(sizeof(*i));

	GET_CASES(GPIO_GET_CHIPINFO_IOCTL, sizeof(struct gpiochip_info));
	i->line_offset = LINE_A;
	ASK_CASES(GPIO_GET_LINEINFO_IOCTL, i, sizeof(*i));
	i->line_offset = 99;
	IO(GPIO_GET_LINEINFO_IOCTL, i);
	i->line_offset = LINE_A;
	ASK_CASES(GPIO_GET_LINEINFO_WATCH_IOCTL, i, sizeof(*i));
	IO(GPIO_GET_LINEINFO_WATCH_IOCTL, i);
	h->lines = 2;
	h->lineoffsets[0] = LINE_A;
	h->lineoffsets[1] = LINE_B;
	h->flags = GPIOHANDLE_REQUEST_OUTPUT;
	h->default_values[1] = 1;
	strcpy(h->consumer_label, "oracle");
	ASK_CASES(GPIO_GET_LINEHANDLE_IOCTL, h, sizeof(*h));
	IO(GPIO_GET_LINEHANDLE_IOCTL, h);
	sys(read, fd, mem(8), 8);
	fd = h->fd;
	GET_CASES(GPIOHANDLE_GET_LINE_VALUES_IOCTL, 64);
	SET_CASES(GPIOHANDLE_SET_LINE_VALUES_IOCTL,
		  bytes(&(struct gpiohandle_data){ { 1, 0 } }, 64));
	GET_CASES(GPIOHANDLE_GET_LINE_VALUES_IOCTL, 64);
	c->flags = GPIOHANDLE_REQUEST_INPUT;
	SET_CASES(GPIOHANDLE_SET_CONFIG_IOCTL, c);
	c->flags = 0xffff;
	IO(GPIOHANDLE_SET_CONFIG_IOCTL, c);
	IO(GPIOHANDLE_SET_LINE_VALUES_IOCTL, zmem(64));
	IO(GPIO_GET_CHIPINFO_IOCTL, mem(128));
	close(fd);
	fd = chip;
	e->lineoffset = LINE_B;
	e->handleflags = GPIOHANDLE_REQUEST_INPUT;
	e->eventflags = GPIOEVENT_REQUEST_BOTH_EDGES;
	ASK_CASES(GPIO_GET_LINEEVENT_IOCTL, e, sizeof(*e));
	e->eventflags = 0xff;
	IO(GPIO_GET_LINEEVENT_IOCTL, e);
	fcntl(e->fd, F_SETFL, O_RDWR | O_NONBLOCK);
	fd = e->fd;
	GET_CASES(GPIOHANDLE_GET_LINE_VALUES_IOCTL, 64);
	IO(GPIOHANDLE_SET_LINE_VALUES_IOCTL, zmem(64));
	sys(read, fd, mem(16), 16);
	sys(read, fd, mem(16), 15);
	fd = chip;
	SET_CASES(GPIO_GET_LINEINFO_UNWATCH_IOCTL, NUM(LINE_A));
	IO(GPIO_GET_LINEINFO_UNWATCH_IOCTL, NUM(LINE_A));
}

static void requested(int fd)
{
	struct gpio_v2_line_config *c = zmem(sizeof(*c));
	struct gpio_v2_line_values *v = zmem(sizeof(*v));

	v->mask = 3;
	ASK_CASES(GPIO_V2_LINE_GET_VALUES_IOCTL, v, sizeof(*v));
	v->bits = 2;
	SET_CASES(GPIO_V2_LINE_SET_VALUES_IOCTL, v);
	v->bits = 0;
	ASK_CASES(GPIO_V2_LINE_GET_VALUES_IOCTL, v, sizeof(*v));
	v->mask = 0x100000000ULL;
	IO(GPIO_V2_LINE_GET_VALUES_IOCTL, v);
	c->flags = GPIO_V2_LINE_FLAG_INPUT;
	SET_CASES(GPIO_V2_LINE_SET_CONFIG_IOCTL, c);
	c->flags = 1ULL << 63;
	IO(GPIO_V2_LINE_SET_CONFIG_IOCTL, c);
	v->mask = 3;
	IO(GPIO_V2_LINE_SET_VALUES_IOCTL, v);
	fcntl(fd, F_SETFL, O_RDWR | O_NONBLOCK);
	sys(read, fd, mem(64), 48);
	sys(read, fd, mem(64), 47);
}

SCENARIO(new)
{
	struct gpio_v2_line_request *r = zmem(sizeof(*r));
	struct gpio_v2_line_info *i = zmem(sizeof(*i));
	struct gpio_v2_line_info_changed *ch = mem(sizeof(*ch));
	int fd = open_chip();

	i->offset = LINE_A;
	ASK_CASES(GPIO_V2_GET_LINEINFO_IOCTL, i, sizeof(*i));
	i->padding[1] = 1;
	IO(GPIO_V2_GET_LINEINFO_IOCTL, i);
	memset(i, 0, sizeof(*i));
	i->offset = LINE_A;
	ASK_CASES(GPIO_V2_GET_LINEINFO_WATCH_IOCTL, i, sizeof(*i));
	r->num_lines = 2;
	r->offsets[0] = LINE_A;
	r->offsets[1] = LINE_B;
	strcpy(r->consumer, "oracle");
	r->config.flags = GPIO_V2_LINE_FLAG_OUTPUT;
	r->config.num_attrs = 1;
	r->config.attrs[0].attr.id = GPIO_V2_LINE_ATTR_ID_OUTPUT_VALUES;
	r->config.attrs[0].attr.values = 1;
	r->config.attrs[0].mask = 3;
	ASK_CASES(GPIO_V2_GET_LINE_IOCTL, r, sizeof(*r));
	IO(GPIO_V2_GET_LINE_IOCTL, r);
	/* Who watches is told, by a work queue on later kernels. */
	silent(poll, SET(pollfd, .fd = fd, .events = 1), 1, 1000);
	sys(read, fd, ch, sizeof(*ch));
	outb(ch, sizeof(ch->info));
	outb(&ch->event_type, 4);
	sys(read, fd, ch, 7);
	requested(r->fd);
	close(r->fd);
	r->num_lines = 99;
	IO(GPIO_V2_GET_LINE_IOCTL, r);
	r->num_lines = 1;
	r->config.attrs[0].attr.padding = 1;
	IO(GPIO_V2_GET_LINE_IOCTL, r);
	IO(_IO(0xb4, 0xfe), 0);
}
