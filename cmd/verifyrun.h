/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * verifyrun -- judges the messages of sources, one after another, and shows
 * each as soon as it is judged.
 *
 * Shape    begin, source for each file, free.
 * DNS      all questions that are known go out together when the header of a
 *          message is whole, and all that follows from their answers is asked
 *          before its body is read: a slow pipe must not let their deadline
 *          pass.
 * Errors   said on standard error; the exit code is returned.
 */

#include "cmd/asker.h"
#include "cmd/explainwords.h"
#include "cmd/msgread.h"
#include "cmd/sender.h"
#include "cmd/world.h"

/** How messages are judged and shown. */
struct zgl_verifyset {
	struct zgl_judge_config judge;
	const struct zgl_sender *sender; /* NULL: not known, DKIM alone */
	bool explain;
	enum zgl_lang lang; /* of the explanation */
};

/** What there is to show of a message. */
struct zgl_verified {
	const char *file;
	unsigned long number; /* of the message in the file */
	bool mbox;
	const struct zgl_header *header;
	const struct zgl_dkimverify *verify;
	const struct zgl_judgement *judgement;
	const struct zgl_verifyset *set; /* as it was judged */
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
	struct zgl_judge *judge;
	struct zgl_verifyset *set;
	struct zgl_msgread read;
	struct zgl_asker asker;
	bool shown; /* a message of the file, at least */
	const struct zgl_header *header;
	struct zgl_dname author;
	enum zgl_authorfault author_fault;
};

/**
 * `set` is filled in as far as the options say; world does the rest. It must
 * live as long as the run.
 */
int zgl_verifyrun_begin(struct zgl_verifyrun *run, struct zgl_world *world,
	struct zgl_verifyset *set, const struct zgl_call *call,
	zgl_verifyrun_show *show);

/** Judges the messages of a file; "-" is standard input. */
int zgl_verifyrun_file(struct zgl_verifyrun *run, const char *path, bool mbox);

void zgl_verifyrun_free(struct zgl_verifyrun *run);
