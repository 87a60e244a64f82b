/* SPDX-License-Identifier: ISC */
/* address: who a From is from, and what nobody may read in two ways. */
#include "tests/rows.h"
#include "zegel/mail/address.h"

/* A row's value may hold NUL: FIELD counts its octets. */
#define FIELD(text) (text), sizeof(text) - 1

struct good_row {
	const char *name, *value;
	size_t n;
	const char *addresses; /* each as display|local|domain; */
};

// clang-format off
static const struct good_row good[] = {
	/* RFC 5322 appendix A, each field with an address in it */
	{ "rfc5322#A.1.1: From", FIELD(" John Doe <jdoe@machine.example>"),
		"John Doe|jdoe|machine.example;" },
	{ "rfc5322#A.1.1: To", FIELD(" Mary Smith <mary@example.net>"),
		"Mary Smith|mary|example.net;" },
	{ "rfc5322#A.1.1: Sender",
		FIELD(" Michael Jones <mjones@machine.example>"),
		"Michael Jones|mjones|machine.example;" },
	{ "rfc5322#A.1.2: From, a quoted display name",
		FIELD(" \"Joe Q. Public\" <john.q.public@example.com>"),
		"\"Joe Q. Public\"|john.q.public|example.com;" },
	{ "rfc5322#A.1.2: To, three kinds of mailbox",
		FIELD(" Mary Smith <mary@x.test>, jdoe@example.org, "
			"Who? <one@y.test>"),
		"Mary Smith|mary|x.test;|jdoe|example.org;Who?|one|y.test;" },
	{ "rfc5322#A.1.2: Cc, specials in a quoted display name",
		FIELD(" <boss@nil.test>, \"Giant; \\\"Big\\\" Box\" "
			"<sysservices@example.net>"),
		"|boss|nil.test;"
		"\"Giant; \\\"Big\\\" Box\"|sysservices|example.net;" },
	{ "rfc5322#A.1.3: From", FIELD(" Pete <pete@silly.example>"),
		"Pete|pete|silly.example;" },
	{ "rfc5322#A.1.3: To, a group of three",
		FIELD(" A Group:Ed Jones <c@a.test>,joe@where.test,"
			"John <jdoe@one.test>;"),
		"Ed Jones|c|a.test;|joe|where.test;John|jdoe|one.test;" },
	{ "rfc5322#A.1.3: Cc, an empty group",
		FIELD(" Undisclosed recipients:;"), "" },
	{ "rfc5322#A.2: Reply-To, a colon in a quoted display name",
		FIELD(" \"Mary Smith: Personal Account\" <smith@home.example>"),
		"\"Mary Smith: Personal Account\"|smith|home.example;" },
	{ "rfc5322#A.3: Resent-To", FIELD(" Jane Brown <j-brown@other.example>"),
		"Jane Brown|j-brown|other.example;" },
	{ "rfc5322#A.4: From", FIELD(" John Doe <jdoe@node.example>"),
		"John Doe|jdoe|node.example;" },
	{ "rfc5322#A.5: From, comments everywhere, one with a quoted parenthesis",
		FIELD(" Pete(A nice \\) chap) "
			"<pete(his account)@silly.test(his host)>"),
		"Pete|pete|silly.test;" },
	{ "rfc5322#A.5: To, folds and comments in a group",
		FIELD("A Group(Some people)\r\n     :Chris Jones "
			"<c@(Chris's host.)public.example>,\r\n"
			"         joe@example.org,\r\n  John <jdoe@one.test> "
			"(my dear friend); (the end of the group)"),
		"Chris Jones|c|public.example;|joe|example.org;"
		"John|jdoe|one.test;" },
	{ "rfc5322#A.5: Cc, an empty group with comments in comments",
		FIELD("(Empty list)(start)Hidden recipients  "
			":(nobody(that I know))  ;"), "" },
	{ "rfc5322#A.6.1: From, dots in a display name",
		FIELD(" Joe Q. Public <john.q.public@example.com>"),
		"Joe Q. Public|john.q.public|example.com;" },
	{ "rfc5322#A.6.1: To, white space around the dot of a domain",
		FIELD(" jdoe@test  . example"), "|jdoe|test.example;" },
	{ "rfc5322#A.6.3: From, comment and white space in a domain",
		FIELD(" John Doe <jdoe@machine(comment).  example>"),
		"John Doe|jdoe|machine.example;" },
	{ "rfc5322#A.6.3: To, a line of white space only",
		FIELD(" Mary Smith\r\n  \r\n          <mary@example.net>"),
		"Mary Smith|mary|example.net;" },

	/* mailboxes */
	{ "rfc5322#3.4: an address alone", FIELD("a@b.example"),
		"|a|b.example;" },
	{ "rfc5322#3.4: in angle brackets alone", FIELD("<a@b.example>"),
		"|a|b.example;" },
	{ "a domain of one label", FIELD("root@localhost"),
		"|root|localhost;" },
	{ "letters keep their case", FIELD("Ann@Example.COM"),
		"|Ann|Example.COM;" },
	{ "no space before the angle bracket", FIELD("Ann<a@b.example>"),
		"Ann|a|b.example;" },
	{ "rfc5322#3.2.3: every atext in a local part",
		FIELD("azAZ09!#$%&'*+-/=?^_`{|}~@b.example"),
		"|azAZ09!#$%&'*+-/=?^_`{|}~|b.example;" },
	{ "every atext in a domain is for dns/dname to judge",
		FIELD("a@b_c'%!.example"), "|a|b_c'%!.example;" },
	{ "white space at both ends", FIELD(" \t a@b.example \t "),
		"|a|b.example;" },
	{ "folds at both ends", FIELD("\r\n a@b.example\r\n\t"),
		"|a|b.example;" },
	{ "folds between all tokens",
		FIELD("\r\n Ann\r\n\t<\r\n a\r\n @\r\n b\r\n .\r\n example\r\n >"),
		"Ann|a|b.example;" },
	{ "comments only around an address", FIELD("(x)a@b.example(y)"),
		"|a|b.example;" },
	{ "an address in a comment is none",
		FIELD("a@b.example (ceo@victim.example)"), "|a|b.example;" },
	{ "a comment in front with an address in brackets is none",
		FIELD("(<ceo@victim.example>) a@b.example"), "|a|b.example;" },
	{ "an empty comment", FIELD("()a@b.example"), "|a|b.example;" },
	{ "two comments in a row", FIELD("a@b.example (x) (y)(z)"),
		"|a|b.example;" },
	{ "quotes in a comment", FIELD("a@b.example (Bob \"the\" Smith)"),
		"|a|b.example;" },
	{ "a quoted quote in a comment", FIELD("a@b.example (5\\\" disk)"),
		"|a|b.example;" },
	{ "a comment between display name and address stays out",
		FIELD("Ann (x) <a@b.example>"), "Ann|a|b.example;" },
	{ "a comment within a display name is kept as written",
		FIELD("Ann (x) Lee <a@b.example>"), "Ann (x) Lee|a|b.example;" },

	/* lists */
	{ "two addresses (from-multi)", FIELD("a@b.example, c@d.example"),
		"|a|b.example;|c|d.example;" },
	{ "espoofer a14: two authors of two domains",
		FIELD("Any <any@victim.example>, <x@attacker.example>"),
		"Any|any|victim.example;|x|attacker.example;" },
	{ "espoofer a18: an address, a comma and one in brackets are two",
		FIELD("any@victim.example,<x@attacker.example>"),
		"|any|victim.example;|x|attacker.example;" },
	{ "the same domain twice (dmarc 5.3.1)",
		FIELD("a@b.example, Ann <c@b.example>"),
		"|a|b.example;Ann|c|b.example;" },
	{ "a comma in a quoted display name", FIELD("\"Lee, Ann\" <a@b.example>"),
		"\"Lee, Ann\"|a|b.example;" },
	{ "a comma in a comment", FIELD("a@b.example (x, c@d.example)"),
		"|a|b.example;" },
	{ "comments around the comma", FIELD("a@b.example(x),(y)c@d.example"),
		"|a|b.example;|c|d.example;" },
	{ "what Postfix makes of a bare CR: a quoted local part with From in it",
		FIELD("x@attacker.example, \"From:admin\"@victim.example"),
		"|x|attacker.example;|From:admin|victim.example;" },

	/* groups: rfc6854 allows them in From */
	{ "rfc6854#4.1: a group in From", FIELD("Team: a@b.example;"),
		"|a|b.example;" },
	{ "rfc6854#4.1: an empty group (dmarc 5.3.1)",
		FIELD("undisclosed:;"), "" },
	{ "an empty group with white space", FIELD("Nobody: \r\n\t(x) ;"), "" },
	{ "a group with a quoted name", FIELD("\"a@b.example\":c@d.example;"),
		"|c|d.example;" },
	{ "a group with a dotted name", FIELD("J. Doe: a@b.example;"),
		"|a|b.example;" },
	{ "a group and a mailbox", FIELD("T:a@b.example;, c@d.example"),
		"|a|b.example;|c|d.example;" },
	{ "a mailbox and an empty group", FIELD("a@b.example, T:;"),
		"|a|b.example;" },
	{ "two groups", FIELD("S:a@b.example;,T:c@d.example,<e@f.example>;"),
		"|a|b.example;|c|d.example;|e|f.example;" },

	/* local parts */
	{ "rfc5322#3.4.1: a quoted local part is unquoted",
		FIELD("\"ann\"@b.example"), "|ann|b.example;" },
	{ "a quoted local part with @ (from-quoted-local)",
		FIELD("\"ceo@victim.example\"@b.example"),
		"|ceo@victim.example|b.example;" },
	{ "a quoted local part in brackets", FIELD("<\"a b\"@b.example>"),
		"|a b|b.example;" },
	{ "a quoted local part with a comma and brackets",
		FIELD("\"a,<b>\"@b.example"), "|a,<b>|b.example;" },
	{ "rfc5322#3.2.4: quoted pairs lose their backslash",
		FIELD("\"a\\\"b\\\\c\\d\"@b.example"), "|a\"b\\cd|b.example;" },
	{ "a quoted space", FIELD("\"a\\ b\"@b.example"), "|a b|b.example;" },
	{ "rfc5322#3.2.4: a fold in a quoted local part loses its CRLF",
		FIELD("\"a\r\n b\"@b.example"), "|a b|b.example;" },
	{ "an empty quoted local part", FIELD("\"\"@b.example"),
		"||b.example;" },
	{ "rfc5322#4.4: white space and comments around dots",
		FIELD("a . (x) b @ c.example"), "|a.b|c.example;" },
	{ "rfc5322#4.4: words of both kinds with dots",
		FIELD("a.\"b c\".d@e.example"), "|a.b c.d|e.example;" },
	{ "rfc5322#4.4: quoted words only", FIELD("\"a\".\"b\"@c.example"),
		"|a.b|c.example;" },
	{ "a comment before @", FIELD("<a(x)@b.example>"), "|a|b.example;" },
	{ "a local part of = and ? that is no encoded word",
		FIELD("a=?b@c.example"), "|a=?b|c.example;" },
	{ "a local part =?= is no encoded word", FIELD("=?=@c.example"),
		"|=?=|c.example;" },

	{ "what looks like the end of an encoded word in the domain",
		FIELD("=?x?@=b.example"), "|=?x?|=b.example;" },

	/* domains */
	{ "rfc5322#3.4.1: a literal keeps its brackets", FIELD("a@[192.0.2.1]"),
		"|a|[192.0.2.1];" },
	{ "rfc5321#4.1.3: an IPv6 literal", FIELD("<a@[IPv6:2001:db8::1]>"),
		"|a|[IPv6:2001:db8::1];" },
	{ "rfc5322#3.4.1: white space in a literal is left out",
		FIELD("a@ [ 192.0.2.1\r\n ] (x)"), "|a|[192.0.2.1];" },
	{ "rfc5322#4.4: comments around the dots of a domain",
		FIELD("a@b(x).(y)c . example"), "|a|b.c.example;" },
	{ "the comment of a5, closed: the domain is what stands outside",
		FIELD("<any@victim.example(.attacker.example)>"),
		"|any|victim.example;" },
	{ "a quote mark ' is atext", FIELD("<any@victim'a.example>"),
		"|any|victim'a.example;" },

	/* display names */
	{ "a15: an encoded word with an address is a display name",
		FIELD("=?utf-8?B?PGNlb0B2aWN0aW0uZXhhbXBsZT4=?= "
			"<x@attacker.example>"),
		"=?utf-8?B?PGNlb0B2aWN0aW0uZXhhbXBsZT4=?=|x|attacker.example;" },
	{ "two encoded words", FIELD("=?utf-8?q?A?=\r\n =?utf-8?q?b?= <a@b.example>"),
		"=?utf-8?q?A?=\r\n =?utf-8?q?b?=|a|b.example;" },
	{ "an encoded word in quotes", FIELD("\"=?utf-8?q?A?=\" <a@b.example>"),
		"\"=?utf-8?q?A?=\"|a|b.example;" },
	{ "an address in quotes is a display name",
		FIELD("\"ceo@victim.example\" <x@attacker.example>"),
		"\"ceo@victim.example\"|x|attacker.example;" },
	{ "an address with brackets in quotes is a display name",
		FIELD("\"<ceo@victim.example>,\" <x@attacker.example>"),
		"\"<ceo@victim.example>,\"|x|attacker.example;" },
	{ "an empty quoted display name", FIELD("\"\" <a@b.example>"),
		"\"\"|a|b.example;" },
	{ "words of both kinds without space", FIELD("A\"b\"C <a@b.example>"),
		"A\"b\"C|a|b.example;" },
	{ "rfc5322#4.1: several dots in a display name",
		FIELD("J.R.R. T... <a@b.example>"), "J.R.R. T...|a|b.example;" },
	{ "a parenthesis in quotes", FIELD("\"smile :)\" <a@b.example>"),
		"\"smile :)\"|a|b.example;" },

	/* the address once more for a display name */
	{ "an address that is its own display name",
		FIELD("ann@b.example <ann@b.example>"),
		"ann@b.example|ann|b.example;" },
	{ "the same in other letters: what is in brackets counts",
		FIELD("Ann@B.Example <ann@b.exAMPLE>"),
		"Ann@B.Example|ann|b.exAMPLE;" },
	{ "the same, with a fold before the bracket",
		FIELD(" a.b-c@d.example\r\n\t <a.b-c@d.example> "),
		"a.b-c@d.example|a.b-c|d.example;" },
	{ "the same, without white space", FIELD("a@b.example<a@b.example>"),
		"a@b.example|a|b.example;" },
	{ "the same, a comment before and behind it",
		FIELD("(x) a@b.example <a@b.example> (y)"),
		"a@b.example|a|b.example;" },
	{ "the same in UTF-8", FIELD("\xc3\xbc@b.example <\xc3\xbc@b.example>"),
		"\xc3\xbc@b.example|\xc3\xbc|b.example;" },
	{ "the same, twice in a list and in a group",
		FIELD("a@b.c <a@b.c>, d@e <d@e>, T: f@g <f@g>, h@i;"),
		"a@b.c|a|b.c;d@e|d|e;f@g|f|g;|h|i;" },

	/* rfc6532 */
	{ "rfc6532#3.2: UTF-8 in a display name",
		FIELD("J\xc3\xb6rg <j@b.example>"), "J\xc3\xb6rg|j|b.example;" },
	{ "rfc6532#3.2: UTF-8 in a local part and a domain",
		FIELD("j\xc3\xb6rg@b\xc3\xbc" "cher.example"),
		"|j\xc3\xb6rg|b\xc3\xbc" "cher.example;" },
	{ "rfc6532#3.2: UTF-8 in a quoted string and a comment",
		FIELD("\"\xe2\x82\xac\" (\xe5\xad\x97) <a@b.example>"),
		"\"\xe2\x82\xac\"|a|b.example;" },
	{ "rfc6532#3.2: UTF-8 in a quoted pair",
		FIELD("\"\\\xe2\x82\xac\"@b.example"),
		"|\xe2\x82\xac|b.example;" },
	{ "UTF-8: the first and last of each length",
		FIELD("\xc2\xa0\xdf\xbf\xe0\xa0\x80\xed\x9f\xbf\xee\x80\x80"
			"\xef\xbf\xbf\xf0\x90\x80\x80\xf4\x8f\xbf\xbf@b.example"),
		"|\xc2\xa0\xdf\xbf\xe0\xa0\x80\xed\x9f\xbf\xee\x80\x80"
		"\xef\xbf\xbf\xf0\x90\x80\x80\xf4\x8f\xbf\xbf|b.example;" },
	{ "UTF-8: the neighbours of the line separators",
		FIELD("\xe2\x80\xa7\xe2\x80\xaa <a@b.example>"),
		"\xe2\x80\xa7\xe2\x80\xaa|a|b.example;" },
	{ "UTF-8 at the very end", FIELD("a@b\xc3\xbc"), "|a|b\xc3\xbc;" },
	{ "an invisible character in a local part is left (from-zwsp)",
		FIELD("a\xe2\x80\x8b@b.example"), "|a\xe2\x80\x8b|b.example;" },
};
// clang-format on

