/* SPDX-License-Identifier: ISC */
#define _GNU_SOURCE /* initgroups, setresuid */
#include "cmd/become.h"

#include <errno.h>
#include <grp.h>
#include <pwd.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "srv/milter/account.h"

/* Beside connections: listeners, loops, log, store, and what DNS asks with. */
#define DESCRIPTORS_BESIDE 512

static bool fail(
	const struct zgl_conf *conf, const char *what, const char *name)
{
	zgl_log_write(ZGL_LOG_ERROR, "%s: %s %s", conf->file, what, name);
	return false;
}

/* ---- descriptors ---- */

static rlim_t enough(const struct zgl_conf *conf)
{
	return (rlim_t)conf->connections + DESCRIPTORS_BESIDE;
}

/* Root may raise the hard limit, others up to it. */
static void raise_to(struct rlimit *limit, rlim_t need)
{
	const struct rlimit more = { need,
		limit->rlim_max < need ? need : limit->rlim_max };
	const struct rlimit most = { limit->rlim_max, limit->rlim_max };

	if (setrlimit(RLIMIT_NOFILE, &more) == 0)
		*limit = more;
	else if (setrlimit(RLIMIT_NOFILE, &most) == 0)
		*limit = most;
}

void zgl_become_set_limits(const struct zgl_conf *conf)
{
	/* A core would have the private keys in it. */
	const struct rlimit no_core = { 0, 0 };
	rlim_t need = enough(conf);
	struct rlimit limit;

	if (setrlimit(RLIMIT_CORE, &no_core) != 0)
		zgl_log_write(ZGL_LOG_WARNING,
			"a core may be written, with"
			" private keys in it");
	if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= need)
		return;
	raise_to(&limit, need);
	if (limit.rlim_cur < need)
		zgl_log_write(ZGL_LOG_WARNING,
			"max-connections = %zu needs %llu descriptors, the"
			" system allows %llu (ulimit -n, LimitNOFILE=)",
			conf->connections, (unsigned long long)need,
			(unsigned long long)limit.rlim_cur);
}

/* ---- user and group ---- */

static bool find_group(const struct zgl_conf *conf, gid_t *gid)
{
	return conf->group == NULL || zgl_account_group(conf->group, gid)
		|| fail(conf, "group: there is no group", conf->group);
}

static bool find_user(const struct zgl_conf *conf, uid_t *uid, gid_t *gid)
{
	return conf->user == NULL || zgl_account_user(conf->user, uid, gid)
		|| fail(conf, "user: there is no user", conf->user);
}

static bool cannot(const struct zgl_conf *conf)
{
	zgl_log_write(ZGL_LOG_ERROR, "%s: cannot become %s: %s", conf->file,
		conf->user != NULL ? conf->user : conf->group, strerror(errno));
	return false;
}

/* Of a user that has no entry, the group is the only one. */
static int set_groups(uid_t uid, gid_t gid)
{
	const struct passwd *user = getpwuid(uid);

	return user != NULL ? initgroups(user->pw_name, gid)
			    : setgroups(1, &gid);
}

/* The groups first: who is no longer root cannot change them. */
static bool change(const struct zgl_conf *conf, uid_t uid, gid_t gid)
{
	if (set_groups(uid, gid) != 0 || setresgid(gid, gid, gid) != 0
		|| setresuid(uid, uid, uid) != 0)
		return cannot(conf);
	if (uid != 0 && setresuid(0, 0, 0) == 0)
		return fail(conf, "user: could become root again after",
			conf->user);
	return true;
}

/* Who is it already has nothing to change, and may not, unless it is root. */
bool zgl_become_user(const struct zgl_conf *conf)
{
	uid_t uid = geteuid();
	gid_t gid = getegid();

	if (conf->user == NULL && conf->group == NULL)
		return true;
	if (!find_user(conf, &uid, &gid) || !find_group(conf, &gid))
		return false;
	if (gid == ZGL_ACCOUNT_NO_GROUP)
		return fail(conf, "group: is needed beside user", conf->user);
	if (uid != 0 && geteuid() == uid && getegid() == gid)
		return true;
	return change(conf, uid, gid);
}

/* ---- for --check ---- */

static bool check_owner(
	const struct zgl_conf *conf, const struct zgl_conf_listener *l)
{
	bool good = true;
	uid_t uid;
	gid_t gid;

	if (l->owner != NULL && !zgl_account_user(l->owner, &uid, &gid)) {
		zgl_log_write(ZGL_LOG_ERROR,
			"%s:%u: owner: there is no user %s", conf->file,
			l->line, l->owner);
		good = false;
	}
	if (l->group != NULL && !zgl_account_group(l->group, &gid)) {
		zgl_log_write(ZGL_LOG_ERROR,
			"%s:%u: group: there is no group %s", conf->file,
			l->line, l->group);
		good = false;
	}
	return good;
}

bool zgl_become_check(const struct zgl_conf *conf)
{
	uid_t uid;
	gid_t gid;
	bool good = find_user(conf, &uid, &gid);

	good = find_group(conf, &gid) && good;
	for (size_t i = 0; i < conf->listener_count; i++)
		good = check_owner(conf, &conf->listeners[i]) && good;
	return good;
}
