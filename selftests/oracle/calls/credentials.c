// SPDX-License-Identifier: GPL-2.0-only
/*
 * scenarios: user and group ids of 16 and 32 bits, and what they allow
 */
#include <fcntl.h>
#include <linux/capability.h>
#include <sched.h>
#include <signal.h>
#include <sys/ipc.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#include "oracle.h"

#define GROUP "credentials"

static void show_users(void)
{
	uint32_t *id32 = mem(12);
	uint16_t *id = mem(6);

	sys(getresuid32, id32, id32 + 1, id32 + 2);
	outb(id32, 12);
	sys(getresuid, id, id + 1, id + 2);
	outb(id, 6);
	sys(getuid);
	sys(geteuid);
	sys(setfsuid32, -1);
}

static void show_groups(void)
{
	uint32_t *id32 = mem(12);
	uint16_t *id = mem(6);

	sys(getresgid32, id32, id32 + 1, id32 + 2);
	outb(id32, 12);
	sys(getresgid, id, id + 1, id + 2);
	outb(id, 6);
	sys(getgid);
	sys(getegid);
	sys(setfsgid32, -1);
}

/* 0xffff is -1 in 16 bits, and what is above 16 bits is cut off. */
SCENARIO(groups_16)
{
	sys(setgid, 0xffff);
	sys(setgid, 0x1ffff);
	sys(setgid, 0x80000005);
	show_groups();
	sys(setgid, 0xfffe);
	show_groups();
	sys(setregid, 0xffff, 0xffff);
	sys(setregid, -1, 0x12345);
	show_groups();
	sys(setresgid, -1, 0xfffe, 0x10007);
	show_groups();
	sys(setfsgid, 0xffff);
	sys(setfsgid, 0x10001);
	sys(setfsgid, 0);
	sys(setfsgid, 0);
}

SCENARIO(groups_32)
{
	sys(setgid32, -1);
	sys(setgid32, 0x80000000);
	show_groups();
	sys(setgid32, 0xfffffffe);
	show_groups();
	sys(setregid32, 0xffff, -1);
	sys(setregid32, -1, 0x10000);
	show_groups();
	sys(setresgid32, 0x7fffffff, 0xffff, -1);
	show_groups();
	sys(setfsgid32, 0x7fffffff);
	sys(setfsgid, 5);
	sys(setfsgid32, 0);
}

SCENARIO(users_16)
{
	sys(setuid, 0xffff);
	sys(setreuid, 0x10000, 0x10000);
	show_users();
	sys(setresuid, 0xfffe, 0, 0xffff);
	show_users();
	sys(setreuid, 0xffff, 0xffff);
	sys(setfsuid, 0x10003);
	sys(setfsuid, 0);
	sys(setresuid, 5, 0, 0x20006);
	show_users();
	sys(setuid, 0x30009);
	show_users();
}

SCENARIO(users_32)
{
	sys(setuid32, -1);
	sys(setresuid32, 0x80000000, 0, -1);
	show_users();
	sys(setreuid32, 0xffff, -1);
	show_users();
	sys(setresuid32, -1, -1, 0x10000);
	show_users();
	sys(setfsuid32, 0x7fffffff);
	sys(setfsuid, 0);
	sys(setfsuid32, 0);
	sys(setuid32, 0xfffffffe);
	show_users();
}

SCENARIO(group_lists)
{
	uint16_t *list = bytes((uint16_t[]){ 1, 0xffff, 0xfffe, 0x8000 }, 8);
	uint32_t *list32 = bytes((uint32_t[]){ 3, 0x10000, 0xfffe, -1 }, 16);

	sys(setgroups, 4, list);
	sys(setgroups, 3, list + 1);
	sys(setgroups, 2, list + 2);
	sys(getgroups32, 8, mem(32));
	sys(setgroups32, 4, list32);
	sys(setgroups32, 3, list32);
	sys(getgroups, -1, list);
	sys(getgroups, 2, list);
	sys(getgroups, 3, list);
	outb(list, 8);
	sys(getgroups32, 0, BAD);
	sys(getgroups32, 3, BAD);
	sys(getgroups32, 3, BAD_HIGH);
	sys(getgroups32, 0x80000000, list32);
	sys(getgroups, 3, BAD_HIGH);
	list = edge(6);
	sys(getgroups, 3, list);
	outb(list, 6);
	sys(getgroups, 3, edge(4));
	list32 = edge(12);
	sys(getgroups32, 3, list32);
	outb(list32, 12);
	sys(setgroups32, 3, edge(8));
	sys(setgroups32, 0x10001, list32);
	sys(setgroups32, 0x80000000, list32);
	sys(setgroups32, -1, list32);
	sys(setgroups, -1, list);
	sys(setgroups, 3, edge(4));
	sys(setgroups32, 0, BAD);
	sys(getgroups32, 0, 0);
	sys(getresuid, BAD, BAD, BAD);
	sys(getresuid32, list32, BAD, list32);
	sys(getresgid, list32, list32, BAD_HIGH);
	sys(getresgid32, BAD, list32, list32);
}

