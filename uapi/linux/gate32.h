/* SPDX-License-Identifier: GPL-2.0 WITH Linux-syscall-note */
/*
 * gate32 - 32-bit system calls for 64-bit processes on arm64
 *
 * State is per process, that is per memory map: a gate that one thread
 * opens is open for every thread of the process, those that exist and those
 * to come, and for a CLONE_VM child as long as it shares the map. fork(2)
 * copies the state; execve(2) clears it. Only a lock (GATE32_LOCK) is for good.
 *
 * gate32 is no security boundary around the guest: a pointer inside a u64
 * field of a structure can name any address of the process. It opens no door
 * either: a seccomp filter judges a routed call as the 32-bit call it is.
 */
#ifndef _UAPI_LINUX_GATE32_H
#define _UAPI_LINUX_GATE32_H

#include <linux/const.h>
#include <linux/types.h>

/**
 * PR_GATE32 - prctl(2) option under which every gate32 request is made
 *
 * ``prctl(PR_GATE32, verb, a, b, c)``, where *verb* is a value of
 * &enum gate32_verb. An argument that a verb does not use must be 0.
 *
 * Only 64-bit callers are served. Every other caller, and every caller on a
 * kernel without gate32, gets EINVAL, which is prctl's own answer to an
 * unknown option.
 *
 * Memory is mapped in pages of the kernel's size (AT_PAGESZ), as it is for a
 * 32-bit task of that kernel: where they are larger than 4 KiB, addresses
 * between them are EINVAL for whoever insists on one.
 *
 * The value is "GT32" in ASCII.
 */
#ifndef PR_GATE32
#define PR_GATE32		0x47543332
#endif

/**
 * GATE32_ABI_VERSION - version of the interface that this header describes
 *
 * Counts up when a verb, a flag or a guarantee is added; nothing is ever
 * taken away.
 */
#define GATE32_ABI_VERSION	1

/**
 * enum gate32_verb - requests under PR_GATE32
 *
 * Errors are listed in the order in which they are checked, one line per
 * cause; nothing is changed on error. They come after those that hold for
 * all verbs:
 *
 * - EINVAL: the caller is a 32-bit task.
 * - EINVAL: the verb is unknown.
 * - EINVAL: an argument that the verb does not use is not 0.
 *
 * @GATE32_GET_VERSION: ``(0, 0, 0)``. Return &GATE32_ABI_VERSION of the
 *	kernel, an int >= 1. With all arguments 0 it never fails where gate32
 *	is present, so that EINVAL means absent.
 *
 * @GATE32_GET_FEATURES: ``(0, 0, 0)``. Return a mask of GATE32_FEATURE_*:
 *	what this kernel offers. Never negative.
 *
 * @GATE32_ENABLE: ``(abi, base, flags)``. Open the gate for the process.
 *	*abi* is a value of &enum gate32_abi. From now on ``svc #0`` with w8
 *	in [*base*, *base* + &GATE32_NR_SPAN) makes the 32-bit call
 *	w8 - *base*. *base* is a multiple of &GATE32_NR_SPAN in
 *	[&GATE32_BASE_MIN, &GATE32_BASE_MAX], or 0: then no number is routed
 *	and only the verbs work. *flags* must be 0. Opening a gate again with
 *	the settings that it has is no error. May sleep.
 *
 *	- EINVAL: *abi* is unknown.
 *	- EINVAL: *base* is misaligned or out of range.
 *	- EINVAL: an unknown bit of *flags* is set.
 *	- EOPNOTSUPP: *abi*, or a *base* other than 0, is not offered by this
 *	  kernel; see %GATE32_GET_FEATURES.
 *	- EPERM: the process is locked, see %GATE32_LOCK.
 *	- EPERM: the administrator does not allow it (module parameter
 *	  "allow", sysctl kernel.gate32_allow).
 *	- EBUSY: the gate is open with other settings.
 *	- ENODEV: a hook into the kernel could not be planted, dmesg names it;
 *	  or the module is being unloaded.
 *	- ENOMEM: no memory.
 *
 * @GATE32_DISABLE: ``(0, 0, 0)``. Close the gate. A limit set by
 *	%GATE32_MMAP_LIMIT stays. Calls under way in other threads finish.
 *
 *	- EUNATCH: the gate is not open.
 *
 * @GATE32_CALL: ``(nr, args, 0)``. Make one 32-bit call: *nr* in
 *	[0, &GATE32_NR_SPAN), *args* points to six __u32. For sandboxes whose
 *	filter refuses an unknown number; seccomp judges the 32-bit call as
 *	well as the prctl. Returns what the call returns, by the same rule as
 *	a routed call (see &GATE32_BASE_DEFAULT).
 *
 *	- EINVAL: *nr* is not below &GATE32_NR_SPAN.
 *	- EUNATCH: the gate is not open.
 *	- EFAULT: *args* cannot be read.
 *	- EOPNOTSUPP: the call is one that the translator must do itself;
 *	  the manual lists them with the reasons.
 *	- Any error of the call itself.
 *
 * @GATE32_IOCTL: ``(fd, cmd, arg)``. The 32-bit ioctl(2), directly. Upper
 *	halves of the arguments are ignored. Same as %GATE32_CALL of the
 *	ABI's ioctl number.
 *
 *	- EUNATCH: the gate is not open.
 *	- Any error of the ioctl.
 *
 * @GATE32_MMAP_LIMIT: ``(limit, 0, 0)``. Exclusive ceiling for every address
 *	that the kernel itself chooses for this process, native calls
 *	included; 0 lifts it. *limit* is a multiple of the page size, at most
 *	the size of the 64-bit address space. A hint that would reach above
 *	the limit is not followed. MAP_FIXED, and what is mapped already, stay
 *	the caller's business. Works with the gate shut, too. May sleep.
 *
 *	- EINVAL: *limit* is misaligned or above the address space.
 *	- EPERM: the process is locked, see %GATE32_LOCK. To lift a limit is
 *	  always allowed.
 *	- EPERM: the administrator does not allow it.
 *	- ENODEV: a hook into the kernel could not be planted, dmesg names it;
 *	  or the module is being unloaded.
 *	- ENOMEM: no memory.
 *
 * @GATE32_BRK: ``(start, 0, 0)``. Where the guest's program break starts:
 *	0 < *start* < 4 GiB minus one page. From now on routed brk(2) works on
 *	the area that begins there, with nothing in it yet. What an earlier
 *	break has mapped stays mapped.
 *
 *	- EINVAL: *start* is out of range.
 *	- EUNATCH: the gate is not open.
 *
 * @GATE32_LOCK: ``(0, 0, 0)``. Close the gate, if it is open, for good: from
 *	now on %GATE32_ENABLE and setting a limit fail with EPERM for every
 *	task that shares the memory map, whatever the administrator allows.
 *	Every process and thread that these tasks create is locked as well,
 *	and a lock survives execve(2), be the new program 64-bit, 32-bit or
 *	set-user-ID. There is no way back. A limit in force stays, and may be
 *	lifted. Calls under way in other threads finish. Locking twice is no
 *	error. Nobody needs a permission to lock. May sleep.
 *
 *	- ENODEV: a hook into the kernel could not be planted, dmesg names it;
 *	  or the module is being unloaded.
 *	- ENOMEM: no memory.
 */
