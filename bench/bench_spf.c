/* SPDX-License-Identifier: ISC */
/*
 * SPF against a peer, each asking a zone in memory of its own kind: how many
 * checks, from the envelope to the result.
 *
 *     bench_spf          against libspf2
 *     bench_spf lines    for bench_spf.py: tells the tasks and their zones,
 *                        then runs a lap of task N for each line "N"
 */
#include "bench/mails.h"
#include "bench/peer_spf.h"
#include "bench/race.h"
#include "zegel/base/buf.h"
#include "zegel/dns/zone.h"
#include "zegel/spf/spfcheck.h"

#define NOW 1795284000

static void must(enum zgl_err err)
{
	if (err == ZGL_OK)
		return;
	fprintf(stderr, "bench_spf: %s\n", zgl_err_sentence(err));
	exit(1);
}

/* ---- what is checked ---- */

static const struct spfrow zone_ip4[] = {
	{ "example.nl", "TXT", "v=spf1 ip4:192.0.2.0/24 -all" },
};

/* Six records; the last network of the last one is the client's. */
static const struct spfrow zone_nested[] = {
	{ "example.nl", "TXT", "v=spf1 mx include:_spf.example.com -all" },
	{ "example.nl", "MX", "10 mx1.example.nl" },
	{ "example.nl", "MX", "20 mx2.example.nl" },
	{ "mx1.example.nl", "A", "198.51.100.1" },
	{ "mx2.example.nl", "A", "198.51.100.2" },
	{ "_spf.example.com", "TXT",
		"v=spf1 include:_block1.example.com include:_block2.example.com"
		" include:_partner.example.org ~all" },
	{ "_block1.example.com", "TXT",
		"v=spf1 ip4:10.0.0.0/16 ip4:10.1.0.0/16 ip4:10.2.128.0/17"
		" ip4:10.4.0.0/19 ip4:10.5.64.0/20 ~all" },
	{ "_block2.example.com", "TXT",
		"v=spf1 ip6:2001:db8:4000::/36 ip6:2001:db8:5000::/36"
		" ip4:10.8.0.0/15 ip4:10.12.0.0/16 ~all" },
	{ "_partner.example.org", "TXT",
		"v=spf1 ip4:203.0.113.0/26 include:_last.example.org -all" },
	{ "_last.example.org", "TXT",
		"v=spf1 ip4:203.0.113.64/28 ip4:192.0.2.0/28 ip4:192.0.2.64/26"
		" -all" },
};

#define TASK(what, rows)                                                       \
	{                                                                      \
		.name = (what), .zone = (rows),                                \
		.zone_count = sizeof(rows) / sizeof((rows)[0]),                \
		.ipv4 = { 192, 0, 2, 77 }, .helo = "mail.example.nl",          \
		.mail_from = "jan@example.nl"                                  \
	}

static const struct spftask tasks[] = {
	TASK("ip4 and -all, pass", zone_ip4),
	TASK("mx, includes in includes: 6 records, pass", zone_nested),
};

#define TASKS (sizeof(tasks) / sizeof(tasks[0]))

/* ---- zegel ---- */

struct ours {
	struct zgl_limits limits;
	struct zgl_zone *zone;
	struct zgl_spfcheck *check;
	struct zgl_spfclient client;
	struct zgl_arena arena;
};

static void load_zone(struct ours *o, const struct spftask *task)
{
	struct zgl_buf text;
	struct zgl_diag diag;

	zgl_buf_begin(&text, 65536);
	for (size_t i = 0; i < task->zone_count; i++) {
		const struct spfrow *row = &task->zone[i];
		bool quoted = strcmp(row->type, "TXT") == 0;
		char line[600];
		snprintf(line, sizeof(line), "%s. IN %s %s%s%s%s\n", row->name,
			row->type, quoted ? "\"" : "", row->data,
			quoted ? "\"" : "",
			strcmp(row->type, "MX") == 0 ? "." : "");
		zgl_buf_text(&text, line);
	}
	must(zgl_zone_new(&o->zone));
	must(zgl_zone_load(o->zone, zgl_buf_sv(&text), &diag));
	zgl_buf_free(&text);
}

