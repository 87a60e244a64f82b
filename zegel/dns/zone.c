/* SPDX-License-Identifier: ISC */
#include "zegel/dns/zone.h"

#include <string.h>

#include "zegel/base/ascii.h"
#include "zegel/base/mem.h"
#include "zegel/dns/wire.h"
#include "zegel/dns/zoneread.h"

/*
 * All records stand in one array, sorted by name (in the order of rfc4034#6.1:
 * a name right before all names below it), type and RDATA. So a name exists
 * exactly when the first record that is not before it is at or below it, and
 * empty non-terminals need no entry of their own.
 *
 * A key is a name that memcmp sorts so: labels from the root on, in lower
 * case, each ended by 0. In it an octet 0 is written 1 1, an octet 1 is 1 2.
 */
#define KEY_MAX (2 * ZGL_QNAME_MAX)

struct key {
	char text[KEY_MAX];
	size_t n;
};

struct entry {
	zgl_sv key, rdata;
	uint32_t ttl_s;
	uint16_t type;
	uint16_t fault; /* enum zgl_zonefault */
};

/* The octets of the keys and records of one text. */
struct batch {
	struct zgl_arena arena;
	struct batch *before;
};

struct zgl_zone {
	struct entry *entries;
	size_t count;
	struct batch *batch; /* newest */
};

/* What zgl_zone_load collects before anything of it counts. */
struct load {
	struct entry *entries;
	size_t count, cap;
	struct batch *batch;
};

static void put_key_octet(struct key *key, char c)
{
	if ((unsigned char)c > 1) {
		key->text[key->n++] = zgl_lower(c);
		return;
	}
	key->text[key->n++] = 1;
	key->text[key->n++] = (char)(c + 1);
}

static void make_key(const struct zgl_qname *name, struct key *key)
{
	uint8_t starts[ZGL_QNAME_MAX];
	size_t labels = 0;

	for (size_t at = 0; name->wire[at] > 0;
		at += (size_t)1 + name->wire[at])
		starts[labels++] = (uint8_t)at;
	key->n = 0;
	while (labels > 0) {
		const uint8_t *label = &name->wire[starts[--labels]];
		for (size_t i = 1; i <= label[0]; i++)
			put_key_octet(key, (char)label[i]);
		key->text[key->n++] = 0;
	}
}

static zgl_sv key_sv(const struct key *key)
{
	return (zgl_sv){ key->text, key->n };
}

/* As memcmp, a text before all that begin with it. */
static int compare_sv(zgl_sv a, zgl_sv b)
{
	size_t n = a.n < b.n ? a.n : b.n;
	int order = n == 0 ? 0 : memcmp(a.p, b.p, n);

	return order != 0 ? order : (a.n > b.n) - (a.n < b.n);
}

/* The order of name and type; a fault stands before the records it hides. */
static int compare_place(const struct entry *a, const struct entry *b)
{
	int order = compare_sv(a->key, b->key);

	if (order == 0)
		order = (a->type > b->type) - (a->type < b->type);
	return order != 0 ? order
			  : (a->fault < b->fault) - (a->fault > b->fault);
}

static int compare_entries(const struct entry *a, const struct entry *b)
{
	int order = compare_place(a, b);

	return order != 0 ? order : compare_sv(a->rdata, b->rdata);
}

enum zgl_err zgl_zone_new(struct zgl_zone **zone_r)
{
	*zone_r = zgl_mem_new(sizeof(**zone_r));
	return *zone_r == NULL ? ZGL_ENOMEM : ZGL_OK;
}

static void free_batch(struct batch *batch)
{
	zgl_arena_free(&batch->arena);
	zgl_mem_free(batch);
}

void zgl_zone_free(struct zgl_zone *zone)
{
	if (zone == NULL)
		return;
	while (zone->batch != NULL) {
		struct batch *before = zone->batch->before;
		free_batch(zone->batch);
		zone->batch = before;
	}
	zgl_mem_free(zone->entries);
	zgl_mem_free(zone);
}

static enum zgl_err make_room(struct load *load)
{
	size_t cap = load->cap == 0 ? 64 : load->cap * 2;

