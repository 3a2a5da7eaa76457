// SPDX-License-Identifier: GPL-2.0-only
/*
 * cdrom_check - cdrom.h against the headers of the ARM compiler
 */
#include <linux/cdrom.h>

#include "cdrom.h"
#include "check.h"

SAME_SIZE(cdrom_read_audio, struct cdrom_read_audio);
SAME_PLACE(cdrom_read_audio, buf, struct cdrom_read_audio, buf);
SAME_SIZE(cdrom_generic_command, struct cdrom_generic_command);
SAME_PLACE(cdrom_generic_command, timeout, struct cdrom_generic_command,
	   timeout);
