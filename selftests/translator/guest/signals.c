// SPDX-License-Identifier: GPL-2.0-only
/*
 * Signals that come from outside: delivery, masks, restart, frames
 */
#define _GNU_SOURCE
#include <sys/time.h>
#include <sys/wait.h>
#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/select.h>
#include <ucontext.h>
#include <unistd.h>

#include "check.h"

static volatile sig_atomic_t seen, depth, max_depth;
static volatile siginfo_t last;
static sigset_t mask_in_handler;
static char altstack[16384] __attribute__((aligned(16)));
static volatile uintptr_t handler_sp;

static void on_plain(int sig)
{
	seen = sig;
}

static void on_info(int sig, siginfo_t *info, void *ucontext)
{
	char here;

	(void)ucontext;
	seen = sig;
	memcpy((void *)&last, info, sizeof(last));
	sigprocmask(SIG_BLOCK, NULL, &mask_in_handler);
	handler_sp = (uintptr_t)&here;
}

static void on_nested(int sig)
{
	if (++depth > max_depth)
		max_depth = depth;
	if (depth < 3)
		raise(sig);
	depth--;
}

static void set(int sig, void *handler, int flags)
{
	struct sigaction sa = { .sa_flags = flags };

	if (flags & SA_SIGINFO)
		sa.sa_sigaction = handler;
	else
		sa.sa_handler = handler;
	sigaction(sig, &sa, NULL);
}

/*
 * Again and again, until alarm_off(): on a busy machine the first may come
 * before the call that it is to interrupt.
 */
static void alarm_in(long usec)
{
	struct itimerval it = { { 0, usec }, { 0, usec } };

	setitimer(ITIMER_REAL, &it, NULL);
}

static void alarm_off(void)
{
	struct itimerval it = { 0 };

	setitimer(ITIMER_REAL, &it, NULL);
}

static int go[2];

static void on_go(int sig)
{
	seen = sig;
	if (write(go[1], "g", 1) != 1)
		_exit(1);
}

/* A child that writes a byte to @fd when the handler above has run */
static pid_t writer(int fd)
{
	pid_t pid = fork();
	char c;

	if (pid == 0) {
		if (read(go[0], &c, 1) != 1)
			_exit(1);
		/* Time to be in the restarted call again */
		usleep(50000);
		_exit(write(fd, "x", 1) != 1);
	}
	return pid;
}

static void test_busy_loop(void)
{
	set(SIGALRM, on_plain, 0);
	seen = 0;
	alarm_in(20000);
	while (!seen)
		;
	alarm_off();
	check(seen == SIGALRM, "handler_interrupts_busy_loop");
}

static void test_siginfo(void)
{
	union sigval value = { .sival_int = 0x12345678 };
	int status;
	pid_t pid;

	set(SIGUSR1, on_info, SA_SIGINFO);
	kill(getpid(), SIGUSR1);
	check(last.si_code == SI_USER && last.si_pid == getpid() &&
	      last.si_uid == getuid(), "siginfo_of_kill");
	check(sigismember(&mask_in_handler, SIGUSR1) == 1,
	      "signal_is_blocked_in_its_handler");
	sigqueue(getpid(), SIGUSR1, value);
	check(last.si_code == SI_QUEUE &&
	      last.si_value.sival_int == 0x12345678, "siginfo_of_sigqueue");

	set(SIGCHLD, on_info, SA_SIGINFO);
	seen = 0;
	pid = fork();
	if (pid == 0)
		_exit(42);
	while (seen != SIGCHLD)
		usleep(1000);
	check(last.si_pid == pid && last.si_status == 42 &&
	      last.si_code == CLD_EXITED, "siginfo_of_child");
	check(waitpid(pid, &status, 0) == pid && WEXITSTATUS(status) == 42,
	      "wait_after_sigchld");
	set(SIGCHLD, SIG_DFL, 0);
}

static void test_sigpipe(void)
{
	int fd[2];

	if (pipe(fd))
		exit(1);
	close(fd[0]);
	set(SIGPIPE, on_plain, 0);
	seen = 0;
	check(write(fd[1], "x", 1) == -1 && errno == EPIPE &&
	      seen == SIGPIPE, "sigpipe_handler");
	set(SIGPIPE, SIG_IGN, 0);
	seen = 0;
	check(write(fd[1], "x", 1) == -1 && errno == EPIPE && !seen,
	      "sigpipe_ignored");
	set(SIGPIPE, SIG_DFL, 0);
	close(fd[1]);
}

