/* SPDX-License-Identifier: ISC */
/* spfcheck: a record, a zone and a sender, and what comes of them. */
#include "tests/spf/spfworld.h"

#define X50  "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
#define X250 X50 X50 X50 X50 X50
#define X63  X50 "xxxxxxxxxxxxx"

#define IPV6 "2001:db8::1"
#define PTR4 "1.2.0.192.in-addr.arpa. "
#define PTR6                                                                   \
	"1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6." \
	"arpa. "
#define MALFORM "loop CNAME pool\npool CNAME loop\n"

/* `record` at example.com, and more of the zone; see spfworld_told. */
struct row {
	const char *name, *record, *zone, *want;
	struct spfsender sender;
};

// clang-format off
static const struct row domains[] = {
	{ "rfc7208#4.3: a domain of one label is not checked", NULL, NULL, "none no_domain -", { .from = "a@museum" } },
	{ "rfc7208#4.3: an address is no domain", NULL, NULL, "none no_domain -", { .from = "a@[192.0.2.1]" } },
	{ "rfc7208#4.3: an address without brackets is no domain", NULL, NULL, "none no_domain -", { .from = "a@192.0.2.1" } },
	{ "rfc7208#4.3: an empty label", NULL, NULL, "none no_domain -", { .from = "a@b...example.com" } },
	{ "rfc7208#4.3: a label of 64 octets", NULL, NULL, "none no_domain -", { .from = "a@" X63 "x.example.com" } },
	{ "rfc7208#4.3: a label of 63 octets", NULL, X63 " TXT \"v=spf1 -all\"", "fail matched -all", { .from = "a@" X63 ".example.com" } },
	{ "rfc7208#4.3: a dot at the end is the root's", "v=spf1 -all", NULL, "fail matched -all", { .from = "a@example.com." } },
	{ "rfc7208#4.3: an octet that no name has", NULL, NULL, "none no_domain -", { .from = "a@exa mple.com" } },
	{ "rfc7208#4.3: nothing behind the @", NULL, NULL, "none no_domain -", { .from = "a@" } },
	{ "rfc7208#4.3: the domain in capitals", "v=spf1 -all", NULL, "fail matched -all", { .from = "a@EXAMPLE.Com" } },
	{ "rfc7208#4.3: no local part is postmaster", "v=spf1 exists:%{l}.x.%{d} -all", "postmaster.x A 127.0.0.2", "pass matched exists:%{l}.x.%{d}", { .from = "@example.com" } },
	{ "rfc7208#4.3: no @ is no local part", "v=spf1 exists:%{l}.x.%{d} -all", "postmaster.x A 127.0.0.2", "pass matched exists:%{l}.x.%{d}", { .from = "example.com" } },
	{ "rfc5321#4.1.2: the last @ divides", "v=spf1 -all", NULL, "fail matched -all", { .from = "\"a@b.example\"@example.com" } },
	{ "rfc7208#2.4: a null MAIL FROM is postmaster@HELO", "v=spf1 exists:%{l}.%{o} -all", "postmaster A 127.0.0.2", "pass matched exists:%{l}.%{o}", { .from = "", .helo = "example.com" } },
	{ "rfc7208#2.4: a null MAIL FROM and a HELO of one label", NULL, NULL, "none no_domain -", { .from = "", .helo = "OEMCOMPUTER" } },
	{ "rfc7208#2.3: a null MAIL FROM and an address in HELO", NULL, NULL, "none no_domain -", { .from = "", .helo = "[192.0.2.1]" } },
	{ "rfc7208#2.3: a null MAIL FROM and no HELO", NULL, NULL, "none no_domain -", { .from = "", .helo = "" } },
	{ "rfc7208#2.4: HELO does not matter where MAIL FROM is", "v=spf1 -all", "$ORIGIN org.\nmail.example TXT \"v=spf1 +all\"", "fail matched -all", { .helo = NULL } },
	{ "rfc8616#4: U-labels become A-labels", NULL, "xn--mller-kva TXT \"v=spf1 -all\"", "fail matched -all", { .from = "a@m\xc3\xbcller.example.com" } },
	{ "rfc8616#4: A-labels stay", NULL, "xn--mller-kva TXT \"v=spf1 -all\"", "fail matched -all", { .from = "a@xn--mller-kva.example.com" } },
	{ "rfc8616#4: what is no U-label is no domain", NULL, NULL, "none no_domain -", { .from = "a@m\xffller.example.com" } },
};

