// SPDX-License-Identifier: GPL-2.0-only
/*
 * pps_check - pps.h against the headers of the ARM compiler
 */
#include <linux/pps.h>

#include "check.h"
#include "pps.h"

SAME_NUMBER(PPS_GETPARAMS);
SAME_NUMBER(PPS_SETPARAMS);
SAME_NUMBER(PPS_GETCAP);
SAME_NUMBER(PPS_FETCH);
SAME_NUMBER(PPS_KC_BIND);
