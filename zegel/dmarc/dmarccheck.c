/* SPDX-License-Identifier: ISC */
#include "zegel/dmarc/dmarccheck.h"

#include <string.h>

#include "zegel/base/mem.h"
#include "zegel/dmarc/dmarcwalk.h"

/* MAIL FROM and a signature or two. */
#define FIRST_ROOM 4

enum phase {
	IDLE,
	OPEN,
	DONE
};

/* What holds for the author domain, as far as is known; once its walk is
 * settled, for good. */
struct standing {
	struct zgl_dmarcwalk walk;
	struct zgl_dmarcorgs orgs;
	const struct zgl_dmarcname *policy;   /* whose record it is, or NULL */
	const struct zgl_dmarcname *failed;   /* why it is not known, or NULL */
	const struct zgl_dmarcrecord *record; /* in force, or NULL */
	bool assumed_none;                    /* as if it said p=none */
};

struct zgl_dmarccheck {
	struct zgl_dmarccheck_config config;
	struct zgl_arena *arena;
	struct zgl_dname author;
	struct zgl_dmarcnames names;
	struct standing standing;
	struct zgl_dmarc_identifier *identifiers;
	size_t count, room;
	size_t next_told, waiting;
	enum phase phase;
};

enum alignment {
	APART,
	PERHAPS, /* a failure of DNS leaves it open */
	ALIGNED
};

enum zgl_err zgl_dmarccheck_new(const struct zgl_dmarccheck_config *config,
	struct zgl_dmarccheck **check_r)
{
	struct zgl_dmarccheck *c = zgl_mem_new(sizeof(*c));

	*check_r = c;
	if (c == NULL)
		return ZGL_ENOMEM;
	c->config = *config;
	return ZGL_OK;
}

void zgl_dmarccheck_free(struct zgl_dmarccheck *check)
{
	zgl_mem_free(check);
}

static bool by_suffix(const struct zgl_dmarccheck *c)
{
	return c->config.suffix != NULL;
}

/* rfc7489#3.2: the public suffix and one label. A name that is a suffix itself,
 * or has none, is its own. */
static zgl_sv org_by_suffix(
	const struct zgl_dmarccheck *c, const struct zgl_dname *domain)
{
	unsigned labels = c->config.suffix(c->config.to, domain);

	return labels == 0
		? zgl_dname_sv(domain)
		: zgl_dmarcwalk_end(zgl_dname_sv(domain), (size_t)labels + 1);
}

static enum zgl_err want_names(
	struct zgl_dmarccheck *c, const struct zgl_dmarcwalk *walk)
{
	for (size_t i = 0; i < walk->count; i++)
		ZGL_TRY(zgl_dmarcnames_want(&c->names, walk->names[i], false));
	return ZGL_OK;
}

/* rfc7489#6.6.3: the author domain and the organizational one, and psd= means
 * nothing. */
static void look_by_suffix(
	const struct zgl_dmarccheck *c, struct zgl_dmarcwalk *walk)
{
	walk->settled = true;
	for (size_t i = 0; i < walk->count; i++) {
		walk->at[i] =
			zgl_dmarcnames_find(&c->names, walk->names[i], false);
		walk->settled &= walk->at[i]->answered;
	}
	walk->reached = walk->count;
}

/* Several records at the author domain end it. */
static void conclude_by_suffix(struct standing *s)
{
	const struct zgl_dmarcname *name = s->walk.at[0];

	if (name->outcome == ZGL_DMARCSTEP_NONE)
		name = s->walk.at[s->walk.count - 1];
	s->policy = name->record != NULL ? name : NULL;
	s->failed = name->outcome == ZGL_DMARCSTEP_DNS ? name : NULL;
}

static void conclude_by_walk(struct standing *s)
{
	zgl_dmarcwalk_orgs(&s->walk, &s->orgs);
	s->policy = zgl_dmarcwalk_policy(&s->walk, &s->orgs);
	s->failed = s->policy == NULL ? s->walk.failed : NULL;
}

/*
 * rfc9989#4.10.1: with an invalid p, sp or np a record counts as p=none when it
 * has somebody to report to, and not at all when it has not.
 */
static void conclude_of_record(
	const struct zgl_dmarcrecord *r, bool without_np, struct standing *s)
{
	bool valid = r->p.valid && r->sp.valid == r->sp.there
		&& (without_np || r->np.valid == r->np.there);

	if (valid || r->rua.valid)
		s->record = r;
	s->assumed_none = !valid;
}

