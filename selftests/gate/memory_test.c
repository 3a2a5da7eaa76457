// SPDX-License-Identifier: GPL-2.0-only
/*
 * Where memory lands: below 4 GB for routed calls, below GATE32_MMAP_LIMIT for
 * all, and native calls as ever
 *
 * Every way in which the kernel chooses an address is a variant. The program
 * is built twice: memory_test has the top-down layout of address space,
 * memory_legacy_test the old bottom-up one, which a process gets at exec.
 */
#include "gate32_test.h"

#include <limits.h>
#include <linux/aio_abi.h>
#include <linux/io_uring.h>
#include <pthread.h>
#include <sched.h>
#include <sys/ipc.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/shm.h>
#include <sys/stat.h>
#include <sys/syscall.h>

#define LOW		0x20000000UL
#define ANON		(MAP_PRIVATE | MAP_ANONYMOUS)

/* Exit codes of this program when it says where its memory lands. */
#define WHERE_LOW	10
#define WHERE_HIGH	11

enum how { NATIVE, ROUTED };

static unsigned long page_size(void)
{
	static unsigned long size;

	if (!size)
		size = getpagesize();

	return size;
}

/* What one page of page table entries maps: the huge page of arm64. */
static unsigned long huge_size(void)
{
	return page_size() / sizeof(uint64_t) * page_size();
}

/* How much there is to map, whatever the size of pages. */
struct amount {
	unsigned int pages;
	unsigned int huge;
};

static size_t bytes(const struct amount *amount)
{
	return amount->pages * page_size() + amount->huge * huge_size();
}

static bool is_error(long ret)
{
	return ret < 0 && ret >= -4095;
}

/* mmap by either table; natively the offset is in bytes. */
static long map(enum how how, unsigned long hint, size_t len, int prot,
		int flags, int fd)
{
	if (how == ROUTED)
		return ARM(mmap2, hint, len, prot, flags, fd, 0);

	return gate32_svc(__NR_mmap, hint, len, prot, flags, fd, 0);
}

static long remap(enum how how, unsigned long old, size_t old_len, size_t len,
		  int flags, unsigned long to)
{
	if (how == ROUTED)
		return ARM(mremap, old, old_len, len, flags, to);

	return gate32_svc(__NR_mremap, old, old_len, len, flags, to, 0);
}

/*
 * The ways. Each makes room of at least len bytes, without a hint or with
 * one, and returns its address or an error.
 */
static long place_anon(enum how how, size_t len, unsigned long hint)
{
	return map(how, hint, len, PROT_READ | PROT_WRITE, ANON, -1);
}

static long place_growsdown(enum how how, size_t len, unsigned long hint)
{
	return map(how, hint, len, PROT_READ | PROT_WRITE,
		   ANON | MAP_GROWSDOWN | MAP_STACK, -1);
}

static long place_shared(enum how how, size_t len, unsigned long hint)
{
	return map(how, hint, len, PROT_READ | PROT_WRITE,
		   MAP_SHARED | MAP_ANONYMOUS, -1);
}

static long place_fd(enum how how, size_t len, unsigned long hint, int fd)
{
	long ret;

	if (fd < 0)
		return -errno;
	ret = map(how, hint, len, PROT_READ | PROT_WRITE, MAP_SHARED, fd);
	close(fd);

	return ret;
}

static long place_memfd(enum how how, size_t len, unsigned long hint)
{
	int fd = memfd_create("memory", 0);

	if (fd >= 0 && ftruncate(fd, len))
		return -errno;

	return place_fd(how, len, hint, fd);
}

/* A filesystem that wants its files mapped by huge pages. */
#define THP_FS "/tmp/memory_test.thp"

static long place_tmpfs_thp(enum how how, size_t len, unsigned long hint)
{
	int fd = open(THP_FS, O_TMPFILE | O_RDWR, 0600);

	if (fd >= 0 && ftruncate(fd, len))
		return -errno;

	return place_fd(how, len, hint, fd);
}

/* A driver with a get_unmapped_area() of its own. */
static long place_driver(enum how how, size_t len, unsigned long hint)
{
	return place_fd(how, len, hint, open("/dev/zero", O_RDWR));
}

/* No page is reserved, hence none needed. */
static long place_hugetlb(enum how how, size_t len, unsigned long hint)
{
	return map(how, hint, len, PROT_NONE,
		   ANON | MAP_HUGETLB | MAP_NORESERVE, -1);
}

