// SPDX-License-Identifier: GPL-2.0-only
/*
 * usb_check - usb.h against the headers of the ARM compiler
 */
#include <linux/usbdevice_fs.h>

#include "check.h"
#include "usb.h"

SAME_SIZE(usbdevfs_ctrltransfer, struct usbdevfs_ctrltransfer);
SAME_SIZE(usbdevfs_bulktransfer, struct usbdevfs_bulktransfer);
SAME_SIZE(usbdevfs_urb, struct usbdevfs_urb);
SAME_PLACE(usbdevfs_urb, usercontext, struct usbdevfs_urb, usercontext);
SAME_SIZE(usbdevfs_connectinfo, struct usbdevfs_connectinfo);
SAME_SIZE(usbdevfs_conninfo_ex, struct usbdevfs_conninfo_ex);
SAME_NUMBER(USBDEVFS_CONTROL);
SAME_NUMBER(USBDEVFS_BULK);
SAME_NUMBER(USBDEVFS_SUBMITURB);
SAME_NUMBER(USBDEVFS_REAPURB);
SAME_NUMBER(USBDEVFS_REAPURBNDELAY);
SAME_NUMBER(USBDEVFS_DISCSIGNAL);
SAME_NUMBER(USBDEVFS_IOCTL);