/* What is known of the walk; more of it is asked for when it is settled, or at
 * the end. */
static void look(struct zgl_dmarccheck *c)
{
	if (by_suffix(c))
		look_by_suffix(c, &c->standing.walk);
	else
		zgl_dmarcwalk_look(&c->standing.walk, &c->names);
}

static void conclude(struct zgl_dmarccheck *c)
{
	struct standing *s = &c->standing;

	s->record = NULL;
	s->assumed_none = false;
	if (by_suffix(c))
		conclude_by_suffix(s);
	else
		conclude_by_walk(s);
	if (s->policy != NULL)
		conclude_of_record(s->policy->record, by_suffix(c), s);
}

static enum zgl_err begin_author(struct zgl_dmarccheck *c)
{
	struct standing *s = &c->standing;
	zgl_sv author = zgl_dname_sv(&c->author);

	if (by_suffix(c)) {
		zgl_sv org = org_by_suffix(c, &c->author);
		s->walk.names[0] = author;
		s->walk.names[1] = org;
		s->walk.count = org.n == author.n ? 1 : 2;
		s->orgs.at[0] = org;
		s->orgs.count = 1;
	} else {
		zgl_dmarcwalk_begin(&s->walk, author);
	}
	s->walk.settled = false;
	return want_names(c, &s->walk);
}

enum zgl_err zgl_dmarccheck_begin(struct zgl_dmarccheck *check,
	const struct zgl_dname *author, struct zgl_arena *a)
{
	check->arena = a;
	check->author = *author;
	check->names = (struct zgl_dmarcnames){ .arena = a };
	check->identifiers = NULL;
	check->count = check->room = check->next_told = check->waiting = 0;
	check->phase = IDLE;
	if (author->n > 0)
		ZGL_TRY(begin_author(check));
	check->phase = OPEN;
	return ZGL_OK;
}

/* True when the policy is one for the domains below another. */
static bool is_from_above(const struct standing *s)
{
	return s->policy != s->walk.at[0];
}

/* Whether the author domain exists makes a difference. */
static bool wants_existence(
	const struct zgl_dmarccheck *c, const struct standing *s)
{
	return s->record != NULL && !s->assumed_none && is_from_above(s)
		&& !by_suffix(c) && s->record->np.valid;
}

static bool is_strict(
	const struct standing *s, const struct zgl_dmarc_identifier *identifier)
{
	return identifier->method == ZGL_DMARC_DKIM ? s->record->strict_dkim
						    : s->record->strict_spf;
}

/* False when no walk is needed: for the author domain itself, for one that is
 * out of its organizational domain, and where only the same domain will do. */
static bool wants_walk(const struct zgl_dmarccheck *c, const struct standing *s,
	const struct zgl_dmarc_identifier *identifier)
{
	if (by_suffix(c) || is_strict(s, identifier)
		|| zgl_dname_eq(&identifier->domain, &c->author))
		return false;
	for (size_t i = 0; i < s->orgs.count; i++) {
		struct zgl_dname org;
		zgl_dmarcname_copy(s->orgs.at[i], &org);
		if (zgl_dname_within(&identifier->domain, &org))
			return true;
	}
	return false;
}

/* What was learnt may lead to new questions: of the domains from the first-th
 * on. */
static enum zgl_err plan(struct zgl_dmarccheck *c, size_t first)
{
	const struct standing *s = &c->standing;
	struct zgl_dmarcwalk walk;

	if (c->author.n == 0 || !s->walk.settled || s->record == NULL)
		return ZGL_OK;
	if (wants_existence(c, s))
		ZGL_TRY(zgl_dmarcnames_want(
			&c->names, zgl_dname_sv(&c->author), true));
	for (size_t i = first; i < c->count; i++) {
		const struct zgl_dmarc_identifier *id = &c->identifiers[i];
		if (!wants_walk(c, s, id))
			continue;
		zgl_dmarcwalk_begin(&walk, zgl_dname_sv(&id->domain));
		ZGL_TRY(want_names(c, &walk));
	}
	return ZGL_OK;
}