static long place_io_uring(enum how how, size_t len, unsigned long hint)
{
	struct io_uring_params params = {};
	long ret;
	int fd;

	fd = syscall(__NR_io_uring_setup, 4, &params);
	if (fd < 0)
		return -errno;
	ret = map(how, hint, getpagesize(), PROT_READ | PROT_WRITE,
		  MAP_SHARED | MAP_POPULATE, fd);
	close(fd);

	return ret;
}

static long place_shmat(enum how how, size_t len, unsigned long hint)
{
	int id = shmget(IPC_PRIVATE, len, IPC_CREAT | 0600);
	long ret;

	if (id < 0)
		return -errno;
	if (how == ROUTED)
		ret = ARM(shmat, id, hint, 0);
	else
		ret = gate32_svc(__NR_shmat, id, hint, 0, 0, 0, 0);
	shmctl(id, IPC_RMID, NULL);

	return ret;
}

/* A word that routed calls, too, can be told the address of. */
static uint64_t *low_word(void)
{
	static uint64_t *word;

	if (!word)
		word = low_map(0x1f000000, getpagesize());

	return word;
}

/* The context of asynchronous I/O is the address of its ring. */
static long place_io_setup(enum how how, size_t len, unsigned long hint)
{
	uint64_t *word = low_word();
	long ret;

	if (!word)
		return -ENOTRECOVERABLE;
	*word = 0;
	if (how == ROUTED)
		ret = ARM(io_setup, 1, word);
	else
		ret = gate32_svc(__NR_io_setup, 1, (unsigned long)word, 0, 0,
				 0, 0);
	if (ret < 0)
		return ret;
	/* For ARM it is a 32-bit number. */
	return how == ROUTED ? *(uint32_t *)word : *word;
}

/* Low memory for what has to be mapped already: the next bytes of a pool. */
static unsigned long from_pool(size_t len)
{
	static unsigned long next;
	const unsigned long start = 0x18000000, end = start + 0x1000000;

	if (!next && low_map(start, end - start))
		next = start;
	if (!next || next + len > end)
		return 0;
	next += len;

	return next - len;
}

/* Grown where there is no room to grow: it moves. */
static long place_mremap(enum how how, size_t len, unsigned long hint)
{
	long page = getpagesize();
	unsigned long old = from_pool(2 * page);

	return old ? remap(how, old, page, len, MREMAP_MAYMOVE, 0) :
		     -ENOTRECOVERABLE;
}

/* It leaves its old place mapped, which is no reason not to move. */
static long place_dontunmap(enum how how, size_t len, unsigned long hint)
{
	unsigned long old = from_pool(len);

	return old ? remap(how, old, len, len,
			   MREMAP_MAYMOVE | MREMAP_DONTUNMAP, 0) :
		     -ENOTRECOVERABLE;
}

FIXTURE(place)
{
	size_t len;
};

FIXTURE_VARIANT(place)
{
	long (*place)(enum how how, size_t len, unsigned long hint);
	struct amount amount;
	/* It cannot be read and written. */
	bool no_access;
};

#define PLACE(_name, ...)						\
	FIXTURE_VARIANT_ADD(place, _name) { .place = place_##_name, __VA_ARGS__ }

PLACE(anon, .amount.pages = 3);
PLACE(growsdown, .amount.pages = 3);
PLACE(shared, .amount.pages = 3);
PLACE(memfd, .amount.pages = 3);
PLACE(tmpfs_thp, .amount.huge = 2);
PLACE(driver, .amount.pages = 3);
PLACE(hugetlb, .amount.huge = 1, .no_access = true);
PLACE(io_uring, .amount.pages = 1);
PLACE(shmat, .amount.pages = 3);
PLACE(io_setup, .amount.pages = 1);
PLACE(mremap, .amount.pages = 3);
PLACE(dontunmap, .amount.pages = 3);

FIXTURE_VARIANT_ADD(place, anon_huge)
{
	.place = place_anon, .amount.huge = 2,
};

FIXTURE_VARIANT_ADD(place, shared_huge)
{
	.place = place_shared, .amount.huge = 2,
};

static void mount_thp_fs(void)
{
	mkdir(THP_FS, 0700);
	if (unshare(CLONE_NEWNS) ||
	    mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL))
		return;
	mount("none", THP_FS, "tmpfs", 0, "huge=always");
}

