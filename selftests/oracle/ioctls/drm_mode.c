// SPDX-License-Identifier: GPL-2.0-only
/*
 * scenarios: setting modes of DRM's cards, on virtio-gpu
 */
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

#include <drm/drm.h>
#include <drm/drm_fourcc.h>

#include "ask.h"
#include "drm_card.h"

#define GROUP "drm"

#define WIDTH	1024
#define HEIGHT	768

/* The only ones there are. */
static uint32_t crtc, connector, plane, encoder;

static int open_modes(void)
{
	int fd = drm_card("virtio_gpu", "virtio-gpu");
	struct drm_mode_card_res *res = zmem(sizeof(*res));
	struct drm_mode_get_plane_res *planes = zmem(sizeof(*planes));
	struct drm_set_client_cap *cap = zmem(sizeof(*cap));
	uint32_t *ids = zmem(64);

	for (cap->capability = DRM_CLIENT_CAP_UNIVERSAL_PLANES;
	     cap->capability <= DRM_CLIENT_CAP_ATOMIC; cap->capability++) {
		cap->value = 1;
		ASK(DRM_IOCTL_SET_CLIENT_CAP, cap);
	}
	ASK(DRM_IOCTL_MODE_GETRESOURCES, res);
	res->crtc_id_ptr = PTR(ids);
	res->connector_id_ptr = PTR(ids + 2);
	res->encoder_id_ptr = PTR(ids + 4);
	res->fb_id_ptr = PTR(ids + 6);
	ASK(DRM_IOCTL_MODE_GETRESOURCES, res);
	crtc = ids[0];
	connector = ids[2];
	encoder = ids[4];
	outb(ids, 24);
	planes->plane_id_ptr = PTR(ids + 8);
	ASK(DRM_IOCTL_MODE_GETPLANERESOURCES, planes);
	ASK(DRM_IOCTL_MODE_GETPLANERESOURCES, planes);
	plane = ids[8];
	outb(ids + 8, 8);
	return fd;
}

static void resources_bad(int fd)
{
	struct drm_mode_card_res *res = zmem(sizeof(*res));

	res->count_crtcs = 1;
	res->crtc_id_ptr = BAD;
	ASK(DRM_IOCTL_MODE_GETRESOURCES, res);
	res->crtc_id_ptr = 1ULL << 40;
	ASK(DRM_IOCTL_MODE_GETRESOURCES, res);
	FAULTS(DRM_IOCTL_MODE_GETRESOURCES);
	FAULTS(DRM_IOCTL_MODE_GETPLANERESOURCES);
	FAULTS(DRM_IOCTL_MODE_GETENCODER);
	FAULTS(DRM_IOCTL_MODE_GETCRTC);
	FAULTS(DRM_IOCTL_MODE_GETCONNECTOR);
	FAULTS(DRM_IOCTL_MODE_GETPLANE);
}

SCENARIO(drm_resources)
{
	int fd = open_modes();
	struct drm_mode_get_encoder *e = zmem(sizeof(*e));
	struct drm_mode_crtc *c = zmem(sizeof(*c));
	struct drm_mode_get_connector *conn = zmem(sizeof(*conn));
	struct drm_mode_get_plane *p = zmem(sizeof(*p));
	struct drm_mode_modeinfo *modes = zmem(64 * sizeof(*modes));
	uint32_t *ids = zmem(256);

	resources_bad(fd);
	e->encoder_id = encoder;
	ASK(DRM_IOCTL_MODE_GETENCODER, e);
	e->encoder_id = 999;
	ASK(DRM_IOCTL_MODE_GETENCODER, e);
	c->crtc_id = 999;
	ASKM(DRM_IOCTL_MODE_GETCRTC, drm_crtc, c);
	conn->connector_id = connector;
	ASK(DRM_IOCTL_MODE_GETCONNECTOR, conn);
	conn->modes_ptr = PTR(modes);
	conn->props_ptr = PTR(ids);
	conn->prop_values_ptr = PTR(ids + 16);
	conn->encoders_ptr = PTR(ids + 60);
	if (conn->count_modes > 64)
		skip("more modes than there is memory for");
	ASK(DRM_IOCTL_MODE_GETCONNECTOR, conn);
	outb(modes, 2 * sizeof(*modes));
	outb(ids, 256);
	conn->modes_ptr = BAD;
	ASK(DRM_IOCTL_MODE_GETCONNECTOR, conn);
	conn->connector_id = 999;
	ASK(DRM_IOCTL_MODE_GETCONNECTOR, conn);
	p->plane_id = plane;
	ASK(DRM_IOCTL_MODE_GETPLANE, p);
	p->format_type_ptr = PTR(ids);
	ASK(DRM_IOCTL_MODE_GETPLANE, p);
	outb(ids, 16);
	p->format_type_ptr = BAD_HIGH;
	ASK(DRM_IOCTL_MODE_GETPLANE, p);
}

