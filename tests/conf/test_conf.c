/* SPDX-License-Identifier: ISC */
/* conf: a file's text in; facts, or mistakes with their lines, out. */
#define _GNU_SOURCE
#include <unistd.h>

#include "srv/conf/conf.h"
#include "tests/conf/conffile.h"
#include "tests/rows.h"
#include "zegel/dkim/dkimsign.h"

#define ID "authserv-id = mx.example.nl\n"

struct good {
	const char *name, *text;
	const char *want; /* what is otherwise than with an empty file */
};

// clang-format off
static const struct good good[] = {
	{ "an empty file", "", "" },
	{ "comments and blank lines", "# nothing\n\n   \t\r\n#", "" },
	{ "a file with CRLF", "threads = 2\r\nuser = mail\r\n", "loops 2\nuser mail\n" },
	{ "no line feed at the end", "threads = 2", "loops 2\n" },
	{ "several statements in a line", "threads=2 user=mail", "loops 2\nuser mail\n" },

	{ "authserv-id", "authserv-id = \"mx.example.nl\"\n", "id mx.example.nl\nclaim mx.example.nl\n" },
	{ "authserv-id need not be a domain", "authserv-id = Relay_7\n", "id Relay_7\nclaim Relay_7\n" },
	{ "rfc8616#5: a U-label is written as A-label, and claimed as both", "authserv-id = \"mx.b\xc3\xbc" "cher.example\"\n",
	  "id mx.xn--bcher-kva.example\nclaim mx.xn--bcher-kva.example\nclaim mx.b\xc3\xbc" "cher.example\n" },
	{ "former-authserv-ids are claims behind our own, case as written", ID "former-authserv-ids = { \"old.Example.NL\", mx2 }\n",
	  "id mx.example.nl\nclaim mx.example.nl\nclaim old.Example.NL\nclaim mx2\n" },
	{ "former ones before our own", "former-authserv-ids = { mx2 }\n" ID, "id mx.example.nl\nclaim mx.example.nl\nclaim mx2\n" },
	{ "a former U-label", ID "former-authserv-ids = \"b\xc3\xbc" "cher.example\"\n",
	  "id mx.example.nl\nclaim mx.example.nl\nclaim xn--bcher-kva.example\nclaim b\xc3\xbc" "cher.example\n" },
	{ "a name that comes twice is one claim", ID "former-authserv-ids = { mx.example.nl, a, a }\n",
	  "id mx.example.nl\nclaim mx.example.nl\nclaim a\n" },

	{ "internal-networks", "internal-networks = { 10.0.0.0/8, \"2001:db8::/32\" }", "internal 10.0.0.0/8\ninternal 2001:db8::/32\n" },
	{ "an address alone is a host", "internal-networks = { 192.0.2.7, \"2001:db8::7\" }", "internal 192.0.2.7/32\ninternal 2001:db8::7/128\n" },
	{ "one without braces", "internal-networks = 192.0.2.7", "internal 192.0.2.7/32\n" },
	{ "a list over several lines, and a comma at its end", "internal-networks = {\n 10.0.0.0/8,\n # ours\n 192.0.2.7,\n}\n",
	  "internal 10.0.0.0/8\ninternal 192.0.2.7/32\n" },
	{ "one more with +=", "internal-networks += { 10.0.0.0/8 }", "internal 10.0.0.0/8\n" },
	{ "the whole of IPv4", "internal-networks = { 0.0.0.0/0 }", "internal 0.0.0.0/0\n" },
	{ "a mapped network is one of IPv4", "internal-networks = { \"::ffff:10.0.0.0/104\" }", "internal 10.0.0.0/8\n" },

	{ "listener: a socket", "listener \"unix:/run/z.sock\" {\n mode = sign\n must-sign = yes\n owner = zegel\n group = postfix\n permissions = 0600\n}\n",
	  "listener unix:/run/z.sock kind 0 /run/z.sock sign must-sign zegel:postfix 0600\n" },
	{ "listener: its defaults", "listener \"unix:/run/z.sock\" {}", "listener unix:/run/z.sock kind 0 /run/z.sock both (none):(none) 0660\n" },
	{ "listener: the brace in the next line", "listener \"unix:/run/z.sock\"\n{\n}", "listener unix:/run/z.sock kind 0 /run/z.sock both (none):(none) 0660\n" },
	{ "listener: no quotation marks", "listener unix:/run/z.sock {}", "listener unix:/run/z.sock kind 0 /run/z.sock both (none):(none) 0660\n" },
	{ "listener: a path of 107 octets",
	  "listener \"unix:/234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456\" {}",
	  "listener unix:/234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456"
	  " kind 0 /234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456 both (none):(none) 0660\n" },
	{ "listener: owner by number, empty is none", "listener \"unix:/s\" { owner = 0 group = \"\" }", "listener unix:/s kind 0 /s both 0:(none) 0660\n" },
	{ "listener: IPv4", "listener \"inet:127.0.0.1:8891\" { mode = verify }", "listener inet:127.0.0.1:8891 kind 1 127.0.0.1 8891 verify\n" },
	{ "listener: IPv6, the address in its plain form", "listener \"inet:[0:0::1]:1\" { mode = both must-sign = no }", "listener inet:[0:0::1]:1 kind 1 ::1 1 both\n" },
	{ "listener: every address", "listener \"inet:*:65535\" {}", "listener inet:*:65535 kind 1 * 65535 both\n" },
	{ "listener: by systemd", "listener systemd { must-sign = true }", "listener systemd kind 2 (none) both must-sign\n" },
	{ "listener: by systemd, one of several", "listener \"systemd:submission\" { mode = sign }\nlistener systemd {}",
	  "listener systemd:submission kind 2 submission sign\nlistener systemd kind 2 (none) both\n" },
	{ "listeners: one port at two addresses", "listener inet:127.0.0.1:8891 {} listener \"inet:[::1]:8891\" {}",
	  "listener inet:127.0.0.1:8891 kind 1 127.0.0.1 8891 both\nlistener inet:[::1]:8891 kind 1 ::1 8891 both\n" },

	{ "store", "signing { store = /var/lib/zegel/keys.db }", "store /var/lib/zegel/keys.db\n" },
	{ "store: empty is none", "signing { store = \"\" }", "" },
	{ "fallback-domain", "signing { store = /s fallback-domain = Example.NL }", "store /s\nfallback example.nl\n" },
	{ "fallback-domain: empty is none", "signing { fallback-domain = '' }", "" },
	{ "canonicalizations", "signing { header-canonicalization = simple body-canonicalization = simple }", "header-canon 0\nbody-canon 0\n" },
	{ "fields: of the usual ones those are oversigned", "signing { fields = { from, X-Ours, Subject } }", "field from\nfield X-Ours\n" },
	{ "fields, oversign", "signing { fields = { From, X-Ours } oversign = { X-Ours, To } }", "field X-Ours\noversign X-Ours\n" },
	{ "fields: more than the usual ones", "signing { fields += X-Ours }", "field X-Ours\n" },
	{ "oversign: more than the usual ones", "signing { oversign += { X-Ours } }", "oversign X-Ours\n" },
	{ "+= {} adds nothing", "signing { fields += {} oversign += {} }", "" },
	{ "expire-in", "signing { expire-in = 604800 }", "expire 604800\n" },
	{ "expire-in: 11 digits", "signing { expire-in = 99999999999 }", "expire 99999999999\n" },
	{ "cached-keys", "signing { cached-keys = 1 }", "cached-keys 1\n" },
	{ "key", "signing { key \"Example.nl\" { selector = S1 file = /k.pem subdomains = yes } }", "key example.nl s1 /k.pem subdomains\n" },
	{ "keys: two of one domain", "signing {\n key example.nl { selector = r file = /r }\n key example.nl { selector = e file = /e }\n}",
	  "key example.nl r /r\nkey example.nl e /e\n" },
	{ "keys: one selector for two domains", "signing { key a.nl { selector = s file = /k } key b.nl { selector = s file = /k } }",
	  "key a.nl s /k\nkey b.nl s /k\n" },
	{ "key: U-labels become A-labels", "signing { key \"b\xc3\xbc" "cher.example\" { selector = \"\xc3\xbc\" file = /k } }",
	  "key xn--bcher-kva.example xn--tda /k\n" },
	{ "a section may come twice", "signing { store = /s }\nsigning { expire-in = 9 }", "store /s\nexpire 9\n" },

	{ "dispositions", "verifying { none = mark policy = reject neutral = quarantine fail = reject permerror = mark temperror = tempfail }",
	  "none mark\nfail reject\npolicy reject\nneutral quarantine\ntemperror tempfail\npermerror mark\n" },
	{ "accept is the default", "verifying { none = accept fail = accept }", "" },
	{ "mark-field", "verifying { mark-field = \"X-DKIM: bad one \" }", "mark [X-DKIM] [bad one]\n" },
	{ "mark-field: empty is none", "verifying { mark-field = \"\" }", "mark [] []\n" },
	{ "mark-field: none, but a subject", "verifying { fail = mark mark-field = \"\" mark-subject = \"[fake] \" }",
	  "fail mark\nmark [] []\nsubject [[fake] ]\n" },
	{ "mark-subject: quotation mark and backslash", "verifying { mark-subject = \"\\\"\\\\\" }", "subject [\"\\]\n" },
	{ "bits", "verifying { min-rsa-bits = 2048 max-rsa-bits = 2048 }", "rsa 2048 2048\n" },
	{ "clock-skew", "verifying { clock-skew = 0 }", "skew 0\n" },
	{ "leniencies", "verifying { allow-sha1 = yes allow-unsigned-body = on }", "sha1 1\nunsigned-body 1\n" },
	{ "signatures", "verifying { signatures = 100 }", "signatures 100\n" },

	{ "sender-map", "signing { sender-map = /etc/zegel/senders }", "sender-map /etc/zegel/senders\n" },
	{ "sender-map: empty is none", "signing { sender-map = \"\" }", "" },

	{ "spf: dispositions", "spf { none = mark softfail = mark fail = reject permerror = quarantine temperror = tempfail }",
	  "spf none mark\nspf fail reject\nspf softfail mark\nspf neutral mark\nspf temperror tempfail\nspf permerror quarantine\n" },
	{ "rfc7208#8.2: neutral is treated as none", "spf { none = quarantine }", "spf none quarantine\nspf neutral quarantine\n" },
	{ "spf: the HELO name", "spf { check-helo = yes helo-softfail = mark helo-fail = reject helo-permerror = quarantine helo-temperror = tempfail }",
	  "spf check 1 helo 1 explain 1\nhelo fail reject\nhelo softfail mark\nhelo temperror tempfail\nhelo permerror quarantine\n" },
	{ "spf: what is said of the HELO name waits for check-helo", "spf { check-helo = no helo-fail = reject }", "helo fail reject\n" },
	{ "spf: no explanations", "spf { explain = no }", "spf check 1 helo 0 explain 0\n" },
	{ "dmarc: not checked", "dmarc { check = no }", "dmarc check 0 discovery 0\n" },
	{ "spf and dmarc: not checked", "spf { check = no } dmarc { check = no }", "spf check 0 helo 0 explain 1\ndmarc check 0 discovery 0\n" },
	{ "dmarc: the Public Suffix List", "dmarc { discovery = psl }", "dmarc check 1 discovery 1\n" },
	{ "dmarc: the tree walk is the default", "dmarc { discovery = walk check = yes }", "" },
	{ "dmarc: dispositions", "dmarc { quarantine = quarantine reject = tempfail indirect = accept permerror = mark temperror = tempfail bad-from = mark }",
	  "dmarc quarantine quarantine\ndmarc reject tempfail\ndmarc temperror tempfail\ndmarc permerror mark\nindirect accept\nbad-from mark\n" },
	{ "rfc9989#7.4: indirect mail is treated as p=quarantine unless told", "dmarc { quarantine = quarantine }",
	  "dmarc quarantine quarantine\nindirect quarantine\n" },
	{ "dmarc: everything accepted", "dmarc { quarantine = accept reject = accept indirect = accept bad-from = accept }",
	  "dmarc quarantine accept\ndmarc reject accept\nindirect accept\nbad-from accept\n" },
	{ "dmarc: trusted-forwarders", "dmarc { trusted-forwarders = { Example.NL, \"b\xc3\xbc" "cher.example\" } trusted-forwarders += a.nl }",
	  "forwarder example.nl\nforwarder xn--bcher-kva.example\nforwarder a.nl\n" },
	{ "dmarc: trusted-networks", "dmarc { trusted-networks = { 192.0.2.0/24, \"2001:db8::/32\" } } internal-networks = 10.0.0.0/8",
	  "internal 10.0.0.0/8\ntrusted 192.0.2.0/24\ntrusted 2001:db8::/32\n" },

	{ "resolver", "dns { resolver = 192.0.2.53 }", "server 192.0.2.53\n" },
	{ "resolver: a port", "dns { resolver = \"2001:db8::53@5353\" }", "server 2001:db8::53@5353\n" },
	{ "resolver: of the system", "dns { resolver = system }", "server system\n" },
	{ "resolver: empty is none", "dns { resolver = \"\" }", "" },
	{ "trust-anchor: none", "dns { trust-anchor = none }", "anchor none\n" },
	{ "trust-anchor: a file", "dns { trust-anchor = /etc/root.key }", "anchor /etc/root.key\n" },
	{ "trust-anchor: empty is the system's", "dns { trust-anchor = \"\" }", "" },
	{ "zone-files", "dns { zone-files = { /a, /b } zone-files += /c }", "zone /a\nzone /b\nzone /c\n" },
	{ "deadline", "dns { deadline = 60 }", "dns-deadline 60000\n" },
	{ "cached-answers", "dns { cached-answers = 0 }", "cached-answers 0\n" },

	{ "threads", "threads = 64", "loops 64\n" },
	{ "message-deadline", "message-deadline = 30", "deadline 30\n" },
	{ "idle-timeout", "idle-timeout = 60", "idle 60\n" },
	{ "max-connections", "max-connections = 1", "connections 1\n" },
	{ "user, group", "user = zegel group = 110", "user zegel\ngroup 110\n" },
	{ "user: empty is none", "user = \"\"", "" },

	{ "log: to syslog", "log { to = syslog facility = local7 level = debug }", "log syslog facility 184 level 3\n" },
	{ "log: to both", "log { to = { stderr, syslog } }", "log stderr syslog facility 16 level 2\n" },
	{ "log: one more with +=", "log { to += syslog }", "log stderr syslog facility 16 level 2\n" },
	{ "log: nowhere", "log { to = {} }", "log facility 16 level 2\n" },
	{ "log: levels", "log { level = error }", "log stderr facility 16 level 0\n" },
};
// clang-format on

