// SPDX-License-Identifier: GPL-2.0-only
/*
 * scenarios: landlock
 */
#include <arpa/inet.h>
#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/socket.h>

#include "oracle.h"

#define GROUP "landlock"

#define WRITE_FILE	(1ULL << 1)
#define MAKE_REG	(1ULL << 8)
#define TRUNCATE	(1ULL << 14)
#define BIND_TCP	(1ULL << 0)

SCENARIO(rulesets)
{
	uint64_t *attr = zmem(40);

	sys(landlock_create_ruleset, 0, 0, 1);
	sys(landlock_create_ruleset, attr, 0, 1);
	sys(landlock_create_ruleset, 0, 0, 0x80000000);
	sys(landlock_create_ruleset, attr, 8, 0);
	sys(landlock_create_ruleset, attr, 7, 0);
	sys(landlock_create_ruleset, attr, 4097, 0);
	sys(landlock_create_ruleset, BAD, 8, 0);
	sys(landlock_create_ruleset, BAD_HIGH, 8, 0);
	sys(landlock_create_ruleset, edge(7), 8, 0);
	sys(landlock_create_ruleset, attr, 0xffffffff, 0);
	attr[0] = WRITE_FILE;
	sys(landlock_create_ruleset, attr, 40, 0);
	attr[4] = 1;
	sys(landlock_create_ruleset, attr, 40, 0);
	attr[0] = 1ULL << 63;
	sys(landlock_create_ruleset, attr, 8, 0);
}

SCENARIO(files)
{
	uint64_t *attr = zmem(8);
	/* 12 bytes: the number of the directory is not aligned. */
	char *rule = zmem(12);
	int fd, dir;

	sys(mkdir, str("d"), 0755);
	sys(close, sys(creat, str("f"), 0600));
	*attr = WRITE_FILE | MAKE_REG | TRUNCATE;
	fd = sys(landlock_create_ruleset, attr, 8, 0);
	dir = sys(open, str("d"), G_O_PATH);
	*(uint64_t *)rule = WRITE_FILE | MAKE_REG;
	*(int32_t *)(rule + 8) = dir;
	sys(landlock_add_rule, fd, 1, rule, 0);
	sys(landlock_add_rule, fd, 1, edge(11), 0);
	sys(landlock_add_rule, fd, 1, BAD_HIGH, 0);
	*(uint64_t *)rule = 1 << 3;
	sys(landlock_add_rule, fd, 1, rule, 0);
	*(uint64_t *)rule = 0;
	sys(landlock_add_rule, fd, 1, rule, 0);
	*(uint64_t *)rule = WRITE_FILE;
	*(int32_t *)(rule + 8) = 77;
	sys(landlock_add_rule, fd, 1, rule, 0);
	*(int32_t *)(rule + 8) = fd;
	sys(landlock_add_rule, fd, 1, rule, 0);
	sys(landlock_add_rule, dir, 1, rule, 0);
	sys(landlock_restrict_self, fd, 0x80000000);
	sys(landlock_restrict_self, dir, 0);
	sys(landlock_restrict_self, fd, 0);
	sys(open, str("f"), O_RDONLY);
	sys(open, str("f"), O_RDWR);
	sys(truncate, str("f"), 1);
	sys(truncate64, str("f"), PAD, LL(1));
	sys(open, str("new"), O_RDWR | O_CREAT, 0600);
	sys(mknod, str("new"), 0100600, 0);
	sys(open, str("d/new"), O_RDWR | O_CREAT, 0600);
	sys(link, str("d/new"), str("new"));
	sys(rename, str("d/new"), str("new"));
}

SCENARIO(network)
{
	struct g_sockaddr_in *to = SET(sockaddr_in, .sin_family = AF_INET,
				       .sin_port = htons(1234));
	uint64_t *attr = zmem(16), *rule = zmem(16);
	int fd, s;

	attr[1] = BIND_TCP;
	fd = sys(landlock_create_ruleset, attr, 16, 0);
	rule[0] = BIND_TCP;
	rule[1] = 1234;
	sys(landlock_add_rule, fd, 2, rule, 0);
	rule[1] = 0x10000;
	sys(landlock_add_rule, fd, 2, rule, 0);
	sys(landlock_add_rule, fd, 2, edge(15), 0);
	sys(landlock_restrict_self, fd, 0);
	s = sys(socket, AF_INET, SOCK_STREAM, 0);
	sys(bind, s, to, 16);
	to->sin_port = htons(1235);
	s = sys(socket, AF_INET, SOCK_STREAM, 0);
	sys(bind, s, to, 16);
}
