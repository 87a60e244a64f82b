/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * answer -- questions to DNS, and what comes back.
 *
 * The library never asks DNS: it says which questions it has, and the caller
 * answers (srv/resolve does for our programs). So every protocol can be
 * tested, replayed and fuzzed without a network.
 *
 * A state never turns into another on the way: a failure is not "no record",
 * a malformed answer is not a failure that may pass by itself. So TEMPFAIL is
 * a temperror (RFC 8601: a later attempt may help), MALFORMED a permerror.
 */

#include <stdint.h>

#include "zegel/base/arena.h"
#include "zegel/base/sv.h"
#include "zegel/dns/qname.h"

/** Types of RFC 1035 and later that are asked somewhere in zegel. */
enum zgl_rrtype {
	ZGL_RR_A = 1,
	ZGL_RR_NS = 2,
	ZGL_RR_CNAME = 5,
	ZGL_RR_SOA = 6,
	ZGL_RR_PTR = 12,
	ZGL_RR_MX = 15,
	ZGL_RR_TXT = 16,
	ZGL_RR_AAAA = 28,
	ZGL_RR_SRV = 33,
	ZGL_RR_DS = 43,
	ZGL_RR_RRSIG = 46,
	ZGL_RR_NSEC = 47,
	ZGL_RR_DNSKEY = 48,
	ZGL_RR_TLSA = 52,
	ZGL_RR_SPF = 99,
	ZGL_RR_CAA = 257,
};

struct zgl_question {
	struct zgl_qname name;
	uint16_t type; /* enum zgl_rrtype, or any other number */
};

enum zgl_answer_state {
	ZGL_ANSWER_RECORDS,   /* at least one record of the asked type */
	ZGL_ANSWER_NODATA,    /* the name exists, the type does not */
	ZGL_ANSWER_NXDOMAIN,  /* the name does not exist (RFC 8020) */
	ZGL_ANSWER_TEMPFAIL,  /* SERVFAIL, REFUSED, time-out, bogus DNSSEC */
	ZGL_ANSWER_MALFORMED, /* an answer came and makes no sense */
};

/** What validation said (RFC 4035 section 4.3). */
enum zgl_dnssec {
	ZGL_DNSSEC_UNKNOWN, /* not validated: a zone file, validation off */
	ZGL_DNSSEC_SECURE,
	ZGL_DNSSEC_INSECURE,
	ZGL_DNSSEC_BOGUS, /* the state is then TEMPFAIL */
};

struct zgl_answer {
	enum zgl_answer_state state;
	enum zgl_dnssec dnssec;
	uint32_t ttl_s; /* how long it may be kept */
	const zgl_sv
		*records;    /* wire RDATA of the asked type, CNAMEs followed */
	size_t count;        /* 0 unless the state is RECORDS */
	const char *problem; /* for TEMPFAIL and MALFORMED: static, why */
};

/** "records", "nodata", ...; "secure", "insecure", "bogus", "unknown". */
ZGL_API const char *zgl_answer_state_word(enum zgl_answer_state state);
ZGL_API const char *zgl_dnssec_word(enum zgl_dnssec dnssec);

/**
 * Joins the strings of one TXT record, without anything between them
 * (RFC 6376 section 3.6.2.2, RFC 7208 section 3.3). `rdata` of a single
 * string is viewed, not copied; else the text is made in `a`, at most `max`
 * octets. ZGL_ESYNTAX when a length octet points past the end or there is no
 * string at all; ZGL_ELIMIT when longer.
 */
ZGL_API ZGL_CHECK enum zgl_err zgl_txt_join(
	zgl_sv rdata, size_t max, struct zgl_arena *a, zgl_sv *text_r);
