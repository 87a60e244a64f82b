/* SPDX-License-Identifier: ISC */
/* packet: what a DNS response answers, and that nothing else is an answer. */
#include "tests/rows.h"
#include "zegel/base/num.h"
#include "zegel/dns/packet.h"

/* Literals of wire format. The question's name stands at 12: \300\14. */
#define S(literal)                                                             \
	{                                                                      \
		literal, sizeof(literal) - 1                                   \
	}
#define ID "\22\64"
#define OK "\201\200" /* QR, RD, RA */
#define AA "\205\200"
#define NX "\201\203"
#define COUNTS(an, ns, ar)                                                     \
	"\0\1"                                                                 \
	"\0" an "\0" ns "\0" ar
#define A_EXAMPLE               "\1a\7example\0"
#define QUESTION(type)          A_EXAMPLE "\0" type "\0\1"
#define TXT                     "\20"
#define HEAD(flags, an, ns, ar) ID flags COUNTS(an, ns, ar) QUESTION(TXT)
#define HERE                    "\300\14" /* a.example */
#define UP                      "\300\16" /* example */
#define RR(owner, type, ttl, rdata)                                            \
	owner "\0" type "\0\1"                                                 \
	      "\0\0" ttl rdata
#define T_A     "\1"
#define T_NS    "\2"
#define T_CNAME "\5"
#define T_SOA   "\6"
#define T_PTR   "\14"
#define T_MX    "\17"
#define T_AAAA  "\34"
#define T_SRV   "\41"
#define T_OPT   "\51"
#define SIG     "\56"
/* SOA of example: minimum 600 */
#define SOA(owner, ttl)                                                        \
	RR(owner, T_SOA, ttl,                                                  \
		"\0\30" UP UP "\0\0\0\1"                                       \
		"\0\0\0\2"                                                     \
		"\0\0\0\3"                                                     \
		"\0\0\0\4"                                                     \
		"\0\0\2\130")

struct row {
	const char *name;
	zgl_sv packet;
	uint16_t type; /* asked, for a.example */
	enum zgl_answer_state state;
	uint32_t ttl_s;
	size_t count;
	zgl_sv records[3];
};

#define RECORDS   ZGL_ANSWER_RECORDS
#define NODATA    ZGL_ANSWER_NODATA
#define NXDOMAIN  ZGL_ANSWER_NXDOMAIN
#define TEMPFAIL  ZGL_ANSWER_TEMPFAIL
#define MALFORMED ZGL_ANSWER_MALFORMED

#define ONE_TXT                                                                \
	RR(HERE, TXT, "\1\54",                                                 \
		"\0\4"                                                         \
		"\3abc")
#define TO_B(owner, ttl)                                                       \
	RR(owner, T_CNAME, ttl,                                                \
		"\0\4"                                                         \
		"\1b" UP)