static void test_restart(void)
{
	int fd[2];
	char c = 0;
	pid_t pid;
	ssize_t n;

	if (pipe(fd) || pipe(go))
		exit(1);
	set(SIGALRM, on_go, SA_RESTART);
	seen = 0;
	pid = writer(fd[1]);
	alarm_in(50000);
	n = read(fd[0], &c, 1);
	alarm_off();
	check(n == 1 && c == 'x' && seen == SIGALRM, "read_restarts");
	waitpid(pid, NULL, 0);

	set(SIGALRM, on_plain, 0);
	seen = 0;
	alarm_in(50000);
	n = read(fd[0], &c, 1);
	check(n == -1 && errno == EINTR && seen == SIGALRM, "read_eintr");
	alarm_off();

	/* Never restarted, SA_RESTART or not */
	set(SIGALRM, on_plain, SA_RESTART);
	seen = 0;
	alarm_in(50000);
	check(poll(NULL, 0, 10000) == -1 && errno == EINTR && seen,
	      "poll_eintr_despite_restart");
	alarm_off();
	seen = 0;
	alarm_in(50000);
	n = sleep(10);
	alarm_off();
	check(seen && n > 0, "sleep_interrupted");
	close(fd[0]);
	close(fd[1]);
}

static void test_masks(void)
{
	sigset_t block, old, pending, none, wait_mask;
	struct timespec ts = { 10, 0 };
	int sig;

	set(SIGUSR1, on_info, SA_SIGINFO);
	set(SIGUSR2, on_plain, 0);
	sigemptyset(&none);
	sigemptyset(&block);
	sigaddset(&block, SIGUSR1);
	sigprocmask(SIG_BLOCK, &block, &old);
	seen = 0;
	raise(SIGUSR1);
	sigpending(&pending);
	check(!seen && sigismember(&pending, SIGUSR1) == 1, "blocked_is_pending");

	/* During the handler the mask of sigsuspend is in force. */
	sigemptyset(&wait_mask);
	sigaddset(&wait_mask, SIGUSR2);
	check(sigsuspend(&wait_mask) == -1 && errno == EINTR &&
	      seen == SIGUSR1, "sigsuspend");
	check(sigismember(&mask_in_handler, SIGUSR2) == 1,
	      "sigsuspend_mask_in_handler");
	sigprocmask(SIG_BLOCK, NULL, &pending);
	check(sigismember(&pending, SIGUSR1) == 1 &&
	      sigismember(&pending, SIGUSR2) == 0, "sigsuspend_restores_mask");

	raise(SIGUSR1);
	seen = 0;
	check(ppoll(NULL, 0, &ts, &none) == -1 && errno == EINTR &&
	      seen == SIGUSR1, "ppoll_mask");
	raise(SIGUSR1);
	seen = 0;
	check(pselect(0, NULL, NULL, NULL, &ts, &none) == -1 &&
	      errno == EINTR && seen == SIGUSR1, "pselect_mask");
	raise(SIGUSR1);
	seen = 0;
	check(sigwait(&block, &sig) == 0 && sig == SIGUSR1 && !seen, "sigwait");
	sigprocmask(SIG_SETMASK, &old, NULL);
}

static void test_flags(void)
{
	struct sigaction sa;
	stack_t stack = { .ss_sp = altstack, .ss_size = sizeof(altstack) };
	stack_t off = { .ss_flags = SS_DISABLE };

	set(SIGUSR1, on_nested, SA_NODEFER);
	raise(SIGUSR1);
	check_equal(max_depth, 3, "nodefer_nests");
	set(SIGUSR1, on_plain, SA_RESETHAND);
	raise(SIGUSR1);
	sigaction(SIGUSR1, NULL, &sa);
	check(sa.sa_handler == SIG_DFL, "resethand");

	set(SIGUSR1, on_info, SA_SIGINFO | SA_ONSTACK);
	check(sigaltstack(&stack, NULL) == 0, "sigaltstack");
	raise(SIGUSR1);
	check(handler_sp >= (uintptr_t)altstack &&
	      handler_sp < (uintptr_t)altstack + sizeof(altstack),
	      "handler_on_altstack");
	sigaltstack(&off, NULL);
	raise(SIGUSR1);
	check(!(handler_sp >= (uintptr_t)altstack &&
		handler_sp < (uintptr_t)altstack + sizeof(altstack)),
	      "handler_off_altstack");
}

