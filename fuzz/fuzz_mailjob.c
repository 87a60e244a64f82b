/* SPDX-License-Identifier: ISC */
/*
 * mailjob: any fields and any body as a message. The input is
 *
 *     octet 0   1 a listener that signs (else it verifies), 2 it must,
 *               4 the MTA takes a space off, 8 DNS answers late, 16 never,
 *               32 what has no signature is marked, Subject too,
 *               64 SPF and DMARC are checked, 128 by IPv6
 *     fields    name NUL value NUL, until an empty name
 *     body      the rest
 *
 * There is one reply that ends the message, as last. One that goes on where it
 * must be signed is signed; one that goes on has no Authentication-Results that
 * claim to be ours, but the one on top that we put there; what is refused is
 * not changed. The log line is keys and values, whatever the message says.
 */
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "srv/milter/mailjob.h"
#include "zegel/authres/authclaim.h"
#include "zegel/crypto/privkey.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define FIELDS_MOST 2048
#define TEXT_MOST   ((size_t)8 * 1024 * 1024)

enum {
	SIGNS = 1,
	MUST = 2,
	NO_SPACE = 4,
	LATE = 8,
	NEVER = 16,
	MARKS = 32,
	OUTSIDE = 64,
	IPV6 = 128
};

static struct zgl_engine *engine;
static struct zgl_keyring *ring;
static struct zgl_maildesk *desk;
static struct zgl_conf conf;
static const zgl_sv claims[] = { { "mx.example.nl", 13 } };

static void must(bool holds)
{
	if (!holds)
		abort();
}

/* ---- DNS: every domain has an SPF record that asks for more, and a policy ---- */

#define ASKS_MOST 1024

struct zgl_dnswindow {
	bool late;
	struct asking {
		struct zgl_dnsask *ask;
		const struct zgl_answer *answer;
	} asks[ASKS_MOST];
	size_t count;
};

static struct zgl_dnswindow window;
static const struct zgl_answer nothing = { .state = ZGL_ANSWER_NXDOMAIN };

/* RDATA of one string. */
struct record {
	char octets[256];
	zgl_sv rdata;
	struct zgl_answer answer;
};

static struct record spf, dmarc;

static void make_record(struct record *record, const char *text)
{
	zgl_sv all = zgl_sv_of(text);

	record->octets[0] = (char)all.n;
	memcpy(record->octets + 1, all.p, all.n);
	record->rdata = (zgl_sv){ record->octets, all.n + 1 };
	record->answer = (struct zgl_answer){ .state = ZGL_ANSWER_RECORDS,
		.records = &record->rdata,
		.count = 1 };
}

static const struct zgl_answer *answer_to(const struct zgl_question *question)
{
	if (question->type != ZGL_RR_TXT)
		return &nothing;
	return memcmp(question->name.wire, "\6_dmarc", 7) == 0 ? &dmarc.answer
							       : &spf.answer;
}

enum zgl_err zgl_dnswindow_ask(struct zgl_dnswindow *w,
	const struct zgl_question *question, struct zgl_dnsask *ask,
	zgl_resolver_fn *done, void *to)
{
	const struct zgl_answer *answer = answer_to(question);

	*ask = (struct zgl_dnsask){ .done = done, .to = to };
	if (!w->late) {
		done(to, answer);
		return ZGL_OK;
	}
	must(w->count < ASKS_MOST);
	w->asks[w->count++] = (struct asking){ ask, answer };
	return ZGL_OK;
}

void zgl_dnsask_drop(struct zgl_dnsask *ask)
{
	for (size_t i = 0; i < window.count; i++) {
		if (window.asks[i].ask == ask)
			window.asks[i].ask = NULL;
	}
}

static void answer_all(void)
{
	for (size_t i = 0; i < window.count; i++) {
		struct asking asking = window.asks[i];
		window.asks[i].ask = NULL;
		if (asking.ask != NULL)
			asking.ask->done(asking.ask->to, asking.answer);
	}
}

/* ---- the log line ---- */

