// SPDX-License-Identifier: GPL-2.0-only
/*
 * oracle_test - is a routed call what it is in a real AArch32 process?
 *
 * Runs the scenarios in an AArch32 process and through the gate, on the
 * kernel that runs, and compares the traces: one result a scenario and way of
 * calling. Where the CPU has no AArch32, the reference is the trace that was
 * recorded on one that has, under a kernel of the same series; where it has,
 * that recording is checked to be still right.
 *
 * Expected results are never written by hand. What may differ stands in
 * masks/ (values) and in the file "exceptions" (calls), with the reason.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <sys/utsname.h>

#include <gate32/client.h>
#include <kselftest.h>

#include "traces.h"

static const char *const ways[] = { "route", "call" };
#define WAYS	(sizeof(ways) / sizeof(ways[0]))

static struct traces *arm, *recorded, *gate[WAYS];
static struct exceptions *exceptions;
static char *gate_complaints[WAYS];
static unsigned int skipped_count;

static void print_difference(void *arg, const char *scenario,
			     const char *expected, const char *got,
			     const struct exception *explained)
{
	const char *const *side = arg;

	(void)scenario;
	if (explained)
		ksft_print_msg("  exception: %s\n", explained->reason);
	ksft_print_msg("  expected (%s): %s\n", side[0],
		       expected ?: "no such line");
	ksft_print_msg("  got (%s): %s\n", side[1], got ?: "no such line");
}

static unsigned int compare(const struct traces *reference,
			    const struct traces *other, const char *name,
			    struct exceptions *known, const char *const *side)
{
	const struct lines *expected = traces_find(reference, name);
	const struct lines *got = traces_find(other, name);

	return lines_compare(expected, got, known, !arm, print_difference,
			     (void *)side);
}

/* How many calls a scenario made, and whether it came to its end. */
static const char *skipped(const struct lines *s)
{
	const char *end = s && s->count ? s->line[s->count - 1] : "";

	return strncmp(end, "end skip ", 9) ? NULL : end + 9;
}

static bool ended_well(const struct lines *s)
{
	return s && s->count && !strcmp(s->line[s->count - 1], "end exit 0");
}

static void test_scenario(const struct traces *reference, const char *name,
			  unsigned int way, unsigned int *differences)
{
	const char *const side[] = { arm ? "AArch32" : "recorded", "gate" };
	const struct lines *got = traces_find(gate[way], name);
	char title[128];
	unsigned int n;

	/*
	 * A device that this machine lacks. An AArch32 process on it has to
	 * miss it, too; the one that was recorded need not.
	 */
	if (skipped(got) && !(arm && !skipped(traces_find(arm, name)))) {
		skipped_count++;
		snprintf(title, sizeof(title), "%s by %s", name, ways[way]);
		ksft_test_result_code(KSFT_SKIP, title, "%s", skipped(got));
		return;
	}
	n = compare(reference, gate[way], name, exceptions, side);
	*differences += n;
	/* Equal is not enough: both may have been cut short. */
	if (!n && !ended_well(got)) {
		ksft_print_msg("  the scenario ends with \"%s\"\n",
			       got->line[got->count - 1]);
		n = 1;
	}
	ksft_test_result(!n, "%s by %s\n", name, ways[way]);
}

static void test_recording(const char *series)
{
	static const char title[] = "recording is up to date";
	const char *const side[] = { "recorded", "AArch32" };
	unsigned int n = 0;
	size_t i;

	if (!recorded) {
		ksft_test_result_code(KSFT_SKIP, title, "none for Linux %s",
				      series);
		return;
	}
	if (!arm) {
		ksft_test_result_code(KSFT_SKIP, title,
				      "no AArch32 on this CPU");
		return;
	}
	for (i = 0; i < arm->count; i++)
		n += compare(recorded, arm, arm->scenario[i].name, NULL, side);
	for (i = 0; i < recorded->count; i++) {
		if (!traces_find(arm, recorded->scenario[i].name))
			n += compare(recorded, arm, recorded->scenario[i].name,
				     NULL, side);
	}
	if (n)
		ksft_print_msg("  record.sh makes a new recording\n");
	ksft_test_result(!n, "%s\n", title);
}

static void test_masks(void)
{
	static const char title[] = "every mask is needed";
	bool good = true;
	char *line;

	if (skipped_count) {
		ksft_test_result_code(KSFT_SKIP, title,
				      "not all scenarios have been run");
		return;
	}
	/* A mask that is not needed may hide something tomorrow. */
	for (line = strtok(gate_complaints[0], "\n"); line;
	     line = strtok(NULL, "\n")) {
		if (strncmp(line, "unused mask: ", 13))
			continue;
		ksft_print_msg("  %s\n", line);
		good = false;
	}
	ksft_test_result(good, "%s\n", title);
}

