// SPDX-License-Identifier: GPL-2.0-only
/*
 * generated - arguments of calls, by the oracle's generator (oracle/fuzz/)
 *
 * It is made for one case a process; here many are made in one, by several
 * threads. They take turns, and the memory that arguments point to is used
 * again and again: what another thread does to it meanwhile is welcome.
 */
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <sys/mman.h>
#include <sys/syscall.h>

#include <gate32/client.h>

#include "fuzz.h"
#include "oracle.h"
#include "run.h"
#include "trace.h"

#define BUMP_SIZE	0x100000U

static size_t bump;
static volatile int turn;

/* Numbers of AArch64's calls of the same name */
static const struct {
	const char *name;
	int number;
} natives[] = {
#define NATIVE(name)	{ #name, __NR_##name },
#include "native.h"
};

#undef NATIVE

/*
 * What the generator asks of the oracle's runner
 */

void *mem(size_t size)
{
	size_t at;

	size = (size + 31) & ~15UL;
	at = __atomic_fetch_add(&bump, size, __ATOMIC_RELAXED) % BUMP_SIZE;
	if (at + size > BUMP_SIZE)
		at = 0;
	memset((void *)(MEM_BASE + at), POISON, size);
	return (void *)(MEM_BASE + at);
}

void *zmem(size_t size)
{
	return memset(mem(size), 0, size);
}

void *bytes(const void *p, size_t size)
{
	return memcpy(mem(size), p, size);
}

char *str(const char *s)
{
	return bytes(s, strlen(s) + 1);
}

int32_t oracle_silent(uint32_t nr, unsigned int count, const uint32_t *args)
{
	return gate32_call(world.base, nr, args[0], args[1], args[2], args[3],
			   args[4], args[5]);
}

/* There is no trace; what it would have told shows in the calls' results. */
void note(const char *format, ...)
{
}

/* A program has namespaces of its own from the start. */
void own_namespace(int flag)
{
}

bool masks_apply(const char *tag)
{
	return false;
}

/*
 * Cases
 */

void generated_open(void)
{
	void *p = mmap((void *)MEM_BASE, MEM_SIZE, PROT_READ | PROT_WRITE,
		       MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE |
		       MAP_NORESERVE, -1, 0);

	if (p == (void *)MEM_BASE)
		areas_open();
}

/*
 * A child may have been made while another thread had the turn, and a fault
 * may have ended it: it is not waited for long.
 */
static void take_turn(void)
{
	unsigned int tries;

	for (tries = 0; tries < 1000; tries++) {
		if (!__atomic_exchange_n(&turn, 1, __ATOMIC_ACQUIRE))
			return;
		sched_yield();
	}
}

static void give_turn(void)
{
	__atomic_store_n(&turn, 0, __ATOMIC_RELEASE);
}

static void begin(const struct signature *call, uint64_t seed)
{
	random_seed(seed);
	memset(&fuzz_case, 0, sizeof(fuzz_case));
	fuzz_case.call = call;
	if (percent(35))
		fuzz_case.hostile = 1U << below(call ? call->count + 1 : 3);
	areas_reset();
}

void generate_call(unsigned int call, uint64_t seed, uint32_t *args)
{
	const struct signature *s = &signatures[call];
	unsigned int i;

	take_turn();
	begin(s, seed);
	for (i = 0; i < s->count; i++) {
		fuzz_case.index = i;
		fuzz_case.args[i] = s->arg[i].make(s->arg[i].parameter);
	}
	memcpy(args, fuzz_case.args, sizeof(fuzz_case.args));
	give_turn();
}

void generate_ioctl(uint64_t seed, uint32_t *args)
{
	const char *driver;

	take_turn();
	begin(NULL, seed);
	ioctl_case(&driver);
	memcpy(args, fuzz_case.args, sizeof(fuzz_case.args));
	give_turn();
}

long native_number(unsigned int call)
{
	static int numbers[CALLS_MAX];	/* one above */
	unsigned int i;

	if (!numbers[call]) {
		numbers[call] = -1;
		for (i = 0; i < sizeof(natives) / sizeof(natives[0]); i++) {
			if (!strcmp(natives[i].name, signatures[call].name))
				numbers[call] = natives[i].number + 1;
		}
	}
	return numbers[call] < 0 ? -1 : numbers[call] - 1;
}
