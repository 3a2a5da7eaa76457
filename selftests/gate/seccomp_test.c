// SPDX-License-Identifier: GPL-2.0-only
/*
 * seccomp judges a routed call as the 32-bit call that it is
 *
 * Filters see AUDIT_ARCH_ARM, ARM's number and the arguments as the handler
 * gets them, whichever way the call was made, after they have seen the native
 * call that carried it. The native variants are the control: what the action
 * does to a native call, it does to a routed one.
 */
#include "gate32_test.h"
#include "svc_regs.h"

#include <elf.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <poll.h>
#include <pthread.h>
#include <stddef.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <ucontext.h>

#ifndef SYS_SECCOMP
#define SYS_SECCOMP	1	/* si_code of SIGSYS; libc 2.36 has no name */
#endif

#define LOW		0x50000000UL

#define OFF_NR		offsetof(struct seccomp_data, nr)
#define OFF_ARCH	offsetof(struct seccomp_data, arch)
#define OFF_ARG_LOW(_i)	offsetof(struct seccomp_data, args[_i])
#define OFF_ARG_HIGH(_i) (OFF_ARG_LOW(_i) + 4)

#define LOAD(_off)	BPF_STMT(BPF_LD | BPF_W | BPF_ABS, _off)
/* Go on if equal, else skip _n instructions. */
#define IF_EQ(_k, _n)	BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, _k, 0, _n)
#define IF_GE(_k, _n)	BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, _k, 0, _n)
#define RET(_action)	BPF_STMT(BPF_RET | BPF_K, _action)
#define ERRNO(_e)	(SECCOMP_RET_ERRNO | (_e))

#define INSTALL(...)							\
	install((struct sock_filter []){ __VA_ARGS__ },			\
		sizeof((struct sock_filter []){ __VA_ARGS__ }) /	\
		sizeof(struct sock_filter), 0)

static int install(struct sock_filter *filter, size_t len, unsigned int flags)
{
	const struct sock_fprog prog = { .len = len, .filter = filter };

	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
		return -1;

	return syscall(__NR_seccomp, SECCOMP_SET_MODE_FILTER, flags, &prog);
}

enum how { NATIVE, ROUTED, CALL };

FIXTURE(filter)
{
	char *low;
	pid_t pgid;
};

/* The call that is judged: getpgid. */
FIXTURE_VARIANT(filter)
{
	enum how how;
	uint32_t arch;
	uint32_t nr;
};

FIXTURE_VARIANT_ADD(filter, native)
{
	.how = NATIVE, .arch = AUDIT_ARCH_AARCH64, .nr = __NR_getpgid,
};

FIXTURE_VARIANT_ADD(filter, routed)
{
	.how = ROUTED, .arch = AUDIT_ARCH_ARM, .nr = ARM_NR_getpgid,
};

FIXTURE_VARIANT_ADD(filter, call)
{
	.how = CALL, .arch = AUDIT_ARCH_ARM, .nr = ARM_NR_getpgid,
};

FIXTURE_SETUP(filter)
{
	OPEN_GATE();
	self->low = low_map(LOW, getpagesize());
	ASSERT_NE(NULL, self->low);
	self->pgid = getpgid(0);
}

FIXTURE_TEARDOWN(filter)
{
}

static long make(enum how how, uint32_t nr, unsigned long arg)
{
	switch (how) {
	case NATIVE:
		return gate32_svc(nr, arg, 0, 0, 0, 0, 0);
	case ROUTED:
		return ARM_CALL(nr, arg);
	case CALL:
		return ARM_ARGS(nr, arg);
	}

	return -ENOTRECOVERABLE;
}

/* The judged call, and another one of the same kind. */
#define JUDGED(_arg)	make(variant->how, variant->nr, _arg)
#define OTHER()								\
	make(variant->how, variant->how == NATIVE ?			\
	     __NR_getppid : ARM_NR_getppid, 0)

/* _action for the judged call, everything else is allowed. */
#define INSTALL_ACTION(_action)						\
	INSTALL(LOAD(OFF_ARCH), IF_EQ(variant->arch, 3), LOAD(OFF_NR),	\
		IF_EQ(variant->nr, 1), RET(_action),			\
		RET(SECCOMP_RET_ALLOW))

TEST_F(filter, allow)
{
	ASSERT_EQ(0, INSTALL(RET(SECCOMP_RET_ALLOW)));
	EXPECT_EQ(self->pgid, JUDGED(0));
	EXPECT_EQ(getppid(), OTHER());
}

TEST_F(filter, error)
{
	ASSERT_EQ(self->pgid, JUDGED(0));
	ASSERT_EQ(0, INSTALL_ACTION(ERRNO(EXFULL)));
	EXPECT_EQ(-EXFULL, JUDGED(0));
	EXPECT_EQ(getppid(), OTHER());
	/* What is not of that arch and number is untouched. */
	EXPECT_EQ(self->pgid, variant->how == NATIVE ? ARM(getpgid, 0) :
						       getpgid(0));
}

TEST_F(filter, error_zero_and_too_large)
{
	ASSERT_EQ(0, INSTALL_ACTION(ERRNO(0)));
	EXPECT_EQ(0, JUDGED(0));
	ASSERT_EQ(0, INSTALL_ACTION(ERRNO(0xffff)));
	EXPECT_EQ(-4095, JUDGED(0));
}

