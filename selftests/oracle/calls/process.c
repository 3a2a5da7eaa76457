// SPDX-License-Identifier: GPL-2.0-only
/*
 * scenarios: processes, their ids, limits and times
 */
#include <sched.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "oracle.h"

#define GROUP "process"

SCENARIO(ids)
{
	sys(getpid);
	sys(getppid);
	sys(gettid);
	sys(getpgrp);
	sys(getpgid, 0);
	sys(getpgid, 9999);
	sys(getpgid, -1);
	sys(getsid, 0);
	sys(getsid, 1);
	sys(setsid);
	sys(setpgid, 0, 0);
	sys(setpgid, 9999, 0);
	sys(setpgid, 0, -1);
	sys(getpriority, PRIO_PROCESS, 0);
	sys(setpriority, PRIO_PROCESS, 0, 5);
	sys(nice, 3);
	sys(getpriority, PRIO_PROCESS, 0);
	sys(nice, -1000);
	sys(setpriority, PRIO_PROCESS, 0, -1000);
	sys(getpriority, PRIO_PROCESS, 0);
	sys(getpriority, 99, 0);
	sys(setpriority, PRIO_PROCESS, 9999, 0);
	sys(ioprio_get, 1, 0);
	sys(ioprio_set, 1, 0, 0x4007);
	sys(ioprio_get, 1, 0);
	sys(ioprio_set, 9, 0, 0);
	sys(getcpu, 0, 0, 0);
	sys(getcpu, BAD, 0, 0);
	sys(vhangup);
	sys(acct, str("none"));
	sys(prctl, 15, str("a new name is too long"), 0, 0, 0);
	sys(prctl, 16, BAD, 0, 0, 0);
	sys(prctl, 4, 0, 0, 0, 0);
	sys(prctl, 3, 0, 0, 0, 0);
	sys(prctl, 0x12345, 0, 0, 0, 0);
}

SCENARIO(users)
{
	uint16_t *id = mem(2 * 3), *groups = mem(16);
	uint32_t *id32 = mem(4 * 3), *groups32 = mem(16);

	sys(getuid);
	sys(geteuid32);
	sys(setgroups, 2, bytes((uint16_t[]){ 1000, 0xfffe }, 4));
	sys(getgroups, 0, 0);
	sys(getgroups, 8, groups);
	outb(groups, 16);
	sys(setgroups32, 3, bytes((uint32_t[]){ 5, 70000, 100000 }, 12));
	sys(getgroups, 3, groups);
	outb(groups, 16);
	sys(getgroups, 2, groups);
	sys(getgroups32, 4, groups32);
	outb(groups32, 16);
	sys(getgroups32, -1, groups32);
	sys(setgroups, 0x10001, groups);
	sys(setgroups, 1, BAD);
	sys(setgroups32, 1, BAD_HIGH);
	sys(getgroups, 8, BAD);
	sys(setresgid, 100, 200, 300);
	sys(getresgid, id, id + 1, id + 2);
	outb(id, 6);
	sys(setresgid, 0xffff, 400, 0xffff);
	sys(getresgid32, id32, id32 + 1, id32 + 2);
	outb(id32, 12);
	sys(getgid);
	sys(getegid);
	sys(getgid32);
	sys(getegid32);
	sys(setregid32, 70000, 80000);
	sys(getgid);
	sys(getegid32);
	sys(setregid, 0xffff, 5);
	sys(setgid, 6);
	sys(setgid32, 66666);
	sys(setfsgid, 7);
	sys(setfsgid32, -1);
	sys(setfsuid32, 70001);
	sys(setfsuid, 0xffff);
	sys(setfsuid, 0);
	sys(setresuid, 1000, 2000, 0xffff);
	sys(getresuid, id, id + 1, id + 2);
	outb(id, 6);
	sys(getresuid32, id32, id32 + 1, id32 + 2);
	outb(id32, 12);
	sys(getresuid, BAD, id, id);
	sys(setresuid32, 70000, -1, -1);
	sys(setreuid, 0xffff, 0);
	sys(setreuid32, 65536, 65537);
	sys(getuid);
	sys(geteuid);
	sys(getuid32);
	sys(geteuid32);
	sys(setuid, 0);
	sys(setuid32, 77777);
	sys(setgroups, 0, 0);
	sys(setresuid, 5, 5, 5);
	sys(setreuid, 0xffff, 0xffff);
}

