// SPDX-License-Identifier: GPL-2.0-only
/*
 * prctl(PR_GATE32): every verb, every bad argument, the order of the checks
 *
 * - version, features: answers, and that nothing else is needed to ask
 * - unused arguments: each of them, each bit
 * - verbs, abis, flags, bases: each unknown bit
 * - what comes first when several things are wrong
 * - verbs before enable, enable twice, disable twice
 * - bad pointers, bad numbers
 * - after an error everything is as before
 */
#include "gate32_test.h"

#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

/* Bits of a mask that no header knows. */
#define KNOWN_FEATURES							\
	(GATE32_FEATURE_ABI_ARM | GATE32_FEATURE_ABI_I386 |		\
	 GATE32_FEATURE_ROUTE | GATE32_FEATURE_CALL |			\
	 GATE32_FEATURE_IOCTL | GATE32_FEATURE_MMAP_LIMIT |		\
	 GATE32_FEATURE_BRK | GATE32_FEATURE_LOCK |			\
	 GATE32_FEATURE_BACKEND_MODULE | GATE32_FEATURE_BACKEND_BUILTIN)

TEST(version)
{
	REQUIRE_GATE32();
	EXPECT_LE(GATE32_ABI_VERSION, gate32_version());
	ASSERT_EQ(0, gate32_enable(GATE32_ABI_ARM, BASE));
	EXPECT_LE(GATE32_ABI_VERSION, gate32_version());
}

TEST(features)
{
	const long backends = GATE32_FEATURE_BACKEND_MODULE |
			      GATE32_FEATURE_BACKEND_BUILTIN;
	long has, backend;

	REQUIRE_GATE32();
	has = gate32_features();
	backend = has & backends;
	ASSERT_LE(0, has);
	if (gate32_version() == GATE32_ABI_VERSION)
		EXPECT_EQ(0, has & ~(long)KNOWN_FEATURES);
	EXPECT_EQ(GATE32_FEATURE_ABI_ARM, has & GATE32_FEATURE_ABI_ARM);
	EXPECT_EQ(GATE32_FEATURE_ROUTE, has & GATE32_FEATURE_ROUTE);
	EXPECT_EQ(GATE32_FEATURE_CALL, has & GATE32_FEATURE_CALL);
	EXPECT_EQ(GATE32_FEATURE_IOCTL, has & GATE32_FEATURE_IOCTL);
	EXPECT_EQ(GATE32_FEATURE_MMAP_LIMIT, has & GATE32_FEATURE_MMAP_LIMIT);
	EXPECT_EQ(GATE32_FEATURE_BRK, has & GATE32_FEATURE_BRK);
	EXPECT_EQ(GATE32_FEATURE_LOCK, has & GATE32_FEATURE_LOCK);
	EXPECT_TRUE(backend == GATE32_FEATURE_BACKEND_MODULE ||
		    backend == GATE32_FEATURE_BACKEND_BUILTIN);
}

/* prctl(2) takes an int: what is above it in the register is ignored. */
TEST(option_upper_half)
{
	const unsigned long junk = 0xdeadbeef00000000;

	REQUIRE_GATE32();
	ASSERT_EQ(prctl(PR_GET_DUMPABLE),
		  gate32_svc(GATE32_NR_PRCTL, junk | PR_GET_DUMPABLE, 0, 0, 0,
			     0, 0));
	EXPECT_EQ(gate32_version(),
		  gate32_svc(GATE32_NR_PRCTL, junk | PR_GATE32,
			     GATE32_GET_VERSION, 0, 0, 0, 0));
}

/* Options that differ in one bit. */
TEST(other_options)
{
	int bit;

	REQUIRE_GATE32();
	for (bit = 0; bit < 32; bit++) {
		unsigned int option = PR_GATE32 ^ (1U << bit);

		EXPECT_EQ(-EINVAL, gate32_svc(GATE32_NR_PRCTL, option,
					      GATE32_GET_VERSION, 0, 0, 0, 0)) {
			TH_LOG("option 0x%x", option);
		}
	}
}