/* After an error there is no verdict. */
static enum zgl_err keep(struct zgl_dmarccheck *c, enum zgl_err err)
{
	if (err != ZGL_OK)
		c->phase = IDLE;
	return err;
}

/* The list moves when it grows; views into the old one stay good. */
static enum zgl_err make_room(struct zgl_dmarccheck *c)
{
	size_t room = c->room > 0 ? c->room * 2 : FIRST_ROOM;

	if (c->count < c->room)
		return ZGL_OK;
	struct zgl_dmarc_identifier *identifiers =
		zgl_arena_array(c->arena, room, sizeof(*identifiers));
	if (identifiers == NULL)
		return c->arena->err;
	if (c->count > 0)
		memcpy(identifiers, c->identifiers,
			c->count * sizeof(*identifiers));
	c->identifiers = identifiers;
	c->room = room;
	return ZGL_OK;
}

enum zgl_err zgl_dmarccheck_add(struct zgl_dmarccheck *check,
	enum zgl_dmarc_method method, const struct zgl_dname *domain,
	size_t *number_r)
{
	if (check->phase != OPEN)
		return ZGL_EUSAGE;
	ZGL_TRY(keep(check, make_room(check)));
	struct zgl_dmarc_identifier *id = &check->identifiers[check->count];
	id->method = method;
	id->domain = *domain;
	id->organizational.n = 0;
	id->organizational.text[0] = '\0';
	id->authentic = ZGL_DMARC_AUTHENTIC_NO;
	id->aligned = false;
	*number_r = check->count++;
	return keep(check, plan(check, *number_r));
}

bool zgl_dmarccheck_next_question(struct zgl_dmarccheck *check,
	struct zgl_question *question_r, size_t *number_r)
{
	struct zgl_dmarcnames *names = &check->names;

	while (check->phase == OPEN && check->next_told < names->count) {
		size_t number = check->next_told++;
		if (names->at[number].answered)
			continue;
		zgl_dmarcname_ask(&names->at[number], question_r);
		*number_r = number;
		check->waiting++;
		return true;
	}
	return false;
}

enum zgl_err zgl_dmarccheck_answer(struct zgl_dmarccheck *check, size_t number,
	const struct zgl_answer *answer)
{
	if (check->phase != OPEN || number >= check->next_told
		|| check->names.at[number].answered)
		return ZGL_EUSAGE;
	check->waiting--;
	ZGL_TRY(keep(check,
		zgl_dmarcname_answer(&check->names.at[number], answer,
			check->config.limits, check->arena)));
	if (check->author.n == 0 || check->standing.walk.settled)
		return ZGL_OK;
	look(check);
	if (!check->standing.walk.settled)
		return ZGL_OK;
	conclude(check);
	return keep(check, plan(check, 0));
}

size_t zgl_dmarccheck_waiting(const struct zgl_dmarccheck *check)
{
	return check->waiting;
}

enum zgl_err zgl_dmarccheck_set(struct zgl_dmarccheck *check, size_t number,
	enum zgl_dmarc_authentic authentic)
{
	if (check->phase != OPEN || number >= check->count)
		return ZGL_EUSAGE;
	check->identifiers[number].authentic = authentic;
	return ZGL_OK;
}

static enum zgl_err tell_steps(struct zgl_dmarccheck *c,
	const struct zgl_dmarcwalk *walk, struct zgl_dmarc_verdict *v)
{
	struct zgl_dmarcstep *steps =
		zgl_arena_array(c->arena, walk->count, sizeof(*steps));

	if (steps == NULL)
		return c->arena->err;
	for (size_t i = 0; i < walk->count; i++) {
		zgl_dmarcname_copy(walk->names[i], &steps[i].domain);
		steps[i].outcome = ZGL_DMARCSTEP_NOT_REACHED;
		steps[i].psd = ZGL_DMARC_PSD_UNKNOWN;
		steps[i].exists = steps[i].almost = false;
	}
	for (size_t i = 0; i < walk->reached; i++) {
		const struct zgl_dmarcname *name = walk->at[i];
		steps[i].outcome = name->outcome;
		steps[i].exists = name->exists;
		steps[i].almost =
			name->almost && name->outcome == ZGL_DMARCSTEP_NONE;
		if (name->record != NULL)
			steps[i].psd = name->record->psd;
	}
	v->steps = steps;
	v->step_count = walk->count;
	return ZGL_OK;
}

