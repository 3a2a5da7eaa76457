# SPDX-License-Identifier: GPL-2.0-only
#
# gate32 - set-up, build, tests and demonstration; "make help" explains

top := $(CURDIR)
GATE32_CACHE ?= $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/gate32
export GATE32_CACHE

KERNELS := 6.12 6.1
CPUS := cortex-a72 a64fx

# On arm64 the module is for the kernel that runs, elsewhere for the guests'.
HOST_ARCH := $(shell uname -m)
KERNELRELEASE ?= $(shell uname -r)
KDIR ?= /lib/modules/$(KERNELRELEASE)/build

# Where "run" and "shell" boot, if nothing is said.
run-kernel := $(or $(KERNEL),6.12)
run-cpu := $(or $(CPU),a64fx)
build-kernels := $(or $(KERNEL),$(KERNELS))

ifeq ($(V),1)
Q :=
else
Q := @
MAKEFLAGS += --no-print-directory
endif

all: modules selftests

#
# What comes from Debian
#

setup:
	$(Q)scripts/setup.sh

fetch: $(KERNELS:%=fetch-%) fetch-sysroots
	$(Q)scripts/fetch-kselftest.sh

fetch-sysroots: setup
	$(Q)scripts/fetch-sysroot.sh arm64
	$(Q)scripts/fetch-sysroot.sh armhf

$(KERNELS:%=fetch-%): fetch-%: setup
	$(Q)scripts/fetch-kernel.sh $*

#
# The module
#

ifeq ($(HOST_ARCH),aarch64)
modules:
	$(Q)$(MAKE) -C $(KDIR) M=$(top)/module modules

modules_install:
	$(Q)$(MAKE) -C $(KDIR) M=$(top)/module modules_install
else
modules: $(build-kernels:%=module-%)

$(KERNELS:%=module-%): module-%: fetch-%
	$(Q)scripts/build-module.sh $* $(if $(V),V=$(V))
endif

#
# The guest
#

guest-scripts := scripts/lib.sh scripts/guest/init scripts/guest/modules.list

build/%/initramfs.cpio: scripts/make-initramfs.sh $(guest-scripts) \
		$(GATE32_CACHE)/kernels/%/release \
		$(GATE32_CACHE)/sysroot-arm64/.packages
	$(Q)scripts/make-initramfs.sh $* $@

build/armhf.cpio: scripts/make-armhf.sh $(GATE32_CACHE)/sysroot-armhf/.packages
	$(Q)scripts/make-armhf.sh $@

guest: fetch-$(run-kernel) fetch-sysroots
	$(Q)$(MAKE) -s build/$(run-kernel)/initramfs.cpio build/armhf.cpio

run: guest $(if $(NOMODULE),,module-$(run-kernel))
	$(if $(CMD),,$(error run needs CMD="command", see "make help"))
	$(Q)scripts/run-guest.sh $(guest-options) -- $(call quote,$(CMD))

shell: guest $(if $(NOMODULE),,module-$(run-kernel))
	$(Q)scripts/run-guest.sh $(guest-options) --load test --shell

quote = '$(subst ','\'',$(1))'

guest-options = --kernel $(run-kernel) --cpu $(run-cpu) --armhf \
	$(if $(NOMODULE),--no-module) \
	$(if $(MODPARAMS),--modparams $(call quote,$(MODPARAMS))) \
	$(if $(MODULES),--load $(call quote,$(MODULES))) \
	$(if $(FILES),--files $(call quote,$(FILES))) \
	$(if $(QEMU),--qemu $(call quote,$(QEMU))) \
	$(if $(TIMEOUT),--timeout $(TIMEOUT)) \
	$(if $(MEM),--mem $(MEM)) \
	$(if $(SMP),--smp $(SMP))

.PHONY: all setup fetch fetch-sysroots guest modules modules_install run shell
.PHONY: $(KERNELS:%=fetch-%) $(KERNELS:%=module-%)
