/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * fuzz - generated cases: one call with arguments that follow from a seed
 *
 * seed -> case: the calls of signatures.h and, for a third of the seeds, ioctl
 * take turns in an order that the seeds shuffle; everything else is drawn from
 * a splitmix64 generator that starts with the seed. A case depends on nothing
 * but its seed: it has a process, a folder, descriptors and memory of its own.
 */
#ifndef ORACLE_FUZZ_H
#define ORACLE_FUZZ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Draws */
void random_seed(uint64_t seed);
uint64_t random64(void);
/* below(n): 0 ... n - 1 */
uint32_t below(uint32_t n);
/* percent(n): true for n of 100 */
bool percent(unsigned int n);

/*
 * Memory: areas of two pages, each with a hole and a page that can only be
 * read behind it, and a plain for the calls that change mappings.
 */
#define AREAS		12
#define AREA_SIZE	8192U
#define AREA_HOLE	8192U		/* one page */
#define AREA_READONLY	12288U		/* one page */
#define AREA_STRIDE	16384U
#define AREA_BASE	(MEM_BASE + 0x01000000UL)
#define PLAIN_BASE	(MEM_BASE + 0x01800000UL)
#define PLAIN_PAGES	16

void areas_open(void);			/* once */
void areas_reset(void);			/* for each case */
/* area_pointer(): room for @size bytes in the next area, or a bad address */
uint32_t area_pointer(size_t size, bool hostile);
/* area_data(): an area that no argument points to, for what structures name */
uint32_t area_data(void);
/* area_store(): what falls into an area, and only that, is stored */
void area_store(uint32_t at, const void *p, size_t size);
/* areas_before(), areas_after(): remember, and write down what has changed */
void areas_before(void);
void areas_after(void);
/* areas_show(): write down what the call is given, for the reader */
void areas_show(void);
/* areas_tag(): @at is a struct of that name, for the masks */
void areas_tag(const char *tag, uint32_t at, size_t size);
/* areas_hide(): what the call writes there is random; its length is not */
void areas_hide(void);
/* plain_after(): write down which of its pages are still there */
void plain_after(void);

/* Descriptors, each made when it is first asked for. */
enum fd_kind {
#define FD(name, group, common, make)	FD_##name,
#include "fds.def"
	FD_KINDS
};

#undef FD

/* fd_get(): -1 if this machine has none */
int fd_get(enum fd_kind kind);
const char *fd_name(enum fd_kind kind);
/* fd_any(): one of a group, "" for any of the common ones */
int fd_any(const char *group);
/* own_namespace(): give the case one of its own; CLONE_NEWNS: /tmp, too */
void own_namespace(int flag);
/* files(): the files that paths name */
void files(void);

/* Cases */
struct argument {
	uint32_t (*make)(const char *parameter);
	const char *parameter;
};

struct signature {
	const char *name;
	uint32_t nr;
	unsigned int count;
	struct argument arg[6];
};

#define CALLS_MAX	512

struct fuzz_case {
	const struct signature *call;	/* NULL: ioctl */
	uint32_t args[6];
	unsigned int index;		/* of the argument that is made */
	unsigned int hostile;		/* bits: arguments to be bad */
	bool peers;			/* a child, asleep, and a dead one */
	bool plain;			/* changes mappings */
};

extern struct fuzz_case fuzz_case;

/* Processes of a case, by their ids in its namespace */
#define PID_CASE	100
#define PID_PEER	101
#define PID_DEAD	102

/* any_number(): small ones and those near powers of two */
uint32_t any_number(void);
/* no_address(): a number that is no address of the program's, if it is one */
uint32_t no_address(uint32_t n);
/* fill_words(): numbers, flags and addresses, as a structure may have them */
void fill_words(void *p, size_t size);
/* ioctl_case(): the arguments of an ioctl; name of the command or NULL */
const char *ioctl_case(const char **driver);
extern const struct signature signatures[];
extern const unsigned int signature_count;

/* signature_is_pid(): does an argument name a process? */
bool signature_is_pid(const struct argument *arg);

/* fuzz_batch(): run the cases of these seeds, as part of a scenario */
void fuzz_batch(uint64_t first, uint64_t last);
extern bool fuzz_show;

#endif /* ORACLE_FUZZ_H */
