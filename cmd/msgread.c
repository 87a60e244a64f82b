/* SPDX-License-Identifier: ISC */
#include "cmd/msgread.h"

#include <string.h>

#include "cmd/say.h"
#include "zegel/base/mem.h"

#define CHUNK ((size_t)64 * 1024)
/* Header octets, the fields' own structs, and what a signer or verifier makes
 * of them. */
#define ARENA_OCTETS ((size_t)32 * 1024 * 1024)

void zgl_msgread_say(const struct zgl_msgread *r, const char *what)
{
	if (r->mbox)
		zgl_say_error("%s: message %lu: %s", r->source->name, r->number,
			what);
	else
		zgl_say_error("%s: %s", r->source->name, what);
}

/* Which limit it was, and where in the message. */
static void say_limit(const struct zgl_msgread *r)
{
	const struct zgl_limits *most = r->limits;
	size_t left = most->header_octets - r->split.header_octets;
	const char *what = "a header field is longer than %zu octets, the"
			   " limit; it begins at octet %llu";
	size_t limit = most->field_octets;
	char line[160];

	if (r->split.fields == most->fields) {
		what = "there are more than %zu header fields, the limit, at"
		       " octet %llu";
		limit = most->fields;
	} else if (left < limit) {
		what = "the header is longer than %zu octets, the limit, in"
		       " the field at octet %llu";
		limit = most->header_octets;
	}
	snprintf(line, sizeof(line), what, limit,
		(unsigned long long)r->split.offset);
	zgl_msgread_say(r, line);
}

/* The library gave up; a code that was said already stays. */
static void fail(struct zgl_msgread *r, enum zgl_err err)
{
	if (r->code != ZGL_EXIT_OK)
		return;
	if (err == ZGL_ELIMIT)
		say_limit(r);
	else
		zgl_msgread_say(r, zgl_err_sentence(err));
	r->code = zgl_exits_of_err(err);
}

/* msgsplit stops at any error; ours is told by r->code. */
static enum zgl_err stop_if(const struct zgl_msgread *r)
{
	return r->code == ZGL_EXIT_OK ? ZGL_OK : ZGL_EIO;
}

static enum zgl_err take_field(void *to, zgl_sv raw)
{
	struct zgl_msgread *r = to;

	return zgl_header_add(&r->header, raw);
}

static int refuse_no_header(const struct zgl_msgread *r)
{
	if (r->first_n == 0)
		zgl_msgread_say(r, "is empty, expected a message");
	else if (!r->mbox && r->first_n == 5
		&& memcmp(r->first, "From ", 5) == 0)
		zgl_msgread_say(r,
			r->alone ? "is an mbox: take one message out of it"
				 : "begins with \"From \" like an mbox, which"
				   " is read with --mbox");
	else
		zgl_msgread_say(r,
			"does not begin with a header field,"
			" expected a message");
	return ZGL_EXIT_DATA;
}

static enum zgl_err take_end_header(void *to)
{
	struct zgl_msgread *r = to;

	r->code = r->header.count == 0
		? refuse_no_header(r)
		: r->face->header(r->to, &r->header, &r->arena);
	return stop_if(r);
}

static enum zgl_err take_body(void *to, zgl_sv octets)
{
	struct zgl_msgread *r = to;

	r->code = r->face->body(r->to, octets);
	return stop_if(r);
}

static const struct zgl_msgsplit_face split_face = { take_field,
	take_end_header, take_body };

/* Octets with CRLF lines. */
static void take_lines(void *to, const char *p, size_t n)
{
	struct zgl_msgread *r = to;

	if (r->code != ZGL_EXIT_OK)
		return;
	enum zgl_err err = zgl_msgsplit_feed(&r->split, (zgl_sv){ p, n });
	if (err != ZGL_OK)
		fail(r, err);
}

static void begin_message(void *to)
{
	struct zgl_msgread *r = to;

	r->number++;
	r->code = ZGL_EXIT_OK;
	r->first_n = 0;
	zgl_arena_reset(&r->arena);
	zgl_header_begin(&r->header, &r->arena, r->limits);
	zgl_msgsplit_begin(&r->split, &split_face, r, r->limits);
	zgl_crlf_begin(&r->crlf, take_lines, r);
}