static void drop_rights(void)
{
	silent(setgroups32, 0, 0);
	silent(setresgid32, 1000, 1000, 1000);
	silent(setresuid32, 1000, 1000, 1000);
}

SCENARIO(no_right_to_ids)
{
	drop_rights();
	sys(setuid, 0);
	sys(setuid32, 0);
	sys(setgid, 0);
	sys(setgid32, 0);
	sys(setreuid, 0, 0xffff);
	sys(setreuid32, -1, 0);
	sys(setregid, 0, 0xffff);
	sys(setregid32, -1, 0);
	sys(setresuid, 0xffff, 0, 0xffff);
	sys(setresuid32, -1, -1, 0);
	sys(setresgid, 0xffff, 0, 0xffff);
	sys(setresgid32, 0, -1, -1);
	sys(setfsuid, 0);
	sys(setfsuid32, -1);
	sys(setfsgid, 0);
	sys(setfsgid32, -1);
	sys(setgroups, 0, 0);
	sys(setgroups32, 0, 0);
	sys(setuid32, 1000);
	sys(setresgid32, -1, 1000, 1000);
}

SCENARIO(no_right_to_machine)
{
	struct g_timespec64 *ts64 = ZNEW(timespec64);
	struct g_timespec *ts = ZNEW(timespec);
	struct g_timeval *tv = ZNEW(timeval);
	struct g_timex *tx = SET(timex, .modes = 0x4000, .tick = 10000);

	drop_rights();
	sys(sethostname, str("x"), 1);
	sys(setdomainname, str("x"), 1);
	sys(settimeofday, tv, 0);
	sys(clock_settime, 0, ts);
	sys(clock_settime64, 0, ts64);
	sys(adjtimex, tx);
	sys(clock_adjtime, 0, tx);
	sys(vhangup);
	sys(acct, str("f"));
	sys(swapon, str("f"), 0);
	sys(swapoff, str("f"));
	sys(reboot, 0, 0, 0, 0);
	sys(kexec_load, 0, 0, 0, 183 << 16);
	sys(init_module, BAD, 0, 0);
	sys(finit_module, 0, BAD, 0);
	sys(delete_module, str("loop"), 0);
	sys(syslog, 2, mem(8), 8);
	sys(mount, str("none"), str("."), str("tmpfs"), 0, 0);
	sys(chroot, str("."));
	sys(pivot_root, str("."), str("."));
	sys(pciconfig_read, 0, 0, 0, 4, mem(4));
	sys(bpf, 0, zmem(48), 48);
	sys(perf_event_open, zmem(128), 0, -1, -1, 0);
}

SCENARIO(no_right_to_processes)
{
	struct g_rlimit *r = SET(rlimit, 2000000, 2000000);
	struct g_rlimit64 *r64 = SET(rlimit64, 2000000, 2000000);
	int32_t *prio = bytes(&(int32_t){ 1 }, 4);
	int fd;

	fd = open("/proc/1/ns/uts", O_RDONLY);
	drop_rights();
	sys(kill, 1, SIGTERM);
	sys(tkill, 1, SIGTERM);
	sys(tgkill, 1, 1, SIGTERM);
	sys(nice, -1);
	sys(setpriority, PRIO_PROCESS, 1, 5);
	sys(setpriority, PRIO_PROCESS, 0, -5);
	sys(setrlimit, RLIMIT_NOFILE, r);
	sys(prlimit64, 0, RLIMIT_NOFILE, r64, 0);
	sys(prlimit64, 1, RLIMIT_NOFILE, 0, r64);
	sys(sched_setscheduler, 0, SCHED_FIFO, prio);
	sys(sched_setparam, 1, prio);
	sys(sched_setaffinity, 1, 4, prio);
	sys(ioprio_set, 1, 0, 0x2000);
	sys(ioprio_set, 1, 1, 0x4000);
	sys(unshare, CLONE_NEWNS);
	sys(setns, fd, CLONE_NEWUTS);
	sys(clone, CLONE_NEWNS | SIGCHLD, 0, 0, 0, 0);
	sys(kcmp, 1, 1, 0, 0, 0);
	sys(get_robust_list, 1, mem(4), mem(4));
	sys(process_vm_readv, 1, BAD, 0, BAD, 0, 0);
	sys(setpgid, 1, 0);
	sys(migrate_pages, 1, 0, 0, 0);
	fd = sys(pidfd_open, 1, 0);
	sys(pidfd_send_signal, fd, SIGTERM, 0, 0);
	sys(pidfd_getfd, fd, 0, 0);
}

