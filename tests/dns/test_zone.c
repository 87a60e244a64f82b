/* SPDX-License-Identifier: ISC */
/* zone: what master files answer, and where they are wrong. */
#include "tests/rows.h"
#include "zegel/base/num.h"
#include "zegel/dns/zone.h"

struct row {
	const char *name, *zone, *asked;
	uint16_t type;
	const char *want; /* state, TTL, records as show_answer writes them */
};

#define SOA  "@ 7200 SOA ns.e. root.e. 1 2 3 4 600\n"
#define A63  "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define A255 A63 A63 A63 A63 "aaa"

// clang-format off
static const struct row rows[] = {
	/* names */
	{ "rfc1035#5.1: relative to the root at first", "a.e TXT x", "a.e.", 16, "records 3600 \"x\"" },
	{ "an absolute name",             "a.e. TXT x", "a.e.", 16, "records 3600 \"x\"" },
	{ "rfc1035#5.1: $ORIGIN",         "$ORIGIN e.\na TXT x", "a.e.", 16, "records 3600 \"x\"" },
	{ "$ORIGIN relative to the last", "$ORIGIN e.\n$ORIGIN b\na TXT x", "a.b.e.", 16, "records 3600 \"x\"" },
	{ "$origin in small letters",     "$origin e.\na TXT x", "a.e.", 16, "records 3600 \"x\"" },
	{ "@ is the origin",              "$ORIGIN e.\n@ MX 10 @", "e.", 15, "records 3600 10 e." },
	{ "\\@ is a name",                "\\@.e. TXT x", "\\@.e.", 16, "records 3600 \"x\"" },
	{ "a line that begins with white space has the last name", "a.e. TXT x\n TXT y\n\tA 192.0.2.1\n", "a.e.", 16, "records 3600 \"x\" | \"y\"" },
	{ "also after $ORIGIN changed",   "a.e. TXT x\n$ORIGIN f.\n TXT y\n", "a.e.", 16, "records 3600 \"x\" | \"y\"" },
	{ "a $FAULT between does not change the last name", "a.e. TXT x\n$FAULT b.e. servfail\n A 192.0.2.1\n", "a.e.", 1, "records 3600 192.0.2.1" },
	{ "rfc4343#3: letters in any case", "A.E. TXT x\na.e. TXT y", "a.e.", 16, "records 3600 \"x\" | \"y\"" },
	{ "names with \\DDD",             "a\\000\\.\\255.e. TXT x", "a\\000\\046\\255.e.", 16, "records 3600 \"x\"" },
	{ "octets 0 and 1 are not mixed up", "a\\000b.e. TXT x\na\\001.e. TXT y", "a\\001.e.", 16, "records 3600 \"y\"" },
	{ "two octets 1 are not an octet 0", "a\\000.e. TXT x\na\\001\\001.e. TXT y", "a\\000.e.", 16, "records 3600 \"x\"" },
	{ "an octet 0 does not end a label", "a\\000b.e. TXT x", "a.e.", 16, "nxdomain 0" },
	{ "the root",                     ". TXT x", ".", 16, "records 3600 \"x\"" },

	/* TTL and class */
	{ "a TTL",                        "a.e. 60 TXT x", "a.e.", 16, "records 60 \"x\"" },
	{ "rfc1035#5.1: the last TTL",    "a.e. 60 TXT x\nb.e. TXT y", "b.e.", 16, "records 60 \"y\"" },
	{ "rfc2308#4: $TTL",              "$TTL 90\na.e. TXT x", "a.e.", 16, "records 90 \"x\"" },
	{ "rfc2308#4: $TTL before the last TTL", "$TTL 90\na.e. 60 TXT x\nb.e. TXT y", "b.e.", 16, "records 90 \"y\"" },
	{ "TTL with units",               "a.e. 1w2d3h4m5s TXT x", "a.e.", 16, "records 788645 \"x\"" },
	{ "$TTL with a unit",             "$TTL 1H\na.e. TXT x", "a.e.", 16, "records 3600 \"x\"" },
	{ "TTL 0",                        "a.e. 0 TXT x", "a.e.", 16, "records 0 \"x\"" },
	{ "the largest TTL",              "a.e. 2147483647 TXT x", "a.e.", 16, "records 2147483647 \"x\"" },
	{ "class IN",                     "a.e. IN TXT x", "a.e.", 16, "records 3600 \"x\"" },
	{ "TTL and class",                "a.e. 60 IN TXT x", "a.e.", 16, "records 60 \"x\"" },
	{ "class and TTL",                "a.e. IN 60 TXT x", "a.e.", 16, "records 60 \"x\"" },
	{ "rfc3597#5: CLASS1",            "a.e. CLASS1 TXT x", "a.e.", 16, "records 3600 \"x\"" },
	{ "a host named in",              "in TXT x", "in.", 16, "records 3600 \"x\"" },
	{ "rfc2181#5.2: the lowest TTL of a set", "a.e. 60 TXT x\na.e. 30 TXT y", "a.e.", 16, "records 30 \"x\" | \"y\"" },

	/* lines */
	{ "comments and empty lines",     "; c\n\n  ; (\na.e. TXT x ; \"\n  \n;", "a.e.", 16, "records 3600 \"x\"" },
	{ "parentheses over lines",       "a.e. TXT ( x\n  y ; c\n\n z )\nb.e. TXT w", "a.e.", 16, "records 3600 \"x\" \"y\" \"z\"" },
	{ "parentheses before the type",  "a.e. ( 60\nIN\nTXT x )", "a.e.", 16, "records 60 \"x\"" },
	{ "parentheses without white space", "a.e. TXT(x\ny)", "a.e.", 16, "records 3600 \"x\" \"y\"" },
	{ "parentheses in parentheses",   "a.e. TXT ((x)\ny)", "a.e.", 16, "records 3600 \"x\" \"y\"" },
	{ "CRLF",                         "a.e. TXT x\r\nb.e. TXT y\r\n", "a.e.", 16, "records 3600 \"x\"" },
	{ "no line end at the end",       "a.e. A 192.0.2.1", "a.e.", 1, "records 3600 192.0.2.1" },
	{ "an empty text",                "", "a.e.", 1, "nxdomain 0" },

	/* strings */
	{ "quoted",                       "a.e. TXT \"x ; ( y\"", "a.e.", 16, "records 3600 \"x ; ( y\"" },
	{ "several strings",              "a.e. TXT \"x\" y \"z\"", "a.e.", 16, "records 3600 \"x\" \"y\" \"z\"" },
	{ "quoted strings side by side",  "a.e. TXT \"x\"\"y\"", "a.e.", 16, "records 3600 \"x\" \"y\"" },
	{ "an empty string",              "a.e. TXT \"\"", "a.e.", 16, "records 3600 \"\"" },
	{ "escapes in quotes",            "a.e. TXT \"\\\"\\\\\\000\\255\\;\"", "a.e.", 16, "records 3600 \"\"\\<00><ff>;\"" },
	{ "escapes without quotes",       "a.e. TXT \\032x\\;\\\"\\ y", "a.e.", 16, "records 3600 \" x;\" y\"" },
	{ "a quote inside a word",        "a.e. TXT x\"y", "a.e.", 16, "records 3600 \"x\"y\"" },
	{ "8-bit octets",                 "a.e. TXT \xc3\xbc", "a.e.", 16, "records 3600 \"<c3><bc>\"" },
	{ "rfc1035#3.3: a string of 255", "a.e. TXT " A255, "a.e.", 16, "records 3600 \"" A255 "\"" },

	/* types */
	{ "A",     "a.e. A 192.0.2.1", "a.e.", 1, "records 3600 192.0.2.1" },
	{ "rfc3596#2.4: AAAA", "a.e. AAAA 2001:db8::1", "a.e.", 28, "records 3600 20010db8000000000000000000000001" },
	{ "rfc8659#4.1: CAA", "a.e. CAA 128 issue \"ca.example; x=\\\"y\"", "a.e.", 257, "records 3600 80056973737565" "63612e6578616d706c653b20783d2279" },
	{ "CAA with an empty value", "a.e. CAA 0 issue \"\"", "a.e.", 257, "records 3600 00056973737565" },
	{ "CNAME", "a.e. CNAME b.f.", "a.e.", 5, "records 3600 b.f." },
	{ "rfc4034#5.3: DS", "a.e. DS 1 13 2 ( aB 00\nff )", "a.e.", 43, "records 3600 00010d02ab00ff" },
	{ "MX, the preference sorts", "$ORIGIN e.\na MX 20 b\na MX 10 c.\n", "a.e.", 15, "records 3600 10 c. | 20 b.e." },
	{ "rfc7505#3: null MX", "a.e. MX 0 .", "a.e.", 15, "records 3600 0 ." },
	{ "NS",    "$ORIGIN e.\n@ NS ns", "e.", 2, "records 3600 ns.e." },
	{ "PTR",   "1.2.0.192.in-addr.arpa. PTR a.e.", "1.2.0.192.in-addr.arpa.", 12, "records 3600 a.e." },
	{ "SOA, times with units", "e. SOA ns.e. root.e. 4294967295 1h 2m 3w 10", "e.", 6, "records 3600 026e73016500" "04726f6f74016500" "ffffffff" "00000e10" "00000078" "001baf80" "0000000a" },
	{ "SPF",   "a.e. SPF \"v=spf1\" -all", "a.e.", 99, "records 3600 \"v=spf1\" \"-all\"" },
	{ "rfc2782: SRV", "_s._tcp.e. SRV 1 2 65535 a.e.", "_s._tcp.e.", 33, "records 3600 00010002ffff0161016500" },
	{ "rfc6698#2.2: TLSA", "a.e. TLSA 3 1 1 ab CD", "a.e.", 52, "records 3600 030101abcd" },
	{ "rfc3597#5: TYPE731", "a.e. TYPE731 \\# 6 abcd (\nef01 23 45 )", "a.e.", 731, "records 3600 abcdef012345" },
	{ "rfc3597#5: no data at all", "a.e. TYPE731 \\# 0", "a.e.", 731, "records 3600 " },
	{ "rfc3597#5: a known type in the form of others", "a.e. TYPE16 \\# 4 03616263", "a.e.", 16, "records 3600 \"abc\"" },
	{ "rfc3597#5: a known type by its number", "a.e. TYPE16 abc", "a.e.", 16, "records 3600 \"abc\"" },
	{ "rfc3597#5: a known type by its name", "a.e. A \\# 4 C0000201", "a.e.", 1, "records 3600 192.0.2.1" },
	{ "DNSKEY in the form of others", "a.e. DNSKEY \\# 2 0101", "a.e.", 48, "records 3600 0101" },
	{ "a type in small letters", "a.e. txt x", "a.e.", 16, "records 3600 \"x\"" },

	/* sets */
	{ "several types at one name",    "a.e. TXT x\na.e. A 192.0.2.1\na.e. MX 1 e.", "a.e.", 16, "records 3600 \"x\"" },
	{ "rfc2181#5: equal records are one, the lower TTL", "a.e. 60 TXT x\na.e. 30 TXT x\na.e. 90 TXT x", "a.e.", 16, "records 30 \"x\"" },
	{ "no data, without SOA not kept","a.e. A 192.0.2.1", "a.e.", 16, "nodata 0" },
	{ "rfc2308#5: no data, the minimum of SOA", "$ORIGIN e.\n" SOA "a A 192.0.2.1", "a.e.", 16, "nodata 600" },
	{ "rfc2308#5: no data, the TTL of SOA", "e. 10 SOA . . 1 2 3 4 600\na.e. A 192.0.2.1", "a.e.", 16, "nodata 10" },
	{ "rfc2308#5: no such name",      "$ORIGIN e.\n" SOA, "a.b.e.", 16, "nxdomain 600" },
	{ "the nearest SOA",              "e. 10 SOA . . 1 2 3 4 600\nb.e. 20 SOA . . 1 2 3 4 600\n", "a.b.e.", 16, "nxdomain 20" },
	{ "rfc8020#2: an empty non-terminal is no data", "a.b.c.e. TXT x", "c.e.", 16, "nodata 0" },
	{ "a name beside it",             "a.b.c.e. TXT x", "d.e.", 16, "nxdomain 0" },
	{ "a name below one that exists", "a.e. TXT x", "b.a.e.", 16, "nxdomain 0" },
	{ "the beginning of a label is no name", "ab.e. TXT x", "a.e.", 16, "nxdomain 0" },
	{ "the root exists when anything does", "a.e. TXT x", ".", 16, "nodata 0" },
	{ "the root of an empty zone",    "", ".", 16, "nxdomain 0" },

	/* CNAME */
	{ "rfc1034#3.6.2: a CNAME is followed", "a.e. 60 CNAME b.e.\nb.e. 90 TXT x", "a.e.", 16, "records 60 \"x\"" },
	{ "a CNAME to another zone",      "a.e. CNAME b.f.\nb.f. 9 TXT x", "a.e.", 16, "records 9 \"x\"" },
	{ "a CNAME to no name",           "a.e. CNAME b.e.", "a.e.", 16, "nxdomain 0" },
	{ "a CNAME to no data",           "a.e. CNAME b.e.\nb.e. A 192.0.2.1", "a.e.", 16, "nodata 0" },
	{ "a negative answer is kept no longer than the CNAME", "$ORIGIN e.\n" SOA "a 5 CNAME b\n", "a.e.", 16, "nxdomain 5" },
	{ "a CNAME to itself",            "a.e. CNAME a.e.", "a.e.", 16, "malformed 0" },
	{ "CNAMEs in a circle",           "a.e. CNAME b.e.\nb.e. CNAME a.e.", "a.e.", 16, "malformed 0" },
	{ "rfc2181#10.1: two CNAMEs at one name", "a.e. CNAME b.e.\na.e. CNAME c.e.\nb.e. TXT x", "a.e.", 16, "malformed 0" },
	{ "records beside a CNAME come first", "a.e. CNAME b.e.\na.e. TXT x\nb.e. TXT y", "a.e.", 16, "records 3600 \"x\"" },
	{ "eight CNAMEs",                 "0. CNAME 1.\n1. CNAME 2.\n2. CNAME 3.\n3. CNAME 4.\n4. CNAME 5.\n5. CNAME 6.\n6. CNAME 7.\n7. CNAME 8.\n8. TXT x", "0.", 16, "records 3600 \"x\"" },
	{ "nine CNAMEs",                  "0. CNAME 1.\n1. CNAME 2.\n2. CNAME 3.\n3. CNAME 4.\n4. CNAME 5.\n5. CNAME 6.\n6. CNAME 7.\n7. CNAME 8.\n8. CNAME 9.\n9. TXT x", "0.", 16, "malformed 0" },

	/* wildcards */
	{ "rfc4592#3.3: a wildcard answers", "*.e. TXT x", "a.e.", 16, "records 3600 \"x\"" },
	{ "also for names further down",  "*.e. TXT x", "a.b.c.e.", 16, "records 3600 \"x\"" },
	{ "not for its own parent",       "*.e. TXT x", "e.", 16, "nodata 0" },
	{ "the wildcard itself",          "*.e. TXT x", "*.e.", 16, "records 3600 \"x\"" },
	{ "no data at a wildcard",        "*.e. TXT x", "a.e.", 1, "nodata 0" },
	{ "a name that exists hides it",  "*.e. TXT x\na.e. A 192.0.2.1", "a.e.", 16, "nodata 0" },
	{ "rfc4592#2.2.1: so does an empty non-terminal", "*.e. TXT x\nb.a.e. A 192.0.2.1", "a.e.", 16, "nodata 0" },
	{ "rfc4592#2.2.1: and for all below it", "*.e. TXT x\nb.a.e. A 192.0.2.1", "c.a.e.", 16, "nxdomain 0" },
	{ "rfc4592#3.3.1: only the closest encloser's wildcard", "*.e. TXT x\n*.a.e. TXT y\n", "b.a.e.", 16, "records 3600 \"y\"" },
	{ "rfc4592#2.1.3: a star inside a name", "a.*.e. TXT x", "a.b.e.", 16, "nodata 0" },
	{ "rfc4592#2.2.1: below the star itself there is no wildcard", "*.e. TXT x", "a.*.e.", 16, "nxdomain 0" },
	{ "a wildcard with a CNAME",      "*.e. CNAME b.f.\nb.f. TXT x", "a.e.", 16, "records 3600 \"x\"" },
	{ "a label that begins with a star is none", "*a.e. TXT x", "ba.e.", 16, "nxdomain 0" },
	{ "a wildcard at the root",       "*. TXT x", "a.b.", 16, "records 3600 \"x\"" },
	{ "names that sort before and after it", "*.e. TXT x\n\\041.e. A 192.0.2.1\nz.e. A 192.0.2.1\n", "\\033.e.", 16, "records 3600 \"x\"" },
	{ "a negative answer of a wildcard has the SOA above", "$ORIGIN e.\n" SOA "* A 192.0.2.1", "a.b.e.", 16, "nodata 600" },

	/* faults */
	{ "$FAULT for all types",         "a.e. TXT x\n$FAULT a.e. servfail", "a.e.", 16, "tempfail 0" },
	{ "$FAULT for one type",          "a.e. TXT x\n$FAULT a.e. TXT timeout", "a.e.", 16, "tempfail 0" },
	{ "$FAULT for another type",      "a.e. TXT x\n$FAULT a.e. A timeout", "a.e.", 16, "records 3600 \"x\"" },
	{ "$FAULT bogus",                 "a.e. TXT x\n$FAULT a.e. TXT bogus", "a.e.", 16, "tempfail 0 bogus" },
	{ "$FAULT relative to the origin","$ORIGIN e.\n$FAULT a SERVFAIL", "a.e.", 16, "tempfail 0" },
	{ "$FAULT at a wildcard",         "$FAULT *.e. TXT timeout", "a.e.", 16, "tempfail 0" },
	{ "a fault makes its name exist", "$FAULT a.e. TXT timeout", "a.e.", 1, "nodata 0" },
	{ "a fault of all types before one", "$FAULT a.e. bogus\n$FAULT a.e. TXT timeout", "a.e.", 16, "tempfail 0 bogus" },
	{ "a fault behind a CNAME",       "a.e. CNAME b.e.\n$FAULT b.e. timeout", "a.e.", 16, "tempfail 0" },
	{ "a fault of CNAME is not one of TXT", "$FAULT a.e. CNAME timeout", "a.e.", 16, "nodata 0" },
	{ "a fault of SOA leaves no negative TTL", "e. SOA . . 1 2 3 4 5\n$FAULT e. SOA timeout", "a.e.", 16, "nxdomain 0" },
};
// clang-format on

