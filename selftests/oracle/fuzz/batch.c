// SPDX-License-Identifier: GPL-2.0-only
/*
 * batch - run generated cases, each in a process and namespaces of its own
 *
 * A hundred cases make a batch, which is a scenario to the runner: its
 * namespaces are those of all of its cases, but for those that a case needs for
 * itself.
 */
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <linux/capability.h>
#include <linux/sched.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include "fuzz.h"
#include "oracle.h"
#include "trace.h"

#define SAMPLE_MS	20	/* how often a call is looked after */
#define ASLEEP		4	/* samples: it waits for good */
#define PATIENCE	500	/* samples: it hangs */

bool fuzz_show;

/* fork() with a known process id and namespaces of its own */
static int fork_as(int pid, uint64_t flags)
{
	int ids[] = { pid };
	struct clone_args args = {
		.flags = flags, .exit_signal = SIGCHLD,
		.set_tid = (uintptr_t)ids, .set_tid_size = 1,
	};

	return syscall(SYS_clone3, &args, sizeof(args));
}

/*
 * In the process of the case
 */

/* The dear ones only for cases that could tell, or leave something there. */
void own_namespace(int flag)
{
	static int done;

	if (done & flag)
		return;
	done |= flag;
	if (unshare(flag))
		note("FATAL: unshare: %s", strerrorname_np(errno));
	if (flag == CLONE_NEWNS &&
	    (mount("case", "/tmp", "tmpfs", 0, "size=64m,nr_inodes=1000") ||
	     chdir("/tmp")))
		note("FATAL: no /tmp: %s", strerrorname_np(errno));
}

static void ignore(int sig)
{
}

/* Signals that come when they like would end the case at any point. */
static void set_signals(void)
{
	static const int ignored[] = {
		SIGALRM, SIGVTALRM, SIGPROF, SIGIO, SIGURG, SIGXCPU, SIGXFSZ,
	};
	struct sigaction sa = { .sa_handler = ignore };
	unsigned int i;
	sigset_t none;

	for (i = 0; i < sizeof(ignored) / sizeof(ignored[0]); i++)
		signal(ignored[i], SIG_IGN);
	sigaction(SIGUSR1, &sa, NULL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
}

/* What no case may do to the machine: set clocks, load modules... */
static void drop_capabilities(void)
{
	struct __user_cap_header_struct header = {
		.version = _LINUX_CAPABILITY_VERSION_3,
	};
	struct __user_cap_data_struct data[2];
	const uint32_t drop = 1U << CAP_SYS_TIME | 1U << CAP_SYS_BOOT |
			      1U << CAP_SYS_MODULE | 1U << CAP_SYS_PACCT;

	if (syscall(SYS_capget, &header, data))
		note("FATAL: capget");
	data[0].effective &= ~drop;
	data[0].permitted &= ~drop;
	data[1].effective &= ~(1U << (CAP_SYSLOG - 32));
	data[1].permitted &= ~(1U << (CAP_SYSLOG - 32));
	if (syscall(SYS_capset, &header, data))
		note("FATAL: capset");
}

static void make_peers(void)
{
	siginfo_t info;

	if (!fork_as(PID_PEER, 0)) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		for (;;)
			pause();
	}
	if (!fork_as(PID_DEAD, 0))
		_exit(7);
	/* Dead, but not buried */
	if (waitid(P_PID, PID_DEAD, &info, WEXITED | WNOWAIT))
		note("FATAL: no peers");
}

static bool wants_peers(const struct signature *call)
{
	static const char *const names[] = {
		"wait4", "waitid", "pidfd_send_signal", "pidfd_getfd",
		"process_madvise", "process_mrelease", "capget", "getpriority",
		"ioprio_get", "ioprio_set", "setpriority",
	};
	unsigned int i;

	for (i = 0; i < call->count; i++) {
		if (signature_is_pid(&call->arg[i]))
			return true;
	}
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (!strcmp(call->name, names[i]))
			return true;
	}
	return false;
}

static unsigned int draw_hostile(unsigned int count)
{
	unsigned int bits = 0;

	if (!count || percent(55))
		return 0;
	if (percent(5))
		return ~0U;
	bits = 1U << below(count);
	if (percent(20))
		bits |= 1U << below(count);
	return bits;
}

static void make_arguments(const struct signature *call)
{
	unsigned int i;

	for (i = 0; i < call->count; i++) {
		fuzz_case.index = i;
		fuzz_case.args[i] = call->arg[i].make(call->arg[i].parameter);
	}
}

/* Any byte of what it writes may be any: no mask for a structure fits. */
static bool is_random(const struct signature *call)
{
	return call && !strcmp(call->name, "getrandom");
}

static void make_case(void)
{
	const struct signature *call = fuzz_case.call;
	const char *command = NULL, *of = NULL;

	fuzz_case.hostile = draw_hostile(call ? call->count : 3);
	if (call) {
		fuzz_case.peers = wants_peers(call);
		if (fuzz_case.peers)
			make_peers();
		make_arguments(call);
	} else {
		command = ioctl_case(&of);
	}
	/* A gigabyte of a memfd would take its time. */
	if (call && !strcmp(call->name, "fallocate"))
		setrlimit(RLIMIT_FSIZE, &(struct rlimit){ 1 << 28, 1 << 28 });
	drop_capabilities();
	areas_before();
	if (fuzz_show)
		areas_show();
	trace->in_call = 1;
	if (call)
		oracle_sys(call->name, call->nr, call->count, fuzz_case.args);
	else
		oracle_ioctl(fuzz_case.args[0], command, fuzz_case.args[1],
			     fuzz_case.args[2]);
	trace->in_call = 2;
	if (of)
		trace_text(" of %s", of);
	if (is_random(call))
		areas_hide();
	areas_after();
	if (fuzz_case.plain)
		plain_after();
}

