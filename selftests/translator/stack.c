// SPDX-License-Identifier: GPL-2.0-only
/*
 * gate32-run - the initial stack: strings, argv, envp, auxiliary vector
 */
#include <sys/auxv.h>
#include <sys/random.h>
#include <elf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "identity.h"
#include "loader.h"
#include "memory.h"
#include "options.h"

/*
 * The CPU that is emulated, a Cortex-A15, in the terms of ARM's hwcap.h, which
 * an AArch64 compiler does not have.
 */
#define ARM_HWCAP_HALF		(1U << 1)
#define ARM_HWCAP_THUMB		(1U << 2)
#define ARM_HWCAP_FAST_MULT	(1U << 4)
#define ARM_HWCAP_VFP		(1U << 6)
#define ARM_HWCAP_EDSP		(1U << 7)
#define ARM_HWCAP_NEON		(1U << 12)
#define ARM_HWCAP_VFPV3		(1U << 13)
#define ARM_HWCAP_TLS		(1U << 15)
#define ARM_HWCAP_VFPV4		(1U << 16)
#define ARM_HWCAP_IDIVA		(1U << 17)
#define ARM_HWCAP_IDIVT		(1U << 18)
#define ARM_HWCAP_VFPD32	(1U << 19)
#define ARM_HWCAP_LPAE		(1U << 20)

#define ARM_HWCAP	(ARM_HWCAP_HALF | ARM_HWCAP_THUMB |		\
			 ARM_HWCAP_FAST_MULT | ARM_HWCAP_VFP |		\
			 ARM_HWCAP_EDSP | ARM_HWCAP_NEON |		\
			 ARM_HWCAP_VFPV3 | ARM_HWCAP_TLS |		\
			 ARM_HWCAP_VFPV4 | ARM_HWCAP_IDIVA |		\
			 ARM_HWCAP_IDIVT | ARM_HWCAP_VFPD32 | ARM_HWCAP_LPAE)

static u32 push(u32 *sp, const void *data, size_t len)
{
	*sp -= len;
	memcpy((void *)(u64)*sp, data, len);
	return *sp;
}

static u32 push_string(u32 *sp, const char *s)
{
	return push(sp, s, strlen(s) + 1);
}

static size_t count(char **list)
{
	size_t n = 0;

	while (list[n])
		n++;
	return n;
}

/* Strings from the last to the first; their addresses, and 0, to @out */
static void push_strings(u32 *sp, char **list, u32 *out)
{
	size_t i, n = count(list);

	for (i = n; i-- > 0;)
		out[i] = push_string(sp, list[i]);
	out[n] = 0;
}

/**
 * stack_build() - what the kernel puts on the stack of a new program
 * @end: of the stack
 * @execfn: path of the program, for AT_EXECFN
 *
 * Return: initial stack pointer
 */
u32 stack_build(u32 end, const struct image *image, char **argv, char **envp,
		const char *execfn)
{
	u32 sp = end - 4, execfn_addr, platform, random, entropy[4];
	size_t words = count(argv) + count(envp) + 64;
	u32 *block = calloc(words, sizeof(u32)), *p = block;
	u32 env_end, env;

	if (!block) {
		perror("gate32-run");
		exit(125);
	}
	memset((void *)(u64)sp, 0, 4);
	identity_set_path(push_string(&sp, identity_path()));
	execfn_addr = push_string(&sp, execfn);
	*p++ = count(argv);
	env_end = sp;
	push_strings(&sp, envp, p + count(argv) + 1);
	env = sp;
	push_strings(&sp, argv, p);
	identity_show(sp, env, env_end);
	p += count(argv) + 1 + count(envp) + 1;
	platform = push_string(&sp, "v7l");
	if (getrandom(entropy, sizeof(entropy), 0) != sizeof(entropy)) {
		perror("gate32-run: getrandom");
		exit(125);
	}
	sp = page_down(sp, 16);
	random = push(&sp, entropy, sizeof(entropy));

	const u32 auxv[][2] = {
		{ AT_HWCAP, ARM_HWCAP },
		{ AT_PAGESZ, page_size() },
		{ AT_CLKTCK, sysconf(_SC_CLK_TCK) },
		{ AT_PHDR, image->phdr },
		{ AT_PHENT, sizeof(Elf32_Phdr) },
		{ AT_PHNUM, image->phnum },
		{ AT_BASE, image->interp_base },
		{ AT_FLAGS, 0 },
		{ AT_ENTRY, image->entry },
		{ AT_UID, getuid() },
		{ AT_EUID, geteuid() },
		{ AT_GID, getgid() },
		{ AT_EGID, getegid() },
		{ AT_SECURE, getauxval(AT_SECURE) },
		{ AT_RANDOM, random },
		{ AT_HWCAP2, 0 },
		{ AT_EXECFN, execfn_addr },
		{ AT_PLATFORM, platform },
		{ AT_NULL, 0 },
	};

	memcpy(p, auxv, sizeof(auxv));
	p += sizeof(auxv) / sizeof(u32);

	/* The stack pointer itself has to be a multiple of 8. */
	sp = page_down(sp - (p - block) * sizeof(u32), 16);
	memcpy((void *)(u64)sp, block, (p - block) * sizeof(u32));
	free(block);
	return sp;
}
