# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash disable=SC2154,SC2034,SC2016 # of guest.sh, and for it
#
# A legacy development system: an armhf Debian in a chroot and in a container.
# To be sourced by ../guest.sh.
#
# brief: uname dpkg_l setuid container container_* deprecated

check uname 'exec uname -m'
check dpkg_l 'dpkg -l dpkg apt perl python3 | tail -n 4'
check dpkg_search 'exec dpkg -S /bin/dash /usr/bin/mono-sgen'
check apt_version 'exec apt-get --version'
check perl 'perl -MConfig -e "print \"\$Config{archname} \$Config{ptrsize}\n\";
	my %h = map { \$_ => \$_ ** 2 } 1 .. 5; print join(\",\", map { \"\$_=\$h{\$_}\" } sort keys %h), \"\n\";
	print sprintf(\"%.6f\", atan2(1, 1) * 4), \"\n\""'
check python3 'python3 -c "
import struct, sys, os, hashlib, threading, subprocess
print(struct.calcsize(\"P\") * 8, sys.maxsize, os.uname().machine)
print(hashlib.sha256(b\"gate32\").hexdigest()[:16])
done = []
ts = [threading.Thread(target=done.append, args=(i * i,)) for i in range(4)]
[t.start() for t in ts]; [t.join() for t in ts]
print(sorted(done))
print(subprocess.run([\"/bin/echo\", \"a child\"], capture_output=True).stdout)
"'
check tcc 'cd /tmp && printf "#include <stdio.h>\nint main(void){printf(\"%%d\\\\n\",(int)sizeof(long)*8);return 0;}\n" >t.c &&
	tcc -o t t.c && exec ./t'
# A set-user-ID program
cp "$root/usr/bin/id" "$root/tmp/id"
chown 1000:1000 "$root/tmp/id"
chmod 6755 "$root/tmp/id"
check setuid 'exec /tmp/id'

# In a container: systemd-nspawn's filter for both architectures
confined="$here/common/confine container"
check container 'perl -e "print 6 * 7, qq(\n)"; exec uname -m'
status=1 check container_without_cacheflush /scenario/cacheflush
confined="$here/common/confine container-cacheflush"
check container_with_cacheflush /scenario/cacheflush
confined=

limit=1800 check mono 'exec mono /scenario/hello.exe "a program"'

# Instructions that the kernel emulates for AArch32, where the CPU traps them,
# and says so (QEMU's cortex-a72 does not trap them)
next="deprecated instructions are next, $mode"
echo "$next" >/dev/kmsg
for f in swp cp15_barrier setend; do
	[ ! -e /proc/sys/abi/$f ] || echo 1 >/proc/sys/abi/$f
done
check deprecated 'exec /scenario/deprecated'
if with_gate && wanted deprecated; then
	# A busy host makes the guest's kernel say that work took long.
	dmesg | sed -e "1,/$next/d" \
		-e '/hrtimer: interrupt took/d' -e '/workqueue: .* hogged CPU/d' >/tmp/said
	note </tmp/said
	if dmesg | grep -q "$next" &&
	   [ ! -s /tmp/said ]; then
		pass nothing_in_the_log
	else
		fail nothing_in_the_log "the kernel has said something"
	fi
fi
