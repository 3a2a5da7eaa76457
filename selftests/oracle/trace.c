// SPDX-License-Identifier: GPL-2.0-only
/*
 * trace - make calls and write down what they did
 *
 * One line a call: name, arguments, result, then every byte of the memory
 * that the scenario names. Addresses in the guest's memory are "mem+offset".
 * What may differ from run to run is masked by the rules of masks/, and
 * only there.
 */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <sys/mman.h>

#include "oracle.h"
#include "trace.h"

#ifndef MAP_FIXED_NOREPLACE
#define MAP_FIXED_NOREPLACE	0x100000
#endif

struct trace *trace;
enum plant trace_plant;

/*
 * The guest's memory
 */

#define RED_ZONE	16
#define PIECES_MAX	1024

static uintptr_t mem_next;
static struct {
	uintptr_t start, end;
} red_zones[PIECES_MAX];
static unsigned int red_zone_count;

static void fatal(const char *what)
{
	note("FATAL: %s", what);
	trace_finish();
	_exit(99);
}

static void *piece(size_t size, size_t align, unsigned char fill)
{
	uintptr_t start = (mem_next + align - 1) & ~(align - 1);
	uintptr_t end = start + size;
	uintptr_t next = (end + RED_ZONE + 15) & ~15UL;

	if (next > MEM_BASE + MEM_SIZE - 4096 || red_zone_count == PIECES_MAX)
		fatal("the guest's memory is used up");
	memset((void *)start, fill, size);
	memset((void *)end, POISON, next - end);
	red_zones[red_zone_count].start = end;
	red_zones[red_zone_count].end = next;
	red_zone_count++;
	mem_next = next;
	return (void *)start;
}

void *mem(size_t size)
{
	return piece(size, 16, POISON);
}

void *zmem(size_t size)
{
	return piece(size, 16, 0);
}

void *bytes(const void *p, size_t size)
{
	return memcpy(mem(size), p, size);
}

char *str(const char *s)
{
	return bytes(s, strlen(s) + 1);
}

void *pages(size_t count)
{
	return piece(count * 4096, 4096, POISON);
}

void *edge(size_t size)
{
	return memset((void *)(MEM_BASE + MEM_SIZE - size), POISON, size);
}

/* A red zone is restored, so that it is told once for each call. */
static bool red_zones_check(uintptr_t *where)
{
	bool intact = true;
	unsigned int i;
	unsigned char *c;

	for (i = 0; i < red_zone_count; i++) {
		for (c = (unsigned char *)red_zones[i].start;
		     c < (unsigned char *)red_zones[i].end; c++) {
			if (*c == POISON)
				continue;
			if (intact)
				*where = (uintptr_t)c - MEM_BASE;
			intact = false;
			*c = POISON;
		}
	}
	return intact;
}

/* Once is enough. */
static void planted(void)
{
	trace_plant = PLANT_NONE;
	trace->planted = true;
}

/*
 * Masks
 */

enum mask_kind { ID, PAGE, NEAR_ID, NOW, BELOW, HIDE, SYSCTL };

struct mask_class {
	const char *name;
	enum mask_kind kind;
	uint64_t limit;
};

enum class_id {
#define CLASS(name, kind, limit, reason)	CLASS_##name,
#define RET(call, class)
#define ARG(call, index, class)
#define FIELD(tag, member, class)
#define RANGE(tag, offset, size, class)
#include "masks_all.def"
	CLASS_COUNT
};

#undef CLASS
#undef RET
#undef ARG
#undef FIELD
#undef RANGE

static const struct mask_class classes[] = {
#define CLASS(name, kind, limit, reason)	{ #name, kind, limit },
#define RET(call, class)
#define ARG(call, index, class)
#define FIELD(tag, member, class)
#define RANGE(tag, offset, size, class)
#include "masks_all.def"
};

#undef CLASS
#undef RET
#undef ARG
#undef FIELD
#undef RANGE

