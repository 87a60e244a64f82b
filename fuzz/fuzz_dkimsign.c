/* SPDX-License-Identifier: ISC */
/*
 * dkimsign: any message. The input is
 *
 *     octet 0    canonicalizations, and whether there are two keys
 *     octet 1    into chunks of how many octets the body is cut
 *     octet 2    octets of the identity that follow, 0: none
 *     octet 3    octets of a list of names to sign that follow, 0: our own
 *     message    the rest
 *
 * What is signed verifies with the matching key, whatever the chunks, and its
 * lines fit mail; what is refused has a reason.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/crypto/testkeys.h"
#include "zegel/base/buf.h"
#include "zegel/crypto/privkey.h"
#include "zegel/dkim/dkimsign.h"
#include "zegel/dkim/dkimverify.h"
#include "zegel/mail/msgsplit.h"

#define KEYS  2
#define NOW_S 1700000000

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct zgl_engine *engine;
static struct zgl_limits limits;
static struct zgl_privkey *privkeys[KEYS];
static struct zgl_dkimsign_key keys[KEYS];
static struct zgl_dkimverify *verify;
static char rdata[KEYS][512];
static zgl_sv records[KEYS];

static void must(bool holds)
{
	if (!holds)
		abort();
}

/* Ed25519 first: it signs alone most of the time, since it is the faster. */
static void make_key(size_t i, const char *name, const char *k)
{
	const struct testkey *key = testkeys;
	enum zgl_key_fault fault;

	while (strcmp(key->name, name) != 0)
		key++;
	must(zgl_privkey_read(engine, zgl_sv_of(key->pem), &privkeys[i], &fault)
		== ZGL_OK);
	must(privkeys[i] != NULL);
	keys[i].key = zgl_privkey_signkey(privkeys[i]);
	must(zgl_dname_parse(ZGL_SV("example.com"), &keys[i].domain)
		== ZGL_DNAME_OK);
	must(zgl_dname_parse(zgl_sv_of(name), &keys[i].selector)
		== ZGL_DNAME_OK);
	int n = snprintf(rdata[i] + 1, sizeof(rdata[i]) - 1, "k=%s; p=%s", k,
		key->public_b64);
	must(n > 0 && n < 256);
	rdata[i][0] = (char)n;
	records[i] = (zgl_sv){ rdata[i], (size_t)n + 1 };
}

static void begin_all(void)
{
	struct zgl_dkimverify_config config = ZGL_DKIMVERIFY_DEFAULT;

	limits = ZGL_LIMITS_DEFAULT;
	must(zgl_engine_new(&engine) == ZGL_OK);
	make_key(0, "ed25519", "ed25519");
	make_key(1, "rsa1024", "rsa");
	config.engine = engine;
	config.limits = &limits;
	must(zgl_dkimverify_new(&config, &verify) == ZGL_OK);
}

struct mail {
	struct zgl_arena a;
	struct zgl_header header;
	struct zgl_buf body;
};

static enum zgl_err take_field(void *to, zgl_sv raw)
{
	struct mail *m = to;

	return zgl_header_add(&m->header, raw);
}

static enum zgl_err take_end(void *to)
{
	(void)to;
	return ZGL_OK;
}

static enum zgl_err take_body(void *to, zgl_sv octets)
{
	struct mail *m = to;

	zgl_buf_put(&m->body, octets);
	return m->body.err;
}

static bool split(struct mail *m, zgl_sv message)
{
	static const struct zgl_msgsplit_face face = { take_field, take_end,
		take_body };
	struct zgl_msgsplit s;

	zgl_arena_begin(&m->a, 1 << 26);
	zgl_header_begin(&m->header, &m->a, &limits);
	zgl_buf_begin(&m->body, 1 << 26);
	zgl_msgsplit_begin(&s, &face, m, &limits);
	enum zgl_err err = zgl_msgsplit_feed(&s, message);
	if (err == ZGL_OK)
		err = zgl_msgsplit_end(&s);
	zgl_msgsplit_free(&s);
	return err == ZGL_OK;
}

static void free_mail(struct mail *m)
{
	zgl_buf_free(&m->body);
	zgl_arena_free(&m->a);
}

static void sign(struct zgl_dkimsign *s, const struct mail *m, size_t chunk)
{
	zgl_sv rest = zgl_buf_sv(&m->body);

	for (; rest.n > 0; rest = zgl_sv_skip(rest, chunk))
		must(zgl_dkimsign_body(s, zgl_sv_head(rest, chunk)) == ZGL_OK);
	must(zgl_dkimsign_end(s) == ZGL_OK);
}

/* Each line ends in CRLF and goes on with white space; none is over 998. */
static void check_lines(zgl_sv field)
{
	size_t line = 0;

	must(zgl_sv_starts(field, ZGL_SV("DKIM-Signature: v=1; a=")));
	for (size_t i = 0; i < field.n; i++) {
		if (field.p[i] == '\r') {
			must(i + 2 < field.n && field.p[i + 1] == '\n');
			must(field.p[i + 2] == '\t');
			i++;
			line = 0;
			continue;
		}
		must(field.p[i] != '\n' && field.p[i] != '\0');
		must(++line <= 998);
	}
}

