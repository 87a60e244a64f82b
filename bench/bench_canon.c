/* SPDX-License-Identifier: ISC */
/*
 * bench_canon -- what canonicalization costs beside hashing.
 *
 * For each kind of body and each scan the processor can run: the time to hash
 * the body as it is, against the time to canonicalize and hash it, by turns in
 * one run, the medians of both. 1.00 means that canonicalization costs nothing.
 */

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <openssl/evp.h>
#include <openssl/rsa.h>

#include "bench/race.h"
#include "zegel/mail/bodyscan.h"

enum {
	KB = 1024,
	MB = 1024 * 1024,
	ROUNDS = 21,
	ROUND_OCTETS = 4 * MB, /* hashed at least in one round */
};

struct body {
	const char *name;
	char *p;
	size_t n;
	size_t chunk; /* 0: all at once */
	enum zgl_canon mode;
	bool rsa;    /* beside one RSA-2048 verification */
	double goal; /* for the best scan; 0: none */
};

static EVP_MD_CTX *ctx;
static const EVP_MD *sha256;
static EVP_PKEY_CTX *rsa;
static unsigned char signature[256], digest[32];

static void must(bool good, const char *what)
{
	if (!good) {
		fprintf(stderr, "bench_canon: %s failed\n", what);
		exit(1);
	}
}

static double now_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

/* ---- bodies ---- */

static uint64_t seed = 88172645463325252u;

static unsigned below(unsigned n)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return (unsigned)(seed >> 33) % n;
}

static size_t put(char *to, const char *text)
{
	size_t n = strlen(text);

	memcpy(to, text, n);
	return n;
}

static size_t put_many(char *to, char c, size_t n)
{
	memset(to, c, n);
	return n;
}

static size_t base64_line(char *to)
{
	static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghij"
				       "klmnopqrstuvwxyz0123456789+/";

	for (size_t i = 0; i < 76; i++)
		to[i] = alphabet[below(64)];
	return 76 + put(to + 76, "\r\n");
}

static size_t word(char *to)
{
	static const unsigned lengths[] = { 1, 2, 2, 3, 3, 3, 4, 4, 4, 5, 5, 6,
		7, 8, 9, 11 };
	size_t n = lengths[below(16)];

	for (size_t i = 0; i < n; i++)
		to[i] = (char)('a' + below(26));
	return n;
}

static size_t words_line(char *to)
{
	size_t n = word(to);

	while (n < 62) {
		to[n++] = ' ';
		n += word(to + n);
	}
	return n + put(to + n, "\r\n");
}

/* A line of a newsletter: indented tags with attributes, text, empty lines. */
static size_t html_line(char *to)
{
	static const char *const tags[] = {
		"<table border=\"0\" cellpadding=\"0\" cellspacing=\"0\" "
		"width=\"100%\" role=\"presentation\">",
		"<tr>",
		"</tr>",
		"</table>",
		"</td>",
		"<tbody>",
		"</tbody>",
		"<td align=\"center\" valign=\"top\" style=\"padding: 0 18px "
		"9px; font-family: Helvetica, Arial; line-height: 150%;\">",
		"<a href=\"https://news.example.net/track/click?u=8d4c1f&id="
		"77f0a2&e=5b1d\" target=\"_blank\" style=\"color: #2baadf\">",
		"<img src=\"https://cdn.example.net/images/logo.png\"  "
		"width=\"264\" alt=\"\">",
	};
	unsigned depth = below(9), kind = below(20);
	size_t n = 0;

	if (kind == 0)
		return put(to, "\r\n");
	if (kind < 4)
		n += put_many(to, '\t', depth);
	else
		n += put_many(to, ' ', depth * 4);
	if (kind >= 15)
		n += words_line(to + n) - 2;
	else
		n += put(to + n, tags[below(10)]);
	if (kind == 9)
		n += put_many(to + n, ' ', 1 + below(3));
	return n + put(to + n, "\r\n");
}

static size_t white_line(char *to)
{
	size_t n = word(to);

	n += put_many(to + n, below(4) == 0 ? '\t' : ' ', 1 + below(200));
	if (below(8) == 0)
		n += put(to + n, "\r\n");
	return n;
}

static size_t empty_line(char *to)
{
	return put(to, "\r\n");
}

static size_t blank_line(char *to)
{
	return put(to, " \t\r\n");
}

static size_t spaces(char *to)
{
	return put(to, "                                ");
}

static size_t odd_line(char *to)
{
	return put(to, "a  b \t c\t\t\r\n");
}

