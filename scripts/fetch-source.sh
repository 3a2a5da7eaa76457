#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# fetch-source.sh - unpack (a part of) the source that Debian builds a kernel from
#
# Usage: fetch-source.sh [--update] <series> [<folder> [file...]]
#
# The series is that of a linux-source package, as 6.12, which is fetched to
# $GATE32_CACHE/sources/ first, with a file .package beside it that names the
# version. Without files, which may be patterns, the whole tree is unpacked into
# the folder. --update fetches it again.
#
# The newest series are in newer releases of Debian than the one that the guests
# are made of, and for some months only: the exit status is 4 if no release has
# the package.

set -eu
# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/lib.sh"

update=
if [ "${1:-}" = --update ]; then
	update=--update
	shift
fi
case "${1:-}" in -*) common_option "$1" ;; esac
[ $# -ge 1 ] || die "need a series (see --help)"
series=$1 folder=${2:-}
shift $(($# < 2 ? $# : 2))
archive=$GATE32_CACHE/sources/linux-source-$series.tar.xz

# From here on apt works for the first release that has the package.
find_package()
{
	local release

	for release in "$DEBIAN_RELEASE" trixie-backports sid; do
		# shellcheck disable=SC2086 # an option or nothing
		foreign_apt_setup $update --release "$release" arm64 "$host_arch"
		[ -z "$(apt-cache madison "linux-source-$series")" ] || return 0
	done
	info "Debian has no linux-source-$series"
	exit 4
}

fetch()
{
	local tmp

	[ -n "$update" ] || [ ! -e "$archive" ] || return 0
	mkdir -p "${archive%/*}"
	tmp=$(mktemp -d "$GATE32_CACHE/source.XXXXXX")
	# shellcheck disable=SC2064 # expand now
	trap "rm -rf '$tmp'" EXIT
	find_package
	foreign_download "$tmp/debs" "linux-source-$series"
	# shellcheck disable=SC2016 # dpkg-deb expands these
	dpkg-deb -W --showformat='${Package} ${Version}\n' \
		"$tmp"/debs/*.deb >"${archive%.tar.xz}.package"
	unpack_debs "$tmp/source" "$tmp"/debs/*.deb
	mv "$tmp/source/usr/src/${archive##*/}" "$archive"
	rm -rf "$tmp"
	trap - EXIT
}

with_cache_lock fetch
[ -n "$folder" ] || exit 0
mkdir -p "$folder"
xz -dc --threads=0 "$archive" |
	tar -x -C "$folder" --strip-components=1 --wildcards \
		--no-wildcards-match-slash "${@/#/linux-source-$series/}"