	if (load->count < load->cap)
		return ZGL_OK;
	struct entry *entries =
		zgl_mem_resize(load->entries, cap * sizeof(*entries));
	if (entries == NULL)
		return ZGL_ENOMEM;
	load->entries = entries;
	load->cap = cap;
	return ZGL_OK;
}

static enum zgl_err take_record(void *to, const struct zgl_zonerecord *record)
{
	struct load *load = to;
	struct zgl_arena *a = &load->batch->arena;
	struct key key;

	ZGL_TRY(make_room(load));
	make_key(&record->owner, &key);
	load->entries[load->count++] = (struct entry){
		.key = zgl_arena_copy(a, key_sv(&key)),
		.rdata = zgl_arena_copy(a, record->rdata),
		.ttl_s = record->ttl_s,
		.type = record->type,
		.fault = (uint16_t)record->fault,
	};
	return a->err;
}

/* Merges two sorted runs; of equal entries those of `a` come first. */
static void merge(const struct entry *a, size_t a_count, const struct entry *b,
	size_t b_count, struct entry *to)
{
	size_t i = 0, j = 0;

	for (size_t at = 0; at < a_count + b_count; at++) {
		bool first = j == b_count
			|| (i < a_count && compare_entries(&a[i], &b[j]) <= 0);
		to[at] = first ? a[i++] : b[j++];
	}
}

/* Not qsort: it takes memory behind our back. */
static enum zgl_err sort(struct load *load)
{
	size_t n = load->count;

	if (n < 2)
		return ZGL_OK;
	struct entry *to = zgl_mem_resize(NULL, n * sizeof(*to));
	if (to == NULL)
		return ZGL_ENOMEM;
	for (size_t width = 1; width < n; width *= 2) {
		struct entry *from = load->entries;
		for (size_t at = 0; at < n; at += 2 * width) {
			size_t left = n - at;
			size_t a = left < width ? left : width;
			size_t b = left - a < width ? left - a : width;
			merge(from + at, a, from + at + a, b, to + at);
		}
		load->entries = to;
		to = from;
	}
	zgl_mem_free(to);
	return ZGL_OK;
}

/* rfc2181#5: equal records are one, with the lower TTL. Returns how many. */
static size_t drop_equal(struct entry *entries, size_t count)
{
	size_t kept = 0;

	for (size_t i = 0; i < count; i++) {
		struct entry *last = &entries[kept == 0 ? 0 : kept - 1];
		if (kept == 0 || compare_entries(last, &entries[i]) != 0)
			entries[kept++] = entries[i];
		else if (entries[i].ttl_s < last->ttl_s)
			last->ttl_s = entries[i].ttl_s;
	}
	return kept;
}

/* Makes one array of the zone's entries and the new ones. */
static enum zgl_err add_load(struct zgl_zone *zone, struct load *load)
{
	size_t all = zone->count + load->count;

	if (load->count == 0)
		return ZGL_OK;
	ZGL_TRY(sort(load));
	struct entry *to = zgl_mem_resize(NULL, all * sizeof(*to));
	if (to == NULL)
		return ZGL_ENOMEM;
	merge(zone->entries, zone->count, load->entries, load->count, to);
	zgl_mem_free(zone->entries);
	zone->entries = to;
	zone->count = drop_equal(to, all);
	return ZGL_OK;
}

static enum zgl_err load_batch(struct zgl_zone *zone, struct load *load,
	zgl_sv text, struct zgl_diag *diag_r)
{
	ZGL_TRY(zgl_zoneread(text, take_record, load, diag_r));
	ZGL_TRY(add_load(zone, load));
	load->batch->before = zone->batch;
	zone->batch = load->batch;
	return ZGL_OK;
}

enum zgl_err zgl_zone_load(
	struct zgl_zone *zone, zgl_sv text, struct zgl_diag *diag_r)
{
	struct load load = { .batch = zgl_mem_new(sizeof(*load.batch)) };

