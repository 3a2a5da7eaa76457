#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# translators.sh - what system calls cost in whole translators
#
# Usage: translators.sh [--kernel <6.12|6.1>]
#
# Counts, as bench.sh does, the instructions that the same 32-bit program takes
# for each operation, the translator's own included: as an AArch32 process, in
# gate32-run and in Debian's qemu-arm. Boots one guest, and writes the table to
# build/bench-translators.csv, too. What does not work in a translator has
# "fails" in its place.

set -eu -o pipefail
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=scripts/lib.sh
. "$here/../../scripts/lib.sh"

kernel=6.12
while [ $# -gt 0 ]; do
	take_value kernel "$@"
	shift 2
done
programs=$top/build/selftests
out=$top/build/bench/$kernel-translators
qemu_arm=$GATE32_CACHE/qemu-user/qemu-arm-static
for f in "$programs/bench/bench32" "$programs/translator/gate32-run" "$qemu_arm"; do
	[ -e "$f" ] || die "no $f (make bench sees to that)"
done

mkdir -p "$out"
# Stripped: the guest's disk is its memory.
aarch64-linux-gnu-strip -o "$out/gate32-run" "$programs/translator/gate32-run"
info "measuring on $kernel"
"$top/scripts/run-guest.sh" --kernel "$kernel" --cpu cortex-a72 --smp 1 --mem 2G \
	--load vivid --dir "$out/guest" --timeout 1800 \
	--files "$programs/bench/bench32 $out/gate32-run $qemu_arm" \
	--qemu "-icount shift=0,sleep=off" -- \
	'sleep 5
	./bench32 -t aarch32 native
	./gate32-run ./bench32 -t gate32-run native
	./qemu-arm-static ./bench32 -t qemu-arm native' >"$out/raw.tsv"
"$here/translators.py" "$out/raw.tsv" "$top/build/bench-translators.csv"
