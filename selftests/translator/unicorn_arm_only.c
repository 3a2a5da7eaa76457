// SPDX-License-Identifier: GPL-2.0-only
/*
 * gate32-run - the CPUs of unicorn that are not needed
 *
 * libunicorn.a holds 15 more, and its uc_open() refers to all of them. With
 * definitions here the linker leaves their objects out: 2 MB of program
 * instead of 20, and a GOT that a static PIE can address.
 */
#include <stdlib.h>

#define UNUSED(function)			\
	void function(void)			\
	{					\
		abort();			\
	}

#define UNUSED_CPU(name)			\
	UNUSED(name##_uc_init)			\
	UNUSED(name##_context_reg_read)		\
	UNUSED(name##_context_reg_write)

UNUSED_CPU(arm64)
UNUSED_CPU(m68k)
UNUSED_CPU(mips)
UNUSED_CPU(mips64)
UNUSED_CPU(mips64el)
UNUSED_CPU(mipsel)
UNUSED_CPU(ppc)
UNUSED_CPU(ppc64)
UNUSED_CPU(riscv32)
UNUSED_CPU(riscv64)
UNUSED_CPU(s390)
UNUSED_CPU(sparc)
UNUSED_CPU(sparc64)
UNUSED_CPU(tricore)
UNUSED_CPU(x86)
