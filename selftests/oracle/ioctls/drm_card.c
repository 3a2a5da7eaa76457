// SPDX-License-Identifier: GPL-2.0-only
/*
 * drm_card - find a card of DRM
 */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <drm/drm.h>

#include "ask.h"
#include "drm_card.h"

void need_virtio_gpu(void)
{
	int tries;

	need_module("virtio-gpu");
	for (tries = 0; tries < 200 && access("/dev/fb0", F_OK); tries++)
		pause_ms(5);
	shell("echo 0 >/sys/class/graphics/fbcon/cursor_blink");
}

int drm_card(const char *name, const char *module)
{
	struct drm_version version = {};
	char path[32], text[32] = "";
	int fd, i;

	if (!strcmp(module, "virtio-gpu"))
		need_virtio_gpu();
	else
		need_module(module);
	for (i = 0; i < 8; i++) {
		snprintf(path, sizeof(path), "/dev/dri/card%d", i);
		fd = open(path, O_RDWR | O_NONBLOCK);
		if (fd < 0)
			continue;
		memset(text, 0, sizeof(text));
		version.name = text;
		version.name_len = sizeof(text) - 1;
		if (!ioctl(fd, DRM_IOCTL_VERSION, &version) &&
		    !strcmp(text, name)) {
			driver(module);
			return fd;
		}
		close(fd);
	}
	skip("no such card of DRM");
}

uint32_t drm_dumb(int fd, uint32_t width, uint32_t height)
{
	struct drm_mode_create_dumb *dumb = zmem(sizeof(*dumb));

	dumb->width = width;
	dumb->height = height;
	dumb->bpp = 32;
	ASK(DRM_IOCTL_MODE_CREATE_DUMB, dumb);
	return dumb->handle;
}
