/* SPDX-License-Identifier: ISC */
#include "cmd/judgejson.h"

#include "cmd/verdict.h"

json_t *zgl_judgejson_name(const struct zgl_dname *name)
{
	return name->n > 0 ? json_string(name->text) : json_null();
}

/* Gives `one` to the list; NULL, and the list given back, when it cannot. */
static json_t *append(json_t *list, json_t *one)
{
	if (json_array_append_new(list, one) == 0)
		return list;
	json_decref(list);
	return NULL;
}

json_t *zgl_judgejson_bits(
	unsigned bits, unsigned count, const char *(*word)(unsigned i))
{
	json_t *list = json_array();

	for (unsigned i = 0; i < count && list != NULL; i++) {
		if ((bits & 1U << i) != 0)
			list = append(list, json_string(word(i)));
	}
	return list;
}

static json_t *text_or_null(zgl_sv text)
{
	return text.n > 0 ? zgl_jsonl_text(text) : json_null();
}

static json_t *step_of(const struct zgl_spfstep *step)
{
	static const char *const outcomes[] = {
		[ZGL_SPFSTEP_MATCH] = "match",
		[ZGL_SPFSTEP_NO_MATCH] = "no_match",
		[ZGL_SPFSTEP_ERROR] = "error",
		[ZGL_SPFSTEP_FOLLOWED] = "followed",
	};

	return json_pack("{sI so so so ss sI sI}", "depth",
		(json_int_t)step->depth, "domain", zgl_jsonl_text(step->domain),
		"term", zgl_jsonl_text(step->term), "target",
		text_or_null(step->target), "outcome", outcomes[step->outcome],
		"lookups", (json_int_t)step->lookups, "void_lookups",
		(json_int_t)step->void_lookups);
}

static json_t *steps_of(const struct zgl_spf_verdict *v)
{
	json_t *list = json_array();

	for (size_t i = 0; i < v->step_count && list != NULL; i++)
		list = append(list, step_of(&v->steps[i]));
	return list;
}

json_t *zgl_judgejson_spf(const struct zgl_spf_verdict *v)
{
	if (v == NULL)
		return json_null();
	return json_pack("{ss ss so so so so ss ss so sI sI so}", "result",
		zgl_spf_result_word(v->result), "identity",
		zgl_spf_identity_word(v->identity), "domain",
		zgl_judgejson_name(&v->domain), "mechanism",
		text_or_null(v->mechanism), "explanation",
		text_or_null(v->explanation), "problem",
		text_or_null(v->problem), "reason",
		zgl_spf_reason_sentence(v->reason), "reason_code",
		zgl_spf_reason_word(v->reason), "record",
		text_or_null(v->record), "lookups", (json_int_t)v->lookups,
		"void_lookups", (json_int_t)v->void_lookups, "steps",
		steps_of(v));
}

static bool counts(const struct zgl_dmarc_identifier *id)
{
	return id->aligned && id->authentic == ZGL_DMARC_AUTHENTIC_YES;
}

static json_t *aligned_of(const struct zgl_dmarc_verdict *v)
{
	json_t *list = json_array();

	for (size_t i = 0; i < v->identifier_count && list != NULL; i++) {
		const struct zgl_dmarc_identifier *id = &v->identifiers[i];
		const char *method =
			id->method == ZGL_DMARC_SPF ? "spf" : "dkim";
		if (counts(id) && !zgl_verdict_is_repeated(v, i))
			list = append(list,
				json_pack("{ss so}", "method", method, "domain",
					zgl_judgejson_name(&id->domain)));
	}
	return list;
}

json_t *zgl_judgejson_dmarc(const struct zgl_dmarc_verdict *v)
{
	if (v == NULL)
		return json_null();
	return json_pack("{ss ss? so so so so ss ss}", "result",
		zgl_dmarc_result_word(v->result), "policy",
		v->tag != ZGL_DMARC_TAG_NONE ? zgl_dmarc_policy_word(v->policy)
					     : NULL,
		"domain", zgl_judgejson_name(&v->author), "policy_domain",
		zgl_judgejson_name(&v->policy_domain), "organizational_domain",
		zgl_judgejson_name(&v->organizational), "aligned",
		aligned_of(v), "reason", zgl_dmarc_reason_sentence(v->reason),
		"reason_code", zgl_dmarc_reason_word(v->reason));
}
