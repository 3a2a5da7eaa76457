// SPDX-License-Identifier: GPL-2.0-only
/*
 * scenarios: bpf and perf_event_open
 */
#include <fcntl.h>
#include <linux/bpf.h>
#include <linux/perf_event.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "oracle.h"

#define GROUP "tracing"

/* Its members are of 64 bits, pointers too: the same on both ABIs. */
static union bpf_attr *new_attr(void)
{
	return zmem(sizeof(union bpf_attr));
}

static int new_map(uint32_t type, uint32_t key, uint32_t value, uint32_t n)
{
	union bpf_attr *a = new_attr();

	a->map_type = type;
	a->key_size = key;
	a->value_size = value;
	a->max_entries = n;
	return sys(bpf, BPF_MAP_CREATE, a, 72);
}

SCENARIO(bpf_map)
{
	union bpf_attr *a = new_attr();
	uint32_t *key = zmem(4), *next = mem(4);
	uint64_t *value = mem(8);
	int fd;

	fd = new_map(BPF_MAP_TYPE_HASH, 4, 8, 4);
	new_map(BPF_MAP_TYPE_ARRAY, 8, 8, 4);
	new_map(BPF_MAP_TYPE_ARRAY, 4, 0x80000000, 4);
	new_map(BPF_MAP_TYPE_ARRAY, 4, 8, 0xffffffff);
	new_map(-1, 4, 8, 4);
	a->map_fd = fd;
	a->key = PTR(key);
	a->value = PTR(value);
	sys(bpf, BPF_MAP_LOOKUP_ELEM, a, 32);
	sys(bpf, BPF_MAP_UPDATE_ELEM, a, 32);
	*key = 7;
	a->flags = BPF_EXIST;
	sys(bpf, BPF_MAP_UPDATE_ELEM, a, 32);
	a->flags = BPF_NOEXIST;
	sys(bpf, BPF_MAP_UPDATE_ELEM, a, 32);
	a->flags = 0;
	*value = 0;
	sys(bpf, BPF_MAP_LOOKUP_ELEM, a, 32);
	out(value);
	a->next_key = PTR(next);
	a->key = 0;
	sys(bpf, BPF_MAP_GET_NEXT_KEY, a, 32);
	a->key = BAD;
	sys(bpf, BPF_MAP_GET_NEXT_KEY, a, 32);
	a->key = PTR(key);
	a->next_key = 0;
	sys(bpf, BPF_MAP_DELETE_ELEM, a, 32);
	sys(bpf, BPF_MAP_DELETE_ELEM, a, 32);
	a->value = 0xffffff0000000000ULL;
	sys(bpf, BPF_MAP_UPDATE_ELEM, a, 32);
	a->value = 1ULL << 63;
	sys(bpf, BPF_MAP_UPDATE_ELEM, a, 32);
	a->map_fd = -1;
	sys(bpf, BPF_MAP_LOOKUP_ELEM, a, 32);
	a->map_fd = 0;
	sys(bpf, BPF_MAP_LOOKUP_ELEM, a, 32);
	memset(a, 0xff, 64);
	sys(bpf, BPF_MAP_LOOKUP_ELEM, a, 64);
	sys(bpf, BPF_MAP_CREATE, a, 4097);
	sys(bpf, BPF_MAP_CREATE, a, -1);
	sys(bpf, BPF_MAP_CREATE, BAD_HIGH, 72);
	sys(bpf, BPF_MAP_CREATE, edge(64), 72);
	sys(bpf, -1, a, 72);
}

static const struct bpf_insn give_5[] = {
	{ .code = 0xb7, .dst_reg = 0, .imm = 5 },	/* r0 = 5 */
	{ .code = 0x95 },				/* exit */
};

static const struct bpf_insn bad_read[] = {
	{ .code = 0x79, .dst_reg = 0, .src_reg = 2 },	/* r0 = *r2 */
	{ .code = 0x95 },
};

