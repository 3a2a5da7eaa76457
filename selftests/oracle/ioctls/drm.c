// SPDX-License-Identifier: GPL-2.0-only
/*
 * scenarios: ioctls of every DRM driver, and of virtio-gpu
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include <drm/drm.h>
#include <drm/virtgpu_drm.h>

#include "ask.h"
#include "drm_card.h"

#define GROUP "drm"

SCENARIO(drm_version)
{
	int fd = drm_card("virtio_gpu", "virtio-gpu");
	struct g_drm_version *v = ZNEW(drm_version);
	char *text = mem(3 * 32);

	ASK(G_DRM_VERSION, v);
	v->name_len = 32;
	v->name = PTR(text);
	v->date_len = 3;
	v->date = PTR(text + 32);
	v->desc_len = 32;
	v->desc = PTR(text + 64);
	ASK(G_DRM_VERSION, v);
	outb(text, 96);
	v->name_len = 32;
	v->name = BAD;
	ASK(G_DRM_VERSION, v);
	v->name = BAD_HIGH;
	ASK(G_DRM_VERSION, v);
	FAULTS(G_DRM_VERSION);
	SHORT(G_DRM_VERSION, v);
	driver("vgem");
	fd = drm_card("vgem", "vgem");
	memset(v, 0, sizeof(*v));
	v->name_len = 32;
	v->name = PTR(text);
	ASK(G_DRM_VERSION, v);
	outb(text, 8);
}

SCENARIO(drm_clients)
{
	int fd = drm_card("virtio_gpu", "virtio-gpu");
	struct g_drm_unique *unique = ZNEW(drm_unique);
	struct g_drm_client *client = ZNEW(drm_client);
	struct drm_set_version *version = zmem(sizeof(*version));
	struct drm_auth *auth = zmem(sizeof(*auth));
	char *text = mem(64);

	ASK(G_DRM_GET_UNIQUE, unique);
	unique->len = 64;
	unique->unique = PTR(text);
	ASK(G_DRM_GET_UNIQUE, unique);
	outb(text, 64);
	unique->len = 64;
	unique->unique = BAD;
	ASK(G_DRM_GET_UNIQUE, unique);
	FAULTS(G_DRM_GET_UNIQUE);
	ASK(G_DRM_SET_UNIQUE, unique);
	ASK(G_DRM_GET_CLIENT, client);
	client->idx = 1;
	ASK(G_DRM_GET_CLIENT, client);
	FAULTS(G_DRM_GET_CLIENT);
	ASK(G_DRM_GET_STATS, mem(sizeof(struct g_drm_stats)));
	FAULTS(G_DRM_GET_STATS);
	version->drm_di_major = 1;
	version->drm_di_minor = 4;
	version->drm_dd_major = -1;
	ASK(DRM_IOCTL_SET_VERSION, version);
	version->drm_di_major = 9;
	ASK(DRM_IOCTL_SET_VERSION, version);
	FAULTS(DRM_IOCTL_SET_VERSION);
	ASK(DRM_IOCTL_GET_MAGIC, auth);
	ASK(DRM_IOCTL_AUTH_MAGIC, auth);
	auth->magic = 0x7777;
	ASK(DRM_IOCTL_AUTH_MAGIC, auth);
	FAULTS(DRM_IOCTL_GET_MAGIC);
	FAULTS(DRM_IOCTL_AUTH_MAGIC);
	IO(DRM_IOCTL_DROP_MASTER, 0);
	IO(DRM_IOCTL_DROP_MASTER, 0);
	ASK(DRM_IOCTL_AUTH_MAGIC, auth);
	IO(DRM_IOCTL_SET_MASTER, 0);
	IO(DRM_IOCTL_SET_MASTER, 0);
	IO(_IO('d', 0xfe), 0);
}

SCENARIO(drm_caps)
{
	int fd = drm_card("virtio_gpu", "virtio-gpu");
	struct drm_get_cap *cap = zmem(sizeof(*cap));
	struct drm_set_client_cap *set = zmem(sizeof(*set));

	for (cap->capability = 1; cap->capability < 0x15; cap->capability++)
		ASK(DRM_IOCTL_GET_CAP, cap);
	FAULTS(DRM_IOCTL_GET_CAP);
	for (set->capability = 1; set->capability < 7; set->capability++) {
		set->value = 1;
		ASK(DRM_IOCTL_SET_CLIENT_CAP, set);
	}
	set->capability = DRM_CLIENT_CAP_ATOMIC;
	set->value = 99;
	ASK(DRM_IOCTL_SET_CLIENT_CAP, set);
	FAULTS(DRM_IOCTL_SET_CLIENT_CAP);
	/* Nothing is left of these but their numbers. */
	ASK(DRM_IOCTL_BLOCK, zmem(4));
	ASK(DRM_IOCTL_UNBLOCK, zmem(4));
	ASK(DRM_IOCTL_FINISH, zmem(8));
	ASK(DRM_IOCTL_ADD_DRAW, zmem(4));
	ASK(DRM_IOCTL_RM_DRAW, zmem(4));
	FAULTS(DRM_IOCTL_BLOCK);
	FAULTS(DRM_IOCTL_FINISH);
}

