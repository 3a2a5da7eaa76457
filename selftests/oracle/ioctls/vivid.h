/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * vivid - nodes of the test driver of Video4Linux
 */
#ifndef ORACLE_VIVID_H
#define ORACLE_VIVID_H

#include <stdint.h>

#include <linux/videodev2.h>

#include "oracle.h"

/*
 * There are two instances: the first has single-planar, the second
 * multi-planar buffers (scripts/guest/modules.list).
 */
enum vivid_instance { SINGLE, MULTI };

/**
 * vivid_open() - open the node that can do something, or skip()
 * @which: of the two instances
 * @cap: V4L2_CAP_VBI_CAPTURE and the like
 *
 * Return: file descriptor
 */
int vivid_open(enum vivid_instance which, uint32_t cap);

/** vivid_path() - the same, its path only: for open() flags of one's own */
const char *vivid_path(enum vivid_instance which, uint32_t cap);

/** vivid_format() - a struct for G_VIDIOC_G_FMT and so on, with a type */
struct g_v4l2_format *vivid_format(uint32_t type);

/** vivid_formats() - ask for the formats of a node, set the one it has */
void vivid_formats(int fd, uint32_t type);

/** vivid_stream() - let some buffers (MMAP) pass a node; writes down all */
void vivid_stream(int fd, uint32_t type);

#endif /* ORACLE_VIVID_H */
