#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# run-guest.sh - boot a stock kernel in QEMU and run a command in it
#
# Usage: run-guest.sh [options] [--] [command]
#
# The command is given to sh in the guest's /root; its output appears here and
# its exit status becomes that of this script. The run fails as well, with
# status 99, when the guest cannot be booted, crashes, hangs or leaves a
# kernel warning in its log.
#
#   --kernel <6.12|6.1>	stock kernel (default 6.12)
#   --cpu <name>		QEMU's CPU model, perhaps with properties (default
#			a64fx, which has no AArch32; cortex-a72 has it)
#   --machine <name>	QEMU's machine, perhaps with properties (default
#			virt,gic-version=3). raspi4b is a Raspberry Pi 4, with the
#			CPUs (4 times Cortex-A72) and the memory (2 GB) that it has
#   --smp <n>		CPUs (default 2)
#   --mem <size>		memory (default 4G)
#   --timeout <seconds>	give up on the guest after that (default 600)
#   --no-module		do not load gate32.ko
#   --modparams <text>	parameters for gate32.ko
#   --keep-module	do not try to unload gate32.ko at the end
#   --load <names>	kernel modules to load first ("test": all of those that
#			the tests use)
#   --files <paths>	copy these files and folders to the guest's /root
#   --overlay <folder>	copy the contents of this folder to the guest's /
#   --armhf		provide the armhf programs in /opt/gate32/armhf
#   --selftests		provide the selftests, if they are built
#   --shell		an interactive shell instead of a command
#   --hardware		with the devices of scripts/guest/hardware.list
#   --qemu <options>	more options for QEMU
#   --append <text>	more of the kernel's command line
#   --dir <folder>	where to keep the guest's log, its image and the QEMU
#			command line (default build/guest/<kernel>-<cpu>, with a
#			number if that is in use)
#   --quiet		do not tell about the boot

set -eu
# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/lib.sh"

kernel=6.12 cpu=a64fx machine=virt,gic-version=3 smp='' mem='' timeout=600 nomodule='' modparams=''
keepmodule='' load='' files='' overlays=() armhf='' selftests='' shell='' hardware='' qemu_more='' append=''
dir='' quiet=''
harness_failure=99

while [ $# -gt 0 ]; do
	case "$1" in
	--no-module) nomodule=1 ;;
	--keep-module) keepmodule=1 ;;
	--armhf) armhf=1 ;;
	--selftests) selftests=1 ;;
	--shell) shell=1 ;;
	--hardware) hardware=1 ;;
	--quiet) quiet=1 ;;
	--)
		shift
		break
		;;
	--kernel | --cpu | --machine | --smp | --mem | --timeout | --modparams | --load | \
		--files | --overlay | --qemu | --append | --dir)
		[ $# -ge 2 ] || die "$1 needs a value"
		case "$1" in
		--kernel) kernel=$2 ;;
		--cpu) cpu=$2 ;;
		--machine) machine=$2 ;;
		--smp) smp=$2 ;;
		--mem) mem=$2 ;;
		--timeout) timeout=$2 ;;
		--modparams) modparams=$2 ;;
		--load) load=$2 ;;
		--files) files=$2 ;;
		--overlay) overlays+=("$2") ;;
		--qemu) qemu_more=$2 ;;
		--append) append=$2 ;;
		--dir) dir=$2 ;;
		esac
		shift
		;;
	-*) common_option "$1" ;;
	*) break ;;
	esac
	shift
