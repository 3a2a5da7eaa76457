// SPDX-License-Identifier: GPL-2.0-only
/*
 * scenarios: priorities, policies, limits and use of resources
 */
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "peers.h"

#define GROUP "scheduling"

SCENARIO(policies)
{
	struct g_timespec64 *ts64 = NEW(timespec64);
	int32_t *prio = bytes(&(int32_t){ 0 }, 4);
	struct g_timespec *ts = NEW(timespec);

	sys(sched_setscheduler, 0, SCHED_BATCH, prio);
	sys(sched_getscheduler, 0);
	sys(sched_setparam, 0, prio);
	sys(sched_setscheduler, 0, SCHED_IDLE | 0x40000000, prio);
	sys(sched_getscheduler, 0);
	sys(sched_setscheduler, 0, SCHED_OTHER, prio);
	*prio = 1;
	sys(sched_setscheduler, 0, SCHED_OTHER, prio);
	sys(sched_setscheduler, 0, -1, prio);
	sys(sched_setscheduler, 0, SCHED_FIFO, BAD);
	sys(sched_setscheduler, 0, SCHED_FIFO, BAD_HIGH);
	sys(sched_setscheduler, 9999, SCHED_FIFO, prio);
	sys(sched_setscheduler, -1, SCHED_FIFO, prio);
	sys(sched_setscheduler, 0, SCHED_FIFO, edge(2));
	*prio = 0x80000000;
	sys(sched_setscheduler, 0, SCHED_FIFO, prio);
	*prio = 100;
	sys(sched_setscheduler, 0, SCHED_FIFO, prio);
	*prio = 99;
	sys(sched_setscheduler, 0, SCHED_FIFO, prio);
	sys(sched_getparam, 0, prio);
	out(prio);
	*prio = 7;
	sys(sched_setparam, 0, prio);
	sys(sched_getparam, 0, prio);
	out(prio);
	sys(sched_setparam, 9999, prio);
	sys(sched_setparam, -1, prio);
	sys(sched_setparam, 0, 0);
	sys(sched_getparam, 9999, prio);
	sys(sched_getparam, -1, prio);
	sys(sched_getparam, 0, 0);
	sys(sched_getparam, 0, BAD);
	sys(sched_getparam, 0, BAD_HIGH);
	sys(sched_getscheduler, 9999);
	sys(sched_getscheduler, -1);
	sys(sched_get_priority_min, 99);
	sys(sched_get_priority_min, -1);
	sys(sched_get_priority_max, SCHED_RR);
	sys(sched_get_priority_max, 6);
	sys(sched_rr_get_interval, 0, ts);
	outb(ts, 8);
	sys(sched_rr_get_interval_time64, 0, ts64);
	outb(ts64, 16);
	sys(sched_rr_get_interval_time64, 0, BAD);
	sys(sched_rr_get_interval_time64, 9999, ts64);
	sys(sched_rr_get_interval_time64, -1, ts64);
	sys(sched_rr_get_interval_time64, 0, edge(12));
	sys(sched_rr_get_interval, -1, ts);
	sys(sched_rr_get_interval, 0, BAD_HIGH);
}

static void attributes(uint32_t size, uint64_t tail)
{
	struct g_sched_attr *attr = zmem(128);

	attr->size = size;
	attr->sched_nice = 3;
	if (size > 56)
		memcpy((char *)attr + 56, &tail, 8);
	sys(sched_setattr, 0, attr, 0);
	out(&attr->size);
}

SCENARIO(attribute_sizes)
{
	struct g_sched_attr *attr = mem(128);

	attributes(0, 0);
	attributes(47, 0);
	attributes(48, 0);
	attributes(56, 0);
	attributes(64, 0);
	attributes(64, 1);
	attributes(4096, 0);
	attributes(4097, 0);
	attributes(-1, 0);
	sys(sched_getattr, 0, attr, 128, 0);
	outb(attr, 128);
	sys(sched_getattr, 0, attr, 47, 0);
	sys(sched_getattr, 0, attr, 4097, 0);
	sys(sched_getattr, 0, attr, -1, 0);
	sys(sched_getattr, 0, attr, 56, 1);
	sys(sched_getattr, 9999, attr, 56, 0);
	sys(sched_getattr, -1, attr, 56, 0);
	sys(sched_getattr, 0, BAD, 56, 0);
	sys(sched_getattr, 0, edge(48), 56, 0);
	sys(sched_setattr, 0, BAD, 0);
	sys(sched_setattr, 0, BAD_HIGH, 0);
	sys(sched_setattr, 0, edge(4), 0);
	sys(sched_setattr, 9999, attr, 0);
	sys(sched_setattr, -1, attr, 0);
}

