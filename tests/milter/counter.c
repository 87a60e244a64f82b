/* SPDX-License-Identifier: ISC */
#include "tests/milter/counter.h"

#include <sys/socket.h>

#include "tests/crypto/keyhelp.h"
#include "tests/sig/recordhelp.h"
#include "zegel/dns/zone.h"

/* ---- DNS ---- */

static const char *const selectors[COUNTER_ANSWERS] = { "rsa", "ed", "testing",
	"later" };

static const struct zgl_answer nothing = { .state = ZGL_ANSWER_NXDOMAIN };

static void make_answers(struct zgl_dnswindow *w)
{
	zgl_arena_begin(&w->arena, COUNTER_TEXT);
	mail_answer_testkey("rsa2048", &w->arena, &w->answers[0]);
	w->answers[0].dnssec = ZGL_DNSSEC_SECURE;
	mail_answer_testkey("ed25519", &w->arena, &w->answers[1]);
	mail_answer_records("t=y; p=$rsa2048", &w->arena, &w->answers[2]);
	w->answers[3] = (struct zgl_answer){ .state = ZGL_ANSWER_TEMPFAIL,
		.problem = "the server did not answer in time" };
}

/* NULL without memory. */
static const struct zgl_answer *look_up(
	struct zgl_dnswindow *w, const struct zgl_question *question)
{
	const struct zgl_limits limits = ZGL_LIMITS_DEFAULT;
	struct zgl_answer *answer = zgl_arena_get(&w->arena, sizeof(*answer));

	if (answer == NULL
		|| zgl_zone_answer(
			   w->zone, question, &limits, &w->arena, answer)
			!= ZGL_OK)
		return NULL;
	return answer;
}

static const struct zgl_answer *answer_to(
	struct zgl_dnswindow *w, const struct zgl_question *question)
{
	zgl_sv selector = { (const char *)question->name.wire + 1,
		question->name.wire[0] };

	for (size_t i = 0; i < COUNTER_ANSWERS; i++) {
		if (zgl_sv_eq(selector, zgl_sv_of(selectors[i])))
			return &w->answers[i];
	}
	return w->zone != NULL ? look_up(w, question) : &nothing;
}

enum zgl_err zgl_dnswindow_ask(struct zgl_dnswindow *window,
	const struct zgl_question *question, struct zgl_dnsask *ask,
	zgl_resolver_fn *done, void *to)
{
	const struct zgl_answer *answer = answer_to(window, question);

	*ask = (struct zgl_dnsask){ .done = done, .to = to };
	if (answer == NULL)
		return ZGL_ENOMEM;
	window->asked++;
	if (!window->later) {
		done(to, answer);
		return ZGL_OK;
	}
	struct zgl_dnspost *post = malloc(sizeof(*post));
	if (post == NULL)
		return ZGL_ENOMEM;
	*post = (struct zgl_dnspost){ window->waiting, ask, answer };
	ask->post = window->waiting = post;
	return ZGL_OK;
}

void zgl_dnsask_drop(struct zgl_dnsask *ask)
{
	if (ask->post != NULL)
		ask->post->ask = NULL;
	ask->post = NULL;
}

size_t counter_waiting(const struct counter *c)
{
	const struct zgl_dnspost *post = c->window.waiting;
	size_t n = 0;

	for (; post != NULL; post = post->next)
		n += post->ask != NULL;
	return n;
}

/* As the real window: an answer whose asker has gone is nobody's. */
size_t counter_answer(struct counter *c, size_t most)
{
	struct zgl_dnswindow *w = &c->window;
	size_t n = 0;

	while (w->waiting != NULL && n < most) {
		struct zgl_dnspost *post = w->waiting;
		struct zgl_dnsask *ask = post->ask;
		w->waiting = post->next;
		if (ask != NULL) {
			n++;
			ask->post = NULL;
			ask->done(ask->to, post->answer);
		}
		free(post);
	}
	return n;
}

/* ---- the desk ---- */

static const zgl_sv claims[] = { { "mx.example.nl", 13 },
	{ "old.example.nl", 14 } };

static const struct zgl_net internal[] = { { AF_INET, 8, { 10 } } };

static struct zgl_dname name_of(const char *text)
{
	struct zgl_dname name;

	assert_int_equal(zgl_dname_parse(zgl_sv_of(text), &name), ZGL_DNAME_OK);
	return name;
}

