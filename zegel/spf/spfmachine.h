/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * spfmachine -- the inside of spfcheck, for the sources it consists of; private
 * to this module.
 *
 *     spfcheck    the handle: who sends, questions and answers, the verdict
 *     spfeval     records, terms, and what comes of them
 *     spfptr      the names of the client, for ptr and %{p}
 *     spfexplain  what the domain says about a fail
 *     spfstep     the steps, for people
 *
 * A check is a stack of frames, one for each domain on the way: the domain
 * itself, what it includes or redirects to, and so on. Each knows its record
 * and how much of it is done, so an answer goes on where the question was. When
 * nothing is asked, `stage` says what to do next; see zgl_spfeval_run.
 */

#include "zegel/dns/dname.h"
#include "zegel/spf/spfanswer.h"
#include "zegel/spf/spfcheck.h"
#include "zegel/spf/spfmacro.h"
#include "zegel/spf/spfrecord.h"

/** rfc7208#4.6.4: of MX and PTR records; no term asks more at once. */
#define ZGL_SPF_NAMES 10

/** How much of a term is shown as mechanism or problem. */
#define ZGL_SPF_SHOWN 255

struct zgl_spfframe {
	zgl_sv domain; /* raw octets, for %{d} */
	zgl_sv shown;  /* the same, for the steps */
	struct zgl_spfrecord record;
	/* what brought here, and is not finished: include or redirect */
	struct zgl_spfterm opener;
	size_t opener_step;
};

#define ZGL_SPF_NO_STEP SIZE_MAX

enum zgl_spfask_kind {
	ZGL_SPFASK_RECORD,
	ZGL_SPFASK_HOST, /* of a and mx: is the client among the addresses? */
	ZGL_SPFASK_EXISTS,
	ZGL_SPFASK_MX,
	ZGL_SPFASK_PTR,
	ZGL_SPFASK_PTR_HOST,
	ZGL_SPFASK_EXPLANATION,
};

/** What is asked at present, all of it for one purpose. */
struct zgl_spfask {
	enum zgl_spfask_kind kind;
	uint16_t type;
	unsigned bits; /* of the addresses that must be those of the client */
	size_t count, told, answered;
	const struct zgl_qname *names[ZGL_SPF_NAMES];
	enum zgl_spffound found[ZGL_SPF_NAMES];
};

/** The names of the client. */
struct zgl_spfptr {
	bool asked;
	enum zgl_spffound found;
	struct zgl_qname *names; /* ZGL_SPF_NAMES of them have room */
	size_t count;
	/* WAITING: not known; MATCH: the name is valid */
	enum zgl_spffound hosts[ZGL_SPF_NAMES];
	size_t asking[ZGL_SPF_NAMES]; /* which of them are asked for */
};

enum zgl_spfstage {
	ZGL_SPFSTAGE_IDLE,
	ZGL_SPFSTAGE_TERM,   /* to the next term */
	ZGL_SPFSTAGE_TARGET, /* the term is known, its target is not */
	ZGL_SPFSTAGE_EXPLAIN,
	ZGL_SPFSTAGE_EXPLAIN_TEXT,
	ZGL_SPFSTAGE_DONE,
};

struct zgl_spfcheck {
	struct zgl_spfcheck_config config;
	struct zgl_arena *arena;
	enum zgl_spfstage stage;
	enum zgl_err err; /* then nothing goes on */

	enum zgl_spf_identity identity;
	struct zgl_dname domain;
	struct zgl_dname helo; /* when HELO had U-labels */
	struct zgl_spfvalues values;
	uint32_t unfit; /* letters that cannot stand in a name */

	struct zgl_spfterm term; /* that is looked at */
	size_t step;             /* of it */
	bool is_void;            /* a look-up for it found nothing */
	struct zgl_qname target;
	struct zgl_qname *hosts; /* of mx */
	size_t host_count;       /* more than ZGL_SPF_NAMES: none were kept */
	struct zgl_spfptr ptr;
	zgl_sv text; /* of the explanation, before macros are expanded */

	bool asking;
	struct zgl_spfask ask;
	size_t first_number; /* of the question that ask.names[0] is */

	/* What comes out. */
	enum zgl_spf_result result;
	enum zgl_spf_reason reason;
	zgl_sv mechanism, problem, explanation;
	size_t matched; /* the frame of `mechanism` */
	unsigned lookups, void_lookups;
	struct zgl_spfstep *steps;
	size_t step_count, step_room;

	size_t depth; /* of the frame that is on top */
	struct zgl_spfframe frames[];
};

/* spfcheck */

/** Ends the check with an error. */
void zgl_spfcheck_break(struct zgl_spfcheck *check, enum zgl_err err);

/** Asks for `count` names, which ask.names has already. */
void zgl_spfcheck_ask(struct zgl_spfcheck *check, enum zgl_spfask_kind kind,
	uint16_t type, size_t count);

/** Asks for `target`. */
void zgl_spfcheck_ask_target(
	struct zgl_spfcheck *check, enum zgl_spfask_kind kind, uint16_t type);

/** A or AAAA, as the client has. */
uint16_t zgl_spfcheck_host_type(const struct zgl_spfcheck *check);

/* spfeval */

/** Puts the domain itself, whose name `target` is, on the stack. */
void zgl_spfeval_begin(struct zgl_spfcheck *check);

/** Takes one answer for the question ask.names[i]. */
void zgl_spfeval_take(
	struct zgl_spfcheck *check, size_t i, const struct zgl_answer *answer);

/** All is answered: judges it, and goes on until something is asked again. */
void zgl_spfeval_go_on(struct zgl_spfcheck *check);

/** What a macro string of `domain` needs is known; false: it is asked for. */
bool zgl_spfeval_ready(
	struct zgl_spfcheck *check, uint32_t letters, zgl_sv domain);

/* spfptr */

/**
 * Makes the names of the client known, those within `above` only when that is
 * not NULL; false: they are asked for now.
 */
bool zgl_spfptr_ready(
	struct zgl_spfcheck *check, const struct zgl_qname *above);

void zgl_spfptr_take(
	struct zgl_spfcheck *check, const struct zgl_answer *answer);
void zgl_spfptr_take_hosts(struct zgl_spfcheck *check);

/** True when a valid name is within `above`. */
bool zgl_spfptr_match(
	const struct zgl_spfcheck *check, const struct zgl_qname *above);

/** What %{p} stands for, seen from a domain. */
zgl_sv zgl_spfptr_validated(struct zgl_spfcheck *check, zgl_sv domain);

/* spfexplain */

/** The next step of the stages EXPLAIN and EXPLAIN_TEXT. */
void zgl_spfexplain_run(struct zgl_spfcheck *check);

/* spfstep */

/**
 * A new step for check->term, of the domain on top; the number to close it by,
 * or NO_STEP when steps are not kept.
 */
size_t zgl_spfstep_open(struct zgl_spfcheck *check);

/** The step came to check->target. */
void zgl_spfstep_target(struct zgl_spfcheck *check, size_t step);

/** How it ended, and what it took. */
void zgl_spfstep_close(struct zgl_spfcheck *check, size_t step,
	enum zgl_spfstep_outcome outcome);

/** A name as a zone file has it, without the dot at its end. */
zgl_sv zgl_spfstep_show(
	struct zgl_spfcheck *check, const struct zgl_qname *name);
