// SPDX-License-Identifier: GPL-2.0-only
/*
 * gate32_fuzz - run programs of operations around the gate, look for those
 * that reach what none has reached, and for what must not happen
 *
 * Usage: gate32_fuzz [options] [corpus folder or file]...
 *
 *   --time=SECONDS	make and run new programs for so long (default: only what
 *			is given is run)
 *   --run=FILE		run this program only, and say what each operation gave
 *   --times=N		how often (default 1)
 *   --minimise		of a program that is a finding: what is needed of it
 *   --seed=N		where random numbers begin (default: the time)
 *   --log		print each program before it is run
 *   --comment		begin each line of output with "# ", as KTAP has it
 *   --plant=FAULT	break an invariant on purpose: mark, tls, lock, open, parent,
 *			child
 *   --patience=MS	how long a program may take (default 8000)
 *
 * Lines of its output begin with a word:
 *
 *   run PROGRAM	it is about to be run
 *   corpus NAME PROGRAM	it reaches what no other one has reached in gate32
 *   wide NAME PROGRAM	it does so elsewhere in the kernel
 *   finding TEXT	what must not be; "again" is the program that shows it
 *   place SECTION OFFSET	that has been reached in gate32.ko
 *   fuzz: ...		numbers
 *
 * Exit status: 0; 1 if there was a finding; 2 if it could not work, or if there
 * was no time for a new program.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <inttypes.h>
#include <sched.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <gate32/client.h>

#include "cover.h"
#include "fuzz.h"
#include "program.h"
#include "run.h"

#define CORPUS_MAX	8192
#define REPORT_SECONDS	10

static struct {
	unsigned int seconds, times, patience;
	const char *run;
	bool log, comment, minimise;
	uint64_t seed;
} option = { .times = 1, .patience = 8000 };

static struct program *corpus[CORPUS_MAX];
static unsigned int corpus_count, gate_count;
static uint64_t executions, kills, findings, started;

/*
 * Output: a line at once, whole, and before what may end the machine
 */
static void say(const char *format, ...)
{
	static char line[TEXT_MAX + 256];
	ssize_t n = 0;
	va_list ap;

	if (option.comment)
		memcpy(line, "# ", n = 2);
	va_start(ap, format);
	n += vsnprintf(line + n, sizeof(line) - n, format, ap);
	va_end(ap);
	if (n >= (ssize_t)sizeof(line))
		n = sizeof(line) - 1;
	if (write(STDOUT_FILENO, line, n) != n)
		exit(2);
}

static void say_place(const char *text)
{
	say("place %s\n", text);
}

static const char *one_line(const struct program *p)
{
	static char text[TEXT_MAX];

	program_print(p, text, "; ");

	return text;
}

static uint64_t now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);

	return t.tv_sec * 1000ULL + t.tv_nsec / 1000000;
}

/*
 * One run
 */

static char state_of(pid_t pid, pid_t tid)
{
	char path[64], text[256], *at;
	ssize_t n = 0;
	int fd;

	snprintf(path, sizeof(path), "/proc/%d/task/%d/stat", pid, tid);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd >= 0) {
		n = read(fd, text, sizeof(text) - 1);
		close(fd);
	}
	text[n > 0 ? n : 0] = '\0';
	at = strrchr(text, ')');

	return at ? at[2] : 'X';
}

/* Does no thread of a program do anything? */
static bool all_asleep(pid_t pid)
{
	unsigned int i;

	for (i = 0; i < THREADS_MAX; i++) {
		if (shared->tid[i] &&
		    !strchr("SXZTt", state_of(pid, shared->tid[i])))
			return false;
	}
	return strchr("SXZTt", state_of(pid, pid));
}

static void wake_sleepers(pid_t pid)
{
	unsigned int i;

	for (i = 0; i < THREADS_MAX; i++) {
		if (shared->tid[i])
			syscall(__NR_tgkill, pid, shared->tid[i], SIGUSR1);
	}
}

/*
 * Those who sleep are woken, a few times; what does not go on then, or does
 * not end, is ended.
 */
static void look_after(pid_t pid)
{
	uint64_t begun = now_ms(), looked = begun;
	unsigned int wakes = 0;
	uint32_t progress = 0;
	int status;

	for (;;) {
		uint64_t now = now_ms();

		if (waitpid(pid, &status, WNOHANG | __WALL) == pid)
			return;
		if (shared->progress != progress) {
			progress = shared->progress;
			looked = now;
			wakes = 0;
		} else if (now - looked > 10) {
			looked = now;
			if (all_asleep(pid) && ++wakes > 2)
				wake_sleepers(pid);
		}
		if (wakes > 8 || now - begun > option.patience) {
			/*
			 * Left to end_all(): while a thread of it is another
			 * process's tracee, it cannot be waited for.
			 */
			kill(pid, SIGKILL);
			kills++;
			return;
		}
		usleep(500);
	}
}

