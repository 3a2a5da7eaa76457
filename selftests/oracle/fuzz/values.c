// SPDX-License-Identifier: GPL-2.0-only
/*
 * values - the arguments of generated cases
 *
 * make_<kind>() makes an argument of the kind that signatures.h names. Most
 * are good; an argument that the case wants to be hostile is not.
 */
#include <fcntl.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <linux/futex.h>
#include <sys/mman.h>
#include <sys/socket.h>

#include "fuzz.h"
#include "oracle.h"

#define COUNT(array)	(sizeof(array) / sizeof((array)[0]))
#define PICK(array)	((array)[below(COUNT(array))])

struct fuzz_case fuzz_case;

/*
 * Draws
 */

static uint64_t state;

void random_seed(uint64_t seed)
{
	state = seed;
}

uint64_t random64(void)
{
	uint64_t z = state += 0x9e3779b97f4a7c15ULL;

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
	return z ^ (z >> 31);
}

uint32_t below(uint32_t n)
{
	return (random64() >> 32) * n >> 32;
}

bool percent(unsigned int n)
{
	return below(100) < n;
}

static bool hostile(void)
{
	return fuzz_case.hostile & 1U << fuzz_case.index;
}

uint32_t any_number(void)
{
	uint32_t n;

	switch (below(6)) {
	case 0:
		return below(4);
	case 1:
		return below(256);
	case 2:
		return 1U << below(32);
	case 3:
		n = 1U << below(32);
		return n - 1;
	case 4:
		return -below(16);
	default:
		return random64();
	}
}

/*
 * Were a number taken for an address, it should not be one where either side
 * has its program, its stack or its vectors.
 */
uint32_t no_address(uint32_t n)
{
	if (n >= 0x10000 && n < MEM_BASE)
		return n | 0x80000000;
	return n >= 0xf0000000 && n < 0xfffff000 ? n & 0xffff : n;
}

/*
 * Numbers
 */

static uint32_t make_number(const char *parameter)
{
	return hostile() ? random64() : any_number();
}

/* "0-3,8,1024-1030": one of them, each range as likely as the others */
static uint32_t make_only(const char *parameter)
{
	unsigned int ranges = 1;
	const char *at;
	uint32_t first, last;
	char *end;

	for (at = parameter; *at; at++)
		ranges += *at == ',';
	ranges = below(ranges);
	for (at = parameter; ranges; at++)
		ranges -= *at == ',';
	first = strtoul(at, &end, 0);
	last = *end == '-' ? strtoul(end + 1, NULL, 0) : first;
	return first + below(last - first + 1);
}

static uint32_t make_in(const char *parameter)
{
	return hostile() ? any_number() : make_only(parameter);
}

static uint32_t some_bits(uint32_t mask)
{
	uint32_t bits = 0;
	unsigned int i;

	if (percent(20))
		return random64() & random64() & mask;
	for (i = 0; i < 64 && !bits; i++)
		bits = 1U << below(32) & mask;
	if (percent(40))
		bits |= 1U << below(32) & mask;
	return bits;
}

static uint32_t make_bits(const char *parameter)
{
	if (hostile())
		return any_number();
	return percent(35) ? 0 : some_bits(strtoul(parameter, NULL, 0));
}

static uint32_t make_flags(const char *parameter)
{
	if (hostile())
		return any_number();
	return percent(70) ? 0 : 1U << below(20);
}

/* Not MS_MANDLOCK: the kernel's log has a warning of that. */
static uint32_t make_mount(const char *parameter)
{
	return make_bits("0x1f003f") & ~64U;
}

static uint32_t make_at(const char *parameter)
{
	static const uint32_t flags[] = { 0, 0, 0, 0x100, 0x200, 0x1000, 0x400 };

	return hostile() ? any_number() : PICK(flags);
}

static uint32_t make_open(const char *parameter)
{
	static const uint32_t modes[] = { O_RDONLY, O_WRONLY, O_RDWR, 3 };
	static const uint32_t bits[] = {
		O_CREAT, O_CREAT | O_EXCL, O_TRUNC, O_APPEND, O_NONBLOCK,
		O_DIRECTORY, O_NOFOLLOW, 0x20000, O_CLOEXEC, 010000000,
		020000000 | O_DIRECTORY, 0200000, 020000, 04010000,
	};
	uint32_t flags = PICK(modes) | O_NONBLOCK;

	if (hostile())
		return any_number();
	if (percent(50))
		flags |= O_CREAT;
	while (percent(30))
		flags |= PICK(bits);
	return flags;
}

static uint32_t make_mode(const char *parameter)
{
	return hostile() ? any_number() : below(01000);
}

