// SPDX-License-Identifier: GPL-2.0-only
/*
 * vhost's workers: threads of the kernel that work on the memory of the
 * process whose VHOST_SET_OWNER has made them
 *
 * A worker copies its maker, who is marked 32-bit in a routed call. A worker
 * that kept the mark could not fault in what lies above 4 GB; so the rings and
 * all buffers lie there, and nothing of them is mapped when it begins to work.
 */
#include "gate32_test.h"

#include <arpa/inet.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <linux/if_tun.h>
#include <linux/vhost.h>
#include <linux/virtio_config.h>
#include <linux/virtio_ring.h>
#include <linux/virtio_vsock.h>
#include <net/if.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>

#define QUEUE_SIZE	8
#define QUEUES		2
#define RX		0
#define TX		1

/* An octet pattern, and a type of frame that nobody else sends. */
#define PATTERN		0x6b
#define FRAME_TYPE	0x88b5
#define FRAME_LEN	200
#define VNET_HDR_LEN	12

#define GUEST_CID	77
#define GUEST_PORT	1234
#define NO_SUCH_PORT	4321

/* What the worker and this program share, each part on pages of its own. */
struct queue {
	struct vring_desc desc[QUEUE_SIZE] __attribute__((aligned(65536)));
	struct vring_avail avail __attribute__((aligned(65536)));
	__virtio16 avail_ring[QUEUE_SIZE + 1];
	struct vring_used used __attribute__((aligned(65536)));
	struct vring_used_elem used_ring[QUEUE_SIZE + 1];
	unsigned char buffer[65536] __attribute__((aligned(65536)));
};

FIXTURE(vhost)
{
	int fd, memory;
	int kick[QUEUES], call[QUEUES];
	struct queue *queue;
};

FIXTURE_VARIANT(vhost)
{
	bool routed;
};

FIXTURE_VARIANT_ADD(vhost, native) { .routed = false };
FIXTURE_VARIANT_ADD(vhost, routed) { .routed = true };

FIXTURE_SETUP(vhost)
{
	int i;

	OPEN_GATE();
	self->memory = memfd_create("vhost", 0);
	ASSERT_EQ(0, ftruncate(self->memory, QUEUES * sizeof(struct queue)));
	/* Shared: what is in it stays when it is not mapped. */
	self->queue = mmap(NULL, QUEUES * sizeof(struct queue),
			   PROT_READ | PROT_WRITE, MAP_SHARED, self->memory, 0);
	ASSERT_NE(MAP_FAILED, self->queue);
	ASSERT_LT(FOUR_GB, (unsigned long)self->queue);
	for (i = 0; i < QUEUES; i++) {
		self->kick[i] = eventfd(0, 0);
		self->call[i] = eventfd(0, 0);
	}
	self->fd = -1;
}

FIXTURE_TEARDOWN(vhost)
{
	if (self->fd >= 0)
		close(self->fd);
}

/* The one call that makes a worker; all others are native. */
static long set_owner(int fd, bool routed)
{
	if (routed)
		return ARM(ioctl, fd, VHOST_SET_OWNER, 0);

	return ioctl(fd, VHOST_SET_OWNER, 0) ? -errno : 0;
}

static int share_memory(int fd, struct queue *queue)
{
	struct {
		struct vhost_memory memory;
		struct vhost_memory_region region;
	} table = {
		.memory.nregions = 1,
		.region.guest_phys_addr = (uintptr_t)queue,
		.region.memory_size = QUEUES * sizeof(*queue),
		.region.userspace_addr = (uintptr_t)queue,
	};

	return ioctl(fd, VHOST_SET_MEM_TABLE, &table);
}

static int set_queue(int fd, unsigned int i, struct queue *q, int kick,
		     int call)
{
	struct vhost_vring_state size = { .index = i, .num = QUEUE_SIZE };
	struct vhost_vring_state base = { .index = i, .num = 0 };
	struct vhost_vring_addr addr = {
		.index = i,
		.desc_user_addr = (uintptr_t)q->desc,
		.avail_user_addr = (uintptr_t)&q->avail,
		.used_user_addr = (uintptr_t)&q->used,
	};
	struct vhost_vring_file kick_file = { .index = i, .fd = kick };
	struct vhost_vring_file call_file = { .index = i, .fd = call };

	return ioctl(fd, VHOST_SET_VRING_NUM, &size) ||
	       ioctl(fd, VHOST_SET_VRING_BASE, &base) ||
	       ioctl(fd, VHOST_SET_VRING_ADDR, &addr) ||
	       ioctl(fd, VHOST_SET_VRING_KICK, &kick_file) ||
	       ioctl(fd, VHOST_SET_VRING_CALL, &call_file);
}

