// SPDX-License-Identifier: GPL-2.0-only
/*
 * scenario: the management interface of a MegaRAID SAS controller
 */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <sys/stat.h>
#include <sys/sysmacros.h>

#include "device.h"
#include "oracle.h"

#define GROUP "megaraid"

/* It has a major number, and leaves the node to the administrator. */
static int open_management(void)
{
	char line[128], name[64];
	unsigned int number, major = 0;
	FILE *f;

	need_module("megaraid_sas");
	f = fopen("/proc/devices", "r");
	while (f && !major && fgets(line, sizeof(line), f)) {
		if (sscanf(line, "%u %63s", &number, name) == 2 &&
		    !strcmp(name, "megaraid_sas_ioctl"))
			major = number;
	}
	if (!f || !major)
		skip("no MegaRAID driver");
	fclose(f);
	mknod("megaraid", S_IFCHR | 0600, makedev(major, 0));
	return open("megaraid", O_RDWR);
}

/* Number of the SCSI host that is this controller's, waited for. */
static unsigned int find_host(void)
{
	char path[64], name[32];
	unsigned int host, tries;
	FILE *f;
	int got;

	for (tries = 0; tries < PATIENCE_MS / 10; tries++) {
		for (host = 0; host < 32; host++) {
			snprintf(path, sizeof(path),
				 "/sys/class/scsi_host/host%u/proc_name", host);
			f = fopen(path, "r");
			got = f && fscanf(f, "%31s", name) == 1;
			if (f)
				fclose(f);
			if (got && !strcmp(name, "megaraid_sas"))
				return host;
		}
		pause_ms(10);
	}
	skip("no MegaRAID controller");
}

#define DCMD		5
#define GET_INFO	0x01010000
#define FRAME_READ	0x10
#define SGL_OFFSET	40

static struct g_megasas_iocpacket *packet(unsigned int host, uint32_t opcode,
					  const void *data, uint32_t size)
{
	struct g_megasas_iocpacket *p = ZNEW(megasas_iocpacket);

	p->host_no = host;
	p->frame.cmd = DCMD;
	p->frame.cmd_status = 0xff;
	p->frame.sge_count = 1;
	p->frame.flags = FRAME_READ;
	p->frame.data_xfer_len = size;
	p->frame.opcode = opcode;
	p->sgl_off = SGL_OFFSET;
	p->sge_count = 1;
	p->sgl[0].base = PTR(data);
	p->sgl[0].len = size;
	return p;
}

/* The number of the host is no business of the trace. */
static void out_packet(struct g_megasas_iocpacket *p)
{
	outm(megasas_iocpacket, p, sizeof(*p));
}

SCENARIO(firmware)
{
	int fd = open_management();
	unsigned int host = find_host();
	struct g_megasas_iocpacket *p;
	char *data = pages(1);

	driver("megaraid_sas");
	p = packet(host, GET_INFO, data, 2048);
	IO(G_MEGASAS_IOC_FIRMWARE, p);
	out_packet(p);
	outb(data, 32);
	p->frame.opcode = 0x12345678;	/* the controller knows no such thing */
	IO(G_MEGASAS_IOC_FIRMWARE, p);
	out_packet(p);
	p = packet(host, GET_INFO, (void *)BAD_HIGH, 2048);
	IO(G_MEGASAS_IOC_FIRMWARE, p);
	p->sgl[0].base = PTR(data);
	p->sge_count = 17;
	IO(G_MEGASAS_IOC_FIRMWARE, p);
	p->sge_count = 1;
	p->sense_off = 0x80000000;
	p->sense_len = 4;
	IO(G_MEGASAS_IOC_FIRMWARE, p);
	p->frame.cmd = 0xff;
	IO(G_MEGASAS_IOC_FIRMWARE, p);
	p->host_no = 0xffff;
	IO(G_MEGASAS_IOC_FIRMWARE, p);
	IO(G_MEGASAS_IOC_FIRMWARE, BAD);
	IO(G_MEGASAS_IOC_FIRMWARE, edge(sizeof(*p) - 1));
	/* The number that AArch64 has for it: 16-byte pieces. */
	IO(0xc1944d01, p);
	IO(0x4dff, p);
}

SCENARIO(events)
{
	struct g_megasas_aen *aen = ZNEW(megasas_aen);
	int fd = open_management();

	driver("megaraid_sas");
	aen->host_no = 0xffff;
	IO(G_MEGASAS_IOC_GET_AEN, aen);
	fcntl(fd, F_SETFL, O_RDWR | O_ASYNC);
	IO(G_MEGASAS_IOC_GET_AEN, aen);
	IO(G_MEGASAS_IOC_GET_AEN, BAD);
	IO(G_MEGASAS_IOC_GET_AEN, BAD_HIGH);
}
