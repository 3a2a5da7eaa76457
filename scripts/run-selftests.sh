#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# run-selftests.sh - run the installed selftests one after the other
#
# Usage: run-selftests.sh [--list] [patterns]
#
# Lies beside kselftest-list.txt, in a guest or on an arm64 machine, and runs
# the programs named there; patterns (of the shell's kind, of "suite/program"
# or a part of it, between commas) select those that match all of them, or do
# not match those that begin with a '!'. Prints their KTAP between lines that
# say where a program begins and ends and with what status; ktap-gate.py judges
# that. Nothing that a test does or is killed by stops the next one.
#
#   --list	only print the names of the programs
#
# GATE32_EXPECT=1 is set for the tests when gate32 is there, so that they fail
# where they would skip for the lack of it. GATE32_SLOW=N says that the machine
# is slow: all time limits are N times as long.

set -eu

case "${1:-}" in
-h | --help)
	sed -n -e '1,/^[^#]/ { /^# SPDX/d; /^#!/d; s/^# \{0,1\}//p; }' "$0"
	exit 0
	;;
esac
only_list=
if [ "${1:-}" = --list ]; then
	only_list=1
	shift
fi
here=$(cd "$(dirname "$0")" && pwd)
timeout_default=60
session=$(mktemp)
trap 'rm -f "$session"' EXIT

# selected <name> <patterns>: as ktap-gate.py does it.
selected()
{
	rest=$2,
	while [ -n "$rest" ]; do
		pattern=${rest%%,*}
		rest=${rest#*,}
		# shellcheck disable=SC2254 # a pattern is what it is
		case "$pattern:$1" in
		!*:*${pattern#!}*) return 1 ;;
		!*) ;;
		*:*$pattern*) ;;
		*) return 1 ;;
		esac
	done
}

if [ -d /sys/module/gate32 ]; then
	export GATE32_EXPECT=1
fi

# end_session <number>: kill what is left of it.
end_session()
{
	# Processes go while this looks at them.
	cat /proc/[0-9]*/stat 2>/dev/null | awk -v session="$1" '
		{
			pid = $1
			sub(/.*\) /, "")
			if ($4 == session)
				print pid
		}' |
		while read -r pid; do
			kill -KILL "$pid" 2>/dev/null || true
		done
}

# run <suite> <program>
run()
{
	dir=$here/$1
	seconds=$timeout_default
	if [ -e "$dir/settings" ]; then
		seconds=$(sed -n 's/^timeout=//p' "$dir/settings")
	fi
	seconds=$((${seconds:-$timeout_default} * ${GATE32_SLOW:-1}))
	echo "# gate32: begin $1/$2"
	begun=$(date +%s)
	status=0
	# A session of its own, whose number is known, so that all that is left
	# of it can be ended.
	# shellcheck disable=SC2016 # for the inner shell
	(cd "$dir" && exec timeout -s KILL "$seconds" \
		setsid sh -c 'echo $$ >"$1"; exec "$2"' sh "$session" "./$2") \
		</dev/null 2>&1 || status=$?
	end_session "$(cat "$session")"
	# The program may have died in the middle of a line.
	echo
	echo "# gate32: end $1/$2 status=$status seconds=$(($(date +%s) - begun))"
}

while IFS=: read -r suite program; do
	selected "$suite/$program" "${1:-}" || continue
	if [ -n "$only_list" ]; then
		echo "$suite/$program"
	else
		run "$suite" "$program"
	fi
done <"$here/kselftest-list.txt"
[ -n "$only_list" ] || echo "# gate32: tests done"
