#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# guest.sh - all measurements of one boot, in the guest
#
# Usage: guest.sh <gate32.ko>
#	 guest.sh builtin | plain
#
# With the module, or in a kernel that has the gate built in, or in one that has
# none, to compare the former with.
#
# Prints what bench prints: "LABEL<tab>OPERATION<tab>INSTRUCTIONS", and lines
# "hooks<tab>LABEL<tab>FUNCTION..." with the functions of the kernel that are
# hooked. The labels:
#   absent1..3		native, module not loaded, or plain kernel
#   unused1..2		native, module loaded or gate built in, no gate anywhere
#   others		native, another process has a gate
#   gated		native, in a process with a gate
#   aarch32, aarch32-others	native calls of a 32-bit program
#   routed, verbs	32-bit calls by number, by GATE32_CALL and GATE32_IOCTL
#   <hook>-<any of these>	the same with the module parameter hook=<hook>

set -eu

case "${1:-}" in
-h | --help | '')
	sed -n -e '1,/^[^#]/ { /^# SPDX/d; /^#!/d; s/^# \{0,1\}//p; }' "$0"
	exit 0
	;;
esac
module=$1
here=$(cd "$(dirname "$0")" && pwd)
holder=

load()
{
	insmod "$module" "$@"
}

# A state goes with the reaper, some time after its process.
unload()
{
	tries=0
	until rmmod gate32 2>/dev/null; do
		tries=$((tries + 1))
		if [ "$tries" -gt 50 ]; then
			echo "guest.sh: cannot unload gate32" >&2
			exit 1
		fi
		usleep 100000
	done
}

hold_gate()
{
	mkfifo /tmp/held
	"$here/bench" -w >/tmp/held &
	holder=$!
	read -r _ </tmp/held
	rm /tmp/held
}

release_gate()
{
	kill "$holder"
	wait "$holder" 2>/dev/null || true
	holder=
	# Hooks on demand are there as long as the state is.
	sleep 1
}

# hooks <label>: what is planted, by ftrace and by kprobes
hooks()
{
	printf 'hooks\t%s' "$1"
	# Both lists name the function first or third; "+0x0" is its beginning.
	sed -n 's/^\([a-z_0-9]*\) .*/\1/p' \
		/sys/kernel/tracing/enabled_functions |
		while read -r f; do printf '\t%s' "$f"; done
	sed -n 's/^[0-9a-f]*  k  \([a-z_0-9]*\)+.*/\1/p' \
		/sys/kernel/debug/kprobes/list |
		while read -r f; do printf '\t%s' "$f"; done
	printf '\n'
}

native()
{
	label=$1
	shift
	"$here/bench" "$@" "$label" native
}

has_aarch32()
{
	"$here/bench32" -o getpid probe native >/dev/null 2>&1
}

aarch32()
{
	if has_aarch32; then
		"$here/bench32" "$1" native
	fi
}

# with_others: what others pay while a process has a gate.
with_others()
{
	hold_gate
	[ "$module" = builtin ] || hooks others
	native others
	aarch32 aarch32-others
	release_gate
}

# of_gate: calls of a process with a gate.
of_gate()
{
	"$here/bench" routed routed
	"$here/bench" verbs verbs
	native gated -g
	sleep 1
}

# After boot the kernel is busy for a while.
sleep 5

case "$module" in
plain)
	native warm-up >/dev/null
	for run in 1 2 3; do
		native "absent$run"
	done
	exit 0
	;;
builtin)
	native warm-up >/dev/null
	native unused1
	aarch32 aarch32
	native unused2
	of_gate
	with_others
	exit 0
	;;
esac

# Loading leaves slabs and free lists different from what they were, which
# mmap and fork notice, most of all the first time: so there is a round that
# does not count, and then several that do.
load
native warm-up >/dev/null
unload
native absent1
aarch32 aarch32
load
hooks unused1
native unused1
unload
native absent2

load
hooks unused2
native unused2
of_gate
with_others
unload
native absent3

for hook in direct ftrace kprobe; do
	if ! load "hook=$hook" 2>/dev/null; then
		printf 'missing\t%s\n' "$hook"
		continue
	fi
	hooks "$hook-unused"
	native "$hook-unused"
	"$here/bench" "$hook-routed" routed
	sleep 1
	hold_gate
	hooks "$hook-others"
	native "$hook-others"
	release_gate
	unload
done