// clang-format off
static const struct row rows[] = {
	{ "one record",
		S(HEAD(OK, "\1", "\0", "\0") ONE_TXT),
		16, RECORDS, 300, 1, { S("\3abc") } },
	{ "several records, the lowest TTL",
		S(HEAD(OK, "\3", "\0", "\0") ONE_TXT RR(HERE, TXT, "\0\7", "\0\2" "\1x") RR(HERE, TXT, "\0\11", "\0\1" "\0")),
		16, RECORDS, 7, 3, { S("\3abc"), S("\1x"), S("\0") } },
	{ "rfc4343#3: the name in other letters, written out",
		S(ID OK COUNTS("\1", "\0", "\0") "\1A\7eXample\0" "\0" TXT "\0\1" RR("\1a\7exAMPLE\0", TXT, "\0\1", "\0\2" "\1x")),
		16, RECORDS, 1, 1, { S("\1x") } },
	{ "signatures beside the records",
		S(HEAD(OK, "\2", "\0", "\0") RR(HERE, SIG, "\0\1", "\0\3" "sig") ONE_TXT),
		16, RECORDS, 300, 1, { S("\3abc") } },
	{ "records of a foreign owner are nobody's",
		S(HEAD(OK, "\2", "\0", "\0") RR(UP, TXT, "\0\1", "\0\2" "\1x") ONE_TXT),
		16, RECORDS, 300, 1, { S("\3abc") } },
	{ "only records of a foreign owner",
		S(HEAD(OK, "\1", "\0", "\0") RR(UP, TXT, "\0\1", "\0\2" "\1x")),
		16, NODATA, 0, 0, { S("") } },
	{ "records of another class are nobody's",
		S(HEAD(OK, "\1", "\0", "\0") HERE "\0" TXT "\0\3" "\0\0\0\1" "\0\2" "\1x"),
		16, NODATA, 0, 0, { S("") } },
	{ "asked-for records in another section do not count",
		S(HEAD(OK, "\0", "\1", "\1") ONE_TXT ONE_TXT),
		16, NODATA, 0, 0, { S("") } },
	{ "rfc2181#8: a TTL with the highest bit is 0",
		S(HEAD(OK, "\1", "\0", "\0") HERE "\0" TXT "\0\1" "\200\0\0\1" "\0\2" "\1x"),
		16, RECORDS, 0, 1, { S("\1x") } },
	{ "a type that is not known is handed on",
		S(ID OK COUNTS("\1", "\0", "\0") A_EXAMPLE "\377\1" "\0\1" HERE "\377\1" "\0\1" "\0\0\0\1" "\0\3" "\300\14!"),
		0xff01, RECORDS, 1, 1, { S("\300\14!") } },
	{ "rfc3596#2.2: AAAA",
		S(ID OK COUNTS("\1", "\0", "\0") QUESTION(T_AAAA) RR(HERE, T_AAAA, "\0\1", "\0\20" "0123456789abcdef")),
		28, RECORDS, 1, 1, { S("0123456789abcdef") } },
	{ "rfc1035#3.3.9: MX is uncompressed",
		S(ID OK COUNTS("\1", "\0", "\0") QUESTION(T_MX) RR(HERE, T_MX, "\0\1", "\0\6" "\0\12" "\1m" UP)),
		15, RECORDS, 1, 1, { S("\0\12\1m\7example\0") } },
	{ "NS and PTR, pointers only",
		S(ID OK COUNTS("\1", "\0", "\0") QUESTION(T_PTR) RR(HERE, T_PTR, "\0\1", "\0\2" UP)),
		12, RECORDS, 1, 1, { S("\7example\0") } },
	{ "rfc2782: SRV",
		S(ID OK COUNTS("\1", "\0", "\0") QUESTION(T_SRV) RR(HERE, T_SRV, "\0\1", "\0\10" "\0\1\0\2\0\3" UP)),
		33, RECORDS, 1, 1, { S("\0\1\0\2\0\3\7example\0") } },
	{ "SOA",
		S(ID OK COUNTS("\1", "\0", "\0") QUESTION(T_SOA) SOA(HERE, "\0\1")),
		6, RECORDS, 1, 1, { S("\7example\0\7example\0\0\0\0\1\0\0\0\2\0\0\0\3\0\0\0\4\0\0\2\130") } },

	{ "rfc1034#3.6.2: a CNAME is followed, the lowest TTL",
		S(HEAD(OK, "\2", "\0", "\0") TO_B(HERE, "\0\5") RR("\1b" UP, TXT, "\0\11", "\0\2" "\1x")),
		16, RECORDS, 5, 1, { S("\1x") } },
	{ "a CNAME that comes after its target",
		S(HEAD(OK, "\2", "\0", "\0") RR("\1b" UP, TXT, "\0\4", "\0\2" "\1x") TO_B(HERE, "\0\5")),
		16, RECORDS, 4, 1, { S("\1x") } },
	{ "the same CNAME twice is one",
		S(HEAD(OK, "\3", "\0", "\0") TO_B(HERE, "\0\5") TO_B(HERE, "\0\5") RR("\1b" UP, TXT, "\0\11", "\0\2" "\1x")),
		16, RECORDS, 5, 1, { S("\1x") } },
	{ "rfc2181#10.1: two CNAMEs at one name",
		S(HEAD(OK, "\2", "\0", "\0") TO_B(HERE, "\0\5") RR(HERE, T_CNAME, "\0\5", "\0\4" "\1c" UP)),
		16, MALFORMED, 0, 0, { S("") } },
	{ "asked for the CNAME itself",
		S(ID OK COUNTS("\1", "\0", "\0") QUESTION(T_CNAME) TO_B(HERE, "\0\5")),
		5, RECORDS, 5, 1, { S("\1b\7example\0") } },
	{ "a CNAME to itself",
		S(HEAD(OK, "\1", "\0", "\0") RR(HERE, T_CNAME, "\0\5", "\0\2" HERE)),
		16, MALFORMED, 0, 0, { S("") } },
	{ "two CNAMEs in a circle",
		S(HEAD(OK, "\2", "\0", "\0") TO_B(HERE, "\0\5") RR("\1b" UP, T_CNAME, "\0\5", "\0\2" HERE)),
		16, MALFORMED, 0, 0, { S("") } },
	{ "a CNAME whose data is no name",
		S(HEAD(OK, "\1", "\0", "\0") RR(HERE, T_CNAME, "\0\5", "\0\5" "\1b" UP "!")),
		16, MALFORMED, 0, 0, { S("") } },
	{ "rfc6604#3: NXDOMAIN after a CNAME is of its target",
		S(HEAD(NX, "\1", "\1", "\0") TO_B(HERE, "\0\5") SOA(UP, "\2\130")),
		16, NXDOMAIN, 5, 0, { S("") } },
	{ "no data after a CNAME",
		S(HEAD(OK, "\1", "\1", "\0") TO_B(HERE, "\0\5") SOA(UP, "\2\130")),
		16, NODATA, 5, 0, { S("") } },

	{ "rfc2308#5: no data, the minimum of SOA",
		S(HEAD(OK, "\0", "\1", "\0") SOA(UP, "\16\20")),
		16, NODATA, 600, 0, { S("") } },
	{ "rfc2308#5: no data, the TTL of SOA",
		S(HEAD(OK, "\0", "\1", "\0") SOA(UP, "\0\12")),
		16, NODATA, 10, 0, { S("") } },
	{ "rfc2308#2.1: NXDOMAIN",
		S(HEAD(NX, "\0", "\1", "\0") SOA(UP, "\16\20")),
		16, NXDOMAIN, 600, 0, { S("") } },
	{ "rfc2308#5: without SOA it is not kept",
		S(HEAD(NX, "\0", "\0", "\0")),
		16, NXDOMAIN, 0, 0, { S("") } },
	{ "the SOA of a name beside says nothing",
		S(HEAD(NX, "\0", "\1", "\0") SOA("\1z" UP, "\0\12")),
		16, NXDOMAIN, 0, 0, { S("") } },
	{ "a SOA that is cut off gives no time",
		S(HEAD(NX, "\0", "\1", "\0") RR(UP, T_SOA, "\0\12", "\0\4" UP UP)),
		16, NXDOMAIN, 0, 0, { S("") } },
	{ "rfc2308#2.2: name servers without SOA are a referral",
		S(HEAD(OK, "\0", "\1", "\0") RR(UP, T_NS, "\0\12", "\0\2" UP)),
		16, TEMPFAIL, 0, 0, { S("") } },
	{ "rfc2308#2.2: but not from who has the zone",
		S(HEAD(AA, "\0", "\1", "\0") RR(UP, T_NS, "\0\12", "\0\2" UP)),
		16, NODATA, 0, 0, { S("") } },
	{ "NXDOMAIN with records",
		S(HEAD(NX, "\1", "\0", "\0") ONE_TXT),
		16, MALFORMED, 0, 0, { S("") } },

	{ "FORMERR",   S(HEAD("\201\201", "\0", "\0", "\0")), 16, TEMPFAIL, 0, 0, { S("") } },
	{ "SERVFAIL",  S(HEAD("\201\202", "\0", "\0", "\0")), 16, TEMPFAIL, 0, 0, { S("") } },
	{ "NOTIMP",    S(HEAD("\201\204", "\0", "\0", "\0")), 16, TEMPFAIL, 0, 0, { S("") } },
	{ "REFUSED",   S(HEAD("\201\205", "\0", "\0", "\0")), 16, TEMPFAIL, 0, 0, { S("") } },
	{ "NOTZONE",   S(HEAD("\201\212", "\0", "\0", "\0")), 16, TEMPFAIL, 0, 0, { S("") } },
	{ "SERVFAIL with records", S(HEAD("\201\202", "\1", "\0", "\0") ONE_TXT), 16, TEMPFAIL, 0, 0, { S("") } },
	{ "SERVFAIL without the question", S(ID "\201\202" "\0\0\0\0\0\0\0\0"), 16, TEMPFAIL, 0, 0, { S("") } },
	{ "rfc6891#6.1.3: the high bits of the RCODE",
		S(HEAD(OK, "\1", "\0", "\1") ONE_TXT "\0" "\0" T_OPT "\4\320" "\1\0\0\0" "\0\0"),
		16, TEMPFAIL, 0, 0, { S("") } },
	{ "an OPT record without them",
		S(HEAD(OK, "\1", "\0", "\1") ONE_TXT "\0" "\0" T_OPT "\4\320" "\0\0\200\0" "\0\0"),
		16, RECORDS, 300, 1, { S("\3abc") } },
	{ "rfc2181#9: truncated",
		S(HEAD("\203\200", "\1", "\0", "\0") ONE_TXT),
		16, TEMPFAIL, 0, 0, { S("") } },
	{ "truncated without records",
		S(HEAD("\203\200", "\0", "\0", "\0")),
		16, TEMPFAIL, 0, 0, { S("") } },

	{ "a query",             S(HEAD("\1\0", "\0", "\0", "\0")), 16, MALFORMED, 0, 0, { S("") } },
	{ "another opcode",      S(HEAD("\251\200", "\1", "\0", "\0") ONE_TXT), 16, MALFORMED, 0, 0, { S("") } },
	{ "no question",         S(ID OK "\0\0\0\0\0\0\0\0"), 16, MALFORMED, 0, 0, { S("") } },
	{ "NXDOMAIN without the question", S(ID NX "\0\0\0\0\0\0\0\0"), 16, MALFORMED, 0, 0, { S("") } },
	{ "two questions",       S(ID OK "\0\2\0\1\0\0\0\0" QUESTION(TXT) QUESTION(TXT) ONE_TXT), 16, MALFORMED, 0, 0, { S("") } },
	{ "another name asked",  S(ID OK COUNTS("\0", "\0", "\0") "\1b\7example\0" "\0" TXT "\0\1"), 16, MALFORMED, 0, 0, { S("") } },
	{ "another type asked",  S(HEAD(OK, "\1", "\0", "\0") ONE_TXT), 1, MALFORMED, 0, 0, { S("") } },
	{ "another class asked", S(ID OK COUNTS("\0", "\0", "\0") A_EXAMPLE "\0" TXT "\0\3"), 16, MALFORMED, 0, 0, { S("") } },
	{ "SERVFAIL to another question", S(ID "\201\202" COUNTS("\0", "\0", "\0") "\1b\7example\0" "\0" TXT "\0\1"), 16, MALFORMED, 0, 0, { S("") } },
	{ "nothing",             S(""), 16, MALFORMED, 0, 0, { S("") } },
	{ "half a header",       S("\0\0\201\200\0"), 16, MALFORMED, 0, 0, { S("") } },
	{ "more records told than there are", S(HEAD(OK, "\2", "\0", "\0") ONE_TXT), 16, MALFORMED, 0, 0, { S("") } },
	{ "65,535 of them",      S(ID OK "\0\1\377\377\0\0\0\0" QUESTION(TXT) ONE_TXT), 16, MALFORMED, 0, 0, { S("") } },
	{ "a bad record in the additional section", S(HEAD(OK, "\1", "\0", "\1") ONE_TXT "\1"), 16, MALFORMED, 0, 0, { S("") } },
	{ "RDATA past the end",  S(HEAD(OK, "\1", "\0", "\0") RR(HERE, TXT, "\0\1", "\0\5" "\3abc")), 16, MALFORMED, 0, 0, { S("") } },

	{ "A of three octets",   S(ID OK COUNTS("\1", "\0", "\0") QUESTION(T_A) RR(HERE, T_A, "\0\1", "\0\3" "abc")), 1, MALFORMED, 0, 0, { S("") } },
	{ "A of five octets",    S(ID OK COUNTS("\1", "\0", "\0") QUESTION(T_A) RR(HERE, T_A, "\0\1", "\0\5" "abcde")), 1, MALFORMED, 0, 0, { S("") } },
	{ "one good A and one bad one", S(ID OK COUNTS("\2", "\0", "\0") QUESTION(T_A) RR(HERE, T_A, "\0\1", "\0\4" "abcd") RR(HERE, T_A, "\0\1", "\0\3" "abc")), 1, MALFORMED, 0, 0, { S("") } },
	{ "AAAA of four octets", S(ID OK COUNTS("\1", "\0", "\0") QUESTION(T_AAAA) RR(HERE, T_AAAA, "\0\1", "\0\4" "abcd")), 28, MALFORMED, 0, 0, { S("") } },
	{ "TXT without a string",S(HEAD(OK, "\1", "\0", "\0") RR(HERE, TXT, "\0\1", "\0\0")), 16, MALFORMED, 0, 0, { S("") } },
	{ "TXT with a string past the end", S(HEAD(OK, "\1", "\0", "\0") RR(HERE, TXT, "\0\1", "\0\3" "\3ab")), 16, MALFORMED, 0, 0, { S("") } },
	{ "MX without a name",   S(ID OK COUNTS("\1", "\0", "\0") QUESTION(T_MX) RR(HERE, T_MX, "\0\1", "\0\2" "\0\12")), 15, MALFORMED, 0, 0, { S("") } },
	{ "MX with octets after the name", S(ID OK COUNTS("\1", "\0", "\0") QUESTION(T_MX) RR(HERE, T_MX, "\0\1", "\0\5" "\0\12" UP "!")), 15, MALFORMED, 0, 0, { S("") } },
	{ "MX whose name ends past RDATA", S(ID OK COUNTS("\1", "\0", "\0") QUESTION(T_MX) RR(HERE, T_MX, "\0\1", "\0\3" "\0\12" UP)), 15, MALFORMED, 0, 0, { S("") } },

	{ "a pointer to itself",  S(HEAD(OK, "\1", "\0", "\0") RR("\300\33", TXT, "\0\1", "\0\2" "\1x")), 16, MALFORMED, 0, 0, { S("") } },
	{ "a pointer forwards",   S(HEAD(OK, "\1", "\0", "\0") RR("\300\50", TXT, "\0\1", "\0\2" "\1\0")), 16, MALFORMED, 0, 0, { S("") } },
	{ "a pointer into its own labels", S(HEAD(OK, "\1", "\0", "\0") RR("\1a\300\33", TXT, "\0\1", "\0\2" "\1x")), 16, MALFORMED, 0, 0, { S("") } },
	{ "a pointer cut off",    S(ID OK COUNTS("\0", "\0", "\0") "\300"), 16, MALFORMED, 0, 0, { S("") } },
	{ "a pointer into the header", S(HEAD(OK, "\1", "\0", "\0") RR("\300\4", TXT, "\0\1", "\0\2" "\1x")), 16, NODATA, 0, 0, { S("") } },
	{ "a label length of 64", S(HEAD(OK, "\1", "\0", "\0") RR("\100a\0", TXT, "\0\1", "\0\2" "\1x")), 16, MALFORMED, 0, 0, { S("") } },
	{ "a label length of 128",S(HEAD(OK, "\1", "\0", "\0") RR("\200a\0", TXT, "\0\1", "\0\2" "\1x")), 16, MALFORMED, 0, 0, { S("") } },
	{ "a pointer to a pointer", S(HEAD(OK, "\2", "\0", "\0") ONE_TXT RR("\300\33", TXT, "\0\1", "\0\2" "\1x")), 16, RECORDS, 1, 2, { S("\3abc"), S("\1x") } },
};
// clang-format on

