// SPDX-License-Identifier: GPL-2.0-only
/*
 * gate32-run - the calls that are not simply sent through the gate
 *
 * Every call that is not named here is SYS_GATE with nothing special.
 */
#include <linux/sched.h>
#include <errno.h>

#include "cpu.h"
#include "memory.h"
#include "sys.h"
#include "sysno.h"

#define PROT_EXEC	4
#define SHM_EXEC	0100000

/* Memory whose contents or rights changed: old translations are void. */
static void changed(u32 start, u32 len, bool executable)
{
	bool stale = memory_had_code(start, len);

	memory_mapped(start, len, executable);
	if (stale)
		cpu_forget_code(start, len);
}

static void after_mmap(const u32 args[7], u32 result)
{
	changed(result, args[1], args[2] & PROT_EXEC);
}

static void after_mprotect(const u32 args[7], u32 result)
{
	(void)result;
	changed(args[0], args[1], args[2] & PROT_EXEC);
}

static void after_munmap(const u32 args[7], u32 result)
{
	(void)result;
	changed(args[0], args[1], false);
}

static void after_mremap(const u32 args[7], u32 result)
{
	bool code = memory_had_code(args[0], args[1]);

	changed(args[0], args[1], false);
	changed(result, args[2], code);
}

static void after_shmat(const u32 args[7], u32 result)
{
	/* The size is not known here; nor is that of what was there before. */
	cpu_forget_code(result, GUEST_END - result);
	if (args[2] & SHM_EXEC)
		memory_mapped(result, GUEST_END - result, true);
}

static void after_cacheflush(const u32 args[7], u32 result)
{
	(void)result;
	cpu_forget_code(args[0], args[1] - args[0]);
}

static bool read_mask(u32 pointer, u32 size, u64 *mask)
{
	return pointer && size == sizeof(*mask) &&
	       guest_read(mask, pointer, sizeof(*mask)) == 0;
}

static bool mask_sigsuspend(const u32 args[7], u64 *mask)
{
	*mask = args[2];
	return true;
}

static bool mask_rt_sigsuspend(const u32 args[7], u64 *mask)
{
	return read_mask(args[0], args[1], mask);
}

static bool mask_ppoll(const u32 args[7], u64 *mask)
{
	return read_mask(args[3], args[4], mask);
}

static bool mask_epoll_pwait(const u32 args[7], u64 *mask)
{
	return read_mask(args[4], args[5], mask);
}

/* The sixth argument points to another pointer and a size. */
static bool mask_packed(const u32 args[7], u64 *mask)
{
	u32 pack[2];

	return args[5] && guest_read(pack, args[5], sizeof(pack)) == 0 &&
	       read_mask(pack[0], pack[1], mask);
}

/* Both want the same argument. Filters ask for other flags, of namespaces. */
static void ask_clone(u32 args[7])
{
	args[0] |= CLONE_PIDFD | CLONE_PARENT_SETTID;
}

/* A structure without a size */
static void ask_clone3(u32 args[7])
{
	args[1] = 0;
}

