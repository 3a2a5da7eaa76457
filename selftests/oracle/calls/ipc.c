// SPDX-License-Identifier: GPL-2.0-only
/*
 * scenarios: System V IPC in both layouts, POSIX message queues, keys
 */
#include <fcntl.h>
#include <signal.h>
#include <sys/ipc.h>

#include "oracle.h"

#define GROUP "ipc"

SCENARIO(shm)
{
	struct g_shmid64_ds *ds64 = NEW(shmid64_ds);
	struct g_shmid_ds *ds = NEW(shmid_ds);
	char *there = pages(1);
	uint32_t at;
	int id;

	id = sys(shmget, 0x1234, 5000, 0600 | 01000);
	sys(shmget, 0x1234, 5000, 0600 | 03000);
	sys(shmget, 0x1234, 9000, 0600);
	sys(shmget, 0x4321, 5000, 0);
	sys(shmget, 0, 0, 0600);
	sys(shmget, 0, 0xffffffff, 0600);
	at = sys(shmat, id, 0, 0);
	*(volatile char *)(uintptr_t)at = 'x';
	sys(shmctl, id, IPC_STAT | G_IPC_64, ds64);
	OUT(shmid64_ds, ds64);
	sys(shmctl, id, IPC_STAT, ds);
	OUT(shmid_ds, ds);
	sys(shmdt, at);
	sys(shmdt, at);
	sys(munmap, there, 4096);
	sys(shmat, id, there, 0);
	sys(shmat, id, there, 0);
	sys(shmat, id, there + 1, 0);
	sys(shmat, id, 0xfffff000, 0);
	sys(shmat, 9999, 0, 0);
	sys(shmdt, there);
	ds64->shm_perm.uid = 70000;
	ds64->shm_perm.mode = 0640;
	sys(shmctl, id, IPC_SET | G_IPC_64, ds64);
	sys(shmctl, id, IPC_STAT, ds);
	OUT(shmid_ds, ds);
	sys(shmctl, id, 13 | G_IPC_64, ds64);
	OUT(shmid64_ds, ds64);
	sys(shmctl, 0, 3 | G_IPC_64, mem(64));
	sys(shmctl, 0, 14 | G_IPC_64, mem(64));
	sys(shmctl, id, IPC_STAT | G_IPC_64, BAD);
	sys(shmctl, id, IPC_SET, BAD_HIGH);
	sys(shmctl, id, 99, ds);
	sys(shmctl, id, IPC_RMID, 0);
	sys(shmctl, id, IPC_STAT | G_IPC_64, ds64);
}

SCENARIO(sem)
{
	struct g_timespec64 *ts64 = SET(timespec64, .tv_nsec = 1000000);
	struct g_timespec *ts = SET(timespec, .tv_nsec = 1000000);
	struct g_semid64_ds *ds64 = NEW(semid64_ds);
	struct g_semid_ds *ds = NEW(semid_ds);
	struct g_sembuf *op = ZNEWS(sembuf, 2);
	uint16_t *values = mem(8);
	int id;

	id = sys(semget, 0x1234, 3, 0600 | 01000);
	sys(semget, 0, -1, 0600);
	sys(semctl, id, 1, 16, 5);
	sys(semctl, id, 1, 12, 0);
	sys(semctl, id, 0, 13, values);
	outb(values, 8);
	sys(semctl, id, 0, 17, bytes((uint16_t[]){ 7, 8, 9 }, 6));
	sys(semctl, id, 2, 12, 0);
	op[0] = (struct g_sembuf){ 0, -3, 0 };
	op[1] = (struct g_sembuf){ 2, 4, 010000 };
	sys(semop, id, op, 2);
	sys(semctl, id, 0, 13, values);
	outb(values, 8);
	op[0] = (struct g_sembuf){ 0, -100, 0 };
	sys(semtimedop, id, op, 1, ts);
	sys(semtimedop_time64, id, op, 1, ts64);
	op[0].sem_flg = IPC_NOWAIT;
	sys(semop, id, op, 1);
	op[0].sem_num = 55;
	sys(semop, id, op, 1);
	sys(semop, id, BAD, 1);
	sys(semop, id, op, 0);
	sys(semop, id, op, 100000);
	op[0].sem_num = 0;
	sys(semtimedop, id, op, 1, BAD_HIGH);
	ts->tv_nsec = -1;
	sys(semtimedop, id, op, 1, ts);
	sys(semctl, id, 0, IPC_STAT | G_IPC_64, ds64);
	OUT(semid64_ds, ds64);
	sys(semctl, id, 0, IPC_STAT, ds);
	OUT(semid_ds, ds);
	sys(semctl, id, 0, 18 | G_IPC_64, ds64);
	OUT(semid64_ds, ds64);
	ds64->sem_perm.mode = 0644;
	sys(semctl, id, 0, IPC_SET | G_IPC_64, ds64);
	sys(semctl, id, 0, 11, 0);
	sys(semctl, id, 0, 14, 0);
	sys(semctl, id, 0, 15, 0);
	sys(semctl, 0, 0, 3, mem(40));
	sys(semctl, id, 0, 16, 40000);
	sys(semctl, id, 9, 12, 0);
	sys(semctl, id, 0, 13, BAD);
	sys(semctl, id, 0, IPC_STAT | G_IPC_64, BAD_HIGH);
	sys(semctl, id, 0, 99, 0);
	sys(semctl, id, 0, IPC_RMID, 0);
	sys(semop, id, op, 1);
}