static int set_up(FIXTURE_DATA(vhost) *self, bool routed)
{
	uint64_t features = 1ULL << VIRTIO_F_VERSION_1;
	int i;

	if (set_owner(self->fd, routed))
		return 1;
	if (ioctl(self->fd, VHOST_SET_FEATURES, &features))
		return 2;
	if (share_memory(self->fd, self->queue))
		return 3;
	for (i = 0; i < QUEUES; i++)
		if (set_queue(self->fd, i, &self->queue[i], self->kick[i],
			      self->call[i]))
			return 4;

	return 0;
}

/* One buffer for the worker to read or to write. */
static void offer(struct queue *q, uint32_t len, uint16_t flags)
{
	q->desc[0].addr = (uintptr_t)q->buffer;
	q->desc[0].len = len;
	q->desc[0].flags = flags;
	q->avail.ring[0] = 0;
	__atomic_store_n(&q->avail.idx, 1, __ATOMIC_RELEASE);
}

/* From now on the worker has to fault in whatever it needs. */
static int unmap_pages(FIXTURE_DATA(vhost) *self)
{
	return madvise(self->queue, QUEUES * sizeof(struct queue),
		       MADV_DONTNEED);
}

static void kick(FIXTURE_DATA(vhost) *self, int i)
{
	uint64_t one = 1;

	(void)!write(self->kick[i], &one, sizeof(one));
}

/* Is the buffer of queue i done with? By read(), which maps nothing. */
static bool is_used(FIXTURE_DATA(vhost) *self, int i)
{
	off_t at = (char *)&self->queue[i].used.idx - (char *)self->queue;
	uint16_t idx = 0;
	int n;

	for (n = 0; n < 3000; n++) {
		if (pread(self->memory, &idx, sizeof(idx), at) == sizeof(idx) &&
		    idx == 1)
			return true;
		usleep(1000);
	}

	return false;
}

/* A request for a connection to a port on which nobody listens is reset. */
TEST_F(vhost, vsock_is_answered)
{
	const struct virtio_vsock_hdr *answer = (void *)self->queue[RX].buffer;
	struct virtio_vsock_hdr *request = (void *)self->queue[TX].buffer;
	uint64_t cid = GUEST_CID;
	int on = 1;

	self->fd = open("/dev/vhost-vsock", O_RDWR);
	if (self->fd < 0)
		SKIP(return, "no /dev/vhost-vsock");
	ASSERT_EQ(0, set_up(self, variant->routed));
	ASSERT_EQ(0, ioctl(self->fd, VHOST_VSOCK_SET_GUEST_CID, &cid));
	request->src_cid = GUEST_CID;
	request->dst_cid = 2;
	request->src_port = GUEST_PORT;
	request->dst_port = NO_SUCH_PORT;
	request->type = VIRTIO_VSOCK_TYPE_STREAM;
	request->op = VIRTIO_VSOCK_OP_REQUEST;
	offer(&self->queue[TX], sizeof(*request), 0);
	offer(&self->queue[RX], sizeof(self->queue->buffer), VRING_DESC_F_WRITE);
	ASSERT_EQ(0, ioctl(self->fd, VHOST_VSOCK_SET_RUNNING, &on));
	ASSERT_EQ(0, unmap_pages(self));
	kick(self, TX);

	ASSERT_TRUE(is_used(self, TX));
	ASSERT_TRUE(is_used(self, RX));
	EXPECT_EQ(VIRTIO_VSOCK_OP_RST, answer->op);
	EXPECT_EQ(NO_SUCH_PORT, answer->src_port);
	EXPECT_EQ(GUEST_PORT, answer->dst_port);
	EXPECT_EQ(GUEST_CID, answer->dst_cid);
}

/* Nothing but the test's own frames. */
static void no_ipv6(const char *name)
{
	char path[64];
	int fd;

	snprintf(path, sizeof(path), "/proc/sys/net/ipv6/conf/%s/disable_ipv6",
		 name);
	fd = open(path, O_WRONLY);
	if (fd >= 0) {
		(void)!write(fd, "1", 1);
		close(fd);
	}
}

