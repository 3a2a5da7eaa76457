// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a tracer does to 32-bit calls that a filter shows it
 *
 *	traced [routed | call] group...
 *
 * For both sides (either_side.h), as verdict: SECCOMP_RET_TRACE, and what comes
 * after it.
 */
#include <elf.h>
#include <errno.h>
#include <linux/audit.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <sys/wait.h>

#include "either_side.h"

#define NR_ARGS		6

/* A call as a tracer finds it. */
struct seen {
	int nr;
	uint32_t args[NR_ARGS];
};

/*
 * The registers of either side
 */
#ifdef __arm__
#define ORIG_R0		17

static void get_call(pid_t tid, struct seen *call)
{
	uint32_t regs[18];

	ptrace(PTRACE_GETREGS, tid, NULL, regs);
	memcpy(call->args, regs, sizeof(call->args));
	call->nr = regs[7];
}

/* The first argument is in r0 for the call and in orig_r0 for the filter. */
static void set_args(pid_t tid, const uint32_t *args, unsigned int mask,
		     bool is_result)
{
	uint32_t regs[18];
	int i;

	ptrace(PTRACE_GETREGS, tid, NULL, regs);
	for (i = 0; i < NR_ARGS; i++)
		if (mask & 1 << i)
			regs[i] = args[i];
	if (mask & 1 && !is_result)
		regs[ORIG_R0] = regs[0];
	ptrace(PTRACE_SETREGS, tid, NULL, regs);
}

static void set_nr(pid_t tid, int nr)
{
	ptrace(PTRACE_SET_SYSCALL, tid, NULL, (void *)(intptr_t)nr);
}

/* How an entry stop shows a call. */
static bool is_entry(pid_t tid, int nr)
{
	struct seen call;

	get_call(tid, &call);

	return call.nr == nr;
}
#else
struct user_regs {
	uint64_t x[31], sp, pc, pstate;
};

static void regset(int request, pid_t tid, int type, void *data, size_t size)
{
	struct iovec iov = { data, size };

	ptrace(request, tid, type, &iov);
}

static void get_call(pid_t tid, struct seen *call)
{
	struct user_regs regs = { .x = { 0 } };
	int i;

	regset(PTRACE_GETREGSET, tid, NT_PRSTATUS, &regs, sizeof(regs));
	for (i = 0; i < NR_ARGS; i++)
		call->args[i] = regs.x[i];
	regset(PTRACE_GETREGSET, tid, NT_ARM_SYSTEM_CALL, &call->nr,
	       sizeof(call->nr));
	/* A kernel shows the 32-bit number, a module the one in w8. */
	if (!(gate32_features() & GATE32_FEATURE_BACKEND_BUILTIN))
		call->nr -= GATE32_BASE_DEFAULT;
}

static void set_args(pid_t tid, const uint32_t *args, unsigned int mask,
		     bool is_result)
{
	struct user_regs regs;
	int i;

	regset(PTRACE_GETREGSET, tid, NT_PRSTATUS, &regs, sizeof(regs));
	for (i = 0; i < NR_ARGS; i++)
		if (mask & 1 << i)
			regs.x[i] = args[i];
	regset(PTRACE_SETREGSET, tid, NT_PRSTATUS, &regs, sizeof(regs));
}

/* A number of the same base, or one that is none. */
static void set_nr(pid_t tid, int nr)
{
	if (nr >= 0)
		nr += GATE32_BASE_DEFAULT;
	regset(PTRACE_SETREGSET, tid, NT_ARM_SYSTEM_CALL, &nr, sizeof(nr));
}

static bool is_entry(pid_t tid, int nr)
{
	struct user_regs regs;
	struct seen call;

	get_call(tid, &call);
	if (!by_call)
		return call.nr == nr;
	regset(PTRACE_GETREGSET, tid, NT_PRSTATUS, &regs, sizeof(regs));

	return regs.x[8] == GATE32_NR_PRCTL && regs.x[0] == PR_GATE32 &&
	       regs.x[1] == GATE32_CALL && regs.x[2] == (unsigned int)nr;
}
#endif

