/* SPDX-License-Identifier: ISC */
#include "zegel/dkim/dkimfield.h"

#include "zegel/base/ascii.h"
#include "zegel/base/b64.h"

#define LINE_OCTETS 72

static const char *const canon_words[] = {
	[ZGL_CANON_SIMPLE] = "simple",
	[ZGL_CANON_RELAXED] = "relaxed",
};

static const char *const alg_words[] = {
	[ZGL_KEY_RSA] = "rsa-sha256",
	[ZGL_KEY_ED25519] = "ed25519-sha256",
};

static void put_tag(struct zgl_buf *to, const char *name, const char *value)
{
	zgl_buf_text(to, name);
	zgl_buf_text(to, value);
	zgl_buf_char(to, ';');
}

static void fold(struct zgl_buf *to)
{
	zgl_buf_text(to, "\r\n\t");
}

static void put_time(struct zgl_buf *to, const char *name, int64_t time_s)
{
	zgl_buf_text(to, name);
	zgl_buf_num(to, (uint64_t)time_s);
	zgl_buf_text(to, ";");
}

static bool is_qp_safe(char c)
{
	return zgl_is_8bit(c) || (zgl_is_visible(c) && c != ';' && c != '=');
}

/* rfc6376#2.11, rfc8616#5: dkim-quoted-printable. */
static void put_identity(struct zgl_buf *to, zgl_sv identity)
{
	static const char hex[] = "0123456789ABCDEF";

	zgl_buf_text(to, "i=");
	for (size_t i = 0; i < identity.n; i++) {
		unsigned char c = (unsigned char)identity.p[i];
		if (is_qp_safe(identity.p[i])) {
			zgl_buf_char(to, identity.p[i]);
			continue;
		}
		zgl_buf_char(to, '=');
		zgl_buf_char(to, hex[c >> 4]);
		zgl_buf_char(to, hex[c & 15]);
	}
	zgl_buf_char(to, ';');
	fold(to);
}

/* The list is folded after a colon, where white space may stand. */
static void put_names(struct zgl_buf *to, const struct zgl_names *names)
{
	size_t column = 8 + 2; /* a tab, and "h=" */

	zgl_buf_text(to, "h=");
	for (size_t i = 0; i < names->count; i++) {
		zgl_sv name = names->at[i];
		if (i > 0) {
			zgl_buf_char(to, ':');
			column++;
		}
		if (i > 0 && column + name.n > LINE_OCTETS) {
			fold(to);
			column = 8;
		}
		zgl_buf_put(to, name);
		column += name.n;
	}
	zgl_buf_char(to, ';');
	fold(to);
}

void zgl_dkimfield_write(struct zgl_buf *to, const struct zgl_dkimfield *field)
{
	zgl_buf_text(to, "DKIM-Signature: v=1; ");
	put_tag(to, "a=", alg_words[field->alg]);
	zgl_buf_text(to, " c=");
	zgl_buf_text(to, canon_words[field->header_canon]);
	put_tag(to, "/", canon_words[field->body_canon]);
	fold(to);
	put_tag(to, "d=", field->domain->text);
	put_tag(to, " s=", field->selector->text);
	put_time(to, " t=", field->signed_at_s);
	if (field->expires_at_s != 0)
		put_time(to, " x=", field->expires_at_s);
	fold(to);
	if (field->identity.p != NULL)
		put_identity(to, field->identity);
	put_names(to, field->names);
	zgl_buf_text(to, "bh=");
	zgl_b64_encode(to, field->body_hash->octets, field->body_hash->n);
	zgl_buf_char(to, ';');
	fold(to);
	zgl_buf_text(to, "b=");
}

void zgl_dkimfield_put_signature(struct zgl_buf *to, const struct zgl_sig *sig)
{
	struct zgl_buf text;
	size_t line = LINE_OCTETS - 8 - 2; /* the first stands behind "b=" */

	zgl_buf_begin(&text, ZGL_B64_TEXT(ZGL_SIG_MAX));
	zgl_b64_encode(&text, sig->octets, sig->n);
	if (text.err != ZGL_OK)
		to->err = text.err;
	for (zgl_sv rest = zgl_buf_sv(&text); rest.n > 0;
		rest = zgl_sv_skip(rest, line)) {
		if (rest.n < text.n) {
			fold(to);
			line = LINE_OCTETS - 8;
		}
		zgl_buf_put(to, zgl_sv_head(rest, line));
	}
	zgl_buf_free(&text);
}