static void check_good(void **state)
{
	const struct good *row = *state;
	struct conffile f = { 0 };

	conffile_read(&f, zgl_sv_of(row->text));
	assert_string_equal(f.said, "");
	assert_int_equal(f.err, ZGL_OK);
	char *got = conffile_differences(f.conf);
	assert_string_equal(got, row->want);
	free(got);
	conffile_free(&f);
}

static void check_empty(void **state)
{
	char host[256] = "", want[2048];
	struct conffile f = { 0 };

	(void)state;
	assert_int_equal(gethostname(host, sizeof(host) - 1), 0);
	conffile_read(&f, ZGL_SV("internal-networks = {}"));
	assert_int_equal(f.err, ZGL_OK);
	assert_int_equal(f.conf->internal_count, 0);
	conffile_free(&f);

	conffile_read(&f, ZGL_SV("signing { oversign = {} }"));
	assert_int_equal(f.err, ZGL_OK);
	assert_int_equal(f.conf->sign.oversign_count, 0);
	conffile_free(&f);

	conffile_read(&f, ZGL_SV("signing { fields = { From, Subject } }"));
	assert_int_equal(f.err, ZGL_OK);
	assert_int_equal(f.conf->sign.field_count, 2);
	assert_int_equal(f.conf->sign.oversign_count, 2);
	conffile_free(&f);

	conffile_read(&f, ZGL_SV(""));
	assert_int_equal(f.err, ZGL_OK);
	assert_int_equal(f.conf->sign.field_count, zgl_dkimsign_field_count);
	assert_int_equal(
		f.conf->sign.oversign_count, zgl_dkimsign_oversign_count);
	f.conf->sign.field_count = f.conf->sign.oversign_count = 0;
	char *got = conffile_facts(f.conf);
	snprintf(want, sizeof(want),
		"id %s\nclaim %s\n"
		"listener unix:/run/zegel/zegel.sock kind 0 "
		"/run/zegel/zegel.sock both (none):(none) 0660\n"
		"internal 127.0.0.0/8\ninternal ::1/128\n"
		"store (none)\nfallback \nheader-canon 1\nbody-canon 1\n"
		"expire 0\ncached-keys 4096\nsender-map (none)\n"
		"none accept\npass accept\nfail accept\npolicy accept\n"
		"neutral accept\ntemperror accept\npermerror accept\n"
		"mark [X-Spam-Flag] [YES]\nsubject []\n"
		"rsa 1024 4096\nskew 300\nsha1 0\nunsigned-body 0\n"
		"signatures 10\nheader-octets 1048576\n"
		"spf check 1 helo 0 explain 1\n"
		"spf none accept\nhelo none accept\n"
		"spf pass accept\nhelo pass accept\n"
		"spf fail accept\nhelo fail accept\n"
		"spf softfail accept\nhelo softfail accept\n"
		"spf neutral accept\nhelo neutral accept\n"
		"spf temperror accept\nhelo temperror accept\n"
		"spf permerror accept\nhelo permerror accept\n"
		"dmarc check 1 discovery 0\n"
		"dmarc none accept\ndmarc quarantine mark\n"
		"dmarc reject reject\n"
		"dmarc temperror accept\ndmarc permerror accept\n"
		"indirect mark\nbad-from reject\n"
		"server (none)\nanchor (none)\n"
		"dns-deadline 5000\ncached-answers 65536\n"
		"loops 0\ndeadline 10\nidle 7210\nconnections 10000\n"
		"user (none)\ngroup (none)\n"
		"log stderr facility 16 level 2\n",
		host, host);
	assert_string_equal(got, want);
	free(got);
	conffile_free(&f);
}

