#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# build-root.sh - run a command where a newer release of Debian is installed
#
# Usage: build-root.sh <release> [command...]
#
# Modules for kernels that are newer than the host's Debian are built with that
# release's compiler, and the tools of their headers package need its C library.
# Installs the release, as trixie, with what building a module takes to
# $GATE32_CACHE/roots/<release>/, by debootstrap, and runs the command there, as
# who asks for it; the cache and the checkout are where they are outside. Without
# a command it is only installed. Nothing is mounted but for the command alone.

set -eu
# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/lib.sh"

case "${1:-}" in -*) common_option "$1" ;; esac
[ $# -ge 1 ] || die "need a release of Debian (see --help)"
release=$1
shift
root=$GATE32_CACHE/roots/$release

install_root()
{
	local packages=make,kmod,perl,dwarves mirror

	[ ! -e "$root/.complete" ] || return 0
	if [ "$host_arch" = arm64 ]; then
		packages=$packages,gcc
	else
		packages=$packages,gcc-aarch64-linux-gnu
	fi
	mirror=$(debian_sources "$release" | awk '{ print $1; exit }')
	[ -n "$mirror" ] || die "no mirror of Debian $release (name one with GATE32_MIRROR=)"
	info "installing Debian $release with a compiler to $root"
	as_root rm -rf "$root"
	mkdir -p "$root"
	retry as_root debootstrap --variant=minbase --include="$packages" \
		"$release" "$root" "$mirror" >"$GATE32_CACHE/roots/$release.log" 2>&1 ||
		die "debootstrap failed: $(tail -n 3 "$GATE32_CACHE/roots/$release.log")"
	as_root rm -rf "$root"/var/cache/apt/archives/*.deb
	as_root touch "$root/.complete"
}

with_lock "root-$release" install_root
[ $# -gt 0 ] || exit 0

# Visible to the command, and gone with it.
# shellcheck disable=SC2016 # for the inner shell
as_root unshare --mount --propagation private bash -eu -c '
	root=$1 cache=$2 here=$3 user=$4
	shift 4
	for dir in "$cache" "$here" /proc /dev; do
		mkdir -p "$root$dir"
		mount --rbind "$dir" "$root$dir"
	done
	exec chroot --userspec="$user" "$root" "$@"' build-root "$root" \
	"$GATE32_CACHE" "$top" "$(id -u):$(id -g)" "$@"
