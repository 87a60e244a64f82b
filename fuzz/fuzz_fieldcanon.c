/* SPDX-License-Identifier: ISC */
/*
 * fieldcanon: the octets of the reference; and the relaxed form of a relaxed
 * form is itself, if no CR is left. An odd first octet asks for the CRLF.
 */
#include <stdint.h>
#include <stdlib.h>

#include "tests/mail/canonref.h"
#include "zegel/base/buf.h"
#include "zegel/mail/fieldcanon.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
	if (!holds)
		abort();
}

static void check(enum zgl_canon mode, zgl_sv raw, bool crlf)
{
	char *want = malloc(raw.n + 2), *tmp = malloc(raw.n + 2);
	struct zgl_buf once, twice;

	must(want != NULL && tmp != NULL);
	zgl_sv canon = { want, ref_field(mode, raw, crlf, want, tmp) };
	zgl_buf_begin(&once, SIZE_MAX);
	zgl_buf_begin(&twice, SIZE_MAX);
	zgl_fieldcanon(mode, raw, crlf, zgl_buf_sink, &once);
	must(zgl_sv_eq(zgl_buf_sv(&once), canon));
	canon.n -= crlf ? 2 : 0;
	zgl_fieldcanon(mode, canon, crlf, zgl_buf_sink, &twice);
	must(zgl_sv_eq(zgl_buf_sv(&once), zgl_buf_sv(&twice))
		|| zgl_sv_find(canon, '\r') < canon.n);
	zgl_buf_free(&once);
	zgl_buf_free(&twice);
	free(want);
	free(tmp);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size == 0)
		return 0;
	zgl_sv raw = { (const char *)data + 1, size - 1 };
	check(ZGL_CANON_SIMPLE, raw, data[0] % 2 != 0);
	check(ZGL_CANON_RELAXED, raw, data[0] % 2 != 0);
	return 0;
}
