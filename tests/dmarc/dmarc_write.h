/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * dmarc_write -- a DMARC record as text again: its tags in one order, defaults
 * left out. What was wrong stays wrong: "p=?" for an invalid policy, "ruf=?"
 * for a list without a valid URI, "rua=x:" where none of the valid ones may be
 * used. Used by tests and by fuzzing, which read it again.
 */

#include "zegel/base/buf.h"
#include "zegel/dmarc/dmarcrecord.h"

static inline void dmarc_write_tag(
	struct zgl_buf *to, const char *name, const char *value)
{
	zgl_buf_text(to, "; ");
	zgl_buf_text(to, name);
	zgl_buf_char(to, '=');
	zgl_buf_text(to, value);
}

static inline void dmarc_write_choice(struct zgl_buf *to, const char *name,
	const struct zgl_dmarc_choice *choice)
{
	if (choice->there)
		dmarc_write_tag(to, name,
			choice->valid ? zgl_dmarc_policy_word(choice->policy)
				      : "?");
}

static inline void dmarc_write_uris(
	struct zgl_buf *to, const char *name, const struct zgl_dmarc_uris *uris)
{
	dmarc_write_tag(to, name, "");
	for (size_t i = 0; i < uris->count; i++) {
		if (i > 0)
			zgl_buf_char(to, ',');
		zgl_buf_put(to, uris->at[i]);
	}
	if (uris->count == 0)
		zgl_buf_text(to, uris->valid ? "x:" : "?");
}

static inline void dmarc_write_fo(struct zgl_buf *to, unsigned fo)
{
	static const char letters[] = { '0', '1', 'd', 's' };
	bool first = true;

	for (unsigned i = 0; i < ZGL_COUNT(letters); i++) {
		if ((fo & 1U << i) == 0)
			continue;
		zgl_buf_text(to, first ? "; fo=" : ":");
		zgl_buf_char(to, letters[i]);
		first = false;
	}
}

static inline void dmarc_write(
	const struct zgl_dmarcrecord *record, struct zgl_buf *to)
{
	zgl_buf_text(to, "v=DMARC1");
	dmarc_write_choice(to, "p", &record->p);
	dmarc_write_choice(to, "sp", &record->sp);
	dmarc_write_choice(to, "np", &record->np);
	if (record->psd != ZGL_DMARC_PSD_UNKNOWN)
		dmarc_write_tag(to, "psd",
			record->psd == ZGL_DMARC_PSD_YES ? "y" : "n");
	if (record->testing)
		dmarc_write_tag(to, "t", "y");
	if (record->strict_dkim)
		dmarc_write_tag(to, "adkim", "s");
	if (record->strict_spf)
		dmarc_write_tag(to, "aspf", "s");
	if (record->rua.valid)
		dmarc_write_uris(to, "rua", &record->rua);
	if (record->fo != 0) { /* there is ruf= */
		dmarc_write_uris(to, "ruf", &record->ruf);
		dmarc_write_fo(to, record->fo);
	}
}

/** ` | word word "fault"`, or nothing. */
static inline void dmarc_write_warnings(
	const struct zgl_dmarcrecord *record, struct zgl_buf *to)
{
	if (record->warnings == 0)
		return;
	zgl_buf_text(to, " |");
	for (unsigned i = 0; i < ZGL_DMARC_WARNINGS; i++) {
		if ((record->warnings & 1U << i) == 0)
			continue;
		zgl_buf_char(to, ' ');
		zgl_buf_text(
			to, zgl_dmarc_warning_word((enum zgl_dmarc_warning)i));
	}
	zgl_buf_text(to, " \"");
	zgl_buf_put(to, record->fault);
	zgl_buf_char(to, '"');
}

static inline bool dmarc_same_choice(
	const struct zgl_dmarc_choice *a, const struct zgl_dmarc_choice *b)
{
	return a->there == b->there && a->valid == b->valid
		&& a->policy == b->policy;
}

static inline bool dmarc_same_uris(
	const struct zgl_dmarc_uris *a, const struct zgl_dmarc_uris *b)
{
	if (a->count != b->count || a->valid != b->valid)
		return false;
	for (size_t i = 0; i < a->count; i++) {
		if (!zgl_sv_eq(a->at[i], b->at[i]))
			return false;
	}
	return true;
}

/** True when both mean the same; warnings may differ. */
static inline bool dmarc_same(
	const struct zgl_dmarcrecord *a, const struct zgl_dmarcrecord *b)
{
	return dmarc_same_choice(&a->p, &b->p)
		&& dmarc_same_choice(&a->sp, &b->sp)
		&& dmarc_same_choice(&a->np, &b->np) && a->psd == b->psd
		&& a->testing == b->testing && a->strict_dkim == b->strict_dkim
		&& a->strict_spf == b->strict_spf && a->fo == b->fo
		&& dmarc_same_uris(&a->rua, &b->rua)
		&& dmarc_same_uris(&a->ruf, &b->ruf);
}
