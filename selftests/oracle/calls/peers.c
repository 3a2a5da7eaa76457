// SPDX-License-Identifier: GPL-2.0-only
/*
 * peers - what scenarios with several processes share
 */
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/wait.h>

#include "peers.h"

/* Exit status of a peer: a small result, or an error above this. */
#define AN_ERROR	100

static int make_call(void *arg)
{
	const struct oracle_call *call = arg;
	int32_t ret = backend_call(call->nr, call->args);

	if (ret < 0)
		return AN_ERROR - ret;
	return ret < AN_ERROR ? ret : AN_ERROR - 1;
}

int peer_call(struct oracle_call call)
{
	return peer(make_call, &call);
}

void peer_result(int pid)
{
	int status = peer_wait(pid);

	if (status > AN_ERROR)
		note("peer: %s", strerrorname_np(status - AN_ERROR));
	else
		note("peer: %d", status);
}

void *shared_pages(unsigned int count)
{
	void *p = pages(count);

	if (mmap(p, count * 4096, PROT_READ | PROT_WRITE,
		 MAP_SHARED | MAP_ANONYMOUS | MAP_FIXED, -1, 0) != p)
		note("FATAL: no shared memory");
	return p;
}

struct deed_to {
	int pid;
	struct deed deed;
};

void look_at(int pid)
{
	siginfo_t info;
	int status;

	if (ptrace(PTRACE_SEIZE, pid, 0, 0)) {
		note("FATAL: no tracing: %s", strerrorname_np(errno));
		return;
	}
	ptrace(PTRACE_INTERRUPT, pid, 0, 0);
	waitpid(pid, &status, __WALL);
	ptrace(PTRACE_GETSIGINFO, pid, 0, &info);
	ptrace(PTRACE_PEEKDATA, pid, (void *)MEM_BASE, 0);
	ptrace(PTRACE_DETACH, pid, 0, 0);
}

static int do_deed(void *arg)
{
	const struct deed_to *to = arg;
	const struct deed *deed = &to->deed;

	until_asleep(to->pid);
	if (deed->stop) {
		kill(to->pid, SIGSTOP);
		pause_ms(5);
		kill(to->pid, SIGCONT);
	}
	if (deed->trace)
		look_at(to->pid);
	if (deed->sig)
		kill(to->pid, deed->sig);
	if (!deed->call.nr)
		return 0;
	/*
	 * Some calls are on their way to sleep a while before they can be
	 * woken, as futex_waitv() is.
	 */
	pause_ms(10);
	until_asleep(to->pid);
	backend_call(deed->call.nr, deed->call.args);
	return 0;
}

int peer_does(struct deed deed)
{
	return peer(do_deed, &(struct deed_to){ getpid(), deed });
}

void blocks(struct blocking *b, const char *name, uint32_t nr,
	    unsigned int count, const uint32_t *args)
{
	b->name = name;
	b->count = count;
	b->call = (struct oracle_call){ nr };
	memcpy(b->call.args, args, count * sizeof(*args));
}
