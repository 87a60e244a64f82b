/* SPDX-License-Identifier: ISC */
#include "zegel/dns/packet.h"

#include "zegel/dns/rdata.h"
#include "zegel/dns/wire.h"

#define CLASS_IN 1
#define TYPE_OPT 41

/* The second 16 bits of the header (rfc1035#4.1.1). */
enum {
	FLAG_QR = 0x8000,
	OPCODE = 0x7800,
	FLAG_AA = 0x0400,
	FLAG_TC = 0x0200,
	RCODE = 0x000f,
};

enum {
	NOERROR = 0,
	NXDOMAIN = 3
};

/* The least octets that a record takes: root, type, class, TTL, length. */
#define RECORD_OCTETS 11

struct reader {
	struct zgl_wire wire; /* then at the answer section */
	const struct zgl_question *question;
	const struct zgl_limits *limits;
	struct zgl_arena *a;
	struct zgl_answer *answer;
	zgl_sv *records; /* those of the answer */
	unsigned flags, rcode;
	uint16_t questions, answers, authorities, additionals;
	struct zgl_qname name; /* the one looked for: asked, then by CNAME */
};

struct record {
	struct zgl_qname owner;
	uint16_t type, class, n;
	uint32_t ttl_s;
	struct zgl_wire rdata; /* the packet, at the n octets */
};

static enum zgl_err malformed(struct reader *r, const char *problem)
{
	r->answer->problem = problem;
	return ZGL_ESYNTAX;
}

/* A failure is an answer, too. */
static enum zgl_err failure(struct reader *r, const char *problem)
{
	r->answer->state = ZGL_ANSWER_TEMPFAIL;
	r->answer->problem = problem;
	return ZGL_OK;
}

static void next_record(struct zgl_wire *w, struct record *record_r)
{
	zgl_wire_name(w, &record_r->owner);
	record_r->type = zgl_wire_u16(w);
	record_r->class = zgl_wire_u16(w);
	record_r->ttl_s = zgl_wire_u32(w);
	record_r->n = zgl_wire_u16(w);
	record_r->rdata = *w;
	(void)zgl_wire_take(w, record_r->n);
}

/* rfc2181#8: a TTL with its highest bit set is 0. */
static void lower_ttl(struct zgl_answer *answer, uint32_t ttl_s)
{
	if (ttl_s > INT32_MAX)
		ttl_s = 0;
	if (ttl_s < answer->ttl_s)
		answer->ttl_s = ttl_s;
}

static enum zgl_err read_head(struct reader *r)
{
	struct zgl_wire *w = &r->wire;

	(void)zgl_wire_u16(w); /* the id: matched by who received it */
	r->flags = zgl_wire_u16(w);
	r->rcode = r->flags & RCODE;
	r->questions = zgl_wire_u16(w);
	r->answers = zgl_wire_u16(w);
	r->authorities = zgl_wire_u16(w);
	r->additionals = zgl_wire_u16(w);
	if (w->bad)
		return malformed(r, "shorter than a DNS header");
	if ((r->flags & FLAG_QR) == 0 || (r->flags & OPCODE) != 0)
		return malformed(r, "not a response to a query");
	return ZGL_OK;
}

/* A server that could not even read the question may leave it out. */
static enum zgl_err read_question(struct reader *r)
{
	struct zgl_qname name;

	if (r->questions == 0 && r->rcode != NOERROR && r->rcode != NXDOMAIN)
		return ZGL_OK;
	zgl_wire_name(&r->wire, &name);
	uint16_t type = zgl_wire_u16(&r->wire);
	uint16_t class = zgl_wire_u16(&r->wire);
	if (r->questions != 1 || r->wire.bad || type != r->question->type
		|| class != CLASS_IN
		|| !zgl_qname_eq(&name, &r->question->name))
		return malformed(r, "a response to another question");
	return ZGL_OK;
}

/*
 * Walks all records once, so that nothing is taken from a packet that ends too
 * early. The OPT record has the high bits of the RCODE (rfc6891#6.1.3).
 */
static enum zgl_err check_records(struct reader *r)
{
	struct zgl_wire w = r->wire;
	size_t count = (size_t)r->answers + r->authorities + r->additionals;
	struct record record;

	for (size_t i = 0; i < count && !w.bad; i++) {
		next_record(&w, &record);
		if (record.type == TYPE_OPT)
			r->rcode |= record.ttl_s >> 20 & 0xff0;
	}
	return w.bad ? malformed(r, "a record is cut off") : ZGL_OK;
}

static const char *rcode_problem(unsigned rcode)
{
	static const char *const problems[] = {
		[1] = "the server could not read the question (FORMERR)",
		[2] = "the server failed (SERVFAIL)",
		[4] = "the server does not know such questions (NOTIMP)",
		[5] = "the server refused to answer (REFUSED)",
	};

	if (rcode < ZGL_COUNT(problems) && problems[rcode] != NULL)
		return problems[rcode];
	return "the server gave an error code";
}

static enum zgl_err keep_record(struct reader *r, struct record *record)
{
	zgl_sv *to = &r->records[r->answer->count];
	enum zgl_err err = zgl_rdata_take(
		&record->rdata, record->type, record->n, r->a, to);

	if (err == ZGL_ESYNTAX)
		return malformed(r, "a record's data does not fit its type");
	r->answer->count++;
	lower_ttl(r->answer, record->ttl_s);
	return err;
}

