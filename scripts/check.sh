#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# check.sh - run all tests and judge them
#
# Usage: check.sh [--kernel K] [--cpu C] [--variant V] [--select PATTERN]
#		  [--jobs N] [--matrix LIST] [--guests] [--update]
#
# Boots the guests of scripts/check.list (those that match), runs the
# selftests in each, and runs the host's own tests (lint and others). What
# they print is kept in build/check/, and ktap-gate.py has the last word.
# Everything must be built before: that is what "make check" does. With
# GATE32_STRESS=full in the environment the stress tests run in their full form.
#
#   --select	only test programs whose "suite/program" matches
#   --jobs	guests at the same time (default 2, 1 on one CPU)
#   --matrix	another list of guests, as scripts/debug.list
#   --guests	none of the host's own tests
#   --update	write the list of expected tests instead of judging

set -eu
# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/lib.sh"

kernel='' cpu='' variant='' select='' jobs='' matrix=scripts/check.list update=''
guests='' booted=0
while [ $# -gt 0 ]; do
	case "$1" in
	--guests) guests=yes ;;
	--update) update=--update ;;
	*)
		take_value "kernel cpu variant select jobs matrix" "$@"
		shift
		;;
	esac
	shift
done
if [ -z "$jobs" ]; then
	jobs=2
	[ "$(nproc)" -ge 2 ] || jobs=1
fi

logs=$top/build/check
mkdir -p "$logs"
# The guests inherit no 7: a guest that is left over must not hold the lock.
exec 7>"$logs/.lock"
flock -n 7 || {
	info "waiting for another check in this checkout to end"
	flock 7
}
rm -f "$logs"/*.log "$logs"/*.out
runs=()
started=$SECONDS

# mawk reads blocks, and would be minutes behind.
line_awk=(awk)
case "$(readlink -f "$(command -v awk)")" in
*/mawk) line_awk=(mawk -W interactive) ;;
esac

# Show which program a run has come to, and keep all of it.
progress()
{
	: >"$2"
	# shellcheck disable=SC2016 # awk's
	"${line_awk[@]}" -v label="$1" -v log_file="$2" '
		{
			print >>log_file
			fflush(log_file)
		}
		/^# gate32: begin / {
			bad = n = 0
		}
		/^ok / {
			n++
		}
		/^not ok / {
			n++
			bad++
		}
		/^# gate32: end / {
			note = ""
			if (bad)
				note = ", " bad " NOT OK"
			else if ($5 != "status=0" && $5 != "status=4")
				note = ", " $5
			printf "%-28s %-28s %4d tests %4d s%s\n", label, $4, n,
			       substr($6, 9), note
			fflush()
		}'
}

# guest <kernel> <cpu> <variant> <tests> <parameters>
guest()
{
	local run=$1/${2%%,*}/$3 name=$1-${2%%,*}-$3 status=0 options=() slow=1
	local word params=''

	for word in $5; do
		case "$word" in
		machine=*) options+=(--machine "${word#*=}") ;;
		*) params="$params $word" ;;
		esac
	done
	if [ "$3" = absent ]; then
		options+=(--no-module)
	elif [ "$3" = builtin ]; then
		options+=(--no-module --files "$top/build/$1/module/gate32.ko")
	elif [ -n "$params" ]; then
		options+=(--modparams "${params# }")
	fi
	case "$1/$5" in
	*-rt/*) slow=3 ;;
	# Four CPUs, on a host that may have two.
	*/machine=raspi4b) slow=3 ;;
	# What is built for its patches, or to be like others' kernels, is as
	# fast as a stock kernel; the rest of what is built are debug kernels.
	patched-*[0-9]/* | *-gki/* | *-rpi/*) ;;
	*) ! is_built "$1" || slow=6 ;;
	esac
	[ "${GATE32_STRESS:-}" != full ] || slow=$((slow * 24))
	printf '%-28s boot\n' "$run"
	"$top/scripts/run-guest.sh" --quiet --kernel "$1" --cpu "$2" \
		--dir "$logs/$name" --hardware --armhf --selftests --load test \
		--timeout $((3000 * slow)) \
		${options[@]+"${options[@]}"} \
		-- "GATE32_SLOW=$slow GATE32_STRESS=${GATE32_STRESS:-} /opt/gate32/selftests/run-selftests.sh '$4${select:+,$select}'" \
		2>"$logs/$name.out" | progress "$run" "$logs/$name.log"
	status=${PIPESTATUS[0]}
	# After the fact: what the guest printed could not say it otherwise.
	{
		echo "# gate32: select $4"
		sed 's/^/# gate32: said /' "$logs/$name.out"
		echo "# gate32: guest status=$status"
	} >>"$logs/$name.log"
	if [ "$status" != 0 ]; then
		printf '%-28s FAILED with status %s\n' "$run" "$status"
	fi
}

# The host's tests, as one more suite of programs.
host_tests()
{
	local suites=$logs/suites name command

	rm -rf "$suites"
	mkdir -p "$suites/host"
	cp "$top/scripts/run-selftests.sh" "$suites/"
	echo "timeout=3600" >"$suites/host/settings"
	while read -r name command; do
		echo "host:$name" >>"$suites/kselftest-list.txt"
		printf '#!/bin/sh\ncd %q && exec %s\n' "$top" "$command" \
			>"$suites/host/$name"
		chmod +x "$suites/host/$name"
	done <"$top/scripts/host-tests.list"
	"$suites/run-selftests.sh" "$select"
	echo "# gate32: guest status=0"
}

# Wait until fewer than the allowed number of jobs run.
room()
{
	while [ "$(jobs -rp | wc -l)" -ge "$jobs" ]; do
		wait -n || true
	done
}

# Ctrl-C takes the guests along.
trap 'trap - INT TERM; kill 0' INT TERM

matrix=$top/$matrix
if [ -z "$guests" ]; then
	host_tests 7>&- | progress host/tests "$logs/host.log" 7>&- &
	runs+=("host/tests/default=$logs/host.log")
	# No guest has a test of the host's.
	case ",$select" in
	*,host/*) matrix=/dev/null ;;
	esac
fi
while read -r k c v tests params; do
	[ -z "$kernel" ] || [ "$k" = "$kernel" ] || continue
	[ -z "$cpu" ] || [ "$c" = "$cpu" ] || continue
	[ -z "$variant" ] || [ "$v" = "$variant" ] || continue
	room
	guest "$k" "$c" "$v" "$tests" "$params" </dev/null 7>&- &
	booted=$((booted + 1))
	# The properties of a CPU are no part of names.
	c=${c%%,*}
	runs+=("$k/$c/$v=$logs/$k-$c-$v.log")
done < <(sed -e 's/#.*//' -e '/^[[:space:]]*$/d' "$matrix")
wait
[ "$matrix" = /dev/null ] || [ "$booted" -gt 0 ] || die "no guest in $matrix matches"

info "all runs took $((SECONDS - started)) s; logs in ${logs#"$top/"}/"
exec "$top/scripts/ktap-gate.py" --select "$select" $update \
	--ktap "$logs/results.ktap" "${runs[@]}"
