/* SPDX-License-Identifier: ISC */
#include <stddef.h>
#include <string.h>

#include "srv/conf/confread.h"
#include "zegel/base/ascii.h"

#define MARK_OCTETS    500 /* well under a line of 998 */
#define SUBJECT_OCTETS 100

/* A field of these names has a meaning that a mark would change, may stand only
 * once, or is one that we remove. */
// clang-format off
static const char *const not_added[] = {
	"Authentication-Results", "Bcc", "Cc", "Date", "DKIM-Signature", "From",
	"In-Reply-To", "Message-ID", "MIME-Version", "Received", "Received-SPF",
	"References", "Reply-To", "Return-Path", "Sender", "Subject", "To",
};
static const char *const not_begun[] = { "ARC-", "Content-", "List-", "Resent-" };
// clang-format on

void zgl_confread_disposition(struct zgl_confread *r,
	const struct zgl_confoption *option, const struct zgl_confitem *item)
{
	struct zgl_judge_policy alone = { 0 };
	enum zgl_disposition *at = zgl_confread_at(r, option);

	zgl_confread_word(r, option, item);
	memcpy((char *)&alone + option->at
			- offsetof(struct zgl_conf, verify.policy),
		at, sizeof(*at));
	const char *fault = zgl_judge_policy_fault(&alone);
	if (fault == NULL)
		return;
	zgl_conffaults_add(r->faults, item->line, "%s is '%.*s', but %s",
		option->name, ZGL_CONF_SHOW(item->text), fault);
	*at = ZGL_DISPOSE_ACCEPT;
}

static bool may_be_added(zgl_sv name)
{
	for (size_t i = 0; i < ZGL_COUNT(not_added); i++) {
		if (zgl_sv_ieq(name, zgl_sv_of(not_added[i])))
			return false;
	}
	for (size_t i = 0; i < ZGL_COUNT(not_begun); i++) {
		if (zgl_sv_istarts(name, zgl_sv_of(not_begun[i])))
			return false;
	}
	return true;
}

static bool is_name(zgl_sv name)
{
	for (size_t i = 0; i < name.n; i++) {
		if (!zgl_is_visible(name.p[i]))
			return false;
	}
	return name.n > 0;
}

/* rfc5322#2.2: what passes on every way, so US-ASCII that shows. */
static bool is_plain(zgl_sv text)
{
	for (size_t i = 0; i < text.n; i++) {
		if (!zgl_is_visible(text.p[i]) && text.p[i] != ' ')
			return false;
	}
	return true;
}

void zgl_confread_mark_field(struct zgl_confread *r,
	const struct zgl_confoption *option, const struct zgl_confitem *item)
{
	size_t colon = zgl_sv_find(item->text, ':');
	zgl_sv name = zgl_sv_head(item->text, colon);
	zgl_sv value = zgl_sv_trim_wsp(zgl_sv_skip(item->text, colon + 1));

	(void)option;
	r->conf->verify.mark_name = (zgl_sv){ NULL, 0 };
	r->conf->verify.mark_value = (zgl_sv){ NULL, 0 };
	if (item->text.n == 0)
		return;
	if (colon == item->text.n || !is_name(name) || value.n == 0
		|| !is_plain(value) || item->text.n > MARK_OCTETS) {
		zgl_confread_refuse(r, item,
			"a header field like \"X-Spam-Flag: YES\", in US-ASCII"
			" and of at most 500 octets");
		return;
	}
	if (!may_be_added(name)) {
		zgl_conffaults_add(r->faults, item->line,
			"mark-field is '%.*s', a field with a meaning of its"
			" own, expected one like \"X-Spam-Flag: YES\"",
			ZGL_CONF_SHOW(item->text));
		return;
	}
	r->conf->verify.mark_name = zgl_arena_copy(r->arena, name);
	r->conf->verify.mark_value = zgl_arena_copy(r->arena, value);
}

void zgl_confread_mark_subject(struct zgl_confread *r,
	const struct zgl_confoption *option, const struct zgl_confitem *item)
{
	zgl_sv *at = zgl_confread_at(r, option);

	if (is_plain(item->text) && item->text.n <= SUBJECT_OCTETS)
		*at = zgl_arena_copy(r->arena, item->text);
	else
		zgl_confread_refuse(
			r, item, "US-ASCII that shows, of at most 100 octets");
}

/* Marks by default are for who has a mark. */
static bool has_asked_for_marks(const struct zgl_confread *r)
{
	for (size_t i = 0; i < zgl_confoption_count; i++) {
		const struct zgl_confoption *option = &zgl_confoptions[i];
		if (option->read == zgl_confread_disposition && r->lines[i] > 0
			&& *(enum zgl_disposition *)zgl_confread_at(r, option)
				== ZGL_DISPOSE_MARK)
			return true;
	}
	return false;
}

static void check_mark(struct zgl_confread *r)
{
	unsigned line = zgl_confread_line(r, ZGL_CONF_VERIFYING, "mark-field");

	if (line == 0 || r->conf->verify.mark_name.n > 0
		|| r->conf->verify.mark_subject.n > 0
		|| zgl_conffaults_have(r->faults, line)
		|| !has_asked_for_marks(r))
		return;
	zgl_conffaults_add(r->faults, line,
		"mark-field and mark-subject are empty, so nothing would"
		" show a mark");
}

void zgl_confread_end_verifying(struct zgl_confread *r)
{
	const struct zgl_conf *conf = r->conf;
	unsigned most =
		zgl_confread_line(r, ZGL_CONF_VERIFYING, "max-rsa-bits");
	unsigned least =
		zgl_confread_line(r, ZGL_CONF_VERIFYING, "min-rsa-bits");

	if (conf->verify.min_rsa_bits > conf->verify.max_rsa_bits)
		zgl_conffaults_add(r->faults, most > least ? most : least,
			"min-rsa-bits is %u and max-rsa-bits %u, so no RSA key"
			" would do",
			conf->verify.min_rsa_bits, conf->verify.max_rsa_bits);
	check_mark(r);
}
