#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# debian.sh - Debian's armhf programs under the translator
#
# Usage: debian.sh
#
# Runs busybox-static, dash, coreutils and bash of Debian's armhf packages,
# unmodified, and compares what they print with what the native busybox of the
# guest prints for the same request, or with an exact value.
#
# Environment: GATE32_ARMHF: where those packages are unpacked
#              (/opt/gate32/armhf).
set -u
. "$(dirname "$0")/ktap.sh"

ktap_start
if ! gate_present && [ "${GATE32_EXPECT:-0}" != 1 ]; then
	echo "1..0 # SKIP this kernel has no gate32"
	exit 4
fi

# Run an armhf program; what it says and how it ends goes to the file "got".
guest()
{
	"$run" -L "$armhf" "$@" > got 2>&1 < /dev/null
	echo "status $?" >> got
}

native()
{
	"$@" > expected 2>&1 < /dev/null
	echo "status $?" >> expected
}

# name expected-text program...: exact output and status 0
exact()
{
	name=$1
	printf '%s\nstatus 0\n' "$2" > expected
	shift 2
	guest "$@"
	same "$name" expected got
}

# A small world to look at
mkdir -p tree/a/b tree/c
printf 'one\ntwo\nthree\n' > tree/a/numbers
printf 'needle in a haystack\n' > tree/a/b/hay
ln -s ../a/numbers tree/c/link
ln tree/a/numbers tree/c/hard
dd if=/dev/urandom of=tree/c/random bs=1024 count=40 2>/dev/null
touch -d '2001-02-03 04:05:06' tree/a/numbers tree/a/b/hay
touch -d '2038-01-19 03:14:07' tree/c/random
mkfifo tree/c/fifo
chmod 4751 tree/c/random

# One session of each busybox for all of these, because a start of a translator
# takes its time on an emulated CPU. Most applets run in a fork of the shell,
# some are executed. Each line: name of the test, command.
cat > session <<'END'
busybox_echo echo hello world
busybox_ls_l ls -l tree/a tree/a/b tree/c
busybox_stat stat -c '%n %s %b %i %f %u %g %Y %t %T' tree/a/numbers /dev/null /
busybox_find find tree -type f -size +1k -name 'r*'
busybox_find_exec find tree -name numbers -exec cat '{}' ';'
busybox_grep grep -rn needle tree/a
busybox_sha256sum sha256sum tree/c/random tree/a/numbers
busybox_date date -u -d @1234567890 '+%F %T %a'
busybox_missing_file cat tree/nothing
busybox_pipe cat tree/a/numbers | tr a-z A-Z | sort | head -2
busybox_pipe_loop for i in 1 2; do echo "line $i"; done | while read -r l; do echo "got $l"; done
busybox_substitution x=$(cat tree/a/numbers | tail -1); echo "$x $((6 * 7))"
busybox_subshell_status (exit 3); echo "status $?"
busybox_trap trap "echo trapped" USR1; kill -USR1 $$
busybox_kill_job (sleep 9 & kill $!; wait $!; echo "killed $?") 2> /dev/null
busybox_redirect echo more > sout; cat < sout; cat sout >> sout2; cat sout2
busybox_child_dies sh -c 'kill -9 $$'; echo "died $?"
END
while read -r name command; do
	# shellcheck disable=SC2028 # for the echo of the session's shell
	printf 'echo "== %s"\n%s\necho "status $?"\n' "$name" "$command"
done < session > session.sh

# In the background, while the tests that follow run: there are two CPUs.
mkdir native.dir guest.dir
ln -s ../tree native.dir/tree
ln -s ../tree guest.dir/tree
(cd native.dir && "$busybox" sh ../session.sh > ../all.native 2>&1 < /dev/null)
(cd guest.dir &&
 "$run" "$guest_busybox" sh ../session.sh > ../all.guest 2>&1 < /dev/null) &

# The time of day: between two native looks
before=$(date +%s)
"$run" "$guest_busybox" date +%s > got 2>&1
after=$(date +%s)
if [ "$before" -le "$(cat got)" ] && [ "$(cat got)" -le "$after" ]; then
	ktap_pass busybox_date_now
else
	ktap_fail busybox_date_now got
fi

