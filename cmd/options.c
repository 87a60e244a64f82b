/* SPDX-License-Identifier: ISC */
#include "cmd/options.h"

#include <getopt.h>
#include <string.h>

#include "cmd/about.h"
#include "cmd/say.h"
#include "zegel/base/num.h"

#define ROWS_MOST 40
#define LONG_BASE 256 /* getopt's value of row i is this and i */
#define HELP_AT   28  /* column where the help of an option begins */

/* The rows of a subcommand and the common ones, as getopt wants them. */
struct table {
	struct zgl_option rows[ROWS_MOST];
	bool seen[ROWS_MOST];
	size_t count;
	struct option longs[ROWS_MOST + 1];
	char shorts[2 * ROWS_MOST + 3];
	zgl_sv hint; /* whose --help to read; empty: zegel's own */
};

// clang-format off
#define COMMON_COUNT 7

static void common_rows(
	struct zgl_common *c, struct zgl_option rows[COMMON_COUNT])
{
	const struct zgl_option all[COMMON_COUNT] = {
		{ "json", 0, ZGL_OPTION_FLAG, &c->json, NULL,
			"JSON Lines instead of text for people", 0, 0 },
		{ "zone", 0, ZGL_OPTION_TEXTS, &c->zones, "FILE",
			"answer DNS from this master file only, without"
			" network; may come again", 0, 0 },
		{ "resolver", 0, ZGL_OPTION_TEXT, &c->resolver, "ADDR[@PORT]",
			"ask this name server; \"system\": those of"
			" /etc/resolv.conf", 0, 0 },
		{ "trust-anchor", 0, ZGL_OPTION_TEXT, &c->trust_anchor, "FILE",
			"DS or DNSKEY records to trust; \"none\": no DNSSEC"
			" validation", 0, 0 },
		{ "now", 0, ZGL_OPTION_NUMBER, &c->now_s, "UNIXTIME",
			"take this for the time it is", 0,
			INT64_C(999999999999) },
		{ "help", 'h', ZGL_OPTION_FLAG, &c->help, NULL,
			"this text", 0, 0 },
		{ "version", 0, ZGL_OPTION_FLAG, &c->version, NULL,
			"the version, and those of the libraries beneath",
			0, 0 },
	};

	memcpy(rows, all, sizeof(all));
}
// clang-format on

static void make_table(struct table *t, struct zgl_common *common,
	const struct zgl_usage *usage)
{
	size_t own = usage != NULL ? usage->count : 0;
	size_t at = 0;

	*t = (struct table){ .count = own + COMMON_COUNT };
	if (own > 0)
		memcpy(t->rows, usage->options, own * sizeof(*t->rows));
	common_rows(common, t->rows + own);
	/* Before the subcommand options end at the first word that is none. */
	t->shorts[at++] = usage == NULL ? '+' : ':';
	if (usage == NULL)
		t->shorts[at++] = ':';
	for (size_t i = 0; i < t->count; i++) {
		bool valued = t->rows[i].kind != ZGL_OPTION_FLAG;
		t->longs[i] = (struct option){ t->rows[i].name,
			valued ? required_argument : no_argument, NULL,
			LONG_BASE + (int)i };
		if (t->rows[i].letter == 0)
			continue;
		t->shorts[at++] = t->rows[i].letter;
		if (valued)
			t->shorts[at++] = ':';
	}
}

/* The row that getopt means; NULL for none. */
static struct zgl_option *row_of(struct table *t, int value)
{
	for (size_t i = 0; i < t->count; i++) {
		if (value == LONG_BASE + (int)i
			|| (value != 0 && value == t->rows[i].letter))
			return &t->rows[i];
	}
	return NULL;
}

static int mistake(const struct table *t, const char *what, const char *why)
{
	zgl_say_error(
		"%s: %s, see zegel %.*s--help", what, why, ZGL_SAY(t->hint));
	return ZGL_EXIT_USAGE;
}

static int row_mistake(
	const struct table *t, const struct zgl_option *row, const char *why)
{
	char name[64];

	snprintf(name, sizeof(name), "--%s", row->name);
	return mistake(t, name, why);
}

static int read_number(
	const struct table *t, const struct zgl_option *row, const char *text)
{
	uint64_t number;
	char why[128];

	if (zgl_num_parse(zgl_sv_of(text), &number)
		&& number >= (uint64_t)row->least
		&& number <= (uint64_t)row->most) {
		*(int64_t *)row->at = (int64_t)number;
		return ZGL_GO_ON;
	}
	snprintf(why, sizeof(why), "expected a number from %lld to %lld",
		(long long)row->least, (long long)row->most);
	return row_mistake(t, row, why);
}

static int add_text(
	const struct table *t, const struct zgl_option *row, const char *text)
{
	struct zgl_texts *texts = row->at;

	if (texts->count == ZGL_TEXTS_MOST)
		return row_mistake(t, row, "given too often");
	texts->at[texts->count++] = text;
	return ZGL_GO_ON;
}

