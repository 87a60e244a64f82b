/* SPDX-License-Identifier: ISC */
#include "zegel/sig/keyrecord.h"

#include "zegel/base/b64.h"
#include "zegel/base/mem.h"
#include "zegel/tags/taglist.h"

#define WORD(name, word, sentence)     [ZGL_KEYRECORD_##name] = word,
#define SENTENCE(name, word, sentence) [ZGL_KEYRECORD_##name] = sentence,

static const char *const words[] = { ZGL_KEYRECORD_FAULT_TABLE(WORD) };
static const char *const sentences[] = { ZGL_KEYRECORD_FAULT_TABLE(SENTENCE) };

const char *zgl_keyrecord_fault_word(enum zgl_keyrecord_fault fault)
{
	return (unsigned)fault < ZGL_COUNT(words) ? words[fault] : "unknown";
}

const char *zgl_keyrecord_fault_sentence(enum zgl_keyrecord_fault fault)
{
	return (unsigned)fault < ZGL_COUNT(sentences) ? sentences[fault]
						      : "unknown";
}

/* The value of a tag; the default when it is not there. */
static zgl_sv value_of(const struct zgl_taglist *list, zgl_sv name, zgl_sv def)
{
	const struct zgl_tag *tag = zgl_taglist_find(list, name);

	return tag == NULL ? def : tag->value;
}

/* rfc6376#3.6.1: colon lists of h=, s= and t= allow white space around.
 * rfc6376#3.2: values have their case. */
static bool list_has(zgl_sv list, zgl_sv word)
{
	zgl_sv part;

	while (zgl_sv_split(&list, ':', &part)) {
		if (zgl_sv_eq(zgl_sv_trim_fws(part), word))
			return true;
	}
	return false;
}

/*
 * rfc6376#3.6.1: v= is to be the first tag, and exactly DKIM1. One that comes
 * later is as wrong as another version.
 */
static bool version_fits(const struct zgl_taglist *list)
{
	const struct zgl_tag *v = zgl_taglist_find(list, ZGL_SV("v"));

	return v == NULL
		|| (v == &list->tags[0]
			&& zgl_sv_eq(v->value, ZGL_SV("DKIM1")));
}

static void read_hashes(struct zgl_keyrecord *r, const struct zgl_taglist *list)
{
	zgl_sv all = ZGL_SV("sha1:sha256");
	zgl_sv h = value_of(list, ZGL_SV("h"), all);

	r->sha1 = list_has(h, ZGL_SV("sha1"));
	r->sha256 = list_has(h, ZGL_SV("sha256"));
}

static void read_flags(struct zgl_keyrecord *r, const struct zgl_taglist *list)
{
	zgl_sv flags = value_of(list, ZGL_SV("t"), ZGL_SV(""));

	r->testing = list_has(flags, ZGL_SV("y"));
	r->strict = list_has(flags, ZGL_SV("s"));
}

static enum zgl_keyrecord_fault read_algorithm(
	struct zgl_keyrecord *r, const struct zgl_taglist *list)
{
	zgl_sv k = value_of(list, ZGL_SV("k"), ZGL_SV("rsa"));

	if (zgl_sv_eq(k, ZGL_SV("rsa")))
		r->alg = ZGL_KEY_RSA;
	else if (zgl_sv_eq(k, ZGL_SV("ed25519")))
		r->alg = ZGL_KEY_ED25519;
	else
		return ZGL_KEYRECORD_ALGORITHM;
	return ZGL_KEYRECORD_NONE;
}

/* Everything but the key itself. */
static enum zgl_keyrecord_fault read_tags(
	struct zgl_keyrecord *r, const struct zgl_taglist *list)
{
	zgl_sv service = value_of(list, ZGL_SV("s"), ZGL_SV("*"));

	if (!version_fits(list))
		return ZGL_KEYRECORD_VERSION;
	read_flags(r, list);
	read_hashes(r, list);
	if (zgl_taglist_find(list, ZGL_SV("p")) == NULL)
		return ZGL_KEYRECORD_NO_KEY;
	if (value_of(list, ZGL_SV("p"), ZGL_SV("")).n == 0)
		return ZGL_KEYRECORD_REVOKED;
	if (!list_has(service, ZGL_SV("*"))
		&& !list_has(service, ZGL_SV("email")))
		return ZGL_KEYRECORD_SERVICE;
	if (!r->sha1 && !r->sha256)
		return ZGL_KEYRECORD_HASH;
	return read_algorithm(r, list);
}

static enum zgl_err read_key(
	struct zgl_engine *engine, zgl_sv p, struct zgl_keyrecord *r)
{
	size_t room = ZGL_B64_OCTETS(p.n), n = 0;
	uint8_t *octets = zgl_mem_new(room);

	if (octets == NULL)
		return ZGL_ENOMEM;
	enum zgl_err err = ZGL_OK;
	if (zgl_b64_decode(p, octets, room, &n) != ZGL_OK)
		r->fault = ZGL_KEYRECORD_BASE64;
	else
		err = zgl_pubkey_new(engine, r->alg,
			(zgl_sv){ (const char *)octets, n }, &r->key,
			&r->key_fault);
	zgl_mem_free(octets);
	if (err != ZGL_OK)
		return err;
	if (r->key_fault != ZGL_KEY_FAULT_NONE)
		r->fault = ZGL_KEYRECORD_KEY;
	if (r->key != NULL)
		r->bits = zgl_pubkey_bits(r->key);
	return ZGL_OK;
}

static enum zgl_err read_text(struct zgl_engine *engine, zgl_sv text,
	const struct zgl_limits *limits, struct zgl_keyrecord *r)
{
	struct zgl_taglist list;
	struct zgl_diag diag;

	r->fault = ZGL_KEYRECORD_SYNTAX;
	if (text.n > limits->key_record_octets)
		return ZGL_OK;
	if (zgl_taglist_parse(text, &list, &diag) != ZGL_OK)
		return ZGL_OK;
	r->fault = read_tags(r, &list);
	if (r->fault != ZGL_KEYRECORD_NONE)
		return ZGL_OK;
	return read_key(engine, zgl_taglist_find(&list, ZGL_SV("p"))->value, r);
}

enum zgl_err zgl_keyrecord_read(struct zgl_engine *engine, zgl_sv text,
	const struct zgl_limits *limits, struct zgl_keyrecord **record_r)
{
	struct zgl_keyrecord *r = zgl_mem_new(sizeof(*r));

	*record_r = NULL;
	if (r == NULL)
		return ZGL_ENOMEM;
	r->holders = 1;
	enum zgl_err err = read_text(engine, text, limits, r);
	if (err != ZGL_OK) {
		zgl_keyrecord_release(r);
		return err;
	}
	*record_r = r;
	return ZGL_OK;
}

struct zgl_keyrecord *zgl_keyrecord_hold(struct zgl_keyrecord *record)
{
	record->holders++;
	return record;
}

void zgl_keyrecord_release(struct zgl_keyrecord *record)
{
	if (record == NULL || --record->holders > 0)
		return;
	zgl_pubkey_free(record->key);
	zgl_mem_free(record);
}
