# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash disable=SC2154,SC2034,SC2016 # of guest.sh, and for it
#
# A container of another architecture on an AArch64 machine, by
# scripts/arch-container. To be sourced by ../guest.sh.
#
# brief: login mounts propagation tcc make setuid setgid no_setuid nested_exec down

# The machine, as systemd sets one up: in a mount namespace, which this file
# keeps, whose root is no initramfs, and where all mounts are shared.
machine=/tmp/machine

on_machine()
{
	nsenter --mount="$machine" "$@"
}

machine_up()
{
	grep -q ^user: /etc/passwd ||
		echo 'user:x:1000:1000::/home/user:/bin/sh' >>/etc/passwd
	mkdir -p /home /mnt/machine
	: >"$machine"
	unshare --mount="$machine" /bin/sh -c '
		mount --rbind / /mnt/machine && cd /mnt/machine &&
			mount --move /mnt/machine / &&
			exec chroot . /bin/sh -c "mount --make-rshared / &&
				mount -t tmpfs home /home"' ||
		give_up "cannot make a machine of the guest"
	on_machine umount "$root/tmp" "$root/dev/pts" "$root/dev" "$root/sys" "$root/proc"
}

machine_down()
{
	umount "$machine"
	rm "$machine"
}

# arch <verb> [argument...]: call arch-container on the machine
arch()
{
	local naive=''

	[ "$mode/$1" != control/enter ] || naive=GATE32_NO_GATE=1
	timeout -s KILL "${limit:-1800}" nsenter --mount="$machine" \
		env -i PATH="$PATH" LC_ALL=C.UTF-8 TZ=UTC $naive \
		"$here/common/arch-container" "$@"
}

# strays: what runs in other mount namespaces than this; kernel threads have no
# command line
strays()
{
	local p own

	own=$(readlink /proc/self/ns/mnt)
	for p in /proc/[0-9]*; do
		[ "$(readlink "$p/ns/mnt" 2>/dev/null)" = "$own" ] ||
			tr '\0' ' ' 2>/dev/null <"$p/cmdline"
	done
}

# state: all that arch-container may leave behind
state()
{
	cat /proc/self/mountinfo
	on_machine cat /proc/self/mountinfo
	on_machine ls -R "$binfmt" /run
	strays
}

# untouched: is the state what it was?
untouched()
{
	state >/tmp/after
	if cmp -s /tmp/before /tmp/after; then
		echo "nothing is left of it"
	else
		diff -u /tmp/before /tmp/after
		return 1
	fi
}

# outside <function>: a check of that name. It executes no program in the
# container, and so has no control.
outside()
{
	[ "$mode" = control ] || judged "$1" "$1"
}

# within <check> <command...>: a check of what it says in the container
within()
{
	local what=$1

	shift
	judged "$what" arch enter "$@"
}

# as_user <check> <command>
as_user()
{
	within "$1" /bin/su - user -c "$2"
}

#
# Set-ups that fail, each at another step
#

# broken_root: looks like a system
broken_root()
{
	broken=/tmp/broken
	rm -rf "$broken"
	mkdir -p "$broken/bin" "$broken/proc" "$broken/sys" "$broken/dev" \
		"$broken/run" "$broken/etc" "$broken/home/user"
	grep ^user: /etc/passwd >"$broken/etc/passwd"
	cp /bin/busybox "$broken/bin/"
	echo '#!/bin/nothing' >"$broken/bin/true"
	chmod +x "$broken/bin/true"
}

# refused <command...>: must fail, and leave nothing
refused()
{
	state >/tmp/before
	if "$@"; then
		echo "it works"
		return 1
	fi
	untouched
}

up_broken()
{
	arch up --translator "${translator:-$run}" --user user "$broken"
}

no_folder()
{
	broken_root
	rmdir "$broken/home/user"
	refused up_broken
}

no_translator()
{
	broken_root
	translator=$here refused up_broken
}

writable_translator()
{
	broken_root
	cp "$run" /tmp/writable
	chmod 775 /tmp/writable
	translator=/tmp/writable refused up_broken
}

