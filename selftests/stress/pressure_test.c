// SPDX-License-Identifier: GPL-2.0-only
/*
 * Too little memory: gated processes are killed in the middle of routed calls,
 * and their memory comes and goes by swap
 */
#include "stress.h"
#include "zram.h"

#define CGROUPS		"/sys/fs/cgroup/"
#define GROUP		CGROUPS "gate32-stress/"
#define MB		0x100000UL

FIXTURE(pressure)
{
	bool swapping;
};

/* A group of processes that may have so much memory. */
static int make_group(const char *memory)
{
	write_file(CGROUPS "cgroup.subtree_control", "+memory");
	if (mkdir(GROUP, 0700) && errno != EEXIST)
		return -errno;

	return write_file(GROUP "memory.max", memory);
}

static long group_events(const char *name)
{
	FILE *file = fopen(GROUP "memory.events", "r");
	char word[32];
	long count = -1, n;

	while (file && fscanf(file, "%31s %ld", word, &n) == 2)
		if (!strcmp(word, name))
			count = n;
	if (file)
		fclose(file);

	return count;
}

FIXTURE_SETUP(pressure)
{
	REQUIRE_GATE32();
	if (geteuid())
		SKIP(return, "needs root");
	if (access(CGROUPS "cgroup.subtree_control", W_OK))
		SKIP(return, "no control groups of version 2");
	ASSERT_TRUE(setup_shared());
	ASSERT_TRUE(quiet_console());
}

FIXTURE_TEARDOWN(pressure)
{
	EXPECT_NOTHING_WRONG();
	if (self->swapping)
		EXPECT_TRUE(zram_off());
	rmdir(GROUP);
	EXPECT_TRUE(loud_console());
	EXPECT_TRUE(wait_until(none_stuck, 5000));
}

static bool join_group(void)
{
	return write_file(GROUP "cgroup.procs", "0") == 0;
}

/*
 * The memory is asked for by the kernel itself, in the window of a call that
 * fills it. Control: the same by a native call.
 */
static int fill(void *routed)
{
	int zero = open("/dev/zero", O_RDONLY);
	char *area = mmap((void *)LOW, 64 * MB, PROT_READ | PROT_WRITE,
			  ANON | MAP_FIXED_NOREPLACE, -1, 0);

	if (zero < 0 || area != (void *)LOW || !join_group())
		return 1;
	if (!routed)
		return read(zero, area, 64 * MB) == 64 * MB ? 2 : 3;
	if (gate32_enable(GATE32_ABI_ARM, BASE))
		return 4;
	count_one(&shared->opens);
	/* Children die with it, or get less memory than they ask for. */
	ARM(fork);
	return ARM(read, zero, area, 64 * MB) == 64 * MB ? 5 : 6;
}

STRESS_F(pressure, killed_in_calls)
{
	long i, kills = amount(6, 40), before;

	ASSERT_EQ(0, make_group("8M"));
	ASSERT_EQ(0, write_file(GROUP "memory.oom.group", "1"));
	before = group_events("oom_kill");
	for (i = 0; i < kills; i++)
		ASSERT_EQ(KILLED_BY(SIGKILL), in_child(fill, (void *)(i % 4)));
	EXPECT_LE(before + kills, group_events("oom_kill"));
	/* Three of four were in a routed call. */
	EXPECT_EQ(kills - (kills + 3) / 4, shared->opens);
	EXPECT_TRUE(references() < 0 ||
		    wait_until(no_states, STATES_GONE_MS));
	EXPECT_TRUE(gate_works());
	did("killed for memory", kills);
}

/* Processes of a group that is too small for them all come and go. */
static int live_in_group(void *unused)
{
	char *area = low_map(LOW, 4 * MB);
	long i;

	if (!area || !join_group())
		return 0;	/* killed or refused for want of memory */
	if (gate32_enable(GATE32_ABI_ARM, BASE))
		return 0;
	count_one(&shared->opens);
	for (i = 0; i < 4; i++) {
		memset(area + i * MB, 1, MB);
		call_both_ways();
		if (ARM(fork) == 0)
			usleep(1000);
	}

	return 0;
}

STRESS_F(pressure, too_small_a_group)
{
	long i, j, rounds = amount(4, 20), died = 0;
	pid_t pid[4];
	int code;

	ASSERT_EQ(0, make_group("6M"));
	for (i = 0; i < rounds; i++) {
		for (j = 0; j < ARRAY_SIZE(pid); j++) {
			pid[j] = fork();
			if (pid[j] == 0)
				_exit(live_in_group(NULL));
		}
		for (j = 0; j < ARRAY_SIZE(pid); j++) {
			code = exit_code(pid[j]);
			ASSERT_TRUE(code == 0 || code == KILLED_BY(SIGKILL)) {
				TH_LOG("%d", code);
			}
			died += code != 0;
		}
	}
	EXPECT_LT(0, died);
	EXPECT_LT(0, shared->opens);
	EXPECT_TRUE(references() < 0 ||
		    wait_until(no_states, STATES_GONE_MS));
	EXPECT_TRUE(gate_works());
	did("killed for memory", died);
}

/* Three times the memory that there is, through calls that move it. */
static int through_swap(void *rounds)
{
	const unsigned long size = 24 * MB, page = getpagesize();
	char *area = mmap((void *)LOW, size, PROT_READ | PROT_WRITE,
			  ANON | MAP_FIXED_NOREPLACE, -1, 0);
	unsigned long at, round;
	int fd[2];

	if (area != (void *)LOW || !join_group() || pipe(fd) ||
	    gate32_enable(GATE32_ABI_ARM, BASE))
		return 1;
	for (at = 0; at < size; at += page)
		*(unsigned long *)(area + at) = at;
	for (round = 0; round < (unsigned long)rounds; round++) {
		/* Each page goes into a pipe and comes back to the next one. */
		for (at = 0; at + page < size; at += 8 * page) {
			if (ARM(write, fd[1], area + at, 64) != 64 ||
			    ARM(read, fd[0], area + at + page, 64) != 64)
				return 2;
			count_one(&shared->calls);
			if (*(unsigned long *)(area + at + page) != at)
				return 3;
		}
		call_both_ways();
	}

	return 0;
}

STRESS_F(pressure, swap)
{
	long rounds = amount(1, 8);

	if (!zram_there())
		SKIP(return, "no zram");
	ASSERT_TRUE(zram_on(64));
	self->swapping = true;
	ASSERT_EQ(0, make_group("8M"));
	EXPECT_EQ(0, in_child(through_swap, (void *)rounds));
	EXPECT_LT(0, group_events("max"));
	EXPECT_TRUE(gate_works());
	did("calls through swap", shared->calls);
}

STRESS_MAIN