/*
 * Filters: rules for ARM's calls, everything else is allowed
 */
struct rule {
	int nr;		/* 0: no rule */
	/* 1 + index of an argument that must have this value; 0: no such. */
	int arg;
	uint32_t value;
	uint32_t action;
};

#define MAX_RULES	3
#define TRACE(_data)	(SECCOMP_RET_TRACE | (_data))
#define ERRNO(_e)	(SECCOMP_RET_ERRNO | (_e))
#define TRAP(_data)	(SECCOMP_RET_TRAP | (_data))

static long install_rules(const struct rule *rules, unsigned int flags)
{
	struct sock_filter insns[4 + 5 * MAX_RULES];
	int i, n = 0;

	insns[n++] = (struct sock_filter)LOAD(arch);
	insns[n++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K,
						  AUDIT_ARCH_ARM, 1, 0);
	insns[n++] = (struct sock_filter)RET(SECCOMP_RET_ALLOW);
	for (i = 0; i < MAX_RULES && rules[i].nr; i++) {
		const struct rule *r = &rules[i];

		insns[n++] = (struct sock_filter)LOAD(nr);
		insns[n++] = (struct sock_filter)IF_EQ(r->nr, r->arg ? 3 : 1);
		if (r->arg) {
			insns[n++] = (struct sock_filter)
				LOAD(args[r->arg - 1]);
			insns[n++] = (struct sock_filter)IF_EQ(r->value, 1);
		}
		insns[n++] = (struct sock_filter)RET(r->action);
	}
	insns[n++] = (struct sock_filter)RET(SECCOMP_RET_ALLOW);
	prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);

	return install(insns, n, flags);
}

/*
 * Cases
 */
enum then {
	GO_ON,
	GO_ON_TO_THE_END,	/* with PTRACE_SYSCALL */
	TELL_ALL,		/* the same, with PTRACE_GET_SYSCALL_INFO */
	DETACH,
	DIE,			/* the tracer does */
	KILL,			/* the tracee is killed */
};

enum threads {
	ONE_THREAD,
	OTHER_THREAD,		/* was there before the filter (TSYNC) */
	NEW_THREAD,
};

struct traced_case {
	const char *name;
	/* What the tracee calls; 0: getpgid. */
	int nr;
	uint32_t args[NR_ARGS];
	enum threads threads;
	/* Its filters, the second on top of the first. */
	struct rule rules[MAX_RULES];
	struct rule more_rules[MAX_RULES];
	/* What the tracer changes at the first stop. */
	bool set_nr;
	int new_nr;
	bool result;
	unsigned int mask;
	uint32_t new_args[NR_ARGS];
	/* Signal that comes while the tracee is stopped. */
	int signal;
	int signal_flags;
	enum then then;
	/* The tracer asks for no stops, or for the end of the tracee. */
	bool blind;
	int options;
};

/* Distinct results by number and argument. */
#define CALL		ARM_NR_getpgid
#define OTHER		ARM_NR_umask
#define SHOWN		{ { CALL, .action = TRACE(5) } }
#define SHOWN_AND(...)	{ { CALL, .action = TRACE(5) }, { __VA_ARGS__ } }
#define RESULT(_r0)	.set_nr = true, .new_nr = -1, .result = true,	\
			.mask = 1, .new_args = { _r0 }
#define TO(_nr, ...)	.set_nr = true, .new_nr = _nr, .mask = 0x3f,	\
			.new_args = { __VA_ARGS__ }

static struct shared {
	int ret;
	bool done;
	bool trapped;
	siginfo_t info;
	bool after_svc;
	int handled;
	bool has_status;
	int status;
	int pipe[2];
} *shared;