static void on_clobber(int sig, siginfo_t *info, void *ucontext)
{
	(void)sig;
	(void)info;
	(void)ucontext;
	seen = 1;
	asm volatile("mov r4, #0\n\tmov r5, #0\n\t"
		     "vmov.i32 q0, #0\n\tvmov.i32 q8, #0\n\t"
		     "vmsr fpscr, r4" ::: "r4", "r5", "q0", "q8", "memory");
}

/* Registers, flags and floating point state survive a handler. */
static void test_registers(void)
{
	uint32_t r4, r5, flags;
	uint64_t d0, d16;

	set(SIGALRM, on_clobber, SA_SIGINFO);
	seen = 0;
	alarm_in(20000);
	asm volatile("movw r4, #0x1234\n\t"
		     "movw r5, #0x5678\n\t"
		     "vmov d0, r4, r5\n\t"
		     "vmov d16, r5, r4\n\t"
		     "cmp r4, r4\n"
		     "1:\tldr r2, [%5]\n\t"
		     "teq r2, #0\n\t"
		     "beq 1b\n\t"
		     "mov %0, r4\n\t"
		     "mov %1, r5\n\t"
		     "vmov %Q2, %R2, d0\n\t"
		     "vmov %Q3, %R3, d16\n\t"
		     "mrs %4, apsr"
		     : "=&r"(r4), "=&r"(r5), "=&r"(d0), "=&r"(d16),
		       "=&r"(flags)
		     : "r"(&seen)
		     : "r2", "r4", "r5", "d0", "d16", "cc", "memory");
	alarm_off();
	check(r4 == 0x1234 && r5 == 0x5678, "registers_survive");
	check(d0 == 0x567800001234ULL && d16 == 0x123400005678ULL,
	      "vfp_registers_survive");
	check((flags & 0x20000000) != 0, "flags_survive");
}

static void on_context(int sig, siginfo_t *info, void *ucontext)
{
	ucontext_t *uc = ucontext;

	(void)sig;
	(void)info;
	/* What the handler writes there is what sigreturn restores. */
	uc->uc_mcontext.arm_r4 = 0xabcd;
	sigaddset(&uc->uc_sigmask, SIGUSR2);
}

static void test_context(void)
{
	uint32_t r4;
	sigset_t now, none;

	set(SIGUSR1, on_context, SA_SIGINFO);
	asm volatile("mov r4, #1\n\t"
		     "mov r0, %1\n\t"
		     "mov r1, %2\n\t"
		     "mov r7, %3\n\t"
		     "svc #0\n\t"
		     "mov %0, r4"
		     : "=r"(r4)
		     : "r"(getpid()), "i"(SIGUSR1), "i"(37)	/* kill */
		     : "r0", "r1", "r4", "r7", "memory");
	check_equal(r4, 0xabcd, "context_register_restored");
	sigprocmask(SIG_BLOCK, NULL, &now);
	check(sigismember(&now, SIGUSR2) == 1, "context_mask_restored");
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
}

static void test_default_actions(void)
{
	static const int fatal[] = { SIGTERM, SIGKILL, SIGALRM, SIGUSR1,
				     SIGABRT, SIGSEGV };
	char name[40];
	size_t i;
	int status;
	pid_t pid;

	for (i = 0; i < sizeof(fatal) / sizeof(fatal[0]); i++) {
		pid = fork();
		if (pid == 0) {
			signal(fatal[i], SIG_DFL);
			kill(getpid(), fatal[i]);
			for (;;)
				pause();
		}
		waitpid(pid, &status, 0);
		snprintf(name, sizeof(name), "dies_by_signal_%d", fatal[i]);
		check(WIFSIGNALED(status) && WTERMSIG(status) == fatal[i],
		      name);
	}
	pid = fork();
	if (pid == 0) {
		raise(SIGSTOP);
		_exit(7);
	}
	check(waitpid(pid, &status, WUNTRACED) == pid && WIFSTOPPED(status),
	      "stops");
	kill(pid, SIGCONT);
	check(waitpid(pid, &status, 0) == pid && WEXITSTATUS(status) == 7,
	      "continues");
}

int main(void)
{
	check_start();
	test_busy_loop();
	test_siginfo();
	test_sigpipe();
	test_restart();
	test_masks();
	test_flags();
	test_registers();
	test_context();
	test_default_actions();
	return check_end();
}
