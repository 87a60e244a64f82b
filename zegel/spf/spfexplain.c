/* SPDX-License-Identifier: ISC */
/*
 * rfc7208#6.2: what the domain says about a fail. Whatever goes wrong here, the
 * fail stands, as if there were no exp=; nothing here counts as a look-up.
 */
#include "zegel/spf/spfmachine.h"

#define EXP_OCTETS 4 /* "exp=" */

static void give_up(struct zgl_spfcheck *check)
{
	check->stage = ZGL_SPFSTAGE_DONE;
}

static void ask(struct zgl_spfcheck *check, const struct zgl_spfframe *frame)
{
	zgl_sv spec = zgl_sv_skip(frame->record.exp, EXP_OCTETS), name;
	char room[ZGL_SPFMACRO_ROOM];
	struct zgl_spfmacro_use use;

	(void)zgl_spfmacro_check(spec, ZGL_SPFMACRO_TERM, &use);
	if ((use.letters & check->unfit) != 0) {
		give_up(check);
		return;
	}
	if (!zgl_spfeval_ready(check, use.letters, frame->domain))
		return;
	if (!zgl_spfmacro_name(spec, &check->values, room, &name)
		|| !zgl_qname_from_octets(name, &check->target)) {
		give_up(check);
		return;
	}
	check->text = (zgl_sv){ NULL, 0 };
	check->stage = ZGL_SPFSTAGE_EXPLAIN_TEXT;
	zgl_spfcheck_ask_target(check, ZGL_SPFASK_EXPLANATION, ZGL_RR_TXT);
}

static void expand(struct zgl_spfcheck *check, const struct zgl_spfframe *frame)
{
	char room[ZGL_SPFMACRO_TEXT];
	struct zgl_spfmacro_use use;

	if (zgl_spfmacro_check(check->text, ZGL_SPFMACRO_FREE, &use)
		!= ZGL_SPF_REASON_MATCHED) {
		give_up(check);
		return;
	}
	if (!zgl_spfeval_ready(check, use.letters, frame->domain))
		return;
	zgl_sv text = zgl_spfmacro_text(check->text, &check->values, room);
	check->stage = ZGL_SPFSTAGE_DONE;
	if (text.n == 0)
		return;
	check->explanation = zgl_arena_copy(check->arena, text);
	if (check->explanation.p == NULL)
		zgl_spfcheck_break(check, check->arena->err);
}

void zgl_spfexplain_run(struct zgl_spfcheck *check)
{
	const struct zgl_spfframe *frame = &check->frames[check->matched];

	if (check->stage == ZGL_SPFSTAGE_EXPLAIN)
		ask(check, frame);
	else
		expand(check, frame);
}
