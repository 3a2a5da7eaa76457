// SPDX-License-Identifier: GPL-2.0-only
/*
 * What others see of a routed call: /proc/PID/syscall and tracepoints
 *
 * A module cannot show more than what is in the registers; a kernel with the
 * gate built in shows the 32-bit call. The manual's VERSIONS section says so.
 */
#include <sys/stat.h>
#include <sys/syscall.h>

#include "gate32_test.h"

#define LOW	0x20000000UL
/* In upper halves, which are no part of a 32-bit call's arguments. */
#define JUNK	0xabcd123400000000UL
#define TRACING	"/sys/kernel/tracing/instances/gate32_watch/"

enum how { NATIVE, ROUTED };

FIXTURE(watch)
{
	int fd[2];
	pid_t pid;
};

FIXTURE_VARIANT(watch)
{
	enum how how;
};

FIXTURE_VARIANT_ADD(watch, native) { .how = NATIVE };
FIXTURE_VARIANT_ADD(watch, routed) { .how = ROUTED };

/* Reads one byte, for which the pipe has none, after a word from the parent. */
static void watched(const FIXTURE_VARIANT(watch) *variant, int fd)
{
	raise(SIGSTOP);
	if (variant->how == NATIVE)
		gate32_svc(__NR_read, fd, LOW, 1, 0, 0, 0);
	else
		gate32_svc(BASE + ARM_NR_read, JUNK | fd, JUNK | LOW, JUNK | 1,
			   0, 0, 0);
	_exit(0);
}

FIXTURE_SETUP(watch)
{
	int status;

	OPEN_GATE();
	ASSERT_NE(NULL, low_map(LOW, getpagesize()));
	ASSERT_EQ(0, pipe(self->fd));
	self->pid = fork();
	if (!self->pid)
		watched(variant, self->fd[0]);
	ASSERT_EQ(self->pid, waitpid(self->pid, &status, WUNTRACED));
	ASSERT_TRUE(WIFSTOPPED(status));
}

FIXTURE_TEARDOWN(watch)
{
	kill(self->pid, SIGKILL);
	waitpid(self->pid, NULL, 0);
	rmdir(TRACING);
}

/* "NUMBER 0xARG..." as it should be seen; @shown: where there is a module. */
static void expect_call(struct __test_metadata *_metadata, enum how how, int fd,
			const char *seen, const char *shown)
{
	char want[128];

	if (how == NATIVE)
		snprintf(want, sizeof(want), "%d 0x%x 0x%lx 0x1", __NR_read,
			 fd, LOW);
	else if (gate32_builtin())
		snprintf(want, sizeof(want), "%d 0x%x 0x%lx 0x1", ARM_NR_read,
			 fd, LOW);
	else
		snprintf(want, sizeof(want), "%s", shown);

	EXPECT_EQ(0, strncmp(want, seen, strlen(want))) {
		TH_LOG("expected \"%s\", got \"%s\"", want, seen);
	}
}

/* A number that is negative has no arguments there. */
TEST_F(watch, proc_syscall)
{
	char path[64], line[256], shown[64];
	FILE *f;

	snprintf(path, sizeof(path), "/proc/%d/syscall", self->pid);
	ASSERT_EQ(0, kill(self->pid, SIGCONT));
	ASSERT_TRUE(wait_asleep(self->pid));
	f = fopen(path, "r");
	ASSERT_NE(NULL, f);
	ASSERT_NE(NULL, fgets(line, sizeof(line), f));
	fclose(f);

	snprintf(shown, sizeof(shown), "%d 0x", (int)(BASE + ARM_NR_read));
	expect_call(_metadata, variant->how, self->fd[0], line, shown);
}

static int put(const char *name, const char *text)
{
	char path[256];
	int fd, ret;

	snprintf(path, sizeof(path), TRACING "%s", name);
	fd = open(path, O_WRONLY);
	if (fd < 0)
		return -errno;
	ret = write(fd, text, strlen(text)) < 0 ? -errno : 0;
	close(fd);

	return ret;
}

/* "... sys_enter: NR 63 (5, 20000000, ...)": as /proc/PID/syscall has it. */
static bool find_enter(pid_t pid, int nr, char *call, size_t size)
{
	char line[512], who[32], *text;
	unsigned long args[3];
	bool found = false;
	int seen;
	FILE *f;

	snprintf(who, sizeof(who), "-%d ", pid);
	f = fopen(TRACING "trace", "r");
	while (f && !found && fgets(line, sizeof(line), f)) {
		text = strstr(line, "sys_enter: NR ");
		if (!text || !strstr(line, who) ||
		    sscanf(text, "sys_enter: NR %d (%lx, %lx, %lx", &seen,
			   &args[0], &args[1], &args[2]) != 4)
			continue;
		found = seen == nr;
		snprintf(call, size, "%d 0x%lx 0x%lx 0x%lx", seen, args[0],
			 args[1], args[2]);
	}
	if (f)
		fclose(f);

	return found;
}

TEST_F(watch, raw_syscalls)
{
	const int nr = variant->how == NATIVE ? __NR_read :
		       gate32_builtin() ? ARM_NR_read :
		       (int)(BASE + ARM_NR_read);
	char call[128] = "nothing", shown[128], filter[64];

	if (mkdir(TRACING, 0700) && errno != EEXIST)
		SKIP(return, "no instances of tracefs");
	snprintf(filter, sizeof(filter), "common_pid == %d", self->pid);
	ASSERT_EQ(0, put("events/raw_syscalls/sys_enter/filter", filter));
	ASSERT_EQ(0, put("events/raw_syscalls/sys_enter/enable", "1"));
	ASSERT_EQ(0, kill(self->pid, SIGCONT));
	ASSERT_TRUE(wait_asleep(self->pid));
	ASSERT_EQ(0, put("events/raw_syscalls/sys_enter/enable", "0"));

	EXPECT_TRUE(find_enter(self->pid, nr, call, sizeof(call)));
	snprintf(shown, sizeof(shown), "%d 0x%lx 0x%lx 0x%lx", nr,
		 JUNK | self->fd[0], JUNK | LOW, JUNK | 1);
	expect_call(_metadata, variant->how, self->fd[0], call, shown);
}

TEST_HARNESS_MAIN
