// SPDX-License-Identifier: GPL-2.0-only
/*
 * Allocations that fail: the first, the second, and so on, of each operation,
 * until it is done without a failure
 *
 * The kernel fails the nth allocation of a task whose fail-nth says so. No
 * function that plants a hook can be made to fail by name (fail_function), so
 * that these fail by their allocations as well. Whichever fails: the error is
 * a documented one, nothing is half done, and the next attempt works.
 */
#include "stress.h"
#include "ring.h"

#include <sys/klog.h>

#define FAILSLAB	"/sys/kernel/debug/failslab/"
#define FAIL_PAGES	"/sys/kernel/debug/fail_page_alloc/"
#define ALLOW		"/proc/sys/kernel/gate32_allow"
#define MODULE_LOAD	TRACEFS "events/module/module_load/enable"

/* More allocations than any of these operations makes. */
#define MANY		20000

static int fail_nth;

/* Arm it just before, and ask just after: both allocate nothing. */
static void fail(long n)
{
	char text[16];
	int len = snprintf(text, sizeof(text), "%ld", n);

	if (pwrite(fail_nth, text, len, 0) != len)
		_exit(99);
}

/* How much is left of the count? Whatever it is, nothing will fail now. */
static long take_count(void)
{
	char text[16] = "";

	if (pread(fail_nth, text, sizeof(text) - 1, 0) < 1)
		_exit(98);
	fail(0);

	return atol(text);
}

static bool has_failed(void)
{
	return take_count() == 0;
}

static bool open_fail_nth(void)
{
	fail_nth = open("/proc/thread-self/fail-nth", O_RDWR | O_CLOEXEC);

	return fail_nth >= 0;
}

/* Any allocation may fail. */
static int allow_faults(void)
{
	return write_file(FAILSLAB "ignore-gfp-wait", "N") ?:
	       write_file(FAILSLAB "verbose", "0") ?:
	       write_file(FAIL_PAGES "ignore-gfp-wait", "N") ?:
	       write_file(FAIL_PAGES "ignore-gfp-highmem", "N") ?:
	       write_file(FAIL_PAGES "min-order", "0") ?:
	       write_file(FAIL_PAGES "verbose", "0");
}

/* Also where the gate is built in, but for what a module's loading decides. */
#define REQUIRE_FAULTS(_setting, _parameters)				\
	do {								\
		REQUIRE_GATE32();					\
		if (gate32_builtin()) {					\
			if (_parameters)				\
				SKIP(return, "not a module");		\
			ASSERT_TRUE(setup_shared());			\
		} else {						\
			REQUIRE_MODULE(_setting);			\
		}							\
		if (access(FAILSLAB, F_OK) || !open_fail_nth())		\
			SKIP(return, "no fault injection");		\
		ASSERT_EQ(0, allow_faults());				\
		ASSERT_TRUE(quiet_console());				\
	} while (0)

/*
 * The kernel's log since the last mark
 */
static char log_mark[64];

static void mark_log(long n)
{
	int fd = open("/dev/kmsg", O_WRONLY);

	snprintf(log_mark, sizeof(log_mark), "faults_test %d: %ld", getpid(),
		 n);
	if (write(fd, log_mark, strlen(log_mark)) < 0)
		log_mark[0] = 0;
	close(fd);
}

static int lines_of_gate32(void)
{
	static char log[1 << 18];
	int n = klogctl(3 /* read all */, log, sizeof(log) - 1), lines = 0;
	char *at;

	log[n < 0 ? 0 : n] = 0;
	at = strstr(log, log_mark);
	while (at && (at = strstr(at, "] gate32: "))) {
		lines++;
		at++;
	}

	return lines;
}

/*
 * Operations of a process; @run is where allocations fail. @check gets what it
 * has returned, and returns the line of what is wrong, or 0.
 */
struct operation {
	int (*prepare)(void);
	long (*run)(void);
	int (*check)(long ret, bool failed);
	bool hooks;
};

