/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * keyfile -- private keys in files.
 *
 * Reading  only a regular file of at most 64 KiB, which group and others can
 *          neither read nor write, owned by us or by root. It is opened once
 *          and looked at through the descriptor, so what is checked is what
 *          is read. A symbolic link may lead there: keys under /etc are often
 *          linked, and who can turn the link still needs a private file of
 *          ours or root's to turn it to. PEM and DER are taken, PKCS#8 and
 *          PKCS#1, RSA and Ed25519. An RSA key of fewer bits than may sign
 *          mail, or of more than a verifier has to look at, is refused
 *          (RFC 8301 section 3.2).
 * Writing  mode 0600; the whole file appears at once, under a name that was
 *          free: a key that is there is never overwritten.
 * Memory   octets of keys are wiped when they are given back.
 * Errors   with a sentence in *why_r that names the file: ZGL_EIO, the system
 *          refused or the file must not be used (why_r->number says more);
 *          ZGL_ESYNTAX, what is in it is no key that may sign mail; ZGL_ELIMIT,
 *          it is too long; ZGL_ENOMEM and ZGL_ECRYPTO.
 * Threads  any; strerror is used.
 */

#include "srv/store/why.h"
#include "zegel/crypto/privkey.h"

/** Reads a key; the caller frees it. */
ZGL_CHECK enum zgl_err zgl_keyfile_read(const char *path,
	struct zgl_engine *engine, struct zgl_privkey **key_r,
	struct zgl_why *why_r);

/** True, and a sentence, when a key has fewer bits than a signer should use. */
bool zgl_keyfile_advise(
	const char *path, const struct zgl_signkey *key, struct zgl_why *why_r);

/** Writes a key as PKCS#8 PEM. */
ZGL_CHECK enum zgl_err zgl_keyfile_write(
	const char *path, const struct zgl_privkey *key, struct zgl_why *why_r);
