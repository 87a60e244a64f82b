/* SPDX-License-Identifier: ISC */
#include "cmd/dmarcjson.h"

#include "cmd/dmarctext.h"
#include "cmd/judgejson.h"

static const char *psd_word(enum zgl_dmarc_psd psd)
{
	switch (psd) {
	case ZGL_DMARC_PSD_YES: return "y";
	case ZGL_DMARC_PSD_NO: return "n";
	default: return "u";
	}
}

static json_t *step_of(const struct zgl_dmarcstep *step)
{
	static const char *const outcomes[] = {
		[ZGL_DMARCSTEP_NONE] = "none",
		[ZGL_DMARCSTEP_RECORD] = "record",
		[ZGL_DMARCSTEP_SEVERAL] = "several",
		[ZGL_DMARCSTEP_DNS] = "dns",
		[ZGL_DMARCSTEP_NOT_REACHED] = "not_reached",
	};
	bool record = step->outcome == ZGL_DMARCSTEP_RECORD;

	return json_pack("{ss+ ss ss? sb sb}", "name", "_dmarc.",
		step->domain.text, "outcome", outcomes[step->outcome], "psd",
		record ? psd_word(step->psd) : NULL, "exists",
		(int)step->exists, "almost", (int)step->almost);
}

static json_t *steps_of(const struct zgl_dmarc_verdict *v)
{
	json_t *list = json_array();

	for (size_t i = 0; i < v->step_count; i++) {
		if (json_array_append_new(list, step_of(&v->steps[i])) != 0) {
			json_decref(list);
			return NULL;
		}
	}
	return list;
}

static json_t *uris_of(const struct zgl_dmarc_uris *uris)
{
	json_t *list = json_array();

	for (size_t i = 0; i < uris->count; i++) {
		if (json_array_append_new(list, zgl_jsonl_text(uris->at[i]))
			!= 0) {
			json_decref(list);
			return NULL;
		}
	}
	return list;
}

static const char *fo_word(unsigned i)
{
	static const char *const words[] = { "0", "1", "d", "s" };

	return words[i];
}

static const char *warning_word(unsigned i)
{
	return zgl_dmarc_warning_word((enum zgl_dmarc_warning)i);
}

static const char *tag_word(enum zgl_dmarc_tag tag)
{
	static const char *const words[] = {
		[ZGL_DMARC_TAG_NONE] = NULL,
		[ZGL_DMARC_TAG_P] = "p",
		[ZGL_DMARC_TAG_SP] = "sp",
		[ZGL_DMARC_TAG_NP] = "np",
	};

	return words[tag];
}

/* What the record says; the keys are there, and null, without one. */
static json_t *record_of(const struct zgl_dmarcrecord *r)
{
	if (r == NULL)
		return json_pack("{sn sn sn sn sn sn sn sn sn sn}", "record",
			"psd", "testing", "aspf", "adkim", "rua", "ruf", "fo",
			"warnings", "fault");
	return json_pack("{so ss sb ss ss so so so so so}", "record",
		zgl_jsonl_text(r->text), "psd", psd_word(r->psd), "testing",
		(int)r->testing, "aspf", r->strict_spf ? "s" : "r", "adkim",
		r->strict_dkim ? "s" : "r", "rua", uris_of(&r->rua), "ruf",
		uris_of(&r->ruf), "fo", zgl_judgejson_bits(r->fo, 4, fo_word),
		"warnings",
		zgl_judgejson_bits(
			r->warnings, ZGL_DMARC_WARNINGS, warning_word),
		"fault",
		r->fault.n > 0 ? zgl_jsonl_text(r->fault) : json_null());
}

json_t *zgl_dmarcjson_object(const struct zgl_dmarc_verdict *v)
{
	bool applies = zgl_dmarctext_applies(v);
	const char *none = NULL;
	json_t *object = json_pack(
		"{so sb ss? ss? ss? so so sb ss? ss? ss? so}", "domain",
		zgl_judgejson_name(&v->author), "applies", (int)applies,
		"policy", applies ? zgl_dmarc_policy_word(v->policy) : none,
		"published",
		applies ? zgl_dmarc_policy_word(v->published) : none, "tag",
		tag_word(v->tag), "policy_domain",
		zgl_judgejson_name(&v->policy_domain), "organizational_domain",
		zgl_judgejson_name(&v->organizational), "exists",
		(int)v->author_exists, "result",
		applies ? none : zgl_dmarc_result_word(v->result), "reason",
		applies ? none : zgl_dmarc_reason_sentence(v->reason),
		"problem", v->problem, "steps", steps_of(v));
	json_t *record = record_of(v->record);
	bool good = json_object_update(object, record) == 0;

	json_decref(record);
	if (good)
		return object;
	json_decref(object);
	return NULL;
}
