// SPDX-License-Identifier: GPL-2.0-only
/*
 * memory - the memory of a generated case, and what a call has changed there
 */
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include <sys/mman.h>

#include "fuzz.h"
#include "oracle.h"
#include "trace.h"

#define PAGE		4096U
#define TAGS_MAX	8

static unsigned char before[AREAS][AREA_SIZE];
static unsigned int used;
static bool hidden;

static struct {
	const char *tag;
	uint32_t at;
	size_t size;
	bool cut;
} tags[TAGS_MAX];
static unsigned int tag_count;

static unsigned char *area(unsigned int i)
{
	return (unsigned char *)(AREA_BASE + i * AREA_STRIDE);
}

void areas_open(void)
{
	unsigned int i;

	for (i = 0; i < AREAS; i++) {
		memset(area(i), POISON, AREA_SIZE);
		memset(area(i) + AREA_READONLY, 0, PAGE);
		strcpy((char *)area(i) + AREA_READONLY, "file");
		mprotect(area(i) + AREA_HOLE, PAGE, PROT_NONE);
		mprotect(area(i) + AREA_READONLY, PAGE, PROT_READ);
	}
	memset((void *)PLAIN_BASE, POISON, PLAIN_PAGES * PAGE);
	munmap((void *)(PLAIN_BASE + 8 * PAGE), PAGE);
	mprotect((void *)(PLAIN_BASE + 9 * PAGE), 3 * PAGE, PROT_READ);
}

void areas_reset(void)
{
	used = 0;
	tag_count = 0;
	memset(tags, 0, sizeof(tags));
	hidden = false;
}

uint32_t area_data(void)
{
	return used < AREAS ? PTR(area(used++)) : PTR(area(AREAS - 1));
}

uint32_t area_pointer(size_t size, bool hostile)
{
	static const uint32_t bad[] = {
		0, 0, 0, BAD, 0xffffff00, 0xfffff000, 0xffffffff, 0xc0000000,
		0x5ffff000,
	};
	uint32_t base = area_data();

	if (size > PAGE)
		size = PAGE;
	if (!hostile) {
		switch (below(12)) {
		case 0:		/* misaligned */
			return base + 16 * below(8) + 1 + below(7);
		case 1:		/* across two pages */
			return base + PAGE - below(size ?: 1);
		case 2:		/* up to the hole */
			return base + AREA_HOLE - size;
		default:
			return base + 16 * below(16);
		}
	}
	switch (below(6)) {
	case 0:			/* into the hole */
		return base + AREA_HOLE - below(size ?: 1);
	case 1:
		return base + AREA_READONLY;
	case 2:			/* as another argument */
		return AREA_BASE + 16 * below(4);
	default:
		return bad[below(sizeof(bad) / sizeof(bad[0]))];
	}
}

void area_store(uint32_t at, const void *p, size_t size)
{
	uint32_t offset = at - (uint32_t)AREA_BASE;

	if (offset >= AREAS * AREA_STRIDE)
		return;
	offset %= AREA_STRIDE;
	if (offset >= AREA_SIZE)
		return;
	if (size > AREA_SIZE - offset)
		size = AREA_SIZE - offset;
	memcpy((void *)(uintptr_t)at, p, size);
}

void areas_tag(const char *tag, uint32_t at, size_t size)
{
	uint32_t offset = (at - (uint32_t)AREA_BASE) % AREA_STRIDE;

	if (at < AREA_BASE || at >= AREA_BASE + AREAS * AREA_STRIDE ||
	    offset >= AREA_SIZE || tag_count == TAGS_MAX)
		return;
	/* Masks are for the whole of it: half of a number cannot be masked. */
	if (offset + size > AREA_SIZE) {
		if (!masks_apply(tag))
			return;
		size = AREA_SIZE - offset;
		tags[tag_count].cut = true;
	}
	tags[tag_count].tag = tag;
	tags[tag_count].at = at;
	tags[tag_count++].size = size;
}