TEST_F(filter, log)
{
	ASSERT_EQ(0, INSTALL_ACTION(SECCOMP_RET_LOG));
	EXPECT_EQ(self->pgid, JUDGED(0));
}

/* Upper halves are gone before a filter looks. */
TEST_F(filter, arguments)
{
	const unsigned long arg = 0x7eadbeef;

	ASSERT_EQ(0, INSTALL(LOAD(OFF_ARCH), IF_EQ(variant->arch, 7),
			     LOAD(OFF_NR), IF_EQ(variant->nr, 5),
			     LOAD(OFF_ARG_LOW(0)), IF_EQ(arg, 3),
			     LOAD(OFF_ARG_HIGH(0)), IF_EQ(0, 1),
			     RET(ERRNO(EXFULL)), RET(SECCOMP_RET_ALLOW)));
	EXPECT_EQ(-EXFULL, JUDGED(arg));
	EXPECT_EQ(-ESRCH, JUDGED(arg - 1));
	EXPECT_EQ(self->pgid, JUDGED(0));
	/* Natively an upper half is seen. */
	EXPECT_EQ(variant->how == NATIVE ? -ESRCH : -EXFULL,
		  JUDGED(0x1234567800000000 | arg));
}

/* All six, as they are given. */
TEST(all_arguments)
{
	unsigned int i;

	OPEN_GATE();
	for (i = 0; i < 6; i++)
		ASSERT_EQ(0, INSTALL(LOAD(OFF_ARCH), IF_EQ(AUDIT_ARCH_ARM, 7),
				     LOAD(OFF_NR), IF_EQ(ARM_NR_getpid, 5),
				     LOAD(OFF_ARG_LOW(i)), IF_EQ(100 + i, 3),
				     LOAD(OFF_ARG_HIGH(i)), IF_EQ(0, 1),
				     RET(ERRNO(1 + i)),
				     RET(SECCOMP_RET_ALLOW)));
	EXPECT_EQ(getpid(), ARM(getpid, 1, 2, 3, 4, 5, 6));
	EXPECT_EQ(-1, ARM(getpid, 100, 2, 3, 4, 5, 6));
	EXPECT_EQ(-2, ARM(getpid, 1, 101, 3, 4, 5, 6));
	EXPECT_EQ(-3, ARM(getpid, 1, 2, 102, 4, 5, 6));
	EXPECT_EQ(-4, ARM(getpid, 1, 2, 3, 103, 5, 6));
	EXPECT_EQ(-5, ARM(getpid, 1, 2, 3, 4, 104, 6));
	EXPECT_EQ(-6, ARM(getpid, 1, 2, 3, 4, 5, 105));
	EXPECT_EQ(-6, ARM_ARGS(ARM_NR_getpid, 1, 2, 3, 4, 5, 105));
}

/*
 * SECCOMP_RET_TRAP: the handler can tell the call, and give it a result.
 */
static volatile siginfo_t trapped;
static volatile uint64_t trapped_x0;
static volatile int64_t trap_result;
static volatile bool trap_sets_result;

static void on_sigsys(int sig, siginfo_t *info, void *context)
{
	ucontext_t *uc = context;

	trapped.si_signo = info->si_signo;
	trapped.si_code = info->si_code;
	trapped.si_errno = info->si_errno;
	trapped.si_syscall = info->si_syscall;
	trapped.si_arch = info->si_arch;
	trapped.si_call_addr = info->si_call_addr;
	trapped_x0 = uc->uc_mcontext.regs[0];
	if (trap_sets_result)
		uc->uc_mcontext.regs[0] = trap_result;
}

TEST_F(filter, trap)
{
	const struct sigaction act = {
		.sa_sigaction = on_sigsys,
		.sa_flags = SA_SIGINFO,
	};
	/* What a handler finds in x0: the call that carried it, untouched. */
	unsigned long x0 = variant->how == CALL ? PR_GATE32 : 1234;

	ASSERT_EQ(0, sigaction(SIGSYS, &act, NULL));
	ASSERT_EQ(0, INSTALL_ACTION(SECCOMP_RET_TRAP | 99));
	EXPECT_EQ(x0, JUDGED(1234));
	EXPECT_EQ(SIGSYS, trapped.si_signo);
	EXPECT_EQ(SYS_SECCOMP, trapped.si_code);
	EXPECT_EQ(99, trapped.si_errno);
	EXPECT_EQ(variant->nr, trapped.si_syscall);
	EXPECT_EQ(variant->arch, trapped.si_arch);
	EXPECT_LT(FOUR_GB, (unsigned long)trapped.si_call_addr);
	EXPECT_EQ(x0, trapped_x0);

	/* A handler that makes the call itself. */
	trap_sets_result = true;
	trap_result = 4711;
	EXPECT_EQ(4711, JUDGED(1234));
	trap_result = -EXFULL;
	EXPECT_EQ(-EXFULL, JUDGED(1234));
	EXPECT_EQ(getppid(), OTHER());
}

FIXTURE(kill)
{
	int dummy;
};

FIXTURE_VARIANT(kill)
{
	enum how how;
	uint32_t arch;
	uint32_t nr;
	uint32_t action;
};

