/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "cmd/demodesk.h"
#include "cmd/jsonl.h"
#include "cmd/say.h"
#include "zegel/base/ascii.h"
#include "zegel/dkim/dkimresult.h"

#define TEXT_OCTETS ((size_t)256 * 1024)
#define WORDS_MOST  24

#define DOMAIN "veenstad.example"

// clang-format off
static const char newsletter[] =
	"From: Gemeente Veenstad <nieuwsbrief@" DOMAIN ">\n"
	"To: Inwoners van Veenstad <inwoners@lijst." DOMAIN ">\n"
	"Subject: Nieuwsbrief: de stadswinkel is later open\n"
	"Date: Tue, 1 Dec 2026 09:00:00 +0100\n"
	"Message-ID: <2026-12-01.nieuwsbrief@" DOMAIN ">\n"
	"MIME-Version: 1.0\n"
	"Content-Type: text/plain; charset=utf-8\n"
	"Content-Transfer-Encoding: 8bit\n"
	"List-Id: Nieuwsbrief Veenstad <nieuwsbrief." DOMAIN ">\n"
	"List-Unsubscribe: <https://www." DOMAIN "/nieuwsbrief/af?n=8841>\n"
	"List-Unsubscribe-Post: List-Unsubscribe=One-Click\n"
	"\n"
	"Beste inwoner,\n"
	"\n"
	"Vanaf dinsdag 8 december is de stadswinkel aan de Markt ook 's avonds\n"
	"open, van 18.00 tot 20.00 uur. U kunt dan zonder afspraak terecht voor\n"
	"een paspoort (€ 83,90), een rijbewijs of een uittreksel. Neemt u een\n"
	"geldig identiteitsbewijs mee? Betalen kan met pin én contant.\n"
	"\n"
	"De vergaderingen van de gemeenteraad zijn weer te volgen in het café\n"
	"van de schouwburg: iedere donderdag om 19.30 uur.\n"
	"\n"
	"Met vriendelijke groet,\n"
	"Noëlle de Groot\n"
	"college van burgemeester en wethouders\n";

/* What the owner publishes beside his keys; the list has its SPF record, too. */
static const char policies[] =
	DOMAIN ". TXT \"v=spf1 ip4:192.0.2.25 -all\"\n"
	"_dmarc." DOMAIN ". TXT \"v=DMARC1; p=reject;"
	" rua=mailto:dmarc@" DOMAIN "\"\n"
	"lijst.example. TXT \"v=spf1 ip4:198.51.100.9 -all\"\n";

/* Who hands the message to the receiver. */
static const struct client {
	char *ip, *helo, *mail_from;
} own = { "192.0.2.25", "mail." DOMAIN, "nieuwsbrief@" DOMAIN },
  gateway = { "198.51.100.7", "gateway.example", "nieuwsbrief@" DOMAIN },
  list = { "198.51.100.9", "lijst.example", "wijk-bounces@lijst.example" };