static void ask(
	const char *name, uint16_t type, struct zgl_question *question_r)
{
	question_r->type = type;
	assert_true(zgl_qname_parse(zgl_sv_of(name), NULL, &question_r->name));
}

static void check(void **state)
{
	const struct zgl_limits limits = ZGL_LIMITS_DEFAULT;
	const struct row *row = *state;
	struct zgl_question question;
	struct zgl_answer answer;
	struct zgl_arena a;

	ask("a.example", row->type, &question);
	zgl_arena_begin(&a, 1 << 20);
	assert_int_equal(
		zgl_packet_read(row->packet, &question, &limits, &a, &answer),
		ZGL_OK);
	assert_string_equal(zgl_answer_state_word(answer.state),
		zgl_answer_state_word(row->state));
	assert_int_equal(answer.ttl_s, row->ttl_s);
	assert_int_equal(answer.dnssec, ZGL_DNSSEC_UNKNOWN);
	assert_int_equal(answer.problem != NULL,
		row->state == TEMPFAIL || row->state == MALFORMED);
	assert_int_equal(answer.count, row->count);
	for (size_t i = 0; i < row->count; i++)
		assert_sv_equal(answer.records[i], row->records[i]);
	zgl_arena_free(&a);
}

/*
 * A packet that ends early has no records. Each cut stands in a block of its
 * own size, so that a read past its end is seen.
 */
