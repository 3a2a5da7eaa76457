// SPDX-License-Identifier: GPL-2.0-only
/*
 * The module comes and goes while others use it, or would like to; threads
 * that sleep in routed calls keep it, until they are killed
 */
#include "stress.h"

#include <pthread.h>
#include <sys/epoll.h>
#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/socket.h>
#include <sys/un.h>

FIXTURE(module)
{
	struct module_setting setting;
};

FIXTURE_SETUP(module)
{
	REQUIRE_MODULE(&self->setting);
}

FIXTURE_TEARDOWN(module)
{
	EXPECT_NOTHING_WRONG();
	EXPECT_EQ(0, restore_module(&self->setting));
}

/* A kernel may lack one of these. */
static const char *const ways[] = {
	"", "hook=ftrace lookup=walk", "hook=kprobe lookup=kprobe",
	"hook=direct", "hook=kprobe lookup=walk", "hook=ftrace lookup=kprobe",
};

static int ways_of_this_kernel(const char **list)
{
	int i, n = 0;

	for (i = 0; i < ARRAY_SIZE(ways); i++) {
		if (load(ways[i]))
			continue;
		if (unload_within(STATES_GONE_MS))
			return -1;
		list[n++] = ways[i];
	}

	return n;
}

/*
 * It cannot be unloaded while there is a gate, and can be at any other moment.
 * After some tries the others are asked to open no more gates, but they go on
 * with all the rest.
 */
static int unload_under_load(long *refused)
{
	long end = now_ms() + STATES_GONE_MS;
	int i, ret;

	for (i = 0; (ret = unload()) == -EAGAIN && now_ms() < end; i++) {
		++*refused;
		shared->rest = i > 5;
		usleep(10000);
	}
	shared->rest = false;

	return ret;
}

STRESS_F(module, load_and_unload)
{
	long i, refused = 0, cycles = amount(20, 500);
	const char *list[ARRAY_SIZE(ways)];
	struct load others;
	int n;

	ASSERT_EQ(0, unload_within(STATES_GONE_MS));
	ASSERT_TRUE(no_trace());
	n = ways_of_this_kernel(list);
	ASSERT_LE(4, n);
	start_load(&others, "lifecycle_test");
	/* The first of them are done. */
	for (i = n; i < cycles; i++) {
		ASSERT_EQ(0, load(list[i % n])) {
			TH_LOG("cycle %ld: %s", i, list[i % n]);
		}
		/* From "at once" to "used by many". */
		usleep(10000 * (i % 5));
		if (i % 4 == 0)
			ASSERT_TRUE(gate_works());
		ASSERT_EQ(0, unload_under_load(&refused)) {
			TH_LOG("cycle %ld: %s", i, list[i % n]);
		}
		/* Nobody but this process loads it. */
		ASSERT_TRUE(no_trace());
		ASSERT_EQ(0, shared->wrong);
	}
	EXPECT_TRUE(stop_load(&others));
	EXPECT_FALSE(in_file("/sys/kernel/debug/kprobes/list",
			     "sys_ni_syscall"));
	EXPECT_FALSE(in_file("/proc/kallsyms", "[gate32]"));
	EXPECT_LT(0, refused);
	EXPECT_LT(0, shared->opens);
	EXPECT_TRUE(wait_until(none_stuck, 5000));
	EXPECT_EQ(cycles, i);
	did("load/unload", i);
	did("unloading refused", refused);
}

/*
 * Threads asleep in routed calls
 */
#define KINDS		10
#define EACH		10
#define SLEEPERS	(KINDS * EACH)
#define PROCESSES	5

static int pipe_fd[2], epoll_fd, listen_fd, msg_id, sem_id;
static pid_t sleeping_child;

/* Memory that 32-bit pointers reach. */
static struct low {
	uint32_t futex;
	int32_t nap[2];
	struct sembuf take;
	char buf[64];
} *low;

static long sleep_in(int kind)
{
	switch (kind) {
	case 0:
		return ARM(pause);
	case 1:
		return ARM(read, pipe_fd[0], low->buf, 1);
	case 2:
		return ARM(futex, &low->futex, 0 /* FUTEX_WAIT */, 0, NULL);
	case 3:
		return ARM(poll, NULL, 0, -1);
	case 4:
		return ARM(epoll_wait, epoll_fd, low->buf, 1, -1);
	case 5:
		return ARM(nanosleep, low->nap, NULL);
	case 6:
		return ARM(accept, listen_fd, NULL, NULL);
	case 7:
		return ARM(msgrcv, msg_id, low->buf, 16, 0, 0);
	case 8:
		return ARM(semop, sem_id, &low->take, 1);
	default:
		return ARM(wait4, sleeping_child, NULL, 0, NULL);
	}
}