static union bpf_attr *program(const struct bpf_insn *code, int n, char *log)
{
	union bpf_attr *a = new_attr();

	a->prog_type = BPF_PROG_TYPE_SOCKET_FILTER;
	a->insn_cnt = n;
	a->insns = PTR(bytes(code, n * sizeof(*code)));
	a->license = PTR(str("GPL"));
	a->log_level = 1;
	a->log_size = 256;
	a->log_buf = PTR(log);
	memcpy(a->prog_name, "a_name", 6);
	return a;
}

SCENARIO(bpf_program)
{
	char *log = zmem(256), *data = zmem(64), *done = mem(64);
	union bpf_attr *a, *test = new_attr();
	struct bpf_prog_info *info = zmem(64);
	int fd;

	fd = sys(bpf, BPF_PROG_LOAD, program(give_5, 2, log), 72);
	sys(bpf, BPF_PROG_LOAD, program(bad_read, 2, log), 72);
	outb(log, 20);
	a = program(give_5, 1, log);
	sys(bpf, BPF_PROG_LOAD, a, 72);
	a->insn_cnt = 0;
	sys(bpf, BPF_PROG_LOAD, a, 72);
	a->insn_cnt = 2;
	a->insns = BAD;
	sys(bpf, BPF_PROG_LOAD, a, 72);
	a = program(give_5, 2, log);
	a->license = 0xffffff0000000000ULL;
	sys(bpf, BPF_PROG_LOAD, a, 72);
	a->license = BAD_HIGH;
	sys(bpf, BPF_PROG_LOAD, a, 72);
	a = program(bad_read, 2, (char *)BAD);
	sys(bpf, BPF_PROG_LOAD, a, 72);
	a->log_level = 0;
	sys(bpf, BPF_PROG_LOAD, a, 72);
	test->test.prog_fd = fd;
	test->test.data_size_in = 64;
	test->test.data_size_out = 64;
	test->test.data_in = PTR(data);
	test->test.data_out = PTR(done);
	test->test.repeat = 1;
	sys(bpf, BPF_PROG_TEST_RUN, test, 80);
	out(&test->test.retval);
	out(&test->test.data_size_out);
	outb(done, 64);
	test->test.data_in = BAD_HIGH;
	sys(bpf, BPF_PROG_TEST_RUN, test, 80);
	test->test.data_in = PTR(data);
	test->test.data_size_in = 0x80000000;
	sys(bpf, BPF_PROG_TEST_RUN, test, 80);
	memset(test, 0, 80);
	test->info.bpf_fd = fd;
	test->info.info_len = 64;
	test->info.info = PTR(info);
	sys(bpf, BPF_OBJ_GET_INFO_BY_FD, test, 16);
	out(&info->type);
	outb(info->tag, 12);
	test->info.info = BAD;
	sys(bpf, BPF_OBJ_GET_INFO_BY_FD, test, 16);
	test->info.info = PTR(info);
	test->info.bpf_fd = -1;
	sys(bpf, BPF_OBJ_GET_INFO_BY_FD, test, 16);
}

SCENARIO(bpf_objects)
{
	union bpf_attr *a = new_attr();
	int fd;

	if (shell("mkdir b && mount -t bpf none b"))
		skip("no bpffs");
	fd = new_map(BPF_MAP_TYPE_ARRAY, 4, 8, 4);
	a->pathname = PTR(str("b/map"));
	a->bpf_fd = fd;
	sys(bpf, BPF_OBJ_PIN, a, 16);
	sys(bpf, BPF_OBJ_PIN, a, 16);
	a->bpf_fd = 0;
	sys(bpf, BPF_OBJ_GET, a, 16);
	a->pathname = PTR(str("b/none"));
	sys(bpf, BPF_OBJ_GET, a, 16);
	a->pathname = BAD;
	sys(bpf, BPF_OBJ_GET, a, 16);
	a->pathname = 0xffffff0000000000ULL;
	sys(bpf, BPF_OBJ_PIN, a, 16);
	memset(a, 0, 16);
	a->map_fd = fd;
	sys(bpf, BPF_MAP_FREEZE, a, 4);
	sys(bpf, BPF_MAP_FREEZE, a, 4);
	a->start_id = 0xffffffff;
	sys(bpf, BPF_MAP_GET_NEXT_ID, a, 8);
	sys(bpf, BPF_PROG_GET_FD_BY_ID, a, 8);
	sys(bpf, BPF_BTF_LOAD, zmem(32), 32);
	sys(bpf, BPF_LINK_CREATE, zmem(32), 32);
}

