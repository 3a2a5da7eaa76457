// SPDX-License-Identifier: GPL-2.0-only
/*
 * gate32-run - run a 32-bit ARM program, its system calls made by the kernel's
 * own compat layer through gate32
 *
 * This file: order of the start only.
 */
#include <sys/prctl.h>
#include <sys/resource.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cpu.h"
#include "identity.h"
#include "loader.h"
#include "memory.h"
#include "options.h"
#include "signals.h"
#include "sys.h"
#include "task.h"

#define STACK_DEFAULT	(8U << 20)
#define STACK_MAX	(256U << 20)

static u32 stack_size(void)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_STACK, &limit) || limit.rlim_cur == RLIM_INFINITY)
		return STACK_DEFAULT;
	if (limit.rlim_cur > STACK_MAX)
		return STACK_MAX;
	if (limit.rlim_cur < 16 * page_size())
		return 16 * page_size();
	return page_down(limit.rlim_cur, page_size());
}

static int open_program(void)
{
	int fd = options.exec_fd;
	char proc[64];
	ssize_t len;

	if (fd < 0)
		fd = open(options.program, O_RDONLY);
	if (fd < 0) {
		fprintf(stderr, "gate32-run: %s: %s\n", options.program,
			strerror(errno));
		exit(errno == ENOENT ? 127 : 126);
	}
	snprintf(proc, sizeof(proc), "/proc/self/fd/%d", fd);
	len = readlink(proc, options.program_path,
		       sizeof(options.program_path) - 1);
	if (len < 0)
		/* No /proc: nothing will ask for its "exe" either. */
		len = 0;
	options.program_path[len] = '\0';
	identity_keep(fd);
	return fd;
}

/* What ps shows; the kernel has taken it from our own name. */
static void take_name(void)
{
	const char *base = strrchr(options.program, '/');

	prctl(PR_SET_NAME, base ? base + 1 : options.program, 0, 0, 0);
}

/* With -L, the interpreter must find the libraries where it was found. */
static void set_library_path(const struct image *image)
{
	char path[8192];

	if (!options.sysroot || !image->interp_base)
		return;
	snprintf(path, sizeof(path),
		 "%s/lib/arm-linux-gnueabihf:%s/usr/lib/arm-linux-gnueabihf",
		 options.sysroot, options.sysroot);
	setenv("LD_LIBRARY_PATH", path, 0);
}

int main(int argc, char **argv)
{
	extern char **environ;
	struct cpu_regs regs = { .cpsr = CPSR_MODE_USR };
	struct image image;
	u32 stack;
	int fd;

	options_parse(argc, argv);
	sys_init();
	fd = open_program();
	/* The engine first: its mappings must not meet those of the guest. */
	task_init_first();
	sys_open_gate();
	memory_kuser_page();
	stack = memory_stack(stack_size());
	if (elf_load_program(fd, options.program, &image))
		exit(126);
	close(fd);
	sys_set_brk(page_up(image.end, page_size()));
	set_library_path(&image);
	take_name();

	regs.r[REG_SP] = stack_build(stack, &image, options.argv, environ,
				     options.program);
	regs.r[REG_PC] = image.start & ~1U;
	if (image.start & 1)
		regs.cpsr |= CPSR_T;
	cpu_write_regs(self->cpu, &regs);
	signals_init();
	task_loop();
	return 0;		/* not reached: exit() is a call of the guest */
}
