#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# fetch-kernel.sh - fetch one of Debian's stock arm64 kernels into the cache
#
# Usage: fetch-kernel.sh [--update] <version>
#
# Unpacks the newest kernel of one of the series and flavours of
# scripts/kernels/stock.list to $GATE32_CACHE/kernels/<version>/:
#   vmlinuz, config	the kernel as Debian ships it
#   release			the text of uname -r
#   package			the Debian package's name and version
#   modules/			its lib/modules/<release>
#   debian			the release of Debian that it is of
#   build/			a tree to build modules against:
#				make -C build M=... ARCH=arm64 \
#					CROSS_COMPILE=aarch64-linux-gnu-
#
# Nothing happens if the kernel is there already; --update looks for a newer
# one.

set -eu
# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/lib.sh"

# image_package <version>: the newest arm64 image of the series and flavour.
image_package()
{
	local series=${1%%-*} flavour=${1#"${1%%-*}"} arch=arm64

	# That of larger pages is said behind the architecture.
	case "$flavour" in
	-16k)
		arch=arm64$flavour
		flavour=
		;;
	esac
	# Signed images only: neither -unsigned nor debug symbols, nor other
	# flavours such as cloud, rt and 16k.
	apt-cache pkgnames "linux-image-$series." |
		grep -E "^linux-image-${series//./\\.}\.[0-9]+(\+deb[0-9]+|-[0-9]+)$flavour-$arch$" |
		sort -V | tail -n 1
}

fetch()
{
	local version=$1 dest=$GATE32_CACHE/kernels/$1
	local image release common kbuild tmp headers built debian parts part modules

	debian=$(stock_release "$version")
	[ -n "$debian" ] || die "no kernel $version in scripts/kernels/stock.list"
	# shellcheck disable=SC2086 # an option or nothing
	foreign_apt_setup $update --release "$debian" arm64 "$host_arch"
	image=$(image_package "$version")
	[ -n "$image" ] || die "no stock arm64 kernel $version in Debian $debian"
	release=${image#linux-image-}
	if [ -e "$dest/release" ] && [ "$(cat "$dest/release")" = "$release" ] &&
		[ "$(cat "$dest/package")" = "$(package_version "$image")" ]; then
		info "kernel $version is the newest: $release"
		return
	fi
	kbuild=$(apt-cache depends --important "linux-headers-$release:arm64" |
		sed -n 's/.*Depends: \(linux-kbuild-[^:]*\).*/\1/p' | head -n 1)
	[ -n "$kbuild" ] || die "linux-headers-$release names no linux-kbuild package"
	common=$(apt-cache depends --important "linux-headers-$release:arm64" |
		sed -n 's/.*Depends: \(linux-headers-.*-common[^:]*\).*/\1/p' | head -n 1)
	[ -n "$common" ] || die "linux-headers-$release names no common headers"

	# Since 6.19 the image's package has only names of those that have it.
	mapfile -t parts < <(apt-cache depends --important "$image:arm64" |
		sed -n "s/.*Depends: \(linux-\(base\|binary\|modules\)-${release//[.+]/.}\).*/\1/p")
	tmp=$(mktemp -d "$GATE32_CACHE/kernel-$version.XXXXXX")
	# shellcheck disable=SC2064 # expand now
	trap "rm -rf '$tmp'" EXIT
	foreign_download "$tmp/debs" "$image:arm64" "${parts[@]/%/:arm64}" \
		"linux-headers-$release:arm64" "$common" \
		"$kbuild:$host_arch"

	info "unpacking $release"
	mkdir "$tmp/debs/headers"
	mv "$tmp"/debs/linux-headers-*.deb "$tmp"/debs/linux-kbuild-*.deb \
		"$tmp/debs/headers/"
	unpack_debs "$tmp/headers" "$tmp"/debs/headers/*.deb
	unpack_debs "$tmp/image" "$tmp"/debs/*.deb
	package_version "$image" >"$tmp/package"
	rm -r "$tmp/debs"
	# Everything of a newer one is below /usr.
	modules=$tmp/image/lib/modules/$release
	[ -d "$modules" ] || modules=$tmp/image/usr/lib/modules/$release
	mv "$modules" "$tmp/modules"
	for part in vmlinuz config; do
		mv "$tmp/image/boot/$part-$release" "$tmp/$part" 2>/dev/null ||
			mv "$tmp/modules/$part" "$tmp/$part"
	done
	# Links of an installed system, which lead nowhere here.
	rm -f "$tmp/modules/build" "$tmp/modules/source"
	rm -r "$tmp/image"

	# The headers name their other half by absolute path.
	headers=usr/src/linux-headers-$release
	[ -d "$tmp/headers/$headers" ] || die "unexpected layout of linux-headers-$release"
	built=$(grep -rlI --include=Makefile --include=.kernelvariables \
		"/usr/src/linux-headers-" "$tmp/headers/$headers" || true)
	[ -z "$built" ] || echo "$built" |
		xargs sed -i "s|/usr/src/linux-headers-|$dest/headers/usr/src/linux-headers-|g"
	rm -rf "$tmp/headers/lib/modules"
	ln -s "headers/$headers" "$tmp/build"
	echo "$debian" >"$tmp/debian"
	echo "$release" >"$tmp/release"

	chmod 755 "$tmp"
	mkdir -p "$(dirname "$dest")"
	rm -rf "$dest"
	mv "$tmp" "$dest"
	trap - EXIT
	info "kernel $version: $release in $dest"
}

package_version()
{
	apt-cache show --no-all-versions "$1:arm64" |
		awk '$1 == "Package:" { p = $2 } $1 == "Version:" { print p, $2; exit }'
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
[ $# = 1 ] || die "need one kernel version (see --help)"

[ -z "$update" ] && [ -e "$GATE32_CACHE/kernels/$1/release" ] && exit 0
with_cache_lock fetch "$1"
