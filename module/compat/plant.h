/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * gate32 - planting a hook: by which mechanism of the kernel
 */
#ifndef _GATE32_COMPAT_PLANT_H
#define _GATE32_COMPAT_PLANT_H

#include <linux/ftrace.h>
#include <linux/kprobes.h>

struct gate32_hook;

/**
 * enum gate32_mech - mechanisms, in the order in which they are tried
 * @GATE32_MECH_AUTO: the first that this kernel has
 * @GATE32_MECH_DIRECT: ftrace with a direct call, for hooks that can take
 *	one; the others as GATE32_MECH_FTRACE
 * @GATE32_MECH_FTRACE: ftrace with a callback
 * @GATE32_MECH_KPROBE: kprobe
 */
enum gate32_mech {
	GATE32_MECH_AUTO,
	GATE32_MECH_DIRECT,
	GATE32_MECH_FTRACE,
	GATE32_MECH_KPROBE,
};

/**
 * struct gate32_plant - a hook as the kernel sees it
 * @mech: by which it is planted; GATE32_MECH_AUTO: it is not
 * @ops: for direct calls
 * @site: for ftrace: address of the instruction that calls it
 * @probe: for kprobes
 */
struct gate32_plant {
	enum gate32_mech mech;
#ifdef CONFIG_FUNCTION_TRACER
	struct ftrace_ops ops;
	unsigned long site;
#endif
#ifdef CONFIG_KPROBES
	struct kprobe probe;
#endif
};

int gate32_plant(struct gate32_hook *hook, enum gate32_mech mech);
void gate32_unplant(struct gate32_hook *hook);
const char *gate32_plant_name(const struct gate32_hook *hook);

/* Each mechanism: -EOPNOTSUPP where the kernel does not have it. */
int gate32_plant_direct(struct gate32_hook *hook);
void gate32_unplant_direct(struct gate32_hook *hook);
int gate32_plant_ftrace(struct gate32_hook *hook);
void gate32_unplant_ftrace(struct gate32_hook *hook);
int gate32_plant_kprobe(struct gate32_hook *hook);
void gate32_unplant_kprobe(struct gate32_hook *hook);

#endif /* _GATE32_COMPAT_PLANT_H */
