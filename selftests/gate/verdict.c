// SPDX-License-Identifier: GPL-2.0-only
/*
 * What seccomp filters say about 32-bit calls
 *
 *	verdict [routed | call] group...
 *
 * For both sides (either_side.h): one line for each case, and the lines are to
 * be the same. verdict_test.sh compares them.
 */
#include <errno.h>
#include <linux/audit.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>

#include "either_side.h"

struct program {
	struct sock_filter *insns;
	unsigned int len;
};

#include "filters.h"

/* make_filter's order is AArch64, ARM. */
#ifdef __arm__
#define REVERSE_CHAINS	false
#else
#define REVERSE_CHAINS	true
#endif

/*
 * A chain as a list has it. A program for one architecture can forbid seccomp
 * itself, so the one for this program's comes last. This flag changes nothing
 * of what is asked here, but tells the call from those that are judged.
 */
#define CHAIN_FLAG	SECCOMP_FILTER_FLAG_SPEC_ALLOW

static bool install_chain(const struct program *chain)
{
	int i, nr = 0;

	prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	while (chain[nr].insns)
		nr++;
	for (i = 0; i < nr; i++) {
		const struct program *p = &chain[REVERSE_CHAINS ? nr - 1 - i : i];

		if (install(p->insns, p->len, CHAIN_FLAG))
			return false;
	}

	return true;
}

/* An action for ARM's getpgid; everything else is allowed. */
static long install_action(uint32_t action, unsigned int flags)
{
	const struct sock_filter insns[] = {
		LOAD(arch), IF_EQ(AUDIT_ARCH_ARM, 3),
		LOAD(nr), IF_EQ(ARM_NR_getpgid, 1),
		RET(action), RET(SECCOMP_RET_ALLOW),
	};

	prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);

	return install(insns, ARRAY_SIZE(insns), flags);
}

static const struct {
	const char *name;
	uint32_t value;
} actions[] = {
	{ "allow", SECCOMP_RET_ALLOW },
	{ "log", SECCOMP_RET_LOG },
	{ "trace", SECCOMP_RET_TRACE | 5 },
	{ "notify", SECCOMP_RET_USER_NOTIF },
	{ "errno-61", SECCOMP_RET_ERRNO | 61 },
	{ "trap-99", SECCOMP_RET_TRAP | 99 },
	{ "kill-thread", SECCOMP_RET_KILL_THREAD },
	{ "kill-process", SECCOMP_RET_KILL_PROCESS },
	{ "errno-0", SECCOMP_RET_ERRNO },
	{ "errno-4095", SECCOMP_RET_ERRNO | 4095 },
	{ "errno-65535", SECCOMP_RET_ERRNO | 0xffff },
	{ "trap-0", SECCOMP_RET_TRAP },
	{ "trap-65535", SECCOMP_RET_TRAP | 0xffff },
	{ "unknown", 0x12340000 },
};

/* Those of which all pairs are tried. */
#define PAIRED		8

/*
 * What a child has seen
 */
#define NUMBERS		527

static struct shared {
	long ret;
	bool done;
	bool trapped;
	siginfo_t info;
	bool after_svc;
	/* For sweeps: the next number, and a result for each. */
	volatile int next;
	int result[NUMBERS];
} *shared;

static void on_sigsys(int sig, siginfo_t *info, void *context)
{
	shared->info = *info;
	shared->after_svc = info->si_call_addr == after_svc;
	shared->trapped = true;
}

static void catch(void (*handler)(int sig, siginfo_t *info, void *context))
{
	const struct sigaction act = {
		.sa_sigaction = handler,
		.sa_flags = SA_SIGINFO,
	};

	sigaction(SIGSYS, &act, NULL);
}

static int wait_for(pid_t pid)
{
	int status;

	while (waitpid(pid, &status, 0) != pid)
		;

	return status;
}

static void print_result(long ret)
{
	if (ret == getpgid(0))
		printf("the value");
	else if (ret < 0)
		printf("error %ld", -ret);
	else
		printf("%ld", ret);
}

