#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# programs.sh - our own armhf programs under the translator
#
# Usage: programs.sh
#
# Runs the programs in guest/: signals, faults, threads, processes, changing
# code; some linked dynamically as well, one at 0x8000. Every check in them must
# be met. Where the CPU has AArch32 they run natively as well, which proves that
# the checks ask for what the kernel really does.
#
# Environment: GATE32_ARMHF: armhf libraries (/opt/gate32/armhf).
set -u
. "$(dirname "$0")/ktap.sh"

ktap_start
if ! gate_present && [ "${GATE32_EXPECT:-0}" != 1 ]; then
	echo "1..0 # SKIP this kernel has no gate32"
	exit 4
fi

# name program...: run it and keep what it says
start()
{
	name=$1
	shift
	timeout 240 "$@" > "$name.out" 2>&1 < /dev/null
	echo $? > "$name.status"
}

# name: its output must be TAP that is complete and all ok
checks()
{
	planned=$(sed -n 's/^1\.\.//p' "$1.out")
	good=$(grep -c '^ok ' "$1.out")
	if [ "$(cat "$1.status")" = 0 ] && [ "$good" = "$planned" ] &&
	   [ "$good" -gt 0 ]; then
		ktap_pass "$1"
	else
		echo "exit status $(cat "$1.status")" >> "$1.out"
		grep -v '^ok ' "$1.out" > bad
		ktap_fail "$1" bad
	fi
}

static()
{
	for prog; do
		start "${prog}_static" "$run" "$here/guest-$prog-static" /bin/sh
	done
}

# With a dynamic linker and a libc that is shared; the other programs do
# nothing that would be different then.
dynamic()
{
	start "$1_dynamic" "$run" -L "$armhf" "$here/guest-$1-dynamic" /bin/sh
}

# At the address where most were once linked.
low()
{
	start "$1_low" "$run" "$here/guest-$1-low" /bin/sh
}

# Two at a time, for two CPUs; about as long as each other
(static process signals; dynamic signals) &
(static faults threads code; dynamic threads; low code) &
wait

for prog in signals faults threads process code; do
	checks "${prog}_static"
	if ! "$guest_busybox" true 2>/dev/null; then
		ktap_skip "${prog}_native_agrees" "no AArch32 on this CPU"
		continue
	fi
	timeout 60 "$here/guest-$prog-static" /bin/sh > native 2>&1 < /dev/null
	same "${prog}_native_agrees" native "${prog}_static.out"
done
checks signals_dynamic
checks threads_dynamic
checks code_low

ktap_end
