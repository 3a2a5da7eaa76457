// SPDX-License-Identifier: GPL-2.0-only
/*
 * wireless_check - wireless.h against the headers of the ARM compiler
 */
#include <sys/socket.h>
#include <linux/wireless.h>

#include "check.h"
#include "wireless.h"

SAME_SIZE(iwreq, struct iwreq);
SAME_PLACE(iwreq, data.flags, struct iwreq, u.data.flags);