static void *sleeper(void *arg)
{
	long kind = (long)arg;
	long ret = sleep_in(kind);

	/* None of them ends. */
	COMPLAIN(1000 * kind - ret);

	return NULL;
}

static bool make_what_they_wait_for(void)
{
	struct sockaddr_un addr = { .sun_family = AF_UNIX };

	low = low_map(LOW, 4096);
	if (!low)
		return false;
	low->nap[0] = 100000;
	low->take = (struct sembuf){ .sem_op = -1 };
	epoll_fd = epoll_create1(0);
	listen_fd = socket(AF_UNIX, SOCK_STREAM, 0);
	snprintf(addr.sun_path + 1, sizeof(addr.sun_path) - 1, "stress%d",
		 getpid());
	sleeping_child = fork();
	if (sleeping_child == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		pause();
		_exit(1);
	}

	return pipe(pipe_fd) == 0 && epoll_fd >= 0 && sleeping_child > 0 &&
	       bind(listen_fd, (void *)&addr, sizeof(addr)) == 0 &&
	       listen(listen_fd, 1) == 0;
}

/* Each process has all kinds. */
static int sleeping_process(int ready)
{
	pthread_t thread;
	int i;

	if (!make_what_they_wait_for() ||
	    gate32_enable(GATE32_ABI_ARM, BASE))
		_exit(1);
	for (i = 0; i < SLEEPERS / PROCESSES; i++)
		if (pthread_create(&thread, NULL, sleeper,
				   (void *)(long)(i % KINDS)))
			_exit(2);
	if (write(ready, "x", 1) != 1)
		_exit(3);
	pause();
	_exit(4);
}

/* How many threads of a process are in routed calls of the gate, asleep. */
static int asleep_in_calls(pid_t pid)
{
	char path[80], line[128];
	struct dirent *entry;
	int asleep = 0;
	DIR *tasks;

	snprintf(path, sizeof(path), "/proc/%d/task", pid);
	tasks = opendir(path);
	while (tasks && (entry = readdir(tasks))) {
		if (!atoi(entry->d_name))
			continue;
		snprintf(path, sizeof(path), "/proc/%d/task/%.20s/syscall", pid,
			 entry->d_name);
		/* "number argument...": a number from BASE on is negative. */
		if (wait_asleep(atoi(entry->d_name)) &&
		    read_file(path, line, sizeof(line)))
			asleep += line[0] == '-' && line[1] > '1';
	}
	if (tasks)
		closedir(tasks);

	return asleep;
}

static int start_sleepers(pid_t *pid)
{
	int ready[2], i, asleep = 0;
	char c;

	if (pipe(ready))
		return -1;
	for (i = 0; i < PROCESSES; i++) {
		pid[i] = fork();
		if (pid[i] == 0)
			sleeping_process(ready[1]);
	}
	for (i = 0; i < PROCESSES; i++)
		if (read(ready[0], &c, 1) != 1)
			return -1;
	for (i = 0; i < PROCESSES; i++)
		asleep += asleep_in_calls(pid[i]);
	close(ready[0]);
	close(ready[1]);

	return asleep;
}

STRESS_F(module, sleepers)
{
	long i, j, cycles = amount(2, 10), refused = 0;
	pid_t pid[PROCESSES];

	msg_id = msgget(IPC_PRIVATE, 0600);
	sem_id = semget(IPC_PRIVATE, 1, 0600);
	ASSERT_LE(0, msg_id);
	ASSERT_LE(0, sem_id);
	for (i = 0; i < cycles; i++) {
		if (references() < 0)
			ASSERT_EQ(0, load(i % 2 ? "hook=kprobe" : ""));
		ASSERT_EQ(SLEEPERS, start_sleepers(pid));
		for (j = 0; j < 20; j++) {
			ASSERT_EQ(-EAGAIN, unload());
			refused++;
		}
		/* Also while they die, one by one. */
		for (j = 0; j < PROCESSES; j++) {
			ASSERT_EQ(-EAGAIN, unload());
			kill(pid[j], SIGKILL);
			unload();
			ASSERT_EQ(KILLED_BY(SIGKILL), exit_code(pid[j]));
		}
		EXPECT_EQ(0, unload_within(STATES_GONE_MS));
		ASSERT_TRUE(no_trace());
		EXPECT_TRUE(wait_until(none_stuck, 5000));
	}
	msgctl(msg_id, IPC_RMID, NULL);
	semctl(sem_id, 0, IPC_RMID);
	EXPECT_EQ(20 * cycles, refused);
	did("sleepers", cycles * SLEEPERS);
	did("load/unload", cycles);
}

STRESS_MAIN
