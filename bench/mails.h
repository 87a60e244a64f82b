/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * mails -- the messages that the benchmarks measure with.
 *
 * Made, not stored: the same octets on every machine. All have CRLF lines.
 */

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct octets {
	char *p;
	size_t n;
};

/** A header of about 1 KB, as a mail server sends it; ends in a CRLF. */
static const char mails_header[] =
	"Received: from mail.example.nl (mail.example.nl [192.0.2.25])\r\n"
	"\tby mx.example.org (Postfix) with ESMTPS id 4Xy1Zb2Qk1z9sV\r\n"
	"\tfor <piet@example.org>; Sat, 21 Nov 2026 10:00:01 +0100 (CET)\r\n"
	"Received: from werkplek12.example.nl (unknown [198.51.100.12])\r\n"
	"\t(Authenticated sender: jan@example.nl)\r\n"
	"\tby mail.example.nl (Postfix) with ESMTPSA id 4Xy1ZZ3Lw2z2xJ\r\n"
	"\tfor <piet@example.org>; Sat, 21 Nov 2026 10:00:00 +0100 (CET)\r\n"
	"From: Jan de Vries <jan@example.nl>\r\n"
	"To: Piet Jansen <piet@example.org>\r\n"
	"Subject: Notulen van de vergadering van donderdag en de planning\r\n"
	"Date: Sat, 21 Nov 2026 10:00:00 +0100\r\n"
	"Message-ID: <5f2c9a4e-7b1d-4a6e-9c3f-0d8e2b7a1c55@example.nl>\r\n"
	"In-Reply-To: <CAF0x9a=kQ3v7w@mail.example.org>\r\n"
	"References: <CAF0x9a=kQ3v7w@mail.example.org>\r\n"
	"MIME-Version: 1.0\r\n"
	"Content-Type: text/plain; charset=utf-8\r\n"
	"Content-Transfer-Encoding: 8bit\r\n";

static inline struct octets mails_room(size_t n)
{
	struct octets o = { malloc(n + 64), 0 };

	if (o.p == NULL)
		abort();
	return o;
}

static inline uint32_t mails_random(uint32_t *state)
{
	*state = *state * 1664525 + 1013904223;
	return *state >> 8;
}

/** n octets of words in lines of 72. */
static inline struct octets mails_words(size_t n)
{
	static const char *const words[] = { "de", "gemeente", "deelt", "mee",
		"dat", "het", "loket", "open", "is", "van", "negen", "tot",
		"vijf", "zaterdag" };
	struct octets o = mails_room(n);
	uint32_t state = 7;
	size_t column = 0;

	while (o.n + 16 < n) {
		const char *w = words[mails_random(&state) % 14];
		size_t len = strlen(w);
		if (column + len + 1 > 72) {
			memcpy(o.p + o.n, "\r\n", 2);
			o.n += 2;
			column = 0;
		} else if (column > 0) {
			o.p[o.n++] = ' ';
			column++;
		}
		memcpy(o.p + o.n, w, len);
		o.n += len;
		column += len;
	}
	memcpy(o.p + o.n, "\r\n", 2);
	o.n += 2;
	return o;
}

/** n octets of base64 in lines of 76. */
static inline struct octets mails_base64(size_t n)
{
	static const char set[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				  "abcdefghijklmnopqrstuvwxyz0123456789+/";
	struct octets o = mails_room(n);
	uint32_t state = 11;

	while (o.n + 2 < n) {
		if (o.n % 78 == 76) {
			memcpy(o.p + o.n, "\r\n", 2);
			o.n += 2;
		} else {
			o.p[o.n++] = set[mails_random(&state) & 63];
		}
	}
	memcpy(o.p + o.n, "\r\n", 2);
	o.n += 2;
	return o;
}

/** n octets of a newsletter: indented, tabs, runs of spaces. */
static inline struct octets mails_html(size_t n)
{
	struct octets o = mails_room(n + 256);
	uint32_t state = 13;

	while (o.n < n) {
		unsigned a = mails_random(&state) % 900;
		int len = snprintf(o.p + o.n, 300,
			"      <tr>\r\n\t<td class=\"kop\" width=\"%u\""
			" style=\"padding: 0 %upx;  font-size: 14px\">\r\n"
			"\t\t<a "
			"href=\"https://example.nl/nieuws/%u?bron=mail\">"
			"Lees meer over bericht %u</a>  \r\n"
			"        </td>\r\n      </tr>\r\n",
			a, a % 20, a * 31, a * 7);
		o.n += (size_t)len;
	}
	return o;
}

/** `unit` again and again up to n octets, then `last`. */
static inline struct octets mails_repeat(
	const char *unit, size_t unit_n, size_t n, const char *last)
{
	struct octets o = mails_room(n);

	while (o.n + unit_n + 16 < n) {
		memcpy(o.p + o.n, unit, unit_n);
		o.n += unit_n;
	}
	memcpy(o.p + o.n, last, strlen(last));
	o.n += strlen(last);
	return o;
}