SCENARIO(capabilities)
{
	struct g_cap_header *h = SET(cap_header, .version = 0x20080522);
	struct g_cap_data *d = (void *)mem(24);

	sys(capget, h, d);
	outb(d, 24);
	h->version = 0x19980330;
	d = (void *)mem(24);
	sys(capget, h, d);
	outb(d, 24);
	h->version = 0x12345;
	sys(capget, h, d);
	out(&h->version);
	sys(capget, h, 0);
	sys(capget, BAD, d);
	h->pid = 9999;
	sys(capget, h, d);
	h->pid = 0;
	sys(capset, h, zmem(24));
	sys(capget, h, d);
	outb(d, 24);
	sys(capset, h, d);
	sys(capset, h, BAD_HIGH);
	sys(sethostname, str("x"), 1);
}

SCENARIO(limits)
{
	struct g_rlimit64 *r64 = NEW(rlimit64);
	struct g_rlimit *r = NEW(rlimit);

	sys(ugetrlimit, RLIMIT_NOFILE, r);
	outb(r, 8);
	/* 64-bit infinity becomes the 32-bit one. */
	sys(ugetrlimit, RLIMIT_CPU, r);
	outb(r, 8);
	*r64 = (struct g_rlimit64){ 0x123456789ULL, 0x223456789ULL };
	sys(prlimit64, 0, RLIMIT_FSIZE, r64, 0);
	sys(ugetrlimit, RLIMIT_FSIZE, r);
	outb(r, 8);
	sys(prlimit64, 0, RLIMIT_FSIZE, 0, r64);
	outb(r64, 16);
	*r = (struct g_rlimit){ 0x80000000, 0xfffffffe };
	sys(setrlimit, RLIMIT_FSIZE, r);
	sys(prlimit64, 0, RLIMIT_FSIZE, 0, r64);
	outb(r64, 16);
	*r = (struct g_rlimit){ 0xffffffff, 0xffffffff };
	sys(setrlimit, RLIMIT_FSIZE, r);
	sys(prlimit64, 0, RLIMIT_FSIZE, 0, r64);
	outb(r64, 16);
	*r = (struct g_rlimit){ 5, 4 };
	sys(setrlimit, RLIMIT_FSIZE, r);
	sys(setrlimit, 99, r);
	sys(setrlimit, RLIMIT_FSIZE, BAD);
	sys(ugetrlimit, RLIMIT_FSIZE, BAD_HIGH);
	sys(ugetrlimit, 99, r);
	sys(prlimit64, 9999, RLIMIT_FSIZE, 0, r64);
	sys(prlimit64, 0, RLIMIT_FSIZE, BAD, 0);
	on_signal(SIGXFSZ, 0);
	*r = (struct g_rlimit){ 10, 10 };
	sys(setrlimit, RLIMIT_FSIZE, r);
	sys(open, str("f"), 0102, 0600);
	sys(write, 3, str("more than ten bytes"), 19);
	sys(write, 3, str("more than ten bytes"), 19);
	sys(ftruncate64, 3, PAD, LL(0x100000000ULL));
	note("SIGXFSZ seen %d times", signals_seen[SIGXFSZ]);
}

static int exit_with(void *arg)
{
	return *(int *)arg;
}

static int suspend(void *arg)
{
	silent(rt_sigsuspend, zmem(8), 8);
	return 0;
}

