// SPDX-License-Identifier: GPL-2.0-only
/*
 * scenarios: mappings, break, futexes, other processes' memory
 *
 * Where an address is the kernel's choice, only its place in the page and
 * whether it comes again is compared; that it is below 4 GB is certain, or
 * the 64-bit result would not fit.
 */
#include <fcntl.h>
#include <linux/futex.h>
#include <signal.h>
#include <sys/mman.h>
#include <unistd.h>

#include "oracle.h"

#define GROUP "memory"

#define ANON	(MAP_PRIVATE | MAP_ANONYMOUS)
#define RW	(PROT_READ | PROT_WRITE)

SCENARIO(map)
{
	char *in = mem(16), *there = pages(4);
	uint32_t a, b;
	int fd;

	a = sys(mmap2, 0, 8192, RW, ANON, -1, 0);
	*(volatile char *)(uintptr_t)(a + 8191) = 'x';
	sys(munmap, a, 4096);
	sys(munmap, a, 8192);
	sys(munmap, a, 0);
	sys(munmap, a + 1, 4096);
	fd = sys(open, str("f"), O_RDWR | O_CREAT, 0600);
	sys(ftruncate, fd, 3 * 4096);
	sys(pwrite64, fd, str("third page"), 10, PAD, LL(8192));
	b = sys(mmap2, 0, 4096, PROT_READ, MAP_SHARED, fd, 2);
	note("%.10s", (char *)(uintptr_t)b);
	sys(munmap, b, 4096);
	/* The offset counts pages: up to 16 TB in 32 bits. */
	sys(mmap2, 0, 4096, PROT_READ, MAP_SHARED, fd, 0xffffffff);
	sys(mmap2, 0, 0, RW, ANON, -1, 0);
	sys(mmap2, 0, -1, RW, ANON, -1, 0);
	sys(mmap2, 0, 0x80000000, RW, ANON | MAP_NORESERVE, -1, 0);
	sys(mmap2, 0, 0xfffff000, PROT_NONE, ANON | MAP_NORESERVE, -1, 0);
	sys(mmap2, 0, 4096, RW, MAP_PRIVATE, -1, 0);
	sys(mmap2, 0, 4096, RW, MAP_ANONYMOUS, -1, 0);
	sys(mmap2, there, 4096, RW, ANON | MAP_FIXED, -1, 0);
	sys(mmap2, there + 1, 4096, RW, ANON | MAP_FIXED, -1, 0);
	sys(mmap2, there, 4096, RW, ANON | 0x100000, -1, 0);
	sys(mmap2, 0xffff0000, 4096, RW, ANON | MAP_FIXED, -1, 0);
	sys(mmap2, 0xfffff000, 4096, RW, ANON | MAP_FIXED, -1, 0);
	sys(mmap2, 0xffffe000, 8192, RW, ANON | MAP_FIXED, -1, 0);
	sys(mmap2, 0xfffe0000, 0x20000, RW, ANON | MAP_FIXED, -1, 0);
	sys(mmap2, 0xfffff000, 4096, RW, ANON, -1, 0);
	sys(mmap2, 0x70000000, 4096, RW, ANON, -1, 0);
	sys(mmap2, 0x70000001, 4096, RW, ANON | 0x100000, -1, 0);
	sys(mmap2, 0, 4096, PROT_READ | PROT_EXEC, ANON, -1, 0);
	sys(mprotect, there, 4096, PROT_NONE);
	sys(read, fd, there, 4);
	sys(mprotect, there, 4096, PROT_READ);
	sys(read, fd, there, 4);
	sys(mprotect, there, 4096, RW);
	sys(read, fd, there, 4);
	sys(mprotect, there + 1, 4096, RW);
	sys(mprotect, 0x10000000, 4096, RW);
	sys(mprotect, there, 4096, 0x70000000);
	sys(mprotect, 0xfffff000, 8192, RW);
	sys(msync, there, 4096, MS_SYNC);
	sys(msync, there, 4096, 99);
	sys(msync, 0x10000000, 4096, MS_SYNC);
	sys(madvise, there, 4096, MADV_DONTNEED);
	outb(there, 16);
	sys(madvise, there, 4096, 9999);
	sys(madvise, there + 1, 4096, MADV_NORMAL);
	sys(madvise, 0x10000000, 4096, MADV_WILLNEED);
	there[0] = 1;
	sys(mincore, there, 8192, in);
	outb(in, 16);
	sys(mincore, there, 4096, BAD);
	sys(mincore, 0x10000000, 4096, in);
	sys(mincore, there + 1, 4096, in);
	sys(mlock, there, 4096);
	sys(mlock2, there, 4096, 1);
	sys(mlock2, there, 4096, 9);
	sys(munlock, there, 4096);
	sys(mlock, 0x10000000, 4096);
	sys(mlockall, 99);
	sys(munlockall);
	sys(remap_file_pages, there, 4096, 0, 0, 0);
	sys(get_mempolicy, 0, 0, 0, 0, 0);
	sys(pkey_alloc, 0, 0);
	sys(pkey_free, 1);
	sys(pkey_mprotect, there, 4096, RW, -1);
}

