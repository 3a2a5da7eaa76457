#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# fuzz.sh - fuzz the gate in a guest, and keep what that brings
#
# Usage: fuzz.sh [--kernel K] [--cpu C] [--time SECONDS] [--seed N]
#		 [--modparams TEXT] [--guest TEXT]
#	 fuzz.sh [--kernel K] [--cpu C] --run FILE [--times N] [--minimise]
#
# Boots the guest (6.12-kcov on cortex-a72, if nothing is said), runs all that
# is in selftests/fuzz/corpus/ and build/fuzz/, then new programs. Everything
# must be built before: "make fuzz" does that. In build/fuzz/ then are
#
#	corpus/		programs that reach what no other one reaches in gate32.ko
#	wide/		the same elsewhere in the kernel; not worth keeping for good
#	findings/	programs that show what must not be, with what it was
#	K-C/		log, what has been reached of gate32.ko and what has not
#	history		a line for each run: kernel, CPU, seconds, executions
#
# The last line is
#
#   fuzz: K/C: N executions in T s, corpus N, gate32 pcs N/M, edges N, splats N, findings N
#
#   --run	only this program; --times says how often
#   --minimise	and find out how much of it is needed
#   --guest	more options of run-guest.sh, as "--smp 4"

set -eu
# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/../../scripts/lib.sh"

kernel=6.12-kcov cpu=cortex-a72 time=600 seed='' modparams='' guest=''
run='' times=1 minimise=''
while [ $# -gt 0 ]; do
	case "$1" in
	--minimise) minimise=--minimise ;;
	*)
		take_value "kernel cpu time seed modparams guest run times" "$@"
		shift
		;;
	esac
	shift
done
here=$top/selftests/fuzz
kept=$top/build/fuzz
out=$kept/$kernel-$cpu
program=$top/build/selftests/fuzz/gate32_fuzz
[ -e "$program" ] || die "no $program (make fuzz)"
mkdir -p "$out" "$kept"/{corpus,wide,findings}
patience=8000
! is_built "$kernel" || patience=30000

# boot <seconds> <command>: what it prints to standard output
boot()
{
	local seconds=$1

	shift
	rm -rf "$out/root"
	mkdir -p "$out/root/root/fuzz/given"
	aarch64-linux-gnu-strip -o "$out/root/root/fuzz/gate32_fuzz" "$program"
	cp -r "$here/corpus" "$kept/corpus" "$kept/wide" "$out/root/root/fuzz/given/" 2>/dev/null
	[ -z "$run" ] || cp "$run" "$out/root/root/fuzz/program"
	# What programs execute
	install -D "$top/build/selftests/gate/arm32_call" \
		"$out/root/root/gate/arm32_call" 2>/dev/null || true
	# shellcheck disable=SC2086 # options
	"$top/scripts/run-guest.sh" --quiet --kernel "$kernel" --cpu "$cpu" \
		--load test --timeout "$seconds" --overlay "$out/root" \
		--dir "$out/guest" ${modparams:+--modparams "$modparams"} $guest \
		-- "cd fuzz && $*" 2>"$out/boot.log"
}

# Sort what the fuzzer prints; all but the programs that did no harm to the log.
sort_output()
{
	: >"$out/last"
	: >"$out/places"
	awk -v kept="$kept" -v out="$out" -v kernel="$kernel" -v cpu="$cpu" '
		function store(folder, name, text, comment) {
			gsub(/; */, "\n", text)
			file = kept "/" folder "/" name
			printf "# SPDX-License-Identifier: GPL-2.0-only\n%s%s",
				comment, text >file
			close(file)
		}
		$1 == "run" {
			last[n++ % 16] = substr($0, 5)
			next
		}
		$1 == "corpus" || $1 == "wide" {
			store($1, $2, substr($0, length($1 $2) + 3), "")
			next
		}
		$1 == "place" {
			print $2, $3 >(out "/places")
			next
		}
		$1 == "finding" {
			text = $0
		}
		$1 == "again" {
			store("findings", kernel "-" cpu "-" ++found,
			      substr($0, 7), "# " text "\n")
		}
		{
			print
			fflush()
		}
		END {
			for (i = n > 16 ? n - 16 : 0; i < n; i++)
				print last[i % 16] >(out "/last")
		}'
}

status=0
if [ -n "$run" ]; then
	boot 600 "./gate32_fuzz --patience=$patience --times=$times $minimise --run=program" ||
		status=$?
	[ "$status" != 99 ] || tail -n 70 "$out/boot.log"
	exit "$status"
fi

# Twice the time, and what it takes to boot and to go through the corpus.
boot $((time * 2 + 900)) "./gate32_fuzz --log --patience=$patience --time=$time \
	${seed:+--seed=$seed} given/corpus given/wide; s=\$?; dmesg | tail -n 30 >&2; exit \$s" |
	sort_output | tee "$out/log" || true
status=${PIPESTATUS[0]}

splats=0
if [ "$status" = 99 ]; then
	# The reproducer is the last one that was begun; those before may matter.
	splats=1
	tail -n 70 "$out/boot.log"
	tail -n 1 "$out/last" | sed 's/; */\n/g' >"$kept/findings/splat-$kernel-$cpu"
	info "the program that was running, those before it are in ${out#"$top/"}/last:"
	cat "$kept/findings/splat-$kernel-$cpu"
	info "again: selftests/fuzz/fuzz.sh --kernel $kernel --cpu $cpu --times 50 --run build/fuzz/findings/splat-$kernel-$cpu"
fi
summary=$("$here/coverage.py" "$top/build/$kernel/module/gate32.ko" "$out/places" "$out/missed")
# The last report of the fuzzer: numbers by name
report=$(grep '^fuzz: ' "$out/log" | tail -n 1 || true)
number()
{
	local n

	n=$(sed -n "s/.* $1 \([0-9]*\).*/\1/p" <<<"$report")
	echo "${n:-0}"
}
findings=$(number findings)
[ -z "$report" ] ||
	echo "$kernel $cpu $(number seconds) $(number executions)" >>"$kept/history"
echo "fuzz: $kernel/$cpu: $(number executions) executions in $(number seconds) s," \
	"corpus $(number corpus), gate32 pcs $summary, edges $(number edges)," \
	"splats $splats, findings $findings"
[ "$splats" = 0 ] && [ "$findings" = 0 ] && [ "$status" = 0 ]