static uint32_t make_mknod(const char *parameter)
{
	static const uint32_t types[] = {
		0, 0010000, 0100000, 0140000, 0020000, 0060000, 0040000,
	};

	return hostile() ? any_number() : PICK(types) | below(01000);
}

static uint32_t make_size(const char *parameter)
{
	static const uint32_t good[] = {
		0, 1, 4, 8, 12, 16, 24, 32, 64, 100, 128, 255, 256, 1000, 4095,
		4096, 4097, 8192,
	};
	static const uint32_t bad[] = {
		8193, 65536, 1000000, 0x7ffff000, 0x7fffffff, 0x80000000,
		0xfffff000, 0xffffffff,
	};

	return hostile() ? PICK(bad) : PICK(good);
}

/* Of iovecs and the like */
static uint32_t make_count(const char *parameter)
{
	static const uint32_t bad[] = {
		0, 9, 1024, 1025, 65536, 0x7fffffff, 0x80000000, 0xffffffff,
	};

	return hostile() ? PICK(bad) : below(5);
}

static uint32_t make_uid(const char *parameter)
{
	static const uint32_t ids[] = {
		0, 0, 1, 1000, 65534, 65535, 65536, 0x7fffffff, 0x80000000,
		0xfffffffe, 0xffffffff,
	};

	return hostile() ? any_number() : PICK(ids);
}

/* Never process 1: it is not the case's. */
static uint32_t make_pid(const char *parameter)
{
	static const uint32_t good[] = {
		0, 0, PID_CASE, PID_CASE, PID_PEER, PID_PEER, PID_DEAD,
	};
	static const uint32_t bad[] = {
		2, 0x7fffffff, 0x80000000, 0xffffffff, 0xfffffffe, 65536,
		4194304, -PID_CASE, -PID_PEER,
	};

	return hostile() ? PICK(bad) : PICK(good);
}

static uint32_t make_signal(const char *parameter)
{
	static const uint32_t good[] = {
		0, 0, 0, 17, 18, 23, 28, 10, 12, 15, 9, 19, 32, 33, 34, 64,
	};
	static const uint32_t bad[] = { 65, 0x80, 0x7fffffff, 0xffffffff };

	return hostile() ? PICK(bad) : PICK(good);
}

static uint32_t make_clock(const char *parameter)
{
	return hostile() ? any_number() : below(12);
}

static uint32_t make_msec(const char *parameter)
{
	static const uint32_t good[] = { 0, 0, 0, 1, 1, 2 };
	static const uint32_t bad[] = { 0x7fffffff, 0xffffffff, 0x80000000 };

	return hostile() ? PICK(bad) : PICK(good);
}

/* The upper half of a 64-bit number; what is in a register to be skipped */
static uint32_t make_high(const char *parameter)
{
	static const uint32_t bad[] = { 1, 0x7fffffff, 0x80000000, 0xffffffff };

	return hostile() ? PICK(bad) : 0;
}

static uint32_t make_pad(const char *parameter)
{
	return percent(50) ? 0 : random64();
}

static uint32_t make_prot(const char *parameter)
{
	return hostile() ? any_number() : below(8);
}

static uint32_t make_mmap(const char *parameter)
{
	static const uint32_t flags[] = {
		MAP_PRIVATE | MAP_ANONYMOUS, MAP_SHARED | MAP_ANONYMOUS,
		MAP_PRIVATE, MAP_SHARED, 3,
		MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED,
		MAP_SHARED | MAP_FIXED, MAP_PRIVATE | MAP_ANONYMOUS | 0x100000,
		MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE,
		MAP_PRIVATE | MAP_ANONYMOUS | MAP_GROWSDOWN,
		MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_LOCKED,
	};

	return hostile() ? any_number() & ~MAP_FIXED : PICK(flags);
}

/* What may be remapped; nothing that the program itself needs. */
static uint32_t make_place(const char *parameter)
{
	static const uint32_t bad[] = {
		0, BAD, 0xffffff00, 0xfffff000, 0xffffffff, + 1,
		PLAIN_BASE + 0x800,
	};

	fuzz_case.plain = true;
	return hostile() ? PICK(bad) :
			   PLAIN_BASE + 4096 * below(PLAIN_PAGES);
}

static uint32_t make_place_or_null(const char *parameter)
{
	return percent(60) ? 0 : make_place("");
}

static uint32_t make_length(const char *parameter)
{
	static const uint32_t good[] = {
		1, 4095, 4096, 4096, 4097, 8192, 12288, 16384, 65536,
	};
	static const uint32_t bad[] = { 0, 0xfffff000, 0xffffffff, 0xfffff001 };

	return hostile() ? PICK(bad) : PICK(good);
}

