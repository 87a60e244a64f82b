/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * daemoncheck -- zegeld --check: would it start?
 *
 * Reads the configuration, every file it names, and the store, as the daemon
 * would; touches no socket and changes nothing. As root it becomes the user of
 * the configuration on the way, as the daemon does.
 */

#include "srv/conf/conf.h"

/** Says on standard output what is there, and tells mistakes to the log; an
 * exit code. */
int zgl_daemoncheck(const struct zgl_conf *conf);
