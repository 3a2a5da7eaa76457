// SPDX-License-Identifier: GPL-2.0-only
/*
 * Profilers and BPF programs that look at a thread in routed calls
 *
 * Both do so from interrupts and tracepoints, and both ask whether the task is
 * marked 32-bit. What they see of it may be less than of a native call; the
 * thread must not notice.
 */
#include "gate32_test.h"

#include <asm/perf_regs.h>
#include <linux/bpf.h>
#include <linux/perf_event.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <time.h>

#define LOW		0x50000000UL
#define PATTERN		0x7e57c0de12345678UL
#define PAGES		64
#define STACK		1024
#define REGS		((1ULL << PERF_REG_ARM64_PC) |			\
			 (1ULL << PERF_REG_ARM64_SP) |			\
			 (1ULL << PERF_REG_ARM64_X8))

static bool routed;

/* Calls whose time is spent in them: what is sampled is in the kernel. */
static long one_call(void)
{
	static char buffer[65536];

	if (routed)
		return ARM(getrandom, LOW, sizeof(buffer), 0);

	return gate32_svc(__NR_getrandom, (uintptr_t)buffer, sizeof(buffer), 0,
			  0, 0, 0);
}

static unsigned long calls_for(int milliseconds, long *wrong)
{
	struct timespec now, end;
	unsigned long n = 0;

	clock_gettime(CLOCK_MONOTONIC, &end);
	end.tv_nsec += milliseconds % 1000 * 1000000L;
	end.tv_sec += milliseconds / 1000 + end.tv_nsec / 1000000000;
	end.tv_nsec %= 1000000000;
	do {
		if (one_call() != 65536)
			++*wrong;
		n++;
		clock_gettime(CLOCK_MONOTONIC, &now);
	} while (now.tv_sec < end.tv_sec ||
		 (now.tv_sec == end.tv_sec && now.tv_nsec < end.tv_nsec));

	return n;
}

FIXTURE(profile)
{
};

FIXTURE_VARIANT(profile)
{
	bool routed;
};

FIXTURE_VARIANT_ADD(profile, native) { .routed = false };
FIXTURE_VARIANT_ADD(profile, routed) { .routed = true };

FIXTURE_SETUP(profile)
{
	OPEN_GATE();
	ASSERT_NE(NULL, low_map(LOW, 65536));
	routed = variant->routed;
}

FIXTURE_TEARDOWN(profile)
{
}

struct sample {
	struct perf_event_header header;
	uint64_t ip;
	uint64_t nr;
	uint64_t ips[];
};

struct counts {
	int samples, abi32, abi64, other, stacks, wrong_regs, chains;
};

/* After the callchain: registers and stack of user space. */
static void count_sample(const struct sample *s, struct counts *c)
{
	const uint64_t *p = s->ips + s->nr;
	uint64_t abi = *p++;

	c->samples++;
	c->chains += s->nr > 1;
	if (abi == PERF_SAMPLE_REGS_ABI_32)
		c->abi32++;
	else if (abi == PERF_SAMPLE_REGS_ABI_64)
		c->abi64++;
	else
		c->other++;
	if (abi != PERF_SAMPLE_REGS_ABI_NONE) {
		/* In the order of their numbers: x8, sp, pc. */
		if (p[1] < FOUR_GB || p[2] < FOUR_GB)
			c->wrong_regs++;
		p += 3;
	}
	/* size, data and how much of it is real, unless there is none */
	if (*p && p[1 + *p / 8])
		c->stacks++;
}

static int open_sampling(void)
{
	struct perf_event_attr attr = {
		.type = PERF_TYPE_SOFTWARE,
		.size = sizeof(attr),
		.config = PERF_COUNT_SW_CPU_CLOCK,
		.sample_period = 200000,
		.sample_type = PERF_SAMPLE_IP | PERF_SAMPLE_CALLCHAIN |
			       PERF_SAMPLE_REGS_USER | PERF_SAMPLE_STACK_USER,
		.sample_regs_user = REGS,
		.sample_stack_user = STACK,
		.disabled = 1,
	};

	return syscall(__NR_perf_event_open, &attr, 0, -1, -1, 0);
}

static void count_samples(void *map, struct counts *c)
{
	static char copy[65536];
	struct perf_event_mmap_page *page = map;
	const char *data = (char *)map + getpagesize();
	uint64_t size = (uint64_t)PAGES * getpagesize();
	uint64_t at = 0, i;

	while (at + sizeof(struct perf_event_header) <= page->data_head) {
		struct perf_event_header h;

		for (i = 0; i < sizeof(h); i++)
			((char *)&h)[i] = data[(at + i) % size];
		if (!h.size || at + h.size > page->data_head)
			break;
		for (i = 0; i < h.size; i++)
			copy[i] = data[(at + i) % size];
		if (h.type == PERF_RECORD_SAMPLE)
			count_sample((void *)copy, c);
		at += h.size;
	}
}

/*
 * A sample in the window says 32-bit and has no stack above 4 GB; its registers
 * are right, and the chain of callers is there.
 */
