// SPDX-License-Identifier: GPL-2.0-only
/*
 * Code that changes, and the helpers at the top of memory
 */
#define _GNU_SOURCE
#include <sys/mman.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "check.h"

#define PAGE		4096
#define MOV_R0(n)	(0xe3a00000U | (n))	/* mov r0, #n */
#define BX_LR		0xe12fff1eU

typedef int (*function)(void);

static void put(uint32_t *code, int n)
{
	code[0] = MOV_R0(n);
	code[1] = BX_LR;
}

static void flush(void *p)
{
	__builtin___clear_cache(p, (char *)p + PAGE);
}

static uint32_t *page(int prot)
{
	void *p = mmap(NULL, PAGE, prot, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (p == MAP_FAILED)
		exit(1);
	return p;
}

static int call(void *code)
{
	return ((function)code)();
}

static void test_rewrite(void)
{
	uint32_t *p = page(PROT_READ | PROT_WRITE | PROT_EXEC);
	int i, good = 0;

	for (i = 0; i < 100; i++) {
		put(p, i);
		flush(p);
		good += call(p) == i;
	}
	check_equal(good, 100, "rewritten_and_flushed");
	munmap(p, PAGE);
}

static void test_mprotect(void)
{
	uint32_t *p = page(PROT_READ | PROT_WRITE);
	int i, good = 0;

	for (i = 0; i < 10; i++) {
		mprotect(p, PAGE, PROT_READ | PROT_WRITE);
		put(p, i);
		mprotect(p, PAGE, PROT_READ | PROT_EXEC);
		flush(p);
		good += call(p) == i;
	}
	check_equal(good, 10, "write_xor_execute");
	munmap(p, PAGE);
}

/* As dlclose() and dlopen(): other code at the same address */
static void test_remap(void)
{
	char name[] = "/tmp/gate32-code-XXXXXX";
	int fd = mkstemp(name), i, good = 0;
	uint32_t code[2], *p = page(PROT_NONE);
	char zeros[PAGE - sizeof(code)] = { 0 };

	for (i = 0; i < 8; i++) {
		put(code, i + 100);
		if (write(fd, code, sizeof(code)) != sizeof(code) ||
		    write(fd, zeros, sizeof(zeros)) != sizeof(zeros))
			exit(1);
	}
	for (i = 0; i < 8; i++) {
		munmap(p, PAGE);
		mmap(p, PAGE, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_FIXED,
		     fd, i * PAGE);
		good += call(p) == i + 100;
	}
	check_equal(good, 8, "other_file_mapped");
	for (i = good = 0; i < 8; i++) {
		uint32_t *q = page(PROT_READ | PROT_WRITE | PROT_EXEC);

		put(q, i + 50);
		flush(q);
		mremap(q, PAGE, PAGE, MREMAP_MAYMOVE | MREMAP_FIXED, p);
		good += call(p) == i + 50;
	}
	check_equal(good, 8, "moved_by_mremap");
	/* The kernel writes it, the engine sees nothing. */
	for (i = good = 0; i < 8; i++) {
		lseek(fd, i * PAGE, SEEK_SET);
		if (read(fd, p, sizeof(code)) != sizeof(code))
			exit(1);
		flush(p);
		good += call(p) == i + 100;
	}
	check_equal(good, 8, "read_and_flushed");
	unlink(name);
	close(fd);
}

static pthread_barrier_t barrier;
static uint32_t *shared;

static void *caller(void *arg)
{
	intptr_t i, good = 0;

	(void)arg;
	for (i = 0; i < 20; i++) {
		pthread_barrier_wait(&barrier);
		good += call(shared) == i;
		pthread_barrier_wait(&barrier);
	}
	return (void *)good;
}

/* One thread writes code that another has executed before. */
static void test_threads(void)
{
	pthread_t t;
	void *good;
	int i;

	shared = page(PROT_READ | PROT_WRITE | PROT_EXEC);
	pthread_barrier_init(&barrier, NULL, 2);
	pthread_create(&t, NULL, caller, NULL);
	for (i = 0; i < 20; i++) {
		put(shared, i);
		flush(shared);
		pthread_barrier_wait(&barrier);
		pthread_barrier_wait(&barrier);
	}
	pthread_join(t, &good);
	check_equal((intptr_t)good, 20, "rewritten_by_another_thread");
}

/* Documentation/arch/arm/kernel_user_helpers.rst */
#define kuser_version	(*(int32_t *)0xffff0ffc)
#define kuser_get_tls	((void *(*)(void))0xffff0fe0)
#define kuser_cmpxchg	((int (*)(int, int, volatile int *))0xffff0fc0)
#define kuser_barrier	((void (*)(void))0xffff0fa0)
#define kuser_cmpxchg64							\
	((int (*)(const int64_t *, const int64_t *,			\
		  volatile int64_t *))0xffff0f60)

static void test_kuser(void)
{
	volatile int value = 5;
	volatile int64_t wide = 0x500000006LL;
	int64_t right = 0x500000006LL, wrong = 0x500000007LL, new = -2;
	void *tls;

	check(kuser_version >= 5, "kuser_version");
	asm volatile("mrc p15, 0, %0, c13, c0, 3" : "=r"(tls));
	check(kuser_get_tls() == tls, "kuser_get_tls");
	kuser_barrier();
	check(kuser_cmpxchg(4, 6, &value) != 0 && value == 5,
	      "kuser_cmpxchg_refuses");
	check(kuser_cmpxchg(5, 6, &value) == 0 && value == 6,
	      "kuser_cmpxchg_stores");
	check(kuser_cmpxchg64(&wrong, &new, &wide) != 0 && wide == right,
	      "kuser_cmpxchg64_refuses");
	check(kuser_cmpxchg64(&right, &new, &wide) == 0 && wide == new,
	      "kuser_cmpxchg64_stores");
}

int main(void)
{
	check_start();
	test_rewrite();
	test_mprotect();
	test_remap();
	test_threads();
	test_kuser();
	return check_end();
}
