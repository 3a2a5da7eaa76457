// SPDX-License-Identifier: GPL-2.0-only
/*
 * gate32-run - the main loop of a guest thread
 */
#include <asm/unistd.h>
#include <stddef.h>

#include "cpu.h"
#include "lock.h"
#include "signals.h"
#include "sys.h"
#include "task.h"
#include "types.h"

__thread struct task *self;

static struct task first_task;
static struct sighand first_sighand;

/* The thread that main() runs in, with a CPU and no signals yet */
void task_init_first(void)
{
	self = &first_task;
	self->sighand = &first_sighand;
	self->tid = native(__NR_gettid, 0, 0, 0, 0, 0);
	self->cpu = cpu_get();
}

/**
 * task_loop() - run the guest until its thread exits
 *
 * Returns with the guest lock held and all signals blocked.
 */
void task_loop(void)
{
	struct cpu_trap trap;

	lock_guest();
	while (!self->exiting) {
		if (self->captured)
			signals_deliver();
		switch (cpu_run(self->cpu, &trap)) {
		case CPU_SVC:
			sys_enter();
			break;
		case CPU_KICKED:
			unlock_guest();
			lock_guest();
			break;
		case CPU_TRAP:
			signals_force(&trap);
			break;
		}
	}
}
