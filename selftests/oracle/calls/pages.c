// SPDX-License-Identifier: GPL-2.0-only
/*
 * scenarios: more of memory: what calls on mappings say at their limits
 */
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

#include "oracle.h"

#define GROUP "pages"

#define ANON	(MAP_PRIVATE | MAP_ANONYMOUS)
#define RW	(PROT_READ | PROT_WRITE)
#define FREE	0x10000000UL		/* nothing is mapped there */

static int three_pages(void)
{
	char *page = pages(3);
	int fd = silent(openat, AT_FDCWD, str("f"), O_RDWR | O_CREAT, 0600);

	memset(page, 'a', 4096);
	memset(page + 4096, 'b', 4096);
	memset(page + 8192, 'c', 4096);
	silent(write, fd, page, 3 * 4096);
	return fd;
}

/* The offset is in pages and unsigned: the last one is at 16 TB - 4 KB. */
SCENARIO(map_offsets)
{
	static const uint32_t offsets[] = { 0x7ffff, 0x80000, 0xfffff, 0x100000,
					    0x7fffffff, 0x80000000, 0xffffffff };
	int fd = sys(open, str("f"), O_RDWR | O_CREAT | G_O_LARGEFILE, 0600);
	unsigned int i;
	uint32_t a;

	sys(ftruncate64, fd, PAD, LL(0x100000000000ULL));
	for (i = 0; i < sizeof(offsets) / sizeof(offsets[0]); i++) {
		sys(pwrite64, fd, str("there"), 5, PAD,
		    LL((uint64_t)offsets[i] << 12));
		a = sys(mmap2, 0, 4096, RW, MAP_SHARED, fd, offsets[i]);
		if (a < -4095U)
			note("%.5s", (char *)(uintptr_t)a);
		sys(mmap2, 0, 8192, PROT_READ, MAP_PRIVATE, fd, offsets[i]);
	}
}

SCENARIO(map_flags)
{
	static const uint32_t flags[] = {
		ANON | 0x40, ANON | MAP_GROWSDOWN, ANON | MAP_LOCKED,
		ANON | MAP_POPULATE, ANON | MAP_HUGETLB, ANON | MAP_STACK,
		ANON | 0x3, ANON | 0x80000, ANON | 0x80000000, 0,
		MAP_ANONYMOUS, MAP_SHARED | MAP_ANONYMOUS,
		0x3 | 0x80000 | MAP_ANONYMOUS,
	};
	static const uint32_t prots[] = { 0, 1, 2, 4, 7, 8, 0x10, 0x20,
					  0x1000000, 0x80000000 };
	static const uint32_t sizes[] = { 1, 4095, 0x7fffffff, 0x80000001,
					  0xfffff000, 0xfffff001 };
	int fd = three_pages();
	unsigned int i;

	for (i = 0; i < sizeof(flags) / sizeof(flags[0]); i++)
		sys(mmap2, 0, 4096, RW, flags[i], -1, 0);
	sys(mmap2, 0, 4096, RW, 0x3 | 0x80000, fd, 0);
	for (i = 0; i < sizeof(prots) / sizeof(prots[0]); i++)
		sys(mmap2, 0, 4096, prots[i], ANON, -1, 0);
	for (i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++)
		sys(mmap2, 0, sizes[i], PROT_NONE, ANON | MAP_NORESERVE, -1, 1);
	sys(mmap2, 0, 0x10000, RW, MAP_SHARED, fd, 0xfffffff0);
	sys(mmap2, 0, 4096, RW, MAP_SHARED, 0, 0);
	sys(mmap2, 0, 4096, RW, MAP_SHARED,
	    sys(open, str("f"), O_RDONLY), 0);
	sys(mmap2, FREE, 4096, RW, ANON | MAP_FIXED, -1, 0);
	sys(mmap2, FREE, 4096, RW, ANON | 0x100000, -1, 0);
	sys(mmap2, 0, 4096, RW, ANON | MAP_FIXED, -1, 0);
	sys(mmap2, 0xffffffff, 4096, RW, ANON, -1, 0);
	sys(munmap, FREE, 0xffffffff);
	sys(munmap, 0xfffff000, 4096);
	sys(munmap, 0x80000000, 0x80000000);
	sys(munmap, FREE, 4096);
	sys(munmap, FREE, 4096);
}