static void ours_begin(struct ours *o, const struct spftask *task)
{
	struct zgl_spfcheck_config config = ZGL_SPFCHECK_DEFAULT;

	*o = (struct ours){ .limits = ZGL_LIMITS_DEFAULT };
	config.limits = &o->limits;
	config.explain = true;
	config.receiver = ZGL_SV("mx.example.org");
	zgl_arena_begin(&o->arena, 4 * ZGL_SPFCHECK_ROOM);
	must(zgl_spfcheck_new(&config, &o->check));
	load_zone(o, task);
	memcpy(o->client.octets, task->ipv4, 4);
	o->client.helo = zgl_sv_of(task->helo);
	o->client.mail_from = zgl_sv_of(task->mail_from);
}

static void ours_end(struct ours *o)
{
	zgl_spfcheck_free(o->check);
	zgl_zone_free(o->zone);
	zgl_arena_free(&o->arena);
}

static void ours_run(void *to)
{
	struct ours *o = to;
	struct zgl_question question;
	struct zgl_answer answer;
	struct zgl_spf_verdict verdict;
	size_t number;

	zgl_arena_reset(&o->arena);
	must(zgl_spfcheck_begin(
		o->check, ZGL_SPF_MAILFROM, &o->client, &o->arena, NOW));
	while (zgl_spfcheck_next_question(o->check, &question, &number)) {
		must(zgl_zone_answer(
			o->zone, &question, &o->limits, &o->arena, &answer));
		must(zgl_spfcheck_answer(o->check, number, &answer));
	}
	must(zgl_spfcheck_end(o->check, &verdict));
	if (verdict.result != ZGL_SPF_PASS)
		abort();
}

/* ---- races ---- */

static void measure(const struct spftask *task, double goal)
{
	static struct ours ours;
	struct peer_spf *peer = peer_spf_new(task);
	struct race_runner runners[] = {
		{ .name = peer_spf_name(), .run = peer_spf_run, .ctx = peer },
		{ .name = "zegel", .run = ours_run, .ctx = &ours },
	};

	ours_begin(&ours, task);
	race(runners, 2);
	race_say(task->name, &runners[0], &runners[1], goal);
	ours_end(&ours);
	peer_spf_free(peer);
}

static void race_against_peer(void)
{
	if (peer_spf_name() == NULL) {
		printf("\nno libspf2 here: not compared\n");
		return;
	}
	race_head("SPF, zones in memory, against libspf2", "peer us");
	for (size_t i = 0; i < TASKS; i++)
		measure(&tasks[i], 2.0);
}

/* ---- for bench_spf.py ---- */

static void tell(const struct spftask *task)
{
	printf("task\t%s\t%u.%u.%u.%u\t%s\t%s\n", task->name, task->ipv4[0],
		task->ipv4[1], task->ipv4[2], task->ipv4[3], task->helo,
		task->mail_from);
	for (size_t i = 0; i < task->zone_count; i++)
		printf("rr\t%s\t%s\t%s\n", task->zone[i].name,
			task->zone[i].type, task->zone[i].data);
}

static void answer_lines(void)
{
	static struct ours ours[TASKS];
	struct race_runner runners[TASKS];
	unsigned runs[TASKS];
	char line[64];

	for (size_t i = 0; i < TASKS; i++) {
		ours_begin(&ours[i], &tasks[i]);
		runners[i] = (struct race_runner){ .run = ours_run,
			.ctx = &ours[i] };
		runs[i] = race_runs(&runners[i]);
		tell(&tasks[i]);
	}
	printf("ready\n");
	fflush(stdout);
	while (fgets(line, sizeof(line), stdin) != NULL) {
		size_t i = strtoul(line, NULL, 10) % TASKS;
		printf("%.4f\n", race_lap(&runners[i], runs[i]));
		fflush(stdout);
	}
	for (size_t i = 0; i < TASKS; i++)
		ours_end(&ours[i]);
}

int main(int argc, char **argv)
{
	if (argc == 2 && strcmp(argv[1], "lines") == 0) {
		answer_lines();
		return 0;
	}
	race_against_peer();
	return race_end("bench_spf");
}
