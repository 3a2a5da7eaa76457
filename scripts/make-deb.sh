#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# make-deb.sh - build the Debian packages
#
# Usage: make-deb.sh [--release X] [--output DIR]
#
# Builds from what is in this checkout the source package and from it gate32-dkms,
# gate32-dev and gate32-tests for arm64, in build/deb/ (or DIR), and has lintian
# look at all of them: what that says is an error. The version is the one of
# module/version.h. On another machine than arm64 it is a cross build with the
# compilers and the cache that the rest of the project uses.
#
#   --release	as another release, to test how one is upgraded to; lintian is
#		not asked again

set -eu
# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/lib.sh"

release='' output=$top/build/deb
while [ $# -gt 0 ]; do
	take_value "release output" "$@"
	shift 2
done

cd "$top"
git_here()
{
	git -c safe.directory="$top" "$@"
}

version=$(project_version)
[ -n "$version" ] || die "module/version.h has no GATE32_RELEASE"
version=${release:-$version}

mkdir -p "$output"
output=$(realpath "$output")
tree=$output/gate32-$version
rm -rf "$tree" "$output"/gate32*_"$version"_* "$output/gate32_$version".*
mkdir "$tree"

# The patches for kernels are none of the packages' business.
git_here ls-files -z --cached --others --exclude-standard -- . \
	':!kernel-patches' ':!.*' |
	while read -r -d '' file; do
		[ ! -f "$file" ] || printf '%s\0' "$file"
	done | xargs -0 cp -P --parents -p -t "$tree"
mv "$tree/scripts/debian" "$tree/debian"
chmod -R u=rwX,go=rX "$tree"
sed -i "s/^\(#define GATE32_RELEASE\) .*/\1 \"$version\"/" "$tree/module/version.h"

# The same for the same commit, whenever it is built.
SOURCE_DATE_EPOCH=$(git_here log -1 --format=%ct)
export SOURCE_DATE_EPOCH
{
	echo "gate32 ($version) unstable; urgency=medium"
	echo
	echo "  * Release $version; what is new is in the history of the project."
	echo
	echo " -- $(sed -n 's/^Maintainer: //p' "$tree/debian/control")  $(date -R -u -d "@$SOURCE_DATE_EPOCH")"
} >"$tree/debian/changelog"

# What takes long is kept for the next time.
export OUTPUT=$top/build/deb/selftests
options=(-us -uc)
if [ "$(dpkg --print-architecture)" != arm64 ]; then
	# Not by dpkg's own means, which would take a host that knows arm64.
	options+=(--host-arch arm64 --no-check-builddeps)
fi
info "building gate32 $version"
(cd "$tree" && dpkg-buildpackage "${options[@]}") >"$output/log" 2>&1 || {
	tail -n 30 "$output/log" >&2
	die "the packages cannot be built; log: $output/log"
}
rm -rf "$tree"

[ -n "$release" ] || info "lintian"
[ -n "$release" ] || lintian --no-cfg --allow-root --fail-on error,warning --tag-display-limit 0 \
	"$output/gate32_${version}_arm64.changes" >&2 ||
	die "lintian complains"
(cd "$output" && ls gate32*_"$version"_*.deb)
