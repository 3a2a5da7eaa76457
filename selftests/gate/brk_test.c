// SPDX-License-Identifier: GPL-2.0-only
/*
 * The guest's program break: GATE32_BRK and routed brk(2)
 *
 * The oracle is the process's own brk(2). Each scenario is a list of steps
 * that a child of its own makes natively, on a break that prctl(PR_SET_MM) has
 * put elsewhere, and another child through the gate. After each step both
 * have to give the same answer, the same map of pages, the same contents.
 */
#include "gate32_test.h"

#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>

/*
 * A page of whatever size, in the numbers of steps: so large that what is
 * counted in pages and what in bytes can be told apart. scaled() puts in the
 * size that pages have.
 */
#define PAGE		(1L << 40)
/* Where the break starts, a multiple of a page: through the gate, natively. */
#define START		0x50000000UL
#define START_NATIVE	0x6100000000UL

/* Pages that are looked at, from two below the start. */
#define WATCHED		64
#define BELOW		2

#define MAX_STEPS	150

enum op {
	END,
	/* brk to start + a */
	BRK,
	/* brk to the address a, which is not near the start */
	BRK_AT,
	/* write b to byte a of the area */
	POKE,
	/* map b bytes at a with protection c and more flags d */
	MAP,
	/* unmap b bytes at a */
	UNMAP,
	/* mprotect b bytes at a to c */
	PROTECT,
	/* set RLIMIT_DATA, RLIMIT_AS */
	LIMIT_DATA, LIMIT_AS,
	/* mlockall(a) */
	LOCK,
	/* personality(a) */
	PERSONALITY,
};

struct step {
	enum op op;
	long a, b, c, d;
};

struct seen {
	/* Of a break: how far it is from the start; else error or 0. */
	long answer;
	/* For each page: unmapped, or its first byte and protection. */
	uint16_t page[WATCHED];
};

struct run {
	int steps;
	struct seen seen[MAX_STEPS];
};

#define UNMAPPED	0xffff

static long scaled(long number)
{
	/* To the nearest: PAGE - 1 is a page less a byte. */
	long pages = (number + PAGE / 2) >> 40;

	return pages * getpagesize() + (number - pages * PAGE);
}

static void look_at_protection(unsigned long from, uint16_t *page)
{
	const unsigned long page_size = getpagesize();
	unsigned long start, end, addr;
	char line[256], prot[5];
	FILE *maps = fopen("/proc/self/maps", "r");
	int i;

	while (maps && fgets(line, sizeof(line), maps)) {
		if (sscanf(line, "%lx-%lx %4s", &start, &end, prot) != 3)
			continue;
		for (i = 0; i < WATCHED; i++) {
			addr = from + i * page_size;
			if (addr < start || addr >= end)
				continue;
			page[i] = prot[0] == 'r' ? *(uint8_t *)addr : 0;
			page[i] |= (prot[0] == 'r') << 8 |
				   (prot[1] == 'w') << 9 |
				   (prot[2] == 'x') << 10 |
				   (prot[3] == 's') << 11;
		}
	}
	if (maps)
		fclose(maps);
}

static unsigned long page_of(unsigned long addr)
{
	return addr & -(unsigned long)getpagesize();
}

static void look(unsigned long start, struct seen *seen)
{
	memset(seen->page, 0xff, sizeof(seen->page));
	look_at_protection(page_of(start) - BELOW * getpagesize(), seen->page);
}

static unsigned long break_to(bool routed, unsigned long addr)
{
	return routed ? ARM(brk, addr) : gate32_svc(__NR_brk, addr, 0, 0, 0,
						    0, 0);
}