FIXTURE_SETUP(place)
{
	long ret;

	REQUIRE_GATE32();
	self->len = bytes(&variant->amount);
	if (variant->place == place_tmpfs_thp)
		mount_thp_fs();
	/* Control: natively it works, and lands high. */
	ret = variant->place(NATIVE, self->len, 0);
	if (variant->place == place_io_uring && ret == -ENOSYS)
		SKIP(return, "this kernel has no io_uring");
	if (variant->place == place_tmpfs_thp && ret < 0)
		SKIP(return, "no tmpfs can be mounted here");
	ASSERT_LT((long)FOUR_GB, ret);
	ASSERT_EQ(0, gate32_enable(GATE32_ABI_ARM, BASE));
}

FIXTURE_TEARDOWN(place)
{
}

static void touch(unsigned long addr, size_t len)
{
	*(volatile char *)addr = 1;
	*(volatile char *)(addr + len - 1) = 1;
}

TEST_F(place, routed_is_low)
{
	int i;

	for (i = 0; i < 8; i++) {
		long ret = variant->place(ROUTED, self->len, 0);

		ASSERT_LT(0, ret);
		ASSERT_GE(PLACE_END, ret + self->len);
		/* It is really there, not its low half. */
		if (!variant->no_access)
			touch(ret, self->len);
	}
}

TEST_F(place, native_between_is_high)
{
	int i;

	for (i = 0; i < 8; i++) {
		ASSERT_LT(0, variant->place(ROUTED, self->len, 0));
		ASSERT_LT((long)FOUR_GB,
			  variant->place(NATIVE, self->len, 0));
	}
}

/*
 * Hints, for what takes one.
 */
FIXTURE(hint)
{
	size_t len;
};

FIXTURE_VARIANT(hint)
{
	long (*place)(enum how how, size_t len, unsigned long hint);
	struct amount amount;
};