static void blobs(int fd)
{
	struct drm_mode_create_blob *create = zmem(sizeof(*create));
	struct drm_mode_destroy_blob *destroy = zmem(sizeof(*destroy));
	struct drm_mode_get_blob *get = zmem(sizeof(*get));
	char *data = str("a property"), *copy = mem(16);

	create->data = PTR(data);
	create->length = 11;
	ASKM(DRM_IOCTL_MODE_CREATEPROPBLOB, drm_new_blob, create);
	get->blob_id = create->blob_id;
	get->length = 11;
	get->data = PTR(copy);
	ASKM(DRM_IOCTL_MODE_GETPROPBLOB, drm_blob, get);
	outb(copy, 12);
	get->data = BAD;
	ASKM(DRM_IOCTL_MODE_GETPROPBLOB, drm_blob, get);
	destroy->blob_id = create->blob_id;
	ASKM(DRM_IOCTL_MODE_DESTROYPROPBLOB, drm_blob, destroy);
	ASKM(DRM_IOCTL_MODE_DESTROYPROPBLOB, drm_blob, destroy);
	create->data = BAD_HIGH;
	create->blob_id = 0;
	ASKM(DRM_IOCTL_MODE_CREATEPROPBLOB, drm_new_blob, create);
	create->length = 0xffffffff;
	ASKM(DRM_IOCTL_MODE_CREATEPROPBLOB, drm_new_blob, create);
	FAULTS(DRM_IOCTL_MODE_CREATEPROPBLOB);
	FAULTS(DRM_IOCTL_MODE_DESTROYPROPBLOB);
	FAULTS(DRM_IOCTL_MODE_GETPROPBLOB);
}

SCENARIO(drm_properties)
{
	int fd = open_modes();
	struct drm_mode_obj_get_properties *obj = zmem(sizeof(*obj));
	struct drm_mode_get_property *p = zmem(sizeof(*p));
	struct drm_mode_obj_set_property *set = zmem(sizeof(*set));
	struct drm_mode_connector_set_property *dpms = zmem(sizeof(*dpms));
	uint32_t *ids = zmem(128);
	uint64_t *values = zmem(256);

	obj->obj_id = connector;
	obj->obj_type = DRM_MODE_OBJECT_CONNECTOR;
	ASK(DRM_IOCTL_MODE_OBJ_GETPROPERTIES, obj);
	obj->props_ptr = PTR(ids);
	obj->prop_values_ptr = PTR(values);
	ASK(DRM_IOCTL_MODE_OBJ_GETPROPERTIES, obj);
	outb(ids, 16);
	p->prop_id = ids[1];
	ASK(DRM_IOCTL_MODE_GETPROPERTY, p);
	p->values_ptr = PTR(values);
	p->enum_blob_ptr = PTR(zmem(16 * sizeof(struct drm_mode_property_enum)));
	ASK(DRM_IOCTL_MODE_GETPROPERTY, p);
	outb(values, 32);
	p->prop_id = 999;
	ASK(DRM_IOCTL_MODE_GETPROPERTY, p);
	obj->count_props = 1;
	obj->props_ptr = BAD;
	ASK(DRM_IOCTL_MODE_OBJ_GETPROPERTIES, obj);
	obj->obj_id = 999;
	ASK(DRM_IOCTL_MODE_OBJ_GETPROPERTIES, obj);
	set->obj_id = connector;
	set->obj_type = DRM_MODE_OBJECT_CONNECTOR;
	set->prop_id = 999;
	ASK(DRM_IOCTL_MODE_OBJ_SETPROPERTY, set);
	dpms->connector_id = connector;
	dpms->prop_id = 999;
	ASK(DRM_IOCTL_MODE_SETPROPERTY, dpms);
	FAULTS(DRM_IOCTL_MODE_OBJ_GETPROPERTIES);
	FAULTS(DRM_IOCTL_MODE_GETPROPERTY);
	FAULTS(DRM_IOCTL_MODE_OBJ_SETPROPERTY);
	FAULTS(DRM_IOCTL_MODE_SETPROPERTY);
	blobs(fd);
}

