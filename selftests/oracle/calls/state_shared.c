// SPDX-License-Identifier: GPL-2.0-only
/*
 * scenarios: state between calls: the same object used by libc and by routed
 * calls in turns, by several threads, across fork and exec
 *
 * In the AArch32 build, both are 32-bit calls.
 */
#include <dirent.h>
#include <fcntl.h>
#include <mqueue.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/file.h>
#include <sys/inotify.h>
#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/resource.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/timerfd.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "peers.h"

#define GROUP "state"

static int text_file(void)
{
	int fd = open64("text", O_RDWR | O_CREAT | O_TRUNC, 0644);

	if (write(fd, "0123456789abcdefghijklmnopqrstuvwxyz", 36) != 36)
		note("FATAL: no file");
	lseek(fd, 0, SEEK_SET);
	return fd;
}

static void native_read(int fd, unsigned int n)
{
	char text[16] = "";

	note("libc reads %d: %s", (int)read(fd, text, n), text);
}

SCENARIO(offset_in_turns)
{
	char *buf = mem(16);
	uint64_t *at = mem(8);
	int fd = text_file(), other;

	sys(read, fd, buf, 4);
	outb(buf, 16);
	native_read(fd, 3);
	sys(lseek, fd, 0, SEEK_CUR);
	sys(_llseek, fd, 0, 20, at, SEEK_SET);
	native_read(fd, 3);
	lseek(fd, -2, SEEK_END);
	sys(read, fd, buf, 16);
	outb(buf, 16);
	/* Beyond what 32 bits can say. */
	note("libc: %d", ftruncate64(fd, 0x180000000LL));
	lseek64(fd, 0x17ffffff0LL, SEEK_SET);
	sys(lseek, fd, 0, SEEK_CUR);
	sys(_llseek, fd, 0, 0, at, SEEK_CUR);
	out(at);
	sys(read, fd, buf, 16);
	note("at %#llx", (unsigned long long)lseek64(fd, 0, SEEK_CUR));
	other = sys(dup, fd);
	sys(_llseek, other, 0, 5, at, SEEK_SET);
	native_read(fd, 3);
	fcntl(other, F_SETFL, O_APPEND | O_NONBLOCK);
	sys(fcntl64, fd, F_GETFL, 0);
	sys(fcntl64, fd, F_SETFL, 0);
	note("libc sees flags %#x", fcntl(other, F_GETFL) & O_NONBLOCK);
	fcntl(fd, F_SETFD, FD_CLOEXEC);
	sys(fcntl64, fd, F_GETFD, 0);
	sys(fcntl64, other, F_GETFD, 0);
}

SCENARIO(folder_in_turns)
{
	struct g_dirent64 *d = mem(256);
	struct dirent *e;
	DIR *dir;
	int fd;

	close(open("a", O_CREAT, 0600));
	close(open("b", O_CREAT, 0600));
	fd = open(".", O_RDONLY | O_DIRECTORY);
	sys(getdents64, fd, d, 24);
	outb(d->d_name, 1);
	dir = fdopendir(fd);
	e = readdir(dir);
	note("libc sees %s", e ? e->d_name : "nothing");
	rewinddir(dir);
	sys(getdents64, fd, d, 24);
	outb(d->d_name, 1);
	sys(lseek, fd, 0, SEEK_SET);
	sys(getdents64, fd, d, 24);
	outb(d->d_name, 1);
}

SCENARIO(epoll_in_turns)
{
	struct epoll_event event = { EPOLLIN, { .u64 = 0x123456789abcdefULL } };
	struct g_epoll_event *got = mem(32);
	int ep = epoll_create1(0);
	int fds[2], i;

	if (pipe(fds))
		return;
	epoll_ctl(ep, EPOLL_CTL_ADD, fds[0], &event);
	sys(epoll_ctl, ep, EPOLL_CTL_ADD, fds[0], zmem(16));
	sys(epoll_ctl, ep, EPOLL_CTL_ADD, fds[1],
	    SET(epoll_event, .events = EPOLLOUT | EPOLLONESHOT,
		.data = 0xfedcba9876543210ULL));
	sys(write, fds[1], str("x"), 1);
	for (i = 0; i < 2; i++) {
		struct epoll_event events[2];
		int n = epoll_wait(ep, events, 2, 0);

		while (n-- > 0)
			note("libc sees %#x %#llx", events[n].events,
			     (unsigned long long)events[n].data.u64);
		sys(epoll_ctl, ep, EPOLL_CTL_MOD, fds[1],
		    SET(epoll_event, .events = EPOLLOUT | EPOLLONESHOT,
			.data = i));
		sys(epoll_wait, ep, got, 2, 0);
		outb(got, 32);
	}
}

