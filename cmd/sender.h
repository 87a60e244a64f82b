/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * sender -- who sends, as the options --ip, --helo and --mail-from say.
 *
 * Memory   views of argv.
 * Errors   said on standard error; the exit code is returned.
 */

#include "cmd/exits.h"
#include "zegel/spf/spfcheck.h"

struct zgl_sender {
	const char *ip, *helo, *mail_from; /* of the options, or NULL */
	struct zgl_spfclient client;       /* after zgl_sender_read */
};

/**
 * Reads the options into client. An address may stand in "<>" as in SMTP;
 * without --mail-from, and with an empty one, the sender is null.
 */
int zgl_sender_read(struct zgl_sender *sender);
