/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * sound_card - find ALSA's cards
 */
#ifndef ORACLE_SOUND_CARD_H
#define ORACLE_SOUND_CARD_H

/**
 * sound_card() - find the first card of a driver, or skip()
 * @name: "Loopback", as the driver calls itself
 * @control: where its control device is to go, or NULL
 *
 * Return: number of the card
 */
int sound_card(const char *name, int *control);

/**
 * sound_open() - open a device of ALSA with the guest's own open()
 * @format: of its path, with a %d
 * @card: number of the card
 * @flags: O_RDWR and so on
 *
 * ALSA looks at who opens, at times.
 *
 * Return: file descriptor
 */
int sound_open(const char *format, int card, int flags);

#endif /* ORACLE_SOUND_CARD_H */