static uint32_t make_futex(const char *parameter)
{
	uint32_t op = below(14);

	if (percent(50))
		op |= FUTEX_PRIVATE_FLAG;
	if (percent(20))
		op |= FUTEX_CLOCK_REALTIME;
	return hostile() ? any_number() : op;
}

static uint32_t make_ipcflags(const char *parameter)
{
	static const uint32_t flags[] = {
		01600, 01600, 01600, 03600, 0600, 0, 01777, 0,
	};

	own_namespace(CLONE_NEWIPC);
	return hostile() ? any_number() : PICK(flags);
}

static uint32_t make_quota(const char *parameter)
{
	uint32_t type = hostile() ? below(5) : below(3);

	return (0x800001 + below(9)) << 8 | type;
}

static uint32_t make_prctl(const char *parameter)
{
	/* Not those that read what differs between programs, as PR_SET_MM. */
	static const uint32_t good[] = {
		1, 2, 3, 4, 7, 8, 13, 14, 15, 16, 21, 22, 23, 24, 25, 26, 27,
		28, 29, 30, 33, 34, 36, 37, 38, 39, 40, 41, 42, 45, 46, 47, 49,
		50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 62, 63, 64, 65,
		66, 67, 68, 71, 72, 73, 75, 1096112214,
	};

	return hostile() ? any_number() & 0xff80 : PICK(good);
}

static uint32_t stored(const void *p, size_t size)
{
	uint32_t at = area_pointer(size, hostile());

	area_store(at, p, size);
	return at;
}

/*
 * Descriptors
 */

static uint32_t make_fdnumber(const char *parameter)
{
	static const uint32_t good[] = { 0, 1, 2, 3, 4, 5, 10, 100, 1000 };
	static const uint32_t bad[] = {
		1024, 65536, 0x7fffffff, 0x80000000, 0xffffffff,
	};

	return hostile() ? PICK(bad) : PICK(good);
}

static uint32_t make_fd(const char *parameter)
{
	static const uint32_t bad[] = {
		0xffffffff, 0x7fffffff, 0x80000000, 999, 0xffffff9c,
	};

	if (!hostile())
		return fd_any(parameter);
	return percent(60) ? (uint32_t)fd_any("") : PICK(bad);
}

/*
 * What has an inode of its own: that of an eventfd and the like is the whole
 * system's, and would still have its new owner in the cases to come.
 */
static uint32_t make_ownfd(const char *parameter)
{
	return hostile() ? make_fdnumber("") : (uint32_t)fd_any("file");
}

static uint32_t make_dirfd(const char *parameter)
{
	if (hostile())
		return percent(50) ? make_ownfd("") : (uint32_t)fd_any("file");
	return percent(60) ? (uint32_t)AT_FDCWD : (uint32_t)fd_any("dir");
}

static uint32_t make_timer(const char *parameter)
{
	if (hostile())
		return any_number();
	silent(timer_create, CLOCK_MONOTONIC,
	       SET(sigevent, .sigev_notify = 1), ZNEW(loff));
	return below(2);
}

static uint32_t make_ipc(const char *parameter)
{
	static bool done;

	if (!done) {
		own_namespace(CLONE_NEWIPC);
		silent(semget, 0, 3, 0600);
		silent(msgget, 0, 0600);
		silent(msgsnd, 0, SET(msgbuf, .mtype = 2), 5, 0);
		silent(shmget, 0, 8192, 0600);
	}
	done = true;
	return hostile() ? any_number() : 0;
}

/* The last argument of shmctl() and the like: what the command takes */
static uint32_t make_ipcds(const char *parameter)
{
	static const struct {
		const char *tag;
		size_t size;
	} tags[][2] = {
		{ { "shmid_ds", sizeof(struct g_shmid_ds) },
		  { "shmid64_ds", sizeof(struct g_shmid64_ds) } },
		{ { "msqid_ds", sizeof(struct g_msqid_ds) },
		  { "msqid64_ds", sizeof(struct g_msqid64_ds) } },
		{ { "semid_ds", sizeof(struct g_semid_ds) },
		  { "semid64_ds", sizeof(struct g_semid64_ds) } },
	};
	unsigned int what = strtoul(parameter, NULL, 0);
	uint32_t command = fuzz_case.args[fuzz_case.index - 1];
	bool new = command & 0x100;
	uint32_t words[64], at;

	if (what == 2 && percent(20))
		return any_number();
	fill_words(words, sizeof(words));
	at = percent(50) ? area_pointer(128, hostile()) :
			   stored(words, sizeof(words));
	command &= 0xff;
	if (command == 2 || command == 13 || command == 15 || command == 11 ||
	    command == 18 || command == 20)
		areas_tag(tags[what][new].tag, at, tags[what][new].size);
	return at;
}

