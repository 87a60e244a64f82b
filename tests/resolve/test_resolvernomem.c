/* SPDX-License-Identifier: ISC */
/*
 * resolver when there is no memory: an error, or an answer, never both and
 * never neither. What libunbound itself takes is not seen here, but the events
 * that it asks us for are.
 */
#include "srv/resolve/resolver.h"
#include "tests/failalloc.h"
#include "tests/rows.h"

struct row {
	const char *name;
	bool with_zone, forever;
};

static void count(void *to, const struct zgl_answer *answer)
{
	unsigned *answers = to;

	(void)answer;
	++*answers;
}

static enum zgl_err use(const struct zgl_zone *zone)
{
	/* no name server stands at the discard port */
	const struct zgl_resolver_config config = { .zone = zone,
		.server = "127.0.0.1@9",
		.trust_anchor = "none",
		.deadline_ms = 1 };
	struct zgl_question q = { .type = ZGL_RR_TXT };
	struct zgl_resolver *resolver;
	unsigned answers = 0;
	struct zgl_diag diag;

	assert_true(zgl_qname_parse(ZGL_SV("a.e."), NULL, &q.name));
	enum zgl_err err = zgl_resolver_new(&config, &resolver, &diag);
	if (err != ZGL_OK) {
		assert_null(resolver);
		return err;
	}
	err = zgl_resolver_ask(resolver, &q, count, &answers);
	if (err == ZGL_OK)
		err = zgl_resolver_wait(resolver);
	assert_int_equal(answers, err == ZGL_OK ? 1 : 0);
	zgl_resolver_free(resolver);
	return err;
}

static const struct row rows[] = {
	{ "a zone: one allocation fails", true, false },
	{ "a zone: all fail from one on", true, true },
	{ "a server: one allocation fails", false, false },
	{ "a server: all fail from one on", false, true },
};

static void every_allocation_fails_once(void **state)
{
	const struct row *row = *state;
	struct zgl_zone *zone;
	struct zgl_diag diag;

	assert_int_equal(zgl_zone_new(&zone), ZGL_OK);
	assert_int_equal(
		zgl_zone_load(zone, ZGL_SV("a.e. TXT x"), &diag), ZGL_OK);
	for (size_t k = 1; k == 1 || failalloc_failed(); k++) {
		failalloc_arm(k, row->forever);
		enum zgl_err err = use(row->with_zone ? zone : NULL);
		failalloc_disarm();
		assert_true(err == ZGL_OK || err == ZGL_ENOMEM);
		assert_true(failalloc_failed() || err == ZGL_OK);
		assert_true(!row->with_zone || !failalloc_failed()
			|| err == ZGL_ENOMEM);
	}
	assert_true(failalloc_count() > 0);
	zgl_zone_free(zone);
}

int main(void)
{
	struct rows r = { 0 };

	ROWS_ADD(&r, rows, every_allocation_fails_once);
	return rows_run(&r, "resolvernomem");
}
