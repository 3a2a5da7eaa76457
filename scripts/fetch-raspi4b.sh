#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# fetch-raspi4b.sh - fetch what an emulated Raspberry Pi 4 takes
#
# Usage: fetch-raspi4b.sh [--update]
#
# The QEMU of Debian $DEBIAN_RELEASE has no machine raspi4b; that of its backports
# does, and runs beside it, with the libraries that are installed for the host's.
# The device tree is the one that Debian's kernel 6.12 would find on the board.
# Both go to $GATE32_CACHE/raspi4b/:
#   qemu-system-aarch64
#   dtb			bcm2711-rpi-4-b.dtb
#   package		the Debian packages' names and versions

set -eu
# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/lib.sh"

dest=$GATE32_CACHE/raspi4b

# take <deb> <path> <file>: one file of a package, and who it is of
take()
{
	dpkg-deb --fsys-tarfile "$1" |
		tar -x -O --wildcards --occurrence=1 "$2" >"$tmp/$3" ||
		die "no $2 in ${1##*/}"
	# shellcheck disable=SC2016 # dpkg-deb expands these
	dpkg-deb -W --showformat='${Package} ${Version}\n' "$1" >>"$tmp/package"
}

fetch()
{
	local image

	tmp=$(mktemp -d "$GATE32_CACHE/raspi4b.XXXXXX")
	trap 'rm -rf "$tmp"' EXIT
	# shellcheck disable=SC2086 # an option or nothing
	foreign_apt_setup $update --release "$DEBIAN_RELEASE-backports" "$host_arch"
	foreign_download "$tmp/qemu" qemu-system-arm
	take "$tmp"/qemu/*.deb ./usr/bin/qemu-system-aarch64 qemu-system-aarch64
	chmod 755 "$tmp/qemu-system-aarch64"
	"$tmp/qemu-system-aarch64" -M help | grep -q '^raspi4b ' ||
		die "the backported QEMU does not run here, or has no raspi4b"

	# shellcheck disable=SC2086
	foreign_apt_setup $update arm64 "$host_arch"
	image=$(apt-cache pkgnames linux-image-6.12. |
		grep -E '\+deb[0-9]+-arm64$' | sort -V | tail -n 1)
	[ -n "$image" ] || die "no stock arm64 kernel 6.12 in Debian $DEBIAN_RELEASE"
	foreign_download "$tmp/image" "$image:arm64"
	take "$tmp"/image/*.deb './usr/lib/*/broadcom/bcm2711-rpi-4-b.dtb' dtb

	rm -r "$tmp/qemu" "$tmp/image"
	chmod 755 "$tmp"
	rm -rf "$dest"
	mv "$tmp" "$dest"
	trap - EXIT
	info "QEMU's raspi4b in $dest"
}

take_update "$@"

[ -z "$update" ] && [ -e "$dest/package" ] && exit 0
with_cache_lock fetch