SCENARIO(protect)
{
	static const uint32_t sizes[] = { 0, 1, 4097, 0x7fffffff, 0x80000000,
					  0xfffff000, 0xfffff001, 0xffffffff };
	char *there = pages(2);
	unsigned int i;

	for (i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		sys(mprotect, FREE, sizes[i], PROT_READ);
		sys(madvise, FREE, sizes[i], MADV_NORMAL);
		sys(msync, FREE, sizes[i], MS_ASYNC);
		sys(mlock, FREE, sizes[i]);
		sys(mlock2, FREE, sizes[i], 1);
		sys(munlock, FREE, sizes[i]);
		sys(mincore, FREE, sizes[i], there);
		sys(remap_file_pages, FREE, sizes[i], 0, 0, 0);
		sys(pkey_mprotect, FREE, sizes[i], PROT_READ, -1);
	}
	sys(mprotect, there, 4096, 0x10);
	sys(mprotect, there, 4096, 0x20);
	sys(mprotect, there, 4096, RW | 0x01000000);
	sys(mprotect, there, 4096, RW | 0x03000000);
	sys(mprotect, there, 4096, RW | PROT_EXEC);
	sys(mprotect, there, 4096, RW);
	sys(pkey_mprotect, there, 4096, RW, -1);
	sys(pkey_mprotect, there, 4096, RW, 0);
	sys(pkey_mprotect, there, 4096, RW, 5);
	sys(pkey_mprotect, there, 4096, RW, 0x80000000);
	sys(pkey_alloc, 1, 0);
	sys(pkey_alloc, 0, 99);
	sys(pkey_free, 0);
	sys(pkey_free, 0x80000000);
	sys(mlockall, 0);
	sys(mlockall, 4);
	sys(mlockall, 5);
	sys(munlockall);
	sys(mlockall, 2);
	sys(mmap2, 0, 4096, RW, ANON, -1, 0);
	sys(munlockall);
	sys(munlock, there + 1, 1);
	sys(mincore, there, 8192, edge(1));
	sys(mincore, there, 4096, edge(1));
	sys(mincore, there, 8192, BAD_HIGH);
}

SCENARIO(advice)
{
	char *there = pages(4);
	int fd = three_pages(), i;

	for (i = 0; i < 27; i++) {
		sys(madvise, there, 8192, i);
		outb(there, 8);
		memset(there, POISON, 8192);
	}
	sys(madvise, there, 4096, 0x80000000);
	sys(madvise, there, 0xfffff001, MADV_NORMAL);
	/* Of a file with three pages, the fourth. */
	sys(mmap2, there, 4 * 4096, RW, MAP_SHARED | MAP_FIXED, fd, 0);
	sys(madvise, there, 4 * 4096, 22);
	sys(madvise, there + 12288, 4096, 23);
	sys(madvise, there, 3 * 4096, 23);
	sys(madvise, there, 4096, MADV_DONTNEED);
	outb(there, 8);
	sys(madvise, there + 4096, 4096, MADV_REMOVE);
	sys(pread64, fd, there + 8192, 4, PAD, LL(4096));
	outb(there + 8192, 8);
	sys(madvise, there, 4096, MADV_FREE);
	sys(msync, there, 8192, MS_SYNC | MS_INVALIDATE);
	sys(msync, there, 4096, MS_SYNC | MS_ASYNC);
	sys(msync, there + 1, 4096, MS_SYNC);
	sys(mlock, there, 4096);
	sys(msync, there, 4096, MS_INVALIDATE);
	sys(madvise, there, 4096, MADV_DONTNEED);
	sys(munlock, there, 4096);
}