static void check_lines(void **state)
{
	struct conffile f = { 0 };

	(void)state;
	conffile_read(&f,
		ZGL_SV("\n# x\n\nlistener \"unix:/a\" {\n}\n"
		       "listener systemd {} signing {\n\n"
		       "key a.nl { selector = s file = /k }\n"
		       "key b.nl\n{\n selector = s\n file = /k\n}}"));
	assert_string_equal(f.said, "");
	assert_int_equal(f.conf->listeners[0].line, 4);
	assert_int_equal(f.conf->listeners[1].line, 6);
	assert_int_equal(f.conf->sign.keys[0].line, 8);
	assert_int_equal(f.conf->sign.keys[1].line, 10);
	assert_string_equal(f.conf->file, f.path);
	conffile_free(&f);
}

struct bad {
	const char *name, *text, *want;
};

#define A50  "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define A63  A50 "aaaaaaaaaaaaa"
#define A250 A50 A50 A50 A50 A50

// clang-format off
static const struct bad bad[] = {
	/* the text */
	{ "octets that are no text", "#\n\xff\n", "F:2: nothing follows the name, expected = and a value, or a section\n" },
	{ "a string that does not end", "user = mail\nauthserv-id = \"mx\nthreads = x\n",
	  "F:2: the text in quotation marks does not end here\nF:3: threads is 'x', expected a number from 0 to 1024\n" },
	{ "a string that does not end and has a brace in it", "listener \"unix:/a {\n mode = sign\n}\n", "F:1: the text in quotation marks does not end here\n" },
	{ "a single-quoted string that does not end", "user = 'mail\n", "F:1: the text in quotation marks does not end here\n" },
	{ "a string that does not end at the end", "user = \"mail", "F:1: the text in quotation marks does not end here\n" },
	{ "a string that ends in a backslash", "user = \"mail\\\n\"", "F:1: a backslash that escapes nothing, expected \\\\ or \\\"\nF:2: the text in quotation marks does not end here\n" },
	{ "an escape", "user = \"\\x41\"", "F:1: a backslash that escapes nothing, expected \\\\ or \\\"\n" },
	{ "a variable", "user = \"${USER}\"", "F:1: there are no variables here\n" },
	{ "a variable without quotes", "\nuser = ${USER}", "F:2: there are no variables here\n" },
	{ "a comment of C", "/* x */ user = a\n", "F:1: comments begin with #\n" },
	{ "a comment of C++", "\nuser = a // x\n", "F:2: comments begin with #\n" },
	{ "a star without quotes", "listener inet:*:8891 {\n}\n", "F:1: a text with this sign is written in quotation marks\n" },
	{ "a semicolon", "user = a;\nmode = b\n", "F:1: statements end without a semicolon\nF:2: there is no option 'mode' here, it stands in the section listener\n" },
	{ "a section that is not closed", "user = a\nlistener \"systemd\" {\n mode = sign\n\n", "F:2: the { of this line is not closed\n" },
	{ "the inner one is not closed", "signing {\n key a.nl {\n }\n", "F:1: the { of this line is not closed\n" },
	{ "a list that is not closed", "user = a\ninternal-networks = {\n ::1,\n", "F:2: the { of this line is not closed\n" },
	{ "a list that is not closed, below eight sections", "a{a{a{a{a{a{a{a{\na = {", "F:2: the { of this line is not closed\n" },
	{ "a brace too many", "signing {\n}\n}\n", "F:3: no section is open that } could close\n" },
	{ "a value is missing", "user =\ngroup = a\nthreads = x\n", "F:1: no value behind =\nF:3: threads is 'x', expected a number from 0 to 1024\n" },
	{ "a value is missing before }", "signing { store =\n}\n", "F:1: no value behind =\n" },
	{ "a name alone", "user\ngroup = a\n", "F:1: nothing follows the name, expected = and a value, or a section\n" },
	{ "a name alone at the end", "\nuser", "F:2: nothing follows the name, expected = and a value, or a section\n" },
	{ "a section within too many", "a{a{a{a{a{a{a{a{a{}}}}}}}}}", "F:1: there is no place for a section here\n" },

	/* the grammar */
	{ "no such option", "user = a\nkye = 1\n", "F:2: there is no option 'kye' here\n" },
	{ "no such section", "verfying {\n fail = reject\n}\nthreads = x\n", "F:1: there is no option 'verfying' here\nF:4: threads is 'x', expected a number from 0 to 1024\n" },
	{ "an option of another section", "\nselector = s", "F:2: there is no option 'selector' here, it stands in the section key\n" },
	{ "an option of none", "signing {\n threads = 2\n}", "F:2: there is no option 'threads' here, it stands outside of all sections\n" },
	{ "no =", "user mail\n", "F:1: no = behind 'user'\n" },
	{ "a list where one value stands", "user = { a }\n", "F:1: unexpected '{'\n" },
	{ "a list without commas", "internal-networks = { ::1\n 10.0.0.0/8 }\n", "F:2: unexpected '10.0.0.0/8'\n" },
	{ "no title", "listener {\n}\nkey = 1", "F:1: no title behind 'listener', expected listener \"unix:...\" { or key \"DOMAIN\" {\nF:3: there is no option 'key' here\n" },
	{ "a title too many", "dns \"x\" {\n}", "F:1: no { behind 'dns'\n" },
	{ "+= for one value", "user += mail", "F:1: += behind 'user', expected =, for it has one value\n" },
	{ "parentheses", "include(\"/etc/x\")\n", "F:1: there is no option 'include' here\n" },
	{ "a name with a stroke", "log|level = debug\nthreads=x", "F:1: a text with this sign is written in quotation marks\nF:2: threads is 'x', expected a number from 0 to 1024\n" },
	{ "a name in quotation marks", "user = a \"log|level\" = debug\n", "F:1: a text in quotation marks, expected a name\n" },
	{ "a title in the next line", "listener\n\"unix:/b\" {\n}\n", "F:1: nothing follows the name, expected = and a value, or a section\nF:2: a text in quotation marks, expected a name\n" },
	{ "an empty text that is left over", "signing {\ns\n''\n''\n}\n", "F:2: nothing follows the name, expected = and a value, or a section\n"
	  "F:3: a text in quotation marks, expected a name\nF:4: a text in quotation marks, expected a name\n" },
	{ "two titles", "listener \"unix:/a\" \"unix:/b\" {\n}\n", "F:1: a text in quotation marks, expected a name\n" },
	{ "set twice", "threads = 1\n\nthreads = 1", "F:3: threads is set already, in line 1\n" },
	{ "set twice in a section that comes twice", "dns { deadline = 1 }\ndns {\ndeadline = 2 }", "F:3: deadline is set already, in line 1\n" },
	{ "a list set twice", "internal-networks = { ::1 }\ninternal-networks = { ::1 }", "F:2: internal-networks is set already, in line 1\n" },

	/* the whole */
	{ "authserv-id: two words", "authserv-id = \"mx example\"", "F:1: authserv-id is 'mx example', expected a name like mx.example.nl: first a letter or digit, no signs that need quotes, at most 255 octets\n" },
	{ "authserv-id: empty", "authserv-id = \"\"", "F:1: authserv-id is '', expected a name like mx.example.nl: first a letter or digit, no signs that need quotes, at most 255 octets\n" },
	{ "authserv-id: first a dot", "authserv-id = .mx", "F:1: authserv-id is '.mx', expected a name like mx.example.nl: first a letter or digit, no signs that need quotes, at most 255 octets\n" },
	{ "authserv-id: a sign that needs quotes", "authserv-id = mx/7", "F:1: authserv-id is 'mx/7', expected a name like mx.example.nl: first a letter or digit, no signs that need quotes, at most 255 octets\n" },
	{ "authserv-id: no UTF-8", "authserv-id = \"b\xfc" "cher.nl\"", "F:1: 'b\xfc" "cher.nl' is no authserv-id: it has an octet that no name may have\n" },
	{ "former-authserv-ids", "former-authserv-ids = { a,\n \"a;b\", c }", "F:2: former-authserv-ids is 'a;b', expected a name like mx.example.nl: first a letter or digit, no signs that need quotes, at most 255 octets\n" },
	{ "internal-networks: host bits, never a silent no", "internal-networks = { 10.0.0.1/8 }", "F:1: internal-networks: 10.0.0.1/8 has bits behind its prefix, expected 10.0.0.0/8 for the network or no prefix for the host\n" },
	{ "internal-networks: host bits of IPv6, in its line", "internal-networks = { ::1,\n \"2001:db8::1/33\" }", "F:2: internal-networks: 2001:db8::1/33 has bits behind its prefix, expected 2001:db8::/33 for the network or no prefix for the host\n" },
	{ "internal-networks: bits", "internal-networks = { 10.0.0.0/33, \"::/129\", \"10.0.0.0/\", \"10.0.0.0/+8\" }",
	  "F:1: internal-networks is '10.0.0.0/33', expected a prefix of at most 32 bits (IPv4) or 128 (IPv6)\n"
	  "F:1: internal-networks is '::/129', expected a prefix of at most 32 bits (IPv4) or 128 (IPv6)\n"
	  "F:1: internal-networks is '10.0.0.0/', expected a prefix of at most 32 bits (IPv4) or 128 (IPv6)\n"
	  "F:1: internal-networks is '10.0.0.0/+8', expected a prefix of at most 32 bits (IPv4) or 128 (IPv6)\n" },
	{ "internal-networks: a name, half an address", "internal-networks = { localhost, 10.0/8 }",
	  "F:1: internal-networks is 'localhost', expected an IP address, or one with a prefix like 10.0.0.0/8\n"
	  "F:1: internal-networks is '10.0/8', expected an IP address, or one with a prefix like 10.0.0.0/8\n" },
	{ "threads: no number", "threads = -1", "F:1: threads is '-1', expected a number from 0 to 1024\n" },
	{ "threads: too many", "threads = 1025", "F:1: threads is '1025', expected a number from 0 to 1024\n" },
	{ "message-deadline", "message-deadline = 0", "F:1: message-deadline is '0', expected a number from 1 to 600\n" },
	{ "idle-timeout", "idle-timeout = 2h", "F:1: idle-timeout is '2h', expected a number from 1 to 604800\n" },
	{ "max-connections", "max-connections = 0", "F:1: max-connections is '0', expected a number from 1 to 1000000\n" },
	{ "user", "user = \"a b\"\ngroup = a:b", "F:1: user is 'a b', expected a name or a number\nF:2: group is 'a:b', expected a name or a number\n" },

	/* listeners */
	{ "listener: a path alone", "listener /run/z.sock {}", "F:1: listener '/run/z.sock', expected unix:PATH, inet:ADDRESS:PORT or systemd:NAME\n" },
	{ "listener: a path from nowhere", "\nlistener unix:z.sock {}", "F:2: listener 'unix:z.sock', expected unix: and a path that begins with /\n" },
	{ "listener: a path of 108 octets", "listener \"unix:/2345678" A50 A50 "\" {}",
	  "F:1: listener 'unix:/2345678aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', expected a path of at most 107 octets: sockets have no longer ones\n" },
	{ "listener: as OpenDKIM writes it", "listener \"inet:8891@localhost\" {}", "F:1: listener 'inet:8891@localhost', expected inet:ADDRESS:PORT with an IP address, inet:[IPV6]:PORT or inet:*:PORT\n" },
	{ "listener: a name", "listener \"inet:localhost:8891\" {}", "F:1: listener 'inet:localhost:8891', expected inet:ADDRESS:PORT with an IP address, inet:[IPV6]:PORT or inet:*:PORT\n" },
	{ "listener: IPv6 without brackets", "listener \"inet:::1:8891\" {}", "F:1: listener 'inet:::1:8891', expected inet:ADDRESS:PORT with an IP address, inet:[IPV6]:PORT or inet:*:PORT\n" },
	{ "listener: IPv4 in brackets", "listener \"inet:[127.0.0.1]:1\" {}", "F:1: listener 'inet:[127.0.0.1]:1', expected inet:ADDRESS:PORT with an IP address, inet:[IPV6]:PORT or inet:*:PORT\n" },
	{ "listener: brackets alone", "listener \"inet:[]:1\" {} listener \"inet:[:1\" {} listener \"inet:\" {}",
	  "F:1: listener 'inet:[]:1', expected inet:ADDRESS:PORT with an IP address, inet:[IPV6]:PORT or inet:*:PORT\n"
	  "F:1: listener 'inet:[:1', expected inet:ADDRESS:PORT with an IP address, inet:[IPV6]:PORT or inet:*:PORT\n"
	  "F:1: listener 'inet:', expected inet:ADDRESS:PORT with an IP address, inet:[IPV6]:PORT or inet:*:PORT\n" },
	{ "listener: no port", "listener \"inet:127.0.0.1\" {}", "F:1: listener 'inet:127.0.0.1', expected inet:ADDRESS:PORT with an IP address, inet:[IPV6]:PORT or inet:*:PORT\n" },
	{ "listener: ports out of range", "listener \"inet:*:0\" {}\nlistener \"inet:*:65536\" {}\nlistener \"inet:*:smtp\" {}",
	  "F:1: listener 'inet:*:0', expected a port from 1 to 65535\nF:2: listener 'inet:*:65536', expected a port from 1 to 65535\nF:3: listener 'inet:*:smtp', expected a port from 1 to 65535\n" },
	{ "listener: systemd without a name", "listener \"systemd:\" {}", "F:1: listener 'systemd:', expected systemd:NAME, the FileDescriptorName= of a socket\n" },
	{ "listener: another protocol", "listener \"local:/s\" {}", "F:1: listener 'local:/s', expected unix:PATH, inet:ADDRESS:PORT or systemd:NAME\n" },
	{ "listeners: one twice, the first in its line", "listener unix:/a {}\nlistener unix:/b {}\n\nlistener 'unix:/a'\n{}", "F:5: listener 'unix:/a' is there already, in line 1: 'unix:/a'\n" },
	{ "listeners: one address twice", "listener \"inet:[::1]:1\" {}\nlistener \"inet:[0::1]:1\" {}", "F:2: listener 'inet:[0::1]:1' is there already, in line 1: 'inet:[::1]:1'\n" },
	{ "listeners: every address, and one of them", "listener \"inet:*:1\" {}\nlistener inet:127.0.0.1:1 {}", "F:2: listener 'inet:127.0.0.1:1' is there already, in line 1: 'inet:*:1'\n" },
	{ "listeners: one address, and every one", "listener inet:127.0.0.1:1 {}\nlistener \"inet:*:1\" {}", "F:2: listener 'inet:*:1' is there already, in line 1: 'inet:127.0.0.1:1'\n" },
	{ "listeners: one of the system's twice", "listener systemd:a {} listener systemd {}\nlistener systemd:a {}\nlistener systemd {}",
	  "F:2: listener 'systemd:a' is there already, in line 1: 'systemd:a'\nF:3: listener 'systemd' is there already, in line 1: 'systemd'\n" },
	{ "mode", "listener systemd {\n mode = signing\n}", "F:2: mode is 'signing', expected both, sign or verify\n" },
	{ "must-sign: no flag", "listener systemd {\n must-sign = 1\n}", "F:2: must-sign is '1', expected yes or no\n" },
	{ "must-sign where nothing is signed", "listener systemd {\n must-sign = yes\n mode = verify\n}", "F:2: must-sign is set for a listener that only verifies, expected mode sign or both\n" },
	{ "owner, group, permissions without a file", "listener inet:127.0.0.1:1 {\n owner = a\n group = b\n permissions = 0600\n}",
	  "F:2: owner is for listeners at unix: only\nF:3: group is for listeners at unix: only\nF:4: permissions is for listeners at unix: only\n" },
	{ "permissions: decimal, too much, of no use", "listener unix:/a { permissions = 680 }\nlistener unix:/b { permissions = 1777 }\nlistener unix:/c { permissions = 0 }\nlistener unix:/d { permissions = rw }",
	  "F:1: permissions is '680', expected an octal number like 0660, by which somebody may write\n"
	  "F:2: permissions is '1777', expected an octal number like 0660, by which somebody may write\n"
	  "F:3: permissions is '0', expected an octal number like 0660, by which somebody may write\n"
	  "F:4: permissions is 'rw', expected an octal number like 0660, by which somebody may write\n" },
	{ "owner", "listener unix:/a { owner = \"a:b\" }", "F:1: owner is 'a:b', expected a name or a number\n" },
	{ "an option twice in one listener, not in two", "listener unix:/a { mode = sign }\nlistener unix:/b { mode = sign\n mode = sign }", "F:3: mode is set already, in line 2\n" },

	/* signing */
	{ "store", "signing { store = keys.db }", "F:1: store is 'keys.db', expected a path that begins with /\n" },
	{ "fallback-domain", "signing { fallback-domain = \"a..b\" }", "F:1: 'a..b' is no fallback-domain: it has an empty label\n" },
	{ "fallback-domain: no key", "signing {\n fallback-domain = example.nl\n key example.org { selector = s file = /k } }",
		"F:2: fallback-domain 'example.nl' has no key here, and there is no store\n" },
	{ "fallback-domain: one label", "signing {\n fallback-domain = nl }", "F:2: fallback-domain 'nl' has one label only, expected one like example.nl\n" },
	{ "canonicalization", "signing { header-canonicalization = strict\n body-canonicalization = \"relaxed/simple\" }",
	  "F:1: header-canonicalization is 'strict', expected relaxed or simple\nF:2: body-canonicalization is 'relaxed/simple', expected relaxed or simple\n" },
	{ "fields: no From", "signing {\n fields = { To,\n Subject }\n}", "F:3: fields are without From, which must be signed\n" },
	{ "fields: none", "signing { fields = {} }", "F: fields are without From, which must be signed\n" },
	{ "fields: no name", "signing { fields = { From, \"a b\", \"\" } oversign = \"a:\" }",
	  "F:1: fields is 'a b', expected the name of a header field\nF:1: fields is '', expected the name of a header field\nF:1: oversign is 'a:', expected the name of a header field\n" },
	{ "expire-in", "signing { expire-in = 100000000000 }", "F:1: expire-in is '100000000000', expected a number from 0 to 99999999999\n" },
	{ "cached-keys", "signing { cached-keys = 0 }", "F:1: cached-keys is '0', expected a number from 1 to 10000000\n" },
	{ "key: nothing in it", "signing {\n\n key a.nl {\n }\n}", "F:3: this key has no selector\nF:3: this key has no file\n" },
	{ "key: no file", "signing {\n key a.nl { selector = s }\n}", "F:2: this key has no file\n" },
	{ "key: no selector", "signing {\n key a.nl {\n file = /k }\n}", "F:2: this key has no selector\n" },
	{ "key: what is missing may stand in a refused line", "signing { key a.nl {\n selctor = s\n file = /k } }", "F:2: there is no option 'selctor' here\n" },
	{ "key: empty values", "signing { key a.nl {\n selector = \"\"\n file = \"\"\n} }", "F:2: the selector is empty\nF:3: the name of the file is empty\n" },
	{ "key: no domain, no selector, no path", "signing {\n key \"a b\" {\n selector = \"-\"\n file = k\n subdomains = some\n} }",
	  "F:2: 'a b' is no domain: it has an octet that no name may have\nF:3: '-' is no selector: a label begins or ends with a hyphen\n"
	  "F:4: file is 'k', expected a path that begins with /\nF:5: subdomains is 'some', expected yes or no\n" },
	{ "key: one label", "signing { key nl { selector = s file = /k } }", "F:1: key 'nl' has one label only, expected one like example.nl\n" },
	{ "key: a U-label that IDNA forbids", "signing { key \"\xe2\x98\x83.nl\" { selector = s file = /k } }", "F:1: '\xe2\x98\x83.nl' is no domain: IDNA forbids it\n" },
	{ "key: a record's name that DNS cannot hold", "signing { key " A63 "." A63 "." A63 " { selector = " A63 " file = /k } }", "F:1: selector and domain are too long for a name in DNS\n" },
	{ "keys: domain and selector twice", "signing {\n key a.nl { selector = s file = /k }\n key A.nl {\n selector = S\n file = /l }\n}", "F:3: domain and selector have a key already, in line 2\n" },

	/* verifying */
	{ "a disposition that is none", "verifying { fail = drop }", "F:1: fail is 'drop', expected accept, mark, quarantine, reject or tempfail\n" },
	{ "rfc6376#6.3: tempfail for what stays as it is", "verifying {\n none = tempfail\n fail = tempfail\n permerror = tempfail\n}",
	  "F:2: none is 'tempfail', but only a temporary error can be asked to come again\n"
	  "F:3: fail is 'tempfail', but only a temporary error can be asked to come again\n"
	  "F:4: permerror is 'tempfail', but only a temporary error can be asked to come again\n" },
	{ "pass is no option", "verifying { pass = reject }", "F:1: there is no option 'pass' here\n" },
	{ "mark-field: no field", "verifying { mark-field = spam }", "F:1: mark-field is 'spam', expected a header field like \"X-Spam-Flag: YES\", in US-ASCII and of at most 500 octets\n" },
	{ "mark-field: no value, no name", "verifying { mark-field = \"X-Spam: \" }\nverifying { mark-field = \": x\" }",
	  "F:1: mark-field is 'X-Spam: ', expected a header field like \"X-Spam-Flag: YES\", in US-ASCII and of at most 500 octets\n"
	  "F:2: mark-field is set already, in line 1\n"
	  "F:2: mark-field is ': x', expected a header field like \"X-Spam-Flag: YES\", in US-ASCII and of at most 500 octets\n" },
	{ "mark-field: white space in its name", "verifying { mark-field = \"X Spam: x\" }", "F:1: mark-field is 'X Spam: x', expected a header field like \"X-Spam-Flag: YES\", in US-ASCII and of at most 500 octets\n" },
	{ "mark-field: 8-bit", "verifying { mark-field = \"X-Spam: \xc3\xa9\" }", "F:1: mark-field is 'X-Spam: \xc3\xa9', expected a header field like \"X-Spam-Flag: YES\", in US-ASCII and of at most 500 octets\n" },
	{ "mark-field: From", "verifying { mark-field = \"from: x\" }", "F:1: mark-field is 'from: x', a field with a meaning of its own, expected one like \"X-Spam-Flag: YES\"\n" },
	{ "mark-field: Authentication-Results", "verifying { mark-field = \"Authentication-Results: x\" }", "F:1: mark-field is 'Authentication-Results: x', a field with a meaning of its own, expected one like \"X-Spam-Flag: YES\"\n" },
	{ "mark-field: ARC", "verifying { mark-field = \"ARC-Seal: x\" }", "F:1: mark-field is 'ARC-Seal: x', a field with a meaning of its own, expected one like \"X-Spam-Flag: YES\"\n" },
	{ "mark-field: ARC in other letters", "verifying { mark-field = \"arc-seal: x\" }", "F:1: mark-field is 'arc-seal: x', a field with a meaning of its own, expected one like \"X-Spam-Flag: YES\"\n" },
	{ "a mark that nobody would see", "verifying { fail = mark\n mark-field = \"\" }", "F:2: mark-field and mark-subject are empty, so nothing would show a mark\n" },
	{ "mark-subject: controls", "verifying { mark-subject = \"a\tb\" }", "F:1: mark-subject is 'a\tb', expected US-ASCII that shows, of at most 100 octets\n" },
	{ "mark-subject: 8-bit", "verifying { mark-subject = \"\xc3\xa9\" }", "F:1: mark-subject is '\xc3\xa9', expected US-ASCII that shows, of at most 100 octets\n" },
	{ "mark-subject: too long", "verifying { mark-subject = \"" A50 A50 "a\" }",
	  "F:1: mark-subject is 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', expected US-ASCII that shows, of at most 100 octets\n" },
	{ "rfc8301#3.2: under 1024 bits", "verifying { min-rsa-bits = 512 }", "F:1: min-rsa-bits is '512', expected a number from 1024 to 16384\n" },
	{ "max-rsa-bits", "verifying { max-rsa-bits = 16385 }", "F:1: max-rsa-bits is '16385', expected a number from 1024 to 16384\n" },
	{ "bits that leave none", "verifying {\n max-rsa-bits = 1024\n\n min-rsa-bits = 2048\n}", "F:4: min-rsa-bits is 2048 and max-rsa-bits 1024, so no RSA key would do\n" },
	{ "clock-skew", "verifying { clock-skew = 86401 }", "F:1: clock-skew is '86401', expected a number from 0 to 86400\n" },
	{ "allow-sha1", "verifying { allow-sha1 = maybe allow-unsigned-body = \"\" }", "F:1: allow-sha1 is 'maybe', expected yes or no\nF:1: allow-unsigned-body is '', expected yes or no\n" },
	{ "signatures", "verifying { signatures = 0 }", "F:1: signatures is '0', expected a number from 1 to 100\n" },

	/* sender-map, spf, dmarc */
	{ "sender-map", "signing { sender-map = senders }", "F:1: sender-map is 'senders', expected a path that begins with /\n" },
	{ "spf: tempfail for what stays as it is", "spf {\n none = tempfail\n softfail = tempfail\n fail = tempfail\n permerror = tempfail\n check-helo = yes\n helo-fail = tempfail }",
	  "F:2: none is 'tempfail', but only a temporary error can be asked to come again\n"
	  "F:3: softfail is 'tempfail', but only a temporary error can be asked to come again\n"
	  "F:4: fail is 'tempfail', but only a temporary error can be asked to come again\n"
	  "F:5: permerror is 'tempfail', but only a temporary error can be asked to come again\n"
	  "F:7: helo-fail is 'tempfail', but only a temporary error can be asked to come again\n" },
	{ "spf: pass is no option", "spf { pass = reject }", "F:1: there is no option 'pass' here\n" },
	{ "spf: neutral is no option of its own", "spf { neutral = mark }", "F:1: there is no option 'neutral' here, it stands in the section verifying\n" },
	{ "spf: what is said of the HELO name, which is not checked", "spf {\n helo-fail = reject\n helo-temperror = tempfail }",
	  "F:2: helo-fail has no effect without check-helo = yes\nF:3: helo-temperror has no effect without check-helo = yes\n" },
	{ "dmarc without spf", "dmarc { check = yes }\nspf {\n check = no\n}", "F:3: DMARC cannot do without SPF, expected check = no in the section dmarc, too\n" },
	{ "dmarc by default, without spf", "spf { check = no }", "F:1: DMARC cannot do without SPF, expected check = no in the section dmarc, too\n" },
	{ "dmarc that may be switched off in a refused line", "spf { check = no }\ndmarc { chekc = no }", "F:2: there is no option 'chekc' here\n" },
	{ "dmarc: discovery", "dmarc { discovery = list }", "F:1: discovery is 'list', expected walk or psl\n" },
	{ "rfc9989#5.4: p=none changes nothing, so it is no option", "dmarc { none = mark }", "F:1: there is no option 'none' here, it stands in the section verifying or spf\n" },
	{ "dmarc: tempfail for what stays as it is", "dmarc { permerror = tempfail\n bad-from = tempfail }",
	  "F:1: permerror is 'tempfail', but only a temporary error can be asked to come again\nF:2: bad-from is 'tempfail', but only a temporary error can be asked to come again\n" },
	{ "dmarc: a disposition that is none", "dmarc { reject = drop }", "F:1: reject is 'drop', expected accept, mark, quarantine, reject or tempfail\n" },
	{ "dmarc: trusted-forwarders", "dmarc { trusted-forwarders = { a..b,\n nl, c.nl } }", "F:1: 'a..b' is no domain: it has an empty label\n"
	  "F:2: trusted-forwarders is 'nl', expected a domain like example.nl: it stands for all below it, too\n" },
	{ "dmarc: trusted-networks", "dmarc { trusted-networks = { 192.0.2.1/24,\n here } }",
	  "F:1: trusted-networks: 192.0.2.1/24 has bits behind its prefix, expected 192.0.2.0/24 for the network or no prefix for the host\n"
	  "F:2: trusted-networks is 'here', expected an IP address, or one with a prefix like 10.0.0.0/8\n" },
	{ "a mark for DMARC that nobody would see", "dmarc { reject = mark }\nverifying { mark-field = \"\" }",
	  "F:2: mark-field and mark-subject are empty, so nothing would show a mark\n" },

	/* dns */
	{ "resolver: a name", "dns { resolver = localhost }", "F:1: resolver is 'localhost', expected ADDRESS, ADDRESS@PORT or system\n" },
	{ "resolver: ports", "dns { resolver = 127.0.0.1@0 }\ndns { resolver = 127.0.0.1@65536 }",
	  "F:1: resolver is '127.0.0.1@0', expected ADDRESS, ADDRESS@PORT or system\nF:2: resolver is set already, in line 1\nF:2: resolver is '127.0.0.1@65536', expected ADDRESS, ADDRESS@PORT or system\n" },
	{ "resolver: a colon before the port", "dns { resolver = 127.0.0.1:53 }", "F:1: resolver is '127.0.0.1:53', expected ADDRESS, ADDRESS@PORT or system\n" },
	{ "trust-anchor", "dns { trust-anchor = root.key }", "F:1: trust-anchor is 'root.key', expected a path that begins with /\n" },
	{ "zone-files", "dns { zone-files = { /a,\n b } }", "F:2: zone-files is 'b', expected a path that begins with /\n" },
	{ "deadline", "dns { deadline = 61 }", "F:1: deadline is '61', expected a number from 1 to 60\n" },
	{ "cached-answers", "dns { cached-answers = many }", "F:1: cached-answers is 'many', expected a number from 0 to 10000000\n" },

	/* log */
	{ "log: to a file", "log { to = /var/log/zegel }", "F:1: to is '/var/log/zegel', expected stderr or syslog\n" },
	{ "log: facility", "log { facility = kern }", "F:1: facility is 'kern', expected mail, daemon, auth, authpriv, user, local0, local1, local2, local3, local4, local5, local6 or local7\n" },
	{ "log: level", "log { level = Info }", "F:1: level is 'Info', expected error, warning, info or debug\n" },

	/* many */
	{ "all mistakes are told in one run, in the order of their lines",
	  "threads = x\nkye = 1\nlistener unix:a {\n mode = x\n}\nuser\nsigning {\n store = y\n stoer = 1\n key a.nl { file = /k }\n}\nlog { level = z }\nuser = \"a\nverfying { a = b }\n",
	  "F:1: threads is 'x', expected a number from 0 to 1024\n"
	  "F:2: there is no option 'kye' here\n"
	  "F:3: listener 'unix:a', expected unix: and a path that begins with /\n"
	  "F:4: mode is 'x', expected both, sign or verify\n"
	  "F:6: nothing follows the name, expected = and a value, or a section\n"
	  "F:8: store is 'y', expected a path that begins with /\n"
	  "F:9: there is no option 'stoer' here\n"
	  "F:12: level is 'z', expected error, warning, info or debug\n"
	  "F:13: the text in quotation marks does not end here\n"
	  "F:14: there is no option 'verfying' here\n" },
};
// clang-format on

