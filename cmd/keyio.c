/* SPDX-License-Identifier: ISC */
#include "cmd/keyio.h"

#include "cmd/say.h"

int zgl_keyio_read(
	const char *path, struct zgl_engine *engine, struct zgl_privkey **key_r)
{
	struct zgl_why why;
	enum zgl_err err = zgl_keyfile_read(path, engine, key_r, &why);

	if (err == ZGL_OK)
		return ZGL_EXIT_OK;
	zgl_say_error("%s", why.text);
	return err == ZGL_EIO ? zgl_exits_of_input(why.number)
			      : zgl_exits_of_err(err);
}

void zgl_keyio_advise(const char *path, const struct zgl_signkey *key)
{
	struct zgl_why why;

	if (zgl_keyfile_advise(path, key, &why))
		zgl_say_error("%s", why.text);
}

int zgl_keyio_write(const char *path, const struct zgl_privkey *key)
{
	struct zgl_why why;
	enum zgl_err err = zgl_keyfile_write(path, key, &why);

	if (err == ZGL_OK)
		return ZGL_EXIT_OK;
	zgl_say_error("%s", why.text);
	return err == ZGL_EIO ? zgl_exits_of_output(why.number)
			      : zgl_exits_of_err(err);
}