/* Pages of one file in another order. */
SCENARIO(reorder)
{
	char *there = pages(3);
	int fd = three_pages();

	sys(mmap2, there, 3 * 4096, RW, MAP_SHARED | MAP_FIXED, fd, 0);
	sys(remap_file_pages, there, 4096, 0, 2, 0);
	sys(remap_file_pages, there + 8192, 4096, 0, 0, 0);
	note("%c%c%c", there[0], there[4096], there[8192]);
	sys(remap_file_pages, there, 4096, 1, 2, 0);
	sys(remap_file_pages, there, 4096, 0, 0xffffffff, 0);
	sys(remap_file_pages, there, 8192, 0, 0xffffffff, 0);
	sys(remap_file_pages, there, 8192, 0, 0x7fffffff, 0);
	sys(remap_file_pages, there, 8192, 0, 1, 0x80000000);
	note("%c%c%c", there[0], there[4096], there[8192]);
}

SCENARIO(remap)
{
	char *from = pages(4);
	int fd = three_pages();
	uint32_t a;

	sys(mremap, from, 4096, 4096, 5);
	*from = 'z';
	a = sys(mremap, from, 4096, 4096, 5);
	note("%02x %02x", *(unsigned char *)from,
	     *(unsigned char *)(uintptr_t)a);
	sys(mremap, from, 4096, 8192, 5);
	sys(mremap, from, 8192, 4096, 4);
	/* A shared mapping has a copy with old size 0. */
	sys(mmap2, from, 4096, RW, MAP_SHARED | MAP_FIXED, fd, 1);
	a = sys(mremap, from, 0, 4096, MREMAP_MAYMOVE);
	note("%c", *(char *)(uintptr_t)a);
	sys(mremap, from + 4096, 0, 4096, MREMAP_MAYMOVE);
	sys(mremap, from, 0xffffffff, 4096, MREMAP_MAYMOVE);
	sys(mremap, from, 4096, 0xffffffff, MREMAP_MAYMOVE);
	sys(mremap, from, 4096, 0x80000000, MREMAP_MAYMOVE);
	sys(mremap, from, 0x80000000, 4096, 0);
	sys(mremap, from, 4096, 4096, MREMAP_MAYMOVE | MREMAP_FIXED, 1);
	sys(mremap, from, 4096, 4096, MREMAP_MAYMOVE | MREMAP_FIXED,
	    0xffff0000);
	sys(mremap, from, 4096, 0x20000, MREMAP_MAYMOVE | MREMAP_FIXED,
	    0xfffe0000);
	sys(mremap, 0xffff0000, 4096, 8192, MREMAP_MAYMOVE);
	sys(mremap, BAD, 4096, 8192, MREMAP_MAYMOVE);
}

/* Unknown to old kernels. */
SCENARIO(seal)
{
	char *there = pages(3);

	if (sys(mseal, there + 4096, 4096, 0) < 0)
		return;
	sys(mseal, there + 4096, 4096, 0);
	sys(munmap, there, 3 * 4096);
	sys(mprotect, there + 4096, 4096, PROT_READ);
	sys(mremap, there + 4096, 4096, 8192, MREMAP_MAYMOVE);
	sys(mremap, there, 4096, 4096, MREMAP_MAYMOVE | MREMAP_FIXED,
	    there + 4096);
	sys(mmap2, there + 4096, 4096, RW, ANON | MAP_FIXED, -1, 0);
	sys(madvise, there + 4096, 4096, MADV_DONTNEED);
	sys(pkey_mprotect, there + 4096, 4096, PROT_READ, -1);
	sys(mseal, FREE, 4096, 0);
	sys(mseal, there, 0xfffff001, 0);
	sys(mseal, there, 0, 0);
	sys(mseal, there, 4096, 0x80000000);
}

SCENARIO(cache)
{
	char *there = pages(1);

	sys(cacheflush, there, there + 4096, 0);
	sys(cacheflush, there + 1, there + 7, 0);
	sys(cacheflush, there, there, 0);
	sys(cacheflush, there + 1, there, 0);
	sys(cacheflush, there, there + 64, 1);
	sys(cacheflush, FREE, FREE + 64, 0);
	sys(cacheflush, BAD, BAD + 4, 0);
	sys(cacheflush, 0xffffff00, 0xffffffff, 0);
}

