// SPDX-License-Identifier: GPL-2.0-only
/*
 * Routed calls: which numbers are routed, what they answer, what is refused
 *
 * - the rule of results: errors, values above 2 GB
 * - the span, and everything outside of it
 * - upper halves of arguments, pointers above 4 GB, tagged addresses
 * - the private calls, against a real AArch32 process where there is one
 * - the calls that the translator must do, which change nothing
 * - base 0, other bases, GATE32_CALL and GATE32_IOCTL
 * - that handlers see a 32-bit caller
 * - what goes on in the process meanwhile
 */
#include "gate32_test.h"

#include <linux/aio_abi.h>
#include <linux/rtc.h>
#include <net/if.h>
#include <netinet/in.h>
#include <pthread.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/utsname.h>

#define LOW 0x20000000UL

#define STR_(_x) #_x
#define STR(_x) STR_(_x)

/* ARM's structures, by fixed-width types. */
struct iovec32 {
	uint32_t base;
	uint32_t len;
};

struct timespec32 {
	int32_t sec;
	int32_t nsec;
};

struct stat64_arm {
	uint64_t dev;
	uint8_t pad0[4];
	uint32_t ino_low;
	uint32_t mode;
	uint32_t nlink;
	uint32_t uid;
	uint32_t gid;
	uint64_t rdev;
	uint8_t pad3[4];
	int64_t size;
	uint32_t blksize;
	uint64_t blocks;
	uint32_t atime, atime_nsec, mtime, mtime_nsec, ctime, ctime_nsec;
	uint64_t ino;
};

FIXTURE(gate)
{
	char *low;
	long page;
};

FIXTURE_SETUP(gate)
{
	OPEN_GATE();
	self->page = getpagesize();
	self->low = low_map(LOW, 16 * self->page);
	ASSERT_NE(NULL, self->low);
}

FIXTURE_TEARDOWN(gate)
{
}

TEST_F(gate, errors_are_negative)
{
	EXPECT_EQ(-EBADF, ARM(close, -1));
	EXPECT_EQ(-EFAULT, ARM(access, 0x10000, 0));
	EXPECT_EQ(-EINVAL, ARM(dup3, 0, 0, 0));
	EXPECT_EQ(-ENOENT, ARM(access, strcpy(self->low, "/nonexistent"), 0));
	EXPECT_EQ(-ESRCH, ARM(kill, 0x7ffffffe, 0));
	EXPECT_EQ(-ECHILD, ARM(wait4, -1, 0, 0, 0));
}

/* Above 2 GB: zero-extended, not taken for negative. */
TEST_F(gate, values_are_zero_extended)
{
	const unsigned long high = 0xc0000000;
	int fd = memfd_create("values", 0);

	ASSERT_LE(0, fd);
	EXPECT_EQ(high, ARM(mmap2, high, self->page, PROT_READ,
			    MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0));
	EXPECT_EQ(high, ARM(mmap2, high, self->page, PROT_READ,
			    MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0));

	EXPECT_EQ(0x70000000, ARM(lseek, fd, 0x70000000, SEEK_SET));
	EXPECT_EQ(0xe0000000, ARM(lseek, fd, 0x70000000, SEEK_CUR));
	EXPECT_EQ(0xe0000000, lseek(fd, 0, SEEK_CUR));
	/* The offset is a signed 32-bit number: this is -1. */
	EXPECT_EQ(0xdfffffff, ARM(lseek, fd, 0xffffffff, SEEK_CUR));
	EXPECT_EQ(0xdfffffff, lseek(fd, 0, SEEK_CUR));
	EXPECT_EQ(-EINVAL, ARM(lseek, fd, 0xffffffff, SEEK_SET));
}

TEST_F(gate, llseek_64)
{
	int fd = memfd_create("llseek", 0);
	int64_t *result = (void *)self->low;

	ASSERT_LE(0, fd);
	EXPECT_EQ(0, ARM(_llseek, fd, 0x12, 0x89abcdef, result, SEEK_SET));
	EXPECT_EQ(0x1289abcdef, *result);
	EXPECT_EQ(0x1289abcdef, lseek(fd, 0, SEEK_CUR));
}

/* 64-bit arguments stand in pairs of registers, the first one even. */
TEST_F(gate, register_pairs)
{
	int fd = memfd_create("pairs", 0);
	struct stat st;

	ASSERT_LE(0, fd);
	EXPECT_EQ(0, ARM(ftruncate64, fd, 0xdead, 0x00001000, 0x5));
	ASSERT_EQ(0, fstat(fd, &st));
	EXPECT_EQ(0x500001000, st.st_size);

	memcpy(self->low, "pair", 4);
	EXPECT_EQ(4, ARM(pwrite64, fd, self->low, 4, 0xdead, 0x10, 0x3));
	EXPECT_EQ(4, pread(fd, self->low + 64, 4, 0x300000010));
	EXPECT_EQ(0, memcmp(self->low + 64, "pair", 4));
}