#define VARIANT_KILL(_name, _action)					\
	FIXTURE_VARIANT_ADD(kill, _name##_native) {			\
		.how = NATIVE, .arch = AUDIT_ARCH_AARCH64,		\
		.nr = __NR_getpgid, .action = _action,			\
	};								\
	FIXTURE_VARIANT_ADD(kill, _name##_routed) {			\
		.how = ROUTED, .arch = AUDIT_ARCH_ARM,			\
		.nr = ARM_NR_getpgid, .action = _action,		\
	};								\
	FIXTURE_VARIANT_ADD(kill, _name##_call) {			\
		.how = CALL, .arch = AUDIT_ARCH_ARM,			\
		.nr = ARM_NR_getpgid, .action = _action,		\
	}

VARIANT_KILL(thread, SECCOMP_RET_KILL_THREAD);
VARIANT_KILL(process, SECCOMP_RET_KILL_PROCESS);
VARIANT_KILL(trap_unhandled, SECCOMP_RET_TRAP);

FIXTURE_SETUP(kill)
{
	OPEN_GATE();
}

FIXTURE_TEARDOWN(kill)
{
}

TEST_F(kill, dies_by_SIGSYS)
{
	pid_t pid = fork();

	if (pid == 0) {
		if (INSTALL_ACTION(variant->action))
			_exit(1);
		if (OTHER() != getppid())
			_exit(2);
		JUDGED(0);
		_exit(3);
	}
	EXPECT_EQ(KILLED_BY(SIGSYS), exit_code(pid));
}

/*
 * A filter ends a thread where it judges: what the end writes, it writes as
 * that of a 64-bit thread, into a page that has to be brought in first.
 */
static int *high_tid;

static void *judged_with_high_tid(void *variant_)
{
	const FIXTURE_VARIANT(kill) *variant = variant_;

	madvise(high_tid, getpagesize(), MADV_DONTNEED);
	syscall(__NR_set_tid_address, high_tid);
	JUDGED(0);

	return NULL;
}

static int kill_one_of_two(const FIXTURE_VARIANT(kill) *variant, int fd)
{
	pthread_t thread;
	int i, value = 5;

	if (INSTALL_ACTION(variant->action) ||
	    pthread_create(&thread, NULL, judged_with_high_tid,
			   (void *)variant))
		return 1;
	for (i = 0; i < 500 && value; i++) {
		usleep(10000);
		if (pread(fd, &value, sizeof(value), 0) != sizeof(value))
			return 2;
	}

	return value ? 3 : 4;
}

TEST_F(kill, thread_end_writes_to_absent_page)
{
	int fd = memfd_create("tid", 0);
	int value = 5;
	pid_t pid;

	ASSERT_EQ(sizeof(value), pwrite(fd, &value, sizeof(value), 0));
	high_tid = mmap(NULL, getpagesize(), PROT_READ | PROT_WRITE, MAP_SHARED,
			fd, 0);
	ASSERT_LT(FOUR_GB, (unsigned long)high_tid);
	pid = fork();
	if (pid == 0)
		_exit(kill_one_of_two(variant, fd));
	/* The others end all threads. */
	EXPECT_EQ(variant->action == SECCOMP_RET_KILL_THREAD ?
		  4 : KILLED_BY(SIGSYS), exit_code(pid));
}

/*
 * What filters are written like.
 */
FIXTURE(sandbox) {};

FIXTURE_SETUP(sandbox)
{
	OPEN_GATE();
}

FIXTURE_TEARDOWN(sandbox)
{
}

/* A list of what is forbidden, for one architecture: the others are killed. */
static int forbid(enum how how)
{
	static char path[] = "/dev/null";
	char *low = (char *)LOW;

	if (how != NATIVE && low_map(LOW, getpagesize()) != low)
		return 1;
	if (INSTALL(LOAD(OFF_ARCH), IF_EQ(AUDIT_ARCH_AARCH64, 4), LOAD(OFF_NR),
		    IF_EQ(__NR_openat, 1), RET(ERRNO(EXFULL)),
		    RET(SECCOMP_RET_ALLOW), RET(SECCOMP_RET_KILL_PROCESS)))
		return 2;
	switch (how) {
	case NATIVE:
		return gate32_svc(__NR_openat, AT_FDCWD, (unsigned long)path,
				  O_RDONLY, 0, 0, 0) == -EXFULL ? 77 : 78;
	case ROUTED:
		ARM(openat, AT_FDCWD, strcpy(low, path), O_RDONLY);
		return 79;
	case CALL:
		strcpy(low, path);
		ARM_ARGS(ARM_NR_openat, AT_FDCWD, LOW, O_RDONLY);
		return 80;
	}

	return 3;
}

static int forbid_native(void *arg)
{
	return forbid(NATIVE);
}

static int forbid_routed(void *arg)
{
	return forbid(ROUTED);
}

static int forbid_call(void *arg)
{
	return forbid(CALL);
}

TEST_F(sandbox, native_deny_list_is_not_bypassed)
{
	EXPECT_EQ(77, in_child(forbid_native, NULL));
	EXPECT_EQ(KILLED_BY(SIGSYS), in_child(forbid_routed, NULL));
	EXPECT_EQ(KILLED_BY(SIGSYS), in_child(forbid_call, NULL));
}

