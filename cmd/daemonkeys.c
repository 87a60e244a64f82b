/* SPDX-License-Identifier: ISC */
#include "cmd/daemonkeys.h"

#include "srv/store/keyfile.h"
#include "zegel/base/mem.h"

#define DER_OCTETS ((size_t)16 * 1024)

static bool fail(enum zgl_err err)
{
	zgl_log_write(ZGL_LOG_ERROR, "key files: %s", zgl_err_sentence(err));
	return false;
}

static void tell(enum zgl_log_level level, const struct zgl_conf *conf,
	const struct zgl_conf_key *key, const struct zgl_why *why)
{
	zgl_log_write(level, "%s:%u: %s", conf->file, key->line, why->text);
}

static enum zgl_err keep(const struct zgl_privkey *key, struct zgl_signkey view,
	struct zgl_daemonkey *key_r)
{
	key_r->alg = view.alg;
	key_r->bits = view.bits;
	return zgl_privkey_write_der(key, &key_r->der);
}

static bool read_one(const struct zgl_conf *conf,
	const struct zgl_conf_key *named, struct zgl_engine *engine,
	struct zgl_daemonkey *key_r)
{
	struct zgl_privkey *key;
	struct zgl_why why;

	zgl_buf_begin(&key_r->der, DER_OCTETS);
	if (zgl_keyfile_read(named->file, engine, &key, &why) != ZGL_OK) {
		tell(ZGL_LOG_ERROR, conf, named, &why);
		return false;
	}
	struct zgl_signkey view = zgl_privkey_signkey(key);
	if (zgl_keyfile_advise(named->file, &view, &why))
		tell(ZGL_LOG_WARNING, conf, named, &why);
	enum zgl_err err = keep(key, view, key_r);
	zgl_privkey_free(key);
	return err == ZGL_OK || fail(err);
}

static bool read_all(const struct zgl_conf *conf, struct zgl_engine *engine,
	struct zgl_daemonkeys *keys)
{
	bool good = true;

	for (size_t i = 0; i < keys->count; i++) {
		const struct zgl_conf_key *named = &conf->sign.keys[i];
		good = read_one(conf, named, engine, &keys->keys[i]) && good;
		keys->files[i] = (struct zgl_keyring_file){ named->domain,
			named->selector, named->subdomains,
			zgl_buf_sv(&keys->keys[i].der) };
	}
	return good;
}

bool zgl_daemonkeys_read(
	const struct zgl_conf *conf, struct zgl_daemonkeys *keys_r)
{
	size_t count = conf->sign.key_count;
	struct zgl_engine *engine;

	*keys_r = (struct zgl_daemonkeys){ .keys = NULL };
	if (count == 0)
		return true;
	keys_r->keys = zgl_mem_new(count * sizeof(*keys_r->keys));
	keys_r->files = zgl_mem_new(count * sizeof(*keys_r->files));
	if (keys_r->keys == NULL || keys_r->files == NULL)
		return fail(ZGL_ENOMEM);
	enum zgl_err err = zgl_engine_new(&engine);
	if (err != ZGL_OK)
		return fail(err);
	keys_r->count = count;
	bool good = read_all(conf, engine, keys_r);
	zgl_engine_free(engine);
	return good;
}

void zgl_daemonkeys_free(struct zgl_daemonkeys *keys)
{
	for (size_t i = 0; i < keys->count; i++)
		zgl_buf_wipe(&keys->keys[i].der);
	zgl_mem_free(keys->keys);
	zgl_mem_free(keys->files);
	*keys = (struct zgl_daemonkeys){ .keys = NULL };
}