TEST_F(gate, outside_the_span)
{
	static const unsigned long numbers[] = {
		BASE - 1, BASE + GATE32_NR_SPAN, GATE32_BASE_MIN,
		GATE32_BASE_MIN - 1, 0x7ff00000 + ARM_NR_getpid,
		0xc0000000 + ARM_NR_getpid, 0xffe00000, 0xffffffff, 5000,
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(numbers); i++)
		EXPECT_EQ(-ENOSYS, gate32_svc(numbers[i], 0, 0, 0, 0, 0, 0)) {
			TH_LOG("number %#lx", numbers[i]);
		}
	EXPECT_EQ(getpid(), ARM(getpid));
}

/* As native numbers: w8 counts, not x8. */
TEST_F(gate, upper_half_of_x8)
{
	const unsigned long junk = 0xdeadbeef00000000;

	ASSERT_EQ(getpid(), gate32_svc(junk | __NR_getpid, 0, 0, 0, 0, 0, 0));
	EXPECT_EQ(getpid(), gate32_svc(junk | BASE | ARM_NR_getpid, 0, 0, 0, 0,
				       0, 0));
}

/* Numbers that ARM EABI never had or has no more, up to the private ones. */
TEST_F(gate, holes)
{
	static const unsigned int numbers[] = {
		7, 13, 17, 18, 22, 25, 27, 28, 30, 31, 32, 35, 44, 48, 53, 56,
		58, 59, 68, 69, 76, 82, 84, 90, 98, 101, 102, 109, 110, 112,
		113, 117, 123, 127, 130, 137, 166, 167, 188, 189, 222, 223,
		254, 255, 600, 1000, 0x1000, 0xefff, 0x10000, 0x7ffff, 0xeffff,
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(numbers); i++) {
		EXPECT_EQ(-ENOSYS, ARM_CALL(numbers[i])) {
			TH_LOG("number %u", numbers[i]);
		}
		EXPECT_EQ(-ENOSYS, ARM_ARGS(numbers[i], 0)) {
			TH_LOG("number %u", numbers[i]);
		}
	}
}

TEST(shut)
{
	pid_t pid;
	int fd[2];
	char c;

	REQUIRE_GATE32();
	EXPECT_EQ(-ENOSYS, ARM(getpid));

	/* A process that was there before the gate was opened. */
	ASSERT_EQ(0, pipe(fd));
	pid = fork();
	if (pid == 0) {
		close(fd[1]);
		(void)!read(fd[0], &c, 1);
		_exit(ARM(getpid) == -ENOSYS ? 0 : 1);
	}
	ASSERT_EQ(0, gate32_enable(GATE32_ABI_ARM, BASE));
	EXPECT_EQ(getpid(), ARM(getpid));
	close(fd[1]);
	EXPECT_EQ(0, exit_code(pid));

	ASSERT_EQ(0, gate32_disable());
	EXPECT_EQ(-ENOSYS, ARM(getpid));
}

/*
 * Upper halves of arguments, and pointers above 4 GB.
 */
TEST_F(gate, upper_halves_of_arguments)
{
	const unsigned long junk = 0xdeadbeef00000000;
	unsigned long p = (unsigned long)self->low | junk;
	int fd[2];

	ASSERT_EQ(0, pipe(fd));
	memcpy(self->low, "low memory", 10);
	EXPECT_EQ(10, ARM(write, junk | fd[1], p, junk | 10));
	memset(self->low, 0, 10);
	EXPECT_EQ(10, ARM(read, junk | fd[0], p, junk | 64));
	EXPECT_EQ(0, memcmp(self->low, "low memory", 10));
	/* With a native handler that takes a 64-bit length. */
	EXPECT_EQ(0, ARM(madvise, p, junk | self->page, junk | MADV_NORMAL));
	EXPECT_EQ(0, ARM(munmap, p + 15 * self->page, junk | self->page));
}

TEST_F(gate, pointer_above_4gb)
{
	unsigned long high = 0x7100000000;
	char *p = low_map(high | 0x28000000, self->page);
	int fd[2];
	char c = 'k';

	ASSERT_NE(NULL, p);
	strcpy(p, "secret");
	ASSERT_EQ(0, pipe(fd));
	/* Nothing is mapped at its low half. */
	EXPECT_EQ(-EFAULT, ARM(write, fd[1], p, 6));
	EXPECT_EQ(1, write(fd[1], &c, 1));
	EXPECT_EQ(-EFAULT, ARM(read, fd[0], p, 1));
	EXPECT_STREQ("secret", p);
	/* The native call can. */
	EXPECT_EQ(1, read(fd[0], p, 1));
	EXPECT_EQ('k', p[0]);
}

/*
 * Sanitizers, and translators built with them, have the kernel ignore the top
 * byte of addresses. 32-bit tasks have no such byte, nor that setting.
 */
