# SPDX-License-Identifier: GPL-2.0-only
#
# gate32 - set-up, build, tests and demonstration; "make help" explains

top := $(CURDIR)
GATE32_CACHE ?= $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/gate32
export GATE32_CACHE

PREFIX ?= /usr/local
# The first words of a list's lines, each of them once.
first-words = $(shell sed -e 's,\#.*,,' $(1) | awk 'NF { print $$1 }' | sort -u)

KERNELS := 6.12 6.1
CPUS := cortex-a72 a64fx
# Debian's others, and kernels that are built here.
OTHER_KERNELS := $(filter-out $(KERNELS),$(call first-words,scripts/kernels/stock.list))
BUILT_KERNELS := $(call first-words,scripts/kernels/kernels.list)
CLANG_KERNELS := $(shell awk '!/^\#/ && /LLVM=/ { print $$1 }' scripts/kernels/kernels.list)
ALL_KERNELS := $(KERNELS) $(OTHER_KERNELS) $(BUILT_KERNELS)

# On arm64 the module is for the kernel that runs, elsewhere for the guests'.
KERNELRELEASE ?= $(shell uname -r)
ifeq ($(shell uname -m),aarch64)
module-kernels := $(or $(KERNEL),$(KERNELRELEASE))
else
module-kernels := $(or $(KERNEL),$(KERNELS))
endif
guest-kernels := $(or $(KERNEL),$(KERNELS))
# Where "run", "shell" and "demo" boot, if nothing is said.
run-kernel := $(or $(KERNEL),6.12)
run-cpu := $(or $(CPU),a64fx)

ifneq ($(filter-out $(ALL_KERNELS) $(KERNELRELEASE),$(KERNEL)),)
$(error KERNEL=$(KERNEL) is none of $(ALL_KERNELS))
endif

ifeq ($(V),1)
Q :=
else
Q := @
MAKEFLAGS += --no-print-directory
endif

quote = '$(subst ','\'',$(1))'

all: modules selftests man

help:
	@sed -n 's/^#H //p; s/^#H$$//p' Makefile

