// SPDX-License-Identifier: GPL-2.0-only
/*
 * scenarios: the device mapper
 *
 * A command has a header, and data behind it that hold offsets.
 */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>

#include <sys/ioctl.h>
#include <sys/sysmacros.h>

#include <linux/dm-ioctl.h>
#include <linux/fs.h>
#include <linux/hdreg.h>

#include "device.h"
#include "oracle.h"

#define GROUP "dm"

#define NAME	"gate32"
#define ROOM	512

/* One command and what belongs to it. */
struct request {
	struct g_dm_ioctl header;
	char data[ROOM];
};

static int open_control(void)
{
	need_module("dm-mod");
	need_module("dm-zero");
	need_module("dm-snapshot");
	driver("dm");
	return wait_device("/dev/mapper/control", O_RDWR);
}

static struct request *request(const char *name)
{
	struct request *r = zmem(sizeof(*r));

	r->header.version[0] = DM_VERSION_MAJOR;
	r->header.data_size = sizeof(*r);
	r->header.data_start = sizeof(r->header);
	strcpy(r->header.name, name);
	return r;
}

static void add_target(struct request *r, uint64_t start, uint64_t length,
		       const char *type, const char *table)
{
	struct g_dm_target_spec *spec = (void *)r->data;
	unsigned int i;

	for (i = 0; i < r->header.target_count; i++)
		spec = (void *)((char *)spec + spec->next);
	r->header.target_count++;
	spec->sector_start = start;
	spec->length = length;
	strcpy(spec->target_type, type);
	strcpy((char *)(spec + 1), table);
	spec->next = (sizeof(*spec) + strlen(table) + 8) & ~7;
}

static void out_request(struct request *r, unsigned int data)
{
	OUT(dm_ioctl, &r->header);
	if (data)
		outb(r->data, data);
}

static void remove_quietly(int fd)
{
	silent(ioctl, fd, DM_DEV_REMOVE, request(NAME));
}

SCENARIO(version)
{
	int fd = open_control();
	struct request *r = request("");

	IO(DM_VERSION, r);
	r->header.version[0] = DM_VERSION_MAJOR + 1;
	IO(DM_VERSION, r);
	IO(DM_VERSION, BAD);
	IO(DM_VERSION, edge(sizeof(r->header) - 1));
	r->header.version[0] = DM_VERSION_MAJOR;
	r->header.data_size = 8;
	IO(DM_VERSION, r);
	r->header.data_size = 0x80000000;
	IO(DM_LIST_DEVICES, r);
	r->header.data_size = sizeof(*r);
	IO(0xc13800fd, r);
	IO(0xfdff, r);
	IO(0x1234, r);
	IO(DM_LIST_VERSIONS, r = request(""));
	OUT(dm_ioctl, &r->header);
	r = request("linear");
	IO(DM_GET_TARGET_VERSION, r);
	out_request(r, 64);
	r = request("no such target");
	IO(DM_GET_TARGET_VERSION, r);
	r = request("");
	r->header.data_size = sizeof(r->header) + 16;
	IO(DM_LIST_VERSIONS, r);	/* its buffer is too small */
	out_request(r, 16);
	IO(DM_DEV_ARM_POLL, r);
}

/* A device of two targets, and what is told about it. */
SCENARIO(table)
{
	int fd = open_control();
	struct request *r = request(NAME);

	strcpy(r->header.uuid, "GATE32-1");
	IO(DM_DEV_CREATE, r);
	out_request(r, 0);
	IO(DM_DEV_CREATE, request(NAME));
	r = request(NAME);
	add_target(r, 0, 16, "zero", "");
	add_target(r, 16, 0x100000000ULL, "error", "");
	IO(DM_TABLE_LOAD, r);
	out_request(r, 0);
	IO(DM_TABLE_STATUS, r = request(NAME));
	out_request(r, 0);
	r = request(NAME);
	IO(DM_DEV_SUSPEND, r);		/* without a flag: resume */
	out_request(r, 0);
	r = request(NAME);
	r->header.flags = DM_STATUS_TABLE_FLAG;
	IO(DM_TABLE_STATUS, r);
	out_request(r, 128);
	IO(DM_TABLE_DEPS, r = request(NAME));
	out_request(r, 16);
	r = request(NAME);
	add_target(r, 0, 8, "zero", "too much");
	IO(DM_TABLE_LOAD, r);
	r = request(NAME);
	add_target(r, 1, 8, "zero", "");	/* a gap before it */
	IO(DM_TABLE_LOAD, r);
	r = request(NAME);
	add_target(r, 0, 8, "nonesuch", "");
	IO(DM_TABLE_LOAD, r);
	r = request(NAME);
	add_target(r, 0, 8, "zero", "");
	((struct g_dm_target_spec *)r->data)->next = 0x7fffffff;
	r->header.target_count = 2;
	IO(DM_TABLE_LOAD, r);
	IO(DM_TABLE_CLEAR, request(NAME));
	remove_quietly(fd);
}

