// SPDX-License-Identifier: GPL-2.0-only
/*
 * Registers over a routed call: all but x0 are what they were
 *
 * Every call is made by svc_regs(), with random values in all registers and
 * every value of the flags. The native variants are the control: what the
 * kernel does to registers anyhow.
 */
#include "gate32_test.h"
#include "svc_regs.h"

#include <asm/hwcap.h>
#include <pthread.h>
#include <sys/auxv.h>
#include <sys/syscall.h>
#include <sys/uio.h>

#define LOW 0x20000000UL

static uint64_t seed = 0x9e3779b97f4a7c15;

static uint64_t rnd(void)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;

	return seed;
}

/* Fill all registers, then set up a call. */
static void fill(struct svc_regs *r, uint64_t nr, const uint64_t *args,
		 unsigned int flags, bool junk)
{
	int i;

	for (i = 0; i < 31; i++)
		r->x[i] = rnd();
	for (i = 0; i < 32; i++) {
		r->v[i][0] = rnd();
		r->v[i][1] = rnd();
	}
	for (i = 0; i < 6; i++)
		r->x[i] = junk ? (r->x[i] & ~0xffffffffUL) | (uint32_t)args[i] :
				 args[i];
	r->x[8] = junk ? (r->x[8] & ~0xffffffffUL) | (uint32_t)nr : nr;
	r->nzcv = (uint64_t)flags << 28;
	/* Rounding towards zero; all exceptions seen. */
	r->fpcr = 3UL << 22;
	r->fpsr = 0x0800001f;
}

static void expect_kept(struct __test_metadata *_metadata,
			const struct svc_regs *before,
			const struct svc_regs *after)
{
	int i;

	for (i = 1; i < 31; i++)
		EXPECT_EQ(before->x[i], after->x[i]) {
			TH_LOG("x%d", i);
		}
	for (i = 0; i < 32; i++) {
		EXPECT_EQ(before->v[i][0], after->v[i][0]) {
			TH_LOG("low half of v%d", i);
		}
		EXPECT_EQ(before->v[i][1], after->v[i][1]) {
			TH_LOG("high half of v%d", i);
		}
	}
	EXPECT_EQ(before->nzcv, after->nzcv);
	EXPECT_EQ(before->fpcr, after->fpcr);
	EXPECT_EQ(before->fpsr, after->fpsr);
	EXPECT_EQ(0, after->sp_moved);
	EXPECT_EQ((uintptr_t)__builtin_thread_pointer(), after->tpidr);
	EXPECT_EQ(0, after->tpidrro);
}

FIXTURE(regs)
{
	int fd[2];
	struct iovec32 {
		uint32_t base;
		uint32_t len;
	} *iov;
};

/*
 * Arguments: FD and IOV stand for what is known at run time only. junk puts
 * random values in the upper halves of arguments and number.
 */
#define FD	0xfd0fd0fdUL
#define IOV	0x10f10f10UL

FIXTURE_VARIANT(regs)
{
	uint64_t nr;
	uint64_t args[6];
	bool junk;
	/* result, or PID */
	int64_t want;
};

#define PID	0x7fff0001L

FIXTURE_SETUP(regs)
{
	OPEN_GATE();
	ASSERT_EQ(0, pipe(self->fd));
	self->iov = low_map(LOW, 3 * getpagesize());
	ASSERT_NE(NULL, self->iov);
	self->iov[0].base = LOW + 64;
	self->iov[0].len = 5;
}

FIXTURE_TEARDOWN(regs)
{
}

#define V(_name, _nr, _want, ...)					\
	FIXTURE_VARIANT_ADD(regs, _name) {				\
		.nr = _nr, .want = _want, .args = { __VA_ARGS__ },	\
	};								\
	FIXTURE_VARIANT_ADD(regs, _name##_junk) {			\
		.nr = _nr, .want = _want, .args = { __VA_ARGS__ },	\
		.junk = true,						\
	}
#define A(_name) (BASE + ARM_NR_##_name)

V(native_getpid, __NR_getpid, PID, 0);
V(native_unknown, 5000, -ENOSYS, 0);
V(below_base, BASE - 1, -ENOSYS, 0);
V(above_span, BASE + GATE32_NR_SPAN, -ENOSYS, 0);
V(getpid, A(getpid), PID, 0);
V(error, A(close), -EBADF, 0xffffffff);
V(sleeps_not, A(writev), 5, FD, IOV, 1);
V(file, A(access), -EFAULT, 0x10000);
V(maps, A(mmap2), 0x30000000, 0x30000000, 4096, 3, 0x32, 0xffffffff, 0);
V(yields, A(sched_yield), 0, 0);
V(unknown, BASE + 1000, -ENOSYS, 0);
V(refused, A(sigreturn), -EOPNOTSUPP, 0);
V(refused_with_args, A(rt_sigaction), -EOPNOTSUPP, 10, LOW, LOW, 8);
V(own, A(brk), -EOPNOTSUPP, 0);
V(cacheflush, A(cacheflush), 0, LOW, LOW + 4096, 0);
V(cacheflush_bad, A(cacheflush), -EINVAL, LOW, LOW - 1, 0);
V(breakpoint, A(breakpoint), -ENOSYS, 0);
V(set_tls, A(set_tls), -EOPNOTSUPP, 0x12345678);