SCENARIO(remap)
{
	char *from = pages(2);
	uint32_t a;

	from[4096] = 'y';
	sys(mremap, from, 8192, 4096, 0);
	a = sys(mremap, from, 4096, 8192, MREMAP_MAYMOVE);
	note("%02x", *(unsigned char *)(uintptr_t)a);
	sys(mremap, a, 8192, 8192, MREMAP_MAYMOVE | MREMAP_FIXED, from);
	note("%02x", *(unsigned char *)from);
	sys(mremap, from, 4096, 4096, MREMAP_MAYMOVE | MREMAP_FIXED,
	    0xfffff000);
	sys(mremap, from, 4096, 8192, MREMAP_MAYMOVE | MREMAP_FIXED,
	    0xffffe000);
	sys(mremap, from, 4096, 4096, MREMAP_FIXED, from + 4096);
	sys(mremap, from, 4096, 4096, MREMAP_MAYMOVE | MREMAP_FIXED, from);
	sys(mremap, from + 1, 4096, 4096, 0);
	sys(mremap, from, 4096, 0, 0);
	sys(mremap, from, 4096, 4096, 99);
	sys(mremap, from, 4096, 0xfffff000, MREMAP_MAYMOVE);
	sys(mremap, 0x10000000, 4096, 8192, MREMAP_MAYMOVE);
}

/* Until nothing is left below 4 GB: an error, and no address above. */
SCENARIO(full)
{
	uint32_t size, a;

	for (size = 0x40000000; size >= 4096; size /= 2) {
		do {
			a = silent(mmap2, 0, size, PROT_NONE,
				   ANON | MAP_NORESERVE, -1, 0);
		} while (a < -4095U);
	}
	sys(mmap2, 0, 4096, PROT_NONE, ANON | MAP_NORESERVE, -1, 0);
	sys(mmap2, 0x70000000, 4096, PROT_NONE, ANON, -1, 0);
	sys(mremap, MEM_BASE, 4096, 8192, MREMAP_MAYMOVE);
	sys(io_setup, 1, zmem(4));
	sys(shmat, sys(shmget, 0, 4096, 0600), 0, 0);
}