static const struct row records[] = {
	{ "rfc7208#4.3: NXDOMAIN", NULL, "x A 192.0.2.1", "none nxdomain -", { .from = "a@none.example.com" } },
	{ "rfc7208#4.5: no TXT", NULL, "@ A 192.0.2.1", "none no_record -", { .ip = NULL } },
	{ "rfc7208#4.4: SERVFAIL", NULL, "$FAULT example.com. TXT servfail", "temperror dns example.com", { .ip = NULL } },
	{ "rfc7208#4.4: a time-out", NULL, "$FAULT example.com. timeout", "temperror dns example.com", { .ip = NULL } },
	{ "rfc4035#5.5: bogus", NULL, "$FAULT example.com. TXT bogus", "temperror dns_bogus example.com", { .ip = NULL } },
	{ "an answer that makes no sense", NULL, MALFORM, "permerror dns_malformed loop.example.com", { .from = "a@loop.example.com" } },
	{ "rfc7208#4.5: other TXT records do not matter", "v=spf1 -all", "@ TXT \"MS=ms1\"\n@ TXT \"v=DMARC1; p=none\"", "fail matched -all", { .ip = NULL } },
	{ "rfc7208#4.5: only other TXT records", NULL, "@ TXT \"MS=ms1\"", "none no_record -", { .ip = NULL } },
	{ "rfc7208#4.5: v=spf10 is discarded", "v=spf1 -all", "@ TXT \"v=spf10\"", "fail matched -all", { .ip = NULL } },
	{ "rfc7208#4.5: only v=spf10", NULL, "@ TXT \"v=spf10 -all\"", "none no_record -", { .ip = NULL } },
	{ "rfc7208#4.5: v=spf1 and a tab is no record", NULL, "@ TXT \"v=spf1\\009-all\"", "none no_record -", { .ip = NULL } },
	{ "rfc7208#4.5: V=SPF1 is a record", NULL, "@ TXT \"V=SPF1 -all\"", "fail matched -all", { .ip = NULL } },
	{ "rfc7208#4.5: two records", "v=spf1 -all", "@ TXT \"v=spf1 +all\"", "permerror several_records -", { .ip = NULL } },
	{ "rfc7208#4.5: three records", "v=spf1 -all", "@ TXT \"v=spf1 +all\"\n@ TXT \"V=SPF1\"", "permerror several_records -", { .ip = NULL } },
	{ "rfc7208#3.3: strings are joined without a space", NULL, "@ TXT \"v=spf1 ip4:192.\" \"0.2.1 -all\"", "pass matched ip4:192.0.2.1", { .ip = NULL } },
	{ "rfc7208#3.3: strings that come to another version", NULL, "@ TXT \"v=spf1\" \"mx\"", "none no_record -", { .ip = NULL } },
	{ "rfc7208#3.3: the version in two strings", NULL, "@ TXT \"v=s\" \"\" \"pf1\" \" -all\"", "fail matched -all", { .ip = NULL } },
	{ "rfc7208#3.3: an empty string beside it", "v=spf1 -all", "@ TXT \"\"", "fail matched -all", { .ip = NULL } },
	{ "rfc7208#3.1: an octet over US-ASCII is told as ?", NULL, "@ TXT \"v=spf1 a:\\195\\169.x.y -all\"", "permerror octets a:??.x.y", { .ip = NULL } },
	{ "rfc7208#3.1: an octet over US-ASCII in another TXT", "v=spf1 -all", "@ TXT \"\\150\"", "fail matched -all", { .ip = NULL } },
	{ "rfc7208#4.6: a carriage return in a record", NULL, "@ TXT \"v=spf1 a\\013mx -all\"", "permerror syntax a?mx", { .ip = NULL } },
	{ "rfc7208#3.1: type 99 is not looked at", NULL, "@ SPF \"v=spf1 +all\"", "none no_record -", { .ip = NULL } },
	{ "rfc7208#4.6: syntax behind a match", "v=spf1 ip4:192.0.2.1 -all moo", NULL, "permerror unknown_mechanism moo", { .ip = NULL } },
	{ "rfc7208#4.6: syntax behind all", "v=spf1 +all ip4:1.2.3", NULL, "permerror syntax ip4:1.2.3", { .ip = NULL } },
	{ "rfc7208#4.6.1: names in any case", "v=spf1 IP4:192.0.2.1 -ALL", NULL, "pass matched IP4:192.0.2.1", { .ip = NULL } },
	{ "rfc7208#4.6.1: spaces between and at the end", "v=spf1   ip4:192.0.2.9    -all  ", NULL, "fail matched -all", { .ip = NULL } },
	{ "rfc7208#4.6.1: a tab is no space", NULL, "@ TXT \"v=spf1 ip4:192.0.2.1\\009-all\"", "permerror syntax ip4:192.0.2.1?-all", { .ip = NULL } },
	{ "rfc7208#6: an unknown modifier", "v=spf1 moo=cow -all", NULL, "fail matched -all", { .ip = NULL } },
	{ "rfc7208#6: a wrong macro in an unknown modifier", "v=spf1 -all moo=%abc", NULL, "permerror macro moo=%abc", { .ip = NULL } },
	{ "rfc7208#6: redirect= twice", "v=spf1 redirect=a.b -all redirect=a.b", NULL, "permerror modifier_twice redirect=a.b", { .ip = NULL } },
	{ "rfc7208#6: exp= twice", "v=spf1 exp=a.b exp=a.b -all", NULL, "permerror modifier_twice exp=a.b", { .ip = NULL } },
	{ "rfc6652#3: ra=, rp= and rr= are ignored", "v=spf1 -all ra=postmaster rp=100 rr=all", NULL, "fail matched -all", { .ip = NULL } },
	{ "rfc7208#4.7: no match, no redirect", "v=spf1 ip4:192.0.2.9", NULL, "neutral no_match -", { .ip = NULL } },
	{ "rfc7208#4.7: no terms", "v=spf1", NULL, "neutral no_match -", { .ip = NULL } },
	{ "rfc7208#4.6.2: +", "v=spf1 +all", NULL, "pass matched +all", { .ip = NULL } },
	{ "rfc7208#4.6.2: no qualifier is +", "v=spf1 all", NULL, "pass matched all", { .ip = NULL } },
	{ "rfc7208#4.6.2: -", "v=spf1 -all", NULL, "fail matched -all", { .ip = NULL } },
	{ "rfc7208#4.6.2: ~", "v=spf1 ~all", NULL, "softfail matched ~all", { .ip = NULL } },
	{ "rfc7208#4.6.2: ?", "v=spf1 ?all", NULL, "neutral matched ?all", { .ip = NULL } },
	{ "rfc7208#5.1: terms behind all are not tested", "v=spf1 -all ip4:192.0.2.1", NULL, "fail matched -all", { .ip = NULL } },
	{ "a long term is told in its first 255 octets", "v=spf1 x." X250 X50 ":", NULL, "permerror unknown_mechanism x." X250 "xxx", { .ip = NULL } },
	{ "openspf: multispf1", "v=spf1 -all", "@ TXT \"v=spf1 -all \"", "permerror several_records -", { .ip = NULL } },
};

