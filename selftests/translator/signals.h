/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * gate32-run - signals: actions, capture, delivery to the guest
 */
#ifndef GATE32_RUN_SIGNALS_H
#define GATE32_RUN_SIGNALS_H

#include "cpu.h"
#include "types.h"

/* Values of ARM's and AArch64's <asm/signal.h>, which agree */
#define GUEST_SIG_DFL	0U
#define GUEST_SIG_IGN	1U

/* A signal action as the guest has set it */
struct guest_action {
	u32 handler, flags, restorer;
	u64 mask;
};

/* The actions of a process; protected by the guest lock */
struct sighand {
	struct guest_action action[NR_SIGNALS + 1];
};

static inline u64 signal_bit(int sig)
{
	return 1UL << (sig - 1);
}

void signals_init(void);
void signals_block(u64 *old);
void signals_restore(u64 mask);
void signals_deliver(void);
void signals_force(const struct cpu_trap *trap);
u64 signals_force_masked(const struct cpu_trap *trap, u64 mask);
void signals_reset_handlers(void);
void signals_die(int sig) __attribute__((noreturn));
bool signals_on_altstack(u32 sp);

/* sigframe.c */
bool sigframe_push(const struct guest_action *action, const siginfo_t *info,
		   u64 old_mask);

/* siginfo.c: a siginfo_t of 32-bit ARM */
struct guest_siginfo {
	s32 word[32];
};

void siginfo_to_guest(struct guest_siginfo *to, const siginfo_t *from,
		      u32 guest_pc);

#endif /* GATE32_RUN_SIGNALS_H */
