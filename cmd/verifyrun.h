/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * verifyrun -- verifies the messages of sources, one after another, and shows
 * each as soon as it is judged.
 *
 * Shape    begin, source for each file, free.
 * DNS      all key questions of a message go out together when its header is
 *          whole, and their answers are waited for before its body is read:
 *          a slow pipe must not let their deadline pass.
 * Errors   said on standard error; the exit code is returned.
 */

#include "cmd/msgread.h"
#include "cmd/world.h"
#include "zegel/dkim/dkimverify.h"
#include "zegel/sig/authordomain.h"

/** What there is to show of a message. */
struct zgl_verified {
	const char *file;
	unsigned long number; /* of the message in the file */
	bool mbox;
	const struct zgl_header *header;
	const struct zgl_dkimverify *verify;
	const struct zgl_dkimverify_config *config; /* as it was judged */
	const struct zgl_dname *author; /* the domain in From; none if faulty */
	enum zgl_authorfault author_fault;
};

/**
 * Shows a message that was judged: text (verifytext) or JSON (verifyjson). An
 * exit code tells whether that could be done.
 */
typedef int zgl_verifyrun_show(
	const struct zgl_call *call, const struct zgl_verified *what);

/** Private but for shown. */
struct zgl_verifyrun {
	struct zgl_world *world;
	const struct zgl_call *call;
	zgl_verifyrun_show *show;
	struct zgl_dkimverify *verify;
	const struct zgl_dkimverify_config *config;
	struct zgl_msgread read;
	bool shown; /* a message of the file, at least */
	const struct zgl_header *header;
	struct zgl_dname author;
	enum zgl_authorfault author_fault;
	enum zgl_err err;  /* of an answer */
	enum zgl_err lost; /* questions may still be under way: no more */
};

/**
 * `config` is filled in as far as the options say; world does the rest. It
 * must live as long as the run.
 */
int zgl_verifyrun_begin(struct zgl_verifyrun *run, struct zgl_world *world,
	struct zgl_dkimverify_config *config, const struct zgl_call *call,
	zgl_verifyrun_show *show);

/** Verifies the messages of a file; "-" is standard input. */
int zgl_verifyrun_file(struct zgl_verifyrun *run, const char *path, bool mbox);

void zgl_verifyrun_free(struct zgl_verifyrun *run);
