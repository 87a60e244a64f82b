/* SPDX-License-Identifier: ISC */
/*
 * dkimverify: any octets as a message and as what DNS answers. The input is
 *
 *     octet 0    options: see struct job
 *     octet 1    into chunks of how many octets the body is cut
 *     2 octets   how many octets of answers follow, high octet first
 *     answers    as many as there are questions, see read_answer
 *     message    the rest
 *
 * The verdicts keep every promise of the header, depend on no chunk, and a
 * pass has a key that DNS did give.
 */
#include <stdlib.h>
#include <string.h>

#include "zegel/base/buf.h"
#include "zegel/dkim/dkimverify.h"
#include "zegel/mail/msgsplit.h"

#define VERDICTS 10

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct zgl_engine *engine;
static struct zgl_keycache *cache;

static void must(bool holds)
{
	if (!holds)
		abort();
}

struct job {
	bool sha1, small_keys, unsigned_body; /* leniencies */
	bool cached, other_clock;
	size_t chunk;
	zgl_sv answers, message;
};

/* A run: what comes out is compared. */
struct run {
	struct zgl_arena a;
	struct zgl_header header;
	struct zgl_buf body;
	struct zgl_dkimverify *verify;
	const struct zgl_limits *limits;
	bool records; /* DNS gave records, and none of them bogus */
};

static enum zgl_err take_field(void *to, zgl_sv raw)
{
	struct run *r = to;

	return zgl_header_add(&r->header, raw);
}

static enum zgl_err take_end(void *to)
{
	(void)to;
	return ZGL_OK;
}

static enum zgl_err take_body(void *to, zgl_sv octets)
{
	struct run *r = to;

	zgl_buf_put(&r->body, octets);
	return r->body.err;
}

static enum zgl_err split(struct run *r, zgl_sv message)
{
	static const struct zgl_msgsplit_face face = { take_field, take_end,
		take_body };
	struct zgl_msgsplit s;

	zgl_msgsplit_begin(&s, &face, r, r->limits);
	enum zgl_err err = zgl_msgsplit_feed(&s, message);
	if (err == ZGL_OK)
		err = zgl_msgsplit_end(&s);
	zgl_msgsplit_free(&s);
	return err;
}

static uint8_t take_octet(zgl_sv *from)
{
	uint8_t octet = from->n > 0 ? (uint8_t)from->p[0] : 0;

	*from = zgl_sv_skip(*from, 1);
	return octet;
}

/* The text of a record as RDATA. */
static zgl_sv make_rdata(zgl_sv text, struct zgl_arena *a)
{
	char *wire = zgl_arena_get(a, text.n + text.n / 255 + 1);
	size_t n = 0;

	must(wire != NULL);
	do {
		zgl_sv part = zgl_sv_head(text, 255);
		wire[n++] = (char)part.n;
		if (part.n > 0)
			memcpy(wire + n, part.p, part.n);
		n += part.n;
		text = zgl_sv_skip(text, part.n);
	} while (text.n > 0);
	return (zgl_sv){ wire, n };
}

/*
 * One octet for the state and DNSSEC, and whether the records are text or
 * RDATA; one for the number of records; two for the length of each.
 */
static struct zgl_answer read_answer(zgl_sv *from, struct zgl_arena *a)
{
	uint8_t how = take_octet(from);
	size_t count = take_octet(from) % 24;
	zgl_sv *records = zgl_arena_array(a, count + 1, sizeof(*records));

	must(records != NULL);
	for (size_t i = 0; i < count; i++) {
		size_t n = (size_t)take_octet(from) << 8;
		n |= take_octet(from);
		zgl_sv record = zgl_sv_head(*from, n);
		*from = zgl_sv_skip(*from, n);
		records[i] = (how & 0x80) != 0 ? record : make_rdata(record, a);
	}
	return (struct zgl_answer){ .state = (enum zgl_answer_state)(how % 5),
		.dnssec = (enum zgl_dnssec)(how / 5 % 4),
		.records = records,
		.count = count };
}

static void answer(const struct job *job, struct run *r)
{
	struct zgl_question question;
	zgl_sv rest = job->answers;
	size_t number, told = 0;

	while (zgl_dkimverify_next_question(r->verify, &question, &number)) {
		must(number == told++ && question.type == ZGL_RR_TXT);
		if (rest.n == 0)
			continue;
		struct zgl_arena a;
		zgl_arena_begin(&a, 1 << 24);
		struct zgl_answer given = read_answer(&rest, &a);
		r->records |= given.state == ZGL_ANSWER_RECORDS
			&& given.count > 0 && given.dnssec != ZGL_DNSSEC_BOGUS;
		must(zgl_dkimverify_answer(r->verify, number, &given)
			== ZGL_OK);
		zgl_arena_free(&a);
	}
	must(told <= VERDICTS);
}

static void feed(struct run *r, size_t chunk)
{
	zgl_sv rest = zgl_buf_sv(&r->body);

	for (; rest.n > 0; rest = zgl_sv_skip(rest, chunk))
		must(zgl_dkimverify_body(r->verify, zgl_sv_head(rest, chunk))
			== ZGL_OK);
}