static const struct traced_case results[] = {
	{ "let pass", .rules = SHOWN },
	{ "let pass, with arguments", .args = { 0, 1, 0x80000000, -1, 4, 5 },
	  .rules = SHOWN },
	{ "value", .rules = SHOWN, RESULT(4711) },
	{ "zero", .rules = SHOWN, RESULT(0) },
	{ "large value", .rules = SHOWN, RESULT(0xfffff000) },
	{ "error", .rules = SHOWN, RESULT(-61) },
	{ "a restart's error", .rules = SHOWN, RESULT(-512) },
	{ "skipped as it is", .args = { 12 }, .rules = SHOWN,
	  .set_nr = true, .new_nr = -1 },
	{ "nobody looks", .rules = SHOWN, .blind = true },
	{ "two filters show it", .rules = SHOWN,
	  .more_rules = { { CALL, .action = TRACE(6) } } },
	{ "another filter logs it", .rules = SHOWN,
	  .more_rules = { { CALL, .action = SECCOMP_RET_LOG } } },
	{ "another filter refuses it", .rules = SHOWN,
	  .more_rules = { { CALL, .action = ERRNO(61) } } },
	{ "a filter below refuses it", .rules = { { CALL, .action = ERRNO(61) } },
	  .more_rules = SHOWN },
};

static const struct traced_case changes[] = {
	{ "number", .rules = SHOWN, TO(OTHER, 027) },
	{ "number of an own call", .rules = SHOWN, TO(ARM_NR_personality, -1) },
	{ "private number", .rules = SHOWN,
	  TO(ARM_NR_cacheflush, LOW, LOW + 4096) },
	{ "number that does not exist", .rules = SHOWN, TO(999) },
	{ "number far out", .rules = SHOWN, TO(0xfffff) },
	{ "argument", .rules = SHOWN, .mask = 1, .new_args = { 0x7fffffff } },
	{ "argument to the same", .args = { 0x7fffffff }, .rules = SHOWN,
	  .mask = 1, .new_args = { 0 } },
	/* Six that count: private memory at a place of its own. */
	{ "all arguments", .rules = SHOWN,
	  TO(ARM_NR_mmap2, LOW + 0x100000, 4096, 3, 0x32, -1, 0) },
	{ "from six to one", .nr = ARM_NR_mmap2,
	  .args = { LOW + 0x100000, 4096, 3, 0x32, -1, 0 },
	  .rules = { { ARM_NR_mmap2, .action = TRACE(7) } }, TO(OTHER, 027) },
};

#define AGAIN(_name, _action)						\
	{ _name, .rules = SHOWN_AND(OTHER, .action = _action),		\
	  TO(OTHER, 027) },						\
	{ _name ", by its argument",					\
	  .rules = { { CALL, 1, 0x7fffffff, _action },			\
		     { CALL, .action = TRACE(5) } },			\
	  .mask = 1, .new_args = { 0x7fffffff } }

static const struct traced_case again[] = {
	AGAIN("allowed", SECCOMP_RET_ALLOW),
	AGAIN("logged", SECCOMP_RET_LOG),
	AGAIN("shown", TRACE(6)),
	AGAIN("refused", ERRNO(61)),
	AGAIN("refused with nothing", ERRNO(0)),
	AGAIN("trapped", TRAP(99)),
	AGAIN("thread killed", SECCOMP_RET_KILL_THREAD),
	AGAIN("process killed", SECCOMP_RET_KILL_PROCESS),
	AGAIN("asked about", SECCOMP_RET_USER_NOTIF),
	{ "last argument", .rules = { { CALL, 6, 6, ERRNO(61) },
				      { CALL, .action = TRACE(5) } },
	  .mask = 0x20, .new_args = { 0, 0, 0, 0, 0, 6 } },
	{ "upper half", .rules = { { CALL, 2, -1U, ERRNO(61) },
				   { CALL, .action = TRACE(5) } },
	  .mask = 2, .new_args = { 0, -1U } },
	{ "by the second filter", .rules = SHOWN,
	  .more_rules = { { OTHER, .action = ERRNO(62) } }, TO(OTHER, 027) },
	{ "not if skipped", .rules = SHOWN_AND(-1, .action = ERRNO(61)),
	  RESULT(4711) },
	{ "then stopped for each change",
	  .rules = SHOWN_AND(OTHER, .action = TRACE(6)), TO(OTHER, 027),
	  .then = GO_ON_TO_THE_END },
};

