/* SPDX-License-Identifier: GPL-2.0-only */
/* gate32 - release number */
#ifndef _GATE32_VERSION_H
#define _GATE32_VERSION_H

#define GATE32_RELEASE "0.1.0"

#endif /* _GATE32_VERSION_H */