/* Lists for both: as an AArch32 program would be judged. */
TEST_F(sandbox, list_for_both)
{
	ASSERT_EQ(0, INSTALL(LOAD(OFF_ARCH), IF_EQ(AUDIT_ARCH_AARCH64, 1),
			     RET(SECCOMP_RET_ALLOW), IF_EQ(AUDIT_ARCH_ARM, 4),
			     LOAD(OFF_NR), IF_EQ(ARM_NR_getppid, 1),
			     RET(SECCOMP_RET_ALLOW), RET(ERRNO(EACCES)),
			     RET(SECCOMP_RET_KILL_PROCESS)));
	EXPECT_EQ(getppid(), ARM(getppid));
	EXPECT_EQ(getppid(), ARM_ARGS(ARM_NR_getppid, 0));
	EXPECT_EQ(-EACCES, ARM(getpid));
	EXPECT_EQ(-EACCES, ARM_ARGS(ARM_NR_getpid, 0));
	/* Whatever the number is: private, refused, own, unknown. */
	EXPECT_EQ(-EACCES, ARM(cacheflush, 0, 0, 0));
	EXPECT_EQ(-EACCES, ARM(set_tls, 0));
	EXPECT_EQ(-EACCES, ARM(sigreturn));
	EXPECT_EQ(-EACCES, ARM(fork));
	EXPECT_EQ(-EACCES, ARM(execve, 0, 0, 0));
	EXPECT_EQ(-EACCES, ARM(brk, 0));
	EXPECT_EQ(-EACCES, ARM_CALL(1000));
	EXPECT_EQ(-EACCES, ARM_CALL(0xf0800));
	EXPECT_EQ(-EACCES, gate32_ioctl(0, 0, 0));
}

/* Unknown native numbers are refused, prctl is not: GATE32_CALL is for it. */
TEST_F(sandbox, list_without_unknown_numbers)
{
	ASSERT_EQ(0, INSTALL(LOAD(OFF_ARCH), IF_EQ(AUDIT_ARCH_AARCH64, 4),
			     LOAD(OFF_NR), IF_GE(1000, 1), RET(ERRNO(EPERM)),
			     RET(SECCOMP_RET_ALLOW), LOAD(OFF_NR),
			     IF_EQ(ARM_NR_getpid, 1), RET(ERRNO(EXFULL)),
			     RET(SECCOMP_RET_ALLOW)));
	/* A patched kernel shows the filter no such number. */
	EXPECT_EQ(gate32_builtin() ? getppid() : -EPERM, ARM(getppid));
	EXPECT_EQ(gate32_builtin() ? -EXFULL : -EPERM, ARM(getpid));
	EXPECT_EQ(getppid(), ARM_ARGS(ARM_NR_getppid, 0));
	EXPECT_EQ(-EXFULL, ARM_ARGS(ARM_NR_getpid, 0));
}

/* ioctl by its verb is ARM's ioctl, with the same arguments. */
TEST_F(sandbox, ioctl_verb)
{
	ASSERT_EQ(0, INSTALL(LOAD(OFF_ARCH), IF_EQ(AUDIT_ARCH_ARM, 5),
			     LOAD(OFF_NR), IF_EQ(ARM_NR_ioctl, 3),
			     LOAD(OFF_ARG_LOW(1)), IF_EQ(FIONREAD, 1),
			     RET(ERRNO(EXFULL)), RET(SECCOMP_RET_ALLOW)));
	EXPECT_EQ(-EXFULL, gate32_ioctl(0, FIONREAD, 0));
	EXPECT_EQ(-EXFULL, gate32_prctl(GATE32_IOCTL, 0,
					0xdead00000000 | FIONREAD, 0));
	EXPECT_EQ(-EBADF, gate32_ioctl(-1, FIOCLEX, 0));
	EXPECT_EQ(-1, ioctl(-1, FIONREAD, 0));
	EXPECT_EQ(EBADF, errno);
}

/* A filter can keep the gate shut. */
TEST(refuse_the_verbs)
{
	REQUIRE_GATE32();
	ASSERT_EQ(0, INSTALL(LOAD(OFF_NR), IF_EQ(__NR_prctl, 3),
			     LOAD(OFF_ARG_LOW(0)), IF_EQ(PR_GATE32, 1),
			     RET(ERRNO(EINVAL)), RET(SECCOMP_RET_ALLOW)));
	EXPECT_EQ(-EINVAL, gate32_version());
	EXPECT_EQ(-EINVAL, gate32_enable(GATE32_ABI_ARM, BASE));
	EXPECT_EQ(-ENOSYS, ARM(getpid));
	EXPECT_EQ(0, prctl(PR_SET_NAME, "still works"));
}

/* The filter outlives exec and fork, as ever; the gate is judged in a child. */
static int judged_in_child(void *arg)
{
	return ARM(getppid) == -EXFULL && ARM_ARGS(ARM_NR_getppid, 0) == -EXFULL ?
	       0 : 1;
}

TEST_F(sandbox, holds_in_children)
{
	ASSERT_EQ(0, INSTALL(LOAD(OFF_ARCH), IF_EQ(AUDIT_ARCH_ARM, 3),
			     LOAD(OFF_NR), IF_EQ(ARM_NR_getppid, 1),
			     RET(ERRNO(EXFULL)), RET(SECCOMP_RET_ALLOW)));
	EXPECT_EQ(0, in_child(judged_in_child, NULL));
}

