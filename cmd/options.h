/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * options -- the command line: options as tables, their help out of the same.
 *
 * Shape    a subcommand describes itself in a zgl_usage, zgl_options_read
 *          fills in what its rows point at. The common options are known to
 *          every subcommand, and before it.
 * Memory   texts are views of argv.
 * Errors   said on standard error with a hint where to look; the exit code is
 *          returned.
 */

#include <stdint.h>
#include <stdio.h>

#include "cmd/exits.h"
#include "zegel/base/sv.h"

#define ZGL_TEXTS_MOST 64

/** The values of an option that may come again. */
struct zgl_texts {
	const char *at[ZGL_TEXTS_MOST];
	size_t count;
};

/** What --now gives when it is not given. */
#define ZGL_CLOCK INT64_C(-1)

struct zgl_common {
	bool json, help, version;
	struct zgl_texts zones;
	const char *resolver, *trust_anchor;
	int64_t now_s; /* or ZGL_CLOCK */
};

/** One call of a subcommand. */
struct zgl_call {
	char **argv; /* its own words, the subcommand first; NULL at the end */
	int argc;
	struct zgl_common common;
	FILE *out;   /* takes what was asked for; errors go to standard error */
	FILE *notes; /* takes what else is good to know; NULL: nobody reads */
	bool coloured;
	/* after zgl_options_read: what is no option */
	char **operands;
	int operand_count;
};

enum zgl_option_kind {
	ZGL_OPTION_FLAG,   /* bool: set */
	ZGL_OPTION_TEXT,   /* const char *: its value, at most once */
	ZGL_OPTION_TEXTS,  /* struct zgl_texts: its values */
	ZGL_OPTION_NUMBER, /* int64_t: within least and most */
};

struct zgl_option {
	const char *name; /* "zone" for --zone */
	char letter;      /* 'z' for -z; 0 for none */
	enum zgl_option_kind kind;
	void *at;          /* what the kind says */
	const char *value; /* what the help calls its value */
	const char *help;
	int64_t least, most;
};

struct zgl_usage {
	const char *synopsis; /* behind "zegel " */
	const char *about;    /* a few lines, each ended by \n */
	const struct zgl_option *options;
	size_t count;
	int operands_most;
	const char *operand; /* what an operand is; NULL: a file */
};

/** Go on: no exit code yet. */
#define ZGL_GO_ON (-1)

/**
 * Reads call->argv. Returns ZGL_GO_ON, or an exit code when all is done: help
 * was given, or a mistake was said.
 */
int zgl_options_read(struct zgl_call *call, const struct zgl_usage *usage);

/**
 * Reads the common options before the subcommand; call->operands then begins
 * with it. ZGL_GO_ON, or the exit code of a mistake.
 */
int zgl_options_read_first(struct zgl_call *call);

/** Writes the help of the common options, a row for each. */
void zgl_options_help_common(FILE *to);

/** Says that an option must be given; returns the exit code. */
int zgl_options_missing(const char *synopsis, const char *what);