static char *fill(size_t n, size_t line(char *to))
{
	char *p = malloc(n + 1024);

	must(p != NULL, "malloc");
	for (size_t at = 0; at < n;)
		at += line(p + at);
	return p;
}

/* ---- what is measured ---- */

static void feed_hash(void *to, const char *p, size_t n)
{
	EVP_DigestUpdate(to, p, n);
}

static void verify_once(const struct body *b)
{
	if (b->rsa)
		must(EVP_PKEY_verify(rsa, signature, sizeof(signature), digest,
			     sizeof(digest))
				== 1,
			"EVP_PKEY_verify");
}

static size_t times(const struct body *b)
{
	return b->n < ROUND_OCTETS ? ROUND_OCTETS / b->n : 1;
}

static double hash_only(const struct body *b)
{
	unsigned char out[32];
	double start = now_ns();

	for (size_t i = times(b); i > 0; i--) {
		EVP_DigestInit_ex(ctx, sha256, NULL);
		EVP_DigestUpdate(ctx, b->p, b->n);
		EVP_DigestFinal_ex(ctx, out, NULL);
		verify_once(b);
	}
	return (now_ns() - start) / (double)times(b);
}

static double canon_and_hash(
	const struct body *b, const struct zgl_bodyscan *scan)
{
	struct zgl_bodycanon c;
	unsigned char out[32];
	size_t chunk = b->chunk == 0 ? b->n : b->chunk;
	double start = now_ns();

	for (size_t i = times(b); i > 0; i--) {
		EVP_DigestInit_ex(ctx, sha256, NULL);
		zgl_bodycanon_begin_with(&c, b->mode, scan, feed_hash, ctx);
		for (size_t at = 0; at < b->n; at += chunk)
			zgl_bodycanon_feed(&c, b->p + at,
				b->n - at < chunk ? b->n - at : chunk);
		zgl_bodycanon_end(&c);
		EVP_DigestFinal_ex(ctx, out, NULL);
		verify_once(b);
	}
	return (now_ns() - start) / (double)times(b);
}

static int by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static double median(double *values, size_t n)
{
	qsort(values, n, sizeof(*values), by_value);
	return values[n / 2];
}

/* HTML has a goal for processors without AVX-512 and for any other, too. */
static double goal_of(const struct body *b, const struct zgl_bodyscan *scan)
{
	if (scan == zgl_bodyscan_at(0))
		return b->goal;
	if (b->rsa && strcmp(scan->name, "avx2") == 0)
		return 0.80;
	return b->rsa && strcmp(scan->name, "portable") == 0 ? 0.50 : 0;
}

static void measure(const struct body *b, const struct zgl_bodyscan *scan)
{
	double bare[ROUNDS], full[ROUNDS];
	size_t rounds = b->n > 8 * (size_t)MB ? 7 : ROUNDS;

	for (size_t i = 0; i < rounds; i++) {
		bare[i] = hash_only(b);
		full[i] = canon_and_hash(b, scan);
	}
	double hash = median(bare, rounds), all = median(full, rounds);
	double goal = goal_of(b, scan);
	printf("%-24s %-9s %6.3f %9.4f %9.4f", b->name, scan->name, hash / all,
		all / (double)b->n, hash / (double)b->n);
	if (goal > 0)
		printf("   >= %.2f   %s", goal, race_judge(hash / all, goal));
	printf("\n");
}

static void make_key(void)
{
	EVP_PKEY *key = EVP_RSA_gen(2048);
	EVP_PKEY_CTX *sign = EVP_PKEY_CTX_new(key, NULL);
	size_t n = sizeof(signature);

	must(EVP_PKEY_sign_init(sign) == 1, "EVP_PKEY_sign_init");
	EVP_PKEY_CTX_set_rsa_padding(sign, RSA_PKCS1_PADDING);
	EVP_PKEY_CTX_set_signature_md(sign, sha256);
	must(EVP_PKEY_sign(sign, signature, &n, digest, sizeof(digest)) == 1,
		"EVP_PKEY_sign");
	EVP_PKEY_CTX_free(sign);
	rsa = EVP_PKEY_CTX_new(key, NULL);
	must(EVP_PKEY_verify_init(rsa) == 1, "EVP_PKEY_verify_init");
	EVP_PKEY_CTX_set_rsa_padding(rsa, RSA_PKCS1_PADDING);
	EVP_PKEY_CTX_set_signature_md(rsa, sha256);
	EVP_PKEY_free(key);
}

