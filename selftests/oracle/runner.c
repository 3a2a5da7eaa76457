// SPDX-License-Identifier: GPL-2.0-only
/*
 * runner - main program of both sides: run scenarios, print their traces
 *
 * Each scenario gets namespaces, a tmpfs and a process tree of its own, so
 * that process ids, IPC ids, inode numbers and interfaces are the same on
 * both sides and need no mask.
 */
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <sched.h>
#include <stdarg.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "fuzz/fuzz.h"
#include "oracle.h"
#include "trace.h"

#define TIMEOUT_MS	30000
#define BATCH		100

static struct scenario *scenarios;

void oracle_register(struct scenario *s)
{
	struct scenario **at = &scenarios;

	/* Sorted, so that the order does not depend on a linker. */
	while (*at && (strcmp((*at)->group, s->group) ?:
		       strcmp((*at)->name, s->name)) < 0)
		at = &(*at)->next;
	s->next = *at;
	*at = s;
}

/*
 * What scenarios use
 */

int peer(int (*fn)(void *arg), void *arg)
{
	int pid = fork();

	if (pid < 0) {
		note("FATAL: fork: %s", strerrorname_np(errno));
		trace_finish();
		_exit(99);
	}
	if (!pid) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		_exit(fn(arg));
	}
	return pid;
}

int peer_wait(int pid)
{
	int status;

	while (waitpid(pid, &status, 0) < 0) {
		if (errno != EINTR)
			return -errno;
	}
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

void pause_ms(unsigned int ms)
{
	struct timespec t = { ms / 1000, (ms % 1000) * 1000000L };

	while (nanosleep(&t, &t) && errno == EINTR)
		;
}

void until_asleep(int pid)
{
	char path[64], text[256], *state;
	unsigned int tries;
	ssize_t n;
	int fd;

	snprintf(path, sizeof(path), "/proc/%d/stat", pid);
	for (tries = 0; tries < 2000; tries++) {
		fd = open(path, O_RDONLY);
		n = read(fd, text, sizeof(text) - 1);
		close(fd);
		if (n <= 0)
			break;
		text[n] = '\0';
		state = strrchr(text, ')');
		if (state && state[2] == 'S')
			return;
		pause_ms(1);
	}
	note("FATAL: process %d does not sleep", pid);
}

int shell(const char *format, ...)
{
	char command[1024];
	int pid, status;
	va_list ap;

	va_start(ap, format);
	vsnprintf(command, sizeof(command), format, ap);
	va_end(ap);
	pid = fork();
	if (!pid) {
		execl("/bin/sh", "sh", "-c", command, NULL);
		_exit(127);
	}
	if (pid < 0 || waitpid(pid, &status, 0) != pid)
		return -1;
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

void need_module(const char *name)
{
	char reason[128];

	if (!shell("modprobe %s 2>/dev/null", name))
		return;
	snprintf(reason, sizeof(reason), "no module %s", name);
	skip(reason);
}

volatile int signals_seen[65];

static void count_signal(int sig)
{
	signals_seen[sig]++;
}

void on_signal(int sig, int flags)
{
	struct sigaction sa = { .sa_handler = count_signal, .sa_flags = flags };

	if (sigaction(sig, &sa, NULL))
		note("FATAL: sigaction(%d): %s", sig, strerrorname_np(errno));
}

/*
 * One scenario
 */

static void __attribute__((noreturn)) trouble(const char *what)
{
	snprintf(trace->trouble, sizeof(trace->trouble), "%s: %s", what,
		 strerrorname_np(errno));
	_exit(1);
}

static void __attribute__((noreturn)) run_here(const struct scenario *s)
{
	int null, sig;

	null = open("/dev/null", O_RDWR);
	if (null < 0)
		trouble("/dev/null");
	for (sig = 0; sig < 3; sig++)
		dup2(null, sig);
	close_range(3, ~0U, 0);
	for (sig = 1; sig < 65; sig++)
		signal(sig, SIG_DFL);
	umask(022);
	if (setsid() < 0)
		trouble("setsid");
	s->run();
	trace_finish();
	_exit(0);
}

/* Process 1 of the namespace. */
static void __attribute__((noreturn)) run_init(const struct scenario *s)
{
	int pid, ended, status;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL))
		trouble("making mounts private");
	if (mount("proc", "/proc", "proc", 0, NULL))
		trouble("mounting /proc");
	if (mount("oracle", "/tmp", "tmpfs", 0, "size=512m,nr_inodes=1000") || chdir("/tmp"))
		trouble("mounting /tmp");
	pid = fork();
	if (pid < 0)
		trouble("fork");
	if (!pid)
		run_here(s);
	for (;;) {
		ended = waitpid(-1, &status, 0);
		if (ended == pid)
			break;
		if (ended < 0 && errno != EINTR)
			trouble("wait");
	}
	trace->status = status;
	_exit(0);
}

