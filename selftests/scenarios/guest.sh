#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash
#
# guest.sh - run one scenario, in the guest
#
# Usage: guest.sh <name> <mode...>
#
# Runs <name>/scenario.sh beside this file, once in each mode, in a fresh copy
# of the armhf system:
#   native	as AArch32 programs; what they print is what is expected
#   gate	in the translator, through the gate: must print the same
#   control	in the translator, which makes native calls of the same names
#		instead (GATE32_NO_GATE); nothing of it may come out right
#   qemu	in qemu-arm, which knows nothing of a gate: what works there has to
#		work, and what does not must not ($today says which)
#   absent	with gate32 unloaded: the translator must say so
# Prints KTAP, and lines "# native NAME|text", from which scenario.sh on the
# host makes the folder expected/<name> for a guest that has no native mode.

set -u
here=$(cd "$(dirname "$0")" && pwd)
name=$1
shift
scenario=$here/$name
expected=$here/expected/$name
run=$here/common/gate32-run
qemu_arm=$here/common/qemu-arm-static
root=/mnt/root
export LC_ALL=C TZ=UTC
count=0
failures=0
mode=

note()
{
	sed 's/^/#   /'
}

pass()
{
	count=$((count + 1))
	echo "ok $count $name.$1.$mode"
}

# fail <check> <reason>
fail()
{
	count=$((count + 1))
	failures=$((failures + 1))
	echo "# $2"
	echo "not ok $count $name.$1.$mode"
}

# give_up <text>: nothing of what follows would mean anything.
give_up()
{
	echo "# $name: $*"
	echo "Bail out! $*"
	exit 1
}

#
# The system: Debian's files, with a layer for what is written
#

mounted()
{
	grep -q "^[^ ]* $1 " /proc/mounts
}

system_up()
{
	mkdir -p /mnt/image /mnt/layer "$root"
	mounted /mnt/image ||
		mount -t squashfs -o ro /dev/vda /mnt/image ||
		give_up "cannot mount the armhf system"
	mount -t tmpfs layer /mnt/layer || give_up "no layer"
	mkdir /mnt/layer/upper /mnt/layer/work
	mount -t overlay -o lowerdir=/mnt/image,upperdir=/mnt/layer/upper,workdir=/mnt/layer/work \
		system "$root" || give_up "cannot mount the layer"
	mount -t proc proc "$root/proc"
	mount -t sysfs sysfs "$root/sys"
	mount --bind /dev "$root/dev"
	mount --bind /dev/pts "$root/dev/pts"
	mount -t tmpfs -o mode=1777 tmp "$root/tmp"
	chown 1000:1000 "$root/home/user"
	mkdir -p "$root/scenario"
	[ ! -d "$scenario/files" ] || cp -a "$scenario/files/." "$root/scenario/"
}

system_down()
{
	local tries=0

	# What a scenario has left running has files of it.
	until umount "$root/tmp" "$root/dev/pts" "$root/dev" "$root/sys" \
		"$root/proc" "$root" /mnt/layer 2>/dev/null; do
		mounted /mnt/layer || break
		tries=$((tries + 1))
		[ "$tries" -lt 50 ] || give_up "the system is busy"
		usleep 100000
	done
}

# The kernel starts the translator for armhf programs, in any root.
binfmt=/proc/sys/fs/binfmt_misc
# register <translator>
register()
{
	[ -e "$binfmt/register" ] || mount -t binfmt_misc binfmt_misc "$binfmt" ||
		give_up "no binfmt_misc"
	unregister
	"$here/common/arch-container" binfmt --name arm --translator "$1" \
		>"$binfmt/register" || give_up "cannot register the translator"
}

unregister()
{
	[ ! -e "$binfmt/gate32-arm" ] || echo -1 >"$binfmt/gate32-arm"
}

