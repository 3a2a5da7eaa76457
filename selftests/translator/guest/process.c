// SPDX-License-Identifier: GPL-2.0-only
/*
 * Processes: fork, vfork, posix_spawn, exec of all kinds, what is inherited
 */
#define _GNU_SOURCE
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "check.h"

extern char **environ;

static const char *me;
static char dir[] = "/tmp/gate32-process-XXXXXX";

static int wait_for(pid_t pid)
{
	int status;

	if (pid < 0 || waitpid(pid, &status, 0) != pid)
		return -1000;
	return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

/* What this program does when it has been executed by itself */
static int be_executed(int argc, char **argv)
{
	const char *what = argv[1] + strlen("--child=");
	sigset_t mask;

	if (!strcmp(what, "args"))
		return argc == 5 && !strcmp(argv[2], "") &&
		       !strcmp(argv[3], "b c") && !strcmp(argv[4], "--help") &&
		       !strcmp(argv[0], "name") && getenv("MARK") &&
		       !strcmp(getenv("MARK"), "x") ? 21 : 1;
	if (!strcmp(what, "signals")) {
		sigprocmask(SIG_BLOCK, NULL, &mask);
		return signal(SIGUSR1, SIG_DFL) == SIG_IGN &&
		       signal(SIGUSR2, SIG_DFL) == SIG_DFL &&
		       sigismember(&mask, SIGALRM) == 1 &&
		       sigismember(&mask, SIGTERM) == 0 ? 22 : 1;
	}
	if (!strcmp(what, "fds"))
		return fcntl(50, F_GETFD) == 0 && fcntl(51, F_GETFD) == -1 &&
		       open("/dev/null", O_RDONLY) == 3 ? 23 : 1;
	if (!strcmp(what, "cmdline")) {
		static const char expected[] = "name\0--child=cmdline\0x y";
		int fd = open("/proc/self/cmdline", O_RDONLY);
		char text[100];

		return read(fd, text, sizeof(text)) == sizeof(expected) &&
		       !memcmp(text, expected, sizeof(expected)) ? 25 : 1;
	}
	if (!strcmp(what, "copy")) {
		int exe = open("/proc/self/exe", O_RDONLY);

		return fcntl(exe, F_GET_SEALS) == F_SEAL_WRITE ? 24 : 1;
	}
	return 1;
}

static int run(const char *path, char *const argv[], char *const envp[])
{
	pid_t pid = fork();

	if (pid == 0) {
		execve(path, argv, envp);
		_exit(100 + errno % 100);
	}
	return wait_for(pid);
}

static void write_file(const char *name, const char *text, int mode)
{
	int fd = open(name, O_WRONLY | O_CREAT | O_TRUNC, mode);

	if (fd < 0 || write(fd, text, strlen(text)) != (ssize_t)strlen(text))
		exit(1);
	close(fd);
}

static void test_fork(void)
{
	static int shared = 1;
	pid_t pid = fork();

	if (pid == 0) {
		shared = 2;
		_exit(shared + (getppid() > 1) + 10);
	}
	check_equal(wait_for(pid), 13, "fork");
	check_equal(shared, 1, "fork_copies_memory");
	pid = fork();
	if (pid == 0) {
		pid = fork();
		if (pid == 0)
			_exit(5);
		_exit(wait_for(pid) + 1);
	}
	check_equal(wait_for(pid), 6, "fork_in_child");
}

static void test_vfork(void)
{
	volatile int shared = 1;
	pid_t pid = vfork();

	if (pid == 0) {
		shared = 2;
		_exit(14);
	}
	check_equal(wait_for(pid), 14, "vfork");
	check_equal(shared, 2, "vfork_shares_memory");
	pid = vfork();
	if (pid == 0) {
		raise(SIGKILL);
		_exit(1);
	}
	check_equal(wait_for(pid), -SIGKILL, "vfork_child_killed");
	pid = vfork();
	if (pid == 0) {
		signal(SIGUSR1, SIG_IGN);
		_exit(15);
	}
	check_equal(wait_for(pid), 15, "vfork_child_sets_action");
	check(signal(SIGUSR1, SIG_DFL) == SIG_DFL, "parents_action_stays");
}

static void test_spawn(void)
{
	char *argv[] = { "name", "--child=args", "", "b c", "--help", NULL };
	char *envp[] = { "MARK=x", NULL };
	pid_t pid;

	check_equal(posix_spawn(&pid, "/nonexistent", NULL, NULL, argv,
				environ), ENOENT, "spawn_reports_error");
	check_equal(posix_spawn(&pid, me, NULL, NULL, argv, envp), 0, "spawn");
	check_equal(wait_for(pid), 21, "spawned_arguments");
}

static void test_exec(void)
{
	char *args[] = { "name", "--child=args", "", "b c", "--help", NULL };
	char *cmdline[] = { "name", "--child=cmdline", "x y", NULL };
	char *fds[] = { "name", "--child=fds", NULL };
	char *sigs[] = { "name", "--child=signals", NULL };
	char *envp[] = { "MARK=x", NULL };
	sigset_t set;
	pid_t pid;

	check_equal(run(me, args, envp), 21, "exec_arguments");
	check_equal(run("/proc/self/exe", args, envp), 21, "exec_self");
	check_equal(run(me, cmdline, envp), 25, "exec_command_line");
	pid = fork();
	if (pid == 0) {
		signal(SIGUSR1, SIG_IGN);
		signal(SIGUSR2, (void (*)(int))exit);
		sigemptyset(&set);
		sigaddset(&set, SIGALRM);
		sigprocmask(SIG_SETMASK, &set, NULL);
		execve(me, sigs, environ);
		_exit(1);
	}
	check_equal(wait_for(pid), 22, "exec_keeps_ignored_and_mask");
	pid = fork();
	if (pid == 0) {
		dup2(0, 50);
		dup2(0, 51);
		fcntl(51, F_SETFD, FD_CLOEXEC);
		execve(me, fds, environ);
		_exit(1);
	}
	check_equal(wait_for(pid), 23, "exec_descriptors");
	pid = fork();
	if (pid == 0) {
		fexecve(open(me, O_RDONLY | O_CLOEXEC), args, envp);
		_exit(1);
	}
	check_equal(wait_for(pid), 21, "fexecve");
}

/* Container tools execute a sealed copy of themselves, and look for the seals. */
static void test_exec_copy(void)
{
	char *argv[] = { "name", "--child=copy", NULL };
	int from = open(me, O_RDONLY | O_CLOEXEC), fd;
	struct stat st;
	pid_t pid;

	fd = memfd_create("copy", MFD_CLOEXEC | MFD_ALLOW_SEALING);
	check(fstat(from, &st) == 0 &&
	      sendfile(fd, from, NULL, st.st_size) == st.st_size &&
	      fcntl(fd, F_ADD_SEALS, F_SEAL_WRITE) == 0, "sealed_copy");
	pid = fork();
	if (pid == 0) {
		fexecve(fd, argv, environ);
		_exit(1);
	}
	check_equal(wait_for(pid), 24, "exec_copy");
	close(fd);
	close(from);
}

static void test_exec_errors(void)
{
	char *argv[] = { "x", NULL };
	/* The compiler must not see that these are no good. */
	char *volatile bad_path = (char *)16, **volatile bad_argv = (char **)16;

	check(execve("/nonexistent", argv, environ) == -1 && errno == ENOENT,
	      "exec_enoent");
	check(execve("/", argv, environ) == -1 && errno == EACCES,
	      "exec_directory");
	write_file("plain", "no program\n", 0755);
	check(execve("./plain", argv, environ) == -1 && errno == ENOEXEC,
	      "exec_enoexec");
	write_file("noexec", "#!/bin/sh\n", 0644);
	check(execve("./noexec", argv, environ) == -1 && errno == EACCES,
	      "exec_eacces");
	check(execve(bad_path, argv, environ) == -1 && errno == EFAULT,
	      "exec_bad_path");
	check(execve("./plain", bad_argv, environ) == -1 &&
	      errno == EFAULT, "exec_bad_argv");
	write_file("loop", "#!./loop\n", 0755);
	check(execve("./loop", argv, environ) == -1 && errno == ELOOP,
	      "exec_script_loop");
}

static void test_scripts(const char *native_sh)
{
	/* The last two arguments come from execve, those before from "#!". */
	char *argv[] = { "zero", "b c", "--help", NULL };
	char *plain[] = { "zero", "one", NULL };
	char *envp[] = { "MARK=x", NULL };
	char text[512];

	snprintf(text, sizeof(text), "#!%s --child=script\n", me);
	write_file("script", text, 0755);
	check_equal(run("./script", argv, envp), 31, "script_of_this_program");
	if (native_sh) {
		snprintf(text, sizeof(text), "#! %s\n[ \"$1\" = one ] && exit 32\n",
			 native_sh);
		write_file("native", text, 0755);
		check_equal(run("./native", plain, envp), 32,
			    "script_of_other_program");
	}
}

static void test_clone(void)
{
	pid_t tid = -1, pid;

	signal(SIGUSR2, SIG_IGN);
	pid = syscall(SYS_clone, SIGUSR2 | CLONE_PARENT_SETTID |
		      CLONE_CHILD_CLEARTID, 0, &tid, 0, &tid);
	if (pid == 0)
		_exit(16);
	check(pid > 0 && tid == pid, "clone_parent_settid");
	/* Its exit signal is not SIGCHLD, so wait only sees it if told so. */
	check(waitpid(pid, NULL, 0) == -1 && errno == ECHILD,
	      "clone_exit_signal");
	check(waitpid(pid, NULL, __WCLONE) == pid, "clone_wait");
	signal(SIGUSR2, SIG_DFL);
	check(syscall(SYS_clone, CLONE_THREAD, 0, 0, 0, 0) == -1 &&
	      errno == EINVAL, "clone_bad_flags");
}

int main(int argc, char **argv)
{
	char path[4096];

	if (argc > 1 && !strcmp(argv[1], "--child=script"))
		/* program, argument of #!, script, "b c", "--help" */
		return argc == 5 && !strcmp(argv[2], "./script") &&
		       !strcmp(argv[3], "b c") &&
		       !strcmp(argv[4], "--help") ? 31 : 1;
	if (argc > 1 && !strncmp(argv[1], "--child=", 8))
		return be_executed(argc, argv);

	/* usage: process [SHELL], which is any other program */
	if (!realpath(argv[0], path) || !mkdtemp(dir) || chdir(dir))
		return 1;
	me = path;
	check_start();
	test_fork();
	test_vfork();
	test_spawn();
	test_exec();
	test_exec_copy();
	test_exec_errors();
	test_scripts(argc > 1 ? argv[1] : NULL);
	test_clone();
	return check_end();
}
