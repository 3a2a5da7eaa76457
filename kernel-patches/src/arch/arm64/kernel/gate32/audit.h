/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * gate32 - audit: calls by verbs enter their records as a 32-bit task's calls
 */
#ifndef _GATE32_AUDIT_H
#define _GATE32_AUDIT_H

#include <linux/types.h>

void gate32_audit_enter(u32 nr, const u64 *args);
void gate32_audit_enter_prctl(void);

#endif /* _GATE32_AUDIT_H */
