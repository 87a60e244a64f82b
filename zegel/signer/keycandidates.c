/* SPDX-License-Identifier: ISC */
#include "zegel/signer/keycandidates.h"

#include <string.h>

void zgl_keycandidates_begin(
	struct zgl_keycandidates *c, const struct zgl_dname *author)
{
	c->next = *author;
	c->match = ZGL_KEY_MATCH_EXACT;
}

static void to_parent(struct zgl_dname *name)
{
	size_t skip = zgl_sv_find(zgl_dname_sv(name), '.') + 1;

	if (zgl_dname_labels(name) < 3) {
		name->n = 0;
		return;
	}
	name->n = (uint8_t)(name->n - skip);
	memmove(name->text, name->text + skip, (size_t)name->n + 1);
}

bool zgl_keycandidates_next(struct zgl_keycandidates *c,
	struct zgl_dname *domain_r, enum zgl_key_match *match_r)
{
	if (c->next.n == 0)
		return false;
	*domain_r = c->next;
	*match_r = c->match;
	to_parent(&c->next);
	c->match = ZGL_KEY_MATCH_PARENT;
	return true;
}

bool zgl_key_serves(enum zgl_key_match match, bool subdomains_too)
{
	return match != ZGL_KEY_MATCH_NONE
		&& (match != ZGL_KEY_MATCH_PARENT || subdomains_too);
}