static int run_apart(const struct scenario *s)
{
	int pid, status, waited;

	pid = fork();
	if (!pid) {
		if (unshare(CLONE_NEWNS | CLONE_NEWIPC | CLONE_NEWUTS |
			    CLONE_NEWNET | CLONE_NEWPID))
			trouble("unshare");
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		pid = fork();
		if (pid < 0)
			trouble("fork");
		if (!pid)
			run_init(s);
		_exit(waitpid(pid, &status, 0) == pid && !status ? 0 : 1);
	}
	if (pid < 0)
		return -errno;
	for (waited = 0; !waitpid(pid, &status, WNOHANG); waited++) {
		if (waited == TIMEOUT_MS) {
			kill(pid, SIGKILL);
			waitpid(pid, &status, 0);
			return -ETIMEDOUT;
		}
		pause_ms(1);
	}
	return status ? -ECHILD : 0;
}

static bool run(const struct scenario *s)
{
	int ret;

	trace_reset();
	trace->status = 0;
	trace->trouble[0] = '\0';
	ret = run_apart(s);
	printf("scenario %s/%s\n%.*s", s->group, s->name, (int)trace->used,
	       trace->text);
	if (trace->used && trace->text[trace->used - 1] != '\n')
		printf("\n");
	if (trace->overflow)
		printf("note: FATAL: the trace is too long\n");
	if (ret == -ETIMEDOUT)
		printf("end hang\n");
	else if (ret)
		printf("end trouble %s\n", trace->trouble);
	else if (trace->skipped[0])
		printf("end skip %s\n", trace->skipped);
	else if (WIFSIGNALED(trace->status))
		printf("end signal %d\n", WTERMSIG(trace->status));
	else
		printf("end exit %d\n", WEXITSTATUS(trace->status));
	fflush(stdout);
	return !ret && !trace->overflow;
}

/*
 * Generated cases
 */

static uint64_t batch_first, batch_last;

static void run_batch(void)
{
	fuzz_batch(batch_first, batch_last);
}

static bool run_seeds(uint64_t first, uint64_t last)
{
	char name[64];
	struct scenario s = { .group = "seeds", .name = name, .run = run_batch };
	bool good = true;

	for (; first <= last; first = batch_last + 1) {
		batch_first = first;
		batch_last = first - first % BATCH + BATCH - 1;
		if (batch_last > last)
			batch_last = last;
		snprintf(name, sizeof(name), "%llu-%llu",
			 (unsigned long long)first,
			 (unsigned long long)batch_last);
		good &= run(&s);
	}
	return good;
}

/* "0-999" or "4711" */
static void parse_seeds(const char *text, uint64_t *first, uint64_t *last)
{
	char *end;

	*first = strtoull(text, &end, 0);
	*last = *end == '-' ? strtoull(end + 1, &end, 0) : *first;
	if (end == text || *end || *last < *first) {
		fprintf(stderr, "no seeds: %s\n", text);
		exit(2);
	}
}