static size_t show_name(zgl_sv rdata, struct zgl_buf *to)
{
	struct zgl_qname name = { .n = (uint8_t)rdata.n };

	memcpy(name.wire, rdata.p, rdata.n);
	zgl_qname_write(&name, to);
	return rdata.n;
}

static void show_strings(zgl_sv rdata, struct zgl_buf *to)
{
	static const char hex[] = "0123456789abcdef";

	for (size_t at = 0; at < rdata.n;) {
		size_t end = at + 1 + (unsigned char)rdata.p[at];
		zgl_buf_text(to, at++ == 0 ? "\"" : " \"");
		for (; at < end; at++) {
			unsigned char c = (unsigned char)rdata.p[at];
			const char text[] = { '<', hex[c >> 4], hex[c & 15],
				'>' };
			if (c < 32 || c > 126)
				zgl_buf_put(to, (zgl_sv){ text, 4 });
			else
				zgl_buf_char(to, (char)c);
		}
		zgl_buf_char(to, '"');
	}
}

static void show_hex(zgl_sv rdata, struct zgl_buf *to)
{
	static const char hex[] = "0123456789abcdef";

	for (size_t i = 0; i < rdata.n; i++) {
		zgl_buf_char(to, hex[(unsigned char)rdata.p[i] >> 4]);
		zgl_buf_char(to, hex[(unsigned char)rdata.p[i] & 15]);
	}
}

