// SPDX-License-Identifier: GPL-2.0-only
/*
 * gate32-run - execve: armhf programs start this translator again, all others
 * run natively
 */
#include <asm/unistd.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "identity.h"
#include "loader.h"
#include "memory.h"
#include "options.h"
#include "signals.h"
#include "stats.h"
#include "sys.h"
#include "sysno.h"
#include "types.h"

/* As the kernel: so many interpreters of interpreters, so long a #! line */
#define MAX_SCRIPTS	4
#define HEAD_SIZE	256

/* The longest argument, and all of them together */
#define MAX_STRING	(128UL << 10)
#define MAX_STRINGS	(6UL << 20)

/* Room for all strings, pointers to them, and the same again for a script */
#define ARENA_SIZE	(64UL << 20)

/*
 * Memory for one execve: taken in order, given back as a whole. If the caller
 * is a vfork child, its parent does that, for success ends us.
 */
struct arena {
	size_t used;
	char room[];
};

static void *take(size_t size)
{
	struct arena *arena = self->exec_strings;
	void *p = arena->room + arena->used;

	size = (size + 15) & -16UL;
	if (size > ARENA_SIZE - sizeof(*arena) - arena->used)
		return NULL;
	arena->used += size;
	return p;
}

static long arena_open(void)
{
	void *p = mmap(NULL, ARENA_SIZE, PROT_READ | PROT_WRITE,
		       MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	if (p == MAP_FAILED)
		return -ENOMEM;
	self->exec_strings = p;
	return 0;
}

void exec_strings_free(struct task *task)
{
	if (task->exec_strings)
		munmap(task->exec_strings, ARENA_SIZE);
	task->exec_strings = NULL;
}

/* A list of strings, ending with NULL */
struct strings {
	char **list;
	size_t count;
};

/* How many strings a guest's array points to; a null array is an empty one. */
static long count_strings(u32 array)
{
	size_t n = 0;
	u32 pointer;

	if (!array)
		return 0;
	do {
		if (guest_read(&pointer, array + n * sizeof(pointer),
			       sizeof(pointer)))
			return -EFAULT;
		if (++n > MAX_STRINGS / 4)
			return -E2BIG;
	} while (pointer);
	return n - 1;
}

static long fetch(struct strings *s, u32 array)
{
	static char buffer[MAX_STRING];
	long n = count_strings(array), i, len;
	u32 pointer;

	if (n < 0)
		return n;
	s->list = take((n + 1) * sizeof(*s->list));
	if (!s->list)
		return -E2BIG;
	for (i = 0; i < n; i++) {
		if (guest_read(&pointer, array + i * sizeof(pointer),
			       sizeof(pointer)))
			return -EFAULT;
		len = guest_read_string(buffer, pointer, sizeof(buffer));
		if (len < 0)
			return len == -ENAMETOOLONG ? -E2BIG : len;
		s->list[i] = take(len + 1);
		if (!s->list[i])
			return -E2BIG;
		memcpy(s->list[i], buffer, len + 1);
	}
	s->list[n] = NULL;
	s->count = n;
	return 0;
}

/* A program as the guest names it */
struct target {
	int dirfd;
	const char *path;
	int flags;		/* AT_EMPTY_PATH, AT_SYMLINK_NOFOLLOW */
};

/* Return: descriptor to read the program from, or a negative error number */
static long open_target(const struct target *t)
{
	int flags = O_RDONLY;
	char proc[64];

	if (t->flags & AT_SYMLINK_NOFOLLOW)
		flags |= O_NOFOLLOW;
	if (*t->path || !(t->flags & AT_EMPTY_PATH))
		return native(__NR_openat, t->dirfd, t->path, flags, 0, 0);
	snprintf(proc, sizeof(proc), "/proc/self/fd/%d", t->dirfd);
	return native(__NR_openat, AT_FDCWD, proc, O_RDONLY, 0, 0);
}

/*
 * The program inherits the signal mask: it has to be the guest's by then. A
 * signal that comes just before is handled first, as with any other call.
 */
static long make_call(const u64 block[8])
{
	long ret;

	signals_restore(self->blocked);
	ret = gate_svc(block, &self->captured);
	if (!self->captured)
		signals_block(&self->blocked);
	return self->captured ? CALL_AGAIN : ret;
}

static void report(void)
{
	/* A vfork child's counts are in its parent's memory. */
	if (!self->shares_memory)
		stats_report();
}

static long exec_natively(const struct target *t, char **argv, char **envp)
{
	const u64 block[8] = {
		__NR_execveat, t->dirfd, (u64)t->path, (u64)argv, (u64)envp,
		t->flags,
	};

	report();
	return make_call(block);
}

/*
 * The way to ourselves: /proc/self/exe is right in any case; the path of the
 * first start is for a guest that sees no /proc, in a chroot for example.
 */
static char own_path[PATH_MAX];

__attribute__((constructor))
static void note_own_path(void)
{
	ssize_t n = readlink("/proc/self/exe", own_path, sizeof(own_path) - 1);

	own_path[n < 0 ? 0 : n] = '\0';
}

static long exec_translated(const char *path, int fd,
			    const struct strings *argv, char **envp)
{
	u64 block[8] = { __NR_execve, (u64)"/proc/self/exe", 0, (u64)envp };
	const char **again = take((OPTIONS_AGAIN_MAX + argv->count + 1) *
				  sizeof(*again));
	size_t i;
	long err;
	int n;

	if (!again)
		return -E2BIG;
	n = options_again(again, path, fd);
	/* ... -0 argv[0] -- path argv[1]... */
	again[n - 3] = argv->count ? argv->list[0] : "";
	for (i = 1; i < argv->count; i++)
		again[n++] = argv->list[i];
	again[n] = NULL;
	block[2] = (u64)again;
	report();
	err = make_call(block);
	if (err == -ENOENT && own_path[0]) {
		block[1] = (u64)own_path;
		err = make_call(block);
	}
	return err;
}

/*
 * Split "#! interpreter argument" in place.
 *
 * Return: 0, or -ENOEXEC if there is no interpreter in @head
 */
static int parse_script(char *head, size_t len, char **interp, char **arg)
{
	char *end, *p;

	head[len] = '\0';
	end = strchr(head, '\n');
	if (end)
		*end = '\0';
	else if (len == HEAD_SIZE)
		return -ENOEXEC;
	for (end = head + strlen(head);
	     end > head + 2 && (end[-1] == ' ' || end[-1] == '\t'); end--)
		end[-1] = '\0';
	p = head + 2 + strspn(head + 2, " \t");
	if (!*p)
		return -ENOEXEC;
	*interp = p;
	p += strcspn(p, " \t");
	if (*p) {
		*p++ = '\0';
		p += strspn(p, " \t");
	}
	*arg = *p ? p : NULL;
	return 0;
}

static long exec_target(const struct target *t, const struct strings *argv,
			char **envp, int depth);

/* Only if its interpreter is for us; the kernel can do the others. */
static long exec_script(const struct target *t, char *head, size_t len,
			const struct strings *argv, char **envp, int depth)
{
	struct target next = { .dirfd = AT_FDCWD };
	struct strings args = { 0 };
	char *interp, *arg;
	size_t i;

	if (parse_script(head, len, &interp, &arg))
		return exec_natively(t, argv->list, envp);
	if (depth >= MAX_SCRIPTS)
		return -ELOOP;
	args.list = take((argv->count + 4) * sizeof(*args.list));
	if (!args.list)
		return -E2BIG;
	args.list[args.count++] = interp;
	if (arg)
		args.list[args.count++] = arg;
	args.list[args.count++] = (char *)t->path;
	for (i = 1; i < argv->count; i++)
		args.list[args.count++] = argv->list[i];
	args.list[args.count] = NULL;
	next.path = interp;
	return exec_target(&next, &args, envp, depth + 1);
}

/*
 * /proc/self/exe and its like lead to the translator; the guest, busybox for
 * one, means itself.
 */
static bool means_guest(const struct target *t, int fd)
{
	const char *name = strrchr(t->path, '/');
	struct stat own, other;

	return !strncmp(t->path, "/proc/", 6) && !strcmp(name, "/exe") &&
	       stat("/proc/self/exe", &own) == 0 && fstat(fd, &other) == 0 &&
	       own.st_dev == other.st_dev && own.st_ino == other.st_ino;
}

/* The name of a program that is given by a descriptor, as the kernel makes it */
static const char *name_of(const struct target *t)
{
	const size_t size = PATH_MAX + sizeof("/dev/fd/-2147483648/");
	char *name;

	if (t->dirfd == AT_FDCWD || *t->path == '/')
		return t->path;
	name = take(size);
	if (name)
		snprintf(name, size, *t->path ? "/dev/fd/%d/%s" : "/dev/fd/%d",
			 t->dirfd, t->path);
	return name;
}

static long exec_target(const struct target *t, const struct strings *argv,
			char **envp, int depth)
{
	struct target guest = { AT_FDCWD, identity_path(), 0 };
	char head[HEAD_SIZE + 1];
	const char *name;
	ssize_t len;
	long fd, err;

	/* X_OK by the effective user, as execve judges */
	err = native(__NR_faccessat2, t->dirfd, t->path, X_OK,
		     AT_EACCESS | t->flags, 0);
	if (err)
		return err;
	fd = open_target(t);
	/* What cannot be read can still be executed, by the kernel. */
	if (fd < 0)
		return exec_natively(t, argv->list, envp);
	if (t->path != guest.path && means_guest(t, fd)) {
		close(fd);
		return exec_target(&guest, argv, envp, depth);
	}
	len = pread(fd, head, HEAD_SIZE, 0);
	if (len > 0 && elf_is_armhf(head, len)) {
		name = name_of(t);
		err = name ? exec_translated(name, fd, argv, envp) : -E2BIG;
		close(fd);
		return err;
	}
	close(fd);
	if (len > 2 && head[0] == '#' && head[1] == '!')
		return exec_script(t, head, len, argv, envp, depth);
	return exec_natively(t, argv->list, envp);
}

/*
 * The kernel itself finds a translator for the program, and all that there is
 * to an execve: scripts, privileges, seccomp's verdict on the guest's call.
 */
static long exec_by_kernel(u32 nr, u32 args[7], u32 *path)
{
	u64 block[8];

	identity_fix_path(path);
	report();
	sys_prepare(block, nr, args);
	return make_call(block);
}

static long do_exec(int dirfd, u32 path, u32 argv, u32 envp, int flags)
{
	static char name[PATH_MAX];
	struct target t = { dirfd, name, flags };
	struct strings args = { 0 }, env = { 0 };
	long err = guest_read_string(name, path, sizeof(name));

	if (err >= 0)
		err = arena_open();
	if (err >= 0)
		err = fetch(&args, argv);
	if (err >= 0)
		err = fetch(&env, envp);
	if (err >= 0)
		err = exec_target(&t, &args, env.list, 0);
	exec_strings_free(self);
	return err;
}

static bool kernel_can(void)
{
	return options.by_kernel && !options.no_gate;
}

/*
 * binfmt_misc starts no translator for a program whose name goes through a
 * descriptor that execve closes, although it has the program open (ENOENT). It
 * is how container tools execute sealed copies of themselves.
 */
static bool will_be_closed(const u32 args[7])
{
	static char path[PATH_MAX];
	struct target t = { args[0], path, args[4] };
	char head[HEAD_SIZE];
	long flags, fd;
	ssize_t len;

	if (guest_read_string(path, args[1], sizeof(path)) < 0 || *path == '/')
		return false;
	flags = native(__NR_fcntl, t.dirfd, F_GETFD, 0, 0, 0);
	if (flags < 0 || !(flags & FD_CLOEXEC))
		return false;
	fd = open_target(&t);
	if (fd < 0)
		return false;
	len = pread(fd, head, sizeof(head), 0);
	close(fd);
	/* A script of that kind cannot be executed natively, either. */
	return len > 0 && elf_is_armhf(head, len);
}

long own_execve(const u32 args[7])
{
	u32 copy[7];

	if (kernel_can()) {
		memcpy(copy, args, sizeof(copy));
		return exec_by_kernel(ARM_NR(execve), copy, &copy[0]);
	}
	return do_exec(AT_FDCWD, args[0], args[1], args[2], 0);
}

long own_execveat(const u32 args[7])
{
	u32 copy[7];
	long err;

	if (kernel_can()) {
		memcpy(copy, args, sizeof(copy));
		err = exec_by_kernel(ARM_NR(execveat), copy, &copy[1]);
		if (err != -ENOENT || !will_be_closed(args))
			return err;
	}
	if (args[4] & ~(AT_EMPTY_PATH | AT_SYMLINK_NOFOLLOW))
		return -EINVAL;
	return do_exec(args[0], args[1], args[2], args[3], args[4]);
}
