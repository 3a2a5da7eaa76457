#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# fetch-sysroot.sh - unpack Debian programs of a foreign architecture
#
# Usage: fetch-sysroot.sh [--update] <arm64|armhf>
#
# Fetches the packages listed below for the architecture, with what they
# depend on, and unpacks them, unchanged and not installed, to
# $GATE32_CACHE/sysroot-<architecture>/. The file .packages in it names them
# with their versions.
#
# arm64: what the guest and the reference translator are made from.
# armhf: the programs that the reference translator runs, unmodified.

set -eu
# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/lib.sh"

packages()
{
	case "$1" in
	arm64)
		echo busybox-static libc6 libunicorn2 libunicorn-dev \
			e2fsprogs xfsprogs btrfs-progs dosfstools
		;;
	armhf) echo busybox-static dash bash coreutils libc6 ;;
	*) die "no list of packages for '$1'" ;;
	esac
}

fetch()
{
	local arch=$1 dest=$GATE32_CACHE/sysroot-$1 tmp deb list

	list=$(packages "$arch")
	# shellcheck disable=SC2086 # an option or nothing
	foreign_apt_setup $update "$arch"
	tmp=$(mktemp -d "$GATE32_CACHE/sysroot-$arch.XXXXXX")
	# shellcheck disable=SC2064 # expand now
	trap "rm -rf '$tmp'" EXIT

	# shellcheck disable=SC2086 # a list
	foreign_download_closure "$tmp/debs" "$arch" $list
	unpack_debs "$tmp/root" "$tmp"/debs/*.deb
	echo "# $list" >"$tmp/root/.packages"
	for deb in "$tmp"/debs/*.deb; do
		# shellcheck disable=SC2016 # dpkg-deb expands these
		dpkg-deb -W --showformat='${Package} ${Version}\n' "$deb"
	done >>"$tmp/root/.packages"
	chmod 755 "$tmp/root"

	rm -rf "$dest"
	mv "$tmp/root" "$dest"
	rm -r "$tmp"
	trap - EXIT
	info "$arch programs in $dest"
}

# The list is part of what makes the cached copy right.
current()
{
	[ -e "$GATE32_CACHE/sysroot-$1/.packages" ] &&
		[ "$(head -n 1 "$GATE32_CACHE/sysroot-$1/.packages")" = "# $(packages "$1")" ]
}

update=
while [ $# -gt 0 ]; do
	case "$1" in
	--update) update=--update ;;
	-*) common_option "$1" ;;
	*) break ;;
	esac
	shift
done
[ $# = 1 ] || die "need one architecture (see --help)"

[ -z "$update" ] && current "$1" && exit 0
with_cache_lock fetch "$1"