/* Each verb with arguments that it accepts, and those that it does not use. */
FIXTURE(unused) {};

FIXTURE_VARIANT(unused)
{
	unsigned long verb;
	unsigned long arg[3];
	bool used[3];
	bool open;
	long control;
};

FIXTURE_SETUP(unused)
{
	REQUIRE_GATE32();
	if (variant->open)
		ASSERT_EQ(0, gate32_enable(GATE32_ABI_ARM, BASE));
}

FIXTURE_TEARDOWN(unused)
{
}

#define VARIANT_UNUSED(_name, ...)					\
	FIXTURE_VARIANT_ADD(unused, _name) { __VA_ARGS__ }

VARIANT_UNUSED(get_version_shut, .verb = GATE32_GET_VERSION,
	       .control = GATE32_ABI_VERSION);
VARIANT_UNUSED(get_version_open, .verb = GATE32_GET_VERSION, .open = true,
	       .control = GATE32_ABI_VERSION);
VARIANT_UNUSED(disable_shut, .verb = GATE32_DISABLE, .control = -EUNATCH);
VARIANT_UNUSED(disable_open, .verb = GATE32_DISABLE, .open = true);
VARIANT_UNUSED(call_shut, .verb = GATE32_CALL, .arg = { ARM_NR_getpid },
	       .used = { true, true }, .control = -EUNATCH);
VARIANT_UNUSED(call_open, .verb = GATE32_CALL, .arg = { ARM_NR_getpid },
	       .used = { true, true }, .open = true, .control = -EFAULT);
VARIANT_UNUSED(mmap_limit_shut, .verb = GATE32_MMAP_LIMIT,
	       .arg = { 0x40000000 }, .used = { true });
VARIANT_UNUSED(mmap_limit_open, .verb = GATE32_MMAP_LIMIT, .open = true,
	       .arg = { 0x40000000 }, .used = { true });
VARIANT_UNUSED(brk_shut, .verb = GATE32_BRK, .arg = { 0x20000000 },
	       .used = { true }, .control = -EUNATCH);
VARIANT_UNUSED(brk_open, .verb = GATE32_BRK, .arg = { 0x20000000 },
	       .used = { true }, .open = true);
VARIANT_UNUSED(lock_shut, .verb = GATE32_LOCK);
VARIANT_UNUSED(lock_open, .verb = GATE32_LOCK, .open = true);

/* Its answer is not an error, so it cannot be in the list above. */
TEST(unused_get_features)
{
	int bit;

	REQUIRE_GATE32();
	for (bit = 0; bit < 64; bit++) {
		unsigned long one = 1UL << bit;

		EXPECT_EQ(-EINVAL, gate32_prctl(GATE32_GET_FEATURES, one, 0, 0));
		EXPECT_EQ(-EINVAL, gate32_prctl(GATE32_GET_FEATURES, 0, one, 0));
		EXPECT_EQ(-EINVAL, gate32_prctl(GATE32_GET_FEATURES, 0, 0, one));
	}
	EXPECT_LT(0, gate32_prctl(GATE32_GET_FEATURES, 0, 0, 0));
}

TEST_F(unused, every_bit)
{
	int i, bit;

	for (i = 0; i < 3; i++) {
		if (variant->used[i])
			continue;
		for (bit = 0; bit < 64; bit++) {
			unsigned long a[3];

			memcpy(a, variant->arg, sizeof(a));
			a[i] |= 1UL << bit;
			EXPECT_EQ(-EINVAL, gate32_prctl(variant->verb, a[0],
							a[1], a[2])) {
				TH_LOG("argument %d bit %d", i, bit);
			}
		}
	}
	/* Control: it was the unused argument that was refused. */
	EXPECT_EQ(variant->control,
		  gate32_prctl(variant->verb, variant->arg[0], variant->arg[1],
			       variant->arg[2]));
}

