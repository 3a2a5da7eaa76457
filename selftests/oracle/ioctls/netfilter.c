// SPDX-License-Identifier: GPL-2.0-only
/*
 * scenarios: socket options of packet filters
 *
 * Whether a 32-bit program may use them depends on the kernel: later ones of
 * Debian do without the translation of their structures.
 */
#include <string.h>

#include <netinet/in.h>
#include <sys/socket.h>

#include "cases.h"

#define GROUP "netfilter"

/*
 * For IPv4 and IPv6 there are five hooks, for ARP three. But for that, and for
 * what is in an entry, the structures are the same.
 */
struct tables {
	int fd, level, base, hooks, revision;
	const char *name;
};

/* Of struct ipt_getinfo and struct ipt_replace: where what follows starts. */
#define INFO_HOOKS	36
#define REPLACE_HOOKS	44

struct info {
	uint32_t *at, size, count, length;
};

static struct info get_info(const struct tables *t)
{
	struct info i = { .size = INFO_HOOKS + 8 * t->hooks + 8 };
	uint32_t *size = NUM(i.size);
	char *name = mem(i.size);

	strcpy(name, "none");
	sys(getsockopt, t->fd, t->level, t->base, name, size);
	strcpy(name, t->name);
	sys(getsockopt, t->fd, t->level, t->base, BAD, size);
	--*size;
	sys(getsockopt, t->fd, t->level, t->base, name, size);
	*size = i.size;
	memset(name, 0, i.size);
	strcpy(name, t->name);
	sys(getsockopt, t->fd, t->level, t->base, name, size);
	outb(name, i.size);
	out(size);
	i.at = (uint32_t *)name;
	i.count = i.at[i.size / 4 - 2];
	i.length = i.at[i.size / 4 - 1];
	return i;
}

static char *get_entries(const struct tables *t, uint32_t size)
{
	char *get = zmem(40 + size);
	uint32_t *length = NUM(40 + size);

	strcpy(get, t->name);
	memcpy(get + 32, &size, 4);
	sys(getsockopt, t->fd, t->level, t->base + 1, get, length);
	outb(get, 40 + size);
	--*length;
	sys(getsockopt, t->fd, t->level, t->base + 1, get, length);
	*length = 40 + size;
	sys(getsockopt, t->fd, t->level, t->base + 1, BAD_HIGH, length);
	return get + 40;
}

static void set_replace(const struct tables *t, const struct info *info,
			const char *entries)
{
	uint32_t head = REPLACE_HOOKS + 8 * t->hooks + 12;
	uint32_t size = head + info->length;
	uint32_t *r = zmem(size), *after = r + head / 4 - 3;
	char *counters = mem(info->count * 16);

	strcpy((char *)r, t->name);
	r[8] = info->at[8];
	r[9] = info->count;
	r[10] = info->length;
	memcpy(r + REPLACE_HOOKS / 4, info->at + INFO_HOOKS / 4, 8 * t->hooks);
	after[0] = info->count;
	after[1] = PTR(counters);
	memcpy((char *)r + head, entries, info->length);
	sys(setsockopt, t->fd, t->level, t->base, r, size);
	outb(counters, info->count * 16);
	sys(setsockopt, t->fd, t->level, t->base, r, size - 1);
	sys(setsockopt, t->fd, t->level, t->base, BAD, size);
	after[0]++;
	sys(setsockopt, t->fd, t->level, t->base, r, size);
	after[0] = info->count;
	r[9]++;
	sys(setsockopt, t->fd, t->level, t->base, r, size);
	r[10] = 0xffffffff;
	sys(setsockopt, t->fd, t->level, t->base, r, size);
}

static void add_counters(const struct tables *t, uint32_t count)
{
	char *add = zmem(40 + 16 * count);

	strcpy(add, t->name);
	memcpy(add + 32, &count, 4);
	add[40] = 3;
	add[48] = 7;
	sys(setsockopt, t->fd, t->level, t->base + 1, add, 40 + 16 * count);
	sys(setsockopt, t->fd, t->level, t->base + 1, add, 40);
	sys(setsockopt, t->fd, t->level, t->base + 1, BAD, 40 + 16 * count);
}

static void tables(int family, int level, int base, int hooks, int revision,
		   const char *module)
{
	struct tables t = { socket(family, SOCK_RAW, IPPROTO_RAW), level, base,
			    hooks, revision, "filter" };
	struct info info;
	char *entries, *asked;

	need_module(module);
	need_module("xt_tcpudp");
	info = get_info(&t);
	if (!info.length || info.length > 8192)
		skip("no table");
	entries = get_entries(&t, info.length);
	set_replace(&t, &info, entries);
	add_counters(&t, info.count);
	get_entries(&t, info.length);
	asked = zmem(30);
	strcpy(asked, "tcp");
	sys(getsockopt, t.fd, t.level, t.base + t.revision, asked, NUM(30));
	sys(getsockopt, t.fd, t.level, t.base + t.revision, asked, NUM(29));
	sys(getsockopt, t.fd, t.level, t.base + t.revision, BAD, NUM(30));
}

SCENARIO(ip)
{
	tables(AF_INET, IPPROTO_IP, 64, 5, 2, "iptable_filter");
}

SCENARIO(ip6)
{
	tables(AF_INET6, IPPROTO_IPV6, 64, 5, 4, "ip6table_filter");
}

SCENARIO(arp)
{
	tables(AF_INET, IPPROTO_IP, 96, 3, 3, "arptable_filter");
}

/* Full of pointers. */
struct ebt_replace {
	char name[32];
	uint32_t valid_hooks, nentries, entries_size;
	gptr_t hook_entry[6];
	uint32_t num_counters;
	gptr_t counters, entries;
};

SCENARIO(bridge)
{
	int fd = socket(AF_INET, SOCK_RAW, IPPROTO_RAW);
	struct ebt_replace *r = zmem(sizeof(*r));
	uint32_t *size = NUM(sizeof(*r));
	char *entries = mem(1024);

	need_module("ebtable_filter");
	strcpy(r->name, "filter");
	sys(getsockopt, fd, IPPROTO_IP, 128, r, size);
	outb(r, sizeof(*r));
	sys(getsockopt, fd, IPPROTO_IP, 130, r, size);
	outb(r, sizeof(*r));
	*size = 120;			/* the size that AArch64 has */
	sys(getsockopt, fd, IPPROTO_IP, 128, memset(mem(128), 0, 128), size);
	*size = sizeof(*r);
	r->entries = PTR(entries);
	sys(getsockopt, fd, IPPROTO_IP, 129, r, size);
	outb(entries, 1024);
	sys(getsockopt, fd, IPPROTO_IP, 131, r, size);
	outb(entries, 1024);
	r->entries = BAD;
	sys(getsockopt, fd, IPPROTO_IP, 129, r, size);
	r->entries = PTR(entries);
	sys(setsockopt, fd, IPPROTO_IP, 128, r,
	    sizeof(*r) + r->entries_size);
	sys(setsockopt, fd, IPPROTO_IP, 128, BAD, sizeof(*r));
	sys(setsockopt, fd, IPPROTO_IP, 129, r, sizeof(*r));
	sys(getsockopt, fd, IPPROTO_IP, 128, BAD_HIGH, size);
	strcpy(r->name, "none");
	sys(getsockopt, fd, IPPROTO_IP, 128, r, size);
}
