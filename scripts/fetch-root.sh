#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# fetch-root.sh - make an image of a whole armhf Debian system
#
# Usage: fetch-root.sh [--update]
#
# Fetches the packages listed below for armhf, with what they depend on, and
# makes $GATE32_CACHE/root-armhf.squashfs of them: files owned by root, and a
# package database in which they are unpacked, as debootstrap --foreign leaves
# them. No script of a package has been run. Documentation and translations
# are left out. Of some packages there are just the files. The scenarios (make
# scenario) enter it by chroot, or by scripts/arch-container.

set -eu
# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/lib.sh"

packages="base-files base-passwd bash coreutils dash debianutils diffutils dpkg
	findutils grep gzip hostname libc-bin login mawk passwd procps sed tar
	util-linux apt perl python3 busybox-static make tcc libc6-dev mono-runtime
	runc v4l-utils alsa-utils evtest e2fsprogs quota mount uml-utilities"
# Of these the files alone: the containers' default policy needs no network.
alone="golang-github-containers-common"
image=$GATE32_CACHE/root-armhf.squashfs

take_update "$@"

# unpack <deb> <root>: its files, and what dpkg keeps of it
unpack()
{
	local deb=$1 root=$2 name arch info=$2/var/lib/dpkg/info control

	name=$(dpkg-deb -f "$deb" Package)
	arch=$(dpkg-deb -f "$deb" Architecture)
	[ "$(dpkg-deb -f "$deb" Multi-Arch)" != same ] || name=$name:$arch
	dpkg-deb --fsys-tarfile "$deb" | tar -xp -C "$root" --keep-directory-symlink \
		--exclude='./usr/share/doc/*' --exclude='./usr/share/man/*' \
		--exclude='./usr/share/locale/*' --exclude='./usr/share/info/*'
	dpkg-deb --fsys-tarfile "$deb" | tar -t |
		sed -e 's,/$,,' -e 's,^\.$,/.,' -e 's,^\./,/,' >"$info/$name.list"
	control=$(mktemp -d "$tmp/control.XXXXXX")
	dpkg-deb -e "$deb" "$control"
	for f in "$control"/*; do
		[ "${f##*/}" = control ] || mv "$f" "$info/$name.${f##*/}"
	done
	rm -r "$control"
	dpkg-deb -f "$deb" | sed '/^Package: /a Status: install ok unpacked'
	echo
}

# What su includes and pam-auth-update would write.
settle_pam()
{
	local kind

	for kind in auth account password session session-noninteractive; do
		cat >"$1/pam.d/common-$kind" <<-CONF
			${kind%-*}	[success=1 default=ignore]	pam_unix.so
			${kind%-*}	requisite	pam_deny.so
			${kind%-*}	required	pam_permit.so
		CONF
	done
	: >"$1/environment"
}

# What the packages' own scripts would do for a system to be entered at all.
settle()
{
	local root=$1

	cp "$root/usr/share/base-passwd/passwd.master" "$root/etc/passwd"
	cp "$root/usr/share/base-passwd/group.master" "$root/etc/group"
	# Nobody has a password, nor a line in /etc/shadow.
	echo 'user:*:1000:1000::/home/user:/bin/bash' >>"$root/etc/passwd"
	echo 'user:x:1000:' >>"$root/etc/group"
	mkdir -p "$root/home/user"
	[ -e "$root/usr/bin/awk" ] || ln -s mawk "$root/usr/bin/awk"
	echo gate32 >"$root/etc/hostname"
	settle_pam "$root/etc"
	# Python compiles what it finds uncompiled, at each start. The host's,
	# of the same release, does it once.
	/usr/bin/python3 -m compileall -q -s "$root" -x 'test|idlelib|lib2to3' \
		"$root"/usr/lib/python3* >&2
}

make_image()
{
	local deb dir

	# shellcheck disable=SC2086 # an option or nothing
	foreign_apt_setup $update armhf
	tmp=$(mktemp -d "$GATE32_CACHE/root-armhf.XXXXXX")
	trap 'rm -rf "$tmp"' EXIT
	# shellcheck disable=SC2086 # a list
	foreign_download_closure "$tmp/debs" armhf $packages
	# shellcheck disable=SC2086
	foreign_download "$tmp/alone" $alone

	mkdir -p "$tmp"/root/usr/{bin,sbin,lib} "$tmp"/root/var/lib/dpkg/{info,updates}
	for dir in bin sbin lib; do
		ln -s "usr/$dir" "$tmp/root/$dir"
	done
	for deb in "$tmp"/debs/*.deb; do
		unpack "$deb" "$tmp/root"
	done >"$tmp/root/var/lib/dpkg/status"
	printf 'armhf\n' >"$tmp/root/var/lib/dpkg/arch"
	: >"$tmp/root/var/lib/dpkg/available"
	unpack_debs "$tmp/root" "$tmp"/alone/*.deb
	settle "$tmp/root"
	chmod 755 "$tmp/root"

	# Not compressed: an emulated CPU has other things to do.
	mksquashfs "$tmp/root" "$tmp/image" -all-root -no-progress -quiet \
		-noI -noD -noF -noX -no-xattrs >&2
	mv "$tmp/image" "$image"
	echo "$wanted" >"$image.packages"
	rm -rf "$tmp"
	trap - EXIT
	info "an armhf system in $image"
}

# The list, and what is done to it then, make the cached copy right.
wanted="$(tr -s '[:space:]' ' ' <<<"$packages $alone")
$(declare -f settle settle_pam | cksum)"
current()
{
	[ -e "$image" ] && [ "$(cat "$image.packages" 2>/dev/null)" = "$wanted" ]
}

[ -z "$update" ] && current && exit 0
with_cache_lock make_image
