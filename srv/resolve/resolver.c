/* SPDX-License-Identifier: ISC */
#define _DEFAULT_SOURCE /* struct timeval */
#include "srv/resolve/resolver.h"

#include <string.h>
#include <sys/time.h>

#include "srv/resolve/ubevent.h"
#include "srv/resolve/ubsetup.h"
#include "zegel/base/mem.h"
#include "zegel/dns/packet.h"

#define DEADLINE_MS 5000
#define CLASS_IN    1

/* Room for one answer: names in 64 KiB of packet can grow to twenty times. */
#define ANSWER_OCTETS ((size_t)4 * 1024 * 1024)

/* What libunbound says of an answer (unbound-event.h). */
enum {
	SEC_BOGUS = 1,
	SEC_SECURE = 2
};

/* A question under way. */
struct pending {
	struct pending *next, **link; /* link: what points here */
	struct zgl_resolver *resolver;
	struct zgl_question question;
	zgl_resolver_fn *done;
	void *to;
	struct event *timer; /* NULL while libunbound may answer at once */
	int id;              /* for ub_cancel */
	bool asking;         /* zgl_resolver_ask has not returned yet */
	bool answered;
};

struct zgl_resolver {
	const struct zgl_zone *zone; /* or: */
	struct ub_ctx *ctx;
	struct zgl_ubevent events;
	struct event_base *base;
	bool own_base, validates, looping;
	struct zgl_limits limits;
	struct timeval deadline;
	struct pending *first;
	struct zgl_buf name;    /* of the question, as text */
	struct zgl_arena arena; /* of the answer */
	bool arena_lent;
};

static void set_failure(struct zgl_answer *answer, const char *problem)
{
	*answer = (struct zgl_answer){
		.state = ZGL_ANSWER_TEMPFAIL,
		.problem = problem,
	};
}

/* An error on the way to an answer leaves none, but the asker waits for one. */
static void set_error(struct zgl_answer *answer, enum zgl_err err)
{
	set_failure(answer, "no memory for the answer");
	if (err == ZGL_ENOMEM)
		return;
	answer->state = ZGL_ANSWER_MALFORMED;
	answer->problem = "an answer larger than there is room for";
}

/*
 * One arena serves all answers, one after the other. A question asked from
 * within a callback may be answered there, too: then it has one of its own.
 */
static struct zgl_arena *lend_arena(
	struct zgl_resolver *r, struct zgl_arena *own)
{
	if (r->arena_lent) {
		zgl_arena_begin(own, ANSWER_OCTETS);
		return own;
	}
	r->arena_lent = true;
	return &r->arena;
}

static void return_arena(struct zgl_resolver *r, struct zgl_arena *a)
{
	if (a != &r->arena) {
		zgl_arena_free(a);
		return;
	}
	zgl_arena_reset(a);
	r->arena_lent = false;
}

static enum zgl_err ask_zone(struct zgl_resolver *r,
	const struct zgl_question *question, zgl_resolver_fn *done, void *to)
{
	struct zgl_arena own, *a = lend_arena(r, &own);
	struct zgl_answer answer;
	enum zgl_err err =
		zgl_zone_answer(r->zone, question, &r->limits, a, &answer);

	if (err == ZGL_ELIMIT) {
		set_error(&answer, err);
		err = ZGL_OK;
	}
	if (err == ZGL_OK)
		done(to, &answer);
	return_arena(r, a);
	return err;
}

static struct pending *new_pending(struct zgl_resolver *r,
	const struct zgl_question *question, zgl_resolver_fn *done, void *to)
{
	struct pending *p = zgl_mem_new(sizeof(*p));

	if (p == NULL)
		return NULL;
	p->resolver = r;
	p->question = *question;
	p->done = done;
	p->to = to;
	p->asking = true;
	p->next = r->first;
	p->link = &r->first;
	if (p->next != NULL)
		p->next->link = &p->next;
	r->first = p;
	return p;
}