static void check_cuts(void **state)
{
	const struct zgl_limits limits = ZGL_LIMITS_DEFAULT;
	const struct row *row = *state;
	struct zgl_question question;
	struct zgl_answer answer;
	struct zgl_arena a;

	ask("a.example", row->type, &question);
	for (size_t n = 0; n < row->packet.n; n++) {
		char *cut = malloc(n + 1);
		assert_non_null(cut);
		memcpy(cut, row->packet.p, n);
		zgl_arena_begin(&a, 1 << 20);
		assert_int_equal(zgl_packet_read((zgl_sv){ cut, n }, &question,
					 &limits, &a, &answer),
			ZGL_OK);
		assert_int_not_equal(answer.state, RECORDS);
		zgl_arena_free(&a);
		free(cut);
	}
}

/* Any one octet changed: whatever comes, views lie where they may. */
static void check_flips(void **state)
{
	const struct zgl_limits limits = ZGL_LIMITS_DEFAULT;
	const struct row *row = *state;
	struct zgl_question question;
	struct zgl_answer answer;
	struct zgl_arena a;
	char packet[512];

	ask("a.example", row->type, &question);
	assert_true(row->packet.n <= sizeof(packet));
	for (size_t i = 0; i < row->packet.n * 8; i++) {
		memcpy(packet, row->packet.p, row->packet.n);
		packet[i / 8] = (char)(packet[i / 8] ^ 1 << i % 8);
		zgl_arena_begin(&a, 1 << 20);
		assert_int_equal(
			zgl_packet_read((zgl_sv){ packet, row->packet.n },
				&question, &limits, &a, &answer),
			ZGL_OK);
		assert_int_equal(answer.count > 0, answer.state == RECORDS);
		zgl_arena_free(&a);
	}
}

