/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * gate32 - addresses of kernel functions that are not exported
 */
#ifndef _GATE32_COMPAT_KSYMS_H
#define _GATE32_COMPAT_KSYMS_H

#include <linux/types.h>

struct gate32_ksym;

/**
 * struct gate32_ksyms - functions to be looked up, all in one pass
 * @list: the requests
 * @count: how many there are
 * @room: how many @list has room for
 */
struct gate32_ksyms {
	struct gate32_ksym *list;
	size_t count;
	size_t room;
};

/**
 * enum gate32_lookup - ways to the symbol table
 * @GATE32_LOOKUP_AUTO: by kprobe if the kernel has kprobes, else by walk
 * @GATE32_LOOKUP_KPROBE: a kprobe tells where the iterator of the table is
 * @GATE32_LOOKUP_WALK: step through the table with sprint_symbol()
 */
enum gate32_lookup {
	GATE32_LOOKUP_AUTO,
	GATE32_LOOKUP_KPROBE,
	GATE32_LOOKUP_WALK,
};

int gate32_ksyms_want(struct gate32_ksyms *syms, const char *name,
		      void **where);
int gate32_ksyms_resolve(struct gate32_ksyms *syms, enum gate32_lookup how);
void gate32_ksyms_free(struct gate32_ksyms *syms);

#endif /* _GATE32_COMPAT_KSYMS_H */
