/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the stress tests share: how much is done, the module, processes that
 * use the gate meanwhile, and what they have seen
 *
 * Include it instead of gate32_test.h.
 */
#ifndef _STRESS_H
#define _STRESS_H

#include "gate32_test.h"

#include <dirent.h>
#include <sched.h>
#include <stdarg.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>

#define LOW		0x50000000UL
#define ANON		(MAP_PRIVATE | MAP_ANONYMOUS)
#define TRACEFS		"/sys/kernel/tracing/"
#define MODULE		"/sys/module/gate32/"

/* However slow the guest: run-selftests.sh ends what hangs. */
#define STRESS_F(_fixture, _name)	TEST_F_TIMEOUT(_fixture, _name, 7200)

/**
 * amount() - how much of something is to be done
 * @brief: in the short form, which "make check" runs
 * @full: in the full form, which "make stress" runs
 */
static inline long amount(long brief, long full)
{
	const char *form = getenv("GATE32_STRESS");

	return form && !strcmp(form, "full") ? full : brief;
}

/**
 * did() - tell how much was done; stress.sh adds it up
 * @what: name of what is counted
 * @count: how often
 */
static inline void did(const char *what, long count)
{
	dprintf(STDOUT_FILENO, "# stress: %s %ld\n", what, count);
}

/**
 * struct shared - what all processes of a test write to
 * @wrong: where in the source a wrong result was seen first; 0: nowhere
 * @result: that result
 * @stop: the others are to end
 * @rest: the others are to open no gate
 * @opens: gates opened
 * @calls: routed calls made and answered
 * @forks: children of gated processes
 * @execs: programs executed by gated processes
 */
struct shared {
	int wrong;
	long result;
	bool stop;
	bool rest;
	unsigned long opens;
	unsigned long calls;
	unsigned long forks;
	unsigned long execs;
};

static volatile struct shared *shared;

/* count_one(): one more of what a member of *shared counts */
static inline void count_one(volatile unsigned long *count)
{
	__atomic_add_fetch(count, 1, __ATOMIC_RELAXED);
}

static inline void complain_at(int line, long result)
{
	int none = 0;

	if (__atomic_compare_exchange_n(&shared->wrong, &none, line, false,
					__ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST))
		shared->result = result;
}

/* COMPLAIN(): this result must not be. CHECK(): it must be so. */
#define COMPLAIN(_result)	complain_at(__LINE__, (long)(_result))
#define CHECK(_condition, _result)					\
	do {								\
		if (!(_condition))					\
			COMPLAIN(_result);				\
	} while (0)

#define EXPECT_NOTHING_WRONG()						\
	EXPECT_EQ(0, shared->wrong) {					\
		TH_LOG("wrong result: %ld (%#lx)", shared->result,	\
		       shared->result);					\
	}

static inline bool setup_shared(void)
{
	void *p = mmap(NULL, getpagesize(), PROT_READ | PROT_WRITE,
		       MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	shared = p;

	return p != MAP_FAILED;
}

static inline long now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);

	return now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/**
 * write_file() - write a line to a file of the kernel
 * @path: of the file, which is not created
 * @text: the line
 *
 * Return: 0 or a negative error number
 */
static inline int write_file(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_TRUNC);
	int ret = 0;

	if (fd < 0)
		return -errno;
	if (write(fd, text, strlen(text)) < 0)
		ret = -errno;
	close(fd);

	return ret;
}

/**
 * read_file() - read the first line of a file
 * @path: of the file
 * @buf: gets it, without its end
 * @len: size of @buf
 *
 * Return: @buf, or NULL if the file cannot be read
 */
static inline char *read_file(const char *path, char *buf, size_t len)
{
	FILE *file = fopen(path, "r");
	char *line;

	if (!file)
		return NULL;
	line = fgets(buf, len, file);
	fclose(file);
	if (line)
		line[strcspn(line, "\n")] = 0;

	return line;
}

