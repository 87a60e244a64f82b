/* SPDX-License-Identifier: ISC */
#include "tests/suites/suite.h"

#include <sys/stat.h>

#include "tests/crypto/keyhelp.h"
#include "zegel/mail/msgsplit.h"

#define TEXT_MOST (1024 * 1024)

const char *suite_folder(const char *name)
{
	static char path[4096];
	const char *corpus = getenv("ZEGEL_CORPUS");
	struct stat st;

	snprintf(path, sizeof(path), "%s/%s",
		corpus != NULL ? corpus : ZGL_CORPUS_DEFAULT, name);
	if (stat(path, &st) == 0)
		return path;
	printf("1..1\nok 1 - %s # SKIP there is no folder %s\n", name, path);
	exit(0);
}

bool suite_read(const char *folder, const char *file, struct zgl_buf *to)
{
	char path[4096], octets[4096];
	size_t n;

	snprintf(path, sizeof(path), "%s/%s", folder, file);
	FILE *in = fopen(path, "rb");
	if (in == NULL)
		return false;
	while ((n = fread(octets, 1, sizeof(octets), in)) > 0)
		zgl_buf_put(to, (zgl_sv){ octets, n });
	bool good = ferror(in) == 0 && to->err == ZGL_OK;
	fclose(in);
	return good;
}

void suite_mail_begin(struct suite_mail *mail)
{
	zgl_buf_begin(&mail->header, TEXT_MOST);
	zgl_buf_begin(&mail->body, TEXT_MOST);
}

void suite_mail_free(struct suite_mail *mail)
{
	zgl_buf_free(&mail->header);
	zgl_buf_free(&mail->body);
}

static enum zgl_err take_field(void *to, zgl_sv raw)
{
	struct suite_mail *mail = to;

	zgl_buf_put(&mail->header, raw);
	zgl_buf_text(&mail->header, "\r\n");
	return mail->header.err;
}

static enum zgl_err take_end(void *to)
{
	(void)to;
	return ZGL_OK;
}

static enum zgl_err take_body(void *to, zgl_sv octets)
{
	struct suite_mail *mail = to;

	zgl_buf_put(&mail->body, octets);
	return mail->body.err;
}

void suite_mail_split(struct suite_mail *mail, zgl_sv message, size_t chunk)
{
	static const struct zgl_msgsplit_face face = { take_field, take_end,
		take_body };
	const struct zgl_limits limits = ZGL_LIMITS_DEFAULT;
	struct zgl_msgsplit split;

	zgl_buf_reset(&mail->header);
	zgl_buf_reset(&mail->body);
	zgl_msgsplit_begin(&split, &face, mail, &limits);
	for (; message.n > 0; message = zgl_sv_skip(message, chunk))
		assert_int_equal(
			zgl_msgsplit_feed(&split, zgl_sv_head(message, chunk)),
			ZGL_OK);
	assert_int_equal(zgl_msgsplit_end(&split), ZGL_OK);
	zgl_msgsplit_free(&split);
}

bool suite_take_signature(
	struct suite_mail *mail, size_t n, struct zgl_buf *field)
{
	const struct zgl_limits limits = ZGL_LIMITS_DEFAULT;
	struct zgl_header h;
	struct zgl_arena a;
	bool found = false;

	zgl_arena_begin(&a, 4 * TEXT_MOST);
	zgl_header_begin(&h, &a, &limits);
	assert_int_equal(
		mail_add_fields(&h, zgl_buf_sv(&mail->header)), ZGL_OK);
	zgl_buf_reset(&mail->header);
	for (uint32_t i = 0; i < h.count; i++) {
		zgl_sv raw = zgl_field_raw(&h.fields[i]);
		if (!found
			&& zgl_sv_ieq(zgl_field_name(&h.fields[i]),
				ZGL_SV("DKIM-Signature"))
			&& n-- == 0) {
			found = true;
			zgl_buf_put(field, raw);
			continue;
		}
		(void)take_field(mail, raw);
	}
	zgl_arena_free(&a);
	return found;
}

/* A signature field, read. */
struct reading {
	zgl_sv field;
	struct zgl_arena a;
	struct zgl_dkimsig sig;
	struct zgl_digest body, header;
};

static void hash_body(struct zgl_engine *engine, zgl_sv body, struct reading *r)
{
	struct zgl_bodybank *bank;
	size_t slot;

	assert_int_equal(zgl_bodybank_new(engine, &bank), ZGL_OK);
	zgl_bodybank_begin(bank);
	assert_int_equal(zgl_bodybank_want(bank, r->sig.body_canon,
				 r->sig.hash_alg, r->sig.body_length, &slot),
		ZGL_OK);
	zgl_bodybank_feed(bank, body);
	assert_int_equal(zgl_bodybank_end(bank), ZGL_OK);
	r->body = *zgl_bodybank_digest(bank, slot);
	zgl_bodybank_free(bank);
}

static void hash_header(
	struct zgl_engine *engine, zgl_sv header, struct reading *r)
{
	const struct zgl_limits limits = ZGL_LIMITS_DEFAULT;
	struct zgl_header h;
	struct zgl_hash *hash;

	zgl_header_begin(&h, &r->a, &limits);
	assert_int_equal(mail_add_fields(&h, header), ZGL_OK);
	struct zgl_signedfields what = { .header = &h,
		.names = &r->sig.names,
		.field = r->field,
		.b = r->sig.b,
		.own = ZGL_NO_FIELD,
		.canon = r->sig.header_canon,
		.alg = r->sig.hash_alg };
	assert_int_equal(zgl_hash_new(engine, &hash), ZGL_OK);
	assert_int_equal(
		zgl_signedfields_digest(&what, hash, &r->a, &r->header),
		ZGL_OK);
	zgl_hash_free(hash);
}

static void begin_reading(const struct suite_key *key, zgl_sv field,
	const struct suite_mail *mail, struct reading *r)
{
	const struct zgl_limits limits = ZGL_LIMITS_DEFAULT;

	r->field = field;
	zgl_arena_begin(&r->a, 4 * TEXT_MOST);
	zgl_sv value = zgl_sv_skip(field, zgl_sv_find(field, ':') + 1);
	assert_int_equal(
		zgl_dkimsig_read(value, &limits, &r->a, &r->sig), ZGL_OK);
	hash_body(key->engine, zgl_buf_sv(&mail->body), r);
	hash_header(key->engine, zgl_buf_sv(&mail->header), r);
}

static struct octets sign(const struct suite_key *key, const struct reading *r)
{
	struct zgl_privkey *privkey = privkey_or_fail(key->engine, key->pem);
	struct octets made = signature_of(privkey, &r->header);

	zgl_privkey_free(privkey);
	return made;
}

void suite_assert_made_again(const struct suite_key *key, zgl_sv field,
	const struct suite_mail *mail)
{
	struct reading r;

	begin_reading(key, field, mail, &r);
	assert_string_equal(zgl_dkim_reason_word(r.sig.fault), "verified");
	assert_true(zgl_digest_is(&r.body, r.sig.body_hash));
	struct octets made = sign(key, &r);
	assert_int_equal(made.n, r.sig.signature.n);
	assert_memory_equal(made.p, r.sig.signature.p, made.n);
	zgl_arena_free(&r.a);
}

void suite_put_signature(const struct suite_key *key, zgl_sv field,
	const struct suite_mail *mail, struct zgl_buf *to)
{
	struct reading r;

	begin_reading(key, field, mail, &r);
	struct octets made = sign(key, &r);
	zgl_b64_encode(to, made.p, made.n);
	zgl_arena_free(&r.a);
}
