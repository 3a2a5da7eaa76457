// SPDX-License-Identifier: GPL-2.0-only
/*
 * What audit records of 32-bit calls
 *
 *	audited [routed | call] group...
 *
 * For both sides (either_side.h), as verdict. A rule of audit(7) asks for the
 * records of one number for one architecture, a child makes a call, and its
 * records are printed, but for what cannot be the same on both sides. Needs
 * root; turns audit on while it runs.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/netlink.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>

#include "either_side.h"

#define FOLDER		"/tmp/audited"
#define KEY		"gate32"
#define END_OF_CASE	1112	/* one of user space's own: linux/audit.h */

/* Strings and structures of a call, below 4 GB. */
#define PATH		(LOW + 64)
#define NAME		(LOW + 128)
#define ADDRESS		(LOW + 192)
#define VECTOR		(LOW + 320)
#define WORD		(LOW + 384)

/* A descriptor that has this number on both sides. */
#define FD		100

/*
 * Talking to audit
 */
static int control, log;

struct request {
	struct nlmsghdr head;
	union {
		struct audit_status status;
		struct {
			struct audit_rule_data rule;
			char key[sizeof(KEY)];
		};
		char text[16];
	};
};

static int open_netlink(unsigned int groups)
{
	struct sockaddr_nl addr = {
		.nl_family = AF_NETLINK, .nl_groups = groups,
	};
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_AUDIT);

	if (fd < 0 || bind(fd, (struct sockaddr *)&addr, sizeof(addr)))
		return -1;

	return fd;
}

/* Return: 0, or the error that the kernel acknowledges with. */
static int ask(struct request *req, int type, size_t size)
{
	struct {
		struct nlmsghdr head;
		struct nlmsgerr error;
		char more[1024];
	} answer;

	req->head.nlmsg_len = NLMSG_LENGTH(size);
	req->head.nlmsg_type = type;
	req->head.nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK;
	if (send(control, req, req->head.nlmsg_len, 0) < 0)
		return -errno;
	do {
		if (recv(control, &answer, sizeof(answer), 0) < 0)
			return -errno;
	} while (answer.head.nlmsg_type != NLMSG_ERROR);

	return answer.error.error;
}

static int switch_audit(bool on)
{
	struct request req = {
		.status = { .mask = AUDIT_STATUS_ENABLED, .enabled = on },
	};

	return ask(&req, AUDIT_SET, sizeof(req.status));
}

/* -a always,exit -F arch=... -F ppid=(this process) -S (number) -k KEY */
static int change_rule(int type, uint32_t arch, uint32_t nr)
{
	struct request req = { .head = { 0 } };
	struct audit_rule_data *rule = &req.rule;

	rule->flags = AUDIT_FILTER_EXIT;
	rule->action = AUDIT_ALWAYS;
	rule->field_count = 3;
	rule->fields[0] = AUDIT_ARCH;
	rule->values[0] = arch;
	rule->fields[1] = AUDIT_PPID;
	rule->values[1] = getpid();
	rule->fields[2] = AUDIT_FILTERKEY;
	rule->values[2] = strlen(KEY);
	rule->fieldflags[0] = AUDIT_EQUAL;
	rule->fieldflags[1] = AUDIT_EQUAL;
	rule->fieldflags[2] = AUDIT_EQUAL;
	rule->buflen = strlen(KEY);
	memcpy(rule->buf, KEY, strlen(KEY));
	rule->mask[AUDIT_WORD(nr)] = AUDIT_BIT(nr);

	return ask(&req, type, sizeof(*rule) + strlen(KEY));
}

static void mark_end(void)
{
	struct request req = { .text = "end of case" };

	ask(&req, END_OF_CASE, sizeof(req.text));
}

/*
 * Records
 */

/* Fields that are not the same on both sides, or from run to run. */
static const char *const masked[] = {
	"pid", "ppid",	/* numbers of processes */
	"inode", "dev",	/* the file system's choice */
	"items",	/* how many paths follow; of execve, as configured */
	"exe",		/* which of the two programs it is */
	"ip",		/* where the program has its svc instruction */
	"auid", "ses",	/* who has logged in, and how often */
	"tty",		/* where the tests' output goes */
};

static bool is_masked(const char *name, size_t len)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(masked); i++)
		if (strlen(masked[i]) == len && !strncmp(masked[i], name, len))
			return true;

	return false;
}

/* "audit(time:serial): name=value name=value..." */
static void print_record(int type, char *text)
{
	char *field, *value;

	text = strstr(text, "): ");
	if (!text)
		return;
	printf(" [%d]", type);
	for (field = strtok(text + 3, " "); field; field = strtok(NULL, " ")) {
		/* Its label, where a security module gives any. */
		if (!strncmp(field, "subj=", 5))
			continue;
		value = strchr(field, '=');
		if (value && is_masked(field, value - field))
			printf(" %.*s=*", (int)(value - field), field);
		else
			printf(" %s", field);
	}
}

/*
 * A file that is opened twice in a row: how often execve does that depends on
 * the kernel's configuration.
 */
