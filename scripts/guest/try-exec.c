// SPDX-License-Identifier: GPL-2.0-only
/*
 * try-exec - execve(2) a program, and say what the kernel answers
 *
 * A shell would take a program that the kernel refuses for a script.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

int main(int argc, char **argv, char **envp)
{
	if (argc < 2) {
		fprintf(stderr, "Usage: try-exec PROGRAM [ARGUMENT...]\n");
		return 2;
	}
	execve(argv[1], argv + 1, envp);
	printf("%s: %s\n", argv[1], strerror(errno));
	return 126;
}
