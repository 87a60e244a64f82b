/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * daemonkeys -- the key files that a configuration names.
 *
 * Memory   wiped when it is given back.
 * Errors   told to the log as "FILE:LINE: why", all of them; false.
 */

#include "srv/conf/conf.h"
#include "srv/store/keyring.h"
#include "zegel/base/buf.h"

struct zgl_daemonkey {
	struct zgl_buf der;
	enum zgl_key_alg alg;
	unsigned bits;
};

struct zgl_daemonkeys {
	struct zgl_daemonkey *keys; /* one for each of conf->sign.keys */
	struct zgl_keyring_file *files;
	size_t count;
};

ZGL_CHECK bool zgl_daemonkeys_read(
	const struct zgl_conf *conf, struct zgl_daemonkeys *keys_r);
void zgl_daemonkeys_free(struct zgl_daemonkeys *keys);