/**
 * in_file() - does a file have a line with this text?
 * @path: of the file
 * @text: to be found
 *
 * Return: false also if there is no such file
 */
static inline bool in_file(const char *path, const char *text)
{
	FILE *file = fopen(path, "r");
	bool found = false;
	char line[512];

	if (!file)
		return false;
	while (!found && fgets(line, sizeof(line), file))
		found = strstr(line, text);
	fclose(file);

	return found;
}

/*
 * The kernel writes a backtrace of each process that it kills for memory, and of
 * some failed allocations, as a warning. On the console that would pass for a
 * splat. Real ones panic, but for those of lockdep, which stops watching.
 */
#define PRINTK	"/proc/sys/kernel/printk"

static inline bool quiet_console(void)
{
	return write_file(PRINTK, "4") == 0;
}

/* loud_console(): as before; false if lockdep has found something meanwhile */
static inline bool loud_console(void)
{
	FILE *file = fopen("/proc/lockdep_stats", "r");
	int locks_are_watched = 1;
	char line[128];

	while (file && fgets(line, sizeof(line), file))
		if (sscanf(line, " debug_locks: %d", &locks_are_watched) == 1)
			break;
	if (file)
		fclose(file);

	return write_file(PRINTK, "7") == 0 && locks_are_watched;
}

/**
 * wait_until() - wait for something to become true
 * @is_so: asks for it
 * @ms: how long at most
 *
 * Return: whether it has
 */
static inline bool wait_until(bool (*is_so)(void), long ms)
{
	long end = now_ms() + ms;

	while (!is_so()) {
		if (now_ms() > end)
			return false;
		usleep(5000);
	}

	return true;
}

/*
 * The module
 */

static inline const char *module_file(void)
{
	return getenv("GATE32_KO") ?: "/opt/gate32/gate32.ko";
}

/**
 * load() - load gate32
 * @parameters: as insmod takes them
 *
 * Return: 0 or a negative error number
 */
static inline int load(const char *parameters)
{
	int fd = open(module_file(), O_RDONLY | O_CLOEXEC);
	int ret = 0;

	if (fd < 0)
		return -errno;
	if (syscall(SYS_finit_module, fd, parameters, 0))
		ret = -errno;
	close(fd);

	return ret;
}

/**
 * unload() - unload gate32 now or not at all
 *
 * Return: 0; -EAGAIN: it is in use; another negative error number
 */
static inline int unload(void)
{
	return syscall(SYS_delete_module, "gate32", O_NONBLOCK) ? -errno : 0;
}

/**
 * unload_within() - unload gate32 when the last state is gone
 * @ms: how long that may take at most
 *
 * Return: as unload()
 */
static inline int unload_within(long ms)
{
	long end = now_ms() + ms;
	int ret;

	while ((ret = unload()) == -EAGAIN && now_ms() < end)
		usleep(10000);

	return ret;
}

/* Longer than states live after their process, on the slowest of guests. */
#define STATES_GONE_MS	10000

/* One reference for each state, and nothing else when no call is under way. */
static inline int references(void)
{
	char buf[16];

	return read_file(MODULE "refcnt", buf, sizeof(buf)) ? atoi(buf) : -1;
}

/* A kernel that has the gate built in keeps its states in the memory maps. */
static inline bool no_states(void)
{
	return gate32_builtin() || references() == 0;
}

/* The hooks that are there only while there are states. */
static inline bool no_demanded_hooks(void)
{
	return !in_file(TRACEFS "enabled_functions", "vm_unmapped_area") &&
	       !in_file("/sys/kernel/debug/kprobes/list", "vm_unmapped_area");
}

/* Nothing of gate32, neither loaded nor left behind. */
static inline bool no_trace(void)
{
	return access(MODULE, F_OK) && !in_file("/proc/modules", "gate32") &&
	       !in_file(TRACEFS "enabled_functions", "gate32") &&
	       access("/proc/sys/kernel/gate32_allow", F_OK) &&
	       gate32_version() == -EINVAL && ARM(getpid) == -ENOSYS;
}

