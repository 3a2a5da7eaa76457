/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * gate32 - what a process has asked for: part of its memory map
 */
#ifndef _GATE32_STATE_H
#define _GATE32_STATE_H

#include <linux/mm_types.h>
#include <linux/mutex.h>
#include <linux/sched.h>
#include <asm/gate32.h>

#include "core.h"

static __always_inline struct gate32_state *
gate32_state_of(struct mm_struct *mm)
{
	return &mm->context.gate32;
}

/**
 * gate32_state_current() - state of the current process
 *
 * Context: user task.
 * Return: state, all zero if the process has never asked for anything
 */
static __always_inline struct gate32_state *gate32_state_current(void)
{
	return gate32_state_of(current->mm);
}

/* Where the setting is, for those that change it. */
static __always_inline u64 *gate32_state_word(struct gate32_state *state)
{
	return &state->setting;
}

static __always_inline struct gate32_setting
gate32_state_setting(const struct gate32_state *state)
{
	return (struct gate32_setting){ READ_ONCE(state->setting) };
}

static inline bool gate32_state_locked(const struct gate32_state *state)
{
	return gate32_state_setting(state).word == GATE32_SETTING_LOCKED;
}

struct gate32_state *gate32_state_get_current(void);
int gate32_state_enable(struct gate32_state *state, u32 abi, u32 base);
int gate32_state_disable(struct gate32_state *state);
void gate32_state_lock(struct gate32_state *state);

#endif /* _GATE32_STATE_H */
