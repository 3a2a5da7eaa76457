// SPDX-License-Identifier: GPL-2.0-only
/*
 * POSIX threads
 */
#define _GNU_SOURCE
#include <sys/syscall.h>
#include <sys/wait.h>
#include <errno.h>
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "check.h"

#define THREADS		4
#define ROUNDS		200
#define MANY		40

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t cond = PTHREAD_COND_INITIALIZER;
static pthread_barrier_t barrier;
static int counter, turn;
static atomic_int atomic_counter;
static atomic_llong atomic_wide;
static __thread int own = 5;

static void *count(void *arg)
{
	int i;

	own = (intptr_t)arg;
	for (i = 0; i < ROUNDS; i++) {
		pthread_mutex_lock(&lock);
		counter++;
		pthread_mutex_unlock(&lock);
		atomic_fetch_add(&atomic_counter, 1);
		atomic_fetch_add(&atomic_wide, 0x100000001LL);
	}
	return (void *)(intptr_t)(own * 2);
}

static void test_counting(void)
{
	pthread_t t[THREADS];
	intptr_t i, sum = 0;
	void *ret;

	for (i = 0; i < THREADS; i++)
		if (pthread_create(&t[i], NULL, count, (void *)i))
			exit(1);
	for (i = 0; i < THREADS; i++) {
		pthread_join(t[i], &ret);
		sum += (intptr_t)ret;
	}
	check_equal(counter, THREADS * ROUNDS, "mutex");
	check_equal(atomic_counter, THREADS * ROUNDS, "atomic_add");
	check(atomic_wide == 0x100000001LL * THREADS * ROUNDS, "atomic_add_64");
	check_equal(sum, THREADS * (THREADS - 1), "thread_local_and_result");
	check_equal(own, 5, "main_thread_local");
}

static void *ping(void *arg)
{
	int i, me = (intptr_t)arg;

	for (i = 0; i < MANY; i++) {
		pthread_mutex_lock(&lock);
		while (turn != me)
			pthread_cond_wait(&cond, &lock);
		turn = !me;
		pthread_cond_broadcast(&cond);
		pthread_mutex_unlock(&lock);
	}
	return NULL;
}

static void test_condition(void)
{
	pthread_t a, b;

	pthread_create(&a, NULL, ping, (void *)0);
	pthread_create(&b, NULL, ping, (void *)1);
	pthread_join(a, NULL);
	pthread_join(b, NULL);
	check_equal(turn, 0, "condition_variables");
}

static volatile int flag;

static void *set_flag(void *arg)
{
	(void)arg;
	flag = 1;
	return NULL;
}

static void *wait_barrier(void *arg)
{
	(void)arg;
	pthread_barrier_wait(&barrier);
	return NULL;
}

/* A thread that spins without a system call must not starve the others. */
static void test_spinning(void)
{
	pthread_t t, u;

	pthread_create(&t, NULL, set_flag, NULL);
	while (!flag)
		;
	pthread_join(t, NULL);
	check(flag, "spin_without_calls");
	flag = 0;
	pthread_create(&t, NULL, set_flag, NULL);
	while (!flag)
		asm volatile("yield");
	pthread_join(t, NULL);
	check(flag, "spin_with_yield");
	pthread_barrier_init(&barrier, NULL, 3);
	pthread_create(&t, NULL, wait_barrier, NULL);
	pthread_create(&u, NULL, wait_barrier, NULL);
	pthread_barrier_wait(&barrier);
	pthread_join(t, NULL);
	pthread_join(u, NULL);
	check(true, "barrier");
}

static void *do_nothing(void *arg)
{
	return arg;
}

static void test_many(void)
{
	pthread_attr_t attr;
	pthread_t t;
	int i, good = 0;

	for (i = 0; i < MANY; i++) {
		void *ret;

		if (pthread_create(&t, NULL, do_nothing, &i) == 0 &&
		    pthread_join(t, &ret) == 0 && ret == &i)
			good++;
	}
	check_equal(good, MANY, "many_short_threads");
	pthread_attr_init(&attr);
	pthread_attr_setdetachstate(&attr, PTHREAD_CREATE_DETACHED);
	for (good = i = 0; i < 20; i++)
		good += !pthread_create(&t, &attr, do_nothing, NULL);
	check_equal(good, 20, "detached_threads");
}

static pthread_mutex_t robust;

static void *die_with_lock(void *arg)
{
	pthread_mutex_lock(&robust);
	return arg;
}

