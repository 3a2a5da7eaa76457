// SPDX-License-Identifier: GPL-2.0-only
/*
 * gate32 - addresses of kernel functions that are not exported
 *
 * Kernels export no way to look a symbol up by name since v5.7. There are
 * two ways left, and no kernel of interest lacks both.
 */
#include <linux/bsearch.h>
#include <linux/kallsyms.h>
#include <linux/kprobes.h>
#include <linux/mm.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/sort.h>
#include <linux/string.h>
#include <linux/version.h>

#include "../gate32.h"
#include "ksyms.h"

/**
 * struct gate32_ksym - one request
 * @name: of the function
 * @where: gets its address; stays NULL if it is not found
 */
struct gate32_ksym {
	const char *name;
	void **where;
};

/**
 * gate32_ksyms_want() - add a request
 * @syms: list, zeroed before the first request
 * @name: of a function in the kernel image; must outlive @syms
 * @where: gets its address, or NULL
 *
 * Context: may sleep.
 * Return: 0 or -ENOMEM
 */
int gate32_ksyms_want(struct gate32_ksyms *syms, const char *name,
		      void **where)
{
	if (syms->count == syms->room) {
		size_t room = syms->room ? 2 * syms->room : 1024;
		struct gate32_ksym *list;

		list = kvcalloc(room, sizeof(*list), GFP_KERNEL);
		if (!list)
			return -ENOMEM;
		if (syms->count)
			memcpy(list, syms->list, syms->count * sizeof(*list));
		kvfree(syms->list);
		syms->list = list;
		syms->room = room;
	}

	*where = NULL;
	syms->list[syms->count++] = (struct gate32_ksym){ name, where };

	return 0;
}

/**
 * gate32_ksyms_free() - forget the requests
 * @syms: list
 */
void gate32_ksyms_free(struct gate32_ksyms *syms)
{
	kvfree(syms->list);
	memset(syms, 0, sizeof(*syms));
}

static int by_name(const void *a, const void *b)
{
	const struct gate32_ksym *sa = a, *sb = b;

	return strcmp(sa->name, sb->name);
}

/* A handler can stand at several numbers: answer every request for it. */
static void offer(struct gate32_ksyms *syms, const char *name,
		  unsigned long addr)
{
	const struct gate32_ksym key = { .name = name };
	struct gate32_ksym *end = syms->list + syms->count;
	struct gate32_ksym *sym;

	sym = bsearch(&key, syms->list, syms->count, sizeof(key), by_name);
	if (!sym)
		return;
	while (sym > syms->list && !strcmp(sym[-1].name, name))
		sym--;
	for (; sym < end && !strcmp(sym->name, name); sym++)
		if (!*sym->where)
			*sym->where = (void *)addr;
}

#ifdef CONFIG_KPROBES
/* v6.4: the struct module argument is gone */
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 4, 0)
static int visit(void *syms, const char *name, unsigned long addr)
#else
static int visit(void *syms, const char *name, struct module *mod,
		 unsigned long addr)
#endif
{
	offer(syms, name, addr);
	return 0;
}

static int resolve_by_kprobe(struct gate32_ksyms *syms)
{
	struct kprobe probe = { .symbol_name = "kallsyms_on_each_symbol" };
	typeof(kallsyms_on_each_symbol) *on_each_symbol;
	int ret;

	ret = register_kprobe(&probe);
	if (ret)
		return ret;
	on_each_symbol = (void *)probe.addr;
	unregister_kprobe(&probe);

	return on_each_symbol(visit, syms);
}
#else
static int resolve_by_kprobe(struct gate32_ksyms *syms)
{
	return -EOPNOTSUPP;
}
#endif

/*
 * sprint_symbol() prints "name+0xoffset/0xsize" for any address in the
 * kernel's text, which gives the bounds of the symbol there, hence an address
 * in the next one. Outside the image it prints a number or names a module.
 */
static bool symbol_at(unsigned long addr, char *buf, unsigned long *start,
		      unsigned long *size)
{
	unsigned long offset;
	char *plus;

	sprint_symbol(buf, addr);
	plus = strrchr(buf, '+');
	if (!plus || strchr(plus, '[') ||
	    sscanf(plus, "+%lx/%lx", &offset, size) != 2 || !*size)
		return false;
	*plus = '\0';
	*start = addr - offset;

	return true;
}

static int resolve_by_walk(struct gate32_ksyms *syms)
{
	unsigned long anchor = (unsigned long)&sprint_symbol;
	unsigned long addr, start, size;
	char *buf;

	buf = kmalloc(KSYM_SYMBOL_LEN, GFP_KERNEL);
	if (!buf)
		return -ENOMEM;

	for (addr = anchor; symbol_at(addr, buf, &start, &size);
	     addr = start + size) {
		offer(syms, buf, start);
		cond_resched();
	}
	for (addr = anchor; symbol_at(addr, buf, &start, &size);
	     addr = start - 1) {
		offer(syms, buf, start);
		cond_resched();
	}
	kfree(buf);

	return 0;
}

/**
 * gate32_ksyms_resolve() - look all requests up
 * @syms: list; gets sorted
 * @how: by which way
 *
 * That a name is not found is no error here: who asked for it decides.
 *
 * Context: may sleep; takes milliseconds.
 * Return: 0; -ENOMEM; -EOPNOTSUPP or the error of register_kprobe(): the way
 * that was asked for does not exist on this kernel
 */
int gate32_ksyms_resolve(struct gate32_ksyms *syms, enum gate32_lookup how)
{
	int ret = -EOPNOTSUPP;

	sort(syms->list, syms->count, sizeof(*syms->list), by_name, NULL);

	if (how != GATE32_LOOKUP_WALK)
		ret = resolve_by_kprobe(syms);
	if (how == GATE32_LOOKUP_WALK || (how == GATE32_LOOKUP_AUTO && ret))
		ret = resolve_by_walk(syms);

	return ret;
}