/* No longer under way; the memory stays. */
static void unlink_pending(struct pending *p)
{
	*p->link = p->next;
	if (p->next != NULL)
		p->next->link = p->link;
	if (p->timer != NULL)
		event_free(p->timer);
	p->timer = NULL;
}

static void read_packet(struct pending *p, zgl_sv packet, int sec,
	struct zgl_arena *a, struct zgl_answer *answer)
{
	struct zgl_resolver *r = p->resolver;
	enum zgl_err err =
		zgl_packet_read(packet, &p->question, &r->limits, a, answer);

	if (err != ZGL_OK)
		set_error(answer, err);
	else if (r->validates && answer->problem == NULL)
		answer->dnssec = sec == SEC_SECURE ? ZGL_DNSSEC_SECURE
						   : ZGL_DNSSEC_INSECURE;
}

/* libunbound's reason goes with the callback; the usual ones have words here. */
static const char *bogus_problem(const char *why)
{
	static const struct {
		const char *part, *problem;
	} problems[] = {
		{ "signature expired", "bogus: a signature has expired" },
		{ "inception", "bogus: a signature is not valid yet" },
		{ "verification failed", "bogus: a signature does not fit" },
		{ "crypto failed", "bogus: a signature does not fit" },
		{ "no signatures", "bogus: signatures are missing" },
	};

	for (size_t i = 0; why != NULL && i < ZGL_COUNT(problems); i++) {
		if (strstr(why, problems[i].part) != NULL)
			return problems[i].problem;
	}
	return "bogus: DNSSEC validation failed";
}

/*
 * Bogus comes with a good RCODE and with the data, so it is looked at first;
 * with a bad RCODE the packet is none.
 */
static void on_answer(void *arg, int rcode, void *packet, int octets, int sec,
	char *why_bogus, int was_ratelimited)
{
	struct pending *p = arg;
	struct zgl_resolver *r = p->resolver;
	struct zgl_arena own, *a = lend_arena(r, &own);
	struct zgl_answer answer;

	(void)was_ratelimited;
	unlink_pending(p);
	if (sec == SEC_BOGUS) {
		set_failure(&answer, bogus_problem(why_bogus));
		answer.dnssec = ZGL_DNSSEC_BOGUS;
	} else if (rcode != 0 || packet == NULL || octets < 0) {
		set_failure(
			&answer, "no server gave a usable answer (SERVFAIL)");
	} else {
		read_packet(
			p, (zgl_sv){ packet, (size_t)octets }, sec, a, &answer);
	}
	p->answered = true;
	p->done(p->to, &answer);
	return_arena(r, a);
	if (!p->asking)
		zgl_mem_free(p);
}

static void fail_pending(struct pending *p, const char *problem)
{
	struct zgl_answer answer;

	set_failure(&answer, problem);
	unlink_pending(p);
	p->done(p->to, &answer);
	zgl_mem_free(p);
}

static void on_deadline(evutil_socket_t fd, short bits, void *arg)
{
	struct pending *p = arg;

	(void)fd;
	(void)bits;
	(void)ub_cancel(p->resolver->ctx, p->id);
	fail_pending(p, "no answer within the deadline");
}

static void drop_pending(struct pending *p)
{
	(void)ub_cancel(p->resolver->ctx, p->id);
	unlink_pending(p);
	zgl_mem_free(p);
}

static enum zgl_err set_timer(struct pending *p)
{
	struct zgl_resolver *r = p->resolver;

	p->timer = evtimer_new(r->base, on_deadline, p);
	if (p->timer != NULL && evtimer_add(p->timer, &r->deadline) == 0)
		return ZGL_OK;
	drop_pending(p);
	return ZGL_ENOMEM;
}

/* libunbound may call on_answer before it returns: from its cache. */
static enum zgl_err ask_unbound(struct pending *p)
{
	struct zgl_resolver *r = p->resolver;

