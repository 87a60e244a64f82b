/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * daemondns -- how a configuration asks DNS.
 *
 * Errors   told to the log; false.
 */

#include "srv/conf/conf.h"
#include "srv/resolve/resolver.h"
#include "srv/suffix/suffix.h"

/** Loads the zone files, if any; else *zone_r is NULL. */
ZGL_CHECK bool zgl_daemondns_load(
	const struct zgl_conf *conf, struct zgl_zone **zone_r);

/** Loads the Public Suffix List when it is wanted; else *suffix_r is NULL. */
ZGL_CHECK bool zgl_daemondns_load_suffix(
	const struct zgl_conf *conf, struct zgl_suffix **suffix_r);

/** What a desk is made with. */
struct zgl_resolver_config zgl_daemondns_config(
	const struct zgl_conf *conf, const struct zgl_zone *zone);

/** Says what is wrong with it, after a desk could not be made. */
void zgl_daemondns_tell(const struct zgl_conf *conf, enum zgl_err err,
	const struct zgl_diag *diag);

/** Makes a resolver, and gives it back: are server and anchor good? */
ZGL_CHECK bool zgl_daemondns_check(
	const struct zgl_conf *conf, const struct zgl_zone *zone);
