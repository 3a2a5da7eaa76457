// SPDX-License-Identifier: GPL-2.0-only
/*
 * scenarios: ioctls of the frame buffer and of virtual consoles
 */
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include <linux/fb.h>
#include <linux/kd.h>
#include <linux/keyboard.h>
#include <linux/tiocl.h>
#include <linux/vt.h>

#include "ask.h"
#include "drm_card.h"

#define GROUP "console"

static int open_fb(void)
{
	int fd;

	need_virtio_gpu();
	fd = open("/dev/fb0", O_RDWR);
	if (fd < 0)
		skip("no /dev/fb0");
	driver("fb");
	return fd;
}

static void colours(int fd)
{
	struct g_fb_cmap *map = ZNEW(fb_cmap);
	uint16_t *red = mem(64), *green = mem(64), *blue = mem(64);

	map->len = 16;
	map->red = PTR(red);
	map->green = PTR(green);
	map->blue = PTR(blue);
	IO(FBIOGETCMAP, map);
	OUT(fb_cmap, map);
	outb(red, 40);
	outb(green, 40);
	outb(blue, 40);
	IO(FBIOPUTCMAP, map);
	map->transp = PTR(mem(64));
	IO(FBIOGETCMAP, map);
	map->red = BAD;
	IO(FBIOGETCMAP, map);
	IO(FBIOPUTCMAP, map);
	map->blue = BAD_HIGH;
	map->start = 0xfffffff0;
	IO(FBIOGETCMAP, map);
	IO(FBIOPUTCMAP, map);
	map->len = 0x80000000;
	IO(FBIOPUTCMAP, map);
	FAULTS(FBIOGETCMAP);
	FAULTS(FBIOPUTCMAP);
}

SCENARIO(fb)
{
	int fd = open_fb();
	struct fb_var_screeninfo *var = zmem(sizeof(*var));
	struct g_fb_fix_screeninfo *fix = NEW(fb_fix_screeninfo);
	struct fb_con2fbmap *con = zmem(sizeof(*con));
	uint8_t *pixels = mem(64);
	uint32_t at;

	IO(FBIOGET_VSCREENINFO, var);
	outb(var, sizeof(*var));
	IO(FBIOPUT_VSCREENINFO, var);
	outb(var, sizeof(*var));
	IO(FBIOPAN_DISPLAY, var);
	outb(var, sizeof(*var));
	var->xoffset = 0x80000000;
	IO(FBIOPAN_DISPLAY, var);
	var->xres = 0x80000000;
	IO(FBIOPUT_VSCREENINFO, var);
	IO(FBIOGET_FSCREENINFO, fix);
	OUT(fb_fix_screeninfo, fix);
	FAULTS(FBIOGET_VSCREENINFO);
	FAULTS(FBIOPUT_VSCREENINFO);
	FAULTS(FBIOPAN_DISPLAY);
	FAULTS(FBIOGET_FSCREENINFO);
	colours(fd);
	con->console = 1;
	IO(FBIOGET_CON2FBMAP, con);
	outb(con, 8);
	IO(FBIOPUT_CON2FBMAP, con);
	con->console = 99;
	IO(FBIOGET_CON2FBMAP, con);
	IO(FBIOPUT_CON2FBMAP, con);
	FAULTS(FBIOGET_CON2FBMAP);
	FAULTS(FBIOPUT_CON2FBMAP);
	IO(FBIOBLANK, FB_BLANK_UNBLANK);
	IO(FBIOBLANK, 99);
	sys(pread64, fd, pixels, 64, PAD, LL(0));
	sys(pwrite64, fd, pixels, 64, PAD, LL(0x10000));
	sys(pread64, fd, pixels, 64, PAD, LL(1ULL << 33));
	sys(read, fd, BAD, 64);
	at = sys(mmap2, 0, 4096, 3, 1, fd, 0);
	sys(munmap, at, 4096);
	sys(mmap2, 0, 4096, 3, 1, fd, 0xfffff);
	IO(_IO('F', 0xfe), 0);
}

/* A console of the scenario's own: it goes when it is closed. */
static int open_console(void)
{
	int fd = open("/dev/tty20", O_RDWR | O_NOCTTY);

	if (fd < 0)
		skip("no /dev/tty20");
	driver("vt");
	return fd;
}

static void close_console(int fd)
{
	int any = open("/dev/tty21", O_RDWR | O_NOCTTY);

	close(fd);
	ioctl(any, VT_DISALLOCATE, 20);
	close(any);
}