done
[ -n "$shell" ] || [ $# -gt 0 ] || die "no command (see --help)"

fail()
{
	info "FAILED on $kernel/$cpu: $*"
	exit "$harness_failure"
}

vmlinuz=$GATE32_CACHE/kernels/$kernel/vmlinuz
initramfs=$top/build/$kernel/initramfs.cpio
module=$top/build/$kernel/module/gate32.ko
[ -e "$vmlinuz" ] || die "kernel $kernel is not in the cache (make fetch)"
[ -e "$initramfs" ] || die "no $initramfs (make guest)"
[ -n "$nomodule" ] || [ -e "$module" ] ||
	die "no $module (make modules KERNEL=$kernel)"
board=
if [ "$machine" = raspi4b ]; then
	board=$GATE32_CACHE/raspi4b
	[ -e "$board/package" ] || die "no $board (scripts/fetch-raspi4b.sh)"
	[ "$cpu" = cortex-a72 ] || die "$machine has no $cpu"
	[ -z "$smp$mem" ] || die "$machine has the CPUs and the memory that it has"
	[ -z "$shell" ] || die "no shell on $machine"
fi

# Two runs in one folder would overwrite each other's log.
claim()
{
	mkdir -p "$1"
	exec 8>"$1/.lock"
	flock -n 8
}
if [ -n "$dir" ]; then
	claim "$dir" || die "another guest runs in $dir"
else
	# Without the properties: their commas would be QEMU's in a path.
	base=$top/build/guest/$kernel-${cpu%%,*}${board:+-$machine}
	dir=$base
	n=1
	until claim "$dir"; do
		n=$((n + 1))
		[ "$n" -lt 20 ] || die "too many guests run in $base.*"
		dir=$base.$n
	done
fi
root=$dir/root
rm -rf "$root" "$dir"/{dmesg,verdict,initrd,out,pid}
mkdir -p "$root"/{etc/gate32,opt/gate32,root}

[ -n "$nomodule" ] || cp "${module%/*}"/*.ko "$root/opt/gate32/"
for f in $files; do
	[ -e "$f" ] || die "no such file: $f"
	cp -aL "$f" "$root/root/"
done
for f in ${overlays[@]+"${overlays[@]}"}; do
	[ -d "$f" ] || die "no such folder: $f"
	cp -a "$f/." "$root/"
done
# cmd: run all words of the command line as one line of sh.
echo "$*" >"$root/etc/gate32/command"
# What is on a line that also carries the output must not be found in there.
seal=
[ -z "$board" ] || seal=$(od -An -N16 -tx8 /dev/urandom | tr -d ' \n')
{
	printf '. /etc/gate32/modules\n'
	printf 'export GATE32_KERNEL=%q GATE32_CPU=%q\n' "$kernel" "$cpu"
	printf 'NOMODULE=%q KEEPMODULE=%q SHELL_MODE=%q\n' "$nomodule" \
		"$keepmodule" "$shell"
	printf 'MODPARAMS="%s" SEAL=%q\n' "$modparams" "$seal"
	if [ "$load" = test ]; then
		# shellcheck disable=SC2016 # expanded in the guest
		printf 'LOAD=$TEST_MODULES\n'
	else
		printf 'LOAD="%s"\n' "$load"
	fi
} >"$root/etc/gate32/run"

cp "$initramfs" "$dir/initrd"
if [ -n "$armhf" ]; then
	archive=$top/build/armhf.cpio
	[ -e "$archive" ] || die "no $archive (make guest)"
	cat "$archive" >>"$dir/initrd"
fi
if [ -n "$selftests" ] && [ -e "$top/build/selftests.cpio" ]; then
	cat "$top/build/selftests.cpio" >>"$dir/initrd"
fi
(cd "$root" && find . | LC_ALL=C sort |
	cpio --quiet -o -H newc -R 0:0) >>"$dir/initrd"

case "$cpu" in
max*) cpu_option="$cpu,pauth-impdef=on" ;;
*) cpu_option=$cpu ;;
esac
# The board's device tree, as QEMU's board is.
device_tree()
{
	cp "$board/dtb" "$1"
	# QEMU has the second gigabyte, but does not tell the kernel.
	fdtput -p -t x "$1" /ram@40000000 reg 0 40000000 40000000
	fdtput -t s "$1" /ram@40000000 device_type memory
	sed -e 's/#.*//' -e '/^[[:space:]]*$/d' "$top/scripts/guest/raspi4b.list" |
		while read -r node; do
			fdtput -t s "$1" "$node" status disabled
		done
}

# Not stdio: the guest's writes would block for ever once stdin ends.
[ -n "$shell" ] || mkfifo "$dir/out"
if [ -n "$board" ]; then
	device_tree "$dir/dtb"
	qemu=$board/qemu-system-aarch64
	# There is no virtio: the first serial port is for the output. The second
	# one is for the log alone: as /dev/console it hangs the guest at
	# the first character (QEMU 10.0.2).
	console="console=ttyS1,115200 console=tty0 8250.nr_uarts=2 earlycon=uart8250,mmio32,0xfe215040"
	# shellcheck disable=SC2054 # the commas are QEMU's
	devices=(-dtb "$dir/dtb" -chardev "file,id=out,path=$dir/out" -serial chardev:out
		-serial chardev:console)
