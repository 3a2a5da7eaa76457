// SPDX-License-Identifier: GPL-2.0-only
/*
 * A program that generates code and flushes the cache, as every JIT compiler on
 * ARM does (armhf)
 */
#include <sys/mman.h>
#include <sys/syscall.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define ARM_NR_CACHEFLUSH 0x0f0002

/* mov r0, #value; bx lr */
static void generate(unsigned int *code, unsigned int value)
{
	code[0] = 0xe3a00000 | value;
	code[1] = 0xe12fff1e;
}

int main(void)
{
	unsigned int *code = mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC,
				  MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	int sum = 0, i;

	if (code == MAP_FAILED) {
		perror("mmap");
		return 2;
	}
	for (i = 0; i < 20; i++) {
		generate(code, i);
		if (syscall(ARM_NR_CACHEFLUSH, code, code + 2, 0)) {
			printf("cacheflush: %s\n", strerror(errno));
			return 1;
		}
		sum += ((int (*)(void))code)();
	}
	printf("20 functions, generated and called: %d\n", sum);
	return sum != 190;
}