users_translator()
{
	broken_root
	cp "$run" /tmp/users_run
	chown 1000 /tmp/users_run
	translator=/tmp/users_run refused up_broken
}

# "binfmt" looks at the translator as "up" does, and registers nothing.
only_the_line()
{
	broken_root
	translator=/tmp/writable
	cp "$run" "$translator"
	chmod 775 "$translator"
	refused arch binfmt --translator "$translator" &&
		refused arch binfmt &&
		chmod 755 "$translator" &&
		arch binfmt --name line --translator "$translator" &&
		untouched
}

dev_is_a_file()
{
	broken_root
	rmdir "$broken/dev"
	: >"$broken/dev"
	refused up_broken
}

# In the guest itself
initramfs()
{
	broken_root
	refused "$here/common/arch-container" up --translator "$run" "$broken"
}

no_program_starts()
{
	broken_root
	refused up_broken
}

# end_up <signal>: while it tries whether programs start
end_up()
{
	local pid

	broken_root
	printf '#!/bin/busybox sh\n/bin/busybox sleep 1001\n' >"$broken/bin/true"
	# No job of this shell, which would tell of its end, sooner or later.
	pid=$(setsid nsenter --mount="$machine" "$here/common/arch-container" up \
		--translator "$run" "$broken" >/tmp/said 2>&1 & echo $!)
	until strays | grep -q 'sleep 1001'; do
		[ -d "/proc/$pid" ] || return
		usleep 100000
	done
	on_machine grep -q /run/arch-container /proc/self/mountinfo && echo "it is there"
	# The session: what Ctrl-C does
	kill "-$1" "-$pid"
	while strays | grep -q arch-container; do
		usleep 100000
	done
}

interrupted()
{
	state >/tmp/before
	end_up TERM && untouched
}

# "down" finds as much as there is.
killed()
{
	state >/tmp/before
	end_up KILL
	arch up --user user "$broken"
	arch down && untouched
}

# Where nobody may open a gate
gate_shut()
{
	echo nobody >/proc/sys/kernel/gate32_allow
	# shellcheck disable=SC2086 # words
	refused arch up $options "$root"
	echo "status $?"
	echo everybody >/proc/sys/kernel/gate32_allow
}

#
# The container
#

# The user's home, with something to build in it
home_files()
{
	rm -rf /tmp/home
	mkdir -p /tmp/home/sum /tmp/home/later /tmp/home/inner
	cd /tmp/home || give_up "no /tmp/home"
	echo "a letter from the machine" >letter
	cat >hello.c <<-'EOF'
		#include <stdio.h>
		#include <sys/utsname.h>

		int main(int argc, char **argv)
		{
			struct utsname u;

			uname(&u);
			printf("%s: %d bits, %s, %.3f\n", argv[0],
			       (int)sizeof(long) * 8, u.machine, argc / 8.0);
			return 0;
		}
	EOF
	printf '#!/bin/sh\nexec env ids "$@"\n' >script
	chmod +x script
	for i in one two three four; do
		echo "int $i(int n) { return n + ${#i}; }" >sum/$i.c
	done
	cat >sum/main.c <<-'EOF'
		#include <stdio.h>

		int one(int n), two(int n), three(int n), four(int n);

		int main(void)
		{
			printf("%d\n", one(two(three(four(0)))));
			return 0;
		}
	EOF
	mkfifo sum/one.wait sum/two.wait sum/three.wait
	# Three wait for the fourth: with fewer than four jobs at a time that
	# would be for ever.
	printf '%s\n' 'sum: main.c one.o two.o three.o four.o' '	tcc -o $@ $^' \
		'one.o two.o three.o: %.o: %.c' \
		'	read word <$*.wait && tcc -c -o $@ $<' \
		'four.o: four.c' \
		'	for i in one two three; do echo go >$$i.wait; done; tcc -c -o $@ $<' \
		>sum/Makefile
	cd "$here" || give_up "no $here"
	chown -R 1000:1000 /tmp/home
	on_machine cp -a /tmp/home /home/user
}