SCENARIO(capability_sets)
{
	struct g_cap_header *h = SET(cap_header, .version = 0x20080522);
	struct g_cap_data *d = zmem(24);
	struct g_cap_data *got = (void *)mem(24);
	int pid;

	/* Without CAP_SYS_TIME, then back: a permitted one can return. */
	sys(capget, h, d);
	outb(d, 24);
	d[0].effective &= ~(1 << CAP_SYS_TIME);
	sys(capset, h, d);
	sys(clock_settime, 0, SET(timespec, 0));
	d[0].effective |= 1 << CAP_SYS_TIME;
	sys(capset, h, d);
	d[0].effective &= ~(1 << CAP_SYS_NICE);
	d[0].permitted &= ~(1 << CAP_SYS_NICE);
	sys(capset, h, d);
	sys(setpriority, PRIO_PROCESS, 0, -5);
	d[0].effective |= 1 << CAP_SYS_NICE;
	sys(capset, h, d);
	d[0].permitted |= 1 << CAP_SYS_NICE;
	sys(capset, h, d);
	/* Versions: 1 has 32 capabilities, 2 and 3 have 64. */
	h->version = 0x20071026;
	sys(capget, h, got);
	outb(got, 24);
	h->version = 0x19980330;
	got = (void *)mem(24);
	sys(capget, h, got);
	outb(got, 24);
	sys(capset, h, got);
	h->version = 0x20080522;
	sys(capget, h, got);
	outb(got, 24);
	h->pid = 1;
	sys(capget, h, got);
	outb(got, 24);
	sys(capset, h, got);
	h->pid = -1;
	sys(capget, h, got);
	h->pid = 0x80000000;
	sys(capget, h, got);
	h->pid = 0;
	h->version = 0;
	sys(capset, h, got);
	out(&h->version);
	h->version = 0;
	sys(capget, h, 0);
	sys(capget, BAD_HIGH, 0);
	sys(capset, BAD, 0);
	sys(capget, h, edge(20));
	sys(capset, h, edge(20));
	pid = silent(getpid);
	h->pid = pid;
	sys(capset, h, got);
	sys(capget, edge(4), got);
}

SCENARIO(bounding_set)
{
	sys(prctl, PR_CAPBSET_READ, CAP_SYS_TIME, 0, 0, 0);
	sys(prctl, PR_CAPBSET_DROP, CAP_SYS_TIME, 0, 0, 0);
	sys(prctl, PR_CAPBSET_READ, CAP_SYS_TIME, 0, 0, 0);
	sys(prctl, PR_CAPBSET_READ, 99, 0, 0, 0);
	sys(prctl, PR_CAPBSET_DROP, -1, 0, 0, 0);
	sys(prctl, PR_CAP_AMBIENT, PR_CAP_AMBIENT_IS_SET, CAP_KILL, 0, 0);
	sys(prctl, PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, CAP_KILL, 0, 0);
	sys(prctl, PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, 99, 0, 0);
	sys(prctl, PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
	sys(prctl, PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 1, 0);
	sys(prctl, PR_GET_SECUREBITS, 0, 0, 0, 0);
	sys(prctl, PR_SET_SECUREBITS, 0x10, 0, 0, 0);
	sys(prctl, PR_GET_SECUREBITS, 0, 0, 0, 0);
	sys(prctl, PR_SET_SECUREBITS, 0x80000000, 0, 0, 0);
	sys(prctl, PR_GET_KEEPCAPS, 0, 0, 0, 0);
	sys(prctl, PR_SET_KEEPCAPS, 1, 0, 0, 0);
	sys(prctl, PR_SET_KEEPCAPS, 2, 0, 0, 0);
	sys(prctl, PR_GET_KEEPCAPS, 0, 0, 0, 0);
}
