// SPDX-License-Identifier: GPL-2.0-only
/*
 * What is left after many lives of gated processes, and of the module: counts
 * of the kernel's objects before and after, and what kmemleak finds
 */
#include "stress.h"

#define SLAB		"/sys/kernel/slab/"
#define KMEMLEAK	"/sys/kernel/debug/kmemleak"

FIXTURE(leaks)
{
	struct module_setting setting;
};

FIXTURE_SETUP(leaks)
{
	REQUIRE_MODULE(&self->setting);
}

FIXTURE_TEARDOWN(leaks)
{
	EXPECT_NOTHING_WRONG();
	if (references() < 0)
		EXPECT_EQ(0, load(self->setting.parameters));
}

/*
 * Objects in use, of caches whose name begins so. What lies free in the CPUs'
 * own lists counts as used until the cache is shrunk.
 */
static long objects(const char *cache)
{
	size_t len = strlen(cache);
	char line[512], name[64], path[128];
	long sum = 0, used;
	FILE *file;
	DIR *caches = opendir(SLAB);
	struct dirent *entry;

	while (caches && (entry = readdir(caches))) {
		if (strncmp(entry->d_name, cache, len))
			continue;
		snprintf(path, sizeof(path), SLAB "%.80s/shrink",
			 entry->d_name);
		write_file(path, "1");
	}
	if (caches)
		closedir(caches);
	file = fopen("/proc/slabinfo", "r");
	while (file && fgets(line, sizeof(line), file))
		if (sscanf(line, "%63s %ld", name, &used) == 2 &&
		    !strncmp(name, cache, len))
			sum += used;
	if (file)
		fclose(file);

	return sum;
}

/*
 * struct counts - what a leak would make grow
 * @states: of gate32: references to the module, one each
 * @maps: memory maps, which states pin
 * @tasks: tasks
 * @small: all that is allocated by kmalloc()
 */
struct counts {
	long states;
	long maps;
	long tasks;
	long small;
};

static struct counts take_counts(void)
{
	struct counts counts;

	wait_until(no_states, STATES_GONE_MS);
	/* Time for what RCU frees later. */
	usleep(500000);
	counts.maps = objects("mm_struct");
	counts.tasks = objects("task_struct");
	counts.small = objects("kmalloc-") + objects("kmalloc_");
	counts.states = references();

	return counts;
}

/* A life with all that a gate can have. */
static int whole_life(void *unused)
{
	pid_t pid;

	if (gate32_enable(GATE32_ABI_ARM, BASE) || gate32_brk_start(LOW) ||
	    gate32_mmap_limit(0x80000000))
		return 1;
	if (ARM(brk, LOW + 0x2345) != LOW + 0x2345)
		return 2;
	if (gate32_mmap_limit(0))
		return 3;
	call_both_ways();
	pid = ARM(fork);
	if (pid == 0) {
		call_both_ways();
		execl("/proc/self/exe", "leaks_test", "--shut", NULL);
		_exit(1);
	}
	if (exit_code(pid) != EXIT_SHUT || gate32_lock())
		return 4;

	return gate32_enable(GATE32_ABI_ARM, BASE) == -EPERM ? 0 : 5;
}

static int live_often(long times)
{
	int ret = 0;

	while (times-- && !ret)
		ret = in_child(whole_life, NULL);

	return ret;
}

/*
 * Half of one thing a life, and what comes and goes by itself: other tasks, and
 * for kmalloc() some hundred objects of the machine that are seen to differ
 * whenever one looks.
 */
#define TASKS_OF_OTHERS	8
#define OBJECTS_OF_OTHERS	512

static bool no_growth(const char *what, long before, long after, long room)
{
	did(what, after - before);

	return after < before + room;
}