FIXTURE(verbs) {};

FIXTURE_VARIANT(verbs)
{
	bool open;
};

FIXTURE_VARIANT_ADD(verbs, shut) { .open = false };
FIXTURE_VARIANT_ADD(verbs, open) { .open = true };

FIXTURE_SETUP(verbs)
{
	REQUIRE_GATE32();
	if (variant->open)
		ASSERT_EQ(0, gate32_enable(GATE32_ABI_ARM, BASE));
}

FIXTURE_TEARDOWN(verbs)
{
}

TEST_F(verbs, unknown)
{
	unsigned long verb;
	int bit;

	for (verb = GATE32_LOCK + 1; verb < 5000; verb++)
		EXPECT_EQ(-EINVAL, gate32_prctl(verb, 0, 0, 0));
	for (bit = 4; bit < 64; bit++) {
		EXPECT_EQ(-EINVAL, gate32_prctl(1UL << bit, 0, 0, 0));
		/* What looks like a verb in its low half. */
		verb = 1UL << bit | GATE32_GET_FEATURES;
		EXPECT_EQ(-EINVAL, gate32_prctl(verb, 0, 0, 0));
	}
	EXPECT_EQ(-EINVAL, gate32_prctl(-1UL, 0, 0, 0));
	EXPECT_EQ(-EINVAL, gate32_prctl(-1UL, -1UL, -1UL, -1UL));
}

/* What this header calls a verb is one. */
TEST_F(verbs, known)
{
	EXPECT_LT(0, gate32_version());
	EXPECT_LT(0, gate32_features());
	EXPECT_EQ(variant->open ? -EFAULT : -EUNATCH,
		  gate32_prctl(GATE32_CALL, 0, 0, 0));
	EXPECT_EQ(variant->open ? -EBADF : -EUNATCH,
		  gate32_ioctl(-1, 0, 0));
	EXPECT_EQ(0, gate32_mmap_limit(0));
	EXPECT_EQ(variant->open ? 0 : -EUNATCH, gate32_brk_start(0x20000000));
	EXPECT_EQ(variant->open ? -EBUSY : 0,
		  gate32_enable(GATE32_ABI_ARM, 0));
	EXPECT_EQ(0, gate32_disable());
	EXPECT_EQ(0, gate32_lock());
}

static bool gate_is_open(void)
{
	return ARM_ARGS(ARM_NR_getpid, 0) == getpid();
}

FIXTURE(enable) {};

FIXTURE_SETUP(enable)
{
	REQUIRE_GATE32();
}

/* Nothing in these tests may have opened the gate and left it so. */
FIXTURE_TEARDOWN(enable)
{
	EXPECT_FALSE(gate_is_open());
}

TEST_F(enable, abi_unknown)
{
	unsigned long abi;
	int bit;

	EXPECT_EQ(-EINVAL, gate32_enable(0, BASE));
	for (abi = GATE32_ABI_I386 + 1; abi < 1000; abi++)
		EXPECT_EQ(-EINVAL, gate32_enable(abi, BASE));
	for (bit = 2; bit < 64; bit++)
		EXPECT_EQ(-EINVAL, gate32_enable(1UL << bit | GATE32_ABI_ARM,
						 BASE));
	EXPECT_EQ(-EINVAL, gate32_enable(-1UL, BASE));
}

TEST_F(enable, abi_not_offered)
{
	if (gate32_features() & GATE32_FEATURE_ABI_I386)
		SKIP(return, "this kernel offers i386");
	EXPECT_EQ(-EOPNOTSUPP, gate32_enable(GATE32_ABI_I386, BASE));
	EXPECT_EQ(-EOPNOTSUPP, gate32_enable(GATE32_ABI_I386, 0));
}

