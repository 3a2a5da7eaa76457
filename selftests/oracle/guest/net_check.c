// SPDX-License-Identifier: GPL-2.0-only
/*
 * net_check - net.h against the headers of the ARM compiler
 */
#include <netinet/in.h>
#include <stddef.h>

#include "check.h"
#include "net.h"

SAME_SIZE(sockaddr_in6, struct sockaddr_in6);
SAME_SIZE(group_req, struct group_req);
SAME_PLACE(group_req, group, struct group_req, gr_group);
SAME_SIZE(group_source_req, struct group_source_req);
SAME_PLACE(group_filter, fmode, struct group_filter, gf_fmode);
SAME_PLACE(group_filter, list, struct group_filter, gf_slist);
