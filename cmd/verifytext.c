/* SPDX-License-Identifier: ISC */
#define _POSIX_C_SOURCE 200809L /* gmtime_r */
#include "cmd/verifytext.h"

#include <string.h>
#include <time.h>

#include "cmd/explain.h"
#include "cmd/judgetext.h"
#include "cmd/say.h"
#include "cmd/verdict.h"
#include "zegel/base/num.h"

#define NAMES_OCTETS ((size_t)512 * 1024)
#define TIME_OCTETS  48
#define DOMAINS_SAID 3 /* in the headline */

static enum zgl_say_style style_of(enum zgl_dkim_result result)
{
	switch (result) {
	case ZGL_DKIM_PASS: return ZGL_SAY_GOOD;
	case ZGL_DKIM_TEMPERROR: return ZGL_SAY_UNSURE;
	default: return ZGL_SAY_BAD;
	}
}

static size_t count_of(
	const struct zgl_dkimverify *verify, enum zgl_dkim_result result)
{
	size_t count = 0;

	for (size_t i = 0; i < zgl_dkimverify_count(verify); i++)
		count += zgl_dkimverify_verdict(verify, i)->result == result;
	return count;
}

static bool passes(const struct zgl_dkimverify *verify, size_t i)
{
	return zgl_dkimverify_verdict(verify, i)->result == ZGL_DKIM_PASS;
}

static const struct zgl_dname *domain_of(
	const struct zgl_dkimverify *verify, size_t i)
{
	return &zgl_dkimverify_verdict(verify, i)->sig->domain;
}

/* True when a signature before i passes for the same domain. */
static bool was_said(const struct zgl_dkimverify *verify, size_t i)
{
	for (size_t j = 0; j < i; j++) {
		if (passes(verify, j)
			&& zgl_dname_eq(
				domain_of(verify, j), domain_of(verify, i)))
			return true;
	}
	return false;
}

/* "Verified" alone would say nothing: anybody can sign with a domain of his
 * own. */
static void show_for_whom(FILE *to, const struct zgl_dkimverify *verify)
{
	size_t said = 0;

	for (size_t i = 0; i < zgl_dkimverify_count(verify); i++) {
		if (!passes(verify, i) || was_said(verify, i))
			continue;
		if (said == DOMAINS_SAID) {
			fputs(" and others", to);
			return;
		}
		fprintf(to, "%s%s", said == 0 ? " for " : " and ",
			domain_of(verify, i)->text);
		said++;
	}
}

/* A parent and its child may stand for each other, as in DMARC. */
static bool stands_for_author(
	const struct zgl_dname *domain, const struct zgl_dname *author)
{
	return zgl_dname_within(domain, author)
		|| zgl_dname_within(author, domain);
}

static void show_author(FILE *to, const struct zgl_verified *what)
{
	if (count_of(what->verify, ZGL_DKIM_PASS) == 0)
		return;
	if (what->author_fault != ZGL_AUTHORFAULT_NONE) {
		zgl_say_rowf(to, "author",
			"%s: whose signature it should have cannot be told",
			zgl_authorfault_sentence(what->author_fault));
		return;
	}
	for (size_t i = 0; i < zgl_dkimverify_count(what->verify); i++) {
		if (passes(what->verify, i)
			&& stands_for_author(
				domain_of(what->verify, i), what->author))
			return;
	}
	zgl_say_rowf(to, "author",
		"From is of %s: no passing signature is of that domain",
		what->author->text);
}

static void show_file(FILE *to, const struct zgl_verified *what)
{
	zgl_say_text(to,
		zgl_sv_of(strcmp(what->file, "-") == 0 ? "standard input"
						       : what->file));
	if (what->mbox)
		fprintf(to, ", message %lu", what->number);
	fputs(": ", to);
}

