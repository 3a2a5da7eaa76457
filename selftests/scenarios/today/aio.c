// SPDX-License-Identifier: GPL-2.0-only
/*
 * aio - the kernel's asynchronous reads and writes, as libaio makes them
 *
 * Usage: aio <file>
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/aio_abi.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#define NR	4
#define SIZE	4096

static char data[NR][SIZE];

/* Gives each its number as data, collects all of them. */
static int batch(aio_context_t ctx, int fd, int opcode)
{
	struct iocb iocb[NR], *list[NR];
	struct io_event events[NR];
	long ret, seen = 0;
	int i;

	memset(iocb, 0, sizeof(iocb));
	for (i = 0; i < NR; i++) {
		iocb[i].aio_data = i + 1;
		iocb[i].aio_lio_opcode = opcode;
		iocb[i].aio_fildes = fd;
		iocb[i].aio_buf = (uintptr_t)data[i];
		iocb[i].aio_nbytes = SIZE;
		iocb[i].aio_offset = i * SIZE;
		list[i] = &iocb[i];
	}
	ret = syscall(SYS_io_submit, ctx, NR, list);
	printf("io_submit: %ld\n", ret);
	if (ret != NR)
		return -1;
	ret = syscall(SYS_io_getevents, ctx, NR, NR, events, NULL);
	printf("io_getevents: %ld\n", ret);
	if (ret != NR)
		return -1;
	for (i = 0; i < NR; i++) {
		if (events[i].res != SIZE)
			return -1;
		seen |= 1 << events[i].data;
	}
	printf("all of %d bytes: %#lx\n", SIZE, seen);

	return 0;
}

int main(int argc, char **argv)
{
	aio_context_t ctx = 0;
	int fd, i;

	if (argc != 2)
		return 2;
	fd = open(argv[1], O_RDWR | O_CREAT | O_TRUNC, 0600);
	if (fd < 0) {
		perror(argv[1]);
		return 1;
	}
	if (syscall(SYS_io_setup, 8, &ctx)) {
		printf("io_setup: %s\n", strerror(errno));
		return 1;
	}
	for (i = 0; i < NR; i++)
		memset(data[i], 'a' + i, SIZE);
	if (batch(ctx, fd, IOCB_CMD_PWRITE))
		return 1;
	memset(data, 0, sizeof(data));
	if (batch(ctx, fd, IOCB_CMD_PREAD))
		return 1;
	for (i = 0; i < NR; i++)
		printf("%c%c", data[i][0], data[i][SIZE - 1]);
	printf("\nio_destroy: %ld\n", syscall(SYS_io_destroy, ctx));

	return 0;
}
