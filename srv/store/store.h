/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * store -- the domains that are signed for, and their keys: one SQLite file.
 *
 * Shape    a handle for each thread; any number of processes and threads may
 *          have the file open (write-ahead log). The daemon reads, the command
 *          writes; what is written is there for the next message.
 * Limits   a key of 16 KiB; a domain has at most 16 keys.
 * Memory   a heap handle. Private keys are wiped when a call or the handle is
 *          done with them.
 * Errors   ZGL_EIO and ZGL_EUSAGE with a sentence from zgl_store_why, which
 *          names the file: it is no store, is of a newer zegel, is open to
 *          others, is damaged, is busy; a key is there already; there is none.
 * Replaced a handle that is asked for the version opens another file that took
 *          the place of its own; but not while the log of the one that was there
 *          stands beside it: SQLite would mix the two.
 * Safety   a file that group or others can read or write is refused, with the
 *          mode it has and the command that mends it; likewise one that is not
 *          ours or root's, and a folder that others can write: SQLite keeps
 *          two more files beside the store. A new one gets mode 0600 before
 *          anything is in it. Root may use a store of whoever owns its folder,
 *          and gives him a new one: the daemon, which is not root, must be
 *          able to read it.
 * Removal  of a key overwrites its octets in the file.
 * Threads  one at a time.
 */

#include <stdint.h>

#include "zegel/crypto/pubkey.h"
#include "zegel/dns/dname.h"

struct zgl_store;

enum zgl_store_open {
	ZGL_STORE_READ,   /* it must be there */
	ZGL_STORE_WRITE,  /* it must be there */
	ZGL_STORE_CREATE, /* it is made when it is not there */
};

/** What went wrong, in kind: for exit codes. From KEY_THERE on: ZGL_EUSAGE. */
enum zgl_store_fault {
	ZGL_STOREFAULT_NONE,
	ZGL_STOREFAULT_ABSENT,  /* there is no such file */
	ZGL_STOREFAULT_DENIED,  /* we may not, or must not, use it */
	ZGL_STOREFAULT_FOREIGN, /* it is no store */
	ZGL_STOREFAULT_NEWER,   /* it is one of a newer zegel */
	ZGL_STOREFAULT_DAMAGED,
	ZGL_STOREFAULT_BUSY,
	ZGL_STOREFAULT_SYSTEM, /* the disk is full, or fails */
	ZGL_STOREFAULT_KEY_THERE,
	ZGL_STOREFAULT_KEY_ABSENT,
	ZGL_STOREFAULT_KEY_UNFIT, /* too many for a domain, or too long */
};

/** name, word. A key signs when it is ACTIVE. */
#define ZGL_KEYSTATE_TABLE(X)                                                  \
	X(PENDING, "pending") /* made; its record may not be seen yet */       \
	X(ACTIVE, "active")   /* signs */                                      \
	X(RETIRED, "retired") /* signs no more; its record is still needed */

#define ZGL_KEYSTATE_ENUM(name, word) ZGL_KEYSTATE_##name,
enum zgl_keystate {
	ZGL_KEYSTATE_TABLE(ZGL_KEYSTATE_ENUM)
};
#undef ZGL_KEYSTATE_ENUM

const char *zgl_keystate_word(enum zgl_keystate state);

struct zgl_storekey {
	struct zgl_dname domain, selector;
	enum zgl_key_alg alg;
	unsigned bits;
	enum zgl_keystate state;
	bool subdomains;   /* of its domain: its keys serve those below, too */
	int64_t created_s; /* UNIX seconds, here and below; 0: not yet */
	int64_t active_s, retired_s;
	zgl_sv private_der; /* PKCS#8; absent in listings */
};

/** Opens; *store_r is set even on an error that is not ZGL_ENOMEM, for why. */
ZGL_CHECK enum zgl_err zgl_store_open(
	const char *path, enum zgl_store_open how, struct zgl_store **store_r);
void zgl_store_close(struct zgl_store *store);

/** What went wrong last, a sentence for people; valid until the next call. */
const char *zgl_store_why(const struct zgl_store *store);
enum zgl_store_fault zgl_store_fault(const struct zgl_store *store);

/**
 * A number that is another one after every change of the file by whomever; for
 * caches. Another file that took the place of ours is opened then. It costs
 * about 3 us: a look at the name, two locks on a file, no reading.
 */
ZGL_CHECK enum zgl_err zgl_store_version(
	struct zgl_store *store, uint64_t *version_r);

/** Takes one key; what it holds is valid during the call. Not ZGL_OK: stop. */
typedef enum zgl_err zgl_store_fn(void *to, const struct zgl_storekey *key);

/** The active keys of exactly this domain, RSA first, private parts and all. */
ZGL_CHECK enum zgl_err zgl_store_active(struct zgl_store *store,
	const struct zgl_dname *domain, zgl_store_fn *take, void *to);

/** Lists all keys of a domain, or of all (NULL), by domain and selector. */
ZGL_CHECK enum zgl_err zgl_store_list(struct zgl_store *store,
	const struct zgl_dname *domain, zgl_store_fn *take, void *to);

/** One key, private part and all. ZGL_EUSAGE when there is none. */
ZGL_CHECK enum zgl_err zgl_store_get(struct zgl_store *store,
	const struct zgl_dname *domain, const struct zgl_dname *selector,
	zgl_store_fn *take, void *to);

/**
 * Adds a key. ZGL_EUSAGE when domain and selector have one already. Its
 * `subdomains`, when true, holds for the domain from now on; when false the
 * domain stays as it is.
 */
ZGL_CHECK enum zgl_err zgl_store_add(
	struct zgl_store *store, const struct zgl_storekey *key);

/** Changes the state of a key, and notes when. */
ZGL_CHECK enum zgl_err zgl_store_set_state(struct zgl_store *store,
	const struct zgl_dname *domain, const struct zgl_dname *selector,
	enum zgl_keystate state, int64_t now_s);

/** Says whether the keys of a domain serve the domains below it. */
ZGL_CHECK enum zgl_err zgl_store_set_subdomains(struct zgl_store *store,
	const struct zgl_dname *domain, bool subdomains);

/** Removes a key for good; with its last key a domain goes, too. */
ZGL_CHECK enum zgl_err zgl_store_remove(struct zgl_store *store,
	const struct zgl_dname *domain, const struct zgl_dname *selector);
