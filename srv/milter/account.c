/* SPDX-License-Identifier: ISC */
#define _DEFAULT_SOURCE /* getpwnam, getgrnam */
#include "srv/milter/account.h"

#include <grp.h>
#include <pwd.h>

#include "zegel/base/num.h"

/* The largest is no user: it stands for "leave it". */
static bool is_number(const char *text, uint64_t *number_r)
{
	return zgl_num_parse(zgl_sv_of(text), number_r)
		&& *number_r < ZGL_ACCOUNT_NO_USER;
}

bool zgl_account_user(const char *text, uid_t *uid_r, gid_t *gid_r)
{
	const struct passwd *user = getpwnam(text);
	uint64_t number;

	if (user == NULL && is_number(text, &number)) {
		*uid_r = (uid_t)number;
		*gid_r = ZGL_ACCOUNT_NO_GROUP;
		user = getpwuid(*uid_r);
		if (user == NULL)
			return true;
	}
	if (user == NULL)
		return false;
	*uid_r = user->pw_uid;
	*gid_r = user->pw_gid;
	return true;
}

bool zgl_account_group(const char *text, gid_t *gid_r)
{
	const struct group *group = getgrnam(text);
	uint64_t number;

	if (group != NULL)
		*gid_r = group->gr_gid;
	else if (is_number(text, &number))
		*gid_r = (gid_t)number;
	else
		return false;
	return true;
}