else
	qemu="qemu-system-aarch64"
	console="console=ttyAMA0 earlycon=pl011,0x9000000"
	# shellcheck disable=SC2054 # the commas are QEMU's
	devices=(-smp "${smp:-2}" -m "${mem:-4G}" -serial chardev:console
		-device virtio-serial-pci
		-chardev "file,id=verdict,path=$dir/verdict"
		-device virtserialport,chardev=verdict,name=gate32.verdict)
fi
# shellcheck disable=SC2054 # the commas are QEMU's
cmd=("$qemu" -M "$machine" -cpu "$cpu_option" -nodefaults -no-reboot -nographic
	-pidfile "$dir/pid"
	-kernel "$vmlinuz" -initrd "$dir/initrd"
	-append "$console oops=panic panic=-1 ${append}"
	-chardev "file,id=console,path=$dir/dmesg" "${devices[@]}")
if [ -n "$shell" ]; then
	# shellcheck disable=SC2054 # the commas are QEMU's
	cmd+=(-chardev stdio,id=out,mux=on,signal=off
		-mon chardev=out
		-device virtconsole,chardev=out)
elif [ -z "$board" ]; then
	# shellcheck disable=SC2054 # the commas are QEMU's
	cmd+=(-chardev "file,id=out,path=$dir/out"
		-device virtserialport,chardev=out,name=gate32.out)
fi
# All of it is for PCI.
# shellcheck disable=SC2207 # options, split at blanks
[ -z "$hardware" ] || [ -n "$board" ] ||
	cmd+=($(sed -e 's/#.*//' "$top/scripts/guest/hardware.list"))
# shellcheck disable=SC2206 # options, split at blanks
cmd+=($qemu_more)
printf '%q ' "${cmd[@]}" >"$dir/command"
if [ -z "$quiet" ]; then
	info "booting $kernel on $cpu; log: $dir/dmesg"
	info "$(cat "$dir/command")"
	[ -z "$shell" ] || info "leave the guest with \"exit\"; Ctrl-a x kills it"
fi

# A board's verdict comes where the output does, behind the seal.
read_output()
{
	if [ -z "$seal" ]; then
		cat
		return
	fi
	sed -u "/$seal /{
		h
		s/.*$seal //w $dir/verdict
		g
		s/$seal .*//
		/^\$/d
	}"
}

# A kernel that panics before it knows how to reset the machine stands still.
end_after_panic()
{
	until grep -aqs 'end Kernel panic' "$dir/dmesg"; do
		kill -0 $$ || return 0
		sleep 5
	done
	sleep 5
	kill "$(cat "$dir/pid")"
}

status=0
if [ -n "$shell" ]; then
	"${cmd[@]}" || status=$?
else
	read_output <"$dir/out" &
	reader=$!
	# Its last sleep outlives it: with neither the output nor the lock.
	end_after_panic >/dev/null 2>&1 8>&- &
	watcher=$!
	timeout --foreground --kill-after=10 "$timeout" "${cmd[@]}" </dev/null ||
		status=$?
	kill "$watcher" 2>/dev/null || true
	# Were QEMU not to have come as far as opening it, cat would wait.
	: 3<>"$dir/out"
	wait "$reader"
fi

# The verdict, from the most to the least telling.
# There is no log if QEMU has not come as far as that.
if [ -e "$dir/dmesg" ]; then
	"$top/scripts/find-splat.sh" "$dir/dmesg" ||
		fail "kernel splat, see $dir/dmesg"
fi
verdict=$(cat "$dir/verdict" 2>/dev/null || true)
# Without a splat its last words are the best there is to go by.
[ -n "$verdict" ] || tail -n 20 "$dir/dmesg" >&2 || true
case "$status" in
0) ;;
124 | 137) fail "the guest hung: no end within $timeout s, see $dir/dmesg" ;;
*) fail "QEMU ended with status $status" ;;
esac
case "$verdict" in
"status "*) exit "${verdict#status }" ;;
"failed "*) fail "${verdict#failed } (see $dir/dmesg)" ;;
*) fail "the guest ended without a verdict, see $dir/dmesg" ;;
esac
