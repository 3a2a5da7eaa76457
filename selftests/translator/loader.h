/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * gate32-run - the ELF loader
 */
#ifndef GATE32_RUN_LOADER_H
#define GATE32_RUN_LOADER_H

#include "types.h"

/**
 * struct image - a program as it lies in memory
 * @base: added to the addresses in its file
 * @entry: where it starts
 * @phdr: address of its program headers
 * @phnum: their number
 * @end: where its last segment ends; the break starts behind
 * @interp_base: load address of its ELF interpreter, 0 if it has none
 * @start: where execution starts: @entry, or the interpreter's
 */
struct image {
	u32 base, entry, phdr, phnum, end;
	u32 interp_base, start;
};

bool elf_is_armhf(const void *head, size_t len);
int elf_load_program(int fd, const char *path, struct image *image);

u32 stack_build(u32 end, const struct image *image, char **argv, char **envp,
		const char *execfn);

#endif /* GATE32_RUN_LOADER_H */
