/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * drm_card - find a card of DRM
 */
#ifndef ORACLE_DRM_CARD_H
#define ORACLE_DRM_CARD_H

#include <stdint.h>

/**
 * drm_card() - open the first card of a driver, or skip()
 * @name: "vgem", as the driver calls itself
 * @module: of that driver
 *
 * Return: file descriptor
 */
int drm_card(const char *name, const char *module);

/**
 * need_virtio_gpu() - load this driver, with a frame buffer; or skip()
 *
 * The console's cursor does not blink any more: on Linux 6.1 it would go on
 * after the card has been shut down, and the driver warns of that.
 */
void need_virtio_gpu(void);

/** drm_dumb() - make a buffer; its handle */
uint32_t drm_dumb(int fd, uint32_t width, uint32_t height);

#endif /* ORACLE_DRM_CARD_H */
