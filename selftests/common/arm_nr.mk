# SPDX-License-Identifier: GPL-2.0-only
#
# Rule for $(OUTPUT)/arm_nr.h: ARM_NR_<name> for every ARM EABI system call,
# ARM_NR_BASE and what stands on it for the private ones. The numbers are
# those of the ARM compiler's kernel headers and, for calls that are newer than
# these, of the kernel whose selftests these are built with; none is typed
# anywhere.

ARM_CC ?= arm-linux-gnueabihf-gcc
arm_table := $(wildcard $(KSFT)/../../../arch/arm64/tools/syscall_32.tbl)

$(OUTPUT)/arm_nr.h: $(lastword $(MAKEFILE_LIST)) $(arm_table)
	$(Q)mkdir -p $(@D)
	$(Q)echo '#include <asm/unistd.h>' | $(ARM_CC) -E -dM -x c - >$@.all
	$(Q){ echo '/* Made by arm_nr.mk; do not edit. */'; \
		sed -n -e 's/(__NR_SYSCALL_BASE *+ *\([0-9a-fx]*\))/\1/' \
		-e 's/__ARM_NR_/ARM_NR_/g' \
		-e 's/__NR_/ARM_NR_/g' -e '/^#define ARM_NR_[a-zA-Z]/p' \
		-e '/^#define ARM_NR__/p' $@.all | LC_ALL=C sort; \
		awk '$$1 ~ /^[0-9]+$$/ { \
			printf "#ifndef ARM_NR_%s\n#define ARM_NR_%s %s\n#endif\n", \
				$$3, $$3, $$1 }' $(arm_table) /dev/null; } >$@.tmp
	$(Q)grep -q ARM_NR_cacheflush $@.tmp && grep -q ARM_NR_openat $@.tmp
	$(Q)mv $@.tmp $@ && rm $@.all
