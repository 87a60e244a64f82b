/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * keyrecords -- prints the key record of a private key.
 *
 * Errors   said on standard error; the exit code is returned.
 */

#include <jansson.h>
#include <stdio.h>

#include "cmd/exits.h"
#include "zegel/crypto/privkey.h"
#include "zegel/dns/dname.h"

enum zgl_keyrecords_form {
	ZGL_KEYRECORDS_ZONE,  /* a line of a master file */
	ZGL_KEYRECORDS_VALUE, /* the text alone */
	ZGL_KEYRECORDS_JSON,
};

struct zgl_keyrecords {
	struct zgl_dname domain, selector;
	struct zgl_dname name; /* SELECTOR._domainkey.DOMAIN */
	json_t *more;          /* what else JSON says of it; NULL: nothing */
};

/** Reads the names from the command line; `fresh`: of a new key. */
int zgl_keyrecords_name(struct zgl_keyrecords *record, const char *selector,
	const char *domain, bool fresh);

/**
 * Writes the record of `key`, which is in the file `path` (NULL: in none), to
 * `to`.
 */
int zgl_keyrecords_put(const struct zgl_keyrecords *record,
	struct zgl_privkey *key, enum zgl_keyrecords_form form,
	const char *path, FILE *to);