int main(int argc, char **argv)
{
	// clang-format off
	const enum zgl_canon S = ZGL_CANON_SIMPLE, R = ZGL_CANON_RELAXED;
	const struct {
		const char *name;
		size_t (*line)(char *to);
		size_t n, chunk;
		enum zgl_canon mode;
		bool rsa;
		double goal;
	} kinds[] = {
		{ "base64 1m",       base64_line, MB, 0, R, false, 0.95 },
		{ "base64 1m 4k",    base64_line, MB, 4 * KB, R, false, 0.95 },
		{ "base64 1m 64k",   base64_line, MB, 64 * KB, R, false, 0.95 },
		{ "words 1m",        words_line, MB, 0, R, false, 0.90 },
		{ "words 1m 4k",     words_line, MB, 4 * KB, R, false, 0.90 },
		{ "words 1m 64k",    words_line, MB, 64 * KB, R, false, 0.90 },
		{ "words 1m 7",      words_line, MB, 7, R, false, 0 },
		{ "words 1m 1",      words_line, MB, 1, R, false, 0 },
		{ "words 1m simple", words_line, MB, 0, S, false, 0.95 },
		{ "html 50k",        html_line, 50 * KB, 0, R, false, 0 },
		{ "html 50k + rsa",  html_line, 50 * KB, 0, R, true, 0.90 },
		{ "html 50k 4k",     html_line, 50 * KB, 4 * KB, R, false, 0 },
		{ "base64 25m",      base64_line, 25 * MB, 0, R, false, 0.95 },
		{ "base64 25m simple", base64_line, 25 * MB, 0, S, false, 0.95 },
		{ "base64 25m 64k",  base64_line, 25 * MB, 64 * KB, R, false, 0.95 },
		{ "ws 64k",          white_line, 64 * KB, 0, R, false, 0.60 },
		{ "ws 1m",           white_line, MB, 0, R, false, 0.60 },
		{ "ws 16m",          white_line, 16 * MB, 0, R, false, 0.60 },
		{ "ws 1m 4k",        white_line, MB, 4 * KB, R, false, 0 },
		{ "ws 1m 7",         white_line, MB, 7, R, false, 0 },
		{ "ws 1m 1",         white_line, MB, 1, R, false, 0 },
		{ "empty lines 64k", empty_line, 64 * KB, 0, R, false, 0.60 },
		{ "empty lines 1m",  empty_line, MB, 0, R, false, 0.60 },
		{ "empty lines 16m", empty_line, 16 * MB, 0, R, false, 0.60 },
		{ "empty lines 1m 4k", empty_line, MB, 4 * KB, R, false, 0 },
		{ "empty lines 1m 7", empty_line, MB, 7, R, false, 0 },
		{ "empty lines 1m 1", empty_line, MB, 1, R, false, 0 },
		{ "blank lines 64k", blank_line, 64 * KB, 0, R, false, 0 },
		{ "blank lines 1m",  blank_line, MB, 0, R, false, 0 },
		{ "blank lines 16m", blank_line, 16 * MB, 0, R, false, 0 },
		{ "blank lines 1m 4k", blank_line, MB, 4 * KB, R, false, 0 },
		{ "spaces 64k",      spaces, 64 * KB, 0, R, false, 0.60 },
		{ "spaces 1m",       spaces, MB, 0, R, false, 0.60 },
		{ "spaces 16m",      spaces, 16 * MB, 0, R, false, 0.60 },
		{ "spaces 1m 4k",    spaces, MB, 4 * KB, R, false, 0 },
		{ "spaces 1m 1",     spaces, MB, 1, R, false, 0 },
		{ "odd lines 1m",    odd_line, MB, 0, R, false, 0 },
	};
	// clang-format on
	ctx = EVP_MD_CTX_new();
	sha256 = EVP_MD_fetch(NULL, "SHA256", NULL);
	must(ctx != NULL && sha256 != NULL, "SHA256");
	make_key();
	printf("%-24s %-9s %6s %9s %9s\n", "body", "scan", "ratio", "ns/octet",
		"hash only");
	for (size_t i = 0; i < ZGL_COUNT(kinds); i++) {
		if (argc > 1 && strstr(kinds[i].name, argv[1]) == NULL)
			continue;
		struct body b = { kinds[i].name,
			fill(kinds[i].n, kinds[i].line), kinds[i].n,
			kinds[i].chunk, kinds[i].mode, kinds[i].rsa,
			kinds[i].goal };
		const struct zgl_bodyscan *scan;
		for (size_t s = 0; (scan = zgl_bodyscan_at(s)) != NULL; s++)
			measure(&b, scan);
		free(b.p);
	}
	return race_end("bench_canon");
}
