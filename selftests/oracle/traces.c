// SPDX-License-Identifier: GPL-2.0-only
/*
 * traces - read traces and find where two of them differ
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <sys/wait.h>

#include "traces.h"

static void *grow(void *p, size_t size)
{
	p = realloc(p, size);
	if (!p) {
		perror("oracle");
		exit(1);
	}
	return p;
}

/* All of a descriptor as a string. */
static char *read_all(int fd)
{
	size_t used = 0, size = 0;
	char *text = NULL;
	ssize_t n;

	for (;;) {
		if (size - used < 4096) {
			size = size * 2 + 65536;
			text = grow(text, size);
		}
		n = read(fd, text + used, size - used - 1);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			break;
		used += n;
	}
	text[used] = '\0';
	if (n < 0) {
		free(text);
		return NULL;
	}
	return text;
}

static char *read_file(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	char *text;

	if (fd < 0)
		return NULL;
	text = read_all(fd);
	close(fd);
	return text;
}

struct traces *traces_parse(char *text)
{
	struct traces *t = grow(NULL, sizeof(*t));
	struct lines *s = NULL;
	char *line, *next;

	*t = (struct traces){ .text = text };
	for (line = text; *line; line = next) {
		next = line + strcspn(line, "\n");
		if (*next)
			*next++ = '\0';
		if (!strncmp(line, "scenario ", 9)) {
			t->scenario = grow(t->scenario,
					   (t->count + 1) * sizeof(*s));
			s = &t->scenario[t->count++];
			*s = (struct lines){ .name = line + 9 };
			continue;
		}
		if (!s) {	/* no trace at all */
			traces_free(t);
			errno = EINVAL;
			return NULL;
		}
		if (!(s->count & (s->count + 1)))
			s->line = grow(s->line, (2 * s->count + 2) *
					sizeof(*s->line));
		s->line[s->count++] = line;
	}
	return t;
}

struct traces *traces_read(const char *path)
{
	char *text = read_file(path);

	return text ? traces_parse(text) : NULL;
}

struct traces *traces_run(const char *const *argv, char **complaints)
{
	int out[2], err[2], failed[2], status, error = 0;
	struct traces *t = NULL;
	char *text;
	pid_t pid;

	*complaints = NULL;
	if (pipe2(out, O_CLOEXEC) || pipe2(failed, O_CLOEXEC))
		return NULL;
	/* To a file: two pipes could block each other. */
	err[0] = open("/tmp", O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
	if (err[0] < 0)
		return NULL;
	pid = fork();
	if (!pid) {
		dup2(out[1], 1);
		dup2(err[0], 2);
		execv(argv[0], (char *const *)argv);
		error = errno;
		if (write(failed[1], &error, sizeof(error)) < 0)
			_exit(126);
		_exit(127);
	}
	close(out[1]);
	close(failed[1]);
	if (pid < 0)
		return NULL;
	text = read_all(out[0]);
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	if (read(failed[0], &error, sizeof(error)) != sizeof(error))
		error = 0;
	lseek(err[0], 0, SEEK_SET);
	*complaints = read_all(err[0]);
	close(err[0]);
	close(out[0]);
	close(failed[0]);
	if (text && !error && !status)
		t = traces_parse(text);
	else
		free(text);
	if (!t)
		errno = error ?: ECHILD;
	return t;
}

const struct lines *traces_find(const struct traces *t, const char *name)
{
	size_t i;

	for (i = 0; t && i < t->count; i++) {
		if (!strcmp(t->scenario[i].name, name))
			return &t->scenario[i];
	}
	return NULL;
}

void traces_free(struct traces *t)
{
	size_t i;

	if (!t)
		return;
	for (i = 0; i < t->count; i++)
		free(t->scenario[i].line);
	free(t->scenario);
	free(t->text);
	free(t);
}

/*
 * Exceptions: lines of "scenario call where reason"; where is "always" or
 * "without-aarch32"; "#" begins a comment.
 */
struct exceptions *exceptions_parse(char *text)
{
	struct exceptions *e = grow(NULL, sizeof(*e));
	char *line, *next, *word[3], *at;
	struct exception *x;
	unsigned int i;

