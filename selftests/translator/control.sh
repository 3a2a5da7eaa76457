#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# control.sh - the translator without its gate, and its statistics
#
# Usage: control.sh
#
# What succeeds through the gate must fail without it, and the translator must
# say what failed: else the other tests would prove nothing about the gate.
#
# Environment: GATE32_ARMHF: armhf programs (/opt/gate32/armhf).
set -u
. "$(dirname "$0")/ktap.sh"

ktap_start
if gate_present; then
	gate=1
elif [ "${GATE32_EXPECT:-0}" = 1 ]; then
	gate=1		# and the tests below will fail
else
	gate=0
fi

# name program...: must neither print "marker" nor succeed without the gate,
# and must do both with it
needs_gate()
{
	name=$1
	shift
	"$run" --no-gate -L "$armhf" "$@" > out 2> err < /dev/null
	status=$?
	cat out err > both
	echo "exit status $status" >> both
	if [ "$status" -ne 0 ] && ! grep -q marker out &&
	   grep -q '^gate32-run\[[0-9]*\]: missing [1-9][0-9]*: .*=' err; then
		ktap_pass "without_gate_$name"
	else
		ktap_fail "without_gate_$name" both
	fi
	if [ "$gate" = 0 ]; then
		ktap_skip "with_gate_$name" "this kernel has no gate32"
		return
	fi
	if "$run" -L "$armhf" "$@" > out 2>&1 < /dev/null &&
	   grep -q marker out; then
		ktap_pass "with_gate_$name"
	else
		ktap_fail "with_gate_$name" out
	fi
}

echo marker > marker
needs_gate busybox "$guest_busybox" sh -c 'echo marker | cat'
needs_gate busybox_ls "$guest_busybox" ls -l .
needs_gate bash "$armhf/bin/bash" -c 'echo marker'
needs_gate coreutils "$armhf/bin/cat" marker

# Absent gate: a clear refusal
"$run" "$guest_busybox" echo marker > out 2> err
status=$?
if [ "$gate" = 1 ]; then
	ktap_skip refuses_without_gate "gate32 is present"
elif [ "$status" -eq 125 ] && grep -q 'has no gate32' err &&
     grep -q 'modprobe gate32' err && [ ! -s out ]; then
	ktap_pass refuses_without_gate
else
	ktap_fail refuses_without_gate err
fi

# The administrator says no: a clear refusal as well
allow=/sys/module/gate32/parameters/allow
if [ -w "$allow" ]; then
	old=$(cat "$allow")
	echo nobody > "$allow"
	"$run" "$guest_busybox" echo marker > out 2> err
	status=$?
	echo "$old" > "$allow"
	if [ "$status" -eq 125 ] && grep -q 'administrator' err &&
	   [ ! -s out ]; then
		ktap_pass refused_by_administrator
	else
		ktap_fail refused_by_administrator err
	fi
else
	ktap_skip refused_by_administrator "no parameter allow to write to"
fi

# Statistics: by name, one record for each process, sums exact
if [ "$gate" = 0 ]; then
	for name in names processes env no_native_work; do
		ktap_skip "statistics_$name" "this kernel has no gate32"
	done
	ktap_end
fi
"$run" --stats=stats "$guest_busybox" echo marker > out
if grep -q '^gate32-run\[[0-9]*\]: routed [0-9]*: .*write=' stats &&
   grep -q '^gate32-run\[[0-9]*\]: native [0-9]*: .*ARM_NR_set_tls=1' stats &&
   grep -q '^gate32-run\[[0-9]*\]: refused [0-9]*: .*rseq=1' stats &&
   awk '{ sum = 0; for (i = 4; i <= NF; i++) { split($i, a, "="); sum += a[2] }
	  if (sum != $3 + 0) exit 1 }' stats; then
	ktap_pass statistics_names
else
	ktap_fail statistics_names stats
fi
rm stats
"$run" --stats=stats "$guest_busybox" sh -c '(exit 1); (exit 2); exit 0'
if [ "$(grep -c routed stats)" = 3 ] && grep -q 'native .*fork=2' stats ||
   grep -q 'native .*clone=2' stats; then
	ktap_pass statistics_processes
else
	ktap_fail statistics_processes stats
fi
rm stats
GATE32_STATS=stats "$run" "$guest_busybox" true
if grep -q 'routed' stats; then
	ktap_pass statistics_env
else
	ktap_fail statistics_env stats
fi
# Nothing that the kernel could do is done by the translator; which program
# this is (/proc/self/exe) it cannot know.
rm stats
"$run" --stats=stats "$guest_busybox" find . > /dev/null
native=$(sed -n 's/.*native [0-9]*: //p' stats | tr ' ' '\n' |
	 grep -v -e '^exit_group=' -e '^set_tid_address=' \
	      -e '^ARM_NR_set_tls=' -e '^rt_sigaction=' -e '^readlink=1$')
if [ -z "$native" ]; then
	ktap_pass statistics_no_native_work
else
	ktap_fail statistics_no_native_work stats
fi

ktap_end