static const struct row addresses[] = {
	{ "rfc7208#5.6: ip4", "v=spf1 ip4:192.0.2.1 -all", NULL, "pass matched ip4:192.0.2.1", { .ip = NULL } },
	{ "rfc7208#5.6: ip4, another address", "v=spf1 ip4:192.0.2.2 -all", NULL, "fail matched -all", { .ip = NULL } },
	{ "rfc7208#5.6: ip4/24", "v=spf1 ip4:192.0.2.200/24 -all", NULL, "pass matched ip4:192.0.2.200/24", { .ip = NULL } },
	{ "rfc7208#5.6: ip4/31", "v=spf1 ip4:192.0.2.2/31 -all", NULL, "fail matched -all", { .ip = NULL } },
	{ "rfc7208#5.6: ip4/0 matches all", "v=spf1 ip4:10.0.0.0/0 -all", NULL, "pass matched ip4:10.0.0.0/0", { .ip = NULL } },
	{ "rfc7208#5.6: ip4:1.2.3 is none", "v=spf1 ip4:1.2.3 -all", NULL, "permerror syntax ip4:1.2.3", { .ip = NULL } },
	{ "rfc7208#5.6: ip4/33", "v=spf1 ip4:192.0.2.1/33 -all", NULL, "permerror syntax ip4:192.0.2.1/33", { .ip = NULL } },
	{ "rfc7208#5.6: ip4/00", "v=spf1 ip4:192.0.2.1/00 -all", NULL, "permerror syntax ip4:192.0.2.1/00", { .ip = NULL } },
	{ "rfc7208#5.6: ip6/129", "v=spf1 ip6:2001:db8::/129 -all", NULL, "permerror syntax ip6:2001:db8::/129", { .ip = NULL } },
	{ "rfc7208#5.6: ip6", "v=spf1 ip6:2001:db8::1 -all", NULL, "pass matched ip6:2001:db8::1", { .ip = IPV6 } },
	{ "rfc7208#5.6: ip6/33", "v=spf1 ip6:2001:db8:7000::/33 -all", NULL, "pass matched ip6:2001:db8:7000::/33", { .ip = IPV6 } },
	{ "rfc7208#5.6: ip6/33, the other half", "v=spf1 ip6:2001:db8:8000::/33 -all", NULL, "fail matched -all", { .ip = IPV6 } },
	{ "rfc7208#5.6: ip6/0 matches all of IPv6", "v=spf1 ip6:::/0 -all", NULL, "pass matched ip6:::/0", { .ip = IPV6 } },
	{ "rfc7208#5: ip6/0 matches no IPv4", "v=spf1 ip6:::/0 -all", NULL, "fail matched -all", { .ip = NULL } },
	{ "rfc7208#5: ip4/0 matches no IPv6", "v=spf1 ip4:0.0.0.0/0 -all", NULL, "fail matched -all", { .ip = IPV6 } },
	{ "rfc7208#5: a mapped address is IPv4", "v=spf1 ip4:192.0.2.1 -all", NULL, "pass matched ip4:192.0.2.1", { .ip = "::ffff:192.0.2.1" } },
	{ "rfc7208#5: a mapped address is no IPv6", "v=spf1 ip6:::ffff:192.0.2.1 -all", NULL, "fail matched -all", { .ip = "::ffff:192.0.2.1" } },
	{ "rfc7208#5.3: a", "v=spf1 a -all", "@ A 192.0.2.1", "pass matched a", { .ip = NULL } },
	{ "rfc7208#5.3: a of another name", "v=spf1 a:mail.example.com -all", "mail A 192.0.2.1", "pass matched a:mail.example.com", { .ip = NULL } },
	{ "rfc7208#5.3: a, one address of several", "v=spf1 a -all", "@ A 10.0.0.1\n@ A 192.0.2.1\n@ A 203.0.113.9", "pass matched a", { .ip = NULL } },
	{ "rfc7208#5.3: a, another address", "v=spf1 a -all", "@ A 192.0.2.2", "fail matched -all", { .ip = NULL } },
	{ "rfc7208#5: AAAA for IPv6", "v=spf1 a -all", "@ AAAA 2001:db8::1", "pass matched a", { .ip = IPV6 } },
	{ "rfc7208#5: A does not count for IPv6", "v=spf1 a -all", "@ A 192.0.2.1", "fail matched -all", { .ip = IPV6 } },
	{ "rfc7208#5: A for a mapped address", "v=spf1 a -all", "@ A 192.0.2.1\n@ AAAA ::ffff:c000:201", "pass matched a", { .ip = "::ffff:192.0.2.1" } },
	{ "rfc7208#5.3: a/24", "v=spf1 a/24 -all", "@ A 192.0.2.200", "pass matched a/24", { .ip = NULL } },
	{ "rfc7208#5.3: a/24//64 of IPv4", "v=spf1 a/24//64 -all", "@ A 192.0.2.200", "pass matched a/24//64", { .ip = NULL } },
	{ "rfc7208#5.3: a/24//64 of IPv6", "v=spf1 a/24//64 -all", "@ AAAA 2001:db8::beef", "pass matched a/24//64", { .ip = IPV6 } },
	{ "rfc7208#5.3: a//64 leaves IPv4 whole", "v=spf1 a//64 -all", "@ A 192.0.2.200", "fail matched -all", { .ip = NULL } },
	{ "rfc7208#5.3: a/24 leaves IPv6 whole", "v=spf1 a/24 -all", "@ AAAA 2001:db8::beef", "fail matched -all", { .ip = IPV6 } },
	{ "rfc7208#5.3: a/0 needs an address", "v=spf1 a/0 -all", NULL, "fail matched -all", { .ip = NULL } },
	{ "rfc7208#5.3: a behind a CNAME", "v=spf1 a:www.example.com -all", "www CNAME web\nweb A 192.0.2.1", "pass matched a:www.example.com", { .ip = NULL } },
	{ "rfc7208#5: NXDOMAIN is no address", "v=spf1 a:none.example.com -all", NULL, "fail matched -all", { .ip = NULL } },
	{ "rfc7208#5: a that times out", "v=spf1 a:x.example.com -all", "$FAULT x timeout", "temperror dns x.example.com", { .ip = NULL } },
	{ "rfc7208#5: a that is bogus", "v=spf1 a:x.example.com -all", "$FAULT x bogus", "temperror dns_bogus x.example.com", { .ip = NULL } },
	{ "rfc7208#5: a failure behind a match is not met", "v=spf1 ip4:192.0.2.1 a:x.example.com", "$FAULT x timeout", "pass matched ip4:192.0.2.1", { .ip = NULL } },
	{ "an address that makes no sense is no missing one", "v=spf1 a:loop.example.com -all", MALFORM, "permerror dns_malformed loop.example.com", { .ip = NULL } },
	{ "rfc7208#4.8: an empty label does not match", "v=spf1 a:mail.example...com -all", NULL, "fail matched -all", { .ip = NULL } },
	{ "rfc7208#4.8: a label over 63 octets does not match", "v=spf1 a:" X63 "x.example.com -all", NULL, "fail matched -all", { .ip = NULL } },
	{ "rfc7208#4.8: a label over 63 octets of a macro does not match", "v=spf1 a:%{H}.bar -all", NULL, "fail matched -all", { .helo = "%%%%%%%%%%%%%%%%%%%%%%" } },
	{ "rfc7208#4.8: an empty macro does not match", "v=spf1 a:%{h} -all", NULL, "fail matched -all", { .helo = "" } },
	{ "rfc7208#7.3: a dot at the end of a domain-spec", "v=spf1 a:mail.example.com. -all", "mail A 192.0.2.1", "pass matched a:mail.example.com.", { .ip = NULL } },
	{ "rfc7208#5.4: mx", "v=spf1 mx -all", "@ MX 10 a\n@ MX 20 b\na A 10.0.0.1\nb A 192.0.2.1", "pass matched mx", { .ip = NULL } },
	{ "rfc7208#5.4: mx of another name, with a length", "v=spf1 mx:x.example.com/24 -all", "x MX 10 a\na A 192.0.2.200", "pass matched mx:x.example.com/24", { .ip = NULL } },
	{ "rfc7208#5.4: mx of IPv6", "v=spf1 mx//64 -all", "@ MX 10 a\na A 10.0.0.1\na AAAA 2001:db8::ff", "pass matched mx//64", { .ip = IPV6 } },
	{ "rfc7208#5.4: mx, none of them", "v=spf1 mx -all", "@ MX 10 a\n@ MX 20 b\na A 10.0.0.1\nb A 10.0.0.2", "fail matched -all", { .ip = NULL } },
	{ "rfc7208#5.4: no MX is no implicit one", "v=spf1 mx -all", "@ A 192.0.2.1", "fail matched -all", { .ip = NULL } },
	{ "rfc7208#5.4: MX 0 . is no host", "v=spf1 mx -all", "@ MX 0 .\n@ A 192.0.2.1", "fail matched -all", { .ip = NULL } },
	{ "rfc7208#5.4: mx that times out", "v=spf1 mx -all", "$FAULT example.com. MX timeout", "temperror dns example.com", { .ip = NULL } },
	{ "rfc7208#5.4: a host of mx that times out", "v=spf1 mx -all", "@ MX 10 a\n@ MX 20 b\na A 10.0.0.1\n$FAULT b timeout", "temperror dns b.example.com", { .ip = NULL } },
	{ "rfc7208#5.4: a host of mx matches, another times out", "v=spf1 mx -all", "@ MX 10 a\n@ MX 20 b\n$FAULT a timeout\nb A 192.0.2.1", "pass matched mx", { .ip = NULL } },
	{ "of a host that makes no sense and one that times out, the latter is told", "v=spf1 mx -all", MALFORM "@ MX 10 loop\n@ MX 20 z\n$FAULT z timeout", "temperror dns z.example.com", { .ip = NULL } },
	{ "rfc7208#4.6.4: ten names of mx", "v=spf1 mx -all", "@ MX 0 a\n@ MX 1 a\n@ MX 2 a\n@ MX 3 a\n@ MX 4 a\n@ MX 5 a\n@ MX 6 a\n@ MX 7 a\n@ MX 8 a\n@ MX 9 a\na A 192.0.2.1", "pass matched mx", { .ip = NULL } },
	{ "rfc7208#4.6.4: eleven names of mx", "v=spf1 mx -all", "@ MX 0 a\n@ MX 1 a\n@ MX 2 a\n@ MX 3 a\n@ MX 4 a\n@ MX 5 a\n@ MX 6 a\n@ MX 7 a\n@ MX 8 a\n@ MX 9 a\n@ MX 10 a\na A 192.0.2.1", "permerror mx_names mx", { .ip = NULL } },
	{ "rfc7208#5.7: exists", "v=spf1 exists:x.example.com -all", "x A 127.0.0.2", "pass matched exists:x.example.com", { .ip = NULL } },
	{ "rfc7208#5.7: exists asks for A, of IPv6, too", "v=spf1 exists:x.example.com -all", "x A 127.0.0.2", "pass matched exists:x.example.com", { .ip = IPV6 } },
	{ "rfc7208#5.7: AAAA does not exist", "v=spf1 exists:x.example.com -all", "x AAAA 2001:db8::1", "fail matched -all", { .ip = IPV6 } },
	{ "rfc7208#5.7: exists, and it does not", "v=spf1 exists:x.example.com -all", NULL, "fail matched -all", { .ip = NULL } },
	{ "rfc7208#5.7: exists that times out", "v=spf1 exists:x.example.com -all", "$FAULT x timeout", "temperror dns x.example.com", { .ip = NULL } },
	{ "openspf: invalid-domain-empty-label", "v=spf1 a:mail.example...com -all", NULL, "fail matched -all", { .ip = NULL } },
	{ "openspf: invalid-domain-long", "v=spf1 a:a123456789012345678901234567890123456789012345678901234567890123.example.com -all", NULL, "fail matched -all", { .ip = NULL } },
	{ "openspf: invalid-domain-long-via-macro", "v=spf1 a:%{H}.bar -all", NULL, "fail matched -all", { .helo = "%%%%%%%%%%%%%%%%%%%%%%" } },
};