SCENARIO(msg)
{
	struct g_msqid64_ds *ds64 = NEW(msqid64_ds);
	struct g_msqid_ds *ds = NEW(msqid_ds);
	struct g_msgbuf *m = NEW(msgbuf), *got = NEW(msgbuf);
	int id;

	id = sys(msgget, 0x1234, 0600 | 01000);
	sys(msgget, 0x4321, 0);
	m->mtype = 5;
	sys(msgsnd, id, m, 10, 0);
	m->mtype = 0x7fffffff;
	sys(msgsnd, id, m, 20, 0);
	m->mtype = -1;
	sys(msgsnd, id, m, 4, 0);
	m->mtype = 0;
	sys(msgsnd, id, m, 4, 0);
	sys(msgsnd, id, BAD, 4, 0);
	sys(msgsnd, id, m, -1, 0);
	sys(msgsnd, id, m, 100000, 0);
	sys(msgctl, id, IPC_STAT | G_IPC_64, ds64);
	OUT(msqid64_ds, ds64);
	sys(msgctl, id, IPC_STAT, ds);
	OUT(msqid_ds, ds);
	sys(msgrcv, id, got, 60, 0x7fffffff, 0);
	outb(got, 64);
	sys(msgrcv, id, got, 4, 0, 0);
	sys(msgrcv, id, got, 4, 0, 010000);
	outb(got, 64);
	sys(msgrcv, id, got, 60, 0, IPC_NOWAIT);
	sys(msgrcv, id, got, 60, -5, IPC_NOWAIT);
	sys(msgrcv, id, got, -1, 0, IPC_NOWAIT);
	sys(msgsnd, id, SET(msgbuf, .mtype = 1), 4, 0);
	sys(msgrcv, id, BAD_HIGH, 60, 0, IPC_NOWAIT);
	ds64->msg_qbytes = 1000;
	sys(msgctl, id, IPC_SET | G_IPC_64, ds64);
	sys(msgctl, id, 11 | G_IPC_64, ds64);
	OUT(msqid64_ds, ds64);
	sys(msgctl, 0, 3, mem(40));
	sys(msgctl, 0, 12, mem(40));
	sys(msgctl, id, IPC_STAT | G_IPC_64, BAD);
	sys(msgctl, id, 99, ds);
	sys(msgctl, id, IPC_RMID, 0);
	sys(msgrcv, id, got, 60, 0, IPC_NOWAIT);
}

