// SPDX-License-Identifier: GPL-2.0-only
/*
 * Of the guide: memory for the guest below 4 GB.
 */
#include <sys/ipc.h>
#include <sys/shm.h>

#include "sample.h"

/* Nothing that the kernel chooses for a routed call is at or above this. */
#define PLACE_END	0xffff0000UL

#define MB		0x100000UL

/* guide: begin by-hand */
#define HOLD_MIN	0x1000UL	/* a page */
#define HOLD_MAX	(1UL << 46)

/*
 * Take everything above 4 GB, in pieces that become smaller, until the kernel
 * has no other place to offer than one below.
 */
static unsigned int hold_high_memory(void)
{
	unsigned long size, p;
	unsigned int pieces = 0;

	for (size = HOLD_MAX; size >= HOLD_MIN; size /= 2) {
		for (;;) {
			p = (unsigned long)mmap(NULL, size, PROT_NONE,
						MAP_PRIVATE | MAP_ANONYMOUS |
						MAP_NORESERVE, -1, 0);
			if (p == (unsigned long)MAP_FAILED)
				break;
			if (p < FOUR_GB) {
				munmap((void *)p, size);
				break;
			}
			pieces++;
		}
	}
	return pieces;
}

/* guide: end */

/* guide: begin gate */
static long guest_mmap2(uint32_t addr, uint32_t len, uint32_t prot,
			uint32_t flags, int fd, uint32_t pgoff)
{
	return gate32_call(BASE, ARM_NR_mmap2, addr, len, prot, flags, fd,
			   pgoff);
}

static long guest_mremap(uint32_t old, uint32_t old_len, uint32_t new_len,
			 uint32_t flags, uint32_t new)
{
	return gate32_call(BASE, ARM_NR_mremap, old, old_len, new_len, flags,
			   new, 0);
}

static long guest_shmat(int id, uint32_t addr, uint32_t flags)
{
	return gate32_call(BASE, ARM_NR_shmat, id, addr, flags, 0, 0, 0);
}

static long guest_brk(uint32_t addr)
{
	return gate32_call(BASE, ARM_NR_brk, addr, 0, 0, 0, 0, 0);
}

/* guide: end */

#define RW		(PROT_READ | PROT_WRITE)
#define ANON		(MAP_PRIVATE | MAP_ANONYMOUS)

static unsigned long native_mmap(size_t len)
{
	void *p = mmap(NULL, len, RW, ANON, -1, 0);

	return p == MAP_FAILED ? 0 : (unsigned long)p;
}

/* Is it an address that the guest can use, and is all of it there? */
static bool usable(long p, size_t len)
{
	if (p <= 0 || p + len > PLACE_END)
		return false;
	memset((void *)p, 0x5a, len);
	return true;
}

static bool by_hand(void)
{
	unsigned int pieces = hold_high_memory();

	CHECK(pieces > 0);
	printf("# %u mappings hold what is above 4 GB\n", pieces);

	/* From now on the translator's own memory is the guest's as well. */
	CHECK(native_mmap(MB));
	CHECK(native_mmap(MB) < FOUR_GB);

	return true;
}

static bool map(void)
{
	long p, q;

	OPEN_GATE();
	/* guide: begin map */
	p = guest_mmap2(0, MB, RW, ANON, -1, 0);
	CHECK(usable(p, MB));
	q = guest_mremap(p, MB, 2 * MB, MREMAP_MAYMOVE, 0);
	CHECK(usable(q, 2 * MB));

	/* The translator's own memory stays where it was, far above. */
	CHECK(native_mmap(MB) >= FOUR_GB);
	/* guide: end */

	/* Above the guest's end there is nothing to be had by force, either. */
	CHECK(guest_mmap2(0xfffff000, 2 * MB, RW, ANON | MAP_FIXED, -1, 0) < 0);

	return true;
}

static bool shared_memory(void)
{
	int id = shmget(IPC_PRIVATE, MB, 0600);
	void *native;
	long p;

	if (id < 0)
		MISSING("no shared memory");
	OPEN_GATE();
	p = guest_shmat(id, 0, 0);
	native = shmat(id, NULL, 0);
	shmctl(id, IPC_RMID, NULL);
	CHECK(usable(p, MB));
	CHECK((unsigned long)native >= FOUR_GB);
	CHECK(*(char *)native == 0x5a);

	return true;
}

/* The guest has 4 GB to itself: when they are full, the translator goes on. */
static bool guest_is_full(void)
{
	unsigned long got = 0;
	long p;

	OPEN_GATE();
	while ((p = guest_mmap2(0, 64 * MB, PROT_NONE, ANON | MAP_NORESERVE,
				-1, 0)) > 0) {
		CHECK(p + 64 * MB <= PLACE_END);
		got += 64 * MB;
	}
	CHECK(p == -ENOMEM);
	CHECK(got >= 3072 * MB);
	CHECK(native_mmap(64 * MB) >= FOUR_GB);

	return true;
}

static bool break_of_guest(void)
{
	const uint32_t start = 0x00200000;

	OPEN_GATE();
	/* guide: begin break */
	CHECK(gate32_brk_start(start) == 0);
	CHECK(guest_brk(0) == start);
	CHECK(guest_brk(start + MB) == start + MB);
	CHECK(usable(start, MB));
	/* guide: end */
	CHECK(sbrk(0) > (void *)FOUR_GB);

	return true;
}

/* Libraries that know nothing of the gate: a ceiling for native calls. */
static bool limit(void)
{
	/* guide: begin limit */
	CHECK(gate32_mmap_limit(FOUR_GB) == 0);
	CHECK(native_mmap(MB) && native_mmap(MB) < FOUR_GB);

	CHECK(gate32_mmap_limit(0) == 0);
	CHECK(native_mmap(MB) >= FOUR_GB);
	/* guide: end */

	return true;
}

static bool control_shut(void)
{
	CHECK(guest_mmap2(0, MB, RW, ANON, -1, 0) == -ENOSYS);
	CHECK(guest_brk(0) == -ENOSYS);
	CHECK(native_mmap(MB) >= FOUR_GB);

	return true;
}

int main(void)
{
	static const struct sample samples[] = {
		{ "by_hand", by_hand },
		{ "map", map },
		{ "shared_memory", shared_memory },
		{ "guest_is_full", guest_is_full },
		{ "break_of_guest", break_of_guest },
		{ "limit", limit },
		{ "control_shut", control_shut },
	};

	return sample_run(samples, ARRAY_SIZE(samples));
}
