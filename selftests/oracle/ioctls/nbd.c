// SPDX-License-Identifier: GPL-2.0-only
/*
 * scenarios: a disk of the network, whose server is a child of the scenario
 */
#include <arpa/inet.h>
#include <endian.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include <sys/ioctl.h>
#include <sys/socket.h>

#include <linux/fs.h>
#include <linux/nbd.h>

#include "device.h"
#include "oracle.h"

#define GROUP "nbd"

#define PATH	"/dev/nbd15"

static int open_nbd(void)
{
	need_module("nbd");
	driver("nbd");
	return wait_device(PATH, O_RDWR);
}

SCENARIO(settings)
{
	int fd = open_nbd(), ends[2], file = open("file", O_RDWR | O_CREAT);
	uint32_t *n = mem(16);

	IO(NBD_SET_BLKSIZE, 1000);
	IO(NBD_SET_BLKSIZE, 0x80000000);
	IO(NBD_SET_BLKSIZE, 2048);
	IO(NBD_SET_SIZE, 0x7fffffff);
	IO(G_BLKGETSIZE64, n);
	outb(n, 8);
	IO(NBD_SET_SIZE, 0x80000000);	/* no sign in it */
	IO(G_BLKGETSIZE64, n);
	outb(n, 8);
	IO(NBD_SET_SIZE_BLOCKS, 0x80000001);
	IO(G_BLKGETSIZE64, n);
	outb(n, 8);
	IO(NBD_SET_SIZE_BLOCKS, 0);
	IO(NBD_SET_TIMEOUT, 30);
	IO(NBD_SET_TIMEOUT, 0);
	IO(NBD_SET_FLAGS, 0x80000000);
	IO(NBD_SET_FLAGS, NBD_FLAG_HAS_FLAGS);
	IO(NBD_SET_SOCK, -1);
	IO(NBD_SET_SOCK, file);
	IO(NBD_DO_IT, 0);
	IO(NBD_DISCONNECT, 0);
	IO(NBD_PRINT_DEBUG, 0);
	IO(NBD_CLEAR_QUE, 0);
	IO(0xabff, 0);
	if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends))
		note("FATAL: socketpair");
	IO(NBD_SET_SOCK, ends[0]);
	IO(NBD_CLEAR_SOCK, 0);
	IO(NBD_CLEAR_SOCK, 0);
}

/* Serves a disk full of '#' until it is told to end. */
static int server(void *arg)
{
	struct nbd_reply reply = { .magic = htonl(NBD_REPLY_MAGIC) };
	struct nbd_request request;
	int fd = *(int *)arg;
	static char data[4096];
	size_t left, n;

	memset(data, '#', sizeof(data));
	while (recv(fd, &request, sizeof(request), MSG_WAITALL) ==
	       sizeof(request)) {
		if (ntohl(request.type) == NBD_CMD_DISC)
			return shutdown(fd, SHUT_RDWR);
		memcpy(reply.handle, request.handle, sizeof(reply.handle));
		send(fd, &reply, sizeof(reply), 0);
		left = ntohl(request.len);
		for (; ntohl(request.type) == NBD_CMD_READ && left; left -= n) {
			n = left < sizeof(data) ? left : sizeof(data);
			send(fd, data, n, 0);
		}
	}
	return 1;
}

/* Uses the disk as soon as it is there, then has it disconnected. */
static int client(void *arg)
{
	int fd = open(PATH, O_RDONLY | O_DIRECT), tries;
	void *page = pages(1);

	for (tries = 0; tries < 2000; tries++) {
		if (pread(fd, page, 4096, 0) == 4096)
			break;
		pause_ms(1);
	}
	ioctl(fd, NBD_DISCONNECT);
	return *(char *)page == '#' ? 0 : 1;
}

SCENARIO(serve)
{
	int fd = open_nbd(), ends[2], serving, using;

	if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends))
		note("FATAL: socketpair");
	IO(NBD_SET_BLKSIZE, 512);
	IO(NBD_SET_SIZE_BLOCKS, 64);
	IO(NBD_SET_TIMEOUT, 10);
	IO(NBD_SET_SOCK, ends[0]);
	serving = peer(server, &ends[1]);
	using = peer(client, NULL);
	IO(NBD_DO_IT, 0);
	note("client %d, server %d", peer_wait(using), peer_wait(serving));
	IO(NBD_CLEAR_SOCK, 0);
	IO(NBD_SET_SIZE_BLOCKS, 0);
}
