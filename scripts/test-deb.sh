#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# test-deb.sh - install the Debian packages, and all that comes after
#
# Usage: test-deb.sh [--cpu C] [--boot NAME]
#
# In an arm64 Debian with kernel 6.1 (make-debian.sh), that is booted in QEMU with
# its own systemd, the packages of "make deb" are installed, DKMS builds the
# module, it is loaded and used; the packages are upgraded to a higher release,
# the kernel to 6.12; what is not signed by anyone who is trusted is refused; the
# old kernel goes, and the packages are removed and purged. What is looked at in
# each of these steps is in guest/debian-steps. Prints KTAP; the guests' logs are
# in build/test-deb/.
#
#   --cpu	QEMU's CPU model (default cortex-a72)
#   --boot	only up to this boot and its steps: first, enforced or last

set -eu
# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/lib.sh"

cpu=cortex-a72 boot=last
while [ $# -gt 0 ]; do
	take_value "cpu boot" "$@"
	shift 2
done

case "$boot" in
first | enforced | last) ;;
*) die "--boot is first, enforced or last" ;;
esac

steps=$top/scripts/guest/debian-steps
out=$top/build/test-deb
version=$(project_version)
next=$version.1
release=$(cat "$GATE32_CACHE/kernels/6.12/release")
read -r image image_version <"$GATE32_CACHE/kernels/6.12/package"
for deb in dkms_"$version"_all dev_"$version"_all tests_"$version"_arm64; do
	[ -e "$top/build/deb/gate32-$deb.deb" ] || die "no gate32-$deb.deb (make deb)"
done

mkdir -p "$out"
exec 9>"$out/.lock"
flock -n 9 || die "another test-deb.sh runs in this checkout"
rm -rf "${out:?}"/{media,media.img,disk,init,first,enforced,last}
mkdir -p "$out"/media/{old,new,kernel} "$out/init"

base=$("$top/scripts/make-debian.sh" 6.1 9>&-)

fetch_kernel()
{
	foreign_apt_setup arm64
	foreign_download_closure "$out/debs" arm64 "$image" "linux-headers-$release"
}

# The kernel to upgrade to, with whatever of its needs is not there already.
kernel_debs()
{
	local deb

	with_cache_lock fetch_kernel >"$out/apt.log" 2>&1
	for deb in "$out"/debs/*.deb; do
		[ -e "${base%/*}/debs/${deb##*/}" ] || cp "$deb" "$out/media/kernel/"
	done
	[ -e "$out/media/kernel/${image}_${image_version}_arm64.deb" ] ||
		die "Debian has another version of $image than the cache (make update)"
}

kernel_debs
cp "$top"/build/deb/gate32-*_"$version"_*.deb "$out/media/old/"
"$top/scripts/make-deb.sh" --release "$next" --output "$out/deb" >&2
cp "$out"/deb/gate32-*_"$next"_*.deb "$out/media/new/"
printf 'OLD=%s\nNEW=%s\nKERNEL=%s\n' "$version" "$next" "$release" \
	>"$out/media/names"
cp "$steps" "$out/media/steps"
mke2fs -q -t ext4 -d "$out/media" "$out/media.img" 1G
cp --sparse=always "$base" "$out/disk"
install -m 755 "$top/scripts/guest/debian-init" "$out/init/init"

# boot <name> <kernel> [more of the kernel's command line]
boot()
{
	local status

	info "boot \"$1\", kernel $2"
	"$top/scripts/run-guest.sh" --quiet --no-module --kernel "$2" --cpu "$cpu" \
		--mem 2G --timeout 7200 --dir "$out/$1" --overlay "$out/init" \
		--append "${3:-}" \
		--qemu "-drive file=$out/disk,if=virtio,format=raw,cache=unsafe -drive file=$out/media.img,if=virtio,format=raw,readonly=on" \
		-- "mount -o ro /dev/vdb /mnt && sh /mnt/steps $1" 9>&- |
		tee "$out/$1.log" >&2
	status=${PIPESTATUS[0]}
	if [ "$status" != 0 ] || ! grep -qx 'step end' "$out/$1.log"; then
		echo "# boot $1 ended with status $status"
		return 1
	fi
}

echo "KTAP version 1"
rm -f "$out"/{first,enforced,last}.log
for name in first enforced last; do
	case "$name" in
	first) boot first 6.1 ;;
	enforced) boot enforced 6.12 module.sig_enforce=1 ;;
	last) boot last 6.12 ;;
	esac || break
	[ "$name" != "$boot" ] || break
done

# Each step of the list has to have a result.
mapfile -t names < <(awk -v last="$boot)" '
	/^[a-z]+\)$/ { boot = $0 }
	/^\tstep "/ && split($0, part, "\"") { print part[2] }
	/^\t;;$/ && boot == last { exit }' "$steps")
[ "${#names[@]}" -ge 14 ] || die "no list of steps in $steps"
echo "1..${#names[@]}"
number=0 failed=0
for name in "${names[@]}"; do
	number=$((number + 1))
	if cat "$out"/{first,enforced,last}.log 2>/dev/null |
		grep -qxF "step ok $name"; then
		echo "ok $number $name"
	else
		failed=$((failed + 1))
		cat "$out"/{first,enforced,last}.log 2>/dev/null |
			awk -v name="step not ok $name" '
				$0 == name { printf "%s", said }
				/^step / { said = "" }
				/^# / { said = said $0 "\n" }'
		echo "not ok $number $name"
	fi
done
[ "$failed" = 0 ]
