/* SPDX-License-Identifier: ISC */
#include "tests/judge/judge_world.h"

#include "tests/rows.h"
#include "zegel/dns/ipaddr.h"
#include "zegel/dns/zone.h"

#define PENDING 128

// clang-format off
static const char world[] =
	"$TTL 60\n"
	"example.com. TXT \"v=spf1 ip4:192.0.2.1 -all\"\n"
	"mx.example.com. TXT \"v=spf1 ip4:192.0.2.1 -all\"\n"
	"example.org. TXT \"v=spf1 ip4:192.0.2.2 -all\"\n"
	"list.example.org. TXT \"v=spf1 ip4:192.0.2.2 -all\"\n"
	"forward.example. TXT \"v=spf1 ip4:192.0.2.3 -all\"\n"
	"evil.example. TXT \"v=spf1 +all\"\n"
	"soft.example. TXT \"v=spf1 ~all\"\n"
	"neutral.example. TXT \"v=spf1 ?all\"\n"
	"broken.example. TXT \"v=spf1 nonsense -all\"\n"
	"bare.example. A 192.0.2.9\n"
	"$FAULT later.example. TXT timeout\n";
// clang-format on

struct talk {
	struct zgl_judge *judge;
	struct zgl_zone *zone;
	struct {
		struct zgl_question question;
		size_t number;
	} pending[PENDING];
	size_t count;
	uint32_t chance;
	unsigned steps, stop;
};

/* ---- a judge ---- */

static enum zgl_disposition *place_of(
	struct zgl_judge_policy *p, zgl_sv method, zgl_sv what)
{
	for (unsigned i = 0; i < ZGL_SPF_RESULTS; i++) {
		if (!zgl_sv_eq(what,
			    zgl_sv_of(zgl_spf_result_word(
				    (enum zgl_spf_result)i))))
			continue;
		if (zgl_sv_eq(method, ZGL_SV("spf")))
			return &p->spf[i];
		if (zgl_sv_eq(method, ZGL_SV("helo")))
			return &p->helo[i];
	}
	for (unsigned i = 0; i < ZGL_COUNT(p->dkim); i++) {
		if (zgl_sv_eq(method, ZGL_SV("dkim"))
			&& zgl_sv_eq(what,
				zgl_sv_of(zgl_dkim_result_word(
					(enum zgl_dkim_result)i))))
			return &p->dkim[i];
	}
	for (unsigned i = 0; i < ZGL_DMARC_POLICIES; i++) {
		if (zgl_sv_eq(method, ZGL_SV("dmarc"))
			&& zgl_sv_eq(what,
				zgl_sv_of(zgl_dmarc_policy_word(
					(enum zgl_dmarc_policy)i))))
			return &p->dmarc[i];
	}
	if (zgl_sv_eq(method, ZGL_SV("indirect")))
		return &p->indirect;
	if (zgl_sv_eq(method, ZGL_SV("author")))
		return &p->author;
	assert_true(zgl_sv_eq(method, ZGL_SV("dmarc")));
	if (zgl_sv_eq(what, ZGL_SV("permerror")))
		return &p->dmarc_permerror;
	assert_true(zgl_sv_eq(what, ZGL_SV("temperror")));
	return &p->dmarc_temperror;
}

static enum zgl_disposition read_disposition(zgl_sv word)
{
	unsigned d = 0;

	while (!zgl_sv_eq(
		word, zgl_sv_of(zgl_disposition_word((enum zgl_disposition)d))))
		assert_true(++d < ZGL_DISPOSITIONS);
	return (enum zgl_disposition)d;
}

static struct zgl_judge_policy read_policy(const char *text)
{
	struct zgl_judge_policy policy = ZGL_JUDGE_POLICY_DEFAULT;
	zgl_sv rest = zgl_sv_of(text), word, method, name;

	while (zgl_sv_split(&rest, ' ', &word)) {
		assert_true(zgl_sv_split(&word, '=', &name));
		assert_true(zgl_sv_split(&name, '.', &method));
		*place_of(&policy, method, name) = read_disposition(word);
	}
	assert_null(zgl_judge_policy_fault(&policy));
	return policy;
}

