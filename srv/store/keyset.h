/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * keyset -- the keys of one domain, parsed, with signers to lend: what a
 * keyring keeps.
 *
 * Shape    new; add for each key; ready, which puts RSA first and makes the
 *          first signer, so that keys that must not sign are told at once.
 * Memory   a heap handle; drop gives it back when nobody holds it any more.
 * Errors   ZGL_ENOMEM; ZGL_EIO and ZGL_EUSAGE with a sentence in *why_r.
 */

#include "srv/store/keyring.h"
#include "srv/store/why.h"
#include "zegel/crypto/privkey.h"

#define ZGL_KEYSET_KEYS 16 /* as many as a signer takes */
#define ZGL_KEYSET_IDLE 8  /* signers kept for the next messages */

struct zgl_keyset {
	struct zgl_keyset *next;          /* of the keyring's bucket */
	struct zgl_keyset *newer, *older; /* of the keyring, by use */
	struct zgl_dname domain;
	uint64_t hash;
	bool subdomains;
	bool fixed;     /* of a file: it never makes room for others */
	unsigned holds; /* of the keyring, of messages, of signers lent */
	const struct zgl_dkimsign_config *sign;
	struct zgl_dkimsign_key *keys;
	struct zgl_privkey *privates[ZGL_KEYSET_KEYS];
	size_t count;
	struct zgl_dkimsign *idle[ZGL_KEYSET_IDLE];
	size_t idle_count;
};

/** A private key on its way into a set. */
struct zgl_keyset_row {
	const char *place; /* where it comes from, for sentences */
	const struct zgl_dname *selector;
	zgl_sv private_der;
};

/** Makes an empty set, with one hold. */
ZGL_CHECK enum zgl_err zgl_keyset_new(const struct zgl_dkimsign_config *sign,
	const struct zgl_dname *domain, struct zgl_keyset **set_r);
void zgl_keyset_drop(struct zgl_keyset *set);

ZGL_CHECK enum zgl_err zgl_keyset_add(struct zgl_keyset *set,
	const struct zgl_keyset_row *row, struct zgl_why *why_r);
ZGL_CHECK enum zgl_err zgl_keyset_ready(
	struct zgl_keyset *set, const char *place, struct zgl_why *why_r);
