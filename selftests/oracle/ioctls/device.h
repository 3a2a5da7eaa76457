/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * device - find the device nodes that a scenario is about
 */
#ifndef ORACLE_DEVICE_H
#define ORACLE_DEVICE_H

#include <stddef.h>

/* How long a driver that has just been loaded may take to find its devices. */
#define PATIENCE_MS	5000

/**
 * find_device() - open the first node that answers a command as wanted
 * @format: of its path, with a %d
 * @cmd: this side's own ioctl command
 * @answer: what @cmd fills in
 * @text: a string in @answer
 * @wanted: what it has to be
 *
 * Return: file descriptor, -1 if there is none
 */
int find_device(const char *format, unsigned long cmd, void *answer,
		const char *text, const char *wanted);

/**
 * wait_node() - open a node that may be about to appear
 * @path: of the node
 * @flags: for open()
 *
 * A driver that has just been loaded looks for its devices in the background.
 *
 * Return: file descriptor, -1 if there is still none after PATIENCE_MS
 */
int wait_node(const char *path, int flags);

/**
 * wait_device() - the same, with a skip() if there is none
 * @path: of the node
 * @flags: for open()
 *
 * Return: file descriptor
 */
int wait_device(const char *path, int flags);

/**
 * wait_path() - find the first path that fits a pattern, as soon as there is one
 * @pattern: for glob()
 * @path: what is found; skip() if nothing is
 * @size: of @path
 */
void wait_path(const char *pattern, char *path, size_t size);

/**
 * open_pty() - open a terminal that nothing but the scenario is at
 * @slave: its file descriptor; the modes are raw, and both do not block
 *
 * Return: file descriptor of the master, -1 if there is none
 */
int open_pty(int *slave);

/**
 * skip_on() - skip the rest of the scenario on some kernels
 * @release: how their release starts
 * @reason: why it cannot be
 */
void skip_on(const char *release, const char *reason);

/**
 * first_network() - go back to the network name space of the machine
 *
 * Some protocols are only there. What a scenario makes there is for it to
 * remove. Skips the rest of the scenario if it is not to be had.
 */
void first_network(void);

#endif /* ORACLE_DEVICE_H */