static const char no_address[] = "no address";
static const char no_at[] = "no local part with an \"@\"";
static const char no_domain[] = "no domain";
static const char no_bracket[] = "no \">\" after an address";
static const char no_semicolon[] = "no \";\" after a group";
static const char after[] = "text after an address";
static const char dot_first[] = "a dot without a word before it";
static const char no_quote_end[] = "a quoted string without end";
static const char no_comment_end[] = "a comment without end";
static const char no_literal_end[] = "a literal without end";
static const char odd_literal[] = "an odd octet in a literal";
static const char no_pair[] = "a backslash that quotes nothing";
static const char control[] = "a control octet";
static const char control_character[] = "a control character";
static const char no_fold[] = "a CR or LF outside a fold";
static const char no_utf8[] = "octets that are no UTF-8";
static const char encoded[] = "an encoded word in an address";
static const char between_quotes[] = "a parenthesis between quotes";

struct bad_row {
	const char *name, *value;
	size_t n;
	const char *fault;
	size_t offset;
};

// clang-format off
static const struct bad_row bad[] = {
	/* espoofer, notes in security 1.1 */
	{ "espoofer a2: a comment swallows the address",
		FIELD("<(any@victim.example>"), no_comment_end, 1 },
	{ "espoofer a5: a comment swallows the end of the domain",
		FIELD("<any@victim.example(a.attacker.example>"),
		no_comment_end, 19 },
	{ "espoofer a6: two @",
		FIELD("<any@victim.example'@any.attacker.example>"),
		no_bracket, 20 },
	{ "espoofer a6: two @, no brackets", FIELD("a@b.example@c.example"),
		after, 11 },
	{ "espoofer a7: a route with a quote",
		FIELD("<@victim.example,@any.example:'x@attacker.example>"),
		no_at, 1 },
	{ "espoofer a15: an encoded word as an address, then another",
		FIELD("=?utf-8?B?PGNlb0B2aWN0aW0uZXhhbXBsZT4=?=,"
			"<x@attacker.example>"), no_address, 40 },
	{ "espoofer a16: a route",
		FIELD("<@attacker.example,@any.example:admin@victim.example>"),
		no_at, 1 },
	{ "espoofer a17: a backslash outside quotes",
		FIELD("<admin@victim.example>\\,<x@attacker.example>"),
		after, 22 },
	{ "espoofer a19: an address after an address",
		FIELD("<x@attacker.example>admin@victim.example"), after, 20 },
	{ "espoofer a19: with a space",
		FIELD("<x@attacker.example> admin@victim.example"), after, 21 },
	{ "a bare address, then one in brackets (from-bare-then-angle)",
		FIELD("admin@victim.example <x@attacker.example>"), after, 21 },
	{ "the same user of another domain",
		FIELD("ann@b.example <ann@c.example>"), after, 14 },
	{ "another user of the same domain",
		FIELD("ann@b.example <bob@b.example>"), after, 14 },
	{ "a domain that begins with the other",
		FIELD("a@b.example <a@b.example.attacker.example>"), after, 12 },
	{ "a domain that the other begins with",
		FIELD("a@b.example.victim.example <a@b.example>"), after, 27 },
	{ "a local part that ends in the other",
		FIELD("a@b.example <xa@b.example>"), after, 12 },
	{ "the same, a bracket missing", FIELD("a@b.example <a@b.example"),
		after, 12 },
	{ "the same, white space in the brackets",
		FIELD("a@b.example < a@b.example>"), after, 12 },
	{ "the same, white space around the first @",
		FIELD("a @ b.example <a @ b.example>"), after, 14 },
	{ "the same, a fold in both", FIELD("a@b.\r\n c <a@b.\r\n c>"),
		after, 9 },
	{ "the same, a comment between them",
		FIELD("a@b.example (x) <a@b.example>"), after, 16 },
	{ "the same, a comment in both",
		FIELD("a(x)@b.example <a(x)@b.example>"), after, 15 },
	{ "the same, quoted local parts", FIELD("\"a\"@b.c <\"a\"@b.c>"),
		after, 8 },
	{ "the same, one quoted local part", FIELD("a@b.c <\"a\"@b.c>"),
		after, 6 },
	{ "the same, literals", FIELD("a@[192.0.2.1] <a@[192.0.2.1]>"),
		after, 14 },
	{ "the same, encoded words", FIELD("=?x?q?a?=@b.c <=?x?q?a?=@b.c>"),
		encoded, 0 },
	{ "the same but for the case of a letter beyond ASCII",
		FIELD("\xc3\xbc@b.c <\xc3\x9c@b.c>"), after, 7 },
	{ "the same as a U-label and as an A-label",
		FIELD("a@b\xc3\xbc" "cher.example <a@xn--bcher-kva.example>"),
		after, 18 },
	{ "the same, a route in the brackets",
		FIELD("a@b.example <@b.example:a@b.example>"), after, 12 },
	{ "the same, a name in front",
		FIELD("Ann a@b.example <a@b.example>"), no_at, 5 },
	{ "the same, a name between them",
		FIELD("a@b.example Ann <a@b.example>"), after, 12 },
	{ "the same, three times",
		FIELD("a@b.example <a@b.example> <a@b.example>"), after, 26 },
	{ "the same, then another", FIELD("a@b.c <a@b.c> x@y.z"), after, 14 },
	{ "the same, in a group, of another domain",
		FIELD("T: a@b.c <a@d.e>;"), after, 9 },
	{ "two in brackets without a comma",
		FIELD("<a@b.example><c@d.example>"), after, 13 },
	{ "two in brackets, white space between",
		FIELD("<a@b.example> <c@d.example>"), after, 14 },
	{ "brackets in brackets", FIELD("<<a@b.example>>"), no_at, 1 },
	{ "a closing bracket too many (from-close-angle)",
		FIELD("Ann <a@b.example>>"), after, 17 },
	{ "a closing bracket alone", FIELD("a@b.example>"), after, 11 },
	{ "a name after the address", FIELD("<a@b.example> Ann"), after, 14 },
	{ "a quoted name after the address",
		FIELD("<a@b.example> \"Ann\""), after, 14 },

	/* nothing there */
	{ "an empty value", FIELD(""), no_address, 0 },
	{ "white space only", FIELD(" \t"), no_address, 2 },
	{ "a comment only", FIELD("(a@b.example)"), no_address, 13 },
	{ "empty brackets", FIELD("<>"), no_at, 1 },
	{ "a name and empty brackets", FIELD("Ann <>"), no_at, 5 },
	{ "a name only", FIELD("Ann Lee"), no_address, 7 },
	{ "a quoted name only", FIELD("\"a@b.example\""), no_address, 13 },
	{ "a name in brackets", FIELD("<ann>"), no_at, 4 },
	{ "no local part", FIELD("@b.example"), no_at, 0 },
	{ "no domain", FIELD("a@"), no_domain, 2 },
	{ "no domain in brackets", FIELD("<a@>"), no_domain, 3 },
	{ "no closing bracket", FIELD("<a@b.example"), no_bracket, 12 },

	/* lists */
	{ "rfc5322#A.6.1: To, routes and empty members",
		FIELD(" Mary Smith <@node.test:mary@example.net>, , "
			"jdoe@test  . example"), no_at, 13 },
	{ "rfc5322#4.4: an empty member in front", FIELD(",a@b.example"),
		no_address, 0 },
	{ "rfc5322#4.4: an empty member at the end", FIELD("a@b.example,"),
		no_address, 12 },
	{ "rfc5322#4.4: an empty member between",
		FIELD("a@b.example, ,c@d.example"), no_address, 13 },
	{ "rfc5322#4.4: an empty member of a comment",
		FIELD("a@b.example,(x),c@d.example"), no_address, 15 },
	{ "a comma only", FIELD(","), no_address, 0 },
	{ "an unquoted comma in a display name",
		FIELD("Lee, Ann <a@b.example>"), no_address, 3 },
	{ "a semicolon between addresses", FIELD("a@b.example;c@d.example"),
		after, 11 },
	{ "a semicolon at the end", FIELD("a@b.example;"), after, 11 },
	{ "two addresses with a space between",
		FIELD("a@b.example c@d.example"), after, 12 },

	/* groups */
	{ "a group without end", FIELD("T:a@b.example"), no_semicolon, 13 },
	{ "an empty group without end", FIELD("T:"), no_address, 2 },
	{ "a group without a name", FIELD(":a@b.example;"), no_address, 0 },
	{ "a group in a group", FIELD("S:T:a@b.example;;"), no_address, 3 },
	{ "an empty member in a group", FIELD("T:a@b.example,;"),
		no_address, 14 },
	{ "rfc5322#4.4: a group of commas", FIELD("T:,;"), no_address, 2 },
	{ "an address after a group", FIELD("T:;a@b.example"), after, 3 },
	{ "two semicolons", FIELD("T:;;"), after, 3 },
	{ "a group in brackets", FIELD("<T:a@b.example;>"), no_at, 2 },
	{ "a mailbox as the name of a group",
		FIELD("a@b.example:c@d.example;"), after, 11 },
	{ "a colon after an address (From: in From)",
		FIELD("<a@b.example>:c@d.example;"), after, 13 },

	/* local parts */
	{ "a dot in front", FIELD(".a@b.example"), dot_first, 0 },
	{ "a dot in front in brackets", FIELD("<.a@b.example>"), dot_first, 1 },
	{ "a dot in front of a display name",
		FIELD(". Ann <a@b.example>"), dot_first, 0 },
	{ "a dot before @", FIELD("a.@b.example"), no_at, 2 },
	{ "two dots", FIELD("a..b@c.example"), no_at, 4 },
	{ "two words before @", FIELD("a b@c.example"), no_at, 3 },
	{ "a word and a quoted one before @", FIELD("a\"b\"@c.example"),
		no_at, 4 },
	{ "a display name with dots before @",
		FIELD("Joe Q. Public@example.com"), no_at, 13 },
	{ "an @ in a display name",
		FIELD("Ann @ home <a@b.example>"), after, 11 },
	{ "an encoded word as a local part",
		FIELD("=?utf-8?q?ceo=40victim.example?=@attacker.example"),
		encoded, 0 },
	{ "an encoded word within a quoted local part",
		FIELD("<\"x=?utf-8?q?ceo?=\"@attacker.example>"), encoded, 1 },
	{ "an encoded word in a domain (from-ew-domain)",
		FIELD("<a@=?utf-8?q?victim?=.example>"), encoded, 1 },

	/* domains */
	{ "a dot at the end of the domain (checklist DMARC 18)",
		FIELD("a@b.example."), no_domain, 12 },
	{ "a dot in front of the domain", FIELD("a@.b.example"), no_domain, 2 },
	{ "two dots in a domain", FIELD("a@b..example"), no_domain, 4 },
	{ "a domain of two words", FIELD("a@b c.example"), after, 4 },
	{ "a quoted domain", FIELD("a@\"b.example\""), no_domain, 2 },
	{ "a literal after a domain", FIELD("a@b[192.0.2.1]"), after, 3 },
	{ "a domain after a literal", FIELD("a@[192.0.2.1].example"), after, 13 },
	{ "a literal without end", FIELD("a@[192.0.2.1"), no_literal_end, 2 },
	{ "a literal in a literal", FIELD("a@[[192.0.2.1]]"), odd_literal, 3 },
	{ "a backslash in a literal", FIELD("a@[192\\.0.2.1]"),
		odd_literal, 6 },
	{ "rfc5322#3.4.1: dtext that would end brackets elsewhere",
		FIELD("<a@[>,<ceo@victim.example>]>"), odd_literal, 4 },
	{ "a comment in a literal", FIELD("a@[192.0.2.1(x)]"),
		odd_literal, 12 },

	/* quotes and comments */
	{ "a quote without end", FIELD("\"Ann <a@b.example>"),
		no_quote_end, 0 },
	{ "a quote without end in a local part",
		FIELD("<\"a@b.example>"), no_quote_end, 1 },
	{ "a quote that is opened again",
		FIELD("\"Ann\"\" <a@b.example>"), no_quote_end, 5 },
	{ "a quote whose end is quoted", FIELD("\"Ann\\\" <a@b.example>"),
		no_quote_end, 0 },
	{ "a backslash at the end of a quote", FIELD("\"Ann\\"), no_pair, 4 },
	{ "a backslash before a fold in a quote",
		FIELD("\"Ann\\\r\n \" <a@b.example>"), no_pair, 4 },
	{ "a comment without end", FIELD("a@b.example (x"),
		no_comment_end, 12 },
	{ "a comment in a comment without end",
		FIELD("a@b.example (x (y)"), no_comment_end, 12 },
	{ "a comment whose end is quoted", FIELD("a@b.example (x\\)"),
		no_comment_end, 12 },
	{ "a closing parenthesis alone", FIELD("a@b.example)"), after, 11 },
	{ "a backslash at the end of a comment", FIELD("(x\\"), no_pair, 2 },
	{ "a backslash before a fold in a comment",
		FIELD("(x\\\r\n ) a@b.example"), no_pair, 2 },
	{ "quotes that hide the end of a comment",
		FIELD("(\") \")<ceo@victim.example>(\" <x@attacker.example>"),
		between_quotes, 2 },
	{ "quotes that hide the start of a comment",
		FIELD("a@b.example (\"(\")"), between_quotes, 14 },
	{ "one quote in a comment", FIELD("a@b.example (5\" disk)"),
		between_quotes, 20 },
	{ "a backslash in a display name", FIELD("An\\n <a@b.example>"),
		no_address, 2 },

	/* octets */
	{ "NUL in the domain", FIELD("a@victim.example\0.attacker.example"),
		control, 16 },
	{ "NUL after the address", FIELD("a@b.example\0"), control, 11 },
	{ "NUL in a quoted string", FIELD("\"a\0b\"@c.example"), control, 2 },
	{ "rfc5322#4.1: a quoted NUL (obs-qp)", FIELD("\"\\\0\"@c.example"),
		control, 2 },
	{ "rfc5322#4.1: a control octet in a comment (obs-ctext)",
		FIELD("(\x01) a@b.example"), control, 1 },
	{ "rfc5322#4.1: a control octet in a quoted string (obs-qtext)",
		FIELD("\"\x1b[2J\" <a@b.example>"), control, 1 },
	{ "DEL", FIELD("a\x7f@b.example"), control, 1 },
	{ "VT as white space", FIELD("a@b.example\v"), control, 11 },
	{ "a lone CR", FIELD("Ann\r <a@b.example>"), no_fold, 3 },
	{ "a lone LF", FIELD("Ann\n <a@b.example>"), no_fold, 3 },
	{ "a CRLF that is no fold", FIELD("Ann\r\n<a@b.example>"), no_fold, 3 },
	{ "a CRLF at the end", FIELD("a@b.example\r\n"), no_fold, 11 },
	{ "a CR at the end", FIELD("a@b.example\r"), no_fold, 11 },
	{ "a lone CR in a quoted string (obs-qp)",
		FIELD("\"a\\\r\"@b.example"), no_fold, 3 },
	{ "octets are looked at before all else",
		FIELD("<<>> \x01"), control, 5 },

	/* rfc3629#4 */
	{ "UTF-8: Latin-1", FIELD("J\xf6rg <j@b.example>"), no_utf8, 1 },
	{ "UTF-8: a continuation alone", FIELD("\x80@b.example"), no_utf8, 0 },
	{ "UTF-8: an overlong slash", FIELD("\xc0\xaf@b.example"), no_utf8, 0 },
	{ "UTF-8: an overlong @ (C1)", FIELD("a\xc1\x80" "b.example"),
		no_utf8, 1 },
	{ "UTF-8: overlong in three", FIELD("\xe0\x9f\xbf@b.example"),
		no_utf8, 0 },
	{ "UTF-8: overlong in four", FIELD("\xf0\x8f\xbf\xbf@b.example"),
		no_utf8, 0 },
	{ "UTF-8: a surrogate", FIELD("\xed\xa0\x80@b.example"), no_utf8, 0 },
	{ "UTF-8: the last surrogate", FIELD("\xed\xbf\xbf@b.example"),
		no_utf8, 0 },
	{ "UTF-8: above U+10FFFF", FIELD("\xf4\x90\x80\x80@b.example"),
		no_utf8, 0 },
	{ "UTF-8: F5", FIELD("\xf5\x80\x80\x80@b.example"), no_utf8, 0 },
	{ "UTF-8: F8", FIELD("\xf8\x90\x80\x80@b.example"), no_utf8, 0 },
	{ "UTF-8: cut in a domain", FIELD("a@b\xe2\x82.example"), no_utf8, 3 },
	{ "UTF-8: cut at the end", FIELD("a@b.example (\xe2\x82"),
		no_utf8, 13 },
	{ "UTF-8: not valid in a comment", FIELD("a@b.example (\xff)"),
		no_utf8, 13 },
	{ "rfc5198#2: NEL, U+0085", FIELD("a@b.example (\xc2\x85)"),
		control_character, 13 },
	{ "rfc5198#2: U+0080 and U+009F", FIELD("\xc2\x9f\xc2\x80@b.example"),
		control_character, 0 },
	{ "rfc5198#2: LS, U+2028", FIELD("x\xe2\x80\xa8 <a@b.example>"),
		control_character, 1 },
	{ "rfc5198#2: PS, U+2029", FIELD("x\xe2\x80\xa9 <a@b.example>"),
		control_character, 1 },
};
// clang-format on

