// SPDX-License-Identifier: GPL-2.0-only
/*
 * Terminals: a pty, and a serial port for the structure that differs.
 */
#include <asm/termbits.h>

#include "driver.h"
#include "guest/tty.h"

FIXTURE(tty) {
	int master, slave;
};

BOTH_WAYS(tty);

FIXTURE_SETUP(tty)
{
	int unlock = 0;

	OPEN_GATE();
	self->slave = -1;
	self->master = open("/dev/ptmx", O_RDWR | O_NOCTTY);
	if (self->master < 0)
		SKIP(return, "no /dev/ptmx");
	ASSERT_EQ(0, ioctl(self->master, TIOCSPTLCK, &unlock));
	self->slave = ioctl(self->master, TIOCGPTPEER, O_RDWR | O_NOCTTY);
	ASSERT_LE(0, self->slave);
}

FIXTURE_TEARDOWN(tty)
{
	close(self->slave);
	close(self->master);
}

TEST_F(tty, window_size)
{
	struct g_winsize *w = low_zero(sizeof(*w));

	*w = (struct g_winsize){ 24, 80, 640, 480 };
	ASSERT_EQ(0, IOCTL32(self->master, TIOCSWINSZ, w));
	w = low(sizeof(*w));
	ASSERT_EQ(0, IOCTL32(self->slave, TIOCGWINSZ, w));
	EXPECT_EQ(24, w->ws_row);
	EXPECT_EQ(80, w->ws_col);
	EXPECT_EQ(640, w->ws_xpixel);
	EXPECT_EQ(480, w->ws_ypixel);
	EXPECT_TRUE(untouched(w + 1, 64));
	EXPECT_EQ(-EFAULT, IOCTL32(self->slave, TIOCGWINSZ, 16));
	EXPECT_SHUT(self->slave, TIOCGWINSZ, w);
}

TEST_F(tty, attributes)
{
	struct g_termios *t = low(sizeof(*t));
	struct termios native;
	int *n = low(sizeof(*n));

	ASSERT_EQ(0, IOCTL32(self->slave, TCGETS, t));
	EXPECT_TRUE(untouched(t + 1, 64));
	EXPECT_EQ(ICANON, t->c_lflag & ICANON);
	t->c_lflag &= ~(ICANON | ECHO);
	t->c_cc[VMIN] = 7;
	ASSERT_EQ(0, IOCTL32(self->slave, TCSETS, t));
	ASSERT_EQ(0, ioctl(self->slave, TCGETS, &native));
	EXPECT_EQ(0, native.c_lflag & ICANON);
	EXPECT_EQ(7, native.c_cc[VMIN]);

	ASSERT_EQ(3, ARM(write, self->slave, low_string("out"), 3));
	ASSERT_EQ(0, IOCTL32(self->slave, TIOCOUTQ, n));
	ASSERT_EQ(0, IOCTL32(self->slave, TIOCGETD, n));
	EXPECT_EQ(0, *n);
	EXPECT_TRUE(untouched(n + 1, 60));
	EXPECT_EQ(-ENOTTY, IOCTL32(self->slave, 0x54ff, 0));
	EXPECT_SHUT(self->slave, TCGETS, t);
}

/* The one structure of terminals that differs: it has a pointer. */
TEST_F(tty, serial_port)
{
	struct g_serial *s = low(sizeof(*s));
	struct {
		int32_t type, line;
		uint8_t rest[64];
	} native;
	int fd = open("/dev/ttyAMA0", O_RDWR | O_NOCTTY | O_NONBLOCK);

	if (fd < 0)
		SKIP(return, "no serial port /dev/ttyAMA0");
	ASSERT_EQ(0, IOCTL32(fd, TIOCGSERIAL, s));
	EXPECT_TRUE(untouched(s + 1, 64));
	ASSERT_EQ(0, ioctl(fd, TIOCGSERIAL, &native));
	EXPECT_EQ(native.type, s->type);
	EXPECT_EQ(native.line, s->line);
	EXPECT_EQ(0, s->reserved);

	/* Control: a 64-bit call writes 12 bytes more. */
	s = low(sizeof(*s));
	ASSERT_EQ(0, ioctl64(fd, TIOCGSERIAL, (unsigned long)s));
	EXPECT_FALSE(untouched(s + 1, 12));
	EXPECT_SHUT(fd, TIOCGSERIAL, s);
	close(fd);
}

TEST_HARNESS_MAIN
