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
 * What a peer does to the process that made it, once that sleeps: a signal,
 * a stop for a while, a call.
 */
int peer_signals(int sig);
int peer_stops(void);
int peer_calls_later(struct oracle_call call);
/* A signal, and when the process sleeps again, a call. */
int peer_signals_and_calls(int sig, struct oracle_call call);

#endif /* ORACLE_CALLS_PEERS_H */