/* Keys in their order; those of SPF may come again, those of signatures do. */
static void check_line(void *to, zgl_sv line)
{
	static const char *const keys[] = { "queue", "client", "helo", "from",
		"rcpts", "auth", "login", "action", "why", "author", "removed",
		"disposition", "cause", "override", "via", "ms", "spf",
		"identity", "domain", "reason", "mechanism", "problem", "dmarc",
		"policy", "domain", "aligned", "reason", "dkim", "d", "s", "a",
		"reason", "bits", "dnssec" };
	enum {
		SPF_AT = 16,
		DMARC_AT = 22,
		DKIM_AT = 27
	};
	bool quoted = false;
	size_t key = 0, from = 0;

	(void)to;
	for (size_t i = 0; i <= line.n; i++) {
		must(i == line.n || (unsigned char)line.p[i] >= ' ');
		quoted ^= i < line.n && line.p[i] == '"';
		if (i < line.n && (line.p[i] != ' ' || quoted))
			continue;
		zgl_sv pair = { line.p + from, i - from };
		zgl_sv name = zgl_sv_head(pair, zgl_sv_find(pair, '='));
		if (key > SPF_AT && key < DMARC_AT
			&& zgl_sv_eq(name, ZGL_SV("spf")))
			key = SPF_AT;
		if (key > DKIM_AT && zgl_sv_eq(name, ZGL_SV("dkim")))
			key = DKIM_AT;
		if (key > DKIM_AT + 1 && zgl_sv_eq(name, ZGL_SV("d")))
			key = DKIM_AT + 1;
		while (key < ZGL_COUNT(keys)
			&& !zgl_sv_eq(name, zgl_sv_of(keys[key])))
			key++;
		must(key < ZGL_COUNT(keys));
		from = i + 1;
	}
	must(!quoted);
}

/* ---- the desk ---- */

static void make_ring(void)
{
	static struct zgl_dkimsign_config sign;
	static struct zgl_keyring_file file;
	static struct zgl_buf der;
	struct zgl_keyring_config config = {
		.files = &file, .file_count = 1, .sign = &sign, .cached = 4
	};
	struct zgl_privkey *key;

	zgl_dkimsign_config_default(&sign);
	sign.engine = engine;
	sign.limits = &conf.limits;
	zgl_buf_begin(&der, TEXT_MOST);
	must(zgl_privkey_generate(engine, ZGL_KEY_ED25519, 0, &key) == ZGL_OK);
	must(zgl_privkey_write_der(key, &der) == ZGL_OK);
	zgl_privkey_free(key);
	must(zgl_dname_parse(ZGL_SV("example.nl"), &file.domain)
		== ZGL_DNAME_OK);
	must(zgl_dname_parse(ZGL_SV("s"), &file.selector) == ZGL_DNAME_OK);
	file.private_der = zgl_buf_sv(&der);
	must(zgl_keyring_new(&config, &ring) == ZGL_OK);
}

static void make_desk(uint8_t flags)
{
	bool marks = (flags & MARKS) != 0, outside = (flags & OUTSIDE) != 0;
	struct zgl_maildesk_config config = { .conf = &conf,
		.engine = engine,
		.keyring = ring,
		.window = &window,
		.now_s = 1700000000,
		.tell = check_line };

	conf.verify.policy.dkim[ZGL_DKIM_NONE] =
		marks ? ZGL_DISPOSE_MARK : ZGL_DISPOSE_ACCEPT;
	conf.spf.check = conf.spf.check_helo = conf.spf.explain = outside;
	conf.dmarc.check = outside;
	must(zgl_maildesk_new(&config, &desk) == ZGL_OK);
}