static void virtgpu_resources(int fd)
{
	struct drm_virtgpu_resource_create *create = zmem(sizeof(*create));
	struct drm_virtgpu_resource_info *info = zmem(sizeof(*info));
	struct drm_virtgpu_map *map = zmem(sizeof(*map));
	struct drm_virtgpu_3d_wait *wait = zmem(sizeof(*wait));
	struct drm_virtgpu_3d_transfer_to_host *to = zmem(sizeof(*to));

	create->target = 2;
	create->format = 1;
	create->width = 64;
	create->height = 64;
	create->depth = 1;
	create->array_size = 1;
	create->size = 64 * 64 * 4;
	create->bind = 2;
	ASKM(DRM_IOCTL_VIRTGPU_RESOURCE_CREATE, virtgpu_resource, create);
	info->bo_handle = create->bo_handle;
	ASKM(DRM_IOCTL_VIRTGPU_RESOURCE_INFO, virtgpu_info, info);
	info->bo_handle = 99;
	ASKM(DRM_IOCTL_VIRTGPU_RESOURCE_INFO, virtgpu_info, info);
	map->handle = create->bo_handle;
	ASK(DRM_IOCTL_VIRTGPU_MAP, map);
	map->handle = 99;
	ASK(DRM_IOCTL_VIRTGPU_MAP, map);
	wait->handle = create->bo_handle;
	ASK(DRM_IOCTL_VIRTGPU_WAIT, wait);
	wait->handle = 99;
	ASK(DRM_IOCTL_VIRTGPU_WAIT, wait);
	to->bo_handle = create->bo_handle;
	to->box.w = 64;
	to->box.h = 64;
	to->box.d = 1;
	ASK(DRM_IOCTL_VIRTGPU_TRANSFER_TO_HOST, to);
	ASK(DRM_IOCTL_VIRTGPU_TRANSFER_FROM_HOST, to);
	FAULTS(DRM_IOCTL_VIRTGPU_RESOURCE_CREATE);
	FAULTS(DRM_IOCTL_VIRTGPU_RESOURCE_INFO);
	FAULTS(DRM_IOCTL_VIRTGPU_MAP);
	FAULTS(DRM_IOCTL_VIRTGPU_WAIT);
	FAULTS(DRM_IOCTL_VIRTGPU_TRANSFER_TO_HOST);
	FAULTS(DRM_IOCTL_VIRTGPU_TRANSFER_FROM_HOST);
}

SCENARIO(drm_virtgpu)
{
	int fd = drm_card("virtio_gpu", "virtio-gpu");
	struct drm_virtgpu_resource_create_blob *blob = zmem(sizeof(*blob));
	struct drm_virtgpu_context_init *init = zmem(sizeof(*init));
	struct drm_virtgpu_execbuffer *exec = zmem(sizeof(*exec));
	struct drm_virtgpu_getparam *param = zmem(sizeof(*param));
	struct drm_virtgpu_get_caps *caps = zmem(sizeof(*caps));
	uint64_t *value = mem(8);

	param->value = PTR(value);
	for (param->param = 1; param->param < 9; param->param++) {
		*value = 0x55;
		ASK(DRM_IOCTL_VIRTGPU_GETPARAM, param);
		out(value);
	}
	param->param = 1;
	param->value = BAD;
	ASK(DRM_IOCTL_VIRTGPU_GETPARAM, param);
	param->value = (1ULL << 32) | PTR(value);
	ASK(DRM_IOCTL_VIRTGPU_GETPARAM, param);
	FAULTS(DRM_IOCTL_VIRTGPU_GETPARAM);
	caps->addr = PTR(value);
	caps->size = 8;
	ASK(DRM_IOCTL_VIRTGPU_GET_CAPS, caps);
	FAULTS(DRM_IOCTL_VIRTGPU_GET_CAPS);
	virtgpu_resources(fd);
	exec->size = 8;
	exec->command = PTR(value);
	ASK(DRM_IOCTL_VIRTGPU_EXECBUFFER, exec);
	exec->flags = 0x7777;
	ASK(DRM_IOCTL_VIRTGPU_EXECBUFFER, exec);
	FAULTS(DRM_IOCTL_VIRTGPU_EXECBUFFER);
	blob->blob_mem = VIRTGPU_BLOB_MEM_GUEST;
	blob->size = 4096;
	ASK(DRM_IOCTL_VIRTGPU_RESOURCE_CREATE_BLOB, blob);
	FAULTS(DRM_IOCTL_VIRTGPU_RESOURCE_CREATE_BLOB);
	ASK(DRM_IOCTL_VIRTGPU_CONTEXT_INIT, init);
	FAULTS(DRM_IOCTL_VIRTGPU_CONTEXT_INIT);
}

