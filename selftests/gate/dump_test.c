// SPDX-License-Identifier: GPL-2.0-only
/*
 * Core dumps of a process whose threads are in routed calls when it dies
 *
 * The kernel takes format and registers from what the dying thread is: the
 * file has to be one of a 64-bit program, with all threads and all memory, as
 * it is when the same calls are made natively, with the gate shut.
 */
#include "gate32_test.h"
#include "svc_regs.h"

#include <elf.h>
#include <pthread.h>
#include <sys/procfs.h>
#include <sys/resource.h>
#include <sys/syscall.h>

#define LOW		0x50000000UL
#define HIGH		0x5500000000UL
#define PATTERN		0x7e57c0de12345678UL

#define CORE_PATTERN	"/proc/sys/kernel/core_pattern"
#define CORE		"/tmp/gate32-core"

/* Threads that sleep in a call each, and the first one. */
#define SLEEPERS	3
#define THREADS		(SLEEPERS + 1)

/* Shared with the process that dies: what its core has to say. */
struct thread {
	pid_t tid;
	uint64_t tpidr;
	struct svc_regs regs;
};

struct victim {
	bool routed;
	int fd[2];
	struct thread thread[THREADS];
};

static struct victim *victim;

/* Calls that nothing ends, from arguments alone. */
static const struct sleep {
	uint64_t nr, nr32;
	uint64_t x[6];
} sleeps[THREADS] = {
	{ __NR_read, ARM_NR_read, { 0, LOW, 1 } },
	{ __NR_futex, ARM_NR_futex, { LOW + 64 } },
	{ __NR_ppoll, ARM_NR_ppoll },
	{ __NR_read, ARM_NR_read, { 0, LOW, 1 } },
};

/* All registers have values that tell which they are, and whose. */
static void fill_regs(struct svc_regs *r, int n)
{
	const struct sleep *s = &sleeps[n];
	int i;

	for (i = 0; i < 31; i++)
		r->x[i] = PATTERN + n * 1000 + i;
	for (i = 0; i < 32; i++) {
		r->v[i][0] = ~PATTERN + n * 1000 + i;
		r->v[i][1] = PATTERN * 3 + n * 1000 + i;
	}
	memcpy(r->x, s->x, sizeof(s->x));
	if (s->nr == __NR_read)
		r->x[0] = victim->fd[0];
	r->x[8] = victim->routed ? BASE + s->nr32 : s->nr;
}

static void *sleep_for_good(void *arg)
{
	int n = (long)arg;
	struct thread *me = &victim->thread[n];
	struct svc_regs regs = {};

	fill_regs(&regs, n);
	me->tpidr = (uintptr_t)__builtin_thread_pointer();
	me->regs = regs;
	__atomic_store_n(&me->tid, syscall(__NR_gettid), __ATOMIC_RELEASE);
	svc_regs(&regs);

	return NULL;
}

/*
 * Ways to die, after the others have fallen asleep
 */
static void die_by_fault(void)
{
	volatile int *volatile nowhere = NULL;

	*nowhere = 1;
}

static void die_by_abort(int sig)
{
	abort();
}

static void die_in_handler(void)
{
	signal(SIGALRM, die_by_abort);
	ualarm(100000, 0);
	sleep_for_good((void *)SLEEPERS);
}

static void die_by_call(void)
{
	if (victim->routed)
		ARM(kill, getpid(), SIGABRT);
	else
		kill(getpid(), SIGABRT);
}

/* SIGQUIT comes from outside. */
static void die_asleep(void)
{
	sleep_for_good((void *)SLEEPERS);
}

FIXTURE(dump)
{
	char pattern[256];
	char *core;
	size_t size;
	pid_t pid;
};

FIXTURE_VARIANT(dump)
{
	void (*die)(void);
	int sig;
	bool routed;
	bool pipe;
};

#define DUMP(_way, _sig)						\
	FIXTURE_VARIANT_ADD(dump, _way##_shut) {			\
		.die = die_##_way, .sig = _sig,				\
	};								\
	FIXTURE_VARIANT_ADD(dump, _way##_routed) {			\
		.die = die_##_way, .sig = _sig, .routed = true,		\
	}

#define DUMP_TO_PIPE(_way, _sig)					\
	FIXTURE_VARIANT_ADD(dump, _way##_routed_to_pipe) {		\
		.die = die_##_way, .sig = _sig, .routed = true,		\
		.pipe = true,						\
	}

DUMP(by_fault, SIGSEGV);
DUMP(in_handler, SIGABRT);
DUMP(by_call, SIGABRT);
DUMP(asleep, SIGQUIT);
DUMP_TO_PIPE(by_fault, SIGSEGV);
DUMP_TO_PIPE(asleep, SIGQUIT);

static bool write_file(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_TRUNC);
	bool ok = fd >= 0 && write(fd, text, strlen(text)) == strlen(text);

	close(fd);

	return ok;
}

static bool read_file(const char *path, char *text, size_t size)
{
	int fd = open(path, O_RDONLY);
	ssize_t n = fd < 0 ? -1 : read(fd, text, size - 1);

	close(fd);
	if (n < 0)
		return false;
	text[n] = 0;

	return true;
}

