#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# programs.sh - our own armhf programs under the translator
#
# Usage: programs.sh
#
# Runs the programs in guest/: signals, faults, threads, processes, changing
# code; some linked dynamically as well. Every check in them must be met.
# Where the CPU has AArch32 they run natively as well, which proves that the
# checks ask for what the kernel really does.
#
# Environment: GATE32_ARMHF: armhf libraries (/opt/gate32/armhf).
set -u
. "$(dirname "$0")/ktap.sh"

ktap_start
if ! gate_present && [ "${GATE32_EXPECT:-0}" != 1 ]; then
	echo "1..0 # SKIP this kernel has no gate32"
	exit 4
fi

# name program...: output must be TAP that is complete and all ok
checks()
{
	name=$1
	shift
	timeout 120 "$@" > out 2>&1 < /dev/null
	status=$?
	planned=$(sed -n 's/^1\.\.//p' out)
	good=$(grep -c '^ok ' out)
	if [ "$status" -eq 0 ] && [ "$good" = "$planned" ] &&
	   [ "$good" -gt 0 ]; then
		ktap_pass "$name"
	else
		echo "exit status $status" >> out
		grep -v '^ok ' out > bad
		ktap_fail "$name" bad
	fi
}

for prog in signals faults threads process code; do
	checks "${prog}_static" "$run" "$here/guest-$prog-static" /bin/sh
	cp out "$prog.static"
	if ! "$guest_busybox" true 2>/dev/null; then
		ktap_skip "${prog}_native_agrees" "no AArch32 on this CPU"
		continue
	fi
	timeout 60 "$here/guest-$prog-static" /bin/sh > "$prog.native" 2>&1 < /dev/null
	same "${prog}_native_agrees" "$prog.native" "$prog.static"
done

# With a dynamic linker and a libc that is shared; the other programs do
# nothing that would be different then.
for prog in signals threads; do
	checks "${prog}_dynamic" "$run" -L "$armhf" \
		"$here/guest-$prog-dynamic" /bin/sh
done

ktap_end