struct zgl_judge *judge_world_new(struct zgl_engine *engine,
	const struct zgl_limits *limits, const struct judge_scene *scene)
{
	static const struct zgl_dname forwarders[] = {
		{ "trusted.example", 15 }, { "forward.example", 15 }
	};
	struct zgl_judge_config config = { .dkim = ZGL_DKIMVERIFY_DEFAULT,
		.spf = ZGL_SPFCHECK_DEFAULT,
		.check_helo = scene->check_helo,
		.check_dmarc = !scene->no_dmarc,
		.authserv_id = ZGL_SV("mx.example.nl"),
		.policy = read_policy(scene->policy),
		.forwarders = forwarders,
		.forwarder_count = ZGL_COUNT(forwarders) };
	struct zgl_judge *judge;

	config.dkim.engine = engine;
	config.dkim.limits = limits;
	config.spf.explain = true;
	assert_int_equal(zgl_judge_new(&config, &judge), ZGL_OK);
	return judge;
}

/* ---- DNS ---- */

static void load(struct zgl_zone *zone, zgl_sv text)
{
	struct zgl_diag diag;

	if (zgl_zone_load(zone, text, &diag) != ZGL_OK)
		fail_msg("zone: %.*s", (int)text.n, text.p);
}

static struct zgl_zone *make_zone(const struct judge_scene *scene)
{
	struct zgl_zone *zone;
	struct zgl_buf b;

	assert_int_equal(zgl_zone_new(&zone), ZGL_OK);
	load(zone, zgl_sv_of(world));
	if (scene->zone != NULL)
		load(zone, zgl_sv_of(scene->zone));
	if (scene->dmarc != NULL) {
		zgl_buf_begin(&b, 4096);
		zgl_buf_text(&b, "_dmarc.example.com. 60 TXT \"v=DMARC1; ");
		zgl_buf_text(&b, scene->dmarc);
		zgl_buf_text(&b, "\"\n");
		load(zone, zgl_buf_sv(&b));
		zgl_buf_free(&b);
	}
	return zone;
}

/* What DNS says to question i, which is then pending no more. */
static void answer(struct talk *t, size_t i)
{
	const struct zgl_limits limits = ZGL_LIMITS_DEFAULT;
	struct zgl_question question = t->pending[i].question;
	size_t number = t->pending[i].number;
	const char *wire = (const char *)question.name.wire;
	zgl_sv name = { wire, question.name.n };
	zgl_sv selector = { wire + 1, (unsigned char)wire[0] };
	struct zgl_answer given;
	struct zgl_arena a;

	t->pending[i] = t->pending[--t->count];
	zgl_arena_begin(&a, (size_t)1024 * 1024);
	if (zgl_sv_starts(zgl_sv_skip(name, selector.n + 1),
		    ZGL_SV("\012_domainkey")))
		judge_mail_answer(selector, &a, &given);
	else
		assert_int_equal(zgl_zone_answer(t->zone, &question, &limits,
					 &a, &given),
			ZGL_OK);
	assert_int_equal(zgl_judge_answer(t->judge, number, &given), ZGL_OK);
	assert_int_equal(
		zgl_judge_answer(t->judge, number, &given), ZGL_EUSAGE);
	zgl_arena_free(&a);
}

static void ask(struct talk *t)
{
	while (zgl_judge_next_question(t->judge, &t->pending[t->count].question,
		&t->pending[t->count].number))
		assert_true(++t->count < PENDING);
	assert_int_equal(zgl_judge_waiting(t->judge), t->count);
}

static uint32_t chance(struct talk *t)
{
	t->chance = t->chance * 1664525 + 1013904223;
	return t->chance >> 16;
}

/* A moment in which DNS may answer; the last one before the end is `late`. */
static void moment(struct talk *t, enum judge_order order, bool late)
{
	t->steps++;
	for (ask(t); t->count > 0; ask(t)) {
		size_t i = 0;
		if (order == JUDGE_LATE && !late)
			return;
		if (order == JUDGE_ANY_TIME && !late && chance(t) % 4 != 0)
			return;
		if (order == JUDGE_BACKWARDS)
			i = t->count - 1;
		if (order == JUDGE_ANY_TIME)
			i = chance(t) % t->count;
		answer(t, i);
	}
}

/* ---- a message ---- */

static bool stops(const struct talk *t)
{
	return t->stop > 0 && t->steps >= t->stop;
}