static void answer(void)
{
	struct zgl_question question;
	size_t number;

	while (zgl_dkimverify_next_question(verify, &question, &number)) {
		size_t i = question.name.wire[1] == 'e' ? 0 : 1;
		struct zgl_answer given = { .state = ZGL_ANSWER_RECORDS,
			.records = &records[i],
			.count = 1 };
		must(zgl_dkimverify_answer(verify, number, &given) == ZGL_OK);
	}
}

/* The message with the fields on top; false when it is over a limit now. */
static bool put_on_top(struct zgl_dkimsign *s, size_t count,
	const struct mail *m, struct zgl_header *header, struct zgl_arena *a)
{
	zgl_header_begin(header, a, &limits);
	for (size_t i = 0; i < count; i++) {
		if (zgl_header_add(header, zgl_dkimsign_field(s, i)) != ZGL_OK)
			return false;
	}
	for (uint32_t i = 0; i < m->header.count; i++) {
		zgl_sv raw = zgl_field_raw(&m->header.fields[i]);
		if (zgl_header_add(header, raw) != ZGL_OK)
			return false;
	}
	return true;
}

static void check_signed(
	struct zgl_dkimsign *s, size_t count, const struct mail *m)
{
	struct zgl_header header;
	struct zgl_arena a;

	for (size_t i = 0; i < count; i++)
		check_lines(zgl_dkimsign_field(s, i));
	must(zgl_dkimsign_field(s, count).p == NULL);
	zgl_arena_begin(&a, 1 << 26);
	if (put_on_top(s, count, m, &header, &a)) {
		must(zgl_dkimverify_begin(verify, &header, &a, NOW_S)
			== ZGL_OK);
		answer();
		must(zgl_dkimverify_body(verify, zgl_buf_sv(&m->body))
			== ZGL_OK);
		must(zgl_dkimverify_end(verify) == ZGL_OK);
		must(zgl_dkimverify_count(verify) >= count);
		for (size_t i = 0; i < count; i++)
			must(zgl_dkimverify_verdict(verify, i)->result
				== ZGL_DKIM_PASS);
	}
	zgl_arena_free(&a);
}

/* Signs whole and in chunks: the fields are the same. */
static void sign_twice(
	struct zgl_dkimsign *s, size_t count, struct mail *m, size_t chunk)
{
	enum zgl_dkimsign_refusal refusal;
	zgl_sv first[KEYS];

	must(zgl_dkimsign_begin(s, &m->header, &m->a, NOW_S, &refusal)
		== ZGL_OK);
	if (refusal != ZGL_DKIMSIGN_REFUSE_NONE) {
		must(zgl_dkimsign_refused_field(s).n > 0);
		must(zgl_dkimsign_end(s) == ZGL_EUSAGE);
		must(zgl_dkimsign_field(s, 0).p == NULL);
		return;
	}
	sign(s, m, SIZE_MAX);
	check_signed(s, count, m);
	for (size_t i = 0; i < count; i++)
		first[i] = zgl_dkimsign_field(s, i);
	must(zgl_dkimsign_begin(s, &m->header, &m->a, NOW_S, &refusal)
		== ZGL_OK);
	must(refusal == ZGL_DKIMSIGN_REFUSE_NONE);
	sign(s, m, chunk);
	for (size_t i = 0; i < count; i++)
		must(zgl_sv_eq(zgl_dkimsign_field(s, i), first[i]));
}

static size_t take(zgl_sv *from, size_t n, zgl_sv *part_r)
{
	*part_r = zgl_sv_head(*from, n);
	*from = zgl_sv_skip(*from, n);
	return part_r->n > 0 ? (uint8_t)part_r->p[0] : 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	zgl_sv rest = { (const char *)data, size }, part, identity, list;
	struct zgl_dkimsign_config config;
	struct zgl_dkimsign *s;
	struct zgl_names names;
	struct zgl_arena a;
	struct mail m;
	const char *why;

	if (engine == NULL)
		begin_all();
	size_t options = take(&rest, 1, &part);
	size_t chunk = take(&rest, 1, &part) + 1;
	size_t identity_n = take(&rest, 1, &part);
	size_t list_n = take(&rest, 1, &part);
	size_t count = (options & 0x1c) == 0x1c ? 2 : 1;
	take(&rest, identity_n, &identity);
	take(&rest, list_n, &list);
	zgl_dkimsign_config_default(&config);
	config.engine = engine;
	config.limits = &limits;
	config.header_canon = (enum zgl_canon)(options & 1);
	config.body_canon = (enum zgl_canon)(options >> 1 & 1);
	config.expire_in_s = (int64_t)(options >> 5) * 1000;
	if (identity_n > 0)
		config.identity = identity;
	zgl_arena_begin(&a, 1 << 20);
	if (list_n > 0
		&& zgl_names_parse(list, &limits, &a, &names) == ZGL_OK) {
		config.fields = names.at;
		config.field_count = names.count;
	}
	enum zgl_err err = zgl_dkimsign_new(&config, keys, count, &s, &why);
	must(err == ZGL_OK || (err == ZGL_EUSAGE && why != NULL));
	if (split(&m, rest) && err == ZGL_OK)
		sign_twice(s, count, &m, chunk);
	zgl_dkimsign_free(s);
	free_mail(&m);
	zgl_arena_free(&a);
	return 0;
}
