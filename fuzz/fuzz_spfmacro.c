/* SPDX-License-Identifier: ISC */
/*
 * spfmacro: any octets as a macro string. The input is
 *
 *     octet 0    bit 0: IPv6; bit 1: of an explanation
 *     line       the local part of the sender
 *     line       the name in HELO
 *     the rest   the macro string
 *
 * What is expanded is held against a second expansion, which is slow and takes
 * whatever room it needs.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "zegel/base/ascii.h"
#include "zegel/base/buf.h"
#include "zegel/spf/spfip.h"
#include "zegel/spf/spfmacro.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define PARTS 600

static void must(bool holds)
{
	if (!holds)
		abort();
}

static const char *find_value(
	char letter, const struct zgl_spfvalues *v, struct zgl_buf *room)
{
	char text[ZGL_SPFIP_TEXT];
	zgl_sv value = { NULL, 0 };

	zgl_buf_reset(room);
	switch (letter) {
	case 's':
		zgl_buf_put(room, v->local);
		zgl_buf_char(room, '@');
		value = v->sender_domain;
		break;
	case 'l': value = v->local; break;
	case 'o': value = v->sender_domain; break;
	case 'd': value = v->domain; break;
	case 'i': value = zgl_spfip_dots(v->octets, v->is_ipv6, text); break;
	case 'c': value = zgl_spfip_text(v->octets, v->is_ipv6, text); break;
	case 'p': value = v->validated; break;
	case 'v': zgl_buf_text(room, v->is_ipv6 ? "ip6" : "in-addr"); break;
	case 'h': value = v->helo; break;
	case 'r': value = v->receiver; break;
	case 't': zgl_buf_num(room, (uint64_t)v->now_s); break;
	default: abort();
	}
	zgl_buf_put(room, value);
	zgl_buf_char(room, '\0');
	must(room->err == ZGL_OK);
	return room->p;
}

/* The parts of `value`, in their order, then perhaps in the other. */
static size_t split(
	zgl_sv value, const char *marks, bool reverse, zgl_sv parts[PARTS])
{
	size_t count = 0, begin = 0;

	for (size_t i = 0; i <= value.n; i++) {
		if (i < value.n
			&& (value.p[i] == '\0'
				|| strchr(marks, value.p[i]) == NULL))
			continue;
		must(count < PARTS);
		parts[count++] = (zgl_sv){ value.p + begin, i - begin };
		begin = i + 1;
	}
	for (size_t i = 0; reverse && i < count / 2; i++) {
		zgl_sv part = parts[i];
		parts[i] = parts[count - 1 - i];
		parts[count - 1 - i] = part;
	}
	return count;
}

static void put_escaped(struct zgl_buf *to, zgl_sv part, bool url)
{
	for (size_t i = 0; i < part.n; i++) {
		char c = part.p[i], text[8];
		if (!url || zgl_is_alnum(c) || c == '-' || c == '.' || c == '_'
			|| c == '~') {
			zgl_buf_char(to, c);
			continue;
		}
		(void)snprintf(text, sizeof(text), "%%%02X", (unsigned char)c);
		zgl_buf_text(to, text);
	}
}

static void put_macro(struct zgl_buf *to, zgl_sv macro,
	const struct zgl_spfvalues *v, struct zgl_buf *room)
{
	static zgl_sv parts[PARTS];
	char marks[64] = "";
	size_t at = 1, wanted = 0, n = 0;
	bool reverse, digits = false;

	for (; zgl_is_digit(macro.p[at]); at++) {
		digits = true;
		wanted = wanted > PARTS
			? wanted
			: 10 * wanted + (size_t)(macro.p[at] - '0');
	}
	reverse = macro.p[at] == 'r' || macro.p[at] == 'R';
	for (at += reverse; at < macro.n; at++) {
		if (strchr(marks, macro.p[at]) == NULL)
			marks[n++] = macro.p[at];
	}
	(void)find_value(zgl_lower(macro.p[0]), v, room);
	zgl_sv value = { room->p, room->n - 1 };
	if (value.n == 0)
		return;
	size_t count = split(value, n > 0 ? marks : ".", reverse, parts);
	size_t first = digits && wanted < count ? count - wanted : 0;
	for (size_t i = first; i < count; i++) {
		zgl_buf_text(to, i > first ? "." : "");
		put_escaped(
			to, parts[i], macro.p[0] >= 'A' && macro.p[0] <= 'Z');
	}
}