#define HINT(_name, ...)						\
	FIXTURE_VARIANT_ADD(hint, _name) {				\
		.place = place_##_name, .amount = { __VA_ARGS__ } }

HINT(anon, .pages = 3);
HINT(growsdown, .pages = 3);
HINT(shared, .pages = 3);
HINT(memfd, .pages = 3);
HINT(tmpfs_thp, .huge = 2);
HINT(driver, .pages = 3);
HINT(hugetlb, .huge = 1);

FIXTURE_SETUP(hint)
{
	long ret;

	REQUIRE_GATE32();
	self->len = bytes(&variant->amount);
	if (variant->place == place_tmpfs_thp)
		mount_thp_fs();
	/* Control: natively hints above 4 GB are followed. */
	ret = variant->place(NATIVE, self->len, 0x7100000000);
	if (variant->place == place_tmpfs_thp && ret < 0)
		SKIP(return, "no tmpfs can be mounted here");
	ASSERT_EQ(0x7100000000, ret);
	ASSERT_EQ(0, gate32_enable(GATE32_ABI_ARM, BASE));
}

FIXTURE_TEARDOWN(hint)
{
}

TEST_F(hint, followed)
{
	EXPECT_EQ(LOW, variant->place(ROUTED, self->len, LOW));
	EXPECT_EQ(0xe0000000, variant->place(ROUTED, self->len, 0xe0000000));
	/* Its low half is what counts. */
	EXPECT_EQ(LOW + 4 * huge_size(),
		  variant->place(ROUTED, self->len,
				 0x7200000000 | (LOW + 4 * huge_size())));
}

/* A hint that is taken, or that would end beyond what 32 bits can say. */
TEST_F(hint, not_followed)
{
	const unsigned long hints[] = {
		LOW, 0, PLACE_END - page_size(), TASK_SIZE_32,
		TASK_SIZE_32 - page_size(),
	};
	const unsigned long len = self->len;
	size_t i;

	ASSERT_NE(NULL, low_map(LOW, huge_size()));
	for (i = 0; i < ARRAY_SIZE(hints); i++) {
		long ret = variant->place(ROUTED, len, hints[i]);

		ASSERT_LT(0, ret);
		EXPECT_NE(LOW, ret);
		/* The caller's choice, up to the end; or the kernel's. */
		EXPECT_GE(ret == (long)hints[i] ? TASK_SIZE_32 : PLACE_END,
			  ret + len) {
			TH_LOG("hint %#lx", hints[i]);
		}
	}
}

/* Take all addresses that the kernel gives away. */
static int fill(enum how how, unsigned long end)
{
	unsigned long len;
	long ret = 0;

	for (len = 1UL << 30; len >= (unsigned long)getpagesize(); len /= 2)
		do {
			ret = map(how, 0, len, PROT_NONE, ANON | MAP_NORESERVE,
				  -1);
			if (!is_error(ret) && ret + len > end)
				return 0;
		} while (!is_error(ret));

	return ret;
}

TEST_F(place, full)
{
	long ret;

	/* What the place needs itself, while there is room. */
	ASSERT_LT(0, variant->place(ROUTED, self->len, 0));
	ASSERT_EQ(-ENOMEM, fill(ROUTED, PLACE_END));
	EXPECT_EQ(-ENOMEM, variant->place(ROUTED, self->len, 0));
	/* Control: there is room above. */
	EXPECT_LT((long)FOUR_GB, variant->place(NATIVE, self->len, 0));
	/* One hole, and it is found. */
	ASSERT_EQ(0, munmap((void *)0x60000000, 4 * huge_size()));
	ret = variant->place(ROUTED, self->len, 0);
	EXPECT_LE(0x60000000, ret);
	EXPECT_GE(0x60000000 + 4 * huge_size(), ret + self->len);
}

TEST_F(hint, full)
{
	ASSERT_LT(0, variant->place(ROUTED, self->len, 0));
	ASSERT_EQ(-ENOMEM, fill(ROUTED, PLACE_END));
	EXPECT_EQ(-ENOMEM, variant->place(ROUTED, self->len, 0xc0000000));
	EXPECT_EQ(-ENOMEM, variant->place(ROUTED, self->len, TASK_SIZE_32));
	EXPECT_EQ(-ENOMEM, variant->place(ROUTED, self->len,
					  0x7300000000));
}

/*
 * Addresses that the caller insists on, at the end of the address space and
 * between pages. What is expected follows from the size of pages; a real
 * AArch32 process has to agree, where there is one.
 */
struct end_case {
	uint32_t nr;
	uint32_t args[6];
	long want;
};

#define MAX_END_CASES	32

/* Case i as arm32_call understands it. */
static const char *as_text(const struct end_case *c, int i)
{
	static char text[MAX_END_CASES][80];
	const uint32_t *a = c->args;

	snprintf(text[i], sizeof(text[i]), "%u,%#x,%#x,%#x,%#x,%#x,%#x", c->nr,
		 a[0], a[1], a[2], a[3], a[4], a[5]);

	return text[i];
}

static void compare_with_aarch32(struct __test_metadata *_metadata,
				 const struct end_case *cases, size_t n)
{
	const char *calls[MAX_END_CASES + 1] = {};
	struct arm32_answer answers[MAX_END_CASES];
	bool oracle = aarch32_capable();
	size_t i;

	ASSERT_GE(MAX_END_CASES, n);
	for (i = 0; i < n; i++)
		calls[i] = as_text(&cases[i], i);
	if (oracle)
		ASSERT_EQ(n, arm32_ask(calls, answers));
	for (i = 0; i < n; i++) {
		const uint32_t *a = cases[i].args;

		if (oracle)
			EXPECT_EQ((uint32_t)cases[i].want, answers[i].ret) {
				TH_LOG("AArch32: %s", calls[i]);
			}
		EXPECT_EQ((uint32_t)cases[i].want,
			  (uint32_t)ARM_CALL(cases[i].nr, a[0], a[1], a[2],
					     a[3], a[4], a[5])) {
			TH_LOG("%s", calls[i]);
		}
	}
}

#define CASE(_name, _want, ...) { ARM_NR_##_name, { __VA_ARGS__ }, _want }
#define RW		(PROT_READ | PROT_WRITE)
#define AT		(ANON | MAP_FIXED)
#define IF_FREE		(ANON | MAP_FIXED_NOREPLACE)
#define MOVE_TO		(MREMAP_MAYMOVE | MREMAP_FIXED)

TEST(end_of_32_bits)
{
	const unsigned long page = page_size(), end = TASK_SIZE_32;
	/* The last two pages that there are. */
	const unsigned long a = end - 2 * page, b = end - page;
	const struct end_case cases[] = {
		CASE(mmap2, b, b, page, RW, AT, -1),
		CASE(mmap2, -ENOMEM, b, 2 * page, RW, AT, -1),
		CASE(mmap2, -ENOMEM, b, 3 * page, RW, AT, -1),
		CASE(mmap2, -ENOMEM, end, page, RW, AT, -1),
		CASE(mmap2, -ENOMEM, end, end, RW, AT, -1),
		CASE(mmap2, -ENOMEM, LOW, 0xf0000000, PROT_NONE, AT, -1),
		CASE(mmap2, -EINVAL, LOW, 0, RW, AT, -1),
		CASE(mmap2, -EINVAL, LOW + 1, page, RW, AT, -1),
		/* Taken by the first of all. */
		CASE(mmap2, -EEXIST, b, page, RW, IF_FREE, -1),
		CASE(mmap2, -ENOMEM, b, 2 * page, RW, IF_FREE, -1),
		/* No hint, more than there is. */
		CASE(mmap2, -ENOMEM, 0, end, RW, ANON, -1),
		CASE(mmap2, -ENOMEM, 0, 0xffffffff, RW, ANON, -1),
		CASE(mremap, a, b, page, page, MOVE_TO, a),
		CASE(mremap, -EINVAL, a, page, page, MOVE_TO, end),
		CASE(mremap, -EINVAL, a, page, 2 * page, MOVE_TO, b),
		CASE(mremap, -EINVAL, a, page, b, MOVE_TO, 0x10000),
		/* In place: up to the end, and not beyond. */
		CASE(mremap, a, a, page, 2 * page),
		CASE(mremap, -ENOMEM, a, 2 * page, 3 * page),
		CASE(munmap, -EINVAL, b, 2 * page),
		CASE(munmap, -EINVAL, end, page),
		CASE(munmap, 0, a, 2 * page),
	};

	OPEN_GATE();
	compare_with_aarch32(_metadata, cases, ARRAY_SIZE(cases));
}

/*
 * What a guest that knows pages of 4 KB gets: all that it asks for where the
 * kernel has them, too. Where pages are larger, none begins at the second 4 KB.
 */
TEST(units_of_4k)
{
	const unsigned long page = page_size(), half = LOW + page / 2;
	const unsigned long second = LOW + 0x1000;
	const unsigned long away = LOW + 0x100000, odd = away + 0x101000;
	const bool has = page == 0x1000;
	const struct end_case cases[] = {
		CASE(mmap2, LOW, LOW, 0x1000, RW, AT, -1),
		CASE(mmap2, has ? second : -EINVAL, second, 0x1000, RW, AT, -1),
		CASE(mmap2, has ? -EEXIST : -EINVAL, second, 0x1000, RW,
		     IF_FREE, -1),
		CASE(mmap2, -EINVAL, half, page, RW, AT, -1),
		CASE(mprotect, 0, LOW, 0x1000, PROT_READ),
		CASE(mprotect, has ? 0 : -EINVAL, second, 0x1000, RW),
		CASE(madvise, has ? 0 : -EINVAL, second, 0x1000, MADV_DONTNEED),
		CASE(msync, has ? 0 : -EINVAL, second, 0x1000, MS_ASYNC),
		/* This one takes the pages that it touches. */
		CASE(mlock, 0, second, 0x1000),
		CASE(mremap, has ? away : -EINVAL, second, 0x1000, 0x1000,
		     MOVE_TO, away),
		CASE(mremap, has ? odd : -EINVAL, LOW, 0x1000, 0x1000, MOVE_TO,
		     odd),
		CASE(munmap, has ? 0 : -EINVAL, odd, 0x1000),
		CASE(munmap, -EINVAL, half, page),
		CASE(munmap, 0, LOW, 0x1000),
	};

	OPEN_GATE();
	compare_with_aarch32(_metadata, cases, ARRAY_SIZE(cases));
}

/* mmap2 counts the offset in units of 4 KB, whatever the size of pages. */
TEST(offset_in_units_of_4k)
{
	const unsigned long page = page_size(), unit = 0x1000;
	unsigned long i, n = 4 * page / unit;
	int fd = memfd_create("offset", 0);
	long ret;

	OPEN_GATE();
	ASSERT_LE(0, fd);
	for (i = 0; i < n; i++)
		ASSERT_EQ(1, pwrite(fd, &(char){ i + 1 }, 1, i * unit));
	ASSERT_EQ(0, ftruncate(fd, n * unit));
	for (i = 0; i < n; i++) {
		ret = ARM(mmap2, 0, unit, PROT_READ, MAP_SHARED, fd, i);
		if (i * unit % page) {
			EXPECT_EQ(-EINVAL, ret);
			continue;
		}
		ASSERT_LT(0, ret);
		EXPECT_EQ((char)(i + 1), *(volatile char *)ret);
	}
}

/*
 * GATE32_MMAP_LIMIT
 */
/* No layout of any arm64 kernel puts the first mapping of a process below. */
#define HIGH	(1UL << 36)

/* End of the address space: found by trying, it is a power of two. */
static unsigned long address_space(void)
{
	unsigned long size;

	for (size = 1UL << 36; size < 1UL << 53; size <<= 1) {
		long ret = map(NATIVE, size, getpagesize(), PROT_NONE,
			       ANON | MAP_FIXED_NOREPLACE, -1);

		if (ret == (long)size)
			munmap((void *)size, getpagesize());
		else if (ret != -EEXIST)
			break;
	}

	return size;
}

FIXTURE(limit)
{
	unsigned long page;
	unsigned long limit;
	/* Mapped before there was a limit. */
	char *high;
};

FIXTURE_VARIANT(limit)
{
	/* So many bytes, and pages. */
	unsigned long limit;
	unsigned int pages;
	bool open;
	/* There may not be room below it for everything. */
	bool tiny;
};

#define LIMIT(_name, ...)						\
	FIXTURE_VARIANT_ADD(limit, _name) { .open = true, .limit = __VA_ARGS__ }; \
	FIXTURE_VARIANT_ADD(limit, _name##_shut) { .limit = __VA_ARGS__ }

LIMIT(one_page, 0, .pages = 1, .tiny = true);
LIMIT(lowest, 0x20000, .tiny = true);
LIMIT(quarter, 0x40000000);
LIMIT(half, 0x80000000);
LIMIT(odd, 0xdead0000, .pages = 3);
LIMIT(end32, 0xffff0000);
LIMIT(four_gb, FOUR_GB);
LIMIT(four_gb_and_a_page, FOUR_GB, .pages = 1);
LIMIT(bits_36, 1UL << 36);
LIMIT(bits_47, 1UL << 47);

FIXTURE_SETUP(limit)
{
	REQUIRE_GATE32();
	self->page = page_size();
	self->limit = variant->limit + variant->pages * self->page;
	if (variant->open)
		ASSERT_EQ(0, gate32_enable(GATE32_ABI_ARM, BASE));
	/* Four pages, and one that they cannot grow into. */
	self->high = mmap(NULL, 5 * self->page, PROT_READ | PROT_WRITE, ANON,
			  -1, 0);
	ASSERT_NE(MAP_FAILED, self->high);
	ASSERT_EQ(0, mprotect(self->high + 4 * self->page, self->page,
			      PROT_NONE));
	ASSERT_LT(HIGH, (unsigned long)self->high);
	if (self->limit > address_space())
		SKIP(return, "this kernel's address space is smaller");
	/* Before huge pages of 32 MB, of a kernel with pages of 16 KB, lie there. */
	ASSERT_NE(0, from_pool(0));
	ASSERT_NE(NULL, low_word());
	ASSERT_EQ(0, gate32_mmap_limit(self->limit));
}

FIXTURE_TEARDOWN(limit)
{
}

static const struct {
	const char *name;
	long (*place)(enum how how, size_t len, unsigned long hint);
	struct amount amount;
} ways[] = {
	{ "anon", place_anon, { .pages = 3 } },
	{ "anon_huge", place_anon, { .huge = 2 } },
	{ "growsdown", place_growsdown, { .pages = 3 } },
	{ "shared", place_shared, { .pages = 3 } },
	{ "shared_huge", place_shared, { .huge = 2 } },
	{ "memfd", place_memfd, { .pages = 3 } },
	{ "driver", place_driver, { .pages = 3 } },
	{ "hugetlb", place_hugetlb, { .huge = 1 } },
	{ "shmat", place_shmat, { .pages = 3 } },
	{ "io_setup", place_io_setup, { .pages = 1 } },
	{ "mremap", place_mremap, { .pages = 3 } },
	{ "dontunmap", place_dontunmap, { .pages = 3 } },
};

TEST_F(limit, every_way)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(ways); i++) {
		size_t len = bytes(&ways[i].amount);
		long ret = ways[i].place(NATIVE, len, 0);

		if (variant->tiny && ret == -ENOMEM)
			continue;
		EXPECT_LT(0, ret) {
			TH_LOG("%s", ways[i].name);
		}
		EXPECT_GE(self->limit, ret + len) {
			TH_LOG("%s", ways[i].name);
		}
	}
}

