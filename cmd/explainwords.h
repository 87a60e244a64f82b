/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * explainwords -- every sentence of an explanation, in each language.
 *
 * Shape    explainwords.c has them all, a sentence beside its translation, so
 *          that a translator has one place to look at. "{1}" to "{6}" stand
 *          for values, in any order and as often as needed. What the library
 *          has in English (why a signature fails, ...) is translated there.
 * Memory   static.
 * Threads  any.
 */

#include "zegel/judge/judge.h"

enum zgl_lang {
	ZGL_LANG_EN,
	ZGL_LANG_NL,
	ZGL_LANGS
};

enum zgl_words {
	ZGL_WORDS_STDIN,
	ZGL_WORDS_HEAD,
	ZGL_WORDS_HEAD_NUMBER, /* of a message in an mbox */

	ZGL_WORDS_CLIENT, /* {1} address, {2} HELO, {3} MAIL FROM */
	ZGL_WORDS_CLIENT_NO_HELO,
	ZGL_WORDS_CLIENT_NULL,
	ZGL_WORDS_CLIENT_UNKNOWN,

	ZGL_WORDS_SPF_MAILFROM, /* {1} domain, {2} address */
	ZGL_WORDS_SPF_HELO,
	ZGL_WORDS_SPF_NOBODY,
	ZGL_WORDS_SPF_RECORD,
	ZGL_WORDS_SPF_PASS, /* {1} mechanism */
	ZGL_WORDS_SPF_FAIL,
	ZGL_WORDS_SPF_SOFTFAIL,
	ZGL_WORDS_SPF_NEUTRAL,
	ZGL_WORDS_SPF_NO_MATCH,
	ZGL_WORDS_SPF_NONE, /* {1} reason */
	ZGL_WORDS_SPF_TEMPERROR,
	ZGL_WORDS_SPF_PERMERROR,
	ZGL_WORDS_SPF_PROBLEM,
	ZGL_WORDS_SPF_LOOKUPS, /* {1} of them, {2} void; {3}, {4} the most */
	ZGL_WORDS_SPF_SAYS,

	ZGL_WORDS_DKIM_NONE,
	ZGL_WORDS_DKIM_PASS, /* {1} of {2}, {3} domain, {4} selector */
	ZGL_WORDS_DKIM_TEMPERROR,
	ZGL_WORDS_DKIM_OTHER, /* {5} reason, {6} result */
	ZGL_WORDS_DKIM_UNREADABLE,
	ZGL_WORDS_DKIM_WARNING,

	ZGL_WORDS_FROM,
	ZGL_WORDS_FROM_DMARC,
	ZGL_WORDS_FROM_FAULT,

	ZGL_WORDS_WALK,
	ZGL_WORDS_WALK_NONE,
	ZGL_WORDS_WALK_RECORD,
	ZGL_WORDS_WALK_PSD_YES,
	ZGL_WORDS_WALK_PSD_NO,
	ZGL_WORDS_WALK_SEVERAL,
	ZGL_WORDS_WALK_DNS,
	ZGL_WORDS_WALK_NOT_REACHED,
	ZGL_WORDS_ORGANIZATIONAL, /* {1} domain, {2} its organizational one */

	ZGL_WORDS_POLICY_NONE,
	ZGL_WORDS_POLICY_RECORD, /* {1} whose, {2} the record */
	ZGL_WORDS_POLICY_P,      /* {1} author, {2} policy domain, {3} policy */
	ZGL_WORDS_POLICY_P_BELOW,
	ZGL_WORDS_POLICY_SP,
	ZGL_WORDS_POLICY_NP,
	ZGL_WORDS_POLICY_ASSUMED,
	ZGL_WORDS_POLICY_TESTING, /* {1} published, {2} in force */
	ZGL_WORDS_MEANS_NONE,
	ZGL_WORDS_MEANS_QUARANTINE,
	ZGL_WORDS_MEANS_REJECT,

	ZGL_WORDS_ALIGN_NOTHING,
	ZGL_WORDS_ALIGN_SAME, /* {1} method, {2} domain, {3} organizational
	                       * domain of From, {4} tag */
	ZGL_WORDS_ALIGN_RELAXED,
	ZGL_WORDS_ALIGN_STRICT,
	ZGL_WORDS_ALIGN_OTHER,
	ZGL_WORDS_COUNTS_YES,
	ZGL_WORDS_COUNTS_NO,
	ZGL_WORDS_COUNTS_UNDECIDED,

	ZGL_WORDS_RESULT, /* {1} result, {2} reason */
	ZGL_WORDS_RESULT_PROBLEM,

	ZGL_WORDS_DISPOSE_ACCEPT, /* {1} cause */
	ZGL_WORDS_DISPOSE_MARK,
	ZGL_WORDS_DISPOSE_QUARANTINE,
	ZGL_WORDS_DISPOSE_REJECT,
	ZGL_WORDS_DISPOSE_TEMPFAIL,
	ZGL_WORDS_DISPOSE_NOT_ASKED,
	ZGL_WORDS_DISPOSE_UNDECIDED,
	ZGL_WORDS_OVERRIDE,
	ZGL_WORDS_INDIRECT,
	ZGL_WORDS_REPLY, /* {1} code, {2} enhanced code, {3} text */
	ZGL_WORDS_DEFAULTS,

	ZGL_WORDS_ADVICE_NOTHING, /* {1} author domain */
	ZGL_WORDS_ADVICE_STRICTER,
	ZGL_WORDS_ADVICE_TESTING,
	ZGL_WORDS_ADVICE_PUBLISH,
	ZGL_WORDS_ADVICE_AUTHOR,
	ZGL_WORDS_ADVICE_DNS,
	ZGL_WORDS_ADVICE_RECORD,
	ZGL_WORDS_ADVICE_NOT_YOURS,
	ZGL_WORDS_ADVICE_SIGN,
	ZGL_WORDS_ADVICE_SIGNATURE, /* {1} domain, {2} selector */
	ZGL_WORDS_ADVICE_SIGN_AS,   /* {1} whose signature passes, {2} author */
	ZGL_WORDS_ADVICE_ADD,       /* {1} address, {2} SPF domain */
	ZGL_WORDS_ADVICE_ENVELOPE,  /* {1} SPF domain, {2} author */
	ZGL_WORDS_ADVICE_SPF,       /* {1} SPF domain */
	ZGL_WORDS_ADVICE_SPF_NONE,

	ZGL_WORDS_FIELD,
	ZGL_WORDS
};

/** "en", "nl"; false for a word that is no language of ours. */
bool zgl_lang_read(const char *word, enum zgl_lang *lang_r);

const char *zgl_explainwords(enum zgl_words words, enum zgl_lang lang);

/** The library's own sentences, in a language. */
const char *zgl_explainwords_spf(enum zgl_spf_reason why, enum zgl_lang lang);
const char *zgl_explainwords_dkim(enum zgl_dkim_reason why, enum zgl_lang lang);
const char *zgl_explainwords_warning(
	enum zgl_dkim_warning warning, enum zgl_lang lang);
const char *zgl_explainwords_author(
	enum zgl_authorfault fault, enum zgl_lang lang);
const char *zgl_explainwords_dmarc(
	enum zgl_dmarc_reason why, enum zgl_lang lang);
const char *zgl_explainwords_cause(enum zgl_cause cause, enum zgl_lang lang);
const char *zgl_explainwords_override(
	enum zgl_override override, enum zgl_lang lang);
