/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "zegel/spf/spfmachine.h"

/* \DDD for each octet, and a dot. */
#define SHOWN_NAME ((size_t)4 * ZGL_QNAME_MAX)

/* Twice as many as there were, in place of them. */
static bool make_room(struct zgl_spfcheck *check)
{
	size_t room = check->step_room == 0 ? 16 : 2 * check->step_room;
	struct zgl_spfstep *steps =
		zgl_arena_get(check->arena, room * sizeof(*steps));

	if (steps == NULL) {
		zgl_spfcheck_break(check, check->arena->err);
		return false;
	}
	if (check->step_count > 0)
		memcpy(steps, check->steps, check->step_count * sizeof(*steps));
	check->steps = steps;
	check->step_room = room;
	return true;
}

size_t zgl_spfstep_open(struct zgl_spfcheck *check)
{
	if (!check->config.steps || check->step_count == ZGL_SPFCHECK_STEPS)
		return ZGL_SPF_NO_STEP;
	if (check->step_count == check->step_room && !make_room(check))
		return ZGL_SPF_NO_STEP;
	check->steps[check->step_count] = (struct zgl_spfstep){
		.depth = (unsigned)check->depth,
		.domain = check->frames[check->depth].shown,
		.term = check->term.text,
		.lookups = check->lookups, /* so far: see close */
		.void_lookups = check->void_lookups,
	};
	return check->step_count++;
}

void zgl_spfstep_target(struct zgl_spfcheck *check, size_t step)
{
	if (step != ZGL_SPF_NO_STEP)
		check->steps[step].target =
			zgl_spfstep_show(check, &check->target);
}

void zgl_spfstep_close(struct zgl_spfcheck *check, size_t step,
	enum zgl_spfstep_outcome outcome)
{
	if (step == ZGL_SPF_NO_STEP)
		return;
	struct zgl_spfstep *s = &check->steps[step];
	s->outcome = outcome;
	s->lookups = check->lookups - s->lookups;
	s->void_lookups = check->void_lookups - s->void_lookups;
}

zgl_sv zgl_spfstep_show(
	struct zgl_spfcheck *check, const struct zgl_qname *name)
{
	struct zgl_buf text;
	zgl_sv shown = { NULL, 0 };

	zgl_buf_begin(&text, SHOWN_NAME);
	zgl_qname_write(name, &text);
	enum zgl_err err = zgl_buf_keep(&text, check->arena, &shown);
	if (err != ZGL_OK) {
		zgl_buf_free(&text);
		zgl_spfcheck_break(check, err);
		return (zgl_sv){ NULL, 0 };
	}
	return shown.n > 1 ? zgl_sv_head(shown, shown.n - 1) : shown;
}