SCENARIO(timers_in_turns)
{
	struct itimerspec it = { { 0x7fffffff, 5 }, { 1000, 0 } };
	struct g_itimerspec64 *got64 = NEW(itimerspec64);
	struct g_itimerspec *got = NEW(itimerspec);
	struct itimerval itv = { { 77, 5 }, { 1000, 0 } };
	int fd = timerfd_create(CLOCK_MONOTONIC, 0);

	timerfd_settime(fd, 0, &it, NULL);
	sys(timerfd_gettime, fd, got);
	outb(got, 8);
	sys(timerfd_gettime64, fd, got64);
	outb(got64, 16);
	sys(timerfd_settime64, fd, 0,
	    SET(itimerspec64, 3, 4, 2000, 0), 0);
	timerfd_gettime(fd, &it);
	note("libc sees %d %d", (int)it.it_interval.tv_sec,
	     (int)it.it_interval.tv_nsec);
	setitimer(ITIMER_REAL, &itv, NULL);
	sys(getitimer, ITIMER_REAL, got);
	outb(got, 8);
	sys(setitimer, ITIMER_REAL, SET(itimerval, 5, 6, 1000, 0), 0);
	getitimer(ITIMER_REAL, &itv);
	note("libc sees %d %d", (int)itv.it_interval.tv_sec,
	     (int)itv.it_interval.tv_usec);
}

SCENARIO(events_in_turns)
{
	int fd = eventfd(5, EFD_NONBLOCK);
	uint64_t *value = mem(8), mine = 7;
	struct signalfd_siginfo info;
	sigset_t set;
	int sfd;

	sys(read, fd, value, 8);
	out(value);
	if (write(fd, &mine, 8) != 8)
		return;
	sys(write, fd, bytes(&(uint64_t){ 0x100000000ULL }, 8), 8);
	if (read(fd, &mine, 8) == 8)
		note("libc sees %#llx", (unsigned long long)mine);
	sigemptyset(&set);
	sigaddset(&set, SIGUSR1);
	sigaddset(&set, 40);
	sigprocmask(SIG_BLOCK, &set, NULL);
	sfd = sys(signalfd4, -1, SET(sigset, .sig = { 1 << (SIGUSR1 - 1), 1 << 7 }), 8,
		  O_NONBLOCK);
	sigqueue(getpid(), 40, (union sigval){ .sival_int = 0x12345678 });
	sys(rt_sigqueueinfo, getpid(), SIGUSR1,
	    SET(siginfo, .si_code = -1, .value = 0x76543210));
	while (read(sfd, &info, sizeof(info)) == sizeof(info))
		note("libc sees %u %d %#x", info.ssi_signo, info.ssi_code,
		     info.ssi_int);
	sigqueue(getpid(), SIGUSR1, (union sigval){ .sival_int = -5 });
	value = mem(128);
	sys(read, sfd, value, 128);
	outb(value, 56);
}