SCENARIO(wait)
{
	struct g_siginfo *info = NEW(siginfo);
	struct g_rusage *ru = NEW(rusage);
	int32_t *status = mem(4);
	int pid;

	pid = peer(exit_with, &(int){ 7 });
	sys(wait4, pid, status, 0, ru);
	out(status);
	OUT(rusage, ru);
	sys(wait4, pid, status, 0, ru);
	pid = peer(exit_with, &(int){ 9 });
	sys(waitid, P_PID, pid, info, WEXITED | WNOWAIT, 0);
	OUT(siginfo, info);
	info = NEW(siginfo);
	ru = NEW(rusage);
	sys(waitid, P_PID, pid, info, WEXITED, ru);
	OUT(siginfo, info);
	OUT(rusage, ru);
	pid = peer(suspend, NULL);
	until_asleep(pid);
	sys(wait4, -1, status, WNOHANG, 0);
	sys(waitid, P_ALL, 0, info, WEXITED | WNOHANG, 0);
	OUT(siginfo, info);
	sys(kill, pid, SIGSTOP);
	sys(waitid, P_PID, pid, info, WSTOPPED, 0);
	OUT(siginfo, info);
	sys(kill, pid, SIGCONT);
	sys(wait4, pid, status, WCONTINUED, 0);
	out(status);
	sys(kill, pid, SIGKILL);
	sys(wait4, pid, status, 0, 0);
	out(status);
	sys(wait4, -1, BAD, 0, 0);
	sys(wait4, -2147483647 - 1, status, 0, 0);
	sys(wait4, 0, status, 0x12345, 0);
	sys(waitid, 99, 0, info, WEXITED, 0);
	sys(waitid, P_ALL, 0, info, 0, 0);
	pid = peer(exit_with, &(int){ 1 });
	sys(waitid, P_PID, pid, BAD_HIGH, WEXITED, 0);
	pid = peer(exit_with, &(int){ 1 });
	sys(wait4, pid, BAD, 0, 0);
	pid = peer(exit_with, &(int){ 1 });
	sys(wait4, pid, 0, 0, BAD);
}

static int end_by(void *arg)
{
	struct g_rlimit *none = ZNEW(rlimit);

	silent(setrlimit, RLIMIT_CORE, none);
	silent(kill, silent(getpid), *(int *)arg);
	while (silent(pause))
		;
	return 0;
}

/* Ways to end and to stop, as each of the calls tells of them. */
SCENARIO(wait_kinds)
{
	static const int ends[] = { SIGKILL, SIGTERM, SIGQUIT, SIGSEGV };
	struct g_siginfo_child *info;
	int32_t *status = mem(4);
	unsigned int i;
	int sig, pid;

	for (i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
		sig = ends[i];
		pid = peer(end_by, &sig);
		info = NEW(siginfo_child);
		sys(waitid, P_PID, pid, info, WEXITED | WNOWAIT, 0);
		OUT(siginfo_child, info);
		sys(wait4, pid, status, 0, 0);
		out(status);
	}
	pid = peer(suspend, NULL);
	until_asleep(pid);
	silent(setpgid, pid, pid);
	info = NEW(siginfo_child);
	sys(kill, pid, SIGSTOP);
	sys(waitid, P_PGID, pid, info, WSTOPPED, 0);
	OUT(siginfo_child, info);
	sys(kill, pid, SIGCONT);
	info = NEW(siginfo_child);
	sys(waitid, P_PID, pid, info, WCONTINUED, 0);
	OUT(siginfo_child, info);
	sys(waitid, P_PGID, pid, 0, WEXITED | WNOHANG, 0);
	sys(waitid, P_PGID, -1, info, WEXITED, 0);
	sys(waitid, P_PID, 0, info, WEXITED, 0);
	sys(waitid, P_PID, 0x80000000, info, WEXITED, 0);
	sys(waitid, P_PID, pid, info, 0x80000000 | WEXITED, 0);
	sys(waitid, P_PID, pid, BAD, WEXITED | WNOHANG, 0);
	sys(waitid, P_PID, pid, 0, WEXITED | WNOHANG, BAD);
	sys(wait4, pid, status, WNOHANG | 0x80000000, 0);	/* __WCLONE */
	sys(wait4, -pid, status, WNOHANG, 0);
	sys(wait4, 0x80000001, status, WNOHANG, 0);
	sys(kill, -pid, SIGKILL);
	sys(wait4, pid, edge(2), 0, 0);
	sys(wait4, pid, status, 0, 0);
}