static uint32_t frame_buffers(int fd, uint32_t handle)
{
	struct drm_mode_fb_cmd *old = zmem(sizeof(*old));
	struct drm_mode_fb_cmd2 *fb = zmem(sizeof(*fb));
	struct g_drm_mode_closefb *close = ZNEW(drm_mode_closefb);
	uint32_t *id;

	old->width = WIDTH;
	old->height = HEIGHT;
	old->pitch = WIDTH * 4;
	old->bpp = 32;
	old->depth = 24;
	old->handle = handle;
	ASKM(DRM_IOCTL_MODE_ADDFB, drm_fb, old);
	ASKM(DRM_IOCTL_MODE_GETFB, drm_fb, old);
	id = bytes(&old->fb_id, 4);
	ASKM(DRM_IOCTL_MODE_RMFB, drm_fb, id);
	ASKM(DRM_IOCTL_MODE_RMFB, drm_fb, id);
	fb->width = WIDTH;
	fb->height = HEIGHT;
	fb->pixel_format = DRM_FORMAT_XRGB8888;
	fb->handles[0] = handle;
	fb->pitches[0] = WIDTH * 4;
	ASKM(DRM_IOCTL_MODE_ADDFB2, drm_fb, fb);
	close->fb_id = fb->fb_id;
	ASKM(G_DRM_MODE_CLOSEFB, drm_fb, close);
	fb->modifier[0] = 0x1122334455667788ULL;
	fb->flags = DRM_MODE_FB_MODIFIERS;
	ASKM(DRM_IOCTL_MODE_ADDFB2, drm_fb, fb);
	fb->modifier[0] = 0;
	fb->flags = 0;
	fb->width = 0x80000000;
	ASKM(DRM_IOCTL_MODE_ADDFB2, drm_fb, fb);
	fb->width = WIDTH;
	ASKM(DRM_IOCTL_MODE_ADDFB2, drm_fb, fb);
	ASKM(DRM_IOCTL_MODE_GETFB2, drm_fb, fb);
	FAULTS(DRM_IOCTL_MODE_ADDFB);
	FAULTS(DRM_IOCTL_MODE_ADDFB2);
	FAULTS(DRM_IOCTL_MODE_GETFB);
	FAULTS(DRM_IOCTL_MODE_GETFB2);
	FAULTS(DRM_IOCTL_MODE_RMFB);
	return fb->fb_id;
}

static void get_mode(int fd, struct drm_mode_modeinfo *mode)
{
	struct drm_mode_get_connector conn = { .connector_id = connector };
	struct drm_mode_modeinfo modes[64];
	uint32_t i;

	ioctl(fd, DRM_IOCTL_MODE_GETCONNECTOR, &conn);
	conn.count_props = 0;
	conn.count_encoders = 0;
	conn.modes_ptr = (uintptr_t)modes;
	if (conn.count_modes > 64 ||
	    ioctl(fd, DRM_IOCTL_MODE_GETCONNECTOR, &conn))
		skip("no modes");
	for (i = 0; i < conn.count_modes; i++) {
		*mode = modes[i];
		if (mode->hdisplay == WIDTH && mode->vdisplay == HEIGHT)
			return;
	}
	skip("no such mode");
}

static void flip(int fd, uint32_t fb)
{
	struct drm_mode_crtc_page_flip *f = zmem(sizeof(*f));
	struct g_drm_event_vblank *event = NEW(drm_event_vblank);
	struct g_pollfd *p = SET(pollfd, .fd = fd, .events = POLLIN);
	struct drm_mode_fb_dirty_cmd *dirty = zmem(sizeof(*dirty));

	f->crtc_id = crtc;
	f->fb_id = fb;
	f->flags = DRM_MODE_PAGE_FLIP_EVENT;
	f->user_data = 0x1234567890ULL;
	ASKM(DRM_IOCTL_MODE_PAGE_FLIP, drm_flip, f);
	sys(poll, p, 1, 5000);
	sys(read, fd, event, 31);
	sys(read, fd, BAD, 32);
	sys(read, fd, event, 32);
	OUT(drm_event_vblank, event);
	sys(read, fd, event, 32);
	/*
	 * The kernel's worker goes on with the flip when the event is out, and
	 * looks at a state that a second commit frees (KASAN, 6.12, with the
	 * AArch32 side alone).
	 */
	pause_ms(300);
	f->fb_id = 999;
	ASKM(DRM_IOCTL_MODE_PAGE_FLIP, drm_flip, f);
	FAULTS(DRM_IOCTL_MODE_PAGE_FLIP);
	dirty->fb_id = fb;
	ASKM(DRM_IOCTL_MODE_DIRTYFB, drm_fb, dirty);
	dirty->num_clips = 1;
	dirty->clips_ptr = PTR(zmem(8));
	ASKM(DRM_IOCTL_MODE_DIRTYFB, drm_fb, dirty);
	dirty->clips_ptr = BAD;
	ASKM(DRM_IOCTL_MODE_DIRTYFB, drm_fb, dirty);
	FAULTS(DRM_IOCTL_MODE_DIRTYFB);
}

