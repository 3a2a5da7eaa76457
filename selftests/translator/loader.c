// SPDX-License-Identifier: GPL-2.0-only
/*
 * gate32-run - the ELF loader: what the kernel's binfmt_elf does
 */
#include <sys/mman.h>
#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "loader.h"
#include "memory.h"
#include "options.h"

/* Where Linux puts a position-independent AArch32 program, roughly */
#define PIE_BASE	0xaaaa0000U

/* As many program headers as the kernel accepts fit into 4 KB. */
#define MAX_PHDRS	(4096 / sizeof(Elf32_Phdr))

struct file {
	int fd;
	const char *path;
	Elf32_Ehdr ehdr;
	Elf32_Phdr phdr[MAX_PHDRS];
};

/**
 * elf_is_armhf() - is this the head of a program for us?
 *
 * Soft-float EABI programs run as well: the kernel makes no difference.
 */
bool elf_is_armhf(const void *head, size_t len)
{
	const Elf32_Ehdr *ehdr = head;

	return len >= sizeof(*ehdr) &&
	       !memcmp(ehdr->e_ident, ELFMAG, SELFMAG) &&
	       ehdr->e_ident[EI_CLASS] == ELFCLASS32 &&
	       ehdr->e_ident[EI_DATA] == ELFDATA2LSB &&
	       ehdr->e_machine == EM_ARM &&
	       (ehdr->e_type == ET_EXEC || ehdr->e_type == ET_DYN) &&
	       (ehdr->e_flags & EF_ARM_EABIMASK) != 0;
}

static int complain(const char *path, const char *what)
{
	fprintf(stderr, "gate32-run: %s: %s\n", path, what);
	return -ENOEXEC;
}

static int read_headers(struct file *f)
{
	ssize_t n = pread(f->fd, &f->ehdr, sizeof(f->ehdr), 0);
	size_t size;

	if (n < 0 || !elf_is_armhf(&f->ehdr, n))
		return complain(f->path, "not a 32-bit ARM EABI ELF program");
	size = f->ehdr.e_phnum * sizeof(Elf32_Phdr);
	if (f->ehdr.e_phentsize != sizeof(Elf32_Phdr) || !f->ehdr.e_phnum ||
	    f->ehdr.e_phnum > MAX_PHDRS ||
	    pread(f->fd, f->phdr, size, f->ehdr.e_phoff) != (ssize_t)size)
		return complain(f->path, "bad program headers");
	return 0;
}

static int segment_prot(const Elf32_Phdr *ph)
{
	return (ph->p_flags & PF_R ? PROT_READ : 0) |
	       (ph->p_flags & PF_W ? PROT_WRITE : 0) |
	       (ph->p_flags & PF_X ? PROT_EXEC : 0);
}

/* The addresses that all segments together cover, in whole pages */
static bool span(const struct file *f, u32 *low, u32 *high)
{
	u64 start = UINT32_MAX, end = 0;
	int i;

	for (i = 0; i < f->ehdr.e_phnum; i++) {
		const Elf32_Phdr *ph = &f->phdr[i];

		if (ph->p_type != PT_LOAD || !ph->p_memsz)
			continue;
		if (ph->p_vaddr < start)
			start = ph->p_vaddr;
		if ((u64)ph->p_vaddr + ph->p_memsz > end)
			end = (u64)ph->p_vaddr + ph->p_memsz;
	}
	if (start >= end || end > KUSER_PAGE)
		return false;
	*low = page_down(start, page_size());
	*high = page_up(end, page_size());
	return true;
}

static int map_segment(const struct file *f, const Elf32_Phdr *ph, u32 base)
{
	u32 page = page_size();
	u32 start = page_down(base + ph->p_vaddr, page);
	u32 file_end = base + ph->p_vaddr + ph->p_filesz;
	u32 end = page_up(base + ph->p_vaddr + ph->p_memsz, page);
	u32 anon = page_up(file_end, page);
	int prot = segment_prot(ph);

	if (ph->p_filesz &&
	    mmap((void *)(u64)start, file_end - start, prot,
		 MAP_PRIVATE | MAP_FIXED, f->fd,
		 ph->p_offset - (base + ph->p_vaddr - start)) == MAP_FAILED)
		return -errno;
	if (!ph->p_filesz)
		anon = start;
	else if (ph->p_memsz > ph->p_filesz && (prot & PROT_WRITE))
		memset((void *)(u64)file_end, 0, anon - file_end);
	if (end > anon &&
	    mmap((void *)(u64)anon, end - anon, prot,
		 MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) == MAP_FAILED)
		return -errno;
	memory_mapped(start, end - start, prot & PROT_EXEC);
	return 0;
}

