# SPDX-License-Identifier: GPL-2.0-only
#
# Rule for $(OUTPUT)/arm_nr.h: ARM_NR_<name> for every ARM EABI system call,
# ARM_NR_BASE and what stands on it for the private ones. The numbers are
# those of the ARM compiler's kernel headers; none is typed anywhere.

ARM_CC ?= arm-linux-gnueabihf-gcc

$(OUTPUT)/arm_nr.h: $(lastword $(MAKEFILE_LIST))
	$(Q)mkdir -p $(@D)
	$(Q)echo '#include <asm/unistd.h>' | $(ARM_CC) -E -dM -x c - >$@.all
	$(Q){ echo '/* Made by arm_nr.mk; do not edit. */'; \
		sed -n -e 's/(__NR_SYSCALL_BASE *+ *\([0-9a-fx]*\))/\1/' \
		-e 's/__ARM_NR_/ARM_NR_/g' \
		-e 's/__NR_/ARM_NR_/g' -e '/^#define ARM_NR_[a-zA-Z]/p' \
		-e '/^#define ARM_NR__/p' $@.all | LC_ALL=C sort; } >$@.tmp
	$(Q)grep -q ARM_NR_cacheflush $@.tmp && grep -q ARM_NR_openat $@.tmp
	$(Q)mv $@.tmp $@ && rm $@.all
