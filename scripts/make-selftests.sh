#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# make-selftests.sh - pack the installed selftests for the guest
#
# Usage: make-selftests.sh <output.cpio>
#
# Installs the selftests that are built and packs them as
# /opt/gate32/selftests/; /opt/gate32/translator/ leads to the reference
# translator among them.

set -eu
# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/lib.sh"

case "${1:-}" in -*) common_option "$1" ;; esac
[ $# = 1 ] || die "need an output file (see --help)"
output=$1

mkdir -p "$(dirname "$output")"
output=$(realpath -m "$output")
tmp=$(mktemp -d "$output.XXXXXX")
trap 'rm -rf "$tmp"' EXIT
mkdir -p "$tmp/root/opt/gate32"
make -s --no-print-directory -C "$top/selftests" install \
	INSTALL_PATH="$tmp/root/opt/gate32/selftests"
ln -s selftests/translator "$tmp/root/opt/gate32/translator"
(cd "$tmp/root" && find . | LC_ALL=C sort |
	cpio --quiet -o -H newc -R 0:0) >"$tmp/cpio"
mv "$tmp/cpio" "$output"
