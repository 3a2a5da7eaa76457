// SPDX-License-Identifier: GPL-2.0-only
/*
 * What module_test.sh needs done in a process of its own
 *
 *	gate_tool [-u | -n | -f] verb [argument]
 *
 * -u: as a user without privileges; -n: as an administrator of nothing but a
 * user namespace of its own; -f: under a seccomp filter that allows all. Exit
 * code 0 if all is as the verb wants it; else it says what is not.
 *
 *	absent		the kernel has no gate32, and no number is routed
 *	works		the gate can be opened, and does what it is for
 *	enable		print what GATE32_ENABLE returns
 *	limit BYTES	print what GATE32_MMAP_LIMIT returns
 *	order		the checks that come before and after EPERM
 *	features	print the mask
 *	close FD	open the gate, print ARM's number of close, close FD
 *	hold		open the gate, print "ready", wait to be killed
 *	hold-limit	the same with a limit and no gate
 *	hold-call	the same, asleep in a routed call
 *	exec ARGS...	open the gate, then execute ARGS
 *	lock ARGS...	lock the gate, then execute ARGS
 *	later FILE	print "ready", wait until FILE is there, then print what
 *			GATE32_ENABLE returns
 *	idle		wait to be killed
 *	churn COUNT	make COUNT gated processes with gated children
 *	storm SECONDS	open gates and make calls, whatever the answers
 *	still-open FILE	open the gate, print "ready", wait until FILE is
 *			there, and see that the gate is still open
 */
#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <gate32/client.h>

#include "arm_nr.h"

#define BASE	GATE32_BASE_DEFAULT
#define FOUR_GB	0x100000000UL
#define LOW	0x50000000UL

static long routed(unsigned long nr, unsigned long a, unsigned long b,
		   unsigned long c)
{
	return gate32_call(BASE, nr, a, b, c, 0, 0, 0);
}

static int failures;

static void want(long expected, long seen, const char *what)
{
	if (seen == expected)
		return;
	printf("# %s: %ld, not %ld\n", what, seen, expected);
	failures++;
}

#define WANT(_expected, _seen)	want(_expected, _seen, #_seen)

static int open_gate(void)
{
	long ret = gate32_enable(GATE32_ABI_ARM, BASE);

	if (ret)
		printf("# GATE32_ENABLE: %ld\n", ret);

	return ret;
}

static int absent(void)
{
	unsigned long verb;

	for (verb = 0; verb < 16; verb++) {
		WANT(-EINVAL, gate32_prctl(verb, 0, 0, 0));
		WANT(-EINVAL, gate32_prctl(verb, 1, BASE, 0));
	}
	WANT(-EINVAL, gate32_version());
	WANT(-EINVAL, gate32_features());
	WANT(-EINVAL, gate32_enable(GATE32_ABI_ARM, BASE));
	WANT(-EINVAL, gate32_disable());
	WANT(-EINVAL, gate32_mmap_limit(0));
	WANT(-EINVAL, gate32_lock());
	WANT(-ENOSYS, routed(ARM_NR_getpid, 0, 0, 0));
	WANT(-ENOSYS, gate32_svc(BASE - 1, 0, 0, 0, 0, 0, 0));

	return failures;
}