/* A packet that a test builds. */
struct wire {
	char p[65535];
	size_t n;
};

static void put(struct wire *w, zgl_sv octets)
{
	assert_true(octets.n <= sizeof(w->p) - w->n);
	memcpy(w->p + w->n, octets.p, octets.n);
	w->n += octets.n;
}

static void put16(struct wire *w, size_t value)
{
	char octets[] = { (char)(value >> 8), (char)value };

	put(w, (zgl_sv){ octets, 2 });
}

static void put_head(struct wire *w, size_t answers)
{
	w->n = 0;
	put(w, ZGL_SV(ID OK "\0\1"));
	put16(w, answers);
	put(w, ZGL_SV("\0\0\0\0" QUESTION(TXT)));
}

static enum zgl_err answer_of(const struct wire *w, uint16_t type,
	struct zgl_arena *a, struct zgl_answer *answer)
{
	const struct zgl_limits limits = ZGL_LIMITS_DEFAULT;
	struct zgl_question question;

	ask("a.example", type, &question);
	zgl_arena_begin(a, 4 << 20);
	return zgl_packet_read(
		(zgl_sv){ w->p, w->n }, &question, &limits, a, answer);
}

static void a_txt_record_of_64_kib(void **state)
{
	static struct wire w;
	struct zgl_answer answer;
	struct zgl_arena a;
	size_t n = sizeof(w.p) - 12 - 15 - 12;

	(void)state;
	put_head(&w, 1);
	put(&w,
		ZGL_SV(HERE "\0" TXT "\0\1"
			    "\0\0\0\1"));
	put16(&w, n);
	for (size_t left = n; left > 0;) {
		size_t string = left > 255 ? 255 : left - 1;
		put(&w, (zgl_sv){ (char[]){ (char)string }, 1 });
		for (size_t i = 0; i < string; i++)
			put(&w, ZGL_SV("t"));
		left -= string + 1;
	}
	assert_int_equal(w.n, sizeof(w.p));
	assert_int_equal(answer_of(&w, 16, &a, &answer), ZGL_OK);
	assert_int_equal(answer.state, RECORDS);
	assert_int_equal(answer.records[0].n, n);
	zgl_arena_free(&a);
}

