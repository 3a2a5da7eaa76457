// SPDX-License-Identifier: GPL-2.0-only
/*
 * scenarios: files by handle instead of name
 */
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "disk.h"
#include "oracle.h"

#define GROUP "handles"

static void errors(int dir, struct g_ext4_handle *h)
{
	struct g_mount_number_old *id = NEW(mount_number_old);
	struct g_file_handle *other = ZNEW(file_handle);

	sys(name_to_handle_at, dir, str("f"), other, id, 0);
	out(&other->handle_bytes);
	other->handle_bytes = 129;
	sys(name_to_handle_at, dir, str("f"), other, id, 0);
	other->handle_bytes = 0xffffffff;
	sys(name_to_handle_at, dir, str("f"), other, id, 0);
	other->handle_bytes = 16;
	sys(name_to_handle_at, dir, str("f"), other, BAD_HIGH, 0);
	sys(name_to_handle_at, dir, str("f"), other, edge(3), 0);
	sys(name_to_handle_at, dir, str("f"), BAD, id, 0);
	sys(name_to_handle_at, dir, str("f"), other, id, 0x80000000);
	sys(name_to_handle_at, AT_FDCWD, str("/proc/self"), other, id, 0);
	other->handle_bytes = 0;
	sys(open_by_handle_at, dir, other, O_RDONLY);
	other->handle_bytes = 200;
	sys(open_by_handle_at, dir, other, O_RDONLY);
	sys(open_by_handle_at, dir, BAD_HIGH, O_RDONLY);
	memcpy(edge(12), h, 12);
	sys(open_by_handle_at, dir, edge(0) - 12, O_RDONLY);
	sys(open_by_handle_at, 77, h, O_RDONLY);
	h->handle_type = 99;
	sys(open_by_handle_at, dir, h, O_RDONLY);
	h->handle_type = 0x10001;
	sys(open_by_handle_at, dir, h, O_RDONLY);
	h->handle_type = 1;
	h->generation++;
	sys(open_by_handle_at, dir, h, O_RDONLY);
	h->generation--;
}

SCENARIO(ext4)
{
	struct g_mount_number_old *id = NEW(mount_number_old);
	struct g_ext4_handle *h = NEW(ext4_handle);
	char *in = mem(16);
	int dir, fd;

	disk("ext4", 16, "d");
	dir = sys(open, str("d"), O_RDONLY);
	h->handle_bytes = 8;
	sys(name_to_handle_at, dir, str(""), h, id, 0x1000);
	OUT(ext4_handle, h);
	OUT(mount_number_old, id);
	sys(open_by_handle_at, dir, h, G_O_DIRECTORY);
	fd = sys(openat, dir, str("f"), O_RDWR | O_CREAT, 0600);
	sys(write, fd, str("by handle"), 9);
	sys(name_to_handle_at, dir, str("f"), h, id, 0);
	OUT(ext4_handle, h);
	fd = sys(open_by_handle_at, dir, h, O_RDWR);
	sys(read, fd, in, 16);
	outb(in, 16);
	sys(fcntl64, fd, F_GETFL);
	sys(name_to_handle_at, dir, str("f"), h, id, 0x200);
	OUT(ext4_handle, h);
	/* Without O_LARGEFILE it is like open. */
	sys(ftruncate64, fd, PAD, LL(0x7fffffff));
	sys(open_by_handle_at, dir, h, O_RDONLY);
	sys(truncate64, str("d/f"), PAD, LL(0x80000000ULL));
	sys(open_by_handle_at, dir, h, O_RDONLY);
	sys(open_by_handle_at, dir, h, O_RDONLY | G_O_LARGEFILE);
	errors(dir, h);
	sys(close, fd);
	sys(unlink, str("d/f"));
	sys(close_range, 4, -1, 0);
	sys(open_by_handle_at, dir, h, O_RDONLY);
}

SCENARIO(tmpfs)
{
	struct g_mount_number_old *id = NEW(mount_number_old);
	struct g_tmpfs_handle *h = NEW(tmpfs_handle);
	int dir = sys(open, str("."), O_RDONLY);

	sys(close, sys(creat, str("f"), 0600));
	h->handle_bytes = 12;
	sys(name_to_handle_at, AT_FDCWD, str("f"), h, id, 0);
	OUT(tmpfs_handle, h);
	sys(open_by_handle_at, AT_FDCWD, h, O_RDONLY);
	sys(open_by_handle_at, dir, h, O_RDONLY);
}
