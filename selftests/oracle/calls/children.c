// SPDX-License-Identifier: GPL-2.0-only
/*
 * scenarios: children, threads and programs made by calls of the table
 */
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "oracle.h"

#define GROUP "children"

static void reap(int pid)
{
	int32_t *status = mem(4);

	sys(wait4, pid, status, 0x40000000, 0);	/* __WALL */
	out(status);
}

SCENARIO(end)
{
	ends("exit 7");
	sys_last(exit, 0x12345607);
}

SCENARIO(end_group)
{
	ends("exit 9");
	sys_last(exit_group, 0x80000009);
}

SCENARIO(fork)
{
	int32_t *word = zmem(4);
	int pid;

	pid = sys_twice(fork);
	if (!pid) {
		*word = 5;
		silent(exit_group, silent(getppid) == 2 ? 3 : 4);
	}
	reap(pid);
	note("the parent's memory: %d", *word);
	on_signal(SIGUSR2, 0);
	pid = sys_twice(clone, SIGUSR2, 0, 0, 0, 0);
	if (!pid)
		silent(exit, 0x107);
	while (!signals_seen[SIGUSR2])
		pause_ms(1);
	sys(wait4, pid, word, WNOHANG, 0);
	reap(pid);
	/* Without CLONE_VFORK, the parent goes on; with it, the child first. */
	pid = sys_twice(clone, CLONE_VFORK | SIGCHLD, 0, 0, 0, 0);
	if (!pid) {
		sys(getpid);
		sys_last(exit_group, 1);
	}
	reap(pid);
}

SCENARIO(vfork)
{
	uint32_t *argv = zmem(16);
	int32_t *word = mem(8);
	int pid;

	pid = sys_child(CALL(exit_group, 5), vfork);
	reap(pid);
	/* The child has the same memory. */
	pid = sys_child(CALL(pipe, PTR(word)), vfork);
	note("written by the child: %s", *word == (int32_t)0xa5a5a5a5 ? "no" : "yes");
	reap(pid);
	argv[0] = PTR(str("sh"));
	argv[1] = PTR(str("-c"));
	argv[2] = PTR(str("exit 6"));
	pid = sys_child(CALL(execve, PTR(str("/bin/sh")), PTR(argv), 0),
			vfork);
	reap(pid);
	pid = sys_child(CALL(execve, PTR(str("none")), PTR(argv), 0), vfork);
	reap(pid);
	pid = sys_child(CALL(kill, 0x7fffffff, 0), vfork);
	reap(pid);
}

static void no_processes(void)
{
	struct g_rlimit64 none = { 0, 0 };

	silent(prlimit64, 0, RLIMIT_NPROC, bytes(&none, sizeof(none)), 0);
	silent(setresuid32, 4321, 4321, 4321);
}

SCENARIO(none_left)
{
	uint64_t *args = zmem(64);

	no_processes();
	sys(fork);
	sys(vfork);
	sys(clone, SIGCHLD, 0, 0, 0, 0);
	args[4] = SIGCHLD;
	sys(clone3, args, 64);
}

/* In ARM's order: flags, stack, parent's word, TLS, child's word. */
SCENARIO(clone_words)
{
	uint32_t *parent = mem(4), *child = mem(4);
	int pid, fd;

	pid = sys_child(CALL(exit, 1), clone,
			CLONE_VM | CLONE_VFORK | CLONE_PARENT_SETTID |
			CLONE_CHILD_SETTID | SIGCHLD, 0, parent, 0, child);
	outb(parent, 4);
	outb(child, 4);
	reap(pid);
	pid = sys_child(CALL(exit, 2), clone,
			CLONE_VM | CLONE_VFORK | CLONE_SETTLS |
			CLONE_CHILD_CLEARTID | SIGCHLD,
			mem(64) + 64, parent, mem(64), child);
	outb(child, 4);
	reap(pid);
	fd = sys_child(CALL(exit, 3), clone,
		       CLONE_VFORK | CLONE_PIDFD | SIGCHLD, 0, parent, 0, 0);
	outb(parent, 4);
	sys(pidfd_send_signal, *parent, 0, 0, 0);
	reap(fd);
	sys(pidfd_send_signal, *parent, 0, 0, 0);
	sys(clone, CLONE_VFORK | CLONE_PIDFD | SIGCHLD, 0, BAD, 0, 0);
	sys(clone, CLONE_VFORK | CLONE_PIDFD | SIGCHLD, 0, BAD_HIGH, 0, 0);
	sys(clone, CLONE_VM | CLONE_NEWNS | CLONE_FS | SIGCHLD, 0, 0, 0, 0);
	sys(clone, CLONE_PIDFD | CLONE_PARENT_SETTID, 0, parent, 0, 0);
	sys(clone, CLONE_NEWUSER | CLONE_FS, 0, 0, 0, 0);
}