/* One node: what can be asked of it. */
SCENARIO(nodes)
{
	uint32_t *node = bytes((uint32_t[]){ 1, 0 }, 8), *mode = mem(4);
	uint32_t *mask = mem(16), *status = mem(16);
	char *there = pages(4);
	uint32_t *list = bytes((uint32_t[]){ PTR(there), PTR(there + 4096),
					     FREE, 0xfffff000 }, 16);

	sys(mbind, there, 8192, 2, node, 33, 0);
	sys(get_mempolicy, mode, mask, 64, there, 2);
	out(mode);
	outb(mask, 16);
	sys(get_mempolicy, mode, 0, 0, there, 3);
	out(mode);
	sys(set_mempolicy_home_node, there, 4096, 0, 0);
	sys(set_mempolicy_home_node, there, 4096, 0, 1);
	sys(set_mempolicy_home_node, there, 4096, 0x80000000, 0);
	sys(set_mempolicy_home_node, there + 1, 4096, 0, 0);
	sys(set_mempolicy_home_node, there + 8192, 4096, 0, 0);
	sys(mbind, there, 4096, 3, node, 64, 0x80000000);
	sys(mbind, there, 4096, 0, 0, 0, 3);
	sys(mbind, there, 4096, 2, node, 0x7fffffff, 0);
	sys(mbind, there, 4096, 2, edge(3), 32, 0);
	sys(set_mempolicy, 3, node, 64);
	sys(get_mempolicy, mode, mask, 33, 0, 0);
	out(mode);
	outb(mask, 16);
	sys(get_mempolicy, mode, mask, 1, 0, 0);
	sys(get_mempolicy, mode, edge(3), 32, 0, 0);
	sys(get_mempolicy, mode, mask, 64, 0, 4);
	outb(mask, 16);
	sys(get_mempolicy, mode, mask, 64, there, 0);
	sys(get_mempolicy, mode, mask, 64, FREE, 2);
	sys(get_mempolicy, mode, mask, 64, 0, 0x80000000);
	sys(set_mempolicy, 0, 0, 0);
	sys(migrate_pages, 0, 33, node, node);
	sys(migrate_pages, 0, 33, BAD, node);
	sys(migrate_pages, 0, 33, node, BAD_HIGH);
	sys(migrate_pages, 0, 33, node, bytes((uint32_t[]){ 0, 1 }, 8));
	sys(migrate_pages, 0x80000000, 33, node, node);
	sys(move_pages, 0, 4, list, 0, status, 0);
	outb(status, 16);
	sys(move_pages, 0, 2, list, zmem(8), status, 2);
	outb(status, 16);
	sys(move_pages, 0, 1, list, bytes((uint32_t[]){ 77 }, 4), status, 2);
	sys(move_pages, 0, 4, edge(12), 0, status, 0);
	sys(move_pages, 0, 1, list, BAD_HIGH, status, 2);
	sys(move_pages, 0, 1, list, 0, edge(3), 0);
	sys(move_pages, 0, 0, 0, 0, 0, 0);
	sys(move_pages, 0x7fffffff, 1, list, 0, status, 0);
}

