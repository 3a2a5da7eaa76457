#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# series.sh - keep the patch series what it says it is
#
# Usage: series.sh check [base...]
#	 series.sh refresh [base...]
#	 series.sh import <base> <tree> <revision>
#
# kernel-patches/<base>/ has one series for each base, by the name of Debian's
# linux-source package: v6.12 for linux-source-6.12. Files that are the
# project's own (kernel-patches/files.list) or the patched kernels' alone
# (kernel-patches/src/) have one home; patches have copies.
#
#   check	apply each series to its base with git am, and compare the copies
#		with their homes; prints KTAP. Of a base that Debian has no more,
#		only the copies.
#   refresh	put what is at home into the patches that bring the files
#   import	make a series of a git tree's commits since that revision, its
#		base. New files of it that have no home become homeless: a check
#		says so.
#
# Nothing of a base is kept but the files that its patches touch.

set -eu
# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/lib.sh"

home_of_series=$top/kernel-patches
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

# What git would take from whoever runs this.
export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_SYSTEM=/dev/null
export GIT_COMMITTER_NAME='gate32 maintainers'
export GIT_COMMITTER_EMAIL=maintainers@gate32.example
export GIT_COMMITTER_DATE='2026-11-21 00:00:00 +0000'
export GIT_AUTHOR_NAME=$GIT_COMMITTER_NAME GIT_AUTHOR_EMAIL=$GIT_COMMITTER_EMAIL
export GIT_AUTHOR_DATE=$GIT_COMMITTER_DATE

# touched <patch...>: the files of the base that they change.
touched()
{
	sed -n 's|^--- a/||p' "$@" | sort -u
}

# start_tree <folder> <what it has>
start_tree()
{
	git -C "$1" init -q
	git -C "$1" add -A -f
	git -C "$1" commit -q --allow-empty -m "$2"
}

# base_tree <base> <folder>: a repository with the files that are touched. The
# status is 4 if Debian does not have them.
base_tree()
{
	local base=$1 tree=$2 series=${1#v} patches files

	read_series "$base"
	# A file may be one that an earlier patch has brought.
	mapfile -t files < <(touched "${patches[@]}" |
		grep -vxF -f <(sed -n '/^--- \/dev\/null/ { n; s|^+++ b/||p }' "${patches[@]}"))
	mkdir -p "$tree"
	# Makefile: for the version
	"$top/scripts/fetch-source.sh" "$series" "$tree" Makefile "${files[@]}" ||
		return
	start_tree "$tree" "linux-source-$series"
}

# apply <base> <tree> <refresh?>: the series on top, with what is at home or not.
apply()
{
	local base=$1 tree=$2 refresh=$3 patches patch home path

	read_series "$base"
	for patch in "${patches[@]}"; do
		git -C "$tree" am -q --whitespace=nowarn "$patch" ||
			die "$base: $(basename "$patch") does not apply"
		[ -n "$refresh" ] || continue
		while IFS=$'\t' read -r home path; do
			[ ! -e "$tree/$path" ] || cp "$top/$home" "$tree/$path"
		done < <(patch_homes)
		git -C "$tree" add -A -f
		git -C "$tree" commit -q --amend --no-edit \
			--date="$GIT_AUTHOR_DATE"
	done
}

# apply_copies <base> <tree>: of the series, only the files that have homes.
apply_copies()
{
	local base=$1 tree=$2 patches includes

	read_series "$base"
	mapfile -t includes < <(patch_homes | sed 's/^[^\t]*\t/--include=/')
	mkdir -p "$tree"
	start_tree "$tree" nothing
	cat "${patches[@]}" | git -C "$tree" apply "${includes[@]}" ||
		die "$base: damaged patches"
	git -C "$tree" add -A -f
	git -C "$tree" commit -q -m "$base"
}

# version <tree>: which Linux that is
version()
{
	awk '/^(VERSION|PATCHLEVEL|SUBLEVEL) = / {
		version = version sep $3
		sep = "."
	} END { print version }' "$1/Makefile"
}

# version_made_for <base>: of which Linux its patches are made
version_made_for()
{
	sed -n 's/^Base: .*, //p' "$home_of_series/$1/0000-cover-letter.patch"
}