SCENARIO(queues_in_turns)
{
	struct mq_attr attr = { .mq_maxmsg = 3, .mq_msgsize = 8 };
	struct {
		long type;
		char text[8];
	} m = { 0x7ffffff0, "native" };
	struct g_msgbuf *got = NEW(msgbuf);
	struct sembuf up = { 0, 3, 0 };
	uint32_t *prio = mem(4);
	char *buf = mem(8);
	int fd, id;

	fd = mq_open("/queue", O_RDWR | O_CREAT, 0600, &attr);
	mq_send(fd, "native", 6, 3);
	sys(mq_timedsend, fd, str("routed"), 6, 9, 0);
	sys(mq_getsetattr, fd, 0, mem(32));
	note("libc receives %d", (int)mq_receive(fd, buf, 8, prio));
	outb(buf, 8);
	sys(mq_timedreceive, fd, buf, 8, prio, 0);
	outb(buf, 8);
	out(prio);
	id = msgget(IPC_PRIVATE, 0600);
	msgsnd(id, &m, 8, 0);
	sys(msgrcv, id, got, 60, 0, 0);
	outb(got, 16);
	sys(msgsnd, id, SET(msgbuf, 77, "routed"), 7, 0);
	note("libc receives %d", (int)msgrcv(id, &m, 8, 77, 0));
	note("%s", m.text);
	id = semget(IPC_PRIVATE, 1, 0600);
	semop(id, &up, 1);
	sys(semop, id, SET(sembuf, 0, -1, 0), 1);
	note("libc sees %d", semctl(id, 0, GETVAL));
}

SCENARIO(locks_in_turns)
{
	struct g_flock64 *lock = SET(flock64, .l_type = F_RDLCK, .l_start = 5,
				     .l_len = 0x100000000LL);
	struct flock64 mine = { .l_type = F_WRLCK, .l_start = 0x200000000LL,
				.l_len = 7 };
	int fd = text_file(), other = open64("text", O_RDWR);

	sys(fcntl64, fd, G_F_OFD_SETLK, SET(flock64, .l_type = F_RDLCK,
					    .l_start = 5,
					    .l_len = 0x100000000LL));
	fcntl64(fd, F_OFD_SETLK, &mine);
	lock->l_type = F_WRLCK;
	lock->l_start = 0;
	lock->l_len = 0;
	sys(fcntl64, other, G_F_OFD_GETLK, lock);
	outb(&lock->l_type, 24);
	*lock = (struct g_flock64){ .l_type = F_WRLCK,
				    .l_start = 0x180000000LL };
	sys(fcntl64, other, G_F_OFD_GETLK, lock);
	outb(&lock->l_type, 24);
	sys(flock, fd, LOCK_EX);
	note("libc: %d", flock(other, LOCK_SH | LOCK_NB));
	flock(fd, LOCK_UN);
	sys(flock, other, LOCK_EX | LOCK_NB);
}

SCENARIO(limits_in_turns)
{
	struct rlimit64 r = { 0x123456789ULL, RLIM64_INFINITY };
	struct g_rlimit *got = NEW(rlimit);
	char name[32] = "";

	setrlimit64(RLIMIT_FSIZE, &r);
	sys(ugetrlimit, RLIMIT_FSIZE, got);
	outb(got, 8);
	*got = (struct g_rlimit){ 0x80000000, 0xffffffff };
	sys(setrlimit, RLIMIT_FSIZE, got);
	getrlimit64(RLIMIT_FSIZE, &r);
	note("libc sees %#llx %#llx", (unsigned long long)r.rlim_cur,
	     (unsigned long long)r.rlim_max);
	sys(sethostname, str("routed"), 6);
	gethostname(name, sizeof(name));
	note("libc sees %s", name);
	sys(umask, 077);
	note("libc sees %o", umask(022));
	sys(umask, 022);
	sys(mkdir, str("d"), 0755);
	sys(chdir, str("d"));
	note("libc sees %s", getcwd(name, sizeof(name)));
}

/* Memory and watches. */
SCENARIO(objects_in_turns)
{
	int id = shmget(IPC_PRIVATE, 4096, 0600);
	struct g_shmid64_ds *ds = NEW(shmid64_ds);
	char *at = shmat(id, NULL, 0);
	struct g_inotify_event *e = NEW(inotify_event);
	char *there = pages(1);
	int fd, wd;

	silent(munmap, there, 4096);
	sys(shmat, id, there, 0);
	strcpy(at, "native");
	outb(there, 8);
	sys(shmctl, id, IPC_STAT | G_IPC_64, ds);
	out(&ds->shm_nattch);
	sys(shmdt, there);
	shmctl(id, IPC_RMID, NULL);
	sys(shmctl, id, IPC_STAT | G_IPC_64, ds);
	fd = inotify_init1(IN_NONBLOCK);
	wd = inotify_add_watch(fd, ".", IN_CREATE);
	close(open("new", O_CREAT, 0600));
	sys(read, fd, e, 32);
	outb(&e->wd, 8);
	sys(inotify_rm_watch, fd, wd);
	sys(inotify_rm_watch, fd, wd);
}

