/* SPDX-License-Identifier: ISC */
#include "cmd/keyrecords.h"

#include "cmd/jsonl.h"
#include "cmd/named.h"
#include "cmd/say.h"
#include "zegel/keys/recordtext.h"

#define RECORD_OCTETS ((size_t)16 * 1024)

int zgl_keyrecords_name(struct zgl_keyrecords *record, const char *selector,
	const char *domain, bool fresh)
{
	zgl_sv label = zgl_sv_of(selector);
	record->more = NULL;
	int code = zgl_named_domain(domain, &record->domain);

	if (code == ZGL_EXIT_OK && fresh)
		code = zgl_named_new_selector(label, &record->selector);
	else if (code == ZGL_EXIT_OK)
		code = zgl_named_selector(label, &record->selector);
	if (code != ZGL_EXIT_OK)
		return code;
	if (zgl_keys_record_name(
		    &record->selector, &record->domain, &record->name))
		return ZGL_EXIT_OK;
	zgl_say_error("%s._domainkey.%s: is too long for a name in DNS",
		record->selector.text, record->domain.text);
	return ZGL_EXIT_USAGE;
}

static bool put_json(const struct zgl_keyrecords *record,
	struct zgl_privkey *key, zgl_sv value, const char *path, FILE *to)
{
	struct zgl_signkey view = zgl_privkey_signkey(key);
	json_t *object = json_pack("{ss ss ss ss ss si so so}", "name",
		record->name.text, "type", "TXT", "domain", record->domain.text,
		"selector", record->selector.text, "algorithm",
		view.alg == ZGL_KEY_RSA ? "rsa" : "ed25519", "bits",
		(int)view.bits, "value", zgl_jsonl_text(value), "file",
		zgl_jsonl_text(zgl_sv_of(path)));

	if (record->more != NULL)
		json_object_update(object, record->more);
	return zgl_jsonl_write(to, object);
}

static enum zgl_err make_text(const struct zgl_keyrecords *record,
	struct zgl_privkey *key, enum zgl_keyrecords_form form,
	struct zgl_buf *text)
{
	struct zgl_keys_record say = { .alg = zgl_privkey_signkey(key).alg };
	struct zgl_buf half;

	zgl_buf_begin(&half, RECORD_OCTETS);
	enum zgl_err err = zgl_privkey_write_public(key, &half);
	say.public_half = zgl_buf_sv(&half);
	if (err == ZGL_OK && form == ZGL_KEYRECORDS_ZONE)
		err = zgl_keys_record_zone(&record->name, &say, text);
	else if (err == ZGL_OK)
		err = zgl_keys_record_value(&say, text);
	if (err == ZGL_OK && form == ZGL_KEYRECORDS_VALUE)
		zgl_buf_char(text, '\n');
	zgl_buf_free(&half);
	return err == ZGL_OK ? text->err : err;
}

int zgl_keyrecords_put(const struct zgl_keyrecords *record,
	struct zgl_privkey *key, enum zgl_keyrecords_form form,
	const char *path, FILE *to)
{
	struct zgl_buf text;
	bool done = true;

	zgl_buf_begin(&text, RECORD_OCTETS);
	enum zgl_err err = make_text(record, key, form, &text);
	zgl_sv made = zgl_buf_sv(&text);
	if (err != ZGL_OK)
		zgl_say_error("%s: the record cannot be made: %s",
			record->name.text, zgl_err_sentence(err));
	else if (form == ZGL_KEYRECORDS_JSON)
		done = put_json(record, key, made, path, to);
	else
		fwrite(made.p, 1, made.n, to);
	zgl_buf_free(&text);
	return done ? zgl_exits_of_err(err) : ZGL_EXIT_OS;
}
