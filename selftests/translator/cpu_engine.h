/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * gate32-run - what cpu.c and cpu_fault.c share about an engine
 */
#ifndef GATE32_RUN_CPU_ENGINE_H
#define GATE32_RUN_CPU_ENGINE_H

#include <setjmp.h>

#include "cpu.h"
#include "types.h"

struct uc_struct;

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
 * struct cpu - one engine
 * @next: in the list of all
 * @uc: unicorn's handle
 * @exception: what stopped it, of the enum above
 * @unmapped: address below GUEST_START that it could not access
 * @in_use: a thread owns it
 * @core: unicorn's CPU object, opaque; known while @running
 * @running: translated code or the translator proper is under way
 * @kicked: somebody wants it to stop
 * @leave: where cpu_leave_after_fault() goes
 * @access: return address of the helper that accesses memory, or 0
 * @code_start: buffer of translated code
 * @code_end: its end
 */
struct cpu {
	struct cpu *next;
	struct uc_struct *uc;
	u32 exception;
	u32 unmapped;
	bool in_use;
	void *core;
	volatile bool running;
	volatile bool kicked;
	sigjmp_buf leave;
	uintptr_t access;
	u64 code_start, code_end;
};

bool cpu_classify_insn(struct cpu *cpu, const struct cpu_regs *regs,
		       struct cpu_trap *trap);
void cpu_find_pc(struct cpu *cpu);
void cpu_take_code_buffer(struct cpu *cpu);

#endif /* GATE32_RUN_CPU_ENGINE_H */
