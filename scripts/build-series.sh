#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# build-series.sh - build a patch series one patch after the other
#
# Usage: build-series.sh [--first N] [--last N] <base>
#
# Of the base, as v6.12 (patch 0), and after each of kernel-patches/<base>/, the
# files that the series touches are compiled with W=1 and sparse: with the options
# that there are by then ("on"), without them ("off") and without COMPAT. A
# warning that the base does not give is a failure. With the options a whole
# kernel is built and booted, on a CPU with AArch32 and on one without, and runs
# what it has to be able to run. After the last one the folders with touched
# files are compiled with all options that can be modules ("allmodconfig").
# Prints KTAP; what was built remains in $GATE32_CACHE/series/<base>/ for the
# next run. Selftests and the initramfs tools have to be there ("make series"
# sees to that).
#
#   --first, --last	only these patches; warnings of patch 0 are kept

set -eu
# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/lib.sh"

first=0 last=99
while [ $# -gt 1 ]; do
	take_value "first last" "$@"
	shift 2
done
case "${1:-}" in -*) common_option "$1" ;; esac
[ $# = 1 ] || die "need a base (see --help)"
base=$1
series=${base#v}
read_series "$base"
work=$GATE32_CACHE/series/$base
tree=$work/linux
kernel=series-$series
fragments=$top/scripts/kernels
for_arm64
count=0 failed=0

# result <name> <file with what is wrong>
result()
{
	count=$((count + 1))
	if [ -s "$2" ]; then
		failed=$((failed + 1))
		sed 's/^/# /' "$2"
		echo "not ok $count $1"
	else
		echo "ok $count $1"
	fi
}

# The tree as it is after that many patches; what does not change is not
# compiled again.
go_to()
{
	local now i same=0

	[ -e "$tree/Makefile" ] || {
		"$top/scripts/fetch-source.sh" "$series" "$tree"
		echo 0 >"$work/now"
	}
	now=$(cat "$work/now")
	# Of those that have been applied, some may have changed since.
	while [ "$same" -lt "$1" ] && [ "$same" -lt "$now" ] &&
		cmp -s "${patches[same]}" "$work/$((same + 1)).patch"; do
		same=$((same + 1))
	done
	for ((i = now; i > same; i--)); do
		patch -s -R -p1 -d "$tree" <"$work/$i.patch"
		echo $((i - 1)) >"$work/now"
	done
	for ((i = same + 1; i <= $1; i++)); do
		cp "${patches[i - 1]}" "$work/$i.patch"
		patch -s -p1 -d "$tree" <"$work/$i.patch"
		echo "$i" >"$work/now"
	done
}

# configure <configuration>: its object tree.
configure()
{
	local out=$work/$1

	mkdir -p "$out"
	case "$1" in
	on) (echo CONFIG_COMPAT=y; cat "$fragments/gate32.config") >"$out/more" ;;
	off) echo CONFIG_COMPAT=y >"$out/more" ;;
	nocompat) printf 'CONFIG_GATE32=y\n# CONFIG_COMPAT is not set\n' >"$out/more" ;;
	esac
	if [ "$1" = allmodconfig ]; then
		make -s -C "$tree" O="$out" allmodconfig
	else
		make -s -C "$tree" O="$out" tinyconfig
		(cd "$out" && "$tree/scripts/kconfig/merge_config.sh" -m .config \
			"$fragments/each.config" more)
		make -s -C "$tree" O="$out" olddefconfig
	fi
}

