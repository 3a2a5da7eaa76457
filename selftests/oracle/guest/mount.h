/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * mount - structures of mounts, handles and quotas
 *
 * All of them are the same for 32 and 64 bits; what is here is for masks, and
 * for headers older than the kernel.
 */
#ifndef ORACLE_GUEST_MOUNT_H
#define ORACLE_GUEST_MOUNT_H

#include <stdint.h>

struct g_mount_attr {
	uint64_t attr_set, attr_clr, propagation, userns_fd;
};

struct g_mnt_id_req {
	uint32_t size, spare;
	uint64_t mnt_id, param, mnt_ns_id;
};

struct g_statmount {
	uint32_t size, mnt_opts;
	uint64_t mask;
	uint32_t sb_dev_major, sb_dev_minor;
	uint64_t sb_magic;
	uint32_t sb_flags, fs_type;
	uint64_t mnt_id, mnt_parent_id;
	uint32_t mnt_id_old, mnt_parent_id_old;
	uint64_t mnt_attr, mnt_propagation, mnt_peer_group, mnt_master,
		 propagate_from;
	uint32_t mnt_root, mnt_point;
	uint64_t mnt_ns_id;
	uint64_t spare[49];
};

struct g_mount_number {		/* of listmount */
	uint64_t id;
};

struct g_mount_number_old {	/* of name_to_handle_at */
	int32_t id;
};

struct g_ext4_handle {
	uint32_t handle_bytes;
	int32_t handle_type;
	uint32_t ino, generation;
};

struct g_tmpfs_handle {
	uint32_t handle_bytes;
	int32_t handle_type;
	uint32_t generation, ino, ino_high;
};

struct g_dqblk {
	uint64_t bhardlimit, bsoftlimit, curspace, ihardlimit, isoftlimit,
		 curinodes, btime, itime;
	uint32_t valid;
};

struct g_nextdqblk {
	uint64_t bhardlimit, bsoftlimit, curspace, ihardlimit, isoftlimit,
		 curinodes, btime, itime;
	uint32_t valid, id;
};

struct g_dqinfo {
	uint64_t bgrace, igrace;
	uint32_t flags, valid;
};

struct g_ustat {
	int32_t f_tfree;
	uint32_t f_tinode;
	char f_fname[6], f_fpack[6];
};

#define G_QCMD(cmd, type)	(((cmd) << 8) | (type))
#define G_Q_GETNEXTQUOTA	0x800009

#endif /* ORACLE_GUEST_MOUNT_H */
