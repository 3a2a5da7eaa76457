// SPDX-License-Identifier: GPL-2.0-only
/*
 * scenarios: ioctls of the kernel's virtio devices for guests
 */
#include <fcntl.h>
#include <unistd.h>

#include <sys/eventfd.h>
#include <sys/socket.h>

#include <linux/vhost.h>

#include "cases.h"
#include "device.h"

#define GROUP "vhost"

/* Of later kernels. */
#define G_VHOST_NEW_WORKER	_IOR(VHOST_VIRTIO, 0x8, uint32_t)
#define G_VHOST_FREE_WORKER	_IOW(VHOST_VIRTIO, 0x9, uint32_t)
#define G_VHOST_ATTACH_VRING_WORKER	_IOW(VHOST_VIRTIO, 0x15, uint64_t)
#define G_VHOST_GET_VRING_WORKER	_IOWR(VHOST_VIRTIO, 0x16, uint64_t)

static int open_vhost(const char *module, const char *path)
{
	int fd;

	need_module(module);
	fd = wait_node(path, O_RDWR | O_NONBLOCK);
	if (fd < 0)
		skip("no vhost device");
	driver(module);
	return fd;
}

static void memory(int fd)
{
	uint64_t *table = zmem(72);

	IO(VHOST_SET_MEM_TABLE, table);
	table[0] = 1;
	table[2] = 0x10000;
	table[3] = PTR(pages(1));
	table[1] = 0x40000000;
	table[2] = 4096;
	SET_CASES(VHOST_SET_MEM_TABLE, table);
	table[3] = 0x200000000000000ULL;
	IO(VHOST_SET_MEM_TABLE, table);
	table[0] = 0xffff;
	IO(VHOST_SET_MEM_TABLE, table);
	table[0] = 1ULL << 32;		/* of the padding */
	IO(VHOST_SET_MEM_TABLE, table);
}

static void ring(int fd)
{
	struct vhost_vring_addr *a = zmem(sizeof(*a));
	uint8_t *rings = pages(3);
	int event = eventfd(0, 0);

	SET_CASES(VHOST_SET_VRING_NUM, bytes((uint32_t[]){ 0, 16 }, 8));
	IO(VHOST_SET_VRING_NUM, bytes((uint32_t[]){ 0, 15 }, 8));
	IO(VHOST_SET_VRING_NUM, bytes((uint32_t[]){ 99, 16 }, 8));
	SET_CASES(VHOST_SET_VRING_BASE, bytes((uint32_t[]){ 0, 7 }, 8));
	IO(VHOST_SET_VRING_BASE, bytes((uint32_t[]){ 0, 0x80000000 }, 8));
	ASK_CASES(VHOST_GET_VRING_BASE, bytes((uint32_t[]){ 0, 9 }, 8), 8);
	a->desc_user_addr = PTR(rings);
	a->avail_user_addr = PTR(rings + 4096);
	a->used_user_addr = PTR(rings + 8192);
	SET_CASES(VHOST_SET_VRING_ADDR, a);
	a->used_user_addr++;
	IO(VHOST_SET_VRING_ADDR, a);
	a->used_user_addr = 0x100000000000000ULL;
	IO(VHOST_SET_VRING_ADDR, a);
	SET_CASES(VHOST_SET_VRING_KICK, bytes((int[]){ 0, event }, 8));
	SET_CASES(VHOST_SET_VRING_CALL, bytes((int[]){ 0, event }, 8));
	SET_CASES(VHOST_SET_VRING_ERR, bytes((int[]){ 0, -1 }, 8));
	IO(VHOST_SET_VRING_ERR, bytes((int[]){ 0, 99 }, 8));
	SET_CASES(VHOST_SET_VRING_ENDIAN, zmem(8));
	ASK_CASES(VHOST_GET_VRING_ENDIAN, zmem(8), 8);
	SET_CASES(VHOST_SET_VRING_BUSYLOOP_TIMEOUT, bytes((int[]){ 0, 5 }, 8));
	ASK_CASES(VHOST_GET_VRING_BUSYLOOP_TIMEOUT, zmem(8), 8);
}

