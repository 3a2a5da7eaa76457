// SPDX-License-Identifier: GPL-2.0-only
/*
 * instrument_test - does the oracle see a difference when there is one?
 *
 * Plants differences in traces, in the text and while they are made, on one
 * side and on the other, and expects each to be found where it was planted.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <kselftest_harness.h>

#include <gate32/client.h>

#include "traces.h"

/* Each runs the oracle several times over: with KASAN, more than 30 s. */
#undef TEST_TIMEOUT_DEFAULT
#define TEST_TIMEOUT_DEFAULT	400

/* What a comparison has found. */
struct found {
	unsigned int count, explained;
	char scenario[64];
	char expected[256], got[256];
};

static void remember(void *arg, const char *scenario, const char *expected,
		     const char *got, const struct exception *explained)
{
	struct found *f = arg;

	f->count++;
	f->explained += !!explained;
	snprintf(f->scenario, sizeof(f->scenario), "%s", scenario);
	snprintf(f->expected, sizeof(f->expected), "%s", expected ?: "-");
	snprintf(f->got, sizeof(f->got), "%s", got ?: "-");
}

/* Every scenario of either side. */
static struct found compare_all(const struct traces *a, const struct traces *b,
				struct exceptions *e)
{
	struct found f = {};
	size_t i;

	for (i = 0; i < a->count; i++)
		lines_compare(&a->scenario[i],
			      traces_find(b, a->scenario[i].name), e, false,
			      remember, &f);
	for (i = 0; i < b->count; i++) {
		if (!traces_find(a, b->scenario[i].name))
			lines_compare(NULL, &b->scenario[i], e, false,
				      remember, &f);
	}
	return f;
}

static const char sample[] =
	"scenario one/first\n"
	"open(mem+0x30, 0) = -1 ENOENT\n"
	"read(3, mem+0, 4) = 4 in=00a5a5a5\n"
	"close(3) = 0\n"
	"end exit 0\n"
	"scenario two/second\n"
	"getpid() = 2\n"
	"close(3) = 0\n"
	"end exit 0\n";

FIXTURE(text) {
	struct traces *plain;
};

/* Replace what is named; the first difference is to be reported so. */
FIXTURE_VARIANT(text) {
	const char *old, *new;
	const char *scenario, *expected, *got;
	unsigned int count;
};

FIXTURE_VARIANT_ADD(text, nothing) {
	.old = "", .new = "", .scenario = "", .expected = "", .got = "",
};

FIXTURE_VARIANT_ADD(text, wrong_byte) {
	.old = "00a5a5a5", .new = "00a5a4a5", .count = 1,
	.scenario = "one/first",
	.expected = "read(3, mem+0, 4) = 4 in=00a5a5a5",
	.got = "read(3, mem+0, 4) = 4 in=00a5a4a5",
};

FIXTURE_VARIANT_ADD(text, wrong_errno) {
	.old = "ENOENT", .new = "EACCES", .count = 1,
	.scenario = "one/first",
	.expected = "open(mem+0x30, 0) = -1 ENOENT",
	.got = "open(mem+0x30, 0) = -1 EACCES",
};

FIXTURE_VARIANT_ADD(text, missing_line) {
	.old = "getpid() = 2\n", .new = "", .count = 1,
	.scenario = "two/second", .expected = "getpid() = 2", .got = "-",
};

FIXTURE_VARIANT_ADD(text, extra_line) {
	.old = "getpid() = 2\n", .new = "getpid() = 2\ngettid() = 2\n",
	.scenario = "two/second", .expected = "-", .got = "gettid() = 2",
	.count = 1,
};

FIXTURE_VARIANT_ADD(text, other_order) {
	.old = "getpid() = 2\nclose(3) = 0\n",
	.new = "close(3) = 0\ngetpid() = 2\n", .count = 2,
	.scenario = "two/second", .expected = "-", .got = "getpid() = 2",
};

