#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# build-kernel.sh - build a kernel for the guests that Debian does not have
#
# Usage: build-kernel.sh <kernel>
#
# scripts/kernels/kernels.list names these kernels, each after the series whose
# source it is built from, Debian's; patched-<series>[-<flavour>] has the
# patches of kernel-patches/v<series>/ besides, and plain-<series> is its
# counterpart without them. The configuration is the smallest one and the files of
# options on top. It goes to $GATE32_CACHE/kernels/<kernel>/, like those that
# fetch-kernel.sh fetches, and besides there are
#   key		what it was made from, in one number
#   log		what the build printed
#
# Nothing happens if it is there and would not be made otherwise. It takes some
# 20 minutes of CPU time, with KASAN more, and 6 GB of disk meanwhile.

set -eu
# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/lib.sh"

# What patches do to the kernel itself, and not what they say about it.
patched_sources()
{
	awk '
		/^From / {
			shown = 0
		}
		/^diff --git / {
			shown = $4 !~ /^b\/(tools|Documentation|MAINTAINERS)/
		}
		/^index / {
			next
		}
		shown' "${patches[@]}" </dev/null
}

# What decides about the result. The package is that of the cache: a newer one
# comes with "make update".
make_key()
{
	{
		cat "$package" "${fragments[@]}"
		patched_sources
		declare -f configure
		"$compiler" --version | head -n 1
	} | sha256sum | cut -c 1-16
}

configure()
{
	local option line

	# In 6.12 it is marked as broken; there is no other way to see
	# TPIDR2_EL0, and that works.
	sed -i '/^config ARM64_SME$/,/^config/ { /depends on BROKEN/d }' \
		arch/arm64/Kconfig
	make tinyconfig
	scripts/kconfig/merge_config.sh -m .config "${fragments[@]}"
	echo "CONFIG_LOCALVERSION=\"-$flavour\"" >>.config
	make olddefconfig

	# Of those that are said twice, the last word counts.
	cat "${fragments[@]}" | tac |
		sed -n -e 's/^CONFIG_\([A-Z0-9_]*\)=/\1 &/p' \
			-e 's/^# CONFIG_\([A-Z0-9_]*\) is not set$/\1/p' |
		awk '!seen[$1]++' | while read -r option line; do
			[ "$(grep "^CONFIG_$option=" .config || true)" = "$line" ] ||
				die "$kernel: $option cannot be as wanted ('$line')"
		done
}

# What remains is what modules are built against.
strip_tree()
{
	find . -type f ! -path './scripts/*' ! -path './include/*' \
		! -path './arch/arm64/include/*' ! -path './arch/arm64/kernel/*.s' \
		! -path './arch/arm64/tools/*.tbl' \
		! -name '*.h' ! -name 'Makefile*' ! -name 'Kbuild*' \
		! -name 'Kconfig*' ! -name .config ! -name Module.symvers -delete
	find . -type f -name '.*.cmd' -delete
	find . -type d -empty -delete
}

is_there()
{
	[ "$(cat "$dest/key" 2>/dev/null)" = "$key" ]
}

build()
{
	local tree

	! is_there || return 0
	tmp=$(mktemp -d "$GATE32_CACHE/kernel-$kernel.XXXXXX")
	# shellcheck disable=SC2064 # expand now
	trap "rm -rf '$tmp'" EXIT
	tree=$tmp/linux
	"$top/scripts/fetch-source.sh" "$series" "$tree"
	[ ${#patches[@]} -eq 0 ] || cat "${patches[@]}" |
		(cd "$tree" && patch -s -p1) || die "$kernel: patches do not apply"

	info "building $kernel (log: $dest/log)"
	mkdir -p "$dest"
	(cd "$tree" && configure && make -j "$(nproc)" Image modules &&
		make INSTALL_MOD_PATH="$tmp/install" modules_install) \
		</dev/null >"$dest/log" 2>&1 ||
		die "cannot build $kernel: $(tail -n 3 "$dest/log")"

	mv "$dest/log" "$tmp/"
	mv "$tree/arch/arm64/boot/Image" "$tmp/vmlinuz"
	cp "$tree/.config" "$tmp/config"
	mv "$tmp"/install/lib/modules/* "$tmp/modules"
	cat "$tree/include/config/kernel.release" >"$tmp/release"
	echo "linux-source-$series, $kernel" >"$tmp/package"
	rm -rf "$tmp"/modules/{build,source} "$tmp"/install
	mkdir -p "$tmp/modules/kernel"
	(cd "$tree" && strip_tree)
	mv "$tree" "$tmp/build"
	echo "$key" >"$tmp/key"

	chmod 755 "$tmp"
	rm -rf "$dest"
	mv "$tmp" "$dest"
	trap - EXIT
	info "kernel $kernel: $(cat "$dest/release") in $dest"
}

case "${1:-}" in -*) common_option "$1" ;; esac
[ $# = 1 ] || die "need one kernel (see --help)"
kernel=$1
series=${kernel%%-*} flavour=${kernel#*-} patches=()
if [[ $kernel = plain-* || $kernel = patched-* ]]; then
	series=${flavour%%-*} flavour=${kernel/-$series/}
fi
! is_patched "$kernel" || read_series "v$series"
stock=$GATE32_CACHE/kernels/$series
package=$stock/package
read -r options < <(sed -n "s/#.*//; s/^${kernel}[[:space:]]*//p" \
	"$top/scripts/kernels/kernels.list") ||
	die "no kernel $kernel in scripts/kernels/kernels.list"
fragments=() LLVM=''
for name in $options; do
	case "$name" in
	LLVM=*) export LLVM="${name#*=}" ;;
	*) fragments+=("$top/scripts/kernels/$name.config") ;;
	esac
done
if [[ " $KERNELS " != *" $series "* ]]; then
	package=$GATE32_CACHE/sources/linux-source-$series.package
	"$top/scripts/fetch-source.sh" "$series"
elif [ ! -e "$stock/release" ]; then
	die "kernel $series is not in the cache (make fetch)"
fi

for_arm64
compiler=${LLVM:+clang$LLVM}
compiler=${compiler:-${CROSS_COMPILE}gcc}
command -v "$compiler" >/dev/null || die "$kernel: no $compiler (setup.sh kernel clang)"
key=$(make_key)
dest=$GATE32_CACHE/kernels/$kernel
is_there && exit 0
# One at a time; meanwhile the cache is free, and what is there can be used.
with_lock kernel build