static const struct row pointers[] = {
	{ "rfc7208#5.5: ptr", "v=spf1 ptr -all", PTR4 "PTR mail.example.com.\nmail A 192.0.2.1", "pass matched ptr", { .ip = NULL } },
	{ "rfc7208#5.5: ptr, the name itself", "v=spf1 ptr -all", PTR4 "PTR example.com.\n@ A 192.0.2.1", "pass matched ptr", { .ip = NULL } },
	{ "rfc7208#5.5: ptr, in another case", "v=spf1 ptr:Example.COM -all", PTR4 "PTR mail.eXample.com.\nmail A 192.0.2.1", "pass matched ptr:Example.COM", { .ip = NULL } },
	{ "rfc7208#5.5: ptr of another name", "v=spf1 ptr:other.example -all", PTR4 "PTR a.other.example.\n$ORIGIN .\na.other.example A 192.0.2.1", "pass matched ptr:other.example", { .ip = NULL } },
	{ "rfc7208#5.5: ptr of IPv6", "v=spf1 ptr -all", PTR6 "PTR mail.example.com.\nmail AAAA 2001:db8::1", "pass matched ptr", { .ip = IPV6 } },
	{ "rfc7208#5.5: a name that does not lead back", "v=spf1 ptr -all", PTR4 "PTR mail.example.com.\nmail A 192.0.2.2", "fail matched -all", { .ip = NULL } },
	{ "rfc7208#5.5: a name that only ends alike", "v=spf1 ptr -all", PTR4 "PTR mail.bad-example.com.\n$ORIGIN com.\nmail.bad-example A 192.0.2.1", "fail matched -all", { .ip = NULL } },
	{ "rfc7208#5.5: a name above the target", "v=spf1 ptr:mail.example.com -all", PTR4 "PTR example.com.\n@ A 192.0.2.1", "fail matched -all", { .ip = NULL } },
	{ "rfc7208#5.5: one name of several", "v=spf1 ptr -all", PTR4 "PTR a.example.org.\n" PTR4 "PTR b.example.com.\n" PTR4 "PTR c.example.com.\nb A 10.0.0.1\nc A 192.0.2.1", "pass matched ptr", { .ip = NULL } },
	{ "rfc7208#5.5: no name", "v=spf1 ptr -all", NULL, "fail matched -all", { .ip = NULL } },
	{ "rfc7208#5.5: the PTR times out", "v=spf1 ptr -all", "$FAULT " PTR4 "timeout", "fail matched -all", { .ip = NULL } },
	{ "rfc7208#5.5: the PTR is bogus", "v=spf1 ptr -all", "$FAULT " PTR4 "bogus", "fail matched -all", { .ip = NULL } },
	{ "rfc7208#5.5: the address of a name times out", "v=spf1 ptr -all", PTR4 "PTR a.example.com.\n$FAULT a timeout", "fail matched -all", { .ip = NULL } },
	{ "rfc7208#5.5: the address of one times out, another leads back", "v=spf1 ptr -all", PTR4 "PTR a.example.com.\n" PTR4 "PTR b.example.com.\n$FAULT a timeout\nb A 192.0.2.1", "pass matched ptr", { .ip = NULL } },
	{ "rfc7208#5.5: a CNAME loop is no match", "v=spf1 ptr", MALFORM PTR4 "PTR loop.example.com.", "neutral no_match -", { .ip = NULL } },
	{ "rfc7208#4.6.4: the tenth name of a PTR counts", "v=spf1 ptr -all", PTR4 "PTR a.\n" PTR4 "PTR b.\n" PTR4 "PTR c.\n" PTR4 "PTR d.\n" PTR4 "PTR e.\n" PTR4 "PTR f.\n" PTR4 "PTR g.\n" PTR4 "PTR h.\n" PTR4 "PTR i.\n" PTR4 "PTR mail.example.com.\nmail A 192.0.2.1", "pass matched ptr", { .ip = NULL } },
	{ "rfc7208#4.6.4: the eleventh name of a PTR is ignored", "v=spf1 ptr -all", PTR4 "PTR a.\n" PTR4 "PTR b.\n" PTR4 "PTR c.\n" PTR4 "PTR d.\n" PTR4 "PTR e.\n" PTR4 "PTR f.\n" PTR4 "PTR g.\n" PTR4 "PTR h.\n" PTR4 "PTR i.\n" PTR4 "PTR j.\n" PTR4 "PTR mail.example.com.\nmail A 192.0.2.1", "fail matched -all", { .ip = NULL } },
	{ "rfc7208#7.3: %{p} of no name is unknown", "v=spf1 exists:%{p}.x.example.com -all", "unknown.x A 127.0.0.2", "pass matched exists:%{p}.x.example.com", { .ip = NULL } },
	{ "rfc7208#7.3: %{p} of a name that does not lead back is unknown", "v=spf1 exists:%{p}.x.example.com -all", PTR4 "PTR a.example.com.\na A 10.0.0.1\nunknown.x A 127.0.0.2", "pass matched exists:%{p}.x.example.com", { .ip = NULL } },
	{ "rfc7208#7.3: %{p} of a failure is unknown", "v=spf1 exists:%{p}.x.example.com -all", "$FAULT " PTR4 "timeout\nunknown.x A 127.0.0.2", "pass matched exists:%{p}.x.example.com", { .ip = NULL } },
	{ "rfc7208#7.3: %{p} is the domain itself, if it may be", "v=spf1 exists:%{p}.x.example.com -all", PTR4 "PTR a.example.com.\n" PTR4 "PTR example.com.\n" PTR4 "PTR a.example.org.\na A 192.0.2.1\n@ A 192.0.2.1\nexample.com.x A 127.0.0.2\n$ORIGIN org.\na.example A 192.0.2.1", "pass matched exists:%{p}.x.example.com", { .ip = NULL } },
	{ "rfc7208#7.3: %{p} is a name below the domain before any other", "v=spf1 exists:%{p}.x.example.com -all", PTR4 "PTR z.example.com.\n" PTR4 "PTR a.example.org.\nz A 192.0.2.1\nz.example.com.x A 127.0.0.2\n$ORIGIN org.\na.example A 192.0.2.1", "pass matched exists:%{p}.x.example.com", { .ip = NULL } },
	{ "rfc7208#7.3: %{p} is any name at last", "v=spf1 exists:%{p}.x.example.com -all", PTR4 "PTR a.example.org.\na.example.org.x A 127.0.0.2\n$ORIGIN org.\na.example A 192.0.2.1", "pass matched exists:%{p}.x.example.com", { .ip = NULL } },
	{ "rfc7208#5.5: ptr behind %{p}", "v=spf1 exists:%{p}.none.example.com ptr:%{p} -all", PTR4 "PTR a.example.org.\n$ORIGIN org.\na.example A 192.0.2.1", "pass matched ptr:%{p}", { .ip = NULL } },
	{ "openspf: p-macro-multiple", "v=spf1 exists:%{p}.should.example.com ~exists:%{p}.ok.example.com", PTR4 "PTR mx.example.org.\n" PTR4 "PTR mx.example.com.\nmx A 192.0.2.1\nmx.example.com.should A 127.0.0.2\nmx.example.org.ok A 127.0.0.2\n$ORIGIN org.\nmx.example A 192.0.2.1", "pass matched exists:%{p}.should.example.com", { .ip = NULL } },
	{ "openspf: ptr-limit", "v=spf1 ptr", PTR4 "PTR a.\n" PTR4 "PTR b.\n" PTR4 "PTR c.\n" PTR4 "PTR d.\n" PTR4 "PTR e.\n" PTR4 "PTR f.\n" PTR4 "PTR g.\n" PTR4 "PTR h.\n" PTR4 "PTR i.\n" PTR4 "PTR j.\n" PTR4 "PTR example.com.\n@ A 192.0.2.1", "neutral no_match -", { .ip = NULL } },
};

