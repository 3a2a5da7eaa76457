// SPDX-License-Identifier: GPL-2.0-only
/*
 * gate32-run - signals: actions, capture, delivery to the guest
 *
 * The kernel keeps what can be kept there: masks, pending signals, default
 * and ignored actions, alternate restart rules are all those of the guest.
 * Only a handler is different: the kernel calls on_signal(), which notes the
 * signal, leaves the others blocked, and makes the thread come to the main
 * loop (task_loop()), where signals_deliver() builds the guest's frame and
 * sets the mask for its handler. So at most one signal is captured at a time,
 * and the order of delivery is the kernel's.
 */
#include <asm/unistd.h>
#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <ucontext.h>
#include <unistd.h>

#include "cpu.h"
#include "memory.h"
#include "signals.h"
#include "stats.h"
#include "sys.h"
#include "types.h"

/* Flags that the kernel acts upon; the others concern the guest's frame. */
#define HOST_FLAGS	(SA_NOCLDSTOP | SA_NOCLDWAIT | SA_RESTART | \
			 SA_RESETHAND)

/* Flags that a 32-bit ARM kernel knows; it drops all others. */
#define GUEST_SA_RESTORER	0x04000000U
#define GUEST_FLAGS	(HOST_FLAGS | SA_SIGINFO | SA_ONSTACK | SA_NODEFER | \
			 GUEST_SA_RESTORER | 0x02000000U | 0x800U)

/* Signals that translated code raises by itself */
#define FAULTS	(signal_bit(SIGSEGV) | signal_bit(SIGBUS))

/* The kernel's struct sigaction, which libc hides */
struct kernel_action {
	void (*handler)(int sig, siginfo_t *info, void *ucontext);
	unsigned long flags;
	void (*restorer)(void);
	u64 mask;
};

static long kernel_action(int sig, const struct kernel_action *new,
			  struct kernel_action *old)
{
	return native(__NR_rt_sigaction, sig, new, old, sizeof(u64), 0);
}

void signals_block(u64 *old)
{
	u64 all = ~0UL;

	native(__NR_rt_sigprocmask, SIG_BLOCK, &all, old, sizeof(all), 0);
}

void signals_restore(u64 mask)
{
	native(__NR_rt_sigprocmask, SIG_SETMASK, &mask, NULL, sizeof(mask), 0);
}

/* A call that was interrupted with its own mask in force has failed so. */
static bool returns_eintr(const mcontext_t *mc)
{
	return mc->pc == (u64)gate_svc_end && (long)mc->regs[0] == -EINTR;
}

/*
 * With a signal captured, the guest still runs to the end of its block. A fault
 * on the way there will come again when that signal has been delivered. Who
 * sends a SIGSEGV by hand just then has to have it sent again.
 */
static void on_second_signal(int sig, siginfo_t *info, ucontext_t *uc,
			     bool fault)
{
	if (fault)
		cpu_leave_after_fault();
	sigaddset(&uc->uc_sigmask, sig);
	native(__NR_rt_tgsigqueueinfo, getpid(),
	       native(__NR_gettid, 0, 0, 0, 0, 0), sig, info, 0);
}

static void on_signal(int sig, siginfo_t *info, void *ucontext)
{
	ucontext_t *uc = ucontext;
	mcontext_t *mc = &uc->uc_mcontext;
	bool fault = info->si_code > 0 && (sig == SIGSEGV || sig == SIGBUS);
	struct captured_signal *s = &self->signal;
	u64 mask;

	if (fault && !cpu_take_host_fault(self->cpu, ucontext)) {
		/* Our own fault. Let it happen again, without a handler. */
		kernel_action(sig, &(struct kernel_action){ NULL }, NULL);
		return;
	}
	if (self->captured) {
		on_second_signal(sig, info, uc, fault);
		return;
	}
	s->info = *info;
	memcpy(&s->old_mask, &uc->uc_sigmask, sizeof(s->old_mask));
	s->active_mask = self->has_temp_mask && returns_eintr(mc) ?
			 self->temp_mask : s->old_mask;
	self->captured = 1;
	if (fault)
		cpu_leave_after_fault();
	if (mc->pc >= (u64)gate_svc_start && mc->pc < (u64)gate_svc_end)
		mc->pc = (u64)gate_svc_again;
	/* A fault cannot wait, and a blocked one would kill. */
	mask = ~(FAULTS & ~s->old_mask);
	memcpy(&uc->uc_sigmask, &mask, sizeof(mask));
	cpu_kick(self->cpu);
}

