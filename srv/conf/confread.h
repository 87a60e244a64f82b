/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * confread -- reads values into the configuration, and says which cannot be.
 *
 * Shape    one function for each kind of value; the table of confoptions tells
 *          which is for which option. begin and end frame a section that has a
 *          title.
 * Memory   what is kept is copied into the arena of the configuration.
 */

#include "srv/conf/confparse.h"

struct zgl_confread {
	struct zgl_conf *conf;
	struct zgl_arena *arena; /* its own */
	struct zgl_conffaults *faults;
	const struct zgl_confitems *items;
	/* of each option, where it was set last; 0: not yet, and for those of
	 * sections with a title, not in the section at hand */
	unsigned lines[ZGL_CONFOPTIONS_MAX];
	bool full[ZGL_CONFOPTIONS_MAX]; /* and that was told */
	/* A statement was refused, so what seems to be missing may be there. */
	bool incomplete;
	zgl_sv given;   /* the authserv-id, as it is written */
	zgl_sv *former; /* each as we write it, and as it is written */
	size_t former_count;
	/* lists of the configuration, as long as they can be written to */
	struct zgl_net *nets, *trusted_nets;
	struct zgl_dname *forwarders;
	zgl_sv *fields, *oversign;
	const char **zones;
	struct zgl_conf_listener *listeners, *listener;
	struct zgl_conf_key *keys, *key;
};

/** Where the option was set, or 0. */
unsigned zgl_confread_line(const struct zgl_confread *r,
	enum zgl_confsection section, const char *name);

/** Where the value goes: into the configuration, the listener, the key. */
void *zgl_confread_at(
	const struct zgl_confread *r, const struct zgl_confoption *option);

/** A copy with a NUL behind it; NULL without memory. */
const char *zgl_confread_keep(struct zgl_confread *r, zgl_sv text);

/** True when the list is full, with `most` values; that is a fault, told once.
 */
bool zgl_confread_full(struct zgl_confread *r, const struct zgl_confitem *item,
	size_t count, size_t most);

/** Room for all values that the option has in the file. */
void *zgl_confread_array(struct zgl_confread *r,
	const struct zgl_confoption *option, size_t size);

/** Adds "NAME is 'VALUE', expected ..." for a value. */
void zgl_confread_refuse(struct zgl_confread *r,
	const struct zgl_confitem *item, const char *expected);

/** Kinds of values: confvalue.c */
zgl_conf_fn zgl_confread_number, zgl_confread_flag, zgl_confread_word,
	zgl_confread_path, zgl_confread_paths, zgl_confread_account,
	zgl_confread_domain;
/** of the whole: confmain.c */
zgl_conf_fn zgl_confread_authserv, zgl_confread_former, zgl_confread_net,
	zgl_confread_resolver, zgl_confread_anchor, zgl_confread_log;
/** conflisteners.c */
zgl_conf_fn zgl_confread_mode;
/** confsigning.c */
zgl_conf_fn zgl_confread_fields;
/** confverifying.c */
zgl_conf_fn zgl_confread_disposition, zgl_confread_mark_field,
	zgl_confread_mark_subject;
/** confdmarc.c */
zgl_conf_fn zgl_confread_forwarder;

/** Reads a domain name; false, and a fault, when it is none. */
bool zgl_confread_dname(struct zgl_confread *r, const struct zgl_confitem *item,
	const char *what, struct zgl_dname *name_r);

/** Sections with a title, and what can be said of all when all was read. */
void zgl_confread_begin_listener(
	struct zgl_confread *r, const struct zgl_confitem *item);
void zgl_confread_end_listener(struct zgl_confread *r);
void zgl_confread_default_listener(struct zgl_confread *r);
void zgl_confread_begin_key(
	struct zgl_confread *r, const struct zgl_confitem *item);
void zgl_confread_end_key(struct zgl_confread *r);
void zgl_confread_end_names(struct zgl_confread *r);
void zgl_confread_end_signing(struct zgl_confread *r);
void zgl_confread_end_verifying(struct zgl_confread *r);
void zgl_confread_end_dmarc(struct zgl_confread *r);