#define WRONG_IF(_condition)						\
	do {								\
		if (_condition)						\
			return __LINE__;				\
	} while (0)

static bool is_refusal(long ret)
{
	return ret == -ENOMEM || ret == -ENODEV;
}

static int open_gate(void)
{
	return gate32_enable(GATE32_ABI_ARM, BASE);
}

static int nothing(void)
{
	return 0;
}

static long run_enable(void)
{
	return gate32_enable(GATE32_ABI_ARM, BASE);
}

static int check_enable(long ret, bool failed)
{
	if (ret) {
		WRONG_IF(!failed || !is_refusal(ret));
		WRONG_IF(ARM(getpid) != -ENOSYS);
		WRONG_IF(gate32_disable() != -EUNATCH);
		WRONG_IF(open_gate());
	}
	call_both_ways();

	return 0;
}

static long run_limit(void)
{
	return gate32_mmap_limit(0x80000000);
}

static bool placed_below(unsigned long limit)
{
	void *p = mmap(NULL, 4096, PROT_READ, ANON, -1, 0);
	bool low = (unsigned long)p < limit;

	munmap(p, 4096);

	return low;
}

static int check_limit(long ret, bool failed)
{
	if (ret) {
		WRONG_IF(!failed || !is_refusal(ret));
		WRONG_IF(placed_below(FOUR_GB));
		WRONG_IF(gate32_mmap_limit(0x80000000));
	}
	WRONG_IF(!placed_below(0x80000000));
	WRONG_IF(ARM(getpid) != -ENOSYS);

	return 0;
}

static long run_lock(void)
{
	return gate32_lock();
}

static int check_lock(long ret, bool failed)
{
	if (ret) {
		WRONG_IF(!failed || !is_refusal(ret));
		/* Not locked, not even by half. */
		WRONG_IF(open_gate());
		call_both_ways();
		WRONG_IF(gate32_lock());
	}
	WRONG_IF(open_gate() != -EPERM);
	WRONG_IF(ARM(getpid) != -ENOSYS);

	return 0;
}

static int prepare_brk(void)
{
	return open_gate() ?: gate32_brk_start(LOW);
}

static long run_brk(void)
{
	return ARM(brk, LOW + 0x5000);
}

static int check_brk(long ret, bool failed)
{
	WRONG_IF(ret != LOW + 0x5000 && (ret != LOW || !failed));
	WRONG_IF(ARM(brk, LOW + 0x5000) != LOW + 0x5000);
	memset((void *)LOW, 1, 0x5000);

	return 0;
}

static long run_mmap(void)
{
	return ARM(mmap2, 0, 0x5000, PROT_READ | PROT_WRITE, ANON, -1, 0);
}

static int check_mmap(long ret, bool failed)
{
	WRONG_IF(ret < 4096 && (ret != -ENOMEM || !failed));
	WRONG_IF(ret >= (long)PLACE_END);
	call_both_ways();

	return 0;
}

/* A child has its gate, or never runs: only a module has to kill it for that. */
static pid_t forked;

static long run_fork(void)
{
	forked = ARM(fork);
	if (forked == 0)
		_exit(ARM(getpid) != getpid());

	return forked;
}

static int check_fork(long ret, bool failed)
{
	int code;

	if (ret < 0) {
		WRONG_IF(!failed || (ret != -ENOMEM && ret != -EAGAIN));
	} else {
		code = exit_code(forked);
		WRONG_IF(code && (code != KILLED_BY(SIGKILL) || !failed ||
				  gate32_builtin()));
	}
	WRONG_IF(exit_code(run_fork()));

	return 0;
}

static struct ring ring;
static struct io_uring_params *params;

static int prepare_ring(void)
{
	params = low_map(LOW, 4096);
	if (!params)
		return -ENOMEM;
	/* That this page cannot be had is EFAULT, and no matter of the call. */
	memset(params, 0, sizeof(*params));

	return open_gate();
}

static long run_ring(void)
{
	return ARM(io_uring_setup, 8, params);
}