static void show_record(uint16_t type, zgl_sv rdata, struct zgl_buf *to)
{
	switch (type) {
	case ZGL_RR_A:
		for (size_t i = 0; i < 4; i++) {
			zgl_buf_text(to, i == 0 ? "" : ".");
			zgl_buf_num(to, (unsigned char)rdata.p[i]);
		}
		break;
	case ZGL_RR_TXT:
	case ZGL_RR_SPF: show_strings(rdata, to); break;
	case ZGL_RR_MX:
		zgl_buf_num(to, (unsigned char)rdata.p[1]);
		zgl_buf_char(to, ' ');
		show_name(zgl_sv_skip(rdata, 2), to);
		break;
	case ZGL_RR_NS:
	case ZGL_RR_CNAME:
	case ZGL_RR_PTR: show_name(rdata, to); break;
	default: show_hex(rdata, to);
	}
}

static void show_answer(
	uint16_t type, const struct zgl_answer *answer, struct zgl_buf *to)
{
	zgl_buf_text(to, zgl_answer_state_word(answer->state));
	zgl_buf_char(to, ' ');
	zgl_buf_num(to, answer->ttl_s);
	if (answer->dnssec != ZGL_DNSSEC_UNKNOWN) {
		zgl_buf_char(to, ' ');
		zgl_buf_text(to, zgl_dnssec_word(answer->dnssec));
	}
	for (size_t i = 0; i < answer->count; i++) {
		zgl_buf_text(to, i == 0 ? " " : " | ");
		show_record(type, answer->records[i], to);
	}
}