static void a_chain(struct wire *w, size_t cnames)
{
	char number[ZGL_NUM_TEXT];

	put_head(w, cnames + 1);
	put(w, ZGL_SV(HERE));
	for (size_t i = 0; i <= cnames; i++) {
		size_t at = w->n + 10;
		char length = (char)zgl_num_write(i + 100, number);
		if (i == cnames) {
			put(w,
				ZGL_SV("\0" TXT "\0\1"
				       "\0\0\0\1"
				       "\0\1\0"));
			break;
		}
		put(w,
			ZGL_SV("\0" T_CNAME "\0\1"
			       "\0\0\0\1"
			       "\0\5"));
		put(w, (zgl_sv){ &length, 1 });
		put(w, zgl_sv_of(number));
		put(w, ZGL_SV("\0"));
		put16(w, 0xc000 | at);
	}
}

static void a_chain_of_cnames_up_to_the_limit(void **state)
{
	static struct wire w;
	struct zgl_answer answer;
	struct zgl_arena a;

	(void)state;
	a_chain(&w, 8);
	assert_int_equal(answer_of(&w, 16, &a, &answer), ZGL_OK);
	assert_int_equal(answer.state, RECORDS);
	zgl_arena_free(&a);
	a_chain(&w, 9);
	assert_int_equal(answer_of(&w, 16, &a, &answer), ZGL_OK);
	assert_int_equal(answer.state, MALFORMED);
	assert_int_equal(answer.count, 0);
	zgl_arena_free(&a);
}

