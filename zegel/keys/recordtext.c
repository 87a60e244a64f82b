/* SPDX-License-Identifier: ISC */
#include "zegel/keys/recordtext.h"

#include "zegel/base/ascii.h"
#include "zegel/base/b64.h"

/* rfc1035#3.3: a <character-string> has one octet for its length. */
#define STRING_OCTETS 255

enum zgl_dname_fault zgl_keys_selector_parse(
	zgl_sv text, struct zgl_dname *selector_r)
{
	struct zgl_dname selector;
	enum zgl_dname_fault fault = zgl_dname_parse(text, &selector);

	if (fault != ZGL_DNAME_OK)
		return fault;
	/* rfc6376#3.1: sub-domain, which has no underscore in RFC 5321 */
	zgl_sv name = zgl_dname_sv(&selector);
	if (zgl_sv_find(name, '_') != name.n)
		return ZGL_DNAME_OCTET;
	*selector_r = selector;
	return ZGL_DNAME_OK;
}

bool zgl_keys_record_name(const struct zgl_dname *selector,
	const struct zgl_dname *domain, struct zgl_dname *name_r)
{
	struct zgl_dname within; /* rfc6376#3.6.2.1 */

	return zgl_dname_prepend(ZGL_SV("_domainkey"), domain, &within)
		&& zgl_dname_prepend(zgl_dname_sv(selector), &within, name_r);
}

/* rfc6376#2.11: dkim-quoted-printable, in which white space is written, too:
 * what stands between two strings of a TXT record then does not matter. */
static void put_notes(struct zgl_buf *to, zgl_sv notes)
{
	static const char digits[] = "0123456789ABCDEF";

	for (size_t i = 0; i < notes.n; i++) {
		char c = notes.p[i];
		if (zgl_is_visible(c) && c != ';' && c != '=') {
			zgl_buf_char(to, c);
			continue;
		}
		zgl_buf_char(to, '=');
		zgl_buf_char(to, digits[(unsigned char)c >> 4]);
		zgl_buf_char(to, digits[(unsigned char)c & 15]);
	}
}

static void put_flags(struct zgl_buf *to, bool testing, bool strict)
{
	if (!testing && !strict)
		return;
	zgl_buf_text(to, "; t=");
	zgl_buf_text(to, testing ? "y" : "");
	zgl_buf_text(to, testing && strict ? ":" : "");
	zgl_buf_text(to, strict ? "s" : "");
}

enum zgl_err zgl_keys_record_value(
	const struct zgl_keys_record *record, struct zgl_buf *to)
{
	zgl_sv p = record->public_half;

	/* An empty p= revokes: never by a key that got lost on the way here. */
	if (p.n == 0 && !record->revoked)
		return ZGL_EUSAGE;
	zgl_buf_text(to, "v=DKIM1; k=");
	zgl_buf_text(to, record->alg == ZGL_KEY_RSA ? "rsa" : "ed25519");
	put_flags(to, record->testing, record->strict);
	if (record->notes.n > 0)
		zgl_buf_text(to, "; n=");
	put_notes(to, record->notes);
	zgl_buf_text(to, "; p=");
	if (!record->revoked)
		zgl_b64_encode(to, (const uint8_t *)p.p, p.n);
	return to->err;
}

static void put_string(struct zgl_buf *to, zgl_sv octets)
{
	zgl_buf_char(to, '"');
	for (size_t i = 0; i < octets.n; i++) {
		if (octets.p[i] == '"' || octets.p[i] == '\\')
			zgl_buf_char(to, '\\');
		zgl_buf_char(to, octets.p[i]);
	}
	zgl_buf_char(to, '"');
}

static void put_record(
	struct zgl_buf *to, const struct zgl_dname *name, zgl_sv value)
{
	zgl_buf_put(to, zgl_dname_sv(name));
	zgl_buf_text(to, ". IN TXT ( ");
	put_string(to, zgl_sv_head(value, STRING_OCTETS));
	while (value.n > STRING_OCTETS) {
		value = zgl_sv_skip(value, STRING_OCTETS);
		zgl_buf_text(to, "\n\t");
		put_string(to, zgl_sv_head(value, STRING_OCTETS));
	}
	zgl_buf_text(to, " )\n");
}

enum zgl_err zgl_keys_record_zone(const struct zgl_dname *name,
	const struct zgl_keys_record *record, struct zgl_buf *to)
{
	struct zgl_buf value;

	if (name->n == 0)
		return ZGL_EUSAGE;
	zgl_buf_begin(&value, ZGL_RECORDTEXT_MOST);
	enum zgl_err err = zgl_keys_record_value(record, &value);
	if (err == ZGL_OK) {
		put_record(to, name, zgl_buf_sv(&value));
		err = to->err;
	}
	zgl_buf_free(&value);
	return err;
}