static void check_bad(void **state)
{
	const struct bad *row = *state;
	struct conffile f = { 0 };

	conffile_read(&f, zgl_sv_of(row->text));
	assert_string_equal(f.said, row->want);
	assert_int_equal(f.err, ZGL_ESYNTAX);
	assert_null(f.conf);
	conffile_free(&f);
}

/* Text that is made: `piece` with a number in it, so many times. */
struct made {
	const char *name, *before, *piece, *after;
	unsigned count;
	const char *want; /* NULL: it is fine */
};

// clang-format off
static const struct made many[] = {
	{ "64 listeners", "", "listener systemd:%u {}\n", "", 64, NULL },
	{ "65 listeners", "", "listener systemd:%u {\nmode=both }\n", "", 65, "F:129: this is one listener too many, expected at most 64\n" },
	{ "1,000 keys", "signing {", "key a%u.nl { selector = s file = /k }\n", "}", 1000, NULL },
	{ "1,001 keys", "signing {", "key a%u.nl { selector = s file = /k }\n", "}", 1001,
	  "F:1001: this is one key too many, expected at most 1000 and more in the store\n" },
	{ "4,096 networks", "internal-networks = {", "\"2001:db8::%u\",\n", "}", 4096, NULL },
	{ "4,098 networks are told once", "internal-networks = {", "\"2001:db8::%u\",\n", "}", 4098,
	  "F:4097: internal-networks has too many values, expected at most 4096\n" },
	{ "1,000 forwarders", "dmarc { trusted-forwarders = {", "a%u.nl,\n", "} }", 1000, NULL },
	{ "1,001 forwarders", "dmarc { trusted-forwarders = {", "a%u.nl,\n", "} }", 1001, "F:1001: trusted-forwarders has too many values, expected at most 1000\n" },
	{ "4,097 trusted networks", "dmarc { trusted-networks = {", "\"2001:db8::%u\",\n", "} }", 4097, "F:4097: trusted-networks has too many values, expected at most 4096\n" },
	{ "100 former names", "former-authserv-ids = {", "a%u,\n", "}", 100, NULL },
	{ "101 former names", "former-authserv-ids = {", "a%u,\n", "}", 101, "F:101: former-authserv-ids has too many values, expected at most 100\n" },
	{ "201 fields", "signing { fields = { From, ", "a%u,\n", "} }", 200, "F:200: fields has too many values, expected at most 200\n" },
	{ "more values than there may be", "dns { zone-files = {", "/%u,", "} }", 20000, "F: there are over 20000 values; keys belong into the store\n" },
	{ "more sections than there may be", "", "dns { } #%u\n", "", 1201, "F: 1201 sections are too many; keys belong into the store\n" },
	{ "1 MiB", "", "# %07u\n#34567", "", 65536, NULL },
	{ "more than 1 MiB", " ", "# %07u\n#34567", "", 65536, "F: the file has more than 1 MiB; keys belong into the store\n" },
};
// clang-format on