TEST_F(enable, flags)
{
	int bit;

	for (bit = 0; bit < 64; bit++)
		EXPECT_EQ(-EINVAL, gate32_prctl(GATE32_ENABLE, GATE32_ABI_ARM,
						BASE, 1UL << bit)) {
			TH_LOG("flag bit %d", bit);
		}
	EXPECT_EQ(-EINVAL, gate32_prctl(GATE32_ENABLE, GATE32_ABI_ARM, BASE,
					-1UL));
}

TEST_F(enable, base_misaligned)
{
	int bit;

	for (bit = 0; 1U << bit < GATE32_NR_SPAN; bit++) {
		EXPECT_EQ(-EINVAL, gate32_enable(GATE32_ABI_ARM,
						 BASE | 1UL << bit)) {
			TH_LOG("base bit %d", bit);
		}
		/* Low, where the native numbers are. */
		EXPECT_EQ(-EINVAL, gate32_enable(GATE32_ABI_ARM, 1UL << bit));
	}
}

TEST_F(enable, base_out_of_range)
{
	int bit;

	EXPECT_EQ(-EINVAL, gate32_enable(GATE32_ABI_ARM,
					 GATE32_BASE_MAX + GATE32_NR_SPAN));
	for (bit = 32; bit < 64; bit++) {
		EXPECT_EQ(-EINVAL, gate32_enable(GATE32_ABI_ARM, 1UL << bit));
		EXPECT_EQ(-EINVAL, gate32_enable(GATE32_ABI_ARM,
						 1UL << bit | BASE));
	}
	EXPECT_EQ(-EINVAL, gate32_enable(GATE32_ABI_ARM, -1UL));
	EXPECT_EQ(-EINVAL, gate32_enable(GATE32_ABI_ARM, -1UL << 20));
}

/* All 4094 of them, each with a call. */
TEST_F(enable, base_every_valid_one)
{
	unsigned long base;

	for (base = GATE32_BASE_MIN; base <= GATE32_BASE_MAX;
	     base += GATE32_NR_SPAN) {
		ASSERT_EQ(0, gate32_enable(GATE32_ABI_ARM, base)) {
			TH_LOG("base 0x%lx", base);
		}
		ASSERT_EQ(getppid(), gate32_call(base, ARM_NR_getppid, 0, 0, 0,
						 0, 0, 0)) {
			TH_LOG("base 0x%lx", base);
		}
		ASSERT_EQ(0, gate32_disable());
	}
}

TEST_F(enable, order)
{
	const unsigned long other = BASE + GATE32_NR_SPAN;

	/* Bad base and bad flags come before an abi that is not offered. */
	if (!(gate32_features() & GATE32_FEATURE_ABI_I386)) {
		EXPECT_EQ(-EINVAL, gate32_enable(GATE32_ABI_I386, 1));
		EXPECT_EQ(-EINVAL, gate32_prctl(GATE32_ENABLE, GATE32_ABI_I386,
						BASE, 1));
	}

	ASSERT_EQ(0, gate32_enable(GATE32_ABI_ARM, BASE));
	/* All of them come before EBUSY. */
	EXPECT_EQ(-EINVAL, gate32_enable(0, other));
	EXPECT_EQ(-EINVAL, gate32_enable(GATE32_ABI_ARM, other + 1));
	EXPECT_EQ(-EINVAL, gate32_prctl(GATE32_ENABLE, GATE32_ABI_ARM, other,
					1));
	if (!(gate32_features() & GATE32_FEATURE_ABI_I386))
		EXPECT_EQ(-EOPNOTSUPP, gate32_enable(GATE32_ABI_I386, other));
	EXPECT_EQ(-EBUSY, gate32_enable(GATE32_ABI_ARM, other));
	/* Wrong flags are wrong for the settings that the gate has, too. */
	EXPECT_EQ(-EINVAL, gate32_prctl(GATE32_ENABLE, GATE32_ABI_ARM, BASE,
					1));
	EXPECT_TRUE(gate_is_open());
	ASSERT_EQ(0, gate32_disable());
}

