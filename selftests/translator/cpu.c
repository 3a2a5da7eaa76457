// SPDX-License-Identifier: GPL-2.0-only
/*
 * gate32-run - the CPUs of guest threads: one unicorn engine
 *
 * As one thread at a time runs guest code (lock.c), one engine serves all of
 * them, so that code is translated once. What a thread has of its own are
 * registers; they are exchanged when another one comes.
 *
 * The whole 32-bit space is mapped identically: a pointer of the guest is a
 * pointer of ours, and of the kernel's. Which pages exist and how they may be
 * used is the host's matter; an access that the host refuses ends in a host
 * signal, see cpu_fault.c.
 */
#include <sys/mman.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <unicorn/unicorn.h>

#include "cpu.h"
#include "cpu_engine.h"
#include "memory.h"
#include "types.h"

static struct uc_struct *engine;

/* Whose registers the engine has; protected by the guest lock, as all here */
static struct cpu *loaded;

/* CPUs are never freed, only reused: another thread may be about to kick one. */
static struct cpu *all_cpus;

static void must(uc_err err, const char *what)
{
	if (err == UC_ERR_OK)
		return;
	fprintf(stderr, "gate32-run: unicorn: %s: %s\n", what, uc_strerror(err));
	exit(125);
}

/* The engine, with the registers of @cpu in it */
static struct uc_struct *engine_of(struct cpu *cpu)
{
	if (loaded == cpu)
		return engine;
	if (loaded)
		must(uc_context_save(engine, loaded->saved), "save");
	/* A new one takes over what is there, and is reset. */
	if (cpu->saved)
		must(uc_context_restore(engine, cpu->saved), "restore");
	else
		must(uc_context_alloc(engine, &cpu->saved), "context");
	loaded = cpu;
	return engine;
}

static void write_cp15(struct cpu *cpu, u32 crn, u32 crm, u32 op1, u32 op2,
		       u32 val)
{
	uc_arm_cp_reg reg = {
		.cp = 15, .crn = crn, .crm = crm, .opc1 = op1, .opc2 = op2,
		.val = val,
	};

	must(uc_reg_write(engine_of(cpu), UC_ARM_REG_CP_REG, &reg),
	     "cp15 write");
}

static u32 read_cp15(struct cpu *cpu, u32 crn, u32 crm, u32 op1, u32 op2)
{
	uc_arm_cp_reg reg = {
		.cp = 15, .crn = crn, .crm = crm, .opc1 = op1, .opc2 = op2,
	};

	must(uc_reg_read(engine_of(cpu), UC_ARM_REG_CP_REG, &reg), "cp15 read");
	return reg.val;
}

static void on_exception(uc_engine *uc, u32 number, void *data)
{
	(void)data;
	self->cpu->exception = number;
	uc_emu_stop(uc);
}

/*
 * Called before every block of translated code. This is the only place where
 * unicorn can be stopped from outside: if uc_emu_stop() comes while a block is
 * under way, the guest's pc is set back to where that began.
 */
static void on_block(uc_engine *uc, uint64_t address, u32 size, void *data)
{
	(void)address;
	(void)size;
	(void)data;
	if (self->captured || self->cpu->kicked)
		uc_emu_stop(uc);
}

static bool on_unmapped(uc_engine *uc, uc_mem_type type, u64 address, int size,
			int64_t value, void *data)
{
	(void)uc;
	(void)type;
	(void)size;
	(void)value;
	(void)data;
	self->cpu->unmapped = address;
	cpu_find_pc();
	return false;
}

/* To the state in which Linux starts an AArch32 program. */
static void reset(struct cpu *cpu)
{
	u32 fpexc = 1U << 30, cpsr = CPSR_MODE_USR, zero = 0;

	/* c1,c0,2: CP10 and CP11, the floating point unit, for everybody */
	write_cp15(cpu, 1, 0, 0, 2, 0xfU << 20);
	must(uc_reg_write(engine, UC_ARM_REG_FPEXC, &fpexc), "fpexc");
	must(uc_reg_write(engine, UC_ARM_REG_CPSR, &cpsr), "cpsr");
	must(uc_reg_write(engine, UC_ARM_REG_FPSCR, &zero), "fpscr");
	write_cp15(cpu, 13, 0, 0, 2, 0);	/* TPIDRURW, the user's own */
	cpu_write_tls(cpu, 0);
}