TEST_F(gate, tagged_addresses)
{
	char *tagged = (char *)((uintptr_t)self->low | 0x5aUL << 56);
	int fd[2];

	ASSERT_EQ(0, pipe(fd));
	memcpy(self->low, "tagged", 6);
	EXPECT_EQ(-1, write(fd[1], tagged, 6));
	if (prctl(PR_SET_TAGGED_ADDR_CTRL, PR_TAGGED_ADDR_ENABLE, 0, 0, 0))
		SKIP(return, "this kernel has no tagged addresses");

	EXPECT_EQ(6, ARM(write, fd[1], self->low, 6));
	EXPECT_EQ(6, ARM(write, fd[1], tagged, 6));
	EXPECT_EQ(6, ARM_ARGS(ARM_NR_write, fd[1], (uintptr_t)self->low, 6));
	EXPECT_EQ(18, ARM(read, fd[0], self->low, 64));
	EXPECT_EQ(0, memcmp(self->low, "taggedtaggedtagged", 18));
	EXPECT_EQ(-EFAULT, ARM(write, fd[1], 0xffff0000, 6));
	EXPECT_GT(1L << 32, ARM(mmap2, 0, self->page, PROT_READ,
				MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));

	EXPECT_EQ(-EINVAL, ARM(prctl, PR_GET_TAGGED_ADDR_CTRL, 0, 0, 0, 0));
	EXPECT_EQ(-EINVAL, ARM(prctl, PR_SET_TAGGED_ADDR_CTRL, 0, 0, 0, 0));
	EXPECT_EQ(PR_TAGGED_ADDR_ENABLE,
		  prctl(PR_GET_TAGGED_ADDR_CTRL, 0, 0, 0, 0));
	EXPECT_EQ(6, write(fd[1], tagged, 6));
}

/*
 * Six bytes by io_submit(), from an address in 64 bits. What the call needs
 * besides is laid out at @low.
 */
static long submit(bool routed, char *low, uint32_t ctx, int fd, uint64_t from)
{
	struct iocb *cb = (void *)(low + 64);
	uint64_t list = (uintptr_t)cb;

	*cb = (struct iocb){
		.aio_lio_opcode = IOCB_CMD_PWRITE, .aio_fildes = fd,
		.aio_buf = from, .aio_nbytes = 6,
	};
	memcpy(low, &list, sizeof(list));
	if (routed)
		return ARM(io_submit, ctx, 1, low);

	return gate32_svc(__NR_io_submit, ctx, 1, (uintptr_t)low, 0, 0, 0);
}

/* A field of 64 bits has room for a tag. That of a 32-bit task is no address. */
TEST_F(gate, tagged_addresses_in_structures)
{
	const uint64_t plain = (uintptr_t)self->low + 512;
	const uint64_t tagged = plain | 0x5aUL << 56;
	uint32_t *ctx = (void *)self->low;
	char *low = self->low + 256;
	int fd = memfd_create("tagged", 0);
	pid_t child;

	*ctx = 0;
	ASSERT_EQ(0, ARM(io_setup, 8, ctx));
	EXPECT_EQ(-EFAULT, submit(false, low, *ctx, fd, tagged));
	if (prctl(PR_SET_TAGGED_ADDR_CTRL, PR_TAGGED_ADDR_ENABLE, 0, 0, 0))
		SKIP(return, "this kernel has no tagged addresses");

	EXPECT_EQ(1, submit(true, low, *ctx, fd, plain));
	EXPECT_EQ(-EFAULT, submit(true, low, *ctx, fd, tagged));
	/* The native call can, and so can those of a child. */
	EXPECT_EQ(1, submit(false, low, *ctx, fd, tagged));
	child = ARM(fork);
	if (child == 0)
		_exit(prctl(PR_GET_TAGGED_ADDR_CTRL, 0, 0, 0, 0) !=
		      PR_TAGGED_ADDR_ENABLE);
	EXPECT_EQ(0, exit_code(child));
}

/*
 * Private calls. Documented: breakpoint, usr26, usr32 and unknown numbers
 * ENOSYS; cacheflush works; set_tls EOPNOTSUPP; from 0xf0800 on SIGILL.
 */
static volatile int got_signo, got_code;

static void on_signal(int sig, siginfo_t *info, void *context)
{
	got_signo = info->si_signo;
	got_code = info->si_code;
}