static int check_ring(long ret, bool failed)
{
	const struct io_uring_sqe nop = { .opcode = IORING_OP_NOP };
	struct io_uring_cqe done;

	WRONG_IF(ret < 0 && (ret != -ENOMEM || !failed));
	memset(params, 0, sizeof(*params));
	WRONG_IF(ring_setup(&ring, params, true));
	ring_put(&ring, &nop);
	WRONG_IF(ring_enter(&ring, 1, 1, IORING_ENTER_GETEVENTS) != 1);
	WRONG_IF(!ring_get(&ring, &done) || done.res);

	return 0;
}

static int allow_fd;

static int prepare_allow(void)
{
	allow_fd = open(ALLOW, O_RDWR);

	return allow_fd < 0;
}

static long run_allow(void)
{
	return write(allow_fd, "admin", 5);
}

static int check_allow(long ret, bool failed)
{
	const int error = errno;
	char value[16];

	WRONG_IF(ret != 5 && (error != ENOMEM || !failed));
	WRONG_IF(!read_file(ALLOW, value, sizeof(value)));
	WRONG_IF(strcmp(value, ret == 5 ? "admin" : "everybody"));
	WRONG_IF(write_file(ALLOW, "everybody"));

	return 0;
}

static const struct operation enable = {
	nothing, run_enable, check_enable, true
}, limit = {
	nothing, run_limit, check_limit, true
}, lock = {
	nothing, run_lock, check_lock, true
}, brk_grow = {
	prepare_brk, run_brk, check_brk
}, first_mmap = {
	open_gate, run_mmap, check_mmap
}, fork_gated = {
	open_gate, run_fork, check_fork
}, uring = {
	prepare_ring, run_ring, check_ring
}, allow = {
	prepare_allow, run_allow, check_allow
};

FIXTURE(fault)
{
	struct module_setting setting;
};

FIXTURE_VARIANT(fault)
{
	const struct operation *operation;
	const char *parameters;
};

FIXTURE_VARIANT_ADD(fault, enable)
{ .operation = &enable, .parameters = "" };
FIXTURE_VARIANT_ADD(fault, enable_ftrace)
{ .operation = &enable, .parameters = "hook=ftrace" };
FIXTURE_VARIANT_ADD(fault, enable_kprobe)
{ .operation = &enable, .parameters = "hook=kprobe" };
FIXTURE_VARIANT_ADD(fault, limit)
{ .operation = &limit, .parameters = "hook=ftrace" };
FIXTURE_VARIANT_ADD(fault, lock)
{ .operation = &lock, .parameters = "hook=ftrace" };
FIXTURE_VARIANT_ADD(fault, brk) { .operation = &brk_grow };
FIXTURE_VARIANT_ADD(fault, mmap) { .operation = &first_mmap };
FIXTURE_VARIANT_ADD(fault, fork) { .operation = &fork_gated };
FIXTURE_VARIANT_ADD(fault, uring) { .operation = &uring };
FIXTURE_VARIANT_ADD(fault, allow) { .operation = &allow };

FIXTURE_SETUP(fault)
{
	REQUIRE_FAULTS(&self->setting, variant->parameters);
	if (variant->parameters) {
		ASSERT_EQ(0, unload_within(STATES_GONE_MS));
		ASSERT_EQ(0, load(variant->parameters));
	}
}

FIXTURE_TEARDOWN(fault)
{
	EXPECT_NOTHING_WRONG();
	EXPECT_TRUE(loud_console());
	if (variant->parameters)
		EXPECT_EQ(0, restore_module(&self->setting));
}

/* What a child tells: done without a failure, or the line that is wrong. */
#define DONE	(-1)

static volatile int *verdict;
static volatile long *result;

static int try_operation(const struct operation *operation, long n)
{
	bool failed;
	long ret;
	int line;

	if (!open_fail_nth() || operation->prepare()) {
		*verdict = __LINE__;
		return 0;
	}
	fail(n);
	ret = operation->run();
	failed = has_failed();
	*result = ret;
	line = operation->check(ret, failed);
	*verdict = line || failed ? line : DONE;

	return 0;
}

