/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * device - find the device nodes that a scenario is about
 */
#ifndef ORACLE_DEVICE_H
#define ORACLE_DEVICE_H

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

#endif /* ORACLE_DEVICE_H */