/*
 * Threads
 */
#define THREADS	4
#define TIMES	200

struct work {
	int in, out;
	uint64_t sum;
	uint32_t *word;
	char *memory;		/* of the guest: mem() is not for threads */
};

static void *append(void *arg)
{
	struct work *w = arg;
	int i;

	memset(w->memory, 'a' + w->in % 26, 8);
	for (i = 0; i < TIMES; i++) {
		if (i % 2)
			silent(write, w->out, w->memory, 8);
		else if (write(w->out, w->memory, 8) != 8)
			break;
	}
	return NULL;
}

static void in_threads(void *(*fn)(void *arg), struct work *w)
{
	pthread_t thread[THREADS];
	int i;

	for (i = 0; i < THREADS; i++)
		pthread_create(&thread[i], NULL, fn, &w[i]);
	for (i = 0; i < THREADS; i++)
		pthread_join(thread[i], NULL);
}

SCENARIO(threads_append)
{
	int fd = open("log", O_RDWR | O_CREAT | O_APPEND, 0600), i, torn = 0;
	struct work w[THREADS];
	char text[8];

	for (i = 0; i < THREADS; i++)
		w[i] = (struct work){ .in = i, .out = fd, .memory = mem(8) };
	in_threads(append, w);
	sys(lseek, fd, 0, SEEK_END);
	lseek(fd, 0, SEEK_SET);
	while (read(fd, text, 8) == 8) {
		for (i = 1; i < 8; i++)
			torn += text[i] != text[0];
	}
	note("torn: %d", torn);
}

/* What goes in at one end of a pipe comes out at the other, once. */
static void *drain(void *arg)
{
	struct work *w = arg;
	volatile uint32_t *value = (void *)w->memory;
	int32_t n;

	for (;;) {
		n = silent(read, w->in, w->memory, 4);
		if (n != 4)
			break;
		w->sum += *value;
	}
	return NULL;
}

static int pour(void *arg)
{
	const int *fds = arg;
	uint32_t i, *value = mem(4);

	close(fds[0]);
	for (i = 1; i <= 2000; i++) {
		*value = i;
		if (i % 2)
			silent(write, fds[1], value, 4);
		else if (write(fds[1], value, 4) != 4)
			return 1;
	}
	return 0;
}

SCENARIO(threads_drain)
{
	struct work w[THREADS];
	uint64_t sum = 0;
	int fds[2], i, pid;

	if (pipe(fds))
		return;
	pid = peer(pour, fds);
	close(fds[1]);
	for (i = 0; i < THREADS; i++)
		w[i] = (struct work){ .in = fds[0], .memory = mem(4) };
	in_threads(drain, w);
	for (i = 0; i < THREADS; i++)
		sum += w[i].sum;
	note("sum %llu, writer %d", (unsigned long long)sum, peer_wait(pid));
}

/* A lock of a routed futex, between threads of libc. */
static void *count(void *arg)
{
	struct work *w = arg;
	int i;

	for (i = 0; i < TIMES; i++) {
		while (__atomic_exchange_n(w->word, 2, __ATOMIC_ACQUIRE))
			silent(futex, w->word, 128, 2, 0, 0, 0);
		w->word[1]++;
		__atomic_store_n(w->word, 0, __ATOMIC_RELEASE);
		silent(futex, w->word, 129, 1, 0, 0, 0);
	}
	return NULL;
}

