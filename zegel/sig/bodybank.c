/* SPDX-License-Identifier: ISC */
#include "zegel/sig/bodybank.h"

#include "zegel/base/mem.h"

struct slot {
	struct zgl_hash *hash; /* made once, kept for later messages */
	struct zgl_digest digest;
	enum zgl_canon canon;
	enum zgl_hash_alg alg;
	uint64_t length;
};

/* One canonicalization of the body, and who listens to it. */
struct stream {
	struct zgl_bodybank *bank;
	struct zgl_bodycanon canon;
	uint64_t octets;
	bool wanted;
};

struct zgl_bodybank {
	struct zgl_engine *engine;
	struct stream streams[2]; /* by enum zgl_canon */
	struct slot *slots;
	size_t count, room; /* slots wanted, and there */
};

enum zgl_err zgl_bodybank_new(
	struct zgl_engine *engine, struct zgl_bodybank **bank_r)
{
	struct zgl_bodybank *bank = zgl_mem_new(sizeof(*bank));

	*bank_r = bank;
	if (bank == NULL)
		return ZGL_ENOMEM;
	bank->engine = engine;
	return ZGL_OK;
}

void zgl_bodybank_free(struct zgl_bodybank *bank)
{
	if (bank == NULL)
		return;
	for (size_t i = 0; i < bank->room; i++)
		zgl_hash_free(bank->slots[i].hash);
	zgl_mem_free(bank->slots);
	zgl_mem_free(bank);
}

void zgl_bodybank_begin(struct zgl_bodybank *bank)
{
	bank->count = 0;
	bank->streams[ZGL_CANON_SIMPLE].wanted = false;
	bank->streams[ZGL_CANON_RELAXED].wanted = false;
}

/* Canonical octets: each slot takes them as far as its l= goes. */
static void take(void *to, const char *p, size_t n)
{
	struct stream *s = to;
	const struct zgl_bodybank *bank = s->bank;
	enum zgl_canon canon = s->canon.mode;

	for (size_t i = 0; i < bank->count; i++) {
		const struct slot *slot = &bank->slots[i];
		if (slot->canon != canon || slot->length <= s->octets)
			continue;
		uint64_t left = slot->length - s->octets;
		zgl_hash_feed(slot->hash, p, n < left ? n : (size_t)left);
	}
	s->octets += n;
}

static void want_stream(struct zgl_bodybank *bank, enum zgl_canon canon)
{
	struct stream *s = &bank->streams[canon];

	if (s->wanted)
		return;
	s->wanted = true;
	s->bank = bank;
	s->octets = 0;
	zgl_bodycanon_begin(&s->canon, canon, take, s);
}

/* One slot serves most messages: each costs memory as long as one waits. */
static enum zgl_err make_slot(struct zgl_bodybank *bank)
{
	struct slot *slots =
		zgl_mem_resize(bank->slots, (bank->room + 1) * sizeof(*slots));

	if (slots == NULL)
		return ZGL_ENOMEM;
	bank->slots = slots;
	slots[bank->room] = (struct slot){ .hash = NULL };
	ZGL_TRY(zgl_hash_new(bank->engine, &slots[bank->room].hash));
	bank->room++;
	return ZGL_OK;
}

enum zgl_err zgl_bodybank_want(struct zgl_bodybank *bank, enum zgl_canon canon,
	enum zgl_hash_alg alg, uint64_t length, size_t *slot_r)
{
	for (size_t i = 0; i < bank->count; i++) {
		const struct slot *have = &bank->slots[i];
		if (have->canon == canon && have->alg == alg
			&& have->length == length) {
			*slot_r = i;
			return ZGL_OK;
		}
	}
	if (bank->count == ZGL_BODYBANK_SLOTS)
		return ZGL_ELIMIT;
	if (bank->count == bank->room)
		ZGL_TRY(make_slot(bank));
	struct slot *slot = &bank->slots[bank->count];
	slot->canon = canon;
	slot->alg = alg;
	slot->length = length;
	zgl_hash_begin(slot->hash, alg);
	want_stream(bank, canon);
	*slot_r = bank->count++;
	return ZGL_OK;
}

void zgl_bodybank_feed(struct zgl_bodybank *bank, zgl_sv octets)
{
	for (size_t i = 0; i < ZGL_COUNT(bank->streams); i++) {
		if (bank->streams[i].wanted)
			zgl_bodycanon_feed(
				&bank->streams[i].canon, octets.p, octets.n);
	}
}

enum zgl_err zgl_bodybank_end(struct zgl_bodybank *bank)
{
	for (size_t i = 0; i < ZGL_COUNT(bank->streams); i++) {
		if (bank->streams[i].wanted)
			zgl_bodycanon_end(&bank->streams[i].canon);
	}
	for (size_t i = 0; i < bank->count; i++)
		ZGL_TRY(zgl_hash_end(
			bank->slots[i].hash, &bank->slots[i].digest));
	return ZGL_OK;
}

const struct zgl_digest *zgl_bodybank_digest(
	const struct zgl_bodybank *bank, size_t slot)
{
	return &bank->slots[slot].digest;
}

uint64_t zgl_bodybank_octets(const struct zgl_bodybank *bank, size_t slot)
{
	return bank->streams[bank->slots[slot].canon].octets;
}
