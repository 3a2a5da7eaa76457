// SPDX-License-Identifier: GPL-2.0-only
/*
 * btrfs_check - btrfs.h against the headers of the ARM compiler
 */
#include <stddef.h>

#include <linux/btrfs.h>

#include "btrfs.h"
#include "check.h"

SAME_SIZE(btrfs_received, struct btrfs_ioctl_received_subvol_args);
SAME_SIZE(btrfs_send, struct btrfs_ioctl_send_args);
SAME_PLACE(btrfs_send, parent_root, struct btrfs_ioctl_send_args, parent_root);
SAME_SIZE(btrfs_encoded_io, struct btrfs_ioctl_encoded_io_args);
SAME_PLACE(btrfs_encoded_io, offset, struct btrfs_ioctl_encoded_io_args,
	   offset);
SAME_SIZE(btrfs_subvol_info, struct btrfs_ioctl_get_subvol_info_args);
SAME_PLACE(btrfs_subvol_info, stime, struct btrfs_ioctl_get_subvol_info_args,
	   stime);
SAME_NUMBER(BTRFS_IOC_SET_RECEIVED_SUBVOL);
SAME_NUMBER(BTRFS_IOC_SEND);
SAME_NUMBER(BTRFS_IOC_ENCODED_READ);
SAME_NUMBER(BTRFS_IOC_ENCODED_WRITE);
