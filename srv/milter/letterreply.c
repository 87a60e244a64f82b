/* SPDX-License-Identifier: ISC */
#include "srv/milter/letterreply.h"

#include "zegel/base/ascii.h"

/* The fields of a name from the bottom up, each with its index, which counts
 * from the top: as long as this is true, `at` and `index` tell of one. */
struct walk {
	const struct zgl_header *header;
	zgl_sv name;
	uint32_t at, index, left;
};

static struct walk walk_up(const struct zgl_header *header, zgl_sv name)
{
	return (struct walk){ .header = header,
		.name = name,
		.at = ZGL_NO_FIELD,
		.left = zgl_header_count(header, name) };
}

static bool walk_next(struct walk *w)
{
	w->at = zgl_header_find(w->header, w->name, w->at);
	w->index = w->left--;
	return w->at != ZGL_NO_FIELD;
}

static void change(
	struct zgl_letterreply *r, const struct walk *w, zgl_sv value)
{
	zgl_milterwire_put_change(r->out, w->index, w->name, value);
	r->changes++;
}

uint32_t zgl_letterreply_remove_claims(
	struct zgl_letterreply *r, const zgl_sv *claims, size_t count)
{
	struct walk w = walk_up(&r->letter->header, ZGL_LETTER_RESULTS);
	uint32_t removed = 0;

	while (walk_next(&w)) {
		if (!zgl_letter_is_claim(r->letter, w.at, claims, count))
			continue;
		change(r, &w, ZGL_SV(""));
		removed++;
	}
	return removed;
}

void zgl_letterreply_remove_all(struct zgl_letterreply *r, zgl_sv name)
{
	struct walk w = walk_up(&r->letter->header, name);

	while (walk_next(&w))
		change(r, &w, ZGL_SV(""));
}

/* Starts a value in r->text. */
static void begin_value(struct zgl_letterreply *r)
{
	zgl_buf_reset(r->text);
	if (r->whole)
		zgl_buf_char(r->text, ' ');
}

/* Adds octets to a value, CRLF as LF. */
static void put_value(struct zgl_letterreply *r, zgl_sv value)
{
	zgl_sv line;

	while (zgl_sv_split(&value, '\n', &line)) {
		if (value.p != NULL && line.n > 0 && line.p[line.n - 1] == '\r')
			line.n--;
		zgl_buf_put(r->text, line);
		if (value.p != NULL)
			zgl_buf_char(r->text, '\n');
	}
}

/* The value in r->text; what could not be put together is not sent. */
static zgl_sv end_value(struct zgl_letterreply *r)
{
	if (r->out->err == ZGL_OK)
		r->out->err = r->text->err;
	return zgl_buf_sv(r->text);
}

void zgl_letterreply_mark_subject(struct zgl_letterreply *r, zgl_sv prefix)
{
	const struct zgl_header *header = &r->letter->header;
	struct walk w = walk_up(header, ZGL_SV("Subject"));

	prefix = zgl_sv_trim_wsp(prefix);
	if (w.left == 0) {
		begin_value(r);
		zgl_buf_put(r->text, prefix);
		zgl_milterwire_put_add(r->out, w.name, end_value(r));
	}
	while (walk_next(&w)) {
		zgl_sv value =
			zgl_sv_trim_fws(zgl_field_value(&header->fields[w.at]));
		if (zgl_sv_starts(value, prefix)
			|| zgl_sv_find(value, '\0') < value.n)
			continue;
		begin_value(r);
		zgl_buf_put(r->text, prefix);
		zgl_buf_char(r->text, ' ');
		put_value(r, value);
		change(r, &w, end_value(r));
	}
}

void zgl_letterreply_insert(
	struct zgl_letterreply *r, zgl_sv name, zgl_sv value)
{
	begin_value(r);
	put_value(r, value);
	zgl_milterwire_put_insert(r->out, 0, name, end_value(r));
}

void zgl_letterreply_insert_field(struct zgl_letterreply *r, zgl_sv field)
{
	size_t colon = zgl_sv_find(field, ':');
	zgl_sv value = zgl_sv_skip(field, colon + 1);

	if (value.n > 0 && value.p[0] == ' ')
		value = zgl_sv_skip(value, 1);
	zgl_letterreply_insert(r, zgl_sv_head(field, colon), value);
}