	*e = (struct exceptions){ .text = text };
	for (line = text; *line; line = next) {
		next = line + strcspn(line, "\n");
		if (*next)
			*next++ = '\0';
		at = line + strspn(line, " \t");
		if (!*at || *at == '#')
			continue;
		for (i = 0; i < 3; i++) {
			word[i] = at;
			at += strcspn(at, " \t");
			if (*at)
				*at++ = '\0';
			at += strspn(at, " \t");
		}
		if (!*at || (strcmp(word[2], "always") &&
			     strcmp(word[2], "without-aarch32"))) {
			exceptions_free(e);
			errno = EINVAL;
			return NULL;
		}
		e->list = grow(e->list, (e->count + 1) * sizeof(*x));
		x = &e->list[e->count++];
		*x = (struct exception){
			.scenario = word[0], .call = word[1], .reason = at,
			.only_without_aarch32 = word[2][0] == 'w',
		};
	}
	return e;
}

struct exceptions *exceptions_read(const char *path)
{
	char *text = read_file(path);

	return text ? exceptions_parse(text) : NULL;
}

void exceptions_free(struct exceptions *e)
{
	if (!e)
		return;
	free(e->list);
	free(e->text);
	free(e);
}

bool is_call(const char *line, size_t *length)
{
	*length = strcspn(line, "( :");
	return line[*length] == '(';
}

static bool is_about(const char *line, const char *call)
{
	size_t length;

	is_call(line, &length);
	return strlen(call) == length && !memcmp(line, call, length);
}

/* Both lines have to be of the call that the exception names. */
static struct exception *explain(struct exceptions *e, const char *scenario,
				 bool without_aarch32, const char *expected,
				 const char *got)
{
	size_t i;

	for (i = 0; e && i < e->count; i++) {
		struct exception *x = &e->list[i];

		if (strcmp(x->scenario, scenario) ||
		    (x->only_without_aarch32 && !without_aarch32) ||
		    !expected || !is_about(expected, x->call) ||
		    !got || !is_about(got, x->call))
			continue;
		x->used++;
		return x;
	}
	return NULL;
}

unsigned int lines_compare(const struct lines *expected,
			   const struct lines *got,
			   struct exceptions *exceptions, bool without_aarch32,
			   difference_fn fn, void *arg)
{
	const size_t n = expected ? expected->count : 0;
	const size_t m = got ? got->count : 0;
	const char *name = expected ? expected->name : got ? got->name : "";
	uint32_t (*common)[m + 1] = grow(NULL, (n + 1) * sizeof(*common));
	const struct exception *explained;
	unsigned int differences = 0;
	const char *a, *b;
	size_t i, j;

	/* common[i][j]: longest common part of what follows line i and j. */
	for (i = n + 1; i-- > 0;) {
		for (j = m + 1; j-- > 0;) {
			if (i == n || j == m)
				common[i][j] = 0;
			else if (!strcmp(expected->line[i], got->line[j]))
				common[i][j] = common[i + 1][j + 1] + 1;
			else if (common[i + 1][j] > common[i][j + 1])
				common[i][j] = common[i + 1][j];
			else
				common[i][j] = common[i][j + 1];
		}
	}
	/* A scenario that one side lacks is a difference even if empty. */
	if (!expected || !got) {
		fn(arg, name, expected ? "(scenario)" : NULL,
		   got ? "(scenario)" : NULL, NULL);
		differences++;
	}
	for (i = 0, j = 0; i < n || j < m;) {
		a = i < n ? expected->line[i] : NULL;
		b = j < m ? got->line[j] : NULL;
		if (a && b && !strcmp(a, b)) {
			i++;
			j++;
			continue;
		}
		/* A line changed, if nothing is lost by taking it for that. */
		if (a && b && common[i][j] == common[i + 1][j + 1]) {
			i++;
			j++;
		} else if (a && (!b || common[i + 1][j] >= common[i][j + 1])) {
			b = NULL;
			i++;
		} else {
			a = NULL;
			j++;
		}
		explained = explain(exceptions, name, without_aarch32, a, b);
		if (!explained)
			differences++;
		fn(arg, name, a, b, explained);
	}
	free(common);
	return differences;
}