static unsigned long map_native(void)
{
	return (unsigned long)mmap(NULL, 4096, PROT_READ,
				   MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
}

static int works(void)
{
	static const __u32 no_args[6];
	unsigned long p;
	pid_t pid;
	int status;

	want(1, gate32_version() >= 1, "version");
	if (open_gate())
		return 1;
	WANT(getpid(), routed(ARM_NR_getpid, 0, 0, 0));
	WANT(getpid(), gate32_call_args(ARM_NR_getpid, no_args));
	WANT(-EBADF, gate32_ioctl(-1, 0, 0));
	WANT(-EOPNOTSUPP, routed(ARM_NR_sigreturn, 0, 0, 0));
	p = gate32_call(BASE, ARM_NR_mmap2, 0, 4096, PROT_READ | PROT_WRITE,
			MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	want(1, p < FOUR_GB, "routed mmap2 is low");
	want(1, map_native() > FOUR_GB, "native mmap is high");
	WANT(0, gate32_mmap_limit(0x80000000));
	want(1, map_native() < 0x80000000, "limited mmap is low");
	want(1, (unsigned long)mmap((void *)0x90000000, 4096, PROT_READ,
				    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) <
	     0x80000000, "limited mmap with a hint is low");
	WANT(0, gate32_mmap_limit(0));
	WANT(0, gate32_brk_start(LOW));
	WANT(LOW + 5, routed(ARM_NR_brk, LOW + 5, 0, 0));
	pid = routed(ARM_NR_fork, 0, 0, 0);
	if (pid == 0)
		_exit(routed(ARM_NR_brk, 0, 0, 0) != LOW + 5 ||
		      map_native() < FOUR_GB);
	WANT(pid, waitpid(pid, &status, 0));
	want(0, status, "status of a routed fork's child");
	WANT(0, gate32_disable());
	WANT(-ENOSYS, routed(ARM_NR_getpid, 0, 0, 0));

	return failures;
}

/* Run where the administrator allows nobody. */
static int order(void)
{
	WANT(-EINVAL, gate32_enable(0, BASE));
	WANT(-EINVAL, gate32_enable(GATE32_ABI_ARM, 1));
	WANT(-EINVAL, gate32_prctl(GATE32_ENABLE, GATE32_ABI_ARM, BASE, 1));
	if (!(gate32_features() & GATE32_FEATURE_ABI_I386))
		WANT(-EOPNOTSUPP, gate32_enable(GATE32_ABI_I386, BASE));
	WANT(-EPERM, gate32_enable(GATE32_ABI_ARM, BASE));
	WANT(-EUNATCH, gate32_disable());
	WANT(-EINVAL, gate32_mmap_limit(1));
	WANT(-EPERM, gate32_mmap_limit(0x80000000));
	want(1, map_native() > FOUR_GB, "native mmap is high");
	want(1, gate32_version() >= 1, "version");
	want(1, gate32_features() > 0, "features");

	return failures;
}

static int hold(void)
{
	printf("ready\n");
	fflush(stdout);
	pause();

	return 1;
}

static int hold_call(void)
{
	int fd[2];

	if (open_gate() || pipe(fd))
		return 1;
	printf("ready\n");
	fflush(stdout);
	routed(ARM_NR_read, fd[0], LOW, 1);

	return 1;
}

static int still_open(const char *file)
{
	if (open_gate())
		return 1;
	printf("ready\n");
	fflush(stdout);
	while (access(file, F_OK))
		usleep(10000);
	WANT(getpid(), routed(ARM_NR_getpid, 0, 0, 0));
	/* Opening it again asks again. */
	WANT(-EPERM, gate32_enable(GATE32_ABI_ARM, BASE));

	return failures;
}

static int later(const char *file)
{
	printf("ready\n");
	fflush(stdout);
	while (access(file, F_OK))
		usleep(10000);

	return printf("%ld\n", gate32_enable(GATE32_ABI_ARM, BASE)) < 0;
}

static int under_filter(void)
{
	struct sock_filter allow = BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
	const struct sock_fprog prog = { .len = 1, .filter = &allow };

	return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) ?:
	       prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &prog);
}

static int churn(int count)
{
	int status;
	pid_t pid;

	while (count--) {
		pid = fork();
		if (pid == 0) {
			if (open_gate() || gate32_mmap_limit(0x80000000))
				_exit(1);
			pid = routed(ARM_NR_fork, 0, 0, 0);
			if (pid == 0)
				_exit(routed(ARM_NR_getpid, 0, 0, 0) < 0);
			_exit(waitpid(pid, &status, 0) != pid || status);
		}
		if (waitpid(pid, &status, 0) != pid || status) {
			printf("# a child failed: status %#x\n", status);
			return 1;
		}
	}

	return 0;
}

