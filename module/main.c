// SPDX-License-Identifier: GPL-2.0-only
/*
 * gate32 - 32-bit system calls for 64-bit processes: loading and unloading
 */
#include <linux/cpumask.h>
#include <linux/init.h>
#include <linux/module.h>
#include <linux/moduleparam.h>
#include <linux/rcupdate.h>
#include <linux/string.h>

#include "abi.h"
#include "allow.h"
#include "compat/ksyms.h"
#include "core.h"
#include "gate32.h"
#include "hooks.h"
#include "imports.h"
#include "state.h"
#include "version.h"

static char *hook = "auto";
module_param(hook, charp, 0444);
MODULE_PARM_DESC(hook,
		 "how to hook kernel functions: auto (default), direct (ftrace with a direct call), ftrace, kprobe");

static char *lookup = "auto";
module_param(lookup, charp, 0444);
MODULE_PARM_DESC(lookup,
		 "how to find kernel functions: auto (default), kprobe, walk");

static const char *const hook_names[] = {
	[GATE32_MECH_AUTO] = "auto",
	[GATE32_MECH_DIRECT] = "direct",
	[GATE32_MECH_FTRACE] = "ftrace",
	[GATE32_MECH_KPROBE] = "kprobe",
};

static const char *const lookup_names[] = {
	[GATE32_LOOKUP_AUTO] = "auto",
	[GATE32_LOOKUP_KPROBE] = "kprobe",
	[GATE32_LOOKUP_WALK] = "walk",
};

/* Who asked for the module to be loaded gets a reason for each failure. */
static int need_memory(int ret)
{
	if (ret)
		pr_err("cannot load: no memory\n");

	return ret;
}

static int resolve(enum gate32_lookup how)
{
	struct gate32_ksyms syms = {};
	int ret;

	ret = need_memory(gate32_abi_want(&syms) ?:
			  gate32_imports_want(&syms) ?:
			  gate32_hooks_want(&syms));
	if (!ret) {
		ret = gate32_ksyms_resolve(&syms, how);
		if (ret)
			pr_err("cannot load: lookup=%s does not work on this kernel: error %d\n",
			       lookup_names[how], ret);
	}
	gate32_ksyms_free(&syms);

	return ret;
}

static int bind(enum gate32_mech mech)
{
	return gate32_hooks_bind(mech) ?: gate32_imports_bind() ?:
	       gate32_abi_bind();
}

/*
 * Where just some CPUs run 32-bit code, and the kernel was told to make use of
 * them (allow_mismatched_32bit_el0), its scheduler keeps marked tasks away from
 * the others: a thread that sleeps in a routed call would wake up elsewhere,
 * and where its affinity has no such CPU, lose that for good
 * (select_fallback_rq(), kernel/sched/core.c, 6.12).
 */
static int check_cpus(void)
{
	unsigned int capable, possible = num_possible_cpus();
	int ret;

	capable = cpumask_weight(gate32_import.system_32bit_el0_cpumask());
	ret = gate32_check_cpus(capable, possible);
	if (ret)
		pr_err("cannot load: 32-bit tasks are confined to %u of %u CPUs here\n",
		       capable, possible);

	return ret;
}

/*
 * What is planted on demand is planted once now: better not to load than to
 * find out when the first gate is opened.
 */
static int plant(void)
{
	int ret;

	ret = gate32_hooks_plant(GATE32_HOOK_ON_DEMAND);
	if (ret)
		return ret;
	gate32_hooks_remove(GATE32_HOOK_ON_DEMAND);

	return gate32_hooks_plant(GATE32_HOOK_ALWAYS);
}

/*
 * No hook leads here any more, but a task may have been preempted on its way
 * out of what one has led it to.
 */
static void wait_for_preempted(void)
{
	synchronize_rcu_tasks();
}

static int __init gate32_init(void)
{
	int mech = match_string(hook_names, ARRAY_SIZE(hook_names), hook);
	int how = match_string(lookup_names, ARRAY_SIZE(lookup_names), lookup);
	int ret;

	if (mech < 0 || how < 0) {
		pr_err("cannot load: %s=%s: no such choice\n",
		       mech < 0 ? "hook" : "lookup", mech < 0 ? hook : lookup);
		return -EINVAL;
	}

	ret = resolve(how) ?: bind(mech) ?: check_cpus() ?:
	      need_memory(gate32_states_init());
	if (ret)
		return ret;
	ret = need_memory(gate32_allow_init());
	if (ret)
		goto no_states;
	ret = plant();
	if (ret)
		goto no_allow;

	pr_info("%s: interface version %d, %u calls of %s, entered by %s\n",
		GATE32_RELEASE, GATE32_ABI_VERSION, gate32_abi_arm.nr_calls,
		gate32_abi_arm.name, gate32_plant_name(&gate32_hook_entry));

	return 0;

no_allow:
	wait_for_preempted();
	gate32_allow_exit();
no_states:
	gate32_states_exit();
	return ret;
}

static void __exit gate32_exit(void)
{
	gate32_allow_exit();
	gate32_hooks_remove(GATE32_HOOK_ALWAYS);
	gate32_states_exit();
	gate32_hooks_remove(GATE32_HOOK_ON_DEMAND);
	wait_for_preempted();
}

module_init(gate32_init);
module_exit(gate32_exit);

MODULE_AUTHOR("gate32 maintainers");
MODULE_DESCRIPTION("32-bit system calls for 64-bit processes on arm64");
MODULE_LICENSE("GPL");
MODULE_VERSION(GATE32_RELEASE);