/* Run a case in a child and tell what has become of it. */
static void run(void (*one)(const void *arg), const void *arg)
{
	int status;
	pid_t pid;

	memset(shared, 0, sizeof(*shared));
	fflush(stdout);
	pid = fork();
	if (pid == 0) {
		catch(on_sigsys);
		one(arg);
		_exit(0);
	}
	status = wait_for(pid);
	if (shared->trapped)
		printf("signal %d code %d errno %d arch %#x nr %d %s",
		       shared->info.si_signo, shared->info.si_code,
		       shared->info.si_errno, shared->info.si_arch,
		       shared->info.si_syscall,
		       shared->after_svc ? "after svc" : "elsewhere");
	else if (shared->done)
		print_result(shared->ret);
	if (WIFSIGNALED(status))
		printf("%skilled by %d%s", shared->done ? ", then " : "",
		       WTERMSIG(status), WCOREDUMP(status) ? " (core)" : "");
	else if (!shared->done && !shared->trapped)
		printf("nothing, status %#x", status);
	printf("\n");
}

static void judged(void)
{
	shared->ret = MAKE(ARM_NR_getpgid, 0);
	shared->done = true;
}

static void one_action(const void *action)
{
	if (!install_action(*(const uint32_t *)action, 0))
		judged();
}

static void group_actions(void)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(actions); i++) {
		printf("%s: ", actions[i].name);
		run(one_action, &actions[i].value);
	}
}

static void one_chain(const void *arg)
{
	const uint32_t *pair = arg;

	if (!install_action(pair[0], 0) && !install_action(pair[1], 0))
		judged();
}

static void group_chains(void)
{
	int i, j;

	for (i = 0; i < PAIRED; i++) {
		for (j = 0; j < PAIRED; j++) {
			const uint32_t pair[2] = {
				actions[i].value, actions[j].value,
			};

			printf("%s, then %s: ", actions[i].name,
			       actions[j].name);
			run(one_chain, pair);
		}
	}
}

/* Filters that do not look at the architecture, by ARM's numbers. */
static void one_blind(const void *nr)
{
	const struct sock_filter insns[] = {
		LOAD(nr), IF_EQ(*(const uint32_t *)nr, 1),
		RET(SECCOMP_RET_ERRNO | 61), RET(SECCOMP_RET_ALLOW),
	};

	prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	if (!install(insns, ARRAY_SIZE(insns), 0))
		judged();
}

static void group_blind(void)
{
	const uint32_t native_getpgid = 155;	/* that of asm-generic */
	const uint32_t arm_getpgid = ARM_NR_getpgid;

	printf("native number forbidden: ");
	run(one_blind, &native_getpgid);
	printf("ARM's number forbidden: ");
	run(one_blind, &arm_getpgid);
}

/*
 * Threads
 */
static pthread_barrier_t barrier;

static void *judged_thread(void *unused)
{
	pthread_barrier_wait(&barrier);
	pthread_barrier_wait(&barrier);
	judged();

	return NULL;
}

struct thread_case {
	const char *name;
	uint32_t action;
	unsigned int flags;
};

static const struct thread_case thread_cases[] = {
	{ "error, this thread only", SECCOMP_RET_ERRNO | 61, 0 },
	{ "error, all threads", SECCOMP_RET_ERRNO | 61,
	  SECCOMP_FILTER_FLAG_TSYNC },
	{ "trap, all threads", SECCOMP_RET_TRAP | 99,
	  SECCOMP_FILTER_FLAG_TSYNC },
	{ "kill thread, all threads", SECCOMP_RET_KILL_THREAD,
	  SECCOMP_FILTER_FLAG_TSYNC },
	{ "kill process, all threads", SECCOMP_RET_KILL_PROCESS,
	  SECCOMP_FILTER_FLAG_TSYNC },
	{ "log, all threads", SECCOMP_RET_LOG, SECCOMP_FILTER_FLAG_TSYNC },
};

/* A thread that is there before the filter makes the call. */
static void one_thread(const void *arg)
{
	const struct thread_case *c = arg;
	pthread_t thread;

	pthread_barrier_init(&barrier, NULL, 2);
	pthread_create(&thread, NULL, judged_thread, NULL);
	pthread_barrier_wait(&barrier);
	if (install_action(c->action, c->flags))
		return;
	pthread_barrier_wait(&barrier);
	pthread_join(thread, NULL);
	/* The process is alive. */
	if (!shared->done) {
		shared->done = true;
		shared->ret = 4711;
	}
}