/* What is read lives in a copy on the heap: ASan sees any octet beyond. */
struct reading {
	struct zgl_arena arena;
	struct zgl_addresses list;
	char *copy;
};

static void begin(struct reading *g, const char *value, size_t n)
{
	struct zgl_limits limits = ZGL_LIMITS_DEFAULT;

	g->copy = malloc(n > 0 ? n : 1);
	assert_non_null(g->copy);
	memcpy(g->copy, value, n);
	zgl_arena_begin(&g->arena, (size_t)1024 * 1024);
	assert_int_equal(zgl_addresses_parse((zgl_sv){ g->copy, n }, &limits,
				 &g->arena, &g->list),
		ZGL_OK);
}

static void end(struct reading *g)
{
	zgl_arena_free(&g->arena);
	free(g->copy);
}

static void show(const struct zgl_addresses *list, char *out, size_t room)
{
	size_t n = 0;

	out[0] = '\0';
	for (size_t i = 0; i < list->count; i++) {
		const struct zgl_address *a = &list->at[i];
		assert_non_null(a->display.p);
		assert_non_null(a->local.p);
		n += (size_t)snprintf(out + n, room - n, "%.*s|%.*s|%.*s;",
			(int)a->display.n, a->display.p, (int)a->local.n,
			a->local.p, (int)a->domain.n, a->domain.p);
	}
}

