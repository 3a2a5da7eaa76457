/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * net - what scenarios of sockets share
 */
#ifndef ORACLE_CALLS_NET_H
#define ORACLE_CALLS_NET_H

#include "oracle.h"

/** net_up() - bring the loopback interface up */
void net_up(void);

/** net_wait() - until a socket has one of these poll() events */
void net_wait(int s, short events);

/** message() - a struct msghdr for one piece of data */
struct g_msghdr *message(void *data, uint32_t size, void *control,
			 uint32_t control_size);

/** in4() - an address of 127.0.0.1 */
struct g_sockaddr_in *in4(uint16_t port);

/** in6() - an address of ::1 */
struct g_sockaddr_in6 *in6(uint16_t port);

/** on() - a pointer to the number 1, what most options are set to */
int *on(void);

#endif /* ORACLE_CALLS_NET_H */
