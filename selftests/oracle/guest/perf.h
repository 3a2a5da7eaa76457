/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * perf - what performance events have different in a 32-bit ARM EABI program
 */
#ifndef ORACLE_GUEST_PERF_H
#define ORACLE_GUEST_PERF_H

#include <sys/ioctl.h>

#include "calls.h"

#define G_PERF_EVENT_IOC_SET_FILTER	_IOW('$', 6, gptr_t)
#define G_PERF_EVENT_IOC_ID		_IOR('$', 7, gptr_t)
#define G_PERF_EVENT_IOC_QUERY_BPF	_IOWR('$', 10, gptr_t)
#define G_PERF_EVENT_IOC_MODIFY_ATTRIBUTES _IOW('$', 11, gptr_t)

#endif /* ORACLE_GUEST_PERF_H */
