/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * gate32-run - life of a guest thread: main loop, start, end
 */
#ifndef GATE32_RUN_TASK_H
#define GATE32_RUN_TASK_H

#include "types.h"

void task_init_first(void);
void task_loop(void);

/* thread.c */
long thread_start(u32 stack, bool set_tls, u32 tls, u32 parent_tid,
		  u32 child_tid, u32 clear_tid);
void thread_wait_for_exits(void);
void thread_only_survivor(void);

#endif /* GATE32_RUN_TASK_H */
