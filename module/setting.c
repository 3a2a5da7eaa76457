// SPDX-License-Identifier: GPL-2.0-only
/*
 * gate32 - how the gate of a process opens, closes and is locked
 */
#include <linux/atomic.h>
#include <linux/errno.h>
#include <asm/barrier.h>

#include "core.h"
#include "state.h"

/**
 * gate32_state_enable() - open the gate
 * @state: of the current process
 * @abi: of enum gate32_abi, checked
 * @base: checked
 *
 * Return: 0; -EPERM: it has been locked meanwhile; -EBUSY: it is open with
 * other settings
 */
int gate32_state_enable(struct gate32_state *state, u32 abi, u32 base)
{
	u64 new = gate32_setting(abi, base).word;
	u64 old = cmpxchg(gate32_state_word(state), 0, new);

	if (old == GATE32_SETTING_LOCKED)
		return -EPERM;

	return !old || old == new ? 0 : -EBUSY;
}

/**
 * gate32_state_disable() - close the gate
 * @state: of the current process, or NULL
 *
 * Return: 0; -EUNATCH: it is not open
 */
int gate32_state_disable(struct gate32_state *state)
{
	struct gate32_setting old;

	if (!state)
		return -EUNATCH;
	old = gate32_state_setting(state);
	do {
		if (!gate32_setting_open(old))
			return -EUNATCH;
	} while (!try_cmpxchg(gate32_state_word(state), &old.word, 0));

	return 0;
}

/**
 * gate32_state_lock() - close the gate, never to be opened again
 * @state: of the current process
 */
void gate32_state_lock(struct gate32_state *state)
{
	/* Whoever is told of it finds it so. */
	smp_store_mb(*gate32_state_word(state), GATE32_SETTING_LOCKED);
}