	int rc = ub_resolve_event(r->ctx, r->name.p, p->question.type, CLASS_IN,
		p, on_answer, &p->id);
	p->asking = false;
	if (p->answered) {
		zgl_mem_free(p);
		return ZGL_OK;
	}
	if (rc == UB_NOERROR)
		return set_timer(p);
	if (rc == UB_NOMEM) {
		unlink_pending(p);
		zgl_mem_free(p);
		return ZGL_ENOMEM;
	}
	fail_pending(p, "the resolver could not start");
	return ZGL_OK;
}

enum zgl_err zgl_resolver_ask(struct zgl_resolver *resolver,
	const struct zgl_question *question, zgl_resolver_fn *done, void *to)
{
	if (resolver->zone != NULL)
		return ask_zone(resolver, question, done, to);
	zgl_buf_reset(&resolver->name);
	zgl_qname_write(&question->name, &resolver->name);
	zgl_buf_char(&resolver->name, '\0');
	if (resolver->name.err != ZGL_OK)
		return resolver->name.err;
	struct pending *p = new_pending(resolver, question, done, to);
	return p == NULL ? ZGL_ENOMEM : ask_unbound(p);
}

enum zgl_err zgl_resolver_wait(struct zgl_resolver *resolver)
{
	int rc = 0;

	if (resolver->first == NULL)
		return ZGL_OK;
	if (!resolver->own_base || resolver->looping)
		return ZGL_EUSAGE;
	resolver->looping = true;
	while (resolver->first != NULL && rc == 0)
		rc = event_base_loop(resolver->base, EVLOOP_ONCE);
	resolver->looping = false;
	return rc == 0 ? ZGL_OK : ZGL_EIO;
}

static void set_deadline(struct zgl_resolver *r, unsigned ms)
{
	ms = ms == 0 ? DEADLINE_MS : ms;
	r->deadline.tv_sec = (time_t)(ms / 1000);
	r->deadline.tv_usec = (suseconds_t)(ms % 1000 * 1000);
}

static enum zgl_err start_unbound(struct zgl_resolver *r,
	const struct zgl_resolver_config *config, struct zgl_diag *diag)
{
	r->own_base = config->base == NULL;
	r->base = r->own_base ? event_base_new() : config->base;
	if (r->base == NULL)
		return ZGL_ENOMEM;
	zgl_ubevent_begin(&r->events, r->base);
	r->ctx = ub_ctx_create_ub_event(&r->events.face);
	if (r->ctx == NULL)
		return ZGL_ENOMEM;
	return zgl_ubsetup(r->ctx, config, &r->validates, diag);
}

enum zgl_err zgl_resolver_new(const struct zgl_resolver_config *config,
	struct zgl_resolver **resolver_r, struct zgl_diag *diag_r)
{
	struct zgl_resolver *r = zgl_mem_new(sizeof(*r));
	enum zgl_err err = ZGL_OK;

	*resolver_r = NULL;
	*diag_r = (struct zgl_diag){ 0 };
	if (r == NULL)
		return ZGL_ENOMEM;
	r->zone = config->zone;
	r->limits =
		config->limits == NULL ? ZGL_LIMITS_DEFAULT : *config->limits;
	set_deadline(r, config->deadline_ms);
	zgl_buf_begin(&r->name, 4 * ZGL_QNAME_MAX + 1);
	zgl_arena_begin(&r->arena, ANSWER_OCTETS);
	if (r->zone == NULL)
		err = start_unbound(r, config, diag_r);
	if (err != ZGL_OK) {
		zgl_resolver_free(r);
		return err;
	}
	*resolver_r = r;
	return ZGL_OK;
}

void zgl_resolver_free(struct zgl_resolver *resolver)
{
	if (resolver == NULL)
		return;
	/* libunbound would tell those that are left that they failed */
	while (resolver->first != NULL)
		drop_pending(resolver->first);
	ub_ctx_delete(resolver->ctx);
	if (resolver->own_base && resolver->base != NULL)
		event_base_free(resolver->base);
	zgl_arena_free(&resolver->arena);
	zgl_buf_free(&resolver->name);
	zgl_mem_free(resolver);
}
