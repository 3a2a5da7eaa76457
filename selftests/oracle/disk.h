/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * disk - file systems for scenarios, each on a loop device of its own
 *
 * Nothing of it is traced: this side's libc and the machine's mkfs do it. The
 * device is freed with its last user, and a mount ends with the namespace of
 * the scenario, so that nothing has to be undone.
 */
#ifndef ORACLE_DISK_H
#define ORACLE_DISK_H

struct disk {
	const char *kind;	/* as mount() has it: "ext4", "xfs"... */
	int fd;			/* the device, or -1 if it is closed */
	char path[32];		/* of the device: "/dev/loop0" */
};

/**
 * disk_new() - attach a new image to a loop device and make a file system
 * @kind: "ext4", "ext2", "xfs", "btrfs", "vfat"; NULL for none
 * @mb: size; at least 300 for xfs, 128 for btrfs. Holes take no memory
 * @options: more for its mkfs, or ""
 *
 * Ids and hash seeds are the same in every run. skip()s if the machine does
 * not know the file system.
 */
struct disk disk_new(const char *kind, unsigned int mb, const char *options);

/**
 * disk_mount() - mount it
 * @dir: made if it is not there
 * @flags: MS_*
 * @data: options of the file system, or NULL
 */
void disk_mount(const struct disk *d, const char *dir, unsigned long flags,
		const char *data);

/** disk_close() - close the device: from here on only the mount holds it */
void disk_close(struct disk *d);

/** disk() - all of this for the usual case, with no file left open */
void disk(const char *kind, unsigned int mb, const char *dir);

#endif /* ORACLE_DISK_H */
