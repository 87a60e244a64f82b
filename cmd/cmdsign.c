/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "cmd/cmds.h"
#include "cmd/jsonl.h"
#include "cmd/keyio.h"
#include "cmd/msgread.h"
#include "cmd/named.h"
#include "cmd/say.h"
#include "cmd/world.h"
#include "zegel/dkim/dkimsign.h"
#include "zegel/mail/crlf.h"
#include "zegel/sig/authordomain.h"

#define KEYS_MOST  16
#define NAMES_MOST 128
#define COPY_CHUNK ((size_t)32 * 1024)

#define SYNOPSIS "sign -d DOMAIN -k SELECTOR:FILE [OPTION ...] [FILE]"

struct names {
	zgl_sv at[NAMES_MOST];
	size_t count;
};

struct job {
	const char *domain, *canon, *fields, *oversign, *identity;
	struct zgl_texts keys; /* SELECTOR:FILE */
	int64_t expire_in_s;
	bool field_only;
};

struct run {
	struct zgl_call *call;
	struct zgl_world world;
	struct zgl_privkey *privkeys[KEYS_MOST];
	struct zgl_dkimsign_key keys[KEYS_MOST];
	size_t count;
	struct names fields, oversign;
	struct zgl_dkimsign *sign;
	struct zgl_msgread read;
};

static int mistake(const char *option, const char *text, const char *why)
{
	zgl_say_error("%s %s: %s", option, text, why);
	return ZGL_EXIT_USAGE;
}

/* "relaxed", "relaxed/simple": the part that is left out is simple. */
static int read_canon(const char *text, struct zgl_dkimsign_config *config)
{
	zgl_sv rest = zgl_sv_of(text), word;
	enum zgl_canon *const parts[] = { &config->header_canon,
		&config->body_canon };

	config->body_canon = ZGL_CANON_SIMPLE;
	for (size_t i = 0; zgl_sv_split(&rest, '/', &word); i++) {
		bool relaxed = zgl_sv_eq(word, ZGL_SV("relaxed"));
		if (i == ZGL_COUNT(parts)
			|| (!relaxed && !zgl_sv_eq(word, ZGL_SV("simple"))))
			return mistake("-c", text,
				"expected simple or relaxed for the header,"
				" \"/\", and the same for the body");
		*parts[i] = relaxed ? ZGL_CANON_RELAXED : ZGL_CANON_SIMPLE;
	}
	return ZGL_EXIT_OK;
}

/* "From:To:Subject"; an empty text is an empty list. */
static int read_names(const char *option, const char *text, struct names *names)
{
	zgl_sv rest = zgl_sv_of(text), name;

	names->count = 0;
	while (text[0] != '\0' && zgl_sv_split(&rest, ':', &name)) {
		if (names->count == NAMES_MOST)
			return mistake(option, text, "has too many names");
		names->at[names->count++] = zgl_sv_trim_wsp(name);
	}
	return ZGL_EXIT_OK;
}

static bool has_name(const struct names *names, zgl_sv name)
{
	for (size_t i = 0; i < names->count; i++) {
		if (zgl_sv_ieq(names->at[i], name))
			return true;
	}
	return false;
}

/* --fields says what is signed: a name that is not in it must not come in
 * through the default list. */
static void oversign_listed(struct run *run)
{
	for (size_t i = 0; i < zgl_dkimsign_oversign_count; i++) {
		zgl_sv name = zgl_dkimsign_oversign[i];
		if (has_name(&run->fields, name))
			run->oversign.at[run->oversign.count++] = name;
	}
}

static int read_names_options(struct run *run, const struct job *job,
	struct zgl_dkimsign_config *config)
{
	int code = ZGL_EXIT_OK;

	if (job->fields != NULL) {
		code = read_names("--fields", job->fields, &run->fields);
		config->fields = run->fields.at;
		config->field_count = run->fields.count;
	}
	if (code != ZGL_EXIT_OK
		|| (job->fields == NULL && job->oversign == NULL))
		return code;
	if (job->oversign != NULL)
		code = read_names("--oversign", job->oversign, &run->oversign);
	else
		oversign_listed(run);
	config->oversign = run->oversign.at;
	config->oversign_count = run->oversign.count;
	return code;
}

static int read_options(struct run *run, const struct job *job,
	struct zgl_dkimsign_config *config)
{
	int code = ZGL_EXIT_OK;

	zgl_dkimsign_config_default(config);
	config->engine = run->world.engine;
	config->limits = &run->world.limits;
	config->identity = zgl_sv_of(job->identity);
	config->expire_in_s = job->expire_in_s;
	if (job->canon != NULL)
		code = read_canon(job->canon, config);
	return code == ZGL_EXIT_OK ? read_names_options(run, job, config)
				   : code;
}

/* SELECTOR:FILE */
static int read_key(
	struct run *run, const struct zgl_dname *domain, const char *text)
{
	struct zgl_dkimsign_key *key = &run->keys[run->count];
	const char *colon = strchr(text, ':');

