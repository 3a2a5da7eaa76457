// SPDX-License-Identifier: GPL-2.0-only
/*
 * scenarios: calls that are rare, new, gone or refused
 */
#include <fcntl.h>
#include <linux/landlock.h>
#include <sched.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/mount.h>

#include "oracle.h"

#define GROUP "rest"

/* In the table, but without an implementation behind them. */
SCENARIO(gone)
{
	char *buf = mem(64);

	sys(ustat, 0, buf);
	sys(uselib, str("none"));
	sys(vserver, 0);
	sys(nfsservctl, 0, buf, buf);
	sys(bdflush, 0, 0);
	sys(_sysctl, buf);
	sys(pciconfig_iobase, 0, 0, 0);
	sys(pciconfig_read, 0, 0, 0, 4, buf);
	sys(pciconfig_write, 0, 0, 0, 4, buf);
	sys(kexec_file_load, -1, -1, 0, 0, 0);
	sys(breakpoint);
	sys(get_tls);
}

/* ARM's private numbers end with a signal instead of an error. */
SCENARIO(illegal)
{
	on_signal(SIGILL, 0);
	sys_nr(0xf07ff);
	note("SIGILL seen %d times", signals_seen[SIGILL]);
	sys_nr(0xf0800);
	note("SIGILL seen %d times", signals_seen[SIGILL]);
	sys_nr(0xfffff);
	note("SIGILL seen %d times", signals_seen[SIGILL]);
}

/*
 * Unknown to old kernels.
 */
SCENARIO(new)
{
	uint64_t *range = bytes((uint64_t[]){ 0, 8192 }, 16);
	uint64_t *stat = mem(40), *mounts = mem(64);
	uint64_t *id = bytes((uint64_t[]){ 32, 1, 0, 0 }, 32);
	char *there = pages(2);
	uint32_t *word = zmem(4);
	int fd = sys(open, str("f"), O_RDWR | O_CREAT, 0600);

	sys(write, fd, str("some"), 4);
	sys(cachestat, fd, range, stat, 0);
	outb(stat, 40);
	sys(cachestat, fd, BAD, stat, 0);
	sys(cachestat, fd, range, BAD_HIGH, 0);
	sys(cachestat, fd, range, stat, 1);
	sys(fchmodat2, AT_FDCWD, str("f"), 0400, 0);
	sys(fchmodat2, AT_FDCWD, str("f"), 0400, 0x100);
	sys(fchmodat2, AT_FDCWD, str("f"), 0400, 0x80000000);
	sys(map_shadow_stack, 0, 4096, 0);
	sys(futex_wake, word, -1, 1, 2);
	sys(futex_wake, word, -1, 1, 0x80000000);
	sys(futex_wait, word, LL(1), -1, 2, 0);
	sys(futex_requeue, BAD, 0, 1, 1);
	sys(statmount, id, mounts, 64, 0);
	sys(statmount, BAD, mounts, 64, 0);
	sys(listmount, BAD_HIGH, mounts, 8, 0);
	sys(lsm_get_self_attr, 100, mounts, word, 0);
	sys(lsm_set_self_attr, 100, BAD, 8, 0);
	*word = 4;
	sys(lsm_list_modules, mounts, word, 0);
	sys(mseal, there, 4096, 1);
	sys(mseal, there + 1, 4096, 0);
	sys(mseal, 0xfffff000, 4096, 0);
	sys_nr(447, 0);			/* memfd_secret: not in the table */
	sys_nr(400, 0);
	sys_nr(402, 0);
	sys_nr(415, 0);
}

SCENARIO(policy)
{
	char *there = pages(1);
	uint32_t *nodes = bytes(&(uint32_t){ 1 }, 4);

	sys(set_mempolicy, 0, 0, 0);
	sys(set_mempolicy, 2, nodes, 32);
	sys(set_mempolicy, 99, nodes, 32);
	sys(set_mempolicy, 2, BAD, 32);
	sys(get_mempolicy, mem(4), mem(4), 32, 0, 0);
	sys(get_mempolicy, BAD, 0, 0, 0, 0);
	sys(mbind, there, 4096, 1, nodes, 32, 0);
	sys(mbind, there + 1, 4096, 1, nodes, 32, 0);
	sys(mbind, 0x10000000, 4096, 2, nodes, 32, 0);
	sys(mbind, there, 4096, 2, BAD_HIGH, 32, 0);
	sys(set_mempolicy_home_node, there, 4096, 0, 0);
	sys(set_mempolicy_home_node, there, 4096, 9999, 0);
	sys(setresgid32, -1, 100000, -1);
	sys(getegid32);
	sys(process_mrelease, -1, 0);
	sys(process_mrelease, 0, 1);
}