SCENARIO(threads_lock)
{
	uint32_t *word = zmem(8);
	struct work w[THREADS];
	int i;

	for (i = 0; i < THREADS; i++)
		w[i] = (struct work){ .word = word };
	in_threads(count, w);
	outb(word, 8);
}

/* A signal for one thread, in a routed call, disturbs no other one. */
static void *sleep_in_read(void *arg)
{
	struct work *w = arg;

	w->sum = silent(gettid);
	__atomic_store_n(w->word, 1, __ATOMIC_RELEASE);
	w->out = silent(read, w->in, w->memory, 4);
	return NULL;
}

SCENARIO(threads_signal)
{
	pthread_t thread[THREADS];
	struct work w[THREADS];
	int fds[2], i;

	if (pipe(fds))
		return;
	on_signal(SIGUSR1, 0);
	for (i = 0; i < THREADS; i++) {
		w[i] = (struct work){ .in = fds[0], .memory = mem(4),
				      .word = zmem(4) };
		pthread_create(&thread[i], NULL, sleep_in_read, &w[i]);
		while (!__atomic_load_n(w[i].word, __ATOMIC_ACQUIRE))
			pause_ms(1);
		until_asleep(w[i].sum);
	}
	sys(tgkill, getpid(), w[1].sum, SIGUSR1);
	pthread_join(thread[1], NULL);
	note("thread 1: %d", w[1].out);
	sys(write, fds[1], str("1234567890ab"), 4);
	sys(tgkill, getpid(), w[3].sum, 0);
	close(fds[1]);
	pthread_join(thread[0], NULL);
	pthread_join(thread[2], NULL);
	pthread_join(thread[3], NULL);
	note("the others: %d", w[0].out + w[2].out + w[3].out);
	note("handled %d times", signals_seen[SIGUSR1]);
}

/* One thread ends the process while the others sleep in routed calls. */
SCENARIO(threads_end)
{
	pthread_t thread[THREADS];
	struct work w[THREADS];
	int fds[2], i;

	ends("exit 33");
	if (pipe(fds))
		return;
	for (i = 0; i < THREADS; i++) {
		w[i] = (struct work){ .in = fds[0], .memory = mem(4),
				      .word = zmem(4) };
		pthread_create(&thread[i], NULL, sleep_in_read, &w[i]);
		while (!__atomic_load_n(w[i].word, __ATOMIC_ACQUIRE))
			pause_ms(1);
		until_asleep(w[i].sum);
	}
	sys_last(exit_group, 33);
}

/*
 * fork and exec
 */
static int use_in_child(void *arg)
{
	int fd = *(int *)arg;
	char *buf = mem(8);

	silent(read, fd, buf, 4);
	if (read(fd, buf, 2) != 2)
		return 1;
	silent(fcntl64, fd, F_SETFL, O_NONBLOCK);
	silent(flock, fd, LOCK_EX);
	return buf[0] == '4' ? 0 : 2;
}

SCENARIO(fork_shares)
{
	int fd = text_file(), other = open("text", O_RDONLY);

	note("child: %d", peer_wait(peer(use_in_child, &fd)));
	sys(lseek, fd, 0, SEEK_CUR);
	sys(fcntl64, fd, F_GETFL, 0);
	sys(flock, other, LOCK_EX | LOCK_NB);
	sys(flock, fd, LOCK_UN);
	sys(flock, other, LOCK_EX | LOCK_NB);
}

static int posix_lock(void *arg)
{
	int fd = *(int *)arg;

	return -silent(fcntl, fd, G_F_SETLK,
		       SET(flock, .l_type = F_WRLCK, .l_len = 4));
}

