#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# fetch-qemu-user.sh - fetch the translator that most people use today
#
# Usage: fetch-qemu-user.sh [--update]
#
# Unpacks qemu-arm-static of Debian's qemu-user-static for arm64 to
# $GATE32_CACHE/qemu-user/. The scenario "today" and "make bench" run the same
# programs in it that they run through the gate. The file .package names the
# version.

set -eu
# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/lib.sh"

dest=$GATE32_CACHE/qemu-user
take_update "$@"

fetch()
{
	local tmp

	# shellcheck disable=SC2086 # an option or nothing
	foreign_apt_setup $update arm64
	tmp=$(mktemp -d "$GATE32_CACHE/qemu-user.XXXXXX")
	# shellcheck disable=SC2064 # expand now
	trap "rm -rf '$tmp'" EXIT
	foreign_download "$tmp" qemu-user-static:arm64
	# All targets together take some 200 MB.
	dpkg-deb --fsys-tarfile "$tmp"/*.deb |
		tar -x -C "$tmp" --strip-components=3 ./usr/bin/qemu-arm-static
	# shellcheck disable=SC2016 # dpkg-deb expands these
	dpkg-deb -W --showformat='${Package} ${Version}\n' "$tmp"/*.deb \
		>"$tmp/.package"
	rm "$tmp"/*.deb
	chmod 755 "$tmp"
	rm -rf "$dest"
	mv "$tmp" "$dest"
	trap - EXIT
	info "qemu-arm-static in $dest"
}

[ -z "$update" ] && [ -e "$dest/.package" ] && exit 0
with_cache_lock fetch