static long install(int sig, const struct guest_action *action)
{
	struct kernel_action new = {
		.handler = on_signal,
		.flags = (action->flags & HOST_FLAGS) | SA_SIGINFO,
		.mask = ~0UL,
	};

	if (action->handler == GUEST_SIG_DFL || action->handler == GUEST_SIG_IGN)
		new.handler = (void *)(u64)action->handler;
	return kernel_action(sig, &new, NULL);
}

/* With its first thread our libc takes this signal, and unblocks it. */
#define LIBC_SETXID	33

static void *nothing(void *arg)
{
	return arg;
}

/* It is the guest's, whose libc needs it, too. So let that be over. */
static void settle_libc(void)
{
	struct kernel_action inherited;
	pthread_t thread;
	u64 mask;

	signals_block(&mask);
	kernel_action(LIBC_SETXID, NULL, &inherited);
	if (pthread_create(&thread, NULL, nothing, NULL) == 0)
		pthread_join(thread, NULL);
	kernel_action(LIBC_SETXID, &inherited, NULL);
	signals_restore(mask);
}

/* What was ignored before execve still is; nothing else is inherited. */
void signals_init(void)
{
	struct kernel_action old;
	int sig;

	settle_libc();
	for (sig = 1; sig <= NR_SIGNALS; sig++)
		if (kernel_action(sig, NULL, &old) == 0 &&
		    (u64)old.handler == GUEST_SIG_IGN)
			self->sighand->action[sig].handler = GUEST_SIG_IGN;
}

static long set_action(int sig, const struct guest_action *new)
{
	long err = install(sig, new);

	if (err == 0)
		self->sighand->action[sig] = *new;
	return err;
}

static bool valid_signal(u32 sig)
{
	return sig >= 1 && sig <= NR_SIGNALS;
}

/* struct compat_sigaction: what rt_sigaction takes from a 32-bit program */
struct guest_rt_sigaction {
	u32 handler, flags, restorer, mask[2];
};

long own_rt_sigaction(const u32 args[7])
{
	struct guest_action old, new;
	struct guest_rt_sigaction a;
	u32 sig = args[0];
	long err = 0;

	if (args[3] != sizeof(u64))
		return -EINVAL;
	if (args[1] && guest_read(&a, args[1], sizeof(a)))
		return -EFAULT;
	if (!valid_signal(sig))
		return -EINVAL;
	old = self->sighand->action[sig];
	if (args[1]) {
		new.handler = a.handler;
		new.flags = a.flags & GUEST_FLAGS;
		new.restorer = a.restorer;
		new.mask = a.mask[0] | (u64)a.mask[1] << 32;
		err = set_action(sig, &new);
	}
	if (err || !args[2])
		return err;
	a = (struct guest_rt_sigaction){
		old.handler, old.flags, old.restorer,
		{ (u32)old.mask, (u32)(old.mask >> 32) },
	};
	return guest_write(args[2], &a, sizeof(a));
}

/* struct compat_old_sigaction: what sigaction takes */
struct guest_old_sigaction {
	u32 handler, mask, flags, restorer;
};

long own_sigaction(const u32 args[7])
{
	struct guest_action old, new;
	struct guest_old_sigaction a;
	u32 sig = args[0];
	long err = 0;

	if (args[1] && guest_read(&a, args[1], sizeof(a)))
		return -EFAULT;
	if (!valid_signal(sig))
		return -EINVAL;
	old = self->sighand->action[sig];
	if (args[1]) {
		new.handler = a.handler;
		new.flags = a.flags & GUEST_FLAGS;
		new.restorer = a.restorer;
		new.mask = a.mask;
		err = set_action(sig, &new);
	}
	if (err || !args[2])
		return err;
	a = (struct guest_old_sigaction){
		old.handler, old.mask, old.flags, old.restorer,
	};
	return guest_write(args[2], &a, sizeof(a));
}

bool signals_on_altstack(u32 sp)
{
	const struct altstack *stack = &self->altstack;

	/* With SS_AUTODISARM there is none while a handler runs. */
	return !(stack->flags & (1U << 31)) && stack->size &&
	       sp > stack->sp && sp - stack->sp <= stack->size;
}

