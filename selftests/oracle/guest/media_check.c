// SPDX-License-Identifier: GPL-2.0-only
/*
 * media_check - media.h against the headers of the ARM compiler
 */
#include <linux/cec.h>
#include <linux/media.h>

#include "check.h"
#include "media.h"

SAME_NUMBER(MEDIA_IOC_ENUM_LINKS);
SAME_SIZE(media_links_enum, struct media_links_enum);
SAME_PLACE(media_links_enum, links, struct media_links_enum, links);
SAME_SIZE(cec_msg, struct cec_msg);
SAME_PLACE(cec_msg, sequence, struct cec_msg, sequence);
SAME_SIZE(cec_event, struct cec_event);
