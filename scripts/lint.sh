#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# lint.sh - check the sources without running them
#
# Usage: lint.sh [--list | check...]
#
# Runs all checks, or those that are named, and prints KTAP, with each
# complaint as a comment before the result that it spoils. Looks at the files
# that git has or would add. What checkpatch may complain about is listed, with
# reasons, in lint.exceptions.
#
#   --list	print the names of the checks

set -eu
# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/lib.sh"
cd "$top"
ksft=$GATE32_CACHE/ksft-6.12

checks="checkpatch kernel-doc version-knowledge man-pages shell python spelling"
checks="$checks spdx uapi-headers make-help script-help hazards"
for kernel in $KERNELS; do
	checks="$checks build-$kernel"
done

# files <pattern...>: the project's files that match.
files()
{
	git -c safe.directory="$top" ls-files --cached --others --exclude-standard -- "$@" | sort -u |
		while read -r file; do
			[ ! -f "$file" ] || echo "$file"
		done
}

# complain: pass complaints on from stdin, and fail if there are any.
complain()
{
	! grep .
}

# Drop the excepted lines of checkpatch, "file:line: LEVEL:TYPE: text", and add
# a line for each exception that nothing needs.
excepted()
{
	awk -v list="$top/scripts/lint.exceptions" '
		BEGIN {
			FS = "\t+"
			while ((getline <list) > 0) {
				if (/^#/ || /^$/)
					continue
				n++
				path[n] = $1
				gsub(/\./, "\\.", path[n])
				gsub(/\*/, ".*", path[n])
				type[n] = $2
				text[n] = $1 " " $2
			}
			FS = ":"
		}
		{
			for (i = 1; i <= n; i++) {
				if ($1 ~ "^" path[i] "$" && $4 == type[i]) {
					used[i] = 1
					next
				}
			}
			print
		}
		END {
			for (i = 1; i <= n; i++)
				if (!used[i])
					print "lint.exceptions: not needed: " text[i]
		}'
}

checkpatch()
{
	perl "$ksft/scripts/checkpatch.pl" --root="$top/build/lint/tree" \
		--no-tree --strict --terse --no-summary --show-types --quiet \
		"$@" 2>&1 || true
}

# What patches do to the kernel's own files. Those that they bring are checked
# where they live.
without_copies()
{
	awk 'NR == FNR {
			copy["b/" $2]
			next
		}
		/^From / {
			copied = 0
		}
		/^diff --git / {
			copied = $4 in copy
		}
		!copied' <(patch_homes) -
}

check_checkpatch()
{
	local base patch patches all=()

	for base in $(series_bases); do
		read_series "$base"
		all+=("${patches[@]}")
	done
	# In a folder of its own: otherwise it leaves a file behind.
	mkdir -p build/lint/tree/include
	{
		files 'module/*.[chS]' 'uapi/*.h' 'selftests/*.[chS]' \
			'kernel-patches/src/*.[chS]' | sed "s|^|$top/|" |
			(cd build/lint || exit
			export ksft top
			export -f checkpatch
			xargs bash -c 'checkpatch --file "$@"' -) |
			sed "s|^$top/||"
		for patch in "${all[@]}"; do
			without_copies <"$patch" |
				(cd build/lint && checkpatch --showfile -)
		done
	} | excepted | complain
}

# Compile for a kernel from scratch, with more warnings and with sparse, and
# look for what is said of this project's files.
check_build()
{
	local out=$top/build/lint/$1 status=0

	rm -rf "$out"
	"$top/scripts/build-module.sh" --output "$out" "$1" W=1 C=2 \
		CF=-D__CHECK_ENDIAN__ >"$out.log" 2>&1 || status=$?
	grep -E "^$out/[^ ]*: (fatal )?(warning|error):" "$out.log" |
		sed "s|$out/||" | complain || status=1
	grep -q "LD \[M\].*gate32.ko" "$out.log" || {
		status=1
		tail -n 5 "$out.log"
	}
	return "$status"
}

check_kernel_doc()
{
	files 'module/*.[ch]' 'uapi/*.h' 'kernel-patches/src/*.[ch]' |
		xargs perl "$ksft/scripts/kernel-doc" -none -Wall 2>&1 | complain
}

check_version_knowledge()
{
	files 'module/*' | grep -v '^module/compat/' |
		xargs grep -nE 'LINUX_VERSION_CODE|KERNEL_VERSION|linux/version\.h' |
		complain
}

check_man_pages()
{
	"$top/uapi/man/check.py" 2>&1 | complain
}

