// SPDX-License-Identifier: GPL-2.0-only
/*
 * gate32 - what a process has asked for: found by its memory map
 *
 * mm_struct has no room for a module's data, so there is a hash table beside
 * it. A state pins the mm_struct that it belongs to, so that the address
 * cannot come back as another process; it is the key of a map that is gone,
 * hence found by nobody, until the reaper collects it. No hook into exit or
 * exec is needed for that, and none can be missed.
 *
 * Each state holds a reference to the module: it cannot be unloaded while a
 * thread may sleep in a routed call.
 */
#include <linux/module.h>
#include <linux/rcupdate.h>
#include <linux/sched/mm.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/workqueue.h>

#include "gate32.h"
#include "hooks.h"
#include "state.h"

/* How soon a dead process is collected: what rmmod may have to wait. */
#define REAP_INTERVAL	(HZ / 4)

struct hlist_head gate32_states[GATE32_STATE_BUCKETS];

static struct kmem_cache *cache;
static DEFINE_SPINLOCK(table_lock);

/*
 * Serialises creating states, and planting and removing the hooks that are
 * needed only while there are any.
 */
static DEFINE_MUTEX(states_mutex);
static atomic_t nr_states = ATOMIC_INIT(0);

static void reap(struct work_struct *work);
static DECLARE_DELAYED_WORK(reaper, reap);

static struct gate32_state *new_state(struct mm_struct *mm)
{
	struct gate32_state *state;

	state = kmem_cache_zalloc(cache, GFP_KERNEL_ACCOUNT);
	if (!state)
		return NULL;

	mutex_init(&state->brk_lock);
	mmgrab(mm);
	state->mm = mm;
	__module_get(THIS_MODULE);
	atomic_inc(&nr_states);

	return state;
}

static void publish(struct gate32_state *state)
{
	spin_lock(&table_lock);
	hlist_add_head_rcu(&state->node, gate32_state_bucket(state->mm));
	spin_unlock(&table_lock);
}

static void free_state(struct gate32_state *state)
{
	mmdrop(state->mm);
	kmem_cache_free(cache, state);
	atomic_dec(&nr_states);
	module_put(THIS_MODULE);
}

/**
 * gate32_state_get_current() - state of the current process, made if need be
 *
 * The first state of all plants the hooks that cost other processes something.
 *
 * Context: user task; may sleep.
 * Return: the state; ERR_PTR(-ENOMEM); ERR_PTR(-ENODEV): a hook could not be
 * planted, dmesg names it
 */
struct gate32_state *gate32_state_get_current(void)
{
	struct gate32_state *state;
	int ret;

	/* Nothing else keeps the module while this sleeps. */
	if (!try_module_get(THIS_MODULE))
		return ERR_PTR(-ENODEV);

	mutex_lock(&states_mutex);
	state = gate32_state_current();
	if (state)
		goto out;

	ret = gate32_hooks_plant(GATE32_HOOK_ON_DEMAND);
	if (ret) {
		state = ERR_PTR(-ENODEV);
		goto out;
	}

	state = new_state(current->mm);
	if (state)
		publish(state);
	else
		state = ERR_PTR(-ENOMEM);
	queue_delayed_work(system_power_efficient_wq, &reaper, REAP_INTERVAL);
out:
	mutex_unlock(&states_mutex);
	module_put(THIS_MODULE);
	return state;
}

/**
 * gate32_state_inherit() - give a forked process the state of its parent
 * @child: memory map of the child, which has not run yet
 * @locked: the child is a locked task: no gate is for it, however that of its
 *	parent looks at this moment
 *
 * The parent has a state, so the hooks stay planted meanwhile.
 *
 * Context: the parent, in fork; may sleep.
 * Return: 0 or -ENOMEM
 */
int gate32_state_inherit(struct mm_struct *child, bool locked)
{
	struct gate32_state *parent = gate32_state_current();
	struct gate32_setting setting;
	struct gate32_state *state;
	unsigned long limit;

	if (!parent)
		return 0;
	limit = READ_ONCE(parent->mmap_limit);
	/* The task's mark is all that a lock needs. */
	if (locked && !limit)
		return 0;

	state = new_state(child);
	if (!state)
		return -ENOMEM;

	/* A lock that came too late for the child is not a lock of its map. */
	setting = gate32_state_setting(parent);
	if (locked)
		state->setting.word = GATE32_SETTING_LOCKED;
	else if (gate32_setting_open(setting))
		state->setting = setting;
	state->mmap_limit = limit;
	mutex_lock(&parent->brk_lock);
	state->brk_start = parent->brk_start;
	state->brk = parent->brk;
	mutex_unlock(&parent->brk_lock);
	publish(state);

	return 0;
}

/* The users of a memory map never come back once there are none. */
static bool is_dead(const struct gate32_state *state)
{
	return !atomic_read(&state->mm->mm_users);
}

/* Readers may stand on a state that is taken out: free it only after them. */
static void take_out_dead(struct hlist_head *dead)
{
	struct gate32_state *state;
	struct hlist_node *next;
	int i;

	spin_lock(&table_lock);
	for (i = 0; i < ARRAY_SIZE(gate32_states); i++) {
		hlist_for_each_entry_safe(state, next, &gate32_states[i],
					  node) {
			if (!is_dead(state))
				continue;
			hlist_del_rcu(&state->node);
			hlist_add_head(&state->reap_node, dead);
		}
	}
	spin_unlock(&table_lock);
}

static void reap(struct work_struct *work)
{
	struct gate32_state *state;
	struct hlist_node *next;
	HLIST_HEAD(dead);

	take_out_dead(&dead);
	if (!hlist_empty(&dead))
		synchronize_rcu();
	hlist_for_each_entry_safe(state, next, &dead, reap_node)
		free_state(state);

	mutex_lock(&states_mutex);
	if (atomic_read(&nr_states))
		queue_delayed_work(system_power_efficient_wq, &reaper,
				   REAP_INTERVAL);
	else
		gate32_hooks_remove(GATE32_HOOK_ON_DEMAND);
	mutex_unlock(&states_mutex);
}

/**
 * gate32_states_init() - before the first hook is planted
 *
 * Return: 0 or -ENOMEM
 */
int gate32_states_init(void)
{
	cache = KMEM_CACHE(gate32_state, SLAB_ACCOUNT);

	return cache ? 0 : -ENOMEM;
}

/**
 * gate32_states_exit() - after the last hook was removed
 *
 * There is no state left: each held a reference to the module. The reaper may
 * still be at work, having dropped the last one.
 */
void gate32_states_exit(void)
{
	cancel_delayed_work_sync(&reaper);
	kmem_cache_destroy(cache);
}