# Sources that the series touches and this configuration compiles, as objects.
objects()
{
	local file

	sed -n 's|^+++ b/\(.*\)\.c$|\1|p' "${patches[@]}" | grep -v '^tools/' |
		sort -u | while read -r file; do
			case "$file" in
			*/gate32/*) continue ;;
			esac
			[ ! -e "$tree/$file.c" ] || echo "$file.o"
		done
	[ ! -e "$tree/arch/arm64/kernel/gate32/Makefile" ] ||
		! grep -q '^CONFIG_GATE32=y' "$work/$1/.config" ||
		echo arch/arm64/kernel/gate32/
	# They include most of the headers that are touched.
	printf 'arch/arm64/kernel/%s.o\n' entry-common setup sys
	! grep -q '^CONFIG_COMPAT=y' "$work/$1/.config" ||
		printf 'arch/arm64/kernel/%s.o\n' sys32 sys_compat signal32
}

# warnings <log>: without what changes with each edit.
warnings()
{
	grep -E '(warning|error):' "$1" |
		sed -e "s|^$tree/||" -e 's|^\.\./linux/||' -e 's/:[0-9]*:[0-9]*:/:/' |
		LC_ALL=C sort -u
}

# compile <configuration> <log> <argument of make...>: what is wrong, if anything
compile()
{
	local out=$work/$1 log=$2

	shift 2
	make -C "$tree" O="$out" -j "$(nproc)" "$@" </dev/null >>"$log" 2>&1 || {
		echo "does not compile:"
		grep -E 'error:|No rule|Error' "$log" | head -n 20 || true
	}
}

# check_objects <patch> <configuration>
check_objects()
{
	local log=$work/$1-$2.log wrong=$work/wrong objects

	{
		configure "$2" >"$log" 2>&1 || echo "cannot be configured"
		mapfile -t objects < <(objects "$2")
		# Objects of last time would hide what they were warned about.
		(cd "$work/$2" && rm -f "${objects[@]%/}" arch/arm64/kernel/gate32/*.o) \
			2>/dev/null || true
		compile "$2" "$log" W=1 C=1 CHECK="$work/sparse" "${objects[@]}"
		warnings "$log" >"$work/$1-$2.warnings" || true
		[ "$1" = 0 ] ||
			LC_ALL=C comm -13 "$work/0-$2.warnings" "$work/$1-$2.warnings"
	} >"$wrong"
	result "$1 $2" "$wrong"
}

# The folders, with everything that can be a module.
check_folders()
{
	local log=$work/$1-allmodconfig.log wrong=$work/wrong folders

	{
		configure allmodconfig >"$log" 2>&1 || echo "cannot be configured"
		mapfile -t folders < <(objects allmodconfig |
			xargs -n 1 dirname | sort -u)
		compile allmodconfig "$log" "${folders[@]/%//}"
		warnings "$log" || true
	} >"$wrong"
	result "$1 allmodconfig" "$wrong"
}

# install <configuration>: to where run-guest.sh looks for kernels.
install()
{
	local dest=$GATE32_CACHE/kernels/$kernel out=$work/$1

	make -s -C "$tree" O="$out" INSTALL_MOD_PATH="$work/install" modules_install
	rm -rf "$dest"
	mkdir -p "$dest"
	mv "$work"/install/lib/modules/* "$dest/modules"
	rm -rf "$dest"/modules/{build,source}
	mkdir -p "$dest/modules/kernel"
	cp "$out/arch/arm64/boot/Image" "$dest/vmlinuz"
	cp "$out/.config" "$dest/config"
	cp "$out/include/config/kernel.release" "$dest/release"
	echo "linux-source-$series, $base" >"$dest/package"
}

# Tests of the gate, by what is in a kernel with that many patches.
programs()
{
	[ "$1" -lt 6 ] || echo "gate/prctl,gate/route,gate/brk,gate/restart"
}

# boot <patch> <cpu>: what is wrong goes to a file.
boot()
{
	local log=$work/$1-$2.boot tests status=0

	tests=$(programs "$1")
	# The word at the end says that it was reached.
	"$top/scripts/run-guest.sh" --quiet --kernel "$kernel" --cpu "$2" \
		--no-module --armhf --selftests --timeout 900 --dir "$work/guest-$2" -- "
		[ '$2' != cortex-a72 ] ||
			/opt/gate32/selftests/oracle/oracle_arm file/ address/ \
				memory/ pages/ signal/ futex/ |
				grep -E '^(scenario|end)'
		for t in \$(echo '$tests' | tr , ' '); do
			GATE32_SLOW=2 /opt/gate32/selftests/run-selftests.sh \$t
		done
		echo reached the end" >"$log" 2>&1 || status=$?
	{
		[ "$status" = 0 ] || echo "the guest ended with status $status"
		grep '^not ok' "$log" || true
		# 32-bit programs, on the base and now.
		diff <(grep -E '^(scenario|end)' "$work/0-$2.boot") \
			<(grep -E '^(scenario|end)' "$log") || true
		grep -q '^reached the end' "$log" || tail -n 20 "$log"
	} >"$work/wrong-$2"
}

# check_boots <patch>: on all CPUs at the same time.
check_boots()
{
	local cpu

	for cpu in $CPUS; do
		echo "not begun" >"$work/wrong-$cpu"
		boot "$1" "$cpu" &
	done
	wait
	for cpu in $CPUS; do
		result "$1 boot $cpu" "$work/wrong-$cpu"
	done
}

build_image()
{
	local log=$work/$1-image.log

	: >"$log"
	compile on "$log" Image modules >"$work/wrong"
	[ -s "$work/wrong" ] || install on >"$work/wrong" 2>&1
	[ -s "$work/wrong" ] ||
		"$top/scripts/make-initramfs.sh" "$kernel" \
			"$top/build/$kernel/initramfs.cpio" >>"$log" 2>&1 ||
		echo "no initramfs: $(tail -n 3 "$log")" >"$work/wrong"
	result "$1 image" "$work/wrong"
}

series()
{
	local n

	mkdir -p "$work" "$top/build/$kernel"
	# What sparse takes for an error does not keep the base from being built.
	printf '#!/bin/sh\nsparse "$@" || true\n' >"$work/sparse"
	chmod +x "$work/sparse"
	[ "$last" -le ${#patches[@]} ] || last=${#patches[@]}
	[ "$first" = 0 ] || [ -e "$work/0-on.warnings" ] ||
		die "patch 0 has to be built first"
	echo "KTAP version 1"
	for ((n = first; n <= last; n++)); do
		go_to "$n"
		info "$base, patch $n"
		check_objects "$n" off
		check_objects "$n" nocompat
		check_objects "$n" on
		build_image "$n"
		check_boots "$n"
	done
	[ "$last" -lt ${#patches[@]} ] || check_folders "$last"
	echo "1..$count"
}

series
exit $((failed > 0))
