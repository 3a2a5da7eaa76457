#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# build-module.sh - build gate32.ko
#
# Usage: build-module.sh [--output <folder>] <kernel> [make arguments]
#
# For one of the kernels in the cache (6.12, 6.1 and others), or for another one
# by its release, as uname -r has it, if its headers are installed (or KDIR says
# where they are).
#
# Builds in a copy of module/ and uapi/ below build/<kernel>/ (or the folder
# given), so that kernels do not meet in one folder. Only files that changed
# are copied, so that only these are compiled again.
#
# The compiler is the one that the kernel was built by: gcc, or the clang of that
# version, where it is installed under its own name (clang-19), else "clang".

set -eu
# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/lib.sh"

out=
case "${1:-}" in
--output)
	[ $# -ge 2 ] || die "$1 needs a value"
	out=$2
	shift 2
	;;
-*) common_option "$1" ;;
esac
[ $# -ge 1 ] || die "need a kernel (see --help)"
kernel=$1
shift
kdir=$GATE32_CACHE/kernels/$kernel/build
if [ ! -e "$kdir" ]; then
	case " $KERNELS " in
	*" $kernel "*) die "kernel $kernel is not in the cache (make fetch)" ;;
	esac
	kdir=${KDIR:-/lib/modules/$kernel/build}
	[ -e "$kdir" ] || die "no headers of kernel $kernel in $kdir"
fi
args=(ARCH=arm64)
[ "$(uname -m)" = aarch64 ] || args+=(CROSS_COMPILE=aarch64-linux-gnu-)
grep -qsx 'CONFIG_KUNIT=[ym]' "$kdir/.config" && args+=(GATE32_KUNIT=m)
out=${out:-$top/build/$kernel}

# clang_of <config>: for "make LLVM=", if clang has built the kernel
clang_of()
{
	local version suffix

	grep -qsx CONFIG_CC_IS_CLANG=y "$1" || return 0
	version=$(sed -n 's/^CONFIG_CLANG_VERSION=//p' "$1")
	suffix=-$((version / 10000))
	command -v "clang$suffix" >/dev/null || suffix=1
	echo "LLVM=$suffix"
}
llvm=$(clang_of "$kdir/.config")
[ -z "$llvm" ] || args+=("$llvm")

mkdir -p "$out"
exec 9>"$out/.module-lock"
flock 9
sources()
{
	find . -type f \( -name '*.[chS]' -o -name 'Kbuild*' -o -name Makefile \) \
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
# A newer Debian's headers are for its own compiler and C library.
debian=$(stock_release "$kernel")
debian=${debian%-backports} within=()
[[ -z $debian || $debian = "$DEBIAN_RELEASE" ]] ||
	within=("$top/scripts/build-root.sh" "$debian")
"${within[@]}" make -j "$(nproc)" -C "$kdir" M="$out/module" "${args[@]}" "$@" modules
