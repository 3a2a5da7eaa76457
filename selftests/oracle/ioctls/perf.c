// SPDX-License-Identifier: GPL-2.0-only
/*
 * scenarios: ioctls of performance events, and what is read from them
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <linux/perf_event.h>

#include "cases.h"

#define GROUP "perf"

static int event(uint32_t type, uint64_t config, uint64_t format, int group)
{
	struct perf_event_attr *attr = zmem(sizeof(*attr));

	attr->size = sizeof(*attr);
	attr->type = type;
	attr->config = config;
	attr->read_format = format;
	attr->sample_period = type == PERF_TYPE_SOFTWARE ? 1000 : 0;
	attr->disabled = 1;
	return sys(perf_event_open, attr, 0, -1, group, PERF_FLAG_FD_CLOEXEC);
}

/* Events of dummy type count nothing, so that what is read is known. */
SCENARIO(event)
{
	int fd = event(PERF_TYPE_SOFTWARE, PERF_COUNT_SW_DUMMY, 0, -1), other;
	uint64_t *id = mem(8), *values = mem(64);

	if (fd < 0)
		skip("no performance events");
	driver("perf");
	IO(PERF_EVENT_IOC_ENABLE, 0);
	IO(PERF_EVENT_IOC_DISABLE, 0);
	IO(PERF_EVENT_IOC_RESET, 0);
	IO(PERF_EVENT_IOC_ENABLE, PERF_IOC_FLAG_GROUP);
	IO(PERF_EVENT_IOC_REFRESH, 1);
	IO(PERF_EVENT_IOC_REFRESH, 0);
	SET_CASES(PERF_EVENT_IOC_PERIOD, bytes(&(uint64_t){ 5000 }, 8));
	IO(PERF_EVENT_IOC_PERIOD, zmem(8));
	IO(PERF_EVENT_IOC_PERIOD, bytes(&(uint64_t){ 1ULL << 63 }, 8));
	IO(G_PERF_EVENT_IOC_ID, id);
	note("id: %s", *id && *id >> 32 == 0 ? "one" : "none");
	IO(G_PERF_EVENT_IOC_ID, BAD);
	IO(0x80082407, id);			/* AArch64's */
	IO(PERF_EVENT_IOC_SET_OUTPUT, -1);
	IO(PERF_EVENT_IOC_SET_OUTPUT, 0);
	SET_CASES(G_PERF_EVENT_IOC_SET_FILTER, str("filter"));
	IO(PERF_EVENT_IOC_SET_BPF, -1);
	IO(PERF_EVENT_IOC_SET_BPF, 0);
	IO(PERF_EVENT_IOC_PAUSE_OUTPUT, 1);
	SET_CASES(G_PERF_EVENT_IOC_QUERY_BPF, zmem(64));
	SET_CASES(G_PERF_EVENT_IOC_MODIFY_ATTRIBUTES,
		  zmem(sizeof(struct perf_event_attr)));
	IO(_IO('$', 99), 0);
	sys(read, fd, values, 64);
	outb(values, 64);
	sys(read, fd, BAD, 64);
	sys(read, fd, values, 7);
	other = event(PERF_TYPE_SOFTWARE, PERF_COUNT_SW_DUMMY,
		      PERF_FORMAT_GROUP, -1);
	event(PERF_TYPE_SOFTWARE, PERF_COUNT_SW_DUMMY, 0, other);
	sys(read, other, values, 64);
	outb(values, 64);
	fd = other;
	IO(PERF_EVENT_IOC_SET_OUTPUT, fd);
	IO(PERF_EVENT_IOC_ENABLE, PERF_IOC_FLAG_GROUP);
	IO(PERF_EVENT_IOC_RESET, PERF_IOC_FLAG_GROUP);
}

/* A ring buffer, and the attributes of a breakpoint. */
SCENARIO(buffer)
{
	int fd = event(PERF_TYPE_SOFTWARE, PERF_COUNT_SW_DUMMY, 0, -1), other;
	struct perf_event_attr *attr = zmem(sizeof(*attr));
	void *ring;

	if (fd < 0)
		skip("no performance events");
	driver("perf");
	ring = (void *)(uintptr_t)(uint32_t)
		sys(mmap2, 0, 3 * 4096, 3, 1, fd, 0);
	note("buffer: %s", ring ? "there" : "missing");
	other = event(PERF_TYPE_SOFTWARE, PERF_COUNT_SW_DUMMY, 0, -1);
	IO(PERF_EVENT_IOC_PAUSE_OUTPUT, 1);
	IO(PERF_EVENT_IOC_PAUSE_OUTPUT, 0);
	ioc(other, PERF_EVENT_IOC_SET_OUTPUT, fd);
	ioc(other, PERF_EVENT_IOC_SET_OUTPUT, -1);
	/* A watch on memory that nothing writes to. */
	attr->size = sizeof(*attr);
	attr->type = PERF_TYPE_BREAKPOINT;
	attr->bp_type = 2;
	attr->bp_addr = PTR(zmem(16));
	attr->bp_len = 4;
	attr->exclude_kernel = 1;
	attr->exclude_hv = 1;
	attr->disabled = 1;
	fd = sys(perf_event_open, attr, 0, -1, -1, 0);
	attr->bp_len = 8;
	SET_CASES(G_PERF_EVENT_IOC_MODIFY_ATTRIBUTES, attr);
	attr->type = PERF_TYPE_SOFTWARE;
	IO(G_PERF_EVENT_IOC_MODIFY_ATTRIBUTES, attr);
	attr->size = 9;
	IO(G_PERF_EVENT_IOC_MODIFY_ATTRIBUTES, attr);
}

static uint64_t tracepoint(const char *name)
{
	char path[128], number[16] = "";
	int fd;

	snprintf(path, sizeof(path), "/sys/kernel/tracing/events/%s/id", name);
	fd = open(path, O_RDONLY);
	if (fd < 0 || read(fd, number, sizeof(number) - 1) <= 0)
		skip("no trace events");
	close(fd);
	return strtoul(number, NULL, 10);
}

SCENARIO(filters)
{
	struct perf_event_attr *attr = zmem(sizeof(*attr));
	uint32_t *query = zmem(32);
	int fd;

	attr->size = sizeof(*attr);
	attr->type = PERF_TYPE_TRACEPOINT;
	attr->config = tracepoint("sched/sched_process_exit");
	attr->disabled = 1;
	fd = silent(perf_event_open, attr, 0, -1, -1, 0);
	if (fd < 0)
		skip("no trace events");
	driver("perf");
	SET_CASES(G_PERF_EVENT_IOC_SET_FILTER, str("pid == 7"));
	IO(G_PERF_EVENT_IOC_SET_FILTER, str("nothing == 7"));
	IO(G_PERF_EVENT_IOC_SET_FILTER, str("pid =="));
	IO(0x40082406, str("pid == 7"));	/* AArch64's */
	query[0] = 4;
	IO(G_PERF_EVENT_IOC_QUERY_BPF, query);
	outb(query, 32);
	IO(G_PERF_EVENT_IOC_QUERY_BPF, BAD);
	IO(PERF_EVENT_IOC_SET_BPF, 0);
	IO(PERF_EVENT_IOC_SET_BPF, -1);
}
