/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * storefile -- the file of a store, before SQLite sees it: is it there, is it
 * private, is it whose it should be; a new one is made.
 *
 * Nothing is opened that is there already: closing it again would take away
 * the locks that SQLite, elsewhere in this process, has on it.
 */

#include "srv/store/storesql.h"

/**
 * Checks the file, makes it first when `how` says so. *real_r, which the caller
 * frees with free(), is its path without symbolic links.
 */
ZGL_CHECK enum zgl_err zgl_storefile_check(
	struct zgl_store *store, enum zgl_store_open how, char **real_r);

/** True when the name still stands for the file that was checked last. */
bool zgl_storefile_is_same(const struct zgl_store *store);

/** True when it stands for another file, and SQLite's log of the one that was
 * checked last is still there. */
bool zgl_storefile_is_mixed(const struct zgl_store *store);
