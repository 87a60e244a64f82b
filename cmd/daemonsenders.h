/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * daemonsenders -- the sender map that a configuration names.
 *
 * Errors   told to the log, every mistake with its line; false.
 */

#include "srv/conf/sendermap.h"

/** Reads it, if there is one; else *map_r is NULL. */
ZGL_CHECK bool zgl_daemonsenders_read(
	const struct zgl_conf *conf, struct zgl_sendermap **map_r);