static struct perf_event_attr *event(uint32_t type, uint64_t config)
{
	struct perf_event_attr *attr = zmem(sizeof(*attr));

	attr->size = 112;
	attr->type = type;
	attr->config = config;
	attr->disabled = 1;
	attr->exclude_kernel = 1;
	attr->exclude_hv = 1;
	return attr;
}

#define EVENT	event(PERF_TYPE_SOFTWARE, PERF_COUNT_SW_DUMMY)

SCENARIO(perf_open)
{
	struct perf_event_attr *attr = EVENT;

	sys(perf_event_open, attr, 0, -1, -1, 0);
	sys(perf_event_open, attr, 0, -1, 3, 0);
	sys(perf_event_open, attr, 0, -1, -1, 8);
	sys(perf_event_open, attr, 0, -1, -1, 0x80000000);
	sys(perf_event_open, attr, -1, -1, -1, 0);
	sys(perf_event_open, attr, -1, 9999, -1, 0);
	sys(perf_event_open, attr, 9999, -1, -1, 0);
	sys(perf_event_open, attr, 0, -1, 0, 0);
	sys(perf_event_open, attr, 0, -1, 99, 0);
	sys(perf_event_open, attr, 0x80000000, -1, -1, 0);
	attr->size = 64;
	sys(perf_event_open, attr, 0, -1, -1, 0);
	attr->size = 0;
	sys(perf_event_open, attr, 0, -1, -1, 0);
	attr->size = 60;
	sys(perf_event_open, attr, 0, -1, -1, 0);
	attr->size = 4097;
	sys(perf_event_open, attr, 0, -1, -1, 0);
	attr->size = 112;
	attr->config = 999;
	sys(perf_event_open, attr, 0, -1, -1, 0);
	attr->config = 1ULL << 40 | PERF_COUNT_SW_DUMMY;
	sys(perf_event_open, attr, 0, -1, -1, 0);
	attr->config = PERF_COUNT_SW_DUMMY;
	attr->type = 0x7fffffff;
	sys(perf_event_open, attr, 0, -1, -1, 0);
	attr->type = PERF_TYPE_SOFTWARE;
	attr->sample_period = 1ULL << 63;
	sys(perf_event_open, attr, 0, -1, -1, 0);
	attr->sample_period = 0;
	attr->sample_type = 1ULL << 63;
	sys(perf_event_open, attr, 0, -1, -1, 0);
	sys(perf_event_open, BAD_HIGH, 0, -1, -1, 0);
	sys(perf_event_open, edge(64), 0, -1, -1, 0);
}