/* The module comes and goes meanwhile: any answer of these is right. */
static int storm(int seconds)
{
	time_t end = time(NULL) + seconds;
	long ret;
	int i = 0;

	while (time(NULL) < end) {
		pid_t pid = fork();

		/* Now and then nobody uses the gate. */
		if (++i % 10 == 0)
			usleep(500000);

		if (pid == 0) {
			ret = gate32_enable(GATE32_ABI_ARM, BASE);
			if (ret && ret != -EINVAL && ret != -ENODEV) {
				printf("# GATE32_ENABLE: %ld\n", ret);
				_exit(1);
			}
			/* Once it is open it works. */
			_exit(!ret && routed(ARM_NR_getpid, 0, 0, 0) != getpid());
		}
		waitpid(pid, (int *)&ret, 0);
		if ((int)ret)
			return 1;
		ret = gate32_svc(BASE + ARM_NR_getpid, 0, 0, 0, 0, 0, 0);
		if (ret != -ENOSYS)
			return 1;
	}

	return 0;
}

int main(int argc, char **argv)
{
	const char *verb, *arg;

	if (argc > 1 && !strcmp(argv[1], "-u")) {
		if (setgid(65534) || setuid(65534)) {
			perror("# setuid");
			return 1;
		}
		argv++;
		argc--;
	} else if (argc > 1 && !strcmp(argv[1], "-n")) {
		if (unshare(CLONE_NEWUSER)) {
			perror("# unshare");
			return 1;
		}
		argv++;
		argc--;
	} else if (argc > 1 && !strcmp(argv[1], "-f")) {
		if (under_filter()) {
			perror("# seccomp");
			return 1;
		}
		argv++;
		argc--;
	}
	verb = argc > 1 ? argv[1] : "";
	arg = argc > 2 ? argv[2] : "0";

	if (!strcmp(verb, "absent"))
		return !!absent();
	if (!strcmp(verb, "works"))
		return !!works();
	if (!strcmp(verb, "order"))
		return !!order();
	if (!strcmp(verb, "enable"))
		return printf("%ld\n", gate32_enable(GATE32_ABI_ARM, BASE)) < 0;
	if (!strcmp(verb, "limit"))
		return printf("%ld\n",
			      gate32_mmap_limit(strtoul(arg, NULL, 0))) < 0;
	if (!strcmp(verb, "features"))
		return printf("%#lx\n", gate32_features()) < 0;
	if (!strcmp(verb, "close"))
		return open_gate() || printf("%u\n", ARM_NR_close) < 0 ||
		       routed(ARM_NR_close, strtoul(arg, NULL, 0), 0, 0) != -EBADF;
	if (!strcmp(verb, "hold"))
		return open_gate() || hold();
	if (!strcmp(verb, "idle"))
		return hold();
	if (!strcmp(verb, "hold-limit"))
		return gate32_mmap_limit(0x80000000) || hold();
	if (!strcmp(verb, "hold-call"))
		return hold_call();
	if (!strcmp(verb, "still-open"))
		return !!still_open(arg);
	if (!strcmp(verb, "churn"))
		return churn(atoi(arg));
	if (!strcmp(verb, "storm"))
		return storm(atoi(arg));
	if (!strcmp(verb, "exec") && argc > 2) {
		if (!open_gate())
			execv(argv[2], argv + 2);
		return 1;
	}

	if (!strcmp(verb, "lock") && argc > 2) {
		if (!gate32_lock())
			execv(argv[2], argv + 2);
		return 1;
	}
	if (!strcmp(verb, "later"))
		return later(arg);

	fprintf(stderr, "gate_tool: unknown verb, see its source\n");
	return 2;
}