#define INCLUDE "v=spf1 include:x.example.com ~all"

static const struct row includes[] = {
	{ "rfc7208#5.2: pass is a match", INCLUDE, "x TXT \"v=spf1 ip4:192.0.2.1 -all\"", "pass matched include:x.example.com", { .ip = NULL } },
	{ "rfc7208#5.2: pass is a match, of any qualifier", "v=spf1 -include:x.example.com ~all", "x TXT \"v=spf1 +all\"", "fail matched -include:x.example.com", { .ip = NULL } },
	{ "rfc7208#5.2: fail is no match", INCLUDE, "x TXT \"v=spf1 -all\"", "softfail matched ~all", { .ip = NULL } },
	{ "rfc7208#5.2: softfail is no match", INCLUDE, "x TXT \"v=spf1 ~all\"", "softfail matched ~all", { .ip = NULL } },
	{ "rfc7208#5.2: neutral is no match", INCLUDE, "x TXT \"v=spf1 ?all\"", "softfail matched ~all", { .ip = NULL } },
	{ "rfc7208#5.2: what matched in an include is not told", "v=spf1 include:x.example.com", "x TXT \"v=spf1 -all\"", "neutral no_match -", { .ip = NULL } },
	{ "rfc7208#5.2: nothing that matches is no match", INCLUDE, "x TXT \"v=spf1\"", "softfail matched ~all", { .ip = NULL } },
	{ "rfc7208#5.2: no record is a permerror", INCLUDE, "x TXT \"v=spfl\"", "permerror include_none include:x.example.com", { .ip = NULL } },
	{ "rfc7208#5.2: no domain is a permerror", INCLUDE, NULL, "permerror include_none include:x.example.com", { .ip = NULL } },
	{ "rfc7208#5.2: a temperror is passed up", INCLUDE, "$FAULT x timeout", "temperror dns x.example.com", { .ip = NULL } },
	{ "rfc7208#5.2: a temperror from deep below is passed up", INCLUDE, "x TXT \"v=spf1 include:y.example.com\"\ny TXT \"v=spf1 a\"\n$FAULT y A servfail", "temperror dns y.example.com", { .ip = NULL } },
	{ "rfc7208#5.2: a permerror is passed up", INCLUDE, "x TXT \"v=spf1 moo\"", "permerror unknown_mechanism moo", { .ip = NULL } },
	{ "rfc7208#5.2: several records are passed up", INCLUDE, "x TXT \"v=spf1 -all\"\nx TXT \"v=spf1 +all\"", "permerror several_records include:x.example.com", { .ip = NULL } },
	{ "rfc7208#5.2: an answer that makes no sense is passed up", "v=spf1 include:loop.example.com ~all", MALFORM, "permerror dns_malformed loop.example.com", { .ip = NULL } },
	{ "rfc7208#5.2: three deep", INCLUDE, "x TXT \"v=spf1 include:y.example.com -all\"\ny TXT \"v=spf1 include:z.example.com -all\"\nz TXT \"v=spf1 ip4:192.0.2.1 -all\"", "pass matched include:x.example.com", { .ip = NULL } },
	{ "rfc7208#5.2: it goes on behind an include", "v=spf1 include:x.example.com ip4:192.0.2.1 -all", "x TXT \"v=spf1 -all\"", "pass matched ip4:192.0.2.1", { .ip = NULL } },
	{ "rfc7208#5.2: a name that cannot be is a permerror", "v=spf1 include:a..example.com ~all", NULL, "permerror target include:a..example.com", { .ip = NULL } },
	{ "rfc7208#5.2: a name of one label is a permerror", "v=spf1 include:%{h} ~all", NULL, "permerror target include:%{h}", { .helo = "OEMCOMPUTER" } },
	{ "rfc7208#4.6.4: an include that goes round is a permerror", "v=spf1 include:example.com", NULL, "permerror lookups include:example.com", { .ip = NULL } },
	{ "rfc7208#7.2: %{d} is the included domain", INCLUDE, "x TXT \"v=spf1 exists:%{d}.d.example.com -all\"\nx.example.com.d A 127.0.0.2", "pass matched include:x.example.com", { .ip = NULL } },
	{ "rfc7208#7.2: %{o} is the sender's domain in an include", INCLUDE, "x TXT \"v=spf1 exists:%{o}.o.example.com -all\"\nexample.com.o A 127.0.0.2", "pass matched include:x.example.com", { .ip = NULL } },
	{ "rfc7208#5.2: %{d} is the domain again behind an include", "v=spf1 include:x.example.com exists:%{d}.d.example.com -all", "x TXT \"v=spf1 -all\"\nexample.com.d A 127.0.0.2", "pass matched exists:%{d}.d.example.com", { .ip = NULL } },
	{ "rfc7208#6.1: redirect", "v=spf1 redirect=x.example.com", "x TXT \"v=spf1 -all\"", "fail matched -all", { .ip = NULL } },
	{ "rfc7208#6.1: redirect stands anywhere", "v=spf1 redirect=x.example.com ip4:10.0.0.1", "x TXT \"v=spf1 -all\"", "fail matched -all", { .ip = NULL } },
	{ "rfc7208#6.1: no redirect when something matched", "v=spf1 ip4:192.0.2.1 redirect=x.example.com", "x TXT \"v=spf1 -all\"", "pass matched ip4:192.0.2.1", { .ip = NULL } },
	{ "rfc7208#6.1: no redirect when there is an all", "v=spf1 redirect=x.example.com ~all", "x TXT \"v=spf1 -all\"", "softfail matched ~all", { .ip = NULL } },
	{ "rfc7208#6.1: no match in the other record", "v=spf1 redirect=x.example.com", "x TXT \"v=spf1 ip4:10.0.0.1\"", "neutral no_match -", { .ip = NULL } },
	{ "rfc7208#6.1: redirect to no record", "v=spf1 redirect=x.example.com", "x TXT \"hello\"", "permerror redirect_none redirect=x.example.com", { .ip = NULL } },
	{ "rfc7208#6.1: redirect to no domain", "v=spf1 redirect=x.example.com", NULL, "permerror redirect_none redirect=x.example.com", { .ip = NULL } },
	{ "rfc7208#6.1: redirect to a name that cannot be", "v=spf1 redirect=a..example.com", NULL, "permerror target redirect=a..example.com", { .ip = NULL } },
	{ "rfc7208#6.1: redirect to a failure", "v=spf1 redirect=x.example.com", "$FAULT x timeout", "temperror dns x.example.com", { .ip = NULL } },
	{ "rfc7208#6.1: redirect behind redirect", "v=spf1 redirect=x.example.com", "x TXT \"v=spf1 redirect=y.example.com\"\ny TXT \"v=spf1 include:z.example.com ?all\"\nz TXT \"v=spf1 +all\"", "pass matched include:z.example.com", { .ip = NULL } },
	{ "rfc7208#6.1: redirect within an include", INCLUDE, "x TXT \"v=spf1 redirect=y.example.com\"\ny TXT \"v=spf1 ip4:192.0.2.1 -all\"", "pass matched include:x.example.com", { .ip = NULL } },
	{ "rfc7208#6.1: redirect that goes round", "v=spf1 redirect=example.com", NULL, "permerror lookups redirect=example.com", { .ip = NULL } },
	{ "rfc7208#6.1: redirect with macros", "v=spf1 redirect=%{l1r-}.%{d}", "strong TXT \"v=spf1 -all\"", "fail matched -all", { .ip = NULL } },
};

