/* SPDX-License-Identifier: ISC */
/*
 * packet: the first octet chooses the type that is asked for, the others are
 * the response. Records are of their type's form; a failure has a reason; what
 * ends early is no answer with more records.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "zegel/dns/packet.h"
#include "zegel/dns/rdata.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
	if (!holds)
		abort();
}

static void must_hold(uint16_t type, const struct zgl_answer *answer)
{
	bool failed = answer->state == ZGL_ANSWER_TEMPFAIL
		|| answer->state == ZGL_ANSWER_MALFORMED;

	must((answer->count > 0) == (answer->state == ZGL_ANSWER_RECORDS));
	must((answer->problem != NULL) == failed);
	must(answer->dnssec == ZGL_DNSSEC_UNKNOWN);
	must(answer->ttl_s <= INT32_MAX && !(failed && answer->ttl_s > 0));
	for (size_t i = 0; i < answer->count; i++)
		must(zgl_rdata_fits(type, answer->records[i]));
}

static void must_join(struct zgl_arena *a, const struct zgl_answer *answer)
{
	zgl_sv text;

	for (size_t i = 0; i < answer->count; i++) {
		enum zgl_err err =
			zgl_txt_join(answer->records[i], 1000, a, &text);
		must(err == ZGL_ELIMIT || (err == ZGL_OK && text.n <= 1000));
	}
}

/* The name asked for is the one in the packet, when it has one there. */
static void make_question(
	zgl_sv packet, uint8_t choice, struct zgl_question *question_r)
{
	static const uint16_t types[] = { ZGL_RR_TXT, ZGL_RR_A, ZGL_RR_MX,
		ZGL_RR_CNAME, ZGL_RR_SOA, ZGL_RR_SRV, ZGL_RR_AAAA, ZGL_RR_CAA,
		ZGL_RR_TLSA, 731 };
	struct zgl_wire w = zgl_wire_of(packet, true);

	w.at = packet.n < 12 ? packet.n : 12;
	zgl_wire_name(&w, &question_r->name);
	question_r->type = types[choice % ZGL_COUNT(types)];
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct zgl_limits limits = ZGL_LIMITS_DEFAULT;
	struct zgl_question question;
	struct zgl_answer answer, half;
	struct zgl_arena a;

	if (size == 0 || size > UINT16_MAX)
		return 0;
	zgl_sv packet = { (const char *)data + 1, size - 1 };
	make_question(packet, data[0], &question);
	zgl_arena_begin(&a, 16 << 20);
	must(zgl_packet_read(packet, &question, &limits, &a, &answer)
		== ZGL_OK);
	must_hold(question.type, &answer);
	if (question.type == ZGL_RR_TXT)
		must_join(&a, &answer);
	packet.n /= 2;
	must(zgl_packet_read(packet, &question, &limits, &a, &half) == ZGL_OK);
	must_hold(question.type, &half);
	must(half.count == 0 || half.count == answer.count);
	zgl_arena_free(&a);
	return 0;
}
