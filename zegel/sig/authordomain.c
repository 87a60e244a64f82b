/* SPDX-License-Identifier: ISC */
#include "zegel/sig/authordomain.h"

#include "zegel/mail/address.h"

#define FAULT_WORD(name, word, sentence) [ZGL_AUTHORFAULT_##name] = word,
#define FAULT_SENTENCE(name, word, sentence)                                   \
	[ZGL_AUTHORFAULT_##name] = sentence,

static const char *const words[] = { ZGL_AUTHORFAULT_TABLE(FAULT_WORD) };
static const char *const sentences[] = { ZGL_AUTHORFAULT_TABLE(
	FAULT_SENTENCE) };

const char *zgl_authorfault_word(enum zgl_authorfault fault)
{
	return (unsigned)fault < ZGL_COUNT(words) ? words[fault] : "unknown";
}

const char *zgl_authorfault_sentence(enum zgl_authorfault fault)
{
	return (unsigned)fault < ZGL_COUNT(sentences) ? sentences[fault]
						      : "unknown";
}

static enum zgl_err read_domain(const struct zgl_address *address,
	struct zgl_dname *domain_r, enum zgl_authorfault *fault_r)
{
	*fault_r = ZGL_AUTHORFAULT_NONE;
	domain_r->n = 0;
	if (address->domain.p[0] == '[') {
		*fault_r = ZGL_AUTHORFAULT_LITERAL;
		return ZGL_OK;
	}
	switch (zgl_dname_parse(address->domain, domain_r)) {
	case ZGL_DNAME_OK:
		if (zgl_dname_labels(domain_r) < 2)
			*fault_r = ZGL_AUTHORFAULT_ONE_LABEL;
		return ZGL_OK;
	case ZGL_DNAME_NOMEM: return ZGL_ENOMEM;
	default: *fault_r = ZGL_AUTHORFAULT_DOMAIN; return ZGL_OK;
	}
}

/* Domains are compared as A-labels: the name that is looked up is the name
 * that is one with the others. */
static enum zgl_err read_domains(const struct zgl_addresses *list,
	struct zgl_dname *domain_r, enum zgl_authorfault *fault_r)
{
	struct zgl_dname other;

	ZGL_TRY(read_domain(&list->at[0], domain_r, fault_r));
	for (size_t i = 1; i < list->count && *fault_r == ZGL_AUTHORFAULT_NONE;
		i++) {
		ZGL_TRY(read_domain(&list->at[i], &other, fault_r));
		if (*fault_r == ZGL_AUTHORFAULT_NONE
			&& !zgl_dname_eq(&other, domain_r))
			*fault_r = ZGL_AUTHORFAULT_SEVERAL;
	}
	return ZGL_OK;
}

static enum zgl_err find(const struct zgl_header *header,
	const struct zgl_limits *limits, struct zgl_arena *a,
	struct zgl_dname *domain_r, enum zgl_authorfault *fault_r)
{
	uint32_t at = zgl_header_find(header, ZGL_SV("From"), ZGL_NO_FIELD);
	struct zgl_addresses list;

	*fault_r = ZGL_AUTHORFAULT_NO_FROM;
	if (at == ZGL_NO_FIELD)
		return ZGL_OK;
	*fault_r = ZGL_AUTHORFAULT_TWO_FROM;
	if (zgl_header_find(header, ZGL_SV("From"), at) != ZGL_NO_FIELD)
		return ZGL_OK;
	ZGL_TRY(zgl_addresses_parse(
		zgl_field_value(&header->fields[at]), limits, a, &list));
	*fault_r = list.fault != NULL ? ZGL_AUTHORFAULT_MALFORMED
				      : ZGL_AUTHORFAULT_NO_ADDRESS;
	if (list.count == 0)
		return ZGL_OK;
	return read_domains(&list, domain_r, fault_r);
}

enum zgl_err zgl_authordomain_find(const struct zgl_header *header,
	const struct zgl_limits *limits, struct zgl_arena *a,
	struct zgl_dname *domain_r, enum zgl_authorfault *fault_r)
{
	enum zgl_err err = find(header, limits, a, domain_r, fault_r);

	if (err != ZGL_OK || *fault_r != ZGL_AUTHORFAULT_NONE)
		*domain_r = (struct zgl_dname){ .n = 0 };
	return err;
}