static bool is_repeated(int type, const char *text)
{
	static char last[512];
	const char *name = strstr(text, " name=");
	bool repeated;

	if (type != AUDIT_PATH || !name) {
		last[0] = '\0';
		return false;
	}
	repeated = !strcmp(name, last);
	snprintf(last, sizeof(last), "%s", name);

	return repeated;
}

/*
 * PROCTITLE is the command line, which names the program. That of a call for
 * which no rule has asked is this process's: it has changed the rules.
 */
static bool is_printed(int type, const char *text)
{
	return type >= AUDIT_SYSCALL && type <= AUDIT_LAST_KERN_ANOM_MSG &&
	       type != AUDIT_PROCTITLE && type != AUDIT_EOE &&
	       type != AUDIT_CONFIG_CHANGE && !is_repeated(type, text) &&
	       !(type == AUDIT_SYSCALL && strstr(text, " key=(null)"));
}

static void print_records(void)
{
	union {
		struct nlmsghdr head;
		char bytes[9000];
	} msg;
	struct pollfd pfd = { .fd = log, .events = POLLIN };
	bool any = false;
	ssize_t len;
	char *text;

	while (poll(&pfd, 1, 20000) == 1) {
		len = recv(log, &msg, sizeof(msg) - 1, 0);
		if (len < (ssize_t)sizeof(msg.head))
			break;
		msg.bytes[len] = '\0';
		if (msg.head.nlmsg_type == END_OF_CASE) {
			printf("%s\n", any ? "" : " no record");
			return;
		}
		text = NLMSG_DATA(&msg);
		if (is_printed(msg.head.nlmsg_type, text)) {
			print_record(msg.head.nlmsg_type, text);
			any = true;
		}
	}
	printf(" no end\n");
}

/*
 * Cases
 */
struct audited_case {
	const char *name;
	uint32_t nr;
	uint32_t args[6];
	/* What a filter says to it, if there is one. */
	bool filtered;
	uint32_t action;
	/* Gets SIGALRM. */
	bool interrupted;
	/* Architecture of the rule; 0: ARM. */
	uint32_t arch;
	/* Number of the rule, if it is another one. */
	uint32_t rule_nr;
	/* Not a 32-bit call, but this native one, with its arguments. */
	uint32_t native_nr;
	unsigned long native_args[6];
};

#define OPEN(_flags)	ARM_NR_open, { PATH, _flags, 0640 }
#define ARM_CREAT	0100
#define ARM_TRUNC	01000

static const struct audited_case calls[] = {
	{ "create", OPEN(ARM_CREAT | 2) },
	{ "open", OPEN(0) },
	{ "open for a rule of another call", OPEN(0), .rule_nr = ARM_NR_close },
	{ "open for a rule of AArch64", OPEN(0), .arch = AUDIT_ARCH_AARCH64 },
	{ "openat, missing", ARM_NR_openat, { -100U, NAME, 0, 0 } },
	{ "mkdir", ARM_NR_mkdir, { NAME, 0750 } },
	{ "rmdir", ARM_NR_rmdir, { NAME } },
	{ "stat64", ARM_NR_stat64, { PATH, LOW + 1024 } },
	{ "rename", ARM_NR_rename, { PATH, NAME } },
	{ "unlink", ARM_NR_unlink, { NAME } },
	{ "connect", ARM_NR_connect, { FD, ADDRESS, 20 } },
	{ "sendto", ARM_NR_sendto, { FD, WORD, 4, 0, ADDRESS, 20 } },
	{ "ioctl", ARM_NR_ioctl, { 0, FIONREAD, WORD } },
	{ "socket", ARM_NR_socket, { AF_UNIX, SOCK_STREAM, 0 } },
	{ "umask", ARM_NR_umask, { 027 } },
	{ "mmap2, high", ARM_NR_mmap2,
	  { 0xa0000000, 4096, 3, 0x32, -1U, 0 } },
	{ "kill nobody", ARM_NR_kill, { 0x7fffffff, 0 } },
	{ "interrupted", ARM_NR_pause, .interrupted = true },
	{ "number that does not exist", 999 },
	{ "execve", ARM_NR_execve, { LOW + 512, VECTOR, 0 } },
};

#define FILTERED(_name, _action)					\
	{ _name, ARM_NR_umask, { 027 }, true, _action }

static const struct audited_case filtered[] = {
	FILTERED("allowed", SECCOMP_RET_ALLOW),
	FILTERED("logged", SECCOMP_RET_LOG),
	FILTERED("refused", SECCOMP_RET_ERRNO | 61),
	FILTERED("shown to nobody", SECCOMP_RET_TRACE),
	FILTERED("process killed", SECCOMP_RET_KILL_PROCESS),
	FILTERED("thread killed", SECCOMP_RET_KILL_THREAD),
	FILTERED("trapped", SECCOMP_RET_TRAP),
};

/* What only a gate has: a rule for what brings a call, and one for the call. */
#ifndef __arm__
#define VERB(_verb, ...)						\
	.native_nr = __NR_prctl, .native_args = { PR_GATE32, _verb, __VA_ARGS__ }