static long make_step(bool routed, unsigned long start, const struct step *s)
{
	const long a = scaled(s->a), b = scaled(s->b);
	struct rlimit limit = { a, a };
	void *p;

	switch (s->op) {
	case BRK:
		return break_to(routed, start + a) - start;
	case BRK_AT:
		return break_to(routed, a) - start;
	case POKE:
		*(volatile char *)(start + a) = b;
		return 0;
	case MAP:
		p = mmap((void *)(page_of(start) + a), b, s->c,
			 MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED | s->d, -1, 0);
		return p == MAP_FAILED ? -errno : 0;
	case UNMAP:
		return munmap((void *)(page_of(start) + a), b);
	case PROTECT:
		return mprotect((void *)(page_of(start) + a), b, s->c);
	case LIMIT_DATA:
		return setrlimit(RLIMIT_DATA, &limit);
	case LIMIT_AS:
		return setrlimit(RLIMIT_AS, &limit);
	case LOCK:
		return mlockall(a);
	case PERSONALITY:
		return personality(a) < 0;
	default:
		return -ENOTRECOVERABLE;
	}
}

static struct run *new_run(void)
{
	return mmap(NULL, sizeof(struct run), PROT_READ | PROT_WRITE,
		    MAP_SHARED | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
}

/* In a child: 0, or the exit code 2 if the break cannot be put elsewhere. */
static int run(bool routed, unsigned long offset, const struct step *steps,
	       struct run *run)
{
	unsigned long start = (routed ? START : START_NATIVE) + scaled(offset);
	int i;

	if (routed) {
		if (gate32_enable(GATE32_ABI_ARM, BASE) ||
		    gate32_brk_start(start))
			return 1;
	} else if (prctl(PR_SET_MM, PR_SET_MM_BRK, start, 0, 0) ||
		   prctl(PR_SET_MM, PR_SET_MM_START_BRK, start, 0, 0)) {
		return 2;
	}
	for (i = 0; steps[i].op != END; i++) {
		run->seen[i].answer = make_step(routed, start, &steps[i]);
		look(start, &run->seen[i]);
		run->steps = i + 1;
	}