SCENARIO(create)
{
	int32_t *status = mem(4);
	int pid;

	/* The children leave nothing in the trace. */
	pid = silent(fork);
	if (!pid)
		silent(exit_group, 3);
	sys(wait4, pid, status, 0, 0);
	out(status);
	pid = silent(clone, SIGCHLD, 0, 0, 0, 0);
	if (!pid)
		silent(exit, 0x104);
	sys(wait4, pid, status, 0, 0);
	out(status);
	sys(clone, CLONE_THREAD, 0, 0, 0, 0);
	sys(clone, CLONE_SIGHAND | SIGCHLD, 0, 0, 0, 0);
	sys(unshare, 0x1);
	sys(unshare, CLONE_FILES);
	sys(setns, -1, 0);
	sys(setns, 0, 0);
	sys(kcmp, 2, 2, 0, 0, 0);
	sys(kcmp, 2, 9999, 0, 0, 0);
	sys(kcmp, 2, 2, 99, 0, 0);
	sys(execve, str("none"), 0, 0);
	sys(execve, BAD, 0, 0);
	sys(execve, str("/dev/null"), BAD, 0);
	sys(execveat, -100, str("none"), 0, 0, 0);
}

SCENARIO(usage)
{
	struct g_rusage *ru = NEW(rusage);

	sys(getrusage, RUSAGE_SELF, ru);
	OUT(rusage, ru);
	sys(getrusage, RUSAGE_CHILDREN, ru);
	outb(ru, 72);
	sys(getrusage, 1, ru);
	OUT(rusage, ru);
	sys(getrusage, 99, ru);
	sys(getrusage, RUSAGE_SELF, BAD);
}

SCENARIO(scheduler)
{
	struct g_timespec64 *ts64 = NEW(timespec64);
	struct g_timespec *ts = NEW(timespec);
	struct g_sched_attr *attr = zmem(64);
	struct g_cpuset *set = zmem(16);
	int32_t *prio = zmem(4);

	set->bits[0] = 1;
	sys(sched_setaffinity, 0, 4, set);
	sys(getcpu, prio, 0, 0);
	out(prio);
	set = mem(128);
	sys(sched_getaffinity, 0, 128, set);
	outb(set, 128);
	sys(sched_getaffinity, 0, 8, set);
	sys(sched_getaffinity, 0, 3, set);
	sys(sched_getaffinity, 0, 0, set);
	sys(sched_getaffinity, 9999, 8, set);
	sys(sched_getaffinity, 0, 128, BAD);
	sys(sched_setaffinity, 0, 4, zmem(8));
	sys(sched_setaffinity, 0, 4, BAD_HIGH);
	sys(sched_getscheduler, 0);
	sys(sched_get_priority_max, SCHED_FIFO);
	sys(sched_get_priority_min, SCHED_FIFO);
	sys(sched_get_priority_max, 99);
	*prio = 3;
	sys(sched_setscheduler, 0, SCHED_RR, prio);
	sys(sched_getparam, 0, prio);
	out(prio);
	sys(sched_rr_get_interval, 0, ts);
	outb(ts, 8);
	sys(sched_rr_get_interval_time64, 0, ts64);
	outb(ts64, 16);
	sys(sched_rr_get_interval, 0, BAD);
	sys(sched_rr_get_interval, 9999, ts);
	*prio = 200;
	sys(sched_setparam, 0, prio);
	sys(sched_setparam, 0, BAD);
	sys(sched_setscheduler, 0, 99, prio);
	sys(sched_getattr, 0, attr, 48, 0);
	outb(attr, 64);
	sys(sched_getattr, 0, attr, 56, 0);
	outb(attr, 64);
	sys(sched_getattr, 0, attr, 4, 0);
	attr->size = 48;
	attr->sched_policy = 0;
	attr->sched_priority = 0;
	attr->sched_nice = 4;
	sys(sched_setattr, 0, attr, 0);
	sys(sched_getscheduler, 0);
	sys(sched_setattr, 0, attr, 1);
	sys(sched_yield);
	sys(getpriority, PRIO_PROCESS, 0);
}

