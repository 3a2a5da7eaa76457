/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * gate32-run - the code of kuser.S as data of the translator
 */
	.section .rodata
	.global	kuser_page, kuser_page_end
	.balign	16
kuser_page:
	.incbin	"kuser.bin"
kuser_page_end:

	.section .note.GNU-stack, "", %progbits