TEST_F(limit, routed_calls_too)
{
	unsigned long end = self->limit < PLACE_END ? self->limit :
							 PLACE_END;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(ways); i++) {
		size_t len = bytes(&ways[i].amount);
		long ret = ways[i].place(ROUTED, len, 0);

		if (!variant->open) {
			EXPECT_EQ(-ENOSYS, ret);
			continue;
		}
		if (variant->tiny && ret == -ENOMEM)
			continue;
		EXPECT_LT(0, ret) {
			TH_LOG("%s", ways[i].name);
		}
		EXPECT_GE(end, ret + len) {
			TH_LOG("%s", ways[i].name);
		}
	}
}

TEST_F(limit, hints)
{
	const unsigned long limit = self->limit, len = 2 * self->page;
	const unsigned long over[] = {
		limit - self->page, limit, limit + self->page, 1UL << 40,
		(unsigned long)self->high, -2 * self->page,
	};
	size_t i;

	/* The last that fits, and one far below. */
	if (!variant->tiny) {
		EXPECT_EQ(limit - len, map(NATIVE, limit - len, len, PROT_READ,
					   ANON, -1));
		EXPECT_EQ(LOW, map(NATIVE, LOW, len, PROT_READ, ANON, -1));
	}
	for (i = 0; i < ARRAY_SIZE(over); i++) {
		long ret = map(NATIVE, over[i], len, PROT_READ, ANON, -1);

		if (variant->tiny && ret == -ENOMEM)
			continue;
		EXPECT_LT(0, ret);
		EXPECT_GE(limit, ret + len) {
			TH_LOG("hint %#lx", over[i]);
		}
	}
}

