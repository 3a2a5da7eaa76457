#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# gen-config.sh - print the kernel options that a suite of selftests needs
#
# Usage: gen-config.sh [suite]
#
# In the form of the kernel's tools/testing/selftests/*/config, for its
# scripts/kconfig/merge_config.sh. They are those of Kconfig.snippet: of the
# sections that concern the suite, or of all but "Guests".

set -eu

case "${1:-}" in
-*)
	sed -n -e '1,/^[^#]/ { /^# SPDX/d; /^#!/d; s/^# \{0,1\}//p; }' "$0"
	exit 0
	;;
esac
here=$(cd "$(dirname "$0")" && pwd)

# Which sections, by what their names begin with.
sections="gate32:|Selftests: system calls"
hard="Selftests: what must not leak"
drivers="Selftests: drivers"
case "${1:-}" in
"" | oracle | fuzz) sections="$sections|$hard|$drivers" ;;
drivers | guide | bench) sections="$sections|$drivers" ;;
gate | stress) sections="$sections|$hard" ;;
translator) ;;
*)
	echo "gen-config.sh: no suite $1" >&2
	exit 1
	;;
esac

# A name stands between two lines that are empty comments.
awk -v sections="^# ($sections)" '
	/^$/ {
		begins = 0
	}
	/^#$/ {
		if (!begins)
			wanted = 0
		begins = !begins
		next
	}
	begins && $0 ~ sections {
		wanted = 1
	}
	wanted && /^CONFIG_/
' "$here/../../Kconfig.snippet"