static uint32_t make_key(const char *parameter)
{
	static const uint32_t keys[] = {
		0xffffffff, 0xfffffffe, 0xfffffffd, 0xfffffffd, 0, 0x7fffffff,
	};

	silent(keyctl, 1, 0);
	return PICK(keys);
}

static uint32_t make_key_or_number(const char *parameter)
{
	return hostile() ? any_number() & ~0x8 : make_key("");
}

static uint32_t make_aio(const char *parameter)
{
	static uint32_t *context;

	if (!context) {
		context = zmem(4);
		silent(io_setup, 4, context);
	}
	return hostile() ? any_number() : *context;
}

/*
 * Memory
 */

void fill_words(void *p, size_t size)
{
	static const uint32_t kernel[] = { 0xc0000000, 0xfffff000, 0xffffffff };
	uint32_t *word = p, style = below(5);
	size_t i;

	for (i = 0; i < size / 4; i++) {
		switch (style < 2 ? 0 : below(12)) {
		case 0:
		case 1:
		case 2:
		case 3:
			word[i] = 0;
			break;
		case 4:
		case 5:
		case 6:
			word[i] = below(8);
			break;
		case 7:
			word[i] = no_address(1U << below(32));
			break;
		case 8:
			word[i] = area_data() + 64;
			break;
		case 9:
			word[i] = percent(80) ? below(16) : PICK(kernel);
			break;
		default:
			word[i] = no_address(any_number());
		}
	}
	if (style == 1 && size >= 4)
		word[below(size / 4)] = below(16);
}

static uint32_t make_words(const char *parameter)
{
	uint32_t words[64];

	fill_words(words, sizeof(words));
	return stored(words, sizeof(words));
}

static uint32_t make_words_or_number(const char *parameter)
{
	return percent(50) ? make_words("") : no_address(any_number());
}

/* What is read as it is, and what may be written from the start */
static uint32_t make_buffer(const char *parameter)
{
	unsigned char text[256];
	size_t i;

	for (i = 0; i < sizeof(text); i++)
		text[i] = percent(10) ? 0 : 'A' + below(26);
	return percent(50) ? area_pointer(256, hostile()) :
			     stored(text, sizeof(text));
}

/* Nothing as old as the machine: how old that is would show. */
static const char *const paths[] = {
	"file", "file", "file", "dir", "dir", "dir/one", "dir/two", "dir/empty",
	"link", "dangling", "circle", "fifo", "missing", "missing/x", "file/x",
	"", ".", "dir/..", "//tmp/", "/tmp", "dir/", "./file", "dir/../file",
	"new", "dir/new", "null", "/proc/self/cwd", "/proc/sys/kernel/ostype",
};

static uint32_t make_path(const char *parameter)
{
	static const uint16_t lengths[] = { 255, 256, 4094, 4095, 4096, 5000 };
	static char text[5001];
	const char *path = PICK(paths);
	size_t length;

	files();
	if (percent(5)) {
		length = PICK(lengths);
		memset(text, 'x', length);
		text[length] = '\0';
		path = text;
	}
	return stored(path, strlen(path) + 1);
}

static uint32_t make_text(const char *parameter)
{
	static const char *const all[][2] = {
		{ "xattr", "trusted.a" }, { "xattr", "security.b" },
		{ "xattr", "user.c" }, { "xattr", "system.none" },
		{ "xattr", "system.posix_acl_access" }, { "xattr", "none" },
		{ "fstype", "tmpfs" }, { "fstype", "proc" },
		{ "fstype", "ramfs" }, { "fstype", "sysfs" },
		{ "mqueue", "made" }, { "mqueue", "made" }, { "mqueue", "new" },
		{ "mqueue", "/new" }, { "mqueue", "." }, { "mqueue", "" },
		{ "keytype", "user" }, { "keytype", "keyring" },
		{ "keytype", "logon" }, { "keytype", ".none" },
		{ "name", "ro" }, { "name", "size" }, { "name", "1048576" },
		{ "name", "a:b" }, { "name", "source" }, { "name", "" },
	};
	unsigned int fitting[COUNT(all)], count = 0, i;
	const char *text;

	for (i = 0; i < COUNT(all); i++) {
		if (!strcmp(all[i][0], parameter))
			fitting[count++] = i;
	}
	text = all[fitting[below(count)]][1];
	if (!strcmp(parameter, "mqueue"))
		fd_get(FD_mqueue);
	return stored(text, strlen(text) + 1);
}