static void cursor(int fd)
{
	struct drm_mode_cursor2 *c = zmem(sizeof(*c));

	c->flags = DRM_MODE_CURSOR_MOVE;
	c->crtc_id = crtc;
	c->x = 5;
	ASK(DRM_IOCTL_MODE_CURSOR, c);
	ASK(DRM_IOCTL_MODE_CURSOR2, c);
	c->flags = DRM_MODE_CURSOR_BO;
	c->handle = 99;
	c->width = 64;
	c->height = 64;
	ASK(DRM_IOCTL_MODE_CURSOR2, c);
	c->crtc_id = 999;
	ASK(DRM_IOCTL_MODE_CURSOR, c);
	FAULTS(DRM_IOCTL_MODE_CURSOR);
	FAULTS(DRM_IOCTL_MODE_CURSOR2);
}

static void gamma_and_planes(int fd, uint32_t fb)
{
	struct drm_mode_crtc_lut *lut = zmem(sizeof(*lut));
	struct drm_mode_set_plane *set = zmem(sizeof(*set));
	struct g_drm_wait_vblank *wait = ZNEW(drm_wait_vblank);
	struct drm_crtc_get_sequence *get = zmem(sizeof(*get));
	struct drm_crtc_queue_sequence *queue = zmem(sizeof(*queue));

	lut->crtc_id = crtc;
	ASK(DRM_IOCTL_MODE_GETGAMMA, lut);
	ASK(DRM_IOCTL_MODE_SETGAMMA, lut);
	FAULTS(DRM_IOCTL_MODE_GETGAMMA);
	FAULTS(DRM_IOCTL_MODE_SETGAMMA);
	set->plane_id = plane;
	set->crtc_id = crtc;
	set->fb_id = fb;
	set->crtc_w = WIDTH;
	set->crtc_h = HEIGHT;
	set->src_w = WIDTH << 16;
	set->src_h = HEIGHT << 16;
	ASKM(DRM_IOCTL_MODE_SETPLANE, drm_plane, set);
	set->crtc_x = 0x7fffffff;
	ASKM(DRM_IOCTL_MODE_SETPLANE, drm_plane, set);
	FAULTS(DRM_IOCTL_MODE_SETPLANE);
	wait->type = 0;
	ASKM(G_DRM_WAIT_VBLANK, drm_wait_vblank, wait);
	FAULTS(G_DRM_WAIT_VBLANK);
	get->crtc_id = crtc;
	ASKM(DRM_IOCTL_CRTC_GET_SEQUENCE, drm_get_sequence, get);
	queue->crtc_id = crtc;
	ASKM(DRM_IOCTL_CRTC_QUEUE_SEQUENCE, drm_queue_sequence, queue);
	FAULTS(DRM_IOCTL_CRTC_GET_SEQUENCE);
	FAULTS(DRM_IOCTL_CRTC_QUEUE_SEQUENCE);
}

SCENARIO(drm_modes)
{
	int fd = open_modes();
	struct drm_mode_crtc *c = zmem(sizeof(*c));
	struct drm_mode_map_dumb *map = zmem(sizeof(*map));
	struct drm_mode_destroy_dumb *destroy = zmem(sizeof(*destroy));
	uint32_t handle = drm_dumb(fd, WIDTH, HEIGHT), fb, at;

	map->handle = handle;
	ASK(DRM_IOCTL_MODE_MAP_DUMB, map);
	/* Such an offset is above 4 GB, and just so in reach of mmap2(). */
	at = sys(mmap2, 0, 4096, 3, 1, fd, map->offset >> 12);
	sys(munmap, at, 4096);
	fb = frame_buffers(fd, handle);
	c->crtc_id = crtc;
	c->fb_id = fb;
	c->set_connectors_ptr = PTR(bytes(&connector, 4));
	c->count_connectors = 1;
	c->mode_valid = 1;
	get_mode(fd, &c->mode);
	ASKM(DRM_IOCTL_MODE_SETCRTC, drm_crtc, c);
	ASKM(DRM_IOCTL_MODE_GETCRTC, drm_crtc, c);
	c->set_connectors_ptr = BAD;
	c->count_connectors = 1;
	ASKM(DRM_IOCTL_MODE_SETCRTC, drm_crtc, c);
	c->mode.hdisplay = 0;
	ASKM(DRM_IOCTL_MODE_SETCRTC, drm_crtc, c);
	FAULTS(DRM_IOCTL_MODE_SETCRTC);
	flip(fd, fb);
	cursor(fd);
	gamma_and_planes(fd, fb);
	destroy->handle = handle;
	ASK(DRM_IOCTL_MODE_DESTROY_DUMB, destroy);
	ASK(DRM_IOCTL_MODE_DESTROY_DUMB, destroy);
	map->handle = 99;
	ASK(DRM_IOCTL_MODE_MAP_DUMB, map);
	FAULTS(DRM_IOCTL_MODE_CREATE_DUMB);
	FAULTS(DRM_IOCTL_MODE_MAP_DUMB);
	FAULTS(DRM_IOCTL_MODE_DESTROY_DUMB);
}