TEST_F(gate, private_calls)
{
	/* The first one makes memory where this process has some. */
	static const struct {
		const char *oracle;
		uint32_t nr;
		uint32_t arg[3];
		uint32_t ret;
		int signo;
	} table[] = {
		{ STR(ARM_NR_mmap2) ",0x20000000,4096,3,0x32,0xffffffff,0",
		  ARM_NR_getpid },
		{ "0xf0000", 0xf0000, {}, -ENOSYS },
		{ "0xf0001", ARM_NR_breakpoint, {}, -ENOSYS },
		{ "0xf0002,0x20000000,0x20001000,0", ARM_NR_cacheflush,
		  { LOW, LOW + 4096, 0 }, 0 },
		{ "0xf0002,0x20000000,0x20000000,0", ARM_NR_cacheflush,
		  { LOW, LOW, 0 }, 0 },
		{ "0xf0002,0x20001000,0x20000000,0", ARM_NR_cacheflush,
		  { LOW + 4096, LOW, 0 }, -EINVAL },
		{ "0xf0002,0x20000000,0x20001000,1", ARM_NR_cacheflush,
		  { LOW, LOW + 4096, 1 }, -EINVAL },
		{ "0xf0003", ARM_NR_usr26, {}, -ENOSYS },
		{ "0xf0004", ARM_NR_usr32, {}, -ENOSYS },
		{ "0xf0006", 0xf0006, {}, -ENOSYS },
		{ "0xf07ff", 0xf07ff, {}, -ENOSYS },
		{ "0xf0800", 0xf0800, {}, 0, SIGILL },
		{ "0xfffff", 0xfffff, {}, 0, SIGILL },
	};
	const char *calls[ARRAY_SIZE(table) + 1] = {};
	struct arm32_answer answers[ARRAY_SIZE(table)];
	const struct sigaction act = {
		.sa_sigaction = on_signal,
		.sa_flags = SA_SIGINFO,
	};
	bool oracle = aarch32_capable();
	size_t i;

	for (i = 0; i < ARRAY_SIZE(table); i++)
		calls[i] = table[i].oracle;
	if (oracle)
		ASSERT_EQ(ARRAY_SIZE(table), arm32_ask(calls, answers));
	ASSERT_EQ(0, sigaction(SIGILL, &act, NULL));

	for (i = 1; i < ARRAY_SIZE(table); i++) {
		uint32_t want = oracle ? answers[i].ret : table[i].ret;
		int signo = oracle ? answers[i].signo : table[i].signo;
		long ret;

		got_signo = 0;
		ret = ARM_CALL(table[i].nr, table[i].arg[0], table[i].arg[1],
			       table[i].arg[2]);
		EXPECT_EQ(want, (uint32_t)ret) {
			TH_LOG("call %s", table[i].oracle);
		}
		EXPECT_EQ(signo, got_signo);
		if (signo)
			EXPECT_EQ(oracle ? answers[i].code : ILL_ILLTRP,
				  got_code);

		got_signo = 0;
		ret = ARM_ARGS(table[i].nr, table[i].arg[0], table[i].arg[1],
			       table[i].arg[2]);
		EXPECT_EQ(want, (uint32_t)ret) {
			TH_LOG("GATE32_CALL of %s", table[i].oracle);
		}
		EXPECT_EQ(signo, got_signo);
	}
}

TEST_F(gate, private_set_tls)
{
	void *tp = __builtin_thread_pointer();

	EXPECT_EQ(-EOPNOTSUPP, ARM(set_tls, 0x12345678));
	EXPECT_EQ(-EOPNOTSUPP, ARM_ARGS(ARM_NR_set_tls, 0x12345678));
	sched_yield();
	EXPECT_EQ(tp, __builtin_thread_pointer());
}

/* Code that was changed is what runs after a cacheflush. */
TEST_F(gate, private_cacheflush_works)
{
	uint32_t *code = mmap((void *)0x30000000, self->page,
			      PROT_READ | PROT_WRITE | PROT_EXEC,
			      MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE,
			      -1, 0);
	int (*fn)(void) = (void *)code;
	int i;

	ASSERT_EQ((void *)0x30000000, code);
	for (i = 0; i < 1000; i++) {
		code[0] = 0x52800000 | (i << 5);	/* mov w0, #i */
		code[1] = 0xd65f03c0;			/* ret */
		ASSERT_EQ(0, ARM(cacheflush, code, code + 2, 0));
		ASSERT_EQ(i, fn());
	}
}

static int unknown_private(void *arg)
{
	ARM_CALL(0xf0800);
	return 1;
}

/*
 * What the kernel does in a cacheflush, as far as this CPU needs it. QEMU's
 * cache instructions do nothing, hence do not fault, so this CPU is asked.
 */
static int maintain(void *arg)
{
	unsigned long ctr;

	__asm__("mrs %0, ctr_el0" : "=r"(ctr));
	if (!(ctr & 1UL << 28))
		__asm__ __volatile__("dc cvau, %0" : : "r"(arg) : "memory");
	if (!(ctr & 1UL << 29))
		__asm__ __volatile__("ic ivau, %0" : : "r"(arg) : "memory");
	return 0;
}

TEST_F(gate, private_cacheflush_unmapped)
{
	const unsigned long nothing = LOW + 0x1000000;
	int ended = in_child(maintain, (void *)nothing);

	ASSERT_TRUE(ended == 0 || ended == KILLED_BY(SIGSEGV));
	EXPECT_EQ(ended ? -EFAULT : 0, ARM(cacheflush, nothing,
					   nothing + self->page, 0));
}

TEST_F(gate, private_unknown_kills)
{
	EXPECT_EQ(KILLED_BY(SIGILL), in_child(unknown_private, NULL));
}

/*
 * What the translator must do itself: refused, and nothing is changed.
 */
FIXTURE(refused)
{
	uint64_t *low;
	struct sigaction act;
	stack_t stack;
	int *tid_address;
};

FIXTURE_VARIANT(refused)
{
	unsigned int nr;
	uint32_t args[6];
};

static void some_handler(int sig)
{
}

static uint64_t stack_memory[2048];

FIXTURE_SETUP(refused)
{
	OPEN_GATE();
	self->low = low_map(LOW, getpagesize());
	ASSERT_NE(NULL, self->low);
	self->act.sa_handler = some_handler;
	ASSERT_EQ(0, sigaction(SIGUSR1, &self->act, NULL));
	self->stack.ss_sp = stack_memory;
	self->stack.ss_size = sizeof(stack_memory);
	ASSERT_EQ(0, sigaltstack(&self->stack, NULL));
	ASSERT_EQ(0, prctl(PR_GET_TID_ADDRESS, &self->tid_address));
}