enum mask_place { IN_RESULT, IN_ARGUMENT, IN_MEMORY };

struct mask {
	const char *of;		/* name of a call, or tag of a structure */
	const char *text;
	enum mask_place place;
	enum class_id class;
	unsigned int start;	/* number of the argument, or offset */
	unsigned int size;
	bool generated;		/* only generated cases need it */
};

static const struct mask masks[] = {
#define CLASS(name, kind, limit, reason)
#define RET(call, class)						\
	{ #call, #call " = ", IN_RESULT, CLASS_##class, 0, 4, GENERATED },
#define ARG(call, index, class)						\
	{ #call, #call "()", IN_ARGUMENT, CLASS_##class, index, 4,	\
	  GENERATED },
#define FIELD(tag, member, class)					\
	{ #tag, #tag "." #member, IN_MEMORY, CLASS_##class,		\
	  offsetof(struct g_##tag, member),				\
	  sizeof(((struct g_##tag *)0)->member), GENERATED },
#define RANGE(tag, offset, size, class)					\
	{ #tag, #tag "+" #offset, IN_MEMORY, CLASS_##class, offset, size, \
	  GENERATED },
#define GENERATED	false
#include "masks_all.def"
#undef GENERATED
#define GENERATED	true
#include "fuzz/masks.def"
#undef GENERATED
};

#undef CLASS
#undef RET
#undef ARG
#undef FIELD
#undef RANGE

#define MASK_COUNT	(sizeof(masks) / sizeof(masks[0]))
_Static_assert(MASK_COUNT <= MASKS_MAX, "raise MASKS_MAX");

static const struct mask *find_mask(const char *of, enum mask_place place,
				    unsigned int start)
{
	unsigned int i;

	for (i = 0; i < MASK_COUNT; i++) {
		if (masks[i].place == place && masks[i].start == start &&
		    !strcmp(masks[i].of, of)) {
			trace->mask_used[i] = 1;
			return &masks[i];
		}
	}
	return NULL;
}

bool masks_apply(const char *tag)
{
	unsigned int i;

	for (i = 0; i < MASK_COUNT; i++) {
		if (masks[i].place == IN_MEMORY && !strcmp(masks[i].of, tag))
			return true;
	}
	return false;
}

const char *masks_unused(unsigned int *cursor, bool generated)
{
	while (*cursor < MASK_COUNT) {
		unsigned int i = (*cursor)++;

		if (!trace->mask_used[i] && masks[i].generated == generated)
			return masks[i].text;
	}
	return NULL;
}

/* Values of the ID kinds are numbered as they appear: relations stay. */
static struct {
	enum class_id class;
	uint64_t value;
} ids[256];
static unsigned int id_count;

static unsigned int id_number(enum class_id class, uint64_t value,
			      uint64_t reach, uint64_t *distance)
{
	unsigned int i, number = 0;

	*distance = 0;
	for (i = 0; i < id_count; i++) {
		if (ids[i].class != class)
			continue;
		number++;
		if (value >= ids[i].value && value - ids[i].value <= reach) {
			*distance = value - ids[i].value;
			return number;
		}
	}
	if (id_count == sizeof(ids) / sizeof(ids[0]))
		fatal("too many different ids");
	ids[id_count].class = class;
	ids[id_count++].value = value;
	return number + 1;
}

static bool plausible(const struct mask_class *class, uint64_t value)
{
	int64_t away;

	switch (class->kind) {
	case NOW:
		away = (int64_t)value - time(NULL);
		return away >= -(int64_t)class->limit &&
		       away <= (int64_t)class->limit;
	case BELOW:
		return value < class->limit;
	default:
		return true;
	}
}

/* What /proc/sys/kernel says as the program starts: scenarios have no /proc. */
static struct {
	char text[128];
	size_t length;
} sysctls[CLASS_COUNT];

static int sysctls_read(void)
{
	unsigned int i;
	char path[64];
	FILE *f;

	for (i = 0; i < CLASS_COUNT; i++) {
		if (classes[i].kind != SYSCTL)
			continue;
		snprintf(path, sizeof(path), "/proc/sys/kernel/%s",
			 classes[i].name);
		f = fopen(path, "re");
		if (!f)
			return -errno;
		if (!fgets(sysctls[i].text, sizeof(sysctls[i].text), f))
			sysctls[i].text[0] = '\0';
		fclose(f);
		sysctls[i].length = strcspn(sysctls[i].text, "\n");
		if (!sysctls[i].length)
			return -ENODATA;
	}
	return 0;
}

/* Zeroes behind the text are a part of what the kernel has to write. */
static bool is_sysctl(enum class_id class, const unsigned char *p, size_t size)
{
	size_t length = sysctls[class].length;

	if (length >= size || memcmp(p, sysctls[class].text, length))
		return false;
	while (length < size && !p[length])
		length++;
	return length == size;
}

/*
 * The text
 */

static void vput(const char *format, va_list ap)
{
	size_t room = TRACE_SIZE - trace->used;
	int n = vsnprintf(trace->text + trace->used, room, format, ap);

	if (n < 0 || (size_t)n >= room)
		trace->overflow = true;
	else
		trace->used += n;
}

static void __attribute__((format(printf, 1, 2))) put(const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	vput(format, ap);
	va_end(ap);
}

static bool in_line;
static size_t line_start;

static void line_begin(void)
{
	trace_finish();
	line_start = trace->used;
	in_line = true;
}

static void put_masked(const struct mask *mask, uint64_t value)
{
	const struct mask_class *class = &classes[mask->class];
	uint64_t all_ones = mask->size == 8 ? ~0ULL :
			    (1ULL << (mask->size * 8)) - 1;
	uint64_t poison = 0xa5a5a5a5a5a5a5a5ULL & all_ones;
	uint64_t distance;
	unsigned int number;

	/*
	 * Nothing there, nothing written: no reason to hide it. Below a
	 * second and the like, 0 is as good as any other number.
	 */
	if (value == poison ||
	    (class->kind <= NOW && (!value || value == all_ones))) {
		put("<%s:%#llx>", class->name, (unsigned long long)value);
		return;
	}
	if (!plausible(class, value)) {
		put("<%s?%#llx>", class->name, (unsigned long long)value);
		return;
	}
	switch (class->kind) {
	case ID:
		put("<%s#%u>", class->name,
		    id_number(mask->class, value, 0, &distance));
		break;
	case PAGE:
	case NEAR_ID:
		if (class->kind == PAGE) {
			number = id_number(mask->class, value & ~0xfffULL, 0,
					   &distance);
			distance = value & 0xfff;
		} else {
			number = id_number(mask->class, value, class->limit,
					   &distance);
		}
		put("<%s#%u+%#llx>", class->name, number,
		    (unsigned long long)distance);
		break;
	default:
		put("<%s>", class->name);
	}
}

static void put_number(const char *name, enum mask_place place,
		       unsigned int index, uint32_t value)
{
	const struct mask *mask = find_mask(name, place, index);

	if (value >= MEM_BASE && value < MEM_BASE + MEM_SIZE)
		put("mem+%#lx", (unsigned long)(value - MEM_BASE));
	else if (mask)
		put_masked(mask, value);
	else if (value < 10)
		put("%u", value);
	else
		put("%#x", value);
}

/* "TCGETS=": the name of a command, if it is one and not an expression. */
static void put_command(const char *text)
{
	size_t length;

	if (!strncmp(text, "G_", 2))
		text += 2;
	length = strcspn(text, "(");
	if (*text >= 'A' && *text <= 'Z' &&
	    strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789") == length)
		put("%.*s=", (int)length, text);
}

static void put_call(const char *name, uint32_t nr, unsigned int count,
		     const uint32_t *args, const char *command)
{
	unsigned int i;

	put("%s(", name);
	if (!strcmp(name, "nr"))
		put("[%#x]", nr);
	for (i = 0; i < count; i++) {
		if (i)
			put(", ");
		if (i == 1 && command)
			put_command(command);
		put_number(name, IN_ARGUMENT, i, args[i]);
	}
	put(") = ");
}

static void put_result(const char *name, uint32_t result)
{
	const char *error;

	if (result < -4095U) {
		put_number(name, IN_RESULT, 0, result);
		return;
	}
	error = strerrorname_np(-(int32_t)result);
	put("-1 %s", error ? error : "");
	if (!error)
		put("E#%d", -(int32_t)result);
}

int32_t oracle_silent(uint32_t nr, unsigned int count, const uint32_t *args)
{
	(void)count;
	return backend_call(nr, args);
}

static int32_t traced(const char *name, uint32_t nr, unsigned int count,
		      const uint32_t *args, const char *command)
{
	int32_t result;
	uintptr_t where;

	line_begin();
	put_call(name, nr, count, args, command);
	/* If the call does not come back, the trace ends with its name. */
	result = backend_call(nr, args);
	trace->calls++;
	if (trace_plant == PLANT_ERRNO && result < 0 && result > -4096) {
		planted();
		put_result(name, result == -EINVAL ? -EFAULT : -EINVAL);
	} else if (trace_plant == PLANT_RESULT && result >= 0) {
		planted();
		put_result(name, result + 1);
	} else {
		put_result(name, result);
	}
	if (backend_complaint)
		put(" %s", backend_complaint);
	if (!red_zones_check(&where))
		put(" OVERRUN at mem+%#lx", (unsigned long)where);
	return result;
}

int32_t oracle_sys(const char *name, uint32_t nr, unsigned int count,
		   const uint32_t *args)
{
	return traced(name, nr, count, args, NULL);
}

int32_t oracle_twice(const char *name, uint32_t nr, unsigned int count,
		     const uint32_t *args)
{
	int32_t result;

	trace_finish();
	result = backend_call(nr, args);
	if (!result)
		return 0;
	line_begin();
	put_call(name, nr, count, args, NULL);
	trace->calls++;
	put_result(name, result);
	trace_finish();
	return result;
}

int32_t oracle_last(const char *name, uint32_t nr, unsigned int count,
		    const uint32_t *args)
{
	line_begin();
	put_call(name, nr, count, args, NULL);
	trace->calls++;
	trace_finish();
	return backend_call(nr, args);
}

int32_t oracle_child(struct oracle_call then, const char *name, uint32_t nr,
		     unsigned int count, const uint32_t *args)
{
	/* The child may come to it after this function has returned. */
	static struct oracle_call call, child;
	int32_t result;

	child = then;
	call = (struct oracle_call){ nr };
	memcpy(call.args, args, count * sizeof(*args));
	line_begin();
	put_call(name, nr, count, args, NULL);
	result = backend_child(&call, &child);
	trace->calls++;
	put_result(name, result);
	return result;
}

int32_t oracle_ioctl(int fd, const char *text, uint32_t cmd, uint32_t arg)
{
	const uint32_t args[6] = { fd, cmd, arg };

	return traced("ioctl", ARM_NR_ioctl, 3, args, text);
}

static void put_run(unsigned char byte, size_t count)
{
	/* Long runs are shortened, for the eye as well as for the disk. */
	if (count >= 8) {
		put("{%02x*%zu}", byte, count);
		return;
	}
	while (count--)
		put("%02x", byte);
}

static void put_bytes(const unsigned char *p, size_t n)
{
	size_t i, run = 0;

	for (i = 0; i < n; i++) {
		if (run && p[i] != p[i - 1]) {
			put_run(p[i - 1], run);
			run = 0;
		}
		run++;
	}
	if (run)
		put_run(p[n - 1], run);
}

static uint64_t load(const unsigned char *p, unsigned int size)
{
	uint64_t value = 0;

	memcpy(&value, p, size);	/* both sides are little endian */
	return value;
}

static void put_struct(const char *tag, const unsigned char *p, size_t n)
{
	const struct mask *mask;
	size_t i, plain = 0;

	for (i = 0; i < n; i++) {
		mask = *tag ? find_mask(tag, IN_MEMORY, i) : NULL;
		if (!mask || i + mask->size > n)
			continue;
		put_bytes(p + plain, i - plain);
		if (classes[mask->class].kind == SYSCTL &&
		    !is_sysctl(mask->class, p + i, mask->size))
			put_bytes(p + i, mask->size);
		else if (mask->size > 8) /* no number: its class is all of it */
			put("<%s>", classes[mask->class].name);
		else
			put_masked(mask, load(p + i, mask->size));
		i += mask->size - 1;
		plain = i + 1;
	}
	put_bytes(p + plain, n - plain);
}

void oracle_out(const char *label, const char *tag, const void *p, size_t n)
{
	/* Not malloc(): libc's break may be gone, see scenario memory/brk. */
	static unsigned char copy[65536];

	if (n > sizeof(copy))
		fatal("too much to write down");
	memcpy(copy, p, n);
	if (trace_plant == PLANT_BYTE && n) {
		planted();
		copy[n - 1] ^= 1;
	}
	put(" %s=", label);
	put_struct(tag, copy, n);
}

void oracle_out_array(const char *tag, const void *p, size_t size, size_t n)
{
	size_t i;

	put(" %s[%zu]=", tag, n);
	for (i = 0; i < n; i++) {
		if (i)
			put(",");
		put_struct(tag, (const unsigned char *)p + i * size, size);
	}
}

void note(const char *format, ...)
{
	va_list ap;

	line_begin();
	put("%s: ", "note");
	va_start(ap, format);
	vput(format, ap);
	va_end(ap);
}

void trace_text(const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	vput(format, ap);
	va_end(ap);
}

void driver(const char *name)
{
	line_begin();
	put("%s: %s", "driver", name);
}

void ends(const char *how)
{
	line_begin();
	put("%s: %s", "ends", how);
}

void skip(const char *reason)
{
	trace_finish();
	snprintf(trace->skipped, sizeof(trace->skipped), "%s", reason);
	_exit(0);
}

void trace_finish(void)
{
	if (!in_line)
		return;
	in_line = false;
	if (trace_plant == PLANT_DROP) {
		planted();
		trace->used = line_start;
		return;
	}
	put("\n");
	if (trace_plant == PLANT_EXTRA) {
		planted();
		put("getpid() = 0x7fff\n");
	}
}

static void forget(void)
{
	mem_next = MEM_BASE;
	red_zone_count = 0;
	id_count = 0;
}

void trace_case_begin(void)
{
	forget();
	trace->in_call = 0;
	line_start = trace->used;
}

void trace_case_end(const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	vput(format, ap);
	va_end(ap);
	in_line = true;
	trace_finish();
	if (trace->planted)
		trace_plant = PLANT_NONE;
}

void trace_reset(void)
{
	trace->used = 0;
	trace->overflow = false;
	trace->planted = false;
	trace->skipped[0] = '\0';
	trace->text[0] = '\0';
	forget();
}

int trace_open(void)
{
	void *p;

	p = mmap((void *)MEM_BASE, MEM_SIZE, PROT_READ | PROT_WRITE,
		 MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0);
	if (p == MAP_FAILED)
		return -errno;
	if (p != (void *)MEM_BASE)
		return -EEXIST;
	/* Of a huge page, one fault brings what scenarios count on to be away. */
	madvise(p, MEM_SIZE, MADV_NOHUGEPAGE);
	trace = mmap(NULL, sizeof(*trace), PROT_READ | PROT_WRITE,
		     MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	return trace == MAP_FAILED ? -errno : sysctls_read();
}
