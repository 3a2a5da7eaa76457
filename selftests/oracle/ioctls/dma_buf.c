// SPDX-License-Identifier: GPL-2.0-only
/*
 * scenarios: DRM's buffers, DMA-BUFs and their fences, on vgem
 */
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

#include <sys/mman.h>

#include <drm/drm.h>
#include <linux/dma-buf.h>
#include <linux/sync_file.h>
#include <linux/udmabuf.h>

#include "ask.h"
#include "drm_card.h"

#define GROUP "drm"

/* A buffer of a page, as a DMA-BUF. */
static int32_t exported(int fd, uint32_t handle)
{
	struct drm_prime_handle *prime = zmem(sizeof(*prime));

	prime->handle = handle;
	prime->flags = DRM_CLOEXEC | DRM_RDWR;
	ASK(DRM_IOCTL_PRIME_HANDLE_TO_FD, prime);
	return prime->fd;
}

SCENARIO(drm_buffers)
{
	int fd = drm_card("vgem", "vgem"), buf;
	uint32_t handle = drm_dumb(fd, 32, 32), at;
	struct drm_prime_handle *prime = zmem(sizeof(*prime));
	struct drm_mode_map_dumb *map = zmem(sizeof(*map));
	struct drm_gem_flink *flink = zmem(sizeof(*flink));
	struct drm_gem_open *open = zmem(sizeof(*open));
	struct drm_gem_close *close = zmem(sizeof(*close));

	map->handle = handle;
	ASK(DRM_IOCTL_MODE_MAP_DUMB, map);
	at = sys(mmap2, 0, 4096, 3, 1, fd, map->offset >> 12);
	sys(munmap, at, 4096);
	sys(mmap2, 0, 4096, 3, 1, fd, 0);
	buf = exported(fd, handle);
	at = sys(mmap2, 0, 4096, 3, 1, buf, 0);
	sys(munmap, at, 4096);
	sys(_llseek, buf, 0, 0, mem(8), 2);
	prime->fd = buf;
	ASK(DRM_IOCTL_PRIME_FD_TO_HANDLE, prime);
	prime->fd = 0;
	ASK(DRM_IOCTL_PRIME_FD_TO_HANDLE, prime);
	prime->handle = 99;
	ASK(DRM_IOCTL_PRIME_HANDLE_TO_FD, prime);
	FAULTS(DRM_IOCTL_PRIME_HANDLE_TO_FD);
	FAULTS(DRM_IOCTL_PRIME_FD_TO_HANDLE);
	flink->handle = handle;
	ASK(DRM_IOCTL_GEM_FLINK, flink);
	open->name = flink->name;
	ASK(DRM_IOCTL_GEM_OPEN, open);
	open->name = 99;
	ASK(DRM_IOCTL_GEM_OPEN, open);
	FAULTS(DRM_IOCTL_GEM_FLINK);
	FAULTS(DRM_IOCTL_GEM_OPEN);
	close->handle = handle;
	ASK(DRM_IOCTL_GEM_CLOSE, close);
	ASK(DRM_IOCTL_GEM_CLOSE, close);
	FAULTS(DRM_IOCTL_GEM_CLOSE);
}

static void names(int fd)
{
	char *name = str("oracle");

	IO(G_DMA_BUF_SET_NAME_A, name);
	IO(G_DMA_BUF_SET_NAME_B, name);
	IO(G_DMA_BUF_SET_NAME_A, str("this name is longer than 32 letters"));
	FAULTS(G_DMA_BUF_SET_NAME_A);
	FAULTS(G_DMA_BUF_SET_NAME_B);
}

static void sync_files(int fd, int other)
{
	struct sync_merge_data *merge = zmem(sizeof(*merge));
	struct sync_file_info *info = zmem(sizeof(*info));
	uint8_t *fences = mem(2 * sizeof(struct sync_fence_info));

	driver("sync_file");
	ASKM(SYNC_IOC_FILE_INFO, sync_file_info, info);
	info->sync_fence_info = PTR(fences);
	ASKM(SYNC_IOC_FILE_INFO, sync_file_info, info);
	info->num_fences = 1;
	info->sync_fence_info = BAD;
	ASKM(SYNC_IOC_FILE_INFO, sync_file_info, info);
	info->flags = 1;
	ASKM(SYNC_IOC_FILE_INFO, sync_file_info, info);
	FAULTS(SYNC_IOC_FILE_INFO);
	strcpy(merge->name, "both");
	merge->fd2 = other;
	ASK(SYNC_IOC_MERGE, merge);
	merge->fd2 = -1;
	ASK(SYNC_IOC_MERGE, merge);
	FAULTS(SYNC_IOC_MERGE);
	sys(poll, SET(pollfd, .fd = fd, .events = POLLIN), 1, 0);
	IO(_IO('>', 0x70), 0);
}