FIXTURE_TEARDOWN(refused)
{
	struct sigaction act;
	int *tid_address;
	stack_t stack;
	size_t i;

	EXPECT_EQ(0, sigaction(SIGUSR1, NULL, &act));
	EXPECT_TRUE(act.sa_handler == some_handler);
	EXPECT_EQ(0, sigaltstack(NULL, &stack));
	EXPECT_EQ(self->stack.ss_sp, stack.ss_sp);
	EXPECT_EQ(self->stack.ss_size, stack.ss_size);
	EXPECT_EQ(0, prctl(PR_GET_TID_ADDRESS, &tid_address));
	EXPECT_EQ(self->tid_address, tid_address);
	/* Nothing was written either. */
	for (i = 0; i < 64; i++)
		EXPECT_EQ(0, self->low[i]);
}

#define REFUSED(_name, ...)						\
	FIXTURE_VARIANT_ADD(refused, _name) {				\
		.nr = ARM_NR_##_name, .args = { __VA_ARGS__ },		\
	}

REFUSED(restart_syscall, 0);
REFUSED(sigreturn, 0);
REFUSED(rt_sigreturn, 0);
REFUSED(sigaction, SIGUSR1, LOW, LOW + 128);
REFUSED(rt_sigaction, SIGUSR1, LOW, LOW + 128, 8);
REFUSED(sigaltstack, LOW, LOW + 128);
REFUSED(set_tid_address, LOW);
REFUSED(rseq, LOW, 32, 0, 0x53053053);
/* PTRACE_TRACEME */
REFUSED(ptrace, 0);

TEST_F(refused, changes_nothing)
{
	const __u32 *a = variant->args;
	char line[128];
	FILE *status;
	int tracer = -1;

	EXPECT_EQ(-EOPNOTSUPP, ARM_CALL(variant->nr, a[0], a[1], a[2], a[3],
					a[4], a[5]));
	EXPECT_EQ(-EOPNOTSUPP, gate32_call_args(variant->nr, a));
	EXPECT_EQ(-EOPNOTSUPP, ARM_CALL(variant->nr));
	EXPECT_EQ(-EOPNOTSUPP, ARM_CALL(variant->nr, -1, -1, -1, -1, -1, -1));

	status = fopen("/proc/self/status", "r");
	ASSERT_NE(NULL, status);
	while (fgets(line, sizeof(line), status))
		if (sscanf(line, "TracerPid: %d", &tracer) == 1)
			break;
	fclose(status);
	EXPECT_EQ(0, tracer);
}

/*
 * Bases.
 */
FIXTURE(base) {};

FIXTURE_VARIANT(base)
{
	unsigned long base;
};

FIXTURE_VARIANT_ADD(base, lowest) { .base = GATE32_BASE_MIN };
FIXTURE_VARIANT_ADD(base, between) { .base = 0x40000000 };
FIXTURE_VARIANT_ADD(base, standard) { .base = GATE32_BASE_DEFAULT };
FIXTURE_VARIANT_ADD(base, highest) { .base = GATE32_BASE_MAX };

FIXTURE_SETUP(base)
{
	REQUIRE_GATE32();
	ASSERT_EQ(0, gate32_enable(GATE32_ABI_ARM, variant->base));
}

FIXTURE_TEARDOWN(base)
{
}

TEST_F(base, span)
{
	const unsigned long base = variant->base;

	EXPECT_EQ(getpid(), gate32_call(base, ARM_NR_getpid, 0, 0, 0, 0, 0, 0));
	EXPECT_EQ(-EBADF, gate32_call(base, ARM_NR_close, -1, 0, 0, 0, 0, 0));
	EXPECT_EQ(-EOPNOTSUPP, gate32_call(base, 0, 0, 0, 0, 0, 0, 0));
	EXPECT_EQ(-ENOSYS, gate32_call(base, 0xf07ff, 0, 0, 0, 0, 0, 0));
	EXPECT_EQ(-ENOSYS, gate32_svc(base - 1, 0, 0, 0, 0, 0, 0));
	EXPECT_EQ(-ENOSYS, gate32_svc(base + GATE32_NR_SPAN, 0, 0, 0, 0, 0, 0));
	/* Native numbers as ever. */
	EXPECT_EQ(getppid(), gate32_svc(__NR_getppid, 0, 0, 0, 0, 0, 0));
	EXPECT_EQ(-EBADF, gate32_svc(__NR_close, -1, 0, 0, 0, 0, 0));
}

