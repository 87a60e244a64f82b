/* SPDX-License-Identifier: ISC */
/*
 * msgsplit and header: chunks never matter, the parts put together are the
 * message, a header that is filled directly has the same fields, and these are
 * found as by a slow search. The first eight octets of the input are the sizes
 * of the chunks, the ninth chooses the limits.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "zegel/mail/fieldscan.h"
#include "zegel/mail/msgsplit.h"

enum {
	SIZES = 8
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
	if (!holds)
		abort();
}

/* All that comes out: fields with a CRLF each, and the body. */
struct parts {
	struct zgl_buf fields, body;
	size_t count;
	bool ended;
	enum zgl_err err;
	uint64_t offset;
};

static enum zgl_err take_field(void *to, zgl_sv raw)
{
	struct parts *parts = to;

	must(!parts->ended && raw.n > 1);
	parts->count++;
	zgl_buf_put(&parts->fields, raw);
	zgl_buf_text(&parts->fields, "\r\n");
	return ZGL_OK;
}

static enum zgl_err take_end(void *to)
{
	struct parts *parts = to;

	must(!parts->ended);
	parts->ended = true;
	return ZGL_OK;
}

static enum zgl_err take_body(void *to, zgl_sv octets)
{
	struct parts *parts = to;

	must(parts->ended && octets.n > 0);
	zgl_buf_put(&parts->body, octets);
	return ZGL_OK;
}

/* From a block of its own: one who reads beyond it is found. */
static enum zgl_err feed_copy(struct zgl_msgsplit *s, zgl_sv chunk)
{
	char *copy = malloc(chunk.n + (chunk.n == 0));

	must(copy != NULL);
	memcpy(copy, chunk.p, chunk.n);
	enum zgl_err err = zgl_msgsplit_feed(s, (zgl_sv){ copy, chunk.n });
	free(copy);
	return err;
}

static enum zgl_err feed_chunks(
	struct zgl_msgsplit *s, const uint8_t *sizes, zgl_sv message)
{
	for (size_t i = 0; sizes != NULL && i < SIZES; i++) {
		ZGL_TRY(feed_copy(s, zgl_sv_head(message, sizes[i])));
		message = zgl_sv_skip(message, sizes[i]);
	}
	for (size_t i = 0; sizes != NULL && message.n > 0; i++) {
		size_t n = sizes[i % SIZES] + (size_t)1;
		ZGL_TRY(zgl_msgsplit_feed(s, zgl_sv_head(message, n)));
		message = zgl_sv_skip(message, n);
	}
	ZGL_TRY(feed_copy(s, message));
	return zgl_msgsplit_end(s);
}

/* Splits; `sizes` is NULL for one chunk, `header` for fields to the face. */
static void split(struct parts *parts, zgl_sv message, const uint8_t *sizes,
	const struct zgl_limits *limits, struct zgl_header *header)
{
	static const struct zgl_msgsplit_face face = { take_field, take_end,
		take_body };
	struct zgl_msgsplit s;

	*parts = (struct parts){ .count = 0 };
	zgl_buf_begin(&parts->fields, SIZE_MAX);
	zgl_buf_begin(&parts->body, SIZE_MAX);
	zgl_msgsplit_begin(&s, &face, parts, limits);
	if (header != NULL)
		zgl_msgsplit_into(&s, header);
	parts->err = feed_chunks(&s, sizes, message);
	must(zgl_msgsplit_end(&s) == parts->err);
	parts->offset = s.offset;
	zgl_msgsplit_free(&s);
}

static void free_parts(struct parts *parts)
{
	zgl_buf_free(&parts->fields);
	zgl_buf_free(&parts->body);
}

static void must_be_equal(const struct parts *a, const struct parts *b)
{
	must(a->err == b->err && a->ended == b->ended);
	must(a->count == b->count && a->offset == b->offset);
	must(zgl_sv_eq(zgl_buf_sv(&a->fields), zgl_buf_sv(&b->fields)));
	must(zgl_sv_eq(zgl_buf_sv(&a->body), zgl_buf_sv(&b->body)));
}

