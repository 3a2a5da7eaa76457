#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# stress.sh - run the stress tests in their full form, and tell how much was done
#
# Usage: stress.sh [options of scripts/check.sh]
#
# Boots the guests of guests.list (those that match --kernel and --cpu), one
# after the other, and lets scripts/check.sh judge. Everything must be built
# before: "make stress" does that. The last lines are, one for each guest,
#
#   stress: K/C: load/unload N, sleepers N, enable/disable N, forks N,
#   injected faults N, leaks N, splats N

set -eu
# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/../../scripts/lib.sh"

case "${1:-}" in -h | --help) common_option "$1" ;; esac
logs=$top/build/check
select=stress/
options=()
while [ $# -gt 0 ]; do
	case "$1" in
	--select)
		select=$select,$2
		shift
		;;
	*) options+=("$1") ;;
	esac
	shift
done

# counts <log> <what its guest said>: of all programs, by what they counted.
counts()
{
	awk '
		/^# stress: / {
			what = $3
			for (i = 4; i < NF; i++)
				what = what " " $i
			sum[what] += $NF
		}
		/^not ok [0-9]+ leaks\./ {
			leaks++
		}
		END {
			n = split("load/unload,sleepers,enable/disable,forks," \
				  "injected faults", names, ",")
			for (i = 1; i <= n; i++)
				printf "%s %d, ", names[i], sum[names[i]]
			printf "leaks %d, ", leaks
		}' "$1"
	printf 'splats %d\n' "$(grep -c "the kernel's log has" "$2")"
}

status=0
GATE32_STRESS=full "$top/scripts/check.sh" --guests --jobs 1 \
	--matrix selftests/stress/guests.list --select "$select" \
	${options[@]+"${options[@]}"} || status=$?
for log in "$logs"/*-default.log; do
	name=$(basename "$log" -default.log)
	for c in $CPUS; do
		name=${name/%-$c//$c}
	done
	printf 'stress: %s: %s\n' "$name" "$(counts "$log" "${log%.log}.out")"
done
exit "$status"