static void assert_answer(const struct zgl_zone *zone, const char *asked,
	uint16_t type, const char *want)
{
	const struct zgl_limits limits = ZGL_LIMITS_DEFAULT;
	struct zgl_question question = { .type = type };
	struct zgl_answer answer;
	struct zgl_arena a;
	struct zgl_buf shown;

	assert_true(zgl_qname_parse(zgl_sv_of(asked), NULL, &question.name));
	zgl_arena_begin(&a, 1 << 20);
	assert_int_equal(
		zgl_zone_answer(zone, &question, &limits, &a, &answer), ZGL_OK);
	assert_int_equal(answer.problem != NULL,
		answer.state == ZGL_ANSWER_TEMPFAIL
			|| answer.state == ZGL_ANSWER_MALFORMED);
	zgl_buf_begin(&shown, 1 << 20);
	show_answer(type, &answer, &shown);
	assert_sv_equal(zgl_buf_sv(&shown), zgl_sv_of(want));
	zgl_buf_free(&shown);
	zgl_arena_free(&a);
}

static void load(struct zgl_zone *zone, const char *text)
{
	struct zgl_diag diag;

	if (zgl_zone_load(zone, zgl_sv_of(text), &diag) != ZGL_OK)
		fail_msg("%zu: %s", diag.line, diag.what);
	assert_null(diag.what);
}