TEST(base_zero)
{
	static const unsigned long bases[] = {
		0, GATE32_BASE_MIN, GATE32_BASE_DEFAULT, GATE32_BASE_MAX,
	};
	int fd[2], n = 0;
	size_t i;

	REQUIRE_GATE32();
	ASSERT_EQ(0, gate32_enable(GATE32_ABI_ARM, 0));
	/* Number 20 of the native table is epoll_create1. */
	EXPECT_EQ(-EINVAL, gate32_svc(ARM_NR_getpid, -1, 0, 0, 0, 0, 0));
	for (i = 1; i < ARRAY_SIZE(bases); i++)
		EXPECT_EQ(-ENOSYS, gate32_call(bases[i], ARM_NR_getpid, 0, 0,
					       0, 0, 0, 0));

	EXPECT_EQ(getpid(), ARM_ARGS(ARM_NR_getpid, 0));
	EXPECT_EQ(-EOPNOTSUPP, ARM_ARGS(ARM_NR_sigreturn, 0));
	ASSERT_EQ(0, gate32_brk_start(0x30000001));
	EXPECT_EQ(0x30000001, ARM_ARGS(ARM_NR_brk, 0));
	ASSERT_EQ(0, pipe(fd));
	EXPECT_EQ(3, write(fd[1], "abc", 3));
	ASSERT_NE(NULL, low_map(LOW, getpagesize()));
	EXPECT_EQ(0, gate32_ioctl(fd[0], FIONREAD, LOW));
	memcpy(&n, (void *)LOW, sizeof(n));
	EXPECT_EQ(3, n);
}

/* GATE32_CALL makes the same call. */
TEST_F(gate, call_is_the_same)
{
	const uint32_t p = LOW;
	const struct {
		uint32_t nr;
		uint32_t args[6];
	} table[] = {
		{ ARM_NR_getpid }, { ARM_NR_getppid }, { ARM_NR_gettid },
		{ ARM_NR_getuid32 }, { ARM_NR_getegid32 }, { ARM_NR_getpgrp },
		{ ARM_NR_close, { -1 } }, { ARM_NR_getpgid, { 0 } },
		{ ARM_NR_uname, { p } }, { ARM_NR_uname, { 0 } },
		{ ARM_NR_fstat64, { 0, p } }, { ARM_NR_statfs64, { p, 88, p } },
		{ ARM_NR_ugetrlimit, { RLIMIT_NOFILE, p } },
		{ ARM_NR_sched_getaffinity, { 0, 64, p } },
		{ ARM_NR_getcwd, { p, 256 } }, { ARM_NR_getcwd, { p, 1 } },
		{ ARM_NR_rt_sigprocmask, { SIG_SETMASK, 0, p, 8 } },
		{ ARM_NR_rt_sigprocmask, { SIG_SETMASK, 0, p, 4 } },
		{ ARM_NR_getgroups32, { 0, 0 } },
		{ ARM_NR_socketpair, { AF_UNIX, SOCK_STREAM, 0, 0 } },
		{ ARM_NR_ioctl, { -1, FIONREAD, p } },
		{ 1000 }, { ARM_NR_rseq },
	};
	char *copy = malloc(self->page);
	size_t i;

	ASSERT_NE(NULL, copy);
	for (i = 0; i < ARRAY_SIZE(table); i++) {
		const __u32 *a = table[i].args;
		long routed, called;

		memset(self->low, 0x55, self->page);
		routed = ARM_CALL(table[i].nr, a[0], a[1], a[2], a[3], a[4],
				  a[5]);
		memcpy(copy, self->low, self->page);
		memset(self->low, 0x55, self->page);
		called = gate32_call_args(table[i].nr, a);
		EXPECT_EQ(routed, called) {
			TH_LOG("number %u", table[i].nr);
		}
		EXPECT_EQ(0, memcmp(copy, self->low, self->page)) {
			TH_LOG("number %u: what it wrote", table[i].nr);
		}
	}
}

/*
 * SIOCGIFCONF takes a pointer in a structure: 8 bytes for ARM, 16 natively,
 * and gives a list of entries of other sizes.
 */
FIXTURE(ioctls)
{
	struct ifconf32 {
		int32_t len;
		uint32_t list;
	} *conf;
};

FIXTURE_VARIANT(ioctls)
{
	long (*ioctl32)(int fd, unsigned int cmd, uint32_t arg);
};

static long ioctl_routed(int fd, unsigned int cmd, uint32_t arg)
{
	return ARM(ioctl, fd, cmd, arg);
}

static long ioctl_call(int fd, unsigned int cmd, uint32_t arg)
{
	return ARM_ARGS(ARM_NR_ioctl, fd, cmd, arg);
}

static long ioctl_verb(int fd, unsigned int cmd, uint32_t arg)
{
	return gate32_ioctl(fd, cmd, arg);
}

FIXTURE_VARIANT_ADD(ioctls, routed) { .ioctl32 = ioctl_routed };
FIXTURE_VARIANT_ADD(ioctls, call) { .ioctl32 = ioctl_call };
FIXTURE_VARIANT_ADD(ioctls, verb) { .ioctl32 = ioctl_verb };

FIXTURE_SETUP(ioctls)
{
	OPEN_GATE();
	self->conf = low_map(LOW, getpagesize());
	ASSERT_NE(NULL, self->conf);
}

FIXTURE_TEARDOWN(ioctls)
{
}