static void show_headline(
	const struct zgl_call *call, const struct zgl_verified *what)
{
	size_t all = zgl_dkimverify_count(what->verify);
	size_t good = count_of(what->verify, ZGL_DKIM_PASS);
	size_t unsure = count_of(what->verify, ZGL_DKIM_TEMPERROR);

	if (good > 0)
		zgl_say_styled(
			call->out, call->coloured, ZGL_SAY_GOOD, "verified");
	else if (unsure > 0)
		zgl_say_styled(
			call->out, call->coloured, ZGL_SAY_UNSURE, "undecided");
	else
		zgl_say_styled(call->out, call->coloured, ZGL_SAY_BAD,
			all == 0 ? "not signed" : "not verified");
	show_for_whom(call->out, what->verify);
	if (all == 1)
		fprintf(call->out, ", its one signature %s",
			good == 1 ? "passes" : "does not pass");
	else if (all > 1)
		fprintf(call->out, ", %zu of %zu signatures pass%s", good, all,
			good == 1 ? "es" : "");
	fputc('\n', call->out);
}

static void show_key(FILE *to, const struct zgl_dkim_verdict *verdict)
{
	const struct zgl_dkimsig *sig = verdict->sig;
	static const char *const dnssec[] = {
		[ZGL_DNSSEC_UNKNOWN] = "not checked with DNSSEC",
		[ZGL_DNSSEC_SECURE] = "secured by DNSSEC",
		[ZGL_DNSSEC_INSECURE] = "not secured by DNSSEC",
		[ZGL_DNSSEC_BOGUS] = "bogus by DNSSEC",
	};

	if (verdict->key_bits > 0)
		zgl_say_rowf(to, "key", "%s, %u bits, %s",
			sig->key_alg == ZGL_KEY_RSA ? "RSA" : "Ed25519",
			verdict->key_bits, dnssec[verdict->dnssec]);
	if (zgl_verdict_is_about_key(verdict->reason))
		zgl_say_rowf(to, "asked", "TXT %s._domainkey.%s",
			sig->selector.text, sig->domain.text);
}

static size_t times_in(const struct zgl_names *names, zgl_sv name)
{
	size_t times = 0;

	for (size_t i = 0; i < names->count; i++)
		times += zgl_sv_ieq(names->at[i], name);
	return times;
}

static bool came_before(const struct zgl_names *names, size_t i)
{
	for (size_t j = 0; j < i; j++) {
		if (zgl_sv_ieq(names->at[j], names->at[i]))
			return true;
	}
	return false;
}

/* A list of the names for which the header has some (`present`), or for which
 * h= has more than the header, so that none can be added. */
static void list_names(struct zgl_buf *list, const struct zgl_header *header,
	const struct zgl_names *names, bool present)
{
	size_t before = list->n;

	for (size_t i = 0; i < names->count; i++) {
		zgl_sv name = names->at[i];
		size_t there = zgl_header_count(header, name);
		bool fits = present ? there > 0 : times_in(names, name) > there;
		if (!fits || came_before(names, i))
			continue;
		if (list->n > before)
			zgl_buf_text(list, ", ");
		zgl_buf_put(list, name);
	}
}

static void show_signed(FILE *to, const struct zgl_header *header,
	const struct zgl_dkimsig *sig)
{
	struct zgl_buf list;

	zgl_buf_begin(&list, NAMES_OCTETS);
	list_names(&list, header, &sig->names, true);
	if (sig->body_length == ZGL_BODY_WHOLE)
		zgl_buf_text(&list, "; the whole body");
	else {
		zgl_buf_text(&list, "; of the body ");
		zgl_buf_num(&list, sig->body_length);
		zgl_buf_text(&list, " octets");
	}
	zgl_say_row(to, "signed", zgl_buf_sv(&list));
	zgl_buf_free(&list);
}

static void show_sealed(FILE *to, const struct zgl_header *header,
	const struct zgl_dkimsig *sig)
{
	struct zgl_buf list;

	zgl_buf_begin(&list, NAMES_OCTETS);
	zgl_buf_text(&list, "no further ");
	size_t before = list.n;
	list_names(&list, header, &sig->names, false);
	bool any = list.n > before;
	zgl_buf_text(&list, " can be added");
	if (any)
		zgl_say_row(to, "sealed", zgl_buf_sv(&list));
	zgl_buf_free(&list);
}

static bool same_fields(
	const struct zgl_dkimsig *a, const struct zgl_dkimsig *b)
{
	bool same = a->body_length == b->body_length
		&& a->names.count == b->names.count;

	for (size_t i = 0; i < a->names.count && same; i++)
		same = zgl_sv_ieq(a->names.at[i], b->names.at[i]);
	return same;
}