static void open_engine(void)
{
	uc_hook hook;

	must(uc_open(UC_ARCH_ARM, UC_MODE_ARM, &engine), "open");
	must(uc_ctl_set_cpu_model(engine, UC_CPU_ARM_CORTEX_A15), "model");
	must(uc_mem_map_ptr(engine, GUEST_START, GUEST_END - GUEST_START,
			    UC_PROT_ALL, (void *)GUEST_START), "map");
	must(uc_hook_add(engine, &hook, UC_HOOK_INTR, on_exception, NULL, 1, 0),
	     "hook");
	must(uc_hook_add(engine, &hook, UC_HOOK_MEM_INVALID, on_unmapped, NULL,
			 1, 0), "hook");
	must(uc_hook_add(engine, &hook, UC_HOOK_BLOCK, on_block, NULL, 1, 0),
	     "hook");
}

static struct cpu *new_cpu(void)
{
	struct cpu *cpu = calloc(1, sizeof(*cpu));

	if (!cpu)
		must(UC_ERR_NOMEM, "a CPU");
	if (!engine)
		open_engine();
	cpu->next = all_cpus;
	all_cpus = cpu;
	return cpu;
}

/**
 * cpu_get() - a CPU for a new thread, registers as at program start
 *
 * Caller holds the guest lock, or is alone.
 */
struct cpu *cpu_get(void)
{
	struct cpu *cpu;

	for (cpu = all_cpus; cpu; cpu = cpu->next)
		if (!cpu->in_use)
			break;
	if (!cpu)
		cpu = new_cpu();
	cpu->in_use = true;
	reset(cpu);
	return cpu;
}

void cpu_put(struct cpu *cpu)
{
	cpu->in_use = false;
}

/* After a fork, the CPUs of the parent's other threads are free. */
void cpu_only_survivor(struct cpu *mine)
{
	struct cpu *cpu;

	for (cpu = all_cpus; cpu; cpu = cpu->next)
		cpu->in_use = cpu == mine;
}

/**
 * cpu_kick() - make guest code stop soon
 *
 * May be called by any thread and in a signal handler.
 */
void cpu_kick(struct cpu *cpu)
{
	cpu->kicked = true;
}

/**
 * cpu_forget_code() - the code between @start and @start + @len has changed
 *
 * The engine notices what guest code overwrites; it cannot notice what the
 * kernel does. Caller holds the guest lock.
 */
void cpu_forget_code(u32 start, u64 len)
{
	u64 first = start, end = first + len;

	if (first < GUEST_START)
		first = GUEST_START;
	if (end > GUEST_END)
		end = GUEST_END;
	if (end > first)
		must(uc_ctl_remove_cache(engine, first, end), "remove cache");
}

/* What stopped the engine, in Linux's words; false: nothing wrong, go on */
static bool classify(struct cpu *cpu, uc_err err, struct cpu_trap *trap)
{
	struct cpu_regs regs;

	cpu_read_regs(cpu, &regs);
	trap->addr = regs.r[REG_PC];
	switch (err) {
	case UC_ERR_READ_UNMAPPED:
	case UC_ERR_WRITE_UNMAPPED:
	case UC_ERR_FETCH_UNMAPPED:
		*trap = (struct cpu_trap){ SIGSEGV, SEGV_MAPERR, cpu->unmapped };
		return true;
	case UC_ERR_INSN_INVALID:
		return cpu_classify_insn(cpu, &regs, trap);
	case UC_ERR_OK:
		break;
	default:
		fprintf(stderr, "gate32-run: unicorn at %#x: %s\n",
			regs.r[REG_PC], uc_strerror(err));
		trap->sig = SIGILL;
		trap->code = ILL_ILLTRP;
		return true;
	}

	switch (cpu->exception) {
	case EXCEPTION_NONE:
		/* 0 is where we told unicorn to stop: a jump through NULL. */
		if (regs.r[REG_PC])
			return false;
		*trap = (struct cpu_trap){ SIGSEGV, SEGV_MAPERR, 0 };
		return true;
	case EXCEPTION_BKPT:
		trap->sig = SIGTRAP;
		trap->code = TRAP_BRKPT;
		return true;
	case EXCEPTION_DATA_ABORT:
		/* With its MMU off the engine only checks alignment. */
		trap->sig = SIGBUS;
		trap->code = BUS_ADRALN;
		trap->addr = read_cp15(cpu, 6, 0, 0, 0);
		return true;
	default:
		fprintf(stderr, "gate32-run: exception %u at %#x\n",
			cpu->exception, regs.r[REG_PC]);
		trap->sig = SIGILL;
		trap->code = ILL_ILLTRP;
		return true;
	}
}

/**
 * cpu_run() - run guest code until something happens
 *
 * Caller holds the guest lock.
 */
enum cpu_event cpu_run(struct cpu *cpu, struct cpu_trap *trap)
{
	u32 pc, cpsr;
	uc_err err;

