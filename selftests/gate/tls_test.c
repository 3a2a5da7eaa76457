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

/*
 * More threads than CPUs, moved about all the time: half of them sleep in
 * calls, half make none, and AArch32 programs are beside them where there can
 * be any. What one has in its registers is not to come to another.
 */
#define SLEEPERS	4
#define SPINNERS	4
#define GUESTS		2
#define STRESS_MS	1500

struct stress {
	pthread_t thread;
	struct nap32 *nap;
	volatile bool *stop;
	bool routed, sme;
	unsigned long wrong, rounds;
};

static void move(unsigned int *seed)
{
	long cpus = sysconf(_SC_NPROCESSORS_ONLN);
	cpu_set_t one;

	CPU_ZERO(&one);
	CPU_SET(rand_r(seed) % cpus, &one);
	sched_setaffinity(0, sizeof(one), &one);
}

static void *stress(void *arg)
{
	unsigned long tpidr = READ_REG(TPIDR), mine = (uintptr_t)arg;
	struct stress *s = arg;
	unsigned int seed = mine;
	volatile int i;

	if (s->sme)
		WRITE_REG(TPIDR2, mine);
	while (!*s->stop) {
		if (s->nap)
			s->wrong += take_nap(s->nap, s->routed) != 0;
		else
			for (i = 0; i < 20000; i++)
				;
		s->wrong += READ_REG(TPIDR) != tpidr || READ_REG(TPIDRRO);
		s->wrong += s->sme && READ_REG(TPIDR2) != mine;
		s->rounds++;
		if (s->rounds % 4 == 0)
			move(&seed);
	}
	if (s->sme)
		WRITE_REG(TPIDR2, 0);

	return NULL;
}

/* AArch32 programs that yield the CPU, one after the other. */
static pid_t run_guests(volatile bool *stop)
{
	static char yield[16];
	static char *argv[64] = { "arm32_call" };
	pid_t pid = fork();
	int i, fd;

	if (pid)
		return pid;
	snprintf(yield, sizeof(yield), "%d", ARM_NR_sched_yield);
	for (i = 1; i < 60; i++)
		argv[i] = yield;
	fd = open("/dev/null", O_WRONLY);
	dup2(fd, 1);
	while (!*stop) {
		pid = fork();
		if (pid == 0) {
			execv("./arm32_call", argv);
			_exit(127);
		}
		if (exit_code(pid))
			_exit(1);
	}
	_exit(0);
}

TEST_F(tls, survives_migration)
{
	bool sme = getauxval(AT_HWCAP2) & HWCAP2_SME;
	struct stress s[SLEEPERS + SPINNERS] = {};
	pid_t guests[GUESTS];
	volatile bool *stop;
	int i;

	stop = mmap(NULL, sizeof(*stop), PROT_READ | PROT_WRITE,
		    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	ASSERT_NE(MAP_FAILED, stop);
	for (i = 0; i < GUESTS && aarch32_capable(); i++)
		guests[i] = run_guests(stop);
	for (i = 0; i < SLEEPERS + SPINNERS; i++) {
		s[i].stop = stop;
		s[i].routed = variant->routed;
		s[i].nap = i < SLEEPERS ? self->nap : NULL;
		s[i].sme = sme;
		ASSERT_EQ(0, pthread_create(&s[i].thread, NULL, stress, &s[i]));
	}
	usleep(STRESS_MS * 1000);
	*stop = true;
	for (i = 0; i < SLEEPERS + SPINNERS; i++) {
		ASSERT_EQ(0, pthread_join(s[i].thread, NULL));
		EXPECT_LT(0, s[i].rounds);
		EXPECT_EQ(0, s[i].wrong) {
			TH_LOG("thread %d, %lu rounds", i, s[i].rounds);
		}
	}
	for (i = 0; i < GUESTS && aarch32_capable(); i++)
		EXPECT_EQ(0, exit_code(guests[i]));
}

TEST_HARNESS_MAIN
