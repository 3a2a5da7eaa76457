#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# test-make-install.sh - test "make install", "uninstall", "dkms_install", "sign"
#
# Usage: test-make-install.sh
#
# Installs into folders of its own, where other files lie that must stay as they
# are, for the stock kernel 6.12, and prints KTAP. What an installed package
# does is another test's business (test-deb.sh).

set -eu
# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=scripts/ktap.sh
. "$top/scripts/ktap.sh"

case "${1:-}" in -*) common_option "$1" ;; esac
[ $# = 0 ] || die "no arguments wanted (see --help)"
kernel=$GATE32_CACHE/kernels/6.12
[ -e "$kernel/release" ] || die "kernel 6.12 is not in the cache (make fetch)"
release=$(cat "$kernel/release")
built=$top/build/$release/module/gate32.ko
version=$(project_version)

project_make()
{
	make -s -C "$top" KERNELRELEASE="$release" KDIR="$kernel/build" "$@"
}

# snapshot <folder>: its files and what is in them. Of folders only those that
# are of this project.
snapshot()
{
	(
		cd "$1"
		find . -type f -exec sha256sum {} + | sort -k 2
		find . -depth -type d -name 'gate32*'
	)
}

# bystanders <folder> <prefix>: what others have where gate32 is installed to
bystanders()
{
	local file

	for file in "$2"/include/linux/gate.h "$2"/include/gate32.h \
		"$2"/share/pkgconfig/gate.pc "$2"/share/man/man7/gate33.7 \
		"$2"/bin/gate32-checker lib/modules/"$release"/updates/gate33.ko; do
		install -D -m 644 /dev/null "$1/$file"
		echo "$file" >"$1/$file"
	done
}

# A kernel's folder with its index, as on a machine where it is installed.
installed_kernel()
{
	local modules=$1/lib/modules/$release

	mkdir -p "$modules"
	cp "$kernel"/modules/modules.{order,builtin,builtin.modinfo} "$modules/"
	/sbin/depmod -b "$1" "$release"
}

expected_files()
{
	cat <<-EOF
	$1/bin/gate32-check
	$1/include/gate32/client.h
	$1/include/linux/gate32.h
	$1/share/man/man1/gate32-check.1
	$1/share/man/man2const/PR_GATE32.2const
	$1/share/man/man7/gate32-calls.7
	$1/share/man/man7/gate32.7
	$1/share/pkgconfig/gate32.pc
	EOF
}

module_content()
{
	local file

	for file in "$1/lib/modules/$release"/updates/gate32.ko*; do
		case "$file" in
		*.xz) xz -dc "$file" ;;
		*) cat "$file" ;;
		esac
	done
}

destdir()
{
	local dest=$tmp/destdir

	mkdir "$dest"
	project_make install DESTDIR="$dest" PREFIX=/usr >"$tmp/said" 2>&1
	# The kernel has a key for modules that is not in its headers.
	same "complaints" "" "$(grep -iE 'ssl|error' "$tmp/said" || true)"
	same "DESTDIR" "$({
		expected_files /usr
		echo "/lib/modules/$release/updates/gate32.ko"
	} | LC_ALL=C sort)" "$(files_below "$dest")"
	same "what is installed" \
		"$(cd "$top" && cat scripts/gate32-check uapi/gate32/client.h uapi/linux/gate32.h "$built" | sha256sum)" \
		"$({
			cd "$dest/usr"
			cat bin/gate32-check include/gate32/client.h include/linux/gate32.h
			module_content "$dest"
		} | sha256sum)"
	[ -x "$dest/usr/bin/gate32-check" ]
	project_make uninstall DESTDIR="$dest" PREFIX=/usr
	same "left behind" "" "$(files_below "$dest")"
}

others_stay()
{
	local dest=$tmp/others before

	bystanders "$dest" usr/local
	before=$(snapshot "$dest")
	project_make install DESTDIR="$dest"
	[ -e "$dest/usr/local/include/gate32/client.h" ]
	project_make uninstall DESTDIR="$dest"
	same "other files" "$before" "$(snapshot "$dest")"
}

# "make uninstall" removes what another "make install" has brought, and is
# content when there is nothing.
uninstall_alone()
{
	local dest=$tmp/alone before

	bystanders "$dest" usr/local
	before=$(snapshot "$dest")
	project_make uninstall DESTDIR="$dest"
	same "nothing to remove" "$before" "$(snapshot "$dest")"
}