void counter_open(struct counter *c, struct zgl_engine *engine)
{
	*c = (struct counter){
		.conf = { .authserv_id = claims[0],
			.claims = claims,
			.claim_count = ZGL_COUNT(claims),
			.internal = internal,
			.internal_count = ZGL_COUNT(internal),
			.limits = ZGL_LIMITS_DEFAULT },
		.listener = { .title = "test", .role = ZGL_ROLE_BOTH },
	};
	c->conf.verify.min_rsa_bits = 1024;
	c->conf.verify.max_rsa_bits = 4096;
	c->conf.verify.skew_s = 300;
	c->conf.verify.mark_name = ZGL_SV("X-Spam-Flag");
	c->conf.verify.mark_value = ZGL_SV("YES");
	zgl_dkimsign_config_default(&c->sign);
	c->sign.engine = engine;
	c->sign.limits = &c->conf.limits;
	make_answers(&c->window);
	zgl_buf_begin(&c->log, COUNTER_TEXT);
}

void counter_zone(struct counter *c, const char *text)
{
	struct zgl_diag diag = { 0 };

	assert_int_equal(zgl_zone_new(&c->window.zone), ZGL_OK);
	if (zgl_zone_load(c->window.zone, zgl_sv_of(text), &diag) != ZGL_OK)
		fail_msg("line %zu: %s", diag.line, diag.what);
	c->conf.spf.check = c->conf.spf.explain = c->conf.dmarc.check = true;
	c->conf.verify.policy = ZGL_JUDGE_POLICY_DEFAULT;
}

static void refuse(void *to, const char *line)
{
	(void)to;
	fail_msg("%s", line);
}

void counter_senders(struct counter *c, const char *text)
{
	struct zgl_sendermap *map;

	c->senders = zgl_senderbook_new();
	assert_non_null(c->senders);
	assert_int_equal(
		zgl_sendermap_parse(zgl_sv_of(text), "map", refuse, NULL, &map),
		ZGL_OK);
	zgl_senderbook_set(c->senders, map);
}

static void tell(void *to, zgl_sv line)
{
	struct counter *c = to;

	zgl_buf_put(&c->log, line);
	zgl_buf_char(&c->log, '\n');
}

static enum zgl_err make_der(
	struct zgl_engine *engine, const char *name, struct zgl_buf *der)
{
	const struct testkey *key = testkey_named(zgl_sv_of(name));
	enum zgl_key_fault fault;
	struct zgl_privkey *private;

	zgl_buf_begin(der, COUNTER_TEXT);
	ZGL_TRY(zgl_privkey_read(
		engine, zgl_sv_of(key->pem), &private, &fault));
	enum zgl_err err = zgl_privkey_write_der(private, der);
	zgl_privkey_free(private);
	return err;
}

static enum zgl_err make_ring(struct counter *c, struct zgl_buf ders[2])
{
	struct zgl_keyring_config config = {
		.store = c->store, .sign = &c->sign, .cached = 8
	};

	ZGL_TRY(make_der(c->sign.engine, "rsa2048", &ders[0]));
	ZGL_TRY(make_der(c->sign.engine, "ed25519", &ders[1]));
	for (size_t i = 0; i < 2; i++)
		c->files[i] = (struct zgl_keyring_file){ name_of("example.nl"),
			name_of(selectors[i]), true, zgl_buf_sv(&ders[i]) };
	config.files = c->files;
	config.file_count = 2;
	return zgl_keyring_new(&config, &c->ring);
}

enum zgl_err counter_start(struct counter *c)
{
	struct zgl_maildesk_config config = { .conf = &c->conf,
		.engine = c->sign.engine,
		.window = &c->window,
		.senders = c->senders,
		.now_s = MAIL_NOW,
		.tell = tell,
		.tell_to = c };

	ZGL_TRY(make_ring(c, c->ders));
	config.keyring = c->ring;
	return zgl_maildesk_new(&config, &c->desk);
}

void counter_stop(struct counter *c)
{
	zgl_maildesk_free(c->desk);
	zgl_keyring_free(c->ring);
	for (size_t i = 0; i < 2; i++)
		zgl_buf_free(&c->ders[i]);
	c->desk = NULL;
	c->ring = NULL;
}

void counter_close(struct counter *c)
{
	counter_stop(c);
	assert_int_equal(counter_waiting(c), 0);
	(void)counter_answer(c, SIZE_MAX);
	zgl_zone_free(c->window.zone);
	zgl_senderbook_free(c->senders);
	zgl_arena_free(&c->window.arena);
	zgl_buf_free(&c->log);
}

const char *counter_text(struct zgl_buf *b)
{
	zgl_buf_char(b, '\0');
	b->n--;
	assert_int_equal(b->err, ZGL_OK);
	return b->p;
}

/* ---- a client ---- */

static void on_ready(void *to)
{
	struct client *cl = to;

	cl->ready++;
}

