/* SPDX-License-Identifier: ISC */
#define _GNU_SOURCE /* initgroups, setresuid */
#include "cmd/become.h"

#include <errno.h>
#include <grp.h>
#include <pwd.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

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

void zgl_become_raise_limits(const struct zgl_conf *conf)
{
	rlim_t need = enough(conf);
	struct rlimit limit;

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
	const struct group *group;

	if (conf->group == NULL)
		return true;
	group = getgrnam(conf->group);
	if (group == NULL)
		return fail(conf, "group: there is no group", conf->group);
	*gid = group->gr_gid;
	return true;
}

static bool cannot(const struct zgl_conf *conf)
{
	zgl_log_write(ZGL_LOG_ERROR, "%s: cannot become %s: %s", conf->file,
		conf->user != NULL ? conf->user : conf->group, strerror(errno));
	return false;
}

/* The groups first: who is no longer root cannot change them. */
static bool change(const struct zgl_conf *conf, uid_t uid, gid_t gid)
{
	if (geteuid() == uid && getegid() == gid && uid != 0)
		return true;
	if ((conf->user != NULL && initgroups(conf->user, gid) != 0)
		|| setresgid(gid, gid, gid) != 0
		|| setresuid(uid, uid, uid) != 0)
		return cannot(conf);
	if (uid != 0 && setresuid(0, 0, 0) == 0)
		return fail(conf, "user: could become root again after",
			conf->user);
	return true;
}

bool zgl_become_user(const struct zgl_conf *conf)
{
	uid_t uid = geteuid();
	gid_t gid = getegid();

	if (conf->user == NULL && conf->group == NULL)
		return true;
	if (conf->user != NULL) {
		const struct passwd *user = getpwnam(conf->user);
		if (user == NULL)
			return fail(conf, "user: there is no user", conf->user);
		uid = user->pw_uid;
		gid = user->pw_gid;
	}
	return find_group(conf, &gid) && change(conf, uid, gid);
}

/* ---- for --check ---- */

static bool check_owner(
	const struct zgl_conf *conf, const struct zgl_conf_listener *l)
{
	bool good = true;

	if (l->owner != NULL && getpwnam(l->owner) == NULL) {
		zgl_log_write(ZGL_LOG_ERROR,
			"%s:%u: owner: there is no user %s", conf->file,
			l->line, l->owner);
		good = false;
	}
	if (l->group != NULL && getgrnam(l->group) == NULL) {
		zgl_log_write(ZGL_LOG_ERROR,
			"%s:%u: group: there is no group %s", conf->file,
			l->line, l->group);
		good = false;
	}
	return good;
}

bool zgl_become_check(const struct zgl_conf *conf)
{
	bool good = true;
	gid_t gid;

	if (conf->user != NULL && getpwnam(conf->user) == NULL)
		good = fail(conf, "user: there is no user", conf->user);
	good = find_group(conf, &gid) && good;
	for (size_t i = 0; i < conf->listener_count; i++)
		good = check_owner(conf, &conf->listeners[i]) && good;
	return good;
}