/* A network interface whose other end is vhost's, and a socket on this end. */
static int open_tap(int *sock)
{
	struct ifreq ifr = {
		.ifr_name = "vhosttap%d",
		.ifr_flags = IFF_TAP | IFF_NO_PI | IFF_VNET_HDR,
	};
	struct sockaddr_ll to = {
		.sll_family = AF_PACKET,
		.sll_protocol = htons(FRAME_TYPE),
	};
	int len = VNET_HDR_LEN;
	int tap = open("/dev/net/tun", O_RDWR);

	if (tap < 0 || ioctl(tap, TUNSETIFF, &ifr) ||
	    ioctl(tap, TUNSETVNETHDRSZ, &len))
		return -1;
	no_ipv6(ifr.ifr_name);
	*sock = socket(AF_PACKET, SOCK_RAW, htons(FRAME_TYPE));
	if (*sock < 0 || ioctl(*sock, SIOCGIFINDEX, &ifr))
		return -1;
	to.sll_ifindex = ifr.ifr_ifindex;
	ifr.ifr_flags = IFF_UP;
	if (ioctl(*sock, SIOCSIFFLAGS, &ifr) ||
	    bind(*sock, (struct sockaddr *)&to, sizeof(to)))
		return -1;

	return tap;
}

static void make_frame(struct ethhdr *eth)
{
	memset(eth, PATTERN, FRAME_LEN);
	memset(eth->h_dest, 0xff, ETH_ALEN);
	eth->h_source[0] = 2;
	eth->h_proto = htons(FRAME_TYPE);
}

/* A frame that the worker reads comes out at the interface. */
TEST_F(vhost, net_sends)
{
	struct vhost_vring_file backend = { .index = TX };
	unsigned char frame[FRAME_LEN + 1] = {};
	unsigned char *buffer = self->queue[TX].buffer;
	struct pollfd pfd = { .events = POLLIN };
	int sock = -1;

	self->fd = open("/dev/vhost-net", O_RDWR);
	if (self->fd < 0)
		SKIP(return, "no /dev/vhost-net");
	backend.fd = open_tap(&sock);
	ASSERT_LE(0, backend.fd);
	ASSERT_EQ(0, set_up(self, variant->routed));
	make_frame((void *)(buffer + VNET_HDR_LEN));
	offer(&self->queue[TX], VNET_HDR_LEN + FRAME_LEN, 0);
	ASSERT_EQ(0, ioctl(self->fd, VHOST_NET_SET_BACKEND, &backend));
	ASSERT_EQ(0, unmap_pages(self));
	kick(self, TX);

	EXPECT_TRUE(is_used(self, TX));
	pfd.fd = sock;
	ASSERT_EQ(1, poll(&pfd, 1, 3000));
	ASSERT_EQ(FRAME_LEN, recv(sock, frame, sizeof(frame), 0));
	EXPECT_EQ(0, memcmp(frame, buffer + VNET_HDR_LEN, FRAME_LEN));
	close(sock);
	close(backend.fd);
}

/* A frame that is sent to the interface is written by the worker. */
TEST_F(vhost, net_receives)
{
	struct vhost_vring_file backend = { .index = RX };
	const unsigned char *buffer = self->queue[RX].buffer;
	unsigned char frame[FRAME_LEN];
	int sock = -1;

	self->fd = open("/dev/vhost-net", O_RDWR);
	if (self->fd < 0)
		SKIP(return, "no /dev/vhost-net");
	backend.fd = open_tap(&sock);
	ASSERT_LE(0, backend.fd);
	ASSERT_EQ(0, set_up(self, variant->routed));
	offer(&self->queue[RX], sizeof(self->queue->buffer), VRING_DESC_F_WRITE);
	ASSERT_EQ(0, unmap_pages(self));
	ASSERT_EQ(0, ioctl(self->fd, VHOST_NET_SET_BACKEND, &backend));
	make_frame((void *)frame);
	ASSERT_EQ(FRAME_LEN, send(sock, frame, FRAME_LEN, 0));

	ASSERT_TRUE(is_used(self, RX));
	EXPECT_EQ(VNET_HDR_LEN + FRAME_LEN, self->queue[RX].used.ring[0].len);
	EXPECT_EQ(0, memcmp(frame, buffer + VNET_HDR_LEN, FRAME_LEN));
	close(sock);
	close(backend.fd);
}

TEST_HARNESS_MAIN
