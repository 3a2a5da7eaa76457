// SPDX-License-Identifier: GPL-2.0-only
/*
 * client - make many requests to a web server (native)
 *
 *	client PORT PATH REQUESTS THREADS FILE
 *
 * Each request has a connection of its own; what comes back must be status 200
 * and the contents of FILE. Waits up to ten minutes for the server to be there.
 */
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

static int dial(void)
{
	const struct timeval patience = { .tv_sec = 60 };
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
	if (connect(fd, (struct sockaddr *)&server, sizeof(server)) == 0)
		return fd;
	close(fd);
	return -1;
}

static size_t ask(int fd, char *answer)
{
	size_t len = 0;
	ssize_t n;

	snprintf(answer, ROOM, "GET %s HTTP/1.0\r\nHost: localhost\r\n\r\n", path);
	if (write(fd, answer, strlen(answer)) != (ssize_t)strlen(answer))
		return 0;
	while (len < ROOM && (n = read(fd, answer + len, ROOM - 1 - len)) > 0)
		len += n;
	answer[len] = '\0';
	return len;
}

static const char *request(char *answer)
{
	int fd = dial();
	size_t len;
	char *body;

	if (fd < 0)
		return "no connection";
	len = ask(fd, answer);
	close(fd);
	body = strstr(answer, "\r\n\r\n");
	if (!len || !body)
		return "no answer";
	body += 4;
	if (strncmp(answer, "HTTP/1.", 7) || strncmp(answer + 8, " 200 ", 5))
		return "not status 200";
	if (len - (body - answer) != expected_len ||
	    memcmp(body, expected, expected_len))
		return "another body";
	bytes += expected_len;
	return NULL;
}

static void *work(void *unused)
{
	char *answer = malloc(ROOM);
	const char *problem;

	while (next_request++ < requests) {
		problem = request(answer);
		if (problem && failed++ < 5)
			printf("%s\n", problem);
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