SCENARIO(device)
{
	int fd = open_control();
	struct request *r;

	silent(ioctl, fd, DM_DEV_CREATE, request(NAME));
	r = request(NAME);
	IO(DM_DEV_STATUS, r);
	out_request(r, 0);
	r = request("");
	IO(DM_LIST_DEVICES, r);
	OUT(dm_ioctl, &r->header);
	outm(dm_name_list, r->data, 40);
	r = request(NAME);
	strcpy(r->data, "gate33");
	IO(DM_DEV_RENAME, r);
	IO(DM_DEV_STATUS, request(NAME));
	r = request("gate33");
	r->header.flags = DM_UUID_FLAG;
	strcpy(r->data, "GATE32-2");
	IO(DM_DEV_RENAME, r);
	r = request("gate33");
	strcpy(r->data, NAME);
	IO(DM_DEV_RENAME, r);
	out_request(r, 0);
	r = request(NAME);
	strcpy(r->data, "a/b");
	IO(DM_DEV_RENAME, r);
	r = request(NAME);
	r->header.event_nr = 77;
	IO(DM_DEV_WAIT, r);		/* not what it is at: no wait */
	out_request(r, 0);
	r = request(NAME);
	strcpy(r->data + 8, "hello");
	IO(DM_TARGET_MSG, r);
	strcpy(r->header.name, "nobody");
	IO(DM_TARGET_MSG, r);
	r = request("");
	r->header.dev = 0x100000000ULL;
	IO(DM_DEV_STATUS, r);
	r = request(NAME);
	r->header.flags = DM_SUSPEND_FLAG;
	IO(DM_DEV_SUSPEND, r);
	out_request(r, 0);
	IO(DM_DEV_ARM_POLL, request(""));
	IO(DM_DEV_REMOVE, request(NAME));
	IO(DM_DEV_REMOVE, request(NAME));
}

/* The disk that has been mapped, a part of a RAM disk. */
SCENARIO(linear)
{
	struct g_hd_geometry *geometry = NEW(hd_geometry);
	int fd = open_control(), control = fd;
	struct request *r = request(NAME);
	uint32_t *n = mem(64);
	char path[32];

	need_module("brd");
	silent(ioctl, fd, DM_DEV_CREATE, r);
	snprintf(path, sizeof(path), "/dev/dm-%u", minor(r->header.dev));
	r = request(NAME);
	add_target(r, 0, 64, "linear", "1:1 8");
	IO(DM_TABLE_LOAD, r);
	IO(DM_DEV_SUSPEND, request(NAME));
	IO(DM_TABLE_DEPS, r = request(NAME));
	out_request(r, 24);
	r = request(NAME);
	r->header.flags = DM_STATUS_TABLE_FLAG;
	IO(DM_TABLE_STATUS, r);
	out_request(r, 64);
	r = request(NAME);
	strcpy(r->data, "2 4 8 0");
	IO(DM_DEV_SET_GEOMETRY, r);
	strcpy(r->data, "2 4 8");
	IO(DM_DEV_SET_GEOMETRY, r);
	r = request(NAME);
	strcpy(r->data + 8, "hello");
	IO(DM_TARGET_MSG, r);
	fd = wait_device(path, O_RDWR);
	IO(DM_DEV_REMOVE, request(NAME));	/* no business of this file */
	IO(G_BLKGETSIZE64, n);
	outb(n, 8);
	IO(HDIO_GETGEO, geometry);
	OUT(hd_geometry, geometry);
	IO(BLKSSZGET, n);
	out(n);
	fd = control;
	IO(DM_DEV_REMOVE, request(NAME));	/* it is open */
	r = request(NAME);
	r->header.flags = DM_DEFERRED_REMOVE;
	IO(DM_DEV_REMOVE, r);
	out_request(r, 0);
}
