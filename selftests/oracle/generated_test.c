// SPDX-License-Identifier: GPL-2.0-only
/*
 * generated_test - oracle_test for calls with generated arguments
 *
 * A fixed number of seeds, or as many as ORACLE_SEEDS says (a number, or
 * FIRST-LAST); every other one by route, the others by call. One result for a
 * hundred seeds. Where the CPU has no AArch32, the reference is
 * recorded/<series>.seeds or, if it is set, the file that ORACLE_REFERENCE
 * names: what "oracle_arm --seeds=..." has printed on one that has it, under
 * the same kernel. A difference is printed with the command that shows it
 * again: a seed is the same case alone and among others.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <kselftest.h>

#include "harness.h"
#include "traces.h"

#define SEEDS	"0-599"	/* record.sh records these */

static const char *side[] = { "AArch32", "gate" };
static struct traces *arm, *recorded;

static void print_again(const char *line)
{
	const char *seed = line ? strstr(line, " seed=") : NULL;

	if (seed)
		ksft_print_msg("  again: ./oracle_gate --via=both --show --seed=%s\n",
			       seed + 6);
}

static void print_difference(void *arg, const char *batch, const char *expected,
			     const char *got, const struct exception *explained)
{
	const char *const *sides = arg;

	(void)batch;
	(void)explained;
	print_lines(sides, expected, got);
	print_again(got ?: expected);
}

static unsigned int compare(const struct lines *expected,
			    const struct lines *got, const char *const *sides)
{
	return lines_compare(expected, got, NULL, !arm, print_difference,
			     (void *)sides);
}

/* Equal is not enough: a batch may have been cut short, or gone wrong. */
static unsigned int troubles(const struct lines *batch)
{
	unsigned int count = 0;
	size_t i;

	if (strcmp(batch->line[batch->count - 1], "end exit 0"))
		count++;
	for (i = 0; i < batch->count; i++)
		count += !!strstr(batch->line[i], "FATAL") ||
			 !!strstr(batch->line[i], " hangs seed=");
	if (count)
		ksft_print_msg("  %u bad lines; it ends with \"%s\"\n",
			       count, batch->line[batch->count - 1]);
	return count;
}

static void test_recording(const char *series)
{
	static const char title[] = "recording is up to date";
	const char *const sides[] = { "recorded", "AArch32" };
	unsigned int n = 0;
	size_t i;

	if (!recorded || !arm) {
		ksft_test_result_code(KSFT_SKIP, title, recorded ?
				      "no AArch32 on this CPU" :
				      "none for Linux %s", series);
		return;
	}
	for (i = 0; i < arm->count; i++) {
		const struct lines *old =
			traces_find(recorded, arm->scenario[i].name);

		if (old)
			n += compare(old, &arm->scenario[i], sides);
	}
	if (n)
		ksft_print_msg("  record.sh makes a new recording\n");
	ksft_test_result(!n, "%s\n", title);
}

/* Some are for what happens now and then only. */
static bool all_masks(const struct traces *t)
{
	return t->count >= 100;
}

static void test_masks(char *complaints)
{
	ksft_test_result(!unused_masks(complaints),
			 "every mask of generated cases is needed\n");
}

/* "1000" is 0-999. */
static const char *wanted_seeds(void)
{
	static char text[64];
	const char *seeds = getenv("ORACLE_SEEDS");

	if (!seeds || !*seeds)
		return SEEDS;
	if (strchr(seeds, '-'))
		return seeds;
	snprintf(text, sizeof(text), "0-%llu", strtoull(seeds, NULL, 0) - 1);
	return text;
}

static struct traces *read_reference(const char *series)
{
	const char *path = getenv("ORACLE_REFERENCE");
	char name[64];
	struct traces *t;

	snprintf(name, sizeof(name), "recorded/%s.seeds", series);
	recorded = traces_read(name);
	if (!path)
		return recorded;
	t = traces_read(path);
	if (!t)
		ksft_exit_fail_msg("%s: %s\n", path, strerror(errno));
	return t;
}

static void test_batch(const struct lines *expected, const struct lines *got,
		       unsigned int *differences)
{
	unsigned int n;

	if (!expected && getenv("ORACLE_SEEDS")) {
		ksft_test_result_code(KSFT_SKIP, got->name,
				      "not in the reference: see ORACLE_REFERENCE");
		return;
	}
	n = compare(expected, got, side);
	*differences += n;
	ksft_test_result(!troubles(got) && !n, "%s\n", got->name);
}

int main(void)
{
	char option[80], series[32], *complaints;
	const char *const arm_argv[] = { "./oracle_arm", option, NULL };
	const char *const gate_argv[] = {
		"./oracle_gate", option, "--via=both", "--unused-masks", NULL
	};
	struct traces *reference, *gate;
	unsigned int differences = 0;
	struct counts calls = {};
	size_t i;

	ksft_print_header();
	require_gate32();
	kernel_series(series, sizeof(series));
	snprintf(option, sizeof(option), "--seeds=%s", wanted_seeds());
	reference = read_reference(series);
	arm = run_aarch32(arm_argv);
	if (!arm)
		side[0] = "recorded";
	else
		reference = arm;
	if (!reference)
		ksft_exit_skip("no AArch32 on this CPU, no recording for Linux %s\n",
			       series);
	gate = run_gate(gate_argv, &complaints);
	ksft_set_plan(gate->count + 1 + all_masks(gate));
	for (i = 0; i < gate->count; i++)
		test_batch(traces_find(reference, gate->scenario[i].name),
			   &gate->scenario[i], &differences);
	test_recording(series);
	if (all_masks(gate))
		test_masks(complaints);
	count_calls(gate, &calls);
	ksft_print_msg("generated: cases %u, calls %u, ioctls %u, differences %u\n",
		       calls.cases, calls.names, calls.ioctls, differences);
	ksft_finished();
}
