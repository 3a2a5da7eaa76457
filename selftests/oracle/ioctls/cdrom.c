// SPDX-License-Identifier: GPL-2.0-only
/*
 * scenarios: a CD-ROM drive
 */
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <unistd.h>

#include <sys/ioctl.h>

#include <linux/cdrom.h>
#include <scsi/sg.h>

#include "device.h"
#include "oracle.h"

#define GROUP "cdrom"

static int open_drive(void)
{
	need_module("virtio_scsi");
	need_module("sr_mod");
	driver("sr");
	return wait_device("/dev/sr0", O_RDONLY | O_NONBLOCK);
}

SCENARIO(toc)
{
	int fd = open_drive();
	char *toc = zmem(16);

	IO(CDROMREADTOCHDR, toc);
	outb(toc, 4);
	IO(CDROMREADTOCHDR, BAD);
	toc[0] = 1;
	toc[2] = CDROM_LBA;
	IO(CDROMREADTOCENTRY, toc);
	outb(toc, 16);
	toc[2] = CDROM_MSF;
	IO(CDROMREADTOCENTRY, toc);
	outb(toc, 16);
	toc[0] = CDROM_LEADOUT;
	IO(CDROMREADTOCENTRY, toc);
	outb(toc, 16);
	toc[2] = 7;
	IO(CDROMREADTOCENTRY, toc);
	IO(CDROMREADTOCENTRY, BAD_HIGH);
	memset(toc, 0, 16);
	toc[4] = CDROM_LBA;
	IO(CDROMMULTISESSION, toc);
	outb(toc, 16);
	IO(CDROMMULTISESSION, BAD);
	toc[0] = CDROM_MSF;
	IO(CDROMSUBCHNL, toc);
	IO(CDROMSUBCHNL, BAD);
	IO(CDROM_GET_MCN, mem(16));
	IO(CDROM_DISC_STATUS, 0);
	IO(CDROM_DRIVE_STATUS, 0x7fffffff);
	IO(CDROM_DRIVE_STATUS, 5);
	IO(CDROM_LAST_WRITTEN, mem(16));
	IO(CDROM_NEXT_WRITABLE, mem(16));
}

SCENARIO(drive)
{
	int fd = open_drive();

	IO(CDROM_GET_CAPABILITY, 0);
	IO(CDROM_SET_OPTIONS, 0);
	IO(CDROM_SET_OPTIONS, CDO_USE_FFLAGS);
	IO(CDROM_CLEAR_OPTIONS, CDO_LOCK);
	IO(CDROM_SET_OPTIONS, CDO_LOCK);
	IO(CDROM_CHANGER_NSLOTS, 0);
	IO(CDROM_SELECT_DISC, 0);
	IO(CDROM_SELECT_DISC, 5);
	IO(CDROM_SELECT_SPEED, 4);
	IO(CDROM_LOCKDOOR, 1);
	IO(CDROMEJECT, 0);
	IO(CDROM_LOCKDOOR, 0);
	IO(CDROM_LOCKDOOR, 0x80000000);
	IO(CDROM_LOCKDOOR, 0);
	IO(CDROMEJECT, 0);
	IO(CDROM_DRIVE_STATUS, CDSL_CURRENT);
	IO(CDROMCLOSETRAY, 0);
	IO(CDROM_DRIVE_STATUS, CDSL_CURRENT);
	IO(CDROMEJECT_SW, 0);
	IO(CDROMEJECT_SW, 1);
	IO(CDROM_CLEAR_OPTIONS, CDO_AUTO_EJECT);
}

SCENARIO(play)
{
	int fd = open_drive();
	char *volume = zmem(16);

	IO(CDROMSTART, 0);
	IO(CDROMPAUSE, 0);
	IO(CDROMRESUME, 0);
	IO(CDROMPLAYMSF, zmem(8));
	IO(CDROMPLAYTRKIND, zmem(8));
	IO(CDROMPLAYBLK, BAD);
	IO(CDROMVOLREAD, volume);
	IO(CDROMVOLREAD, BAD);
	IO(CDROMVOLCTRL, volume);
	IO(CDROMRESET, 0);
	IO(CDROM_DEBUG, 0);
	IO(DVD_READ_STRUCT, BAD);
	IO(DVD_AUTH, zmem(64));
	ioctl(fd, CDROM_MEDIA_CHANGED, CDSL_CURRENT);
	IO(CDROM_MEDIA_CHANGED, 0x7fffffff);
	IO(CDROM_MEDIA_CHANGED, 9);
	IO(CDROM_TIMED_MEDIA_CHANGE, BAD);
	IO(0x53ff, 0);
}

static struct g_cdrom_read_audio *audio(int frames, uint32_t buf)
{
	return SET(cdrom_read_audio, .addr_format = CDROM_LBA,
		   .nframes = frames, .buf = buf);
}

SCENARIO(data)
{
	int fd = open_drive();

	IO(CDROMREADAUDIO, audio(1, PTR(pages(1))));
	IO(CDROMREADAUDIO, audio(-1, PTR(pages(1))));
	IO(CDROMREADAUDIO, audio(1, BAD_HIGH));
	IO(CDROMREADAUDIO, audio(1, 0));
	IO(CDROMREADAUDIO, BAD);
	IO(CDROMREADAUDIO, edge(sizeof(struct g_cdrom_read_audio) - 1));
	IO(CDROMREADRAW, zmem(4096));
	IO(CDROMREADMODE1, zmem(4096));
	IO(CDROMREADMODE2, zmem(4096));
	IO(CDROMREADMODE1, BAD);
}

/* A structure that holds addresses, and a place that gets more of them. */
SCENARIO(packet)
{
	struct g_cdrom_generic_command *c = ZNEW(cdrom_generic_command);
	char *data = mem(64), *sense = mem(32);
	int fd = open_drive();

	c->cmd[0] = 0x12;
	c->cmd[4] = 36;
	c->buffer = PTR(data);
	c->buflen = 36;
	c->sense = PTR(sense);
	c->data_direction = CGC_DATA_READ;
	c->timeout = 1000;
	IO(CDROM_SEND_PACKET, c);
	OUT(cdrom_generic_command, c);
	outb(data, 64);
	c->buflen = 36;
	c->cmd[1] = 1;
	c->cmd[2] = 0xee;
	IO(CDROM_SEND_PACKET, c);
	OUT(cdrom_generic_command, c);
	outb(sense, 32);
	c->data_direction = 9;
	IO(CDROM_SEND_PACKET, c);
	c->data_direction = CGC_DATA_READ;
	c->cmd[1] = 0;
	c->cmd[2] = 0;
	c->buflen = 36;
	c->buffer = BAD;
	IO(CDROM_SEND_PACKET, c);
	c->buffer = BAD_HIGH;
	IO(CDROM_SEND_PACKET, c);
	c->timeout = -1;
	IO(CDROM_SEND_PACKET, c);
	IO(CDROM_SEND_PACKET, BAD);
	IO(CDROM_SEND_PACKET, edge(sizeof(*c) - 1));
	IO(SG_IO, BAD);
	IO(SG_GET_VERSION_NUM, data);
	outb(data, 4);
}
