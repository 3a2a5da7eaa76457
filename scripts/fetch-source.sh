#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# fetch-source.sh - unpack (a part of) the source that Debian builds a kernel from
#
# Usage: fetch-source.sh <series> <folder> [file...]
#
# The series is that of a linux-source package, as 6.12. Without files the whole
# tree is put into the folder, else just these.

set -eu
# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/lib.sh"

case "${1:-}" in -*) common_option "$1" ;; esac
[ $# -ge 2 ] || die "need a series and a folder (see --help)"
series=$1 folder=$2
shift 2

fetch()
{
	local archive=$GATE32_CACHE/sources/linux-source-$series.tar.xz tmp

	mkdir -p "$GATE32_CACHE/sources"
	[ ! -e "$archive" ] || return 0
	tmp=$(mktemp -d "$GATE32_CACHE/source.XXXXXX")
	# shellcheck disable=SC2064 # expand now
	trap "rm -rf '$tmp'" EXIT
	foreign_apt_setup arm64 "$host_arch"
	foreign_download "$tmp/debs" "linux-source-$series"
	unpack_debs "$tmp/source" "$tmp"/debs/*.deb
	mv "$tmp/source/usr/src/linux-source-$series.tar.xz" "$archive"
	rm -rf "$tmp"
	trap - EXIT
}

with_cache_lock fetch
mkdir -p "$folder"
tar -xf "$GATE32_CACHE/sources/linux-source-$series.tar.xz" -C "$folder" \
	--strip-components=1 "${@/#/linux-source-$series/}"