/* One that comes after it has it from its maker. */
static void one_new_thread(const void *arg)
{
	const struct thread_case *c = arg;
	pthread_t thread;

	if (install_action(c->action, 0))
		return;
	pthread_barrier_init(&barrier, NULL, 2);
	pthread_create(&thread, NULL, judged_thread, NULL);
	pthread_barrier_wait(&barrier);
	pthread_barrier_wait(&barrier);
	pthread_join(thread, NULL);
	if (!shared->done) {
		shared->done = true;
		shared->ret = 4711;
	}
}

static void group_threads(void)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(thread_cases); i++) {
		printf("%s: ", thread_cases[i].name);
		run(one_thread, &thread_cases[i]);
		printf("%s, new thread: ", thread_cases[i].name);
		run(one_new_thread, &thread_cases[i]);
	}
}

/*
 * seccomp(2) and prctl(2) as calls of the 32-bit side
 */
struct fprog32 {
	uint16_t len;
	uint32_t filter;
};

struct install_case {
	const char *name;
	bool root;
	bool no_new_privs;
	bool by_prctl;
};

static const struct install_case install_cases[] = {
	{ "root", true, false, false },
	{ "root, by prctl", true, false, true },
	{ "root, no_new_privs", true, true, false },
	{ "user", false, false, false },
	{ "user, by prctl", false, false, true },
	{ "user, no_new_privs", false, true, false },
	{ "user, no_new_privs, by prctl", false, true, true },
};

static void one_install(const void *arg)
{
	const struct install_case *c = arg;
	const struct sock_filter insns[] = {
		LOAD(arch), IF_EQ(AUDIT_ARCH_ARM, 3),
		LOAD(nr), IF_EQ(ARM_NR_getpgid, 1),
		RET(SECCOMP_RET_ERRNO | 61), RET(SECCOMP_RET_ALLOW),
	};
	struct fprog32 *prog = (void *)LOW;

	prog->len = ARRAY_SIZE(insns);
	prog->filter = LOW + 64;
	memcpy((void *)(LOW + 64), insns, sizeof(insns));
	if (!c->root && (setgid(65534) || setuid(65534)))
		return;
	if (c->no_new_privs)
		printf("%ld ", MAKE(ARM_NR_prctl, PR_SET_NO_NEW_PRIVS, 1));
	printf("%ld ", c->by_prctl ?
	       MAKE(ARM_NR_prctl, PR_SET_SECCOMP, SECCOMP_MODE_FILTER, LOW) :
	       MAKE(ARM_NR_seccomp, SECCOMP_SET_MODE_FILTER, 0, LOW));
	printf("%ld %ld, ", MAKE(ARM_NR_prctl, PR_GET_SECCOMP),
	       MAKE(ARM_NR_prctl, PR_GET_NO_NEW_PRIVS));
	fflush(stdout);
	judged();
}

static void group_install(void)
{
	static const uint32_t bad[][4] = {
		{ 99 }, { SECCOMP_SET_MODE_FILTER, 0, 0 },
		{ SECCOMP_SET_MODE_FILTER, 0, 8 },
		{ SECCOMP_SET_MODE_FILTER, 1 << 30, LOW },
		{ SECCOMP_SET_MODE_FILTER, 0, LOW },
		{ SECCOMP_SET_MODE_STRICT, 1, 0 },
		{ SECCOMP_SET_MODE_STRICT, 0, LOW },
		{ SECCOMP_GET_ACTION_AVAIL, 0, 0 },
		{ SECCOMP_GET_ACTION_AVAIL, 1, LOW },
		{ SECCOMP_GET_NOTIF_SIZES, 0, 8 },
	};
	uint32_t *word = (void *)LOW;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(install_cases); i++) {
		printf("%s: ", install_cases[i].name);
		run(one_install, &install_cases[i]);
	}
	for (i = 0; i < ARRAY_SIZE(actions); i++) {
		*word = actions[i].value & SECCOMP_RET_ACTION_FULL;
		printf("%s is available: %ld\n", actions[i].name,
		       MAKE(ARM_NR_seccomp, SECCOMP_GET_ACTION_AVAIL, 0, LOW));
	}
	/* A program of no instructions, for the one that gets so far. */
	memset(word, 0, 64);
	for (i = 0; i < ARRAY_SIZE(bad); i++)
		printf("bad request %zu: %ld\n", i,
		       make(ARM_NR_seccomp, (const uint32_t [6]) {
			    bad[i][0], bad[i][1], bad[i][2], }));
	printf("sizes: %ld", MAKE(ARM_NR_seccomp, SECCOMP_GET_NOTIF_SIZES, 0,
				  LOW));
	printf(" %#x %#x\n", word[0], word[1]);
}