/* A thread that ends: its word becomes 0 and whoever waits for it is woken. */
SCENARIO(thread)
{
	uint32_t *parent = mem(4), *child = mem(4);
	int32_t *fds = mem(8);
	const uint32_t flags = CLONE_VM | CLONE_FS | CLONE_FILES |
			       CLONE_SIGHAND | CLONE_THREAD | CLONE_SYSVSEM |
			       CLONE_PARENT_SETTID | CLONE_CHILD_SETTID |
			       CLONE_CHILD_CLEARTID | CLONE_SETTLS;
	int tid;

	sys(pipe, fds);
	tid = sys_child(CALL(read, fds[0], PTR(mem(1)), 1), clone, flags,
			mem(4096) + 4096, parent, mem(64), child);
	outb(parent, 4);
	sys(tgkill, silent(getpid), tid, 0);
	sys(tkill, tid, 0);
	sys(write, fds[1], str("x"), 1);
	while (*(volatile uint32_t *)child)
		silent(futex, child, 0, tid, 0, 0, 0);
	outb(child, 4);
}

SCENARIO(clone3_words)
{
	uint64_t *args = zmem(88);
	uint32_t *words = mem(16);
	int32_t *tid = bytes(&(int32_t){ 77 }, 4);
	int pid;

	args[0] = CLONE_VM | CLONE_VFORK | CLONE_PIDFD | CLONE_PARENT_SETTID |
		  CLONE_CHILD_SETTID;
	args[1] = PTR(words);		/* pidfd, child's and parent's tid */
	args[2] = PTR(words + 1);
	args[3] = PTR(words + 2);
	args[4] = SIGCHLD;
	pid = sys_child(CALL(exit, 1), clone3, args, 88);
	outb(words, 16);
	reap(pid);
	/* A chosen id. */
	args[0] = CLONE_VFORK;
	args[8] = PTR(tid);
	args[9] = 1;
	pid = sys_child(CALL(exit, 2), clone3, args, 88);
	reap(pid);
	*tid = 1;
	sys(clone3, args, 88);
	*tid = 0;
	sys(clone3, args, 88);
	args[8] = BAD;
	sys(clone3, args, 88);
	args[9] = 99;
	sys(clone3, args, 88);
	args[8] = 0;
	args[9] = 0;
	args[5] = PTR(mem(16));		/* a stack without a size */
	sys(clone3, args, 88);
	args[5] = 0;
	args[6] = 16;
	sys(clone3, args, 88);
	args[6] = 0;
	args[4] = 99;
	sys(clone3, args, 88);
	args[4] = SIGCHLD;
	args[1] = BAD;
	args[0] = CLONE_PIDFD;
	sys(clone3, args, 88);
	args[0] = 0x200000000ULL;	/* CLONE_INTO_CGROUP */
	args[10] = 0xffffffff;
	sys(clone3, args, 88);
	args[10] = 0;
	sys(clone3, args, 88);
	sys(clone3, args, 63);
	sys(clone3, args, 5000);
	sys(clone3, args, 0);
	sys(clone3, BAD_HIGH, 88);
	sys(clone3, edge(64), 88);
}

SCENARIO(clone3_plain)
{
	uint64_t *args = zmem(64);
	int pid;

	args[4] = SIGCHLD;
	pid = sys_twice(clone3, args, 64);
	if (!pid)
		silent(exit_group, 41);
	reap(pid);
}

static uint32_t *list(const char *a, const char *b, const char *c)
{
	uint32_t *v = zmem(16);

	v[0] = PTR(str(a));
	v[1] = b ? PTR(str(b)) : 0;
	v[2] = b && c ? PTR(str(c)) : 0;
	return v;
}

static char *last_line(const char *path)
{
	static char text[256];
	int fd = open(path, O_RDONLY);
	ssize_t n = read(fd, text, sizeof(text) - 1);

	close(fd);
	text[n > 0 ? n : 0] = '\0';
	text[strcspn(text, "\n")] = '\0';
	return text;
}

SCENARIO(program)
{
	ends("exit 21");
	sys_last(execve, str("/bin/sh"), list("sh", "-c", "exit $VALUE"),
		 list("VALUE=21", NULL, NULL));
}

SCENARIO(program_at)
{
	int dir = sys(open, str("/bin"), O_RDONLY | O_CLOEXEC);

	ends("exit 22");
	sys_last(execveat, dir, str("sh"), list("sh", "-c", "exit $VALUE"),
		 list("VALUE=22", NULL, NULL), 0);
}

