/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * gate32-run - short names for fixed-width types, and the process state that
 * every file shares
 */
#ifndef GATE32_RUN_TYPES_H
#define GATE32_RUN_TYPES_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef uint8_t u8;
typedef uint16_t u16;
typedef uint32_t u32;
typedef uint64_t u64;
typedef int32_t s32;

#define ARRAY_SIZE(a)	(sizeof(a) / sizeof((a)[0]))

/* Signals of Linux are numbered from 1; a mask of them fits into 64 bits. */
#define NR_SIGNALS	64

/*
 * Result of a call that has to be made again after a signal handler of the
 * guest has run. The kernel has the same number for it and never shows it to
 * user space, so that no call can return it.
 */
#define CALL_AGAIN	(-512L)

/* Result of a call that has set all registers itself, r0 included. */
#define CALL_REGS_SET	(-514L)

struct cpu;
struct sighand;

/* A signal that the kernel has delivered to us and the guest has not seen. */
struct captured_signal {
	siginfo_t info;
	u64 old_mask;		/* the guest's mask, to be restored at last */
	u64 active_mask;	/* the mask in force, other during sigsuspend */
};

struct altstack {
	u32 sp, flags, size;
};

/**
 * struct task - a thread of the guest, run by one thread of ours
 * @cpu: its registers
 * @sighand: its table of signal actions, shared by the threads of a process
 * @tid: as the kernel calls it
 * @captured: @signal is to be delivered; read by gate_svc() in assembler
 * @signal: valid while @captured is set
 * @blocked: the guest's signal mask, valid inside own calls only: there the
 *	kernel's mask is full, elsewhere the kernel's mask is the guest's
 * @temp_mask: mask that the call under way (ppoll, sigsuspend...) sets for its
 *	duration, if @has_temp_mask
 * @altstack: of sigaltstack
 * @clear_tid: where to write 0 at exit, 0 for nowhere
 * @is_pthread: started by pthread_create(), so that the kernel's own
 *	clear_child_tid belongs to our libc
 * @shares_memory: child of vfork: the memory is its parent's
 * @exiting: leave the loop
 * @ticket: for the guest lock, if @has_ticket
 * @filter: where a seccomp filter is that is being installed, or 0
 * @exec_strings: memory of an execve under way, or NULL
 */
struct task {
	struct cpu *cpu;
	struct sighand *sighand;
	u32 tid;
	volatile u32 captured;
	struct captured_signal signal;
	u64 blocked;
	u64 temp_mask;
	bool has_temp_mask;
	struct altstack altstack;
	u32 clear_tid;
	bool is_pthread;
	bool shares_memory;
	bool exiting;
	unsigned int ticket;
	volatile bool has_ticket;
	u32 filter;
	void *exec_strings;
};

extern __thread struct task *self;

#endif /* GATE32_RUN_TYPES_H */