/* A filter that comes in through the gate is one like any other. */
TEST_F(sandbox, installed_by_routed_call)
{
	const struct sock_filter filter[] = {
		LOAD(OFF_ARCH), IF_EQ(AUDIT_ARCH_ARM, 3), LOAD(OFF_NR),
		IF_EQ(ARM_NR_getppid, 1), RET(ERRNO(EXFULL)),
		RET(SECCOMP_RET_ALLOW),
	};
	struct fprog32 {
		uint16_t len;
		uint32_t filter;
	} *prog = low_map(LOW, getpagesize());

	ASSERT_NE(NULL, prog);
	memcpy((void *)(LOW + 64), filter, sizeof(filter));
	prog->len = ARRAY_SIZE(filter);
	prog->filter = LOW + 64;
	ASSERT_EQ(0, ARM(prctl, PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0));
	ASSERT_EQ(0, ARM(seccomp, SECCOMP_SET_MODE_FILTER, 0, prog));
	EXPECT_EQ(-EXFULL, ARM(getppid));
	EXPECT_EQ(-EXFULL, ARM_ARGS(ARM_NR_getppid, 0));
	EXPECT_EQ(getpid(), ARM(getpid));
	EXPECT_LT(0, getppid());
}

/*
 * Strict mode knows four native calls, and a patched kernel takes a routed one
 * for the 32-bit call that it is, of which it knows four as well.
 */
FIXTURE(strict) {};

FIXTURE_VARIANT(strict)
{
	enum how how;
	int want;
};

FIXTURE_VARIANT_ADD(strict, native) { .how = NATIVE, .want = 5 };
FIXTURE_VARIANT_ADD(strict, routed)
{
	.how = ROUTED, .want = KILLED_BY(SIGKILL),
};

FIXTURE_VARIANT_ADD(strict, call)
{
	.how = CALL, .want = KILLED_BY(SIGKILL),
};

FIXTURE_SETUP(strict)
{
	OPEN_GATE();
	ASSERT_NE(NULL, low_map(LOW, getpagesize()));
}

FIXTURE_TEARDOWN(strict)
{
}

TEST_F(strict, write)
{
	int fd[2];
	pid_t pid;

	ASSERT_EQ(0, pipe(fd));
	pid = fork();
	if (pid == 0) {
		const __u32 args[6] = { fd[1], LOW, 1 };

		prctl(PR_SET_SECCOMP, SECCOMP_MODE_STRICT);
		if (variant->how == NATIVE)
			gate32_svc(__NR_write, fd[1], LOW, 1, 0, 0, 0);
		else if (variant->how == ROUTED)
			ARM(write, fd[1], LOW, 1);
		else
			gate32_call_args(ARM_NR_write, args);
		/* exit_group is not among the four. */
		gate32_svc(__NR_exit, 5, 0, 0, 0, 0, 0);
	}
	EXPECT_EQ(variant->how == ROUTED && gate32_builtin() ? 5 : variant->want,
		  exit_code(pid));
}

/*
 * SECCOMP_RET_TRACE
 */
struct user_regs {
	uint64_t x[31], sp, pc, pstate;
};

/* Lets a child that has stopped at once go on to its filter's verdict. */
static void to_verdict(struct __test_metadata *_metadata, pid_t pid)
{
	int status;

	ASSERT_EQ(pid, waitpid(pid, &status, 0));
	ASSERT_TRUE(WIFSTOPPED(status));
	ASSERT_EQ(0, ptrace(PTRACE_SETOPTIONS, pid, NULL,
			    PTRACE_O_TRACESECCOMP | PTRACE_O_EXITKILL));
	ASSERT_EQ(0, ptrace(PTRACE_CONT, pid, NULL, NULL));
	ASSERT_EQ(pid, waitpid(pid, &status, 0));
	ASSERT_EQ(SIGTRAP | PTRACE_EVENT_SECCOMP << 8, status >> 8);
}

/* The child makes the judged call under a tracer; its result by a pipe. */
static pid_t traced_child(struct __test_metadata *_metadata, int *result_fd,
			  const FIXTURE_VARIANT(filter) *variant)
{
	int fd[2];
	pid_t pid;

	ASSERT_EQ(0, pipe(fd));
	pid = fork();
	if (pid == 0) {
		long ret = -ENOTRECOVERABLE;

		ptrace(PTRACE_TRACEME, 0, NULL, NULL);
		raise(SIGSTOP);
		if (!INSTALL_ACTION(SECCOMP_RET_TRACE | 5))
			ret = JUDGED(0);
		(void)!write(fd[1], &ret, sizeof(ret));
		_exit(0);
	}
	close(fd[1]);
	*result_fd = fd[0];
	to_verdict(_metadata, pid);

	return pid;
}

static long result_of(struct __test_metadata *_metadata, pid_t pid, int fd)
{
	long ret = -ENOTRECOVERABLE;

	ASSERT_EQ(0, ptrace(PTRACE_CONT, pid, NULL, NULL));
	EXPECT_EQ(sizeof(ret), read(fd, &ret, sizeof(ret)));
	EXPECT_EQ(0, exit_code(pid));
	close(fd);

	return ret;
}

static void set_number(struct __test_metadata *_metadata, pid_t pid, int nr)
{
	struct iovec iov = { &nr, sizeof(nr) };

	ASSERT_EQ(0, ptrace(PTRACE_SETREGSET, pid, NT_ARM_SYSTEM_CALL, &iov));
}

