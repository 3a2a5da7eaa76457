/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * run - one program in a process of its own, and what it leaves behind
 */
#ifndef FUZZ_RUN_H
#define FUZZ_RUN_H

#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "program.h"

#define FOUR_GB		0x100000000ULL

/* What operations map, unmap and point to; the fuzzer itself is far above. */
#define LOW_BASE	0x20000000ULL
#define LOW_SIZE	0x40000U
#define HIGH_BASE	0x2000000000ULL
#define HIGH_SIZE	0x40000U
#define BREAK_BASE	0x30000000ULL

/* The gate of the fuzzer's own process, which no program may change */
#define BOX_BASE	0xa0000000U

enum { SPAWN_WAYS = 12, EXEC_WAYS = 6, FILTER_KINDS = 12, BECOME_WAYS = 14 };

/* Descriptors that programs inherit, beyond those that they use */
#define FD_SHARED	900
#define FD_KCOV		901

/* Breaks that are made on purpose, to see that they are found: --plant */
enum fault {
	FAULT_NONE, FAULT_MARK, FAULT_TLS, FAULT_LOCK, FAULT_OPEN, FAULT_PARENT,
	FAULT_CHILD,
	FAULTS,
};

extern const char *const fault_names[FAULTS];
extern enum fault planted;

#define FINDING_MAX	256
#define OP_BEGUN	1
#define OP_ENDED	2
#define TASKS_MAX	8

/* Between the fuzzer and the processes of a program */
struct shared {
	int found;			/* claimed by the first that writes */
	char finding[FINDING_MAX];
	uint32_t progress;		/* operations done, by all */
	uint32_t tasks;			/* that have taken a coverage buffer */
	uint32_t tampered;		/* a tracer may have changed results */
	uint32_t allow_touched;
	uint32_t lock_tried;		/* by any process of the program */
	uint32_t made, begun;		/* children of the program's process */
	pid_t tid[THREADS_MAX];
	int32_t result[OPS_MAX];	/* of the last time */
	uint8_t done[OPS_MAX];		/* OP_BEGUN, OP_ENDED */
};

extern struct shared *shared;

/* finding(): something that must not be; the first one counts */
void finding(const char *format, ...) __attribute__((format(printf, 1, 2)));

/*
 * What a process of a program knows of itself. It is copied by fork() and
 * shared by CLONE_VM, just as gate32's state is.
 */
enum lock_state { LOCK_NO, LOCK_PERHAPS, LOCK_YES };

struct world {
	const struct program *program;
	volatile uint32_t base;		/* of the gate that was opened last */
	volatile uint64_t break_start;
	volatile enum lock_state lock;
	volatile bool filtered;
	pid_t pid;
};

extern struct world world;

/* A thread, or a child, that goes through operations */
struct runner {
	unsigned int thread;
	unsigned int op;		/* that is being done */
	bool child;
	pid_t tid;
	sigjmp_buf fault;
	char *high_page;
};

typedef long (*op_fn)(struct runner *r, const uint64_t *arg);

/* run.c */
void run_program(const struct program *p) __attribute__((noreturn));
/* run_ops(): operations [first, last) of the runner's thread */
void run_ops(struct runner *r, unsigned int first, unsigned int last);
void run_meet(void);

/* check.c */
/* check_thread(): whatever a thread has done, this holds */
void check_thread(struct runner *r, const char *when);
/* check_left(): what a call left in the register, before the next one */
void check_left(uint64_t tpidrro);
/* check_end(): of a process that nothing else happens in */
void check_end(struct runner *r);
/* check_exec(): of a process that has just begun; its exit status */
int check_exec(const char *locked);
/* check_box(): of the fuzzer's own process */
void check_box(void);
bool check_prepare_box(void);

/* generated.c: the oracle's generator */
void generated_open(void);
void generate_call(unsigned int call, uint64_t seed, uint32_t *args);
void generate_ioctl(uint64_t seed, uint32_t *args);
long native_number(unsigned int call);

/* cover.c */
bool cover_open(void);		/* in the process that makes the programs' */
void cover_start(void);		/* in a task of a program: take a buffer */
extern bool cover_available;

#endif /* FUZZ_RUN_H */
