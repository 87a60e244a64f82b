/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * confoptions -- the language of the configuration: one row for each option.
 *
 * Shape    an option stands in its section, has one value or a list of them,
 *          and a function that reads it into the struct. What the row holds
 *          beside is for that function.
 */

#include "srv/conf/conf.h"

/** name, word in the file, section it stands in, and has it a title */
#define ZGL_CONFSECTION_TABLE(X)                                               \
	X(ROOT, "root", ROOT, false)                                           \
	X(LISTENER, "listener", ROOT, true)                                    \
	X(SIGNING, "signing", ROOT, false)                                     \
	X(KEY, "key", SIGNING, true)                                           \
	X(VERIFYING, "verifying", ROOT, false)                                 \
	X(SPF, "spf", ROOT, false)                                             \
	X(DMARC, "dmarc", ROOT, false)                                         \
	X(DNS, "dns", ROOT, false)                                             \
	X(LOG, "log", ROOT, false)

#define ZGL_CONFSECTION_ENUM(name, word, above, titled) ZGL_CONF_##name,
enum zgl_confsection {
	ZGL_CONFSECTION_TABLE(ZGL_CONFSECTION_ENUM) ZGL_CONF_SECTIONS
};
#undef ZGL_CONFSECTION_ENUM

struct zgl_confsection_row {
	const char *word;
	enum zgl_confsection above;
	bool titled;
};
extern const struct zgl_confsection_row zgl_confsections[ZGL_CONF_SECTIONS];

struct zgl_confread;
struct zgl_confitem;
struct zgl_confoption;

typedef void zgl_conf_fn(struct zgl_confread *r,
	const struct zgl_confoption *option, const struct zgl_confitem *item);

/** A word that an option may have, and what it stands for. */
struct zgl_confword {
	const char *word; /* NULL: behind the last */
	int value;
};

struct zgl_confoption {
	enum zgl_confsection section;
	const char *name;
	zgl_conf_fn *read;
	size_t at;            /* where in zgl_conf, the listener, the key */
	size_t octets;        /* of what stands there, when it is a number */
	uint64_t least, most; /* of a number */
	const struct zgl_confword *words;
	char *preset;    /* a list's values, as in the file, or NULL */
	unsigned factor; /* a number is kept so many times */
	bool list;
};

extern const struct zgl_confoption zgl_confoptions[];
extern const size_t zgl_confoption_count;

#define ZGL_CONFOPTIONS_MAX 96

/** The option of this name in a section; NULL when there is none. */
const struct zgl_confoption *zgl_confoption_find(
	enum zgl_confsection section, const char *name);

/** The section with this word; ROOT when there is none. */
enum zgl_confsection zgl_confsection_find(const char *word);