TEST_F(filter, trace_without_a_tracer)
{
	ASSERT_EQ(0, INSTALL_ACTION(SECCOMP_RET_TRACE));
	EXPECT_EQ(-ENOSYS, JUDGED(0));
	EXPECT_EQ(getppid(), OTHER());
}

TEST_F(filter, trace_allowed)
{
	struct user_regs regs;
	struct iovec iov = { &regs, sizeof(regs) };
	unsigned long data = 0;
	int fd;
	pid_t pid = traced_child(_metadata, &fd, variant);

	ASSERT_EQ(0, ptrace(PTRACE_GETEVENTMSG, pid, NULL, &data));
	EXPECT_EQ(5, data);
	/* A 64-bit task, which carries the call in its own way. */
	ASSERT_EQ(0, ptrace(PTRACE_GETREGSET, pid, NT_PRSTATUS, &iov));
	EXPECT_EQ(sizeof(regs), iov.iov_len);
	EXPECT_LT(FOUR_GB, regs.sp);
	EXPECT_EQ(variant->how == NATIVE ? variant->nr :
		  variant->how == ROUTED ? BASE + variant->nr : __NR_prctl,
		  regs.x[8]);
	EXPECT_EQ(self->pgid, result_of(_metadata, pid, fd));
}

TEST_F(filter, trace_skipped)
{
	struct user_regs regs;
	struct iovec iov = { &regs, sizeof(regs) };
	int fd;
	pid_t pid = traced_child(_metadata, &fd, variant);

	ASSERT_EQ(0, ptrace(PTRACE_GETREGSET, pid, NT_PRSTATUS, &iov));
	regs.x[0] = 4711;
	ASSERT_EQ(0, ptrace(PTRACE_SETREGSET, pid, NT_PRSTATUS, &iov));
	set_number(_metadata, pid, -1);
	EXPECT_EQ(4711, result_of(_metadata, pid, fd));
}

static void get_regs(struct __test_metadata *_metadata, pid_t pid,
		     struct user_regs *regs)
{
	struct iovec iov = { regs, sizeof(*regs) };

	ASSERT_EQ(0, ptrace(PTRACE_GETREGSET, pid, NT_PRSTATUS, &iov));
	ASSERT_EQ(sizeof(*regs), iov.iov_len);
}

static void set_regs(struct __test_metadata *_metadata, pid_t pid,
		     struct user_regs *regs)
{
	struct iovec iov = { regs, sizeof(*regs) };

	ASSERT_EQ(0, ptrace(PTRACE_SETREGSET, pid, NT_PRSTATUS, &iov));
}

static int get_number(struct __test_metadata *_metadata, pid_t pid)
{
	int nr;
	struct iovec iov = { &nr, sizeof(nr) };

	ASSERT_EQ(0, ptrace(PTRACE_GETREGSET, pid, NT_ARM_SYSTEM_CALL, &iov));

	return nr;
}

/*
 * A tracer finds a call of the kind that it has to write, and can write it: for
 * a module a number that is routed, for a kernel the 32-bit one. Either of
 * them takes what is routed.
 */
TEST_F(filter, trace_changed)
{
	const int base = variant->how == NATIVE ? 0 : BASE;
	const int shown = gate32_builtin() ? 0 : base;
	struct user_regs regs;
	int fd;
	pid_t pid = traced_child(_metadata, &fd, variant);

	EXPECT_EQ(shown + (int)variant->nr, get_number(_metadata, pid));
	get_regs(_metadata, pid, &regs);
	EXPECT_EQ(0, regs.x[0]);
	set_number(_metadata, pid, base + (variant->how == NATIVE ?
					   __NR_getpid : ARM_NR_getpid));
	EXPECT_EQ(pid, result_of(_metadata, pid, fd));
}

/* No native call comes of a routed one. */
TEST_F(filter, trace_changed_to_a_native_number)
{
	int fd;
	pid_t pid = traced_child(_metadata, &fd, variant);

	/* A kernel takes it for a 32-bit one: prctl(0) there. */
	set_number(_metadata, pid, __NR_getpid);
	EXPECT_EQ(variant->how == NATIVE ? pid :
		  gate32_builtin() ? -EINVAL : -ENOSYS,
		  result_of(_metadata, pid, fd));
}

/* Below every base: natively epoll_create1, which makes a descriptor. */
TEST_F(filter, trace_changed_to_a_plain_number)
{
	long ret;
	int fd;
	pid_t pid = traced_child(_metadata, &fd, variant);

	set_number(_metadata, pid, ARM_NR_getpid);
	ret = result_of(_metadata, pid, fd);
	EXPECT_TRUE(variant->how == NATIVE ? ret > 2 :
		    ret == (gate32_builtin() ? pid : -ENOSYS)) {
		TH_LOG("got %ld", ret);
	}
}

/*
 * After the stop the call is judged as what it is: not as one of the other
 * architecture, whose number means another call.
 */
TEST_F(filter, trace_judged_again)
{
	const uint32_t other_arch = variant->how == NATIVE ?
				    AUDIT_ARCH_ARM : AUDIT_ARCH_AARCH64;
	int fd;
	pid_t pid;

	ASSERT_EQ(0, INSTALL(LOAD(OFF_ARCH), IF_EQ(other_arch, 3), LOAD(OFF_NR),
			     IF_EQ(variant->nr, 1),
			     RET(SECCOMP_RET_KILL_PROCESS),
			     RET(SECCOMP_RET_ALLOW)));
	pid = traced_child(_metadata, &fd, variant);
	EXPECT_EQ(self->pgid, result_of(_metadata, pid, fd));
}

