/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * ops - how the operations of ops.def are done
 */
#ifndef FUZZ_OPS_H
#define FUZZ_OPS_H

#include "run.h"

#define OP(name, weight, kinds)	\
	long op_##name(struct runner *r, const uint64_t *arg);
#include "ops.def"
#undef OP

/* svc.S; @then: what a child on the same stack does before it ends, or NULL */
long svc_regs(const uint64_t regs[7], const uint64_t then[7],
	      uint64_t *tpidrro);
/* call_regs(): svc_regs(), and a look at what it leaves in the register */
long call_regs(const uint64_t regs[7], const uint64_t then[7]);

/* Bits of how a call is made */
#define BY_VERB		1	/* GATE32_CALL, or by number */
#define ARGS_HIGH	2	/* arguments of GATE32_CALL above 4 GB */
#define JUNK		4	/* in the upper halves of registers */
#define BY_IOCTL	8	/* GATE32_IOCTL */

/* arm_call(): a 32-bit call, made in one of these ways */
long arm_call(uint32_t nr, const uint64_t *args, unsigned int how);
/* gate_verb(): prctl(PR_GATE32), and what it says of the process's lock */
long gate_verb(uint64_t verb, uint64_t a, uint64_t b, uint64_t c);
/* leave_child(): end a child that a call has made of this process */
void leave_child(struct runner *r) __attribute__((noreturn));
/* is_child(): has a call returned in a new process? */
bool is_child(void);

#endif /* FUZZ_OPS_H */
