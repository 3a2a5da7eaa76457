/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * cases - an ioctl command in the cases that most of them have
 *
 * All are for a variable that is called fd, as IO() is.
 */
#ifndef ORACLE_CASES_H
#define ORACLE_CASES_H

#include "oracle.h"

/* GET_CASES(): into fresh memory of that size, then to a bad address. */
#define GET_CASES(cmd, size)		ask_cases(fd, #cmd, SYS_W(cmd), mem(size), size)
/* ASK_CASES(): the same, of a structure that the command reads as well. */
#define ASK_CASES(cmd, p, size)	ask_cases(fd, #cmd, SYS_W(cmd), p, size)
/* SET_CASES(): only read by the command, then from a bad address. */
#define SET_CASES(cmd, p)		tell_cases(fd, #cmd, SYS_W(cmd), p)
/* NUM(): a number that the command finds at an address. */
#define NUM(x)			bytes(&(uint32_t){ x }, 4)

void *ask_cases(int fd, const char *text, uint32_t cmd, void *p, size_t size);
void tell_cases(int fd, const char *text, uint32_t cmd, void *p);

#endif /* ORACLE_CASES_H */
