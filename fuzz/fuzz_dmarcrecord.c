/* SPDX-License-Identifier: ISC */
/*
 * dmarcrecord: any octets as a record. Every view lies in the text; what was
 * read, written in one form, reads as the same, and without a warning but for
 * what is wrong in it.
 */
#include <stdlib.h>

#include "tests/dmarc/dmarc_write.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
	if (!holds)
		abort();
}

static void check_uris(zgl_sv text, const struct zgl_dmarc_uris *uris)
{
	must(uris->count <= ZGL_DMARC_URIS);
	must(uris->count == 0 || uris->valid);
	for (size_t i = 0; i < uris->count; i++) {
		zgl_sv uri = uris->at[i];
		must(uri.p >= text.p && uri.p + uri.n <= text.p + text.n);
		must(zgl_sv_istarts(uri, ZGL_SV("mailto:")));
		must(zgl_sv_find(uri, '!') == uri.n);
		must(zgl_sv_find(uri, ',') == uri.n);
		must(zgl_sv_find(uri, ' ') == uri.n);
	}
}

static void check_choice(const struct zgl_dmarc_choice *choice)
{
	must(choice->there || !choice->valid);
	must(choice->valid || choice->policy == ZGL_DMARC_POLICY_NONE);
}

static void check(zgl_sv text, const struct zgl_dmarcrecord *record)
{
	check_choice(&record->p);
	check_choice(&record->sp);
	check_choice(&record->np);
	check_uris(text, &record->rua);
	check_uris(text, &record->ruf);
	must(record->warnings < 1U << ZGL_DMARC_WARNINGS);
	must((record->warnings != 0) == (record->fault.p != NULL));
	must(record->fo < 16 && (record->fo & 3) != 3);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct zgl_limits limits = ZGL_LIMITS_DEFAULT;
	zgl_sv text = { (const char *)data, size };
	struct zgl_dmarcrecord record, again;
	struct zgl_buf to;

	bool is = zgl_dmarcrecord_read(text, &limits, &record);
	must(is == zgl_dmarcrecord_is(text, &limits));
	if (!is)
		return 0;
	check(text, &record);
	zgl_buf_begin(&to, 1 << 20);
	dmarc_write(&record, &to);
	must(zgl_dmarcrecord_read(zgl_buf_sv(&to), &limits, &again));
	must(dmarc_same(&record, &again));
	zgl_buf_free(&to);
	return 0;
}
