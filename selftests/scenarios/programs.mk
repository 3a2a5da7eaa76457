# SPDX-License-Identifier: GPL-2.0-only
#
# The programs of the scenarios, built on the host. "make scenario" and, for its
# part of them, "make check" call this: it needs compilers that nothing else needs,
# so it is no suite of selftests/.
#
#   make -f programs.mk OUTPUT=DIR top=DIR

CROSS_COMPILE ?= aarch64-linux-gnu-
ARM_CROSS ?= arm-linux-gnueabihf-
HOSTCC ?= gcc
GATE32_CACHE ?= $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/gate32
gate := $(top)/selftests/gate
image := $(GATE32_CACHE)/root-armhf.squashfs

# -marm: they have instructions that Thumb code does not have.
ARM_CC := $(ARM_CROSS)gcc -std=gnu11 -D_GNU_SOURCE -O2 -g -marm -Wall -Wextra -static
NATIVE_CC := $(CROSS_COMPILE)gcc -std=gnu11 -D_GNU_SOURCE -O2 -g -Wall -Wextra -static

common := confine
architecture := ids
go := calls policy seccomp.json
legacy := cacheflush deprecated
server := web client calls
today := aio keys robust uring

# What scenario.sh --brief wants, and the one that takes a C# compiler
all: brief $(OUTPUT)/legacy/hello.exe
brief: $(common:%=$(OUTPUT)/common/%) $(architecture:%=$(OUTPUT)/architecture/%) \
	$(go:%=$(OUTPUT)/go/%) $(legacy:%=$(OUTPUT)/legacy/%) \
	$(server:%=$(OUTPUT)/server/%) $(today:%=$(OUTPUT)/today/%)

$(OUTPUT)/%: %.c
	@mkdir -p $(@D)
	$(ARM_CC) -o $@ $< -pthread

$(OUTPUT)/%.exe: %.cs
	@mkdir -p $(@D)
	mcs -out:$@ $<

# Go finds out the rest of what it needs by itself; nothing of it is fetched.
GO := GOARCH=arm GOARM=7 GOOS=linux CGO_ENABLED=0 GOPROXY=off GO111MODULE=off \
	GOCACHE=$(OUTPUT)/go-cache

$(OUTPUT)/%: %.go
	@mkdir -p $(@D)
	cd $(<D) && $(GO) go build -trimpath -o $@ $(<F)

# Some files of the system, and libseccomp's headers, which are the same for all
# architectures
system := $(OUTPUT)/system
libs := $(system)/usr/lib/arm-linux-gnueabihf

$(system)/include/seccomp.h: $(image)
	rm -rf $(system)
	unsquashfs -quiet -no-progress -d $(system) $< \
		usr/lib/arm-linux-gnueabihf/libseccomp.so.* usr/share/containers
	ln -s libseccomp.so.2 $(libs)/libseccomp.so
	mkdir $(@D)
	cp /usr/include/seccomp.h /usr/include/seccomp-syscalls.h $(@D)/

$(OUTPUT)/go/policy: go/policy.go $(system)/include/seccomp.h
	@mkdir -p $(@D)
	cd $(<D) && $(GO) CGO_ENABLED=1 CC=$(ARM_CROSS)gcc CGO_CFLAGS="-O2 -I$(system)/include" \
		CGO_LDFLAGS=-L$(libs) go build -trimpath -o $@ $(<F)

$(OUTPUT)/go/seccomp.json: go/policy.py $(system)/include/seccomp.h
	@mkdir -p $(@D)
	python3 $< $(system)/usr/share/containers/seccomp.json >$@.tmp && mv $@.tmp $@

native-programs := $(OUTPUT)/common/confine $(OUTPUT)/server/client
$(native-programs): $(OUTPUT)/%: %.c
	@mkdir -p $(@D)
	$(NATIVE_CC) -I$(OUTPUT)/common -o $@ $< -pthread

$(OUTPUT)/common/confine: $(OUTPUT)/common/filters.h

$(OUTPUT)/common/make_filter: $(gate)/make_filter.c
	@mkdir -p $(@D)
	$(HOSTCC) -O2 -Wall -o $@ $< -lseccomp

lists := $(addprefix $(OUTPUT)/common/,container.list container-cacheflush.list)

$(OUTPUT)/common/container.list: $(gate)/filters/system-service.list common/container.list
	@mkdir -p $(@D)
	cat $^ >$@

$(OUTPUT)/common/container-cacheflush.list: $(OUTPUT)/common/container.list
	(cat $<; echo allow cacheflush) >$@

$(OUTPUT)/common/filters.h: $(OUTPUT)/common/make_filter $(lists)
	$< $(lists) >$@.tmp && mv $@.tmp $@

.PHONY: all brief
