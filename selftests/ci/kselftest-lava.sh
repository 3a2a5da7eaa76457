#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# kselftest-lava.sh - run the installed selftests and report them to LAVA
#
# Usage: kselftest-lava.sh [--module FILE] [--expect] [--log FILE] [suite...]
#	 kselftest-lava.sh --report FILE
#
# Lies beside run_kselftest.sh, runs all suites or those that are named by it,
# and reports every single test by lava-test-case, which LAVA puts into the
# PATH, as suite_program_test; without that it prints the results. A program
# that has died or took too long is a failure by its own name; one that has
# printed no result has the result of its exit status. Fails itself only if no
# test could be run: whether tests failed LAVA knows.
#
#   --module	load this gate32.ko first, if the gate is not there
#   --expect	gate32 must be there: its tests fail where they would skip
#   --log	keep there what the tests print
#   --report	run nothing: report what an earlier run has printed to FILE

set -eu

module='' log='' report=''
while [ $# -gt 0 ]; do
	case "$1" in
	-h | --help)
		sed -n -e '1,/^[^#]/ { /^# SPDX/d; /^#!/d; s/^# \{0,1\}//p; }' "$0"
		exit 0
		;;
	--expect) export GATE32_EXPECT=1 ;;
	--module | --log | --report)
		[ $# -ge 2 ] || {
			echo "$0: $1 needs a file" >&2
			exit 2
		}
		case "$1" in
		--module) module=$2 ;;
		--log) log=$2 ;;
		--report) report=$2 ;;
		esac
		shift
		;;
	-*)
		echo "$0: unknown option $1" >&2
		exit 2
		;;
	*) break ;;
	esac
	shift
done

# lava <test> <result>: what LAVA takes for a name has few characters.
lava()
{
	name=$(printf '%s' "$1" | sed 's/[^A-Za-z0-9_.-]/-/g')
	if command -v lava-test-case >/dev/null; then
		lava-test-case "$name" --result "$2"
	else
		echo "$name $2"
	fi
}

# load_module: tests of the module itself load it as well.
load_module()
{
	GATE32_KO=$(readlink -f "$module")
	export GATE32_KO
	if [ ! -d /sys/module/gate32 ] && ! insmod "$GATE32_KO"; then
		lava load-module fail
		exit 1
	fi
	lava load-module pass
}

# results: "name result" of each test, from what run_kselftest.sh prints: the
# programs' own KTAP behind "# ", and a line of its own for each program.
results()
{
	awk '
	function result(line)
	{
		return line ~ /^not / ? "fail" : line ~ /# *SKIP/ ? "skip" : "pass"
	}
	function name(line)
	{
		sub(/^(not )?ok [0-9]+ *-? */, "", line)
		sub(/ *#.*/, "", line)
		gsub(/[ \t]/, "-", line)
		return line
	}
	/^# selftests: / {
		program = $3 $4
		sub(/:/, "_", program)
		tests = bad = 0
		next
	}
	/^# (not )?ok [0-9]+/ {
		line = substr($0, 3)
		if (line ~ /^not /)
			bad++
		tests++
		print program "_" name(line), result(line)
		next
	}
	/^(not )?ok [0-9]+ selftests: / {
		# What is wrong is told by a test, or else by the program.
		if (!tests || (/^not / && (!bad || /exit=1[0-9][0-9]|TIMEOUT/)))
			print program, result($0)
	}'
}

if [ -z "$report" ]; then
	here=$(cd "$(dirname "$0")" && pwd)
	if [ -n "$module" ]; then
		load_module
	fi
	report=$log
	if [ -z "$log" ]; then
		report=$(mktemp)
		trap 'rm -f "$report"' EXIT
	fi
	# One collection a time: its names are options.
	for suite; do
		set -- "$@" -c "$suite"
		shift
	done
	# Not to a file: it appends to what it writes to as well, and one would
	# overwrite the other.
	"$here/run_kselftest.sh" "$@" 2>&1 | tee "$report"
fi

found=$(results <"$report")
if [ -z "$found" ]; then
	lava no-results fail
	exit 1
fi
printf '%s\n' "$found" | while read -r test result; do
	lava "$test" "$result"
done