static const struct traced_case stops[] = {
	{ "let pass", .rules = SHOWN, .then = GO_ON_TO_THE_END },
	{ "skipped", .rules = SHOWN, RESULT(4711), .then = GO_ON_TO_THE_END },
	{ "changed", .rules = SHOWN, TO(OTHER, 027),
	  .then = GO_ON_TO_THE_END },
	{ "refused again", .rules = SHOWN_AND(OTHER, .action = ERRNO(61)),
	  TO(OTHER, 027), .then = GO_ON_TO_THE_END },
};

static const struct traced_case info[] = {
	{ "let pass", .args = { 0, 1, 0x80000000, -1, 4, 5 }, .rules = SHOWN,
	  .then = TELL_ALL },
	{ "large value", .rules = SHOWN, RESULT(0xfffff000),
	  .then = TELL_ALL },
	{ "error", .rules = SHOWN, RESULT(-61), .then = TELL_ALL },
	{ "changed", .rules = SHOWN, TO(OTHER, 027), .then = TELL_ALL },
	{ "refused again", .rules = SHOWN_AND(OTHER, .action = ERRNO(61)),
	  TO(OTHER, 027), .then = TELL_ALL },
	{ "not filtered", .nr = OTHER, .args = { 027 }, .rules = SHOWN,
	  .then = TELL_ALL },
	{ "large address", .nr = ARM_NR_mmap2,
	  .args = { 0xa0000000, 4096, 3, 0x32, -1, 0 }, .rules = SHOWN,
	  .then = TELL_ALL },
};

static const struct traced_case ends[] = {
	{ "killed", .rules = SHOWN, .then = KILL },
	{ "detached", .rules = SHOWN, .then = DETACH },
	{ "detached, changed", .rules = SHOWN, TO(OTHER, 027),
	  .then = DETACH },
	{ "detached, skipped", .rules = SHOWN, RESULT(4711), .then = DETACH },
	{ "detached, shown again", .rules = SHOWN_AND(OTHER, .action = TRACE(6)),
	  TO(OTHER, 027), .then = DETACH },
	{ "detached, refused again",
	  .rules = SHOWN_AND(OTHER, .action = ERRNO(61)), TO(OTHER, 027),
	  .then = DETACH },
	{ "tracer dies", .rules = SHOWN, .then = DIE },
	{ "tracer dies after a change", .rules = SHOWN, TO(OTHER, 027),
	  .then = DIE },
	{ "tracer dies and kills", .rules = SHOWN, .then = DIE,
	  .options = PTRACE_O_EXITKILL },
};

#define READ(_fd)	_fd, LOW + 4096 - 8, 1
/*
 * A descriptor that no other has, and for getpgid(), as which the call is made
 * again, the number of no process
 */
#define PIPE		60000

static const struct traced_case signals[] = {
	{ "let pass", .rules = SHOWN, .signal = SIGUSR1 },
	{ "skipped", .rules = SHOWN, RESULT(4711), .signal = SIGUSR1 },
	{ "skipped with a restart's error", .rules = SHOWN, RESULT(-512),
	  .signal = SIGUSR1, .signal_flags = SA_RESTART },
	{ "changed", .rules = SHOWN, TO(OTHER, 027), .signal = SIGUSR1 },
	{ "refused again", .rules = SHOWN_AND(OTHER, .action = ERRNO(61)),
	  TO(OTHER, 027), .signal = SIGUSR1 },
	{ "interrupted", .nr = ARM_NR_pause,
	  .rules = { { ARM_NR_pause, .action = TRACE(5) } },
	  .signal = SIGUSR1, .signal_flags = SA_RESTART },
	{ "changed to one that is interrupted", .rules = SHOWN,
	  TO(ARM_NR_pause), .signal = SIGUSR1 },
	/* The handler writes what is read. */
	{ "restarted", .nr = ARM_NR_read, .args = { READ(PIPE) },
	  .rules = { { ARM_NR_read, .action = TRACE(5) } },
	  .signal = SIGUSR1, .signal_flags = SA_RESTART },
	{ "not restarted", .nr = ARM_NR_read, .args = { READ(PIPE) },
	  .rules = { { ARM_NR_read, .action = TRACE(5) } },
	  .signal = SIGUSR1 },
	{ "fatal", .rules = SHOWN, .signal = SIGTERM },
};