static void make_all(void)
{
	const struct zgl_log_config quiet = { .to_stderr = false };

	zgl_log_open(&quiet);
	conf = (struct zgl_conf){ .authserv_id = claims[0],
		.claims = claims,
		.claim_count = ZGL_COUNT(claims),
		.limits = ZGL_LIMITS_DEFAULT };
	conf.limits.header_octets = (size_t)64 * 1024;
	conf.limits.field_octets = (size_t)8 * 1024;
	conf.limits.fields = 200;
	conf.verify.max_rsa_bits = 4096;
	conf.verify.mark_name = ZGL_SV("X-Spam-Flag");
	conf.verify.mark_value = ZGL_SV("YES");
	conf.verify.policy = ZGL_JUDGE_POLICY_DEFAULT;
	conf.verify.mark_subject = ZGL_SV("[X]");
	must(zgl_engine_new(&engine) == ZGL_OK);
	make_ring();
	make_record(&spf,
		"v=spf1 include:a.%{h} mx exists:%{i}.%{l} ptr a:%{d2}"
		" exp=b.%{d} -all");
	make_record(&dmarc, "v=DMARC1; p=reject");
}

/* ---- the header, as the MTA has it ---- */

struct field {
	zgl_sv name, value;
};

struct mta {
	struct field fields[FIELDS_MOST];
	size_t count;
};

static struct mta mta;

/* Without the white space at its end, as MTAs compare it. */
static zgl_sv bare(zgl_sv name)
{
	while (name.n > 0
		&& (name.p[name.n - 1] == ' ' || name.p[name.n - 1] == '\t'))
		name.n--;
	return name;
}

static void insert_at(size_t at, struct field field)
{
	must(at <= mta.count && mta.count < FIELDS_MOST);
	memmove(&mta.fields[at + 1], &mta.fields[at],
		(mta.count - at) * sizeof(field));
	mta.fields[at] = field;
	mta.count++;
}

static void change(uint32_t index, struct field field)
{
	size_t at = 0;

	for (; at < mta.count; at++) {
		if (zgl_sv_ieq(bare(mta.fields[at].name), field.name)
			&& --index == 0)
			break;
	}
	must(at < mta.count);
	mta.fields[at].value = field.value;
	if (field.value.n > 0)
		return;
	mta.count--;
	memmove(&mta.fields[at], &mta.fields[at + 1],
		(mta.count - at) * sizeof(field));
}

static struct field read_field(zgl_sv data)
{
	struct field field;

	must(zgl_sv_split(&data, '\0', &field.name));
	must(zgl_sv_split(&data, '\0', &field.value));
	must(data.p != NULL && data.n == 0); /* no NUL but those two */
	return field;
}

static uint32_t read_index(zgl_sv data)
{
	uint32_t index = 0;

	must(data.n > 4);
	for (size_t i = 0; i < 4; i++)
		index = index << 8 | (unsigned char)data.p[i];
	return index;
}

/* Does what a reply says; 'y' or 'c' for one that ends the message. */
static char apply(const struct zgl_milterpacket *p)
{
	switch (p->command) {
	case 'h': insert_at(mta.count, read_field(p->data)); return 0;
	case 'i':
		insert_at(read_index(p->data),
			read_field(zgl_sv_skip(p->data, 4)));
		return 0;
	case 'm':
		change(read_index(p->data),
			read_field(zgl_sv_skip(p->data, 4)));
		return 0;
	default:
		must(p->command == 'y' || p->command == 'c');
		return (char)p->command;
	}
}

static char apply_all(zgl_sv out, size_t *replies_r)
{
	struct zgl_milterpacket packet;
	char last = 0;
	size_t n;

	for (*replies_r = 0; out.n > 0; ++*replies_r) {
		must(last == 0);
		must(zgl_milterwire_next(out, TEXT_MOST, &packet, &n)
			== ZGL_MILTERWIRE_PACKET);
		last = apply(&packet);
		out = zgl_sv_skip(out, n);
	}
	return last;
}

static void check_delivered(uint8_t flags)
{
	bool is_signed = false, verifies = (flags & SIGNS) == 0;

	for (size_t i = 0; i < mta.count; i++) {
		zgl_sv name = bare(mta.fields[i].name);
		is_signed |= i == 0 && zgl_sv_eq(name, ZGL_SV("DKIM-Signature"))
			&& zgl_sv_find(mta.fields[i].value, '\r')
				== mta.fields[i].value.n;
		if (!zgl_sv_ieq(name, ZGL_SV("Authentication-Results")))
			continue;
		must(zgl_authclaim_is_ours(mta.fields[i].value, claims, 1)
			== (i == 0 && verifies));
	}
	must(is_signed || verifies || (flags & MUST) == 0);
}