/**
 * struct module_setting - how gate32 was loaded
 * @parameters: for load()
 */
struct module_setting {
	char parameters[128];
};

static inline void save_module(struct module_setting *setting)
{
	static const char *const names[] = { "hook", "lookup", "allow" };
	char path[64], value[32];
	size_t i, n = 0;

	setting->parameters[0] = 0;
	for (i = 0; i < ARRAY_SIZE(names); i++) {
		snprintf(path, sizeof(path), MODULE "parameters/%s", names[i]);
		if (read_file(path, value, sizeof(value)))
			n += snprintf(setting->parameters + n,
				      sizeof(setting->parameters) - n, "%s=%s ",
				      names[i], value);
	}
}

/* Whatever has become of it, load it as it was. */
static inline int restore_module(const struct module_setting *setting)
{
	int ret = unload_within(STATES_GONE_MS);

	return ret && ret != -ENOENT ? ret : load(setting->parameters);
}

/* A test that loads and unloads. */
#define REQUIRE_MODULE(_setting)					\
	do {								\
		REQUIRE_GATE32();					\
		if (geteuid())						\
			SKIP(return, "needs root");			\
		if (access(module_file(), R_OK))			\
			SKIP(return, "no %s", module_file());		\
		save_module(_setting);					\
		ASSERT_TRUE(setup_shared());				\
	} while (0)

/*
 * Use of the gate
 */

/*
 * What a gated process can tell of its gate: calls of both kinds, none of
 * which is taken for the other. A call that were made natively would land high.
 */
static inline void call_both_ways(void)
{
	unsigned long low = ARM(mmap2, 0, 4096, PROT_READ, ANON, -1, 0);
	void *high = mmap(NULL, 4096, PROT_READ, ANON, -1, 0);

	CHECK(low >= 4096 && low < PLACE_END, low);
	CHECK((unsigned long)high > FOUR_GB, high);
	CHECK(ARM(getpid) == getpid(), ARM(getpid));
	CHECK(ARM(close, -1) == -EBADF, ARM(close, -1));
	ARM(munmap, low, 4096);
	munmap(high, 4096);
	__atomic_add_fetch(&shared->calls, 4, __ATOMIC_RELAXED);
}

/* Also its children, a thread's and a program's life among them. */
static inline int use_gate(void *unused)
{
	pid_t pid;

	if (gate32_enable(GATE32_ABI_ARM, BASE))
		return 1;
	count_one(&shared->opens);
	call_both_ways();
	pid = ARM(fork);
	if (pid == 0) {
		call_both_ways();
		_exit(0);
	}
	count_one(&shared->forks);
	if (pid < 0 || exit_code(pid))
		return 2;

	return gate32_disable() ? 3 : 0;
}

static inline bool gate_works(void)
{
	return in_child(use_gate, NULL) == 0 && !shared->wrong;
}

/**
 * start_holder() - have somebody else's gate open
 *
 * While there is one the hooks stay planted, so that what is not about these
 * does not wait for them again and again.
 *
 * Return: of a process, for end_holder(); -1 if the gate cannot be opened
 */
static inline pid_t start_holder(void)
{
	int ready[2];
	pid_t pid;
	char c;

	if (pipe(ready))
		return -1;
	pid = fork();
	if (pid == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		if (gate32_enable(GATE32_ABI_ARM, BASE) == 0 &&
		    write(ready[1], "x", 1) == 1)
			pause();
		_exit(1);
	}
	close(ready[1]);
	if (pid > 0 && read(ready[0], &c, 1) != 1) {
		exit_code(pid);
		pid = -1;
	}
	close(ready[0]);

	return pid;
}

/* end_holder(): false if there was none, or it has not lived until now */
static inline bool end_holder(pid_t holder)
{
	return holder > 0 && kill(holder, SIGKILL) == 0 &&
	       exit_code(holder) == KILLED_BY(SIGKILL);
}

