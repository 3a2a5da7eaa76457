// SPDX-License-Identifier: GPL-2.0-only
/*
 * net - what scenarios of sockets share
 */
#include <arpa/inet.h>
#include <net/if.h>
#include <poll.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "net.h"

void net_up(void)
{
	struct ifreq r = { .ifr_name = "lo", .ifr_flags = IFF_UP };
	int s = socket(AF_INET, SOCK_DGRAM, 0);

	if (ioctl(s, SIOCSIFFLAGS, &r))
		skip("no network");
	close(s);
}

void net_wait(int s, short events)
{
	struct pollfd p = { .fd = s, .events = events };

	if (poll(&p, 1, 5000) != 1)
		note("FATAL: nothing has come");
}

struct g_msghdr *message(void *data, uint32_t size, void *control,
			 uint32_t control_size)
{
	struct g_iovec *v = ZNEW(iovec);

	v->base = PTR(data);
	v->len = size;
	return SET(msghdr, .msg_iov = PTR(v), .msg_iovlen = 1,
		   .msg_control = PTR(control),
		   .msg_controllen = control_size);
}

struct g_sockaddr_in *in4(uint16_t port)
{
	return SET(sockaddr_in, .sin_family = AF_INET,
		   .sin_port = htons(port), .sin_addr = htonl(0x7f000001));
}

struct g_sockaddr_in6 *in6(uint16_t port)
{
	struct g_sockaddr_in6 *a = ZNEW(sockaddr_in6);

	a->sin6_family = AF_INET6;
	a->sin6_port = htons(port);
	a->sin6_addr[15] = 1;
	return a;
}

int *on(void)
{
	return bytes(&(int){ 1 }, 4);
}