static void check(void **state)
{
	const struct row *row = *state;
	struct zgl_zone *zone;

	assert_int_equal(zgl_zone_new(&zone), ZGL_OK);
	load(zone, row->zone);
	assert_answer(zone, row->asked, row->type, row->want);
	zgl_zone_free(zone);
}

/* Loaded twice, among other texts: the answer is the same. */
static void check_among_others(void **state)
{
	const struct row *row = *state;
	struct zgl_zone *zone;

	assert_int_equal(zgl_zone_new(&zone), ZGL_OK);
	if (strncmp(row->want, "nxdomain", 8) == 0
		|| strcmp(row->name, "a wildcard at the root") == 0)
		load(zone, "before.zz. TXT b\n");
	else
		load(zone, "0.before. TXT b\nzz. TXT b\n*.m.before. A 1.2.3.4");
	load(zone, row->zone);
	load(zone, row->zone);
	load(zone, "zzz.zz. TXT a\n0.zz. TXT a\n");
	if (strcmp(row->asked, ".") != 0 || row->type != ZGL_RR_TXT)
		assert_answer(zone, row->asked, row->type, row->want);
	assert_answer(zone, "0.zz.", ZGL_RR_TXT, "records 3600 \"a\"");
	zgl_zone_free(zone);
}

struct fault {
	const char *name, *zone;
	size_t line, offset;
	const char *what;
};