static void get(int fd, const char *text, uint32_t cmd, size_t size)
{
	void *p = zmem(size);

	oracle_ioctl(fd, text, cmd, PTR(p));
	oracle_out("out", "", p, size);
	faults(fd, text, cmd);
}

#define GET(cmd, size)	get(fd, #cmd, cmd, size)

SCENARIO(console_keyboard)
{
	int fd = open_console();
	struct kbentry *entry = zmem(sizeof(*entry));
	struct kbsentry *text = zmem(sizeof(*text));
	struct kbkeycode *code = zmem(sizeof(*code));
	struct kbd_repeat *repeat = zmem(sizeof(*repeat));

	GET(KDGKBTYPE, 1);
	GET(KDGETMODE, 4);
	IO(KDSETMODE, KD_GRAPHICS);
	GET(KDGETMODE, 4);
	IO(KDSETMODE, 99);
	IO(KDSETMODE, KD_TEXT);
	GET(KDGKBMODE, 4);
	IO(KDSKBMODE, K_MEDIUMRAW);
	GET(KDGKBMODE, 4);
	IO(KDSKBMODE, 99);
	IO(KDSKBMODE, K_UNICODE);
	GET(KDGKBMETA, 4);
	IO(KDSKBMETA, K_METABIT);
	GET(KDGKBMETA, 4);
	IO(KDSKBMETA, 99);
	IO(KDSKBMETA, K_ESCPREFIX);
	GET(KDGKBLED, 1);
	IO(KDSKBLED, 3);
	IO(KDSKBLED, 0xff);
	GET(KDGKBLED, 1);
	IO(KDSKBLED, 0);
	GET(KDGETLED, 1);
	IO(KDSETLED, 0xff);
	IO(KDSIGACCEPT, 999);
	IO(KDMKTONE, 0);
	IO(KIOCSOUND, 0);
	entry->kb_index = 30;
	IO(KDGKBENT, entry);
	outb(entry, 4);
	IO(KDSKBENT, entry);
	entry->kb_table = 0xff;
	IO(KDSKBENT, entry);
	FAULTS(KDGKBENT);
	FAULTS(KDSKBENT);
	text->kb_func = 1;
	IO(KDGKBSENT, text);
	outb(text, 16);
	IO(KDSKBSENT, text);
	FAULTS(KDGKBSENT);
	FAULTS(KDSKBSENT);
	code->scancode = 5;
	IO(KDGETKEYCODE, code);
	outb(code, 8);
	IO(KDSETKEYCODE, code);
	FAULTS(KDGETKEYCODE);
	FAULTS(KDSETKEYCODE);
	FAULTS(KDKBDREP);
	repeat->delay = -1;
	repeat->period = -1;
	IO(KDKBDREP, repeat);
	IO(_IO('K', 0xfe), 0);
	close_console(fd);
}

SCENARIO(console_accents)
{
	int fd = open_console();
	struct kbdiacrs *marks = zmem(sizeof(*marks));
	struct kbdiacrsuc *wide = zmem(sizeof(*wide));

	IO(KDGKBDIACR, marks);
	outb(marks, 64);
	IO(KDGKBDIACRUC, wide);
	outb(wide, 64);
	IO(KDSKBDIACRUC, wide);
	IO(KDSKBDIACR, marks);
	IO(KDSKBDIACRUC, wide);
	wide->kb_cnt = 0x77777777;
	IO(KDSKBDIACRUC, wide);
	FAULTS(KDGKBDIACR);
	FAULTS(KDGKBDIACRUC);
	FAULTS(KDSKBDIACR);
	FAULTS(KDSKBDIACRUC);
	close_console(fd);
}

static struct g_console_font_op *font_op(uint32_t op, void *data)
{
	struct g_console_font_op *f = ZNEW(console_font_op);

	f->op = op;
	f->width = 32;
	f->height = 32;
	f->charcount = 512;
	f->data = PTR(data);
	return f;
}

static void font(int fd, struct g_console_font_op *f)
{
	IO(KDFONTOP, f);
	OUT(console_font_op, f);
}

SCENARIO(console_font)
{
	struct g_console_font_op *now;
	uint8_t *data = mem(32768);
	int fd;

	need_virtio_gpu();
	fd = open_console();
	now = font_op(KD_FONT_OP_GET, data);
	font(fd, now);
	outb(data, 32 * 4);
	now->op = KD_FONT_OP_SET;
	font(fd, now);
	font(fd, font_op(KD_FONT_OP_GET, NULL));
	font(fd, font_op(KD_FONT_OP_GET, (void *)BAD));
	font(fd, font_op(KD_FONT_OP_GET, (void *)BAD_HIGH));
	font(fd, font_op(KD_FONT_OP_SET, (void *)BAD));
	now->width = 0x80000000;
	font(fd, now);
	font(fd, font_op(KD_FONT_OP_SET_DEFAULT, NULL));
	font(fd, font_op(KD_FONT_OP_SET_DEFAULT, str("no such font")));
	font(fd, font_op(99, data));
	FAULTS(KDFONTOP);
	close_console(fd);
}

