// SPDX-License-Identifier: GPL-2.0-only
/*
 * peers - what scenarios with several processes share
 */
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include <sys/mman.h>

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

struct deed {
	int pid, sig, stop;
	struct oracle_call call;
};

static int do_deed(void *arg)
{
	const struct deed *deed = arg;

	until_asleep(deed->pid);
	if (deed->stop) {
		kill(deed->pid, SIGSTOP);
		pause_ms(20);
		kill(deed->pid, SIGCONT);
	}
	if (deed->sig)
		kill(deed->pid, deed->sig);
	if (!deed->call.nr)
		return 0;
	if (deed->sig || deed->stop) {
		pause_ms(20);
		until_asleep(deed->pid);
	}
	backend_call(deed->call.nr, deed->call.args);
	return 0;
}

int peer_signals(int sig)
{
	return peer(do_deed, &(struct deed){ .pid = getpid(), .sig = sig });
}

int peer_stops(void)
{
	return peer(do_deed, &(struct deed){ .pid = getpid(), .stop = 1 });
}

int peer_calls_later(struct oracle_call call)
{
	return peer(do_deed, &(struct deed){ .pid = getpid(), .call = call });
}

int peer_signals_and_calls(int sig, struct oracle_call call)
{
	return peer(do_deed, &(struct deed){ .pid = getpid(), .sig = sig,
					     .call = call });
}