# The other shells. What they start is found by name in PATH: native.
# shellcheck disable=SC2016 # expanded by the shell under test
script='
echo one two three | wc -w
for i in 1 2 3; do echo "line $i"; done | while read -r l; do echo "got $l"; done
x=$(cat tree/a/numbers | tr a-z A-Z | tail -1); echo "$x $((6 * 7))"
(exit 3); echo "status $?"
cat <<END | grep -c h
here
there
END
trap "echo trapped" USR1; kill -USR1 $$
(sleep 9 & kill $!; wait $!; echo "killed $?") 2> /dev/null
echo redirected > out; cat < out; cat out >> out2; cat out2; rm out2
'
native "$busybox" sh -c "$script"
guest "$armhf/bin/dash" -c "$script"
same dash expected got
guest "$armhf/bin/bash" -c "$script"
same bash expected got

# shellcheck disable=SC2016
exact bash_builtins 'abc 3 141 0 2 3.1416
b=2 c=3 4' "$armhf/bin/bash" -c '
printf -v f "%.4f" 3.14159265
a=(x yy abc); yes | head -1 > /dev/null; p="${PIPESTATUS[*]}"
declare -A h=([k]=2)
echo "${a[2]} ${#a[@]} $p ${h[k]} $f"
diff <(echo 1) <(echo 1) && read -r b c <<< "b=2 c=3" && echo "$b $c $(echo 4)"'

# shellcheck disable=SC2016
exact bash_children "$(printf 'native\narmhf\nscript arg\nnative script')" \
	"$armhf/bin/bash" -c '
busybox echo native
'"$guest_busybox"' echo armhf
printf "#!'"$armhf"'/bin/bash\necho script \$1\n" > s1; chmod +x s1; ./s1 arg
printf "#!/bin/sh\necho native script\n" > s2; chmod +x s2; ./s2'

core=$armhf/usr/bin
native "$busybox" sha256sum tree/c/random
guest "$core/sha256sum" tree/c/random
same coreutils_sha256sum expected got
native "$busybox" ls -1 tree/c
guest "$armhf/bin/ls" -1 tree/c
same coreutils_ls expected got
exact coreutils_date '2009-02-13 23:31:30' \
	"$armhf/bin/date" -u -d @1234567890 '+%F %T'
exact coreutils_timeout_signal 'timed out' "$armhf/bin/bash" -c \
	"$core/timeout 0.2 $armhf/bin/sleep 20; [ \$? = 124 ] && echo timed out"
guest "$armhf/bin/cp" -a tree copy
(cd copy && find . -exec stat -c '%n %s %Y %a %N' '{}' + | sort) >> got
(echo "status 0"; cd tree &&
 find . -exec stat -c '%n %s %Y %a %N' '{}' + | sort) > expected
same coreutils_cp_a expected got

# file prefix: one file for each section of a session's output
split_session()
{
	awk -v prefix="$2" '/^== / { name = $2; next }
		{ print > (prefix "." name) }' "$1"
}

# What the session in the background has said
wait
split_session all.native native
split_session all.guest guest
while read -r name command; do
	touch "guest.$name"
	same "$name" "native.$name" "guest.$name"
done < session
# Not only the native busybox says so.
echo 'b6285c57e8797db5d4c51c80d6f11938afda9b11c6a003549709189e9b4b92a2  tree/a/numbers' > expected
grep numbers guest.busybox_sha256sum > got
same busybox_sha256sum_known expected got

# An archive made by one and unpacked by the other, both ways
rm tree/c/fifo
"$run" "$guest_busybox" tar cf guest.tar tree > got 2>&1
mkdir n && "$busybox" tar xf guest.tar -C n >> got 2>&1
(cd tree && find . -type f -exec sha256sum '{}' + | sort) > expected
(cd n/tree && find . -type f -exec sha256sum '{}' + | sort) >> got 2>&1
same busybox_tar_create expected got
"$busybox" tar cf native.tar tree
mkdir g && "$run" "$guest_busybox" tar xf native.tar -C g > got 2>&1
(cd g/tree && find . -type f -exec sha256sum '{}' + | sort) >> got 2>&1
same busybox_tar_extract expected got
(cd tree && ls -l a/numbers a/b/hay c/random) > expected
(cd g/tree && ls -l a/numbers a/b/hay c/random) > got
same busybox_tar_attributes expected got

ktap_end
