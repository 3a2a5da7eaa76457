// SPDX-License-Identifier: GPL-2.0-only
/*
 * gate32-run - signal frames: what the guest's handler finds on its stack, and
 * the return from it
 *
 * The layout is ARM Linux's, which arm64 kernels give to AArch32 tasks, too.
 */
#include <string.h>

#include "cpu.h"
#include "kuser.h"
#include "memory.h"
#include "signals.h"
#include "stats.h"
#include "sys.h"
#include "types.h"

#define VFP_MAGIC	0x56465001U
#define UCONTEXT_RT	0U

struct guest_sigcontext {
	u32 trap_no, error_code, oldmask;
	u32 r[16];
	u32 cpsr, fault_address;
};

struct guest_vfp {
	u32 magic, size;
	u64 d[32];
	u32 fpscr;
	u32 fpexc, fpinst, fpinst2;
	u32 pad;
};

struct guest_ucontext {
	u32 flags, link;
	struct altstack stack;
	struct guest_sigcontext mc;
	u32 sigmask[2];
	u32 unused[30];
	/* uc_regspace: 128 words, a multiple of 8 from the start */
	union {
		u32 words[128];
		struct guest_vfp vfp;
	} regspace __attribute__((aligned(8)));
};

struct guest_sigframe {
	struct guest_ucontext uc;
	u32 retcode[4];
};

struct guest_rt_sigframe {
	struct guest_siginfo info;
	struct guest_sigframe sig;
};

_Static_assert(offsetof(struct guest_ucontext, mc) == 20, "uc_mcontext");
_Static_assert(offsetof(struct guest_ucontext, sigmask) == 104, "uc_sigmask");
_Static_assert(offsetof(struct guest_ucontext, regspace) == 232, "uc_regspace");
_Static_assert(sizeof(struct guest_vfp) == 288, "vfp_sigframe");

static void fill_context(struct guest_ucontext *uc, const siginfo_t *info,
			 const struct cpu_regs *regs, u64 old_mask)
{
	struct guest_vfp *vfp = &uc->regspace.vfp;
	struct cpu_vfp state;

	memcpy(uc->mc.r, regs->r, sizeof(uc->mc.r));
	uc->mc.cpsr = regs->cpsr;
	uc->mc.oldmask = old_mask;
	if (info->si_code > 0 &&
	    (info->si_signo == SIGSEGV || info->si_signo == SIGBUS))
		uc->mc.fault_address = (u32)(u64)info->si_addr;
	uc->sigmask[0] = old_mask;
	uc->sigmask[1] = old_mask >> 32;

	cpu_read_vfp(self->cpu, &state);
	vfp->magic = VFP_MAGIC;
	vfp->size = sizeof(*vfp);
	memcpy(vfp->d, state.d, sizeof(vfp->d));
	vfp->fpscr = state.fpscr;
	vfp->fpexc = 1U << 30;
}

/* Where the handler returns to */
static u32 return_address(const struct guest_action *action)
{
	bool thumb = action->handler & 1;

	if (action->flags & 0x04000000U)	/* SA_RESTORER */
		return action->restorer;
	if (action->flags & SA_SIGINFO)
		return thumb ? KUSER_RT_SIGRETURN_THUMB | 1 :
		       KUSER_RT_SIGRETURN_ARM;
	return thumb ? KUSER_SIGRETURN_THUMB | 1 : KUSER_SIGRETURN_ARM;
}

static u32 frame_address(const struct guest_action *action, u32 sp, u32 size)
{
	const struct altstack *stack = &self->altstack;

	if ((action->flags & SA_ONSTACK) && stack->size &&
	    !signals_on_altstack(sp))
		sp = stack->sp + stack->size;
	return (sp - size) & -8U;
}

/**
 * sigframe_push() - make the guest execute its handler next
 * @old_mask: to be restored by sigreturn
 *
 * Return: false if there is no stack to put the frame on
 */
bool sigframe_push(const struct guest_action *action, const siginfo_t *info,
		   u64 old_mask)
{
	struct guest_rt_sigframe frame;
	bool rt = action->flags & SA_SIGINFO;
	const void *start = rt ? (void *)&frame : (void *)&frame.sig;
	u32 size = rt ? sizeof(frame) : sizeof(frame.sig);
	struct cpu_regs regs;
	u32 sp;

	cpu_read_regs(self->cpu, &regs);
	sp = frame_address(action, regs.r[REG_SP], size);

	memset(&frame, 0, sizeof(frame));
	siginfo_to_guest(&frame.info, info, regs.r[REG_PC]);
	fill_context(&frame.sig.uc, info, &regs, old_mask);
	/* The kernel marks a frame without siginfo so that its size is known. */
	frame.sig.uc.flags = rt ? UCONTEXT_RT : 0x5ac3c35aU;
	frame.sig.uc.stack = self->altstack;
	if (!self->altstack.size)
		frame.sig.uc.stack.flags = SS_DISABLE;
	if (guest_write(sp, start, size))
		return false;
	if (self->altstack.flags & (1U << 31))	/* SS_AUTODISARM */
		self->altstack = (struct altstack){ 0, SS_DISABLE, 0 };

	regs.r[0] = info->si_signo;
	if (rt) {
		regs.r[1] = sp + offsetof(struct guest_rt_sigframe, info);
		regs.r[2] = sp + offsetof(struct guest_rt_sigframe, sig.uc);
	}
	regs.r[REG_SP] = sp;
	regs.r[REG_LR] = return_address(action);
	regs.r[REG_PC] = action->handler & ~1U;
	regs.cpsr &= ~(CPSR_T | CPSR_E | CPSR_IT);
	if (action->handler & 1)
		regs.cpsr |= CPSR_T;
	cpu_write_regs(self->cpu, &regs);
	return true;
}

static long restore(const struct guest_ucontext *uc)
{
	const struct guest_vfp *vfp = &uc->regspace.vfp;
	struct cpu_regs regs;
	struct cpu_vfp state;

	memcpy(regs.r, uc->mc.r, sizeof(regs.r));
	regs.cpsr = uc->mc.cpsr;
	cpu_write_regs(self->cpu, &regs);
	if (vfp->magic == VFP_MAGIC && vfp->size == sizeof(*vfp)) {
		memcpy(state.d, vfp->d, sizeof(state.d));
		state.fpscr = vfp->fpscr;
		cpu_write_vfp(self->cpu, &state);
	}
	/* Comes into force when the call is over. */
	self->blocked = uc->sigmask[0] | (u64)uc->sigmask[1] << 32;
	return CALL_REGS_SET;
}

static u32 stack_pointer(void)
{
	struct cpu_regs regs;

	cpu_read_regs(self->cpu, &regs);
	return regs.r[REG_SP];
}

long own_sigreturn(const u32 args[7])
{
	struct guest_sigframe frame;
	u32 sp = stack_pointer();

	(void)args;
	if ((sp & 7) || guest_read(&frame, sp, sizeof(frame)))
		signals_die(SIGSEGV);
	return restore(&frame.uc);
}

long own_rt_sigreturn(const u32 args[7])
{
	struct guest_rt_sigframe frame;
	u32 sp = stack_pointer();

	(void)args;
	if ((sp & 7) || guest_read(&frame, sp, sizeof(frame)))
		signals_die(SIGSEGV);
	/* As the kernel: what sigaltstack() would refuse is not restored. */
	if (frame.sig.uc.stack.flags & SS_DISABLE)
		self->altstack = (struct altstack){ 0, 0, 0 };
	else if (frame.sig.uc.stack.size >= 2048)
		self->altstack = frame.sig.uc.stack;
	return restore(&frame.sig.uc);
}
