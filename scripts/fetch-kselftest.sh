#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# fetch-kselftest.sh - fetch the kernel's selftest and checking tools
#
# Usage: fetch-kselftest.sh [--update]
#
# Unpacks from Debian's linux-source-6.12 to $GATE32_CACHE/ksft-6.12/ what
# building selftests takes (tools/testing/selftests/lib.mk and
# kselftest_harness.h), the kernel's own checkers (scripts/checkpatch.pl,
# scripts/kernel-doc), its table of 32-bit calls and their prototypes. The file
# .package names the version, .members what was taken.

set -eu
# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/lib.sh"

version=6.12
dest=$GATE32_CACHE/ksft-$version

# What to take out of the source, below linux-source-$version/.
members()
{
	cat <<-EOF
	tools/testing/selftests/*.mk
	tools/testing/selftests/*.h
	tools/testing/selftests/kselftest
	tools/testing/selftests/run_kselftest.sh
	tools/testing/selftests/gen_kselftest_tar.sh
	tools/testing/selftests/kselftest_install.sh
	tools/scripts/Makefile.*
	tools/include/linux/compiler*.h
	scripts/*.pl
	scripts/*.checkpatch
	scripts/spelling.txt
	scripts/kernel-doc
	scripts/subarch.include
	arch/arm64/tools/syscall_32.tbl
	include/linux/syscalls.h
	include/linux/compat.h
	Documentation/dev-tools/checkpatch.rst
	EOF
}

fetch()
{
	local tmp files

	tmp=$(mktemp -d "$GATE32_CACHE/ksft.XXXXXX")
	# shellcheck disable=SC2064 # expand now
	trap "rm -rf '$tmp'" EXIT
	info "unpacking selftest and checking tools of Linux $version"
	mapfile -t files < <(members)
	# shellcheck disable=SC2086 # an option or nothing
	"$top/scripts/fetch-source.sh" $update "$version" "$tmp/root" \
		"${files[@]}"
	[ -e "$tmp/root/scripts/checkpatch.pl" ] || die "no checkpatch.pl in linux-source-$version"
	cp "$GATE32_CACHE/sources/linux-source-$version.package" \
		"$tmp/root/.package"
	members >"$tmp/root/.members"
	chmod 755 "$tmp/root"

	rm -rf "$dest"
	mv "$tmp/root" "$dest"
	rm -r "$tmp"
	trap - EXIT
}

take_update "$@"

# The list is part of what makes the cached copy right.
[ -z "$update" ] && cmp -s "$dest/.members" <(members) && exit 0
with_cache_lock fetch