# cover <base> <tree> <revision> <version>: cover-letter.txt, as git would send it
cover()
{
	local base=$1 tree=$2 revision=$3 text=$home_of_series/cover-letter.txt

	cat <<-EOF
		From 0000000000000000000000000000000000000000 Mon Sep 17 00:00:00 2001
		From: $GIT_AUTHOR_NAME <$GIT_AUTHOR_EMAIL>
		Date: $(date -u -R -d "$GIT_AUTHOR_DATE")
		Subject: [PATCH 0/$(git -C "$tree" rev-list --count "$revision"..HEAD)] $(head -n 1 "$text")

	EOF
	tail -n +3 "$text"
	printf '\n\nBase: linux-source-%s of Debian, %s\n\n' "${base#v}" "$4"
	git -C "$tree" shortlog "$revision"..HEAD
	git -C "$tree" diff --no-renames --stat=78 "$revision" HEAD
}

# export_series <base> <tree> <revision>
export_series()
{
	local out=$home_of_series/$1

	mkdir -p "$out"
	find "$out" -name '[0-9]*.patch' -delete
	cover "$1" "$2" "$3" "$(version "$2")" >"$tmp/cover"
	mv "$tmp/cover" "$out/0000-cover-letter.patch"
	# Abbreviated, names of objects depend on what else is in a tree.
	git -C "$2" format-patch -q -n --zero-commit --no-signature \
		--no-renames --full-index -o "$out" "$3"
}

# complaints <base> <tree>: of files that are not as at home, or have none.
complaints()
{
	local base=$1 tree=$2 home path new

	while IFS=$'\t' read -r home path; do
		if [ ! -e "$tree/$path" ]; then
			echo "$base: no patch brings $path ($home)"
		elif ! cmp -s "$top/$home" "$tree/$path"; then
			echo "$base: $path is not as $home (series.sh refresh)"
		fi
	done < <(patch_homes)
	git -C "$tree" diff --name-only --diff-filter=A "$(root "$tree")" HEAD |
		while read -r new; do
			case "$new" in */Kconfig | */Makefile) continue ;; esac
			patch_homes | cut -f 2 | grep -qxF "$new" ||
				echo "$base: $new has no home"
		done
}

# check_series <base> <tree>: what is wrong with it to $tmp/complaints; says why
# not all of it could be checked.
check_series()
{
	local base=$1 tree=$2 status=0 new

	base_tree "$base" "$tree" || status=$?
	if [ "$status" = 4 ]; then
		apply_copies "$base" "$tree"
		complaints "$base" "$tree" >"$tmp/complaints"
		echo "Debian has no linux-source-${base#v}"
		return
	fi
	[ "$status" = 0 ] || die "$base: no base"
	apply "$base" "$tree" ''
	complaints "$base" "$tree" >"$tmp/complaints"
	new=$(version "$tree")
	[ "$new" = "$(version_made_for "$base")" ] ||
		info "$base: applied to $new, made for $(version_made_for "$base")"
	cover "$base" "$tree" "$(root "$tree")" "$(version_made_for "$base")" |
		cmp -s - "$home_of_series/$base/0000-cover-letter.patch" ||
		echo "$base: the cover letter is out of date (series.sh refresh)" \
			>>"$tmp/complaints"
}

root()
{
	git -C "$1" rev-list --max-parents=0 HEAD
}

bases()
{
	if [ $# -gt 0 ]; then
		printf '%s\n' "$@"
	else
		series_bases
	fi
}

[ $# -gt 0 ] || die "say what to do (see --help)"
action=$1
shift
case "$action" in
check)
	bad=0 n=0
	mapfile -t all < <(bases "$@")
	printf 'KTAP version 1\n1..%d\n' "${#all[@]}"
	for base in "${all[@]}"; do
		reason=$(check_series "$base" "$tmp/$base")
		sed 's/^/# /' "$tmp/complaints"
		n=$((n + 1)) result=ok
		if [ -s "$tmp/complaints" ]; then
			bad=1 result='not ok'
		fi
		echo "$result $n $base${reason:+ # SKIP $reason}"
	done
	exit "$bad"
	;;
refresh)
	for base in $(bases "$@"); do
		base_tree "$base" "$tmp/$base"
		apply "$base" "$tmp/$base" yes
		export_series "$base" "$tmp/$base" "$(root "$tmp/$base")"
	done
	;;
import)
	[ $# = 3 ] || die "need base, tree and revision (see --help)"
	export_series "$1" "$2" "$3"
	;;
*)
	common_option "$action"
	die "unknown action '$action' (see --help)"
	;;
esac