static bool begin(const struct job *job, struct run *r)
{
	static struct zgl_limits limits;
	struct zgl_dkimverify_config config = ZGL_DKIMVERIFY_DEFAULT;

	limits = ZGL_LIMITS_DEFAULT;
	limits.signatures = VERDICTS;
	config.engine = engine;
	config.keys = job->cached ? cache : NULL;
	config.limits = &limits;
	config.allow_sha1 = job->sha1;
	config.allow_unsigned_body = job->unsigned_body;
	if (job->small_keys)
		config.min_rsa_bits = 512;
	*r = (struct run){ .limits = &limits };
	must(zgl_dkimverify_new(&config, &r->verify) == ZGL_OK);
	zgl_arena_begin(&r->a, 1 << 26);
	zgl_header_begin(&r->header, &r->a, &limits);
	zgl_buf_begin(&r->body, 1 << 26);
	return split(r, job->message) == ZGL_OK;
}

static void end(struct run *r)
{
	zgl_dkimverify_free(r->verify);
	zgl_buf_free(&r->body);
	zgl_arena_free(&r->a);
}

/* Verifies in chunks; false when the header is over a limit. */
static bool run(const struct job *job, size_t chunk, struct run *r)
{
	if (!begin(job, r))
		return false;
	must(zgl_dkimverify_begin(r->verify, &r->header, &r->a,
		     job->other_clock ? 1 : 1700000000)
		== ZGL_OK);
	answer(job, r);
	feed(r, chunk);
	must(zgl_dkimverify_end(r->verify) == ZGL_OK);
	return true;
}

static bool warned(const struct zgl_dkim_verdict *v, enum zgl_dkim_warning w)
{
	return (v->warnings & 1U << w) != 0;
}

static void check_pass(const struct job *job, const struct run *r,
	const struct zgl_dkim_verdict *v)
{
	must(r->records && v->dnssec != ZGL_DNSSEC_BOGUS);
	must(v->sig->fault == ZGL_DKIM_REASON_VERIFIED);
	must(v->key_bits >= (job->small_keys ? 512 : 256));
	must(v->sig->key_alg == ZGL_KEY_ED25519 || job->small_keys
		|| (v->key_bits >= 1024 && v->key_bits <= 4096));
	must(v->sig->hash_alg == ZGL_HASH_SHA256 || job->sha1);
	must(v->sig->hash_alg == ZGL_HASH_SHA256
		|| warned(v, ZGL_DKIM_WARNING_SHA1));
	must(!warned(v, ZGL_DKIM_WARNING_UNSIGNED_BODY) || job->unsigned_body);
	must(warned(v, ZGL_DKIM_WARNING_BODY_LENGTH)
		== (v->sig->body_length != ZGL_BODY_WHOLE));
}

static void check(const struct job *job, const struct run *r)
{
	size_t count = zgl_dkimverify_count(r->verify);
	uint32_t field = 0;

	must(count <= VERDICTS);
	must(count
		== (zgl_header_count(&r->header, ZGL_SV("DKIM-Signature"))
					< VERDICTS
				? zgl_header_count(
					&r->header, ZGL_SV("DKIM-Signature"))
				: VERDICTS));
	for (size_t i = 0; i < count; i++) {
		const struct zgl_dkim_verdict *v =
			zgl_dkimverify_verdict(r->verify, i);
		must(v->result == zgl_dkim_reason_result(v->reason));
		must(v->result != ZGL_DKIM_NONE);
		must(v->warnings < 1U << ZGL_DKIM_WARNINGS);
		must(i == 0 || v->field > field);
		field = v->field;
		if (v->result == ZGL_DKIM_PASS)
			check_pass(job, r, v);
	}
	must(zgl_dkimverify_verdict(r->verify, count) == NULL);
}

static void compare(const struct run *a, const struct run *b)
{
	size_t count = zgl_dkimverify_count(a->verify);

	must(zgl_dkimverify_count(b->verify) == count);
	for (size_t i = 0; i < count; i++) {
		const struct zgl_dkim_verdict *v =
			zgl_dkimverify_verdict(a->verify, i);
		const struct zgl_dkim_verdict *w =
			zgl_dkimverify_verdict(b->verify, i);
		must(v->reason == w->reason && v->detail == w->detail);
		must(v->warnings == w->warnings && v->field == w->field);
		must(v->key_bits == w->key_bits && v->dnssec == w->dnssec);
	}
}

static struct job read_job(const uint8_t *data, size_t size)
{
	zgl_sv rest = { (const char *)data, size };
	uint8_t options = take_octet(&rest);
	struct job job = { .sha1 = (options & 1) != 0,
		.small_keys = (options & 2) != 0,
		.unsigned_body = (options & 4) != 0,
		.cached = (options & 8) != 0,
		.other_clock = (options & 16) != 0 };

	job.chunk = (size_t)take_octet(&rest) + 1;
	size_t n = (size_t)take_octet(&rest) << 8;
	n |= take_octet(&rest);
	job.answers = zgl_sv_head(rest, n);
	job.message = zgl_sv_skip(rest, n);
	return job;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct zgl_limits limits;
	struct job job = read_job(data, size);
	struct run whole, cut;

	if (engine == NULL) {
		limits = ZGL_LIMITS_DEFAULT;
		must(zgl_engine_new(&engine) == ZGL_OK);
		must(zgl_keycache_new(engine, 64, &limits, &cache) == ZGL_OK);
	}
	if (run(&job, SIZE_MAX, &whole)) {
		check(&job, &whole);
		must(run(&job, job.chunk, &cut));
		compare(&whole, &cut);
		end(&cut);
	}
	end(&whole);
	return 0;
}
