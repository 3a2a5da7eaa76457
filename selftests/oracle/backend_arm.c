// SPDX-License-Identifier: GPL-2.0-only
/*
 * backend of the armhf build: "svc" in a real AArch32 process
 */
#include <fcntl.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "oracle.h"

#ifndef __ARM_EABI__
#error "this side is for the ARM EABI"
#endif

const char backend_name[] = "AArch32";
const char *backend_complaint;

/* In svc_arm.S: r7 is not for a C compiler to give away. */
int32_t svc_arm(uint32_t nr, const uint32_t *args);
int32_t svc_arm_child(const struct oracle_call *call,
		      const struct oracle_call *then);

int32_t backend_call(uint32_t nr, const uint32_t *args)
{
	return svc_arm(nr, args);
}

int32_t backend_child(const struct oracle_call *call,
		      const struct oracle_call *then)
{
	return svc_arm_child(call, then);
}

/* 47th number of /proc/self/stat, counted from the one after the name. */
uint32_t backend_break_start(void)
{
	char text[1024], *at;
	int fd = open("/proc/self/stat", O_RDONLY);
	ssize_t n = read(fd, text, sizeof(text) - 1);
	unsigned int field;

	close(fd);
	if (n <= 0)
		return 0;
	text[n] = '\0';
	at = strrchr(text, ')');
	for (field = 2; at && field < 47; field++)
		at = strchr(at + 1, ' ');
	return at ? strtoul(at, NULL, 10) : 0;
}

void backend_turn(uint64_t turn)
{
	(void)turn;
}

int backend_open(const char *via)
{
	if (strcmp(via, "route")) {
		fprintf(stderr, "an AArch32 process calls the kernel itself\n");
		return -1;
	}
	return 0;
}
