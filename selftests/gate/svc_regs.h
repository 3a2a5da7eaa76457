/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A system call with all registers under control: svc_regs.S
 */
#ifndef _SVC_REGS_H
#define _SVC_REGS_H

#include <stddef.h>
#include <stdint.h>

/* Known to svc_regs.S by its offsets. */
struct svc_regs {
	uint64_t x[31];
	uint64_t nzcv;
	uint64_t v[32][2];
	uint64_t tpidr;
	uint64_t tpidrro;
	uint64_t fpcr;
	uint64_t fpsr;
	uint64_t sp_moved;
} __attribute__((aligned(16)));

_Static_assert(offsetof(struct svc_regs, v) == 0x100, "see svc_regs.S");
_Static_assert(offsetof(struct svc_regs, tpidr) == 0x300, "see svc_regs.S");
_Static_assert(offsetof(struct svc_regs, sp_moved) == 0x320, "see svc_regs.S");

void svc_regs(struct svc_regs *regs);

/* The svc instruction itself. */
extern const char svc_regs_insn[];

#endif /* _SVC_REGS_H */
