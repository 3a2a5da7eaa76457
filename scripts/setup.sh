#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# setup.sh - install what the host lacks
#
# Usage: setup.sh [--list | --check] [purpose...]
#
# Installs by apt-get the packages of packages.list that are missing, as root
# or by sudo: those that everything takes, and those for a purpose that is
# named: kernel, clang, matrix, scenario or deb. Does nothing at all when none is
# missing.
#
#   --list	print the names of these packages
#   --check	print the names of those that are missing; fail if there are any

set -eu
# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/lib.sh"

list()
{
	sed -e 's/#.*//' -e "/\[!$host_arch\]/d" -e 's/\[.*\]//' \
		"$top/scripts/packages.list" | awk -v wanted="$purposes" '
		!NF {
			next
		}
		match($0, /{.*}/) {
			if (!index(wanted, " " substr($0, RSTART + 1, RLENGTH - 2) " "))
				next
		}
		{
			print $1
		}'
}

missing()
{
	local pkg

	list | while read -r pkg; do
		# shellcheck disable=SC2016 # dpkg-query expands it
		dpkg-query -W -f '${db:Status-Abbrev}' "$pkg" 2>/dev/null |
			grep -q '^.i' || echo "$pkg"
	done
}

action=install
case "${1:-}" in
--list | --check)
	action=${1#--}
	shift
	;;
esac
for purpose; do
	common_option "$purpose"
	grep -q "{$purpose}" "$top/scripts/packages.list" ||
		die "packages.list has nothing for '$purpose' (see --help)"
done
purposes=" $* "

if [ "$action" = list ]; then
	list
	exit 0
fi
wanted=$(missing)
[ -n "$wanted" ] || exit 0
if [ "$action" = check ]; then
	echo "$wanted"
	exit 1
fi

# shellcheck disable=SC2086 # one line
info "installing" $wanted
export DEBIAN_FRONTEND=noninteractive
# Others may be installing: an update by the system itself, another make.
install=(as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y
	-o Dpkg::Use-Pty=0 -o DPkg::Lock::Timeout=300 install --no-install-recommends)
# The lists may be absent or too old for the mirror: read them first. A list
# that cannot be read need not be one of those that matter here.
retry as_root apt-get -q update >&2 || info "warning: apt-get update failed"
# shellcheck disable=SC2086 # a list
retry "${install[@]}" $wanted >&2 || die "cannot install" $wanted