	*diag_r = (struct zgl_diag){ 0 };
	if (load.batch == NULL)
		return ZGL_ENOMEM;
	zgl_arena_begin(&load.batch->arena, SIZE_MAX);
	enum zgl_err err = load_batch(zone, &load, text, diag_r);
	zgl_mem_free(load.entries);
	if (err != ZGL_OK)
		free_batch(load.batch);
	return err;
}

/* The first entry that does not stand before this name and type. */
static size_t seek(const struct zgl_zone *zone, zgl_sv key, uint16_t type)
{
	const struct entry wanted = {
		.key = key, .type = type, .fault = UINT16_MAX
	};
	size_t low = 0, high = zone->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (compare_place(&zone->entries[middle], &wanted) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* The first entry of this name and type, NULL when there is none. */
static const struct entry *find(
	const struct zgl_zone *zone, zgl_sv key, uint16_t type)
{
	size_t at = seek(zone, key, type);

	if (at == zone->count || zone->entries[at].type != type
		|| !zgl_sv_eq(zone->entries[at].key, key))
		return NULL;
	return &zone->entries[at];
}

/* How much of `key`, in whole labels, the name of entry `at` has too. */
static size_t common_labels(const struct zgl_zone *zone, size_t at, zgl_sv key)
{
	size_t common = 0;

	if (at >= zone->count)
		return 0;
	zgl_sv other = zone->entries[at].key;
	for (size_t i = 0; i < key.n && i < other.n && key.p[i] == other.p[i];
		i++) {
		if (key.p[i] == 0)
			common = i + 1;
	}
	return common;
}

/*
 * Turns `key` into the name that answers for it: itself, or the wildcard below
 * the closest encloser (rfc4592#3.3.1). False when neither exists.
 */
static bool settle(const struct zgl_zone *zone, struct key *key)
{
	static const char star[] = { '*', 0 };
	size_t at = seek(zone, key_sv(key), 0);
	size_t closest = common_labels(zone, at, key_sv(key));

	if (closest == key->n)
		return zone->count > 0;
	size_t before = at == 0 ? 0 : common_labels(zone, at - 1, key_sv(key));
	key->n = before > closest ? before : closest;
	/* a label was cut off, which is never shorter than this one */
	memcpy(key->text + key->n, star, sizeof(star));
	key->n += sizeof(star);
	at = seek(zone, key_sv(key), 0);
	return common_labels(zone, at, key_sv(key)) == key->n;
}

/* One question on its way through the zone. */
struct look_up {
	const struct zgl_zone *zone;
	uint16_t type;
	struct zgl_qname name; /* the one asked for, then where CNAMEs lead */
	struct zgl_arena *a;
	struct zgl_answer answer;
};

static void lower_ttl(struct look_up *l, uint32_t ttl_s)
{
	if (ttl_s < l->answer.ttl_s)
		l->answer.ttl_s = ttl_s;
}

static const char *fault_problem(enum zgl_zonefault fault)
{
	switch (fault) {
	case ZGL_ZONEFAULT_SERVFAIL:
		return "the server failed (SERVFAIL): the zone file says so";
	case ZGL_ZONEFAULT_TIMEOUT:
		return "no answer in time: the zone file says so";
	case ZGL_ZONEFAULT_BOGUS:
		return "bogus DNSSEC data: the zone file says so";
	default: return NULL;
	}
}

static void set_fault(struct look_up *l, enum zgl_zonefault fault)
{
	l->answer.state = ZGL_ANSWER_TEMPFAIL;
	l->answer.problem = fault_problem(fault);
	if (fault == ZGL_ZONEFAULT_BOGUS)
		l->answer.dnssec = ZGL_DNSSEC_BOGUS;
}

static void set_malformed(struct look_up *l, const char *problem)
{
	l->answer.state = ZGL_ANSWER_MALFORMED;
	l->answer.problem = problem;
}

/* The number of records of the same name and type, from `first` on. */
static size_t count_records(
	const struct zgl_zone *zone, const struct entry *first)
{
	size_t left = zone->count - (size_t)(first - zone->entries), n = 1;

	while (n < left && compare_place(&first[n], first) == 0)
		n++;
	return n;
}

static enum zgl_err set_records(struct look_up *l, const struct entry *first)
{
	size_t count = count_records(l->zone, first);
	zgl_sv *records = zgl_arena_array(l->a, count, sizeof(*records));

	if (records == NULL)
		return l->a->err;
	for (size_t i = 0; i < count; i++) {
		records[i] = zgl_arena_copy(l->a, first[i].rdata);
		lower_ttl(l, first[i].ttl_s);
	}
	l->answer.state = ZGL_ANSWER_RECORDS;
	l->answer.records = records;
	l->answer.count = count;
	return l->a->err;
}

/* The last 4 octets of SOA: how long a negative answer holds (rfc2308#4). */
static uint32_t soa_minimum(zgl_sv rdata)
{
	struct zgl_wire w = zgl_wire_of(rdata, false);

	(void)zgl_wire_take(&w, w.n - 4); /* there are: loading saw to it */
	return zgl_wire_u32(&w);
}

/* Not to be kept unless a SOA record at or above the name says how long. */
static void set_negative(
	struct look_up *l, enum zgl_answer_state state, zgl_sv key)
{
	const struct entry *soa = find(l->zone, key, ZGL_RR_SOA);

	while (soa == NULL && key.n > 0) {
		do
			key.n--;
		while (key.n > 0 && key.p[key.n - 1] != 0);
		soa = find(l->zone, key, ZGL_RR_SOA);
	}
	l->answer.state = state;
	if (soa == NULL || soa->fault != ZGL_ZONEFAULT_NONE) {
		l->answer.ttl_s = 0;
		return;
	}
	lower_ttl(l, soa->ttl_s);
	lower_ttl(l, soa_minimum(soa->rdata));
}

/* rfc1034#3.6.2: a CNAME answers for all types; rfc2181#10.1: there is one. */
static bool follow_cname(struct look_up *l, zgl_sv key)
{
	const struct entry *cname = find(l->zone, key, ZGL_RR_CNAME);

	if (cname == NULL || cname->fault != ZGL_ZONEFAULT_NONE)
		return false;
	if (count_records(l->zone, cname) > 1) {
		set_malformed(l, "two CNAMEs at one name");
		return true;
	}
	memcpy(l->name.wire, cname->rdata.p, cname->rdata.n);
	l->name.n = (uint8_t)cname->rdata.n;
	lower_ttl(l, cname->ttl_s);
	return true;
}

/* *again_r: the answer is where a CNAME leads, l->name is that already. */
static enum zgl_err look_up(struct look_up *l, bool *again_r)
{
	struct key asked, key;

	make_key(&l->name, &asked);
	key = asked;
	*again_r = false;
	if (!settle(l->zone, &key)) {
		set_negative(l, ZGL_ANSWER_NXDOMAIN, key_sv(&asked));
		return ZGL_OK;
	}
	const struct entry *e = find(l->zone, key_sv(&key), ZGL_ZONEREAD_ALL);
	if (e == NULL)
		e = find(l->zone, key_sv(&key), l->type);
	if (e != NULL && e->fault == ZGL_ZONEFAULT_NONE)
		return set_records(l, e);
	if (e != NULL)
		set_fault(l, e->fault);
	else if (follow_cname(l, key_sv(&key)))
		*again_r = l->answer.problem == NULL;
	else
		set_negative(l, ZGL_ANSWER_NODATA, key_sv(&asked));
	return ZGL_OK;
}

enum zgl_err zgl_zone_answer(const struct zgl_zone *zone,
	const struct zgl_question *question, const struct zgl_limits *limits,
	struct zgl_arena *a, struct zgl_answer *answer_r)
{
	struct look_up l = {
		.zone = zone,
		.type = question->type,
		.name = question->name,
		.a = a,
		.answer = { .state = ZGL_ANSWER_MALFORMED,
			.ttl_s = UINT32_MAX },
	};
	bool again = true;
	size_t chain = 0;

	while (again && chain <= limits->cname_chain) {
		ZGL_TRY(look_up(&l, &again));
		chain++;
	}
	if (again)
		set_malformed(&l, "too many CNAMEs, or a loop");
	if (l.answer.problem != NULL)
		l.answer.ttl_s = 0;
	*answer_r = l.answer;
	return ZGL_OK;
}
