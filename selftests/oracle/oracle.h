/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * oracle - what a scenario is written with
 *
 * A scenario is a list of 32-bit ARM system calls. The same source is built
 * twice: for armhf, where sys() is "svc" in a real AArch32 process, and for
 * AArch64, where sys() goes through the gate. Both leave a trace, one line a
 * call, and the traces have to be equal.
 *
 * Whatever a call is given to read or write is in the guest's memory, which
 * both builds have at the same address below 4 GB, and has a layout of
 * guest/. What has nothing to do with the calls under test, like making a
 * child or catching a signal, is done by each side's own libc.
 */
#ifndef ORACLE_H
#define ORACLE_H

#include <stddef.h>
#include <stdint.h>

#include "arm_nr.h"
#include "guest_all.h"

/* The guest's memory: the same in both builds, clear of both programs. */
#define MEM_BASE	0x60000000UL
#define MEM_SIZE	0x02000000UL

/* What fresh memory is filled with, to see what a call has written. */
#define POISON		0xa5

/**
 * mem() - a piece of the guest's memory, filled with POISON
 * @size: in bytes
 *
 * Aligned to 16 bytes. What lies behind it up to the next piece, 16 bytes at
 * the least, is watched: the trace tells if a call has written there.
 *
 * Return: address, below 4 GB
 */
void *mem(size_t size);

/** zmem() - the same, filled with 0 */
void *zmem(size_t size);

/** pages() - whole pages on a page boundary, filled with POISON */
void *pages(size_t count);

/** edge() - memory filled with POISON behind which there is nothing */
void *edge(size_t size);

/** str() - a copy of a string in the guest's memory */
char *str(const char *s);

/** bytes() - a copy of any bytes in the guest's memory */
void *bytes(const void *p, size_t size);

