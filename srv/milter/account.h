/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * account -- users and groups, by name or by number.
 *
 * A number needs no entry in the system's lists.
 *
 * Errors   false: there is none of that name.
 * Threads  one at a time: getpwnam(3) is not made for more.
 */

#include <stdbool.h>
#include <sys/types.h>

#define ZGL_ACCOUNT_NO_USER  ((uid_t)-1)
#define ZGL_ACCOUNT_NO_GROUP ((gid_t)-1)

/** Fills in the user, and the group that is the user's own: NO_GROUP for a
 * number that has no entry. */
bool zgl_account_user(const char *text, uid_t *uid_r, gid_t *gid_r);
bool zgl_account_group(const char *text, gid_t *gid_r);