SCENARIO(mq)
{
	struct g_timespec64 *ts64 = SET(timespec64, .tv_sec = 1);
	struct g_timespec *ts = SET(timespec, .tv_sec = 1);
	struct g_mq_attr *attr = NEW(mq_attr), *old = NEW(mq_attr);
	struct g_sigevent *ev = SET(sigevent, .sigev_signo = SIGUSR1,
				    .sigev_value.sival_int = 0x12345678);
	struct g_sigset *set = SET(sigset, .sig[0] = 1 << (SIGUSR1 - 1));
	struct g_siginfo *info = NEW(siginfo);
	uint32_t *priority = mem(4);
	char *buf = mem(32);
	int fd;

	*attr = (struct g_mq_attr){ .mq_maxmsg = 2, .mq_msgsize = 16 };
	fd = sys(mq_open, str("queue"), O_RDWR | O_CREAT, 0600, attr);
	sys(mq_open, str("queue"), O_RDWR | O_CREAT | O_EXCL, 0600, attr);
	sys(mq_open, str("none"), O_RDWR, 0, 0);
	sys(mq_open, str("bad/name"), O_RDWR | O_CREAT, 0600, 0);
	sys(mq_open, str("other"), O_RDWR | O_CREAT, 0600, BAD);
	attr->mq_maxmsg = -1;
	sys(mq_open, str("other"), O_RDWR | O_CREAT, 0600, attr);
	sys(rt_sigprocmask, SIG_BLOCK, set, 0, 8);
	sys(mq_notify, fd, ev);
	sys(mq_notify, fd, ev);
	sys(mq_timedsend, fd, str("one"), 3, 5, 0);
	sys(rt_sigtimedwait, set, info, 0, 8);
	OUT(siginfo, info);
	sys(mq_timedsend, fd, str("two"), 3, 9, ts);
	sys(mq_timedsend, fd, str("three"), 5, 1, ts);
	sys(mq_timedsend_time64, fd, str("three"), 5, 1, ts64);
	sys(mq_timedsend, fd, str("much too long a message"), 23, 1, 0);
	sys(mq_timedsend, fd, str("x"), 1, 99999, 0);
	sys(mq_getsetattr, fd, 0, old);
	OUT(mq_attr, old);
	sys(mq_timedreceive, fd, buf, 4, priority, 0);
	sys(mq_timedreceive, fd, buf, 32, priority, 0);
	outb(buf, 32);
	out(priority);
	sys(mq_timedreceive_time64, fd, buf, 32, priority, ts64);
	outb(buf, 32);
	sys(mq_timedreceive, fd, buf, 32, priority, ts);
	ts->tv_nsec = -1;
	sys(mq_timedreceive, fd, buf, 32, priority, ts);
	sys(mq_timedreceive, fd, buf, 32, priority, BAD);
	*attr = (struct g_mq_attr){ .mq_flags = O_NONBLOCK };
	sys(mq_getsetattr, fd, attr, old);
	sys(mq_timedreceive, fd, buf, 32, 0, 0);
	attr->mq_flags = 1;
	sys(mq_getsetattr, fd, attr, 0);
	sys(mq_getsetattr, fd, BAD_HIGH, 0);
	sys(mq_getsetattr, 0, 0, old);
	ev->sigev_notify = 99;
	sys(mq_notify, fd, ev);
	sys(mq_notify, fd, BAD);
	sys(mq_notify, fd, 0);
	sys(mq_unlink, str("queue"));
	sys(mq_unlink, str("queue"));
}

