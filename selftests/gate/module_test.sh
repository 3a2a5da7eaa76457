#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# module_test.sh - loading, unloading and administering the module
#
# Usage: module_test.sh [test...]
#
# Unloads gate32, loads it in every way that its parameters allow, and leaves
# it as it was. Needs root, and a kernel where nobody uses gate32.
#
# GATE32_KO	the module (default: /opt/gate32/gate32.ko, else what modprobe
#		would load)

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

tests="absent load reload bad_parameters missing_function
hook_auto hook_direct hook_ftrace hook_kprobe lookup_kprobe lookup_walk
unload_under_gate unload_under_limit unload_under_call unload_after_exec
unload_under_storm
allow_nobody allow_admin allow_unfiltered allow_everybody allow_at_load
allow_bad_value allow_by_sysctl allow_keeps_open_gates
lock_needs_no_leave lock_outlives_module
tracepoints ftrace_switch ftrace_off_at_load
check_before_loading check_loaded check_permission check_aarch32
on_demand_hooks no_leak"
[ $# -eq 0 ] || tests=$*

ktap_print_header
if [ "$(id -u)" != 0 ]; then
	ktap_skip_all "needs root"
	exit "$KSFT_SKIP"
fi
if [ -d /sys/module/gate32 ] && [ ! -e /sys/module/gate32/initstate ]; then
	ktap_skip_all "gate32 is part of this kernel"
	exit "$KSFT_SKIP"
fi
ko=${GATE32_KO:-/opt/gate32/gate32.ko}
[ -e "$ko" ] || ko=$(modinfo -n gate32 2>/dev/null || true)
if [ ! -e "$ko" ]; then
	ktap_skip_all "gate32 is absent"
	exit "$KSFT_SKIP"
fi

sys=/sys/module/gate32
sysctl=/proc/sys/kernel/gate32_allow
tracefs=/sys/kernel/tracing
tmp=$(mktemp -d)
failed=
skipped=

# expect <what> <command...>: the command must succeed.
expect()
{
	what=$1
	shift
	if ! "$@" >"$tmp/out" 2>&1; then
		failed=1
		ktap_print_msg "expected: $what"
		grep -v "^ok\|  RUN  \|  OK  " "$tmp/out" | sed 's/^/#	/'
	fi
}

not()
{
	! "$@"
}

# expect_output <text> <command...>
expect_output()
{
	want=$1
	shift
	got=$("$@" 2>&1)
	if [ "$got" != "$want" ]; then
		failed=1
		ktap_print_msg "expected '$want' from: $*; got '$got'"
	fi
}

# within <seconds> <command...>: it must succeed before that.
within()
{
	tries=$(($1 * 10))
	shift
	while ! "$@"; do
		tries=$((tries - 1))
		[ "$tries" -gt 0 ] || return 1
		sleep 0.1
	done
}

loaded()
{
	[ -d $sys ]
}

load()
{
	insmod "$ko" "$@"
}

unload()
{
	rmmod gate32
}

# Dead processes are collected now and then; five seconds are more than enough,
# also on a machine that is emulated and busy.
unload_soon()
{
	! loaded || within 5 unload 2>/dev/null
}

reload()
{
	unload_soon && load "$@"
}

# Loaded with the default parameters, which takes no time if it is.
plain()
{
	if loaded && [ "$(cat $sys/parameters/hook)" = auto ] &&
		[ "$(cat $sys/parameters/lookup)" = auto ]; then
		echo everybody >$sys/parameters/allow
	else
		reload
	fi
}

# The kernel's log since the last mark.
mark()
{
	log_mark="module_test $$ $1 $KTAP_TESTNO"
	echo "$log_mark" >/dev/kmsg
}

log()
{
	dmesg | sed "1,/$log_mark/d"
}

logged()
{
	log | grep -q "$1"
}

# start <name> <arguments of gate_tool>: in the background, until it is ready.
start()
{
	name=$1
	shift
	# Or the last one of that name is found ready.
	rm -f "$tmp/$name"
	./gate_tool "$@" >"$tmp/$name" 2>&1 &
	pid=$!
	within 5 grep -qs ready "$tmp/$name"
}

stop()
{
	kill -KILL "$pid"
	wait "$pid" 2>/dev/null
	true
}

refused()
{
	! "$@"
}

entered_by()
{
	logged "entered by $1"
}

#
# The tests
#

test_absent()
{
	expect "unloading" unload_soon
	expect "no trace of gate32" ./gate_tool absent
}

test_load()
{
	expect "unloading" unload_soon
	mark load
	expect "loading" load
	expect "a line in the log that names the version" \
		logged "gate32: .*interface version"
	expect "a gate that works" ./gate_tool works
	expect "a gate that works for a user" ./gate_tool -u works
	expect "unloading" unload_soon
	expect "no trace of gate32" ./gate_tool absent
}

test_reload()
{
	for i in 1 2 3; do
		expect "reloading, time $i" reload
		expect "a gate that works, time $i" ./gate_tool works
	done
}

test_bad_parameters()
{
	for p in hook lookup allow; do
		expect "unloading" unload_soon
		mark "bad-$p"
		expect "a bad $p to be refused" refused load $p=nonsense
		expect "it not to be loaded" not loaded
		expect "a line in the log that names it" \
			logged "gate32.*$p.*nonsense\|nonsense.*$p"
	done
	expect "an empty hook to be refused" refused load hook=
	expect "loading" load
}

# broken <string>: make a copy of the module in which it begins with an X.
broken()
{
	cp "$ko" "$tmp/broken.ko"
	strings -t d "$ko" | awk -v s="$1" '$2 == s { print $1 }' >"$tmp/at"
	[ -s "$tmp/at" ] || return 1
	while read -r offset; do
		printf X | dd of="$tmp/broken.ko" bs=1 seek="$offset" \
			conv=notrunc 2>/dev/null
	done <"$tmp/at"
}

# A function to be hooked, one to be called, and a handler that this kernel
# does not have.
test_missing_function()
{
	for f in vm_unmapped_area compat_arm_syscall __arm64_sys_getpid; do
		expect "unloading" unload_soon
		expect "$f in the module" broken "$f"
		mark "missing-$f"
		expect "a module that needs X${f#?} to be refused" \
			refused insmod "$tmp/broken.ko"
		expect "it not to be loaded" not loaded
		expect "a line in the log that names it" \
			logged "gate32: cannot load: .* no function X${f#?}"
	done
	expect "loading" load
}

# with <parameter...>: load so, see that it works, or that it is refused with
# a reason.
with()
{
	expect "unloading" unload_soon
	mark with
	if load "$@" 2>/dev/null; then
		expect "a gate that works ($*)" ./gate_tool works
		expect "a gate that works for a user ($*)" ./gate_tool -u works
		expect "processes that come and go ($*)" ./gate_tool churn 20
	else
		# EOPNOTSUPP: there are kernels without it.
		expect "the reason why it is refused ($*)" \
			logged "gate32: cannot .* error -95"
		skipped="this kernel cannot do $*"
	fi
}

test_hook_auto()
{
	with hook=auto
	expect "it to be loaded" loaded
}

# Kernels before 6.5 do not have it on arm64.
test_hook_direct()
{
	with hook=direct
	! loaded || expect "to be entered by direct" entered_by direct
}

test_hook_ftrace()
{
	with hook=ftrace
	! loaded || expect "to be entered by ftrace" entered_by ftrace
}

test_hook_kprobe()
{
	with hook=kprobe
	! loaded || expect "to be entered by kprobe" entered_by kprobe
}

test_lookup_kprobe()
{
	with lookup=kprobe
}

test_lookup_walk()
{
	with lookup=walk
	expect "it to be loaded" loaded
}

# unload_under <what to do>
unload_under()
{
	expect "loading" plain
	expect "a process that is ready" start holder "$@"
	sleep 0.5
	expect "unloading to be refused" refused unload
	expect "it to be loaded" loaded
	expect "a gate that works" ./gate_tool works
	stop
	expect "unloading within five seconds of its death" within 5 unload
	expect "no trace of gate32" ./gate_tool absent
}

test_unload_under_gate()
{
	unload_under hold
}

test_unload_under_limit()
{
	unload_under hold-limit
}

test_unload_under_call()
{
	unload_under hold-call
}

# The process lives on, but its gate is gone.
# runs <pid> <words>: is that what the process has been started with?
runs()
{
	[ "$(tr '\0' ' ' <"/proc/$1/cmdline")" = "$2 " ]
}

test_unload_after_exec()
{
	expect "loading" plain
	./gate_tool exec ./gate_tool idle >"$tmp/exec" 2>&1 &
	pid=$!
	expect "the process to exec" within 10 runs "$pid" "./gate_tool idle"
	expect "unloading within five seconds of exec" within 5 unload
	expect "the process to live" kill -0 "$pid"
	stop
}

test_unload_under_storm()
{
	expect "loading" plain
	./gate_tool storm 5 >"$tmp/storm1" 2>&1 &
	storm1=$!
	./gate_tool storm 5 >"$tmp/storm2" 2>&1 &
	storm2=$!
	end=$(($(date +%s) + 4))
	unloaded=0
	while [ "$(date +%s)" -lt "$end" ]; do
		if unload 2>/dev/null; then
			unloaded=$((unloaded + 1))
			expect "loading again" load
		fi
		sleep 0.05
	done
	expect "the first storm to see right answers" wait "$storm1"
	expect "the second storm to see right answers" wait "$storm2"
	ktap_print_msg "unloaded $unloaded times under it"
	expect "a gate that works" reload
	expect "a gate that works" ./gate_tool works
}

# set_allow <value>
set_allow()
{
	echo "$1" >$sys/parameters/allow
}

test_allow_nobody()
{
	expect "loading" plain
	expect "setting it" set_allow nobody
	expect_output nobody cat $sys/parameters/allow
	expect_output -1 ./gate_tool enable
	expect_output -1 ./gate_tool -u enable
	expect_output -1 ./gate_tool limit 0x80000000
	expect_output 0 ./gate_tool limit 0
	expect "the right order of checks" ./gate_tool order
}

test_allow_admin()
{
	expect "loading" plain
	expect "setting it" set_allow admin
	expect_output admin cat $sys/parameters/allow
	expect_output 0 ./gate_tool enable
	expect_output 0 ./gate_tool limit 0x80000000
	expect_output -1 ./gate_tool -u enable
	expect_output -1 ./gate_tool -u limit 0x80000000
	# What counts is the administrator of the machine.
	if ./gate_tool -n features >/dev/null; then
		expect_output -1 ./gate_tool -n enable
		expect_output -1 ./gate_tool -n limit 0x80000000
	fi
	expect_output 0 ./gate_tool -u limit 0
	expect "the right order of checks for a user" ./gate_tool -u order
	expect "a gate that works" ./gate_tool works
}

test_allow_unfiltered()
{
	expect "loading" plain
	expect_output 0 ./gate_tool -f enable
	expect "setting it" set_allow unfiltered
	expect_output unfiltered cat $sys/parameters/allow
	expect_output 0 ./gate_tool -u enable
	expect_output 0 ./gate_tool -u limit 0x80000000
	expect_output -1 ./gate_tool -f enable
	expect_output -1 ./gate_tool -f limit 0x80000000
	expect_output 0 ./gate_tool -f limit 0
	expect "the right order of checks" ./gate_tool -f order
}

test_allow_everybody()
{
	expect "loading" plain
	expect_output everybody cat $sys/parameters/allow
	expect "setting it" set_allow nobody
	expect "setting it back" set_allow everybody
	expect_output 0 ./gate_tool -u enable
	expect_output 0 ./gate_tool -u limit 0x80000000
	expect "a gate that works for a user" ./gate_tool -u works
}

test_allow_at_load()
{
	for p in nobody admin unfiltered everybody; do
		expect "loading" reload allow=$p
		expect_output $p cat $sys/parameters/allow
		expect_output $p cat $sysctl
	done
	expect "loading" reload allow=admin
	expect_output 0 ./gate_tool enable
	expect_output -1 ./gate_tool -u enable
}

test_allow_bad_value()
{
	expect "loading" reload allow=admin
	expect "a bad value to be refused" refused set_allow nonsense
	expect "an empty value to be refused" refused set_allow ""
	expect_output admin cat $sys/parameters/allow
}

# set_sysctl <value>
set_sysctl()
{
	echo "$1" >$sysctl
}

# The parameter and the sysctl are one setting.
test_allow_by_sysctl()
{
	expect "loading" plain
	expect_output everybody cat $sysctl
	for p in nobody admin unfiltered everybody; do
		expect "setting it" set_sysctl $p
		expect_output $p cat $sysctl
		expect_output $p cat $sys/parameters/allow
	done
	expect "setting the parameter" set_allow nobody
	expect_output nobody cat $sysctl
	expect_output -1 ./gate_tool enable
	for p in nonsense "" 2 adminadminadminadmin everybodyeverybody; do
		expect "'$p' to be refused" refused set_sysctl "$p"
	done
	expect_output nobody cat $sysctl
	expect "setting it" set_sysctl everybody
	expect_output 0 ./gate_tool -u enable
	expect "unloading" unload_soon
	expect "it to be gone" [ ! -e $sysctl ]
	expect "loading" load
}

test_lock_needs_no_leave()
{
	expect "loading" plain
	expect "setting it" set_allow nobody
	expect_output -1 ./gate_tool -u lock ./gate_tool enable
	expect "setting it" set_allow everybody
	expect_output -1 ./gate_tool -u lock ./gate_tool enable
	expect_output 0 ./gate_tool -u enable
	expect "unloading after exec of a locked process" unload_soon
	expect "loading" load
}

# What is locked stays so when the module has come and gone.
test_lock_outlives_module()
{
	expect "loading" plain
	expect "a locked process" start locked lock ./gate_tool later "$tmp/go2"
	locked=$pid
	expect "one that is not" start control later "$tmp/go2"
	expect "loading again" reload
	touch "$tmp/go2"
	wait "$locked" "$pid"
	expect_output -1 sed 1d "$tmp/locked"
	expect_output 0 sed 1d "$tmp/control"
}

test_allow_keeps_open_gates()
{
	expect "loading" plain
	expect "a process that is ready" start keeper still-open "$tmp/go"
	expect "setting it" set_allow nobody
	touch "$tmp/go"
	expect "its gate to be open" wait "$pid"
}

test_tracepoints()
{
	if [ ! -d $tracefs/events ]; then
		skipped="no tracefs at $tracefs"
		return
	fi
	expect "loading" plain
	: >$tracefs/trace
	expect "switching them on" eval \
		"echo 1 >$tracefs/events/gate32/enable"
	close=$(./gate_tool close 0x12345678)
	echo 0 >$tracefs/events/gate32/enable
	expect "the call's entry" grep -q \
		"gate32_enter: nr=$close args=12345678,0,0,0,0,0" $tracefs/trace
	expect "the call's exit" grep -q "gate32_exit: nr=$close ret=-9" \
		$tracefs/trace
	: >$tracefs/trace
	expect "a call" ./gate_tool close 0x12345678
	expect "nothing when they are off" not grep -q gate32_ $tracefs/trace
	expect "unloading" unload_soon
	expect "no events" not test -d $tracefs/events/gate32
}

ftrace_enabled=/proc/sys/kernel/ftrace_enabled

# can_switch: can ftrace be switched off while gate32 is not there?
can_switch()
{
	if [ ! -e $ftrace_enabled ]; then
		skipped="no $ftrace_enabled"
		return 1
	fi
	expect "unloading" unload_soon
	if ! echo 0 2>/dev/null >$ftrace_enabled; then
		skipped="this kernel's ftrace cannot be switched off"
		return 1
	fi
	echo 1 >$ftrace_enabled
}

has_kprobes()
{
	grep -q ' register_kprobe$' /proc/kallsyms
}

# Hooks by ftrace must not be lost silently.
test_ftrace_switch()
{
	can_switch || return
	expect "loading" reload hook=ftrace
	expect "switching ftrace off to be refused" refused eval \
		"echo 0 >$ftrace_enabled"
	expect_output 1 cat $ftrace_enabled
	expect "a gate that works" ./gate_tool works
	if reload hook=direct 2>/dev/null; then
		expect "switching ftrace off to be refused (direct)" \
			refused eval "echo 0 >$ftrace_enabled"
		expect_output 1 cat $ftrace_enabled
		expect "a gate that works" ./gate_tool works
	fi
	# Control: what does not depend on it does not mind.
	has_kprobes || return
	expect "loading by kprobe" reload hook=kprobe
	expect "switching ftrace off" eval "echo 0 >$ftrace_enabled"
	expect "a gate that works" ./gate_tool works
	echo 1 >$ftrace_enabled
	expect "a gate that works" ./gate_tool works
}

test_ftrace_off_at_load()
{
	can_switch || return
	echo 0 >$ftrace_enabled
	mark ftrace-off
	expect "hooks by ftrace to be refused" refused load hook=ftrace
	expect "a reason in the log" logged "gate32: cannot"
	expect "it not to be loaded" not loaded
	expect "no trace of gate32" ./gate_tool absent
	if has_kprobes; then
		expect "kprobes to be taken instead" load
		expect "a gate that works" ./gate_tool works
		expect "unloading" unload_soon
	else
		mark ftrace-off-auto
		expect "any hooks to be refused" refused load
		expect "the reason in the log, not the lack of kprobes" \
			logged "gate32: cannot hook .* error -16"
		expect "it not to be loaded" not loaded
	fi
	echo 1 >$ftrace_enabled
	expect "loading" load
	expect "a gate that works" ./gate_tool works
}

# says <status> <pattern> <command...>: for gate32-check's status, and a line.
says()
{
	status=$1
	pattern=$2
	shift 2
	got=$("$@" 2>&1)
	if [ $? != "$status" ] || ! echo "$got" | grep -q "$pattern"; then
		echo "expected status $status and '$pattern' of: $*"
		echo "$got"
		return 1
	fi
}

will_work="^verdict: gate32 will work once"
works="^verdict: gate32 works"
works_not="^verdict: gate32 does not work here: "

test_check_before_loading()
{
	expect "unloading" unload_soon
	expect "it to foresee that the module can be loaded" \
		says 0 "$will_work" ./gate32-check --module "$ko"
	expect "it to have read the module" \
		says 0 "^yes   module  *$ko" ./gate32-check --module "$ko"
	expect "it to have changed nothing" not loaded
	if echo 0 2>/dev/null >$ftrace_enabled; then
		status=0
		has_kprobes || status=1
		expect "it to see that ftrace is off" says $status \
			"hooks .*ftrace: switched off" ./gate32-check
		echo 1 >$ftrace_enabled
	fi
	expect "loading" load
}

test_check_loaded()
{
	expect "loading" plain
	expect "it to find gate32" says 0 "$works" ./gate32-check
	expect "it to tell users the same" \
		says 0 "$works" ./gate_tool -u lock ./gate32-check
	expect "it to see the filter that it is under" \
		says 0 "^note  seccomp" ./gate_tool -f lock ./gate32-check
	expect "it to see no other" \
		not says 0 "^note  seccomp" ./gate32-check
}

test_check_permission()
{
	expect "loading" plain
	expect "setting it" set_allow nobody
	expect "it to say that nobody may" \
		says 1 "${works_not}permission: nobody" ./gate32-check
	expect "setting it" set_allow unfiltered
	expect "it to say that it may" says 0 "$works" ./gate32-check
	expect "it to say that it may not under a filter" \
		says 1 "${works_not}permission: not under a seccomp filter" \
		./gate_tool -f lock ./gate32-check
	expect "setting it back" set_allow everybody
}

test_check_aarch32()
{
	if ./arm32_call >/dev/null 2>&1; then
		expect "it to see that the CPU has AArch32" \
			says 0 "^note  AArch32  *this CPU runs" ./gate32-check
	else
		expect "it to see that the CPU has no AArch32" \
			says 0 "^note  AArch32  *this CPU has none" ./gate32-check
	fi
}

# Hooks in functions that every process calls, and those that stay.
demanded="vm_unmapped_area get_unmapped_area wake_up_new_task io_issue_sqe"
! grep -q ' io_waitid_cb$' /proc/kallsyms || demanded="$demanded io_waitid_cb"
constant="sys_ni_syscall __arm64_sys_prctl"

# Where the kernel lists what is hooked by ftrace, or else by kprobes.
hooked=$tracefs/enabled_functions
hooked_by=ftrace
if [ ! -e $hooked ]; then
	hooked=/sys/kernel/debug/kprobes/list
	hooked_by=kprobe
fi

# has_hook <function>: is it hooked, by whatever?
has_hook()
{
	case $hooked_by in
	ftrace) grep -q "^_*$1 " $hooked ;;
	kprobe) grep -q "[[:space:]]_*$1+0x0 " $hooked ;;
	esac
}

