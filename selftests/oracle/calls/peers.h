/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * peers - what scenarios with several processes share
 */
#ifndef ORACLE_CALLS_PEERS_H
#define ORACLE_CALLS_PEERS_H

#include "oracle.h"

/* peer_call() - a peer that makes one call, without a trace, and ends */
int peer_call(struct oracle_call call);

/* peer_result() - wait for it and note what it got */
void peer_result(int pid);

/* shared_pages() - pages full of 0 that children share with their parent */
void *shared_pages(unsigned int count);

/*
 * What a peer does to the process that made it, once that sleeps. Thereafter,
 * when the process sleeps again, it makes a call if it has one.
 */
struct deed {
	int sig;	/* a signal to send, or 0 */
	int stop;	/* stop the process and let it go on */
	int trace;	/* look at it as a debugger does */
	struct oracle_call call;
};

int peer_does(struct deed deed);

/* look_at() - attach to a process, stop it in its call, look, and leave */
void look_at(int pid);

static inline int peer_signals(int sig)
{
	return peer_does((struct deed){ .sig = sig });
}

static inline int peer_calls_later(struct oracle_call call)
{
	return peer_does((struct deed){ .call = call });
}

/* A call that sleeps, and another one that ends it. */
struct blocking {
	const char *name;
	unsigned int count;
	struct oracle_call call, wake;
};

#define BLOCKS(b, name, ...)	\
	blocks(b, #name, ARM_NR_##name, SYS_ARGS(__VA_ARGS__))

void blocks(struct blocking *b, const char *name, uint32_t nr,
	    unsigned int count, const uint32_t *args);

/* What makes such a pair, with objects of its own. */
typedef void (*prepare_fn)(struct blocking *b);

#endif /* ORACLE_CALLS_PEERS_H */
