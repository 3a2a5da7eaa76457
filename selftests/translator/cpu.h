/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * gate32-run - the CPU of a guest thread: everything that knows libunicorn
 */
#ifndef GATE32_RUN_CPU_H
#define GATE32_RUN_CPU_H

#include "types.h"

/* Bits of the ARM program status register */
#define CPSR_MODE_USR	0x00000010U
#define CPSR_T		0x00000020U
#define CPSR_E		0x00000200U
#define CPSR_IT		0x0600fc00U
/* What user mode may change: NZCVQ, IT, GE, E, T; no mode, no interrupt bits. */
#define CPSR_USER	0xfe0ffe20U

#define REG_SP		13
#define REG_LR		14
#define REG_PC		15

/* All that a thread of the guest sees of its CPU, but for its TLS register */
struct cpu_regs {
	u32 r[16];
	u32 cpsr;
};

struct cpu_vfp {
	u64 d[32];
	u32 fpscr;
};

/* Why guest code stopped */
enum cpu_event {
	CPU_SVC,	/* it made a system call; pc is behind it */
	CPU_KICKED,	/* somebody called cpu_kick() */
	CPU_TRAP,	/* it did what a real CPU would not; see struct cpu_trap */
};

struct cpu_trap {
	int sig;
	int code;	/* si_code */
	u32 addr;	/* si_addr */
};

struct cpu *cpu_get(void);
void cpu_put(struct cpu *cpu);

enum cpu_event cpu_run(struct cpu *cpu, struct cpu_trap *trap);
void cpu_kick(struct cpu *cpu);

void cpu_read_regs(struct cpu *cpu, struct cpu_regs *regs);
void cpu_write_regs(struct cpu *cpu, const struct cpu_regs *regs);
void cpu_read_vfp(struct cpu *cpu, struct cpu_vfp *vfp);
void cpu_write_vfp(struct cpu *cpu, const struct cpu_vfp *vfp);
u32 cpu_read_tls(struct cpu *cpu);
void cpu_write_tls(struct cpu *cpu, u32 tls);

/* The few registers that every system call needs, without the rest */
void cpu_read_args(struct cpu *cpu, u32 args[8]);
void cpu_write_result(struct cpu *cpu, u32 r0);
void cpu_rewind_svc(struct cpu *cpu);

void cpu_forget_code(u32 start, u64 len);
void cpu_only_survivor(struct cpu *mine);

bool cpu_take_host_fault(struct cpu *cpu, void *ucontext);
__attribute__((noreturn)) void cpu_leave_after_fault(void);

#endif /* GATE32_RUN_CPU_H */
