/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * gate32 - who may open a gate
 */
#ifndef _GATE32_ALLOW_H
#define _GATE32_ALLOW_H

#include <linux/types.h>

bool gate32_allowed(void);
int gate32_allow_init(void);
void gate32_allow_exit(void);

#endif /* _GATE32_ALLOW_H */