static void test_robust(void)
{
	pthread_mutexattr_t attr;
	pthread_t t;

	pthread_mutexattr_init(&attr);
	pthread_mutexattr_setrobust(&attr, PTHREAD_MUTEX_ROBUST);
	pthread_mutex_init(&robust, &attr);
	pthread_create(&t, NULL, die_with_lock, NULL);
	pthread_join(t, NULL);
	check_equal(pthread_mutex_lock(&robust), EOWNERDEAD, "robust_mutex");
	check_equal(pthread_mutex_consistent(&robust), 0, "robust_recovery");
	pthread_mutex_unlock(&robust);
}

static volatile pthread_t signalled;
static sem_t ready;

static void on_signal(int sig)
{
	(void)sig;
	signalled = pthread_self();
}

static void *wait_for_signal(void *arg)
{
	(void)arg;
	sem_post(&ready);
	while (!signalled)
		usleep(1000);
	return NULL;
}

static void *wait_for_cancel(void *arg)
{
	sem_post(&ready);
	for (;;)
		pause();
	return arg;
}

static void test_signals(void)
{
	struct sigaction sa = { .sa_handler = on_signal };
	pthread_t t;
	void *ret;

	sem_init(&ready, 0, 0);
	sigaction(SIGUSR1, &sa, NULL);
	pthread_create(&t, NULL, wait_for_signal, NULL);
	sem_wait(&ready);
	pthread_kill(t, SIGUSR1);
	pthread_join(t, NULL);
	check(pthread_equal(signalled, t), "signal_to_thread");

	pthread_create(&t, NULL, wait_for_cancel, NULL);
	sem_wait(&ready);
	pthread_cancel(t);
	pthread_join(t, &ret);
	check(ret == PTHREAD_CANCELED, "cancel_in_pause");
}

static void *fork_here(void *arg)
{
	int status;
	pid_t pid = fork();

	(void)arg;
	if (pid == 0) {
		pthread_t t;
		void *ret;

		/* The child of a thread is a process like any other. */
		if (pthread_create(&t, NULL, do_nothing, &ret) ||
		    pthread_join(t, &ret))
			_exit(1);
		_exit(11);
	}
	if (waitpid(pid, &status, 0) != pid || !WIFEXITED(status))
		return (void *)-1;
	return (void *)(intptr_t)WEXITSTATUS(status);
}

static void *churn(void *arg)
{
	while (!flag) {
		pthread_t t;

		if (!pthread_create(&t, NULL, do_nothing, NULL))
			pthread_join(t, NULL);
	}
	return arg;
}

static void test_fork(void)
{
	pthread_t t, c;
	int i, good = 0;
	void *ret;

	pthread_create(&t, NULL, fork_here, NULL);
	pthread_join(t, &ret);
	check_equal((intptr_t)ret, 11, "fork_in_thread");
	/* While another thread keeps libc and us busy with threads */
	flag = 0;
	pthread_create(&c, NULL, churn, NULL);
	for (i = 0; i < 5; i++)
		good += fork_here(NULL) == (void *)11;
	flag = 1;
	pthread_join(c, NULL);
	check_equal(good, 5, "fork_beside_threads");
}

static void *exit_later(void *arg)
{
	(void)arg;
	usleep(50000);
	exit(23);
}

static void *end_of_all(void *arg)
{
	(void)arg;
	usleep(50000);
	return NULL;
}

static int status_of(void (*fn)(void))
{
	int status;
	pid_t pid = fork();

	if (pid == 0) {
		fn();
		_exit(99);
	}
	waitpid(pid, &status, 0);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

static void main_leaves_first(void)
{
	pthread_t t;

	pthread_create(&t, NULL, end_of_all, NULL);
	pthread_exit(NULL);
}

static void thread_calls_exit(void)
{
	pthread_t t;

	pthread_create(&t, NULL, exit_later, NULL);
	for (;;)
		pause();
}

static void *wait_for_ever(void *arg)
{
	for (;;)
		pause();
	return arg;
}

/* libc has every thread make the call, by a signal of its own. */
static void all_set_group(void)
{
	pthread_t t;

	pthread_create(&t, NULL, wait_for_ever, NULL);
	exit(setgid(getgid()) ? 1 : 24);
}

static void test_exits(void)
{
	check_equal(status_of(all_set_group), 24, "group_of_all_threads");
	check_equal(status_of(main_leaves_first), 0, "main_thread_exits_first");
	check_equal(status_of(thread_calls_exit), 23, "exit_in_thread");
}

int main(void)
{
	check_start();
	test_counting();
	test_condition();
	test_spinning();
	test_many();
	test_robust();
	test_signals();
	test_fork();
	test_exits();
	return check_end();
}
