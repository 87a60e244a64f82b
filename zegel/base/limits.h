/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * limits -- how much of a hostile message is looked at.
 *
 * A limit is checked before memory is taken or work is done. What happens at
 * each one is told where it is used.
 */

#include <stddef.h>

struct zgl_limits {
	size_t header_octets;     /* all header fields of a message together */
	size_t fields;            /* header fields of a message */
	size_t field_octets;      /* one header field */
	size_t signatures;        /* signatures tried, from the top */
	size_t tags;              /* tags of one tag list */
	size_t signed_names;      /* names in one h= */
	size_t from_addresses;    /* addresses in one From field */
	size_t comment_depth;     /* comments within comments */
	size_t key_record_octets; /* one key record */
	size_t txt_octets;        /* one TXT record, its strings joined */
	size_t cname_chain;       /* CNAMEs followed for one question */
};

// clang-format off
#define ZGL_LIMITS_DEFAULT                                                     \
	((struct zgl_limits){                                                  \
		.header_octets = 1024 * 1024,                                  \
		.fields = 10000,                                               \
		.field_octets = 128 * 1024,                                    \
		.signatures = 10,                                              \
		.tags = 64,                                                    \
		.signed_names = 400,                                           \
		.from_addresses = 20,                                          \
		.comment_depth = 20,                                           \
		.key_record_octets = 8 * 1024,                                 \
		.txt_octets = 16 * 1024,                                       \
		.cname_chain = 8,                                              \
	})
// clang-format on