prefix()
{
	local prefix=$tmp/prefix/opt/gate32 mod=$tmp/prefix/mod

	project_make install PREFIX="$prefix" INSTALL_MOD_PATH="$mod"
	same "PREFIX" "$(expected_files "")" "$(files_below "$prefix")"
	same "gate32.pc" "prefix=$prefix Version: $version" \
		"$(sed -n -e '/^prefix=/p' -e '/^Version/p' "$prefix/share/pkgconfig/gate32.pc" | xargs)"
	same "INSTALL_MOD_PATH" "/lib/modules/$release/updates/gate32.ko" \
		"$(files_below "$mod")"
	project_make uninstall PREFIX="$prefix" INSTALL_MOD_PATH="$mod"
	same "left behind" "" "$(files_below "$tmp/prefix")"
}

both_paths()
{
	local dest=$tmp/both/dest mod=$tmp/both/mod

	project_make install DESTDIR="$dest" PREFIX=/usr INSTALL_MOD_PATH="$mod"
	same "DESTDIR" "$(expected_files /usr)" "$(files_below "$dest")"
	same "INSTALL_MOD_PATH" "/lib/modules/$release/updates/gate32.ko" \
		"$(files_below "$mod")"
	project_make uninstall DESTDIR="$dest" PREFIX=/usr INSTALL_MOD_PATH="$mod"
	same "left behind" "" "$(files_below "$tmp/both")"
}

module_index_follows()
{
	local mod=$tmp/index before

	installed_kernel "$mod"
	before=$(snapshot "$mod")
	project_make modules_install INSTALL_MOD_PATH="$mod"
	/sbin/modprobe -d "$mod" -S "$release" --show-depends gate32 |
		grep -E "^insmod $mod/lib/modules/[^/]*/updates/gate32\.ko(\.xz)? *$"
	project_make uninstall INSTALL_MOD_PATH="$mod" PREFIX="$tmp/index/usr"
	fails /sbin/modprobe -d "$mod" -S "$release" --show-depends gate32
	same "index" "$before" "$(snapshot "$mod")"
}

no_module()
{
	local dest=$tmp/none

	mkdir "$dest"
	fails project_make install DESTDIR="$dest" KERNELRELEASE=9.9-none
	grep "no module for 9.9-none" "$tmp/out"
	same "installed all the same" "" "$(files_below "$dest")"
}

# The folder that DKMS copies is all that the module is built from.
dkms_sources()
{
	local dest=$tmp/dkms cross=()

	[ "$(uname -m)" = aarch64 ] || cross=(CROSS_COMPILE=aarch64-linux-gnu-)
	project_make dkms_install DESTDIR="$dest"
	cp -a "$dest/usr/src/gate32-$version" "$tmp/gate32"
	make -s -j "$(nproc)" -C "$kernel/build" M="$tmp/gate32" ARCH=arm64 \
		${cross[@]+"${cross[@]}"} modules
	same "version of the module" "$version" \
		"$(/sbin/modinfo -F version "$tmp/gate32/gate32.ko")"
	project_make dkms_uninstall DESTDIR="$dest"
	same "left behind" "" "$(files_below "$dest")"
	[ ! -e "$dest/usr/src/gate32-$version" ]
}

# dkms.conf as DKMS reads it, for the kernels that there are
dkms_conf()
{
	local k option fits

	project_make dkms_install DESTDIR="$tmp/conf"
	# shellcheck source=/dev/null
	. "$tmp/conf/usr/src/gate32-$version/dkms.conf"
	same "PACKAGE_VERSION" "$version" "$PACKAGE_VERSION"
	same "PACKAGE_NAME" "gate32" "$PACKAGE_NAME"
	[[ aarch64 =~ $BUILD_EXCLUSIVE_ARCH ]]
	[[ ! x86_64 =~ $BUILD_EXCLUSIVE_ARCH ]]
	[[ ! armv7l =~ $BUILD_EXCLUSIVE_ARCH ]]
	for k in $KERNELS; do
		[[ $(cat "$GATE32_CACHE/kernels/$k/release") =~ $BUILD_EXCLUSIVE_KERNEL ]]
		for option in $BUILD_EXCLUSIVE_CONFIG; do
			fits=0
			grep -qE "^${option#!}=[ym]" "$GATE32_CACHE/kernels/$k/config" ||
				fits=1
			[[ ($option != !* && $fits = 0) || ($option = !* && $fits = 1) ]] || {
				echo "$k: $option"
				return 1
			}
		done
	done
	[[ 7.2.1-1-arm64 =~ $BUILD_EXCLUSIVE_KERNEL ]]
	[[ ! 5.10.0-32-arm64 =~ $BUILD_EXCLUSIVE_KERNEL ]]
	[[ ! 6.0.0-6-arm64 =~ $BUILD_EXCLUSIVE_KERNEL ]]
}