// clang-format off
static const struct fault faults[] = {
	{ "no type",                     "a.e. TXT x\nb.e.\n", 2, 15, "no type that is known" },
	{ "an unknown type",             "a.e. FOO x", 1, 5, "no type that is known" },
	{ "rfc6895#3.1: TYPE0",          "a.e. TYPE0 \\# 0", 1, 5, "no type that is known" },
	{ "TYPE65536",                   "a.e. TYPE65536 \\# 0", 1, 5, "no type that is known" },
	{ "TYPE without a number",       "a.e. TYPE \\# 0", 1, 5, "no type that is known" },
	{ "a quoted type",               "a.e. \"TXT\" x", 1, 5, "no type that is known" },
	{ "two TTLs",                    "a.e. 1 2 TXT x", 1, 7, "no type that is known" },
	{ "class CH",                    "a.e. CH TXT x", 1, 5, "a class other than IN" },
	{ "a TTL over 31 bits",          "a.e. 2147483648 TXT x", 1, 5, "no TTL" },
	{ "a TTL with units over 31 bits", "a.e. 3551w TXT x", 1, 5, "no TTL" },
	{ "a TTL with no such unit",     "a.e. 1y TXT x", 1, 5, "no TTL" },
	{ "no name to go on with",       "\n TXT x", 2, 2, "a record without a name" },
	{ "a directive gives no name",   "$ORIGIN e.\n TXT x", 2, 12, "a record without a name" },
	{ "a name with an empty label",  "a.e. TXT x\na..b TXT x", 2, 11, "a name that is none" },
	{ "a label of 64",               "a" A63 " TXT x", 1, 0, "a name that is none" },
	{ "a name with a bad escape",    "a\\300. TXT x", 1, 0, "a name that is none" },
	{ "a quoted name",               "\"a.e.\" TXT x", 1, 0, "no name" },
	{ "a bad name in RDATA",         "a.e. MX 10 b..c.", 1, 11, "a name that is none" },
	{ "a string of 256",             "a.e. TXT x " A255 "a", 1, 11, "a string over 255 octets" },
	{ "a quoted string of 256",      "a.e. TXT ( x\n \"" A255 "a\" )", 2, 14, "a string over 255 octets" },
	{ "a string with a bad escape",  "a.e. TXT x\\256", 1, 9, "an escape that is none" },
	{ "a backslash at the end of a line", "a.e. TXT x\\\ny", 1, 9, "an escape that is none" },
	{ "a quote that is not closed",  "a.e. TXT x \"y\n\"", 1, 11, "a quoted string without an end" },
	{ "a quote that is not closed, at the end", "a.e. TXT \"y", 1, 9, "a quoted string without an end" },
	{ "a parenthesis not closed",    "a.e. TXT ( x\nb.e. TXT (y)\n", 1, 9, "a parenthesis that is not closed" },
	{ "a parenthesis not opened",    "a.e. TXT x )\n", 1, 11, "a parenthesis that was not opened" },
	{ "no string",                   "a.e. TXT\n", 1, 8, "no text" },
	{ "no string, lines counted",    "; c\r\n\r\na.e. TXT ( ; c\n ) ; c\n", 4, 28, "no text" },
	{ "A with a name",               "a.e. A b.e.", 1, 7, "no IPv4 address" },
	{ "A quoted",                    "a.e. A \"192.0.2.1\"", 1, 7, "no IPv4 address" },
	{ "A with two addresses",        "a.e. A 192.0.2.1 192.0.2.2", 1, 17, "more data than the type has" },
	{ "AAAA with IPv4",              "a.e. AAAA 192.0.2.1", 1, 10, "no IPv6 address" },
	{ "MX without a preference",     "a.e. MX b.e.", 1, 8, "no such number" },
	{ "MX with 65536",               "a.e. MX 65536 b.e.", 1, 8, "no such number" },
	{ "MX without a name",           "a.e. MX 10 ; b", 1, 14, "no name" },
	{ "CAA flags of 256",            "a.e. CAA 256 issue x", 1, 9, "no such number" },
	{ "CAA without a value",         "a.e. CAA 0 issue", 1, 16, "no text" },
	{ "a serial over 32 bits",       "e. SOA . . 4294967296 2 3 4 5", 1, 11, "no such number" },
	{ "a time in SOA that is none",  "e. SOA . . 1 2 3 4 x", 1, 19, "no time" },
	{ "SOA cut off",                 "e. SOA . . 1 2 3 4", 1, 18, "no time" },
	{ "an odd number of digits",     "a.e. DS 1 2 3 abc", 1, 14, "no hexadecimal octets" },
	{ "no hexadecimal digits",       "a.e. TLSA 3 1 1 ab xy", 1, 19, "no hexadecimal octets" },
	{ "DS without a digest",         "a.e. DS 1 2 3", 1, 13, "no hexadecimal octets" },
	{ "RRSIG in text",               "a.e. RRSIG A 13 2", 1, 11, "a type whose data has no text form here" },
	{ "TYPE731 in text",             "a.e. TYPE731 abc", 1, 13, "a type whose data has no text form here" },
	{ "\\# without a number",        "a.e. TYPE731 \\# ab", 1, 16, "no number after \\#" },
	{ "\\# and nothing",             "a.e. TYPE731 \\#", 1, 15, "no number after \\#" },
	{ "fewer octets than told",      "a.e. TYPE731 \\# 2 ab", 1, 13, "RDATA that does not fit" },
	{ "more octets than told",       "a.e. TYPE731 \\# 1 abcd", 1, 13, "RDATA that does not fit" },
	{ "rfc3597#4: an address of three octets", "a.e. TYPE1 \\# 3 c00002", 1, 11, "RDATA that does not fit" },
	{ "rfc3597#4: TXT without a string", "a.e. TXT \\# 0", 1, 9, "RDATA that does not fit" },
	{ "rfc3597#4: a pointer in a name", "a.e. MX \\# 4 0001c000", 1, 8, "RDATA that does not fit" },
	{ "CAA with an empty tag",       "a.e. CAA \\# 2 0000", 1, 9, "RDATA that does not fit" },
	{ "CAA with a tag cut off",      "a.e. CAA \\# 3 000261", 1, 9, "RDATA that does not fit" },
	{ "$INCLUDE",                    "a.e. TXT x\n$INCLUDE b", 2, 11, "$INCLUDE, which is not followed" },
	{ "$GENERATE",                   "$GENERATE 1-2 a A 1.2.3.$", 1, 0, "a directive that is not known" },
	{ "$ORIGIN without a name",      "$ORIGIN\n", 1, 7, "no name" },
	{ "$ORIGIN with two",            "$ORIGIN a. b.\n", 1, 11, "more than the directive takes" },
	{ "$TTL without one",            "$TTL", 1, 4, "no TTL" },
	{ "$TTL that is none",           "$TTL x", 1, 5, "no TTL" },
	{ "$TTL with two",               "$TTL 1 2", 1, 7, "more than the directive takes" },
	{ "$FAULT without a name",       "$FAULT", 1, 6, "no name" },
	{ "$FAULT without a fault",      "$FAULT a.e.\nb TXT x", 1, 11, "no such fault" },
	{ "$FAULT with a type only",     "$FAULT a.e. TXT\n", 1, 15, "no such fault" },
	{ "$FAULT with an unknown type", "$FAULT a.e. FOO timeout", 1, 12, "no such fault" },
	{ "$FAULT with two",             "$FAULT a.e. timeout bogus", 1, 20, "more than the directive takes" },
};
// clang-format on

