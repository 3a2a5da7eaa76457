# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# lib.sh - what the scripts of this directory share: messages, the cache, and
# a private apt for packages of foreign architectures. Sourced, never run.

# The top of the checkout.
# shellcheck disable=SC2034 # used by the scripts that source this file
top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

# Everything that is only fetched or unpacked lives here, outside the
# checkout, so that clones share it and "make distclean" costs no download.
GATE32_CACHE=${GATE32_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/gate32}
export GATE32_CACHE

# The release that this is.
project_version()
{
	sed -n 's/^#define GATE32_RELEASE "\(.*\)"/\1/p' "$top/module/version.h"
}

# Kernels that "make check" runs on, and the Debian release that has them all.
# Besides there are the others of scripts/kernels/stock.list, and those that
# build-kernel.sh builds.
# shellcheck disable=SC2034 # used by the scripts that source this file
KERNELS="6.12 6.1"
# shellcheck disable=SC2034
CPUS="cortex-a72 a64fx"
DEBIAN_RELEASE=bookworm

# What the tools of a kernel's headers packages have to run on.
host_arch=$(dpkg --print-architecture)

prog=$(basename "$0")

info()
{
	printf '%s: %s\n' "$prog" "$*" >&2
}

die()
{
	printf '%s: error: %s\n' "$prog" "$*" >&2
	exit 1
}

# Print the comment at the top of the calling script as its help text.
usage()
{
	sed -n -e '1,/^[^#]/ { /^# SPDX/d; /^#!/d; s/^# \{0,1\}//p; }' "$0"
}

# Answer --help, and give up on an option that nobody handles.
common_option()
{
	case "$1" in
	-h | --help)
		usage
		exit 0
		;;
	-*)
		die "unknown option '$1' (see --help)"
		;;
	esac
}

# take_value <names> <option> [value...]: set the variable that the option is
# named after, and give up on an option that is not among the names.
take_value()
{
	local names=" $1 " name=${2#--}

	if [ "$2" = "$name" ] || [[ $names != *" $name "* ]]; then
		common_option "$2"
		die "unexpected '$2' (see --help)"
	fi
	[ $# -ge 3 ] || die "$2 needs a value"
	declare -g "$name=$3"
}

# take_update [argument...]: --update, which sets "update", is all that is wanted.
take_update()
{
	update=
	while [ $# -gt 0 ]; do
		case "$1" in
		--update) update=--update ;;
		-*) common_option "$1" ;;
		*) die "no arguments wanted (see --help)" ;;
		esac
		shift
	done
}

# is_built <kernel>: is it one of build-kernel.sh's? Most of those watch
# themselves, and do little else.
is_built()
{
	grep -q "^$1[[:space:]]" "$top/scripts/kernels/kernels.list"
}

# stock_release <kernel>: the release of Debian that has it; nothing if none does
stock_release()
{
	sed -n "s/#.*//; s/^${1//./\\.}[[:space:]][[:space:]]*//p" \
		"$top/scripts/kernels/stock.list"
}

# is_patched <kernel>: has it the gate built in?
is_patched()
{
	[[ $1 = patched-* ]]
}

# retry <command...>: mirrors that are being updated answer with mismatched
# sizes for a while, so that a second try is worth its wait.
retry()
{
	local try

	for try in 1 2 3; do
		"$@" && return 0
		[ "$try" = 3 ] && break
		info "attempt $try failed: $*; trying again in $((try * 5)) s"
		sleep $((try * 5))
	done
	return 1
}

# with_lock <name> <command...>: run it while nobody else does with that name.
with_lock()
{
	local name=$1

	shift
	mkdir -p "$GATE32_CACHE"
	(
		flock 9
		"$@"
	) 9>"$GATE32_CACHE/.lock-$name"
}

# Run a command with the cache locked, so that two builds started at the same
# time do not fetch the same thing. What it runs does not lock again.
with_cache_lock()
{
	if [ -n "${GATE32_CACHE_LOCKED:-}" ]; then
		"$@"
		return
	fi
	mkdir -p "$GATE32_CACHE"
	(
		flock 9
		export GATE32_CACHE_LOCKED=1
		"$@"
	) 9>"$GATE32_CACHE/.lock"
}