# enter <command...>: execute it in the system, with an environment of its own.
# The words in $confined come before it, and $inside, if it is set, is another
# way in. The command needs its path: busybox takes a name for one of its
# applets, which are native.
confined=
enter()
{
	local naive='' persona=''

	case "$mode" in
	native) persona=linux32 ;;
	control) naive=GATE32_NO_GATE=1 ;;
	esac
	# shellcheck disable=SC2086 # words
	timeout -s KILL "${limit:-1800}" env -i PATH=/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
		HOME=/root LC_ALL=C.UTF-8 TZ=UTC $naive $persona $confined \
		${inside:-chroot $root} "$@"
}

#
# Checks
#

# wanted <name>: is this check to be made?
wanted()
{
	local pattern status=1

	set -f
	for pattern in ${CHECKS:-*}; do
		# shellcheck disable=SC2254 # a pattern
		case "$1" in
		$pattern) status=0 ;;
		esac
	done
	set +f
	return $status
}

# judged <name> <command...>: a check. In the end what the command prints and
# its status must be what they are natively, where the status has to be 0 (or
# $status).
judged()
{
	local what=$1 got=/tmp/got status=${status:-0} begun

	shift
	wanted "$what" || return 0
	begun=$(date +%s)
	"$@" >"$got" 2>&1 </dev/null
	echo "status $?" >>"$got"
	judge "$what" "$got" "$status" $(($(date +%s) - begun))
}

# check <name> <command>: a check of a command for the system's sh
check()
{
	judged "$1" enter /bin/sh -c "$2"
}

# judge_today <name> <file>: of what qemu-arm has made of it; a row of the table
judge_today()
{
	local outcome=fails

	if [ ! -e "$expected/$1" ]; then
		fail "$1" "nobody has said what to expect"
		return
	fi
	! cmp -s "$expected/$1" "$2" || outcome=works
	echo "# $1, in qemu-arm: $outcome"
	diff "$expected/$1" "$2" | sed -n '/^+++/d; s/^+//p' | head -n 4 | note
	if [ "$outcome" = "${today:-works}" ]; then
		pass "$1"
	else
		fail "$1" "not as it is known of qemu-arm: the table is to be made anew"
	fi
}

# judge <name> <file> <status> <seconds>: ... of what is in the file
judge()
{
	case "$mode" in
	native)
		mkdir -p "$expected"
		cp "$2" "$expected/$1"
		sed "s/^/# native $1|/" "$2"
		if [ "$(tail -n 1 "$2")" = "status $3" ]; then
			pass "$1"
		else
			fail "$1" "it does not work natively"
		fi
		;;
	gate)
		echo "# $1 ($4 s):"
		note <"$2"
		if [ ! -e "$expected/$1" ]; then
			fail "$1" "nobody has said what to expect"
		elif cmp -s "$expected/$1" "$2"; then
			pass "$1"
		else
			diff -u "$expected/$1" "$2" | note
			fail "$1" "not as native"
		fi
		;;
	qemu)
		judge_today "$1" "$2"
		;;
	*)
		echo "# $1, without the gate:"
		head -n 4 "$2" | note
		if [ "$(tail -n 1 "$2")" = "status $3" ] ||
		   cmp -s "$expected/$1" "$2"; then
			fail "$1" "it works: this check says nothing of the gate"
		else
			pass "$1"
		fi
		;;
	esac
}

# Only here: what has no control, for it is about the guest and not in it.
with_gate()
{
	[ "$mode" = gate ]
}

absent()
{
	rmmod gate32 || give_up "cannot unload gate32"
	enter /bin/uname -m >/tmp/got 2>&1
	echo "status $?" >>/tmp/got
	note </tmp/got
	if grep -q 'this kernel has no gate32' /tmp/got &&
	   grep -q 'status 125' /tmp/got; then
		pass entered
	else
		fail entered "not what the translator says without gate32"
	fi
}

echo "KTAP version 1"
for mode; do
	case "$mode" in
	native) unregister ;;
	qemu) register "$qemu_arm" ;;
	*) register "$run" ;;
	esac
	system_up
	if [ "$mode" = absent ]; then
		absent
	else
		# shellcheck source=/dev/null
		. "$scenario/scenario.sh"
	fi
	system_down
done
unregister
echo "1..$count"
[ "$failures" = 0 ]
