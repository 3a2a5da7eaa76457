#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# make-armhf.sh - pack the armhf programs for the guest
#
# Usage: make-armhf.sh <output.cpio>
#
# The archive puts Debian's armhf files, unchanged, below /opt/gate32/armhf/,
# without documentation and translations.

set -eu
# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/lib.sh"

case "${1:-}" in -*) common_option "$1" ;; esac
[ $# = 1 ] || die "need an output file (see --help)"
output=$1
sysroot=$GATE32_CACHE/sysroot-armhf
[ -e "$sysroot/.packages" ] || die "no armhf programs in the cache (make fetch)"

mkdir -p "$(dirname "$output")"
output=$(realpath -m "$output")
tmp=$(mktemp -d "$output.XXXXXX")
trap 'rm -rf "$tmp"' EXIT
mkdir -p "$tmp/root/opt/gate32/armhf"
tar -c -C "$sysroot" --exclude=./usr/share --exclude=./var/lib/dpkg \
	--exclude='./usr/lib/*/gconv' . |
	tar -x -C "$tmp/root/opt/gate32/armhf"
(cd "$tmp/root" && find . | LC_ALL=C sort |
	cpio --quiet -o -H newc -R 0:0) >"$tmp/cpio"
mv "$tmp/cpio" "$output"