/* ---- one message ---- */

static unsigned readies;

static void on_ready(void *to)
{
	(void)to;
	readies++;
}

/* Gives the fields; what is left is the body. */
static zgl_sv give_fields(struct zgl_mailjob *job, zgl_sv rest)
{
	struct field field;

	mta.count = 0;
	while (zgl_sv_split(&rest, '\0', &field.name) && field.name.n > 0
		&& mta.count < FIELDS_MOST / 2) {
		if (!zgl_sv_split(&rest, '\0', &field.value))
			field.value = ZGL_SV("");
		must(zgl_mailjob_face.field(job, field.name, field.value)
			== ZGL_OK);
		mta.fields[mta.count++] = field;
	}
	return rest;
}

static void end(struct zgl_mailjob *job, const struct zgl_envelope *envelope,
	uint8_t flags, struct zgl_buf *out)
{
	enum zgl_mailstep step;

	must(zgl_mailjob_face.end(job, envelope, out, &step) == ZGL_OK);
	if (step == ZGL_MAIL_DONE)
		return;
	must(step == ZGL_MAIL_WAIT && out->n == 0 && window.late);
	if (flags & NEVER)
		zgl_mailjob_time_is_up(job);
	else
		answer_all();
	must(readies == 1);
	must(zgl_mailjob_face.end(job, envelope, out, &step) == ZGL_OK);
	must(step == ZGL_MAIL_DONE);
}

static void run(struct zgl_mailjob *job, uint8_t flags, zgl_sv input)
{
	struct zgl_envelope envelope = { .host = zgl_sv_head(input, 20),
		.helo = input,
		.mail_from = zgl_sv_skip(input, 7),
		.family = flags & IPV6 ? AF_INET6 : AF_INET };
	enum zgl_mailstep step;
	struct zgl_buf out;
	size_t replies;

	memcpy(envelope.octets, input.p, input.n < 16 ? input.n : 16);
	zgl_buf_begin(&out, TEXT_MOST);
	must(zgl_mailjob_face.begin(job, &envelope) == ZGL_OK);
	zgl_sv rest = give_fields(job, input);
	must(zgl_mailjob_face.end_header(job, &envelope, &step) == ZGL_OK);
	for (; rest.n > 0; rest = zgl_sv_skip(rest, 100))
		must(zgl_mailjob_face.body(job, zgl_sv_head(rest, 100), &step)
			== ZGL_OK);
	end(job, &envelope, flags, &out);
	char last = apply_all(zgl_buf_sv(&out), &replies);
	must(last == 'c' || (last == 'y' && replies == 1));
	if (last == 'c')
		check_delivered(flags);
	zgl_mailjob_face.abort(job);
	zgl_buf_free(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct zgl_conf_listener listener = { .title = "x" };
	struct zgl_miltersession session = { .may = ZGL_MILTER_MAY_CHANGE };
	struct zgl_mailjob *job;

	if (size == 0)
		return 0;
	if (engine == NULL)
		make_all();
	make_desk(data[0]);
	listener.role = data[0] & SIGNS ? ZGL_ROLE_SIGN : ZGL_ROLE_VERIFY;
	listener.must_sign = (data[0] & MUST) != 0;
	if ((data[0] & NO_SPACE) == 0)
		session.may |= ZGL_MILTER_LEADING_SPACE;
	window.late = (data[0] & (LATE | NEVER)) != 0;
	window.count = readies = 0;
	must(zgl_mailjob_new(desk, &listener, &session, on_ready, NULL, &job)
		== ZGL_OK);
	run(job, data[0], (zgl_sv){ (const char *)data + 1, size - 1 });
	zgl_mailjob_free(job);
	answer_all(); /* nobody is there any more */
	zgl_maildesk_free(desk);
	return 0;
}