#define OWN(name, reason)						\
	[ARM_NR(name)] = { .class = SYS_OWN, .own = own_##name, .why = reason }
/* ... and the gate does not make them. */
#define OWN_REFUSED(name, reason)					\
	[ARM_NR(name)] = { .class = SYS_OWN, .own = own_##name,		\
			   .refused = -EOPNOTSUPP, .why = reason }
/* ... and the kernel does not make them as they are changed. */
#define OWN_ASK(name, reason)						\
	[ARM_NR(name)] = { .class = SYS_OWN, .own = own_##name,		\
			   .refused = -EINVAL, .ask = ask_##name,	\
			   .why = reason }
#define REFUSE(name, reason)						\
	[ARM_NR(name)] = { .class = SYS_REFUSE, .why = reason }
#define AFTER(name, hook)						\
	[ARM_NR(name)] = { .after = after_##hook,			\
			   .why = "throw old translations away" }
#define BEFORE(name, hook, reason)					\
	[ARM_NR(name)] = { .before = before_##hook, .why = reason }
#define MASK(name, hook)						\
	[ARM_NR(name)] = { .mask = mask_##hook,				\
			   .why = "sets a signal mask while it waits" }

static const struct sys_call calls[] = {
	OWN(fork, "the child's bookkeeping"),
	OWN(vfork, "the child's bookkeeping"),
	OWN_ASK(clone, "a thread needs a CPU and a stack of ours"),
	OWN_ASK(clone3, "a thread needs a CPU and a stack of ours"),
	OWN(exit, "a thread's CPU and stack go with it"),
	OWN(exit_group, "statistics; the process is ours"),
	OWN_REFUSED(set_tid_address, "for a thread, the kernel's belongs to our libc"),
	OWN(execve, "an armhf program needs this translator again"),
	OWN(execveat, "an armhf program needs this translator again"),
	OWN_REFUSED(sigaction, "the kernel must call our handler"),
	OWN_REFUSED(rt_sigaction, "the kernel must call our handler"),
	OWN_REFUSED(sigaltstack, "the kernel must not put frames on it"),
	OWN(sigreturn, "the frame is ours"),
	OWN(rt_sigreturn, "the frame is ours"),

	REFUSE(rseq, "the kernel's registration belongs to our libc"),
	REFUSE(restart_syscall, "the kernel makes it itself; nobody calls it"),
	REFUSE(ptrace, "registers of another translator mean nothing"),

	AFTER(mmap2, mmap),
	AFTER(mprotect, mprotect),
	AFTER(pkey_mprotect, mprotect),
	AFTER(munmap, munmap),
	AFTER(madvise, munmap),
	AFTER(mremap, mremap),
	AFTER(shmat, shmat),

	[ARM_NR(personality)] = {
		.before = before_personality, .result = result_personality,
		.why = "PER_LINUX32 even where the kernel refuses it",
	},
	BEFORE(open, open, "/proc/self/exe is the guest's program"),
	BEFORE(openat, openat, "/proc/self/exe is the guest's program"),
	BEFORE(openat2, openat, "/proc/self/exe is the guest's program"),
	BEFORE(access, open, "/proc/self/exe is the guest's program"),
	BEFORE(faccessat, openat, "/proc/self/exe is the guest's program"),
	BEFORE(faccessat2, openat, "/proc/self/exe is the guest's program"),
	BEFORE(stat64, open, "/proc/self/exe is the guest's program"),
	BEFORE(statx, openat, "/proc/self/exe is the guest's program"),
	BEFORE(mount, open, "/proc/self/exe is the guest's program"),
	BEFORE(readlink, readlink, "/proc/self/exe is the guest's program"),
	BEFORE(readlinkat, readlinkat, "/proc/self/exe is the guest's program"),
	[ARM_NR(uname)] = {
		.after = after_uname,
		.why = "the machine is a 32-bit one",
	},
	[ARM_NR(seccomp)] = {
		.before = before_seccomp, .done = done_seccomp,
		.why = "a filter of the guest's must let our own calls pass",
	},
	[ARM_NR(prctl)] = {
		.before = before_prctl, .done = done_seccomp,
		.why = "a filter of the guest's must let our own calls pass",
	},

	MASK(sigsuspend, sigsuspend),
	MASK(rt_sigsuspend, rt_sigsuspend),
	MASK(ppoll, ppoll),
	MASK(ppoll_time64, ppoll),
	MASK(pselect6, packed),
	MASK(pselect6_time64, packed),
	MASK(epoll_pwait, epoll_pwait),
	MASK(epoll_pwait2, epoll_pwait),
	MASK(io_pgetevents, packed),
	MASK(io_pgetevents_time64, packed),
};

/* ARM's own calls have numbers of their own. */
#define PRIVATE_BASE	0xf0000U
#undef OWN
#define OWN(name, reason)						\
	[ARM_NR(ARM_NR_##name) - PRIVATE_BASE] = {			\
		.class = SYS_OWN, .own = own_##name, .why = reason }

static const struct sys_call private_calls[] = {
	OWN(breakpoint, "a signal about the guest's registers"),
	OWN(set_tls, "the register is emulated"),
	OWN(get_tls, "the register is emulated"),
	[ARM_NR(ARM_NR_cacheflush) - PRIVATE_BASE] = {
		.after = after_cacheflush,
		.why = "throw old translations away",
	},
};

static const struct sys_call plain;

const struct sys_call *sys_lookup(u32 nr)
{
	if (nr < ARRAY_SIZE(calls))
		return &calls[nr];
	if (nr - PRIVATE_BASE < ARRAY_SIZE(private_calls))
		return &private_calls[nr - PRIVATE_BASE];
	return &plain;
}