/* Of a process, not of a descriptor: a child has none of them. */
SCENARIO(fork_separates)
{
	struct g_itimerval *it = SET(itimerval, .value_sec = 1000);
	int fd = text_file(), pid;

	sys(fcntl, fd, G_F_SETLK, SET(flock, .l_type = F_WRLCK, .l_len = 4));
	note("child: %d", peer_wait(peer(posix_lock, &fd)));
	sys(setitimer, 0, it, 0);
	sys(timer_create, 1, SET(sigevent, .sigev_notify = 1), mem(4));
	sys(rt_sigprocmask, SIG_BLOCK, SET(sigset, .sig[0] = 1 << (SIGUSR1 - 1)), 0, 8);
	sys(kill, silent(getpid), SIGUSR1);
	pid = sys_twice(clone, 0x4000 | SIGCHLD, 0, 0, 0, 0);
	if (!pid) {
		sys(getitimer, 0, it);
		outb(it, 16);
		sys(timer_gettime, 0, it);
		sys(rt_sigpending, it, 8);
		outb(it, 8);
		sys_last(exit_group, 0);
	}
	sys(wait4, pid, 0, 0, 0);
	sys(rt_sigpending, it, 8);
	outb(it, 8);
}

/* What sh says when it is run by a routed execve, in a child. */
static void run_sh(const char *command)
{
	uint32_t *argv = zmem(16), *status = mem(4);
	int pid;

	argv[0] = PTR(str("sh"));
	argv[1] = PTR(str("-c"));
	argv[2] = PTR(str(command));
	pid = sys_twice(fork);
	if (!pid) {
		silent(execve, str("/bin/sh"), argv, 0);
		silent(exit_group, 99);
	}
	sys(wait4, pid, status, 0, 0);
	out(status);
}

SCENARIO(exec_keeps)
{
	int fd = text_file(), other, gone;

	fd = dup2(fd, 7);
	other = dup2(open("text", O_RDONLY), 8);
	gone = dup2(fd, 9);
	sys(fcntl64, gone, F_SETFD, FD_CLOEXEC);
	run_sh("[ -e /proc/self/fd/9 ] && exit 1; [ -e /proc/self/fd/7 ]");
	run_sh("head -c 5 <&7 >/dev/null");
	sys(lseek, fd, 0, SEEK_CUR);
	sys(lseek, fd, 0, SEEK_SET);
	run_sh("read x <&7; [ $x = 0123456789abcdefghijklmnopqrstuvwxyz ]");
	sys(lseek, fd, 0, SEEK_CUR);
	sys(flock, other, LOCK_EX);
	run_sh("exec sleep 0");
	sys(flock, fd, LOCK_EX | LOCK_NB);
	sys(umask, 077);
	run_sh("[ $(umask) = 0077 ]");
	sys(chdir, str("/"));
	run_sh("[ $(pwd) = / ]");
}

/* An alarm that was set before is delivered to the new program. */
SCENARIO(exec_keeps_alarm)
{
	uint32_t *argv = zmem(12);

	ends("signal 14");
	argv[0] = PTR(str("sleep"));
	argv[1] = PTR(str("20"));
	sys(setitimer, 0, SET(itimerval, .value_usec = 200000), 0);
	sys_last(execve, str("/bin/busybox"), argv, 0);
}

/* A lock of the process is one of the new program, timers are gone. */
SCENARIO(exec_keeps_lock)
{
	uint32_t *argv = zmem(16);
	struct g_flock *lock = SET(flock, .l_type = F_WRLCK, .l_len = 4);
	int fd = text_file(), pid, fds[2];

	if (pipe(fds))
		return;
	argv[0] = PTR(str("sh"));
	argv[1] = PTR(str("-c"));
	argv[2] = PTR(str("read x <&6"));
	dup2(fds[0], 6);
	pid = sys_twice(fork);
	if (!pid) {
		silent(fcntl, fd, G_F_SETLK, lock);
		silent(timer_create, 1, SET(sigevent, .sigev_signo = SIGKILL),
		       mem(4));
		silent(execve, str("/bin/sh"), argv, 0);
		silent(exit_group, 99);
	}
	until_asleep(pid);
	sys(fcntl, fd, G_F_SETLK, SET(flock, .l_type = F_WRLCK, .l_len = 4));
	sys(fcntl, fd, G_F_GETLK, lock);
	outb(lock, 16);
	sys(write, fds[1], str("\n"), 1);
	sys(wait4, pid, 0, 0, 0);
	sys(fcntl, fd, G_F_SETLK, SET(flock, .l_type = F_WRLCK, .l_len = 4));
}
