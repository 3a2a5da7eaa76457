// SPDX-License-Identifier: GPL-2.0-only
/*
 * Make seccomp filters from lists of rules, by libseccomp, on the host
 *
 *	make_filter LIST... >header
 *
 * For each list NAME.list the header gets an array of programs NAME, in the
 * order in which they are installed, for AArch64 and ARM. A list has lines of
 *
 *	default ACTION			of calls without a rule
 *	archs together|apart		one program for both, which kills other
 *					architectures; or one for each, which
 *					lets the other one pass
 *	ACTION CALL...			rules
 *	ACTION-if CALL ARG OP VALUE	a rule for some arguments: OP is eq, ne,
 *					with (bits are set), without (are not)
 *
 * with the actions allow, log, kill-thread, kill-process, trap, errno N and
 * trace N. A call that libseccomp does not know is left out, as it is by those
 * whose lists these are.
 */
#include <errno.h>
#include <libgen.h>
#include <linux/filter.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <seccomp.h>

#define MAX_RULES	1024

struct rule {
	uint32_t action;
	char call[64];
	bool conditional;
	struct scmp_arg_cmp cmp;
};

struct list {
	const char *path;
	char name[64];
	uint32_t default_action;
	bool together;
	struct rule rules[MAX_RULES];
	int count;
};

static void fail(const char *what, const char *which)
{
	fprintf(stderr, "make_filter: %s: %s\n", what, which);
	exit(1);
}

static char *word(void)
{
	return strtok(NULL, " \t\n");
}

static unsigned long number(void)
{
	char *text = word();

	if (!text)
		fail("a value is missing", "");

	return strtoul(text, NULL, 0);
}

static uint32_t action(const char *name, size_t len)
{
	static const struct {
		const char *name;
		uint32_t action;
	} simple[] = {
		{ "allow", SCMP_ACT_ALLOW },
		{ "log", SCMP_ACT_LOG },
		{ "kill-thread", SCMP_ACT_KILL_THREAD },
		{ "kill-process", SCMP_ACT_KILL_PROCESS },
		{ "trap", SCMP_ACT_TRAP },
	};
	size_t i;

	for (i = 0; i < sizeof(simple) / sizeof(simple[0]); i++)
		if (strlen(simple[i].name) == len &&
		    !strncmp(name, simple[i].name, len))
			return simple[i].action;
	if (len == 5 && !strncmp(name, "errno", len))
		return SCMP_ACT_ERRNO(number());
	if (len == 5 && !strncmp(name, "trace", len))
		return SCMP_ACT_TRACE(number());
	fail("no such verdict", name);

	return 0;
}

static struct scmp_arg_cmp condition(void)
{
	struct scmp_arg_cmp cmp = { .arg = number() };
	char *op = word();
	uint64_t value = number();

	if (!strcmp(op, "eq") || !strcmp(op, "ne")) {
		cmp.op = *op == 'e' ? SCMP_CMP_EQ : SCMP_CMP_NE;
		cmp.datum_a = value;
	} else if (!strcmp(op, "with") || !strcmp(op, "without")) {
		cmp.op = SCMP_CMP_MASKED_EQ;
		cmp.datum_a = value;
		cmp.datum_b = strcmp(op, "with") ? 0 : value;
	} else {
		fail("unknown operator", op);
	}

	return cmp;
}

static void add(struct list *list, uint32_t act, const char *call)
{
	struct rule *rule = &list->rules[list->count++];

	if (list->count == MAX_RULES)
		fail("too many rules", list->path);
	rule->action = act;
	snprintf(rule->call, sizeof(rule->call), "%s", call);
}

static void read_line(struct list *list, char *line)
{
	char *first = strtok(line, " \t\n"), *call;
	size_t len = strlen(first);
	uint32_t act;

	if (!strcmp(first, "default")) {
		call = word();
		list->default_action = action(call, strlen(call));
	} else if (!strcmp(first, "archs")) {
		list->together = !strcmp(word(), "together");
	} else if (len > 3 && !strcmp(first + len - 3, "-if")) {
		act = action(first, len - 3);
		add(list, act, word());
		list->rules[list->count - 1].conditional = true;
		list->rules[list->count - 1].cmp = condition();
	} else {
		act = action(first, len);
		while ((call = word()))
			add(list, act, call);
	}
}

static void read_list(struct list *list)
{
	FILE *in = fopen(list->path, "r");
	char line[256], *base, *c;

	if (!in)
		fail("cannot read", list->path);
	base = strrchr(list->path, '/');
	snprintf(list->name, sizeof(list->name), "%s",
		 base ? base + 1 : list->path);
	*strchr(list->name, '.') = 0;
	for (c = list->name; *c; c++)
		if (*c == '-')
			*c = '_';
	while (fgets(line, sizeof(line), in))
		if (*line != '#' && *line != '\n')
			read_line(list, line);
	fclose(in);
}

static void add_rule(scmp_filter_ctx ctx, const struct list *list,
		     const struct rule *rule)
{
	int nr = seccomp_syscall_resolve_name(rule->call);

	/* libseccomp refuses rules that change nothing. */
	if (nr == __NR_SCMP_ERROR || rule->action == list->default_action)
		return;
	if (seccomp_rule_add_array(ctx, rule->action, nr, rule->conditional,
				   &rule->cmp))
		fail("no rule can be made for", rule->call);
}

static void print_program(const struct list *list, const uint32_t *archs,
			  int nr_archs)
{
	scmp_filter_ctx ctx = seccomp_init(list->default_action);
	FILE *out = tmpfile();
	struct sock_filter insn;
	bool native = false;
	int i, ret;

	/* Every filter has this machine's, which may be one of them. */
	for (i = 0; i < nr_archs; i++) {
		ret = seccomp_arch_add(ctx, archs[i]);
		if (ret && ret != -EEXIST)
			fail("no filter for an architecture", list->path);
		native |= archs[i] == seccomp_arch_native();
	}
	if (!native)
		seccomp_arch_remove(ctx, SCMP_ARCH_NATIVE);
	if (!list->together)
		seccomp_attr_set(ctx, SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_ALLOW);
	for (i = 0; i < list->count; i++)
		add_rule(ctx, list, &list->rules[i]);

	if (seccomp_export_bpf(ctx, fileno(out)))
		fail("cannot export", list->path);
	rewind(out);
	printf("\t{ (struct sock_filter []) {\n");
	for (i = 0; fread(&insn, sizeof(insn), 1, out) == 1; i++)
		printf("\t\t{ %#x, %u, %u, %#x },\n", insn.code, insn.jt,
		       insn.jf, insn.k);
	printf("\t}, %d },\n", i);
	fclose(out);
	seccomp_release(ctx);
}

int main(int argc, char **argv)
{
	static const uint32_t archs[] = { SCMP_ARCH_AARCH64, SCMP_ARCH_ARM };
	static struct list list;
	int i;

	printf("/* Made by make_filter.c; do not edit. */\n");
	for (i = 1; i < argc; i++) {
		memset(&list, 0, sizeof(list));
		list.path = argv[i];
		read_list(&list);
		printf("\nstatic const struct program %s[] = {\n", list.name);
		if (list.together) {
			print_program(&list, archs, 2);
		} else {
			print_program(&list, &archs[0], 1);
			print_program(&list, &archs[1], 1);
		}
		printf("\t{ NULL, 0 }\n};\n");
	}

	return 0;
}
