// SPDX-License-Identifier: GPL-2.0-only
/*
 * What servers do beyond read() and write(), over a TCP connection to itself
 * (armhf)
 */
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static int client, served, listener;

static void fail(const char *what)
{
	perror(what);
	exit(1);
}

static void say(const char *what, long value)
{
	printf("%s: %ld%s%s\n", what, value, value < 0 ? " " : "",
	       value < 0 ? strerror(errno) : "");
}

static void dial(void)
{
	struct sockaddr_in addr = { .sin_family = AF_INET };
	socklen_t len = sizeof(addr);

	addr.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	listener = socket(AF_INET, SOCK_STREAM, 0);
	client = socket(AF_INET, SOCK_STREAM, 0);
	if (bind(listener, (struct sockaddr *)&addr, sizeof(addr)) ||
	    listen(listener, 5) ||
	    getsockname(listener, (struct sockaddr *)&addr, &len) ||
	    connect(client, (struct sockaddr *)&addr, len))
		fail("connection");
}

static void try_accept4(void)
{
	struct sockaddr_in peer;
	socklen_t len = sizeof(peer);

	served = accept4(listener, (struct sockaddr *)&peer, &len,
			 SOCK_NONBLOCK | SOCK_CLOEXEC);
	if (served < 0)
		fail("accept4");
	say("accept4: length of the address", len);
	say("accept4: O_NONBLOCK", !!(fcntl(served, F_GETFL) & O_NONBLOCK));
	say("accept4: FD_CLOEXEC", fcntl(served, F_GETFD));
	fcntl(served, F_SETFL, 0);
}

static void try_rcvtimeo(void)
{
	struct timeval tv = { .tv_usec = 300000 }, back;
	struct timespec before, after;
	socklen_t len = sizeof(back);
	char byte;
	long ms;

	say("SO_RCVTIMEO", setsockopt(client, SOL_SOCKET, SO_RCVTIMEO, &tv,
				      sizeof(tv)));
	say("SO_RCVTIMEO back", getsockopt(client, SOL_SOCKET, SO_RCVTIMEO,
					   &back, &len));
	printf("SO_RCVTIMEO: %u bytes, %ld.%06ld\n", len, (long)back.tv_sec,
	       (long)back.tv_usec);
	clock_gettime(CLOCK_MONOTONIC, &before);
	say("recv", recv(client, &byte, 1, 0));
	clock_gettime(CLOCK_MONOTONIC, &after);
	ms = (after.tv_sec - before.tv_sec) * 1000 +
	     (after.tv_nsec - before.tv_nsec) / 1000000;
	printf("recv took %s\n", ms < 290 ? "too short" : ms > 20000 ?
	       "too long" : "its time");
}

static int big_file(void)
{
	char name[] = "/tmp/callsXXXXXX";
	int fd = mkstemp(name), i;

	if (fd < 0)
		fail(name);
	unlink(name);
	for (i = 0; i < 25000; i++)
		if (write(fd, &i, sizeof(i)) != sizeof(i))
			fail("write");
	return fd;
}

/* Sum of what arrives; @len of it */
static unsigned long receive(size_t len)
{
	unsigned char buffer[4096];
	unsigned long sum = 0;
	ssize_t n, i;

	while (len) {
		n = recv(client, buffer, len < sizeof(buffer) ? len :
			 sizeof(buffer), 0);
		if (n <= 0)
			fail("receive");
		for (i = 0; i < n; i++)
			sum = sum * 31 + buffer[i];
		len -= n;
	}
	return sum;
}

static void try_sendfile(void)
{
	off64_t offset = 40000;
	int file = big_file(), on = 1, off = 0;
	off_t here = 4;

	say("TCP_CORK", setsockopt(served, IPPROTO_TCP, TCP_CORK, &on, sizeof(on)));
	say("header", write(served, "header\n", 7));
	say("sendfile64", sendfile64(served, file, &offset, 60000));
	say("offset", offset);
	say("sendfile", sendfile(served, file, &here, 1000));
	say("offset", here);
	say("TCP_CORK off", setsockopt(served, IPPROTO_TCP, TCP_CORK, &off,
				       sizeof(off)));
	printf("sum: %#lx\n", receive(61007));
	offset = -1;
	say("sendfile64 at -1", sendfile64(served, file, &offset, 1));
	close(file);
}

static void try_splice(void)
{
	int file = big_file(), pipes[2];
	off64_t offset = 8192;
	char text[16] = "";

	if (pipe2(pipes, O_CLOEXEC))
		fail("pipe2");
	say("splice from a file", splice(file, &offset, pipes[1], NULL, 20000, 0));
	say("offset", offset);
	say("splice to a socket", splice(pipes[0], NULL, served, NULL, 20000, 0));
	printf("sum: %#lx\n", receive(20000));
	say("write", write(served, "spliced", 7));
	say("splice from a socket", splice(client, NULL, pipes[1], NULL, 7, 0));
	offset = 16;
	say("splice to a file", splice(pipes[0], NULL, file, &offset, 7, 0));
	say("pread", pread(file, text, 7, 16));
	printf("%s\n", text);
	say("splice of an offset for a pipe",
	    splice(pipes[0], &offset, file, NULL, 1, 0));
	close(file);
}

static void on_usr1(int sig)
{
	printf("signal %d\n", sig);
}

static void try_epoll(void)
{
	struct epoll_event ev = { .events = EPOLLIN | EPOLLET }, got[4];
	int ep = epoll_create1(EPOLL_CLOEXEC);
	sigset_t blocked, none;

	memset(got, 0, sizeof(got));
	ev.data.u64 = 0x1122334455667788;
	say("epoll_ctl", epoll_ctl(ep, EPOLL_CTL_ADD, client, &ev));
	say("epoll_wait", epoll_wait(ep, got, 4, 0));
	say("write", write(served, "x", 1));
	say("epoll_wait", epoll_wait(ep, got, 4, 10000));
	printf("event %#x, data %#llx\n", got[0].events,
	       (unsigned long long)got[0].data.u64);
	say("edge", epoll_wait(ep, got, 4, 0));

	signal(SIGUSR1, on_usr1);
	sigemptyset(&none);
	sigemptyset(&blocked);
	sigaddset(&blocked, SIGUSR1);
	sigprocmask(SIG_BLOCK, &blocked, NULL);
	raise(SIGUSR1);
	say("epoll_pwait", epoll_pwait(ep, got, 4, 10000, &none));
}

int main(void)
{
	setvbuf(stdout, NULL, _IOLBF, 0);
	dial();
	try_accept4();
	try_rcvtimeo();
	try_sendfile();
	try_splice();
	try_epoll();
	return 0;
}
