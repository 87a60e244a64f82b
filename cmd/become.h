/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * become -- what root gives up, and what it can get first.
 *
 * Errors   told to the log; false.
 * Process  all of this is the process's.
 */

#include "srv/conf/conf.h"

/** Asks for as many descriptors as the configuration may need; says it when
 * there are fewer. Has no core written. */
void zgl_become_set_limits(const struct zgl_conf *conf);

/** Becomes user and group of the configuration for good, with the groups that
 * the user is in; nothing when none are named, or when it is they already. */
ZGL_CHECK bool zgl_become_user(const struct zgl_conf *conf);

/** True when every user and group that is named exists; says which do not. */
ZGL_CHECK bool zgl_become_check(const struct zgl_conf *conf);
