# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash disable=SC2153,SC2154,SC2034,SC2016 # of guest.sh, and for it
#
# Programs that talk to devices and to the rarer calls, in gate32-run and in
# today's qemu-arm. To be sourced by ../guest.sh.
#
# modes: native gate qemu absent
# brief: v4l2_ctl v4l2_stream amixer losetup quota robust_mutex aio io_uring
# modules: vivid snd-aloop evdev uinput loop tun ext4 quota_v2

# await <seconds> <command...>: until it succeeds
await()
{
	local tries=$(($1 * 10))

	shift
	until "$@"; do
		tries=$((tries - 1))
		[ "$tries" -gt 0 ] || return 1
		usleep 100000
	done
}

# evtest on the keyboard of another program; the keyboard stays until all has
# been read.
keyboard()
{
	local name node

	rm -f /tmp/keys /tmp/evtest /tmp/go
	mkfifo /tmp/go
	: >/tmp/evtest
	enter /scenario/keys </tmp/go >/tmp/keys 2>&1 &
	exec 7>/tmp/go
	await 60 [ -s /tmp/keys ]
	name=$(head -n 1 /tmp/keys)
	node=$(cd "/sys/devices/virtual/input/$name" 2>/dev/null && echo event*)
	if [ -n "$node" ]; then
		enter /usr/bin/evtest "/dev/input/$node" >/tmp/evtest 2>&1 &
		await 100 grep -q Testing /tmp/evtest
		echo press >&7
		await 100 grep -q '(KEY_O), value 0' /tmp/evtest
	fi
	# It may be gone already.
	(echo go >&7) 2>/dev/null
	exec 7>&-
	wait
	# Names and times are others each time.
	sed 's/^input[0-9]*$/a name/' /tmp/keys
	sed -e 's/time [0-9.]*,/time,/' -e 's,/dev/input/event[0-9]*,/dev/input/event,' \
		/tmp/evtest
	grep -q '(KEY_O), value 0' /tmp/evtest
}

limit=240

# As they are when the machine has booted, whatever the mode before has set.
for f in vivid snd-aloop; do
	rmmod "$f" 2>/dev/null
	modprobe "$f"
done
await 10 [ -c /dev/video0 ]

# Drivers whose structures the kernel translates.
# Two controls of vivid's have another value at each look.
today=fails check v4l2_ctl 'v4l2-ctl -d /dev/video0 --all >/tmp/said 2>&1; status=$?
	sed -e "/ gain 0x/s/value=[0-9]*/value=N/" \
		-e "/ read_only_integer_32_bits /s/value=[0-9]*/value=N/" /tmp/said; exit $status'
today=fails check v4l2_stream 'v4l2-ctl -d /dev/video0 --stream-mmap=3 --stream-count=4 \
	--set-fmt-video=width=320,height=180,pixelformat=YUYV --stream-to=/tmp/frames \
	>/tmp/said 2>&1 || { cat /tmp/said; exit 1; }
	exec stat -c %s /tmp/frames'
today=fails check amixer 'exec amixer -c Loopback contents'
# On a busy machine the card runs out of samples, and aplay says so.
today=fails check aplay 'head -c 88200 /dev/zero | aplay -q -D hw:Loopback,0 -t raw -f cd >/tmp/said 2>&1
	status=$?; grep -v "underrun" /tmp/said; exit $status'
today=fails judged evtest keyboard

# Administration.
today=works check losetup 'truncate -s 1M /tmp/disk && d=$(losetup -f --show /tmp/disk) &&
	losetup -n -l -O BACK-FILE,SIZELIMIT,OFFSET,RO "$d" && losetup -d "$d"'
today=works check tunctl 'tunctl -t tap7 -u 1000 && cat /sys/class/net/tap7/owner && tunctl -d tap7'
today=fails check quota 'truncate -s 8M /tmp/fs && mke2fs -q -t ext4 -O quota /tmp/fs && mkdir -p /mnt &&
	mount -o loop /tmp/fs /mnt && setquota -u user 100 200 10 20 /mnt &&
	head -c 30000 /dev/zero >/mnt/file && chown user /mnt/file && sync && repquota -u /mnt; status=$?; umount /mnt; exit $status'

# Calls that a translator has to make up by itself.
today=fails check robust_mutex 'exec /scenario/robust'
today=fails check aio 'exec /scenario/aio /tmp/aio'
today=fails check io_uring 'exec /scenario/uring'
unset limit
