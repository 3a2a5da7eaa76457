// SPDX-License-Identifier: GPL-2.0-only
/*
 * ids - what a program has been given to identify itself with (armhf, static)
 *
 *	ids [FILE]
 *
 * Prints its user and group numbers (real, effective, saved, for files), whether
 * the C library is to distrust its environment, and what open() says to FILE
 * with its privileges and without. Set-user-ID if it is installed so.
 */
#include <sys/auxv.h>
#include <sys/fsuid.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static void print_ids(void)
{
	uid_t ruid, euid, suid;
	gid_t rgid, egid, sgid;

	if (getresuid(&ruid, &euid, &suid) || getresgid(&rgid, &egid, &sgid)) {
		perror("ids");
		return;
	}
	/* -1 is no user: nothing is set. */
	printf("uid %d %d %d %d gid %d %d %d %d\n", ruid, euid, suid,
	       setfsuid(-1), rgid, egid, sgid, setfsgid(-1));
}

static void try_open(const char *path)
{
	int fd = open(path, O_RDONLY);

	printf("%s: %s\n", path, fd < 0 ? strerror(errno) : "opened");
	if (fd >= 0)
		close(fd);
}

int main(int argc, char **argv)
{
	/* What it was at the start is in the auxiliary vector, too. */
	printf("%s: started as uid %lu %lu gid %lu %lu, secure %lu\n", argv[0],
	       getauxval(AT_UID), getauxval(AT_EUID), getauxval(AT_GID),
	       getauxval(AT_EGID), getauxval(AT_SECURE));
	print_ids();
	if (argc < 2)
		return 0;
	try_open(argv[1]);
	if (setresgid(getgid(), getgid(), getgid()) ||
	    setresuid(getuid(), getuid(), getuid())) {
		perror("ids: cannot drop privileges");
		return 1;
	}
	print_ids();
	try_open(argv[1]);
	return 0;
}
