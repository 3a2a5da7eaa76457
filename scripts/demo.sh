#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# demo.sh - show armhf programs on a CPU that cannot execute them
#
# Usage: demo.sh [--kernel <6.12|6.1>] [--cpu <name>]
#
# Boots a guest (6.12 on a64fx) and runs scripts/guest/demo there. Everything
# must be built before: that is what "make demo" does.

set -eu
# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/lib.sh"

kernel=6.12 cpu=a64fx
while [ $# -gt 0 ]; do
	take_value "kernel cpu" "$@"
	shift 2
done

mkdir -p "$top/build/demo"
aarch64-linux-gnu-gcc -O2 -Wall -static -o "$top/build/demo/try-exec" \
	"$top/scripts/guest/try-exec.c"
cp "$top/scripts/guest/demo" "$top/build/demo/demo"
exec "$top/scripts/run-guest.sh" --kernel "$kernel" --cpu "$cpu" --armhf \
	--selftests --timeout 300 \
	--files "$top/build/demo/demo $top/build/demo/try-exec" -- ./demo