/* Arguments and environment come through arrays of 32-bit pointers. */
SCENARIO(program_arguments)
{
	uint32_t *argv = list("sh", "-c", "echo \"$0 $# $1 $A $B\" >got");
	uint32_t *envp = list("A=first", "B=second", NULL);
	uint32_t *many = zmem(24);
	int pid, fd;

	memcpy(many, argv, 12);
	many[3] = PTR(str("zero"));
	many[4] = PTR(str("one two"));
	pid = sys_child(CALL(execve, PTR(str("/bin/sh")), PTR(many),
			     PTR(envp)), vfork);
	reap(pid);
	note("got: %s", last_line("got"));
	fd = sys(open, str("/bin/sh"), O_RDONLY);
	pid = sys_child(CALL(execveat, fd, PTR(str("")), PTR(many),
			     PTR(envp), 0x1000), vfork);
	reap(pid);
	note("got: %s", last_line("got"));
	pid = sys_twice(fork);
	if (!pid) {
		silent(execveat, fd, str(""), argv, envp, 0x1000);
		silent(exit_group, 99);
	}
	reap(pid);
	note("got: %s", last_line("got"));
}

SCENARIO(program_errors)
{
	uint32_t *argv = list("sh", NULL, NULL), *bad = zmem(8);
	char *script = str("script");

	bad[0] = BAD;
	sys(execve, str("/bin/sh"), bad, 0);
	bad[0] = BAD_HIGH;
	sys(execve, str("/bin/sh"), bad, 0);
	sys(execve, str("/bin/sh"), argv, bad);
	sys(execve, str("/bin/sh"), argv, BAD_HIGH);
	sys(execve, str("/bin/sh"), edge(4), 0);
	sys(execve, str(""), argv, 0);
	sys(execve, str("/bin"), argv, 0);
	sys(execve, str("/bin/sh/x"), argv, 0);
	sys(open, script, O_WRONLY | O_CREAT, 0600);
	sys(execve, script, argv, 0);
	sys(chmod, script, 0700);
	sys(execve, script, argv, 0);
	sys(close, 3);
	sys(execve, script, argv, 0);
	sys(write, sys(open, script, O_WRONLY), str("#!none\n"), 7);
	sys(close, 3);
	sys(execve, script, argv, 0);
	sys(execveat, -100, BAD, argv, 0, 0);
	sys(execveat, -100, str("/bin/sh"), BAD, 0, 0);
	sys(execveat, -1, str("sh"), argv, 0, 0);
	sys(execveat, 0, str(""), argv, 0, 0);
	sys(execveat, 0, str(""), argv, 0, 0x1000);
	sys(execveat, -100, str("/bin/sh"), argv, 0, 1);
	sys(execveat, -100, str("/proc/self/exe"), argv, 0, 0x100);
}

/* What a tracer sees of a routed vfork, exec and exit. */
static int traced_child(void *arg)
{
	struct oracle_call then = CALL(exit_group, 7);
	struct oracle_call call = CALL(vfork);

	ptrace(PTRACE_TRACEME, 0, 0, 0);
	raise(SIGSTOP);
	backend_child(&call, &then);
	silent(wait4, -1, 0, 0, 0);
	silent(execve, str("/bin/sh"), list("sh", "-c", "exit 8"), 0);
	return 9;
}

static void follow(int pid)
{
	int status, who, own, grandchild = -1;

	while ((who = waitpid(-1, &status, __WALL)) > 0) {
		own = who == pid;
		if (own && WIFSTOPPED(status))
			note("child stops with %#x", status >> 8);
		else if (own)
			note("child ends with %#x", status);
		else if (!WIFSTOPPED(status))
			grandchild = status;
		if (WIFSTOPPED(status))
			ptrace(PTRACE_CONT, who, 0, 0);
	}
	/* When it ends is its own affair. */
	note("grandchild ends with %#x", grandchild);
}

SCENARIO(vfork_traced)
{
	int pid = peer(traced_child, NULL), status;

	waitpid(pid, &status, 0);
	ptrace(PTRACE_SETOPTIONS, pid, 0, PTRACE_O_TRACEVFORK |
	       PTRACE_O_TRACEVFORKDONE | PTRACE_O_TRACEEXEC |
	       PTRACE_O_TRACEEXIT);
	ptrace(PTRACE_CONT, pid, 0, 0);
	follow(pid);
}

SCENARIO(groups)
{
	int pid, fds[2];
	char c;

	sys(setsid);		/* already a leader */
	sys(setpgid, 0, 99);
	sys(setpgid, 1, 0);
	if (pipe(fds))
		return;
	pid = sys_twice(fork);
	if (!pid) {
		close(fds[1]);
		c = read(fds[0], &c, 1);
		silent(exit_group, 0);
	}
	sys(setpgid, pid, pid);
	sys(getpgid, pid);
	sys(setpgid, pid, 1);
	sys(setpgid, pid, 0x80000000);
	sys(getsid, pid);
	sys(getsid, 9999);
	sys(getsid, -1);
	sys(wait4, -pid, 0, 1, 0);
	close(fds[1]);
	reap(-pid);
	pid = sys_twice(clone, CLONE_VFORK | SIGCHLD, 0, 0, 0, 0);
	if (!pid) {
		sys(setsid);
		sys(getpgrp);
		sys(getsid, 0);
		sys(setpgid, 0, 0);
		sys_last(exit_group, 0);
	}
	reap(pid);
}
