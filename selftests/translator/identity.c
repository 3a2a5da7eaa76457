// SPDX-License-Identifier: GPL-2.0-only
/*
 * gate32-run - what the guest is told about itself: its program, its machine
 *
 * The kernel knows the process as an AArch64 one that executes the translator.
 * Programs look for their files beside /proc/self/exe, and for what to do in
 * uname(), so these have to fit.
 */
#include <asm/unistd.h>
#include <linux/prctl.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "identity.h"
#include "memory.h"
#include "options.h"
#include "sys.h"
#include "types.h"

/* What leads to the program: its path, or that of a descriptor */
static char path_to_program[sizeof(options.program_path)];

/* Where the guest's memory has that; 0: nothing leads to the program */
static u32 program_path;

/* Also: is it seen by way of the same mount, which may be a read-only one? */
static bool same_file(int fd, const char *path)
{
	const unsigned int wanted = STATX_INO | STATX_MNT_ID;
	struct statx a, b;

	return statx(fd, "", AT_EMPTY_PATH, wanted, &a) == 0 &&
	       statx(AT_FDCWD, path, 0, wanted, &b) == 0 &&
	       a.stx_ino == b.stx_ino && a.stx_dev_major == b.stx_dev_major &&
	       a.stx_dev_minor == b.stx_dev_minor &&
	       a.stx_mnt_id == b.stx_mnt_id;
}

/* A descriptor where no program expects one */
static int keep(int fd)
{
	struct rlimit limit;
	int top = 1024;

	if (getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur < 1024)
		top = limit.rlim_cur;
	return fcntl(fd, F_DUPFD_CLOEXEC, top > 0 ? top - 1 : 0);
}

/**
 * identity_keep() - note what leads to the program
 * @fd: the program; options.program_path is known
 *
 * A program that has been deleted, or never had a name, or lies on a mount that
 * is gone, is kept open.
 */
void identity_keep(int fd)
{
	int kept;

	memcpy(path_to_program, options.program_path, sizeof(path_to_program));
	if (!path_to_program[0] || same_file(fd, path_to_program))
		return;
	kept = keep(fd);
	if (kept >= 0)
		snprintf(path_to_program, sizeof(path_to_program),
			 "/proc/self/fd/%d", kept);
}

/* What the guest's stack has to have, for identity_set_path() */
const char *identity_path(void)
{
	return path_to_program;
}

/**
 * identity_set_path() - identity_path() has been put on the guest's stack
 * @guest: its address there
 */
void identity_set_path(u32 guest)
{
	program_path = path_to_program[0] ? guest : 0;
}

/* Is it /proc/self/exe, or the same by another name? */
static bool means_own_program(const char *path)
{
	char by_pid[32];

	if (strncmp(path, "/proc/", 6))
		return false;
	snprintf(by_pid, sizeof(by_pid), "%d/exe", getpid());
	return !strcmp(path + 6, "self/exe") || !strcmp(path + 6, by_pid) ||
	       !strcmp(path + 6, "thread-self/exe");
}

/**
 * identity_fix_path() - let a path to the translator lead to the program
 * @path: guest address of the path; may be changed
 *
 * Return: whether it was
 */
bool identity_fix_path(u32 *path)
{
	char text[32];

	if (!program_path || guest_read_string(text, *path, sizeof(text)) < 0 ||
	    !means_own_program(text))
		return false;
	*path = program_path;
	return true;
}

bool before_open(u32 args[7], long *result)
{
	(void)result;
	identity_fix_path(&args[0]);
	return false;
}

bool before_openat(u32 args[7], long *result)
{
	(void)result;
	identity_fix_path(&args[1]);
	return false;
}

static bool read_own_link(u32 path, u32 buffer, u32 size, long *result)
{
	u32 len = strlen(options.program_path);

	if ((s32)size <= 0 || !identity_fix_path(&path))
		return false;
	if (len > size)
		len = size;
	*result = len;
	if (guest_write(buffer, options.program_path, len))
		*result = -EFAULT;
	return true;
}

bool before_readlink(u32 args[7], long *result)
{
	return read_own_link(args[0], args[1], args[2], result);
}

bool before_readlinkat(u32 args[7], long *result)
{
	return read_own_link(args[1], args[2], args[3], result);
}

/* Numbers of fields in /proc/self/stat */
enum {
	STAT_START_CODE = 26,
	STAT_END_CODE = 27,
	STAT_START_STACK = 28,
	STAT_START_DATA = 45,
	STAT_END_DATA = 46,
	STAT_START_BRK = 47,
	STAT_FIELDS = 52,
};

static bool read_stat(u64 field[STAT_FIELDS])
{
	FILE *f = fopen("/proc/self/stat", "re");
	char text[4096], *p;
	size_t len;
	int i;

	if (!f)
		return false;
	len = fread(text, 1, sizeof(text) - 1, f);
	fclose(f);
	text[len] = '\0';
	/* Behind the name, which may contain anything: field 3 is a letter. */
	p = strrchr(text, ')');
	if (!p || strlen(p) < 4)
		return false;
	p += 3;
	for (i = 4; i < STAT_FIELDS; i++)
		field[i] = strtoull(p, &p, 10);
	return true;
}

/**
 * identity_show() - let /proc/PID/cmdline and environ be those of the guest
 * @args: where its arguments are, one behind the other
 * @env: its environment, just behind them
 * @end: of that
 *
 * Not only ps looks there: programs find their own arguments. Nothing is lost
 * if the kernel cannot do that.
 */
void identity_show(u32 args, u32 env, u32 end)
{
	u64 field[STAT_FIELDS];
	struct prctl_mm_map map = {
		.arg_start = args,
		.arg_end = env,
		.env_start = env,
		.env_end = end,
		.exe_fd = -1,
	};

	if (!read_stat(field))
		return;
	map.start_code = field[STAT_START_CODE];
	map.end_code = field[STAT_END_CODE];
	map.start_data = field[STAT_START_DATA];
	map.end_data = field[STAT_END_DATA];
	map.start_brk = field[STAT_START_BRK];
	map.start_stack = field[STAT_START_STACK];
	map.brk = (u64)sbrk(0);
	prctl(PR_SET_MM, PR_SET_MM_MAP, &map, sizeof(map), 0);
}

/*
 * A program starts under PER_LINUX32, as linux32 would start it. The kernel of
 * a machine without AArch32 refuses that, and uname() depends on nothing else:
 * it is kept here. An armhf program that this one executes begins with it
 * again.
 */
static bool linux64;

#define PERSONALITY_QUERY	0xffffffffU

bool before_personality(u32 args[7], long *result)
{
	(void)result;
	/* There is no second argument: room for the first. */
	args[1] = args[0];
	if ((args[0] & PER_MASK) == PER_LINUX32)
		args[0] = (args[0] & ~PER_MASK) | PER_LINUX;
	return false;
}

u32 result_personality(const u32 args[7], u32 old)
{
	const u32 wanted = args[1];

	if ((old & PER_MASK) == PER_LINUX && !linux64)
		old |= PER_LINUX32;
	if (wanted != PERSONALITY_QUERY)
		linux64 = (wanted & PER_MASK) == PER_LINUX;
	return old;
}

/* The last of the fields that a 32-bit program has been given so far */
#define MACHINE_OFFSET	(4 * 65)

void after_uname(const u32 args[7], u32 result)
{
	(void)result;
	/* The kernel has just written to the page. */
	if (!linux64)
		guest_write(args[0] + MACHINE_OFFSET, "armv8l", 7);
}