SCENARIO(other_process)
{
	struct g_iovec *v = ZNEWS(iovec, 3), *w = ZNEWS(iovec, 3);
	char *there = pages(2);
	int fd = sys(pidfd_open, silent(getpid), 0);

	v[0].base = PTR(there);
	v[0].len = 4096;
	sys(process_madvise, fd, v, 1, MADV_COLD, 0);
	sys(process_madvise, fd, v, 1, MADV_WILLNEED, 0);
	sys(process_madvise, fd, v, 1, MADV_COLD, 1);
	sys(process_madvise, fd, v, 1, 99, 0);
	sys(process_madvise, fd, v, 1025, MADV_COLD, 0);
	sys(process_madvise, fd, BAD, 1, MADV_COLD, 0);
	sys(process_madvise, fd, edge(7), 1, MADV_COLD, 0);
	sys(process_madvise, 0, v, 1, MADV_COLD, 0);
	v[1].base = FREE;
	v[1].len = 4096;
	sys(process_madvise, fd, v, 2, MADV_PAGEOUT, 0);
	w[0].base = PTR(there + 4096);
	w[0].len = 16;
	v[0].len = 16;
	strcpy(there, "written");
	sys(process_vm_writev, 2, v, 1, w, 1, 0);
	outb(there + 4096, 16);
	sys(process_vm_writev, 2, v, 2, w, 1, 0);
	sys(process_vm_writev, 2, BAD, 1, w, 1, 0);
	sys(process_vm_writev, 2, v, 1, BAD_HIGH, 1, 0);
	sys(process_vm_writev, 2, v, 1, edge(7), 1, 0);
	sys(process_vm_writev, 2, v, 1025, w, 1, 0);
	sys(process_vm_writev, 2, v, 1, w, 1025, 0);
	sys(process_vm_writev, 2, v, 1, w, 1, 0x80000000);
	sys(process_vm_writev, 0x7fffffff, v, 1, w, 1, 0);
	w[0].base = FREE;
	sys(process_vm_writev, 2, v, 1, w, 1, 0);
	w[0].base = PTR(there + 8190);
	w[0].len = 0x7fffffff;
	sys(process_vm_readv, 2, v, 1, w, 1, 0);
	w[0].len = 0x80000000;
	sys(process_vm_readv, 2, v, 1, w, 1, 0);
	w[0].len = 8;
	w[1].len = 0x7fffffff;
	sys(process_vm_readv, 2, v, 1, w, 2, 0);
}

static int exit_at_once(void *arg)
{
	raise(SIGSTOP);
	return 0;
}

/* Memory of a process that is stopped on its way out. */
SCENARIO(release)
{
	int pid = peer(exit_at_once, NULL), status, fd;

	fd = sys(pidfd_open, pid, 0);
	if (waitpid(pid, &status, WUNTRACED) != pid ||
	    ptrace(PTRACE_SEIZE, pid, 0, PTRACE_O_TRACEEXIT))
		skip("no ptrace");
	sys(process_mrelease, fd, 0);
	sys(process_mrelease, fd, 0x80000000);
	kill(pid, SIGCONT);
	do {
		if (waitpid(pid, &status, 0) != pid)
			skip("cannot wait");
		if (status >> 16 != PTRACE_EVENT_EXIT)
			ptrace(PTRACE_CONT, pid, 0, 0);
	} while (status >> 16 != PTRACE_EVENT_EXIT);
	sys(process_mrelease, fd, 0);
	ptrace(PTRACE_DETACH, pid, 0, 0);
	note("exit status %d", peer_wait(pid));
	sys(process_mrelease, fd, 0);
	sys(process_mrelease, 0, 0);
	sys(process_mrelease, 77, 0);
}

SCENARIO(memfd)
{
	char *name = zmem(300);
	uint32_t a;
	int fd;

	memset(name, 'n', 250);
	sys(memfd_create, name, 0);
	name[249] = '\0';
	sys(memfd_create, name, 1);
	sys(memfd_create, str(""), 0x80000000);
	sys(memfd_create, BAD_HIGH, 0);
	sys(memfd_create, edge(4), 0);
	sys(memfd_create, str("x"), 8);		/* no execution, ever */
	sys(memfd_create, str("x"), 0x18);
	fd = sys(memfd_create, str("x"), 2 | 0x10);
	sys(ftruncate, fd, 8192);
	a = sys(mmap2, 0, 8192, RW, MAP_SHARED, fd, 0);
	sys(fcntl64, fd, 1033, 8);
	sys(munmap, a, 8192);
	sys(fcntl64, fd, 1033, 8 | 2 | 4);
	sys(write, fd, str("x"), 1);
	sys(ftruncate64, fd, PAD, LL(0x100000000ULL));
	sys(ftruncate, fd, 0);
	sys(fallocate, fd, 3, LL(0), LL(4096));
	sys(mmap2, 0, 4096, RW, MAP_SHARED, fd, 0);
	sys(fcntl64, fd, 1034);
	sys(fcntl64, fd, 1033, 0x80000000);
	sys(fcntl64, fd, 1033, 1);
	sys(fcntl64, fd, 1033, 1);
	fd = sys(memfd_create, str("huge"), 4);
	sys(ftruncate, fd, 4096);
}