	if (colon == NULL || colon[1] == '\0')
		return mistake("-k", text,
			"expected a selector, \":\", and the file of the key");
	zgl_sv selector = { text, (size_t)(colon - text) };
	key->domain = *domain;
	int code = zgl_named_selector(selector, &key->selector);
	if (code == ZGL_EXIT_OK)
		code = zgl_keyio_read(colon + 1, run->world.engine,
			&run->privkeys[run->count]);
	if (code != ZGL_EXIT_OK)
		return code;
	key->key = zgl_privkey_signkey(run->privkeys[run->count]);
	zgl_keyio_advise(colon + 1, &key->key);
	run->count++;
	return ZGL_EXIT_OK;
}

static int read_keys(struct run *run, const struct job *job)
{
	struct zgl_dname domain;

	if (job->keys.count > KEYS_MOST)
		return mistake(
			"-k", job->keys.at[KEYS_MOST], "there may be 16 keys");
	int code = zgl_named_domain(job->domain, &domain);
	for (size_t i = 0; i < job->keys.count && code == ZGL_EXIT_OK; i++)
		code = read_key(run, &domain, job->keys.at[i]);
	return code;
}

static int make_signer(struct run *run, const struct job *job)
{
	struct zgl_dkimsign_config config;
	const char *why = NULL;

	int code = read_options(run, job, &config);
	if (code == ZGL_EXIT_OK)
		code = read_keys(run, job);
	if (code != ZGL_EXIT_OK)
		return code;
	enum zgl_err err = zgl_dkimsign_new(
		&config, run->keys, run->count, &run->sign, &why);
	if (err == ZGL_OK)
		return ZGL_EXIT_OK;
	zgl_say_error(
		"cannot sign: %s", why != NULL ? why : zgl_err_sentence(err));
	return err == ZGL_EUSAGE ? ZGL_EXIT_USAGE : zgl_exits_of_err(err);
}

static int fail(const struct run *run, enum zgl_err err)
{
	zgl_msgread_say(&run->read, zgl_err_sentence(err));
	return zgl_exits_of_err(err);
}

static int refuse(const struct run *run, enum zgl_dkimsign_refusal refusal)
{
	zgl_sv field = zgl_dkimsign_refused_field(run->sign);
	char text[256];

	snprintf(text, sizeof(text), "cannot be signed: %s%s%.*s%s",
		zgl_dkimsign_refusal_sentence(refusal), field.n > 0 ? " (" : "",
		field.n < 64 ? (int)field.n : 64, field.n > 0 ? field.p : "",
		field.n > 0 ? ")" : "");
	zgl_msgread_say(&run->read, text);
	return ZGL_EXIT_DATA;
}

/* Such a signature is valid, and vouches for nobody whom the reader sees. */
static enum zgl_err warn_of_author(const struct run *run,
	const struct zgl_header *header, struct zgl_arena *a)
{
	const struct zgl_dname *domain = &run->keys[0].domain;
	struct zgl_dname author;
	enum zgl_authorfault fault;
	char text[2 * ZGL_DNAME_MAX + 64];

	ZGL_TRY(zgl_authordomain_find(
		header, &run->world.limits, a, &author, &fault));
	if (fault != ZGL_AUTHORFAULT_NONE)
		zgl_msgread_say(&run->read, zgl_authorfault_sentence(fault));
	else if (!zgl_dname_within(&author, domain)) {
		snprintf(text, sizeof(text),
			"From is of %s, which is not within %s", author.text,
			domain->text);
		zgl_msgread_say(&run->read, text);
	}
	return ZGL_OK;
}

static int take_header(
	void *to, const struct zgl_header *header, struct zgl_arena *a)
{
	struct run *run = to;
	enum zgl_dkimsign_refusal refusal;
	enum zgl_err err = zgl_dkimsign_begin(
		run->sign, header, a, zgl_world_now(&run->world), &refusal);

	if (err != ZGL_OK)
		return fail(run, err);
	if (refusal != ZGL_DKIMSIGN_REFUSE_NONE)
		return refuse(run, refusal);
	err = warn_of_author(run, header, a);
	return err == ZGL_OK ? ZGL_EXIT_OK : fail(run, err);
}

static int take_body(void *to, zgl_sv octets)
{
	struct run *run = to;
	enum zgl_err err = zgl_dkimsign_body(run->sign, octets);

	return err == ZGL_OK ? ZGL_EXIT_OK : fail(run, err);
}

static int take_end(void *to)
{
	struct run *run = to;
	enum zgl_err err = zgl_dkimsign_end(run->sign);

	return err == ZGL_OK ? ZGL_EXIT_OK : fail(run, err);
}

static const struct zgl_msgread_face face = { take_header, take_body,
	take_end };

static void put_octets(void *to, const char *p, size_t n)
{
	fwrite(p, 1, n, to);
}

static void put_fields(const struct run *run)
{
	for (size_t i = 0; i < run->count; i++) {
		zgl_sv field = zgl_dkimsign_field(run->sign, i);
		put_octets(run->call->out, field.p, field.n);
		put_octets(run->call->out, "\r\n", 2);
	}
}

