// SPDX-License-Identifier: GPL-2.0-only
/*
 * gate32-run - the guest's memory: the low 4 GB of our own
 *
 * The kernel keeps the map; all that is noted here is where code may have
 * been, so that translations are thrown away when that memory changes.
 */
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "kuser.h"
#include "memory.h"
#include "sys.h"
#include "types.h"

/* One bit per 4 KB of guest memory that was ever mapped executable */
static u64 code_pages[(GUEST_END >> 12) / 64];

u32 page_size(void)
{
	static u32 size;

	if (!size)
		size = getpagesize();
	return size;
}

/*
 * Guest pointers may be wrong, and a fault in the translator must not look
 * like one of the guest's: let the kernel do the access, and say EFAULT.
 */
static long transfer(long nr, void *ours, u32 guest, size_t len)
{
	struct iovec local = { ours, len };
	struct iovec remote = { (void *)(u64)guest, len };
	long n;

	if (len == 0)
		return 0;
	if (guest + (u64)len > GUEST_END)
		return -EFAULT;
	n = syscall(nr, getpid(), &local, 1, &remote, 1, 0);
	if (n < 0 && errno == ENOSYS) {
		/* No CONFIG_CROSS_MEMORY_ATTACH: a bad pointer will kill us. */
		if (nr == SYS_process_vm_readv)
			memcpy(ours, (void *)(u64)guest, len);
		else
			memcpy((void *)(u64)guest, ours, len);
		return len;
	}
	return n < 0 ? -EFAULT : n;
}

/* Return: 0 or -EFAULT */
int guest_read(void *to, u32 from, size_t len)
{
	return transfer(SYS_process_vm_readv, to, from, len) == (long)len ?
	       0 : -EFAULT;
}

int guest_write(u32 to, const void *from, size_t len)
{
	return transfer(SYS_process_vm_writev, (void *)from, to, len) ==
	       (long)len ? 0 : -EFAULT;
}

/**
 * guest_read_string() - copy a string, with its end
 *
 * Return: its length, -EFAULT, or -ENAMETOOLONG if it has no end in @size
 */
long guest_read_string(char *to, u32 from, size_t size)
{
	size_t done = 0;

	while (done < size) {
		/* Up to the end of the page: what follows may not be there. */
		size_t n = page_size() - (from + done) % page_size();
		char *end;

		if (n > size - done)
			n = size - done;
		if (guest_read(to + done, from + done, n))
			return -EFAULT;
		end = memchr(to + done, '\0', n);
		if (end)
			return end - to;
		done += n;
	}
	return -ENAMETOOLONG;
}

static u32 try_reserve(u32 addr, u32 len)
{
	void *p = mmap((void *)(u64)addr, len, PROT_NONE,
		       MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE |
		       MAP_FIXED_NOREPLACE, -1, 0);

	if (p == MAP_FAILED)
		return 0;
	if (p != (void *)(u64)addr) {
		/* An old kernel took the address for a hint. */
		munmap(p, len);
		return 0;
	}
	return addr;
}

/**
 * memory_reserve() - address space for the program or its interpreter
 * @hint: where it should be, or 0 for anywhere
 *
 * Return: address, or 0 if there is no room
 */
u32 memory_reserve(u32 hint, u32 len)
{
	u32 addr;

	len = page_up(len, page_size());
	if (hint)
		return try_reserve(hint, len);
	addr = sys_place(len);
	if (addr)
		return addr;
	/* Without the gate nobody but us can choose an address below 4 GB. */
	for (addr = 0xf7000000; addr > 0x40000000; addr -= 0x100000)
		if (try_reserve(addr, len))
			return addr;
	return 0;
}

/**
 * memory_stack() - map the stack of the main thread
 *
 * Linux grows a stack by faults. Here it is mapped at once, which costs
 * nothing until it is used, and ends at a guard area. To be called before the
 * kernel chooses addresses: it starts at the top, too.
 *
 * Return: its end, which is where it starts to grow from
 */
u32 memory_stack(u32 size)
{
	u32 end = KUSER_PAGE - 0x10000, guard = 0x10000;

	if (!try_reserve(end - size - guard, size + guard) ||
	    mprotect((void *)(u64)(end - size), size, PROT_READ | PROT_WRITE)) {
		fprintf(stderr, "gate32-run: no room for a stack of %u bytes\n",
			size);
		exit(125);
	}
	return end;
}

void memory_kuser_page(void)
{
	if (!try_reserve(KUSER_PAGE, page_size()) ||
	    mprotect((void *)KUSER_PAGE, page_size(), PROT_READ | PROT_WRITE)) {
		perror("gate32-run: kuser helper page");
		exit(125);
	}
	memcpy((void *)KUSER_PAGE, kuser_page, kuser_page_end - kuser_page);
	if (mprotect((void *)KUSER_PAGE, page_size(), PROT_READ | PROT_EXEC)) {
		perror("gate32-run: kuser helper page");
		exit(125);
	}
	memory_mapped(KUSER_PAGE, page_size(), true);
}

void memory_mapped(u32 start, u32 len, bool executable)
{
	u64 page, end = ((u64)start + len + 0xfff) >> 12;

	if (!executable)
		return;
	for (page = start >> 12; page < end && page < GUEST_END >> 12; page++)
		code_pages[page / 64] |= 1UL << (page % 64);
}

bool memory_had_code(u32 start, u32 len)
{
	u64 page, end = ((u64)start + len + 0xfff) >> 12;

	for (page = start >> 12; page < end && page < GUEST_END >> 12; page++) {
		if (page % 64 == 0 && !code_pages[page / 64])
			page += 63;
		else if (code_pages[page / 64] & 1UL << (page % 64))
			return true;
	}
	return false;
}