void areas_hide(void)
{
	hidden = true;
}

void areas_before(void)
{
	unsigned int i;

	for (i = 0; i < used; i++)
		memcpy(before[i], area(i), AREA_SIZE);
}

/* The call may have unmapped what is to be looked at. */
static sigjmp_buf fault;

static void on_fault(int sig)
{
	(void)sig;
	siglongjmp(fault, 1);
}

static void catch_faults(void)
{
	struct sigaction sa = {
		.sa_handler = on_fault, .sa_flags = SA_NODEFER,
	};

	sigaction(SIGSEGV, &sa, NULL);
	sigaction(SIGBUS, &sa, NULL);
}

static void write_run(unsigned int i, size_t from, size_t to)
{
	char label[32];

	snprintf(label, sizeof(label), "area%u+%#zx", i, from);
	/* No length: a byte that is random can be what was there before. */
	if (hidden)
		trace_text(" area%u: random", i);
	else
		oracle_out(label, "", area(i) + from, to - from);
}

/* Structures with masks first; then they count as unchanged. */
static void write_tags(void)
{
	unsigned int i;

	for (i = 0; i < tag_count; i++) {
		unsigned char *p = (unsigned char *)(uintptr_t)tags[i].at;
		uint32_t offset = tags[i].at - (uint32_t)AREA_BASE;
		unsigned char *old = before[offset / AREA_STRIDE] +
				     offset % AREA_STRIDE;

		if (!memcmp(p, old, tags[i].size))
			continue;
		if (tags[i].cut)
			trace_text(" %s: cut off", tags[i].tag);
		else
			oracle_out(tags[i].tag, tags[i].tag, p, tags[i].size);
		memcpy(old, p, tags[i].size);
	}
}

/* Bytes that are as before do not end a run if there are few of them. */
static void write_area(unsigned int i)
{
	const unsigned char *now = area(i);
	size_t at, from = 0, last = 0;
	bool in_run = false;

	for (at = 0; at < AREA_SIZE; at++) {
		if (!(at % 256) && !in_run &&
		    !memcmp(now + at, before[i] + at, 256)) {
			at += 255;
			continue;
		}
		if (now[at] != before[i][at]) {
			if (!in_run)
				from = at;
			in_run = true;
			last = at;
		} else if (in_run && at - last > 8) {
			write_run(i, from, last + 1);
			in_run = false;
		}
	}
	if (in_run)
		write_run(i, from, last + 1);
}

void areas_after(void)
{
	static volatile unsigned int i;

	catch_faults();
	if (!sigsetjmp(fault, 1))
		write_tags();
	for (i = 0; i < used; i++) {
		if (!sigsetjmp(fault, 1))
			write_area(i);
		else
			trace_text(" area%u is gone", i);
	}
}

void plain_after(void)
{
	static volatile unsigned int i;
	static char text[PLAIN_PAGES + 1];

	catch_faults();
	for (i = 0; i < PLAIN_PAGES; i++) {
		const volatile unsigned char *p =
			(void *)(PLAIN_BASE + i * PAGE);

		text[i] = '-';
		if (!sigsetjmp(fault, 1))
			text[i] = p[1] == POISON ? 'p' : p[1] ? 'x' : '0';
	}
	trace_text(" plain=%s", text);
}

void areas_show(void)
{
	char label[32];
	unsigned int i;
	size_t at;

	for (i = 0; i < used; i++) {
		for (at = 0; at < AREA_SIZE; at += 32) {
			const unsigned char *p = area(i) + at;
			size_t n;

			for (n = 0; n < 32 && p[n] == POISON; n++)
				;
			if (n == 32)
				continue;
			snprintf(label, sizeof(label), "mem+%#lx",
				 (unsigned long)((uintptr_t)p - MEM_BASE));
			note("before");
			oracle_out(label, "", p, 32);
		}
	}
}
