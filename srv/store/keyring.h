/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * keyring -- finds the keys that sign for an author, ready to sign.
 *
 * The store, and key files that the configuration names, seen through a
 * bounded cache of parsed private keys: looking keys up and reading them costs
 * a tenth of a signature. That a domain has no keys is remembered, too. A
 * change of the store is seen at the next message: all that is cached is then
 * looked up anew. The keys of a domain that files have are those of the files
 * alone.
 *
 * Shape    find gives a hold on a keyset: the keys of one domain. A message
 *          that it signs takes a signer of the set and gives it back; a set
 *          has as many signers as messages are under way. Release the hold in
 *          the end; a set that left the cache meanwhile goes then. The keys of
 *          a set are in the order of its fields: RSA first.
 * Limits   `cached` keysets, the least lately used goes first; names without
 *          keys are remembered in a fixed table.
 * Memory   a heap handle of 300 KB; about 9 KB a domain with an RSA key, one
 *          signer with it, 2.5 KB a further signer.
 * Errors   ZGL_EIO and ZGL_EUSAGE with zgl_keyring_why: the store failed, a key
 *          in it is damaged or must not sign; ZGL_ENOMEM and ZGL_ECRYPTO. Such
 *          a message must wait (tempfail).
 * Threads  one at a time: a keyring for each loop.
 */

#include "srv/store/store.h"
#include "zegel/dkim/dkimsign.h"
#include "zegel/signer/keycandidates.h"

/** A key that is not in the store: read from a file at start. */
struct zgl_keyring_file {
	struct zgl_dname domain, selector;
	bool subdomains;
	zgl_sv private_der; /* PKCS#8; must outlive the keyring */
};

struct zgl_keyring_config {
	struct zgl_store *store; /* NULL: none; the keyring's alone to use */
	const struct zgl_keyring_file *files;
	size_t file_count;
	struct zgl_dname fallback;              /* its n is 0: none */
	const struct zgl_dkimsign_config *sign; /* must outlive the keyring */
	size_t cached;
};

struct zgl_keyring;
struct zgl_keyset;

/**
 * Makes a keyring; *ring_r is set even on ZGL_EIO and ZGL_EUSAGE, for why.
 * When it is freed no set of it may be held.
 */
ZGL_CHECK enum zgl_err zgl_keyring_new(
	const struct zgl_keyring_config *config, struct zgl_keyring **ring_r);
void zgl_keyring_free(struct zgl_keyring *ring);
const char *zgl_keyring_why(const struct zgl_keyring *ring);

/**
 * Finds the keys for an author domain: its own, those of a parent that serves
 * it, the fallback's (signer/keycandidates). *set_r is NULL and *match_r NONE
 * when there are none.
 */
ZGL_CHECK enum zgl_err zgl_keyring_find(struct zgl_keyring *ring,
	const struct zgl_dname *author, struct zgl_keyset **set_r,
	enum zgl_key_match *match_r);
void zgl_keyring_release(struct zgl_keyring *ring, struct zgl_keyset *set);

/** The domain of the keys: d=. And their number, selectors and algorithms. */
const struct zgl_dname *zgl_keyset_domain(const struct zgl_keyset *set);
size_t zgl_keyset_count(const struct zgl_keyset *set);
const struct zgl_dname *zgl_keyset_selector(
	const struct zgl_keyset *set, size_t i);
enum zgl_key_alg zgl_keyset_alg(const struct zgl_keyset *set, size_t i);

/**
 * Takes a signer for one message; gives it back (NULL is fine). The set stays
 * as long as one of its signers is out.
 */
ZGL_CHECK enum zgl_err zgl_keyset_take(
	struct zgl_keyset *set, struct zgl_dkimsign **sign_r);
void zgl_keyset_give_back(struct zgl_keyset *set, struct zgl_dkimsign *sign);
