// SPDX-License-Identifier: GPL-2.0-only
/*
 * client - make many requests to a web server (native)
 *
 *	client PORT PATH REQUESTS THREADS FILE
 *
 * Each request has a connection of its own; what comes back must be status 200
 * and the contents of FILE. Waits up to ten minutes for the server to be there,
 * and as long for each answer: on a busy machine an emulated one has taken more
 * than a minute, and a server that hangs does not answer after ten either.
 */
#include <errno.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define ROOM		(4 << 20)
#define MAX_THREADS	64

static struct sockaddr_in server;
static const char *path;
static char *expected;
static size_t expected_len;
static int requests;
static atomic_int next_request, failed;
static atomic_long bytes;

/* Of one request: what was wrong, and the error number if a call said one. */
struct outcome {
	const char *problem;
	int error;
};

static int dial(void)
{
	const struct timeval patience = { .tv_sec = 600 };
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
	if (connect(fd, (struct sockaddr *)&server, sizeof(server)) == 0)
		return fd;
	close(fd);
	return -1;
}

/* Return: the length of the answer, or -1 with errno */
static ssize_t ask(int fd, char *answer)
{
	size_t len = 0;
	ssize_t n;

	snprintf(answer, ROOM, "GET %s HTTP/1.0\r\nHost: localhost\r\n\r\n", path);
	if (write(fd, answer, strlen(answer)) != (ssize_t)strlen(answer))
		return -1;
	while (len < ROOM - 1) {
		n = read(fd, answer + len, ROOM - 1 - len);
		if (n < 0)
			return -1;
		if (n == 0)
			break;
		len += n;
	}
	answer[len] = '\0';
	return len;
}

static struct outcome request(char *answer)
{
	int fd = dial();
	int error;
	ssize_t len;
	char *body;

	if (fd < 0)
		return (struct outcome){ .problem = "no connection", .error = errno };
	len = ask(fd, answer);
	error = errno;
	close(fd);
	if (len < 0)
		return (struct outcome){ .problem = "no answer", .error = error };
	body = strstr(answer, "\r\n\r\n");
	if (!body)
		return (struct outcome){ .problem = "no end of the headers" };
	body += 4;
	if (strncmp(answer, "HTTP/1.", 7) || strncmp(answer + 8, " 200 ", 5))
		return (struct outcome){ .problem = "not status 200" };
	if ((size_t)(len - (body - answer)) != expected_len ||
	    memcmp(body, expected, expected_len))
		return (struct outcome){ .problem = "another body" };
	bytes += expected_len;
	return (struct outcome){ .problem = NULL };
}

static void *work(void *unused)
{
	char *answer = malloc(ROOM);
	struct outcome outcome;
	int nr;

	while ((nr = next_request++) < requests) {
		outcome = request(answer);
		if (outcome.problem && failed++ < 5)
			printf("request %d: %s%s%s\n", nr, outcome.problem,
			       outcome.error ? ": " : "",
			       outcome.error ? strerror(outcome.error) : "");
	}
	free(answer);
	return unused;
}

static void read_file(const char *name)
{
	FILE *f = fopen(name, "r");

	expected = malloc(ROOM);
	if (!f || !expected) {
		perror(name);
		exit(2);
	}
	expected_len = fread(expected, 1, ROOM, f);
	fclose(f);
}

static bool server_is_there(void)
{
	int tries, fd;

	for (tries = 0; tries < 6000; tries++) {
		fd = dial();
		if (fd >= 0) {
			close(fd);
			return true;
		}
		usleep(100000);
	}
	return false;
}

int main(int argc, char **argv)
{
	pthread_t threads[MAX_THREADS];
	int n, i;

	if (argc != 6)
		return 2;
	server.sin_family = AF_INET;
	server.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	server.sin_port = htons(atoi(argv[1]));
	path = argv[2];
	requests = atoi(argv[3]);
	n = atoi(argv[4]);
	if (requests < 1 || n < 1 || n > MAX_THREADS)
		return 2;
	read_file(argv[5]);
	if (!server_is_there()) {
		printf("no server\n");
		return 1;
	}
	for (i = 0; i < n; i++) {
		if (pthread_create(&threads[i], NULL, work, NULL)) {
			printf("no thread\n");
			return 1;
		}
	}
	for (i = 0; i < n; i++)
		pthread_join(threads[i], NULL);
	printf("%d requests, %d at a time: %d failed, %ld bytes\n", requests, n,
	       failed, bytes);
	return failed != 0;
}