static void owner(int fd)
{
	GET_CASES(VHOST_GET_FEATURES, 8);
	IO(VHOST_SET_MEM_TABLE, zmem(8));
	IO(VHOST_SET_OWNER, 0);
	IO(VHOST_SET_OWNER, 0);
	SET_CASES(VHOST_SET_FEATURES, bytes(&(uint64_t){ 1ULL << 32 }, 8));
	IO(VHOST_SET_FEATURES, bytes(&(uint64_t){ 1ULL << 63 }, 8));
	GET_CASES(VHOST_GET_BACKEND_FEATURES, 8);
	SET_CASES(VHOST_SET_BACKEND_FEATURES, zmem(8));
	SET_CASES(VHOST_SET_LOG_BASE, bytes(&(uint64_t){ PTR(pages(1)) }, 8));
	SET_CASES(VHOST_SET_LOG_FD, NUM(-1));
	IO(VHOST_SET_LOG_FD, NUM(99));
	memory(fd);
	ring(fd);
}

SCENARIO(net)
{
	int fd = open_vhost("vhost_net", "/dev/vhost-net");
	int packets = socket(AF_PACKET, SOCK_RAW, 0);

	owner(fd);
	SET_CASES(VHOST_NET_SET_BACKEND, bytes((int[]){ 0, -1 }, 8));
	IO(VHOST_NET_SET_BACKEND, bytes((int[]){ 0, 0 }, 8));
	IO(VHOST_NET_SET_BACKEND, bytes((int[]){ 9, packets }, 8));
	IO(VHOST_NET_SET_BACKEND, bytes((int[]){ 0, packets }, 8));
	sys(read, fd, mem(64), 64);
	sys(write, fd, zmem(72), 72);
	sys(write, fd, BAD, 72);
	IO(_IO(VHOST_VIRTIO, 0xfe), 0);
	IO(VHOST_RESET_OWNER, 0);
	IO(VHOST_RESET_OWNER, 0);
}

SCENARIO(vsock)
{
	int fd = open_vhost("vhost_vsock", "/dev/vhost-vsock");

	owner(fd);
	SET_CASES(VHOST_VSOCK_SET_GUEST_CID, bytes(&(uint64_t){ 77 }, 8));
	IO(VHOST_VSOCK_SET_GUEST_CID, bytes(&(uint64_t){ 2 }, 8));
	IO(VHOST_VSOCK_SET_GUEST_CID, bytes(&(uint64_t){ 1ULL << 32 }, 8));
	SET_CASES(VHOST_VSOCK_SET_RUNNING, NUM(0));
	IO(VHOST_VSOCK_SET_RUNNING, NUM(1));
	IO(VHOST_VSOCK_SET_RUNNING, NUM(0));
}

SCENARIO(scsi)
{
	int fd = open_vhost("vhost_scsi", "/dev/vhost-scsi");
	struct vhost_scsi_target *t = zmem(sizeof(*t));

	owner(fd);
	GET_CASES(VHOST_SCSI_GET_ABI_VERSION, 4);
	SET_CASES(VHOST_SCSI_SET_EVENTS_MISSED, NUM(3));
	GET_CASES(VHOST_SCSI_GET_EVENTS_MISSED, 4);
	SET_CASES(VHOST_SCSI_SET_ENDPOINT, t);
	SET_CASES(VHOST_SCSI_CLEAR_ENDPOINT, t);
	IO(G_VHOST_NEW_WORKER, NUM(0));
	IO(G_VHOST_FREE_WORKER, NUM(99));
	IO(G_VHOST_ATTACH_VRING_WORKER, bytes((uint32_t[]){ 0, 99 }, 8));
	ASK_CASES(G_VHOST_GET_VRING_WORKER, zmem(8), 8);
}