STRESS_F(fault, each)
{
	const struct operation *operation = variant->operation;
	long n, faults = 0, step = operation->hooks ? amount(7, 1) : 1;
	pid_t pid, holder = operation->hooks ? 0 : start_holder();

	result = (long *)(shared + 1);
	verdict = (int *)(result + 1);
	for (n = 1; n < MANY; n += step) {
		if (operation->hooks)
			ASSERT_TRUE(wait_until(no_demanded_hooks,
					       STATES_GONE_MS));
		*verdict = __LINE__;
		pid = fork();
		if (pid == 0)
			_exit(try_operation(operation, n));
		ASSERT_EQ(0, exit_code(pid)) {
			TH_LOG("allocation %ld", n);
		}
		if (*verdict == DONE)
			break;
		ASSERT_EQ(0, *verdict) {
			TH_LOG("allocation %ld: %ld", n, *result);
		}
		faults++;
	}
	EXPECT_EQ(DONE, *verdict);
	EXPECT_LT(0, faults);
	EXPECT_TRUE(!holder || end_holder(holder));
	EXPECT_TRUE(wait_until(no_states, STATES_GONE_MS));
	EXPECT_TRUE(gate_works());
	did("injected faults", faults);
}

/*
 * exec: the next program tells whether there was a failure. Once the old
 * program is gone there is nothing to return to, and the kernel kills.
 */
#define EXIT_FAILED	57
#define EXIT_LOADER	127	/* the dynamic loader's: no memory */

FIXTURE(fault_exec)
{
	struct module_setting setting;
};

FIXTURE_SETUP(fault_exec)
{
	REQUIRE_FAULTS(&self->setting, NULL);
}

FIXTURE_TEARDOWN(fault_exec)
{
	EXPECT_NOTHING_WRONG();
	EXPECT_TRUE(loud_console());
}

static int probe_after_failure(void)
{
	bool failed;

	/* What fails may be the first attempt. */
	if (!open_fail_nth() && !open_fail_nth())
		return 1;
	failed = has_failed();
	if (probe_shut() != EXIT_SHUT)
		return 2;

	return failed ? EXIT_FAILED : EXIT_SHUT;
}

static int try_exec(void *nth)
{
	char *text = low_map(LOW, 4096);
	uint32_t *argv = (uint32_t *)(text + 1024);
	long ret;

	if (!text || !open_fail_nth() || open_gate())
		return 1;
	strcpy(text, "/proc/self/exe");
	strcpy(text + 128, "--failed");
	argv[0] = LOW;
	argv[1] = LOW + 128;
	argv[2] = 0;
	fail((long)nth);
	ret = ARM(execve, text, argv, argv + 2);
	if (!has_failed())
		return 2;
	/* It is still there, gate and all. */
	call_both_ways();

	/* ENOENT: /proc has not been able to make the file's inode. */
	return ret == -ENOMEM || ret == -EAGAIN || ret == -E2BIG ||
	       ret == -EFAULT || ret == -ENOENT ? EXIT_FAILED : 3;
}

STRESS_F(fault_exec, each)
{
	pid_t holder = start_holder();
	long n, faults = 0;
	int code = 0;

	for (n = 1; n < MANY && code != EXIT_SHUT; n++) {
		code = in_child(try_exec, (void *)n);
		ASSERT_TRUE(code == EXIT_SHUT || code == EXIT_FAILED ||
			    code == EXIT_LOADER || code == KILLED_BY(SIGKILL) ||
			    code == KILLED_BY(SIGSEGV)) {
			TH_LOG("allocation %ld: %d", n, code);
		}
		faults += code != EXIT_SHUT;
	}
	EXPECT_EQ(EXIT_SHUT, code);
	EXPECT_LT(0, faults);
	EXPECT_TRUE(end_holder(holder));
	EXPECT_TRUE(wait_until(no_states, STATES_GONE_MS));
	EXPECT_TRUE(gate_works());
	did("injected faults", faults);
}

