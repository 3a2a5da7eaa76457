// SPDX-License-Identifier: GPL-2.0-only
/*
 * ioctl - the arguments of generated ioctls
 */
#include <sched.h>
#include <string.h>

#include "ioctl_numbers.h"

#include "fuzz.h"
#include "oracle.h"

static const struct {
	enum fd_kind kind;
	const char *name;
	uint32_t number;
} commands[] = {
#define IOCTL(kind, command)	{ FD_##kind, #command, IOCTL_##command },
#include "ioctls.def"
};

#define COUNT	(sizeof(commands) / sizeof(commands[0]))

/* A number that is nearly a command: wrong size, direction or neighbour */
static uint32_t nearly(uint32_t number)
{
	switch (below(4)) {
	case 0:
		return number + 1;
	case 1:
		return number ^ 1U << (16 + below(14));
	case 2:
		return number ^ 1U << 30;
	default:
		return number - below(16);
	}
}

static uint32_t ioctl_memory(uint32_t number)
{
	static uint32_t words[4096];
	uint32_t size = number >> 16 & 0x3fff, at;

	if (!size || size > 8192)
		size = 64;
	fill_words(words, (size + 3) & ~3U);
	at = area_pointer(size, fuzz_case.hostile & 4);
	area_store(at, words, size);
	return at;
}

/* Can it change interfaces? Those of the batch have to stay as they are. */
static bool needs_network(uint32_t number)
{
	static const unsigned char harmless[] = {
		0x05, 0x10, 0x12, 0x13, 0x15, 0x17, 0x19, 0x1b, 0x1d, 0x1f,
		0x21, 0x27, 0x33, 0x35, 0x38, 0x40, 0x42, 0x46, 0x4b, 0x54,
		0x70,
	};

	if (number == IOCTL_TUNSETIFF)
		return true;
	return (number & 0xff00) == 0x8900 &&
	       !memchr(harmless, number & 0xff, sizeof(harmless));
}

const char *ioctl_case(const char **driver)
{
	unsigned int i = below(COUNT);
	uint32_t number = commands[i].number;
	const char *name = commands[i].name;

	if (fuzz_case.hostile & 2) {
		number = nearly(number);
		name = "";
	}
	if (needs_network(number))
		own_namespace(CLONE_NEWNET);
	*driver = fd_name(commands[i].kind);
	fuzz_case.args[0] = fd_get(commands[i].kind);
	if (fuzz_case.hostile & 1 && percent(50))
		fuzz_case.args[0] = fd_any("");
	fuzz_case.args[1] = number;
	if (!(number >> 30) && percent(40))
		fuzz_case.args[2] = no_address(any_number());
	else
		fuzz_case.args[2] = ioctl_memory(number);
	return name;
}
