/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * gate32 - ARM EABI: calls that do not run in the window
 *
 * GATE32_POLICY(name, class, own function, reason). Every call of the
 * kernel's table that is not here is of class WINDOW. The manual's list of
 * calls is made from this file, so the reasons are written for its readers.
 *
 * GATE32_PRIVATE_POLICY(name, class, reason) is the same for ARM's private
 * calls, which are in no table.
 */

/* Signal frames and handlers: gate32 does not know the guest's registers. */
GATE32_POLICY(restart_syscall, REFUSED, NULL,
	      "the kernel restarts a routed call by itself")
GATE32_POLICY(sigreturn, REFUSED, NULL,
	      "would load AArch32 registers into a 64-bit thread")
GATE32_POLICY(rt_sigreturn, REFUSED, NULL,
	      "would load AArch32 registers into a 64-bit thread")
GATE32_POLICY(sigaction, REFUSED, NULL,
	      "a handler is guest code; install your own and call it")
GATE32_POLICY(rt_sigaction, REFUSED, NULL,
	      "a handler is guest code; install your own and call it")
GATE32_POLICY(sigaltstack, REFUSED, NULL,
	      "signals are delivered on the translator's stacks")

/* Registrations that the translator's own libc has made for the thread. */
GATE32_POLICY(set_tid_address, REFUSED, NULL,
	      "the thread's address is in use by the translator's libc")
GATE32_POLICY(rseq, REFUSED, NULL,
	      "the thread's area is in use by the translator's libc")

/* A 32-bit debugger's view of a 64-bit thread makes no sense. */
GATE32_POLICY(ptrace, REFUSED, NULL,
	      "the registers that it shows are the translator's")

/*
 * The child copies the marks of its parent and would stay 32-bit for ever;
 * a dying or exec'ing thread reads pointers of the translator above 4 GB.
 * All of them are also places where a tracer can stop the thread.
 */
GATE32_POLICY(fork, NATIVE, NULL, "the child is a 64-bit process")
GATE32_POLICY(vfork, NATIVE, NULL, "the child is a 64-bit process")
GATE32_POLICY(clone, NATIVE, NULL, "the child is a 64-bit thread")
GATE32_POLICY(clone3, NATIVE, NULL, "the child is a 64-bit thread")
GATE32_POLICY(execve, EXEC, NULL, "the new program decides what it is")
GATE32_POLICY(execveat, EXEC, NULL, "the new program decides what it is")
GATE32_POLICY(exit, NATIVE, NULL, "the thread's lists are 64-bit")
GATE32_POLICY(exit_group, NATIVE, NULL, "the threads' lists are 64-bit")

/* The kernel's break is the translator's heap. */
GATE32_POLICY(brk, OWN, gate32_brk, "works on the area set by GATE32_BRK")

/* TPIDRRO_EL0 means nothing to a 64-bit thread, TPIDR_EL0 would be lost. */
GATE32_PRIVATE_POLICY(set_tls, REFUSED,
		      "the thread pointer is the translator's business")