TEST_F(profile, samples)
{
	struct counts c = {};
	long wrong = 0;
	void *map;
	int fd;

	fd = open_sampling();
	if (fd < 0)
		SKIP(return, "perf is not available");
	map = mmap(NULL, (PAGES + 1) * getpagesize(), PROT_READ | PROT_WRITE,
		   MAP_SHARED, fd, 0);
	ASSERT_NE(MAP_FAILED, map);
	/* As much as there is room for, and no more. */
	ASSERT_EQ(0, ioctl(fd, PERF_EVENT_IOC_ENABLE, 0));
	EXPECT_LT(0, calls_for(30, &wrong));
	ASSERT_EQ(0, ioctl(fd, PERF_EVENT_IOC_DISABLE, 0));
	count_samples(map, &c);
	TH_LOG("%d samples: %d say 32, %d say 64, %d have a stack", c.samples,
	       c.abi32, c.abi64, c.stacks);
	EXPECT_LT(0, c.samples);
	EXPECT_EQ(0, wrong);
	EXPECT_EQ(0, c.other);
	EXPECT_EQ(0, c.wrong_regs);
	EXPECT_EQ(c.samples, c.chains);
	EXPECT_EQ(c.samples, c.abi32 + c.abi64);
	/* What says 64-bit has its stack, always. */
	EXPECT_EQ(c.abi64, c.stacks);
	/* A patched kernel never takes the thread for a 32-bit one. */
	EXPECT_EQ(variant->routed && !gate32_builtin(), c.abi32 > 0);
}

/* For a while, at a high rate: nothing but the results counts. */
TEST_F(profile, storm)
{
	long wrong = 0;
	int fd[4], i;

	for (i = 0; i < 4; i++) {
		fd[i] = open_sampling();
		if (fd[i] < 0)
			SKIP(return, "perf is not available");
		ASSERT_NE(MAP_FAILED, mmap(NULL, 2 * getpagesize(),
					   PROT_READ, MAP_SHARED, fd[i], 0));
		ASSERT_EQ(0, ioctl(fd[i], PERF_EVENT_IOC_ENABLE, 0));
	}
	EXPECT_LT(0, calls_for(1000, &wrong));
	EXPECT_EQ(0, wrong);
}

/*
 * BPF
 */
#define INSN(_code, _dst, _src, _off, _imm)				\
	((struct bpf_insn) { .code = _code, .dst_reg = _dst,		\
			     .src_reg = _src, .off = _off, .imm = _imm })
#define MOV(_dst, _src)	INSN(BPF_ALU64 | BPF_MOV | BPF_X, _dst, _src, 0, 0)
#define MOVI(_dst, _imm)	INSN(BPF_ALU64 | BPF_MOV | BPF_K, _dst, 0, 0, _imm)
#define ADDI(_dst, _imm)	INSN(BPF_ALU64 | BPF_ADD | BPF_K, _dst, 0, 0, _imm)
#define CALL(_fn)	INSN(BPF_JMP | BPF_CALL, 0, 0, 0, _fn)
#define LOAD64(_dst, _v)						\
	INSN(BPF_LD | BPF_DW | BPF_IMM, _dst, 0, 0, (uint32_t)(_v)),	\
	INSN(0, 0, 0, 0, (uint64_t)(_v) >> 32)
#define LOAD_MAP(_dst, _fd)						\
	INSN(BPF_LD | BPF_DW | BPF_IMM, _dst, BPF_PSEUDO_MAP_FD, 0, _fd),\
	INSN(0, 0, 0, 0, 0)
#define STORE(_dst, _off, _src)						\
	INSN(BPF_STX | BPF_MEM | BPF_DW, _dst, _src, _off, 0)
#define EXIT()		INSN(BPF_JMP | BPF_EXIT, 0, 0, 0, 0)

static int bpf(int cmd, union bpf_attr *attr)
{
	return syscall(__NR_bpf, cmd, attr, sizeof(*attr));
}

/* What the program has found: three words, for this process only. */
struct found {
	int64_t ret;
	uint64_t value;
	int64_t stack;
};

static int new_map(int type, int key, int value, int entries)
{
	union bpf_attr attr = {
		.map_type = type,
		.key_size = key,
		.value_size = value,
		.max_entries = entries,
	};

	return bpf(BPF_MAP_CREATE, &attr);
}

static int load_program(const struct bpf_insn *insns, int count)
{
	static char log[16384];
	union bpf_attr attr = {
		.prog_type = BPF_PROG_TYPE_RAW_TRACEPOINT,
		.insns = (uintptr_t)insns,
		.insn_cnt = count,
		.license = (uintptr_t)"GPL",
		.log_buf = (uintptr_t)log,
		.log_size = sizeof(log),
		.log_level = 1,
	};
	int fd = bpf(BPF_PROG_LOAD, &attr);

	if (fd < 0)
		fprintf(stderr, "# %s\n", log);

	return fd;
}

/* Without kprobes and uprobes, a kernel may have BPF and none for events. */
static bool watches_events(void)
{
	const struct bpf_insn insns[] = { MOVI(0, 0), EXIT() };
	int prog = load_program(insns, sizeof(insns) / sizeof(insns[0]));

	close(prog);

	return prog >= 0;
}

