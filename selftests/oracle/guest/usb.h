/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * usb - what usbfs and usbmon have different in a 32-bit ARM EABI program
 */
#ifndef ORACLE_GUEST_USB_H
#define ORACLE_GUEST_USB_H

#include <sys/ioctl.h>

#include "calls.h"

struct g_usbdevfs_ctrltransfer {
	uint8_t bRequestType, bRequest;
	uint16_t wValue, wIndex, wLength;
	uint32_t timeout;
	gptr_t data;
};

struct g_usbdevfs_bulktransfer {
	uint32_t ep, len, timeout;
	gptr_t data;
};

struct g_usbdevfs_urb {
	uint8_t type, endpoint;
	int32_t status;
	uint32_t flags;
	gptr_t buffer;
	int32_t buffer_length, actual_length, start_frame, number_of_packets,
		error_count;
	uint32_t signr;
	gptr_t usercontext;
};

struct g_usbdevfs_disconnectsignal {
	uint32_t signr;
	gptr_t context;
};

struct g_usbdevfs_ioctl {
	int32_t ifno, ioctl_code;
	gptr_t data;
};

struct g_usbdevfs_connectinfo {
	uint32_t devnum;
	uint8_t slow;
};

struct g_usbdevfs_conninfo_ex {
	uint32_t size, busnum, devnum, speed;
	uint8_t num_ports, ports[7];
};

#define G_USBDEVFS_CONTROL	_IOWR('U', 0, struct g_usbdevfs_ctrltransfer)
#define G_USBDEVFS_BULK		_IOWR('U', 2, struct g_usbdevfs_bulktransfer)
#define G_USBDEVFS_SUBMITURB	_IOR('U', 10, struct g_usbdevfs_urb)
#define G_USBDEVFS_REAPURB	_IOW('U', 12, gptr_t)
#define G_USBDEVFS_REAPURBNDELAY	_IOW('U', 13, gptr_t)
#define G_USBDEVFS_DISCSIGNAL	_IOR('U', 14, struct g_usbdevfs_disconnectsignal)
#define G_USBDEVFS_IOCTL	_IOWR('U', 18, struct g_usbdevfs_ioctl)

/* usbmon has no header of its own. */
struct g_mon_get {
	gptr_t hdr, data;
	uint32_t alloc;
};

struct g_mon_mfetch {
	gptr_t offvec;
	uint32_t nfetch, nflush;
};

#define MON_IOCQ_URB_LEN	_IO(0x92, 1)
#define MON_IOCG_STATS		_IOR(0x92, 3, uint32_t[2])
#define MON_IOCT_RING_SIZE	_IO(0x92, 4)
#define MON_IOCQ_RING_SIZE	_IO(0x92, 5)
#define G_MON_IOCX_GET		_IOW(0x92, 6, struct g_mon_get)
#define G_MON_IOCX_MFETCH	_IOWR(0x92, 7, struct g_mon_mfetch)
#define MON_IOCH_MFLUSH		_IO(0x92, 8)
#define G_MON_IOCX_GETX		_IOW(0x92, 10, struct g_mon_get)

#endif /* ORACLE_GUEST_USB_H */
