/* SPDX-License-Identifier: ISC */
#include "tests/spf/spfworld.h"

#include "zegel/dns/ipaddr.h"

#define QUESTIONS 10

void spfworld_begin(struct spfworld *w)
{
	*w = (struct spfworld){ .limits = ZGL_LIMITS_DEFAULT };
	w->config = ZGL_SPFCHECK_DEFAULT;
	w->config.explain = w->config.steps = true;
	w->config.receiver = ZGL_SV("mx.example.net");
	w->identity = ZGL_SPF_MAILFROM;
	assert_int_equal(zgl_zone_new(&w->zone), ZGL_OK);
	zgl_arena_begin(&w->arena, ZGL_SPFCHECK_ROOM);
	zgl_buf_begin(&w->asked, 1 << 20);
}

void spfworld_end(struct spfworld *w)
{
	zgl_spfcheck_free(w->check);
	zgl_zone_free(w->zone);
	zgl_arena_free(&w->arena);
	zgl_buf_free(&w->asked);
}

void spfworld_load(struct spfworld *w, const char *record, const char *lines)
{
	struct zgl_diag diag;
	struct zgl_buf text;

	zgl_buf_begin(&text, 1 << 22);
	zgl_buf_text(&text, "$ORIGIN example.com.\n$TTL 300\n");
	for (size_t at = 0; record != NULL && record[at] != '\0';) {
		/* a string of a record holds 255 octets */
		zgl_sv part = zgl_sv_head(zgl_sv_of(record + at), 200);
		zgl_buf_text(&text, at == 0 ? "@ TXT ( \"" : " \"");
		zgl_buf_put(&text, part);
		zgl_buf_text(&text, "\"");
		at += part.n;
	}
	zgl_buf_text(&text, record != NULL ? " )\n" : "\n");
	zgl_buf_text(&text, lines != NULL ? lines : "");
	if (zgl_zone_load(w->zone, zgl_buf_sv(&text), &diag) != ZGL_OK)
		fail_msg("line %zu: %s", diag.line, diag.what);
	zgl_buf_free(&text);
}

struct zgl_spfclient spfworld_client(const struct spfsender *sender)
{
	struct zgl_spfclient client = { .is_ipv6 = false };
	zgl_sv ip = zgl_sv_of(sender->ip != NULL ? sender->ip : "192.0.2.1");

	if (!zgl_ipaddr_read4(ip, client.octets)) {
		client.is_ipv6 = true;
		assert_true(zgl_ipaddr_read6(ip, client.octets));
	}
	client.helo = zgl_sv_of(
		sender->helo != NULL ? sender->helo : "mail.example.org");
	client.mail_from = zgl_sv_of(
		sender->from != NULL ? sender->from : "strong-bad@example.com");
	return client;
}

static void note_question(struct spfworld *w, const struct zgl_question *q)
{
	const char *type = q->type == ZGL_RR_A ? "A "
		: q->type == ZGL_RR_AAAA       ? "AAAA "
		: q->type == ZGL_RR_MX         ? "MX "
		: q->type == ZGL_RR_PTR        ? "PTR "
		: q->type == ZGL_RR_TXT        ? "TXT "
					       : "? ";

	zgl_buf_text(&w->asked, w->asked.n > 0 ? ", " : "");
	zgl_buf_text(&w->asked, type);
	zgl_qname_write(&q->name, &w->asked);
}

static void answer(
	struct spfworld *w, const struct zgl_question *q, size_t number)
{
	struct zgl_answer answer;
	struct zgl_arena a;

	zgl_arena_begin(&a, 1 << 22);
	assert_int_equal(
		zgl_zone_answer(w->zone, q, &w->limits, &a, &answer), ZGL_OK);
	assert_int_equal(
		zgl_spfcheck_answer(w->check, number, &answer), ZGL_OK);
	zgl_arena_free(&a);
}

static size_t answer_all(struct spfworld *w)
{
	struct zgl_question questions[QUESTIONS];
	size_t numbers[QUESTIONS], count = 0;

	while (zgl_spfcheck_next_question(
		w->check, &questions[count], &numbers[count])) {
		note_question(w, &questions[count]);
		assert_int_equal(zgl_spfcheck_waiting(w->check), ++count);
		assert_true(count <= QUESTIONS);
		if (count == QUESTIONS)
			break;
	}
	for (size_t i = 0; i < count; i++) {
		size_t at = w->backwards ? count - 1 - i : i;
		answer(w, &questions[at], numbers[at]);
	}
	return count;
}

void spfworld_run(struct spfworld *w, const struct spfsender *sender)
{
	struct zgl_spfclient client = spfworld_client(sender);

	w->config.limits = &w->limits;
	zgl_spfcheck_free(w->check);
	zgl_buf_reset(&w->asked);
	zgl_arena_reset(&w->arena);
	assert_int_equal(zgl_spfcheck_new(&w->config, &w->check), ZGL_OK);
	assert_int_equal(zgl_spfcheck_begin(w->check, w->identity, &client,
				 &w->arena, SPFWORLD_NOW),
		ZGL_OK);
	while (answer_all(w) > 0)
		assert_int_equal(zgl_spfcheck_waiting(w->check), 0);
	assert_int_equal(zgl_spfcheck_end(w->check, &w->verdict), ZGL_OK);
	spfworld_assert_shows(w);
}

const char *spfworld_told(const struct spfworld *w)
{
	static char text[1024];
	const struct zgl_spf_verdict *v = &w->verdict;
	zgl_sv about = v->mechanism.p != NULL ? v->mechanism : v->problem;

	assert_true(v->mechanism.p == NULL || v->problem.p == NULL);
	if (about.p == NULL)
		about = ZGL_SV("-");
	(void)snprintf(text, sizeof(text), "%s %s %.*s",
		zgl_spf_result_word(v->result), zgl_spf_reason_word(v->reason),
		(int)about.n, about.p);
	return text;
}

static void assert_shows(zgl_sv text)
{
	for (size_t i = 0; i < text.n; i++)
		assert_true(text.p[i] >= ' ' && text.p[i] <= '~');
}

void spfworld_assert_shows(const struct spfworld *w)
{
	const struct zgl_spf_verdict *v = &w->verdict;

	assert_shows(v->mechanism);
	assert_shows(v->problem);
	assert_shows(v->explanation);
	assert_shows(v->record);
	assert_true(v->mechanism.n <= 255 && v->problem.n <= 255);
	assert_true(v->explanation.n <= 450);
	for (size_t i = 0; i < v->step_count; i++) {
		assert_shows(v->steps[i].domain);
		assert_shows(v->steps[i].term);
		assert_shows(v->steps[i].target);
	}
}