static void usage(const char *name)
{
	printf("Usage: %s [options] [scenario...]\n\n"
	       "Run scenarios on the %s side and print their traces.\n\n"
	       "  --list		names of the scenarios\n"
	       "  --via=route|call|both	how to make a call (gate only); both:\n"
	       "			generated cases take turns\n"
	       "  --plant=KIND		falsify the first fitting line of each\n"
	       "			scenario: byte, errno, result, drop, extra\n"
	       "  --unused-masks	print masks that nothing has needed\n"
	       "  --seed=N, --seeds=FIRST-LAST  generated cases, no scenarios\n"
	       "  --show		what these are given in memory, too\n",
	       name, backend_name);
}

static enum plant plant_by_name(const char *name)
{
	static const char *const names[] = {
		[PLANT_BYTE] = "byte", [PLANT_ERRNO] = "errno",
		[PLANT_RESULT] = "result", [PLANT_DROP] = "drop",
		[PLANT_EXTRA] = "extra",
	};
	unsigned int i;

	for (i = 1; i < sizeof(names) / sizeof(names[0]); i++) {
		if (!strcmp(names[i], name))
			return i;
	}
	fprintf(stderr, "no such --plant: %s\n", name);
	exit(2);
}

static bool wanted(const struct scenario *s, int argc, char **argv)
{
	char name[128];
	int i;

	snprintf(name, sizeof(name), "%s/%s", s->group, s->name);
	for (i = 0; i < argc; i++) {
		if (strstr(name, argv[i]))
			return true;
	}
	return !argc;
}

int main(int argc, char **argv)
{
	static const struct option options[] = {
		{ "help", no_argument, NULL, 'h' },
		{ "list", no_argument, NULL, 'l' },
		{ "via", required_argument, NULL, 'v' },
		{ "plant", required_argument, NULL, 'p' },
		{ "unused-masks", no_argument, NULL, 'u' },
		{ "seed", required_argument, NULL, 's' },
		{ "seeds", required_argument, NULL, 's' },
		{ "show", no_argument, NULL, 'S' },
		{ }
	};
	const char *via = "route", *mask;
	bool list = false, unused = false, good = true, seeds = false;
	unsigned int cursor = 0, calls;
	uint64_t first = 0, last = 0;
	const struct scenario *s;
	int opt, ret;

	while ((opt = getopt_long(argc, argv, "", options, NULL)) != -1) {
		switch (opt) {
		case 'h':
			usage(argv[0]);
			return 0;
		case 'l':
			list = true;
			break;
		case 'v':
			via = optarg;
			break;
		case 'p':
			trace_plant = plant_by_name(optarg);
			break;
		case 'u':
			unused = true;
			break;
		case 's':
			seeds = true;
			parse_seeds(optarg, &first, &last);
			break;
		case 'S':
			fuzz_show = true;
			break;
		default:
			return 2;
		}
	}
	argc -= optind;
	argv += optind;
	if (list) {
		for (s = scenarios; s; s = s->next)
			printf("%s/%s\n", s->group, s->name);
		return 0;
	}
	ret = trace_open();
	if (ret < 0) {
		fprintf(stderr, "no memory at %#lx, or no /proc/sys: %s\n", MEM_BASE,
			strerrorname_np(-ret));
		return 1;
	}
	if (backend_open(via))
		return 1;
	if (seeds)
		good = run_seeds(first, last);
	for (s = scenarios; s && !seeds; s = s->next) {
		if (wanted(s, argc, argv))
			good &= run(s);
	}
	calls = trace->calls;
	while (unused && (mask = masks_unused(&cursor, seeds)))
		fprintf(stderr, "unused mask: %s\n", mask);
	fprintf(stderr, "%u calls on the %s side\n", calls, backend_name);
	return good ? 0 : 1;
}
