// SPDX-License-Identifier: GPL-2.0-only
/*
 * Signals that an instruction causes: address, pc, continuation, death
 */
#define _GNU_SOURCE
#include <sys/mman.h>
#include <sys/wait.h>
#include <setjmp.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <ucontext.h>
#include <unistd.h>

#include "check.h"

static void *nowhere;		/* not mapped */
static sigjmp_buf back;
static volatile int caught;
static siginfo_t info;
static uint32_t caught_pc, caught_r5;

static void on_fault(int sig, siginfo_t *si, void *ucontext)
{
	ucontext_t *uc = ucontext;

	caught = sig;
	info = *si;
	caught_pc = uc->uc_mcontext.arm_pc;
	caught_r5 = uc->uc_mcontext.arm_r5;
	siglongjmp(back, 1);
}

static void on_fault_skip(int sig, siginfo_t *si, void *ucontext)
{
	ucontext_t *uc = ucontext;

	caught = sig;
	info = *si;
	uc->uc_mcontext.arm_pc += 4;
}

static void set(int sig, void *handler)
{
	struct sigaction sa = { .sa_flags = SA_SIGINFO,
				.sa_sigaction = handler };

	sigaction(sig, &sa, NULL);
}

/*
 * Functions of ARM instructions, each with a label on the one that faults and
 * a value in r5 that only a precise state shows.
 */
asm(".arm\n"
	"load_from:\n\tpush {r5, lr}\n\tmov r5, #1\n\tmov r5, #2\n"
	"load_insn:\tldr r1, [r0]\n\tmov r5, #3\n\tmov r0, r1\n"
	"\tpop {r5, pc}\n"
	"store_to:\n\tpush {r5, lr}\n\tmov r5, #4\n"
	"store_insn:\tstr r5, [r0]\n\tmov r5, #5\n\tmov r0, #0\n"
	"\tpop {r5, pc}\n"
	"undefined:\n\tmov r0, #7\n"
	"udf_insn:\tudf #1\n\tbx lr\n"
	"breakpoint:\n"
	"bkpt_insn:\tbkpt #0\n\tbx lr\n");
uint32_t load_from(const void *p);
uint32_t store_to(void *p);
uint32_t undefined(void);
uint32_t breakpoint(void);
extern char load_insn[], store_insn[], udf_insn[], bkpt_insn[];

static void test_segv(void)
{
	char *gap = mmap(NULL, 8192, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS,
			 -1, 0);
	char *ro = mmap(NULL, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS,
			-1, 0);

	set(SIGSEGV, on_fault);
	munmap(gap + 4096, 4096);
	caught = 0;
	if (!sigsetjmp(back, 1))
		load_from(gap + 4096 + 16);
	check(caught == SIGSEGV && info.si_code == SEGV_MAPERR &&
	      info.si_addr == gap + 4096 + 16, "load_unmapped");
	check(caught_pc == (uint32_t)load_insn, "load_pc_is_exact");
	check_equal(caught_r5, 2, "load_registers_are_exact");

	caught = 0;
	if (!sigsetjmp(back, 1))
		load_from(gap);
	check(caught == SIGSEGV && info.si_code == SEGV_ACCERR &&
	      info.si_addr == gap, "load_prot_none");

	caught = 0;
	if (!sigsetjmp(back, 1))
		store_to(ro);
	check(caught == SIGSEGV && info.si_code == SEGV_ACCERR &&
	      info.si_addr == ro, "store_read_only");
	check(caught_pc == (uint32_t)store_insn && caught_r5 == 4,
	      "store_state_is_exact");

	caught = 0;
	if (!sigsetjmp(back, 1))
		load_from((void *)4);
	check(caught == SIGSEGV && info.si_addr == (void *)4 &&
	      caught_pc == (uint32_t)load_insn, "load_null");

	/* To a page with code, unicorn stores by another way. */
	caught = 0;
	if (!sigsetjmp(back, 1))
		store_to(load_insn);
	check(caught == SIGSEGV && info.si_addr == load_insn &&
	      caught_pc == (uint32_t)store_insn && caught_r5 == 4,
	      "store_to_code");

	caught = 0;
	if (!sigsetjmp(back, 1))
		((void (*)(void))(gap + 4096))();
	check(caught == SIGSEGV && caught_pc == (uint32_t)(gap + 4096) &&
	      info.si_addr == gap + 4096, "jump_unmapped");
	caught = 0;
	if (!sigsetjmp(back, 1))
		((void (*)(void))0)();
	check(caught == SIGSEGV && caught_pc == 0 && info.si_addr == 0,
	      "jump_null");

	set(SIGSEGV, on_fault_skip);
	caught = 0;
	store_to(ro);
	check(caught == SIGSEGV, "handler_skips_instruction");
	munmap(gap, 4096);
	munmap(ro, 4096);
}