TEST_F(ioctls, list_of_interfaces)
{
	struct ifreq native[16];
	struct ifconf conf = {
		.ifc_len = sizeof(native),
		.ifc_req = native,
	};
	/* struct ifreq of ARM: a name and 16 bytes of union. */
	char (*list)[32] = (void *)(LOW + 256);
	int fd = socket(AF_INET, SOCK_DGRAM, 0);
	int i, n;

	if (fd < 0 && errno == EAFNOSUPPORT)
		SKIP(return, "no internet protocols");
	ASSERT_EQ(0, ioctl(fd, SIOCGIFCONF, &conf));
	n = conf.ifc_len / sizeof(native[0]);
	if (!n)
		SKIP(return, "no network interface is up");

	self->conf->len = 16 * 32;
	self->conf->list = LOW + 256;
	ASSERT_EQ(0, variant->ioctl32(fd, SIOCGIFCONF,
				      (uintptr_t)self->conf));
	ASSERT_EQ(n * 32, self->conf->len);
	for (i = 0; i < n; i++) {
		EXPECT_STREQ(native[i].ifr_name, list[i]);
		EXPECT_EQ(0, memcmp(&native[i].ifr_addr, list[i] + 16, 16));
	}
}

/* A command that only 32-bit callers have: RTC_IRQP_READ of a 32-bit long. */
TEST_F(ioctls, command_of_its_own)
{
	const unsigned int irqp_read32 = _IOR('p', 0x0b, uint32_t);
	uint32_t *freq32 = (void *)LOW;
	unsigned long freq = 0;
	int fd = open("/dev/rtc0", O_RDONLY);

	if (fd < 0 || ioctl(fd, RTC_IRQP_READ, &freq))
		SKIP(return, "no real-time clock at /dev/rtc0");
	EXPECT_EQ(-1, ioctl(fd, irqp_read32, &freq));
	EXPECT_EQ(ENOTTY, errno);
	freq32[0] = 0x55555555;
	freq32[1] = 0x55555555;
	EXPECT_EQ(0, variant->ioctl32(fd, irqp_read32, LOW));
	EXPECT_EQ((uint32_t)freq, freq32[0]);
	EXPECT_EQ(0x55555555, freq32[1]);
}

/*
 * Handlers see a 32-bit caller: those that are the same for both, by
 * in_compat_syscall(); those of the compat table, by what they are.
 */
TEST_F(gate, caller_is_32bit_iovec)
{
	struct iovec32 *iov = (void *)self->low;
	int fd[2];

	ASSERT_EQ(0, pipe(fd));
	memcpy(self->low + 64, "onetwo", 6);
	iov[0] = (struct iovec32){ LOW + 64, 3 };
	iov[1] = (struct iovec32){ LOW + 67, 3 };
	EXPECT_EQ(6, ARM(writev, fd[1], iov, 2));
	EXPECT_EQ(6, read(fd[0], self->low + 128, 6));
	EXPECT_EQ(0, memcmp(self->low + 128, "onetwo", 6));
}

TEST_F(gate, caller_is_32bit_sockopt)
{
	struct timeval tv = { 5, 0 };
	uint32_t *len = (void *)self->low;
	uint32_t *val = len + 4;
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);

	ASSERT_EQ(0, setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &tv, sizeof(tv)));
	*len = 16;
	val[2] = 0x55555555;
	EXPECT_EQ(0, ARM(getsockopt, fd, SOL_SOCKET, SO_RCVTIMEO, val, len));
	EXPECT_EQ(8, *len);
	EXPECT_EQ(5, val[0]);
	EXPECT_EQ(0, val[1]);
	EXPECT_EQ(0x55555555, val[2]);
}

TEST_F(gate, caller_is_32bit_stat)
{
	struct stat64_arm *st = (void *)self->low;
	struct stat want;
	int fd = memfd_create("stat", 0);

	ASSERT_LE(0, fd);
	ASSERT_EQ(0, ftruncate(fd, 0x123456789));
	ASSERT_EQ(0, fstat(fd, &want));
	memset(self->low, 0x55, self->page);
	ASSERT_EQ(0, ARM(fstat64, fd, st));
	EXPECT_EQ(want.st_dev, st->dev);
	EXPECT_EQ(want.st_ino, st->ino);
	EXPECT_EQ((uint32_t)want.st_ino, st->ino_low);
	EXPECT_EQ(want.st_mode, st->mode);
	EXPECT_EQ(want.st_nlink, st->nlink);
	EXPECT_EQ(want.st_size, st->size);
	EXPECT_EQ(want.st_blocks, st->blocks);
	EXPECT_EQ((uint32_t)want.st_mtim.tv_sec, st->mtime);
	EXPECT_EQ((uint32_t)want.st_mtim.tv_nsec, st->mtime_nsec);
	EXPECT_EQ(0x55, self->low[sizeof(*st)]);
}

TEST_F(gate, caller_is_32bit_time)
{
	struct timespec32 *ts = (void *)self->low;
	struct timespec before, after;

	ts[1].sec = 0x55555555;
	ASSERT_EQ(0, clock_gettime(CLOCK_MONOTONIC, &before));
	ASSERT_EQ(0, ARM(clock_gettime, CLOCK_MONOTONIC, ts));
	ASSERT_EQ(0, clock_gettime(CLOCK_MONOTONIC, &after));
	EXPECT_LE(before.tv_sec, ts->sec);
	EXPECT_GE(after.tv_sec, ts->sec);
	EXPECT_EQ(0x55555555, ts[1].sec);
}

/*
 * Meanwhile in the process.
 */
