#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# builtin_test.sh - a kernel that has gate32 built in, and the module on it
#
# Needs root, such a kernel with its KUnit tests, and gate32.ko built for it.
#
# GATE32_KO	the module (default: /root/gate32.ko)

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

ko=${GATE32_KO:-/root/gate32.ko}
sys=/sys/module/gate32

ktap_print_header
if [ "$(id -u)" != 0 ]; then
	ktap_skip_all "needs root"
	exit "$KSFT_SKIP"
fi
if [ ! -d "$sys" ] || [ -e "$sys/initstate" ]; then
	ktap_skip_all "gate32 is no part of this kernel"
	exit "$KSFT_SKIP"
fi
ktap_set_plan 5

if [ "$(cat $sys/parameters/allow)" = everybody ] &&
	[ "$(cat /proc/sys/kernel/gate32_allow)" = everybody ]; then
	ktap_test_pass "allow_by_either_name"
else
	ktap_test_fail "allow_by_either_name"
fi

if verdict=$(./gate32-check) && [ "${verdict##*verdict: }" = "gate32 works" ]; then
	ktap_test_pass "check"
else
	echo "$verdict" | sed 's/^/# /'
	ktap_test_fail "check"
fi

# The kernel itself refuses a second one of that name; insmod may try twice.
before=$(dmesg | wc -l)
if [ ! -e "$ko" ] || insmod "$ko" 2>/dev/null; then
	ktap_print_msg "$ko: not there, or it loads"
	ktap_test_fail "module_is_refused"
else
	ktap_test_pass "module_is_refused"
fi
lines=$(dmesg | tail -n +$((before + 1)) | sed -n 's/^\[[^]]*] gate32: //p' |
	grep -v "taints kernel" | sort -u)
if [ "$lines" = "module is already loaded" ]; then
	ktap_test_pass "module_is_refused_in_one_line"
else
	ktap_print_msg "dmesg: $lines"
	ktap_test_fail "module_is_refused_in_one_line"
fi

if cases=$(GATE32_KUNIT_KO=none ./kunit_test.sh 2>&1) &&
	echo "$cases" | grep -q "^ok .* gate32_core\." &&
	echo "$cases" | grep -q "^ok .* gate32_abi\."; then
	ktap_test_pass "kunit"
else
	echo "$cases" | sed 's/^/# /'
	ktap_test_fail "kunit"
fi
ktap_finished