#define FOR_AARCH64(_nr) .arch = AUDIT_ARCH_AARCH64, .rule_nr = _nr

static const struct audited_case verbs[] = {
	{ "native call", .native_nr = __NR_umask, .native_args = { 027 },
	  FOR_AARCH64(__NR_umask) },
	{ "native prctl", VERB(GATE32_GET_VERSION), FOR_AARCH64(__NR_prctl) },
	{ "call", VERB(GATE32_CALL, ARM_NR_umask, PATH),
	  .rule_nr = ARM_NR_umask },
	{ "call, as prctl", VERB(GATE32_CALL, ARM_NR_umask, PATH),
	  FOR_AARCH64(__NR_prctl) },
	{ "ioctl", VERB(GATE32_IOCTL, 0, 0xabcd00000000 | FIONREAD, WORD),
	  .rule_nr = ARM_NR_ioctl },
	{ "call that cannot be read", VERB(GATE32_CALL, ARM_NR_umask, 8),
	  FOR_AARCH64(__NR_prctl) },
	{ "call of a number out of range", VERB(GATE32_CALL, 0x100000, PATH),
	  FOR_AARCH64(__NR_prctl) },
	{ "call with an argument too much", VERB(GATE32_CALL, 0, PATH, 1),
	  FOR_AARCH64(__NR_prctl) },
};
#endif

/* Every action is to be logged, as far as any is. */
static void install_action(uint32_t nr, uint32_t action)
{
	const struct sock_filter insns[] = {
		LOAD(arch), IF_EQ(AUDIT_ARCH_ARM, 3), LOAD(nr), IF_EQ(nr, 1),
		RET(action), RET(SECCOMP_RET_ALLOW),
	};

	prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	if (install(insns, ARRAY_SIZE(insns), SECCOMP_FILTER_FLAG_LOG))
		_exit(1);
}

static void on_alarm(int sig)
{
}

static void child(const struct audited_case *c)
{
	const struct sigaction alarm_act = { .sa_handler = on_alarm };

	if (c->interrupted) {
		sigaction(SIGALRM, &alarm_act, NULL);
		ualarm(300000, 300000);
	}
	if (c->filtered)
		install_action(c->nr, c->action);
#ifndef __arm__
	if (c->native_nr) {
		svc(c->native_nr, c->native_args);
		_exit(0);
	}
#endif
	make(c->nr, c->args);
	_exit(0);
}

static void run(const struct audited_case *c)
{
	uint32_t arch = c->arch ?: AUDIT_ARCH_ARM;
	uint32_t nr = c->rule_nr ?: c->nr;
	int error;
	pid_t pid;

	printf("%s:", c->name);
	error = change_rule(AUDIT_ADD_RULE, arch, nr);
	if (error) {
		printf(" cannot add a rule: %d\n", error);
		return;
	}
	fflush(stdout);
	pid = fork();
	if (pid == 0)
		child(c);
	waitpid(pid, NULL, 0);
	change_rule(AUDIT_DEL_RULE, arch, nr);
	mark_end();
	print_records();
}

static void prepare_memory(void)
{
	struct sockaddr_un *addr = (void *)ADDRESS;
	uint32_t *vector = (void *)VECTOR;

	strcpy((char *)PATH, FOLDER "/file");
	strcpy((char *)NAME, FOLDER "/name");
	addr->sun_family = AF_UNIX;
	strcpy(addr->sun_path, FOLDER "/socket");
	strcpy((char *)LOW + 512, "/bin/busybox");
	strcpy((char *)LOW + 544, "true");
	vector[0] = LOW + 544;
}

static bool prepare_files(void)
{
	mkdir(FOLDER, 0755);
	unlink(FOLDER "/file");
	unlink(FOLDER "/name");
	umask(022);

	return !chdir(FOLDER) &&
	       dup2(socket(AF_UNIX, SOCK_DGRAM, 0), FD) == FD;
}

#define GROUP(_name)	{ #_name, _name, ARRAY_SIZE(_name) }

static const struct {
	const char *name;
	const struct audited_case *cases;
	size_t nr;
} groups[] = {
	GROUP(calls),
	GROUP(filtered),
#ifndef __arm__
	GROUP(verbs),
#endif
};

int main(int argc, char **argv)
{
	const char *group = begin(argv);
	size_t i, j;

	if (!*group)
		return 0;
	control = open_netlink(0);
	log = open_netlink(1 << (AUDIT_NLGRP_READLOG - 1));
	if (control < 0 || log < 0 || switch_audit(true)) {
		perror("audited: audit");
		return 3;
	}
	prepare_memory();
	if (!prepare_files())
		return 4;
	/* The program's name is in the records. */
	prctl(PR_SET_NAME, "audited");
	for (i = 0; i < ARRAY_SIZE(groups); i++)
		for (j = 0; j < groups[i].nr; j++)
			if (!strcmp(group, groups[i].name))
				run(&groups[i].cases[j]);
	switch_audit(false);

	return 0;
}