/* With %{l} in a name, and a local part that none may have. */
static const struct row eai[] = {
	{ "rfc8616#4: %{l} of UTF-8 does not match", "v=spf1 exists:%{l}.x.example.com -all", "*.x A 127.0.0.2", "fail matched -all", { .from = "m\xc3\xbcller@example.com" } },
	{ "rfc8616#4: %{s} of UTF-8 does not match", "v=spf1 exists:%{s1}.x.example.com -all", "*.x A 127.0.0.2", "fail matched -all", { .from = "m\xc3\xbcller@example.com" } },
	{ "rfc8616#4: an include with %{l} does not match", "v=spf1 include:%{l}.x.example.com -all", NULL, "fail matched -all", { .from = "m\xc3\xbcller@example.com" } },
	{ "rfc8616#4: a redirect with %{l} is none", "v=spf1 redirect=%{l}.x.example.com", "*.x TXT \"v=spf1 -all\"", "neutral no_match -", { .from = "m\xc3\xbcller@example.com" } },
	{ "rfc8616#4: %{o} of U-labels is of A-labels", NULL, "xn--mller-kva TXT \"v=spf1 exists:%{o}.x.example.com -all\"\nxn--mller-kva.example.com.x A 127.0.0.2", "pass matched exists:%{o}.x.example.com", { .from = "m\xc3\xbcller@m\xc3\xbcller.example.com" } },
	{ "rfc8616#4: %{h} of U-labels is of A-labels", "v=spf1 exists:%{h}.x.example.com -all", "xn--mller-kva.example.com.x A 127.0.0.2", "pass matched exists:%{h}.x.example.com", { .helo = "m\xc3\xbcller.example.com" } },
	{ "rfc8616#4: %{h} of other octets does not match", "v=spf1 exists:%{h}.x.example.com -all", "*.x A 127.0.0.2", "fail matched -all", { .helo = "m\xffller" } },
	{ "rfc5321#4.5.3.1: %{l} longer than any path does not match", "v=spf1 exists:%{l1-}.x.example.com -all", "*.x A 127.0.0.2", "fail matched -all", { .from = X250 "-xxxxxxx@example.com" } },
	{ "rfc5321#4.5.3.1: %{l} as long as a path", "v=spf1 exists:%{l1-}.x.example.com -all", "*.x A 127.0.0.2", "pass matched exists:%{l1-}.x.example.com", { .from = X250 "-xxxxx@example.com" } },
	{ "rfc5321#4.5.3.1: %{h} longer than any path does not match", "v=spf1 exists:%{h1-}.x.example.com -all", "*.x A 127.0.0.2", "fail matched -all", { .helo = X250 "-xxxxxx" } },
};

/* What is asked, in its order. */
static const struct row questions[] = {
	{ "rfc7208#3.1: type TXT only", "v=spf1 -all", NULL, "TXT example.com.", { .ip = NULL } },
	{ "rfc7208#4.3: of one label nothing is asked", NULL, NULL, "", { .from = "a@museum" } },
	{ "rfc7208#5.4: no address is asked without MX", "v=spf1 mx -all", "@ A 192.0.2.1", "TXT example.com., MX example.com.", { .ip = NULL } },
	{ "rfc7208#5.4: no address is asked of MX 0 .", "v=spf1 mx -all", "@ MX 0 .", "TXT example.com., MX example.com.", { .ip = NULL } },
	{ "all hosts of mx are asked at once", "v=spf1 mx -all", "@ MX 1 a\n@ MX 2 b\n@ MX 3 c", "TXT example.com., MX example.com., AAAA a.example.com., AAAA b.example.com., AAAA c.example.com.", { .ip = IPV6 } },
	{ "rfc7208#5.7: exists asks for A", "v=spf1 exists:x.example.com -all", NULL, "TXT example.com., A x.example.com.", { .ip = IPV6 } },
	{ "rfc7208#5: a term behind a match asks nothing", "v=spf1 ip4:192.0.2.1 a mx -all", NULL, "TXT example.com.", { .ip = NULL } },
	{ "rfc7208#5.5: only names within the target are asked for", "v=spf1 ptr -all", PTR4 "PTR a.example.org.\n" PTR4 "PTR b.example.com.", "TXT example.com., PTR 1.2.0.192.in-addr.arpa., A b.example.com.", { .ip = NULL } },
	{ "rfc7208#5.5: the PTR is asked for once", "v=spf1 ptr ptr:example.org ptr -all", PTR4 "PTR a.example.org.\n" PTR4 "PTR b.example.com.", "TXT example.com., PTR 1.2.0.192.in-addr.arpa., A b.example.com., A a.example.org.", { .ip = NULL } },
	{ "rfc7208#7.3: %{p} asks for all names", "v=spf1 exists:%{p}.x -all", PTR4 "PTR a.example.org.\n" PTR4 "PTR b.example.com.", "TXT example.com., PTR 1.2.0.192.in-addr.arpa., A a.example.org., A b.example.com., A unknown.x.", { .ip = NULL } },
	{ "rfc7208#7.1: a name of any octets is asked", "v=spf1 a:macro%%percent%_%_space%-url-space.example.com -all", NULL, "TXT example.com., A macro%percent\\032\\032space%20url-space.example.com.", { .ip = NULL } },
	{ "rfc7208#4.8: a name that cannot be is not asked", "v=spf1 a:a..example.com exists:%{l}.example.com -all", NULL, "TXT example.com.", { .from = X63 "x@example.com" } },
	{ "rfc7208#6.1: a redirect beside an all asks nothing", "v=spf1 redirect=x.example.com -all", NULL, "TXT example.com.", { .ip = NULL } },
	{ "rfc8616#4: of %{l} that is UTF-8 nothing is asked", "v=spf1 exists:%{l}.%{p} -all", NULL, "TXT example.com.", { .from = "m\xc3\xbcller@example.com" } },
};

