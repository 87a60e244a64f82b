/* SPDX-License-Identifier: ISC */
#include "cmd/teller.h"

#include "zegel/base/ascii.h"

#define STEP_OCTETS ((size_t)256 * 1024)

void zgl_teller_begin(
	struct zgl_teller *t, enum zgl_lang lang, zgl_teller_fn *take, void *to)
{
	*t = (struct zgl_teller){ .lang = lang, .take = take, .to = to };
	zgl_buf_begin(&t->text, STEP_OCTETS);
}

void zgl_teller_free(struct zgl_teller *t)
{
	zgl_buf_free(&t->text);
}

/* "{1}" at the start of s. */
static bool is_place(zgl_sv s)
{
	return s.n >= 3 && s.p[0] == '{' && zgl_is_digit(s.p[1])
		&& s.p[2] == '}';
}

void zgl_teller_say(struct zgl_teller *t, enum zgl_words words,
	const zgl_sv *values, size_t count)
{
	zgl_sv s = zgl_sv_of(zgl_explainwords(words, t->lang));

	if (t->text.n > 0)
		zgl_buf_char(&t->text, ' ');
	while (s.n > 0) {
		size_t n = zgl_sv_find(s, '{');
		zgl_buf_put(&t->text, zgl_sv_head(s, n));
		s = zgl_sv_skip(s, n);
		size_t at = is_place(s) ? (size_t)(s.p[1] - '1') : count;
		if (at < count)
			zgl_buf_put(&t->text, values[at]);
		s = zgl_sv_skip(s, 3);
	}
}

void zgl_teller_step(struct zgl_teller *t)
{
	if (t->text.err != ZGL_OK || t->text.n == 0)
		return;
	t->take(t->to, zgl_buf_sv(&t->text));
	zgl_buf_reset(&t->text);
}
