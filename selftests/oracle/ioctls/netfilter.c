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

/* The same for IPv4, IPv6 and ARP, but for what is in an entry. */
struct info {
	char name[32];
	uint32_t valid_hooks, hook_entry[5], underflow[5], num_entries, size;
};

struct replace {
	char name[32];
	uint32_t valid_hooks, num_entries, size, hook_entry[5], underflow[5],
		 num_counters;
	gptr_t counters;
	uint32_t pad;
};

struct tables {
	int fd, level, base;
	const char *name;
};

static struct info *get_info(const struct tables *t)
{
	struct info *info = mem(sizeof(*info));
	uint32_t *size = NUM(sizeof(*info));

	strcpy(info->name, "none");
	sys(getsockopt, t->fd, t->level, t->base, info, size);
	strcpy(info->name, t->name);
	sys(getsockopt, t->fd, t->level, t->base, BAD, size);
	*size = 83;
	sys(getsockopt, t->fd, t->level, t->base, info, size);
	*size = sizeof(*info);
	memset(info, 0, sizeof(*info));
	strcpy(info->name, t->name);
	sys(getsockopt, t->fd, t->level, t->base, info, size);
	outb(info, sizeof(*info));
	out(size);
	return info;
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
	uint32_t size = sizeof(struct replace) + info->size;
	struct replace *r = zmem(size);
	char *counters = mem(info->num_entries * 16);

	strcpy(r->name, t->name);
	r->valid_hooks = info->valid_hooks;
	r->num_entries = info->num_entries;
	r->size = info->size;
	memcpy(r->hook_entry, info->hook_entry, 20);
	memcpy(r->underflow, info->underflow, 20);
	r->num_counters = info->num_entries;
	r->counters = PTR(counters);
	memcpy(r + 1, entries, info->size);
	sys(setsockopt, t->fd, t->level, t->base, r, size);
	outb(counters, info->num_entries * 16);
	sys(setsockopt, t->fd, t->level, t->base, r, size - 1);
	sys(setsockopt, t->fd, t->level, t->base, BAD, size);
	r->num_counters++;
	sys(setsockopt, t->fd, t->level, t->base, r, size);
	r->num_counters = info->num_entries;
	r->num_entries++;
	sys(setsockopt, t->fd, t->level, t->base, r, size);
	r->size = 0xffffffff;
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

static void tables(int family, int level, int base, const char *module)
{
	struct tables t = { socket(family, SOCK_RAW, IPPROTO_RAW), level, base,
			    "filter" };
	struct info *info;
	char *entries, *revision;

	need_module(module);
	need_module("xt_tcpudp");
	info = get_info(&t);
	if (!info->size || info->size > 8192)
		skip("no table");
	entries = get_entries(&t, info->size);
	set_replace(&t, info, entries);
	add_counters(&t, info->num_entries);
	get_entries(&t, info->size);
	revision = zmem(30);
	strcpy(revision, "tcp");
	sys(getsockopt, t.fd, level, base + 2, revision, NUM(30));
	sys(getsockopt, t.fd, level, base + 3, revision, NUM(30));
	sys(getsockopt, t.fd, level, base + 2, revision, NUM(29));
}

SCENARIO(ip)
{
	tables(AF_INET, IPPROTO_IP, 64, "iptable_filter");
}

SCENARIO(ip6)
{
	tables(AF_INET6, IPPROTO_IPV6, 64, "ip6table_filter");
}

SCENARIO(arp)
{
	tables(AF_INET, IPPROTO_IP, 96, "arptable_filter");
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