# for_arm64: "make" of a kernel's tree is for arm64 from here on.
for_arm64()
{
	export ARCH=arm64 CROSS_COMPILE=
	[ "$(uname -m)" = aarch64 ] || CROSS_COMPILE=aarch64-linux-gnu-
}

# as_root <command...>: run it directly or by sudo.
as_root()
{
	if [ "$(id -u)" = 0 ]; then
		"$@"
	elif command -v sudo >/dev/null; then
		sudo "$@"
	else
		die "need root (or sudo) for: $*"
	fi
}

#
# The patch series.
#

# series_bases: of which kernels there are patches.
series_bases()
{
	(cd "$top/kernel-patches" && printf '%s\n' v*/ | sed 's|/$||')
}

# read_series <base>: the patches of kernel-patches/<base>/ in their order,
# without the cover letter, into the array "patches".
read_series()
{
	patches=("$top/kernel-patches/$1"/000[1-9]-*.patch)
	[ -e "${patches[0]}" ] || die "no series kernel-patches/$1"
}

# patch_homes: "home<tab>path in the kernel" of each file of
# kernel-patches/ that has one.
patch_homes()
{
	sed -e 's/#.*//' "$top/kernel-patches/files.list" |
		awk 'NF { print $1 "\t" $2 }'
	(cd "$top/kernel-patches/src" && find . -type f | sed 's|^\./||' | LC_ALL=C sort) |
		awk '{ print "kernel-patches/src/" $0 "\t" $0 }'
}

#
# The private apt. It has lists, cache and (empty) package state of its own
# below the cache, so that the host's apt and the architectures known to the
# host's dpkg stay as they are.
#

# debian_sources <release>: where to get it from, as "uri release component"
# lines. The host's apt knows mirrors of $DEBIAN_RELEASE; they have others, too.
debian_sources()
{
	local release=$1 fmt

	if [ -n "${GATE32_MIRROR:-}" ]; then
		echo "$GATE32_MIRROR $release main"
		[ -z "${GATE32_SECURITY_MIRROR:-}" ] ||
			[ "$release" != "$DEBIAN_RELEASE" ] ||
			echo "$GATE32_SECURITY_MIRROR $release-security main"
		return
	fi
	if [ "$release" != "$DEBIAN_RELEASE" ]; then
		debian_sources "$DEBIAN_RELEASE" |
			awk -v host="$DEBIAN_RELEASE" -v rel="$release" '
				$2 == host { print $1, rel, $3 }'
		return
	fi
	# shellcheck disable=SC2016 # apt expands these
	fmt='$(CREATED_BY) $(ORIGIN) $(COMPONENT) $(RELEASE) $(REPO_URI)'
	apt-get indextargets --format "$fmt" |
		awk -v rel="$release" '
			$1 == "Packages" && $2 == "Debian" && $3 == "main" &&
			($4 == rel || $4 == rel "-security" || $4 == rel "-updates") &&
			!seen[$5 $4]++ { print $5, $4, $3 }'
}

