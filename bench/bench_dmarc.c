/* SPDX-License-Identifier: ISC */
/*
 * DMARC against a peer: the record read, the identifiers aligned, the policy in
 * force, with what DNS says at hand. zegel asks for more: all names of the tree
 * walk, and whether the author domain exists.
 */
#include "bench/peer_dmarc.h"
#include "bench/race.h"
#include "zegel/base/sv.h"
#include "zegel/dmarc/dmarccheck.h"

static void must(enum zgl_err err)
{
	if (err == ZGL_OK)
		return;
	fprintf(stderr, "bench_dmarc: %s\n", zgl_err_sentence(err));
	exit(1);
}

static const char record[] =
	"v=DMARC1; p=reject; sp=reject; adkim=r; aspf=r; "
	"rua=mailto:dmarc@example.nl; ruf=mailto:fouten@example.nl; fo=1";

static const struct dmarctask tasks[] = {
	{ .name = "both aligned with the author domain, pass",
		.author = "example.nl",
		.policy_domain = "example.nl",
		.record = record,
		.spf = "example.nl",
		.dkim = "example.nl",
		.spf_pass = true,
		.dkim_pass = true,
		.pass = true },
	{ .name = "a signature of the domain above, pass",
		.author = "nieuws.example.nl",
		.policy_domain = "example.nl",
		.record = record,
		.spf = "bounces.example.com",
		.dkim = "example.nl",
		.spf_pass = true,
		.dkim_pass = true,
		.pass = true },
	{ .name = "nothing aligned, p=reject",
		.author = "example.nl",
		.policy_domain = "example.nl",
		.record = record,
		.spf = "example.com",
		.dkim = "example.org",
		.spf_pass = true,
		.dkim_pass = true },
};

struct ours {
	const struct dmarctask *task;
	struct zgl_limits limits;
	struct zgl_dmarccheck *check;
	struct zgl_arena arena;
	struct zgl_dname author, spf, dkim;
	struct zgl_qname policy_name;
	char rdata[256];
	zgl_sv records[1];
};

static void read_name(const char *text, struct zgl_dname *name_r)
{
	if (zgl_dname_parse(zgl_sv_of(text), name_r) != ZGL_DNAME_OK)
		abort();
}

static void ours_begin(struct ours *o, const struct dmarctask *task)
{
	struct zgl_dmarccheck_config config = { .limits = &o->limits };
	size_t n = strlen(task->record);
	struct zgl_dname name;

	*o = (struct ours){ .task = task, .limits = ZGL_LIMITS_DEFAULT };
	zgl_arena_begin(&o->arena, 1024 * 1024);
	must(zgl_dmarccheck_new(&config, &o->check));
	read_name(task->author, &o->author);
	read_name(task->spf, &o->spf);
	read_name(task->dkim, &o->dkim);
	read_name(task->policy_domain, &name);
	if (!zgl_dname_prepend(ZGL_SV("_dmarc"), &name, &name) || n > 255)
		abort();
	zgl_qname_from_dname(&name, &o->policy_name);
	o->rdata[0] = (char)n;
	memcpy(o->rdata + 1, task->record, n);
	o->records[0] = (zgl_sv){ o->rdata, n + 1 };
}

static void ours_end(struct ours *o)
{
	zgl_dmarccheck_free(o->check);
	zgl_arena_free(&o->arena);
}

static void answer(const struct ours *o, const struct zgl_question *question,
	size_t number)
{
	struct zgl_answer told = { .state = ZGL_ANSWER_NODATA };

	if (question->type == ZGL_RR_TXT && question->name.n == o->policy_name.n
		&& memcmp(question->name.wire, o->policy_name.wire,
			   o->policy_name.n)
			== 0)
		told = (struct zgl_answer){ .state = ZGL_ANSWER_RECORDS,
			.records = o->records,
			.count = 1 };
	must(zgl_dmarccheck_answer(o->check, number, &told));
}

static void add(struct ours *o, enum zgl_dmarc_method method,
	const struct zgl_dname *domain, bool passed)
{
	size_t number;

	must(zgl_dmarccheck_add(o->check, method, domain, &number));
	must(zgl_dmarccheck_set(o->check, number,
		passed ? ZGL_DMARC_AUTHENTIC_YES : ZGL_DMARC_AUTHENTIC_NO));
}

static void ours_run(void *to)
{
	struct ours *o = to;
	struct zgl_question question;
	struct zgl_dmarc_verdict verdict;
	size_t number;

	zgl_arena_reset(&o->arena);
	must(zgl_dmarccheck_begin(o->check, &o->author, &o->arena));
	add(o, ZGL_DMARC_SPF, &o->spf, o->task->spf_pass);
	add(o, ZGL_DMARC_DKIM, &o->dkim, o->task->dkim_pass);
	while (zgl_dmarccheck_next_question(o->check, &question, &number))
		answer(o, &question, number);
	must(zgl_dmarccheck_end(o->check, &verdict));
	if (verdict.result != (o->task->pass ? ZGL_DMARC_PASS : ZGL_DMARC_FAIL)
		|| verdict.policy != ZGL_DMARC_POLICY_REJECT)
		abort();
}

static void measure(const struct dmarctask *task)
{
	static struct ours ours;
	struct peer_dmarc *peer = peer_dmarc_new(task);
	struct race_runner runners[] = {
		{ .name = peer_dmarc_name(),
			.run = peer_dmarc_run,
			.ctx = peer },
		{ .name = "zegel", .run = ours_run, .ctx = &ours },
	};

	ours_begin(&ours, task);
	race(runners, 2);
	race_say(task->name, &runners[0], &runners[1], 2.0);
	ours_end(&ours);
	peer_dmarc_free(peer);
}

int main(void)
{
	if (peer_dmarc_name() == NULL) {
		printf("\nno libopendmarc here: not compared\n");
		return race_end("bench_dmarc");
	}
	race_head("DMARC, answers at hand, against libopendmarc", "peer us");
	for (size_t i = 0; i < sizeof(tasks) / sizeof(tasks[0]); i++)
		measure(&tasks[i]);
	return race_end("bench_dmarc");
}
