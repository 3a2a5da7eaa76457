// SPDX-License-Identifier: GPL-2.0-only
/*
 * gate32 - the guest's program break
 *
 * The break that the kernel keeps in the memory map is the translator's own
 * heap. The guest gets one of its own, by mmap and munmap of the kernel, with
 * the rules of brk(2) (mm/mmap.c, 6.12).
 */
#include <linux/mm.h>
#include <linux/mman.h>
#include <linux/personality.h>
#include <linux/resource.h>
#include <linux/sched/signal.h>

#include "backend.h"
#include "brk.h"
#include "state.h"

/**
 * gate32_brk_start() - set where the break starts
 * @state: of the current process
 * @start: address, checked
 *
 * Context: may sleep.
 */
void gate32_brk_start(struct gate32_state *state, unsigned long start)
{
	mutex_lock(&state->brk_lock);
	state->brk_start = start;
	state->brk = start;
	mutex_unlock(&state->brk_lock);
}

/*
 * brk(2) leaves a page free below whatever comes next, and a stack's guard
 * gap. That nothing is in the way itself is left to MAP_FIXED_NOREPLACE: no
 * other thread can take the addresses between check and use.
 */
static bool room_above(unsigned long from, unsigned long to)
{
	struct mm_struct *mm = current->mm;
	struct vm_area_struct *next;
	unsigned long needed = to + PAGE_SIZE;
	bool room;

	mmap_read_lock(mm);
	next = find_vma(mm, from);
	if (next && next->vm_flags & VM_GROWSDOWN)
		needed += GATE32_STACK_GUARD_GAP;
	room = !next || needed <= next->vm_start;
	mmap_read_unlock(mm);

	return room;
}

static bool map_pages(unsigned long from, unsigned long to)
{
	unsigned long prot = PROT_READ | PROT_WRITE;

	if (current->personality & READ_IMPLIES_EXEC)
		prot |= PROT_EXEC;

	return room_above(from, to) &&
	       vm_mmap(NULL, from, to - from, prot,
		       MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE,
		       0) == from;
}

/*
 * brk(2) does not go back over an area of which nothing is mapped any more:
 * then the break stays where it is.
 */
static bool unmap_pages(unsigned long from, unsigned long to)
{
	struct mm_struct *mm = current->mm;
	struct vm_area_struct *first;
	bool mapped;

	mmap_read_lock(mm);
	first = find_vma(mm, from);
	mapped = first && first->vm_start < to;
	mmap_read_unlock(mm);

	return mapped && !vm_munmap(from, to - from);
}

/**
 * gate32_brk() - routed brk(2)
 * @state: of the current process
 * @frame: argument 0 is the break that the guest wants; 0 only asks
 *
 * Context: outside the window; may sleep.
 *
 * Return: the break, moved or not; -EOPNOTSUPP: GATE32_BRK was never called
 */
long gate32_brk(struct gate32_state *state, const struct pt_regs *frame)
{
	unsigned long want = frame->regs[0];
	struct gate32_brk_plan plan;
	bool done = false;
	long ret;

	mutex_lock(&state->brk_lock);
	if (!state->brk_start) {
		ret = -EOPNOTSUPP;
		goto out;
	}

	plan = gate32_plan_brk(state->brk_start, state->brk, want,
			       rlimit(RLIMIT_DATA), PAGE_SIZE);
	switch (plan.action) {
	case GATE32_BRK_KEEP:
		break;
	case GATE32_BRK_SET:
		done = true;
		break;
	case GATE32_BRK_GROW:
		done = map_pages(plan.from, plan.to);
		break;
	case GATE32_BRK_SHRINK:
		done = unmap_pages(plan.from, plan.to);
		break;
	}
	if (done)
		state->brk = want;
	ret = state->brk;
out:
	mutex_unlock(&state->brk_lock);
	return ret;
}