/* Look-ups and void look-ups behind what the check came to. */
static const struct row counts[] = {
	{ "rfc7208#4.6.4: all, ip4, ip6 and exp are not counted", "v=spf1 ip4:10.0.0.1 ip6:::1 exp=x.example.com -all", NULL, "fail matched -all 0 0", { .ip = NULL } },
	{ "rfc7208#4.6.4: include, a, mx, ptr, exists and redirect are", "v=spf1 include:x.example.com a mx ptr exists:y.example.com redirect=x.example.com", "x TXT \"v=spf1\"\ny AAAA ::1\n@ A 10.0.0.1\n@ MX 0 .\n" PTR4 "PTR a.b.", "neutral no_match - 6 1", { .ip = NULL } },
	{ "rfc7208#4.6.4: ten terms", "v=spf1 a a a a a a a a a a ip4:192.0.2.1 -all", "@ A 10.0.0.1", "pass matched ip4:192.0.2.1 10 0", { .ip = NULL } },
	{ "rfc7208#4.6.4: eleven terms", "v=spf1 a a a a a a a a a a mx ip4:192.0.2.1 -all", "@ A 10.0.0.1", "permerror lookups mx 11 0", { .ip = NULL } },
	{ "rfc7208#4.6.4: ten terms over the whole recursion", "v=spf1 a include:x.example.com ip4:192.0.2.1 -all", "x TXT \"v=spf1 a a a a a a a a\"\nx A 10.0.0.1\n@ A 10.0.0.1", "pass matched ip4:192.0.2.1 10 0", { .ip = NULL } },
	{ "rfc7208#4.6.4: eleven terms over the whole recursion", "v=spf1 a include:x.example.com a ip4:192.0.2.1 -all", "x TXT \"v=spf1 a a a a a a a a\"\nx A 10.0.0.1\n@ A 10.0.0.1", "permerror lookups a 11 0", { .ip = NULL } },
	{ "rfc7208#4.6.4: the tenth term redirects", "v=spf1 a a a a a a a a a redirect=x.example.com", "x TXT \"v=spf1 -all\"\n@ A 10.0.0.1", "fail matched -all 10 0", { .ip = NULL } },
	{ "rfc7208#4.6.4: the eleventh term redirects", "v=spf1 a a a a a a a a a a redirect=x.example.com", "x TXT \"v=spf1 -all\"\n@ A 10.0.0.1", "permerror lookups redirect=x.example.com 11 0", { .ip = NULL } },
	{ "rfc7208#4.6.4: %{p} is counted beside its term", "v=spf1 exists:%{p}.x.y -all", PTR4 "PTR a.b.\nunknown A 1.1.1.1\n$ORIGIN y.\nunknown.x AAAA ::1", "fail matched -all 2 1", { .ip = NULL } },
	{ "rfc7208#4.6.4: %{p} is counted once in a term", "v=spf1 ?a:%{p}.%{p1}.y -all", PTR4 "PTR a.b.", "fail matched -all 2 1", { .ip = NULL } },
	{ "rfc7208#4.6.4: %{p} as the eleventh look-up", "v=spf1 a a a a a a a a a a:%{p}.x", "@ A 10.0.0.1", "permerror lookups a:%{p}.x 11 0", { .ip = NULL } },
	{ "rfc7208#4.6.4: %{p} in an explanation is not counted", "v=spf1 a a a a a a a a a a -all exp=x.example.com", "@ A 10.0.0.1\nx TXT \"%{p}\"", "fail matched -all 10 0", { .ip = NULL } },
	{ "rfc7208#4.6.4: two void look-ups", "v=spf1 a:x.example.com a:y.example.com ip4:192.0.2.1 -all", NULL, "pass matched ip4:192.0.2.1 2 2", { .ip = NULL } },
	{ "rfc7208#4.6.4: three void look-ups", "v=spf1 a:x.example.com a:y.example.com a:z.example.com ip4:192.0.2.1 -all", NULL, "permerror void_lookups a:z.example.com 3 3", { .ip = NULL } },
	{ "rfc7208#4.6.4: a void look-up, then others that are not", "v=spf1 a:x.example.com a a mx -all", "@ A 10.0.0.1\n@ MX 1 example.com.", "fail matched -all 4 1", { .ip = NULL } },
	{ "rfc7208#4.6.4: NODATA is void, as NXDOMAIN is", "v=spf1 a mx:x.example.com exists:y.example.com -all", "x A 10.0.0.1\ny AAAA ::1", "permerror void_lookups exists:y.example.com 3 3", { .ip = NULL } },
	{ "rfc7208#4.6.4: void look-ups over the whole recursion", "v=spf1 a include:x.example.com a", "x TXT \"v=spf1 a\"", "permerror void_lookups a 4 3", { .ip = NULL } },
	{ "rfc7208#4.6.4: of a mx without addresses one is void", "v=spf1 mx mx ip4:192.0.2.1 -all", "@ MX 1 a\n@ MX 2 b\n@ MX 3 c", "pass matched ip4:192.0.2.1 2 2", { .ip = NULL } },
	{ "rfc7208#4.6.4: a mx that matches is not void", "v=spf1 a a mx -all", "@ MX 1 a\n@ MX 2 b\nb A 192.0.2.1", "pass matched mx 3 2", { .ip = NULL } },
	{ "rfc7208#4.6.4: a client without a name is a void look-up", "v=spf1 ptr -all", NULL, "fail matched -all 1 1", { .ip = NULL } },
	{ "rfc7208#4.6.4: a name of the client without an address is none", "v=spf1 ptr -all", PTR4 "PTR a.example.com.", "fail matched -all 1 0", { .ip = NULL } },
	{ "rfc7208#4.6.4: MX 0 . is not void", "v=spf1 mx -all", "@ MX 0 .", "fail matched -all 1 0", { .ip = NULL } },
	{ "rfc7208#4.6.4: exp= is not a void look-up", "v=spf1 a:x.example.com a:y.example.com exp=z.example.com -all", NULL, "fail matched -all 2 2", { .ip = NULL } },
	{ "rfc7208#4.8: what cannot be asked is no void look-up", "v=spf1 a:a..b.c a:a..b.c a:a..b.c -all", NULL, "fail matched -all 3 0", { .ip = NULL } },
};
// clang-format on

static void run(struct spfworld *w, const struct row *row, bool backwards)
{
	spfworld_begin(w);
	w->backwards = backwards;
	spfworld_load(w, row->record, row->zone);
	spfworld_run(w, &row->sender);
}

/* Whatever is asked at once may be answered in any order, with and without
 * steps being kept. */
static void check_told(void **state)
{
	const struct row *row = *state;

	for (unsigned way = 0; way < 4; way++) {
		struct spfworld w;
		spfworld_begin(&w);
		w.backwards = (way & 1) != 0;
		w.config.steps = (way & 2) != 0;
		spfworld_load(&w, row->record, row->zone);
		spfworld_run(&w, &row->sender);
		assert_string_equal(spfworld_told(&w), row->want);
		assert_true(w.config.steps || w.verdict.step_count == 0);
		spfworld_end(&w);
	}
}