static void test_many(void)
{
	volatile int i, good = 0;

	/* More than any nesting limit of an emulator */
	set(SIGSEGV, on_fault);
	for (i = 0; i < 100; i++) {
		caught = 0;
		if (!sigsetjmp(back, 1))
			load_from(nowhere);
		good += caught == SIGSEGV;
		caught = 0;
		if (!sigsetjmp(back, 1))
			load_from((void *)8);
		good += caught == SIGSEGV;
	}
	check_equal(good, 200, "hundreds_of_faults");
}

static void test_bus(void)
{
	char name[] = "/tmp/gate32-faults-XXXXXX";
	int fd = mkstemp(name);
	char *p = mmap(NULL, 4096, PROT_READ, MAP_SHARED, fd, 0);

	unlink(name);
	set(SIGBUS, on_fault);
	caught = 0;
	if (!sigsetjmp(back, 1))
		load_from(p + 8);
	check(caught == SIGBUS && info.si_code == BUS_ADRERR &&
	      info.si_addr == p + 8 && caught_pc == (uint32_t)load_insn,
	      "beyond_end_of_file");
	munmap(p, 4096);
	close(fd);
}

static void test_instructions(void)
{
	set(SIGILL, on_fault);
	caught = 0;
	if (!sigsetjmp(back, 1))
		undefined();
	check(caught == SIGILL && info.si_code == ILL_ILLOPC &&
	      caught_pc == (uint32_t)udf_insn &&
	      info.si_addr == udf_insn, "undefined_instruction");
	set(SIGTRAP, on_fault);
	caught = 0;
	if (!sigsetjmp(back, 1))
		breakpoint();
	check(caught == SIGTRAP && caught_pc == (uint32_t)bkpt_insn,
	      "breakpoint_instruction");
}

static int death(void (*fn)(void), bool block, int sig)
{
	sigset_t mask;
	int status;
	pid_t pid = fork();

	if (pid == 0) {
		signal(sig, SIG_DFL);
		if (block) {
			set(sig, on_fault_skip);
			sigemptyset(&mask);
			sigaddset(&mask, sig);
			sigprocmask(SIG_BLOCK, &mask, NULL);
		}
		fn();
		_exit(99);
	}
	waitpid(pid, &status, 0);
	return WIFSIGNALED(status) ? WTERMSIG(status) : -WEXITSTATUS(status);
}

static void do_segv(void)
{
	load_from(nowhere);
}

static void do_null(void)
{
	load_from(NULL);
}

static void do_ill(void)
{
	undefined();
}

static void do_trap(void)
{
	breakpoint();
}

static void test_deaths(void)
{
	check_equal(death(do_segv, false, SIGSEGV), SIGSEGV, "dies_of_segv");
	check_equal(death(do_null, false, SIGSEGV), SIGSEGV, "dies_of_null");
	check_equal(death(do_ill, false, SIGILL), SIGILL, "dies_of_ill");
	check_equal(death(do_trap, false, SIGTRAP), SIGTRAP, "dies_of_trap");
	check_equal(death(do_segv, true, SIGSEGV), SIGSEGV,
		    "dies_of_blocked_segv");
	check_equal(death(do_null, true, SIGSEGV), SIGSEGV,
		    "dies_of_blocked_null");
	check_equal(death(abort, false, SIGABRT), SIGABRT, "dies_of_abort");
}

int main(void)
{
	nowhere = mmap(NULL, 4096, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1,
		       0);
	munmap(nowhere, 4096);
	check_start();
	test_segv();
	test_many();
	test_bus();
	test_instructions();
	test_deaths();
	return check_end();
}
