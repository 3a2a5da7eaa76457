// SPDX-License-Identifier: GPL-2.0-only
/*
 * cover - KCOV: a buffer for each task of a program, read by their parent
 *
 * The buffers are mapped before a program's process is made, and so they are
 * still there when it has been killed.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <linux/kcov.h>
#include <sys/ioctl.h>
#include <sys/mman.h>

#include "cover.h"
#include "run.h"

#define WORDS		(128U << 10)
#define EDGE_BITS	21
#define SECTIONS_MAX	16
/* Where an arm64 kernel of 48-bit addresses is linked to: KIMAGE_VADDR */
#define LINK_ADDRESS	0xffff800080000000ULL
#define TOUCHED_MAX	(1U << 18)

bool cover_available;
struct cover cover_total;

static uint64_t *buffer[TASKS_MAX];

/* gate32.ko as it is loaded */
static uint64_t text_start, text_end, slide;
static struct {
	char name[64];
	uint64_t start;
} section[SECTIONS_MAX];
static unsigned int sections;
static uint8_t *place_seen;	/* a byte for each instruction */

static uint8_t *edge_seen;
static uint8_t result_seen[1U << 16];

/* What the last run has reached: to be looked for, and to be kept. */
static struct touched {
	uint32_t hash, place;	/* place: one above; 0: not in gate32 */
	bool gate;
} *touched;
static unsigned int touched_count;

static void read_sections(void)
{
	static const char folder[] = "/sys/module/gate32/sections";
	DIR *dir = opendir(folder);
	struct dirent *entry;
	char path[320];
	FILE *f;

	while (dir && (entry = readdir(dir)) && sections < SECTIONS_MAX) {
		if (!strstr(entry->d_name, "text") ||
		    strstr(entry->d_name, "init"))
			continue;
		snprintf(path, sizeof(path), "%s/%s", folder, entry->d_name);
		f = fopen(path, "r");
		if (f && fscanf(f, "%" SCNx64, &section[sections].start) == 1) {
			snprintf(section[sections].name,
				 sizeof(section[0].name), "%.63s",
				 entry->d_name);
			sections++;
		}
		if (f)
			fclose(f);
	}
	if (dir)
		closedir(dir);
}

/* The end of the module's text, to a page, and how far the kernel was moved */
static void read_symbols(void)
{
	FILE *f = fopen("/proc/kallsyms", "r");
	char line[512], name[256], module[64];
	uint64_t at;
	char type;

	while (f && fgets(line, sizeof(line), f)) {
		module[0] = '\0';
		if (sscanf(line, "%" SCNx64 " %c %255s %63s", &at, &type, name,
			   module) < 3)
			continue;
		if (!strcmp(name, "_text"))
			slide = at - LINK_ADDRESS;
		if (strcmp(module, "[gate32]") || (type | 32) != 't')
			continue;
		if (!text_start || at < text_start)
			text_start = at;
		if (at > text_end)
			text_end = at;
	}
	if (f)
		fclose(f);
	text_start &= ~4095ULL;
	text_end = (text_end | 4095) + 1;
}

/* Programs have no use for it, and fork() has less to copy. */
static bool keep_from_programs(void *p, size_t size)
{
	return p != MAP_FAILED && !madvise(p, size, MADV_DONTFORK);
}