/* A filter for the arguments that a tracer sets, with upper halves. */
TEST_F(filter, trace_changed_is_judged)
{
	struct user_regs regs;
	int fd;
	pid_t pid;

	ASSERT_EQ(0, INSTALL(LOAD(OFF_ARCH), IF_EQ(variant->arch, 7),
			     LOAD(OFF_NR), IF_EQ(variant->nr, 5),
			     LOAD(OFF_ARG_LOW(1)), IF_EQ(7, 3),
			     LOAD(OFF_ARG_HIGH(1)), IF_EQ(0, 1),
			     RET(ERRNO(EXFULL)), RET(SECCOMP_RET_ALLOW)));
	pid = traced_child(_metadata, &fd, variant);
	get_regs(_metadata, pid, &regs);
	regs.x[1] = variant->how == NATIVE ? 7 : 0xdead00000007;
	set_regs(_metadata, pid, &regs);
	EXPECT_EQ(-EXFULL, result_of(_metadata, pid, fd));
}

TEST_F(filter, trace_changed_argument)
{
	struct user_regs regs;
	int fd;
	pid_t pid = traced_child(_metadata, &fd, variant);

	get_regs(_metadata, pid, &regs);
	regs.x[0] = 0x7fffffff;
	set_regs(_metadata, pid, &regs);
	EXPECT_EQ(-ESRCH, result_of(_metadata, pid, fd));
}

/* What the stop leaves of the registers: x0 to x8, in shared memory. */
static pid_t registers_child(struct __test_metadata *_metadata,
			     const FIXTURE_VARIANT(filter) *variant,
			     struct svc_regs *regs)
{
	pid_t pid = fork();

	if (pid == 0) {
		ptrace(PTRACE_TRACEME, 0, NULL, NULL);
		raise(SIGSTOP);
		if (INSTALL_ACTION(SECCOMP_RET_TRACE | 5))
			_exit(1);
		svc_regs(regs);
		_exit(0);
	}
	to_verdict(_metadata, pid);

	return pid;
}

