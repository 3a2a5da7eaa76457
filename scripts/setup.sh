#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# setup.sh - install what the host lacks
#
# Usage: setup.sh [--list | --check]
#
# Installs by apt-get the packages of packages.list that are missing, as root
# or by sudo. Does nothing at all when none is missing.
#
#   --list	print the names of all packages of the list
#   --check	print the names of those that are missing; fail if there are any

set -eu
# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/lib.sh"

list()
{
	sed -e 's/#.*//' -e "/\[!$host_arch\]/d" -e 's/\[.*//' \
		-e 's/[[:space:]]//g' -e '/^$/d' "$top/scripts/packages.list"
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

case "${1:-}" in
--list)
	list
	exit 0
	;;
--check)
	wanted=$(missing)
	[ -z "$wanted" ] && exit 0
	echo "$wanted"
	exit 1
	;;
?*)
	common_option "$1"
	die "no arguments wanted (see --help)"
	;;
esac

wanted=$(missing)
[ -n "$wanted" ] || exit 0

# shellcheck disable=SC2086 # one line
info "installing" $wanted
export DEBIAN_FRONTEND=noninteractive
install=(as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y
	-o Dpkg::Use-Pty=0 install --no-install-recommends)
# The lists may be absent or too old for the mirror: read them first. A list
# that cannot be read need not be one of those that matter here.
retry as_root apt-get -q update >&2 || info "warning: apt-get update failed"
# shellcheck disable=SC2086 # a list
retry "${install[@]}" $wanted >&2 || die "cannot install" $wanted
