// SPDX-License-Identifier: GPL-2.0-only
/*
 * scenarios: keys and what keyctl does with them
 */
#include <linux/keyctl.h>
#include <string.h>

#include "oracle.h"

#define GROUP "keys"

/* Keyrings that have names. */
#define THREAD	KEY_SPEC_THREAD_KEYRING
#define PROCESS	KEY_SPEC_PROCESS_KEYRING
#define SESSION	KEY_SPEC_SESSION_KEYRING

static uint32_t new_key(const char *name, const char *payload)
{
	return sys(add_key, str("user"), str(name), str(payload),
		   strlen(payload), SESSION);
}

/* Calls that return a key: they are random numbers. */
static uint32_t get_keyring(int32_t id)
{
	int32_t ret = silent(keyctl, KEYCTL_GET_KEYRING_ID, id, 1, 0, 0);

	note("keyring %d: %s", id, ret > 0 ? "there" : "not there");
	return ret;
}

SCENARIO(add)
{
	silent(keyctl, KEYCTL_JOIN_SESSION_KEYRING, 0, 0, 0, 0);
	new_key("a", "payload");
	new_key("a", "new payload");	/* the same key */
	sys(add_key, str("keyring"), str("ring"), 0, 0, SESSION);
	sys(add_key, str("keyring"), str("ring"), str("x"), 1, SESSION);
	sys(add_key, str("logon"), str("a:b"), str("secret"), 6, SESSION);
	sys(add_key, str("logon"), str("no"), str("secret"), 6, SESSION);
	sys(add_key, str("user"), str(""), str("x"), 1, SESSION);
	sys(add_key, str("user"), str("b"), str("x"), 0, SESSION);
	sys(add_key, str("user"), str("b"), mem(32768), 32767, SESSION);
	sys(add_key, str("user"), str("b"), mem(32768), 32768, SESSION);
	sys(add_key, str("user"), str("b"), str("x"), 0x80000000, SESSION);
	sys(add_key, str("user"), str("b"), str("x"), 1, 0);
	sys(add_key, str("user"), str("b"), str("x"), 1, 0x7fffffff);
	sys(add_key, str("user"), str("b"), str("x"), 1, 0x80000000);
	sys(add_key, str(".user"), str("b"), str("x"), 1, SESSION);
	sys(add_key, str("user"), BAD, str("x"), 1, SESSION);
	sys(add_key, str("user"), str("b"), BAD_HIGH, 1, SESSION);
	sys(add_key, str("user"), str("b"), edge(3), 4, SESSION);
}

SCENARIO(request)
{
	silent(keyctl, KEYCTL_JOIN_SESSION_KEYRING, 0, 0, 0, 0);
	new_key("wanted", "payload");
	sys(request_key, str("user"), str("wanted"), 0, 0);
	sys(request_key, str("user"), str("wanted"), 0, PROCESS);
	sys(request_key, str("user"), str("missing"), 0, 0);
	sys(request_key, str("user"), str("missing"), 0, PROCESS);
	sys(request_key, str("nosuchtype"), str("wanted"), 0, 0);
	sys(request_key, BAD, str("wanted"), 0, 0);
	sys(request_key, str("user"), BAD_HIGH, 0, 0);
	sys(request_key, str("user"), str("missing"), BAD, 0);
	sys(request_key, str("user"), str("missing"), 0, 0x7fffffff);
}

SCENARIO(read)
{
	char *buf = mem(64);
	uint32_t key;

	silent(keyctl, KEYCTL_JOIN_SESSION_KEYRING, 0, 0, 0, 0);
	key = new_key("a", "payload");
	sys(keyctl, KEYCTL_READ, key, buf, 64, 0);
	outb(buf, 64);
	sys(keyctl, KEYCTL_READ, key, buf, 0, 0);
	sys(keyctl, KEYCTL_READ, key, 0, 64, 0);
	sys(keyctl, KEYCTL_READ, key, BAD, 64, 0);
	sys(keyctl, KEYCTL_READ, key, BAD_HIGH, 64, 0);
	sys(keyctl, KEYCTL_READ, key, edge(4), 64, 0);
	sys(keyctl, KEYCTL_READ, key, buf, 0x80000000, 0);
	sys(keyctl, KEYCTL_READ, SESSION, 0, 0, 0);
	sys(keyctl, KEYCTL_DESCRIBE, key, buf, 64, 0);
	outb(buf, 64);
	sys(keyctl, KEYCTL_DESCRIBE, key, buf, 4, 0);
	sys(keyctl, KEYCTL_DESCRIBE, key, BAD, 64, 0);
	sys(keyctl, KEYCTL_DESCRIBE, 0x7fffffff, buf, 64, 0);
	sys(keyctl, KEYCTL_GET_SECURITY, key, buf, 64, 0);
	sys(keyctl, KEYCTL_GET_SECURITY, key, BAD, 64, 0);
	sys(keyctl, KEYCTL_GET_SECURITY, 0x7fffffff, buf, 64, 0);
	sys(keyctl, KEYCTL_UPDATE, key, str("other"), 5, 0);
	sys(keyctl, KEYCTL_UPDATE, key, BAD, 5, 0);
	sys(keyctl, KEYCTL_UPDATE, key, str("x"), 0x80000000, 0);
	sys(keyctl, KEYCTL_UPDATE, 0x7fffffff, str("other"), 5, 0);
	memset(buf, POISON, 64);
	sys(keyctl, KEYCTL_CAPABILITIES, buf, 64, 0, 0);
	outb(buf, 8);
	sys(keyctl, KEYCTL_CAPABILITIES, buf, 1, 0, 0);
	sys(keyctl, KEYCTL_CAPABILITIES, BAD_HIGH, 64, 0, 0);
}

