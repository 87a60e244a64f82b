/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * dmarccheck -- does what was authenticated match the domain in From?
 *
 * Shape    a machine of questions and answers, without I/O, which knows neither
 *          SPF nor DKIM. For each message:
 *
 *            zgl_dmarccheck_begin             the author domain is known
 *            zgl_dmarccheck_add ...           each domain that SPF or a
 *                                             signature may authenticate
 *            zgl_dmarccheck_next_question ... what it needs now
 *            zgl_dmarccheck_answer            then it may need more
 *            zgl_dmarccheck_set               what came of each domain
 *            zgl_dmarccheck_end               the verdict
 *
 *          A domain may be added, and be set, any time before end.
 * Walk     the names of the tree walk are asked at once: `_dmarc.` before the
 *          author domain and before each name above it, 8 at most (section
 *          4.10). For another domain a walk is asked only when it could be
 *          aligned: it is neither the author domain itself nor out of its
 *          organizational domain. A question asked once is not asked again.
 * Exists   whether the author domain exists (np=) is asked as its CNAME, since
 *          that question alone is not led elsewhere by a CNAME; NXDOMAIN only
 *          means that it does not.
 * PSL      with `suffix` the organizational domain is the public suffix and one
 *          label, as in RFC 7489: then the author domain and that one are
 *          asked, psd= and np= mean nothing.
 * Memory   a heap handle, used again; texts live in the arena.
 * Errors   ZGL_ENOMEM, ZGL_ELIMIT of the arena, ZGL_EUSAGE for calls out of
 *          order. After an error there is no verdict.
 * Threads  one at a time.
 * Source   RFC 9989 section 4.10, 5.3; RFC 7489 section 3.2 for PSL.
 */

#include "zegel/base/arena.h"
#include "zegel/dmarc/dmarcrecord.h"
#include "zegel/dns/answer.h"

/** Labels of the public suffix of a name, 0 when it is not known. */
typedef unsigned zgl_dmarc_suffix_fn(void *to, const struct zgl_dname *name);

struct zgl_dmarccheck_config {
	const struct zgl_limits *limits;
	zgl_dmarc_suffix_fn *suffix; /* NULL: the tree walk */
	void *to;
};

enum zgl_dmarc_method {
	ZGL_DMARC_SPF,
	ZGL_DMARC_DKIM,
};

/** What came of a domain: it is authenticated, it is not, or nobody knows. */
enum zgl_dmarc_authentic {
	ZGL_DMARC_AUTHENTIC_NO,
	ZGL_DMARC_AUTHENTIC_YES,
	ZGL_DMARC_AUTHENTIC_UNDECIDED, /* a temporary error */
};

struct zgl_dmarc_identifier {
	enum zgl_dmarc_method method;
	struct zgl_dname domain;
	struct zgl_dname organizational; /* its n is 0: it made no difference,
	                                  * or is not known */
	enum zgl_dmarc_authentic authentic;
	bool aligned; /* whether authenticated or not */
};

/** One name of a walk, in the order of section 4.10. */
struct zgl_dmarcstep {
	struct zgl_dname domain; /* without _dmarc. */
	enum zgl_dmarcstep_outcome {
		ZGL_DMARCSTEP_NONE,        /* no DMARC record there */
		ZGL_DMARCSTEP_RECORD,      /* one */
		ZGL_DMARCSTEP_SEVERAL,     /* more than one: all discarded */
		ZGL_DMARCSTEP_DNS,         /* DNS failed */
		ZGL_DMARCSTEP_NOT_REACHED, /* a psd= above stopped the walk */
	} outcome;
	enum zgl_dmarc_psd psd; /* of RECORD */
	bool almost; /* of NONE: a text that begins like a record is none */
	bool exists; /* the DNS has _dmarc.domain; false: not reached, either */
};

/** Which tag the policy in force is of. */
enum zgl_dmarc_tag {
	ZGL_DMARC_TAG_NONE, /* there is no policy */
	ZGL_DMARC_TAG_P,
	ZGL_DMARC_TAG_SP,
	ZGL_DMARC_TAG_NP,
};

struct zgl_dmarc_verdict {
	enum zgl_dmarc_result result;
	enum zgl_dmarc_reason reason;
	enum zgl_dmarc_policy published; /* by p, sp or np */
	enum zgl_dmarc_policy policy;    /* in force: one level lower for t=y */
	enum zgl_dmarc_tag tag;
	bool assumed_none; /* an invalid policy counts as none, for rua is there */
	bool author_exists; /* false only when DNS said NXDOMAIN for it */
	struct zgl_dname author;
	struct zgl_dname policy_domain; /* whose record it is; n 0: none */
	struct zgl_dname
		organizational; /* of the author domain; n 0: unknown */
	const struct zgl_dmarcrecord *record;           /* NULL: none */
	const struct zgl_dmarc_identifier *identifiers; /* as they were added */
	size_t identifier_count;
	const struct zgl_dmarcstep *steps; /* the walk of the author domain */
	size_t step_count;
	const char *problem; /* of DNS; static, or NULL */
};

struct zgl_dmarccheck;

ZGL_API ZGL_CHECK enum zgl_err zgl_dmarccheck_new(
	const struct zgl_dmarccheck_config *config,
	struct zgl_dmarccheck **check_r);
ZGL_API void zgl_dmarccheck_free(struct zgl_dmarccheck *check);

/**
 * Starts with the author domain, of two labels or one. A domain whose n is 0
 * (From has none, several, or is malformed) asks nothing, and comes to
 * permerror.
 */
ZGL_API ZGL_CHECK enum zgl_err zgl_dmarccheck_begin(
	struct zgl_dmarccheck *check, const struct zgl_dname *author,
	struct zgl_arena *a);

/** Adds a domain; *number_r is its place among the identifiers. */
ZGL_API ZGL_CHECK enum zgl_err zgl_dmarccheck_add(struct zgl_dmarccheck *check,
	enum zgl_dmarc_method method, const struct zgl_dname *domain,
	size_t *number_r);

ZGL_API bool zgl_dmarccheck_next_question(struct zgl_dmarccheck *check,
	struct zgl_question *question_r, size_t *number_r);
ZGL_API ZGL_CHECK enum zgl_err zgl_dmarccheck_answer(
	struct zgl_dmarccheck *check, size_t number,
	const struct zgl_answer *answer);
ZGL_API size_t zgl_dmarccheck_waiting(const struct zgl_dmarccheck *check);

/** What came of a domain; one that was never set is not authenticated. */
ZGL_API ZGL_CHECK enum zgl_err zgl_dmarccheck_set(struct zgl_dmarccheck *check,
	size_t number, enum zgl_dmarc_authentic authentic);

/** The verdict. A question without an answer is a failure of DNS. */
ZGL_API ZGL_CHECK enum zgl_err zgl_dmarccheck_end(
	struct zgl_dmarccheck *check, struct zgl_dmarc_verdict *verdict_r);