	uc_reg_read(engine_of(cpu), UC_ARM_REG_PC, &pc);
	uc_reg_read(engine_of(cpu), UC_ARM_REG_CPSR, &cpsr);
	cpu->exception = EXCEPTION_NONE;
	cpu->kicked = false;
	err = uc_emu_start(engine_of(cpu), pc | !!(cpsr & CPSR_T), 0, 0, 0);
	if (err == UC_ERR_OK && cpu->exception == EXCEPTION_SVC)
		return CPU_SVC;
	if (self->captured || !classify(cpu, err, trap))
		return CPU_KICKED;
	return CPU_TRAP;
}

static const int arg_ids[] = {
	UC_ARM_REG_R0, UC_ARM_REG_R1, UC_ARM_REG_R2, UC_ARM_REG_R3,
	UC_ARM_REG_R4, UC_ARM_REG_R5, UC_ARM_REG_R6, UC_ARM_REG_R7,
	UC_ARM_REG_R8, UC_ARM_REG_R9, UC_ARM_REG_R10, UC_ARM_REG_R11,
	UC_ARM_REG_R12, UC_ARM_REG_SP, UC_ARM_REG_LR, UC_ARM_REG_PC,
	UC_ARM_REG_CPSR,
};

void cpu_read_args(struct cpu *cpu, u32 args[8])
{
	void *vals[8];
	int i;

	for (i = 0; i < 8; i++)
		vals[i] = &args[i];
	uc_reg_read_batch(engine_of(cpu), (int *)arg_ids, vals, 8);
}

void cpu_write_result(struct cpu *cpu, u32 r0)
{
	uc_reg_write(engine_of(cpu), UC_ARM_REG_R0, &r0);
}

/* Back to the svc instruction that the guest has just executed. */
void cpu_rewind_svc(struct cpu *cpu)
{
	u32 pc, cpsr;

	uc_reg_read(engine_of(cpu), UC_ARM_REG_PC, &pc);
	uc_reg_read(engine_of(cpu), UC_ARM_REG_CPSR, &cpsr);
	pc = cpsr & CPSR_T ? (pc - 2) | 1 : pc - 4;
	uc_reg_write(engine_of(cpu), UC_ARM_REG_PC, &pc);
}

void cpu_read_regs(struct cpu *cpu, struct cpu_regs *regs)
{
	void *vals[17];
	int i;

	for (i = 0; i < 16; i++)
		vals[i] = &regs->r[i];
	vals[16] = &regs->cpsr;
	uc_reg_read_batch(engine_of(cpu), (int *)arg_ids, vals, 17);
}

void cpu_write_regs(struct cpu *cpu, const struct cpu_regs *regs)
{
	u32 pc = regs->r[REG_PC], cpsr = regs->cpsr;
	void *vals[15];
	int i;

	cpsr = (cpsr & CPSR_USER) | CPSR_MODE_USR;
	for (i = 0; i < 15; i++)
		vals[i] = (void *)&regs->r[i];
	uc_reg_write_batch(engine_of(cpu), (int *)arg_ids, vals, 15);
	/* Unicorn takes the Thumb state from bit 0 of the pc: pc first. */
	pc = cpsr & CPSR_T ? pc | 1 : pc;
	uc_reg_write(engine_of(cpu), UC_ARM_REG_PC, &pc);
	uc_reg_write(engine_of(cpu), UC_ARM_REG_CPSR, &cpsr);
}

void cpu_read_vfp(struct cpu *cpu, struct cpu_vfp *vfp)
{
	int i;

	for (i = 0; i < 32; i++)
		uc_reg_read(engine_of(cpu), UC_ARM_REG_D0 + i, &vfp->d[i]);
	uc_reg_read(engine_of(cpu), UC_ARM_REG_FPSCR, &vfp->fpscr);
}

void cpu_write_vfp(struct cpu *cpu, const struct cpu_vfp *vfp)
{
	int i;

	for (i = 0; i < 32; i++)
		uc_reg_write(engine_of(cpu), UC_ARM_REG_D0 + i, &vfp->d[i]);
	uc_reg_write(engine_of(cpu), UC_ARM_REG_FPSCR, &vfp->fpscr);
}

/* c13,c0,3 is TPIDRURO, which user code reads and only the kernel writes. */
u32 cpu_read_tls(struct cpu *cpu)
{
	return read_cp15(cpu, 13, 0, 0, 3);
}

void cpu_write_tls(struct cpu *cpu, u32 tls)
{
	write_cp15(cpu, 13, 0, 0, 3, tls);
}
