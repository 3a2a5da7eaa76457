#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# guest-attribute.sh - repeat an operation while the host watches
#
# Usage: guest-attribute.sh <operation> <column:program:way>...
#
# The guest's half of attribute.py. Prints "symbol <line of kallsyms>" for all
# symbols, then for each column "repeating <column>" as soon as the program
# repeats the operation; goes on when the host writes a line to the port
# bench.go.

set -eu

case "${1:-}" in
-h | --help | '')
	sed -n -e '1,/^[^#]/ { /^# SPDX/d; /^#!/d; s/^# \{0,1\}//p; }' "$0"
	exit 0
	;;
esac
operation=$1
shift
here=$(cd "$(dirname "$0")" && pwd)

port=
for p in /sys/class/virtio-ports/*; do
	if [ "$(cat "$p/name")" = bench.go ]; then
		port=/dev/${p##*/}
	fi
done
if [ -z "$port" ]; then
	echo "guest-attribute.sh: no port bench.go" >&2
	exit 1
fi

sed 's/^/symbol /' /proc/kallsyms

mkfifo /tmp/said
for way; do
	column=${way%%:*}
	program=${way#*:}
	"$here/${program%:*}" -p "${way##*:}" "$operation" >/tmp/said &
	pid=$!
	if ! read -r _ </tmp/said; then
		echo "guest-attribute.sh: $column: the program failed" >&2
		exit 1
	fi
	# Until it has settled.
	usleep 10000
	echo "repeating $column"
	read -r _ <"$port"
	kill "$pid"
	wait "$pid" 2>/dev/null || true
done