static void print_file(const char *path)
{
	char text[2048];
	int fd = open(path, O_RDONLY);
	ssize_t n = fd < 0 ? 0 : read(fd, text, sizeof(text) - 1);

	text[n > 0 ? n : 0] = '\0';
	say("# %s: %s\n", path, text);
	if (fd >= 0)
		close(fd);
}

/* Everything that a program has made, wherever it has gone */
static void end_all(void)
{
	uint64_t begun = now_ms();
	char path[64];
	pid_t pid;

	for (;;) {
		bool none = kill(-1, SIGKILL) && errno == ESRCH;

		while ((pid = waitpid(-1, NULL, WNOHANG | __WALL)) > 0)
			;
		if (none && pid < 0)
			return;
		usleep(200);
		if (now_ms() - begun > 60000)
			break;
	}
	finding("a process does not end");
	for (pid = 2; pid < 65536; pid++) {
		snprintf(path, sizeof(path), "/proc/%d/stack", pid);
		if (!access(path, R_OK))
			print_file(path);
	}
}

/* The setting is the whole machine's. */
static void reset_allow(void)
{
	int fd = open("/proc/sys/kernel/gate32_allow", O_WRONLY | O_CLOEXEC);

	if (fd < 0 || write(fd, "everybody", 9) != 9)
		finding("gate32_allow cannot be set");
	close(fd);
}

static bool execute(const struct program *p)
{
	pid_t pid;

	memset(shared, 0, sizeof(*shared));
	if (option.log)
		say("run %s\n", one_line(p));
	cover_begin();
	pid = fork();
	if (pid == 0)
		run_program(p);
	executions++;
	if (pid < 0)
		finding("no process for a program");
	else
		look_after(pid);
	end_all();
	if (shared->allow_touched)
		reset_allow();
	check_box();

	return shared->found;
}

static void report_finding(const struct program *p)
{
	findings++;
	say("finding %s\n", shared->finding);
	say("again %s\n", one_line(p));
}

/*
 * The corpus
 */

static void keep(const struct program *p)
{
	struct program *copy;

	if (corpus_count < CORPUS_MAX) {
		copy = malloc(sizeof(*copy));
		corpus[corpus_count++] = copy;
	} else {
		copy = corpus[gate_count +
			      below(CORPUS_MAX - gate_count)];
	}
	*copy = *p;
}

/* Results of operations tell something where there is no KCOV, too. */
static bool new_results(const struct program *p)
{
	bool new = false;
	unsigned int i;

	for (i = 0; i < p->count; i++) {
		const struct op *op = &p->op[i];
		int32_t ret = shared->result[i];
		uint32_t feature = op->code << 24 |
				   (ret >= 0 ? 4096 : -ret & 4095);

		if (op_kinds[op->code].kinds[0] == 'c' ||
		    op_kinds[op->code].kinds[0] == 'r')
			feature ^= op->arg[0] << 13;
		if (shared->done[i] == OP_ENDED)
			new |= cover_result(feature);
	}
	return new;
}

static bool better(const struct cover *new, const struct cover *than)
{
	return new->gate_pcs >= than->gate_pcs &&
	       new->gate_edges >= than->gate_edges;
}

/*
 * What of a program is needed for what it reaches in gate32. One that reached
 * it by chance only is good to go on with, not to be kept for good.
 */
static bool minimise(struct program *p, const struct cover *aim)
{
	struct cover new;
	unsigned int i, hits = 0;

	for (i = 0; i < 3; i++) {
		execute(p);
		new = cover_end();
		hits += better(&new, aim);
	}
	if (hits < 2)
		return false;
	for (i = p->count; i-- > 0 && p->count > 1;) {
		struct program less = *p;

		program_remove(&less, i);
		execute(&less);
		new = cover_end();
		if (better(&new, aim))
			*p = less;
	}
	execute(p);
	new = cover_end();

	return true;
}

static void say_program(const char *word, const struct program *p)
{
	say("%s %016" PRIx64 " %s\n", word, program_hash(p), one_line(p));
}

