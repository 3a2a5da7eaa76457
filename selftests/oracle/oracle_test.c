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

#include <kselftest.h>

#include "harness.h"
#include "traces.h"

static const char *const ways[] = { "route", "call" };
#define WAYS	(sizeof(ways) / sizeof(ways[0]))

static struct traces *arm, *recorded, *gate[WAYS];
static struct exceptions *exceptions;
static char *gate_complaints[WAYS];
static unsigned int skipped_count;
/* Parts of names of scenarios: only these are run. Empty: all are. */
static char *const *selected;

static bool is_selected(const char *name)
{
	char *const *part;

	for (part = selected; *part; part++) {
		if (strstr(name, *part))
			return true;
	}
	return !*selected;
}

static void print_difference(void *arg, const char *scenario,
			     const char *expected, const char *got,
			     const struct exception *explained)
{
	const char *const *side = arg;

	(void)scenario;
	if (explained)
		ksft_print_msg("  exception: %s\n", explained->reason);
	print_lines(side, expected, got);
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

/* By itself, or in the way that it has announced. */
static bool ended_well(const struct lines *s)
{
	const char *announced = "exit 0";
	size_t i;

	if (!s || !s->count)
		return false;
	for (i = 0; i < s->count; i++) {
		if (!strncmp(s->line[i], "ends: ", 6))
			announced = s->line[i] + 6;
	}
	return !strncmp(s->line[s->count - 1], "end ", 4) &&
	       !strcmp(s->line[s->count - 1] + 4, announced);
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

	if (*selected) {
		ksft_test_result_code(KSFT_SKIP, title,
				      "not all scenarios have been run");
		return;
	}
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

	if (skipped_count || *selected) {
		ksft_test_result_code(KSFT_SKIP, title,
				      "not all scenarios have been run");
		return;
	}
	/* A mask that is not needed may hide something tomorrow. */
	ksft_test_result(!unused_masks(gate_complaints[0]), "%s\n", title);
}

/* Returns how many there are that apply here. */
static unsigned int test_exceptions(void)
{
	static const char title[] = "every exception is needed";
	unsigned int used = 0;
	bool good = true;
	size_t i;

	for (i = 0; i < exceptions->count; i++) {
		const struct exception *x = &exceptions->list[i];

		used += !!x->used;
		if (*selected || x->used || (x->only_without_aarch32 && arm))
			continue;
		ksft_print_msg("  no difference in %s of %s\n", x->call,
			       x->scenario);
		good = false;
	}
	if (*selected)
		ksft_test_result_code(KSFT_SKIP, title,
				      "not all scenarios have been run");
	else
		ksft_test_result(good, "%s\n", title);
	return used;
}

/* A side's program and options, and behind them the selection. */
static const char *const *side_argv(const char *program,
				    const char *const *options)
{
	static const char *argv[64];
	unsigned int n = 0;
	char *const *part;

	argv[n++] = program;
	while (*options)
		argv[n++] = *options++;
	for (part = selected; *part && n < 63; part++)
		argv[n++] = *part;
	argv[n] = NULL;
	return argv;
}

static void run_sides(void)
{
	char via[32];
	const char *const none[] = { NULL };
	const char *const options[] = { via, "--unused-masks", NULL };
	unsigned int way;

	arm = run_aarch32(side_argv("./oracle_arm", none));
	for (way = 0; way < WAYS; way++) {
		snprintf(via, sizeof(via), "--via=%s", ways[way]);
		gate[way] = run_gate(side_argv("./oracle_gate", options),
				     &gate_complaints[way]);
	}
}

/* What the reference lacks cannot be right. */
static void test_surplus(const struct traces *reference)
{
	bool good = true;
	size_t i;

	for (i = 0; i < gate[0]->count; i++) {
		if (traces_find(reference, gate[0]->scenario[i].name))
			continue;
		ksft_print_msg("  only the gate has %s\n",
			       gate[0]->scenario[i].name);
		good = false;
	}
	ksft_test_result(good, "no scenario without a reference\n");
}

/* Arguments: parts of names of scenarios, if only these are to be run. */
int main(int argc, char **argv)
{
	unsigned int differences = 0, explained, way, count = 0;
	const struct traces *reference;
	char series[32], path[64];
	size_t i;

	(void)argc;
	selected = argv + 1;
	ksft_print_header();
	require_gate32();
	kernel_series(series, sizeof(series));
	/* Of another guest of the same run, if oracle.sh has one. */
	snprintf(path, sizeof(path), "recorded/%s", series);
	recorded = traces_read(getenv("ORACLE_REFERENCE") ?: path);
	exceptions = exceptions_read("exceptions");
	if (!exceptions)
		ksft_exit_fail_msg("exceptions: %s\n", strerror(errno));
	run_sides();
	reference = arm ?: recorded;
	if (!reference)
		ksft_exit_skip("no AArch32 on this CPU, no recording for Linux %s\n",
			       series);

	for (i = 0; i < reference->count; i++)
		count += is_selected(reference->scenario[i].name);
	ksft_set_plan(WAYS * count + 4);
	for (way = 0; way < WAYS; way++) {
		for (i = 0; i < reference->count; i++) {
			if (is_selected(reference->scenario[i].name))
				test_scenario(reference,
					      reference->scenario[i].name, way,
					      &differences);
		}
	}
	test_surplus(reference);
	test_recording(series);
	test_masks();
	explained = test_exceptions();
	ksft_print_msg("%u scenarios, %u differences, %u exceptions\n", count,
		       differences, explained);
	ksft_finished();
}