static void check_asked(void **state)
{
	const struct row *row = *state;
	struct spfworld w;

	run(&w, row, false);
	assert_sv_equal(zgl_buf_sv(&w.asked), zgl_sv_of(row->want));
	spfworld_end(&w);
}

static void check_counts(void **state)
{
	const struct row *row = *state;
	struct spfworld w;
	char told[200];

	run(&w, row, true);
	(void)snprintf(told, sizeof(told), "%s %u %u", spfworld_told(&w),
		w.verdict.lookups, w.verdict.void_lookups);
	assert_string_equal(told, row->want);
	spfworld_end(&w);
}

/* HELO checked apart, whatever MAIL FROM says. */
struct helo {
	const char *name, *helo, *want, *domain;
};

// clang-format off
static const struct helo helos[] = {
	{ "rfc7208#2.3: HELO checked apart", "example.com", "fail matched -all", "example.com" },
	{ "rfc7208#2.3: HELO in capitals", "EXAMPLE.COM", "fail matched -all", "example.com" },
	{ "rfc7208#2.3: HELO of one label is not checked", "localhost", "none no_domain -", "" },
	{ "rfc7208#2.3: HELO with an address is not checked", "[192.0.2.1]", "none no_domain -", "" },
	{ "rfc7208#2.3: HELO with a bare address is not checked", "192.0.2.1", "none no_domain -", "" },
	{ "rfc7208#2.3: an empty HELO is not checked", "", "none no_domain -", "" },
	{ "rfc7208#2.3: HELO that is no name is not checked", "JUMPIN' JUPITER", "none no_domain -", "" },
};
// clang-format on

static void check_helo(void **state)
{
	const struct helo *row = *state;
	struct spfsender sender = { .helo = row->helo, .from = "a@b.example" };
	struct spfworld w;

	spfworld_begin(&w);
	w.identity = ZGL_SPF_HELO;
	spfworld_load(&w, "v=spf1 -all", NULL);
	spfworld_run(&w, &sender);
	assert_string_equal(spfworld_told(&w), row->want);
	assert_int_equal(w.verdict.identity, ZGL_SPF_HELO);
	assert_sv_equal(
		zgl_dname_sv(&w.verdict.domain), zgl_sv_of(row->domain));
	assert_true(
		zgl_dname_eq(zgl_spfcheck_domain(w.check), &w.verdict.domain));
	spfworld_end(&w);
}

static void the_identity_is_told(void **state)
{
	struct spfworld w;

	(void)state;
	spfworld_begin(&w);
	spfworld_load(&w, "v=spf1 -all", NULL);
	spfworld_run(&w, &(struct spfsender){ .from = "a@example.com" });
	assert_int_equal(w.verdict.identity, ZGL_SPF_MAILFROM);
	assert_string_equal(w.verdict.domain.text, "example.com");
	assert_sv_equal(w.verdict.record, ZGL_SV("v=spf1 -all"));
	spfworld_run(
		&w, &(struct spfsender){ .from = "", .helo = "example.com" });
	assert_int_equal(w.verdict.identity, ZGL_SPF_HELO);
	assert_string_equal(w.verdict.domain.text, "example.com");
	spfworld_end(&w);
}

static void the_record_of_the_domain_is_told(void **state)
{
	struct spfworld w;

	(void)state;
	spfworld_begin(&w);
	spfworld_load(&w, "v=spf1 redirect=x.example.com",
		"x TXT \"v=spf1 include:z.example.com -all\"\n"
		"y TXT \"v=spf1 a:\\195 -all\"\nz TXT \"v=spf1\"");
	spfworld_run(&w, &(struct spfsender){ .ip = NULL });
	assert_sv_equal(
		w.verdict.record, ZGL_SV("v=spf1 redirect=x.example.com"));
	spfworld_run(&w, &(struct spfsender){ .from = "a@y.example.com" });
	assert_sv_equal(w.verdict.record, ZGL_SV("v=spf1 a:? -all"));
	spfworld_run(&w, &(struct spfsender){ .from = "a@none.example.com" });
	assert_null(w.verdict.record.p);
	spfworld_end(&w);
}

/* A text of `n` octets that begins with the version. */
static const char *long_record(size_t n)
{
	static char text[20000];

	memset(text, 'x', n);
	memcpy(text, "v=spf1 -all x=", 14);
	text[n] = '\0';
	return text;
}

static void a_long_record(void **state)
{
	struct spfworld w;
	size_t most = ZGL_LIMITS_DEFAULT.txt_octets;

	(void)state;
	for (size_t over = 0; over <= 1; over++) {
		spfworld_begin(&w);
		spfworld_load(&w, long_record(most + over), NULL);
		spfworld_run(&w, &(struct spfsender){ .ip = NULL });
		assert_string_equal(spfworld_told(&w),
			over == 0 ? "fail matched -all"
				  : "permerror record_long -");
		spfworld_end(&w);
	}
}

static void other_limits(void **state)
{
	struct spfworld w;

	(void)state;
	spfworld_begin(&w);
	spfworld_load(&w, "v=spf1 a:x.y a:x.y a:x.y a:x.y -all", NULL);
	w.config.void_lookups = 4;
	spfworld_run(&w, &(struct spfsender){ .ip = NULL });
	assert_string_equal(spfworld_told(&w), "fail matched -all");
	w.config.void_lookups = 0;
	spfworld_run(&w, &(struct spfsender){ .ip = NULL });
	assert_string_equal(spfworld_told(&w), "permerror void_lookups a:x.y");
	w.config.void_lookups = 2;
	w.config.lookups = 0;
	spfworld_run(&w, &(struct spfsender){ .ip = NULL });
	assert_string_equal(spfworld_told(&w), "permerror lookups a:x.y");
	spfworld_end(&w);
}

static void as_many_includes_as_look_ups(void **state)
{
	struct spfworld w;

	(void)state;
	for (unsigned most = 0; most <= ZGL_SPFCHECK_LOOKUPS; most += 20) {
		spfworld_begin(&w);
		spfworld_load(&w, "v=spf1 include:example.com", NULL);
		w.config.lookups = most;
		spfworld_run(&w, &(struct spfsender){ .ip = NULL });
		assert_string_equal(spfworld_told(&w),
			"permerror lookups include:example.com");
		assert_int_equal(w.verdict.lookups, most + 1);
		spfworld_end(&w);
	}
}

int main(void)
{
	struct rows r = { 0 };

	ROWS_ADD(&r, domains, check_told);
	ROWS_ADD(&r, helos, check_helo);
	ROWS_ADD(&r, records, check_told);
	ROWS_ADD(&r, addresses, check_told);
	ROWS_ADD(&r, pointers, check_told);
	ROWS_ADD(&r, includes, check_told);
	ROWS_ADD(&r, eai, check_told);
	ROWS_ADD(&r, questions, check_asked);
	ROWS_ADD(&r, counts, check_counts);
	rows_add_one(&r, "rfc7208#2.4: the identity and the domain are told",
		the_identity_is_told);
	rows_add_one(&r, "the record that is told is that of the domain",
		the_record_of_the_domain_is_told);
	rows_add_one(&r,
		"rfc7208#3.4: a record as long as the limit, and longer",
		a_long_record);
	rows_add_one(&r, "rfc7208#4.6.4: the limits can be set", other_limits);
	rows_add_one(&r,
		"rfc7208#4.6.4: an include within itself, to any limit",
		as_many_includes_as_look_ups);
	return rows_run(&r, "spfcheck");
}