/* What is not there yet, for the most part */
static uint32_t make_newpath(const char *parameter)
{
	static const char *const names[] = { "new", "dir/new", "dir/new2" };
	const char *path = PICK(names);

	files();
	if (percent(30))
		return make_path("");
	return stored(path, strlen(path) + 1);
}

static uint32_t make_mountdata(const char *parameter)
{
	return percent(70) ? 0 : make_buffer("");
}

static uint32_t make_loff(const char *parameter)
{
	uint64_t offset = percent(70) ? below(20000) : random64();

	if (percent(50))
		return 0;
	return stored(&offset, sizeof(offset));
}

static uint32_t make_offset32(const char *parameter)
{
	uint32_t offset = percent(70) ? below(20000) : any_number();

	return percent(50) ? 0 : stored(&offset, sizeof(offset));
}

/*
 * Structures
 */

/* Nothing in between: it either runs out at once, or not at all. */
static int64_t some_seconds(void)
{
	static const int64_t bad[] = {
		-1, 0x7fffffff, -0x7fffffff - 1, 0x80000000LL, 0x100000000LL,
	};

	return hostile() ? PICK(bad) : percent(80) ? 0 : 900;
}

static int64_t some_nanoseconds(int64_t per_second)
{
	static const int64_t more[] = { -1, 0x7fffffff, 0x100000000LL };

	if (!hostile())
		return percent(50) ? 0 : percent(50) ? below(1000) : 1000000 - 1;
	return percent(30) ? per_second : percent(50) ? 0 : PICK(more);
}

static void fill_times(void *p, size_t size, unsigned int width,
		       int64_t per_second)
{
	size_t i;

	for (i = 0; i + 2 * width <= size; i += 2 * width) {
		int64_t time[2];

		time[0] = some_seconds();
		time[1] = some_nanoseconds(per_second);
		/* No timer that goes off while the case is written down. */
		if (size > 2 * width && !time[0] && time[1] > 0 &&
		    time[1] < per_second)
			time[1] = 0;
		memcpy((char *)p + i, &time[0], width);
		memcpy((char *)p + i + width, &time[1], width);
	}
}

static void fill_iovec(struct g_iovec *v, size_t count)
{
	while (count--) {
		v->base = percent(95) ? area_data() : BAD_HIGH;
		v->len = percent(90) ? below(64) : any_number();
		v++;
	}
}

static void fill_msghdr(struct g_msghdr *m)
{
	struct g_iovec v[3];
	uint32_t control[16];

	fill_iovec(v, COUNT(v));
	memset(m, 0, sizeof(*m));
	if (percent(30)) {
		m->msg_name = area_data();
		m->msg_namelen = percent(80) ? below(30) : any_number();
	}
	m->msg_iov = area_data();
	area_store(m->msg_iov, v, sizeof(v));
	m->msg_iovlen = percent(95) ? below(4) : any_number();
	if (percent(50)) {
		fill_words(control, sizeof(control));
		control[0] = percent(80) ? 12 + below(12) : any_number();
		control[1] = 1;		/* SOL_SOCKET */
		control[2] = 1 + below(3);
		control[3] = percent(50) ? (uint32_t)fd_any("") : PID_CASE;
		m->msg_control = area_data();
		area_store(m->msg_control, control, sizeof(control));
		m->msg_controllen = percent(80) ? below(40) : any_number();
	}
	m->msg_flags = percent(80) ? 0 : any_number();
}

static void fill_sockaddr(void *p, size_t size)
{
	static const uint16_t families[] = { 0, 1, 1, 2, 2, 10, 16, 17, 46 };
	uint16_t *half = p;

	memset(p, 0, size);
	half[0] = PICK(families);
	if (half[0] == 1) {
		strcpy((char *)&half[1] + (percent(50) ? 0 : 1), "name");
	} else {
		half[1] = percent(50) ? 0x6712 : below(65536);
		half[2] = 127;
		half[3] = 1 << 8;
	}
}

static void fill_sched_attr(struct g_sched_attr *a)
{
	memset(a, 0, sizeof(*a));
	a->size = percent(70) ? 48 : percent(50) ? sizeof(*a) : any_number();
	a->sched_policy = below(7);
	a->sched_flags = percent(80) ? 0 : 1ULL << below(8);
	a->sched_nice = below(40) - 20;
	a->sched_priority = percent(50) ? 0 : below(100);
	a->sched_runtime = percent(50) ? 0 : 1000000;
	a->sched_period = percent(50) ? 0 : 20000000;
	a->sched_deadline = a->sched_period;
}