shell_scripts()
{
	files | while read -r file; do
		if [[ $file = *.sh ]]; then
			echo "$file"
		elif [ -x "$file" ] && head -n 1 "$file" | grep -q '^#!.*sh$'; then
			echo "$file"
		fi
	done
}

check_shell()
{
	shell_scripts | xargs shellcheck -x -P SCRIPTDIR -P . -f gcc | complain
}

check_python()
{
	files '*.py' | while read -r file; do
		# Compiled in memory: no files are left behind.
		python3 -W error -c 'import sys
with open(sys.argv[1]) as f: compile(f.read(), f.name, "exec")' "$file" 2>&1 || true
	done | complain
}

check_spelling()
{
	# Patches have lines of the kernel's own around theirs.
	files ':!scripts/testdata' ':!*.patch' | xargs codespell \
		--ignore-words="$top/scripts/lint.words" | complain
}

check_spdx()
{
	files ':!*.md' ':!*.txt' ':!*.patch' ':!*README' ':!*README.Debian' ':!*.list' ':!*.log' ':!*.words' ':!*.exceptions' ':!*/settings' ':!selftests/oracle/exceptions' ':!selftests/oracle/recorded' ':!scripts/debian/copyright' ':!scripts/debian/source/format' |
		while read -r file; do
			head -n 3 "$file" | grep -q 'SPDX-License-Identifier: ' ||
				echo "$file: no SPDX-License-Identifier"
		done | complain
}

# The headers must serve programs of either class and old C.
check_uapi_headers()
{
	local header cc

	files 'uapi/linux/*.h' 'uapi/gate32/*.h' | while read -r header; do
		for cc in "aarch64-linux-gnu-gcc -std=gnu89" \
			"aarch64-linux-gnu-gcc -std=c11 -D_GNU_SOURCE" \
			"arm-linux-gnueabihf-gcc -std=gnu11"; do
			case "$cc:$header" in
			arm-*:uapi/gate32/*) continue ;; # makes AArch64 calls
			esac
			$cc -Wall -Wextra -Werror -fsyntax-only -Iuapi \
				-include "${header#uapi/}" -x c /dev/null 2>&1 ||
				true
		done
	done | complain
}

# Every target that somebody may call is explained.
check_make_help()
{
	local help

	help=$(make -s help)
	sed -n 's/^\.PHONY: //p' Makefile | tr ' ' '\n' | grep -E '^[a-z_-]+$' |
		while read -r target; do
			grep -qw -e "$target" <<<"$help" ||
				echo "make help does not name $target"
		done | complain
}

check_script_help()
{
	files 'scripts/*.sh' 'scripts/*.py' | grep -vxE 'scripts/(lib|ktap)\.sh' |
		while read -r script; do
			[ -x "$script" ] || echo "$script: not executable"
			[ "$("$script" --help 2>/dev/null | wc -l)" -ge 2 ] ||
				echo "$script: --help says nothing"
		done | complain
}

# All rows are there, and each test that they name.
hazard_complaints()
{
	local name pattern

	diff <(seq 48) <(sed -n 's/^| \([0-9]*\) |.*/\1/p' "$1") || true
	grep -oE '[a-z]+/[a-z_]+_test[.sh]*:[^` ]+' "$1" | sort -u |
		while read -r name; do
			pattern=${name//./\\.}
			grep -q "^${pattern//\*/.*}\$" selftests/expected/tests.list ||
				echo "$1: no test $name"
		done
}

check_hazards()
{
	hazard_complaints module/HAZARDS.md | complain
}

run_check()
{
	case "$1" in
	build-*) check_build "${1#build-}" ;;
	*) "check_${1//-/_}" ;;
	esac
}

case "${1:-}" in
--list)
	tr ' ' '\n' <<<"$checks"
	exit 0
	;;
-*) common_option "$1" ;;
esac
[ $# -gt 0 ] || eval "set -- $checks"

[ -e "$ksft/.package" ] || die "no kernel tools in the cache (make fetch)"
mkdir -p "$top/build/lint"
echo "KTAP version 1"
echo "1..$#"
number=0 failed=0
for check; do
	number=$((number + 1))
	# Not in a condition: set -e has to hold inside.
	output=$(run_check "$check" 2>&1 && echo passed) || true
	if [ "${output##*$'\n'}" = passed ]; then
		echo "ok $number $check"
	else
		failed=$((failed + 1))
		while read -r line; do
			echo "# $line"
		done <<<"$output"
		echo "not ok $number $check"
	fi
done
[ "$failed" = 0 ]