SCENARIO(rights)
{
	char *buf = mem(64);
	uint32_t key;

	silent(keyctl, KEYCTL_JOIN_SESSION_KEYRING, 0, 0, 0, 0);
	key = new_key("a", "payload");
	sys(keyctl, KEYCTL_CHOWN, key, 70000, 80000, 0);
	sys(keyctl, KEYCTL_SETPERM, key, 0x3f3f0000, 0, 0);
	sys(keyctl, KEYCTL_SETPERM, key, 0xffffffff, 0, 0);
	sys(keyctl, KEYCTL_DESCRIBE, key, buf, 64, 0);
	outb(buf, 64);
	sys(keyctl, KEYCTL_CHOWN, 0x7fffffff, 0, 0, 0);
	sys(keyctl, KEYCTL_SETPERM, 0x7fffffff, 0, 0, 0);
	sys(keyctl, KEYCTL_SETPERM, key, 0, 0, 0);
	silent(setresgid32, 1000, 1000, 1000);
	silent(setresuid32, 1000, 1000, 1000);
	sys(keyctl, KEYCTL_READ, key, buf, 64, 0);
	sys(keyctl, KEYCTL_CHOWN, key, 0, -1, 0);
	sys(keyctl, KEYCTL_SETPERM, key, 0x3f3f0000, 0, 0);
}

SCENARIO(links)
{
	uint32_t key, ring;

	silent(keyctl, KEYCTL_JOIN_SESSION_KEYRING, 0, 0, 0, 0);
	get_keyring(THREAD);
	get_keyring(PROCESS);
	key = new_key("a", "payload");
	sys(keyctl, KEYCTL_LINK, key, PROCESS, 0, 0);
	sys(keyctl, KEYCTL_LINK, 0x7fffffff, PROCESS, 0, 0);
	sys(keyctl, KEYCTL_LINK, key, 0x7fffffff, 0, 0);
	sys(keyctl, KEYCTL_MOVE, key, PROCESS, THREAD, 0);
	sys(keyctl, KEYCTL_MOVE, key, PROCESS, THREAD, 0);
	sys(keyctl, KEYCTL_MOVE, key, SESSION, THREAD, KEYCTL_MOVE_EXCL);
	sys(keyctl, KEYCTL_MOVE, key, SESSION, THREAD, 0x80000000);
	sys(keyctl, KEYCTL_UNLINK, key, THREAD, 0, 0);
	sys(keyctl, KEYCTL_UNLINK, key, THREAD, 0, 0);
	sys(keyctl, KEYCTL_CLEAR, PROCESS, 0, 0, 0);
	sys(keyctl, KEYCTL_CLEAR, key, 0, 0, 0);
	ring = sys(add_key, str("keyring"), str("r"), 0, 0, SESSION);
	sys(keyctl, KEYCTL_LINK, SESSION, ring == 0, 0, 0);
	sys(keyctl, KEYCTL_RESTRICT_KEYRING, ring, 0, 0, 0);
	sys(keyctl, KEYCTL_RESTRICT_KEYRING, ring, 0, 0, 0);
	sys(keyctl, KEYCTL_RESTRICT_KEYRING, PROCESS, BAD, 0, 0);
	sys(keyctl, KEYCTL_RESTRICT_KEYRING, PROCESS, str("user"), BAD, 0);
	sys(keyctl, KEYCTL_RESTRICT_KEYRING, PROCESS, str("user"), str("x"), 0);
	sys(keyctl, KEYCTL_SEARCH, SESSION, str("user"), str("b"), 0);
	sys(keyctl, KEYCTL_SEARCH, SESSION, BAD, str("a"), 0);
	sys(keyctl, KEYCTL_SEARCH, SESSION, str("user"), BAD_HIGH, 0);
	note("search: %s", (uint32_t)silent(keyctl, KEYCTL_SEARCH, SESSION,
					    str("user"), str("a"), PROCESS) ==
			   key ? "found" : "not found");
	sys(keyctl, KEYCTL_READ, PROCESS, 0, 0, 0);
}

