/* SPDX-License-Identifier: ISC */
#include "cmd/discovery.h"

#include <string.h>

#include "cmd/say.h"

int zgl_discovery_begin(struct zgl_discovery *d, const char *word)
{
	if (word == NULL || strcmp(word, "walk") == 0)
		return ZGL_EXIT_OK;
	if (strcmp(word, "psl") != 0) {
		zgl_say_error("--discovery %s: expected walk or psl", word);
		return ZGL_EXIT_USAGE;
	}
	d->suffix = zgl_suffix_new();
	if (d->suffix != NULL)
		return ZGL_EXIT_OK;
	zgl_say_error("--discovery psl: there is no Public Suffix List here,"
		      " expected that of libpsl or of the system");
	return ZGL_EXIT_CONFIG;
}

void zgl_discovery_fill(
	const struct zgl_discovery *d, struct zgl_dmarccheck_config *config)
{
	config->suffix = d->suffix != NULL ? zgl_suffix_labels : NULL;
	config->to = d->suffix;
}

void zgl_discovery_end(struct zgl_discovery *d)
{
	zgl_suffix_free(d->suffix);
	d->suffix = NULL;
}
