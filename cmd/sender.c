/* SPDX-License-Identifier: ISC */
#include "cmd/sender.h"

#include "cmd/say.h"
#include "zegel/dns/ipaddr.h"

static int refuse(const char *what)
{
	zgl_say_error("%s", what);
	return ZGL_EXIT_USAGE;
}

/* rfc5321#4.1.1.2: the path has angle brackets, the address has none */
static zgl_sv without_brackets(zgl_sv text)
{
	if (text.n >= 2 && text.p[0] == '<' && text.p[text.n - 1] == '>')
		return (zgl_sv){ text.p + 1, text.n - 2 };
	return text;
}

static bool read_ip(const char *text, struct zgl_spfclient *client)
{
	zgl_sv view = zgl_sv_of(text);

	client->is_ipv6 = !zgl_ipaddr_read4(view, client->octets);
	return !client->is_ipv6 || zgl_ipaddr_read6(view, client->octets);
}

int zgl_sender_read(struct zgl_sender *sender)
{
	struct zgl_spfclient *client = &sender->client;

	if (sender->ip == NULL)
		return refuse("--ip ADDR is missing, expected the address of"
			      " the machine that sends");
	if (!read_ip(sender->ip, client)) {
		zgl_say_error("--ip \"%s\": is no IP address, expected one like"
			      " 192.0.2.1 or 2001:db8::1",
			sender->ip);
		return ZGL_EXIT_USAGE;
	}
	client->helo = zgl_sv_of(sender->helo != NULL ? sender->helo : "");
	client->mail_from = without_brackets(
		zgl_sv_of(sender->mail_from != NULL ? sender->mail_from : ""));
	if (client->helo.n > 0 || client->mail_from.n > 0)
		return ZGL_EXIT_OK;
	/* rfc7208#2.4: a null sender is judged by the name in HELO */
	return refuse(sender->mail_from != NULL
			? "--helo NAME is missing: by it a null sender is"
			  " judged"
			: "--helo NAME or --mail-from ADDR is missing");
}