SCENARIO(life)
{
	char *buf = mem(64);
	uint32_t key;

	silent(keyctl, KEYCTL_JOIN_SESSION_KEYRING, 0, 0, 0, 0);
	key = new_key("a", "payload");
	sys(keyctl, KEYCTL_SET_TIMEOUT, key, 0x7fffffff, 0, 0);
	sys(keyctl, KEYCTL_SET_TIMEOUT, key, 0xffffffff, 0, 0);
	sys(keyctl, KEYCTL_READ, key, buf, 64, 0);
	sys(keyctl, KEYCTL_SET_TIMEOUT, 0x7fffffff, 1, 0, 0);
	sys(keyctl, KEYCTL_REVOKE, key, 0, 0, 0);
	sys(keyctl, KEYCTL_READ, key, buf, 64, 0);
	sys(keyctl, KEYCTL_REVOKE, 0x7fffffff, 0, 0, 0);
	key = new_key("b", "payload");
	sys(keyctl, KEYCTL_INVALIDATE, key, 0, 0, 0);
	sys(keyctl, KEYCTL_INVALIDATE, 0x7fffffff, 0, 0, 0);
	key = new_key("c", "payload");
	sys(keyctl, KEYCTL_SET_TIMEOUT, key, 1, 0, 0);
	while (silent(keyctl, KEYCTL_READ, key, buf, 64, 0) > 0)
		pause_ms(10);
	sys(keyctl, KEYCTL_READ, key, buf, 64, 0);
}

/* Making a key that somebody else has requested takes a right to it. */
SCENARIO(instantiate)
{
	struct g_iovec *iov = ZNEWS(iovec, 2);
	uint32_t key;

	silent(keyctl, KEYCTL_JOIN_SESSION_KEYRING, 0, 0, 0, 0);
	key = new_key("a", "payload");
	iov[0] = (struct g_iovec){ PTR(str("pay")), 3 };
	iov[1] = (struct g_iovec){ PTR(str("load")), 4 };
	sys(keyctl, KEYCTL_INSTANTIATE, key, str("x"), 1, 0);
	sys(keyctl, KEYCTL_INSTANTIATE, key, BAD, 1, 0);
	sys(keyctl, KEYCTL_INSTANTIATE, key, str("x"), 0x80000000, 0);
	sys(keyctl, KEYCTL_INSTANTIATE_IOV, key, iov, 2, 0);
	sys(keyctl, KEYCTL_INSTANTIATE_IOV, key, BAD, 2, 0);
	sys(keyctl, KEYCTL_INSTANTIATE_IOV, key, BAD_HIGH, 1, 0);
	sys(keyctl, KEYCTL_INSTANTIATE_IOV, key, iov, 1025, 0);
	iov[1].len = 0x80000000;
	sys(keyctl, KEYCTL_INSTANTIATE_IOV, key, iov, 2, 0);
	sys(keyctl, KEYCTL_NEGATE, key, 1, 0, 0);
	sys(keyctl, KEYCTL_REJECT, key, 1, 5, 0);
	sys(keyctl, KEYCTL_REJECT, key, 1, 0, 0);
	sys(keyctl, KEYCTL_ASSUME_AUTHORITY, key, 0, 0, 0);
	sys(keyctl, KEYCTL_ASSUME_AUTHORITY, 0, 0, 0, 0);
	sys(keyctl, KEYCTL_SET_REQKEY_KEYRING, KEY_REQKEY_DEFL_SESSION_KEYRING,
	    0, 0, 0);
	sys(keyctl, KEYCTL_SET_REQKEY_KEYRING, -1, 0, 0, 0);
	sys(keyctl, KEYCTL_SET_REQKEY_KEYRING, 99, 0, 0, 0);
}

SCENARIO(sessions)
{
	int32_t ret;

	ret = silent(keyctl, KEYCTL_JOIN_SESSION_KEYRING, str("mine"), 0, 0, 0);
	note("joined: %s", ret > 0 ? "yes" : "no");
	note("the same: %s", ret == silent(keyctl, KEYCTL_JOIN_SESSION_KEYRING,
					   str("mine"), 0, 0, 0) ?
	     "yes" : "no");
	sys(keyctl, KEYCTL_JOIN_SESSION_KEYRING, BAD, 0, 0, 0);
	sys(keyctl, KEYCTL_JOIN_SESSION_KEYRING, str(""), 0, 0, 0);
	sys(keyctl, KEYCTL_GET_KEYRING_ID, 0x80000000, 0, 0, 0);
	sys(keyctl, KEYCTL_GET_KEYRING_ID, 0, 0, 0, 0);
	sys(keyctl, KEYCTL_GET_KEYRING_ID, PROCESS, 0, 0, 0);
	sys(keyctl, KEYCTL_SESSION_TO_PARENT, 0, 0, 0, 0);
	ret = silent(keyctl, KEYCTL_GET_PERSISTENT, -1, SESSION, 0, 0);
	note("persistent: %s", ret > 0 ? "yes" : "no");
	sys(keyctl, KEYCTL_GET_PERSISTENT, -1, 0x7fffffff, 0, 0);
	sys(keyctl, KEYCTL_DH_COMPUTE, zmem(12), BAD, 16, 0);
	sys(keyctl, KEYCTL_PKEY_QUERY, SESSION, 0, str(""), BAD);
	sys(keyctl, KEYCTL_WATCH_KEY, SESSION, -1, 0, 0);
	sys(keyctl, -1, 0, 0, 0, 0);
	sys(keyctl, 33, 0, 0, 0, 0);
}