/* A program that has been executed by a gated process: "PROGRAM --shut". */
#define EXIT_SHUT	55

static inline int probe_shut(void)
{
	return gate32_disable() == -EUNATCH && ARM(getpid) == -ENOSYS ?
		EXIT_SHUT : 1;
}

/*
 * One life of a process that may find the module there or not. Once the gate
 * is open it works, and the module stays.
 */
static inline int live(void *program)
{
	long ret = gate32_enable(GATE32_ABI_ARM, BASE);
	pid_t pid;

	if (ret == -EINVAL || ret == -ENODEV)
		return 0;
	CHECK(ret == 0, ret);
	count_one(&shared->opens);
	call_both_ways();
	pid = ARM(fork);
	if (pid == 0) {
		call_both_ways();
		ARM(getppid);
		execl("/proc/self/exe", program, "--shut", NULL);
		_exit(1);
	}
	count_one(&shared->forks);
	/* The module may be gone by then: shut all the same, by -EINVAL. */
	if (pid > 0 && exit_code(pid) < 1000)
		count_one(&shared->execs);
	call_both_ways();

	return 0;
}

/* Native calls, and routed numbers with no gate, all the time. */
static inline void live_natively(void)
{
	pid_t pid = fork();
	long ret;

	if (pid == 0)
		_exit(0);
	CHECK(pid > 0 && exit_code(pid) == 0, pid);
	ret = ARM(getpid);
	CHECK(ret == -ENOSYS, ret);
	CHECK(getppid() > 0, getppid());
}

/* A process of its own that lives again and again until it is told to stop. */
static inline pid_t start_living(char *program, bool gated)
{
	pid_t pid = fork();
	unsigned int seed;
	int ret;

	if (pid)
		return pid;
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	seed = getpid();
	while (!shared->stop) {
		if (!gated) {
			live_natively();
		} else if (!shared->rest) {
			ret = in_child(live, program);
			CHECK(ret == 0, ret);
			usleep(rand_r(&seed) % 200000);
		} else {
			usleep(10000);
		}
	}
	_exit(0);
}

#define WORKERS	3

/**
 * struct load - processes that use the gate while a test does something to it
 * @pid: of them
 */
struct load {
	pid_t pid[WORKERS];
};

static inline void start_load(struct load *load, char *program)
{
	int i;

	shared->stop = false;
	for (i = 0; i < WORKERS; i++)
		load->pid[i] = start_living(program, i > 0);
}

static inline bool stop_load(struct load *load)
{
	bool good = true;
	int i;

	shared->stop = true;
	for (i = 0; i < WORKERS; i++)
		good = exit_code(load->pid[i]) == 0 && good;
	shared->stop = false;
	did("forks", shared->forks);
	did("calls", shared->calls);

	return good;
}

/* How many tasks of the machine are stuck in a call that cannot be killed. */
static inline int stuck_tasks(void)
{
	DIR *proc = opendir("/proc");
	char path[64], line[512], *paren;
	struct dirent *entry;
	int stuck = 0;

	while (proc && (entry = readdir(proc))) {
		if (!atoi(entry->d_name))
			continue;
		snprintf(path, sizeof(path), "/proc/%.20s/stat", entry->d_name);
		if (!read_file(path, line, sizeof(line)))
			continue;
		paren = strrchr(line, ')');
		stuck += paren && paren[2] == 'D';
	}
	if (proc)
		closedir(proc);

	return stuck;
}

static inline bool none_stuck(void)
{
	return stuck_tasks() == 0;
}

/* A program of these tests: the harness, or what gated processes execute. */
#define STRESS_MAIN							\
	int main(int argc, char **argv)					\
	{								\
		if (argc == 2 && !strcmp(argv[1], "--shut"))		\
			return probe_shut();				\
		return test_harness_run(argc, argv);			\
	}

#endif /* _STRESS_H */
