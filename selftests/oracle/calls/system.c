// SPDX-License-Identifier: GPL-2.0-only
/*
 * scenarios: modules, swap, accounting, names and other affairs of the machine
 */
#include <fcntl.h>
#include <linux/membarrier.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "peers.h"

#define GROUP "system"

/* A small module that nothing else needs while this runs. */
#define MODULE	"nls_ascii"

static int module_open(void)
{
	int fd;

	shell("rmmod " MODULE " 2>/dev/null");
	shell("ln -s $(find /lib/modules -name " MODULE ".ko) ko");
	fd = open("ko", O_RDONLY);
	if (fd < 0)
		skip("no module " MODULE);
	return fd;
}

SCENARIO(module_file)
{
	int fd = module_open();

	sys(finit_module, fd, str(""), 0);
	sys(finit_module, fd, str(""), 0);
	sys(delete_module, str(MODULE), O_NONBLOCK);
	sys(delete_module, str(MODULE), O_NONBLOCK);
	sys(finit_module, fd, BAD, 0);
	sys(finit_module, fd, BAD_HIGH, 0);
	sys(finit_module, fd, str(""), 99);
	sys(finit_module, fd, str(""), 3);
	sys(delete_module, str(MODULE), O_NONBLOCK);
	sys(finit_module, -1, str(""), 0);
	sys(finit_module, 0, str(""), 0);
	sys(delete_module, BAD, 0);
	sys(delete_module, BAD_HIGH, 0);
	sys(delete_module, str(""), 0);
}

SCENARIO(module_memory)
{
	int fd = module_open();
	struct stat st;
	char *image;

	fstat(fd, &st);
	image = pages(st.st_size / 4096 + 1);
	if (read(fd, image, st.st_size) != st.st_size)
		skip("module cannot be read");
	note("read");
	silent(init_module, image, (uint32_t)st.st_size, str(""));
	sys(init_module, image, 0, str(""));
	sys(init_module, image, 64, str(""));
	sys(init_module, image, -1, str(""));
	sys(init_module, BAD, 4096, str(""));
	sys(init_module, BAD_HIGH, 64, str(""));
	sys(init_module, edge(64), 128, str(""));
	sys(init_module, zmem(4096), 4096, str(""));
	sys(delete_module, str(MODULE), O_NONBLOCK);
	/* Sizes differ between kernels: a mask is not worth it. */
	if (!silent(init_module, image, (uint32_t)st.st_size, str("")))
		note("loaded");
	sys(delete_module, str(MODULE), O_NONBLOCK | O_TRUNC);
}

SCENARIO(module_memory_whole)
{
	int fd = module_open();
	struct stat st;
	char *image;

	/* What follows the signature is told by its end: a fixed size. */
	fstat(fd, &st);
	image = pages(16);
	memset(image, 0, 65536);
	if (read(fd, image, 65536) != st.st_size)
		skip("module is too big");
	sys(init_module, image, 65536, str(""));
	sys(init_module, image, 65536, BAD);
	sys(delete_module, str(MODULE), O_NONBLOCK);
}

SCENARIO(swap)
{
	static const char header[] = "SWAPSPACE2";
	uint32_t info[3] = { 1, 63, 0 };	/* version, last page, bad ones */
	struct g_sysinfo *si = NEW(sysinfo);
	char *path = str("/dev/ram0");
	int fd;

	need_module("brd rd_nr=1 rd_size=1024");
	fd = open(path, O_RDWR);
	if (fd < 0)
		skip("no /dev/ram0");
	pwrite(fd, header, 10, 4086);
	pwrite(fd, info, 12, 1024);
	fsync(fd);
	sys(swapon, path, 0);
	sys(swapon, path, 0);
	sys(sysinfo, si);
	outb(&si->totalswap, 8);
	sys(swapoff, path);
	sys(swapoff, path);
	sys(swapon, path, 0x8123);
	sys(swapoff, path);
	sys(swapon, path, 0x80000000);
	sys(swapon, BAD, 0);
	sys(swapon, BAD_HIGH, 0);
	sys(swapoff, BAD);
	sys(swapon, str("/dev/null"), 0);
	sys(swapoff, str("/dev/null"));
	pwrite(fd, "x", 1, 4086);
	fsync(fd);
	sys(swapon, path, 0);
}

