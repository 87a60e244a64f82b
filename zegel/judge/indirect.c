/* SPDX-License-Identifier: ISC */
#include "zegel/judge/indirect.h"

#include "zegel/base/ascii.h"

/* rfc2919#2: "a list identifier MUST NOT be longer than 255 octets" */
#define NAME_OCTETS 255

/* Authenticated domain i; false beyond the last, NULL for one that is not. */
static bool domain_at(const struct zgl_indirect *who, size_t i,
	const struct zgl_dname **domain_r)
{
	const struct zgl_spf_verdict *spf = who->spf;
	const struct zgl_dkim_verdict *v;

	*domain_r = NULL;
	if (i == 0) {
		if (spf != NULL && spf->result == ZGL_SPF_PASS)
			*domain_r = &spf->domain;
		return true;
	}
	v = zgl_dkimverify_verdict(who->dkim, i - 1);
	if (v != NULL && v->result == ZGL_DKIM_PASS)
		*domain_r = &v->sig->domain;
	return v != NULL;
}

static bool is_forwarder(const struct zgl_dname *domain,
	const struct zgl_dname *forwarders, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (zgl_dname_within(domain, &forwarders[i]))
			return true;
	}
	return false;
}

const struct zgl_dname *zgl_indirect_forwarder(const struct zgl_indirect *who,
	const struct zgl_dname *forwarders, size_t count)
{
	const struct zgl_dname *domain;

	for (size_t i = 0; domain_at(who, i, &domain); i++) {
		if (domain != NULL && is_forwarder(domain, forwarders, count))
			return domain;
	}
	return NULL;
}

/* ---- lists ---- */

static bool is_related(const struct zgl_dname *a, const struct zgl_dname *b)
{
	return (zgl_dname_labels(a) > 1 && zgl_dname_within(b, a))
		|| (zgl_dname_labels(b) > 1 && zgl_dname_within(a, b));
}

static const struct zgl_dname *domain_of(
	const struct zgl_indirect *who, const struct zgl_dname *list)
{
	const struct zgl_dname *domain;

	for (size_t i = 0; domain_at(who, i, &domain); i++) {
		if (domain != NULL && is_related(domain, list))
			return domain;
	}
	return NULL;
}

/* Takes what stands in the next pair of angle brackets off the front; "internal
 * whitespace being ignored" (rfc2369#2). What is too long counts as empty.
 * False: no pair is left. */
static bool take_brackets(
	zgl_sv *rest, char text[NAME_OCTETS], zgl_sv *inside_r)
{
	zgl_sv from = zgl_sv_skip(*rest, zgl_sv_find(*rest, '<'));
	size_t end = zgl_sv_find(from, '>'), n = 0;

	*rest = zgl_sv_skip(from, end);
	for (size_t i = 1; i < end && end < from.n && n <= NAME_OCTETS; i++) {
		if (zgl_is_fws(from.p[i]))
			continue;
		if (n < NAME_OCTETS)
			text[n] = from.p[i];
		n++;
	}
	*inside_r = (zgl_sv){ text, n <= NAME_OCTETS ? n : 0 };
	return end < from.n;
}

static enum zgl_err read_name(zgl_sv text, struct zgl_dname *name_r)
{
	enum zgl_dname_fault fault = zgl_dname_parse(text, name_r);

	if (fault != ZGL_DNAME_OK)
		name_r->n = 0;
	return fault == ZGL_DNAME_NOMEM ? ZGL_ENOMEM : ZGL_OK;
}

/* The phrase before a list identifier may have brackets in its quotes: the last
 * one counts. The first label need not be one of DNS. */
static enum zgl_err read_list_id(zgl_sv value, struct zgl_dname *list_r)
{
	char text[NAME_OCTETS];
	size_t last = value.n;
	zgl_sv id;

	list_r->n = 0;
	while (last > 0 && value.p[last - 1] != '<')
		last--;
	value = zgl_sv_skip(value, last == 0 ? value.n : last - 1);
	if (!take_brackets(&value, text, &id))
		return ZGL_OK;
	ZGL_TRY(read_name(id, list_r));
	if (list_r->n > 0)
		return ZGL_OK;
	return read_name(zgl_sv_skip(id, zgl_sv_find(id, '.') + 1), list_r);
}

/* The first address: "The URLs have order of preference from left to right". */
static enum zgl_err read_list_post(zgl_sv value, struct zgl_dname *list_r)
{
	static const zgl_sv scheme = { "mailto:", 7 };
	char text[NAME_OCTETS];
	zgl_sv url;

	list_r->n = 0;
	while (take_brackets(&value, text, &url)) {
		if (!zgl_sv_istarts(url, scheme))
			continue;
		url = zgl_sv_head(url, zgl_sv_find(url, '?'));
		return read_name(
			zgl_sv_skip(url, zgl_sv_find(url, '@') + 1), list_r);
	}
	return ZGL_OK;
}

static enum zgl_err find_list(const struct zgl_indirect *who,
	const struct zgl_header *header, zgl_sv name,
	enum zgl_err read(zgl_sv, struct zgl_dname *),
	const struct zgl_dname **list_r)
{
	uint32_t at = zgl_header_find(header, name, ZGL_NO_FIELD);
	struct zgl_dname list;

	for (int i = 0;
		i < ZGL_LISTFIELDS && at != ZGL_NO_FIELD && *list_r == NULL;
		i++) {
		ZGL_TRY(read(zgl_field_value(&header->fields[at]), &list));
		*list_r = domain_of(who, &list);
		at = zgl_header_find(header, name, at);
	}
	return ZGL_OK;
}

enum zgl_err zgl_indirect_list(const struct zgl_indirect *who,
	const struct zgl_header *header, const struct zgl_dname **list_r)
{
	*list_r = NULL;
	ZGL_TRY(find_list(
		who, header, ZGL_SV("List-Id"), read_list_id, list_r));
	if (*list_r != NULL)
		return ZGL_OK;
	return find_list(
		who, header, ZGL_SV("List-Post"), read_list_post, list_r);
}