# What shows privileges
install_ids()
{
	local bin=$root/usr/local/bin f

	mkdir -p "$bin"
	for f in ids ids-suid ids-sgid; do
		cp "$root/scenario/ids" "$bin/$f"
	done
	chown 0:1234 "$bin"/ids*
	chmod 4755 "$bin/ids-suid"
	chmod 2755 "$bin/ids-sgid"
	echo "for root" >"$root/etc/secret"
	chown 0:1234 "$root/etc/secret"
	chmod 640 "$root/etc/secret"
}

twice()
{
	on_machine cat /proc/self/mountinfo >/tmp/before
	! arch up --user user "$root" || return 1
	on_machine cat /proc/self/mountinfo >/tmp/after
	cmp /tmp/before /tmp/after && echo "it is as it was"
}

# Without a command, "enter" is for somebody who types.
login()
{
	arch enter <<-'EOF'
		echo "$0 $LOGNAME $HOME $PWD"
		uname -m
		id
		cat letter
	EOF
}

# Mounts of the machine's below the home appear in there, none the other way.
propagation()
{
	local status

	on_machine mount -t tmpfs later /home/user/later
	arch enter /bin/bash -c 'busybox mount -t tmpfs inner /home/user/inner || exit
		while read -r x x x x where x; do
			case "$where" in
			/home*) echo "in there: $where" ;;
			esac
		done </proc/self/mountinfo'
	status=$?
	on_machine awk '$5 ~ "^/home" {
		print "machine:", $5, / shared:/ ? "shared" : "not shared"
	}' /proc/self/mountinfo
	on_machine umount /home/user/later
	return "$status"
}

# "down" while somebody works in there
down()
{
	arch enter /bin/su - user -c 'echo "what has been done" >work; exec sleep 1002' \
		>/dev/null 2>&1 &
	until on_machine [ -s /home/user/work ]; do
		[ -d "/proc/$!" ] || return
		usleep 500000
	done
	arch down || return
	cp /tmp/at_first /tmp/before
	untouched || return
	on_machine cat /home/user/work
	ls -A "$root/home/user"
	arch enter /bin/true
	arch down
	[ $? = 1 ]
}

options="--user user"
if [ "$mode" != native ]; then
	options="$options --translator $run"
	# arch-container is to mount it.
	unregister
	umount "$binfmt"
fi
machine_up
home_files
install_ids
outside no_folder
outside no_translator
outside writable_translator
outside users_translator
outside only_the_line
outside dev_is_a_file
outside initramfs
outside no_program_starts
outside interrupted
outside killed
if with_gate && wanted gate_shut; then
	gate_shut >/tmp/got 2>&1
	note </tmp/got
	if grep -q '^gate32-run: ' /tmp/got && grep -q 'programs do not start' /tmp/got &&
	   [ "$(tail -n 1 /tmp/got)" = "status 0" ]; then
		pass gate_shut
	else
		fail gate_shut "not refused as it should be"
	fi
fi

state >/tmp/at_first
# shellcheck disable=SC2086 # words
if arch up $options "$root" >/tmp/said 2>&1; then
	outside twice

	judged login login
	within mounts /bin/bash -c 'while read -r x x x x where options; do
			echo "$where"
			case "$options" in
			*shared:*) echo "... is shared: $options" ;;
			esac
		done </proc/self/mountinfo
		echo /*'
	judged propagation propagation
	as_user tcc 'tcc -o hello hello.c && exec ./hello a b'
	as_user nested_exec 'exec ./script /etc/secret'
	as_user make 'cd sum && make -s -j4 && ./sum && exec make -j4'
	as_user setuid 'ids-suid /etc/secret'
	as_user setgid 'ids-sgid /etc/secret'
	as_user no_setuid 'ids /etc/secret'
	within nested_namespace /usr/bin/unshare -m /bin/sh -c '
		busybox mount -t tmpfs none /tmp && cp -p /usr/local/bin/ids-suid /tmp/ids &&
			exec chroot --userspec=1000:1000 /tmp /ids'
	outside down
	! on_machine [ -e /run/arch-container ] || arch down
else
	note </tmp/said
	fail up "it cannot be set up"
fi
machine_down
