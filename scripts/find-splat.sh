#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# find-splat.sh - look for a kernel's complaint in the log of a guest
#
# Usage: find-splat.sh <log>
#
# Prints the first BUG, WARNING, Oops, stall, report of a debugging tool or stack
# trace there is, with what stands around it, and fails. The log has more:
# registers, page tables and the list of modules are left out here, for whoever
# sees but the beginning needs the trace. Left aside is what
# the kernel says before process 1 starts, for it has nothing to do with
# gate32; a race that KCSAN sees between two functions none of which is
# gate32's; and what scripts/guest/known-splats.list names.

set -eu
# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/lib.sh"

case "${1:-}" in -*) common_option "$1" ;; esac
[ $# = 1 ] || die "need one log (see --help)"
[ -r "$1" ] || die "cannot read $1"
log=$1
known=$top/scripts/guest/known-splats.list

# The lines of a known splat go, those that other CPUs put between them stay.
without_known()
{
	awk -F '\t' '
	NR == FNR {
		if (NF == 2) {
			begins[++count] = $1
			has[count] = $2
		}
		next
	}
	function flush(found,	i) {
		for (i = 1; i <= held; i++) {
			if (!found || (i > 1 && lines[i] !~ trace_line))
				print lines[i]
		}
		if (found)
			print "gate32: known: " lines[1] >"/dev/stderr"
		held = which = 0
	}
	BEGIN {
		trace_line = "^[[][ 0-9.]+[]] *" \
			"(CPU: |Tainted: |Hardware name: |Call [Tt]race:" \
			"|[A-Za-z0-9_.]+[+]0x[0-9a-f]+/0x[0-9a-f]+)"
	}
	{
		if (!which) {
			for (i = 1; i <= count; i++)
				if ($0 ~ begins[i])
					which = i
		}
		if (!which) {
			print
			next
		}
		lines[++held] = $0
		if (held == 40 || /ret_from_fork|el0t?_|--\[ end trace/) {
			for (i = 1; i < held && lines[i] !~ has[which]; i++)
				;
			flush(i < held)
		}
	}
	END { flush(0) }' "$known" -
}

start=$(grep -anm 1 'gate32 guest: start' "$log" | cut -d: -f1 || true)
splat=$(tail -n "+${start:-1}" "$log" | without_known |
	sed '/BUG: KCSAN: /{/\[gate32\]/!d}' | grep -aE -m 1 -e 'BUG[: ]|WARNING:' \
	-e 'Oops|Call [Tt]race|Kernel panic|Unable to handle kernel|soft lockup' \
	-e 'rcu.*(stall|self-detected)|blocked for more than|scheduling while atomic' \
	-e 'possible.*(deadlock|recursive)|inconsistent lock|suspicious RCU' \
	-e 'KASAN|KCSAN|KFENCE|UBSAN|refcount_t:|unreferenced object' || true)
[ -n "$splat" ] || exit 0
info "the kernel's log has: $splat"
# The list of modules is broken into lines, by printk and by the console, and
# ends where the CPU is named.
grep -aF -m 1 -B 3 -A 90 -e "$splat" "$log" |
	sed '/\] Modules linked in:/,/\] CPU: /{/\] CPU: /!d}' |
	grep -avE -e '\] +(Mem abort info:|Data abort info:|(user|swapper) pgtable:)' \
	-e '\] +((ESR|EC|SET|EA|FSC|ISV|CM|GCS) = |(x[0-9]+|sp) *: )' \
	-e '\] \[[0-9a-f]+\] (pgd=|address between)' |
	head -n 60 >&2
exit 1