/* Signatures made together cover the same: said once. */
static void show_fields(FILE *to, const struct zgl_verified *what, size_t i)
{
	const struct zgl_dkimsig *sig =
		zgl_dkimverify_verdict(what->verify, i)->sig;

	if (i > 0
		&& same_fields(zgl_dkimverify_verdict(what->verify, i - 1)->sig,
			sig)) {
		zgl_say_row(to, "signed", ZGL_SV("the same as above"));
		return;
	}
	show_signed(to, what->header, sig);
	show_sealed(to, what->header, sig);
}

static const char *time_text(int64_t time_s, char text[TIME_OCTETS])
{
	time_t t = (time_t)time_s;
	struct tm tm;

	if (gmtime_r(&t, &tm) == NULL
		|| strftime(text, TIME_OCTETS, "%Y-%m-%d %H:%M:%S UTC", &tm)
			== 0)
		snprintf(text, TIME_OCTETS, "in a far future");
	return text;
}

static void show_making(FILE *to, const struct zgl_dkimsig *sig)
{
	char made[TIME_OCTETS] = "", expires[TIME_OCTETS] = "";

	if (sig->signed_at_s != ZGL_NO_TIME)
		time_text(sig->signed_at_s, made);
	if (sig->expires_at_s != ZGL_NO_TIME)
		time_text(sig->expires_at_s, expires);
	zgl_say_rowf(to, "made", "%s%s%.*s, %s%s%s", made,
		made[0] != '\0' ? " with " : "with ", ZGL_SAY(sig->algorithm),
		zgl_verdict_canonicalization(sig),
		expires[0] != '\0' ? "; expires " : "", expires);
}

/* The limit that applied, which an option may have set, and a way out. */
static void show_bits_hint(FILE *to, const struct zgl_dkimverify_config *config,
	enum zgl_dkim_reason reason)
{
	unsigned least = config->min_rsa_bits, most = config->max_rsa_bits;

	if (reason == ZGL_DKIM_REASON_KEY_SMALL)
		zgl_say_rowf(to, "hint",
			"At least %u bits are asked for here (--min-rsa-bits),"
			" shorter keys can be broken: make one of %u. To read"
			" old mail set a lower limit.",
			least, least > 2048 ? least : 2048);
	else
		zgl_say_rowf(to, "hint",
			"At most %u bits are taken here (--max-rsa-bits),"
			" longer keys cost too much time: make a shorter one,"
			" 2048 bits will do, or set a higher limit.",
			most);
}

/* A hint is said at the first signature that it fits. */
static void show_hint(FILE *to, const struct zgl_verified *what, size_t i)
{
	enum zgl_dkim_reason reason =
		zgl_dkimverify_verdict(what->verify, i)->reason;
	const char *hint = zgl_verdict_hint(reason);

	for (size_t j = 0; j < i; j++) {
		if (zgl_dkimverify_verdict(what->verify, j)->reason == reason)
			return;
	}
	if (reason == ZGL_DKIM_REASON_KEY_SMALL
		|| reason == ZGL_DKIM_REASON_KEY_LARGE)
		show_bits_hint(to, &what->set->judge.dkim, reason);
	else if (hint != NULL)
		zgl_say_rowf(to, "hint", "%s", hint);
}

static void show_warnings(FILE *to, unsigned warnings)
{
	for (unsigned i = 0; i < ZGL_DKIM_WARNINGS; i++) {
		if ((warnings & 1U << i) != 0)
			zgl_say_rowf(to, "warning", "%s",
				zgl_dkim_warning_sentence(
					(enum zgl_dkim_warning)i));
	}
}

static void show_whose(FILE *to, const struct zgl_dkimsig *sig)
{
	if (sig->domain.n == 0) {
		fputs("  a signature whose domain cannot be read\n", to);
		return;
	}
	fprintf(to, "  %s", sig->domain.text);
	if (sig->selector.n > 0)
		fprintf(to, ", selector %s", sig->selector.text);
	fputc('\n', to);
}

/* rfc6376#3.5: i= is "@" and the domain when it is not said. */
static void show_identity(FILE *to, const struct zgl_dkimsig *sig)
{
	zgl_sv identity = sig->identity;

	if (identity.n == 0
		|| (identity.p[0] == '@'
			&& zgl_sv_ieq(zgl_sv_skip(identity, 1),
				zgl_dname_sv(&sig->domain))))
		return;
	zgl_say_row(to, "identity", identity);
}