/*
 * What is called again has the original number, with the arguments that the
 * tracer has set; GATE32_CALL has its own again.
 */
static const struct traced_case restarts[] = {
	{ "changed to one that is restarted", .rules = SHOWN,
	  TO(ARM_NR_read, READ(PIPE)), .signal = SIGUSR1,
	  .signal_flags = SA_RESTART },
};

static const struct traced_case threads[] = {
	{ "let pass", .threads = OTHER_THREAD, .rules = SHOWN },
	{ "changed", .threads = OTHER_THREAD, .rules = SHOWN, TO(OTHER, 027) },
	{ "skipped", .threads = OTHER_THREAD, .rules = SHOWN, RESULT(4711) },
	{ "thread killed", .threads = OTHER_THREAD,
	  .rules = SHOWN_AND(OTHER, .action = SECCOMP_RET_KILL_THREAD),
	  TO(OTHER, 027) },
	{ "process killed", .threads = OTHER_THREAD,
	  .rules = SHOWN_AND(OTHER, .action = SECCOMP_RET_KILL_PROCESS),
	  TO(OTHER, 027) },
	{ "new thread let pass", .threads = NEW_THREAD, .rules = SHOWN },
	{ "new thread changed", .threads = NEW_THREAD, .rules = SHOWN,
	  TO(OTHER, 027) },
	{ "new thread killed", .threads = NEW_THREAD,
	  .rules = SHOWN_AND(OTHER, .action = SECCOMP_RET_KILL_THREAD),
	  TO(OTHER, 027) },
};

/*
 * The tracee
 */
static void on_sigsys(int sig, siginfo_t *info, void *context)
{
	shared->info = *info;
	shared->after_svc = info->si_call_addr == after_svc;
	shared->trapped = true;
}

static void on_sigusr1(int sig)
{
	shared->handled++;
	(void)!write(shared->pipe[1], "x", 1);
}

static void catch_signals(const struct traced_case *c)
{
	const struct sigaction trap = {
		.sa_sigaction = on_sigsys, .sa_flags = SA_SIGINFO,
	};
	const struct sigaction usr1 = {
		.sa_handler = on_sigusr1, .sa_flags = c->signal_flags,
	};
	const struct rlimit files = { PIPE + 1, PIPE + 1 };

	sigaction(SIGSYS, &trap, NULL);
	sigaction(SIGUSR1, &usr1, NULL);
	if (setrlimit(RLIMIT_NOFILE, &files) || pipe(shared->pipe) ||
	    dup2(shared->pipe[0], PIPE) != PIPE)
		_exit(9);
}

static void install_filters(const struct traced_case *c, unsigned int flags)
{
	if (install_rules(c->rules, flags) ||
	    (c->more_rules[0].nr && install_rules(c->more_rules, flags)))
		_exit(10);
}

static void make_call(const struct traced_case *c)
{
	long ret = make(c->nr ?: CALL, c->args);

	shared->ret = ret;
	shared->done = true;
}

static pthread_barrier_t barrier;

static void *call_in_thread(void *c)
{
	pthread_barrier_wait(&barrier);
	make_call(c);

	return NULL;
}

