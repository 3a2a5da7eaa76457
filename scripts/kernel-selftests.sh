#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# kernel-selftests.sh - do the kernel's own selftests say the same with the patches?
#
# Usage: kernel-selftests.sh <series>
#
# Builds tools/testing/selftests/arm64 and .../seccomp of linux-source-<series>,
# without the patches, and runs them in guests with plain-<series> and
# patched-<series>: on a cortex-a72, and on QEMU's CPU that has everything else
# that they test ("max"). seccomp_benchmark is left out, which judges by how long
# calls take. Prints KTAP, one test a CPU and program, with the lines
# that differ; says at the end how many results were compared. A program that
# differs is run again without the patches: what comes out now so and now
# otherwise there is named and not compared. The tests and what they printed are
# in build/kernel-selftests/<series>/.

set -eu
# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/lib.sh"

case "${1:-}" in -*) common_option "$1" ;; esac
[ $# = 1 ] || die "need a series (see --help)"
series=$1
out=$top/build/kernel-selftests/$series
tests=$out/selftests
cpus="cortex-a72 max,pauth-impdef=on"
for_arm64

# libcap is what the tests of seccomp are linked with.
# shellcheck disable=SC2317 # with_cache_lock runs it
fetch_libcap()
{
	foreign_apt_setup arm64 "$host_arch"
	foreign_download "$out/debs" libcap-dev:arm64 libcap2:arm64
}

build()
{
	local tree=$out/linux libs=$out/libs

	with_cache_lock fetch_libcap || return
	unpack_debs "$libs" "$out"/debs/*.deb
	"$top/scripts/fetch-source.sh" "$series" "$tree"
	make -s -C "$tree" headers
	install -D -t "$tree/usr/include/sys" "$libs/usr/include/sys/capability.h"
	make -s -C "$tree/tools/testing/selftests" TARGETS="arm64 seccomp" \
		LDFLAGS="-L$libs/usr/lib/aarch64-linux-gnu -lpthread" \
		FORCE_TARGETS=1 INSTALL_PATH="$tests.new" install
	cp -L "$libs"/lib/aarch64-linux-gnu/libcap.so.2 "$tests.new/seccomp/"
	cp "$top/scripts/run-selftests.sh" "$tests.new/"
	rm -rf "$tree" "$libs" "$out/debs"
	mv "$tests.new" "$tests"
}

# run <kernel> <cpu> <log> [program [times]]: what they print
run()
{
	local log=$out/$3 status=0

	info "$1, ${2%%,*}${4:+, $4}"
	"$top/scripts/run-guest.sh" --quiet --kernel "$1" --cpu "$2" --no-module \
		--timeout 3600 --files "$tests" --dir "$out/guest" -- "
		cp selftests/seccomp/libcap.so.2 /lib/
		for i in \$(seq ${5:-1}); do
			GATE32_SLOW=3 selftests/run-selftests.sh \
				'!seccomp_benchmark${4:+,$4}'
		done" >"$log" 2>"$log.err" ||
		status=$?
	[ "$status" = 0 ] || die "$1, $2: status $status: $(tail -n 3 "$log.err")"
}

# results <log>: "program: result" lines. What follows a name after '#', and a
# time or number in it, may differ each time.
results()
{
	awk '
		/^# gate32: begin / {
			program = $4
		}
		/^# gate32: end / {
			print program ": " $5
		}
		/^(not )?ok / {
			sub(/ok [0-9]+ */, "ok ")
			if (/# SKIP/)
				sub(/# SKIP.*/, "# SKIP")
			else
				sub(/ *#.*/, "")
			print program ": " $0
		}' "$1" | LC_ALL=C sort
}

# of_program <results> <program>: its lines
of_program()
{
	grep "^$2: " "$1" || true
}

# named: lines of results, each behind the name of its test and a tab
named()
{
	sed -E 'h; s/: (not )?ok /: /; s/: status=.*/: status/; s/ # SKIP$//; G; s/\n/\t/'
}

# unstable <cpu> <program>: tests that say different things without the patches
unstable()
{
	local name=${1%%,*} log=again-${1%%,*}-${2//\//-}.log

	run "plain-$series" "$1" "$log" "$2" 5
	results "$out/$log" | of_program - "$2" |
		cat - <(of_program "$out/plain-$name.results" "$2") | named |
		LC_ALL=C sort -u | cut -f 1 | uniq -d
}

# without <names> <results> <program>: its lines but for those of these tests
without()
{
	of_program "$2" "$3" | named |
		awk -F '\t' '
			FILENAME != "-" { unstable[$1] = 1; next }
			!($1 in unstable)' "$1" - | cut -f 2-
}

# compare <cpu> <program>: status 1, and the lines, if it differs
compare()
{
	local plain=$out/plain-${1%%,*}.results patched=$out/patched-${1%%,*}.results

	: >"$out/unstable"
	! diff <(of_program "$plain" "$2") <(of_program "$patched" "$2") \
		>"$out/difference" || return 0
	unstable "$1" "$2" >"$out/unstable"
	sed 's/^/# not always the same without the patches: /' "$out/unstable"
	diff <(without "$out/unstable" "$plain" "$2") \
		<(without "$out/unstable" "$patched" "$2") >"$out/difference"
}

mkdir -p "$out"
[ -d "$tests" ] || build >"$out/build.log" 2>&1 ||
	die "cannot build them: $(tail -n 3 "$out/build.log")"
count=0 failed=0 compared=0
echo "KTAP version 1"
for cpu in $cpus; do
	name=${cpu%%,*}
	for kernel in plain patched; do
		run "$kernel-$series" "$cpu" "$kernel-$series-$name.log"
		results "$out/$kernel-$series-$name.log" >"$out/$kernel-$name.results"
	done
	while read -r program <&3; do
		count=$((count + 1))
		if compare "$cpu" "$program"; then
			echo "ok $count $name $program"
		else
			failed=$((failed + 1))
			sed 's/^/# /' "$out/difference"
			echo "not ok $count $name $program"
		fi
		compared=$((compared + $(of_program "$out/plain-$name.results" "$program" | wc -l) -
			$(wc -l <"$out/unstable")))
	done 3< <(cut -d : -f 1 "$out/plain-$name.results" | sort -u)
done
echo "1..$count"
echo "# $compared results compared, of $count programs; $failed differ"
exit $((failed > 0))