SCENARIO(mq_bounds)
{
	struct g_mq_attr *attr = SET(mq_attr, .mq_maxmsg = 2, .mq_msgsize = 8);
	struct g_timespec64 *ts64 = SET(timespec64, .tv_sec = -1);
	struct g_timespec *ts = SET(timespec, .tv_sec = -1);
	uint32_t *priority = mem(4);
	char *buf = mem(8);
	int fd;

	fd = sys(mq_open, str("q"), O_RDWR | O_CREAT, 0600, attr);
	sys(mq_timedsend, fd, BAD, 4, 0, 0);
	sys(mq_timedsend, fd, edge(4), 8, 0, 0);
	sys(mq_timedsend, fd, buf, 4, 0, BAD);
	sys(mq_timedsend_time64, fd, BAD_HIGH, 4, 0, 0);
	sys(mq_timedsend_time64, fd, buf, 4, 0, BAD);
	sys(mq_timedsend_time64, fd, buf, 4, 0, edge(12));
	sys(mq_timedsend, fd, buf, -1, 0, 0);
	sys(mq_timedsend, fd, buf, 4, 0x80000000, 0);
	sys(mq_timedsend, fd, buf, 0, 32767, 0);
	sys(mq_timedsend, fd, buf, 0, 32768, 0);
	sys(mq_timedsend_time64, fd, buf, 8, 1, ts64);
	ts64->tv_sec = 0x7fffffffffffffffLL;
	sys(mq_timedsend_time64, fd, buf, 8, 1, ts64);
	/* Full, and the time is long past. */
	ts64->tv_sec = 1;
	ts64->tv_nsec = 0x100000000LL;
	sys(mq_timedsend_time64, fd, buf, 8, 1, ts64);
	sys(mq_timedsend, fd, buf, 8, 1, ts);
	sys(mq_timedreceive, fd, BAD, 8, priority, 0);
	sys(mq_timedreceive_time64, fd, BAD_HIGH, 8, priority, 0);
	sys(mq_timedreceive_time64, fd, buf, 8, priority, BAD_HIGH);
	sys(mq_timedreceive_time64, fd, buf, 7, priority, 0);
	sys(mq_timedreceive_time64, fd, buf, -1, priority, ts64);
	sys(mq_timedreceive_time64, fd, buf, 8, priority, ts64);
	ts64->tv_nsec = -1;
	sys(mq_timedreceive_time64, fd, buf, 8, priority, ts64);
	sys(mq_timedreceive_time64, 0, buf, 8, priority, 0);
	sys(mq_timedreceive_time64, -1, buf, 8, priority, 0);
	attr->mq_maxmsg = 0x7fffffff;
	sys(mq_open, str("big"), O_RDWR | O_CREAT, 0600, attr);
	attr->mq_maxmsg = 1;
	attr->mq_msgsize = 0x80000000;
	sys(mq_open, str("big"), O_RDWR | O_CREAT, 0600, attr);
	sys(mq_open, BAD, O_RDWR, 0, 0);
	sys(mq_open, str(""), O_RDWR | O_CREAT, 0600, 0);
	sys(mq_open, str("big"), O_RDWR | O_CREAT, 0600, edge(28));
	sys(mq_getsetattr, fd, edge(28), 0);
	sys(mq_getsetattr, fd, 0, edge(28));
	sys(mq_unlink, BAD);
	sys(mq_unlink, BAD_HIGH);
}

/* By a thread of the kernel's choice, by data in a socket, by nothing. */
SCENARIO(mq_notices)
{
	struct g_mq_attr *attr = SET(mq_attr, .mq_maxmsg = 2, .mq_msgsize = 8);
	struct g_sigevent *ev = SET(sigevent, .sigev_notify = 1);
	int fd;

	fd = sys(mq_open, str("q"), O_RDWR | O_CREAT, 0600, attr);
	sys(mq_notify, fd, ev);
	sys(mq_notify, fd, 0);
	ev->sigev_notify = 2;		/* SIGEV_THREAD: a cookie, a socket */
	ev->sigev_signo = -1;
	ev->sigev_value.sival_ptr = PTR(mem(32));
	sys(mq_notify, fd, ev);
	ev->sigev_value.sival_ptr = BAD;
	sys(mq_notify, fd, ev);
	ev->sigev_signo = 0;
	sys(mq_notify, fd, ev);
	ev->sigev_notify = 0;
	ev->sigev_signo = 65;
	sys(mq_notify, fd, ev);
	ev->sigev_signo = -1;
	sys(mq_notify, fd, ev);
	sys(mq_notify, 0, ev);
	sys(mq_notify, -1, 0);
	sys(mq_notify, fd, BAD_HIGH);
	sys(mq_notify, fd, edge(60));
}