no_demanded()
{
	for f in $demanded; do
		! has_hook "$f" || return 1
	done
}

all_demanded()
{
	for f in $demanded; do
		has_hook "$f" || return 1
	done
}

test_on_demand_hooks()
{
	if [ ! -e $hooked ]; then
		skipped="no $tracefs/enabled_functions and no $hooked"
		return
	fi
	expect "loading" reload hook=$hooked_by
	for f in $constant; do
		expect "$f to be hooked" has_hook "$f"
	done
	expect "nothing else while nobody has a gate" no_demanded
	expect "a process that is ready" start holder hold
	expect "the others while somebody has" all_demanded
	stop
	expect "them to go within five seconds of its death" within 5 no_demanded
	expect "a process that is ready" start holder hold-limit
	expect "the others while somebody has a limit" all_demanded
	stop
	expect "them to go within five seconds of its death" within 5 no_demanded
	for f in $constant; do
		expect "$f to be hooked" has_hook "$f"
	done
	expect "unloading" unload_soon
	for f in $constant; do
		expect "$f not to be hooked" not has_hook "$f"
	done
}

no_states()
{
	[ "$(cat $sys/refcnt)" = 0 ]
}

slab=/sys/kernel/slab/gate32_state

# Each state holds a reference to the module, so they can be counted.
test_no_leak()
{
	expect "loading" plain
	expect_output 0 cat $sys/refcnt
	expect "400 processes" ./gate_tool churn 200
	expect "their states to go within five seconds" within 5 no_states
	expect "a process that is ready" start holder hold
	expect "its state to be counted" not no_states
	stop
	expect "its state to go within five seconds" within 5 no_states
	if [ -e $slab/shrink ] && grep -q '^gate32_state ' /proc/slabinfo; then
		# Else free objects in the CPUs' own lists count as used.
		echo 1 >$slab/shrink
		expect "no object in the cache" grep -q '^gate32_state *0 ' \
			/proc/slabinfo
	fi
}

#
# Run them
#

was_loaded=
if loaded; then
	was_loaded=1
	parameters=
	for p in hook lookup allow; do
		parameters="$parameters $p=$(cat $sys/parameters/$p)"
	done
fi
pid=

finish()
{
	[ -z "$pid" ] || kill -KILL "$pid" 2>/dev/null
	[ ! -e $ftrace_enabled ] || echo 1 >$ftrace_enabled
	unload_soon
	# shellcheck disable=SC2086 # a list of parameters
	[ -z "$was_loaded" ] || load $parameters
	rm -rf "$tmp"
}
trap finish EXIT

# shellcheck disable=SC2086 # a list of names
set -- $tests
ktap_set_plan $#
for t; do
	failed=
	skipped=
	"test_$t"
	if [ -n "$failed" ]; then
		ktap_test_fail "$t"
	elif [ -n "$skipped" ]; then
		# ktap_test_skip() has no room for a reason.
		__ktap_test ok "$t" "SKIP $skipped"
		KTAP_CNT_SKIP=$((KTAP_CNT_SKIP + 1))
	else
		ktap_test_pass "$t"
	fi
done
ktap_finished