/* What happens to the signed message on its way, and what zegel must say. */
static const struct change {
	const char *name, *title, *told;
	const char *from, *to; /* text replaced; NULL: put at the end */
	char *zone;
	const struct client *client;
	int code;
	const char *reason; /* word of each of the two signatures */
	const char *spf, *dmarc, *disposition;
} changes[] = {
	{ "original", "5. The receiver judges it",
		"The message arrives as it was sent, from the machine that the"
		" SPF record names; the records are in the zone.",
		NULL, "", "zone.db", &own,
		ZGL_EXIT_OK, "verified", "pass", "pass", "accept" },
	{ "forwarded", "6. Somebody forwards it",
		"It comes from another machine now, which SPF cannot know. The"
		" signatures came with it.",
		NULL, "", "zone.db", &gateway,
		ZGL_EXIT_OK, "verified", "fail", "pass", "accept" },
	{ "body", "7. Somebody changes the text",
		"One date in the body: \"8 december\" becomes"
		" \"15 december\".",
		"dinsdag 8 december", "dinsdag 15 december", "zone.db",
		&gateway,
		ZGL_EXIT_NO, "body_changed", "fail", "fail", "reject" },
	{ "subject", "8. Somebody changes the Subject",
		"A gateway puts a tag in front: \"Subject: [EXTERN]"
		" Nieuwsbrief ...\".",
		"Subject: ", "Subject: [EXTERN] ", "zone.db", &gateway,
		ZGL_EXIT_NO, "signature", "fail", "fail", "reject" },
	{ "footer", "9. A mailing list adds a footer",
		"Two lines at the end: \"-- \" and \"Verzonden via de"
		" wijklijst\". The list sends it on with an envelope of its"
		" own: SPF passes, for the list.",
		NULL, "-- \r\nVerzonden via de wijklijst\r\n", "zone.db", &list,
		ZGL_EXIT_NO, "body_changed", "pass", "fail", "reject" },
	{ "missing", "10. The keys are removed from DNS",
		"The message is untouched, but its keys are no longer in the"
		" zone. Straight from the right machine it still passes, by"
		" SPF.",
		NULL, "", "empty.db", &own,
		ZGL_EXIT_OK, "no_key", "pass", "pass", "accept" },
};
// clang-format on

struct demo {
	struct zgl_demodesk desk;
	struct zgl_call *call;
	struct zgl_buf text, zone, signed_message;
	size_t as_expected;
};

static int make_key(struct demo *d, char *selector, char *algorithm, char *file)
{
	char *const words[] = { "key", "new", "-d", DOMAIN, "-s", selector,
		"--algorithm", algorithm, "--out", file, NULL };

	zgl_buf_reset(&d->text);
	zgl_demodesk_type(&d->desk, words, NULL);
	int code = zgl_demodesk_keep(
		&d->desk, zgl_cmdkey_new, words + 1, false, &d->text);
	if (code != ZGL_EXIT_OK)
		return code;
	zgl_demodesk_show(&d->desk, zgl_buf_sv(&d->text), 3);
	zgl_buf_put(&d->zone, zgl_buf_sv(&d->text));
	return ZGL_EXIT_OK;
}

static int make_keys(struct demo *d)
{
	zgl_demodesk_title(&d->desk, "1. Two keys for " DOMAIN);
	zgl_demodesk_tell(&d->desk,
		"RSA, which every receiver knows, and Ed25519, which is short."
		" The private key goes into a file that only you can read;"
		" what is printed is the record for DNS.");
	int code = make_key(d, "rsa2026", "rsa", "rsa2026.pem");
	if (code == ZGL_EXIT_OK)
		code = make_key(d, "ed2026", "ed25519", "ed2026.pem");
	return code;
}

static int write_message(struct demo *d)
{
	zgl_demodesk_title(&d->desk, "2. A message: newsletter.eml");
	zgl_demodesk_show(&d->desk, zgl_sv_of(newsletter), 18);
	return zgl_demodesk_write("newsletter.eml", zgl_sv_of(newsletter));
}

/* The fields on top of the message, which begins with From; of each as far as
 * the first line of b=. */
static void show_fields(const struct demo *d, zgl_sv text)
{
	bool showing = true;
	zgl_sv line;

	while (zgl_sv_split(&text, '\n', &line)
		&& !zgl_sv_starts(line, ZGL_SV("From:"))) {
		showing = showing || !zgl_is_fws(line.p[0]);
		if (!showing)
			continue;
		zgl_demodesk_show(&d->desk, line, 1);
		showing = !zgl_sv_starts(zgl_sv_trim_fws(line), ZGL_SV("b="));
		if (!showing)
			zgl_demodesk_show(&d->desk, ZGL_SV("..."), 1);
	}
}

