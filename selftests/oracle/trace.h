/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * trace - the guest's memory and the trace, as the runner sees them
 */
#ifndef ORACLE_TRACE_H
#define ORACLE_TRACE_H

#include <stdbool.h>
#include <stddef.h>

#define TRACE_SIZE	(1UL << 20)
#define MASKS_MAX	2048

/* Shared between the runner and the process of a scenario. */
struct trace {
	size_t used;
	unsigned int calls;
	bool overflow;
	char skipped[128];
	int status;		/* of the process, as wait() has it */
	char trouble[128];	/* why the scenario could not be run */
	volatile int in_call;	/* of a generated case: 1, 2 when it is back */
	bool planted;		/* a difference has been planted */
	unsigned char mask_used[MASKS_MAX];
	char text[TRACE_SIZE];
};

/* trace_open(): map memory and trace, read what masks need; 0 or -errno */
int trace_open(void);
/* trace_reset(): start the next scenario; from the runner */
void trace_reset(void);
/* trace_finish(): end the last line, note what is left to note */
void trace_finish(void);
/* trace_text(): more text for the line */
void trace_text(const char *format, ...) __attribute__((format(printf, 1, 2)));
/*
 * trace_case_begin(), trace_case_end(): of a generated case, which another
 * process writes down; what is to be said of its end
 */
void trace_case_begin(void);
void trace_case_end(const char *format, ...)
	__attribute__((format(printf, 1, 2)));
extern struct trace *trace;

/* A difference made on purpose, to see that it is found: see --plant. */
enum plant {
	PLANT_NONE, PLANT_BYTE, PLANT_ERRNO, PLANT_RESULT, PLANT_DROP,
	PLANT_EXTRA,
};

extern enum plant trace_plant;

/*
 * masks_unused(): names of masks that nothing has needed, one by one; of those
 * for generated cases or of those for scenarios
 */
const char *masks_unused(unsigned int *cursor, bool generated);
/* masks_apply(): are there any for this structure? */
bool masks_apply(const char *tag);

#endif /* ORACLE_TRACE_H */