SCENARIO(accounting)
{
	struct stat st;

	close(open("log", O_WRONLY | O_CREAT, 0600));
	sys(acct, str("log"));
	peer_wait(peer_call(CALL(getpid)));
	sys(acct, 0);
	stat("log", &st);
	note("size: %d", (int)st.st_size);
	sys(acct, str("none"));
	sys(acct, str("/dev/null"));
	sys(acct, str("."));
	sys(acct, BAD);
	sys(acct, BAD_HIGH);
}

SCENARIO(log)
{
	char *buf = mem(4096);

	/* Who reads finds at least this. */
	shell("echo oracle >/dev/kmsg");
	sys(syslog, 10, 0, 0);
	sys(syslog, 7, 0, 0);
	sys(syslog, 8, 0, 0);
	sys(syslog, 8, 0, 9);
	sys(syslog, 3, BAD, 4096);
	sys(syslog, 3, BAD_HIGH, 4096);
	sys(syslog, 3, 0, 16);
	sys(syslog, 3, buf, 0);
	sys(syslog, 3, buf, 0x80000000);
	sys(syslog, 3, buf, 1);
	note("read: %s", silent(syslog, 3, buf, 4096) > 7 ? "yes" : "no");
	sys(syslog, 0, 0, 0);
	sys(syslog, 1, 0, 0);
	sys(syslog, -1, 0, 0);
}

SCENARIO(bad_magic)
{
	sys(reboot, 0, 0, 0, 0);
	sys(reboot, 0xfee1dead, 0, 0x1234567, 0);
	sys(reboot, 0xfee1dead, 0xffffffff, 0, BAD);
	sys(reboot, -1, 672274793, 0, 0);
}

SCENARIO(kexec)
{
	uint32_t *segment = zmem(16);

	sys(kexec_load, 0, 0, 0, 183 << 16);
	sys(kexec_load, 0, 0, 0, 0);
	sys(kexec_load, 0, 0, 0, 40 << 16);
	sys(kexec_load, 0, 0, 0, (183 << 16) | 0x8000);
	sys(kexec_load, 0, 17, segment, 183 << 16);
	sys(kexec_load, 0, 1, BAD, 183 << 16);
	sys(kexec_load, 0, 1, BAD_HIGH, 183 << 16);
	segment[2] = 0xfffff000;
	segment[3] = 0x2000;
	sys(kexec_load, 0, 1, segment, 183 << 16);
	segment[2] = 1;
	sys(kexec_load, 0, 1, segment, 183 << 16);
	sys(kexec_load, 0, 0, 0, 183 << 16);
	sys(kexec_file_load, -1, -1, 0, 0, 8);
}

/* The first device of the bus is the same in all guests. */
SCENARIO(pci)
{
	uint32_t *value = mem(4);

	sys(pciconfig_read, 0, 0, 0, 4, value);
	out(value);
	sys(pciconfig_read, 0, 0, 0, 2, value);
	out(value);
	sys(pciconfig_read, 0, 0, 1, 1, value);
	out(value);
	sys(pciconfig_read, 0, 0, 1, 4, value);
	sys(pciconfig_read, 0, 0, 0, 3, value);
	sys(pciconfig_read, 0, 0, 0, 4, BAD);
	sys(pciconfig_read, 0, 0, 0, 1, BAD_HIGH);
	sys(pciconfig_read, 0, 0xff, 0, 4, value);
	out(value);
	sys(pciconfig_read, 0x99, 0, 0, 2, value);
	/* The vendor cannot be written to. */
	sys(pciconfig_write, 0, 0, 0, 4, value);
	sys(pciconfig_write, 0, 0, 0, 3, value);
	sys(pciconfig_write, 0, 0xff, 0, 4, value);
	sys(pciconfig_write, 0, 0, 0, 2, BAD);
	sys(pciconfig_write, 0, 0, 0, 4, BAD_HIGH);
	sys(pciconfig_iobase, 0, 0, 0);
}

