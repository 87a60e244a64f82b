/* SPDX-License-Identifier: ISC */
/* dns when there is no memory: ZGL_ENOMEM, and nothing lost or half done. */
#include "tests/failalloc.h"
#include "tests/rows.h"
#include "zegel/dns/packet.h"
#include "zegel/dns/zone.h"

#define TEXT "a.b.e. TXT x\nc.e. CNAME a.b.e.\n$FAULT d.e. timeout\n"

static const char packet[] = "\22\64\201\200\0\1\0\1\0\0\0\0"
			     "\1a\1e\0\0\20\0\1"
			     "\300\14\0\20\0\1\0\0\0\1\0\4\1x\1y";

static enum zgl_err ask(struct zgl_zone *zone, const char *name,
	struct zgl_arena *a, struct zgl_answer *answer_r)
{
	const struct zgl_limits limits = ZGL_LIMITS_DEFAULT;
	struct zgl_question question = { .type = ZGL_RR_TXT };

	assert_true(zgl_qname_parse(zgl_sv_of(name), NULL, &question.name));
	zgl_arena_begin(a, 1 << 20);
	return zgl_zone_answer(zone, &question, &limits, a, answer_r);
}

static enum zgl_err use_zone(void)
{
	struct zgl_answer answer;
	struct zgl_zone *zone;
	struct zgl_diag diag;
	struct zgl_arena a;

	enum zgl_err err = zgl_zone_new(&zone);
	if (err != ZGL_OK)
		return err;
	err = zgl_zone_load(zone, ZGL_SV("z.e. TXT z"), &diag);
	if (err == ZGL_OK)
		err = zgl_zone_load(zone, ZGL_SV(TEXT), &diag);
	assert_null(diag.what);
	if (err == ZGL_OK) {
		err = ask(zone, "c.e.", &a, &answer);
		zgl_arena_free(&a);
	}
	zgl_zone_free(zone);
	return err;
}

static enum zgl_err use_packet(void)
{
	const struct zgl_limits limits = ZGL_LIMITS_DEFAULT;
	struct zgl_question question = { .type = ZGL_RR_TXT };
	const zgl_sv octets = { packet, sizeof(packet) - 1 };
	struct zgl_answer answer;
	struct zgl_arena a;
	zgl_sv text;

	assert_true(zgl_qname_parse(ZGL_SV("a.e."), NULL, &question.name));
	zgl_arena_begin(&a, 1 << 20);
	enum zgl_err err =
		zgl_packet_read(octets, &question, &limits, &a, &answer);
	assert_int_equal(err == ZGL_OK, answer.state == ZGL_ANSWER_RECORDS);
	if (err == ZGL_OK)
		err = zgl_txt_join(answer.records[0], 10, &a, &text);
	zgl_arena_free(&a);
	return err;
}

struct row {
	const char *name;
	enum zgl_err (*use)(void);
	bool forever;
};

static const struct row rows[] = {
	{ "zone: one allocation fails", use_zone, false },
	{ "zone: all fail from one on", use_zone, true },
	{ "packet: one allocation fails", use_packet, false },
	{ "packet: all fail from one on", use_packet, true },
};

static void every_allocation_fails_once(void **state)
{
	const struct row *row = *state;

	for (size_t k = 1; k == 1 || failalloc_failed(); k++) {
		failalloc_arm(k, row->forever);
		enum zgl_err err = row->use();
		failalloc_disarm();
		assert_int_equal(err, failalloc_failed() ? ZGL_ENOMEM : ZGL_OK);
	}
	assert_true(failalloc_count() > 0);
}

/* Whichever allocation of a load fails, the zone is as it was. */
static void a_load_that_fails_changes_nothing(void **state)
{
	struct zgl_answer answer;
	struct zgl_zone *zone;
	struct zgl_diag diag;
	struct zgl_arena a;
	enum zgl_err err = ZGL_ENOMEM;

	(void)state;
	assert_int_equal(zgl_zone_new(&zone), ZGL_OK);
	assert_int_equal(
		zgl_zone_load(zone, ZGL_SV("z.e. TXT z"), &diag), ZGL_OK);
	for (size_t k = 1; err != ZGL_OK; k++) {
		assert_int_equal(ask(zone, "a.b.e.", &a, &answer), ZGL_OK);
		assert_int_equal(answer.state, ZGL_ANSWER_NXDOMAIN);
		zgl_arena_free(&a);
		assert_int_equal(ask(zone, "z.e.", &a, &answer), ZGL_OK);
		assert_int_equal(answer.count, 1);
		zgl_arena_free(&a);
		failalloc_arm(k, false);
		err = zgl_zone_load(zone, ZGL_SV(TEXT), &diag);
		failalloc_disarm();
	}
	assert_int_equal(ask(zone, "a.b.e.", &a, &answer), ZGL_OK);
	assert_int_equal(answer.count, 1);
	zgl_arena_free(&a);
	zgl_zone_free(zone);
}

int main(void)
{
	struct rows r = { 0 };

	ROWS_ADD(&r, rows, every_allocation_fails_once);
	rows_add_one(&r, "a load that fails changes nothing",
		a_load_that_fails_changes_nothing);
	return rows_run(&r, "dnsnomem");
}