static void __attribute__((noreturn)) run_case(void)
{
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	setsid();
	set_signals();
	areas_reset();
	make_case();
	_exit(0);
}

/*
 * Process 1 of the batch
 */

/* Which call a seed stands for; NULL for ioctl */
static const struct signature *call_of(uint64_t seed)
{
	const uint64_t slots = signature_count + signature_count / 2;
	uint64_t slot = seed * 7919 % slots;	/* a prime: all take turns */

	return slot < signature_count ? &signatures[slot] : NULL;
}

static char state_of(int pid)
{
	char path[32], text[256], *at;
	ssize_t n;
	int fd;

	snprintf(path, sizeof(path), "/proc/%d/stat", pid);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	n = read(fd, text, sizeof(text) - 1);
	close(fd);
	if (n <= 0)
		return 0;
	text[n] = '\0';
	at = strrchr(text, ')');
	return at ? at[2] : 0;
}

/* Wake what waits for good; kill what waits on. What it was: a word */
static const char *look_after(int pid, int *status)
{
	unsigned int asleep = 0, samples;
	const struct timespec sample = { 0, SAMPLE_MS * 1000000L };
	const char *what = "";
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGCHLD);
	for (samples = 0; ; ) {
		if (waitpid(pid, status, WNOHANG) == pid)
			return what;
		if (sigtimedwait(&set, NULL, &sample) == SIGCHLD)
			continue;
		switch (state_of(pid)) {
		case 'S':
			asleep += trace->in_call == 1;
			break;
		case 'T':
			asleep = ASLEEP;
			what = " stopped";
			break;
		default:
			asleep = 0;
		}
		if (++samples > PATIENCE) {
			what = " hangs";
			kill(pid, SIGKILL);
		} else if (asleep >= ASLEEP && !*what) {
			what = " woken";
			asleep = 0;
			kill(pid, SIGUSR1);
		} else if (asleep >= ASLEEP) {
			if (*what != ' ' || what[1] == 'w')
				what = " blocks";
			kill(pid, SIGKILL);
		}
	}
}

/* What the case may have done to process 1 */
static void clean_up(void)
{
	while (kill(-1, SIGKILL) == 0 || errno == EINTR) {
		if (waitpid(-1, NULL, 0) < 0 && errno == ECHILD)
			break;
	}
	while (waitpid(-1, NULL, WNOHANG) > 0)
		;
	setpriority(PRIO_PROCESS, 0, 0);
}

static void run_seed(uint64_t seed)
{
	const char *what;
	int pid, status;

	memset(&fuzz_case, 0, sizeof(fuzz_case));
	random_seed(seed);
	fuzz_case.call = call_of(seed);
	backend_turn(seed);
	trace_case_begin();
	pid = fork_as(PID_CASE, CLONE_NEWUTS);
	if (!pid)
		run_case();
	if (pid < 0) {
		note("FATAL: no process: %s", strerrorname_np(errno));
		return;
	}
	what = look_after(pid, &status);
	if (WIFSIGNALED(status) && !*what)
		trace_text(" signal %d", WTERMSIG(status));
	trace_case_end("%s seed=%llu", what, (unsigned long long)seed);
	clean_up();
}

struct seeds {
	uint64_t first, last;
};

/* All that is not on the tmpfs of a case can only be read. */
static bool protect(void)
{
	static const char *const mounts[] = { "/", "/dev", "/sys" };
	unsigned int i;

	for (i = 0; i < sizeof(mounts) / sizeof(mounts[0]); i++) {
		if (mount("none", mounts[i], NULL,
			  MS_REMOUNT | MS_BIND | MS_RDONLY, NULL)) {
			note("FATAL: %s: %s", mounts[i],
			     strerrorname_np(errno));
			return false;
		}
	}
	return true;
}

/*
 * All on one CPU: what is scheduled and what is told of CPUs is then the same
 * everywhere, and an emulated machine is several times as fast.
 */
static void stay_here(void)
{
	cpu_set_t first;

	CPU_ZERO(&first);
	CPU_SET(0, &first);
	if (sched_setaffinity(0, sizeof(first), &first))
		note("FATAL: affinity: %s", strerrorname_np(errno));
}

/* The kernel makes these depend on how much memory there is. */
static void set_limits(void)
{
	const struct rlimit limit = { 5000, 5000 };

	if (setrlimit(RLIMIT_NPROC, &limit) ||
	    setrlimit(RLIMIT_SIGPENDING, &limit))
		note("FATAL: limits: %s", strerrorname_np(errno));
}

static int run_batch(void *arg)
{
	const struct seeds *seeds = arg;
	sigset_t set;
	uint64_t seed;

	sigemptyset(&set);
	sigaddset(&set, SIGCHLD);
	sigprocmask(SIG_BLOCK, &set, NULL);
	stay_here();
	set_limits();
	if (!protect() || mount("proc", "/proc", "proc", 0, NULL)) {
		note("FATAL: no /proc");
		return 1;
	}
	areas_open();
	for (seed = seeds->first; seed <= seeds->last; seed++)
		run_seed(seed);
	return 0;
}

void fuzz_batch(uint64_t first, uint64_t last)
{
	struct seeds seeds = { first, last };

	if (unshare(CLONE_NEWPID)) {
		note("FATAL: unshare: %s", strerrorname_np(errno));
		return;
	}
	if (peer_wait(peer(run_batch, &seeds)))
		note("FATAL: the batch failed");
}