static void tracee(const struct traced_case *c)
{
	pthread_t thread;

	catch_signals(c);
	umask(022);
	ptrace(PTRACE_TRACEME, 0, NULL, NULL);
	raise(SIGSTOP);
	pthread_barrier_init(&barrier, NULL, 2);
	if (c->threads != NEW_THREAD && c->threads != OTHER_THREAD) {
		install_filters(c, 0);
		make_call(c);
		_exit(0);
	}
	if (c->threads == NEW_THREAD)
		install_filters(c, 0);
	pthread_create(&thread, NULL, call_in_thread, (void *)c);
	if (c->threads == OTHER_THREAD)
		install_filters(c, SECCOMP_FILTER_FLAG_TSYNC);
	pthread_barrier_wait(&barrier);
	/* Its end is told by a write to its memory. */
	pthread_join(thread, NULL);
	_exit(3);
}

/*
 * The tracer: a process of its own, which can die
 */
static void print_ret(uint32_t ret)
{
	if (ret == (uint32_t)getpgid(0))
		printf("the value");
	else if (ret >= -4095U)
		printf("error %d", -(int)ret);
	else
		printf("%#x", ret);
}

static void print_call(const char *what, pid_t tid)
{
	struct seen call;
	int i;

	get_call(tid, &call);
	printf("%s %d", what, call.nr);
	for (i = 0; i < NR_ARGS; i++)
		printf(" %x", call.args[i]);
}

/* What the kernel says that it is. */
static void print_info(pid_t tid)
{
	struct __ptrace_syscall_info info;
	const __typeof__(info.entry.args[0]) *args = info.entry.args;
	long size;
	int i;

	memset(&info, 0xff, sizeof(info));
	size = ptrace(PTRACE_GET_SYSCALL_INFO, tid, (void *)sizeof(info),
		      &info);
	printf("(%ld: %d %#x %s", size, info.op, info.arch,
	       info.instruction_pointer == (uintptr_t)after_svc ?
	       "after svc" : "elsewhere");
	if (info.op == PTRACE_SYSCALL_INFO_EXIT) {
		if (info.exit.rval == getpgid(0))
			printf(" the value %d", info.exit.is_error);
		else
			printf(" %lld %d", (long long)info.exit.rval,
			       info.exit.is_error);
	} else {
		printf(" %lld", (long long)info.entry.nr);
		for (i = 0; i < NR_ARGS; i++)
			printf(" %llx", (unsigned long long)args[i]);
	}
	if (info.op == PTRACE_SYSCALL_INFO_SECCOMP)
		printf(" data %u", info.seccomp.ret_data);
	printf("), ");
}

static void print_exit(pid_t tid)
{
	struct seen call;

	get_call(tid, &call);
	printf("exit ");
	print_ret(call.args[0]);
	printf(", ");
}

static void print_stop(pid_t tid)
{
	unsigned long data = 0;

	ptrace(PTRACE_GETEVENTMSG, tid, NULL, &data);
	print_call("stop", tid);
	printf(" data %lu, ", data);
	print_info(tid);
}

static void change(const struct traced_case *c, pid_t tid)
{
	if (c->mask)
		set_args(tid, c->new_args, c->mask, c->result);
	if (c->set_nr)
		set_nr(tid, c->new_nr);
}

/* The thread stands in its first stop by seccomp. */
static bool first_stop(const struct traced_case *c, pid_t pid, pid_t tid)
{
	change(c, tid);
	if (c->signal)
		syscall(SYS_tgkill, pid, tid, c->signal);
	fflush(stdout);
	switch (c->then) {
	case KILL:
		kill(tid, SIGKILL);
		return true;
	case DETACH:
		ptrace(PTRACE_DETACH, tid, NULL, NULL);
		return true;
	case DIE:
		_exit(0);
	default:
		return false;
	}
}

static void resume(const struct traced_case *c, pid_t tid, int signal)
{
	ptrace(c->then == GO_ON_TO_THE_END || c->then == TELL_ALL ?
	       PTRACE_SYSCALL : PTRACE_CONT,
	       tid, NULL, (void *)(intptr_t)signal);
}

