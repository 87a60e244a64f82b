/* SPDX-License-Identifier: ISC */
/*
 * authread: a field is refused with a place in it, or read; what is read comes
 * from the one that the field claims to be from, and when it is written again,
 * as far as it fits, it is read as the same.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "zegel/authres/authclaim.h"
#include "zegel/authres/authread.h"
#include "zegel/base/ascii.h"

#define ARENA_OCTETS ((size_t)4 * 1024 * 1024)
#define FIELD_OCTETS ((size_t)1024 * 1024)
#define NAME_MOST    255

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
	if (!holds)
		abort();
}

static const char *text_of(struct zgl_arena *a, zgl_sv s)
{
	char *text = zgl_arena_get(a, s.n + 1);

	must(text != NULL);
	memcpy(text, s.p, s.n);
	text[s.n] = '\0';
	return text;
}

static void check_keyword(zgl_sv s)
{
	must(s.n > 0 && s.p[s.n - 1] != '-');
	for (size_t i = 0; i < s.n; i++)
		must(zgl_lower(s.p[i]) == s.p[i]
			&& (zgl_is_alnum(s.p[i]) || s.p[i] == '-'));
}

static void check_prop(const struct zgl_authread_prop *prop)
{
	check_keyword(prop->ptype);
	check_keyword(prop->property);
	must(prop->value.p != NULL);
	if (prop->domain.p == NULL)
		return;
	must(prop->domain.n > 0 && prop->domain.n < prop->value.n);
	must(prop->domain.p + prop->domain.n == prop->value.p + prop->value.n);
	must(prop->domain.p[-1] == '@');
}

static void check_result(const struct zgl_authread_result *result)
{
	check_keyword(result->method);
	check_keyword(result->result);
	must(result->prop_count <= ZGL_AUTHPROPS_MAX);
	must(!result->known || result->id < ZGL_AUTHMETHODS);
	for (size_t i = 0; i < result->prop_count; i++) {
		const struct zgl_authread_prop *prop = &result->props[i];
		check_prop(prop);
		must(zgl_authread_find(result, prop->ptype, prop->property)
			== prop);
	}
}

static void write_result(struct zgl_authwrite *w,
	const struct zgl_authread_result *read, struct zgl_arena *a)
{
	struct zgl_authresult result = { .method = text_of(a, read->method),
		.result = text_of(a, read->result),
		.comment = read->comment,
		.reason = read->reason,
		.prop_count = read->prop_count };

	for (size_t i = 0; i < read->prop_count; i++)
		result.props[i] =
			(struct zgl_authprop){ text_of(a, read->props[i].ptype),
				text_of(a, read->props[i].property),
				read->props[i].value };
	zgl_authwrite_result(w, &result);
}

static void check_text(zgl_sv again, zgl_sv first)
{
	if (zgl_authwrite_fits(first, true))
		must(zgl_sv_eq(again, first));
	else
		must(again.p == NULL);
}

/* A version of the method is not written. */
static void check_same(const struct zgl_authread_result *again,
	const struct zgl_authread_result *first)
{
	size_t left = 0;

	must(zgl_sv_eq(again->method, first->method));
	must(zgl_sv_eq(again->result, first->result));
	must(again->id == first->id);
	check_text(again->comment, first->comment);
	check_text(again->reason, first->reason);
	for (size_t i = 0; i < first->prop_count; i++) {
		const struct zgl_authread_prop *prop = &first->props[i];
		if (!zgl_authwrite_fits(prop->value, true))
			continue;
		must(left < again->prop_count);
		const struct zgl_authread_prop *same = &again->props[left++];
		must(zgl_sv_eq(same->ptype, prop->ptype));
		must(zgl_sv_eq(same->property, prop->property));
		must(zgl_sv_eq(same->value, prop->value));
		must(same->known == prop->known);
	}
	must(left == again->prop_count);
	if (left == first->prop_count && first->version.p == NULL)
		must(again->known == first->known);
}

static void check_again(const struct zgl_authread *first,
	const struct zgl_limits *limits, struct zgl_arena *a)
{
	struct zgl_authread again;
	struct zgl_authwrite w;
	struct zgl_buf b;

	zgl_buf_begin(&b, FIELD_OCTETS);
	zgl_authwrite_begin(&w, &b, first->authserv_id, true);
	for (size_t i = 0; i < first->count; i++)
		write_result(&w, &first->results[i], a);
	zgl_authwrite_end(&w);
	must(b.err == ZGL_OK);
	must(zgl_authread_field(zgl_buf_sv(&b), limits, a, &again) == ZGL_OK);
	must(again.fault.what == NULL);
	must(zgl_sv_eq(again.authserv_id, first->authserv_id));
	must(again.count == first->count);
	for (size_t i = 0; i < again.count; i++)
		check_same(&again.results[i], &first->results[i]);
	zgl_buf_free(&b);
}

static void check_claim(const struct zgl_authread *read, zgl_sv value)
{
	zgl_sv id = read->authserv_id;

	if (id.p == NULL || id.n > NAME_MOST || !zgl_is_alnum(id.p[0]))
		return;
	must(zgl_authclaim_is_ours(value, &id, 1));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct zgl_limits limits = ZGL_LIMITS_DEFAULT;
	zgl_sv value = { (const char *)data, size };
	struct zgl_authread read;
	struct zgl_arena a;

	if (size > FIELD_OCTETS / 8)
		return 0;
	zgl_arena_begin(&a, ARENA_OCTETS);
	must(zgl_authread_value(value, &limits, &a, &read) == ZGL_OK);
	check_claim(&read, value);
	if (read.fault.what != NULL) {
		must(read.count == 0 && read.fault.offset <= size);
	} else {
		for (size_t i = 0; i < read.count; i++)
			check_result(&read.results[i]);
		if (zgl_authwrite_fits(read.authserv_id, true))
			check_again(&read, &limits, &a);
	}
	zgl_arena_free(&a);
	return 0;
}
