// SPDX-License-Identifier: GPL-2.0-only
/*
 * scenarios: page faults that a file descriptor tells about
 */
#include <fcntl.h>
#include <pthread.h>
#include <string.h>
#include <unistd.h>

#include <sys/mman.h>

#include <linux/userfaultfd.h>

#include "cases.h"

#define GROUP "uffd"

#define PAGE	4096

/* Of later kernels. */
#define G_UFFDIO_MOVE	_IOWR(UFFDIO, 5, uint64_t[5])
#define G_UFFDIO_POISON	_IOWR(UFFDIO, 8, uint64_t[4])

/* Structures are the same on both ABIs: all addresses in them are 64 bits. */
static int registered(uint8_t *area, unsigned int count, uint64_t mode)
{
	int fd = sys(userfaultfd, O_CLOEXEC | O_NONBLOCK);
	struct uffdio_register *r;
	struct uffdio_api *api;

	if (fd < 0)
		skip("no userfaultfd");
	madvise(area, count * PAGE, MADV_DONTNEED);
	r = zmem(sizeof(*r));
	api = zmem(sizeof(*api));
	IO(UFFDIO_REGISTER, r);
	api->api = 99;
	IO(UFFDIO_API, api);
	outb(api, sizeof(*api));
	api->api = UFFD_API;
	api->features = 0;
	IO(UFFDIO_API, BAD);
	IO(UFFDIO_API, api);
	outb(api, sizeof(*api));
	r->range.start = PTR(area);
	r->range.len = count * PAGE;
	r->mode = mode;
	ASK_CASES(UFFDIO_REGISTER, r, sizeof(*r));
	r->range.start++;
	IO(UFFDIO_REGISTER, r);
	return fd;
}

struct touch {
	volatile uint8_t *at;
	uint8_t value;
};

static void *touch(void *arg)
{
	struct touch *t = arg;

	t->value = *t->at;
	return NULL;
}

static void told(int fd)
{
	struct uffd_msg *msg = mem(sizeof(*msg));

	silent(poll, SET(pollfd, .fd = fd, .events = 1), 1, 5000);
	sys(read, fd, msg, sizeof(*msg));
	outb(msg, 8);
	outb((char *)msg + 8, 16);
	sys(read, fd, msg, sizeof(*msg));
	sys(read, fd, msg, sizeof(*msg) - 1);
}

SCENARIO(copy)
{
	uint8_t *area = pages(4), *from = pages(1);
	struct uffdio_copy *c = zmem(sizeof(*c));
	struct touch t = { .at = area + PAGE };
	int fd;
	pthread_t thread;

	driver("userfaultfd");
	fd = registered(area, 4, UFFDIO_REGISTER_MODE_MISSING);
	pthread_create(&thread, NULL, touch, &t);
	told(fd);
	sys(read, fd, BAD, 32);
	memset(from, 0x42, PAGE);
	c->src = PTR(from);
	c->dst = PTR(area + PAGE);
	c->len = PAGE;
	ASK_CASES(UFFDIO_COPY, c, sizeof(*c));
	pthread_join(thread, NULL);
	note("seen: %#x", t.value);
	c->copy = 0;
	ASK_CASES(UFFDIO_COPY, c, sizeof(*c));	/* there is a page already */
	c->dst = PTR(area);
	c->src = BAD;
	ASK_CASES(UFFDIO_COPY, c, sizeof(*c));
	c->len = 0;
	IO(UFFDIO_COPY, c);
	SET_CASES(UFFDIO_UNREGISTER, bytes((uint64_t[]){ PTR(area), PAGE }, 16));
	IO(UFFDIO_UNREGISTER, bytes((uint64_t[]){ PTR(area), 1 }, 16));
}

