/* SPDX-License-Identifier: ISC */
#include "tests/dmarc/dmarc_world.h"

#include <stdlib.h>
#include <string.h>

static void must(bool holds)
{
	if (!holds)
		abort();
}

void world_begin(struct world *w, zgl_dmarc_suffix_fn *suffix, void *to)
{
	struct zgl_dmarccheck_config config = {
		.limits = &w->limits, .suffix = suffix, .to = to
	};

	*w = (struct world){ .limits = ZGL_LIMITS_DEFAULT };
	must(zgl_dmarccheck_new(&config, &w->check) == ZGL_OK);
	zgl_arena_begin(&w->arena, 1 << 20);
	zgl_buf_begin(&w->asked, 1 << 16);
}

void world_end(struct world *w)
{
	zgl_dmarccheck_free(w->check);
	zgl_zone_free(w->zone);
	zgl_arena_free(&w->arena);
	zgl_buf_free(&w->asked);
}

void world_load(struct world *w, const char *zone)
{
	struct zgl_diag diag;

	zgl_zone_free(w->zone);
	must(zgl_zone_new(&w->zone) == ZGL_OK);
	must(zgl_zone_load(w->zone, zgl_sv_of(zone), &diag) == ZGL_OK);
}

struct run {
	struct world *w;
	const struct world_way *way;
	struct zgl_question questions[WORLD_ASKED];
	size_t numbers[WORLD_ASKED];
	size_t asked;
	size_t waiting[WORLD_ASKED], waits; /* which of these, oldest first */
};

static void ask(struct run *r)
{
	must(r->asked < WORLD_ASKED);
	while (zgl_dmarccheck_next_question(
		r->w->check, &r->questions[r->asked], &r->numbers[r->asked])) {
		const struct zgl_question *q = &r->questions[r->asked];
		zgl_buf_text(&r->w->asked,
			q->type == ZGL_RR_CNAME ? "CNAME " : "TXT ");
		must(q->type == ZGL_RR_CNAME || q->type == ZGL_RR_TXT);
		zgl_qname_write(&q->name, &r->w->asked);
		zgl_buf_char(&r->w->asked, '\n');
		if (r->asked >= 64 || (r->way->lost >> r->asked & 1) == 0)
			r->waiting[r->waits++] = r->asked;
		must(++r->asked < WORLD_ASKED);
	}
}

/* Takes the next that is to be answered out of those that wait. */
static size_t choose(struct run *r)
{
	const struct world_way *way = r->way;
	size_t i = way->order != NULL ? way->order[r->w->answers] : 0;

	must(i < r->waits);
	if (way->waited != NULL)
		way->waited[r->w->answers] = (uint8_t)r->waits;
	size_t chosen = r->waiting[i];
	r->waits--;
	memmove(&r->waiting[i], &r->waiting[i + 1],
		(r->waits - i) * sizeof(r->waiting[0]));
	return chosen;
}

/* An answer lives no longer than it takes to give it. */
static enum zgl_err answer(struct run *r, size_t i)
{
	struct zgl_answer given;
	struct zgl_arena a;

	zgl_arena_begin(&a, 1 << 20);
	enum zgl_err err = zgl_zone_answer(
		r->w->zone, &r->questions[i], &r->w->limits, &a, &given);
	if (err == ZGL_OK)
		err = zgl_dmarccheck_answer(r->w->check, r->numbers[i], &given);
	zgl_arena_free(&a);
	return err;
}

static enum zgl_err answer_all(struct run *r)
{
	for (ask(r); r->waits > 0; ask(r)) {
		ZGL_TRY(answer(r, choose(r)));
		r->w->answers++;
	}
	return ZGL_OK;
}

static enum zgl_err add(struct world *w, const struct world_case *c)
{
	struct zgl_dname domain;
	size_t number;

	for (size_t i = 0; i < WORLD_IDS && c->ids[i].domain != NULL; i++) {
		must(zgl_dname_parse(zgl_sv_of(c->ids[i].domain), &domain)
				== ZGL_DNAME_OK
			|| c->ids[i].domain[0] == '\0');
		ZGL_TRY(zgl_dmarccheck_add(
			w->check, c->ids[i].method, &domain, &number));
		must(number == i);
		ZGL_TRY(zgl_dmarccheck_set(
			w->check, number, c->ids[i].authentic));
	}
	return ZGL_OK;
}

enum zgl_err world_run(struct world *w, const struct world_case *c,
	const struct world_way *way, struct zgl_dmarc_verdict *verdict_r)
{
	struct run r = { .w = w, .way = way };
	struct zgl_dname author;

	zgl_arena_reset(&w->arena);
	zgl_buf_reset(&w->asked);
	w->answers = 0;
	must(zgl_dname_parse(zgl_sv_of(c->author), &author) == ZGL_DNAME_OK
		|| c->author[0] == '\0');
	ZGL_TRY(zgl_dmarccheck_begin(w->check, &author, &w->arena));
	if (!way->late)
		ZGL_TRY(add(w, c));
	ZGL_TRY(answer_all(&r));
	if (way->late)
		ZGL_TRY(add(w, c));
	ZGL_TRY(answer_all(&r));
	return zgl_dmarccheck_end(w->check, verdict_r);
}

static void tell_policy(const struct zgl_dmarc_verdict *v, struct zgl_buf *to)
{
	static const char *const tags[] = { "none", "p", "sp", "np" };

	if (v->tag == ZGL_DMARC_TAG_NONE)
		return;
	zgl_buf_char(to, ' ');
	zgl_buf_text(to, tags[v->tag]);
	zgl_buf_text(to, v->assumed_none ? "!=" : "=");
	zgl_buf_text(to, zgl_dmarc_policy_word(v->published));
	if (v->policy != v->published) {
		zgl_buf_char(to, '>');
		zgl_buf_text(to, zgl_dmarc_policy_word(v->policy));
	}
	zgl_buf_char(to, '@');
	zgl_buf_put(to, zgl_dname_sv(&v->policy_domain));
}

void world_tell(const struct zgl_dmarc_verdict *verdict, struct zgl_buf *to)
{
	const struct zgl_dname *org = &verdict->organizational;

	zgl_buf_text(to, zgl_dmarc_result_word(verdict->result));
	zgl_buf_char(to, ' ');
	zgl_buf_text(to, zgl_dmarc_reason_word(verdict->reason));
	tell_policy(verdict, to);
	zgl_buf_text(to, " org=");
	zgl_buf_text(to, org->n > 0 ? org->text : "?");
	if (verdict->identifier_count > 0)
		zgl_buf_char(to, ' ');
	for (size_t i = 0; i < verdict->identifier_count; i++)
		zgl_buf_char(to, verdict->identifiers[i].aligned ? '+' : '-');
}