static void expand(zgl_sv text, const struct zgl_spfvalues *v,
	struct zgl_buf *to, struct zgl_buf *room)
{
	for (size_t i = 0; i < text.n; i++) {
		if (text.p[i] != '%') {
			zgl_buf_char(to, text.p[i]);
			continue;
		}
		switch (text.p[++i]) {
		case '%': zgl_buf_char(to, '%'); continue;
		case '_': zgl_buf_char(to, ' '); continue;
		case '-': zgl_buf_text(to, "%20"); continue;
		default: break;
		}
		zgl_sv macro = zgl_sv_skip(text, i + 1);
		macro = zgl_sv_head(macro, zgl_sv_find(macro, '}'));
		put_macro(to, macro, v, room);
		i += macro.n + 1;
	}
}

static void check_name(zgl_sv text, const struct zgl_spfvalues *v, zgl_sv want)
{
	char out[ZGL_SPFMACRO_ROOM];
	zgl_sv name;

	if (!zgl_spfmacro_name(text, v, out, &name))
		return;
	if (want.n > 0 && want.p[want.n - 1] == '.')
		want.n--;
	while (want.n > ZGL_SPFMACRO_NAME)
		want = zgl_sv_skip(want, zgl_sv_find(want, '.') + 1);
	must(zgl_sv_eq(name, want));
}

static void check_text(zgl_sv text, const struct zgl_spfvalues *v, zgl_sv want)
{
	char out[ZGL_SPFMACRO_TEXT];
	zgl_sv told = zgl_spfmacro_text(text, v, out);

	must(told.n
		== (want.n < ZGL_SPFMACRO_TEXT ? want.n : ZGL_SPFMACRO_TEXT));
	for (size_t i = 0; i < told.n; i++) {
		bool shows = want.p[i] >= ' ' && want.p[i] <= '~';
		must(told.p[i] == (shows ? want.p[i] : '?'));
	}
}

static void check(zgl_sv text, bool is_text, const struct zgl_spfvalues *v)
{
	struct zgl_spfmacro_use use;
	struct zgl_buf want, room;

	if (zgl_spfmacro_check(
		    text, is_text ? ZGL_SPFMACRO_FREE : ZGL_SPFMACRO_TERM, &use)
		!= ZGL_SPF_REASON_MATCHED)
		return;
	must(use.tail <= text.n);
	must(memchr(text.p + text.n - use.tail, '%', use.tail) == NULL);
	zgl_buf_begin(&want, 1 << 26);
	zgl_buf_begin(&room, 1 << 12);
	expand(text, v, &want, &room);
	zgl_buf_text(&want, "");
	must(want.err == ZGL_OK);
	if (is_text)
		check_text(text, v, zgl_buf_sv(&want));
	else
		check_name(text, v, zgl_buf_sv(&want));
	zgl_buf_free(&want);
	zgl_buf_free(&room);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct zgl_spfvalues v = { .sender_domain = ZGL_SV("email.example.com"),
		.domain = ZGL_SV("d.example.org"),
		.validated = ZGL_SV("unknown"),
		.receiver = ZGL_SV("mx.example.net"),
		.now_s = 1234567890,
		.octets = { 192, 0, 2, 1, 0xff, [15] = 1 } };
	zgl_sv rest = { (const char *)data, size };

	if (size < 1 || size > 4096)
		return 0;
	v.is_ipv6 = (data[0] & 1) != 0;
	rest = zgl_sv_skip(rest, 1);
	if (!zgl_sv_split(&rest, '\n', &v.local) || v.local.n > 256)
		return 0;
	if (!zgl_sv_split(&rest, '\n', &v.helo) || v.helo.n > 256)
		return 0;
	if (v.local.n == 0)
		v.local = ZGL_SV("postmaster");
	if (rest.n == 0 || rest.n > 2000)
		return 0;
	check(rest, (data[0] & 2) != 0, &v);
	return 0;
}
