// SPDX-License-Identifier: GPL-2.0-only
/*
 * Instructions of old programs that new kernels and CPUs trap or lack: SWP,
 * barriers by CP15, SETEND (armhf)
 */
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/time.h>

static unsigned int word = 0x11223344;
static unsigned char byte = 0x55;
static volatile sig_atomic_t stop;

static unsigned int swap(unsigned int *where, unsigned int new)
{
	unsigned int old;

	__asm__ volatile(".arch armv5te\n\tswp %0, %1, [%2]"
			 : "=&r"(old) : "r"(new), "r"(where) : "memory");
	return old;
}

static unsigned int swap_byte(unsigned char *where, unsigned int new)
{
	unsigned int old;

	__asm__ volatile(".arch armv5te\n\tswpb %0, %1, [%2]"
			 : "=&r"(old) : "r"(new), "r"(where) : "memory");
	return old;
}

static void barriers(void)
{
	unsigned int zero = 0;

	__asm__ volatile("mcr p15, 0, %0, c7, c5, 4\n\t"	/* isb */
			 "mcr p15, 0, %0, c7, c10, 4\n\t"	/* dsb */
			 "mcr p15, 0, %0, c7, c10, 5"		/* dmb */
			 : : "r"(zero) : "memory");
}

static unsigned int load_swapped(const unsigned int *where)
{
	unsigned int value;

	__asm__ volatile(".arch armv7-a\n\tsetend be\n\tldr %0, [%1]\n\tsetend le"
			 : "=r"(value) : "r"(where) : "memory");
	return value;
}

static void on_alarm(int sig)
{
	/* A handler starts little-endian, whatever it has interrupted. */
	stop = sig == SIGALRM && word == 0xa1b2c3d4 ? 1 : 2;
}

/* Big-endian when the signal comes, and again after it */
static unsigned int wait_swapped(const volatile sig_atomic_t *flag)
{
	unsigned int value;

	__asm__ volatile(".arch armv7-a\n\tsetend be\n"
			 "1:\tldr %0, [%1]\n\tcmp %0, #0\n\tbeq 1b\n\t"
			 "setend le"
			 : "=&r"(value) : "r"(flag) : "memory", "cc");
	return value;
}

int main(void)
{
	const struct itimerval soon = { .it_value.tv_usec = 200000 };
	unsigned int old;

	setvbuf(stdout, NULL, _IOLBF, 0);
	old = swap(&word, 0xa1b2c3d4);
	printf("swp: %#x, now %#x\n", old, word);
	old = swap_byte(&byte, 0xaa);
	printf("swpb: %#x, now %#x\n", old, byte);
	barriers();
	printf("barriers\n");
	printf("setend: %#x\n", load_swapped(&word));
	signal(SIGALRM, on_alarm);
	setitimer(ITIMER_REAL, &soon, NULL);
	printf("signal: %#x\n", wait_swapped(&stop));
	return 0;
}