static int put_json(const struct run *run, const struct zgl_source *source)
{
	json_t *list = json_array();
	int failed = 0;

	for (size_t i = 0; i < run->count; i++)
		failed |= json_array_append_new(
			list, zgl_jsonl_text(zgl_dkimsign_field(run->sign, i)));
	if (failed != 0) {
		json_decref(list);
		list = NULL;
	}
	json_t *object = json_pack("{so so}", "file",
		zgl_jsonl_text(zgl_sv_of(source->path)), "fields", list);
	return zgl_jsonl_write(run->call->out, object) ? ZGL_EXIT_OK
						       : ZGL_EXIT_OS;
}

/* The second pass: the message as it was signed. */
static int put_message(const struct run *run, struct zgl_source *source)
{
	struct zgl_crlf crlf;
	char chunk[COPY_CHUNK];
	size_t n = 1;
	int code = ZGL_EXIT_OK;

	zgl_crlf_begin(&crlf, put_octets, run->call->out);
	while (code == ZGL_EXIT_OK && n > 0 && !ferror(run->call->out)) {
		code = zgl_source_read(source, chunk, sizeof(chunk), &n);
		if (code == ZGL_EXIT_OK)
			zgl_crlf_feed(&crlf, chunk, n);
	}
	return code;
}

static int sign_source(
	struct run *run, struct zgl_source *source, bool with_message)
{
	int code = zgl_msgread_source(&run->read, source, false);

	if (code != ZGL_EXIT_OK)
		return code;
	if (run->call->common.json)
		return put_json(run, source);
	if (with_message)
		code = zgl_source_again(source);
	if (code == ZGL_EXIT_OK)
		put_fields(run);
	if (code == ZGL_EXIT_OK && with_message)
		code = put_message(run, source);
	return code;
}

static int sign_file(struct run *run, const struct job *job)
{
	struct zgl_source source;
	bool with_message = !job->field_only && !run->call->common.json;
	const char *path =
		run->call->operand_count > 0 ? run->call->operands[0] : "-";

	int code =
		zgl_msgread_begin(&run->read, &face, run, &run->world.limits);
	run->read.alone = true;
	if (code == ZGL_EXIT_OK)
		code = zgl_source_open(&source, path, with_message);
	if (code != ZGL_EXIT_OK)
		return code;
	code = sign_source(run, &source, with_message);
	zgl_source_close(&source);
	return code;
}

static int sign(struct zgl_call *call, const struct job *job)
{
	struct run run = { .call = call };

	int code = zgl_world_open(&run.world, &call->common);
	if (code == ZGL_EXIT_OK)
		code = make_signer(&run, job);
	if (code == ZGL_EXIT_OK)
		code = sign_file(&run, job);
	zgl_msgread_free(&run.read);
	zgl_dkimsign_free(run.sign);
	for (size_t i = 0; i < run.count; i++)
		zgl_privkey_free(run.privkeys[i]);
	zgl_world_close(&run.world);
	return code;
}

// clang-format off
int zgl_cmdsign(struct zgl_call *call)
{
	struct job job = { 0 };
	const struct zgl_option options[] = {
		{ "domain", 'd', ZGL_OPTION_TEXT, &job.domain, "DOMAIN",
			"the signing domain (d=)", 0, 0 },
		{ "key", 'k', ZGL_OPTION_TEXTS, &job.keys, "SELECTOR:FILE",
			"sign with this private key; may come again, a"
			" signature for each", 0, 0 },
		{ "canonicalization", 'c', ZGL_OPTION_TEXT, &job.canon,
			"HEADER/BODY",
			"each simple or relaxed (relaxed/relaxed)", 0, 0 },
		{ "fields", 0, ZGL_OPTION_TEXT, &job.fields, "LIST",
			"sign these fields where present, colons between"
			" (those of RFC 6376 section 5.4.1 and some more)",
			0, 0 },
		{ "oversign", 0, ZGL_OPTION_TEXT, &job.oversign, "LIST",
			"sign these once more, so that none can be added", 0, 0 },
		{ "identity", 'i', ZGL_OPTION_TEXT, &job.identity, "AUID",
			"i=, an address within the domain (none)", 0, 0 },
		{ "expire-in", 0, ZGL_OPTION_NUMBER, &job.expire_in_s,
			"SECONDS",
			"x=, so long after now (never)",
			1, INT64_C(3153600000) },
		{ "field-only", 0, ZGL_OPTION_FLAG, &job.field_only, NULL,
			"write the new fields only, not the message", 0, 0 },
	};
	const struct zgl_usage usage = { SYNOPSIS,
		"Signs a message, a file or standard input, and writes it with"
		" the new\nDKIM-Signature fields on top and CRLF lines."
		" With --json: the fields only.\n",
		options, ZGL_COUNT(options), 1, NULL };
	// clang-format on

	int code = zgl_options_read(call, &usage);
	if (code != ZGL_GO_ON)
		return code;
	if (job.domain == NULL)
		return zgl_options_missing(SYNOPSIS, "-d DOMAIN");
	if (job.keys.count == 0)
		return zgl_options_missing(SYNOPSIS, "-k SELECTOR:FILE");
	return sign(call, &job);
}
