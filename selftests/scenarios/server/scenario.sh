# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash disable=SC2153,SC2154,SC2034,SC2016 # of guest.sh, and for it
#
# A server on a small board: armhf web servers and a native client.
# To be sourced by ../guest.sh.
#
# machine: virt,gic-version=3
# machine: virt,gic-version=2 cortex-a72
# brief: httpd go_web calls
#
# QEMU's A64FX says that it has GICv3's registers on a machine without them, too:
# Linux dies of that before it has a console (has_useable_gicv3_cpuif()).

www=$root/srv/www
mkdir -p "$www"
seq 1 5000 >"$www/numbers.txt"
echo "a small page" >"$www/small.html"

# alike <pattern>: numbers of the processes whose command line fits
alike()
{
	local p

	for p in /proc/[0-9]*; do
		! tr '\0' ' ' 2>/dev/null <"$p/cmdline" | grep -q "$1" ||
			echo "${p##*/}"
	done
}

# serve <pattern> <command...>: start a server in the system; the pattern is for
# its command line, by which it can be found
serve()
{
	server=$1
	shift
	enter "$@" >/tmp/server 2>&1 </dev/null &
	while [ -d "/proc/$!" ] && [ -z "$(alike "$server")" ]; do
		usleep 100000
	done
}

stop()
{
	local pids

	while pids=$(alike "$server") && [ -n "$pids" ]; do
		# shellcheck disable=SC2086 # numbers
		kill -KILL $pids 2>/dev/null
	done
	wait
}

# load <check> <requests> <port> <path>: the client's report
load()
{
	local begun requests=$2 patience=7000

	wanted "$1" || return 0
	# Without the gate one request is enough to see.
	if [ "$mode" = control ]; then
		requests=1
		patience=20
	fi
	begun=$(date +%s)
	timeout -s KILL $patience "$scenario/files/client" "$3" "$4" "$requests" 8 "$www$4" \
		>/tmp/got 2>&1
	echo "status $?" >>/tmp/got
	# If there is no server, it has said why.
	if ! grep -q ' 0 failed' /tmp/got; then
		sed 's/^/server: /' /tmp/server >/tmp/both
		cat /tmp/got >>/tmp/both
		mv /tmp/both /tmp/got
	fi
	judge "$1" /tmp/got 0 $(($(date +%s) - begun))
}

tr '\0' '\n' <"$(ls -d /proc/device-tree/intc*)/compatible" | note

check calls /scenario/calls

limit=7200
if wanted httpd; then
	serve 'httpd -f' /bin/busybox httpd -f -p 8080 -h /srv/www
	load httpd "$REQUESTS" 8080 /small.html
	stop
fi
serve 'web 127.0.0.1' /scenario/web 127.0.0.1:8081 /srv/www
load go_web "$REQUESTS" 8081 /small.html
load go_web_file $(( (REQUESTS + 9) / 10 )) 8081 /numbers.txt
check go_web_count 'exec busybox wget -q -O - http://127.0.0.1:8081/count http://127.0.0.1:8081/count'
stop
unset limit