static void check_many(void **state)
{
	const struct made *row = *state;
	struct conffile f = { 0 };
	char *text;
	size_t n;
	FILE *to = open_memstream(&text, &n);

	assert_non_null(to);
	fputs(row->before, to);
	for (unsigned i = 0; i < row->count; i++)
		fprintf(to, row->piece, i);
	fputs(row->after, to);
	fclose(to);
	conffile_read(&f, (zgl_sv){ text, n });
	free(text);
	assert_string_equal(f.said, row->want != NULL ? row->want : "");
	assert_int_equal(f.err, row->want != NULL ? ZGL_ESYNTAX : ZGL_OK);
	conffile_free(&f);
}

/* Each is refused by another reading of the text. */
static void check_many_faults(void **state)
{
	char text[2048] = "", want[8192] = "";
	struct conffile f = { 0 };

	(void)state;
	for (unsigned i = 0; i < 105; i++) {
		snprintf(text + strlen(text), sizeof(text) - strlen(text),
			"kye%u = 1\n", i);
		if (i < 100)
			snprintf(want + strlen(want),
				sizeof(want) - strlen(want),
				"F:%u: there is no option 'kye%u' here\n",
				i + 1, i);
	}
	strcat(want, "F: there are more mistakes than these 100\n");
	conffile_read(&f, zgl_sv_of(text));
	assert_string_equal(f.said, want);
	conffile_free(&f);
}