STRESS_F(leaks, processes)
{
	long cycles = amount(60, 200);
	struct counts before, after;
	pid_t holder;

	if (access("/proc/slabinfo", R_OK))
		SKIP(return, "no /proc/slabinfo");
	/* Caches fill up; hooks are planted and taken out by each. */
	ASSERT_EQ(0, live_often(20));
	before = take_counts();
	ASSERT_EQ(0, before.states);
	ASSERT_LT(0, before.maps);
	ASSERT_LT(0, before.tasks);
	ASSERT_LT(0, before.small);
	holder = start_holder();
	ASSERT_LT(0, holder);
	EXPECT_EQ(0, live_often(cycles));
	ASSERT_TRUE(end_holder(holder));
	after = take_counts();
	EXPECT_EQ(0, after.states);
	EXPECT_TRUE(no_growth("more maps", before.maps, after.maps,
			      cycles / 4 + TASKS_OF_OTHERS));
	EXPECT_TRUE(no_growth("more tasks", before.tasks, after.tasks,
			      cycles / 4 + TASKS_OF_OTHERS));
	EXPECT_TRUE(no_growth("more kmalloc objects", before.small, after.small,
			      cycles / 2 + OBJECTS_OF_OTHERS));
	EXPECT_TRUE(wait_until(none_stuck, 5000));
	did("enable/disable", cycles);
	did("forks", 2 * cycles);
}

/* Control: a leak of one map a life would be seen. */
STRESS_F(leaks, are_seen)
{
	const long lives = 40;
	struct counts before, after;
	pid_t pid[lives];
	long i;

	if (access("/proc/slabinfo", R_OK))
		SKIP(return, "no /proc/slabinfo");
	before = take_counts();
	for (i = 0; i < lives; i++) {
		pid[i] = fork();
		if (pid[i] == 0) {
			pause();
			_exit(1);
		}
	}
	after = take_counts();
	EXPECT_LT(before.maps + lives / 2, after.maps);
	EXPECT_LT(before.tasks + lives / 2, after.tasks);
	for (i = 0; i < lives; i++) {
		kill(pid[i], SIGKILL);
		exit_code(pid[i]);
	}
}

static int load_often(long times)
{
	int ret = 0;

	while (times-- && !ret) {
		ret = load(times % 2 ? "" : "hook=kprobe");
		if (!ret && !gate_works())
			ret = -EIO;
		if (!ret)
			ret = unload_within(STATES_GONE_MS);
	}

	return ret;
}

STRESS_F(leaks, modules)
{
	long cycles = amount(8, 30);
	struct counts before, after;

	if (access("/proc/slabinfo", R_OK))
		SKIP(return, "no /proc/slabinfo");
	ASSERT_EQ(0, unload_within(STATES_GONE_MS));
	ASSERT_EQ(0, load_often(2));
	before = take_counts();
	ASSERT_EQ(0, load_often(cycles));
	after = take_counts();
	EXPECT_TRUE(no_growth("more maps", before.maps, after.maps,
			      cycles / 2 + TASKS_OF_OTHERS));
	EXPECT_TRUE(no_growth("more tasks", before.tasks, after.tasks,
			      cycles / 2 + TASKS_OF_OTHERS));
	EXPECT_TRUE(no_growth("more kmalloc objects", before.small, after.small,
			      cycles + OBJECTS_OF_OTHERS));
	did("load/unload", cycles + 2);
}

/* What it has found and not yet forgotten, to the log. */
static long leaks_found(struct __test_metadata *_metadata)
{
	FILE *file = fopen(KMEMLEAK, "r");
	char line[512];
	long found = 0;

	while (file && fgets(line, sizeof(line), file)) {
		found += !strncmp(line, "unreferenced object", 19);
		TH_LOG("%.*s", (int)strcspn(line, "\n"), line);
	}
	if (file)
		fclose(file);

	return found;
}

STRESS_F(leaks, kmemleak)
{
	int i;

	if (access(KMEMLEAK, W_OK))
		SKIP(return, "no kmemleak");
	/* Whatever came before is another test's business. */
	ASSERT_EQ(0, write_file(KMEMLEAK, "scan"));
	ASSERT_EQ(0, write_file(KMEMLEAK, "clear"));
	ASSERT_EQ(0, live_often(amount(20, 80)));
	ASSERT_EQ(0, unload_within(STATES_GONE_MS));
	ASSERT_EQ(0, load_often(amount(2, 8)));
	ASSERT_EQ(0, load(""));
	/* Only what is unreferenced for a while is told, and seen twice. */
	for (i = 0; i < 2; i++) {
		sleep(6);
		ASSERT_EQ(0, write_file(KMEMLEAK, "scan"));
	}
	EXPECT_EQ(0, leaks_found(_metadata));
	did("scans for leaks", i);
}

STRESS_MAIN
