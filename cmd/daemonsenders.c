/* SPDX-License-Identifier: ISC */
#include "cmd/daemonsenders.h"

static void say(void *to, const char *line)
{
	(void)to;
	zgl_log_line(ZGL_LOG_ERROR, zgl_sv_of(line));
}

bool zgl_daemonsenders_read(
	const struct zgl_conf *conf, struct zgl_sendermap **map_r)
{
	const char *path = conf->sign.sender_map;

	*map_r = NULL;
	if (path == NULL)
		return true;
	enum zgl_err err = zgl_sendermap_read(path, say, NULL, map_r);
	if (err == ZGL_OK)
		return true;
	if (err == ZGL_EIO)
		zgl_log_write(ZGL_LOG_ERROR,
			"%s:%u: the sender map cannot be read", conf->file,
			conf->sign.sender_map_line);
	else if (err != ZGL_ESYNTAX)
		zgl_log_write(
			ZGL_LOG_ERROR, "%s: %s", path, zgl_err_sentence(err));
	return false;
}
