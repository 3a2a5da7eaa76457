#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# gen-calls.sh - print the manual page gate32-calls(7)
#
# Usage: gen-calls.sh >gate32-calls.7
#
# Puts the calls and reasons of module/abi_arm_policy.h, which the module is
# built from, and the exceptions that the oracle knows into gate32-calls.in.
# Fails if that leaves one out.

set -eu

case "${1:-}" in
-h | --help)
	sed -n -e '1,/^[^#]/ { /^# SPDX/d; /^#!/d; s/^# \{0,1\}//p; }' "$0"
	exit 0
	;;
esac
here=$(cd "$(dirname "$0")" && pwd)
policy=$here/../../module/abi_arm_policy.h
exceptions=$here/../../selftests/oracle/exceptions

awk '
# A row is GATE32_POLICY(name, class, function, "reason"), on several lines.
FILENAME == ARGV[1] {
	if ($0 !~ /^(\/| )\*/)
		text = text " " $0
	next
}

# A row is "scenario call where reason".
FILENAME == ARGV[2] {
	if (!/^(#|$)/) {
		call[++excepted] = $2
		where[excepted] = $3
		$1 = $2 = $3 = ""
		sub(/^ +/, "")
		why[excepted] = $0
	}
	next
}

FNR == 1 {
	while (match(text, /GATE32_(PRIVATE_)?POLICY\([a-z]/)) {
		text = substr(text, RSTART + RLENGTH - 1)
		end = index(text, "\")")
		row = substr(text, 1, end - 1)
		text = substr(text, end)
		split(row, part, "\"")
		split(part[1], word, /[ \t,]+/)
		rows++
		name[rows] = word[1]
		class[rows] = word[2]
		reason[rows] = part[2]
	}
}

$1 == "@EXCEPTIONS" {
	printf ".TS\ntab(:);\nlB lxB\nl lx.\ncall:reason\n_\n"
	for (i = 1; i <= excepted; i++) {
		if (where[i] == "without-aarch32")
			why[i] = why[i] " (only on CPUs without AArch32)"
		printf "\\fB%s\\fP:T{\n%s\nT}\n", call[i], why[i]
		told++
	}
	print ".TE"
	next
}

$1 != "@CLASS" {
	print
	next
}

{
	printf ".TS\ntab(:);\nlB lxB\nl lx.\ncall:reason\n_\n"
	for (i = 1; i <= rows; i++) {
		if (class[i] != $2)
			continue
		printf "\\fB%s\\fP:T{\n%s\nT}\n", name[i], reason[i]
		printed++
	}
	print ".TE"
}

END {
	if (!rows || printed != rows || told != excepted) {
		print "gen-calls.sh: printed " printed + 0 " of " rows + 0 \
			" calls, " told + 0 " of " excepted + 0 \
			" exceptions" >"/dev/stderr"
		exit 1
	}
}
' "$policy" "$exceptions" "$here/gate32-calls.in"
