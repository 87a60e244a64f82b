/* SPDX-License-Identifier: ISC */
/*
 * rfc7208#5.5: the names that PTR records give the client, valid when they have
 * its address. They are asked for once in a check, however many terms want
 * them; a failure of DNS is no match here, and never an error.
 */
#include <string.h>

#include "zegel/spf/spfmachine.h"

static void ask_names(struct zgl_spfcheck *check)
{
	char room[ZGL_SPFMACRO_ROOM];
	zgl_sv name;

	/* Always a name: 74 octets at most, in labels of one to seven. */
	(void)zgl_spfmacro_name(
		ZGL_SV("%{ir}.%{v}.arpa"), &check->values, room, &name);
	(void)zgl_qname_from_octets(name, &check->target);
	check->ptr.asked = true;
	zgl_spfcheck_ask_target(check, ZGL_SPFASK_PTR, ZGL_RR_PTR);
}

static bool is_wanted(
	const struct zgl_spfptr *ptr, size_t i, const struct zgl_qname *above)
{
	return ptr->hosts[i] == ZGL_SPFFOUND_WAITING
		&& (above == NULL || zgl_qname_within(&ptr->names[i], above));
}

bool zgl_spfptr_ready(struct zgl_spfcheck *check, const struct zgl_qname *above)
{
	struct zgl_spfptr *ptr = &check->ptr;
	size_t count = 0;

	if (!ptr->asked) {
		ask_names(check);
		return false;
	}
	for (size_t i = 0; i < ptr->count; i++) {
		if (!is_wanted(ptr, i, above))
			continue;
		ptr->asking[count] = i;
		check->ask.names[count++] = &ptr->names[i];
	}
	if (count == 0)
		return true;
	check->ask.bits = check->values.is_ipv6 ? 128 : 32;
	zgl_spfcheck_ask(check, ZGL_SPFASK_PTR_HOST,
		zgl_spfcheck_host_type(check), count);
	return false;
}

/* rfc7208#4.6.4: all records but the first ten are ignored. */
void zgl_spfptr_take(
	struct zgl_spfcheck *check, const struct zgl_answer *answer)
{
	struct zgl_spfptr *ptr = &check->ptr;

	ptr->found = zgl_spfanswer_state(answer);
	if (ptr->found != ZGL_SPFFOUND_RECORDS)
		return;
	ptr->names = zgl_arena_array(
		check->arena, ZGL_SPF_NAMES, sizeof(*ptr->names));
	if (ptr->names == NULL) {
		zgl_spfcheck_break(check, check->arena->err);
		return;
	}
	for (size_t i = 0; i < answer->count && i < ZGL_SPF_NAMES; i++) {
		ptr->hosts[ptr->count] = ZGL_SPFFOUND_WAITING;
		if (zgl_spfanswer_name(
			    answer->records[i], 0, &ptr->names[ptr->count]))
			ptr->count++;
	}
}

void zgl_spfptr_take_hosts(struct zgl_spfcheck *check)
{
	for (size_t i = 0; i < check->ask.count; i++)
		check->ptr.hosts[check->ptr.asking[i]] = check->ask.found[i];
}

bool zgl_spfptr_match(
	const struct zgl_spfcheck *check, const struct zgl_qname *above)
{
	const struct zgl_spfptr *ptr = &check->ptr;

	for (size_t i = 0; i < ptr->count; i++) {
		if (ptr->hosts[i] == ZGL_SPFFOUND_MATCH
			&& zgl_qname_within(&ptr->names[i], above))
			return true;
	}
	return false;
}

/* Labels as raw octets with dots between, as a domain-spec makes them. */
static zgl_sv text_of(struct zgl_spfcheck *check, const struct zgl_qname *name)
{
	char *text = zgl_arena_get(check->arena, name->n);
	size_t at = 0;

	if (text == NULL) {
		zgl_spfcheck_break(check, check->arena->err);
		return ZGL_SV("");
	}
	while (name->wire[at] > 0) {
		size_t label = name->wire[at];
		memcpy(text + at, name->wire + at + 1, label);
		at += 1 + label;
		text[at - 1] = '.';
	}
	return (zgl_sv){ text, at > 0 ? at - 1 : 0 };
}

/* rfc7208#7.3: the domain itself is best, then what is below it, then any. */
zgl_sv zgl_spfptr_validated(struct zgl_spfcheck *check, zgl_sv domain)
{
	const struct zgl_spfptr *ptr = &check->ptr;
	const struct zgl_qname *best = NULL;
	struct zgl_qname own;
	int best_rank = 0;

	if (!zgl_qname_from_octets(domain, &own))
		return ZGL_SV("unknown");
	for (size_t i = 0; i < ptr->count; i++) {
		const struct zgl_qname *name = &ptr->names[i];
		if (ptr->hosts[i] != ZGL_SPFFOUND_MATCH)
			continue;
		int rank = zgl_qname_eq(name, &own)    ? 3
			: zgl_qname_within(name, &own) ? 2
						       : 1;
		if (rank > best_rank) {
			best = name;
			best_rank = rank;
		}
	}
	return best == NULL ? ZGL_SV("unknown") : text_of(check, best);
}
