// SPDX-License-Identifier: GPL-2.0-only
/*
 * Network interfaces: SIOCGIFCONF and its kin. Their numbers have no size in
 * them: a 64-bit call with a 32-bit structure is not refused, but wrong.
 */
#include <arpa/inet.h>
#include <linux/sockios.h>
#include <net/if.h>
#include <sched.h>

#include "driver.h"
#include "guest/calls.h"

FIXTURE(netif) {
	int fd;
};

BOTH_WAYS(netif);

FIXTURE_SETUP(netif)
{
	struct ifreq up = { .ifr_name = "lo", .ifr_flags = IFF_UP };

	OPEN_GATE();
	if (unshare(CLONE_NEWNET))
		SKIP(return, "cannot have a network of its own");
	self->fd = socket(AF_INET, SOCK_DGRAM, 0);
	ASSERT_LE(0, self->fd);
	ASSERT_EQ(0, ioctl(self->fd, SIOCSIFFLAGS, &up));
}

FIXTURE_TEARDOWN(netif)
{
	close(self->fd);
}

TEST_F(netif, list)
{
	struct g_ifconf *conf = low_zero(sizeof(*conf));
	struct g_ifreq *list = low(4 * sizeof(*list));

	/* Without a buffer: how much there is. */
	ASSERT_EQ(0, IOCTL32(self->fd, SIOCGIFCONF, conf));
	EXPECT_EQ(32, conf->len);
	conf->len = 4 * sizeof(*list);
	conf->buf = PTR32(list);
	ASSERT_EQ(0, IOCTL32(self->fd, SIOCGIFCONF, conf));
	ASSERT_EQ(32, conf->len);
	EXPECT_STREQ("lo", list->name);
	EXPECT_EQ(AF_INET, list->addr.sin_family);
	EXPECT_EQ(htonl(INADDR_LOOPBACK), list->addr.sin_addr);
	EXPECT_TRUE(untouched(list + 1, 64));

	/*
	 * Control: a 64-bit call takes eight bytes from offset 8 on for the
	 * address of the buffer, and counts 40 bytes for an interface.
	 */
	conf = low_zero(sizeof(*conf) + 8);
	memset(conf + 1, 0, 8);
	list = low(4 * sizeof(*list));
	conf->len = 4 * sizeof(*list);
	conf->buf = PTR32(list);
	ASSERT_EQ(0, ioctl64(self->fd, SIOCGIFCONF, (unsigned long)conf));
	EXPECT_EQ(40, conf->len);
	EXPECT_TRUE(untouched(list, 4 * sizeof(*list)));

	EXPECT_SHUT(self->fd, SIOCGIFCONF, conf);
	conf->len = 32;
	conf->buf = 16;
	EXPECT_EQ(-EFAULT, IOCTL32(self->fd, SIOCGIFCONF, conf));
	EXPECT_EQ(-EFAULT, IOCTL32(self->fd, SIOCGIFCONF, 16));
}

TEST_F(netif, questions)
{
	struct g_ifreq *r = low_zero(sizeof(*r));
	struct ifreq native = { .ifr_name = "lo" };

	strcpy(r->name, "lo");
	ASSERT_EQ(0, IOCTL32(self->fd, SIOCGIFFLAGS, r));
	EXPECT_EQ(IFF_UP | IFF_LOOPBACK | IFF_RUNNING,
		  r->flags & (IFF_UP | IFF_LOOPBACK | IFF_RUNNING));
	EXPECT_TRUE(untouched(r + 1, 64));
	ASSERT_EQ(0, IOCTL32(self->fd, SIOCGIFMTU, r));
	EXPECT_EQ(65536, r->value);
	ASSERT_EQ(0, IOCTL32(self->fd, SIOCGIFINDEX, r));
	EXPECT_EQ(1, r->value);
	ASSERT_EQ(0, IOCTL32(self->fd, SIOCGIFNETMASK, r));
	EXPECT_EQ(htonl(0xff000000), r->addr.sin_addr);
	ASSERT_EQ(0, IOCTL32(self->fd, SIOCGIFHWADDR, r));
	EXPECT_EQ(772, r->addr.sin_family);
	ASSERT_EQ(0, IOCTL32(self->fd, SIOCGIFTXQLEN, r));
	EXPECT_EQ(1000, r->value);
	ASSERT_EQ(0, IOCTL32(self->fd, SIOCGIFMAP, r));
	EXPECT_EQ(0, r->map.mem_start);
	EXPECT_TRUE(untouched(r + 1, 64));

	r->value = 1;
	memset(r->name, 0, sizeof(r->name));
	ASSERT_EQ(0, IOCTL32(self->fd, SIOCGIFNAME, r));
	EXPECT_STREQ("lo", r->name);
	r->value = 1400;
	ASSERT_EQ(0, IOCTL32(self->fd, SIOCSIFMTU, r));
	ASSERT_EQ(0, ioctl(self->fd, SIOCGIFMTU, &native));
	EXPECT_EQ(1400, native.ifr_mtu);

	strcpy(r->name, "none");
	EXPECT_EQ(-ENODEV, IOCTL32(self->fd, SIOCGIFFLAGS, r));
	/* The ethtool one has a pointer in it. */
	strcpy(r->name, "lo");
	r->value = 16;
	EXPECT_EQ(-EFAULT, IOCTL32(self->fd, SIOCETHTOOL, r));
	r->value = PTR32(low_zero(256));
	*(uint32_t *)(uintptr_t)r->value = 0x0a;	/* ETHTOOL_GLINK */
	ASSERT_EQ(0, IOCTL32(self->fd, SIOCETHTOOL, r));
	EXPECT_EQ(1, ((uint32_t *)(uintptr_t)r->value)[1]);

	/*
	 * Control: a 64-bit call reads and writes eight bytes more than a
	 * 32-bit program has.
	 */
	r = low_zero(sizeof(*r));
	strcpy(r->name, "lo");
	ASSERT_EQ(0, ioctl64(self->fd, SIOCGIFMAP, (unsigned long)r));
	EXPECT_FALSE(untouched(r + 1, 8));
	EXPECT_SHUT(self->fd, SIOCGIFFLAGS, r);
}

TEST_HARNESS_MAIN