SCENARIO(brk)
{
	uint32_t first = backend_break_start(), start;

	/* libc may have grown it already, and uses what is there. */
	start = (silent(brk, 0) + 0xfff) & ~0xfff;
	silent(brk, start);
	sys(brk, 0);
	sys(brk, start + 1);
	sys(brk, start + 0x12345);
	((volatile char *)(uintptr_t)start)[0x12344] = 'z';
	sys(brk, start + 0x1000);
	sys(brk, start + 0x12345);
	note("%02x", ((unsigned char *)(uintptr_t)start)[0x12344]);
	note("below the first: %#x", silent(brk, first - 1) - start);
	note("far below: %#x", silent(brk, 0x10000) - start);
	sys(brk, 0xffffffff);
	sys(brk, 0xfffff000);
	/* In the way; where it is has nothing to do with the comparison. */
	silent(mmap2, start + 0x21000, 4096, RW, ANON | MAP_FIXED, -1, 0);
	sys(brk, start + 0x30000);
	sys(brk, start + 0x1f000);
	sys(brk, start + 0x21000);
	sys(setrlimit, 2, SET(rlimit, 0x4000000, -1));
	sys(brk, start + 0x20000);
	sys(setrlimit, 2, SET(rlimit, 0, -1));
	sys(brk, start + 0x20800);
	sys(brk, start + 0x1000);
	sys(setrlimit, 2, SET(rlimit, -1, -1));
	sys(brk, start);
	sys(brk, 0);
}

