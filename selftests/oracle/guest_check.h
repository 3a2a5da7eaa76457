/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * guest_check - to compare structures of ours with those of a header
 */
#ifndef ORACLE_GUEST_CHECK_H
#define ORACLE_GUEST_CHECK_H

#define SAME_SIZE(tag, type)						\
	_Static_assert(sizeof(struct g_##tag) == sizeof(type), #tag)
#define SAME_PLACE(tag, a, type, b)					\
	_Static_assert(__builtin_offsetof(struct g_##tag, a) ==		\
		       __builtin_offsetof(type, b), #tag "." #a)

#endif /* ORACLE_GUEST_CHECK_H */
