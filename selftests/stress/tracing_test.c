// SPDX-License-Identifier: GPL-2.0-only
/*
 * Others who hook the functions that gate32 hooks: the tracers of functions,
 * kprobes and kretprobes come and go at any moment of the module's life; and
 * ftrace is switched off and on
 */
#include "stress.h"

#define KPROBE_EVENTS	TRACEFS "kprobe_events"
#define FTRACE_SWITCH	"/proc/sys/kernel/ftrace_enabled"

/* What gate32 hooks; newer kernels have __get_unmapped_area only. */
static const char *const hooked[] = {
	"sys_ni_syscall", "__arm64_sys_prctl", "vm_unmapped_area",
	"__get_unmapped_area", "get_unmapped_area", "wake_up_new_task",
	"io_issue_sqe",
};

static const char *const mechanisms[] = {
	"hook=auto", "hook=kprobe", "hook=ftrace",
};

/*
 * One kind of tracing; it may be switched on and off by any of these, all of
 * which return 0 or a negative error number.
 */
static int trace_by(const char *tracer)
{
	int i, ret;

	ret = write_file(TRACEFS "set_ftrace_filter", "\n");
	for (i = 0; i < ARRAY_SIZE(hooked) && !ret; i++) {
		int fd = open(TRACEFS "set_ftrace_filter",
			      O_WRONLY | O_APPEND);

		/* A name that this kernel does not have is no error here. */
		if (write(fd, hooked[i], strlen(hooked[i])) < 0 &&
		    errno != EINVAL)
			ret = -errno;
		close(fd);
	}

	return ret ?: write_file(TRACEFS "current_tracer", tracer);
}

static int trace_by_function(void)
{
	return trace_by("function");
}

static int trace_by_graph(void)
{
	return trace_by("function_graph");
}

static int stop_tracer(void)
{
	return write_file(TRACEFS "current_tracer", "nop") ?:
	       write_file(TRACEFS "set_ftrace_filter", "\n");
}

/* @type: "p", "r" or "r" with how many calls may be under way */
static int probe_by(const char *type)
{
	char line[128];
	int i, fd, n, made = 0;

	for (i = 0; i < ARRAY_SIZE(hooked); i++) {
		fd = open(KPROBE_EVENTS, O_WRONLY | O_APPEND);
		n = snprintf(line, sizeof(line), "%s:stress/p%d %s\n", type, i,
			     hooked[i]);
		if (write(fd, line, n) == n)
			made++;
		close(fd);
	}

	return made < ARRAY_SIZE(hooked) - 1 ? -ENOENT :
	       write_file(TRACEFS "events/stress/enable", "1");
}

static int probe_entry(void)
{
	return probe_by("p");
}

static int probe_return(void)
{
	return probe_by("r");
}

/* Enough for a kernel's stack to overflow, were they all used by one task. */
static int probe_return_deep(void)
{
	return probe_by("r4096");
}

static int stop_probes(void)
{
	int ret;

	ret = write_file(TRACEFS "events/stress/enable", "0");
	/* The last one to read the events leaves some time after that. */
	return ret ?: write_file(KPROBE_EVENTS, "\n");
}

/*
 * The life of the module, event by event. A holder keeps the hooks that come
 * with the first gate.
 */
enum moment {
	LOAD,
	OPEN,
	SHUT,
	UNLOAD,
	END,
};

FIXTURE(tracing)
{
	struct module_setting setting;
};

/* @brief: from which moment to SHUT the short form traces */
FIXTURE_VARIANT(tracing)
{
	int (*begin)(void);
	int (*end)(void);
	enum moment brief;
};

FIXTURE_VARIANT_ADD(tracing, function)
{ .begin = trace_by_function, .end = stop_tracer, .brief = LOAD };
FIXTURE_VARIANT_ADD(tracing, graph)
{ .begin = trace_by_graph, .end = stop_tracer, .brief = OPEN };
FIXTURE_VARIANT_ADD(tracing, kprobe)
{ .begin = probe_entry, .end = stop_probes, .brief = SHUT };
FIXTURE_VARIANT_ADD(tracing, kretprobe)
{ .begin = probe_return, .end = stop_probes, .brief = OPEN };
FIXTURE_VARIANT_ADD(tracing, kretprobe_deep)
{ .begin = probe_return_deep, .end = stop_probes, .brief = LOAD };

FIXTURE_SETUP(tracing)
{
	REQUIRE_MODULE(&self->setting);
}

FIXTURE_TEARDOWN(tracing)
{
	EXPECT_NOTHING_WRONG();
	variant->end();
	write_file(TRACEFS "trace", "");
	if (references() < 0)
		EXPECT_EQ(0, load(self->setting.parameters));
}

static pid_t holder;

static int advance(enum moment moment, const char *mechanism)
{
	switch (moment) {
	case LOAD:
		return load(mechanism);
	case OPEN:
		holder = start_holder();
		return holder < 0 ? -1 : 0;
	case SHUT:
		if (!end_holder(holder) ||
		    !wait_until(no_states, STATES_GONE_MS))
			return -EBUSY;
		/* The hooks go right after the last state. */
		usleep(100000);
		return 0;
	case UNLOAD:
		return unload_within(STATES_GONE_MS);
	default:
		return 0;
	}
}

/* What is true before this moment. */
static bool as_it_should_be(enum moment moment)
{
	return moment == LOAD || moment == END ? no_trace() : gate_works();
}

static long traced_bytes(void)
{
	char buf[4096];
	long sum = 0;
	int fd = open(TRACEFS "trace", O_RDONLY);
	ssize_t n;

	while ((n = read(fd, buf, sizeof(buf))) > 0)
		sum += n;
	close(fd);

	return sum;
}