	return 0;
}

static void compare(struct __test_metadata *_metadata, unsigned long offset,
		    const struct step *steps)
{
	struct run *native = new_run(), *routed = new_run();
	int i, j, code;
	pid_t pid;

	ASSERT_NE(MAP_FAILED, native);
	ASSERT_NE(MAP_FAILED, routed);
	pid = fork();
	if (pid == 0)
		_exit(run(false, offset, steps, native));
	code = exit_code(pid);
	if (code == 2)
		SKIP(return, "no oracle: prctl(PR_SET_MM) needs CAP_SYS_RESOURCE");
	ASSERT_EQ(0, code);
	pid = fork();
	if (pid == 0)
		_exit(run(true, offset, steps, routed));
	ASSERT_EQ(0, exit_code(pid));

	ASSERT_EQ(native->steps, routed->steps);
	for (i = 0; i < native->steps; i++) {
		ASSERT_EQ(native->seen[i].answer, routed->seen[i].answer) {
			TH_LOG("step %d: %d(%#lx, %#lx)", i, steps[i].op,
			       steps[i].a, steps[i].b);
		}
		for (j = 0; j < WATCHED; j++)
			ASSERT_EQ(native->seen[i].page[j],
				  routed->seen[i].page[j]) {
				TH_LOG("step %d: %d(%#lx, %#lx), page %d", i,
				       steps[i].op, steps[i].a, steps[i].b,
				       j - BELOW);
			}
	}
}

FIXTURE(brk) {};

FIXTURE_VARIANT(brk)
{
	/* Where in its page the break starts. */
	unsigned long offset;
	struct step steps[32];
};

FIXTURE_SETUP(brk)
{
	REQUIRE_GATE32();
}

FIXTURE_TEARDOWN(brk)
{
}

TEST_F(brk, as_natively)
{
	compare(_metadata, variant->offset, variant->steps);
}

#define RW (PROT_READ | PROT_WRITE)

FIXTURE_VARIANT_ADD(brk, ask)
{
	.steps = {
		{ BRK_AT, 0 }, { BRK, 0 }, { BRK_AT, 0 }, { BRK_AT, 1 },
	},
};

FIXTURE_VARIANT_ADD(brk, grow)
{
	.steps = {
		{ BRK, 1 }, { BRK, 2 }, { BRK, PAGE - 1 }, { BRK, PAGE },
		{ BRK, PAGE + 1 }, { BRK, 2 * PAGE }, { BRK, 7 * PAGE + 3 },
		{ BRK_AT, 0 }, { BRK, 40 * PAGE },
	},
};

FIXTURE_VARIANT_ADD(brk, shrink)
{
	.steps = {
		{ BRK, 10 * PAGE }, { BRK, 10 * PAGE - 1 }, { BRK, 9 * PAGE + 1 },
		{ BRK, 9 * PAGE }, { BRK, 5 * PAGE + 7 }, { BRK, 1 },
		{ BRK, 0 }, { BRK_AT, 0 }, { BRK, 0 },
	},
};

FIXTURE_VARIANT_ADD(brk, zeroed_when_it_comes_back)
{
	.steps = {
		{ BRK, 4 * PAGE }, { POKE, 0, 1 }, { POKE, PAGE, 2 },
		{ POKE, 3 * PAGE, 4 }, { BRK, 2 * PAGE }, { BRK, 4 * PAGE },
		{ POKE, 3 * PAGE, 5 }, { BRK, 3 * PAGE + 1 }, { BRK, 4 * PAGE },
		{ BRK, 0 }, { BRK, 4 * PAGE },
	},
};

FIXTURE_VARIANT_ADD(brk, below_the_start)
{
	.steps = {
		{ BRK, -1 }, { BRK, -PAGE }, { BRK, 3 * PAGE }, { BRK, -1 },
		{ BRK, -PAGE }, { BRK_AT, 1 }, { BRK_AT, PAGE }, { BRK, 0 },
		{ BRK, -1 },
	},
};

FIXTURE_VARIANT_ADD(brk, unaligned_start)
{
	.offset = 0x123,
	.steps = {
		{ BRK_AT, 0 }, { BRK, 1 }, { BRK, PAGE - 0x123 },
		{ BRK, PAGE - 0x122 }, { POKE, PAGE, 1 }, { BRK, PAGE },
		{ BRK, 5 * PAGE }, { BRK, 0x10 }, { BRK, 0 }, { BRK, -1 },
		{ BRK, 3 * PAGE }, { BRK, -0x123 },
	},
};

FIXTURE_VARIANT_ADD(brk, start_at_the_end_of_a_page)
{
	.offset = PAGE - 1,
	.steps = {
		{ BRK, 1 }, { BRK, 2 }, { BRK, 0 }, { BRK, PAGE + 1 },
		{ BRK, PAGE + 2 }, { BRK, 1 }, { BRK, 0 },
	},
};

FIXTURE_VARIANT_ADD(brk, collision)
{
	.steps = {
		{ MAP, 8 * PAGE, PAGE, PROT_READ }, { BRK, 20 * PAGE },
		{ BRK, 8 * PAGE }, { BRK, 9 * PAGE }, { BRK, 7 * PAGE + 1 },
		/* A page stays free below what is there. */
		{ BRK, 7 * PAGE }, { BRK, 7 * PAGE + 1 }, { BRK_AT, 0 },
		{ UNMAP, 8 * PAGE, PAGE }, { BRK, 9 * PAGE }, { BRK, 20 * PAGE },
	},
};

FIXTURE_VARIANT_ADD(brk, collision_unaligned)
{
	.offset = 0x800,
	.steps = {
		{ MAP, 8 * PAGE, PAGE, PROT_NONE }, { BRK, 7 * PAGE },
		{ BRK, 7 * PAGE - 0x800 }, { BRK, 7 * PAGE - 0x7ff },
		{ BRK, 6 * PAGE }, { BRK, 6 * PAGE + 0x800 },
		{ BRK, 6 * PAGE + 0x801 },
	},
};

FIXTURE_VARIANT_ADD(brk, collision_far_above)
{
	.steps = {
		{ MAP, 60 * PAGE, PAGE, PROT_READ }, { BRK, 100 * PAGE },
		{ BRK, 4096 * PAGE }, { BRK, 59 * PAGE }, { BRK, 58 * PAGE },
	},
};

/* A stack keeps 256 pages below itself. */
FIXTURE_VARIANT_ADD(brk, stack_above)
{
	.steps = {
		{ MAP, 300 * PAGE, PAGE, RW, MAP_GROWSDOWN },
		{ BRK, 200 * PAGE }, { BRK, 44 * PAGE }, { BRK, 43 * PAGE + 1 },
		{ BRK, 43 * PAGE }, { BRK, 43 * PAGE + 1 }, { BRK, 44 * PAGE },
		{ BRK, 0 },
	},
};

FIXTURE_VARIANT_ADD(brk, something_at_the_start)
{
	.steps = {
		{ MAP, 0, PAGE, RW }, { BRK, 1 }, { BRK, PAGE }, { BRK, 2 * PAGE },
		{ BRK, 0 }, { UNMAP, 0, PAGE }, { BRK, 1 },
	},
};

/* What precedes the break: the last page of the program's data. */
FIXTURE_VARIANT_ADD(brk, data_below)
{
	.offset = 0x10,
	.steps = {
		{ MAP, 0, PAGE, RW }, { POKE, -1, 7 }, { BRK, 0x20 },
		{ BRK, PAGE }, { BRK, 2 * PAGE }, { BRK, 0 }, { BRK, 5 * PAGE },
		{ BRK, 0x20 },
	},
};

FIXTURE_VARIANT_ADD(brk, hole_in_it)
{
	.steps = {
		{ BRK, 8 * PAGE }, { UNMAP, 3 * PAGE, PAGE }, { BRK, 10 * PAGE },
		{ BRK, 6 * PAGE }, { BRK, 3 * PAGE + 1 }, { BRK, 3 * PAGE },
		{ BRK, 8 * PAGE }, { UNMAP, 0, 8 * PAGE }, { BRK, PAGE },
		{ BRK, 2 * PAGE }, { BRK, 0 },
	},
};

FIXTURE_VARIANT_ADD(brk, protected_in_it)
{
	.steps = {
		{ BRK, 8 * PAGE }, { PROTECT, 2 * PAGE, PAGE, PROT_READ },
		{ BRK, 10 * PAGE }, { PROTECT, 9 * PAGE, PAGE, PROT_NONE },
		{ BRK, 12 * PAGE }, { BRK, 9 * PAGE }, { BRK, 11 * PAGE },
		{ BRK, 2 * PAGE + 1 }, { BRK, 4 * PAGE },
	},
};

FIXTURE_VARIANT_ADD(brk, limit_data)
{
	.steps = {
		{ BRK, 10 * PAGE }, { LIMIT_DATA, 256 << 20 },
		{ BRK, 512 << 20 }, { BRK, 300 << 20 }, { BRK, 20 * PAGE },
		{ BRK, 5 * PAGE }, { BRK, 40 * PAGE },
	},
};

FIXTURE_VARIANT_ADD(brk, limit_data_zero)
{
	.steps = {
		{ BRK, 10 * PAGE }, { LIMIT_DATA, 0 }, { BRK, 11 * PAGE },
		{ BRK, 5 * PAGE }, { BRK, 1 }, { BRK_AT, 0 },
	},
};

FIXTURE_VARIANT_ADD(brk, limit_as)
{
	.steps = {
		{ BRK, 10 * PAGE }, { LIMIT_AS, 256 << 20 }, { BRK, 512 << 20 },
		{ BRK, 20 * PAGE }, { BRK, 5 * PAGE }, { BRK, 300 << 20 },
	},
};

FIXTURE_VARIANT_ADD(brk, locked)
{
	.steps = {
		{ LOCK, MCL_FUTURE }, { BRK, 3 * PAGE }, { POKE, 0, 1 },
		{ BRK, 6 * PAGE }, { BRK, PAGE }, { BRK, 2 * PAGE },
	},
};

FIXTURE_VARIANT_ADD(brk, read_implies_exec)
{
	.steps = {
		{ BRK, PAGE }, { PERSONALITY, READ_IMPLIES_EXEC },
		{ BRK, 3 * PAGE }, { PERSONALITY, 0 }, { BRK, 5 * PAGE },
	},
};

/* Hundreds of breaks, maps and unmaps as chance wants them. */
FIXTURE(walk) {};

FIXTURE_VARIANT(walk)
{
	unsigned int seed;
	unsigned long offset;
};

FIXTURE_VARIANT_ADD(walk, one) { .seed = 1 };
FIXTURE_VARIANT_ADD(walk, two) { .seed = 2, .offset = 0x7ff };
FIXTURE_VARIANT_ADD(walk, three) { .seed = 3, .offset = 0xfff };
FIXTURE_VARIANT_ADD(walk, four) { .seed = 4, .offset = 1 };

FIXTURE_SETUP(walk)
{
	REQUIRE_GATE32();
}

FIXTURE_TEARDOWN(walk)
{
}

TEST_F(walk, as_natively)
{
	static struct step steps[MAX_STEPS];
	unsigned int x = variant->seed * 2654435761U;
	int i;

	for (i = 0; i < MAX_STEPS - 1; i++) {
		struct step *s = &steps[i];

		x = x * 1103515245 + 12345;
		switch (x >> 28) {
		case 0:
			*s = (struct step){ MAP, (x >> 8 & 31) * PAGE, PAGE,
					    RW };
			break;
		case 1:
		case 2:
			*s = (struct step){ UNMAP, (x >> 8 & 31) * PAGE,
					    (1 + (x >> 16 & 3)) * PAGE };
			break;
		case 3:
			*s = (struct step){ BRK, -(long)(x >> 8 & 0xfff) };
			break;
		case 4:
		case 5:
			*s = (struct step){ BRK, (x >> 8 & 31) * PAGE -
					    (long)variant->offset };
			break;
		default:
			*s = (struct step){ BRK, (x >> 20 & 31) * PAGE +
					    (x >> 8 & 0xfff) };
		}
	}
	steps[i].op = END;
	compare(_metadata, variant->offset, steps);
}

/*
 * What has no native counterpart.
 */
FIXTURE(area)
{
	long page;
};

FIXTURE_SETUP(area)
{
	OPEN_GATE();
	self->page = getpagesize();
	ASSERT_EQ(0, gate32_brk_start(START));
}

FIXTURE_TEARDOWN(area)
{
}

TEST(no_start_yet)
{
	OPEN_GATE();
	EXPECT_EQ(-EOPNOTSUPP, ARM(brk, 0));
	EXPECT_EQ(-EOPNOTSUPP, ARM(brk, START));
	EXPECT_EQ(-EOPNOTSUPP, ARM_ARGS(ARM_NR_brk, 0));
	ASSERT_EQ(0, gate32_brk_start(START));
	EXPECT_EQ(START, ARM(brk, 0));
	EXPECT_EQ(START, ARM_ARGS(ARM_NR_brk, 0));
}

TEST_F(area, upper_half_is_ignored)
{
	EXPECT_EQ(START + 1, ARM(brk, 0xdeadbeef00000000 | (START + 1)));
	*(char *)START = 1;
}

/* What 32 bits cannot hold is not given; nor is the last page. */
TEST_F(area, end_of_32_bits)
{
	const unsigned long start = TASK_SIZE_32 - 16 * self->page;

	ASSERT_EQ(0, gate32_brk_start(start));
	EXPECT_EQ(start, ARM(brk, 0xffffffff));
	EXPECT_EQ(start, ARM(brk, TASK_SIZE_32 + 1));
	EXPECT_EQ(start + 1, ARM(brk, start + 1));
	EXPECT_EQ(TASK_SIZE_32, ARM(brk, TASK_SIZE_32));
	*(char *)(TASK_SIZE_32 - 1) = 1;
	EXPECT_EQ(TASK_SIZE_32, ARM(brk, TASK_SIZE_32 + 1));
	EXPECT_EQ(start, ARM(brk, start));
}

static int peek(void *addr)
{
	return *(volatile char *)addr;
}

TEST_F(area, unmapped_pages_fault)
{
	char *first = (char *)START, *last = first + 3 * self->page;

	EXPECT_EQ(KILLED_BY(SIGSEGV), in_child(peek, first));
	ASSERT_EQ(START + 4 * self->page, ARM(brk, START + 4 * self->page));
	*last = 5;
	EXPECT_EQ(5, in_child(peek, last));
	EXPECT_EQ(KILLED_BY(SIGSEGV), in_child(peek, last + self->page));
	ASSERT_EQ(START + 1, ARM(brk, START + 1));
	EXPECT_EQ(KILLED_BY(SIGSEGV), in_child(peek, last));
	EXPECT_EQ(0, in_child(peek, first));
	ASSERT_EQ(START, ARM(brk, START));
	EXPECT_EQ(KILLED_BY(SIGSEGV), in_child(peek, first));
}

TEST_F(area, started_anew)
{
	ASSERT_EQ(START + 2 * self->page, ARM(brk, START + 2 * self->page));
	*(char *)START = 7;
	ASSERT_EQ(0, gate32_brk_start(START + 0x1000000));
	EXPECT_EQ(START + 0x1000000, ARM(brk, 0));
	EXPECT_EQ(START + 0x1000000, ARM(brk, START));
	/* The old area stays. */
	EXPECT_EQ(7, in_child(peek, (void *)START));
	EXPECT_EQ(START + 0x1000001, ARM(brk, START + 0x1000001));
	EXPECT_EQ(7, in_child(peek, (void *)START));
}

/* Closing the gate does not lose it. */
TEST_F(area, gate_closed_and_opened)
{
	ASSERT_EQ(START + 5, ARM(brk, START + 5));
	ASSERT_EQ(0, gate32_disable());
	EXPECT_EQ(-EUNATCH, gate32_brk_start(START));
	ASSERT_EQ(0, gate32_enable(GATE32_ABI_ARM, BASE));
	EXPECT_EQ(START + 5, ARM(brk, 0));
}

TEST_F(area, own_break_is_untouched)
{
	char *old = sbrk(0), *p;

	EXPECT_LT(FOUR_GB, (unsigned long)old);
	ASSERT_EQ(START + 0x100000, ARM(brk, START + 0x100000));
	EXPECT_EQ(old, sbrk(0));
	EXPECT_EQ((long)old, gate32_svc(__NR_brk, 0, 0, 0, 0, 0, 0));
	p = sbrk(0x10000);
	ASSERT_EQ(old, p);
	memset(p, 1, 0x10000);
	EXPECT_EQ(START + 0x100000, ARM(brk, 0));
	EXPECT_EQ(p + 0x10000, sbrk(-0x10000));
	EXPECT_EQ(START + 0x100000, ARM(brk, 0));
	EXPECT_EQ(old, sbrk(0));
}

static int grow_in_child(void *arg)
{
	long page = getpagesize();

	if (ARM(brk, 0) != START + page)
		return 1;
	if (*(char *)START != 9)
		return 2;
	*(char *)START = 10;
	if (ARM(brk, START + 3 * page) != START + 3 * page)
		return 3;
	if (gate32_brk_start(START + 0x2000000) || ARM(brk, 0) != START + 0x2000000)
		return 4;

	return 0;
}

TEST_F(area, fork_copies)
{
	ASSERT_EQ(START + self->page, ARM(brk, START + self->page));
	*(char *)START = 9;
	EXPECT_EQ(0, in_child(grow_in_child, NULL));
	EXPECT_EQ(START + self->page, ARM(brk, 0));
	EXPECT_EQ(9, *(char *)START);
	EXPECT_EQ(KILLED_BY(SIGSEGV), in_child(peek, (char *)START + self->page));
}

/* RLIMIT_DATA, byte by byte: only the break itself counts; see the manual. */
TEST_F(area, limit_data_counts_from_the_start)
{
	const unsigned long want = START + (200UL << 20) + 1;
	struct rlimit limit = { (200UL << 20) + 1, (200UL << 20) + 1 };

	ASSERT_EQ(0, setrlimit(RLIMIT_DATA, &limit));
	EXPECT_EQ(START, ARM(brk, want + 1));
	EXPECT_EQ(START, ARM(brk, 0));
	EXPECT_EQ(START + 0x1000, ARM(brk, START + 0x1000));
}

TEST_HARNESS_MAIN