/* Reads 8 bytes at an address and takes the user's stack, when it is run. */
static int new_program(int out, int stacks, const void *addr, int helper)
{
	const struct bpf_insn insns[] = {
		MOV(6, 1),
		/* Nobody else's calls. */
		CALL(BPF_FUNC_get_current_pid_tgid),
		INSN(BPF_ALU64 | BPF_RSH | BPF_K, 0, 0, 0, 32),
		INSN(BPF_JMP | BPF_JEQ | BPF_K, 0, 0, 2, getpid()),
		MOVI(0, 0),
		EXIT(),
		MOVI(1, 0),
		STORE(10, -16, 1),
		MOV(1, 10), ADDI(1, -16), MOVI(2, 8), LOAD64(3, (uintptr_t)addr),
		CALL(helper),
		STORE(10, -24, 0),
		INSN(BPF_LDX | BPF_MEM | BPF_DW, 1, 10, -16, 0),
		STORE(10, -16, 1),
		MOV(1, 6), LOAD_MAP(2, stacks), MOVI(3, BPF_F_USER_STACK),
		CALL(BPF_FUNC_get_stackid),
		STORE(10, -8, 0),
		MOVI(1, 0),
		STORE(10, -32, 1),
		LOAD_MAP(1, out),
		MOV(2, 10), ADDI(2, -32), MOV(3, 10), ADDI(3, -24), MOVI(4, 0),
		CALL(BPF_FUNC_map_update_elem),
		MOVI(0, 0),
		EXIT(),
	};

	return load_program(insns, sizeof(insns) / sizeof(insns[0]));
}

static int attach(int prog, const char *name)
{
	union bpf_attr attr = {
		.raw_tracepoint.name = (uintptr_t)name,
		.raw_tracepoint.prog_fd = prog,
	};

	return bpf(BPF_RAW_TRACEPOINT_OPEN, &attr);
}

static struct found look(int map)
{
	struct found found = {};
	uint64_t key = 0;
	union bpf_attr attr = {
		.map_fd = map,
		.key = (uintptr_t)&key,
		.value = (uintptr_t)&found,
	};

	bpf(BPF_MAP_LOOKUP_ELEM, &attr);

	return found;
}

/* A place in the middle of both kinds of call: a switch away from one. */
#define IN_CALL		"sched_switch"

static void nap(void)
{
	static const int64_t native[2] = { 0, 20000000 };

	if (routed)
		ARM(nanosleep, memcpy((void *)LOW, (int32_t [2]) { 0, 20000000 },
				      8), 0);
	else
		gate32_svc(__NR_nanosleep, (uintptr_t)native, 0, 0, 0, 0, 0);
}

/* The reader for addresses of user space reads there, mark or no mark. */
TEST_F(profile, bpf_reads_user)
{
	static volatile uint64_t word = PATTERN;
	int out, stacks, prog, link;
	struct found found;

	ASSERT_LT(FOUR_GB, (uintptr_t)&word);
	out = new_map(BPF_MAP_TYPE_HASH, 8, sizeof(struct found), 1);
	stacks = new_map(BPF_MAP_TYPE_STACK_TRACE, 4, 127 * 8, 64);
	if (out < 0 || stacks < 0)
		SKIP(return, "bpf is not available");
	if (!watches_events())
		SKIP(return, "bpf does not watch events");
	prog = new_program(out, stacks, (void *)&word,
			   BPF_FUNC_probe_read_user);
	ASSERT_LE(0, prog);
	link = attach(prog, IN_CALL);
	ASSERT_LE(0, link);
	nap();
	close(link);
	found = look(out);
	EXPECT_EQ(0, found.ret);
	EXPECT_EQ(PATTERN, found.value);
	EXPECT_LE(0, found.stack);
}

/*
 * The old one, which guesses: in the window it takes an address above 4 GB for
 * the kernel's. It fails where the CPU keeps the kernel from user space (PAN),
 * or reads what is there; nothing else.
 */
TEST_F(profile, bpf_guesses)
{
	static volatile uint64_t word = PATTERN;
	int out, stacks, prog, link;
	struct found found;

	out = new_map(BPF_MAP_TYPE_HASH, 8, sizeof(struct found), 1);
	stacks = new_map(BPF_MAP_TYPE_STACK_TRACE, 4, 127 * 8, 64);
	if (out < 0 || stacks < 0)
		SKIP(return, "bpf is not available");
	if (!watches_events())
		SKIP(return, "bpf does not watch events");
	prog = new_program(out, stacks, (void *)&word, BPF_FUNC_probe_read);
	if (prog < 0)
		SKIP(return, "this kernel has no bpf_probe_read");
	link = attach(prog, IN_CALL);
	ASSERT_LE(0, link);
	nap();
	close(link);
	found = look(out);
	if (variant->routed && found.ret) {
		EXPECT_EQ(-EFAULT, found.ret);
		EXPECT_EQ(0, found.value);
	} else {
		EXPECT_EQ(0, found.ret);
		EXPECT_EQ(PATTERN, found.value);
	}
}

TEST_HARNESS_MAIN