/* Fields, the empty line or not, and body are the message; a last field may
 * have had no CRLF. */
static void must_be_whole(const struct parts *parts, zgl_sv message)
{
	zgl_sv fields = zgl_buf_sv(&parts->fields);
	zgl_sv body = zgl_buf_sv(&parts->body);

	if (fields.n > message.n)
		fields.n -= 2;
	must(zgl_sv_starts(message, fields));
	zgl_sv rest = zgl_sv_skip(message, fields.n);
	if (rest.n == body.n + 2 && zgl_sv_starts(rest, ZGL_SV("\r\n")))
		rest = zgl_sv_skip(rest, 2);
	must(zgl_sv_eq(rest, body));
	must(parts->offset == message.n && parts->ended);
}

static uint32_t find_slowly(
	const struct zgl_header *h, zgl_sv name, uint32_t below)
{
	uint32_t at = below < h->count ? below : h->count;

	while (at-- > 0) {
		if (zgl_sv_ieq(zgl_field_name(&h->fields[at]), name))
			return at;
	}
	return ZGL_NO_FIELD;
}

static void check_header(const struct zgl_header *h, const struct parts *parts)
{
	zgl_sv rest = zgl_buf_sv(&parts->fields);

	for (uint32_t i = 0; i < h->count; i++) {
		const struct zgl_field *f = &h->fields[i];
		zgl_sv name = zgl_field_name(f);
		must(zgl_sv_starts(rest, zgl_field_raw(f)));
		rest = zgl_sv_skip(rest, f->n + 2);
		must(f->p[f->colon] == ':' && f->name_n <= f->colon);
		must(zgl_header_find(h, name, i + 1) == i);
		must(zgl_header_find(h, name, i) == find_slowly(h, name, i));
	}
}

static void check_into(const struct parts *whole, zgl_sv message,
	const uint8_t *sizes, const struct zgl_limits *limits)
{
	struct zgl_arena arena;
	struct zgl_header h;
	struct parts parts;

	zgl_arena_begin(&arena, 64 << 20);
	zgl_header_begin(&h, &arena, limits);
	split(&parts, message, sizes, limits, &h);
	if (parts.err == ZGL_ESYNTAX) {
		must(memchr(message.p, '\n', message.n) != NULL);
	} else {
		must(parts.err == whole->err && parts.ended == whole->ended);
		must(parts.offset == whole->offset);
		must(h.count == whole->count);
		must(zgl_sv_eq(
			zgl_buf_sv(&parts.body), zgl_buf_sv(&whole->body)));
	}
	check_header(&h, whole);
	free_parts(&parts);
	zgl_arena_free(&arena);
}

static void check_scans(zgl_sv message, size_t most)
{
	uint32_t ends[2][64];
	const struct zgl_fieldscan *scan = zgl_fieldscan_at(0);
	size_t count = scan->ends(message.p, message.n, ends[0], most);

	for (size_t i = 1; (scan = zgl_fieldscan_at(i)) != NULL; i++) {
		must(scan->ends(message.p, message.n, ends[1], most) == count);
		must(memcmp(ends[0], ends[1], count * sizeof(uint32_t)) == 0);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct zgl_limits limits = ZGL_LIMITS_DEFAULT;
	struct parts whole, parts;

	if (size <= SIZES)
		return 0;
	zgl_sv message = { (const char *)data + SIZES + 1, size - SIZES - 1 };
	unsigned choice = data[SIZES];
	if (choice % 2 != 0) {
		limits.fields = choice / 2 % 4;
		limits.field_octets = choice / 8 % 16 * 4;
		limits.header_octets = choice / 128 * 50 + 10;
	}
	split(&whole, message, NULL, &limits, NULL);
	split(&parts, message, data, &limits, NULL);
	must_be_equal(&whole, &parts);
	if (whole.err == ZGL_OK)
		must_be_whole(&whole, message);
	check_into(&whole, message, NULL, &limits);
	check_into(&whole, message, data, &limits);
	check_scans(message, 1 + choice % 64);
	free_parts(&whole);
	free_parts(&parts);
	return 0;
}