/*
 * @begin, @end: the moments before which tracing begins and ends.
 *
 * Return: 0, or the line of what went wrong
 */
static int one_life(const FIXTURE_VARIANT(tracing) *variant,
		    const char *mechanism, enum moment begin, enum moment end)
{
	enum moment moment;
	long empty = 0;

	for (moment = LOAD; moment <= END; moment++) {
		if (moment == begin) {
			write_file(TRACEFS "trace", "");
			empty = traced_bytes();
			if (variant->begin())
				return __LINE__;
		}
		if (!as_it_should_be(moment))
			return __LINE__;
		if (moment == end) {
			/* Control: it was not blind. */
			if (traced_bytes() == empty)
				return __LINE__;
			if (variant->end())
				return __LINE__;
			if (!as_it_should_be(moment))
				return __LINE__;
		}
		if (advance(moment, mechanism))
			return __LINE__;
	}

	return 0;
}

/* Tracing from before each moment to before each later one, or to the same. */
STRESS_F(tracing, any_order)
{
	long lives = 0, mechs = amount(1, ARRAY_SIZE(mechanisms));
	int begin, end, i, line;

	ASSERT_EQ(0, unload_within(STATES_GONE_MS));
	for (i = 0; i < mechs; i++) {
		for (begin = LOAD; begin <= END; begin++) {
			for (end = begin; end <= END; end++) {
				/* Short: from one moment to another. */
				if (amount(begin != variant->brief ||
					   end != SHUT, 0))
					continue;
				line = one_life(variant, mechanisms[i], begin,
						end);
				ASSERT_EQ(0, line) {
					TH_LOG("%s, %d to %d", mechanisms[i],
					       begin, end);
				}
				lives++;
			}
		}
	}
	EXPECT_EQ(amount(1, 45), lives);
	did("load/unload", lives);
	did("orders of tracing", lives);
}

/* The same with processes that come and go all the time. */
STRESS_F(tracing, under_load)
{
	long i, cycles = amount(2, 20);
	struct load others;

	start_load(&others, "tracing_test");
	for (i = 0; i < cycles; i++) {
		ASSERT_EQ(0, variant->begin());
		usleep(50000);
		EXPECT_TRUE(gate_works());
		ASSERT_EQ(0, variant->end());
	}
	EXPECT_TRUE(stop_load(&others));
	did("traced under load", cycles);
}

/* No more states than processes, whoever traces how these are made. */
static int count_states(void *states)
{
	pid_t pid;

	if (gate32_enable(GATE32_ABI_ARM, BASE) || references() != 1)
		return 1;
	pid = fork();
	if (pid == 0) {
		pause();
		_exit(1);
	}
	*(volatile int *)states = references();
	kill(pid, SIGKILL);
	exit_code(pid);

	return 0;
}

STRESS_F(tracing, one_state_for_a_child)
{
	volatile int *states = (int *)(shared + 1);

	ASSERT_TRUE(wait_until(no_states, STATES_GONE_MS));
	ASSERT_EQ(0, variant->begin());
	EXPECT_EQ(0, in_child(count_states, (void *)states));
	EXPECT_EQ(2, *states);
}

/*
 * ftrace's switch
 */
FIXTURE(ftrace)
{
	struct module_setting setting;
	int loaded;
};

FIXTURE_VARIANT(ftrace)
{
	const char *parameters;
	bool off_at_load;
	bool may_be_off;
};

FIXTURE_VARIANT_ADD(ftrace, auto) { .parameters = "" };
FIXTURE_VARIANT_ADD(ftrace, callback) { .parameters = "hook=ftrace" };
FIXTURE_VARIANT_ADD(ftrace, kprobe)
{ .parameters = "hook=kprobe", .may_be_off = true };
FIXTURE_VARIANT_ADD(ftrace, auto_while_off)
{ .parameters = "", .off_at_load = true, .may_be_off = true };

FIXTURE_SETUP(ftrace)
{
	REQUIRE_MODULE(&self->setting);
	ASSERT_EQ(0, unload_within(STATES_GONE_MS));
	if (variant->off_at_load)
		ASSERT_EQ(0, write_file(FTRACE_SWITCH, "0"));
	ASSERT_EQ(0, load(variant->parameters));
}

FIXTURE_TEARDOWN(ftrace)
{
	EXPECT_NOTHING_WRONG();
	EXPECT_EQ(0, write_file(FTRACE_SWITCH, "1"));
	EXPECT_EQ(0, restore_module(&self->setting));
}

/* It goes off only where no hook depends on it, and no call minds. */
STRESS_F(ftrace, switch_under_calls)
{
	/* Each waits until all busy tasks have been switched: seconds. */
	long i, off = 0, cycles = amount(6, 60);
	struct load others;
	int ret;

	start_load(&others, "tracing_test");
	for (i = 0; i < cycles; i++) {
		ret = write_file(FTRACE_SWITCH, "0");
		off += ret == 0;
		if (ret)
			ASSERT_EQ(-EBUSY, ret);
		if (i % 3 == 0)
			ASSERT_TRUE(gate_works());
		usleep(1000 * (i % 7));
		ASSERT_EQ(0, write_file(FTRACE_SWITCH, "1"));
	}
	EXPECT_TRUE(stop_load(&others));
	EXPECT_EQ(variant->may_be_off, off > 0);
	EXPECT_TRUE(gate_works());
	did("switches of ftrace", cycles);
}

STRESS_MAIN