# The release is in module/version.h, and whoever repeats it says the same.
versions()
{
	local page

	for page in "$top"/uapi/man/*.[1-9]* "$top"/selftests/translator/*.1; do
		same "$(basename "$page")" "gate32 $version" \
			"$(sed -n 's/^\.TH .*"\(gate32 [0-9][^"]*\)".*/\1/p' "$page")"
	done
}

# sign <headers>: the copy of the module
sign()
{
	"$top/scripts/sign-module.sh" --kdir "$1" --dkms "$tmp/dkms.d" \
		--module "$tmp/signed.ko" "$release"
}

# Takes a signature apart: magic, the length in the four bytes before it and
# eight others, the signature itself.
verify_signature()
{
	local size length

	size=$(stat -c %s "$1")
	length=$((16#$(tail -c 32 "$1" | head -c 4 | od -An -v -t x1 | tr -d ' \n')))
	tail -c "$((length + 40))" "$1" | head -c "$length" >"$tmp/signature"
	head -c "$((size - length - 40))" "$1" >"$tmp/content"
	openssl cms -verify -binary -inform DER -in "$tmp/signature" \
		-content "$tmp/content" -certfile "$tmp/mok.pem" -CAfile "$tmp/mok.pem" \
		-purpose any -out /dev/null
	cmp "$tmp/content" "$built"
}

signing()
{
	mkdir -p "$tmp/dkms.d/framework.conf.d"
	cp "$built" "$tmp/signed.ko"
	# shellcheck disable=SC2016 # for DKMS
	echo 'mok_signing_key='"$tmp"'/$kernelver.key' >"$tmp/dkms.d/framework.conf"
	echo "mok_certificate=$tmp/mok.der" >"$tmp/dkms.d/framework.conf.d/mine.conf"

	fails sign "$kernel/build"
	grep "no key $tmp/$release.key" "$tmp/out"
	openssl req -new -x509 -nodes -days 2 -subj "/CN=test of gate32" \
		-newkey rsa:2048 -keyout "$tmp/$release.key" -out "$tmp/mok.pem" 2>&1
	fails sign "$kernel/build"
	grep "no certificate $tmp/mok.der" "$tmp/out"
	cmp "$built" "$tmp/signed.ko"

	openssl x509 -in "$tmp/mok.pem" -outform DER -out "$tmp/mok.der"
	sign "$kernel/build"
	verify_signature "$tmp/signed.ko"
	same "signer" "test of gate32" "$(/sbin/modinfo -F signer "$tmp/signed.ko")"
	fails sign "$kernel/build"
	grep "is signed already" "$tmp/out"
	verify_signature "$tmp/signed.ko"
	fails sign "$tmp"
	grep "no $tmp/scripts/sign-file" "$tmp/out"
}

KDIR=$kernel/build "$top/scripts/build-module.sh" "$release" >"$tmp/log" 2>&1 || {
	cat "$tmp/log" >&2
	die "no module for $release"
}

echo "KTAP version 1"
echo "1..11"
run_test "DESTDIR" destdir
run_test "other files stay" others_stay
run_test "nothing to uninstall" uninstall_alone
run_test "PREFIX" prefix
run_test "DESTDIR and INSTALL_MOD_PATH" both_paths
run_test "index of modules" module_index_follows
run_test "no module for that kernel" no_module
run_test "sources for DKMS" dkms_sources
run_test "dkms.conf" dkms_conf
run_test "versions" versions
run_test "sign" signing
[ "$failed" = 0 ]