enum gate32_verb {
	GATE32_GET_VERSION	= 0,
	GATE32_GET_FEATURES	= 1,
	GATE32_ENABLE		= 2,
	GATE32_DISABLE		= 3,
	GATE32_CALL		= 4,
	GATE32_IOCTL		= 5,
	GATE32_MMAP_LIMIT	= 6,
	GATE32_BRK		= 7,
	GATE32_LOCK		= 8,
};

/**
 * enum gate32_abi - 32-bit interfaces that a gate can speak
 *
 * @GATE32_ABI_ARM: ARM EABI: what an armhf or armel program speaks.
 * @GATE32_ABI_I386: i386. The value is reserved; no kernel offers it yet
 *	(EOPNOTSUPP).
 */
enum gate32_abi {
	GATE32_ABI_ARM		= 1,
	GATE32_ABI_I386		= 2,
};

/**
 * DOC: GATE32_FEATURE_* - bits of GATE32_GET_FEATURES, all since version 1
 *
 * ``GATE32_FEATURE_ABI_ARM``
 *	&GATE32_ABI_ARM can be enabled.
 * ``GATE32_FEATURE_ABI_I386``
 *	&GATE32_ABI_I386 can be enabled.
 * ``GATE32_FEATURE_ROUTE``
 *	GATE32_ENABLE takes a base other than 0.
 * ``GATE32_FEATURE_CALL``
 *	GATE32_CALL works.
 * ``GATE32_FEATURE_IOCTL``
 *	GATE32_IOCTL works.
 * ``GATE32_FEATURE_MMAP_LIMIT``
 *	GATE32_MMAP_LIMIT works.
 * ``GATE32_FEATURE_BRK``
 *	GATE32_BRK works.
 * ``GATE32_FEATURE_LOCK``
 *	GATE32_LOCK works.
 * ``GATE32_FEATURE_BACKEND_MODULE``
 *	gate32 is a module in an unmodified kernel. The manual's VERSIONS
 *	section tells what differs.
 * ``GATE32_FEATURE_BACKEND_BUILTIN``
 *	gate32 is part of the kernel.
 */
#define GATE32_FEATURE_ABI_ARM		_BITUL(0)
#define GATE32_FEATURE_ABI_I386		_BITUL(1)
#define GATE32_FEATURE_ROUTE		_BITUL(8)
#define GATE32_FEATURE_CALL		_BITUL(9)
#define GATE32_FEATURE_IOCTL		_BITUL(10)
#define GATE32_FEATURE_MMAP_LIMIT	_BITUL(11)
#define GATE32_FEATURE_BRK		_BITUL(12)
#define GATE32_FEATURE_LOCK		_BITUL(13)
#define GATE32_FEATURE_BACKEND_MODULE	_BITUL(24)
#define GATE32_FEATURE_BACKEND_BUILTIN	_BITUL(25)

/**
 * GATE32_NR_SPAN - how many numbers a gate occupies from its base on
 *
 * Wide enough for ARM's private calls, 0xf0001 (breakpoint) to 0xf0005
 * (set_tls) and beyond.
 */
#define GATE32_NR_SPAN		0x100000U

/**
 * GATE32_BASE_MIN - lowest base: above every native system call number
 */
#define GATE32_BASE_MIN		0x00100000U

/**
 * GATE32_BASE_MAX - highest base
 *
 * The span above it would hold 0xffffffff, which the kernel takes for "no
 * system call".
 */
#define GATE32_BASE_MAX		0xffe00000U

/**
 * GATE32_BASE_DEFAULT - the base to take where there is no reason for another
 *
 * A routed call takes its arguments from w0 to w5 and ignores the upper
 * halves. It returns in x0 and preserves every other register, but for x8,
 * which the kernel overwrites when it restarts an interrupted call, as it
 * does for native calls. The low half of x0 is the r0 that an AArch32 task
 * would see. Errors (-4095 to -1) are negative as 64-bit numbers; other
 * values are zero-extended.
 */
#define GATE32_BASE_DEFAULT	0x80000000U

#endif /* _UAPI_LINUX_GATE32_H */
