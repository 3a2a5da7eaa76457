#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# oracle.sh - compare AArch32 and the gate, and tell what that covers
#
# Usage: oracle.sh [--kernel K] [--cpu C] [--select TEXT] [--seeds N]
#
# Boots each kernel on a cortex-a72, where the reference comes from real
# AArch32 processes, and on an a64fx, which has no AArch32 and is held against
# what the cortex-a72 has just given. Prints every difference, and writes
# report.md, report.csv and coverage.svg to build/oracle/. Coverage is not asked
# for on kernels that are built here, which have few drivers. Everything must be
# built before: "make oracle" does that. The last line is
#
#   oracle: entries A/B, cases C, ioctls D, drivers E, differences F, exceptions G
#
#   --select	only scenarios whose "group/name" contains one of these words, and
#		no generated cases; coverage is told but not asked for
#   --seeds	how many generated cases (default 10000)

set -eu
# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/../../scripts/lib.sh"

kernel='' cpu='' select='' seeds=10000
while [ $# -gt 0 ]; do
	take_value "kernel cpu select seeds" "$@"
	shift 2
done
logs=$top/build/oracle
tests=/opt/gate32/selftests/oracle
mkdir -p "$logs"

# boot <kernel> <cpu> <name> <command> [options]: in build/oracle/<name>/; what
# it prints to log.
boot()
{
	local folder=$logs/$3 command=$4 kernel=$1 cpu=$2 status=0

	shift 4
	! is_patched "$kernel" || set -- --no-module "$@"
	mkdir -p "$folder"
	"$top/scripts/run-guest.sh" --quiet --kernel "$kernel" --cpu "$cpu" \
		--hardware --load test --selftests --timeout 7200 \
		--dir "$folder/guest" "$@" -- "cd $tests && { $command; }" \
		>"$folder/log" || status=$?
	[ "$status" = 0 ] || info "$folder: status $status"
	return "$status"
}

# What real AArch32 processes get from a kernel, to build/oracle/<kernel>/.
reference()
{
	local root=$logs/$1/root/root/reference

	info "$1: AArch32 processes on cortex-a72"
	rm -rf "${logs:?}/$1"
	boot "$1" cortex-a72 "$1" "./oracle_arm $select 2>/dev/null${seeds:+;
		./oracle_arm --seeds=0-$((seeds - 1)) 2>/dev/null}" --no-module ||
		die "the AArch32 side failed on $1"
	# Generated cases are scenarios of a group of their own.
	mkdir -p "$root"
	awk -v folder="$root" '
		/^scenario / { file = folder "/" (/^scenario seeds\//) + 0 }
		file { print >file }' "$logs/$1/log"
	mv "$root/0" "$root/scenarios"
	[ -z "$seeds" ] || mv "$root/1" "$root/seeds"
}

compare()
{
	local command status=0

	info "$1: the gate on $2"
	command="bad=0
	$3 ./oracle_test $select || bad=1"
	[ -z "$seeds" ] || command="$command
	$4 ORACLE_SEEDS=$seeds ./generated_test || bad=1"
	boot "$1" "$2" "$1-$2" "$command
	exit \$bad" --overlay "$logs/$1/root" || status=1
	cp "$logs/$1/log" "$logs/$1-$2/reference"
	grep -E '^(not ok|# +(expected|got|again))' "$logs/$1-$2/log" || true
	return "$status"
}

# A part of the scenarios is run without generated cases.
[ -z "$select" ] && [ "$seeds" != 0 ] || seeds=''
runs=() failed=''
# shellcheck disable=SC2086 # a list
for k in ${kernel:-$KERNELS}; do
	reference "$k"
	for c in ${cpu:-$CPUS}; do
		compare "$k" "$c" ORACLE_REFERENCE=/root/reference/scenarios \
			ORACLE_REFERENCE=/root/reference/seeds || failed=1
		runs+=("$k/$c=$logs/$k-$c")
	done
done
partial=$select
[ -z "$kernel" ] || ! is_built "$kernel" || partial=yes
"$top/selftests/oracle/report.py" --output "$logs" \
	${partial:+--partial} "${runs[@]}" || failed=1
[ -z "$failed" ]
