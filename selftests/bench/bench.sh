#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# bench.sh - the benchmark: boot a guest, measure, print the tables, judge
#
# Usage: bench.sh [options]
#
# Counts instructions, for which QEMU has one CPU and a clock that goes by
# instructions. Kernels, modules, the guest's image and bench must have been
# built; "make bench" sees to it. Writes to build/bench/<kernel>-<cpu>/, and
# to build/bench.csv and build/bench-detail.csv what was measured on the first
# kernel. Fails if a limit is exceeded; README.md in this folder explains.
#
#   --kernel <6.12|6.1>	may be repeated (default: $KERNEL of "make bench", or
#			all); patched-6.12 is compared with plain-6.12, without
#			the patches
#   --cpu <name>	default cortex-a72; a64fx has no AArch32 to compare with
#   --no-attribution	do not count by function where a getpid is spent

set -eu -o pipefail
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=scripts/lib.sh
. "$here/../../scripts/lib.sh"

kernels=() cpu=cortex-a72 attribution=1
programs=$top/build/selftests/bench

while [ $# -gt 0 ]; do
	case "$1" in
	--kernel | --cpu)
		[ $# -ge 2 ] || die "$1 needs a value"
		case "$1" in
		--kernel) kernels+=("$2") ;;
		--cpu) cpu=$2 ;;
		esac
		shift
		;;
	--no-attribution) attribution= ;;
	*)
		common_option "$1"
		die "unknown argument '$1' (see --help)"
		;;
	esac
	shift
done
if [ ${#kernels[@]} -eq 0 ]; then
	read -ra kernels <<<"${KERNEL:-$KERNELS}"
fi
no_aarch32=
[ "$cpu" != a64fx ] || no_aarch32=--no-aarch32
for f in bench bench32; do
	[ -e "$programs/$f" ] || die "no $programs/$f (make -C selftests bench)"
done

# boot <kernel> <folder> <argument of guest.sh> [file]: to the folder's raw.new
boot()
{
	"$top/scripts/run-guest.sh" --kernel "$1" --cpu "$cpu" --smp 1 \
		--mem 1G --no-module --load vivid \
		--files "$programs/bench $programs/bench32 $here/guest.sh ${4:-}" \
		--dir "$2/guest" --qemu "-icount shift=0,sleep=off" \
		-- ./guest.sh "$3" |
		tee -a "$2/raw.new" | awk -v prog="$prog" '
			{ label = $1 }
			label != last && label !~ /^(hooks|missing)$/ {
				print prog ": measuring " label >"/dev/stderr"
				last = label
			}'
}

# measure <kernel> <folder>
measure()
{
	local kernel=$1 out=$2

	mkdir -p "$out"
	rm -f "$out/raw.new"
	if is_patched "$kernel"; then
		boot "plain-${kernel#patched-}" "$out" plain
		boot "$kernel" "$out" builtin
	else
		boot "$kernel" "$out" ./gate32.ko \
			"$top/build/$kernel/module/gate32.ko"
	fi
	mv "$out/raw.new" "$out/raw.tsv"
}

# report <kernel> <folder>
report()
{
	local kernel=$1 out=$2 options=()

	if is_patched "$kernel"; then
		options=(--built-in)
	elif ! grep -q '^CONFIG_DYNAMIC_FTRACE_WITH_DIRECT_CALLS=y' \
		"$GATE32_CACHE/kernels/$kernel/config"; then
		options=(--no-direct)
	fi
	# shellcheck disable=SC2086 # an option or none
	"$here/report.py" --folder "$out" $no_aarch32 \
		${options[@]+"${options[@]}"} \
		--title "Linux $(cat "$GATE32_CACHE/kernels/$kernel/release"), $cpu" \
		"$out/raw.tsv"
}

status=0
for kernel in "${kernels[@]}"; do
	out=$top/build/bench/$kernel-$cpu
	measure "$kernel" "$out"
	report "$kernel" "$out" | tee "$out/report.txt" || status=1
	if [ -n "$attribution" ]; then
		no_module=
		! is_patched "$kernel" || no_module=--no-module
		# shellcheck disable=SC2086 # an option each, or none
		"$here/attribute.py" $no_aarch32 $no_module --kernel "$kernel" --cpu "$cpu" \
			--programs "$programs" --listing "$out/path.txt" |
			tee "$out/attribution.txt"
	fi
done
out=$top/build/bench/${kernels[0]}-$cpu
cp "$out/bench.csv" "$out/bench-detail.csv" "$top/build/"
info "tables: $top/build/bench.csv, $top/build/bench-detail.csv"
exit "$status"