static void check_fault(void **state)
{
	const struct fault *row = *state;
	struct zgl_zone *zone;
	struct zgl_diag diag;

	assert_int_equal(zgl_zone_new(&zone), ZGL_OK);
	load(zone, "before.e. TXT b");
	assert_int_equal(
		zgl_zone_load(zone, zgl_sv_of(row->zone), &diag), ZGL_ESYNTAX);
	assert_string_equal(diag.what, row->what);
	assert_int_equal(diag.line, row->line);
	assert_int_equal(diag.offset, row->offset);
	assert_non_null(diag.expected);
	/* nothing of it is kept, what there was is */
	assert_answer(zone, "a.e.", ZGL_RR_TXT, "nxdomain 0");
	assert_answer(zone, "before.e.", ZGL_RR_TXT, "records 3600 \"b\"");
	zgl_zone_free(zone);
}

static void records_of_several_texts_add_up(void **state)
{
	struct zgl_zone *zone;

	(void)state;
	assert_int_equal(zgl_zone_new(&zone), ZGL_OK);
	load(zone, "$ORIGIN e.\na TXT 2\nb TXT 1\n");
	load(zone, "a.e. TXT 1\na.e. TXT 3\na.e. TXT 2\n");
	load(zone, "c.e. CNAME a.e.\n");
	assert_answer(
		zone, "a.e.", ZGL_RR_TXT, "records 3600 \"1\" | \"2\" | \"3\"");
	assert_answer(
		zone, "c.e.", ZGL_RR_TXT, "records 3600 \"1\" | \"2\" | \"3\"");
	assert_answer(zone, "b.e.", ZGL_RR_TXT, "records 3600 \"1\"");
	zgl_zone_free(zone);
}