static void syncobj_points(int fd, uint32_t *handle)
{
	struct drm_syncobj_timeline_array *points = zmem(sizeof(*points));
	struct drm_syncobj_timeline_wait *wait = zmem(sizeof(*wait));
	struct drm_syncobj_transfer *transfer = zmem(sizeof(*transfer));
	uint64_t *point = bytes(&(uint64_t){ 5 }, 8);

	points->handles = PTR(handle);
	points->points = PTR(point);
	points->count_handles = 1;
	ASK(DRM_IOCTL_SYNCOBJ_TIMELINE_SIGNAL, points);
	*point = 0x55;
	ASK(DRM_IOCTL_SYNCOBJ_QUERY, points);
	out(point);
	points->points = BAD;
	ASK(DRM_IOCTL_SYNCOBJ_QUERY, points);
	ASK(DRM_IOCTL_SYNCOBJ_TIMELINE_SIGNAL, points);
	wait->handles = PTR(handle);
	wait->points = PTR(point);
	wait->count_handles = 1;
	*point = 5;
	ASK(DRM_IOCTL_SYNCOBJ_TIMELINE_WAIT, wait);
	*point = 9;
	wait->flags = DRM_SYNCOBJ_WAIT_FLAGS_WAIT_FOR_SUBMIT;
	ASK(DRM_IOCTL_SYNCOBJ_TIMELINE_WAIT, wait);
	transfer->src_handle = *handle;
	transfer->dst_handle = *handle;
	transfer->src_point = 5;
	transfer->dst_point = 6;
	ASK(DRM_IOCTL_SYNCOBJ_TRANSFER, transfer);
	transfer->src_handle = 99;
	ASK(DRM_IOCTL_SYNCOBJ_TRANSFER, transfer);
	FAULTS(DRM_IOCTL_SYNCOBJ_TIMELINE_SIGNAL);
	FAULTS(DRM_IOCTL_SYNCOBJ_TIMELINE_WAIT);
	FAULTS(DRM_IOCTL_SYNCOBJ_QUERY);
	FAULTS(DRM_IOCTL_SYNCOBJ_TRANSFER);
}

SCENARIO(drm_syncobj)
{
	int fd = drm_card("virtio_gpu", "virtio-gpu");
	struct drm_syncobj_create *create = zmem(sizeof(*create));
	struct drm_syncobj_array *array = zmem(sizeof(*array));
	struct drm_syncobj_wait *wait = zmem(sizeof(*wait));
	struct drm_syncobj_handle *h = zmem(sizeof(*h));
	struct drm_syncobj_destroy *destroy = zmem(sizeof(*destroy));
	struct g_drm_syncobj_eventfd *event = ZNEW(drm_syncobj_eventfd);
	uint32_t *handle;

	ASK(DRM_IOCTL_SYNCOBJ_CREATE, create);
	handle = bytes(&create->handle, 4);
	array->handles = PTR(handle);
	array->count_handles = 1;
	ASK(DRM_IOCTL_SYNCOBJ_RESET, array);
	wait->handles = PTR(handle);
	wait->count_handles = 1;
	ASK(DRM_IOCTL_SYNCOBJ_WAIT, wait);
	ASK(DRM_IOCTL_SYNCOBJ_SIGNAL, array);
	ASK(DRM_IOCTL_SYNCOBJ_WAIT, wait);
	array->handles = BAD;
	ASK(DRM_IOCTL_SYNCOBJ_SIGNAL, array);
	array->handles = (1ULL << 32) | PTR(handle);
	ASK(DRM_IOCTL_SYNCOBJ_SIGNAL, array);
	syncobj_points(fd, handle);
	h->handle = *handle;
	ASK(DRM_IOCTL_SYNCOBJ_HANDLE_TO_FD, h);
	ASK(DRM_IOCTL_SYNCOBJ_FD_TO_HANDLE, h);
	h->fd = -1;
	ASK(DRM_IOCTL_SYNCOBJ_FD_TO_HANDLE, h);
	event->handle = *handle;
	event->fd = -1;
	ASK(G_DRM_SYNCOBJ_EVENTFD, event);
	destroy->handle = *handle;
	ASK(DRM_IOCTL_SYNCOBJ_DESTROY, destroy);
	ASK(DRM_IOCTL_SYNCOBJ_DESTROY, destroy);
	FAULTS(DRM_IOCTL_SYNCOBJ_CREATE);
	FAULTS(DRM_IOCTL_SYNCOBJ_DESTROY);
	FAULTS(DRM_IOCTL_SYNCOBJ_WAIT);
	FAULTS(DRM_IOCTL_SYNCOBJ_RESET);
	FAULTS(DRM_IOCTL_SYNCOBJ_SIGNAL);
	FAULTS(DRM_IOCTL_SYNCOBJ_HANDLE_TO_FD);
	FAULTS(DRM_IOCTL_SYNCOBJ_FD_TO_HANDLE);
}
