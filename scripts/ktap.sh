# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# ktap.sh - what the host's tests in shell have in common
#
# To be sourced, after lib.sh. Makes a folder $tmp, which goes with the script;
# the script ends with [ "$failed" = 0 ].

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

# What make has been told by who runs this is not for the makes of a test.
unset MAKEFLAGS MFLAGS MAKELEVEL DESTDIR PREFIX INSTALL_MOD_PATH KERNEL
unset INSTALL_MOD_DIR KERNELRELEASE KDIR

count=0 failed=0
# result <name> <status>, with complaints in $tmp/log
result()
{
	count=$((count + 1))
	if [ "$2" = 0 ]; then
		echo "ok $count $1"
	else
		failed=$((failed + 1))
		sed 's/^/# /' "$tmp/log"
		echo "not ok $count $1"
	fi
}

# run_test <name> <function>
run_test()
{
	local status=0

	# Not in a condition: set -e has to hold inside.
	(
		set +e
		(
			set -eu
			"$2"
		)
		echo $? >"$tmp/status"
	) >"$tmp/log" 2>&1
	status=$(cat "$tmp/status")
	result "$1" "$status"
}

# same <what> <expected> <real>: two texts
same()
{
	diff -u --label "$1: expected" --label "$1: real" \
		<(printf '%s\n' "$2") <(printf '%s\n' "$3")
}

# fails <command...>: it does not work, and says why in $tmp/out.
fails()
{
	if "$@" >"$tmp/out" 2>&1; then
		echo "should have failed: $*"
		return 1
	fi
}

# All but folders. Whether modules are compressed is the kernel's own choice.
files_below()
{
	(cd "$1" && find . ! -type d -printf '/%P\n' | sed 's/\.ko\.xz$/.ko/' |
		LC_ALL=C sort)
}