/* rfc9989#4.7, t=y: one level below what is asked for. */
static enum zgl_dmarc_policy lower(enum zgl_dmarc_policy policy)
{
	return policy == ZGL_DMARC_POLICY_REJECT ? ZGL_DMARC_POLICY_QUARANTINE
						 : ZGL_DMARC_POLICY_NONE;
}

/* The policy for a domain that exists: np= is not looked at. */
static enum zgl_dmarc_tag tag_of_existing(const struct standing *s)
{
	return is_from_above(s) && s->record->sp.valid && !s->assumed_none
		? ZGL_DMARC_TAG_SP
		: ZGL_DMARC_TAG_P;
}

static enum zgl_dmarc_policy policy_of(
	const struct standing *s, enum zgl_dmarc_tag tag)
{
	if (s->assumed_none)
		return ZGL_DMARC_POLICY_NONE;
	switch (tag) {
	case ZGL_DMARC_TAG_SP: return s->record->sp.policy;
	case ZGL_DMARC_TAG_NP: return s->record->np.policy;
	default: return s->record->p.policy;
	}
}

static void tell_policy(const struct zgl_dmarccheck *c,
	const struct standing *s, struct zgl_dmarc_verdict *v)
{
	v->tag = tag_of_existing(s);
	if (wants_existence(c, s)) {
		const struct zgl_dmarcname *name = zgl_dmarcnames_find(
			&c->names, zgl_dname_sv(&c->author), true);
		if (name->outcome == ZGL_DMARCSTEP_NONE && !name->exists) {
			v->author_exists = false;
			v->tag = ZGL_DMARC_TAG_NP;
		}
	}
	v->assumed_none = s->assumed_none;
	v->published = policy_of(s, v->tag);
	v->policy = s->record->testing ? lower(v->published) : v->published;
}

/* What comes of the message, but for a pass, so far. A failure that may pass by
 * itself outweighs one that will not. */
struct outcome {
	enum zgl_dmarc_reason reason;
	const char *problem;
};

static void worsen(
	struct outcome *o, enum zgl_dmarc_reason reason, const char *problem)
{
	if (zgl_dmarc_reason_result(o->reason) == ZGL_DMARC_TEMPERROR)
		return;
	o->reason = reason;
	o->problem = problem;
}

/* Whether DNS left open which policy it is: one as the other would do. */
static void judge_existence(const struct zgl_dmarccheck *c,
	const struct standing *s, struct outcome *o)
{
	if (!wants_existence(c, s)
		|| policy_of(s, ZGL_DMARC_TAG_NP)
			== policy_of(s, tag_of_existing(s)))
		return;
	const struct zgl_dmarcname *name =
		zgl_dmarcnames_find(&c->names, zgl_dname_sv(&c->author), true);
	if (name->outcome == ZGL_DMARCSTEP_DNS)
		worsen(o, name->failure, name->problem);
}

static enum alignment compare(
	const struct zgl_dmarcorgs *a, const struct zgl_dmarcorgs *b)
{
	bool known = a->count == 1 && b->count == 1;

	for (size_t i = 0; i < a->count; i++) {
		for (size_t k = 0; k < b->count; k++) {
			if (zgl_sv_eq(a->at[i], b->at[k]))
				return known ? ALIGNED : PERHAPS;
		}
	}
	return APART;
}

static enum alignment align_by_walk(const struct zgl_dmarccheck *c,
	const struct standing *s, struct zgl_dmarc_identifier *id,
	const struct zgl_dmarcname **failed_r)
{
	struct zgl_dmarcwalk walk;
	struct zgl_dmarcorgs orgs;

	zgl_dmarcwalk_begin(&walk, zgl_dname_sv(&id->domain));
	zgl_dmarcwalk_look(&walk, &c->names);
	zgl_dmarcwalk_orgs(&walk, &orgs);
	if (orgs.count == 1)
		zgl_dmarcname_copy(orgs.at[0], &id->organizational);
	*failed_r = s->orgs.count > 1 ? s->walk.failed : walk.failed;
	return compare(&s->orgs, &orgs);
}

