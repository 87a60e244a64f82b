/* SPDX-License-Identifier: ISC */
#include "srv/suffix/suffix.h"

#include <libpsl.h>

/* libpsl's own type, under our name. */
static psl_ctx_t *inside(struct zgl_suffix *suffix)
{
	return (psl_ctx_t *)suffix;
}

struct zgl_suffix *zgl_suffix_new(void)
{
	return (struct zgl_suffix *)psl_latest(NULL);
}

void zgl_suffix_free(struct zgl_suffix *suffix)
{
	psl_free(inside(suffix));
}

unsigned zgl_suffix_labels(void *suffix, const struct zgl_dname *name)
{
	struct zgl_dname found;
	const char *text = psl_unregistrable_domain(inside(suffix), name->text);

	if (text == NULL
		|| zgl_dname_parse(zgl_sv_of(text), &found) != ZGL_DNAME_OK)
		return 0;
	return zgl_dname_labels(&found);
}