/*
 * A supervisor answers
 */
struct answer {
	const char *name;
	bool close;
	struct seccomp_notif_resp resp;
};

static const struct answer answers[] = {
	{ .name = "value", .resp = { .val = 4711 } },
	{ .name = "zero", .resp = { .val = 0 } },
	{ .name = "error", .resp = { .error = -61 } },
	{ .name = "continue",
	  .resp = { .flags = SECCOMP_USER_NOTIF_FLAG_CONTINUE } },
	{ .name = "nobody", .close = true },
};

static void supervise(int listener, const struct answer *answer)
{
	struct pollfd pfd = { .fd = listener, .events = POLLIN };
	struct seccomp_notif_resp resp = answer->resp;
	struct seccomp_notif req;

	memset(&req, 0, sizeof(req));
	if (poll(&pfd, 1, 10000) != 1 ||
	    ioctl(listener, SECCOMP_IOCTL_NOTIF_RECV, &req)) {
		printf("no question, ");
		return;
	}
	printf("arch %#x nr %d args %llx %llx %llx %llx %llx %llx %s, ",
	       req.data.arch, req.data.nr, req.data.args[0], req.data.args[1],
	       req.data.args[2], req.data.args[3], req.data.args[4],
	       req.data.args[5],
	       req.data.instruction_pointer == (uintptr_t)after_svc ?
	       "after svc" : "elsewhere");
	fflush(stdout);
	resp.id = req.id;
	if (ioctl(listener, SECCOMP_IOCTL_NOTIF_SEND, &resp))
		printf("no answer, ");
}

/* The filter is the child's as well; this process does not make the call. */
static void one_answer(const void *arg)
{
	const struct answer *answer = arg;
	int listener = install_action(SECCOMP_RET_USER_NOTIF,
				      SECCOMP_FILTER_FLAG_NEW_LISTENER);
	pid_t pid = fork();

	if (pid == 0) {
		close(listener);
		shared->ret = MAKE(ARM_NR_getpgid, 0, 0x80000001, 0xffffffff,
				   3, 4, 5);
		shared->done = true;
		_exit(0);
	}
	if (!answer->close)
		supervise(listener, answer);
	close(listener);
	wait_for(pid);
	fflush(stdout);
}

static void group_notify(void)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(answers); i++) {
		printf("%s: ", answers[i].name);
		run(one_answer, &answers[i]);
	}
}

/*
 * Sweeps: each number under a filter as people have it. A second filter below
 * it refuses with an error of its own whatever the first one lets pass, so that
 * nothing is done; of equal actions that of the newer filter counts.
 */
#define PASSED		4000
#define DONE		77
#define TRAPPED		78

static uint32_t number(int i)
{
	static const uint32_t more[] = {
		0xf0000, 0xf0001, 0xf0002, 0xf0003, 0xf0004, 0xf0005, 0xf0006,
		0xf0007, 0xf0008, 0xf07ff, 0xf0800, 0xf0801, 0xffffe, 0xfffff,
		0x80000,
	};

	return i < 512 ? i : more[i - 512];
}

static long install_guard(void)
{
	const struct sock_filter insns[] = {
		LOAD(arch), IF_EQ(AUDIT_ARCH_ARM, 10),
		LOAD(nr), IF_EQ(ARM_NR_seccomp, 3),
		LOAD(args[1]), IF_EQ(CHAIN_FLAG, 5), RET(SECCOMP_RET_ALLOW),
		IF_EQ(ARM_NR_exit_group, 3), LOAD(args[0]),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, DONE, 2, 0),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, TRAPPED, 1, 0),
		RET(SECCOMP_RET_ERRNO | PASSED),
		RET(SECCOMP_RET_ALLOW),
	};

	prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);

	return install(insns, ARRAY_SIZE(insns), 0);
}

static void on_sweep_sigsys(int sig, siginfo_t *info, void *context)
{
	/* sigreturn would be judged, too. */
	syscall(__NR_exit_group, TRAPPED);
}

static void sweep_on(const struct program *chain, const uint32_t *args)
{
	catch(on_sweep_sigsys);
	if (install_guard() || !install_chain(chain)) {
		shared->next = NUMBERS;
		syscall(__NR_exit_group, TRAPPED);
	}
	for (; shared->next < NUMBERS; shared->next++)
		shared->result[shared->next] = make(number(shared->next), args);
	syscall(__NR_exit_group, DONE);
}