TEST_F(gate, native_calls_between)
{
	struct timeval tv = { 5, 0 }, got;
	socklen_t len = sizeof(got);
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);
	struct utsname uts;
	int i;

	ASSERT_EQ(0, setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &tv, sizeof(tv)));
	for (i = 0; i < 1000; i++) {
		void *p;

		ASSERT_EQ(getpid(), ARM(getpid));
		ASSERT_EQ(getpid(), syscall(__NR_getpid));
		ASSERT_EQ(0, getsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &got,
					&len));
		ASSERT_EQ(sizeof(got), len);
		ASSERT_EQ(-EBADF, ARM(close, -1));
		p = mmap(NULL, self->page, PROT_READ,
			 MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
		ASSERT_NE(MAP_FAILED, p);
		ASSERT_LT(FOUR_GB, (unsigned long)p);
		ASSERT_EQ(0, ARM(uname, self->low));
		ASSERT_EQ(0, uname(&uts));
		ASSERT_EQ(0, munmap(p, self->page));
	}
}

struct reader {
	int fd;
	long ret;
	pid_t tid;
};

static void *routed_read(void *arg)
{
	struct reader *r = arg;

	__atomic_store_n(&r->tid, gettid(), __ATOMIC_RELEASE);
	r->ret = ARM(read, r->fd, LOW, 16);

	return NULL;
}

static pid_t reader_asleep(struct reader *r)
{
	pid_t tid;

	while (!(tid = __atomic_load_n(&r->tid, __ATOMIC_ACQUIRE)))
		usleep(1000);

	return wait_asleep(tid) ? tid : 0;
}

/* A call under way in another thread finishes. */
TEST_F(gate, disable_under_a_call)
{
	struct reader r = {};
	pthread_t thread;
	int fd[2];

	ASSERT_EQ(0, pipe(fd));
	r.fd = fd[0];
	ASSERT_EQ(0, pthread_create(&thread, NULL, routed_read, &r));
	ASSERT_NE(0, reader_asleep(&r));
	ASSERT_EQ(0, gate32_disable());
	EXPECT_EQ(-ENOSYS, ARM(getpid));
	EXPECT_EQ(4, write(fd[1], "word", 4));
	ASSERT_EQ(0, pthread_join(thread, NULL));
	EXPECT_EQ(4, r.ret);
	EXPECT_EQ(0, memcmp(self->low, "word", 4));
}

/* While one thread is in the window, the others are 64-bit. */
TEST_F(gate, other_threads_under_a_call)
{
	struct reader r = {};
	pthread_t thread;
	int fd[2];
	void *p;

	ASSERT_EQ(0, pipe(fd));
	r.fd = fd[0];
	ASSERT_EQ(0, pthread_create(&thread, NULL, routed_read, &r));
	ASSERT_NE(0, reader_asleep(&r));
	p = mmap(NULL, self->page, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1,
		 0);
	EXPECT_LT(FOUR_GB, (unsigned long)p);
	EXPECT_EQ(getpid(), ARM(getpid));
	EXPECT_EQ(1, write(fd[1], "w", 1));
	ASSERT_EQ(0, pthread_join(thread, NULL));
	EXPECT_EQ(1, r.ret);
}

static int read_for_ever(void *arg)
{
	int fd[2];

	if (pipe(fd))
		return 1;
	ARM(read, fd[0], LOW, 1);
	return 2;
}

FIXTURE(killed)
{
	char *low;
};

FIXTURE_VARIANT(killed)
{
	int signo;
	int want;
};

FIXTURE_VARIANT_ADD(killed, SIGKILL)
{
	.signo = SIGKILL, .want = KILLED_BY(SIGKILL),
};

FIXTURE_VARIANT_ADD(killed, SIGTERM)
{
	.signo = SIGTERM, .want = KILLED_BY(SIGTERM),
};

FIXTURE_VARIANT_ADD(killed, SIGSEGV)
{
	.signo = SIGSEGV, .want = KILLED_BY(SIGSEGV),
};

FIXTURE_SETUP(killed)
{
	OPEN_GATE();
	self->low = low_map(LOW, getpagesize());
	ASSERT_NE(NULL, self->low);
}

FIXTURE_TEARDOWN(killed)
{
}

/* Killed in the middle of a call, alone and with other threads. */
TEST_F(killed, asleep_in_a_call)
{
	pid_t pid = fork();

	if (pid == 0)
		_exit(read_for_ever(NULL));
	ASSERT_TRUE(wait_asleep(pid));
	ASSERT_EQ(0, kill(pid, variant->signo));
	EXPECT_EQ(variant->want, exit_code(pid));
}

TEST_F(killed, threads_asleep_in_calls)
{
	pid_t pid = fork();
	int i;

	if (pid == 0) {
		struct reader r[4] = {};
		pthread_t thread;
		int fd[2];

		if (pipe(fd))
			_exit(1);
		for (i = 0; i < 4; i++) {
			r[i].fd = fd[0];
			if (pthread_create(&thread, NULL, routed_read, &r[i]))
				_exit(2);
		}
		for (i = 0; i < 4; i++)
			if (!reader_asleep(&r[i]))
				_exit(3);
		kill(getpid(), variant->signo);
		_exit(4);
	}
	EXPECT_EQ(variant->want, exit_code(pid));
}

TEST_HARNESS_MAIN