TEST_F(enable, twice_same)
{
	ASSERT_EQ(0, gate32_enable(GATE32_ABI_ARM, BASE));
	EXPECT_EQ(0, gate32_enable(GATE32_ABI_ARM, BASE));
	EXPECT_EQ(getpid(), ARM(getpid));
	/* It does not count: closing once closes. */
	EXPECT_EQ(0, gate32_disable());
	EXPECT_EQ(-ENOSYS, ARM(getpid));
}

TEST_F(enable, twice_different)
{
	const unsigned long other = BASE + GATE32_NR_SPAN;

	ASSERT_EQ(0, gate32_enable(GATE32_ABI_ARM, BASE));
	EXPECT_EQ(-EBUSY, gate32_enable(GATE32_ABI_ARM, other));
	EXPECT_EQ(-EBUSY, gate32_enable(GATE32_ABI_ARM, 0));
	/* The old setting is in force, and only that. */
	EXPECT_EQ(getpid(), ARM(getpid));
	EXPECT_EQ(-ENOSYS, gate32_call(other, ARM_NR_getpid, 0, 0, 0, 0, 0, 0));
	ASSERT_EQ(0, gate32_disable());

	/* After closing it another base can be had. */
	ASSERT_EQ(0, gate32_enable(GATE32_ABI_ARM, other));
	EXPECT_EQ(-ENOSYS, ARM(getpid));
	EXPECT_EQ(getpid(), gate32_call(other, ARM_NR_getpid, 0, 0, 0, 0, 0, 0));
	ASSERT_EQ(0, gate32_disable());

	ASSERT_EQ(0, gate32_enable(GATE32_ABI_ARM, 0));
	EXPECT_EQ(-EBUSY, gate32_enable(GATE32_ABI_ARM, BASE));
	EXPECT_EQ(-ENOSYS, ARM(getpid));
	ASSERT_EQ(0, gate32_disable());
}

TEST_F(enable, disable_twice)
{
	EXPECT_EQ(-EUNATCH, gate32_disable());
	ASSERT_EQ(0, gate32_enable(GATE32_ABI_ARM, BASE));
	EXPECT_EQ(0, gate32_disable());
	EXPECT_EQ(-EUNATCH, gate32_disable());
	/* A process that has only a limit has no gate to close. */
	ASSERT_EQ(0, gate32_mmap_limit(0x40000000));
	EXPECT_EQ(-EUNATCH, gate32_disable());
}

/* Refused settings leave the gate shut. */
TEST_F(enable, error_changes_nothing)
{
	EXPECT_NE(0, gate32_enable(0, BASE));
	EXPECT_EQ(-EUNATCH, ARM_ARGS(ARM_NR_getpid, 0));
	EXPECT_NE(0, gate32_enable(GATE32_ABI_ARM, 1));
	EXPECT_EQ(-EUNATCH, ARM_ARGS(ARM_NR_getpid, 0));
	EXPECT_NE(0, gate32_prctl(GATE32_ENABLE, GATE32_ABI_ARM, BASE, 1));
	EXPECT_EQ(-EUNATCH, ARM_ARGS(ARM_NR_getpid, 0));
	EXPECT_EQ(-ENOSYS, ARM(getpid));
}

/* Verbs of an open gate, on one that was never opened and on a shut one. */
static void expect_shut(struct __test_metadata *_metadata)
{
	static const __u32 args[6];

	EXPECT_EQ(-EUNATCH, gate32_disable());
	EXPECT_EQ(-EUNATCH, gate32_call_args(ARM_NR_getpid, args));
	EXPECT_EQ(-EUNATCH, gate32_ioctl(0, 0, 0));
	EXPECT_EQ(-EUNATCH, gate32_brk_start(0x20000000));

	/* What is checked before that. */
	EXPECT_EQ(-EINVAL, gate32_prctl(GATE32_DISABLE, 1, 0, 0));
	EXPECT_EQ(-EINVAL, gate32_call_args(GATE32_NR_SPAN, args));
	EXPECT_EQ(-EINVAL, gate32_prctl(GATE32_CALL, ARM_NR_getpid, 0, 1));
	EXPECT_EQ(-EINVAL, gate32_brk_start(0));
	EXPECT_EQ(-EINVAL, gate32_prctl(GATE32_BRK, 0x20000000, 1, 0));

	/* What is checked after it. */
	EXPECT_EQ(-EUNATCH, gate32_prctl(GATE32_CALL, ARM_NR_getpid, 8, 0));
	EXPECT_EQ(-EUNATCH, gate32_call_args(ARM_NR_sigreturn, args));
	EXPECT_EQ(-EUNATCH, gate32_ioctl(-1, 0, 0));
}