TEST_F(limit, fixed_is_the_callers_business)
{
	const unsigned long there = 1UL << 38 | 1UL << 36;
	const unsigned long at[] = { there, self->limit + 0x10000000 };
	const unsigned long end = address_space();
	size_t i;

	for (i = 0; i < ARRAY_SIZE(at); i++) {
		/* The limit may be the end of the address space. */
		if (at[i] >= end)
			continue;
		EXPECT_EQ(at[i], map(NATIVE, at[i], self->page, PROT_READ,
				     ANON | MAP_FIXED, -1));
		EXPECT_EQ(at[i] + self->page,
			  map(NATIVE, at[i] + self->page, self->page, PROT_READ,
			      ANON | MAP_FIXED_NOREPLACE, -1));
		EXPECT_EQ(at[i] + 2 * self->page,
			  place_shmat(NATIVE, self->page,
				      at[i] + 2 * self->page));
		EXPECT_EQ(at[i] + 3 * self->page,
			  remap(NATIVE, at[i], self->page, self->page,
				MREMAP_MAYMOVE | MREMAP_FIXED,
				at[i] + 3 * self->page));
	}
}

TEST_F(limit, what_is_mapped_stays)
{
	const unsigned long page = self->page;
	unsigned long high = (unsigned long)self->high;
	long ret;

	touch(high, 4 * page);
	/* Smaller, and as big as before again, where it is. */
	EXPECT_EQ(high, remap(NATIVE, high, 4 * page, 2 * page, 0, 0));
	EXPECT_EQ(high, remap(NATIVE, high, 2 * page, 4 * page, 0, 0));
	/* Made to move, it comes down. */
	ret = remap(NATIVE, high, 4 * page, 8 * page, MREMAP_MAYMOVE, 0);
	if (variant->tiny && ret == -ENOMEM)
		return;
	EXPECT_LT(0, ret);
	EXPECT_GE(self->limit, ret + 8 * page);
}

