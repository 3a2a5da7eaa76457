/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * check - to compare structures of ours with those of a header
 *
 * Included by *_check.c, which are compiled for armhf only and never run.
 */
#ifndef ORACLE_GUEST_CHECK_H
#define ORACLE_GUEST_CHECK_H

#define SAME_SIZE(tag, type)						\
	_Static_assert(sizeof(struct g_##tag) == sizeof(type), #tag)
#define SAME_PLACE(tag, a, type, b)					\
	_Static_assert(__builtin_offsetof(struct g_##tag, a) ==		\
		       __builtin_offsetof(type, b), #tag "." #a)

/* The number of a command has the size of its structure in it. */
#define SAME_NUMBER(name)						\
	_Static_assert((unsigned int)(G_##name) == (unsigned int)(name), #name)

#endif /* ORACLE_GUEST_CHECK_H */