/*
 * Loading. From the module's own part on, which comes last, a line in the log
 * says why it fails. What the kernel does before is left alone: it undoes that
 * by itself, and 6.12 warns when a field of a module's trace event cannot be
 * had (event_define_fields() in kernel/trace/trace_events.c).
 */
FIXTURE(fault_load)
{
	struct module_setting setting;
};

FIXTURE_VARIANT(fault_load)
{
	const char *parameters;
};

FIXTURE_VARIANT_ADD(fault_load, auto) { .parameters = "" };
FIXTURE_VARIANT_ADD(fault_load, ftrace) { .parameters = "hook=ftrace" };
FIXTURE_VARIANT_ADD(fault_load, kprobe) { .parameters = "hook=kprobe lookup=walk" };

FIXTURE_SETUP(fault_load)
{
	REQUIRE_FAULTS(&self->setting, variant->parameters);
	ASSERT_EQ(0, unload_within(STATES_GONE_MS));
	ASSERT_EQ(0, write_file(MODULE_LOAD, "1"));
}

FIXTURE_TEARDOWN(fault_load)
{
	EXPECT_NOTHING_WRONG();
	EXPECT_TRUE(loud_console());
	EXPECT_EQ(0, write_file(MODULE_LOAD, "0"));
	EXPECT_EQ(0, restore_module(&self->setting));
}

static long load_failing(int fd, const char *parameters, long n)
{
	fail(n);

	return syscall(SYS_finit_module, fd, parameters, 0) ? -errno : 0;
}

/* How many allocations loading makes: a count that is too high tells. */
static long count_allocations(int fd, const char *parameters)
{
	long ret = load_failing(fd, parameters, MANY), left = take_count();

	return ret || !left ? 0 : MANY - left;
}

STRESS_F(fault_load, each)
{
	long n, step = amount(7, 1), faults = 0, mute = 0;
	int fd = open(module_file(), O_RDONLY | O_CLOEXEC), ret, lines;
	bool failed;

	ASSERT_LE(0, fd);
	n = count_allocations(fd, variant->parameters);
	ASSERT_LT(0, n);
	ASSERT_EQ(0, unload_within(STATES_GONE_MS));
	for (; n > 0; n -= step) {
		mark_log(n);
		ASSERT_EQ(0, write_file(TRACEFS "trace", ""));
		ret = load_failing(fd, variant->parameters, n);
		failed = has_failed();
		lines = lines_of_gate32();
		if (ret == 0) {
			/* There was another way, or it took fewer this time. */
			ASSERT_TRUE(gate_works());
			ASSERT_EQ(0, unload_within(STATES_GONE_MS));
		} else if (in_file(TRACEFS "trace", "module_load: gate32")) {
			mute += lines == 0;
			ASSERT_GE(1, lines);
			ASSERT_EQ(-ENOMEM, ret) {
				TH_LOG("allocation %ld", n);
			}
		} else {
			break;
		}
		faults += failed;
		ASSERT_TRUE(no_trace()) {
			TH_LOG("allocation %ld", n);
		}
	}
	/* That was the first one which is the kernel's, from the end. */
	ASSERT_TRUE(failed);
	ASSERT_TRUE(no_trace());
	ASSERT_EQ(0, load(variant->parameters));
	close(fd);
	EXPECT_TRUE(gate_works());
	EXPECT_LT(0, faults);
	/* The kernel makes one allocation between that event and the module. */
	EXPECT_GE(1, mute);
	did("injected faults", faults);
}

int main(int argc, char **argv)
{
	if (argc == 2 && !strcmp(argv[1], "--shut"))
		return probe_shut();
	if (argc == 2 && !strcmp(argv[1], "--failed"))
		return probe_after_failure();

	return test_harness_run(argc, argv);
}
