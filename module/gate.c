// SPDX-License-Identifier: GPL-2.0-only
/*
 * gate32 - verbs: opening and closing the gate, and ioctl(2) through it
 */
#include <linux/err.h>

#include "abi.h"
#include "core.h"
#include "lock.h"
#include "route.h"
#include "state.h"
#include "verbs.h"

/**
 * gate32_verb_enable() - GATE32_ENABLE
 * @abi: of enum gate32_abi, or anything
 * @base: any value
 * @flags: any value
 *
 * Context: a 64-bit user task, outside any window; may sleep.
 * Return: as enum gate32_verb says
 */
long gate32_verb_enable(unsigned long abi, unsigned long base,
			unsigned long flags)
{
	struct gate32_state *state;
	int ret;

	ret = gate32_check_enable(abi, base, flags, gate32_features());
	if (ret)
		return ret;
	if (!gate32_may_open())
		return -EPERM;

	state = gate32_state_get_current();
	if (IS_ERR(state))
		return PTR_ERR(state);

	return gate32_state_enable(state, abi, base);
}

/**
 * gate32_verb_disable() - GATE32_DISABLE
 *
 * Context: a 64-bit user task, outside any window; may sleep.
 * Return: as enum gate32_verb says
 */
long gate32_verb_disable(void)
{
	return gate32_state_disable(gate32_state_current());
}

/**
 * gate32_open_gate() - state and setting of a process whose gate is open
 * @setting: gets the setting
 *
 * Return: the current process's state; NULL: its gate is not open
 */
struct gate32_state *gate32_open_gate(struct gate32_setting *setting)
{
	struct gate32_state *state = gate32_state_current();

	if (!state)
		return NULL;
	*setting = gate32_state_setting(state);

	return gate32_setting_open(*setting) ? state : NULL;
}

/**
 * gate32_verb_ioctl() - GATE32_IOCTL
 * @fd: file descriptor
 * @cmd: command
 * @arg: argument; upper halves are ignored
 *
 * Context: a 64-bit user task, outside any window; may sleep.
 * Return: as enum gate32_verb says
 */
long gate32_verb_ioctl(unsigned long fd, unsigned long cmd, unsigned long arg)
{
	const u64 args[6] = { fd, cmd, arg };
	struct gate32_setting setting;
	struct gate32_state *state;
	u32 nr;

	state = gate32_open_gate(&setting);
	if (!state)
		return -EUNATCH;
	nr = gate32_abi(gate32_setting_abi(setting))->ioctl_nr;

	return gate32_route(state, setting, nr, args);
}
