// SPDX-License-Identifier: GPL-2.0-only
/*
 * gate32-run - host faults in translated code, and undefined instructions
 *
 * Translated code accesses guest memory directly. Where the host refuses, the
 * guest has faulted, and its handler must see the pc of the very instruction.
 * All registers but the pc are in memory at that point, because an access may
 * fault; the pc has to be looked up from the host's. Unicorn can do that, but
 * has no public function for it, so some of its symbols are used by name.
 * That is sound only because it is linked statically, from a fixed version:
 *
 * - cpu_exec_arm(uc, core) runs guest code. It is wrapped (ld --wrap), which
 *   gives us the CPU object and a place to jump to, from which unicorn returns
 *   as if it had been asked to stop.
 * - cpu_restore_state_arm(core, host_pc, will_exit) sets the guest's pc.
 * - helper_*_mmu_arm() do what translated code cannot do in line. They are
 *   wrapped to note from where they were called.
 * - mmap64() is wrapped to see where the code buffer is, and to make its 1 GB
 *   a reservation instead of a commitment.
 * - sysconf() is wrapped to make unicorn begin each piece of code on a page of
 *   its own, see there.
 * - helper_yield_arm() and helper_wfe_arm() are wrapped because unicorn reports
 *   YIELD and WFE exactly as it reports an undefined instruction.
 */
#include <sys/mman.h>
#include <string.h>
#include <ucontext.h>
#include <unistd.h>
#include <unicorn/unicorn.h>

#include "cpu.h"
#include "cpu_engine.h"
#include "memory.h"
#include "types.h"

/* Unicorn allocates nothing else of that size. */
#define CODE_BUFFER_MIN	(64UL << 20)

#define CODE_ALIGNMENT	4096

/* QEMU's value for "stopped on request" */
#define EXCP_INTERRUPT	0x10000

/* What cpu_restore_state subtracts, for it expects a return address */
#define RETADDR_BIAS	2

int __real_cpu_exec_arm(struct uc_struct *uc, void *core);
int __wrap_cpu_exec_arm(struct uc_struct *uc, void *core);
void __real_helper_yield_arm(void *env);
void __wrap_helper_yield_arm(void *env);
void __real_helper_wfe_arm(void *env);
void __wrap_helper_wfe_arm(void *env);
bool cpu_restore_state_arm(void *core, uintptr_t host_pc, bool will_exit);
void *__real_mmap64(void *addr, size_t len, int prot, int flags, int fd,
		    off_t off);
void *__wrap_mmap64(void *addr, size_t len, int prot, int flags, int fd,
		    off_t off);

long __real_sysconf(int name);
long __wrap_sysconf(int name);

/* Unicorn's buffer of translated code */
static u64 code_start, code_end;

/* Its CPU object, opaque, and where cpu_leave_after_fault() goes */
static void *running_core;
static sigjmp_buf leave;

/* Return address of the helper that accesses memory, or 0 */
static uintptr_t access_from;

void *__wrap_mmap64(void *addr, size_t len, int prot, int flags, int fd,
		    off_t off)
{
	void *p;

	if (len < CODE_BUFFER_MIN || !(prot & PROT_EXEC))
		return __real_mmap64(addr, len, prot, flags, fd, off);
	p = __real_mmap64(addr, len, prot, flags | MAP_NORESERVE, fd, off);
	if (p != MAP_FAILED) {
		code_start = (u64)p;
		code_end = code_start + len;
	}
	return p;
}

/*
 * Code is aligned to a line of the instruction cache, says unicorn, and its
 * description precedes it by as much. A host that is emulated itself, as in a
 * guest of the tests, has to look after every write to a page from which it has
 * executed something, which is dear: with lines as long as pages it has not to,
 * for 8 KB of memory a piece.
 */
long __wrap_sysconf(int name)
{
	if (name == _SC_LEVEL1_ICACHE_LINESIZE)
		return CODE_ALIGNMENT;
	return __real_sysconf(name);
}

int __wrap_cpu_exec_arm(struct uc_struct *uc, void *core)
{
	struct cpu *cpu = self->cpu;
	volatile int ret = EXCP_INTERRUPT;

	running_core = core;
	access_from = 0;
	if (sigsetjmp(leave, 0) == 0) {
		cpu->running = true;
		ret = __real_cpu_exec_arm(uc, core);
	} else {
		uc_emu_stop(uc);
	}
	cpu->running = false;
	return ret;
}

/**
 * cpu_take_host_fault() - is this host fault one of guest code?
 *
 * Called in the signal handler. If so, the guest's registers are exact
 * afterwards, and the caller has to end by cpu_leave_after_fault().
 */
bool cpu_take_host_fault(struct cpu *cpu, void *ucontext)
{
	const mcontext_t *mc = &((ucontext_t *)ucontext)->uc_mcontext;

	if (!cpu->running || mc->fault_address >= GUEST_END)
		return false;
	if (mc->pc >= code_start && mc->pc < code_end)
		cpu_restore_state_arm(running_core, mc->pc + RETADDR_BIAS, true);
	else
		cpu_find_pc();
	return true;
}