static void tracer(const struct traced_case *c, pid_t pid)
{
	int status, stops = 0;
	bool inside = false;
	pid_t tid;

	while ((tid = waitpid(-1, &status, __WALL)) > 0) {
		int sig = WSTOPSIG(status), event = status >> 16, pass = 0;

		if (!WIFSTOPPED(status)) {
			if (tid == pid) {
				shared->status = status;
				shared->has_status = true;
			}
			continue;
		}
		if (event == PTRACE_EVENT_SECCOMP) {
			print_stop(tid);
			if (stops++ == 0 && first_stop(c, pid, tid))
				continue;
		} else if (sig == (SIGTRAP | 0x80)) {
			if (inside)
				print_exit(tid);
			else if (is_entry(tid, c->nr ?: CALL))
				printf("entry, ");
			else
				goto resume;
			if (c->then == TELL_ALL)
				print_info(tid);
			inside = !inside;
		} else if (!event && sig != SIGTRAP && sig != SIGSTOP) {
			pass = sig;
		}
resume:
		resume(c, tid, pass);
	}
	fflush(stdout);
	_exit(0);
}

static void start_tracer(const struct traced_case *c)
{
	int options = PTRACE_O_TRACESYSGOOD | PTRACE_O_TRACECLONE | c->options;
	int status;
	pid_t pid = fork();

	if (pid == 0)
		tracee(c);
	if (waitpid(pid, &status, 0) != pid || !WIFSTOPPED(status))
		_exit(11);
	if (!c->blind)
		options |= PTRACE_O_TRACESECCOMP;
	if (ptrace(PTRACE_SETOPTIONS, pid, NULL, options))
		_exit(12);
	resume(c, pid, 0);
	tracer(c, pid);
}

/*
 * The reporter: gets the tracee if its tracer has died
 */
static void print_end(int status)
{
	if (shared->trapped)
		printf("signal %d code %d errno %d arch %#x nr %d %s",
		       shared->info.si_signo, shared->info.si_code,
		       shared->info.si_errno, shared->info.si_arch,
		       shared->info.si_syscall,
		       shared->after_svc ? "after svc" : "elsewhere");
	else if (shared->done)
		print_ret(shared->ret);
	else
		printf("nothing");
	if (shared->handled)
		printf(", %d handled", shared->handled);
	if (WIFSIGNALED(status))
		printf(", killed by %d", WTERMSIG(status));
	else if (WEXITSTATUS(status))
		printf(", status %d", WEXITSTATUS(status));
	printf("\n");
}

static void run(const struct traced_case *c)
{
	int status, end = 0;
	pid_t pid, child;

	memset(shared, 0, sizeof(*shared));
	printf("%s: ", c->name);
	fflush(stdout);
	pid = fork();
	if (pid == 0)
		start_tracer(c);
	while ((child = waitpid(-1, &status, 0)) > 0)
		if (child != pid)
			end = status;
		else if (status)
			printf("tracer's status %#x, ", status);
	print_end(shared->has_status ? shared->status : end);
}

#define GROUP(_name)	{ #_name, _name, ARRAY_SIZE(_name) }

static const struct {
	const char *name;
	const struct traced_case *cases;
	size_t nr;
} groups[] = {
	GROUP(results),
	GROUP(changes),
	GROUP(again),
	GROUP(stops),
	GROUP(info),
	GROUP(ends),
	GROUP(signals),
	GROUP(restarts),
	GROUP(threads),
};

int main(int argc, char **argv)
{
	const char *group = begin(argv);
	size_t i, j;

	shared = share(sizeof(*shared));
	/* The value differs from every other result. */
	setpgid(0, 0);
	prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
	for (i = 0; i < ARRAY_SIZE(groups); i++)
		for (j = 0; j < groups[i].nr; j++)
			if (!strcmp(group, groups[i].name))
				run(&groups[i].cases[j]);

	return 0;
}
