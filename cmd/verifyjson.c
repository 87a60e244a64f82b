/* SPDX-License-Identifier: ISC */
#include "cmd/verifyjson.h"

#include "cmd/explain.h"
#include "cmd/judgejson.h"
#include "cmd/verdict.h"

#define DOMAIN_OCTETS 256

static json_t *time_or_null(int64_t time_s)
{
	return time_s == ZGL_NO_TIME ? json_null() : json_integer(time_s);
}

static json_t *length_or_null(uint64_t length)
{
	if (length == ZGL_BODY_WHOLE)
		return json_null();
	return json_integer(length > INT64_MAX ? INT64_MAX : (int64_t)length);
}

/* rfc6376#3.5: i= that is not there is "@" and the domain. */
static json_t *identity_of(const struct zgl_dkimsig *sig)
{
	char text[DOMAIN_OCTETS];

	if (sig->identity.p != NULL)
		return zgl_jsonl_text(sig->identity);
	if (sig->domain.n == 0)
		return json_null();
	snprintf(text, sizeof(text), "@%s", sig->domain.text);
	return json_string(text);
}

/* In full once the signature could be read: "c=relaxed" is relaxed/simple. */
static json_t *canonicalization_of(const struct zgl_dkimsig *sig)
{
	if (sig->fault != ZGL_DKIM_REASON_VERIFIED)
		return zgl_jsonl_text(sig->canonicalization);
	return json_string(zgl_verdict_canonicalization(sig));
}

static json_t *reason_of(const struct zgl_dkim_verdict *verdict)
{
	const char *sentence = zgl_dkim_reason_sentence(verdict->reason);

	if (verdict->detail == NULL)
		return json_string(sentence);
	return json_sprintf("%s: %s", sentence, verdict->detail);
}

static json_t *names_of(const struct zgl_dkimsig *sig)
{
	json_t *list = json_array();

	for (size_t i = 0; i < sig->names.count; i++) {
		if (json_array_append_new(
			    list, zgl_jsonl_text(sig->names.at[i]))
			!= 0) {
			json_decref(list);
			return NULL;
		}
	}
	return list;
}

static const char *warning_word(unsigned i)
{
	return zgl_dkim_warning_word((enum zgl_dkim_warning)i);
}

static const char *override_word(unsigned i)
{
	return zgl_override_word((enum zgl_override)i);
}

/* A NULL among the values fails the whole, and gives all of them back. */
static json_t *signature_of(const struct zgl_dkim_verdict *verdict)
{
	const struct zgl_dkimsig *sig = verdict->sig;
	unsigned bits = verdict->key_bits;

	return json_pack("{so so so so so so so so so so so so so so so}",
		"result", json_string(zgl_dkim_result_word(verdict->result)),
		"reason", reason_of(verdict), "reason_code",
		json_string(zgl_dkim_reason_word(verdict->reason)), "domain",
		zgl_judgejson_name(&sig->domain), "selector",
		zgl_judgejson_name(&sig->selector), "identity",
		identity_of(sig), "algorithm", zgl_jsonl_text(sig->algorithm),
		"canonicalization", canonicalization_of(sig), "key_bits",
		bits > 0 ? json_integer(bits) : json_null(), "dnssec",
		json_string(zgl_dnssec_word(verdict->dnssec)), "signed_fields",
		names_of(sig), "body_length", length_or_null(sig->body_length),
		"timestamp", time_or_null(sig->signed_at_s), "expires",
		time_or_null(sig->expires_at_s), "warnings",
		zgl_judgejson_bits(
			verdict->warnings, ZGL_DKIM_WARNINGS, warning_word));
}

static json_t *signatures_of(const struct zgl_dkimverify *verify)
{
	json_t *list = json_array();

	for (size_t i = 0; i < zgl_dkimverify_count(verify); i++) {
		if (json_array_append_new(list,
			    signature_of(zgl_dkimverify_verdict(verify, i)))
			!= 0) {
			json_decref(list);
			return NULL;
		}
	}
	return list;
}

static void take_step(void *to, zgl_sv step)
{
	json_array_append_new(to, zgl_jsonl_text(step));
}

static json_t *explanation_of(const struct zgl_verified *what)
{
	json_t *list = json_array();

	if (list == NULL || zgl_explain(what, take_step, list) == ZGL_OK)
		return list;
	json_decref(list);
	return NULL;
}

/* What is made of DMARC, and so of who sent the message. */
static bool add_disposition(json_t *object, const struct zgl_judgement *j)
{
	bool judged = j->dmarc != NULL;
	json_t *more = judged
		? json_pack("{ss so ss so}", "disposition",
			zgl_disposition_word(j->disposition),
			"authentication_results", zgl_jsonl_text(j->field),
			"cause", zgl_cause_word(j->cause), "overrides",
			zgl_judgejson_bits(
				j->overrides, ZGL_OVERRIDES, override_word))
		: json_pack("{sn so sn sn}", "disposition",
			"authentication_results", zgl_jsonl_text(j->field),
			"cause", "overrides");
	bool good = json_object_update(object, more) == 0;

	json_decref(more);
	return good;
}

int zgl_verifyjson_show(
	const struct zgl_call *call, const struct zgl_verified *what)
{
	const struct zgl_judgement *j = what->judgement;
	json_t *object = json_pack("{so sI so so sn so}", "file",
		zgl_jsonl_text(zgl_sv_of(what->file)), "message",
		(json_int_t)what->number, "dkim", signatures_of(what->verify),
		"spf", zgl_judgejson_spf(j->spf), "arc", "dmarc",
		zgl_judgejson_dmarc(j->dmarc));
	bool good = add_disposition(object, j);

	if (what->set->explain)
		good = json_object_set_new(
			       object, "explain", explanation_of(what))
				== 0
			&& good;
	if (!good) {
		json_decref(object);
		object = NULL;
	}
	return zgl_jsonl_write(call->out, object) ? ZGL_EXIT_OK : ZGL_EXIT_OS;
}

int zgl_verifyjson_fault(
	const struct zgl_call *call, const char *file, const char *why)
{
	json_t *object = json_pack("{so so sn sn sn sn sn sn sn sn}", "file",
		zgl_jsonl_text(zgl_sv_of(file)), "error",
		zgl_jsonl_text(zgl_sv_of(why)), "dkim", "spf", "arc", "dmarc",
		"disposition", "authentication_results", "cause", "overrides");

	return zgl_jsonl_write(call->out, object) ? ZGL_EXIT_OK : ZGL_EXIT_OS;
}
