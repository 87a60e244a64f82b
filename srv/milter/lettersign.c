/* SPDX-License-Identifier: ISC */
#include "srv/milter/lettersign.h"

enum zgl_err zgl_lettersign_begin(struct zgl_lettersign *s,
	struct zgl_keyset *set, struct zgl_letter *letter, int64_t now_s)
{
	*s = (struct zgl_lettersign){ .set = set };
	ZGL_TRY(zgl_keyset_take(set, &s->sign));
	ZGL_TRY(zgl_dkimsign_begin(
		s->sign, &letter->leaving, &letter->arena, now_s, &s->refusal));
	if (s->refusal != ZGL_DKIMSIGN_REFUSE_NONE) {
		s->refused_field = zgl_dkimsign_refused_field(s->sign);
		zgl_lettersign_drop(s);
	}
	return ZGL_OK;
}

enum zgl_err zgl_lettersign_body(struct zgl_lettersign *s, zgl_sv octets)
{
	return zgl_dkimsign_body(s->sign, octets);
}

enum zgl_err zgl_lettersign_end(struct zgl_lettersign *s)
{
	return zgl_dkimsign_end(s->sign);
}

void zgl_lettersign_drop(struct zgl_lettersign *s)
{
	if (s->sign != NULL)
		zgl_keyset_give_back(s->set, s->sign);
	s->sign = NULL;
}