static void check_good(void **state)
{
	const struct good_row *row = *state;
	struct reading g;
	char shown[1024];

	begin(&g, row->value, row->n);
	if (g.list.fault != NULL)
		fail_msg("%s at %zu", g.list.fault, g.list.fault_offset);
	show(&g.list, shown, sizeof(shown));
	assert_string_equal(shown, row->addresses);
	end(&g);
	for (size_t n = 0; n < row->n; n++) {
		begin(&g, row->value, n);
		assert_true(g.list.fault == NULL || g.list.count == 0);
		assert_true(g.list.fault_offset <= n);
		end(&g);
	}
}

static void check_bad(void **state)
{
	const struct bad_row *row = *state;
	struct reading g;

	begin(&g, row->value, row->n);
	assert_non_null(g.list.fault);
	assert_string_equal(g.list.fault, row->fault);
	assert_int_equal(g.list.fault_offset, row->offset);
	assert_int_equal(g.list.count, 0);
	assert_null(g.list.at);
	end(&g);
}

struct limit_row {
	const char *name;
	const char *first, *again, *last; /* first, count times again, last */
	size_t count;
	const char *fault; /* NULL: well formed */
};

// clang-format off
static const struct limit_row limit[] = {
	{ "20 addresses", "a@b", ",a@b", "", 19, NULL },
	{ "21 addresses", "a@b", ",a@b", "", 20, "too many addresses" },
	{ "20 addresses that are their own display names", "a@b <a@b>",
		",a@b <a@b>", "", 19, NULL },
	{ "21 of them", "a@b <a@b>", ",a@b <a@b>", "", 20,
		"too many addresses" },
	{ "20 addresses in groups", "T:a@b;", ",T:a@b;", "", 19, NULL },
	{ "21 addresses in groups", "T:a@b;", ",T:a@b;", "", 20,
		"too many addresses" },
	{ "21 empty groups are no address", "T:;", ",T:;", "", 20, NULL },
	{ "20 comments in each other", "a@b", "(", "x))))))))))))))))))))", 20,
		NULL },
	{ "21 comments in each other", "a@b", "(", "x)))))))))))))))))))))", 21,
		"too many nested comments" },
	{ "100,000 comments in a row", "a@b", "(x)", "", 100000, NULL },
	/* linear, or the test would not come to an end */
	{ "128 KiB of (", "", "(", "", 131072, "too many nested comments" },
	{ "128 KiB of () without end", "(", "()", "", 65536, no_comment_end },
	{ "128 KiB of commas", "", ",", "", 131072, no_address },
	{ "128 KiB of addresses", "a@b", ",a@b", "", 32768,
		"too many addresses" },
	{ "128 KiB of addresses in brackets of another", "a@b", "<a@b",
		"", 32768, after },
	{ "128 KiB of quotes, even", "", "\"", "", 131072, no_address },
	{ "128 KiB of quotes, odd", "", "\"", "", 131071, no_quote_end },
	{ "128 KiB of words", "", "a ", "", 65536, no_address },
	{ "128 KiB of words, then an address", "", "a ", "<a@b>", 65536, NULL },
	{ "128 KiB of dotted words", "a", ".a", "@b", 65536, NULL },
	{ "128 KiB of domain", "a@b", " .b", "", 43690, NULL },
	{ "128 KiB of empty groups", "T:;", ",T:;", "", 32768, NULL },
	{ "128 KiB of angle brackets", "", "<", "", 131072, no_at },
	{ "128 KiB of @", "a", "@", "", 131072, no_domain },
	{ "128 KiB of folds", "", "\r\n ", "a@b", 43690, NULL },
	{ "128 KiB of colons", "a", ":", "", 131072, no_address },
	{ "128 KiB of backslashes in a quote", "\"", "\\", "", 131072,
		no_quote_end },
	{ "128 KiB of =?", "\"", "=?", "\"@b", 65536, encoded },
};
// clang-format on