/* 125 labels of one octet, one of 2 to 4, the root. */
static void names_up_to_the_limit(void **state)
{
	static struct wire w;
	struct zgl_answer answer;
	struct zgl_arena a;

	(void)state;
	for (size_t n = 254; n <= 256; n++) {
		char length = (char)(n - 252);
		put_head(&w, 2);
		for (size_t i = 0; i < 125; i++)
			put(&w, ZGL_SV("\1x"));
		put(&w, (zgl_sv){ &length, 1 });
		put(&w, (zgl_sv){ "xxxx", (size_t)length });
		put(&w,
			ZGL_SV("\0"
			       "\0\1"
			       "\0\1"
			       "\0\0\0\1"
			       "\0\0" ONE_TXT));
		assert_int_equal(answer_of(&w, 16, &a, &answer), ZGL_OK);
		assert_int_equal(answer.state, n <= 255 ? RECORDS : MALFORMED);
		zgl_arena_free(&a);
	}
}

/* Each pointer leads to the one before; no name has more labels than 127. */
static void a_chain_of_pointers(void **state)
{
	static struct wire w;
	struct zgl_answer answer;
	struct zgl_arena a;

	(void)state;
	for (size_t pointers = 100; pointers <= 200; pointers += 100) {
		put_head(&w, 2);
		put(&w,
			ZGL_SV("\0"
			       "\0\1"
			       "\0\1"
			       "\0\0\0\1"));
		put16(&w, pointers * 2);
		put16(&w, 0xc00c);
		for (size_t i = 1; i < pointers; i++)
			put16(&w, 0xc000 | (w.n - 2));
		put16(&w, 0xc000 | (w.n - 2));
		put(&w,
			ZGL_SV("\0" TXT "\0\1"
			       "\0\0\0\1"
			       "\0\2"
			       "\1x"));
		assert_int_equal(answer_of(&w, 16, &a, &answer), ZGL_OK);
		assert_int_equal(
			answer.state, pointers == 100 ? RECORDS : MALFORMED);
		zgl_arena_free(&a);
	}
}

