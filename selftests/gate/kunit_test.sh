#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# kunit_test.sh - run the KUnit tests of module/kunit/
#
# Loads gate32_kunit.ko, which runs them, and shows their results, one test for
# each case. Needs root, and a kernel with KUnit, for which build-module.sh
# builds that module.
#
# GATE32_KUNIT_KO	the module (default: /opt/gate32/gate32_kunit.ko); "none": the
#			kernel has these tests built in, and has run them

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

ko=${GATE32_KUNIT_KO:-/opt/gate32/gate32_kunit.ko}
module=$(basename "$ko" .ko)
results=/sys/kernel/debug/kunit

ktap_print_header
if [ "$(id -u)" != 0 ]; then
	ktap_skip_all "needs root"
	exit "$KSFT_SKIP"
fi
if [ ! -d "$results" ]; then
	ktap_skip_all "no KUnit in this kernel"
	exit "$KSFT_SKIP"
fi

if [ "$ko" != none ]; then
	[ ! -d "/sys/module/$module" ] || rmmod "$module"
	if ! insmod "$ko"; then
		ktap_set_plan 1
		ktap_test_fail "load"
		exit 1
	fi
fi
# A case that is not there has no result; the list of expected tests has it.
cat "$results"/gate32_*/results >"${TMPDIR:-/tmp}/kunit.$$"
[ "$ko" = none ] || rmmod "$module"

# Results of cases are indented, and follow the name of their suite.
awk '
	/^ +# Subtest: / {
		suite = $3
	}
	/^ +(not )?ok / {
		result = /^ +not/ ? "not ok" : "ok"
		sub(/^ +(not )?ok [0-9]+ (- )?/, "")
		lines[++n] = result " " n " " suite "." $0
		bad += result == "not ok"
		next
	}
	/^ +#/ {
		sub(/^ +/, "")
		lines[n] = lines[n] "\n" $0
	}
	END {
		print "1.." n
		for (i = 1; i <= n; i++)
			print lines[i]
		exit bad || !n
	}' "${TMPDIR:-/tmp}/kunit.$$"
status=$?
rm "${TMPDIR:-/tmp}/kunit.$$"
exit "$status"
