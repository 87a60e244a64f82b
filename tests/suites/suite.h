/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * suite -- reading the public suites, and making their signatures again.
 *
 * The suites are not part of the tree: the environment variable ZEGEL_CORPUS
 * names the folder that holds them, else it is ../shared/corpus beside the
 * source. tests/README.md tells where they come from.
 */

#include "tests/dkim/mail_maker.h"
#include "tests/rows.h"
#include "zegel/base/buf.h"

/**
 * The path of a suite's folder. When it is not there says so in TAP, as one
 * test that is skipped, and ends the program.
 */
const char *suite_folder(const char *name);

/** Appends a file of the folder; false when it cannot be read. */
bool suite_read(const char *folder, const char *file, struct zgl_buf *to);

/** A message in its parts: `header` has a CRLF behind each field. */
struct suite_mail {
	struct zgl_buf header, body;
};

void suite_mail_begin(struct suite_mail *mail);
void suite_mail_free(struct suite_mail *mail);

/** Splits a message, fed in chunks of `chunk` octets, by mail/msgsplit. */
void suite_mail_split(struct suite_mail *mail, zgl_sv message, size_t chunk);

/** Takes the n-th signature field (0 is the top one) out; false: none. */
bool suite_take_signature(
	struct suite_mail *mail, size_t n, struct zgl_buf *field);

/** What signs again: a key, as a file of the suite has it. */
struct suite_key {
	struct zgl_engine *engine;
	zgl_sv pem;
};

/**
 * Signs again what `field` ("DKIM-Signature: ...") signs, by its own tags with
 * b= left out. Fails unless bh= and b= come out octet for octet.
 */
void suite_assert_made_again(const struct suite_key *key, zgl_sv field,
	const struct suite_mail *mail);

/** The base64 that b= of `field` must have. */
void suite_put_signature(const struct suite_key *key, zgl_sv field,
	const struct suite_mail *mail, struct zgl_buf *to);
