/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * gate32-run - the guest lock: one thread at a time runs guest code
 */
#ifndef GATE32_RUN_LOCK_H
#define GATE32_RUN_LOCK_H

#include "types.h"

void lock_guest(void);
void unlock_guest(void);
void lock_after_fork(void);
void lock_bury(const struct task *dead);

#endif /* GATE32_RUN_LOCK_H */