SCENARIO(names)
{
	struct g_utsname *u = NEW(utsname);

	sys(sethostname, str("host"), 4);
	sys(setdomainname, str("domain"), 6);
	sys(setdomainname, str("x"), 65);
	sys(setdomainname, str("x"), -1);
	sys(setdomainname, str("x"), 0x80000000);
	sys(setdomainname, BAD, 3);
	sys(setdomainname, BAD_HIGH, 3);
	sys(setdomainname, edge(3), 4);
	sys(setdomainname, BAD, 0);
	sys(sethostname, memset(mem(64), 'x', 64), 64);
	sys(uname, u);
	outb(u->nodename, 65);
	outb(u->domainname, 65);
	sys(sethostname, edge(3), 4);
	sys(uname, BAD_HIGH);
	sys(uname, edge(389));
}

SCENARIO(barrier)
{
	sys(membarrier, MEMBARRIER_CMD_QUERY, 0, 0);
	sys(membarrier, MEMBARRIER_CMD_PRIVATE_EXPEDITED, 0, 0);
	sys(membarrier, MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED, 0, 0);
	sys(membarrier, MEMBARRIER_CMD_PRIVATE_EXPEDITED, 0, 0);
	sys(membarrier, MEMBARRIER_CMD_REGISTER_GLOBAL_EXPEDITED, 0, 0);
	sys(membarrier, MEMBARRIER_CMD_GLOBAL_EXPEDITED, 0, 0);
	sys(membarrier, MEMBARRIER_CMD_QUERY, 1, 0);
	sys(membarrier, 512, 0, 0);
	sys(membarrier, MEMBARRIER_CMD_PRIVATE_EXPEDITED, 1, 0);
	sys(membarrier, 128, 1, 9999);
	sys(membarrier, 0x80000000, 0, 0);
	sys(membarrier, -1, 0, 0);
}

SCENARIO(random)
{
	char *buf = mem(16);

	sys(getrandom, buf, 0, 0);
	sys(getrandom, buf, 16, 1);
	outm(random16, buf, 16);
	sys(getrandom, buf, 16, 2);
	sys(getrandom, buf, 16, 3);
	sys(getrandom, buf, 16, 6);
	sys(getrandom, BAD_HIGH, 16, 0);
	sys(getrandom, edge(8), 300, 0);
}