TEST_F(limit, lifted)
{
	size_t i;

	if (!variant->tiny)
		ASSERT_GT(self->limit, place_anon(NATIVE, self->page, 0));
	ASSERT_EQ(0, gate32_mmap_limit(0));
	for (i = 0; i < ARRAY_SIZE(ways); i++)
		EXPECT_LT((long)HIGH,
			  ways[i].place(NATIVE, bytes(&ways[i].amount), 0));
}

TEST_F(limit, replaced)
{
	ASSERT_EQ(0, gate32_mmap_limit(0x30000000));
	EXPECT_GT(0x30000000, place_anon(NATIVE, self->page, 0));
	ASSERT_EQ(0, gate32_mmap_limit(self->limit));
	/* Setting what is set is no error. */
	ASSERT_EQ(0, gate32_mmap_limit(self->limit));
	EXPECT_GT((long)self->limit, place_anon(NATIVE, self->page, 0));
}

/* Full is full: no address above it is given instead. */
TEST_F(limit, full)
{
	if (self->limit > FOUR_GB + self->page)
		ASSERT_EQ(0, gate32_mmap_limit(FOUR_GB));
	ASSERT_EQ(-ENOMEM, fill(NATIVE, self->limit));
	EXPECT_EQ(-ENOMEM, place_anon(NATIVE, self->page, 0));
	EXPECT_EQ(-ENOMEM, place_shared(NATIVE, 2 * huge_size(), 0));
	EXPECT_EQ(-ENOMEM, place_anon(NATIVE, self->page, 1UL << 40));
	ASSERT_EQ(0, gate32_mmap_limit(0));
	EXPECT_LT((long)HIGH, place_anon(NATIVE, self->page, 0));
}