SCENARIO(other)
{
	struct uffdio_zeropage *z;
	uint8_t *area = pages(4);
	int fd;

	driver("userfaultfd");
	fd = registered(area, 4, UFFDIO_REGISTER_MODE_MISSING);
	z = zmem(sizeof(*z));
	z->range.start = PTR(area);
	z->range.len = 2 * PAGE;
	z->mode = UFFDIO_ZEROPAGE_MODE_DONTWAKE;
	ASK_CASES(UFFDIO_ZEROPAGE, z, sizeof(*z));
	note("seen: %#x", area[PAGE]);
	ASK_CASES(UFFDIO_ZEROPAGE, z, sizeof(*z));
	SET_CASES(UFFDIO_WAKE, bytes((uint64_t[]){ PTR(area), PAGE }, 16));
	IO(UFFDIO_WAKE, bytes((uint64_t[]){ PTR(area), 0 }, 16));
	IO(UFFDIO_WRITEPROTECT, bytes((uint64_t[]){ PTR(area), PAGE, 1 }, 24));
	IO(UFFDIO_WRITEPROTECT, BAD);
	IO(UFFDIO_CONTINUE, bytes((uint64_t[]){ PTR(area), PAGE, 0, 0 }, 32));
	IO(UFFDIO_CONTINUE, BAD);
	IO(G_UFFDIO_POISON,
	   bytes((uint64_t[]){ PTR(area + 3 * PAGE), PAGE, 0, 0 }, 32));
	IO(G_UFFDIO_MOVE,
	   bytes((uint64_t[]){ PTR(area + 3 * PAGE), PTR(area), PAGE, 0, 0 },
		 40));
	IO(_IO(UFFDIO, 0x3e), 0);
}

/* Addresses are checked against what the process has: see exceptions. */
SCENARIO(beyond)
{
	uint8_t *area = pages(1);
	int fd;

	driver("userfaultfd");
	fd = registered(area, 1, UFFDIO_REGISTER_MODE_MISSING);
	IO(UFFDIO_ZEROPAGE,
	   bytes((uint64_t[]){ 0x100000000ULL, PAGE, 0, 0 }, 32));
}

/* Pages of shared memory that are there, but not mapped yet. */
SCENARIO(minor)
{
	int memory = memfd_create("memory", 0), fd, on;
	struct uffdio_continue *c = zmem(sizeof(*c));
	uint8_t *area = pages(2), *alias;
	struct uffdio_api *api = zmem(sizeof(*api));
	struct uffdio_register *r = zmem(sizeof(*r));
	struct touch t = { .at = area };
	pthread_t thread;

	ftruncate(memory, 2 * PAGE);
	mmap(area, 2 * PAGE, 3, MAP_SHARED | MAP_FIXED, memory, 0);
	alias = mmap(NULL, 2 * PAGE, 3, MAP_SHARED, memory, 0);
	alias[0] = 0x77;
	fd = sys(userfaultfd, O_CLOEXEC | O_NONBLOCK);
	if (fd < 0)
		skip("no userfaultfd");
	driver("userfaultfd");
	api->api = UFFD_API;
	api->features = UFFD_FEATURE_MINOR_SHMEM;
	on = IO(UFFDIO_API, api);
	if (on < 0)
		skip("no minor faults");
	r->range.start = PTR(area);
	r->range.len = 2 * PAGE;
	r->mode = UFFDIO_REGISTER_MODE_MINOR;
	ASK_CASES(UFFDIO_REGISTER, r, sizeof(*r));
	pthread_create(&thread, NULL, touch, &t);
	told(fd);
	c->range.start = PTR(area);
	c->range.len = PAGE;
	ASK_CASES(UFFDIO_CONTINUE, c, sizeof(*c));
	pthread_join(thread, NULL);
	note("seen: %#x", t.value);
	ASK_CASES(UFFDIO_CONTINUE, c, sizeof(*c));
}

SCENARIO(device)
{
	int fd = open("/dev/userfaultfd", O_RDWR | O_CLOEXEC);

	if (fd < 0)
		skip("no /dev/userfaultfd");
	driver("userfaultfd");
	IO(USERFAULTFD_IOC_NEW, 0x80000);
	IO(USERFAULTFD_IOC_NEW, 0xffffffff);
	IO(_IO(USERFAULTFD_IOC, 9), 0);
}
