/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * gate32-run - the page of ARM code at 0xffff0000, from kuser.S
 */
#ifndef GATE32_RUN_KUSER_H
#define GATE32_RUN_KUSER_H

/* Where kuser.S puts the code that returns from a signal handler */
#define KUSER_SIGRETURN_ARM		0xffff0500U
#define KUSER_SIGRETURN_THUMB		0xffff0510U
#define KUSER_RT_SIGRETURN_ARM		0xffff0520U
#define KUSER_RT_SIGRETURN_THUMB	0xffff0530U

#ifndef __ASSEMBLER__
extern const char kuser_page[], kuser_page_end[];
#endif

#endif /* GATE32_RUN_KUSER_H */