/**
 * cpu_find_pc() - make the guest's pc that of the access under way
 *
 * If there is none, an instruction was being fetched in order to translate it;
 * then the pc is that of the block to be translated, and right.
 */
void cpu_find_pc(void)
{
	if (access_from)
		cpu_restore_state_arm(running_core, access_from, true);
	access_from = 0;
}

void cpu_leave_after_fault(void)
{
	siglongjmp(leave, 1);
}

/*
 * The long way of an access: the page is not in unicorn's TLB yet, or has code
 * on it. @retaddr tells from where in the translated code.
 */
#define LOAD(name, type)						\
	type name(void *env, u32 addr, u32 oi, uintptr_t retaddr)
#define STORE(name, type)						\
	void name(void *env, u32 addr, type val, u32 oi, uintptr_t retaddr)

#define WRAP_LOAD(name, type)						\
	LOAD(__wrap_##name, type)					\
	{								\
		type val;						\
									\
		access_from = retaddr;					\
		val = __real_##name(env, addr, oi, retaddr);		\
		access_from = 0;					\
		return val;						\
	}

#define WRAP_STORE(name, type)						\
	STORE(__wrap_##name, type)					\
	{								\
		access_from = retaddr;					\
		__real_##name(env, addr, val, oi, retaddr);		\
		access_from = 0;					\
	}

LOAD(__real_helper_ret_ldub_mmu_arm, u64);
LOAD(__real_helper_le_lduw_mmu_arm, u64);
LOAD(__real_helper_le_ldul_mmu_arm, u64);
LOAD(__real_helper_le_ldq_mmu_arm, u64);
LOAD(__real_helper_be_lduw_mmu_arm, u64);
LOAD(__real_helper_be_ldul_mmu_arm, u64);
LOAD(__real_helper_be_ldq_mmu_arm, u64);
STORE(__real_helper_ret_stb_mmu_arm, u8);
STORE(__real_helper_le_stw_mmu_arm, u16);
STORE(__real_helper_le_stl_mmu_arm, u32);
STORE(__real_helper_le_stq_mmu_arm, u64);
STORE(__real_helper_be_stw_mmu_arm, u16);
STORE(__real_helper_be_stl_mmu_arm, u32);
STORE(__real_helper_be_stq_mmu_arm, u64);

WRAP_LOAD(helper_ret_ldub_mmu_arm, u64)
WRAP_LOAD(helper_le_lduw_mmu_arm, u64)
WRAP_LOAD(helper_le_ldul_mmu_arm, u64)
WRAP_LOAD(helper_le_ldq_mmu_arm, u64)
WRAP_LOAD(helper_be_lduw_mmu_arm, u64)
WRAP_LOAD(helper_be_ldul_mmu_arm, u64)
WRAP_LOAD(helper_be_ldq_mmu_arm, u64)
WRAP_STORE(helper_ret_stb_mmu_arm, u8)
WRAP_STORE(helper_le_stw_mmu_arm, u16)
WRAP_STORE(helper_le_stl_mmu_arm, u32)
WRAP_STORE(helper_le_stq_mmu_arm, u64)
WRAP_STORE(helper_be_stw_mmu_arm, u16)
WRAP_STORE(helper_be_stl_mmu_arm, u32)
WRAP_STORE(helper_be_stq_mmu_arm, u64)

/* A spinning thread gives way: let the others run, then go on. */
void __wrap_helper_yield_arm(void *env)
{
	self->cpu->exception = EXCEPTION_YIELD;
	__real_helper_yield_arm(env);
}

void __wrap_helper_wfe_arm(void *env)
{
	self->cpu->exception = EXCEPTION_YIELD;
	__real_helper_wfe_arm(env);
}

/* The instructions by which Linux lets debuggers set breakpoints */
static bool is_breakpoint(u32 pc, bool thumb)
{
	u32 insn = 0;

	if (guest_read(&insn, pc, thumb ? 2 : 4))
		return false;
	return thumb ? insn == 0xde01 : (insn & 0x0fffffff) == 0x07f001f0;
}

/**
 * cpu_classify_insn() - unicorn says "invalid instruction"
 *
 * Return: false if it was a hint and the guest may just go on
 */
bool cpu_classify_insn(struct cpu *cpu, const struct cpu_regs *regs,
		       struct cpu_trap *trap)
{
	if (cpu->exception == EXCEPTION_YIELD)
		return false;
	trap->addr = regs->r[REG_PC];
	if (is_breakpoint(trap->addr, regs->cpsr & CPSR_T)) {
		trap->sig = SIGTRAP;
		trap->code = TRAP_BRKPT;
	} else {
		trap->sig = SIGILL;
		trap->code = ILL_ILLOPC;
	}
	return true;
}