SCENARIO(system)
{
	struct g_sysinfo *info = NEW(sysinfo);
	struct g_utsname *u = NEW(utsname);
	char *buf = mem(64);

	sys(uname, u);
	OUT(utsname, u);
	sys(uname, BAD);
	sys(sethostname, str("a-name"), 6);
	sys(setdomainname, str("domain"), 3);
	sys(uname, u);
	outb(u->nodename, 65);
	outb(u->domainname, 65);
	sys(sethostname, str("x"), 65);
	sys(sethostname, str("x"), -1);
	sys(sethostname, BAD_HIGH, 3);
	sys(sysinfo, info);
	OUT(sysinfo, info);
	sys(sysinfo, BAD);
	sys(personality, 0xffffffff);
	sys(personality, 0x0040000);
	sys(personality, 0xffffffff);
	sys(personality, 8);	/* PER_LINUX32 */
	sys(uname, u);
	outb(u->machine, 65);
	sys(personality, 0);
	sys(sysfs, 3);
	sys(sysfs, 1, str("proc"));
	sys(sysfs, 1, str("nosuchfs"));
	sys(sysfs, 2, 9999, buf);
	sys(sysfs, 9);
	sys(syslog, 99, 0, 0);
	sys(syslog, 3, 0, -1);
	sys(reboot, 1, 2, 3, 0);
	sys(swapon, str("none"), 0);
	sys(swapoff, str("none"));
	sys(getrandom, buf, 16, 0);
	outm(random16, buf, 16);
	sys(getrandom, buf, 16, 0x1234);
	sys(getrandom, BAD, 16, 0);
	sys(init_module, BAD, 0, 0);
	sys(finit_module, -1, BAD, 0);
	sys(delete_module, str("nosuchmodule"), 0);
	sys(quotactl, 0x800002, 0, 0, 0);
	sys(lookup_dcookie, 0, 0, 0, 0);
	sys(kexec_load, 0, 99, 0, 0);
	sys(bpf, 99, buf, 16);
	sys(bpf, 0, BAD, 16);
	sys(perf_event_open, BAD, 0, -1, -1, 0);
	sys(seccomp, 2, 0, BAD);
	sys(seccomp, 99, 0, 0);
	sys(seccomp, 3, 0, zmem(8));
	sys(membarrier, 0, 0);
	sys(membarrier, 1 << 30, 0);
	sys(userfaultfd, 0x1234);
	sys(io_uring_setup, 1, BAD);
	sys(io_uring_setup, 0, zmem(120));
	sys(fanotify_init, 0x12345678, 0);
	sys(landlock_create_ruleset, 0, 0, 1);
	sys(landlock_create_ruleset, BAD, 8, 0);
}

/* Numbers that no call has, and ARM's private ones. */
SCENARIO(numbers)
{
	char *code = mem(64);

	sys_nr(7);
	sys_nr(13, 0);
	sys_nr(17);
	sys_nr(31);
	sys_nr(44);
	sys_nr(222);
	sys_nr(223);
	sys_nr(90, 0);
	sys_nr(102, 0, 0);
	sys_nr(117, 0);
	sys_nr(463);
	sys_nr(500);
	sys_nr(1000);
	sys_nr(0xeffff);
	sys_nr(0xf0000);
	sys(cacheflush, code, code + 64, 0);
	sys(cacheflush, code, code, 0);
	sys(cacheflush, code + 64, code, 0);
	sys(cacheflush, code, code + 64, 1);
	sys(cacheflush, 0, 0xffffffff, 0);
	sys(usr26);
	sys(usr32);
	sys_nr(0xf0006);
	sys_nr(0xf0007);
	sys_nr(0xf07ff);
}