static void check_limit(void **state)
{
	const struct limit_row *row = *state;
	size_t step = strlen(row->again), n = strlen(row->first);
	char *value = malloc(n + step * row->count + strlen(row->last) + 1);
	struct reading g;

	assert_non_null(value);
	memcpy(value, row->first, n + 1);
	for (size_t i = 0; i < row->count; i++, n += step)
		memcpy(value + n, row->again, step + 1);
	memcpy(value + n, row->last, strlen(row->last) + 1);
	n += strlen(row->last);
	begin(&g, value, n);
	if (row->fault == NULL)
		assert_null(g.list.fault);
	else
		assert_string_equal(g.list.fault, row->fault);
	end(&g);
	free(value);
}

static void check_other_limits(void **state)
{
	struct zgl_limits limits = ZGL_LIMITS_DEFAULT;
	struct zgl_addresses list;
	struct zgl_arena a;

	(void)state;
	limits.from_addresses = 0;
	limits.comment_depth = 0;
	zgl_arena_begin(&a, 4096);
	assert_int_equal(
		zgl_addresses_parse(ZGL_SV("T:;"), &limits, &a, &list), ZGL_OK);
	assert_null(list.fault);
	assert_int_equal(
		zgl_addresses_parse(ZGL_SV("a@b"), &limits, &a, &list), ZGL_OK);
	assert_string_equal(list.fault, "too many addresses");
	assert_int_equal(
		zgl_addresses_parse(ZGL_SV("()"), &limits, &a, &list), ZGL_OK);
	assert_string_equal(list.fault, "too many nested comments");
	/* No memory is taken for addresses that cannot be there. */
	limits.from_addresses = SIZE_MAX;
	assert_int_equal(
		zgl_addresses_parse(ZGL_SV("a@b,c@d"), &limits, &a, &list),
		ZGL_OK);
	assert_int_equal(list.count, 2);
	zgl_arena_free(&a);
}