#H See it work
#H   demo          boot a CPU without AArch32 with a stock kernel and run unmodified
#H                 armhf programs there, through the gate
#H   check         all tests: build, lint, then the selftests in each guest of
#H                 scripts/check.list; ends with "N passed, N failed, N skipped".
#H                 KERNEL=patched-6.12, patched-7.2: in those of scripts/patched.list,
#H                 and then the oracle
#H   matrix        tests of the gate and of drivers on all kernels, CPUs and machines of
#H                 scripts/matrix.list, as a table: Debian's newer ones, PREEMPT_RT,
#H                 pages of 16 KB, both kinds of GIC, a Raspberry Pi 4; takes hours
#H   debug         all tests in the guests of scripts/debug.list: kernels with KASAN,
#H                 lockdep, KCSAN and so on, built here, and PREEMPT_RT; takes hours
#H   stress        the gate's lifecycle under fire, in its full form: thousands of
#H                 loads, forks, kills and failed allocations; takes hours
#H   oracle        compare all 32-bit calls with real AArch32 processes, with many
#H                 generated ones; writes a report to build/oracle/
#H   fuzz          run programs of calls around the gate, made at random and by what
#H                 they reach in the kernel, for TIME seconds in one guest; keeps
#H                 what is new in build/fuzz/
#H   series        build and boot the kernel with one patch of kernel-patches/ more
#H                 each time, and compare what the kernel's own selftests say without
#H                 and with all of them; BASE= chooses a base (v6.12); takes hours
#H   scenario      whole armhf systems in the translator, compared with what they
#H                 print natively; T= selects some of selftests/scenarios/
#H   bench         instructions per call, native, AArch32 and routed; writes
#H                 build/bench.csv (KERNEL=patched-6.12: against plain-6.12)
#H   run           boot a guest, load gate32, copy FILES into it and run CMD there;
#H                 fails if CMD does ("Error N" is its exit status)
#H   shell         an interactive shell in a guest with everything loaded
#H
#H Build
#H   help          this text
#H   all           modules, selftests and man (the default)
#H   modules       gate32.ko: on arm64 for the running kernel, else for the guests';
#H                 in build/KERNEL/module/
#H   selftests     build the selftests into build/selftests/
#H                 (make -C selftests run_tests runs them here, on arm64;
#H                 selftests/Makefile tells how to pack them for elsewhere)
#H   man           the manual page that is made from the table of calls, in build/man/
#H   doc           the guide for authors of translators and the manual pages as HTML,
#H                 in build/doc/index.html
#H   lint          checkpatch, sparse, W=1, kernel-doc, shellcheck, mandoc and more
#H   expected      run the tests and write the list of those that have to run
#H   clean         remove build/
#H   distclean     remove build/ and the cache
#H
#H Install (on arm64)
#H   install       modules_install, headers_install, install-man, install-check
#H   modules_install  gate32.ko, for modprobe
#H   headers_install  uapi/ to PREFIX/include, gate32.pc to PREFIX/share/pkgconfig
#H   install-man   manual pages to PREFIX/share/man
#H   install-check  gate32-check to PREFIX/bin
#H   uninstall     remove all of these
#H   dkms_install  the module's sources to /usr/src, and have DKMS build, sign and
#H                 install them for this kernel and those to come
#H   dkms_uninstall  undo that
#H   sign          sign gate32.ko with DKMS's key, before modules_install
#H
#H Debian packages
#H   deb           gate32-dkms, gate32-dev and gate32-tests in build/deb/, looked at
#H                 by lintian
#H   test-deb      install, upgrade, remove and purge them in an arm64 Debian with a
#H                 kernel 6.1 that becomes 6.12; takes an hour
#H
#H Set-up (done by the others as needed)
#H   setup         install the host's packages of scripts/packages.list by apt
#H                 (setup-kernel, -clang, -matrix, -scenario, -deb: those for kernels
#H                 that are built, by clang, too, for newer ones of Debian, for
#H                 scenarios and packages)
#H   fetch         fetch kernels, headers, foreign programs and tools to the cache
#H                 (fetch-6.12, fetch-6.1, fetch-programs, fetch-tools,
#H                 fetch-raspi4b: part of it)
#H   update        look for newer kernels and packages than those in the cache
#H   guest         build the guests' images
#H   brief-scenarios  make what the scenarios in make check need
#H
#H Variables
#H   KERNEL=       6.12, 6.1, or another one of stock.list or kernels.list in
#H                 scripts/kernels/: only this kernel (run, shell, demo: 6.12)
#H   CPU=          cortex-a72 (has AArch32), a64fx (has none) or another one of
#H                 QEMU's: only this CPU (run, shell, demo: a64fx)
#H   BASE=         series: v6.12 or v7.2
#H   T=            scenario: only these (architecture, go, legacy, server, today),
#H                 with CPU= and KERNEL= as usual;
#H                 check: only test programs whose SUITE/PROGRAM matches, as
#H                 T=gate/prctl or T='gate/*_test'
#H   SEEDS=        oracle: how many generated cases (10000); T= selects scenarios
#H                 whose name has one of these words, and leaves these cases out
#H   TIME=         fuzz: seconds for new programs (600)
#H   VARIANT=      check: only this variant of scripts/check.list, as default
#H   TARGETS=      only build and know these folders of selftests/, as "gate oracle"
#H   JOBS=         check: guests at the same time (2)
#H   FILES=, CMD=  run: what to copy to the guest's /root, and what to run there
#H   NOMODULE=1    run, shell: without gate32.ko
#H   MODPARAMS=    run, shell: parameters of gate32.ko, as "hook=kprobe lookup=walk"
#H   MODULES=      run: kernel modules to load first, as "vivid snd-aloop"
#H   TIMEOUT=      run: seconds after which a guest is given up (600)
#H   SMP=, MEM=, QEMU=  run, shell: CPUs (2), memory (4G), more options for QEMU
#H   MACHINE=      run, shell: QEMU's machine (virt,gic-version=3); with CPU=cortex-a72
#H                 run can have raspi4b, too
#H   GATE32_CACHE= where fetched things are kept (~/.cache/gate32)
#H   GATE32_MIRROR=, GATE32_SECURITY_MIRROR=
#H                 Debian mirrors to fetch from, instead of the host's own
#H   KERNELRELEASE=, KDIR=  modules on arm64: another kernel than the running one,
#H                 and where its headers are
#H   PREFIX=, DESTDIR=  install: where to (/usr/local), and below which folder
#H   INSTALL_MOD_PATH=  modules_install: below which folder (DESTDIR)
#H   V=1           show the commands

