/* SPDX-License-Identifier: ISC */
/*
 * authordomain: the input is a From field's value. A domain that is found is
 * a name of two labels or more that stays one when it is read again, and every
 * candidate for a key is that name or a parent of it.
 */
#include <stdlib.h>

#include "zegel/base/buf.h"
#include "zegel/sig/authordomain.h"
#include "zegel/signer/keycandidates.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
	if (!holds)
		abort();
}

static void check_candidates(const struct zgl_dname *author)
{
	struct zgl_keycandidates c;
	struct zgl_dname name, again;
	enum zgl_key_match match;
	unsigned labels = zgl_dname_labels(author);

	zgl_keycandidates_begin(&c, author);
	for (; zgl_keycandidates_next(&c, &name, &match); labels--) {
		must(zgl_dname_labels(&name) == labels && labels > 1);
		must(zgl_dname_within(author, &name));
		must(zgl_dname_eq(author, &name)
			== (match == ZGL_KEY_MATCH_EXACT));
		must(zgl_dname_parse(zgl_dname_sv(&name), &again)
			== ZGL_DNAME_OK);
		must(zgl_dname_eq(&name, &again));
	}
	must(labels == 1);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct zgl_limits limits = ZGL_LIMITS_DEFAULT;
	enum zgl_authorfault fault;
	struct zgl_dname domain;
	struct zgl_header h;
	struct zgl_arena a;
	struct zgl_buf field;

	zgl_buf_begin(&field, size + 8);
	zgl_buf_text(&field, "From:");
	zgl_buf_put(&field, (zgl_sv){ (const char *)data, size });
	zgl_arena_begin(&a, 1 << 24);
	zgl_header_begin(&h, &a, &limits);
	if (zgl_header_add(&h, zgl_buf_sv(&field)) == ZGL_OK) {
		must(zgl_authordomain_find(&h, &limits, &a, &domain, &fault)
			== ZGL_OK);
		must((domain.n > 0) == (fault == ZGL_AUTHORFAULT_NONE));
		must(fault != ZGL_AUTHORFAULT_NO_FROM
			&& fault != ZGL_AUTHORFAULT_TWO_FROM);
		if (domain.n > 0)
			check_candidates(&domain);
		/* a second one, and nobody knows which counts */
		must(zgl_header_add(&h, zgl_buf_sv(&field)) == ZGL_OK);
		must(zgl_authordomain_find(&h, &limits, &a, &domain, &fault)
			== ZGL_OK);
		must(domain.n == 0 && fault == ZGL_AUTHORFAULT_TWO_FROM);
	}
	zgl_buf_free(&field);
	zgl_arena_free(&a);
	return 0;
}
