/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * dmarcrecord -- a DMARC policy record, read.
 *
 * Shape    the text of one TXT record in, its strings joined; typed values and
 *          warnings out. Only v= decides whether it is a DMARC record: it must
 *          be the first tag, and its value DMARC1 in capitals. What is wrong
 *          behind it is left out, and the tag's default holds (RFC 9989 section
 *          4.7 and 4.8); an invalid p, sp or np is told, for discovery decides
 *          what follows from it (section 4.10.1).
 * Case     of the literals of the ABNF, tag names among them, does not matter,
 *          but that of DMARC1.
 * Limits   `tags`; tags behind that are not looked at. A text over `txt_octets`
 *          is no record. ZGL_DMARC_URIS addresses of each list.
 * Memory   by value; views into the text.
 * Errors   none: a text that is no DMARC record is told by the return value.
 * Threads  any.
 * Source   RFC 9989 section 4.7, 4.8.
 */

#include <stdint.h>

#include "zegel/base/limits.h"
#include "zegel/base/sv.h"
#include "zegel/dmarc/dmarcresult.h"

#define ZGL_DMARC_URIS 10

/** name, word for programs, sentence for people */
// clang-format off
#define ZGL_DMARC_WARNING_TABLE(X) \
	X(SYNTAX, "syntax", "a part of the record is no tag=value and is ignored") \
	X(TWICE, "twice", "a tag stands more than once: the first counts") \
	X(UNKNOWN_TAG, "unknown_tag", "the record has a tag that does not exist") \
	X(HISTORIC, "historic", "pct, rf and ri are historic and have no effect") \
	X(NO_P, "no_p", "the record has no p=, so it is as good as one with an invalid policy") \
	X(POLICY, "policy", "p, sp or np has a value that is no policy") \
	X(VALUE, "value", "a tag has a value it may not have, so its default holds") \
	X(URI, "uri", "rua or ruf has something that is no address for reports") \
	X(URIS, "uris", "rua or ruf has more addresses than are looked at") \
	X(FO_ALONE, "fo_alone", "fo has no effect without ruf")
// clang-format on

#define ZGL_DMARC_WARNING_ENUM(name, word, sentence) ZGL_DMARC_WARNING_##name,
enum zgl_dmarc_warning {
	ZGL_DMARC_WARNING_TABLE(ZGL_DMARC_WARNING_ENUM) ZGL_DMARC_WARNINGS
};
#undef ZGL_DMARC_WARNING_ENUM

ZGL_API const char *zgl_dmarc_warning_word(enum zgl_dmarc_warning warning);
ZGL_API const char *zgl_dmarc_warning_sentence(enum zgl_dmarc_warning warning);

enum zgl_dmarc_psd {
	ZGL_DMARC_PSD_UNKNOWN, /* psd=u, or absent */
	ZGL_DMARC_PSD_YES,
	ZGL_DMARC_PSD_NO,
};

enum zgl_dmarc_fo {
	ZGL_DMARC_FO_0 = 1, /* all failed to pass aligned: the default */
	ZGL_DMARC_FO_1 = 2, /* any failed to */
	ZGL_DMARC_FO_D = 4,
	ZGL_DMARC_FO_S = 8,
};

/** The value of p, sp or np. */
struct zgl_dmarc_choice {
	bool there, valid; /* valid only when it is there */
	enum zgl_dmarc_policy policy;
};

/** A list of addresses, those with a scheme that may be used: mailto. */
struct zgl_dmarc_uris {
	zgl_sv at[ZGL_DMARC_URIS]; /* as written, without white space and the
	                            * obsolete "!size" */
	size_t count;
	bool valid; /* the list has a URI, of whatever scheme */
};

struct zgl_dmarcrecord {
	zgl_sv text;
	struct zgl_dmarc_choice p, sp, np;
	enum zgl_dmarc_psd psd;
	bool testing;                 /* t=y */
	bool strict_dkim, strict_spf; /* adkim=s, aspf=s */
	struct zgl_dmarc_uris rua, ruf;
	unsigned fo;       /* ZGL_DMARC_FO_...; 0 without ruf */
	unsigned warnings; /* bit 1 << ZGL_DMARC_WARNING_... */
	zgl_sv fault;      /* the first thing a warning is about; or absent */
};

/** True when `text` begins with a valid v=DMARC1, and is not too long. */
bool zgl_dmarcrecord_is(zgl_sv text, const struct zgl_limits *limits);

/** False when `text` does not begin with a valid v=DMARC1: no DMARC record. */
ZGL_API bool zgl_dmarcrecord_read(zgl_sv text, const struct zgl_limits *limits,
	struct zgl_dmarcrecord *record_r);
