/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * gate32-run - what cpu.c and cpu_fault.c share about the engine
 */
#ifndef GATE32_RUN_CPU_ENGINE_H
#define GATE32_RUN_CPU_ENGINE_H

#include <setjmp.h>

#include "cpu.h"
#include "types.h"

struct uc_struct;
struct uc_context;

/* Numbers that unicorn's interrupt hook reports: those of its QEMU core */
enum {
	EXCEPTION_NONE		= 0,
	EXCEPTION_SVC		= 2,
	EXCEPTION_DATA_ABORT	= 4,
	EXCEPTION_BKPT		= 7,
	/* Our own, see cpu_fault.c */
	EXCEPTION_YIELD		= 0x1000,
};

/**
 * struct cpu - the CPU of one thread
 * @next: in the list of all
 * @saved: all registers, while others are in the engine
 * @exception: what stopped it, of the enum above
 * @unmapped: address below GUEST_START that it could not access
 * @in_use: a thread owns it
 * @running: translated code or the translator proper is under way
 * @kicked: somebody wants it to stop
 */
struct cpu {
	struct cpu *next;
	struct uc_context *saved;
	u32 exception;
	u32 unmapped;
	bool in_use;
	volatile bool running;
	volatile bool kicked;
};

bool cpu_classify_insn(struct cpu *cpu, const struct cpu_regs *regs,
		       struct cpu_trap *trap);
void cpu_find_pc(void);

#endif /* GATE32_RUN_CPU_ENGINE_H */