/* Four arrays, each at an address of 64 bits. */
SCENARIO(drm_atomic)
{
	int fd = open_modes();
	struct drm_mode_atomic *a = zmem(sizeof(*a));
	uint32_t *objects = bytes(&plane, 4);
	uint32_t *counts = bytes(&(uint32_t){ 1 }, 4);
	uint32_t *properties = bytes(&(uint32_t){ 999 }, 4);
	uint64_t *values = zmem(8);

	a->flags = DRM_MODE_ATOMIC_TEST_ONLY;
	ASK(DRM_IOCTL_MODE_ATOMIC, a);
	a->count_objs = 1;
	a->objs_ptr = PTR(objects);
	a->count_props_ptr = PTR(counts);
	a->props_ptr = PTR(properties);
	a->prop_values_ptr = PTR(values);
	ASK(DRM_IOCTL_MODE_ATOMIC, a);
	a->objs_ptr = BAD;
	ASK(DRM_IOCTL_MODE_ATOMIC, a);
	a->objs_ptr = (1ULL << 32) | PTR(objects);
	ASK(DRM_IOCTL_MODE_ATOMIC, a);
	a->objs_ptr = PTR(objects);
	a->count_props_ptr = BAD_HIGH;
	ASK(DRM_IOCTL_MODE_ATOMIC, a);
	a->flags = 0x77777777;
	ASK(DRM_IOCTL_MODE_ATOMIC, a);
	FAULTS(DRM_IOCTL_MODE_ATOMIC);
}

SCENARIO(drm_leases)
{
	int fd = open_modes();
	struct drm_mode_create_lease *create = zmem(sizeof(*create));
	struct drm_mode_list_lessees *list = zmem(sizeof(*list));
	struct drm_mode_get_lease *get = zmem(sizeof(*get));
	struct drm_mode_revoke_lease *revoke = zmem(sizeof(*revoke));
	uint32_t *ids = zmem(16);

	ids[0] = crtc;
	ids[1] = connector;
	ids[2] = plane;
	create->object_ids = PTR(ids);
	create->object_count = 3;
	create->flags = O_CLOEXEC;
	ASK(DRM_IOCTL_MODE_CREATE_LEASE, create);
	list->count_lessees = 4;
	list->lessees_ptr = PTR(ids);
	ASK(DRM_IOCTL_MODE_LIST_LESSEES, list);
	outb(ids, 16);
	fd = create->fd;
	get->count_objects = 4;
	get->objects_ptr = PTR(ids);
	ASK(DRM_IOCTL_MODE_GET_LEASE, get);
	outb(ids, 16);
	get->objects_ptr = BAD;
	ASK(DRM_IOCTL_MODE_GET_LEASE, get);
	FAULTS(DRM_IOCTL_MODE_GET_LEASE);
	fd = fd - 1;
	revoke->lessee_id = create->lessee_id;
	ASK(DRM_IOCTL_MODE_REVOKE_LEASE, revoke);
	revoke->lessee_id = 99;
	ASK(DRM_IOCTL_MODE_REVOKE_LEASE, revoke);
	create->object_ids = BAD;
	ASK(DRM_IOCTL_MODE_CREATE_LEASE, create);
	FAULTS(DRM_IOCTL_MODE_CREATE_LEASE);
	FAULTS(DRM_IOCTL_MODE_LIST_LESSEES);
	FAULTS(DRM_IOCTL_MODE_REVOKE_LEASE);
}
