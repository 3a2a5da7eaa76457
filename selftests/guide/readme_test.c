// SPDX-License-Identifier: GPL-2.0-only
/*
 * The sample of README.md, as it stands there: the Makefile takes it out.
 */
#include "sample.h"
#undef BASE
#include "readme.h"

static bool call(void)
{
	const __u32 getppid_of_guest[8] = { [7] = ARM_NR_getppid };

	CHECK(open_the_gate() == 0);
	CHECK(guest_syscall(getppid_of_guest) == getppid());

	return true;
}

/* A call that is refused, and numbers that are none. */
static bool errors(void)
{
	const __u32 sigreturn_of_guest[8] = { [7] = ARM_NR_sigreturn };
	const __u32 nothing[8] = { [7] = 9999 };

	CHECK(open_the_gate() == 0);
	CHECK(guest_syscall(sigreturn_of_guest) == -EOPNOTSUPP);
	CHECK(guest_syscall(nothing) == -ENOSYS);

	return true;
}

static bool control_shut(void)
{
	const __u32 getppid_of_guest[8] = { [7] = ARM_NR_getppid };

	CHECK(guest_syscall(getppid_of_guest) == -ENOSYS);

	return true;
}

int main(void)
{
	static const struct sample samples[] = {
		{ "call", call },
		{ "errors", errors },
		{ "control_shut", control_shut },
	};

	return sample_run(samples, ARRAY_SIZE(samples));
}