enum zgl_err client_open(struct client *cl, struct counter *c)
{
	*cl = (struct client){
		.counter = c,
		.session = { .may = ZGL_MILTER_MAY_CHANGE
				| ZGL_MILTER_MAY_QUARANTINE
				| ZGL_MILTER_LEADING_SPACE },
		.envelope = { .host = ZGL_SV("client.example"),
			.address = ZGL_SV("192.0.2.7"),
			.family = AF_INET,
			.octets = { 192, 0, 2, 7 },
			.helo = ZGL_SV("helo.example"),
			.mail_from = ZGL_SV("joe@example.com"),
			.queue_id = ZGL_SV("4ABC"),
			.recipients = 1 },
	};
	zgl_buf_begin(&cl->out, COUNTER_TEXT);
	zgl_buf_begin(&cl->replies, COUNTER_TEXT);
	return zgl_mailjob_new(
		c->desk, &c->listener, &cl->session, on_ready, cl, &cl->job);
}

void client_close(struct client *cl)
{
	zgl_mailjob_free(cl->job);
	zgl_buf_free(&cl->out);
	zgl_buf_free(&cl->replies);
}

/* Takes a field off a header, its last LF left out. */
static bool next_field(zgl_sv *rest, zgl_sv *field_r)
{
	size_t n = 0;

	if (rest->n == 0)
		return false;
	do {
		n += zgl_sv_find(zgl_sv_skip(*rest, n), '\n') + 1;
	} while (n < rest->n && (rest->p[n] == ' ' || rest->p[n] == '\t'));
	*field_r = zgl_sv_head(*rest, n - 1);
	*rest = zgl_sv_skip(*rest, n);
	return true;
}

enum zgl_err client_header(struct client *cl, const char *header)
{
	zgl_sv rest = zgl_sv_of(header), field;

	ZGL_TRY(zgl_mailjob_face.begin(cl->job, &cl->envelope));
	while (next_field(&rest, &field)) {
		size_t colon = zgl_sv_find(field, ':');
		ZGL_TRY(zgl_mailjob_face.field(cl->job,
			zgl_sv_head(field, colon),
			zgl_sv_skip(field, colon + 1)));
	}
	return ZGL_OK;
}

enum zgl_err client_end_header(struct client *cl)
{
	return zgl_mailjob_face.end_header(cl->job, &cl->envelope, &cl->step);
}

enum zgl_err client_body(struct client *cl, const char *body)
{
	return zgl_mailjob_face.body(cl->job, zgl_sv_of(body), &cl->step);
}

static void put_lines(struct zgl_buf *to, zgl_sv text)
{
	for (size_t i = 0; i < text.n; i++)
		zgl_buf_char(to, text.p[i] == '\n' ? '|' : text.p[i]);
}

static zgl_sv take_text(zgl_sv *data)
{
	zgl_sv text;

	assert_true(zgl_sv_split(data, '\0', &text));
	assert_non_null(data->p);
	return text;
}

static uint32_t take_number(zgl_sv *data)
{
	uint32_t number = 0;

	assert_true(data->n >= 4);
	for (size_t i = 0; i < 4; i++)
		number = number << 8 | (unsigned char)data->p[i];
	*data = zgl_sv_skip(*data, 4);
	return number;
}

/* One reply, read. */
struct reply {
	char command;
	uint32_t index;
	zgl_sv name, value; /* of others than fields: the text is the value */
};

static bool next_reply(zgl_sv *out, struct reply *reply_r)
{
	struct zgl_milterpacket packet;
	size_t n;

	if (out->n == 0)
		return false;
	assert_int_equal(zgl_milterwire_next(*out, COUNTER_TEXT, &packet, &n),
		ZGL_MILTERWIRE_PACKET);
	*out = zgl_sv_skip(*out, n);
	*reply_r = (struct reply){ .command = (char)packet.command };
	bool at = strchr("im", reply_r->command) != NULL;
	if (at)
		reply_r->index = take_number(&packet.data);
	if (at || reply_r->command == 'h')
		reply_r->name = take_text(&packet.data);
	if (packet.data.n > 0)
		reply_r->value = take_text(&packet.data);
	return true;
}

static const char *reply_word(char command)
{
	switch (command) {
	case 'c': return "continue";
	case 'h': return "add ";
	case 'i': return "insert ";
	case 'm': return "change ";
	case 'q': return "quarantine ";
	case 'y': return "reply ";
	default: fail_msg("a reply \"%c\"", command); return "";
	}
}

static void read_replies(struct client *cl)
{
	zgl_sv rest = zgl_buf_sv(&cl->out);
	struct reply reply;

	zgl_buf_reset(&cl->replies);
	while (next_reply(&rest, &reply)) {
		zgl_buf_text(&cl->replies, reply_word(reply.command));
		if (reply.command == 'i' || reply.command == 'm') {
			zgl_buf_num(&cl->replies, reply.index);
			zgl_buf_char(&cl->replies, ' ');
		}
		if (reply.name.p != NULL) {
			zgl_buf_put(&cl->replies, reply.name);
			zgl_buf_char(&cl->replies, '=');
		}
		put_lines(&cl->replies, reply.value);
		zgl_buf_char(&cl->replies, '\n');
	}
}

