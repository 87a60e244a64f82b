/* SPDX-License-Identifier: ISC */
#include "srv/milter/miltergreet.h"

#define ACTIONS                                                                \
	(ZGL_MILTER_ADDHDRS | ZGL_MILTER_CHGHDRS | ZGL_MILTER_QUARANTINE       \
		| ZGL_MILTER_SETSYMLIST)

#define PROTOCOL                                                               \
	(ZGL_MILTER_NR_CONN | ZGL_MILTER_NR_HELO | ZGL_MILTER_NR_MAIL          \
		| ZGL_MILTER_NR_RCPT | ZGL_MILTER_NR_DATA | ZGL_MILTER_NR_UNKN \
		| ZGL_MILTER_NR_HDR | ZGL_MILTER_NR_EOH | ZGL_MILTER_NR_BODY   \
		| ZGL_MILTER_HDR_LEADSPC | ZGL_MILTER_NOUNKNOWN                \
		| ZGL_MILTER_NODATA)

/* A stage (SMFIM_), and the names of the macros to send there. For an empty list
 * Sendmail sends nothing; Postfix keeps its own, in which a queue id is from the
 * first recipient on. */
// clang-format off
static const struct {
	unsigned char stage;
	const char *names;
} macros[] = {
	{ 0, "{daemon_name}" },               /* CONNECT */
	{ 1, "" },                            /* HELO */
	{ 2, "i {auth_type} {auth_authen}" }, /* MAIL */
	{ 3, "" },                            /* RCPT */
	{ 4, "" },                            /* DATA */
	{ 6, "" },                            /* end of header */
	{ 5, "i" },                           /* end of message */
};
// clang-format on

bool zgl_miltergreet_agree(
	const struct zgl_milteroffer *offer, struct zgl_milteroffer *agreed_r)
{
	uint32_t wanted = PROTOCOL;

	if (offer->version < ZGL_MILTER_VERSION_LEAST)
		return false;
	if (!(offer->protocol & ZGL_MILTER_NR_BODY))
		wanted |= ZGL_MILTER_SKIP;
	agreed_r->version = offer->version < ZGL_MILTER_VERSION_MOST
		? offer->version
		: ZGL_MILTER_VERSION_MOST;
	agreed_r->actions = offer->actions & ACTIONS;
	agreed_r->protocol = offer->protocol & wanted;
	return true;
}

static char *write_number(char *at, uint32_t n)
{
	for (unsigned shift = 32; shift > 0; shift -= 8)
		*at++ = (char)(n >> (shift - 8));
	return at;
}

/* The list of one stage: its number, and a text with NUL. */
static char *write_list(char *at, unsigned stage, zgl_sv names)
{
	at = write_number(at, stage);
	for (size_t i = 0; i < names.n; i++)
		*at++ = names.p[i];
	*at++ = '\0';
	return at;
}

void zgl_miltergreet_put(
	struct zgl_buf *to, const struct zgl_milteroffer *agreed)
{
	char data[128], *at = data;

	at = write_number(at, agreed->version);
	at = write_number(at, agreed->actions);
	at = write_number(at, agreed->protocol);
	if (agreed->actions & ZGL_MILTER_SETSYMLIST) {
		for (size_t i = 0; i < ZGL_COUNT(macros); i++)
			at = write_list(at, macros[i].stage,
				zgl_sv_of(macros[i].names));
	}
	zgl_milterwire_put(to, ZGL_MILTER_NEGOTIATE,
		(zgl_sv){ data, (size_t)(at - data) });
}
