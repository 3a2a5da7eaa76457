/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * gate32-run - what the guest is told about itself
 */
#ifndef GATE32_RUN_IDENTITY_H
#define GATE32_RUN_IDENTITY_H

#include "types.h"

void identity_keep(int fd);
const char *identity_path(void);
void identity_set_path(u32 guest);
bool identity_fix_path(u32 *path);
void identity_show(u32 args, u32 env, u32 end);

#endif /* GATE32_RUN_IDENTITY_H */
