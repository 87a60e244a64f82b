/* SPDX-License-Identifier: ISC */
/*
 * bench_header -- what the header of a message costs before any hash: to split
 * it, to keep its fields, to find those that a signature names, to make them
 * canonical. Nanoseconds for each field, the median of many rounds.
 */
#define _POSIX_C_SOURCE 200809L
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "zegel/mail/fieldcanon.h"
#include "zegel/mail/header.h"
#include "zegel/mail/msgsplit.h"

enum {
	ROUNDS = 101,
	TEXT = 2 * 1024 * 1024
};

static const struct zgl_limits *limits;
static uint64_t octets_out;

static void must(bool good, const char *what)
{
	if (!good) {
		fprintf(stderr, "bench_header: %s failed\n", what);
		exit(1);
	}
}

static double now_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

/* ---- messages ---- */

static size_t add_text(char *text, size_t at, const char *more)
{
	return at + (size_t)snprintf(text + at, TEXT - at, "%s", more);
}

/* 30 fields, of which many are folded. */
static size_t usual(char *text)
{
	static const char tail[] =
		"DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed;\r\n"
		"\td=example.com; s=selector; t=1700000000;\r\n"
		"\tbh=frcCV1k9oG9oKj3dpUqdJg1PxRT2RSN/XKdLCPjaYaY=;\r\n"
		"\th=From:To:Subject:Date:Message-ID:MIME-Version;\r\n"
		"\tb=AuUoFEfDxTDkHlLXSZEpZj79LICEps6eda7W3deTVFOk4yAUoqOB\r\n"
		"\t 4nujc7YopdG5dWLSdNg6xNAZpOPr+kHxt1IrE+NahM6L/LbvaHutKV\r\n"
		"Message-ID: <20231114221320.5A3C@mail.example.com>\r\n"
		"Date: Tue, 14 Nov 2023 22:13:20 +0100\r\n"
		"From: \"A. Sender\" <sender@example.com>\r\n"
		"To: Some One <some.one@example.net>\r\n"
		"Cc: Another <another@example.net>,\r\n"
		" Third <third@example.org>\r\n"
		"Subject: The quarterly report, and a question about it\r\n"
		"Reply-To: sender@example.com\r\n"
		"In-Reply-To: <5f1c@example.net>\r\n"
		"References: <5f1c@example.net>\r\n"
		" <77aa@example.net>\r\n"
		"MIME-Version: 1.0\r\n"
		"Content-Type: multipart/alternative;\r\n"
		"\tboundary=\"----=_Part_1234_5678.9012\"\r\n"
		"Content-Transfer-Encoding: 7bit\r\n"
		"List-Id: <news.example.com>\r\n"
		"List-Unsubscribe: <https://example.com/u/1234>\r\n";
	size_t n = 0;

	for (int i = 0; i < 15; i++)
		n = add_text(text, n,
			"Received: from mail.example.com (mail.example.com "
			"[192.0.2.1])\r\n\tby mx.example.net (Postfix) with "
			"ESMTPS id 4X1y2Z3abc\r\n\tfor <one@example.net>; "
			"Tue, 14 Nov 2023 22:13:20 +0100 (CET)\r\n");
	return add_text(text, n, tail);
}

static size_t many(char *text)
{
	size_t n = 0;

	for (int i = 0; i < 1000; i++)
		n += (size_t)snprintf(text + n, TEXT - n,
			"X-Test-Field-%d: some value of field %d\r\n", i, i);
	return add_text(text, n, "From: a@example.com\r\nSubject: x\r\n");
}

/* As many fields as the limits allow, all names alike. */
static size_t most(char *text)
{
	size_t n = 0;

	for (int i = 0; i < 9998; i++)
		n += (size_t)snprintf(
			text + n, TEXT - n, "X-%07d-X: value\r\n", i);
	return add_text(text, n, "From: a@example.com\r\nSubject: x\r\n");
}

/* ---- what is measured ---- */

static enum zgl_err take_field(void *to, zgl_sv raw)
{
	return zgl_header_add(to, raw);
}

static enum zgl_err take_end(void *to)
{
	(void)to;
	return ZGL_OK;
}

static enum zgl_err take_body(void *to, zgl_sv octets)
{
	(void)to;
	(void)octets;
	return ZGL_OK;
}

static void take_octets(void *to, const char *p, size_t n)
{
	(void)to;
	(void)p;
	octets_out += n;
}

static void split(struct zgl_header *h, struct zgl_arena *a, zgl_sv message)
{
	static const struct zgl_msgsplit_face face = { take_field, take_end,
		take_body };
	struct zgl_msgsplit s;

	zgl_header_begin(h, a, limits);
	zgl_msgsplit_begin(&s, &face, h, limits);
	zgl_msgsplit_into(&s, h);
	must(zgl_msgsplit_feed(&s, message) == ZGL_OK, "feed");
	must(zgl_msgsplit_end(&s) == ZGL_OK, "end");
	zgl_msgsplit_free(&s);
}

static void select_and_canon(const struct zgl_header *h, size_t names)
{
	static const char *const common[] = { "From", "To", "Cc", "Subject",
		"Date", "Message-ID", "MIME-Version", "Content-Type",
		"Reply-To", "References", "In-Reply-To", "List-Id" };
	char other[24];

	for (size_t i = 0; i < names; i++) {
		zgl_sv name = zgl_sv_of(common[i % ZGL_COUNT(common)]);
		if (names > ZGL_COUNT(common)) {
			snprintf(other, sizeof(other), "X-%07zu-Y", i);
			name = zgl_sv_of(other);
		}
		uint32_t at = zgl_header_find(h, name, ZGL_NO_FIELD);
		if (at != ZGL_NO_FIELD)
			zgl_fieldcanon(ZGL_CANON_RELAXED,
				zgl_field_raw(&h->fields[at]), true,
				take_octets, NULL);
	}
}

static int by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static double median(double values[ROUNDS])
{
	qsort(values, ROUNDS, sizeof(*values), by_value);
	return values[ROUNDS / 2];
}

static void measure(const char *name, size_t make(char *text), size_t names)
{
	double splits[ROUNDS], selects[ROUNDS];
	char *text = malloc(TEXT);
	struct zgl_header h;
	struct zgl_arena a;

	must(text != NULL, "malloc");
	zgl_sv message = { text, make(text) };
	zgl_arena_begin(&a, 16 * 1024 * 1024);
	for (size_t i = 0; i < ROUNDS; i++) {
		double start = now_ns();
		split(&h, &a, message);
		double between = now_ns();
		select_and_canon(&h, names);
		selects[i] = now_ns() - between;
		splits[i] = between - start;
		zgl_arena_reset(&a);
	}
	double per_split = median(splits), per_select = median(selects);
	printf("%-28s %6u fields %8.1f ns/field to split and add, "
	       "%8.1f ns/name to select and canonicalize, %9.1f us in all\n",
		name, h.count, per_split / h.count, per_select / (double)names,
		(per_split + per_select) / 1000);
	zgl_arena_free(&a);
	free(text);
}

int main(void)
{
	static struct zgl_limits defaults;

	defaults = ZGL_LIMITS_DEFAULT;
	limits = &defaults;
	measure("a usual header", usual, 12);
	measure("1,000 fields", many, 12);
	measure("10,000 fields, 4,000 names", most, 4000);
	return 0;
}