# foreign_apt_setup [--update] [--release <release>] <arch...>: from here on apt
# works for these architectures, the first of them as the native one. The package
# lists are fetched when there are none, or with --update. Each release and set
# of architectures has its own, so that a list that a mirror cannot deliver does
# not spoil others.
foreign_apt_setup()
{
	local apt keyring sources arch update='' release=$DEBIAN_RELEASE

	if [ "$1" = --update ]; then
		update=yes
		shift
	fi
	if [ "$1" = --release ]; then
		release=$2
		shift 2
	fi
	# Each of them once.
	# shellcheck disable=SC2046 # words
	set -- $(printf '%s\n' "$@" | awk '!seen[$0]++')
	keyring=/usr/share/keyrings/debian-archive-keyring.gpg
	[ -e "$keyring" ] || die "no $keyring (package debian-archive-keyring)"
	apt=$GATE32_CACHE/apt/$release/$(tr ' ' + <<<"$*")
	mkdir -p "$apt"/{lists/partial,archives/partial,etc}
	: >"$apt/status"

	unset APT_CONFIG
	sources=$(debian_sources "$release")
	if [ -z "$sources" ]; then
		info "the host has no package lists yet: running apt-get update"
		retry as_root apt-get -q update >&2 || true
		sources=$(debian_sources "$release")
	fi
	[ -n "$sources" ] ||
		die "no mirror of Debian $DEBIAN_RELEASE in the host's apt sources" \
			"(name one with GATE32_MIRROR= and GATE32_SECURITY_MIRROR=)"
	echo "$sources" |
		while read -r uri suite component; do
			echo "deb [signed-by=$keyring] $uri $suite $component"
		done >"$apt/sources.list"

	# Proxies, certificates and so on still come from the host's apt.conf.
	cat >"$apt/apt.conf" <<-CONF
		Dir::State "$apt";
		Dir::State::lists "$apt/lists";
		Dir::State::status "$apt/status";
		Dir::State::extended_states "$apt/extended_states";
		Dir::Cache "$apt";
		Dir::Cache::archives "$apt/archives";
		Dir::Etc::sourcelist "$apt/sources.list";
		Dir::Etc::sourceparts "$apt/etc";
		Dir::Etc::preferences "/dev/null";
		Dir::Etc::preferencesparts "$apt/etc";
		APT::Architecture "$1";
		#clear APT::Architectures;
		APT::Architectures { $(printf '"%s"; ' "$@")};
		APT::Sandbox::User "";
		APT::Keep-Downloaded-Packages "true";
		#clear APT::Update::Post-Invoke;
		#clear APT::Update::Post-Invoke-Success;
		#clear DPkg::Post-Invoke;
		Acquire::Languages "none";
		Acquire::Retries "3";
	CONF
	export APT_CONFIG=$apt/apt.conf

	[ -n "$update" ] || [ ! -e "$apt/complete" ] || return 0
	info "reading the package lists of Debian $release for $*"
	rm -f "$apt/complete"
	if retry apt-get -q update >&2; then
		touch "$apt/complete"
		return 0
	fi
	# A mirror may lag behind with one list for days. The release itself is
	# enough to work with; what is missing are updates.
	for arch; do
		compgen -G "$apt/lists/*_dists_${release}_main_binary-${arch}_Packages*" \
			>/dev/null || die "no package list of $release for $arch"
	done
	info "warning: some package lists are missing, packages may not be the newest"
}

# foreign_download <directory> <package[:arch]...>: fetch just these packages.
foreign_download()
{
	local dir=$1

	shift
	mkdir -p "$dir"
	info "fetching $*"
	(cd "$dir" && retry apt-get -q download "$@" >&2) ||
		die "cannot fetch: $*"
}

# foreign_download_closure <directory> <arch> <package...>: fetch the packages
# and everything that they depend on.
foreign_download_closure()
{
	local dir=$1 arch=$2

	shift 2
	mkdir -p "$dir/partial"
	info "fetching for $arch, with dependencies: $*"
	retry apt-get -q -y -o "APT::Architecture=$arch" \
		-o "Dir::Cache::archives=$dir" \
		install --download-only --no-install-recommends \
		"${@/%/:$arch}" >&2 || die "cannot fetch: $*"
}

# unpack_debs <directory> <deb...>
unpack_debs()
{
	local dir=$1 deb

	shift
	mkdir -p "$dir"
	for deb in "$@"; do
		dpkg-deb -x "$deb" "$dir"
	done
}

#
# The guests' kernel modules.
#

# guest_modules: scripts/guest/modules.list without its comments.
guest_modules()
{
	sed -e 's/#.*//' -e 's/[[:space:]]*$//' -e '/^$/d' \
		"$top/scripts/guest/modules.list"
}

# module_index <kernel's folder> <folder>: make an index of all modules of a
# kernel in a folder of its own, so that the cache stays as it is.
module_index()
{
	local release

	release=$(cat "$1/release")
	mkdir -p "$2/lib/modules/$release"
	ln -s "$1/modules/kernel" "$2/lib/modules/$release/kernel"
	cp "$1"/modules/modules.{order,builtin,builtin.modinfo} \
		"$2/lib/modules/$release/"
	/sbin/depmod -b "$2" "$release"
}

# module_depends <index> <release> <name>: "insmod <file>" for a module and
# what it needs, in load order; "builtin" lines are what needs nothing.
module_depends()
{
	/sbin/modprobe -d "$1" -S "$2" --show-depends "$3"
}
