/* SPDX-License-Identifier: ISC */
#include "srv/milter/milterfacts.h"

#include <string.h>

#include "zegel/base/mem.h"

struct zgl_milterfacts {
	struct zgl_milterfacts *before;
	uint16_t lengths[ZGL_MILTERFACT_COUNT];
	uint8_t there, cut; /* a bit for each text */
	uint8_t writes;     /* blocks from here on */
	char octets[];      /* the texts, one behind the other */
};

_Static_assert(ZGL_MILTERFACT_COUNT <= 8, "there is a bit for each text");

void zgl_milterfacts_read(const struct zgl_milterfacts *facts,
	zgl_sv texts_r[ZGL_MILTERFACT_COUNT])
{
	size_t at = 0;

	for (unsigned i = 0; i < ZGL_MILTERFACT_COUNT; i++) {
		texts_r[i] = (zgl_sv){ NULL, 0 };
		if (facts == NULL || !(facts->there >> i & 1))
			continue;
		texts_r[i].p = facts->octets + at;
		texts_r[i].n = facts->lengths[i];
		at += facts->lengths[i];
	}
}

static size_t most_of(unsigned fact)
{
	return fact == ZGL_MILTERFACT_MAIL_FROM ? ZGL_MILTERFACT_FROM_MAX
						: ZGL_MILTERFACT_NAME_MAX;
}

/* What `texts` are once cut; `shape` gets all but the octets. */
static size_t measure(const struct zgl_milterfacts *facts,
	const zgl_sv old[ZGL_MILTERFACT_COUNT],
	const zgl_sv texts[ZGL_MILTERFACT_COUNT], struct zgl_milterfacts *shape)
{
	size_t sum = 0;

	for (unsigned i = 0; i < ZGL_MILTERFACT_COUNT; i++) {
		size_t n = texts[i].n;
		bool cut = n > most_of(i);

		/* a cut text is written back as it stands */
		if (facts != NULL && texts[i].p == old[i].p)
			cut = facts->cut >> i & 1;
		shape->lengths[i] = (uint16_t)(n > most_of(i) ? most_of(i) : n);
		shape->there |= (uint8_t)((texts[i].p != NULL) << i);
		shape->cut |= (uint8_t)(cut << i);
		sum += shape->lengths[i];
	}
	return sum;
}

static bool same(const struct zgl_milterfacts *facts,
	const struct zgl_milterfacts *shape,
	const zgl_sv old[ZGL_MILTERFACT_COUNT],
	const zgl_sv texts[ZGL_MILTERFACT_COUNT])
{
	if (facts == NULL)
		return shape->there == 0;
	bool equal = shape->there == facts->there && shape->cut == facts->cut;
	for (unsigned i = 0; i < ZGL_MILTERFACT_COUNT && equal; i++)
		equal = zgl_sv_eq(
			old[i], zgl_sv_head(texts[i], shape->lengths[i]));
	return equal;
}

enum zgl_err zgl_milterfacts_write(struct zgl_milterfacts **facts,
	const zgl_sv texts[ZGL_MILTERFACT_COUNT])
{
	struct zgl_milterfacts shape = { .before = *facts, .writes = 1 };
	zgl_sv old[ZGL_MILTERFACT_COUNT];

	zgl_milterfacts_read(*facts, old);
	size_t n = measure(*facts, old, texts, &shape);
	if (same(*facts, &shape, old, texts))
		return ZGL_OK;
	if (*facts != NULL && (*facts)->writes == ZGL_MILTERFACTS_WRITES)
		return ZGL_ELIMIT;
	if (*facts != NULL)
		shape.writes = (uint8_t)((*facts)->writes + 1);
	struct zgl_milterfacts *new = zgl_mem_new(sizeof(*new) + n);
	if (new == NULL)
		return ZGL_ENOMEM;
	*new = shape;
	char *at = new->octets;
	for (unsigned i = 0; i < ZGL_MILTERFACT_COUNT; i++) {
		if (shape.lengths[i] > 0)
			memcpy(at, texts[i].p, shape.lengths[i]);
		at += shape.lengths[i];
	}
	*facts = new;
	return ZGL_OK;
}

bool zgl_milterfacts_cut(const struct zgl_milterfacts *facts)
{
	return facts != NULL && facts->cut != 0;
}

void zgl_milterfacts_settle(struct zgl_milterfacts *facts)
{
	if (facts == NULL)
		return;
	zgl_milterfacts_free(&facts->before);
	facts->writes = 1;
}

void zgl_milterfacts_free(struct zgl_milterfacts **facts)
{
	while (*facts != NULL) {
		struct zgl_milterfacts *before = (*facts)->before;

		zgl_mem_free(*facts);
		*facts = before;
	}
}
