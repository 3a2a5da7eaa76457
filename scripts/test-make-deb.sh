#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# test-make-deb.sh - test what "make deb" builds
#
# Usage: test-make-deb.sh
#
# Builds the packages, has lintian look at them and looks into them itself; prints
# KTAP. How they are installed and upgraded is another test's business
# (test-deb.sh).

set -eu
# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=scripts/ktap.sh
. "$top/scripts/ktap.sh"

case "${1:-}" in -*) common_option "$1" ;; esac
[ $# = 0 ] || die "no arguments wanted (see --help)"
version=$(project_version)

# unpack <name>: in $dest, with its control files in DEBIAN/
unpack()
{
	dest=$tmp/$1
	dpkg-deb -R "$top"/build/deb/"$1"_"$version"_*.deb "$dest"
	same "Version" "$version" "$(sed -n 's/^Version: //p' "$dest/DEBIAN/control")"
}

packages()
{
	"$top/scripts/make-deb.sh"
}

dkms()
{
	local dest

	unpack gate32-dkms
	same "outside of the sources" "$(cat <<-EOF
	/etc/sysctl.d/gate32.conf
	/lib/udev/rules.d/60-gate32-dkms.rules
	/usr/bin/gate32-check
	/usr/lib/modules-load.d/gate32.conf
	/usr/share/doc/gate32-dkms/README.Debian
	/usr/share/doc/gate32-dkms/changelog.gz
	/usr/share/doc/gate32-dkms/copyright
	/usr/share/man/man1/gate32-check.1.gz
	EOF
	)" "$(files_below "$dest" | grep -v -e ^/DEBIAN/ -e ^/usr/src/)"
	# What is written there by hand outlives an upgrade, and goes with a purge.
	same "conffiles" "/etc/sysctl.d/gate32.conf" "$(cat "$dest/DEBIAN/conffiles")"
	cmp "$top/scripts/gate32-check" "$dest/usr/bin/gate32-check"
	make -s -C "$top" dkms_install DESTDIR="$tmp/dkms"
	diff -r "$tmp/dkms/usr/src" "$dest/usr/src"
	[ -s "$dest/usr/src/gate32-$version/dkms.conf" ]
}

development()
{
	local dest header page

	unpack gate32-dev
	same "all of it" "$(cat <<-EOF
	/usr/include/gate32/client.h
	/usr/include/linux/gate32.h
	/usr/share/doc/gate32-dev/changelog.gz
	/usr/share/doc/gate32-dev/copyright
	/usr/share/man/man2/PR_GATE32.2const.gz
	/usr/share/man/man7/gate32-calls.7.gz
	/usr/share/man/man7/gate32.7.gz
	/usr/share/pkgconfig/gate32.pc
	EOF
	)" "$(files_below "$dest" | grep -v ^/DEBIAN/)"
	for header in gate32/client.h linux/gate32.h; do
		cmp "$top/uapi/$header" "$dest/usr/include/$header"
	done
	for page in "$dest"/usr/share/man/*/*; do
		gzip -dc "$page" | mandoc -T ascii >"$tmp/page"
		[ -s "$tmp/page" ]
	done
}

# Each program that results are expected from, for the machine it is made for
tests()
{
	local dest suite name machines

	unpack gate32-tests
	[ -x "$dest/usr/bin/gate32-run" ]
	dest=$dest/usr/libexec/gate32/selftests
	same "programs that are expected and missing" "" "$(LC_ALL=C comm -23 \
		<(sed -n 's,^\([^#/:][^/:]*\)/\([^:]*\):.*,\1:\2,p' \
			"$top/selftests/expected/tests.list" | grep -v '^host:' |
			LC_ALL=C sort -u) \
		<(LC_ALL=C sort "$dest/kselftest-list.txt"))"
	while IFS=: read -r suite name; do
		[ -x "$dest/$suite/$name" ] || {
			echo "no program: $suite/$name"
			return 1
		}
	done <"$dest/kselftest-list.txt"
	machines=$(find "$dest" -type f -exec readelf -h {} + 2>/dev/null |
		sed -n 's/^ *Machine: *//p' | sort -u | xargs)
	same "machines" "AArch64 ARM" "$machines"
}

echo "KTAP version 1"
echo "1..4"
run_test "packages" packages
run_test "gate32-dkms" dkms
run_test "gate32-dev" development
run_test "gate32-tests" tests
[ "$failed" = 0 ]