SCENARIO(sem_bounds)
{
	struct g_timespec64 *ts64 = SET(timespec64, .tv_sec = 1);
	struct g_sembuf *op = SET(sembuf, 0, 32767, 0);
	struct g_semid_ds *ds = NEW(semid_ds);
	uint16_t *all = bytes((uint16_t[]){ 1, 32767 }, 4);
	int id;

	id = sys(semget, 0x7fffffff, 2, 0600 | 01000);
	sys(semget, 0x80000000, 1, 0600 | 01000);
	sys(semget, 0, 0x7fffffff, 0600);
	sys(semget, 0, 0, 0600);
	sys(semtimedop, id, op, 1, 0);
	sys(semtimedop_time64, id, op, 1, ts64);
	sys(semtimedop_time64, id, SET(sembuf, 0, -32767, 0), 1, ts64);
	sys(semtimedop_time64, id, BAD, 1, ts64);
	sys(semtimedop_time64, id, op, 1, BAD);
	sys(semtimedop_time64, id, op, 1, edge(12));
	sys(semtimedop_time64, id, edge(4), 1, 0);
	sys(semtimedop_time64, -1, op, 1, 0);
	sys(semtimedop_time64, id, op, 0x80000000, 0);
	ts64->tv_sec = -1;
	sys(semtimedop_time64, id, SET(sembuf, 0, -1, 0), 1, ts64);
	ts64->tv_sec = 0;
	ts64->tv_nsec = 0x100000001LL;
	sys(semtimedop_time64, id, SET(sembuf, 0, -1, 0), 1, ts64);
	ts64->tv_nsec = 1000000000;
	sys(semtimedop_time64, id, SET(sembuf, 0, -1, 0), 1, ts64);
	sys(semtimedop, id, SET(sembuf, 0, -1, 0), 1, edge(4));
	sys(semctl, id, 0, 17, all);
	sys(semctl, id, 1, 12, 0);
	all[1] = 0x8000;
	sys(semctl, id, 0, 17, all);
	sys(semctl, id, 0, 17, BAD);
	sys(semctl, id, 0, 17, edge(2));
	sys(semctl, id, 0, 16, 0x80000000);
	sys(semctl, id, 0x80000000, 12, 0);
	sys(semctl, -1, 0, IPC_STAT, ds);
	sys(semctl, id, 0, IPC_STAT, edge(40));
	sys(semctl, id, 0, IPC_SET, BAD);
	sys(semctl, id, 0, IPC_SET | G_IPC_64, edge(60));
	sys(semctl, id, 0, 20 | G_IPC_64, NEW(semid64_ds));
	sys(semctl, 0, 0, 19, mem(40));
	sys(semctl, id, 0, IPC_RMID | G_IPC_64, 0);
}

/* Ids above 16 bits do not fit into the old structures. */
SCENARIO(old_structures)
{
	struct g_msqid64_ds *mds64 = NEW(msqid64_ds);
	struct g_semid64_ds *sds64 = NEW(semid64_ds);
	struct g_shmid64_ds *hds64 = NEW(shmid64_ds);
	struct g_msqid_ds *mds = NEW(msqid_ds);
	struct g_semid_ds *sds = NEW(semid_ds);
	struct g_shmid_ds *hds = NEW(shmid_ds);
	int msg, sem, shm;

	msg = sys(msgget, 0, 0600);
	sem = sys(semget, 0, 1, 0600);
	shm = sys(shmget, 0, 4096, 0600);
	sys(msgctl, msg, IPC_STAT | G_IPC_64, mds64);
	sys(semctl, sem, 0, IPC_STAT | G_IPC_64, sds64);
	sys(shmctl, shm, IPC_STAT | G_IPC_64, hds64);
	mds64->msg_perm.uid = 70000;
	mds64->msg_perm.gid = 0xfffe;
	mds64->msg_qbytes = 0x10005;
	sds64->sem_perm.gid = 0x12345;
	hds64->shm_perm.mode = 0xffff;
	sys(msgctl, msg, IPC_SET | G_IPC_64, mds64);
	sys(semctl, sem, 0, IPC_SET | G_IPC_64, sds64);
	sys(shmctl, shm, IPC_SET | G_IPC_64, hds64);
	sys(msgctl, msg, IPC_STAT, mds);
	OUT(msqid_ds, mds);
	sys(semctl, sem, 0, IPC_STAT, sds);
	OUT(semid_ds, sds);
	sys(shmctl, shm, IPC_STAT, hds);
	OUT(shmid_ds, hds);
	mds->msg_perm.uid = 0xffff;
	mds->msg_qbytes = 77;
	sys(msgctl, msg, IPC_SET, mds);
	sds->sem_perm.uid = 5;
	sys(semctl, sem, 0, IPC_SET, sds);
	hds->shm_perm.gid = 0xfffe;
	sys(shmctl, shm, IPC_SET, hds);
	sys(msgctl, msg, IPC_STAT | G_IPC_64, mds64);
	OUT(msqid64_ds, mds64);
	sys(semctl, sem, 0, IPC_STAT | G_IPC_64, sds64);
	OUT(semid64_ds, sds64);
	sys(shmctl, shm, IPC_STAT | G_IPC_64, hds64);
	OUT(shmid64_ds, hds64);
	sys(shmctl, 0, 3, mem(64));
	sys(shmctl, 0, 14, mem(64));
	sys(shmctl, shm, 13, hds);
	sys(shmctl, shm, 15 | G_IPC_64, hds64);
	sys(shmctl, 0x7fffffff, 13, hds);
	sys(shmctl, shm, 11, 0);
	sys(shmctl, shm, 12, 0);
	sys(msgctl, msg, 13 | G_IPC_64, mds64);
	sys(msgctl, msg, 11, mds);
	sys(msgctl, -1, IPC_STAT, mds);
	sys(msgctl, msg, IPC_SET, edge(40));
	sys(msgctl, 0, 3, BAD);
	sys(msgget, 0x12345678, 01000 | 02000 | 0600);
	sys(msgget, 0x12345678, 01000 | 02000 | 0600);
}

