/* SPDX-License-Identifier: ISC */
#include "cmd/world.h"

#include <string.h>
#include <time.h>

#include "cmd/say.h"
#include "cmd/source.h"

#define ZONE_OCTETS ((size_t)64 * 1024 * 1024)
#define KEYS_KEPT   256

static int fail(enum zgl_err err)
{
	zgl_say_error("%s", zgl_err_sentence(err));
	return zgl_exits_of_err(err);
}

int zgl_world_open(struct zgl_world *w, const struct zgl_common *common)
{
	*w = (struct zgl_world){ .limits = ZGL_LIMITS_DEFAULT,
		.now_s = common->now_s };
	enum zgl_err err = zgl_engine_new(&w->engine);
	return err == ZGL_OK ? ZGL_EXIT_OK : fail(err);
}

static int load_zone(struct zgl_world *w, const char *path)
{
	struct zgl_diag diag = { 0 };
	struct zgl_buf text;

	zgl_buf_begin(&text, ZONE_OCTETS);
	int code = zgl_source_slurp(path, &text);
	if (code == ZGL_EXIT_OK) {
		enum zgl_err err =
			zgl_zone_load(w->zone, zgl_buf_sv(&text), &diag);
		if (err == ZGL_ESYNTAX)
			zgl_say_diag(path, &diag);
		else if (err != ZGL_OK)
			fail(err);
		code = zgl_exits_of_err(err);
	}
	zgl_buf_free(&text);
	return code;
}

static int load_zones(struct zgl_world *w, const struct zgl_texts *paths)
{
	enum zgl_err err = zgl_zone_new(&w->zone);
	int code = err == ZGL_OK ? ZGL_EXIT_OK : fail(err);

	for (size_t i = 0; i < paths->count && code == ZGL_EXIT_OK; i++)
		code = load_zone(w, paths->at[i]);
	return code;
}

/* So that a file that is not there is told as any other is. */
static int check_anchor(const char *path)
{
	struct zgl_source source;

	if (path == NULL || strcmp(path, "none") == 0)
		return ZGL_EXIT_OK;
	int code = zgl_source_open(&source, path, false);
	zgl_source_close(&source);
	return code;
}

/* Which of the two options a fault is about, as far as that can be told. */
static void say_fault(
	const struct zgl_common *common, const struct zgl_diag *diag)
{
	const char *server = common->resolver, *anchor = common->trust_anchor;

	if ((server == NULL) == (anchor == NULL))
		zgl_say_diag("resolver", diag);
	else
		zgl_say_diag(server != NULL ? server : anchor, diag);
}

static int make_resolver(struct zgl_world *w, const struct zgl_common *common)
{
	struct zgl_resolver_config config = { .zone = w->zone,
		.server = common->resolver,
		.trust_anchor = common->trust_anchor,
		.limits = &w->limits };
	bool ours = common->resolver == NULL && common->trust_anchor == NULL;
	struct zgl_diag diag = { 0 };

	enum zgl_err err = zgl_resolver_new(&config, &w->resolver, &diag);
	if (err == ZGL_OK)
		return ZGL_EXIT_OK;
	if (diag.what == NULL)
		diag.what = zgl_err_sentence(err);
	say_fault(common, &diag);
	if (err != ZGL_EUSAGE && err != ZGL_EIO)
		return zgl_exits_of_err(err);
	if (common->resolver == NULL && !ours)
		return ZGL_EXIT_DATA; /* the file is there: see check_anchor */
	return ours ? ZGL_EXIT_CONFIG : ZGL_EXIT_USAGE;
}

int zgl_world_connect(struct zgl_world *w, const struct zgl_common *common)
{
	int code = ZGL_EXIT_OK;

	if (common->zones.count > 0)
		code = load_zones(w, &common->zones);
	if (code == ZGL_EXIT_OK)
		code = check_anchor(common->trust_anchor);
	if (code == ZGL_EXIT_OK)
		code = make_resolver(w, common);
	if (code != ZGL_EXIT_OK)
		return code;
	enum zgl_err err =
		zgl_keycache_new(w->engine, KEYS_KEPT, &w->limits, &w->keys);
	return err == ZGL_OK ? ZGL_EXIT_OK : fail(err);
}

void zgl_world_close(struct zgl_world *w)
{
	zgl_keycache_free(w->keys);
	zgl_resolver_free(w->resolver);
	zgl_zone_free(w->zone);
	zgl_engine_free(w->engine);
	*w = (struct zgl_world){ 0 };
}

int64_t zgl_world_now(const struct zgl_world *w)
{
	return w->now_s != ZGL_CLOCK ? w->now_s : (int64_t)time(NULL);
}