static void *own_memory(size_t size)
{
	void *p = mmap(NULL, size, PROT_READ | PROT_WRITE,
		       MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	return keep_from_programs(p, size) ? p : NULL;
}

static bool open_buffer(unsigned int i)
{
	const size_t size = WORDS * sizeof(uint64_t);

	int fd = open("/sys/kernel/debug/kcov", O_RDWR | O_CLOEXEC);

	if (fd < 0)
		return false;
	if (ioctl(fd, KCOV_INIT_TRACE, (unsigned long)WORDS))
		return false;
	buffer[i] = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	if (!keep_from_programs(buffer[i], size) || dup2(fd, FD_KCOV + i) < 0)
		return false;
	close(fd);

	return true;
}

bool cover_open(void)
{
	unsigned int i;

	for (i = 0; i < TASKS_MAX; i++) {
		if (!open_buffer(i))
			return false;
	}
	read_sections();
	read_symbols();
	place_seen = own_memory((text_end - text_start) / 4 + 1);
	edge_seen = own_memory(1U << EDGE_BITS);
	touched = own_memory(TOUCHED_MAX * sizeof(*touched));
	cover_available = place_seen && edge_seen && touched && sections;

	return cover_available;
}

void cover_start(void)
{
	unsigned int i;

	if (!cover_available)
		return;
	i = __atomic_fetch_add(&shared->tasks, 1, __ATOMIC_RELAXED);
	if (i < TASKS_MAX)
		ioctl(FD_KCOV + i, KCOV_ENABLE, KCOV_TRACE_PC);
}

void cover_begin(void)
{
	unsigned int i;

	for (i = 0; cover_available && i < TASKS_MAX; i++)
		__atomic_store_n(&buffer[i][0], 0, __ATOMIC_RELAXED);
}

static uint32_t edge_hash(uint64_t from, uint64_t to)
{
	uint64_t x = (from >> 2) * 0x9e3779b97f4a7c15ULL ^ (to >> 2);

	x *= 0xbf58476d1ce4e5b9ULL;

	return x >> (64 - EDGE_BITS);
}

static void touch(uint64_t from, uint64_t to, struct cover *new)
{
	bool from_gate = from >= text_start && from < text_end;
	bool to_gate = to >= text_start && to < text_end;
	uint32_t hash = edge_hash(from, to);
	uint32_t place = to_gate ? (to - text_start) / 4 : 0;
	bool new_place = to_gate && !place_seen[place];

	if ((edge_seen[hash] && !new_place) || touched_count == TOUCHED_MAX)
		return;
	/* Bit 7: seen in this run, not yet kept */
	if (!edge_seen[hash]) {
		new->edges++;
		new->gate_edges += from_gate || to_gate;
		edge_seen[hash] = 0x80;
	}
	if (new_place) {
		new->gate_pcs++;
		place_seen[place] = 0x80;
	}
	touched[touched_count].hash = hash;
	touched[touched_count].place = to_gate ? place + 1 : 0;
	touched[touched_count++].gate = from_gate || to_gate;
}

/* What has not been kept is new again. */
static void forget(void)
{
	unsigned int i;

	for (i = 0; i < touched_count; i++) {
		if (edge_seen[touched[i].hash] == 0x80)
			edge_seen[touched[i].hash] = 0;
		if (touched[i].place &&
		    place_seen[touched[i].place - 1] == 0x80)
			place_seen[touched[i].place - 1] = 0;
	}
	touched_count = 0;
}

struct cover cover_end(void)
{
	struct cover new = { 0 };
	uint64_t n, at, from, to;
	unsigned int i;

	forget();
	for (i = 0; cover_available && i < TASKS_MAX; i++) {
		n = __atomic_load_n(&buffer[i][0], __ATOMIC_RELAXED);
		if (n >= WORDS)
			n = WORDS - 1;
		for (at = 1, from = 0; at <= n; at++, from = to) {
			to = buffer[i][at] + slide;
			touch(from, to, &new);
		}
	}
	return new;
}

/* By section, as the module's file has it. KCOV notes where its call returns. */
static void print_place(uint64_t at, void (*line)(const char *text))
{
	unsigned int i, best = SECTIONS_MAX;
	char text[128];

	for (i = 0; i < sections; i++) {
		if (section[i].start > at)
			continue;
		if (best == SECTIONS_MAX ||
		    section[i].start > section[best].start)
			best = i;
	}
	if (best == SECTIONS_MAX)
		return;
	snprintf(text, sizeof(text), "%s %#" PRIx64, section[best].name,
		 at - section[best].start);
	line(text);
}

void cover_keep(void (*line)(const char *text))
{
	unsigned int i;

	for (i = 0; i < touched_count; i++) {
		uint32_t place = touched[i].place;

		if (edge_seen[touched[i].hash] == 0x80) {
			edge_seen[touched[i].hash] = 1;
			cover_total.edges++;
			cover_total.gate_edges += touched[i].gate;
		}
		if (place && place_seen[place - 1] == 0x80) {
			place_seen[place - 1] = 1;
			cover_total.gate_pcs++;
			print_place(text_start + (place - 1) * 4ULL, line);
		}
	}
	touched_count = 0;
}

bool cover_result(uint32_t feature)
{
	uint32_t hash = feature * 0x9e3779b1U >> 16;
	bool new = !result_seen[hash];

	result_seen[hash] = 1;

	return new;
}