static int take(struct table *t, const struct zgl_option *row, const char *text)
{
	bool *seen = &t->seen[row - t->rows];
	bool again = *seen;

	*seen = true;
	switch (row->kind) {
	case ZGL_OPTION_FLAG: *(bool *)row->at = true; return ZGL_GO_ON;
	case ZGL_OPTION_TEXTS: return add_text(t, row, text);
	case ZGL_OPTION_TEXT:
		if (again)
			return row_mistake(t, row, "given twice");
		*(const char **)row->at = text;
		return ZGL_GO_ON;
	default:
		if (again)
			return row_mistake(t, row, "given twice");
		return read_number(t, row, text);
	}
}

/* What getopt could not take, in words. */
static int refuse(struct table *t, int value, char *const *argv)
{
	const struct zgl_option *row = row_of(t, optopt);
	char letter[3] = { '-', (char)optopt, '\0' };

	if (value == ':' && row != NULL)
		return row_mistake(t, row, "its value is missing");
	if (row != NULL)
		return row_mistake(t, row, "takes no value");
	return mistake(t, optopt != 0 ? letter : argv[optind - 1],
		"there is no such option");
}

static int read_table(struct table *t, struct zgl_call *call)
{
	int value, code = ZGL_GO_ON;

	opterr = 0;
	optind = 0; /* starts anew, also on BSD: see getopt_long(3) there */
	while (code == ZGL_GO_ON
		&& (value = getopt_long(
			    call->argc, call->argv, t->shorts, t->longs, NULL))
			!= -1) {
		const struct zgl_option *row = row_of(t, value);
		code = row == NULL || value == ':' || value == '?'
			? refuse(t, value, call->argv)
			: take(t, row, optarg);
	}
	call->operands = call->argv + optind;
	call->operand_count = call->argc - optind;
	return code;
}

static void help_row(FILE *to, const struct zgl_option *row)
{
	char left[64];
	char letter[] = { '-', row->letter, ',', ' ', '\0' };

	snprintf(left, sizeof(left), "  %s--%s%s%s",
		row->letter != 0 ? letter : "", row->name,
		row->value != NULL ? " " : "",
		row->value != NULL ? row->value : "");
	fprintf(to, "%-*s", HELP_AT, left);
	if (strlen(left) >= HELP_AT)
		fprintf(to, "\n%*s", HELP_AT, "");
	zgl_say_wrapped(to, HELP_AT, HELP_AT, zgl_sv_of(row->help));
}

void zgl_options_help_common(FILE *to)
{
	struct zgl_common common;
	struct zgl_option rows[COMMON_COUNT];

	common_rows(&common, rows);
	fputs("Common options, before or after the subcommand:\n", to);
	for (size_t i = 0; i < COMMON_COUNT; i++)
		help_row(to, &rows[i]);
}

static void help(FILE *to, const struct zgl_usage *usage)
{
	fprintf(to, "Usage: zegel %s\n%s", usage->synopsis, usage->about);
	if (usage->count > 0)
		fputs("\nOptions:\n", to);
	for (size_t i = 0; i < usage->count; i++)
		help_row(to, &usage->options[i]);
	fputs("\nCommon options (zegel --help tells more): --json, --zone FILE,"
	      " --resolver\nADDR[@PORT], --trust-anchor FILE, --now UNIXTIME,"
	      " --help, --version\n",
		to);
}

/* The subcommand's own words at the start of its synopsis, and a space. */
static zgl_sv words_of(const char *synopsis)
{
	size_t n = strcspn(synopsis, "-[");

	return (zgl_sv){ synopsis, n };
}

/* Said rather than left unused: he who gives both expects a question to be
 * asked. */
static int check_sources(const struct table *t, const struct zgl_common *common)
{
	const char *unused =
		common->resolver != NULL ? "--resolver" : "--trust-anchor";

	if (common->zones.count == 0
		|| (common->resolver == NULL && common->trust_anchor == NULL))
		return ZGL_GO_ON;
	return mistake(t, unused,
		"is no use beside --zone, which answers without a network");
}

static int operand_mistake(const struct table *t, const struct zgl_call *call,
	const struct zgl_usage *usage)
{
	const char *operand = usage->operand != NULL ? usage->operand : "file";
	char why[64];

	snprintf(why, sizeof(why),
		usage->operands_most == 0 ? "no %s is taken here"
					  : "one %s is enough",
		operand);
	return mistake(t, call->operands[usage->operands_most], why);
}

int zgl_options_read(struct zgl_call *call, const struct zgl_usage *usage)
{
	struct table t;

	make_table(&t, &call->common, usage);
	t.hint = words_of(usage->synopsis);
	int code = read_table(&t, call);
	if (code != ZGL_GO_ON)
		return code;
	if (call->common.version)
		return zgl_about_put(call->out, call->common.json);
	if (call->common.help) {
		help(call->out, usage);
		return ZGL_EXIT_OK;
	}
	if (call->operand_count > usage->operands_most)
		return operand_mistake(&t, call, usage);
	return check_sources(&t, &call->common);
}

int zgl_options_read_first(struct zgl_call *call)
{
	struct table t;

	make_table(&t, &call->common, NULL);
	t.hint = ZGL_SV("");
	return read_table(&t, call);
}

int zgl_options_missing(const char *synopsis, const char *what)
{
	zgl_say_error("%s is missing, expected: zegel %s", what, synopsis);
	return ZGL_EXIT_USAGE;
}
