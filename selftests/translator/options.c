// SPDX-License-Identifier: GPL-2.0-only
/*
 * gate32-run - command line and environment
 */
#include <sys/auxv.h>
#include <elf.h>
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "options.h"

struct options options = { .exec_fd = -1 };

static const char usage_text[] =
"Usage: gate32-run [options] PROGRAM [ARGUMENT...]\n"
"\n"
"Run a 32-bit ARM (armhf) Linux program; the kernel's own 32-bit system calls\n"
"serve it, through gate32.\n"
"\n"
"  -L, --sysroot=DIR    take the program's ELF interpreter from DIR, and have it\n"
"                       look for libraries there (LD_LIBRARY_PATH is set unless\n"
"                       it is already); also: environment GATE32_SYSROOT\n"
"  -0, --argv0=NAME     argv[0] of PROGRAM, if it is not to be its path\n"
"      --stats[=FILE]   at exit, say how many calls were routed through the\n"
"                       gate, done here, refused; appended to FILE, or on\n"
"                       stderr; also: environment GATE32_STATS=FILE or 1\n"
"      --trace          print every call and its result on stderr\n"
"      --no-gate        the control: do without gate32, make the native call of\n"
"                       the same name where there is one, say what failed\n"
"  -h, --help           this text\n"
"\n"
"Children that are armhf programs run in the same way; others run natively.\n"
"\n"
"As an interpreter of binfmt_misc (flags OCF, and P for an exact argv[0]) it\n"
"takes no options, but the environment: GATE32_SYSROOT, GATE32_STATS, and\n"
"GATE32_NO_GATE=1 for --no-gate. A program with privileges ignores all of it.\n";

enum { OPT_STATS = 256, OPT_TRACE, OPT_NO_GATE, OPT_EXEC_FD, OPT_REGISTERED };

static const struct option long_options[] = {
	{ "sysroot",	required_argument, NULL, 'L' },
	{ "argv0",	required_argument, NULL, '0' },
	{ "stats",	optional_argument, NULL, OPT_STATS },
	{ "trace",	no_argument,	   NULL, OPT_TRACE },
	{ "no-gate",	no_argument,	   NULL, OPT_NO_GATE },
	/* For our own use over execve: the program is open already. */
	{ "exec-fd",	required_argument, NULL, OPT_EXEC_FD },
	/* ... and binfmt_misc would have started us if it could have. */
	{ "registered",	no_argument,	   NULL, OPT_REGISTERED },
	{ "help",	no_argument,	   NULL, 'h' },
	{ NULL, 0, NULL, 0 },
};

static void set_stats(const char *file)
{
	options.stats = true;
	options.stats_file = file && strcmp(file, "1") ? file : NULL;
}

static void usage_error(void)
{
	fputs("gate32-run: see gate32-run --help\n", stderr);
	exit(125);
}

static bool wanted(const char *value)
{
	return value && *value && strcmp(value, "0");
}

/* A set-user-ID program does not do what its caller's environment says. */
static void read_environment(void)
{
	const char *stats = secure_getenv("GATE32_STATS");

	options.sysroot = secure_getenv("GATE32_SYSROOT");
	if (options.sysroot && !*options.sysroot)
		options.sysroot = NULL;
	if (wanted(stats))
		set_stats(stats);
	options.no_gate = wanted(secure_getenv("GATE32_NO_GATE"));
}

/*
 * Has binfmt_misc started us, with the program open (flag O)? Then argv is: our
 * name, the program's path, with flag P its argv[0], its arguments.
 */
static bool started_by_kernel(int argc, char **argv)
{
	const bool argv0_kept = getauxval(AT_FLAGS) & 1;
	unsigned long fd;

	errno = 0;
	fd = getauxval(AT_EXECFD);
	if (errno || argc < 2 + argv0_kept)
		return false;
	options.exec_fd = fd;
	options.program = argv[1];
	options.argv = argv + 1 + argv0_kept;
	return true;
}

/**
 * options_parse() - fill in options from the environment and the arguments
 *
 * Ends the program on --help and on errors.
 */
void options_parse(int argc, char **argv)
{
	const char *argv0 = NULL;
	int opt;

	read_environment();
	options.by_kernel = started_by_kernel(argc, argv);
	if (options.by_kernel)
		return;
	/* '+': what follows PROGRAM is not ours. */
	while ((opt = getopt_long(argc, argv, "+L:0:h", long_options,
				  NULL)) != -1) {
		switch (opt) {
		case 'L':
			options.sysroot = optarg;
			break;
		case '0':
			argv0 = optarg;
			break;
		case OPT_STATS:
			set_stats(optarg);
			break;
		case OPT_TRACE:
			options.trace = true;
			break;
		case OPT_NO_GATE:
			options.no_gate = true;
			break;
		case OPT_EXEC_FD:
			options.exec_fd = atoi(optarg);
			break;
		case OPT_REGISTERED:
			options.by_kernel = true;
			break;
		case 'h':
			fputs(usage_text, stdout);
			exit(0);
		default:
			usage_error();
		}
	}
	if (optind >= argc) {
		fputs("gate32-run: no program given\n", stderr);
		usage_error();
	}
	options.program = argv[optind];
	options.argv = argv + optind;
	if (argv0)
		options.argv[0] = (char *)argv0;
}

static char stats_arg[4096 + 16], fd_arg[32];

/**
 * options_again() - the command line that runs another program as this one
 * @argv: room for OPTIONS_AGAIN_MAX pointers; guest argv[1...] is to follow,
 *	its argv[0] is to replace the last element written
 * @path: of the program
 * @fd: of the program, open
 *
 * Return: number of pointers written
 */
int options_again(const char **argv, const char *path, int fd)
{
	int n = 0;

	argv[n++] = "gate32-run";
	if (options.sysroot) {
		argv[n++] = "-L";
		argv[n++] = options.sysroot;
	}
	if (options.stats) {
		snprintf(stats_arg, sizeof(stats_arg), "--stats=%s",
			 options.stats_file ? options.stats_file : "1");
		argv[n++] = stats_arg;
	}
	if (options.trace)
		argv[n++] = "--trace";
	if (options.no_gate)
		argv[n++] = "--no-gate";
	if (options.by_kernel)
		argv[n++] = "--registered";
	snprintf(fd_arg, sizeof(fd_arg), "--exec-fd=%d", fd);
	argv[n++] = fd_arg;
	argv[n++] = "-0";
	argv[n++] = "";			/* the guest's argv[0] */
	argv[n++] = "--";
	argv[n++] = path;
	return n;
}