/* 5,000 names, each of 255 octets by way of pointers. */
static void names_that_grow_stay_within_the_arena(void **state)
{
	static struct wire w;
	struct zgl_answer answer;
	struct zgl_arena a;
	size_t records = (sizeof(w.p) - 300) / 16;

	(void)state;
	put_head(&w, records + 1);
	w.p[24] = '\17'; /* asks for MX */
	put(&w,
		ZGL_SV("\0"
		       "\0\2"
		       "\0\1"
		       "\0\0\0\1"));
	put16(&w, 252);
	for (size_t i = 0; i < 125; i++)
		put(&w, ZGL_SV("\1x"));
	put(&w, ZGL_SV("\300\33"));
	for (size_t i = 0; i < records; i++)
		put(&w,
			ZGL_SV(HERE "\0" T_MX "\0\1"
				    "\0\0\0\1"
				    "\0\4"
				    "\0\1"
				    "\300\46"));
	assert_int_equal(answer_of(&w, 15, &a, &answer), ZGL_OK);
	assert_int_equal(answer.state, RECORDS);
	assert_int_equal(answer.count, records);
	assert_int_equal(answer.records[records - 1].n, 2 + 251);
	zgl_arena_free(&a);
}

static void octets_after_the_last_record(void **state)
{
	static struct wire w;
	struct zgl_answer answer;
	struct zgl_arena a;

	(void)state;
	put_head(&w, 1);
	put(&w, ZGL_SV(ONE_TXT "and more"));
	assert_int_equal(answer_of(&w, 16, &a, &answer), ZGL_OK);
	assert_int_equal(answer.state, RECORDS);
	assert_sv_equal(answer.records[0], ZGL_SV("\3abc"));
	zgl_arena_free(&a);
}

static void no_room_is_an_error_not_an_answer(void **state)
{
	const struct zgl_limits limits = ZGL_LIMITS_DEFAULT;
	struct zgl_question question;
	struct zgl_answer answer;
	struct zgl_arena a;

	(void)state;
	ask("a.example", 16, &question);
	zgl_arena_begin(&a, 8);
	assert_int_equal(zgl_packet_read(rows[0].packet, &question, &limits, &a,
				 &answer),
		ZGL_ELIMIT);
	assert_int_equal(answer.count, 0);
	assert_int_not_equal(answer.state, RECORDS);
	zgl_arena_free(&a);
}

int main(void)
{
	struct rows r = { 0 };

	ROWS_ADD(&r, rows, check);
	ROWS_ADD(&r, rows, check_cuts);
	ROWS_ADD(&r, rows, check_flips);
	rows_add_one(&r, "a TXT record of 64 KiB", a_txt_record_of_64_kib);
	rows_add_one(&r, "CNAMEs up to the limit, and one more",
		a_chain_of_cnames_up_to_the_limit);
	rows_add_one(&r, "rfc1035#2.3.4: a name of 255 octets, and of 256",
		names_up_to_the_limit);
	rows_add_one(
		&r, "pointers to pointers have an end", a_chain_of_pointers);
	rows_add_one(&r, "thousands of names that grow",
		names_that_grow_stay_within_the_arena);
	rows_add_one(&r, "octets after the last record do no harm",
		octets_after_the_last_record);
	rows_add_one(&r, "no room is an error, not an answer",
		no_room_is_an_error_not_an_answer);
	return rows_run(&r, "packet");
}