enum zgl_err client_end(struct client *cl)
{
	zgl_buf_reset(&cl->out);
	cl->step = ZGL_MAIL_DONE;
	ZGL_TRY(zgl_mailjob_face.end(
		cl->job, &cl->envelope, &cl->out, &cl->step));
	if (cl->step == ZGL_MAIL_WAIT)
		assert_int_equal(cl->out.n, 0);
	else
		read_replies(cl);
	return ZGL_OK;
}

void client_abort(struct client *cl)
{
	zgl_mailjob_face.abort(cl->job);
}

enum zgl_err client_send(
	struct client *cl, const char *header, const char *body)
{
	ZGL_TRY(client_header(cl, header));
	ZGL_TRY(client_end_header(cl));
	if (cl->step == ZGL_MAIL_MORE)
		ZGL_TRY(client_body(cl, body));
	ZGL_TRY(client_end(cl));
	if (cl->step == ZGL_MAIL_DONE)
		client_abort(cl);
	return ZGL_OK;
}

/* ---- what the next hop gets ---- */

#define FIELDS_MOST 512

struct delivery {
	zgl_sv fields[FIELDS_MOST]; /* raw */
	size_t count;
	const char *colon; /* what the MTA puts behind a name */
	struct zgl_arena arena;
};

static zgl_sv make_field(struct delivery *d, const struct reply *reply)
{
	size_t name = reply->name.n, colon = strlen(d->colon);
	char *p = zgl_arena_get(&d->arena, name + colon + reply->value.n);

	assert_non_null(p);
	memcpy(p, reply->name.p, name);
	memcpy(p + name, d->colon, colon);
	memcpy(p + name + colon, reply->value.p, reply->value.n);
	return (zgl_sv){ p, name + colon + reply->value.n };
}

static void insert_at(struct delivery *d, size_t at, zgl_sv field)
{
	assert_true(at <= d->count && d->count < FIELDS_MOST);
	memmove(&d->fields[at + 1], &d->fields[at],
		(d->count - at) * sizeof(zgl_sv));
	d->fields[at] = field;
	d->count++;
}

static zgl_sv field_name(zgl_sv field)
{
	zgl_sv name = zgl_sv_head(field, zgl_sv_find(field, ':'));

	while (name.n > 0 && strchr(" \t", name.p[name.n - 1]) != NULL)
		name.n--;
	return name;
}

static size_t find_field(const struct delivery *d, zgl_sv name, uint32_t index)
{
	size_t i = 0;

	for (; i < d->count; i++) {
		if (zgl_sv_ieq(field_name(d->fields[i]), name) && --index == 0)
			break;
	}
	return i;
}

static void change(struct delivery *d, const struct reply *reply)
{
	size_t at = find_field(d, reply->name, reply->index);

	assert_true(at < d->count);
	if (reply->value.n > 0) {
		d->fields[at] = make_field(d, reply);
		return;
	}
	memmove(&d->fields[at], &d->fields[at + 1],
		(d->count - at - 1) * sizeof(zgl_sv));
	d->count--;
}

static void apply(struct delivery *d, const struct reply *reply)
{
	switch (reply->command) {
	case 'h': insert_at(d, d->count, make_field(d, reply)); break;
	case 'i': insert_at(d, reply->index, make_field(d, reply)); break;
	case 'm': change(d, reply); break;
	default: break;
	}
}

void client_deliver(
	const struct client *cl, const char *header, struct zgl_buf *to)
{
	struct delivery *d = calloc(1, sizeof(*d));
	zgl_sv rest = zgl_sv_of(header), out = zgl_buf_sv(&cl->out), field;
	struct reply reply;

	assert_non_null(d);
	zgl_arena_begin(&d->arena, COUNTER_TEXT);
	d->colon = cl->session.may & ZGL_MILTER_LEADING_SPACE ? ":" : ": ";
	while (next_field(&rest, &field))
		insert_at(d, d->count, field);
	while (next_reply(&out, &reply))
		apply(d, &reply);
	for (size_t i = 0; i < d->count; i++) {
		for (size_t j = 0; j < d->fields[i].n; j++) {
			if (d->fields[i].p[j] == '\n')
				zgl_buf_char(to, '\r');
			zgl_buf_char(to, d->fields[i].p[j]);
		}
		zgl_buf_text(to, "\r\n");
	}
	zgl_arena_free(&d->arena);
	free(d);
}