/* NEW(stat64): a struct g_stat64 full of POISON; ZNEW: full of 0. */
#define NEW(tag)	((struct g_##tag *)mem(sizeof(struct g_##tag)))
#define ZNEW(tag)	((struct g_##tag *)zmem(sizeof(struct g_##tag)))
#define ZNEWS(tag, n)	\
	((struct g_##tag *)zmem((n) * sizeof(struct g_##tag)))

/* SET(timespec64, .tv_sec = 1): a struct with these values. */
#define SET(tag, ...)	\
	((struct g_##tag *)bytes(&(struct g_##tag){ __VA_ARGS__ },	\
				 sizeof(struct g_##tag)))

/* An address as the guest has it in a structure. */
#define PTR(p)		((uint32_t)(uintptr_t)(p))

/* Addresses that no call may accept. */
#define BAD		0x00000010UL	/* never mapped */
#define BAD_HIGH	0xffffff00UL	/* beyond an AArch32 task's memory */

/*
 * A 64-bit value in two registers; the caller sees to it that it starts in an
 * even one, with PAD in front where needed.
 */
#define LL(x)		(uint32_t)(uint64_t)(x), \
			(uint32_t)((uint64_t)(x) >> 32)
#define PAD		0

/**
 * sys() - make one ARM system call and write it down
 *
 * sys(read, fd, buf, 16): up to six arguments, numbers or addresses.
 *
 * Evaluates to: r0 as a signed number, so that an error is below 0
 */
#define sys(name, ...)	oracle_sys(#name, ARM_NR_##name, SYS_ARGS(__VA_ARGS__))

/* sys_nr(): the same for a number that has no name. */
#define sys_nr(nr, ...)	oracle_sys("nr", nr, SYS_ARGS(__VA_ARGS__))

/* silent(): the same without a trace, for what a race would reorder. */
#define silent(name, ...)	\
	oracle_silent(ARM_NR_##name, SYS_ARGS(__VA_ARGS__))

/**
 * sys_twice() - sys() of a call that returns twice, like fork
 *
 * The child, which gets 0, writes nothing down. If it is to do so later, it
 * has to know that nobody else does. The parent writes when it is back: what a
 * child of vfork's kind does comes first.
 */
#define sys_twice(name, ...)	\
	oracle_twice(#name, ARM_NR_##name, SYS_ARGS(__VA_ARGS__))

/* sys_last(): sys() of a call that does not return, like exit. */
#define sys_last(name, ...)	\
	oracle_last(#name, ARM_NR_##name, SYS_ARGS(__VA_ARGS__))

/* One call, for the children of sys_child(). */
struct oracle_call {
	uint32_t nr, args[6];
};

#define CALL(name, ...)	\
	((const struct oracle_call){ ARM_NR_##name, { __VA_ARGS__ } })

/**
 * sys_child() - sys() of a call that makes a child with the same memory
 * @then: CALL() that the child makes; it ends thereafter
 *
 * The child runs no C code, so that it may as well have the same stack.
 */
#define sys_child(then, name, ...)	\
	oracle_child(then, #name, ARM_NR_##name, SYS_ARGS(__VA_ARGS__))

/**
 * ioc() - sys(ioctl, fd, cmd, arg), with the name of the command in the trace
 * @cmd: a macro; without the "G_" that sets 32-bit numbers apart in guest/
 *
 * IO(cmd, arg) is the same for a variable that is called fd.
 */
#define ioc(fd, cmd, arg)	\
	oracle_ioctl(fd, #cmd, SYS_W(cmd), SYS_W(arg))
#define IO(cmd, arg)		\
	oracle_ioctl(fd, #cmd, SYS_W(cmd), SYS_W(arg))

/**
 * driver() - say whose commands the following ioctls are
 * @name: as users know it: "loop", "tun"; holds to the end of the scenario
 */
void driver(const char *name);

int32_t oracle_ioctl(int fd, const char *text, uint32_t cmd, uint32_t arg);
int32_t oracle_sys(const char *name, uint32_t nr, unsigned int count,
		   const uint32_t *args);
int32_t oracle_twice(const char *name, uint32_t nr, unsigned int count,
		     const uint32_t *args);
int32_t oracle_last(const char *name, uint32_t nr, unsigned int count,
		    const uint32_t *args);
int32_t oracle_child(struct oracle_call then, const char *name, uint32_t nr,
		     unsigned int count, const uint32_t *args);
int32_t oracle_silent(uint32_t nr, unsigned int count, const uint32_t *args);

/**
 * OUT() - write down a structure that the last call may have written
 *
 * Every byte of it, with the masks of masks/.
 */
#define OUT(tag, p)	\
	oracle_out(#tag, #tag, p, sizeof(struct g_##tag))
#define OUTN(tag, p, n)	oracle_out_array(#tag, p, sizeof(struct g_##tag), n)

/* outb(): any bytes; out(): one number in memory. */
#define outb(p, n)	oracle_out(#p, "", p, n)
#define out(p)		oracle_out(#p, "", p, sizeof(*(p)))
/* outm(): any bytes as the mask of that name has them. */
#define outm(tag, p, n)	oracle_out(#tag, #tag, p, n)

void oracle_out(const char *label, const char *tag, const void *p, size_t n);
void oracle_out_array(const char *tag, const void *p, size_t size, size_t n);

/** note() - a line that is no call, for what a scenario observes otherwise */
void note(const char *format, ...) __attribute__((format(printf, 1, 2)));

/**
 * ends() - say how the scenario is to end, if not by itself
 * @how: "exit 7", "signal 9"
 */
void ends(const char *how);

/**
 * skip() - this machine lacks what the rest of the scenario needs
 *
 * Does not return. Both sides have to say the same.
 */
void skip(const char *reason) __attribute__((noreturn));

/**
 * need_module() - load a module of the kernel, skip() if there is none
 * @name: as modprobe has it, parameters may follow: "scsi_debug max_luns=1"
 */
void need_module(const char *name);

/**
 * shell() - let the machine's shell do something, a mkfs for instance
 * @format: its command; prints nothing into the trace
 *
 * Return: exit status, -1 if killed
 */
int shell(const char *format, ...) __attribute__((format(printf, 1, 2)));

/**
 * peer() - run a function in a child process, its calls not in the trace
 * @fn: what to run; its result is the child's exit status
 * @arg: for @fn
 *
 * Return: pid
 */
int peer(int (*fn)(void *arg), void *arg);

/** peer_wait() - wait for a peer(); return its exit status, -1 if killed */
int peer_wait(int pid);

/** until_asleep() - wait until another process sleeps in the kernel */
void until_asleep(int pid);

/** pause_ms() - let some milliseconds pass */
void pause_ms(unsigned int ms);

/** on_signal() - count how often a signal is handled; @flags: SA_RESTART, 0 */
void on_signal(int sig, int flags);
extern volatile int signals_seen[65];

/*
 * Every scenario runs in a process of its own, in an empty directory on
 * tmpfs, with standard input, output and error on /dev/null.
 */
struct scenario {
	const char *name;
	const char *group;
	void (*run)(void);
	struct scenario *next;
};

void oracle_register(struct scenario *s);

#define SCENARIO(scn)							\
	static void scn_##scn(void);					\
	static struct scenario scenario_##scn = {			\
		.name = #scn, .group = GROUP, .run = scn_##scn,		\
	};								\
	static void __attribute__((constructor)) register_##scn(void)	\
	{								\
		oracle_register(&scenario_##scn);			\
	}								\
	static void scn_##scn(void)

/* How a side makes a call: one function per build. */
int backend_open(const char *via);
/* backend_turn(): if it is to be both ways, this one's turn decides which */
void backend_turn(uint64_t turn);
uint32_t backend_break_start(void);
int32_t backend_call(uint32_t nr, const uint32_t *args);
/* The child makes the second call, then exit, on no stack at all. */
int32_t backend_child(const struct oracle_call *call,
		      const struct oracle_call *then);
extern const char backend_name[];
/* What the last call did against the rules of its side, or NULL. */
extern const char *backend_complaint;

typedef uint32_t sys_args_t[6];

/* sys()'s arguments, turned into a count and an array of 32-bit values. */
#define SYS_W(x)	((uint32_t)(uintptr_t)(x))
#define SYS_0()		0, (const sys_args_t) { 0 }
#define SYS_1(a)	1, (const sys_args_t) { SYS_W(a) }
#define SYS_2(a, b)	2, (const sys_args_t) { SYS_W(a), SYS_W(b) }
#define SYS_3(a, b, c)	\
	3, (const sys_args_t) { SYS_W(a), SYS_W(b), SYS_W(c) }
#define SYS_4(a, b, c, d)	\
	4, (const sys_args_t) { SYS_W(a), SYS_W(b), SYS_W(c), SYS_W(d) }
#define SYS_5(a, b, c, d, e)	\
	5, (const sys_args_t) { SYS_W(a), SYS_W(b), SYS_W(c), SYS_W(d),	\
				SYS_W(e) }
#define SYS_6(a, b, c, d, e, f)	\
	6, (const sys_args_t) { SYS_W(a), SYS_W(b), SYS_W(c), SYS_W(d),	\
				SYS_W(e), SYS_W(f) }
#define SYS_PICK(z, a, b, c, d, e, f, n, ...)	n
#define SYS_COUNT(...)	\
	SYS_PICK(0, ##__VA_ARGS__, SYS_6, SYS_5, SYS_4, SYS_3, SYS_2, SYS_1, \
		 SYS_0)
/* One step more, so that LL() has become two arguments when they count. */
#define SYS_ARGS(...)	SYS_APPLY(__VA_ARGS__)
#define SYS_APPLY(...)	SYS_COUNT(__VA_ARGS__)(__VA_ARGS__)

#endif /* ORACLE_H */