/* Faults that user space is to handle, in the memory of this process. */
SCENARIO(user_faults)
{
	uint64_t *api = zmem(24), *reg = zmem(32), *copy = zmem(40);
	uint64_t *msg = mem(32);
	char *area = pages(2);
	int fd;

	mmap(area, 8192, PROT_READ | PROT_WRITE,
	     MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
	fd = sys(userfaultfd, O_CLOEXEC | O_NONBLOCK);
	sys(read, fd, msg, 32);
	api[0] = 0xaa;
	sys(ioctl, fd, 0xc018aa3f, api);	/* UFFDIO_API */
	reg[0] = PTR(area);
	reg[1] = 8192;
	reg[2] = 1;
	sys(ioctl, fd, 0xc020aa00, reg);	/* UFFDIO_REGISTER */
	outb(reg, 32);
	sys(read, fd, msg, 32);
	copy[0] = PTR(area);
	copy[1] = PTR(pages(1));
	copy[2] = 4096;
	sys(ioctl, fd, 0xc028aa03, copy);	/* UFFDIO_COPY */
	outb(copy, 40);
	sys(ioctl, fd, 0xc028aa03, copy);
	outb(copy, 40);
	sys(ioctl, fd, 0xc028aa03, BAD);
	copy[1] = 0xffffff0000000000ULL;
	copy[0] += 4096;
	sys(ioctl, fd, 0xc028aa03, copy);
	outb(copy, 40);
	outb(area, 4096);
	sys(ioctl, fd, 0x8010aa01, reg);	/* UFFDIO_UNREGISTER */
	outb(area, 8192);
	sys(ioctl, fd, 0x8010aa01, BAD_HIGH);
	sys(ioctl, fd, 0xc018aa3f, api);
	sys(userfaultfd, 2);
	sys(userfaultfd, -1);
}

struct late_copy {
	int fd;
	uint64_t *copy;
};

/* A call that meets such a fault waits until somebody provides the page. */
static int provide(void *arg)
{
	const struct late_copy *late = arg;
	struct {
		uint8_t event, pad[7];
		uint64_t flags, address, ptid;
	} msg;

	if (read(late->fd, &msg, sizeof(msg)) != sizeof(msg))
		return 1;
	late->copy[0] = msg.address & ~4095ULL;
	return silent(ioctl, late->fd, 0xc028aa03, late->copy) ? 2 : 0;
}

SCENARIO(user_fault_in_call)
{
	uint64_t *api = zmem(24), *reg = zmem(32), *copy = zmem(40);
	char *area = pages(2), *page = pages(1);
	int fds[2], pid;
	int fd;

	mmap(area, 8192, PROT_READ | PROT_WRITE,
	     MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
	fd = sys(userfaultfd, 0);
	api[0] = 0xaa;
	sys(ioctl, fd, 0xc018aa3f, api);
	reg[0] = PTR(area);
	reg[1] = 8192;
	reg[2] = 1;
	sys(ioctl, fd, 0xc020aa00, reg);
	copy[1] = PTR(page);
	copy[2] = 4096;
	if (pipe(fds))
		return;
	pid = peer(provide, &(struct late_copy){ fd, copy });
	sys(write, fds[1], area + 4090, 5);
	note("provided: %d", peer_wait(pid));
	pid = peer(provide, &(struct late_copy){ fd, copy });
	sys(read, fds[0], area + 4096, 5);
	note("provided: %d", peer_wait(pid));
	outb(area + 4090, 16);
}

SCENARIO(security_modules)
{
	uint32_t *size = zmem(4);
	uint64_t *ids = mem(256);
	char *ctx = mem(256);

	*size = 256;
	sys(lsm_list_modules, ids, size, 0);
	out(size);
	sys(lsm_list_modules, ids, size, 1);
	sys(lsm_list_modules, BAD, size, 0);
	sys(lsm_list_modules, ids, BAD_HIGH, 0);
	*size = 0;
	sys(lsm_list_modules, ids, size, 0);
	out(size);
	sys(lsm_list_modules, ids, bytes(&(uint32_t){ 64 }, 4), 0);
	*size = 256;
	sys(lsm_get_self_attr, 100, ctx, size, 0);
	sys(lsm_get_self_attr, 100, 0, size, 0);
	sys(lsm_get_self_attr, 0, ctx, size, 0);
	sys(lsm_get_self_attr, 100, ctx, BAD, 0);
	sys(lsm_get_self_attr, 100, ctx, size, 1);
	sys(lsm_get_self_attr, 100, ctx, size, 99);
	memcpy(ctx, (uint64_t[]){ 104, 0, 57, 25 }, 32);	/* AppArmor */
	memcpy(ctx + 32, "changeprofile unconfined", 25);
	sys(lsm_set_self_attr, 100, ctx, 57, 0);
	memcpy(ctx + 32, "changeprofile missing   ", 25);
	sys(lsm_set_self_attr, 100, ctx, 57, 0);
	sys(lsm_set_self_attr, 100, BAD, 64, 0);
	sys(lsm_set_self_attr, 100, zmem(64), 64, 0);
	sys(lsm_set_self_attr, 100, zmem(64), 8, 0);
	sys(lsm_set_self_attr, 100, zmem(64), 64, 1);
	sys(lsm_set_self_attr, 100, zmem(64), 0xffffffff, 0);
}

/* ARM's own numbers: what they say about addresses. */
SCENARIO(caches)
{
	char *code = pages(2);

	sys(cacheflush, code, code + 8192, 0);
	sys(cacheflush, BAD, BAD + 4096, 0);
	sys(cacheflush, code + 4096, code + 4095, 0);
	sys(cacheflush, BAD_HIGH, BAD_HIGH + 0x10, 0);
	sys(cacheflush, edge(64), 0xfff00000, 0);
	sys(cacheflush, 0x80000000, 0x80001000, 0x80000000);
	munmap(code, 8192);
	sys(cacheflush, code, code + 8192, 0);
	sys(breakpoint);
	sys(usr26, 1);
	sys(usr32, -1);
	sys(get_tls, BAD);
}