SCENARIO(watch_all)
{
	char *buf = mem(64);
	int fd = sys(fanotify_init, 0x2, 0);	/* non-blocking */

	/* The mask has 64 bits and starts in an odd register: no padding. */
	sys(fanotify_mark, fd, 1, LL(0x20), AT_FDCWD, str("."));
	sys(fanotify_mark, fd, 1, LL(0x100000000ULL), AT_FDCWD, str("."));
	sys(fanotify_mark, fd, 1, LL(0x20), AT_FDCWD, BAD);
	sys(fanotify_mark, fd, 0, LL(0x20), AT_FDCWD, str("."));
	sys(fanotify_mark, -1, 1, LL(0x20), AT_FDCWD, str("."));
	sys(fanotify_mark, fd, 2, LL(0x20), AT_FDCWD, str("."));
	sys(fanotify_mark, fd, 2, LL(0x20), AT_FDCWD, str("."));
	sys(read, fd, buf, 64);
	sys(read, fd, buf, 4);
}

SCENARIO(sandbox)
{
	struct landlock_ruleset_attr *attr = zmem(sizeof(*attr));
	struct landlock_path_beneath_attr *path = zmem(sizeof(*path));
	int fd, dir;

	attr->handled_access_fs = LANDLOCK_ACCESS_FS_WRITE_FILE;
	fd = sys(landlock_create_ruleset, attr, 8, 0);
	sys(landlock_create_ruleset, attr, 4, 0);
	sys(mkdir, str("d"), 0755);
	dir = sys(open, str("d"), O_RDONLY);
	path->allowed_access = LANDLOCK_ACCESS_FS_WRITE_FILE;
	path->parent_fd = dir;
	sys(landlock_add_rule, fd, LANDLOCK_RULE_PATH_BENEATH, path, 0);
	sys(landlock_add_rule, fd, 99, path, 0);
	sys(landlock_add_rule, fd, LANDLOCK_RULE_PATH_BENEATH, BAD, 0);
	sys(landlock_add_rule, fd, LANDLOCK_RULE_PATH_BENEATH, path, 1);
	sys(landlock_restrict_self, fd, 0);
	sys(prctl, 38, 1, 0, 0, 0);
	sys(landlock_restrict_self, fd, 0);
	sys(landlock_restrict_self, -1, 0);
	sys(open, str("f"), O_RDWR | O_CREAT, 0600);
	sys(open, str("d/f"), O_RDWR | O_CREAT, 0600);
	sys(chroot, str("d"));
	sys(chroot, str("none"));
	sys(chroot, BAD);
	sys(open, str("/f"), O_RDONLY);
}

SCENARIO(mount_more)
{
	uint64_t *attr = zmem(32);
	int fd;

	sys(mkdir, str("m"), 0755);
	sys(mount, str("none"), str("m"), str("tmpfs"), 0, 0);
	fd = sys(fspick, AT_FDCWD, str("m"), 0);
	sys(fsconfig, fd, 1, str("size"), str("8k"), 0);
	sys(fsconfig, fd, 7, 0, 0, 0);
	sys(fspick, AT_FDCWD, str("none"), 0);
	sys(fspick, AT_FDCWD, str("m"), 0x1000);
	attr[0] = 1;			/* MOUNT_ATTR_RDONLY */
	sys(mount_setattr, AT_FDCWD, str("m"), 0, attr, 32);
	sys(open, str("m/f"), O_RDWR | O_CREAT, 0600);
	attr[0] = 1ULL << 40;
	sys(mount_setattr, AT_FDCWD, str("m"), 0, attr, 32);
	sys(mount_setattr, AT_FDCWD, str("m"), 0, attr, 8);
	sys(mount_setattr, AT_FDCWD, str("m"), 0, BAD, 32);
	sys(quotactl_fd, fd, 0x800002, 0, 0);
	sys(quotactl_fd, -1, 0x800002, 0, 0);
	sys(umount2, str("m"), MNT_DETACH);
}

static int end_with(void *arg)
{
	silent(exit_group, 42);
	return 1;
}

SCENARIO(clone3)
{
	uint64_t *args = zmem(64);
	int32_t *status = mem(4);
	int pid;

	sys(clone3, BAD, 64);
	sys(clone3, args, 32);
	args[0] = 1ULL << 40;
	sys(clone3, args, 64);
	args[0] = CLONE_SIGHAND;
	sys(clone3, args, 64);
	args[0] = 0;
	args[4] = SIGCHLD;
	pid = silent(clone3, args, 64);
	if (!pid)
		silent(exit_group, 41);
	sys(wait4, pid, status, 0, 0);
	out(status);
	pid = peer(end_with, NULL);
	sys(wait4, pid, status, 0, 0);
	out(status);
}

/*
 * What the gate leaves to the translator: each of these is in the list of
 * exceptions. Nothing here changes the process that a libc lives in.
 */
SCENARIO(refused)
{
	char *old = mem(64);

	sys(restart_syscall);
	sys(sigaction, SIGUSR1, 0, old);
	sys(rt_sigaction, SIGUSR1, 0, old, 8);
	sys(sigaltstack, 0, old);
	sys(set_tid_address, old);
	sys(rseq, BAD, 1, 99, 0);
	sys(ptrace, 9999, 1, 0, 0);
	/* What libc has set is set again. */
	sys(set_tls, __builtin_thread_pointer());
}