static volatile uint32_t *shared_page(void)
{
	void *p = pages(1);

	sys(mmap2, p, 4096, RW, MAP_SHARED | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
	return p;
}

static int wake(void *arg)
{
	const int *what = arg;

	until_asleep(what[0]);
	silent(futex, what[1], FUTEX_WAKE, 1, 0, 0, 0);
	return 0;
}

SCENARIO(futex)
{
	struct g_timespec64 *ts64 = SET(timespec64, .tv_nsec = 1000000);
	struct g_timespec *ts = SET(timespec, .tv_nsec = 1000000);
	volatile uint32_t *word = shared_page();
	int what[2], pid;

	sys(futex, word, FUTEX_WAIT, 1, 0, 0, 0);
	sys(futex, word, FUTEX_WAIT, 0, ts, 0, 0);
	sys(futex_time64, word, FUTEX_WAIT, 0, ts64, 0, 0);
	sys(futex, word, FUTEX_WAIT_BITSET, 0, ts, 0, -1);
	sys(futex_time64, word, FUTEX_WAIT_BITSET, 0, ts64, 0, 0);
	sys(futex, word, FUTEX_WAKE, 1, 0, 0, 0);
	sys(futex, word, FUTEX_REQUEUE, 1, 1, word + 1, 0);
	sys(futex, word, FUTEX_CMP_REQUEUE, 1, 1, word + 1, 5);
	sys(futex, word, FUTEX_WAKE_OP, 1, 1, word + 1, 0x10001fff);
	outb((void *)word, 8);
	sys(futex, (char *)word + 1, FUTEX_WAIT, 0, 0, 0, 0);
	sys(futex, BAD, FUTEX_WAIT, 0, 0, 0, 0);
	sys(futex, BAD_HIGH, FUTEX_WAKE, 1, 0, 0, 0);
	sys(futex, word, 99, 0, 0, 0, 0);
	sys(futex, word, FUTEX_WAIT, 0, BAD, 0, 0);
	ts->tv_nsec = 1000000000;
	sys(futex, word, FUTEX_WAIT, 0, ts, 0, 0);
	sys(futex_time64, word, FUTEX_WAIT, 0, BAD_HIGH, 0, 0);
	sys(futex, word + 4, FUTEX_LOCK_PI, 0, 0, 0, 0);
	outb((void *)(word + 4), 4);
	sys(futex, word + 4, FUTEX_LOCK_PI, 0, 0, 0, 0);
	sys(futex, word + 4, FUTEX_TRYLOCK_PI, 0, 0, 0, 0);
	sys(futex, word + 4, FUTEX_UNLOCK_PI, 0, 0, 0, 0);
	outb((void *)(word + 4), 4);
	what[0] = silent(getpid);
	what[1] = PTR(word);
	pid = peer(wake, what);
	sys(futex, word, FUTEX_WAIT, 0, 0, 0, 0);
	peer_wait(pid);
	sys(futex_waitv, BAD, 1, 0, 0, 1);
	sys(futex_waitv, word, 0, 0, 0, 1);
}

/* The owner dies while it holds two robust futexes. */
struct robust {
	uint32_t next, lock;
};

static int die_holding(void *arg)
{
	volatile uint32_t *page = arg;
	struct g_robust_list_head *head = (void *)(page + 16);
	struct robust *one = (void *)(page + 32), *two = (void *)(page + 64);
	uint32_t tid = silent(gettid);

	head->next = PTR(one);
	head->futex_offset = offsetof(struct robust, lock);
	head->list_op_pending = PTR(page + 96);
	one->next = PTR(two);
	one->lock = tid | FUTEX_WAITERS;
	two->next = PTR(head);
	two->lock = tid;
	page[97] = tid;
	if (silent(set_robust_list, head, 12))
		return 1;
	page[0] = 1;
	silent(exit_group, 0);
	return 2;
}

SCENARIO(robust_list)
{
	struct g_robust_list_head *head = ZNEW(robust_list_head);
	struct g_timespec *ts = SET(timespec, .tv_sec = 20);
	volatile uint32_t *page = shared_page();
	uint32_t *p = mem(4), *length = mem(4);
	int pid;

	sys(set_robust_list, head, 12);
	sys(get_robust_list, 0, p, length);
	outb(length, 4);
	note("head %s", *p == PTR(head) ? "found" : "not found");
	sys(set_robust_list, head, 24);
	sys(set_robust_list, head, 11);
	sys(get_robust_list, 9999, p, length);
	sys(get_robust_list, 0, BAD, length);
	sys(get_robust_list, 0, p, BAD_HIGH);
	sys(set_robust_list, 0, 12);
	pid = peer(die_holding, (void *)page);
	sys(wait4, pid, 0, 0, 0);
	outb((void *)(page + 33), 4);
	outb((void *)(page + 65), 4);
	outb((void *)(page + 97), 4);
	sys(futex, page + 33, FUTEX_WAIT, 7, ts, 0, 0);
	note("list registered: %u", page[0]);
}

SCENARIO(other_process)
{
	struct g_iovec *here = ZNEWS(iovec, 2), *there = ZNEWS(iovec, 2);
	char *in = mem(32), *text = str("seen from elsewhere");

	here[0].base = PTR(in);
	here[0].len = 8;
	here[1].base = PTR(in + 16);
	here[1].len = 16;
	there[0].base = PTR(text);
	there[0].len = 20;
	sys(process_vm_readv, 2, here, 2, there, 1, 0);
	outb(in, 32);
	sys(process_vm_writev, 2, there, 1, here, 2, 0);
	outb(text, 20);
	sys(process_vm_readv, 2, here, 2, there, 1, 1);
	sys(process_vm_readv, 9999, here, 1, there, 1, 0);
	sys(process_vm_readv, 2, BAD, 1, there, 1, 0);
	there[0].base = BAD;
	sys(process_vm_readv, 2, here, 1, there, 1, 0);
	there[0].base = BAD_HIGH;
	sys(process_vm_readv, 2, here, 1, there, 1, 0);
	here[0].len = 0x80000000;
	sys(process_vm_readv, 2, here, 1, there, 1, 0);
	sys(process_madvise, -1, there, 1, MADV_COLD, 0);
	sys(move_pages, 0, 1, bytes(&(uint32_t){ PTR(in) }, 4), 0, in + 16, 0);
	sys(move_pages, 0, 1, BAD, 0, in, 0);
	sys(move_pages, 0, 1, bytes(&(uint32_t){ PTR(in) }, 4), 0, in, 0x100);
	sys(migrate_pages, 9999, 32, zmem(4), zmem(4));
}

SCENARIO(memfd)
{
	int fd = sys(memfd_create, str("name"), 3);

	sys(memfd_create, str("name"), 0x1000);
	sys(memfd_create, BAD, 0);
	sys(ftruncate64, fd, PAD, LL(0x180000000ULL));
	sys(fcntl64, fd, 1034);
	sys(fcntl64, fd, 1033, 2);
	sys(ftruncate64, fd, PAD, LL(0));
	sys(fcntl64, fd, 1033, 0x100);
	sys(fcntl64, fd, 1034);
	sys(pwrite64, fd, str("end"), 3, PAD, LL(0x17ffffff0ULL));
	sys(lseek, fd, 0, SEEK_END);
	sys(mmap2, 0, 4096, RW, MAP_SHARED, fd, 0x17ffff);
}

SCENARIO(aio)
{
	struct g_timespec64 *ts64 = SET(timespec64, .tv_nsec = 1000000);
	struct g_timespec *ts = SET(timespec, .tv_nsec = 1000000);
	struct g_io_event *events = (void *)mem(64);
	struct g_iocb *write = ZNEW(iocb), *read = ZNEW(iocb);
	uint32_t *context = zmem(4), *list = zmem(8);
	char *in = mem(16);
	int fd;

	fd = sys(open, str("f"), O_RDWR | O_CREAT, 0600);
	sys(io_setup, 4, context);
	note("context %s", *context ? "set" : "not set");
	write->aio_lio_opcode = 1;
	write->aio_fildes = fd;
	write->aio_buf = PTR(str("asynchronous"));
	write->aio_nbytes = 12;
	write->aio_offset = 0x100000000LL;
	write->aio_data = 0x1122334455667788ULL;
	list[0] = PTR(write);
	sys(io_submit, *context, 1, list);
	sys(io_getevents, *context, 1, 2, events, 0);
	outb(events, 64);
	read->aio_fildes = fd;
	read->aio_buf = PTR(in);
	read->aio_nbytes = 16;
	read->aio_offset = 0x100000002LL;
	list[0] = PTR(read);
	list[1] = BAD;
	sys(io_submit, *context, 2, list);
	sys(io_getevents, *context, 1, 2, events, 0);
	outb(events, 64);
	outb(in, 16);
	sys(io_getevents, *context, 1, 2, events, ts);
	sys(io_pgetevents, *context, 1, 2, events, ts, 0);
	sys(io_pgetevents_time64, *context, 1, 2, events, ts64, 0);
	sys(io_getevents, *context, 3, 2, events, ts);
	sys(io_getevents, *context, 1, 2, events, BAD);
	read->aio_lio_opcode = 99;
	sys(io_submit, *context, 1, list);
	sys(io_submit, *context, 1, BAD);
	sys(io_submit, *context, -1, list);
	sys(io_cancel, *context, write, events);
	sys(io_destroy, *context);
	sys(io_destroy, *context);
	sys(io_submit, 0x1000, 1, list);
	*context = 1;
	sys(io_setup, 4, context);
	*context = 0;
	sys(io_setup, 0, context);
	sys(io_setup, 4, BAD_HIGH);
}

SCENARIO(uring)
{
	struct g_io_uring_params *p = ZNEW(io_uring_params);
	int fd;

	fd = sys(io_uring_setup, 4, p);
	outb(p, sizeof(*p));
	sys(io_uring_enter, fd, 0, 0, 0, 0, 0);
	sys(io_uring_enter, fd, 0, 0, 0x80000000, 0, 0);
	sys(io_uring_enter, -1, 0, 0, 0, 0, 0);
	sys(io_uring_register, fd, 999, 0, 0);
	sys(io_uring_register, fd, 4, zmem(4), 1);
	p->flags = 0x80000000;
	sys(io_uring_setup, 4, p);
	sys(mmap2, 0, 4096, RW, MAP_SHARED, fd, 0);
}

SCENARIO(user_fault)
{
	int fd = sys(userfaultfd, O_CLOEXEC | O_NONBLOCK);
	uint64_t *api = zmem(24);
	char *in = mem(32);

	sys(read, fd, in, 32);
	api[0] = 0xaa;
	sys(ioctl, fd, 0xc018aa3f, api);
	outb(api, 16);
	sys(read, fd, in, 32);
	sys(ioctl, fd, 0xc018aa3f, api);
	sys(ioctl, fd, 0xc020aa00, BAD);
}