static void fill_polls(struct g_pollfd *p, size_t count)
{
	while (count--) {
		p->fd = percent(90) ? fd_any("") : (int32_t)any_number();
		p->events = percent(90) ? 1U << below(7) : any_number();
		p->revents = -1;
		p++;
	}
}

static void fill_sembuf(struct g_sembuf *b, size_t count)
{
	while (count--) {
		b->sem_num = percent(90) ? below(4) : any_number();
		b->sem_op = below(5) - 2;
		b->sem_flg = below(2) * 04000 | below(2) * 010000;
		b++;
	}
}

static void fill_other(const char *tag, uint32_t *word, size_t size)
{
	fill_words(word, size);
	if (!strcmp(tag, "sigset") || !strcmp(tag, "mask32")) {
		word[0] = random64() & random64();
		if (size > 4)
			word[1] = any_number();
	} else if (!strcmp(tag, "siginfo")) {
		word[2] = percent(80) ? -1 - below(6) : any_number();
	} else if (!strcmp(tag, "sigevent")) {
		/* Signals that are ignored when they come. */
		word[1] = percent(90) ? 14 : 65;
		word[2] = below(5);
	} else if (!strcmp(tag, "cap_header")) {
		word[0] = percent(80) ? 0x20080522 : any_number();
		word[1] = make_pid("");
	} else if (!strcmp(tag, "open_how")) {
		word[0] = make_open("");
		word[1] = percent(90) ? 0 : 1;
		word[2] = percent(50) ? 0 : 0644;
		word[3] = 0;
	} else if (!strcmp(tag, "file_handle")) {
		word[0] = percent(80) ? below(129) : any_number();
	} else if (!strcmp(tag, "fd_set")) {
		word[0] = random64() & 0x1f & random64();
	} else if (!strcmp(tag, "io_uring_params")) {
		memset(word, 0, size);
		word[2] = percent(50) ? 0 : 1U << below(20);
		word[1] = below(64);
	} else if (!strcmp(tag, "mq_attr")) {
		word[1] = below(12);
		word[2] = below(9000);
	} else if (!strcmp(tag, "timex") || !strcmp(tag, "timex64")) {
		word[0] = percent(50) ? 0 : any_number();
	}
}

/* The slice of a process depends on how many others there are. */
static bool tells_slice(const char *call)
{
	return !strncmp(call, "sched_rr_get_interval", 21);
}

/*
 * What is only written is full of POISON at first: whether a call has written
 * there must not depend on what it has written.
 */
static bool only_written(const char *tag)
{
	static const char *const tags[] = {
		"tms", "rusage", "sysinfo", "stat", "stat64", "statx",
		"statfs", "statfs64", "utsname",
	};
	unsigned int i;

	for (i = 0; i < COUNT(tags); i++) {
		if (!strcmp(tag, tags[i]))
			return true;
	}
	return false;
}

/* A time may be what is left of a timeout, a slice, or that of another clock. */
static const char *other_time(const char *tag)
{
	const char *call = fuzz_case.call->name;

	if (tells_slice(call))
		return strcmp(tag, "timespec") ? "slice64" : "slice";
	if (strstr(call, "nanosleep") || strstr(call, "poll") ||
	    strstr(call, "select")) {
		if (!strcmp(tag, "timeval"))
			return "timeval_left";
		if (!strcmp(tag, "timespec"))
			return "timespec_left";
		return strcmp(tag, "timespec64") ? tag : "timespec64_left";
	}
	if (strncmp(call, "clock_gettime", 13))
		return tag;
	switch (fuzz_case.args[0]) {
	case CLOCK_REALTIME:
	case CLOCK_REALTIME_COARSE:
	case CLOCK_REALTIME_ALARM:
	case CLOCK_TAI:
		return tag;
	}
	return strcmp(tag, "timespec") ? "uptime64" : "uptime";
}

/* Memory that masks know by a name, but no structure */
static uint32_t make_tagged(const char *parameter)
{
	size_t size = strcmp(parameter, "ustat") ? 4 : 20;
	uint32_t at = area_pointer(size, hostile());

	areas_tag(parameter, at, size);
	return at;
}

struct structure {
	const char *tag;
	size_t size, count;
	unsigned int width;	/* of a time's halves */
	int64_t per_second;
};

