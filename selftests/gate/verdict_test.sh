#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# verdict_test.sh - what seccomp and audit make of routed calls is what they
# make of AArch32's
#
# Usage: verdict_test.sh [--record]
#
# Compares what verdict, traced and audited print for calls through the gate
# with what they print for the same calls of a real AArch32 program.
# verdicts.list has that, for CPUs that cannot run one; where one can be run,
# the list is checked first.
#
#   --record	print a new list; needs AArch32

set -u

cd "$(dirname "$0")" || exit 1
groups="actions chains blind threads install notify deny docker system_service
cacheflush"
traced_groups="results changes again stops ends signals restarts threads info"
for group in $traced_groups; do
	groups="$groups traced_$group"
done
groups="$groups audited_calls audited_filtered"
# These refuse every unknown native number, and so all that is routed.
strict="docker system_service cacheflush"
# GATE32_CALL has its own arguments when it is restarted, and is prctl until it
# is judged.
not_called="traced_restarts traced_info"

# print_group [arm | routed | call] <group>
print_group()
{
	case "$2" in
	audited_*) program=audited ;;
	traced_*) program=traced ;;
	*) program=verdict ;;
	esac
	if [ "$1" = arm ]; then
		"./${program}_arm" "${2#"$program"_}"
	else
		"./$program" "$1" "${2#"$program"_}"
	fi
}

record()
{
	echo "# What seccomp and audit say to a real AArch32 program: made by"
	echo "# verdict_test.sh --record"
	for group in $groups; do
		echo
		echo "[$group]"
		print_group arm "$group" || exit 1
	done
}

case "${1:-}" in
-h | --help)
	sed -n -e '1,/^[^#]/ { /^# SPDX/d; /^#!/d; s/^# \{0,1\}//p; }' "$0"
	exit 0
	;;
--record)
	record
	exit
	;;
esac

# shellcheck source=/dev/null
. ./ktap_helpers.sh

tests=
for group in $groups; do
	tests="$tests recorded:$group"
	case " $not_called " in
	*" $group "*) ;;
	*) tests="$tests call:$group" ;;
	esac
	case " $strict " in
	*" $group "*) ;;
	*) tests="$tests routed:$group" ;;
	esac
done
tests="$tests routed_refused:docker routed_refused:system_service"
tests="$tests verbs:audited_verbs"

ktap_print_header
if [ "$(id -u)" != 0 ]; then
	ktap_skip_all "needs root"
	exit "$KSFT_SKIP"
fi
if [ ! -d /sys/module/gate32 ]; then
	ktap_skip_all "gate32 is absent"
	exit "$KSFT_SKIP"
fi
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

expected()
{
	sed -n "/^\[$1\]\$/,/^\$/ { /^\[/d; /^\$/d; p; }" verdicts.list
}

# The same lines, and some at all: of wanted and seen, in two files.
same()
{
	[ -s "$tmp/wanted" ] && cmp -s "$tmp/wanted" "$tmp/seen" && return
	diff "$tmp/wanted" "$tmp/seen" | head -n 20 | sed 's/^/# /'
	return 1
}

ktap_set_plan "$(echo "$tests" | wc -w)"
for test in $tests; do
	way=${test%:*} group=${test#*:} name=${test%:*}_${test#*:}
	expected "$group" >"$tmp/wanted"
	if [ "$way" = recorded ] && ! ./verdict_arm >/dev/null 2>&1; then
		# ktap_test_skip() has no room for a reason.
		__ktap_test ok "$name" "SKIP no AArch32 on this CPU"
		KTAP_CNT_SKIP=$((KTAP_CNT_SKIP + 1))
		continue
	fi
	case "$way" in
	recorded) print_group arm "$group" ;;
	routed_refused)
		# It is the number in w8 that a filter meets first, unless the
		# gate is a part of the kernel.
		if [ -e /sys/module/gate32/initstate ]; then
			echo "zeros, 0 to 0x80000: error 1" >"$tmp/wanted"
		fi
		print_group routed "$group"
		;;
	verbs)
		cat >"$tmp/wanted" <<-EOF
			native call: arch=c00000b7 syscall=166 exit=18
			native prctl: arch=c00000b7 syscall=167 exit=1
			call: arch=40000028 syscall=60 exit=18
			call, as prctl: no record
			ioctl: arch=40000028 syscall=54 exit=-25
			call that cannot be read: arch=c00000b7 syscall=167 exit=-14
			call of a number out of range: arch=c00000b7 syscall=167 exit=-22
			call with an argument too much: arch=c00000b7 syscall=167 exit=-22
		EOF
		print_group call "$group" |
			sed 's/\[1300\] \(arch=.* syscall=.*\) success.* \(exit=[-0-9]*\) .*/\1 \2/'
		;;
	*) print_group "$way" "$group" ;;
	esac >"$tmp/seen" 2>&1
	if same; then
		ktap_test_pass "$name"
	else
		ktap_test_fail "$name"
	fi
done

ktap_finished
