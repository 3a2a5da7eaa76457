/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * input_node - device nodes of what uinput and uhid make
 */
#ifndef ORACLE_INPUT_NODE_H
#define ORACLE_INPUT_NODE_H

/**
 * open_input() - open a node of uinput's device
 * @uinput: file descriptor
 * @kind: "event", "js" or "mouse"
 *
 * Return: file descriptor, non-blocking; -1 if there is none
 */
int open_input(int uinput, const char *kind);

/**
 * open_in() - wait for a node that a folder of sysfs names and open it
 * @folder: of sysfs
 * @kind: how its name starts
 * @format: path of the node, with a %s
 *
 * Return: file descriptor, non-blocking; -1 if there is none
 */
int open_in(const char *folder, const char *kind, const char *format);

#endif /* ORACLE_INPUT_NODE_H */
