#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# make-initramfs.sh - build the part of the guest that rarely changes
#
# Usage: make-initramfs.sh <kernel> <output.cpio>
#
# The archive holds busybox, the programs of scripts/guest/programs.list,
# scripts/guest/init and the kernel modules of scripts/guest/modules.list, each
# with what it depends on; a kernel that is built from nothing need not have
# them all. run-guest.sh appends what a single run adds to it.

set -eu
# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/lib.sh"

case "${1:-}" in -*) common_option "$1" ;; esac
[ $# = 2 ] || die "need a kernel and an output file (see --help)"
kernel=$GATE32_CACHE/kernels/$1
output=$2
[ -e "$kernel/release" ] || die "kernel $1 is not in the cache (fetch-kernel.sh $1)"
sysroot=$GATE32_CACHE/sysroot-arm64
busybox=$sysroot/bin/busybox
[ -e "$busybox" ] || die "no arm64 busybox in the cache (fetch-sysroot.sh arm64)"
release=$(cat "$kernel/release")
package=$(cat "$kernel/package")

mkdir -p "$(dirname "$output")"
output=$(realpath -m "$output")
tmp=$(mktemp -d "$output.XXXXXX")
trap 'rm -rf "$tmp"' EXIT
root=$tmp/root

mkdir -p "$root"/{bin,etc/gate32,opt/gate32,root,lib/modules/"$release"}
module_index "$kernel" "$tmp/index"

boot='' test=''
while read -r name when options; do
	if ! module_depends "$tmp/index" "$release" "${name#\?}" >"$tmp/depends" \
		2>"$tmp/log"; then
		# The small ones that are built here have few.
		[[ $name != \?* && $package != linux-source-* ]] || continue
		cat "$tmp/log" >&2
		die "kernel $1 has no module $name (see scripts/guest/modules.list)"
	fi
	name=${name#\?}
	case "$when" in
	boot) boot="$boot $name" ;;
	test) test="$test $name" ;;
	'' | -) ;;
	*) die "scripts/guest/modules.list: '$when' is neither boot, test nor -" ;;
	esac
	[ -z "$options" ] || echo "options $name $options" >>"$tmp/options"
	while read -r kind file _; do
		[ "$kind" = insmod ] || continue
		name=${file##*/lib/modules/"$release"/}
		mkdir -p "$root/lib/modules/$release/${name%/*}"
		case "$name" in
		*.xz) xz -dc "$file" >"$root/lib/modules/$release/${name%.xz}" ;;
		*) cp "$file" "$root/lib/modules/$release/$name" ;;
		esac
	done <"$tmp/depends"
done < <(guest_modules)
cp "$kernel"/modules/modules.{order,builtin,builtin.modinfo} \
	"$root/lib/modules/$release/"
/sbin/depmod -b "$root" "$release"

# The libraries that a program names, and those that these name.
copy_with_libraries()
{
	local file=$1 target=$root$1 name

	[ ! -e "$target" ] || return 0
	[ -e "$sysroot$file" ] || die "no $file in the cache"
	install -D -m 755 "$sysroot$file" "$target"
	readelf -d "$target" | sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p' |
		while read -r name; do
			for file in {/usr,}/lib/{aarch64-linux-gnu/,}"$name"; do
				[ ! -e "$sysroot$file" ] || break
			done
			copy_with_libraries "$file"
		done
}

while read -r program; do
	copy_with_libraries "$program"
done < <(sed -e 's/#.*//' -e 's/[[:space:]]*$//' -e '/^$/d' \
	"$top/scripts/guest/programs.list")
copy_with_libraries /lib/ld-linux-aarch64.so.1

cp "$busybox" "$root/bin/busybox"
ln -s busybox "$root/bin/sh"
install -m 755 "$top/scripts/guest/init" "$root/init"
[ ! -e "$tmp/options" ] || install -D -m 644 "$tmp/options" "$root/etc/modprobe.d/gate32.conf"
cat >"$root/etc/gate32/modules" <<CONF
BOOT_MODULES="${boot# }"
TEST_MODULES="${test# }"
CONF
echo 'root:x:0:0:root:/root:/bin/sh
nobody:x:65534:65534:nobody:/:/bin/false' >"$root/etc/passwd"
echo 'root:x:0:
nogroup:x:65534:' >"$root/etc/group"
echo '127.0.0.1 localhost gate32' >"$root/etc/hosts"

(cd "$root" && find . | LC_ALL=C sort |
	cpio --quiet -o -H newc -R 0:0) >"$tmp/cpio"
mv "$tmp/cpio" "$output"
