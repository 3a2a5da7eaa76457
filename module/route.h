/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * gate32 - one routed call, from the number and the arguments to x0
 */
#ifndef _GATE32_ROUTE_H
#define _GATE32_ROUTE_H

#include <linux/types.h>

#include "core.h"

struct gate32_state;

long gate32_route(struct gate32_state *state, struct gate32_setting setting,
		  u32 nr, const u64 *args);

#endif /* _GATE32_ROUTE_H */