static int sign_message(struct demo *d)
{
	char *const words[] = { "sign", "-d", DOMAIN, "-k",
		"rsa2026:rsa2026.pem", "-k", "ed2026:ed2026.pem",
		"newsletter.eml", NULL };

	zgl_demodesk_title(&d->desk, "3. It is signed with both");
	zgl_demodesk_type(&d->desk, words, "signed.eml");
	int code = zgl_demodesk_keep(
		&d->desk, zgl_cmdsign, words, false, &d->signed_message);
	if (code != ZGL_EXIT_OK)
		return code;
	zgl_sv all = zgl_buf_sv(&d->signed_message);
	zgl_demodesk_tell(&d->desk,
		"On top of the message come two new fields. h= names the"
		" fields that are signed, bh= is the hash of the body, b= the"
		" signature:");
	show_fields(d, all);
	return zgl_demodesk_write("signed.eml", all);
}

static int publish(struct demo *d)
{
	struct zgl_buf *zone = &d->text;

	zgl_demodesk_title(&d->desk, "4. The records are published: zone.db");
	zgl_demodesk_tell(&d->desk,
		"Beside the keys: which machine may send for the domain (SPF),"
		" and what its owner asks for when mail is not from it (DMARC)."
		" Here the zone is a file; with --zone zegel answers from it"
		" instead of asking DNS.");
	zgl_buf_reset(zone);
	zgl_buf_text(zone, "$TTL 3600\n");
	zgl_buf_text(zone, policies);
	zgl_buf_put(zone, zgl_buf_sv(&d->zone));
	zgl_demodesk_show(&d->desk, zgl_buf_sv(zone), 10);
	int code = zgl_demodesk_write("zone.db", zgl_buf_sv(zone));
	if (code != ZGL_EXIT_OK)
		return code;
	zgl_buf_reset(zone);
	zgl_buf_text(zone, "$TTL 3600\n");
	zgl_buf_text(zone, policies);
	return zgl_demodesk_write("empty.db", zgl_buf_sv(zone));
}

/* The signed message with one change in it. */
static int change_message(struct demo *d, const struct change *c)
{
	zgl_sv from = zgl_sv_of(c->from), to = zgl_sv_of(c->to);
	zgl_sv rest = zgl_buf_sv(&d->signed_message);

	zgl_buf_reset(&d->text);
	while (from.n > 0 && rest.n > 0 && !zgl_sv_starts(rest, from)) {
		zgl_buf_char(&d->text, rest.p[0]);
		rest = zgl_sv_skip(rest, 1);
	}
	if (from.n > 0)
		zgl_buf_put(&d->text, to);
	zgl_buf_put(&d->text, zgl_sv_skip(rest, from.n));
	if (from.n == 0)
		zgl_buf_put(&d->text, to);
	return zgl_demodesk_write("arrived.eml", zgl_buf_sv(&d->text));
}

static bool is_word(const json_t *object, const char *key, const char *word)
{
	const char *got = json_string_value(json_object_get(object, key));

	return got != NULL && strcmp(got, word) == 0;
}

/* Both signatures must have the expected reason. */
static bool is_as_expected(const struct change *c, int code, zgl_sv line)
{
	json_t *object = json_loadb(line.p, line.n, 0, NULL);
	json_t *dkim = json_object_get(object, "dkim"), *one;
	bool good = code == c->code && json_array_size(dkim) == 2
		&& is_word(json_object_get(object, "spf"), "result", c->spf)
		&& is_word(json_object_get(object, "dmarc"), "result", c->dmarc)
		&& is_word(object, "disposition", c->disposition);
	size_t i;

	json_array_foreach(dkim, i, one)
	{
		good = good && is_word(one, "reason_code", c->reason);
	}
	json_decref(object);
	return good;
}

static int report(struct demo *d, const struct change *c, bool good)
{
	if (!d->call->common.json) {
		zgl_say_styled(d->desk.words, d->desk.coloured,
			good ? ZGL_SAY_GOOD : ZGL_SAY_BAD,
			good ? "  As expected.\n" : "  NOT AS EXPECTED.\n");
		return ZGL_EXIT_OK;
	}
	json_t *object = json_pack("{ss ss ss ss ss si sb}", "step", c->name,
		"expected", c->reason, "spf", c->spf, "dmarc", c->dmarc,
		"disposition", c->disposition, "exit", c->code, "as_expected",
		(int)good);
	return zgl_jsonl_write(d->call->out, object) ? ZGL_EXIT_OK
						     : ZGL_EXIT_OS;
}