static void check_nul(void **state)
{
	struct conffile f = { 0 };

	(void)state;
	conffile_read(&f, (zgl_sv){ "#\nuser = a\0b\nx", 14 });
	assert_string_equal(f.said, "F:2: the octet NUL, expected text\n");
	assert_int_equal(f.err, ZGL_ESYNTAX);
	conffile_free(&f);
}

struct absent {
	const char *name, *path, *want;
};

static const struct absent absent[] = {
	{ "no file", "/nonexistent/zegel.conf",
		"F: No such file or directory\n" },
	{ "a folder", "/tmp", "F: Is a directory\n" },
};

static void check_absent(void **state)
{
	const struct absent *row = *state;
	struct conffile f = { 0 };

	conffile_read_path(&f, row->path);
	assert_string_equal(f.said, row->want);
	assert_int_equal(f.err, ZGL_EIO);
	assert_null(f.conf);
	conffile_free(&f);
	zgl_conf_free(NULL);
}

int main(void)
{
	struct rows r = { 0 };

	ROWS_ADD(&r, good, check_good);
	rows_add_one(&r, "every default", check_empty);
	rows_add_one(&r, "lines of listeners and keys", check_lines);
	ROWS_ADD(&r, bad, check_bad);
	ROWS_ADD(&r, many, check_many);
	rows_add_one(
		&r, "no more than 100 mistakes are told", check_many_faults);
	rows_add_one(&r, "NUL", check_nul);
	ROWS_ADD(&r, absent, check_absent);
	return rows_run(&r, "conf");
}