/* What the kernel runs for a pattern that is a pipe. */
static int catch_core(const char *path)
{
	static char buffer[65536];
	char tmp[256];
	ssize_t n;
	int fd;

	snprintf(tmp, sizeof(tmp), "%s.tmp", path);
	fd = open(tmp, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	while ((n = read(0, buffer, sizeof(buffer))) > 0)
		if (write(fd, buffer, n) != n)
			return 1;
	close(fd);

	return rename(tmp, path);
}

static bool set_pattern(bool to_pipe)
{
	char self[200] = "", pattern[300];

	if (!to_pipe)
		return write_file(CORE_PATTERN, CORE ".%p");
	if (readlink("/proc/self/exe", self, sizeof(self) - 1) < 0)
		return false;
	snprintf(pattern, sizeof(pattern), "|%s --catch %s.%%P", self, CORE);

	/* CORENAME_MAX_SIZE */
	return strlen(pattern) < 128 && write_file(CORE_PATTERN, pattern);
}

static void run_victim(void (*die)(void))
{
	const struct rlimit unlimited = { RLIM_INFINITY, RLIM_INFINITY };
	uint64_t *high, *low;
	pthread_attr_t attr;
	pthread_t thread;
	int i;

	low = low_map(LOW, getpagesize());
	high = low_map(HIGH, getpagesize());
	if (!low || !high || setrlimit(RLIMIT_CORE, &unlimited) ||
	    (victim->routed && gate32_enable(GATE32_ABI_ARM, BASE)))
		_exit(1);
	low[100] = PATTERN;
	high[100] = ~PATTERN;
	/* Stacks are dumped whole. */
	pthread_attr_init(&attr);
	pthread_attr_setstacksize(&attr, 65536);
	for (i = 0; i < SLEEPERS; i++)
		if (pthread_create(&thread, &attr, sleep_for_good,
				   (void *)(long)i))
			_exit(2);
	for (i = 0; i < SLEEPERS; i++) {
		while (!__atomic_load_n(&victim->thread[i].tid,
					__ATOMIC_ACQUIRE))
			usleep(1000);
		if (!wait_asleep(victim->thread[i].tid))
			_exit(3);
	}
	die();
	_exit(4);
}

/* The whole file, once it is there under its name. */
static bool load_core(FIXTURE_DATA(dump) *self)
{
	char path[64];
	int i, fd = -1;

	snprintf(path, sizeof(path), CORE ".%d", self->pid);
	for (i = 0; i < 10000 && fd < 0; i++) {
		fd = open(path, O_RDONLY);
		if (fd < 0)
			usleep(1000);
	}
	if (fd < 0)
		return false;
	self->size = lseek(fd, 0, SEEK_END);
	self->core = mmap(NULL, self->size, PROT_READ, MAP_PRIVATE, fd, 0);
	close(fd);
	unlink(path);

	return self->core != MAP_FAILED;
}

FIXTURE_SETUP(dump)
{
	int status;

	REQUIRE_GATE32();
	victim = mmap(NULL, sizeof(*victim), PROT_READ | PROT_WRITE,
		      MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	ASSERT_NE(MAP_FAILED, victim);
	victim->routed = variant->routed;
	ASSERT_EQ(0, pipe(victim->fd));
	ASSERT_TRUE(read_file(CORE_PATTERN, self->pattern, 256));
	if (!set_pattern(variant->pipe))
		SKIP(return, "cannot set core_pattern");
	self->pid = fork();
	if (self->pid == 0)
		run_victim(variant->die);
	if (variant->sig == SIGQUIT) {
		struct thread *first = &victim->thread[SLEEPERS];

		while (!__atomic_load_n(&first->tid, __ATOMIC_ACQUIRE))
			usleep(1000);
		ASSERT_TRUE(wait_asleep(first->tid));
		kill(self->pid, SIGQUIT);
	}
	ASSERT_EQ(self->pid, waitpid(self->pid, &status, 0));
	write_file(CORE_PATTERN, self->pattern);
	ASSERT_TRUE(WIFSIGNALED(status)) {
		TH_LOG("exit code %d", WEXITSTATUS(status));
	}
	EXPECT_EQ(variant->sig, WTERMSIG(status));
	EXPECT_TRUE(WCOREDUMP(status));
	ASSERT_TRUE(load_core(self));
}

FIXTURE_TEARDOWN(dump)
{
}

/*
 * The file
 */
static const Elf64_Phdr *segment(const FIXTURE_DATA(dump) *self, int n)
{
	const Elf64_Ehdr *ehdr = (const void *)self->core;

	if (n >= ehdr->e_phnum || ehdr->e_phentsize != sizeof(Elf64_Phdr))
		return NULL;

	return (const Elf64_Phdr *)(self->core + ehdr->e_phoff) + n;
}

/* The next note after one, or the first; NULL at the end. */
static const Elf64_Nhdr *next_note(const FIXTURE_DATA(dump) *self,
				   const Elf64_Nhdr *note)
{
	const Elf64_Phdr *phdr;
	const char *p, *end;
	int i;

	for (i = 0; (phdr = segment(self, i)); i++)
		if (phdr->p_type == PT_NOTE)
			break;
	if (!phdr || phdr->p_offset + phdr->p_filesz > self->size)
		return NULL;
	p = self->core + phdr->p_offset;
	end = p + phdr->p_filesz;
	if (note)
		p = (const char *)(note + 1) + ((note->n_namesz + 3) & ~3) +
		    ((note->n_descsz + 3) & ~3);

	return p + sizeof(*note) <= end ? (const void *)p : NULL;
}

static const void *note_data(const Elf64_Nhdr *note)
{
	return (const char *)(note + 1) + ((note->n_namesz + 3) & ~3);
}

/* The note of a type that follows the status of a thread. */
static const Elf64_Nhdr *thread_note(const FIXTURE_DATA(dump) *self, pid_t tid,
				     unsigned int type)
{
	const Elf64_Nhdr *note = NULL;
	bool is_its = false;

	while ((note = next_note(self, note))) {
		if (note->n_type == NT_PRSTATUS)
			is_its = ((const prstatus_t *)note_data(note))->pr_pid ==
				 tid;
		if (is_its && note->n_type == type)
			return note;
	}

	return NULL;
}

static const uint64_t *dumped_word(const FIXTURE_DATA(dump) *self,
				   unsigned long addr)
{
	const Elf64_Phdr *p;
	int i;

	for (i = 0; (p = segment(self, i)); i++)
		if (p->p_type == PT_LOAD && addr >= p->p_vaddr &&
		    addr + 8 <= p->p_vaddr + p->p_filesz &&
		    p->p_offset + p->p_filesz <= self->size)
			return (const void *)(self->core + p->p_offset +
					      addr - p->p_vaddr);

	return NULL;
}

TEST_F(dump, is_64bit)
{
	const Elf64_Ehdr *ehdr = (const void *)self->core;
	const Elf64_Nhdr *note = NULL;
	int threads = 0;

	ASSERT_LT(sizeof(*ehdr), self->size);
	EXPECT_EQ(0, memcmp(ehdr->e_ident, ELFMAG, SELFMAG));
	EXPECT_EQ(ELFCLASS64, ehdr->e_ident[EI_CLASS]);
	EXPECT_EQ(EM_AARCH64, ehdr->e_machine);
	EXPECT_EQ(ET_CORE, ehdr->e_type);
	while ((note = next_note(self, note))) {
		if (note->n_type != NT_PRSTATUS)
			continue;
		EXPECT_EQ(sizeof(prstatus_t), note->n_descsz);
		threads++;
	}
	EXPECT_EQ(THREADS, threads);
	note = next_note(self, NULL);
	ASSERT_NE(NULL, note);
	ASSERT_EQ(NT_PRSTATUS, note->n_type);
	EXPECT_EQ(variant->sig,
		  ((const prstatus_t *)note_data(note))->pr_cursig);
}

TEST_F(dump, has_all_memory)
{
	const uint64_t *low = dumped_word(self, LOW + 800);
	const uint64_t *high = dumped_word(self, HIGH + 800);

	ASSERT_NE(NULL, low);
	EXPECT_EQ(PATTERN, *low);
	ASSERT_NE(NULL, high);
	EXPECT_EQ(~PATTERN, *high);
}

static void expect_thread(struct __test_metadata *_metadata,
			  const FIXTURE_DATA(dump) *self,
			  const struct thread *t)
{
	const Elf64_Nhdr *status = thread_note(self, t->tid, NT_PRSTATUS);
	const Elf64_Nhdr *fp = thread_note(self, t->tid, NT_FPREGSET);
	const Elf64_Nhdr *tls = thread_note(self, t->tid, NT_ARM_TLS);
	const uint64_t *reg;
	int i;

	ASSERT_NE(NULL, status);
	ASSERT_NE(NULL, fp);
	ASSERT_NE(NULL, tls);
	reg = ((const prstatus_t *)note_data(status))->pr_reg;
	for (i = 0; i < 31; i++)
		EXPECT_EQ(t->regs.x[i], reg[i]) {
			TH_LOG("x%d", i);
		}
	EXPECT_LT(FOUR_GB, reg[31]);
	EXPECT_EQ((uintptr_t)svc_regs_insn, reg[32]);
	/* PSR_MODE32_BIT */
	EXPECT_EQ(0, reg[33] & 0x10);
	EXPECT_EQ(sizeof(elf_fpregset_t), fp->n_descsz);
	EXPECT_EQ(0, memcmp(t->regs.v, note_data(fp), sizeof(t->regs.v)));
	EXPECT_EQ(t->tpidr, *(const uint64_t *)note_data(tls));
}

TEST_F(dump, has_all_registers)
{
	int i, n = variant->sig == SIGQUIT ? THREADS : SLEEPERS;

	for (i = 0; i < n; i++)
		expect_thread(_metadata, self, &victim->thread[i]);
}

int main(int argc, char **argv)
{
	if (argc == 3 && !strcmp(argv[1], "--catch"))
		return catch_core(argv[2]);

	return test_harness_run(argc, argv);
}