/* Who else it holds for. */
FIXTURE(scope)
{
	long page;
};

FIXTURE_SETUP(scope)
{
	REQUIRE_GATE32();
	self->page = getpagesize();
	ASSERT_EQ(0, gate32_mmap_limit(0x80000000));
}

FIXTURE_TEARDOWN(scope)
{
}

static int where(void *arg)
{
	return place_anon(NATIVE, getpagesize(), 0) < 0x80000000 ? WHERE_LOW :
								   WHERE_HIGH;
}

static int lift_and_where(void *arg)
{
	if (where(NULL) != WHERE_LOW || gate32_mmap_limit(0))
		return 1;

	return where(NULL);
}

static int exec_where(void *arg)
{
	execl("/proc/self/exe", "memory_test", "--where", NULL);
	return 1;
}

TEST_F(scope, fork_copies)
{
	EXPECT_EQ(WHERE_LOW, in_child(where, NULL));
	/* Lifting it in the child leaves the parent's. */
	EXPECT_EQ(WHERE_HIGH, in_child(lift_and_where, NULL));
	EXPECT_EQ(WHERE_LOW, where(NULL));
	/* And the child's is its own from the fork on. */
	ASSERT_EQ(0, gate32_mmap_limit(0));
	EXPECT_EQ(WHERE_HIGH, in_child(where, NULL));
}

TEST_F(scope, exec_clears)
{
	ASSERT_EQ(WHERE_LOW, where(NULL));
	EXPECT_EQ(WHERE_HIGH, in_child(exec_where, NULL));
	/* Even where the gate is open, too. */
	ASSERT_EQ(0, gate32_enable(GATE32_ABI_ARM, BASE));
	EXPECT_EQ(WHERE_HIGH, in_child(exec_where, NULL));
}

static pthread_barrier_t barrier;

static void *where_thread(void *arg)
{
	pthread_barrier_wait(&barrier);
	pthread_barrier_wait(&barrier);

	return (void *)(long)where(NULL);
}

/* A thread that was there before. */
TEST_F(scope, threads)
{
	pthread_t thread;
	void *ret;

	ASSERT_EQ(0, gate32_mmap_limit(0));
	ASSERT_EQ(0, pthread_barrier_init(&barrier, NULL, 2));
	ASSERT_EQ(0, pthread_create(&thread, NULL, where_thread, NULL));
	pthread_barrier_wait(&barrier);
	ASSERT_EQ(0, gate32_mmap_limit(0x80000000));
	pthread_barrier_wait(&barrier);
	ASSERT_EQ(0, pthread_join(thread, &ret));
	EXPECT_EQ(WHERE_LOW, (long)ret);
}

TEST(limit_up_to_the_end)
{
	unsigned long page = getpagesize(), size = address_space();

	REQUIRE_GATE32();
	ASSERT_EQ(size - page, map(NATIVE, size - page, page, PROT_NONE,
				   ANON | MAP_FIXED, -1));
	ASSERT_EQ(-ENOMEM, map(NATIVE, size, page, PROT_NONE, ANON | MAP_FIXED,
			       -1));
	EXPECT_EQ(0, gate32_mmap_limit(size));
	EXPECT_EQ(-EINVAL, gate32_mmap_limit(size + page));
	EXPECT_EQ(-EINVAL, gate32_mmap_limit(size * 2));
	EXPECT_LT((long)HIGH, place_anon(NATIVE, page, 0));
}

/* What the two programs are for. */
TEST(layout)
{
	const size_t len = 64UL << 20;
	long first = place_anon(NATIVE, len, 0);
	long second = place_anon(NATIVE, len, 0);

	ASSERT_LT(0, first);
	ASSERT_LT(0, second);
#ifdef LEGACY_LAYOUT
	EXPECT_LT(first, second);
#else
	EXPECT_GT(first, second);
#endif
}

int main(int argc, char **argv)
{
#ifdef LEGACY_LAYOUT
	/* The layout is chosen at exec. */
	int old = personality(0xffffffff);

	if (!(old & ADDR_COMPAT_LAYOUT)) {
		if (personality(old | ADDR_COMPAT_LAYOUT) < 0)
			return KSFT_FAIL;
		execv("/proc/self/exe", argv);
		return KSFT_FAIL;
	}
#endif
	if (argc == 2 && !strcmp(argv[1], "--where"))
		return where(NULL);

	return test_harness_run(argc, argv);
}