SCENARIO(msg_bounds)
{
	struct g_msgbuf *m = SET(msgbuf, .mtype = 0x7fffffff), *got;
	int id = sys(msgget, 0, 0600);

	sys(msgsnd, id, m, 0, 0);
	m->mtype = 0x80000000;
	sys(msgsnd, id, m, 1, 0);
	m->mtype = 1;
	sys(msgsnd, id, edge(4), 1, 0);
	sys(msgsnd, id, edge(2), 0, 0);
	sys(msgsnd, id, m, 0x7fffffff, 0);
	sys(msgsnd, -1, m, 1, 0);
	sys(msgsnd, 0x80000000, m, 1, 0);
	sys(msgsnd, id, m, 60, 0);
	got = NEW(msgbuf);
	sys(msgrcv, id, got, 60, 0x80000000, 0);	/* the lowest type */
	outb(got, 64);
	sys(msgrcv, id, got, 0, -0x7fffffff, 0);
	outb(got, 4);
	sys(msgsnd, id, m, 60, 0);
	sys(msgrcv, id, got, 0x80000000, 0, IPC_NOWAIT);
	sys(msgrcv, id, edge(20), 60, 0, IPC_NOWAIT);
	sys(msgrcv, id, got, 60, 0, 040000 | IPC_NOWAIT);	/* MSG_COPY */
	sys(msgrcv, id, got, 60, 99, 040000 | IPC_NOWAIT);
	sys(msgrcv, id, got, 60, 0, 040000);
	sys(msgrcv, id, got, 60, 1, 020000 | IPC_NOWAIT);	/* MSG_EXCEPT */
	sys(msgrcv, -1, got, 60, 0, 0);
}

SCENARIO(keys)
{
	char *buf = mem(32);
	uint32_t key;

	silent(keyctl, 1, 0);	/* a session keyring of one's own */
	key = sys(add_key, str("user"), str("name"), str("payload"), 7, -3);
	sys(keyctl, 11, key, buf, 32);
	outb(buf, 32);
	sys(keyctl, 11, key, buf, 3);
	sys(keyctl, 2, key, str("new"), 3);
	sys(keyctl, 11, key, buf, 32);
	outb(buf, 32);
	sys(keyctl, 6, key, mem(64), 64);
	note("search: %s", (uint32_t)silent(keyctl, 10, -3, str("user"),
					    str("name"), 0) == key ?
	     "found" : "not found");
	sys(keyctl, 10, -3, str("user"), str("none"), 0);
	sys(keyctl, 5, key, 0x3f3f0000);
	sys(keyctl, 15, key, 1000);
	sys(keyctl, 4, key, -1, -1);
	sys(keyctl, 3, key);
	sys(keyctl, 9, key, -3);
	sys(keyctl, 99, 0);
	sys(keyctl, 11, key, BAD, 32);
	sys(request_key, str("user"), str("none"), 0, 0);
	sys(add_key, str("nosuchtype"), str("name"), 0, 0, -3);
	sys(add_key, str("user"), str("name"), BAD, 5, -3);
	sys(add_key, str("user"), str("name"), str("x"), -1, -3);
	sys(add_key, BAD_HIGH, str("name"), str("x"), 1, -3);
}