/* Judged twice: in words for who reads, as JSON to be compared. */
static int try_change(struct demo *d, const struct change *c)
{
	char *const words[] = { "verify", "--zone", c->zone, "--ip",
		c->client->ip, "--helo", c->client->helo, "--mail-from",
		c->client->mail_from, "--authserv-id", "mx.example",
		"arrived.eml", NULL };

	zgl_demodesk_title(&d->desk, c->title);
	zgl_demodesk_tell(&d->desk, c->told);
	int code = change_message(d, c);
	if (code != ZGL_EXIT_OK)
		return code;
	zgl_demodesk_type(&d->desk, words, NULL);
	code = zgl_demodesk_run(
		&d->desk, zgl_cmdverify, words, false, d->desk.words);
	if (code >= ZGL_EXIT_USAGE)
		return code;
	zgl_buf_reset(&d->text);
	code = zgl_demodesk_keep(
		&d->desk, zgl_cmdverify, words, true, &d->text);
	bool good = is_as_expected(c, code, zgl_buf_sv(&d->text));
	d->as_expected += good;
	return report(d, c, good);
}

static int try_changes(struct demo *d)
{
	int code = ZGL_EXIT_OK;

	for (size_t i = 0; i < ZGL_COUNT(changes) && code == ZGL_EXIT_OK; i++)
		code = try_change(d, &changes[i]);
	if (code != ZGL_EXIT_OK)
		return code;
	fprintf(d->desk.words, "\n%zu of %zu verdicts were as expected.\n",
		d->as_expected, ZGL_COUNT(changes));
	return d->as_expected == ZGL_COUNT(changes) ? ZGL_EXIT_OK : ZGL_EXIT_NO;
}

static int demonstrate(struct demo *d)
{
	static int (*const steps[])(struct demo *) = { make_keys, write_message,
		sign_message, publish, try_changes };
	int code = ZGL_EXIT_OK;

	fprintf(d->desk.words,
		"zegel seals a message and checks the seal, without network,"
		" in the folder\n%s, which goes at the end.\n",
		d->desk.folder);
	for (size_t i = 0; i < ZGL_COUNT(steps) && code == ZGL_EXIT_OK; i++)
		code = steps[i](d);
	return code;
}

/* With --json nobody reads the words. */
static FILE *open_words(const struct zgl_call *call)
{
	return call->common.json ? fopen("/dev/null", "w") : call->out;
}

static int demo(struct zgl_call *call)
{
	struct demo d = { .call = call };
	FILE *words = open_words(call);

	if (words == NULL) {
		zgl_say_error("/dev/null: cannot be opened");
		return ZGL_EXIT_OS;
	}
	zgl_buf_begin(&d.text, TEXT_OCTETS);
	zgl_buf_begin(&d.zone, TEXT_OCTETS);
	zgl_buf_begin(&d.signed_message, TEXT_OCTETS);
	int code = zgl_demodesk_begin(&d.desk, words, call->coloured);
	if (code == ZGL_EXIT_OK)
		code = demonstrate(&d);
	zgl_demodesk_end(&d.desk);
	zgl_buf_free(&d.text);
	zgl_buf_free(&d.zone);
	zgl_buf_free(&d.signed_message);
	if (words != call->out)
		fclose(words);
	return code;
}

int zgl_cmddemo(struct zgl_call *call)
{
	const struct zgl_usage usage = { "demo [--json]",
		"Shows the main job on a message of its own: makes two keys,"
		" signs, publishes,\njudges; then forwards and changes the"
		" message, removes the keys, and shows what\nthat does. Needs"
		" no network and leaves nothing behind. Exit code 0: every\n"
		"verdict was as expected.\n",
		NULL, 0, 0, NULL };

	int code = zgl_options_read(call, &usage);
	return code == ZGL_GO_ON ? demo(call) : code;
}