static void a_record_over_64_kib(void **state)
{
	struct zgl_zone *zone;
	struct zgl_diag diag;
	struct zgl_buf text;

	(void)state;
	assert_int_equal(zgl_zone_new(&zone), ZGL_OK);
	for (size_t strings = 256; strings <= 257; strings++) {
		zgl_buf_begin(&text, 1 << 20);
		zgl_buf_text(&text, "a.e. TXT (\n");
		for (size_t i = 0; i < strings; i++)
			zgl_buf_text(&text, "\"" A255 "\"\n");
		zgl_buf_text(&text, ")");
		enum zgl_err err =
			zgl_zone_load(zone, zgl_buf_sv(&text), &diag);
		/* 256 strings with their lengths are one octet too many */
		assert_int_equal(err, ZGL_ESYNTAX);
		assert_string_equal(diag.what, "a record over 65,535 octets");
		assert_int_equal(diag.line, strings + 2);
		zgl_buf_free(&text);
	}
	zgl_zone_free(zone);
}

static void a_hundred_thousand_names(void **state)
{
	struct zgl_zone *zone;
	struct zgl_buf text;
	struct zgl_diag diag;
	size_t names = 100000;

	(void)state;
	zgl_buf_begin(&text, 1 << 24);
	for (size_t i = 0; i < names; i++) {
		zgl_buf_char(&text, 'n');
		zgl_buf_num(&text, i * 7919 % names);
		zgl_buf_text(&text, ".e. TXT \"of ");
		zgl_buf_num(&text, i * 7919 % names);
		zgl_buf_text(&text, "\"\n");
	}
	assert_int_equal(zgl_zone_new(&zone), ZGL_OK);
	assert_int_equal(zgl_zone_load(zone, zgl_buf_sv(&text), &diag), ZGL_OK);
	assert_answer(zone, "n0.e.", ZGL_RR_TXT, "records 3600 \"of 0\"");
	assert_answer(
		zone, "n99999.e.", ZGL_RR_TXT, "records 3600 \"of 99999\"");
	assert_answer(zone, "n5000.e.", ZGL_RR_TXT, "records 3600 \"of 5000\"");
	assert_answer(zone, "n100000.e.", ZGL_RR_TXT, "nxdomain 0");
	zgl_buf_free(&text);
	zgl_zone_free(zone);
}

static void no_room_is_an_error_not_an_answer(void **state)
{
	const struct zgl_limits limits = ZGL_LIMITS_DEFAULT;
	struct zgl_question question = { .type = ZGL_RR_TXT };
	struct zgl_answer answer;
	struct zgl_zone *zone;
	struct zgl_arena a;

	(void)state;
	assert_int_equal(zgl_zone_new(&zone), ZGL_OK);
	load(zone, "a.e. TXT x");
	assert_true(zgl_qname_parse(ZGL_SV("a.e."), NULL, &question.name));
	zgl_arena_begin(&a, 8);
	assert_int_equal(zgl_zone_answer(zone, &question, &limits, &a, &answer),
		ZGL_ELIMIT);
	zgl_arena_free(&a);
	zgl_zone_free(zone);
}

int main(void)
{
	struct rows r = { 0 };

	zgl_zone_free(NULL);
	ROWS_ADD(&r, rows, check);
	ROWS_ADD(&r, rows, check_among_others);
	ROWS_ADD(&r, faults, check_fault);
	rows_add_one(&r, "records of several texts add up",
		records_of_several_texts_add_up);
	rows_add_one(&r, "a record over 64 KiB", a_record_over_64_kib);
	rows_add_one(&r, "100,000 names", a_hundred_thousand_names);
	rows_add_one(&r, "no room is an error, not an answer",
		no_room_is_an_error_not_an_answer);
	return rows_run(&r, "zone");
}
