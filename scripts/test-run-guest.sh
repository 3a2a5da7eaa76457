#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# test-run-guest.sh - test how run-guest.sh tells that a guest has failed
#
# Usage: test-run-guest.sh
#
# Boots the stock kernel 6.12 on an A64FX, without gate32, once for each way in
# which a guest may end, and prints KTAP.

set -eu -o pipefail
# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=scripts/ktap.sh
. "$top/scripts/ktap.sh"

case "${1:-}" in -*) common_option "$1" ;; esac
[ $# = 0 ] || die "no arguments wanted (see --help)"
[ -e "$top/build/6.12/initramfs.cpio" ] || die "nothing to boot (make guest)"

# ends <name> <status> <text> <option...>: a guest ends so, and run-guest.sh says
# that; in less than $within seconds
ends()
{
	local name=$1 expected=$2 text=$3 status=0 begun=$SECONDS ended

	shift 3
	"$top/scripts/run-guest.sh" --quiet --no-module --kernel 6.12 --cpu a64fx \
		--dir "$tmp/guest" "$@" >"$tmp/log" 2>&1 || status=$?
	ended=$((SECONDS - begun))
	if [ "$status" = "$expected" ] && grep -q "$text" "$tmp/log" &&
	   [ $ended -lt "${within:-600}" ]; then
		result "$name" 0
	else
		echo "expected status $expected and '$text', got status $status after $ended s" \
			>>"$tmp/log"
		result "$name" 1
	fi
}

echo "KTAP version 1"
echo "1..5"
ends "status 0" 0 '^aarch64$' -- 'uname -m'
ends "status 3" 3 '^aarch64$' -- 'uname -m; exit 3'
ends "panic" 99 'FAILED on 6.12/a64fx: kernel splat' -- \
	'echo c >/proc/sysrq-trigger'
# As a kernel that does not know yet how to reset the machine
within=400 ends "panic without a reset" 99 'FAILED on 6.12/a64fx: kernel splat' \
	--append panic=0 --timeout 500 -- 'echo c >/proc/sysrq-trigger'
ends "hang" 99 'FAILED on 6.12/a64fx: the guest hung' --timeout 40 -- 'sleep 1000'
[ "$failed" = 0 ]