FIXTURE_VARIANT_ADD(text, other_end) {
	.old = "end exit 0\nscenario two", .new = "end signal 11\nscenario two",
	.scenario = "one/first", .expected = "end exit 0",
	.got = "end signal 11", .count = 1,
};

FIXTURE_VARIANT_ADD(text, no_end) {
	.old = "close(3) = 0\nend exit 0\nscenario two", .new = "scenario two",
	.scenario = "one/first", .expected = "end exit 0", .got = "-",
	.count = 2,
};

/* A whole scenario: said once, and then for each of its lines. */
FIXTURE_VARIANT_ADD(text, missing_scenario) {
	.old = "scenario two/second\ngetpid() = 2\nclose(3) = 0\nend exit 0\n",
	.new = "", .count = 4,
	.scenario = "two/second", .expected = "end exit 0", .got = "-",
};

FIXTURE_SETUP(text)
{
	self->plain = traces_parse(strdup(sample));
	ASSERT_NE(NULL, self->plain);
	ASSERT_EQ(2, self->plain->count);
}

FIXTURE_TEARDOWN(text)
{
	traces_free(self->plain);
}

static struct traces *planted(const char *old, const char *new)
{
	const char *at = strstr(sample, old);
	char *text = NULL;

	if (!at || asprintf(&text, "%.*s%s%s", (int)(at - sample), sample, new,
			    at + strlen(old)) < 0)
		return NULL;
	return traces_parse(text);
}

TEST_F(text, is_found_on_either_side)
{
	struct traces *other = planted(variant->old, variant->new);
	struct found f;

	ASSERT_NE(NULL, other);
	f = compare_all(self->plain, other, NULL);
	EXPECT_EQ(variant->count, f.count);
	EXPECT_STREQ(variant->scenario, f.scenario);
	EXPECT_STREQ(variant->expected, f.expected);
	EXPECT_STREQ(variant->got, f.got);

	/* The other way round: as many, if not in the same order. */
	f = compare_all(other, self->plain, NULL);
	EXPECT_EQ(variant->count, f.count);
	EXPECT_STREQ(variant->scenario, f.scenario);
	traces_free(other);
}

/* An exception explains the line that it names, and nothing else. */
FIXTURE(exception) {
	struct traces *plain, *other;
};

FIXTURE_VARIANT(exception) {
	const char *text;
	unsigned int explained;
};

FIXTURE_VARIANT_ADD(exception, fits) {
	.text = "# why\none/first open always because it is so\n",
	.explained = 1,
};

FIXTURE_VARIANT_ADD(exception, other_call) {
	.text = "one/first read always because\n",
};

FIXTURE_VARIANT_ADD(exception, other_scenario) {
	.text = "two/second open always because\n",
};

FIXTURE_VARIANT_ADD(exception, part_of_a_name) {
	.text = "one/first ope always because\n",
};

FIXTURE_VARIANT_ADD(exception, other_cpu) {
	.text = "one/first open without-aarch32 because\n",
};

FIXTURE_SETUP(exception)
{
	self->plain = traces_parse(strdup(sample));
	self->other = planted("ENOENT", "EACCES");
	ASSERT_NE(NULL, self->plain);
	ASSERT_NE(NULL, self->other);
}

FIXTURE_TEARDOWN(exception)
{
	traces_free(self->plain);
	traces_free(self->other);
}

TEST_F(exception, explains_its_line_only)
{
	struct exceptions *e = exceptions_parse(strdup(variant->text));
	struct found f;

	ASSERT_NE(NULL, e);
	f = compare_all(self->plain, self->other, e);
	EXPECT_EQ(1, f.count);
	EXPECT_EQ(variant->explained, f.explained);
	EXPECT_EQ(variant->explained, e->list[0].used);
	exceptions_free(e);
}

TEST(exception_needs_a_reason)
{
	EXPECT_EQ(NULL, exceptions_parse(strdup("one/first open always\n")));
	EXPECT_EQ(NULL, exceptions_parse(strdup("one/first open never x\n")));
}