/* rfc2181#10.1: a name has one canonical name at most. */
static enum zgl_err keep_target(
	struct reader *r, struct record *record, struct zgl_qname *target)
{
	struct zgl_qname name;
	struct zgl_wire *w = &record->rdata;

	w->n = w->at + record->n;
	zgl_wire_name(w, &name);
	if (w->bad || w->at != w->n)
		return malformed(r, "a CNAME's data is not a name");
	if (target->n > 0 && !zgl_qname_eq(target, &name))
		return malformed(r, "two CNAMEs at one name");
	*target = name;
	lower_ttl(r->answer, record->ttl_s);
	return ZGL_OK;
}

/* Takes what the answer section has about r->name; nobody else's. */
static enum zgl_err scan_answers(struct reader *r, struct zgl_qname *target)
{
	struct zgl_wire w = r->wire;
	enum zgl_err err = ZGL_OK;
	struct record record;

	target->n = 0;
	for (size_t i = 0; i < r->answers && err == ZGL_OK; i++) {
		next_record(&w, &record);
		if (record.class != CLASS_IN
			|| !zgl_qname_eq(&record.owner, &r->name))
			continue;
		if (record.type == r->question->type)
			err = keep_record(r, &record);
		else if (record.type == ZGL_RR_CNAME)
			err = keep_target(r, &record, target);
	}
	return err;
}

/* Ends with records, or at a name that has neither records nor a CNAME. */
static enum zgl_err follow(struct reader *r)
{
	struct zgl_qname target;

	for (size_t chain = 0;; chain++) {
		ZGL_TRY(scan_answers(r, &target));
		if (r->answer->count > 0 || target.n == 0)
			return ZGL_OK;
		if (chain == r->limits->cname_chain)
			return malformed(r, "too many CNAMEs, or a loop");
		r->name = target;
	}
}

/* rfc2308#5: the last field of the SOA record. */
static uint32_t soa_minimum(struct record *soa)
{
	struct zgl_wire *w = &soa->rdata;
	struct zgl_qname name;

	w->n = w->at + soa->n;
	zgl_wire_name(w, &name);
	zgl_wire_name(w, &name);
	(void)zgl_wire_take(w, 16);
	return zgl_wire_u32(w);
}

/*
 * No data, or no such name, for as long as the SOA record says; without one,
 * not to be kept. rfc2308#2.2: name servers without a SOA record are no answer
 * but the way to one.
 */
static enum zgl_err read_negative(struct reader *r)
{
	struct zgl_wire w = r->wire;
	bool soa = false, ns = false;
	struct record record;

	for (size_t i = 0; i < (size_t)r->answers + r->authorities; i++) {
		next_record(&w, &record);
		if (i < r->answers || record.class != CLASS_IN
			|| !zgl_qname_within(&r->name, &record.owner))
			continue;
		ns = ns || record.type == ZGL_RR_NS;
		if (record.type != ZGL_RR_SOA)
			continue;
		soa = true;
		lower_ttl(r->answer, record.ttl_s);
		lower_ttl(r->answer, soa_minimum(&record));
	}
	r->answer->state =
		r->rcode == NXDOMAIN ? ZGL_ANSWER_NXDOMAIN : ZGL_ANSWER_NODATA;
	if (!soa)
		r->answer->ttl_s = 0;
	if (ns && !soa && r->answers == 0 && (r->flags & FLAG_AA) == 0)
		return failure(r, "a referral instead of an answer");
	return ZGL_OK;
}

static enum zgl_err read_answers(struct reader *r)
{
	size_t most = (r->wire.n - r->wire.at) / RECORD_OCTETS;

	r->answer->ttl_s = INT32_MAX;
	r->name = r->question->name;
	r->records = zgl_arena_array(
		r->a, r->answers < most ? r->answers : most, sizeof(zgl_sv));
	if (r->records == NULL)
		return r->a->err;
	ZGL_TRY(follow(r));
	if (r->answer->count == 0)
		return read_negative(r);
	if (r->rcode == NXDOMAIN)
		return malformed(r, "records of a name that does not exist");
	r->answer->state = ZGL_ANSWER_RECORDS;
	r->answer->records = r->records;
	return ZGL_OK;
}

static enum zgl_err read_packet(struct reader *r)
{
	ZGL_TRY(read_head(r));
	ZGL_TRY(read_question(r));
	if ((r->flags & FLAG_TC) != 0)
		return failure(r, "the answer is truncated");
	ZGL_TRY(check_records(r));
	if (r->rcode != NOERROR && r->rcode != NXDOMAIN)
		return failure(r, rcode_problem(r->rcode));
	return read_answers(r);
}

enum zgl_err zgl_packet_read(zgl_sv packet, const struct zgl_question *question,
	const struct zgl_limits *limits, struct zgl_arena *a,
	struct zgl_answer *answer_r)
{
	struct zgl_answer answer = { .state = ZGL_ANSWER_MALFORMED };
	struct reader r = {
		.wire = zgl_wire_of(packet, true),
		.question = question,
		.limits = limits,
		.a = a,
		.answer = &answer,
	};
	enum zgl_err err = read_packet(&r);

	if (answer.records == NULL)
		answer.count = 0; /* some may have fit before one did not */
	if (answer.problem != NULL)
		answer.ttl_s = 0;
	*answer_r = answer;
	return err == ZGL_ESYNTAX ? ZGL_OK : err;
}