TEST_F(regs, kept)
{
	struct svc_regs before, after;
	uint64_t args[6];
	unsigned int flags;
	int64_t want = variant->want == PID ? getpid() : variant->want;
	int i;

	for (i = 0; i < 6; i++) {
		args[i] = variant->args[i];
		if (args[i] == FD)
			args[i] = self->fd[1];
		if (args[i] == IOV)
			args[i] = (uintptr_t)self->iov;
	}
	for (flags = 0; flags < 16; flags++) {
		memset(&before, 0, sizeof(before));
		fill(&before, variant->nr, args, flags, variant->junk);
		after = before;
		svc_regs(&after);
		EXPECT_EQ(want, (int64_t)after.x[0]);
		expect_kept(_metadata, &before, &after);
	}
}

/* The thread is switched out inside the call: everything is saved. */
static void *write_later(void *arg)
{
	const int *p = arg;

	if (wait_asleep(p[1]))
		(void)!write(p[0], "x", 1);

	return NULL;
}

FIXTURE(asleep)
{
	int fd[2];
	char *low;
};

FIXTURE_VARIANT(asleep)
{
	uint64_t nr;
	bool open;
};

FIXTURE_VARIANT_ADD(asleep, native) { .nr = __NR_read };
FIXTURE_VARIANT_ADD(asleep, routed) { .nr = A(read), .open = true };

FIXTURE_SETUP(asleep)
{
	REQUIRE_GATE32();
	if (variant->open)
		ASSERT_EQ(0, gate32_enable(GATE32_ABI_ARM, BASE));
	ASSERT_EQ(0, pipe(self->fd));
	self->low = low_map(LOW, getpagesize());
	ASSERT_NE(NULL, self->low);
}

FIXTURE_TEARDOWN(asleep)
{
}

TEST_F(asleep, kept)
{
	const uint64_t args[6] = { self->fd[0], (uintptr_t)self->low, 1 };
	bool sve = getauxval(AT_HWCAP) & HWCAP_SVE;
	int arg[2] = { self->fd[1], gettid() };
	struct svc_regs before, after;
	pthread_t thread;
	int i;

	for (i = 0; i < 20; i++) {
		ASSERT_EQ(0, pthread_create(&thread, NULL, write_later, arg));
		memset(&before, 0, sizeof(before));
		fill(&before, variant->nr, args, i % 16, false);
		after = before;
		/* From here on the kernel keeps longer registers. */
		if (sve)
			__asm__ __volatile__(".arch_extension sve\n"
					     "dup z0.b, #1" : : : "v0");
		svc_regs(&after);
		EXPECT_EQ(1, after.x[0]);
		expect_kept(_metadata, &before, &after);
		ASSERT_EQ(0, pthread_join(thread, NULL));
	}
}

/* Parent and child of a routed fork have the same registers. */
FIXTURE(child) {};

FIXTURE_VARIANT(child)
{
	uint64_t nr;
	uint64_t args[6];
	bool open;
};

FIXTURE_VARIANT_ADD(child, native_clone)
{
	.nr = __NR_clone, .args = { SIGCHLD },
};

FIXTURE_VARIANT_ADD(child, fork)
{
	.nr = A(fork), .open = true,
};

FIXTURE_VARIANT_ADD(child, clone)
{
	.nr = A(clone), .args = { SIGCHLD }, .open = true,
};

FIXTURE_SETUP(child)
{
	REQUIRE_GATE32();
	if (variant->open)
		ASSERT_EQ(0, gate32_enable(GATE32_ABI_ARM, BASE));
}

FIXTURE_TEARDOWN(child)
{
}

TEST_F(child, kept)
{
	struct svc_regs before, after;

	memset(&before, 0, sizeof(before));
	fill(&before, variant->nr, variant->args, 5, false);
	after = before;
	svc_regs(&after);
	expect_kept(_metadata, &before, &after);
	if (after.x[0] == 0)
		_exit(42);
	ASSERT_LT(0, (int64_t)after.x[0]);
	EXPECT_EQ(42, exit_code(after.x[0]));
}

/* An unknown private call: the signal shows the call, x0 is the result. */
static volatile siginfo_t seen;
static volatile uint64_t seen_x0;

static void on_sigill(int sig, siginfo_t *info, void *context)
{
	seen.si_signo = info->si_signo;
	seen.si_code = info->si_code;
	seen.si_addr = info->si_addr;
}

TEST(sigill)
{
	static const uint64_t args[6];
	const struct sigaction act = {
		.sa_sigaction = on_sigill,
		.sa_flags = SA_SIGINFO,
	};
	struct svc_regs before, after;

	OPEN_GATE();
	ASSERT_EQ(0, sigaction(SIGILL, &act, NULL));
	memset(&before, 0, sizeof(before));
	fill(&before, BASE + 0xf0800, args, 10, true);
	after = before;
	svc_regs(&after);
	EXPECT_EQ(SIGILL, seen.si_signo);
	EXPECT_EQ(ILL_ILLTRP, seen.si_code);
	EXPECT_EQ((void *)svc_regs_insn, seen.si_addr);
	expect_kept(_metadata, &before, &after);
}

TEST_HARNESS_MAIN