TEST_F(enable, verbs_before)
{
	expect_shut(_metadata);
}

TEST_F(enable, verbs_after)
{
	ASSERT_EQ(0, gate32_enable(GATE32_ABI_ARM, BASE));
	ASSERT_EQ(0, gate32_disable());
	expect_shut(_metadata);
}

FIXTURE(call)
{
	int fd[2];
	long page;
};

FIXTURE_SETUP(call)
{
	OPEN_GATE();
	ASSERT_EQ(0, pipe2(self->fd, O_NONBLOCK));
	self->page = getpagesize();
}

FIXTURE_TEARDOWN(call)
{
	char c;

	/* Nothing that was refused may have been done: here, a write. */
	EXPECT_EQ(-1, read(self->fd[0], &c, 1));
	EXPECT_EQ(EAGAIN, errno);
}

TEST_F(call, nr)
{
	static const __u32 args[6];
	int bit;

	EXPECT_EQ(-EINVAL, gate32_call_args(GATE32_NR_SPAN, args));
	EXPECT_EQ(-EINVAL, gate32_call_args(-1UL, args));
	for (bit = 20; bit < 64; bit++)
		EXPECT_EQ(-EINVAL, gate32_call_args(1UL << bit | ARM_NR_getpid,
						    args));
	/* A bad number comes before a bad pointer. */
	EXPECT_EQ(-EINVAL, gate32_prctl(GATE32_CALL, GATE32_NR_SPAN, 8, 0));
	/* Numbers that the ABI does not have, up to the private ones. */
	EXPECT_EQ(-ENOSYS, gate32_call_args(1000, args));
	EXPECT_EQ(-ENOSYS, gate32_call_args(0xeffff, args));
	EXPECT_EQ(getpid(), gate32_call_args(ARM_NR_getpid, args));
}