/* A child that dies of a number is followed by one for the next number. */
static bool sweep(const struct program *chain, const uint32_t *args)
{
	memset(shared, 0, sizeof(*shared));
	fflush(stdout);
	while (shared->next < NUMBERS) {
		pid_t pid = fork();
		int status;

		if (pid == 0)
			sweep_on(chain, args);
		status = wait_for(pid);
		if (shared->next == NUMBERS)
			return WIFEXITED(status) && WEXITSTATUS(status) == DONE;
		if (WIFSIGNALED(status))
			shared->result[shared->next++] = 1000 + WTERMSIG(status);
		else if (WEXITSTATUS(status) == TRAPPED)
			shared->result[shared->next++] = 2000;
		else
			return false;
	}

	return true;
}

static void print_verdict(int result)
{
	if (result == -PASSED)
		printf("allowed\n");
	else if (result == 2000)
		printf("trap\n");
	else if (result > 1000)
		printf("killed by %d\n", result - 1000);
	else
		printf("%s %d\n", result < 0 ? "error" : "value", abs(result));
}

/* Neighbours with one verdict share a line; what is as with zeros has none. */
static void print_sweep(const char *what, int *with_zeros)
{
	const int *result = shared->result;
	int i, first;

	for (i = 0; i < NUMBERS; i++) {
		if (with_zeros[i] == result[i])
			continue;
		for (first = i; i + 1 < NUMBERS; i++)
			if (result[i + 1] != result[first] ||
			    result[i + 1] == with_zeros[i + 1])
				break;
		printf("%s, %#x to %#x: ", what, number(first), number(i));
		print_verdict(result[first]);
	}
	if (!strcmp(what, "zeros"))
		memcpy(with_zeros, result, sizeof(shared->result));
}

static void group_sweep(const struct program *chain)
{
	/* What rules of the lists have conditions on, and everything else. */
	static const struct {
		const char *name;
		uint32_t args[6];
	} patterns[] = {
		{ "zeros", { 0 } },
		{ "ones", { -1U, -1U, -1U, -1U, -1U, -1U } },
		{ "8", { 8, 0x5412 } },
		{ "16", { 16, 0x5413 } },
		{ "17", { 17, 0x5412, 0x80000000 } },
		{ "40", { 40 } },
		{ "0x20000", { 0x20000 } },
		{ "0x20008", { 0x20008 } },
		{ "new user namespace", { 0x10000000 | 17 } },
	};
	int with_zeros[NUMBERS] = { 0 };
	size_t i;

	for (i = 0; i < ARRAY_SIZE(patterns); i++) {
		if (sweep(chain, patterns[i].args))
			print_sweep(patterns[i].name, with_zeros);
		else
			printf("%s: failed\n", patterns[i].name);
	}
}

static void group_docker(void)
{
	group_sweep(docker);
}

static void group_system_service(void)
{
	group_sweep(system_service);
}

static void group_deny(void)
{
	group_sweep(deny);
}

/* With no guard: the call is made, or not. */
static void one_cacheflush(const void *arg)
{
	if (!install_chain(arg))
		return;
	shared->ret = MAKE(ARM_NR_cacheflush, LOW, LOW + 4096, 0);
	shared->done = true;
}

static void group_cacheflush(void)
{
	printf("a list without it: ");
	run(one_cacheflush, system_service);
	printf("a list with it: ");
	run(one_cacheflush, docker);
}

static const struct {
	const char *name;
	void (*print)(void);
} groups[] = {
	{ "actions", group_actions },
	{ "chains", group_chains },
	{ "blind", group_blind },
	{ "threads", group_threads },
	{ "install", group_install },
	{ "notify", group_notify },
	{ "deny", group_deny },
	{ "docker", group_docker },
	{ "system_service", group_system_service },
	{ "cacheflush", group_cacheflush },
};

int main(int argc, char **argv)
{
	const char *group = begin(argv);
	size_t i;

	shared = share(sizeof(*shared));
	setvbuf(stdout, NULL, _IOFBF, 65536);
	for (i = 0; i < ARRAY_SIZE(groups); i++)
		if (!strcmp(group, groups[i].name))
			groups[i].print();

	return 0;
}
