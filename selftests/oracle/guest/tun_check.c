// SPDX-License-Identifier: GPL-2.0-only
/*
 * tun_check - tun.h against the headers of the ARM compiler
 */
#include <linux/filter.h>
#include <linux/if_tun.h>

#include "check.h"
#include "tun.h"

SAME_NUMBER(TUNATTACHFILTER);
SAME_NUMBER(TUNDETACHFILTER);
SAME_NUMBER(TUNGETFILTER);