TEST_F(call, bad_pointer)
{
	char *two = mmap(NULL, 2 * self->page, PROT_READ | PROT_WRITE,
			 MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	const __u32 args[6] = { self->fd[1], 0x10000, 1 };
	char *cross;

	ASSERT_NE(MAP_FAILED, two);
	ASSERT_EQ(0, munmap(two + self->page, self->page));

	EXPECT_EQ(-EFAULT, gate32_prctl(GATE32_CALL, ARM_NR_write, 0, 0));
	EXPECT_EQ(-EFAULT, gate32_prctl(GATE32_CALL, ARM_NR_write, 8, 0));
	EXPECT_EQ(-EFAULT, gate32_prctl(GATE32_CALL, ARM_NR_write, -8UL, 0));
	/* Addresses of the kernel. */
	EXPECT_EQ(-EFAULT, gate32_prctl(GATE32_CALL, ARM_NR_write,
					1UL << 63, 0));
	EXPECT_EQ(-EFAULT, gate32_prctl(GATE32_CALL, ARM_NR_write,
					0xffff800000000000, 0));
	EXPECT_EQ(-EFAULT, gate32_prctl(GATE32_CALL, ARM_NR_write,
					(unsigned long)two + self->page, 0));

	/* Five of the six arguments are there. */
	cross = two + self->page - 5 * sizeof(__u32);
	memcpy(cross, args, 5 * sizeof(__u32));
	EXPECT_EQ(-EFAULT, gate32_prctl(GATE32_CALL, ARM_NR_write,
					(unsigned long)cross, 0));
	/* Even for a call that has none, and for one that is refused. */
	EXPECT_EQ(-EFAULT, gate32_prctl(GATE32_CALL, ARM_NR_getpid,
					(unsigned long)cross, 0));
	EXPECT_EQ(-EFAULT, gate32_prctl(GATE32_CALL, ARM_NR_sigreturn,
					(unsigned long)cross, 0));
	/* Control: all six, right below the hole, which is above 4 GB. */
	cross -= sizeof(__u32);
	memset(cross, 0, 6 * sizeof(__u32));
	EXPECT_LT(FOUR_GB, (unsigned long)cross);
	EXPECT_EQ(getpid(), gate32_prctl(GATE32_CALL, ARM_NR_getpid,
					 (unsigned long)cross, 0));
	EXPECT_EQ(-EOPNOTSUPP, gate32_prctl(GATE32_CALL, ARM_NR_sigreturn,
					    (unsigned long)cross, 0));
}

/* The six words are read, not written, and need no alignment. */
TEST_F(call, args_are_read_only)
{
	char *ro = mmap(NULL, self->page, PROT_READ | PROT_WRITE,
			MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	ASSERT_NE(MAP_FAILED, ro);
	ASSERT_EQ(0, mprotect(ro, self->page, PROT_READ));
	EXPECT_EQ(getpid(), gate32_prctl(GATE32_CALL, ARM_NR_getpid,
					 (unsigned long)ro, 0));
	EXPECT_EQ(getpid(), gate32_prctl(GATE32_CALL, ARM_NR_getpid,
					 (unsigned long)ro + 1, 0));
}

TEST_F(call, ioctl_upper_halves)
{
	const unsigned long junk = 0xdeadbeef00000000;

	EXPECT_EQ(-EBADF, gate32_prctl(GATE32_IOCTL, 0xffffffff, 0, 0));
	EXPECT_EQ(-EBADF, gate32_prctl(GATE32_IOCTL, -1UL, -1UL, -1UL));
	/* FIOCLEX on the pipe: close-on-exec. */
	EXPECT_EQ(0, gate32_prctl(GATE32_IOCTL, junk | self->fd[0],
				  junk | FIOCLEX, junk));
	EXPECT_EQ(FD_CLOEXEC, fcntl(self->fd[0], F_GETFD));
}

FIXTURE(limit) {};

FIXTURE_SETUP(limit)
{
	REQUIRE_GATE32();
}

FIXTURE_TEARDOWN(limit)
{
}

TEST_F(limit, bad)
{
	unsigned long page = getpagesize(), bit;

	for (bit = 1; bit < page; bit <<= 1) {
		EXPECT_EQ(-EINVAL, gate32_mmap_limit(bit));
		EXPECT_EQ(-EINVAL, gate32_mmap_limit(0x40000000 | bit));
	}
	/* No arm64 kernel has more than 52 bits for user space. */
	for (bit = 1UL << 53; bit; bit <<= 1) {
		EXPECT_EQ(-EINVAL, gate32_mmap_limit(bit));
		EXPECT_EQ(-EINVAL, gate32_mmap_limit(bit | 0x40000000));
	}
	EXPECT_EQ(-EINVAL, gate32_mmap_limit(-1UL));
	EXPECT_EQ(-EINVAL, gate32_mmap_limit(-page));
	EXPECT_EQ(0, gate32_mmap_limit(0));
}

/* A limit that is refused does not replace the one in force. */
TEST_F(limit, error_changes_nothing)
{
	void *p;

	ASSERT_EQ(0, gate32_mmap_limit(0x40000000));
	EXPECT_EQ(-EINVAL, gate32_mmap_limit(1));
	EXPECT_EQ(-EINVAL, gate32_mmap_limit(-1UL));
	EXPECT_EQ(-EINVAL, gate32_prctl(GATE32_MMAP_LIMIT, 0, 1, 0));
	p = mmap(NULL, getpagesize(), PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS,
		 -1, 0);
	ASSERT_NE(MAP_FAILED, p);
	EXPECT_GT(0x40000000, (unsigned long)p);
}

FIXTURE(brk_start) {};

FIXTURE_SETUP(brk_start)
{
	OPEN_GATE();
}

FIXTURE_TEARDOWN(brk_start)
{
}

TEST_F(brk_start, bad)
{
	unsigned long bit;

	EXPECT_EQ(-EINVAL, gate32_brk_start(0));
	EXPECT_EQ(-EINVAL, gate32_brk_start(TASK_SIZE_32));
	EXPECT_EQ(-EINVAL, gate32_brk_start(FOUR_GB - 1));
	for (bit = FOUR_GB; bit; bit <<= 1) {
		EXPECT_EQ(-EINVAL, gate32_brk_start(bit));
		EXPECT_EQ(-EINVAL, gate32_brk_start(bit | 0x20000000));
	}
	EXPECT_EQ(-EINVAL, gate32_brk_start(-1UL));
	/* Just inside. */
	EXPECT_EQ(0, gate32_brk_start(1));
	EXPECT_EQ(0, gate32_brk_start(TASK_SIZE_32 - 1));
}

TEST_F(brk_start, error_changes_nothing)
{
	ASSERT_EQ(0, gate32_brk_start(0x20000000));
	ASSERT_EQ(0x20001000, ARM(brk, 0x20001000));
	EXPECT_EQ(-EINVAL, gate32_brk_start(0));
	EXPECT_EQ(-EINVAL, gate32_brk_start(FOUR_GB));
	EXPECT_EQ(-EINVAL, gate32_prctl(GATE32_BRK, 0x30000000, 0, 1));
	EXPECT_EQ(0x20001000, ARM(brk, 0));
}

/* The limit is not the gate's: it stays when the gate is closed. */
TEST(disable_keeps_limit)
{
	void *p;

	OPEN_GATE();
	ASSERT_EQ(0, gate32_mmap_limit(0x40000000));
	ASSERT_EQ(0, gate32_disable());
	p = mmap(NULL, getpagesize(), PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS,
		 -1, 0);
	ASSERT_NE(MAP_FAILED, p);
	EXPECT_GT(0x40000000, (unsigned long)p);
}

/* Asked through the gate, prctl does not know the option: see PR_GATE32. */
TEST(routed_prctl)
{
	OPEN_GATE();
	EXPECT_EQ(-EINVAL, ARM(prctl, PR_GATE32, GATE32_GET_VERSION));
	EXPECT_EQ(-EINVAL, ARM(prctl, PR_GATE32, GATE32_DISABLE));
	EXPECT_EQ(getpid(), ARM(getpid));
	EXPECT_EQ(prctl(PR_GET_DUMPABLE), ARM(prctl, PR_GET_DUMPABLE));
}

/* A 32-bit task gets prctl's answer to an unknown option. */
TEST(aarch32_task)
{
	const char *calls[3] = {};
	struct arm32_answer answers[2];
	char text[2][64];

	REQUIRE_GATE32();
	if (!aarch32_capable())
		SKIP(return, "this CPU has no AArch32");
	snprintf(text[0], 64, "%d,%#x,0,0,0,0", ARM_NR_prctl, PR_GATE32);
	snprintf(text[1], 64, "%d,%#x,%d,%d,%#x,0", ARM_NR_prctl, PR_GATE32,
		 GATE32_ENABLE, GATE32_ABI_ARM, BASE);
	calls[0] = text[0];
	calls[1] = text[1];
	ASSERT_EQ(2, arm32_ask(calls, answers));
	EXPECT_EQ(-EINVAL, (int)answers[0].ret);
	EXPECT_EQ(-EINVAL, (int)answers[1].ret);
}

TEST_HARNESS_MAIN
