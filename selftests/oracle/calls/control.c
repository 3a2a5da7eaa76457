// SPDX-License-Identifier: GPL-2.0-only
/*
 * scenarios: prctl, seccomp, namespaces, process descriptors, kcmp
 */
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/kcmp.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <signal.h>
#include <stddef.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

#include "peers.h"

#define GROUP "control"

SCENARIO(prctl_values)
{
	sys(prctl, PR_GET_DUMPABLE, 0, 0, 0, 0);
	sys(prctl, PR_SET_DUMPABLE, 0, 0, 0, 0);
	sys(prctl, PR_GET_DUMPABLE, 0, 0, 0, 0);
	sys(prctl, PR_SET_DUMPABLE, 2, 0, 0, 0);
	sys(prctl, PR_SET_DUMPABLE, 0x80000001, 0, 0, 0);
	sys(prctl, PR_SET_DUMPABLE, 1, 0, 0, 0);
	sys(prctl, PR_SET_TIMING, 0, 0, 0, 0);
	sys(prctl, PR_SET_TIMING, 1, 0, 0, 0);
	sys(prctl, PR_GET_TIMING, 0, 0, 0, 0);
	sys(prctl, PR_SET_TIMERSLACK, 70000, 0, 0, 0);
	sys(prctl, PR_GET_TIMERSLACK, 0, 0, 0, 0);
	sys(prctl, PR_SET_TIMERSLACK, 0, 0, 0, 0);
	sys(prctl, PR_GET_TIMERSLACK, 0, 0, 0, 0);
	sys(prctl, PR_SET_TIMERSLACK, 0x7fffffff, 0, 0, 0);
	sys(prctl, PR_GET_TIMERSLACK, 0, 0, 0, 0);
	sys(prctl, PR_TASK_PERF_EVENTS_DISABLE, 0, 0, 0, 0);
	sys(prctl, PR_TASK_PERF_EVENTS_ENABLE, 0, 0, 0, 0);
	sys(prctl, PR_MCE_KILL, PR_MCE_KILL_SET, PR_MCE_KILL_EARLY, 0, 0);
	sys(prctl, PR_MCE_KILL_GET, 0, 0, 0, 0);
	sys(prctl, PR_MCE_KILL, PR_MCE_KILL_CLEAR, 1, 0, 0);
	sys(prctl, PR_MCE_KILL, PR_MCE_KILL_CLEAR, 0, 0, 0);
	sys(prctl, PR_SET_THP_DISABLE, 1, 0, 0, 0);
	sys(prctl, PR_GET_THP_DISABLE, 0, 0, 0, 0);
	sys(prctl, PR_GET_THP_DISABLE, 1, 0, 0, 0);
	sys(prctl, PR_SET_THP_DISABLE, 0, 0, 0, 0);
	sys(prctl, 67, 1, 0, 0, 0);
	sys(prctl, 68, 0, 0, 0, 0);
	sys(prctl, PR_SET_IO_FLUSHER, 0, 0, 0, 0);
	sys(prctl, PR_GET_IO_FLUSHER, 0, 0, 0, 0);
	sys(prctl, PR_SET_PTRACER, -1, 0, 0, 0);
	sys(prctl, PR_SET_PTRACER, 9999, 0, 0, 0);
	sys(prctl, PR_GET_SPECULATION_CTRL, 99, 0, 0, 0);
	sys(prctl, PR_SET_SPECULATION_CTRL, 0, -1, 0, 0);
	sys(prctl, PR_GET_UNALIGN, mem(4), 0, 0, 0);
	sys(prctl, PR_GET_FPEMU, BAD, 0, 0, 0);
	sys(prctl, PR_GET_ENDIAN, BAD, 0, 0, 0);
	sys(prctl, PR_GET_TSC, BAD, 0, 0, 0);
	sys(prctl, PR_SET_MM, PR_SET_MM_BRK, 0, 0, 0);
	sys(prctl, PR_SCHED_CORE, 0, 0, 0, 0);
	sys(prctl, -1, -1, -1, -1, -1);
}

