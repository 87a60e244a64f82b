/* SPDX-License-Identifier: ISC */
#include "zegel/authres/authmethods.h"

#define METHOD_ENTRY(name, word, status, source)                               \
	{ NULL, word, source, ZGL_AUTHMETHOD_##name, ZGL_AUTHSTATUS_##status },
#define CODE_ENTRY(method, word, status, source)                               \
	{ NULL, word, source, ZGL_AUTHMETHOD_##method,                         \
		ZGL_AUTHSTATUS_##status },
#define PROPERTY_ENTRY(method, ptype, word, status, source)                    \
	{ ptype, word, source, ZGL_AUTHMETHOD_##method,                        \
		ZGL_AUTHSTATUS_##status },
#define PTYPE_WORD(ptype, source) ptype,

static const struct zgl_authentry methods[] = { ZGL_AUTHMETHOD_TABLE(
	METHOD_ENTRY) };
static const struct zgl_authentry codes[] = { ZGL_AUTHCODE_TABLE(CODE_ENTRY) };
static const struct zgl_authentry properties[] = { ZGL_AUTHPROPERTY_TABLE(
	PROPERTY_ENTRY) };
static const char *const ptypes[] = { ZGL_AUTHPTYPE_TABLE(PTYPE_WORD) };

static bool is_word(zgl_sv s, const char *word)
{
	return zgl_sv_ieq(s, zgl_sv_of(word));
}

const struct zgl_authentry *zgl_authmethod_entry(enum zgl_authmethod method)
{
	return (unsigned)method < ZGL_COUNT(methods) ? &methods[method] : NULL;
}

enum zgl_authmethod zgl_authmethod_find(zgl_sv word)
{
	unsigned i = 0;

	while (i < ZGL_COUNT(methods) && !is_word(word, methods[i].word))
		i++;
	return (enum zgl_authmethod)i;
}

const struct zgl_authentry *zgl_authmethod_result(
	enum zgl_authmethod method, zgl_sv result)
{
	for (size_t i = 0; i < ZGL_COUNT(codes); i++) {
		if (codes[i].method == method && is_word(result, codes[i].word))
			return &codes[i];
	}
	return NULL;
}

const struct zgl_authentry *zgl_authmethod_property(
	enum zgl_authmethod method, zgl_sv ptype, zgl_sv property)
{
	for (size_t i = 0; i < ZGL_COUNT(properties); i++) {
		const struct zgl_authentry *entry = &properties[i];
		if (entry->method == method && is_word(ptype, entry->ptype)
			&& is_word(property, entry->word))
			return entry;
	}
	return NULL;
}

bool zgl_authptype_is(zgl_sv ptype)
{
	for (size_t i = 0; i < ZGL_COUNT(ptypes); i++) {
		if (is_word(ptype, ptypes[i]))
			return true;
	}
	return false;
}
