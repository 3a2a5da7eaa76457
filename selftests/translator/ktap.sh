# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
#
# What the translator's test scripts share: KTAP, and where things are.
# To be sourced, with the script's arguments.

case "${1:-}" in
-h|--help)
	sed -n '/^# SPDX/d; /^#!/d; /^#/!q; s/^# \{0,1\}//p' "$0"
	exit 0
	;;
esac

here=$(cd "$(dirname "$0")" && pwd)
run=$here/gate32-run
armhf=${GATE32_ARMHF:-/opt/gate32/armhf}
# An armhf busybox, and the native one as the independent oracle
guest_busybox=$armhf/bin/busybox
busybox=$(command -v busybox || :)
export LC_ALL=C TZ=UTC

count=0
failures=0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1

ktap_start()
{
	echo "KTAP version 1"
	if [ ! -x "$run" ]; then
		echo "1..0 # SKIP gate32-run has not been built"
		exit 4
	fi
	if [ ! -x "$guest_busybox" ] || [ -z "$busybox" ]; then
		echo "1..0 # SKIP no armhf programs in $armhf, or no busybox"
		exit 4
	fi
}

# Is the gate there? The script is told to ask before it asks for anything.
gate_present()
{
	"$run" "$guest_busybox" true 2>/dev/null
}

ktap_pass()
{
	count=$((count + 1))
	echo "ok $count $1"
}

# name [file with what happened]
ktap_fail()
{
	count=$((count + 1))
	failures=$((failures + 1))
	[ $# -lt 2 ] || sed 's/^/# /' "$2"
	echo "not ok $count $1"
}

ktap_skip()
{
	count=$((count + 1))
	echo "ok $count $1 # SKIP $2"
}

# name expected-file got-file
same()
{
	if cmp -s "$2" "$3"; then
		ktap_pass "$1"
	else
		diff -u "$2" "$3" > "$work/.diff" || :
		ktap_fail "$1" "$work/.diff"
	fi
}

ktap_end()
{
	echo "1..$count"
	[ "$failures" -eq 0 ] || exit 1
	exit 0
}
