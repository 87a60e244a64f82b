/* SPDX-License-Identifier: ISC */
#include "cmd/verifyjson.h"

#include "cmd/jsonl.h"
#include "cmd/verdict.h"

#define DOMAIN_OCTETS 256

static json_t *name_or_null(const struct zgl_dname *name)
{
	return name->n > 0 ? json_string(name->text) : json_null();
}

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

static json_t *warnings_of(const struct zgl_dkim_verdict *verdict)
{
	json_t *list = json_array();

	for (unsigned i = 0; i < ZGL_DKIM_WARNINGS; i++) {
		if ((verdict->warnings & 1U << i) == 0)
			continue;
		if (json_array_append_new(list,
			    json_string(zgl_dkim_warning_word(
				    (enum zgl_dkim_warning)i)))
			!= 0) {
			json_decref(list);
			return NULL;
		}
	}
	return list;
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
		name_or_null(&sig->domain), "selector",
		name_or_null(&sig->selector), "identity", identity_of(sig),
		"algorithm", zgl_jsonl_text(sig->algorithm), "canonicalization",
		canonicalization_of(sig), "key_bits",
		bits > 0 ? json_integer(bits) : json_null(), "dnssec",
		json_string(zgl_dnssec_word(verdict->dnssec)), "signed_fields",
		names_of(sig), "body_length", length_or_null(sig->body_length),
		"timestamp", time_or_null(sig->signed_at_s), "expires",
		time_or_null(sig->expires_at_s), "warnings",
		warnings_of(verdict));
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

int zgl_verifyjson_show(
	const struct zgl_call *call, const struct zgl_verified *what)
{
	json_t *object = json_pack("{so sI so sn sn sn sn sn}", "file",
		zgl_jsonl_text(zgl_sv_of(what->file)), "message",
		(json_int_t)what->number, "dkim", signatures_of(what->verify),
		"spf", "arc", "dmarc", "disposition", "authentication_results");

	return zgl_jsonl_write(call->out, object) ? ZGL_EXIT_OK : ZGL_EXIT_OS;
}

int zgl_verifyjson_fault(
	const struct zgl_call *call, const char *file, const char *why)
{
	json_t *object = json_pack("{so so sn sn sn sn sn sn}", "file",
		zgl_jsonl_text(zgl_sv_of(file)), "error",
		zgl_jsonl_text(zgl_sv_of(why)), "dkim", "spf", "arc", "dmarc",
		"disposition", "authentication_results");

	return zgl_jsonl_write(call->out, object) ? ZGL_EXIT_OK : ZGL_EXIT_OS;
}
