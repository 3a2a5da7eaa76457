#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# scenario.sh - run whole armhf systems in guests
#
# Usage: scenario.sh [options] [name...]
#
# For each scenario (a folder beside this file; all of them if none is named)
# and each CPU a guest is booted, and guest.sh run there. Cortex-A72 comes first:
# there the programs run natively as well, and what they print is what is
# expected on every CPU. If another CPU alone is asked for and there is nothing
# of that yet in build/scenario/, a Cortex-A72 is booted just for that.
# Everything must have been built: that is what "make scenario" does.
#
#   --kernel <6.12|6.1>	default 6.12
#   --cpu <name>	only this CPU
#   --modes <list>	of native, gate, control, qemu and absent; guest.sh says
#			what they are, and the scenario which of them are usual
#   --requests <n>	how many each server has to answer (default 1000; 24 if brief)
#   --checks <patterns>	only checks whose name matches one of these words (of
#			the shell's kind)
#   --brief		what "make check" has time for: the checks of each
#			scenario's line "# brief: CHECKS", natively and, on a CPU
#			without AArch32, in the other modes but qemu; prints one
#			KTAP

set -eu -o pipefail
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=scripts/lib.sh
. "$here/../../scripts/lib.sh"

kernel=6.12 cpu='' modes='' checks='*' requests='' brief=''
while [ $# -gt 0 ]; do
	case "$1" in
	--brief)
		brief=yes
		shift
		;;
	--*)
		take_value "kernel cpu modes checks requests" "$@"
		shift 2
		;;
	-*) common_option "$1" ;;
	*) break ;;
	esac
done
[ -n "$requests" ] || requests=$([ "$brief" ] && echo 24 || echo 1000)
programs=$top/build/selftests/scenarios
translator=$top/build/selftests/translator/gate32-run
qemu_arm=$GATE32_CACHE/qemu-user/qemu-arm-static
logs=$top/build/scenario
image=$GATE32_CACHE/root-armhf.squashfs
[ -e "$image" ] || die "no armhf system in the cache (scripts/fetch-root.sh)"

names=("$@")
if [ ${#names[@]} = 0 ]; then
	for f in "$here"/*/scenario.sh; do
		f=${f%/scenario.sh}
		names+=("${f##*/}")
	done
fi
read -ra cpus <<<"${cpu:-$CPUS}"

# said <name> <word>: what a scenario says in comments "# word: ..."
said()
{
	sed -n "s/^# $2: //p" "$here/$1/scenario.sh"
}

# copy_files <folder> <name> <modes>
copy_files()
{
	local expected=$logs/$kernel-expected/$2

	rm -rf "$1"
	mkdir -p "$1/$2/files" "$1/expected"
	cp "$here/guest.sh" "$1/"
	install -D -t "$1/common" "$programs/common/confine" "$translator"
	aarch64-linux-gnu-strip "$1"/common/*
	cp "$top/scripts/arch-container" "$1/common/"
	[[ " $3 " != *" qemu "* ]] || cp "$qemu_arm" "$1/common/"
	cp "$here/$2/scenario.sh" "$1/$2/"
	[ ! -d "$programs/$2" ] || cp -a "$programs/$2/." "$1/$2/files/"
	[ ! -d "$expected" ] || cp -a "$expected" "$1/expected/"
}

# guest <name> <cpu> <machine> <mode...>
guest()
{
	local name=$1 cpu=$2 machine=$3 status=0
	local dir=$logs/$kernel-${2%%,*}-$1${3:+-${3#*,}}

	shift 3
	mkdir -p "$dir"
	copy_files "$dir/files" "$name" "$*"
	info "$name on $kernel, $cpu${machine:+, $machine}: $*"
	"$top/scripts/run-guest.sh" --quiet --kernel "$kernel" --cpu "$cpu" \
		--dir "$dir" --timeout 7200 --mem 2G ${machine:+--machine "$machine"} \
		--load "virtio_blk squashfs overlay binfmt_misc $(said "$name" modules)" \
		--qemu "-drive file=$image,if=none,id=system,format=raw,readonly=on -device virtio-blk-pci,drive=system" \
		--files "$dir/files" -- \
		"CHECKS='$checks' REQUESTS=$requests files/guest.sh $name $*" |
		tee "$dir.log" || status=$?
	if [ "$status" = 99 ]; then
		info "the guest failed"
		return 1
	fi
	sed -n "s/^# native //p" "$dir.log" >"$dir.native"
	[ ! -s "$dir.native" ] || keep "$logs/$kernel-expected/$name" <"$dir.native"
	return "$status"
}

# keep <folder>: what programs have printed natively, a file for each check
keep()
{
	rm -rf "$1"
	mkdir -p "$1"
	awk -v folder="$1" '
		{
			bar = index($0, "|")
			print substr($0, bar + 1) >(folder "/" substr($0, 1, bar - 1))
		}'
}

# machines_of <name> <cpu>: a line "# machine:" may say which CPU it is for
machines_of()
{
	said "$1" machine | awk -v cpu="$2" 'NF == 1 || $2 == cpu { print $1 }'
}

# usual_modes <name> <cpu>
usual_modes()
{
	local modes

	modes=$(said "$1" modes)
	modes=${modes:-native gate control absent}
	[[ $2 != a64fx* ]] || modes=${modes#native }
	echo "$modes"
}

# one <name> <cpu>: one scenario on one CPU, on all the machines that it is for
one()
{
	local machine machines wanted failed=0

	readarray -t machines < <(machines_of "$1" "${2%%,*}")
	[ ${#machines[@]} -gt 0 ] || machines=('')
	wanted=$(usual_modes "$1" "$2")
	if [[ $2 = a64fx* ]]; then
		[ -d "$logs/$kernel-expected/$1" ] ||
			guest "$1" cortex-a72 "${machines[0]}" native || return
	fi
	for machine in "${machines[@]}"; do
		# shellcheck disable=SC2086 # a list
		guest "$1" "$2" "$machine" ${modes:-$wanted} || failed=1
		# The rest has nothing to do with the machine.
		wanted=gate
	done
	return "$failed"
}

# brief_part: the brief checks of all scenarios
brief_part()
{
	local name modes checks status=0

	for name in "${names[@]}"; do
		checks=$(said "$name" brief)
		[ -n "$checks" ] || continue
		modes=$(usual_modes "$name" a64fx)
		guest "$name" cortex-a72 '' native || status=1
		# shellcheck disable=SC2086 # a list
		guest "$name" a64fx '' ${modes/qemu /} || status=1
	done
	return "$status"
}

# one_ktap: of those of many guests
one_ktap()
{
	awk '
		/^KTAP version/ || /^1\.\.[0-9]*$/ {
			next
		}
		match($0, /^(not )?ok [0-9]+/) {
			sub(/ok [0-9]+/, "ok " ++count)
		}
		{
			print
			fflush()
		}
		END {
			print "1.." count + 0
		}'
}

if [ -n "$brief" ]; then
	echo "KTAP version 1"
	brief_part | one_ktap
	exit
fi

failed=()
for name in "${names[@]}"; do
	[ -e "$here/$name/scenario.sh" ] || die "no scenario '$name' in selftests/scenarios/"
	for cpu in "${cpus[@]}"; do
		one "$name" "$cpu" || failed+=("$name on $cpu")
	done
done
[ ${#failed[@]} = 0 ] || die "failed: ${failed[*]}"