SCENARIO(prctl_pointers)
{
	char *name = mem(16), *path = str("some area");
	int32_t *value = mem(8);
	char *area = pages(1);

	sys(prctl, PR_SET_NAME, str("exactly fifteen"), 0, 0, 0);
	sys(prctl, PR_GET_NAME, name, 0, 0, 0);
	outb(name, 16);
	sys(prctl, PR_SET_NAME, BAD, 0, 0, 0);
	sys(prctl, PR_SET_NAME, BAD_HIGH, 0, 0, 0);
	sys(prctl, PR_GET_NAME, edge(15), 0, 0, 0);
	sys(prctl, PR_SET_PDEATHSIG, SIGUSR1, 0, 0, 0);
	sys(prctl, PR_GET_PDEATHSIG, value, 0, 0, 0);
	outb(value, 8);
	sys(prctl, PR_GET_PDEATHSIG, BAD, 0, 0, 0);
	sys(prctl, PR_SET_PDEATHSIG, 65, 0, 0, 0);
	sys(prctl, PR_SET_PDEATHSIG, -1, 0, 0, 0);
	sys(prctl, PR_SET_PDEATHSIG, 0, 0, 0, 0);
	sys(prctl, PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
	memset(value, POISON, 8);
	sys(prctl, PR_GET_CHILD_SUBREAPER, value, 0, 0, 0);
	outb(value, 8);
	sys(prctl, PR_GET_CHILD_SUBREAPER, BAD_HIGH, 0, 0, 0);
	sys(prctl, PR_GET_TID_ADDRESS, BAD, 0, 0, 0);
	mmap(area, 4096, PROT_READ | PROT_WRITE,
	     MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
	sys(prctl, PR_SET_VMA, 0, area, 4096, path);
	sys(prctl, PR_SET_VMA, 0, area, 4096, BAD);
	sys(prctl, PR_SET_VMA, 0, area, 4096, str("bad\tname"));
	sys(prctl, PR_SET_VMA, 0, area + 1, 4096, path);
	sys(prctl, PR_SET_VMA, 0, 0xfffff000, 4096, path);
	sys(prctl, PR_SET_VMA, 1, area, 4096, path);
}

static struct g_sock_fprog *program(const struct sock_filter *code, int n)
{
	struct g_sock_fprog *prog = ZNEW(sock_fprog);

	prog->len = n;
	prog->filter = PTR(bytes(code, n * sizeof(*code)));
	return prog;
}

#define LOAD(member)	BPF_STMT(BPF_LD | BPF_W | BPF_ABS,	\
				 offsetof(struct seccomp_data, member))
#define IF(value)	BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value, 0, 1)
#define GIVE(value)	BPF_STMT(BPF_RET | BPF_K, value)

#define ARM_ARCH	0x40000028	/* AUDIT_ARCH_ARM */

/*
 * A filter for 32-bit calls; those of this side's libc are allowed, whatever
 * they are.
 */
SCENARIO(seccomp_errors)
{
	static const struct sock_filter code[] = {
		LOAD(arch), IF(ARM_ARCH), BPF_STMT(BPF_JMP | BPF_JA, 1),
		GIVE(SECCOMP_RET_ALLOW),
		LOAD(nr), IF(64), GIVE(SECCOMP_RET_ERRNO | 77),	/* getppid */
		IF(24), GIVE(SECCOMP_RET_ERRNO | 0),		/* getuid */
		IF(49), GIVE(SECCOMP_RET_ERRNO | 0xffff),	/* geteuid */
		IF(60), BPF_STMT(BPF_JMP | BPF_JA, 1),		/* umask */
		GIVE(SECCOMP_RET_ALLOW),
		LOAD(args[0]), IF(0xfffffffe), GIVE(SECCOMP_RET_ERRNO | 5),
		LOAD(args[0]), GIVE(SECCOMP_RET_ALLOW),
	};
	struct g_sock_fprog *prog = program(code, 19);

	sys(seccomp, SECCOMP_SET_MODE_FILTER, 0x80000000, prog);
	sys(seccomp, SECCOMP_SET_MODE_FILTER, 0, BAD_HIGH);
	prog->len = 0;
	sys(seccomp, SECCOMP_SET_MODE_FILTER, 0, prog);
	prog->len = 0xffff;
	sys(seccomp, SECCOMP_SET_MODE_FILTER, 0, prog);
	prog->len = 18;		/* the end is no return */
	sys(seccomp, SECCOMP_SET_MODE_FILTER, 0, prog);
	prog->len = 19;
	sys(seccomp, SECCOMP_SET_MODE_FILTER, 0, prog);
	sys(getppid);
	sys(getuid);
	sys(geteuid);
	sys(umask, -2);
	sys(umask, 022);
	sys(getgid);
	sys(prctl, PR_GET_SECCOMP, 0, 0, 0, 0);
	sys(prctl, PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0);
	sys(prctl, PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	sys(prctl, PR_SET_NO_NEW_PRIVS, 1, 1, 0, 0);
	sys(prctl, PR_SET_NO_NEW_PRIVS, 0, 0, 0, 0);
	sys(prctl, PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0);
	sys(prctl, PR_SET_SECCOMP, SECCOMP_MODE_FILTER, prog, 0, 0);
	sys(prctl, PR_SET_SECCOMP, SECCOMP_MODE_FILTER, BAD, 0, 0);
	sys(prctl, PR_SET_SECCOMP, SECCOMP_MODE_STRICT, 0, 0, 0);
	sys(prctl, PR_SET_SECCOMP, 99, 0, 0, 0);
}

SCENARIO(seccomp_kill)
{
	static const struct sock_filter code[] = {
		LOAD(arch), IF(ARM_ARCH), BPF_STMT(BPF_JMP | BPF_JA, 1),
		GIVE(SECCOMP_RET_ALLOW),
		LOAD(nr), IF(64), GIVE(SECCOMP_RET_KILL_PROCESS),
		GIVE(SECCOMP_RET_ALLOW),
	};

	ends("signal 31");
	sys(seccomp, SECCOMP_SET_MODE_FILTER, 0, program(code, 8));
	sys(getpid);
	sys(getppid);
}

static volatile uint32_t trap[6];

static void trapped(int sig, siginfo_t *info, void *context)
{
	trap[0] = sig;
	trap[1] = info->si_code;
	trap[2] = info->si_errno;
	trap[3] = info->si_syscall;
	trap[4] = info->si_arch;
}

SCENARIO(seccomp_trap)
{
	static const struct sock_filter code[] = {
		LOAD(arch), IF(ARM_ARCH), BPF_STMT(BPF_JMP | BPF_JA, 1),
		GIVE(SECCOMP_RET_ALLOW),
		LOAD(nr), IF(64), GIVE(SECCOMP_RET_TRAP | 55),
		GIVE(SECCOMP_RET_ALLOW),
	};
	struct sigaction sa = { .sa_sigaction = trapped,
				.sa_flags = SA_SIGINFO };

	sigaction(SIGSYS, &sa, NULL);
	sys(seccomp, SECCOMP_SET_MODE_FILTER, 0, program(code, 8));
	silent(getppid);
	note("signal %u code %u errno %u call %u arch %#x", trap[0], trap[1],
	     trap[2], trap[3], trap[4]);
}

SCENARIO(seccomp_actions)
{
	uint16_t *sizes = mem(6);
	uint32_t *action = mem(4);

	sys(seccomp, SECCOMP_GET_NOTIF_SIZES, 0, sizes);
	outb(sizes, 6);
	sys(seccomp, SECCOMP_GET_NOTIF_SIZES, 0, BAD);
	sys(seccomp, SECCOMP_GET_NOTIF_SIZES, 1, sizes);
	*action = SECCOMP_RET_LOG;
	sys(seccomp, SECCOMP_GET_ACTION_AVAIL, 0, action);
	*action = 0x12340000;
	sys(seccomp, SECCOMP_GET_ACTION_AVAIL, 0, action);
	sys(seccomp, SECCOMP_GET_ACTION_AVAIL, 0, BAD_HIGH);
	sys(seccomp, SECCOMP_GET_ACTION_AVAIL, 1, action);
	sys(seccomp, SECCOMP_SET_MODE_STRICT, 1, 0);
	sys(seccomp, SECCOMP_SET_MODE_STRICT, 0, action);
	sys(seccomp, -1, 0, 0);
}

/* A listener: the call is answered by somebody else. */
struct listened {
	int fd;
};

static int listener(void *arg)
{
	const struct listened *l = arg;
	struct seccomp_notif *n = zmem(80);
	struct seccomp_notif_resp *r = zmem(24);

	silent(ioctl, l->fd, 0xc0502100, n);
	r->id = n->id;
	r->val = n->data.nr == 64 && n->data.arch == ARM_ARCH ? 4711 : 1;
	r->error = 0;
	silent(ioctl, l->fd, 0xc0182101, r);
	memset(n, 0, 80);
	silent(ioctl, l->fd, 0xc0502100, n);
	r->id = n->id;
	r->val = 0;
	r->error = -(int)(n->data.args[0] & 0xff);
	silent(ioctl, l->fd, 0xc0182101, r);
	return 0;
}

SCENARIO(seccomp_listener)
{
	static const struct sock_filter code[] = {
		LOAD(arch), IF(ARM_ARCH), BPF_STMT(BPF_JMP | BPF_JA, 1),
		GIVE(SECCOMP_RET_ALLOW),
		LOAD(nr), IF(64), GIVE(SECCOMP_RET_USER_NOTIF),
		IF(60), GIVE(SECCOMP_RET_USER_NOTIF),
		GIVE(SECCOMP_RET_ALLOW),
	};
	struct listened l;
	int pid;

	l.fd = sys(seccomp, SECCOMP_SET_MODE_FILTER,
		   SECCOMP_FILTER_FLAG_NEW_LISTENER, program(code, 10));
	pid = peer(listener, &l);
	sys(getppid);
	sys(umask, 0x116);
	note("listener: %d", peer_wait(pid));
}

SCENARIO(seccomp_strict)
{
	ends("signal 9");
	sys(seccomp, SECCOMP_SET_MODE_STRICT, 0, 0);
	/* Allowed, and the end of the scenario is not. */
	sys(write, 1, str("x"), 1);
}

SCENARIO(seccomp_strict_by_prctl)
{
	ends("signal 9");
	sys(prctl, PR_SET_SECCOMP, SECCOMP_MODE_STRICT, 0, 0, 0);
	sys(getpid);
}

SCENARIO(namespaces)
{
	struct g_utsname *u = NEW(utsname);
	int uts, user, pid;

	uts = sys(open, str("/proc/self/ns/uts"), O_RDONLY);
	user = sys(open, str("/proc/self/ns/user"), O_RDONLY);
	sys(sethostname, str("before"), 6);
	sys(unshare, CLONE_NEWUTS);
	sys(sethostname, str("after"), 5);
	sys(setns, uts, CLONE_NEWUTS);
	sys(uname, u);
	outb(u->nodename, 65);
	sys(setns, uts, 0);
	sys(setns, uts, CLONE_NEWIPC);
	sys(setns, user, CLONE_NEWUSER);
	sys(setns, uts, 0x80000000);
	pid = sys(pidfd_open, 1, 0);
	sys(setns, pid, CLONE_NEWUTS | CLONE_NEWIPC);
	sys(setns, pid, 0);
	sys(unshare, CLONE_FS | CLONE_FILES | CLONE_NEWIPC | CLONE_NEWNS |
	    CLONE_SYSVSEM | CLONE_NEWNET);
	sys(unshare, CLONE_NEWPID);
	sys(getpid);
	pid = sys_twice(fork);
	if (!pid)
		silent(exit_group, silent(getpid));
	sys(wait4, pid, u, 0, 0);
	outb(u, 4);
	/* The init of the namespace is gone: no more processes. */
	sys(fork);
	sys(unshare, CLONE_NEWCGROUP);
	sys(unshare, CLONE_THREAD);
	sys(unshare, 0x80000000);
	sys(unshare, -1);
	sys(unshare, CLONE_NEWUSER);
	sys(getuid32);
	sys(getuid);
	sys(setgroups32, 0, 0);
}

SCENARIO(other_clock)
{
	struct g_timespec *ts = NEW(timespec);
	static const char ahead[] = "monotonic 1000000 0";
	int fd, pid;

	sys(unshare, 0x80);	/* CLONE_NEWTIME */
	fd = open("/proc/self/timens_offsets", O_WRONLY);
	if (write(fd, ahead, sizeof(ahead) - 1) < 0)
		skip("no time namespaces");
	pid = sys_twice(clone, CLONE_VFORK | SIGCHLD, 0, 0, 0, 0);
	if (!pid) {
		sys(clock_gettime, 1, ts);
		note("ahead: %s", ts->tv_sec > 1000000 ? "yes" : "no");
		sys(clock_nanosleep, 1, 1, ts, 0);
		sys(clock_nanosleep_time64, 1, 1,
		    SET(timespec64, ts->tv_sec, ts->tv_nsec + 1), 0);
		sys_last(exit_group, 0);
	}
	sys(wait4, pid, ts, 0, 0);
}

SCENARIO(compare)
{
	struct {
		uint32_t efd, tfd, toff;
	} *slot = zmem(12);
	int32_t *ends = mem(8);
	uint32_t *event = zmem(16);
	int ep;

	sys(pipe, ends);
	sys(dup, ends[0]);
	sys(kcmp, 2, 2, KCMP_FILE, ends[0], ends[0]);
	sys(kcmp, 2, 2, KCMP_FILE, ends[0], 5);
	note("different: %s", silent(kcmp, 2, 2, KCMP_FILE, ends[0],
				     ends[1]) > 0 ? "yes" : "no");
	sys(kcmp, 2, 2, KCMP_FILE, ends[0], 99);
	sys(kcmp, 2, 2, KCMP_FILE, ends[0], 0x80000000);
	sys(kcmp, 2, 2, KCMP_VM, 0, 0);
	sys(kcmp, 2, 1, KCMP_IO, 0, 0);
	sys(kcmp, -1, 2, KCMP_VM, 0, 0);
	sys(kcmp, 2, 2, -1, 0, 0);
	ep = sys(epoll_create1, 0);
	event[0] = 1;
	sys(epoll_ctl, ep, 1, ends[0], event);
	slot->efd = ep;
	slot->tfd = ends[0];
	sys(kcmp, 2, 2, KCMP_EPOLL_TFD, ends[0], slot);
	slot->toff = 9;
	sys(kcmp, 2, 2, KCMP_EPOLL_TFD, ends[0], slot);
	sys(kcmp, 2, 2, KCMP_EPOLL_TFD, ends[0], BAD);
	sys(kcmp, 2, 2, KCMP_EPOLL_TFD, ends[0], BAD_HIGH);
}

static int sleeper(void *arg)
{
	pause();
	return 0;
}

SCENARIO(process_descriptors)
{
	struct g_siginfo *info = NEW(siginfo);
	int pid, fd, got;

	pid = peer(sleeper, NULL);
	fd = sys(pidfd_open, pid, O_NONBLOCK);
	got = sys(pidfd_getfd, fd, 0, 0);
	sys(kcmp, 2, pid, KCMP_FILE, got, 0);
	sys(pidfd_getfd, fd, -1, 0);
	sys(pidfd_getfd, fd, 0, 1);
	sys(pidfd_getfd, -1, 0, 0);
	sys(pidfd_getfd, 0, 0, 0);
	sys(pidfd_send_signal, fd, 0, 0, 0);
	sys(pidfd_send_signal, fd, 65, 0, 0);
	sys(pidfd_send_signal, fd, 0, 0, 0x80000000);
	sys(pidfd_send_signal, fd, SIGUSR1, BAD_HIGH, 0);
	sys(waitid, 3, fd, info, WEXITED, 0);	/* P_PIDFD */
	sys(process_mrelease, fd, 0);
	sys(process_mrelease, fd, 1);
	sys(process_mrelease, -1, 0);
	sys(process_mrelease, 0, 0);
	sys(pidfd_send_signal, fd, SIGKILL, 0, 0);
	peer_wait(pid);
	sys(process_mrelease, fd, 0);
	sys(pidfd_getfd, fd, 0, 0);
	sys(pidfd_open, pid, 0);
	sys(pidfd_open, 0, 0);
	sys(pidfd_open, 0x80000000, 0);
	sys(pidfd_open, 1, 0x80000000);
	sys(waitid, 3, fd, info, WEXITED, 0);
	sys(waitid, 3, -1, info, WEXITED, 0);
	sys(waitid, 3, 99, info, WEXITED, 0);
}

/* A process that a tracer holds in its end still has its memory. */
static int traced_end(void *arg)
{
	ptrace(PTRACE_TRACEME, 0, 0, 0);
	raise(SIGSTOP);
	return 3;
}

SCENARIO(release_memory)
{
	int pid = peer(traced_end, NULL), status, fd;

	waitpid(pid, &status, 0);
	ptrace(PTRACE_SETOPTIONS, pid, 0, PTRACE_O_TRACEEXIT);
	ptrace(PTRACE_CONT, pid, 0, 0);
	waitpid(pid, &status, 0);
	note("stopped at its end: %s",
	     status >> 8 == (SIGTRAP | PTRACE_EVENT_EXIT << 8) ? "yes" : "no");
	fd = sys(pidfd_open, pid, 0);
	sys(process_mrelease, fd, 0);
	ptrace(PTRACE_CONT, pid, 0, 0);
	note("exit status %d", peer_wait(pid));
}