/* rfc9989#4.10.2. *failed_r says why it is PERHAPS. */
static enum alignment align(const struct zgl_dmarccheck *c,
	const struct standing *s, struct zgl_dmarc_identifier *id,
	const struct zgl_dmarcname **failed_r)
{
	if (id->domain.n == 0)
		return APART;
	if (zgl_dname_eq(&id->domain, &c->author))
		return ALIGNED;
	if (wants_walk(c, s, id))
		return align_by_walk(c, s, id, failed_r);
	if (!by_suffix(c) || is_strict(s, id))
		return APART;
	zgl_sv org = org_by_suffix(c, &id->domain);
	zgl_dmarcname_copy(org, &id->organizational);
	return zgl_sv_eq(org, s->orgs.at[0]) ? ALIGNED : APART;
}

/* Returns true for a pass. */
static bool judge_identifier(const struct zgl_dmarccheck *c,
	const struct standing *s, struct zgl_dmarc_identifier *id,
	struct outcome *o)
{
	const struct zgl_dmarcname *failed = NULL;
	enum alignment alignment = align(c, s, id, &failed);

	id->aligned = alignment == ALIGNED;
	if (alignment == APART || id->authentic == ZGL_DMARC_AUTHENTIC_NO)
		return false;
	if (alignment == PERHAPS)
		worsen(o, failed->failure, failed->problem);
	else if (id->authentic == ZGL_DMARC_AUTHENTIC_UNDECIDED)
		worsen(o, ZGL_DMARC_REASON_UNDECIDED, NULL);
	else
		return true;
	return false;
}

static bool has_authentic(const struct zgl_dmarccheck *c)
{
	for (size_t i = 0; i < c->count; i++) {
		if (c->identifiers[i].authentic == ZGL_DMARC_AUTHENTIC_YES)
			return true;
	}
	return false;
}

/* rfc9989#5.3.5, 5.3.6 */
static struct outcome judge_identifiers(
	const struct zgl_dmarccheck *c, const struct standing *s)
{
	struct outcome o = { .reason = has_authentic(c)
			? ZGL_DMARC_REASON_NOT_ALIGNED
			: ZGL_DMARC_REASON_NOT_AUTHENTICATED };
	bool pass = false;

	for (size_t i = 0; i < c->count; i++)
		pass |= judge_identifier(c, s, &c->identifiers[i], &o);
	if (pass)
		return (struct outcome){ .reason = ZGL_DMARC_REASON_ALIGNED };
	judge_existence(c, s, &o);
	return o;
}

static struct outcome judge(
	const struct zgl_dmarccheck *c, const struct standing *s)
{
	if (s->failed != NULL)
		return (struct outcome){ s->failed->failure,
			s->failed->problem };
	if (s->policy == NULL)
		return (struct outcome){ .reason = ZGL_DMARC_REASON_NO_RECORD };
	if (s->record == NULL)
		return (struct outcome){ .reason = ZGL_DMARC_REASON_UNUSABLE };
	return judge_identifiers(c, s);
}

static enum zgl_err tell(struct zgl_dmarccheck *c, struct zgl_dmarc_verdict *v)
{
	const struct standing *s = &c->standing;

	if (!s->walk.settled) {
		look(c);
		conclude(c);
	}
	if (s->orgs.count == 1)
		zgl_dmarcname_copy(s->orgs.at[0], &v->organizational);
	if (s->policy != NULL) {
		v->record = s->policy->record;
		zgl_dmarcname_copy(s->policy->domain, &v->policy_domain);
	}
	if (s->record != NULL)
		tell_policy(c, s, v);
	struct outcome o = judge(c, s);
	v->reason = o.reason;
	v->problem = o.problem;
	return tell_steps(c, &s->walk, v);
}

enum zgl_err zgl_dmarccheck_end(
	struct zgl_dmarccheck *check, struct zgl_dmarc_verdict *verdict_r)
{
	*verdict_r = (struct zgl_dmarc_verdict){ .result = ZGL_DMARC_PERMERROR,
		.reason = ZGL_DMARC_REASON_AUTHOR };
	if (check->phase != OPEN)
		return ZGL_EUSAGE;
	verdict_r->author_exists = true;
	verdict_r->author = check->author;
	if (check->author.n > 0)
		ZGL_TRY(keep(check, tell(check, verdict_r)));
	verdict_r->result = zgl_dmarc_reason_result(verdict_r->reason);
	verdict_r->identifiers = check->identifiers;
	verdict_r->identifier_count = check->count;
	check->phase = DONE;
	return ZGL_OK;
}
