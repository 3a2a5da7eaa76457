// SPDX-License-Identifier: GPL-2.0-only
/*
 * ppp_check - ppp.h against the headers of the ARM compiler
 */
#include <linux/filter.h>
#include <linux/if_pppox.h>
#include <linux/ppp-ioctl.h>

#include "check.h"
#include "ppp.h"

SAME_SIZE(ppp_option_data, struct ppp_option_data);
SAME_SIZE(ppp_idle, struct ppp_idle32);
SAME_SIZE(ppp_idle64, struct ppp_idle64);
SAME_NUMBER(PPPIOCSPASS);
SAME_NUMBER(PPPIOCSACTIVE);
SAME_NUMBER(PPPIOCSCOMPRESS);
SAME_NUMBER(PPPOEIOCSFWD);
SAME_NUMBER(PPPOEIOCDFWD);
