#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# sign-module.sh - sign gate32.ko with the key that DKMS signs with
#
# Usage: sign-module.sh [--kdir DIR] [--dkms DIR] [--module FILE] <release>
#
# For a machine with Secure Boot, which loads what is signed with a key that it
# knows. The module is the one of "make modules" for this kernel, in build/; the
# key and its certificate are DKMS's: those that /etc/dkms/framework.conf names
# (mok_signing_key, mok_certificate), or mok.key and mok.pub in /var/lib/dkms;
# on Ubuntu also MOK.priv and MOK.der in /var/lib/shim-signed/mok. Whoever may
# not read the key has to be root. The program that signs is sign-file of the
# kernel's headers. Makes no key and enrols none; says what is missing.
#
#   --kdir	the kernel's headers (default /lib/modules/<release>/build)
#   --dkms	a folder with DKMS's framework.conf (default /etc/dkms)
#   --module	another module

set -eu
# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/lib.sh"

kdir='' dkms=/etc/dkms module=''
while [ $# -gt 0 ]; do
	case "$1" in
	-*)
		take_value "kdir dkms module" "$@"
		shift
		;;
	*) break ;;
	esac
	shift
done
[ $# = 1 ] || die "need a kernel's release (see --help)"
release=$1
kdir=${kdir:-/lib/modules/$release/build}
module=${module:-$top/build/$release/module/gate32.ko}

# framework <variable>: as DKMS reads it, which puts $kernelver in
framework()
{
	(
		set +u
		# shellcheck disable=SC2034 # for the files
		kernelver=$release
		for file in "$dkms"/framework.conf "$dkms"/framework.conf.d/*.conf; do
			# shellcheck source=/dev/null
			[ ! -r "$file" ] || . "$file" >/dev/null
		done
		echo "${!1}"
	)
}

key=$(framework mok_signing_key)
certificate=$(framework mok_certificate)
if [ -z "$key" ] && [ ! -e /var/lib/dkms/mok.key ] &&
	[ -e /var/lib/shim-signed/mok/MOK.priv ]; then
	key=/var/lib/shim-signed/mok/MOK.priv
	certificate=${certificate:-/var/lib/shim-signed/mok/MOK.der}
fi
key=${key:-/var/lib/dkms/mok.key}
certificate=${certificate:-/var/lib/dkms/mok.pub}
sign_file=$(framework sign_file)
sign_file=${sign_file:-$kdir/scripts/sign-file}

[ -e "$module" ] || die "no $module (make modules)"
[ -x "$sign_file" ] ||
	die "no $sign_file: install the kernel's headers (linux-headers-$release)"
[[ $key = pkcs11:* ]] || [ -e "$key" ] ||
	die "no key $key: DKMS makes one when it builds its first module" \
		"(or at once, where there is a \"dkms generate_mok\")"
[[ $key = pkcs11:* ]] || [ -r "$key" ] || die "you may not read the key $key: be root"
[ -r "$certificate" ] || die "no certificate $certificate for the key $key"

# The kernel would look at the last signature only.
if tail -c 28 "$module" | grep -q 'Module signature appended'; then
	die "$module is signed already: to sign it anew, remove it and make modules"
fi
hash=$(sed -n 's/^CONFIG_MODULE_SIG_HASH="\(.*\)"/\1/p' "$kdir/.config" 2>/dev/null || true)
"$sign_file" "${hash:-sha512}" "$key" "$certificate" "$module"
info "signed $module with $key"

# Whether the firmware knows it, only mokutil can tell, and only there.
if command -v mokutil >/dev/null && mokutil --sb-state 2>/dev/null | grep -q enabled &&
	! mokutil --test-key "$certificate" 2>/dev/null | grep -q 'already enrolled'; then
	info "this machine does not trust that key yet: mokutil --import $certificate," \
		"then reboot and confirm it"
fi