long own_sigaltstack(const u32 args[7])
{
	struct altstack new, old = self->altstack;
	struct cpu_regs regs;

	if (args[0] && guest_read(&new, args[0], sizeof(new)))
		return -EFAULT;
	cpu_read_regs(self->cpu, &regs);
	if (args[0]) {
		u32 mode = new.flags & ~(1U << 31);

		if (signals_on_altstack(regs.r[REG_SP]))
			return -EPERM;
		if (mode != SS_DISABLE && mode != SS_ONSTACK && mode != 0)
			return -EINVAL;
		if (mode == SS_DISABLE) {
			new.sp = 0;
			new.size = 0;
		} else if (new.size < 2048) {	/* ARM's MINSIGSTKSZ */
			return -ENOMEM;
		}
		self->altstack = new;
	}
	if (!args[1])
		return 0;
	old.flags = (old.flags & (1U << 31)) |
		    (!old.size ? SS_DISABLE :
		     signals_on_altstack(regs.r[REG_SP]) ? SS_ONSTACK : 0);
	return guest_write(args[1], &old, sizeof(old));
}

/* End the process by the default action of @sig, as the kernel would. */
void signals_die(int sig)
{
	struct kernel_action dfl = { NULL };
	u64 mask = ~signal_bit(sig);

	stats_report();
	kernel_action(sig, &dfl, NULL);
	native(__NR_tgkill, getpid(), native(__NR_gettid, 0, 0, 0, 0, 0), sig,
	       0, 0);
	signals_restore(mask);
	_exit(128 + sig);
}

/*
 * Let the guest's handler run next. The guest lock is held; all signals are
 * blocked.
 *
 * Return: the mask for the time of the handler
 */
static u64 deliver(const siginfo_t *info, u64 old_mask, u64 active_mask)
{
	int sig = info->si_signo;
	struct guest_action *action = &self->sighand->action[sig];
	struct guest_action copy = *action;
	u64 mask = active_mask | copy.mask;

	/* Another thread may have taken the handler away by now. */
	if (copy.handler == GUEST_SIG_IGN)
		return old_mask;
	if (copy.handler == GUEST_SIG_DFL)
		signals_die(sig);
	if (!(copy.flags & SA_NODEFER))
		mask |= signal_bit(sig);
	trace_signal(sig, copy.handler);
	if (copy.flags & SA_RESETHAND)
		action->handler = GUEST_SIG_DFL;
	if (!sigframe_push(&copy, info, old_mask))
		signals_die(SIGSEGV);
	return mask;
}

/**
 * signals_deliver() - let the guest's handler see the captured signal
 *
 * Another one may be captured as soon as the mask is set: its handler is then
 * to run first, as in the kernel.
 */
void signals_deliver(void)
{
	while (self->captured) {
		struct captured_signal s = self->signal;
		u64 all;

		/* Those that a captured signal leaves open, as well */
		signals_block(&all);
		self->captured = 0;
		self->has_temp_mask = false;
		signals_restore(deliver(&s.info, s.old_mask, s.active_mask));
	}
}

/**
 * signals_force_masked() - the guest itself has caused a signal
 * @mask: the guest's mask; the kernel's is full
 *
 * As force_sig_fault() in the kernel: a thread that blocks or ignores the
 * signal dies.
 *
 * Return: the mask for the time of the handler
 */
u64 signals_force_masked(const struct cpu_trap *trap, u64 mask)
{
	siginfo_t info;

	memset(&info, 0, sizeof(info));
	info.si_signo = trap->sig;
	info.si_code = trap->code;
	info.si_addr = (void *)(u64)trap->addr;
	if (self->sighand->action[trap->sig].handler == GUEST_SIG_IGN ||
	    (mask & signal_bit(trap->sig)))
		signals_die(trap->sig);
	return deliver(&info, mask, mask);
}

/**
 * signals_force() - an instruction of the guest has caused a signal
 *
 * If another one has been captured already, nothing is done: the instruction
 * will be tried again after that one's handler.
 */
void signals_force(const struct cpu_trap *trap)
{
	u64 mask;

	signals_block(&mask);
	if (!self->captured)
		signals_restore(signals_force_masked(trap, mask));
}

/* CLONE_CLEAR_SIGHAND: all but the ignored ones */
void signals_reset_handlers(void)
{
	struct guest_action dfl = { 0 };
	int sig;

	for (sig = 1; sig <= NR_SIGNALS; sig++)
		if (self->sighand->action[sig].handler > GUEST_SIG_IGN)
			set_action(sig, &dfl);
}