static void take_octets(void *to, zgl_sv octets)
{
	struct zgl_msgread *r = to;

	for (size_t i = 0; i < octets.n && r->first_n < sizeof(r->first); i++)
		r->first[r->first_n++] = octets.p[i];
	zgl_crlf_feed(&r->crlf, octets.p, octets.n);
}

static void end_message(void *to)
{
	struct zgl_msgread *r = to;

	if (r->code == ZGL_EXIT_OK) {
		enum zgl_err err = zgl_msgsplit_end(&r->split);
		if (err != ZGL_OK)
			fail(r, err);
	}
	if (r->code == ZGL_EXIT_OK)
		r->code = r->face->end(r->to);
	zgl_msgsplit_free(&r->split);
	r->worst = zgl_exits_worse(r->worst, r->code);
}

static const struct zgl_mboxsplit_face mbox_face = { begin_message, take_octets,
	end_message };

/* Reading on is of no use when the one message has failed. */
static bool is_over(const struct zgl_msgread *r)
{
	return !r->mbox && r->code != ZGL_EXIT_OK;
}

static int read_octets(struct zgl_msgread *r)
{
	size_t n = 1;

	while (!is_over(r)) {
		int code = zgl_source_read(r->source, r->chunk, CHUNK, &n);
		if (code != ZGL_EXIT_OK || n == 0)
			return code;
		zgl_sv octets = { r->chunk, n };
		if (!r->mbox)
			take_octets(r, octets);
		else if (!zgl_mboxsplit_feed(&r->parts, octets))
			return ZGL_EXIT_DATA;
	}
	return ZGL_EXIT_OK;
}

static int refuse_mbox(const struct zgl_msgread *r)
{
	zgl_say_error("%s: does not begin with a \"From \" line, expected an"
		      " mbox",
		r->source->name);
	return ZGL_EXIT_DATA;
}

static int read_mbox(struct zgl_msgread *r)
{
	zgl_mboxsplit_begin(&r->parts, &mbox_face, r);
	int code = read_octets(r);
	r->code = zgl_exits_worse(r->code, code); /* half a message: no end */
	bool ended = zgl_mboxsplit_end(&r->parts);
	if (code == ZGL_EXIT_DATA || (code == ZGL_EXIT_OK && !ended))
		return refuse_mbox(r);
	if (code == ZGL_EXIT_OK && r->number == 0) {
		zgl_say_error(
			"%s: is empty, expected an mbox", r->source->name);
		return ZGL_EXIT_DATA;
	}
	return code;
}

static int read_message(struct zgl_msgread *r)
{
	begin_message(r);
	int code = read_octets(r);
	r->code = zgl_exits_worse(r->code, code);
	end_message(r);
	return code;
}

int zgl_msgread_begin(struct zgl_msgread *r,
	const struct zgl_msgread_face *face, void *to,
	const struct zgl_limits *limits)
{
	*r = (struct zgl_msgread){ .face = face, .to = to, .limits = limits };
	zgl_arena_begin(&r->arena, ARENA_OCTETS);
	r->chunk = zgl_mem_new(CHUNK);
	if (r->chunk == NULL)
		zgl_say_error("%s", zgl_err_sentence(ZGL_ENOMEM));
	return r->chunk == NULL ? ZGL_EXIT_OS : ZGL_EXIT_OK;
}

int zgl_msgread_source(
	struct zgl_msgread *r, struct zgl_source *source, bool mbox)
{
	r->source = source;
	r->mbox = mbox;
	r->number = 0;
	r->worst = ZGL_EXIT_OK;
	int code = mbox ? read_mbox(r) : read_message(r);
	return zgl_exits_worse(r->worst, code);
}

void zgl_msgread_free(struct zgl_msgread *r)
{
	zgl_arena_free(&r->arena);
	zgl_mem_free(r->chunk);
	r->chunk = NULL;
}