SCENARIO(deadline)
{
	struct g_sched_attr *attr = zmem(56);

	attr->size = 56;
	attr->sched_policy = 6;
	attr->sched_runtime = 10000000;
	attr->sched_deadline = 500000000ULL;
	attr->sched_period = 800000000ULL;
	sys(sched_setattr, 0, attr, 0);
	attr = (void *)mem(64);
	sys(sched_getattr, 0, attr, 56, 0);
	outb(attr, 64);
	sys(sched_getscheduler, 0);
	attr->sched_runtime = 1ULL << 63;
	sys(sched_setattr, 0, attr, 0);
	attr->sched_runtime = 600000000ULL;
	sys(sched_setattr, 0, attr, 0);
	attr->sched_runtime = 1;
	sys(sched_setattr, 0, attr, 0);
	memset(attr, 0, 56);
	attr->size = 48;
	attr->sched_nice = 0x80000000;
	sys(sched_setattr, 0, attr, 0);
	sys(getpriority, PRIO_PROCESS, 0);
	attr->sched_nice = 0x7fffffff;
	sys(sched_setattr, 0, attr, 0);
	sys(getpriority, PRIO_PROCESS, 0);
	attr->sched_flags = 1ULL << 33;
	sys(sched_setattr, 0, attr, 0);
	attr->sched_flags = 0x20;	/* clamps: not in 48 bytes */
	sys(sched_setattr, 0, attr, 0);
}

SCENARIO(affinity)
{
	uint32_t *set = zmem(128);

	set[0] = 3;
	sys(sched_setaffinity, 0, 1, set);
	sys(sched_setaffinity, 0, 128, set);
	sys(sched_getaffinity, 0, 4, mem(4));
	sys(sched_getaffinity, 0, 12, mem(12));
	sys(sched_getaffinity, 0, 64, set);
	outb(set, 64);
	sys(sched_getaffinity, 0, 0x80000000, set);
	sys(sched_getaffinity, 0, 128, BAD_HIGH);
	sys(sched_getaffinity, 0, 128, edge(4));
	sys(sched_getaffinity, -1, 128, set);
	sys(sched_setaffinity, 9999, 4, set);
	sys(sched_setaffinity, -1, 4, set);
	sys(sched_setaffinity, 0, 0, set);
	sys(sched_setaffinity, 0, 4, BAD);
	memset(set, 0, 128);
	set[1] = 3;
	sys(sched_setaffinity, 0, 8, set);
	memset(set, 0xff, 128);
	sys(sched_setaffinity, 0, -1, set);
	sys(sched_getaffinity, 0, 64, set);
	outb(set, 64);
}

SCENARIO(niceness)
{
	sys(nice, 0x7fffffff);
	sys(getpriority, PRIO_PROCESS, 0);
	sys(nice, 0x80000000);
	sys(getpriority, PRIO_PROCESS, 0);
	sys(setpriority, PRIO_PROCESS, 0, 0x7fffffff);
	sys(getpriority, PRIO_PROCESS, 0);
	sys(setpriority, PRIO_PROCESS, 0, 0x80000000);
	sys(getpriority, PRIO_PGRP, 0);
	sys(setpriority, PRIO_PGRP, 0, 0);
	sys(setpriority, PRIO_USER, 4321, 0);
	sys(getpriority, PRIO_USER, 4321);
	sys(getpriority, PRIO_PROCESS, -1);
	sys(getpriority, -1, 0);
	sys(getpriority, 3, 0);
	sys(setpriority, 3, 0, 0);
	sys(setpriority, PRIO_PGRP, 9999, 0);
}

