/* SPDX-License-Identifier: ISC */
/*
 * address: a well-formed list, written anew as "local"@domain, ..., is the same
 * list; a fault tells where and leaves nothing behind. A display name has no
 * "@" outside quotes and comments unless it is the address itself, and an
 * address may be its own display name, but not another's.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "zegel/base/buf.h"
#include "zegel/mail/address.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
	if (!holds)
		abort();
}

static void check_fault(const struct zgl_addresses *list, size_t size)
{
	must(list->fault_offset <= size);
	must(list->count == 0 && list->at == NULL);
}

/* The first "@" of a display name outside quotes and comments. */
static bool has_bare_at(zgl_sv display)
{
	size_t depth = 0;
	bool quoted = false;

	for (size_t i = 0; i < display.n; i++) {
		char c = display.p[i];
		if (c == '\\')
			i++;
		else if (c == '"' && depth == 0)
			quoted = !quoted;
		else if (c == '(' && !quoted)
			depth++;
		else if (c == ')' && !quoted)
			depth--;
		else if (c == '@' && !quoted && depth == 0)
			return true;
	}
	return false;
}

static void check_display(const struct zgl_address *a)
{
	struct zgl_buf b;

	if (!has_bare_at(a->display))
		return;
	zgl_buf_begin(&b, (size_t)4 * 1024 * 1024);
	zgl_buf_put(&b, a->local);
	zgl_buf_char(&b, '@');
	zgl_buf_put(&b, a->domain);
	must(b.err == ZGL_OK && zgl_sv_ieq(a->display, zgl_buf_sv(&b)));
	zgl_buf_free(&b);
}

/* What every address must be, whatever it came from. */
static void check_address(const struct zgl_address *a, zgl_sv value)
{
	zgl_sv domain = a->domain;

	must(a->display.p >= value.p
		&& a->display.p + a->display.n <= value.p + value.n);
	must(a->local.p != NULL && domain.n > 0);
	for (size_t i = 0; i < a->local.n; i++)
		must(((unsigned char)a->local.p[i] >= ' '
			     || a->local.p[i] == '\t')
			&& a->local.p[i] != 127);
	check_display(a);
	bool literal = domain.p[0] == '[';
	must(literal == (domain.p[domain.n - 1] == ']'));
	must(domain.p[0] != '.' && domain.p[domain.n - 1] != '.');
	for (size_t i = 0; i < domain.n; i++) {
		must((unsigned char)domain.p[i] > ' ');
		must(memchr("()<>@,;\\\"\x7f", domain.p[i], 10) == NULL);
		must(i == 0 || domain.p[i] != '.' || domain.p[i - 1] != '.'
			|| literal);
	}
}

static void write_anew(struct zgl_buf *b, const struct zgl_address *a)
{
	if (b->n > 0)
		zgl_buf_text(b, ",");
	zgl_buf_char(b, '"');
	for (size_t i = 0; i < a->local.n; i++) {
		if (a->local.p[i] == '"' || a->local.p[i] == '\\')
			zgl_buf_char(b, '\\');
		zgl_buf_char(b, a->local.p[i]);
	}
	zgl_buf_text(b, "\"@");
	zgl_buf_put(b, a->domain);
}

static void check_same(const struct zgl_addresses *list,
	const struct zgl_limits *limits, struct zgl_arena *arena)
{
	struct zgl_addresses again;
	struct zgl_buf b;

	zgl_buf_begin(&b, (size_t)4 * 1024 * 1024);
	for (size_t i = 0; i < list->count; i++)
		write_anew(&b, &list->at[i]);
	must(b.err == ZGL_OK);
	must(zgl_addresses_parse(zgl_buf_sv(&b), limits, arena, &again)
		== ZGL_OK);
	must(again.count == list->count);
	must(list->count == 0 || again.fault == NULL);
	for (size_t i = 0; i < list->count; i++) {
		must(zgl_sv_eq(again.at[i].local, list->at[i].local));
		must(zgl_sv_eq(again.at[i].domain, list->at[i].domain));
		must(again.at[i].display.n == 0);
	}
	zgl_buf_free(&b);
}

/* Needs no quotes: a local part that is words and dots. */
static bool is_dot_atom(zgl_sv s)
{
	char before = '.';

	for (size_t i = 0; i < s.n; before = s.p[i++]) {
		if (memchr(" \t\"(),:;<>@[\\]", s.p[i], 14) != NULL
			|| (s.p[i] == '.' && before == '.'))
			return false;
	}
	return before != '.';
}

/* "a <b>": is it well-formed, and then the address b? */
static bool is_twin(const char *a, const struct zgl_address *address,
	const struct zgl_limits *limits, struct zgl_arena *arena)
{
	struct zgl_addresses list;
	struct zgl_buf b;

	zgl_buf_begin(&b, (size_t)4 * 1024 * 1024);
	zgl_buf_put(&b, address->local);
	zgl_buf_char(&b, '@');
	zgl_buf_put(&b, address->domain);
	zgl_buf_text(&b, a);
	zgl_buf_text(&b, " <");
	zgl_buf_put(&b, address->local);
	zgl_buf_char(&b, '@');
	zgl_buf_put(&b, address->domain);
	zgl_buf_char(&b, '>');
	must(b.err == ZGL_OK);
	must(zgl_addresses_parse(zgl_buf_sv(&b), limits, arena, &list)
		== ZGL_OK);
	must(list.fault != NULL
		|| (list.count == 1
			&& zgl_sv_eq(list.at[0].local, address->local)
			&& zgl_sv_eq(list.at[0].domain, address->domain)));
	zgl_buf_free(&b);
	return list.fault == NULL;
}

static void check_twin(const struct zgl_address *address,
	const struct zgl_limits *limits, struct zgl_arena *arena)
{
	if (!is_dot_atom(address->local) || !is_dot_atom(address->domain))
		return;
	must(is_twin("", address, limits, arena));
	must(!is_twin("x", address, limits, arena));
	must(!is_twin(".x", address, limits, arena));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	zgl_sv value = { (const char *)data, size };
	struct zgl_limits limits = ZGL_LIMITS_DEFAULT;
	struct zgl_addresses list;
	struct zgl_arena arena;

	zgl_arena_begin(&arena, (size_t)16 * 1024 * 1024);
	must(zgl_addresses_parse(value, &limits, &arena, &list) == ZGL_OK);
	must(list.count <= limits.from_addresses);
	if (list.fault != NULL)
		check_fault(&list, size);
	for (size_t i = 0; i < list.count; i++)
		check_address(&list.at[i], value);
	if (list.count > 0)
		check_twin(&list.at[0], &limits, &arena);
	if (list.fault == NULL)
		check_same(&list, &limits, &arena);
	zgl_arena_free(&arena);
	return 0;
}
