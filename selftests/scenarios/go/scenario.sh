# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash disable=SC2154,SC2034,SC2016 # of guest.sh, and for it
#
# 32-bit container tooling: programs that Debian's Go makes for linux/arm, and
# Debian's runc for armhf. To be sourced by ../guest.sh.
#
# brief: utimens statfs uid_map execveat atomics storm policy runc_version

# A user namespace cannot be made in a chroot. So this is a mount namespace whose
# root is the system; the file keeps it.
space=/tmp/space
inside="nsenter --mount=$space"
limit=7000

space_up()
{
	local type

	mount -t cgroup2 cgroup2 "$root/sys/fs/cgroup" || give_up "no cgroup2"
	# Types of file systems that are negative numbers to a program of 32 bits
	for type in ramfs bpf; do
		mkdir -p "$root/tmp/$type"
		mount -t "$type" "$type" "$root/tmp/$type" || give_up "no $type"
	done
	: >"$space"
	# shellcheck disable=SC2086 # words
	if ! unshare --mount="$space" /bin/sh -c "cd $root && mount --move . /" ||
	   ! $inside [ -e /scenario/calls ]; then
		give_up "cannot make the system the root of a namespace"
	fi
}

space_down()
{
	umount "$space" "$root/tmp/ramfs" "$root/tmp/bpf" "$root/sys/fs/cgroup"
	rm "$space"
}

# calls <argument...>: a check of that name
calls()
{
	judged "$(echo "$1" | tr - _)" enter /scenario/calls "$@"
}

# The bundle that is run: what runc itself proposes, without a terminal, with a
# program of our own and the policy that containers have by default
bundle_up()
{
	local bundle=$root/tmp/bundle applet

	mkdir -p "$bundle/rootfs/bin"
	cp "$root/bin/busybox" "$root/scenario/calls" "$bundle/rootfs/bin/"
	for applet in cat dmesg grep hostname id ls mkdir mount sh sleep uname \
		unshare; do
		ln -s busybox "$bundle/rootfs/bin/$applet"
	done
	cat >"$bundle/rootfs/bin/inside" <<-'EOT'
		#!/bin/sh
		# runc has a thread of its own for each stream.
		exec 2>&1
		id
		uname -m
		hostname
		ls /
		cat /proc/self/uid_map
		grep -E "^(CapEff|NoNewPrivs|Seccomp)" /proc/self/status
		mkdir /dev/shm/a && echo "a folder"
		mkdir /bin/a
		mount -t tmpfs none /dev/shm
		dmesg
		hostname another
		unshare -U id -u
		calls refused
		exit 7
	EOT
	chmod +x "$bundle/rootfs/bin/inside"
}

bundle_config()
{
	[ ! -e "$root/tmp/bundle/config.json" ] ||
		sed -i -e 's/"terminal": true/"terminal": false/' \
			-e 's,^\(\t*\)"sh"$,\1"/bin/inside",' \
			-e "/^\t\"linux\": {\$/r $scenario/files/seccomp.json" \
			"$root/tmp/bundle/config.json"
}

space_up
calls utimens
calls statfs / /proc /sys /sys/fs/cgroup /dev /dev/pts /tmp /tmp/ramfs /tmp/bpf
calls uid-map
calls execveat
calls atomics
calls preempt
calls storm
calls status
judged policy enter /scenario/policy

bundle_up
judged runc_version enter /usr/sbin/runc --version
judged runc_spec enter /bin/sh -c 'cd /tmp/bundle && runc spec && busybox cat config.json && echo'
bundle_config
status=7 judged runc_run enter /usr/sbin/runc run --bundle /tmp/bundle a_container
space_down
unset inside limit
