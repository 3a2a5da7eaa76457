#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# make-debian.sh - make a disk with an arm64 Debian, as one has it installed
#
# Usage: make-debian.sh <kernel> [package...]
#
# Prints the name of a disk image in $GATE32_CACHE/debian/: Debian bookworm with
# systemd, the stock kernel (6.1 or 6.12) with its headers, dkms, a compiler,
# and the packages named. It is made once for a set of packages and versions; use
# a copy. Beside it, in the folder debs, are the packages that it was made from.
#
# As debootstrap does it, the packages are unpacked here; their maintainers'
# scripts are run in a guest (run-guest.sh), which takes some minutes. What is
# started at each boot is guest/debian.service: it runs the command that
# run-guest.sh was given. To boot it, see test-deb.sh.

set -eu
# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/lib.sh"

case "${1:-}" in -*) common_option "$1" ;; esac
[ $# -ge 1 ] || die "need a kernel (see --help)"
kernel=$1
shift
[ -e "$GATE32_CACHE/kernels/$kernel/release" ] ||
	die "kernel $kernel is not in the cache (make fetch)"
initramfs=$top/build/$kernel/initramfs.cpio
[ -e "$initramfs" ] || die "no $initramfs (make guest)"
release=$(cat "$GATE32_CACHE/kernels/$kernel/release")
read -r image version <"$GATE32_CACHE/kernels/$kernel/package"
home=$GATE32_CACHE/debian
size=6G

# What a system has to have, what is to be booted, and what gate32-dkms takes.
# libc6-dev and pkg-config are for those who write translators.
wanted=(systemd-sysv udev kmod dkms gcc libc6-dev make openssl pkgconf mandoc
	"$image=$version" "linux-headers-$release=$version" "$@")

fetch_debs()
{
	local essential

	foreign_apt_setup arm64
	essential=$(apt-cache dumpavail | awk '
		/^Package:/ { name = $2 }
		/^Priority: required$/ || /^Essential: yes$/ { print name }' | sort -u)
	mkdir -p "$1/partial"
	info "fetching Debian for arm64: ${wanted[*]}"
	# shellcheck disable=SC2086 # a list
	retry apt-get -qq -y -o "Dir::Cache::archives=$1" install --download-only \
		--no-install-recommends $essential "${wanted[@]}" >"$1.log" 2>&1 || {
		tail -n 20 "$1.log" >&2
		die "cannot fetch the packages; if the kernel is gone: make update"
	}
}

# unpack <root> <deb>: and enter it to the list of what is there, but not set up
unpack()
{
	local root=$1 deb=$2 info=$1/var/lib/dpkg/info name file control

	dpkg-deb --fsys-tarfile "$deb" | tar -x -p --keep-directory-symlink -C "$root"
	control=$(mktemp -d)
	dpkg-deb -e "$deb" "$control"
	name=$(sed -n 's/^Package: //p' "$control/control")
	! grep -q '^Multi-Arch: same' "$control/control" || name=$name:arm64
	for file in "$control"/*; do
		[ "${file##*/}" = control ] || cp -p "$file" "$info/$name.${file##*/}"
	done
	dpkg-deb --fsys-tarfile "$deb" | tar -t |
		sed -e 's,^\.,,' -e 's,/$,,' -e 's,^$,/.,' >"$info/$name.list"
	{
		sed -e '/^Package: /a Status: install ok unpacked' "$control/control"
		if [ -e "$control/conffiles" ]; then
			echo "Conffiles:"
			grep '^/' "$control/conffiles" | while read -r file; do
				echo " $file $(md5sum <"$root$file" | cut -d ' ' -f 1)"
			done
		fi
		echo
	} >>"$root/var/lib/dpkg/status"
	rm -r "$control"
}

make_root()
{
	local root=$1 debs=$2 folder deb

	# /usr merged, as Debian is installed since bookworm
	mkdir -p "$root"/usr/{bin,sbin,lib}
	for folder in bin sbin lib; do
		ln -s "usr/$folder" "$root/$folder"
	done
	mkdir -p "$root"/var/lib/dpkg/{info,updates,triggers,alternatives,parts}
	echo 1 >"$root/var/lib/dpkg/info/format"
	: >"$root/var/lib/dpkg/available"
	# base-files has folders that others write to.
	unpack "$root" "$debs"/base-files_*.deb
	for deb in "$debs"/*.deb; do
		[[ $deb = */base-files_* ]] || unpack "$root" "$deb"
	done
	cp -p "$root/usr/share/base-passwd/passwd.master" "$root/etc/passwd"
	cp -p "$root/usr/share/base-passwd/group.master" "$root/etc/group"
	echo '/dev/vda / ext4 defaults 0 1' >"$root/etc/fstab"
	echo guest >"$root/etc/hostname"
	echo '127.0.0.1 localhost guest' >"$root/etc/hosts"
	install -D -m 644 "$top/scripts/guest/debian.service" \
		"$root/etc/systemd/system/guest.service"
	install -D -m 755 "$top/scripts/guest/debian-run" "$root/usr/local/sbin/guest-run"
	mkdir -p "$root/etc/systemd/system/multi-user.target.wants"
	ln -s ../guest.service "$root/etc/systemd/system/multi-user.target.wants/"
	install -m 755 "$top/scripts/guest/debian-configure" "$root/root/configure"
}

# make_disk <folder>
make_disk()
{
	make_root "$1/root" "$1/debs"
	# Who is no root has no other owners' files to give.
	mke2fs -q -t ext4 -L root -d "$1/root" "$1/disk" "$size"
}

build()
{
	local tmp=$1

	info "unpacking $(find "$tmp/debs" -name '*.deb' | wc -l) packages"
	export -f make_disk make_root unpack
	export top size tmp
	if [ "$(id -u)" = 0 ]; then
		bash -eu -c "make_disk \"\$tmp\""
	else
		fakeroot bash -eu -c "make_disk \"\$tmp\""
	fi
	info "setting the packages up, in a guest with $kernel"
	"$top/scripts/run-guest.sh" --quiet --no-module --kernel "$kernel" \
		--cpu cortex-a72 --load "virtio_blk ext4" --timeout 3600 \
		--dir "$tmp/guest" \
		--qemu "-drive file=$tmp/disk,if=virtio,format=raw,cache=unsafe" \
		-- 'mount -t ext4 /dev/vda /mnt && chroot /mnt /root/configure && umount /mnt' >"$home/log" 2>&1 || {
		tail -n 30 "$home/log" >&2
		die "Debian cannot be set up; log: $home/log"
	}
	rm -r "$tmp/root" "$tmp/guest"
}

# The packages, and how they are set up, are what makes a cached disk right.
make_debian()
{
	local tmp name

	name=$({
		echo "${wanted[*]}"
		cat "$0" "$top"/scripts/guest/debian{-configure,-run,.service}
	} | sha256sum | cut -c 1-12)
	if [ ! -e "$home/$name/disk" ]; then
		mkdir -p "$home"
		tmp=$(mktemp -d "$home/new.XXXXXX")
		# shellcheck disable=SC2064 # its name is known now
		trap "rm -rf '$tmp'" EXIT
		with_cache_lock fetch_debs "$tmp/debs"
		# What is made is printed below, and nothing else.
		build "$tmp" >&2
		chmod 755 "$tmp"
		rm -rf "${home:?}/$name"
		mv "$tmp" "$home/$name"
	fi
	echo "$home/$name/disk"
}

with_lock debian make_debian