static struct zgl_spfclient client_of(const struct judge_scene *scene)
{
	struct zgl_spfclient client = { .is_ipv6 = false };

	assert_true(zgl_ipaddr_read4(zgl_sv_of(scene->client), client.octets));
	client.helo =
		zgl_sv_of(scene->helo != NULL ? scene->helo : "mx.example.com");
	client.mail_from =
		zgl_sv_of(scene->mail_from != NULL ? scene->mail_from
						   : "joe@example.com");
	return client;
}

static void feed(struct talk *t, zgl_sv body, enum judge_order order)
{
	size_t piece = order == JUDGE_ANY_TIME ? 1 : body.n;

	for (; body.n > 0 && !stops(t); body = zgl_sv_skip(body, piece)) {
		assert_int_equal(
			zgl_judge_body(t->judge, zgl_sv_head(body, piece)),
			ZGL_OK);
		moment(t, order, false);
	}
}

static void run(struct talk *t, const struct judge_scene *scene, zgl_sv header,
	enum judge_order order, struct zgl_arena *a)
{
	struct zgl_header *h = zgl_arena_get(a, sizeof(*h));
	struct zgl_limits *limits = zgl_arena_get(a, sizeof(*limits));

	*limits = ZGL_LIMITS_DEFAULT;
	zgl_header_begin(h, a, limits);
	assert_int_equal(mail_add_fields(h, header), ZGL_OK);
	moment(t, order, false);
	if (stops(t))
		return;
	assert_int_equal(zgl_judge_begin(t->judge, h, a, MAIL_NOW), ZGL_OK);
	moment(t, order, false);
	feed(t,
		zgl_sv_of(scene->mail.new_body != NULL ? scene->mail.new_body
						       : MAIL_BODY),
		order);
	if (!stops(t))
		moment(t, order, true);
}

bool judge_world_run(struct zgl_judge *judge, const struct judge_scene *scene,
	zgl_sv header, enum judge_order order, unsigned stop,
	struct zgl_arena *a, struct zgl_judgement *judgement_r)
{
	struct talk t = {
		.judge = judge, .zone = make_zone(scene), .stop = stop
	};
	struct zgl_spfclient *client = zgl_arena_get(a, sizeof(*client));

	if (scene->client != NULL) {
		*client = client_of(scene);
		assert_int_equal(zgl_judge_client(judge, client, scene->trusted,
					 a, MAIL_NOW),
			ZGL_OK);
	}
	run(&t, scene, header, order, a);
	bool ends = !stops(&t);
	if (ends)
		assert_int_equal(zgl_judge_end(judge, judgement_r), ZGL_OK);
	else
		zgl_judge_reset(judge);
	assert_int_equal(zgl_judge_waiting(judge), 0);
	zgl_zone_free(t.zone);
	return ends;
}

/* ---- what came of it ---- */

static void tell_result(
	struct zgl_buf *to, const char *method, const char *result)
{
	zgl_buf_text(to, to->n > 0 ? " " : "");
	zgl_buf_text(to, method);
	zgl_buf_text(to, result);
}

void judge_world_tell(const struct zgl_judgement *j, struct zgl_buf *to)
{
	zgl_buf_reset(to);
	if (j->spf != NULL)
		tell_result(to, "spf=", zgl_spf_result_word(j->spf->result));
	if (j->helo != NULL)
		tell_result(to, "helo=", zgl_spf_result_word(j->helo->result));
	tell_result(to, "dkim=", zgl_dkim_result_word(j->dkim));
	if (j->dmarc != NULL)
		tell_result(
			to, "dmarc=", zgl_dmarc_result_word(j->dmarc->result));
	zgl_buf_text(to, ": ");
	zgl_buf_text(to, zgl_disposition_word(j->disposition));
	tell_result(to, "", zgl_cause_word(j->cause));
	if (j->enhanced_code != NULL)
		tell_result(to, "", j->enhanced_code);
	for (unsigned i = 0; i < ZGL_OVERRIDES; i++) {
		if ((j->overrides & 1U << i) != 0)
			tell_result(to, "",
				zgl_override_word((enum zgl_override)i));
	}
	if (j->indirect.n > 0)
		tell_result(to, "via ", j->indirect.text);
	assert_int_equal(to->err, ZGL_OK);
}
