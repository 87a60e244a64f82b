/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * keyio -- private keys in files (srv/store/keyfile), as the command has them.
 *
 * Errors   said on standard error; the exit code is returned.
 */

#include "cmd/exits.h"
#include "srv/store/keyfile.h"

/** Reads a key; the caller frees it. */
int zgl_keyio_read(const char *path, struct zgl_engine *engine,
	struct zgl_privkey **key_r);

/** Says it when a key has fewer bits than a signer should use. */
void zgl_keyio_advise(const char *path, const struct zgl_signkey *key);

/** Writes a key as PKCS#8 PEM into a new file. */
int zgl_keyio_write(const char *path, const struct zgl_privkey *key);