SCENARIO(dma_buf)
{
	int fd = drm_card("vgem", "vgem"), card = fd, buf, writers, all;
	struct dma_buf_sync *sync = zmem(sizeof(*sync));
	struct dma_buf_export_sync_file *out = zmem(sizeof(*out));
	struct dma_buf_import_sync_file *in = zmem(sizeof(*in));
	struct g_drm_vgem_fence *fence = ZNEW(drm_vgem_fence);
	uint32_t handle = drm_dumb(fd, 32, 32);
	struct g_pollfd *p;

	buf = exported(fd, handle);
	fence->handle = handle;
	fence->flags = 1;			/* for writing */
	ASK(G_VGEM_FENCE_ATTACH, fence);
	ASK(G_VGEM_FENCE_ATTACH, fence);
	fd = buf;
	driver("dma-buf");
	p = SET(pollfd, .fd = buf, .events = POLLIN);
	sys(poll, p, 1, 0);
	out->flags = DMA_BUF_SYNC_READ;
	ASK(DMA_BUF_IOCTL_EXPORT_SYNC_FILE, out);
	writers = out->fd;
	out->flags = DMA_BUF_SYNC_RW;
	ASK(DMA_BUF_IOCTL_EXPORT_SYNC_FILE, out);
	all = out->fd;
	out->flags = 0x70;
	ASK(DMA_BUF_IOCTL_EXPORT_SYNC_FILE, out);
	FAULTS(DMA_BUF_IOCTL_EXPORT_SYNC_FILE);
	in->flags = DMA_BUF_SYNC_READ;
	in->fd = writers;
	ASK(DMA_BUF_IOCTL_IMPORT_SYNC_FILE, in);
	in->fd = -1;
	ASK(DMA_BUF_IOCTL_IMPORT_SYNC_FILE, in);
	FAULTS(DMA_BUF_IOCTL_IMPORT_SYNC_FILE);
	sync_files(writers, all);
	fd = card;
	driver("vgem");
	fence->handle = fence->out_fence;
	fence->flags = 0;
	ASK(G_VGEM_FENCE_SIGNAL, fence);
	ASK(G_VGEM_FENCE_SIGNAL, fence);
	FAULTS(G_VGEM_FENCE_ATTACH);
	FAULTS(G_VGEM_FENCE_SIGNAL);
	fd = buf;
	driver("dma-buf");
	sync->flags = DMA_BUF_SYNC_START | DMA_BUF_SYNC_RW;
	ASK(DMA_BUF_IOCTL_SYNC, sync);
	sync->flags = DMA_BUF_SYNC_END | DMA_BUF_SYNC_RW;
	ASK(DMA_BUF_IOCTL_SYNC, sync);
	sync->flags = 0x7777777700ULL;
	ASK(DMA_BUF_IOCTL_SYNC, sync);
	FAULTS(DMA_BUF_IOCTL_SYNC);
	names(buf);
	IO(_IO('b', 0x70), 0);
}

static int sealed_memory(void)
{
	int fd = memfd_create("oracle", MFD_ALLOW_SEALING);

	if (fd < 0 || ftruncate(fd, 8192) ||
	    fcntl(fd, F_ADD_SEALS, F_SEAL_SHRINK))
		skip("no sealed memory");
	return fd;
}

SCENARIO(udmabuf)
{
	int fd = open("/dev/udmabuf", O_RDWR), memory = sealed_memory();
	struct udmabuf_create *create = zmem(sizeof(*create));
	struct udmabuf_create_list *list =
		zmem(sizeof(*list) + 2 * sizeof(list->list[0]));
	uint32_t at;
	int buf;

	if (fd < 0)
		skip("no /dev/udmabuf");
	driver("udmabuf");
	create->memfd = memory;
	create->size = 4096;
	buf = ASK(UDMABUF_CREATE, create);
	at = sys(mmap2, 0, 4096, 3, 1, buf, 0);
	sys(munmap, at, 4096);
	create->offset = 1;
	ASK(UDMABUF_CREATE, create);
	create->offset = 1ULL << 40;
	ASK(UDMABUF_CREATE, create);
	list->count = 2;
	list->list[0].memfd = memory;
	list->list[0].size = 4096;
	list->list[1].memfd = memory;
	list->list[1].offset = 4096;
	list->list[1].size = 4096;
	IO(UDMABUF_CREATE_LIST, list);
	list->count = 0xffffffff;
	IO(UDMABUF_CREATE_LIST, list);
	FAULTS(UDMABUF_CREATE);
	FAULTS(UDMABUF_CREATE_LIST);
	IO(_IO('u', 0x70), 0);
}