static void show_signature(
	const struct zgl_call *call, const struct zgl_verified *what, size_t i)
{
	const struct zgl_dkim_verdict *verdict =
		zgl_dkimverify_verdict(what->verify, i);
	FILE *to = call->out;

	fputs(what->judgement->dmarc != NULL ? "  DKIM   " : "  ", to);
	zgl_say_styled(to, call->coloured, style_of(verdict->result),
		zgl_dkim_result_word(verdict->result));
	show_whose(to, verdict->sig);
	zgl_say_rowf(to, "reason", "%s%s%s",
		zgl_dkim_reason_sentence(verdict->reason),
		verdict->detail != NULL ? ": " : "",
		verdict->detail != NULL ? verdict->detail : "");
	show_hint(to, what, i);
	show_key(to, verdict);
	if (verdict->sig->fault == ZGL_DKIM_REASON_VERIFIED) {
		show_identity(to, verdict->sig);
		show_making(to, verdict->sig);
		show_fields(to, what, i);
	}
	show_warnings(to, verdict->warnings);
}

static void show_signatures(
	const struct zgl_call *call, const struct zgl_verified *what)
{
	size_t count = zgl_dkimverify_count(what->verify);

	if (count == 0 && what->judgement->dmarc != NULL)
		fputs("  DKIM   none\n", call->out);
	if (count == 0)
		zgl_say_row(call->out, "reason",
			ZGL_SV("the header has no DKIM-Signature field: nobody"
			       " vouches for this message"));
	for (size_t i = 0; i < count; i++)
		show_signature(call, what, i);
}

struct steps {
	FILE *to;
	unsigned number;
};

static void show_step(void *to, zgl_sv step)
{
	struct steps *steps = to;

	steps->number++;
	size_t column = (size_t)fprintf(steps->to, "%3u. ", steps->number);
	zgl_say_wrapped(steps->to, column, column, step);
}

static void show_line(void *to, zgl_sv line)
{
	zgl_say_wrapped(to, 0, 4, line);
}

/* A line of the explanation that is no step of it. */
static enum zgl_err tell_line(const struct zgl_call *call,
	const struct zgl_verified *what, enum zgl_words words)
{
	char number[ZGL_NUM_TEXT];
	struct zgl_teller t;

	zgl_teller_begin(&t, what->set->lang, show_line, call->out);
	const char *file = strcmp(what->file, "-") == 0
		? zgl_explainwords(ZGL_WORDS_STDIN, what->set->lang)
		: what->file;
	ZGL_TELL(&t, words, zgl_sv_of(file),
		(zgl_sv){ number, zgl_num_write(what->number, number) });
	zgl_teller_step(&t);
	enum zgl_err err = t.text.err;
	zgl_teller_free(&t);
	return err;
}

static int explain(const struct zgl_call *call, const struct zgl_verified *what)
{
	struct steps steps = { .to = call->out };
	enum zgl_err err = tell_line(call, what,
		what->mbox ? ZGL_WORDS_HEAD_NUMBER : ZGL_WORDS_HEAD);

	if (err == ZGL_OK)
		err = zgl_explain(what, show_step, &steps);
	if (err == ZGL_OK && what->judgement->dmarc != NULL) {
		err = tell_line(call, what, ZGL_WORDS_FIELD);
		zgl_judgetext_field(call->out, what->judgement);
	}
	if (err != ZGL_OK)
		zgl_say_error("%s", zgl_err_sentence(err));
	return zgl_exits_of_err(err);
}

int zgl_verifytext_show(
	const struct zgl_call *call, const struct zgl_verified *what)
{
	bool judged = what->judgement->dmarc != NULL;

	if (what->set->explain)
		return explain(call, what);
	show_file(call->out, what);
	if (judged) {
		zgl_judgetext_headline(call, what);
		zgl_judgetext_spf(call, what);
	} else {
		show_headline(call, what);
		show_author(call->out, what);
	}
	show_signatures(call, what);
	if (judged)
		zgl_judgetext_dmarc(call, what);
	return ZGL_EXIT_OK;
}
