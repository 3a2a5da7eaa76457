// SPDX-License-Identifier: GPL-2.0-only
/*
 * backend of the armhf build: "svc" in a real AArch32 process
 */
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "oracle.h"

#ifndef __ARM_EABI__
#error "this side is for the ARM EABI"
#endif

const char backend_name[] = "AArch32";
const char *backend_complaint;

/* In svc_arm.S: r7 is not for a C compiler to give away. */
int32_t svc_arm(uint32_t nr, const uint32_t *args);

int32_t backend_call(uint32_t nr, const uint32_t *args)
{
	return svc_arm(nr, args);
}

int backend_open(const char *via)
{
	if (strcmp(via, "route")) {
		fprintf(stderr, "an AArch32 process calls the kernel itself\n");
		return -1;
	}
	return 0;
}