TEST_F(filter, trace_keeps_registers)
{
	const unsigned long junk = 0xabcd123400000000;
	struct svc_regs *after, before = { .x = { 0 } };
	struct user_regs regs;
	uint32_t *args = (void *)self->low;
	pid_t pid;
	int i;

	for (i = 0; i < 31; i++)
		before.x[i] = junk + i;
	before.x[8] = variant->nr;
	before.x[0] = 0;
	if (variant->how == ROUTED) {
		before.x[8] += BASE;
	} else if (variant->how == CALL) {
		before.x[8] = __NR_prctl;
		before.x[0] = PR_GATE32;
		before.x[1] = GATE32_CALL;
		before.x[2] = variant->nr;
		before.x[3] = LOW;
		before.x[4] = 0;
		memcpy(args, (uint32_t [6]){ 0, 1, 2, 3, 4, 5 }, 24);
	}
	after = mmap(NULL, getpagesize(), PROT_READ | PROT_WRITE,
		     MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	ASSERT_NE(MAP_FAILED, after);
	*after = before;

	pid = registers_child(_metadata, variant, after);
	get_regs(_metadata, pid, &regs);
	/* A kernel shows the registers of a routed call as they are. */
	for (i = 1; i < 6; i++)
		EXPECT_EQ((variant->how == NATIVE ||
			   (variant->how == ROUTED && gate32_builtin()) ?
			   junk : 0) + i, regs.x[i]);
	EXPECT_EQ(before.x[8], regs.x[8]);
	/* An argument, which counts, and a register that is none. */
	regs.x[2] = 0x5678;
	regs.x[7] = junk + 77;
	set_regs(_metadata, pid, &regs);
	ASSERT_EQ(0, ptrace(PTRACE_CONT, pid, NULL, NULL));
	ASSERT_EQ(0, exit_code(pid));

	EXPECT_EQ(self->pgid, after->x[0]);
	if (variant->how != CALL)
		before.x[2] = 0x5678;
	before.x[7] = junk + 77;
	for (i = 1; i < 31; i++)
		EXPECT_EQ(before.x[i], after->x[i]);
}

/* While the gate is shut, PTRACE_GET_SYSCALL_INFO knows of no other call. */
TEST_F(filter, syscall_info)
{
	const bool routed = variant->how == ROUTED;
	struct __ptrace_syscall_info info;
	int status, open;
	pid_t pid;

	for (open = 0; open < 2; open++) {
		pid = fork();
		if (pid == 0) {
			if (!open && gate32_disable())
				_exit(1);
			ptrace(PTRACE_TRACEME, 0, NULL, NULL);
			raise(SIGSTOP);
			JUDGED(0);
			_exit(0);
		}
		ASSERT_EQ(pid, waitpid(pid, &status, 0));
		ASSERT_EQ(0, ptrace(PTRACE_SETOPTIONS, pid, NULL,
				    PTRACE_O_TRACESYSGOOD |
				    PTRACE_O_EXITKILL));
		/* The end of raise() is on the way, and what it calls. */
		do {
			ASSERT_EQ(0, ptrace(PTRACE_SYSCALL, pid, NULL, NULL));
			ASSERT_EQ(pid, waitpid(pid, &status, 0));
			ASSERT_TRUE(WIFSTOPPED(status));
			ASSERT_LT(0, ptrace(PTRACE_GET_SYSCALL_INFO, pid,
					    sizeof(info), &info));
		} while (info.op != PTRACE_SYSCALL_INFO_ENTRY ||
			 ((uint32_t)info.entry.nr < BASE &&
			  info.entry.nr != variant->nr &&
			  (info.entry.nr != __NR_prctl ||
			   info.entry.args[0] != PR_GATE32)));
		EXPECT_EQ(routed && open ? AUDIT_ARCH_ARM : AUDIT_ARCH_AARCH64,
			  info.arch);
		EXPECT_EQ(variant->how == CALL ? __NR_prctl :
			  routed && !open ? (uint64_t)(int)(BASE + variant->nr) :
			  variant->nr, info.entry.nr);
		ASSERT_EQ(0, kill(pid, SIGKILL));
		EXPECT_EQ(KILLED_BY(SIGKILL), exit_code(pid));
	}
}

TEST_F(filter, trace_killed)
{
	int fd;
	pid_t pid = traced_child(_metadata, &fd, variant);

	ASSERT_EQ(0, kill(pid, SIGKILL));
	EXPECT_EQ(KILLED_BY(SIGKILL), exit_code(pid));
}

/*
 * SECCOMP_RET_USER_NOTIF
 */
static pid_t notifying_child(struct __test_metadata *_metadata, int *listener,
			     int *result_fd,
			     const FIXTURE_VARIANT(filter) *variant)
{
	struct sock_filter filter[] = {
		LOAD(OFF_ARCH), IF_EQ(variant->arch, 3), LOAD(OFF_NR),
		IF_EQ(variant->nr, 1), RET(SECCOMP_RET_USER_NOTIF),
		RET(SECCOMP_RET_ALLOW),
	};
	int fd[2];
	pid_t pid;

	/* The filter is for the child; this process judges. */
	ASSERT_EQ(0, pipe(fd));
	*listener = install(filter, ARRAY_SIZE(filter),
			    SECCOMP_FILTER_FLAG_NEW_LISTENER);
	ASSERT_LE(0, *listener);
	pid = fork();
	if (pid == 0) {
		long ret;

		close(*listener);
		ret = JUDGED(0);
		(void)!write(fd[1], &ret, sizeof(ret));
		_exit(0);
	}
	*result_fd = fd[0];

	return pid;
}

static long notified(struct __test_metadata *_metadata, pid_t pid,
		     int listener, int fd, struct seccomp_notif *req,
		     struct seccomp_notif_resp *resp)
{
	struct pollfd pfd = { .fd = listener, .events = POLLIN };
	long ret = -ENOTRECOVERABLE;

	memset(req, 0, sizeof(*req));
	ASSERT_EQ(1, poll(&pfd, 1, 5000));
	ASSERT_EQ(0, ioctl(listener, SECCOMP_IOCTL_NOTIF_RECV, req));
	resp->id = req->id;
	ASSERT_EQ(0, ioctl(listener, SECCOMP_IOCTL_NOTIF_SEND, resp));
	EXPECT_EQ(sizeof(ret), read(fd, &ret, sizeof(ret)));
	EXPECT_EQ(0, exit_code(pid));

	return ret;
}

TEST_F(filter, notify_value)
{
	struct seccomp_notif_resp resp = { .val = 4711 };
	struct seccomp_notif req;
	int listener, fd;
	pid_t pid = notifying_child(_metadata, &listener, &fd, variant);

	EXPECT_EQ(4711, notified(_metadata, pid, listener, fd, &req, &resp));
	EXPECT_EQ(variant->arch, req.data.arch);
	EXPECT_EQ(variant->nr, req.data.nr);
	EXPECT_EQ(0, req.data.args[0]);
	EXPECT_LT(FOUR_GB, req.data.instruction_pointer);
}

TEST_F(filter, notify_error)
{
	struct seccomp_notif_resp resp = { .error = -EXFULL };
	struct seccomp_notif req;
	int listener, fd;
	pid_t pid = notifying_child(_metadata, &listener, &fd, variant);

	EXPECT_EQ(-EXFULL, notified(_metadata, pid, listener, fd, &req, &resp));
}

TEST_F(filter, notify_continue)
{
	struct seccomp_notif_resp resp = {
		.flags = SECCOMP_USER_NOTIF_FLAG_CONTINUE,
	};
	struct seccomp_notif req;
	int listener, fd;
	pid_t pid = notifying_child(_metadata, &listener, &fd, variant);

	EXPECT_EQ(self->pgid, notified(_metadata, pid, listener, fd, &req,
				       &resp));
}

/* Nobody answers any more. */
TEST_F(filter, notify_without_a_listener)
{
	long ret = -ENOTRECOVERABLE;
	int listener, fd;
	pid_t pid = notifying_child(_metadata, &listener, &fd, variant);

	close(listener);
	EXPECT_EQ(sizeof(ret), read(fd, &ret, sizeof(ret)));
	EXPECT_EQ(-ENOSYS, ret);
	EXPECT_EQ(0, exit_code(pid));
}

TEST_HARNESS_MAIN
