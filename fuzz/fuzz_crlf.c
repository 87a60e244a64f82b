/* SPDX-License-Identifier: ISC */
/*
 * crlf: the octets of a plain loop, whatever the chunks; what comes out has no
 * LF without a CR and goes through unchanged. The first eight octets of the
 * input are the sizes of the chunks.
 */
#include <stdint.h>
#include <stdlib.h>

#include "zegel/base/buf.h"
#include "zegel/mail/crlf.h"

enum {
	SIZES = 8
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
	if (!holds)
		abort();
}

static void filter_plainly(zgl_sv text, struct zgl_buf *out)
{
	for (size_t i = 0; i < text.n; i++) {
		if (text.p[i] == '\n' && (i == 0 || text.p[i - 1] != '\r'))
			zgl_buf_char(out, '\r');
		zgl_buf_char(out, text.p[i]);
	}
}

static void filter(zgl_sv text, const uint8_t sizes[SIZES], struct zgl_buf *out)
{
	struct zgl_crlf c;

	zgl_crlf_begin(&c, zgl_buf_sink, out);
	for (size_t i = 0; text.n > 0 && i < 1000; i++) {
		zgl_sv chunk = zgl_sv_head(text, sizes[i % SIZES]);
		zgl_crlf_feed(&c, chunk.p, chunk.n);
		text = zgl_sv_skip(text, chunk.n);
	}
	zgl_crlf_feed(&c, text.p, text.n);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct zgl_buf want, once, twice;

	if (size < SIZES)
		return 0;
	zgl_sv text = { (const char *)data + SIZES, size - SIZES };
	zgl_buf_begin(&want, SIZE_MAX);
	zgl_buf_begin(&once, SIZE_MAX);
	zgl_buf_begin(&twice, SIZE_MAX);
	filter_plainly(text, &want);
	filter(text, data, &once);
	filter(zgl_buf_sv(&once), data, &twice);
	must(zgl_sv_eq(zgl_buf_sv(&once), zgl_buf_sv(&want)));
	must(zgl_sv_eq(zgl_buf_sv(&twice), zgl_buf_sv(&want)));
	zgl_buf_free(&want);
	zgl_buf_free(&once);
	zgl_buf_free(&twice);
	return 0;
}