static const struct structure structures[] = {
#define TAG(name)	{ #name, sizeof(struct g_##name), 1 }
#define TAGS(name, n)	{ #name, sizeof(struct g_##name), n }
#define TIME(name, w, n)	{ #name, sizeof(struct g_##name), 1, w, n }
	TIME(timespec, 4, 1000000000), TIME(timespec64, 8, 1000000000),
	TIME(timeval, 4, 1000000), TIME(itimerval, 4, 1000000),
	TIME(itimerspec, 4, 1000000000), TIME(itimerspec64, 8, 1000000000),
	TAG(timezone), TAG(timex), TAG(timex64), TAG(tms), TAG(rusage),
	TAG(rlimit), TAG(rlimit64), TAG(sysinfo), TAG(stat), TAG(stat64),
	TAG(statx), TAG(statfs), TAG(statfs64), TAG(siginfo), TAG(sigevent),
	TAG(mq_attr), TAGS(iovec, 4), TAG(msghdr), TAGS(mmsghdr, 2),
	TAGS(pollfd, 4), TAGS(epoll_event, 4), TAG(io_uring_params),
	TAG(sched_attr), TAG(utsname), TAG(open_how), TAG(file_handle),
	TAG(fd_set), TAG(sigset), TAG(mask32), TAG(cap_header),
	TAGS(cap_data, 2),
#undef TAG
#undef TAGS
#undef TIME
};

static void fill_struct(const struct structure *s, void *p)
{
	struct g_mmsghdr *mm = p;

	if (!strcmp(s->tag, "iovec")) {
		fill_iovec(p, s->count);
	} else if (!strcmp(s->tag, "msghdr")) {
		fill_msghdr(p);
	} else if (!strcmp(s->tag, "mmsghdr")) {
		fill_msghdr(&mm[0].msg_hdr);
		fill_msghdr(&mm[1].msg_hdr);
	} else if (!strcmp(s->tag, "pollfd")) {
		fill_polls(p, s->count);
	} else if (!strcmp(s->tag, "sched_attr")) {
		fill_sched_attr(p);
	} else {
		fill_other(s->tag, p, s->count * s->size);
		if (only_written(s->tag))
			memset(p, POISON, s->count * s->size);
	}
}

static uint32_t make_sockaddr(void)
{
	unsigned char name[32];

	fill_sockaddr(name, sizeof(name));
	return stored(name, sizeof(name));
}

static uint32_t make_struct(const char *tag)
{
	/* utimes() and the like take two. */
	bool two = strstr(fuzz_case.call->name, "utime");
	const struct structure *s = structures;
	uint32_t words[256] = { 0 }, at;
	size_t size, i;

	if (!strcmp(tag, "sockaddr"))
		return make_sockaddr();
	while (s < structures + COUNT(structures) && strcmp(s->tag, tag))
		s++;
	if (s == structures + COUNT(structures)) {
		note("FATAL: no struct %s", tag);
		return 0;
	}
	size = s->size * s->count;
	if (s->width) {
		if (two)
			fill_times(words + size / 4, size, s->width,
				   s->per_second);
		fill_times(words, size, s->width, s->per_second);
		if (percent(10) && !strncmp(tag, "time", 4))
			return 0;
		if (tells_slice(fuzz_case.call->name))
			memset(words, POISON, size);
	} else {
		fill_struct(s, words);
	}
	at = stored(words, two ? 2 * size : size);
	for (i = 0; i < s->count; i++)
		areas_tag(other_time(tag), at + i * s->size, s->size);
	return at;
}

static uint32_t make_sembuf(const char *parameter)
{
	struct g_sembuf b[4];

	fill_sembuf(b, 4);
	return stored(b, sizeof(b));
}

static uint32_t make_sigset_arg(const char *parameter)
{
	struct g_sigset_arg a;

	a.set = percent(50) ? 0 : area_data();
	a.size = percent(80) ? 8 : any_number();
	return percent(30) ? 0 : stored(&a, sizeof(a));
}

static uint32_t make_mount_id(const char *parameter)
{
	uint64_t request[3] = { 24, 0, 0 };

	request[0] = percent(80) ? 24 : any_number();
	request[1] = percent(50) ? ~0ULL : random64();
	request[2] = random64() & 0x3f;
	return stored(request, sizeof(request));
}

static uint32_t make_waitv(const char *parameter)
{
	uint64_t waiters[4][3];
	unsigned int i;

	for (i = 0; i < 4; i++) {
		waiters[i][0] = percent(50) ? 0 : below(3);
		waiters[i][1] = percent(90) ? area_data() : random64();
		waiters[i][2] = percent(80) ? 2 : any_number();
	}
	return stored(waiters, sizeof(waiters));
}

