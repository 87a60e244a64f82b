/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * dnscopy -- an answer with its question, in one heap block; private to this
 * module.
 *
 * Shape    what the DNS thread hands to a loop, and what a cache keeps.
 * Memory   one block; zgl_mem_free gives it back.
 */

#include "zegel/dns/answer.h"

struct zgl_dnscopy {
	struct zgl_answer answer; /* its octets are in this block */
	size_t octets;            /* of the whole block */
	uint16_t type;
	uint8_t name_n;
	uint8_t name[]; /* of the question, in small letters */
};

/** A name in small letters, as dnscopy keeps it. */
void zgl_dnscopy_fold(
	const struct zgl_qname *name, uint8_t folded[ZGL_QNAME_MAX]);

/** Copies; NULL when there is no memory. */
ZGL_CHECK struct zgl_dnscopy *zgl_dnscopy_new(
	const struct zgl_question *question, const struct zgl_answer *answer);
