#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# build-module.sh - build gate32.ko for one of the stock kernels
#
# Usage: build-module.sh <kernel> [make arguments]
#
# Builds in a copy of module/ and uapi/ below build/<kernel>/, so that kernels
# do not meet in one folder. Only files that changed are copied, so that only
# these are compiled again.

set -eu
# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/lib.sh"

case "${1:-}" in -*) common_option "$1" ;; esac
[ $# -ge 1 ] || die "need a kernel (see --help)"
kernel=$1
shift
kdir=$GATE32_CACHE/kernels/$kernel/build
[ -e "$kdir" ] || die "kernel $kernel is not in the cache (make fetch)"
out=$top/build/$kernel

mkdir -p "$out"
exec 9>"$out/.module-lock"
flock 9
sources()
{
	find . -type f \( -name '*.[chS]' -o -name Kbuild -o -name Makefile \) \
		! -name '*.mod.c' -print0
}
for part in module uapi; do
	mkdir -p "$out/$part"
	(cd "$top/$part" && sources | xargs -0 cp --parents -pu -t "$out/$part")
	# A file that is gone from the sources must not go on being built.
	(cd "$out/$part" && sources) | while read -r -d '' file; do
		[ -e "$top/$part/$file" ] || rm "$out/$part/$file"
	done
done
make -C "$kdir" M="$out/module" ARCH=arm64 CROSS_COMPILE=aarch64-linux-gnu- \
	"$@" modules