static uint32_t make_iocbs(const char *parameter)
{
	struct g_iocb iocb;
	uint32_t at[3];
	unsigned int i;

	for (i = 0; i < 3; i++) {
		memset(&iocb, 0, sizeof(iocb));
		iocb.aio_lio_opcode = percent(90) ? below(9) : any_number();
		iocb.aio_fildes = make_fd("file");
		iocb.aio_buf = area_data();
		iocb.aio_nbytes = percent(80) ? below(5000) : random64();
		iocb.aio_offset = percent(80) ? below(9000) : random64();
		iocb.aio_flags = percent(90) ? 0 : below(4);
		at[i] = area_data();
		area_store(at[i], &iocb, sizeof(iocb));
	}
	return stored(at, sizeof(at));
}

static uint32_t make_aio_out(const char *parameter)
{
	uint32_t context = percent(80) ? 0 : any_number(), at;

	at = stored(&context, sizeof(context));
	areas_tag("aio_context", at, sizeof(context));
	return at;
}

static uint32_t make_uring(const char *parameter)
{
	return make_struct("io_uring_params");
}

static uint32_t make_perf(const char *parameter)
{
	/* Of the software only: counters of the CPU are not everywhere. */
	uint32_t attr[32];

	fill_words(attr, sizeof(attr));
	attr[0] = percent(90) ? 1 : 5;
	attr[1] = percent(60) ? 112 : percent(50) ? 64 : below(140);
	attr[2] = below(12);
	attr[3] = 0;
	return stored(attr, sizeof(attr));
}

/*
 * Sockets
 */

static uint32_t make_socktype(const char *parameter)
{
	static const uint32_t types[] = { 1, 1, 2, 2, 3, 5, 0, 6, 10 };

	return hostile() ? any_number() :
			   PICK(types) | below(2) * 0x800 | below(2) * 0x80000;
}

static uint32_t make_msgflags(const char *parameter)
{
	/* Never to wait: most of it would. */
	return 0x40 | (hostile() ? any_number() :
		       percent(60) ? 0 : 1U << below(20));
}

static uint32_t make_socklen(const char *parameter)
{
	static const uint32_t good[] = { 0, 2, 3, 7, 8, 12, 16, 28, 32, 110 };

	return hostile() ? any_number() : PICK(good);
}

static uint32_t make_socklen_at(const char *parameter)
{
	static const uint32_t good[] = { 0, 1, 4, 8, 12, 16, 28, 110, 128, 4096 };
	uint32_t length = percent(90) ? PICK(good) : any_number();

	return stored(&length, sizeof(length));
}

static uint32_t make_level(const char *parameter)
{
	static const uint32_t levels[] = { 1, 1, 1, 0, 6, 17, 41, 255, 263, 270 };

	return hostile() ? any_number() : PICK(levels);
}

static uint32_t make_option(const char *parameter)
{
	return hostile() ? any_number() : below(80);
}

static uint32_t make_optval(const char *parameter)
{
	return make_words("");
}

static uint32_t make_optlen(const char *parameter)
{
	static const uint32_t good[] = { 4, 4, 4, 8, 8, 16, 1, 0, 40, 128 };

	return hostile() ? any_number() : PICK(good);
}

/* fcntl's last argument: what the command takes */
static uint32_t make_fcntl(const char *parameter)
{
	struct g_flock64 lock64;
	struct g_flock lock;

	switch (fuzz_case.args[1]) {
	case 5:
	case 6:
	case 7:
		memset(&lock, 0, sizeof(lock));
		lock.l_type = below(4);
		lock.l_whence = below(4);
		lock.l_start = percent(70) ? below(100) : any_number();
		lock.l_len = percent(70) ? below(100) : any_number();
		return stored(&lock, sizeof(lock));
	case 12 ... 14:
	case 36 ... 38:
		memset(&lock64, 0, sizeof(lock64));
		lock64.l_type = below(4);
		lock64.l_whence = below(4);
		lock64.l_start = percent(70) ? below(100) : random64();
		lock64.l_len = percent(70) ? below(100) : random64();
		return stored(&lock64, sizeof(lock64));
	case 8:
		return make_pid("");
	case 15 ... 17:
	case 1036 ... 1040:
		return make_words("");
	default:
		return percent(50) ? below(64) : any_number();
	}
}

const struct signature signatures[] = {
#define ARG(kind, parameter)	{ make_##kind, parameter }
#define SIGNATURE(name, count, ...)	{ #name, ARM_NR_##name, count, { __VA_ARGS__ } },
#include "signatures.h"
};

const unsigned int signature_count = COUNT(signatures);

bool signature_is_pid(const struct argument *arg)
{
	return arg->make == make_pid;
}
