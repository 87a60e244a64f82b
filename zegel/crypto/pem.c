/* SPDX-License-Identifier: ISC */
#include "zegel/crypto/pem.h"

#include "zegel/base/ascii.h"
#include "zegel/base/b64.h"

#define BEGIN     ZGL_SV("-----BEGIN ")
#define END       ZGL_SV("-----END ")
#define DASHES    ZGL_SV("-----")
#define PROC_TYPE ZGL_SV("Proc-Type:")

/* What a line of 64 columns stands for. */
#define LINE_OCTETS 48

static bool take_line(zgl_sv *text, zgl_sv *line_r)
{
	bool any = zgl_sv_split(text, '\n', line_r);

	while (line_r->n > 0 && zgl_is_fws(line_r->p[line_r->n - 1]))
		line_r->n--;
	return any;
}

/* "-----BEGIN label-----", or END. */
static bool read_mark(zgl_sv line, zgl_sv word, zgl_sv *label_r)
{
	zgl_sv rest = zgl_sv_skip(line, word.n);

	if (!zgl_sv_starts(line, word) || !zgl_sv_iends(rest, DASHES))
		return false;
	*label_r = zgl_sv_head(rest, rest.n - DASHES.n);
	return true;
}

bool zgl_pem_next(zgl_sv *text, struct zgl_pem *pem_r)
{
	zgl_sv line, label;

	do {
		if (!take_line(text, &line))
			return false;
	} while (!read_mark(line, BEGIN, &pem_r->label));
	const char *start = text->p;
	do {
		if (!take_line(text, &line))
			return false;
	} while (!zgl_sv_starts(line, END));
	pem_r->text = (zgl_sv){ start, (size_t)(line.p - start) };
	return read_mark(line, END, &label) && zgl_sv_eq(label, pem_r->label);
}

/* rfc1421#4.6.1.1: "Proc-Type: 4,ENCRYPTED" is the first line. */
bool zgl_pem_is_encrypted(const struct zgl_pem *pem)
{
	zgl_sv text = pem->text, line, version;

	if (!take_line(&text, &line) || !zgl_sv_starts(line, PROC_TYPE))
		return false;
	line = zgl_sv_skip(line, PROC_TYPE.n);
	return zgl_sv_split(&line, ',', &version)
		&& zgl_sv_eq(zgl_sv_trim_wsp(line), ZGL_SV("ENCRYPTED"));
}

static void write_mark(struct zgl_buf *to, zgl_sv word, zgl_sv label)
{
	zgl_buf_put(to, word);
	zgl_buf_put(to, label);
	zgl_buf_put(to, DASHES);
	zgl_buf_char(to, '\n');
}

void zgl_pem_write(struct zgl_buf *to, zgl_sv label, zgl_sv octets)
{
	write_mark(to, BEGIN, label);
	while (octets.n > 0) {
		zgl_sv part = zgl_sv_head(octets, LINE_OCTETS);
		zgl_b64_encode(to, (const uint8_t *)part.p, part.n);
		zgl_buf_char(to, '\n');
		octets = zgl_sv_skip(octets, part.n);
	}
	write_mark(to, END, label);
}