#
# What comes from Debian
#

setup:
	$(Q)scripts/setup.sh

setup-%: setup
	$(Q)scripts/setup.sh $*

fetch: $(KERNELS:%=fetch-%) fetch-programs fetch-tools

$(OTHER_KERNELS:%=fetch-%): setup-matrix

$(addprefix fetch-,$(KERNELS) $(OTHER_KERNELS)): fetch-%: setup
	$(Q)scripts/fetch-kernel.sh $*

$(CLANG_KERNELS:%=fetch-%): setup-clang

$(BUILT_KERNELS:%=fetch-%): fetch-%: fetch-6.12 setup-kernel
	$(Q)scripts/build-kernel.sh $*

fetch-programs: setup
	$(Q)scripts/fetch-sysroot.sh arm64
	$(Q)scripts/fetch-sysroot.sh armhf

fetch-tools: setup
	$(Q)scripts/fetch-kselftest.sh

fetch-raspi4b: setup-matrix
	$(Q)scripts/fetch-raspi4b.sh

update: setup
	$(Q)for k in $(KERNELS); do scripts/fetch-kernel.sh --update $$k || exit; done
	$(Q)for k in $(OTHER_KERNELS); do \
		[ ! -e $(GATE32_CACHE)/kernels/$$k/release ] || \
			scripts/fetch-kernel.sh --update $$k || exit; \
	done
	$(Q)for s in $(GATE32_CACHE)/sources/linux-source-*.package; do \
		[ ! -e $$s ] || { s=$${s##*linux-source-}; \
			scripts/fetch-source.sh --update $${s%.package} || [ $$? = 4 ]; } || \
			exit; \
	done
	$(Q)scripts/fetch-sysroot.sh --update arm64
	$(Q)scripts/fetch-sysroot.sh --update armhf
	$(Q)scripts/fetch-kselftest.sh --update
	$(Q)[ ! -e $(GATE32_CACHE)/root-armhf.squashfs ] || scripts/fetch-root.sh --update
	$(Q)[ ! -e $(GATE32_CACHE)/qemu-user ] || scripts/fetch-qemu-user.sh --update
	$(Q)[ ! -e $(GATE32_CACHE)/raspi4b ] || scripts/fetch-raspi4b.sh --update

#
# The module
#

modules: $(module-kernels:%=module-%)

$(ALL_KERNELS:%=module-%): module-%: fetch-%
	$(Q)scripts/build-module.sh $* $(if $(V),V=$(V))

ifeq ($(filter $(KERNELRELEASE),$(ALL_KERNELS)),)
module-$(KERNELRELEASE):
	$(Q)KDIR=$(KDIR) scripts/build-module.sh $(KERNELRELEASE) $(if $(V),V=$(V))
endif

# Installing builds nothing: it is done as root.
install: modules_install headers_install install-man install-check

# Where the kernel's own modules are, the index of them is made anew.
mod-root = $(abspath $(or $(INSTALL_MOD_PATH),$(DESTDIR),/))
mod-dir = $(mod-root:%/=%)/lib/modules/$(KERNELRELEASE)
install-kdir = $(or $(KDIR),/lib/modules/$(KERNELRELEASE)/build)
# Those of distributions keep the key that their own modules are signed with.
kernel-has-key = (cd $(install-kdir) && \
	[ -e "$$(sed -n 's/^CONFIG_MODULE_SIG_KEY="\(.*\)"/\1/p' .config)" ])
index-modules = [ ! -e $(mod-dir)/modules.builtin ] || \
	PATH=$$PATH:/sbin depmod -b $(mod-root) $(KERNELRELEASE)

modules_install:
	$(Q)test -e build/$(KERNELRELEASE)/module/gate32.ko || \
		{ echo "no module for $(KERNELRELEASE): run make modules first"; exit 1; }
	$(Q)$(kernel-has-key) || set -- CONFIG_MODULE_SIG_ALL=; \
		$(MAKE) -C $(install-kdir) M=$(top)/build/$(KERNELRELEASE)/module \
		ARCH=arm64 INSTALL_MOD_PATH=$(mod-root) INSTALL_MOD_DIR=updates \
		DEPMOD=true "$$@" modules_install
	$(Q)$(index-modules)

sign:
	$(Q)scripts/sign-module.sh $(if $(KDIR),--kdir $(KDIR)) $(KERNELRELEASE)

version := $(shell sed -n 's/^.define GATE32_RELEASE "\(.*\)"/\1/p' module/version.h)
dkms-source = $(DESTDIR)/usr/src/gate32-$(version)

# What DKMS has built of this version, it would not build again.
define dkms-forget
	$(Q)$(if $(DESTDIR),,if dkms status gate32/$(version) | grep -q .; then \
		dkms remove gate32/$(version) --all; fi)
	$(Q)rm -rf $(dkms-source)
endef

# DKMS copies one folder: uapi/ lies inside it.
dkms_install:
	$(dkms-forget)
	$(Q)set -e; for f in $$(cd module && find . -name '*.[chS]' ! -name '*.mod.c' \
			! -path './kunit/*' -o -name 'Kbuild*'); do \
		install -D -m 644 module/$$f $(dkms-source)/$$f; \
	done
	$(Q)install -D -m 644 uapi/linux/gate32.h $(dkms-source)/uapi/linux/gate32.h
	$(Q)sed 's/#MODULE_VERSION#/$(version)/' module/dkms.conf >$(dkms-source)/dkms.conf
	$(Q)$(if $(DESTDIR),,dkms install gate32/$(version) -k $(KERNELRELEASE))

dkms_uninstall:
	$(dkms-forget)

uapi-headers := $(patsubst uapi/%,%,$(wildcard uapi/linux/*.h uapi/gate32/*.h))
man-pages := $(wildcard uapi/man/*.[1-9]*) build/man/gate32-calls.7
installed-man = $(DESTDIR)$(PREFIX)/share/man/man$(patsubst .%,%,$(suffix $(1)))/$(notdir $(1))

headers_install:
	$(Q)set -e; for h in $(uapi-headers); do \
		install -D -m 644 uapi/$$h $(DESTDIR)$(PREFIX)/include/$$h; \
	done
	$(Q)mkdir -p $(DESTDIR)$(PREFIX)/share/pkgconfig
	$(Q)sed -e 's,@PREFIX@,$(PREFIX),' -e 's,@VERSION@,$(version),' uapi/gate32.pc.in \
		>$(DESTDIR)$(PREFIX)/share/pkgconfig/gate32.pc

man: build/man/gate32-calls.7

build/man/gate32-calls.7: uapi/man/gate32-calls.in uapi/man/gen-calls.sh \
		module/abi_arm_policy.h selftests/oracle/exceptions
	@mkdir -p $(@D)
	$(Q)uapi/man/gen-calls.sh >$@.new && mv $@.new $@

# A new folder each time: pages that are gone must not stay.
doc: setup man
	$(Q)rm -rf build/doc
	$(Q)uapi/guide/render.py build/doc

install-man: man
	$(Q)set -e; $(foreach page,$(man-pages), \
		install -D -m 644 $(page) $(call installed-man,$(page));)

install-check:
	$(Q)install -D -m 755 scripts/gate32-check $(DESTDIR)$(PREFIX)/bin/gate32-check

# The folders of ours, and updates/, go if they are empty then.
uninstall:
	$(Q)rm -f $(DESTDIR)$(PREFIX)/bin/gate32-check \
		$(DESTDIR)$(PREFIX)/share/pkgconfig/gate32.pc
	$(Q)rm -f $(foreach d,updates extra,$(mod-dir)/$(d)/gate32.ko* $(mod-dir)/$(d)/gate32_kunit.ko*)
	$(Q)rm -f $(uapi-headers:%=$(DESTDIR)$(PREFIX)/include/%)
	$(Q)rm -f $(foreach page,$(man-pages),$(call installed-man,$(page)))
	$(Q)rmdir $(DESTDIR)$(PREFIX)/include/gate32 $(mod-dir)/updates 2>/dev/null || true
	$(Q)$(index-modules)

deb: setup-deb fetch-programs fetch-tools
	$(Q)scripts/make-deb.sh

test-deb: deb $(KERNELS:%=build/%/initramfs.cpio)
	$(Q)scripts/test-deb.sh

#
# The guests
#

selftests: fetch-programs fetch-tools
	$(Q)$(MAKE) -C selftests all

build/selftests.cpio: selftests scripts/make-selftests.sh
	$(Q)scripts/make-selftests.sh $@

build/armhf.cpio: scripts/make-armhf.sh $(GATE32_CACHE)/sysroot-armhf/.packages
	$(Q)scripts/make-armhf.sh $@

$(ALL_KERNELS:%=build/%/initramfs.cpio): build/%/initramfs.cpio: \
		scripts/make-initramfs.sh scripts/lib.sh \
		scripts/guest/init scripts/guest/modules.list \
		scripts/guest/programs.list \
		$(GATE32_CACHE)/kernels/%/release \
		$(GATE32_CACHE)/sysroot-arm64/.packages
	$(Q)scripts/make-initramfs.sh $* $@

# What is fetched exists only once these have run.
$(GATE32_CACHE)/kernels/%/release: fetch-% ;
$(GATE32_CACHE)/sysroot-arm64/.packages: fetch-programs ;
$(GATE32_CACHE)/sysroot-armhf/.packages: fetch-programs ;

guest: $(guest-kernels:%=build/%/initramfs.cpio) build/armhf.cpio

guest-options = --kernel $(run-kernel) --cpu $(run-cpu) --armhf --selftests \
	$(if $(MACHINE),--machine $(MACHINE)) \
	$(if $(NOMODULE),--no-module) \
	$(if $(MODPARAMS),--modparams $(call quote,$(MODPARAMS))) \
	$(if $(MODULES),--load $(call quote,$(MODULES))) \
	$(if $(FILES),--files $(call quote,$(FILES))) \
	$(if $(QEMU),--qemu $(call quote,$(QEMU))) \
	$(if $(TIMEOUT),--timeout $(TIMEOUT)) \
	$(if $(MEM),--mem $(MEM)) \
	$(if $(SMP),--smp $(SMP))

run-needs := build/$(run-kernel)/initramfs.cpio build/armhf.cpio \
	$(if $(filter raspi4b,$(MACHINE)),fetch-raspi4b) \
	$(if $(NOMODULE),,module-$(run-kernel))

run: $(run-needs)
	$(if $(CMD),,$(error run needs CMD="command"; see make help))
	$(Q)scripts/run-guest.sh $(guest-options) -- $(call quote,$(CMD))

shell: $(run-needs) build/selftests.cpio
	$(Q)scripts/run-guest.sh $(guest-options) --load test --shell

demo: $(run-needs) build/selftests.cpio
	$(Q)scripts/demo.sh --kernel $(run-kernel) --cpu $(run-cpu)

# A gate that is built in costs what it does against the same kernel without it.
plain-kernels := $(patsubst patched-%,plain-%,$(filter patched-%,$(guest-kernels)))

bench: $(guest-kernels:%=module-%) guest fetch-tools \
		$(plain-kernels:%=build/%/initramfs.cpio)
	$(Q)scripts/fetch-qemu-user.sh
	$(Q)$(MAKE) -C selftests TARGETS="bench translator" all
	$(Q)selftests/bench/bench.sh $(if $(KERNEL),--kernel $(KERNEL)) \
		$(if $(CPU),--cpu $(CPU))
	$(Q)$(if $(KERNEL)$(CPU),,selftests/bench/translators.sh)

scenario-programs = $(MAKE) -C selftests/scenarios -f programs.mk \
	top=$(top) OUTPUT=$(top)/build/selftests/scenarios

# What takes a compiler of C# is made just here.
scenario: setup-scenario module-$(run-kernel) fetch-programs fetch-tools \
		build/$(run-kernel)/initramfs.cpio
	$(Q)scripts/fetch-root.sh
	$(Q)scripts/fetch-qemu-user.sh
	$(Q)$(MAKE) -C selftests TARGETS=translator all
	$(Q)$(scenario-programs) all
	$(Q)selftests/scenarios/scenario.sh --kernel $(run-kernel) \
		$(if $(CPU),--cpu $(CPU)) $(T)

brief-scenarios: module-6.12 fetch-programs fetch-tools build/6.12/initramfs.cpio selftests
	$(Q)scripts/fetch-root.sh
	$(Q)$(scenario-programs) brief

#
# Tests
#

oracle: $(guest-kernels:%=module-%) guest build/selftests.cpio
	$(Q)selftests/oracle/oracle.sh $(if $(KERNEL),--kernel $(KERNEL)) \
		$(if $(CPU),--cpu $(CPU)) $(if $(SEEDS),--seeds $(SEEDS)) \
		$(if $(T),--select $(call quote,$(T)))

# Stock kernels have no KCOV: what is new there, only results of calls tell.
fuzz-kernel := $(or $(KERNEL),6.12-kcov)

fuzz: module-$(fuzz-kernel) build/$(fuzz-kernel)/initramfs.cpio fetch-tools
	$(Q)$(MAKE) -C selftests TARGETS="fuzz gate" all
	$(Q)selftests/fuzz/fuzz.sh --kernel $(fuzz-kernel) \
		$(if $(CPU),--cpu $(CPU)) $(if $(TIME),--time $(TIME)) \
		$(if $(MODPARAMS),--modparams $(call quote,$(MODPARAMS)))

# matrix-needs <list>: what its guests have to have. All stock kernels are
# fetched, whichever are booted: lint is about all of them.
list-kernels = $(or $(KERNEL),$(call first-words,$(1)))
matrix-needs = $(patsubst %,build/%/initramfs.cpio,$(list-kernels)) $(list-kernels:%=module-%) \
	build/armhf.cpio build/selftests.cpio fetch-tools $(KERNELS:%=fetch-%)
check-options = $(if $(KERNEL),--kernel $(KERNEL)) $(if $(CPU),--cpu $(CPU)) \
	$(if $(T),--select $(call quote,$(T))) \
	$(if $(VARIANT),--variant $(VARIANT)) $(if $(JOBS),--jobs $(JOBS))

# What has the gate built in has its own list of guests, and no recordings.
patched := $(filter patched-%,$(KERNEL))
check-list := $(if $(patched),scripts/patched.list,scripts/check.list)

# One of the host's tests boots guests of its own, for the brief part of the
# scenarios; another builds the packages.
host-tests := $(if $(T),$(and $(findstring host/,$(T)),$(if $(findstring !host/,$(T)),,yes)),yes)
host-needs := setup-deb brief-scenarios

check: $(call matrix-needs,$(check-list)) $(if $(host-tests),$(host-needs))
	$(Q)scripts/check.sh --matrix $(check-list) $(check-options)
ifneq ($(patched),)
ifeq ($(T),)
	$(Q)selftests/oracle/oracle.sh --kernel $(KERNEL) $(if $(CPU),--cpu $(CPU))
endif
endif

series-base := $(or $(BASE),v6.12)
series-kernels := $(series-base:v%=plain-%) $(series-base:v%=patched-%)

series: build/selftests.cpio build/armhf.cpio \
		$(series-kernels:%=build/%/initramfs.cpio)
	$(Q)scripts/build-series.sh $(series-base)
	$(Q)scripts/kernel-selftests.sh $(series-base:v%=%)

matrix: $(call matrix-needs,scripts/matrix.list) fetch-raspi4b
	$(Q)scripts/check.sh --guests --matrix scripts/matrix.list $(check-options)

debug: $(call matrix-needs,scripts/debug.list)
	$(Q)scripts/check.sh --guests --matrix scripts/debug.list $(check-options)

stress: $(call matrix-needs,selftests/stress/guests.list)
	$(Q)selftests/stress/stress.sh $(check-options)

expected: $(call matrix-needs,scripts/check.list) $(host-needs)
	$(Q)scripts/check.sh $(check-options) --update

lint: fetch-tools $(KERNELS:%=fetch-%)
	$(Q)scripts/lint.sh

clean:
	$(Q)rm -rf build

distclean: clean
	$(Q)rm -rf $(GATE32_CACHE)

.PHONY: all help demo check matrix debug stress oracle fuzz series scenario brief-scenarios bench run shell modules selftests man doc lint expected
.PHONY: clean distclean install modules_install headers_install install-man install-check
.PHONY: dkms_install dkms_uninstall sign deb test-deb
.PHONY: uninstall setup fetch update guest
.PHONY: fetch-programs fetch-tools fetch-raspi4b $(ALL_KERNELS:%=fetch-%) module-$(KERNELRELEASE)
.PHONY: $(ALL_KERNELS:%=module-%)