/* After a run: is there something new in what it has reached? */
static void judge(struct program *p)
{
	struct cover new = cover_end();
	bool results = new_results(p);
	struct program less = *p;

	if (new.gate_pcs || new.gate_edges) {
		if (minimise(&less, &new)) {
			cover_keep(say_place);
			say_program("corpus", &less);
			keep(&less);
			return;
		}
		/* The last run of minimise() was of the whole program. */
	}
	if (new.edges >= 8 || results) {
		if (new.edges >= 40)
			say_program("wide", p);
		keep(p);
	}
	cover_keep(say_place);
}

/*
 * Findings of one program
 */

static bool shows(const struct program *p)
{
	unsigned int i;

	for (i = 0; i < 10; i++) {
		if (execute(p))
			return true;
	}
	return false;
}

static void minimise_finding(struct program *p)
{
	unsigned int i;

	if (!shows(p)) {
		say("# not seen again in ten runs\n");
		return;
	}
	for (i = p->count; i-- > 0;) {
		struct program less = *p;

		program_remove(&less, i);
		if (shows(&less))
			*p = less;
	}
	shows(p);
	report_finding(p);
}

static int run_one(struct program *p)
{
	unsigned int i, k;

	for (i = 0; i < option.times; i++) {
		if (execute(p)) {
			report_finding(p);
			if (option.minimise)
				minimise_finding(p);
			return 1;
		}
	}
	for (k = 0; k < p->count; k++)
		say("# %u %s: %d%s\n", p->op[k].thread,
		    op_kinds[p->op[k].code].name, shared->result[k],
		    shared->done[k] ? "" : " (not begun)");
	return 0;
}

/*
 * All of them
 */

static bool read_program(const char *path, struct program *p)
{
	static char text[TEXT_MAX];
	char complaint[200];
	FILE *f = fopen(path, "r");
	size_t n = f ? fread(text, 1, sizeof(text) - 1, f) : 0;

	text[n] = '\0';
	if (f)
		fclose(f);
	if (f && program_parse(p, text, complaint, sizeof(complaint)))
		return true;
	say("# %s: %s\n", path, f ? complaint : strerror(errno));

	return false;
}

static bool run_given(const char *path)
{
	struct program p;

	if (!read_program(path, &p)) {
		findings++;
		return false;
	}
	if (execute(&p)) {
		report_finding(&p);
		return true;
	}
	cover_end();
	cover_keep(say_place);
	new_results(&p);
	keep(&p);

	return true;
}

static void run_folder(const char *path)
{
	struct dirent **entries;
	char name[512];
	int n = scandir(path, &entries, NULL, alphasort), i;

	if (n < 0) {
		run_given(path);
		return;
	}
	for (i = 0; i < n; i++) {
		snprintf(name, sizeof(name), "%s/%s", path,
			 entries[i]->d_name);
		if (entries[i]->d_name[0] != '.')
			run_given(name);
	}
}

static void report(void)
{
	const struct {
		const char *name;
		uint64_t number;
	} numbers[] = {
		{ "executions", executions },
		{ "seconds", (now_ms() - started) / 1000 },
		{ "corpus", corpus_count },
		{ "pcs", cover_total.gate_pcs },
		{ "gate-edges", cover_total.gate_edges },
		{ "edges", cover_total.edges },
		{ "killed", kills },
		{ "findings", findings },
	};
	char text[512] = "fuzz:";
	size_t at = strlen(text);
	unsigned int i;

	for (i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
		at += snprintf(text + at, sizeof(text) - at, " %s %" PRIu64,
			       numbers[i].name, numbers[i].number);
	say("%s\n", text);
}

static void next_program(struct program *p)
{
	static const struct program none;

	if (!corpus_count || percent(8)) {
		program_draw(p);
		return;
	}
	/* Those that have come last are worth more. */
	*p = *corpus[percent(60) && corpus_count > 64 ?
		     corpus_count - 1 - below(corpus_count / 4) :
		     below(corpus_count)];
	program_mutate(p, corpus_count > 1 ? corpus[below(corpus_count)] :
					     &none);
}

static void fuzz(void)
{
	uint64_t end = now_ms() + option.seconds * 1000ULL;
	uint64_t next = now_ms() + REPORT_SECONDS * 1000;
	struct program p;
	uint64_t state;

	while (now_ms() < end) {
		state = random64();
		next_program(&p);
		if (execute(&p)) {
			report_finding(&p);
			if (findings >= 5)
				break;
			cover_end();
			continue;
		}
		judge(&p);
		random_seed(state);
		if (now_ms() >= next) {
			next += REPORT_SECONDS * 1000;
			report();
		}
	}
}

/*
 * Process 1 of a namespace: programs cannot kill it, and leave nothing behind
 */
static int box(char **paths)
{
	struct program p;
	uint64_t given;
	int i;

	if (mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) ||
	    mount("proc", "/proc", "proc", 0, NULL)) {
		say("# no /proc: %s\n", strerror(errno));
		return 2;
	}
	cover_open();
	if (!check_prepare_box()) {
		say("# no gate\n");
		return 2;
	}
	started = now_ms();
	random_seed(option.seed);
	if (option.run) {
		if (!read_program(option.run, &p))
			return 2;
		return run_one(&p);
	}
	for (i = 0; paths[i]; i++)
		run_folder(paths[i]);
	gate_count = corpus_count < CORPUS_MAX ? corpus_count : CORPUS_MAX - 1;
	report();
	random_seed(option.seed);
	given = executions;
	if (option.seconds)
		fuzz();
	report();
	if (findings)
		return 1;

	/* It says nothing of new programs if there was no time for any. */
	return option.seconds && executions == given ? 2 : 0;
}