SCENARIO(io_priority)
{
	sys(ioprio_set, 1, 0, 0x2003);
	sys(ioprio_get, 1, 0);
	sys(ioprio_set, 1, 0, 0x6000);
	sys(ioprio_get, 1, 0);
	sys(ioprio_set, 1, 0, 0x6001);
	sys(ioprio_set, 1, 0, 0xe000);
	sys(ioprio_set, 1, 0, 0x12004);
	sys(ioprio_set, 1, 0, -1);
	sys(ioprio_set, 2, 0, 0x4001);
	sys(ioprio_get, 2, 0);
	sys(ioprio_set, 3, 4321, 0x4001);
	sys(ioprio_get, 3, 4321);
	sys(ioprio_get, 1, 9999);
	sys(ioprio_get, 1, -1);
	sys(ioprio_get, 9, 0);
	sys(ioprio_set, 0, 0, 0);
}

static void limit(uint32_t which, uint64_t soft, uint64_t hard)
{
	struct g_rlimit64 *r64 = SET(rlimit64, soft, hard);
	struct g_rlimit *r = NEW(rlimit);

	note("%#llx %#llx", (unsigned long long)soft,
	     (unsigned long long)hard);
	sys(prlimit64, 0, which, r64, 0);
	sys(ugetrlimit, which, r);
	outb(r, 8);
	*r = (struct g_rlimit){ soft, hard };
	sys(setrlimit, which, r);
	memset(r64, POISON, 16);
	sys(prlimit64, 0, which, 0, r64);
	outb(r64, 16);
}

/* What does not fit into 32 bits is infinity, and the other way round. */
SCENARIO(limits)
{
	struct g_rlimit64 *r64 = NEW(rlimit64);
	struct g_rlimit *r = NEW(rlimit);

	limit(RLIMIT_CORE, 0x7fffffff, 0x80000000);
	limit(RLIMIT_CORE, 0xfffffffe, 0xffffffff);
	limit(RLIMIT_CORE, 0x100000000ULL, 0x100000001ULL);
	limit(RLIMIT_CORE, 5, -1ULL);
	limit(RLIMIT_CORE, -1ULL, -1ULL);
	limit(RLIMIT_CORE, 0xffffffff00000000ULL, -2ULL);
	limit(RLIMIT_CORE, 7, 6);
	sys(ugetrlimit, 16, r);
	sys(ugetrlimit, -1, r);
	sys(setrlimit, 16, r);
	sys(setrlimit, -1, r);
	sys(setrlimit, RLIMIT_CORE, BAD_HIGH);
	sys(setrlimit, RLIMIT_CORE, edge(4));
	sys(ugetrlimit, RLIMIT_CORE, BAD);
	sys(ugetrlimit, RLIMIT_CORE, edge(4));
	sys(prlimit64, 0, RLIMIT_CORE, BAD_HIGH, 0);
	sys(prlimit64, 0, RLIMIT_CORE, 0, BAD_HIGH);
	sys(prlimit64, -1, RLIMIT_CORE, 0, r64);
	sys(prlimit64, 0, 16, 0, r64);
	sys(prlimit64, 2, RLIMIT_CORE, 0, r64);
	outb(r64, 16);
	*r = (struct g_rlimit){ 0xffffffff, 0xffffffff };
	sys(setrlimit, RLIMIT_NOFILE, r);
}

SCENARIO(usage)
{
	struct g_rusage *ru = NEW(rusage);

	peer_wait(peer_call(CALL(getpid)));
	sys(getrusage, RUSAGE_CHILDREN, ru);
	OUT(rusage, ru);
	sys(getrusage, RUSAGE_THREAD, ru);
	OUT(rusage, ru);
	sys(getrusage, -3, ru);
	sys(getrusage, 0x7fffffff, ru);
	sys(getrusage, 0, BAD_HIGH);
	sys(getrusage, 0, edge(71));
	sys(getcpu, BAD_HIGH, 0, 0);
	sys(getcpu, 0, BAD, 0);
	sys(getcpu, 0, mem(4), BAD);
}

SCENARIO(personalities)
{
	sys(personality, 0xffffffff);
	sys(personality, 0x1234567);
	sys(personality, 0x80000000);
	sys(personality, 0xffffffff);
	sys(personality, 0xfffffffe);
	sys(personality, 0);
	sys(personality, 0xffffffff);
}
