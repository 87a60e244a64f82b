/* SPDX-License-Identifier: ISC */
#include "srv/resolve/dnscopy.h"

#include <stdalign.h>
#include <string.h>

#include "zegel/base/ascii.h"
#include "zegel/base/mem.h"

/* Lengths of labels are below 'A', so that all octets may be folded. */
void zgl_dnscopy_fold(
	const struct zgl_qname *name, uint8_t folded[ZGL_QNAME_MAX])
{
	for (size_t i = 0; i < name->n; i++)
		folded[i] = (uint8_t)zgl_lower((char)name->wire[i]);
}

/* Where the records begin: behind the name, aligned for a view. */
static size_t records_at(const struct zgl_question *question)
{
	size_t n = sizeof(struct zgl_dnscopy) + question->name.n;

	return (n + alignof(zgl_sv) - 1) / alignof(zgl_sv) * alignof(zgl_sv);
}

static void copy_records(
	zgl_sv *views, char *octets, const struct zgl_answer *answer)
{
	for (size_t i = 0; i < answer->count; i++) {
		zgl_sv record = answer->records[i];
		views[i] = (zgl_sv){ octets, record.n };
		if (record.n > 0)
			memcpy(octets, record.p, record.n);
		octets += record.n;
	}
}

/* The sum cannot pass SIZE_MAX: all of it is in memory already. */
struct zgl_dnscopy *zgl_dnscopy_new(
	const struct zgl_question *question, const struct zgl_answer *answer)
{
	size_t at = records_at(question);
	size_t views = answer->count * sizeof(zgl_sv), octets = 0;

	for (size_t i = 0; i < answer->count; i++)
		octets += answer->records[i].n;
	struct zgl_dnscopy *copy = zgl_mem_resize(NULL, at + views + octets);
	if (copy == NULL)
		return NULL;
	copy->answer = *answer;
	copy->octets = at + views + octets;
	copy->type = question->type;
	copy->name_n = question->name.n;
	zgl_dnscopy_fold(&question->name, copy->name);
	zgl_sv *records = (zgl_sv *)(void *)((char *)copy + at);
	copy_records(records, (char *)copy + at + views, answer);
	copy->answer.records = records;
	return copy;
}