/*
 * The same while the trace is made: the whole way from a call to the verdict.
 */
FIXTURE(live) {
	struct traces *gate, *arm;
};

/* A scenario, and a few generated cases */
#define SCENARIO	"file/copy"
#define SEEDS		"--seeds=0-9"

FIXTURE_VARIANT(live) {
	const char *what, *option;
};

#define LIVE(name, plant)						\
	FIXTURE_VARIANT_ADD(live, name) {				\
		.what = SCENARIO, .option = "--plant=" plant,		\
	};								\
	FIXTURE_VARIANT_ADD(live, name##_generated) {			\
		.what = SEEDS, .option = "--plant=" plant,		\
	}

LIVE(wrong_byte, "byte");
LIVE(wrong_error, "errno");
LIVE(wrong_result, "result");
LIVE(missing_line, "drop");
LIVE(extra_line, "extra");

static struct traces *run_side(const char *program, const char *what,
			       const char *option)
{
	const char *const argv[] = { program, what, option, NULL };
	char *complaints;
	struct traces *t = traces_run(argv, &complaints);
	int error = errno;

	free(complaints);
	errno = error;
	return t;
}

FIXTURE_SETUP(live)
{
	if (gate32_version() < 1) {
		ASSERT_EQ(NULL, getenv("GATE32_EXPECT"));
		SKIP(return, "gate32 is absent");
	}
	if (geteuid())
		SKIP(return, "needs root: namespaces");
	self->gate = run_side("./oracle_gate", variant->what, NULL);
	ASSERT_NE(NULL, self->gate);
	ASSERT_EQ(1, self->gate->count);
	self->arm = run_side("./oracle_arm", variant->what, NULL);
	if (!self->arm)
		ASSERT_EQ(ENOEXEC, errno);
}

FIXTURE_TEARDOWN(live)
{
	traces_free(self->gate);
	traces_free(self->arm);
}

TEST_F(live, difference_of_the_gate_is_found)
{
	struct traces *t = run_side("./oracle_gate", variant->what,
				    variant->option);
	struct found f;

	ASSERT_NE(NULL, t);
	f = compare_all(self->gate, t, NULL);
	EXPECT_EQ(1, f.count) {
		TH_LOG("expected: %s", f.expected);
		TH_LOG("got: %s", f.got);
	}
	traces_free(t);
}

TEST_F(live, difference_of_aarch32_is_found)
{
	struct traces *t;
	struct found f;

	if (!self->arm)
		SKIP(return, "no AArch32 on this CPU");
	t = run_side("./oracle_arm", variant->what, variant->option);
	ASSERT_NE(NULL, t);
	f = compare_all(t, self->gate, NULL);
	EXPECT_EQ(1, f.count) {
		TH_LOG("expected: %s", f.expected);
		TH_LOG("got: %s", f.got);
	}
	traces_free(t);
}

/* A seed is the same case alone as among others. */
TEST(seed_is_the_case)
{
	struct traces *batch, *alone;
	const struct lines *many;
	char option[32];
	size_t i;

	if (gate32_version() < 1) {
		ASSERT_EQ(NULL, getenv("GATE32_EXPECT"));
		SKIP(return, "gate32 is absent");
	}
	if (geteuid())
		SKIP(return, "needs root: namespaces");
	batch = run_side("./oracle_gate", SEEDS, NULL);
	ASSERT_NE(NULL, batch);
	many = &batch->scenario[0];
	ASSERT_EQ(11, many->count);
	for (i = 0; i + 1 < many->count; i++) {
		snprintf(option, sizeof(option), "--seed=%zu", i);
		alone = run_side("./oracle_gate", option, NULL);
		ASSERT_NE(NULL, alone);
		EXPECT_STREQ(many->line[i], alone->scenario[0].line[0]);
		traces_free(alone);
	}
	traces_free(batch);
}

TEST_HARNESS_MAIN
