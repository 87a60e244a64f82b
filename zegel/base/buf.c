/* SPDX-License-Identifier: ISC */
#include "zegel/base/buf.h"

#include <string.h>

#include "zegel/base/mem.h"
#include "zegel/base/num.h"

#define FIRST_CAP 256

void zgl_buf_begin(struct zgl_buf *b, size_t max)
{
	*b = (struct zgl_buf){ .max = max };
}

void zgl_buf_reset(struct zgl_buf *b)
{
	b->n = 0;
	b->err = ZGL_OK;
}

void zgl_buf_free(struct zgl_buf *b)
{
	zgl_mem_free(b->p);
	zgl_buf_begin(b, b->max);
}

void zgl_buf_wipe(struct zgl_buf *b)
{
	zgl_mem_wipe(b->p, b->cap);
	zgl_buf_free(b);
}

/* Not realloc: what it leaves behind could be a secret, never wiped. */
static enum zgl_err grow(struct zgl_buf *b, size_t need)
{
	size_t cap = b->cap == 0 ? FIRST_CAP : b->cap;

	while (cap < need)
		cap = cap > b->max / 2 ? b->max : cap * 2;
	char *p = zgl_mem_resize(NULL, cap);
	if (p == NULL)
		return ZGL_ENOMEM;
	if (b->n > 0)
		memcpy(p, b->p, b->n);
	zgl_mem_wipe(b->p, b->cap);
	zgl_mem_free(b->p);
	b->p = p;
	b->cap = cap;
	return ZGL_OK;
}

void zgl_buf_put(struct zgl_buf *b, zgl_sv s)
{
	if (b->err != ZGL_OK || s.n == 0)
		return;
	if (s.n > b->max || b->n > b->max - s.n) {
		b->err = ZGL_ELIMIT;
		return;
	}
	if (s.n > b->cap - b->n)
		b->err = grow(b, b->n + s.n);
	if (b->err != ZGL_OK)
		return;
	memcpy(b->p + b->n, s.p, s.n);
	b->n += s.n;
}

void zgl_buf_text(struct zgl_buf *b, const char *text)
{
	zgl_buf_put(b, zgl_sv_of(text));
}

void zgl_buf_char(struct zgl_buf *b, char c)
{
	zgl_buf_put(b, (zgl_sv){ &c, 1 });
}

void zgl_buf_num(struct zgl_buf *b, uint64_t value)
{
	char text[ZGL_NUM_TEXT];
	size_t n = zgl_num_write(value, text);

	zgl_buf_put(b, (zgl_sv){ text, n });
}

void zgl_buf_sink(void *to, const char *p, size_t n)
{
	zgl_buf_put(to, (zgl_sv){ p, n });
}

enum zgl_err zgl_buf_keep(
	struct zgl_buf *b, struct zgl_arena *a, zgl_sv *text_r)
{
	enum zgl_err err = b->err;

	*text_r = (zgl_sv){ NULL, 0 };
	if (err == ZGL_OK) {
		*text_r = zgl_arena_copy(a, zgl_buf_sv(b));
		err = a->err;
	}
	zgl_buf_free(b);
	return err;
}
