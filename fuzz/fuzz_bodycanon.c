/* SPDX-License-Identifier: ISC */
/*
 * bodycanon: every scan gives the octets of the reference, whatever the chunks.
 * The first eight octets of the input are the sizes of the chunks.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "tests/mail/canonref.h"
#include "zegel/base/buf.h"
#include "zegel/mail/bodyscan.h"

enum {
	SIZES = 8
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
	if (!holds)
		abort();
}

/* From a block of its own: one who reads beyond it is found. */
static void feed_copy(struct zgl_bodycanon *c, zgl_sv chunk)
{
	char *copy = malloc(chunk.n + (chunk.n == 0));

	must(copy != NULL);
	memcpy(copy, chunk.p, chunk.n);
	zgl_bodycanon_feed(c, copy, chunk.n);
	free(copy);
}

static void feed_chunks(
	struct zgl_bodycanon *c, const uint8_t sizes[SIZES], zgl_sv body)
{
	for (size_t i = 0; i < SIZES; i++) {
		feed_copy(c, zgl_sv_head(body, sizes[i]));
		body = zgl_sv_skip(body, sizes[i]);
	}
	for (size_t i = 0; body.n > 0; i = (i + 1) % SIZES) {
		zgl_sv chunk = zgl_sv_head(body, sizes[i] + (size_t)1);
		zgl_bodycanon_feed(c, chunk.p, chunk.n);
		body = zgl_sv_skip(body, chunk.n);
	}
}

static void check(enum zgl_canon mode, const uint8_t sizes[SIZES], zgl_sv body)
{
	const struct zgl_bodyscan *scan;
	char *want = malloc(body.n + 2);
	struct zgl_bodycanon c;
	struct zgl_buf out;

	must(want != NULL);
	zgl_sv canon = { want, ref_body(mode, body, want) };
	zgl_buf_begin(&out, SIZE_MAX);
	for (size_t i = 0; (scan = zgl_bodyscan_at(i)) != NULL; i++) {
		zgl_buf_reset(&out);
		zgl_bodycanon_begin_with(&c, mode, scan, zgl_buf_sink, &out);
		feed_chunks(&c, sizes, body);
		zgl_bodycanon_end(&c);
		must(zgl_sv_eq(zgl_buf_sv(&out), canon));
	}
	zgl_buf_free(&out);
	free(want);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size < SIZES)
		return 0;
	zgl_sv body = { (const char *)data + SIZES, size - SIZES };
	check(ZGL_CANON_SIMPLE, data, body);
	check(ZGL_CANON_RELAXED, data, body);
	return 0;
}