/* Returns how many there are that apply here. */
static unsigned int test_exceptions(void)
{
	unsigned int used = 0;
	bool good = true;
	size_t i;

	for (i = 0; i < exceptions->count; i++) {
		const struct exception *x = &exceptions->list[i];

		used += !!x->used;
		if (x->used || (x->only_without_aarch32 && arm))
			continue;
		ksft_print_msg("  no difference in %s of %s\n", x->call,
			       x->scenario);
		good = false;
	}
	ksft_test_result(good, "every exception is needed\n");
	return used;
}

static const char summary[] =
	"oracle: entries %u, cases %u, ioctls %u, scenarios %zu, differences %u, exceptions %u\n";

/* Different strings, as far as there is room. */
struct names {
	const char *text[1024];
	size_t length[1024];
	unsigned int count;
};

static void add_name(struct names *names, const char *text, size_t length)
{
	unsigned int i;

	for (i = 0; i < names->count; i++) {
		if (names->length[i] == length &&
		    !memcmp(names->text[i], text, length))
			return;
	}
	if (i == 1024)
		ksft_exit_fail_msg("too many different calls to count\n");
	names->text[i] = text;
	names->length[i] = length;
	names->count++;
}

struct counts {
	unsigned int names, cases, ioctls;
};

static void count_calls(const struct traces *t, struct counts *counts)
{
	static struct names calls, ioctls;
	const char *line, *command;
	size_t i, j, length;

	for (i = 0; i < t->count; i++) {
		for (j = 0; j < t->scenario[i].count; j++) {
			line = t->scenario[i].line[j];
			if (!is_call(line, &length))
				continue;
			counts->cases++;
			add_name(&calls, line, length);
			command = strstr(line, ", ");
			if (command && !strncmp(line, "ioctl(", 6))
				add_name(&ioctls, command + 2,
					 strcspn(command + 2, ",)"));
		}
	}
	counts->names = calls.count;
	counts->ioctls = ioctls.count;
}

/* The kernel's series as directories of recordings are named: "6.12". */
static void kernel_series(char *series, size_t size)
{
	struct utsname u;
	unsigned int major, minor;

	if (uname(&u) || sscanf(u.release, "%u.%u", &major, &minor) != 2)
		ksft_exit_fail_msg("uname: no version\n");
	snprintf(series, size, "%u.%u", major, minor);
}

static void require_gate32(void)
{
	if (geteuid())
		ksft_exit_skip("needs root: namespaces\n");
	if (gate32_version() > 0)
		return;
	if (getenv("GATE32_EXPECT"))
		ksft_exit_fail_msg("gate32 is absent, but expected\n");
	ksft_exit_skip("gate32 is absent\n");
}

int main(void)
{
	const char *const arm_argv[] = { "./oracle_arm", NULL };
	unsigned int differences = 0, explained, way;
	struct counts calls = {};
	const struct traces *reference;
	char series[32], path[64];
	char *complaints;
	size_t i;

	ksft_print_header();
	require_gate32();
	kernel_series(series, sizeof(series));
	snprintf(path, sizeof(path), "recorded/%s", series);
	recorded = traces_read(path);
	exceptions = exceptions_read("exceptions");
	if (!exceptions)
		ksft_exit_fail_msg("exceptions: %s\n", strerror(errno));
	arm = traces_run(arm_argv, &complaints);
	if (!arm && errno != ENOEXEC)
		ksft_exit_fail_msg("oracle_arm: %s: %s\n", strerror(errno),
				   complaints ?: "");
	free(complaints);
	reference = arm ?: recorded;
	if (!reference)
		ksft_exit_skip("no AArch32 on this CPU, no recording for Linux %s\n",
			       series);
	for (way = 0; way < WAYS; way++) {
		char option[32];
		const char *const argv[] = {
			"./oracle_gate", option, "--unused-masks", NULL
		};

		snprintf(option, sizeof(option), "--via=%s", ways[way]);
		gate[way] = traces_run(argv, &gate_complaints[way]);
		if (!gate[way])
			ksft_exit_fail_msg("oracle_gate by %s: %s\n", ways[way],
					   gate_complaints[way] ?: "cannot run");
	}

	ksft_set_plan(WAYS * reference->count + 4);
	for (way = 0; way < WAYS; way++) {
		for (i = 0; i < reference->count; i++)
			test_scenario(reference, reference->scenario[i].name,
				      way, &differences);
	}
	/* What the reference lacks cannot be right. */
	for (i = 0, way = 0; i < gate[0]->count; i++) {
		if (traces_find(reference, gate[0]->scenario[i].name))
			continue;
		ksft_print_msg("  only the gate has %s\n",
			       gate[0]->scenario[i].name);
		way++;
	}
	ksft_test_result(!way, "no scenario without a reference\n");
	test_recording(series);
	test_masks();
	explained = test_exceptions();
	count_calls(reference, &calls);
	ksft_print_msg(summary, calls.names, calls.cases, calls.ioctls,
		       reference->count, differences, explained);
	ksft_finished();
}