static bool open_shared(void)
{
	int fd = memfd_create("fuzz", 0);

	if (fd < 0 || ftruncate(fd, sizeof(*shared)) ||
	    dup2(fd, FD_SHARED) < 0)
		return false;
	close(fd);
	shared = mmap(NULL, sizeof(*shared), PROT_READ | PROT_WRITE,
		      MAP_SHARED, FD_SHARED, 0);

	return shared != MAP_FAILED;
}

/* In a program's process, after exec */
static int after_exec(const char *locked)
{
	static struct shared nowhere;

	shared = mmap(NULL, sizeof(*shared), PROT_READ | PROT_WRITE,
		      MAP_SHARED, FD_SHARED, 0);
	if (shared == MAP_FAILED)
		shared = &nowhere;

	return check_exec(locked);
}

static enum fault fault_of(const char *name)
{
	enum fault i;

	for (i = 0; i < FAULTS; i++) {
		if (!strcmp(fault_names[i], name))
			return i;
	}
	fprintf(stderr, "no such fault: %s\n", name);
	exit(2);
}

static char **options(int argc, char **argv)
{
	static const struct option longs[] = {
		{ "time", required_argument, NULL, 't' },
		{ "run", required_argument, NULL, 'r' },
		{ "times", required_argument, NULL, 'n' },
		{ "minimise", no_argument, NULL, 'm' },
		{ "seed", required_argument, NULL, 's' },
		{ "log", no_argument, NULL, 'l' },
		{ "comment", no_argument, NULL, 'c' },
		{ "plant", required_argument, NULL, 'p' },
		{ "patience", required_argument, NULL, 'w' },
		{ }
	};
	int c;

	option.seed = time(NULL);
	while ((c = getopt_long(argc, argv, "", longs, NULL)) != -1) {
		switch (c) {
		case 't':
			option.seconds = strtoul(optarg, NULL, 0);
			break;
		case 'r':
			option.run = optarg;
			break;
		case 'n':
			option.times = strtoul(optarg, NULL, 0);
			break;
		case 'm':
			option.minimise = true;
			break;
		case 's':
			option.seed = strtoull(optarg, NULL, 0);
			break;
		case 'l':
			option.log = true;
			break;
		case 'c':
			option.comment = true;
			break;
		case 'p':
			planted = fault_of(optarg);
			break;
		case 'w':
			option.patience = strtoul(optarg, NULL, 0);
			break;
		default:
			exit(2);
		}
	}
	return argv + optind;
}

int main(int argc, char **argv)
{
	int status;
	char **paths;
	pid_t pid;

	if (argc == 3 && !strcmp(argv[1], "--after-exec"))
		return after_exec(argv[2]);
	paths = options(argc, argv);
	if (gate32_version() < 1) {
		say("# gate32 is absent\n");
		return 2;
	}
	if (!open_shared()) {
		say("# no memory to share: %s\n", strerror(errno));
		return 2;
	}
	setrlimit(RLIMIT_NOFILE, &(struct rlimit){ 4096, 4096 });
	if (unshare(CLONE_NEWPID | CLONE_NEWNS | CLONE_NEWNET | CLONE_NEWIPC |
		    CLONE_NEWUTS)) {
		say("# no namespaces: %s\n", strerror(errno));
		return 2;
	}
	pid = fork();
	if (pid == 0)
		_exit(box(paths));
	if (pid < 0 || waitpid(pid, &status, 0) != pid || !WIFEXITED(status)) {
		say("# the fuzzer has ended, status %#x\n", status);
		return 1;
	}
	return WEXITSTATUS(status);
}
