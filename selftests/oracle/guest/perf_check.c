// SPDX-License-Identifier: GPL-2.0-only
/*
 * perf_check - perf.h against the headers of the ARM compiler
 */
#include <linux/perf_event.h>

#include "check.h"
#include "perf.h"

SAME_NUMBER(PERF_EVENT_IOC_SET_FILTER);
SAME_NUMBER(PERF_EVENT_IOC_ID);
SAME_NUMBER(PERF_EVENT_IOC_QUERY_BPF);
SAME_NUMBER(PERF_EVENT_IOC_MODIFY_ATTRIBUTES);
