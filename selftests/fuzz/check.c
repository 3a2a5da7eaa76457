// SPDX-License-Identifier: GPL-2.0-only
/*
 * check - what has to hold after whatever a program has done
 *
 * Each complaint is a finding. Where a program may itself be the reason, as
 * with a filter of its own, nothing is asked.
 */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

#include <gate32/client.h>

#include "arm_nr.h"
#include "run.h"

#define BOX_BREAK	0x10000000UL

const char *const fault_names[FAULTS] = {
	"none", "mark", "tls", "lock", "open", "parent", "child",
};

enum fault planted;

void finding(const char *format, ...)
{
	va_list ap;

	if (__atomic_exchange_n(&shared->found, 1, __ATOMIC_RELAXED))
		return;
	va_start(ap, format);
	vsnprintf(shared->finding, sizeof(shared->finding), format, ap);
	va_end(ap);
}

static long svc(long nr, unsigned long a, unsigned long b, unsigned long c)
{
	return gate32_svc(nr, a, b, c, 0, 0, 0);
}

static uint64_t read_only_thread_pointer(void)
{
	uint64_t value;

	asm volatile("mrs %0, tpidrro_el0" : "=r"(value));

	return value;
}

static long arm_getpid(uint32_t base)
{
	return gate32_call(base, ARM_NR_getpid, 0, 0, 0, 0, 0, 0);
}

/*
 * TPIDRRO_EL0 is what an AArch32 task has its TLS in; it is 0 for all others.
 * A planted "tls" takes another value for right.
 */
static void check_register(unsigned int op, const char *when)
{
	uint64_t value = read_only_thread_pointer();

	if (value != (planted == FAULT_TLS && op >= 2))
		finding("TPIDRRO_EL0 is %#llx %s operation %u",
			(unsigned long long)value, when, op);
}

/* The same, of what it was when a call came back */
void check_left(uint64_t tpidrro)
{
	if (tpidrro)
		finding("a call has left %#llx in TPIDRRO_EL0",
			(unsigned long long)tpidrro);
}

/*
 * The kernel cannot fault in a page above 4 GB for a task that it takes for a
 * 32-bit one. EFAULT is what it would say: other errors are the program's.
 */
static void check_mark(struct runner *r, const char *when)
{
	long ret;

	/* An operation may have taken the page away, too. */
	if (!r->high_page ||
	    svc(__NR_madvise, (unsigned long)r->high_page, 4096, MADV_DONTNEED))
		return;
	ret = svc(__NR_getrandom, (unsigned long)r->high_page +
		  (planted == FAULT_MARK && r->op >= 2 ? 1UL << 50 : 0), 8, 0);
	if (ret == -EFAULT && !shared->tampered)
		finding("a native call cannot reach a page above 4 GB %s operation %u",
			when, r->op);
}

void check_thread(struct runner *r, const char *when)
{
	check_register(r->op, when);
	check_mark(r, when);
}

static bool has_filter(void)
{
	return world.filtered || svc(__NR_prctl, PR_GET_SECCOMP, 0, 0) != 0;
}

/*
 * After GATE32_DISABLE no number is routed, whatever has been open before.
 */
static void check_shut(void)
{
	static const uint32_t bases[] = {
		GATE32_BASE_DEFAULT, 0x40000000, GATE32_BASE_MIN,
		GATE32_BASE_MAX, BOX_BASE,
	};
	const uint32_t none[6] = { 0 };
	unsigned int i;
	long ret = gate32_disable();

	if (planted == FAULT_OPEN && ret == 0)
		gate32_enable(GATE32_ABI_ARM, GATE32_BASE_DEFAULT);
	if (ret != 0 && ret != -EUNATCH)
		finding("GATE32_DISABLE: %ld", ret);
	for (i = 0; i < sizeof(bases) / sizeof(bases[0]); i++) {
		ret = arm_getpid(bases[i]);
		if (ret != -ENOSYS)
			finding("the gate is shut, %#x + getpid: %ld",
				bases[i], ret);
	}
	ret = gate32_call_args(ARM_NR_getpid, none);
	if (ret != -EUNATCH)
		finding("the gate is shut, GATE32_CALL: %ld", ret);
}

/*
 * Who is locked cannot open a gate; who is not can, if all are allowed to. A
 * child whose memory knows of no lock may have one nonetheless, if another
 * thread has locked while it was made: gate32's state is copied after memory.
 */
static void check_lock(enum lock_state lock)
{
	long ret = gate32_enable(GATE32_ABI_ARM, GATE32_BASE_DEFAULT);

	if (planted == FAULT_LOCK)
		lock = lock == LOCK_NO ? LOCK_YES : lock;
	if (lock == LOCK_YES && ret != -EPERM)
		finding("locked, and GATE32_ENABLE: %ld", ret);
	if (lock == LOCK_NO && !shared->lock_tried && ret && ret != -ENOMEM &&
	    !(ret == -EPERM && shared->allow_touched))
		finding("not locked, and GATE32_ENABLE: %ld", ret);
	if (ret == 0 && gate32_disable())
		finding("a gate that was opened does not close");
}

/*
 * Of a call that a filter or a tracer may have had a hand in nothing is known.
 */
void check_end(struct runner *r)
{
	check_thread(r, "at the end, after");
	if (has_filter() || shared->tampered)
		return;
	check_shut();
	check_lock(world.lock);
}

int check_exec(const char *locked)
{
	enum lock_state lock = atoi(locked);

	check_register(0, "after exec of");
	if (shared->tampered || has_filter())
		return 0;
	if (gate32_disable() != -EUNATCH)
		finding("the gate is open after exec");
	check_shut();
	check_lock(lock);

	return 0;
}

/*
 * The fuzzer's own process: all programs are its children
 */

bool check_prepare_box(void)
{
	return !gate32_enable(GATE32_ABI_ARM, BOX_BASE) &&
	       !gate32_brk_start(BOX_BREAK);
}

void check_box(void)
{
	long pid = svc(__NR_getpid, 0, 0, 0), ret;
	void *p;

	if (planted == FAULT_PARENT && shared->progress > 4)
		gate32_disable();
	ret = arm_getpid(BOX_BASE);
	if (ret != pid)
		finding("the parent's gate: getpid is %ld", ret);
	ret = gate32_enable(GATE32_ABI_ARM, BOX_BASE);
	if (ret)
		finding("the parent's gate: GATE32_ENABLE again: %ld", ret);
	ret = gate32_call(BOX_BASE, ARM_NR_brk, 0, 0, 0, 0, 0, 0);
	if (ret != BOX_BREAK)
		finding("the parent's break is %#lx", ret);
	p = mmap(NULL, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if ((unsigned long)p < FOUR_GB)
		finding("the parent maps at %p", p);
	munmap(p, 4096);
	check_register(0, "in the parent of");
}