/* Which glyph is for which character: a table that is elsewhere. */
SCENARIO(console_unicode)
{
	struct g_unimapdesc *map = ZNEW(unimapdesc);
	uint8_t *pairs = mem(4 * 2048);
	uint16_t *wide = mem(512);
	uint8_t *narrow = mem(256);
	int fd = open_console();

	map->entry_ct = 2;
	map->entries = PTR(pairs);
	IO(GIO_UNIMAP, map);
	OUT(unimapdesc, map);
	map->entry_ct = 2048;
	IO(GIO_UNIMAP, map);
	OUT(unimapdesc, map);
	outb(pairs, 64);
	IO(PIO_UNIMAPCLR, zmem(6));
	map->entry_ct = 2;
	IO(PIO_UNIMAP, map);
	map->entry_ct = 2048;
	IO(GIO_UNIMAP, map);
	OUT(unimapdesc, map);
	map->entries = BAD;
	IO(GIO_UNIMAP, map);
	map->entry_ct = 1;
	IO(PIO_UNIMAP, map);
	map->entries = BAD_HIGH;
	IO(PIO_UNIMAP, map);
	FAULTS(GIO_UNIMAP);
	FAULTS(PIO_UNIMAP);
	IO(GIO_SCRNMAP, narrow);
	outb(narrow, 256);
	IO(PIO_SCRNMAP, narrow);
	IO(GIO_UNISCRNMAP, wide);
	outb(wide, 32);
	IO(PIO_UNISCRNMAP, wide);
	FAULTS(GIO_SCRNMAP);
	FAULTS(PIO_SCRNMAP);
	FAULTS(GIO_UNISCRNMAP);
	FAULTS(PIO_UNISCRNMAP);
	IO(GIO_CMAP, narrow);
	outb(narrow, 48);
	IO(PIO_CMAP, narrow);
	FAULTS(GIO_CMAP);
	FAULTS(PIO_CMAP);
	close_console(fd);
}

SCENARIO(console_switch)
{
	int fd = open_console();
	struct vt_mode *mode = zmem(sizeof(*mode));
	struct vt_sizes *size = zmem(sizeof(*size));
	struct vt_consize *full = zmem(sizeof(*full));
	uint8_t *linux_op = zmem(16);

	GET(VT_GETSTATE, 6);
	GET(VT_GETMODE, 8);
	mode->mode = 9;
	IO(VT_SETMODE, mode);
	mode->mode = VT_PROCESS;
	mode->relsig = 10;
	mode->acqsig = 12;
	IO(VT_SETMODE, mode);
	GET(VT_GETMODE, 8);
	IO(VT_RELDISP, 1);
	mode->mode = VT_AUTO;
	IO(VT_SETMODE, mode);
	FAULTS(VT_SETMODE);
	GET(VT_GETHIFONTMASK, 2);
	IO(VT_ACTIVATE, 99);
	IO(VT_ACTIVATE, 0);
	IO(VT_WAITACTIVE, 99);
	IO(VT_DISALLOCATE, 99);
	IO(VT_DISALLOCATE, 20);
	IO(VT_SETACTIVATE, zmem(12));
	FAULTS(VT_SETACTIVATE);
	FAULTS(VT_WAITEVENT);
	size->v_rows = 25;
	size->v_cols = 80;
	IO(VT_RESIZE, size);
	full->v_rows = 25;
	full->v_cols = 80;
	IO(VT_RESIZEX, full);
	full->v_clin = 99;
	IO(VT_RESIZEX, full);
	FAULTS(VT_RESIZE);
	FAULTS(VT_RESIZEX);
	IO(VT_LOCKSWITCH, 0);
	IO(VT_UNLOCKSWITCH, 0);
	linux_op[0] = TIOCL_GETSHIFTSTATE;
	IO(TIOCLINUX, linux_op);
	outb(linux_op, 2);
	linux_op[0] = TIOCL_GETMOUSEREPORTING;
	IO(TIOCLINUX, linux_op);
	outb(linux_op, 2);
	linux_op[0] = 99;
	IO(TIOCLINUX, linux_op);
	FAULTS(TIOCLINUX);
	IO(_IO('V', 0xfe), 0);
	close_console(fd);
}
