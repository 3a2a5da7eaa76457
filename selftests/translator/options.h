/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * gate32-run - command line and environment
 */
#ifndef GATE32_RUN_OPTIONS_H
#define GATE32_RUN_OPTIONS_H

#include "types.h"

/**
 * struct options - what the user asked for
 * @sysroot: prefix for the ELF interpreter, or NULL
 * @stats: count calls and report at exit
 * @stats_file: append the report there; NULL is stderr
 * @no_gate: the control: make calls as a naive translator would
 * @trace: print every call
 * @by_kernel: started by binfmt_misc, which will do the same for children
 * @exec_fd: descriptor of the program, already open, or -1
 * @program: its path
 * @program_path: where that is, whatever the current folder is by now
 * @argv: its arguments, NULL-terminated, argv[0] included
 */
struct options {
	const char *sysroot;
	bool stats;
	const char *stats_file;
	bool no_gate;
	bool trace;
	bool by_kernel;
	int exec_fd;
	const char *program;
	char program_path[4096];
	char **argv;
};

extern struct options options;

/* Arguments that options_again() needs room for, with its NULL */
#define OPTIONS_AGAIN_MAX	13

void options_parse(int argc, char **argv);
int options_again(const char **argv, const char *path, int fd);

#endif /* GATE32_RUN_OPTIONS_H */
