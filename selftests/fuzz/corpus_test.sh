#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# corpus_test.sh - run the corpus of the fuzzer, then programs made from it
#
# Usage: corpus_test.sh
#
# TIME		seconds for new programs (default 60; 90 where the kernel is slow)
# GATE32_SLOW	how many times slower than a stock kernel this one is

set -u

case "${1:-}" in
-h | --help)
	sed -n -e '1,/^[^#]/ { /^# SPDX/d; /^#!/d; s/^# \{0,1\}//p; }' "$0"
	exit 0
	;;
esac
cd "$(dirname "$0")" || exit 1
# shellcheck source=/dev/null
. ./ktap_helpers.sh

patience=$((8000 * ${GATE32_SLOW:-1}))
time=60
[ "${GATE32_SLOW:-1}" = 1 ] || time=90
time=${TIME:-$time}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

fuzz()
{
	./gate32_fuzz --patience="$patience" "$@"
}

# result <test> <status>: with what was found, if it went wrong
result()
{
	if [ "$2" = 0 ]; then
		ktap_test_pass "$1"
	else
		grep -vE '^(place|wide|corpus) ' "$work/log" | tail -n 20 |
			sed 's/^/# /'
		: >"$work/log"
		ktap_test_fail "$1"
	fi
}

# All of the corpus is executed, and nothing is found.
test_corpus()
{
	fuzz corpus >"$work/log" || return 1
	[ "$(sed -n 's/^fuzz: executions \([0-9]*\) .*/\1/p' "$work/log" |
		tail -n 1)" -ge "$(find corpus -type f | wc -l)" ]
}

# New programs. The output has each before it is run, should it be the last; so
# what was found is said again at the end.
test_mutation()
{
	seed=$(date +%s)
	echo "# --seed=$seed"
	{
		fuzz --log --comment --time="$time" --seed="$seed" corpus
		echo $? >"$work/status"
	} | tee "$work/all"
	sed -nE 's,^# (finding|again|/proc/),\1,p' "$work/all" >"$work/log"
	echo "--seed=$seed" >>"$work/log"
	[ "$(cat "$work/status")" = 0 ]
}

# What holds after each program does so for the fuzzer's own seeds alone.
test_invariants()
{
	for file in corpus/verb-*; do
		fuzz --times=3 --run="$file" >"$work/log" || return 1
		# The operations that the invariants are about were begun.
		! grep -q '(not begun)' "$work/log" || return 1
	done
}

# plant <fault>: it is found, and its reproducer is one.
plant()
{
	fuzz --plant="$1" --time=20 --seed=1 corpus/verb-* >"$work/log"
	[ $? = 1 ] || return 1
	sed -n 's/^again //p' "$work/log" | head -n 1 >"$work/program"
	[ -s "$work/program" ] || return 1
	fuzz --plant="$1" --times=20 --run="$work/program" >"$work/log"
	[ $? = 1 ] && grep -q '^finding ' "$work/log" || return 1
	# Without the fault there is nothing to find.
	fuzz --times=3 --run="$work/program" >"$work/log"
}

faults="mark tls lock open parent child"
titles="corpus mutation invariants"
for fault in $faults; do
	titles="$titles plant_$fault"
done

ktap_print_header
if [ ! -d /sys/module/gate32 ]; then
	ktap_skip_all "gate32 is absent"
	exit "$KSFT_SKIP"
fi
if [ "$(id -u)" != 0 ]; then
	ktap_skip_all "needs root"
	exit "$KSFT_SKIP"
fi
# shellcheck disable=SC2086 # a list
set -- $titles
ktap_set_plan $#
test_corpus
result corpus $?
test_mutation
result mutation $?
test_invariants
result invariants $?
for fault in $faults; do
	plant "$fault"
	result "plant_$fault" $?
done
ktap_finished
