// SPDX-License-Identifier: GPL-2.0-only
/*
 * The thread's own registers after it has slept in a routed call
 *
 * A context switch saves and loads TPIDR_EL0, TPIDRRO_EL0 and TPIDR2_EL0 in
 * ways that depend on whether the task is marked 32-bit, which it is while it
 * sleeps in a routed call. So threads sleep there, while others keep the CPUs
 * busy and make them migrate.
 */
#include <pthread.h>
#include <sched.h>
#include <sys/auxv.h>
#include <sys/syscall.h>
#include <time.h>

#include "gate32_test.h"

#define NAPS		200
#define NAP_NS		200000
#define BUSY_THREADS	4

#ifndef HWCAP2_SME
#define HWCAP2_SME	(1 << 23)
#endif

/* As arch/arm64/include/asm/sysreg.h has them; the assembler may not. */
#define READ_REG(_name)							\
	({ unsigned long _v; asm volatile("mrs %0, " _name : "=r"(_v)); _v; })
#define WRITE_REG(_name, _v)						\
	asm volatile("msr " _name ", %0" : : "r"((unsigned long)(_v)))

#define TPIDR		"tpidr_el0"
#define TPIDRRO		"tpidrro_el0"
#define TPIDR2		"S3_3_C13_C0_5"

struct nap32 {
	__s32 sec, nsec;
};

FIXTURE(tls) {
	struct nap32 *nap;
	pthread_t busy[BUSY_THREADS];
	volatile bool stop;
};

FIXTURE_VARIANT(tls) {
	bool routed;
};

/* What native calls do to the registers: nothing. */
FIXTURE_VARIANT_ADD(tls, native) {
	.routed = false,
};

FIXTURE_VARIANT_ADD(tls, routed) {
	.routed = true,
};

static void *be_busy(void *stop)
{
	while (!*(volatile bool *)stop)
		sched_yield();

	return NULL;
}

FIXTURE_SETUP(tls)
{
	int i;

	OPEN_GATE();
	self->nap = low_map(0x20000000, 4096);
	ASSERT_NE(NULL, self->nap);
	self->nap->nsec = NAP_NS;
	for (i = 0; i < BUSY_THREADS; i++)
		ASSERT_EQ(0, pthread_create(&self->busy[i], NULL, be_busy,
					    (void *)&self->stop));
}

FIXTURE_TEARDOWN(tls)
{
	int i;

	self->stop = true;
	for (i = 0; i < BUSY_THREADS; i++)
		pthread_join(self->busy[i], NULL);
}

static long take_nap(struct nap32 *nap, bool routed)
{
	struct timespec native = { .tv_nsec = NAP_NS };

	if (routed)
		return ARM(nanosleep, nap, 0);

	return gate32_svc(__NR_nanosleep, (unsigned long)&native, 0, 0, 0, 0,
			  0);
}

TEST_F(tls, thread_pointer_survives)
{
	unsigned long tpidr = READ_REG(TPIDR);
	int i;

	for (i = 0; i < NAPS; i++) {
		ASSERT_EQ(0, take_nap(self->nap, variant->routed));
		ASSERT_EQ(tpidr, READ_REG(TPIDR));
	}
}

/* An AArch32 task has its thread pointer there, a 64-bit one nothing. */
TEST_F(tls, read_only_register_stays_zero)
{
	int i;

	for (i = 0; i < NAPS; i++) {
		ASSERT_EQ(0, take_nap(self->nap, variant->routed));
		ASSERT_EQ(0, READ_REG(TPIDRRO));
	}
}

TEST_F(tls, sme_register_survives)
{
	int i;

	if (!(getauxval(AT_HWCAP2) & HWCAP2_SME))
		SKIP(return, "no SME");

	for (i = 0; i < NAPS; i++) {
		WRITE_REG(TPIDR2, 0xabc0000 + i);
		ASSERT_EQ(0, take_nap(self->nap, variant->routed));
		ASSERT_EQ(0xabc0000 + i, READ_REG(TPIDR2));
	}
	WRITE_REG(TPIDR2, 0);
}

TEST_HARNESS_MAIN
