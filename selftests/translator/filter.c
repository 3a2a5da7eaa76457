// SPDX-License-Identifier: GPL-2.0-only
/*
 * gate32-run - seccomp filters that the guest installs
 *
 * The kernel shows them the guest's calls as those of an AArch32 task. It shows
 * them the translator's own calls as well, as those of an AArch64 task, which a
 * filter for ARM kills or refuses. Those are no calls of the guest, which
 * cannot make an AArch64 call: the filter is given a beginning that lets them
 * pass.
 */
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <stddef.h>
#include <string.h>

#include "memory.h"
#include "sys.h"
#include "types.h"

/* struct compat_sock_fprog */
struct guest_program {
	u16 len;
	u16 pad;
	u32 insns;
};

static const struct sock_filter beginning[] = {
	BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch)),
	BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, AUDIT_ARCH_AARCH64, 0, 1),
	BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
};

/* The longer program, in memory of the guest, for the time of the call */
struct longer {
	struct guest_program program;
	struct sock_filter insns[BPF_MAXINSNS];
};

/*
 * Return: false if something is wrong with what the guest has given. The kernel
 * will say what.
 */
static bool extend(u32 given, struct longer *to)
{
	struct guest_program program;
	u32 len;

	if (guest_read(&program, given, sizeof(program)))
		return false;
	len = program.len + ARRAY_SIZE(beginning);
	if (!program.len || len > BPF_MAXINSNS)
		return false;
	memcpy(to->insns, beginning, sizeof(beginning));
	to->program.len = len;
	to->program.insns = (u64)to->insns;
	return !guest_read(to->insns + ARRAY_SIZE(beginning), program.insns,
			   program.len * sizeof(*to->insns));
}

static void replace(u32 *given)
{
	u32 room = sys_place(sizeof(struct longer));

	sys_filtered();
	if (!room)
		return;
	self->filter = room;
	if (mprotect((void *)(u64)room, sizeof(struct longer),
		     PROT_READ | PROT_WRITE) == 0 &&
	    extend(*given, (void *)(u64)room))
		*given = room;
}

bool before_seccomp(u32 args[7], long *result)
{
	(void)result;
	if (args[0] == SECCOMP_SET_MODE_FILTER)
		replace(&args[2]);
	return false;
}

bool before_prctl(u32 args[7], long *result)
{
	(void)result;
	if (args[0] == PR_SET_SECCOMP && args[1] == SECCOMP_MODE_FILTER)
		replace(&args[2]);
	return false;
}

void done_seccomp(void)
{
	if (self->filter)
		munmap((void *)(u64)self->filter, sizeof(struct longer));
	self->filter = 0;
}