static void check_full_arena(void **state)
{
	struct zgl_limits limits = ZGL_LIMITS_DEFAULT;
	struct zgl_addresses list;
	struct zgl_arena a;

	(void)state;
	zgl_arena_begin(&a, 8);
	assert_int_equal(zgl_addresses_parse(
				 ZGL_SV("ann@b.example"), &limits, &a, &list),
		ZGL_ELIMIT);
	assert_int_equal(list.count, 0);
	zgl_arena_free(&a);
}

static void check_absent(void **state)
{
	struct zgl_limits limits = ZGL_LIMITS_DEFAULT;
	struct zgl_addresses list;
	struct zgl_arena a;

	(void)state;
	zgl_arena_begin(&a, 4096);
	assert_int_equal(
		zgl_addresses_parse((zgl_sv){ NULL, 0 }, &limits, &a, &list),
		ZGL_OK);
	assert_string_equal(list.fault, no_address);
	zgl_arena_free(&a);
}

int main(void)
{
	struct rows r = { 0 };

	ROWS_ADD(&r, good, check_good);
	ROWS_ADD(&r, bad, check_bad);
	ROWS_ADD(&r, limit, check_limit);
	rows_add_one(&r, "limits other than the usual", check_other_limits);
	rows_add_one(
		&r, "a full arena is an error, no fault", check_full_arena);
	rows_add_one(&r, "the absent view has no address", check_absent);
	return rows_run(&r, "address");
}
