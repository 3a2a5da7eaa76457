/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * gate32 - what a process has asked for: found by its memory map
 */
#ifndef _GATE32_STATE_H
#define _GATE32_STATE_H

#include <linux/mm_types.h>
#include <linux/mutex.h>
#include <linux/rculist.h>
#include <linux/sched.h>

#include "core.h"

/**
 * struct gate32_state - gate, limit and break of one memory map
 * @node: in the hash table
 * @reap_node: in the reaper's list, while readers may still stand on @node
 * @mm: whose it is; the structure is pinned (mmgrab), the memory is not
 * @setting: what GATE32_ENABLE has set
 * @mmap_limit: what GATE32_MMAP_LIMIT has set, in bytes; 0: none
 * @brk_lock: protects @brk_start and @brk, held while pages are (un)mapped
 * @brk_start: what GATE32_BRK has set; 0: nothing
 * @brk: where the guest's break is
 *
 * Lives until the memory map is dead: a thread of the process can use the
 * state that it has looked up without a lock or a reference.
 */
struct gate32_state {
	struct hlist_node node;
	struct hlist_node reap_node;
	struct mm_struct *mm;
	struct gate32_setting setting;
	unsigned long mmap_limit;
	struct mutex brk_lock; /* brk_start, brk */
	unsigned long brk_start;
	unsigned long brk;
};

#define GATE32_STATE_BUCKETS	128

extern struct hlist_head gate32_states[GATE32_STATE_BUCKETS];

/*
 * A mm_struct is somewhat over 1 KB, aligned to a cache line: these bits tell
 * them apart, at half the instructions of hash_ptr().
 */
static __always_inline struct hlist_head *
gate32_state_bucket(const struct mm_struct *mm)
{
	unsigned long addr = (unsigned long)mm;

	return &gate32_states[(addr >> 6 ^ addr >> 13) %
			      GATE32_STATE_BUCKETS];
}

/**
 * gate32_state_of() - state of a process
 * @mm: its memory map, which lives while the state is used; or NULL
 *
 * RCU protects the walk past other processes' states.
 *
 * Return: state, or NULL if the process has never asked for anything
 */
static __always_inline struct gate32_state *
gate32_state_of(const struct mm_struct *mm)
{
	struct gate32_state *state;

	rcu_read_lock();
	hlist_for_each_entry_rcu(state, gate32_state_bucket(mm), node)
		if (state->mm == mm)
			break;
	rcu_read_unlock();

	return state;
}

/**
 * gate32_state_current() - state of the current process
 *
 * It stays: its memory map is alive as long as the process runs.
 *
 * Context: any task; a kernel thread has none.
 * Return: state, or NULL if the process has never asked for anything
 */
static __always_inline struct gate32_state *gate32_state_current(void)
{
	return gate32_state_of(current->mm);
}

/* Where the setting is, for those that change it. */
static __always_inline u64 *gate32_state_word(struct gate32_state *state)
{
	return &state->setting.word;
}

static __always_inline struct gate32_setting
gate32_state_setting(const struct gate32_state *state)
{
	return (struct gate32_setting){ READ_ONCE(state->setting.word) };
}

static inline bool gate32_state_locked(const struct gate32_state *state)
{
	return gate32_state_setting(state).word == GATE32_SETTING_LOCKED;
}

struct gate32_state *gate32_state_get_current(void);
int gate32_state_inherit(struct mm_struct *child, bool locked);
int gate32_state_enable(struct gate32_state *state, u32 abi, u32 base);
int gate32_state_disable(struct gate32_state *state);
void gate32_state_lock(struct gate32_state *state);
int gate32_states_init(void);
void gate32_states_exit(void);

#endif /* _GATE32_STATE_H */