SCENARIO(perf_control)
{
	struct perf_event_attr *attr = event(PERF_TYPE_SOFTWARE,
					     PERF_COUNT_SW_PAGE_FAULTS);
	uint64_t *value = mem(40), *id = mem(8);
	char *area = pages(8);
	int fd, i;

	driver("perf");
	mmap(area, 8 * 4096, PROT_READ | PROT_WRITE,
	     MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
	attr->read_format = PERF_FORMAT_ID;
	fd = sys(perf_event_open, attr, 0, -1, -1, 0);
	IO(PERF_EVENT_IOC_ENABLE, 0);
	for (i = 0; i < 8; i++)
		*(volatile char *)(area + i * 4096) = 1;
	IO(PERF_EVENT_IOC_DISABLE, 0);
	note("faults seen: %s", silent(read, fd, value, 16) == 16 &&
	     value[0] >= 8 ? "all" : "no");
	IO(G_PERF_EVENT_IOC_ID, id);
	note("id: %s", *id == value[1] ? "the same" : "another");
	IO(G_PERF_EVENT_IOC_ID, BAD);
	IO(PERF_EVENT_IOC_RESET, 0);
	sys(read, fd, value, 40);
	outb(value, 8);
	sys(read, fd, value, 8);
	sys(read, fd, BAD_HIGH, 16);
	IO(PERF_EVENT_IOC_REFRESH, 1);
	IO(PERF_EVENT_IOC_PERIOD, bytes(&(uint64_t){ 0 }, 8));
	IO(PERF_EVENT_IOC_PERIOD, BAD);
	IO(PERF_EVENT_IOC_SET_OUTPUT, -1);
	IO(PERF_EVENT_IOC_SET_OUTPUT, 99);
	IO(G_PERF_EVENT_IOC_SET_FILTER, str("x"));
	IO(PERF_EVENT_IOC_SET_BPF, -1);
	IO(PERF_EVENT_IOC_PAUSE_OUTPUT, 1);
	IO(G_PERF_EVENT_IOC_QUERY_BPF, zmem(16));
	attr->disabled = 1;
	IO(G_PERF_EVENT_IOC_MODIFY_ATTRIBUTES, attr);
	IO(G_PERF_EVENT_IOC_MODIFY_ATTRIBUTES, BAD_HIGH);
	IO(0x24ff, 0);
}

/* Someone looks at each write to a word of the guest's memory. */
SCENARIO(perf_watch)
{
	struct perf_event_attr *attr = event(PERF_TYPE_BREAKPOINT, 0);
	uint32_t *word = zmem(16);
	uint64_t *value = zmem(8);
	int fd, i;

	attr->bp_type = 2;		/* HW_BREAKPOINT_W */
	attr->bp_addr = PTR(word);
	attr->bp_len = 4;
	attr->disabled = 0;
	fd = sys(perf_event_open, attr, 0, -1, -1, 0);
	for (i = 0; i < 3; i++)
		((volatile uint32_t *)word)[0] = i;
	((volatile uint32_t *)word)[1] = i;
	sys(read, fd, value, 8);
	out(value);
	/* The kernel's own writes are not counted. */
	sys(getresuid32, word, word, word);
	sys(read, fd, value, 8);
	out(value);
	attr->bp_len = 3;
	sys(perf_event_open, attr, 0, -1, -1, 0);
	attr->bp_len = 8;
	sys(perf_event_open, attr, 0, -1, -1, 0);
	attr->bp_len = 4;
	attr->bp_addr = PTR(word) + 1;
	sys(perf_event_open, attr, 0, -1, -1, 0);
	attr->bp_addr = 0xffffff0000000000ULL;
	sys(perf_event_open, attr, 0, -1, -1, 0);
	attr->bp_addr = PTR(word);
	attr->bp_type = 4;		/* HW_BREAKPOINT_X */
	sys(perf_event_open, attr, 0, -1, -1, 0);
	attr->bp_type = 99;
	sys(perf_event_open, attr, 0, -1, -1, 0);
}

/* Records of the events, in memory that is mapped. */
SCENARIO(perf_records)
{
	struct perf_event_attr *attr = EVENT;
	struct perf_event_mmap_page *page;
	char *there = pages(3);
	int fd;

	attr->disabled = 0;
	attr->comm = 1;
	attr->mmap = 1;
	fd = sys(perf_event_open, attr, 0, -1, -1, 0);
	silent(munmap, there, 12288);
	silent(mmap2, there, 3 * 4096, PROT_READ | PROT_WRITE,
	       MAP_SHARED | MAP_FIXED, fd, 0);
	page = (void *)there;
	silent(prctl, 15, str("other name"), 0, 0, 0);
	note("head %u", (unsigned int)page->data_head);
	outb(there + 4096, 64);
}