static int map_file(const struct file *f, u32 pie_base, struct image *image)
{
	bool fixed = f->ehdr.e_type == ET_EXEC;
	u32 low, high, where;
	int i, err;

	if (!span(f, &low, &high))
		return complain(f->path, "bad segments");
	where = memory_reserve(fixed ? low : pie_base, high - low);
	if (!where) {
		/* 64 KB: the most that distributions set */
		fprintf(stderr, "gate32-run: %s: no room for %#x-%#x%s\n",
			f->path, low, high, fixed && low < 0x10000 ?
			" (sysctl vm.mmap_min_addr)" : "");
		return -ENOMEM;
	}
	image->base = where - low;
	image->end = where + (high - low);
	image->entry = image->base + f->ehdr.e_entry;
	image->phnum = f->ehdr.e_phnum;
	image->phdr = 0;
	for (i = 0; i < f->ehdr.e_phnum; i++) {
		const Elf32_Phdr *ph = &f->phdr[i];

		if (ph->p_type != PT_LOAD || !ph->p_memsz)
			continue;
		err = map_segment(f, ph, image->base);
		if (err)
			return complain(f->path, strerror(-err));
		if (f->ehdr.e_phoff >= ph->p_offset &&
		    f->ehdr.e_phoff < ph->p_offset + ph->p_filesz)
			image->phdr = image->base + ph->p_vaddr +
				      (f->ehdr.e_phoff - ph->p_offset);
	}
	/* What is not covered by a segment was only reserved. */
	return 0;
}

/* Return: 0 with @path empty if the program has no interpreter */
static int interpreter_path(const struct file *f, char *path, size_t size)
{
	size_t prefix = options.sysroot ? strlen(options.sysroot) : 0;
	int i;

	path[0] = '\0';
	for (i = 0; i < f->ehdr.e_phnum; i++) {
		const Elf32_Phdr *ph = &f->phdr[i];

		if (ph->p_type != PT_INTERP)
			continue;
		if (ph->p_filesz < 2 || prefix + ph->p_filesz > size ||
		    pread(f->fd, path + prefix, ph->p_filesz, ph->p_offset) !=
		    (ssize_t)ph->p_filesz ||
		    path[prefix + ph->p_filesz - 1] != '\0')
			return complain(f->path, "bad interpreter");
		memcpy(path, options.sysroot ? options.sysroot : "", prefix);
		return 0;
	}
	return 0;
}

static int load_interpreter(const char *path, struct image *program)
{
	static struct file f;
	struct image image = { 0 };
	int err;

	f.path = path;
	f.fd = open(path, O_RDONLY | O_CLOEXEC);
	if (f.fd < 0) {
		fprintf(stderr, "gate32-run: ELF interpreter %s: %s\n%s", path,
			strerror(errno), options.sysroot ? "" :
			"gate32-run: install libc6:armhf, or give -L DIR with DIR a folder of armhf files\n");
		return -ENOENT;
	}
	err = read_headers(&f);
	if (!err)
		err = map_file(&f, 0, &image);
	close(f.fd);
	program->interp_base = image.base;
	program->start = image.entry;
	return err;
}

/**
 * elf_load_program() - map a program and its interpreter
 *
 * Return: 0, or a negative error number; a message has been printed
 */
int elf_load_program(int fd, const char *path, struct image *image)
{
	static struct file f;
	char interpreter[PATH_MAX];
	int err;

	memset(image, 0, sizeof(*image));
	f.fd = fd;
	f.path = path;
	err = read_headers(&f);
	if (!err)
		err = interpreter_path(&f, interpreter, sizeof(interpreter));
	if (!err)
		err = map_file(&f, PIE_BASE, image);
	if (err)
		return err;
	image->start = image->entry;
	if (interpreter[0])
		err = load_interpreter(interpreter, image);
	return err;
}
