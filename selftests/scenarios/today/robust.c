// SPDX-License-Identifier: GPL-2.0-only
/*
 * robust - a process dies with a mutex that others wait for
 *
 * The kernel has to go through a list in the dead one's memory, 32-bit
 * pointers, and to wake up the next.
 */
#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define PATIENCE	20	/* seconds */

int main(void)
{
	pthread_mutexattr_t attr;
	pthread_mutex_t *mutex;
	struct timespec until;
	int ret;

	mutex = mmap(NULL, sizeof(*mutex), PROT_READ | PROT_WRITE,
		     MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (mutex == MAP_FAILED) {
		perror("mmap");
		return 1;
	}
	pthread_mutexattr_init(&attr);
	pthread_mutexattr_setpshared(&attr, PTHREAD_PROCESS_SHARED);
	pthread_mutexattr_setrobust(&attr, PTHREAD_MUTEX_ROBUST);
	pthread_mutex_init(mutex, &attr);

	if (!fork()) {
		pthread_mutex_lock(mutex);
		_exit(0);
	}
	wait(NULL);

	clock_gettime(CLOCK_REALTIME, &until);
	until.tv_sec += PATIENCE;
	ret = pthread_mutex_timedlock(mutex, &until);
	printf("lock after the owner's death: %s\n",
	       ret ? strerror(ret) : "no error");
	if (ret != EOWNERDEAD)
		return 1;
	printf("made consistent: %d\n", pthread_mutex_consistent(mutex));
	printf("unlocked: %d\n", pthread_mutex_unlock(mutex));
	printf("locked again: %d\n", pthread_mutex_lock(mutex));

	return 0;
}
