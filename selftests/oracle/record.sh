#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# record.sh - record what a real AArch32 process gets from each kernel
#
# Usage: record.sh [kernel...]
#
# Boots the kernels (default: all that the project tests) on a cortex-a72, runs
# the AArch32 side of the oracle, and writes selftests/oracle/recorded/<kernel>
# and, for the generated cases of generated_test, <kernel>.seeds.
# A CPU without AArch32 is compared with that; the tests tell when a
# recording is no longer right. "make -C selftests/oracle record" builds what
# this needs and runs it; the guests have to be there (make guest).

set -eu
# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/../../scripts/lib.sh"

case "${1:-}" in -*) common_option "$1" ;; esac
program=${OUTPUT:-$top/build/selftests/oracle}/oracle_arm
[ -x "$program" ] || die "no $program (make -C selftests)"
if [ $# = 0 ]; then
	# shellcheck disable=SC2086 # a list
	set -- $KERNELS
fi
recorded=$top/selftests/oracle/recorded
mkdir -p "$recorded"
seeds=$(sed -n 's/^#define SEEDS[^"]*"\([^"]*\)".*/\1/p' \
	"$top/selftests/oracle/generated_test.c")

# record <kernel> <name> <option>...
record()
{
	local kernel=$1 name=$2

	shift 2
	info "recording $name"
	"$top/scripts/run-guest.sh" --quiet --kernel "$kernel" \
		--cpu cortex-a72 --no-module --hardware --load test \
		--timeout 3000 --files "$program" -- \
		"./oracle_arm $* 2>/dev/null" >"$recorded/$name.new" ||
		die "the AArch32 side failed on $kernel"
	mv "$recorded/$name.new" "$recorded/$name"
}

for kernel; do
	record "$kernel" "$kernel"
	record "$kernel" "$kernel.seeds" "--seeds=$seeds"
done
