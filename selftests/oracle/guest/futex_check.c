// SPDX-License-Identifier: GPL-2.0-only
/*
 * futex_check - futex.h against the headers of the ARM compiler
 */
#include <linux/types.h>
#include <linux/futex.h>

#include "check.h"
#include "futex.h"

SAME_SIZE(robust_list_head, struct robust_list_head);
SAME_SIZE(futex_waitv, struct futex_waitv);
SAME_PLACE(futex_waitv, flags, struct futex_waitv, flags);
